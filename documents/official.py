"""What each channel's own form asks for: `form` in the file of the channel. Data, not law: deadlines and
articles are `legal`'s; here stand the names of fields, the sentences of requests and how to hand it in.

`source` of a field: `article` required by a rule, `seen` read on the official page, `memory` neither:
the sheet then tells the person to compare it with the official form before submitting.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from typing import Any

from legal.corpus import load


@dataclass(frozen=True, kw_only=True)
class Field:
    """One field of an official form: `value_from` names what to copy, `value` is a fixed text."""

    name: str
    value_from: str = ""
    value: str = ""
    hint: str = ""
    source: str = "memory"
    since: date | None = None
    until: date | None = None

    def asked_on(self, day: date) -> bool:
        return (self.since is None or self.since <= day) and (self.until is None or day <= self.until)


@dataclass(frozen=True, kw_only=True)
class Compose:
    """A report by SMS: where it goes and how sender and text are joined."""

    to: str
    form: str
    source: str


@dataclass(frozen=True, kw_only=True)
class OfficialForm:
    channel: str
    title: str
    act: str
    complainant: str
    respondent: str
    opening: str
    requests: Mapping[str, Any]  # by slug: a sentence, or rows of what it fits and what it says
    always: tuple[
        Any, ...
    ]  # sentences, or rows of what one fits and what it says, of which the first is said
    declaration: str
    required: tuple[str, ...]
    acknowledgement: str
    hand_in: tuple[str, ...]
    sheet: tuple[Field, ...]
    attached: str = ""  # what is declared besides, where material goes with it
    unsettled: str = ""  # what is declared besides, where the complainant confirmed it
    respondent_roles: tuple[str, ...] = ()
    respondent_billing: tuple[str, ...] = ()  # besides, where what is collected is the operator's bill
    respondent_selling: tuple[str, ...] = ()  # besides, where it is an operator that sells its own service
    respondent_otherwise: tuple[str, ...] = ()  # where nobody of those roles is complained about
    each: bool = False  # a letter for each of those named: it tells one company nothing of another
    beside: tuple[
        str, ...
    ] = ()  # of those, roles that it is told of all the same, and how they are called there
    beside_called: str = ""
    # Of a role, who is meant by what stands in a name, where somebody is called so.
    only_named: Mapping[str, Any] = field(default_factory=dict)
    # Of those, who is told of no other than these roles: whoever buys a debt is named to who sold it.
    beside_of: Mapping[str, Any] = field(default_factory=dict)
    greeting: str = (
        ""  # whom a letter speaks to where the list of recipients names a telephone or a procedure
    )
    to_company: bool = False  # goes to a company, which is asked and not called on to examine
    of_record: bool = False  # about what a record says alone: who called, and how often, is no part of it
    matters: tuple[Mapping[str, Any], ...] = ()  # what it is about, in place of what the grounds are called
    titles: tuple[Mapping[str, Any], ...] = ()  # in place of the title, the first that fits the facts
    openings: tuple[Mapping[str, Any], ...] = ()  # in place of the opening, the first that fits
    you: str = "贵方"  # how a letter speaks to whom it goes to
    # The same by what they are and are called, the first row that fits: a plain company is no 机构.
    you_named: tuple[Mapping[str, Any], ...] = ()
    whose: str = ""  # whose acts the grounds are about, where not the respondent's
    core: tuple[str, ...] = ()  # requests without which a letter to this channel would ask for nothing
    helps: tuple[str, ...] = ()  # requests that the addressee can bring about without answering for the wrong
    enforces: tuple[str, ...] = ()  # statutes whose penalties this channel imposes
    of_property: tuple[str, ...] = ()  # of those, articles that need something taken
    cites: tuple[
        str, ...
    ] = ()  # statutes and articles that its letters argue with; empty: all of the grounds
    omits: tuple[
        str, ...
    ] = ()  # statutes and articles that it argues nothing with, whatever the grounds rest on
    argues: bool = True  # says why; not to whom corrects or forwards what is told
    standards: bool = False  # rules of the trade, which bind by themselves nobody else
    # Whose seat a letter to it goes by (``of``), and how it is called there (``at``); without a place that is known, it
    # is a line to fill in.
    place: Mapping[str, str] = field(default_factory=dict)
    # Of provinces, cities that have their own, by the first digits of their code.
    cities: Mapping[str, str] = field(default_factory=dict)
    greeting_to: Mapping[str, str] = field(
        default_factory=dict
    )  # of a review: authority that was asked → who reviews it
    once: str = ""  # declared where a sum is asked that may be asked elsewhere too
    # What stands in place where the time for a sanction is over: it is told, and no penalty is asked for.
    opening_lapsed: str = ""
    requests_lapsed: Mapping[str, Any] = field(default_factory=dict)
    liability: bool = True  # says who answers by which articles; not to whom examines what was broken
    brief: bool = False  # sums, days and numbers first; the law in one sentence; everything long annexed
    # What stands in place where it has taken the case before: more material, no second report.
    title_taken: str = ""
    opening_taken: str = ""
    requests_taken: Mapping[str, Any] = field(default_factory=dict)
    always_taken: tuple[Any, ...] = ()
    # And where it was told before, and nobody knows whether it took the case.
    opening_again: str = ""
    requests_again: Mapping[str, Any] = field(default_factory=dict)
    always_again: tuple[Any, ...] = ()
    basis: Mapping[str, Any] = field(
        default_factory=dict
    )  # by request: what it rests on with this channel alone
    carries: bool = False  # its addressee knows of calls and texts alone, and has the records of them
    holders: tuple[str, ...] = ()  # roles that may hold records of it, and are not what it is about
    behind: tuple[str, ...] = ()  # roles that whom it is about says it acts for
    accused: str = ""  # how whom it is about is called, where the person wants a crime alleged
    respondent_required: tuple[str, ...] = ("name",)
    respondent_extra: str = ""  # a line for what its reader looks the case up by
    extra_when: Mapping[str, Any] = field(default_factory=dict)  # the facts on which there is such a line
    of_consumer: bool = False  # a dispute of a consumer: not with those of whom nothing was bought
    masks: bool = False  # of messages, without the names of those whom they look for
    story_by_choice: bool = False  # what the person wrote of it goes in only where they chose it
    story_of_debt_by_choice: bool = False  # the same where the debt is one's own: a story may admit it
    # Takes only what was put to the other side before: a letter says what that was.
    takes_what_was_put: bool = False
    needs_named: bool = False  # takes nothing against somebody whom nobody can name
    needs_request: bool = False  # takes nothing that asks for nothing definite
    # Of earlier complaints only those to them are told; empty: all, to a company none.
    earlier: tuple[str, ...] = ()
    earlier_told: str = ""  # and those to another authority that the story names so
    guardian_reports: bool = False  # anybody may: for a child its guardian does, in their own name
    ours: str = ""  # how the one whom it happened to is called, where somebody else writes
    signed: bool = True  # not where the recipient does not learn who it is from
    lapsed: str = ""  # the opening of a review, where an answer did not come in time
    refused: str = ""  # and where the authority refused to act, with its own requests
    # Of a review: why, in sentences by name, where nobody answered and where it was refused; and who reviews whom.
    reasons: Mapping[str, str] = field(default_factory=dict)
    reasons_refused: Mapping[str, str] = field(default_factory=dict)
    organs: Mapping[str, str] = field(default_factory=dict)
    organ_basis: tuple[str, ...] = ()
    requests_refused: Mapping[str, Any] = field(default_factory=dict)
    cautions_facing: Mapping[str, str] = field(default_factory=dict)  # role of a respondent → caution
    cautions_accepted: Mapping[str, str] = field(default_factory=dict)  # who took it before → caution
    caution_for_child: str = ""
    elsewhere: str = ""  # said where disputes of the case are not put to this channel
    message_sheet: tuple[Field, ...] = ()
    compose: tuple[Compose, ...] = ()
    cautions: tuple[str, ...] = ()
    cautions_with: Mapping[str, str] = field(default_factory=dict)  # request → caution

    def you_to(self, role: str, name: str) -> str:
        """How a letter speaks to this one."""
        for row in self.you_named:
            if role in row.get("roles", (role,)) and row["part"] in name:
                return str(row["say"])
        return self.you

    def told_of(self, other: str, to: str) -> bool:
        """Whether a letter to one of the role ``to`` names one of another role, whom it sent or dealt with."""
        return other in self.beside and to in self.beside_of.get(other, (to,))

    @staticmethod
    def placeholders(sentence: str) -> list[str]:
        return re.findall(r"{(\w+)}", sentence)


def channels() -> tuple[str, ...]:
    """Every channel that a document can be made for."""
    return tuple(sorted(name for name, channel in load().channels.items() if "form" in channel.parts))


@cache
def form_of(channel: str) -> OfficialForm:
    """The form of a channel; ValueError for a channel without one."""
    if channel not in channels():
        raise ValueError(f"no form is known for the channel “{channel}”")
    return read_form(channel, load().channels[channel].parts["form"])


def read_form(channel: str, data: Mapping[str, Any]) -> OfficialForm:
    """The form as its file writes it. TypeError for a key that it lacks or does not have."""
    data = {**data, "channel": channel}
    for name in ("sheet", "message_sheet"):
        data[name] = tuple(_field(row) for row in data.get(name, ()))
    data["compose"] = tuple(Compose(**row) for row in data.get("compose", ()))
    frozen: dict[str, Any] = {k: tuple(v) if isinstance(v, list) else v for k, v in data.items()}
    return OfficialForm(**frozen)


def _field(row: Mapping[str, Any]) -> Field:
    return Field(**{"value_from" if key == "from" else key: value for key, value in row.items()})
