"""What people complain of and how it ends, for everybody: a page, and the same as open data with its dictionary."""

import csv
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.http import HttpRequest, HttpResponse, HttpResponseNotFound
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override
from django.views.decorators.http import require_safe

from complaints.models import Kind, Outcome, Situation
from core.language import house
from filings.disclosure import STEP
from filings.models import PublicFigures
from legal.corpus import load

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

ENDINGS = {
    "decided": gettext_lazy("有单位作出了处理"),
    "dismissed": gettext_lazy("受理了，没有处理就结案"),
    "refused": gettext_lazy("没有受理"),
    "transferred": gettext_lazy("转给了别的单位"),
    "waiting": gettext_lazy("发出了，等答复"),
    "not_sent": gettext_lazy("还没有发给谁"),
}
OUTCOMES = {
    Outcome.Kind.STOPPED: gettext_lazy("停了"),
    Outcome.Kind.MONEY: gettext_lazy("退了钱、赔了钱"),
    Outcome.Kind.SETTLED: gettext_lazy("和解了"),
}
RESULTS: dict[str, "StrOrPromise"] = {**ENDINGS, **{one.value: words for one, words in OUTCOMES.items()}}
TABLES = {
    "whole": gettext_lazy("各种类、各渠道一共多少人"),
    "situations": gettext_lazy("投诉的是什么；一个人可以有几种"),
    "months": gettext_lazy("哪个月登记的"),
    "endings": gettext_lazy("办到了哪一步；发给几个单位的，取走得最远的"),
    "outcomes": gettext_lazy("投诉人自己说后来怎样；多数人不说"),
    "channels": gettext_lazy("发给各渠道的，办到了哪一步"),
}
COLUMNS = {
    "week": gettext_lazy("公布日，星期一；同一周的数字不再改"),
    "until": gettext_lazy("数到哪一天为止，含当天，北京时间"),
    "table": gettext_lazy("哪一张表，见下"),
    "of": gettext_lazy("种类或者渠道的代号"),
    "of_name": gettext_lazy("它的名称"),
    "item": gettext_lazy("情形、月份、结果的代号；一共的那一行是空的"),
    "item_name": gettext_lazy("它的名称"),
    "people": gettext_lazy("人数，只写整十；不公布的是空的"),
    "withheld": gettext_lazy("1：不公布（不足 10 人，或者公布了能算出别的）；0：公布"),
}


@dataclass(frozen=True)
class Row:
    """``share``: its part of the greatest of its table, in percent."""

    name: str
    people: int | None
    share: int = 0


@dataclass(frozen=True)
class Table:
    """What is told of one kind or channel."""

    name: str
    people: int | None
    rows: list[Row]

    @property
    def shown(self) -> list[Row]:
        return [row for row in self.rows if row.people]


@require_safe
def statistics(request: HttpRequest) -> HttpResponse:
    published = _published()
    told = _tables(published.figures if published else [])
    kinds = [
        {"name": Kind(kind).label, **{table: told.get((table, kind)) for table in TABLES}}
        for kind in Kind.values
    ]
    channels = [table for (name, _of), table in told.items() if name == "channels" and table.people]
    context = {
        "published": published,
        "kinds": kinds,
        "channels": channels,
        # As they were published: what was counted since has no column in an earlier week.
        "endings": [row.name for row in channels[0].rows] if channels else [],
        "least": STEP,
        "columns": COLUMNS,
        "tables": TABLES,
    }
    return render(request, "filings/statistics.html", context)


@require_safe
def figures_file(request: HttpRequest) -> HttpResponse:
    """The open data, the same for everybody, whatever they read. Every word in it is ours: no cell can be a formula."""
    published = _published()
    if published is None:
        return HttpResponseNotFound(_("还没有公布过数字。"), content_type="text/plain; charset=utf-8")
    with override(house()):
        return _csv(f"anning-{published.week:%Y-%m-%d}.csv", list(COLUMNS), _lines(published))


def _lines(published: PublicFigures) -> Iterator[list[object]]:
    week, until = f"{published.week:%Y-%m-%d}", f"{published.until:%Y-%m-%d}"
    for table, of, item, people in published.figures:
        place = [week, until, table, of, _of_name(of), item, _item_name(item)]
        yield [*place, *(("", 1) if people is None else (people, 0))]


@require_safe
def dictionary_file(request: HttpRequest) -> HttpResponse:
    rows: list[list[object]] = [["column", name, words] for name, words in COLUMNS.items()]
    rows += [["table", name, words] for name, words in TABLES.items()]
    return _csv("anning-dictionary.csv", ["what", "name", "meaning"], rows)


def _published() -> PublicFigures | None:
    return PublicFigures.objects.order_by("-week").first()


def _tables(figures: Iterable[list[object]]) -> dict[tuple[str, str], Table]:
    """By table and kind or channel."""
    wholes: dict[str, int | None] = {}
    found: dict[tuple[str, str], list[tuple[str, int | None]]] = {}
    for table, of, item, people in figures:
        count = people if isinstance(people, int) else None
        if table == "whole":
            wholes[str(of)] = count
        else:
            found.setdefault((str(table), str(of)), []).append((str(item), count))
    return {
        (table, of): Table(_of_name(of), wholes.get(of), list(_rows(rows)))
        for (table, of), rows in found.items()
    }


def _rows(rows: list[tuple[str, int | None]]) -> Iterator[Row]:
    greatest = max((people or 0 for _item, people in rows), default=0) or 1
    for item, people in rows:
        yield Row(_item_name(item), people, round(100 * (people or 0) / greatest))


def _of_name(of: str) -> str:
    return str(Kind(of).label) if of in Kind.values else load().channels[of].title


def _item_name(item: str) -> str:
    if item in Situation.values:
        return str(Situation(item).label)
    return str(RESULTS.get(item, item))


def _csv(name: str, columns: list[str], rows: Iterable[list[object]]) -> HttpResponse:
    # Spreadsheets read it as UTF-8 by its first three bytes.
    response = HttpResponse("\ufeff", content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    writer = csv.writer(response)
    writer.writerow(columns)
    writer.writerows(rows)
    return response
