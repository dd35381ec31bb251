"""Pairs of neighbouring characters: the database cuts as the query does, also a story without one punctuation mark."""

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from complaints.search import pairs_of

pytestmark = pytest.mark.django_db
LETTERS = st.sampled_from("安宁示例abcX7 ，。、-\u3000\n'\\")


def in_the_database(text: str) -> set[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT tsvector_to_array(anning_bigrams(%s))", [text])
        return set(cursor.fetchone()[0])


@pytest.mark.parametrize("length", [0, 1, 2, 64, 65, 66, 128, 129, 130, 1_000])
def test_a_run_longer_than_a_piece_loses_no_pair(length: int) -> None:
    run = "".join(chr(0x4E00 + place) for place in range(length))
    assert in_the_database(run) == set(pairs_of(run))


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.text(LETTERS, max_size=400))
def test_both_cut_alike(text: str) -> None:
    assert in_the_database(text) == set(pairs_of(text))


def test_twenty_thousand_characters_without_a_break() -> None:
    assert in_the_database("安宁" * 10_000) == {"安宁", "宁安"}
