"""One complaint to one recipient, with its documents and its days."""

import uuid
from collections.abc import Iterable
from datetime import datetime
from typing import ClassVar

import pgtrigger
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.actors import Actor
from accounts.models import Membership
from complaints.models import Access, AccessQuerySet, CameBy, Complaint
from core.fields import EncryptedTextField
from filings.models.recipients import Document, Recipient, Way
from filings.moves import GONE_OUT, MEDIATING, MediationState, ReferralState, State
from legal.corpus import load


def whole_case(actor: Actor) -> AccessQuerySet:
    """The accesses by which this actor sees a case as its owner does: their own, by its code, or shared by them."""
    return Access.objects.in_force().of(actor).exclude(why=Access.Why.SENT)


def led_cases(actor: Actor) -> models.QuerySet[Complaint]:
    """The cases that this actor leads for another: shared with them, or with their firm, and accepted."""
    shared = Access.objects.in_force().of(actor).filter(complaint=OuterRef("pk"), why=Access.Why.SHARED)
    return Complaint.objects.filter(Exists(shared))


def _on_desks(actor: Actor) -> Q:
    """As ``Actor.sits_at`` says of one."""
    partly = {one.organisation for one in actor.parts}
    here = Q(organisation_id__in=[one for one in actor.desk_ids if one not in partly])
    for part in actor.parts:
        if part.organisation in actor.desk_ids:
            own = Q(organisation_id=part.organisation)
            own &= Q() if part.channels is None else Q(channel__in=sorted(part.channels))
            own &= Q() if part.kinds is None else Q(complaint__kind__in=sorted(part.kinds))
            here |= own
    return here


def _at_its_desk() -> models.QuerySet[Membership]:
    here = {"user": OuterRef("assigned_to"), "organisation": OuterRef("organisation")}
    return Membership.objects.at_work().filter(**here)


# How many filings of a sort lie at a desk (``DeskTally``) is added up, never counted: a change takes one out of where it
# was and puts one in where it is.
_SORT = "organisation_id, assigned_to_id, state, due_on, waiting, supplemented, unnoted, filings"
_SORT_OF = (
    "{row}.organisation_id, {row}.assigned_to_id, {row}.state, {row}.due_on, {row}.waiting_since IS NOT NULL,"
    " {row}.unseen_since IS NOT NULL AND {row}.closes_at IS NULL,"
    " {row}.closes_at IS NOT NULL AND {row}.withdrawal_seen_at IS NULL"
)
_AT_A_DESK = "{row}.organisation_id IS NOT NULL AND {row}.sent_at IS NOT NULL"
_TALLIED = f"""
IF TG_OP = 'UPDATE' AND ({_AT_A_DESK.format(row="OLD")}) = ({_AT_A_DESK.format(row="NEW")})
   AND ROW({_SORT_OF.format(row="OLD")}) IS NOT DISTINCT FROM ROW({_SORT_OF.format(row="NEW")}) THEN
  RETURN NULL;
END IF;
IF TG_OP <> 'INSERT' AND {_AT_A_DESK.format(row="OLD")} THEN
  INSERT INTO filings_desktally ({_SORT}) VALUES ({_SORT_OF.format(row="OLD")}, -1);
END IF;
IF TG_OP <> 'DELETE' AND {_AT_A_DESK.format(row="NEW")} THEN
  INSERT INTO filings_desktally ({_SORT}) VALUES ({_SORT_OF.format(row="NEW")}, 1);
END IF;
RETURN NULL;
"""  # noqa: S608  (of constants alone)


class FilingQuerySet(models.QuerySet["Filing"]):
    def visible_to(self, actor: Actor, at: datetime | None = None) -> "FilingQuerySet":
        """Who may see the whole case sees all its filings; an organisation sees what was sent to it, once it was, and
        until a withdrawal has closed it."""
        return self.filter(
            Exists(whole_case(actor).filter(complaint=OuterRef("complaint_id")))
            | Q(pk__in=self.model.objects.at_desk(actor).content_open(at))
        )

    def within_reach(self, actor: Actor) -> "FilingQuerySet":
        """The same with what a withdrawal closed at the actor's desk: it can still be acted upon, not read."""
        return self.filter(
            Exists(whole_case(actor).filter(complaint=OuterRef("complaint_id")))
            | Q(pk__in=self.model.objects.at_desk(actor))
        )

    def at_desk(self, actor: Actor) -> "FilingQuerySet":
        """The rows on the desks of this actor's organisations: sent there, whatever became of it since. Number, day and
        the desk's own acts alone, where the content is closed (``content_open``). Of whom a right or a unit gives a part of
        the desk, that part; nothing in which they declared an interest of their own."""
        rows = self.filter(_on_desks(actor), sent_at__isnull=False)
        return rows.exclude(complaint_id__in=actor.recused) if actor.recused else rows

    def identity_open(self, actor: Actor) -> "FilingQuerySet":
        """Those of which this actor may know who complained, as ``Actor.masked`` says of one. Asked of rows at a desk."""
        if not actor.masks:
            return self
        return self.exclude(Q(organisation_id__in=actor.masks) & ~Q(pk__in=actor.unmasked))

    def content_open(self, at: datetime | None = None) -> "FilingQuerySet":
        """Those whose content the desk may read: no withdrawal has closed it. Gate and "who can see it" both ask here."""
        return self.filter(Q(closes_at__isnull=True) | Q(closes_at__gt=at or timezone.now()))

    def not_withdrawn(self) -> "FilingQuerySet":
        """Those whose complainant has not withdrawn the consent, whatever its desk may still read for a while."""
        return self.filter(closes_at__isnull=True)

    def reached(self) -> "FilingQuerySet":
        """Those that somebody has, or may have, also when they were withdrawn since; as ``Filing.reached`` says of one."""
        handed_over = {"pk": OuterRef("pk"), "deliveries__handed_over_at__isnull": False}
        withdrawn = Q(state=State.WITHDRAWN)
        left = Q(sent_at__isnull=False) | Exists(self.model.objects.filter(**handed_over))
        return self.filter(Q(state__in=GONE_OUT) | withdrawn & left)

    def supplemented(self) -> "FilingQuerySet":
        """With something that the complainant added and nobody has seen; what was withdrawn since is no news."""
        return self.filter(unseen_since__isnull=False, closes_at__isnull=True)

    def mediated(self) -> "FilingQuerySet":
        """With a mediation that is under way."""
        return self.filter(mediation__in=MEDIATING)

    def referred(self) -> "FilingQuerySet":
        """Handed to whoever decides on opening a case of penalty, and not answered."""
        return self.filter(referral=ReferralState.REFERRED)

    def unseen_withdrawals(self) -> "FilingQuerySet":
        """Withdrawn after they came to a desk, of which no caseworker has taken note yet."""
        return self.filter(closes_at__isnull=False, withdrawal_seen_at__isnull=True)

    def open(self) -> "FilingQuerySet":
        """Someone else's turn: with the recipient and not answered yet."""
        return self.filter(state__in=[State.SENT, State.ACKNOWLEDGED, State.ACCEPTED])

    def to_do(self) -> "FilingQuerySet":
        """What waits for the desk: open work, and withdrawals that nobody took note of."""
        return self.filter(
            Q(state__in=[State.SENT, State.ACKNOWLEDGED, State.ACCEPTED])
            | Q(closes_at__isnull=False, withdrawal_seen_at__isnull=True)
        )

    def with_assignees(self) -> "FilingQuerySet":
        """Each with ``assignee_here``: whether who has it still works at its desk."""
        return self.annotate(assignee_here=Exists(_at_its_desk()))

    def unassigned(self) -> "FilingQuerySet":
        """Those that nobody has: given to nobody, or to somebody who has left."""
        return self.filter(~Exists(_at_its_desk()))

    def about(self, situation: str, desks: Iterable[int]) -> "FilingQuerySet":
        """Those of which one of these desks was given that they are about a situation."""
        return self.filter(about_at_desk__overlap=[f"{desk}/{situation}" for desk in desks])

    def newest_first(self) -> "FilingQuerySet":
        return self.order_by("-sent_at", "-id")


class Filing(models.Model):
    """One complaint to one recipient: its content is frozen when it is prepared, and a retry sends the same bytes."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    complaint = models.ForeignKey(Complaint, models.PROTECT, related_name="filings", verbose_name=_("投诉"))
    recipient = models.ForeignKey(Recipient, models.PROTECT, related_name="filings", verbose_name=_("接收方"))
    organisation = models.ForeignKey(
        "accounts.Organisation",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="filings",
        verbose_name=_("机构"),
    )
    channel = models.CharField(_("渠道"), max_length=24)
    # How it came to the desk that took it down itself; "" over this portal.
    came_by = models.CharField(
        _("怎样来的"),
        max_length=9,
        choices=CameBy.choices,
        blank=True,
        default="",
        db_default="",
        editable=False,
    )
    way = models.CharField(_("送达方式"), max_length=5, choices=Way.choices)
    consent = models.OneToOneField("accounts.Consent", models.PROTECT, related_name="filing")
    assessment = models.ForeignKey("legal.Assessment", models.PROTECT, related_name="filings")
    state = models.CharField(_("状态"), max_length=12, choices=State.choices, default=State.PREPARED)
    document = models.CharField(_("文书"), max_length=6, choices=Document.choices, default=Document.LETTER)
    # Whom its letter is written to by name, where the recipient is an entry of the list that stands for many.
    written_to = models.CharField(_("写给"), max_length=200, blank=True, default="")
    content = EncryptedTextField()  # canonical JSON: exactly the fields that leave, as consented
    content_digest = models.CharField(max_length=71)
    exhibits = models.JSONField(default=list)  # ids of the exhibits that go with it, in order
    covered = models.JSONField(default=dict)  # of those that go with parts covered: exhibit → redaction
    # Of those with a covered copy that a court gets without: chosen.
    uncovered = models.JSONField(default=list)
    # The very bytes that every attempt by e-mail sends.
    mail = models.OneToOneField("evidence.Sealed", models.PROTECT, null=True, blank=True, related_name="+")
    # The version whose edited blocks its papers print; empty where nothing was edited.
    paper_version = models.ForeignKey(
        "filings.PaperVersion", models.PROTECT, null=True, blank=True, related_name="filings"
    )
    prepared_at = models.DateTimeField(_("备好时间"))
    sent_at = models.DateTimeField(_("发出时间"), null=True, blank=True)
    answered_at = models.DateTimeField(_("对方答复时间"), null=True, blank=True)  # refused or decided
    waiting_since = models.DateTimeField(_("等待投诉人答复，自"), null=True, blank=True)
    # Since when the period does not run by the law of its channel (an examination, …).
    paused_on = models.DateField(_("期限暂停计算，自"), null=True, blank=True, editable=False)
    # Where its last ``Mediation`` stands, kept beside it for lists; "" where there was none.
    mediation = models.CharField(
        _("调解"),
        max_length=9,
        choices=MediationState.choices,
        blank=True,
        default="",
        db_default="",
        editable=False,
    )
    # The same of its last ``Referral``.
    referral = models.CharField(
        _("移交立案"),
        max_length=10,
        choices=ReferralState.choices,
        blank=True,
        default="",
        db_default="",
        editable=False,
    )
    # Since when a supplement lies there that nobody at the desk has confirmed having seen.
    unseen_since = models.DateTimeField(_("有新的补充材料，自"), null=True, blank=True)
    decision = models.TextField(_("处理结果"), blank=True)
    # Closed without a decision though it was accepted: two persons at the desk said so.
    dismissed = models.BooleanField(_("不作处理，结案"), default=False, db_default=False, editable=False)
    assigned_to = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("经办人"),
    )
    # The nearest unmet Deadline, kept for the queue; where no day can be counted yet, the earliest that it can be.
    due_on = models.DateField(_("应答日"), null=True, blank=True)
    not_before = models.DateField(_("应答日不早于"), null=True, blank=True)
    nearest_on = models.GeneratedField(
        expression=Coalesce("due_on", "not_before"), output_field=models.DateField(null=True), db_persist=True
    )
    # “desk/situation” of each situation that its desk was given (a trigger of ``Listing``): so one index finds the filings of a
    # desk that are about something, and the queue in its order knows it of each without a look elsewhere.
    about_at_desk = ArrayField(models.TextField(), null=True, editable=False)
    sighted_at = models.DateTimeField(null=True, editable=False)  # counted into the campaigns of its desk
    # Set by a withdrawal after it came to a desk: from when on its content is closed there.
    closes_at = models.DateTimeField(_("内容关闭时间"), null=True, blank=True, editable=False)
    withdrawal_seen_at = models.DateTimeField(_("知悉撤回时间"), null=True, blank=True, editable=False)

    objects = FilingQuerySet.as_manager()

    class Meta:
        verbose_name = _("办件")
        verbose_name_plural = _("办件")
        indexes: ClassVar = [
            models.Index(fields=["organisation", "-sent_at", "-id"], name="filing_desk_newest"),
            models.Index(fields=["organisation", "state", "-sent_at", "-id"], name="filing_desk_state"),
            # Open work, the nearest day first and what has no day last: the desk reads its pages off this index.
            models.Index(
                fields=["organisation", "nearest_on", "-sent_at", "-id"],
                name="filing_desk_due",
                condition=Q(state__in=["sent", "acknowledged", "accepted"]),
            ),
            GinIndex(fields=["about_at_desk"], name="filing_desk_about"),
            models.Index(
                fields=["organisation", "-sent_at", "-id"],
                name="filing_desk_waiting",
                condition=Q(waiting_since__isnull=False),
            ),
            models.Index(
                fields=["organisation", "-sent_at", "-id"],
                name="filing_desk_unseen",
                condition=Q(unseen_since__isnull=False),
            ),
            models.Index(
                fields=["organisation", "nearest_on", "-sent_at", "-id"],
                name="filing_desk_mediated",
                condition=Q(mediation__in=MEDIATING),
            ),
            models.Index(
                fields=["organisation", "nearest_on", "-sent_at", "-id"],
                name="filing_desk_referred",
                condition=Q(referral="referred"),
            ),
            models.Index(
                fields=["sent_at"],
                name="filing_unsighted",
                condition=Q(sighted_at__isnull=True, sent_at__isnull=False, organisation__isnull=False)
                & ~Q(state="withdrawn"),
            ),
            models.Index(
                fields=["organisation", "-sent_at", "-id"],
                name="filing_desk_withdrawn",
                condition=Q(closes_at__isnull=False, withdrawal_seen_at__isnull=True),
            ),
            models.Index(
                fields=["closes_at"],
                name="filing_closed_sighted",
                condition=Q(closes_at__isnull=False, sighted_at__isnull=False),
            ),
            models.Index(
                fields=["id"],
                name="filing_to_forget",
                condition=Q(state="withdrawn", sighted_at__isnull=False),
            ),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(state__in=State.values), name="filing_state_known"),
            models.CheckConstraint(
                condition=Q(dismissed=False) | Q(state="closed"), name="filing_dismissed_is_closed"
            ),
            # The same case goes to the same recipient once; what was withdrawn or refused may be sent anew.
            models.UniqueConstraint(
                fields=["complaint", "recipient"],
                condition=~Q(state__in=["withdrawn", "refused", "closed"]),
                name="filing_once_a_recipient",
            ),
        ]
        triggers: ClassVar = [
            pgtrigger.Trigger(
                name="tally_desk",
                when=pgtrigger.After,
                operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
                func=_TALLIED,
            )
        ]

    def __str__(self) -> str:
        return f"{self.complaint_id} → {self.recipient_id}"

    @property
    def channel_title(self) -> str:
        """As what it was sent: one case may reach one organisation through two channels."""
        channel = load().channels.get(self.channel)
        return channel.title if channel else self.channel

    @property
    def addressee(self) -> str:
        """Whom it is for, by name: of an entry of the list that stands for many, the one that its letter was written to."""
        return self.written_to or self.recipient.name

    @property
    def content_closed(self) -> bool:
        """Whether a withdrawal has closed it at its desk; as ``FilingQuerySet.content_open`` says, asked of one row."""
        return self.closes_at is not None and self.closes_at <= timezone.now()

    @property
    def gone_out(self) -> bool:
        """Whether the recipient has it, or may have it."""
        return self.state in GONE_OUT

    @property
    def settled(self) -> bool:
        """Whether its outcome is an agreement with the respondent."""
        return self.mediation == MediationState.SETTLED and self.state in (State.DECIDED, State.CLOSED)

    @property
    def reached(self) -> bool:
        """The same after a withdrawal too: what somebody has is not called back."""
        if self.state != State.WITHDRAWN:
            return self.gone_out
        return self.sent_at is not None or self.deliveries.filter(handed_over_at__isnull=False).exists()


class FilingDocument(models.Model):
    """A document that was made for a filing, as it goes out."""

    append_only = True

    class Kind(models.TextChoices):
        LETTER = "letter", _("投诉材料")
        CLAIM = "claim", _("民事起诉状")
        FIELD_SHEET = "field_sheet", _("官方表单填写内容")
        PRINT_PACK = "print_pack", _("打印件")

    filing = models.ForeignKey(Filing, models.CASCADE, related_name="documents")
    kind = models.CharField(max_length=12, choices=Kind.choices)
    sealed = models.OneToOneField("evidence.Sealed", models.PROTECT, related_name="+")
    filename = models.CharField(max_length=120)
    sha256 = models.CharField(max_length=71)
    size = models.PositiveBigIntegerField()
    pages = models.PositiveIntegerField()

    class Meta:
        verbose_name = _("文书")
        verbose_name_plural = _("文书")
        ordering: ClassVar = ["pk"]

    def __str__(self) -> str:
        return self.filename


class DeadlineQuerySet(models.QuerySet["Deadline"]):
    def running(self) -> "DeadlineQuerySet":
        """Neither met nor counted anew."""
        return self.filter(met_at__isnull=True, restarted_at__isnull=True)


class Deadline(models.Model):
    """A day by which someone must answer, with the article that says so; no day, and why, when it cannot be known."""

    class Step(models.TextChoices):
        ACCEPTANCE = "acceptance", _("决定是否受理")
        ANSWER = "answer", _("作出处理、答复")
        OPENING = "opening", _("决定是否立案")
        TELLING = "telling", _("告知是否立案")
        PENALTY = "penalty", _("作出行政处罚决定")

    filing = models.ForeignKey(Filing, models.CASCADE, related_name="deadlines")
    step = models.CharField(_("环节"), max_length=10, choices=Step.choices)
    what = models.CharField(_("事项"), max_length=200)
    due_on = models.DateField(_("期限"), null=True, blank=True)
    reason = models.CharField(_("未能计算的原因"), max_length=300, blank=True)
    # Where the day cannot be counted: no day earlier than this one can come out.
    not_before = models.DateField(_("不早于"), null=True, blank=True)
    provision = models.CharField(_("依据"), max_length=80, blank=True)
    counted_from = models.DateField(_("起算"))
    met_at = models.DateTimeField(_("办理时间"), null=True, blank=True)
    # The state that the filing moved to then; "" of days before this was kept.
    met_by = models.CharField(max_length=12, blank=True)
    # By how many days it is longer than the rule says: extended, or time that does not count.
    added = models.PositiveSmallIntegerField(default=0)
    # Since when it does not run.
    paused_on = models.DateField(null=True, blank=True)
    # That it runs anew from later on, by another row: this one stays as it was counted first.
    restarted_at = models.DateTimeField(_("重新起算"), null=True, blank=True)
    # Of a row that was counted anew: the request for missing material whose answer completed it.
    request = models.ForeignKey(
        "filings.Note", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("补正通知")
    )

    objects = DeadlineQuerySet.as_manager()

    class Meta:
        verbose_name = _("期限")
        verbose_name_plural = _("期限")
        ordering: ClassVar = ["due_on"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(due_on__isnull=False) | ~Q(reason=""), name="deadline_has_a_day_or_a_reason"
            ),
            models.UniqueConstraint(
                fields=["filing", "step", "request"], name="deadline_restarted_once_a_request"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.what} {self.due_on or ''}"

    @property
    def is_running(self) -> bool:
        """As ``DeadlineQuerySet.running`` says."""
        return self.met_at is None and self.restarted_at is None
