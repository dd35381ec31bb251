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
    "我是洛阳一个轴承厂的电焊工，卡是我办的。": "电焊工",
    "我25岁，在桂林一个米粉厂包装线上班，6月刷到的。": "包装工",
    "俺在济宁的小商品批发市场给人理货，俺爹走了。": "理货员",
    "我在呼市一个宾馆打扫客房，识字不多。": "客房服务员",
    "我在乌市一个酒店后厨切配，想学剪辑。": "后厨切配",
    "我在佛山做瓷砖销售，客户都打电话。": "销售",
    "我五十五了，在库尔勒给一个料场看大门，写不长。": "门卫",
    "我是宜昌这边种橘子的，不赖账。": "农民",
    "我是小学老师，教语文。": "教师",
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
        "我在店里卖过一次旧手机。",
        "那边一个卖花的打过来。",
        "",
    ],
)
def test_what_others_do_is_nobodys_occupation(story: str) -> None:
    assert occupation_in(story) == ""
