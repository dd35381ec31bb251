"""The line of a filing in the queue: who, against whom, from which number, how much, and the words that find it. Pure.

From the frozen content and what was added to it since: consent decides what a desk can see, count by and find.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from django.utils.translation import gettext as _

from documents.frozen import Content, told_in
from documents.material import FIELDS
from filings.models import Listing
from filings.models.listings import senders_of
from filings.services.campaigns.places import place_of, province_in
from filings.services.sending.content import situations_in

MOST_RESPONDENTS = 20
MOST_CALLED = 60  # signs of what a filing is called
MOST_SAID = 60_000  # signs that a search looks through
LARGEST = Decimal(10) ** 12
_NOT_SEARCHED = frozenset({"messages", "respondents", "exhibits", "tally", "matter"})
Said = tuple[str, str]  # where it stands, what it says


@dataclass(frozen=True)
class Line:
    complainant: str
    respondents: list[str]
    senders: list[str]
    called: str
    situations: list[str]
    region: str
    yuan: Decimal | None
    sum_of: str
    said: list[Said]


def line_of(content: Content) -> Line:
    fields = content["fields"]
    yuan, sum_of = _sum(content)
    matter = str(fields.get("matter") or "")
    address = str(fields.get("complainant.address") or "")
    said_region = str(told_in(fields).get("complainant", {}).get("region") or province_in(address))
    names = dict.fromkeys(one["name"] for one in fields.get("respondents", ()) if one.get("name"))
    return Line(
        complainant=str(fields.get("complainant.name") or fields.get("representative.name") or ""),
        respondents=list(names)[:MOST_RESPONDENTS],
        senders=senders_of(fields),
        called=matter.partition("；")[0][:MOST_CALLED],
        situations=situations_in(matter),
        region=place_of(said_region, address),
        yuan=yuan,
        sum_of=sum_of,
        said=list(bounded(_said(content))),
    )


def _sum(content: Content) -> tuple[Decimal | None, str]:
    """What is asked for; else what the other side says is owed; else what was lost and spent."""
    claim = content.get("claim", {})
    asked = [str(one.get("sum") or "") for one in content.get("requests", ())]
    if not any(asked):
        asked = [str(claim.get(name) or "") for name in ("refund", "mental", "triple")]
    told = told_in(content["fields"])
    claimed = [str(told.get("debt", {}).get("claimed") or "")]
    spent = [str(row.get("yuan") or "") for row in content["fields"].get("costs", ())]
    kinds = ((asked, Listing.Sum.ASKED), (claimed, Listing.Sum.CLAIMED), (spent, Listing.Sum.SPENT))
    for sums, kind in kinds:
        if (total := sum(map(_yuan, sums), Decimal(0))) > 0:
            return min(total, LARGEST - 1).quantize(Decimal("0.01")), str(kind)
    return None, ""


def _yuan(text: str) -> Decimal:
    try:
        yuan = Decimal(text.strip().replace(",", ""))
    except InvalidOperation:
        return Decimal(0)
    return yuan if yuan.is_finite() else Decimal(0)


def _said(content: Content) -> Iterator[Said]:
    """Everything in words that this desk was given, with where it stands on the page of the case."""
    fields, edits = content["fields"], content.get("edits", {})
    yield _("事情经过"), edits.get("facts") or str(fields.get("story") or "")
    yield from ((_("材料"), text) for key, text in edits.items() if key != "facts")
    yield from ((_("材料"), one["text"]) for one in content.get("added", []))
    for name in ("complainant.name", "representative.name"):
        yield _("投诉人"), str(fields.get(name) or "")
    yield from ((_("被投诉方"), one.get("name", "")) for one in fields.get("respondents", ()))
    for message in fields.get("messages", ()):
        yield _("短信、通话"), f"{message.get('sender', '')} {message.get('text', '')}".strip()
    yield (
        _("汇总"),
        "\n".join(dict.fromkeys(row.get("sender", "") for row in fields.get("tally", {}).get("rows", ()))),
    )
    for exhibit in fields.get("exhibits", ()):
        yield _("证据"), f"{exhibit.get('name', '')} {exhibit.get('proves', '')}".strip()
    for name in FIELDS:
        if "." not in name and name not in _NOT_SEARCHED | {"story", "number"} and fields.get(name):
            yield _(FIELDS[name]), _plain(fields.get(name))


def _plain(value: Any) -> str:
    if isinstance(value, dict):
        return " ".join(_plain(one) for name, one in value.items() if one and name != "said")
    if isinstance(value, list):
        return "\n".join(_plain(one) for one in value if one)
    return str(value)


def bounded(said: Iterable[Said]) -> Iterator[Said]:
    """As far as a search looks."""
    left = MOST_SAID
    for where, text in said:
        if text.strip() and left > 0:
            yield where, text[:left].replace("\x00", "")
            left -= len(text)
