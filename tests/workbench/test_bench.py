"""``manage.py bench`` at its smallest: it measures what it says, leaves nothing, and touches nothing else."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

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
    small = ("--complaints", "100", "--rounds", "1", "--requests", "2", "--messages", "200", "--pages", "20")
    done = bench(tmp_path, *small, "--json")
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    assert "Traceback" not in done.stderr
    assert found["complaints"] == 100
    intake, desk = found["intake"], found["desk"]
    assert all(intake[name]["per_second"] > 0 for name in ("empty", "raw", "api", "web"))
    assert all(
        intake[name][key] > 0 for name in ("api", "web") for key in ("p95_ms", "empty_over_it", "raw_over_it")
    )
    assert intake["api"]["statements"] <= 12
    # Its statements and no more than those: that they were carried out is counted by the measurement itself.
    assert intake["raw"]["statements"] <= intake["api"]["statements"]
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
    imported = found["import"]
    assert (imported["messages"], imported["kept"] + imported["repeated"]) == (200, 200)
    assert all(imported[name] > 0 for name in ("lines", "entries", "read", "keep", "bare_rows"))
    assert [(one["exhibits"], one["pages"]) for one in found["bundle"]] == [(10, 20)]
    assert not (tmp_path / "bench").exists()


@pytest.mark.parametrize("wrong", [("--complaints", "5"), ("--rounds", "0"), ("--only", "everything")])
def test_wrong_options_are_answered_in_words(
    tmp_path: Path, wrong: tuple[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ANNING_HOME", str(tmp_path))
    with pytest.raises(CommandError, match=wrong[0]):
        call_command("bench", *wrong)
    assert not (tmp_path / "bench").exists()
