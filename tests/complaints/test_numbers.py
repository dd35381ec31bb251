"""Numbers under concurrency (P3): many file at once, one filing in five fails at the last moment, no number is lost."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from random import Random

import pytest
from django.db import connection, transaction
from django.utils import timezone

from accounts.actors import Actor
from complaints.models import Complaint, LedgerEntry, NumberSeries, Receipt
from complaints.services import ComplainantInput, file_complaint

PARALLEL, EACH = 32, 100
AT = datetime(2026, 3, 16, 10, tzinfo=timezone.get_default_timezone())


class Failed(Exception):
    """What comes up after the number was taken and before the commit."""


def file_one(fails: bool = False, at: datetime = AT) -> str | None:
    """The number that was given; None when the transaction failed."""
    try:
        with transaction.atomic():
            filed = file_complaint(
                by=Actor(),
                kind="harassment",
                situations=["no_consent"],
                story="天天收到广告。",
                facts={"event": {"first": "2026-03-01", "last": "2026-03-10"}},
                complainant=ComplainantInput(name="测试人"),
                at=at,
            )
            if fails:
                raise Failed
    except Failed:
        return None
    return filed.complaint.number


def file_many(worker: int) -> list[str]:
    random = Random(worker)
    try:
        given = [file_one(fails=random.random() < 0.2) for _ in range(EACH)]
    finally:
        connection.close()
    return [number for number in given if number]


@pytest.mark.django_db(transaction=True)
def test_numbers_have_no_gap_and_no_repeat() -> None:
    """Real threads, each with a connection of its own."""
    with ThreadPoolExecutor(PARALLEL) as pool:
        given = [number for numbers in pool.map(file_many, range(PARALLEL)) for number in numbers]
    assert 0.75 * PARALLEL * EACH < len(given) < 0.85 * PARALLEL * EACH
    expected = [f"AN-2026-{place:06d}" for place in range(1, len(given) + 1)]
    assert sorted(given) == expected
    assert list(Complaint.objects.order_by("number").values_list("number", flat=True)) == expected
    assert NumberSeries.objects.get(year=2026).last == len(given)
    assert Receipt.objects.count() == LedgerEntry.objects.count() == len(given)


@pytest.mark.django_db
def test_each_year_begins_with_one_and_the_year_is_that_of_shanghai() -> None:
    last_evening = datetime(2026, 12, 31, 23, 59, tzinfo=timezone.get_default_timezone())
    assert file_one(at=last_evening) == "AN-2026-000001"
    assert file_one(at=last_evening) == "AN-2026-000002"
    new_year = datetime(2026, 12, 31, 16, 0, tzinfo=UTC)
    assert file_one(at=new_year) == "AN-2027-000001"


@pytest.mark.django_db
def test_the_number_after_the_last_of_six_digits_is_longer() -> None:
    NumberSeries.objects.create(year=2026, last=999_999)
    assert file_one() == "AN-2026-1000000"
