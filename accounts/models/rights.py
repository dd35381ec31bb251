"""How somebody comes into an organisation, and every change of what they may do."""

from datetime import datetime
from typing import ClassVar

import pgtrigger
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models.people import Membership, Organisation, Unit
from core.fields import EncryptedTextField
from core.mails import LeasedMail
from core.work import LeasedQuerySet


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def open(self, at: datetime) -> "InvitationQuerySet":
        """Those that can be accepted: neither used nor taken back, and not too old."""
        return self.filter(used_at__isnull=True, ended_at__isnull=True, expires_at__gt=at)


class Invitation(models.Model):
    """Somebody is asked by mail to join an organisation, once. Of the link the digest alone is kept."""

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="invitations")
    address = EncryptedTextField()
    role = models.CharField(max_length=16, choices=Membership.Role.choices)
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="+")
    token_digest = models.CharField(max_length=64, blank=True, db_index=True)  # "" until the mail was written
    # Its link was handed over by hand, as no mail left: whoever opens it has not shown that they read the mailbox.
    by_hand = models.BooleanField(default=False, db_default=False)
    made_by = models.CharField(max_length=40)
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField(db_index=True)
    used_at = models.DateTimeField(null=True, blank=True)
    used_by = models.CharField(max_length=40, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        verbose_name = _("邀请")
        verbose_name_plural = _("邀请")
        ordering: ClassVar = ["-made_at", "-pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(used_at__isnull=True, used_by="")
                | Q(used_at__isnull=False, ended_at__isnull=True) & ~Q(used_by=""),
                name="invitation_used_by_somebody",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_role_display()} · {self.made_at:%Y-%m-%d}"


class AccountMail(LeasedMail):
    """A mail about who may do what: an invitation, whose link is made as it is written, or that a second factor was reset."""

    class Kind(models.TextChoices):
        INVITATION = "invitation", _("邀请")
        FACTOR_RESET = "factor_reset", _("第二重验证重设过")

    kind = models.CharField(max_length=12, choices=Kind.choices)
    invitation = models.ForeignKey(Invitation, models.CASCADE, null=True, blank=True, related_name="mails")

    objects = LeasedQuerySet["AccountMail"].as_manager()

    class Meta:
        verbose_name = _("账号邮件")
        verbose_name_plural = _("账号邮件")
        indexes: ClassVar = [
            models.Index(fields=["due_at"], name="account_mail_due", condition=Q(state="waiting")),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(kind="invitation", invitation__isnull=False)
                | Q(kind="factor_reset", invitation__isnull=True),
                name="account_mail_of_an_invitation",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.created_at:%Y-%m-%d}"


class RightsChange(models.Model):
    """That somebody's rights changed: by whom, when, and how they were before and after. Nobody can change or delete it."""

    append_only = True

    class Act(models.TextChoices):
        INVITED = "invited", _("发出邀请")
        TAKEN_BACK = "taken_back", _("收回邀请")
        JOINED = "joined", _("加入机构")
        CHANGED = "changed", _("改了权限")
        ENDED = "ended", _("离开机构")
        AWAY = "away", _("休假和代理")
        ACCOUNT = "account", _("改了账号的权限")
        FACTOR_RESET = "factor_reset", _("重设第二重验证")
        UNIT = "unit", _("改了科室")
        ORGANISATION = "organisation", _("改了机构")

    organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="rights_changes"
    )
    act = models.CharField(_("事项"), max_length=16, choices=Act.choices)
    person = models.CharField(_("谁的"), max_length=40, blank=True)  # an Actor's label
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)
    by = models.CharField(_("谁改的"), max_length=40)
    at = models.DateTimeField(_("时间"), db_index=True)

    class Meta:
        verbose_name = _("权限变更")
        verbose_name_plural = _("权限变更")
        ordering: ClassVar = ["-at", "-pk"]
        triggers: ClassVar = [
            pgtrigger.Protect(name="rights_frozen", operation=pgtrigger.Update | pgtrigger.Delete)
        ]

    def __str__(self) -> str:
        return f"{self.get_act_display()} {self.at:%Y-%m-%d}"
