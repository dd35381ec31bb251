"""What a litigator would strike through in a claim before signing it: kinds that were found, and may not come back."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from documents import Claim, form_of
from documents.account import account_of
from documents.claims import claim_data, open_details
from documents.drafting import blocks_of
from documents.material import Cost, Message, Prior, Tally
from documents.others import addressed
from documents.police import BORROWER, brief_rows, headings_of, paid_words, penal_law, told_apart
from documents.requests import requests_of
from tests.documents.asking import ON, asked, case_before
from tests.documents.test_what_a_claim_asserts import changed

BANK = {"role": "bank", "name": "甲银行股份有限公司乙分行", "licensed_lender": True}
OPERATOR = {"role": "operator", "name": "甲通信公司"}
NEVER_BORROWED: dict[str, Any] = {
    "kind": "fake_collection",
    "situations": ["no_debt"],
    "wishes": ["confirm_no_debt", "clear_credit", "stop", "apology"],
    "event": {"first": "2026-10-08", "last": "2026-11-26"},
    "complainant": {"capacity": "recipient", "consumer_of_respondent": False},
    "respondents": [BANK],
    "contacts": {"channels": ["call"], "count": 43},
    "debt": {"owed": "none", "claimed": 33520},
}
ENDING: dict[str, Any] = {
    "kind": "second_hand_number",
    "situations": ["registered_to_another", "cancellation_fee"],
    "wishes": ["correct", "end_contract"],
    "event": {"first": "2026-04-01", "last": "2026-11-10"},
    "complainant": {"capacity": "subscriber", "consumer_of_respondent": True},
    "respondents": [OPERATOR],
    "number": {"registrant_is_me": False, "cancellation_fee": 600, "second_hand": True},
}
CHARGED: dict[str, Any] = {
    "kind": "second_hand_number",
    "situations": ["residual_charge"],
    "wishes": ["refund", "damages"],
    "event": {"first": "2026-08-01", "last": "2026-11-01"},
    "complainant": {"capacity": "subscriber", "consumer_of_respondent": True},
    "respondents": [OPERATOR],
    "number": {"second_hand": True, "registrant_is_me": True},
    "charges": {
        "residual": True,
        "item": "彩铃",
        "monthly": 15,
        "months": 4,
        "first_on": "2026-08-01",
        "last_on": "2026-11-01",
    },
}
AT_NIGHT: dict[str, Any] = {
    "kind": "fake_collection",
    "situations": ["frequency_hours"],
    "wishes": ["stop", "damages"],
    "event": {"first": "2026-08-15", "last": "2026-11-28"},
    "complainant": {"capacity": "recipient"},
    "respondents": [{"role": "collector", "name": "甲商务公司"}],
    "contacts": {"channels": ["call"], "count": 300, "night": True},
    "debt": {"owed": "own", "per_day": 12},
    "loss": {"mental": "severe"},
}
PROMOTED: dict[str, Any] = {
    "kind": "harassment",
    "situations": ["nuisance_calls", "profiling"],
    "wishes": ["stop", "delete"],
    "event": {"first": "2026-07-01", "last": "2026-11-26"},
    "complainant": {"capacity": "recipient", "consumer_of_respondent": True},
    "respondents": [BANK],
    "contacts": {"channels": ["call", "app"], "count": 40, "after_refusal": 12},
    "content": {"commercial": True, "sender_identified": True},
    "consent": {"status": "bundled"},
    "refusal": {"made": True, "on": "2026-09-01", "ways": ["hotline"]},
    "data": {"profiling": True},
}


def claim(facts: dict[str, Any]) -> dict[str, Any]:
    case = replace(case_before(facts, "court"), number="13900000001")
    return claim_data(Claim(court="甲市乙区人民法院", on=ON, case=case))


def reasons(facts: dict[str, Any]) -> dict[str, str]:
    return {row["title"].partition("）")[2]: row["text"] for row in claim(facts)["reasons"]}


def basis(facts: dict[str, Any], heading: str) -> str:
    (found,) = [row for row in claim(facts)["basis"] if row.startswith(f"{heading}，")]
    return found


# ── What is asked for is argued, and has its article ──────────────────────────────────────────────────────────────────
def test_that_there_is_no_debt_is_confirmed_by_an_article_and_for_a_reason():
    assert "《中华人民共和国民法典》第一百一十八条第二款、第六百六十七条" in basis(
        NEVER_BORROWED, "确认债权债务关系"
    )
    assert "原告有请求确认的必要" in reasons(NEVER_BORROWED)["请求确认的必要"]
    assert "请求确认的必要" not in reasons({**NEVER_BORROWED, "wishes": ["stop"]})


@pytest.mark.parametrize(
    ("owed", "why"),
    [("none", "原告没有借过该笔款项"), ("others", "原告不是该笔债务的债务人"), ("settled", "欠款已经结清")],
)
def test_a_wrong_credit_record_is_argued_where_it_is_asked_to_be_cleared(owed: str, why: str):
    facts = changed(NEVER_BORROWED, debt={"owed": owed, "told_them_on": "2026-10-12"})
    facts["situations"] = {"none": ["no_debt"], "others": ["others_debt"], "settled": ["amount_wrong"]}[owed]
    assert why in reasons(facts)["报送错误的信用信息"]
    assert "第一千零二十九条" in basis(facts, "更正信用信息")
    assert "报送错误的信用信息" not in reasons({**facts, "wishes": ["stop"]})


@pytest.mark.parametrize(
    ("wishes", "cause"),
    [
        (["confirm_no_debt", "clear_credit", "stop", "apology"], "金融借款合同纠纷、隐私权纠纷、名誉权纠纷"),
        (["confirm_no_debt", "clear_credit"], "金融借款合同纠纷、名誉权纠纷"),
        (["clear_credit"], "个人信息保护纠纷、名誉权纠纷"),
        (["stop"], "隐私权纠纷"),
    ],
)
def test_the_cause_is_what_is_in_dispute_both_where_two_are(wishes: list[str], cause: str):
    assert claim({**NEVER_BORROWED, "wishes": wishes})["cause"] == cause


@pytest.mark.parametrize(
    ("wishes", "cause"),
    [
        (["stop", "confirm_no_debt"], "金融借款合同纠纷、隐私权纠纷"),
        (["confirm_no_debt"], "金融借款合同纠纷"),
    ],
)
def test_a_wrong_done_over_a_loan_stands_beside_the_loan(wishes: list[str], cause: str):
    facts = changed(NEVER_BORROWED, debt={"owed": "settled"})
    facts |= {"situations": ["amount_wrong"], "wishes": wishes}
    assert claim(facts)["cause"] == cause


# ── What contradicts ──────────────────────────────────────────────────────────────────────────────────────────────────
def test_a_registration_is_corrected_only_where_the_contract_does_not_end():
    ended, waived, corrected, *_costs = claim(ENDING)["requests"]
    assert "自本起诉状副本送达被告之日解除" in ended
    assert waived == "判令被告不得因原告停机、销号收取违约金或者其他费用600元"
    assert corrected == "前述合同不予解除的，判令被告将号码13900000001的实名登记更正为原告"
    assert (
        "判令被告将号码13900000001的实名登记更正为原告"
        in claim({**ENDING, "wishes": ["correct"]})["requests"]
    )


def _ended(told: str) -> tuple[str, str, str]:
    """The request, its law and its reason, where this was told of when the end was asked for."""
    facts = {**ENDING, "wishes": ["end_contract"]}
    case = replace(case_before(facts, "court"), number="13900000001", details={"asked_end": told})
    data = claim_data(Claim(court="甲市乙区人民法院", on=ON, case=case))
    (law,) = [row for row in data["basis"] if row.startswith("解除合同，")]
    (reason,) = [row["text"] for row in data["reasons"] if row["title"].endswith("解除合同")]
    return data["requests"][0], law, reason


@pytest.mark.parametrize(
    ("told", "day"),
    [
        ("2026年9月3日，营业厅", "2026年9月3日"),
        ("9月15日，营业厅，合同写在网24个月，2027年3月1日到期", "＿＿＿＿年9月15日"),
    ],
)
def test_a_contract_whose_end_was_asked_before_ends_with_that_notice(told: str, day: str):
    request, law, reason = _ended(told)
    assert f"合同于{day}（原告要求销号、解除合同的通知到达被告之日）解除" in request
    assert "第五百六十三条第二款、第五百六十五条第一款" in law
    assert "第五百六十五条第二款" not in law
    assert "起诉以前已经要求销号" in reason


@pytest.mark.parametrize(
    "told", ["", "没有约定期限", "合同2027年3月1日到期", "没有提出过，办卡是2024年3月1日"]
)
def test_that_a_fee_is_asked_is_no_notice_of_the_end(told: str):
    request, law, reason = _ended(told)
    assert "自本起诉状副本送达被告之日解除" in request
    assert "第五百六十三条第二款、第五百六十五条第二款" in law
    assert "起诉以前已经" not in reason


@pytest.mark.parametrize("facts", [ENDING, CHARGED])
def test_a_breach_of_contract_is_not_pleaded_as_a_wrong_too(facts: dict[str, Any]):
    assert "第五百七十七条" in reasons(facts)["责任的承担"]
    assert "第一千一百六十五条" not in str(claim(facts))


def test_a_contract_is_ended_for_a_reason_and_by_who_wants_it_alone():
    assert "没有约定服务期限的" in reasons(ENDING)["解除合同"]
    assert "解除合同" not in reasons({**ENDING, "wishes": ["correct"]})
    ends = {p.citation for one in case_before(ENDING, "operator").grounds for p in one.provisions}
    keeps = {
        p.citation
        for one in case_before({**ENDING, "wishes": ["correct"]}, "operator").grounds
        for p in one.provisions
    }
    assert any("第五百六十三条" in one for one in ends)
    assert not any("第五百六十三条" in one for one in keeps)


def test_unjust_enrichment_is_pleaded_where_the_contract_does_not_hold_and_never_beside_it():
    said = reasons(CHARGED)["收取前一用户遗留业务的费用"]
    assert "；备位的依据是《中华人民共和国民法典》第九百八十五条" in said
    assert "第一千一百六十五条" not in said
    back = basis(CHARGED, "返还已收取的费用")
    assert back.endswith(
        "《中华人民共和国民法典》第五百七十七条，备位依据《中华人民共和国民法典》第九百八十五条、第九百八十七条"
    )
    forced = changed(NEVER_BORROWED, debt={"paid_under_pressure": 500, "threats": ["violence"]})
    assert basis({**forced, "wishes": ["refund"]}, "返还已付款项").endswith(
        "第一百五十条、第一百五十七条，备位依据《中华人民共和国民法典》第一千一百六十五条第一款、第一千一百八十四条"
    )
    paid = changed(NEVER_BORROWED, debt={"paid_under_pressure": 500})
    assert "备位" not in basis({**paid, "wishes": ["refund"]}, "返还已付款项")


@pytest.mark.parametrize("channel", ["operator", "telecom_appeal"])
def test_a_letter_asks_the_registration_corrected_only_where_nothing_ends(channel: str):
    facts = changed(ENDING, wishes=["correct", "end_contract"])
    (corrected,) = [one for one in asked(facts, channel).sentences if "错误的实名登记" in one]
    assert "不能按下述要求解除、注销的，更正" in corrected
    (alone,) = [
        one for one in asked({**facts, "wishes": ["correct"]}, channel).sentences if "实名登记" in one
    ]
    assert "不能" not in alone


# ── What hurt ─────────────────────────────────────────────────────────────────────────────────────────────────────────
def test_who_was_gravely_harmed_by_calls_at_night_asks_for_it_with_a_sum_to_fill_in():
    assert "判令被告赔偿原告精神损害抚慰金＿＿＿＿元" in claim(AT_NIGHT)["requests"]
    assert "第一千一百八十三条第一款" in basis(AT_NIGHT, "精神损害抚慰金")
    some = changed(AT_NIGHT, loss={"mental": "some"})
    assert not any("抚慰金" in one for one in claim(some)["requests"])


# ── What was not told ─────────────────────────────────────────────────────────────────────────────────────────────────
def test_a_bank_that_called_is_no_signature_of_a_message():
    calls = claim(changed(PROMOTED, contacts={"channels": ["call"]}, data={"profiling": False}))
    assert "涉案来电推销的是被告甲银行股份有限公司乙分行的业务" in calls["account"]
    assert "信息署名" not in "".join(calls["account"])
    both = "".join(claim(PROMOTED)["account"])
    assert "涉案来电、信息推销的是被告" in both


def test_what_a_heading_says_is_argued_under_it():
    said = reasons(PROMOTED)
    assert "以自动化决策方式推送商业信息" in said["根据个人特征推送商业性信息"]
    (consent,) = [text for title, text in said.items() if title.startswith("没有单独征求同意")]
    assert "自动化决策" not in consent
    assert consent.index("同意应当由个人") < consent.index("明确拒绝以后")


def test_who_let_its_service_send_hundreds_says_how_it_checked():
    facts = changed(
        PROMOTED,
        contacts={"channels": ["sms"], "count": 900, "max_per_day": 300},
        content={"commercial": False},
        consent={"status": "none"},
    )
    facts |= {"situations": ["code_bombing"], "respondents": [{"role": "platform", "name": "甲外卖公司"}]}
    assert "原告没有请求、同意过上述联系" in claim(facts)["account"]
    assert "被告发送、拨打的，应当核实请求由何人作出" in reasons(facts)["责任的承担"]
    assert "是否核实、采取了什么措施，应当由其举证" in reasons(facts)["责任的承担"]


@pytest.mark.parametrize(
    ("given", "said"),
    [(True, "有关密码、验证码的经过是：＿＿＿＿"), (False, "原告没有把密码、验证码告诉过他人")],
)
def test_a_code_that_was_given_is_never_denied(given: bool, said: str):
    facts: dict[str, Any] = {
        "kind": "second_hand_number",
        "situations": ["account_taken_over"],
        "wishes": ["damages"],
        "event": {"first": "2026-09-09", "last": "2026-09-09"},
        "complainant": {"capacity": "former_holder"},
        "respondents": [{"role": "payment_institution", "name": "甲支付公司"}],
        "number": {"account_taken_over": True, "secrets_given": given, "accounts_bound": ["甲支付"]},
        "loss": {"costs": [{"what": "账户里被转走的钱", "yuan": 5600}]},
    }
    told = claim(facts)["account"]
    assert said in told
    assert ("原告没有把密码、验证码告诉过他人" in told) is not given
    argued = "".join(reasons(facts).values())
    assert ("密码、验证码只是核验的一部分" in argued) is given


# ── What was shown to others ──────────────────────────────────────────────────────────────────────────────────────────
PUBLISHED: dict[str, Any] = {
    **AT_NIGHT,
    "situations": ["contacts_harassed", "threats_impersonation"],
    "wishes": ["stop", "apology"],
    "debt": {
        "owed": "own",
        "threats": ["detention", "publicity", "insult"],
        "published": ["photo", "insult"],
    },
}


def test_a_photo_and_words_that_were_published_are_pleaded_as_deeds_and_no_threat():
    made = claim(PUBLISHED)
    told = "".join(f"{one}。" for one in made["account"])
    assert "被告未经原告同意，把原告的照片发布给他人。被告向他人发布辱骂、贬损原告的言语。" in told
    argued = reasons(PUBLISHED)["公开原告的照片"]
    assert "侵害了原告的肖像权" in argued
    assert "侵害了原告的名誉权" in argued
    assert "第一千零一十九条第一款、第一千零二十四条第一款" in argued
    assert "判令被告立即删除已经发布的原告照片和有关原告的内容，不得再行发布" in made["requests"]
    assert (
        "判令被告向原告书面赔礼道歉，并在发布上述内容的范围内（微信群、平台的名称：＿＿＿＿）道歉，消除影响、恢复名誉"
        in made["requests"]
    )
    assert made["cause"] == "隐私权纠纷、名誉权纠纷、肖像权纠纷"
    assert "第一千零一十九条第一款" in basis(PUBLISHED, "删除已经发布的内容")


def test_what_was_only_threatened_is_never_told_as_done():
    threatened = changed(PUBLISHED, debt={"published": [], "contacts_told": 3})
    made = claim(threatened)
    text = "".join([*made["account"], *made["requests"], *made["basis"], *reasons(threatened).values()])
    assert "声称要公开、通报" in text
    for word in ("发布", "肖像", "名誉", "第一千零一十九条"):
        assert word not in text


@pytest.mark.parametrize(("owed", "right"), [("none", "侵害了原告的名誉权"), ("own", "侵害了原告的隐私权")])
def test_to_say_of_somebody_that_they_owe_harms_what_the_debt_makes_of_it(owed: str, right: str):
    facts = changed(PUBLISHED, debt={"owed": owed, "published": ["debt"]})
    facts["situations"] = ["contacts_harassed"]
    assert right in reasons(facts)["向他人发布有关原告的内容"]


def test_what_was_said_of_threat_after_threat_is_told_once():
    case = replace(case_before(PUBLISHED, "court"), details={"words": "9月1日来电，“明天来抓你”"})
    told = claim_data(Claim(court="甲市乙区人民法院", on=ON, case=case))["account"]
    assert "被告在催收中以抓人、判刑一类的后果相威胁" in "".join(told)
    assert sum("明天来抓你" in one for one in told) == 1


# ── Whose consent a child's is ────────────────────────────────────────────────────────────────────────────────────────
def test_calls_to_a_child_under_fourteen_lack_the_consent_of_its_guardian():
    child = {
        "kind": "harassment",
        "event": {"first": "2026-09-02", "last": "2026-11-24"},
        "complainant": {"capacity": "guardian", "age": 11},
        "respondents": [{"role": "content_provider", "name": "甲教育公司"}],
        "contacts": {"channels": ["call"], "count": 48},
        "content": {"commercial": True},
        "consent": {"status": "none"},
        "wishes": ["stop"],
    }
    told = str(claim(child)["reasons"])
    assert "是否取得过监护人的同意，应当由被告举证" in told
    assert (
        "《中华人民共和国个人信息保护法》第十三条、第二十八条第一款、第二十八条第二款、第二十九条、第三十一条第一款"
        in told
    )
    assert "退订" not in told
    grown = str(claim(changed(child, complainant={"age": 15}))["reasons"])
    assert "监护人的同意" not in grown
    assert "第三十一条第一款" not in grown


def test_of_no_debt_and_of_an_unknown_one_nobody_is_said_to_know_whose_it_is():
    none = {
        "kind": "second_hand_number",
        "event": {"first": "2026-09-02", "last": "2026-11-24"},
        "complainant": {"capacity": "subscriber"},
        "respondents": [{"role": "collector", "name": "甲催收公司"}],
        "contacts": {"channels": ["call"], "count": 48},
        "number": {"second_hand": True},
        "debt": {"owed": "none", "told_them_on": "2026-09-12"},
        "wishes": ["stop"],
    }
    told = str(claim(none)["reasons"])
    assert "知道或者应当知道原告没有所称的债务" in told
    assert "不是债务人" not in told
    unknown = {**none, "debt": {"told_them_on": "2026-09-12"}}
    assert "知道或者应当知道" not in str(claim(unknown)["reasons"])


# ── No more, and no other, than was said ─────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize(
    ("threats", "ways"),
    [
        (["insult"], "侵扰、辱骂等"),
        (["publicity"], "侵扰、威胁等"),
        (["detention", "insult"], "侵扰、恐吓、辱骂等"),
    ],
)
def test_who_is_to_stop_is_told_of_the_ways_that_were_used(threats: list[str], ways: str):
    facts = changed(AT_NIGHT, debt={**AT_NIGHT["debt"], "threats": threats})
    (stop, *_rest) = claim(facts)["requests"]
    assert f"以{ways}方式" in stop


@pytest.mark.parametrize(
    ("most", "when"), [(63, "自2026年11月8日起"), (None, "自2026年11月8日起"), (140, "2026年11月8日")]
)
def test_what_came_is_not_all_of_one_day_because_no_last_day_was_said(most: int | None, when: str):
    facts = changed(
        AT_NIGHT,
        event={"first": "2026-11-08", "last": "2026-11-08"},
        contacts={"channels": ["call"], "count": 140, **({"max_per_day": most} if most else {})},
    )
    told = claim(facts)["narrative"][1]
    assert told.startswith(f"{when}，")
    police = case_before(facts, "police")
    rows = dict(brief_rows(police, form_of("police"), printed=True))
    assert rows["发生时间"] == when.removeprefix("自")


def test_whoever_calls_to_advertise_is_asked_where_the_number_came_from():
    calls = {
        **PROMOTED,
        "situations": ["nuisance_calls"],
        "wishes": ["tell_source"],
        "data": {"source": "unknown"},
    }
    calls["contacts"] = {"channels": ["call"], "count": 40}
    calls["consent"] = {"status": "none"}
    del calls["refusal"]
    assert any("来源" in one for one in claim(calls)["requests"])


def test_who_borrowed_in_ones_name_is_reported_and_who_lent_keeps_the_records():
    facts = changed(NEVER_BORROWED, prior=[{"to": "police", "act": "report", "on": "2026-10-13"}])
    case = replace(case_before(facts, "police"), prior=(Prior(to="公安机关", body="police"),))
    about, _behind, holders = told_apart(case, form_of("police"))
    assert [one.name for one in about] == [BORROWER]
    assert [one.name for one in holders] == [BANK["name"]]
    told = "".join(one.text for one in account_of(case, form_of("police")))
    assert f"{BANK['name']}声称的欠款数额为33520元" in told
    assert "涉案方" not in told


# ── What nobody ordered ──────────────────────────────────────────────────────────────────────────────────────────────
def test_what_nobody_ordered_is_left_by_a_former_user_only_where_the_number_had_one():
    own = {**CHARGED, "number": {"second_hand": False, "registrant_is_me": True}}
    told = str(claim(own))
    assert "该项收费对应的业务不是原告订购的" in told
    assert not any(word in told for word in ("前一用户", "重新启用"))
    assert "前一用户遗留的业务" in str(claim(CHARGED))


# ── Who is sued for what others do in its name ───────────────────────────────────────────────────────────────────────
def test_who_has_others_collect_is_to_stop_that_where_nobody_can_name_them():
    facts = changed(
        NEVER_BORROWED,
        debt={"owed": "others", "told_them_on": "2026-10-10"},
        respondents=[BANK, {"role": "collector", "name": "某某催收"}],
    )
    (stop, *_rest) = claim(facts)["requests"]
    assert stop.startswith("判令被告停止自行或者委托他人以电话方式向原告")
    assert claim({**facts, "respondents": [BANK]})["requests"][0].startswith("判令被告立即停止以电话方式")


# ── No particular that nobody told ───────────────────────────────────────────────────────────────────────────────────
def test_who_refused_on_the_telephone_is_not_said_to_have_rung_customer_service():
    told = " ".join(claim(PROMOTED)["narrative"])
    assert "2026年9月1日，原告在电话中明确拒绝" in told
    assert "客服" not in told
    for channel in ("operator", "12315_report"):
        undated = {**PROMOTED, "refusal": {"made": True, "ways": ["hotline", "sms_reply"]}}
        said = "".join(one.text for one in account_of(case_before(undated, channel), form_of(channel)))
        assert "本人曾以回复短信的方式、在电话中明确拒绝" in said


def test_calls_stand_as_calls_and_messages_as_messages():
    rows = (
        Message(sender="4000001111", text="", at=date(2026, 11, 27), call=True),
        Message(sender="106900007777", text="续卡五折", at=date(2026, 11, 26)),
    )
    case = replace(case_before(PROMOTED, "court"), number="13900000001", messages=rows, tally=Tally())

    def printed(*messages: Message) -> list[str]:
        made = Claim(court="甲市乙区人民法院", on=ON, case=replace(case, messages=messages))
        (block,) = [one for one in blocks_of(made).blocks if one.key == "messages"]
        return [one.text for paragraph in block.paragraphs for one in paragraph]

    assert printed(*rows) == [
        "收到的信息（原文）如下：",
        "对方号码 106900007777　2026年11月26日\n续卡五折",
        "来电记录如下：",
        "主叫号码 4000001111　2026年11月27日",
    ]
    assert printed(rows[0]) == ["来电记录如下：", "主叫号码 4000001111　2026年11月27日"]


def test_who_asked_for_nothing_before_has_no_line_that_says_so():
    made = Claim(court="甲市乙区人民法院", on=ON, case=case_before(PROMOTED, "court"))
    assert "个人信息仍在被处理。" in "".join(claim_data(made)["narrative"])
    assert "请求删除的日期" not in str(claim_data(made))
    assert "请求删除的日期、方式和答复" not in made.lacking
    # The page asks all the same; who did ask has it told.
    assert "asked_delete" in open_details(made.told)
    case = replace(made.case, details={"asked_delete": "2026年10月1日书面提出，没有答复"})
    told = "".join(claim_data(replace(made, case=case))["narrative"])
    assert "（请求删除的日期、方式和答复：2026年10月1日书面提出，没有答复）" in told


def test_that_service_was_refused_without_consent_is_pleaded_only_where_it_was():
    def pleaded(**consent: Any) -> str:
        facts = {**PROMOTED, "situations": ["after_refusal", "bundled_consent"], "consent": consent}
        return "".join(reasons(facts).values())

    assert "第十六条" not in pleaded(status="bundled") + pleaded(status="withdrawn")
    assert "第十六条" in pleaded(status="bundled", required_for_service=True)


@pytest.mark.parametrize(
    ("name", "its"),
    [("示例支付网络公司", ["示例支付"]), ("甲网络公司", ["示例支付", "示例出行"])],
)
def test_no_account_of_another_company_is_pleaded_as_of_the_one_that_is_sued(name: str, its: list[str]):
    bound = {"second_hand": True, "accounts_bound": ["示例支付", "示例出行"]}
    rows = [
        {"role": "operator", "name": "乙通信公司", "uscc": ""},
        {"role": "platform", "name": name, "uscc": ""},
    ]
    fields: Any = {"respondents": rows, "told.number": bound}
    for channel, to in (("court", ""), ("platform", name)):
        kept: Any = addressed(fields, to=to, channel=channel, kind="second_hand_number")
        assert kept["told.number"]["accounts_bound"] == its


OTHERS_DEBT: dict[str, Any] = {
    "kind": "fake_collection",
    "situations": ["others_debt", "contacts_harassed", "threats_impersonation"],
    "wishes": ["stop"],
    "event": {"first": "2026-08-03", "last": "2026-11-21"},
    "complainant": {"capacity": "recipient", "consumer_of_respondent": False},
    "respondents": [{"role": "collector", "name": "甲信用管理有限公司"}],
    "contacts": {"channels": ["call", "sms"], "count": 76},
    "debt": {
        "owed": "others",
        "claimed": 20000,
        "contacts_told": 2,
        "threats": ["insult", "publicity"],
        "impersonates": "court",
    },
}


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("9月12日来电，“你不要脸”，有录音", "辱骂原告（9月12日来电，“你不要脸”，有录音）"),
        ("9月9日短信，“曝光你”", "声称要公开、通报（9月9日短信，“曝光你”）"),
        ("9月9日短信，“曝光你”；9月12日来电，“你不要脸”", "声称要公开、通报（9月9日短信，“曝光你”）"),
        ("9月13日来电，“等着瞧”", "有关言语的日期、原话和记录：9月13日来电，“等着瞧”"),
    ],
)
def test_words_stand_behind_the_act_that_they_show(words: str, told: str):
    case = replace(case_before(OTHERS_DEBT, "court"), details={"words": words})
    narrative = "".join(claim_data(Claim(court="甲市乙区人民法院", on=ON, case=case))["narrative"])
    assert told in narrative
    assert narrative.count(words.split("，")[0]) == 1


def test_who_sent_a_court_paper_posed_as_nobody_of_the_court():
    sent = changed(OTHERS_DEBT, debt={**OTHERS_DEBT["debt"], "court_paper": "传票"})
    for facts, articles in (
        (OTHERS_DEBT, ("第六十二条第一款", "第二百七十九条")),
        (sent, ("第六十二条第三款",)),
    ):
        law = penal_law(case_before(facts, "police"), form_of("police"))
        named = [one for one in ("第六十二条第一款", "第六十二条第三款", "第二百七十九条") if one in law]
        assert tuple(named) == articles
        # Nobody is insulted in public who was insulted on the telephone.
        assert "第五十条第一款第二项" not in law
    assert "并冒用法院名义催收" in str(headings_of(case_before(sent, "police")))


def test_a_claim_about_anothers_debt_does_not_keep_them_from_their_debtor():
    case = case_before(OTHERS_DEBT, "court")
    stop = claim_data(Claim(court="甲市乙区人民法院", on=ON, case=case))["requests"][0]
    assert "亲属" not in stop
    assert "停止就该笔债务联系与其无关的人" in stop


TAKEN_OVER: dict[str, Any] = {
    "kind": "second_hand_number",
    "situations": ["account_taken_over"],
    "wishes": ["tell_source", "damages"],
    "event": {"first": "2026-09-01", "last": "2026-09-02"},
    "complainant": {"capacity": "former_holder", "consumer_of_respondent": True},
    "respondents": [{"role": "platform", "name": "甲商城有限公司"}],
    "number": {"second_hand": True, "account_taken_over": True, "released_on": "2025-08-31"},
}


@pytest.mark.parametrize(
    ("what", "used_up"), [("被用掉的余额和礼品卡", True), ("下单用掉的余额", True), ("被转走的余额", False)]
)
def test_money_is_said_to_have_gone_to_an_account_only_where_it_did(what: str, used_up: bool):
    facts = changed(TAKEN_OVER, loss={"costs": [{"what": what, "yuan": 2360}]})
    costs = (Cost(what=what, yuan=Decimal(2360)),)
    case = replace(case_before(facts, "court"), costs=costs)
    data = claim_data(Claim(court="甲市乙区人民法院", on=ON, case=case))
    narrative = "".join(data["narrative"])
    assert ("款项被转出" in narrative) is not used_up
    assert ("账号内的财产被他人下单、支付用去" in narrative) is used_up
    # Who is sued logged in nowhere: it answers for how it checked.
    reasons_said = str(data["reasons"])
    assert "侵害了原告的隐私" not in reasons_said
    assert "第六十九条" in reasons_said
    police = replace(case_before(facts, "police"), costs=costs)
    asked_for = "".join(requests_of(police, form_of("police"), on=ON).sentences)
    assert ("转走" in paid_words(police) + asked_for) is not used_up
    assert ("收货人" in asked_for) is used_up
    assert "查控涉案账户" not in asked_for if used_up else "查控涉案账户" in asked_for


def test_of_a_disputed_debt_a_court_confirms_the_part_that_is_not_owed():
    facts: dict[str, Any] = {
        "kind": "fake_collection",
        "situations": ["amount_wrong"],
        "wishes": ["correct", "confirm_no_debt"],
        "event": {"first": "2026-09-25", "last": "2026-11-28"},
        "complainant": {"capacity": "recipient", "consumer_of_respondent": True},
        "respondents": [{"role": "lender", "name": "甲小额贷款有限公司"}],
        "contacts": {"channels": ["call"], "count": 8},
        "debt": {"owed": "disputed", "claimed": 5600},
    }
    case = replace(case_before(facts, "court"), details={"amounts": "担保费3800元不认"})
    data = claim_data(Claim(court="甲市乙区人民法院", on=ON, case=case))
    said = "".join(data["requests"])
    assert "判令" not in said.split("不负清偿义务")[0].split("确认原告")[1]
    assert "确认原告对被告主张的担保费3800元不负清偿义务" in said
    # Without a sum of what is denied, the part is left as it was told.
    vague = replace(case, details={"amounts": "担保费不认"})
    named = "".join(claim_data(Claim(court="甲市乙区人民法院", on=ON, case=vague))["requests"])
    assert "中有异议的部分（担保费不认）不负清偿义务" in named
    # Whoever fills in what they owe admits it.
    assert "更正为＿" not in said
    assert "没有约定的费用，原告没有给付的义务" in str(data["reasons"])


def test_the_police_are_told_when_somebody_borrowed_and_asked_for_a_paper():
    facts = changed(NEVER_BORROWED, prior=[{"to": "police", "act": "report", "on": "2026-10-09"}])
    reported = (Prior(to="公安机关", body="police", on=date(2026, 10, 9)),)
    case = replace(
        case_before(facts, "police"), prior=reported, details={"loan": "2026年2月，个人消费贷款30000元"}
    )
    rows = dict(brief_rows(case, form_of("police"), printed=True))
    assert rows["发生时间"] == "2026年2月（冒名办理贷款）"
    assert rows["催收的时间"].startswith("2026年10月8日")
    said = "".join(requests_of(case, form_of("police"), on=ON).sentences)
    assert "出具书面材料，供本人向贷款机构和征信机构提出异议" in said
    assert "制止" not in said
