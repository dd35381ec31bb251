"""What a story tells beside the answers, of which no paper says more than it may: others who dunned, an order that nobody paid
at an account of somebody else, a charge that was stopped."""

import re
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from itertools import pairwise
from typing import Any

from django.utils import timezone

from complaints import stated
from complaints.models import Complaint, Kind
from complaints.reading.pressure import companies_dunning
from complaints.standing import standing_facts
from documents.acts import no_harm_told
from documents.belonging import companies_in, of_day, told_about
from documents.by_the_way import for_trade, handed_on, signed_blank, wanted_a_fee_again
from documents.contacts_begun import contacts_begun
from documents.debt_told import item_in, told_of_debt
from documents.denials import ways_told
from documents.handed_on import given_by_platform
from documents.label_told import label_told
from documents.listed_as import listed_as
from documents.named_data import data_named, kin_who_died
from documents.own_service import sells_itself
from documents.sentences import folded, sentences_of
from documents.source_open import source_told
from documents.sum_wished import nature_wished, sum_wished
from legal.reasoning.respondents import has_died

Told = dict[str, dict[str, Any]]


def told_besides(complaint: Complaint, facts: Mapping[str, Any]) -> Told:
    """By group, of the groups that were answered, and a sum that is wished for; what was answered itself is not changed by
    it."""
    found: Told = {}
    if facts.get("debt") and _others_collect(complaint):
        # What somebody else may have called or written is laid to nobody.
        found["debt"] = {"others_collect": True}
    if (facts.get("debt") or {}).get("owed") == "others" and _has_died(complaint):
        found["debt"] = {**found.get("debt", {}), "debtor_dead": True, **_of_the_dead(complaint)}
    if (debt := facts.get("debt")) and (told := _of_the_debt(complaint, debt)):
        found["debt"] = {**found.get("debt", {}), **told}
    if "violence" in ((facts.get("debt") or {}).get("threats") or ()):
        texts = [one.text for one in complaint.contacts.all()]
        if no_harm_told(complaint.standing_story, texts):
            found["debt"] = {**found.get("debt", {}), "no_harm_told": True}
    if bound := (facts.get("number") or {}).get("accounts_bound"):
        found["number"] = {"unpaid_accounts": unpaid} if (unpaid := _unpaid(complaint, bound)) else {}
        if listed := listed_as(complaint.standing_story):
            found["number"] = {**found["number"], "listed_as": listed}
    if facts.get("number") and complaint.kind == Kind.SECOND_HAND_NUMBER:
        found["number"] = {**found.get("number", {}), **_label_told(complaint)}
    if (wished := _sum_wished(complaint, facts)) is not None:
        nature = nature_wished(complaint.standing_story)
        found["loss"] = {"wished": float(wished), **({"wished_as": nature} if nature else {})}
    if facts.get("data") and _given_by_platform(complaint, facts):
        found["data"] = {"shared_with_third_party": True}
    if facts.get("data") and complaint.kind == Kind.HARASSMENT:
        found["data"] = {**found.get("data", {}), **_named_of_data(complaint.standing_story)}
    if facts.get("contacts") and (began := _contacts_begun(complaint)):
        found["contacts"] = {"first_on": began}
    if facts.get("content") and complaint.kind == Kind.HARASSMENT:
        found["content"] = source_told(complaint.standing_story)
    if facts.get("charges") and stopped(complaint.standing_story):
        found["charges"] = {"stopped": True}
    if facts.get("content") and sells_itself(complaint, facts):
        found["content"] = {**found.get("content", {}), "own_service": True}
    story = complaint.standing_story
    for group, name, tells in _TELLING:
        if facts.get(group) and tells(story):
            found[group] = {**found.get(group, {}), name: True}
    return {group: said for group, said in found.items() if said}


def _contacts_begun(complaint: Complaint) -> str:
    """Of calls and messages since when they came; on a number that somebody else had they came from many."""
    event = standing_facts(complaint).get("event")
    if complaint.kind == Kind.SECOND_HAND_NUMBER or not event:
        return ""
    # Most stories tell of no such day: their messages are not asked for it.
    if not contacts_begun(complaint.standing_story, event):
        return ""
    filed = [
        timezone.localdate(at) if at is not None else on
        for at, on in complaint.contacts.values_list("received_at", "received_on")
    ]
    return contacts_begun(complaint.standing_story, event, [one.isoformat() for one in filed if one])


def _sum_wished(complaint: Complaint, facts: Mapping[str, Any]) -> Decimal | None:
    """What of no cost is wished for of who advertises, where the person wants to be paid."""
    if complaint.kind != Kind.HARASSMENT or (facts.get("loss") or {}).get("costs"):
        return None
    wished = sum_wished(complaint.standing_story)
    # The answers of a paper may be without the wishes: those of the case decide.
    wants = wished is not None and "damages" in (standing_facts(complaint).get("wishes") or ())
    return wished if wants else None


def _label_told(complaint: Complaint) -> dict[str, Any]:
    platforms = [name for name, role in _parties(complaint) if role == "platform"]
    return label_told(complaint.standing_story, standing_facts(complaint).get("prior") or (), platforms)


def _given_by_platform(complaint: Complaint, facts: Mapping[str, Any]) -> bool:
    """Whether whoever advertises has the number of the platform that it was given to."""
    if complaint.kind != Kind.HARASSMENT or (facts.get("content") or {}).get("commercial") is not True:
        return False
    rows = [
        (one.organisation_name, stated.role_read(one.role, complaint.kind)) for one in complaint.respondents
    ]
    story = complaint.standing_story
    return given_by_platform(story, companies_in(rows, (), story))


def _named_of_data(story: str) -> dict[str, Any]:
    named = data_named(story)
    return {**({"named": named} if named else {}), **kin_who_died(story)}


_TELLING: tuple[tuple[str, str, Callable[[str], bool]], ...] = (
    ("data", "from_another", handed_on),
    ("debt", "advance_fee", wanted_a_fee_again),
    ("number", "signed_blank", signed_blank),
    ("complainant", "for_business", for_trade),
)


# ── A debtor who died ───────────────────────────────────────────────────────────────────────────────────────────────
_DEATH = re.compile(
    "死亡证明|火化|去世|过世|病逝|亡故|(?:爸|爹|父亲|妈|娘|母亲)[^，。；]{0,12}没的|人没了|死了"
    "|(?:生病|得病|病重|因病|车祸|意外|突然)[^，。；]{0,6}(?:走了|走的|不在了)"
)
# “走了” alone may be of somebody who left: a paper of the dead tells what it means.
_CERTAIN = re.compile("死亡证明|火化|去世|过世|病逝|亡故|下葬|安葬")
_WENT = re.compile("(?:走|没|不在)(?:了|的)$")


def _has_died(complaint: Complaint) -> bool:
    """Whom they look for: as it was answered who that is, or as the story tells."""
    facts = standing_facts(complaint)
    debtor = str(facts.get("debt", {}).get("debtor") or "")
    return has_died(facts) or tells_of_a_death(complaint.standing_story, debtor)


def _of_the_dead(complaint: Complaint) -> dict[str, Any]:
    debt = standing_facts(complaint).get("debt", {})
    told_on = timezone.localdate(complaint.filed_at)
    found = death_in(complaint.standing_story, str(debt.get("debtor") or ""), told_on)
    told = death_told_on(complaint.standing_story, str(debt.get("told_them_on") or ""))
    return {**found, **({"death_told": True} if told else {})}


def _of_the_debt(complaint: Complaint, debt: Mapping[str, Any]) -> dict[str, Any]:
    told = told_of_debt(
        complaint.standing_story,
        debt,
        ["trader"]
        if charges_itself(complaint, {"debt": debt})
        else [role for _name, role in _parties(complaint)],
        timezone.localdate(complaint.filed_at),
    )
    ways = [] if told.get("ended") else ways_told(complaint.standing_story, str(debt.get("owed") or ""))
    return {**told, **({"denied_by": ways} if ways else {})}


_KIN = {
    "父亲": "爸爸?|爹|父亲|老爷子",
    "母亲": "妈妈?|娘|母亲",
    "丈夫": "丈夫|老公|爱人",
    "妻子": "妻子|老婆|媳妇",
    "哥哥": "哥哥?",
    "弟弟": "弟弟?",
    "姐姐": "姐姐?",
    "妹妹": "妹妹?",
    "儿子": "儿子",
    "女儿": "女儿|闺女",
    "爷爷": "爷爷",
    "奶奶": "奶奶",
}
_WHEN = re.compile(
    r"(?P<year>\d{4}年|今年|去年|前年)?(?:农历)?(?:(?P<lunar>正月|腊月|冬月)|(?P<month>\d{1,2})月(?:(?P<day>\d{1,2})日)?)"
)
_YEARS_BACK = {"今年": 0, "去年": 1, "前年": 2}


def death_in(story: str, debtor: str, told_on: date) -> dict[str, str]:
    """Whose kin the debtor was to who tells it, and when they died, as far as the clause that names them says: “俺爹徐某今年
    正月没的”. A month without its year is no day of a death."""
    if not debtor:
        return {}
    if said := next((name for name in _KIN if debtor.startswith(name)), ""):
        return {"debtor_kin": said}
    for clause in re.split("[，,。；;！!？?\n]", story):
        text = folded(clause)
        if debtor not in clause or not _tells_death(text, story):
            continue
        kin = re.search(rf"我(?:的)?(?P<kin>[^，。]{{1,3}}?){debtor}", text)
        found = {
            "debtor_kin": next(
                (name for name, words in _KIN.items() if kin and re.fullmatch(words, kin["kin"])), ""
            )
        }
        if (when := _WHEN.search(text)) and when["year"]:
            back = _YEARS_BACK.get(when["year"])
            year = when["year"] if back is None else f"{told_on.year - back}年"
            day = f"{when['day']}日" if when["day"] else ""
            found["died"] = f"{year}农历{when['lunar']}" if when["lunar"] else f"{year}{when['month']}月{day}"
        return {name: one for name, one in found.items() if one}
    return {}


_GONE = re.compile("(?:[爸爹妈娘]|父亲|母亲|老公|老婆|人)(?:已经?|都|早就?)*(?:没了|走了|不在了)")
# What was answered at once stands beside the day of the call.
_AT_ONCE = re.compile("我?(?:当场|当时|当即|马上)")


def death_told_on(story: str, day: str) -> bool:
    """Whether the sentence of that day, or what was answered to it at once, tells that it was said that the debtor was dead."""
    lines = sentences_of(story)
    of_it = [one for one in lines if day and of_day(one, day)]
    of_it += [after for one, after in pairwise(lines) if one in of_it and _AT_ONCE.match(folded(after))]
    return any(_GONE.search(folded(one)) or _DEATH.search(folded(one)) for one in of_it)


def tells_of_a_death(story: str, debtor: str) -> bool:
    """Whether a story tells that the debtor died, in a clause that names them: “俺爹徐守田今年正月没的”. Of whom else it
    may tell so, a paper says nothing."""
    named = [one for one in re.split("[，,。；;！!？?\n]", story) if debtor and debtor in one]
    return any(_tells_death(folded(one), story) for one in named)


def _tells_death(clause: str, story: str) -> bool:
    """Whether a folded clause tells of a death, if only in words that the rest of the story makes plain."""
    if _DEATH.search(clause):
        return True
    return _WENT.search(clause) is not None and _CERTAIN.search(folded(story)) is not None


# ── Others who dunned ───────────────────────────────────────────────────────────────────────────────────────────────
_MAY_DUN = frozenset(
    {"collector", "agent", "lender", "bank", "assignee", "principal", "trader", "payment_institution"}
)


def _others_collect(complaint: Complaint) -> bool:
    """Whether the story tells of more who dunned than are complained about."""
    told = companies_dunning(complaint.standing_story)
    return bool(told) and told > sum(role in _MAY_DUN for _name, role in _parties(complaint))


def charges_itself(complaint: Complaint, facts: Mapping[str, Any]) -> bool:
    """Whether the only one who collects is said to do so for itself, and what it asks for is a fee: it is whose fee it is, and
    no company that collects for others. ``facts`` are those of the case as they stand."""
    if (facts.get("debt") or {}).get("collected_by") != "own_staff":
        return False
    roles = [stated.role_read(one.role, complaint.kind) for one in complaint.respondents]
    return roles == ["collector"] and bool(item_in(complaint.standing_story))


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


_HANDED_TO = re.compile("转[^。；]{0,8}(?:小贷|金融)")


def authority_told(story: str, day: str) -> str:
    """Which authority somebody went to on a day who says only that it was another one, as the story tells of that day; ""
    where it tells of none, or of several."""
    telling = [one for one in sentences_of(story) if day and of_day(one, day)]
    found = {name for name, pattern in _AUTHORITIES.items() for one in telling if pattern.search(one)}
    if found == {"12345热线"} and any(_HANDED_TO.search(one) for one in telling):
        return "12345热线（已转地方金融管理部门）"
    return found.pop() if len(found) == 1 else ""
