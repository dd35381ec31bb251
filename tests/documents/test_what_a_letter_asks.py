"""What a letter asks of its addressee: what that one can and must do, resting on what binds that one, and all that a
careful lawyer would ask."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from documents.letters import letter_data
from documents.material import Prior
from documents.requests import contradicting
from legal.reasoning.assessment import assess
from tests.documents.asking import ON, asked, case_before, offered
from tests.documents.test_pleading import made_of

OPERATOR = {"role": "operator", "name": "甲通信公司"}
LENDER = {"role": "lender", "name": "丙小额贷款有限公司", "licensed_lender": False}
COLLECTOR = {"role": "collector", "name": "丁催收有限公司"}
LETTERS = ("operator", "telecom_appeal", "12315_complaint", "consumer_association")

NOT_TOLD: dict[str, Any] = {
    "kind": "second_hand_number",
    "event": {"first": "2026-06-01", "last": "2026-11-01"},
    "complainant": {"capacity": "subscriber", "consumer_of_respondent": True, "region": "370102"},
    "respondents": [OPERATOR],
    "number": {"second_hand": True, "told": False, "activated_on": "2026-05-30", "registrant_is_me": True},
    "charges": {"residual": True, "item": "彩铃", "first_on": "2026-06-05", "last_on": "2026-11-01"},
    "wishes": ["refund", "keep_number"],
}
CANCEL: dict[str, Any] = {
    "kind": "second_hand_number",
    "event": {"first": "2026-10-08", "last": "2026-10-20"},
    "complainant": {"capacity": "subscriber", "consumer_of_respondent": True},
    "respondents": [OPERATOR],
    "number": {"second_hand": False, "registrant_is_me": True, "cancellation_fee": 3600},
    "wishes": ["end_contract", "refund"],
}
OTHERS: dict[str, Any] = {
    "kind": "fake_collection",
    "event": {"first": "2026-03-15", "last": "2026-11-24"},
    "complainant": {"capacity": "recipient"},
    "respondents": [LENDER, COLLECTOR],
    "contacts": {"channels": ["call", "sms"], "count": 118},
    "debt": {"owed": "others", "told_them_on": "2026-04-10"},
    "wishes": ["stop", "correct"],
}
SHOWN: dict[str, Any] = {
    "kind": "fake_collection",
    "event": {"first": "2026-09-01", "last": "2026-11-21"},
    "complainant": {"capacity": "recipient"},
    "respondents": [LENDER, COLLECTOR],
    "contacts": {"channels": ["call", "wechat"], "count": 95},
    "debt": {"owed": "own", "contacts_told": 17, "published": ["photo", "insult"]},
    "wishes": ["stop", "delete"],
}
DISPUTED: dict[str, Any] = {
    **OTHERS,
    "respondents": [LENDER],
    "debt": {"owed": "disputed", "claimed": 9800},
    "wishes": ["correct", "clear_credit", "refund"],
}
ADVERTISED: dict[str, Any] = {
    "kind": "harassment",
    "event": {"first": "2026-08-10", "last": "2026-11-25"},
    "complainant": {"capacity": "recipient"},
    "respondents": [{"role": "content_provider", "name": "戊婚庆公司"}],
    "contacts": {"channels": ["sms"], "count": 63},
    "content": {"commercial": True, "opt_out_offered": False},
    "consent": {"status": "none"},
    "wishes": ["stop"],
}
TAKEN: dict[str, Any] = {
    "kind": "second_hand_number",
    "event": {"first": "2026-07-14", "last": "2026-07-14"},
    "complainant": {"capacity": "former_holder"},
    "respondents": [{"role": "payment_institution", "name": "己支付公司"}],
    "number": {"released_on": "2026-02-10", "account_taken_over": True},
    "loss": {"costs": [{"what": "被转走的钱", "yuan": 2300}]},
    "wishes": ["refund", "tell_source"],
}


def said(facts: dict[str, Any], channel: str, **more: Any) -> str:
    return "；".join(asked(facts, channel, **more).sentences)


def to(facts: dict[str, Any], channel: str, name: str) -> str:
    """What one of several companies is asked."""
    return said(facts, channel, addressee=name)


def reasons(facts: dict[str, Any], channel: str) -> str:
    return "".join(row["text"] for row in letter_data(made_of(facts, channel))["reasons"])


def laws(facts: dict[str, Any], channel: str, slug: str) -> str:
    return "、".join(one.citation for one in offered(asked(facts, channel))[slug].provisions)


def ways(facts: dict[str, Any]) -> set[str]:
    return {one["channel"] for one in assess(facts, on=ON)["plan"] if one["open"]}


# ── What was wished for ─────────────────────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize("channel", LETTERS)
def test_who_keeps_the_number_has_it_asked_for_and_nothing_that_ends_it(channel: str):
    text = said(NOT_TOLD, channel)
    assert "使用，不得因本" in text
    assert "停机、收回或者更换号码" in text
    assert "第五百零九条第一款" in laws(NOT_TOLD, channel, "keep")
    assert contradicting(["keep", "end_contract"])
    assert contradicting(["keep", "change_number"])
    without = {**NOT_TOLD, "wishes": ["refund"]}
    assert "更换号码" not in said(without, channel)


@pytest.mark.parametrize("channel", LETTERS)
def test_charges_of_which_nobody_knows_the_sum_are_stopped_and_paid_back_by_the_bill(channel: str):
    assert "按账单" in said(NOT_TOLD, channel)
    assert "280元" in said(NOT_TOLD, channel, sums={"refund": Decimal(280)})
    ordered = {**NOT_TOLD, "charges": {"residual": False}}
    assert "账单" not in said(ordered, channel)


@pytest.mark.parametrize("channel", LETTERS)
def test_a_penalty_is_not_to_be_taken_and_what_was_taken_comes_back(channel: str):
    assert "3600元；已经收取、预存的，予以退还" in said(CANCEL, channel)


def test_who_disputes_a_sum_gets_the_account_of_it_and_what_was_paid_too_much():
    for channel in ("lender", "local_finance"):
        text = said(DISPUTED, channel)
        assert "利息和" in text
        assert "计算依据" in text
        assert "多收的" in text
        assert "多收的" not in said({**DISPUTED, "wishes": ["correct"]}, channel)
    assert "第四十五条第二款" in laws(DISPUTED, "lender", "statement")


# ── What it is about ────────────────────────────────────────────────────────────────────────────────────────────────
def test_a_number_is_taken_off_the_lists_of_whoever_collects_from_the_wrong_one():
    for name in (LENDER["name"], COLLECTOR["name"]):
        assert "移出催收、联系人名单" in to(OTHERS, "lender", str(name))
    assert "移出催收、联系人名单" in said(OTHERS, "local_finance")
    own = {**OTHERS, "debt": {"owed": "own", "per_day": 9}}
    assert "移出" not in to(own, "lender", str(COLLECTOR["name"]))


def test_records_are_asked_to_be_kept_of_the_days_that_matter():
    asked_of = to(OTHERS, "lender", str(COLLECTOR["name"]))
    assert "保存2026年3月15日至11月24日" in asked_of
    assert "通话录音、外呼和短信记录，包括2026年4月10日本人说明情况的记录" in asked_of
    assert "保存" in said({**ADVERTISED, "respondents": []}, "operator")
    assert "短信服务提供者保存被举报号码的发送记录" in said(ADVERTISED, "12321")
    quiet = {**DISPUTED, "contacts": {}}
    assert "外呼" not in to(quiet, "lender", str(LENDER["name"]))


def test_what_was_shown_to_others_is_taken_down_by_who_shows_it_and_where_it_stands():
    by_collector = to(SHOWN, "lender", str(COLLECTOR["name"]))
    assert "立即删除已经发布的本人照片" in by_collector
    assert "不得再行发布" in by_collector
    assert "由受托的人发布的，要求其删除" in to(SHOWN, "lender", str(LENDER["name"]))
    assert "删除已经发布的有关投诉人的内容" in said(SHOWN, "local_finance")
    platform = {**SHOWN, "respondents": [{"role": "platform", "name": "庚网络公司"}, COLLECTOR]}
    notice = said(platform, "platform")
    assert "删除、屏蔽、断开链接等必要措施" in notice
    assert "位置" in notice
    assert "第一千一百九十五条第一款" in laws(platform, "platform", "take_down")
    told_where = said(platform, "platform", details={"published": "9月20日，业主群"})
    assert "9月20日，业主群" in told_where


def test_who_lost_an_account_is_shown_its_log_ins_of_that_day_and_no_copy_of_everything():
    for channel in ("platform", "cac_12377"):
        assert "在2026年7月14日的登录、验证和支付、转账记录" in said(TAKEN, channel)
        assert "来源、用途和接收方" not in said(TAKEN, channel)


def test_who_carried_messages_is_asked_for_whom():
    carrier = {**ADVERTISED, "respondents": [{"role": "service_provider", "name": "辛信息公司"}]}
    assert "查明委托发送上述信息的单位" in said(carrier, "12315_report")
    assert "查明委托发送" not in said(ADVERTISED, "12315_report")


# ── What binds the addressee ────────────────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize("channel", LETTERS)
def test_who_was_only_not_told_alleges_no_intent(channel: str):
    text = reasons(NOT_TOLD, channel)
    assert "第五百零九条第二款" in text
    assert "第五百条" not in text
    assert "第一百四十八条" not in text


def test_what_a_carrier_owes_is_laid_on_no_sender():
    text = reasons(ADVERTISED, "12321")
    (act, carried) = text.split("传送上述短信的单位是否尽到义务")
    assert "第74号" not in act
    assert "第74号" in carried
    assert "第74号" not in reasons({**ADVERTISED, "consent": {"status": "bundled"}}, "platform")


@pytest.mark.parametrize("channel", ["operator", "telecom_appeal"])
@pytest.mark.parametrize("facts", [NOT_TOLD, CANCEL], ids=["charged", "cancelled"])
def test_a_breach_of_contract_is_pleaded_as_no_wrong(facts: dict[str, Any], channel: str):
    text = reasons(facts, channel)
    assert "第五百七十七条" in text
    assert "第一千一百六十五条" not in text


def test_a_letter_ends_a_contract_by_notice_and_a_claim_by_its_service_where_nobody_asked_before():
    for channel in LETTERS:
        found = laws(CANCEL, channel, "end_contract")
        assert "第五百六十五条第一款" in found
        assert "第五百六十五条第二款" not in found
    not_asked = {**NOT_TOLD, "charges": {}, "wishes": ["end_contract"]}
    assert "第五百六十五条第二款" in laws(not_asked, "court", "end_contract")
    # That money is asked for it says nothing of a notice.
    assert "第五百六十五条第二款" in laws(CANCEL, "court", "end_contract")
    assert "此前" not in said(CANCEL, "operator")
    assert "本投诉书即为解除合同的通知" in said(CANCEL, "operator")


def test_a_credit_report_is_argued_only_where_it_is_wrong_and_never_to_who_has_nothing_to_do_with_it():
    for channel in ("lender", "12378", "local_finance"):
        assert "第二十六条" not in reasons(DISPUTED, channel)
        assert "征信业管理条例" in reasons(DISPUTED, channel)
        assert "征信业管理条例" not in reasons({**DISPUTED, "wishes": ["correct"]}, channel)


def test_who_is_behind_a_message_is_asked_by_no_rule_for_courts():
    hidden = {
        **ADVERTISED,
        "respondents": [{"role": "service_provider", "name": "辛信息公司"}],
        "content": {"commercial": True, "sender_identified": False},
        "wishes": ["tell_source"],
    }
    grounds = {one.code: one for one in case_before(hidden, "court").grounds}
    rests = {p.id for one in grounds["H5"].remedies for p in one.provisions}
    assert not any(one.startswith("网络侵害人身权益规定:3") for one in rests)


# ── Where it can go ─────────────────────────────────────────────────────────────────────────────────────────────────
def test_who_is_called_by_an_impostor_may_have_the_number_looked_into():
    posing = {
        **OTHERS,
        "respondents": [COLLECTOR],
        "debt": {"owed": "none", "impersonates": "police", "threats": ["detention"]},
    }
    assert "operator" in ways(posing)
    assert "核查主叫号码" in said({**posing, "respondents": []}, "operator")
    # Of a debt that is none the records are kept by whoever carried the calls; of one's own they are not asked for.
    assert "operator" in ways({**posing, "debt": {"owed": "none"}})
    assert "operator" not in ways({**posing, "debt": {"owed": "own"}})


def test_where_something_was_shown_the_place_can_be_told():
    assert "platform" in ways(SHOWN)
    assert "platform" not in ways({**SHOWN, "contacts": {"channels": ["call"], "count": 9}})


def test_terms_that_bind_a_customer_can_be_reported():
    assert "12315_report" in ways(CANCEL)
    assert "第二十六条第二款" in reasons(CANCEL, "12315_report")
    assert "电信条例" not in reasons(CANCEL, "12315_report")


def test_a_small_lender_is_complained_of_at_once_and_said_to_be_asked_only_where_it_was():
    assert "local_finance" in ways({**OTHERS, "respondents": [LENDER]})
    made = made_of({**OTHERS, "respondents": [LENDER]}, "local_finance")
    assert "已先向其投诉" not in letter_data(made)["opening"]
    before = replace(made, case=replace(made.case, prior=(Prior(to="金融机构", body="lender"),)))
    assert "已先向其投诉" in letter_data(before)["opening"]


# ── Read as who gets it ─────────────────────────────────────────────────────────────────────────────────────────────
def test_whoever_only_collects_is_told_of_no_contract_and_asks_whom_it_acts_for():
    bank = {"role": "bank", "name": "壬银行"}
    settled = {
        **OTHERS,
        "respondents": [bank, COLLECTOR],
        "debt": {"owed": "settled", "claimed": 5200},
        "wishes": ["stop", "confirm_no_debt", "clear_credit"],
    }
    made = made_of(settled, "lender")
    for name, whose in (("壬银行", True), (str(COLLECTOR["name"]), False)):
        case = replace(made.case, addressee=name)
        text = "".join(row["text"] for row in letter_data(replace(made, case=case))["reasons"])
        assert ("第五百五十八条" in text) is whose
        assert "第五百零九条" not in text
        assert ("征信业管理条例" in text) is whose
        assert ("书面确认本人的欠款已经清偿完毕" in to(settled, "lender", name)) is whose
    assert "向委托方核实" in to(settled, "lender", str(COLLECTOR["name"]))
    assert "欠款已经清偿完毕" in said(settled, "12378")


def test_what_a_carrier_owes_is_put_to_no_mediator():
    bought = {**ADVERTISED, "complainant": {"capacity": "recipient", "consumer_of_respondent": True}}
    assert "第74号" not in reasons(bought, "12315_complaint")
    assert "进行商业推销，并将投诉人的号码" in said(bought, "12315_complaint")


def test_a_platform_on_which_something_stands_is_asked_to_take_it_down_and_for_nothing_else():
    platform = {
        **SHOWN,
        "respondents": [{"role": "platform", "name": "庚网络公司"}, COLLECTOR],
        "wishes": ["stop", "delete", "damages"],
        "loss": {"costs": [{"what": "心理咨询费", "yuan": 800}]},
    }
    made = offered(asked(platform, "platform"))
    assert [slug for slug, one in made.items() if one.made] == ["take_down"]
    assert not reasons(platform, "platform")


def test_a_mediator_asks_whoever_has_the_account_to_unbind_it_by_the_law_on_data():
    bound = {
        **NOT_TOLD,
        "respondents": [{"role": "platform", "name": "庚网络公司"}, OPERATOR],
        "number": {**NOT_TOLD["number"], "accounts_bound": ["庚外卖"]},
        "charges": {},
        "wishes": ["unbind", "stop"],
    }
    text = said(bound, "12315_complaint")
    assert "请庚网络公司解除号码" in text
    assert "请甲通信公司协助解除绑定" in text
    assert "停止以号码" in text
    found = laws(bound, "12315_complaint", "unbind")
    assert "第四十六条第一款" in found
    assert "第五百零九条第二款" in found


def test_whose_number_is_in_another_name_may_have_it_closed():
    other = {
        **CANCEL,
        "number": {"registrant_is_me": False},
        "wishes": ["correct", "end_contract"],
    }
    text = said(other, "operator")
    assert "核实后注销号码" in text
    assert "不能按下述要求解除、注销的，更正错误的实名登记" in text
    assert "注销" not in said({**other, "wishes": ["correct"]}, "operator")


def test_where_a_label_comes_from_is_asked_of_who_shows_it():
    labelled = {
        **CANCEL,
        "respondents": [{"role": "platform", "name": "庚网络公司"}],
        "number": {"registrant_is_me": True, "mislabelled_as": "诈骗", "label_reported_on": "2026-10-08"},
        "wishes": ["correct"],
    }
    assert "首次标记的日期" in said(labelled, "platform")


def test_where_data_comes_from_is_asked_of_who_collects_only_where_it_is_wanted():
    wanting = {**OTHERS, "data": {"source": "contacts_list"}, "wishes": ["stop", "tell_source"]}
    assert "来源" in to(wanting, "lender", str(COLLECTOR["name"]))
    assert "来源" not in to({**wanting, "wishes": ["stop"]}, "lender", str(COLLECTOR["name"]))
