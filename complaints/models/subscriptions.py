"""By which ways news of a case reaches its complainant: each asked for by them, each ended by them."""

from datetime import datetime
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from complaints.models.complaints import Complaint
from core.fields import EncryptedTextField


class SubscriptionQuerySet(models.QuerySet["Subscription"]):
    def standing(self) -> "SubscriptionQuerySet":
        """Asked for and not ended, confirmed or not yet."""
        return self.filter(ended_at__isnull=True)

    def active(self) -> "SubscriptionQuerySet":
        """Those by which news goes out."""
        return self.standing().filter(confirmed_at__isnull=False)

    def asked(self, at: datetime) -> "SubscriptionQuerySet":
        """Those whose link can still confirm them."""
        return self.standing().filter(confirmed_at__isnull=True, expires_at__gt=at)


class Subscription(models.Model):
    """One way of news: a mailbox, a browser, a telephone, a calendar. Nothing of the case goes out before it is confirmed.

    A mailbox is confirmed by a link that it got, a telephone by a number that it got; a browser and a calendar by asking.
    """

    class Medium(models.TextChoices):
        MAIL = "mail", _("电子邮件")
        PUSH = "push", _("浏览器推送")
        TEXT = "text", _("短信")
        CALENDAR = "calendar", _("日历")

    complaint = models.ForeignKey(Complaint, models.CASCADE, related_name="subscriptions")
    medium = models.CharField(max_length=8, choices=Medium.choices)
    # A mail address, a telephone, or what a browser gave (JSON); nothing of a calendar.
    address = EncryptedTextField(blank=True)
    address_index = models.CharField(max_length=64, blank=True)
    # Of the link or the number that confirms, or of the link to the calendar.
    token_digest = models.CharField(max_length=64, unique=True, null=True, blank=True)
    asked_at = models.DateTimeField()
    expires_at = models.DateTimeField(null=True, blank=True)
    wrong = models.PositiveSmallIntegerField(default=0)  # numbers that were not the one
    confirmed_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    # By who reads the mailbox and filed nothing: it is not asked again.
    refused = models.BooleanField(default=False)
    consent = models.TextField(
        blank=True
    )  # the words that were agreed to, where the way goes through somebody else's hands

    objects = SubscriptionQuerySet.as_manager()

    class Meta:
        verbose_name = _("通知方式")
        verbose_name_plural = _("通知方式")
        ordering: ClassVar = ["pk"]
        indexes: ClassVar = [
            models.Index(
                fields=["address_index", "asked_at"], name="subscription_text", condition=Q(medium="text")
            )
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["complaint", "medium", "address_index"],
                condition=Q(ended_at__isnull=True),
                name="subscription_once_an_address",
            ),
            models.CheckConstraint(
                condition=Q(medium__in=["mail", "push", "text", "calendar"]),
                name="subscription_medium_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.complaint_id} {self.medium}"


class TextedNumber(models.Model):
    """A telephone that got a text for somebody to confirm, by its keyed hash alone. By the link in the text whoever holds it
    ends all texts to it, whoever asks for them."""

    telephone_index = models.CharField(max_length=64, unique=True)
    token_digest = models.CharField(max_length=64, unique=True)
    texted_at = models.DateTimeField(db_index=True)
    stopped_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("收过短信的号码")
        verbose_name_plural = _("收过短信的号码")
        ordering: ClassVar = ["pk"]

    def __str__(self) -> str:
        return str(self.pk)
