from django.apps import AppConfig
from django.conf import settings
from django.utils.translation import gettext_lazy as _


class ComplaintsConfig(AppConfig):
    name = "complaints"
    verbose_name = _("投诉")

    def ready(self) -> None:
        if settings.LEARN_FROM_CORRECTIONS:
            from complaints.reading import learn_beside

            learn_beside(settings.OWN_READER)
