"""``manage.py bench`` at its smallest: it measures what it says, leaves nothing, and touches nothing else."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


def bench(home: Path, *options: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "manage.py", "bench", *options],
        cwd=ROOT,
        env={**os.environ, "ANNING_HOME": str(home)},
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )


def test_it_measures_and_leaves_nothing(tmp_path: Path) -> None:
    small = ("--complaints", "200", "--rounds", "1", "--requests", "4", "--messages", "500", "--pages", "20")
    done = bench(tmp_path, *small, "--json")
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    assert found["complaints"] == 200
    intake, desk = found["intake"], found["desk"]
    assert all(intake[name]["per_second"] > 0 for name in ("empty", "raw", "api", "web"))
    assert intake["api"]["statements"] <= 12
    pages = {name: row for name, row in desk.items() if isinstance(row, dict)}
    assert {"queue", "queue, overdue", "search, rare word", "all, last page", "case page", "own case"} < set(
        pages
    )
    lists = [row["statements"] for name, row in pages.items() if name.startswith(("queue", "all", "search"))]
    assert max(lists) <= 12
    assert all(row["p95_ms"] >= row["median_ms"] > 0 for row in pages.values())
    law = found["law"]
    assert law["assess"]["per_second"] > law["assess_and_keep"]["per_second"] > 0
    assert law["as_then"]["changed"] == 0
    assert 0 < law["amended"]["changed"] <= law["cases"]
    assert found["import"]["messages"] == 500
    assert [(one["exhibits"], one["pages"]) for one in found["bundle"]] == [(10, 20)]
    assert not (tmp_path / "bench").exists()


@pytest.mark.parametrize("wrong", [("--complaints", "5"), ("--rounds", "0"), ("--only", "everything")])
def test_wrong_options_are_answered_in_words(tmp_path: Path, wrong: tuple[str, str]) -> None:
    done = bench(tmp_path, *wrong)
    assert done.returncode in (1, 2)
    assert wrong[0] in done.stderr
    assert "Traceback" not in done.stderr
    assert not (tmp_path / "bench").exists()
