"""What tests cost in processor seconds, with all that they start: ``pytest -p tests.costs FOLDER``, one process, no xdist.

Seconds of a clock say how busy the machine is; these say what a test takes of it: its own process, whatever that started
(Chromium, confined processes, portals), and the tests' PostgreSQL.
"""

import os
import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

_TICKS = os.sysconf("SC_CLK_TCK")
_MODULES, _TESTS = 25, 25  # that are told of
_spent: dict[str, Counter[str]] = defaultdict(Counter)
_of_tests: Counter[str] = Counter()


def _taken() -> float:
    """Processor seconds until now of this process, of PostgreSQL, and of all below them, ended or not."""
    used: dict[int, int] = {}
    below: dict[int, list[int]] = defaultdict(list)
    for place in Path("/proc").glob("[0-9]*/stat"):
        try:
            said = place.read_text().rsplit(")", 1)[1].split()
        except OSError:
            continue
        pid = int(place.parent.name)
        below[int(said[1])].append(pid)
        used[pid] = sum(map(int, said[11:15]))
    todo = {os.getpid(), *_postgres()}
    total = 0
    while todo:
        pid = todo.pop()
        total += used.get(pid, 0)
        todo.update(below[pid])
    return total / _TICKS


def _postgres() -> list[int]:
    # Not before the tests are configured: whoever imports the portal first chooses its settings.
    from tests.settings import FOLDER

    try:
        return [int((FOLDER / "pg" / "postmaster.pid").read_text().split()[0])]
    except (OSError, ValueError):
        return []


def _measured(item: pytest.Item, phase: str) -> Iterator[None]:
    begun = time.thread_time()
    before = _taken()
    looking = time.thread_time() - begun
    yield
    # What a browser took goes from the sum with the browser.
    seconds = max(0.0, _taken() - before - looking)
    module, _colons, test = item.nodeid.partition("::")
    _spent[module][phase] += seconds  # type: ignore[assignment]
    _of_tests[f"{module}::{test.partition('[')[0]}"] += seconds  # type: ignore[assignment]


@pytest.hookimpl(hookwrapper=True, tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> Iterator[None]:
    yield from _measured(item, "before")


@pytest.hookimpl(hookwrapper=True, tryfirst=True)
def pytest_runtest_call(item: pytest.Item) -> Iterator[None]:
    _spent[item.nodeid.partition("::")[0]]["tests"] += 1
    yield from _measured(item, "itself")


@pytest.hookimpl(hookwrapper=True, tryfirst=True)
def pytest_runtest_teardown(item: pytest.Item) -> Iterator[None]:
    yield from _measured(item, "after")


def pytest_terminal_summary(terminalreporter: Any) -> None:
    def total(module: str) -> float:
        return sum(_spent[module][phase] for phase in ("before", "itself", "after"))

    terminalreporter.section("processor seconds: before, itself, after, tests")
    for module in sorted(_spent, key=total, reverse=True)[:_MODULES]:
        of = _spent[module]
        terminalreporter.line(
            f"{total(module):7.1f}  {of['before']:6.1f} {of['itself']:6.1f} {of['after']:5.1f} {of['tests']:5d}  {module}"
        )
    terminalreporter.line(f"{sum(map(total, _spent)):7.1f}  all")
    for test, seconds in _of_tests.most_common(_TESTS):
        terminalreporter.line(f"{seconds:7.1f}  {test}")
