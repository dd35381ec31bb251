# ruff: noqa: T201
"""How well messages and stories are read, against labelled files given by path (P16). Prints figures and the confusion table.

python -m tests.workbench.read_labelled MESSAGES.jsonl STORIES.jsonl
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from complaints.reading import read, triage
from complaints.reading.category import CATEGORIES

# The situations of the contract that such labels use under their own name.
SITUATIONS = frozenset(
    [
        "no_consent",
        "optout_ignored",
        "number_not_disclosed",
        "account_bound",
        "residual_charge",
        "no_debt",
        "others_debt",
        "contacts_harassed",
    ]
)


class Score:
    """Hits, false alarms and misses of one field."""

    def __init__(self) -> None:
        self.hits = self.alarms = self.misses = 0

    def add(self, found: Iterable[Any], wanted: Iterable[Any]) -> None:
        got, want = Counter(found), Counter(wanted)
        both = sum((got & want).values())
        self.hits += both
        self.alarms += sum(got.values()) - both
        self.misses += sum(want.values()) - both

    @property
    def f1(self) -> float:
        return 2 * self.hits / max(1, 2 * self.hits + self.alarms + self.misses)


def rows(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in Path(name).read_text(encoding="utf-8").splitlines() if line.strip()]


def messages(name: str) -> None:
    confusion: Counter[tuple[str, str]] = Counter()
    fields = {
        "signature": Score(),
        "opt_out": Score(),
        "amounts": Score(),
        "phones": Score(),
        "urls": Score(),
    }
    for row in rows(name):
        reading = read(row["text"], sender=row.get("sender"))
        confusion[row["label"], reading.category] += 1
        fields["signature"].add(filter(None, [reading.signature]), filter(None, [row["signature"]]))
        code = row["opt_out_code"] if row["opt_out_kind"] == "sms" else None
        fields["opt_out"].add([reading.opt_out.code] if reading.opt_out else [], filter(None, [code]))
        fields["amounts"].add(map(float, reading.amounts), map(float, row["amount_yuan"]))
        fields["phones"].add(reading.phones, row["phones"])
        fields["urls"].add(map(str.lower, reading.urls), map(str.lower, row["urls"]))
    print("labelled as".ljust(14), *(name[:8].rjust(8) for name in CATEGORIES))
    scores = []
    for label in CATEGORIES:
        print(label.ljust(14), *(str(confusion[label, name]).rjust(8) for name in CATEGORIES))
        hits = confusion[label, label]
        given = sum(confusion[other, label] for other in CATEGORIES)
        meant = sum(confusion[label, other] for other in CATEGORIES)
        scores.append(2 * hits / max(1, given + meant))
    print(f"category macro-F1 {sum(scores) / len(scores):.4f}")
    for field, score in fields.items():
        print(f"{field} F1 {score.f1:.4f} (hits {score.hits}, false {score.alarms}, missed {score.misses})")


def stories(name: str) -> None:
    right, score, told = 0, Score(), rows(name)
    for row in told:
        found = triage(row["text"])
        right += found.kind == row["kind"]
        score.add({one.slug for one in found.situations} & SITUATIONS, set(row["situations"]) & SITUATIONS)
    print(f"triage kind accuracy {right / max(1, len(told)):.4f}, situations micro-F1 {score.f1:.4f}")


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    messages(sys.argv[1])
    stories(sys.argv[2])
