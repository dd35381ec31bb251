"""P7 and P10 for what covers all cases: heads, leaves, tokens, keys. Each change is named; the owner's triggers hold."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.db import DatabaseError, connections, transaction

from evidence.models import DailyHead, FixityFinding, Timestamp
from evidence.services import check_fixity, make_heads, stamp_due
from tests.evidence.authorities import authority, needs_openssl
from tests.evidence.conftest import AT, Receive
from tests.evidence.test_custody import verify

pytestmark = needs_openssl
DAY = timedelta(days=1)
TABLES = ("dailyhead", "dailyleaf", "timestamp", "fixityround", "fixityfinding")


@pytest.fixture
def stamped(transactional_db: None, hand_in: Receive, tmp_path: Path, store: Path) -> object:
    """Committed: a case, its head and the next day's empty one, both stamped; a stored file that is gone."""
    exhibit = hand_in(b"bytes")
    with authority(tmp_path / "authority"):
        make_heads(at=AT + DAY)
        make_heads(at=AT + 2 * DAY)
        assert stamp_due(at=AT + 2 * DAY) == 2
        yield exhibit


def _as_owner(statement: str) -> None:
    with transaction.atomic(using="owner"), connections["owner"].cursor() as cursor:
        for table in (*(f"evidence_{name}" for name in TABLES), "complaints_ledgerentry"):
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
        cursor.execute(statement)


FIRST = "2026-03-16"
ON_FIRST = f"WHERE day = '{FIRST}'"
TAMPERED: dict[str, tuple[str, str, str]] = {
    "a head's text": (
        f"UPDATE evidence_dailyhead SET payload = replace(payload, '\"leaves\":1', '\"leaves\":2') {ON_FIRST}",
        f"daily head {FIRST}", "does not have its digest"),
    "a head's text made unreadable": (
        f"UPDATE evidence_dailyhead SET payload = '[' {ON_FIRST}", f"daily head {FIRST}", "cannot be read"),
    "a head's digest": (
        f"UPDATE evidence_dailyhead SET digest = 'sha256:' || repeat('0', 64) {ON_FIRST}",
        f"daily head {FIRST}", "does not have its digest"),
    "the digest's algorithm": (
        f"UPDATE evidence_dailyhead SET digest = replace(digest, 'sha256', 'sha257') {ON_FIRST}",
        f"daily head {FIRST}", "cannot be read"),
    "a head's signature": (
        "UPDATE evidence_dailyhead SET signature = translate(signature, 'abcdefABCDEF', 'bcdefaBCDEFA')",
        f"daily head {FIRST}", "signature does not hold"),
    "the last sign of a signature": (
        "UPDATE evidence_dailyhead SET signature = left(signature, -1) || CASE right(signature, 1) WHEN 'A' THEN 'B' "
        "WHEN 'Q' THEN 'R' WHEN 'g' THEN 'h' ELSE 'x' END", f"daily head {FIRST}", "signature"),
    "a head's key": (
        f"UPDATE evidence_dailyhead SET key_id = '0123456789abcdef' {ON_FIRST}", f"daily head {FIRST}", "not the portal's"),
    "a head removed": (
        f"DELETE FROM evidence_dailyleaf; DELETE FROM evidence_dailyhead {ON_FIRST}",
        "daily head 2026-03-17", "does not name the head before it"),
    "a head moved to another day": (
        "UPDATE evidence_dailyhead SET day = '2026-03-19' WHERE day = '2026-03-17'", "daily head 2026-03-19", "days are missing"),
    "a leaf's entry": (
        "UPDATE evidence_dailyleaf SET entry = 'sha256:' || repeat('1', 64)", f"daily head {FIRST}", "do not lead to its root"),
    "a leaf's case": (
        "UPDATE evidence_dailyleaf SET complaint_id = gen_random_uuid()", f"daily head {FIRST}", "do not lead to its root"),
    "a leaf removed": ("DELETE FROM evidence_dailyleaf", f"daily head {FIRST}", "0 are there"),
    "the ledger cut off behind the head": (
        "DELETE FROM complaints_ledgerentry", f"daily head {FIRST}", "is gone"),
    "a ledger that was rewritten whole, with the exhibit's entry and new hashes": (
        "UPDATE complaints_ledgerentry SET digest = 'sha256:' || repeat('2', 64)", f"daily head {FIRST}", "is not the one"),
    "a bit of a token that its signature covers": (
        "UPDATE evidence_timestamp SET token = set_bit(token, 900, 1 - get_bit(token, 900))", "time stamp", "bytes"),
    "a bit of a token that nothing covers": (
        "UPDATE evidence_timestamp SET token = set_bit(token, 34 * 8, 1 - get_bit(token, 34 * 8))", "time stamp", "bytes"),
    "the token of another digest": (
        "UPDATE evidence_timestamp a SET token = b.token, token_digest = b.token_digest, gen_time = b.gen_time"
        " FROM evidence_timestamp b WHERE a.id <> b.id", "time stamp", "another digest"),
    "the time beside a token": (
        "UPDATE evidence_timestamp SET gen_time = gen_time - interval '1 year'", "time stamp", "another moment"),
    "a stamp removed": ("DELETE FROM evidence_timestamp", f"daily head {FIRST}", "no time stamp"),
}  # fmt: skip


@pytest.mark.django_db(transaction=True, databases=["default", "owner"])
@pytest.mark.parametrize("what", TAMPERED)
def test_what_an_owner_changes_is_named(what: str, stamped: object) -> None:
    statement, place, says = TAMPERED[what]
    code, said = verify()
    assert (code, said["heads"], said["tokens"], said["unstamped"]) == (0, 2, 2, 0)
    _as_owner(statement)
    code, said = verify()
    assert code == 1
    assert [one for one in said["faults"] if one["place"] == place and says in one["what"]], said["faults"]


@pytest.mark.django_db(transaction=True, databases=["default", "owner"])
def test_keys_that_are_gone_are_named(stamped: object, keys: Path, tmp_path: Path) -> None:
    from core import keys as ring

    for file in (keys / "signing").iterdir():
        file.unlink()
    ring._signing_ring.cache_clear()
    said = verify()[1]
    assert {one["place"] for one in said["faults"]} == {f"daily head {FIRST}", "daily head 2026-03-17"}
    with authority(tmp_path / "another"):
        said = verify()[1]
    assert next(one["what"] for one in said["faults"] if one["place"] == "time stamp").startswith(
        "the token does not hold: its signature is not by a trusted authority"
    )


@pytest.mark.django_db(transaction=True, databases=["default", "owner"])
def test_neither_the_web_role_nor_the_owner_may_change_them(stamped: object, store: Path) -> None:
    (store / stamped.sealed.name).unlink()  # type: ignore[attr-defined]
    check_fixity(at=AT)
    assert FixityFinding.objects.count() == 1
    fixed = {
        "dailyhead": ("day", "payload", "digest", "signature", "key_id", "made_at"),
        "dailyleaf": ("id", "head_id", "position", "complaint_id", "sequence", "entry"),
        "timestamp": ("id", "digest", "asked_at"),
        "fixityround": ("id", "started_at"),
        "fixityfinding": ("id", "sealed_id", "found_at", "what"),
    }
    for name, columns in fixed.items():
        table = f"evidence_{name}"
        always = [f"DELETE FROM {table}", f"TRUNCATE {table} CASCADE"]
        for statement in [*always, *(f"UPDATE {table} SET {column} = {column}" for column in columns)]:
            with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
                connections["default"].cursor().execute(statement)
        for statement in always:
            with pytest.raises(DatabaseError, match="pgtrigger"):
                connections["owner"].cursor().execute(statement)
    with pytest.raises(DatabaseError, match="pgtrigger"):
        connections["owner"].cursor().execute("UPDATE evidence_timestamp SET token = token")
    for table in ("dailyhead SET payload = ''", "dailyleaf SET entry = ''", "fixityfinding SET what = ''"):
        with pytest.raises(DatabaseError, match="pgtrigger"):
            connections["owner"].cursor().execute(f"UPDATE evidence_{table}")
    assert (DailyHead.objects.count(), Timestamp.objects.filter(state="done").count()) == (2, 2)
