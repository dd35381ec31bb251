"""Pairs of neighbouring characters: the database cuts as the query does, also a story without one punctuation mark."""

from importlib import import_module

import pytest
from django.db import connection
from django.db.models import F
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.actors import Actor
from complaints.models import Complaint
from complaints.search import Plain, as_searched, case_number, pairs_of
from complaints.services import ComplainantInput, ContactInput, file_complaint
from core.written import plain

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


@settings(max_examples=60, suppress_health_check=list(HealthCheck))
@given(st.text(LETTERS, max_size=400))
def test_both_cut_alike(text: str) -> None:
    assert in_the_database(text) == set(pairs_of(text))


def test_twenty_thousand_characters_without_a_break() -> None:
    assert in_the_database("安宁" * 10_000) == {"安宁", "宁安"}


# ── However it is written ────────────────────────────────────────────────────────────────────────────────────────────
SIGNS = st.sampled_from(
    "安宁2７①⼀ＴtＤ ，。、:：-－–\u2011\u2212\u3000\u200b\u2060\ufeff\u202d\ufe0f\U000e0041\n'\\"
)
WIDE = "【示例】最新欠款２７９１１元，会员\u200b日，电话０１０－１２３４５６７８，退订回ＴＤ"
TYPED = ["27911", "２７９１１", "2\u200b7911", "欠款27911元", "欠款２７９１１元", "回TD", "回ＴＤ", "会员日", "会员\u200b日",
         "010-12345678", "０１０－１２３４５６７８", "010–12345678", "010\u201112345678", "回td"]  # fmt: skip


def filed(text: str) -> Complaint:
    return file_complaint(
        by=Actor(),
        kind="harassment",
        situations=["no_consent"],
        story="天天收到这样的信息。",
        facts={"event": {"first": "2026-03-01", "last": "2026-03-10"}},
        complainant=ComplainantInput(name="测试人"),
        contacts=[ContactInput(channel="sms", sender="10690000123456", text=text)],
    ).complaint


@settings(max_examples=80, suppress_health_check=list(HealthCheck))
@given(st.text(SIGNS, max_size=200))
def test_the_database_folds_as_the_reader_does(text: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {Plain.template % {'expressions': '%s'}}", [text])
        (folded,) = cursor.fetchone()
    assert folded == plain(text)


@pytest.mark.parametrize("typed", TYPED)
def test_words_are_found_however_they_and_the_message_are_written(typed: str) -> None:
    wanted = filed(WIDE)
    filed("【示例】别的短信，会员须知")
    assert [one.pk for one in Complaint.objects.matching(typed)] == [wanted.pk]
    assert wanted.contacts.get().text == WIDE


def test_what_was_kept_before_is_folded_where_it_must_be_and_found_as_it_is(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The migration folds the rows with such signs, as the reader does; the others have only other punctuation."""
    said = "您好：请还款（尽快）～"
    monkeypatch.setattr("complaints.services.filing.as_searched", lambda text: text)
    wanted, other = filed(WIDE), filed(said)
    migration = import_module("complaints.migrations.0012_searched_as_read")
    chosen = Complaint.objects.filter(searchable__regex=migration.FOLDED).annotate(
        folded=Plain(F("searchable"))
    )
    assert [(one.pk, one.folded) for one in chosen] == [(wanted.pk, as_searched(wanted.searchable))]
    for words in ("您好：请还款", "还款（尽快）", "款（尽快）～", "请还款"):
        assert [one.pk for one in Complaint.objects.matching(words)] == [other.pk], words


@pytest.mark.parametrize(
    "typed",
    [
        "AN-2026-000009",
        "ＡＮ－２０２６－０００００９",
        "an2026000009",
        "AN–2026–000009",
        "\u202aAN-2026-000009\u202c",
    ],
)
def test_the_number_of_a_case_is_one_however_it_is_written(typed: str) -> None:
    assert case_number(typed) == "AN-2026-000009"


def test_what_is_searched_is_folded_once() -> None:
    assert as_searched(as_searched(WIDE)) == as_searched(WIDE)
    assert len(as_searched("ﷺ" * 20_000)) == 20_000
