"""The page of one campaign: figures that the sweep made, and the cases of it that lie on this desk."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from accounts.actors import Actor
from filings.desk.standing import state_label
from filings.models import CampaignExport, DeskCampaign, Filing
from filings.moves import State
from filings.services import LEAST, may_export, place_rows
from legal.corpus import load

MOST_CASES = 50
HEIGHT = 100  # of the chart, in its own units
_DAILY, _WEEKLY, _MOST = 31, 217, 36  # days told one by one, by weeks; bars at most


@dataclass(frozen=True)
class Bar:
    """One bar of the chart and one row of the table beside it; places and sizes in units of the chart."""

    label: str
    messages: int
    complaints: int
    x: int
    y: int
    height: int


def context(row: DeskCampaign, *, actor: Actor) -> dict[str, Any]:
    told = row.figures
    grounds = load().grounds
    cases = list(
        Filing.objects.at_desk(actor)
        .content_open()
        .filter(organisation=row.organisation_id, sightings__campaign=row.campaign_id)
        .exclude(state=State.WITHDRAWN)
        .select_related("complaint")
        .only("state", "channel", "sent_at", "complaint__number", "complaint__kind")
        .newest_first()[: MOST_CASES + 1]
    )
    bars = chart([(date.fromisoformat(day), messages, said) for day, messages, said in told["days"]])
    return {
        "row": row,
        "samples": [(text, people if people >= LEAST else None) for text, people in told["samples"]],
        "bars": bars,
        "chart_width": 10 * len(bars),
        "busiest": max((bar.messages for bar in bars), default=0),
        "undated": told["undated"],
        "senders": told["senders"],
        "places": shares(place_rows(told["places"])),
        "grounds": [
            (code, grounds[code].title if code in grounds else code, count) for code, count in told["grounds"]
        ],
        "cases": [(one, state_label(one.state), channel_title(one.channel)) for one in cases[:MOST_CASES]],
        "more_cases": len(cases) > MOST_CASES,
        "least": LEAST,
        "may_export": may_export(actor, row.organisation_id),
        "enough": row.people >= LEAST,
        "leads": CampaignExport.objects.filter(
            organisation=row.organisation_id, campaign=row.campaign_id
        ).select_related("requested_by")[:20],
    }


def channel_title(name: str) -> str:
    channel = load().channels.get(name)
    return channel.title if channel else name


def shares(rows: list[tuple[str, int | None]]) -> list[tuple[str, int | None, int]]:
    """Each with the length of its bar, in hundredths of the greatest; none where the number is not told."""
    greatest = max((people for _label, people in rows if people), default=1)
    return [(label, people, round(100 * (people or 0) / greatest)) for label, people in rows]


def chart(days: list[tuple[date, int, int]]) -> list[Bar]:
    """Bars by day, week or month, as the span asks; gaps are bars of nothing. Complaints of a day are added up."""
    if not days:
        return []
    span = (days[-1][0] - days[0][0]).days + 1
    begin = (lambda day: day) if span <= _DAILY else _monday if span <= _WEEKLY else _first
    counted: dict[date, list[int]] = {}
    place, last = begin(days[0][0]), begin(days[-1][0])
    while place <= last:
        counted[place] = [0, 0]
        place = _next(place, span)
    for day, messages, complaints in days:
        counted[begin(day)][0] += messages
        counted[begin(day)][1] += complaints
    rows = sorted(counted.items())[-_MOST:]
    greatest = max(messages for _day, (messages, _complaints) in rows) or 1
    bars = []
    for index, (day, (messages, complaints)) in enumerate(rows):
        height = max(round(HEIGHT * messages / greatest), 1 if messages else 0)
        label = f"{day:%Y-%m}" if span > _WEEKLY else f"{day:%Y-%m-%d}"
        bars.append(Bar(label, messages, complaints, 10 * index + 1, HEIGHT - height, height))
    return bars


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def _first(day: date) -> date:
    return day.replace(day=1)


def _next(day: date, span: int) -> date:
    if span <= _DAILY:
        return day + timedelta(days=1)
    return day + timedelta(days=7) if span <= _WEEKLY else _first(day + timedelta(days=31))
