"""The situations of each kind: named, whole, and the same as those that the law knows grounds for."""

from complaints.models import SITUATIONS_OF_KIND, Kind, Situation
from legal.corpus import load


def test_every_situation_stands_under_exactly_one_kind() -> None:
    every = [situation for of_kind in SITUATIONS_OF_KIND.values() for situation in of_kind]
    assert set(SITUATIONS_OF_KIND) == set(Kind)
    assert sorted(every) == sorted(Situation)


def test_the_law_has_its_grounds_under_the_same_kinds() -> None:
    of_law = {
        kind: {ground.slug for ground in load().grounds.values() if ground.kind == kind} for kind in Kind
    }
    assert of_law == {kind: {str(slug) for slug in SITUATIONS_OF_KIND[kind]} for kind in Kind}
