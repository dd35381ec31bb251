"""The complaint, its number, and the messages and calls that it is about."""

import uuid
from copy import copy
from datetime import datetime
from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import BooleanField, Exists, F, Func, OuterRef, Q, Value, prefetch_related_objects
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.actors import Actor
from complaints.models.access import Access
from complaints.models.kinds import Kind, Situation
from complaints.models.parties import Party
from complaints.search import any_bigram_query, ways_of_writing
from complaints.stated import Facts


class ComplaintQuerySet(models.QuerySet["Complaint"]):
    def visible_to(self, actor: Actor) -> "ComplaintQuerySet":
        """The complaints that an Access in force today opens to this actor. The one gate of every read."""
        return self.filter(Exists(Access.objects.in_force().of(actor).filter(complaint=OuterRef("pk"))))

    def whole_to(self, actor: Actor) -> "ComplaintQuerySet":
        """Those that this actor sees as their owner does; what was merely sent to a desk is not among them."""
        whole = Access.objects.in_force().of(actor).exclude(why=Access.Why.SENT)
        return self.filter(Exists(whole.filter(complaint=OuterRef("pk"))))

    def matching(self, words: str) -> "ComplaintQuerySet":
        """Full-text search in Chinese: an index of character pairs narrows, ``icontains`` decides."""
        ways = ways_of_writing(words.strip())
        if not ways[0]:
            return self
        said = Q()
        for way in ways:
            said |= Q(searchable__icontains=way)
        found = self.filter(said)
        pairs = any_bigram_query(ways)
        if not pairs:
            return found
        hit = Func(
            F("search"),
            Value(pairs),
            function="",
            template="(%(expressions)s::tsquery)",
            arg_joiner=" @@ ",
            output_field=BooleanField(),
        )
        return found.filter(hit)

    def newest_first(self) -> "ComplaintQuerySet":
        return self.order_by("-filed_at", "-id")


class Complaint(models.Model):
    """A numbered complaint. What the person said is kept as said; its state is derived from its filings."""

    append_only = True  # what was said stays as said; only what is derived moves
    append_only_except = ("state", "owner_id", "language")
    # The moment as of which statements count; None: all that were made.
    as_of: datetime | None = None

    class State(models.TextChoices):
        FILED = "filed", _("已登记")
        IN_PROGRESS = "in_progress", _("办理中")
        DECIDED = "decided", _("有了处理结果")
        CLOSED = "closed", _("已结束")
        WITHDRAWN = "withdrawn", _("已撤回")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    number = models.CharField(_("编号"), max_length=16, unique=True)
    kind = models.CharField(_("种类"), max_length=20, choices=Kind.choices)
    situations = ArrayField(
        models.CharField(max_length=32, choices=Situation.choices), default=list, verbose_name=_("情形")
    )
    state = models.CharField(_("状态"), max_length=12, choices=State.choices, default=State.FILED)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="complaints"
    )
    story = models.TextField(_("经过"), blank=True)
    facts: "models.JSONField[Facts, Facts]" = models.JSONField(_("事实"))
    region = models.CharField(_("地区（GB/T 2260）"), max_length=6, blank=True)
    event_first = models.DateField(_("最早发生"))
    event_last = models.DateField(_("最近发生"))
    filed_at = models.DateTimeField(_("登记时间"))
    # In which its complainant reads pages and mails; "" is the house's.
    language = models.CharField(max_length=8, blank=True, default="", editable=False)
    searchable = models.TextField(editable=False, blank=True)
    search = models.GeneratedField(
        expression=Func(F("searchable"), function="anning_bigrams", output_field=SearchVectorField()),
        output_field=SearchVectorField(),
        db_persist=True,
    )

    objects = ComplaintQuerySet.as_manager()

    class Meta:
        verbose_name = _("投诉")
        verbose_name_plural = _("投诉")
        indexes: ClassVar = [
            models.Index(fields=["-filed_at", "-id"], name="complaint_newest"),
            models.Index(fields=["kind", "-filed_at"], name="complaint_kind"),
            models.Index(fields=["state", "-filed_at"], name="complaint_state"),
            GinIndex(fields=["situations"], name="complaint_situations"),
            GinIndex(fields=["search"], name="complaint_search"),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(kind__in=Kind.values), name="complaint_kind_known"),
            models.CheckConstraint(
                condition=Q(state__in=["filed", "in_progress", "decided", "closed", "withdrawn"]),
                name="complaint_state_known",
            ),
            models.CheckConstraint(
                condition=Q(event_last__gte=F("event_first")), name="complaint_event_in_order"
            ),
        ]

    def __str__(self) -> str:
        return self.number

    def situation_labels(self) -> list[str]:
        return [str(Situation(slug).label) for slug in self.situations if slug in Situation.values]

    def as_it_stood(self, at: datetime) -> "Complaint":
        """The same case, of whose statements those after ``at`` are not made yet: to read, never to save."""
        earlier = copy(self)
        earlier.as_of = at
        return earlier

    def read_whole(self) -> "Complaint":
        """The same case, whose people and what was recounted and stated since are read once: to read, never to save."""
        case = copy(self)
        prefetch_related_objects([case], "parties", "recounts", "statements")
        return case

    @property
    def people(self) -> "list[Party]":
        """Who is in the case: the rows as filed, every statement about them laid over copies."""
        people = list(self.parties.all())
        for statement in self.statements.all():
            if self.as_of is None or statement.made_at <= self.as_of:
                people = statement.laid_over(people)
        return people

    @property
    def standing_story(self) -> str:
        """The story as it was filed, and below it what was added since, each with its day."""
        told = [self.story] if self.story else []
        for statement in self.statements.all():
            if self.as_of is None or statement.made_at <= self.as_of:
                day = timezone.localdate(statement.made_at).isoformat()
                told += [f"{_('（%s 补充）') % day}\n{words}" for words in statement.told_on]
        return "\n\n".join(told)

    @property
    def court(self) -> str:
        """The court that a claim goes to, by the name that the complainant gave; empty where they gave none."""
        named = ""
        for statement in self.statements.all():
            if self.as_of is None or statement.made_at <= self.as_of:
                named = named if statement.court is None else statement.court
        return named

    @property
    def details(self) -> dict[str, str]:
        """What was told of the details that a court asks for (``complaints.details``), by name."""
        told: dict[str, str] = {}
        for statement in self.statements.all():
            if self.as_of is None or statement.made_at <= self.as_of:
                told = told if statement.details is None else statement.details
        return told

    @property
    def complainant(self) -> "Party":
        """Who complains; raises Party.DoesNotExist never, as filing writes one."""
        return next(party for party in self.people if party.role == Party.Role.COMPLAINANT)

    @property
    def filed_complainant(self) -> "Party":
        """The same as filed: by these address and telephone alone somebody finds back to the case."""
        return next(party for party in self.parties.all() if party.role == Party.Role.COMPLAINANT)

    @property
    def child(self) -> "Party | None":
        """For whom the complainant speaks as a guardian (民法典 23, 27), where they named them."""
        return next((party for party in self.people if party.role == Party.Role.CHILD), None)

    @property
    def helper(self) -> "Party | None":
        """Who filed for the complainant, an adult; of no paper and no filing."""
        return next((party for party in self.people if party.role == Party.Role.HELPER), None)

    @property
    def respondents(self) -> list["Party"]:
        return [party for party in self.people if party.role not in Party.OWN_SIDE]


class NumberSeries(models.Model):
    """The last number given in a year: one row, locked by the transaction that takes the next."""

    year = models.PositiveSmallIntegerField(primary_key=True)
    last = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("编号")
        verbose_name_plural = _("编号")

    def __str__(self) -> str:
        return f"{self.year}: {self.last}"


class Contact(models.Model):
    """One message or call, as received; or, out of a phone's backup, as sent back."""

    class Channel(models.TextChoices):
        SMS = "sms", _("短信")
        MMS = "mms", _("彩信")
        CALL = "call", _("电话")
        APP = "app", _("应用内消息")
        EMAIL = "email", _("电子邮件")
        WECHAT = "wechat", _("微信")
        PUSH = "push", _("推送通知")

    class Direction(models.TextChoices):
        IN = "in", _("收到")
        OUT = "out", _("发出")
        MISSED = "missed", _("未接")
        REJECTED = "rejected", _("拒接")
        BLOCKED = "blocked", _("被拦截")
        UNKNOWN = "unknown", _("方向不明")

    # No database constraint: contacts chosen out of a backup may come while the complaint is a draft of the same id.
    complaint = models.ForeignKey(
        Complaint, models.CASCADE, db_constraint=False, db_index=False, related_name="contacts"
    )
    channel = models.CharField(_("方式"), max_length=6, choices=Channel.choices)
    direction = models.CharField(_("方向"), max_length=8, choices=Direction.choices, default=Direction.IN)
    sender = models.CharField(_("对方号码"), max_length=64, blank=True)
    received_on = models.DateField(_("收到日期"), null=True, blank=True)
    received_at = models.DateTimeField(_("收到时间"), null=True, blank=True)
    seconds = models.PositiveIntegerField(_("通话秒数"), null=True, blank=True)
    text = models.TextField(_("全文"), blank=True)
    reading = models.JSONField(_("读出的内容"), default=dict, blank=True)
    # What follows is found by the sweep (complaints.services.campaigns), never while somebody waits.
    signature = models.CharField(_("签名"), max_length=64, blank=True, default="", editable=False)
    sender_index = models.CharField(max_length=64, blank=True, default="", editable=False)  # keyed hash
    campaign = models.ForeignKey(
        "complaints.Campaign", models.SET_NULL, null=True, blank=True, related_name="contacts", editable=False
    )
    grouped_at = models.DateTimeField(null=True, blank=True, editable=False)
    # Where it stands in the file that it came out of: the exhibit (of the app ``evidence``), the part of it, the line.
    exhibit_id = models.UUIDField(null=True, blank=True, editable=False)
    part = models.CharField(max_length=200, blank=True)
    line = models.PositiveIntegerField(null=True, blank=True)
    # The same message out of two backups has the same one; None for what a person typed.
    fingerprint = models.UUIDField(null=True, blank=True, editable=False)
    # The number of the form that was sent, on the first of those that it brought: the same form sent twice adds once.
    form = models.UUIDField(null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("联系记录")
        verbose_name_plural = _("联系记录")
        ordering: ClassVar = ["pk"]
        indexes: ClassVar = [
            models.Index(fields=["complaint", "id"], name="contact_of_complaint"),
            models.Index(fields=["id"], name="contact_ungrouped", condition=Q(grouped_at__isnull=True)),
            models.Index(fields=["sender_index"], name="contact_sender", condition=~Q(sender_index="")),
            models.Index(
                fields=["exhibit_id"], name="contact_of_exhibit", condition=Q(exhibit_id__isnull=False)
            ),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["complaint", "fingerprint"],
                condition=Q(fingerprint__isnull=False),
                name="contact_once_a_complaint",
            ),
            models.UniqueConstraint(
                fields=["complaint", "form"], condition=Q(form__isnull=False), name="contact_once_a_form"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_channel_display()} {self.sender}".strip()
