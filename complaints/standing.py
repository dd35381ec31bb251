"""The facts of a case as they stand at a moment: as filed, with every recount and every statement since laid over them.

Whoever needs what a case says asks here, or ``Complaint.people`` for whom it names; ``Complaint.facts`` is what was
filed, which the receipt names, and nothing else.
"""

from collections.abc import Iterable, Sequence
from copy import deepcopy
from datetime import datetime
from typing import Any

from complaints.models import Complaint, Recount, Situation, Statement
from complaints.reading import dangers_told, read
from complaints.reading.people import titled_in
from complaints.stated import Facts, as_told, event_told
from core.canonical import canonical, digest

Change = Recount | Statement


def changes_since(complaint: Complaint) -> list[Change]:
    """What was recounted and stated since the filing, oldest first; of a case ``as_of`` a day what was made by then."""
    made: list[Change] = [*complaint.recounts.all(), *complaint.statements.all()]
    if complaint.as_of is not None:
        made = [one for one in made if one.made_at <= complaint.as_of]
    return sorted(made, key=lambda one: (one.made_at, isinstance(one, Statement), one.pk))


def standing_facts(complaint: Complaint, *, at: datetime | None = None) -> Facts:
    """The facts that the law is asked about, as they stand now or stood at a moment."""
    case = complaint if at is None else complaint.as_it_stood(at)
    return laid_over(complaint.facts, changes_since(case))


def dangers_of(complaint: Complaint) -> list[str]:
    """Which dangers the case tells of, in its answers and its story, the gravest first."""
    threats = standing_facts(complaint).get("debt", {}).get("threats") or ()
    return dangers_told(threats, complaint.standing_story)


def looked_for(complaint: Complaint, texts: Iterable[str]) -> list[str]:
    """Whom a collector, or somebody who writes to the user that a number had before, looks for, by name: as the person says,
    and as the texts of messages say."""
    facts = standing_facts(complaint)
    owing, second_hand = facts.get("debt") or {}, facts.get("number", {}).get("second_hand") is True
    if not owing and not second_hand:
        return []
    own, texts = own_names(complaint), list(texts)
    surnames = {name[:1] for name in own}
    called = [one for text in texts if second_hand for one in titled_in(text) if one[0] not in surnames]
    if not owing:
        return list(dict.fromkeys(called))
    named = [str(owing.get("debtor") or "")]
    for text in texts:
        reading = read(text)
        named += [reading.debtor or "", reading.addressee or ""]
    return [name for name in dict.fromkeys([*named, *called]) if name and name not in own]


def own_names(complaint: Complaint) -> set[str]:
    """Whose names are the complainant's to give; who helps stands in no filing."""
    return {one.name for one in complaint.people if one.role in (one.Role.COMPLAINANT, one.Role.CHILD)}


def laid_over(filed: Facts, changes: Iterable[Change]) -> Facts:
    """Facts as filed with these changes, given oldest first, laid over them."""
    facts = filed.copy()
    for change in changes:
        facts = deepcopy(facts)
        for name, _before, after in change.changes:
            put(facts, name, after)
        if isinstance(change, Statement):
            _said_anew(facts, change)
    return facts


def _said_anew(facts: Facts, change: Statement) -> None:
    """A count that was typed since is as exact as it was typed; what came on top of about so many is about so many."""
    typed = {name.removeprefix("contacts.") for name, _before, _after in change.changes}
    rough = facts.get("contacts", {}).get("about")
    if rough and typed & set(rough):
        put(facts, "contacts.about", [one for one in rough if one not in typed] or None)


def put(facts: Facts, name: str, value: object) -> None:
    """Set a dotted name, or take back what is not known any more: an absent fact is unknown."""
    *groups, last = name.split(".")
    if groups == ["event"]:
        told = {end: as_told(facts["event"], end) for end in ("first", "last")} | {last: str(value)}
        facts["event"] = event_told(**told)
        return
    # Names of facts are data here.
    inner: Any = facts
    for group in groups:
        inner = inner.setdefault(group, {})
    if value is None:
        inner.pop(last, None)
    else:
        inner[last] = value
    for group in groups:
        whole: Any = facts
        if not whole[group]:
            del whole[group]


def value_of(facts: Facts, name: str) -> Any:
    """A fact by its dotted name; None where nobody said it."""
    value: Any = facts
    for part in name.split("."):
        value = value.get(part) if isinstance(value, dict) else None
    return value


def rested_on(complaint: Complaint, facts_digest: str) -> list[Change] | None:
    """The changes that lay over the facts of this digest, oldest first; None where these are no facts of this case."""
    so_far: list[Change] = []
    if digest(canonical(complaint.facts)) == facts_digest:
        return so_far
    for change in changes_since(complaint):
        so_far.append(change)
        if change.facts_digest == facts_digest:
            return so_far
    return None


def situations_of(complaint: Complaint) -> list[str]:
    """The situations that the complainant chose, as they stand."""
    return list(standing_facts(complaint).get("situations", complaint.situations))


def labels_of(situations: Sequence[str]) -> list[str]:
    return [str(Situation(slug).label) for slug in situations if slug in Situation.values]
