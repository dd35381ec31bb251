"""What the law says of a complaint, as it was found on one day with one corpus."""

from typing import ClassVar

import pgtrigger
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from complaints.models import Complaint
from core.fields import EncryptedTextField
from legal.reasoning import answers


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
    result: "models.JSONField[answers.Assessment, answers.Assessment]" = models.JSONField(_("结果"))

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


class OverruleQuerySet(models.QuerySet["Overrule"]):
    def of_case(self, complaint: Complaint) -> "OverruleQuerySet":
        """What the complainant's own lawyers said, newest last; what a desk thinks is that desk's alone."""
        return self.filter(assessment__complaint=complaint, desk=None).order_by("made_at", "pk")

    def at_desk(self, assessment_id: int, desk_id: int | None) -> "OverruleQuerySet":
        """What was said on one assessment at one desk, newest last."""
        return self.filter(assessment=assessment_id, desk=desk_id, desk__isnull=False).order_by(
            "made_at", "pk"
        )


class Overrule(models.Model):
    """A lawyer's or caseworker's own answer on one ground of an assessment, with the reason. The machine's stays as it was.

    A later one follows an earlier one; none is edited. A reason may name people, so it is encrypted and the ledger holds
    its hash alone.
    """

    class Status(models.TextChoices):
        ESTABLISHED = "established", _("事实对得上")
        ARGUABLE = "arguable", _("可以主张，要看认定")
        NEEDS_FACTS = "needs_facts", _("还缺事实")
        NOT_MET = "not_met", _("不符合")

    append_only = True

    assessment = models.ForeignKey(
        Assessment, models.PROTECT, related_name="overrules", verbose_name=_("法律评估")
    )
    ground = models.CharField(_("情形"), max_length=4)  # its code: H1 … F8
    status_before = models.CharField(_("原来的结果"), max_length=12, choices=Status.choices)
    status = models.CharField(_("更正为"), max_length=12, choices=Status.choices)
    reason = EncryptedTextField(_("理由"))
    made_by = models.CharField(_("作出者"), max_length=40)  # an Actor's label
    made_at = models.DateTimeField(_("作出时间"))
    # Said at the desk of this organisation and seen there alone; none: said by the complainant's lawyer.
    desk = models.ForeignKey(
        "accounts.Organisation",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("机构"),
    )

    objects = OverruleQuerySet.as_manager()

    class Meta:
        verbose_name = _("对法律评估的更正")
        verbose_name_plural = _("对法律评估的更正")
        indexes: ClassVar = [models.Index(fields=["assessment", "made_at"], name="overrule_of_assessment")]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~Q(status=models.F("status_before")), name="overrule_changes_it"
            ),
            models.CheckConstraint(
                condition=Q(status__in=["established", "arguable", "needs_facts", "not_met"]),
                name="overrule_status_known",
            ),
        ]
        triggers: ClassVar = [
            pgtrigger.Protect(name="overrule_frozen", operation=pgtrigger.Update | pgtrigger.Delete)
        ]

    def __str__(self) -> str:
        return f"{self.ground} {self.status_before} → {self.status}"


class HolidayNotice(models.Model):
    """The days of one year as an administrator read them from the State Council's notice; a later one takes its place.

    Never edited: a deadline can always be traced to the notice that it was counted by.
    """

    append_only = True

    year = models.PositiveSmallIntegerField(_("年份"))
    source_doc = models.CharField(_("通知的名称和文号"), max_length=200)
    imported_at = models.DateTimeField(_("导入时间"))
    imported_by = models.CharField(_("导入者"), max_length=40)  # an Actor's label

    class Meta:
        verbose_name = _("放假安排")
        verbose_name_plural = _("放假安排")
        indexes: ClassVar = [models.Index(fields=["year", "-imported_at"], name="holiday_notice_newest")]
        triggers: ClassVar = [
            pgtrigger.Protect(name="holiday_notice_frozen", operation=pgtrigger.Update | pgtrigger.Delete)
        ]

    def __str__(self) -> str:
        return f"{self.year} {self.source_doc}"


class CalendarDay(models.Model):
    """What one day of a notice's year is."""

    class Kind(models.TextChoices):
        STATUTORY_FESTIVAL = "statutory_festival", _("法定节日")
        MAKEUP_OFF = "makeup_off", _("放假调休")
        WEEKEND = "weekend", _("周末")
        MAKEUP_WORK = "makeup_work", _("调休上班")
        NORMAL = "normal", _("工作日")

    append_only = True

    notice = models.ForeignKey(HolidayNotice, models.PROTECT, related_name="days", verbose_name=_("放假安排"))
    date = models.DateField(_("日期"))
    kind = models.CharField(_("性质"), max_length=20, choices=Kind.choices)

    class Meta:
        verbose_name = _("日历上的一天")
        verbose_name_plural = _("日历上的一天")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["notice", "date"], name="calendar_day_once"),
            models.CheckConstraint(
                condition=Q(
                    kind__in=["statutory_festival", "makeup_off", "weekend", "makeup_work", "normal"]
                ),
                name="calendar_day_kind_known",
            ),
        ]
        triggers: ClassVar = [
            pgtrigger.Protect(name="calendar_day_frozen", operation=pgtrigger.Update | pgtrigger.Delete)
        ]

    def __str__(self) -> str:
        return f"{self.date:%Y-%m-%d} {self.kind}"
