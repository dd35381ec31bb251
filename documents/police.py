"""What a statement to the police says before everything else: the sums, the days, the numbers; and which penal law may apply.

Whether anybody committed an offence is for the police: a statement tells what happened and accuses nobody by itself.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import replace
from decimal import Decimal

from documents.blocks import Sentence
from documents.bombed import by_sites
from documents.counted import on_one_day
from documents.data_told import paid_into
from documents.ending import facts_of, held_as_own
from documents.holding import bears_out
from documents.law import FRAUD, Provision, place_in_law
from documents.losses import gave_back, taken
from documents.material import Case, Respondent
from documents.official import OfficialForm
from documents.pleading import days_told, roughly
from documents.sent_singly import as_sent
from documents.told import as_told
from documents.voice import in_ones_name
from documents.wording import holders_for, law_by_law, respondents_for, yuan
from legal.reasoning.conditions import lookup
from legal.reasoning.naming import is_definite, is_named
from legal.reasoning.respondents import only_used_up

USED_UP = "被他人用掉"
PAID = "应对方要求转出、支付的款项"
MOST_NUMBERS = 6
UNIDENTIFIED = "身份不详"
BORROWED = "疑似被他人冒用身份办理贷款"
BORROWER = f"冒用本人身份办理贷款的人（{UNIDENTIFIED}）"
NUMBERS = "对方号码"
SHOWN_NUMBERS = "来电、来信显示的号码"
DEMANDED = "对方要求支付的金额"
CLAIMED_OF_ANOTHER = "对方声称的欠款数额"
_CLAIMED = {"court": "人民法院工作人员", "police": "公安机关工作人员", "lawyer": "律师"}
# What is about money that was taken: its penal law stands first.
_OF_MONEY = {"F8", "S7", "S9"}
OPEN = "请审查上述情况是否违反治安管理，是否涉嫌犯罪。"
ORDER = "订单号、收货人和收货地址"
LENT = "以本人名义办理的贷款（对方所称）"
PAID_HOW = "付款的时间、金额和收款的户名、账号"
ACCOUNT = "对方收款的户名、账号或者订单号"


def sums_of(case: Case) -> list[tuple[str, Decimal, bool]]:
    """What it cost, each with its sum and whether it was taken or paid; a sum that was told twice stands once."""
    posed = lookup(case.facts, "number.account_taken_over") is True
    listed = [(one.what, one.yuan, taken(one.what) or (posed and gave_back(one.what))) for one in case.costs]
    if case.paid and not any(was_taken and amount == case.paid for _what, amount, was_taken in listed):
        listed.insert(0, (PAID, case.paid, True))
    return sorted(listed, key=lambda one: not one[2])


def taken_of(case: Case) -> Decimal:
    """Yuan that was taken or paid: it decides whether the police open a case."""
    return sum((amount for _what, amount, was_taken in sums_of(case) if was_taken), Decimal(0))


def sum_rows(case: Case) -> list[list[str]]:
    """The sums as rows of a table, what was taken first, and their total."""
    found = [
        [what if was_taken else f"其他损失（{what}）", f"{yuan(amount)}元"]
        for what, amount, was_taken in sums_of(case)
    ]
    total = sum((amount for _what, amount, _taken in sums_of(case)), Decimal(0))
    return [*found, ["合计", f"{yuan(total)}元"]] if len(found) > 1 else found


# Who rings back about a complaint.
_ANSWERING = frozenset({"platform", "operator", "bank", "payment_institution"})


def numbers_shown(case: Case, form: OfficialForm | None = None) -> str:
    """The numbers that called and wrote; an app, a signature is no number, and who may only keep records called to
    answer."""
    beside_it = told_apart(case, form)[2] if form is not None else []
    keeping = {one.name for one in beside_it if one.name and one.role in _ANSWERING}
    told = [one for one in case.messages if not (one.call and one.whose in keeping)]
    senders = [one.sender for one in told if re.search(r"\d{3}", one.sender)]
    senders = list(dict.fromkeys([*senders, *(lookup(case.facts, "contacts.numbers") or ())]))
    more = f"等{len(senders)}个" if len(senders) > MOST_NUMBERS else ""
    return "、".join(senders[:MOST_NUMBERS]) + more


def demanded_of(case: Case) -> str:
    """The sum that is demanded of somebody; whether any of it was paid stands with the sums. What one owes oneself is no
    matter for the police."""
    owes = lookup(case.facts, "debt.owed") in ("own", "disputed")
    yuan_demanded = None if owes else lookup(case.facts, "debt.claimed")
    return f"{yuan(Decimal(str(yuan_demanded)))}元" if yuan_demanded else ""


def _demanded_as(case: Case) -> str:
    """Of what another owes, what it is said to come to: the person is asked to pass it on, or for whatever part of it."""
    return CLAIMED_OF_ANOTHER if lookup(case.facts, "debt.owed") == "others" else DEMANDED


def borrowed_on(case: Case) -> str:
    """When somebody is said to have borrowed in the person's name, as they told it; "" where they did not."""
    if not in_ones_name(case):
        return ""
    found = _MONTH.search(case.details.get("loan", "")) or _LENT_ON.search(case.story)
    return found[0].replace("号", "日") if found else ""


def lent_to(case: Case) -> str:
    """“尾号3306”: the account to which such a loan is said to have been paid; "" where nobody told."""
    found = _ACCOUNT.search(case.details.get("loan", "")) or _ACCOUNT.search(case.story)
    return f"尾号{found[1]}" if found and in_ones_name(case) else ""


def told_of_loan(case: Case) -> bool:
    """Whether it is told of a loan that there is by its papers, and not of a wrong number alone."""
    return in_ones_name(case) and bool(borrowed_on(case) or lent_to(case) or held_as_own(case))


_MONTH = re.compile(r"\d{4}年\d{1,2}月(?:\d{1,2}[日号])?")
_LENT_ON = re.compile(rf"{_MONTH.pattern}(?=(?:那天)?(?:放[的款]|发放|打款|到账|[借贷办批]的))")
_ACCOUNT = re.compile(r"(?:打|放|转|汇|发放)[到进入至给了]{1,2}[^。，；]{0,12}?尾号(?:是|为)?(\d{4})")


def known_as(case: Case, form: OfficialForm, names: str) -> str:
    """By what the other side is known, for a form that asks for numbers and names in one field."""
    told = (
        f"{SHOWN_NUMBERS if their_own(case, form) else NUMBERS}：{numbers}"
        if (numbers := numbers_shown(case, form))
        else ""
    )
    return "；".join(one for one in (told, names) if one)


def sums_told(case: Case) -> str:
    """The sums that are involved: what was paid and lost, then what is demanded."""
    demanded = demanded_of(case)
    rows = [*sum_rows(case), *([[_demanded_as(case), demanded]] if demanded else [])]
    return "；".join(f"{what}{amount}" for what, amount in rows)


def brief_rows(case: Case, form: OfficialForm, *, printed: bool) -> list[list[str]]:
    """When, how often, from which numbers; where money went, a line for the account that it went to."""
    days = list(dict.fromkeys(days_told(case.began, case.ended, case.facts)))
    when = "至".join(days)
    when = when if len(days) != 1 or on_one_day(case.facts) else f"{when}起"
    rows = [
        ["发生时间", when],
        ["次数", f"{roughly('contacts.count', case.facts)}{case.stated}次（条）" if case.stated else ""],
        [SHOWN_NUMBERS if their_own(case, form) else NUMBERS, numbers_shown(case, form)],
        [_demanded_as(case), demanded_of(case)],
    ]
    telephoned = {*(lookup(case.facts, "contacts.channels") or ())} & {"call", "sms", "mms"}
    if in_ones_name(case) and not case.stated:
        # Nobody called: what is known is when it was found.
        rows[0][0] = "发现时间"
    if told_of_loan(case):
        # What is reported is the loan; that it is collected came of it, from the lender's own numbers.
        rows[0][0], rows[1][0], rows[2][0] = "催收的时间", "催收的次数", SHOWN_NUMBERS
        rows[3][0] = LENT
        rows.insert(0, ["发生时间", f"{borrowed_on(case)}（冒名办理贷款）" if borrowed_on(case) else ""])
        rows.insert(1, ["收款账户", f"{lent_to(case)}的账户" if lent_to(case) else ""])
    kept = [row for row in rows if row[1] or (printed and telephoned and row[0] == NUMBERS)]
    # Who never paid reports a lead.
    if not taken_of(case) and any(one.code == "H5" and "R12" in one.relief for one in case.grounds):
        kept.insert(0, ["线索", "疑似电信网络诈骗，没有付款"])
    if not taken_of(case):
        return kept
    paid = case.details.get("paid_how", "").strip() if case.paid else ""
    ordered = ORDER if how_it_went(case) == USED_UP else ACCOUNT
    into = paid_into(case) if ordered == ACCOUNT else ""
    told = f"“{into}”（本人所述）" if into else ""
    return [*kept, *([[PAID_HOW, paid]] if paid else [[ordered, told]] if told or printed else [])]


def told_apart(case: Case, form: OfficialForm) -> tuple[list[Respondent], list[Respondent], list[Respondent]]:
    """Whom a paper is about; for whom they say they act; and who may hold records of it and is accused of nothing."""
    found = respondents_for(case, form)
    if not form.brief:
        return list(found), [], list(holders_for(case, form))
    # Who is advertised for may not be who sends, where nobody can tell: it is named as that only by who accuses it.
    guessed = not case.accuses and lookup(case.facts, "content.sender_identified") is False
    holding = {*form.holders, *(("content_provider",) if guessed else ())}
    passing = _passing_on(case)
    holders = [one for one in found if one.role in holding and one.name and one not in passing]
    behind = [one for one in found if one.role in form.behind]
    about = [_as_known(one, case) for one in found if one not in holders and one not in behind]
    if about and told_of_loan(case) and all(one.role == "person" for one in about):
        # Whoever had the person's papers is whom it is about; who lent has the contract and was deceived, too.
        return about, [], [*holders, *(one for one in behind if one.name)]
    bought = [one for one in behind if one.role == "assignee"]
    if not about and len(bought) == 1 and lookup(case.facts, "debt.collected_by") == "assigned":
        # Who sold it does nothing any more, and has the papers of it.
        about, holders = bought, [*holders, *(one for one in behind if one not in bought and one.name)]
        behind = []
    if not about and in_ones_name(case):
        # Who borrowed in one's name is whom it is about; who lent has the contract and was deceived, too.
        return [Respondent(role="person", name=BORROWER)], [], list(found)
    claimed = _CLAIMED.get(lookup(case.facts, "debt.impersonates") or "")
    if behind and not about and claimed:
        # In whose name a stranger called, need not know of it.
        ways = lookup(case.facts, "contacts.channels") or ("call",)
        who = "来电人" if "call" in ways else "发送信息的人"
        about = [Respondent(role="person", name=f"自称{claimed}的{who}（{UNIDENTIFIED}）")]
    return (about, behind, holders) if about else (behind, [], holders)


def _passing_on(case: Case) -> list[Respondent]:
    """Who is told by name to have passed the data on, where a penal law of that is pleaded: it sold, others bought."""
    if not any(one.code in ("H6", "F6") and "R12" in one.relief for one in case.grounds):
        return []
    told = " ".join(case.details.get(name, "") for name in ("passed_to", "given_to"))
    from_whom = _FROM.findall(told)
    return [one for one in case.respondents if any(brand in one.name for brand in from_whom)]


# “是从示例查企上付费导出的”, “由甲公司卖给他们”.
_FROM = re.compile(
    r"(?:从|由|向)(\w{3,12}?)(?:上|处|那里|那儿|平台)?(?:付费|花钱|购买|买|导出|提供|卖|出售|给)"
)


def _as_known(one: Respondent, case: Case) -> Respondent:
    """As far as anybody knows who it is; whoever logged in may be somebody else than who has the number now."""
    if (
        one.role == "person"
        and not is_named(one.name)
        and any(ground.code == "S7" for ground in case.grounds)
    ):
        return replace(one, name=f"登录账户的人（{UNIDENTIFIED}）")
    if is_named(one.name) and not is_definite(one.name, one.uscc):
        # “张某强”: told as it is called, and not taken for its name.
        return replace(one, name=f"{one.name}（{UNIDENTIFIED}）")
    return one if one.name else replace(one, name=as_called(case) or UNIDENTIFIED)


def as_called(case: Case) -> str:
    """“自称“甲法务”，真实身份不详”: as what somebody whom nobody can name called themselves, by the person's own account."""
    found = _CALLED.search(case.story)
    return f"自称“{found['name']}”，真实{UNIDENTIFIED}" if found else ""


_CALLED = re.compile('自称(?:是|为|叫)?[“「"](?P<name>[^”」"]{2,20})[”」"]')


def unknown_numbers(case: Case) -> str:
    """The numbers of those whom nobody can name; "" where somebody is named."""
    return "" if any(one.name for one in case.respondents) else numbers_shown(case)


def their_own(case: Case, form: OfficialForm) -> bool:
    """Whether the numbers are those of whoever only sent what was asked for, or holds records: a bank's service number is no
    suspect's."""
    about, _behind, holders = told_apart(case, form)
    if by_sites(case):
        return True
    return bool(holders) and not about and lookup(case.facts, "content.sender_identified") is True


def beside(behind: Sequence[Respondent], holders: Sequence[Respondent]) -> list[dict[str, object]]:
    """Those who stand beside whom a statement is about, as what they are."""
    named = (("对方所称的债权人、委托人", behind), ("可能存有有关记录的单位", holders))
    return [
        {"role": role, "rows": [["名称", "、".join(one.name for one in companies if one.name)]]}
        for role, companies in named
        if any(one.name for one in companies)
    ]


def penal_provisions(case: Case, form: OfficialForm, over: Collection[str] = ()) -> list[Provision]:
    """What the police enforce and what happened may fall under, each once, in the order of the law; without the laws whose
    penalties are ``over``."""
    # Whoever is named as an advertiser is not put beside a crime, unless the person wishes it.
    named = any(one.name and one.role == "content_provider" for one in told_apart(case, form)[0])
    spared = named and not case.accuses and lookup(case.facts, "content.commercial") is True
    found: dict[str, Provision] = {}
    first = set[str]()
    for ground in case.grounds:
        for one in (p for remedy in ground.remedies if remedy.code == "R12" for p in remedy.provisions):
            if (
                _law(one) not in {*form.enforces} - {*over}
                or one.strength == "adverse"
                or (spared and _law(one) == "刑法")
                or (_place(one) in form.of_property and not taken_of(case))
            ):
                continue
            found[one.citation] = one
            fraud = _place(one) == FRAUD and cheated(case)
            if (ground.code in _OF_MONEY or fraud) and taken_of(case):
                first.add(one.citation)
    return sorted(
        found.values(),
        key=lambda one: (one.citation not in first, form.enforces.index(_law(one)), *place_in_law(one)),
    )


def penal_law(case: Case, form: OfficialForm, over: Collection[str] = ()) -> str:
    """The same in one sentence that leaves the judgement to the police; it names nothing where nothing is sure to fit."""
    named = law_by_law(penal_provisions(case, form, over))
    return f"请审查上述情况是否属于下列规定的情形：{'；'.join(named)}。" if named else OPEN


def paid_words(case: Case) -> str:
    """The sum that a statement begins with: what is owed was paid, and taken by nobody."""
    total = taken_of(case)
    if not total:
        return ""
    what = "余额、礼品卡等财物" if how_it_went(case) == USED_UP else "款项"
    return f"已经{how_it_went(case)}的{what}共{yuan(total)}元。"


def cheated(case: Case) -> bool:
    """Whether somebody who posed got money for a debt that there is: the person says it was a fraud, and nothing is paid off."""
    return bears_out(facts_of(case), {"use": "settlement_fraud"})


def how_it_went(case: Case) -> str:
    """Whether money was taken, got of others in the person's name, paid by the person, or all of it."""
    went = any(taken(one.what) for one in case.costs)
    if went and only_used_up(case.facts):
        return USED_UP
    posed = any(was_taken and gave_back(what) for what, _yuan, was_taken in sums_of(case))
    found = [word for word, holds in (("被转走", went), ("被骗取", posed), ("支付", case.paid)) if holds]
    return "、".join(found).replace("、被", "、") or "支付"


def headings_of(case: Case) -> list[str]:
    """What a statement is about: what took money first; of a loan that a bank says there is, that somebody else took it."""
    ordered = sorted(case.grounds, key=lambda one: not (one.code in _OF_MONEY and taken_of(case)))
    worded = [as_told(as_sent(Sentence(text=one.heading), case), case).text for one in ordered if one.heading]
    headings = [one.replace("{本人}", "本人") for one in worded]
    # Where somebody collects, it may be nothing but a wrong number: that one's name was used, nobody told.
    collected = any(
        one.role in ("collector", "agent", "content_provider", "person") for one in case.respondents
    )
    borrowed = [BORROWED] if in_ones_name(case) and (not collected or told_of_loan(case)) else []
    return list(dict.fromkeys([*borrowed, *headings]))


def _law(provision: Provision) -> str:
    return provision.id.partition(":")[0].partition("@")[0]


def _place(provision: Provision) -> str:
    return f"{_law(provision)}:{provision.id.partition(':')[2]}"
