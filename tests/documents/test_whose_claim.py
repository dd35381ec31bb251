"""What a paper asks of whom, what it leaves to another channel, and what a review says of the authority's time."""

import re
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from documents import (
    Claim,
    Cost,
    Respondent,
    complaint_letter,
    field_sheet,
    form_of,
    grounds_from,
    print_pack,
)
from documents.account import account_of
from documents.causes import About, choices, other_causes
from documents.claims import claim_data
from documents.drafting import blocks_of
from documents.frozen import silence_of
from documents.letters import letter_data
from documents.material import Prior
from documents.papers.drawn import Drawn
from documents.papers.parts import docket
from documents.papers.table import KINDS
from documents.requests import kinds
from documents.suits import apart, told_of_suit
from filings.services.law import in_time_for, silence_said
from filings.services.sending.content import PRIOR_NAMES, called_before
from legal.corpus import load
from legal.reasoning.assessment import assess
from legal.reasoning.facts import LISTS
from tests.documents.asking import case_before
from tests.documents.reading import words_of
from tests.documents.sample import CASE, letter

ON = date(2026, 11, 20)
COURT = "上海市宝山区人民法院"
LATE: dict[str, Any] = {  # charges that ended more than five months ago, on a number sold without a word
    "kind": "second_hand_number",
    "situations": ["residual_charge", "number_not_disclosed"],
    "event": {"first": "2026-01-10", "last": "2026-05-10"},
    "complainant": {"region": "430100", "capacity": "subscriber", "consumer_of_respondent": True},
    "respondents": [{"role": "operator", "name": "甲通信公司", "region": "430000"}],
    "number": {"second_hand": True, "told": False},
    "charges": {
        "residual": True, "monthly": 40, "months": 5, "first_on": "2026-01-10", "last_on": "2026-05-10",
    },
    "prior": [{"to": "operator", "act": "complaint", "on": "2026-10-20", "satisfied": False}],
}  # fmt: skip
OPTED_OUT: dict[str, Any] = {
    "kind": "harassment",
    "event": {"first": "2026-10-01", "last": "2026-11-01"},
    "complainant": {"region": "310113", "consumer_of_respondent": True},
    "respondents": [{"role": "content_provider", "name": "甲商城公司"}],
    "contacts": {"channels": ["sms"], "count": 30, "after_refusal": 12},
    "content": {"commercial": True, "opt_out_offered": True, "opt_out_works": False},
    "refusal": {"made": True, "on": "2026-10-02"},
}
TAKEN_OVER: dict[str, Any] = {
    "kind": "second_hand_number",
    "event": {"first": "2026-03-01", "last": "2026-10-01"},
    "complainant": {"capacity": "former_holder"},
    "respondents": [{"role": "person", "name": "张某"}, {"role": "platform", "name": "某网盘公司"}],
    "number": {"account_taken_over": True},
}


def _case(facts: dict[str, Any], channel: str) -> tuple[Any, dict[str, Any]]:
    """The case as its paper is made of it, and the channel's step of the plan."""
    found = assess(facts, on=ON)
    step = next(row for row in found["plan"] if row["channel"] == channel)
    grounds, late = in_time_for(list(grounds_from(found, channel=channel, facts=facts)), step)
    codes = tuple(dict.fromkeys(code for ground in grounds for code in ground.relief))
    named = tuple(Respondent(role=one["role"], name=one["name"]) for one in facts["respondents"])
    case = replace(
        CASE,
        grounds=tuple(grounds),
        relief=codes,
        respondents=named,
        asks=(),
        facts=facts,
        elsewhere=tuple(ground.heading for ground in late),
        silence=silence_of(silence_said(step["silence"], ON)),
    )
    return case, step


def test_a_charge_that_came_too_late_is_not_put_to_the_appeal():
    case, step = _case(LATE, "telecom_appeal")
    assert step["open"]
    data = letter_data(letter("telecom_appeal", case, ON))
    assert [row["title"] for row in data["reasons"]] == ["（一）没有告知号码曾被他人使用", "（二）责任的承担"]
    assert "“收取前一用户遗留业务的费用”一事另行主张，不在本申诉之内" in data["opening"]
    claimed, _ = _case(LATE, "court")
    assert not claimed.elsewhere
    assert "替前机主留下的业务扣费" in {ground.title for ground in claimed.grounds}


def test_a_channel_in_which_everything_is_too_late_leaves_nothing_out():
    found = assess(LATE, on=ON)
    grounds = list(grounds_from(found, channel="telecom_appeal", facts=LATE))
    bar = {"told_only": False, "soft": False, "passed": True, "grounds": [one.code for one in grounds]}
    assert in_time_for(grounds, {"bars": [bar]}) == (grounds, [])
    assert in_time_for(grounds, {"bars": [{**bar, "soft": True}]}) == (grounds, [])


def test_a_review_names_the_authority_and_the_time_that_ran_out():
    asked = {**OPTED_OUT, "prior": [{"to": "12315", "act": "complaint", "on": "2026-10-08"}]}
    case, step = _case(asked, "review")
    assert step["open"]
    data = letter_data(letter("review", case, ON))
    assert "申请人于2026年10月8日就以下事项向市场监督管理部门提出投诉" in data["opening"]
    assert "被申请人自收到投诉之日起有7个工作日，期限于2026年10月16日届满，至今没有答复" in data["opening"]
    assert "第四十六条》" not in data["opening"]
    assert "按照《" in data["opening"]
    authority = next(party for party in data["parties"] if party["role"].startswith("被申请人"))
    assert authority["rows"] == [["名称（市场监督管理部门的全称）", ""], ["地址", ""]]
    sheet = words_of(field_sheet(letter("review", case, ON)).pdf)
    assert "市场监督管理部门（写全称）" in sheet


def test_a_review_of_a_refusal_does_not_say_that_nobody_answered():
    refused = {
        "to": "12315", "act": "complaint", "on": "2026-10-08", "answered_on": "2026-10-15", "accepted": False,
    }  # fmt: skip
    case, _ = _case({**OPTED_OUT, "prior": [refused]}, "review")
    data = letter_data(letter("review", case, ON))
    assert "被申请人于2026年10月15日答复不予受理" in data["opening"]
    assert "没有答复" not in data["opening"]
    assert any("撤销被申请人不予受理的决定" in one for one in data["requests"])


def test_each_request_names_those_who_answer_for_it():
    facts = {
        **LATE,
        "respondents": [*LATE["respondents"], {"role": "content_provider", "name": "乙催收公司"}],
    }
    facts |= {"debt": {"owed": "others", "told_them_on": "2026-03-01"}, "contacts": {"channels": ["sms"]}}
    case, _ = _case(facts, "court")
    claim = claim_data(Claim(court=COURT, on=ON, case=case))
    asked = claim["requests"]
    said = {row["title"].partition("）")[2]: row["text"] for row in claim["reasons"]}
    assert "记录在被告1处，应当由其举证" in said["收取前一用户遗留业务的费用"]
    assert said["就号码前一用户的债务向原告催收"].startswith(
        "债务只能向债务人主张。原告已经说明不是债务人，被告2仍然催收"
    )
    contract = next(one for one in asked if "服务合同" in one)
    assert (
        "原告与甲通信公司就号码13900000001订立的电信服务合同自本起诉状副本送达甲通信公司之日解除" in contract
    )
    assert all("乙催收公司" not in one for one in asked if "服务合同" in one)
    assert any(one == "本案诉讼费用由各被告负担" for one in asked)


def test_the_law_on_personal_information_is_not_pleaded_against_a_private_person():
    case, _ = _case(TAKEN_OVER, "court")
    rows = claim_data(Claim(court=COURT, on=ON, case=case))["reasons"]
    assert "不针对" not in str(rows)
    alone, _ = _case({**TAKEN_OVER, "respondents": TAKEN_OVER["respondents"][:1]}, "court")
    said = str(claim_data(Claim(court=COURT, on=ON, case=alone))["reasons"])
    assert "个人信息保护法" not in said


def test_a_wrong_label_is_privacy_first_and_honour_is_said_to_be_arguable():
    label, two = About(grounds=["S4"]), About(grounds=["S1", "S4"])
    assert other_causes(label, on=ON) == ([], ["名誉权纠纷", "一般人格权纠纷"])
    assert other_causes(two, on=ON) == (["个人信息保护纠纷"], [])
    assert list(choices(two, on=ON)) == ["telecom", "personal_data"]
    assert other_causes(label, on=ON, cause="reputation") == (["个人信息保护纠纷"], ["一般人格权纠纷"])
    case, _ = _case(
        {
            "kind": "second_hand_number",
            "event": {"first": "2026-03-01", "last": "2026-10-01"},
            "respondents": [{"role": "platform", "name": "甲软件公司"}],
            "number": {
                "second_hand": True,
                "mislabelled_as": "某培训学校",
                "label_reported_on": "2026-04-01",
            },
        },
        "court",
    )
    claim = Claim(court=COURT, on=ON, case=case)
    assert claim_data(claim)["cause"] == "个人信息保护纠纷"
    pack = words_of(print_pack(claim).pdf)
    assert "案由也可以选名誉权纠纷、一般人格权纠纷。名誉权纠纷以社会评价降低为条件" in pack


def test_a_letter_to_the_operator_does_not_say_that_one_holds_the_number():
    assert "本人是" not in words_of(complaint_letter(letter("operator")).pdf)


SOLD: dict[str, Any] = {  # a used number, sold without a word, on which a collector looks for its former user
    "kind": "second_hand_number",
    "situations": ["number_not_disclosed", "former_holder_pursued"],
    "wishes": ["stop", "damages"],
    "event": {"first": "2026-05-13", "last": "2026-11-20"},
    "complainant": {"capacity": "subscriber", "consumer_of_respondent": True},
    "respondents": [
        {"role": "operator", "name": "甲通信公司"},
        {"role": "shop", "name": "乙通讯器材公司"},
        {"role": "collector", "name": "丙信用服务公司"},
    ],
    "contacts": {"channels": ["call"], "count": 64, "max_per_day": 5},
    "number": {"second_hand": True, "told": False, "registrant_is_me": True, "activated_on": "2026-05-06"},
    "debt": {"owed": "others", "debtor": "陆某", "told_them_on": "2026-05-20"},
    "loss": {"costs": [{"what": "通话录音公证费", "yuan": 900}]},
}


def test_a_claim_pleads_and_tells_only_what_supports_a_request_against_its_defendants():
    claim = Claim(court=COURT, on=ON, case=case_before(SOLD, "court"))
    data = claim_data(claim)
    text = str(data)
    assert [one["rows"][0][1] for one in data["parties"][1:]] == ["丙信用服务公司"]
    assert "没有告知" not in text
    assert "重新启用" not in text
    assert "原告不是债务人" in text
    # With something asked of the operator its ground is there again, and the operator with it.
    both = replace(claim.case, ticked=("stop", "costs", "change_number"))
    text = str(claim_data(replace(claim, case=both)))
    assert "没有告知号码曾被他人使用" in text
    assert "原告不是债务人" in text


def test_what_makes_one_answer_names_nobody_who_is_not_sued_or_complained_about():
    claim = Claim(court=COURT, on=ON, case=case_before(SOLD, "court"))
    (who,) = [one for one in claim_data(claim)["reasons"] if "责任的承担" in one["title"]]
    assert "被告的责任，依照" in who["text"]
    assert "运营商" not in who["text"]
    assert "网点" not in who["text"]


def test_the_cause_follows_what_is_asked_and_the_choice_of_the_person_wins():
    case = case_before(SOLD, "court")
    claim = Claim(court=COURT, on=ON, case=case)
    assert claim_data(claim)["cause"] == "隐私权纠纷"
    assert claim_data(replace(claim, cause="telecom"))["cause"] == "电信服务合同纠纷"
    asked = replace(claim, case=replace(case, ticked=("change_number",)))
    assert claim_data(asked)["cause"] == "电信服务合同纠纷"
    drawn = Drawn(case=case, on=ON, facts=SOLD, court=COURT)
    assert ("案由", "隐私权纠纷") in docket(drawn)
    elements = KINDS["claim_by_elements"].make(drawn)
    assert "办理时是否告知" not in str(elements.blocks)
    assert "甲通信公司" not in str(elements.blocks)


def test_two_legal_relations_in_one_claim_are_said_and_their_costs_are_not_mixed():
    # Charges of an operator, and a collector who looks for the former user.
    facts = {
        **SOLD,
        "situations": ["former_holder_pursued", "residual_charge"],
        "charges": {**LATE["charges"], "first_on": "2026-06-20", "last_on": "2026-10-20"},
        "wishes": ["stop", "refund", "damages"],
    }
    claim = Claim(court=COURT, on=ON, case=case_before(facts, "court"))
    (said,) = apart(claim)
    assert "和丙信用服务公司的是隐私权纠纷（停止侵扰、赔偿维权开支）" in said
    assert "和甲通信公司的是电信服务合同纠纷（退还已收的费用）" in said
    assert said in told_of_suit(claim)
    costs = next(one for one in claim.requests.made if one.slug == "costs")
    assert [one.name for one in costs.asked if one.wished] == ["丙信用服务公司"]
    # One relation, or one defendant, is one claim.
    assert apart(replace(claim, case=replace(claim.case, ticked=("stop", "costs")))) == []
    charged = replace(claim, case=case_before({**LATE, "wishes": ["refund", "end_contract"]}, "court"))
    assert apart(charged) == []


@pytest.mark.parametrize(
    ("about", "cause"),
    [
        (About(grounds=["F5"], names=["示例银行股份有限公司信用卡中心"]), "信用卡纠纷"),
        (About(grounds=["F5"], names=["示例银行"], said="您的信用卡欠款3200元"), "信用卡纠纷"),
        (About(grounds=["F5"], names=["示例银行"]), "金融借款合同纠纷"),
        (About(grounds=["F5"], names=["示例小额贷款有限公司"]), "小额借款合同纠纷"),
        (About(grounds=["F5"], names=["张立强"], roles=["person"]), "民间借贷纠纷"),
        (About(grounds=["F2"], asks=["delete", "tell_source"]), "个人信息保护纠纷"),
        (About(grounds=["F2"], asks=["delete", "stop"]), "隐私权纠纷"),
        # One loss asked of whoever swapped the card and of whoever paid it out is of neither contract.
        (About(grounds=["S9"], asks=["damages"], roles=["operator", "bank"]), "财产损害赔偿纠纷"),
        (About(grounds=["S9"], asks=["swap_records"], roles=["operator", "bank"]), "电信服务合同纠纷"),
        (About(grounds=["S9"], asks=["damages"], roles=["operator"]), "电信服务合同纠纷"),
        (About(grounds=["S9"], asks=["damages"], roles=["bank"]), "银行卡纠纷"),
        (About(grounds=["S9"], asks=["damages"], roles=["payment_institution"]), "财产损害赔偿纠纷"),
        (About(grounds=["S3"], asks=["refund"], roles=["service_provider"]), "不当得利纠纷"),
    ],
)
@pytest.mark.parametrize("on", [date(2025, 11, 20), ON])
def test_the_cause_is_the_finest_that_the_facts_tell(about: About, cause: str, on: date):
    assert next(iter(choices(about, on=on).values())) == cause


def test_whoever_was_told_before_has_a_chinese_name_and_the_act_its_word():
    bodies = LISTS["prior"]["to"].values
    assert set(PRIOR_NAMES) == set(bodies)
    assert not any(re.search("[a-z]", name) for name in PRIOR_NAMES.values())
    # Of the offices that have no name of their own there, each is called by its name where it was written to from here.
    others = [name for name, one in load().channels.items() if one.prior[0] == "other_authority"]
    called = {called_before({"to": "other_authority", "channel": name}) for name in others}
    assert len(called) == len(others)
    assert not called & {*PRIOR_NAMES.values()}
    said = {slug: Prior(to=PRIOR_NAMES[slug], body=slug) for slug in bodies}
    assert (said["police"].act, said["police"].put) == ("报案", "向公安机关报案")
    assert (said["court"].act, said["court"].put) == ("起诉", "向人民法院起诉")
    assert (said["bank"].act, said["bank"].put) == ("投诉", "向银行提出")


def test_what_was_lost_and_what_was_spent_are_told_apart():
    costs = (Cost(what="被转走的余额", yuan=Decimal(12000)), Cost(what="交通费", yuan=Decimal(120)))
    case = replace(case_before(SOLD, "court"), costs=costs)
    told = blocks_of(Claim(court=COURT, on=ON, case=case)).blocks
    (facts,) = [one.text for one in told if one.key == "facts"]
    assert "原告因此受到财产损失：被转走的余额12000元。" in facts
    assert "原告为维护权利支出交通费120元。" in facts


def test_where_information_came_from_is_told_as_the_view_of_who_tells_it():
    facts = {**SOLD, "kind": "fake_collection", "data": {"source": "leak"}, "wishes": ["tell_source"]}
    (row,) = [one for one in load().grounds["F6"].pleading.facts if "外泄" in one.wordings[0]]
    assert row.wordings[0].startswith("{本人}认为")
    assert "系外泄以后" not in str(claim_data(Claim(court=COURT, on=ON, case=case_before(facts, "court"))))


@pytest.mark.parametrize("slug", sorted(kinds()))
def test_a_request_is_called_in_words_of_the_law(slug: str):
    assert not re.search("我|您|它|的钱|征信记录", kinds()[slug]["heading"])


def test_what_is_paid_off_rests_on_what_ends_a_debt_and_its_lender_answers_by_contract():
    facts: dict[str, Any] = {
        "kind": "fake_collection",
        "situations": ["amount_wrong"],
        "wishes": ["confirm_no_debt", "clear_credit"],
        "event": {"first": "2026-05-02", "last": "2026-11-12"},
        "complainant": {"capacity": "recipient"},
        "respondents": [{"role": "bank", "name": "甲银行"}],
        "debt": {"owed": "settled", "claimed": 3200},
    }
    data = claim_data(Claim(court=COURT, on=ON, case=case_before(facts, "court")))
    basis = "；".join(data["basis"])
    assert "确认债权债务关系，《中华人民共和国民法典》第五百五十七条第一款第一项" in basis
    assert "出具结清证明" not in basis
    assert "更正信用信息，《中华人民共和国个人信息保护法》第四十六条第一款" in basis
    (who,) = [one["text"] for one in data["reasons"] if "责任的承担" in one["title"]]
    assert "第五百七十七条" in who
    assert "个人信息保护法" not in who


def test_without_counts_the_account_tells_the_days_with_what_happened():
    facts: dict[str, Any] = {
        "kind": "second_hand_number",
        "event": {"first": "2026-03-01", "last": "2026-03-02"},
        "complainant": {"capacity": "subscriber"},
        "respondents": [{"role": "operator", "name": "甲通信公司"}],
        "number": {"registrant_is_me": True, "sim_replaced_by_other": True},
        "loss": {"costs": [{"what": "银行卡被转走的钱", "yuan": 30000}]},
    }
    case = case_before(facts, "court")
    swapped = "2026年3月1日至3月2日期间，被告为他人补办了原告的号码卡，该次补卡不是原告办理的"
    assert account_of(case, form_of("court"))[0].text == swapped
    held = {**facts, "number": {"registrant_is_me": False}, "loss": {}}
    told = [one.text for one in account_of(case_before(held, "court"), form_of("court"))]
    assert told[:2] == ["有关情形发生在2026年3月1日至3月2日", "该号码在被告处登记的用户不是原告"]
    counted = account_of(case_before(SOLD, "court"), form_of("court"))
    assert "有关情形" not in str(counted)


def test_who_only_sends_for_others_is_asked_to_stop_sending_and_to_name_them():
    facts = {
        **OPTED_OUT,
        "wishes": ["stop", "tell_source"],
        "respondents": [{"role": "service_provider", "name": "乙短信公司"}],
        "content": {"commercial": True, "sender_identified": False},
    }
    asked = claim_data(Claim(court=COURT, on=ON, case=case_before(facts, "court")))["requests"]
    assert re.match("判令被告停止为向原告.*发送涉案信息提供服务", asked[0])
    assert "涉案信息由何人提供、要求发送" in str(asked)


def test_consent_that_was_taken_in_a_bundle_is_argued_once():
    facts = {**OPTED_OUT, "consent": {"status": "bundled"}, "wishes": ["stop"]}
    said = [
        one["text"]
        for one in claim_data(Claim(court=COURT, on=ON, case=case_before(facts, "court")))["reasons"]
    ]
    assert "".join(said).count("取得的同意不符合这一要求") == 1
    assert sum("有关情形已如前述" in one for one in said) <= 1


SETTLED: dict[str, Any] = {
    "kind": "fake_collection",
    "situations": ["no_debt"],
    "wishes": ["confirm_no_debt", "stop", "correct"],
    "event": {"first": "2026-08-19", "last": "2026-11-24"},
    "complainant": {"capacity": "recipient"},
    "contacts": {"channels": ["call"], "count": 36},
    "debt": {"owed": "settled", "claimed": 3200, "told_them_on": "2026-09-02"},
    "respondents": [
        {"role": "bank", "name": "甲银行股份有限公司", "consumer": True},
        {"role": "assignee", "name": "乙资产管理有限公司", "consumer": False},
    ],
}


def test_of_a_debt_passed_on_the_buyer_answers_by_no_contract_and_what_it_says_stays_its_word():
    facts = {**SETTLED, "debt": {**SETTLED["debt"], "collected_by": "assigned"}}
    data = claim_data(Claim(court=COURT, on=ON, case=case_before(facts, "court")))
    told, reasons = "".join(data["narrative"]), {one["title"]: one["text"] for one in data["reasons"]}
    (who,) = (text for title, text in reasons.items() if "责任的承担" in title)
    bank, buyer = who.split("被告1的责任，依照")[1].split("确定", 1)
    assert "第五百七十七条" in bank
    assert "第五百七十七条" not in buyer
    assert "第五百零九条" not in buyer
    assert "第一千一百六十五条第一款" in buyer
    assert "主张受让的一方称债权系自被告1受让" in who
    (settled,) = (text for title, text in reasons.items() if "已经结清" in title)
    assert "第五百四十八条" in settled
    assert "被告2向原告拨打电话共36次" in told
    assert "催收方" not in told


def test_who_is_called_the_collector_is_said_before():
    facts = {**SETTLED, "debt": {**SETTLED["debt"], "owed": "none"}, "situations": ["no_debt"]}
    facts |= {
        "respondents": [
            {"role": "lender", "name": "甲小额贷款有限公司"},
            {"role": "collector", "name": "某公司"},
        ]
    }
    told = "".join(claim_data(Claim(court=COURT, on=ON, case=case_before(facts, "court")))["narrative"])
    assert told.index("“催收方”") < told.index("催收方", told.index("“催收方”") + 4)
    assert "催收方" not in told[: told.index("“催收方”")]


@pytest.mark.parametrize(
    ("debt", "cause"),
    [({"card": True}, "信用卡纠纷、隐私权纠纷"), ({}, "金融借款合同纠纷、隐私权纠纷")],
)
def test_what_is_owed_on_a_card_is_a_matter_of_the_card(debt: dict[str, Any], cause: str):
    facts = {**SETTLED, "debt": {**SETTLED["debt"], **debt}}
    assert claim_data(Claim(court=COURT, on=ON, case=case_before(facts, "court")))["cause"] == cause


def test_where_something_is_asked_of_data_the_claim_is_of_that_too():
    facts: dict[str, Any] = {
        "kind": "harassment",
        "situations": ["nuisance_calls"],
        "event": {"first": "2026-09-02", "last": "2026-11-10"},
        "complainant": {"capacity": "recipient"},
        "contacts": {"channels": ["call"], "count": 23, "night": True},
        "content": {"commercial": True, "sender_identified": True},
        "consent": {"status": "none"},
        "respondents": [{"role": "content_provider", "name": "甲装饰工程有限公司"}],
    }
    found = {}
    for wishes in (("stop", "delete", "tell_source", "apology"), ("stop", "apology", "delete"), ("stop",)):
        made = claim_data(
            Claim(court=COURT, on=ON, case=case_before({**facts, "wishes": [*wishes]}, "court"))
        )
        found[wishes] = made["cause"]
        assert "其中有22时至次日8时的" in "".join(made["narrative"])
    both = "隐私权纠纷、个人信息保护纠纷"
    assert list(found.values()) == [both, both, "隐私权纠纷"]


def test_what_a_credit_report_cost_is_asked_of_who_reported():
    facts = {
        **SETTLED,
        "debt": {"owed": "none", "paid_under_pressure": 500, "threats": ["publicity"]},
        "wishes": ["damages", "refund", "clear_credit", "apology"],
        "loss": {"costs": [{"what": "征信查询费", "yuan": 25}]},
        "prior": [{"to": "lender", "act": "complaint", "on": "2026-09-20"}],
        "respondents": [
            {"role": "lender", "name": "甲小额贷款有限公司"},
            {"role": "collector", "name": "乙信息咨询有限公司"},
        ],
    }
    asked = claim_data(Claim(court=COURT, on=ON, case=case_before(facts, "court")))["requests"]
    assert any(one.startswith("判令甲小额贷款有限公司赔偿原告为维权支出的合理费用25元") for one in asked)
    (back,) = (one for one in asked if "500元" in one)
    # Whoever received it gives it back: together nobody owes it.
    assert back.startswith("判令甲小额贷款有限公司")
    assert back.endswith("；该款由乙信息咨询有限公司收取的，由其返还")
