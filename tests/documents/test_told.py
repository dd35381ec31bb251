"""A claim tells the facts of what it asks for, names whom it asks, and calls each loss what it is."""

import re
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from documents import form_of
from documents.causes import cause_of_action
from documents.claims import about, suing
from documents.losses import as_spent, loss_of
from documents.material import Case, Cost, Respondent
from documents.narrative import narrative_of
from documents.reasons import reasons_of
from documents.requests import requests_of
from tests.documents.asking import ON, asked, case_before
from tests.golden.papers import NAMES, case_of

COURT = form_of("court")
# What of the narrative carries a request.
FACTS = {
    "stop": r"共(收到.*)?\d+(次|条)|标记|登录|绑定|发生在|催收|商业推销",
    "no_more": r"共(收到.*)?\d+(次|条)|标记|登录|催收|商业推销",
    "balance": "预存",
    "opening_records": "登记在",
    "principal": "实际收到",
    "statement": "异议",
    "stop_profiling": "个人特征",
    "send_no_more": "发送、告知",
    "overpaid": "实际收到|异议",
    "unbind": "绑定着他人",
    "unbind_own": "仍以原号码",
    "correct": "标记|登记|告知|结清|异议|联系人|不是债务人|该笔债务不存在",
    "delete": "个人信息仍在被处理",
    "delete_taken": "登录",
    "confirm_no_debt": "没有借过|不是债务人|不是该笔债务|没有借款关系|结清",
    "settle_proof": "结清",
    "clear_credit": "征信报告",
    "tell_source": "不清楚|无从知道",
    "swap_records": "补卡及有关的核验、交易记录",
    "apology": r"共(收到.*)?\d+(次|条)|标记|登录|催收|商业推销",
    "refund": "收取|支付过费用",
    "repay": "付款|付出",
    "interest": "付款|付出|收取|支付过费用",
    "waive_fee": "收费|费用|违约金",
    "end_contract": "电信",
    "change_number": "号码",
    "damages": "受到财产损失|财物因此受损|付款",
    "medical": "就诊",
    "costs": "为维护权利支出|误工",
    "mental": "严重的精神损害",
    "triple": "与事实不符",
}


def case_for(facts: dict[str, Any], number: str = "13900000022") -> Case:
    return suing(replace(case_before(facts, "court"), number=number))


def told(case: Case) -> str:
    return "。".join(one.text for one in narrative_of(case, COURT).sentences)


@pytest.mark.parametrize("name", NAMES)
def test_everything_that_a_claim_asks_for_has_its_fact_told(name: str):
    case = case_of(name)
    more = {key: case[key] for key in ("kind", "situations", "wishes", "respondents")}
    claim = case_for({**case["facts"], **more})
    text = told(claim)
    for one in claim.asking:
        slug = one.partition(":")[0]
        assert re.search(FACTS[slug], text), f"{slug}: {text}"


PURSUED: dict[str, Any] = {
    "kind": "fake_collection",
    "situations": ["no_debt"],
    "wishes": ["stop", "delete", "damages"],
    "event": {"first": "2026-03-04", "last": "2026-11-18"},
    "complainant": {"capacity": "subscriber"},
    "contacts": {"channels": ["call"], "count": 126, "max_per_day": 8, "after_refusal": 110},
    "content": {"commercial": False},
    "consent": {"status": "none"},
    "number": {"second_hand": True, "told": False},
    "debt": {"owed": "none", "told_them_on": "2026-03-15"},
    "respondents": [
        {"role": "lender", "name": "甲消费金融公司"},
        {"role": "collector", "name": "乙信用管理公司"},
        {"role": "operator", "name": "丙移动公司"},
    ],
}


def test_who_did_nothing_that_is_pleaded_is_no_defendant():
    assert [one.name for one in case_for(PURSUED).respondents] == ["甲消费金融公司", "乙信用管理公司"]


def test_how_many_came_after_it_stands_behind_the_sentence_that_says_no():
    refused = {"made": True, "on": "2026-03-20", "ways": ["hotline"]}
    text = told(case_for({**PURSUED, "refusal": refused}))
    (after,) = re.findall("([^。]*)。此后原告仍收到110次", text)
    assert "2026年3月" in after


BOUND: dict[str, Any] = {
    "kind": "second_hand_number",
    "situations": ["account_bound"],
    "wishes": ["unbind"],
    "event": {"first": "2026-08-08", "last": "2026-11-22"},
    "complainant": {"capacity": "subscriber"},
    "number": {"second_hand": True, "registrant_is_me": True, "accounts_bound": ["示例支付", "示例网盘"]},
    "respondents": [
        {"role": "payment_institution", "name": "示例支付科技公司"},
        {"role": "platform", "name": "示例网盘科技公司"},
    ],
}


def test_each_is_asked_for_the_account_that_is_its_own():
    case = case_for(BOUND)
    assert "被告1示例支付科技公司是绑定该号码的账号的服务提供者（其提供的账号：“示例支付”）" in told(case)
    assert "绑定着他人在被告1、被告2的账号" in told(case)
    unbound = [one for one in requests_of(case, COURT, on=ON).sentences if "绑定" in one]
    assert re.findall("绑定（([^）]+)）", "".join(unbound)) == ["示例支付", "示例网盘"]
    strangers = [{"role": "platform", "name": "甲公司"}, {"role": "platform", "name": "乙公司"}]
    assert "甲公司是绑定该号码的账号的服务提供者（其提供的账号：＿＿＿＿）" in told(
        case_for({**BOUND, "respondents": strangers})
    )


TAKEN_OVER: dict[str, Any] = {
    "kind": "second_hand_number",
    "situations": ["account_taken_over"],
    "wishes": ["refund", "unbind"],
    "event": {"first": "2026-10-01", "last": "2026-10-01"},
    "complainant": {"capacity": "former_holder"},
    "number": {"second_hand": True, "released_on": "2025-12-20", "account_taken_over": True, "accounts_bound": ["示例支付"]},
    "respondents": [{"role": "payment_institution", "name": "示例支付科技公司"}],
    "loss": {"costs": [{"what": "账户被消费的钱", "yuan": 2380}]},
}  # fmt: skip


def test_who_wants_the_money_of_an_account_back_asks_for_it_and_for_the_account_to_be_unbound():
    case = case_for(TAKEN_OVER, number="")
    asks = requests_of(case, COURT, on=ON).sentences
    assert "判令被告赔偿原告财产损失2380元" in asks
    assert any("解除原告的账号与原号码" in one for one in asks)
    assert told(case).startswith("号码＿＿＿＿原由原告使用")


def test_of_several_accounts_a_defendant_runs_those_that_its_name_has():
    facts = {**TAKEN_OVER, "number": {**TAKEN_OVER["number"], "accounts_bound": ["示例支付", "示例网盘"]}}
    facts["respondents"] = [{"role": "payment_institution", "name": "示例支付技术有限公司"}]
    assert "（涉案的账号：“示例支付”）" in told(case_for(facts))
    facts["respondents"] = [{"role": "payment_institution", "name": "甲技术有限公司"}]
    assert "（涉案的账号：＿＿＿＿）" in told(case_for(facts))


def test_where_no_money_was_taken_no_sum_is_argued_of():
    facts = {**TAKEN_OVER, "wishes": ["unbind"], "loss": {}}
    assert "款项" not in told(case_for(facts))


@pytest.mark.parametrize(
    ("what", "kind"),
    [
        ("重新粉刷", "damaged"),
        ("误工", "work"),
        ("丢失的订单", "lost"),
        ("心理咨询费", "harm"),
        ("就诊费", "harm"),
        ("门诊和买药花的", "harm"),
        ("账户被消费的钱", "taken"),
        ("公证费", "rights"),
        ("去营业厅的交通费", "rights"),
        ("挂号信邮费", "rights"),
        ("被盗刷后去报案打车花了", "rights"),
        ("转账记录打印费", "rights"),
        ("被骗的律师费", "taken"),
        ("送餐超时扣款", "lost"),
        ("重新刷门", "lost"),
        ("招牌和名片", "lost"),
        ("被提走的佣金", "taken"),
        ("垫付退给乡亲的菜钱", "lost"),
        ("复印费", "rights"),
        ("征信查询费", "rights"),
    ],
)  # fmt: skip
def test_each_loss_is_called_what_it_is(what: str, kind: str):
    assert loss_of(what) == kind
    costs = (Cost(what=what, yuan=Decimal(700)),)
    case = replace(case_for({**PURSUED, "loss": {"costs": [{"what": what, "yuan": 700}]}}), costs=costs)
    assert ("为维护权利支出" in told(case)) is (kind == "rights")
    asked = str(requests_of(case, COURT, on=ON).sentences)
    assert ("财产损失700元" in asked) is (kind in ("damaged", "taken", "lost"))


@pytest.mark.parametrize(
    ("story", "what", "kind"),
    [
        ("9月又有一回，我自己坐车到邻县去拿的，来回车费六十四元。", "交通费", "lost"),
        ("货退回去了，又花64块让人重新寄。", "邮寄费", "lost"),
        ("为这事到派出所报案跑了两趟，车费64元。", "交通费", "rights"),
        ("去营业厅取件的证明，车费64元。", "交通费", "rights"),
        ("来回车费64元。", "交通费", "rights"),
        ("我自己去拿的，车费164元。", "交通费", "rights"),
        ("我自己去拿的，车费64元。", "去派出所报案的交通费", "rights"),
        ("我自己去拿的，一共64元。", "被转走的余额", "taken"),
    ],
)
def test_a_fare_is_a_cost_of_getting_ones_right_unless_ones_own_things_were_fetched_with_it(
    story: str, what: str, kind: str
):
    assert loss_of(as_spent(what, Decimal("64.00"), story)) == kind


@pytest.mark.parametrize(("what", "of_things"), [("送餐超时扣款", False), ("重新粉刷", True)])
def test_what_was_lost_rests_on_the_law_of_that_kind_of_loss(what: str, of_things: bool):
    case = case_for({**PURSUED, "wishes": ["damages"], "loss": {"costs": [{"what": what, "yuan": 96}]}})
    case = replace(case, costs=(Cost(what=what, yuan=Decimal(96)),))
    (one,) = [one for one in requests_of(case, COURT, on=ON).every if one.slug == "damages"]
    places = {provision.id.partition(":")[2] for provision in one.provisions if "民法典" in provision.id}
    assert ("1182" in places, "1184" in places) == (not of_things, of_things)


def test_who_was_made_to_pay_asks_it_back_of_whoever_made_them_pay_first():
    forced = {"owed": "none", "threats": ["detention"], "impersonates": "court", "paid_under_pressure": 8200}
    some = [{"role": "lender", "name": "甲助贷公司"}, {"role": "collector", "name": "乙咨询公司"}]
    case = case_for({**PURSUED, "wishes": ["refund"], "number": {}, "debt": forced, "respondents": some})
    assert [one.name for one in case.respondents] == ["乙咨询公司"]
    (asked, *_) = requests_of(case, COURT, on=ON).sentences
    assert asked.startswith("撤销原告受")
    assert "8200元" in asked


def test_a_childs_number_that_nobody_told_is_a_line():
    facts = {
        "kind": "harassment",
        "situations": ["no_consent"],
        "wishes": ["stop"],
        "event": {"first": "2026-07-15", "last": "2026-11-24"},
        "complainant": {"capacity": "guardian", "age": 12},
        "contacts": {"channels": ["sms"], "count": 88},
        "content": {"commercial": True},
        "consent": {"status": "none"},
        "respondents": [{"role": "content_provider", "name": "丁互娱公司"}],
    }
    case = case_for(facts, number="")
    assert isinstance(case.respondents[0], Respondent)
    assert any("（号码＿＿＿＿）" in one for one in requests_of(case, COURT, on=ON).sentences)
    assert "使用号码＿＿＿＿，该号码登记在＿＿＿＿名下" in told(case)


def test_severe_hurt_leaves_a_line_for_how_much():
    facts = {**PURSUED, "loss": {"mental": "severe"}}
    assert any(
        "抚慰金" in one and "＿＿＿＿元" in one
        for one in requests_of(case_for(facts), COURT, on=ON).sentences
    )
    assert not any("抚慰金" in one for one in requests_of(case_for(PURSUED), COURT, on=ON).sentences)


def test_who_spoke_as_a_lawyer_for_a_lender_is_not_said_to_be_the_lender():
    posing = {"owed": "disputed", "claimed": 14000, "threats": ["detention"], "impersonates": "lawyer"}
    some = [{"role": "lender", "name": "甲消费金融公司"}]
    facts = {**PURSUED, "wishes": ["stop", "apology"], "number": {}, "debt": posing, "respondents": some}
    case = case_for({**facts, "situations": ["threats_impersonation"]})
    assert "来电人在催收中以抓人、判刑" in told(case)
    assert "被告在催收中" not in told(case)
    asked = str(requests_of(case, COURT, on=ON).sentences)
    assert "停止自行或者委托他人以侵扰、冒充身份等方式" in asked
    assert "赔礼道歉" in asked
    entrusted = case_for(
        {**facts, "debt": {**posing, "collected_by": "entrusted"}, "situations": ["threats_impersonation"]}
    )
    assert "赔礼道歉" not in str(requests_of(entrusted, COURT, on=ON).sentences)
    reasons = str([one.text for one in reasons_of(case, COURT)])
    assert "来电人是否受被告委托，应当由被告说明" in reasons


def test_who_bought_a_claim_is_said_to_have_called_only_where_that_was_told():
    debt = {"owed": "settled", "told_them_on": "2026-06-10", "collected_by": "assigned"}
    some = [{"role": "lender", "name": "甲小贷公司"}, {"role": "assignee", "name": "乙资产公司"}]
    case = case_for({**PURSUED, "number": {}, "debt": debt, "respondents": some})
    assert "被告2向原告拨打电话共126次" in told(case)
    assert "甲小贷公司是原出借机构，原告对其所负的债务已经结清" in told(case)
    del debt["collected_by"]
    open_who = case_for({**PURSUED, "number": {}, "debt": debt, "respondents": some})
    assert "原告共收到电话126次" in told(open_who)


def test_a_platform_sent_not_all_that_shows_no_sender():
    facts = {
        "kind": "harassment",
        "situations": ["bombing"],
        "wishes": ["stop"],
        "event": {"first": "2026-11-01", "last": "2026-11-20"},
        "complainant": {"capacity": "recipient"},
        "contacts": {"channels": ["sms"], "count": 900, "max_per_day": 300},
        "content": {"commercial": False, "sender_identified": False},
        "respondents": [{"role": "platform", "name": "戊外卖公司"}],
    }
    text = told(case_for(facts))
    assert "原告共收到短信900条" in text
    assert "原告收到的信息中有被告戊外卖公司的信息。" in text


def test_what_a_swindler_took_is_not_asked_of_who_only_carried_his_message():
    case = case_of("safe_account")
    more = {key: case[key] for key in ("kind", "situations", "wishes", "respondents")}
    assert "damages" not in (case_before({**case["facts"], **more}, "court").ticked or ())


def test_who_wants_a_card_paid_back_asks_for_that_and_for_no_fee_of_unsubscribing():
    facts = {
        "kind": "harassment",
        "situations": ["unsubscribe_failed"],
        "wishes": ["refund", "stop"],
        "event": {"first": "2026-04-20", "last": "2026-11-15"},
        "complainant": {"capacity": "recipient", "consumer_of_respondent": True},
        "contacts": {"channels": ["call", "sms"], "count": 55, "after_refusal": 55},
        "content": {
            "commercial": True,
            "sender_identified": True,
            "opt_out_offered": True,
            "opt_out_works": False,
            "opt_out_fee": 0.1,
        },
        "consent": {"status": "withdrawn"},
        "refusal": {"made": True, "on": "2026-04-18", "ways": ["sms_reply"]},
        "loss": {"costs": [{"what": "退卡单上写明应退的钱", "yuan": 1652}]},
        "respondents": [{"role": "content_provider", "name": "甲美容公司", "consumer": True}],
    }
    assert {loss_of(what) for what in ("退卡单上写明应退的钱", "没退的会员费")} == {"prepaid"}
    requests = asked(facts, "court")
    assert "return_price" in requests.slugs
    assert "refund" not in requests.slugs
    assert any("1652元" in one for one in requests.sentences)
    case = case_before(facts, "court")
    told = "".join(one.text for one in narrative_of(suing(case), form_of("court")).sentences)
    assert "应当退还而没有退还：退卡单上写明应退的钱1652元" in told


@pytest.mark.parametrize(("wishes", "named"), [(["stop", "delete", "apology"], True), (["stop"], False)])
def test_who_wants_their_data_deleted_is_in_dispute_about_them(wishes: list[str], named: bool):
    facts = {
        "kind": "harassment",
        "situations": ["nuisance_calls"],
        "wishes": wishes,
        "event": {"first": "2026-04-20", "last": "2026-11-15"},
        "complainant": {"capacity": "recipient"},
        "contacts": {"channels": ["call"], "count": 55, "after_refusal": 55},
        "content": {"commercial": True, "sender_identified": True},
        "consent": {"status": "none"},
        "refusal": {"made": True, "on": "2026-04-21", "ways": ["at_once"]},
        "respondents": [{"role": "content_provider", "name": "甲美容公司"}],
    }
    of = about(suing(case_before(facts, "court")), asked(facts, "court").slugs)
    cause, _edition = cause_of_action(of, on=ON)
    assert cause.startswith("隐私权纠纷")
    assert ("个人信息保护纠纷" in cause) is named
