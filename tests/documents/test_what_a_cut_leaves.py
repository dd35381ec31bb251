"""What is left out of a story leaves whole sentences with what they plead: from whom the number is, what was lost; what was only
regretted, advised or wished goes."""

from datetime import date

import pytest

from documents.clauses import pieces_in
from documents.excerpts import Telling, excerpts_of, together


def kept(story: str) -> list[str]:
    return [one.text for one in pieces_in(story) if not one.kind]


def test_what_was_bought_and_given_for_it_is_told_without_the_box_that_was_ticked() -> None:
    story = (
        "1月17日我团购了示例美容公司的68元面部护理，去到店里要先填一张顾客卡，姓名、电话、生日都要，下面有一行“愿意接收优惠信息”，"
        "店员帮我打了个勾，我也签了名。做完护理就一直劝我买疗程。"
    )
    assert kept(story)[0] == (
        "1月17日我团购了示例美容公司的68元面部护理，去到店里要先填一张顾客卡，姓名、电话、生日都要，"
    )
    assert not any("勾" in one or "签了名" in one for one in kept(story))


def test_what_was_lost_is_told_without_the_regret() -> None:
    story = (
        "想重新注册，说手机号已存在。6月3号我犯了个糊涂，寻思先凑合使，就用那个账户挂了个号，6月5号到了医院，窗口说名字对不上，不给看，"
        "来回打车花了58，挂号费25也没退，我这个后悔啊。"
    )
    told = excerpts_of(story, "", Telling(on=date(2026, 11, 29)))
    text = together([one for one in told if one.proposed], story)
    assert (
        "用那个账户挂了个号，6月5号到了医院，窗口说名字对不上，不给看，来回打车花了58，挂号费25也没退。"
        in text
    )
    for words in ("糊涂", "寻思", "后悔", "\n就用"):
        assert words not in text


@pytest.mark.parametrize(
    "story",
    [
        # An act that was wrong takes its sentence with it.
        "我骂了他几句，把他的订单取消了，花了300块。",
        "8月3号我压不住火，跟业务员对着骂了几句。",
        "我把她的订单取消了，后来有点后悔。",
    ],
)
def test_of_a_wrong_that_was_done_nothing_is_left(story: str) -> None:
    assert kept(story) == []


@pytest.mark.parametrize(
    ("story", "left"),
    [
        ("我又问了一个亲戚，他说要不先把钱还了再告他，我一个月2600，哪还得起。", []),
        ("堂客说算了嘛，四百多块钱买个清静，我差点就交了。", []),
        ("运营商给我出个证明，说明这个号以前不是我的。", []),
        ("钱我不要，就让他们两家都别打了，把我的号删了。", []),
        ("号我肯定要留着。", []),
        # Who was asked on a day, and what they answered, is told.
        ("我又问了一遍客服，他说系统里看不到。", ["我又问了一遍客服，他说系统里看不到。"]),
        ("营业厅给我开了张单子，写着入网时间。", ["营业厅给我开了张单子，写着入网时间。"]),
    ],
)
def test_who_only_advised_and_what_is_wished_leaves_no_half_sentence(story: str, left: list[str]) -> None:
    assert kept(story) == left


@pytest.mark.parametrize(
    "wish",
    [
        "号码绑了工资卡，我不换，要他们把我的号删掉，别打了，150块赔给我。",
        "钱我不要，别发了，我都注销了，号码就该给我删干净。",
        "号我得留着，就要他们把那个人的号摘下来。",
    ],
)
def test_what_is_wished_or_given_up_is_told_to_nobody(wish: str) -> None:
    told = "".join(one.text for one in pieces_in(wish) if not one.kind)
    for words in ("别打了", "别发了", "赔给我", "删", "不要", "留着"):
        assert words not in told


@pytest.mark.parametrize(
    "happened",
    [
        "8月18号我打他们客服，要他们把我的号删掉。",
        "我在电话里说了，别打了。",
        "他们在短信里写，别打了。",
    ],
)
def test_what_was_asked_of_somebody_then_is_what_happened(happened: str) -> None:
    assert not [one for one in pieces_in(happened) if one.kind]
