"""What a channel's step of the plan changes in its paper: disputes that came too late for it, whose answer did not come."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from documents import material
from documents.law import Ground
from legal.corpus import load
from legal.reasoning.citing import cited_as


def in_time_for(grounds: list[Ground], entry: Mapping[str, Any]) -> tuple[list[Ground], list[Ground]]:
    """The grounds to plead in a channel, and those whose last day there is over; all of them where none remains."""
    binding = [bar for bar in entry.get("bars", ()) if not bar["told_only"] and not bar["soft"]]
    running = {code for bar in binding if not bar["passed"] for code in bar["grounds"]}
    over = {code for bar in binding if bar["passed"] for code in bar["grounds"]} - running
    left = [ground for ground in grounds if ground.code not in over]
    return (left, [ground for ground in grounds if ground.code in over]) if left else (grounds, [])


def silence_said(found: Mapping[str, Any] | None, on: date) -> dict[str, str]:
    """Whose answer did not come, in the words that the paper needs."""
    if not found:
        return {}
    span = ""
    if found["months"]:
        span = _("%d个月") % found["months"]
    elif found["days"] is not None:
        span = (_("%d个工作日") if found["count"] == "working" else _("%d日")) % found["days"]
    return {
        "who": found["who"],
        "on": found["on"] or "",
        "refused_on": found["refused_on"] or "",
        "span": span,
        "begins": (found["from"] or "").removeprefix("自").removesuffix("起"),
        "citation": cited_as(found["basis"], date.fromisoformat(found["on"]), load())
        if found["basis"] and found["on"]
        else "",
        "due_on": found["due_on"] or "",
    }


def silence_of(row: Mapping[str, str] | None) -> material.Silence | None:
    if not row:
        return None
    days = {
        name: date.fromisoformat(row[name]) if row[name] else None for name in ("on", "refused_on", "due_on")
    }
    return material.Silence(
        who=row["who"], span=row["span"], begins=row["begins"], citation=row["citation"], **days
    )
