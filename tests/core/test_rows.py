"""Rows of several tables in one statement: as Django's own inserts write them, with their keys, all or none."""

from typing import Any
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models import Model
from django.forms.models import model_to_dict
from django.utils import timezone

from complaints.models import Access, Complaint, Contact, Party
from core.rows import insert_together
from tests.cases import FACTS, make_user

pytestmark = pytest.mark.django_db
NOW = timezone.now()


def rows(owner: Any) -> tuple[list[Complaint], list[Party], list[Contact], list[Access]]:
    """Of every kind of field that a filing has: encrypted, JSON, array, UUID, day, moment, none, signs that SQL minds."""
    case = Complaint(
        number=f"T-{uuid4().hex[:10]}", kind="harassment", situations=["no_consent", "fraud_link"], owner=owner,
        story="100% ‘是’ \\ ' \" %s 🙂", facts=FACTS, event_first=NOW.date(), event_last=NOW.date(), filed_at=NOW,
        searchable="退订",
    )  # fmt: skip
    people = [
        Party(complaint=case, role="complainant", name="王小宁", phone="13900001234"),
        Party(complaint=case, role="operator", organisation_name="示例移动通信公司", licensed_lender=False),
    ]
    contacts = [
        Contact(complaint=case, channel="sms", text=f"第 {place} 条", received_at=NOW, reading={"read": {"a": [1, None]}})
        for place in range(3)
    ]  # fmt: skip
    access = Access(
        complaint=case, user=owner, why=Access.Why.OWNER, since=NOW, granted_by="holder", covered=[uuid4()]
    )
    return [case], people, contacts, [access]


def stored(row: Model) -> dict[str, Any]:
    found = model_to_dict(type(row)._default_manager.get(pk=row.pk))
    return {name: found[name] for name in found if name not in ("id", "number", "complaint", "covered")}


def test_they_are_stored_as_single_inserts_store_them() -> None:
    owner = make_user("consumer")
    single, together = rows(owner), rows(owner)
    for row in (row for table in single for row in table):
        row.save(force_insert=True)
    insert_together(*together)
    for table, other in zip(single, together, strict=True):
        assert [stored(row) for row in table] == [stored(row) for row in other]
    case = together[0][0]
    found = Complaint.objects.matching("退订").get(pk=case.pk)
    assert [one.text for one in found.contacts.order_by("pk")] == ["第 0 条", "第 1 条", "第 2 条"]
    assert [one.pk for one in found.contacts.order_by("pk")] == [one.pk for one in together[2]]
    assert found.access.get().covered == together[3][0].covered
    assert not any(row._state.adding for table in together for row in table)


def test_the_last_statement_runs_when_the_rows_are_written_and_its_value_comes_back() -> None:
    case, people, contacts, access = rows(make_user("consumer"))
    insert_together(case)
    with connection.cursor() as cursor:
        cursor.execute("SELECT last_value FROM complaints_party_id_seq")
        before = cursor.fetchone()[0]
    value = insert_together(
        people,
        [],
        contacts,
        access,
        then="SELECT last_value + %s FROM complaints_party_id_seq",
        given=[1],
    )
    assert value == before + 3
    assert insert_together([]) is None


def test_of_one_wrong_row_none_is_written() -> None:
    case, people, contacts, access = rows(make_user("consumer"))
    people[1].role = "complainant"  # of whom a case has one
    with pytest.raises(IntegrityError), transaction.atomic():
        insert_together(case, people, contacts, access)
    assert not any(model.objects.exists() for model in (Complaint, Party, Contact, Access))
    assert all(row._state.adding for row in (*case, *people, *contacts, *access))
