"""That every generated sentence of a paper rests on something that the paper's content holds."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from documents.account import account_of
from documents.blocks import Sentence
from documents.claims import Claim
from documents.letters import Letter
from documents.material import Case
from documents.reasons import reasons_of
from legal.corpus.pleading import ALWAYS_KNOWN
from legal.reasoning.conditions import lookup

OF_ITSELF = frozenset({"form", "law"})
"""What a sentence may rest on without a fact: the words of the form, and what an article says."""


def unfounded_in(made: Letter | Claim) -> list[Sentence]:
    """The sentences of a letter or a claim that nothing in it carries; what somebody wrote in their place is theirs."""
    case, form = made.told, made.form
    said = [*account_of(case, form)] if "facts" not in made.edits else []
    if "reasons" not in made.edits:
        said += [one for reason in reasons_of(case, form) for one in reason.sentences]
    return unfounded(said, case)


def unfounded(said: Iterable[Sentence], case: Case) -> list[Sentence]:
    """Those that name nothing they rest on, or something that the case does not hold."""
    return [one for one in said if not _founded(one, case)]


def _founded(one: Sentence, case: Case) -> bool:
    rests = set(one.rests) - ALWAYS_KNOWN
    return bool(rests) and all(name in OF_ITSELF or _holds(case, name) for name in rests)


def _holds(case: Case, name: str) -> bool:
    if name in case.fields:
        return True
    value = lookup(case.facts, name)
    return bool(value) if isinstance(value, list | Mapping) else value is not None
