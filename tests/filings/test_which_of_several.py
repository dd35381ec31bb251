"""Two platforms, one earlier complaint to each: which of them it was is told in the story, or asked, or left out."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from complaints.facts import prior_of, several_of_a_role
from complaints.forms import PriorForm
from complaints.forms.stating import page_form
from complaints.models import Complaint
from documents.of_several import of_anothers, unplaced
from filings.services.sending.content import case_fields
from tests.golden.papers import case_of, filed

RIDES, SHOP = "武汉快鹿网络科技有限公司", "成都柚柚电子商务有限公司"
CARRIER = "示例通信湖北有限公司"


@pytest.fixture
def complaint(db: None) -> Complaint:
    return filed(case_of("two_apps"))


@pytest.fixture
def untold(db: None) -> Complaint:
    case = case_of("two_apps")
    return filed({**case, "story": "两家软件都绑着别人的账号，我分别找过他们，都不肯解绑。"})


def earlier(complaint: Complaint, *more: str) -> list[tuple[str, str]]:
    rows = case_fields(complaint, {"prior", *more}, [])["prior"]
    return [(row["to"], row["on"]) for row in rows]


def test_the_story_tells_which_of_them_was_asked_on_a_day(complaint: Complaint):
    assert earlier(complaint, "respondents") == [
        (RIDES, "2026-07-02"),
        (SHOP, "2026-07-15"),
        ("电信运营商", "2026-08-01"),
    ]


def test_nobody_is_named_by_an_earlier_complaint_where_the_respondents_do_not_go(complaint: Complaint):
    assert {name for name, _on in earlier(complaint)} == {"平台", "电信运营商"}


def test_what_is_not_told_is_asked_and_then_known(untold: Complaint):
    assert {name for name, _on in earlier(untold, "respondents")} == {"平台", "电信运营商"}
    asked = page_form(untold, "prior").forms[0].fields["whom"]
    assert [value for value, _label in asked.choices] == ["", RIDES, SHOP]
    client = Client()
    client.force_login(untold.owner)
    address = reverse("statement", args=[untold.number, "prior"])
    page = client.get(address)
    posted = {
        name: value if value is not None else ""
        for form in page.context["form"].forms
        for name, value in ((form.add_prefix(field), form[field].value()) for field in form.fields)
    }
    posted |= {
        name: page.context["form"].management_form[name.removeprefix("prior-")].value()
        for name in (f"prior-{part}" for part in ("TOTAL_FORMS", "INITIAL_FORMS"))
    }
    posted |= {"prior-0-whom": SHOP, "shown": page.context["reason"]["shown"].value()}
    answer = client.post(address, posted)
    assert answer.status_code == 302, answer.content.decode()
    again = Complaint.objects.get(pk=untold.pk).read_whole()
    assert earlier(again, "respondents")[0][0] == SHOP


def test_that_a_step_is_left_out_is_said_beside_the_letter(complaint: Complaint, untold: Complaint):
    assert unplaced(complaint, RIDES) == []
    assert unplaced(untold, CARRIER) == []
    first, second = unplaced(untold, RIDES)
    assert first.startswith("2026年7月2日找的是哪一家还没有说清")
    assert second.startswith("2026年7月15日")


def test_it_is_asked_only_where_there_are_two_of_a_role(complaint: Complaint):
    assert "whom" not in PriorForm().fields
    rows: list[dict[str, Any]] = [{"role": "platform", "name": RIDES}, {"role": "operator", "name": CARRIER}]
    assert several_of_a_role(rows) == []
    assert several_of_a_role([*rows, {"role": "platform", "name": SHOP}]) == [RIDES, SHOP]


def test_what_was_chosen_is_kept_with_its_step():
    form = PriorForm(
        {"to": "platform", "whom": SHOP, "on": "2026-07-15", "act": "complaint"}, among=[RIDES, SHOP]
    )
    assert form.is_valid(), form.errors
    assert prior_of({**form.cleaned_data, "on": "2026-07-15"})["whom"] == SHOP
    wrong = PriorForm({"to": "platform", "whom": "别的公司", "on": "2026-07-15"}, among=[RIDES, SHOP])
    assert "whom" in wrong.errors


def test_the_operator_is_told_all_that_came_of_the_number_and_an_app_nothing_of_another(complaint: Complaint):
    assert of_anothers(complaint, frozenset({CARRIER})) == frozenset()
    anothers = of_anothers(complaint, frozenset({RIDES}))
    assert any("柚柚" in one for one in anothers)
    assert not any("没有人告诉我这个号以前有人用" in one for one in anothers)
