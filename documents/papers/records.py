"""The records that the other side keeps and that decide a case: which, who has them, what they prove. By facts alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from core.retention_and_limits import RECORDS_STILL_THERE
from documents.counted import contacts_from, on_one_day
from documents.material import Respondent
from documents.others import went_to
from documents.papers.drawn import Drawn
from documents.pleading import days_told
from documents.voice import number_called
from documents.wording import day
from legal.reasoning.conditions import Tree

LENDERS = ("lender", "principal", "bank", "assignee", "trader")
COLLECTORS = ("collector", "agent")
CALLERS = ("content_provider", *LENDERS, *COLLECTORS)
ACCOUNTS = ("platform", "payment_institution", "bank")
CARRIERS = ("operator", "service_provider")
COMPLAINED = "complained"


@dataclass(frozen=True, kw_only=True)
class Record:
    """``text`` with ``{period}`` and ``{number}``; ``right`` is the basis by which it must be handed over, a key of the
    corpus; ``own``: it is personal data of the complainant. ``short_lived``: the law or the thing itself lets it go soon.
    """

    slug: str
    when: Tree
    rests: tuple[str, ...]
    roles: tuple[str, ...]
    text: str
    proves: str
    right: str = "other"
    own: bool = False
    short_lived: bool = False


_MESSAGES = {"wechat": "微信消息", "app": "应用内消息", "push": "推送消息", "email": "电子邮件"}
_TEXTED: Tree = {"contains": ["contacts.channels", ["sms", "mms"]]}
_CALLED: Tree = {"contains": ["contacts.channels", ["call"]]}
_COLLECTED: Tree = {"eq": ["kind", "fake_collection"]}
_CONTESTED: Tree = {"in": ["debt.owed", ["none", "disputed", "settled"]]}
_PURSUED: Tree = {"any": [_COLLECTED, {"present": "debt.owed"}]}
# The bill of an operator, which is no loan.
_BILLED: Tree = {"use": "operator_collects"}
_ENDED: Tree = {"use": "ended"}
# A fee, which nobody lent.
_FEE: Tree = {"all": [{"use": "not_lent"}, {"unless": _BILLED}]}
_LENT: Tree = {"all": [_CONTESTED, {"unless": _BILLED}, {"unless": _FEE}]}
# Who collects what is owed to itself has passed nothing on.
_PASSED_ON: Tree = {"all": [_PURSUED, {"any": [_COLLECTED, {"use": "entrusted"}, {"use": "assigned"}]}]}

RECORDS = (
    Record(
        slug="sent",
        when=_TEXTED,
        rests=("contacts.channels", "event"),
        roles=(*CARRIERS, *CALLERS),
        text="{period}向号码{number}发送短信、彩信的记录，包括发送号码、时间、签名、内容和提交发送的单位",
        proves="发送的次数、时间、内容和发送主体",
        right="entitled",
        own=True,
        short_lived=True,
    ),
    Record(
        slug="called",
        when=_CALLED,
        rests=("contacts.channels", "event"),
        roles=("operator", *CALLERS),
        text="{period}与号码{number}的通话记录（主叫号码、时间、时长），有录音的包括录音",
        proves="来电的次数、时间、主叫方和通话内容",
        right="entitled",
        own=True,
        short_lived=True,
    ),
    Record(
        slug="messaged",
        when={"contains": ["contacts.channels", ["wechat", "app", "push", "email"]]},
        rests=("contacts.channels", "event"),
        roles=("platform", *CALLERS),
        text="{period}向申请人发送{ways}的记录，包括发送的账号、时间和内容",
        proves="上述消息的次数、时间、内容和发送主体",
        right="entitled",
        own=True,
        short_lived=True,
    ),
    Record(
        slug="refusal",
        when={"eq": ["refusal.made", True]},
        rests=("refusal.made", "refusal.on"),
        roles=(*CALLERS, "service_provider"),
        text="收到号码{number}退订、拒绝的记录及其处理情况",
        proves="已经明确拒绝，以及拒绝之后怎样处理",
        right="entitled",
        own=True,
    ),
    Record(
        slug="consent",
        when={"in": ["consent.status", ["none", "bundled", "default", "withdrawn"]]},
        rests=("consent.status",),
        roles=(*CALLERS, "platform"),
        text="主张已经取得同意的，其取得同意的时间、方式和内容的记录",
        proves="对个人信息的处理有没有取得同意",
        right="entitled",
        own=True,
    ),
    Record(
        slug="source",
        when={
            "any": [
                {"eq": ["data.shared_with_third_party", True]},
                {"in": ["data.source", ["leak", "contacts_list"]]},
                {"eq": ["consent.status", "none"]},
            ]
        },
        rests=("data", "consent.status"),
        roles=(*CALLERS, "platform"),
        text="取得号码{number}及其使用人个人信息的来源，以及向他人提供这些信息的记录",
        proves="个人信息从哪里来、给了谁",
        right="entitled",
        own=True,
    ),
    Record(
        slug="entrusted",
        when=_PASSED_ON,
        rests=("respondents", "kind", "debt"),
        roles=(*LENDERS, *COLLECTORS, "content_provider"),
        text="委托催收或者债权转让的合同，以及移交号码{number}和有关个人信息的清单，其中与本案无关的内容可以遮盖",
        proves="各方之间是委托还是转让、由谁对催收负责",
        short_lived=True,
    ),
    Record(
        slug="identified",
        when={
            "all": [
                {"eq": ["debt.owed", "none"]},
                {"unless": {"use": "impersonated"}},
                {"unless": _BILLED},
                {"unless": _ENDED},
                {"unless": _FEE},
            ]
        },
        rests=("debt.owed",),
        roles=LENDERS,
        text="以申请人名义形成的贷款、账户的申请，人脸识别等身份核验的影像和记录，办理所用设备和网络地址（IP）的日志，合同，放款账户和资金去向",
        proves="是否由申请人本人办理、怎样核验身份、款项放给了谁",
        right="entitled",
        own=True,
        short_lived=True,
    ),
    Record(
        slug="ended",
        when=_ENDED,
        rests=("debt.owed", "debt.ended", "debt.taken"),
        roles=LENDERS,
        text="申请人所办合同的放款、还款入账、收到退款和取消、解除的处理记录，以及与商家核对的往来记录",
        proves="合同是否已经取消、解除，款项是否已经退回、还清，有没有欠款",
        right="benefit",
        own=True,
    ),
    Record(
        slug="activated",
        when={"use": "unactivated"},
        rests=("debt.unactivated", "debt.own_account", "debt.item", "debt.owed"),
        roles=("bank",),
        text="该信用卡的申请表、领用合约，激活和单独授权收费的记录（时间、渠道、号码、录音或者日志），交易、账单及其发送的记录，征信报送和事前告知的记录",
        proves="该卡有没有激活、使用，收取费用有没有依据、是否提示过，报送是否有据",
        right="entitled",
        own=True,
        short_lived=True,
    ),
    Record(
        slug="charged",
        when=_FEE,
        rests=("debt.owed", "debt.item"),
        roles=(*LENDERS, *COLLECTORS, "content_provider"),
        text="收取所称费用所依据的合同、账单、缴费和催缴的记录",
        proves="所称的费用由何构成、由谁负担",
        right="books",
    ),
    Record(
        slug="guaranteed",
        when={"any": [{"use": "said_guarantor"}, {"use": "said_borrower"}]},
        rests=("debt.owed", "debt.said_as"),
        roles=LENDERS,
        text="所称有申请人签名的保证合同、借款合同，以及订立时核验签名人身份的记录",
        proves="申请人有没有签订过所称的合同、应否对该笔债务承担责任",
        right="benefit",
        own=True,
    ),
    Record(
        slug="serviced",
        when=_BILLED,
        rests=("debt.phone_bill", "respondents"),
        roles=("principal", "operator"),
        text="所称欠费的业务的开通、销户（拆机）受理单和工单，系统中销户、拆机的操作日志，结清的记录",
        proves="有关业务何时办理销户、费用有没有结清，所称的欠费从何而来",
        right="benefit",
        short_lived=True,
    ),
    Record(
        slug="billed",
        when=_BILLED,
        rests=("debt.phone_bill", "respondents"),
        roles=("principal", "operator"),
        text="所称欠费的计费原始数据、逐月账单和违约金的计算依据",
        proves="所称的欠费由何构成、是哪一段时间的",
        right="books",
        short_lived=True,
    ),
    Record(
        slug="contract",
        when=_LENT,
        rests=("debt.owed",),
        roles=(*LENDERS, *COLLECTORS),
        text="主张债权所依据的借款合同",
        proves="债务是否存在、由谁负担",
    ),
    Record(
        slug="books",
        when=_LENT,
        rests=("debt.owed",),
        roles=LENDERS,
        text="所主张债权的放款凭证和还款记录",
        proves="款项放给谁、数额多少、是否已经清偿",
        right="books",
    ),
    Record(
        slug="contact",
        when={"eq": ["debt.owed", "others"]},
        rests=("debt.owed",),
        roles=(*LENDERS, *COLLECTORS, "content_provider"),
        text="把号码{number}登记为债务人或者联系人的材料，包括登记的来源、日期、核验和变更的记录",
        proves="号码的使用人不是债务人，以及号码从何而来",
        right="entitled",
        own=True,
        short_lived=True,
    ),
    Record(
        slug="logins",
        when={"eq": ["number.account_taken_over", True]},
        rests=("number.account_taken_over", "event"),
        roles=("payment_institution", "bank"),
        text="与号码{number}绑定的账户{period}的登录日志（时间、设备、网络地址、验证方式）、交易记录，以及风险提示和止付的处理记录",
        proves="账户由他人登录的时间和方式，款项的去向，以及采取了哪些措施",
        right="entitled",
        own=True,
        short_lived=True,
    ),
    Record(
        slug="viewed",
        when={"eq": ["number.account_taken_over", True]},
        rests=("number.account_taken_over", "event"),
        roles=("platform",),
        text="与号码{number}绑定的账户{period}的登录日志（时间、设备、网络地址、验证方式），以及其间查看、下载、分享、修改、支付的记录",
        proves="账户由他人登录的时间和方式，以及其间内容的查看、下载、分享",
        right="entitled",
        own=True,
        short_lived=True,
    ),
    Record(
        slug="bound",
        when={
            "all": [
                {"present": "number.accounts_bound"},
                {"unless": {"eq": ["number.account_taken_over", True]}},
            ]
        },
        rests=("number.accounts_bound",),
        roles=ACCOUNTS,
        text="号码{number}绑定账户的登记，以及收到解除绑定的请求以后的处理记录",
        proves="号码与他人账户绑定，以及对解除绑定的请求怎样处理",
    ),
    Record(
        slug="replaced",
        when={"eq": ["number.sim_replaced_by_other", True]},
        rests=("number.sim_replaced_by_other",),
        roles=("operator", "shop", "agent"),
        text="办理号码{number}补换卡的受理单、身份核验记录和影像",
        proves="补换卡由谁办理、怎样核验身份",
        right="entitled",
        own=True,
        short_lived=True,
    ),
    Record(
        slug="opened",
        when={
            "any": [
                {"eq": ["number.registrant_is_me", False]},
                {"eq": ["number.told", False]},
                {"eq": ["number.opened_by_me", False]},
            ]
        },
        rests=("number.registrant_is_me", "number.told", "number.opened_by_me"),
        roles=("operator", "shop", "agent"),
        text="号码{number}办理入网的受理单、协议、影像和实名核验的记录",
        proves="入网由谁办理、怎样核验身份、告知了哪些事项",
        right="entitled",
        own=True,
    ),
    Record(
        slug="terms",
        when={"gt": ["number.cancellation_fee", 0]},
        rests=("number.cancellation_fee",),
        roles=("operator", "shop"),
        text="号码{number}的入网协议和套餐合约，其中约定合约期限、违约金的条款，以及办理时提示、说明这些条款的记录",
        proves="合约期限和停机、销号的费用有没有约定，有没有提示、说明",
        right="benefit",
    ),
    Record(
        slug="released",
        when={"eq": ["number.second_hand", True]},
        rests=("number.second_hand",),
        roles=("operator",),
        text="号码{number}停用、收回和重新启用的日期，收回后清理原有业务的记录，以及办理入网时告知号码曾被使用的记录",
        proves="号码是否曾由他人使用、间隔多久、有没有清理和告知",
    ),
    Record(
        slug="ordered",
        when={"any": [{"eq": ["charges.residual", True]}, {"gt": ["charges.monthly", 0]}]},
        rests=("charges",),
        roles=("operator", "service_provider", "content_provider"),
        text="号码{number}所扣业务的开通（订购）记录和全部扣费账单",
        proves="业务由谁、何时、怎样开通，扣了多少费用",
        right="books",
    ),
    Record(
        slug=COMPLAINED,
        when={"present": "prior"},
        rests=("prior",),
        roles=("operator", "platform", *LENDERS, "payment_institution"),
        text="申请人于{asked}向其提出的投诉的工单、通话录音和处理、答复的记录",
        proves="申请人提出过什么要求，对方怎样核实、答复",
        right="entitled",
        own=True,
        short_lived=True,
    ),
    Record(
        slug="labelled",
        when={"present": "number.mislabelled_as"},
        rests=("number.mislabelled_as",),
        roles=("platform",),
        text="号码{number}标记的来源、时间，以及收到更正请求以后的处理记录",
        proves="标记从何而来，请求更正之后怎样处理",
        right="entitled",
        own=True,
    ),
)


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """One record of a case and those named respondents that have it."""

    record: Record
    holders: tuple[Respondent, ...]
    text: str


def wanted(
    drawn: Drawn, *, among: Sequence[Respondent] | None = None, short_lived: bool = False
) -> tuple[Wanted, ...]:
    """What the named respondents of a case keep, or those ``among`` them; those alone that are soon gone,
    and not long gone, where only they matter."""
    if short_lived and not _lately(drawn):
        return ()
    rows = []
    for record in RECORDS:
        if (short_lived and not record.short_lived) or not drawn.shows(record.when):
            continue
        told = replace(record, rests=drawn.told(*record.rests))
        holders = [
            one for one in _keepers(record, drawn) if one in drawn.named and (among is None or one in among)
        ]
        if record.slug != COMPLAINED:
            rows += (
                [Wanted(record=told, holders=tuple(holders), text=described(record, drawn))]
                if holders
                else []
            )
            continue
        # Each has the record of its own answer.
        rows += [
            Wanted(record=told, holders=(one,), text=record.text.replace("{asked}", asked))
            for one in holders
            if (asked := _asked_on(drawn, one))
        ]
    return tuple(rows)


def _keepers(record: Record, drawn: Drawn) -> Sequence[Respondent]:
    """Those whose part it is. Of a number that somebody else opened nothing is kept by the operator whose customer one is,
    where another was told of; of calls nothing by the operator whose bill others collect."""
    having = [one for one in drawn.case.respondents if one.role in record.roles]
    if record.slug in ("sent", "called") and drawn.shows(_BILLED):
        # Whose bill it is, carried none of it and need not have made the calls.
        having = [one for one in having if one.role != "principal"]
    if record.slug != COMPLAINED and drawn.shows({"use": "opened_by_another"}):
        return [one for one in having if one.role != "operator" or one.consumer is not True] or having
    return having


def _asked_on(drawn: Drawn, one: Respondent) -> str:
    """The days on which a company was complained to, where it is known that it was this one."""
    days = [
        day(prior.on)
        for prior in drawn.case.prior
        if prior.on is not None and went_to(prior, one, drawn.case.respondents)
    ]
    return "、".join(dict.fromkeys(days))


def _lately(drawn: Drawn) -> bool:
    """Whether what soon goes may still be there."""
    last = _day(drawn, "last") or _day(drawn, "first")
    return last is None or drawn.on - last <= RECORDS_STILL_THERE


def described(record: Record, drawn: Drawn) -> str:
    """Its words with the days and the number; where no number is known, its line in the paper stands for it."""
    number = f"号码{drawn.case.number}" if drawn.case.number else number_called(drawn.case, "申请人")
    ways = "、".join(
        word for channel, word in _MESSAGES.items() if channel in (drawn.fact("contacts.channels") or ())
    )
    text = record.text.replace("号码{number}", number).replace("{period}", period(drawn))
    return text.replace("{ways}", ways)


def period(drawn: Drawn) -> str:
    """自…至…: the days of the case; one day alone by itself, nothing where none is known."""
    days = dict.fromkeys(days_told(_day(drawn, "first"), _day(drawn, "last"), drawn.facts))
    if len(days) > 1:
        return f"自{'至'.join(days)}"
    alone = "".join(days)
    return alone if not alone or on_one_day(drawn.case.facts) else f"自{alone}起"


def during(drawn: Drawn) -> str:
    """The same as part of a sentence."""
    days = period(drawn)
    if days.endswith("起"):
        return days
    return f"{days}期间" if days.startswith("自") else f"{days}当日" if days else "涉案期间"


def _day(drawn: Drawn, end: str) -> date | None:
    told = contacts_from(drawn.facts) if end == "first" else drawn.fact(f"event.{end}")
    if told:
        return date.fromisoformat(str(told))
    return drawn.case.began if end == "first" else drawn.case.ended


def names(some: Sequence[Respondent]) -> str:
    return "、".join(one.name for one in some)
