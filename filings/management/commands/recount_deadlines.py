"""Days that could not be counted, or were counted by another notice: counted anew by the calendar that is known now."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from accounts.actors import Actor
from filings.services import sweep_deadlines


class Command(BaseCommand):
    help = _("放假安排导入以后，重新计算还没有完成的期限；结果没有变的不动")

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--all", action="store_true", help=_("看全部未完成的期限，不只是受影响的年份"))

    def handle(self, *args: Any, **options: Any) -> None:
        changed = sweep_deadlines(everything=options["all"], by=Actor.system("calendar"))
        self.stdout.write(_("%d 个期限有变动") % changed)
