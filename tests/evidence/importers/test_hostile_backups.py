"""Files made to hurt, and files of chance: the answer is always entries, unreadable places, or one kind of refusal."""

import io
import zipfile
from collections.abc import Iterator
from unittest.mock import patch

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from evidence.importers import FORMATS, Declared, Entry, Item, NotABackup, Unreadable, entries, recognise
from evidence.importers import archives as archives_room
from tests.evidence.importers.backups import (
    PORT,
    SPLIT,
    WORDS,
    call,
    element,
    lines,
    listed,
    mms,
    picture_row,
    read,
    row,
    sbr,
    sms,
    vmsg,
    workbook,
    zipped,
)  # fmt: skip

TABLE = "号码,时间,内容\n" + f'{PORT},2026/3/14 9:26,"{SPLIT}"\n{PORT},2026/3/14 9:27,{WORDS}\n'
WHOLE = {
    "sms": sbr(sms(), mms(element("part", ct="text/plain", text=WORDS)), sms(SPLIT)),
    "calls": sbr(call(), call("-1"), root="calls"),
    "wide": sbr(sms(), sms(SPLIT)).decode().encode("utf-16"),
    "lines": lines(row(), picture_row()),
    "list": listed(row(), picture_row(), row()),
    "vmsg": vmsg() + vmsg(SPLIT.encode()),
    "table": TABLE.encode(),
    "old table": TABLE.encode("gbk"),
    "zip": zipped(sms_dot_xml=sbr(sms()), messages_dot_ndjson=lines(row())),
    "book": workbook(["号码", "时间", "内容"], [PORT, "2026/3/14", WORDS]),
}
RELAXED = settings(max_examples=150, suppress_health_check=list(HealthCheck))
CHANNELS, DIRECTIONS = (
    {"sms", "mms", "call", "app"},
    {"in", "out", "missed", "rejected", "blocked", "unknown"},
)


def held_to_its_word(data: bytes) -> list[Item]:
    """Reads twice: the same comes, of the right kinds, every line once; or NotABackup, with a code that is written down."""
    refused = ""
    items: list[Item] = []
    try:
        items = read(data)
    except NotABackup as no:
        refused = no.code
    if refused:
        assert f"``{refused}``" in (NotABackup.__doc__ or "")
        return []
    assert items == read(data)
    assert recognise(io.BytesIO(data)) in FORMATS
    for item in items:
        if isinstance(item, Entry):
            assert item.channel in CHANNELS
            assert item.direction in DIRECTIONS
            assert (item.at is None) or (item.on == item.at.date() and item.at.utcoffset() is not None)
            assert len(item.sender) <= 64
            assert "\0" not in item.text
            item.text.encode()
            item.sender_as_written.encode("utf-8", "surrogatepass")
            assert all(f"``{doubt}``" in (Entry.__doc__ or "") for doubt in item.doubts)
        elif isinstance(item, Unreadable):
            assert f"``{item.code}``" in (Unreadable.__doc__ or "")
    named = [(item.part, item.line) for item in items if isinstance(item, Entry)]
    assert len(set(named)) == len(named)
    return items


@RELAXED
@given(st.binary(max_size=3000))
def test_any_bytes(data: bytes) -> None:
    held_to_its_word(data)


@RELAXED
@given(
    st.text(alphabet="<>&#;/=\"'\n,{}[]:sm calte号码时间内容1069\\u\ud83d\ufeff\t", max_size=400),
    st.sampled_from(sorted(WHOLE)),
)
def test_any_signs_behind_a_true_beginning(words: str, kind: str) -> None:
    data = WHOLE[kind]
    held_to_its_word(data[: len(data) * 2 // 3] + words.encode("utf-8", "surrogatepass"))
    held_to_its_word(words.encode("utf-8", "surrogatepass"))


@RELAXED
@given(st.sampled_from(sorted(WHOLE)), st.data())
def test_backups_with_a_piece_taken_out_or_changed(kind: str, data: st.DataObject) -> None:
    whole = WHOLE[kind]
    start = data.draw(st.integers(0, len(whole)))
    end = data.draw(st.integers(start, min(len(whole), start + 200)))
    held_to_its_word(whole[:start] + data.draw(st.binary(max_size=20)) + whole[end:])


@RELAXED
@given(st.lists(st.text(max_size=60), max_size=12), st.booleans())
def test_what_is_written_is_read(bodies: list[str], cut: bool) -> None:
    """Whatever words are in it: each element is read or listed, none twice; cut anywhere, none that was whole is lost."""
    kept = [body.replace("\r", "") for body in bodies]
    data = sbr(*[sms(body) for body in kept], count=len(kept))
    items = held_to_its_word(data[:-20] if cut else data)
    assert sum(isinstance(item, (Entry, Unreadable)) for item in items) == len(kept)
    found = {item.line: item.text for item in items if isinstance(item, Entry)}
    for line, body in enumerate(kept[: len(kept) - 1 if cut else None], start=1):
        expected = body.replace("\0", "").encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
        if body != "null":
            assert found[line] == expected


def bombed(name: str, size: int) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive, archive.open(name, "w") as part:
        for _ in range(size // 1_000_000):
            part.write(b" " * 1_000_000)
    return packed.getvalue()


def test_a_zip_bomb_is_not_unpacked() -> None:
    with pytest.raises(NotABackup, match="zip_bomb"):
        read(bombed("sms.xml", 50_000_000))
    with pytest.raises(NotABackup, match="zip_bomb"):
        read(bombed("xl/workbook.xml", 50_000_000))


def test_parts_together_too_large_and_too_many(monkeypatch: pytest.MonkeyPatch) -> None:
    data = zipped(a_dot_xml=sbr(sms()), b_dot_xml=sbr(sms()))
    monkeypatch.setattr(archives_room, "MOST_UNPACKED", 500)
    with pytest.raises(NotABackup, match="zip_bomb"):
        read(data)
    monkeypatch.undo()
    monkeypatch.setattr(archives_room, "MOST_PARTS", 1)
    with pytest.raises(NotABackup, match="zip_too_many"):
        read(data)


def test_a_zip_that_lies_about_a_part() -> None:
    """It says that a part is small: no more than that is unpacked, and the part is broken."""
    data = bytearray(zipped(sms_dot_xml=sbr(*[sms()] * 5000)))
    true_size = len(sbr(*[sms()] * 5000)).to_bytes(4, "little")
    assert data.count(true_size) == 2
    items = read(bytes(data).replace(true_size, (700_000).to_bytes(4, "little")))
    assert items[-1].__class__ is Unreadable
    assert 0 < sum(isinstance(item, Entry) for item in items) < 2400


def test_archives_in_archives_and_databases_are_named_and_left() -> None:
    data = zipped(
        sms_dot_xml=sbr(sms()), more_dot_zip=zipped(a_dot_xml=sbr(sms())), sms_dot_db=b"SQLite format 3\0" + b"\0" * 200
    )  # fmt: skip
    assert [(item.part, item.code) for item in read(data) if isinstance(item, Unreadable)] == [
        ("more.zip", "archive_in_archive"),
        ("sms.db", "database_in_archive"),
    ]


def test_a_zip_with_a_password() -> None:
    data = bytearray(zipped(sms_dot_xml=sbr(sms())))
    data[6] |= 1
    central = data.index(b"PK\x01\x02")
    data[central + 8] |= 1
    with pytest.raises(NotABackup, match="zip_encrypted"):
        read(bytes(data))


def test_a_workbook_with_declarations() -> None:
    book = io.BytesIO(WHOLE["book"])
    changed = io.BytesIO()
    with zipfile.ZipFile(book) as old, zipfile.ZipFile(changed, "w") as new:
        for part in old.infolist():
            data = old.read(part)
            if part.filename == "xl/workbook.xml":
                data = b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>' + data
            new.writestr(part, data)
    with pytest.raises(NotABackup, match="xml_entities"):
        read(changed.getvalue())


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"%PDF-1.7\n", "not_text"),
        (b"\xff\xd8\xff\xe0" + b"x" * 50, "not_text"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 50, "old_excel"),
        (b"PK\x03\x04" + b"x" * 50, "zip_broken"),
        (b"\x01\x02\x03\x7f" * 50, "not_text"),
    ],
)
def test_what_is_no_backup_says_why(data: bytes, code: str) -> None:
    with pytest.raises(NotABackup) as no:
        read(data)
    assert no.value.code == code


def test_whatever_a_library_does_with_a_file_stays_inside() -> None:
    def fails(*_: object, **__: object) -> Iterator[object]:
        raise RuntimeError("a fault in a library")

    with patch.object(openpyxl, "load_workbook", fails), pytest.raises(NotABackup, match="sheet_broken"):
        read(WHOLE["book"])


def test_progress_grows_to_the_end_and_may_stop_the_reading() -> None:
    data = sbr(*[sms(SPLIT * 20) for _ in range(4000)])
    told: list[tuple[int, int]] = []
    list(entries(io.BytesIO(data), progress=lambda done, total: told.append((done, total))))
    assert told == sorted(told)
    assert len(told) > 4
    assert told[-1] == (len(data), len(data))

    class Enough(Exception):
        pass

    def stop(done: int, total: int) -> None:
        raise Enough

    with pytest.raises(Enough):
        list(entries(io.BytesIO(data), progress=stop))


def test_a_declaration_counts_for_its_part() -> None:
    items = read(zipped(a_dot_xml=sbr(sms(), count=9), b_dot_xml=sbr(call(), root="calls")))
    assert [item for item in items if isinstance(item, Declared)] == [
        Declared(9, "a.xml"),
        Declared(1, "b.xml"),
    ]
