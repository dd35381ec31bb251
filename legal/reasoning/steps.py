"""One entry of the plan in the making, and the small questions that every room of the plan asks."""

from dataclasses import dataclass, field
from datetime import date

from complaints.stated import Facts, Prior
from core.sentences import sentence
from legal.corpus import Channel
from legal.corpus.reader import Rule
from legal.reasoning import answers


@dataclass
class Step:
    """One entry of the plan in the making."""

    channel: Channel
    wanted: bool = True
    open: bool = True
    why: list[str] = field(default_factory=list)
    waits_for: str | None = None
    not_before: date | None = None
    not_after: date | None = None
    soft: bool = False  # not_after ends a part of what can be asked for, not the way itself
    unknown_dates: list[str] = field(default_factory=list)
    bars: list[answers.Bar] = field(default_factory=list)  # one a dispute, see legal.reasoning.bars
    missing: list[str] = field(default_factory=list)  # facts that would decide it and are not known
    unfit: bool = False  # not for this case at all, whatever else is found out
    silence: answers.Silence | None = None  # whose answer did not come, see legal.reasoning.silence

    def close(self, why: str) -> None:
        self.open = False
        self.why.append(why)


def period(days: int, count: str) -> str:
    """So many working days, or days of the calendar, in words."""
    return sentence("{days}个工作日" if count == "working" else "{days}日", days=days)


def in_time(row: Rule, day: date, region: str) -> bool:
    """Whether a row of a channel speaks for this day and this region."""
    since, until, regions = row.get("since"), row.get("until"), row.get("regions")
    return (
        (since is None or since <= day)
        and (until is None or day <= until)
        and (regions is None or region[:2] in regions)
    )


def prior_rows(facts: Facts, to: set[str], filing: date) -> list[Prior]:
    """Earlier steps to someone, made by the day of filing, oldest first; a report of an offence is not a dispute."""
    rows = [
        row
        for row in facts.get("prior") or ()
        if row.get("to") in to and row.get("act") != "report" and row.get("on", "") <= filing.isoformat()
    ]
    return sorted(rows, key=lambda row: row.get("on", ""))
