"""The floor of an intake writes what an intake writes, as often as it says; what goes wrong in a thread is raised."""

import subprocess
from typing import Any

import pytest
from django.apps import apps
from django.core.management import CommandError
from django.db import connections
from psycopg import sql
from psycopg.errors import UniqueViolation

from complaints.models import Complaint, Party
from tests.cases import make_case
from workbench.bench import bundle, floor, intake, load, server
from workbench.bench.server import EMPTY_REQUEST

YEAR = 2031  # in which nobody filed


def counts() -> dict[str, int]:
    """How many rows of every table there are."""
    with connections["default"].cursor() as cursor:
        found = {}
        for model in apps.get_models():
            cursor.execute(sql.SQL("SELECT count(*) FROM {}").format(sql.Identifier(model._meta.db_table)))
            found[model._meta.label] = cursor.fetchone()[0]
    return found


def more(before: dict[str, int]) -> dict[str, int]:
    return {name: count - before[name] for name, count in counts().items() if count != before[name]}


def filed() -> Complaint:
    return make_case(number="13900005678").complaint


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("keys")
def test_the_floor_writes_the_rows_of_an_intake_and_counts_them() -> None:
    before = counts()
    complaint = filed()
    left = more(before)
    # The account is there before, and the year's number is one row for all.
    del left["accounts.User"], left["complaints.NumberSeries"]
    rows = floor.rows_of(complaint)
    assert len(rows) == sum(left.values())
    before = counts()
    assert floor.insert(rows, year=YEAR, times=21, parallel=4) > 0
    assert more(before) == {name: 21 * count for name, count in left.items()} | {"complaints.NumberSeries": 1}
    numbers = Complaint.objects.filter(number__startswith=f"AN-{YEAR}-").order_by("number")
    assert [one.number for one in numbers] == [f"AN-{YEAR}-{place:06d}" for place in range(1, 22)]
    people = Party.objects.filter(complaint__in=numbers).order_by().values_list("complaint").distinct()
    assert people.count() == 21


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("keys")
def test_what_goes_wrong_in_a_connection_is_no_rate(monkeypatch: pytest.MonkeyPatch) -> None:
    rows = floor.rows_of(filed())
    (own,) = (one for one in rows if one.model is Complaint)
    # A second complaint, which gets no number of its own.
    broken = [*rows, own]
    with pytest.raises(ExceptionGroup) as raised:
        floor.insert(broken, year=YEAR, times=8, parallel=4)
    assert {type(error) for error in raised.value.exceptions} == {UniqueViolation}
    monkeypatch.setattr(floor, "insert", lambda *_given, **_more: 25_108.6)
    with pytest.raises(CommandError, match="0 intakes stand in the database after 8"):
        intake._raw(rows, YEAR, 8)


@pytest.mark.parametrize(
    ("said", "code", "answers"), [("no load", 1, []), ("1 answers to 2", 0, [[200, 0.01]])]
)
def test_a_load_that_broke_off_is_no_rate(
    said: str, code: int, answers: list[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    text = f'{{"seconds": 1, "answers": {answers}}}'
    done = subprocess.CompletedProcess([], code, stdout=text, stderr="no load")
    monkeypatch.setattr(subprocess, "run", lambda *_given, **_more: done)
    with pytest.raises(CommandError, match=said):
        server.send(1, [EMPTY_REQUEST] * 2, parallel=2)


def test_a_thread_of_the_load_that_dies_ends_it(monkeypatch: pytest.MonkeyPatch) -> None:
    def dies(*_given: Any) -> None:
        raise ValueError("no request can be made of this")

    monkeypatch.setattr(load, "_work", dies)
    monkeypatch.setattr(load.json, "load", lambda _stream: {"requests": [], "parallel": 2, "port": 1})
    with pytest.raises(ExceptionGroup) as raised:
        load.main()
    assert len(raised.value.exceptions) == 2


def test_a_look_at_the_memory_that_dies_ends_the_measurement(monkeypatch: pytest.MonkeyPatch) -> None:
    def dies(_pid: int) -> int:
        raise ArithmeticError

    monkeypatch.setattr(bundle, "_held", dies)
    memory = bundle._Memory()
    with pytest.raises(ArithmeticError), memory:
        memory._looking.exception()
