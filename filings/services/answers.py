"""The answers of the intake that a desk gets beside the words, and the facts that frozen content states.

An assessment shown at a desk is made of these facts alone: what the complainant did not consent to give decides nothing
there, not even whether a ground is met (PIPL 6, 23).
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.conf import settings
from django.utils import translation

from complaints.models import Complaint, Situation
from complaints.recounting import standing_facts
from legal.assessment import assess
from legal.facts import FACTS, FactsError

GROUPS = {
    "contact_answers": ("event", "contacts", "content", "consent", "refusal"),
    "case_answers": ("complainant", "number", "charges", "debt", "data", "loss"),
}
# Said in fields of their own (senders in the messages, costs), or the name of somebody else.
_ELSEWHERE = {"contacts": ("numbers",), "loss": ("costs",), "debt": ("debtor",)}


def answers(complaint: Complaint) -> dict[str, dict[str, Any]]:
    """The answers as a filing may carry them, by the name of the field; an empty one says nothing."""
    facts = standing_facts(complaint)
    return {name: _answers(facts, groups) for name, groups in GROUPS.items()}


def _answers(facts: Mapping[str, Any], groups: tuple[str, ...]) -> dict[str, Any]:
    found = {}
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
    return found


def consented_facts(content: Mapping[str, Any]) -> dict[str, Any]:
    """The facts that frozen content states, and no other; as ``legal.assess`` reads them."""
    fields = content["fields"]
    facts: dict[str, Any] = {"kind": content["kind"], "filing_date": content["on"]}
    for name in GROUPS:
        facts |= {group: dict(said) for group, said in fields.get(name, {}).items()}
    facts.setdefault("event", _days(fields, content["on"]))
    facts["situations"] = _situations(str(fields.get("matter", "")))
    if senders := [one["sender"] for one in fields.get("messages", ()) if one["sender"]]:
        facts.setdefault("contacts", {})["numbers"] = list(dict.fromkeys(senders))
    if costs := fields.get("costs"):
        facts.setdefault("loss", {})["costs"] = [
            {"what": one["what"], "yuan": float(one["yuan"])} for one in costs
        ]
    for name in ("respondents", "prior"):  # rows frozen before they carried what was said state no fact
        if rows := [one["said"] for one in fields.get(name, ()) if one.get("said")]:
            facts[name] = rows
    return facts


def weighed(content: Mapping[str, Any]) -> dict[str, Any]:
    """What ``legal.assess`` says of frozen content as of its day; empty for content that cannot be weighed."""
    if not content.get("kind"):
        return {}
    try:
        return assess(consented_facts(content), on=date.fromisoformat(content["on"]))
    except FactsError:
        return {}


def _days(fields: Mapping[str, Any], on: str) -> dict[str, str]:
    """First and last day of the messages; the day of the letter where none is dated."""
    days = sorted(one["at"][:10] for one in fields.get("messages", ()) if one["at"]) or [on]
    return {"first": days[0], "last": days[-1]}


def _situations(matter: str) -> list[str]:
    with translation.override(settings.LANGUAGE_CODE):
        slugs = {str(one.label): str(one.value) for one in Situation}
    return [slugs[label] for label in matter.split("；") if label in slugs]
