"""One act on many filings of a desk: frozen when it is looked at, carried out one by one, with what became of each."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.fields import EncryptedTextField
from core.work import LeasedQuerySet, LeasedRow
from filings.models.filings import Filing


class BulkAct(LeasedRow):
    """What is to be done, by whom; its items are the filings as they were when it was looked at."""

    class Act(models.TextChoices):
        ASSIGN = "assign", _("交给一位同事办理")
        ACCEPT = "accept", _("受理")
        TRANSFER = "transfer", _("转给别的单位")
        LETTER = "letter", _("发同一种文书")
        NOTE = "note", _("写内部备注")
        TASK = "task", _("记要办的事")

    class State(models.TextChoices):
        PREVIEW = "preview", _("看一遍，再确认")
        WAITING = "waiting", _("正在办理")
        DONE = "done", _("办完了")
        FAILED = "failed", _("中断了")
        DROPPED = "dropped", _("没有办，取消了")

    MOVES: ClassVar[dict[str, tuple[str, ...]]] = {
        State.PREVIEW: (State.WAITING, State.DROPPED),
        State.WAITING: (State.WAITING, State.DONE, State.FAILED),
        State.DONE: (),
        State.FAILED: (),
        State.DROPPED: (),
    }
    WAITING: ClassVar = (State.WAITING,)

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    act = models.CharField(max_length=8, choices=Act.choices)
    given = EncryptedTextField()  # JSON: what was chosen and written for it
    state = models.CharField(max_length=7, choices=State.choices, default=State.PREVIEW)
    created_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)
    reason = models.TextField(blank=True)

    objects = LeasedQuerySet["BulkAct"].as_manager()

    class Meta:
        verbose_name = _("批量办理")
        verbose_name_plural = _("批量办理")
        ordering: ClassVar = ["-created_at"]
        indexes: ClassVar = [
            models.Index(fields=["due_at"], name="bulk_due", condition=Q(state="waiting")),
        ]

    def __str__(self) -> str:
        return f"{self.get_act_display()} {self.created_at:%Y-%m-%d}"


class BulkItem(models.Model):
    """One filing of a bulk act, and what became of it."""

    class State(models.TextChoices):
        READY = "ready", _("会办")
        LEFT_OUT = "left_out", _("不办")
        DONE = "done", _("办了")
        REFUSED = "refused", _("没有办成")

    bulk = models.ForeignKey(BulkAct, models.CASCADE, related_name="items")
    filing = models.ForeignKey(Filing, models.CASCADE, related_name="+")
    state = models.CharField(max_length=8, choices=State.choices)
    words = models.TextField(blank=True)  # why not; of a letter its number
    # Of the letter as it was looked at, so that no other leaves.
    digest = models.CharField(max_length=71, blank=True, default="", db_default="")

    class Meta:
        verbose_name = _("批量办理的一件")
        verbose_name_plural = _("批量办理的一件")
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["bulk", "filing"], name="bulk_a_filing_once"),
        ]

    def __str__(self) -> str:
        return f"{self.bulk_id} {self.filing_id}"
