"""Each thing that is wanted is a request in every letter, and in the claim, to whom it can be asked of."""

from typing import Any

import pytest

from tests.documents.asking import asked, case_before
from tests.documents.test_whose_number import text_of

LENDER = {"role": "lender", "name": "示例消费金融有限公司", "licensed_lender": True}
COLLECTOR = {"role": "collector", "name": "示例信用管理有限公司"}
LANDLORD: dict[str, Any] = {
    "kind": "fake_collection",
    "situations": ["others_debt"],
    "wishes": ["stop", "tell_source"],
    "event": {"first": "2026-06-05", "last": "2026-11-22"},
    "complainant": {"capacity": "debtors_contact"},
    "contacts": {"channels": ["call", "sms"], "count": 87},
    "debt": {"owed": "others", "told_them_on": "2026-06-05", "contacts_told": 2, "collected_by": "entrusted"},
    "respondents": [LENDER, COLLECTOR],
}
HOLDER: dict[str, Any] = {
    "kind": "second_hand_number",
    "situations": ["former_holder_pursued"],
    "wishes": ["stop", "tell_source"],
    "event": {"first": "2026-06-05", "last": "2026-11-22"},
    "complainant": {"capacity": "subscriber"},
    "contacts": {"channels": ["call"], "count": 30},
    "number": {"second_hand": True, "registrant_is_me": True, "activated_on": "2026-05-16"},
    "debt": {"owed": "others", "told_them_on": "2026-06-05"},
    "respondents": [LENDER],
}


def requested(facts: dict[str, Any], channel: str) -> str:
    return "\n".join(asked(facts, channel).sentences)


@pytest.mark.parametrize("channel", ["lender", "12378", "court"])
@pytest.mark.parametrize(
    "facts", [LANDLORD, {**LANDLORD, "situations": ["contacts_harassed"]}, HOLDER], ids=["F2", "F3", "S6"]
)
def test_whoever_is_dunned_for_another_asks_where_their_number_is_from(facts: dict[str, Any], channel: str):
    assert "来源" in requested(facts, channel)


def test_whoever_collects_what_was_paid_off_is_asked_to_have_it_checked():
    paid: dict[str, Any] = {
        **LANDLORD,
        "situations": ["amount_wrong", "contacts_harassed"],
        "wishes": ["confirm_no_debt", "stop"],
        "complainant": {"capacity": "recipient"},
        "debt": {"owed": "settled", "told_them_on": "2026-06-05", "collected_by": "entrusted"},
    }
    asked_of = {
        one["name"]: asked(paid, "lender", addressee=one["name"]).sentences for one in (LENDER, COLLECTOR)
    }
    assert "向委托方核实" in str(asked_of[COLLECTOR["name"]])
    assert "已经清偿完毕" in str(asked_of[LENDER["name"]])


PLATFORM = {"role": "platform", "name": "示例商城有限公司"}
RETURNS: dict[str, Any] = {
    "kind": "second_hand_number",
    "situations": ["account_bound"],
    "wishes": ["correct", "apology"],
    "event": {"first": "2026-06-11", "last": "2026-11-25"},
    "complainant": {"capacity": "subscriber"},
    "contacts": {"channels": ["call", "sms"], "count": 173},
    "number": {"second_hand": True, "registrant_is_me": True, "accounts_bound": ["示例商城"]},
    "prior": [{"to": "platform", "act": "complaint", "on": "2026-07-03", "answered_on": "2026-07-09"}],
    "respondents": [PLATFORM],
}


@pytest.mark.parametrize("channel", ["platform", "court"])
def test_whoever_keeps_a_number_on_an_account_though_told_corrects_it_and_apologises(channel: str):
    made = asked(RETURNS, channel)
    text = "\n".join(made.sentences)
    assert "与他人账户的绑定" in text
    assert "书面赔礼道歉" in text
    apology = next(one for one in made.made if one.slug == "apology")
    assert "民法典:1000" in {one.id for one in apology.provisions}
    (ground,) = case_before(RETURNS, channel).grounds
    assert "民法典:1033" in {one.id for one in ground.provisions}


@pytest.mark.parametrize("gone", ["prior", "contacts"])
def test_nobody_apologises_who_was_not_told_or_of_whom_nothing_came(gone: str):
    facts = {name: said for name, said in RETURNS.items() if name != gone}
    assert "道歉" not in requested(facts, "court")
    assert "绑定" in requested(facts, "court")


def test_why_whoever_was_told_apologises_is_said_in_the_claim_and_the_letter():
    for channel in ("platform", "court"):
        assert "接到投诉以后没有更正" in text_of(RETURNS, channel)


def test_of_two_nobody_is_said_to_have_been_told_who_was_not():
    other = {"role": "platform", "name": "另一家出行有限公司"}
    facts = {**RETURNS, "respondents": [PLATFORM, other]}
    assert "道歉" not in requested(facts, "court")
    (step,) = RETURNS["prior"]
    both = [{**step, "whom": one["name"]} for one in (PLATFORM, other)]
    assert "道歉" in requested({**facts, "prior": both}, "court")


DOCKED: dict[str, Any] = {
    **HOLDER,
    "wishes": ["damages", "apology"],
    "loss": {"costs": [{"what": "焊坏板子扣的工资", "yuan": 150}]},
}


@pytest.mark.parametrize("channel", ["lender", "12378", "court"])
def test_a_sum_and_an_apology_that_are_wished_for_stand_in_every_paper(channel: str):
    text = requested(DOCKED, channel)
    assert "150元" in text
    assert "赔礼道歉" in text


def test_a_small_lender_is_urged_by_its_own_authority_to_settle_a_loss():
    small = {"role": "lender", "name": "示例小额贷款有限公司", "licensed_lender": False, "region": "110105"}
    text = requested({**DOCKED, "respondents": [small]}, "local_finance")
    assert "150元提出赔付处理意见" in text
    assert "书面赔礼道歉" in text
