"""What proves it: sealed bytes, exhibits as received, and the copies that people may look at."""

import unicodedata
import uuid
from datetime import datetime
from typing import Any, ClassVar

import pgtrigger
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from accounts.actors import Actor
from complaints.models import Access, Complaint, Draft
from evidence import cipher


def _no_truncate(name: str) -> pgtrigger.Trigger:
    """pgtrigger's Protect knows no TRUNCATE."""
    return pgtrigger.Trigger(
        name=name,
        level=pgtrigger.Statement,
        when=pgtrigger.Before,
        operation=pgtrigger.Truncate,
        func="RAISE EXCEPTION 'pgtrigger: Cannot truncate rows from % table', TG_TABLE_NAME;",
    )


class ErasureReason(models.TextChoices):
    """Why content was erased; a slug in the ledger, which holds no free words."""

    REQUEST = "request", _("本人要求删除")
    CONSENT_WITHDRAWN = "consent_withdrawn", _("本人撤回同意")
    DRAFT_ENDED = "draft_ended", _("草稿已结束，没有提交")
    ORDER = "order", _("法律、行政法规或有权机关要求删除")
    RETENTION_OVER = "retention_over", _("保存期限已满")


class Sealed(models.Model):
    """Stored bytes of any kind, encrypted under a key of their own. See ``evidence.sealing``.

    Only the wrapped key may change: to nothing when the bytes are erased, to another wrapping when the ring turns.
    """

    append_only = True
    append_only_except = ("wrapped_key", "key_id")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(max_length=200, unique=True)  # in the storage "sealed"
    size = models.PositiveBigIntegerField()  # of the plain bytes
    sha256 = models.CharField(max_length=71)  # of the plain bytes, "sha256:…"
    key_id = models.CharField(max_length=64)  # which key of the ring wraps
    wrapped_key = models.BinaryField(null=True)
    created_at = models.DateTimeField()

    class Meta:
        verbose_name = _("封存的数据")
        verbose_name_plural = _("封存的数据")
        triggers: ClassVar = [
            pgtrigger.ReadOnly(name="sealed_frozen", fields=["id", "name", "size", "sha256", "created_at"]),
            pgtrigger.Protect(
                name="sealed_stays_erased",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__wrapped_key__isnull=True, new__wrapped_key__isnull=False),
            ),
            pgtrigger.Protect(name="sealed_stays", operation=pgtrigger.Delete),
            _no_truncate("sealed_no_truncate"),
        ]

    def __str__(self) -> str:
        return str(self.id)

    @property
    def erased(self) -> bool:
        return self.wrapped_key is None

    def key(self) -> bytes:
        """The key of these bytes. Raises cipher.Erased and cipher.SealBroken."""
        if self.wrapped_key is None:
            raise cipher.Erased(str(self.id))
        return cipher.unwrap(bytes(self.wrapped_key), key_id=self.key_id, object_id=self.id)


class ExhibitQuerySet(models.QuerySet["Exhibit"]):
    def visible_to(self, actor: Actor) -> "ExhibitQuerySet":
        """The exhibits of the complaints and drafts that this actor may see; of a case that was sent, those sent."""
        case = OuterRef("complaint_id")
        opened = Q(exhibits__isnull=True) | Q(exhibits__contains=[OuterRef("pk")])
        return self.filter(
            Exists(Access.objects.in_force().of(actor).filter(opened, complaint=case))
            | Exists(Draft.objects.visible_to(actor).filter(pk=case))
        ).select_related("sealed")

    def of_case(self, complaint_id: uuid.UUID) -> "ExhibitQuerySet":
        return self.filter(complaint_id=complaint_id).order_by("ordinal")

    def without_case(self, before: datetime) -> "ExhibitQuerySet":
        """Received before a moment for a draft that is gone and never became a complaint; not erased yet."""
        case = OuterRef("complaint_id")
        return self.filter(
            ~Exists(Complaint.objects.filter(pk=case)),
            ~Exists(Draft.objects.filter(pk=case)),
            received_at__lt=before,
            sealed__wrapped_key__isnull=False,
        )


class Exhibit(models.Model):
    """A file exactly as it was received; frozen by trigger and by grant from the moment it is written."""

    append_only = True
    repeated = False  # set by ``services.receive`` on the exhibit of bytes that had come before

    class Door(models.TextChoices):
        WEB = "web", _("网页")
        API = "api", _("接口")
        IMPORT = "import", _("导入")
        DEMO = "demo", _("演示")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    # No database constraint: a file may come while the complaint is still a draft of the same id.
    complaint = models.ForeignKey(
        Complaint,
        models.DO_NOTHING,
        db_constraint=False,
        related_name="exhibits",
        db_index=False,
        verbose_name=_("投诉"),
    )
    sealed = models.OneToOneField(Sealed, models.PROTECT, related_name="exhibit")
    ordinal = models.PositiveIntegerField(_("序号"))  # 1, 2, 3 … within the case
    closed_words = models.BinaryField()  # the file's name and what it proves, under the key of the bytes
    declared_type = models.CharField(_("声明的类型"), max_length=120, blank=True)
    # How often these very bytes were erased from this case before; 0 but for bytes that came again after an erasure.
    erased_before = models.PositiveSmallIntegerField(default=0)
    size = models.PositiveBigIntegerField(_("大小（字节）"))
    sha256 = models.CharField(_("SHA-256"), max_length=71)
    received_at = models.DateTimeField(_("收到时间"))
    received_by = models.CharField(_("提交者"), max_length=40)  # an Actor's label
    door = models.CharField(_("来路"), max_length=8, choices=Door.choices)

    objects = ExhibitQuerySet.as_manager()

    class Meta:
        verbose_name = _("证据")
        verbose_name_plural = _("证据")
        ordering: ClassVar = ["complaint", "ordinal"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["complaint", "ordinal"], name="exhibit_one_a_place"),
            models.UniqueConstraint(
                fields=["complaint", "sha256", "erased_before"], name="exhibit_once_a_case"
            ),
            models.CheckConstraint(condition=Q(size__gt=0), name="exhibit_not_empty"),
            models.CheckConstraint(condition=Q(ordinal__gte=1), name="exhibit_counted_from_one"),
        ]
        triggers: ClassVar = [
            pgtrigger.Protect(name="exhibit_frozen", operation=pgtrigger.Update | pgtrigger.Delete),
            _no_truncate("exhibit_no_truncate"),
        ]

    def __str__(self) -> str:
        return f"{self.complaint_id} · {self.ordinal}"

    @property
    def erased(self) -> bool:
        return self.sealed.erased

    def words(self) -> dict[str, str]:
        """The name and description as given; empty once the exhibit is erased. Opened once an object."""
        if not hasattr(self, "_words"):
            self._words: dict[str, str] = {}
            if not self.erased:
                self._words = cipher.open_words(
                    bytes(self.closed_words), self.sealed.key(), object_id=self.sealed_id
                )
        return self._words

    @property
    def filename_as_given(self) -> str:
        return self.words().get("filename", "")

    @property
    def filename(self) -> str:
        """The file's name for people: no folders, control signs or signs that turn the direction of writing."""
        return plain_name(self.filename_as_given) or str(_("未命名文件"))

    @property
    def description(self) -> str:
        return self.words().get("description", "")

    def rendition(self, kind: str) -> "Rendition | None":
        """The copy of a kind; uses a prefetch of ``renditions`` when there is one."""
        return next((one for one in self.renditions.all() if one.kind == kind), None)

    @property
    def clean_copy(self) -> "Rendition | None":
        return self.rendition(Rendition.Kind.CLEAN)

    @property
    def thumbnail(self) -> "Rendition | None":
        return self.rendition(Rendition.Kind.THUMBNAIL)


def plain_name(given: str) -> str:
    """A name that is safe to show and to offer for saving; at most 120 signs, the ending kept."""
    last = given.replace("\\", "/").rsplit("/", 1)[-1]
    kept = "".join(
        sign for sign in last if unicodedata.category(sign) not in ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp")
    )
    kept = " ".join(kept.split()).strip(". ")
    if len(kept) > 120:
        stem, dot, ending = kept.rpartition(".")
        kept = f"{stem[: 119 - len(ending)]}.{ending}" if dot and len(ending) <= 10 else kept[:120]
    return kept


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
