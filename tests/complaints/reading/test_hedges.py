"""A number that is told as about so many is read so; an exact one is not."""

import pytest

from complaints.reading.hedges import hedged


@pytest.mark.parametrize(
    ("story", "number"),
    [
        ("电话和短信加起来七十个上下", ("70", "七十")),
        ("大概得有六十来个", ("60", "六十")),
        ("说了以后五十个总有的", ("50", "五十")),
        ("短信加电话有八十多个", ("80", "八十")),
        ("电话短信一共大概一百五十个", ("150", "一百五十")),
        ("差不多有30次", ("30", "三十")),
        ("电话短信加起来四百个总有", ("400", "四百")),
    ],
)
def test_a_number_of_about_so_many(story: str, number: tuple[str, ...]):
    assert hedged(story, number)


@pytest.mark.parametrize(
    ("story", "number"),
    [
        ("我数了，一共27个，一天最多三个", ("27", "二十七")),
        ("预约了30次", ("30", "三十")),
        ("大概2026年5月开始，一共收到58条", ("58", "五十八")),
        ("一百五十来个", ("50", "五十")),
        ("快递打了30个", ("30", "三十")),
    ],
)
def test_a_number_that_was_counted(story: str, number: tuple[str, ...]):
    assert not hedged(story, number)
