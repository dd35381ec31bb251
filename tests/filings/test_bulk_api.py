"""Bulk acts through the API: frozen at the preview, confirmed by who looked, with what became of each case."""

from typing import Any

import pytest
from rest_framework.test import APIClient

from accounts.models import User
from filings.models import BulkAct, DeskLetter, Filing, Note, Task
from filings.moves import State
from tests.filings.desk_cases import Desk, make_caseworker, make_desk, on_desk
from tests.filings.test_desk_letters import head

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("store", "keys")]
ADDRESS = "/api/v1/bulk-acts/"


@pytest.fixture
def desk() -> Desk:
    return make_desk()


def caller(user: User) -> APIClient:
    client = APIClient()
    client.force_authenticate(user)
    return client


def looked(user: User, act: str, *filings: Filing, **given: Any) -> dict[str, Any]:
    chosen = {"filings": [str(one.pk) for one in filings]} if filings else {}
    answer = caller(user).post(ADDRESS, {"act": act, **chosen, **given}, format="json")
    assert answer.status_code == 201, answer.data
    return dict(answer.data)


def confirmed(user: User, bulk: dict[str, Any]) -> list[tuple[str, str]]:
    answer = caller(user).post(f"{ADDRESS}{bulk['id']}/confirm/", format="json")
    assert answer.status_code == 200, answer.data
    return [(one["number"], one["state"]) for one in answer.data["items"]]


def test_it_is_frozen_when_looked_at_and_done_when_confirmed(desk: Desk) -> None:
    first, second = (
        on_desk(desk, phone="13900000001"),
        on_desk(desk, phone="13900000002", state=State.ACCEPTED),
    )
    bulk = looked(desk.caseworker, "accept", first, second)
    states = {one["filing"]: (one["state"], one["words"]) for one in bulk["items"]}
    assert states[first.pk] == ("ready", "")
    assert states[second.pk] == ("left_out", "现在是“已受理”，不能受理")
    assert Filing.objects.get(pk=first.pk).state == State.ACKNOWLEDGED
    assert dict(confirmed(desk.caseworker, bulk))[first.complaint.number] == "done"
    assert Filing.objects.get(pk=first.pk).state == State.ACCEPTED


def test_each_act_of_the_page_is_there(desk: Desk) -> None:
    colleague = make_caseworker(desk.organisation, "colleague")
    filing = on_desk(desk)
    acts: dict[str, dict[str, Any]] = {
        "assign": {"person": "colleague"},
        "note": {"text": "一起核对号码"},
        "task": {"text": "核实主体", "person": "colleague", "day": "2026-12-31"},
        "transfer": {"body": "乙市通信管理局", "text": "号码在乙市"},
    }
    for act, given in acts.items():
        assert confirmed(desk.caseworker, looked(desk.caseworker, act, filing, **given)) == [
            (filing.complaint.number, "done")
        ], act
    held = Filing.objects.get(pk=filing.pk)
    assert (held.assigned_to, held.state) == (colleague, State.TRANSFERRED)
    assert "一起核对号码" in {one.text for one in Note.objects.filter(filing=held, kind=Note.Kind.INTERNAL)}
    assert Task.objects.get(filing=held).person == colleague
    assert {*acts, "accept", "letter"} == {*BulkAct.Act.values}


def test_all_of_a_colleague_is_handed_over_also_of_who_left(desk: Desk) -> None:
    leaver = make_caseworker(desk.organisation, "leaver")
    filings = [on_desk(desk, phone=f"1390000000{place}") for place in range(2)]
    Filing.objects.update(assigned_to=leaver)
    on_desk(desk, phone="13900000009")
    User.objects.filter(pk=leaver.pk).update(is_staff=False)
    bulk = looked(desk.caseworker, "assign", of="leaver", person=desk.caseworker.username)
    assert {one["filing"] for one in bulk["items"]} == {one.pk for one in filings}
    confirmed(desk.caseworker, bulk)
    assert Filing.objects.filter(assigned_to=desk.caseworker).count() == 2


def test_a_letter_is_read_before_it_leaves() -> None:
    desk = make_desk("杭州市示例区市场监督管理局", channel="12315_complaint")
    head(desk)
    filing = on_desk(desk)
    bulk = looked(desk.caseworker, "letter", filing, kind="acceptance")
    (item,) = bulk["items"]
    assert item["state"] == "ready", item
    text = caller(desk.caseworker).get(f"{ADDRESS}{bulk['id']}/letters/{item['id']}/").data["text"]
    assert filing.complaint.number in text
    (became,) = caller(desk.caseworker).post(f"{ADDRESS}{bulk['id']}/confirm/").data["items"]
    assert (became["state"], became["words"]) == ("done", DeskLetter.objects.get(filing=filing).number)
    over = caller(desk.caseworker).get(f"{ADDRESS}{bulk['id']}/letters/{item['id']}/")
    assert over.status_code == 404


def test_it_is_of_who_looked_and_of_their_desk_alone(desk: Desk) -> None:
    filing = on_desk(desk)
    other = make_desk("乙市市场监督管理局", channel="12315_complaint")
    bulk = looked(desk.caseworker, "note", filing, text="记一条")
    for user in (other.caseworker, make_caseworker(desk.organisation, "colleague")):
        assert caller(user).get(f"{ADDRESS}{bulk['id']}/").status_code == 404
        assert caller(user).post(f"{ADDRESS}{bulk['id']}/confirm/").status_code == 404
    strange = {"act": "note", "filings": [str(filing.pk)], "text": "记一条"}
    assert caller(other.caseworker).post(ADDRESS, strange, format="json").status_code == 409
    assert caller(desk.caseworker).post(f"{ADDRESS}{bulk['id']}/drop/").data["state"] == "dropped"
    assert confirmed(desk.caseworker, bulk) == [(filing.complaint.number, "ready")]
    assert not Note.objects.exists()


def test_what_is_chosen_is_said_once_and_colleagues_are_known(desk: Desk) -> None:
    filing = on_desk(desk)
    for wrong in (
        {"act": "note", "text": "记"},
        {"act": "note", "text": "记", "filings": [str(filing.pk)], "of": desk.caseworker.username},
        {"act": "assign", "filings": [str(filing.pk)], "person": "nobody"},
        {"act": "decide", "filings": [str(filing.pk)]},
    ):
        assert caller(desk.caseworker).post(ADDRESS, wrong, format="json").status_code == 400, wrong
