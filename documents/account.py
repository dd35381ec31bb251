"""What happened, as a letter tells it: the narrative of the claim in the voice of a letter, as far as its addressee is concerned.

One source of sentences: what a claim tells a judge (`documents.narrative`) a letter tells whoever it goes to, each sentence with
what it rests on. A detail stands in it where it was given, and is left out where it was not: of a few without which its reader
can do nothing, a letter that is filled in by hand has the line that a claim has.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from complaints.reading.once import told_once
from documents.acts import WORDS, of_its_act
from documents.blocks import BLANK, TICKED, Sentence
from documents.bombed import by_sites, proof_of, their_user, told_in, users_act, whose_doing
from documents.counted import counted_as, span
from documents.laid_to import laid_to
from documents.law import Ground
from documents.losses import taken
from documents.material import Case, Prior, Respondent
from documents.narrative import (
    DETAILS,
    after_no,
    borne,
    in_line,
    in_order,
    needed,
    not_all_theirs,
    pruned,
    related,
    said_with_the_count,
    spanned,
    unprompted,
)
from documents.official import OfficialForm
from documents.others import HOLDERS
from documents.pleading import put, voiced
from documents.police import cheated
from documents.proof_told import proof_told
from documents.replies import answer_of
from documents.source_open import OPEN, alone_open, how_many_are_theirs
from documents.story_details import filled_in
from documents.told import as_told
from documents.turns import (
    BY_OTHERS,
    OF_ALL,
    by_turns,
    counted_by_each,
    counted_of_all,
    counted_of_one,
    in_turn,
    its_own,
    not_of_who_came_later,
    plainly_refused,
    refused_by_each,
)
from documents.unseen import of_nobody_known
from documents.voice import (
    COLLECTING,
    COURT,
    called,
    collecting,
    contacting,
    keeps_records,
    retold,
    speaker_of,
    tellable,
    voice,
)
from documents.wording import respondents_for
from documents.words_told import as_written
from legal.corpus import load
from legal.corpus.pleading import ASKED, details
from legal.reasoning.conditions import lookup


@told_once
def account_of(case: Case, form: OfficialForm) -> tuple[Sentence, ...]:
    """Who they are to each other, how often and when, what each ground rests on, in order of time; a fact that two grounds
    tell of is told once."""
    told = _told_apart(_telling(case, form), case, form)
    told = _each_once(answered(told, case, form))
    if _refused(case, form):
        told = [plainly_refused(one) for one in told]
    return (*_introduced(_counted_once(told, case), case, form), *_of_each(case, form))


def _of_each(case: Case, form: OfficialForm) -> list[Sentence]:
    """Of several complained about, what the person said of each: an authority looks into each by itself, and a company is
    told nothing of another."""
    if form.to_company or form.channel == COURT or form.brief or len(case.respondents) < _SEVERAL:
        return []
    told = ((lead, retold(in_line(case.details.get(name, "")), case, form)) for name, lead in _EACH.items())
    found = [Sentence(text=f"{lead}：{_harmless(said)}", rests=(DETAILS,)) for lead, said in told if said]
    refused = _refused(case, form)
    if refused and "refusal.on" in {
        name for ground in case.grounds for one in ground.facts for name in one.rests
    }:
        rests = ("refusal.on", "respondents")
        found.append(Sentence(text=f"{_EACH['refused_whom']}：{_harmless(refused)}", rests=rests))
    return found


def _refused(case: Case, form: OfficialForm) -> str:
    """To whom of several no was said, when and how, as an authority is told it."""
    if form.to_company or form.channel == COURT or form.brief or case.details.get("refused_whom"):
        return ""
    return refused_by_each(case, lambda one: one.name)


_SEVERAL = 2
_EACH = {
    "each_count": "其中各方的次数",
    "refused_whom": "上述拒绝是向谁提出的",
    "given_to": "信息的提供",
}


def _told_apart(told: Sequence[Sentence], case: Case, form: OfficialForm) -> list[Sentence]:
    """With the words that were given behind the act that they show, in the voice of the letter."""
    said = {WORDS: _given(WORDS, case, form)} if case.details.get(WORDS) else {}
    return of_its_act(told, replace(case, details={**case.details, **said}))


def open_in_letter(case: Case, form: OfficialForm) -> list[str]:
    """The details that a letter would have a place for and nobody gave, by name, in its order."""
    told = [*_telling(case, form), *_wanted(case, form)]
    names = [name for one in told for name in details(one.text) if name in _TOLD_BEST]
    if [one.answered is not None for one in case.prior].count(True) == 1:
        names.append("answer")
    if asks_what_was_put(case, form):
        names.append(COMPLAINED)
    quoted = filled_in(case)
    return [name for name in dict.fromkeys(names) if not case.details.get(name) and name not in quoted]


def lines_in(case: Case, form: OfficialForm) -> list[str]:
    """The details for which a letter has a line to fill in, by name: what was put to the other side before, since an appeal
    is taken for nothing else. How something came about has none: it is told, or left out."""
    lined = case.lined and not form.message_sheet
    return [name for name in open_in_letter(case, form) if lined and name == COMPLAINED]


COMPLAINED = "complained"


def asks_what_was_put(case: Case, form: OfficialForm) -> bool:
    """Whether its reader takes only what was put to the other side before, and a letter is about several things."""
    return form.takes_what_was_put and len(case.grounds) > 1 and bool(case.prior)


def put_in(case: Case, form: OfficialForm) -> str:
    """What was put to the other side before, or the line for it; "" where nobody asks."""
    if not asks_what_was_put(case, form):
        return ""
    said = retold(in_line(case.details.get(COMPLAINED, "")), case, form)
    return said or (BLANK if lines_in(case, form) else "")


def answer_in(case: Case, form: OfficialForm, to: Prior) -> str:
    """What was answered to an earlier complaint, as far as it is clear whose answer it was."""
    return retold(in_line(answer_of(case, to)), case, form)


@told_once
def _telling(case: Case, form: OfficialForm) -> list[Sentence]:
    counted = [] if _unheard(case, form) else _counted(case, form)
    told = [as_written(one, case) for ground in case.grounds for one in _of_ground(ground, case, form)]
    told = list({one.text: one for one in told}.values())
    if form.of_record:
        about = [one for one in told if not _OF_CALLS.search(" ".join(one.rests))]
        return [*_asked(case, form), *_related(case, form), *about]
    if not counted and not {one.code for one in case.grounds} <= _OF_THE_NUMBER:
        told = _dated(told, case.facts)
    course = in_order(after_no(said_with_the_count([*counted, *told], case)), case)
    return [
        *_related(case, form),
        *course,
        *([_why_them(case, form)] if counted else []),
        *_asked(case, form),
        *_apart_from_the_loan(case, form),
    ]


# Why the person takes it to be theirs, where they told it: without it whoever denies it is believed.
_WHY_THEM = Sentence(text=f"认定上述来电、信息由来的依据：{{{ASKED}sender_proof}}", rests=(DETAILS,))


def _why_them(case: Case, form: OfficialForm) -> Sentence:
    """Of what sites sent, to whom the person lays it, where a letter may say so."""
    alone = alone_open(case)
    if alone is not None and not case.details.get("sender_proof"):
        shown, shown_in = proof_told(case, alone)
        if shown and (name := _tellable_name(case, form, alone)):
            text = f"认定其中有推销{name}的商品、服务的依据：{shown}"
            return Sentence(text=text, rests=(*shown_in, OPEN, "respondents"))
    if not by_sites(case):
        return _WHY_THEM
    own, who, by = speaker_of(form), whose_doing(case), "他人"
    rests: tuple[str, ...] = (told_in(case),)
    to_platform = any(one.role == "platform" and one.name == case.addressee for one in case.respondents)
    if form.to_company and to_platform and users_act(case):
        by, rests = f"{form.you}的用户{their_user(case)}", (*rests, "respondents")
    elif who is not None and tellable(who, case, form):
        by, rests = called(who, case, form), (*rests, "respondents")
    said = f"{own}认为上述信息、来电系{by}用{own}的号码向多家网站提出请求所致"
    return Sentence(text=f"{said}（认定的依据：{{{ASKED}{proof_of(case)}}}）", rests=rests)


# How a debt is collected, beside what of it a record says.
_OF_CALLS = re.compile(
    r"contacts\.|refusal\.|event\.|debt\.(?:threats|impersonates|per_day|contacts_told|told_them_on|published)"
)


def _each_once(told: Iterable[Sentence]) -> list[Sentence]:
    """Without what another sentence says with more: “该号码曾被他人使用” beside “该号码曾被他人使用，…”."""
    listed = list({one.text: one for one in told}.values())
    return [one for one in listed if not any(other.text.startswith(f"{one.text}，") for other in listed)]


def _counted_once(told: list[Sentence], case: Case) -> list[Sentence]:
    """Without what the count of all that came says too: that as many came after a no which was said before all of it, and,
    beside how many came after, on which day the last of them did."""
    places = {name: at for at, one in enumerate(told) for name in (_TOTAL, _AFTER) if _counts(name, one)}
    if len(places) < 2:
        return told
    same = lookup(case.facts, _TOTAL) == lookup(case.facts, _AFTER) and places[_AFTER] < places[_TOTAL]
    return [
        one
        for at, one in enumerate(told)
        if not (same and at == places[_AFTER]) and not re.search("没有停止催收，最近一次为", one.text)
    ]


_TOTAL, _AFTER = "contacts.count", "contacts.after_refusal"


def _counts(name: str, one: Sentence) -> bool:
    return name in one.rests and (name == _TOTAL or one.text.startswith("此后"))


def _introduced(told: Sequence[Sentence], case: Case, form: OfficialForm) -> list[Sentence]:
    """Whoever is called the collector all along is named where they are first told of."""
    who = collecting(case, form)
    if who is None or not who.name or called(who, case, form) != who.name or not tellable(who, case, form):
        return [*told]
    place = next((at for at, one in enumerate(told) if COLLECTING in one.text), None)
    if place is None:
        return [*told]
    first = told[place]
    named = first.text.replace(COLLECTING, f"{who.name}（以下称{COLLECTING}）", 1)
    return [
        *told[:place],
        replace(first, text=named, rests=(*first.rests, "respondents")),
        *told[place + 1 :],
    ]


def _counted(case: Case, form: OfficialForm) -> list[Sentence]:
    own = next((one for one in case.respondents if one.name and one.name == case.addressee), None)
    if own is not None and its_own(own, case.facts):
        by = called(own, case, form) or form.you
        dated = bool(own.told.since or own.told.first_on)
        found = counted_as(case.facts, case.tally.unit, speaker_of(form), by=by, dated=dated)
        return [replace(one, rests=(*one.rests, "respondents")) for one in found]
    if own is not None and (own.told.since or own.told.first_on) and lookup(case.facts, OF_ALL):
        return counted_of_all(case, case.tally.unit, speaker_of(form), own, called(own, case, form))
    if own is not None and lookup(case.facts, BY_OTHERS):
        return counted_as(case.facts, case.tally.unit, speaker_of(form), by="他人")
    who, by = contacting(case, form), ""
    if who is not None and tellable(who, case, form):
        by = called(who, case, form)
        named = who.role == "person" or keeps_records(who, case, form)
        if by == who.name and not named and lookup(case.facts, "debt.owed"):
            by = COLLECTING
    turns = _by_turns(case, form)
    if who is not None and by and own != who and not turns:
        # To a company nothing of the accounts that others run.
        found = counted_of_one(
            case,
            case.tally.unit,
            speaker_of(form),
            who,
            lambda one: (
                by if one == who else "" if own and one.told.counted else _tellable_name(case, form, one)
            ),
        )
        if found:
            return found
    found = counted_as(case.facts, case.tally.unit, speaker_of(form), by=by, turns=turns)
    if turns and found:
        found += not_of_who_came_later(case, speaker_of(form), lambda one: called(one, case, form))
    if by and by != COLLECTING:
        found = [replace(one, rests=(*one.rests, "respondents")) for one in found]
    each = "" if own is not None else counted_by_each(case, lambda one: _tellable_name(case, form, one))
    if found and each:
        found[0] = replace(found[0], text=f"{found[0].text}，{each}", rests=(*found[0].rests, "respondents"))
    found += not_all_theirs(case, form, _tellable_name) if found else []
    if found and (alone := alone_open(case)) is not None:
        found += how_many_are_theirs(case, _tellable_name(case, form, alone))
    if found and own is not None and (own.told.counted or _among_others(own, case)):
        its = called(own, case, form)
        theirs = (
            f"，其中{its}{own.told.counted}" if own.told.counted else f"，其中来自{its}的次数以通信记录为准"
        )
        found[0] = replace(found[0], text=f"{found[0].text}{theirs}", rests=(*found[0].rests, "respondents"))
    shown = {one.sender for one in case.messages}
    more = {*map(str, lookup(case.facts, "contacts.numbers") or ())} - shown
    listed = form.brief or form.message_sheet or (form.to_company and not respondents_for(case, form))
    if found and more and not listed:
        found += _numbers(case.facts)
    return [*found, *(_carried(case.facts, form) if found else [])]


def _among_others(own: Respondent, case: Case) -> bool:
    """Whether a letter goes to one of several who run accounts on a number: what came was not of it alone."""
    several = len([one for one in case.respondents if one.role in HOLDERS]) > 1
    if own.role in _CLAIMING and lookup(case.facts, "debt.owed"):
        return False
    return lookup(case.facts, "kind") == "second_hand_number" and own.role in HOLDERS and several


def _by_turns(case: Case, form: OfficialForm) -> str:
    """Who called, one after the other, where a letter may tell of each of them."""
    some = in_turn(case)
    if not some or not all(one.name and tellable(one, case, form) for one in some):
        return ""
    told = by_turns(case, lambda one: called(one, case, form))
    return f"{told}（以下统称“{COLLECTING}”）" if lookup(case.facts, "debt.owed") else told


def _tellable_name(case: Case, form: OfficialForm, who: Respondent) -> str:
    return called(who, case, form) if tellable(who, case, form) else ""


def _name_told(case: Case, form: OfficialForm, who: Respondent) -> str:
    """The same, but for whoever is called the collector all along."""
    name = _tellable_name(case, form, who)
    collects = collecting(case, form) == who and name == who.name and lookup(case.facts, "debt.owed")
    return COLLECTING if collects and who.role != "person" and not keeps_records(who, case, form) else name


def _carried(facts: Mapping[str, Any], form: OfficialForm) -> list[Sentence]:
    """To whoever looks into what carriers carry, how many of all that came did, only its records tell."""
    ways = list(lookup(facts, "contacts.channels") or ())
    carried = [_CARRIED[one] for one in ways if one in _CARRIED]
    if not (form.message_sheet or form.carries) or not carried or len(carried) == len(ways):
        return []
    text = f"其中{'、'.join(dict.fromkeys(carried))}的次数以通信记录为准"
    return [Sentence(text=text, rests=("contacts.channels",))]


_CARRIED = {"call": "电话", "sms": "短信", "mms": "彩信"}


def _unheard(case: Case, form: OfficialForm) -> bool:
    return form.each and {one.code for one in case.grounds} <= _UNHEARD


def _of_ground(ground: Ground, case: Case, form: OfficialForm) -> Iterable[Sentence]:
    # A claim says first what each party sent; a letter has no rest.
    rest = any(one.text.startswith(_THE_REST) for one in ground.claim)
    told = ground.facts if rest else ground.claim or ground.facts
    rows = [one for one in told if _borne(one, case) and _its_matter(one, ground, form)]
    rows = laid_to(rows, case, lambda one: _name_told(case, form, one))
    told = voiced(of_nobody_known([spanned(one, case) for one in rows], case), voice(case, form, ground))
    about = {one.name for one in respondents_for(case, form)}
    others = [one.name for one in case.respondents if one.name and one.name not in about]
    return [
        _of_whom_it_sells(replace(one, text=_of_nobody(one.text, others)), case, form, others) for one in told
    ]


_THE_REST = "其余"


_ADVERTISED = {
    "上述来电的内容是商业推销": "来电",
    "上述信息的内容是商业推销": "信息",
    "上述来电、信息的内容是商业推销": "来电、信息",
}
_SELLING = frozenset({"content_provider", "platform", "bank", "lender", "payment_institution"})


def _of_whom_it_sells(one: Sentence, case: Case, form: OfficialForm, others: Sequence[str]) -> Sentence:
    """To whom it is not about, whose goods they were, where the only one who can have sold them is known."""
    what, by = _ADVERTISED.get(one.text), contacting(case, form)
    if by is not None and tellable(by, case, form):
        return one  # who sent it is told with the count
    selling = [who for who in case.respondents if who.role in _SELLING]
    alone = [who.name in others for who in selling] == [True]
    if what is None or not alone or lookup(case.facts, "content.sender_identified") is not True:
        return one
    text = f"上述{what}推销的是{selling[0].name}的商品、服务"
    return replace(one, text=text, rests=(*one.rests, "respondents", "content.sender_identified"))


def _of_nobody(text: str, others: Sequence[str]) -> str:
    """What is said of nobody in particular is said without them; whose accounts several are, no letter about another says."""
    for name in others:
        text = text.replace(f"他人在{name}的账号", "他人的账号")
    return text.replace("他人在账号的服务提供者的账号", "他人的账号").replace(
        "，提供号码的一方没有", "，没有"
    )


def _borne(one: Sentence, case: Case) -> bool:
    """As in a claim; whoever is not asked for what it cost is told that money was taken all the same."""
    costs = lookup(case.facts, "loss.costs") or ()
    return borne(one, case) or any(taken(str(row["what"])) for row in costs)


def _its_matter(one: Sentence, ground: Ground, form: OfficialForm) -> bool:
    """Whoever looks into numbers and messages is told who they say they are and what they threaten, and no sums; a company is
    told none of what it does not answer for."""
    elsewhere = form.to_company and not (ground.reasons or ground.provisions)
    return not (form.message_sheet or elsewhere) or not _SUMS & set(one.rests)


_SUMS = frozenset({"debt.claimed", "debt.paid_under_pressure"})
_OF_COLLECTION = frozenset({"F3", "F4", "F7"})
# What a number was before: no day of an event is part of it.
_OF_THE_NUMBER = frozenset({"S1", "S2"})


def _related(case: Case, form: OfficialForm) -> list[Sentence]:
    """What they are to each other, where a letter is about a debt or a number."""
    if form.message_sheet or form.channel == COURT:
        return []
    paid_off = lookup(case.facts, "debt.owed") == "settled" and not _given("settled", case, form)
    # Of a loan that is paid off a letter tells that with the ground; of a fee, first of which contract it is.
    fee = bool(lookup(case.facts, "debt.item"))
    return [one for one in related(case, form) if fee or not (paid_off and "debt.owed" in one.rests)]


def _asked(case: Case, form: OfficialForm) -> list[Sentence]:
    """The facts that what is asked for needs and no ground tells."""
    told = _wanted(case, form)
    return [
        one
        for one in told
        if _TELLS & {*one.rests} or any(_given(name, case, form) for name in details(one.text))
    ]


def _wanted(case: Case, form: OfficialForm) -> list[Sentence]:
    if form.message_sheet or form.channel == COURT:
        return []
    ticked = [one for one in case.ticked or () if one == "refund"]
    asked = tuple(one for one in (*case.asking, *ticked) if _wished(one, case))
    return needed(replace(case, asking=asked), form, _ASKED_FOR)


def _wished(asked: str, case: Case) -> bool:
    """Whether the person wants it: some letters ask for something whoever writes them."""
    slug = asked.partition(":")[0]
    if case.ticked is not None:
        return slug in {one.partition(":")[0] for one in case.ticked}
    return load().requests["kinds"][slug].get("code") in case.relief


# Of what is asked that of which there is more to tell than that it is asked, and what of it tells more by itself.
_ASKED_FOR = frozenset(
    {
        "clear_credit",
        "tell_source",
        "swap_records",
        "unbind_own",
        "end_contract",
        "refund",
        "return_price",
        "unbind",
        "delete",
        "mental",
    }
)
_TELLS = frozenset(
    f"{TICKED}{slug}" for slug in ("clear_credit", "tell_source", "swap_records", "unbind_own", "mental")
)


def _apart_from_the_loan(case: Case, form: OfficialForm) -> list[Sentence]:
    """Who owes, complains of the way it is collected: nothing is said of the loan, which is settled elsewhere."""
    about = {one.code for one in case.grounds}
    elsewhere = form.channel == COURT or form.message_sheet
    if lookup(case.facts, "debt.owed") != "own" or elsewhere or not about & _OF_COLLECTION:
        return []
    about_it = "冒充身份收取钱款的行为" if cheated(case) else "上述催收方式"
    return [Sentence(text=f"借款本身另行处理，本件只针对{about_it}", rests=("debt.owed",))]


UNTOLD = "事情经过"


def tells_little(case: Case) -> bool:
    """Whether the answers tell of no act: then somebody has to write what happened, or to put in what they wrote."""
    return not (any(one.facts for one in case.grounds) or case.story or case.fraud or case.timeline)


def _numbers(facts: Mapping[str, Any]) -> list[Sentence]:
    """From which numbers it came, where nothing on file shows them."""
    numbers = [str(one) for one in lookup(facts, "contacts.numbers") or ()]
    if not numbers:
        return []
    shown = {"call": "来电", "sms": "来信", "mms": "来信"}
    ways = list(dict.fromkeys(shown[one] for one in lookup(facts, "contacts.channels") or () if one in shown))
    if all(map(_FIXED_LINE.fullmatch, numbers)) and "来电" in ways:
        ways = ["来电"]  # no message comes from a fixed line
    text = f"{'、'.join(ways) or '来电、来信'}显示的号码为{'、'.join(numbers[:_MOST])}{'等' if len(numbers) > _MOST else ''}"
    return [Sentence(text=text, rests=("contacts.numbers",))]


_FIXED_LINE = re.compile(r"0\d{2,3}-?\d{7,8}|[48]00-?\d{3}-?\d{4}")
_MOST = 6
# Who says that there is a debt, whatever accounts others run.
_CLAIMING = frozenset({"bank", "lender"})
# Of which no message and no call is a part: a company that is told of them alone is not told how many came.
_UNHEARD = frozenset({"S4", "S7"})
# What says the days itself.
_DAYS = frozenset({"event.first", "event.last", "charges.first_on", "charges.last_on"})


def _dated(told: list[Sentence], facts: Mapping[str, Any]) -> list[Sentence]:
    """“有关情形发生在2026年3月1日至3月2日”: where no counts tell the days, and nothing that happened does."""
    when, days = span(facts)
    if not told or not when or any(_DAYS & set(one.rests) for one in told):
        return told
    if any(
        lookup(facts, f"charges.{name}_on") == lookup(facts, f"event.{name}") for name in ("first", "last")
    ):
        # The days are those of a charge, of which nothing is told here; unknown ones are nobody's.
        return told
    return [Sentence(text=f"有关情形发生在{when.removeprefix('自')}", rests=days), *told]


# ── Details, which a letter has where they were given ────────────────────────────────────────────────────────────────
# What is asked for a judge alone: proof, what a party is to a court, one's health, one's own fault.
_FOR_A_JUDGE = frozenset(
    {
        "consent_whom",
        "damaged",
        "each_count",
        "given_to",
        "impact",
        "lost",
        "lost_work",
        "misled",
        "receipts",
        "refused_whom",
        "registered_name",
        "secrets",
        "signed_up",
        "swap_shop",
        "treatment",
        "which_account",
        "who_logged",
    }
)
# Without which whoever gets a letter would ask back: the rest is told where it was told for a judge.
_TOLD_BEST = frozenset(
    {
        "amounts",
        "asked_unbind",
        "binding_seen",
        "codes",
        "credit",
        "fee_clause",
        "fees",
        "label_seen",
        "noticed",
        "paid_how",
        "people",
        "posed",
        "published",
        "settled",
        "swap_where",
        "told_how",
        "transfers",
        "words",
    }
)


def answered(told: Iterable[Sentence], case: Case, form: OfficialForm) -> list[Sentence]:
    """The sentences with the details that were given, and without those that were not; none that is nothing but one."""
    return [one for one in (_answered(one, case, form) for one in told) if one.text]


def _answered(one: Sentence, case: Case, form: OfficialForm) -> Sentence:
    one = as_told(one, case)
    names = details(one.text)
    known = {name: said for name in names if (said := _given(name, case, form))}
    text = unprompted(pruned(one.text, lambda some: known.keys() >= {*some}), known)
    text = put(text, {f"{ASKED}{name}": said for name, said in known.items()})
    if left := details(text):
        text = "，".join(clause for clause in text.replace(_SINCE, "").split("，") if not details(clause))
    given = known.keys() - {*left} if names else ()
    return replace(one, text=text, rests=(*one.rests, DETAILS) if given else one.rests)


_SINCE = f"自{{{ASKED}used_since}}起"


def _given(name: str, case: Case, form: OfficialForm) -> str:
    """A detail in a line, in the voice of the letter; "" for what is told to a judge alone."""
    if name in _FOR_A_JUDGE:
        return ""
    return _harmless(retold(in_line(case.details.get(name, "")), case, form))


def _harmless(text: str) -> str:
    return text.replace("{", "｛").replace("}", "｝")
