"""The operator that a story names is known; a word that only sounds like one is none."""

import pytest

from complaints.reading import operators_in


@pytest.mark.parametrize(
    ("story", "names"),
    [
        ("9月15号在联通营业厅办的新号", ["中国联通"]),
        ("营业厅我去过两次，10010也打了", ["中国联通"]),
        ("我在移动办的卡", ["中国移动"]),
        ("中国电信股份有限公司", ["中国电信"]),
        ("从联通营业厅换到移动营业厅", ["中国移动", "中国联通"]),
        ("移动支付、电信诈骗、移动电话", []),
        ("10010xx", ["中国联通"]),
        ("106901001012", []),
    ],
)
def test_the_operator_that_is_named_is_read(story: str, names: list[str]) -> None:
    assert operators_in(story) == names
