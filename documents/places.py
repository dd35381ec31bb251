"""Where an authority sits that a letter goes to, as far as addresses and regions tell: “湖南省长沙市岳麓区”."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from documents.material import Case, Respondent
from documents.official import OfficialForm
from documents.wording import respondents_for
from legal.reasoning.conditions import lookup
from legal.reasoning.regions import PROVINCES, province

BLANK = "＿＿＿＿"
_DISTRICT, _CITY, _PROVINCE_ALONE, _SHORT = "district", "city", "province", "short"
_PROVINCE = "[\u4e00-\u9fff]{2,6}?(?:省|自治区|特别行政区)"
_TOWN = "[\u4e00-\u9fff]{2,9}?(?:市|自治州|地区|盟)"
_QUARTER = "[\u4e00-\u9fff]{1,8}?(?:自治县|区|县|旗|市)"
_ADDRESS = re.compile(f"(?P<city>(?:{_PROVINCE})?{_TOWN})(?P<quarter>{_QUARTER})?")


def seated(case: Case, form: OfficialForm, *, printed: bool) -> str:
    """How an authority is called with its place; a line to fill in where that is not known and somebody prints it, ""
    where nobody does."""
    of, level = form.place["of"], form.place.get("level", _DISTRICT)
    address, code = _home(case) if of == "complainant" else _seat(respondents_for(case, form), case.facts)
    if level in (_PROVINCE_ALONE, _SHORT):
        place = _of_province(address, code, form.cities)
        place = _BARE.sub("", place) if level == _SHORT else place
        return form.place["at"].replace("{place}", place) if place else ""
    home, at_home = _home(case)
    if not address and code == at_home and not code.endswith("0000"):
        # The same district, by its code.
        address = home
    place = _within(address, level) or (f"{province(code)}{BLANK}" if code else BLANK)
    if BLANK in place and not printed:
        return ""
    return form.place["at"].replace("{place}", place)


_BARE = re.compile("(?:壮族|回族|维吾尔)?自治区$|[省市]$")


def _of_province(address: str, code: str, cities: Mapping[str, str]) -> str:
    """“广东省”, or the city that has its own; "" for not known."""
    own = next((name for digits, name in cities.items() if code.startswith(digits)), "")
    names = PROVINCES.values()
    named = PROVINCES.get(code[:2], "") or next((one for one in names if address.strip().startswith(one)), "")
    return own or named


def _within(address: str, level: str) -> str:
    found = _ADDRESS.match(address.strip())
    if found is None:
        return ""
    return found["city"] + (found["quarter"] or "" if level == _DISTRICT else "")


def _home(case: Case) -> tuple[str, str]:
    acting = case.representative
    address = case.complainant.address or (acting.address if acting is not None else "")
    return address, str(lookup(case.facts, "complainant.region") or "")


def _seat(among: Iterable[Respondent], facts: Mapping[str, object]) -> tuple[str, str]:
    """That of the first whose seat is known."""
    named = [one for one in among if one.name]
    told = lookup(facts, "respondents") or ()
    regions = {str(row.get("name")): str(row.get("region")) for row in told if row.get("region")}
    for one in named:
        if one.address or one.name in regions:
            return one.address, regions.get(one.name, "")
    return "", ""
