"""What was filled in somewhere is said to have been filled in there, and a car is no order."""

from dataclasses import replace

import pytest

from documents.blocks import Sentence
from documents.given_where import as_given
from tests.documents.sample import CASE

FORM = "晚上刷短视频，看见个“专升本免费测评”，顺手填了名字和电话，第二天就打来了。"


@pytest.mark.parametrize(
    ("story", "said"),
    [
        (FORM, "原告此前在“专升本免费测评”中填过姓名和号码（约定的用途：{?given_for}）"),
        ("我在“满减节”页面留过手机号。", "原告此前在“满减节”中填过号码（约定的用途：{?given_for}）"),
        ("他说“免费测评”，我没理。", "原告此前向被告提供过号码（约定的用途：{?given_for}）"),
        ("他们登记了我的号码。", "原告此前向被告提供过号码（约定的用途：{?given_for}）"),
    ],
)
def test_a_number_is_given_where_the_story_tells(story: str, said: str):
    one = Sentence(text="原告此前向被告提供过号码（约定的用途：{?given_for}）", rests=("data.source",))
    assert as_given(one, replace(CASE, story=story)).text == said


@pytest.mark.parametrize(
    ("story", "said"),
    [
        ("车是我2023年在宁波某公司买的。", "原告2023年为生活消费在被告处购车时提供过号码"),
        ("我在店里买了台家用车。", "原告此前为生活消费在被告处购车时提供过号码"),
        ("我买过一回车险，在店里下的单。", "原告此前为生活消费在被告处下单时提供过号码"),
        ("买过七八回菜。", "原告此前为生活消费在被告处下单时提供过号码"),
    ],
)
def test_nobody_orders_a_car(story: str, said: str):
    one = Sentence(text="原告此前为生活消费在被告处下单时提供过号码", rests=("data.source",))
    assert as_given(one, replace(CASE, story=story)).text == said
