from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class LegalConfig(AppConfig):
    name = "legal"
    verbose_name = _("法律")

    def ready(self) -> None:
        from legal import holidays
        from legal.reasoning import workdays

        workdays.use(holidays.imported_year)
