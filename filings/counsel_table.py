"""The cases that a lawyer leads as a table for a spreadsheet: who against whom, what came, which days, and the bundle for the
court with the digest by which it is recognised."""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import Count, Max, Min, Q
from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.actors import Actor
from complaints.models import Complaint, Contact
from core.days import with_days_read
from filings.counsel import Row, rows_of
from filings.desk.spreadsheet import Cell, write
from filings.models import Export, ListExport, led_cases
from filings.services import Refused

ROWS = 50  # that are read at a time
SENDERS = 20  # numbers of one case


def campaign_of(query: str) -> int | None:
    """The campaign that the address of a list names."""
    text = QueryDict(query.removeprefix("?")).get("campaign", "")
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else None


def write_cases(
    by: Actor, export: ListExport, path: Path, progress: Callable[[int], None]
) -> dict[UUID, int]:
    """Write those of the ordered cases that this lawyer still leads and that are not withdrawn; each with the firm for which
    it was read. Refused where none is left."""
    led = led_cases(by).exclude(state=Complaint.State.WITHDRAWN)
    kept = list(led.filter(pk__in=export.cases).order_by("number").values_list("pk", flat=True))
    if not kept:
        raise Refused(_("没有可以导出的案件。没有导出。"))
    firm, today, campaign = export.organisations[0], timezone.localdate(), campaign_of(export.query)

    def lines() -> Iterator[Sequence[Cell]]:
        for first in range(0, len(kept), ROWS):
            some = kept[first : first + ROWS]
            received, bundles = _received(some, campaign), _bundles(some)
            for row in rows_of(Complaint.objects.filter(pk__in=some), today=today):
                pk = row.complaint.pk
                yield [*_about(row), *received.get(pk, _NOTHING), *_days(row), *bundles.get(pk, ("",) * 4)]
            progress(first + len(some))

    write(path, export.format, _headings(campaign), lines())
    return dict.fromkeys(kept, firm)


def _headings(campaign: int | None) -> list[str]:
    came = _("这一群发的信息和来电（条）") if campaign else _("信息和来电（条）")
    return [
        _("案号"), _("委托人"), _("对方"), _("种类和情形"), _("状态"), _("法院"),
        came, _("最早"), _("最近"), _("对方号码"),
        _("接下来的日子"), _("是什么"), _("诉讼时效"),
        _("给法院的案卷"), _("生成时间"), _("案卷的 SHA-256"), _("核对案卷的网址"),
    ]  # fmt: skip


def _about(row: Row) -> list[Cell]:
    state = str(row.complaint.get_state_display())
    return [row.complaint.number, row.client, "、".join(row.others), "、".join(row.matter), state, row.court]


_NOTHING: tuple[Cell, ...] = (0, None, None, "")


def _received(cases: list[UUID], campaign: int | None) -> dict[UUID, tuple[Cell, ...]]:
    """How many messages and calls of the campaign, else of the case, between which days, from which numbers."""
    rows: Any = Contact.objects.filter(complaint__in=cases).exclude(direction=Contact.Direction.OUT)
    rows = rows.filter(campaign=campaign) if campaign else rows
    named = ~Q(sender="")
    counted = rows.order_by().values("complaint").annotate(
        count=Count("pk"),
        first=Min("received_on"),
        last=Max("received_on"),
        senders=ArrayAgg("sender", distinct=True, filter=named, default=[]),
    )  # fmt: skip
    return {
        row["complaint"]: (row["count"], row["first"], row["last"], "、".join(row["senders"][:SENDERS]))
        for row in counted
    }


def _days(row: Row) -> list[Cell]:
    nearest = row.coming[0] if row.coming else None
    limits = "；".join(
        " ".join((bar["name"], with_days_read(bar["not_after"]), *([_("过了")] if bar["passed"] else [])))
        for bar in row.limitation
    )
    return [nearest.day if nearest else None, nearest.what if nearest else "", limits]


def _bundles(cases: list[UUID]) -> dict[UUID, tuple[Cell, ...]]:
    """Of each case the newest finished bundle for a court: file, day, digest, and where it is checked."""
    rows = Export.objects.filter(complaint__in=cases, made_for=Export.For.COURT, state=Export.State.DONE)
    found: dict[UUID, tuple[Cell, ...]] = {}
    for one in rows.select_related("complaint").order_by("complaint", "-requested_at").distinct("complaint"):
        check = settings.PUBLIC_URL + reverse("bundle_public", args=[one.code]) if one.code else ""
        made = f"{timezone.localtime(one.requested_at):%Y-%m-%d %H:%M}"
        found[one.complaint_id] = (one.filename, made, one.sha256.removeprefix("sha256:"), check)
    return found
