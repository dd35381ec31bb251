"""The answers of the intake that a desk gets beside the words, and the facts that frozen content states.

An assessment shown at a desk is made of these facts alone: what the complainant did not consent to give decides nothing
there, not even whether a ground is met (PIPL 6, 23).
"""

from collections.abc import Callable, Collection, Mapping
from datetime import date
from typing import cast

from django.conf import settings
from django.utils import translation

from complaints.models import Complaint, Situation
from complaints.standing import standing_facts
from complaints.stated import Complainant, Event, Facts, Told, whole
from documents import frozen
from legal.reasoning.answers import Ground
from legal.reasoning.assessment import Matter, understand
from legal.reasoning.facts import FACTS, FactsError

GROUPS = {
    "contact_answers": ("event", "contacts", "content", "consent", "refusal"),
    "case_answers": ("complainant", "number", "charges", "debt", "data", "loss"),
}
TOLD = "told."  # before a group: its answers as a field of a paper
_ALWAYS = ("kind", "situations", "filing_date")  # what a filing is about and its day stand in every one
_FIELD_OF = {"contacts.numbers": "messages", "loss.costs": "costs"}  # others: the field that bears their name
# Said in fields of their own (senders in the messages, costs), or the name of somebody else.
_ELSEWHERE = {"contacts": ("numbers",), "loss": ("costs",), "debt": ("debtor",)}


def answers(complaint: Complaint) -> frozen.Fields:
    """The answers as a filing may carry them, by the name of the field; an empty one says nothing."""
    facts = standing_facts(complaint)
    return {
        "contact_answers": _answers(facts, GROUPS["contact_answers"]),
        "case_answers": _answers(facts, GROUPS["case_answers"]),
    }


def _answers(facts: Facts, groups: tuple[str, ...]) -> Told:
    found: dict[str, object] = {}
    for group in groups:
        said = facts.get(group)
        if not isinstance(said, Mapping):
            continue
        kept = {
            name: value
            for name, value in said.items()
            if f"{group}.{name}" in FACTS and value is not None and name not in _ELSEWHERE.get(group, ())
        }
        if kept:
            found[group] = kept
    # The names are those of ``FACTS``; the values were checked when the facts were read.
    return cast(Told, found)


def told(complaint: Complaint) -> frozen.Fields:
    """The same answers by their group, as papers tell of them."""
    groups = tuple(group for names in GROUPS.values() for group in names)
    found = _answers(standing_facts(complaint), groups)
    # Which law applies is not told by the place where somebody lives.
    complainant = found.get("complainant", Complainant()).copy()
    complainant.pop("region", None)
    found["complainant"] = complainant
    return cast(frozen.Fields, {f"{TOLD}{group}": said for group, said in found.items()})


def told_in(fields: frozen.Fields) -> Told:
    """The answers among the fields of a filing, group by group, as ``legal`` names them; no other can be told of."""
    found = {name.removeprefix(TOLD): said for name, said in fields.items() if name.startswith(TOLD)}
    return cast(Told, {**found, **fields.get("contact_answers", {}), **fields.get("case_answers", {})})


def may_tell(allowed: Collection[str]) -> Callable[[str], bool]:
    """Whether a paper with this list of fields may say what rests on a fact, such as an element of a ground."""
    groups = {name.removeprefix(TOLD) for name in allowed if name.startswith(TOLD)}
    groups |= {group for name, members in GROUPS.items() if name in allowed for group in members}

    def tells(fact: str) -> bool:
        group = fact.partition(".")[0]
        return fact in _ALWAYS or group in groups or _FIELD_OF.get(fact, group) in allowed

    return tells


def rests_on_answers(ground: Ground) -> set[str]:
    """The answers that the met elements of an assessed ground rest on: its very name tells of them."""
    groups = {group for names in GROUPS.values() for group in names}
    because = {
        fact for one in ground["elements"] if one["status"] == "met" for fact in one.get("because", ())
    }
    return {fact for fact in because if fact.partition(".")[0] in groups and fact not in _FIELD_OF}


def consented_facts(content: frozen.Content) -> Facts:
    """The facts that frozen content states, and no other; as ``legal.assess`` reads them."""
    fields = content["fields"]
    said: Told = {**fields.get("contact_answers", {}), **fields.get("case_answers", {})}
    own: Facts = {
        "kind": content["kind"],
        "filing_date": content["on"],
        "event": said["event"] if "event" in said else _days(fields, content["on"]),
        "situations": _situations(fields.get("matter", "")),
    }
    facts = whole(said, own)
    if senders := [one["sender"] for one in fields.get("messages", ()) if one["sender"]]:
        facts.setdefault("contacts", {})["numbers"] = list(dict.fromkeys(senders))
    if costs := fields.get("costs"):
        facts.setdefault("loss", {})["costs"] = [
            {"what": one["what"], "yuan": float(one["yuan"])} for one in costs
        ]
    # Rows frozen before they carried what was said state no fact.
    if respondents := [one["said"] for one in fields.get("respondents", ()) if one.get("said")]:
        facts["respondents"] = respondents
    if prior := [one["said"] for one in fields.get("prior", ()) if one.get("said")]:
        facts["prior"] = prior
    return facts


def matter_of(content: frozen.Content) -> Matter | None:
    """Frozen content as the law asks about it, as of its day; None for content that cannot be weighed."""
    if not content.get("kind"):
        return None
    try:
        return understand(consented_facts(content), date.fromisoformat(content["on"]))
    except FactsError:
        return None


def _days(fields: frozen.Fields, on: str) -> Event:
    """First and last day of the messages; the day of the letter where none is dated."""
    days = sorted(one["at"][:10] for one in fields.get("messages", ()) if one["at"]) or [on]
    return {"first": days[0], "last": days[-1]}


def _situations(matter: str) -> list[str]:
    with translation.override(settings.LANGUAGE_CODE):
        slugs = {str(one.label): str(one.value) for one in Situation}
    return [slugs[label] for label in matter.split("；") if label in slugs]
