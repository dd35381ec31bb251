"""The tables and their manifest, written."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

from complaints.reading.category import CATEGORIES
from complaints.reading.learned import write_tables
from complaints.reading.story import KINDS, OF_KIND
from workbench.training import measures
from workbench.training.texts import Labelled, digest, messages_in, stories_in

SLUGS = tuple(slug for slugs in OF_KIND.values() for slug in slugs)


def train(
    *, messages: Sequence[Path], stories: Sequence[Path], only_trains: Sequence[str], out: Path, on: date
) -> dict[str, Any]:
    """Measure by source, learn from everything, write ``reader.npz`` and ``manifest.json``; the manifest."""
    told = [row for path in messages for row in messages_in(path, only_trains=only_trains)]
    lived = [row for path in stories for row in stories_in(path, only_trains=only_trains)]
    if not told or not lived:
        raise ValueError("there are no labelled messages, or no labelled stories")
    judged_messages, sure_message = measures.of_messages(told)
    judged_stories, sure_story = measures.of_stories(lived, SLUGS)
    tables = {
        "category": measures.learned(
            "category",
            told,
            names=CATEGORIES,
            mixing=(*measures.CATEGORY, sure_message.temperature, sure_message.sure),
        ),
        "kind": measures.learned(
            "kind", lived, names=KINDS, mixing=(*measures.KIND, sure_story.temperature, sure_story.sure)
        ),
        "situations": measures.learned("situations", lived, names=SLUGS, mixing=measures.SITUATIONS),
    }
    manifest = {
        "made_on": on.isoformat(),
        "texts_sha256": digest([*told, *lived]),
        "messages": _counts(told),
        "stories": _counts(lived),
        "tables": {
            part: {"grams": len(table.hashes), "mixing": list(table.mixing)} for part, table in tables.items()
        },
        "by_source": {
            "messages": measures.message_figures(judged_messages),
            "stories": measures.story_figures(judged_stories, SLUGS),
        },
    }
    out.mkdir(parents=True, exist_ok=True)
    write_tables(out / "reader.npz", tables)
    (out / "manifest.json").write_text(json.dumps(manifest, ensure_ascii=False, indent=1) + "\n", "utf-8")
    return manifest


def _counts(rows: Sequence[Labelled]) -> dict[str, Any]:
    return {
        "texts": len(rows),
        "counted": sum(row.counted for row in rows),
        "sources": len({row.source for row in rows}),
        "labels": dict(sorted(Counter(row.label for row in rows).items())),
    }
