"""What a person can do alone: in steps, with what it costs and does not do; for a case, with a way to keep the result."""

import pytest
from django.test import Client

from accounts.actors import Actor
from accounts.models import User
from complaints.models import Complaint
from complaints.services import ComplainantInput, file_complaint
from legal.corpus import load
from tests.legal.cases import BOUND_ACCOUNT, CHILDS_NUMBER, LANDLINE, NO_DEBT, OPT_OUT

pytestmark = pytest.mark.django_db


@pytest.fixture
def owner() -> User:
    return User.objects.create_user(username="owner", password="x")


def filed(owner: User, facts: dict) -> Complaint:
    return file_complaint(
        by=Actor.of_user(owner),
        kind=facts["kind"],
        situations=[],
        story="示例。",
        facts=facts,
        complainant=ComplainantInput(name="王小宁", phone="13900001234"),
    ).complaint


def page(user: User | None, address: str) -> str:
    client = Client()
    if user is not None:
        client.force_login(user)
    response = client.get(address)
    assert response.status_code == 200, address
    return response.content.decode()


def test_every_way_says_all_that_must_be_said():
    found = page(None, "/self-help/")
    for row in load().self_help:
        for name in ("title", "does", "does_not", "cost", "takes", "keep"):
            assert row[name] in found, (row["id"], name)
        assert all(step in found for step in row["steps"]), row["id"]
        assert len(row["steps"]) >= 3, row["id"]
    assert "征信业管理条例" in found
    assert "把结果存为证据" not in found


def test_blocking_warns_before_it_tells_how():
    found = page(None, "/self-help/")
    blocking = found[found.index('id="blocking"') :]
    assert blocking.index("动手之前") < blocking.index("<ol>")
    assert "验证码" in blocking[: blocking.index("<ol>")]
    assert "证据" in blocking[: blocking.index("<ol>")]


@pytest.mark.parametrize(
    ("facts", "wanted", "folded"),
    [
        (BOUND_ACCOUNT, {"yizheng", "renewal"}, {"blocking", "credit_report", "label"}),
        (LANDLINE, {"yizheng", "renewal", "label"}, {"credit_report"}),
        (NO_DEBT, {"credit_report", "blocking"}, {"yizheng", "renewal", "label"}),
        (OPT_OUT, {"blocking"}, {"credit_report"}),
    ],
)
def test_what_the_facts_call_for_stands_first(owner, facts, wanted, folded):
    found = page(owner, f"/cases/{filed(owner, facts).number}/self-help/")
    head, _fold, tail = found.partition("别的自助办法")
    assert all(f'id="{one}"' in head for one in wanted)
    assert all(f'id="{one}"' in tail for one in folded)


def test_results_are_kept_with_the_files_of_the_case(owner):
    number = filed(owner, BOUND_ACCOUNT).number
    found = page(owner, f"/cases/{number}/self-help/")
    assert "把结果存为证据" in found
    assert f"/cases/{number}/files/" in found


def test_a_guardian_is_told_whose_identity_it_takes(owner):
    assert "监护人" in page(owner, f"/cases/{filed(owner, CHILDS_NUMBER).number}/self-help/")


def test_facts_that_cannot_be_read_still_get_advice(owner):
    number = filed(owner, {**OPT_OUT, "contacts": {"count": "many"}}).number
    assert "端口短信拦截" in page(owner, f"/cases/{number}/self-help/")


def test_the_page_of_the_law_leads_there(owner):
    number = filed(owner, OPT_OUT).number
    assert f"/cases/{number}/self-help/" in page(owner, f"/cases/{number}/law/")


def test_nobody_else_sees_that_of_a_case(owner):
    number = filed(owner, OPT_OUT).number
    client = Client()
    assert client.get(f"/cases/{number}/self-help/").status_code == 404
    client.force_login(User.objects.create_user(username="stranger", password="x"))
    assert client.get(f"/cases/{number}/self-help/").status_code == 404
