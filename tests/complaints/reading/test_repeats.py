"""What is left out for speed changes no reading: patterns that cannot match, and texts that were read before."""

import re
from datetime import date, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from complaints.reading import read
from complaints.reading.category import _compiled
from complaints.reading.message import Repeats
from complaints.reading.prefilter import Index, needed

MESSAGES = (Path(__file__).parent / "messages.tsv").read_text().splitlines()


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        ("验证码", {"验"}),
        ("(?:退订|拒收)回[TN]", {"回"}),
        ("退订|拒收", {"退", "拒"}),
        ("(?:退订)?", None),
        (r"\d{6}", None),
        (r"\d{6}元?块", {"块"}),
        ("[^元]", None),
        ("(?i)td退", None),
        ("(?i:td)退", {"退"}),
        ("(?=退)", None),
        ("退订|", None),
    ],
)
def test_what_a_pattern_needs(pattern: str, expected: set[str] | None) -> None:
    found = needed(pattern)
    assert found == expected


@given(st.text(alphabet="退订拒收回TNtn验证码元0123 ", max_size=12))
def test_no_pattern_that_matches_is_passed_over(text: str) -> None:
    patterns = [
        "退订|拒收",
        "(?:回[TN]|验证码)+",
        r"\d元",
        "(?i)tn",
        "(?:退订)?收",
        "[0-3]{2}元",
        "(?<!退)订",
    ]
    matching = {place for place, pattern in enumerate(patterns) if re.search(pattern, text)}
    assert matching <= Index(patterns).possible(text)


def test_no_cue_that_matches_a_message_is_passed_over() -> None:
    index, compiled = _compiled()
    for text in MESSAGES:
        matching = {place for place, (cue, _weights) in enumerate(compiled) if cue.search(text)}
        assert matching <= index.possible(text)
        assert matching or len(index.possible(text)) < len(compiled)


def test_a_text_that_comes_again_reads_as_it_does_alone() -> None:
    repeats = Repeats(most=50)
    dues = 0
    for text in MESSAGES[:200]:
        for sender in ("1069123456", "10690009", "13900001111", "not a number", None):
            for received in (date(2025, 11, 3), datetime(2024, 2, 28, 23, 30), None):
                again = repeats.read(text, sender=sender, received=received)
                assert again == read(text, sender=sender, received=received)
                dues += again.deadline is not None
    assert dues


def test_what_is_remembered_is_bounded() -> None:
    repeats = Repeats(most=3)
    for text in [*MESSAGES[:10], "长" * 600]:
        repeats.read(text)
    assert [text for text, _kind in repeats._known] == MESSAGES[7:10]
