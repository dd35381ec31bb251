from typing import TYPE_CHECKING

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from legal.models import HolidayNotice


class FilingsConfig(AppConfig):
    name = "filings"
    verbose_name = _("提交与办理")

    def ready(self) -> None:
        from legal import holidays

        holidays.then(_recount)


def _recount(notice: "HolidayNotice") -> None:
    from filings.services import (
        deadlines,
    )  # not before it is needed: a command that reads no case starts without

    deadlines.wake(notice)
