"""One table of what is kept how long, may be how large and is waited for how long; nothing of it stands elsewhere."""

import ast
import re
from collections.abc import Iterator
from datetime import timedelta
from itertools import pairwise
from pathlib import Path

from core import retention_and_limits as limits

ROOT = Path(__file__).parents[2]
ROOMS = ("core", "accounts", "complaints", "evidence", "legal", "documents", "filings", "portal")
TABLE = ROOT / "core" / "retention_and_limits.py"
# A technique's own, no policy: how long the demo's certificate is valid.
ELSEWHERE = {"evidence/timestamps/local.py": {"YEARS"}}
ROW = re.compile(r"^\| `(\w+)` \| ([^|]+) \| ([^|]+) \|$", re.MULTILINE)
UNITS = (("day", 86_400), ("hour", 3_600), ("minute", 60), ("second", 1))


def modules() -> Iterator[tuple[str, ast.Module]]:
    for room in ROOMS:
        for path in sorted((ROOT / room).rglob("*.py")):
            if "migrations" not in path.parts and path != TABLE:
                yield path.relative_to(ROOT).as_posix(), ast.parse(path.read_text(encoding="utf-8"))


def assigned(module: ast.Module) -> Iterator[tuple[str, ast.expr]]:
    """The constants of a module."""
    for statement in module.body:
        if isinstance(statement, ast.Assign):
            for target in statement.targets:
                if isinstance(target, ast.Name):
                    yield target.id, statement.value


def meanings() -> dict[str, str]:
    """What the table says of each constant, in one line; a constant without a word is missing."""
    body = ast.parse(TABLE.read_text(encoding="utf-8")).body
    return {
        before.targets[0].id: " ".join(said.value.value.split())
        for before, said in pairwise(body)
        if isinstance(before, ast.Assign) and isinstance(before.targets[0], ast.Name)
        if isinstance(said, ast.Expr)
        and isinstance(said.value, ast.Constant)
        and isinstance(said.value.value, str)
    }


def spoken(value: object) -> str:
    if isinstance(value, tuple):
        return ", ".join(map(spoken, value))
    if isinstance(value, timedelta):
        seconds = round(value.total_seconds())
        unit, size = next((unit, size) for unit, size in UNITS if seconds % size == 0)
        return f"{seconds // size} {unit}{'' if seconds == size else 's'}"
    assert isinstance(value, int)
    for unit, size in (("GiB", 1024**3), ("MiB", 1024**2)):
        if value >= size:
            return f"{value // size} {unit}"
    return str(value)


NAMES = [name for name, _value in assigned(ast.parse(TABLE.read_text(encoding="utf-8")))]


def test_every_limit_of_the_table_is_gone_by_somewhere() -> None:
    used = {
        node.id if isinstance(node, ast.Name) else node.attr
        for _path, module in modules()
        for node in ast.walk(module)
        if isinstance(node, ast.Name | ast.Attribute)
    }
    assert set(NAMES) <= used


def test_no_other_module_has_a_span_of_time_of_its_own() -> None:
    own = {
        f"{path}: {name}"
        for path, module in modules()
        for name, value in assigned(module)
        if any(isinstance(node, ast.Name) and node.id == "timedelta" for node in ast.walk(value))
        and name.isupper()
        and name not in ELSEWHERE.get(path, ())
        and "timezone" not in ast.dump(value)
    }
    assert own == set()


def test_the_page_says_what_the_table_says() -> None:
    said = meanings()
    assert list(said) == NAMES
    page = (ROOT / "docs" / "limits.md").read_text(encoding="utf-8")
    assert ROW.findall(page) == [(name, spoken(getattr(limits, name)), said[name]) for name in NAMES]
