"""How a desk's work was received: a random sample of what it answered, and who of these was called back with what result."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.actors import Actor
from accounts.models import Membership
from filings.models.filings import Filing


class QualitySampleQuerySet(models.QuerySet["QualitySample"]):
    def visible_to(self, actor: Actor) -> "QualitySampleQuerySet":
        """For who leads its desk: how colleagues' work was received is nobody else's to read."""
        leading = Membership.objects.at_work().filter(user=actor.user, role=Membership.Role.SUPERVISOR)
        return self.filter(organisation__in=leading.values("organisation"))


class QualitySample(models.Model):
    """Of ``among`` cases that a desk answered in these days, some by chance: drawn once, and never changed."""

    append_only = True

    organisation = models.ForeignKey("accounts.Organisation", models.PROTECT, related_name="+")
    first = models.DateField()
    last = models.DateField()
    among = models.PositiveIntegerField()
    drawn_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    drawn_at = models.DateTimeField()

    objects = QualitySampleQuerySet.as_manager()

    class Meta:
        verbose_name = _("抽查")
        verbose_name_plural = _("抽查")
        ordering: ClassVar = ["-drawn_at", "-pk"]
        indexes: ClassVar = [models.Index(fields=["organisation", "-drawn_at"], name="quality_of_desk")]

    def __str__(self) -> str:
        return f"{self.first} – {self.last}"


class SampledCase(models.Model):
    """One case of a sample."""

    append_only = True

    sample = models.ForeignKey(QualitySample, models.CASCADE, related_name="cases")
    filing = models.ForeignKey(Filing, models.CASCADE, related_name="+")

    class Meta:
        verbose_name = _("抽查的一件")
        verbose_name_plural = _("抽查的一件")
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["sample", "filing"], name="quality_a_case_once")
        ]

    def __str__(self) -> str:
        return f"{self.sample_id} · {self.filing_id}"


class CallBack(models.Model):
    """One call to who complained: reached or not, and of whoever was reached whether they are satisfied; None for who would
    not say. What was said in words is an internal note of the case."""

    append_only = True

    case = models.ForeignKey(SampledCase, models.CASCADE, related_name="calls")
    reached = models.BooleanField()
    satisfied = models.BooleanField(null=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("回访")
        verbose_name_plural = _("回访")
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(reached=True) | Q(satisfied__isnull=True), name="call_back_satisfied_is_reached"
            )
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.at:%Y-%m-%d}"
