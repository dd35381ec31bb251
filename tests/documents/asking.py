"""A case before a channel as a paper is made of it, from facts alone: everything may be told, nothing is stored."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from documents import Case, Cost, Respondent, form_of, grounds_from
from documents.requests import Request, Requests, requests_of, ticked_by
from filings.services.law import in_time_for, refund_of
from legal.reasoning.assessment import assess
from tests.documents.sample import CASE

ON = date(2026, 11, 29)


def case_before(facts: Mapping[str, Any], channel: str, on: date = ON) -> Case:
    found = assess(facts, on=on)
    step = next((row for row in found["plan"] if row["channel"] == channel), None)
    chosen = {slug: place for place, slug in enumerate(facts.get("situations", ()))}
    slugs = {row["code"]: row["slug"] for row in found["grounds"]}
    grounds, late = in_time_for(list(grounds_from(found, channel=channel, facts=facts)), step)
    said: Mapping[str, Any] = facts.get("loss", {})
    return replace(
        CASE,
        grounds=tuple(sorted(grounds, key=lambda one: chosen.get(slugs[one.code], len(chosen)))),
        relief=(),
        ticked=ticked_by(facts.get("wishes"), form_of(channel).requests, facts),
        respondents=tuple(
            Respondent(
                role=one.get("role", "unknown"), name=one.get("name", ""), consumer=one.get("consumer")
            )
            for one in facts.get("respondents", ())
        ),
        facts=facts,
        messages=(),
        asks=(),
        costs=tuple(Cost(what=row["what"], yuan=Decimal(str(row["yuan"]))) for row in said.get("costs", ())),
        paid=Decimal(str(paid)) if (paid := facts.get("debt", {}).get("paid_under_pressure")) else None,
        refund=None if late else refund_of(facts, channel=channel, on=on),  # type: ignore[arg-type]
        began=date.fromisoformat(facts["event"]["first"]),
        ended=date.fromisoformat(facts["event"]["last"]),
    )


def asked(
    facts: Mapping[str, Any], channel: str, ticks: Iterable[str] | None = None, **more: Any
) -> Requests:
    """The requests of a case, ticked from its wishes, or as said."""
    case = case_before(facts, channel)
    if ticks is not None:
        case = replace(case, ticked=tuple(ticks))
    return requests_of(replace(case, **more), form_of(channel), on=ON)


def offered(requests: Requests) -> dict[str, Request]:
    return {one.slug: one for one in requests.every}
