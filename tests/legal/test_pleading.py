"""What is told to a person and what a document may plead: law for the other side, the basis of relief, fallen bars."""

from datetime import date
from typing import Any

from legal.reasoning.assessment import assess

FORMER_HOLDER: dict[str, Any] = {
    "kind": "second_hand_number",
    "event": {"first": "2026-03-01", "last": "2026-10-01"},
    "complainant": {"region": "440000", "capacity": "former_holder"},
    "respondents": [{"role": "person", "name": "号码的新使用人"}],
    "number": {"second_hand": True, "account_taken_over": True},
}
CHARGED: dict[str, Any] = {
    "kind": "second_hand_number",
    "event": {"first": "2022-02-01", "last": "2022-06-30"},
    "complainant": {"region": "430000", "capacity": "subscriber", "consumer_of_respondent": True},
    "respondents": [{"role": "operator", "name": "示例电信公司"}],
    "number": {"second_hand": True, "told": False},
    "charges": {
        "residual": True,
        "monthly": 40,
        "months": 5,
        "first_on": "2022-02-01",
        "last_on": "2022-06-30",
    },
    "prior": [{"to": "operator", "act": "complaint", "on": "2026-10-12"}],
}
ON = date(2026, 11, 12)


def _ground(facts: dict[str, Any], code: str, on: date = ON) -> dict[str, Any]:
    return next(row for row in assess(facts, on=on)["grounds"] if row["code"] == code)


def _step(facts: dict[str, Any], channel: str, on: date = ON) -> dict[str, Any]:
    return next(row for row in assess(facts, on=on)["plan"] if row["channel"] == channel)


def test_the_own_fault_of_the_former_holder_is_law_for_the_other_side():
    strengths = {row["id"]: row["strength"] for row in _ground(FORMER_HOLDER, "S7")["provisions"]}
    assert strengths["民法典:1173"] == "adverse"
    assert strengths["民法典:1032"] == "direct"


def test_relief_and_liability_name_their_basis_for_documents():
    ground = _ground(CHARGED, "S3")
    refund = next(row for row in ground["relief"] if row["code"] == "R5")
    assert [row["citation"] for row in refund["basis"]] == refund["citations"]
    assert {row["strength"] for row in refund["basis"]} == {"direct"}
    assert all(row["basis"] for row in ground["respondents"])


def test_a_dispute_about_charges_does_not_rest_on_the_law_of_personal_information():
    damages = next(row for row in _ground(CHARGED, "S3")["relief"] if row["code"] == "R3")
    assert damages["provisions"] == ["民法典:577", "民法典:583", "民法典:584"]


def test_a_channel_whose_time_is_over_does_not_say_that_it_is_open_now():
    appeal = _step(CHARGED, "telecom_appeal")
    assert not appeal["open"]
    assert "现在可以提出" not in appeal["why"]
    assert "2022-11-30届满" in appeal["why"]


def test_after_three_years_nobody_is_sent_to_court_without_a_word_on_limitation():
    said = "".join(assess(CHARGED, on=ON)["warnings"])
    assert "三年诉讼时效也已经届满" in said
    within = "".join(assess(CHARGED, on=date(2025, 6, 30))["warnings"])
    assert "仍可在三年内向法院主张" in within


def test_the_court_names_the_place_and_cause_of_a_contract_only_against_an_operator():
    assert {"民事诉讼法:24", "案由2025:142"} <= set(_step(CHARGED, "court")["provisions"])
    assert not {"民事诉讼法:24", "案由2025:142"} & set(_step(FORMER_HOLDER, "court")["provisions"])


def test_whoever_owes_the_debt_is_not_told_to_deny_it():
    facts = {
        "kind": "fake_collection",
        "event": {"first": "2026-09-01", "last": "2026-10-01"},
        "complainant": {"capacity": "recipient"},
        "respondents": [{"role": "principal", "name": "示例银行", "licensed_lender": True}],
        "contacts": {"channels": ["call"], "count": 9},
        "debt": {"owed": "own", "claimed": 5000, "threats": ["detention"]},
    }
    result = assess(facts, on=ON)
    assert "F1" not in {g["code"] for g in result["grounds"] if g["status"] in ("established", "arguable")}
    lender = next(row for row in result["plan"] if row["channel"] == "lender")
    assert "如实写明" in lender["why"]
