"""The answer: whom a complaint is sent to, what was sent, how it went, what came back, what was exported."""

import uuid
from datetime import datetime
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from accounts.actors import Actor
from accounts.fields import EncryptedTextField
from complaints.models import Access, AccessQuerySet, Complaint
from filings.moves import GONE_OUT, State


def whole_case(actor: Actor) -> AccessQuerySet:
    """The accesses by which this actor sees a case as its owner does: their own, by its code, or shared by them."""
    return Access.objects.in_force().of(actor).exclude(why=Access.Why.SENT)


class Way(models.TextChoices):
    """How a filing travels."""

    DESK = "desk", _("送到本平台上的办案台")
    EMAIL = "email", _("电子邮件")
    HAND = "hand", _("本人递交或在官网填写")


class Document(models.TextChoices):
    """What the complainant sends."""

    LETTER = "letter", _("投诉信、举报信或申诉书")
    CLAIM = "claim", _("民事起诉状")


class RecipientQuerySet(models.QuerySet["Recipient"]):
    def reachable(self, channel: str, region: str = "") -> "RecipientQuerySet":
        """Active recipients of a channel: the complainant's province first, those without a region always."""
        everywhere = Q(region="") | Q(region__startswith=region[:2]) if region else Q()
        return self.filter(everywhere, channel=channel, active=True).order_by("-region", "pk")


class Recipient(models.Model):
    """Somebody that a channel ends at: an authority, a court, an operator, a company."""

    name = models.CharField(_("名称"), max_length=200)
    channel = models.CharField(_("渠道"), max_length=24, db_index=True)  # a channel of legal/corpus/channels
    way = models.CharField(_("送达方式"), max_length=5, choices=Way.choices)
    organisation = models.ForeignKey(
        "accounts.Organisation", models.PROTECT, null=True, blank=True, verbose_name=_("本平台上的机构")
    )
    email = models.EmailField(_("电子邮箱"), blank=True)
    contact = models.CharField(_("联系方式"), max_length=300)
    address = models.CharField(_("地址"), max_length=300, blank=True)
    website = models.URLField(_("官方网址"), blank=True)
    region = models.CharField(_("地区（GB/T 2260）"), max_length=6, blank=True)
    active = models.BooleanField(_("启用"), default=True)

    objects = RecipientQuerySet.as_manager()

    class Meta:
        verbose_name = _("接收方")
        verbose_name_plural = _("接收方")
        ordering: ClassVar = ["channel", "name"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["channel", "name"], name="recipient_once_a_channel"),
            models.CheckConstraint(
                name="recipient_can_be_reached",
                condition=(
                    Q(way="desk", organisation__isnull=False)
                    | (Q(way="email") & ~Q(email=""))
                    | Q(way="hand")
                ),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class FilingQuerySet(models.QuerySet["Filing"]):
    def visible_to(self, actor: Actor) -> "FilingQuerySet":
        """Who may see the whole case sees all its filings; an organisation sees what was sent to it, once it was."""
        return self.filter(
            Exists(whole_case(actor).filter(complaint=OuterRef("complaint_id")))
            | Q(pk__in=self.model.objects.at_desk(actor))
        )

    def at_desk(self, actor: Actor) -> "FilingQuerySet":
        """What lies on the desks of this actor's organisations: sent there, whatever became of it since."""
        return self.filter(organisation_id__in=actor.organisation_ids, sent_at__isnull=False)

    def open(self) -> "FilingQuerySet":
        """Someone else's turn: with the recipient and not answered yet."""
        return self.filter(state__in=[State.SENT, State.ACKNOWLEDGED, State.ACCEPTED])

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
    way = models.CharField(_("送达方式"), max_length=5, choices=Way.choices)
    consent = models.OneToOneField("accounts.Consent", models.PROTECT, related_name="filing")
    assessment = models.ForeignKey("legal.Assessment", models.PROTECT, related_name="filings")
    state = models.CharField(_("状态"), max_length=12, choices=State.choices, default=State.PREPARED)
    document = models.CharField(_("文书"), max_length=6, choices=Document.choices, default=Document.LETTER)
    content = EncryptedTextField()  # canonical JSON: exactly the fields that leave, as consented
    content_digest = models.CharField(max_length=71)
    exhibits = models.JSONField(default=list)  # ids of the exhibits that go with it, in order
    mail = models.OneToOneField(
        "evidence.Sealed", models.PROTECT, null=True, blank=True, related_name="+"
    )  # the very bytes that every attempt by e-mail sends
    prepared_at = models.DateTimeField(_("备好时间"))
    sent_at = models.DateTimeField(_("发出时间"), null=True, blank=True)
    answered_at = models.DateTimeField(_("对方答复时间"), null=True, blank=True)  # refused or decided
    waiting_since = models.DateTimeField(_("等待投诉人答复，自"), null=True, blank=True)
    decision = models.TextField(_("处理结果"), blank=True)
    assigned_to = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("经办人"),
    )
    due_on = models.DateField(
        _("应答日"), null=True, blank=True
    )  # the nearest unmet Deadline, kept for the queue

    objects = FilingQuerySet.as_manager()

    class Meta:
        verbose_name = _("办件")
        verbose_name_plural = _("办件")
        indexes: ClassVar = [
            models.Index(fields=["organisation", "-sent_at", "-id"], name="filing_desk_newest"),
            models.Index(fields=["organisation", "state", "-sent_at", "-id"], name="filing_desk_state"),
            # Open work, the nearest day first and what has no day last: the desk reads its pages off this index.
            models.Index(
                fields=["organisation", "due_on", "-sent_at", "-id"],
                name="filing_desk_due",
                condition=Q(state__in=["sent", "acknowledged", "accepted"]),
            ),
            models.Index(
                fields=["organisation", "-sent_at", "-id"],
                name="filing_desk_waiting",
                condition=Q(waiting_since__isnull=False),
            ),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(state__in=State.values), name="filing_state_known"),
            # The same case goes to the same recipient once; what was withdrawn or refused may be sent anew.
            models.UniqueConstraint(
                fields=["complaint", "recipient"],
                condition=~Q(state__in=["withdrawn", "refused", "closed"]),
                name="filing_once_a_recipient",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.complaint_id} → {self.recipient_id}"

    @property
    def gone_out(self) -> bool:
        """Whether the recipient has it, or may have it."""
        return self.state in GONE_OUT


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


class DeliveryQuerySet(models.QuerySet["Delivery"]):
    def due(self, at: datetime) -> "DeliveryQuerySet":
        return self.filter(state=Delivery.State.WAITING, due_at__lte=at)

    def abandoned(self, at: datetime) -> "DeliveryQuerySet":
        """Attempts whose worker vanished: the lease is over and nobody wrote how it ended."""
        return self.filter(state=Delivery.State.SENDING, lease_until__lt=at)


class Delivery(models.Model):
    """The outbox: one row an attempt, written before anything is sent; the raw answer stays."""

    class State(models.TextChoices):
        WAITING = "waiting", _("等待")
        SENDING = "sending", _("发送中")
        DONE = "done", _("已送出")
        FAILED = "failed", _("失败")
        UNKNOWN = "unknown", _("结果不明")
        CANCELLED = "cancelled", _("已取消")

    filing = models.ForeignKey(Filing, models.CASCADE, related_name="deliveries")
    attempt = models.PositiveSmallIntegerField()  # over the filing's whole life
    tries = models.PositiveSmallIntegerField(default=1)  # since somebody last asked for sending
    idempotency_key = models.UUIDField()  # the filing's id: every attempt carries the same
    state = models.CharField(max_length=9, choices=State.choices, default=State.WAITING)
    due_at = models.DateTimeField()
    lease_until = models.DateTimeField(null=True, blank=True)
    started_at = models.DateTimeField(null=True, blank=True)
    handed_over_at = models.DateTimeField(
        null=True, blank=True
    )  # set just before the bytes that commit the other side
    finished_at = models.DateTimeField(null=True, blank=True)
    answer = models.TextField(blank=True)  # the other side's words, raw
    error = models.TextField(blank=True)

    objects = DeliveryQuerySet.as_manager()

    class Meta:
        verbose_name = _("发送记录")
        verbose_name_plural = _("发送记录")
        ordering: ClassVar = ["filing", "attempt"]
        indexes: ClassVar = [
            models.Index(fields=["due_at"], name="delivery_due", condition=Q(state="waiting")),
            models.Index(fields=["lease_until"], name="delivery_lease", condition=Q(state="sending")),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["filing", "attempt"], name="delivery_attempt_once"),
            models.UniqueConstraint(
                fields=["filing"],
                condition=Q(state__in=["waiting", "sending"]),
                name="delivery_one_at_a_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.filing_id} #{self.attempt}"


class Acknowledgement(models.Model):
    """Proof that the other side has it: a server's answer, a desk's receipt, a number the complainant was given."""

    append_only = True

    class Source(models.TextChoices):
        SERVER = "server", _("收件服务器的回答")
        DESK = "desk", _("办案台签收")
        COMPLAINANT = "complainant", _("投诉人登记")

    filing = models.ForeignKey(Filing, models.CASCADE, related_name="acknowledgements")
    source = models.CharField(max_length=12, choices=Source.choices)
    reference = models.CharField(_("对方编号"), max_length=200, blank=True)
    at = models.DateTimeField()
    recorded_by = models.CharField(max_length=40)

    class Meta:
        verbose_name = _("回执")
        verbose_name_plural = _("回执")
        ordering: ClassVar = ["at"]

    def __str__(self) -> str:
        return self.reference or self.source


class Deadline(models.Model):
    """A day by which someone must answer, with the article that says so; no day, and why, when it cannot be known."""

    class Step(models.TextChoices):
        ACCEPTANCE = "acceptance", _("决定是否受理")
        ANSWER = "answer", _("作出处理、答复")

    filing = models.ForeignKey(Filing, models.CASCADE, related_name="deadlines")
    step = models.CharField(_("环节"), max_length=10, choices=Step.choices)
    what = models.CharField(_("事项"), max_length=200)
    due_on = models.DateField(_("期限"), null=True, blank=True)
    reason = models.CharField(_("未能计算的原因"), max_length=300, blank=True)
    provision = models.CharField(_("依据"), max_length=80, blank=True)
    counted_from = models.DateField(_("起算"))
    met_at = models.DateTimeField(_("完成"), null=True, blank=True)

    class Meta:
        verbose_name = _("期限")
        verbose_name_plural = _("期限")
        ordering: ClassVar = ["due_on"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(due_on__isnull=False) | ~Q(reason=""), name="deadline_has_a_day_or_a_reason"
            )
        ]

    def __str__(self) -> str:
        return f"{self.what} {self.due_on or ''}"


class Note(models.Model):
    """A word between the desk and the complainant, or inside the desk."""

    append_only = True

    class Kind(models.TextChoices):
        QUESTION = "question", _("向投诉人提问")
        ANSWER = "answer", _("投诉人答复")
        REASON = "reason", _("告知投诉人")
        INTERNAL = "internal", _("内部备注")

    filing = models.ForeignKey(Filing, models.CASCADE, related_name="notes")
    kind = models.CharField(max_length=8, choices=Kind.choices)
    text = EncryptedTextField()
    written_by = models.CharField(max_length=40)
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("往来")
        verbose_name_plural = _("往来")
        ordering: ClassVar = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.at:%Y-%m-%d}"


class NoticeQuerySet(models.QuerySet["Notice"]):
    def due(self, at: datetime) -> "NoticeQuerySet":
        return self.filter(state=Notice.State.WAITING, due_at__lte=at)


class Notice(models.Model):
    """A short mail that carries no case: news for the complainant, a withdrawn consent for a recipient.

    Sent at least once (the same Message-ID each time), unlike a filing. Its subject names nobody.
    """

    class Kind(models.TextChoices):
        PROGRESS = "progress", _("告知投诉人进展")
        CONSENT_WITHDRAWN = "consent_withdrawn", _("告知接收方同意已撤回")

    class State(models.TextChoices):
        WAITING = "waiting", _("等待")
        DONE = "done", _("已送出")
        FAILED = "failed", _("失败")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    filing = models.ForeignKey(Filing, models.CASCADE, related_name="notices")
    kind = models.CharField(max_length=17, choices=Kind.choices)
    to = EncryptedTextField()
    subject = models.CharField(max_length=200)
    body = EncryptedTextField()
    state = models.CharField(max_length=7, choices=State.choices, default=State.WAITING)
    created_at = models.DateTimeField()
    due_at = models.DateTimeField()  # put off while a worker has it and after each failure
    attempts = models.PositiveSmallIntegerField(default=0)
    finished_at = models.DateTimeField(null=True, blank=True)
    error = models.TextField(blank=True)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        verbose_name = _("通知邮件")
        verbose_name_plural = _("通知邮件")
        ordering: ClassVar = ["created_at"]
        indexes: ClassVar = [
            models.Index(fields=["due_at"], name="notice_due", condition=Q(state="waiting")),
        ]

    def __str__(self) -> str:
        return self.subject


class ExportQuerySet(models.QuerySet["Export"]):
    def visible_to(self, actor: Actor) -> "ExportQuerySet":
        """Who may see the whole case may have its bundles."""
        return self.filter(Exists(whole_case(actor).filter(complaint=OuterRef("complaint_id"))))

    def due(self, at: datetime) -> "ExportQuerySet":
        """Waiting, or taken by a worker that vanished."""
        return self.filter(
            Q(state=Export.State.WAITING) | Q(state=Export.State.BUILDING, lease_until__lt=at)
        ).order_by("requested_at")


class Export(models.Model):
    """One bundle: this frozen row determines every byte of it. Building it twice gives the same file."""

    append_only = True  # the order is frozen; only how far it is changes
    append_only_except = (
        "state", "done", "total", "lease_until", "attempts", "error", "sealed_id", "sha256", "finished_at",
    )  # fmt: skip

    class State(models.TextChoices):
        WAITING = "waiting", _("等待")
        BUILDING = "building", _("生成中")
        DONE = "done", _("已完成")
        FAILED = "failed", _("失败")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    complaint = models.ForeignKey(Complaint, models.PROTECT, related_name="exports")
    requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="exports"
    )
    actor = models.CharField(max_length=40)
    requested_at = models.DateTimeField()
    ledger_head = models.CharField(max_length=71)
    ledger_length = models.PositiveIntegerField()
    recipient = models.CharField(_("提供给"), max_length=200, default="")  # as printed on the cover
    exhibits = models.JSONField()  # ids in order
    key_id = models.CharField(max_length=16)
    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITING)
    done, total = models.PositiveIntegerField(default=0), models.PositiveIntegerField(default=0)
    lease_until = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    error = models.TextField(blank=True)
    sealed = models.OneToOneField("evidence.Sealed", models.PROTECT, null=True, blank=True, related_name="+")
    sha256 = models.CharField(max_length=71, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    objects = ExportQuerySet.as_manager()

    class Meta:
        verbose_name = _("案卷导出")
        verbose_name_plural = _("案卷导出")
        ordering: ClassVar = ["-requested_at"]

    def __str__(self) -> str:
        return f"{self.complaint_id} {self.requested_at:%Y-%m-%d}"
