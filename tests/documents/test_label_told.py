"""What an app shows for a number is a case of its own, told in the answers or in the story alone."""

from typing import Any

import pytest

from complaints.models import Complaint
from complaints.reading import facts_told, situations_told
from documents.label_told import came_back, label_told
from filings.services.reach import Refused
from filings.services.sending.content import Wishes, facts_now
from filings.services.sending.preparation import check_something_asked
from tests.documents.asking import ON, asked
from tests.documents.test_whose_number import text_of
from tests.golden.papers import filed

APP, OPERATOR = "江口护号网络科技有限公司", "中国示例通信集团有限公司江口分公司"
STORY = (
    "4月18日办的新号，没人说是别人用过的。5月20日客户给我看，她手机上跳出来“诈骗电话，326人标记”。"
    "5月22日在护号上面申诉，6月4日消掉了，6月中旬又变成“骚扰电话，41人标记”。号我要留。"
)
PRIOR = [
    {"to": "platform", "act": "complaint", "on": "2026-05-29"},
    {"to": "platform", "act": "complaint", "on": "2026-05-22"},
    {"to": "operator", "act": "complaint", "on": "2026-05-01"},
]
FACTS: dict[str, Any] = {
    "kind": "second_hand_number",
    "situations": ["number_not_disclosed"],
    "wishes": ["correct", "delete", "keep_number", "apology"],
    "event": {"first": "2026-05-03", "last": "2026-11-28"},
    "complainant": {"capacity": "subscriber", "consumer_of_respondent": True},
    "number": {"second_hand": True, "told": False, "registrant_is_me": True, "activated_on": "2026-04-18"},
    "prior": PRIOR,
    "respondents": [{"role": "platform", "name": APP}, {"role": "operator", "name": OPERATOR}],
}


def test_what_the_screen_shows_is_read_with_how_many_marked_it_and_asked_about():
    told = {one.fact: one.value for one in facts_told(STORY, kind=FACTS["kind"], today=ON)}
    assert told["number.mislabelled_as"] == "骚扰电话"
    assert "number_mislabelled" in {one.slug for one in situations_told(STORY, FACTS["kind"])}


def test_it_is_of_the_one_app_that_is_complained_about():
    assert label_told(STORY, PRIOR, [APP]) == {
        "mislabelled_as": "骚扰电话",
        "label_reported_on": "2026-05-22",
        "label_returned": True,
    }
    assert label_told(STORY, PRIOR, []) == label_told(STORY, PRIOR, [APP, "另一家有限公司"]) == {}
    assert label_told("5月22日在护号上面申诉。", PRIOR, [APP]) == {}


@pytest.mark.parametrize(
    ("story", "back"),
    [(STORY, True), ("标成骚扰电话，申诉以后消掉了。", False), ("又变成“骚扰电话”，后来消掉了。", False)],
)
def test_it_came_back_only_after_it_was_taken_off(story: str, back: bool):
    assert came_back(story) is back


def _filed(**more: Any) -> Complaint:
    facts = {
        name: one
        for name, one in FACTS.items()
        if name not in ("kind", "situations", "wishes", "respondents")
    }
    case = {
        **{name: FACTS[name] for name in ("kind", "situations", "wishes", "respondents")},
        "story": STORY,
        "facts": {**facts, "number": {**FACTS["number"], **more}},
        "complainant": {"name": "何安", "phone": "13900000135", "region": "320508"},
        "contacts": [],
    }
    return filed(case).read_whole()


@pytest.mark.django_db
def test_a_case_has_it_though_nobody_ticked_it_and_an_answer_goes_first():
    assert facts_now(_filed())["number"]["mislabelled_as"] == "骚扰电话"
    assert facts_now(_filed(mislabelled_as="推销"))["number"]["mislabelled_as"] == "推销"


LABELLED = {**FACTS, "number": {**FACTS["number"], **label_told(STORY, PRIOR, [APP])}}


@pytest.mark.parametrize("channel", ["platform", "cac_12377", "court"])
def test_each_way_asks_that_it_be_put_right(channel: str):
    text = text_of(LABELLED, channel)
    assert "更正" in str(asked(LABELLED, channel).sentences)
    assert "取消标记，其后该号码又被标记" in text
    assert "仍未更正该标记" not in text


@pytest.mark.parametrize("channel", ["platform", "court"])
def test_an_apology_is_asked_of_who_shows_it(channel: str):
    assert "赔礼道歉" in str(asked(LABELLED, channel).sentences)


def test_nobody_who_keeps_the_number_is_told_to_give_it_up():
    untold = {**FACTS, "wishes": ["keep_number"], "respondents": FACTS["respondents"][1:]}
    made = asked(untold, "court")
    with pytest.raises(Refused) as refused:
        check_something_asked(made.every, Wishes(), "court", made.unasked, keeps=True)
    assert "解除合同" not in str(refused.value)
    assert "换一个号码" not in str(refused.value)
    assert "书面证明" in str(refused.value)
