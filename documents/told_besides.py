"""What a story tells beside the answers, of which no paper says more than it may: others who dunned, an order that nobody paid
at an account of somebody else, a charge that was stopped."""

import re
from collections.abc import Mapping
from typing import Any

from complaints import stated
from complaints.models import Complaint
from complaints.reading.pressure import companies_dunning
from complaints.standing import standing_facts
from documents.belonging import companies_in, of_day, told_about
from documents.sentences import folded, sentences_of
from legal.reasoning.respondents import has_died

Told = dict[str, dict[str, Any]]


def told_besides(complaint: Complaint, facts: Mapping[str, Any]) -> Told:
    """By group, of the groups that were answered; what was answered itself is not changed by it."""
    found: Told = {}
    if facts.get("debt") and _others_collect(complaint):
        # What somebody else may have called or written is laid to nobody.
        found["debt"] = {"others_collect": True}
    if (facts.get("debt") or {}).get("owed") == "others" and _has_died(complaint):
        found["debt"] = {**found.get("debt", {}), "debtor_dead": True}
    if bound := (facts.get("number") or {}).get("accounts_bound"):
        found["number"] = {"unpaid_accounts": unpaid} if (unpaid := _unpaid(complaint, bound)) else {}
    if facts.get("charges") and stopped(complaint.standing_story):
        found["charges"] = {"stopped": True}
    return {group: said for group, said in found.items() if said}


# ── A debtor who died ───────────────────────────────────────────────────────────────────────────────────────────────
_DEATH = re.compile(
    "死亡证明|火化|去世|过世|病逝|亡故|(?:爸|爹|父亲|妈|娘|母亲)[^，。；]{0,12}没的|人没了|死了"
)


def _has_died(complaint: Complaint) -> bool:
    """Whom they look for: as it was answered who that is, or as the story tells."""
    facts = standing_facts(complaint)
    debtor = str(facts.get("debt", {}).get("debtor") or "")
    return has_died(facts) or tells_of_a_death(complaint.standing_story, debtor)


def tells_of_a_death(story: str, debtor: str) -> bool:
    """Whether a story tells that the debtor died, in a clause that names them: “俺爹徐守田今年正月没的”. Of whom else it
    may tell so, a paper says nothing."""
    named = [one for one in re.split("[，,。；;！!？?\n]", story) if debtor and debtor in one]
    return any(_DEATH.search(folded(one)) for one in named)


# ── Others who dunned ───────────────────────────────────────────────────────────────────────────────────────────────
_MAY_DUN = frozenset({"collector", "agent", "lender", "bank", "assignee", "principal", "payment_institution"})


def _others_collect(complaint: Complaint) -> bool:
    """Whether the story tells of more who dunned than are complained about."""
    told = companies_dunning(complaint.standing_story)
    return bool(told) and told > sum(role in _MAY_DUN for _name, role in _parties(complaint))


def _parties(complaint: Complaint) -> list[tuple[str, str]]:
    return [
        (one.organisation_name, stated.role_read(one.role, complaint.kind))
        for one in complaint.respondents
        if one.organisation_name
    ]


# ── What the former user did not pay ────────────────────────────────────────────────────────────────────────────────
_ORDER = re.compile(
    r"(?:[一两几\d]单|订单|行程|车费|账单|费用|\d(?:元|块)\d*)[^。；]{0,16}(?:没有?付|未付|没有?结|未结|没有?支付|未支付)"
    r"|(?:未付|未支付|没付|欠付)的?(?:订单|行程|车费|账单|费用)"
)


def _unpaid(complaint: Complaint, bound: list[str]) -> list[str]:
    """Those of the accounts at which the story tells of an order that was not paid."""
    story = complaint.standing_story
    telling = [one for one in sentences_of(story) if _ORDER.search(folded(one))]
    if not telling:
        return []
    if len(bound) == 1:
        return list(bound)
    companies = companies_in(_parties(complaint), bound, story)
    about = told_about(story, companies)
    names = {name for one in telling for name in about.get(one, frozenset())}
    named = {account for one in telling for account in bound if account in one}
    its = {called for one in companies if one.name in names for called in one.called}
    return [account for account in bound if account in named or account in its]


# ── A charge that was stopped ───────────────────────────────────────────────────────────────────────────────────────
_STOPPED = re.compile(
    "(?:把|给)[^。；，,]{0,12}(?:关|停|取消|退订)(?:了|掉)|(?:没有?|不)再扣|已经?(?:取消|停了|关了)|(?:元|块|费)[^，,。；]{0,4}没有?了"
)
_ON_AGAIN = re.compile("又(?:开始)?扣|还在扣|照(?:样|旧)?扣|继续扣|还是扣")


def stopped(story: str) -> bool:
    """Whether a story tells that a charge was stopped, and not that it went on after."""
    places = [found.end() for found in _STOPPED.finditer(story)]
    return bool(places) and _ON_AGAIN.search(story, places[-1]) is None and "扣" in story


# ── Which authority ─────────────────────────────────────────────────────────────────────────────────────────────────
_AUTHORITIES = {
    "征信机构": re.compile("征信"),
    "12378": re.compile("12378|金融监管总?局|银保监"),
    "12363": re.compile("12363"),
    "12315": re.compile("12315"),
    "12345热线": re.compile("12345"),
    "通信管理局": re.compile("通信管理局|通管局|工信部"),
    "网信部门": re.compile("网信|12377"),
}


def authority_told(story: str, day: str) -> str:
    """Which authority somebody went to on a day who says only that it was another one, as the story tells of that day; ""
    where it tells of none, or of several."""
    telling = [one for one in sentences_of(story) if day and of_day(one, day)]
    found = {name for name, pattern in _AUTHORITIES.items() for one in telling if pattern.search(one)}
    return found.pop() if len(found) == 1 else ""
