"""Where an authority sits that a letter goes to, as far as addresses and regions tell: “湖南省长沙市岳麓区”."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace

from documents.law import Provision
from documents.material import Case, Respondent
from documents.official import OfficialForm
from documents.wording import respondents_for
from legal.corpus import load
from legal.reasoning.conditions import lookup
from legal.reasoning.regions import PROVINCES, province, quarter, town

BLANK = "＿＿＿＿"
_DISTRICT, _CITY, _PROVINCE_ALONE, _SHORT = "district", "city", "province", "short"
_PROVINCE = "[\u4e00-\u9fff]{2,6}?(?:省|自治区|特别行政区)"
_TOWN = "[\u4e00-\u9fff]{2,9}?(?:市|自治州|地区|盟)"
_QUARTER = "[\u4e00-\u9fff]{1,8}?(?:自治县|区|县|旗|市)"
_ADDRESS = re.compile(f"(?P<city>(?:{_PROVINCE})?{_TOWN})(?P<quarter>{_QUARTER})?")


def seated(case: Case, form: OfficialForm, *, printed: bool) -> str:
    """How an authority is called with its place; a line to fill in where that is not known and somebody prints it, ""
    where nobody does. Those who sit apart are each for the authority of their own seat."""
    of, level = form.place["of"], form.place.get("level", _DISTRICT)
    seats = [_home(case)] if of == "complainant" else _seats(respondents_for(case, form), case.facts)
    if level in (_PROVINCE_ALONE, _SHORT):
        place = _of_province(*seats[0], form.cities)
        place = _BARE.sub("", place) if level == _SHORT else place
        return form.place["at"].replace("{place}", place) if place else ""
    places = list(dict.fromkeys(_placed(*one, _home(case), level) for one in seats))
    if any(BLANK in one for one in places) and not printed:
        return ""
    called = "、".join(form.place["at"].replace("{place}", one) for one in places)
    return f"{called}（由各自所在地的受理，分别提交）" if len(places) > 1 else called


def of_its_province(case: Case, form: OfficialForm) -> Case:
    """Without the rules of another province than that of the company, or of the authority at its seat, that a letter goes to:
    they bind neither. Where no seat is known, all of them."""
    if not (form.to_company or form.place.get("of") == "respondent"):
        return case
    about = respondents_for(case, form)
    about = tuple(one for one in about if one.name == case.addressee) or about
    seats = {code[:2] for _address, code in _seats(about, case.facts) if code}

    def there(rows: tuple[Provision, ...]) -> tuple[Provision, ...]:
        return tuple(one for one in rows if not (of := _province_of(one)) or of in seats)

    if not seats:
        return case
    grounds = (
        replace(
            one,
            provisions=there(one.provisions),
            remedies=tuple(replace(row, provisions=there(row.provisions)) for row in one.remedies),
            liable=tuple(replace(row, provisions=there(row.provisions)) for row in one.liable),
        )
        for one in case.grounds
    )
    return replace(case, grounds=tuple(grounds))


def _province_of(provision: Provision) -> str:
    statute = load().statutes.get(provision.id.partition(":")[0].partition("@")[0])
    return statute.region[:2] if statute is not None else ""


def _placed(address: str, code: str, home: tuple[str, str], level: str) -> str:
    """“湖南省长沙市岳麓区”, as far as an address tells it, or a code beside the home of who writes."""
    at, own = home
    if not address and code == own and not code.endswith("0000"):
        # The same district, by its code.
        address = at
    if place := _within(address, level) or _of_code(code, level):
        return place
    if code[:4] == own[:4] and not code[:4].endswith("00") and (city := _within(at, _CITY)):
        return city if level == _CITY else f"{city}{BLANK}"
    return f"{province(code)}{BLANK}" if code else BLANK


def _of_code(code: str, level: str) -> str:
    """The same of a code that says the town or the district; a line for a district that it does not say."""
    own, in_town, in_quarter = province(code), town(code), quarter(code)
    if not (in_town or in_quarter):
        return ""
    if level == _CITY:
        # A municipality is its own town; a county right under a province has none above it.
        return f"{own}{in_town}" if in_town else own if own.endswith("市") else f"{own}{in_quarter}"
    return f"{own}{in_town}{in_quarter or BLANK}"


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


def _seats(among: Iterable[Respondent], facts: Mapping[str, object]) -> list[tuple[str, str]]:
    """Those of all whose seat is known, by address and code; of the others nobody can say."""
    told = lookup(facts, "respondents") or ()
    regions = {str(row.get("name")): str(row.get("region")) for row in told if row.get("region")}
    named = [one for one in among if one.name]
    return [
        (one.address, regions.get(one.name, "")) for one in named if one.address or one.name in regions
    ] or [("", "")]
