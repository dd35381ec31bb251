"""verify_custody: one bit anywhere is named (P7, the places of evidence), and sound cases raise no alarm."""

import io
import json
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, connections, transaction

from accounts.actors import Actor
from complaints.models import Draft
from evidence.custody import audit
from evidence.models import Exhibit, Rendition
from evidence.sealed import sealing
from evidence.services import erase, make_heads, make_renditions
from tests.evidence.conftest import AT, Receive
from tests.evidence.samples import drawn, saved

pytestmark = pytest.mark.django_db


def verify(*arguments: str) -> tuple[int, dict]:
    out = io.StringIO()
    code = 0
    try:
        call_command("verify_custody", "--json", *arguments, stdout=out, stderr=io.StringIO())
    except SystemExit as ended:
        code = int(str(ended.code))
    return code, json.loads(out.getvalue())


@pytest.fixture
def case(hand_in: Receive) -> list[Exhibit]:
    exhibits = [hand_in(saved(drawn(64 + number, 40), "PNG"), f"{number}.png") for number in range(3)]
    while make_renditions(by=Actor.system("examiner"), at=AT):
        pass
    return exhibits


def flip(file: Path, place: int, bit: int = 0) -> None:
    content = bytearray(file.read_bytes())
    content[place] ^= 1 << bit
    file.write_bytes(content)


def file_of(name: str, store: Path) -> Path:
    return store / name


def test_a_sound_case_raises_no_alarm(case: list[Exhibit]) -> None:
    code, said = verify()
    assert code == 0
    assert said == {
        "cases": 1,
        "entries": 6,
        "exhibits": 3,
        "copies": 6,
        "erased": 0,
        "documents": 0,
        "heads": 0,
        "tokens": 0,
        "unstamped": 0,
        "faults": [],
    }


@pytest.mark.parametrize("place", [0, 4, 11, 40, -1])
def test_a_bit_of_the_original_is_named(place: int, case: list[Exhibit], store: Path) -> None:
    flip(file_of(case[1].sealed.name, store), place, bit=place % 8)
    code, said = verify()
    assert code == 1
    assert [(fault["place"], fault["reference"]) for fault in said["faults"]] == [
        ("exhibit 2", str(case[1].pk))
    ]


def test_a_bit_of_a_copy_is_named(case: list[Exhibit], store: Path) -> None:
    clean = Rendition.objects.select_related("sealed").get(exhibit=case[2], kind="clean")
    flip(file_of(clean.sealed.name, store), 60)
    code, said = verify()
    assert code == 1
    assert [fault["place"] for fault in said["faults"]] == ["clean copy of exhibit 3"]


def test_lost_and_exchanged_files_are_named(case: list[Exhibit], store: Path) -> None:
    first, second, third = (file_of(exhibit.sealed.name, store) for exhibit in case)
    first.unlink()
    one, other = second.read_bytes(), third.read_bytes()
    second.write_bytes(other)
    third.write_bytes(one)
    _, said = verify()
    assert [(fault["place"], fault["what"]) for fault in said["faults"]] == [
        ("exhibit 1", "the stored bytes are missing"),
        ("exhibit 2", "stored bytes were changed or cut at chunk 0"),
        ("exhibit 3", "stored bytes were changed or cut at chunk 0"),
    ]


def test_an_erased_exhibit_is_no_fault(case: list[Exhibit], begun: tuple[Draft, Actor]) -> None:
    erase(by=begun[1], exhibit=case[0], reason="request", at=AT)
    code, said = verify()
    assert (code, said["erased"], said["faults"]) == (0, 1, [])


def test_a_key_that_vanished_unsaid_is_a_fault(case: list[Exhibit]) -> None:
    sealed = case[0].sealed
    type(sealed).objects.filter(pk=sealed.pk).update(wrapped_key=None)
    code, said = verify()
    assert code == 1
    assert said["faults"][0]["what"] == "its key is gone, and no entry of the ledger says why"


TAMPERED: dict[str, tuple[str, str]] = {
    "an exhibit's hash": (
        "UPDATE evidence_exhibit SET sha256 = 'sha256:' || repeat('0', 64) WHERE ordinal = 2", "exhibit 2"),
    "a sealed row's size": (
        "UPDATE evidence_sealed SET size = size + 1 WHERE id = (SELECT sealed_id FROM evidence_exhibit WHERE ordinal = 1)",
        "exhibit 1"),
    "the id of a key": (
        "UPDATE evidence_sealed SET key_id = 'another' WHERE id = (SELECT sealed_id FROM evidence_exhibit WHERE ordinal = 2)",
        "exhibit 2"),
    "an exhibit removed": (
        "DELETE FROM evidence_rendition WHERE exhibit_id = (SELECT id FROM evidence_exhibit WHERE ordinal = 3);"
        "DELETE FROM evidence_exhibit WHERE ordinal = 3", "ledger entry 3"),
    "an entry's detail": (
        "UPDATE complaints_ledgerentry SET detail = jsonb_set(detail, '{size}', '7') WHERE sequence = 2", "ledger entry 2"),
    "an entry's time": ("UPDATE complaints_ledgerentry SET at = at + interval '1 us' WHERE sequence = 1", "ledger entry 1"),
    "an entry's actor": ("UPDATE complaints_ledgerentry SET actor = 'user:9' WHERE sequence = 3", "ledger entry 3"),
    "an entry removed": ("DELETE FROM complaints_ledgerentry WHERE sequence = 2", "exhibit 2"),
    "the whole ledger removed": ("DELETE FROM complaints_ledgerentry", "exhibit 1"),
    "a copy exchanged for another sealed one": (
        "UPDATE evidence_rendition r SET sealed_id = NULL, state = 'pending' WHERE kind = 'thumbnail';"
        "UPDATE evidence_rendition r SET sealed_id = (SELECT id FROM evidence_sealed s WHERE NOT EXISTS (SELECT 1 FROM"
        " evidence_rendition x WHERE x.sealed_id = s.id) AND NOT EXISTS (SELECT 1 FROM evidence_exhibit e WHERE"
        " e.sealed_id = s.id) LIMIT 1) WHERE kind = 'clean' AND exhibit_id = (SELECT id FROM evidence_exhibit WHERE ordinal = 1)",
        "clean copy of exhibit 1"),
}  # fmt: skip


@pytest.mark.django_db(transaction=True, databases=["default", "owner"])
@pytest.mark.parametrize("what", TAMPERED)
def test_an_owner_who_switches_the_triggers_off_is_seen(what: str, case: list[Exhibit]) -> None:
    statement, place = TAMPERED[what]
    assert verify()[0] == 0
    tables = ("evidence_exhibit", "evidence_sealed", "complaints_ledgerentry")
    with transaction.atomic(using="owner"), connections["owner"].cursor() as cursor:
        for table in tables:
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        cursor.execute(statement)
    code, said = verify()
    assert code == 1
    assert place in [fault["place"] for fault in said["faults"]]


def test_a_document_that_no_exhibit_owns_is_read_again_too(store: Path) -> None:
    sealed = sealing.seal(io.BytesIO(b"a letter"))
    assert verify()[1]["documents"] == 1
    flip(file_of(sealed.name, store), 30)
    code, said = verify()
    assert code == 1
    assert [(fault["place"], fault["reference"]) for fault in said["faults"]] == [
        ("stored document", str(sealed.pk))
    ]


def test_a_number_that_nobody_has_is_said_so() -> None:
    with pytest.raises(CommandError, match="AN-2026-999999"):
        call_command("verify_custody", "AN-2026-999999")


def test_for_people_each_fault_is_a_line(
    case: list[Exhibit], store: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    flip(file_of(case[0].sealed.name, store), 20)
    with pytest.raises(SystemExit):
        call_command("verify_custody")
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].startswith(f"FAULT draft {case[0].complaint_id}: exhibit 1 ({case[0].pk}): ")
    assert lines[-1] == "1 cases, 6 entries, 3 exhibits, 6 copies, 0 erased, 0 documents, " + (
        "0 heads, 0 tokens, 0 unstamped, 1 faults"
    )


def test_five_hundred_sound_cases(begun: tuple[Draft, Actor], hand_in: Receive) -> None:
    from accounts.actors import code_digest
    from complaints.services import open_draft

    for number in range(500):
        draft, code = open_draft(by=Actor())
        hand_in(b"%d" % number, by=Actor(codes=(code_digest(code),)), complaint_id=draft.pk)
    make_heads(at=AT + timedelta(days=1))
    make_heads(at=AT + timedelta(days=3))
    code, said = verify()
    assert (code, said["cases"], said["heads"], said["faults"]) == (0, 500, 3, [])


def test_the_queries_of_a_case_do_not_grow_with_its_files(
    case: list[Exhibit], django_assert_num_queries: Callable
) -> None:
    with django_assert_num_queries(5):
        audit.check_case(case[0].complaint_id)
    assert connection.vendor == "postgresql"
