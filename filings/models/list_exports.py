"""Lists of a desk that were taken out as a table."""

import uuid
from typing import ClassVar
from uuid import UUID

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.actors import Actor
from accounts.models import Membership
from core.fields import EncryptedTextField
from core.work import LeasedQuerySet, LeasedRow
from filings.models.filings import Filing


def _sees_all_of(actor: Actor, filings: list[UUID]) -> bool:
    return Filing.objects.at_desk(actor).filter(pk__in=filings).count() == len(filings)


_OF_CASES = Q(report="cases")


class ListExportQuerySet(LeasedQuerySet["ListExport"]):
    def visible_to(self, actor: Actor) -> "ListExportQuerySet":
        """One's own, of desks at which one sits: the rows of another's list may be more than one sees oneself. What one sees
        less of since is not handed out again. Of the cases that one leads as a lawyer, while one works for the firm."""
        if actor.user is None:
            return self.none()
        here = Q(organisations__contained_by=list(actor.desk_ids)) & ~_OF_CASES
        here |= Q(organisations__overlap=list(actor.organisation_ids)) & _OF_CASES
        mine = self.filter(here, person=actor.user)
        if actor.sees_all:
            return mine
        less = [one.pk for one in mine.of_desks() if not _sees_all_of(actor, one.filings)]
        return mine.exclude(pk__in=less)

    def of_cases(self) -> "ListExportQuerySet":
        """Those of cases that a lawyer leads."""
        return self.filter(_OF_CASES)

    def of_desks(self) -> "ListExportQuerySet":
        return self.exclude(_OF_CASES)

    def on_record(self, actor: Actor) -> "ListExportQuerySet":
        """What colleagues took out of desks all of which this person leads: that they did, never the file."""
        answering = Membership.objects.at_work().filter(user=actor.user, role=Membership.Role.SUPERVISOR)
        return self.filter(organisations__contained_by=list(answering.values_list("organisation", flat=True)))

    def kept(self) -> "ListExportQuerySet":
        """Those whose bytes are there."""
        return self.filter(state=ListExport.State.DONE, sealed__wrapped_key__isnull=False)


class ListExport(LeasedRow):
    """One list of the queue, one report, or the cases that a lawyer leads, as a table: who took it out when, what was asked
    for, and what it held.

    The row stays when the file is gone: it is the record of who took out what (个人信息保护法 51, 54).
    """

    append_only = True  # what was ordered is frozen; only how far it is changes
    append_only_except = (
        "state", "done", "due_at", "lease_until", "claim", "attempts", "reason", "filings", "cases", "sealed_id",
        "size", "finished_at", "expires_at",
    )  # fmt: skip

    class State(models.TextChoices):
        WAITING = "waiting", _("等待")
        BUILDING = "building", _("生成中")
        DONE = "done", _("已完成")
        FAILED = "failed", _("失败")
        REMOVED = "removed", _("文件已删除")

    class Report(models.TextChoices):
        """Numbers of a desk as a page shows them; and what is no list of a desk, a lawyer's cases."""

        MONTHS = "months", _("最近十二个月")
        CHANNEL = "channel", _("渠道")
        KIND = "kind", _("种类")
        REGION = "region", _("地区")
        CAME = "came", _("怎样来的")
        COLLEAGUE = "colleague", _("经办人")
        RECIPIENT = "recipient", _("接收方")
        PEOPLE = "people", _("同事的办件")
        SITUATION = "situation", _("情形")
        SENDER = "sender", _("发送号码")
        AGEING = "ageing", _("放了多久")
        YEAR = "year", _("一年的数字")
        CASES = "cases", _("代理的案件")

    class Format(models.TextChoices):
        XLSX = "xlsx", "Excel"
        CSV = "csv", "CSV"

    MOVES: ClassVar[dict[str, tuple[str, ...]]] = {
        State.WAITING: (State.BUILDING, State.FAILED),
        State.BUILDING: (State.BUILDING, State.WAITING, State.DONE, State.FAILED),
        State.DONE: (State.REMOVED,),
        State.FAILED: (),
        State.REMOVED: (),
    }
    CONTENT_TYPES: ClassVar[dict[str, str]] = {
        Format.CSV: "text/csv; charset=utf-8",
        Format.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    }
    WAITING: ClassVar = (State.WAITING,)
    LONGEST_NEED: ClassVar = 200

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="list_exports", editable=False
    )
    actor = models.CharField(max_length=40)
    organisations = ArrayField(models.IntegerField())  # from whose desks the rows are; a lawyer's firms
    report = models.CharField(max_length=9, choices=Report.choices, blank=True, default="")  # "" for a list
    query = EncryptedTextField()  # of the list; the words of a search may name somebody
    format = models.CharField(max_length=4, choices=Format.choices)
    # For what the names of complainants are needed; "" where the table has none.
    need = EncryptedTextField(blank=True, default="")
    requested_at = models.DateTimeField()
    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITING)
    reason = models.TextField(blank=True)
    done = models.PositiveIntegerField(default=0)
    filings = ArrayField(models.UUIDField(), default=list)  # whose rows are in it
    cases = ArrayField(models.UUIDField(), default=list)  # of a lawyer: the cases ordered, then those in it
    sealed = models.OneToOneField("evidence.Sealed", models.PROTECT, null=True, blank=True, related_name="+")
    size = models.PositiveBigIntegerField(_("大小（字节）"), default=0)
    finished_at = models.DateTimeField(null=True, blank=True)
    expires_at = models.DateTimeField(null=True, blank=True)

    objects = ListExportQuerySet.as_manager()

    class Meta:
        verbose_name = _("清单导出")
        verbose_name_plural = _("清单导出")
        ordering: ClassVar = ["-requested_at"]
        indexes: ClassVar = [
            models.Index(fields=["person", "-requested_at"], name="list_export_of"),
            models.Index(fields=["expires_at"], name="list_export_kept", condition=Q(state="done")),
        ]

    def __str__(self) -> str:
        return f"{self.requested_at:%Y-%m-%d}"

    @property
    def named(self) -> bool:
        """Whether the complainants stand in it by name."""
        return bool(self.need)

    @property
    def filename(self) -> str:
        return f"{self.report or 'list'}-{timezone.localtime(self.requested_at):%Y%m%d-%H%M}.{self.format}"
