"""Mediation between who complained and a respondent: what was agreed to, who came, how it ended."""

import json
from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.actors import Actor
from core.canonical import digest
from core.fields import EncryptedTextField
from filings.models.filings import Filing
from filings.moves import MEDIATING, MEDIATION_MOVES, MediationState, Move

# What a respondent may be told of a case, each where it is chosen: never a file, an address or an identity number.
TOLD_TO_RESPONDENT = {
    "complainant.name": _("姓名"),
    "complainant.phone": _("联系电话"),
    "representative.name": _("法定代理人姓名"),
    "representative.phone": _("法定代理人联系电话"),
    "number": _("投诉人的号码"),
    "matter": _("事由"),
    "requests": _("请求"),
    "story": _("事情经过"),
    "costs": _("损失和维权开支"),
}


class MediationQuerySet(models.QuerySet["Mediation"]):
    def visible_to(self, actor: Actor) -> "MediationQuerySet":
        """Whoever sees the filing: its complainant, whom they shared the case with, its desk until a withdrawal closes it."""
        return self.filter(filing__in=Filing.objects.visible_to(actor))

    def under_way(self) -> "MediationQuerySet":
        return self.filter(state__in=MEDIATING)


class Mediation(models.Model):
    """One attempt to mediate. The respondent learns the lines of ``content``, consented to for it alone, and nothing else."""

    State = MediationState

    class Reply(models.TextChoices):
        AGREES = "agrees", _("同意参加调解")
        DECLINES = "declines", _("不同意调解")
        SILENT = "silent", _("没有答复")

    filing = models.ForeignKey(Filing, models.CASCADE, related_name="mediations")
    state = models.CharField(max_length=9, choices=MediationState.choices, default=MediationState.ASKED)
    respondent = EncryptedTextField()  # by name, as the content of the filing has it
    words = EncryptedTextField()  # what who complained was told with the question
    asked_by = models.CharField(max_length=40)
    asked_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)  # by who complained
    why_not = EncryptedTextField(blank=True, default="")
    consent = models.OneToOneField(
        "accounts.Consent", models.PROTECT, null=True, blank=True, related_name="mediation"
    )
    content = EncryptedTextField(blank=True, default="")  # canonical JSON: [[name, text], …]
    content_digest = models.CharField(max_length=71, blank=True, default="")
    invited_at = models.DateTimeField(null=True)
    answer_by = models.DateField(null=True)  # until when the respondent was asked to answer
    reply = models.CharField(max_length=8, choices=Reply.choices, blank=True, default="")
    replied_on = models.DateField(null=True)
    terms = EncryptedTextField(blank=True, default="")
    yuan = models.DecimalField(max_digits=12, decimal_places=2, null=True)  # what the respondent pays
    pay_by = models.DateField(null=True)
    ground = models.CharField(
        max_length=80, blank=True, default=""
    )  # on which it ended, as the channel names them
    why_ended = EncryptedTextField(blank=True, default="")
    ended_at = models.DateTimeField(null=True)

    objects = MediationQuerySet.as_manager()

    class Meta:
        verbose_name = _("调解")
        verbose_name_plural = _("调解")
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(state__in=MediationState.values), name="mediation_state_known"
            ),
            models.UniqueConstraint(
                fields=["filing"], condition=Q(state__in=MEDIATING), name="mediation_one_under_way"
            ),
            # Nobody is invited, and nothing is told, without the consent of who complained.
            models.CheckConstraint(
                condition=Q(invited_at__isnull=True) | Q(consent__isnull=False) & ~Q(content_digest=""),
                name="mediation_invites_with_a_consent",
            ),
            models.CheckConstraint(
                condition=~Q(state="settled") | ~Q(reply="") & Q(ended_at__isnull=False),
                name="mediation_settled_by_two",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_state_display()} {self.asked_at:%Y-%m-%d}"

    @property
    def under_way(self) -> bool:
        return self.state in MEDIATING

    @property
    def lines(self) -> list[tuple[str, str]]:
        """What the respondent is told, as it was consented to: label and text."""
        return [(str(TOLD_TO_RESPONDENT[name]), text) for name, text in self.told]

    @property
    def told(self) -> list[tuple[str, str]]:
        """The same by the names of the fields. ValueError where it is not what was consented to."""
        if self.content and digest(self.content) != self.content_digest:
            raise ValueError("what is stored is not what was consented to")
        return [(name, text) for name, text in json.loads(self.content or "[]")]

    def way_to(self, state: str, who: str) -> Move | None:
        """As ``filings.moves.find``."""
        return next((one for one in MEDIATION_MOVES[self.state] if one.to == state and who in one.who), None)

    def moved(self, state: str, who: str, **changes: Any) -> None:
        """Set the state and what comes with it, without saving; ValueError for a move that is not allowed."""
        if self.way_to(state, who) is None:
            raise ValueError(f"a mediation does not go from {self.state} to {state}")
        self.state = state
        for name, value in changes.items():
            setattr(self, name, value)


class MediationSession(models.Model):
    """A day on which both were asked to come, told to who complained beforehand; who came, once it is over."""

    class Attendance(models.TextChoices):
        BOTH = "both", _("双方都到")
        COMPLAINANT = "complainant", _("只有投诉人到")
        RESPONDENT = "respondent", _("只有被投诉方到")
        NOBODY = "nobody", _("都没有到")

    mediation = models.ForeignKey(Mediation, models.CASCADE, related_name="sessions")
    meets_at = models.DateTimeField()
    place = EncryptedTextField()  # or how, where nobody has to come
    mediator = EncryptedTextField()  # who leads it
    called_by = models.CharField(max_length=40)
    called_at = models.DateTimeField()
    attendance = models.CharField(max_length=11, choices=Attendance.choices, blank=True, default="")
    course = EncryptedTextField(blank=True, default="")  # how it went; for both to read
    recorded_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("调解会")
        verbose_name_plural = _("调解会")
        ordering: ClassVar = ["meets_at", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(attendance="", recorded_at__isnull=True)
                | ~Q(attendance="") & Q(recorded_at__isnull=False),
                name="session_recorded_with_who_came",
            ),
            models.UniqueConstraint(
                fields=["mediation"], condition=Q(attendance=""), name="session_one_to_come"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.meets_at:%Y-%m-%d}"
