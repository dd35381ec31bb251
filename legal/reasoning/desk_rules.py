"""What a body that has a case may decide by the law of its channel (``desk`` in the channel's file): on which grounds it may
refuse, which other ways it must tell of, by how much and how often it may extend a period, which time does not count. Pure.

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
class RefusalGround:
    """``key`` names it in forms and in the record: 投诉举报处理办法:16/三."""

    key: str
    citation: str
    words: str


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


def _rows(corpus: Corpus, channel: str, name: str, on: date) -> Iterator[dict[str, Any]]:
    found = corpus.channels.get(channel)
    for row in found.parts.get("desk", {}).get(name, ()) if found is not None else ():
        if in_time(row, on, ""):
            yield row


def refusal_grounds(corpus: Corpus, channel: str, on: date) -> list[RefusalGround]:
    """By the law in force on the day on which the case came in."""
    found = []
    for row in _rows(corpus, channel, "refusals", on):
        article = corpus.article(row["basis"], on)
        if article is None:
            continue
        for item in row["items"]:
            key = f"{row['basis']}/{item}"
            found.append(RefusalGround(key, article.citation(None, item), article.item(item)))
    return found


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
