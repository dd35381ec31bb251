from django.apps import AppConfig
from django.contrib.admin import apps as admin
from django.utils.translation import gettext_lazy as _


class PortalConfig(AppConfig):
    name = "portal"
    default = True
    verbose_name = _("安宁")

    def ready(self) -> None:
        from portal import checks  # noqa: F401  (registers the deployment checks)


class DeskConfig(admin.AdminConfig):
    """Django's admin, entered with a second factor."""

    default = False
    default_site = "portal.desk.Desk"
