"""What the law says of a complaint, as it was found on one day with one corpus."""

from typing import ClassVar

import pgtrigger
from django.db import models
from django.utils.translation import gettext_lazy as _

from complaints.models import Complaint


class AssessmentQuerySet(models.QuerySet["Assessment"]):
    def latest_of(self, complaint: Complaint) -> "Assessment | None":
        return self.filter(complaint=complaint).order_by("-made_at", "-pk").first()


class Assessment(models.Model):
    """The answer of ``legal.assess`` and ``legal.plan`` for one complaint; never edited, only followed by another."""

    append_only = True

    complaint = models.ForeignKey(
        Complaint, models.PROTECT, related_name="assessments", verbose_name=_("投诉")
    )
    made_at = models.DateTimeField(_("作出时间"))
    made_by = models.CharField(_("作出者"), max_length=40)  # an Actor's label
    event_on = models.DateField(_("行为日（选实体法）"))
    filing_on = models.DateField(_("提交日（选程序法）"))
    corpus_version = models.CharField(_("法律数据版本"), max_length=71)
    facts_digest = models.CharField(_("事实的校验值"), max_length=71)
    result = models.JSONField(_("结果"))

    objects = AssessmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("法律评估")
        verbose_name_plural = _("法律评估")
        indexes: ClassVar = [models.Index(fields=["complaint", "-made_at"], name="assessment_newest")]
        triggers: ClassVar = [
            pgtrigger.Protect(name="assessment_frozen", operation=pgtrigger.Update | pgtrigger.Delete)
        ]

    def __str__(self) -> str:
        return f"{self.complaint_id} {self.made_at:%Y-%m-%d}"
