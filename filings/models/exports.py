"""Bundles that were ordered."""

import base64
import secrets
import uuid
from datetime import datetime
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.actors import Actor
from complaints.models import Complaint
from core.fields import EncryptedTextField
from core.retention_and_limits import EXPORT_TRIES
from core.work import LeasedQuerySet, LeasedRow
from evidence.models import Timestamp
from filings.models.filings import whole_case


def new_code() -> str:
    """What leads from a page of a bundle to what the portal says of it: 120 random bits."""
    return base64.b32encode(secrets.token_bytes(15)).decode()


class ExportQuerySet(LeasedQuerySet["Export"]):
    def visible_to(self, actor: Actor) -> "ExportQuerySet":
        """Who may see the whole case may have its bundles."""
        return self.filter(Exists(whole_case(actor).filter(complaint=OuterRef("complaint_id"))))

    def due(self, at: datetime) -> "ExportQuerySet":
        """Waiting, taken by a worker that vanished, or without the time stamp that has come meanwhile."""
        stamped = Timestamp.objects.filter(digest=OuterRef("manifest_sha256"), state=Timestamp.State.DONE)
        late = self.filter(Exists(stamped), state=Export.State.UNSTAMPED)
        return (super().due(at) | late).order_by("requested_at")

    def with_stamps(self) -> "ExportQuerySet":
        """Annotate ``demo_stamp``: its time stamp is the portal's own, for the demonstration, and proves no time."""
        stamps = Timestamp.objects.filter(digest=OuterRef("manifest_sha256"), demo=True)
        return self.annotate(demo_stamp=Exists(stamps))

    def kept(self) -> "ExportQuerySet":
        """Those whose bytes are there, and that no worker has: also one whose time stamp could not be added."""
        return self.exclude(state=Export.State.BUILDING).filter(sealed__wrapped_key__isnull=False)


class Export(LeasedRow):
    """One bundle: this frozen row determines every byte of it. Building it twice gives the same file.

    With ``with_time`` it is final only once its time stamp is in it; until then it is ``unstamped``.
    """

    append_only = True  # the order is frozen; only how far it is changes
    append_only_except = (
        "state", "done", "total", "due_at", "lease_until", "claim", "attempts", "error",
        "sealed_id", "sha256", "size", "manifest_sha256", "finished_at", "stamped_at",
    )  # fmt: skip

    class State(models.TextChoices):
        WAITING = "waiting", _("等待")
        BUILDING = "building", _("生成中")
        UNSTAMPED = "unstamped", _("等待可信时间戳")
        DONE = "done", _("已完成")
        FAILED = "failed", _("失败")
        REMOVED = "removed", _("文件已删除")  # the row stays: what was issued can still be checked

    class For(models.TextChoices):
        """Whom it is for; what each gets is in ``documents.bundle.audience``."""

        COURT = "court", _("人民法院")
        REGULATOR = "regulator", _("行政机关、受理机构")
        OPPONENT = "opponent", _("对方当事人")
        OWN = "own", _("自己或律师留存")

    MOVES: ClassVar[dict[str, tuple[str, ...]]] = {
        State.WAITING: (State.BUILDING, State.FAILED),
        State.BUILDING: (State.BUILDING, State.WAITING, State.UNSTAMPED, State.DONE, State.FAILED),
        State.UNSTAMPED: (State.BUILDING, State.FAILED, State.REMOVED),
        State.DONE: (State.REMOVED,),
        State.FAILED: (State.REMOVED,),
        State.REMOVED: (),
    }
    WAITING: ClassVar = (State.WAITING,)
    WORDS: ClassVar = "error"
    FINISHED: ClassVar = (State.UNSTAMPED, State.DONE)

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    complaint = models.ForeignKey(Complaint, models.PROTECT, related_name="exports")
    requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="exports"
    )
    actor = models.CharField(max_length=40)
    requested_at = models.DateTimeField()
    ledger_head = models.CharField(max_length=71)
    ledger_length = models.PositiveIntegerField()
    recipient = models.CharField(_("提供给"), max_length=200, default="")  # as printed on the cover
    made_for = models.CharField(_("交给"), max_length=9, choices=For.choices, default=For.OWN)
    exhibits = models.JSONField()  # ids in order, of those that travel
    # Canonical JSON: groups, names, what each proves and as what it travels; see ``filings.services.bundles.orders``.
    order = EncryptedTextField(blank=True, default="")
    with_time = models.BooleanField(default=False)
    code = models.CharField(max_length=26, unique=True, null=True, default=new_code, editable=False)
    key_id = models.CharField(max_length=16)
    state = models.CharField(max_length=9, choices=State.choices, default=State.WAITING)
    done, total = models.PositiveIntegerField(default=0), models.PositiveIntegerField(default=0)
    error = models.TextField(blank=True)
    sealed = models.OneToOneField("evidence.Sealed", models.PROTECT, null=True, blank=True, related_name="+")
    sha256 = models.CharField(max_length=71, blank=True)
    size = models.PositiveBigIntegerField(_("大小（字节）"), default=0)
    manifest_sha256 = models.CharField(
        max_length=71, blank=True
    )  # what is stamped, and the same at every building
    finished_at = models.DateTimeField(null=True, blank=True)
    stamped_at = models.DateTimeField(null=True, blank=True)  # the moment that the authority states

    objects = ExportQuerySet.as_manager()

    class Meta:
        verbose_name = _("案卷导出")
        verbose_name_plural = _("案卷导出")
        ordering: ClassVar = ["-requested_at"]

    def __str__(self) -> str:
        return f"{self.complaint_id} {self.requested_at:%Y-%m-%d}"

    @property
    def worn_out(self) -> bool:
        """The pages may break off so often, and adding the time stamp as often again."""
        return self.attempts >= (2 * EXPORT_TRIES if self.manifest_sha256 else EXPORT_TRIES)

    @property
    def finished(self) -> bool:
        """Whether there is a file to fetch."""
        return self.state in self.FINISHED

    @property
    def filename(self) -> str:
        """What the file is called when it is fetched; one that waits for its time stamp says so."""
        waits = "-unstamped" if self.state == self.State.UNSTAMPED else ""
        return f"{self.complaint.number}-{self.made_for}-{timezone.localtime(self.requested_at):%Y%m%d%H%M}{waits}.zip"
