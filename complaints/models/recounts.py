"""Facts that were counted anew after the filing, as the complainant took them over."""

from typing import ClassVar

import pgtrigger
from django.db import models
from django.utils.translation import gettext_lazy as _

from complaints.models.complaints import Complaint


class Recount(models.Model):
    """What messages and calls that came in after the filing changed in the facts that the law is asked about.

    The facts as filed stay as they are; the law is asked about them with every recount laid over them, in order.
    """

    append_only = True

    complaint = models.ForeignKey(Complaint, models.PROTECT, related_name="recounts", verbose_name=_("投诉"))
    made_at = models.DateTimeField(_("写入时间"))
    made_by = models.CharField(_("写入者"), max_length=40)  # an Actor's label
    # Rows of the dotted name, the value before or null, the value since.
    changes = models.JSONField(_("改变的事实"))
    facts_digest = models.CharField(_("事实的校验值"), max_length=71)  # of all facts as they stand since

    class Meta:
        verbose_name = _("重新数出的事实")
        verbose_name_plural = _("重新数出的事实")
        ordering: ClassVar = ["pk"]
        triggers: ClassVar = [
            pgtrigger.Protect(name="recount_frozen", operation=pgtrigger.Update | pgtrigger.Delete)
        ]

    def __str__(self) -> str:
        return f"{self.complaint_id} {self.made_at:%Y-%m-%d}"
