"""What is asked for follows what the person wants: every request on a tick, of those who answer for it, in words that fit."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from documents import Cost, channels, form_of
from documents.causes import choices
from documents.claims import about
from documents.requests import (
    asked_instead,
    basis_rows,
    contradicting,
    kinds,
    of_those_asked,
    requests_of,
    ticked_by,
)
from legal.reasoning.facts import FACTS
from tests.documents.asking import ON, asked, case_before, offered
from tests.legal import strategies

OPERATOR = {"role": "operator", "name": "甲通信公司"}
BANK = {"role": "bank", "name": "乙银行"}
BOUND: dict[str, Any] = {
    "kind": "second_hand_number",
    "situations": ["account_bound"],
    "event": {"first": "2026-08-02", "last": "2026-11-10"},
    "complainant": {"capacity": "subscriber"},
    "respondents": [BANK, OPERATOR],
    "contacts": {"channels": ["sms"], "count": 37},
    "number": {
        "second_hand": True,
        "told": False,
        "registrant_is_me": True,
        "activated_on": "2026-07-30",
        "accounts_bound": ["某银行手机银行"],
    },
}
CHARGED: dict[str, Any] = {
    "kind": "second_hand_number",
    "situations": ["residual_charge"],
    "event": {"first": "2026-03-10", "last": "2026-10-10"},
    "complainant": {"capacity": "subscriber"},
    "respondents": [OPERATOR],
    "number": {"second_hand": True, "told": False},
    "charges": {
        "residual": True,
        "item": "名片业务",
        "monthly": 40,
        "months": 8,
        "first_on": "2026-03-10",
        "last_on": "2026-10-10",
    },
}
LENDER = {"role": "lender", "name": "丙小额贷款有限公司"}
DEBT: dict[str, Any] = {
    "kind": "fake_collection",
    "situations": ["amount_wrong"],
    "event": {"first": "2026-09-01", "last": "2026-11-10"},
    "complainant": {"capacity": "recipient"},
    "respondents": [LENDER],
    "contacts": {"channels": ["call", "sms"], "count": 12},
    "debt": {"owed": "settled", "claimed": 1200, "paid_under_pressure": 500},
}


# ── On a tick ────────────────────────────────────────────────────────────────────────────────────────────────────
@settings(max_examples=60)
@given(facts=strategies.facts(), channel=st.sampled_from(channels()), data=st.data())
def test_every_request_stands_on_a_tick(facts: dict[str, Any], channel: str, data: st.DataObject):
    form = form_of(channel)
    ticks = data.draw(st.lists(st.sampled_from(sorted(form.requests)), max_size=4, unique=True))
    requests = asked(facts, channel, ticks)
    made = {one.slug for one in requests.made}
    assert made <= {*ticks, *form.core}
    sentences = [sentence for one in requests.made for sentence in one.sentences]
    always = len(requests.always)
    assert list(requests.sentences[: len(requests.sentences) - always]) == sentences
    for one in requests.every:
        # What is offered can be ticked, and then stands in the paper, or a sum is asked for first.
        again = offered(asked(facts, channel, [*ticks, one.slug]))[one.slug]
        assert again.made or (again.wished and again.takes and again.sum is None) or again.accuses, one.slug


@settings(max_examples=40)
@given(facts=strategies.facts(), channel=st.sampled_from(channels()))
def test_who_was_not_asked_claims_nothing_but_what_harms_nobody(facts: dict[str, Any], channel: str):
    facts.pop("wishes", None)
    made = {one.slug for one in asked(facts, channel).made}
    assert made <= {"stop", "costs", "investigate", "recover", *form_of(channel).core}


@pytest.mark.parametrize("channel", channels())
def test_whoever_only_makes_known_asks_nothing_for_themselves(channel: str):
    assert set(ticked_by(["make_known"], form_of(channel).requests)) <= {"investigate"}


@pytest.mark.parametrize("wish", sorted(FACTS["wishes"].values))
def test_every_wish_ticks_a_request_somewhere(wish: str):
    assert any(ticked_by([wish], form_of(channel).requests) for channel in channels())


def test_who_only_carried_the_messages_apologises_only_where_ticked_alone():
    facts = {
        **DEBT,
        "debt": {"owed": "none"},
        "respondents": [
            {"role": "content_provider", "name": "庚公司"},
            {"role": "service_provider", "name": "辛信息公司"},
        ],
    }
    apology = offered(asked(facts, "court", ["apology"]))["apology"]
    assert apology.sentences == ("判令庚公司向原告书面赔礼道歉",)
    assert offered(asked(facts, "court", ["apology:2"]))["apology"].sentences == (
        "判令辛信息公司向原告书面赔礼道歉",
    )
    alone = {**facts, "respondents": facts["respondents"][1:]}
    assert offered(asked(alone, "court", ["apology"]))["apology"].made


def test_what_a_lender_has_wrong_is_put_right_by_the_law_on_data():
    wrong = offered(asked({**DEBT, "debt": {"owed": "disputed", "claimed": 14000}}, "court", ["correct"]))[
        "correct"
    ]
    assert "个人信息保护法》第四十六条第一款" in "".join(one.citation for one in wrong.provisions)


def test_a_tick_of_one_respondent_asks_that_one_alone():
    facts = {**BOUND, "loss": {"costs": [{"what": "交通费", "yuan": 86.5}]}}
    both = offered(asked(facts, "court", ["costs:1", "costs:2"]))["costs"]
    assert both.sentences == (
        "判令乙银行赔偿原告为维权支出的合理费用86.50元",
        # Whose contract it was owes the same, and no share of it.
        "判令甲通信公司就上述款项承担赔偿责任（同一笔款项以受偿一次为限）",
    )
    (place,) = [one.place for one in both.asked if one.name == "乙银行"]
    one = offered(asked(facts, "court", [f"costs:{place}"]))["costs"]
    assert one.sentences == ("判令乙银行赔偿原告为维权支出的合理费用86.50元",)


def test_who_answers_for_nothing_is_asked_only_where_it_is_ticked():
    facts = {
        **DEBT,
        "debt": {"owed": "none"},
        "respondents": [{"role": "content_provider", "name": "庚公司"}, OPERATOR],
    }
    whole = offered(asked(facts, "court", ["apology"]))["apology"]
    assert [(one.name, one.wished) for one in whole.asked] == [("庚公司", True), ("甲通信公司", False)]
    assert whole.sentences == ("判令庚公司向原告书面赔礼道歉",)
    both = offered(asked(facts, "court", ["apology:1", "apology:2"]))["apology"]
    assert both.sentences == ("判令各被告向原告书面赔礼道歉",)


def test_a_claim_has_no_defendant_of_whom_nothing_is_asked():
    case = replace(case_before(BOUND, "court"), ticked=("unbind", "delete:2"))
    facts = {
        one.name: one.place for one in offered(requests_of(case, form_of("court"), on=ON))["delete"].asked
    }
    assert facts
    alone = of_those_asked(replace(case, ticked=("unbind",)), form_of("court"))
    assert [one.name for one in alone.respondents] == ["乙银行"]
    second = of_those_asked(replace(case, ticked=("end_contract",)), form_of("court"))
    assert [one.name for one in second.respondents] == ["甲通信公司"]
    assert "判令解除" not in str(requests_of(second, form_of("court"), on=ON).sentences)
    assert of_those_asked(replace(case, ticked=("end_contract:2",)), form_of("court")).ticked == (
        "end_contract:1",
    )


@settings(max_examples=60)
@given(facts=strategies.facts(), data=st.data())
def test_what_is_left_out_of_a_claim_changes_no_request(facts: dict[str, Any], data: st.DataObject):
    form = form_of("court")
    ticks = data.draw(st.lists(st.sampled_from(sorted(form.requests)), min_size=1, max_size=4, unique=True))
    case = replace(case_before(facts, "court"), ticked=tuple(ticks))
    less = of_those_asked(case, form)
    if len(less.respondents) == len(case.respondents):
        assert requests_of(less, form, on=ON).sentences == requests_of(case, form, on=ON).sentences


# ── Who wants the number, and who does not ───────────────────────────────────────────────────────────────────────
def test_who_wants_it_unbound_and_keeps_the_number_ends_no_contract():
    for wishes in (["unbind", "keep_number"], ["unbind", "keep_number", "end_contract"]):
        requests = asked({**BOUND, "wishes": wishes}, "court")
        assert requests.sentences[0] == (
            "判令乙银行解除原告使用的号码13900000001与他人账户的绑定（某银行手机银行），停止向该号码发送他人账户的信息，"
            "使原告可以用该号码注册、办理业务"
        )
        assert requests.slugs == ("unbind",)
        assert not any("合同" in one or "更正" in one for one in requests.sentences)


def test_a_contract_ends_on_the_day_of_service_and_only_for_who_wants_it():
    requests = asked({**BOUND, "wishes": ["end_contract"]}, "court")
    assert requests.sentences[0] == (
        "确认原告与甲通信公司就号码13900000001订立的电信服务合同自本起诉状副本送达甲通信公司之日解除，"
        "判令甲通信公司办理该号码的销户，不得因此收取违约金或者其他费用"
    )
    basis = [one.citation for one in offered(requests)["end_contract"].provisions]
    assert any("第五百六十五条第二款" in one for one in basis)
    assert contradicting(["end_contract", "change_number"])
    assert contradicting(["end_contract"]) is None


# ── Money ────────────────────────────────────────────────────────────────────────────────────────────────────────
def test_charges_are_asked_back_and_an_appeal_takes_those_in_time():
    court = asked({**CHARGED, "wishes": ["refund"]}, "court")
    assert court.sentences[0] == "判令被告返还已向原告收取的“名片业务”费用320元，并停止继续收取"
    appeal = asked({**CHARGED, "wishes": ["refund"]}, "telecom_appeal")
    # Those of March to June lie more than five months back.
    assert "费用160元" in appeal.sentences[0]


def test_a_lead_rests_on_what_lets_a_procuratorate_sue():
    facts = {
        **DEBT,
        "kind": "harassment",
        "debt": {},
        "content": {"commercial": True},
        "consent": {"status": "none"},
        "respondents": [{"role": "content_provider", "name": "甲网络有限公司"}],
    }
    said = basis_rows(asked(facts, "procuratorate", []), form_of("procuratorate"))
    assert len(said) == 1
    assert "个人信息保护法》第七十条" in said[0]
    assert "民事诉讼法》（2023年修正）第五十八条" in said[0]


def test_what_was_paid_is_asked_back_and_what_is_settled_is_confirmed():
    requests = asked({**DEBT, "wishes": ["refund", "confirm_no_debt", "clear_credit"]}, "court")
    assert requests.sentences[:4] == (
        "确认原告对丙小额贷款有限公司的欠款（合同号或者卡号末四位：＿＿＿＿；现被称尚欠1200元）已经清偿完毕，原告对被告不再负有该笔债务",
        "判令被告更正其报送的与原告有关的错误信用信息",
        "判令被告返还原告已经支付的款项500元（付款日期：＿＿＿＿年＿＿月＿＿日，收款人：＿＿＿＿＿＿）",
        "本案诉讼费用由被告负担",
    )
    letter = asked({**DEBT, "wishes": ["refund", "confirm_no_debt"]}, "lender")
    assert (
        "退还本人已经支付的500元（付款日期：＿＿＿＿年＿＿月＿＿日，收款人：＿＿＿＿＿＿）"
        in letter.sentences
    )
    # Whoever holds a proof asks for none: it is asked for only where the person ticks it, of whom the money went to.
    for made in (requests, letter):
        assert not offered(made)["settle_proof"].wished
    both = {
        **DEBT,
        "debt": {**DEBT["debt"], "owed": "settled"},
        "respondents": [
            {"role": "bank", "name": "甲银行"},
            {"role": "assignee", "name": "乙资产公司"},
        ],
        "wishes": ["stop", "confirm_no_debt"],
        "contacts": {"channels": ["call"], "count": 3},
    }
    of = {one.slug: [who.name for who in one.asked if who.wished] for one in asked(both, "court").every}
    assert [who.name for who in offered(asked(both, "court"))["settle_proof"].asked] == ["甲银行"]
    # Whoever passed it on is not said to call.
    assert of["stop"] == ["乙资产公司"]


@pytest.mark.parametrize(
    ("debt", "last", "said", "direct"),
    [
        (
            {"threats": ["publicity"]},
            "2026-11-10",
            "撤销原告受胁迫付款的行为（",
            {"150", "157", "1165", "1184"},
        ),
        (
            {"impersonates": "court"},
            "2026-11-10",
            "撤销原告受欺诈付款的行为（",
            {"148", "157", "1165", "1184"},
        ),
        ({"threats": ["violence"]}, "2025-10-10", "判令被告赔偿原告被迫付款的损失5000元（", {"1165", "1184"}),
        ({"threats": ["insult"]}, "2026-11-10", "判令被告返还原告已经支付的款项5000元（", {"985"}),
        ({}, "2026-11-10", "判令被告返还原告已经支付的款项5000元（", {"985"}),
    ],
)
def test_what_was_paid_under_threat_or_deceit_is_asked_back_by_that_law_and_by_mistake_as_unjust(
    debt: dict[str, Any], last: str, said: str, direct: set[str]
):
    facts = {
        **DEBT,
        "event": {"first": "2025-09-01", "last": last},
        "debt": {"owed": "none", "claimed": 23000, "paid_under_pressure": 5000, **debt},
        "respondents": [{"role": "collector", "name": "丙资产公司"}],
    }
    repay = offered(asked(facts, "court", ["repay"]))["repay"]
    (sentence,) = repay.sentences
    assert sentence.startswith(said)
    assert "付款日期：＿＿＿＿年＿＿月＿＿日，收款人：＿＿＿＿＿＿" in sentence
    told = asked(facts, "court", ["repay"], details={"paid_how": "8月9日，收款人丙资产公司"})
    assert "（8月9日，收款人丙资产公司）" in offered(told)["repay"].sentences[0]
    rests = {one.id.partition(":")[2]: one.strength for one in repay.provisions}
    assert {number for number, strength in rests.items() if strength == "direct"} == direct


def test_interest_is_asked_for_on_its_own_tick_with_its_rate():
    assert "interest" not in asked({**CHARGED, "wishes": ["refund"]}, "court").slugs
    # What having no use of the money cost is the damage of charges.
    assert "interest" in asked({**CHARGED, "wishes": ["refund", "damages"]}, "court").slugs
    (said,) = offered(asked(CHARGED, "court", ["refund", "interest"]))["interest"].sentences
    assert said == (
        "判令被告支付利息：以320元为基数，自2026年10月10日起至实际清偿之日止，"
        "按同期全国银行间同业拆借中心公布的一年期贷款市场报价利率计算"
    )


def test_a_sum_that_nobody_owes_jointly_is_asked_of_whom_it_is_owed_by_first():
    by_a_service = {
        **CHARGED,
        "respondents": [{"role": "service_provider", "name": "甲增值公司"}, OPERATOR],
        "wishes": ["refund"],
    }
    assert "判令甲通信公司返还" in asked(by_a_service, "court").sentences[0]
    both = offered(asked(by_a_service, "court", ["refund:1", "refund:2"]))["refund"]
    assert "在各自取得的范围内分别返还" in both.sentences[0]
    assert "合计320元" in both.sentences[0]


def test_a_creditor_who_collects_itself_pays_and_who_only_sent_its_messages_is_not_joined():
    facts = {
        **DEBT,
        "contacts": {"channels": ["sms"], "count": 9},
        "debt": {"owed": "none", "claimed": 27911},
        "respondents": [
            {"role": "service_provider", "name": "甲信息公司"},
            {"role": "assignee", "name": "乙资产公司"},
        ],
        "loss": {"costs": [{"what": "交通费", "yuan": 900}]},
        "wishes": ["damages"],
    }
    assert "判令乙资产公司赔偿原告为维权支出的合理费用900元" in asked(facts, "court").sentences


@pytest.mark.parametrize(
    ("prior", "said", "rests"),
    [
        # Of one act whoever did it, and definitely how much; together where the lender was told and it went on.
        (
            [],
            "判令乙信用管理公司赔偿原告为维权支出的合理费用900元；上述行为由丙小额贷款有限公司实施的，由其赔偿",
            set(),
        ),
        (
            [{"to": "lender", "act": "complaint", "on": "2026-10-08"}],
            "判令各被告连带赔偿原告为维权支出的合理费用900元",
            {"1168"},
        ),
    ],
)
def test_a_lender_and_its_collector_pay_together_only_where_the_lender_knew(
    prior: list[dict[str, str]], said: str, rests: set[str]
):
    facts = {
        **DEBT,
        "debt": {"owed": "others", "told_them_on": "2026-09-05"},
        "respondents": [{"role": "collector", "name": "乙信用管理公司"}, LENDER],
        "prior": prior,
        "loss": {"costs": [{"what": "公证费", "yuan": 900}]},
        "wishes": ["damages"],
    }
    costs = offered(asked(facts, "court"))["costs"]
    assert costs.sentences == (said,)
    assert {one.id.partition(":")[2] for one in costs.provisions} & {"1168", "1172"} == rests


def test_who_is_said_to_have_done_nothing_is_asked_only_where_ticked_alone():
    facts = {
        "kind": "second_hand_number",
        "situations": ["account_taken_over"],
        "event": {"first": "2026-03-01", "last": "2026-03-02"},
        "complainant": {"capacity": "former_holder"},
        "respondents": [OPERATOR, {"role": "payment_institution", "name": "甲支付公司"}],
        "number": {"second_hand": True, "account_taken_over": True},
        "loss": {"costs": [{"what": "被转走的余额", "yuan": 12000}]},
    }
    whole = offered(asked(facts, "court", ["damages"]))["damages"]
    assert [one.name for one in whole.asked if one.wished] == ["甲支付公司"]
    assert whole.sentences == ("判令甲支付公司赔偿原告财产损失12000元",)


def test_what_was_spent_on_ones_health_is_a_loss_and_no_expense():
    facts = {
        **DEBT,
        "debt": {"owed": "none"},
        "loss": {"costs": [{"what": "心理咨询费", "yuan": 800}, {"what": "打印费", "yuan": 20}]},
        "wishes": ["damages"],
    }
    requests = asked(facts, "court")
    assert {
        "判令被告赔偿原告心理咨询费800元",
        "判令被告赔偿原告为维权支出的合理费用20元",
    } <= set(requests.sentences)
    medical = [one.id.partition(":")[2] for one in offered(requests)["medical"].provisions]
    assert "1179" in medical
    assert all(
        "1184" not in one.id for slug in ("medical", "costs") for one in offered(requests)[slug].provisions
    )


def test_who_never_borrowed_has_it_confirmed_and_who_is_hunted_for_another_too():
    none = {**DEBT, "situations": ["no_debt"], "debt": {"owed": "none", "claimed": 27911}}
    (said, *_) = asked({**none, "wishes": ["confirm_no_debt"]}, "court").sentences
    assert said == "确认原告与被告之间不存在其所称的债权债务关系（所称金额27911元）"
    others = {**none, "debt": {"owed": "others", "told_them_on": "2026-09-05"}}
    (said, *_) = asked({**others, "wishes": ["confirm_no_debt"]}, "court").sentences
    assert said == "确认原告对被告催收的债务不承担清偿责任"


def test_money_that_was_taken_is_a_loss_and_no_expense():
    facts = {
        "kind": "second_hand_number",
        "situations": ["account_taken_over"],
        "event": {"first": "2026-03-01", "last": "2026-03-02"},
        "complainant": {"capacity": "former_holder"},
        "respondents": [{"role": "person", "name": "丁某"}],
        "number": {"second_hand": True, "account_taken_over": True},
        "loss": {"costs": [{"what": "被转走的余额", "yuan": 12000}, {"what": "交通费", "yuan": 120}]},
        "wishes": ["damages"],
    }
    requests = asked(facts, "court")
    assert {
        "判令被告赔偿原告财产损失12000元",
        "判令被告赔偿原告为维权支出的合理费用120元",
    } <= set(requests.sentences)
    case = case_before(facts, "court")
    assert next(iter(choices(about(case, requests.slugs), on=ON).values())) == "财产损害赔偿纠纷"
    none = choices(about(case, ()), on=ON)
    assert next(iter(none.values())) == "侵害网络虚拟财产权益纠纷"


def test_a_sum_that_the_person_says_is_asked_for_and_none_is_invented():
    facts = {**BOUND, "loss": {"mental": "severe"}, "number": {**BOUND["number"], "mislabelled_as": ""}}
    facts |= {"debt": {"owed": "others", "told_them_on": "2026-08-10"}, "content": {"commercial": False}}
    requests = asked(facts, "court", ["mental"])
    assert "mental" in offered(requests)
    assert any("精神损害抚慰金＿＿＿＿元" in one for one in requests.sentences), "a line, and no sum"
    said = asked(facts, "court", ["mental"], sums={"mental": Decimal(2000)})
    assert any("精神损害抚慰金2000元" in one for one in said.sentences)


def test_a_right_that_nobody_was_asked_for_yet_is_asked_for_first():
    facts = {**DEBT, "debt": {"owed": "none"}}
    advice = offered(asked(facts, "court", ["tell_source"]))["tell_source"].advice
    assert "一般先向对方提出" in advice
    told = {**facts, "prior": [{"to": "respondent", "act": "complaint", "on": "2026-09-05"}]}
    assert not offered(asked(told, "court", ["tell_source"]))["tell_source"].advice


@pytest.mark.parametrize("channel", ["court", "lender"])
@pytest.mark.parametrize(
    ("event", "debt", "why"),
    [
        ({"first": "2026-01-01", "last": "2026-05-10"}, {}, "没有正在进行的侵扰可以停止"),
        ({"first": "2026-11-10", "last": "2026-11-10"}, {"impersonates": "police"}, "一天之内的诈骗"),
        ({"first": "2026-01-01", "last": "2026-06-10"}, {}, ""),
        ({"first": "2026-11-10", "last": "2026-11-10"}, {}, ""),
    ],
)
def test_what_is_over_is_not_asked_to_stop_and_the_person_is_told_why(
    channel: str, event: dict[str, str], debt: dict[str, str], why: str
):
    facts = {**DEBT, "debt": {"owed": "none", **debt}, "event": event}
    requests = asked(facts, channel, ["stop"])
    told = {one.slug: one.why for one in requests.unasked}
    assert ("stop" in offered(requests)) is not why
    assert not why or (why in told["stop"] and not any("停止" in one for one in requests.sentences))


def test_a_label_that_stands_is_asked_to_go_however_long_ago_it_was_seen():
    label = {
        **BOUND,
        "event": {"first": "2025-08-01", "last": "2025-09-01"},
        "respondents": [{"role": "platform", "name": "戊软件公司"}],
        "number": {"second_hand": True, "mislabelled_as": "培训学校", "label_reported_on": "2025-08-04"},
    }
    assert "stop" in offered(asked(label, "court", ["stop"]))


def test_an_apology_for_what_was_before_the_civil_code_is_asked_of_a_court_for_three_years():
    def apology(first: str, last: str) -> tuple[bool, str]:
        facts = {
            "kind": "harassment",
            "situations": ["optout_ignored"],
            "event": {"first": first, "last": last},
            "respondents": [{"role": "content_provider", "name": "甲商城公司"}],
            "contacts": {"channels": ["sms"], "count": 33, "after_refusal": 25},
            "content": {"commercial": True},
            "refusal": {"made": True, "on": first},
        }
        requests = asked(facts, "court", ["apology"])
        return "apology" in offered(requests), "".join(one.why for one in requests.unasked)

    there, why = apology("2020-05-01", "2020-12-20")
    assert not there
    assert "三年诉讼时效" in why
    # 民法典 995 frees it.
    assert apology("2021-05-10", "2021-10-20")[0]


def test_who_is_hunted_for_what_is_paid_may_have_it_stopped():
    settled = {**DEBT, "debt": {"owed": "settled", "claimed": 3200}}
    assert "催收、侵扰" in _of("stop", settled)
    assert "delete" not in offered(asked(settled, "court", ["delete"]))


def test_who_took_from_an_account_is_asked_to_delete_it():
    facts = {
        "kind": "second_hand_number",
        "situations": ["account_taken_over"],
        "event": {"first": "2026-09-10", "last": "2026-09-14"},
        "complainant": {"capacity": "former_holder"},
        "respondents": [{"role": "person", "name": "周某"}, {"role": "platform", "name": "乙网盘公司"}],
        "number": {"second_hand": True, "account_taken_over": True},
        "wishes": ["delete"],
    }
    assert asked(facts, "court").sentences[0] == "判令周某删除其登录原告账号取得的资料，不得向他人提供"


# ── Words that fit the situation ─────────────────────────────────────────────────────────────────────────────────
def _of(slug: str, facts: Mapping[str, Any], channel: str = "court") -> str:
    return "；".join(offered(asked(facts, channel, [slug]))[slug].sentences)


def test_corrections_say_what_is_wrong():
    label = {
        **BOUND,
        "respondents": [{"role": "platform", "name": "戊软件公司"}],
        "number": {"second_hand": True, "mislabelled_as": "某培训学校", "label_reported_on": "2026-08-04"},
    }
    assert "标记为“某培训学校”的错误标记" in _of("correct", label)
    assert "标记为“某培训学校”" in _of("stop", label)
    assert "欠款数额和状态" in _of("correct", DEBT)
    others = {**DEBT, "debt": {"owed": "others", "told_them_on": "2026-09-05"}}
    assert "债务人或者联系人的记录" in _of("correct", others)
    assert all("标记、登记和记录" not in _of("correct", one) for one in (label, DEBT, others))


def test_stopping_is_definite_although_no_call_was_typed_in():
    facts = {**DEBT, "debt": {"owed": "none"}}
    assert _of("stop", facts) == "判令被告立即停止以电话、短信方式向原告（号码13900000001）催收、侵扰"


@pytest.mark.parametrize(
    ("debt", "said"),
    [
        ({"owed": "own"}, "以侵扰方式向原告（号码13900000001）催收"),
        ({"owed": "own", "threats": ["violence"]}, "以侵扰、恐吓等方式向原告（号码13900000001）催收"),
        ({"owed": "disputed", "contacts_told": 2}, "催收，停止向与债务无关的原告亲属、同事等催收"),
        ({"owed": "none", "contacts_told": 2}, "及其亲属、同事等催收、侵扰"),
        ({"owed": "settled"}, "以电话、短信方式向原告（号码13900000001）催收、侵扰"),
    ],
)
def test_a_debt_that_is_ones_own_may_be_asked_for_and_relatives_stand_only_where_called(
    debt: dict[str, Any], said: str
):
    situations = ["collection_ways", "no_debt", "amount_wrong"]
    stop = _of("stop", {**DEBT, "situations": situations, "debt": {"per_day": 9, **debt}})
    assert said in stop
    assert ("亲属" in stop) == ("contacts_told" in debt)


def test_who_only_passed_data_on_is_not_told_to_stop_calls():
    facts = {
        "kind": "harassment",
        "situations": ["unwanted_call"],
        "event": {"first": "2026-07-02", "last": "2026-11-15"},
        "complainant": {"capacity": "recipient"},
        "respondents": [
            {"role": "content_provider", "name": "甲装饰公司"},
            {"role": "platform", "name": "乙置业公司"},
        ],
        "contacts": {"channels": ["call"], "count": 41},
        "content": {"commercial": True},
        "consent": {"status": "none"},
        "data": {"shared_with_third_party": True},
    }
    stop = offered(asked(facts, "court", ["stop"]))["stop"].sentences
    assert stop == (
        "判令甲装饰公司立即停止以电话方式向原告（号码13900000001）进行商业推销",
        "判令乙置业公司停止向他人提供原告的个人信息",
    )


def test_operator_and_lender_are_asked_for_costs_with_their_sum():
    costs = (Cost(what="误工费", yuan=Decimal(600)), Cost(what="打印费", yuan=Decimal(35)))
    for channel, facts in (("lender", DEBT | {"debt": {"owed": "none"}}), ("operator", CHARGED)):
        case = replace(case_before(facts, channel), costs=costs, ticked=("costs",))
        assert any("635元" in one for one in requests_of(case, form_of(channel), on=ON).sentences), channel


def test_the_cause_follows_the_chosen_situation_at_the_finest_level():
    def cause(facts: Mapping[str, Any], *asks: str, on: date = ON) -> list[str]:
        return list(choices(about(case_before(facts, "court"), asks), on=on).values())

    assert cause(BOUND)[0] == "个人信息保护纠纷"  # not that of the contract, which nobody chose
    assert "电信服务合同纠纷" in cause(BOUND)
    both = {**BOUND, "situations": ["number_not_disclosed", "account_bound"]}
    assert cause(both)[0] == "电信服务合同纠纷"
    # Nothing of the contract is asked.
    assert cause(both, "unbind", "costs")[:2] == ["个人信息保护纠纷", "隐私权纠纷"]
    assert cause(DEBT)[0] == "小额借款合同纠纷"
    bank = {**DEBT, "respondents": [{"role": "lender", "name": "己消费金融有限公司"}]}
    assert cause(bank)[0] == "金融借款合同纠纷"
    assert cause(DEBT, "repay")[:2] == ["小额借款合同纠纷", "借款合同纠纷"]
    assert "不当得利纠纷" in cause(DEBT, "repay")
    assert cause({**DEBT, "situations": ["no_debt"], "debt": {"owed": "none"}})[0] == "隐私权纠纷"


def test_nobody_is_accused_of_a_crime_unless_it_is_ticked():
    facts = {**DEBT, "debt": {"owed": "others", "told_them_on": "2026-09-05", "threats": ["violence"]}}
    assert not any("刑事" in one for one in asked(facts, "police").sentences)
    ticked = offered(asked(facts, "police", ["prosecute"]))["prosecute"]
    assert (ticked.made, ticked.accuses) == (True, True)
    assert not any(
        one.id.startswith("治安管理处罚法") for one in ticked.provisions
    )  # a fine is no punishment for a crime
    assert "诬告陷害" in ticked.caution
    assert all(kind.get("caution") for kind in kinds().values() if kind.get("accuses"))


def test_wishes_reach_whoever_can_meet_them():
    """Unbinding asks a bank's regulator, the source of data asks the network authority, a settled debt is collected no more."""
    licensed = {**BOUND, "wishes": ["unbind"], "respondents": [{**BANK, "licensed_lender": True}]}
    bound = asked(licensed, "12378").sentences
    assert any("解除号码" in one for one in bound)
    settled = {**DEBT, "debt": {"owed": "settled"}, "wishes": ["stop"]}
    assert any("立即停止上述催收" in one for one in asked(settled, "lender").sentences)


def test_a_swapped_card_is_appealed_with_its_records_and_loss():
    swapped = {
        **BOUND,
        "situations": ["sim_swap"],
        "respondents": [OPERATOR],
        "number": {"registrant_is_me": True, "sim_replaced_by_other": True},
        "loss": {"costs": [{"what": "银行卡被转走的钱", "yuan": 30000}]},
        "wishes": ["damages"],
    }
    for channel in ("telecom_appeal", "operator"):
        assert any(
            "补卡时的身份验证记录" in one and "30000元" in one for one in asked(swapped, channel).sentences
        )


def test_an_operator_helps_before_anything_is_shown_to_be_unlawful():
    """Whoever never said whether they agreed can ask it to screen calls all the same: nobody is said to have done wrong."""
    told: dict[str, Any] = {
        "kind": "harassment",
        "situations": ["after_refusal"],
        "event": {"first": "2026-11-01", "last": "2026-11-10"},
        "complainant": {"capacity": "recipient"},
        "contacts": {"total": 80},
    }
    for ways, said in (
        (["call"], "协助拦截上述来电，核查主叫号码的来源"),
        (["sms"], "协助拦截上述短信，核查发送号码的来源"),
    ):
        may = asked({**told, "contacts": {"channels": ways, "total": 80}}, "operator", ["screen", "stop"])
        assert [one.slug for one in may.made] == ["screen"], ways
        assert said in may.sentences
        assert not next(one for one in may.every if one.slug == "screen").provisions
    assert ticked_by(["stop"], form_of("operator").requests) == ("stop", "screen")
    by_letter = {**told, "contacts": {"channels": ["wechat"], "total": 80}}
    assert "screen" not in offered(asked(by_letter, "operator")), "nothing that passes its net"
    refused = {"made": True, "on": "2026-11-02"}
    proven = {**told, "contacts": {"channels": ["sms"], "total": 80, "after_refusal": 5}, "refusal": refused}
    assert [one.slug for one in asked(proven, "operator", ["screen", "stop"]).made] == ["stop"], "said once"


def test_who_can_be_asked_for_nothing_else_is_asked_when_the_number_was_given_out_again():
    """Only where something is wanted and nothing of it can be asked there; anybody may tick it of the operator."""
    nothing = {**BOUND, "situations": ["not_disclosed"], "respondents": [OPERATOR], "wishes": ["apology"]}
    nothing["number"] = {"second_hand": True, "activated_on": "2026-07-30"}
    for channel in ("operator", "telecom_appeal"):
        may = asked(nothing, channel)
        assert asked_instead(["apology"], may) == ("history",)
        assert asked_instead([], may) == ()
        said = asked(nothing, channel, ["history"])
        assert "销号日和重新启用日" in said.sentences[0]
        assert asked_instead(["apology"], said) == ()
    untold = asked(BOUND, "operator", ["history"])
    assert "没有告知该号码曾被他人使用的原因" in "".join(untold.sentences)
    assert "history" not in offered(asked({**BOUND, "respondents": [BANK]}, "lender"))
    unbound = asked({**BOUND, "wishes": ["unbind"]}, "telecom_appeal").sentences
    assert any("协助解除绑定" in one for one in unbound)


def test_who_only_agreed_in_a_bundle_is_rid_of_that_consent():
    bundled = {
        "kind": "harassment",
        "situations": ["bundled_consent"],
        "event": {"first": "2026-05-02", "last": "2026-10-20"},
        "respondents": [{"role": "content_provider", "name": "丁商城"}],
        "contacts": {"channels": ["sms"], "count": 9},
        "content": {"commercial": True},
        "consent": {"status": "bundled"},
        "wishes": ["stop"],
    }
    assert asked(bundled, "platform").sentences[0].startswith("停止基于上述同意处理")


def test_a_fee_that_was_told_is_asked_back_and_nobody_is_told_that_its_sum_is_missing():
    chosen = {
        "kind": "second_hand_number",
        "situations": ["number_not_disclosed"],
        "wishes": ["refund"],
        "event": {"first": "2026-06-24", "last": "2026-11-22"},
        "complainant": {"capacity": "subscriber", "consumer_of_respondent": True},
        "number": {"second_hand": True, "told": False},
        "respondents": [{"role": "operator", "name": "甲通信有限公司"}],
    }
    told = {"details": {"fees": "选号费，2026年6月22日，600元，微信转账"}}
    for more in (told, {"story": "我花600元选号费买了个号码"}, {"story": "交了选号费共600元，后来才知道"}):
        one = offered(asked(chosen, "court", **{"story": "", "details": {}, **more}))["refund"]
        assert one.sum == 600
        # It was paid once, and goes on no more.
        assert one.sentences == ("判令被告返还已向原告收取的费用600元",)
    vague = {"details": {"fees": "选号费600元，卡费50元"}, "story": ""}
    assert offered(asked(chosen, "court", **vague))["refund"].sum is None


def test_where_no_debt_is_told_of_nobody_is_asked_to_stop_collecting():
    photo = {
        "kind": "harassment",
        "situations": ["bombing"],
        "wishes": ["stop"],
        "event": {"first": "2026-11-12", "last": "2026-11-14"},
        "complainant": {"capacity": "recipient"},
        "contacts": {"channels": ["sms", "call"], "count": 484, "max_per_day": 310, "night": True},
        "debt": {"published": ["photo", "insult"]},
        "respondents": [{"role": "content_provider", "name": "甲摄影有限公司"}],
    }
    said = offered(asked(photo, "court"))["stop"].sentences
    assert said
    assert "催收" not in "".join(said)
    owing = {
        **photo,
        "kind": "fake_collection",
        "situations": ["publication"],
        "debt": {"published": ["photo"], "owed": "own"},
    }
    assert "催收" in "".join(offered(asked(owing, "court"))["stop"].sentences)
