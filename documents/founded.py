"""That every generated sentence of a paper rests on something that its content holds."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from documents.blocks import FRAUD, TICKED, Paper, Sentence
from documents.claims import Claim
from documents.drafting import blocks_of
from documents.ending import facts_of
from documents.letters import Letter
from documents.material import Case
from documents.papers.drawn import Drawn
from documents.requests import kinds
from legal.corpus.pleading import ALWAYS_KNOWN
from legal.reasoning.conditions import Stated, lookup

OF_ITSELF = frozenset({"form", "law"})
"""What a sentence may rest on without a fact: the words of the form, and what an article says."""


def unfounded_in(made: Letter | Claim) -> list[Sentence]:
    """The sentences of a letter or a claim that nothing in it carries, in whichever block; what somebody wrote in their
    place is theirs."""
    paper = blocks_of(made)
    return unfounded(generated_in(paper, made.edits), made.told)


def unfounded_of(paper: Paper, drawn: Drawn, edits: Mapping[str, str] | None = None) -> list[Sentence]:
    """The same of a paper of any kind, with what it drew on: the case, and the answers to what it asks besides."""
    case = drawn.case
    given = {name for name, answer in drawn.given.items() if answer.strip()}
    return [one for one in generated_in(paper, edits or {}) if not _founded(one, case, drawn.facts, given)]


def generated_in(paper: Paper, edits: Mapping[str, str]) -> list[Sentence]:
    """The sentences of the blocks in whose place nobody wrote."""
    return [
        sentence
        for block in paper.blocks
        if block.key not in edits
        for paragraph in block.paragraphs
        for sentence in paragraph
    ]


def unfounded(said: Iterable[Sentence], case: Case) -> list[Sentence]:
    """Those that name nothing they rest on, or something that the case does not hold."""
    facts = facts_of(case)
    return [one for one in said if not _founded(one, case, facts, ())]


def _founded(one: Sentence, case: Case, facts: Stated, given: Iterable[str]) -> bool:
    rests = set(one.rests) - ALWAYS_KNOWN - {*given}
    return (
        bool(one.rests)
        and bool(set(one.rests) - ALWAYS_KNOWN)
        and all(name in OF_ITSELF or _holds(case, facts, name) for name in rests)
    )


def _holds(case: Case, facts: Stated, name: str) -> bool:
    if name.startswith(TICKED):
        return _ticked(case, name.removeprefix(TICKED))
    if name == FRAUD:
        return bool(case.fraud)
    # “complainant” is whoever complains, by any of their particulars.
    if name in case.fields or any(one.startswith(f"{name}.") for one in case.fields):
        return True
    value = lookup(facts, name)
    return bool(value) if isinstance(value, list | Mapping) else value is not None


def _ticked(case: Case, slug: str) -> bool:
    if case.ticked is not None:
        return slug in {one.partition(":")[0] for one in case.ticked}
    kind = kinds()[slug]
    return kind.get("code") in case.relief or (
        kind.get("penal", False) and bool({"R10", "R12"} & {*case.relief})
    )
