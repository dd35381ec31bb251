"""What a message says, what kind of number sent it, what a story suggests. Pure: text in, readings out, nothing stored.

A room is loaded when it is first asked for: the confined processes that read a backup need the kinds of numbers alone.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from complaints.reading.amounts import chinese_number
    from complaints.reading.callers import callers_in, numbers_in, own_number_in
    from complaints.reading.companies import companies_named
    from complaints.reading.danger import dangers, dangers_told
    from complaints.reading.debts import debt_in
    from complaints.reading.earlier import Earlier, steps_told
    from complaints.reading.encodings import decode
    from complaints.reading.folding import fold
    from complaints.reading.learned import weights_digest
    from complaints.reading.message import Reading, read
    from complaints.reading.months import Undated, undated
    from complaints.reading.naming import still_named, unnamed
    from complaints.reading.numbers import SenderKind, describe
    from complaints.reading.once import reading_once, told_once
    from complaints.reading.operators import operators_in
    from complaints.reading.opinion import learn_beside
    from complaints.reading.others import holds, identities_in, mobiles_in, people_in
    from complaints.reading.pressure import sent_home
    from complaints.reading.relearning import Corrected, relearned, used_of
    from complaints.reading.story import (
        Suggestion,
        Triage,
        kinds_told,
        likely_kinds,
        situations_shown,
        situations_told,
        triage,
    )
    from complaints.reading.suggestion import facts_from
    from complaints.reading.telling import asked_before, facts_told
    from complaints.reading.whose import tells_of_another, tells_of_anothers_number
    from complaints.reading.wishes import wishes_told

__all__ = [
    "Corrected",
    "Earlier",
    "Reading",
    "SenderKind",
    "Suggestion",
    "Triage",
    "Undated",
    "asked_before",
    "callers_in",
    "chinese_number",
    "companies_named",
    "dangers",
    "dangers_told",
    "debt_in",
    "decode",
    "describe",
    "facts_from",
    "facts_told",
    "fold",
    "holds",
    "identities_in",
    "kinds_told",
    "learn_beside",
    "lenders_named",
    "likely_kinds",
    "mobiles_in",
    "numbers_in",
    "operators_in",
    "own_number_in",
    "people_in",
    "read",
    "reading_once",
    "relearned",
    "sent_home",
    "situations_shown",
    "situations_told",
    "steps_told",
    "still_named",
    "tells_of_another",
    "tells_of_anothers_number",
    "told_once",
    "triage",
    "undated",
    "unnamed",
    "used_of",
    "weights_digest",
    "wishes_told",
]
_ROOMS = {
    "amounts": ("chinese_number",),
    "message": ("Reading", "read"),
    "numbers": ("SenderKind", "describe"),
    "story": (
        "Suggestion",
        "Triage",
        "kinds_told",
        "likely_kinds",
        "situations_shown",
        "situations_told",
        "triage",
    ),
    "callers": ("callers_in", "numbers_in", "own_number_in"),
    "companies": ("companies_named",),
    "earlier": ("Earlier", "steps_told"),
    "danger": ("dangers", "dangers_told"),
    "learned": ("weights_digest",),
    "relearning": ("Corrected", "relearned", "used_of"),
    "opinion": ("learn_beside",),
    "naming": ("still_named", "unnamed"),
    "debts": ("debt_in",),
    "months": ("Undated", "undated"),
    "wishes": ("wishes_told",),
    "whose": ("tells_of_another", "tells_of_anothers_number"),
    "telling": ("asked_before", "facts_told", "lenders_named"),
    "encodings": ("decode",),
    "folding": ("fold",),
    "suggestion": ("facts_from",),
    "once": ("reading_once", "told_once"),
    "pressure": ("sent_home",),
    "operators": ("operators_in",),
    "others": ("holds", "identities_in", "mobiles_in", "people_in"),
}


def __getattr__(name: str) -> Any:
    for room, names in _ROOMS.items():
        if name in names:
            return getattr(import_module(f"{__name__}.{room}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
