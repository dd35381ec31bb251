"""Samples of a desk as its supervisor reads them: how many were reached, how many of these are satisfied."""

from collections.abc import Iterable
from dataclasses import dataclass

from accounts.actors import Actor
from filings.desk.standing import person_name, state_label
from filings.models import CallBack, QualitySample, SampledCase

SHOWN = 50


@dataclass(frozen=True)
class Result:
    """What the last call of each case of a sample came to."""

    drawn: int
    called: int
    reached: int
    satisfied: int
    dissatisfied: int


@dataclass(frozen=True)
class Line:
    case: SampledCase
    number: str
    state: str
    caseworker: str
    withdrawn: bool
    calls: list[CallBack]


def result_of(cases: Iterable[SampledCase]) -> Result:
    """Of cases read with their calls."""
    last = [calls[-1] if (calls := list(one.calls.all())) else None for one in cases]
    called = [one for one in last if one is not None]
    return Result(
        drawn=len(last),
        called=len(called),
        reached=sum(one.reached for one in called),
        satisfied=sum(one.satisfied is True for one in called),
        dissatisfied=sum(one.satisfied is False for one in called),
    )


def samples_of(by: Actor) -> list[tuple[QualitySample, str, Result]]:
    """The newest of the desks that this person leads, each with who drew it."""
    rows = QualitySample.objects.visible_to(by).select_related("organisation", "drawn_by")
    found = rows.prefetch_related("cases__calls")[:SHOWN]
    return [(one, person_name(one.drawn_by), result_of(one.cases.all())) for one in found]


def lines_of(sample: QualitySample) -> list[Line]:
    rows = sample.cases.select_related("filing__complaint", "filing__assigned_to")
    rows = rows.defer("filing__content", "filing__complaint__story").prefetch_related("calls__by")
    return [
        Line(
            case=one,
            number=one.filing.complaint.number,
            state=state_label(one.filing.state),
            caseworker=person_name(one.filing.assigned_to) if one.filing.assigned_to else "—",
            withdrawn=one.filing.closes_at is not None,
            calls=list(one.calls.all()),
        )
        for one in rows
    ]
