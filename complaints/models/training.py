"""A message that was corrected and, masked and with its person's consent, is kept for this deployment to learn from."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Consent
from complaints.models.complaints import Complaint, Contact
from core.fields import EncryptedTextField


class TrainingText(models.Model):
    """One masked text, one of a case, until its day: then, and whenever its person ends it, the row is deleted.

    The consent names the text by its digest alone and stays; without text and salt nobody can tell from it what was kept.
    """

    complaint = models.OneToOneField(
        Complaint, models.PROTECT, related_name="training_text", verbose_name=_("投诉")
    )
    contact = models.OneToOneField(Contact, models.CASCADE, related_name="training_text")
    consent = models.OneToOneField(Consent, models.PROTECT, related_name="training_text")
    text = EncryptedTextField(_("遮住以后的文字"))
    salt = models.CharField(max_length=32, editable=False)
    label = models.CharField(_("改成了"), max_length=12)
    read_as = models.CharField(_("原来认作"), max_length=12)
    reader = models.CharField(_("认短信的程序"), max_length=71)  # the digest of the tables that read it
    kept_at = models.DateTimeField(_("留下的时间"))
    kept_until = models.DateTimeField(_("留到"), db_index=True)

    class Meta:
        verbose_name = _("留着学习的短信")
        verbose_name_plural = _("留着学习的短信")
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(kept_until__gt=F("kept_at")), name="training_text_ends_after_it_began"
            )
        ]

    def __str__(self) -> str:
        return f"{self.complaint_id} {self.label}"
