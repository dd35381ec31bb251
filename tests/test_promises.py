"""Every sentence that promises something is held by a test, and the table that says by which is whole."""

import csv
import io

import pytest

from tests.promises import Place, is_there, places, promising, rows


def line(place: Place) -> str:
    """The row that somebody should add."""
    row = io.StringIO()
    csv.writer(row, lineterminator="").writerow([place.file, place.sentence, "tests/….py::test_…"])
    return row.getvalue()


def told(what: str, lines: list[str]) -> str:
    return "\n".join([what, *lines])


def test_every_promise_names_the_test_that_holds_it() -> None:
    missing = sorted(places() - {row.place for row in rows()})
    say = "Somebody is promised this. Add to tests/promises.csv, with the test that holds it (or do not promise it):"
    assert not missing, told(say, [line(place) for place in missing])


def test_every_row_stands_for_a_sentence_of_today() -> None:
    listed, today = [row.place for row in rows()], places()
    gone = sorted(set(listed) - today)
    assert not gone, told(
        "Nobody says this any more. Take out of tests/promises.csv:", [line(one) for one in gone]
    )
    assert len(set(listed)) == len(listed), "each sentence stands once in tests/promises.csv"


def test_every_test_that_is_named_is_there() -> None:
    lost = [
        f"{row.place.file}: {test}" for row in rows() for test in row.tests or ("",) if not is_there(test)
    ]
    assert not lost, told("tests/promises.csv names tests that do not exist:", lost)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("编号给您了。材料已发出，请等待。", ["材料已发出，请等待"]),
        ("材料已经送达\n还没有期限", ["材料已经送达", "还没有期限"]),
        ("送达方式；发出时间", []),
    ],
)
def test_what_is_a_promise(text: str, found: list[str]) -> None:
    assert list(promising(text)) == found


def test_a_test_that_does_not_exist_holds_nothing() -> None:
    assert is_there("tests/test_promises.py::test_what_is_a_promise")
    assert not is_there("tests/test_promises.py::test_of_nothing")
    assert not is_there("tests/test_nowhere.py::test_what_is_a_promise")
    assert not is_there("")
