"""``manage.py walk ACT``: the modules that an act goes through, for whoever must follow or change it (``workbench.walk``)."""

import json
import tempfile
from argparse import ArgumentParser
from dataclasses import asdict
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.test.utils import override_settings

from workbench.walk import ACTS, Sort, Visit, invent, walk


class Command(BaseCommand):
    help = (
        "Does an act on an invented case and prints the modules of this house that it calls, in the order of first entry, "
        "with their calls and how often it came back to each. Nothing of the case is kept."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "act", choices=list(ACTS), help="prepare: a letter to a desk; case: its page there"
        )
        parser.add_argument("--json", action="store_true", help="print one JSON document")

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.EMBEDDED_DATABASE:
            raise CommandError("DATABASE_URL is set: an invented case does not belong there")
        visits = self._walked(options["act"])
        rooms = [visit for visit in visits if visit.sort == Sort.ROOM]
        if options["json"]:
            told = {"act": options["act"], "rooms": len(rooms), "visits": [asdict(visit) for visit in visits]}
            self.stdout.write(json.dumps(told, ensure_ascii=False))
            return
        for sort in Sort:
            of_sort = [visit for visit in visits if visit.sort == sort]
            if of_sort:
                self.stdout.write(f"{sort}: {len(of_sort)}")
            for visit in of_sort:
                self.stdout.write(f"  {visit.module:<44}{visit.calls:>6} calls {visit.returns:>5} returns")

    def _walked(self, act: str) -> list[Visit]:
        """The walk, in a transaction that is taken back, with a store that goes with it."""
        with (
            tempfile.TemporaryDirectory() as store,
            override_settings(**_stored_in(store)),
            transaction.atomic(),
        ):
            visits = walk(ACTS[act](invent()))
            transaction.set_rollback(True)
        return visits


def _stored_in(folder: str) -> dict[str, Any]:
    sealed = {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": folder}}
    return {"STORAGES": {**settings.STORAGES, "sealed": sealed}}
