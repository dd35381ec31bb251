"""What the ways ask of the other side: whether anybody is known, and from whom the person bought something. Pure."""

import re
from collections.abc import Iterable, Mapping
from typing import Any

from complaints.stated import Facts, Respondent
from legal.reasoning.facts import Derived
from legal.reasoning.naming import is_named

# Whoever these are, the person deals with them: the name stands in a contract, a bill, an app.
DEALT_WITH = {"operator", "shop", "trader", "platform", "payment_institution", "bank", "lender"}
_SMALL_LOANS = re.compile("小额贷款|小贷")


def is_nobody(facts: Facts) -> bool:
    """Whether somebody was looked for and nobody can be named: no defendant whom a court could find (民事诉讼法 122(二))."""
    rows = facts.get("respondents") or ()
    hidden = (facts.get("content") or {}).get("sender_identified") is False
    return bool(rows) and not any(_can_be_found(row, hidden=hidden) for row in rows)


def _can_be_found(row: Respondent, *, hidden: bool) -> bool:
    if name := row.get("name", ""):
        return is_named(name)
    role = row.get("role", "unknown")
    return role in DEALT_WITH or (role not in ("unknown", "person") and not hidden)


def is_licensed(row: Respondent) -> bool | None:
    """Whether a lender has a financial licence: a bank has, a small-loan company never, others as was said."""
    if row.get("role") == "bank":
        return True
    return False if _SMALL_LOANS.search(row.get("name", "")) else row.get("licensed_lender")


def bought_from(rows: Iterable[Respondent]) -> bool | None:
    """What the rows themselves say of having bought or used something: from one of them, from none, or not said of all."""
    said = [row.get("consumer") for row in rows]
    if True in said:
        return True
    return False if said and None not in said else None


def calls_from_abroad(facts: Facts) -> bool:
    """Whether a number is shown with an international prefix other than China's (反电信网络诈骗法 13(2))."""
    numbers = (facts.get("contacts") or {}).get("numbers") or ()
    return any(re.match(r"(\+|00)(?!86)", re.sub(r"[\s-]", "", one)) for one in numbers)


def only_used_up(facts: Mapping[str, Any]) -> bool:
    """Whether what was taken is a balance, a gift card, an order alone: then there is no account that money went to."""
    costs = [str(one["what"]) for one in (facts.get("loss") or {}).get("costs") or ()]
    return any(map(_USED_UP.search, costs)) and not any(map(_MOVED.search, costs))


def with_what_follows(facts: Mapping[str, Any]) -> Mapping[str, Any]:
    """The facts with that, and with whose debt it is, for the sentences that are drawn from them."""
    found = {
        "used_up": only_used_up(facts),
        "debtor_related": of_kin(facts),
        "others_paid": others_paid(facts),
        "others_paid_too": others_paid_too(facts),
        "consumer_finance": by_consumer_finance(facts),
        "insurer": any(is_insurer(row.get("name") or "") for row in facts.get("respondents") or ()),
        "runs_none": runs_none(facts),
        "holder_told": holder_told(facts),
        "taken": taken(facts),
        "taken_alone": taken_alone(facts),
    }
    follows = {name: True for name, holds in found.items() if holds}
    return {**facts, "derived": {**(facts.get("derived") or {}), **follows}} if follows else facts


def holder_told(facts: Mapping[str, Any]) -> bool:
    """Whether whoever runs the account was complained to before the last time; of several, each of them by name."""
    last = (facts.get("event") or {}).get("last") or ""
    asked = [row for row in facts.get("prior") or () if row.get("to") in _HOLDERS]
    told = [row.get("whom") for row in asked if (row.get("on") or "9") < last]
    rows = [row for row in facts.get("respondents") or () if row.get("role") in _HOLDERS]
    # A letter to one names no other, and tells what was put to this one.
    names = {row.get("name") for row in rows if row.get("name")}
    return bool(told and rows) and (len(names) <= 1 or names <= {*told})


# Where what somebody gave to one seller is with another.
_LEFT_WITH_ONE = frozenset({"order", "app", "given"})


def taken(facts: Mapping[str, Any]) -> bool:
    """Whether one who advertises has from another what the person had given that one alone, and never dealt with them."""
    data = facts.get("data") or {}
    if data.get("shared_with_third_party") is not True or data.get("source") not in _LEFT_WITH_ONE:
        return False
    if (facts.get("consent") or {}).get("status") in ("bundled", "default", "explicit"):
        return False  # to whom of them, nobody says
    rows = [row for row in facts.get("respondents") or () if row.get("role") == "content_provider"]
    return len(rows) > 1 and any(row.get("consumer") is False for row in rows)


def taken_alone(facts: Mapping[str, Any]) -> bool:
    """The same where nothing is said of who had it first."""
    return taken(facts) and not any(row.get("consumer") for row in facts.get("respondents") or ())


def is_insurer(name: str) -> bool:
    """Whether somebody is called an insurer, or an agent, broker or adjuster of insurances: all are under the financial
    regulator."""
    return "保险" in name


def runs_none(facts: Mapping[str, Any]) -> bool:
    """Whether no creditor of the debt that is collected runs an account that the number is bound to: none is called after
    one, and somebody else is there who runs accounts."""
    rows = facts.get("respondents") or ()
    bound = [str(one) for one in (facts.get("number") or {}).get("accounts_bound") or () if one]
    claims = [row.get("name") or "" for row in rows if row.get("role") in _CLAIMING]
    runs = any(row.get("role") in _RUNNING for row in rows)
    if not (bound and claims and runs and (facts.get("debt") or {}).get("owed")):
        return False
    return not any(one[at : at + 2] in name for name in claims for one in bound for at in range(len(one) - 1))


_CLAIMING = frozenset({"lender", "bank"})
_RUNNING = frozenset({"platform", "payment_institution"})
_HOLDERS = _CLAIMING | _RUNNING


def by_consumer_finance(facts: Mapping[str, Any]) -> bool:
    """Whether a lender is called a consumer finance company, for which a rule of its own says how it may collect."""
    rows = facts.get("respondents") or ()
    return any(row.get("role") == "lender" and "消费金融" in (row.get("name") or "") for row in rows)


def others_paid(facts: Mapping[str, Any]) -> bool:
    """Whether what was taken is what the person gave back to others who had paid: it left no account of their own."""
    gave, took = _gave_and_took(facts)
    return gave and not took


def others_paid_too(facts: Mapping[str, Any]) -> bool:
    """Whether some of it is that, and some was taken out of an account."""
    return all(_gave_and_took(facts))


def _gave_and_took(facts: Mapping[str, Any]) -> tuple[bool, bool]:
    costs = [str(one["what"]) for one in (facts.get("loss") or {}).get("costs") or ()]
    back = [one for one in costs if _GAVE_BACK.search(one)]
    return bool(back), any(_TOOK.search(one) for one in costs if one not in back)


_TOOK = re.compile("转[走出账]|划走|盗|刷走|套走|扣走|提[走现]|取走|存款|余额|佣金|[花用消][掉了费]|汇")
_GAVE_BACK = re.compile(
    "垫还|垫付|垫给|退给|赔给|替[^，,。]{1,8}(?:还|付)|还给(?:亲|朋|同|表|堂|姐|哥|弟|妹|他|她)"
)


def of_kin(facts: Mapping[str, Any]) -> bool:
    """Whether whom they look for is told as somebody's brother, colleague, friend: nobody takes the person for them."""
    return _RELATED.search(str((facts.get("debt") or {}).get("debtor") or "")) is not None


def has_died(facts: Mapping[str, Any]) -> bool:
    """Whether whom they look for is told to have died."""
    return _DIED.search(str((facts.get("debt") or {}).get("debtor") or "")) is not None


_DIED = re.compile("去世|过世|已故|亡|病逝|逝世|死")
_USED_UP = re.compile(
    "礼品卡|购物卡|积分|优惠券|(?:用|花|消费)[掉了][^去]{0,4}(?:的|余额)|(?:下单|订单)[^费]{0,6}(?:用|花)"
)
_MOVED = re.compile("转[走出账]|划走|盗刷|刷走|套走|扣走|提现|存款|汇")


def of_respondents(facts: Facts) -> Derived:
    """What follows from who is on the other side: who is licensed, whose consumer the person is, who can be named."""
    rows = facts.get("respondents") or ()
    found: Derived = {}
    licences = [licence for row in rows if (licence := is_licensed(row)) is not None]
    if licences:
        found["licensed_lender"] = any(licences)
        found["unlicensed_lender"] = not all(licences)
    if licensed := [row.get("role", "unknown") for row in rows if is_licensed(row)]:
        found["licensed_roles"] = licensed
    if (bought := bought_from(rows)) is not None:
        found["bought_from_some"] = bought
    of_all = (facts.get("complainant") or {}).get("consumer_of_respondent")
    if consumer_of := [row.get("role", "unknown") for row in rows if row.get("consumer", of_all)]:
        found["consumer_roles"] = consumer_of
    if is_nobody(facts):
        found["nobody"] = True
    if any("信用卡" in row.get("name", "") for row in rows):
        found["card"] = True
    if by_consumer_finance(facts):
        found["consumer_finance"] = True
    if any(is_insurer(row.get("name", "")) for row in rows):
        found["insurer"] = True
    if runs_none(facts):
        found["runs_none"] = True
    if taken(facts):
        found["taken"] = True
    if taken_alone(facts):
        found["taken_alone"] = True
    if calls_from_abroad(facts):
        found["from_abroad"] = True
    if only_used_up(facts):
        found["used_up"] = True
    if others_paid(facts):
        found["others_paid"] = True
    if others_paid_too(facts):
        found["others_paid_too"] = True
    if of_kin(facts):
        found["debtor_related"] = True
    return found


_KIN = (
    "[堂表]?(?:弟弟?|哥哥?|兄弟|姐姐?|妹妹?)|爸爸?|妈妈?|父亲|母亲|丈夫|妻子|老公|老婆|爱人|前夫|前妻|儿子|女儿|侄子|侄女|外甥女?|叔叔|舅舅|姑姑|阿姨"
    "|岳父|岳母|公公|婆婆|亲戚|亲属|家人|家属|朋友|同事|同学|邻居|室友|男友|女友|员工|老板"
)
_RELATED = re.compile(_KIN)
# “你弟弟的借款”, “您的朋友张某欠款”; “我弟弟借了两万”, “同事欠的钱”.
_KIN_OWES = re.compile(
    rf"(?:[你您](?:的)?(?P<theirs>{_KIN})[^，,。；]{{0,8}}?|(?<![给跟向])(?:我(?:的)?)?(?P<ours>{_KIN})[^，,。；我]{{0,12}}?)(?:借|贷|欠|逾期)"
)


_KIN_DIED = re.compile(rf"(?P<who>{_KIN})[^，,。；]{{0,10}}?(?:去世|过世|病逝|逝世)")
_ESTATE = re.compile("继承|遗产|父债|生前")


def kin_in(told: Iterable[str]) -> str:
    """Whose debt it is to the person, by what was written to them or what they told: “弟弟”; "" where nobody says so."""
    told = [*told]
    # Whose estate it is that debts are asked of.
    dead = next((one["who"] for text in told if _ESTATE.search(text) for one in _KIN_DIED.finditer(text)), "")
    if dead:
        return f"{dead}（已去世）"
    found = (one for text in told for one in _KIN_OWES.finditer(text))
    return next((str(one["theirs"] or one["ours"]) for one in found), "")


def bought_from_any(facts: Facts) -> bool | None:
    """Whether the person is a consumer of somebody on the other side: as it is said of each, else as it is said of all."""
    of_all = (facts.get("complainant") or {}).get("consumer_of_respondent")
    said = [row.get("consumer", of_all) for row in facts.get("respondents") or ()] or [of_all]
    return True if True in said else None if None in said else False
