"""What papers need of the people: asked once, checked, kept beside what was filed, in the next paper too."""

from typing import Any

import pytest

from complaints.forms import ParticularsForm, answers_in, page_form
from complaints.models import Complaint
from complaints.standing import standing_facts
from complaints.stating import in_words
from filings.services.older import holding_older
from filings.services.sending.content import case_fields
from legal.services import assess_stated, shown_answers
from tests.cases import NOW, Case, make_case, make_mail_recipient, queued
from tests.once import once_a_module

pytestmark = pytest.mark.django_db
CODE = "91310000MA1FL1234T"


@once_a_module
def case() -> Case:
    return make_case(id_number="")


def state(case: Case, matter: str = "particulars", **answers: Any) -> Complaint:
    complaint = Complaint.objects.get(pk=case.complaint.pk)
    assess_stated(
        by=case.by,
        complaint=complaint,
        matter=matter,
        answers=answers,
        shown=shown_answers(complaint, matter),
        at=NOW,
    )
    return Complaint.objects.get(pk=case.complaint.pk)


def test_what_a_paper_asked_is_in_the_next_one(case: Case):
    now = state(
        case,
        own_gender="女",
        own_born="1990-03-07",
        own_ethnicity="汉族",
        respondent_0_address="上海市示例路 9 号",
        respondent_0_legal_representative="钱示例",
        court="上海市浦东新区人民法院",
    )
    assert now.court == "上海市浦东新区人民法院"
    fields = case_fields(
        now, ["complainant.gender", "complainant.birth", "complainant.ethnicity", "respondents"], []
    )
    assert fields["complainant.gender"] == "女"
    assert fields["complainant.birth"] == "1990-03-07"
    first, second = fields["respondents"]
    assert (first["address"], first["legal_representative"]) == ("上海市示例路 9 号", "钱示例")
    assert "address" not in second
    assert not any(one.address for one in now.parties.all() if one.role != "complainant")


def test_it_stays_with_the_company_when_others_are_added_and_goes_with_its_name(case: Case):
    state(case, respondent_1_address="上海市示例路 10 号")
    rows = [{"role": "operator", "name": "示例移动通信公司"}, {"role": "platform", "name": "示例平台"}]
    now = state(case, "respondents", rows=rows)
    assert [one.address for one in now.respondents] == ["上海市示例路 10 号", ""]


def test_a_later_page_says_more_and_takes_nothing_back(case: Case):
    state(case, court="甲市乙区人民法院", respondent_0_address="甲路 1 号")
    now = state(case, respondent_0_phone="021-60000000")
    assert now.court == "甲市乙区人民法院"
    assert (now.respondents[0].address, now.respondents[0].phone) == ("甲路 1 号", "021-60000000")


def test_a_digit_of_the_credit_code_that_is_wrong_is_found_and_nothing_typed_is_lost(case: Case):
    form = ParticularsForm({"respondent_0_uscc": CODE[:-1] + "0"}, complaint=case.complaint)
    assert not form.is_valid()
    assert "校验位不对" in str(form.errors)
    assert CODE[:-1] + "0" in str(form["respondent_0_uscc"])


def test_only_what_is_asked_is_answered(case: Case):
    form = ParticularsForm({"court": "甲市乙区人民法院"}, complaint=case.complaint, only={"court"})
    assert form.is_valid()
    assert answers_in("particulars", form) == {"court": "甲市乙区人民法院"}
    whole = page_form(case.complaint, "particulars")
    assert {"own_born", "respondent_0_uscc", "court"} <= set(whole.fields)
    assert "gsxt.gov.cn" in str(whole["respondent_0_uscc"].help_text)
    assert "own_relation" not in whole.fields


def test_what_was_added_for_a_paper_is_no_correction_of_one_that_went_out(case: Case, store: Any, keys: Any):
    filing = queued(case, make_mail_recipient("operator"))
    filing.state = "sent"
    now = state(case, respondent_1_address="上海市示例路 10 号", own_ethnicity="汉族")
    assert holding_older(now, [filing]) == {}


def test_the_history_says_what_was_added(case: Case):
    now = state(case, respondent_0_address="上海市示例路 9 号", court="甲市乙区人民法院")
    told = {one.label: one.now for one in in_words(now.statements.last().rows, now.kind)}
    assert told == {
        "起诉的法院": "甲市乙区人民法院",
        "对方的住所等": "示例优选商城有限公司：住所地 上海市示例路 9 号",
    }


def test_the_age_of_a_child_follows_from_its_day_of_birth_when_it_happened(case: Case):
    capacity = "contacts"
    state(case, capacity, complainant__capacity="guardian")
    state(case, "you", child="王甜甜", child_born="2014-03-11")
    now = state(case, own_relation="母亲", child_address="上海市示例路 2 号")
    assert standing_facts(now)["complainant"]["age"] == 11  # the day before the twelfth birthday
    fields = case_fields(now, ["complainant.address", "representative.relation", "complainant.birth"], [])
    assert fields == {
        "complainant.address": "上海市示例路 2 号",
        "representative.relation": "母亲",
        "complainant.birth": "2014-03-11",
    }
    later = state(case, capacity, complainant__capacity="recipient")
    assert later.child is None
    assert "age" not in standing_facts(later)["complainant"]


def test_a_program_says_them_as_a_page_does(case: Case, client: Any):
    client.force_login(case.owner)
    address = f"/api/v1/complaints/{case.complaint.number}/statements/"
    given = {"matter": "particulars", "answers": {"court": "甲市乙区人民法院", "respondent_0_uscc": CODE}}
    wrong = client.post(address, given, content_type="application/json")
    assert wrong.status_code == 400
    assert "respondent_0_uscc" in wrong.content.decode()
    del given["answers"]["respondent_0_uscc"]
    assert client.post(address, given, content_type="application/json").status_code == 201
    assert Complaint.objects.get(pk=case.complaint.pk).court == "甲市乙区人民法院"
