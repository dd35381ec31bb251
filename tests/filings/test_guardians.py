"""A guardian who has not named the child is not whom it happened to."""

import pytest
from django.contrib.auth import get_user_model
from django.core.management import call_command

from accounts.actors import Actor
from complaints.models import Complaint
from complaints.particulars import SLUG
from filings.services import blanks_for
from filings.services.law import check_open
from filings.services.recipients import recipients_of
from filings.services.sending.content import Wishes, own_side
from legal.services import assess_stated, shown_answers
from tests.golden.papers import ON, _letter, case_of, filed

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("store", "keys")]


def test_a_child_without_a_name_is_a_line_and_the_guardian_acts_for_it():
    call_command("load_recipients", verbosity=0)
    case = case_of("childs_watch")
    del case["complainant"]["child"], case["complainant"]["number"]
    complaint = filed(case).read_whole()
    own = own_side(complaint)
    assert own["representative.name"] == "郑宁"
    assert "complainant.name" not in own
    entry = check_open(complaint, "lender", ON)
    letter = _letter(complaint, next(iter(recipients_of(complaint, "lender"))), Wishes(), entry)
    assert "投诉人：＿＿＿＿（10周岁）。" in letter
    assert "法定代理人：郑宁，联系电话：13900000017。" in letter
    assert "使用的号码：＿＿＿＿。" in letter
    assert "投诉人：郑宁" not in letter


def test_who_the_child_is_is_asked_where_a_paper_names_it():
    call_command("load_recipients", verbosity=0)
    case = case_of("childs_watch")
    del case["complainant"]["child"], case["complainant"]["number"]
    complaint = filed(case)
    actor = Actor.of_user(get_user_model().objects.get())
    asked = blanks_for(complaint.read_whole(), "lender")
    assert "child_name" in asked
    assert "own_name" not in asked
    shown = shown_answers(complaint, SLUG)
    assess_stated(by=actor, complaint=complaint, matter=SLUG, answers={"child_name": "郑小满"}, shown=shown)
    named = Complaint.objects.get(pk=complaint.pk).read_whole()
    assert own_side(named)["complainant.name"] == "郑小满"
    assert "child_name" not in blanks_for(named, "lender")
