"""A claim asserts what its plaintiff has to, and no more than the facts and the defendants at hand carry."""

from copy import deepcopy
from typing import Any

import pytest

from documents import Claim
from documents.claims import claim_data
from tests.documents.test_pleading import PURSUED, made_of, words

ADVERTISED: dict[str, Any] = {
    "kind": "harassment",
    "event": {"first": "2026-05-10", "last": "2026-06-20"},
    "complainant": {"capacity": "recipient"},
    "respondents": [{"role": "content_provider", "name": "甲游戏公司"}],
    "contacts": {"channels": ["sms"], "count": 30, "max_per_day": 3},
    "content": {"commercial": True, "opt_out_offered": False},
    "consent": {"status": "none"},
}
LABELLED: dict[str, Any] = {
    "kind": "second_hand_number",
    "event": {"first": "2026-07-01", "last": "2026-08-20"},
    "complainant": {"capacity": "subscriber"},
    "respondents": [{"role": "platform", "name": "甲标记软件公司"}],
    "number": {"mislabelled_as": "诈骗电话", "label_reported_on": "2026-08-01", "registrant_is_me": True},
}


def changed(facts: dict[str, Any], **more: dict[str, Any]) -> dict[str, Any]:
    found = deepcopy(facts)
    for name, value in more.items():
        found[name] = {**found.get(name, {}), **value} if isinstance(value, dict) else value
    return found


def cited(facts: dict[str, Any]) -> str:
    made = made_of(facts)
    assert isinstance(made, Claim)
    return words(made) + "。".join(claim_data(made)["basis"])


@pytest.mark.parametrize(
    "facts",
    [
        changed(PURSUED, debt={"contacts_told": 2}),
        changed(ADVERTISED, consent={"status": "bundled"}),
        changed(ADVERTISED, contacts={"max_per_day": 300}),
        LABELLED,
    ],
)
def test_a_plaintiff_leaves_none_of_their_own_assertions_to_the_court(facts: dict[str, Any]):
    assert "由人民法院认定" not in words(made_of(facts))


def test_a_childs_consent_is_that_of_who_looks_after_it():
    text = words(made_of(changed(ADVERTISED, complainant={"capacity": "guardian", "age": 12})))
    assert "原告的监护人没有同意过原告接收" in text
    assert "是否取得过监护人的同意，应当由被告举证" in text
    assert "是否取得过监护人的同意" not in words(made_of(ADVERTISED))


def test_what_a_carrier_owes_is_not_held_against_who_advertises():
    carrier = {"role": "service_provider", "name": "乙通信公司"}
    assert "通信短信息服务管理规定" not in cited(ADVERTISED)
    with_one = {**ADVERTISED, "respondents": [*ADVERTISED["respondents"], carrier]}
    assert "通信短信息服务管理规定" in cited(with_one)


def test_a_label_of_fraud_harms_ones_name_and_may_be_apologised_for():
    assert "侵害了原告的名誉" in words(made_of(LABELLED))
    assert "社会评价" not in words(made_of(changed(LABELLED, number={"mislabelled_as": "甲培训学校"})))
    made = made_of(LABELLED)
    assert isinstance(made, Claim)
    (apology,) = [one for one in made.requests.every if one.slug == "apology"]
    assert {"民法典:1000", "民法典:1024"} <= {one.id for one in apology.provisions}
