"""What came of it, as the complainant tells it: that it stopped, money back, a settlement."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from complaints.models.complaints import Complaint
from core.fields import EncryptedTextField


class Outcome(models.Model):
    """One thing that came of it, on a day. It leaves the facts and what was sent as they are, and goes to nobody."""

    append_only = True

    class Kind(models.TextChoices):
        STOPPED = "stopped", _("停了")
        MONEY = "money", _("对方退了钱、赔了钱")
        SETTLED = "settled", _("和对方和解了")

    complaint = models.ForeignKey(Complaint, models.PROTECT, related_name="outcomes")
    kind = models.CharField(max_length=8, choices=Kind.choices)
    on = models.DateField(_("哪一天"))
    amount = models.DecimalField(_("金额（元）"), max_digits=12, decimal_places=2, null=True, blank=True)
    words = EncryptedTextField(_("怎么说定的"), blank=True)
    # The number of the form that brought it: the same form sent twice is one outcome.
    form = models.UUIDField(null=True, blank=True, editable=False)
    recorded_at = models.DateTimeField()
    recorded_by = models.CharField(max_length=40)

    class Meta:
        verbose_name = _("后来怎样")
        verbose_name_plural = _("后来怎样")
        ordering: ClassVar = ["on", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["complaint", "form"], name="outcome_once_a_form"),
            models.CheckConstraint(
                condition=Q(kind__in=["stopped", "money", "settled"]), name="outcome_kind_known"
            ),
            models.CheckConstraint(
                condition=~Q(kind="money") | Q(amount__gt=0), name="outcome_money_has_an_amount"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.complaint_id} {self.kind} {self.on}"
