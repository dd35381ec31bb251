"""Why somebody answers: only what the facts carry, of the role that the article speaks to."""

from typing import Any

import pytest

from documents.law import grounds_from
from legal.corpus import load
from legal.reasoning.assessment import assess

CORPUS = load()


def facts(kind: str, *roles: str, **more: Any) -> dict[str, Any]:
    return {
        "kind": kind,
        "event": {"first": "2026-06-01", "last": "2026-11-15"},
        "filing_date": "2026-11-20",
        "contacts": {"channels": ["call"], "count": 58},
        "respondents": [{"role": role, "name": f"某{role}公司"} for role in roles],
        **more,
    }


def collected(*roles: str, debt: dict[str, Any] | None = None, **more: Any) -> dict[str, Any]:
    said = {"owed": "others", "told_them_on": "2026-09-05", "contacts_told": 3, **(debt or {})}
    return facts(
        "fake_collection",
        *roles,
        debt=said,
        data={"shared_with_third_party": True},
        consent={"status": "none"},
        **more,
    )


def ground(given: dict[str, Any], code: str) -> dict[str, Any]:
    return next(row for row in assess(given)["grounds"] if row["code"] == code)


def basis(given: dict[str, Any], code: str, role: str) -> dict[str, str]:
    """What a role answers by in a ground: each place with its strength."""
    rows = [row for row in ground(given, code)["respondents"] if row["role"] == role]
    return {one["citation"].rsplit("》", 1)[1]: one["strength"] for row in rows for one in row["basis"]}


def cited(given: dict[str, Any], code: str) -> dict[str, str]:
    return {row["id"]: row["strength"] for row in ground(given, code)["provisions"]}


def test_a_lender_answers_for_an_outside_collector_as_who_entrusted_it() -> None:
    said = basis(collected("lender", "collector"), "F2", "lender")
    assert said["第六十九条"] == said["第二十一条第一款"] == "direct"
    assert said["第二十条第二款"] == said["第一千一百九十三条"] == "arguable"
    assert not {"第一千一百九十一条第一款", "第一百六十七条", "第二十三条"} & {*said}


def test_a_lender_who_was_told_and_went_on_may_answer_with_the_collector() -> None:
    told = {"to": "lender", "act": "complaint", "on": "2026-10-08"}
    said = basis(collected("lender", "collector", prior=[told]), "F2", "lender")
    assert (said["第一千一百六十八条"], said["第一百六十七条"]) == ("direct", "arguable")
    late = {**told, "on": "2026-11-16"}  # nothing came after it
    untold = basis(collected("lender", "collector", prior=[late]), "F2", "lender")
    assert not {"第一百六十七条", "第一千一百六十八条"} & {*untold}


def test_a_lender_answers_for_its_own_staff_alone() -> None:
    own = basis(collected("lender", debt={"collected_by": "own_staff"}), "F2", "lender")
    assert own["第一千一百九十一条第一款"] == "direct"
    assert "第二十一条第一款" not in own


@pytest.mark.parametrize(
    ("roles", "collected_by", "entrusting", "providing"),
    [
        (["lender", "collector"], None, True, False),
        (["assignee"], None, False, True),
        (["lender", "assignee"], None, False, True),
        (["principal"], None, False, False),
        (["principal", "agent"], None, True, False),
        (["principal"], "entrusted", True, False),
        (["principal"], "assigned", False, True),
        (["content_provider"], None, False, False),
    ],
)
def test_entrusting_and_providing_are_not_pleaded_together_and_neither_where_it_is_not_known(
    roles: list[str], collected_by: str | None, entrusting: bool, providing: bool
) -> None:
    given = collected(*roles, debt={"collected_by": collected_by} if collected_by else {})
    for code in ("F3", "F6"):
        laws = cited(given, code)
        assert ("个人信息保护法:21" in laws) is entrusting, code
        assert ("个人信息保护法:23" in laws) is providing, code


@pytest.mark.parametrize(
    ("row", "cards", "finance"),
    [
        ({"role": "bank", "name": "乙银行信用卡中心"}, True, False),
        ({"role": "bank", "name": "乙银行"}, False, False),
        ({"role": "lender", "licensed_lender": True}, False, True),
        ({"role": "lender", "licensed_lender": False}, False, False),
        ({"role": "principal", "licensed_lender": True}, False, False),
        ({"role": "assignee"}, False, False),
    ],
)
def test_the_rules_of_cards_and_of_consumer_finance_reach_their_own_alone(
    row: dict[str, Any], cards: bool, finance: bool
) -> None:
    laws = {one.partition(":")[0] for one in cited(collected() | {"respondents": [row]}, "F2")}
    assert ("信用卡办法" in laws) is cards
    assert ("消金办法" in laws) is finance


def test_a_licensed_bank_lends_no_licence_to_the_lender_beside_it() -> None:
    rows = [{"role": "bank"}, {"role": "lender", "licensed_lender": False}]
    assert "消金办法:催收条（条号未核实）" not in cited(collected() | {"respondents": rows}, "F2")


def test_providers_of_platforms_are_only_platforms() -> None:
    """民法典 1194, 1195, 1197 speak to network service providers: against no bank, lender, carrier or shop."""
    for code, row in CORPUS.grounds.items():
        for one in row.respondents:
            if one.role != "platform":
                places = {(reference.statute, reference.number) for reference in one.provisions}
                assert not places & {("民法典", number) for number in ("1194", "1195", "1197")}, (
                    code,
                    one.role,
                )


def test_who_collects_itself_answers_for_what_it_did() -> None:
    alone = basis(collected("lender"), "F2", "lender")
    assert alone["第一千一百六十五条第一款"] == "direct"
    assert basis(collected("lender", "collector"), "F2", "lender")["第一千一百六十五条第一款"] == "arguable"
    bought = facts("fake_collection", "assignee", debt={"owed": "others", "told_them_on": "2026-09-05"})
    assert "第二十三条" not in basis(bought, "F2", "assignee")  # nobody said that anything was passed on


def test_the_rules_on_data_of_users_are_not_those_of_a_card_given_to_another() -> None:
    swapped = facts("second_hand_number", "operator", number={"sim_replaced_by_other": True})
    assert "第九条" not in basis(swapped, "S9", "operator")


TAKEN: dict[str, Any] = {
    "complainant": {"capacity": "former_holder"},
    "number": {"account_taken_over": True},
    "loss": {"costs": [{"what": "被转走的余额", "yuan": 12000}]},
}


def test_a_payment_that_was_not_authorised_is_the_payment_institutions() -> None:
    given = facts("second_hand_number", "person", "payment_institution", "bank", **TAKEN)
    assert basis(given, "S7", "payment_institution")["第五十七条"] == "direct"
    assert "（法释〔2021〕10号）关于网络盗刷的规定" in basis(given, "S7", "bank")
    own_fault = given | {"number": {"account_taken_over": True, "secrets_given": True}}
    assert basis(own_fault, "S7", "payment_institution")["第五十七条"] == "adverse"


def test_stolen_money_is_asked_back_by_the_law_of_property_and_the_records_are_asked_for() -> None:
    relief = {
        row["code"]: row for row in ground(facts("second_hand_number", "platform", **TAKEN), "S7")["relief"]
    }
    assert {"民法典:1165", "民法典:1184"} <= set(relief["R3"]["provisions"])
    assert relief["R5"]["provisions"] == ["民法典:985", "民法典:987"]
    assert "个人信息保护法:45" in relief["R7"]["provisions"]
    assert relief["R7"]["against"] == ["platform", "payment_institution", "bank"]
    assert "刑法:264" in relief["R12"]["provisions"]
    nothing = {**TAKEN, "loss": {}}
    left = {
        row["code"]: row for row in ground(facts("second_hand_number", "platform", **nothing), "S7")["relief"]
    }
    assert "R5" not in left
    assert "刑法:264" not in left["R12"]["provisions"]


@pytest.mark.parametrize(
    ("code", "owed"), [("F1", "none"), ("F2", "others"), ("F5", "settled"), ("F8", "none")]
)
def test_money_that_was_paid_is_asked_back(code: str, owed: str) -> None:
    paid = collected("person", debt={"owed": owed, "paid_under_pressure": 18000, "impersonates": "police"})
    relief = {row["code"]: row for row in ground(paid, code)["relief"]}
    assert "民法典:985" in relief["R5"]["provisions"]
    unpaid = collected("person", debt={"owed": owed, "impersonates": "police"})
    assert "R5" not in {row["code"] for row in ground(unpaid, code)["relief"]}


@pytest.mark.parametrize(
    ("debt", "direct"),
    [
        ({"threats": ["detention"]}, {"150", "157", "1165", "1184"}),
        ({"impersonates": "police"}, {"148", "157", "1165", "1184"}),
        ({}, {"985", "987"}),
        ({"threats": ["insult"]}, {"985", "987"}),
    ],
)
@pytest.mark.parametrize("owed", ["none", "others"])
def test_what_was_paid_unfreely_is_not_asked_back_as_paid_by_mistake(
    debt: dict[str, Any], direct: set[str], owed: str
) -> None:
    given = collected("collector", debt={"owed": owed, "paid_under_pressure": 5000, **debt})
    code = {"none": "F1", "others": "F2"}[owed]
    (row,) = [one for one in ground(given, code)["relief"] if one["code"] == "R5"]
    strengths = {one["id"].partition(":")[2]: one["strength"] for one in row["basis"]}
    assert {number for number, strength in strengths.items() if strength == "direct"} == direct
    assert "985" in strengths


def test_a_carrier_is_no_accomplice_of_a_fraud_without_a_fact_of_knowledge() -> None:
    given = collected("person", "service_provider", debt={"owed": "none", "impersonates": "police"})
    said = basis(given, "F8", "service_provider")
    assert set(said.values()) == {"arguable"}
    assert not {place for place in said if place.startswith(("第一千一百六十八条", "第一千一百六十九条"))}


def test_a_real_debt_is_no_fraud_whoever_is_impersonated() -> None:
    given = collected(
        "lender", "collector", debt={"owed": "others", "impersonates": "court", "threats": ["insult"]}
    )
    assert ground(given, "F8")["status"] == "not_met"


def test_a_fraud_or_a_theft_is_no_private_affair() -> None:
    given = collected("person", debt={"owed": "none", "claimed": 9, "impersonates": "police"})
    assert "个人信息保护法:69" in cited(given, "F1")
    calm = collected("person", debt={"owed": "none", "claimed": 9}) | {"data": {}}
    assert "个人信息保护法:69" not in cited(calm, "F1")
    assert not [one for one in assess(given)["warnings"] if "第七十二条" in one]


def test_telling_others_of_a_debt_is_charged_as_no_spreading_of_privacy() -> None:
    def penalties(owed: str) -> dict[str, str]:
        given = collected("collector", debt={"owed": owed})
        rows = next(row for row in ground(given, "F3")["relief"] if row["code"] == "R12")
        return {
            one["citation"].rsplit("）", 1)[1]: one["strength"]
            for one in rows["basis"]
            if "）" in one["citation"]
        }

    for owed in ("others", "own"):
        assert "第五十条第一款第五项" in penalties(owed)
        assert "第五十条第一款第六项" not in penalties(owed)


def test_selling_data_is_pleaded_to_the_police_only_as_open() -> None:
    given = collected("collector")
    for code in ("F6", "H6"):
        rows = next(row for row in ground(given, code)["relief"] if row["code"] == "R12")
        assert {one["id"]: one["strength"] for one in rows["basis"]}["治安管理处罚法:56"] == "arguable"


@pytest.mark.parametrize(
    ("age", "parents", "minors"), [(10, True, True), (15, False, True), (40, False, False)]
)
def test_a_child_has_the_rules_for_children(age: int, parents: bool, minors: bool) -> None:
    given = collected("collector", complainant={"capacity": "guardian", "age": age})
    laws = cited(given, "F2")
    assert ("个人信息保护法:31" in laws) is parents
    assert ("未成年人保护法:72" in laws) is minors


def sent(first: str, last: str, **more: Any) -> dict[str, Any]:
    said = {
        "contacts": {"channels": ["sms"], "count": 36, "after_refusal": 36},
        "content": {"commercial": True, "opt_out_works": False},
        "consent": {"status": "none"},
        "refusal": {"made": True},
        "complainant": {"capacity": "recipient", "consumer_of_respondent": True},
    }
    return {
        "kind": "harassment",
        "event": {"first": first, "last": last},
        "filing_date": "2026-06-20",
        **said,
        **more,
    }


@pytest.mark.parametrize(
    ("first", "last", "old", "new"),
    [
        ("2026-04-10", "2026-04-30", True, False),
        ("2026-04-10", "2026-05-02", True, True),
        ("2026-05-01", "2026-05-02", False, True),
    ],
)
def test_both_orders_on_short_messages_are_cited_of_what_ran_across(
    first: str, last: str, old: bool, new: bool
) -> None:
    given = sent(first, last)
    assert ("短信规定31:20" in cited(given, "H2")) is old
    assert ("短信规定74:22" in cited(given, "H2")) is new
    penalties = next(row for row in ground(given, "H2")["relief"] if row["code"] == "R10")
    assert ("短信规定31:34" in penalties["provisions"]) is (not new)  # the penalty of the last day alone


def test_the_consumers_own_claim_to_its_data_is_cited() -> None:
    given = sent("2026-01-10", "2026-02-02")
    assert cited(given, "H2")["消费者权益保护法:50"] == "direct"
    stranger = given | {"complainant": {"capacity": "recipient", "consumer_of_respondent": False}}
    assert "消费者权益保护法:50" not in cited(stranger, "H2")


@pytest.mark.parametrize(
    ("status", "words"),
    [("none", "没有得到"), ("bundled", "捆绑"), ("default", "默认勾选"), ("withdrawn", "撤回")],
)
def test_a_consent_that_was_given_is_not_called_none(status: str, words: str) -> None:
    row = ground(sent("2026-01-10", "2026-02-02", consent={"status": status}), "H1")
    assert words in row["elements"][1]["text"]
    assert row["status"] == ("established" if status == "none" else "arguable")
    assert row["elements"][1]["status"] == ("met" if status == "none" else "unknown")


def test_a_call_from_a_forged_number_has_the_rule_on_numbers_and_none_on_impersonation() -> None:
    given = sent("2026-01-10", "2026-02-02") | {
        "contacts": {"channels": ["call"], "numbers": ["+0085212345678"]}, "content": {"sender_identified": False},
        "debt": {"impersonates": "police"},
    }  # fmt: skip
    rows = {one["citation"].rsplit("》", 1)[1]: one["strength"] for one in ground(given, "H5")["provisions"]}
    # 13 speaks to carriers, and is no wrong of whoever calls.
    assert rows["第十三条第一款"] == rows["第十三条第二款"] == "arguable"
    assert rows["第十四条第一款"] == "arguable"


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("S3", {"charges": {"residual": True, "monthly": 40}}),
        ("S4", {"number": {"mislabelled_as": "培训学校", "label_reported_on": "2026-06-02"}}),
        ("S8", {"number": {"registrant_is_me": False}}),
        (
            "S9",
            {
                "number": {"sim_replaced_by_other": True},
                "loss": {"costs": [{"what": "被转走的钱", "yuan": 9}]},
            },
        ),
        ("S10", {"number": {"cancellation_fee": 200}}),
    ],
)
def test_what_only_a_court_can_judge_is_never_taken_for_shown(code: str, said: dict[str, Any]) -> None:
    row = ground(facts("second_hand_number", "operator", **said), code)
    assert row["status"] == "arguable"
    assert [one["status"] for one in row["elements"] if one["judgement"]] == ["unknown"] * (
        2 if code == "S10" else 1
    )


@pytest.mark.parametrize(
    ("code", "role", "number", "place"),
    [
        # An app keeps its own account: the order on users' data at carriers says nothing of it.
        ("S5", "platform", {"accounts_bound": ["甲应用"]}, "电信和互联网用户个人信息保护规定:9"),
        # Shares of one damage only where there are others.
        ("S9", "operator", {"sim_replaced_by_other": True}, "民法典:1172"),
    ],
)
def test_an_article_that_speaks_to_others_is_not_cited(
    code: str, role: str, number: dict[str, Any], place: str
) -> None:
    given = facts("second_hand_number", role, complainant={"capacity": "subscriber"}, number=number)
    assert place not in cited(given, code)


def test_a_fee_that_was_not_paid_is_not_asked_back_but_the_term_is_void() -> None:
    given = facts("second_hand_number", "operator", number={"cancellation_fee": 200})
    (row,) = [one for one in ground(given, "S10")["relief"] if one["code"] == "R5"]
    strengths = {one["id"]: one["strength"] for one in row["basis"]}
    assert {one for one, strength in strengths.items() if strength == "direct"} == {
        "民法典:496",
        "民法典:497",
    }


@pytest.mark.parametrize(("wishes", "there"), [(["refund"], False), (["refund", "end_contract"], True)])
def test_what_follows_from_an_ended_contract_is_cited_where_it_is_to_end(
    wishes: list[str], there: bool
) -> None:
    told = {"second_hand": True, "told": False}
    given = facts(
        "second_hand_number", "operator", number=told, complainant={"capacity": "subscriber"}, wishes=wishes
    )
    (row,) = [one for one in ground(given, "S1")["relief"] if one["code"] == "R5"]
    assert ("民法典:566" in row["provisions"]) is there


def test_an_operator_answers_for_users_data_only_where_it_used_them() -> None:
    untold = facts(
        "second_hand_number",
        "operator",
        number={"second_hand": True, "told": False},
        complainant={"capacity": "subscriber"},
    )
    assert "第九条" not in basis(untold, "S1", "operator")


def test_dates_in_an_impossible_order_prove_no_broken_freeze() -> None:
    said = {"number": {"released_on": "2026-08-01", "activated_on": "2026-07-01"}}
    assert ground(facts("second_hand_number", "operator", **said), "S2")["status"] == "needs_facts"


def test_ending_the_contract_is_asked_of_the_operator_alone() -> None:
    for code, row in CORPUS.grounds.items():
        for remedy in row.relief:
            if remedy.code == "R9":
                assert remedy.against == ("operator",)
                assert code in ("S1", "S2", "S10")


@pytest.mark.parametrize(
    ("rows", "of_all", "expected"),
    [
        ([{"role": "bank", "consumer": False}, {"role": "operator", "consumer": True}], None, "direct"),
        ([{"role": "bank", "consumer": False}, {"role": "operator"}], True, "direct"),
        ([{"role": "content_provider", "consumer": False}], True, "arguable"),
        ([{"role": "content_provider"}], True, "direct"),
    ],
)
def test_whose_consumer_one_is_may_differ_from_one_to_the_other(
    rows: list[dict[str, Any]], of_all: bool | None, expected: str
) -> None:
    complainant = {"capacity": "recipient"} | (
        {"consumer_of_respondent": of_all} if of_all is not None else {}
    )
    given = sent("2026-01-10", "2026-02-02", respondents=rows, complainant=complainant)
    assert cited(given, "H2")["消费者权益保护法:29"] == expected


def test_a_private_person_who_collects_answers_where_no_company_is_named() -> None:
    for code in ("F2", "F3", "F6", "F7"):
        alone = collected("person", debt={"per_day": 9})
        assert "第一千一百六十五条第一款" in basis(alone, code, "person"), code
        assert not basis(collected("person", "collector", debt={"per_day": 9}), code, "person"), code


def test_what_is_entrusted_is_not_pleaded_as_given_to_a_third_party() -> None:
    given = collected("lender", "collector")
    found = next(one for one in grounds_from(assess(given), facts=given) if one.code == "H6")
    said = "".join(one.text for one in found.reasons)
    assert "监督" in said
    assert "单独同意" not in said


@pytest.mark.parametrize("role", ["platform", "bank", "payment_institution"])
def test_who_keeps_a_wrong_number_answers_as_who_processes_it(role: str) -> None:
    given = facts(
        "second_hand_number",
        role,
        complainant={"capacity": "subscriber"},
        number={"accounts_bound": ["某账户"]},
    )
    assert set(basis(given, "S5", role)) == {"第四十六条", "第五十条", "第六十九条"}


def test_a_carrier_answers_for_its_own_fault_and_for_a_joint_act_only_as_open() -> None:
    deceived = collected(
        "person", "service_provider", debt={"owed": "none", "claimed": 9, "paid_under_pressure": 9}
    )
    assert basis(deceived, "F1", "service_provider")["第一千一百六十五条第一款"] == "arguable"
    calm = collected("content_provider", "service_provider", debt={"owed": "none", "claimed": 9})
    said = basis(calm, "F1", "service_provider")
    assert (said["第一千一百六十五条第一款"], said["第一千一百六十八条"]) == ("direct", "arguable")


@pytest.mark.parametrize(
    ("code", "debt", "words"),
    [
        ("F5", {"owed": "settled"}, "这笔债已经还清"),
        ("F5", {"owed": "disputed"}, "债权存在，但数额有误"),
        ("F7", {"per_day": 9}, "一天催收超过6次"),
        ("F8", {"owed": "none", "impersonates": "police"}, "对方冒充身份要您付款"),
    ],
)
def test_an_element_with_alternatives_says_the_one_that_was_told(
    code: str, debt: dict[str, Any], words: str
) -> None:
    found = ground(collected("collector", debt=debt), code)
    assert words in [one["text"] for one in found["elements"]]
