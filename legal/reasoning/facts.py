"""The facts of a case: their names, their types, their Chinese labels; reading them from JSON with clear refusals.

Names and values are part of the contract. Keys that are not known here are let through: they simply decide nothing.
"""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, TypedDict, cast

from complaints.stated import Charges, Facts, Prior, as_told, event_told, is_month, role_filed, role_read
from core.sentences import sentence
from legal.reasoning.regions import province


class FactsError(ValueError):
    """Facts that cannot be read; ``key`` is the dotted name of the first one that is wrong."""

    def __init__(self, key: str, message: str) -> None:
        super().__init__(f"{key}：{message}")
        self.key = key


FIRST_YEAR, LAST_YEAR = 1900, 2200
MOST_NUMBER = 10**12  # yuan, days, calls: beyond it nothing is counted, and a float cannot hold it
LONGEST_TEXT = 200  # signs of one text, as the questions take it
LONGEST_LINE = 1000  # and of one line of a list, which may fill the whole answer
KINDS = ("harassment", "second_hand_number", "fake_collection")
ROLES = {
    "content_provider": "内容提供者（商家、催收方等发送者）",
    "service_provider": "短信服务提供者（通道商）",
    "operator": "电信运营商",
    "shop": "代办网点（替运营商办号、卖号的）",
    "platform": "平台",
    "payment_institution": "支付机构（第三方支付）",
    "bank": "银行",
    "lender": "出借机构（消费金融、小额贷款等）",
    "assignee": "债权受让方（资产公司等）",
    "trader": "收费的一方（物业、房东、燃气、学校、商家等，不是放贷的）",
    "collector": "催收公司（受委托催收的）",
    "principal": "委托方（出借机构或者受让方，还不清楚是哪一种）",
    "agent": "代理、受托人",
    "person": "个人",
    "unknown": "还不知道是谁",
}
CHANNELS = {
    "sms": "短信",
    "mms": "彩信",
    "call": "电话",
    "app": "应用内消息",
    "email": "电子邮件",
    "wechat": "微信",
    "push": "推送通知",
}


class Derived(TypedDict, total=False):
    """What follows from the facts: whom the person asked before, who the others are, days that cannot be in their order.

    ``bought_from_some``: what the respondents themselves say of it. ``nobody``: not one of them can be named.
    """

    filing_date: str
    asked: list[str]
    accepted: list[str]
    asked_operator: bool
    operator_refused: bool
    licensed_lender: bool
    unlicensed_lender: bool
    bought_from_some: bool
    nobody: bool
    from_abroad: bool
    taken: bool  # one who advertises has the data from another, whom alone they were given
    taken_alone: bool  # and only that one is written to
    used_up: bool  # a balance, a gift card, an order: it went to no account
    end_asked: bool  # of a contract, before: what a paper is told of it
    leased: bool  # what is said to be owed is rent: what a paper is told of it
    number_changed: bool  # since: what a paper is told of it
    asked_unbind: bool  # it was told when, and what was answered
    misdescribed: bool  # what was bought is told not to be as it was said
    waived: bool  # the creditor is told to have let the person off some of it
    induced: bool  # the story tells for which words of the seller it was bought
    account_closed: bool  # the story tells that the person closed their account there
    already_public: bool  # the other side takes it from what is public: what a paper is told of it
    renounced: bool  # the person renounced the inheritance: what a paper is told of it
    posted_up: bool  # what was shown to others hung on a door or a wall, and nobody saw who put it there
    shown_singly: bool  # what was shown to others went to each alone: what a paper is told of it
    face_taken: bool  # an app took a picture of the face: what a paper is told of it
    by_sites: bool  # what came were codes that somebody asked many sites for
    users_act: bool  # a user of a platform complained about is taken to have asked for them
    agreed_with_giver: (
        bool  # what was agreed to was with whoever only handed the data on: what a paper is told of it
    )
    held_as_own: bool  # the other side answers that the person did it: what a paper is told of it
    says_fraud: bool  # whoever was paid on a debt that there is was no creditor, as the person chose
    others_paid_too: bool  # some of what was lost is that, some was taken
    others_paid: bool  # who was asked for money in the person's name, and got it back of them
    debtor_related: bool  # whom they look for is somebody's brother, and not taken for the person
    consumer_finance: bool  # a lender is called a consumer finance company
    runs_none: bool  # whoever says that there is a debt runs none of the accounts that a number is bound to
    insurer: bool  # a respondent is called an insurer, or an insurance agent or broker
    card: bool  # a respondent is called after the credit card that the debt is of
    # By role: who is licensed, whose consumer the person is.
    licensed_roles: list[str]
    consumer_roles: list[str]
    # Whether a creditor was told before the last time.
    creditor_told: bool
    holder_told: bool  # the same of whoever runs the account that a number is bound to
    doubts: list[Prior]
    doubted_charges: Charges


class Known(Facts):
    """The facts with what follows from them, as the plan reads them."""

    derived: Derived


@dataclass(frozen=True)
class Fact:
    """One fact: its type (``flag number date text choice choices texts``), its label, the words for its values."""

    type: str
    label: str
    values: Mapping[str, str] = field(default_factory=dict)


FACTS: dict[str, Fact] = {
    "kind": Fact(
        "choice",
        "投诉种类",
        {"harassment": "骚扰短信和电话", "second_hand_number": "二次号", "fake_collection": "不实催收"},
    ),
    "event.first": Fact("date", "最早发生的日期"),
    "event.last": Fact("date", "最近一次发生的日期"),
    "event.months": Fact("choices", "哪几个日期只说到月", {"first": "最早发生", "last": "最近一次发生"}),
    "filing_date": Fact("date", "提交日期"),
    "complainant.region": Fact("region", "您所在的地区"),
    "complainant.age": Fact("number", "年龄"),
    "complainant.capacity": Fact(
        "choice",
        "您的身份",
        {
            "recipient": "收到信息的人",
            "subscriber": "号码的使用人（机主）",
            "former_holder": "号码的前机主",
            "debtors_contact": "欠款人的亲友、同事",
            "guardian": "监护人",
            "authorised_helper": "受委托帮忙的人",
        },
    ),
    "complainant.for_business": Fact("flag", "是不是为经营买的、用的"),
    "complainant.consumer_of_respondent": Fact("flag", "您是否为生活消费买过、用过对方的商品或服务"),
    "contacts.channels": Fact("choices", "对方联系您的方式", CHANNELS),
    "contacts.count": Fact("number", "收到的总次数"),
    "contacts.max_per_day": Fact("number", "最多的一天收到几次"),
    "contacts.after_refusal": Fact("number", "拒绝之后又收到几次"),
    "contacts.night": Fact("flag", "有没有在夜里22时至早8时来的"),
    "contacts.numbers": Fact("texts", "对方的号码"),
    "contacts.about": Fact(
        "choices",
        "哪几个次数是大概的数",
        {"count": "总次数", "max_per_day": "最多的一天", "after_refusal": "拒绝之后"},
    ),
    "contacts.first_on": Fact("date", "对方哪天开始联系您的"),
    "contacts.of_all": Fact("flag", "次数是不是几家合在一起的"),
    "contacts.by_others": Fact("flag", "是不是拿到信息的别家打来、发来的"),
    "content.commercial": Fact("flag", "内容是不是推销"),
    "content.sender_identified": Fact("flag", "看不看得出是谁发的"),
    "content.source_open": Fact("flag", "是不是可能还有别家打来、发来的，或者对方不承认号码是它的"),
    "content.opt_out_offered": Fact("flag", "有没有写明怎样退订"),
    "content.opt_out_works": Fact("flag", "退订管不管用"),
    "content.opt_out_fee": Fact("number", "退订一次被收的费用（元）"),
    "content.own_service": Fact("flag", "推销的是不是运营商自己的业务"),
    "consent.status": Fact(
        "choice",
        "您是否同意过",
        {
            "none": "没有同意过",
            "bundled": "捆绑在别的条款里",
            "default": "默认勾选",
            "explicit": "明确同意过",
            "withdrawn": "同意后又撤回",
        },
    ),
    "consent.separate": Fact("flag", "转给他人之前，有没有单独问过您同不同意"),
    "consent.required_for_service": Fact("flag", "不同意就不给办"),
    "refusal.made": Fact("flag", "有没有退订或者拒绝过"),
    "refusal.on": Fact("date", "哪天退订或者拒绝的"),
    "refusal.ways": Fact(
        "choices",
        "怎样退订或者拒绝的",
        {
            "sms_reply": "回复短信",
            "hotline": "打客服电话",
            "shop": "到营业厅",
            "writing": "书面",
            "at_once": "在来电中当场",
        },
    ),
    "data.shared_with_third_party": Fact("flag", "信息是不是被给了第三方"),
    "data.source": Fact(
        "choice",
        "对方从哪里得到您的信息",
        {
            "order": "下单时留的",
            "app": "应用里填的",
            "given": "自己给的",
            "contacts_list": "别人的通讯录",
            "leak": "泄露、买卖",
            "unknown": "不知道",
        },
    ),
    "data.named": Fact("texts", "要删除的信息里有哪些"),
    "data.late_kin": Fact("text", "一并请求删除信息的、已经去世的近亲属是您的什么人"),
    "data.late_health": Fact("texts", "其中有哪些健康信息"),
    "data.from_another": Fact("flag", "号码是不是别人替您填给对方的"),
    "data.profiling": Fact("flag", "是不是按画像推送的"),
    "number.second_hand": Fact("flag", "号码是不是别人用过的"),
    "number.told": Fact("flag", "办理时有没有告诉您是二次号"),
    "number.released_on": Fact("date", "前机主哪天销号的"),
    "number.activated_on": Fact("date", "号码是哪天办下的"),
    "number.mislabelled_as": Fact("text", "被错误标记成什么"),
    "number.label_reported_on": Fact("date", "哪天要求改正标记的"),
    "number.label_returned": Fact("flag", "标记是不是取消以后又标上的"),
    "number.accounts_bound": Fact("texts", "还绑着别人的哪些账号"),
    "number.listed_as": Fact("text", "号码写成了别人店铺的什么电话"),
    "number.unpaid_accounts": Fact("texts", "其中哪些账号上有别人没付的单"),
    "number.registrant_is_me": Fact("flag", "号码登记在不在您名下"),
    "number.opened_by_me": Fact("flag", "号码是不是您自己办的"),
    "number.disputed": Fact("texts", "不是您办的是哪些号码"),
    "number.sim_replaced_by_other": Fact("flag", "是不是被别人补了卡"),
    "number.account_taken_over": Fact("flag", "账号是不是被别人登录了"),
    "number.secrets_given": Fact("flag", "密码、验证码是不是自己告诉过别人"),
    "number.rebound_by_former_holder": Fact("flag", "前机主有没有把账号换绑到别的号码"),
    "number.cancellation_fee": Fact("number", "停机、销号被要的费用（元）"),
    "number.signed_blank": Fact("flag", "签字的时候合约、单子是不是空白的"),
    "charges.residual": Fact("flag", "是不是前机主留下来的扣费"),
    "charges.item": Fact("text", "扣费项目"),
    "charges.monthly": Fact("number", "每月扣多少元"),
    "charges.months": Fact("number", "扣了几个月"),
    "charges.stopped": Fact("flag", "是不是已经停止收取"),
    "charges.first_on": Fact("date", "第一次扣费的日期"),
    "charges.last_on": Fact("date", "最近一次扣费的日期"),
    "debt.owed": Fact(
        "choice",
        "这笔债和您的关系",
        {
            "none": "根本没有这笔债",
            "others": "是别人的债",
            "disputed": "金额有争议",
            "settled": "已经还清",
            "own": "是我的债",
        },
    ),
    "debt.claimed": Fact("number", "对方说欠多少元"),
    "debt.received": Fact("number", "借款实际到手多少元"),
    "debt.repaid": Fact("number", "这笔借款已经还了多少元"),
    "debt.debtor": Fact("text", "对方找的是谁"),
    "debt.collected_by": Fact(
        "choice",
        "来催的和出借方是什么关系",
        {
            "own_staff": "出借方自己的员工",
            "entrusted": "出借方委托的催收公司",
            "assigned": "买下了债权的公司",
        },
    ),
    "debt.told_them_on": Fact("date", "哪天告诉对方不是您的债"),
    "debt.contacts_told": Fact("number", "对方联系了您的几位亲友、同事"),
    "debt.threats": Fact(
        "choices",
        "说过什么威胁、辱骂的话",
        {
            "detention": "说要抓人、拘留",
            "violence": "说要上门或者要伤人",
            "publicity": "说要公开、通报",
            "insult": "辱骂",
        },
    ),
    "debt.published": Fact(
        "choices",
        "有没有真的发给别人、贴出来",
        {
            "photo": "我的照片",
            "identity": "我的身份证件",
            "insult": "骂我、贬损我的话",
            "debt": "说我欠钱的内容",
        },
    ),
    "debt.impersonates": Fact(
        "choice",
        "有没有冒充",
        {"court": "冒充法院", "police": "冒充公安", "lawyer": "冒充律师", "none": "没有冒充"},
    ),
    "debt.court_paper": Fact("text", "发来的是什么法院文书"),
    "debt.card": Fact("flag", "是不是信用卡的欠款"),
    "debt.phone_bill": Fact("flag", "是不是话费、宽带费的欠费"),
    "debt.told_another": Fact("flag", "那天是不是向别的一方说的"),
    "debt.no_harm_told": Fact("flag", "是不是没有说过要伤人的话"),
    "debt.others_collect": Fact("flag", "除写明的以外，是不是还有别人在催"),
    "debt.debtor_dead": Fact("flag", "欠款的人是不是已经去世"),
    "debt.debtor_kin": Fact("text", "去世的人是您的什么人"),
    "debt.died": Fact("text", "欠款的人去世的时间"),
    "debt.death_told": Fact("flag", "那天说的是不是欠款的人已经去世"),
    "debt.paid_to_agent": Fact("flag", "结清的钱是不是付给了受托催收的人"),
    "debt.advance_fee": Fact("flag", "是不是交了撤销、解冻一类的费用，又被要再交"),
    "debt.taken": Fact("text", "自己办过、已经了结的是什么"),
    "debt.contract": Fact("text", "那是什么合同"),
    "debt.taken_on": Fact("text", "哪天办的"),
    "debt.ended": Fact(
        "choice",
        "办过的合同怎样了",
        {"cancelled": "已经取消、解除", "paid": "已经还清", "given_back": "租用的已经归还"},
    ),
    "debt.ended_how": Fact("text", "是怎样了结的"),
    "debt.ended_on": Fact("text", "哪天了结的"),
    "debt.ended_proof": Fact("text", "了结的凭证"),
    "debt.said_as": Fact(
        "choice",
        "对方说您是什么人，要您还别人的债",
        {
            "guarantor": "担保人",
            "co_borrower": "共同借款人",
            "spouse": "配偶（夫妻共同债务）",
            "company": "公司的法定代表人、股东、员工",
        },
    ),
    "debt.signed_nothing": Fact("flag", "是不是没有签过合同、没有担保过"),
    "debt.denied_by": Fact(
        "choices",
        "您说的不欠的理由",
        {
            "face": "被人哄着、睡着时刷的脸",
            "moved_on": "所称的款项转给了别人",
            "no_benefit": "没有得到、没有用过这笔钱",
            "user_admits": "用钱的人承认是自己借的",
            "repaid_by_another": "以前各期是别人还的",
            "card_gone": "身份证丢过",
        },
    ),
    "debt.item": Fact("text", "对方要的是什么费用"),
    "debt.own_account": Fact("flag", "收费的是不是自己办的账户、卡"),
    "debt.unactivated": Fact("flag", "卡是不是从来没有激活"),
    "debt.not_got": Fact("text", "借款对应的、没有得到的是什么"),
    "debt.time_barred": Fact("flag", "是不是说过诉讼时效已经过了"),
    "debt.illegal_lending": Fact("flag", "是不是高利贷等非法债务"),
    "debt.per_day": Fact("number", "同一号码一天催几次"),
    "debt.paid_under_pressure": Fact("number", "被迫付了多少元"),
    "loss.wished": Fact("number", "没有花费的，想要对方赔多少（元）"),
    "loss.wished_as": Fact("text", "那笔钱是哪一种损失"),
    "loss.mental": Fact("choice", "精神上的影响", {"none": "没有", "some": "有一些", "severe": "严重"}),
    "wishes": Fact(
        "choices",
        "您想要什么",
        {
            "stop": "停止打扰",
            "unbind": "解除绑定",
            "correct": "更正错误的标记、登记或者记录",
            "delete": "删除我的信息",
            "tell_source": "说明我的信息从哪里来、给了谁",
            "refund": "退钱",
            "damages": "赔偿损失",
            "apology": "道歉",
            "clear_credit": "更正征信记录",
            "confirm_no_debt": "书面确认我不欠这笔钱",
            "keep_number": "号码我要留着",
            "end_contract": "解除合同，不要这个号码了",
            "make_known": "让主管部门知道",
        },
    ),
}
"""The facts that conditions can ask for, by dotted name."""

LISTS: dict[str, dict[str, Fact]] = {
    "respondents": {
        "role": Fact("choice", "对方的角色", ROLES),
        "name": Fact("text", "名称"),
        "uscc": Fact("text", "统一社会信用代码"),
        "region": Fact("region", "所在地区"),
        "licensed_lender": Fact("flag", "是不是持牌金融机构"),
        "consumer": Fact("flag", "是否为生活消费买过、用过这一方的商品或服务"),
        "address": Fact("text", "住所地"),
        "legal_representative": Fact("text", "法定代表人"),
        "phone": Fact("text", "联系电话"),
    },
    "prior": {
        "to": Fact(
            "choice",
            "以前找过谁",
            {
                "operator": "运营商",
                "respondent": "对方",
                "telecom_appeal": "电信用户申诉受理中心",
                "12315": "12315",
                "consumer_association": "消费者协会",
                "12321": "12321",
                "lender": "金融机构",
                "police": "公安",
                "court": "法院",
                "arbitration": "仲裁",
                "platform": "平台",
                "bank": "银行",
                "local_finance": "地方金融管理部门",
                "other_authority": "其他行政机关",
            },
        ),
        "whom": Fact("text", "找的是哪一家"),  # its name, where several of one role are complained about
        "act": Fact("choice", "做了什么", {"complaint": "投诉", "report": "举报", "suit": "起诉"}),
        "on": Fact("date", "日期"),
        "answered_on": Fact("date", "答复日期"),
        "satisfied": Fact("flag", "是否满意"),
        "accepted": Fact("flag", "是否受理"),
        "ticket": Fact("text", "工单号、受理编号"),
        "reference": Fact("text", "工单号、受理编号"),  # another name of ticket, which it becomes
    },
    "loss.costs": {"what": Fact("text", "项目"), "yuan": Fact("number", "金额")},
}
REQUIRED = {"prior": ("to",), "loss.costs": ("what", "yuan")}
"""What a row of a list must say: without it the row means nothing, and no document can print it."""
LIST_LABELS = {"respondents": "对方是谁", "prior": "以前找过的部门", "loss.costs": "花费和损失"}


def label(name: str) -> str:
    """What a fact is called in Chinese; the name itself where it is not one of ours."""
    if name in FACTS:
        return FACTS[name].label
    return LIST_LABELS.get(name, name)


def spoken_of(facts: Mapping[str, Any], name: str, value: Any) -> str:
    """A fact of these facts as a person would say it: a month where no day is told, 约70 where about so many are."""
    group, _, end = name.partition(".")
    contacts = facts.get("contacts")
    if group == "contacts" and isinstance(contacts, Mapping) and end in (contacts.get("about") or ()):
        return sentence("约{number}", number=spoken(name, value))
    if group == "event" and is_month(told := as_told(facts.get("event") or {}, end)):
        return sentence("{year}年{month}月", year=told[:4], month=int(told[5:]))
    return spoken(name, value)


def spoken(name: str, value: Any) -> str:
    """A fact's value as a person would say it."""
    words = FACTS[name].values if name in FACTS else {}
    if name in FACTS and FACTS[name].type == "region" and isinstance(value, str):
        return province(value)
    if isinstance(value, bool):
        return sentence("是") if value else sentence("否")
    if isinstance(value, list):
        return "、".join(words.get(one, str(one)) if isinstance(one, str) else str(one) for one in value)
    return words.get(value, str(value)) if isinstance(value, str) else str(value)


def _date(key: str, value: Any) -> str:
    try:
        if not isinstance(value, str) or len(value) != 10:
            raise ValueError
        day = date.fromisoformat(value)
    except ValueError:
        month = "（只知道月份的，写 2025-11）" if key.startswith("event.") else ""
        raise FactsError(key, f"应为 2025-11-11 这样的日期{month}，收到 {value!r}") from None
    return within_reach(key, day).isoformat()


def within_reach(key: str, day: date) -> date:
    """A day from and to which periods can be counted; FactsError for others."""
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise FactsError(key, f"年份应在 {FIRST_YEAR} 至 {LAST_YEAR} 之间，收到 {day.isoformat()}")
    return day


def _number(key: str, value: Any) -> int | float:
    if isinstance(value, int) and value > MOST_NUMBER:
        raise FactsError(key, f"数太大：最多 {MOST_NUMBER}")
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value) or value < 0:
        raise FactsError(key, f"应为不小于 0 的数，收到 {value!r}")
    if value > MOST_NUMBER:
        raise FactsError(key, f"数太大：最多 {MOST_NUMBER}")
    return value


def _flag(key: str, value: Any) -> bool:
    if not isinstance(value, bool):
        raise FactsError(key, f"应为 true 或 false，收到 {value!r}")
    return value


def _text(key: str, value: Any, longest: int = LONGEST_TEXT) -> str:
    if not isinstance(value, str):
        raise FactsError(key, f"应为文字，收到 {value!r}")
    if len(value) > longest:
        raise FactsError(key, f"太长：最多 {longest} 个字，收到 {len(value)} 个")
    return value


def _region(key: str, value: Any) -> str:
    if not isinstance(value, str) or not value.isdigit() or len(value) not in (2, 4, 6):
        raise FactsError(key, f"应为行政区划代码（如 310113），收到 {value!r}")
    return value


def _texts(key: str, value: Any) -> list[str]:
    if not isinstance(value, list):
        raise FactsError(key, f"应为列表，收到 {value!r}")
    return [_text(f"{key}[{place}]", one, LONGEST_LINE) for place, one in enumerate(value)]


READERS: dict[str, Callable[[str, Any], Any]] = {
    "date": _date,
    "number": _number,
    "flag": _flag,
    "text": _text,
    "region": _region,
    "texts": _texts,
}


def _read(key: str, value: Any, fact: Fact) -> Any:
    if fact.type == "choice":
        if not isinstance(value, str) or value not in fact.values:
            raise FactsError(key, f"应为 {' | '.join(fact.values)} 之一，收到 {value!r}")
        return value
    if fact.type == "choices":
        if isinstance(value, list):
            for place, one in enumerate(value):
                _read(f"{key}[{place}]", one, Fact("choice", fact.label, fact.values))
        return _texts(key, value)
    return READERS[fact.type](key, value)


def _rows(key: str, value: Any, fields: Mapping[str, Fact]) -> list[dict[str, Any]]:
    if not isinstance(value, list):
        raise FactsError(key, f"应为列表，收到 {value!r}")
    rows = []
    for place, row in enumerate(value):
        here = f"{key}[{place}]"
        if not isinstance(row, dict):
            raise FactsError(here, f"应为对象，收到 {row!r}")
        read = {name: one for name, one in row.items() if one is not None}
        for name in REQUIRED.get(key, ()):
            if name not in read:
                raise FactsError(f"{here}.{name}", f"缺少这一项（{fields[name].label}）")
        for name, fact in fields.items():
            if name in read:
                read[name] = _read(f"{here}.{name}", read[name], fact)
        if read.get("reference"):
            read.setdefault("ticket", read["reference"])
        rows.append(read)
    return rows


def _read_groups(facts: dict[str, Any]) -> None:
    for name, fact in FACTS.items():
        group, _, leaf = name.partition(".")
        if not leaf:
            if group in facts:
                facts[group] = _read(group, facts[group], fact)
            continue
        inner = facts.get(group)
        if inner is None:
            continue
        if not isinstance(inner, dict):
            raise FactsError(group, f"应为对象，收到 {inner!r}")
        if inner.get(leaf) is not None:
            facts[group] = {**inner, leaf: _read(name, inner[leaf], fact)}


def _days_of(event: Mapping[str, Any], facts: Mapping[str, Any]) -> dict[str, Any]:
    """The event with a day for either end; of a month that is told, the earliest day that it can have been."""
    told = dict(event)
    for end in ("first", "last"):
        if event.get(end):
            told[end] = as_told(event, end) if isinstance(event[end], str) else event[end]
            _date(f"event.{end}", f"{told[end]}-01" if is_month(told[end]) else told[end])
    _both_days(told, facts)
    told.pop("months", None)
    days = event_told(told["first"], told["last"])
    if days["first"] > days["last"]:
        raise FactsError("event.last", "不能早于 event.first")
    return {**told, **days}


def _both_days(event: dict[str, Any], facts: Mapping[str, Any]) -> None:
    """One day alone is both ends of what happened once; of what is counted more than once it is not the other end."""
    often = facts.get("contacts", {}).get("count") if isinstance(facts.get("contacts"), dict) else None
    for name, other in (("last", "first"), ("first", "last")):
        if not event.get(name):
            if isinstance(often, int) and often > 1:
                raise FactsError(
                    f"event.{name}",
                    f"contacts.count 是 {often}：event.first、event.last 都要填，都在同一天的填同一天",
                )
            event[name] = event[other]


def read(given: Any) -> Facts:
    """Facts as the reasoning takes them: checked, nulls dropped, ``event`` with both ends.

    Raises FactsError, naming the first key that cannot be read. Unknown keys stay as they are.
    """
    if not isinstance(given, dict):
        raise FactsError("facts", "应为一个 JSON 对象")
    facts = {name: value for name, value in given.items() if value is not None}
    if "kind" not in facts:
        raise FactsError("kind", f"缺少投诉种类，应为 {' | '.join(KINDS)} 之一")
    if not isinstance(facts.get("event"), dict):
        raise FactsError("event", '缺少事件日期，应为 {"first": "2025-11-01", "last": "2025-11-11"}')
    event = {name: value for name, value in facts["event"].items() if value is not None}
    if not event.get("last") and not event.get("first"):
        raise FactsError("event.last", "缺少最近一次发生的日期")
    if "months" in event:
        _read("event.months", event["months"], FACTS["event.months"])
    facts["event"] = _days_of(event, facts)
    _read_groups(facts)
    for name, fields in LISTS.items():
        group, _, leaf = name.partition(".")
        if not leaf and name in facts:
            facts[name] = _rows(name, facts[name], fields)
        elif leaf and isinstance(facts.get(group), dict) and facts[group].get(leaf) is not None:
            facts[group] = {**facts[group], leaf: _rows(name, facts[group][leaf], fields)}
    for row in facts.get("respondents") or ():
        if "role" in row:
            row["role"] = role_read(row["role"], facts["kind"])
    roles = [row["role"] for row in facts.get("respondents") or () if "role" in row]
    for row in facts.get("respondents") or ():
        if "role" in row:
            row["role"] = role_filed(row["role"], roles, cast(Facts, facts))
    situations = facts.get("situations")
    if situations is not None:
        _texts("situations", situations)
    # Every key that the shape names was checked above.
    return cast(Facts, facts)


# What somebody chooses whose debt it is not; what says that there is none at all; and that it is of another sum.
_OF_SOMEBODY_ELSE = frozenset({"others_debt", "former_holder_pursued"})
_OF_NOBODY = "no_debt"
_OF_ANOTHER_SUM = "amount_wrong"


def whose_debt(facts: Facts) -> Facts:
    """The facts where “there is no such debt” was said of a debt that somebody else has: whoever is looked for by name at a
    number that was theirs, or is known to the person, owes it; that it does not exist is nothing the person can say. Who owes
    one and says that its sum is wrong, disputes it."""
    debt = facts.get("debt") or {}
    chosen = set(facts.get("situations") or ())
    if debt.get("owed") == "own" and _OF_ANOTHER_SUM in chosen:
        return cast(Facts, {**facts, "debt": {**debt, "owed": "disputed"}})
    if debt.get("owed") != "none":
        return facts
    passed_on = (facts.get("number") or {}).get("second_hand") is True
    known = (facts.get("complainant") or {}).get("capacity") == "debtors_contact"
    named = bool(debt.get("debtor")) and (passed_on or known)
    if not (named or (chosen & _OF_SOMEBODY_ELSE and _OF_NOBODY not in chosen)):
        return facts
    return cast(Facts, {**facts, "debt": {**debt, "owed": "others"}})
