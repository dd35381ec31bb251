"""Figures for everybody (pure): nothing under ten, no gap that a sum fills, and no difference that tells of one person."""

import itertools
from collections.abc import Callable
from hashlib import sha256

import pytest

from filings.disclosure import MOST_LATE, STEP, Disclosure, Figure, Group

PARTS = ("decided", "refused", "transferred", "waiting")


def keyed(key: str) -> Callable[[str], int]:
    return lambda name: int(sha256(f"{key} {name}".encode()).hexdigest(), 16)


def told(group: Group, key: str = "k") -> dict[str, int | None]:
    return {one.item or "whole": one.people for one in Disclosure(keyed(key)).figures([group])}


def group(*counts: int, sums: bool = True) -> Group:
    parts = dict(zip(PARTS, counts, strict=True))
    return Group(table="channels", of="12321", parts=parts, whole=sum(counts), sums=sums)


@pytest.mark.parametrize("key", ["a", "b", "c", "d"])
def test_what_is_told_is_a_multiple_of_ten_and_never_more_than_there_are(key: str) -> None:
    for count in range(400):
        people = Disclosure(keyed(key)).told("harassment", count)
        if people is None:
            assert count < STEP + MOST_LATE
        else:
            assert people % STEP == 0
            assert STEP <= people <= count < people + STEP + MOST_LATE


def test_a_single_gap_beside_a_sum_is_widened_to_the_least_of_the_others() -> None:
    gaps = [item for item, people in told(group(129, 3, 69, 99)).items() if people is None]
    assert gaps == ["refused", "transferred"]
    assert [told(group(129, 3, 69, 99, sums=False))[one] for one in PARTS].count(None) == 1
    for counts in ((0, 3, 69, 99), (129, 3, 2, 99)):
        assert [told(group(*counts))[one] for one in PARTS].count(None) == 2


def test_no_part_is_told_where_the_whole_is_not_nor_more_than_the_whole() -> None:
    assert set(told(group(4, 3, 1, 1)).values()) == {None}
    both = [told(group(134, 0, 0, 0, sums=False), key) for key in "abcdefgh"]
    assert {(one["decided"] or 0) <= (one["whole"] or 0) for one in both} == {True}
    assert {one["whole"] for one in both} == {120, 130}


def test_what_is_left_out_follows_from_what_is_told_alone() -> None:
    """One case more or less in a cell that is not told changes nothing that is."""
    for few in range(1, STEP):
        before, after = told(group(129, few - 1, 69, 99)), told(group(129, few, 69, 99))
        assert {one: before[one] for one in PARTS} == {one: after[one] for one in PARTS}


def test_two_weeks_do_not_tell_whether_one_more_complained() -> None:
    """Who files all the others and watches a figure change sees, nine times in ten, what they could have seen without."""

    def seen(key: str, others: int) -> tuple[int | None, ...]:
        return tuple(Disclosure(keyed(key)).told("harassment", others + mine) for mine in range(16))

    secrets = [str(one) for one in range(600)]
    without = {seen(key, 3) for key in secrets}
    assert sum(seen(key, 4) in without for key in secrets) / len(secrets) > 0.85


def test_the_secret_of_one_ten_says_nothing_of_the_next() -> None:
    """Between two changes there are not always ten: who counts their own complaints from one to the next learns nothing."""

    def spans(key: str) -> list[int]:
        changes = [
            n
            for n in range(1, 200)
            if Disclosure(keyed(key)).told("x", n) != Disclosure(keyed(key)).told("x", n - 1)
        ]
        return [later - earlier for earlier, later in itertools.pairwise(changes)]

    assert len({span for key in "abcdef" for span in spans(key)}) > MOST_LATE


def test_the_whole_is_told_once_for_all_groups_of_a_kind() -> None:
    two = [
        Group(table=table, of="harassment", parts={"a": 59}, whole=59) for table in ("situations", "outcomes")
    ]
    assert [one.table for one in Disclosure(keyed("k")).figures(two)] == ["whole", "situations", "outcomes"]
    assert Disclosure(keyed("k")).figures(two)[0] == Figure("whole", "harassment", "", 50)
