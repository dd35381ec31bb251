"""Somebody that a channel ends at, and how things travel there."""

from collections.abc import Iterable
from typing import ClassVar

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Membership
from complaints.models import Complaint


class Way(models.TextChoices):
    """How a filing travels."""

    DESK = "desk", _("送到本平台上的办案台")
    EMAIL = "email", _("电子邮件")
    HAND = "hand", _("本人递交或在官网填写")


class Document(models.TextChoices):
    """What the complainant sends."""

    LETTER = "letter", _("投诉信、举报信或申诉书")
    CLAIM = "claim", _("民事起诉状")


class RecipientQuerySet(models.QuerySet["Recipient"]):
    def reachable(self) -> "RecipientQuerySet":
        """Those that something can be sent to now: in use, and a desk of this portal where somebody is at work today.

        The one question that offering, preparing, releasing and delivering ask.
        """
        at_desk = Membership.objects.at_work().filter(organisation=OuterRef("organisation"))
        return self.filter(~Q(way=Way.DESK) | Exists(at_desk), active=True)

    def for_everybody(self) -> "RecipientQuerySet":
        """Those that no case has named for itself."""
        return self.filter(complaint=None)

    def for_case(self, complaint: Complaint) -> "RecipientQuerySet":
        """What a case can be sent to: those for everybody, and those that it named itself."""
        return self.filter(Q(complaint=None) | Q(complaint=complaint))

    def of_channel(self, channel: str, region: str = "") -> "RecipientQuerySet":
        """The reachable ones of a channel: the complainant's province first, those without a region always."""
        return self.for_everybody().reachable().near(region).filter(channel=channel)

    def in_reach_of(self, complaint: Complaint, channels: Iterable[str]) -> "RecipientQuerySet":
        """The same of several channels, and those that a case named itself."""
        near = self.for_case(complaint).reachable().near(complaint.complainant.region)
        return near.filter(channel__in=list(channels))

    def near(self, region: str) -> "RecipientQuerySet":
        everywhere = Q(region="") | Q(region__startswith=region[:2]) if region else Q()
        return self.filter(everywhere).order_by("-region", "pk")


class Recipient(models.Model):
    """Somebody that a channel ends at: an authority, a court, an operator, a company.

    With ``complaint``, a company that this case complains about, under its own name: no other case sees it.
    """

    name = models.CharField(_("名称"), max_length=200)
    channel = models.CharField(_("渠道"), max_length=24, db_index=True)  # a channel of legal/corpus/channels
    way = models.CharField(_("送达方式"), max_length=5, choices=Way.choices)
    organisation = models.ForeignKey(
        "accounts.Organisation", models.PROTECT, null=True, blank=True, verbose_name=_("本平台上的机构")
    )
    email = models.EmailField(_("电子邮箱"), blank=True)
    contact = models.CharField(_("联系方式"), max_length=300)
    address = models.CharField(_("地址"), max_length=300, blank=True)
    website = models.URLField(_("官方网址"), blank=True)
    region = models.CharField(_("地区（GB/T 2260）"), max_length=6, blank=True)
    complaint = models.ForeignKey(
        Complaint,
        models.CASCADE,
        null=True,
        blank=True,
        editable=False,
        related_name="own_recipients",
        verbose_name=_("投诉"),
    )
    active = models.BooleanField(_("启用"), default=True)
    # The breaker: after failures in a row nothing is tried there until a while has passed. Mails wait, none is lost.
    failures = models.PositiveSmallIntegerField(_("接连失败"), default=0, editable=False)
    paused_until = models.DateTimeField(_("暂停投递至"), null=True, editable=False)
    problem = models.CharField(_("最近的问题"), max_length=200, blank=True, editable=False)

    objects = RecipientQuerySet.as_manager()

    class Meta:
        verbose_name = _("接收方")
        verbose_name_plural = _("接收方")
        ordering: ClassVar = ["channel", "name"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["channel", "name"], condition=Q(complaint=None), name="recipient_once_a_channel"
            ),
            models.UniqueConstraint(
                fields=["complaint", "channel", "name"],
                condition=Q(complaint__isnull=False),
                name="recipient_once_a_case",
            ),
            models.CheckConstraint(
                name="recipient_can_be_reached",
                condition=(
                    Q(way="desk", organisation__isnull=False)
                    | (Q(way="email") & ~Q(email=""))
                    | Q(way="hand")
                ),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def reachable(self) -> bool:
        """Whether something can be sent there now, as ``RecipientQuerySet.reachable`` says; asked anew each time."""
        return Recipient.objects.reachable().filter(pk=self.pk).exists()

    @property
    def reachable_as_read(self) -> bool:
        """The same of a row that was read just now: who is at work is asked of a desk of this portal alone."""
        return self.active and (self.way != Way.DESK or self.reachable)
