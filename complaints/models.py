"""What happened: drafts, complaints, the people in them, single messages and calls, who may see them, the ledger."""

import uuid
from datetime import datetime
from typing import ClassVar

import pgtrigger
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import BooleanField, Exists, F, Func, OuterRef, Q, Value
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.actors import Actor
from accounts.fields import EncryptedTextField
from complaints.search import bigram_query


class Kind(models.TextChoices):
    HARASSMENT = "harassment", _("骚扰短信和电话")
    SECOND_HAND_NUMBER = "second_hand_number", _("二次号（别人用过的号码）")
    FAKE_COLLECTION = "fake_collection", _("不实催收")


class Situation(models.TextChoices):
    """The known situations; the slugs are part of the contract."""

    NO_CONSENT = "no_consent", _("没有同意就发来广告")
    OPTOUT_IGNORED = "optout_ignored", _("退订后仍然发来")
    NO_WORKING_OPTOUT = "no_working_optout", _("没有退订办法，或者退订要收费、不起作用")
    BUNDLED_CONSENT = "bundled_consent", _("默认勾选或者捆绑同意")
    SENDER_HIDDEN = "sender_hidden", _("看不出是谁发来的")
    DATA_SHARED = "data_shared", _("我的信息被转给了别人")
    BOMBING = "bombing", _("短时间大量轰炸")
    NUISANCE_CALLS = "nuisance_calls", _("骚扰电话")
    PROFILING = "profiling", _("被画像后定向营销")
    NUMBER_NOT_DISCLOSED = "number_not_disclosed", _("办理时没有告诉我是二次号")
    FREEZE_BROKEN = "freeze_broken", _("号码冻结期不够就放出来")
    RESIDUAL_CHARGE = "residual_charge", _("替前机主的业务扣费")
    NUMBER_MISLABELLED = "number_mislabelled", _("号码被软件错误标记")
    ACCOUNT_BOUND = "account_bound", _("号码还绑着别人的账号")
    FORMER_HOLDER_PURSUED = "former_holder_pursued", _("来找前机主的催收和骚扰")
    ACCOUNT_TAKEN_OVER = "account_taken_over", _("我的旧号码被新机主用来登录我的账号")
    WRONG_REGISTRANT = "wrong_registrant", _("号码登记在别人名下")
    SIM_SWAP = "sim_swap", _("被人冒名补卡")
    CANCELLATION_FEE = "cancellation_fee", _("销号要收违约金，或者不让销号")
    NO_DEBT = "no_debt", _("我根本没有这笔债")
    OTHERS_DEBT = "others_debt", _("那是别人的债")
    CONTACTS_HARASSED = "contacts_harassed", _("骚扰我的亲友、同事")
    THREATS_IMPERSONATION = "threats_impersonation", _("威胁、辱骂，或者冒充公检法、律师")
    AMOUNT_WRONG = "amount_wrong", _("金额不对或者已经还清")
    DATA_SOURCE_UNLAWFUL = "data_source_unlawful", _("不知道他们从哪里得到我的信息")
    FREQUENCY_HOURS = "frequency_hours", _("催收过于频繁或者在深夜")
    SCAM = "scam", _("像是诈骗")


SITUATIONS_OF_KIND: dict[str, tuple[Situation, ...]] = {
    Kind.HARASSMENT: tuple(Situation)[0:9],
    Kind.SECOND_HAND_NUMBER: tuple(Situation)[9:19],
    Kind.FAKE_COLLECTION: tuple(Situation)[19:27],
}


class DraftQuerySet(models.QuerySet["Draft"]):
    def visible_to(self, actor: Actor) -> "DraftQuerySet":
        """Only to who holds its code or is signed in as its owner."""
        mine = Q(code_digest__in=actor.codes)
        if actor.user is not None:
            mine |= Q(owner=actor.user)
        return self.filter(mine, expires_at__gt=timezone.now())

    def expired(self, at: datetime) -> "DraftQuerySet":
        return self.filter(expires_at__lte=at)


class Draft(models.Model):
    """A complaint in the making. Its id becomes the id of the complaint, so nothing taken in before has to move."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    code_digest = models.CharField(max_length=64, unique=True)
    code = EncryptedTextField()  # shown again to who holds the draft already
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, null=True, blank=True, related_name="drafts"
    )
    answers = EncryptedTextField()  # JSON: step → answers
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    expires_at = models.DateTimeField(db_index=True)

    objects = DraftQuerySet.as_manager()

    class Meta:
        verbose_name = _("草稿")
        verbose_name_plural = _("草稿")

    def __str__(self) -> str:
        return str(self.id)


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
        words = words.strip()
        if not words:
            return self
        found = self.filter(searchable__icontains=words)
        pairs = bigram_query(words)
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
    append_only_except = ("state", "owner_id")

    class State(models.TextChoices):
        FILED = "filed", _("已登记，尚未发出")
        IN_PROGRESS = "in_progress", _("已发出，处理中")
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
    facts = models.JSONField(_("事实"))
    region = models.CharField(_("地区（GB/T 2260）"), max_length=6, blank=True)
    event_first = models.DateField(_("最早发生"))
    event_last = models.DateField(_("最近发生"))
    filed_at = models.DateTimeField(_("登记时间"))
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

    @property
    def complainant(self) -> "Party":
        """Who complains; raises Party.DoesNotExist never, as filing writes one."""
        return next(party for party in self.parties.all() if party.role == Party.Role.COMPLAINANT)

    @property
    def respondents(self) -> list["Party"]:
        return [party for party in self.parties.all() if party.role != Party.Role.COMPLAINANT]


class NumberSeries(models.Model):
    """The last number given in a year: one row, locked by the transaction that takes the next."""

    year = models.PositiveSmallIntegerField(primary_key=True)
    last = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("编号")
        verbose_name_plural = _("编号")

    def __str__(self) -> str:
        return f"{self.year}: {self.last}"


class Party(models.Model):
    """Someone in the case. The complainant's identity is encrypted; a respondent is named in the open."""

    class Role(models.TextChoices):
        COMPLAINANT = "complainant", _("投诉人")
        CONTENT_PROVIDER = "content_provider", _("内容提供者（商家、催收方）")
        SERVICE_PROVIDER = "service_provider", _("短信服务提供者")
        OPERATOR = "operator", _("电信运营商")
        PLATFORM = "platform", _("平台")
        PRINCIPAL = "principal", _("委托方")
        AGENT = "agent", _("代理")
        PERSON = "person", _("个人")
        UNKNOWN = "unknown", _("还不知道是谁")

    complaint = models.ForeignKey(Complaint, models.CASCADE, related_name="parties")
    role = models.CharField(_("角色"), max_length=20, choices=Role.choices)
    organisation_name = models.CharField(_("名称"), max_length=200, blank=True)
    uscc = models.CharField(_("统一社会信用代码"), max_length=18, blank=True)
    region = models.CharField(_("地区（GB/T 2260）"), max_length=6, blank=True)
    licensed_lender = models.BooleanField(_("持牌金融机构"), null=True, blank=True)
    name = EncryptedTextField(_("姓名"), blank=True)
    phone = EncryptedTextField(_("电话"), blank=True)
    phone_index = models.CharField(max_length=64, blank=True, db_index=True)
    email = EncryptedTextField(_("电子邮箱"), blank=True)
    id_number = EncryptedTextField(_("身份证号"), blank=True)
    address = EncryptedTextField(_("通讯地址"), blank=True)

    class Meta:
        verbose_name = _("当事人")
        verbose_name_plural = _("当事人")
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["complaint"], condition=Q(role="complainant"), name="one_complainant_a_complaint"
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_role_display()} {self.organisation_name}".strip()


class Contact(models.Model):
    """One message or call, as received."""

    class Channel(models.TextChoices):
        SMS = "sms", _("短信")
        MMS = "mms", _("彩信")
        CALL = "call", _("电话")
        APP = "app", _("应用内消息")
        EMAIL = "email", _("电子邮件")

    complaint = models.ForeignKey(Complaint, models.CASCADE, related_name="contacts")
    channel = models.CharField(_("方式"), max_length=5, choices=Channel.choices)
    sender = models.CharField(_("发送号码"), max_length=64, blank=True)
    received_on = models.DateField(_("收到日期"), null=True, blank=True)
    received_at = models.DateTimeField(_("收到时间"), null=True, blank=True)
    text = models.TextField(_("全文"), blank=True)
    reading = models.JSONField(_("读出的内容"), default=dict, blank=True)

    class Meta:
        verbose_name = _("联系记录")
        verbose_name_plural = _("联系记录")
        ordering: ClassVar = ["pk"]

    def __str__(self) -> str:
        return f"{self.get_channel_display()} {self.sender}".strip()


class AccessQuerySet(models.QuerySet["Access"]):
    def in_force(self, at: datetime | None = None) -> "AccessQuerySet":
        at = at or timezone.now()
        return self.filter(Q(until__isnull=True) | Q(until__gt=at), since__lte=at)

    def of(self, actor: Actor) -> "AccessQuerySet":
        who = Q(pk__in=[])
        if actor.user is not None:
            who |= Q(user=actor.user)
        if actor.organisation_ids:
            who |= Q(organisation_id__in=actor.organisation_ids)
        if actor.codes:
            who |= Q(code_digest__in=actor.codes)
        return self.filter(who)


class Access(models.Model):
    """Who may see a complaint, from when, until when, and why. Sending and sharing write rows; nothing else opens a case."""

    append_only = True  # a grant is ended, never removed
    append_only_except = ("exhibits", "until")

    class Why(models.TextChoices):
        OWNER = "owner", _("本人")
        CODE = "code", _("持有案件码")
        SENT = "sent", _("已向该机构提交")
        SHARED = "shared", _("本人授权")

    complaint = models.ForeignKey(Complaint, models.CASCADE, related_name="access")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, null=True, blank=True, related_name="+"
    )
    organisation = models.ForeignKey(
        "accounts.Organisation", models.CASCADE, null=True, blank=True, related_name="+"
    )
    code_digest = models.CharField(max_length=64, blank=True)
    code = EncryptedTextField(blank=True)  # shown again to who holds the case already
    why = models.CharField(max_length=8, choices=Why.choices)
    since = models.DateTimeField()
    until = models.DateTimeField(null=True, blank=True)
    granted_by = models.CharField(max_length=40)
    # The files that this opens: None for all of the case, now and later; a list for what was sent, and no more.
    exhibits = ArrayField(models.UUIDField(), null=True, blank=True)

    objects = AccessQuerySet.as_manager()

    class Meta:
        verbose_name = _("查阅权限")
        verbose_name_plural = _("查阅权限")
        indexes: ClassVar = [
            models.Index(fields=["organisation", "complaint"], name="access_organisation"),
            models.Index(fields=["user", "complaint"], name="access_user"),
            models.Index(fields=["code_digest"], name="access_code", condition=~Q(code_digest="")),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="access_has_one_subject",
                condition=(
                    Q(user__isnull=False, organisation__isnull=True, code_digest="")
                    | Q(user__isnull=True, organisation__isnull=False, code_digest="")
                    | (Q(user__isnull=True, organisation__isnull=True) & ~Q(code_digest=""))
                ),
            )
        ]

    def __str__(self) -> str:
        return f"{self.complaint_id} · {self.why}"


class Receipt(models.Model):
    """The signed receipt of a filing: the payload is kept as the very text that was signed."""

    append_only = True

    complaint = models.OneToOneField(Complaint, models.PROTECT, related_name="receipt")
    code = models.CharField(max_length=26, unique=True)
    payload = models.TextField()
    signature = models.CharField(max_length=88)  # base64url of 64 bytes
    key_id = models.CharField(max_length=16)
    issued_at = models.DateTimeField()

    class Meta:
        verbose_name = _("回执")
        verbose_name_plural = _("回执")
        triggers: ClassVar = [
            pgtrigger.Protect(name="receipt_frozen", operation=pgtrigger.Update | pgtrigger.Delete)
        ]

    def __str__(self) -> str:
        return self.code


class Act(models.TextChoices):
    """What the ledger can record; the labels are what the complainant reads in the timeline."""

    EXHIBIT_RECEIVED = "exhibit_received", _("收到证据文件")
    COPY_MADE = "copy_made", _("已生成查看副本")
    EXHIBIT_READ = "exhibit_read", _("工作人员查看证据")
    EXHIBIT_ERASED = "exhibit_erased", _("证据内容已依法删除")
    COMPLAINT_FILED = "complaint_filed", _("投诉已登记")
    COMPLAINT_WITHDRAWN = "complaint_withdrawn", _("投诉已撤回")
    STATE_CHANGED = "state_changed", _("投诉状态变化")
    ASSESSED = "assessed", _("对照法律")
    ASSESSMENT_OVERRULED = "assessment_overruled", _("律师更正法律意见")
    CONSENT_GIVEN = "consent_given", _("同意提供给接收方")
    CONSENT_WITHDRAWN = "consent_withdrawn", _("撤回同意")
    FILING_PREPARED = "filing_prepared", _("材料已备好")
    FILING_SENDING = "filing_sending", _("开始发送")
    FILING_ATTEMPTED = "filing_attempted", _("一次发送尝试")
    FILING_MOVED = "filing_moved", _("办理进展")
    ACKNOWLEDGED = "acknowledged", _("对方已确认收到")
    QUESTION_ASKED = "question_asked", _("要求补充说明")
    ANSWER_GIVEN = "answer_given", _("投诉人已答复")
    NOTE_ADDED = "note_added", _("内部备注")
    ASSIGNED = "assigned", _("分派经办人")
    CASE_READ = "case_read", _("工作人员查看案件")
    SHARED = "shared", _("授权查阅")
    SHARE_ENDED = "share_ended", _("结束授权")
    EXPORTED = "exported", _("导出案卷")


class LedgerEntry(models.Model):
    """One line of the custody record; see ``complaints.ledger``. Written by ``append_entry``, changed by nobody."""

    append_only = True

    # No database constraint: the record starts with the first file, which may come before the filing.
    complaint = models.ForeignKey(
        Complaint, models.DO_NOTHING, db_constraint=False, related_name="ledger", db_index=False
    )
    sequence = models.PositiveIntegerField()
    at = models.DateTimeField()
    actor = models.CharField(max_length=40)
    act = models.CharField(max_length=24, choices=Act.choices)
    detail = models.JSONField(default=dict)
    previous = models.CharField(max_length=71)
    digest = models.CharField(max_length=71)

    class Meta:
        verbose_name = _("存证记录")
        verbose_name_plural = _("存证记录")
        ordering: ClassVar = ["complaint", "sequence"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["complaint", "sequence"], name="ledger_one_entry_a_place"),
        ]
        triggers: ClassVar = [
            pgtrigger.Protect(name="ledger_frozen", operation=pgtrigger.Update | pgtrigger.Delete)
        ]

    def __str__(self) -> str:
        return f"{self.sequence} {self.act}"

    def who(self, owner_id: int | None) -> str:
        """Who acted, in a word for people; the record itself holds a reference only."""
        if self.actor in ("holder", "visitor") or (owner_id and self.actor == f"user:{owner_id}"):
            return str(_("投诉人"))
        return str(_("平台自动")) if self.actor.startswith("system:") else str(_("工作人员或律师"))
