"""What words that are given say besides: an identity number, what the list leaves out, names and numbers of others.

Pointed out before anybody agrees, and never taken out; a list says of nothing that a text tells that it is not given.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from complaints.models import Complaint
from complaints.numbers import NumberError, identity
from complaints.reading import callers_in, holds, identities_in, mobiles_in
from complaints.standing import standing_facts
from core.language import listed
from documents.material import FIELDS

OWN_SIDE = tuple(
    f"{owner}.{name}"
    for owner in ("complainant", "representative")
    for name in ("name", "id_number", "phone", "address", "email")
)
# Typed by the complainant, or come from somebody as a text.
WORDS = (
    "story",
    "asks",
    "costs",
    "prior",
    "messages",
    "exhibits",
    "case_answers",
    "told.number",
    "told.charges",
)
_NO_WORDS = frozenset({"sha256", "at", "received_at", "sender", "number", "said", "on"})
_IDENTITY = "id_number"


@dataclass(frozen=True)
class Within:
    """``repeated``: fields that are not given and stand in the words all the same; ``identities``: where, which numbers;
    ``told``: sentences for who is about to agree."""

    repeated: frozenset[str] = frozenset()
    identities: dict[str, list[str]] = field(default_factory=dict)
    told: list[str] = field(default_factory=list)


def told_within(own: Mapping[str, Any], given: Mapping[str, Any], words: Mapping[str, str]) -> Within:
    """``own`` is what the case knows of the complainant's side, ``given`` the fields that go, ``words`` their texts by the
    name of the place."""
    hidden = {name: str(own[name]) for name in OWN_SIDE if own.get(name) and name not in given}
    found = {
        name: [where for where, text in words.items() if holds(text, value)] for name, value in hidden.items()
    }
    identities = {where: numbers for where, text in words.items() if (numbers := identities_in(text))}
    for name, places in found.items():
        for where in places if name.endswith(_IDENTITY) else ():
            identities[where] = list(dict.fromkeys([*identities.get(where, ()), hidden[name]]))
    told = [
        _("%(where)s里有身份证号码：尾号%(tail)s。不想给就删掉。")
        % {"where": where, "tail": listed(one[-3:] for one in numbers)}
        for where, numbers in identities.items()
    ]
    told += [
        _("%(where)s里有您的%(what)s。不想给就删掉。") % {"where": listed(places), "what": _(FIELDS[name])}
        for name, places in found.items()
        if places and not name.endswith(_IDENTITY)
    ]
    told += [
        _("%(what)s核对不上（位数、日期或者末位不对），材料里会照写。请先核对。") % {"what": _(FIELDS[name])}
        for name in OWN_SIDE
        if name.endswith(_IDENTITY) and name in given and not _is_identity(str(given[name]))
    ]
    repeated = {name for name, places in found.items() if places}
    repeated |= {name for name, value in hidden.items() if given.get("number") == value}
    # The number itself says them.
    if "complainant.id_number" in repeated:
        repeated |= {"complainant.birth", "complainant.gender"}
    return Within(frozenset(repeated), identities, told)


def _is_identity(number: str) -> bool:
    try:
        identity(number)
    except NumberError:
        return False
    return True


def words_given(fields: Mapping[str, Any]) -> dict[str, str]:
    """The texts among the fields of a filing, by the name of the place as a person knows it."""
    return {
        _("您写的经过") if name == "story" else f"“{_(FIELDS.get(name, '您的回答'))}”": "\n".join(
            _texts(fields[name])
        )
        for name in WORDS
        if fields.get(name)
    }


def nameless(given: Collection[str]) -> list[str]:
    """In a sentence, that a paper says neither who it is about nor what came."""
    if {"messages", "tally", "respondents", "story"}.intersection(given):
        return []
    return [_("这份材料里没有对方的名称和号码，也没有信息的内容，它可能没法办理。请先补充收到的信息。")]


def _texts(value: Any) -> list[str]:
    if isinstance(value, Mapping):
        return [text for name, one in value.items() if name not in _NO_WORDS for text in _texts(one)]
    if isinstance(value, list | tuple):
        return [text for one in value for text in _texts(one)]
    return [value] if isinstance(value, str) else []


def others_reached(complaint: Complaint, text: str) -> list[str]:
    """Mobile numbers in a text that are neither the complainant's nor of whoever disturbs: told so, named, or on file."""
    numbers = mobiles_in(text)
    if not numbers:
        return []
    named = [one for party in complaint.people for one in (party.phone, party.number)]
    senders = complaint.contacts.filter(
        sender__in=[*numbers, *(f"86{one}" for one in numbers), *(f"+86{one}" for one in numbers)]
    )
    known = {
        number
        for one in [
            *named,
            *senders.values_list("sender", flat=True),
            *callers_in(text),
            *_told_numbers(complaint),
        ]
        for number in mobiles_in(str(one or ""))
    }
    return [one for one in numbers if one not in known]


def _told_numbers(complaint: Complaint) -> list[str]:
    """The numbers of the other side as the case has them, and those that its own account tells as theirs."""
    named = standing_facts(complaint).get("contacts", {}).get("numbers") or ()
    return [*map(str, named), *callers_in(complaint.standing_story)]
