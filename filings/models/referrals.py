"""The hand-off of a filing, inside the organisation that has it, to whoever decides on opening a case of penalty (立案)."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.actors import Actor
from accounts.models import Unit
from core.fields import EncryptedTextField
from filings.models.filings import Filing
from filings.moves import REFERRAL_MOVES, Move, ReferralState


class ReferralQuerySet(models.QuerySet["Referral"]):
    def visible_to(self, actor: Actor) -> "ReferralQuerySet":
        """Whoever sees the filing: its complainant, whom they shared the case with, its desk until a withdrawal closes it."""
        return self.filter(filing__in=Filing.objects.visible_to(actor))

    def waiting(self) -> "ReferralQuerySet":
        return self.filter(state=ReferralState.REFERRED)


class Referral(models.Model):
    """One hand-off: to which unit, by which article, what was decided. Nothing leaves the organisation by it."""

    State = ReferralState

    filing = models.ForeignKey(Filing, models.CASCADE, related_name="referrals")
    state = models.CharField(max_length=10, choices=ReferralState.choices, default=ReferralState.REFERRED)
    # By name, as it was then; with it the unit where it is one of this desk.
    body = models.CharField(max_length=80)
    unit = models.ForeignKey(Unit, models.SET_NULL, null=True, blank=True, related_name="+")
    basis = models.CharField(max_length=80)
    citation = models.CharField(max_length=200)
    # Whether it goes on beside the filing, which is answered without waiting for it.
    beside = models.BooleanField(default=False)
    reason = EncryptedTextField()
    found_on = models.DateField()  # from when its period counts
    referred_by = models.CharField(max_length=40)
    referred_at = models.DateTimeField()
    decided_on = models.DateField(null=True, blank=True)
    number = EncryptedTextField(blank=True, default="")  # of the case that was opened
    words = EncryptedTextField(blank=True, default="")  # why it was not, or what comes of it
    recorded_by = models.CharField(max_length=40, blank=True, default="")
    recorded_at = models.DateTimeField(null=True, blank=True)

    objects = ReferralQuerySet.as_manager()

    class Meta:
        verbose_name = _("移交立案")
        verbose_name_plural = _("移交立案")
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(state__in=ReferralState.values), name="referral_state_known"),
            models.UniqueConstraint(
                fields=["filing"], condition=Q(state="referred"), name="referral_one_waiting"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["opened", "not_opened"]) | Q(decided_on__isnull=False),
                name="referral_decided_on_a_day",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_state_display()} {self.referred_at:%Y-%m-%d}"

    def way_to(self, state: str, who: str) -> Move | None:
        """As ``filings.moves.find``."""
        return next((one for one in REFERRAL_MOVES[self.state] if one.to == state and who in one.who), None)

    def moved(self, state: str, who: str, **changes: Any) -> None:
        """Set the state and what comes with it, without saving; ValueError for a move that is not allowed."""
        if self.way_to(state, who) is None:
            raise ValueError(f"a referral does not go from {self.state} to {state}")
        self.state = state
        for name, value in changes.items():
            setattr(self, name, value)
