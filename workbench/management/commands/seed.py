"""``manage.py seed``: invented cases in bulk, for looking at and for measuring (``workbench.seed``)."""

import sys
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import connections
from django.utils import timezone

from filings.models import Filing
from filings.services import fold_tallies
from workbench.seed import fill


class Command(BaseCommand):
    help = "Fills the embedded database with invented complaints, nine in ten at the desk of one invented regulator."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--complaints", type=int, required=True, help="how many to add")
        parser.add_argument("--seed", type=int, default=1, help="another number, other people")
        parser.add_argument(
            "--yes", action="store_true", help="also into the database that DATABASE_URL names"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        count: int = options["complaints"]
        if count < 1:
            raise CommandError("--complaints: a number of 1 or more")
        if not settings.EMBEDDED_DATABASE and not options["yes"]:
            raise CommandError("DATABASE_URL is set: invented cases do not belong there (--yes if they do)")
        begun = timezone.now()
        desk = fill(complaints=count, seed=options["seed"], say=lambda done: self._progress(done, count))
        self._settle()
        seconds = (timezone.now() - begun).total_seconds()
        lying = Filing.objects.filter(organisation=desk.organisation).count()
        self.stdout.write(
            f"{count} complaints in {seconds:.0f} s; {lying} filings lie at the desk of {desk.organisation}."
        )

    def _progress(self, done: int, count: int) -> None:
        end = "\n" if done == count else ""
        if sys.stderr.isatty():
            self.stderr.write(f"\r{done} of {count}", ending=end)
        elif done % 10_000 == 0 or done == count:
            self.stderr.write(f"{done} of {count}")

    def _settle(self) -> None:
        """What autovacuum and the sweep of the numbers would do within a minute: without it the next minute's queries are
        planned for an empty table."""
        fold_tallies()
        with connections["owner"].cursor() as cursor:
            cursor.execute("VACUUM (ANALYZE)")
