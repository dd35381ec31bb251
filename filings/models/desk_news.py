"""What caseworkers are told of: one row a person and happening, unread until that person opens the case."""

from datetime import date
from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from accounts.actors import Actor
from core.fields import EncryptedTextField
from core.mails import LeasedMail
from core.work import LeasedQuerySet
from filings.models.filings import Filing
from filings.moves import State


class DeskNewsQuerySet(models.QuerySet["DeskNews"]):
    def visible_to(self, actor: Actor) -> "DeskNewsQuerySet":
        """One's own, of what one still sees at one's desks."""
        if actor.user is None:
            return self.none()
        mine = self.filter(person=actor.user, filing__organisation__in=actor.desk_ids)
        return mine if actor.sees_all else mine.filter(filing__in=Filing.objects.at_desk(actor))

    def unread(self) -> "DeskNewsQuerySet":
        return self.filter(read_at__isnull=True)

    def of_the_matter(self) -> "DeskNewsQuerySet":
        """What was said or done in a case; not whose it is, nor that a day of it is near or past."""
        return self.exclude(kind__in=DeskNews.OF_ITS_DESK)

    def unmailed(self) -> "DeskNewsQuerySet":
        return self.unread().filter(mailed_at__isnull=True)


def has_unread(actor: Actor) -> Exists:
    """Of a queue's rows: whether something happened that this person has not looked at."""
    mine = DeskNews.objects.visible_to(actor).unread()
    return Exists(mine.filter(filing=OuterRef("pk")))


class DeskNews(models.Model):
    """That something happened in a case, told to one person at its desk: the kind of act and the day, no word of it."""

    class Kind(models.TextChoices):
        ANSWERED = "answered", _("投诉人答复了")
        MEDIATION = "mediation", _("投诉人对调解有了答复")
        ADDED = "added", _("投诉人补充了材料")
        CORRECTED = "corrected", _("投诉人更正了说过的")
        WITHDRAWN = "withdrawn", _("投诉人撤回")
        ASSIGNED = "assigned", _("交给您办理")
        TAKEN = "taken", _("改由同事办理")
        COLLEAGUE = "colleague", _("同事办理了您的办件")
        FREED = "freed", _("原来的经办人不再办，要重新分派")
        REFERRED = "referred", _("移交给您的科室，决定是否立案")
        MENTIONED = "mentioned", _("有备注提到您")
        TASK = "task", _("有事交给您办")
        ASKED = "asked", _("请您复核")
        SETTLED = "settled", _("您请求的复核有了结果")
        LAPSED = "lapsed", _("案件有了变化，您请求的复核不用了")
        NEAR = "near", _("期限快到了")
        PASSED = "passed", _("期限过了")
        TASK_NEAR = "task_near", _("要办的事快到日子，或者过了")
        UNTOLD = "untold", _("给投诉人的消息没有送到，要另行告知")

    LEFT: ClassVar = "left"
    OF_ITS_DESK = (Kind.ASSIGNED, Kind.FREED, Kind.NEAR, Kind.PASSED, Kind.TASK_NEAR, Kind.UNTOLD)

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="desk_news")
    filing = models.ForeignKey(Filing, models.CASCADE, related_name="desk_news")
    kind = models.CharField(max_length=9, choices=Kind.choices)
    # Of a colleague's act: where the filing went by it. Of what was asked of this person: what became of it since. Of one
    # case of a colleague who left, for all of theirs: LEFT.
    state = models.CharField(max_length=12, blank=True)
    day = models.DateField(null=True, blank=True)  # of a period: its last day
    at = models.DateTimeField()
    once = models.CharField(max_length=48, blank=True)  # what is told of once only
    read_at = models.DateTimeField(null=True, blank=True)
    mailed_at = models.DateTimeField(null=True, blank=True)

    objects = DeskNewsQuerySet.as_manager()

    class Meta:
        verbose_name = _("消息")
        verbose_name_plural = _("消息")
        ordering: ClassVar = ["-at", "-pk"]
        indexes: ClassVar = [
            models.Index(
                fields=["person", "filing"], name="desk_news_unread", condition=Q(read_at__isnull=True)
            ),
            models.Index(fields=["person", "-at"], name="desk_news_newest"),
            models.Index(fields=["read_at"], name="desk_news_read", condition=Q(read_at__isnull=False)),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["person", "once"], condition=~Q(once=""), name="desk_news_told_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.on}"

    @property
    def on(self) -> date:
        """The day on which it happened; which day it names, if any, its words say."""
        return timezone.localdate(self.at)

    @property
    def words(self) -> str:
        """What happened, in words that name nobody."""
        if self.kind == self.Kind.COLLEAGUE and self.state in State.values:
            return _now("同事办理了您的办件：%s") % State(self.state).label
        if self.kind == self.Kind.ASKED and self.state:
            return _now("请人复核的事，已经了结")
        if self.kind == self.Kind.FREED and self.state:
            return _now("有同事离开，其名下的办件都要重新分派")
        if self.kind == self.Kind.TASK and self.state:
            return _now("交给您的事办完了")
        said = str(self.get_kind_display())
        if self.day is None:
            return said
        by_when = (
            _now("%(said)s（%(day)s 以前）") if self.kind == self.Kind.TASK else _now("%(said)s（%(day)s）")
        )
        return by_when % {"said": said, "day": self.day}


class MailChoice(models.Model):
    """How somebody at a desk wants to be told by mail; who chose nothing gets none."""

    class How(models.TextChoices):
        NONE = "none", _("不用邮件")
        AT_ONCE = "at_once", _("随时，每次一封")
        DIGEST = "digest", _("每个早上一封，汇总没看过的")

    person = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="mail_choice")
    how = models.CharField(_("邮件"), max_length=7, choices=How.choices, default=How.NONE)

    class Meta:
        verbose_name = _("消息邮件的选择")
        verbose_name_plural = _("消息邮件的选择")

    def __str__(self) -> str:
        return str(self.get_how_display())


class DeskCalendar(models.Model):
    """A link by which a calendar program of somebody at a desk reads numbers and days."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="desk_calendars")
    whole = models.BooleanField(default=False)  # of all at the desk, not of one's own cases alone
    organisations = ArrayField(models.IntegerField())  # at whose desks its person sat when it was made
    token_digest = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()

    class Meta:
        verbose_name = _("期限日历")
        verbose_name_plural = _("期限日历")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["person", "whole"], name="desk_calendar_one_of_each")
        ]

    def __str__(self) -> str:
        return f"{self.made_at:%Y-%m-%d}"


class DeskMail(LeasedMail):
    """A mail to somebody at a desk: numbers, kinds of act and days."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    subject = models.CharField(max_length=200)
    body = EncryptedTextField(blank=True)

    objects = LeasedQuerySet["DeskMail"].as_manager()

    class Meta:
        verbose_name = _("消息邮件")
        verbose_name_plural = _("消息邮件")
        indexes: ClassVar = [
            models.Index(fields=["due_at"], name="desk_mail_due", condition=Q(state="waiting")),
        ]

    def __str__(self) -> str:
        return self.subject
