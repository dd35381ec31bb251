"""Who speaks in a paper, who did it, and who decides what is open: the words for the places in its sentences."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from complaints.reading.once import told_once
from documents.blocks import BLANK
from documents.bombed import by_sites
from documents.counted import within
from documents.holding import bears_out
from documents.law import Ground
from documents.material import Case, Respondent
from documents.official import OfficialForm
from documents.source_open import is_open
from documents.turns import in_turn
from documents.wording import respondents_for
from legal.corpus.pleading import ACTING, CALLER, EACH, JUDGE, NUMBER, OURS, SHOP, SPAN, THEIRS
from legal.reasoning.conditions import Tree, lookup
from legal.reasoning.naming import is_named

COURT = "court"


def speaker_of(form: OfficialForm) -> str:
    return form.complainant if form.channel == COURT else form.ours or "本人"


def own_number(case: Case, form: OfficialForm) -> str:
    """The same as whoever a letter speaks for calls it; a guardian who reports themselves tells of the child's."""
    of_child = case.representative is not None and form.guardian_reports
    return number_called(case, "该未成年人" if of_child else speaker_of(form))


def number_called(case: Case, own: str) -> str:
    """How a paper calls the complainant's number, that the matter is about: theirs, and none of the other side's."""
    if lookup(case.facts, "number.opened_by_me") is False:
        return f"以{own}名义办理的号码"
    formerly = lookup(case.facts, "complainant.capacity") == "former_holder"
    return f"{own}曾使用的号码" if formerly else f"{own}使用的号码"


def voice(case: Case, form: OfficialForm, ground: Ground) -> Mapping[str, str]:
    own = speaker_of(form)
    return {
        OURS: own,
        ACTING: form.complainant
        if form.ours
        else f"{own}的法定代理人"
        if case.representative is not None
        else own,
        THEIRS: doer(case, form, ground),
        CALLER: caller(case, form, ground),
        JUDGE: judge(form),
        NUMBER: case.number,
        SPAN: within(case.facts),
        EACH: "",
        SHOP: _shop(case, form),
    }


def _shop(case: Case, form: OfficialForm) -> str:
    shops = [one for one in case.respondents if one.role == "shop"]
    return (called(shops[0], case, form) if len(shops) == 1 else "") or "代办的网点"


def doer(case: Case, form: OfficialForm, ground: Ground) -> str:
    """Who did what a ground is about: the one complained about who can have done it, or who does such things with their own
    hands, else what such a one is called.

    Of several nobody is said to have done what each of them may have done, and no person to have done what only came about
    through a number of theirs, unless they are accused of it.
    """
    ground = _in_its_matter(ground, case)
    can = [one for one in case.respondents if one.role in ground.by and _may_have(one, ground)]
    who = can[0] if len(can) == 1 else did(case, ground) or _by_hand(case, form, ground, can)
    if who is None:
        if form.message_sheet and ground.actor != COLLECTING:
            return form.respondent
        return form.you if not can and _is_asked_of(ground, form) else ground.actor
    private = ground.by == ("person",) and not (case.accuses and is_named(who.name))
    if private or not (form.whose or tellable(who, case, form)):
        return ground.actor
    by_role = ground.actor == COLLECTING and who.role != "person" and not _is_told(who, case, form)
    return ground.actor if by_role else called(who, case, form) or ground.actor


def _in_its_matter(ground: Ground, case: Case) -> Ground:
    """Where no debt is told of, nobody collects."""
    if ground.actor != COLLECTING or lookup(case.facts, "kind") != "harassment":
        return ground
    if _holds({"use": "collection_case"}, case):
        return ground
    return replace(ground, actor="对方")


def _by_hand(case: Case, form: OfficialForm, ground: Ground, can: Sequence[Respondent]) -> Respondent | None:
    """Whom a letter goes to, where of all who can have done it only they do such things with their own hands, or say that the
    debt is theirs: whose people they were is left to who had it done."""
    if not form.each or ground.code in OF_DATA:
        return None
    hands = [one for one in can if one.role in ground.direct or one.role == "assignee"]
    return hands[0] if len(hands) == 1 and hands[0].name and hands[0].name == case.addressee else None


COLLECTING = "催收方"
# That others called or wrote besides those who are named.
OTHERS_COLLECT = "debt.others_collect"


def called(who: Respondent, case: Case, form: OfficialForm) -> str:
    """How a letter calls one of those complained about: it speaks to whom it goes to; "" for one without a name."""
    if keeps_records(who, case, form):
        return who.name
    if form.to_company and _is_told(who, case, form):
        return form.you
    if not form.whose and _is_told(who, case, form):
        return form.respondent
    return who.name


def keeps_records(who: Respondent, case: Case, form: OfficialForm) -> bool:
    """In a statement to the police, who may keep records of it is not whom it is about."""
    return form.brief and bool(who.name) and (who.role in form.holders or in_ones_name(case))


def _is_told(who: Respondent, case: Case, form: OfficialForm) -> bool:
    """Whether a letter goes to this one, or to whoever decides about this one alone."""
    if form.to_company:
        return bool(who.name and who.name == case.addressee) or respondents_for(case, form) == (who,)
    return len(case.respondents) == 1 or respondents_for(case, form) == (who,)


def tellable(who: Respondent, case: Case, form: OfficialForm) -> bool:
    """Whether a letter says of one complained about who did it: an authority learns it, a company only of whom it sent."""
    if who in respondents_for(case, form) or (form.to_company and who.name and who.name == case.addressee):
        return True
    if not form.to_company:
        return bool(who.name) and who.role != "person"
    to = next((one.role for one in case.respondents if one.name and one.name == case.addressee), "")
    return form.told_of(who.role, to)


def _is_asked_of(ground: Ground, form: OfficialForm) -> bool:
    """Whether a company did it that a letter goes to without naming it among those complained about."""
    return form.to_company and not form.each and bool({*form.respondent_roles} & {*ground.by})


def in_ones_name(case: Case) -> bool:
    """Whether a lender who is licensed to lend says there is a loan that the person did not take."""
    rows = lookup(case.facts, "respondents") or ()
    licensed = any(one.get("role") == "lender" and one.get("licensed_lender") for one in rows)
    lending = licensed or any(one.role == "bank" for one in case.respondents)
    pretended = lookup(case.facts, "debt.impersonates") in ("court", "police", "lawyer")
    reported = any(one.act == "报案" for one in case.prior) and not lookup(case.facts, "debt.ended")
    return lending and lookup(case.facts, "debt.owed") == "none" and not pretended and reported


# Who writes and calls; the creditor in whose name somebody did so may know nothing of it.
_CALLING = {"content_provider", "collector", "agent", "person"}
# In whose name it is collected, and who may do so with their own people.
_CREDITORS = {"bank", "lender", "assignee", "principal", "trader"}
# Who does so for what it sells.
_ADVERTISING = {"bank", "lender", "payment_institution", "platform"}


def caller(case: Case, form: OfficialForm, ground: Ground) -> str:
    """Who called or wrote: one complained about whose part that is, or who is the only one who can have done what the ground
    is about and not somebody who only said that they are; else whoever it was."""
    alone = did(case, ground) is not None and not _holds({"use": "impersonated"}, case)
    if alone or any(one.role in _CALLING and one.role in ground.by for one in case.respondents):
        return doer(case, form, ground)
    if form.message_sheet and not _holds({"use": "impersonated"}, case):
        return doer(case, form, ground)
    ways = lookup(case.facts, "contacts.channels") or ("call",)
    return "来电人" if "call" in ways else "发送信息的人"


# ── Details, which are asked in the words of a claim ──────────────────────────────────────────────────────────────────
_PARTY = re.compile("被告(?P<place>[1-9]?)")


def retold(said: str, case: Case, form: OfficialForm) -> str:
    """What was written for a claim, for a letter: “称原告须先还款” is “称本人须先还款” there, “被告2” whoever that is; "" where
    it speaks of a defendant and nobody can say which one.

    A claim counts those who can be sued: with one beside them who cannot, a number may mean another.
    """
    if form.channel == COURT:
        return said

    def who(found: re.Match[str]) -> str:
        place = int(found["place"] or 0)
        certain = all(is_named(one.name) for one in case.respondents) and len(case.respondents) >= place
        if not certain or (not place and len(case.respondents) > 1) or not case.respondents:
            return "？"
        return called(case.respondents[max(place, 1) - 1], case, form) or "？"

    told = _PARTY.sub(who, said)
    return "" if "？" in told and "？" not in said else told.replace("原告", speaker_of(form))


# ── In a claim: by the parts that its parties have ──────────────────────────────────────────────────────────────────
def defendant(case: Case, form: OfficialForm, one: Respondent) -> str:
    """“被告”, of several “被告2”: as the claim lists them."""
    if len(case.respondents) == 1:
        return form.respondent
    return f"{form.respondent}{case.respondents.index(one) + 1}"


@told_once
def did(case: Case, ground: Ground) -> Respondent | None:
    """The defendant who did what a ground is about: the only one who can have done it, or who does such things with their own
    hands where the others have them done."""
    can = [one for one in case.respondents if one.role in ground.by and _may_have(one, ground)]
    direct = [one for one in can if one.role in ground.direct]
    if ground.direct and ground.code not in OF_DATA and _in_turn(case, ground):
        return None
    if ground.code not in OF_DATA and lookup(case.facts, "debt.collected_by") == "own_staff":
        direct = [one for one in can if one.role in _CREDITORS]
    can = direct if len(direct) == 1 and not _either(case, ground) else can
    if ground.direct and ground.code not in OF_DATA:
        # Whoever bought the debt does, where that was said and nobody else is said to collect.
        bought = [one for one in can if one.role == "assignee"]
        told = lookup(case.facts, "debt.collected_by") == "assigned"
        if told and len(bought) == 1 and not {one.role for one in case.respondents} & _CALLING:
            return bought[0]
        # Whoever says that the debt is theirs now may have done it, whatever the ground thinks of.
        can = can if all(who in can for who in case.respondents if who.role == "assignee") else []
        # Nor is what somebody did who is not sued laid to whoever is.
        can = [] if _unsued(case, ground) and not {one.role for one in can} & {*ground.direct} else can
    return can[0] if len(can) == 1 else None


def _may_have(one: Respondent, ground: Ground) -> bool:
    """Whoever only handed the data on wrote and called nothing."""
    return ground.code in OF_DATA or not one.told.gave


def _either(case: Case, ground: Ground) -> bool:
    """Whether the creditor may have called as well as who collects: nobody said whose people they are."""
    creditors = [one for one in case.respondents if one.role in _CREDITORS and one.role in ground.by]
    return bool(creditors) and ground.code not in OF_DATA and _holds({"use": "caller_untold"}, case)


def several(case: Case, ground: Ground) -> list[Respondent]:
    """The defendants each of whom may have done what a ground is about, with their own hands; empty where it is one."""
    if _holds(_DOUBTED, case) or lookup(case.facts, "content.sender_identified") is False:
        return []
    hands = _CALLING | (_ADVERTISING if _holds({"use": "commercial"}, case) else set())
    hands |= _CREDITORS if _either(case, ground) else set()
    if ground.code not in OF_DATA and (some := _in_turn(case, ground)):
        return some
    can = [one for one in case.respondents if one.role in ground.by and one.role in hands]
    can = [one for one in can if _may_have(one, ground)]
    return can if len(can) > 1 and did(case, ground) is None else []


def _in_turn(case: Case, ground: Ground) -> list[Respondent]:
    """Those of several who called one after the other that may have done it."""
    some = [one for one in in_turn(case) if one.role in ground.by]
    return some if len(some) > 1 else []


def _unsued(case: Case, ground: Ground) -> bool:
    """Whether somebody who does this with their own hands is complained about and not sued: nobody can name them."""
    sued = {one.role for one in case.respondents}
    told = {str(row.get("role")) for row in lookup(case.facts, "respondents") or ()}
    return bool((told & {*ground.direct}) - sued)


def somebody_unsued(case: Case) -> bool:
    """Whether who collects with their own hands is complained about and not sued."""
    return _holds({"use": "collection_case"}, case) and any(
        one.direct and one.code not in OF_DATA and _unsued(case, one) for one in case.grounds
    )


def caller_untold(case: Case) -> bool:
    """Whether several are sued each of whom may have collected, and nobody said whose people called."""
    if not _holds({"use": "collection_case"}, case):
        return False
    return any(one.direct and one.code not in OF_DATA and several(case, one) for one in case.grounds)


def calling(case: Case) -> list[Respondent]:
    """The same of who called and wrote."""
    if by_sites(case):
        return []
    by_hand = [one for one in case.grounds if one.direct and one.code not in OF_DATA]
    return next((some for one in by_hand if (some := several(case, one))), [])


def contacting(case: Case, form: OfficialForm) -> Respondent | None:
    """The defendant from whom all came that called and wrote; nobody where others may have, too: on a number that somebody
    else had before, all who knew them call, whoever but a collector is complained about."""
    if lookup(case.facts, OTHERS_COLLECT) or is_open(case):
        return None
    who = collecting(case, form)
    of_many = lookup(case.facts, "kind") == "second_hand_number" and _holds({"use": "by_call"}, case)
    return None if of_many and who is not None and who.role not in _COLLECTORS else who


_COLLECTORS = frozenset({"collector", "agent"})


@told_once
def collecting(case: Case, form: OfficialForm) -> Respondent | None:
    """The defendant who called and wrote; nobody where it may have been somebody else in their name."""
    if _holds(_DOUBTED, case) or by_sites(case):
        return None
    # Who collects or advertises comes before who runs an account.
    for ground in sorted(case.grounds, key=lambda one: one.code in OF_EACH):
        one = did(case, ground) if ground.direct and ground.code not in OF_DATA else None
        hidden = lookup(case.facts, "content.sender_identified") is False
        if one is not None and hidden and one.role not in _CALLING:
            continue
        if one is not None and (one.role in ground.direct or not _holds({"use": "impersonated"}, case)):
            return one
    return None


# What was done with somebody's data tells nothing of who called.
OF_DATA = frozenset({"F6", "H4", "H6", "H9"})
# What each of them does with its own accounts, no other does for it.
OF_EACH = frozenset({"S5"})
_DOUBTED = {"any": [{"use": "passed_on_only"}, {"use": "pretended_debt"}]}


def _holds(tree: Tree, case: Case) -> bool:
    return bears_out(case.facts, tree)


def voice_at_court(case: Case, form: OfficialForm, ground: Ground) -> Mapping[str, str]:
    own, one = speaker_of(form), did(case, ground)
    by_hand = one is not None and one.role in ground.direct
    some = several(case, ground)
    ways = lookup(case.facts, "contacts.channels") or ("call",)
    unknown = "来电人" if "call" in ways else "发送信息的人"
    otherwise = ground.actor
    if ground.direct and _holds({"use": "pretended_debt"}, case):
        otherwise = unknown
    elif ground.direct and ground.code in OF_DATA:
        otherwise = f"提供信息、取得信息的各{form.respondent}" if some else ground.actor
    elif ground.direct and not _holds({"use": "collection_case"}, case):
        # One name for them in all of the claim, whatever the ground calls them.
        acts = [
            word
            for word, way in (("来电", "by_call"), ("发送信息", "by_message"))
            if _holds({"use": way}, case)
        ]
        otherwise = f"{'、'.join(acts) or '发送信息'}的{f'各{form.respondent}' if some else '一方'}"
    if ground.code in OF_EACH:
        otherwise = "、".join(defendant(case, form, who) for who in case.respondents if who.role in ground.by)
        otherwise = otherwise or ground.actor
    who = defendant(case, form, one) if one is not None else otherwise
    return {
        OURS: own,
        ACTING: f"{own}的法定代理人" if case.representative is not None else own,
        THEIRS: who,
        CALLER: who
        if by_hand or ((one is not None or caller_untold(case)) and not _holds({"use": "impersonated"}, case))
        else unknown,
        JUDGE: judge(form),
        NUMBER: number_of(case, form),
        EACH: f"对{'、'.join(defendant(case, form, who) for who in some)}，" if some else "",
        SHOP: "、".join(defendant(case, form, who) for who in case.respondents if who.role == "shop")
        or "代办的网点",
    }


def number_of(case: Case, form: OfficialForm) -> str:
    """The number that it is about; a line, where somebody was called or written to on one that nobody told a court."""
    about = {"any": [{"use": "by_call"}, {"use": "by_text"}, {"eq": ["kind", "second_hand_number"]}]}
    return case.number or (BLANK if form.channel == COURT and _holds(about, case) else "")


def judge(form: OfficialForm) -> str:
    if form.channel == COURT:
        return "由人民法院认定"
    return "请予核实、说明" if form.to_company else "请依法查明认定"
