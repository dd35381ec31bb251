"""A complaint that somebody at a desk takes down for whoever complains: told on the telephone, at the counter, in a letter."""

from datetime import datetime
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.actors import Actor
from accounts.models import Organisation
from core.retention_and_limits import INTAKE_LIFE


class CameBy(models.TextChoices):
    """How a complaint came to a desk, where it did not come over this portal."""

    TELEPHONE = "telephone", _("来电")
    COUNTER = "counter", _("来访")
    POST = "post", _("来信")


class IntakeQuerySet(models.QuerySet["Intake"]):
    def in_hands_of(self, actor: Actor, at: datetime | None = None) -> "IntakeQuerySet":
        """Those that this person takes down: until they have gone to the desk, were given up, or took too long."""
        if actor.user is None:
            return self.none()
        here = set(actor.desk_ids) - actor.reads_only
        begun = (at or timezone.now()) - INTAKE_LIFE
        return self.filter(
            taken_by=actor.user, organisation_id__in=here, ended_at__isnull=True, begun_at__gt=begun
        )


class Intake(models.Model):
    """That a complaint is taken down at a desk: by whom, by which way it came, and when the desk had it, which is when the
    periods of its channel begin. The complaint is the complainant's; this row opens it to its writer until it is sent."""

    # The draft of this id first, then the complaint: no database constraint.
    complaint = models.OneToOneField(
        "complaints.Complaint",
        models.CASCADE,
        db_constraint=False,
        primary_key=True,
        related_name="intake",
    )
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="intakes")
    way = models.CharField(_("怎样来的"), max_length=9, choices=CameBy.choices)
    received_at = models.DateTimeField(_("收到时间"))
    taken_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="intakes")
    begun_at = models.DateTimeField()
    # Since when it is a complaint with a number.
    filed_at = models.DateTimeField(null=True, blank=True)
    # Since when its writer has it no more: it is with the desk, or was given up.
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = IntakeQuerySet.as_manager()

    class Meta:
        verbose_name = _("登记")
        verbose_name_plural = _("登记")
        indexes: ClassVar = [
            models.Index(
                fields=["taken_by", "begun_at"], name="intake_in_hand", condition=Q(ended_at__isnull=True)
            ),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(way__in=CameBy.values), name="intake_way_known"),
            models.CheckConstraint(
                condition=Q(filed_at__isnull=True) | Q(received_at__lte=F("filed_at")),
                name="intake_received_before",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_way_display()} {timezone.localdate(self.received_at)}"

    @property
    def by_telephone(self) -> bool:
        return self.way == CameBy.TELEPHONE

    @property
    def at_counter(self) -> bool:
        return self.way == CameBy.COUNTER

    @property
    def by_post(self) -> bool:
        return self.way == CameBy.POST
