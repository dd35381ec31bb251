"""Each thing that is wanted is a request in every letter, and in the claim, to whom it can be asked of."""

from typing import Any

import pytest

from tests.documents.asking import asked

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
