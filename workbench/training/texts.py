"""Labelled texts out of files, each with whom it is from: what is from one source is never both learned and counted."""

from __future__ import annotations

import hashlib
import json
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

FOLDS = 8  # of the sources that are too small for a fold of their own
LARGE = 8  # counted texts of one source
OWN = "own"
# The same texts under another name.
_SAME = {
    "x-hacker/spammessageslr": "mudou",
    "cctsao2000/chinese-spam-sms-classification": "mudou",
}
# What narrated labels call a situation of the contract.
_SITUATIONS = {
    "threats": "threats_impersonation",
    "insults": "threats_impersonation",
    "impersonation": "threats_impersonation",
    "data_leak": "data_shared",
    "former_holder_collection": "former_holder_pursued",
    "former_holder_calls": "former_holder_pursued",
    "former_holder_victim": "account_taken_over",
    "account_stolen": "account_taken_over",
    "night_time": "frequency_hours",
    "high_frequency": "frequency_hours",
    "sms_call_bomb": "bombing",
    "optout_fee": "no_working_optout",
    "hidden_number": "sender_hidden",
    "penalty_to_cancel": "cancellation_fee",
}


@dataclass(frozen=True)
class Labelled:
    """A text with its label: the category of a message or the kind of a story. ``said`` is whatever else its labels say."""

    text: str
    label: str
    source: str
    counted: bool
    sender: str | None = None
    situations: tuple[str, ...] = ()
    said: dict[str, Any] = field(default_factory=dict, hash=False)


def source_of(written: str) -> str:
    """Whom a text is from, however the row writes it: a repository, a site, a stored page."""
    lowered = re.sub(r"^github(?:\.com/|:)", "", written.strip().lower())
    if lowered != written.strip().lower():
        repository = "/".join(lowered.split()[0].split("/")[:2])
        return _SAME.get(repository, repository)
    stored = re.match(r"find_string id (\d+)", lowered)
    if stored:
        return stored[0]
    page = re.match(r"pages?: ([^ /(（]+)", lowered)
    return f"page {page[1]}" if page else lowered


def messages_in(path: Path, *, only_trains: Sequence[str]) -> list[Labelled]:
    """The labelled messages of a file or of the files of a folder, the tables of the project's own among them."""
    return list(_rows(path, only_trains, _message, columns=("label", "text")))


def stories_in(path: Path, *, only_trains: Sequence[str]) -> list[Labelled]:
    return list(_rows(path, only_trains, _story, columns=("kind", "situations", "text")))


def _rows(
    path: Path,
    only_trains: Sequence[str],
    made: Callable[[dict[str, Any], bool], Labelled | None],
    *,
    columns: tuple[str, ...],
) -> Iterator[Labelled]:
    for file in sorted(path.iterdir()) if path.is_dir() else [path]:
        for line in file.read_text("utf-8").splitlines() if file.suffix in (".jsonl", ".tsv") else ():
            if not line.strip():
                continue
            if file.suffix == ".jsonl":
                row, counted = json.loads(line), file.stem not in only_trains
            else:
                row, counted = dict(zip(columns, line.split("\t"), strict=True)), False
            labelled = made(row, counted)
            if labelled is not None:
                yield labelled


def _message(row: dict[str, Any], counted: bool) -> Labelled | None:
    if "text" not in row or "label" not in row:
        return None
    return Labelled(
        row["text"], row["label"], source_of(row.get("source", OWN)), counted, row.get("sender"), said=row
    )


def _story(row: dict[str, Any], counted: bool) -> Labelled | None:
    if "text" not in row or "kind" not in row:
        return None
    given = row.get("situations") or ()
    slugs = given.replace(",", " ").split() if isinstance(given, str) else given
    named = tuple(dict.fromkeys(_SITUATIONS.get(slug, slug) for slug in slugs))
    return Labelled(
        row["text"], row["kind"], source_of(row.get("source", OWN)), counted, situations=named, said=row
    )


def folds(rows: Sequence[Labelled]) -> list[tuple[list[int], list[int]]]:
    """What is learned and what is counted, fold by fold: a source is wholly in one of them. A text that stands word for
    word in a counted source is not learned there under another one."""
    many = Counter(row.source for row in rows if row.counted)

    def fold_of(source: str) -> str:
        if many[source] >= LARGE or source == OWN:
            return source
        return f"small {int(hashlib.sha256(source.encode()).hexdigest(), 16) % FOLDS}"

    named = [fold_of(row.source) for row in rows]
    found = []
    for name in sorted({one for one, row in zip(named, rows, strict=True) if row.counted}):
        counted = [place for place, row in enumerate(rows) if named[place] == name and row.counted]
        known = {_bare(rows[place].text) for place in counted}
        learned = [
            place for place, row in enumerate(rows) if named[place] != name and _bare(row.text) not in known
        ]
        found.append((learned, counted))
    return found


def _bare(text: str) -> str:
    return re.sub(r"[\W\d_]+", "", text.lower())


def digest(rows: Iterable[Labelled]) -> str:
    """The SHA-256 of a whole set: texts and labels, in an order of its own."""
    lines = sorted(
        json.dumps([row.text, row.label, row.source, sorted(row.situations)], ensure_ascii=False)
        for row in rows
    )
    return hashlib.sha256("\n".join(lines).encode("utf-8", "replace")).hexdigest()
