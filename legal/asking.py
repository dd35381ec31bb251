"""Which open questions change what the law answers, and what an answer to them wins. Pure: facts in, questions out.

A question matters where some answer to it would change the state of a ground or an element, or whether a channel is
open and until when. That is tried out, answer by answer, and never guessed.
"""

from collections.abc import Iterable, Iterator, Sequence
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any, cast

from django.utils.functional import Promise

from complaints.models import Kind
from complaints.questions import MATTERS, PRIOR_TO, Ask, Matter, matters_for
from complaints.standing import put, value_of
from complaints.stated import Facts
from complaints.stating import OWN_PAGES
from complaints.understanding import ROLE_OF_KIND
from legal.reasoning import answers
from legal.reasoning.assessment import assess
from legal.reasoning.conditions import Tree, evaluate
from legal.reasoning.facts import FactsError

# Of one's costs and wishes nothing in law is open; in which capacity somebody complains is asked of everybody.
_NEVER_TRIED = {"wishes", "loss.what", "loss.yuan", "loss.mental", "complainant.capacity"}
_WAITED_FOR = 6  # a channel that opens
_CHOSEN, _OTHER = 8, 3  # a ground that changes: of the situations chosen, of others
_DAY = 2
_WANTED = 6  # a fact that a ground of the situations chosen still waits for, whatever else it takes
# What was told in other words is not asked again; on the case it can still be told apart.
_TOLD_BY = {"debt.per_day": "contacts.max_per_day"}
# What changes no status and is pleaded as a wrong of its own: asked where it may have come to it.
_DEEDS: dict[str, Tree] = {
    "debt.published": {
        "any": [
            {"contains": ["debt.threats", ["publicity", "insult"]]},
            {"gt": ["debt.contacts_told", 0]},
        ]
    }
}
RESPONDENT = "respondents"


@dataclass
class Gain:
    """What the best answer to a question changes, and how much that weighs."""

    weight: int = 0
    grounds: list[str] = field(default_factory=list)  # situations that an answer can bear out
    channels: list[str] = field(default_factory=list)  # titles of channels that an answer can open

    def add(self, other: "Gain") -> None:
        self.weight = max(self.weight, other.weight)
        self.grounds = list(dict.fromkeys([*self.grounds, *other.grounds]))
        self.channels = list(dict.fromkeys([*self.channels, *other.channels]))


@dataclass(frozen=True)
class Open:
    """A question that is open and matters."""

    matter: Matter
    ask: Ask
    gain: Gain


@dataclass
class Gap:
    """A page of questions that are open and matter: what answering it wins, and what it takes."""

    page: str
    title: str | Promise
    gain: Gain
    questions: int


def open_questions(facts: Facts, situations: Sequence[str], *, on: date) -> list[Open]:
    """The open questions of the intake that change something, what weighs most first."""
    kind = facts["kind"]
    before = _assessed(facts, on)
    if before is None:
        return []
    wanted = _waited_for(before)
    found: list[Open] = []
    for matter, ask in _asked(matters_for(kind, situations), facts):
        if value_of(facts, _TOLD_BY.get(ask.fact, "")) is not None:
            continue
        gain = _gained(facts, before, [(ask.fact, value) for value in _answers(ask, facts)], on)
        gain.weight += _WANTED * wanted.count(ask.fact)
        if gain.weight:
            found.append(Open(matter, ask, gain))
    return sorted(found, key=lambda one: -one.gain.weight)


def _waited_for(answer: answers.Assessment) -> list[str]:
    """The facts that grounds of the situations chosen wait for: each once for every such ground."""
    found: list[str] = []
    for ground in answer["grounds"]:
        if ground["chosen"] and ground["status"] == "needs_facts":
            found += {name for element in ground["elements"] for name in element["missing"]}
    return found


def names_somebody(facts: Facts, *, on: date) -> Gain:
    """What it wins to name who is to answer, where nobody is named."""
    before, role = _assessed(facts, on), ROLE_OF_KIND[facts["kind"]]
    named = [row.get("role") for row in facts.get("respondents", ()) if row.get("name")]
    # Of a number its operator answers, whoever else wrote or called.
    if before is None or (named if facts["kind"] != Kind.SECOND_HAND_NUMBER else role in named):
        return Gain()
    row = {"role": role, "name": "示例"}
    return _gained(facts, before, [("respondents", [*facts.get("respondents", ()), row])], on)


def gaps_of(facts: Facts, situations: Sequence[str], *, on: date) -> list[Gap]:
    """What can still be told of a filed case, a page each, what wins most first."""
    kind = facts["kind"]
    before = _assessed(facts, on)
    if before is None:
        return []
    wanted = _waited_for(before)
    gaps: dict[str, Gap] = {}
    asked = [matter for matter in MATTERS if kind in matter.kinds]
    chosen = [one for one in asked if not one.situations or one.situations & set(situations)]
    for matter, ask in _asked([one for one in chosen if not one.later or _spoken_of(one, facts)], facts):
        gain = _gained(facts, before, [(ask.fact, value) for value in _answers(ask, facts)], on)
        if not gain.weight and _led_to(ask, facts):
            gain = Gain(_DAY)
        if gain.weight:
            gap = gaps.setdefault(matter.slug, Gap(matter.slug, matter.title, Gain(), 0))
            # What nothing spoke of comes after what was told and is not yet whole.
            gain.weight = gain.weight // 2 if matter.later else gain.weight + _WANTED * wanted.count(ask.fact)
            gap.gain.add(gain)
            gap.questions += 1
    day = facts["event"]["last"]
    steps = [[{"to": to, "act": "complaint", "on": day, "answered_on": None}] for to, _words in PRIOR_TO]
    if not facts.get("prior"):
        gain = _gained(facts, before, [("prior", step) for step in steps], on)
        if gain.weight:
            gain.weight += _WANTED
            gaps["prior"] = Gap("prior", OWN_PAGES["prior"], gain, 3)
    gain = names_somebody(facts, on=on)
    if gain.weight:
        gaps[RESPONDENT] = Gap(RESPONDENT, OWN_PAGES[RESPONDENT], gain, 2)
    return sorted(gaps.values(), key=lambda one: -one.gain.weight)


def _led_to(ask: Ask, facts: Facts) -> bool:
    """Whether what was told may have come to this deed."""
    return evaluate(_DEEDS.get(ask.fact, {"any": []}), facts, {}).value is True


def _spoken_of(matter: Matter, facts: Facts) -> bool:
    """Whether anything told leads to a matter that the intake leaves out: threats are no card of a case that names none."""
    return any(value_of(facts, ask.fact) is not None or _led_to(ask, facts) for ask in matter.asks)


def _asked(matters: Iterable[Matter], facts: Facts) -> Iterator[tuple[Matter, Ask]]:
    """Each open question once, on the first page that asks it."""
    seen = set(_NEVER_TRIED)
    for matter in matters:
        for ask in matter.asks:
            if facts["kind"] not in ask.kinds or ask.fact in seen or value_of(facts, ask.fact) is not None:
                continue
            seen.add(ask.fact)
            yield matter, ask


def _answers(ask: Ask, facts: Facts) -> list[Any]:
    """What could be answered."""
    first, last = (date.fromisoformat(facts["event"][day]) for day in ("first", "last"))
    if ask.form == "yes_no":
        return [True, False]
    if ask.form == "choice":
        known = [value for value, _label in ask.choices]
        return [value == "true" for value in known] if known == ["true", "false"] else known
    if ask.form == "choices":
        return [[value] for value, _label in ask.choices]
    if ask.form == "date":
        return [first.isoformat() if first < last else (last - timedelta(days=1)).isoformat()]
    if ask.form in ("count", "yuan"):
        return [1, 100]
    return [["示例"]] if ask.form == "lines" else ["示例"]


def _assessed(facts: Facts, on: date) -> answers.Assessment | None:
    """The answer of the law; None for facts that cannot be read together."""
    asked = cast(dict[str, Any], deepcopy(facts))
    asked.pop("id", None)
    try:
        return assess(asked, on)
    except FactsError:
        return None


def _gained(facts: Facts, before: answers.Assessment, tried: Iterable[tuple[str, Any]], on: date) -> Gain:
    gain = Gain()
    for name, value in tried:
        said = deepcopy(facts)
        put(said, name, value)
        after = _assessed(said, on)
        if after is not None:
            gain.add(_between(before, after))
    return gain


def _between(before: answers.Assessment, after: answers.Assessment) -> Gain:
    """What is otherwise in the second answer."""
    gain = Gain()
    for one, other in zip(before["grounds"], after["grounds"], strict=True):
        if not one["relevant"] and not other["relevant"]:
            continue
        weight = _CHOSEN if one["chosen"] else _OTHER
        if one["status"] != other["status"]:
            gain.weight += weight
            if other["status"] in ("established", "arguable") and one["status"] == "needs_facts":
                gain.grounds.append(one["slug"])
        elif [each["status"] for each in one["elements"]] != [each["status"] for each in other["elements"]]:
            gain.weight += weight // 2
        # Who answers for it is known by name: a letter can be written to them.
        gain.weight += sum(each["named"] for each in other["respondents"]) > sum(
            each["named"] for each in one["respondents"]
        )
    for way, now in zip(before["plan"], after["plan"], strict=True):
        if not way["relevant"] and not now["relevant"]:
            continue
        if way["open"] != now["open"]:
            gain.weight += _WAITED_FOR
            if now["open"]:
                gain.channels.append(now["title"])
        elif way["not_after"] != now["not_after"] or way["not_before"] != now["not_before"]:
            gain.weight += _DAY
    return gain
