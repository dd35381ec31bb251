"""A phone's backup on its way into a complaint."""

import json
import uuid
from typing import Any, ClassVar

from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from accounts.actors import Actor
from complaints.models import Access, Draft
from core.retention_and_limits import IMPORT_TRIES
from core.work import LeasedQuerySet, LeasedRow
from evidence.models.exhibits import Exhibit
from evidence.sealed import cipher


class ImportQuerySet(LeasedQuerySet["Import"]):
    def visible_to(self, actor: Actor) -> "ImportQuerySet":
        """Only to who holds the draft or owns the case: until the choice is made it is about the whole phone."""
        case = OuterRef("exhibit__complaint_id")
        own = Access.objects.in_force().of(actor).own()
        return self.filter(
            Exists(own.filter(complaint=case)) | Exists(Draft.objects.visible_to(actor).filter(pk=case))
        ).select_related("exhibit__sealed")

    def of_case(self, complaint_id: uuid.UUID) -> "ImportQuerySet":
        return (
            self.filter(exhibit__complaint_id=complaint_id)
            .select_related("exhibit__sealed")
            .order_by("exhibit__ordinal")
        )


class Import(LeasedRow):
    """How far a backup was read, what its owner chose, how many contacts came of it.

    The groups that the owner chooses from, and the choice, tell of the whole phone: they are closed under the key of
    the exhibit's bytes, and gone once the choice was carried out.
    """

    class State(models.TextChoices):
        PENDING = "pending", _("等待读取")
        READING = "reading", _("正在读取")
        CHOOSING = "choosing", _("等您选择")
        KEEPING = "keeping", _("正在收入")
        KEPT = "kept", _("已收入")
        FAILED = "failed", _("读取失败")  # the portal is why: a person may ask for another try
        REFUSED = "refused", _("没有导入")  # the file itself is why, or its owner

    WAITING: ClassVar = (State.PENDING, State.KEEPING)
    MOST_ATTEMPTS: ClassVar = IMPORT_TRIES
    MOVES: ClassVar[dict[str, tuple[str, ...]]] = {
        State.PENDING: (State.READING, State.FAILED, State.REFUSED),
        State.READING: (
            State.READING,
            State.PENDING,
            State.CHOOSING,
            State.KEEPING,
            State.FAILED,
            State.REFUSED,
        ),
        State.CHOOSING: (State.CHOOSING, State.KEEPING, State.KEPT, State.REFUSED),
        State.KEEPING: (State.KEEPING, State.KEPT, State.FAILED, State.REFUSED),
        State.KEPT: (State.PENDING, State.REFUSED),
        State.FAILED: (State.PENDING, State.REFUSED),
        State.REFUSED: (State.PENDING,),
    }

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    exhibit = models.OneToOneField(Exhibit, models.PROTECT, related_name="backup", verbose_name=_("备份文件"))
    state = models.CharField(_("状态"), max_length=8, choices=State.choices, default=State.PENDING)
    reason = models.TextField(_("说明"), blank=True)  # for people: why nothing was read
    format = models.CharField(_("格式"), max_length=24, blank=True)  # slug of an ``importers`` Format
    done_bytes = models.PositiveBigIntegerField(
        default=0
    )  # of the exhibit's size, by the pass that is at work
    read = models.PositiveIntegerField(_("读到"), default=0)
    declared = models.PositiveIntegerField(_("文件自称"), null=True)
    unreadable = models.PositiveIntegerField(_("读不出"), default=0)
    unreadable_lines = models.JSONField(default=list)  # the first of them: [part, line, code]
    chosen = models.PositiveIntegerField(_("选中"), default=0)
    kept = models.PositiveIntegerField(_("收入"), default=0)
    repeated = models.PositiveIntegerField(_("重复"), default=0)
    closed_groups = models.BinaryField(null=True)
    closed_choice = models.BinaryField(null=True)
    begun_at = models.DateTimeField()
    begun_by = models.CharField(max_length=40)  # an Actor's label
    kept_at = models.DateTimeField(_("收入时间"), null=True)

    objects = ImportQuerySet.as_manager()

    class Meta:
        verbose_name = _("手机备份导入")
        verbose_name_plural = _("手机备份导入")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(
                    state__in=["pending", "reading", "choosing", "keeping", "kept", "failed", "refused"]
                ),
                name="import_state_known",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["refused", "failed"]) | ~Q(reason=""), name="import_refusal_explained"
            ),
            models.CheckConstraint(
                condition=Q(claim__isnull=True, lease_until__isnull=True)
                | Q(claim__isnull=False, lease_until__isnull=False, state__in=["reading", "keeping"]),
                name="import_lease_while_at_work",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["reading", "choosing", "keeping"]) | Q(closed_groups__isnull=True),
                name="import_groups_until_chosen",
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                F("due_at"), name="import_due", condition=Q(state__in=["pending", "reading", "keeping"])
            ),
        ]

    def __str__(self) -> str:
        return f"{self.exhibit_id} · {self.state}"

    @property
    def working(self) -> bool:
        return self.state in (self.State.PENDING, self.State.READING, self.State.KEEPING)

    @property
    def percent(self) -> int:
        """How far the pass at work has come, 0 to 100."""
        return min(100, round(100 * self.done_bytes / max(self.exhibit.size, 1)))

    def close(self, value: Any) -> bytes:
        """A value of JSON under the key of the exhibit's bytes. Raises cipher.Erased."""
        sealed = self.exhibit.sealed
        return cipher.close_words(
            {"json": json.dumps(value, ensure_ascii=False)}, sealed.key(), object_id=sealed.id
        )

    def open(self, closed: Any) -> Any:
        """What ``close`` closed; None for nothing. Raises cipher.Erased and cipher.SealBroken."""
        if closed is None:
            return None
        sealed = self.exhibit.sealed
        return json.loads(cipher.open_words(bytes(closed), sealed.key(), object_id=sealed.id)["json"])
