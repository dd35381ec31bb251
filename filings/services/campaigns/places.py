"""Where the people of a campaign are, as finely as may be told: their prefecture, else their province (GB/T 2260). Pure."""

from collections.abc import Mapping
from functools import cache
from typing import Any

from complaints.questions import PROVINCES
from core.language import gettext as _
from filings.services.campaigns.figures import LEAST
from legal.reasoning.regions import province, town


def place_of(region: str, address: str) -> str:
    """The code of where somebody is, as they said it: of the prefecture, where the code or the address names it.

    An address counts only where it begins with the prefecture, after its province or without: what stands further on may
    be the name of a street. "" without a region.
    """
    if not region:
        return ""
    known = _prefectures(region[:2])
    if (code := f"{region[:4]}00") in known:
        return code
    written = "".join(address.split())
    for name in (province(region), _short(region)):
        written = written.removeprefix(name)
    named = (code for code, name in known.items() if written.startswith(name))
    return next(named, f"{region[:2]}0000")


def province_in(address: str) -> str:
    """The code of the province that an address begins with; "" where it names none."""
    written = "".join(address.split())
    return next((code for code, short in PROVINCES if written.startswith((province(code), str(short)))), "")


def province_of(place: str) -> str:
    return f"{place[:2]}0000"


def place_rows(places: Mapping[str, Any]) -> list[tuple[str, int | None]]:
    """Told places in words, with their people; None where they are too few to be told."""
    named = places["named"]
    finer = {province_of(code) for code, _people in named if code != province_of(code)}
    rows: list[tuple[str, int | None]] = [(_name(code, rest=code in finer), people) for code, people in named]
    for label, people in ((_("其他地区"), places["others"]), (_("未提供地区"), places["unknown"])):
        if people:
            rows.append((label, people if people >= LEAST else None))
    return rows


def _name(code: str, *, rest: bool) -> str:
    short = _short(code)
    if code != province_of(code):
        return f"{short} {_prefectures(code[:2]).get(code, code)}"
    return _("%s（其余）") % short if rest else short


def _short(code: str) -> str:
    return str(dict(PROVINCES).get(province_of(code), code))


@cache
def _prefectures(digits: str) -> dict[str, str]:
    """The prefectures of a province today, by code. Municipalities have none: they are told whole."""
    # From 90 on: counties right under the province.
    codes = (f"{digits}{place:02}" for place in range(1, 90))
    return {f"{code}00": name for code in codes if (name := town(f"{code}01"))}
