"""What each channel's own form asks for: one file a channel, read once. Data, not law: deadlines and
articles come from `legal`; here stand the names of fields, the sentences of requests and how to hand it in.

`source` of a field: `article` required by a rule, `seen` read on the official page, `memory` neither:
the sheet then tells the person to compare it with the official form before submitting.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import yaml

_HERE = Path(__file__).parent


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
    requests: Mapping[str, str]
    always: tuple[str, ...]
    declaration: str
    required: tuple[str, ...]
    acknowledgement: str
    hand_in: tuple[str, ...]
    sheet: tuple[Field, ...]
    unsettled: str = ""  # what is declared besides, where the complainant confirmed it
    respondent_roles: tuple[str, ...] = ()
    respondent_otherwise: tuple[str, ...] = ()  # where nobody of those roles is complained about
    to_company: bool = False  # goes to a company, which is asked and not called on to examine
    whose: str = ""  # whose acts the grounds are about, where not the respondent's
    core: tuple[str, ...] = ()  # codes without which a letter to this channel would ask for nothing
    helps: tuple[str, ...] = ()  # codes that the addressee can bring about without answering for the wrong
    enforces: tuple[str, ...] = ()  # statutes whose penalties this channel imposes
    respondent_required: tuple[str, ...] = ("name",)
    signed: bool = True  # not where the recipient does not learn who it is from
    lapsed: str = ""  # the opening of a review, where an answer did not come in time
    refused: str = ""  # and where the authority refused to act, with its own requests
    requests_refused: Mapping[str, str] = field(default_factory=dict)
    requests_contacted: Mapping[str, str] = field(default_factory=dict)  # where messages or calls are on file
    cautions_facing: Mapping[str, str] = field(default_factory=dict)  # role of a respondent → caution
    caution_for_child: str = ""
    elsewhere: str = ""  # said where disputes of the case are not put to this channel
    message_sheet: tuple[Field, ...] = ()
    compose: tuple[Compose, ...] = ()
    cautions: tuple[str, ...] = ()
    cautions_with: Mapping[str, str] = field(default_factory=dict)  # relief code → caution


def channels() -> tuple[str, ...]:
    """Every channel that a document can be made for."""
    return tuple(sorted(path.stem for path in _HERE.glob("*.yaml") if path.stem != "causes"))


@cache
def form_of(channel: str) -> OfficialForm:
    """The form of a channel; ValueError for a channel without one."""
    if channel not in channels():
        raise ValueError(f"no form is known for the channel “{channel}”")
    data = _read(channel)
    for name in ("sheet", "message_sheet"):
        data[name] = tuple(_field(row) for row in data.get(name, ()))
    data["compose"] = tuple(Compose(**row) for row in data.get("compose", ()))
    frozen: dict[str, Any] = {k: tuple(v) if isinstance(v, list) else v for k, v in data.items()}
    return OfficialForm(**frozen)


def cause_of_action(ground: str, *, on: date, cause: str = "") -> tuple[str, str]:
    """案由 by the day of filing, and the edition it stands in. `cause` (a key of the file) overrides the
    one that the ground suggests. ValueError for a day before the editions on file."""
    names, edition = _edition(on)
    key = cause or _suggested(ground)
    if key not in names:
        raise ValueError(f"no cause of action is called “{key}”")
    return names[key], edition


def other_causes(grounds: Sequence[str], *, on: date, cause: str = "") -> tuple[list[str], list[str]]:
    """案由 that the other grounds of a claim belong to, and those that could be pleaded instead; each by name."""
    names, _ = _edition(on)
    taken = cause or _suggested(grounds[0] if grounds else "")
    others = dict.fromkeys(key for code in grounds if (key := _suggested(code)) != taken)
    instead = [key for key, codes in _causes()["arguable"].items() if set(codes) & set(grounds)]
    return [names[key] for key in others], [names[key] for key in instead if key != taken]


def _suggested(ground: str) -> str:
    data = _causes()
    return next((key for key, codes in data["grounds"].items() if ground in codes), str(data["otherwise"]))


def _edition(on: date) -> tuple[Mapping[str, str], str]:
    for row in _causes()["editions"]:
        if row["since"] <= on and (row["until"] is None or on <= row["until"]):
            return row["causes"], row["edition"]
    raise ValueError(f"no edition of the causes of action is on file for {on}")


@cache
def _causes() -> dict[str, Any]:
    return _read("causes")


def _read(name: str) -> dict[str, Any]:
    data: dict[str, Any] = yaml.safe_load((_HERE / f"{name}.yaml").read_text(encoding="utf-8"))
    return data


def _field(row: Mapping[str, Any]) -> Field:
    return Field(**{"value_from" if key == "from" else key: value for key, value in row.items()})
