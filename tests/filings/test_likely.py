"""Whom the answers name is written to after one tap; no way is offered that takes nothing without a name."""

from copy import deepcopy
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.actors import Actor
from complaints.models import Complaint
from complaints.services import ComplainantInput, RespondentInput, file_complaint
from filings.models import Filing
from legal.services import assess_complaint
from tests.cases import FACTS, NOW, Case, make_hand_recipient, make_user
from tests.filings.pages import words
from tests.once import once_a_module

pytestmark = pytest.mark.django_db


@once_a_module
def case() -> Case:
    owner = make_user("owner")
    facts: dict[str, Any] = deepcopy(FACTS)
    facts |= {
        "kind": "second_hand_number",
        "situations": ["account_bound"],
        "number": {"second_hand": True, "accounts_bound": ["微信", "支付宝", "邮箱"]},
        "debt": {"owed": "others"},
        "respondents": [{"role": "operator", "name": "示例移动"}],
    }
    made = file_complaint(
        by=Actor.of_user(owner),
        kind="second_hand_number",
        situations=["account_bound"],
        story="新办的号，平安普惠天天打电话催前机主的贷款，微信、支付宝也绑着别人。",
        facts=facts,
        complainant=ComplainantInput(name="王小宁", phone="13900001234", region="310113"),
        respondents=[RespondentInput(role="operator", name="示例移动")],
        at=NOW,
    )
    assess_complaint(by=Actor.of_user(owner), complaint=made.complaint)
    return Case(made.complaint, owner, Actor.of_user(owner))


def who(case: Case) -> str:
    return reverse("who_is_it", args=[case.complaint.number])


def test_platforms_and_lenders_that_were_told_are_written_to_after_one_tap(case: Case, client: Client):
    client.force_login(case.owner)
    page = words(client.get(who(case)))
    assert all(f"写给 {name}" in page for name in ("微信", "支付宝", "平安普惠"))
    assert "写给 邮箱" not in page
    for name, channel in (("微信", "platform"), ("平安普惠", "lender")):
        answer = client.post(who(case), {"name": name}, follow=True)
        assert answer.status_code == 200
        assert answer.redirect_chain[0][0] == reverse(
            "choose_recipient", args=[case.complaint.number, channel]
        )
        assert name in words(answer)
        assert name in [
            one.organisation_name for one in Complaint.objects.get(pk=case.complaint.pk).respondents
        ]
    assert not Filing.objects.filter(complaint=case.complaint).exists()


def test_who_page_offers_no_way_that_leads_back_to_it(case: Case, client: Client):
    client.force_login(case.owner)
    page = client.get(who(case)).content.decode()
    for channel in ("platform", "lender"):
        assert reverse("choose_recipient", args=[case.complaint.number, channel]) not in page


def test_nobody_who_was_not_told_becomes_one_of_the_other_side(case: Case, client: Client):
    client.force_login(case.owner)
    answer = client.post(who(case), {"name": "示例银行"}, follow=True)
    assert "没有改动任何内容" in words(answer)
    assert len(Complaint.objects.get(pk=case.complaint.pk).respondents) == 1


def test_a_guess_at_who_it_is_is_looked_up_before_anybody_is_sued_by_it(client: Client):
    owner = make_user("guessing")
    name = "禾穗快借（可能是深圳禾穗云联科技）"
    made = file_complaint(
        by=Actor.of_user(owner),
        kind="fake_collection",
        situations=["threats_impersonation"],
        story="还款的时候页面上显示过“深圳禾穗云联科技”几个字。",
        facts={
            **deepcopy(FACTS),
            "kind": "fake_collection",
            "debt": {"owed": "others", "threats": ["publicity"]},
            "respondents": [{"role": "lender", "name": name}],
        },
        complainant=ComplainantInput(name="王小宁", phone="13900001234", region="310113"),
        respondents=[RespondentInput(role="lender", name=name)],
        at=NOW,
    )
    assess_complaint(by=Actor.of_user(owner), complaint=made.complaint)
    client.force_login(owner)
    page = words(client.get(reverse("who_is_it", args=[made.complaint.number])))
    assert "您写的是“可能是深圳禾穗云联科技”：这是线索，还不能凭它起诉。" in page
    court = make_hand_recipient("court")
    to_court = client.get(reverse("consent", args=[made.complaint.number, "court", court.pk]), follow=True)
    assert to_court.redirect_chain[-1][0] == reverse("who_is_it", args=[made.complaint.number])
