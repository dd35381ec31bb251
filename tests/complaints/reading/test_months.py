"""A month that is told stays a month, and lately is no day: neither becomes a day, and a day is asked where lately is told."""

from datetime import date
from typing import Any

import pytest

from complaints.forms import UnderstoodForm
from complaints.forms.pages import FIRST_DAY_HINT
from complaints.reading import facts_told, undated

TODAY = date(2026, 11, 29)
BEGAN = [
    ("8月开始有人天天打电话", (2026, 8)),
    ("八月份开始收到广告", (2026, 8)),
    ("从去年3月起每天都有推销电话", (2025, 3)),
    ("去年3月开始的", (2025, 3)),
    ("上个月开始天天收到短信", (2026, 10)),
    ("从上个月底就有人打", (2026, 10)),
    ("十二月起一直打", (2025, 12)),
    ("2024年5月份以来天天催", (2024, 5)),
    ("自十月中旬开始", (2026, 10)),
    ("这个月开始的", (2026, 11)),
]
NO_MONTH = [
    "9月办的联通二次号，天天有人找前机主",
    "我3月借的钱5月还清了",
    "扣了三个月的费",
    "一个月打了三十次",
    "2027年3月开始",
    "天天收到广告短信",
]
LATELY = [
    "最近老有贷款公司打电话",
    "现在还在继续",
    "到现在还天天打",
    "目前仍在骚扰",
    "这几天又开始打了",
    "近期频繁打来",
    "至今还在催",
    "还在发，没完没了",
    "这段时间天天打",
    "如今仍没停",
]


@pytest.mark.parametrize(("story", "month"), BEGAN)
def test_the_month_in_which_it_began(story: str, month: tuple[int, int]) -> None:
    told = undated(story, today=TODAY)["first"]
    assert told.month == month
    assert told.words in story
    days = facts_told(story, kind="harassment", today=TODAY)
    assert not [one for one in days if one.fact.startswith("event.")]


@pytest.mark.parametrize("story", NO_MONTH)
def test_a_month_of_something_else_is_none(story: str) -> None:
    assert "first" not in undated(story, today=TODAY)


@pytest.mark.parametrize("story", LATELY)
def test_lately_is_told_and_is_no_day(story: str) -> None:
    told = undated(story, today=TODAY)["last"]
    assert told.month is None
    assert told.words in story


def hints(story: str) -> dict[str, str]:
    answers: dict[str, Any] = {"story": {"story": story}, "kind": {"kind": "harassment"}}
    form = UnderstoodForm(answers=answers, today=TODAY)
    return {one.name: str(one.help_text) for one in form.open_fields() if one.name in ("first", "last")}


def test_the_page_says_which_day_is_still_needed() -> None:
    said = hints("8月开始天天收到广告短信，退订没用，现在还在继续。")
    assert "first" not in said
    assert "您写的是「现在还在」，没有写哪一天" in said["last"]


def test_nobody_is_asked_to_guess_a_day() -> None:
    said = hints("天天收到广告短信，退订没用。")
    assert said["first"] == str(FIRST_DAY_HINT)
    assert "大概" not in "".join(said.values())


def test_a_day_that_is_told_is_known_and_not_asked() -> None:
    answers: dict[str, Any] = {
        "story": {"story": "从8月3日开始天天收到广告短信，最近一次是11月20日。"},
        "kind": {"kind": "harassment"},
    }
    form = UnderstoodForm(answers=answers, today=TODAY)
    assert form["first"].value() == "2026-08-03"
    assert form["last"].value() == "2026-11-20"
    assert not [one for one in form.open_fields() if one.name in ("first", "last")]


@pytest.mark.parametrize(
    ("story", "month", "words"),
    [
        ("今年九月在营业厅办了新号，从第二天起天天有催收电话。", (2026, 9), "今年九月、从第二天起"),
        ("去年3月买了房，次日就有装修公司打来。", (2025, 3), "去年3月、次日就"),
    ],
)
def test_what_began_the_day_after_began_with_it(story: str, month: tuple[int, int], words: str) -> None:
    told = undated(story, today=TODAY)["first"]
    assert (told.month, told.words) == (month, words)
