"""The fields that the papers of a filing need: each is left out on trial, and goes where the words would be others."""

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, cast

from complaints.models import Complaint
from core.canonical import canonical
from documents import frozen
from documents.filed import words_in_turn
from documents.frozen import TOLD, Content, told_in
from documents.law import Ground
from filings.models import Recipient
from filings.services.sending.content import Wishes, facts_in, pleaded_in
from filings.services.sending.freeze import freeze
from legal.models import Overrule
from legal.reasoning.answers import Way as PlanEntry
from legal.reasoning.assessment import Weighed
from legal.reasoning.facts import FactsError


@dataclass
class Papers:
    """The papers of one filing, made of whatever fields are tried. ``among`` are the codes of the grounds that fewer fields
    can lead to, ``excerpted``: a story in them is sentences of it."""

    complaint: Complaint
    recipient: Recipient
    document: str
    wishes: Wishes
    on: date
    entry: PlanEntry | None
    by_hand: bool
    overrules: Sequence[Overrule]
    accusing: bool
    among: Collection[str] = ()
    excerpted: bool = False
    # By the facts, which most fields do not change.
    _pleaded: dict[str, tuple[Ground, ...]] = field(default_factory=dict)
    _weighed: Weighed = field(default_factory=Weighed)

    def content(
        self, given: frozen.Fields, *, among: Collection[str] | None = None, accusing: bool = False
    ) -> Content:
        """The content with these fields and the law on them, of all grounds or ``among`` some."""
        accusing = accusing or self.accusing
        stated = [
            facts_in(given, kind=self.complaint.kind, on=self.on.isoformat()),
            told_in(given),
            given.get("tally", {}).get("count"),
            [among is None, accusing],
        ]
        if (facts := canonical(stated)) not in self._pleaded:
            self._pleaded[facts] = pleaded_in(
                given,
                complaint=self.complaint,
                channel=self.recipient.channel,
                on=self.on,
                overrules=self.overrules,
                among=among,
                accuses=accusing,
                weighed=self._weighed,
            )
        return freeze(
            complaint=self.complaint,
            excerpted=self.excerpted,
            recipient=self.recipient,
            document=self.document,
            fields=given,
            grounds=self._pleaded[facts],
            wishes=self.wishes,
            on=self.on,
            entry=self.entry,
        )

    def words(self, given: frozen.Fields) -> Iterator[str]:
        """What the papers say with these fields, in turn."""
        return words_in_turn(self.content(given, among=self.among), self.entry, by_hand=self.by_hand)


def needed_by(
    papers: Papers, fields: frozen.Fields, *, shown: Collection[str], counted: Collection[str]
) -> frozen.Fields:
    """The fields without which the papers' words would be others, and those ``shown`` besides: of answers, single facts.

    ``counted`` are facts that a field which stays tells of too.
    """
    before = [*papers.words(fields)]
    kept: dict[str, Any] = dict(fields)

    def spare(rest: dict[str, Any]) -> bool:
        try:
            return same_words(before, papers.words(cast(frozen.Fields, rest)))
        except FactsError:  # what is left cannot be read without it
            return False

    # Answers first: where a message says the same, it is not said twice.
    for name in sorted(fields, key=lambda one: not one.startswith(TOLD)):
        held = (
            {fact for fact in counted if fact == name or fact.startswith(f"{name}.")}
            if "tally" in kept
            else set()
        )
        if name in shown or (name in held):
            continue
        without = {key: said for key, said in kept.items() if key != name}
        if not held and spare(without):
            kept = without
        elif name == "details" or (name.startswith(TOLD) and name != "told.event"):
            kept = _spared(name, kept, held, spare)
    return cast(frozen.Fields, kept)


def _spared(
    group: str, kept: dict[str, Any], held: Collection[str], spare: Callable[[dict[str, Any]], bool]
) -> dict[str, Any]:
    """The same without the single facts of a group that change no word."""
    for fact in list(kept[group]):
        said = {name: value for name, value in kept[group].items() if name != fact}
        without = (
            {**kept, group: said} if said else {name: value for name, value in kept.items() if name != group}
        )
        if f"{group}.{fact}" not in held and spare(without):
            kept = without
            if not said:
                break
    return kept


def same_words(before: Sequence[str], words: Iterator[str]) -> bool:
    """Whether papers say the same: drawn no further than where they first differ."""
    return all(one == other for one, other in zip(before, words, strict=True))
