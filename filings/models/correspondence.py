"""Words between the desk, the complainant and the recipients."""

from collections.abc import Collection
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from complaints.models import CameBy, Complaint, Subscription, WayBack
from core.fields import EncryptedTextField
from core.mails import LeasedMail
from core.work import LeasedQuerySet
from filings.models.filings import Filing
from filings.news import News


class Note(models.Model):
    """A word between the desk and the complainant, or inside the desk."""

    append_only = True

    class Kind(models.TextChoices):
        QUESTION = "question", _("向投诉人提问")
        ANSWER = "answer", _("投诉人答复")
        SPOKEN = "spoken", _("投诉人口头答复，经办人记录")
        REASON = "reason", _("告知投诉人")
        AMENDED = "amended", _("更正处理结果")
        INTERNAL = "internal", _("内部备注")

    filing = models.ForeignKey(Filing, models.CASCADE, related_name="notes")
    kind = models.CharField(max_length=8, choices=Kind.choices)
    # Of a question: that it asks for material which is missing (补正通知). Answering it restarts what runs from all of it.
    missing_material = models.BooleanField(_("补正通知"), default=False)
    text = EncryptedTextField()
    written_by = models.CharField(max_length=40)
    at = models.DateTimeField()
    # Of an answer that was spoken: by which way, and when it was said.
    came_by = models.CharField(max_length=9, choices=CameBy.choices, blank=True, default="", db_default="")
    said_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("往来")
        verbose_name_plural = _("往来")
        ordering: ClassVar = ["at", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~Q(kind="spoken") | ~Q(came_by="") & Q(said_at__isnull=False),
                name="note_spoken_by_a_way_and_then",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.at:%Y-%m-%d}"

    def heading(self, complainants: Collection[str]) -> str:
        """What it is, by who wrote it: words of the complainant or of the portal tell the complainant nothing."""
        if self.kind == self.Kind.REASON and self.written_by in complainants:
            return str(_("投诉人写的说明"))
        if self.kind == self.Kind.REASON and self.written_by.startswith("system:"):
            return str(_("平台告知"))
        if self.kind == self.Kind.QUESTION and self.written_by in complainants:
            return str(_("您登记：对方要求补交材料") if self.missing_material else _("您登记：对方的问题"))
        if self.kind == self.Kind.SPOKEN and self.said_at is not None:
            said = {
                "way": self.get_came_by_display(),
                "at": f"{timezone.localtime(self.said_at):%Y-%m-%d %H:%M}",
            }
            return _("投诉人口头答复（%(way)s，%(at)s），经办人记录") % said
        if self.missing_material:
            return str(_("补正通知：要求补交材料"))
        return str(self.get_kind_display())


class Notice(LeasedMail):
    """A short message that carries no case: news for the complainant, a withdrawn consent or an erasure for a recipient.

    Sent at least once (a mail with the same Message-ID each time), unlike a filing. Its subject names nobody.
    """

    class Kind(models.TextChoices):
        PROGRESS = "progress", _("告知投诉人进展")
        CONSENT_WITHDRAWN = "consent_withdrawn", _("告知接收方同意已撤回")
        EXHIBIT_ERASED = "exhibit_erased", _("告知接收方证据内容已删除")
        CODE = "code", _("验证手机号")

    # None of what confirms a telephone.
    filing = models.ForeignKey(Filing, models.CASCADE, null=True, blank=True, related_name="notices")
    kind = models.CharField(max_length=17, choices=Kind.choices)
    # Of news: what sort of act, by which way it goes, and what is told of once only ("" where it may come again).
    news = models.CharField(max_length=11, choices=News.choices, blank=True)
    subscription = models.ForeignKey(
        Subscription, models.CASCADE, null=True, blank=True, related_name="notices"
    )
    # Of a code by which an adult confirms who helps them: the link that it opens, and the telephone with it.
    way_back = models.ForeignKey(WayBack, models.CASCADE, null=True, blank=True, related_name="notices")
    once = models.CharField(max_length=48, blank=True)
    subject = models.CharField(max_length=200)
    body = EncryptedTextField(blank=True)

    objects = LeasedQuerySet["Notice"].as_manager()

    class Meta:
        verbose_name = _("通知邮件")
        verbose_name_plural = _("通知邮件")
        ordering: ClassVar = ["created_at"]
        indexes: ClassVar = [
            models.Index(fields=["due_at"], name="notice_due", condition=Q(state="waiting")),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(filing__isnull=False)
                | Q(kind="code", subscription__isnull=False)
                | Q(kind="code", way_back__isnull=False),
                name="notice_of_a_filing_or_a_telephone",
            ),
            models.UniqueConstraint(
                fields=["subscription", "once"], condition=~Q(once=""), name="notice_told_once"
            ),
        ]

    def __str__(self) -> str:
        return self.subject


class KeepingRequest(models.Model):
    """That the request to keep records went out, as the complainant says: to whom, on which day, how, with which proof.

    What goes out by their own hand is no filing: it has no channel of the plan, no desk and no consent, as nothing of
    it passes through the portal.
    """

    append_only = True
    append_only_except = ("exhibit_id",)  # the proof may come later

    class How(models.TextChoices):
        POST = "post", _("挂号信或快递")
        PERSON = "person", _("当面递交")
        ONLINE = "online", _("对方的邮箱、在线客服或网站")

    complaint = models.ForeignKey(Complaint, models.PROTECT, related_name="keeping_requests")
    to = models.CharField(_("收函单位"), max_length=200)
    sent_on = models.DateField(_("寄出或递交的日期"))
    how = models.CharField(_("方式"), max_length=6, choices=How.choices)
    reference = models.CharField(_("单号"), max_length=200, blank=True)
    exhibit = models.ForeignKey("evidence.Exhibit", models.PROTECT, null=True, blank=True, related_name="+")
    recorded_at = models.DateTimeField()
    recorded_by = models.CharField(max_length=40)

    class Meta:
        verbose_name = _("保存记录请求")
        verbose_name_plural = _("保存记录请求")
        ordering: ClassVar = ["sent_on", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["complaint", "to", "sent_on", "how", "reference"], name="keeping_request_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.complaint_id} {self.sent_on}"
