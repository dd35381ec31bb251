"""What a case that is led by a lawyer has besides: the days that a court set."""

from datetime import date
from typing import ClassVar

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from accounts.actors import Actor
from complaints.models import Complaint
from core.fields import EncryptedTextField
from filings.models.filings import whole_case


class CourtDayQuerySet(models.QuerySet["CourtDay"]):
    def visible_to(self, actor: Actor) -> "CourtDayQuerySet":
        """Who sees the whole case: the complainant, who helps, and a lawyer with it. No desk sees a court's days."""
        return self.filter(Exists(whole_case(actor).filter(complaint=OuterRef("complaint_id"))))

    def standing(self) -> "CourtDayQuerySet":
        return self.filter(taken_back_at__isnull=True)

    def coming(self, today: date) -> "CourtDayQuerySet":
        return self.standing().filter(day__gte=today)


class CourtDay(models.Model):
    """A day that a court set: of a hearing, or the last one for evidence (民事诉讼法 68). Never edited: taken back, and entered
    anew."""

    append_only = True
    append_only_except = ("taken_back_at", "taken_back_by")

    class Kind(models.TextChoices):
        HEARING = "hearing", _("开庭")
        EVIDENCE = "evidence", _("举证期限届满")

    complaint = models.ForeignKey(
        Complaint, models.PROTECT, related_name="court_days", verbose_name=_("投诉")
    )
    kind = models.CharField(_("什么日子"), max_length=8, choices=Kind.choices)
    day = models.DateField(_("哪一天"))
    hour = models.TimeField(_("几点"), null=True, blank=True)
    # The court, the room, the number of the suit: as the summons has it.
    place = EncryptedTextField(_("法院、法庭、案号"), blank=True)
    entered_by = models.CharField(max_length=40)
    entered_at = models.DateTimeField()
    taken_back_at = models.DateTimeField(null=True, blank=True)
    taken_back_by = models.CharField(max_length=40, blank=True)

    objects = CourtDayQuerySet.as_manager()

    class Meta:
        verbose_name = _("开庭、举证的日子")
        verbose_name_plural = _("开庭、举证的日子")
        ordering: ClassVar = ["day", "hour", "pk"]
        indexes: ClassVar = [
            models.Index(
                fields=["complaint", "day"],
                name="court_day_standing",
                condition=Q(taken_back_at__isnull=True),
            )
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(kind__in=["hearing", "evidence"]), name="court_day_kind_known"
            ),
            models.CheckConstraint(
                condition=Q(taken_back_at__isnull=True, taken_back_by="")
                | Q(taken_back_at__isnull=False) & ~Q(taken_back_by=""),
                name="court_day_taken_back_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.day}"
