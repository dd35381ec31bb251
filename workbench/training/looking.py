"""A first look: texts that nobody had looked at, read by the reader as it stands. Nothing is learned of them or kept."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from complaints.reading import triage
from complaints.reading.folding import fold
from complaints.reading.message import ruled_alone as ruled_message
from complaints.reading.opinion import of_message, of_story
from complaints.reading.story import OF_KIND
from complaints.reading.story import ruled_alone as ruled_story
from workbench.training.measures import Judged, message_figures, story_figures
from workbench.training.texts import Labelled, messages_in, stories_in

SLUGS = tuple(slug for slugs in OF_KIND.values() for slug in slugs)


def messages_looked_at(rows: Sequence[Labelled]) -> list[Judged]:
    looked = []
    for row in rows:
        text, weights, ruled = ruled_message(row.text, sender=row.sender)
        looked.append(Judged(row, 0, of_message(text, weights, ruled), ruled))
    return looked


def stories_looked_at(rows: Sequence[Labelled]) -> list[Judged]:
    looked = []
    for row in rows:
        said, weights, ruled = ruled_story(row.text)
        told = triage(row.text)
        opinion = of_story(fold(row.text).text, said, weights, ruled)
        looked.append(Judged(row, 0, opinion, ruled, tuple(one.slug for one in told.situations)))
    return looked


def look(messages: Path | None, stories: Path | None) -> dict[str, Any]:
    """What the reader makes of them: the figures that its manifest gives by source, and which rows it got wrong."""
    found: dict[str, Any] = {}
    if messages:
        read = messages_looked_at(messages_in(messages, only_trains=()))
        found["messages"] = message_figures(read) | {"misread": misread(read)}
    if stories:
        told = stories_looked_at(stories_in(stories, only_trains=()))
        found["stories"] = story_figures(told, SLUGS) | {"misread": misread(told)}
    return found


def misread(looked: Sequence[Judged]) -> list[list[Any]]:
    """By what a row is called in its file (else its place in it): what it is, what it was read as, whether without doubt."""
    return [
        [
            one.row.said.get("id", place),
            one.row.label,
            one.opinion.likeliest.name,
            "in doubt" if one.opinion.alternatives else "without doubt",
        ]
        for place, one in enumerate(looked, start=1)
        if not one.right
    ]
