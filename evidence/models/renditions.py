"""Copies made of an exhibit for people to look at, whole or page by page; what is covered on them, what is searched in them."""

import uuid
from typing import ClassVar

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from accounts.actors import Actor
from complaints.ledger import hold_ledger
from complaints.models import Access, Draft
from core.work import LeasedQuerySet, LeasedRow
from evidence.models.exhibits import Exhibit
from evidence.models.sealed import Sealed


class RedactionQuerySet(LeasedQuerySet["Redaction"]):
    def visible_to(self, actor: Actor) -> "RedactionQuerySet":
        """Where the uncovered pages may be seen: who was sent the covered ones learns nothing of earlier ones."""
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


class RenditionQuerySet(LeasedQuerySet["Rendition"]):
    def visible_to(self, actor: Actor) -> "RenditionQuerySet":
        """The copies of the exhibits that this actor may see. Whoever was sent a file covered sees of it that copy alone."""
        case, exhibit = OuterRef("exhibit__complaint_id"), OuterRef("exhibit_id")
        opened = Q(exhibits__isnull=True) | Q(exhibits__contains=[exhibit])
        access = Access.objects.in_force().of(actor).filter(opened, complaint=case)
        sent_covered = access.filter(redactions__contains=[OuterRef("redaction_id")])
        return self.filter(
            Exists(access.exclude(covered__contains=[exhibit]))
            | Q(Exists(sent_covered), redaction__isnull=False)
            | Exists(Draft.objects.visible_to(actor).filter(pk=case))
        ).select_related("exhibit__sealed", "sealed")


class Rendition(LeasedRow):
    """A copy made of an exhibit for people to look at. Refused or failed: there is none, and ``reason`` says why.

    ``page`` is 0 for a copy of the whole, 1, 2, 3 … for one of a page. A page's text comes from what the file itself
    says, or from reading its picture: ``tool`` names which, ``source_sha256`` the original that it goes back to.
    """

    class Kind(models.TextChoices):
        CLEAN = "clean", _("查看副本")
        THUMBNAIL = "thumbnail", _("缩略图")
        WAVEFORM = "waveform", _("声音波形")
        PAGE = "page", _("页面图片")
        TEXT = "text", _("文字内容")
        LINES = "lines", _("识别出的文字行")  # with their places in the picture; the text follows from them
        REDACTED = "redacted", _("遮盖副本")  # page 0 the whole, 1, 2, 3 … pictures of the pages of a paper
        REDACTED_TOP = "redacted_top", _("遮盖副本的缩略图")

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
        State.PENDING: (State.WORKING, State.FAILED),
        State.WORKING: (State.WORKING, State.PENDING, State.DONE, State.REFUSED, State.FAILED),
        State.DONE: (),
        State.REFUSED: (),
        State.FAILED: (State.PENDING,),
    }
    WAITING: ClassVar = (State.PENDING,)

    exhibit = models.ForeignKey(Exhibit, models.PROTECT, related_name="renditions", verbose_name=_("证据"))
    kind = models.CharField(_("种类"), max_length=12, choices=Kind.choices)
    page = models.PositiveIntegerField(_("页"), default=0)
    state = models.CharField(_("状态"), max_length=8, choices=State.choices, default=State.PENDING)
    # For people: why there is no copy, or what the copy leaves out.
    reason = models.TextField(_("说明"), blank=True)
    source_sha256 = models.CharField(_("原件 SHA-256"), max_length=71)
    # What a full parse found, not a claim.
    source_type = models.CharField(_("实际类型"), max_length=120, blank=True)
    # Whose boxes are burned in; nothing for all other copies.
    redaction = models.ForeignKey(
        Redaction, models.PROTECT, null=True, related_name="renditions", verbose_name=_("遮盖")
    )
    sealed = models.OneToOneField(Sealed, models.PROTECT, null=True, related_name="rendition")
    media_type = models.CharField(_("副本类型"), max_length=80, blank=True)
    width = models.PositiveIntegerField(null=True)  # pixels
    height = models.PositiveIntegerField(null=True)
    pages = models.PositiveIntegerField(null=True)
    duration = models.PositiveIntegerField(null=True)  # milliseconds
    tool = models.CharField(_("工具与版本"), max_length=200, blank=True)
    scan = models.CharField(_("查毒"), max_length=10, choices=Scan.choices, default=Scan.UNSCANNED)
    made_at = models.DateTimeField(_("生成时间"), null=True)

    objects = RenditionQuerySet.as_manager()

    class Meta:
        verbose_name = _("副本")
        verbose_name_plural = _("副本")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["exhibit", "kind", "page"],
                condition=Q(redaction__isnull=True),
                name="rendition_one_a_page",
            ),
            models.UniqueConstraint(
                fields=["redaction", "kind", "page"], name="rendition_one_a_page_covered"
            ),
            models.CheckConstraint(
                condition=Q(kind__in=["redacted", "redacted_top"], redaction__isnull=False)
                | (~Q(kind__in=["redacted", "redacted_top"]) & Q(redaction__isnull=True)),
                name="rendition_covered_by_a_redaction",
            ),
            models.CheckConstraint(
                condition=~Q(kind__in=["clean", "thumbnail", "waveform"]) | Q(page=0),
                name="rendition_whole_has_no_page",
            ),
            models.CheckConstraint(
                condition=~Q(kind__in=["page", "text", "lines"]) | Q(page__gte=1),
                name="rendition_page_is_numbered",
            ),
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
        return f"{self.exhibit_id} · {self.kind}" + (f" {self.page}" if self.page else "")

    @property
    def final(self) -> bool:
        return self.state in (self.State.DONE, self.State.REFUSED, self.State.FAILED)

    @property
    def ready(self) -> bool:
        """Whether there are bytes to show."""
        return self.state == self.State.DONE and self.sealed is not None and not self.sealed.erased

    def hold(self) -> None:
        """The case's ledger comes before the row, as for whoever erases, or begins an import."""
        hold_ledger(self.exhibit.complaint_id)


class PageWordsQuerySet(models.QuerySet["PageWords"]):
    def visible_to(self, actor: Actor) -> "PageWordsQuerySet":
        """Words are found only where the uncovered copy that says them may be seen."""
        return self.filter(
            Exists(Rendition.objects.visible_to(actor).filter(pk=OuterRef("rendition_id")))
        ).select_related("rendition__sealed", "rendition__exhibit__sealed")


class PageWords(models.Model):
    """What finds a page by its words: pairs of signs, without their order. Goes when the exhibit is erased.

    The text itself stays sealed, in the rendition of kind ``text``; a find is checked there before it is shown.
    """

    rendition = models.OneToOneField(
        Rendition, models.CASCADE, primary_key=True, related_name="words", verbose_name=_("文字内容")
    )
    exhibit = models.ForeignKey(Exhibit, models.DO_NOTHING, related_name="+", verbose_name=_("证据"))
    pairs = SearchVectorField()

    objects = PageWordsQuerySet.as_manager()

    class Meta:
        verbose_name = _("可检索的文字")
        verbose_name_plural = _("可检索的文字")
        indexes: ClassVar = [GinIndex(fields=["pairs"], name="page_words_pairs")]

    def __str__(self) -> str:
        return str(self.rendition_id)
