"""Papers to companies: each right in a request of its own, notices to platforms, the lawyer's letter."""

import re
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from documents import Recipient
from documents.blocks import Firm
from documents.material import Cost
from documents.papers.table import KINDS, offered
from tests.documents.papers.cases import CALLED, CHILD, MOTHER, drawn, texts

BOUND: dict[str, Any] = {
    "kind": "second_hand_number",
    "event": {"first": "2026-08-02", "last": "2026-11-10"},
    "complainant": {"capacity": "subscriber"},
    "respondents": [
        {"role": "bank", "name": "示例银行股份有限公司"},
        {"role": "platform", "name": "示例外卖有限公司"},
        {"role": "operator", "name": "示例通信有限公司"},
    ],
    "number": {
        "second_hand": True,
        "registrant_is_me": True,
        "activated_on": "2026-07-30",
        "accounts_bound": ["手机银行", "外卖"],
        "mislabelled_as": "骚扰电话",
    },
}
OWED_BY_ANOTHER: dict[str, Any] = {
    "kind": "fake_collection",
    "event": {"first": "2026-09-01", "last": "2026-11-15"},
    "complainant": {"capacity": "recipient"},
    "respondents": [
        {"role": "collector", "name": "示例催收有限公司"},
        {"role": "lender", "name": "示例消费金融股份有限公司"},
    ],
    "contacts": {"channels": ["call"], "count": 58},
    "debt": {"owed": "others", "told_them_on": "2026-09-05", "threats": ["publicity"]},
    "consent": {"status": "none"},
    "wishes": ["stop", "delete", "confirm_no_debt"],
}
RIGHTS = [
    "withdrawal", "explanation_request", "access_request", "correction_request", "deletion_request", "transfer_request"
]  # fmt: skip


def kinds(facts: dict[str, Any]) -> set[str]:
    return {kind.slug for kind in offered(drawn(facts))}


def to(slug: str, facts: dict[str, Any], name: str, **more: Any) -> str:
    return texts(slug, drawn(facts, addressee=Recipient(name=name), **more))


@pytest.mark.parametrize(("consumer", "copied"), [(False, False), (True, True), (None, True)])
def test_no_copy_of_an_identity_card_goes_to_who_collects_of_a_stranger(consumer: bool | None, copied: bool):
    lender: dict[str, Any] = {"role": "lender", "name": "示例消费金融股份有限公司"}
    if consumer is not None:
        lender["consumer"] = consumer
    said = to("deletion_request", {**OWED_BY_ANOTHER, "respondents": [lender]}, lender["name"])
    assert ("贵方需要核实身份的，请告知方式" in said) is not copied


OWN_APP: dict[str, Any] = {
    **BOUND,
    "complainant": {"capacity": "subscriber", "consumer_of_respondent": True},
    "respondents": [{"role": "platform", "name": "示例外卖有限公司"}],
    "number": {"second_hand": True, "registrant_is_me": True, "accounts_bound": ["外卖"]},
}


@pytest.mark.parametrize("slug", RIGHTS)
def test_fifteen_days_are_owed_to_its_own_user_who_complains_alone(slug: str):
    complains = slug in ("correction_request", "deletion_request")
    for facts, name, bound in (
        (OWN_APP, "示例外卖有限公司", complains),
        (BOUND, "示例通信有限公司", complains),
        (BOUND, "示例外卖有限公司", False),
        (BOUND, "示例银行股份有限公司", False),
    ):
        said = to(slug, {**facts, "consent": {"status": "default"}}, name)
        if name not in said:
            continue
        assert ("应当自接到投诉之日起十五日内答复" in said) is bound
        assert "第五十条第一款应当说明理由" in said
        assert "同法第五十条第二款向人民法院提起诉讼，也可以依照同法第六十五条第一款" in said


def test_a_letter_tells_a_company_nothing_of_what_others_did():
    labelled = {**BOUND, "contacts": {"channels": ["call"], "count": 30}, "debt": {"owed": "others"}}
    app = to("explanation_request", labelled, "示例外卖有限公司")
    operator = to("explanation_request", labelled, "示例通信有限公司")
    assert "绑定着他人的账号" in app
    assert "30次" not in operator
    assert "绑定着他人的账号" not in operator


def test_what_others_stored_under_a_number_is_not_asked_for():
    assert "不包括他人账号的信息" in to("access_request", BOUND, "示例银行股份有限公司")
    assert "不包括债务人的信息" in to("access_request", OWED_BY_ANOTHER, "示例催收有限公司")


def test_a_wrong_label_or_amount_is_put_right_and_not_deleted():
    label = {**BOUND, "consent": {"status": "none"}, "wishes": ["correct", "delete"]}
    assert "被标记为“骚扰电话”，与本人使用该号码的情况不符" in to(
        "correction_request", label, "示例外卖有限公司"
    )
    assert "示例外卖有限公司" not in [one.name for one in KINDS["deletion_request"].addressees(drawn(label))]
    amount = {**OWED_BY_ANOTHER, "debt": {"owed": "disputed", "claimed": 14000}}
    assert "数额14000元，本人有异议" in to("correction_request", amount, "示例消费金融股份有限公司")


def test_the_papers_of_a_loan_in_ones_name_are_kept():
    loan = {**OWED_BY_ANOTHER, "debt": {"owed": "none"}}
    assert "贷款申请、合同、身份核验、放款和还款记录" in to(
        "deletion_request", loan, "示例消费金融股份有限公司"
    )


def test_each_right_is_a_request_of_its_own():
    asked = {slug: to(slug, BOUND, "示例外卖有限公司") for slug in RIGHTS}
    assert "完整副本" in asked["access_request"]
    assert "第四十五条第一款" in asked["access_request"]
    assert "来源" in asked["explanation_request"]
    assert "第四十八条" in asked["explanation_request"]
    for slug in RIGHTS:
        others = [
            word
            for word, own in (("完整副本", "access_request"), ("来源：", "explanation_request"))
            if own != slug
        ]
        assert not any(word in asked[slug] for word in others)


def test_consent_is_taken_back_without_saying_that_there_was_any():
    assert "withdrawal" not in kinds(CALLED)  # never consented, as the person says
    bundled = {**CALLED, "consent": {"status": "bundled"}}
    assert "withdrawal" in kinds(bundled)
    said = to("withdrawal", bundled, "示例优选商城有限公司")
    assert "本通知不表示本人确认曾经作出有效的同意" in said
    assert "第十五条第一款" in said
    recipients = KINDS["withdrawal"].addressees(drawn(bundled))
    assert [one.name for one in recipients] == ["示例优选商城有限公司"]  # the operator only carried it


def test_nothing_is_deleted_that_proves_what_happened():
    taken = {
        **BOUND,
        "number": {**BOUND["number"], "account_taken_over": True},
        "consent": {"status": "none"},
    }
    assert "deletion_request" not in kinds(taken)
    assert "transfer_request" not in kinds({**taken, "complainant": {"consumer_of_respondent": True}})
    assert "登录、验证、操作和交易记录" in to("access_request", taken, "示例外卖有限公司")
    said = to("deletion_request", OWED_BY_ANOTHER, "示例催收有限公司")
    assert "请依法保存，不在请求删除的范围之内" in said


def test_a_transfer_is_asked_for_under_its_conditions_alone():
    said = to("transfer_request", BOUND, "示例外卖有限公司", given={"transfer_to": "示例网盘公司"})
    assert "第四十五条第三款" in said
    assert "《网络数据安全管理条例》第二十五条第一款" in said
    assert "示例网盘公司" in said


def test_a_debt_of_another_is_no_debt_of_the_person_in_any_book():
    said = to("correction_request", OWED_BY_ANOTHER, "示例消费金融股份有限公司")
    assert "应当更正、补充为：本人不是该笔债务的债务人，上述号码由本人使用" in said
    assert "第四十六条第一款" in said
    settled = {**OWED_BY_ANOTHER, "debt": {"owed": "settled"}}
    assert "已经结清" in to("correction_request", settled, "示例消费金融股份有限公司")


def test_what_is_still_asked_for_after_all_was_paid_is_said_to_be_not_owed_and_not_to_be_paid():
    settled = {**OWED_BY_ANOTHER, "debt": {"owed": "settled", "claimed": 2716}}
    said = to("correction_request", settled, "示例消费金融股份有限公司")
    assert "不准确、不完整的信息：把本人记为尚有欠款（现称2716元）的记录" in said
    assert "应当更正、补充为：本人的债务已经结清，余额为零，结清以后没有逾期" in said
    assert "所催收的款项本人已经结清" not in said


def test_a_wrong_entry_stands_beside_what_should_stand_there():
    said = to("correction_request", BOUND, "示例外卖有限公司")
    assert re.search("不准确、不完整的信息：上述号码.+\n应当更正、补充为：.+", said)
    # Whoever has nothing wrong in its books is not asked to correct something.
    for facts in (BOUND, OWED_BY_ANOTHER):
        operators = {one["name"] for one in facts["respondents"] if one["role"] == "operator"}
        asked = {one.name for one in KINDS["correction_request"].addressees(drawn(facts))}
        assert asked
        assert not asked & operators


def test_what_a_contract_bears_is_not_erased_for_want_of_consent():
    own = {**OWED_BY_ANOTHER, "debt": {"owed": "own"}, "consent": {"status": "none"}}
    assert "deletion_request" not in kinds(own)
    unasked = {**OWED_BY_ANOTHER, "consent": {"status": "none"}}
    assert "第四十七条第一款第四项" in to("deletion_request", unasked, "示例催收有限公司")


def test_nobody_asks_an_operator_where_it_has_the_number_from():
    facts = {
        **BOUND,
        "respondents": [*BOUND["respondents"], {"role": "operator", "name": "示例通信股份有限公司"}],
    }
    shared = {
        **facts,
        "data": {"shared_with_third_party": True, "source": "app"},
        "consent": {"status": "none", "separate": False},
    }
    asked = {one.name for one in KINDS["explanation_request"].addressees(drawn(shared))}
    assert asked
    assert "示例通信股份有限公司" not in asked
    # Of an account alone nobody explains where it has a number from: it is unbound.
    assert KINDS["explanation_request"].addressees(drawn(facts)) == ()
    assert KINDS["unbinding_request"].addressees(drawn(facts))


def test_a_guardian_asks_for_the_child():
    more = {"case": {"complainant": CHILD, "representative": MOTHER, "fields": drawn(CALLED).case.fields | {
        "representative.name", "representative.phone", "representative.relation"}}}  # fmt: skip
    said = to("access_request", CALLED, "示例优选商城有限公司", **more)
    assert "本人不满十四周岁" in said
    assert "第三十一条第一款" in said
    assert "监护人：林晓安" in said
    paper = KINDS["access_request"].make(drawn(CALLED, **more))
    assert paper.signers == ("请求人（监护人代）",)


def test_a_company_learns_no_more_of_the_person_than_it_needs():
    said = to("access_request", CALLED, "示例优选商城有限公司")
    assert "310113199001010000" not in said
    assert "安宁路8号" not in said
    assert "十一月一日起" not in said  # the story
    assert "58次" in said


# ── 给平台的通知 ─────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_number_is_unbound_by_each_of_those_who_hold_it_and_nobody_is_asked_about_the_former_holder():
    people = KINDS["unbinding_request"].addressees(drawn(BOUND))
    assert [one.name for one in people] == ["示例银行股份有限公司", "示例外卖有限公司"]
    said = to("unbinding_request", BOUND, "示例银行股份有限公司")
    assert "解除上述号码与他人账号的绑定" in said
    assert "本人不要求提供原账号持有人的任何信息" in said
    assert "外卖" not in said  # which account is where is not known of two
    assert "平台" not in said


def test_who_gave_a_number_up_asks_that_their_own_account_be_parted_from_it():
    former = {**BOUND, "complainant": {"capacity": "former_holder"}}
    said = to("unbinding_request", former, "示例银行股份有限公司")
    assert "上述号码原由本人使用" in said
    assert "不以上述号码的验证码为条件" in said
    assert "他人的账号" not in said


def test_a_wrong_label_is_asked_to_be_taken_off():
    said = to("label_correction", BOUND, "示例外卖有限公司")
    assert "标记为“骚扰电话”" in said
    assert "取消该号码的上述标记" in said
    assert "label_correction" not in kinds(CALLED)


def test_a_notice_to_a_platform_has_first_proof_and_a_true_identity():
    of = drawn(
        BOUND, addressee=Recipient(name="示例外卖有限公司"), given={"where": "https://anning.example/a"}
    )
    said = texts("platform_notice", of)
    assert "310113199001010000" in said
    assert "构成侵权的初步证据：证据1-1、证据1-2" in said
    assert "第一千一百九十五条第一款" in said
    bare = KINDS["platform_notice"].make(replace(of, case=replace(of.case, exhibits=()), given={}))
    assert "构成侵权的初步证据" in bare.missing
    assert ("侵权内容的位置（网址、账号、页面）" in bare.missing) is ("mislabelled_as" not in BOUND["number"])


# ── 律师函 ───────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_lawyers_letter_demands_what_the_client_wants_and_threatens_with_no_crime():
    firm = Firm(name="示例律师事务所")
    of = drawn(OWED_BY_ANOTHER, addressee=Recipient(name="示例催收有限公司"), firm=firm, given={"days": "7"})
    paper, said = KINDS["lawyers_letter"].make(of), texts("lawyers_letter", of)
    assert KINDS["lawyers_letter"].by_lawyer
    assert paper.firm == firm
    assert "示例律师事务所接受林晓安的委托" in said
    assert "委托人共收到电话58次。" in said
    assert "确认" not in said  # of the creditor alone
    assert "书面确认委托人与贵方所催收的债务无关" in to(
        "lawyers_letter", OWED_BY_ANOTHER, "示例消费金融股份有限公司"
    )
    assert "请于收到本函之日起7日内书面答复承办律师。该期限是委托人给予的合理期限" in said
    for word in ("刑法", "治安", "犯罪", "报案", "刑事"):
        assert word not in said
    assert "十一月一日起" not in said
    assert "赔偿" not in said.split("要求", 1)[1]  # not wished
    own = replace(of, given={"demands": "停止拨打委托人单位的电话"})
    assert "停止拨打委托人单位的电话" in texts("lawyers_letter", own)
    assert "答复的天数" in KINDS["lawyers_letter"].make(own).missing


def test_a_lawyers_letter_demands_of_each_what_a_claim_would_ask_of_it():
    operator = {"role": "operator", "name": "示例通信有限公司"}
    facts = {
        **OWED_BY_ANOTHER,
        "respondents": [*OWED_BY_ANOTHER["respondents"], operator],
        "wishes": ["stop", "delete", "unbind", "apology"],
    }
    debt, other = (
        texts("lawyers_letter", drawn(facts, addressee=Recipient(name=name))).partition("要求")[2]
        for name in ("示例催收有限公司", "示例通信有限公司")
    )
    assert "催收" in debt
    assert "先予封存，争议解决后删除" in debt  # the letter itself asks that records be kept
    assert not any(word in debt + other for word in ("解除", "原告", "判令"))
    assert not any(word in other for word in ("立即停止", "赔礼道歉"))


def test_a_consent_is_said_to_be_taken_back_only_where_it_was():
    name = "示例优选商城有限公司"
    said = to("deletion_request", {**CALLED, "consent": {"status": "withdrawn"}}, name)
    assert "本人已经撤回同意，依照" in said
    assert "deletion_request" in kinds({**CALLED, "consent": {"status": "withdrawn"}})
    assert "撤回同意" not in to("deletion_request", CALLED, name)


def test_a_debtors_contact_asks_to_be_erased_as_contact_and_denies_no_number():
    contact = {**OWED_BY_ANOTHER, "complainant": {"capacity": "debtors_contact"}}
    said = to("correction_request", contact, "示例催收有限公司")
    assert "本人不是债务人，也没有同意作联系人" in said
    assert "请删除该联系人记录" in said
    assert "债务人的联系方式" not in said
    assert "没有同意作联系人" not in to(
        "correction_request", {**contact, "consent": {"status": "bundled"}}, "示例催收有限公司"
    )
    assert "联系人记录" not in to("correction_request", OWED_BY_ANOTHER, "示例催收有限公司")


def test_whoever_bought_a_claim_says_what_is_owed():
    bought = {
        **OWED_BY_ANOTHER,
        "respondents": [
            {"role": "lender", "name": "示例消费金融股份有限公司"},
            {"role": "assignee", "name": "示例资产管理有限公司"},
        ],
        "debt": {"owed": "disputed", "claimed": 14000, "collected_by": "assigned"},
    }
    assert "受让方主张的数额14000元" in to("correction_request", bought, "示例消费金融股份有限公司")
    assert "贵方主张的数额14000元" in to("correction_request", bought, "示例资产管理有限公司")


def test_records_of_collecting_are_kept_whatever_is_deleted_or_withdrawn():
    for slug in ("deletion_request", "withdrawal"):
        said = to(slug, {**OWED_BY_ANOTHER, "consent": {"status": "bundled"}}, "示例催收有限公司")
        assert "录音和催收的委托合同" in said
        assert "请依法保存" in said


def test_a_lawyers_letter_says_of_each_ground_what_was_owed_what_was_done_and_by_which_articles():
    of = drawn(
        OWED_BY_ANOTHER, addressee=Recipient(name="示例催收有限公司"), firm=Firm(name="示例律师事务所")
    )
    opinion = texts("lawyers_letter", of).partition("律师意见")[2].partition("要求")[0]
    assert re.search("（一）[^。]+。[^（]*侵扰了委托人的私人生活安宁[^（]*就此应当适用的规定是《", opinion)
    assert "第一千零三十三条" in opinion
    assert "待核实" not in opinion
    assert "本人" not in opinion


def test_no_lawyers_letter_goes_to_who_did_nothing_and_owes_nothing():
    carried = {
        **OWED_BY_ANOTHER,
        "respondents": [
            *OWED_BY_ANOTHER["respondents"],
            {"role": "operator", "name": "示例通信股份有限公司"},
        ],
    }
    written = {one.name for one in KINDS["lawyers_letter"].addressees(drawn(carried))}
    assert "示例催收有限公司" in written
    assert "示例通信股份有限公司" not in written


def test_whoever_gave_a_number_up_has_it_unbound_from_nothing():
    former = {**BOUND, "complainant": {"capacity": "former_holder"}, "wishes": []}
    del (number := dict(former["number"]))["mislabelled_as"]
    assert "correction_request" not in kinds({**former, "number": number})
    assert "correction_request" in kinds({**BOUND, "number": number})


def test_what_a_contract_needs_is_not_asked_to_go_with_the_consent():
    own = {**OWED_BY_ANOTHER, "debt": {"owed": "own"}, "consent": {"status": "bundled"}}
    assert "订立、履行合同所必需的信息" in to("withdrawal", own, "示例消费金融股份有限公司")


def test_a_contact_admits_nothing_by_telling_what_they_were_called():
    facts = {**OWED_BY_ANOTHER, "complainant": {"capacity": "debtors_contact"}, "contacts": {"count": 3}}
    said = to("deletion_request", facts, "示例催收有限公司")
    assert "把本人当作欠款人的联系人；本人没有同意作联系人，与该笔债务无关" in said
    assert "没有同意作联系人" not in to("access_request", {**facts, "consent": {}}, "示例催收有限公司")


def test_a_withdrawal_says_what_was_withdrawn_before():
    before = {**CALLED, "consent": {"status": "explicit"}, "refusal": {"made": True, "on": "2026-09-03"}}
    said = texts("withdrawal", drawn(before))
    assert "本人已于2026年9月3日拒绝继续接收、不再同意，现再次书面确认" in said
    again = {**CALLED, "consent": {"status": "withdrawn"}, "refusal": {}}
    assert "本人此前已经撤回同意，现再次书面确认" in texts("withdrawal", drawn(again))


def test_who_wishes_to_know_from_where_asks_it_with_the_copy():
    asked = "，说明上述信息的来源、处理的目的和方式，已经提供给谁"
    assert asked in texts("access_request", drawn({**CALLED, "wishes": ["tell_source"]}))
    assert asked not in texts("access_request", drawn({**CALLED, "wishes": ["stop"]}))


def test_that_it_was_advertising_is_told_where_a_ground_rests_on_it():
    refused = {
        **CALLED,
        "consent": {"status": "explicit"},
        "contacts": {"channels": ["sms"], "count": 5, "after_refusal": 2},
    }
    assert "上述信息的内容是商业推销" in texts("access_request", drawn(refused))


def test_of_a_small_child_it_is_the_guardian_who_agreed_to_nothing():
    facts = {**CALLED, "complainant": {"capacity": "guardian", "age": 11}}
    fields = drawn(CALLED).case.fields | {"representative.name", "representative.phone"}
    case = {"complainant": CHILD, "representative": MOTHER, "facts": facts, "fields": fields}
    said = texts("access_request", drawn(facts, case=case))
    assert "本人的监护人没有同意过" in said
    assert "届时由监护人出示身份证明" in said
    older = {**facts, "complainant": {"capacity": "guardian", "age": 16}}
    assert "本人没有同意过" in texts("access_request", drawn(older, case={**case, "facts": older}))


def test_a_request_to_delete_takes_nothing_back_for_a_contract_that_nobody_goes_on_with():
    kept = "以及订立、履行合同所必需的信息"
    customer = {**CALLED, "complainant": {"capacity": "recipient", "consumer_of_respondent": True}}
    ordered = {**customer, "data": {"source": "order"}}
    assert kept not in texts("deletion_request", drawn(ordered))
    assert kept in texts("deletion_request", drawn(ordered, case={"story": "会员我还要接着用。"}))
    assert kept not in texts("deletion_request", drawn(CALLED))


def test_a_lawyer_asks_of_who_collects_nothing_that_was_paid_to_the_operator():
    facts = {
        "kind": "second_hand_number",
        "event": {"first": "2026-07-30", "last": "2026-11-08"},
        "complainant": {"region": "210106", "capacity": "subscriber", "consumer_of_respondent": True},
        "respondents": [
            {"role": "operator", "name": "示例通信集团辽宁有限公司沈阳分公司", "consumer": True},
            {"role": "content_provider", "name": "沈阳示例物业服务有限公司", "consumer": False},
        ],
        "contacts": {"channels": ["call"], "count": 70},
        "number": {"second_hand": True, "registrant_is_me": True, "cancellation_fee": 360},
        "debt": {"owed": "others", "told_them_on": "2026-08-02", "threats": ["publicity"]},
        "loss": {"costs": [{"what": "预存话费", "yuan": 200}]},
        "wishes": ["stop", "damages", "refund"],
    }
    firm = Firm(name="示例律师事务所")
    costs = {"costs": (Cost(what="预存话费", yuan=Decimal(200)),)}
    of = drawn(facts, firm=firm, case=costs)
    collecting = texts("lawyers_letter", replace(of, addressee=Recipient(name="沈阳示例物业服务有限公司")))
    assert "200元" not in collecting
    assert "消费者权益保护法" not in collecting
    assert "已如前述" not in collecting
    assert "与此相关的规定还有" in collecting
