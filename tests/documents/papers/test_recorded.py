"""Why a record of a debt is wrong: as the story tells it, and no more."""

from dataclasses import replace
from typing import Any

import pytest

from documents.papers.recorded import on_credit_record, same_name, why_recorded_wrong
from tests.documents.asking import case_before

FACTS: dict[str, Any] = {
    "kind": "fake_collection",
    "event": {"first": "2026-06-15", "last": "2026-11-20"},
    "contacts": {"channels": ["call"], "count": 60},
    "debt": {"owed": "others", "claimed": 36500},
    "respondents": [{"role": "lender", "name": "甲市示例小额贷款有限公司"}],
}


def case_told(story: str) -> Any:
    return replace(case_before(FACTS, "lender"), story=story, details={})


@pytest.mark.parametrize(
    ("story", "told"),
    [
        (
            "他报的身份证后四位跟我的不一样，我是1974年的。他说“名字就是你”。我说是重名，找错人了。",
            "“他报的身份证后四位跟我的不一样，我是1974年的。”“我说是重名，找错人了。”",
        ),
        (
            "9月2日办的手机号。他说“认号不认人”，那时候这个号又不是我的。",
            "“9月2日办的手机号。”“他说‘认号不认人’，那时候这个号又不是我的。”",
        ),
        ("当时帮人挂名是我糊涂，已经变更了。法人已经去变更了。", "“法人已经去变更了。”"),
        ("他们天天打电话。", ""),
    ],
)
def test_why_a_record_is_wrong_is_quoted_from_the_story(story: str, told: str) -> None:
    assert why_recorded_wrong(case_told(story)) == told


def test_a_clean_report_has_nothing_to_be_put_right() -> None:
    assert on_credit_record(case_told("我去打过征信，上头干干净净，一笔都没有。")) == ""
    assert on_credit_record(case_told("征信上写着逾期。")) == "story"


def test_whoever_has_the_same_name_is_told_so() -> None:
    assert same_name(case_told("是重名。"), "")
    assert same_name(case_told("他们找错了人。"), "王某（跟我同名）")
    assert not same_name(case_told("他们找错了人。"), "王某")
