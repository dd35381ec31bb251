"""Letters of a desk to who complained: templates version by version, document numbers without gaps, drafts, what was issued
and how it was served."""

import json
from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.actors import Actor
from core.fields import EncryptedTextField
from filings.models.desk_acts import GivenFile
from filings.models.filings import Filing


class LetterKind(models.TextChoices):
    ACCEPTANCE = "acceptance", _("受理通知书")
    REFUSAL = "refusal", _("不予受理通知书")
    REQUEST = "request", _("补正通知书")
    TRANSFER = "transfer", _("转办告知书")
    EXTENSION = "extension", _("延期通知书")
    DECISION = "decision", _("投诉处理答复书")
    CLOSING = "closing", _("结案告知书")
    # Of a mediation.
    INVITATION = "invitation", _("调解邀请书")
    SETTLEMENT = "settlement", _("调解书")
    ENDING = "ending", _("终止调解告知书")


class DeskTemplate(models.Model):
    """One version of the template of an organisation for a kind of letter; the newest is in force."""

    append_only = True

    organisation = models.ForeignKey(
        "accounts.Organisation", models.CASCADE, related_name="desk_templates", verbose_name=_("机构")
    )
    kind = models.CharField(max_length=10, choices=LetterKind.choices)
    number = models.PositiveIntegerField(_("第几版"))
    title = models.CharField(_("名称"), max_length=40)
    mark = models.CharField(_("文号里的字"), max_length=10)
    text = models.TextField(_("正文"))
    written_by = models.CharField(max_length=40)
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("文书模板")
        verbose_name_plural = _("文书模板")
        ordering: ClassVar = ["kind", "-number"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["organisation", "kind", "number"], name="desk_template_one_a_number"
            ),
            models.CheckConstraint(condition=Q(kind__in=LetterKind.values), name="desk_template_kind_known"),
        ]

    def __str__(self) -> str:
        return f"{self.title} {self.number}"


class LetterSeries(models.Model):
    """The last document number that an organisation gave to a kind of letter in a year."""

    organisation = models.ForeignKey("accounts.Organisation", models.PROTECT, related_name="letter_series")
    kind = models.CharField(max_length=10, choices=LetterKind.choices)
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("文号")
        verbose_name_plural = _("文号")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["organisation", "kind", "year"], name="letter_series_once")
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.year} {self.last}"


class DeskLetterQuerySet(models.QuerySet["DeskLetter"]):
    def visible_to(self, actor: Actor) -> "DeskLetterQuerySet":
        """The desk of the filing, until a withdrawal closes it. Who complained reads what was issued: its ``GivenFile``."""
        here = Filing.objects.at_desk(actor).content_open()
        # It is addressed to who complained.
        return self.filter(filing__in=here.identity_open(actor))

    def at_desk(self, actor: Actor) -> "DeskLetterQuerySet":
        """Those of one's desks, also of what a withdrawal closed: their numbers are not used again."""
        here = self.filter(organisation__in=actor.desk_ids)
        return here if actor.sees_all else here.filter(filing__in=Filing.objects.at_desk(actor))

    def unissued(self) -> "DeskLetterQuerySet":
        return self.filter(state__in=[DeskLetter.State.DRAFT, DeskLetter.State.SEALING])


class DeskLetter(models.Model):
    """A letter with the act that it tells of: both are done in one transaction, when the letter is issued."""

    class State(models.TextChoices):
        DRAFT = "draft", _("草稿")
        SEALING = "sealing", _("待盖章")
        ISSUED = "issued", _("已发出")
        VOID = "void", _("作废")

    MOVES: ClassVar[dict[str, tuple[str, ...]]] = {
        State.DRAFT: (State.SEALING, State.ISSUED),
        State.SEALING: (State.ISSUED, State.VOID),
        State.ISSUED: (),
        State.VOID: (),
    }

    filing = models.ForeignKey(Filing, models.PROTECT, related_name="letters")
    organisation = models.ForeignKey("accounts.Organisation", models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10, choices=LetterKind.choices)
    state = models.CharField(max_length=8, choices=State.choices, default=State.DRAFT)
    # JSON: what the act asks besides (reason, ground, body, basis, until).
    given = EncryptedTextField()
    # The version it was filled from; none of the organisation: that of the house.
    template = models.ForeignKey(DeskTemplate, models.PROTECT, null=True, blank=True, related_name="+")
    title = models.CharField(max_length=40)
    mark = models.CharField(max_length=10)
    filled = EncryptedTextField()  # as it came out of the template
    text = EncryptedTextField()
    revision = models.PositiveIntegerField(default=1)  # goes up with each change of the text
    written_by = models.CharField(max_length=40)
    changed_at = models.DateTimeField()
    approved_by = models.CharField(max_length=40, blank=True, default="")  # the second person
    # Given with the number, once.
    year = models.PositiveSmallIntegerField(null=True)
    place = models.PositiveIntegerField(null=True)
    number = models.CharField(_("文号"), max_length=80, blank=True, default="")
    dated_on = models.DateField(null=True)
    printed = models.OneToOneField("evidence.Sealed", models.PROTECT, null=True, related_name="+")
    pages = models.PositiveIntegerField(default=0)
    # As it went to who complained.
    file = models.OneToOneField(GivenFile, models.PROTECT, null=True, related_name="letter")
    issued_by = models.CharField(max_length=40, blank=True, default="")
    void_reason = EncryptedTextField(blank=True, default="")

    objects = DeskLetterQuerySet.as_manager()

    class Meta:
        verbose_name = _("文书")
        verbose_name_plural = _("文书")
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(state__in=["draft", "sealing", "issued", "void"]), name="desk_letter_state_known"
            ),
            models.CheckConstraint(condition=Q(kind__in=LetterKind.values), name="desk_letter_kind_known"),
            models.CheckConstraint(
                condition=Q(state="draft", number="", place=None, year=None, printed=None)
                | ~Q(state="draft")
                & ~Q(number="")
                & Q(place__isnull=False, year__isnull=False, printed__isnull=False, dated_on__isnull=False),
                name="desk_letter_numbered_once_it_leaves",
            ),
            models.CheckConstraint(
                condition=Q(state="issued", file__isnull=False) | ~Q(state="issued") & Q(file=None),
                name="desk_letter_issued_is_given",
            ),
            models.UniqueConstraint(
                fields=["organisation", "kind", "year", "place"], name="desk_letter_one_a_place"
            ),
            models.UniqueConstraint(
                fields=["organisation", "number"], condition=~Q(number=""), name="desk_letter_one_a_number"
            ),
            models.UniqueConstraint(
                fields=["filing", "kind"],
                condition=Q(state__in=["draft", "sealing"]),
                name="desk_letter_one_open_a_kind",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title} {self.number}".strip()

    @property
    def unissued(self) -> bool:
        """As ``DeskLetterQuerySet.unissued`` says."""
        return self.state in (self.State.DRAFT, self.State.SEALING)

    @property
    def answers(self) -> dict[str, str]:
        answers: dict[str, str] = json.loads(self.given)
        return answers

    def moved(self, state: str, **changes: Any) -> None:
        """Set the state and what comes with it, without saving; ValueError for a move that is not allowed."""
        if state not in self.MOVES[self.state]:
            raise ValueError(f"a letter does not go from {self.state} to {state}")
        self.state = state
        for name, value in changes.items():
            setattr(self, name, value)


class ProofOfService(models.Model):
    """That an issued letter was served (送达), as the desk recorded it: how, on which day, by which proof."""

    append_only = True

    class How(models.TextChoices):
        PERSON = "person", _("当面送达")
        POST = "post", _("邮寄送达")
        ELECTRONIC = "electronic", _("电子送达")

    letter = models.ForeignKey(DeskLetter, models.PROTECT, related_name="services")
    how = models.CharField(_("方式"), max_length=10, choices=How.choices)
    served_on = models.DateField(_("送达日期"))
    reference = models.CharField(_("单号"), max_length=100, blank=True)
    sealed = models.OneToOneField("evidence.Sealed", models.PROTECT, null=True, blank=True, related_name="+")
    filename = models.CharField(max_length=120, blank=True)
    media_type = models.CharField(max_length=40, blank=True)
    recorded_by = models.CharField(max_length=40)
    recorded_at = models.DateTimeField()

    class Meta:
        verbose_name = _("送达")
        verbose_name_plural = _("送达")
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(how__in=["person", "post", "electronic"]), name="service_how_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_how_display()} {self.served_on}"
