"""What the grounds of a paper let a channel be asked: of whom, which sum, resting on what, in the words of its form."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any, cast

from complaints.stated import Facts, role_read
from documents.belonging import accounts_at
from documents.blocks import BLANK, Sentence
from documents.causes import About, is_contract
from documents.ending import facts_of
from documents.holding import bears_out
from documents.law import Ground, Provision, numbered
from documents.losses import (
    DAMAGED,
    LOST,
    RIGHTS,
    TAKEN,
    a_fare,
    asked_as,
    earned,
    loss_of,
    sum_of,
)
from documents.material import Case, Respondent
from documents.official import OfficialForm
from documents.requests.asked import Asked, Request, Requests, Unasked
from documents.requests.catalogue import OPTIONAL, kinds
from documents.requests.sums import (
    DISPUTED,
    computed,
    ordering,
    other_relation,
    place_of,
    presumed,
    sharers,
    sharing,
)
from documents.requests.words import known_words, unpaid_at
from documents.voice import somebody_unsued
from documents.wording import by_others, certain, day, facing, filled, own_codes, respondents_for, yuan
from legal.corpus import load
from legal.corpus.articles import read_reference
from legal.reasoning.citing import cite_all
from legal.reasoning.conditions import lookup
from legal.reasoning.numerals import chinese
from legal.reasoning.regions import region_for
from legal.reasoning.respondents import with_what_follows
from legal.reasoning.steps import in_time

GONE = 183  # days since the last time: nothing goes on that could be stopped
_GOES_ON = 30  # days since the last time: it may come again tomorrow
_LIMITATION = 3  # years (民法典 188)
_HANDLERS = {"respondent", "operator", "platform", "bank", "lender"}
# What the words of a request come from.
_RESTS = {
    "over": ("event.first", "event.last"),
    "and_told": ("debt.told_them_on", "refusal.on"),
    "own_number": ("number",),
}
# Who may have collected, or been paid what was collected.
_COLLECTING = {
    "lender",
    "bank",
    "assignee",
    "principal",
    "trader",
    "collector",
    "agent",
    "content_provider",
    "person",
}
_MONEY = ("S7", "S9", "F8")  # where money is taken: how much may be said on the page


def requests_of(
    case: Case,
    form: OfficialForm,
    *,
    on: date | None = None,
    jointly: bool | None = None,
    offering: bool = True,
) -> Requests:
    """Everything that the grounds of the case let this channel be asked, with what the person ticked, then their own words.
    Not `offering`, no more is drawn than a paper prints, which is the same: what is ticked.

    `on` is the day of the paper. A sum that is not known is never invented: its sentence stays out. `jointly` None: as the
    law orders it.
    """
    drawn = _Drawn(case, form, on, jointly)
    slugs = drawn.offered if offering else drawn.ticked()
    every = tuple(one for slug in slugs if (one := drawn.request(slug)) is not None)
    every = tuple(one for one in every if not _without_principal(one, every))
    sentences = [sentence for one in every if one.made for sentence in one.sentences]
    own = [ask.strip().rstrip("；;。") for ask in case.asks if ask.strip()]
    always = drawn.always()
    return Requests(
        every,
        (*sentences, *own, *(one.text for one in always)),
        _left_out(case, form),
        tuple(own),
        unasked=tuple(drawn.unasked),
        always=always,
    )


def is_asked(
    case: Case,
    form: OfficialForm,
    *,
    but: Collection[str],
    on: date | None = None,
    jointly: bool | None = None,
) -> bool:
    """Whether something is ticked and can be made, ``but`` these and what only stands beside another: found sooner than all."""
    drawn = _Drawn(case, form, on, jointly)
    alone = (one for one in drawn.ticked() if one not in but and "of" not in kinds()[one])
    return any(one.made for slug in alone if (one := drawn.request(slug)) is not None)


def of_those_asked(case: Case, form: OfficialForm, on: date | None = None) -> Case:
    """The case without those complained about of whom nothing is asked, and without grounds on which nothing is asked of the
    others: a claim names no defendant and pleads nothing for nothing. All of them, where nothing is asked of anybody. ``on``:
    the day of the paper, on which of whom among them a sum is asked may turn."""
    every = requests_of(case, form, offering=False).made
    case = replace(case, asking=tuple(dict.fromkeys(_with_whom(every))))
    places = sorted({who.place for one in every for who in one.asked if who.wished})
    if case.ticked is None or not places:
        return case
    among = _among(case, places)
    made = requests_of(among, form, on=on, offering=False).made if on is not None else ()
    return replace(among, grounds=_supporting(case, (*every, *made), places))


def _with_whom(every: Sequence[Request]) -> Iterator[str]:
    for one in every:
        of = [who for who in one.asked if who.wished]
        if not one.fixed:
            yield from (f"{one.slug}:{who.place}" for who in of)
            if not of:
                yield one.slug


def _supporting(case: Case, every: Sequence[Request], places: Sequence[int]) -> tuple[Ground, ...]:
    """An accusation stands where it is wished and one of those asked may have done it. All of them, where none supports."""
    codes = {code for one in every for code in one.grounds}
    roles = {case.respondents[place - 1].role for place in places}
    kept = [one for one in case.grounds if one.code in codes or (one.accuses and roles & {*one.by})]
    return tuple(kept) or case.grounds


def _among(case: Case, places: Sequence[int]) -> Case:
    """The case with those respondents alone; a tick of one of them goes with them to their new place."""
    if case.ticked is None or len(places) == len(case.respondents):
        return case
    now = {str(place): str(index) for index, place in enumerate(places, start=1)}

    def moved(rows: Iterable[str]) -> tuple[str, ...]:
        parted = [one.partition(":") for one in rows]
        return tuple(
            f"{slug}:{now[place]}" if place else slug
            for slug, _, place in parted
            if not place or place in now
        )

    kept = tuple(case.respondents[place - 1] for place in places)
    return replace(case, respondents=kept, ticked=moved(case.ticked), asking=moved(case.asking))


def _without_principal(one: Request, every: Sequence[Request]) -> bool:
    """Interest without anything that bears it."""
    of = kinds()[one.slug].get("of", ())
    return bool(of) and not any(other.slug in of and other.sum for other in every)


def _left_out(case: Case, form: OfficialForm) -> tuple[str, ...]:
    """What was ticked, or chosen by its code, and this channel cannot give."""
    if case.ticked is not None:
        ticked = dict.fromkeys(one.partition(":")[0] for one in case.ticked)
        return tuple(one for one in ticked if one not in form.requests)
    given = {kinds()[slug].get("code") for slug in form.requests} | (
        {"R10", "R12"} if _asks_to_act(form) else set()
    )
    return tuple(code for code in case.relief if code not in given)


def _asks_to_act(form: OfficialForm) -> bool:
    return "investigate" in form.requests


_DAMAGES_OF_CONTRACT = ("民法典:577", "民法典:584")
# What a party to a contract answers by.
_OF_CONTRACT = frozenset({"民法典:509", *_DAMAGES_OF_CONTRACT})


class _Drawn:
    """A case before a channel: what each request needs to know of it."""

    def __init__(self, case: Case, form: OfficialForm, on: date | None, jointly: bool | None) -> None:
        self.case, self.form, self.on, self.jointly = facing(case, form), form, on, jointly
        case = self.case
        self.known = _on_the_day(facts_of(case), on)
        self.addressed = respondents_for(case, form)
        refused = case.silence is not None and case.silence.refused_on is not None
        self.offered: Mapping[str, Any] = {**form.requests, **(form.requests_refused if refused else {})}
        several = len(case.respondents if form.channel == "court" else self.addressed) > 1
        self.everyone = f"各{form.respondent}" if several else form.respondent
        self.roles = {one.role for one in case.respondents}
        self.kind = str(lookup(case.facts, "kind"))
        self.words = known_words(case, form)
        self.own = own_codes(case, form)
        self.unasked: list[Unasked] = []
        self._helping = () if form.to_company else form.helps

    @property
    def answer_in(self) -> str:
        """Within which time the addressee has to answer there and then: as the plan counts it."""
        rule, day = load().channels[self.form.channel].rule, self.on or date.max
        region = region_for(rule, cast("Facts", self.case.facts)).code
        rows = [row for row in rule.get("answers", ()) if in_time(row, day, region)]
        if not rows:
            return "在规定的期限内"
        row = rows[0]
        return f"{chinese(row['days'])}{'个工作日' if row['count'] == 'working' else '日'}内"

    def always(self) -> tuple[Sentence, ...]:
        """What the form asks in any case: for a receipt, an answer, and of the records that it speaks of to be kept."""
        words = {**self.words, "everyone": self.everyone, "answer_in": self.answer_in}
        codes = {one.code for one in self.case.grounds}
        roles = [one.role for one in self.addressed] or [""]
        found = []
        for entry in self.form.always:
            rows = [{"say": entry}] if isinstance(entry, str) else entry
            fit = [row for row in rows if any(self._fits(row, codes, one, words) for one in roles)]
            said = [row["say"] for row in fit]
            if said and said[0]:
                words = {**words, "everyone": self._who_did(fit[0].get("grounds", ()))}
                rests = [name for word, names in _RESTS.items() if f"{{{word}}}" in said[0] for name in names]
                given = [name for name in rests if lookup(self.case.facts, name) is not None]
                found.append(Sentence(text=filled(said[0], words), rests=("form", *given)))
        return tuple(found)

    def _who_did(self, codes: Collection[str]) -> str:
        """Of several those alone who can have done what grounds are about, by name."""
        by = {role for one in self.case.grounds if one.code in codes for role in one.by}
        some = [one.name for one in self.addressed if one.role in by and one.name]
        return "、".join(some) if some and len(some) < len(self.addressed) else self.everyone

    def ticked(self) -> list[str]:
        """What can be made: what is ticked, what is asked in any case, and what of interest bears it."""
        slugs = [one for one in self.offered if one in self.form.core or self._ticked(one, kinds()[one])]
        bearing = {slug for one in slugs for slug in kinds()[one].get("of", ())}
        return [one for one in self.offered if one in slugs or one in bearing]

    # ── Whether, and of whom ──────────────────────────────────────────────────────────────────────────────────────────

    def request(self, slug: str) -> Request | None:
        kind = kinds()[slug]
        grounds = self._facing(slug, self._grounds(kind))
        fixed = slug in self.form.core
        if grounds is None and not fixed:
            return None
        if not fixed and kind.get("when") and not self._holds(kind["when"]):
            return None
        if "over" in kind and self.on is not None and not GONE < self._ago() <= kind["over"]:
            return None
        asked = self._asked(slug, kind, grounds or [])
        if asked is None and not fixed:
            return None
        total, takes = self._sum(slug, kind, grounds or [])
        if kind.get("sum") and total is None and not takes:
            return None
        beside: list[Asked] = []
        if asked and (total is not None or not kind.get("sum") or self._left_open(kind)):
            asked = self._worded(slug, kind, asked, grounds or [], total)
            if not asked:
                return None
        if asked and (kind.get("sum") or kind.get("of")):
            asked = self._primary(slug, kind, self._of_words(slug, kind, asked), grounds or [])
            asked = self._causing(slug, asked)
            if not asked:
                return None
            beside = self._by_contract(kind, asked, grounds or [])
        wished = fixed or (any(one.wished for one in asked) if asked else self._ticked(slug, kind))
        asking = [one for one in asked or [] if one.wished and one not in beside] or list(asked or [])
        grounds = self._behind(slug, grounds or [], [one.role for one in asking])
        grounds = self._of_its_relation(kind, grounds, [one.role for one in asking])
        joint = self._ordering(kind, asking, grounds) if kind.get("sum") or kind.get("of") else ()
        together = self._together(joint, asking)
        instead = self._instead(slug, kind, asked or [])
        sentences = self._sentences(slug, asking, grounds, total, joined=together, instead=instead)
        if not sentences and not takes and self.offered[slug]:
            return None
        if sentences and beside:
            sentences = (*sentences, filled(load().requests["owed_too"], {"who": self._who(beside)}))
        if not fixed and (why := self._against(kind, grounds)):
            self.unasked.append(Unasked(slug, kind["title"], why))
            return None
        return Request(
            slug=slug,
            code=kind.get("code", ""),
            title=kind["title"],
            heading=filled(self._heading(kind, grounds), self.words),
            asked=tuple(asked or ()),
            sentences=sentences,
            sum=total,
            takes=takes,
            provisions=self._provisions(
                slug,
                kind,
                grounds,
                roles=[one.role for one in asking],
                shared=len(asking) > 1 and bool(kind.get("sum")),
                joint=joint if together else (),
            )
            + (self._cited(_DAMAGES_OF_CONTRACT) if beside else ()),
            joint=joint,
            jointly=together,
            wished=wished,
            fixed=fixed,
            caution=kind.get("caution", ""),
            advice=self._advice(kind, total, wished=wished),
            accuses=kind.get("accuses", False),
            grounds=tuple(one.code for one in grounds),
        )

    def _heading(self, kind: Mapping[str, Any], grounds: Iterable[Ground]) -> str:
        codes = {one.code for one in grounds}
        own = (row["say"] for row in kind.get("headings", ()) if codes and codes <= {*row["grounds"]})
        return str(next(own, kind["heading"]))

    def _facing(self, slug: str, grounds: list[Ground] | None) -> list[Ground] | None:
        """Of a company nothing is asked for what others did, but to help; None where nothing is left. In a paper about
        somebody who may only have to help, money is asked for what they did themselves."""
        if grounds is None or slug in self.form.helps:
            return grounds
        if not self.form.to_company:
            if not self.form.helps or "sum" not in kinds()[slug]:
                return grounds
            return [one for one in grounds if not by_others(one, self.case, self.form)] or None
        if not self.case.grounds:
            return grounds
        own = [one for one in grounds if one.code in self.own]
        if kinds()[slug].get("acts"):
            # Nobody apologises for what another did.
            roles = {one.role for one in self.addressed}
            answered = kinds()[slug].get("answered", ())
            own = [one for one in own if not one.by or roles & {*one.by, "unknown"} or one.code in answered]
        return own or None

    def _against(self, kind: Mapping[str, Any], grounds: Iterable[Ground]) -> str:
        """Why it is not offered although a ground allows it: nothing goes on that could be stopped, or its time is over."""
        said: Mapping[str, str] = load().requests["unasked"]
        last = self.case.ended or self.case.began
        if last is None or self.on is None:
            return ""
        if kind.get("ongoing") and not {one.code for one in grounds} & set(kind.get("lasting", ())):
            if (self.on - last).days > GONE:
                return said["ongoing"]
            if self._holds({"use": "one_day_fraud"}):
                return said["one_day"]
        if "exempt" in kind and self._lapsed() and not self._cited([kind["exempt"]]):
            return said["exempt"]
        return ""

    def _lapsed(self) -> bool:
        """Whether three years are over since the last time, before a court."""
        last = self.case.ended or self.case.began
        if self.form.channel != "court" or last is None or self.on is None:
            return False
        return (self.on.year - _LIMITATION, self.on.month, self.on.day) > (last.year, last.month, last.day)

    def _advice(self, kind: Mapping[str, Any], total: Decimal | None, *, wished: bool) -> str:
        """What stands in the way of a claim to this now: nobody was asked for it yet, or the other side may say it is late. Of
        what goes on and is not asked to stop, that it is not."""
        case, said = self.case, load().requests["advice"]
        if kind.get("ongoing") and not wished and self.case.ended and self._lately(_GOES_ON):
            return str(said["going_on"])
        if self.form.channel != "court":
            return ""
        if total and self._lapsed():
            return str(said["late"])
        told = {row.get("to") for row in lookup(case.facts, "prior") or ()}
        return str(said["earlier"]) if kind.get("earlier") and not told & _HANDLERS else ""

    def _behind(self, slug: str, grounds: list[Ground], roles: Iterable[str]) -> list[Ground]:
        """The grounds for which one of these roles answers; all of them, where nobody is known to, or it only helps."""
        among = set(roles)
        if slug in self.form.helps or "unknown" in among:
            return grounds
        return [one for one in grounds if among & {who.role for who in one.liable}] or grounds

    def _grounds(self, kind: Mapping[str, Any]) -> list[Ground] | None:
        """The grounds of the paper that allow it; None where none does. What asks an authority to act needs none."""
        codes = {one.code for one in self.case.grounds}
        if codes & set(kind.get("absent", ())):
            return None
        if kind.get("accuses") and (self.case.accusable or self.case.accuses):
            return list(self.case.grounds)
        if "code" not in kind and "grounds" not in kind:
            if "of" not in kind:
                return list(self.case.grounds)
            within = [self._grounds(kinds()[slug]) or [] for slug in kind["of"] if slug in self.offered]
            return [one for some in within for one in some] or None
        found = [
            one
            for one in self.case.grounds
            if ("code" not in kind or kind["code"] in one.relief)
            and one.code in kind.get("grounds", (one.code,))
            and one.code not in kind.get("but", ())
        ]
        chiefly = [one for one in found if one.code in kind.get("chiefly", ())]
        return chiefly or found or None

    def _holds(self, tree: Any) -> bool:
        return bears_out(self.known, tree)

    def _asked(self, slug: str, kind: Mapping[str, Any], grounds: list[Ground]) -> list[Asked] | None:
        """Who of those that the channel is about answers for it; None where nobody does, an empty list where nobody is named.

        Somebody whose role answers for nothing on file is not left out: whether he does is for whom it goes to.
        """
        if kind.get("penal") or kind.get("accuses"):
            return []
        if not self.addressed:
            return []
        liable = {one.role for ground in self.case.grounds for one in ground.liable}
        owing = {one.role for ground in grounds for one in ground.liable}
        helps = slug in self.form.helps
        fitting = [
            one
            for one in self.addressed
            if (helps or one.role in owing or one.role not in liable)
            and one.role not in kind.get("spares", ())
        ]
        untold = self._untold(kind)
        asking = (untold,) if untold else (kind.get("roles"), kind.get("otherwise"))
        for roles in asking if "roles" in kind and not helps else ():
            if roles and (some := [one for one in fitting if one.role in roles]):
                fitting = some
                break
        else:
            if "roles" in kind and not helps:
                return None
        # Ticked as a whole, it is asked of those who answer for it; of the others only where they are ticked themselves.
        answering = [one for one in fitting if one.role in owing or one.role == "unknown"] or fitting
        if "strangers" in kind and self._holds(kind["strangers"]):
            # Whose customer one is, has the number that one opened oneself.
            answering = [one for one in answering if one.consumer is not True] or answering
        answering = [one for one in answering if one.role not in kind.get("leaves", ())] or answering
        gone = self._passed_on(kind, grounds)
        answering = [one for one in answering if one.role not in gone] or answering
        acting = {role for ground in grounds for role in ground.by}
        if kind.get("acts"):
            answering = [one for one in answering if one.role in acting] or answering
        if kind.get("callers"):
            # Whoever only handed the data on wrote and called nothing.
            answering = [one for one in answering if not one.told.gave]
            if not answering:
                return None
        # Of somebody said to have done nothing, no more than of a bystander.
        idle = set(load().requests["idle"]) - acting
        answering = answering if helps else [one for one in answering if one.role not in idle] or answering
        return [self._as_asked(slug, kind, one, one in answering) for one in fitting] or None

    def _passed_on(self, kind: Mapping[str, Any], grounds: Iterable[Ground]) -> Collection[str]:
        """Who does it no more: whoever is said to have passed the debt on is not said to call."""
        row = kind.get("passed")
        if (
            self.form.channel != "court"
            or not row
            or not self.roles & {*row["to"]}
            or not {one.code for one in grounds} & {*row["grounds"]}
        ):
            return ()
        return tuple(row["by"])

    def _of_words(self, slug: str, kind: Mapping[str, Any], asked: list[Asked]) -> list[Asked]:
        """What follows from one defendant's own act is asked of that one: what a look into the credit report cost, of who
        reported; what was prepaid to an operator, of it."""
        if self.form.channel != "court":
            return asked
        among = self.case.costs
        costs = [one.what for one in among if asked_as(one.what, kind=self.kind) == slug]
        for word, roles in kind.get("of_words", {}).items():
            own = [one for one in asked if one.role in roles]
            if costs and own and all(word in what for what in costs):
                return own
        return asked

    def _by_contract(
        self, kind: Mapping[str, Any], asked: list[Asked], grounds: Sequence[Ground]
    ) -> list[Asked]:
        """Before a court, those who owe a sum by their contract alone, beside who wronged the person: no shares of one wrong
        (民法典 1172), but each the whole, paid once."""
        if self.form.channel != "court" or not kind.get("sum") or kind.get("first") == "received":
            return []
        apart = {
            one.role: {
                place_of(p.id)
                for ground in grounds
                for who in ground.liable
                if who.role == one.role
                for p in certain(who.provisions)
            }
            for one in asked
        }
        wished = [one for one in asked if one.wished and apart[one.role]]
        owing = [one for one in wished if apart[one.role] <= _OF_CONTRACT]
        return owing if len(owing) < len(wished) else []

    def _causing(self, slug: str, asked: list[Asked]) -> list[Asked]:
        """Nobody is asked for costs all of which, as the story tells them, came of others, or before them."""
        costs = [one.what for one in self.case.costs if asked_as(one.what, kind=self.kind) == slug]
        if not costs:
            return asked
        its = {one.name: one.told.spared for one in self.case.respondents}
        kept = [
            one
            for one in asked
            if not all(any(what in cost for what in its.get(one.name, ())) for cost in costs)
        ]
        # Nobody is sued for it alone to whom the story lays it, beside those that the case is about.
        return kept if any(one.wished for one in kept) or not any(one.wished for one in asked) else []

    def _untold(self, kind: Mapping[str, Any]) -> Sequence[str]:
        """Before a court, all who may have done it, where nobody said which of them did."""
        row = kind.get("roles_untold")
        return row["roles"] if row and self.form.channel == "court" and self._holds(row["when"]) else ()

    def _primary(
        self, slug: str, kind: Mapping[str, Any], asked: list[Asked], grounds: list[Ground]
    ) -> list[Asked]:
        """A sum that nothing orders several to pay together is asked of whom it is owed by first, and of those whose fault is
        presumed or shares in it, unless others are ticked themselves: 民事诉讼法 122(三) wants it definite. All of them, where
        an article orders it."""
        asked = self._of_one_relation(slug, asked, grounds)
        whole = [one for one in asked if one.wished and f"{slug}:{one.place}" not in (self.case.ticked or ())]
        if len(whole) < 2 or certain(self._ordering(kind, whole, grounds)):
            return asked
        acting = {role for ground in grounds for role in ground.by}
        received, court = kind.get("first") == "received", self.form.channel == "court"
        # Of money that somebody was made to pay, nobody knows yet who received it: whoever made them pay first; in a claim
        # whoever it was to be paid to, unless somebody only pretended to act for them.
        pretended = {"use": "impersonated" if court else "paid_unfreely"}
        forced = received and self._holds(pretended)
        order = load().requests["first"]["harm" if forced else kind.get("first", "harm")]
        among = [one for one in whole if one.role in acting] or whole
        places = [order.index(one.role) if one.role in order else len(order) for one in among]
        first = [one for one, place in zip(among, places, strict=True) if place == min(places)]
        paid = self.case.details.get("paid_how", "") if received else ""
        if named := [one for one in among if court and one.name and one.name in paid]:
            first = named
        if not received and not (court and self._holds({"use": "caller_untold"})):
            first += [one for one in whole if one.role in presumed(grounds)]
            first += [one for one in whole if one.role in sharers(grounds)]
        return [replace(one, wished=False) if one in whole and one not in first else one for one in asked]

    def _ordering(
        self, kind: Mapping[str, Any], asking: Sequence[Asked], grounds: Sequence[Ground]
    ) -> tuple[Provision, ...]:
        """What orders them to pay together; before a court nothing orders it of money that one of them received."""
        if self.form.channel == "court" and kind.get("first") == "received":
            return ()
        return ordering(asking, grounds)

    def _instead(self, slug: str, kind: Mapping[str, Any], asked: Sequence[Asked]) -> str:
        """Who pays instead, where nobody said who did it or who received the money: a court is asked for something definite
        of each (民事诉讼法 122(三))."""
        wished, ticked = [one for one in asked if one.wished], self.case.ticked or ()
        alone = any(one.startswith(f"{slug}:") for one in ticked)
        if self.form.channel != "court" or len(wished) != 1 or alone or not kind.get("sum"):
            return ""
        received = kind.get("first") == "received"
        if not self._holds({"use": "collection_case" if received else "caller_untold"}):
            return ""
        if received and self.case.details.get("paid_how"):
            return ""
        others = [one for one in asked if not one.wished and one.role in _COLLECTING]
        names = "、".join(one.name or f"{self.form.respondent}{one.place}" for one in others)
        said: Mapping[str, str] = load().requests["instead"]
        return filled(said["received" if received else "harm"], {"others": names}) if others else ""

    def _of_one_relation(self, slug: str, asked: list[Asked], grounds: list[Ground]) -> list[Asked]:
        """A sum that is ticked as a whole is asked in one legal relation, that of the leading ground: what a breach of
        contract cost is not asked of who wronged somebody, unless their own duty is part of what was lost, or they are ticked
        themselves."""
        if self.form.channel != "court" or self.on is None or not grounds:
            return asked
        about = About(grounds=(), roles=self.roles, names=[one.name for one in asked], facts=self.known)
        on = self.on
        contract = is_contract(grounds[0].code, about, on=on)
        roles = {
            who.role
            for one in grounds
            if is_contract(one.code, about, on=on) is contract
            for who in one.liable
        } | sharers(grounds)
        if not any(one.wished and one.role in roles for one in asked):
            return asked
        alone = set(self.case.ticked or ())
        return [
            replace(one, wished=one.wished and (one.role in roles or f"{slug}:{one.place}" in alone))
            for one in asked
        ]

    def _of_its_relation(
        self, kind: Mapping[str, Any], grounds: list[Ground], roles: Collection[str]
    ) -> list[Ground]:
        """Before a court a sum rests on one legal relation (民法典 186): that of the leading ground, where all of whom it is
        asked answer in it."""
        if self.form.channel != "court" or self.on is None or not kind.get("sum") or not grounds:
            return grounds
        about, on = About(grounds=(), roles=roles, facts=self.known), self.on
        contract = is_contract(grounds[0].code, about, on=on)
        same = [one for one in grounds if is_contract(one.code, about, on=on) is contract]
        answering = {who.role for one in same for who in one.liable}
        return same if answering >= {*roles} else grounds

    def _worded(
        self,
        slug: str,
        kind: Mapping[str, Any],
        asked: list[Asked],
        grounds: list[Ground],
        total: Decimal | None,
    ) -> list[Asked]:
        """Those for whom the form has words: of a bank's messages an operator is not asked to send none."""
        words = self._words_of(kind, total)
        return [one for one in asked if self._variant(slug, grounds, one.role, words)]

    def _words_of(self, kind: Mapping[str, Any], total: Decimal | None) -> dict[str, str]:
        how_much = yuan(total) if total else BLANK if self._left_open(kind) else ""
        return {**self.words, **({kind["sum"]: how_much} if how_much else {}), **self._principal(kind)}

    def _left_open(self, kind: Mapping[str, Any]) -> bool:
        """Whether a claim leaves a line for how much: what hurt is worth is for whom it hurt to say."""
        return self.form.channel == "court" and self.case.ticked is not None and bool(kind.get("open"))

    def _as_asked(self, slug: str, kind: Mapping[str, Any], one: Respondent, answering: bool) -> Asked:
        place = next(i for i, other in enumerate(self.case.respondents, start=1) if other is one)
        ticked = self.case.ticked
        alone = ticked is not None and f"{slug}:{place}" in ticked
        whole = self._ticked(slug, kind) if ticked is None else answering and slug in ticked
        return Asked(place=place, name=one.name, role=one.role, wished=alone or whole)

    def _ticked(self, slug: str, kind: Mapping[str, Any]) -> bool:
        ticked = self.case.ticked
        if ticked is not None:
            return any(one.partition(":")[0] == slug for one in ticked)
        # Of content from before requests were ticked one by one: by the relief that was chosen.
        if kind.get("penal"):
            return bool({"R10", "R12"} & set(self.case.relief))
        return not kind.get("accuses") and kind.get("code") in self.case.relief

    # ── How much, jointly or severally, resting on what ───────────────────────────────────────────────────────────────

    def _sum(self, slug: str, kind: Mapping[str, Any], grounds: list[Ground]) -> tuple[Decimal | None, str]:
        """What is asked for, and under which name the person may say it."""
        name = kind.get("sum", "")
        if not name:
            return None, ""
        known, typed = computed(self.case, name), self.case.sums.get(name)
        if name in ("mental", "triple") or (
            name == "repay" and lookup(self.case.facts, "debt.owed") == DISPUTED
        ):
            return typed or known, name
        if known:
            return known, ""
        open_sum = name in ("refund", "repay", "price") or (
            name == "damages" and any(one.code in _MONEY for one in grounds)
        )
        return (typed, name) if open_sum else (None, "")

    def _together(self, joint: tuple[Provision, ...], asking: list[Asked]) -> bool:
        if not joint or len(asking) < 2:
            return False
        return bool(certain(joint)) if self.jointly is None else self.jointly

    def _provisions(
        self,
        slug: str,
        kind: Mapping[str, Any],
        grounds: list[Ground],
        *,
        roles: Sequence[str],
        shared: bool,
        joint: tuple[Provision, ...],
    ) -> tuple[Provision, ...]:
        own = self._cited(self.form.basis.get(slug, ()), of=roles)
        unlike = self._unlike(kind)
        codes = ("R10", "R12") if kind.get("penal") else (kind["code"],) if "code" in kind else ()
        rows = [
            provision
            for ground in grounds
            for remedy in ground.remedies
            # Who only helps owes what others do by nothing but its own contract.
            if remedy.code in codes and slug not in self._helping
            for provision in remedy.provisions
            if not _penalty(remedy.code) or provision.id.partition(":")[0] in self.form.enforces
            if place_of(provision.id) not in unlike
        ]
        of_each = [row for role in dict.fromkeys(roles) for row in kind.get("basis_of", {}).get(role, ())]
        fits = not (self.form.to_company and roles) or bool({*kind.get("basis_for", roles)} & {*roles})
        cited = self._cited((*(kind.get("basis", ()) if fits else ()), *of_each))
        rows += [*(one for one in cited if place_of(one.id) not in unlike), *own, *joint]
        # What a form rests on for certain, no ground leaves in doubt there.
        sure = {one.citation for one in own}
        rows = [one for one in rows if one.citation not in sure or one in own]
        if shared and not joint:
            rows += self._cited(load().requests["several"])
        rows = self._of_relation(rows, [one.code for one in grounds], {*roles})
        return tuple({one.citation: one for one in reversed(rows)}.values())[::-1]

    def _of_relation(
        self, rows: list[Provision], codes: Sequence[str], roles: Collection[str]
    ) -> list[Provision]:
        """To a court, those of the relation that it is asked in."""
        if self.form.channel != "court" or not roles:
            return rows
        left = [other_relation(codes, role, self.roles, self.known) for role in roles]
        return [one for one in rows if not all(place_of(one.id) in some for some in left)]

    def _unlike(self, kind: Mapping[str, Any]) -> set[str]:
        """The places of law that are about another kind of loss than what is asked for."""
        return {
            *kind.get("unlike", ()),
            *(kind.get("unlike_work", ()) if self._of_work_alone() else ()),
            *kind.get("unlike_lost" if self._of_loss_alone() else "unlike_things", ()),
            *(self._unlike_fares(kind) if self._of_fares_alone() else ()),
        }

    def _of_fares_alone(self) -> bool:
        """Whether all that was lost is what was spent on the way: that of a person, and of no thing."""
        lost = [one.what for one in self.case.costs if loss_of(one.what) == LOST]
        return bool(lost) and all(map(a_fare, lost)) and not sum_of(self.case.costs, TAKEN, DAMAGED)

    def _unlike_fares(self, kind: Mapping[str, Any]) -> Sequence[str]:
        """To who owes it by contract, nothing of a wrong either."""
        contract = self.form.to_company and {one.role for one in self.addressed} <= {"operator", "shop"}
        return (*kind.get("unlike_fares", ()), *(("民法典:1165",) if contract else ()))

    def _of_loss_alone(self) -> bool:
        """Whether what is asked was neither taken out of an account nor damaged, but came of a harm to the person."""
        lost = [one.what for one in self.case.costs if loss_of(one.what) == LOST]
        earnings = (bool(lost) and all(map(earned, lost))) or self._of_fares_alone()
        of_persons = earnings or lookup(self.case.facts, "kind") != "second_hand_number"
        scam = any(one.code == "F8" for one in self.case.grounds)
        return of_persons and not scam and not sum_of(self.case.costs, TAKEN, DAMAGED)

    def _of_work_alone(self) -> bool:
        return bool(self.case.costs) and not sum_of(self.case.costs, RIGHTS)

    def _cited(self, rows: Iterable[Any], *, of: Collection[str] = ()) -> tuple[Provision, ...]:
        """Articles of the request itself, as in force on the days that matter; none where the day is not known. Where it is
        asked ``of`` some roles, no article of what the others owe."""
        event = self.case.ended or self.case.began
        if self.on is None or event is None:
            return ()
        known = self.known
        if of and (rows_of := lookup(known, "respondents")):
            asked = [row for row in rows_of if role_read(row.get("role"), lookup(known, "kind")) in of]
            known = {**known, "respondents": asked or rows_of}
        facts = cast("Facts", known)
        return numbered(cite_all(map(read_reference, rows), facts, event, self.on, load()))

    # ── In words ──────────────────────────────────────────────────────────────────────────────────────────────────────

    def _sentences(
        self,
        slug: str,
        asking: list[Asked],
        grounds: list[Ground],
        total: Decimal | None,
        *,
        joined: bool,
        instead: str,
    ) -> tuple[str, ...]:
        """One sentence, or one for each group of those asked whose acts need other words."""
        kind = kinds()[slug]
        words = self._words_of(kind, total)
        groups: dict[tuple[str, str], list[Asked]] = {}
        for one in asking:
            if said := self._variant(slug, grounds, one.role, words):
                its = self._accounts(one, asking) if "{accounts}" in said else ""
                groups.setdefault((said, its), []).append(one)
        if not asking and (said := self._variant(slug, grounds, "", words)):
            groups[said, ""] = []
        return tuple(
            filled(
                said,
                {
                    **words,
                    **({"accounts": its, "unpaid": unpaid_at(self.case, self.form, its)} if its else {}),
                    "who": self._who(some),
                    "each": "各自" if len(some) > 1 else "",
                    "instead": instead,
                    **sharing(kind, some, joined=joined),
                },
            )
            for (said, its), some in groups.items()
        )

    def _accounts(self, one: Asked, asking: Sequence[Asked]) -> str:
        """The accounts of one of several, where a word tells which are whose: each unbinds its own."""
        bound = lookup(self.case.facts, "number.accounts_bound") or ()
        others = [other.name for other in asking if other is not one]
        its = accounts_at(one.name, others, bound) if others and one.name else ()
        return f"（{'、'.join(its)}）" if its and len(its) < len(bound) else ""

    def _variant(self, slug: str, grounds: list[Ground], role: str, words: Mapping[str, str]) -> str:
        """The first of the form's sentences that fits the grounds, the facts and whom it is asked of; "" for none."""
        written = self.offered[slug]
        codes = {one.code for one in (self._behind(slug, grounds, [role]) if role else grounds)}
        for row in [{"say": written}] if isinstance(written, str) else written:
            if self._fits(row, codes, role, words):
                return str(row["say"])
        return ""

    def _fits(self, row: Mapping[str, Any], codes: set[str], role: str, words: Mapping[str, str]) -> bool:
        """Whether a row of the form is meant for these grounds and this role, and all that it leaves open is known."""
        return (
            (not row.get("grounds") or bool(codes & set(row["grounds"])))
            and (not row.get("roles") or role in row["roles"])
            and (not row.get("beside") or bool(self.roles & set(row["beside"])))
            and (not row.get("own") or bool(codes & self.own))
            and (
                not row.get("named")
                or any(part in one.name for part in row["named"] for one in self.addressed)
            )
            and (not row.get("unsued") or somebody_unsued(self.case))
            and all(self._ticked(one, kinds()[one]) for one in row.get("along", ()))
            and (not row.get("when") or self._holds(row["when"]))
            and (not row.get("lately") or self._lately(int(row["lately"])))
            and set(re.findall(r"{(\w+)}", row["say"])) <= {*words, *OPTIONAL, "who", "everyone"}
        )

    def _ago(self) -> int:
        """Days since the last time; 0 where that is not known."""
        last = self.case.ended or self.case.began
        return (self.on - last).days if last is not None and self.on is not None else 0

    def _lately(self, days: int) -> bool:
        """Whether the last time is not longer ago; what ended before cannot be stopped."""
        last = self.case.ended or self.case.began
        return last is None or self.on is None or (self.on - last).days <= days

    def _who(self, some: list[Asked]) -> str:
        form = self.form
        everyone = self.case.respondents if form.channel == "court" else self.addressed
        if not some or len(some) == len(everyone):
            return self.everyone
        return "、".join(one.name or f"{form.respondent}{one.place}" for one in some)

    def _principal(self, kind: Mapping[str, Any]) -> dict[str, str]:
        """What bears interest, of the sums that are asked back, and since when; where none is ticked, of those that could be."""
        if "of" not in kind:
            return {}
        ticked = [slug for slug in kind["of"] if self._ticked(slug, kinds()[slug])]
        bearing = [
            (slug, total)
            for slug in ticked or kind["of"]
            if slug in self.offered
            and (grounds := self._grounds(kinds()[slug])) is not None
            and (total := self._sum(slug, kinds()[slug], grounds)[0])
        ]
        if not bearing:
            return {}
        last = lookup(self.case.facts, "charges.last_on")
        alone = [slug for slug, _total in bearing] == ["refund"] and last
        since = f"{day(date.fromisoformat(str(last)))}起" if alone else "起诉之日起"
        return {
            "based": yuan(sum((one for _slug, one in bearing), Decimal(0))),
            "since": since.removesuffix("起"),
        }


def _on_the_day(facts: Mapping[str, Any], on: date | None) -> Mapping[str, Any]:
    """The facts with the day of the paper: within how long something must be asked for is counted to it."""
    facts = with_what_follows(facts)
    return (
        facts
        if on is None
        else {**facts, "derived": {**(facts.get("derived") or {}), "filing_date": on.isoformat()}}
    )


def _penalty(code: str) -> bool:
    return code in ("R10", "R12")
