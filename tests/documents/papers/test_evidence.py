"""Applications for proof: only records that the facts speak of, of those who have them, with the law of the day."""

from datetime import date

from documents.blocks import Firm
from documents.material import Message, Prior
from documents.papers.records import wanted
from documents.papers.table import KINDS
from tests.documents.papers.cases import CALLED, drawn, texts

DEBT = {
    "kind": "fake_collection",
    "event": {"first": "2026-09-01", "last": "2026-11-15"},
    "respondents": [
        {"role": "collector", "name": "南京示例信用管理有限公司"},
        {"role": "lender", "name": "示例消费金融股份有限公司"},
    ],
    "contacts": {"channels": ["call"], "count": 58, "max_per_day": 9},
    "debt": {"owed": "others", "told_them_on": "2026-09-05"},
}
TAKEN = {
    "kind": "second_hand_number",
    "event": {"first": "2026-03-10", "last": "2026-03-12"},
    "complainant": {"capacity": "former_holder"},
    "respondents": [
        {"role": "person", "name": "现机主（姓名不详）"},
        {"role": "payment_institution", "name": "示例支付科技有限公司"},
    ],
    "number": {"second_hand": True, "account_taken_over": True},
    "prior": [
        {
            "to": "police",
            "act": "report",
            "on": "2026-03-13",
            "accepted": True,
            "ticket": "示公受案字〔2026〕88号",
        }
    ],
}


def test_before_a_suit_the_day_from_which_records_may_be_deleted_is_the_reason():
    on = date(2027, 3, 10)
    said = texts("evidence_preservation", drawn(CALLED, on=on))
    assert "诉前证据保全申请书" in said
    assert "自2026年10月1日至2026年11月20日向号码13900000001发送短信、彩信的记录" in said
    assert "第十三条，发送记录的保存期限为不少于6个月，其中最早的记录自2027年4月1日起即可能被删除。" in said
    assert "（2023年修正）第八十四条第二款的规定，特向贵院申请" in said
    assert "，情况紧急" in said
    far = texts("evidence_preservation", drawn(CALLED))
    assert "即可能被删除" not in far
    assert "是否情况紧急" not in far
    assert "通话录音、发送、呼叫的记录由保存的一方的系统按其自定的期限清理、覆盖" in far
    assert "贵院责令提供担保的，申请人按贵院的要求办理。" in far
    sender_alone = {**CALLED, "respondents": CALLED["respondents"][:1]}
    assert "保存期限为" not in texts("evidence_preservation", drawn(sender_alone, on=on))
    later = texts(
        "evidence_preservation", drawn(CALLED, given={"stage": "in_suit", "docket": "（2026）沪0105民初1号"})
    )
    assert "第八十四条第一款" in later
    assert "情况紧急" not in later
    assert "案号：（2026）沪0105民初1号" in later


def test_a_rule_whose_number_is_not_verified_is_not_pleaded():
    before = {**CALLED, "event": {"first": "2026-04-02", "last": "2026-04-20"}}
    assert "保存期限为" not in texts("evidence_preservation", drawn(before, on=date(2026, 5, 20)))
    across = {**CALLED, "event": {"first": "2026-04-02", "last": "2026-05-20"}}
    said = texts("evidence_preservation", drawn(across))
    assert "第十三条，发送记录的保存期限为不少于6个月，其中最近的记录期限已满，随时可能被删除。" in said


def test_nothing_is_urgent_of_what_came_years_ago():
    old = {**CALLED, "event": {"first": "2021-05-10", "last": "2021-10-20"}}
    assert not KINDS["evidence_preservation"].offered(drawn(old))
    assert KINDS["document_order"].offered(drawn(old))


def test_whoever_took_over_an_account_left_logs_that_are_asked_for():
    said = texts("evidence_preservation", drawn(TAKEN))
    assert "对被申请人保存的下列证据采取保全措施" in said
    assert "登录日志（时间、设备、网络地址、验证方式）" in said
    assert "现机主" not in said


def test_a_collector_and_its_lender_are_asked_between_whom_the_debt_passed():
    said = texts("document_order", drawn(DEBT))
    assert "责令各被申请人提交：委托催收或者债权转让的合同" in said
    assert "借款合同" not in said
    assert "2026年9月5日，申请人告知催收方该笔债务与申请人无关。" in said
    assert "属于账簿" not in said
    paid = texts("document_order", drawn({**DEBT, "debt": {"owed": "settled"}}))
    assert "责令示例消费金融股份有限公司提交：所主张债权的放款凭证和还款记录" in paid
    assert "申请人认为属于账簿、记账原始凭证（" in paid
    assert "与申请人无关" not in paid


def test_the_court_is_asked_for_the_police_file_by_its_number():
    of = drawn(TAKEN)
    said = texts("court_inquiry", of)
    assert "向公安机关调查收集：受理同一事实的受案登记表、立案决定" in said
    assert "示公受案字〔2026〕88号" in said
    assert "受理的公安机关" in KINDS["court_inquiry"].make(of).missing
    assert not KINDS["court_inquiry"].offered(drawn({**TAKEN, "respondents": [{"role": "unknown"}]}))


def test_beside_a_claim_nobody_says_that_it_is_unknown_who_did_it():
    beside = [*TAKEN["respondents"], {"role": "person", "name": "自称“李警官”的人"}]
    of = drawn({**TAKEN, "contacts": {"channels": ["sms"], "count": 3}, "respondents": beside})
    assert of.sued
    said = texts("court_inquiry", of)
    assert "登记使用人的身份证明涉案的信息、电话由何人发出" in said
    assert "不知道发送、拨打的人是谁" not in said


def test_an_order_to_inquire_needs_a_lawyer_and_asks_for_nothing_without_the_rule_of_that_court():
    rule = {"court_rule": "某市中级人民法院关于律师调查令的规定"}
    kind = KINDS["inquiry_order"]
    assert kind.by_lawyer
    assert not kind.offered(drawn(TAKEN, given=rule))
    firm = Firm(name="示例律师事务所")
    assert kind.offered(drawn(TAKEN, firm=firm))
    assert "本申请依照某市中级人民法院关于律师调查令的规定提出。" in texts(
        "inquiry_order", drawn(TAKEN, firm=firm, given=rule)
    )
    without = kind.make(drawn(TAKEN, firm=firm))
    assert [block.key for block in without.blocks] == ["parties"]
    assert "受理法院关于调查令的规定" in without.missing


def test_a_number_that_nobody_told_is_a_line_and_no_bracket_in_a_sentence():
    paper = KINDS["document_order"].make(drawn(CALLED, case={"number": ""}))
    assert "申请人使用的号码" in paper.missing
    said = "".join(block.text for block in paper.blocks)
    assert "向申请人使用的号码发送短信、彩信的记录" in said
    assert "（申请人使用的号码）" not in said


def test_the_records_asked_for_fit_what_happened():
    taken = {**TAKEN, "respondents": [{"role": "platform", "name": "示例云盘科技有限公司"}]}
    assert "查看、下载、分享" in texts("document_order", drawn(taken))
    registered = {
        "kind": "second_hand_number",
        "event": {"first": "2026-10-01", "last": "2026-11-01"},
        "complainant": {"region": "310105", "capacity": "subscriber"},
        "respondents": [{"role": "operator", "name": "示例通信有限公司"}],
        "number": {"registrant_is_me": False},
    }
    assert "办理入网的受理单、协议、影像和实名核验的记录" in texts("document_order", drawn(registered))


# ── What is asked for follows what happened ──────────────────────────────────────────────────────────────────────────
FEE = {
    "kind": "second_hand_number",
    "event": {"first": "2026-07-30", "last": "2026-11-08"},
    "complainant": {"region": "210106", "capacity": "subscriber", "consumer_of_respondent": True},
    "respondents": [
        {"role": "operator", "name": "示例通信集团辽宁有限公司沈阳分公司", "consumer": True},
        {"role": "content_provider", "name": "沈阳示例物业服务有限公司", "consumer": False},
    ],
    "contacts": {"channels": ["call", "sms"], "count": 70},
    "number": {"second_hand": True, "registrant_is_me": True, "activated_on": "2026-07-28", "cancellation_fee": 360},
    "debt": {"owed": "others", "told_them_on": "2026-08-02"},
    "prior": [
        {"to": "operator", "act": "complaint", "on": "2026-10-09", "answered_on": "2026-10-15", "satisfied": False}
    ],
}  # fmt: skip
BEFORE = {"prior": (Prior(to="电信运营商", body="operator", on=date(2026, 10, 9)),)}


def test_a_fee_for_leaving_is_proved_by_the_contract_and_by_what_was_said_of_it():
    said = texts("document_order", drawn(FEE, case=BEFORE))
    assert "套餐合约，其中约定合约期限、违约金的条款，以及办理时提示、说明这些条款的记录" in said
    assert "第四十七条第一款第二项" in said
    assert "申请人于2026年10月9日向其提出的投诉的工单、通话录音和处理、答复的记录" in said
    free = {**FEE, "number": {**FEE["number"], "cancellation_fee": 0}}
    assert "违约金的条款" not in texts("document_order", drawn(free))


def test_who_collects_what_is_owed_to_itself_has_passed_nothing_on():
    assert "债权转让" not in texts("document_order", drawn(FEE))
    entrusted = {**FEE, "debt": {**FEE["debt"], "collected_by": "entrusted"}}
    assert "委托催收或者债权转让的合同" in texts("document_order", drawn(entrusted))


def test_of_a_number_that_somebody_else_opened_the_operator_that_opened_it_has_the_papers():
    rows = [
        {"role": "operator", "name": "示例通信集团贵州有限公司遵义分公司"},
        {"role": "operator", "name": "示例通信集团山东有限公司青岛分公司", "consumer": True},
    ]
    facts = {
        "kind": "second_hand_number",
        "event": {"first": "2025-11-12", "last": "2026-11-20"},
        "complainant": {"capacity": "subscriber", "consumer_of_respondent": True},
        "respondents": rows,
        "number": {"registrant_is_me": True, "opened_by_me": False},
        "wishes": ["correct"],
    }
    of = drawn(facts)
    assert "opened" in {one.record.slug for one in wanted(of)}
    (opened,) = (one for one in wanted(of) if one.record.slug == "opened")
    assert [one.name for one in opened.holders] == [rows[0]["name"]]
    assert KINDS["document_order"].offered(of)


def test_where_a_number_came_from_may_soon_be_overwritten_where_it_is_corrected():
    bank = {**DEBT, "respondents": [{"role": "bank", "name": "示例银行股份有限公司信用卡中心"}]}
    said = texts("evidence_preservation", drawn(bank))
    assert "登记为债务人或者联系人的材料，包括登记的来源、日期、核验和变更的记录" in said
    assert "情况紧急，故在起诉前申请保全" in said


BILL = {
    "kind": "fake_collection",
    "event": {"first": "2026-09-08", "last": "2026-11-12"},
    "complainant": {"capacity": "recipient", "consumer_of_respondent": True},
    "respondents": [
        {"role": "principal", "name": "示例电信股份有限公司昆明分公司"},
        {"role": "collector", "name": "自称“海陵法务”的公司"},
    ],
    "contacts": {"channels": ["sms", "call"], "count": 30},
    "debt": {"owed": "settled", "claimed": 1286.4, "phone_bill": True, "collected_by": "entrusted"},
}


def test_the_operator_whose_bill_is_collected_has_its_own_books_and_carried_no_calls():
    for slug in ("document_order", "evidence_preservation"):
        said = texts(slug, drawn(BILL))
        assert "开通、销户（拆机）受理单和工单" in said
        assert "计费原始数据" in said
        assert "委托催收或者债权转让的合同" in said
        assert "通话记录" not in said
        assert "借款合同" not in said
        assert "放款" not in said
        assert "因所称的债务发生电信服务合同纠纷" in said
    loan = {**BILL, "debt": {**BILL["debt"], "phone_bill": False}}
    assert "主张债权所依据的借款合同" in texts("document_order", drawn(loan))


LENT = {
    "kind": "fake_collection",
    "event": {"first": "2026-01-10", "last": "2026-10-28"},
    "complainant": {"capacity": "recipient"},
    "respondents": [
        {"role": "lender", "name": "鹭川消费金融股份有限公司", "licensed_lender": True},
        {"role": "person", "name": "微信名“阿豪”的人"},
    ],
    "contacts": {"channels": ["call", "sms"], "count": 90},
    "debt": {"owed": "none", "claimed": 28600},
    "prior": [{"to": "police", "act": "report", "on": "2026-04-25", "accepted": True}],
}
REPORTED = {
    "prior": (Prior(to="公安机关", body="police", on=date(2026, 4, 25), accepted=True),),
    "story": "征信上说我有一笔贷款，2024年9月14号放的。他们说钱打到一张尾号3306的卡上。",
    "messages": (Message(sender="1069000018004", text="【鹭川消费金融】您尾号0914的借款已逾期。"),),
}


def test_where_the_money_of_a_loan_in_ones_name_went_is_asked_of_its_bank():
    of = drawn(LENT, case=REPORTED)
    said = texts("court_inquiry", of)
    assert "向收款账户的开户银行调查收集：以申请人名义发放的贷款的收款账户（尾号3306）的开户资料" in said
    # Who signed it is not in dispute.
    assert "1069000018004" not in said
    assert "登记使用人" not in said
    unsigned = {**REPORTED, "messages": (Message(sender="13900000042", text="还钱。"),)}
    assert "号码13900000042" in texts("court_inquiry", drawn(LENT, case=unsigned))
    plain = {**LENT, "prior": []}
    assert "收款账户" not in texts(
        "court_inquiry", drawn(plain, case={**REPORTED, "prior": (), "messages": ()})
    )


def test_a_count_that_was_told_as_about_so_many_is_told_so():
    hedging = {**DEBT, "contacts": {**DEBT["contacts"], "about": ["count"]}}
    assert "申请人共收到电话约58次，最多的一天9次" in texts("document_order", drawn(hedging))
    assert "约" not in texts("document_order", drawn(DEBT)).split("申请人共收到")[1].split("。")[0]


def test_whose_account_the_money_went_to_and_whose_the_number_is_now_is_asked_of_those_who_know():
    facts = {
        **TAKEN,
        "prior": [],
        "number": {"second_hand": True, "account_taken_over": True, "activated_on": "2026-03-05"},
    }
    story = "6月19号提走1500，提到一张尾号6604的卡。"
    of = drawn(facts, case={"story": story, "prior": ()})
    assert KINDS["court_inquiry"].offered(of)
    said = texts("court_inquiry", of)
    assert "涉案款项的收款账户（尾号6604）的户名，开立、绑定的时间和核验的记录" in said
    assert "自2026年3月5日重新启用以来的登记使用人" in said
    assert "收款账户" not in texts("court_inquiry", drawn(facts, case={"story": "钱没了。", "prior": ()}))
