"""The measure of the reader on many invented messages at once: no single cue may cost what another one gains."""

from collections import Counter
from pathlib import Path

from complaints.reading import read
from complaints.reading.category import CATEGORIES

ROWS = [
    tuple(line.split("\t", 1))
    for line in Path(__file__).with_name("messages.tsv").read_text("utf-8").splitlines()
]


def test_macro_f1_over_all_categories() -> None:
    hit, taken, missed, wrong = Counter[str](), Counter[str](), Counter[str](), []
    for wanted, text in ROWS:
        found = read(text).category
        if found == wanted:
            hit[wanted] += 1
        else:
            missed[wanted] += 1
            taken[found] += 1
            wrong.append(f"{wanted} read as {found}: {text}")
    assert {wanted for wanted, _ in ROWS} == set(CATEGORIES)
    scores = [2 * hit[one] / (2 * hit[one] + taken[one] + missed[one]) for one in CATEGORIES]
    assert sum(scores) / len(scores) >= 0.95, "\n".join(wrong)
