"""A letter that asks one thing carries what the person told that grounds it, and nothing of other companies and people."""

from dataclasses import replace
from typing import Any

import pytest

from documents.material import Respondent
from documents.papers.deleted import done_with
from documents.papers.drawn import Drawn
from documents.papers.grounding import grounding
from documents.papers.table import KINDS
from tests.documents.asking import ON, case_before

BANK, COLLECTOR = "汉中甲河消费金融有限公司", "西安乙川信用管理有限公司"
LENDER = Respondent(role="lender", name=BANK)
HIRED = Respondent(role="collector", name=COLLECTOR)
PERSON = Respondent(role="person", name="丙某荣")


def words(slug: str, story: str, *others: Respondent, facts: Any = None) -> str:
    case = case_before(FACTS, "court")
    case = replace(case, story=story, respondents=(LENDER, *others))
    drawn = Drawn(case=case, on=ON, facts=facts or FACTS, grounds=case.grounds)
    return "".join(one.text for one in grounding(drawn, LENDER, slug))


FACTS: dict[str, Any] = {
    "kind": "fake_collection",
    "situations": ["false_debt"],
    "wishes": ["correct", "delete", "clear_credit"],
    "event": {"first": "2026-06-11", "last": "2026-11-24"},
    "complainant": {"capacity": "recipient"},
    "contacts": {"channels": ["call"], "count": 26},
    "debt": {"owed": "none", "claimed": 14936},
    "respondents": [{"role": "lender", "name": BANK, "licensed_lender": True}],
}


@pytest.mark.parametrize(
    ("slug", "sentence", "told"),
    [
        ("access_request", "他们连我孩子是哪个月出生的都知道。", True),
        ("access_request", "我问他们怎么知道我的电话，有人说是公司发的名单。", True),
        ("access_request", "8月7日我让他们把有我签名的合同拿出来看。", True),
        ("access_request", "9月2日我说不报名，把我的信息删掉，他们说好。", True),
        ("access_request", "9月2日我去派出所报案。", False),
        ("correction_request", "9月22日我去派出所挂失补办了身份证。", True),
        ("correction_request", "4月21日我把手机退货了，商家取消了那笔分期。", True),
        ("correction_request", "他们天天打电话来催。", False),
        ("deletion_request", "填单子的时候留了电话，说是送货要用。", True),
        ("unbinding_request", "我找客服，还发了我的入网登记单。", True),
        ("unbinding_request", "站点说这个手机号在他们系统里有默认地址。", True),
        ("explanation_request", "我没有去过他们那里，也没有登记过。", True),
    ],
)
def test_a_letter_carries_the_sentences_that_ground_what_it_asks(slug: str, sentence: str, told: bool):
    assert (sentence[:-1] in words(slug, f"今年6月起他们找我。{sentence}")) is told


@pytest.mark.parametrize(
    ("story", "over"),
    [
        ("3月10日两箱酒送到了家里。", "所购的货物已经送到"),
        ("6月10日我把账号注销了。", "本人的账号已经注销"),
        ("酒一直没有送到。", ""),
        ("东西收到我就退了。", ""),
        ("", ""),
    ],
)
def test_what_a_number_was_given_for_is_over_as_far_as_the_story_tells_it(story: str, over: str):
    assert done_with(replace(case_before(FACTS, "court"), story=story)) == over


def test_what_is_wanted_now_stands_with_the_requests_alone():
    assert words("deletion_request", "我要求他们把我的号码删掉。") == ""


def test_nothing_is_told_of_another_company_nor_of_a_person_who_is_complained_about():
    story = f"9月22日我到派出所挂失。6月29日我报案，把回执发给{COLLECTOR}。丙某荣被立案了。"
    said = words("correction_request", story, HIRED, PERSON)
    assert "挂失" in said
    assert COLLECTOR not in said
    assert "丙某荣" not in said


def test_the_name_of_who_owes_is_told_nobody():
    facts = {**FACTS, "debt": {"owed": "others", "claimed": 28000, "debtor": "丁国富"}}
    assert words("deletion_request", "我跟他们说打错了，我不是丁国富。", facts=facts) == ""


def test_it_stands_in_the_letter_and_a_collector_is_not_asked_to_correct_what_a_lender_reports():
    facts = {**FACTS, "respondents": [*FACTS["respondents"], {"role": "collector", "name": COLLECTOR}]}
    case = case_before(facts, "court")
    case = replace(case, story="9月22日我去派出所挂失补办了身份证。征信报告上有这一笔，已经逾期六期。")
    drawn = Drawn(case=case, on=ON, facts=facts, grounds=case.grounds)
    kind = KINDS["correction_request"]
    texts = {}
    for to in kind.addressees(drawn):
        paper = kind.make(replace(drawn, addressee=to))
        texts[to.name] = str(paper)
    assert "本人另述：“9月22日我去派出所挂失补办了身份证。”" in texts[BANK]
    assert "征信记录" in texts[BANK]
    assert "征信记录" not in texts[COLLECTOR]
