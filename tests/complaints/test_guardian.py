"""Who complains for somebody else, and about which number; the ticket of an earlier step; what is asked only where it matters."""

import pytest
from django.db import connection
from django.test import Client

from complaints import intake
from complaints.forms import PriorForm, YouForm
from complaints.models import Complaint, Party
from tests.complaints.test_intake import begin, go

pytestmark = pytest.mark.django_db

GUARDIAN = {"name": "王小宁", "phone": "13900001234", "region": "310000", "agree": "on"}


def intake_of(client: Client, capacity: str, *, kind: str = "harassment") -> str:
    """An intake that lacks nothing but the person; its address."""
    base = begin(client, kind).rsplit("/", 2)[0]
    go(
        client,
        f"{base}/situations/",
        {"situations": ["no_consent" if kind == "harassment" else "account_taken_over"]},
    )
    go(client, f"{base}/event/", {"first": "2025-11-01", "last": "2025-11-11"})
    page = "contacts" if kind == "harassment" else "number"
    go(client, f"{base}/{page}/", {"complainant__capacity": capacity})
    return base


def test_a_guardian_names_the_child_and_its_number_and_neither_stands_in_the_open(client: Client) -> None:
    base = intake_of(client, "guardian")
    assert "孩子的姓名" in client.get(f"{base}/you/").content.decode()
    wrong = go(client, f"{base}/you/", GUARDIAN, expect=422)
    assert "请填孩子的姓名" in wrong
    assert "请填孩子受到打扰的号码" in wrong
    assert "13900001234" in wrong  # what was typed stays
    go(client, f"{base}/you/", {**GUARDIAN, "child": "王甜甜", "number": "139 0000 5678"})
    assert "王甜甜" in client.get(f"{base}/review/").content.decode()
    go(client, f"{base}/review/", {})
    complaint = Complaint.objects.get()
    assert complaint.child is not None
    assert (complaint.child.name, complaint.complainant.name) == ("王甜甜", "王小宁")
    assert (complaint.complainant.number, complaint.complainant.phone) == ("13900005678", "13900001234")
    assert complaint.respondents == []
    assert "王甜甜" not in complaint.searchable + str(complaint.facts)
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, number FROM complaints_party")
        assert not [row for row in cursor.fetchall() if "王" in str(row) or "5678" in str(row)]


def test_a_child_that_was_said_under_another_capacity_is_no_child_any_more(client: Client) -> None:
    base = intake_of(client, "guardian")
    go(client, f"{base}/you/", {**GUARDIAN, "child": "王甜甜", "number": "13900005678"})
    go(client, f"{base}/contacts/", {"complainant__capacity": "recipient"})
    assert "王甜甜" not in client.get(f"{base}/review/").content.decode()
    go(client, f"{base}/review/", {})
    assert not Party.objects.filter(role=Party.Role.CHILD).exists()
    assert Complaint.objects.get().complainant.number == ""


def test_a_guardian_who_named_no_child_yet_is_asked_before_filing(client: Client) -> None:
    base = intake_of(client, "recipient")
    go(client, f"{base}/you/", GUARDIAN)
    go(client, f"{base}/contacts/", {"complainant__capacity": "guardian"})
    assert "您是谁" in go(client, f"{base}/review/", {}, expect=422)
    assert not Complaint.objects.exists()
    answers = {"kind": {"kind": "harassment"}, "you": {"name": "王小宁"}}
    assert intake.YOU not in intake.missing(answers)


def test_who_gave_a_number_up_may_name_it(client: Client) -> None:
    base = intake_of(client, "former_holder", kind="second_hand_number")
    assert "已经停用的号码" in client.get(f"{base}/you/").content.decode()
    assert "这不像" in go(client, f"{base}/you/", {**GUARDIAN, "number": "12"}, expect=422)
    go(client, f"{base}/you/", {**GUARDIAN, "number": "13900007777"})
    go(client, f"{base}/review/", {})
    assert Complaint.objects.get().complainant.number == "13900007777"


def test_everybody_else_is_asked_for_one_number() -> None:
    assert not {"child", "number"} & set(YouForm().fields)
    assert not {"child", "number"} & set(YouForm(capacity="recipient").fields)


def test_the_ticket_of_an_earlier_step_becomes_a_fact(client: Client) -> None:
    base = intake_of(client, "recipient")
    row = {"prior-0-to": "operator", "prior-0-on": "2025-11-02", "prior-0-ticket": "GD-2025-77"}
    go(client, f"{base}/prior/", {"prior-TOTAL_FORMS": "1", "prior-INITIAL_FORMS": "0", **row})
    go(client, f"{base}/you/", GUARDIAN)
    assert "编号 GD-2025-77" in client.get(f"{base}/review/").content.decode()
    go(client, f"{base}/review/", {})
    (prior,) = Complaint.objects.get().facts["prior"]
    assert prior["ticket"] == "GD-2025-77"
    lonely = PriorForm({"ticket": "GD-1"})
    assert "to" in lonely.errors


def test_whether_it_is_a_licensed_lender_is_asked_where_somebody_may_collect(client: Client) -> None:
    for kind, asked in (("harassment", False), ("second_hand_number", True), ("fake_collection", True)):
        base = begin(client, kind).rsplit("/", 2)[0]
        assert ("持牌机构" in client.get(f"{base}/respondents/").content.decode()) == asked, kind
