"""What a complainant adds to a filing that has gone out: words and files, with a consent of their own."""

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from accounts.actors import Actor
from complaints.models import Access
from core.fields import EncryptedTextField
from filings.models.correspondence import Note
from filings.models.filings import Filing, whole_case
from filings.moves import State as OfFiling

# Where a filing takes a supplement: the recipient has it, and has not answered yet.
TAKES_MORE = (OfFiling.SENT, OfFiling.ACKNOWLEDGED, OfFiling.ACCEPTED)


class SupplementQuerySet(models.QuerySet["Supplement"]):
    def visible_to(self, actor: Actor) -> "SupplementQuerySet":
        """The complainant sees all; whom the case is shared with those that were consented to; a desk those it got."""
        case = OuterRef("filing__complaint_id")
        own = Access.objects.in_force().of(actor).own().filter(complaint=case)
        return self.filter(
            Exists(own)
            | (Exists(whole_case(actor).filter(complaint=case)) & ~Q(state=Supplement.State.WRITING))
            | Q(filing__in=Filing.objects.at_desk(actor).content_open(), sent_at__isnull=False)
        )

    def delivered(self) -> "SupplementQuerySet":
        """Those that the recipient has."""
        return self.filter(sent_at__isnull=False)

    def unseen(self) -> "SupplementQuerySet":
        """With the recipient, and nobody at the desk has confirmed having looked."""
        return self.delivered().filter(seen_at__isnull=True)


class Supplement(models.Model):
    """Words and files for the recipient of a filing, after it went out: an answer to a question of the desk, or unasked.

    Being written it is the complainant's own; with the consent its content is frozen, and a retry sends the same bytes.
    """

    class State(models.TextChoices):
        WRITING = "writing", _("还在写，没有发出")
        PREPARED = "prepared", _("已备好，等您确认")
        QUEUED = "queued", _("已确认，还没有送达")
        SENT = "sent", _("已发出")
        SENT_UNKNOWN = "sent_unknown", _("是否送达不明，需核实")
        FAILED = "failed", _("未能发出")
        WITHDRAWN = "withdrawn", _("没有发出，已取消")

    MOVES: ClassVar[dict[str, tuple[str, ...]]] = {
        State.WRITING: (State.PREPARED,),
        State.PREPARED: (State.QUEUED, State.WITHDRAWN),
        State.QUEUED: (State.SENT, State.SENT_UNKNOWN, State.FAILED, State.WITHDRAWN),
        State.SENT_UNKNOWN: (State.SENT, State.QUEUED, State.FAILED),
        State.FAILED: (State.QUEUED, State.WITHDRAWN),
        State.SENT: (),
        State.WITHDRAWN: (),
    }
    OPEN: ClassVar = (State.WRITING, State.PREPARED)
    ON_THE_WAY: ClassVar = (State.PREPARED, State.QUEUED, State.FAILED)

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    filing = models.ForeignKey(Filing, models.CASCADE, related_name="supplements", verbose_name=_("办件"))
    number = models.PositiveSmallIntegerField(_("序号"))  # 1, 2, 3 … of the filing
    state = models.CharField(_("状态"), max_length=12, choices=State.choices, default=State.WRITING)
    # The question that it answers; nothing where it comes unasked.
    question = models.ForeignKey(
        Note, models.PROTECT, null=True, blank=True, related_name="answers", verbose_name=_("答复的问题")
    )
    asked_at = models.DateTimeField(null=True, blank=True)  # since when the desk had waited for this answer
    # The last statement of the case that it tells the recipient of; nothing where it corrects nothing.
    tells_of = models.ForeignKey(
        "complaints.Statement", models.PROTECT, null=True, blank=True, related_name="+"
    )
    text = EncryptedTextField(blank=True)  # as it is being written; then it stands in the content
    exhibits = models.JSONField(default=list)  # ids of the exhibits that go with it, in order
    covered = models.JSONField(default=dict)  # of those that go with parts covered: exhibit → redaction
    uncovered = models.JSONField(default=list)  # of those with a covered copy that a court gets without
    consent = models.OneToOneField(
        "accounts.Consent", models.PROTECT, null=True, blank=True, related_name="supplement"
    )
    content = EncryptedTextField(blank=True)  # canonical JSON: exactly what leaves, as consented
    content_digest = models.CharField(max_length=71, blank=True)
    # The letter, where the way needs paper, and the very bytes that every attempt by e-mail sends.
    letter = models.OneToOneField("evidence.Sealed", models.PROTECT, null=True, blank=True, related_name="+")
    letter_pages = models.PositiveIntegerField(default=0)
    mail = models.OneToOneField("evidence.Sealed", models.PROTECT, null=True, blank=True, related_name="+")
    # What opened its files to the desk.
    access = models.OneToOneField(Access, models.PROTECT, null=True, blank=True, related_name="+")
    begun_at = models.DateTimeField(_("开始写的时间"))
    prepared_at = models.DateTimeField(_("备好时间"), null=True, blank=True)
    sent_at = models.DateTimeField(_("送达时间"), null=True, blank=True)
    seen_at = models.DateTimeField(_("对方确认看过的时间"), null=True, blank=True)
    seen_by = models.CharField(max_length=40, blank=True)  # an Actor's label
    problem = models.TextField(_("没有送达的原因"), blank=True)

    objects = SupplementQuerySet.as_manager()

    class Meta:
        verbose_name = _("补充材料")
        verbose_name_plural = _("补充材料")
        ordering: ClassVar = ["filing", "number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["filing", "number"], name="supplement_one_a_place"),
            models.UniqueConstraint(
                fields=["filing"],
                condition=Q(state__in=["writing", "prepared"]),
                name="supplement_one_being_written",
            ),
            models.CheckConstraint(
                name="supplement_state_known",
                condition=Q(
                    state__in=[
                        "writing", "prepared", "queued", "sent", "sent_unknown", "failed", "withdrawn",
                    ]
                ),
            ),
            models.CheckConstraint(
                name="supplement_leaves_with_a_consent",
                condition=Q(state="writing") | (Q(consent__isnull=False) & ~Q(content_digest="")),
            ),
            models.CheckConstraint(
                name="supplement_seen_after_sent", condition=Q(seen_at__isnull=True) | Q(sent_at__isnull=False)
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.filing_id} + {self.number}"

    @property
    def gone_out(self) -> bool:
        """Whether the recipient has it, or may have it."""
        return self.state in (self.State.SENT, self.State.SENT_UNKNOWN)

    @property
    def being_written(self) -> bool:
        """Whether its words can still be changed."""
        return self.state in self.OPEN

    def moved(self, state: str) -> None:
        """Set the state, without saving; ValueError for a move that is not allowed."""
        if state not in self.MOVES[self.state]:
            raise ValueError(f"a supplement does not go from {self.state} to {state}")
        self.state = state
