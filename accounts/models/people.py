"""People, the organisations they act for, and what of a desk each of them sees."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any, ClassVar

from django.contrib.auth.models import AbstractUser
from django.contrib.postgres.expressions import ArraySubquery
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.actors import Actor, Part
from core.fields import EncryptedTextField
from core.written_once import WrittenOnce


class User(AbstractUser):
    """An account. A consumer needs none: the code of the draft opens the case."""

    def memberships_today(self) -> "list[Membership]":
        """With their unit and the cases that this person recused themselves from; read once, then remembered."""
        if not hasattr(self, "_memberships_today"):
            self._memberships_today: list[Membership] = _MEMBERSHIPS(self.pk, timezone.now())
        return self._memberships_today

    def organisation_ids(self) -> list[int]:
        """The organisations for whose cases this person acts today."""
        return [one.organisation_id for one in self.memberships_today() if one.works_cases]

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

    class Identity(models.TextChoices):
        """How the name, telephone and address of a complainant open to who works there."""

        OPEN = "open", _("经办人都看得到")
        NEED = "need", _("写明需要才打开")
        CUSTODIAN = "custodian", _("写明需要，身份保管人同意才打开")

    name = models.CharField(_("名称"), max_length=200, unique=True)
    kind = models.CharField(_("种类"), max_length=24, choices=Kind.choices)
    region = models.CharField(_("地区（GB/T 2260）"), max_length=6, blank=True)
    contact = models.CharField(_("联系方式"), max_length=200, blank=True)
    active = models.BooleanField(_("启用"), default=True)
    # Whether its own system is told of events at its desk: kept here, so that acts need not ask.
    identity = models.CharField(
        _("投诉人身份"),
        max_length=9,
        choices=Identity.choices,
        default=Identity.OPEN,
        db_default="open",
        editable=False,
    )
    hooked = models.BooleanField(default=False, db_default=False, editable=False)

    class Meta:
        verbose_name = _("机构")
        verbose_name_plural = _("机构")
        ordering: ClassVar = ["name"]

    def __str__(self) -> str:
        return self.name


class Unit(models.Model):
    """A part of an organisation. Whoever is in it sees what it deals with, and nothing else of the desk."""

    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="units", verbose_name=_("机构")
    )
    name = models.CharField(_("名称"), max_length=80)
    # Empty: all of them.
    channels = ArrayField(models.CharField(max_length=24), default=list, blank=True)
    kinds = ArrayField(models.CharField(max_length=24), default=list, blank=True)

    class Meta:
        verbose_name = _("科室")
        verbose_name_plural = _("科室")
        ordering: ClassVar = ["name"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["organisation", "name"], name="unit_name_once")
        ]

    def __str__(self) -> str:
        return self.name


def _both(one: list[str], other: list[str]) -> frozenset[str] | None:
    """What is in both, of lists of which an empty one means all; None for all."""
    if one and other:
        return frozenset(one) & frozenset(other)
    return frozenset(one or other) or None


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
        here = self.today(at).filter(user__is_active=True, user__is_staff=True)
        return here.exclude(role__in=Membership.WITHOUT_CASES)

    def seeing(self, *, channel: Any, kind: Any, case_id: Any) -> "MembershipQuerySet":
        """Those who see a case of this channel and kind at their desk, and have declared no interest of their own in it."""
        rows = self
        for field, value in (("channels", channel), ("kinds", kind)):
            for whose in ("", "unit__"):
                everything = Q(**{f"{whose}{field}": []})
                # Of who is in no unit there is nothing to look up.
                everything |= Q(unit__isnull=True) if whose else Q()
                rows = rows.filter(everything | Q(**{f"{whose}{field}__contains": [value]}))
        own = Recusal.objects.in_force().filter(case_id=case_id, person=OuterRef("user"))
        return rows.filter(~Exists(own))

    def away(self, at: datetime | None = None) -> "MembershipQuerySet":
        today = timezone.localdate(at)
        return self.filter(away_from__lte=today, away_until__gte=today)


class Membership(models.Model):
    class Role(models.TextChoices):
        CASEWORKER = "caseworker", _("经办人")
        SUPERVISOR = "supervisor", _("主管")
        LAWYER = "lawyer", _("律师")
        AUDITOR = "auditor", _("审计")
        ADMINISTRATOR = "administrator", _("机构管理员")

    # They see who did what, or who may do what, and no case.
    WITHOUT_CASES: ClassVar = (Role.AUDITOR, Role.ADMINISTRATOR)
    # Whom the right to take complaints down can be given.
    TAKING_COMPLAINTS: ClassVar = (Role.CASEWORKER, Role.SUPERVISOR)

    user = models.ForeignKey(User, models.CASCADE, related_name="memberships", verbose_name=_("用户"))
    organisation = models.ForeignKey(
        Organisation, models.CASCADE, related_name="memberships", verbose_name=_("机构")
    )
    role = models.CharField(_("角色"), max_length=16, choices=Role.choices)
    unit = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="memberships", verbose_name=_("科室")
    )
    # What of the desk this person sees; empty: all that their unit does. Held by ``Filing.objects.at_desk``.
    channels = ArrayField(models.CharField(max_length=24), default=list, blank=True, editable=False)
    kinds = ArrayField(models.CharField(max_length=24), default=list, blank=True, editable=False)
    # While somebody is away, their deputy is told of their cases as well.
    away_from = models.DateField(null=True, blank=True, editable=False)
    away_until = models.DateField(null=True, blank=True, editable=False)
    deputy = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+", editable=False)
    until = models.DateField(_("截止"), null=True, blank=True)
    # A right of its own: who may look at a list may not by that carry it away.
    exports_lists = models.BooleanField(_("可以导出清单"), default=False, db_default=False)

    # Takes complaints down that come by telephone, at the counter or by post (``filings.services.intake``).
    takes_complaints = models.BooleanField(_("可以登记来电、来访、来信"), default=False, db_default=False)
    # Reads what lies there and acts in nothing (``filings.services.roles``).
    reads_only = models.BooleanField(default=False, db_default=False, editable=False)
    # Agrees to, or declines, that a colleague learns who complained.
    custodian = models.BooleanField(default=False, db_default=False, editable=False)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        verbose_name = _("成员")
        verbose_name_plural = _("成员")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["user", "organisation"], name="one_membership_an_organisation"),
            models.CheckConstraint(
                condition=Q(away_from__isnull=True, away_until__isnull=True)
                | Q(away_until__gte=models.F("away_from")),
                name="membership_away_from_until",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.organisation}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        super().save(*args, **kwargs)
        User.objects.filter(pk=self.user_id, worked=False).update(worked=True)

    @property
    def works_cases(self) -> bool:
        return self.role not in self.WITHOUT_CASES

    @property
    def part(self) -> Part | None:
        """What of the desk this person sees; None for all of it."""
        unit = self.unit
        channels = _both(self.channels, unit.channels if unit else [])
        kinds = _both(self.kinds, unit.kinds if unit else [])
        return None if channels is None and kinds is None else Part(self.organisation_id, channels, kinds)

    def is_away(self, today: date) -> bool:
        return bool(self.away_from and self.away_until and self.away_from <= today <= self.away_until)


def _memberships(user: int, at: datetime) -> models.QuerySet[Membership]:
    person = {"person": OuterRef("user")}
    return (
        Membership.objects.today(at)
        .filter(user=user)
        .select_related("unit")
        .annotate(
            recused=ArraySubquery(Recusal.objects.in_force().filter(**person).values("case_id")),
            unmasked=ArraySubquery(IdentityNeed.objects.in_force(at).filter(**person).values("filing_id")),
            closed_identity=~Q(organisation__identity=Organisation.Identity.OPEN),
        )
    )


_MEMBERSHIPS = WrittenOnce(_memberships)


class RecusalQuerySet(models.QuerySet["Recusal"]):
    def in_force(self) -> "RecusalQuerySet":
        return self.filter(lifted_at__isnull=True)


class Recusal(models.Model):
    """That somebody at a desk declared an interest of their own in a case (回避): it is closed to them from then on."""

    append_only = True  # what was declared stays: it is lifted, never removed
    append_only_except = ("lifted_at", "lifted_by", "lifted_why")

    class Why(models.TextChoices):
        FAMILY = "family", _("当事人是我的近亲属")
        EMPLOYER = "employer", _("当事人是我或者近亲属任职、投资的单位")
        OTHER = "other", _("和本件有其他关系，可能影响公正")

    person = models.ForeignKey(User, models.PROTECT, related_name="recusals")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="recusals")
    case_id = models.UUIDField(db_index=True)
    why = models.CharField(_("为什么"), max_length=8, choices=Why.choices)
    declared_at = models.DateTimeField(_("声明时间"))
    lifted_at = models.DateTimeField(null=True, blank=True)
    lifted_by = models.CharField(max_length=40, blank=True)
    lifted_why = EncryptedTextField(blank=True, default="")

    objects = RecusalQuerySet.as_manager()

    class Meta:
        verbose_name = _("回避")
        verbose_name_plural = _("回避")
        ordering: ClassVar = ["-declared_at"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["person", "case_id"],
                condition=Q(lifted_at__isnull=True),
                name="recusal_once_a_case",
            ),
            models.CheckConstraint(
                condition=Q(lifted_at__isnull=True, lifted_by="")
                | Q(lifted_at__isnull=False) & ~Q(lifted_by=""),
                name="recusal_lifted_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} · {self.case_id}"


class IdentityNeedQuerySet(models.QuerySet["IdentityNeed"]):
    def in_force(self, at: datetime | None = None) -> "IdentityNeedQuerySet":
        """Those by which somebody sees who complained."""
        return self.filter(state=IdentityNeed.State.OPEN, until__gt=at or timezone.now())


class IdentityNeed(models.Model):
    """Why somebody at a desk must know who complained in one filing, and until when it is open to them by that."""

    append_only = True  # what was stated stays; only what became of it is written down
    append_only_except = ("state", "until", "settled_by", "settled_at", "words")

    class State(models.TextChoices):
        ASKED = "asked", _("等身份保管人")
        OPEN = "open", _("打开了")
        DECLINED = "declined", _("没有同意")

    person = models.ForeignKey(User, models.PROTECT, related_name="identity_needs")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="identity_needs")
    filing_id = models.UUIDField(db_index=True)
    need = EncryptedTextField()
    state = models.CharField(max_length=8, choices=State.choices)
    asked_at = models.DateTimeField()
    until = models.DateTimeField(null=True, blank=True)
    settled_by = models.CharField(max_length=40, blank=True)
    settled_at = models.DateTimeField(null=True, blank=True)
    words = EncryptedTextField(blank=True, default="")

    objects = IdentityNeedQuerySet.as_manager()

    class Meta:
        verbose_name = _("打开投诉人身份")
        verbose_name_plural = _("打开投诉人身份")
        ordering: ClassVar = ["-asked_at"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["person", "filing_id"], condition=Q(state="asked"), name="identity_asked_once"
            ),
            models.CheckConstraint(
                condition=Q(state="open", until__isnull=False) | Q(until__isnull=True) & ~Q(state="open"),
                name="identity_open_until",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} · {self.filing_id}"


def seated(user: int, desks: Iterable[int]) -> Actor:
    """Somebody who sees all that lies at these desks, by numbers alone: as who a statement is written once (``WrittenOnce``)."""
    return Actor(user=User(pk=user, is_staff=True), organisation_ids=tuple(desks))
