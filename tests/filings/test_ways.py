"""Every way out has its part, and nobody outside asks which way it is: they ask the way."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings

from filings.admin.outbox import RecipientForm
from filings.models import Way
from filings.ways.table import AWAY, BORNE, HERE, PARTS, is_carried, part_of

ROOT = Path(settings.BASE_DIR)
APPS = ("core", "accounts", "complaints", "evidence", "legal", "documents", "filings", "portal", "workbench")
# The ways themselves; and models, whose constraint and queries are asked by the database.
AT_HOME = ("filings/ways/", "filings/models/", "filings/migrations/")
WORDS = {str(way) for way in Way}
_BY_WAY = re.compile(r"(\w+__)?way(__\w+)?")


def _names_a_way(node: ast.AST) -> bool:
    """``Way.DESK``, or a list, tuple, set with such or with the words of ways."""
    if isinstance(node, ast.Attribute):
        return isinstance(node.value, ast.Name) and node.value.id == "Way" and node.attr.isupper()
    if isinstance(node, ast.List | ast.Tuple | ast.Set):
        return any(_names_a_way(each) or _is_word(each) for each in node.elts)
    return False


def _is_word(node: ast.AST) -> bool:
    return isinstance(node, ast.Constant) and node.value in WORDS


def _is_way(node: ast.AST) -> bool:
    """``filing.way``, ``given["way"]``, ``given.get("way")`` or a name ``way``."""
    if isinstance(node, ast.Attribute):
        return node.attr == "way"
    if isinstance(node, ast.Name):
        return node.id == "way"
    if isinstance(node, ast.Subscript):
        return isinstance(node.slice, ast.Constant) and node.slice.value == "way"
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "get":
        return bool(node.args) and isinstance(node.args[0], ast.Constant) and node.args[0].value == "way"
    return False


def _asks(node: ast.AST) -> bool:
    """Whether this is a question which way something goes: compared, matched, looked up in a table, queried for."""
    if isinstance(node, ast.Compare):
        sides = [node.left, *node.comparators]
        by_word = any(map(_is_way, sides)) and any(_is_word(side) or _names_a_way(side) for side in sides)
        return by_word or any(_names_a_way(side) and isinstance(side, ast.Attribute) for side in sides)
    if isinstance(node, ast.MatchValue):
        return _names_a_way(node.value)
    if isinstance(node, ast.Dict):
        return any(key is not None and _names_a_way(key) for key in node.keys)
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute | ast.Name):
        name = node.func.attr if isinstance(node.func, ast.Attribute) else node.func.id
        if name == "by":
            return any(map(_names_a_way, node.args))
        if name in ("filter", "exclude", "get", "Q"):
            asked = [each.value for each in node.keywords if each.arg and _BY_WAY.fullmatch(each.arg)]
            return any(_names_a_way(value) or _is_word(value) for value in asked)
    return False


def _questions(source: str) -> Iterator[int]:
    yield from sorted(node.lineno for node in ast.walk(ast.parse(source)) if _asks(node))  # type: ignore[attr-defined]


def test_every_way_has_its_part_in_one_row_of_the_table():
    assert set(PARTS) == WORDS
    assert sorted([*HERE, *AWAY, *BORNE]) == sorted(WORDS)
    for way in Way:
        assert part_of(way).way == way
        assert is_carried(way) is (way not in BORNE)


def test_no_part_is_no_way():
    with pytest.raises(ValueError, match="pigeon"):
        part_of("pigeon")


def test_no_module_outside_asks_which_way_it_is():
    asked = []
    for app in APPS:
        for path in sorted((ROOT / app).rglob("*.py")):
            name = path.relative_to(ROOT).as_posix()
            if not name.startswith(AT_HOME):
                asked += [f"{name}:{line}" for line in _questions(path.read_text(encoding="utf-8"))]
    assert asked == []


def test_no_template_asks_either():
    asked = re.compile(r"""\bway\s*(?:[!=]=|in)\s*["']|["']\s*[!=]=\s*\w*\.?way\b""")
    told = [
        path.relative_to(ROOT).as_posix()
        for path in sorted((ROOT / "templates").rglob("*"))
        if path.suffix in (".html", ".txt") and asked.search(path.read_text(encoding="utf-8"))
    ]
    assert told == []


@pytest.mark.parametrize(
    "source",
    [
        "if held.way == Way.DESK: pass",
        "if 'hand' != filing.way: pass",
        "if content['way'] in (Way.DESK, Way.EMAIL): pass",
        "if way in ['desk', 'email']: pass",
        "if given.get('way') == 'email': pass",
        "WORDS = {Way.DESK: 'at a desk'}",
        "match held.way:\n case Way.HAND: pass",
        "rows.by(Way.EMAIL)",
        "rows.filter(way__in=['desk', 'email'])",
        "rows.exclude(Q(filing__way=Way.DESK))",
    ],
)
def test_what_counts_as_asking(source):
    assert [*_questions(source)]


@pytest.mark.parametrize(
    "source",
    [
        "Recipient(way=Way.HAND)",
        "if part_of(held.way).at_desk: pass",
        "if held.way in HERE: pass",
        "s == 'email'",
    ],
)
def test_what_does_not(source):
    assert not [*_questions(source)]


@pytest.mark.parametrize(("way", "field"), [(Way.DESK, "organisation"), (Way.EMAIL, "email"), (Way.HAND, "")])
@pytest.mark.django_db
def test_a_recipient_is_asked_for_what_its_way_needs(way, field):
    form = RecipientForm({"name": "某机构", "channel": "12321", "way": way, "contact": "12321"})
    assert set(form.errors) == ({field} if field else set())


def test_what_a_way_says_is_said():
    for part in PARTS.values():
        assert all(map(str, (part.travels, part.release, part.released)))
    assert len({str(part.travels) for part in PARTS.values()}) == len(PARTS)
