"""A page says a day as its reader writes one; what programs read stays as it is."""

import pytest
from django.utils.safestring import mark_safe
from django.utils.translation import override

from core.days import with_days_read
from core.told import told


@pytest.mark.parametrize(
    ("language", "said"), [("zh-hans", "如果2026年11月30日提交"), ("zh-hant", "如果2026年11月30日提交")]
)
def test_a_day_is_written_as_its_reader_writes_it(language: str, said: str) -> None:
    with override(language):
        assert with_days_read("如果2026-11-30提交") == said
    with override("en"):
        assert with_days_read("by 2026-11-30.") == "by 30 November 2026."


@pytest.mark.parametrize(
    "text",
    ["AN-2026-000017", "/law/?on=2026-11-30", "2026-11-30.json", "2026-13-40", "案卷-2026-11-30-1", ""],
)
def test_what_is_no_day_of_a_sentence_stays(text: str) -> None:
    assert with_days_read(text) == text


def test_what_is_told_says_its_days_in_every_language() -> None:
    told_of = {"why": ["到2026-11-30，过了就不受理"], "page": "/law/?on=2026-11-30"}
    assert told(told_of) == {"why": ["到2026年11月30日，过了就不受理"], "page": "/law/?on=2026-11-30"}
    assert told(mark_safe("<time datetime='2026-11-30'>")) == "<time datetime='2026-11-30'>"
