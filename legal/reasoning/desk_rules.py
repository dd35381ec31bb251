"""What a body that has a case may decide by the law of its channel (``desk`` in the channel's file): on which grounds it may
refuse, which other ways it must tell of, by how much and how often it may extend a period, which time does not count, whether
it mediates and on which grounds it ends that, whether it leads to a case of penalty. Pure.

The words of a ground are cut out of the article: nothing of them is written twice. A channel that names none knows none.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from legal.corpus import Corpus
from legal.reasoning.citing import cited_as
from legal.reasoning.steps import in_time


@dataclass(frozen=True)
class StatutoryGround:
    """``key`` names it in forms and in the record: 投诉举报处理办法:16/三."""

    key: str
    citation: str
    words: str


@dataclass(frozen=True)
class Mediation:
    """That a channel mediates between two who agree to it: ``ends`` are the grounds on which it ends without agreement, none
    where the law names none; ``tells`` within how many working days both sides are told of that. ``goes_on``: the case is
    still to be answered then. ``interrupts`` says that asking for it interrupts limitation, which is of ``years`` by
    ``period``."""

    basis: str
    citation: str
    ends: tuple[StatutoryGround, ...]
    notice: str = ""  # that day and place are told beforehand
    letter: str = ""  # that an agreement is put on paper
    tells: int = 0
    tells_by: str = ""
    goes_on: bool = False
    interrupts: str = ""
    period: str = ""
    years: int = 0


@dataclass(frozen=True)
class Opening:
    """That a channel leads to a case of penalty (立案), which another part of the same body decides on. ``beside``: the case
    is answered without waiting for that."""

    basis: str
    citation: str
    beside: bool = False


@dataclass(frozen=True)
class Extension:
    """By ``days``, at most ``times``; without days the law leaves the length open, and the desk names the day."""

    step: str
    basis: str
    citation: str
    needs: str
    days: int | None = None
    count: str = "natural"
    times: int | None = None


@dataclass(frozen=True)
class Pause:
    """Time that does not count into a period."""

    slug: str
    step: str
    title: str
    basis: str
    citation: str


def _rows(corpus: Corpus, channel: str, name: str, on: date, region: str = "") -> Iterator[dict[str, Any]]:
    found = corpus.channels.get(channel)
    for row in found.parts.get("desk", {}).get(name, ()) if found is not None else ():
        if in_time(row, on, region):
            yield row


def refusal_grounds(corpus: Corpus, channel: str, on: date) -> list[StatutoryGround]:
    """By the law in force on the day on which the case came in."""
    return [one for row in _rows(corpus, channel, "refusals", on) for one in _grounds(corpus, row, on)]


def _grounds(corpus: Corpus, row: dict[str, Any], on: date) -> Iterator[StatutoryGround]:
    """The items of an article, or one of its paragraphs."""
    article = corpus.article(row["basis"], on)
    if article is None:
        return
    for item in row.get("items", ()):
        # What an article goes on to say after its last item stands in the same line of some copies.
        words = article.item(item).partition("。")[0]
        yield StatutoryGround(f"{row['basis']}/{item}", article.citation(None, item), words)
    if para := row.get("para"):
        words = article.paragraphs[para - 1]
        yield StatutoryGround(f"{row['basis']}#{para}", article.citation(para), words)


def mediation(corpus: Corpus, channel: str, on: date, region: str) -> Mediation | None:
    """By the law in force on the day on which the case came in, where its body sits; None where no article says that it
    mediates."""
    row = next(_rows(corpus, channel, "mediation", on, region), None)
    if row is None:
        return None

    def cited(name: str) -> str:
        return cited_as(row[name], on, corpus) if name in row else ""

    tell, interrupts = row.get("tell", {}), row["interrupts"]
    return Mediation(
        basis=row["basis"],
        citation=cited("basis"),
        ends=tuple(one for part in row.get("ends", ()) for one in _grounds(corpus, part, on)),
        notice=cited("notice"),
        letter=cited("letter"),
        tells=tell.get("days", 0),
        tells_by=cited_as(tell["basis"], on, corpus) if tell else "",
        goes_on=row.get("goes_on", False),
        interrupts=cited_as(interrupts["basis"], on, corpus),
        period=cited_as(interrupts["period"], on, corpus),
        years=interrupts["years"],
    )


def opening(corpus: Corpus, channel: str, on: date) -> Opening | None:
    """By the law in force on the day on which the case came in; None where no article leads there."""
    row = next(_rows(corpus, channel, "opening", on), None)
    if row is None:
        return None
    return Opening(row["basis"], cited_as(row["basis"], on, corpus), row.get("beside", False))


def ways_to_tell(corpus: Corpus, channel: str, on: date) -> tuple[str, str]:
    """The article whose ways must be told of with a refusal, as cited and in its words; ("", "") where none is named."""
    found = corpus.channels.get(channel)
    basis = found.parts.get("desk", {}).get("tell", "") if found is not None else ""
    article = corpus.article(basis, on) if basis else None
    return (article.citation(), article.text or "") if article is not None else ("", "")


def extensions(corpus: Corpus, channel: str, on: date) -> list[Extension]:
    """Each of the very period that its article sets: ``basis`` is that of the period."""
    return [
        Extension(
            row["step"],
            row["basis"],
            cited_as(row["basis"], on, corpus),
            row["needs"],
            row.get("days"),
            row.get("count", "natural"),
            row.get("times"),
        )
        for row in _rows(corpus, channel, "extensions", on)
    ]


def pauses(corpus: Corpus, channel: str, on: date) -> list[Pause]:
    return [
        Pause(row["slug"], row["step"], row["title"], row["basis"], cited_as(row["basis"], on, corpus))
        for row in _rows(corpus, channel, "pauses", on)
    ]
