"""Where several answer for one matter: each is asked for what is pleaded against it, on its own article, and told of by name."""

import re
from copy import deepcopy
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from documents import Case, Claim, form_of
from documents.blocks import BLANK
from documents.claims import claim_data, open_details, suing
from documents.drafting import blocks_of
from documents.material import Prior
from documents.narrative import narrative_of
from documents.not_pleaded import not_sued
from documents.reasons import reasons_of
from documents.requests import basis_rows, requests_of
from tests.documents.asking import ON, case_before
from tests.golden.papers import NAMES, case_of

COURT = form_of("court")
OPERATOR = {"role": "operator", "name": "甲通信公司"}
SHOP = {"role": "shop", "name": "乙手机店"}
BANK = {"role": "bank", "name": "丙银行"}
WALLET = {"role": "payment_institution", "name": "丁支付公司"}
CARDS = "法释〔2021〕10号"
SWAPPED: dict[str, Any] = {
    "kind": "second_hand_number",
    "situations": ["sim_swap"],
    "wishes": ["damages", "tell_source"],
    "event": {"first": "2026-08-07", "last": "2026-08-09"},
    "complainant": {"capacity": "subscriber", "consumer_of_respondent": True},
    "number": {"registrant_is_me": True, "sim_replaced_by_other": True},
    "loss": {"costs": [{"what": "银行卡被转走的钱", "yuan": 15000}, {"what": "误工", "yuan": 500}]},
    "respondents": [OPERATOR, SHOP, BANK],
}


def claim_of(facts: dict[str, Any]) -> Claim:
    return Claim(court="甲市乙区人民法院", on=ON, case=case_before(facts, "court"))


def told(claim: Claim) -> str:
    return "。".join(one.text for one in narrative_of(claim.told, COURT).sentences)


def argued(claim: Claim) -> str:
    return "".join(one.text for one in reasons_of(claim.told, COURT))


def ticked(claim: Claim, *ticks: str) -> Case:
    return suing(replace(claim.case, ticked=ticks))


def changed(facts: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {**deepcopy(facts), **more}


# ── A card that was given to somebody else, and the money that went ──────────────────────────────────────────────────
@pytest.mark.parametrize(
    "against", [[OPERATOR, BANK], [OPERATOR, SHOP, BANK], [OPERATOR, WALLET], [SHOP, WALLET, BANK]]
)
def test_whoever_answers_for_money_that_went_is_asked_for_it(against: list[dict[str, str]]):
    claim = claim_of(changed(SWAPPED, respondents=against))
    (damages,) = [one for one in claim.requests.made if one.slug == "damages"]
    assert [one.name for one in damages.asked if one.wished] == [one["name"] for one in against]
    assert "判令各被告按各自责任的大小赔偿原告财产损失15000元，难以确定的平均承担" in claim.requests.sentences


def test_what_is_asked_of_a_bank_rests_on_the_rules_of_cards_and_of_nobody_else():
    def basis(*against: dict[str, str]) -> str:
        claim = claim_of(changed(SWAPPED, respondents=[*against]))
        (row,) = [one for one in basis_rows(claim.requests, COURT) if one.startswith("赔偿财产损失")]
        return row

    assert CARDS in basis(OPERATOR, BANK)
    assert CARDS not in basis(OPERATOR, WALLET)
    assert "《中华人民共和国电子商务法》第五十七条" in basis(OPERATOR, WALLET)
    assert "电子商务法" not in basis(OPERATOR, BANK)


def test_who_is_asked_for_records_alone_lends_no_article_to_the_sum():
    claim = claim_of(SWAPPED)
    requests = requests_of(ticked(claim, "swap_records", "damages:1"), COURT, on=ON)
    (row,) = [one for one in basis_rows(requests, COURT) if one.startswith("赔偿财产损失")]
    assert CARDS not in row


def test_the_shop_that_gave_the_card_out_is_told_of_and_answers_for_its_own_fault():
    claim = claim_of(SWAPPED)
    text, why = told(claim), argued(claim)
    assert "被告2乙手机店是代办电信业务的网点" in text
    assert "被告2经办，为他人补办了原告的号码卡" in text
    assert "swap_shop" in open_details(claim.case)
    assert "被告1为他人补办" not in text
    assert "被告1应当对网点落实实名登记负管理责任" in why
    assert "第九条第二款" in why
    assert "被告2经办补卡，应当对自己核验申请人身份的过错承担责任" in why
    assert "被告2的责任，依照《中华人民共和国民法典》第一千一百六十五条第一款确定" in why
    without = claim_of(changed(SWAPPED, respondents=[OPERATOR, BANK]))
    assert "网点" not in told(without) + argued(without)
    assert "被告1为他人补办了原告的号码卡" in told(without)


def test_a_shop_that_is_not_sued_is_no_defendant_of_the_sentence():
    claim = claim_of(SWAPPED)
    asked = ticked(claim, "damages:1", "damages:3")
    text = "。".join(one.text for one in narrative_of(asked, COURT).sentences)
    assert "代办的网点经办，为他人补办了原告的号码卡" in text


def test_the_days_of_a_matter_are_not_the_day_of_the_swap():
    assert "2026年8月7日至8月9日期间，被告2经办" in told(claim_of(SWAPPED))
    one_day = changed(SWAPPED, event={"first": "2026-08-07", "last": "2026-08-07"})
    assert "2026年8月7日，被告2经办" in told(claim_of(one_day))


def test_a_bank_proves_that_its_customer_paid():
    why = argued(claim_of(SWAPPED))
    assert (
        "被告3主张涉案交易系原告所为或者经原告授权的，应当由其举证；不能证明的，应当赔偿被转出的款项" in why
    )
    assert "不是原告转出的，也没有经过原告授权" in told(claim_of(SWAPPED))
    spent = changed(SWAPPED, loss={"costs": [{"what": "公证费", "yuan": 300}]})
    assert "转出" not in argued(claim_of(spent)) + told(claim_of(spent))


def test_a_payment_institution_bears_what_nobody_authorised_unless_the_person_gave_the_codes_away():
    wallet = changed(SWAPPED, respondents=[OPERATOR, WALLET])
    said = "未经授权的支付造成的损失，由其承担，其能够证明系原告的过错造成的除外"
    assert said in argued(claim_of(wallet))
    given = changed(wallet, number={**SWAPPED["number"], "secrets_given": True})
    assert said not in argued(claim_of(given))
    assert "电子商务法" not in str(basis_rows(claim_of(given).requests, COURT))


def test_one_loss_of_two_is_of_no_contract():
    assert claim_data(claim_of(SWAPPED))["cause"] == "财产损害赔偿纠纷"


LOGGED_IN: dict[str, Any] = {
    "kind": "second_hand_number",
    "situations": ["account_taken_over"],
    "wishes": ["refund", "apology"],
    "event": {"first": "2026-03-01", "last": "2026-03-03"},
    "complainant": {"capacity": "former_holder"},
    "number": {"second_hand": True, "account_taken_over": True, "accounts_bound": ["丁支付"]},
    "loss": {"costs": [{"what": "被转走的余额", "yuan": 12000}]},
    "respondents": [{"role": "person", "name": "丁立强"}, WALLET],
}


def test_who_logged_in_is_named_and_alone_apologises_and_the_payment_institution_pays_beside():
    claim = claim_of(LOGGED_IN)
    assert "2026年3月1日至3月3日期间，被告1登录了原告的账号" in told(claim)
    assert "判令丁立强向原告书面赔礼道歉" in claim.requests.sentences
    (paid,) = [one for one in claim.requests.sentences if "财产损失" in one]
    assert paid.startswith("判令各被告按各自责任的大小赔偿")
    unnamed = claim_of(
        changed(LOGGED_IN, respondents=[{"role": "person", "name": "现机主（姓名不详）"}, WALLET])
    )
    assert "期间，他人登录了原告的账号" in told(unnamed)


# ── Two who sell, of whom the person bought of one ───────────────────────────────────────────────────────────────────
GYM = {"role": "content_provider", "name": "甲健身公司", "consumer": True}
CLINIC = {"role": "content_provider", "name": "乙美容公司", "consumer": False}
ADVERTISED: dict[str, Any] = {
    "kind": "harassment",
    "situations": ["data_shared", "nuisance_calls"],
    "wishes": ["stop", "tell_source"],
    "event": {"first": "2026-05-11", "last": "2026-11-20"},
    "complainant": {"capacity": "recipient", "consumer_of_respondent": True},
    "contacts": {"channels": ["call", "sms"], "count": 40, "max_per_day": 2, "after_refusal": 31},
    "content": {"commercial": True, "sender_identified": True},
    "consent": {"status": "none", "separate": False},
    "refusal": {"made": True, "on": "2026-06-01", "ways": ["at_once"]},
    "data": {"source": "given", "shared_with_third_party": True},
    "respondents": [GYM, CLINIC],
}
OF_EACH = {
    "每一方的次数": "最多的一天2次。",
    "谁给谁": "提供、取得信息的是哪一方，应当由各被告说明",
    "没有同意过谁": "对被告1、被告2，原告没有同意过接收",
    "推销的是谁的": "涉案来电、信息中有推销被告2乙美容公司的商品、服务的",
}


@pytest.mark.parametrize("what", OF_EACH)
def test_what_each_of_several_did_is_told_or_left_to_them_defendant_by_defendant(what: str):
    assert OF_EACH[what] in told(claim_of(ADVERTISED))
    alone = told(claim_of(changed(ADVERTISED, respondents=[GYM])))
    assert not re.search("各被告|哪一被告|哪一方|对被告1", alone)


@pytest.mark.parametrize(
    ("status", "asked"),
    [("withdrawn", {"each_count", "refused_whom"}), ("bundled", {"consent_where", "consent_whom"})],
)
def test_to_whom_consent_was_given_is_asked_of_each(status: str, asked: set[str]):
    facts = changed(ADVERTISED, consent={"status": status, "separate": False}, situations=["no_consent"])
    claim = claim_of(facts)
    assert asked <= {*open_details(claim.case)}
    assert BLANK not in told(claim)


def test_of_whom_the_person_bought_is_told_and_the_law_of_consumers_is_against_them_alone():
    claim = claim_of(ADVERTISED)
    text, why = told(claim), argued(claim)
    assert "原告为生活消费购买、使用过被告1的商品或者服务。" in text
    assert "原告没有购买、使用过被告2的商品或者服务" in text
    assert "原告此前向被告1提供过号码" in text
    assert "其中保护消费者的规定，只针对被告1" in why
    (gym,) = re.findall("被告1的责任，依照[^。]*?确定", why)
    (clinic,) = re.findall("被告2的责任，依照[^。]*?确定", why)
    assert "消费者权益保护法" in gym
    assert "消费者权益保护法" not in clinic
    assert "第六十九条" in clinic


def test_an_order_is_told_once_with_what_it_was_for():
    ordered = changed(ADVERTISED, data={"source": "order", "shared_with_third_party": True})
    text = told(claim_of(ordered))
    assert "原告此前为生活消费在被告1处下单时提供过号码" in text
    assert "被告1处购买过" not in text
    assert "原告没有购买、使用过被告2的商品或者服务" in text


def test_who_is_not_said_to_have_sold_is_no_seller_beside_one_who_is():
    unsaid = {"role": "content_provider", "name": "乙美容公司"}
    claim = claim_of(changed(ADVERTISED, respondents=[GYM, unsaid]))
    assert "被告2处购买" not in told(claim)
    assert "只针对被告1" in argued(claim)
    nobody = claim_of(changed(ADVERTISED, respondents=[{**GYM, "consumer": None}, unsaid]))
    assert "原告为生活消费与被告有过交易。" in told(nobody)


def test_whoever_gave_data_on_or_took_it_shows_that_they_were_not_at_fault():
    why = argued(claim_of(ADVERTISED))
    assert "应当由提供信息、取得信息的各被告举证；不能证明自己没有过错的，应当承担侵权责任" in why
    assert "第一千一百六十五条第二款" in why
    assert "原告个人信息的来源和去向、同意取得的依据由其掌握，应当由其举证；不能证明自己没有过错的" in why
    assert "来电、发送信息的一方" not in why


# ── What is told as lost is asked for ────────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize("name", NAMES)
def test_every_sum_that_is_told_as_lost_is_asked_for(name: str):
    case = case_of(name)
    more = {key: case[key] for key in ("kind", "situations", "wishes", "respondents")}
    claim = claim_of({**case["facts"], **more})
    sums = [one.sum for one in claim.requests.made if one.sum]
    lost = narrative_of(claim.told, COURT).losses
    # Of several a sentence says the total last.
    for told_sum in (re.findall(r"([\d.]+)元", one.text)[-1] for one in lost):
        assert any(float(told_sum) <= float(one) for one in sums), (told_sum, sums)


def test_what_was_spent_is_asked_with_the_money_that_was_taken_or_is_not_told():
    costs = [{"what": "钱包里的5600元被转走", "yuan": 5600}, {"what": "去派出所的交通费", "yuan": 60}]
    taken = changed(SWAPPED, wishes=["refund"], loss={"costs": costs}, respondents=[WALLET])
    claim = claim_of(taken)
    assert "判令被告赔偿原告为维权支出的合理费用60元" in claim.requests.sentences
    assert "支出去派出所的交通费60元" in told(claim)
    records = claim_of(changed(taken, wishes=["tell_source"]))
    assert "60元" not in told(records)
    assert "60元" not in str(blocks_of(records).blocks)


def test_what_nobody_earned_is_called_so_in_what_it_rests_on():
    claim = claim_of(SWAPPED)
    assert any(one.startswith("赔偿误工损失，") for one in basis_rows(claim.requests, COURT))
    both = changed(SWAPPED, loss={"costs": [{"what": "误工", "yuan": 500}, {"what": "公证费", "yuan": 90}]})
    assert any(
        one.startswith("赔偿维权的合理开支、误工损失，") for one in basis_rows(claim_of(both).requests, COURT)
    )


# ── Who lent and who collects ────────────────────────────────────────────────────────────────────────────────────────
LENDER = {"role": "lender", "name": "甲小额贷款公司"}
COLLECTOR = {"role": "collector", "name": "乙催收公司"}
DUNNED: dict[str, Any] = {
    "kind": "fake_collection",
    "situations": ["others_debt", "contacts_harassed"],
    "wishes": ["stop", "apology", "damages"],
    "event": {"first": "2026-04-01", "last": "2026-11-25"},
    "complainant": {"capacity": "recipient"},
    "contacts": {"channels": ["call"], "count": 86},
    "debt": {
        "owed": "others",
        "told_them_on": "2026-04-08",
        "threats": ["insult"],
        "published": ["photo"],
    },
    "prior": [{"to": "lender", "act": "complaint", "on": "2026-05-06"}],
    "loss": {"costs": [{"what": "公证费", "yuan": 1000}]},
    "respondents": [LENDER, COLLECTOR],
}
ASKED = (Prior(to="金融机构", body="lender", on=date(2026, 5, 6)),)


def dunned(**debt: Any) -> Claim:
    facts = changed(DUNNED, debt={**DUNNED["debt"], **debt})
    claim = claim_of(facts)
    return replace(claim, case=replace(claim.case, prior=ASKED))


def test_calls_are_laid_to_neither_who_lent_nor_who_collects_unless_somebody_said_whose_they_were():
    text = told(dunned())
    assert "原告共收到电话86次。" in text
    assert "上述催收由被告1、被告2中的哪一方实施，应当由各被告说明" in text
    assert "告知催收方该笔债务与原告无关。" in text
    assert not re.search("被告[12](向原告|所催收|在催收中|未经)", text)
    assert "被告2直接实施" not in argued(dunned())
    entrusted, own = dunned(collected_by="entrusted"), dunned(collected_by="own_staff")
    assert "被告2向原告拨打电话共86次" in told(entrusted)
    assert "被告2直接实施上述催收" in argued(entrusted)
    assert "被告1向原告拨打电话共86次" in told(own)


def test_what_was_published_is_taken_down_by_whoever_of_them_published_it():
    asked = [one for one in dunned().requests.sentences if "删除" in one or "道歉" in one]
    assert asked == [
        "判令各被告立即删除其已经发布的原告照片和有关原告的内容，不得再行发布",
        "判令各被告向原告书面赔礼道歉，并由发布上述内容的一方在发布的范围内（微信群、平台的名称：＿＿＿＿）道歉，消除影响",
    ]
    asked = [one for one in dunned(collected_by="entrusted").requests.sentences if "删除" in one]
    assert asked == ["判令乙催收公司立即删除已经发布的原告照片和有关原告的内容，不得再行发布"]


def test_whoever_answers_together_with_who_did_it_is_told_why_and_since_when():
    claim = dunned()
    assert "判令各被告连带赔偿原告为维权支出的合理费用1000元" in claim.requests.sentences
    assert (
        "被告1自2026年5月6日接到投诉起，即知道或者应当知道原告不是所称的债务人，此后以其债权为由的催收仍在继续"
        in argued(claim)
    )
    # What was complained of before any of it was no complaint of it.
    earlier = (replace(ASKED[0], on=date(2026, 3, 1)),)
    before = replace(claim, case=replace(claim.case, prior=earlier))
    assert "即知道或者应当知道" not in argued(before)
    assert "2026年3月1日，原告曾向被告1提出投诉" in told(before)
    never = claim_of(changed(DUNNED, prior=[]))
    assert not re.search("连带|共同侵害", argued(never) + "".join(never.requests.sentences))


@pytest.mark.parametrize("name", NAMES)
def test_nothing_is_asked_of_several_together_without_its_reason(name: str):
    case = case_of(name)
    claim = claim_of({**case["facts"], **{key: case[key] for key in _TOLD}})
    prior = tuple(
        Prior(to=row["to"], body=row["to"], on=date.fromisoformat(row["on"]))
        for row in case["facts"].get("prior", ())
        if "on" in row
    )
    claim = replace(claim, case=replace(claim.case, prior=prior))
    together = any("连带" in one for one in claim.requests.sentences)
    assert together == ("应当承担连带责任" in argued(claim))


_TOLD = ("kind", "situations", "wishes", "respondents")


def test_what_somebody_did_whom_nobody_can_name_is_laid_to_nobody_else():
    unnamed = {"role": "collector", "name": "某某催收公司"}
    claim = claim_of(changed(DUNNED, respondents=[LENDER, unnamed]))
    assert [one.name for one in claim.told.respondents] == [LENDER["name"]]
    assert "原告共收到电话86次" in told(claim)
    assert not re.search("被告(向原告|所催收|在催收中|未经)", told(claim))


def test_who_cannot_be_named_is_said_to_be_no_defendant_and_so_is_whom_nothing_is_asked_of():
    unnamed = {"role": "collector", "name": "某某催收公司"}
    (gone,) = not_sued(claim_of(changed(DUNNED, respondents=[LENDER, unnamed])))
    assert gone.title == "某某催收公司"
    assert "没有列为被告：起诉要有明确的被告" in gone.why
    assert "追加被告申请书" in gone.why
    claim = claim_of(DUNNED)
    (idle,) = not_sued(replace(claim, case=replace(claim.case, ticked=("stop:1",))))
    assert (idle.title, "没有向它提请求" in idle.why) == (COLLECTOR["name"], True)
    assert not_sued(claim) == []


# ── Who serves and who sells ─────────────────────────────────────────────────────────────────────────────────────────
def test_of_two_who_had_the_data_neither_is_said_to_have_advertised():
    lender = {"role": "lender", "name": "丙小额贷款公司", "consumer": False}
    wallet = {**WALLET, "consumer": True}
    claim = claim_of(changed(ADVERTISED, respondents=[wallet, lender]))
    text, why = told(claim), argued(claim)
    assert "被告1丁支付公司处理原告的个人信息。" in text
    assert "提供、取得信息的是哪一方，应当由各被告说明" in text
    assert "上述推销为" not in why
    assert "应当由提供信息、取得信息的各被告举证" in why
    assert any(one.startswith("判令丁支付公司停止向他人提供") for one in claim.requests.sentences)


def test_a_carrier_that_is_alone_complained_of_is_asked_whose_advertising_it_was():
    carrier = claim_of(changed(ADVERTISED, respondents=[OPERATOR], data={"source": "given"}))
    assert "sender_proof" in open_details(carrier.case)
    assert "被告甲通信公司是电信业务经营者。" in told(carrier)
    (row,) = re.findall("被告的责任，依照[^。]*?确定", argued(carrier))
    assert "第一千一百六十五条" in row
    assert "第五百七十七条" not in row
