"""What the facts fill into the sentence of a request."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from decimal import Decimal

from complaints.reading.once import told_once
from documents.asked_in_words import account_name, address_of, mortgaged
from documents.blocks import BLANK, Sentence
from documents.childs_data import childs_data
from documents.counted import months_named, span_of_contacts
from documents.data_told import paid_into, paid_on
from documents.ending import asked_to_end_on
from documents.figures import own_figures, settled_on
from documents.held_data import held, known_to_them
from documents.loan_told import credit_told, loan_told
from documents.losses import CHARGED, OPENING, RIGHTS, WORK, harm, loss_of, sum_of
from documents.material import Case
from documents.named_data import late_kin
from documents.official import OfficialForm
from documents.pleading import chinese_day
from documents.police import how_it_went, unknown_numbers
from documents.receiving import tails_told
from documents.sales import said_to_sell
from documents.sent_singly import words_told
from documents.story_details import filled_in
from documents.told import of_those_told
from documents.turns import TOLD_ANOTHER
from documents.voice import number_of, own_number, retold
from documents.wording import yuan
from legal.reasoning.conditions import lookup
from legal.reasoning.facts import CHANNELS
from legal.reasoning.respondents import of_kin


def _spent(case: Case) -> str:
    """What the costs of getting one's right are: spent, not earned, or both."""
    work, rights = sum_of(case.costs, WORK), sum_of(case.costs, RIGHTS)
    return "误工损失" if work and not rights else "为维权支出的合理费用" + ("、误工损失" if work else "")


def _called(case: Case) -> str:
    """The same as what a request rests on is headed with."""
    work, rights = sum_of(case.costs, WORK), sum_of(case.costs, RIGHTS)
    return "误工损失" if work and not rights else "维权的合理开支" + ("、误工损失" if work else "")


def _treated(case: Case) -> str:
    """What was spent on health, as its rows are called: nobody asks back a kind of treatment that nobody had."""
    of_mind = [any(word in one.what for word in ("心理", "咨询")) for one in case.costs if harm(one.what)]
    names = (["医疗费"] if not all(of_mind) else []) + (["心理咨询费"] if any(of_mind) else [])
    return "、".join(names) or "医疗费、心理咨询费"


_LENDING = ("bank", "lender", "principal", "trader")


def _lent_by(case: Case) -> str:
    """To whom the debt was that is paid: the only one who lent."""
    names = [one.name for one in case.respondents if one.role in _LENDING and one.name]
    return names[0] if len(names) == 1 else ""


def _told(case: Case) -> str:
    """“2026年4月10日本人说明情况”: when the other side was told that it has the wrong one, or to stop."""
    owes = lookup(case.facts, "debt.owed") in ("own", "disputed")
    told = "提出异议" if owes else "说明情况"
    for name, what in (("debt.told_them_on", told), ("refusal.on", "要求停止")):
        # What was said to another is in no record of this one.
        elsewhere = name == "debt.told_them_on" and lookup(case.facts, TOLD_ANOTHER)
        if (on := lookup(case.facts, name)) and not elsewhere:
            return f"{chinese_day(date.fromisoformat(str(on)))}本人{what}"
    return ""


def _which_debt(case: Case) -> str:
    told = case.details.get("which_debt", "").strip()
    if not told and (loan := loan_told(case)):
        return loan
    named = told if re.search("合同|卡|末四位|尾号|编号", told) else f"合同号或者卡号末四位：{told or BLANK}"
    return named.rstrip("。；;")


_CONTRACT = re.compile("合同(?:编)?号[:：为是]?[A-Za-z0-9][A-Za-z0-9-]{3,}")


def _claimed(case: Case, owed: object) -> list[str]:
    """Which debt it is said to be: by its contract, where that was told, and its sum."""
    number = (
        _CONTRACT.search(case.details.get("loan", "")) if lookup(case.facts, "debt.owed") == "none" else None
    )
    return [*([number[0]] if number else []), *([f"所称金额{yuan(Decimal(str(owed)))}元"] if owed else [])]


_DENIED = re.compile(
    r"(?P<what>[^，,。；;：:]*?\d[\d.]*万?元)[，,]?(?:都|均|我|本人|原告|一概|是)*"
    r"(?:不认(?:可|账)?|有异议|不同意|没有?同意过?|没有?约定过?|没有?签过?)(?=$|[，,。；;])"
)


def _denied(case: Case) -> str:
    """“会员费、担保费共3800元”: what of a disputed debt is said not to be owed, where it is said by name and sum."""
    found = [one["what"].strip() for one in _DENIED.finditer(case.details.get("amounts", ""))]
    return "、".join(found) if found and len(found) == _said_no(case.details.get("amounts", "")) else ""


def _said_no(told: str) -> int:
    return len(re.findall("不认|异议|不同意|没有?同意|没有?约定|没有?签", told))


def _told_ones(case: Case) -> str:
    """Whose numbers were called besides, by who they are told to be."""
    text = of_those_told(Sentence(text="其的亲友、同事"), case).text
    return text.replace("其的", "其").replace("其单位", "其工作单位")


def _of_a_loan(case: Case) -> dict[str, str]:
    """What came of a loan, what was paid back on it, and by how much that is more."""
    received, repaid = (lookup(case.facts, f"debt.{name}") for name in ("received", "repaid"))
    told = {"received": received, "repaid": repaid}
    if received and repaid and repaid > received:
        told["over"] = Decimal(str(repaid)) - Decimal(str(received))
    return {f"loan_{name}": yuan(Decimal(str(sum_))) for name, sum_ in told.items() if sum_}


_THREATS = {"detention": "恐吓", "violence": "恐吓", "publicity": "威胁", "insult": "辱骂"}


def _threats(case: Case) -> str:
    """How somebody was put under pressure, as its kinds are called: who was insulted was not menaced."""
    told = lookup(case.facts, "debt.threats") or ()
    return "、".join(dict.fromkeys(said for one, said in _THREATS.items() if one in told))


def _months(case: Case) -> str:
    """“（每月6元，最近4个月）”: what a sum to give back is made of."""
    monthly, months = lookup(case.facts, "charges.monthly"), lookup(case.facts, "charges.months")
    if not monthly or case.refund is None or case.refund % Decimal(str(monthly)):
        return ""
    asked = int(case.refund / Decimal(str(monthly)))
    if months and asked < months:
        which = months_named(case.facts, months - asked, months)
        return f"（每月{yuan(Decimal(str(monthly)))}元，{f'{which}共' if which else '最近'}{asked}个月）"
    return f"（每月{yuan(Decimal(str(monthly)))}元，共{asked}个月）"


def _no_more(case: Case) -> str:
    if lookup(case.facts, "charges.stopped"):
        return "，并书面确认已经停止收取"
    return "，并停止继续收取" if case.refund or lookup(case.facts, "charges.residual") else ""


def unpaid_at(case: Case, form: OfficialForm, accounts: str = "") -> str:
    """That an order which somebody else did not pay is no matter of whoever has the number now; of these ``accounts`` alone,
    where they are named."""
    told = lookup(case.facts, "number.unpaid_accounts") or ()
    unpaid = "、".join(f"“{one}”" for one in told if not accounts or one in accounts)
    told = f"；账户{unpaid}下没有付的款项与{form.complainant}无关，不得以付清为解绑的条件"
    return told if unpaid else ""


def _including(*parts: str) -> str:
    named = [one for one in parts if one]
    return f"（包括{'、'.join(named)}）" if named else ""


def _named_account(case: Case) -> str:
    name = account_name(case.story, lookup(case.facts, "number.accounts_bound") or ())
    return f"，账号名“{name}”" if name else ""


def _mortgaged(case: Case, form: OfficialForm) -> str:
    """“（抵押的车辆：＿＿＿＿）”: a claim names what is mortgaged, with a line for which it is."""
    what = mortgaged(case.story)
    if form.channel != "court":
        return f"（抵押物：{what}）" if what else ""
    return {"车辆": f"（抵押的车辆，车牌号：{BLANK}）", "房屋": f"（抵押的房屋，坐落：{BLANK}）"}.get(
        what, f"（抵押物：{BLANK}）"
    )


def _accounts_named(case: Case) -> str:
    """“，包括尾号6604的收款账户的户名、绑定的时间和核验的记录”: where what was taken is told to have gone."""
    named = "、".join(tails_told(case))
    return f"，包括{named}的收款账户的户名、绑定的时间和核验的记录" if named else ""


def _bystanders(case: Case) -> str:
    """Whom they called who have no part in a debt, by who they are told to be."""
    if not case.details.get("people"):
        return "人"
    told = of_those_told(Sentence(text="原告的亲友、同事"), case).text
    return f"{told.replace('原告身边的人', '原告身边')}等人"


@told_once
def known_words(case: Case, form: OfficialForm) -> dict[str, str]:
    # Answers are given for a claim: in a letter nobody is 原告.
    if case.details:
        case = replace(case, details={name: retold(told, case, form) for name, told in case.details.items()})
    ways = [CHANNELS[one] for one in lookup(case.facts, "contacts.channels") or () if one in CHANNELS]
    if not ways and (case.messages or case.tally.said):
        ways = ["短信、电话等"]
    fee, owed = lookup(case.facts, "number.cancellation_fee"), lookup(case.facts, "debt.claimed")
    accounts = "、".join(lookup(case.facts, "number.accounts_bound") or ())
    item = lookup(case.facts, "charges.item")
    fees = "、".join(one.what for one in case.costs if loss_of(one.what) == CHARGED)
    opened = "、".join(one.what for one in case.costs if loss_of(one.what) == OPENING)
    number = number_of(case, form)
    when, told = span_of_contacts(case.facts)[0].removeprefix("自"), _told(case)
    figures = own_figures(case, "本人" if form.to_company else form.complainant)
    published, credit = (
        case.details.get("published", ""),
        case.details.get("credit", "").strip() or credit_told(case),
    )
    reported = "；".join(credit.rstrip("。；;").splitlines()).replace("原告", form.complainant)
    child = childs_data(case)
    childs = [child.data] if child else []
    known = {
        "over": when,
        "on_days": f"在{when}" if when else "",
        "and_told": f"，包括{told}的记录" if told else "",
        "published": f"（{published}）" if published else "",
        "published_to": f"（{where}）" if (where := case.details.get("published_where", "")) else "",
        # What a credit report says, in the words of whoever copied it.
        "credit": reported,
        "told_words": f"（称{told_of_one}等）"
        if (told_of_one := words_told(case, "本人" if form.to_company else form.complainant))
        else "",
        # A notice says where it stands: a line to fill in.
        "published_at": published or "＿＿＿＿＿＿",
        # Of an apology, where it is to be seen.
        "published_where": case.details.get("published_where", "") or _where_it_was_seen(case),
        # A court is asked for nothing vague: a line to fill in.
        "number": case.number
        or ("＿＿＿＿＿＿" if form.channel == "court" else f"（见{own_number(case, form)}）"),
        "ways": "、".join(dict.fromkeys(ways)),
        "label": lookup(case.facts, "number.mislabelled_as") or "",
        "fee": yuan(Decimal(str(fee))) if fee else "",
        "of_number": f"（号码{number}）" if number else "",
        "own_number": number,
        "with_number": _including(f"号码{number}" if number else "", *held(case), *childs),
        "held": _including(*held(case), *childs),
        "and_child": f"及其{child.kin}的" if child else "",
        "wished_as": str(lookup(case.facts, "loss.wished_as") or ""),
        "and_late": f"，并删除{form.complainant}已故{late.called}" if (late := late_kin(case)) else "",
        "of_both": f"{form.complainant}及其{child.kin}的" if child else "",
        "known_data": _including(*known_to_them(case)),
        "figures": f"（{figures}）" if figures else "",
        "settled_on": f"（{day}）" if (day := settled_on(case)) else "",
        "reported": f"（信用报告现记载：{reported}）" if reported else "",
        "account_told": _accounts_named(case),
        "accounts": f"（{accounts}{_named_account(case)}）" if accounts else "",
        "listed_as": str(lookup(case.facts, "number.listed_as") or ""),
        "listed_at": f"“{accounts}”上" if accounts else "",
        "item": f"“{item}”" if item else f"{fees}等" if fees else "",
        "opened": opened,
        "noticed_on": asked_to_end_on(case),
        "threats": _threats(case),
        "taken_how": "本人支付" if (went := how_it_went(case)) == "支付" else went,
        "unknown_numbers": unknown_numbers(case),
        # When and to whom it was paid is a line to fill in, until it was told.
        "paid_how": f"（{case.details.get('paid_how') or _paid_how(case)}）",
        "of_months": _months(case),
        # A fee that was paid once goes on no more.
        "no_more": _no_more(case),
        "unpaid": unpaid_at(case, form),
        "address_too": f"，删除该号码项下的{at}" if (at := address_of(case.story)) else "",
        "mortgaged": _mortgaged(case, form),
        "bystanders": _bystanders(case),
        "once": "（同一笔钱以受偿一次为限）" if len(case.respondents) > 1 else "",
        "treated": _treated(case),
        "amounts": case.details.get("amounts") or BLANK,
        "denied": _denied(case),
        "lent_by": _lent_by(case),
        **_of_a_loan(case),
        "told_ones": _told_ones(case),
        "which_debt": _which_debt(case),
        "spent": _spent(case),
        "spent_as": _called(case),
        "owed": yuan(Decimal(str(owed))) if owed else "",
        "claimed": f"（{'，'.join(told_of_it)}）" if (told_of_it := _claimed(case, owed)) else "",
        "promised": said_to_sell(case),
        **_of_an_ended(case),
        "debtor": _debtor(case),
        "fee_item": str(lookup(case.facts, "debt.item") or ""),
        "not_got": str(lookup(case.facts, "debt.not_got") or ""),
    }
    return {name: said for name, said in known.items() if said}


def _of_an_ended(case: Case) -> dict[str, str]:
    """Of a contract of one's own that has ended: what it was and since when, how and when it ended."""
    told = {name: str(lookup(case.facts, f"debt.{name}") or "") for name in _ENDED}
    how, cancelled = told["ended_how"], lookup(case.facts, "debt.ended") == "cancelled"
    cause = "" if how == "解除" else f"因{how}而"
    return {
        "taken": told["taken"],
        "contract": told["contract"],
        "taken_when": f"（{told['taken_on']}办理）" if told["taken_on"] else "",
        "ended_how": how,
        "ended_as": f"{cause}{'解除' if cancelled else '终止'}" if how else "",
        "ended_when": f"于{told['ended_on']}" if told["ended_on"] else "",
    }


_NAMED = re.compile("(?P<name>[\u4e00-\u9fff·]{2,30})(?:（[^）]*）)?")


def _debtor(case: Case) -> str:
    """Who borrowed, where the other side names them; "" where it is told only whose kin it is."""
    found = _NAMED.fullmatch(str(lookup(case.facts, "debt.debtor") or "").strip())
    return "" if found is None or of_kin(case.facts) else found["name"]


_ENDED = ("taken", "contract", "taken_on", "ended_how", "ended_on")


def _paid_how(case: Case) -> str:
    """When it was paid and to whom, as far as the story tells it, with a line for the rest."""
    on, into = paid_on(case), paid_into(case)
    whom = f"收款的账户：“{into}”" if into else "收款人：＿＿＿＿＿＿"
    return f"付款日期：{on or '＿＿＿＿年＿＿月＿＿日'}，{whom}"


def _where_it_was_seen(case: Case) -> str:
    """Where an apology is to be seen, where the facts tell it; else a line to fill in."""
    told = "published_where" in filled_in(case)
    return "所及的人和群组见事实部分" if told else f"微信群、平台的名称：{BLANK}"
