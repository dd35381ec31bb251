"""Filing in two statements: all of it or nothing, whatever breaks between them and whoever files at the same moment."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any
from uuid import uuid4

import pytest
from django.apps import apps
from django.db import DatabaseError, IntegrityError, ProgrammingError, connection, transaction
from django.db.models import Model
from django.utils import timezone

from accounts.actors import Actor
from complaints.ledger import append_entry, following, walk
from complaints.models import Act, CodeMail, Complaint, LedgerEntry, NumberSeries, Receipt
from complaints.receipts import check_token, token
from complaints.services import (
    ComplainantInput,
    ContactInput,
    Filed,
    file_complaint,
    open_draft,
    save_answers,
)
from complaints.services import filing as act
from tests.cases import FACTS, make_user
from tests.counting import without_transactions

pytestmark = pytest.mark.django_db
WRITTEN = ("Party", "Contact", "Access", "NumberSeries", "Complaint", "CodeMail", "Receipt", "LedgerEntry")


def file(by: Actor, **more: Any) -> Filed:
    given: dict[str, Any] = {
        "kind": "harassment",
        "situations": ["no_consent"],
        "story": "天天收到广告。",
        "facts": FACTS,
        "complainant": ComplainantInput(name="王小宁", phone="13900001234", email="wang@example.cn"),
        "contacts": [ContactInput(channel="sms", text="全场五折")],
    }
    return file_complaint(by=by, **(given | more))


def left() -> dict[str, int]:
    models: list[type[Model]] = [apps.get_model("complaints", name) for name in WRITTEN]
    return {model.__name__: model._default_manager.count() for model in models}


def test_what_was_filed_stands_whole_in_two_statements(django_assert_num_queries: Callable[..., Any]) -> None:
    by = Actor.of_user(make_user("consumer"))
    with django_assert_num_queries(4) as made:
        filed = file(by)
    assert without_transactions(made) == 2
    case = Complaint.objects.get(pk=filed.complaint.pk)
    entry = LedgerEntry.objects.get(complaint=case)
    assert (entry.sequence, entry.act, entry.detail["number"]) == (1, Act.COMPLAINT_FILED, case.number)
    assert not walk(case.pk, [entry])
    assert check_token(token(case.receipt)).sound
    assert case.receipt == filed.receipt
    assert CodeMail.objects.get().complaint == case
    assert case.complainant.phone == "13900001234"


def test_the_chain_of_a_draft_goes_on() -> None:
    by = Actor.of_user(make_user("consumer"))
    draft, _code = open_draft(by=by, at=timezone.now())
    with transaction.atomic():
        append_entry(by=by, complaint_id=draft.pk, act=Act.CASE_READ, detail={"what": "case"})
    filed = file(by, draft=draft)
    entries = list(LedgerEntry.objects.filter(complaint=filed.complaint.pk))
    assert [one.act for one in entries] == [Act.CASE_READ, Act.COMPLAINT_FILED]
    assert not walk(draft.pk, entries)


@pytest.mark.parametrize("keyed", [False, True])
def test_what_breaks_between_the_statements_leaves_nothing_and_takes_no_number(
    monkeypatch: pytest.MonkeyPatch, keyed: bool
) -> None:
    by, key = Actor.of_user(make_user("consumer")), uuid4() if keyed else None
    file(by)
    before = left()

    def broken(**_given: object) -> Receipt:
        raise OSError("the key is gone")

    with monkeypatch.context() as patched:
        patched.setattr(act, "signed", broken)
        with pytest.raises(OSError, match="the key is gone"):
            file(by, key=key)
    assert left() == before
    # Nor is the key used up.
    assert file(by, key=key).complaint.number.endswith("-000002")


@pytest.mark.parametrize("keyed", [False, True])
def test_a_second_statement_that_the_database_refuses_leaves_nothing(
    monkeypatch: pytest.MonkeyPatch, keyed: bool
) -> None:
    """A wrong place in the ledger: no other filing was first, whether a key was given or not."""
    by, key = Actor.of_user(make_user("consumer")), uuid4() if keyed else None
    before = left()

    def beside(last: LedgerEntry | None, **given: Any) -> LedgerEntry:
        following(last, **given).save()
        return following(last, **given)

    with monkeypatch.context() as patched:
        patched.setattr(act, "following", beside)
        with pytest.raises(IntegrityError, match="ledger_one_entry_a_place"):
            file(by, key=key)
    assert left() == before
    assert file(by, key=key).complaint.number.endswith("-000001")


def test_a_draft_whose_filing_broke_is_still_there(monkeypatch: pytest.MonkeyPatch) -> None:
    by = Actor.of_user(make_user("consumer"))
    draft, _code = open_draft(by=by, at=timezone.now())
    save_answers(by=by, draft=draft, step="story", answers={"story": "天天收到广告。"})
    with monkeypatch.context() as patched:
        patched.setattr(act, "signed", lambda **_given: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            file(by, draft=draft)
    filed = file(by, draft=draft)
    assert (filed.complaint.pk, filed.repeated) == (draft.pk, False)
    assert file(by, draft=draft).repeated


def test_what_was_written_together_is_as_frozen_as_before() -> None:
    filed = file(Actor.of_user(make_user("consumer")))
    entry = LedgerEntry.objects.get(complaint=filed.complaint)
    for row in (filed.receipt, entry):
        for change in (lambda row: row.save(force_update=True), lambda row: row.delete()):
            with pytest.raises((ProgrammingError, DatabaseError)), transaction.atomic():
                change(row)
    with pytest.raises(ProgrammingError), transaction.atomic():
        Complaint.objects.filter(pk=filed.complaint.pk).update(story="另一段")


@pytest.mark.django_db(transaction=True)
def test_one_key_from_many_at_the_same_moment_files_once_and_others_beside_it_file() -> None:
    """Eight with one key, eight with none: the lock of the number and that of the key are taken in one order by all."""
    by, key = Actor.of_user(make_user("consumer")), uuid4()
    gate = Barrier(16)

    def one(keyed: bool) -> Filed:
        try:
            gate.wait(timeout=60)
            return file(by, key=key if keyed else None)
        finally:
            connection.close()

    with ThreadPoolExecutor(16) as pool:
        filed = list(pool.map(one, [place % 2 == 0 for place in range(16)]))
    same, others = filed[::2], filed[1::2]
    assert sorted(one.repeated for one in same) == [False, *[True] * 7]
    assert {one.complaint.number for one in same} == {same[0].complaint.number}
    assert not any(one.repeated for one in others)
    assert NumberSeries.objects.get().last == 9
    assert left() == dict.fromkeys(WRITTEN, 9) | {"NumberSeries": 1}
