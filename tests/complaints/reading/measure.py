"""How well the reader reads labelled messages and stories: ``python -m tests.complaints.reading.measure MESSAGES STORIES``.

MESSAGES: one JSON object a line with ``text``, ``sender``, ``label``, ``signature``, ``opt_out_code``, ``opt_out_kind``,
``amount_yuan``. STORIES: ``text``, ``kind``, ``situations``. Prints the figures and the tables of
docs/benchmarks.md in Markdown.
"""

import json
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from complaints.reading import read, triage
from complaints.reading.category import CATEGORIES

KINDS = ("harassment", "second_hand_number", "fake_collection", "other")


def rows(name: str) -> Iterator[dict[str, Any]]:
    for line in Path(name).read_text("utf-8").splitlines():
        if line.strip():
            yield json.loads(line)


class Found:
    """Hits, false finds and misses, and the F1 that they make."""

    def __init__(self) -> None:
        self.hit = self.false = self.missed = 0

    def add(self, wanted: Iterable[Any], found: Iterable[Any]) -> None:
        wanted_many, found_many = Counter(wanted), Counter(found)
        both = (wanted_many & found_many).total()
        self.hit += both
        self.false += found_many.total() - both
        self.missed += wanted_many.total() - both

    @property
    def f1(self) -> float:
        return 2 * self.hit / max(1, 2 * self.hit + self.false + self.missed)


def table(names: tuple[str, ...], pairs: Counter[tuple[str, str]]) -> str:
    """The confusion table: a row what it is, a column what was read."""
    lines = ["| | " + " | ".join(names) + " | F1 |", "|---" * (len(names) + 2) + "|"]
    for row in names:
        hit = pairs[row, row]
        of_row = sum(pairs[row, column] for column in names)
        of_column = sum(pairs[other, row] for other in names)
        score = 2 * hit / max(1, of_row + of_column)
        cells = " | ".join(str(pairs[row, column] or "·") for column in names)
        lines.append(f"| {row} | {cells} | {score:.3f} |")
    return "\n".join(lines)


def macro(names: tuple[str, ...], pairs: Counter[tuple[str, str]]) -> float:
    scores = []
    for name in names:
        of_row = sum(pairs[name, other] for other in names)
        of_column = sum(pairs[other, name] for other in names)
        scores.append(2 * pairs[name, name] / max(1, of_row + of_column))
    return sum(scores) / len(scores)


def messages(name: str) -> None:
    pairs: Counter[tuple[str, str]] = Counter()
    signature, opt_out, amounts = Found(), Found(), Found()
    count = 0
    for row in rows(name):
        reading = read(row["text"], sender=row.get("sender"))
        count += 1
        pairs[row["label"], reading.category] += 1
        signature.add(filter(None, [row["signature"]]), filter(None, [reading.signature]))
        wanted = [row["opt_out_code"]] if row.get("opt_out_kind") == "sms" else []
        opt_out.add(wanted, [reading.opt_out.code] if reading.opt_out else [])
        amounts.add(map(float, row["amount_yuan"]), map(float, reading.amounts))
    score = macro(CATEGORIES, pairs)
    sys.stdout.write(
        f"{count} messages: category macro-F1 {score:.3f}, signature F1 {signature.f1:.3f}, "
        f"opt-out F1 {opt_out.f1:.3f}, amounts F1 {amounts.f1:.3f}\n\n{table(CATEGORIES, pairs)}\n\n"
    )


def stories(name: str) -> None:
    """Situations are counted over the slugs that the labels use: a label "threats" is no slug of the contract."""
    given = list(rows(name))
    known = {slug for row in given for slug in row["situations"]}
    pairs: Counter[tuple[str, str]] = Counter()
    situations = Found()
    for row in given:
        told = triage(row["text"])
        pairs[row["kind"], told.kind] += 1
        slugs = {found.slug for found in told.situations}
        offered = _SLUGS & known
        situations.add(set(row["situations"]) & offered, slugs & offered)
    right = sum(pairs[kind, kind] for kind in KINDS) / len(given)
    sys.stdout.write(
        f"{len(given)} stories: kind accuracy {right:.3f}, situations micro-F1 {situations.f1:.3f}\n\n"
        f"{table(KINDS, pairs)}\n"
    )


if __name__ == "__main__":
    import django

    django.setup()
    from complaints.models import Situation

    _SLUGS = set(Situation.values)
    messages(sys.argv[1])
    stories(sys.argv[2])
