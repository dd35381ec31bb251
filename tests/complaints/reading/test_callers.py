"""Numbers that a story tells as the other side's are theirs; one's own and a friend's are not."""

import pytest

from complaints.reading import callers_in


@pytest.mark.parametrize(
    ("story", "numbers"),
    [
        ("0755-86123456天天打来，说我欠钱", ["075586123456"]),
        ("用17012345678给我打电话骂我", ["17012345678"]),
        ("来电号码是0755-86123456、17012345678", ["075586123456", "17012345678"]),
        ("收到10690000123456发来的短信", ["10690000123456"]),
        ("我的号码是13900001234，一直有人打来", []),
        ("他们还打我同事的13811112222", []),
        ("打给我爸13811112222，骂他", []),
        ("我打了12315和10010", []),
        ("我儿子的电话13811112222也被17012345678骚扰", ["17012345678"]),
        ("欠款27911元", []),
        ("我用13900001234这个号打给我妈", []),
    ],
)
def test_the_numbers_of_who_disturbs_are_read(story: str, numbers: list[str]) -> None:
    assert callers_in(story) == numbers
