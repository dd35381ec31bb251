"""The measure of triage on many invented stories: the kind, and that the situation which is plain in one is offered."""

from pathlib import Path

from complaints.reading import triage

ROWS = [line.split("\t") for line in Path(__file__).with_name("stories.tsv").read_text("utf-8").splitlines()]


def test_kind_of_stories() -> None:
    wrong = [f"{kind}: {text}" for kind, _slug, text in ROWS if triage(text).kind != kind]
    assert len(wrong) <= len(ROWS) * 0.05, "\n".join(wrong)


def test_what_is_plain_is_offered() -> None:
    plain = [(slug, text) for _kind, slugs, text in ROWS for slug in filter(None, slugs.split(","))]
    missed = [row for row in plain if row[0] not in {found.slug for found in triage(row[1]).situations}]
    assert len(missed) <= len(plain) * 0.1, missed


def test_ones_own_real_debt_is_not_steered_to_no_debt() -> None:
    owing = [text for kind, _slug, text in ROWS if kind == "other" and "欠了" in text]
    assert owing
    for text in owing:
        assert not triage(text).situations
