"""Numbers that a story tells as the other side's are theirs; one's own and a friend's are not."""

import pytest

from complaints.reading import callers_in, own_number_in


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
        ("打给我的号码是17012345678", ["17012345678"]),
    ],
)
def test_the_numbers_of_who_disturbs_are_read(story: str, numbers: list[str]) -> None:
    assert callers_in(story) == numbers


@pytest.mark.parametrize(
    ("story", "told"),
    [
        ("今年九月在营业厅办了新号码13900000711，天天有人催债", ("13900000711", "办了新号码13900000711")),
        ("我的手机号是139 0000 1234，天天有人打来", ("13900001234", "我的手机号是139 0000 1234")),
        ("有人用17012345678打我，我手机是13900000778", ("13900000778", "我手机是13900000778")),
        ("打给我的是13900000888", ("", "")),
        ("我妈的号码13900000001天天被打", ("", "")),
        ("我的号13900000001和我的号13900000002都被打", ("", "")),
        ("我打了10010", ("", "")),
    ],
)
def test_the_tellers_own_number_is_read_with_its_words(story: str, told: tuple[str, str]) -> None:
    assert own_number_in(story) == told
