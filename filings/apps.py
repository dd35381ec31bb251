from typing import TYPE_CHECKING

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from legal.models import HolidayNotice


class FilingsConfig(AppConfig):
    name = "filings"
    verbose_name = _("提交与办理")

    def ready(self) -> None:
        from core import work
        from legal import holidays

        def recount(_notice: "HolidayNotice") -> None:
            """Let a worker count anew now what a new calendar changes; else the hourly sweep does."""
            work.wake("filings.tasks.sweep_deadlines", expires=600)

        holidays.then(recount)
