"""Who is told to sell something and to call about it, calls to sell it: nobody is asked whether that was advertising."""

from datetime import date

import pytest

from complaints.reading import facts_told

SELLS = [
    "今年3月开始，一个卖茅台镇酒的公司天天给我打电话发短信",
    "有个卖保健品的天天打电话",
    "卖墓地的平台每天发短信来",
]
SELLS_NOTHING = [
    "把我的号码卖给别人的公司打电话来",
    "卖我信息的公司给我打电话",
    "有人说我卖的手机号打电话给他",
    "营业厅卖号的人打电话给我",
]


@pytest.mark.parametrize("story", [*SELLS, *SELLS_NOTHING])
def test_who_sells_and_calls(story: str) -> None:
    told = facts_told(story, kind="harassment", today=date(2026, 11, 29))
    found = [one.value for one in told if one.fact == "content.commercial"]
    assert found == ([True] if story in SELLS else [])
