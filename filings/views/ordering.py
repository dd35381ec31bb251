"""The order of a bundle as a form: read from the page, shown again as it was typed when something is wrong with it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from complaints.models import Complaint
from documents.bundle.audience import AUDIENCES, LEFT_OUT
from evidence.models import Exhibit
from filings.models import Export, Filing
from filings.services import (
    FORMS,
    MEGABYTES,
    Group,
    Item,
    Order,
    Refused,
    exhibits_of,
    propose_order,
    statements_for,
    ways_of,
    whole_phones,
)
from legal.reasoning.answers import Assessment

SPARE_GROUPS = 2  # titles to fill in beside those in use
WAYS = {
    "original": "原件（收到时的文件）",
    "clean": "查看副本（去掉隐藏信息）",
    "redacted": "遮盖副本",
    LEFT_OUT: "不列入",
}
_NUMBER = re.compile(r"\s*(\d{1,3})\s*[-－—–.．、]\s*(\d{1,3})\s*")


@dataclass
class Row:
    """One exhibit on the page."""

    exhibit: Exhibit
    ways: list[tuple[str, str]]
    number: str
    travels: str
    name: str
    proves: str
    form: str
    whole_phone: bool = False
    problem: str = ""


@dataclass
class OrderForm:
    """Everything that the page of a new bundle shows for one kind of recipient."""

    made_for: str
    recipient: str
    rows: list[Row]
    titles: list[tuple[int, str]]
    statements: list[Filing]
    statement: str
    megabytes: int
    problem: str = ""
    limits: tuple[int, ...] = MEGABYTES
    forms: tuple[str, ...] = FORMS

    @property
    def kind(self) -> str:
        return str(Export.For(self.made_for).label)


def proposed_form(complaint: Complaint, made_for: str) -> OrderForm:
    """The page as it is first shown."""
    order = propose_order(complaint=complaint, made_for=made_for)
    form = _empty(complaint, order)
    found = {str(row.exhibit.pk): row for row in form.rows}
    rows = []
    for place, group in enumerate(order.groups or (), 1):
        for second, item in enumerate(group.items, 1):
            row = found[item.exhibit]
            row.number, row.travels = f"{place}-{second}", item.travels
            row.name, row.proves, row.form = item.name or "", item.proves or "", item.form
            rows.append(row)
    form.rows = rows
    form.titles = _titles({place: group.title for place, group in enumerate(order.groups or (), 1)})
    return form


def posted_form(complaint: Complaint, sent: Mapping[str, str]) -> OrderForm:
    """The page as it was filled in."""
    made_for = sent.get("made_for", "")
    if made_for not in AUDIENCES:
        made_for = Export.For.OWN
    form = proposed_form(complaint, made_for)
    form.recipient = sent.get("recipient", "")
    form.statement = sent.get("statement", "")
    form.megabytes = int(sent["megabytes"]) if sent.get("megabytes", "").isdecimal() else 0
    for row in form.rows:
        for name in ("number", "travels", "name", "proves", "form"):
            setattr(row, name, sent.get(f"{row.exhibit.pk}-{name}", getattr(row, name)))
    form.titles = _titles(
        {int(name[6:]): title for name, title in sent.items() if re.fullmatch(r"title-\d{1,3}", name)}
    )
    form.rows.sort(key=lambda row: _place(row) or (10**6, 0))
    return form


def order_from(form: OrderForm) -> Order:
    """What the filled-in page asks for. Refused when a number cannot be read; the row then says so."""
    groups: dict[int, list[Item]] = {}
    taken: dict[tuple[int, int], Row] = {}
    wrong = False
    for row in form.rows:
        place = _place(row)
        if row.travels == LEFT_OUT:
            continue
        if place is None:
            row.problem, wrong = _("编号写成“组-件”，例如 1-2。"), True
        elif place in taken:
            row.problem, wrong = _("这个编号用了两次。"), True
        else:
            taken[place] = row
            groups.setdefault(place[0], []).append(
                Item(
                    exhibit=str(row.exhibit.pk),
                    travels=row.travels,
                    name=row.name,
                    proves=row.proves,
                    form=row.form,
                )
            )
    if wrong:
        raise Refused(_("有的编号读不懂，见下面标出的各件。您填的内容都还在。"))
    titles = dict(form.titles)
    return Order(
        made_for=form.made_for,
        recipient=form.recipient,
        groups=tuple(
            Group(title=titles.get(number, ""), items=tuple(groups[number])) for number in sorted(groups)
        ),
        statement=form.statement,
        megabytes=form.megabytes,
    )


def _place(row: Row) -> tuple[int, int] | None:
    found = _NUMBER.fullmatch(row.number)
    return (int(found[1]), int(found[2])) if found else None


def _titles(given: Mapping[int, str]) -> list[tuple[int, str]]:
    """As many as are in use, and some to spare."""
    used = [number for number, title in given.items() if title] or [1]
    return [(number, given.get(number, "")) for number in range(1, max(used, default=0) + SPARE_GROUPS + 1)]


def _empty(complaint: Complaint, order: Order) -> OrderForm:
    audience = AUDIENCES[order.made_for]
    held = exhibits_of(complaint)
    backups = whole_phones(held)
    rows = [
        Row(
            exhibit=one,
            ways=[(way, str(_(WAYS[way]))) for way in ways_of(one, audience)],
            number="",
            travels="",
            name="",
            proves="",
            form="",
            whole_phone=one.pk in backups,
        )
        for one in held
    ]
    return OrderForm(
        made_for=order.made_for,
        recipient="",
        rows=rows,
        titles=[],
        statements=statements_for(complaint=complaint, made_for=order.made_for),
        statement=order.statement or "",
        megabytes=order.megabytes,
    )


def suggestions(result: Assessment | None) -> list[str]:
    """What the grounds of the newest assessment ask to be shown: words to choose from for 证明对象."""
    grounds = result["grounds"] if result else ()
    pleaded = [one for one in grounds if one["status"] in ("established", "arguable", "needs_facts")]
    found = [
        element["text"].replace("您本人", "原告").replace("您", "原告")
        for one in pleaded
        for element in one["elements"]
    ]
    return list(dict.fromkeys(found))[:30]
