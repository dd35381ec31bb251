"""Applications for proof: only records that the facts speak of, of those who have them, with the law of the day."""

from datetime import date

from documents.blocks import Firm
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
    assert "是否情况紧急，请贵院审查" in far
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
    assert "向公安机关调查收集：受理同一事实以后形成的" in said
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
    assert "涉案号码" in paper.missing
    said = "".join(block.text for block in paper.blocks)
    assert "向涉案号码发送短信、彩信的记录" in said
    assert "（涉案号码）" not in said


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
    assert "办理入网的受理单、影像和实名核验的记录" in texts("document_order", drawn(registered))
