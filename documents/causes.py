"""案由: the cause of action of a claim, by the day of filing. The file of the court's channel says which (`causes`)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from legal.corpus import load


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


def _causes() -> Mapping[str, Any]:
    causes: Mapping[str, Any] = load().channels["court"].parts["causes"]
    return causes
