"""Bundles that were ordered."""

import uuid
from datetime import datetime
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from accounts.actors import Actor
from complaints.models import Complaint
from filings.models.filings import whole_case


class ExportQuerySet(models.QuerySet["Export"]):
    def visible_to(self, actor: Actor) -> "ExportQuerySet":
        """Who may see the whole case may have its bundles."""
        return self.filter(Exists(whole_case(actor).filter(complaint=OuterRef("complaint_id"))))

    def due(self, at: datetime) -> "ExportQuerySet":
        """Waiting, or taken by a worker that vanished."""
        return self.filter(
            Q(state=Export.State.WAITING) | Q(state=Export.State.BUILDING, lease_until__lt=at)
        ).order_by("requested_at")


class Export(models.Model):
    """One bundle: this frozen row determines every byte of it. Building it twice gives the same file."""

    append_only = True  # the order is frozen; only how far it is changes
    append_only_except = (
        "state", "done", "total", "lease_until", "attempts", "error", "sealed_id", "sha256", "finished_at",
    )  # fmt: skip

    class State(models.TextChoices):
        WAITING = "waiting", _("等待")
        BUILDING = "building", _("生成中")
        DONE = "done", _("已完成")
        FAILED = "failed", _("失败")

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
    exhibits = models.JSONField()  # ids in order
    key_id = models.CharField(max_length=16)
    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITING)
    done, total = models.PositiveIntegerField(default=0), models.PositiveIntegerField(default=0)
    lease_until = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    error = models.TextField(blank=True)
    sealed = models.OneToOneField("evidence.Sealed", models.PROTECT, null=True, blank=True, related_name="+")
    sha256 = models.CharField(max_length=71, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    objects = ExportQuerySet.as_manager()

    class Meta:
        verbose_name = _("案卷导出")
        verbose_name_plural = _("案卷导出")
        ordering: ClassVar = ["-requested_at"]

    def __str__(self) -> str:
        return f"{self.complaint_id} {self.requested_at:%Y-%m-%d}"
