"""Copies made of an exhibit for people to look at."""

from datetime import datetime
from typing import Any, ClassVar

from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from accounts.actors import Actor
from evidence.models.exhibits import Exhibit
from evidence.models.sealed import Sealed


class RenditionQuerySet(models.QuerySet["Rendition"]):
    def visible_to(self, actor: Actor) -> "RenditionQuerySet":
        return self.filter(
            Exists(Exhibit.objects.visible_to(actor).filter(pk=OuterRef("exhibit_id")))
        ).select_related("exhibit__sealed", "sealed")

    def due(self, at: datetime) -> "RenditionQuerySet":
        """Waiting and due, or taken by a worker whose lease is over."""
        return self.filter(
            Q(state=Rendition.State.PENDING, due_at__lte=at)
            | Q(state=Rendition.State.WORKING, lease_until__lte=at)
        )


class Rendition(models.Model):
    """A copy made of an exhibit for people to look at. Refused or failed: there is none, and ``reason`` says why."""

    class Kind(models.TextChoices):
        CLEAN = "clean", _("查看副本")
        THUMBNAIL = "thumbnail", _("缩略图")

    class State(models.TextChoices):
        PENDING = "pending", _("等待处理")
        WORKING = "working", _("正在处理")
        DONE = "done", _("已生成")
        REFUSED = "refused", _("不生成副本")  # the file itself is why: it will not be tried again
        FAILED = "failed", _("处理失败")  # the portal is why: a person may ask for another try

    class Scan(models.TextChoices):
        UNSCANNED = "unscanned", _("未查毒")
        SOUND = "sound", _("已查毒，未发现病毒")
        INFECTED = "infected", _("查出病毒")

    MOVES: ClassVar[dict[str, tuple[str, ...]]] = {
        State.PENDING: (State.WORKING,),
        State.WORKING: (State.WORKING, State.PENDING, State.DONE, State.REFUSED, State.FAILED),
        State.DONE: (),
        State.REFUSED: (),
        State.FAILED: (State.PENDING,),
    }

    exhibit = models.ForeignKey(Exhibit, models.PROTECT, related_name="renditions", verbose_name=_("证据"))
    kind = models.CharField(_("种类"), max_length=12, choices=Kind.choices)
    state = models.CharField(_("状态"), max_length=8, choices=State.choices, default=State.PENDING)
    reason = models.TextField(
        _("说明"), blank=True
    )  # for people: why there is no copy, or what the copy leaves out
    source_sha256 = models.CharField(_("原件 SHA-256"), max_length=71)
    source_type = models.CharField(
        _("实际类型"), max_length=120, blank=True
    )  # what a full parse found, not a claim
    sealed = models.OneToOneField(Sealed, models.PROTECT, null=True, related_name="rendition")
    media_type = models.CharField(_("副本类型"), max_length=80, blank=True)
    width = models.PositiveIntegerField(null=True)  # pixels
    height = models.PositiveIntegerField(null=True)
    pages = models.PositiveIntegerField(null=True)
    tool = models.CharField(_("工具与版本"), max_length=200, blank=True)
    scan = models.CharField(_("查毒"), max_length=10, choices=Scan.choices, default=Scan.UNSCANNED)
    made_at = models.DateTimeField(_("生成时间"), null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    due_at = models.DateTimeField()  # not to be tried before
    lease_until = models.DateTimeField(null=True)  # a worker has it until then

    objects = RenditionQuerySet.as_manager()

    class Meta:
        verbose_name = _("副本")
        verbose_name_plural = _("副本")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["exhibit", "kind"], name="rendition_one_a_kind"),
            models.CheckConstraint(
                condition=Q(state__in=["pending", "working", "done", "refused", "failed"]),
                name="rendition_state_known",
            ),
            models.CheckConstraint(
                condition=Q(state="done", sealed__isnull=False) | (~Q(state="done") & Q(sealed__isnull=True)),
                name="rendition_done_has_bytes",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["refused", "failed"]) | ~Q(reason=""),
                name="rendition_refusal_explained",
            ),
            models.CheckConstraint(
                condition=Q(state="working", lease_until__isnull=False)
                | (~Q(state="working") & Q(lease_until__isnull=True)),
                name="rendition_lease_while_working",
            ),
        ]
        indexes: ClassVar = [
            models.Index(F("due_at"), name="rendition_due", condition=Q(state__in=["pending", "working"])),
        ]

    def __str__(self) -> str:
        return f"{self.exhibit_id} · {self.kind}"

    @property
    def final(self) -> bool:
        return self.state in (self.State.DONE, self.State.REFUSED, self.State.FAILED)

    @property
    def ready(self) -> bool:
        """Whether there are bytes to show."""
        return self.state == self.State.DONE and self.sealed is not None and not self.sealed.erased

    def moved(self, state: str, **changes: Any) -> "Rendition":
        """Set the state and what comes with it, without saving; ValueError for a move that is not allowed."""
        if state not in self.MOVES[self.state]:
            raise ValueError(f"a rendition does not go from {self.state} to {state}")
        self.state = state
        for name, value in changes.items():
            setattr(self, name, value)
        return self
