"""Who may see a complaint, from, until, and why."""

from datetime import datetime
from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.actors import Actor
from complaints.models.intakes import Intake
from core.fields import EncryptedTextField


def _closed_at_desk(actor: Actor) -> Q:
    """What was sent to the organisations of an actor and is not theirs to read: nobody's who is not let in, nor outside their
    part of the desk, nor in which they have an interest of their own. As ``Filing.objects.at_desk`` says of a filing."""
    sent = Q(why=Access.Why.SENT)
    if not actor.desk_ids:
        return sent
    closed = Q(pk__in=[])
    for part in actor.parts:
        here = sent & Q(organisation=part.organisation)
        if part.channels is not None:
            closed |= here & ~Q(channel__in=part.channels)
        if part.kinds is not None:
            closed |= here & ~Q(complaint__kind__in=part.kinds)
    return closed | sent & Q(complaint_id__in=actor.recused) if actor.recused else closed


class AccessQuerySet(models.QuerySet["Access"]):
    def in_force(self, at: datetime | None = None) -> "AccessQuerySet":
        """Those that open something: a share once it was accepted, and while it is not suspended."""
        shared = Q(accepted_at__isnull=False, suspended_at__isnull=True)
        return self.granted(at).filter(~Q(why=Access.Why.SHARED) | shared)

    def granted(self, at: datetime | None = None) -> "AccessQuerySet":
        """The same with what was shared and is not accepted yet, or is suspended: it opens nothing."""
        at = at or timezone.now()
        return self.filter(Q(until__isnull=True) | Q(until__gt=at), since__lte=at)

    def of(self, actor: Actor) -> "AccessQuerySet":
        who = Q(pk__in=[])
        if actor.user is not None:
            # Whom the complainant named as somebody of a firm reads as such, and no longer than they are.
            who |= Q(user=actor.user) & (Q(firm__isnull=True) | Q(firm_id__in=actor.organisation_ids))
        if actor.organisation_ids:
            theirs = Q(organisation_id__in=actor.organisation_ids)
            # What was sent to a desk is read by who is let in there, as a filing is.
            who |= theirs & ~_closed_at_desk(actor)
        if actor.codes:
            by_code = Q(code_digest__in=actor.codes)
            if actor.user is not None:
                # Whoever helps reads as who helps, whatever code their browser was given: the person acts elsewhere.
                helping = Access.objects.filter(user=actor.user, why=Access.Why.HELPER)
                by_code &= ~Q(complaint__in=helping.values("complaint"))
                # Nor does whoever took the complaint down at a desk, and printed its code, become its complainant.
                taken = Intake.objects.filter(taken_by=actor.user)
                by_code &= ~Q(complaint__in=taken.values("pk"))
            who |= by_code
        return self.filter(who)

    def helping(self) -> "AccessQuerySet":
        """Those of who filed for another adult, or was its guardian: they see the case and decide nothing."""
        return self.filter(why=Access.Why.HELPER)

    def own(self) -> "AccessQuerySet":
        """Those of the complainant: the account that filed, or who holds the case's code."""
        return self.filter(why__in=[Access.Why.OWNER, Access.Why.CODE])


class Access(models.Model):
    """Who may see a complaint, from when, until when, and why. Sending and sharing write rows; nothing else opens a case."""

    append_only = True  # a grant is ended, never removed
    append_only_except = ("accepted_at", "covered", "exhibits", "redactions", "suspended_at", "until")

    class Why(models.TextChoices):
        OWNER = "owner", _("本人")
        CODE = "code", _("持有案件码")
        SENT = "sent", _("已向该机构提交")
        SHARED = "shared", _("本人授权")
        HELPER = "helper", _("帮忙的人")

    class Scope(models.TextChoices):
        """What a lawyer is asked for."""

        ADVICE = "advice", _("法律咨询")
        DRAFTING = "drafting", _("代写文书")
        AUTHORITY = "authority", _("代理投诉、复议")
        FIRST = "first", _("代理一审")
        SECOND = "second", _("代理二审")
        ENFORCEMENT = "enforcement", _("代理申请执行")

    complaint = models.ForeignKey("complaints.Complaint", models.CASCADE, related_name="access")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, null=True, blank=True, related_name="+"
    )
    organisation = models.ForeignKey(
        "accounts.Organisation", models.CASCADE, null=True, blank=True, related_name="+"
    )
    # The filing that was sent: what it opened ends with it, whatever else the same desk has of the case.
    filing_id = models.UUIDField(null=True, blank=True)
    channel = models.CharField(max_length=24, blank=True, default="")  # by which it was sent
    # Of a share with a person: the firm as whose lawyer they were named.
    firm = models.ForeignKey("accounts.Organisation", models.CASCADE, null=True, blank=True, related_name="+")
    scope = models.CharField(max_length=11, choices=Scope.choices, blank=True, default="", db_default="")
    accepted_at = models.DateTimeField(null=True, blank=True)
    suspended_at = models.DateTimeField(null=True, blank=True)
    code_digest = models.CharField(max_length=64, blank=True)
    code = EncryptedTextField(blank=True)  # shown again to who holds the case already
    why = models.CharField(max_length=8, choices=Why.choices)
    since = models.DateTimeField()
    until = models.DateTimeField(null=True, blank=True)
    granted_by = models.CharField(max_length=40)
    # The files that this opens: None for all of the case, now and later; a list for what was sent, and no more.
    exhibits = ArrayField(models.UUIDField(), null=True, blank=True)
    # Files that went with parts covered: of these no other copy is shown than those of the redactions named.
    covered = ArrayField(models.UUIDField(), default=list, blank=True)
    redactions = ArrayField(models.UUIDField(), default=list, blank=True)

    objects = AccessQuerySet.as_manager()

    class Meta:
        verbose_name = _("查阅权限")
        verbose_name_plural = _("查阅权限")
        indexes: ClassVar = [
            models.Index(fields=["organisation", "complaint"], name="access_organisation"),
            models.Index(fields=["user", "complaint"], name="access_user"),
            models.Index(
                fields=["until"],
                name="access_shared",
                condition=Q(why="shared", accepted_at__isnull=False, suspended_at__isnull=True),
            ),
            models.Index(fields=["code_digest"], name="access_code", condition=~Q(code_digest="")),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="access_has_one_subject",
                condition=(
                    Q(user__isnull=False, organisation__isnull=True, code_digest="")
                    | Q(user__isnull=True, organisation__isnull=False, code_digest="")
                    | (Q(user__isnull=True, organisation__isnull=True) & ~Q(code_digest=""))
                ),
            )
        ]

    def __str__(self) -> str:
        return f"{self.complaint_id} · {self.why}"
