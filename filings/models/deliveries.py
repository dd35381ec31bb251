"""The outbox and the proofs of what arrived."""

from datetime import datetime
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.work import LeasedQuerySet, LeasedRow
from filings.models.filings import Filing
from filings.models.supplements import Supplement
from filings.moves import State


class DeliveryQuerySet(LeasedQuerySet["Delivery"]):
    def due(self, at: datetime) -> "DeliveryQuerySet":
        """Waiting and due. An attempt whose worker vanished is none of them: it is settled first, see ``abandoned``."""
        return self.filter(state=Delivery.State.WAITING, due_at__lte=at)

    def parked(self) -> "DeliveryQuerySet":
        """Not due: their recipient is out of use, or nobody is at work there."""
        return self.filter(state=Delivery.State.PARKED)

    def by(self, *ways: str) -> "DeliveryQuerySet":
        return self.filter(filing__way__in=ways)

    def unresolved(self) -> "DeliveryQuerySet":
        """Attempts of which nobody knows how they ended, and nobody has found out."""
        unknown = Q(filing__state=State.SENT_UNKNOWN, supplement__isnull=True)
        return self.filter(
            unknown | Q(supplement__state=Supplement.State.SENT_UNKNOWN), state=Delivery.State.UNKNOWN
        )

    def abandoned(self, at: datetime) -> "DeliveryQuerySet":
        """Attempts whose worker vanished: the lease is over and nobody wrote how it ended."""
        return self.filter(state=Delivery.State.SENDING, lease_until__lt=at)


class Delivery(LeasedRow):
    """The outbox: one row an attempt, written before anything is sent; the raw answer stays."""

    class State(models.TextChoices):
        WAITING = "waiting", _("等待")
        SENDING = "sending", _("发送中")
        PARKED = "parked", _("等接收方恢复接收")
        DONE = "done", _("已送出")
        FAILED = "failed", _("失败")
        UNKNOWN = "unknown", _("结果不明")
        CANCELLED = "cancelled", _("已取消")

    MOVES: ClassVar[dict[str, tuple[str, ...]]] = {
        State.WAITING: (State.SENDING, State.CANCELLED),
        State.SENDING: (
            State.WAITING,
            State.PARKED,
            State.DONE,
            State.FAILED,
            State.UNKNOWN,
            State.CANCELLED,
        ),
        State.PARKED: (State.WAITING, State.CANCELLED),
        State.UNKNOWN: (State.DONE, State.FAILED),
        State.DONE: (),
        State.FAILED: (State.DONE,),  # the answer of a worker that had been given up came after all
        State.CANCELLED: (State.DONE,),
    }
    WAITING: ClassVar = (State.WAITING,)
    OPEN: ClassVar = (State.WAITING, State.SENDING, State.PARKED)  # still to leave
    WORDS: ClassVar = "error"
    MOST_ATTEMPTS: ClassVar = None  # a row is one attempt; the next one is a row of its own

    filing = models.ForeignKey(Filing, models.CASCADE, related_name="deliveries")
    # What it carries, where that is not the filing itself.
    supplement = models.ForeignKey(
        Supplement, models.CASCADE, null=True, blank=True, related_name="deliveries"
    )
    attempt = models.PositiveSmallIntegerField()  # over the whole life of what is carried
    tries = models.PositiveSmallIntegerField(default=1)  # since somebody last asked for sending
    # The id of what is carried: every attempt carries the same.
    idempotency_key = models.UUIDField()
    state = models.CharField(max_length=9, choices=State.choices, default=State.WAITING)
    started_at = models.DateTimeField(null=True, blank=True)
    handed_over_at = models.DateTimeField(
        null=True, blank=True
    )  # set just before the bytes that commit the other side
    finished_at = models.DateTimeField(null=True, blank=True)
    # Since when it waits for somebody to be there, and when its complainant was told of it.
    parked_at = models.DateTimeField(null=True, blank=True)
    told_at = models.DateTimeField(null=True, blank=True)
    answer = models.TextField(blank=True)  # the other side's words, raw; never our own
    error = models.TextField(blank=True)

    objects = DeliveryQuerySet.as_manager()

    class Meta:
        verbose_name = _("发送记录")
        verbose_name_plural = _("发送记录")
        ordering: ClassVar = ["filing", "attempt"]
        indexes: ClassVar = [
            models.Index(fields=["due_at"], name="delivery_due", condition=Q(state="waiting")),
            models.Index(fields=["lease_until"], name="delivery_lease", condition=Q(state="sending")),
            models.Index(fields=["parked_at"], name="delivery_parked", condition=Q(state="parked")),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["filing", "attempt"],
                condition=Q(supplement__isnull=True),
                name="delivery_attempt_once",
            ),
            models.UniqueConstraint(
                fields=["supplement", "attempt"], name="delivery_of_supplement_attempt_once"
            ),
            models.UniqueConstraint(
                fields=["filing"],
                condition=Q(state__in=["waiting", "sending", "parked"], supplement__isnull=True),
                name="delivery_one_at_a_time",
            ),
            models.UniqueConstraint(
                fields=["supplement"],
                condition=Q(state__in=["waiting", "sending", "parked"]),
                name="delivery_of_supplement_one_at_a_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.filing_id} #{self.attempt}"

    @property
    def carried(self) -> Filing | Supplement:
        """What this attempt brings to the recipient."""
        return self.supplement or self.filing

    @property
    def named(self) -> dict[str, str]:
        """How the ledger names it."""
        supplement = {"supplement": str(self.supplement_id)} if self.supplement_id else {}
        return {"filing": str(self.filing_id), **supplement}


class Acknowledgement(models.Model):
    """Proof that the other side has it: a server's answer, a desk's receipt, a number the complainant was given."""

    append_only = True

    class Source(models.TextChoices):
        SERVER = "server", _("收件服务器的回答")
        DESK = "desk", _("送到办案台，系统自动记下")
        COMPLAINANT = "complainant", _("投诉人登记")

    filing = models.ForeignKey(Filing, models.CASCADE, related_name="acknowledgements")
    source = models.CharField(max_length=12, choices=Source.choices)
    reference = models.CharField(_("对方编号"), max_length=200, blank=True)
    at = models.DateTimeField()
    recorded_by = models.CharField(max_length=40)

    class Meta:
        verbose_name = _("回执")
        verbose_name_plural = _("回执")
        ordering: ClassVar = ["at"]

    def __str__(self) -> str:
        return self.reference or self.source
