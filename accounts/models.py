"""Who acts: people, the organisations they act for, and what they consented to."""

from datetime import datetime
from typing import Any, ClassVar

from django.contrib.auth.models import AbstractUser
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.fields import EncryptedTextField


class User(AbstractUser):
    """An account. A consumer needs none: the code of the draft opens the case."""

    def organisation_ids(self) -> list[int]:
        """The organisations for which this person acts today; read once, then remembered on the object."""
        if not hasattr(self, "_organisation_ids"):
            self._organisation_ids: list[int] = list(
                Membership.objects.today().filter(user=self).values_list("organisation_id", flat=True)
            )
        return self._organisation_ids

    # In which this person reads pages and mails; "" as their browser asks.
    language = models.CharField(max_length=8, blank=True, default="", editable=False)
    # Whoever once worked for an organisation keeps needing a second factor: what they were shown does not end with it.
    worked = models.BooleanField(default=False, editable=False)

    class Meta(AbstractUser.Meta):  # type: ignore[name-defined,misc]
        verbose_name = _("用户")  # type: ignore[assignment]
        verbose_name_plural = _("用户")  # type: ignore[assignment]


class Organisation(models.Model):
    class Kind(models.TextChoices):
        REGULATOR = "regulator", _("监管机构")
        LAW_FIRM = "law_firm", _("律师事务所")
        CONSUMER_ASSOCIATION = "consumer_association", _("消费者协会")

    name = models.CharField(_("名称"), max_length=200, unique=True)
    kind = models.CharField(_("种类"), max_length=24, choices=Kind.choices)
    region = models.CharField(_("地区（GB/T 2260）"), max_length=6, blank=True)
    contact = models.CharField(_("联系方式"), max_length=200, blank=True)
    active = models.BooleanField(_("启用"), default=True)
    # Whether its own system is told of events at its desk: kept here, so that acts need not ask.
    hooked = models.BooleanField(default=False, db_default=False, editable=False)

    class Meta:
        verbose_name = _("机构")
        verbose_name_plural = _("机构")
        ordering: ClassVar = ["name"]

    def __str__(self) -> str:
        return self.name


class MembershipQuerySet(models.QuerySet["Membership"]):
    def today(self, at: datetime | None = None) -> "MembershipQuerySet":
        """Of an organisation in use, and not past the end of their time there."""
        last = Q(until__isnull=True) | Q(until__gte=timezone.localdate(at))
        return self.filter(last, organisation__active=True)

    def lawyers_today(self) -> "MembershipQuerySet":
        """Who acts as a lawyer now."""
        return self.today().filter(role=Membership.Role.LAWYER)

    def at_work(self, at: datetime | None = None) -> "MembershipQuerySet":
        """Who can open the desk of their organisation now: with an account in use that is let in there."""
        return self.today(at).filter(user__is_active=True, user__is_staff=True)


class Membership(models.Model):
    class Role(models.TextChoices):
        CASEWORKER = "caseworker", _("经办人")
        SUPERVISOR = "supervisor", _("主管")
        LAWYER = "lawyer", _("律师")

    user = models.ForeignKey(User, models.CASCADE, related_name="memberships", verbose_name=_("用户"))
    organisation = models.ForeignKey(
        Organisation, models.CASCADE, related_name="memberships", verbose_name=_("机构")
    )
    role = models.CharField(_("角色"), max_length=12, choices=Role.choices)
    until = models.DateField(_("截止"), null=True, blank=True)
    # A right of its own: who may look at a list may not by that carry it away.
    exports_lists = models.BooleanField(_("可以导出清单"), default=False, db_default=False)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        verbose_name = _("成员")
        verbose_name_plural = _("成员")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["user", "organisation"], name="one_membership_an_organisation")
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.organisation}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        super().save(*args, **kwargs)
        User.objects.filter(pk=self.user_id, worked=False).update(worked=True)


class DeskKeyQuerySet(models.QuerySet["DeskKey"]):
    def in_force(self, at: datetime) -> "DeskKeyQuerySet":
        """Not ended, not past its last day, of an organisation in use."""
        last = timezone.localdate(at)
        return self.filter(ended_at__isnull=True, last_day__gte=last, organisation__active=True)


class DeskKey(models.Model):
    """By which the own system of an organisation calls the API for its desk. Of the key itself the digest alone is kept."""

    class Scope(models.TextChoices):
        READ = "read", _("读：办件列表、办件、文件")
        WORK = "work", _("办：提问、备注、任务、期限、分派、给文件")
        DECIDE = "decide", _("决定：受理、不受理、转送、办结、结案")

    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="desk_keys", verbose_name=_("机构")
    )
    title = models.CharField(_("名称"), max_length=80)
    scopes = ArrayField(models.CharField(max_length=8, choices=Scope.choices), verbose_name=_("可以做什么"))
    token_digest = models.CharField(max_length=64, unique=True, editable=False)
    last_day = models.DateField(_("有效到"))
    made_by = models.CharField(max_length=40, editable=False)
    made_at = models.DateTimeField(_("发放时间"), editable=False)
    ended_by = models.CharField(max_length=40, blank=True, default="", editable=False)
    ended_at = models.DateTimeField(_("停用时间"), null=True, blank=True, editable=False)
    used_on = models.DateField(_("最近使用"), null=True, blank=True, editable=False)

    objects = DeskKeyQuerySet.as_manager()

    class Meta:
        verbose_name = _("接口密钥")
        verbose_name_plural = _("接口密钥")
        ordering: ClassVar = ["-made_at"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True) | ~Q(ended_by=""), name="desk_key_ended_by_somebody"
            )
        ]

    def __str__(self) -> str:
        return self.title


class UnsentText(models.Model):
    """What was typed into a form whose session had ended by the time it was sent: kept until the same person is back.

    Found by a random number that the browser alone holds, shown only to ``who`` had the form before them.
    """

    token_digest = models.CharField(max_length=64, unique=True)
    who = models.CharField(max_length=200, db_index=True)  # as accounts.marks names them
    page = models.TextField()  # the path of that the form stood on
    place = models.TextField()  # the path to which it is sent
    fields = EncryptedTextField()  # JSON: both addresses whole, then names and values, in order
    files = models.PositiveSmallIntegerField(default=0)  # that were chosen as well, and are not kept
    kept_at = models.DateTimeField()
    expires_at = models.DateTimeField(db_index=True)

    class Meta:
        verbose_name = _("没有交成的内容")
        verbose_name_plural = _("没有交成的内容")

    def __str__(self) -> str:
        return f"{self.kept_at:%Y-%m-%d}"

    @property
    def of_account(self) -> bool:
        """Whether an account had the form; else who holds one of the codes."""
        return self.who.startswith("user:")


class ConsentQuerySet(models.QuerySet["Consent"]):
    def in_force(self) -> "ConsentQuerySet":
        return self.filter(withdrawn_at__isnull=True)


class Consent(models.Model):
    """A person's consent to hand their information to one recipient (个人信息保护法 14, 23), as it was shown.

    Separate for each recipient; never edited. Withdrawing it (15) is the only change and is made by
    ``filings.services``, which stops or reports the sending.
    """

    append_only = True  # what somebody agreed to is evidence: the web role can neither change nor delete it
    append_only_except = ("withdrawn_at",)

    case_id = models.UUIDField(_("投诉"), db_index=True)
    given_by = models.CharField(_("同意人"), max_length=40)  # an Actor's label
    recipient_name = models.CharField(_("接收方名称"), max_length=200)
    recipient_contact = models.CharField(_("接收方联系方式"), max_length=300)
    purpose = models.TextField(_("处理目的"))
    way = models.TextField(_("处理方式"))
    information = models.JSONField(_("个人信息的种类"))  # list of the names of fields, as shown
    text = EncryptedTextField(_("所示全文"))
    # Of sensitive information, as shown and agreed to beside it (28–31); "" where none was.
    separate = EncryptedTextField(_("另外单独同意的全文"), blank=True, default="")
    # The same as it was read, where that was not in the language of the house, and in which it was.
    language = models.CharField(_("所示的语言"), max_length=8, blank=True, default="")
    shown = EncryptedTextField(_("所示的译文"), blank=True, default="")
    given_at = models.DateTimeField(_("同意时间"))
    withdrawn_at = models.DateTimeField(_("撤回时间"), null=True, blank=True)

    objects = ConsentQuerySet.as_manager()

    class Meta:
        verbose_name = _("同意")
        verbose_name_plural = _("同意")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True) | Q(withdrawn_at__gte=models.F("given_at")),
                name="consent_withdrawn_after_given",
            )
        ]

    def __str__(self) -> str:
        return f"{self.recipient_name} · {self.given_at:%Y-%m-%d}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.pk and set(kwargs.get("update_fields") or ()) != {"withdrawn_at"}:
            raise ValueError("a consent is never edited; only its withdrawal is recorded")
        super().save(*args, **kwargs)
