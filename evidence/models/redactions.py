"""What is covered on the pages of an exhibit, and whether a copy with it burned in was made."""

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from accounts.actors import Actor
from core.work import LeasedQuerySet, LeasedRow
from evidence.models.exhibits import Exhibit


class RedactionQuerySet(LeasedQuerySet["Redaction"]):
    def visible_to(self, actor: Actor) -> "RedactionQuerySet":
        """Where the uncovered pages may be seen: who was sent the covered ones learns nothing of earlier ones."""
        from evidence.models.renditions import Rendition

        clean = Rendition.objects.visible_to(actor).filter(kind=Rendition.Kind.CLEAN)
        return self.filter(Exists(clean.filter(exhibit_id=OuterRef("exhibit_id"))))

    def standing(self) -> "RedactionQuerySet":
        """Of each exhibit the newest that was burned in: what travels from then on."""
        later = Redaction.objects.filter(
            exhibit_id=OuterRef("exhibit_id"), state=Redaction.State.DONE, number__gt=OuterRef("number")
        )
        return self.filter(~Exists(later), state=Redaction.State.DONE)


class Redaction(LeasedRow):
    """Boxes on the pages of one exhibit: drawn, then burned into a copy of its own. The original is never touched.

    A box is [left, top, width, height] in fractions of the upright page; no word of what stands under it is kept.
    Burned in, the row is final; another one supersedes it, and both stay. Refused: the copy did not stand the reading
    again, ``reason`` says why, and there is none.
    """

    class State(models.TextChoices):
        DRAFT = "draft", _("正在选择")
        PENDING = "pending", _("等待处理")
        WORKING = "working", _("正在遮盖并核对")
        DONE = "done", _("已生成遮盖副本")
        REFUSED = "refused", _("没有生成遮盖副本")
        FAILED = "failed", _("处理失败")

    MOVES: ClassVar[dict[str, tuple[str, ...]]] = {
        State.DRAFT: (State.PENDING, State.REFUSED),
        State.PENDING: (State.WORKING, State.FAILED),
        State.WORKING: (State.WORKING, State.PENDING, State.DONE, State.REFUSED, State.FAILED),
        State.DONE: (),
        State.REFUSED: (),
        State.FAILED: (),
    }
    WAITING: ClassVar = (State.PENDING,)

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    exhibit = models.ForeignKey(Exhibit, models.PROTECT, related_name="redactions", verbose_name=_("证据"))
    number = models.PositiveIntegerField(_("序号"))  # 1, 2, 3 … of the exhibit
    state = models.CharField(_("状态"), max_length=8, choices=State.choices, default=State.DRAFT)
    boxes = models.JSONField(default=dict)  # page, as a text, → boxes
    boxes_sha256 = models.CharField(max_length=71, blank=True)  # of their canonical form, from the order on
    # The person knows that what is covered here is still to be read elsewhere in the file.
    elsewhere = models.BooleanField(default=False)
    reason = models.TextField(_("说明"), blank=True)
    read_again = models.PositiveIntegerField(default=0)  # pages whose picture was recognised once more
    made_by = models.CharField(max_length=40)  # an Actor's label
    begun_at = models.DateTimeField()
    ordered_at = models.DateTimeField(null=True)
    made_at = models.DateTimeField(_("生成时间"), null=True)

    objects = RedactionQuerySet.as_manager()

    class Meta:
        verbose_name = _("遮盖")
        verbose_name_plural = _("遮盖")
        ordering: ClassVar = ["exhibit", "number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["exhibit", "number"], name="redaction_one_a_number"),
            models.UniqueConstraint(
                fields=["exhibit"],
                condition=Q(state__in=["draft", "pending", "working"]),
                name="redaction_one_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["draft", "pending", "working", "done", "refused", "failed"]),
                name="redaction_state_known",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["refused", "failed"]) | ~Q(reason=""),
                name="redaction_refusal_explained",
            ),
            models.CheckConstraint(
                condition=Q(state="working", lease_until__isnull=False)
                | (~Q(state="working") & Q(lease_until__isnull=True)),
                name="redaction_lease_while_working",
            ),
        ]
        indexes: ClassVar = [
            models.Index(F("due_at"), name="redaction_due", condition=Q(state__in=["pending", "working"])),
        ]

    def __str__(self) -> str:
        return f"{self.exhibit_id} · {self.number}"

    @property
    def working(self) -> bool:
        return self.state in (self.State.PENDING, self.State.WORKING)

    @property
    def count(self) -> int:
        """How many boxes."""
        return sum(len(boxes) for boxes in self.boxes.values())
