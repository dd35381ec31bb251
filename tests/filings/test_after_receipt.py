"""What somebody reads who goes on from the receipt: what is asked of them, where one leads back to, by when an answer comes."""

from copy import deepcopy
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from complaints.forms.people import YouForm
from complaints.services import ComplainantInput, RespondentInput, file_complaint
from documents.official import form_of
from documents.requests import requests_of
from filings import services
from filings.services.sending.consent import held_as
from tests.cases import FACTS, NOW, Case, make_case, make_hand_recipient, queued
from tests.filings.pages import words
from tests.once import once_a_module


def test_of_answers_only_what_the_case_holds_is_named():
    said: dict[str, Any] = {"told.complainant": {"capacity": "recipient", "age": None}}
    assert held_as("told.complainant", said) == "您的回答（您的身份）"
    assert held_as("story", {"story": "经过"}) == "事情经过"


def test_the_mailbox_promises_what_this_portal_can_do(settings: Any):
    settings.EMAIL_LEAVES = False
    assert "寄不出信" in str(YouForm().fields["email"].help_text)
    settings.EMAIL_LEAVES = True
    assert "各发一封" in str(YouForm().fields["email"].help_text)


@pytest.mark.parametrize(
    ("region", "within"), [("410100", "五个工作日内"), ("500103", "十五个工作日内"), ("310000", "十五日内")]
)
def test_an_operator_is_asked_for_its_answer_in_the_time_that_the_plan_counts(region: str, within: str):
    from dataclasses import replace

    from tests.documents.sample import CASE

    facts = {**deepcopy(FACTS), "complainant": {"region": region}, "respondents": []}
    asked = requests_of(replace(CASE, facts=facts), form_of("operator"))
    assert f"自接到投诉之日起{within}书面答复处理结果" in "".join(asked.sentences)


@pytest.mark.django_db
def test_a_number_in_place_of_the_code_is_called_by_its_name(client: Client):
    for typed in ("AN-2026-000013", "an 2026 000013", "ＡＮ－2026－000013"):
        answer = client.post(reverse("resume"), {"code": typed})
        assert answer.status_code == 422
        assert "这是投诉编号，不是案件码" in words(answer)


@once_a_module
def case() -> Case:
    made = make_case()
    queued(made, make_hand_recipient())
    return made


@pytest.mark.django_db
@pytest.mark.usefixtures("store", "keys")
def test_the_address_of_an_act_opened_again_is_the_page_of_the_filing(case: Case, client: Client):
    client.force_login(case.owner)
    filing = case.complaint.filings.get()
    for act in ("handed-in", "move", "asked"):
        answer = client.get(reverse("filing_act", args=[filing.pk, act]))
        assert (answer.status_code, answer["Location"]) == (302, reverse("filing", args=[filing.pk]))
    assert client.get(reverse("filing_act", args=[filing.pk, "nothing"])).status_code == 404


@pytest.mark.django_db
@pytest.mark.usefixtures("store", "keys")
def test_a_day_that_cannot_be_keeps_what_else_was_registered(case: Case, client: Client):
    client.force_login(case.owner)
    filing = case.complaint.filings.get()
    early = timezone.localdate(filing.prepared_at) - timedelta(days=3)
    said = {"handed-on": early.isoformat(), "handed-reference": "JB-2026-7"}
    answer = client.post(reverse("filing_act", args=[filing.pk, "handed-in"]), said)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "递交日期不能早于材料备好的日期" in page
    assert 'value="JB-2026-7"' in page
    assert f'value="{early.isoformat()}"' in page


@pytest.mark.django_db
@pytest.mark.usefixtures("store", "keys")
def test_who_registers_an_answer_is_told_what_lacks_in_their_own_words(case: Case, client: Client):
    client.force_login(case.owner)
    filing = case.complaint.filings.get()
    services.record_handed_in(by=case.by, filing=filing, on=timezone.localdate(filing.prepared_at))
    page = words(client.get(reverse("filing", args=[filing.pk])))
    assert "对方怎么答复的" in page
    answer = client.post(reverse("filing_act", args=[filing.pk, "move"]), {"to": "decided"})
    assert answer.status_code == 409
    assert "请在“说明”里写一句" in words(answer)
    assert "投诉人会看到" not in words(answer)


@pytest.mark.django_db
@pytest.mark.usefixtures("store", "keys")
def test_who_is_asked_to_send_a_letter_is_not_told_that_nothing_is_to_be_done(
    client: Client, time_machine: Any
):
    from tests.cases import NOW, make_mail_recipient

    made = make_case()
    time_machine.move_to(NOW)
    queued(made, make_mail_recipient())
    client.force_login(made.owner)
    page = words(client.get(reverse("case", args=[made.complaint.number])))
    assert "还有一件要您做：寄保存请求函" in page


@pytest.mark.django_db
@pytest.mark.usefixtures("store", "keys")
def test_the_telephone_stands_first_where_danger_was_told(client: Client):
    made = make_case()
    client.force_login(made.owner)
    for page in ("receipt", "case"):
        assert "先打电话" not in words(client.get(reverse(page, args=[made.complaint.number])))
    told = file_complaint(
        by=made.by,
        kind="harassment",
        situations=["optout_ignored"],
        story="一直有电话。",
        facts={**deepcopy(FACTS), "debt": {"threats": ["violence"]}},
        complainant=ComplainantInput(name="王小宁", phone="13900001234", region="310113"),
        respondents=[RespondentInput(**one) for one in FACTS["respondents"]],
        at=NOW,
    ).complaint
    for page in ("receipt", "case"):
        assert "先打电话" in words(client.get(reverse(page, args=[told.number])))
