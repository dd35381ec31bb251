"""What a desk does beside moving a case: asks a second person, sets tasks, changes periods by the law of the channel."""

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.actors import Actor
from core.fields import EncryptedTextField
from filings.models.correspondence import Note
from filings.models.filings import Deadline, Filing


class Proposal(models.Model):
    """An act that takes two persons: asked for by one, done or declined by another of the same desk."""

    class Act(models.TextChoices):
        CLOSE = "close", _("不作处理，结案")
        EXTEND = "extend", _("再次延长期限")
        LETTER = "letter", _("发出文书")

    class State(models.TextChoices):
        ASKED = "asked", _("等同事复核")
        AGREED = "agreed", _("同意，已办理")
        DECLINED = "declined", _("不同意")
        TAKEN_BACK = "taken_back", _("请求的人收回了")
        # What it was asked about is over: the filing went on another way.
        LAPSED = "lapsed", _("案件有了变化，不用复核了")

    MOVES: ClassVar[dict[str, tuple[str, ...]]] = {
        State.ASKED: (State.AGREED, State.DECLINED, State.TAKEN_BACK, State.LAPSED),
        State.AGREED: (),
        State.DECLINED: (),
        State.TAKEN_BACK: (),
        State.LAPSED: (),
    }

    filing = models.ForeignKey(Filing, models.CASCADE, related_name="proposals")
    act = models.CharField(max_length=6, choices=Act.choices)
    reason = EncryptedTextField()
    # Of an extension: by which article, until when; of a letter: which, whose text is the reason.
    detail = models.JSONField(default=dict)
    state = models.CharField(max_length=10, choices=State.choices, default=State.ASKED)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    settled_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    settled_at = models.DateTimeField(null=True)
    words = EncryptedTextField(blank=True)  # why it was declined

    class Meta:
        verbose_name = _("复核")
        verbose_name_plural = _("复核")
        ordering: ClassVar = ["asked_at", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["filing", "act"], condition=Q(state="asked"), name="proposal_asked_once"
            ),
            models.CheckConstraint(
                condition=Q(settled_by__isnull=True)
                | ~Q(state="agreed")
                | ~Q(settled_by=models.F("asked_by")),
                name="proposal_agreed_by_another",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_act_display()} {self.asked_at:%Y-%m-%d}"

    def moved(self, state: str, **changes: Any) -> None:
        """Set the state and what comes with it, without saving; ValueError for a move that is not allowed."""
        if state not in self.MOVES[self.state]:
            raise ValueError(f"a proposal does not go from {self.state} to {state}")
        self.state = state
        for name, value in changes.items():
            setattr(self, name, value)


class Task(models.Model):
    """Something to be done in a case, inside the desk."""

    filing = models.ForeignKey(Filing, models.CASCADE, related_name="tasks")
    text = EncryptedTextField()
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="desk_tasks"
    )
    due_on = models.DateField(null=True, blank=True)
    set_by = models.CharField(max_length=40)
    set_at = models.DateTimeField()
    done_by = models.CharField(max_length=40, blank=True)
    done_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("要办的事")
        verbose_name_plural = _("要办的事")
        ordering: ClassVar = ["pk"]
        indexes: ClassVar = [
            models.Index(fields=["person", "due_on"], name="task_open", condition=Q(done_at__isnull=True)),
        ]

    def __str__(self) -> str:
        return f"{self.set_at:%Y-%m-%d}"


class GivenFileQuerySet(models.QuerySet["GivenFile"]):
    def visible_to(self, actor: Actor) -> "GivenFileQuerySet":
        """Whoever sees the filing: its complainant, whom they shared the case with, its desk until a withdrawal closes it."""
        return self.filter(filing__in=Filing.objects.visible_to(actor).identity_open(actor))

    def with_letters(self) -> "GivenFileQuerySet":
        """Each with the letter that it is, where it is one, without the words of it."""
        words = ("given", "filled", "text", "void_reason")
        return self.select_related("letter").defer(*(f"letter__{name}" for name in words))


class GivenFile(models.Model):
    """A file that a desk gave to the complainant, its bytes as they were handed over."""

    append_only = True

    filing = models.ForeignKey(Filing, models.CASCADE, related_name="given_files")
    sealed = models.OneToOneField("evidence.Sealed", models.PROTECT, related_name="+")
    title = EncryptedTextField()
    filename = models.CharField(max_length=120)
    media_type = models.CharField(max_length=40)
    sha256 = models.CharField(max_length=71)
    size = models.PositiveBigIntegerField()
    given_by = models.CharField(max_length=40)
    given_at = models.DateTimeField()

    objects = GivenFileQuerySet.as_manager()

    class Meta:
        verbose_name = _("给投诉人的文件")
        verbose_name_plural = _("给投诉人的文件")
        ordering: ClassVar = ["pk"]

    def __str__(self) -> str:
        return self.filename


class PeriodChange(models.Model):
    """That a period became longer, or did not run for a while, by an article of its channel."""

    class Kind(models.TextChoices):
        EXTENDED = "extended", _("延长")
        PAUSED = "paused", _("暂停计算")

    deadline = models.ForeignKey(Deadline, models.CASCADE, related_name="changes")
    kind = models.CharField(max_length=8, choices=Kind.choices)
    basis = models.CharField(max_length=80)
    citation = models.CharField(max_length=200)
    title = models.CharField(max_length=100)
    note = models.ForeignKey(Note, models.PROTECT, related_name="+")  # what the complainant was told
    begun_on = models.DateField()
    ended_on = models.DateField(null=True, blank=True)  # of a pause, once it is over
    days = models.PositiveSmallIntegerField(default=0)  # by how many days the period became longer
    due_before = models.DateField(null=True)
    made_by = models.CharField(max_length=40)

    class Meta:
        verbose_name = _("期限的变化")
        verbose_name_plural = _("期限的变化")
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["deadline"],
                condition=Q(kind="paused", ended_on__isnull=True),
                name="period_paused_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.begun_on}"
