"""What a case that is led by a lawyer has besides: the days that a court set, how the lawyer was asked, and what their firm
knows of whom it acts for."""

from datetime import date, datetime
from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from accounts.actors import Actor
from accounts.models import Membership
from complaints.models import Access, Complaint
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


class CounselLinkQuerySet(models.QuerySet["CounselLink"]):
    def open(self, at: datetime) -> "CounselLinkQuerySet":
        """Those that can still be answered."""
        return self.filter(used_at__isnull=True, ended_at__isnull=True, expires_at__gt=at, until__gt=at)


class CounselLink(models.Model):
    """A complainant asks whoever has this link to take their case on as a lawyer, once. Of the link the digest alone is kept."""

    append_only = True
    append_only_except = ("used_at", "used_by", "ended_at")

    complaint = models.ForeignKey(Complaint, models.PROTECT, related_name="counsel_links")
    token_digest = models.CharField(max_length=64, unique=True)
    # What the share will be: for what, until when, which exhibits without what covers parts of them.
    scope = models.CharField(max_length=11, choices=Access.Scope.choices, blank=True)
    until = models.DateTimeField()
    uncovered = ArrayField(models.UUIDField(), default=list, blank=True)
    made_by = models.CharField(max_length=40)
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)
    used_by = models.CharField(max_length=40, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = CounselLinkQuerySet.as_manager()

    class Meta:
        verbose_name = _("请律师的链接")
        verbose_name_plural = _("请律师的链接")
        ordering: ClassVar = ["-made_at", "-pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["complaint"],
                condition=Q(used_at__isnull=True, ended_at__isnull=True),
                name="counsel_link_one_a_case",
            ),
            models.CheckConstraint(
                condition=Q(used_at__isnull=True, used_by="")
                | Q(used_at__isnull=False, ended_at__isnull=True) & ~Q(used_by=""),
                name="counsel_link_used_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.complaint_id} {self.made_at:%Y-%m-%d}"


class Side(models.TextChoices):
    """As what somebody is in a matter of a firm."""

    CLIENT = "client", _("委托人")
    OTHER = "other", _("对方")


class FirmPartyQuerySet(models.QuerySet["FirmParty"]):
    def visible_to(self, actor: Actor) -> "FirmPartyQuerySet":
        """What this lawyer put there themselves: of what colleagues put there a check answers yes or no."""
        return self.standing().filter(person=actor.user, firm_id__in=actor.organisation_ids)

    def standing(self) -> "FirmPartyQuerySet":
        return self.filter(removed_at__isnull=True)


class FirmParty(models.Model):
    """A name in the list that a firm keeps for its conflict checks beside the cases it has here (律师法 39)."""

    append_only = True
    append_only_except = ("removed_at",)

    firm = models.ForeignKey("accounts.Organisation", models.PROTECT, related_name="+")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    side = models.CharField(_("是哪一方"), max_length=6, choices=Side.choices)
    name = EncryptedTextField(_("姓名或者名称"))
    name_index = models.CharField(max_length=64)
    uscc = models.CharField(_("统一社会信用代码"), max_length=18, blank=True)
    added_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True, blank=True)

    objects = FirmPartyQuerySet.as_manager()

    class Meta:
        verbose_name = _("查利益冲突的名单")
        verbose_name_plural = _("查利益冲突的名单")
        ordering: ClassVar = ["-added_at", "-pk"]
        indexes: ClassVar = [
            models.Index(
                fields=["firm", "name_index"], name="firm_party_name", condition=Q(removed_at__isnull=True)
            )
        ]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(side__in=["client", "other"]), name="firm_party_side_known")
        ]

    def __str__(self) -> str:
        return f"{self.firm_id} {self.side}"


class ConflictCheck(models.Model):
    """That a lawyer asked their firm about a name, and what the answer was: the name as a keyed hash."""

    append_only = True

    firm = models.ForeignKey("accounts.Organisation", models.PROTECT, related_name="+")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    # Of whoever was asked to take a case on.
    link = models.ForeignKey(CounselLink, models.PROTECT, null=True, blank=True, related_name="checks")
    side = models.CharField(max_length=6, choices=Side.choices)
    name_index = models.CharField(max_length=64)
    found = models.BooleanField()
    asked_at = models.DateTimeField()

    class Meta:
        verbose_name = _("查过的利益冲突")
        verbose_name_plural = _("查过的利益冲突")
        indexes: ClassVar = [models.Index(fields=["person", "asked_at"], name="conflict_check_of")]

    def __str__(self) -> str:
        return f"{self.firm_id} {self.asked_at:%Y-%m-%d}"


class FirmEntryQuerySet(models.QuerySet["FirmEntry"]):
    def visible_to(self, actor: Actor) -> "FirmEntryQuerySet":
        """The firm's lawyers who have, or had, the case of the entry: no complainant, no colleague beside the case."""
        firms = Membership.objects.lawyers_today().filter(user=actor.user)
        if actor.user is None:
            return self.none()
        took = Access.objects.filter(
            Q(user=actor.user, firm=OuterRef("firm")) | Q(organisation=OuterRef("firm")),
            complaint=OuterRef("complaint"),
            why=Access.Why.SHARED,
            accepted_at__isnull=False,
        )
        return self.filter(Exists(took), firm__in=firms.values("organisation"))

    def standing(self) -> "FirmEntryQuerySet":
        return self.filter(removed_at__isnull=True)

    def time(self) -> "FirmEntryQuerySet":
        return self.filter(minutes__isnull=False)


class FirmEntry(models.Model):
    """A note of a firm in a case, or time that one of its lawyers spent on it: the firm's own, no part of the case."""

    append_only = True
    append_only_except = ("removed_at",)

    firm = models.ForeignKey("accounts.Organisation", models.PROTECT, related_name="+")
    complaint = models.ForeignKey(Complaint, models.PROTECT, related_name="firm_entries")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    day = models.DateField(_("哪一天"))
    # None: a note.
    minutes = models.PositiveSmallIntegerField(_("几分钟"), null=True, blank=True)
    words = EncryptedTextField(_("内容"))
    written_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True, blank=True)

    objects = FirmEntryQuerySet.as_manager()

    class Meta:
        verbose_name = _("律所的记录")
        verbose_name_plural = _("律所的记录")
        ordering: ClassVar = ["-day", "-pk"]
        indexes: ClassVar = [
            models.Index(
                fields=["firm", "complaint", "-day"],
                name="firm_entry_standing",
                condition=Q(removed_at__isnull=True),
            )
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(minutes__isnull=True) | Q(minutes__gt=0, minutes__lte=1440),
                name="firm_entry_within_a_day",
            )
        ]

    def __str__(self) -> str:
        return f"{self.firm_id} {self.complaint_id} {self.day}"


class CounselCalendar(models.Model):
    """A link by which a calendar program of a lawyer reads numbers, kinds and days of the cases that they lead."""

    person = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="counsel_calendar")
    firms = ArrayField(models.IntegerField())  # as whose lawyer its person worked when it was made
    token_digest = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()

    class Meta:
        verbose_name = _("律师的日历")
        verbose_name_plural = _("律师的日历")

    def __str__(self) -> str:
        return f"{self.made_at:%Y-%m-%d}"
