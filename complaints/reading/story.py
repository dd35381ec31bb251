"""What a person's own story suggests: the kind of complaint and its situations, each with the words that suggest it.

It offers, the person decides. Somebody's own real debt is never turned into "no debt".
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from complaints.reading.folding import fold
from complaints.reading.heard import Heard, Suggestion
from complaints.reading.once import once
from complaints.reading.opinion import Likely, Opinion, of_story, situations_of, words_of

KINDS = ("harassment", "second_hand_number", "fake_collection", "other")
# The situations of each kind, as the contract has them.
OF_KIND = {
    "harassment": (
        "no_consent", "optout_ignored", "no_working_optout", "bundled_consent", "sender_hidden", "data_shared",
        "bombing", "nuisance_calls", "profiling",
    ),
    "second_hand_number": (
        "number_not_disclosed", "freeze_broken", "residual_charge", "number_mislabelled", "account_bound",
        "former_holder_pursued", "account_taken_over", "wrong_registrant", "sim_swap", "cancellation_fee",
    ),
    "fake_collection": (
        "no_debt", "others_debt", "contacts_harassed", "threats_impersonation", "amount_wrong",
        "data_source_unlawful", "frequency_hours", "scam",
    ),
}  # fmt: skip
MOST_WORDS = 4  # that are told to speak for something learned
# What the words of a message alone show. A price of unsubscribing stands in it; that it does not work never does.
_SHOWN = {
    "harassment": frozenset({"no_working_optout"}),
    "second_hand_number": frozenset({"former_holder_pursued"}),
    "fake_collection": frozenset({"others_debt", "threats_impersonation"}),
}
_PRICED = re.compile(r"(?:退订|退定|拒收|取消订阅|TD|td).{0,14}?(?:扣|收|费|元|角)")


@dataclass(frozen=True)
class Triage:
    """`kind` is one of `KINDS`. `other` may still carry `threats_impersonation`: nobody may be threatened over a real debt.

    `confidence` is how likely the kind is right, 0–1; `alternatives` holds the next likeliest where that is in doubt.
    `ranked` are all kinds, the likeliest first: a story can always be meant as the second.
    """

    kind: str
    situations: tuple[Suggestion, ...] = ()
    truncated: bool = False
    confidence: float = 1.0
    alternatives: tuple[Likely, ...] = ()
    words: tuple[str, ...] = ()
    ranked: tuple[str, ...] = KINDS

    def as_json(self) -> dict[str, Any]:
        return {
            "kind": self.kind,
            "confidence": self.confidence,
            "alternatives": [
                {"kind": one.name, "confidence": one.confidence, "words": list(one.words)}
                for one in self.alternatives
            ],
            "words": list(self.words),
            "situations": [{"slug": found.slug, "words": list(found.words)} for found in self.situations],
        }


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


@once
def _told(text: str) -> Heard:
    return Heard(fold(text))


@once
def triage(text: str) -> Triage:
    """The kind and the situations that a story suggests. Any string is read, none raises."""
    told = _told(text)
    opinion = _opinion(text)
    kind = opinion.likeliest.name
    return Triage(
        kind,
        tuple(_situations(told, kind)),
        told.folded.truncated,
        opinion.likeliest.confidence,
        tuple(replace(one, words=_telling(told, one.name)) for one in opinion.alternatives),
        _telling(told, kind),
        tuple(one.name for one in opinion.ranked),
    )


def situations_told(text: str, kind: str) -> list[Suggestion]:
    """The situations of one kind that a story suggests, whichever kind it suggests itself."""
    return _situations(_told(text), kind)


def situations_shown(text: str, kind: str) -> list[Suggestion]:
    """The situations of one kind that a message shows of itself. What somebody lived through it does not show: neither that
    they agreed or refused, nor that a way out failed, nor that their family was called, which it only threatens."""
    told = _told(text)
    found = _rooms()[kind](told) if kind in _rooms() else []
    shown = [one for one in found if one.slug in _SHOWN[kind]]
    return [one for one in shown if one.slug != "no_working_optout" or any(map(_PRICED.search, one.words))]


def situations_learned(text: str, kind: str, table: Any) -> list[str]:
    """The same by another table than the portal's own: how well one reads what it has not seen is measured so."""
    return [one.slug for one in _situations(_told(text), kind, table)]


@once
def _opinion(text: str) -> Opinion:
    told = _told(text)
    return of_story(told.folded.text, *ruled_alone(text))


def ruled_alone(text: str) -> tuple[tuple[str, ...], dict[str, float], str]:
    """The names of the sayings in a story, what they weigh for each kind, and what they alone take it for."""
    told = _told(text)
    kind = _kind(told)
    weights = dict.fromkeys(KINDS, 0.0)
    for one in _signs(told, kind):
        weights[one] += 1.0
    weights[kind] += 2.0
    if kind == "other" and _collects(told):
        weights["other"] += (
            6.0  # a debt of the teller's own, asked for as one may: never turned into another kind
        )
    return told.said, weights, kind


def _situations(told: Heard, kind: str, table: Any = None) -> list[Suggestion]:
    """What the sayings suggest, and what was learned suggests beside them."""
    ruled = _rooms()[kind](told) if kind in _rooms() else _of_own_debt(told)
    if kind not in _rooms():
        return ruled
    by_slug = {one.slug: one for one in ruled}
    weighed = situations_of(told.folded.text, told.said, list(by_slug), table=table)
    more = [slug for slug in OF_KIND[kind] if slug not in by_slug and weighed.get(slug, -1.0) > 0]
    if told.any("own_debt", "settled"):
        more = [slug for slug in more if slug != "no_debt"]
    if told.threatened_to_tell and not told.contacts_harassed:
        more = [slug for slug in more if slug != "contacts_harassed"]
    if told.never_called:
        more = [slug for slug in more if slug != "nuisance_calls"]
    learned = [_learned(told, slug, table) for slug in more]
    return [*ruled, *(one for one in learned if one.words)]


def _learned(told: Heard, slug: str, table: Any) -> Suggestion:
    places = words_of("situations", told.folded.text, slug, most=MOST_WORDS, table=table)
    return Suggestion(
        slug,
        tuple(told.folded.words(*place) for place in places),
        tuple(told.folded.span(*place) for place in places),
        learned=True,
    )


def _telling(told: Heard, kind: str) -> tuple[str, ...]:
    """Words of the story that speak for a kind."""
    places = words_of("kind", told.folded.text, kind, most=MOST_WORDS)
    return tuple(dict.fromkeys(told.folded.words(*place) for place in places))


def _rooms() -> dict[str, Callable[[Heard], list[Suggestion]]]:
    return {
        "second_hand_number": _of_number,
        "fake_collection": _of_collection,
        "harassment": _of_harassment,
    }


def _kind(told: Heard) -> str:
    if _firm(told):
        return "second_hand_number"
    if "new_number" in told and told.any("asked_for_other", "collection", "bound", "mislabelled", "charge"):
        return "fake_collection" if _traced(told) else "second_hand_number"
    if "cancel_fee" in told and ("other_matter" not in told or told.of_a_number):
        return "second_hand_number"
    if _collects(told):
        return (
            "other"
            if "own_debt" in told
            and not told.of_contacts
            and not _disputes(told)
            and not told.any("threat", "insult", "impersonation")
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
    """The kinds of which a story shows signs, the likeliest first: one when it is told without doubt, none when unclear.

    Who says that another had the number before them, or has it after them, leaves no doubt.
    """
    told = _told(text)
    return _signs(told, _kind(told))


@once
def kinds_told(text: str) -> tuple[str, ...]:
    """The kinds that a story can be meant as once what was learned is weighed beside its signs, the likeliest first.

    One where that is without doubt; where it is not, at least two, or none where nothing tells.
    """
    told, opinion = _told(text), _opinion(text)
    ruled = _signs(told, _kind(told))
    if not told.folded.text.strip() or _firm(told):
        return ruled
    if not ruled and opinion.likeliest.confidence < 0.5:
        return ()  # no sign of any, and nothing that was learned speaks for one: all are offered alike
    ranked = [one.name for one in opinion.ranked if one.name != "other"]
    likely = [] if opinion.likeliest.name == "other" else ranked[:1]
    if opinion.alternatives and (likely or opinion.alternatives[0].name != "other"):
        likely = ranked[:2]
    return tuple(dict.fromkeys((*likely, *ruled)))


def _firm(told: Heard) -> bool:
    """Who says that another had the number before them, or has it after them, leaves no doubt."""
    return (
        told.any("second_hand", "wrong_registrant", "sim_swap", "freeze", "others_account")
        or told.former_holder
    )


def _signs(told: Heard, kind: str) -> tuple[str, ...]:
    if kind == "second_hand_number" and _firm(told):
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


def _traced(told: Heard) -> bool:
    """Collectors who found the teller's own new number: not the number's former holder is sought."""
    return "data_source" in told and not told.any("asked_for_other", "bound", "charge")


def _disputes(told: Heard) -> bool:
    """A debt of the teller's own that is settled, or not of that size."""
    return told.any("settled", "amount_wrong")


def _collects(told: Heard) -> bool:
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
        "lending" in told and "ads" not in told and (bool(told.of_contacts) or told.any("threat", "insult"))
    )


def _of_number(told: Heard) -> list[Suggestion]:
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
    if told.any("bound", "others_account") and (
        "wrong_registrant" not in told or re.search(r"账[号户]|微信|支付宝|会员|网盘|淘宝", told.folded.text)
    ):
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


def _of_collection(told: Heard) -> list[Suggestion]:
    found: list[Suggestion] = []
    if "not_owing" in told and not told.any("own_debt", "settled"):
        found.append(told.suggestion("no_debt", "not_owing"))
    if "others_owe" in told:
        found.append(told.suggestion("others_debt", "others_owe"))
    if told.contacts_harassed:
        found.append(told.suggestion("contacts_harassed", besides=told.contacts_harassed))
    if told.threatened_to_tell or told.any("threat", "insult", "impersonation"):
        to_tell = told.threatened_to_tell
        found.append(
            told.suggestion("threats_impersonation", "threat", "insult", "impersonation", besides=to_tell)
        )
    if told.any("amount_wrong", "settled"):
        found.append(told.suggestion("amount_wrong", "amount_wrong", "settled"))
    if "data_source" in told:
        found.append(told.suggestion("data_source_unlawful", "data_source"))
    if told.any("often", "night"):
        found.append(told.suggestion("frequency_hours", "often", "night"))
    if "scam" in told:
        found.append(told.suggestion("scam", "scam"))
    return found


def _of_harassment(told: Heard) -> list[Suggestion]:
    found: list[Suggestion] = []
    unasked = (
        "ads" in told
        and "texts" in told
        and not told.any(
            "refused", "relation", "hidden_sender", "leak", "after_purchase", "profiling", "bundled"
        )
    )
    if told.any("no_consent") or unasked:
        found.append(told.suggestion("no_consent", "no_consent", *([] if "no_consent" in told else ["ads"])))
    if "refused" in told and "still" in told:
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


def _of_own_debt(told: Heard) -> list[Suggestion]:
    if _collects(told) and told.any("threat", "insult", "impersonation"):
        to_tell = told.threatened_to_tell
        return [
            told.suggestion("threats_impersonation", "threat", "insult", "impersonation", besides=to_tell)
        ]
    return []
