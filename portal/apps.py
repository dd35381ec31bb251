from django.apps import AppConfig
from django.contrib.admin import apps as admin
from django.utils.translation import gettext_lazy as _

from core import catalogue

KEPT_OFF = (
    "account.EmailAddress", "auth.Group", "authtoken.TokenProxy", "mfa.Authenticator", "usersessions.UserSession",
)  # fmt: skip


class PortalConfig(AppConfig):
    name = "portal"
    default = True
    verbose_name = _("安宁")

    def ready(self) -> None:
        from portal import checks  # noqa: F401  (registers the deployment checks)

        catalogue.install()


class DeskConfig(admin.AdminConfig):
    """Django's admin, entered with a second factor."""

    default = False
    default_site = "portal.desk.Desk"

    def ready(self) -> None:
        """Leave out what other packages would show: tokens and second factors in the clear, where and
        by what address somebody signs in."""
        super().ready()
        from django.apps import apps
        from django.contrib.admin import site

        for label in KEPT_OFF:
            if site.is_registered(model := apps.get_model(label)):
                site.unregister(model)
