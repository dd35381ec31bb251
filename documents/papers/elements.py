"""The claim set out by its elements (要素式): the same parties, requests, facts and reasons as the claim, one to a line.

No form of the courts is known for disputes on privacy, personal information or telecom contracts: none is claimed to be used.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any

from complaints.details import DETAILS, has_line
from documents.account import UNTOLD, tells_little
from documents.acts import FRIGHTENS, frightening
from documents.blocks import Block, Paper, Paragraph, said
from documents.claims import Claim, open_details, suing
from documents.drafting import blocks_of
from documents.losses import RIGHTS, loss_of
from documents.material import Case
from documents.narrative import claimed_costs, narrative_of
from documents.official import form_of
from documents.papers.drawn import Drawn
from documents.papers.kinds import Kind, Need
from documents.papers.parts import (
    at_court,
    blanks,
    cause,
    chinese,
    claimant,
    claimed,
    contacted,
    empty,
    evidence,
    parties,
    present,
    respondents,
    signer,
)
from documents.pleading import event_day, roughly
from documents.proof_told import proof_told
from documents.requests import requests_of
from documents.voice import defendant, number_called
from documents.wording import day, yuan
from legal.reasoning.facts import spoken

TICKED, OPEN = "■", "□"
NONE = "无"
Row = tuple[str, str]


def by_elements(drawn: Drawn) -> Paper:
    whole = blocks_of(_claim(drawn))
    claim = {block.key: block for block in whole.blocks}
    untold = _untold(_case(drawn))
    everyone = [*claimant(drawn, "原告"), *respondents("被告", drawn.sued)]
    service, agreed, facts = _service(drawn), _agreed(drawn), tuple(elements(drawn))
    return Paper(
        kind="claim_by_elements",
        title="民事起诉状",
        addressee=at_court(drawn),
        on=drawn.on,
        blocks=present(
            _notice(),
            parties(
                everyone, (("委托诉讼代理人", _agent(drawn)), ("第三人", drawn.answer("third_party") or NONE))
            ),
            Block(key="service", heading="送达地址和电子送达", rows=service),
            Block(
                key="requests",
                heading="诉讼请求和依据",
                rows=(("案由", cause(drawn)),),
                paragraphs=(*_ticked(claim["requests"]), *_unticked(drawn)),
            ),
            claim.get("basis"),
            Block(key="agreed", heading="约定管辖、仲裁和诉前保全", rows=agreed),
            Block(key="facts", heading="事实（逐项）", rows=facts),
            untold,
            claim.get("messages"),
            _headed(claim.get("reasons"), "理由（逐项）"),
            _headed(evidence(drawn.case.exhibits) or claim.get("evidence"), "证据清单"),
            claim.get("tally"),
        ),
        signers=(signer(drawn, "具状人"),),
        closes=True,
        annexes=whole.annexes,
        missing=(
            *blanks(everyone, drawn),
            *empty((*service, *agreed, *facts, *(untold.rows if untold else ()))),
        ),
    )


def _claim(drawn: Drawn) -> Claim:
    return Claim(court=drawn.court, on=drawn.on, case=_case(drawn), cause=drawn.answer("cause"))


def _case(drawn: Drawn) -> Case:
    """What a claim may tell of, without what the person wrote for themselves."""
    return replace(drawn.case, grounds=drawn.grounds, story="")


def _notice() -> Block:
    lines = (
        "本状按要素分项填写，请逐项核对；没有的写“无”，不知道的写“不清楚”。",
        "本状不是人民法院发布的示范文本；受理法院要求使用专用文本的，按本状的内容转填。",
        "请如实填写：虚假陈述、伪造证据的，依法承担责任。",
    )
    return Block(key="notice", heading="说明", paragraphs=tuple((said(one, "form"),) for one in lines))


def _agent(drawn: Drawn) -> str:
    name = drawn.answer("agent_name")
    if not name:
        return NONE
    employer = drawn.answer("agent_employer") or (drawn.firm.name if drawn.firm else "")
    return "，".join(filter(None, (name, employer, "权限见授权委托书")))


def _service(drawn: Drawn) -> tuple[Row, ...]:
    acting = drawn.case.representative or drawn.case.complainant
    chosen = {"yes": f"{TICKED} 接受　{OPEN} 不接受", "no": f"{OPEN} 接受　{TICKED} 不接受"}
    return (
        ("送达地址", drawn.answer("service_address") or acting.address),
        ("收件人", drawn.answer("addressee") or acting.name),
        ("收件人电话", drawn.answer("addressee_phone") or acting.phone),
        ("电子送达", chosen.get(drawn.answer("electronic"), "")),
        *(
            (("电子送达地址", drawn.answer("mailbox") or acting.email),)
            if drawn.answer("electronic") == "yes"
            else ()
        ),
    )


def _agreed(drawn: Drawn) -> tuple[Row, ...]:
    return (
        ("约定管辖、仲裁", drawn.answer("jurisdiction")),
        ("已经诉前保全", drawn.answer("preserved")),
    )


def _ticked(requests: Block) -> tuple[Paragraph, ...]:
    """As the claim has them."""
    return tuple((replace(one[0], text=f"{TICKED} {one[0].text}"), *one[1:]) for one in requests.paragraphs)


def _unticked(drawn: Drawn) -> tuple[Paragraph, ...]:
    """What the grounds would allow and the person does not ask for; an accusation that is not made is not named."""
    every = requests_of(suing(_case(drawn), drawn.on), form_of("court"), on=drawn.on).every
    left = (one for one in every if not (one.made or one.accuses or one.fixed))
    return tuple((said(f"{OPEN} {one.heading}", "law"),) for one in left)


def _headed(block: Block | None, heading: str) -> Block | None:
    return replace(block, heading=heading) if block is not None else None


def _untold(case: Case) -> Block | None:
    """A line for the course of things, where the answers tell of no act: what is written here the others need not prove
    (民诉法解释 92), so that what somebody wrote for themselves does not stand in it."""
    return Block(key="story", heading="", rows=((UNTOLD, ""),)) if tells_little(case) else None


# ── The elements of the facts ─────────────────────────────────────────────────────────────────────────────────────

_Said = Callable[[Any], str]


def _times(unit: str) -> _Said:
    return lambda value: f"{value}{unit}" if value else ""


def _money(value: Any) -> str:
    return f"{value}元" if value else ""


def _yes(words: str, otherwise: str = "") -> _Said:
    return lambda value: words if value is True else otherwise if value is False else ""


def _of(name: str) -> _Said:
    return lambda value: spoken(name, value)


_THREATS = {
    "detention": "以抓人、判刑一类的后果相威胁",
    "violence": FRIGHTENS,
    "publicity": "声称要公开、通报",
    "insult": "辱骂",
}
_PUBLISHED = {
    "photo": "原告的照片",
    "identity": "原告的身份证件",
    "insult": "辱骂、贬损原告的言语",
    "debt": "称原告欠款的内容",
}
# Who refused on the telephone may have called or been called: no more is said than that.
_REFUSED = {
    "sms_reply": "回复短信",
    "at_once": "在来电中当场",
    "hotline": "在电话中",
    "shop": "当面",
    "writing": "书面",
}
_CONSENT = {
    "none": "没有同意过",
    "bundled": "捆绑在别的条款里，没有单独表示",
    "default": "由对方默认勾选",
    "withdrawn": "同意后又撤回",
}
_OWED = {"none": "没有这笔债务", "others": "是他人的债务", "disputed": "对金额有争议", "settled": "已经清偿"}
_SOURCE = {
    "order": "下单时提供",
    "app": "在应用里填写",
    "contacts_list": "通讯录",
    "leak": "原告认为是外泄、买卖",
    "given": "原告提供",
}
_FELT = {"some": "有影响", "severe": "严重"}

# In the order of a claim: label, fact, how it is said. What is not known, or speaks of the plaintiff's own fault, has no line.
_ELEMENTS: tuple[tuple[str, str, _Said], ...] = (
    ("收到的总次数", "contacts.count", _times("次")),
    ("最多的一天", "contacts.max_per_day", _times("次")),
    ("22时至次日8时", "contacts.night", _yes("有")),
    ("内容是否推销", "content.commercial", _yes("是", "否")),
    ("能否看出发送者", "content.sender_identified", _yes("能", "不能")),
    ("有无写明退订方式", "content.opt_out_offered", _yes("有", "没有")),
    ("退订是否有效", "content.opt_out_works", _yes("有效", "无效")),
    ("退订收费", "content.opt_out_fee", _money),
    ("是否同意过", "consent.status", lambda value: _CONSENT.get(value, "")),
    ("拒绝的日期", "refusal.on", chinese),
    ("拒绝的方式", "refusal.ways", lambda value: "、".join(_REFUSED[one] for one in value)),
    ("拒绝以后又收到", "contacts.after_refusal", _times("次")),
    ("信息来源", "data.source", lambda value: _SOURCE.get(value, "")),
    ("提供给第三方", "data.shared_with_third_party", _yes("是")),
    ("曾由他人使用", "number.second_hand", _yes("是", "否")),
    ("办理时是否告知", "number.told", _yes("告知过", "没有告知")),
    ("前机主停用日期", "number.released_on", chinese),
    ("办理号码的日期", "number.activated_on", chinese),
    ("被错误标记为", "number.mislabelled_as", str),
    ("请求更正的日期", "number.label_reported_on", chinese),
    ("仍绑定的账户", "number.accounts_bound", _of("number.accounts_bound")),
    ("被他人补换卡", "number.sim_replaced_by_other", _yes("是")),
    ("账户被他人登录", "number.account_taken_over", _yes("是")),
    ("停机、销号费用", "number.cancellation_fee", _money),
    ("扣费项目", "charges.item", str),
    ("每月扣费", "charges.monthly", _money),
    ("扣费月数", "charges.months", _times("个月")),
    ("第一次扣费", "charges.first_on", chinese),
    ("最近一次扣费", "charges.last_on", chinese),
    ("所称的债务", "debt.owed", lambda value: _OWED.get(value, "")),
    ("对方所称的金额", "debt.claimed", _money),
    ("对方找的债务人", "debt.debtor", str),
    ("告知对方的日期", "debt.told_them_on", chinese),
    ("联系亲友、同事", "debt.contacts_told", _times("人")),
    ("威胁", "debt.threats", lambda value: "、".join(_THREATS[one] for one in value)),
    ("发布给他人的内容", "debt.published", lambda value: "、".join(_PUBLISHED[one] for one in value)),
    (
        "冒充",
        "debt.impersonates",
        lambda value: "" if value == "none" else spoken("debt.impersonates", value),
    ),
    ("同一号码一天", "debt.per_day", _times("次")),
    ("被迫支付", "debt.paid_under_pressure", _money),
    ("精神上的影响", "loss.mental", lambda value: _FELT.get(value, "")),
)


_FORMER = {
    "number.second_hand": "",
    "number.told": "",
    "number.released_on": "原告注销日期",
    "number.activated_on": "由他人启用日期",
    "number.accounts_bound": "涉及的账户",
}


def _of_grounds_left_out(drawn: Drawn) -> set[str]:
    """The facts that only grounds tell of which the claim does not plead."""
    pleaded = claimed(drawn)
    told: dict[bool, set[str]] = {True: set(), False: set()}
    for ground in drawn.grounds:
        for one in (*ground.facts, *ground.reasons):
            told[ground.code in pleaded].update(one.rests)
    return told[False] - told[True]


def elements(drawn: Drawn) -> Iterable[Row]:
    """One fact a line, only those that are known."""
    if drawn.case.number:
        yield number_called(drawn.case, "原告"), drawn.case.number
    if drawn.fact("event.first"):
        days = (event_day(drawn.facts, end) for end in ("first", "last"))
        yield "起止日期", "至".join(dict.fromkeys(filter(None, days)))
    if means := contacted(drawn):
        yield "方式", "、".join(means)
    if drawn.senders:
        yield "对方的号码", "、".join(drawn.senders)
    # Of a number that was one's own and is somebody else's now the same facts have other names.
    other = _FORMER if drawn.fact("complainant.capacity") == "former_holder" else {}
    elsewhere = _of_grounds_left_out(drawn)
    for label, name, words in _ELEMENTS:
        value = drawn.fact(name) if name not in elsewhere else None
        if value is not None and value != [] and (label := other.get(name, label)) and (text := words(value)):
            text = text.replace(FRIGHTENS, frightening(drawn.case))
            yield label, roughly(name, drawn.case.facts) + text
    for name, told in drawn.case.details.items():
        yield DETAILS[name].blank, told
    sued = suing(_case(drawn), drawn.on)
    if proof := _shown(sued):
        yield DETAILS["sender_proof"].blank, proof
    for name in filter(has_line, open_details(sued)):
        yield DETAILS[name].blank, ""
    for cost in claimed_costs(sued):
        yield f"{'支出' if loss_of(cost.what) == RIGHTS else '损失'}：{cost.what}", f"{yuan(cost.yuan)}元"
    for one in drawn.case.prior:
        yield "此前的处理", "，".join(filter(None, (day(one.on), one.put, one.ticket, one.result)))


def _shown(case: Case) -> str:
    """What shows of each defendant that it was theirs, as the claim tells it; "" for nothing."""
    form = form_of("court")
    told = "".join(one.text for one in narrative_of(case, form).relations)
    proofs = [(defendant(case, form, one), proof_told(case, one)[0]) for one in case.respondents]
    shown = [(who, proof) for who, proof in proofs if proof and f"依据：{proof}" in told]
    return "；".join(f"{who}：{proof}" if len(case.respondents) > 1 else proof for who, proof in shown)


KINDS = (
    Kind(
        slug="claim_by_elements",
        title="民事起诉状（要素式）",
        group="court",
        wins="把请求、事实一项一项列出来，法官和对方一眼看清；内容和起诉状一样。",
        when="起诉，法院要求或者欢迎要素式诉状的",
        make=by_elements,
        offered=lambda drawn: bool(drawn.sued and drawn.grounds),
        needs=(
            Need(name="electronic", label="接受电子送达吗", choices=(("yes", "接受"), ("no", "不接受"))),
            Need(name="mailbox", label="电子送达的邮箱或者账号"),
            Need(name="service_address", label="送达地址", hint="留空就用您的住址"),
            Need(name="jurisdiction", label="有没有约定管辖或者仲裁", hint="没有写“无”；看看合同和用户协议"),
            Need(name="preserved", label="有没有申请过诉前保全", hint="没有写“无”"),
            Need(name="third_party", label="第三人", hint="没有可以不填"),
            Need(name="agent_name", label="代理人姓名", hint="没有代理人可以不填"),
            Need(name="agent_employer", label="代理人的单位"),
        ),
    ),
)
