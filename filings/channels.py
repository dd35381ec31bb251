"""What the file of a channel says for filings: which information may leave by it, and whether it ends at a company.

``consent`` is the explicit list of what a filing may carry there, and nothing else leaves. ``told`` are the answers that
its papers may tell of, ``answers`` those that a desk reads beside them; where the file names none, TOLD and ANSWERS.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from documents.checking import faults as form_faults
from documents.material import DESK_FIELDS, FIELDS, TOLD_FIELDS
from legal.corpus import Channel, Corpus, load
from legal.corpus.checking import faults as law_faults

TOLD = (
    "event", "complainant", "contacts", "content", "consent", "refusal", "data", "number", "charges", "debt",
)  # fmt: skip
ANSWERS = ("contact_answers", "case_answers")
_GROUPS = {name.partition(".")[2] for name in TOLD_FIELDS}
_KNOWN: dict[str, Any] = {"fields": FIELDS, "told": _GROUPS, "answers": {**DESK_FIELDS, **TOLD_FIELDS}}


@dataclass(frozen=True, slots=True)
class Consent:
    """What may leave by a channel: fields of the case, groups of answers in its papers, and those that a desk reads."""

    fields: tuple[str, ...]
    told: tuple[str, ...]
    answers: tuple[str, ...]


@cache
def consents() -> Mapping[str, Consent]:
    """What may leave, by channel."""
    return {
        name: _consent(channel) for name, channel in load().channels.items() if "consent" in channel.parts
    }


def _consent(channel: Channel) -> Consent:
    row = channel.parts["consent"]
    return Consent(tuple(row["fields"]), tuple(row.get("told", TOLD)), tuple(row.get("answers", ANSWERS)))


def fields_by_channel() -> dict[str, tuple[str, ...]]:
    """The fields of a case that may leave, by channel; the answers are in ``fields_of``."""
    return {name: consent.fields for name, consent in consents().items()}


def company_channels() -> list[str]:
    """Those whose letters go to the other side itself."""
    return [name for name, channel in load().channels.items() if channel.parts.get("company")]


def corpus_faults(corpus: Corpus) -> list[str]:
    """Everything that is wrong with a corpus, by everybody who reads a part of it; an empty list for a sound one."""
    return [*law_faults(corpus), *form_faults(corpus), *faults(corpus)]


def faults(corpus: Corpus) -> list[str]:
    """Everything that is wrong with the part of filings, each in one line that names file and key."""
    return [fault for channel in corpus.channels.values() for fault in _channel_faults(channel)]


def _channel_faults(channel: Channel) -> Iterator[str]:
    where = f"channels/{channel.name}.yaml"
    if not isinstance(channel.parts.get("company", False), bool):
        yield f"{where}: company is true or false"
    consent = channel.parts.get("consent")
    if not isinstance(consent, Mapping):
        yield f"{where} consent: is missing"
        return
    if "fields" not in consent:
        yield f"{where} consent: fields is missing"
    for key, names in consent.items():
        if key not in _KNOWN:
            yield f"{where} consent: no key is called {key}"
        elif not isinstance(names, list):
            yield f"{where} consent: {key} holds {names!r}"
        else:
            yield from (
                f"{where} consent {key}: nothing is called {name}"
                for name in names
                if name not in _KNOWN[key]
            )
