"""What is dunned for: a contract of one's own that has ended, a debt that one is said to answer for, a fee that nobody lent."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from documents import Claim, Letter, Recipient
from documents.debt_told import account_fee, asked_as, ended_in, fee_in, item_in, not_got, time_barred
from documents.drafting import blocks_of
from tests.documents.asking import ON, case_before
from tests.documents.test_what_a_claim_asserts import changed

LENDER = "甲市示例消费金融有限公司"
CANCELLED: dict[str, Any] = {
    "kind": "fake_collection",
    "situations": ["no_debt"],
    "wishes": ["confirm_no_debt", "clear_credit", "stop"],
    "event": {"first": "2026-05-20", "last": "2026-11-24"},
    "complainant": {"capacity": "recipient", "consumer_of_respondent": True},
    "contacts": {"channels": ["call", "sms"], "count": 127, "night": False},
    "debt": {
        "owed": "none",
        "claimed": 4200,
        "told_them_on": "2026-05-20",
        "collected_by": "own_staff",
        "impersonates": "none",
        "taken": "分期",
        "contract": "分期借款合同",
        "taken_on": "2026年4月18日",
        "ended": "cancelled",
        "ended_how": "退货、取消",
        "ended_on": "2026年4月21日",
        "ended_proof": "退货单",
    },
    "prior": [
        {
            "to": "lender",
            "act": "complaint",
            "on": "2026-07-06",
            "answered_on": "2026-07-20",
            "satisfied": False,
        }
    ],
    "respondents": [{"role": "lender", "name": LENDER, "licensed_lender": True, "region": "150102"}],
}


def made(channel: str, facts: dict[str, Any], **more: Any) -> str:
    case = replace(case_before(facts, channel), number="139", addressee=LENDER, **more)
    paper: Claim | Letter
    if channel == "court":
        paper = Claim(court="甲市乙区人民法院", on=ON, case=case)
    else:
        paper = Letter(channel=channel, recipient=Recipient(name=LENDER), on=ON, case=case)
    return "\n".join(block.text for block in blocks_of(paper).blocks)


# ── A contract of one's own that has ended ───────────────────────────────────────────────────────────────────────────
NEVER = (
    "没有借过",
    "没有订立借款合同",
    "没有借款关系",
    "不是本人所借",
    "身份核验",
    "不存在的债务",
    "与本人无关",
    "与原告无关",
)
CHANNELS = ("court", "lender", "12378", "credit_dispute", "12363")


@pytest.mark.parametrize("channel", CHANNELS)
def test_what_was_taken_up_and_cancelled_is_not_pleaded_as_never_taken(channel: str) -> None:
    text = made(channel, CANCELLED)
    assert not [words for words in NEVER if words in text]


def test_what_was_cancelled_is_told_with_its_days_and_what_shows_it() -> None:
    text = made("court", CANCELLED)
    assert "原告于2026年4月18日办理的分期，已于2026年4月21日退货、取消，有退货单为凭" in text
    assert "2026年5月20日，原告告知被告上述分期已经退货、取消" in text
    assert (
        "分期借款合同（2026年4月18日办理）已于2026年4月21日因退货、取消而解除，原告对被告不负还款义务（所称金额4200元）"
        in text
    )
    for law in ("第五百五十七条第二款", "第五百六十二条", "第五百六十六条第一款"):
        assert law in text
    assert "第六百六十七条" not in text
    assert "第一百一十八条" not in text


def test_a_lender_is_asked_for_the_refund_and_the_cancelling() -> None:
    text = made("lender", CANCELLED)
    assert "提供该笔分期的合同和放款、收到退款、取消的处理记录" in text
    assert "保存该笔分期的合同、放款、还款、退款和取消的记录" in text
    assert "冒名" not in text


def test_what_was_paid_off_is_pleaded_as_paid() -> None:
    paid = changed(
        CANCELLED, debt={"ended": "paid", "ended_how": "提前结清", "taken": "贷款", "contract": "借款合同"}
    )
    for channel in CHANNELS:
        text = made(channel, paid)
        assert not [words for words in NEVER if words in text]
        assert "取消" not in text.partition("提供该笔")[0]
    text = made("court", paid)
    assert "所生的债务已于2026年4月21日提前结清，原告对被告不再负有还款义务" in text
    assert "第五百五十七条第一款第一项" in text
    assert "第五百六十六条" not in text


def test_what_was_never_taken_is_still_pleaded_so() -> None:
    never = {
        **CANCELLED,
        "debt": {name: CANCELLED["debt"][name] for name in ("owed", "claimed", "told_them_on")},
    }
    assert "原告没有借过被告所催收的款项，该笔债务不存在" in made("court", never)
    assert "身份核验" in made("lender", never)


def test_days_that_nobody_told_are_a_line_in_a_claim_and_nothing_in_a_letter() -> None:
    bare = changed(CANCELLED, debt={"taken_on": "", "ended_on": "", "ended_proof": ""})
    assert "原告办理过的分期已经退货、取消（办理和了结的日期、方式和凭证：" in made("court", bare)
    assert "本人办理过的分期已经退货、取消。" in made("lender", bare)
    assert "确认原告与被告之间的分期借款合同已因退货、取消而解除" in made("court", bare)


TOLD_ON = date(2026, 11, 29)


@pytest.mark.parametrize(
    ("story", "told"),
    [
        (
            "今年4月18日店员帮我办的分期。4月21日我就去退了，店里给我写了退货单，上面写着“分期已取消”，盖了章。",
            {
                "ended": "cancelled",
                "taken": "分期",
                "taken_on": "2026年4月18日",
                "ended_how": "退货、取消",
                "ended_on": "2026年4月21日",
                "ended_proof": "退货单（载明“分期已取消”，盖章）",
            },
        ),
        (
            "去年9月2日我在学校报了课，办了分期。9月10日退了课，签了退费协议。现在还说我欠钱。",
            {
                "ended": "cancelled",
                "ended_how": "退课",
                "taken_on": "2025年9月2日",
                "ended_on": "2025年9月10日",
            },
        ),
        (
            "2024年3月我借了贷款8000元，今年5月6日已经提前结清，结清证明也有。现在又来催。",
            {"ended": "paid", "taken": "贷款", "ended_how": "提前结清", "ended_on": "2026年5月6日"},
        ),
        (
            "去年9月2日我在驾校报了名学车。9月10日我因为要去外地就退学了，驾校给我写了退费单。",
            {"ended": "cancelled", "taken": "驾驶培训", "contract": "驾驶培训合同", "ended_how": "退学"},
        ),
        ("我在App上申请了贷款，第二天商家给我取消了，没放款。", {"ended": "cancelled", "ended_how": "取消"}),
    ],
)
def test_a_contract_that_ended_is_read_in_the_story(story: str, told: dict[str, str]) -> None:
    found = ended_in(story, "none", ["lender"], TOLD_ON)
    assert {name: found.get(name) for name in told} == told


@pytest.mark.parametrize(
    "story",
    [
        "有人冒名用我的身份证办了分期，后来商家说取消了。",
        "我没有办过分期，他们说取消了又来催。",
        "我报了课办了分期，要求退课，他们不给退。",
        "我办了分期，要求取消，客服说不能取消。",
        "我报了课，要退课，他们不给办。",
        "我从来没有借过，他们说贷款没有取消。",
        "我没借过他们的贷款，以前别家的早就还清了。",
        "我没有借过他们的钱，查了征信也没有。",
    ],
)
def test_what_did_not_end_or_was_not_ones_own_is_read_as_none(story: str) -> None:
    assert ended_in(story, "none", ["lender"], TOLD_ON) == {}


def test_only_of_what_is_said_not_to_be_owed_is_an_end_read() -> None:
    story = "今年4月18日我办的分期，4月21日退货了，商家取消了分期。"
    assert ended_in(story, "none", ["lender"], TOLD_ON)
    assert ended_in(story, "own", ["lender"], TOLD_ON) == {}


# ── As what one is asked for what another owes ───────────────────────────────────────────────────────────────────────
GUARANTOR: dict[str, Any] = {
    **CANCELLED,
    "situations": ["others_debt"],
    "wishes": ["confirm_no_debt", "stop"],
    "debt": {
        "owed": "others",
        "claimed": 28000,
        "debtor": "施某富",
        "told_them_on": "2026-08-07",
        "collected_by": "own_staff",
        "impersonates": "none",
        "said_as": "guarantor",
        "signed_nothing": True,
    },
    "respondents": [{"role": "lender", "name": "甲市示例小额贷款有限公司"}],
}
ONLY_OF_THE_DEBTOR = "债务只能向债务人主张"


def test_whoever_is_said_to_guarantee_pleads_that_there_is_no_guarantee() -> None:
    text = made("court", GUARANTOR)
    assert ONLY_OF_THE_DEBTOR not in text
    assert "原告没有签订过保证合同，没有为该笔债务提供过担保" in text
    assert "应当出示有原告签名的保证合同" in text
    assert "保证合同应当采用书面形式" in text
    assert "原告对施某富的借款（所称金额28000元）不承担保证责任" in text
    assert "保证合同纠纷、隐私权纠纷" in text
    for law in ("第六百八十一条", "第六百八十五条", "的解释》（2022年修正）第九十一条"):
        assert law in text
    assert "第四百六十五条" not in text


@pytest.mark.parametrize("channel", ["lender", "local_finance", "12378"])
def test_the_contract_that_one_is_said_to_have_signed_is_asked_for(channel: str) -> None:
    text = made(channel, GUARANTOR)
    assert "有本人签名的保证合同" in text
    assert "不承担保证责任" in text


def test_who_does_not_tell_that_nothing_was_signed_denies_and_no_more() -> None:
    text = made("court", changed(GUARANTOR, debt={"signed_nothing": False}))
    assert "没有签订过" not in text
    assert "原告否认承担保证责任" in text


@pytest.mark.parametrize(
    ("said_as", "said", "law"),
    [
        (
            "co_borrower",
            "确认原告不是被告所催收的借款（所称金额28000元）的共同借款人",
            "第四百六十五条第二款",
        ),
        ("spouse", "应当就夫妻双方签名、事后追认", "第一千零六十四条"),
        ("company", "以其全部财产对自己的债务承担责任", "《中华人民共和国公司法》（2023年修订）第三条"),
    ],
)
def test_each_reason_for_which_another_pays_is_answered_by_its_own_law(
    said_as: str, said: str, law: str
) -> None:
    text = made("court", changed(GUARANTOR, debt={"said_as": said_as, "signed_nothing": False}))
    assert ONLY_OF_THE_DEBTOR not in text
    assert "保证合同" not in text
    assert said in text
    assert law in text


def test_a_debt_of_another_for_which_nothing_is_said_is_pleaded_as_before() -> None:
    plain = {**GUARANTOR, "debt": {**GUARANTOR["debt"]}}
    del plain["debt"]["said_as"]
    assert ONLY_OF_THE_DEBTOR in made("court", plain)


@pytest.mark.parametrize(
    ("story", "debtor", "told"),
    [
        (
            "说我是担保人，要我来还。我没有给他担保过，什么合同都没有签过。",
            "",
            {"said_as": "guarantor", "signed_nothing": True},
        ),
        ("他们把我写成了担保人。", "", {"said_as": "guarantor"}),
        ("说我是共同借款人，要一起还。", "", {"said_as": "co_borrower"}),
        ("我说离了，他说“离了也是夫妻共同债务”。", "邱某", {"said_as": "spouse"}),
        ("说那家公司欠了30万，我是法人，要我想办法。", "", {"said_as": "company"}),
        ("以前的单位欠的钱。", "甲市示例五金有限公司", {"said_as": "company"}),
        ("我跟他们说我不是担保人，他们说那就是联系人。", "", {}),
        ("我在一家公司上班，说我同事欠钱。", "马某", {}),
        ("他们说我同事借了钱，我只是同事。", "", {}),
    ],
)
def test_as_what_one_is_asked_is_read_in_the_story(story: str, debtor: str, told: dict[str, Any]) -> None:
    assert asked_as(story, "others", debtor) == told
    assert asked_as(story, "none", debtor) == {}


# ── By which name a sum goes that nobody lent ────────────────────────────────────────────────────────────────────────
OF_A_LOAN = ("没有借过", "借款", "出借机构", "贷款", "放款", "身份核验的记录")


def fee(owed: str, item: str, name: str) -> dict[str, Any]:
    return {
        **GUARANTOR,
        "situations": ["others_debt" if owed == "others" else "no_debt"],
        "debt": {
            "owed": owed,
            "claimed": 7260,
            "told_them_on": "2026-08-07",
            "impersonates": "none",
            "item": item,
        },
        "respondents": [{"role": "lender", "name": name}],
        "prior": [],
    }


@pytest.mark.parametrize("channel", ["court", "lender"])
@pytest.mark.parametrize(
    ("owed", "item", "name"),
    [
        ("others", "物业费", "甲市示例物业管理有限公司"),
        ("none", "燃气费", "甲市示例燃气有限公司"),
        ("none", "学费", "甲市示例培训学校有限公司"),
    ],
)
def test_of_a_fee_nobody_says_that_it_was_lent(channel: str, owed: str, item: str, name: str) -> None:
    text = made(channel, fee(owed, item, name))
    assert not [words for words in OF_A_LOAN if words in text]
    assert item in text


@pytest.mark.parametrize(
    ("owed", "item", "cause"),
    [
        ("others", "物业费", "物业服务合同纠纷、隐私权纠纷"),
        ("none", "燃气费", "供用气合同纠纷、隐私权纠纷"),
        ("none", "取暖费", "供用热力合同纠纷、隐私权纠纷"),
        ("none", "学费", "教育培训合同纠纷、隐私权纠纷"),
        ("others", "会员费", "案由：隐私权纠纷"),
    ],
)
def test_a_fee_has_the_cause_of_its_contract(owed: str, item: str, cause: str) -> None:
    text = made("court", fee(owed, item, "甲市示例有限公司"))
    assert cause in text
    assert "的解释》（2022年修正）第九十一条" in text


@pytest.mark.parametrize(
    ("story", "item"),
    [
        ("物业的人说这套房子2023年的物业费7260元没有交，要我补。", "物业费"),
        ("燃气公司说我欠燃气费320元。", "燃气费"),
        ("前租客欠了水电费，现在天天催我。", "水电费"),
        ("说我欠学费，要我交学费6800元。", "学费"),
        ("说我贷款交了学费，欠了8000元。", ""),
        ("他们催我还分期的学费。", ""),
        ("我没有借过钱，说我欠物业费。", ""),
        ("电话一天打三十个。", ""),
    ],
)
def test_what_a_sum_is_called_is_read_in_the_story(story: str, item: str) -> None:
    assert item_in(story) == item


# ── The time to sue ──────────────────────────────────────────────────────────────────────────────────────────────────
BARRED = "提出不履行义务的抗辩"


def own(owed: str, **more: Any) -> dict[str, Any]:
    debt = {"owed": owed, "claimed": 7260, "per_day": 12, "impersonates": "none", **more}
    return {**GUARANTOR, "situations": ["too_frequent"], "wishes": ["stop"], "debt": debt, "prior": []}


@pytest.mark.parametrize("channel", ["court", "lender"])
def test_that_a_debt_is_time_barred_is_objected_by_whoever_owes_it_and_says_so(channel: str) -> None:
    text = made(channel, own("own", time_barred=True))
    assert BARRED in text
    assert "第一百八十八条第一款、第一百九十二条第一款" in text
    assert BARRED not in made(channel, own("own"))
    assert BARRED not in made(channel, own("none", time_barred=True, told_them_on="2026-08-07"))


@pytest.mark.parametrize(
    ("story", "barred"),
    [
        ("这笔钱是2017年的，早就过了诉讼时效了。", True),
        ("律师说诉讼时效已经过了。", True),
        ("诉讼时效早就届满。", True),
        ("这笔钱是2017年的，一直没人催。", False),
    ],
)
def test_that_the_time_is_over_is_read_where_it_is_told(story: str, barred: bool) -> None:
    assert time_barred(story) is barred


# ── Whoever charges a fee ────────────────────────────────────────────────────────────────────────────────────────────
FLAT, AGENCY = "甲市示例公寓管理有限公司", "甲市示例商务服务有限公司"
RENTED: dict[str, Any] = {
    "kind": "fake_collection",
    "situations": ["amount_wrong", "contacts_harassed"],
    "wishes": ["confirm_no_debt", "stop", "apology"],
    "event": {"first": "2026-06-01", "last": "2026-11-19"},
    "complainant": {"capacity": "recipient", "consumer_of_respondent": True},
    "contacts": {"channels": ["call", "sms"], "count": 79, "night": False},
    "debt": {
        "owed": "settled",
        "claimed": 2860,
        "told_them_on": "2026-06-01",
        "collected_by": "entrusted",
        "contacts_told": 2,
        "impersonates": "none",
        "item": "违约金和保洁费",
        "contract": "房屋租赁合同",
    },
    "respondents": [
        {"role": "trader", "name": FLAT, "consumer": True, "region": "630104"},
        {"role": "collector", "name": AGENCY, "consumer": False, "region": "630104"},
    ],
}


def test_a_claim_against_a_landlord_is_of_its_contract_and_asks_it_to_confirm() -> None:
    text = made("court", RENTED)
    assert "房屋租赁合同纠纷" in text
    assert f"被告1{FLAT}与原告之间有房屋租赁合同关系，主张原告欠付违约金和保洁费" in text
    assert f"确认原告不欠{FLAT}所称的违约金和保洁费（所称金额2860元）" in text
    assert "被告1委托他人催收" in text
    assert not [words for words in ("借款", "出借", "网点", "办理该号码") if words in text]


@pytest.mark.parametrize("channel", ["12315_complaint", "consumer_association"])
def test_a_customer_asks_whoever_charges_a_fee_to_stop_and_to_confirm(channel: str) -> None:
    text = made(channel, RENTED)
    assert "停止就所称的违约金和保洁费（所称金额2860元）向投诉人催收" in text
    assert "书面确认投诉人不欠所称的违约金和保洁费（所称金额2860元）" in text


def test_what_a_fee_is_called_and_of_which_contract_it_is_stands_in_the_story() -> None:
    story = "我租了一间公寓，4月到期退了租。6月1日有人打电话来，说我提前退租，欠违约金和保洁费2860元。"
    assert fee_in(story) == {"item": "违约金和保洁费", "contract": "房屋租赁合同"}
    assert fee_in("他们说我欠钱。") == {"item": "费用", "contract": "服务合同"}
    assert fee_in("物业说这套房子的物业费没有交，要我补。")["contract"] == "物业服务合同"


# ── A fee of a card of one's own ─────────────────────────────────────────────────────────────────────────────────────
BANK = "甲市示例银行股份有限公司"
CARD: dict[str, Any] = {
    "kind": "fake_collection",
    "situations": ["no_debt"],
    "wishes": ["confirm_no_debt", "clear_credit", "stop"],
    "event": {"first": "2026-07-15", "last": "2026-11-23"},
    "complainant": {"capacity": "recipient", "consumer_of_respondent": True},
    "contacts": {"channels": ["call", "sms"], "count": 90, "night": False},
    "debt": {
        "owed": "none",
        "claimed": 2146.37,
        "told_them_on": "2026-07-15",
        "collected_by": "own_staff",
        "impersonates": "none",
        "card": True,
        "item": "信用卡年费、利息和违约金",
        "own_account": True,
        "unactivated": True,
    },
    "prior": [
        {
            "to": "bank",
            "act": "complaint",
            "on": "2026-07-20",
            "answered_on": "2026-08-03",
            "satisfied": False,
        }
    ],
    "respondents": [{"role": "bank", "name": BANK, "licensed_lender": True, "region": "440304"}],
}
BORROWED = (
    "没有借过",
    "放款账户",
    "身份核验",
    "冒名",
    "没有申请、签署",
    "借款合同",
    "不是本人所借",
    "与本人无关",
    "与原告无关",
)


@pytest.mark.parametrize("channel", ["court", "lender", "12378", "credit_dispute"])
def test_a_card_that_was_never_activated_is_not_pleaded_as_a_loan_of_a_stranger(channel: str) -> None:
    text = made(channel, CARD)
    assert not [words for words in BORROWED if words in text]


@pytest.mark.parametrize("channel", ["court", "lender", "12378"])
def test_what_was_never_activated_bears_no_fee(channel: str) -> None:
    text = made(channel, CARD)
    assert "没有激活、没有使用过，所称的信用卡年费、利息和违约金不应当收取" in text
    assert "《商业银行信用卡业务监督管理办法》第四十九条" in text
    assert "法释〔2021〕10号）第二条第一款" in text
    assert "第四百九十六条第二款" in text
    assert "第六百六十七条" not in text
    assert "不欠" in text


def test_a_bank_is_asked_for_the_activation_and_the_count() -> None:
    text = made("lender", CARD)
    assert "提供该卡激活的时间、渠道、号码和录音或者日志，单独授权收费的凭证" in text
    assert "信用卡年费、利息和违约金逐笔的计算" in text
    assert "保存该卡的申请、合约、激活、交易、计费、账单和征信报送的记录" in text
    assert "核查该卡的激活记录、收费授权和计费的依据" in made(
        "credit_dispute", CARD, story="我去打了征信，上面写着示例银行信用卡逾期。"
    )


def test_another_fee_of_an_account_of_ones_own_is_pleaded_without_a_card() -> None:
    fee = changed(CARD, debt={"item": "账户管理费", "unactivated": None})
    text = made("court", fee)
    assert "所称的账户管理费不应当收取" in text
    assert "激活" not in text
    assert not [words for words in BORROWED if words in text]


@pytest.mark.parametrize(
    ("story", "told"),
    [
        (
            "银行来厂里摆摊办信用卡，我填了表，卡从来没有激活。现在说欠年费，后面加利息和违约金。",
            {"item": "信用卡年费、利息和违约金", "own_account": True, "unactivated": True},
        ),
        ("我有一张信用卡，年费没有说过要收。", {"item": "信用卡年费", "own_account": True}),
        ("银行扣我小额账户管理费。", {"item": "小额账户管理费", "own_account": True}),
        # A card that a stranger opened, and one that was used, are other cases.
        ("有人冒用我的身份证办了信用卡，欠年费。", {}),
        ("信用卡刷了3000元没有还，还有年费。", {}),
        ("他们说我贷款没有还。", {}),
    ],
)
def test_the_fee_of_ones_own_account_is_read_in_the_story(story: str, told: dict[str, Any]) -> None:
    assert account_fee(story, "none", ["bank"]) == told
    assert account_fee(story, "disputed", ["bank"]) == {}


# ── A loan for what was never got ────────────────────────────────────────────────────────────────────────────────────
RENT_LOAN: dict[str, Any] = {
    **CARD,
    "situations": ["amount_wrong"],
    "debt": {
        "owed": "disputed",
        "claimed": 16800,
        "told_them_on": "2026-08-05",
        "collected_by": "own_staff",
        "impersonates": "none",
        "not_got": "租住房屋",
    },
    "respondents": [
        {"role": "lender", "name": "甲市示例小额贷款有限公司", "licensed_lender": False, "region": "120102"}
    ],
}


def test_a_loan_for_what_was_never_got_is_no_dispute_of_its_amount() -> None:
    text = made("court", RENT_LOAN)
    assert "借款对应的租住房屋没有得到" in text
    assert "主张的借款（所称金额16800元）不负清偿义务（该款对应的租住房屋，原告没有得到）" in text
    for law in ("第四百九十六条第二款", "第五百六十三条第一款第四项", "第五百六十六条第一款"):
        assert law in text
    assert "第六百八十条" not in text
    assert "数额由何构成" not in text
    assert "有异议的部分" not in text


@pytest.mark.parametrize("channel", ["lender", "local_finance"])
def test_a_letter_asks_to_confirm_that_it_is_not_to_be_paid_back(channel: str) -> None:
    text = made(channel, RENT_LOAN)
    assert "该款对应的租住房屋" in text
    assert "利息和各项费用是否合规" not in text


def test_what_a_loan_was_for_stands_in_the_story() -> None:
    story = "我在公寓公司租了一间房，管家说可以月付，后来才知道是贷款。7月31号房东把我赶走，没住的八个月还要我还。"
    assert not_got(story, "disputed") == "租住房屋"
    assert not_got("报了培训班，办的分期，开课前机构跑路了。", "disputed") == "培训课程"
    assert not_got("贷款利息太高，数额不对。", "disputed") == ""
    assert not_got(story, "own") == ""


def test_who_owes_no_fee_does_not_say_that_it_has_nothing_to_do_with_them() -> None:
    """The contract was theirs, and is over; of a loan that they never took it is said."""
    fee = {
        name: said
        for name, said in CANCELLED["debt"].items()
        if not name.startswith(("taken", "ended", "contract"))
    }
    facts = {
        **CANCELLED,
        "debt": {**fee, "item": "宽带费"},
        "respondents": [{"role": "collector", "name": LENDER}],
    }
    told = made("court", facts)
    assert "不欠该笔款项" in told
    assert "该笔债务与原告无关" not in told
    loan = {**facts, "debt": fee}
    assert "该笔债务与原告无关" in made("court", loan)
