"""What somebody consented to."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.fields import EncryptedTextField


class ConsentQuerySet(models.QuerySet["Consent"]):
    def in_force(self) -> "ConsentQuerySet":
        return self.filter(withdrawn_at__isnull=True)


class Consent(models.Model):
    """A person's consent to hand their information to one recipient (个人信息保护法 14, 23), as it was shown.

    Separate for each recipient; never edited. Withdrawing it (15) is the only change and is made by
    ``filings.services``, which stops or reports the sending.
    """

    class How(models.TextChoices):
        """How somebody agreed who did not press the button themselves."""

        SPOKEN = "spoken", _("口头同意")
        SIGNED = "signed", _("在登记表上签字")
        WRITTEN = "written", _("来信写明")

    append_only = True  # what somebody agreed to is evidence: the web role can neither change nor delete it
    append_only_except = ("withdrawn_at",)

    case_id = models.UUIDField(_("投诉"), db_index=True)
    given_by = models.CharField(_("同意人"), max_length=40)  # an Actor's label
    recipient_name = models.CharField(_("接收方名称"), max_length=200)
    recipient_contact = models.CharField(_("接收方联系方式"), max_length=300)
    purpose = models.TextField(_("处理目的"))
    way = models.TextField(_("处理方式"))
    information = models.JSONField(_("个人信息的种类"))  # list of the names of fields, as shown
    text = EncryptedTextField(_("所示全文"))
    # Of sensitive information, as shown and agreed to beside it (28–31); "" where none was.
    separate = EncryptedTextField(_("另外单独同意的全文"), blank=True, default="")
    # The same as it was read, where that was not in the language of the house, and in which it was.
    language = models.CharField(_("所示的语言"), max_length=8, blank=True, default="")
    shown = EncryptedTextField(_("所示的译文"), blank=True, default="")
    # Of what was said or signed at a desk: how, in which file that is seen, and who at the desk recorded it.
    given_how = models.CharField(
        _("同意的方式"), max_length=7, choices=How.choices, blank=True, default="", db_default=""
    )
    exhibit_id = models.UUIDField(null=True, blank=True)
    recorded_by = models.CharField(max_length=40, blank=True, default="", db_default="")
    given_at = models.DateTimeField(_("同意时间"))
    withdrawn_at = models.DateTimeField(_("撤回时间"), null=True, blank=True)

    objects = ConsentQuerySet.as_manager()

    class Meta:
        verbose_name = _("同意")
        verbose_name_plural = _("同意")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True) | Q(withdrawn_at__gte=models.F("given_at")),
                name="consent_withdrawn_after_given",
            ),
            models.CheckConstraint(
                condition=Q(given_how="", recorded_by="") | ~Q(given_how="") & ~Q(recorded_by=""),
                name="consent_recorded_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.recipient_name} · {self.given_at:%Y-%m-%d}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.pk and set(kwargs.get("update_fields") or ()) != {"withdrawn_at"}:
            raise ValueError("a consent is never edited; only its withdrawal is recorded")
        super().save(*args, **kwargs)
