"""The file exactly as it was received."""

import unicodedata
import uuid
from datetime import datetime
from typing import TYPE_CHECKING, ClassVar

import pgtrigger
from django.apps import apps
from django.db import models
from django.db.models import Exists, OuterRef, Prefetch, Q
from django.utils.translation import gettext_lazy as _

from accounts.actors import Actor
from complaints.models import Access, Complaint, Draft
from evidence.models.sealed import Sealed, no_truncate
from evidence.sealed import cipher

if TYPE_CHECKING:
    from evidence.models.renditions import Rendition


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

    def with_copies(self, actor: Actor | None = None) -> "ExhibitQuerySet":
        """Each with the copies of its whole at hand; those of its pages are fetched where a page is shown.

        With ``actor`` those that this actor may see: for pages that somebody else than the complainant reads.
        """
        # By name, as a foreign key names its model: a copy knows its exhibit, the exhibit imports none of its copies.
        copies = apps.get_model("evidence", "Rendition").objects
        seen = copies.all() if actor is None else copies.visible_to(actor)
        whole = seen.filter(page=0).select_related("sealed", "redaction")
        return self.prefetch_related(Prefetch("renditions", queryset=whole))

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
    erased_words = ""  # set by ``erasures.tell_erasures``: when and why its content was erased

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
            no_truncate("exhibit_no_truncate"),
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
        if self.erased:
            return str(_("名称已随内容删除"))
        return plain_name(self.filename_as_given) or str(_("未命名文件"))

    @property
    def description(self) -> str:
        return self.words().get("description", "")

    def rendition(self, kind: str) -> "Rendition | None":
        """The copy of a kind, of covered ones the newest; uses a prefetch of ``renditions`` when there is one."""
        found = [
            one for one in self.renditions.all() if one.kind == kind and not (one.redaction_id and one.page)
        ]
        return max(found, key=lambda one: one.redaction.number if one.redaction else 0, default=None)

    @property
    def clean_copy(self) -> "Rendition | None":
        return self.rendition("clean")

    @property
    def redacted_copy(self) -> "Rendition | None":
        return self.rendition("redacted")

    @property
    def shown_copy(self) -> "Rendition | None":
        """What a person looks at: the clean copy; where only a covered one was sent, that. See ``with_copies(actor)``."""
        return self.clean_copy or self.redacted_copy

    @property
    def thumbnail(self) -> "Rendition | None":
        return self.rendition("thumbnail") or self.rendition("redacted_top")


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
