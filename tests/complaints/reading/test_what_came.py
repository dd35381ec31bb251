"""What a story says of contact that did not come, of what its teller did, and of its days and numbers as people write them."""

from datetime import date
from typing import Any

import pytest

from complaints.reading import facts_told, situations_told, wishes_told
from complaints.reading.callers import callers_in
from complaints.understanding import role_named

TODAY = date(2026, 11, 30)
H, N = "harassment", "second_hand_number"


def told(story: str, kind: str = H) -> dict[str, Any]:
    return {one.fact: one.value for one in facts_told(story, kind=kind, today=TODAY)}


@pytest.mark.parametrize(
    "story",
    [
        "我没有接到过电话，只有短信推销",
        "他们没给我打过电话，都是发广告短信",
        "电话倒没有打过，天天发广告短信",
        "我收到推销短信，没有电话",
        "我给他们座机打过电话叫他们别发了，还是发推销短信",
        "我打了他们的座机，还是发推销短信",
        "我打那个座机叫他们别发了，还是发广告短信",
        "打客服电话投诉也没用，广告短信照发",
    ],
)
def test_no_call_is_read_where_none_came(story: str) -> None:
    assert told(story)["contacts.channels"] == ["sms"]
    assert "nuisance_calls" not in [one.slug for one in situations_told(story, H)]


@pytest.mark.parametrize(
    "story",
    [
        "没有一天没接到推销电话",
        "从来没有接到过这么多推销电话",
        "我没接到的电话有十个，都是推销",
        "他给我打电话推销",
        "我打开手机全是未接推销电话",
        "我打电话过去，他们又打来推销",
        "我发短信叫他们别打了，还是天天打来推销",
        "我天天被打推销电话",
    ],
)
def test_a_call_that_came_is_read(story: str) -> None:
    assert told(story)["contacts.channels"] == ["call"]
    assert "nuisance_calls" in [one.slug for one in situations_told(story, H)]


def test_who_got_nothing_is_not_read_as_who_got_it() -> None:
    assert "complainant.capacity" not in told("我没有接到过电话。")
    assert told("我没有接到过电话，我收到的是短信")["complainant.capacity"] == "recipient"


@pytest.mark.parametrize(
    ("story", "count"),
    [
        ("从七月开始发，到现在一个星期总要来三四条广告短信", None),
        ("到现在一个月了，广告短信不停", None),
        ("到现在一个星期要来十条", None),
        ("打来的有一个自称是“融信达”的", None),
        ("到现在三个月一共收到80条", 80),
        ("到现在收到60条", 60),
    ],
)
def test_a_rate_and_a_time_are_no_total(story: str, count: int | None) -> None:
    assert told(story).get("contacts.count") == count


@pytest.mark.parametrize(
    ("story", "fact", "day"),
    [
        ("从十月十二号开始天天打", "event.first", "2026-10-12"),
        ("去年三月二十一号起一直发", "event.first", "2025-03-21"),
        ("最后一次是十一月二十八日", "event.last", "2026-11-28"),
        ("七月二十号我就回了R", "refusal.on", "2026-07-20"),
        ("十二月三十一号我回复退订", "refusal.on", "2025-12-31"),
    ],
)
def test_a_day_in_chinese_numerals_is_a_day(story: str, fact: str, day: str) -> None:
    assert told(story)[fact] == day


@pytest.mark.parametrize(
    "story",
    [
        "我在营业厅办了一张新的电信卡，号码是177 5512 3086。用了没几天就开始有人打电话",
        "我的号码17755123086天天接到电话",
        "我这个号码是17755123086，天天有人打来",
        "我现在用的号码是17755123086，打来的都是催债",
    ],
)
def test_the_tellers_own_number_is_nobody_elses(story: str) -> None:
    assert callers_in(story) == []


def test_a_name_of_nobody_known_is_no_operators() -> None:
    roles = {name: role_named(name, N) for name in ("融信达", "快易花", "江南银行", "中国电信", "移动")}
    assert roles == {
        "融信达": "unknown",
        "快易花": "unknown",
        "江南银行": "bank",
        "中国电信": "operator",
        "移动": "operator",
    }


def test_to_be_parted_from_anothers_account_is_a_wish() -> None:
    assert "unbind" in wishes_told("我只想银行把这个号码跟那个人解开，催债的不要再打给我了。")
