"""The way back into a case whose code is lost, and the mails that are told of its codes."""

from datetime import datetime
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from complaints.models.complaints import Complaint
from core.fields import EncryptedTextField
from core.mails import LeasedMail
from core.retention_and_limits import WRONG_TELEPHONES
from core.work import LeasedQuerySet


class CodeMail(LeasedMail):
    """A mail to the address that was given at filing. What it says is made when it is sent, and kept nowhere."""

    class Kind(models.TextChoices):
        CONFIRM = "confirm", _("请确认邮箱")  # with no number: whose mailbox it is nobody knows yet
        FILED = "filed", _("告知已登记、怎样回来")
        WAY_BACK = "way_back", _("找回案件的链接")
        CODE_REPLACED = "code_replaced", _("告知案件码换过")  # by a link in a mail
        REPLACED = "replaced", _("告知案件码在页面上换过")  # by who had opened the case
        TAKEN_OVER = "taken_over", _("告知投诉转入账号")
        HELP = "help", _("请本人确认由别人帮忙")
        CHILD = "child", _("请孩子本人接手")
        CLOSED = "closed", _("告知账号已注销")

    complaint = models.ForeignKey(
        Complaint, models.CASCADE, null=True, blank=True, related_name="code_mails"
    )  # None for a way back: an address was typed, and whose it is turns out when it is sent
    kind = models.CharField(max_length=13, choices=Kind.choices)
    to_index = models.CharField(max_length=64)  # keyed hash of the address, to count what goes there
    number = models.CharField(
        max_length=16, blank=True
    )  # that was typed beside the address, or whose page asked
    sent = models.BooleanField(default=False)  # a mail went out; a row for nobody ends without one
    # Of an account that was closed: in what its owner read, and whether cases were in it.
    language = models.CharField(max_length=8, blank=True, default="")
    had_cases = models.BooleanField(default=False)

    objects = LeasedQuerySet["CodeMail"].as_manager()

    class Meta:
        verbose_name = _("案件码邮件")
        verbose_name_plural = _("案件码邮件")
        ordering: ClassVar = ["created_at"]
        indexes: ClassVar = [
            models.Index(fields=["due_at"], name="code_mail_due", condition=Q(state="waiting")),
            models.Index(fields=["to_index", "created_at"], name="code_mail_to"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.created_at:%Y-%m-%d}"


class WayBackQuerySet(models.QuerySet["WayBack"]):
    def open(self, at: datetime) -> "WayBackQuerySet":
        return self.filter(ended_at__isnull=True, expires_at__gt=at, wrong__lt=WRONG_TELEPHONES)

    def asked_after(self, at: datetime) -> "WayBackQuerySet":
        """By when they were asked for: a mail may wait long before its link is made."""
        return self.filter(Q(mail__created_at__gt=at) | Q(mail=None, created_at__gt=at))

    def asked_until(self, at: datetime) -> "WayBackQuerySet":
        return self.filter(Q(mail__created_at__lte=at) | Q(mail=None, created_at__lte=at))

    def by_text(self) -> "WayBackQuerySet":
        """Those that went to a telephone."""
        return self.exclude(telephone_index="")


class WayBack(models.Model):
    """A link in a mail that gives a code to who knows the telephone that was filed; once, and not for long."""

    class Purpose(models.TextChoices):
        BACK = "back", _("找回")
        HELP = "help", _("确认由别人帮忙")
        CHILD = "child", _("孩子接手")

    purpose = models.CharField(max_length=5, choices=Purpose.choices, default=Purpose.BACK)
    # To whom it went, where that is another address than the one filed: a mailbox, or a telephone.
    address = EncryptedTextField(blank=True, default="")
    # Keyed hash of the telephone, where it went to one: to count what goes there.
    telephone_index = models.CharField(max_length=64, blank=True, default="")
    complaint = models.ForeignKey(Complaint, models.CASCADE, related_name="ways_back")
    # The mail that it was written into, while that is kept: every attempt at one has another link.
    mail = models.ForeignKey(CodeMail, models.SET_NULL, null=True, blank=True, related_name="links")
    token_digest = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField(db_index=True)
    wrong = models.PositiveSmallIntegerField(default=0)  # telephones that were not the one
    ended_at = models.DateTimeField(null=True, blank=True)  # used, or not wanted any more
    # Of the mail that tells of a take-over: the account's access, which the use of the link ends.
    undoes = models.ForeignKey("complaints.Access", models.CASCADE, null=True, blank=True, related_name="+")

    objects = WayBackQuerySet.as_manager()

    class Meta:
        verbose_name = _("找回链接")
        verbose_name_plural = _("找回链接")
        indexes: ClassVar = [
            models.Index(fields=["created_at"], name="way_back_text", condition=~Q(telephone_index="")),
        ]

    def __str__(self) -> str:
        return f"{self.complaint_id} {self.created_at:%Y-%m-%d}"
