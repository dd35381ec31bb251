"""Training the reader: the same bytes for the same texts, no source both learned and counted, nothing of the texts kept."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from complaints.reading.category import CATEGORIES
from complaints.reading.learned import WEIGHTS, tables
from complaints.reading.story import KINDS, OF_KIND
from workbench.training.making import train
from workbench.training.texts import folds, messages_in, source_of

OWN = Path(__file__).parent.parent / "complaints" / "reading"
SOURCES = (
    "github:one/set data.json",
    "github:one/set more.json",
    "page: a.example/1",
    "find_string id 77",
    "page: b.example",
)


def lines(name: str, columns: tuple[str, ...], step: int) -> list[dict[str, Any]]:
    given = (OWN / name).read_text("utf-8").splitlines()[::step]
    rows = [dict(zip(columns, line.split("\t"), strict=True)) for line in given]
    return [row | {"source": SOURCES[place % len(SOURCES)]} for place, row in enumerate(rows)]


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    folder = tmp_path_factory.mktemp("texts")
    messages = lines("messages.tsv", ("label", "text"), 8)
    stories = lines("stories.tsv", ("kind", "situations", "text"), 6)
    for row in stories:
        row["situations"] = row["situations"].split(",") if row["situations"] else []
    for name, rows in (("messages", messages), ("stories", stories)):
        body = "\n".join(json.dumps(row, ensure_ascii=False) for row in rows)
        (folder / f"{name}.jsonl").write_text(body, "utf-8")
    return folder / "messages.jsonl", folder / "stories.jsonl"


def test_the_same_texts_make_the_same_bytes_and_none_of_them_is_kept(
    files: tuple[Path, Path], tmp_path: Path
) -> None:
    messages, stories = files
    for out in ("first", "second"):
        train(messages=[messages], stories=[stories], only_trains=(), out=tmp_path / out, on=date(2026, 1, 2))
    for name in ("reader.npz", "manifest.json"):
        assert (tmp_path / "first" / name).read_bytes() == (tmp_path / "second" / name).read_bytes()
    manifest = json.loads((tmp_path / "first" / "manifest.json").read_text("utf-8"))
    assert manifest["made_on"] == "2026-01-02"
    assert manifest["messages"]["counted"] == manifest["messages"]["texts"] > 50
    kept = (tmp_path / "first" / "reader.npz").read_bytes() + (
        tmp_path / "first" / "manifest.json"
    ).read_bytes()
    for file in files:
        for line in file.read_text("utf-8").splitlines():
            text = json.loads(line)["text"]
            assert text[:6].encode() not in kept
            assert text[:6].encode("utf-32-le") not in kept


def test_a_source_is_never_both_learned_and_counted(files: tuple[Path, Path]) -> None:
    rows = messages_in(files[0], only_trains=())
    seen = []
    for learned, counted in folds(rows):
        assert not {rows[at].source for at in learned} & {rows[at].source for at in counted}
        seen += counted
    assert sorted(seen) == list(range(len(rows)))
    assert not [one for one in messages_in(files[0], only_trains=("messages",)) if one.counted]
    assert source_of(SOURCES[0]) == source_of(SOURCES[1]) == "one/set"


def test_the_tables_are_small_and_hold_hashes_alone() -> None:
    assert WEIGHTS.stat().st_size <= 200_000
    kept = tables()
    assert kept["category"].names == CATEGORIES
    assert kept["kind"].names == KINDS
    assert set(kept["situations"].names) == {slug for slugs in OF_KIND.values() for slug in slugs}
    for table in kept.values():
        assert (table.hashes.dtype, table.weights.dtype) == (np.uint32, np.int8)
        assert table.weights.shape == (len(table.hashes), len(table.names))
        assert bool((np.diff(table.hashes.astype(np.int64)) > 0).all())
    manifest = json.loads((WEIGHTS.parent / "manifest.json").read_text("utf-8"))
    assert set(manifest) == {"made_on", "texts_sha256", "messages", "stories", "tables", "by_source"}
