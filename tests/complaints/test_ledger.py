"""P10 and P7 for the ledger and receipts: changed by nobody, and a change made by force is named."""

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import DatabaseError, connection, connections, transaction
from django.db.utils import ProgrammingError
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation

from accounts.actors import Actor
from complaints.ledger import GENESIS, append_entry, entries_together, entry_body, following, head, walk
from complaints.models import Act, LedgerEntry, Receipt, record
from core.canonical import canonical, digest
from tests.cases import make_case
from tests.counting import without_transactions

pytestmark = pytest.mark.django_db

FROZEN = {"complaints_ledgerentry": LedgerEntry, "complaints_receipt": Receipt}


def entries(case_id: UUID) -> list[LedgerEntry]:
    return list(LedgerEntry.objects.filter(complaint_id=case_id).order_by("sequence"))


def append(case_id: UUID, times: int) -> None:
    for place in range(times):
        with transaction.atomic():
            append_entry(
                by=Actor.system("test"), complaint_id=case_id, act=Act.CASE_READ, detail={"place": place}
            )


def test_every_entry_carries_the_digest_of_the_one_before():
    case_id = uuid4()
    append(case_id, 5)
    found = entries(case_id)
    assert [one.sequence for one in found] == [1, 2, 3, 4, 5]
    assert [one.previous for one in found] == [GENESIS, *(one.digest for one in found[:-1])]
    assert all(one.digest == digest(canonical(entry_body(one))) for one in found)
    assert head(case_id) == found[-1].digest
    assert walk(case_id, found) == []


def test_a_line_of_the_record_is_told_without_telling_every_act_there_is(monkeypatch: pytest.MonkeyPatch):
    record._label.cache_clear()  # whatever test told of an act before
    told: list[str] = []
    say = translation._trans.gettext  # type: ignore[attr-defined]
    monkeypatch.setattr(translation._trans, "gettext", lambda message: told.append(message) or say(message))
    for act in (Act.EXHIBIT_RECEIVED, Act.NEWS_ENDED):
        assert LedgerEntry(act=act).get_act_display() == str(act.label)
    assert len(told) == 4, "each label once, and once to compare it with"
    assert LedgerEntry(act="of_another_time").get_act_display() == "of_another_time"


def test_an_act_that_began_before_the_last_entry_stands_no_earlier_than_it():
    case_id, by = uuid4(), Actor.system("test")
    begun = timezone.now()
    later, last = begun + timedelta(seconds=8), begun + timedelta(seconds=9)
    with transaction.atomic():
        for at in (later, begun, last):
            append_entry(by=by, complaint_id=case_id, act=Act.CASE_READ, detail={}, at=at)
        newest = entries(case_id)[-1]
        following(newest, by=by, complaint_id=case_id, act=Act.CASE_READ, detail={}, at=begun).save()
    found = entries(case_id)
    assert [one.at for one in found] == [later, later, last, last]
    assert walk(case_id, found) == []


def test_a_clock_that_was_far_ahead_does_not_hold_what_follows():
    case_id, now = uuid4(), timezone.now()
    with transaction.atomic():
        for at in (now + timedelta(days=400), now):
            append_entry(by=Actor.system("test"), complaint_id=case_id, act=Act.CASE_READ, detail={}, at=at)
    assert [one.at for one in entries(case_id)] == [now + timedelta(days=400), now]


def test_an_entry_needs_the_transaction_of_its_act(transactional_db: None):
    with pytest.raises(transaction.TransactionManagementError):
        append_entry(by=Actor.system("test"), complaint_id=uuid4(), act=Act.CASE_READ, detail={})


@pytest.mark.parametrize("table", FROZEN)
def test_the_web_role_is_refused_by_grant(table: str):
    make_case()
    columns = [field.column for field in FROZEN[table]._meta.concrete_fields]
    statements = [f'UPDATE {table} SET "{column}" = "{column}"' for column in columns]
    statements += [f"DELETE FROM {table}", f"TRUNCATE {table}", f"TRUNCATE {table} CASCADE"]
    for statement in statements:
        refused = pytest.raises(ProgrammingError, match="permission denied")
        with refused, transaction.atomic(), connections["default"].cursor() as cursor:
            cursor.execute(statement)


def test_the_orm_is_refused_too():
    entry = entries(make_case().complaint.pk)[0]
    entry.actor = "user:1"
    for act in (entry.save, entry.delete, lambda: LedgerEntry.objects.update(sequence=9)):
        with pytest.raises(DatabaseError), transaction.atomic():
            act()


@pytest.fixture
def owner() -> Iterator[Any]:
    """The owner's own connection, which sees what was committed."""
    with connections["owner"].cursor() as cursor:
        cursor.execute("SELECT current_user")
        assert cursor.fetchone()[0] == "anning_owner"
        yield cursor


@pytest.mark.django_db(transaction=True, databases=["default", "owner"])
def test_even_the_owner_is_refused_by_the_triggers(owner: Any):
    case = make_case()
    for table, model in FROZEN.items():
        columns = [field.column for field in model._meta.concrete_fields]
        statements = [f'UPDATE {table} SET "{column}" = "{column}"' for column in columns]
        for statement in [*statements, f"DELETE FROM {table}", f"TRUNCATE {table} CASCADE"]:
            with pytest.raises(DatabaseError, match=r"(?i)cannot (update|delete|truncate)|pgtrigger|truncat"):
                owner.execute(statement)
    assert walk(case.complaint.pk, entries(case.complaint.pk)) == []
    assert Receipt.objects.count() == 1


@pytest.mark.django_db(transaction=True, databases=["default", "owner"])
def test_a_walk_names_what_was_done_by_force(owner: Any):
    """With the triggers off, as only the owner can."""
    cases = {name: uuid4() for name in ("changed", "gap", "swapped", "reread", "end", "sound")}
    for case_id in cases.values():
        append(case_id, 6)
    owner.execute("ALTER TABLE complaints_ledgerentry DISABLE TRIGGER USER")
    try:
        before = _forge(owner, cases)
    finally:
        owner.execute("ALTER TABLE complaints_ledgerentry ENABLE TRIGGER USER")

    found = {name: walk(case_id, entries(case_id)) for name, case_id in cases.items()}
    assert found["sound"] == []
    assert [(one.sequence, one.what.split(":")[0]) for one in found["changed"]] == [(3, "was changed")]
    assert [one.sequence for one in found["gap"]] == [4]
    assert "expected entry 3: one is missing" in found["gap"][0].what
    assert {one.sequence for one in found["swapped"]} >= {2, 3}
    # A row rewritten with a digest that fits it no longer fits the row behind it.
    assert [(one.sequence, one.what) for one in found["reread"]] == [
        (4, "does not follow the entry before it")
    ]
    # What is cut off at the end shows only beside a head that was kept elsewhere: a receipt, an export.
    assert found["end"] == []
    assert head(cases["end"]) != before


def _forge(owner: Any, cases: dict[str, UUID]) -> str:
    """Do to each case what its name says; the head of the one that loses its end, as it was before."""
    row = "WHERE complaint_id = %s AND sequence = %s"
    owner.execute(f"UPDATE complaints_ledgerentry SET actor = 'user:77' {row}", [cases["changed"], 3])
    owner.execute(f"DELETE FROM complaints_ledgerentry {row}", [cases["gap"], 3])
    for old, new in ((2, 99), (3, 2), (99, 3)):
        owner.execute(f"UPDATE complaints_ledgerentry SET sequence = %s {row}", [new, cases["swapped"], old])
    forged = LedgerEntry.objects.get(complaint_id=cases["reread"], sequence=3)
    forged.actor = "user:77"
    owner.execute(
        f"UPDATE complaints_ledgerentry SET actor = %s, digest = %s {row}",
        [forged.actor, digest(canonical(entry_body(forged))), cases["reread"], 3],
    )
    before = head(cases["end"])
    owner.execute(f"DELETE FROM complaints_ledgerentry {row}", [cases["end"], 6])
    return before


def test_the_ledger_of_a_case_says_who_in_references_alone():
    case = make_case()
    text = canonical([entry_body(one) for one in entries(case.complaint.pk)])
    for personal in ("王小宁", "13900001234", "wang@example.cn", "11010119900307109X", "示例路"):
        assert personal not in text
    assert {one.actor for one in entries(case.complaint.pk)} == {f"user:{case.owner.pk}"}


def note(case_id: UUID, place: int) -> LedgerEntry:
    return append_entry(
        by=Actor.system("test"), complaint_id=case_id, act=Act.CASE_READ, detail={"place": place}
    )


def test_the_entries_of_one_act_are_written_together():
    """Held and read once, written once, however many; and linked as if each had been written by itself."""
    case_id, other = uuid4(), uuid4()
    append(case_id, 2)
    with CaptureQueriesContext(connection) as queries, transaction.atomic(), entries_together(case_id):
        note(case_id, 2)
        with entries_together(case_id):
            note(case_id, 3)
        assert note(case_id, 4).sequence == 5
    assert without_transactions(queries) == 2
    with transaction.atomic(), entries_together(case_id):
        note(other, 0)
        note(case_id, 5)
    append(case_id, 1)
    found = entries(case_id)
    assert [one.detail["place"] for one in found] == [0, 1, 2, 3, 4, 5, 0]
    assert walk(case_id, found) == []
    assert walk(other, entries(other)) == []


def test_of_an_act_that_broke_off_no_entry_is_written():
    case_id = uuid4()

    def break_off() -> None:
        with transaction.atomic(), entries_together(case_id):
            note(case_id, 0)
            raise ValueError("broke off")

    with pytest.raises(ValueError, match="broke off"):
        break_off()
    assert entries(case_id) == []
    append(case_id, 1)
    assert [one.sequence for one in entries(case_id)] == [1]
    with transaction.atomic(), entries_together(case_id):
        pass
    assert len(entries(case_id)) == 1


@pytest.mark.parametrize("before", [0, 1])
def test_what_a_savepoint_took_back_leaves_no_entry(before: int):
    """Neither when the ledger was held inside the savepoint, and fell open with it, nor when it was held before."""
    case_id = uuid4()
    with transaction.atomic(), entries_together(case_id):
        for place in range(before):
            note(case_id, place)
        with suppress(ValueError), transaction.atomic():
            note(case_id, 10)
            with transaction.atomic():
                note(case_id, 11)
            raise ValueError("taken back")
        note(case_id, 1)
        with suppress(ValueError), transaction.atomic():
            note(case_id, 12)
            raise ValueError("taken back")
    found = entries(case_id)
    assert [entry.detail["place"] for entry in found] == [*range(before), 1]
    assert walk(case_id, found) == []


def test_a_ledger_whose_lock_fell_with_a_savepoint_is_held_and_read_again():
    case_id = uuid4()
    with transaction.atomic(), entries_together(case_id):
        with suppress(ValueError), transaction.atomic():
            note(case_id, 10)
            raise ValueError("taken back")
        # Another act, which the lock that fell no longer keeps away.
        by, now = Actor.system("test"), timezone.now()
        following(None, by=by, complaint_id=case_id, act=Act.CASE_READ, detail={}, at=now).save()
        note(case_id, 1)
    assert walk(case_id, entries(case_id)) == []


def ledger_is_waited_for() -> bool:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT 1 FROM pg_locks WHERE locktype = 'advisory' AND NOT granted AND database ="
            " (SELECT oid FROM pg_database WHERE datname = current_database())"
        )
        return cursor.fetchone() is not None


def test_who_waited_for_the_ledger_follows_the_entry_it_waited_for(transactional_db: None):
    """Held and read in one turn: the reading sees what was committed while the holding waited."""
    case_id = uuid4()

    def second() -> LedgerEntry:
        try:
            with transaction.atomic():
                return note(case_id, 1)
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as another:
        with transaction.atomic():
            first = note(case_id, 0)
            waiting = another.submit(second)
            while not waiting.done() and not ledger_is_waited_for():
                time.sleep(0.01)
        assert waiting.result().previous == first.digest
