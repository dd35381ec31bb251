"""The facts of a claim as a judge reads them: who, what, when, by whose hand; what nobody told is a line, and nothing more."""

import re
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from complaints.details import DETAILS, has_line
from documents import Claim, Respondent, form_of
from documents.blocks import BLANK
from documents.claims import lacking, open_details
from documents.drafting import blocks_of
from documents.material import Case, Cost, Prior
from documents.narrative import narrative_of
from documents.reasons import reasons_of
from legal.corpus import load
from legal.corpus.pleading import details, statements
from tests.documents.test_pleading import IMPERSONATED, PURSUED, SCAM, made_of

COURT = form_of("court")
SWAPPED: dict[str, Any] = {
    "kind": "second_hand_number",
    "event": {"first": "2026-03-01", "last": "2026-03-02"},
    "complainant": {"capacity": "subscriber"},
    "respondents": [{"role": "operator", "name": "甲通信公司"}],
    "number": {"registrant_is_me": True, "sim_replaced_by_other": True},
    "loss": {"costs": [{"what": "银行卡被转走的钱", "yuan": 30000}]},
}
ENTRUSTED = {**PURSUED, "debt": {**PURSUED["debt"], "collected_by": "entrusted"}}
TAKEN = (Cost(what="银行卡被转走的钱", yuan=Decimal(30000)),)


def case_of(facts: dict[str, Any], **more: Any) -> Case:
    made = made_of(facts)
    assert isinstance(made, Claim)
    return replace(made, case=replace(made.case, number="13900000022", **more)).told


def told(case: Case) -> str:
    return "。".join(one.text for one in narrative_of(case, COURT).sentences)


def test_what_the_parties_are_to_each_other_is_told_first():
    (first, *_rest) = narrative_of(case_of(PURSUED), COURT).paragraphs
    assert [one.text for one in first] == [
        "原告是号码13900000022的使用人",
        "被告1甲催收公司是就所称的债务进行催收的公司",
        "被告2乙消费金融公司是所称债权的出借机构，涉案催收以该债权为由进行",
    ]


def test_what_happened_is_told_in_order_of_time_by_whoever_did_it():
    prior = (
        Prior(to="公安机关", body="police", on=date(2026, 4, 2), accepted=True, ticket="某受〔2026〕1号"),
        Prior(
            to="金融机构", body="lender", on=date(2026, 3, 20), answered=date(2026, 3, 27), satisfied=False
        ),
        Prior(to="12321", body="12321", on=date(2026, 3, 21)),
    )
    text = told(case_of(ENTRUSTED, prior=prior))
    found = re.findall(r"(?:^|。)(?:自)?(\d{4}年\d+月\d+日)", text)
    assert found == ["2026年3月2日", "2026年3月9日", "2026年3月20日", "2026年4月2日"]
    assert "自2026年3月2日至5月20日，被告1向原告拨打电话共71次" in text
    assert "2026年3月20日，原告就此向被告2提出投诉，被告2于3月27日答复，问题没有解决" in text
    assert "2026年4月2日，原告向公安机关报案（受案号：某受〔2026〕1号），公安机关已经受理" in text
    # What was told to others than the defendants proves nothing against them.
    assert "12321" not in text


def test_the_alleged_creditor_of_no_debt_is_told_of_though_it_is_not_sued():
    answered = Prior(
        to="金融机构", body="lender", on=date(2026, 3, 20), answered=date(2026, 3, 27), satisfied=True
    )
    none = {**PURSUED, "debt": {**PURSUED["debt"], "owed": "none"}}
    none["respondents"] = [{"role": "collector", "name": "甲催收公司"}]
    said = "2026年3月20日，原告就此向所称的出借机构提出投诉，该机构于3月27日答复"
    assert said in told(case_of(none, prior=(answered,)))
    assert "出借机构提出投诉" not in told(case_of(none, prior=(replace(answered, answered=None),)))


def test_since_when_a_number_is_used_is_told_where_it_was_said():
    known = {**SWAPPED, "number": {**SWAPPED["number"], "activated_on": "2023-11-03"}}
    assert told(case_of(known)).startswith("原告自2023年11月3日起使用号码13900000022，该号码登记在原告名下")
    assert "used_since" not in open_details(case_of(known))
    assert told(case_of(SWAPPED)).startswith("原告自＿＿＿＿起使用号码")


def test_a_detail_that_was_given_stands_where_its_line_was():
    blank = case_of(SWAPPED, costs=TAKEN)
    assert "（补卡的日期、地点：＿＿＿＿）" in told(blank)
    given = replace(
        blank, details={"swap_where": "3月1日，某某路营业厅。", "transfers": "第一笔20000元\n第二笔10000元"}
    )
    text = told(given)
    assert "（3月1日，某某路营业厅）" in text
    assert "第一笔20000元；第二笔10000元" in text
    (where,) = [one for one in narrative_of(given, COURT).sentences if "某某路营业厅" in one.text]
    assert "details" in where.rests


def test_every_line_that_is_left_is_among_what_is_missing_and_everything_untold_is_asked():
    case = case_of(SWAPPED, costs=TAKEN)
    assert open_details(case) == ["used_since", "signed_up", "swap_where", "noticed", "transfers", "stopped"]
    lines = {DETAILS[name].blank for name in open_details(case) if has_line(name)}
    assert lines <= {*lacking(case)}
    # When it was found out and what was done is told, or is no line of the paper.
    assert not {DETAILS[name].blank for name in ("noticed", "stopped")} & {*lacking(case)}
    full = replace(case, details=dict.fromkeys(DETAILS, "已经写明"))
    assert open_details(full) == []
    (facts,) = [one.text for one in blocks_of(Claim(court="甲市乙区人民法院", on=date(2026, 11, 29), case=full)).blocks
                if one.key == "facts"]  # fmt: skip
    assert BLANK not in facts


def test_no_money_is_said_to_have_gone_where_only_costs_were_told():
    spent = (Cost(what="公证费", yuan=Decimal(2000)),)
    facts = {**SWAPPED, "loss": {"costs": [{"what": "公证费", "yuan": 2000}]}}
    case = case_of(facts, costs=spent)
    said = told(case) + str([one.text for one in reasons_of(case, COURT)])
    assert "转出" not in said
    assert "原告为维护权利支出公证费2000元" in said
    assert "款项被转出" in told(case_of(SWAPPED, costs=TAKEN))


def test_nobody_is_said_to_have_called_where_somebody_else_may_have():
    for facts in (SCAM, {**IMPERSONATED, "respondents": [{"role": "lender", "name": "甲小贷公司"}]}):
        text = told(case_of(facts))
        assert "原告共收到电话" in text
        assert not re.search("被告\\d?(向原告拨打|冒充)", text)


def test_what_another_defendant_may_have_done_is_said_of_neither():
    two = [{"role": "collector", "name": "甲催收公司"}, {"role": "collector", "name": "乙催收公司"}]
    text = told(case_of({**PURSUED, "respondents": two}))
    assert "催收方所催收的是他人的债务" in text
    assert not re.search("被告[12](向原告|所催收|在催收中)", text)


def test_a_paragraph_argues_once_and_gathers_the_articles_of_grounds_that_say_the_same():
    facts = {**PURSUED, "number": {"second_hand": True}, "kind": "second_hand_number"}
    rows = reasons_of(case_of(facts), COURT)
    assert not any("已如前述" in one.text for one in rows)
    assert sum("债务只能向债务人主张" in one.text for one in rows) == 1
    assert all("应当由" in one.text or "侵扰" in one.text for one in rows[:-1])


def test_what_came_after_a_refusal_is_told_after_it():
    facts: dict[str, Any] = {
        "kind": "harassment",
        "event": {"first": "2026-01-04", "last": "2026-03-08"},
        "complainant": {"capacity": "recipient"},
        "respondents": [{"role": "content_provider", "name": "戊商贸公司"}],
        "contacts": {"channels": ["call", "sms"], "count": 40, "after_refusal": 31},
        "content": {"commercial": True},
        "consent": {"status": "withdrawn"},
        "refusal": {"made": True, "on": "2026-01-20", "ways": ["hotline"]},
    }
    rows = [one.text for one in narrative_of(case_of(facts), COURT).course]
    (after,) = [place for place, text in enumerate(rows) if text.startswith("此后")]
    assert rows[after - 1].startswith("2026年1月20日，原告在电话中明确拒绝")


def test_nothing_is_withdrawn_by_who_never_agreed():
    facts: dict[str, Any] = {
        "kind": "harassment",
        "event": {"first": "2026-01-04", "last": "2026-03-08"},
        "complainant": {"capacity": "recipient"},
        "respondents": [{"role": "content_provider", "name": "戊商贸公司"}],
        "contacts": {"channels": ["call"], "count": 40, "after_refusal": 31},
        "content": {"commercial": True},
        "refusal": {"made": True, "on": "2026-01-20", "ways": ["hotline"]},
    }
    never = str([one.text for one in reasons_of(case_of({**facts, "consent": {"status": "none"}}), COURT)])
    assert "第四十七条第一款第四项" in never
    for of_consent in ("第十五条第一款", "第四十七条第一款第三项"):
        assert of_consent not in never
    # A call is made, not sent.
    assert "发送" not in never
    unknown = str([one.text for one in reasons_of(case_of(facts), COURT)])
    assert "第四十七条第一款第三项" in unknown


@pytest.mark.parametrize("name", sorted(DETAILS))
def test_every_detail_has_a_line_in_some_sentence(name: str):
    corpus = load()
    said = [row for ground in corpus.grounds.values() for _part, row in statements(ground.pleading)]
    narrative = corpus.narrative
    parts = (*narrative.relations, *narrative.before, *narrative.answering, *narrative.asked)
    said += [part.said for part in parts]
    placed = {one for row in said for wording in row.wordings for one in details(wording)}
    more = (narrative.losses, narrative.each, narrative.dealings)
    placed |= {one for rows in more for text in rows.values() for one in details(text)}
    # Those of earlier complaints and of accounts stand with them.
    assert name in placed | {"answer", "complained", "whom", "which_account"}


def test_of_several_defendants_the_claim_speaks_by_the_parts_that_it_gives_them():
    case = case_of(PURSUED)
    paper = blocks_of(Claim(court="", on=date(2026, 11, 29), case=case))
    (parties,) = [one.text for one in paper.blocks if one.key == "parties"]
    for place, one in enumerate(case.respondents, 1):
        assert isinstance(one, Respondent)
        assert f"被告{place}：{one.name}" in parties
