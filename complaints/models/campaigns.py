"""Messages that say the same and calls from one number, across complaints."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Campaign(models.Model):
    """What many people received: like texts under one signature, or contacts from one number.

    Nobody reads this row: it holds the masked text of whoever came first, and counts across all complaints. A desk reads
    what was sent to it (``filings.models.DeskCampaign``), a complainant learns at most how many others there are.
    """

    class Basis(models.TextChoices):
        TEXT = "text", _("内容相似的信息")
        NUMBER = "number", _("同一号码的来电、来信")

    basis = models.CharField(max_length=6, choices=Basis.choices)
    signature = models.CharField(max_length=64, blank=True)  # in small letters; "" for what bears none
    template = models.TextField(blank=True)  # of the founding message, see complaints.reading.template
    sender_index = models.CharField(max_length=64, blank=True)  # keyed hash of the number
    key = models.CharField(max_length=71, unique=True)  # digest of the four above
    complaints = models.PositiveIntegerField(default=0)
    people = models.PositiveIntegerField(default=0)  # who complained, told apart by their telephone
    founded_at = models.DateTimeField()

    class Meta:
        verbose_name = _("同类群发")
        verbose_name_plural = _("同类群发")
        indexes: ClassVar = [
            models.Index(fields=["signature"], name="campaign_signature", condition=~Q(signature="")),
        ]

    def __str__(self) -> str:
        return f"{self.get_basis_display()} {self.signature}".strip()
