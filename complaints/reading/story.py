"""What a person's own story suggests: the kind of complaint and its situations, each with the words that suggest it.

It offers, the person decides. Somebody's own real debt is never turned into "no debt".
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from complaints.reading.folding import Folded, Span, fold
from complaints.reading.once import once
from complaints.reading.sayings import PATTERNS

KINDS = ("harassment", "second_hand_number", "fake_collection", "other")


@dataclass(frozen=True)
class Suggestion:
    """A situation of the contract, and the words of the story that suggest it with their places in it."""

    slug: str
    words: tuple[str, ...]
    spans: tuple[Span, ...]


@dataclass(frozen=True)
class Triage:
    """`kind` is one of `KINDS`. `other` may still carry `threats_impersonation`: nobody may be threatened over a real debt."""

    kind: str
    situations: tuple[Suggestion, ...] = ()
    truncated: bool = False

    def as_json(self) -> dict[str, Any]:
        return {
            "kind": self.kind,
            "situations": [{"slug": found.slug, "words": list(found.words)} for found in self.situations],
        }


_FAMILY = re.compile(r"邻居|居委|单位|村|家|父|母|爸|妈|亲|妻|夫|老婆|老公|孩子|通讯录")


# By these one notices that a new number was somebody's before.
_SIGNS_OF_ANOTHER = (
    "second_hand",
    "not_told",
    "asked_for_other",
    "collection",
    "dunned",
    "bound",
    "charge",
    "mislabelled",
)


class _Told:
    """What a story says, by the names of `sayings`."""

    def __init__(self, folded: Folded) -> None:
        self.folded = folded
        self.places = {
            name: [match.span() for match in pattern.finditer(folded.text)]
            for name, pattern in PATTERNS.items()
        }

    def __contains__(self, name: str) -> bool:
        return bool(self.places[name])

    def any(self, *names: str) -> bool:
        return any(name in self for name in names)

    @property
    def of_a_number(self) -> bool:
        return bool(re.search("号|卡", self.folded.text))

    def in_words(self, name: str, *words: str) -> bool:
        """Whether the words that say it hold one of these."""
        return any(word in self.folded.text[slice(*place)] for place in self.places[name] for word in words)

    @property
    def former_holder(self) -> bool:
        """The teller gave the number up, and its new holder is in the teller's accounts."""
        return "my_old_number" in self and "taken_over" in self

    @property
    def contacts_harassed(self) -> bool:
        """Others than the teller are approached. Who is dunned for a friend is not the friend's contact here."""
        if "others_owe" not in self:
            return "contacts" in self
        return any(_FAMILY.search(self.folded.text[start:end]) for start, end in self.places["contacts"])

    def suggestion(self, slug: str, *names: str) -> Suggestion:
        places = sorted({place for name in names for place in self.places[name]})[:8]
        return Suggestion(
            slug,
            tuple(self.folded.words(*place) for place in places),
            tuple(self.folded.span(*place) for place in places),
        )


@once
def _told(text: str) -> _Told:
    return _Told(fold(text))


@once
def triage(text: str) -> Triage:
    """The kind and the situations that a story suggests. Any string is read, none raises."""
    told = _told(text)
    kind = _kind(told)
    found = _rooms()[kind](told) if kind in _rooms() else _of_own_debt(told)
    return Triage(kind, tuple(found), told.folded.truncated)


def situations_told(text: str, kind: str) -> list[Suggestion]:
    """The situations of one kind that a story suggests, whichever kind it suggests itself."""
    return _rooms()[kind](_told(text))


def _rooms() -> dict[str, Callable[[_Told], list[Suggestion]]]:
    return {
        "second_hand_number": _of_number,
        "fake_collection": _of_collection,
        "harassment": _of_harassment,
    }


def _kind(told: _Told) -> str:
    if (
        told.any("second_hand", "wrong_registrant", "sim_swap", "freeze", "others_account")
        or told.former_holder
    ):
        return "second_hand_number"
    if "new_number" in told and told.any("asked_for_other", "collection", "bound", "mislabelled", "charge"):
        return "fake_collection" if _traced(told) else "second_hand_number"
    if "cancel_fee" in told and ("other_matter" not in told or told.of_a_number):
        return "second_hand_number"
    if _collects(told):
        return (
            "other"
            if "own_debt" in told and not told.contacts_harassed and not _disputes(told)
            else "fake_collection"
        )
    if "mislabelled" in told and ("ads" not in told or "own_label" in told):
        return "second_hand_number"
    if told.any("ads", "bombing", "opt_out_fee", "profiling", "bundled") or (
        "refused" in told and told.any("texts", "still")
    ):
        return "harassment"
    if "other_matter" in told or "court_question" in told or told.any("insult", "threat"):
        return "other"
    if (
        "pester" in told
        or ("leak" in told and told.any("calls", "texts", "approached"))
        or ("no_consent" in told and "texts" in told)
        or ("hidden_sender" in told and told.any("calls", "texts"))
    ):
        return "harassment"
    return "other"


@once
def likely_kinds(text: str) -> tuple[str, ...]:
    """The kinds that a story can be meant as, the likeliest first: one when it is told without doubt, none when unclear.

    Who says that another had the number before them, or has it after them, leaves no doubt.
    """
    told = _told(text)
    kind = _kind(told)
    if kind == "second_hand_number" and (
        told.any("second_hand", "wrong_registrant", "sim_swap", "freeze", "others_account")
        or told.former_holder
    ):
        return (kind,)
    signs = {
        "second_hand_number": told.any("cancel_fee", "mislabelled")
        or ("new_number" in told and told.any("asked_for_other", "collection", "bound", "charge")),
        "fake_collection": _collects(told),
        "harassment": told.any("ads", "bombing", "opt_out_fee", "profiling", "bundled"),
    }
    found = [one for one, shown in signs.items() if shown]
    if kind == "other":
        return tuple(found)
    return (kind, *(one for one in found if one != kind))


def _traced(told: _Told) -> bool:
    """Collectors who found the teller's own new number: not the number's former holder is sought."""
    return "data_source" in told and not told.any("asked_for_other", "bound", "charge")


def _disputes(told: _Told) -> bool:
    """A debt of the teller's own that is settled, or not of that size."""
    return told.any("settled", "amount_wrong")


def _collects(told: _Told) -> bool:
    """Whether somebody is after money, in the teller's account."""
    if told.any("collection", "dunned", "data_source"):
        return True
    if "impersonation" in told and "court_threat" in told:
        return True
    if "others_owe" in told and told.any("pester", "threat", "insult", "calls", "texts"):
        return True
    if ("amount_wrong" in told and "lending" in told) or ("scam" in told and "credit" in told):
        return True
    if "not_owing" in told and told.any("lending", "court_question", "impersonation", "calls", "texts"):
        return "ads" not in told
    if told.in_words("contacts", "通讯录"):
        return told.any("threat", "insult", "lending")
    return (
        "lending" in told and "ads" not in told and (told.contacts_harassed or told.any("threat", "insult"))
    )


def _of_number(told: _Told) -> list[Suggestion]:
    found: list[Suggestion] = []
    if told.former_holder:
        found.append(told.suggestion("account_taken_over", "taken_over", "my_old_number"))
    elif not told.any("wrong_registrant", "sim_swap") and (
        ("new_number" in told and told.any(*_SIGNS_OF_ANOTHER))
        or ("second_hand" in told and "not_told" in told)
    ):
        found.append(told.suggestion("number_not_disclosed", "not_told", "new_number", "second_hand"))
    if "freeze" in told:
        found.append(told.suggestion("freeze_broken", "freeze"))
    if "charge" in told:
        found.append(told.suggestion("residual_charge", "charge"))
    if "mislabelled" in told:
        found.append(told.suggestion("number_mislabelled", "mislabelled"))
    if told.any("bound", "others_account"):
        found.append(told.suggestion("account_bound", "bound", "others_account"))
    if told.any("collection", "asked_for_other") and not told.former_holder:
        found.append(told.suggestion("former_holder_pursued", "collection", "asked_for_other"))
    if "dunned" in told and not told.any("own_debt", "asked_for_other"):
        found.append(told.suggestion("no_debt", "dunned"))
    if "wrong_registrant" in told:
        found.append(told.suggestion("wrong_registrant", "wrong_registrant"))
    if "sim_swap" in told:
        found.append(told.suggestion("sim_swap", "sim_swap"))
    if "cancel_fee" in told:
        found.append(told.suggestion("cancellation_fee", "cancel_fee"))
    return found


def _of_collection(told: _Told) -> list[Suggestion]:
    found: list[Suggestion] = []
    if "not_owing" in told and not told.any("own_debt", "settled"):
        found.append(told.suggestion("no_debt", "not_owing"))
    if "others_owe" in told:
        found.append(told.suggestion("others_debt", "others_owe"))
    if told.contacts_harassed:
        found.append(told.suggestion("contacts_harassed", "contacts"))
    if told.any("threat", "insult", "impersonation"):
        found.append(told.suggestion("threats_impersonation", "threat", "insult", "impersonation"))
    if told.any("amount_wrong", "settled"):
        found.append(told.suggestion("amount_wrong", "amount_wrong", "settled"))
    if "data_source" in told:
        found.append(told.suggestion("data_source_unlawful", "data_source"))
    if told.any("often", "night"):
        found.append(told.suggestion("frequency_hours", "often", "night"))
    if "scam" in told:
        found.append(told.suggestion("scam", "scam"))
    return found


def _of_harassment(told: _Told) -> list[Suggestion]:
    found: list[Suggestion] = []
    unasked = (
        "ads" in told
        and "texts" in told
        and not told.any("relation", "hidden_sender", "leak", "after_purchase", "profiling", "bundled")
    )
    if told.any("no_consent") or unasked:
        found.append(told.suggestion("no_consent", "no_consent", *([] if "no_consent" in told else ["ads"])))
    if "refused" in told and "still" in told and ("texts" in told or "calls" not in told):
        found.append(told.suggestion("optout_ignored", "refused", "still"))
    if "opt_out_fee" in told:
        found.append(told.suggestion("no_working_optout", "opt_out_fee"))
    if "bundled" in told:
        found.append(told.suggestion("bundled_consent", "bundled"))
    if "hidden_sender" in told:
        found.append(told.suggestion("sender_hidden", "hidden_sender"))
    if told.any("leak", "after_purchase"):
        found.append(told.suggestion("data_shared", "leak", "after_purchase"))
    if "bombing" in told:
        found.append(told.suggestion("bombing", "bombing"))
    if (
        "calls" in told
        and "bombing" not in told
        and told.any("ads", "pester", "often", "leak", "hidden_sender")
    ):
        found.append(told.suggestion("nuisance_calls", "calls"))
    if "profiling" in told:
        found.append(told.suggestion("profiling", "profiling"))
    return found


def _of_own_debt(told: _Told) -> list[Suggestion]:
    if _collects(told) and told.any("threat", "insult", "impersonation"):
        return [told.suggestion("threats_impersonation", "threat", "insult", "impersonation")]
    return []
