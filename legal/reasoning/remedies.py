"""What can still be done after an outcome, and until when: the channel's file says it (``outcomes``). Pure.

A person's own day is a calendar day, never rolled forward. Where it begins with something that the portal does not know,
there is no day, and the words say what it begins with.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from core.sentences import sentence
from legal.corpus import Corpus
from legal.reasoning import workdays
from legal.reasoning.citing import cited_as
from legal.reasoning.numerals import chinese

_YEARS = {1: sentence("一年"), 2: sentence("二年"), 3: sentence("三年")}


@dataclass(frozen=True, kw_only=True)
class Remedy:
    """``begins`` says what the period begins with, ``span`` how long it is; ``channel`` leads on in this portal, ``page`` to a
    page of the case, ``paper`` to the kind of paper that it takes."""

    title: str
    text: str
    span: str = ""
    begins: str = ""
    last_on: date | None = None
    citation: str = ""
    article: str = ""
    channel: str = ""
    page: str = ""
    paper: str = ""


def remedies_after(corpus: Corpus, channel: str, state: str, on: date) -> list[Remedy]:
    """The remedies after an outcome that arrived on a day, those with a day first; none for a channel that names none."""
    found = corpus.channels.get(channel)
    rows = found.parts.get("outcomes", ()) if found is not None else ()
    remedies = [_remedy(row, on, corpus) for row in rows if state in row["states"]]
    return sorted(remedies, key=lambda one: (one.last_on is None, one.last_on or on))


def _remedy(row: dict[str, Any], on: date, corpus: Corpus) -> Remedy:
    counted = row.get("starts") != "later"
    span, last = _period(row, on)
    basis = row.get("basis", "")
    citation = cited_as(basis, on, corpus) if basis else ""
    if citation and row.get("para"):
        citation += f"第{chinese(row['para'])}款"
    return Remedy(
        title=row["title"],
        text=row["text"],
        span=span,
        begins=row.get("from", ""),
        last_on=last if counted else None,
        citation=citation,
        article=basis,
        channel=row.get("channel", ""),
        page=row.get("page", ""),
        paper=row.get("paper", ""),
    )


def _period(row: dict[str, Any], begins: date) -> tuple[str, date | None]:
    """How long it is, and its last day; the day on which it begins does not count."""
    if days := row.get("days"):
        return sentence("{days}日", days=days), begins + timedelta(days=days)
    if years := row.get("years"):
        return _YEARS[years], workdays.add_months(begins, 12 * years)
    return "", None


def last_day_for(paper: str, begins: date, corpus: Corpus) -> date | None:
    """The last day of what a kind of paper asks for, of a period that begins on a day; None where no channel knows it."""
    rows = (row for channel in corpus.channels.values() for row in channel.parts.get("outcomes", ()))
    row = next((row for row in rows if row.get("paper") == paper), None)
    return _period(row, begins)[1] if row else None
