"""What assess answers, and the rules that a careful lawyer would check first."""

import json
from datetime import date

import pytest

from legal import assess, plan
from legal.corpus import load
from tests.legal.cases import (
    BOUND_ACCOUNT,
    CHILDS_NUMBER,
    CLOUD_DRIVE,
    LANDLINE,
    NO_DEBT,
    OPT_OUT,
    RESIDUAL,
    changed,
    cited,
    ground,
    penalties,
    statuses,
)  # fmt: skip

STORIES = {
    "child": CHILDS_NUMBER, "landline": LANDLINE, "residual": RESIDUAL, "opt_out": OPT_OUT,
    "no_debt": NO_DEBT, "drive": CLOUD_DRIVE, "bound": BOUND_ACCOUNT,
}  # fmt: skip


@pytest.mark.parametrize("facts", STORIES.values(), ids=list(STORIES))
def test_the_contract(facts):
    result = assess(facts)
    json.dumps(result)
    assert result["on"] == facts["event"]["last"]
    for row in result["grounds"]:
        assert row["status"] in ("established", "arguable", "needs_facts", "not_met")
        for element in row["elements"]:
            assert element["status"] in ("met", "unmet", "unknown")
            assert element["burden"] in ("complainant", "respondent", "presumed")
            assert {"id", "text", "because", "exhibits", "wanted"} <= set(element)
        for provision in row["provisions"]:
            assert {"id", "in_force", "citation", "text", "verified"} <= set(provision)
            assert provision["verified"] in ("two_copies", "one_copy", "number_only")
            assert (provision["text"] is None) is (provision["verified"] == "number_only")
            first, last = provision["in_force"]
            assert first <= result["on"] <= (last or "9999")
    assert len({step["channel"] for step in result["plan"]}) == len(result["plan"]) == 18
    assert [step["order"] for step in result["plan"]] == list(range(1, 19))
    assert plan(facts) == result["plan"]


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        (CHILDS_NUMBER, {"S6": "established", "F2": "established", "S1": "arguable", "S10": "arguable"}),
        (LANDLINE, {"S4": "arguable"}),
        (RESIDUAL, {"S3": "arguable"}),
        (OPT_OUT, {"H1": "established", "H2": "established", "H3": "established"}),
        (NO_DEBT, {"F1": "established", "F2": "not_met", "H1": "not_met", "H2": "not_met", "H3": "not_met"}),
        (CLOUD_DRIVE, {"S7": "established", "S1": "not_met", "S5": "needs_facts"}),
        (BOUND_ACCOUNT, {"S5": "established", "S8": "not_met"}),
    ],
    ids=list(STORIES),
)
def test_the_seven_stories(facts, expected):
    found = statuses(facts)
    assert {code: found[code] for code in expected} == expected


def test_an_element_names_the_facts_that_settled_it():
    second = ground(OPT_OUT, "H2")["elements"][1]
    assert second["status"] == "met"
    assert set(second["because"]) == {"refusal.made", "contacts.after_refusal"} | (
        {"event.last", "refusal.on"} & set(second["because"])
    )
    assert "拒绝之后又收到几次：120" in second["explanation"]


def test_an_unknown_fact_is_asked_for_never_denied():
    row = ground(changed(OPT_OUT, consent=None), "H1")
    assert row["status"] == "needs_facts"
    assert row["elements"][1]["status"] == "unknown"
    assert row["elements"][1]["missing"] == ["consent.status"]
    assert row["elements"][1]["wanted"]


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        (changed(CHILDS_NUMBER), "S1"),
        (changed(OPT_OUT, consent={"status": "bundled", "required_for_service": True}), "H4"),
        (changed(OPT_OUT, contacts__max_per_day=500), "H7"),
    ],
)
def test_what_only_a_judge_can_say_keeps_a_ground_arguable(facts, code):
    row = ground(facts, code)
    assert row["status"] == "arguable"
    assert [element["status"] for element in row["elements"] if element["judgement"]] == ["unknown"]


@pytest.mark.parametrize(
    ("consent", "status"),
    [("none", "established"), ("bundled", "arguable"), ("default", "arguable"), ("explicit", "not_met")],
)
def test_consent(consent, status):
    assert statuses(changed(OPT_OUT, consent={"status": consent}))["H1"] == status


def test_others_debt_needs_an_event_after_telling_them():
    at = {"owed": "others", "told_them_on": "2025-10-20"}
    assert statuses(changed(CHILDS_NUMBER, debt=at))["F2"] == "not_met"
    assert statuses(changed(CHILDS_NUMBER, debt={**at, "told_them_on": "2025-10-19"}))["F2"] == "established"
    assert statuses(changed(CHILDS_NUMBER, debt={"owed": "others"}))["F2"] == "needs_facts"


def test_ones_own_debt_is_no_fake_collection():
    found = statuses(changed(NO_DEBT, debt={"owed": "own", "claimed": 27911}))
    assert (found["F1"], found["F2"], found["F5"]) == ("not_met", "not_met", "not_met")


# P13: the law of the day of the event.


def at(facts, last, **changes):
    return changed(facts, event={"first": last, "last": last}, filing_date=None, **changes)


@pytest.mark.parametrize(
    ("last", "there", "not_there"),
    [
        ("2026-04-30", {"短信规定31:18", "短信规定31:20"}, {"短信规定74:22", "短信规定74:23"}),
        ("2026-05-01", {"短信规定74:22", "短信规定74:23"}, {"短信规定31:18", "短信规定31:20"}),
        ("2021-10-31", {"民法典:1033"}, {"个人信息保护法:47", "个人信息保护法:69"}),
        ("2021-11-01", {"个人信息保护法:47", "个人信息保护法:69"}, set()),
        ("2020-12-31", {"民法总则:111", "侵权责任法:6", "侵权责任法:15"}, {"民法典:1033", "民法典:179"}),
        ("2021-01-01", {"民法典:1033", "民法典:179"}, {"民法总则:111", "侵权责任法:6"}),
        ("2024-06-30", {"消费者权益保护法:29"}, {"消法实施条例:24"}),
        ("2024-07-01", {"消费者权益保护法:29", "消法实施条例:24"}, set()),
        ("2021-04-30", {"决定2012:7"}, {"网络交易监督管理办法:16"}),
        ("2021-05-01", {"网络交易监督管理办法:16"}, set()),
    ],
)
def test_substantive_law_of_the_event(last, there, not_there):
    facts = at(OPT_OUT, last, refusal={"made": True, "on": "2014-01-01"})
    found = cited(facts, "H2")
    assert there <= found
    assert not not_there & found


@pytest.mark.parametrize(
    ("last", "penalty", "other"),
    [
        ("2018-10-25", "广告法:63", "广告法:62"),
        ("2021-04-28", "广告法:63", "广告法:62"),
        ("2021-04-29", "广告法:62", "广告法:63"),
    ],
)
def test_the_penalty_article_of_the_event(last, penalty, other):
    found = penalties(at(OPT_OUT, last, refusal={"made": True, "on": "2014-01-01"}), "H1")
    assert penalty in found
    assert other not in found


@pytest.mark.parametrize(
    ("last", "there", "not_there"),
    [
        ("2025-12-31", "治安管理处罚法:42", {"治安管理处罚法:50", "治安管理处罚法:62"}),
        ("2026-01-01", "治安管理处罚法:50", {"治安管理处罚法:42", "治安管理处罚法:51"}),
    ],
)
def test_public_security_law_of_the_event(last, there, not_there):
    facts = at(
        NO_DEBT, last, debt={"owed": "none", "threats": ["violence", "insult"], "impersonates": "police"}
    )
    found = penalties(facts, "F4")
    assert there in found
    assert not not_there - {"治安管理处罚法:62"} & found
    assert ("治安管理处罚法:62" in found) is (last >= "2026-01-01")


def test_cyber_security_law_was_renumbered():
    facts = changed(
        OPT_OUT, data={"shared_with_third_party": True}, consent={"status": "none", "separate": False}
    )
    assert {"网络安全法:42", "网络安全法:44", "网络安全法:64"} <= cited(at(facts, "2025-12-31"), "H6")
    after = cited(at(facts, "2026-01-01"), "H6")
    assert {"网络安全法:44", "网络安全法:46", "网络安全法:71", "治安管理处罚法:56"} <= after
    assert not {"网络安全法:42", "网络安全法:64"} & after


def test_a_number_only_article_is_cited_and_never_quoted():
    row = next(p for p in ground(at(OPT_OUT, "2026-06-01"), "H1")["provisions"] if p["id"] == "短信规定74:21")
    assert (row["text"], row["quote"], row["verified"]) == (None, None, "number_only")
    warnings = assess(at(OPT_OUT, "2026-06-01"))["warnings"]
    assert any("以官方公布文本为准" in text and "第二十一条" in text for text in warnings)


def test_law_that_changed_while_it_went_on_is_said():
    facts = changed(OPT_OUT, event={"first": "2026-04-01", "last": "2026-05-20"}, filing_date=None)
    assert any("于2026-05-01施行" in text for text in assess(facts)["warnings"])


# Who can be reached by what.


def test_the_personal_information_law_does_not_reach_a_private_person():
    facts = changed(OPT_OUT, respondents=[{"role": "person"}])
    assert not [id for id in cited(facts, "H2") if id.startswith("个人信息保护法")]
    assert [id for id in cited(facts, "H2") if id.startswith("民法典")]
    assert not [id for id in cited(CLOUD_DRIVE, "S7") if id.startswith("个人信息保护法")]
    sold = changed(OPT_OUT, respondents=[{"role": "person"}], data={"shared_with_third_party": True})
    assert [id for id in cited(sold, "H2") if id.startswith("个人信息保护法")]
    both = changed(CLOUD_DRIVE, respondents=[{"role": "person"}, {"role": "platform"}])
    assert "个人信息保护法:51" in cited(both, "S7")


def test_consumer_articles_are_arguable_without_a_consumer_relation():
    facts = changed(OPT_OUT, complainant__consumer_of_respondent=False)
    rows = {p["id"]: p for p in ground(facts, "H1")["provisions"]}
    assert rows["消费者权益保护法:29"]["strength"] == rows["消法实施条例:24"]["strength"] == "arguable"
    # What is punished by them as much as what is forbidden by them.
    (fines,) = (one["basis"] for one in ground(facts, "H1")["relief"] if one["code"] == "R10")
    strengths = {one["id"]: one["strength"] for one in fines}
    assert strengths["消费者权益保护法:56"] == strengths["消法实施条例:50"] == "arguable"
    rows = {p["id"]: p for p in ground(OPT_OUT, "H1")["provisions"]}
    assert rows["消费者权益保护法:29"]["strength"] == "direct"


@pytest.mark.parametrize(
    ("region", "there"),
    [
        ("410100", "河南省电信条例:32"), ("360100", "江西省电信条例:39"), ("430100", "湖南省通信条例:25"),
        ("130100", "河北省消费者权益保护条例:10"), ("310113", "上海市消费者权益保护条例:35"),
        ("140100", "山西省消费者权益保护条例:10"), ("370100", "山东省消费者权益保护条例:32"),
        ("620100", "甘肃省消费者权益保护条例:21"), ("230100", "黑龙江省消费者权益保护条例:18"),
    ],
)  # fmt: skip
def test_provincial_rules_by_region(region, there):
    provincial = {
        id for id in cited(changed(OPT_OUT, complainant__region=region), "H1") if "省" in id or "市消费" in id
    }
    assert there in provincial
    assert all(id.split(":")[0][:2] == there[:2] for id in provincial)


def test_without_a_region_no_provincial_rule():
    assert not [
        id for id in cited(changed(OPT_OUT, complainant__region=None), "H1") if "省" in id or "市消费" in id
    ]


def test_industry_rules_are_no_law_and_no_basis():
    facts = changed(NO_DEBT, contacts__night=True)
    rows = [p for p in at_ground(facts, "F7") if not p["law"]]
    assert rows
    assert all(p["strength"] == "arguable" and p["text"] is None for p in rows)


def at_ground(facts, code):
    return ground(at(facts, "2026-03-01"), code)["provisions"]


# Relief and its limits.


def relief(facts, code):
    return {row["code"]: row for row in ground(facts, code)["relief"]}


@pytest.mark.parametrize(
    ("mental", "offered"), [("severe", True), ("some", False), ("none", False), (None, False)]
)
def test_mental_damages_need_severe_harm(mental, offered):
    assert ("R4" in relief(changed(OPT_OUT, loss={"mental": mental}), "H1")) is offered


def test_threefold_damages_are_never_a_matter_of_course():
    row = relief(RESIDUAL, "S3")["R6"]
    assert row["provisions"] == ["消费者权益保护法:55", "民法典:148"]
    assert any("欺诈" in limit for limit in row["limits"])
    assert "R6" not in relief(OPT_OUT, "H1")


def test_apology_and_cessation_know_no_limitation():
    rows = relief(OPT_OUT, "H1")
    assert all("民法典:995" in rows[code]["provisions"] for code in ("R1", "R2"))
    assert any("不受诉讼时效限制" in limit for limit in rows["R2"]["limits"])
    assert not any("不受诉讼时效限制" in limit for limit in rows["R3"]["limits"])


def test_collecting_illegal_loans_is_its_own_crime_only_for_illegal_loans():
    debt = {"owed": "disputed", "threats": ["violence"]}
    assert "刑法:293之一" not in penalties(changed(NO_DEBT, debt=debt), "F4")
    assert "刑法:293之一" in penalties(changed(NO_DEBT, debt={**debt, "illegal_lending": True}), "F4")


# What is told besides.


def test_precedents_say_what_their_sources_say():
    assert [row["effect"] for row in ground(CLOUD_DRIVE, "S7")["precedents"]] == ["against"]
    assert any("自身过错" in text for text in assess(CLOUD_DRIVE)["warnings"])
    rebound = changed(CLOUD_DRIVE, number__rebound_by_former_holder=True)
    assert not any("自身过错" in text for text in assess(rebound)["warnings"])
    unknown = next(row for row in ground(OPT_OUT, "H2")["precedents"] if row["id"] == "niu_bank")
    assert unknown["outcome_known"] is False
    assert [row["id"] for row in ground(RESIDUAL, "S3")["precedents"]] == ["kang_residual"]
    assert [row["id"] for row in ground(NO_DEBT, "F1")["precedents"]] == ["yu_collection"]


def test_records_of_the_sender_are_a_clock():
    clock = assess(OPT_OUT)["clocks"][0]
    assert clock["until"] == "2026-04-01"
    later = assess(at(OPT_OUT, "2026-06-30"))["clocks"]
    assert any(row["until"] == "2026-12-30" and "6个月" in row["what"] for row in later)


def test_own_fault_and_own_help():
    assert {row["id"] for row in assess(BOUND_ACCOUNT)["self_help"]} >= {"yizheng", "renewal"}
    assert any("不要登录" in text for text in assess(BOUND_ACCOUNT)["warnings"])


def test_the_corpus_version_is_kept():
    assert assess(OPT_OUT)["corpus_version"].startswith("sha256:")


def test_the_day_of_filing():
    assert assess(OPT_OUT)["filing_date"] == "2025-11-12"
    assert assess(OPT_OUT, on=date(2026, 1, 5))["filing_date"] == "2026-01-05"
    assert assess(OPT_OUT, on=date(2026, 1, 5))["on"] == "2025-11-11"


def test_nothing_known_answers_nothing():
    result = assess({"kind": "harassment", "event": {"last": "2025-11-11"}, "filing_date": "2025-11-12"})
    assert {row["status"] for row in result["grounds"]} == {"needs_facts"}
    assert all(row["provisions"] == [] for row in result["grounds"])


# ── What would accuse somebody wrongly ───────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("owed", ["own", "others", "disputed", "settled"])
@pytest.mark.parametrize("impersonates", ["court", "police", "lawyer"])
@pytest.mark.parametrize("paid", [None, 0, 18000])
def test_a_real_debt_is_no_fraud_however_it_is_demanded(owed, impersonates, paid):
    """刑法 266 needs deceit about the debt; who accuses a real lender of it risks 刑法 243."""
    facts = changed(
        NO_DEBT,
        situations=["scam", "threats_impersonation"],
        debt={"owed": owed, "impersonates": impersonates, "paid_under_pressure": paid},
    )
    grounds = {row["code"]: row for row in assess(facts)["grounds"]}
    assert grounds["F8"]["status"] == "not_met"
    assert grounds["F8"]["relief"] == grounds["F8"]["provisions"] == []
    assert grounds["F4"]["status"] in ("established", "arguable")


@pytest.mark.parametrize(
    ("debt", "status"),
    [
        ({"owed": "none", "impersonates": "court"}, "established"),
        ({"owed": "none", "impersonates": "court", "paid_under_pressure": 18000}, "established"),
        ({"owed": "none", "paid_under_pressure": 18000}, "arguable"),
        ({"owed": "none", "impersonates": "none", "paid_under_pressure": 18000}, "arguable"),
        ({"owed": "none", "impersonates": "none", "paid_under_pressure": 0}, "not_met"),
        ({"owed": "none", "threats": ["violence"]}, "needs_facts"),
        ({"owed": "none"}, "needs_facts"),
        ({"impersonates": "court", "paid_under_pressure": 18000}, "needs_facts"),
        ({"claimed": 27911}, "needs_facts"),
    ],
)
def test_fraud_needs_that_nothing_is_owed_and_a_deceit(debt, status):
    grounds = {row["code"]: row for row in assess(changed(NO_DEBT, debt=debt))["grounds"]}
    assert grounds["F8"]["status"] == status


def test_a_carrier_is_not_certainly_part_of_a_fraud():
    """反电信网络诈骗法 25(2), 46(2) bind whoever took no reasonable care; that nobody has told."""
    facts = changed(NO_DEBT, debt={"owed": "none", "impersonates": "court"})
    ground = next(row for row in assess(facts)["grounds"] if row["code"] == "F8")
    carrier = next(row for row in ground["respondents"] if row["role"] == "service_provider")
    assert not [one for one in carrier["provisions"] if one.startswith("民法典")]
    cited = load().grounds["F8"].respondents
    references = next(one.provisions for one in cited if one.role == "service_provider")
    assert all(one.arguable for one in references)


@pytest.mark.parametrize(
    ("released", "activated", "status"),
    [
        ("2025-06-01", "2025-06-01", "established"),
        ("2025-06-01", "2025-08-29", "established"),
        ("2025-06-01", "2025-08-30", "not_met"),
        ("2025-06-02", "2025-06-01", "needs_facts"),
        ("2025-12-01", "2025-06-01", "needs_facts"),
    ],
)
def test_dates_in_an_impossible_order_establish_nothing(released, activated, status):
    """电信服务规范: ninety days between release and new use; who was released after the new use has a wrong date."""
    number = {"second_hand": True, "released_on": released, "activated_on": activated}
    facts = changed(RESIDUAL, number=number, situations=["freeze_broken"])
    ground = next(row for row in assess(facts)["grounds"] if row["code"] == "S2")
    assert ground["status"] == status
    told = "".join(element["explanation"] for element in ground["elements"])
    assert ("日期的先后对不上，请核对" in told) is (activated < released)


def test_who_sent_it_for_another_is_looked_for_only_where_a_sender_is_named():
    other = {**BOUND_ACCOUNT, "contacts": {"channels": ["sms"]}}
    for role, told in (("content_provider", True), ("bank", False)):
        facts = {**other, "respondents": [{"role": role, "name": "示例公司"}]}
        assert any("只说了内容方" in text for text in assess(facts)["warnings"]) is told, role
