"""What somebody does is read where they say it of themselves, and of nobody else."""

import pytest

from complaints.reading.occupations import occupation_in

TOLD = {
    "我是医院的护士，今年3月看了一套房。": "护士",
    "我在济南一个小厂做会计，去年想考中级。": "会计",
    "我在贵阳开网约车，5月办了这个号。": "网约车司机",
    "我在合肥读研，6月办了校园卡。": "在读研究生",
    "我在西安碑林开个小面馆，今年7月办的号。": "个体经营",
    "我在郑州一个幼儿园当老师，从来没有借过。": "教师",
    "我住在老小区，退休前是粮油站的出纳。": "退休",
    "他们打个不停。我现在给人开旅游大巴，不敢接。": "司机",
}


@pytest.mark.parametrize("story", TOLD)
def test_what_somebody_does_is_read_where_they_say_it(story: str) -> None:
    assert occupation_in(story) == TOLD[story]


@pytest.mark.parametrize(
    "story",
    [
        "我老公开网约车，天天接不了单。",
        "打电话的自称是护士，让我交钱。",
        "我是他的老师，他借钱填了我。",
        "我找客服，客服说不归他们管。",
        "我是去年买的课，一个会计老师教的。",
        "我妈是退休教师。",
        "我在店里买过一次。",
        "",
    ],
)
def test_what_others_do_is_nobodys_occupation(story: str) -> None:
    assert occupation_in(story) == ""
