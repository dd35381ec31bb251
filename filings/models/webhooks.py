"""Where the own system of an organisation is told that something happened at its desk, and each telling."""

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation
from core.fields import EncryptedTextField
from core.work import LeasedQuerySet, LeasedRow
from filings.models.filings import Filing


class WebhookQuerySet(models.QuerySet["Webhook"]):
    def standing(self) -> "WebhookQuerySet":
        return self.filter(ended_at__isnull=True)


class Webhook(models.Model):
    """The address to which an organisation's events go, and the secret that signs them; one at a time."""

    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="webhooks", verbose_name=_("机构")
    )
    address = EncryptedTextField(verbose_name=_("地址"))
    secret = EncryptedTextField(editable=False)
    made_by = models.CharField(max_length=40, editable=False)
    made_at = models.DateTimeField(_("开通时间"), editable=False)
    ended_by = models.CharField(max_length=40, blank=True, default="", editable=False)
    ended_at = models.DateTimeField(_("停用时间"), null=True, blank=True, editable=False)

    objects = WebhookQuerySet.as_manager()

    class Meta:
        verbose_name = _("事件推送")
        verbose_name_plural = _("事件推送")
        ordering: ClassVar = ["-made_at"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["organisation"], condition=Q(ended_at__isnull=True), name="webhook_one_standing"
            )
        ]

    def __str__(self) -> str:
        return f"{self.organisation} {self.made_at:%Y-%m-%d}"


class WebhookCall(LeasedRow):
    """One event for one webhook: the kind of act, the number of the case, the moment; nothing of the case."""

    class Event(models.TextChoices):
        BEGUN = "begun", _("开通")
        RECEIVED = "received", _("收到新的材料")
        MOVED = "moved", _("状态变了")
        ANSWERED = "answered", _("投诉人答复了")
        MEDIATION = "mediation", _("投诉人对调解有了答复")
        REFERRAL = "referral", _("移交立案有了进展")
        ADDED = "added", _("投诉人补充了材料")
        CORRECTED = "corrected", _("投诉人更正了说过的")
        WITHDRAWN = "withdrawn", _("投诉人撤回")
        NEAR = "near", _("期限快到了")
        PASSED = "passed", _("期限过了")

    class State(models.TextChoices):
        WAITING = "waiting", _("等待")
        DONE = "done", _("对方收下了")
        FAILED = "failed", _("没有送到")

    MOVES: ClassVar[dict[str, tuple[str, ...]]] = {
        State.WAITING: (State.WAITING, State.DONE, State.FAILED),
        State.DONE: (),
        State.FAILED: (),
    }
    WAITING: ClassVar = (State.WAITING,)
    WORDS: ClassVar = "error"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    webhook = models.ForeignKey(Webhook, models.CASCADE, related_name="calls")
    event = models.CharField(max_length=9, choices=Event.choices)
    # None of the first, by which the other side sees that it is reached.
    filing = models.ForeignKey(Filing, models.CASCADE, null=True, related_name="+")
    once = models.CharField(max_length=48, blank=True)  # of what is told of once only
    at = models.DateTimeField()
    state = models.CharField(max_length=7, choices=State.choices, default=State.WAITING)
    finished_at = models.DateTimeField(null=True, blank=True)
    error = models.CharField(max_length=200, blank=True)

    objects = LeasedQuerySet["WebhookCall"].as_manager()

    class Meta:
        verbose_name = _("推送的事件")
        verbose_name_plural = _("推送的事件")
        ordering: ClassVar = ["-at"]
        indexes: ClassVar = [
            models.Index(fields=["due_at"], name="webhook_call_due", condition=Q(state="waiting")),
            models.Index(fields=["webhook", "-at"], name="webhook_call_newest"),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["webhook", "once"], condition=~Q(once=""), name="webhook_told_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_event_display()} {self.at:%Y-%m-%d}"
