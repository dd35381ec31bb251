"""Letters to authorities: to the one of the place, with its own law, and asking for what it can still do."""

import re
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from documents import Case, Cost, Message, Person, Prior, Respondent, complaint_letter, grounds_from
from documents.letters import letter_data
from documents.material import Recipient, Silence
from documents.official import form_of
from documents.places import seated
from documents.wording import lapsed_laws, missing_from
from legal.corpus import load
from legal.reasoning.assessment import assess
from tests.documents.sample import CASE, letter

ON = date(2026, 11, 29)
SENT: dict[str, Any] = {
    "kind": "harassment",
    "event": {"first": "2026-06-10", "last": "2026-11-20"},
    "complainant": {"capacity": "recipient", "consumer_of_respondent": True},
    "contacts": {"channels": ["sms"], "count": 30, "after_refusal": 20},
    "content": {"commercial": True, "sender_identified": True, "opt_out": "ineffective"},
    "refusal": {"made": True, "on": "2026-06-20", "ways": ["sms_reply"]},
    "consent": {"status": "none"},
}
LONG_AGO = {**SENT, "event": {"first": "2021-05-10", "last": "2021-10-20"}}
OWED: dict[str, Any] = {
    "kind": "fake_collection",
    "event": {"first": "2026-09-01", "last": "2026-11-20"},
    "contacts": {"channels": ["call"], "count": 64, "max_per_day": 8, "night": True},
    "debt": {"owed": "own", "claimed": 20000, "threats": ["detention"], "illegal_lending": False},
}


def _case(facts: dict[str, Any], channel: str, *named: Respondent, **more: Any) -> Case:
    said = {**facts, "respondents": [{"role": one.role, "name": one.name} for one in named]}
    days = {"began": said["event"]["first"], "ended": said["event"]["last"]}
    plain: dict[str, Any] = {
        "costs": (),
        "asks": (),
        "timeline": (),
        "prior": (),
        "facts": said,
        "respondents": named,
        "grounds": grounds_from(assess(said, on=ON), channel=channel, facts=said),
        **{name: date.fromisoformat(day) for name, day in days.items()},
    }
    return replace(CASE, **{**plain, **more})


def _shown(facts: dict[str, Any], channel: str, *named: Respondent, **more: Any) -> dict[str, Any]:
    return letter_data(letter(channel, _case(facts, channel, *named, **more), ON))


def _greeted(channel: str, listed: str, case: Case, *, printed: bool = True) -> str:
    made = replace(letter(channel, case, ON), recipient=Recipient(name=listed), printed=printed)
    return str(letter_data(made)["recipient"])


SENDER = Respondent(role="content_provider", name="示例商贸有限公司")


@pytest.mark.parametrize(
    ("address", "place"),
    [
        ("湖南省长沙市岳麓区示例街8号", "湖南省长沙市岳麓区"),
        ("上海市宝山区安宁路8号", "上海市宝山区"),
        ("内蒙古自治区呼和浩特市新城区示例街1号", "内蒙古自治区呼和浩特市新城区"),
        ("江苏省苏州市昆山市示例路2号", "江苏省苏州市昆山市"),
        ("广州市示例路3号", "广州市"),
    ],
)
def test_an_authority_is_that_of_the_place(address: str, place: str):
    case = _case(OWED, "police", complainant=Person(name="丁宁", address=address))
    assert _greeted("police", "公安机关（违法行为地或居住地派出所）", case) == f"{place}公安机关"


def test_of_a_place_that_is_not_known_there_is_a_line_to_fill_in_and_none_where_nobody_prints_it():
    facts = {**SENT, "complainant": {"region": "430000"}}
    case = _case(facts, "police", SENDER, complainant=Person(name="丁宁"))
    assert _greeted("police", "公安机关（派出所）", case) == "湖南省＿＿＿＿公安机关"
    assert _greeted("12315_report", "全国12315平台（举报）", case) == "＿＿＿＿市场监督管理局"
    assert _greeted("12315_report", "全国12315平台（举报）", case, printed=False) == "市场监督管理局"
    assert _greeted("police", "长沙市公安局岳麓分局", case) == "长沙市公安局岳麓分局"
    seated = replace(case, respondents=(replace(SENDER, address="浙江省杭州市西湖区示例路1号"),))
    assert _greeted("12315_report", "全国12315平台（举报）", seated) == "浙江省杭州市西湖区市场监督管理局"


def test_a_review_goes_to_the_government_above_and_tells_no_story_by_itself():
    silence = Silence(who="市场监督管理部门", to="12315", on=date(2026, 11, 2))
    listed = "行政复议机关（被申请机关的本级政府或上一级主管部门）"
    assert _greeted("review", listed, replace(CASE, silence=silence)) == "＿＿＿＿人民政府"
    assert _greeted("review", listed, CASE) == "行政复议机关"
    # What the person wrote may tell of another day than the one that the time runs from.
    assert form_of("review").story_by_choice


@pytest.mark.parametrize(
    ("channel", "other"),
    [
        ("12315_report", "个人信息保护法"),
        ("12321", "个人信息保护法"),
        ("cac_12377", "广告法"),
        ("procuratorate", "民法典"),
    ],
)
def test_each_authority_is_told_of_the_law_that_is_its_own(channel: str, other: str):
    case = _case(SENT, channel, SENDER)
    made = complaint_letter(letter(channel, case, ON))
    form = form_of(channel)
    cited = [re.sub("@[^:]*", "", identity) for identity, _text in made.cited]
    own = {*form.cites, *form.enforces}
    assert cited
    assert all(own & {one, one.partition(":")[0]} for one in cited)
    data = letter_data(letter(channel, case, ON))
    assert other not in "".join(map(str, [data["reasons"], data["basis"], data["statutes"]]))


def test_rules_of_the_trade_are_told_to_who_keeps_them():
    bank = Respondent(role="bank", name="示例银行股份有限公司")
    assert "行业规则" not in str(_shown(OWED, "12378", bank)["reasons"])
    assert "自律公约" in str(_shown(OWED, "nifa", bank)["reasons"])


def test_who_corrects_a_credit_report_is_told_what_is_wrong_and_not_of_peace_and_quiet():
    facts = {**OWED, "debt": {"owed": "none", "claimed": 46000}}
    bank = Respondent(role="bank", name="示例银行股份有限公司")
    for channel, article in (("credit_dispute", "第二十五条"), ("12363", "第二十六条")):
        data = _shown(facts, channel, bank, ticked=("clear_credit",))
        assert data["reasons"] == []
        own = str(data["basis"]).partition("《征信业管理条例》")[2]
        assert "第二十五条" in own
        assert article in own
        # Who copied no report has a line for what it says; no date, no call and no threat is its matter.
        assert "现记载为＿＿＿＿" in "".join(data["requests"])
        assert data["matter"] == "信用报告中有不是本人所借的借款"
        assert "次" not in "".join(data["account"])


@pytest.mark.parametrize(
    ("channel", "begins"),
    [("credit_dispute", "请自收到之日起对信用报告"), ("12363", "请核查被投诉机构报送的下列信息有无依据")],
)
def test_what_a_credit_report_says_is_asked_to_be_put_right_in_its_own_words(channel: str, begins: str):
    entry = "2026年10月12日，示例银行报送，2026年2月个人消费贷款30000元，逾期"
    facts = {**OWED, "debt": {"owed": "none", "claimed": 46000}}
    bank = Respondent(role="bank", name="示例银行股份有限公司")
    data = _shown(facts, channel, bank, ticked=("clear_credit",), details={"credit": entry})
    first = data["requests"][0]
    assert first.startswith(begins)
    assert entry in first
    assert "记载为＿＿" not in first
    # The central bank looks into it, and who reported corrects.
    assert ("责令其更正或者删除" in first) is (channel == "12363")
    assert data["account"][0].startswith("本人的征信报告中有与事实不符的记载")


def test_who_never_borrowed_asks_for_the_file_of_the_loan_and_for_no_debt():
    facts = {
        **OWED,
        "debt": {"owed": "none", "claimed": 46000},
        "contacts": {"channels": ["call"], "count": 9},
    }
    bank = Respondent(role="bank", name="示例银行股份有限公司")
    ticked = ("clear_credit", "confirm_no_debt")
    asked = "".join(_shown(facts, "12378", bank, ticked=ticked)["requests"])
    assert "书面确认投诉人没有所称的债务（所称金额46000元）" in asked
    assert "借款申请、合同、身份核验和放款账户、资金去向的记录（不限期间）" in asked
    asked = "".join(_shown(facts, "lender", bank, ticked=ticked)["requests"])
    assert "提供以本人名义办理的借款的申请、合同、身份核验和放款账户、资金去向的记录" in asked


@pytest.mark.parametrize("channel", ["12315_report", "12321", "cac_12377"])
def test_no_penalty_is_asked_for_after_its_two_years(channel: str):
    data = _shown(LONG_AGO, channel, SENDER)
    assert "最近一次发生在2021年10月20日" in data["opening"]
    assert "供参考" in data["opening"]
    assert not any("处罚" in one for one in data["requests"])
    assert data["basis"] == [] or "查处" not in str(data["basis"])
    assert "供参考" not in _shown(SENT, channel, SENDER)["opening"]
    # Told within the two years, it was discovered.
    to = {"12321": "12321", "cac_12377": "other_authority"}.get(channel, "12315")
    told = {**LONG_AGO, "prior": [{"to": to, "act": "report", "on": "2021-11-01"}]}
    assert "供参考" not in _shown(told, channel, SENDER)["opening"]


def test_after_six_months_the_police_are_told_of_no_administrative_penalty():
    long_ago = {**OWED, "event": {"first": "2026-03-01", "last": "2026-04-01"}}
    case = _case(long_ago, "police", Respondent(role="collector", name="示例信用管理有限公司"))
    assert lapsed_laws(case, form_of("police"), ON) == {"治安管理处罚法"}
    data = letter_data(letter("police", case, ON))
    assert "治安管理处罚法" not in data["brief"]["law"]
    assert "制止" not in "".join(data["requests"])
    now = _shown(OWED, "police", Respondent(role="collector", name="示例信用管理有限公司"))
    assert "治安管理处罚法" in now["brief"]["law"]
    assert "第二百九十三条" not in now["brief"]["law"]


def test_where_no_article_is_sure_to_fit_the_police_are_asked_which():
    facts = {**OWED, "debt": {"owed": "none", "claimed": 100, "told_them_on": "2026-09-02"}}
    law = _shown(facts, "police", Respondent(role="collector", name="示例信用管理有限公司"))["brief"]["law"]
    assert law == "请审查上述情况是否违反治安管理，是否涉嫌犯罪。"


def test_nobody_is_a_thief_where_nothing_was_taken():
    facts: dict[str, Any] = {
        "kind": "second_hand_number",
        "event": {"first": "2026-09-10", "last": "2026-09-14"},
        "complainant": {"capacity": "former_holder"},
        "number": {"second_hand": True, "account_taken_over": True},
        "loss": {"costs": [{"what": "公证费", "yuan": 2000}]},
    }
    person = Respondent(role="person", name="周平")
    spent = (Cost(what="公证费", yuan=Decimal(2000)),)
    assert "第二百六十四条" not in _shown(facts, "police", person, costs=spent)["brief"]["law"]
    taken = (Cost(what="被转走的余额", yuan=Decimal(2000)),)
    assert "第二百六十四条" in _shown(facts, "police", person, costs=taken)["brief"]["law"]


def test_a_statement_is_about_what_took_money_first_and_says_paid_of_what_is_owed():
    own = _shown(OWED, "police", Respondent(role="collector", name="示例催收"), paid=Decimal(6000))
    assert "已经支付的款项共6000元" in own["opening"]
    assert not own["matter"].startswith(("催收；", "不实催收"))


def test_who_was_assigned_a_debt_is_no_dealer_in_personal_information():
    facts = {
        **OWED,
        "debt": {"owed": "disputed", "claimed": 14000},
        "data": {"shared_with_third_party": True},
        "consent": {"status": "none", "separate": False},
    }
    assigned = [{"role": "lender", "name": "甲"}, {"role": "assignee", "name": "乙"}]
    found = assess({**facts, "respondents": assigned}, on=ON)
    leading = {one["code"]: one["channels"] for one in found["grounds"] if one["status"] == "established"}
    assert not any("police" in channels for code, channels in leading.items() if code in ("F6", "H6"))


def test_one_sum_is_asked_of_several_offices_once():
    facts: dict[str, Any] = {
        "kind": "second_hand_number",
        "event": {"first": "2026-05-01", "last": "2026-11-05"},
        "complainant": {"capacity": "subscriber", "consumer_of_respondent": True},
        "number": {"second_hand": True},
        "charges": {"residual": True, "monthly": 10, "months": 3},
    }
    operator = Respondent(role="operator", name="示例通信有限公司", consumer=True)
    for channel in ("12315_complaint", "telecom_appeal"):
        asked = _shown(facts, channel, operator, refund=Decimal(30), ticked=("refund",))
        assert "30元" in "".join(asked["requests"])
        assert "以一次为限" in asked["declaration"]
        assert "以一次为限" not in _shown(SENT, channel, SENDER)["declaration"]


def test_who_acts_for_a_child_tells_the_story_as_theirs():
    acting = Person(name="郑宁", phone="13900000017")
    fields = CASE.fields | {"representative.name", "representative.phone"}
    data = _shown(SENT, "cac_12377", SENDER, representative=acting, fields=fields)
    assert data["story"][0].startswith("法定代理人陈述：")


@pytest.mark.parametrize("channel", ["12315_report", "12321", "nifa", "procuratorate"])
def test_who_looks_after_a_child_reports_in_their_own_name(channel: str):
    acting = Person(name="郑宁", phone="13900000017")
    fields = CASE.fields | {"representative.name", "representative.phone"}
    facts = {**SENT, "complainant": {"capacity": "guardian", "age": 11}, "refusal": {"made": True}}
    data = _shown(facts, channel, SENDER, representative=acting, fields=fields)
    first = data["parties"][0]
    assert (first["role"], first["rows"][0]) == ("举报人", ["姓名", "郑宁"])
    assert all(party["role"] != "法定代理人" for party in data["parties"])
    told = "".join([data["opening"], *data["account"], *(row["text"] for row in data["reasons"])])
    assert "该未成年人" in told
    assert "举报人曾明确拒绝" in told
    assert channel == "nifa" or "在举报人明确拒绝以后继续" in told
    assert "本人" not in told
    assert data["represented"] is False
    assert not "".join(data["story"]).startswith("法定代理人陈述")


def test_a_report_without_a_number_says_that_it_lacks_one():
    calls = {**SENT, "contacts": {"channels": ["call"], "count": 24}}
    case = _case(calls, "12321", messages=())
    assert "对方的完整号码" in missing_from(case, form_of("12321"))
    known = replace(case, messages=(Message(sender="02588880001", text=""),))
    assert "对方的完整号码" not in missing_from(known, form_of("12321"))


def test_a_regulator_finds_the_product_and_is_told_no_law_of_who_is_not_before_it():
    facts: dict[str, Any] = {
        "kind": "second_hand_number",
        "event": {"first": "2026-03-01", "last": "2026-03-02"},
        "number": {"sim_replaced_by_other": True},
        "loss": {"costs": [{"what": "银行卡被转走的钱", "yuan": 30000}]},
    }
    bank = Respondent(role="bank", name="示例银行股份有限公司")
    taken = (Cost(what="银行卡被转走的钱", yuan=Decimal(30000)),)
    case = _case(facts, "12378", bank, Respondent(role="operator", name="示例通信有限公司"), costs=taken)
    data = letter_data(letter("12378", case, ON))
    assert ["涉及的产品、合同或者账号", ""] in data["parties"][-1]["rows"]
    said = "".join(one["text"] for one in data["reasons"])
    assert "款项转出时怎样核验" in said
    assert "反电信网络诈骗法" not in said


def test_the_time_of_a_channel_without_such_an_end_is_never_over():
    for name in load().channels:
        case = _case(LONG_AGO, name if name != "court" else "police", SENDER)
        assert lapsed_laws(replace(case, facts={"kind": "harassment"}), form_of(name), ON) == set()


def test_who_reported_in_time_may_still_have_a_penalty_asked_for():
    taken = Prior(to="公安机关", on=date(2026, 4, 2), accepted_by="police")
    long_ago = {
        **OWED,
        "event": {"first": "2026-03-01", "last": "2026-04-01"},
        "prior": [{"to": "police", "act": "report", "on": "2026-04-02", "accepted": True}],
    }
    data = _shown(long_ago, "police", Respondent(role="collector", name="示例催收"), prior=(taken,))
    assert "治安管理处罚法" in data["brief"]["law"]


# ── Where an authority sits, by the code of a district ──────────────────────────────────────────────────────────────
@pytest.mark.parametrize(
    ("code", "channel", "seat"),
    [
        ("320213", "12315_report", "江苏省无锡市梁溪区市场监督管理局"),
        ("110108", "12315_complaint", "北京市海淀区市场监督管理局"),
        ("210103", "consumer_association", "辽宁省沈阳市沈河区消费者协会（消费者权益保护委员会）"),
        ("520102", "telecom_appeal", "贵州省电信用户申诉受理中心"),
        ("429004", "12315_report", "湖北省仙桃市市场监督管理局"),
        ("320200", "12315_report", "江苏省无锡市＿＿＿＿市场监督管理局"),
        ("320000", "12315_report", "江苏省＿＿＿＿市场监督管理局"),
        ("310000", "12315_report", "上海市＿＿＿＿市场监督管理局"),
    ],
)
def test_an_authority_has_the_name_of_the_district_that_was_told(code: str, channel: str, seat: str):
    role = "operator" if channel == "telecom_appeal" else "content_provider"
    case = replace(
        CASE,
        respondents=(Respondent(role=role, name="甲有限公司"),),
        facts={"respondents": [{"role": role, "name": "甲有限公司", "region": code}]},
    )
    assert seated(case, form_of(channel), printed=True) == seat
