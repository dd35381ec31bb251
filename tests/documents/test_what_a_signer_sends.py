"""What the lawyer who signs a letter would not strike: each ground with its article, each party by one name, each request
answered once, and to each addressee what is its own."""

import re
from dataclasses import replace
from typing import Any

import pytest

from documents.account import account_of
from documents.counted import months_named
from documents.drafting import blocks_of
from documents.letters import letter_data
from documents.masking import masked
from documents.material import Message, Prior
from documents.others import addressed
from filings.channels import consents
from legal.reasoning.assessment import assess
from tests.documents.asking import ON, asked, offered
from tests.documents.test_pleading import made_of, words

SHOP, BANK = "戊装饰公司", "己银行"
CALLED: dict[str, Any] = {
    "kind": "harassment",
    "situations": ["nuisance_calls"],
    "event": {"first": "2026-09-02", "last": "2026-11-28"},
    "complainant": {"capacity": "recipient", "consumer_of_respondent": True},
    "respondents": [{"role": "content_provider", "name": SHOP}],
    "contacts": {
        "channels": ["call"],
        "count": 23,
        "after_refusal": 17,
        "numbers": ["057188880001", "17000000001"],
    },
    "content": {"commercial": True, "sender_identified": True},
    "consent": {"status": "none"},
    "refusal": {"made": True, "on": "2026-09-20", "ways": ["hotline"]},
    "wishes": ["stop", "tell_source", "delete"],
}
PUSHED: dict[str, Any] = {
    **CALLED,
    "situations": ["optout_ignored"],
    "respondents": [{"role": "bank", "name": BANK, "consumer": True}],
    "contacts": {"channels": ["sms", "push"], "count": 95, "after_refusal": 60, "numbers": ["95599"]},
    "content": {
        "commercial": True,
        "sender_identified": True,
        "opt_out_offered": True,
        "opt_out_works": False,
    },
    "consent": {"status": "default", "separate": False},
    "refusal": {"made": True, "on": "2026-08-01", "ways": ["sms_reply"]},
}
LEFT: dict[str, Any] = {
    **CALLED,
    "contacts": {"channels": ["sms", "call"], "count": 41, "after_refusal": 41},
    "event": {"first": "2026-10-03", "last": "2026-11-20"},
    "consent": {"status": "withdrawn"},
    "loss": {"costs": [{"what": "误工费", "yuan": 260}]},
    "wishes": ["stop", "delete", "damages"],
}
COLLECTED: dict[str, Any] = {
    "kind": "fake_collection",
    "event": {"first": "2026-10-12", "last": "2026-11-26"},
    "complainant": {"capacity": "debtors_contact"},
    "respondents": [{"role": "collector", "name": ""}],
    "contacts": {"channels": ["call"], "count": 160, "after_refusal": 140, "night": True},
    "content": {"commercial": False, "sender_identified": False},
    "debt": {"owed": "others", "told_them_on": "2026-10-14"},
    "wishes": ["stop"],
}
BOUND: dict[str, Any] = {
    "kind": "second_hand_number",
    "event": {"first": "2026-08-16", "last": "2026-11-27"},
    "complainant": {"capacity": "subscriber", "consumer_of_respondent": True},
    "respondents": [
        {"role": "operator", "name": "甲通信公司"},
        {"role": "platform", "name": "示例支付公司", "consumer": False},
    ],
    "number": {
        "second_hand": True,
        "told": False,
        "registrant_is_me": True,
        "accounts_bound": ["示例支付", "示例出行"],
    },
    "wishes": ["unbind", "keep_number"],
}
CHARGED: dict[str, Any] = {
    **BOUND,
    "respondents": [{"role": "operator", "name": "甲通信公司", "consumer": True}],
    "number": {"second_hand": True, "told": False, "registrant_is_me": True},
    "charges": {
        "residual": True,
        "item": "视频彩铃",
        "monthly": 6,
        "months": 9,
        "first_on": "2026-02-01",
        "last_on": "2026-10-31",
    },
    "wishes": ["refund"],
}
OF_HARASSMENT = ("12321", "12315_report", "12315_complaint", "cac_12377")


def reasons(facts: dict[str, Any], channel: str) -> list[str]:
    return [f"{one['title']}。{one['text']}" for one in letter_data(made_of(facts, channel))["reasons"]]


def told(facts: dict[str, Any], channel: str) -> str:
    made = made_of(facts, channel)
    return "。".join(one.text for one in account_of(made.told, made.form))  # type: ignore[union-attr]


# ── Law ─────────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("channel", OF_HARASSMENT)
@pytest.mark.parametrize("facts", [CALLED, PUSHED, LEFT, COLLECTED])
def test_each_ground_of_a_letter_names_an_article_or_the_rules_named_above(
    facts: dict[str, Any], channel: str
):
    for one in reasons(facts, channel):
        assert re.search("第[一二三四五六七八九十百千零]+条|前面所引的规定", one), one


def test_without_consent_is_told_to_who_protects_data_with_the_article_on_consent():
    said = "".join(reasons(CALLED, "cac_12377"))
    assert "没有同意过这些来电" in told(CALLED, "cac_12377")
    assert "《中华人民共和国个人信息保护法》第十三条" in said
    looked_into = offered(asked(COLLECTED, "cac_12377"))["investigate"]
    assert "个人信息保护法:66" in {one.id for one in looked_into.provisions}


@pytest.mark.parametrize(
    ("channel", "never"),
    [
        ("12315_report", "《中华人民共和国消费者权益保护法》（2013年修正）第二十九条第三款、第五十条"),
        ("cac_12377", "第六十九条"),
        ("12315_complaint", "侵害消费者权益行为处罚办法"),
        *((one, "（以官方公布文本为准）") for one in OF_HARASSMENT),
        *((one, "第十六条") for one in OF_HARASSMENT),
    ],
)
def test_to_nobody_is_pleaded_what_is_not_for_them_to_decide_by(channel: str, never: str):
    for facts in (CALLED, PUSHED, LEFT, COLLECTED):
        data = letter_data(made_of(facts, channel))
        assert never not in f"{data['reasons']}{data['basis']}"


def test_an_opt_out_is_asked_in_the_words_of_the_article():
    for channel in OF_HARASSMENT:
        said = "".join(reasons(PUSHED, channel))
        assert "应当向接收者提供拒绝继续接收的方式" in said
        assert "免费" not in said
    # What nobody who only calls must do by an article is held against nobody.
    assert "应当显示真实的身份" not in "".join(reasons(COLLECTED, "12321"))


def test_two_grounds_that_say_the_same_stand_as_one_and_leave_nothing_to_the_infringer():
    for channel in ("12315_report", "12315_complaint", "cac_12377", "platform"):
        made = reasons(PUSHED, channel)
        assert not any("有关情形已如前述" in one for one in made)
        assert len([one for one in made if "默认勾选" in one.partition("。")[0]]) == 1
        assert not any("是否有效" in one for one in made)


def test_a_box_that_was_ticked_beforehand_is_no_consent_of_the_person():
    for channel in (*OF_HARASSMENT, "operator", "court"):
        assert "系默认勾选，不是" in words(made_of(PUSHED, channel))
        assert "的同意，是以默认勾选取得的" not in words(made_of(PUSHED, channel))


def test_what_the_operator_owes_for_others_accounts_is_help():
    said = "".join(reasons(BOUND, "telecom_appeal"))
    assert "被申诉人对此应尽的义务，请依法审查" in said
    for channel in ("12315_complaint", "telecom_appeal", "operator"):
        rests = offered(asked(BOUND, channel))["unbind"].provisions
        assert {one.id.partition("@")[0] for one in rests} == {"民法典:509"}, channel


def test_work_that_was_missed_is_no_cost_of_stopping_a_wrong():
    spent = offered(asked(LEFT, "12315_complaint"))["costs"]
    assert spent.heading == "赔偿误工损失"
    laws = {one.id.partition("@")[0].partition(":")[0] for one in spent.provisions}
    assert "民法典" in laws
    assert "网络侵害人身权益规定" not in laws


# ── Facts ───────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_who_takes_back_consent_does_so_on_the_day_of_the_refusal_and_what_came_is_counted_once():
    said = told(LEFT, "12315_report")
    assert "2026年9月20日，本人在电话中明确拒绝，即使此前有过同意，也已撤回" in said
    assert said.count("41次") == 1
    assert "撤回了同意" not in said.replace("即使此前有过同意，也已撤回", "")


def test_who_looks_into_numbers_learns_whose_they_are_and_calls_them_by_one_name():
    assert "respondents" in consents()["12321"].fields
    said = words(made_of(CALLED, "12321"))
    assert SHOP in "".join(map(str, letter_data(made_of(CALLED, "12321"))["parties"]))
    assert "被举报方向本人拨打电话共23次" in said
    assert not re.search("(发送方|来电方|对方)的上述行为", said)
    # Whose goods they were, an operator is told.
    assert f"上述来电推销的是{SHOP}的商品、服务" in told(CALLED, "operator")


@pytest.mark.parametrize("channel", ["12315_report", "12315_complaint", "cac_12377"])
def test_every_number_of_the_other_side_is_in_every_letter(channel: str):
    made = made_of(CALLED, channel)
    shown = Message(sender="057188880001", text="", call=True)
    case = replace(made.told, messages=(shown,))  # type: ignore[union-attr]
    assert "17000000001" in "".join(one.text for one in account_of(case, made.form))


def test_numbers_that_nobody_told_are_a_line_and_each_way_is_called_by_its_name():
    made = made_of(LEFT, "operator")
    case = replace(made.case, messages=(Message(sender="106900007777", text="续卡五折"),))
    rows = letter_data(replace(made, case=case))["parties"][-1]  # type: ignore[arg-type, type-var]
    assert rows == {"role": "对方号码", "rows": [["名称", "106900007777"], ["来电号码", ""]]}
    assert letter_data(made_of(CALLED, "operator"))["parties"][-1]["role"] == "来电号码"


def test_what_carriers_did_not_carry_is_not_counted_as_theirs():
    for channel in ("operator", "12321"):
        assert "其中短信的次数以通信记录为准" in told(PUSHED, channel)
    assert "通信记录为准" not in told(CALLED, "operator") + told(PUSHED, "12315_report")


def test_no_account_of_another_company_is_pleaded_as_anybodys():
    assert "他人的账号（“示例支付”、“示例出行”）" in told(BOUND, "telecom_appeal")
    fields: Any = {
        "respondents": [
            {"role": one["role"], "name": one["name"], "uscc": "", "said": {}} for one in BOUND["respondents"]
        ],
        "told.number": BOUND["number"],
        "messages": [{"sender": "95188", "text": "【示例支付】验证码 482913，用于登录，请勿告诉他人"}],
    }
    given: Any = addressed(fields, to="网信办", channel="cac_12377", kind="second_hand_number")
    assert given["told.number"]["accounts_bound"] == ["示例支付"]
    # Nor is what opens it printed, but to who has to see it whole.
    for channel, shown in (("cac_12377", False), ("operator", False), ("court", True)):
        assert ("482913" in str(masked(given, [], channel)["messages"])) is shown, channel


def test_whom_a_letter_is_against_has_one_name_in_it():
    made = made_of(CHARGED, "12315_complaint")
    prior = Prior(to="电信运营商", body="operator")
    (row,) = letter_data(replace(made, case=replace(made.case, prior=(prior,))))["prior"]  # type: ignore[arg-type, type-var]
    assert row["put"] == "向被投诉人提出"
    for channel in ("cac_12377", "12315_report"):
        assert "prior" in consents()[channel].fields


def test_of_whom_no_name_is_told_no_two_colons_are_written():
    text = "".join(block.text for block in blocks_of(made_of(COLLECTED, "12321")).blocks)
    assert not re.search("(?m)^[^：。]*：[^：，。]*：", text.split("事由")[0])


# ── Requests ────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_who_punishes_is_asked_to_stop_it_where_that_is_wished_and_nothing_twice():
    assert "请责令被举报人停止违法行为" in asked(CALLED, "12315_report").sentences
    assert (
        "请责令被举报人停止违法行为"
        not in asked({**CALLED, "wishes": ["make_known"]}, "12315_report").sentences
    )
    for channel in ("12315_report", "cac_12377"):
        assert (
            len([one for one in asked(CALLED, channel).sentences if re.search("依法(核查|调查)", one)]) == 1
        )


def test_a_number_that_its_owner_needs_is_not_asked_to_be_blocked():
    said = "".join(asked(PUSHED, "operator").sentences)
    assert "协助拦截对方号码的商业推销，不影响其验证码、交易提醒等服务信息" in said
    assert "协助拦截上述来电" in "".join(asked(CALLED, "operator").sentences)
    assert not re.search(
        "短信|来信", "".join(asked(CALLED, "operator").sentences + asked(CALLED, "12321").sentences)
    )


def test_whose_data_is_used_for_no_debt_of_theirs_is_asked_to_be_looked_into():
    none = {**COLLECTED, "wishes": ["confirm_no_debt"]}
    assert "责令停止处理、删除" in "".join(asked(none, "cac_12377").sentences)
    said = asked(COLLECTED, "cac_12377").sentences
    assert len([one for one in said if "责令" in one and "停止" in one]) == 1


def test_a_sum_says_what_it_is_made_of_and_what_is_left_for_elsewhere():
    appeal = "".join(asked(CHARGED, "telecom_appeal").sentences)
    assert "费用24元（每月6元，2026年7月至10月共4个月），并停止继续收取" in appeal
    assert "没有告知该号码曾被他人使用的原因" in appeal
    assert "费用54元（每月6元，共9个月）" in "".join(asked(CHARGED, "operator").sentences)
    corrected = "".join(asked({**CHARGED, "wishes": ["refund", "correct"]}, "operator").sentences)
    assert corrected.count("订购记录") == 1
    assert "注销号码13900000001上不是本人订购的“视频彩铃”业务" in corrected
    made = made_of(CHARGED, "telecom_appeal")
    late = replace(made, case=replace(made.case, elsewhere=("最早的5个月扣费",)))  # type: ignore[type-var]
    assert "“最早的5个月扣费”一事另行主张，不在本申诉之内" in letter_data(late)["opening"]  # type: ignore[arg-type]
    assert "终止使用" not in "".join(reasons(CHARGED, "operator"))


# ── Who called, who received, who agreed to what ────────────────────────────────────────────────────────────────────

RECEIVED: dict[str, Any] = {
    **CALLED,
    "situations": ["nuisance_calls", "optout_ignored", "data_shared"],
    "complainant": {"capacity": "recipient", "consumer_of_respondent": False},
    "data": {"source": "unknown", "shared_with_third_party": True},
}


@pytest.mark.parametrize("facts", [RECEIVED, {**RECEIVED, "respondents": [{"role": "bank", "name": BANK}]}])
def test_a_wish_that_it_stops_is_asked_of_who_calls(facts: dict[str, Any]):
    stop = offered(asked(facts, "platform"))["stop"]
    assert stop.made
    assert "立即停止以电话方式向通知人进行商业推销" in stop.sentences[0]


@pytest.mark.parametrize("channel", ["cac_12377", "platform", "court", "police"])
def test_who_received_data_is_not_accused_of_passing_it_on(channel: str):
    said = words(made_of(RECEIVED, channel))
    assert "由他人提供给了推销的一方" in said
    assert "向第三方提供" not in said
    assert "向其他个人信息处理者提供" not in said
    # Whoever was given the number by its owner may have passed it on.
    given = {**RECEIVED, "data": {"source": "order", "shared_with_third_party": True}}
    assert "由他人提供给了推销的一方" not in words(made_of(given, channel))


@pytest.mark.parametrize("channel", ["12321", "12315_report", "cac_12377", "platform"])
def test_no_article_both_applies_and_is_asked_about(channel: str):
    for one in letter_data(made_of(RECEIVED, channel))["reasons"]:
        assert one["text"].count("网络信息保护的决定》第七条") <= 1
        assert one["text"].count("》（2021年修正）第四十三条第一款") <= 1
        assert "。并请审查" not in one["text"] or "应当适用" in one["text"]
    # Whether a call is electronic information is in dispute.
    assert "应当适用《全国人民代表大会常务委员会关于加强网络信息保护的决定》" not in words(
        made_of(RECEIVED, channel)
    )


@pytest.mark.parametrize("channel", [*OF_HARASSMENT, "operator", "platform", "court"])
def test_who_had_to_agree_says_so_and_not_where_it_was_written(channel: str):
    bound = {**PUSHED, "consent": {"status": "bundled", "required_for_service": True}}
    said = words(made_of(bound, channel))
    assert "不同意就不能使用" in said
    assert "夹在其他条款" not in said
    assert "办理时" not in said
    assert "必需，尚待" not in said


def test_who_collects_for_nobody_known_is_asked_for_whom():
    owner = "书面告知委托催收的机构的名称"
    told_it = {**COLLECTED, "respondents": [{"role": "collector", "name": "辛催收公司"}]}
    assert owner in "".join(asked(told_it, "lender").sentences)
    both = [{"role": "bank", "name": BANK}, {"role": "collector", "name": "辛催收公司"}]
    assert owner not in "".join(asked({**told_it, "respondents": both}, "lender").sentences)
    assert "尚待其说明" not in words(made_of(told_it, "lender"))


# ── A charge, a penalty, a purchase ─────────────────────────────────────────────────────────────────────────────────

PENALTY: dict[str, Any] = {
    **CHARGED,
    "situations": ["cancellation_fee", "residual_charge"],
    "event": {"first": "2026-02-01", "last": "2026-10-31"},
    "number": {"second_hand": True, "told": False, "registrant_is_me": True, "cancellation_fee": 180},
    "wishes": ["end_contract", "refund"],
}


def test_months_that_are_asked_back_and_those_that_are_not_are_named():
    assert (
        "（每月6元，2026年7月至10月共4个月）"
        in offered(asked(PENALTY, "telecom_appeal"))["refund"].sentences[0]
    )
    assert months_named(PENALTY, 0, 4) == "2026年2月至5月"
    assert months_named({"charges": {"first_on": "2025-12-01"}}, 0, 2) == "2025年12月至2026年1月"
    assert months_named({"charges": {"first_on": "2025-12-01"}}, 0, 1) == "2025年12月"
    assert months_named({"charges": {}}, 0, 1) == ""


def test_the_days_of_a_charge_are_not_said_of_a_penalty():
    assert "2026年2月1日" not in told(PENALTY, "12315_report")
    alone = {name: said for name, said in PENALTY.items() if name != "charges"}
    assert "2026年2月1日" in told(alone, "12315_report")


@pytest.mark.parametrize("channel", ["operator", "telecom_appeal", "12315_complaint"])
def test_nobody_concedes_that_there_is_such_a_term(channel: str):
    assert "是否约定过这项费用" in "".join(reasons(PENALTY, channel))
    waived = offered(asked(PENALTY, channel))["waive_fee"].sentences[0]
    assert "不收取销号的违约金180元" in waived


def test_a_seller_to_whom_the_number_was_given_is_written_to():
    ordered = {**CALLED, "data": {"source": "order"}}
    plan = {one["channel"]: one["relevant"] for one in assess(ordered, on=ON)["plan"]}
    assert plan["platform"]
    assert offered(asked(ordered, "platform"))["stop"].made


def test_who_mediates_between_consumer_and_seller_is_told_of_the_purchase():
    made = made_of(CALLED, "12315_complaint")
    assert "本人为生活消费购买、使用过被投诉人的商品或者服务" in told(CALLED, "12315_complaint")
    case = replace(made.case, details={"bought": "2026年8月1日，在被告的门店订衣柜一套，9000元"})
    said = words(replace(made, case=case))  # type: ignore[arg-type, type-var]
    assert "在被投诉人的门店订衣柜一套，9000元" in said
    assert "购买过商品" not in told(CALLED, "cac_12377")


def test_a_way_out_that_is_written_and_does_not_work_is_as_good_as_none():
    assert "所提供的方式不起作用，等于没有提供" in "".join(
        reasons({**PUSHED, "situations": ["no_working_optout"]}, "12315_report")
    )
