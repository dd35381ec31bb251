"""A number that is told as about so many is read so; an exact one is not."""

import pytest

from complaints.reading.hedges import rough_numbers


@pytest.mark.parametrize(
    ("story", "number"),
    [
        ("电话和短信加起来七十个上下", 70),
        ("大概得有六十来个", 60),
        ("说了以后五十个总有的", 50),
        ("短信加电话有八十多个", 80),
        ("电话短信一共大概一百五十个", 150),
        ("差不多有30次", 30),
        ("来了快200条", 200),
        ("前前后后两百多个电话", 200),
        ("电话短信加起来四百个总有", 400),
    ],
)
def test_a_number_of_about_so_many(story: str, number: int):
    assert number in rough_numbers(story)


@pytest.mark.parametrize(
    ("story", "number"),
    [
        ("我数了，一共27个，一天最多三个", 27),
        ("预约了30次", 30),
        ("大概2026年5月开始，一共收到58条", 58),
        ("一百五十来个", 50),
        ("快递打了30个", 30),
    ],
)
def test_a_number_that_was_counted(story: str, number: int):
    assert number not in rough_numbers(story)
