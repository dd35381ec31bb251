"""Invented cases against answers that were worked out by hand: statuses, provisions, the days and doors of the plan."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml

from legal import assess

Case = dict[str, Any]
CASES: list[Case] = yaml.load(
    (Path(__file__).parent / "measured.yaml").read_text("utf-8"),
    getattr(yaml, "CSafeLoader", yaml.SafeLoader),
)
LIVE = ("established", "arguable")


def rests_on(ground: Mapping[str, Any]) -> set[str]:
    """Whatever a ground cites, for itself, for a respondent or for a remedy."""
    rows = [row["id"] for row in ground["provisions"]]
    return {
        *rows,
        *(name for part in ("respondents", "relief") for row in ground[part] for name in row["provisions"]),
    }


def cites(cited: set[str], wanted: str) -> bool:
    return any(name.startswith(wanted) if wanted.endswith(":") else name == wanted for name in cited)


def statuses(case: Case, grounds: dict[str, Any]) -> Iterator[str]:
    expected: dict[str, str] = case.get("grounds", {})
    for code, ground in grounds.items():
        status = ground["status"]
        if status != expected.get(code, status) or (status in LIVE and code not in expected):
            yield f"{code}: {status}, not {expected.get(code, 'raised by these facts')}"


def provisions(case: Case, grounds: dict[str, Any], plan: dict[str, Any]) -> Iterator[str]:
    cited = {code: rests_on(ground) for code, ground in grounds.items()}
    for part, key in (("relief", "code"), ("respondents", "role")):
        for code in grounds:
            for row in grounds[code][part]:
                cited.setdefault(row[key], set()).update(row["provisions"])
    for group in ("cite", "relief", "party"):
        for name, wanted in case.get(group, {}).items():
            yield from (f"{name} lacks {one}" for one in wanted if not cites(cited.get(name, set()), one))
    for name, unwanted in case.get("party_not", {}).items():
        yield from (f"{name} has {one}" for one in unwanted if cites(cited.get(name, set()), one))
    for one in case.get("never", ()):
        everywhere = {**cited, **{name: set(entry["provisions"]) for name, entry in plan.items()}}
        yield from (f"{name} has {one}" for name, row in everywhere.items() if cites(row, one))


def entries(case: Case, plan: dict[str, Any]) -> Iterator[str]:
    for name, expected in case.get("plan", {}).items():
        entry = plan[str(name)]
        for key, value in expected.items():
            if key == "cites":
                yield from (f"{name} lacks {one}" for one in value if one not in entry["provisions"])
                continue
            told = entry[key]
            if key == "answer_due" and value and told:
                told = {part: told[part] for part in value}
            if told != value:
                yield f"{name}.{key}: {told}, not {value}"


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["case"])
def test_the_answer_is_what_was_worked_out_by_hand(case: Case) -> None:
    answer = assess(case["facts"])
    grounds: dict[str, Any] = {row["code"]: row for row in answer["grounds"]}
    plan: dict[str, Any] = {row["channel"]: row for row in answer["plan"]}
    told = [*answer["warnings"], *(entry["why"] for entry in plan.values())]
    unsaid = [words for words in case.get("warns", ()) if not any(words in text for text in told)]
    faults = [*statuses(case, grounds), *provisions(case, grounds, plan), *entries(case, plan), *unsaid]
    assert not faults
