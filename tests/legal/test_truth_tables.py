"""P12: every combination of the facts that matter; a change shows as a diff of a table that a lawyer can read."""

import csv

import pytest

from legal.corpus import load
from tests.legal.truth import FOLDER, rows
from tests.legal.truth_plan import TABLES

CORPUS = load()


@pytest.mark.parametrize("code", list(CORPUS.grounds))
def test_truth_table(code):
    ground = CORPUS.grounds[code]
    path = FOLDER / f"{code}_{ground.slug}.csv"
    with path.open(encoding="utf-8-sig", newline="") as file:
        kept = list(csv.reader(file))
    assert list(rows(ground, CORPUS)) == kept, (
        "the law changed: python -m tests.legal.truth, then read the diff"
    )


@pytest.mark.parametrize("name", list(TABLES))
def test_truth_table_of_a_channel(name):
    with (FOLDER / f"{name}.csv").open(encoding="utf-8-sig", newline="") as file:
        kept = list(csv.reader(file))
    assert list(TABLES[name]()) == kept, "the plan changed: python -m tests.legal.truth, then read the diff"


@pytest.mark.parametrize("code", list(CORPUS.grounds))
def test_every_ground_can_be_reached(code):
    ground = CORPUS.grounds[code]
    reached = {row[-1] for row in rows(ground, CORPUS)}
    best = "可主张" if any(element.judgement for element in ground.elements) else "成立"
    assert {best, "不成立", "缺事实"} <= reached
    assert best == "成立" or "成立" not in reached


def test_nothing_left_is_a_table_of_no_ground():
    assert {path.stem for path in FOLDER.glob("*.csv")} == {
        *(f"{g.code}_{g.slug}" for g in CORPUS.grounds.values()),
        *TABLES,
    }
