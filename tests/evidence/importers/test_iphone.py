"""An iPhone's store of messages, whole, damaged and made to hurt."""

import io
import random
import sqlite3
from pathlib import Path

import pytest

from evidence.importers import Declared, Entry, Item, NotABackup, Unreadable, entries
from evidence.importers.database import typed_text
from tests.evidence.importers.backups import APPLE, AT, MOBILE, PORT, SPLIT, WORDS, sms_db, typed


def read(place: Path) -> list[Item]:
    with place.open("rb") as file:
        return list(entries(file))


def test_messages_of_old_and_new_systems(tmp_path: Path) -> None:
    place = sms_db(
        tmp_path,
        [
            {},
            {"date": APPLE, "text": SPLIT},  # seconds, before iOS 11
            {"text": None, "attributedBody": typed(WORDS)},  # since iOS 16
            {"is_from_me": 1, "text": "T"},
            {"service": "iMessage", "id": f"+86{MOBILE}"},
            {"item_type": 2, "text": None},  # a name was changed: no message
            {"text": "\ufffc"},
            {"date": 0},
        ],
    )
    declared, *found = read(place)
    assert declared == Declared(7)
    assert found[0] == Entry(1, "sms", "in", PORT, PORT, AT, AT.date(), WORDS, None, "", ())
    assert isinstance(found[1], Entry)
    assert (found[1].at, found[1].text) == (AT, SPLIT)
    assert [
        (item.line, item.text, item.direction, item.channel) for item in found[2:] if isinstance(item, Entry)
    ] == [
        (3, WORDS, "in", "sms"),
        (4, "T", "out", "sms"),
        (5, WORDS, "in", "app"),
        (7, "", "in", "sms"),
        (8, WORDS, "in", "sms"),
    ]
    assert [item.doubts for item in found[-2:] if isinstance(item, Entry)] == [
        ("attachment_only",),
        ("date_unknown",),
    ]


@pytest.mark.parametrize("words", ["短", "长" * 60, "很长" * 20_000])
def test_words_of_every_length_in_a_typedstream(words: str) -> None:
    assert typed_text(typed(words)) == words


def test_typedstreams_that_are_none() -> None:
    for blob in (
        b"",
        b"NSString",
        b"NSString\x01\x94\x84\x01+",
        b"NSString+\x81",
        b"NSString+\xff\xff",
        b"\0" * 100,
    ):
        assert typed_text(blob) == ""


def test_another_database(tmp_path: Path) -> None:
    place = tmp_path / "other.db"
    with sqlite3.connect(place) as base:
        base.execute("CREATE TABLE contact (name TEXT)")
    base.close()
    with pytest.raises(NotABackup, match="database_unknown"):
        read(place)
    with pytest.raises(NotABackup, match="database_unknown"):
        list(entries(_named(tmp_path, b"SQLite format 3\0" + b"\xff" * 4000)))


def _named(folder: Path, data: bytes) -> io.BufferedReader:
    place = folder / "given.db"
    place.write_bytes(data)
    return place.open("rb")


@pytest.mark.parametrize(
    "schema",
    [
        """CREATE TABLE handle (id TEXT); CREATE TABLE kept (text, date);
        CREATE VIEW message AS WITH RECURSIVE n(text) AS (SELECT 1 UNION ALL SELECT text + 1 FROM n)
        SELECT text, text AS date FROM n;""",
        """CREATE TABLE handle (id TEXT); CREATE VIRTUAL TABLE message USING fts3(text, date);""",
        """CREATE TABLE handle (id TEXT);
        CREATE TABLE message (a, date, text GENERATED ALWAYS AS (zeroblob(1000000000)) VIRTUAL);""",
    ],
)
def test_a_schema_that_would_run_something(tmp_path: Path, schema: str) -> None:
    with pytest.raises(NotABackup, match="database_unknown"):
        read(sms_db(tmp_path, [], schema))


def test_a_damaged_database_gives_what_is_whole(tmp_path: Path) -> None:
    place = sms_db(tmp_path, [{"text": f"第{index}条，" + WORDS} for index in range(3000)])
    data = bytearray(place.read_bytes())
    middle = len(data) // 2 // 4096 * 4096
    data[middle : middle + 3 * 4096] = b"\xee" * (3 * 4096)
    items = read_bytes(tmp_path, bytes(data))
    found = [item for item in items if isinstance(item, Entry)]
    assert 1500 < len(found) < 3000
    assert any(isinstance(item, Unreadable) and item.code == "database_damaged" for item in items)
    assert len({item.line for item in found}) == len(found)
    assert found[-1].line == 3000


def read_bytes(folder: Path, data: bytes) -> list[Item]:
    with _named(folder, data) as file:
        return list(entries(file))


def test_bytes_changed_anywhere(tmp_path: Path) -> None:
    """Whatever is wrong with a database, the answer is entries, unreadable places or a refusal."""
    whole = sms_db(tmp_path, [{"text": f"第{index}条"} for index in range(200)]).read_bytes()
    chance = random.Random(7)
    for _ in range(60):
        data = bytearray(whole)
        for _ in range(chance.choice((1, 10, 300))):
            data[chance.randrange(16, len(data))] = chance.randrange(256)
        refused = "database_unknown"
        try:
            read_bytes(tmp_path, bytes(data[: chance.choice((len(data), len(data) // 2))]))
        except NotABackup as no:
            refused = no.code
        assert refused == "database_unknown"
