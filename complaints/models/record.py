"""What stays as it was written: the receipt and the ledger."""

from collections.abc import Collection, Iterable
from functools import cache
from typing import Any, ClassVar

import pgtrigger
from django.contrib.postgres.indexes import BrinIndex
from django.db import models
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from accounts.actors import BY_KEY
from accounts.models import Consent
from complaints.models.complaints import Complaint
from complaints.models.intakes import CameBy


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
    CONTACTS_IMPORTED = "contacts_imported", _("从手机备份收入联系记录")
    CONTACTS_REMOVED = "contacts_removed", _("移除从手机备份收入的联系记录")
    SCREENSHOT_KEPT = "screenshot_kept", _("从截图收入联系记录")
    SCREENSHOT_REMOVED = "screenshot_removed", _("移除从截图收入的联系记录")
    COMPLAINT_FILED = "complaint_filed", _("投诉已登记")
    COMPLAINT_WITHDRAWN = "complaint_withdrawn", _("投诉已撤回")
    STATE_CHANGED = "state_changed", _("投诉状态变化")
    CONTACTS_ADDED = "contacts_added", _("登记：还在继续，加了短信或者通话")
    OUTCOME_RECORDED = "outcome_recorded", _("登记：后来怎样")
    FACTS_RECOUNTED = "facts_recounted", _("把登记以后数出的次数和日期写进法律对照")
    FACTS_STATED = "facts_stated", _("补充或更正所说的事实、资料")
    PARTICULARS_FILLED = "particulars_filled", _("律师代填材料上要写的")
    ASSESSED = "assessed", _("对照法律")
    ASSESSMENT_OVERRULED = "assessment_overruled", _("更正法律意见")
    CONSENT_GIVEN = "consent_given", _("同意提供给接收方")
    CONSENT_WITHDRAWN = "consent_withdrawn", _("撤回同意")
    WITHDRAWAL_SEEN = "withdrawal_seen", _("接收方已知悉撤回")
    KEPT_ON_BASIS = "kept_on_basis", _("接收方写明继续保存的法律依据和期限")
    FILING_PREPARED = "filing_prepared", _("材料已备好")
    FILING_SENDING = "filing_sending", _("开始发送")
    FILING_ATTEMPTED = "filing_attempted", _("一次发送尝试")
    FILING_MOVED = "filing_moved", _("办理进展")
    PAPER_BEGUN = "paper_begun", _("起草文书")
    PAPER_EDITED = "paper_edited", _("修改文书")
    PAPER_ASKED = "paper_asked", _("请投诉人确认文书")
    PAPER_APPROVED = "paper_approved", _("投诉人确认了文书的一个版本")
    PAPER_DISCARDED = "paper_discarded", _("文书稿不用了")
    COURT_DAY_SET = "court_day_set", _("记下开庭、举证的日子")
    COURT_DAY_TAKEN_BACK = "court_day_taken_back", _("收回开庭、举证的日子")
    SUPPLEMENT_PREPARED = "supplement_prepared", _("补充材料已备好")
    SUPPLEMENT_MOVED = "supplement_moved", _("补充材料的进展")
    SUPPLEMENT_SEEN = "supplement_seen", _("对方确认看过补充材料")
    DEADLINES_RECOUNTED = "deadlines_recounted", _("按放假安排重新计算期限")
    ACKNOWLEDGED = "acknowledged", _("记下送到的凭据")
    DEADLINES_RESTARTED = "deadlines_restarted", _("补正以后，期限重新起算")
    KEEPING_ASKED = "keeping_asked", _("登记：已要求对方保存记录")
    QUESTION_ASKED = "question_asked", _("要求补充说明")
    QUESTION_RECORDED = "question_recorded", _("登记：对方要求补充")
    ANSWER_GIVEN = "answer_given", _("投诉人已答复")
    ANSWER_RECORDED = "answer_recorded", _("经办人记录投诉人的口头答复")
    CALLED_BACK = "called_back", _("办理机构回访")
    DECISION_CORRECTED = "decision_corrected", _("更正处理结果")
    APPROVAL_ASKED = "approval_asked", _("请同事复核")
    APPROVAL_SETTLED = "approval_settled", _("同事复核了")
    PERIOD_EXTENDED = "period_extended", _("延长期限")
    PERIOD_PAUSED = "period_paused", _("期限暂停计算")
    PERIOD_RESUMED = "period_resumed", _("期限恢复计算")
    FILE_GIVEN = "file_given", _("给投诉人文件")
    LETTER_NUMBERED = "letter_numbered", _("文书取了文号，等盖章")
    LETTER_ISSUED = "letter_issued", _("发出文书")
    LETTER_VOIDED = "letter_voided", _("文书没有发出，文号作废")
    LETTER_SERVED = "letter_served", _("登记文书的送达")
    MEDIATION_ANSWERED = "mediation_answered", _("投诉人对调解的决定")
    MEDIATION_MOVED = "mediation_moved", _("调解的进展")
    REFERRAL_MOVED = "referral_moved", _("移交立案的进展")
    TASK_SET = "task_set", _("记下要办的事")
    TASK_DONE = "task_done", _("要办的事办完")
    NOTE_ADDED = "note_added", _("内部备注")
    ASSIGNED = "assigned", _("分派经办人")
    RECUSED = "recused", _("工作人员声明回避，不再看、不再办")
    IDENTITY_ASKED = "identity_asked", _("工作人员写明需要，请求看投诉人身份")
    IDENTITY_OPENED = "identity_opened", _("工作人员打开了投诉人身份")
    IDENTITY_DECLINED = "identity_declined", _("没有同意打开投诉人身份")
    RECUSAL_LIFTED = "recusal_lifted", _("回避解除")
    CASE_READ = "case_read", _("工作人员查看案件")
    SHARED = "shared", _("授权查阅")
    SHARE_ACCEPTED = "share_accepted", _("对方接受授权")
    SHARE_DECLINED = "share_declined", _("对方没有接受授权")
    SHARE_GIVEN_BACK = "share_given_back", _("律师结束代理，不再能看")
    COUNSEL_ASKED = "counsel_asked", _("开了请律师的链接")
    COUNSEL_LINK_ENDED = "counsel_link_ended", _("请律师的链接作废")
    CONFLICT_CHECKED = "conflict_checked", _("律所查利益冲突，看到了双方的姓名、名称")
    SHARE_SUSPENDED = "share_suspended", _("授权暂停：对方的任职或者所在机构有变化")
    SHARE_CONFIRMED = "share_confirmed", _("确认继续授权")
    SHARE_ENDED = "share_ended", _("结束授权")
    EXPORTED = "exported", _("导出案卷")
    CODE_REPLACED = "code_replaced", _("换了案件码，原来的码不能再用")
    TAKEN_OVER = "taken_over", _("投诉转入账号，案件码不能再用")
    ACCOUNT_LEFT = "account_left", _("账号注销，投诉退出账号")
    HELP_ASKED = "help_asked", _("请本人确认由别人帮忙")
    HELP_CONFIRMED = "help_confirmed", _("本人确认由别人帮忙")
    HELP_AUTHORISED = "help_authorised", _("登记：有本人签字的授权书")
    HELP_REFUSED = "help_refused", _("本人不要别人帮忙")
    HELP_ENDED = "help_ended", _("帮忙结束")
    CHILD_ASKED = "child_asked", _("请孩子本人接手")
    CHILD_TOOK_OVER = "child_took_over", _("孩子本人接手，监护人不再能同意")
    NEWS_BEGUN = "news_begun", _("开通一种通知方式")
    NEWS_ENDED = "news_ended", _("停用一种通知方式")
    TEXT_KEPT = "text_kept", _("同意把遮住的短信留给本平台学习")
    TEXT_DELETED = "text_deleted", _("删除留给本平台学习的短信")
    WAY_BACK_ENDED = "way_back_ended", _("找回链接作废：电话填错的次数到了上限")


_LABELS = dict(Act.choices)

READ = {
    "case": _("投诉全文"),
    "filing": _("收到的材料"),
    "contacts": _("短信和通话"),
    "ledger": _("存证记录"),
    "law": _("法律意见"),
    "self-help": _("自助办法"),
    "document": _("文书"),
    "days": _("开庭、举证的日子"),
    "export": _("案卷"),
    "list": _("列入导出的清单，不含姓名"),
    "named-list": _("列入导出的清单，含投诉人姓名"),
    "case-list": _("列入律师导出的案件清单，含姓名"),
    "clean": _("查看副本"),
    "thumbnail": _("缩略图"),
    "waveform": _("声音波形"),
    "page": _("页面图片"),
    "text": _("文字内容"),
    "lines": _("识别出的文字"),
    "redacted": _("遮盖副本"),
    "redacted_top": _("遮盖副本的缩略图"),
    "original": _("原件"),
}


# Who says that something arrived; the sources of ``filings.models.Acknowledgement``.
SAID_BY = {
    "server": _("收件服务器的回答"),
    "desk": _("办案台，系统自动记下"),
    "complainant": _("投诉人登记"),
}

# The media of ``complaints.models.Subscription``.
MEDIA = {
    "mail": _("电子邮件"),
    "push": _("浏览器推送"),
    "text": _("短信"),
    "calendar": _("日历"),
}

# The kinds of ``complaints.models.Outcome``.
OUTCOMES = {
    "stopped": _("停了"),
    "money": _("对方退了钱、赔了钱"),
    "settled": _("和对方和解了"),
}

# Why a text that was kept to learn from was deleted.
WHY_DELETED = {
    "asked": _("投诉人不再同意"),
    "over": _("到期"),
    "off": _("本平台不再留短信学习"),
    "child": _("投诉改由监护人代理"),
    "erased": _("短信所在的文件已删除"),
}

# What a complainant alone can do (``owns``): whoever did one of these in a case is its complainant, by whatever account.
OWN_ACTS = (
    Act.COMPLAINT_FILED,
    Act.COMPLAINT_WITHDRAWN,
    Act.CONSENT_GIVEN,
    Act.CONSENT_WITHDRAWN,
    Act.FILING_PREPARED,
    Act.ANSWER_GIVEN,
    Act.MEDIATION_ANSWERED,
    Act.CODE_REPLACED,
    Act.TAKEN_OVER,
    Act.ACCOUNT_LEFT,
    Act.HELP_CONFIRMED,
    Act.CHILD_ASKED,
    Act.CHILD_TOOK_OVER,
    Act.FACTS_STATED,
    Act.SUPPLEMENT_PREPARED,
    Act.QUESTION_RECORDED,
    Act.PAPER_APPROVED,
    Act.CONTACTS_ADDED,
    Act.OUTCOME_RECORDED,
    Act.NEWS_BEGUN,
    Act.NEWS_ENDED,
    Act.COUNSEL_ASKED,
    Act.TEXT_KEPT,
)


# In the place of who helps, in what the ledger keeps of an act: somebody at a desk entered it for the complainant.
BY_DESK = "desk"

# What who helps with a case alone can do.
HELPERS_ACTS = (Act.HELP_ASKED, Act.HELP_AUTHORISED)

# Each about one version of a paper.
_OF_PAPERS = (
    Act.PAPER_BEGUN,
    Act.PAPER_EDITED,
    Act.PAPER_ASKED,
    Act.PAPER_APPROVED,
    Act.PAPER_DISCARDED,
)


@cache
def _label(act: str, _language: str | None) -> str:
    return str(_LABELS.get(act, act))


# By who did one of these the complainant is known.
TELLING_ACTS = (*OWN_ACTS, *HELPERS_ACTS)


class Complainants(frozenset[str]):
    """The labels of the complainant of a case; beside them those of who helps with it."""

    helpers: frozenset[str] = frozenset()


class LedgerEntryQuerySet(models.QuerySet["LedgerEntry"]):
    def complainants(
        self, complaint: Complaint, entries: "Iterable[LedgerEntry] | None" = None
    ) -> Complainants:
        """The labels under which the complainant of a case acts: by its code, by the account that filed, or by another
        account that was signed in when the code was given. ``entries`` are all of the case, where they are read anyway."""
        if entries is None:
            rows = self.filter(complaint=complaint, act__in=TELLING_ACTS).order_by()
            return complainants_of(complaint, rows.values_list("actor", "act", "detail__helper").distinct())
        return complainants_of(
            complaint, ((entry.actor, entry.act, entry.detail.get("helper")) for entry in entries)
        )


def complainants_of(complaint: Complaint, acts: Iterable[tuple[str, str, Any]]) -> Complainants:
    """The same of who did what, and for whom where they helped, of those ``TELLING_ACTS`` at least."""
    done = set(acts)
    # Who took a complaint down at a desk is neither: what else they do in it is an act of that desk.
    actors = {actor for actor, act, helper in done if act in OWN_ACTS and not helper}
    known = {"holder", "visitor", *(one for one in actors if not one.startswith("system:"))}
    found = Complainants(known | ({f"user:{complaint.owner_id}"} if complaint.owner_id else set()))
    helping = {actor for actor, act, helper in done if helper or act in HELPERS_ACTS}
    found.helpers = frozenset(helping - {actor for actor, _act, helper in done if helper == BY_DESK})
    return found


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

    objects = LedgerEntryQuerySet.as_manager()

    class Meta:
        verbose_name = _("存证记录")
        verbose_name_plural = _("存证记录")
        ordering: ClassVar = ["complaint", "sequence"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["complaint", "sequence"], name="ledger_one_entry_a_place"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["at"], name="ledger_erasures", condition=models.Q(act="exhibit_erased")),
            # Written in the order of time: what happened in some days, across cases, for next to no room.
            BrinIndex(fields=["at"], name="ledger_in_time", autosummarize=True),
        ]
        triggers: ClassVar = [
            pgtrigger.Protect(name="ledger_frozen", operation=pgtrigger.Update | pgtrigger.Delete)
        ]

    def __str__(self) -> str:
        return f"{self.sequence} {self.act}"

    def get_act_display(self) -> str:  # type: ignore[no-redef]
        """The label of this act alone: Django would say every act there is in the reader's language first, for each line."""
        return _label(self.act, get_language())

    def who(self, complainants: Collection[str], organisations: Iterable[str] = ()) -> str:
        """Who acted, in words for the complainant; the record itself holds references only.

        Of staff the names of the ``organisations`` that they acted for then; no person of theirs is named. Nobody is
        taken for the complainant but who is known to be.
        """
        helpers = complainants.helpers if isinstance(complainants, Complainants) else frozenset()
        if self.actor in helpers and (self.actor not in complainants or self.act not in OWN_ACTS):
            return str(_("帮忙的人"))
        if self.actor in complainants:
            return str(_("投诉人"))
        if self.actor.startswith("system:"):
            return str(_("平台自动"))
        if named := gettext("、").join(organisations):
            by_key = self.actor.startswith(BY_KEY)
            return str((_("%s的业务系统") if by_key else _("%s的人员")) % named)
        return str(_("工作人员或律师")) if self.actor.startswith("user:") else str(_("未知的操作人"))

    def _confirmed_by(self) -> str:
        """By what an adult confirmed that somebody helps them."""
        by_text, alone = self.detail.get("how") == "text", self.detail.get("alone")
        if by_text and alone:
            return str(_("帮忙已经结束，由本人自己办；用发到本人手机的码和登记的电话"))
        if by_text:
            return str(_("用发到本人手机的码和登记的电话"))
        if alone:
            return str(_("帮忙已经结束，由本人自己办；用发到邮箱的链接和登记的电话"))
        return str(_("用发到邮箱的链接和登记的电话"))

    @property
    def organisation_ids(self) -> list[int]:
        """For whom a reader acted."""
        ids = self.detail.get("organisations")
        return [pk for pk in ids if isinstance(pk, int)] if isinstance(ids, list) else []

    @property
    def about(self) -> str:
        """What was read, who says that it arrived, or the day on which keeping was asked for, in words for people; "" for
        other acts."""
        if self.act == Act.ACKNOWLEDGED:
            return str(SAID_BY.get(str(self.detail.get("source")), ""))
        if self.act == Act.COMPLAINT_FILED and self.detail.get("way") in CameBy.values:
            day, way = str(self.detail.get("received", ""))[:10], CameBy(self.detail["way"]).label
            return _("%(way)s，%(day)s 收到，由接收的机构登记") % {"way": way, "day": day}
        if self.act == Act.CONSENT_GIVEN and self.detail.get("how") in Consent.How.values:
            return _("%s，由接收的机构记下") % Consent.How(self.detail["how"]).label
        if self.act == Act.KEEPING_ASKED:
            return _("%s 寄出或递交") % self.detail.get("on", "")
        if self.act == Act.CODE_REPLACED and self.detail.get("how") == "mail":
            return str(_("用发到登记邮箱的链接和登记的电话"))
        if self.act == Act.HELP_ASKED and self.detail.get("how") == "text":
            return str(_("用短信"))
        if self.act == Act.HELP_CONFIRMED:
            return self._confirmed_by()
        if self.act in (Act.NEWS_BEGUN, Act.NEWS_ENDED):
            return str(MEDIA.get(str(self.detail.get("medium")), ""))
        if self.act == Act.OUTCOME_RECORDED:
            return str(OUTCOMES.get(str(self.detail.get("kind")), ""))
        if self.act == Act.TEXT_DELETED:
            return str(WHY_DELETED.get(str(self.detail.get("why")), ""))
        if self.act in _OF_PAPERS:
            return _("第 %s 版") % self.detail.get("version", "")
        if self.act not in (Act.CASE_READ, Act.EXHIBIT_READ):
            return ""
        part = str(READ.get(str(self.detail.get("what")).partition(":")[0], ""))
        if self.act == Act.EXHIBIT_READ:
            file = _("第 %s 号文件") % self.detail.get("ordinal")
            part = _("%(file)s：%(part)s") % {"file": file, "part": part} if part else file
        return part
