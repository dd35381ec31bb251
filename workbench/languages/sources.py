"""What consumer pages, mails and errors say, found where it is written: templates, code and the corpus.

It needs no GNU gettext: Python is read as Python reads it, templates as Django reads them.
"""

import ast
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.translation.template import templatize

from core.told import is_chinese
from portal.languages import Key
from workbench.languages import corpus

APPS = ("core", "accounts", "complaints", "evidence", "legal", "documents", "filings", "portal")
# The desk, the programs' door and what operators type stay in the language of the house; so do papers, and mails to
# those who receive them.
_APART = re.compile(
    r"(^|/)(migrations|management|admin|api|desk|desk_news)/"
    r"|/(admin|apps|api|desk_news|desk_keys|webhooks|bulk|approving)\.py$|^portal/(desk|checks|rest/)|^legal/narration"
    r"|^templates/(admin|letters|drf_spectacular)/|^templates/filings/mails/(filing|supplement|desk_news)\.txt$"
)
_CALLS = {
    "_": "id",
    "gettext": "id",
    "gettext_lazy": "id",
    "gettext_noop": "id",
    "to_keep": "id",
    "sentence": "id",
    "ngettext": "id plural",
    "ngettext_lazy": "id plural",
    "pgettext": "context id",
    "pgettext_lazy": "context id",
}
# Words that papers print and pages say in the reader's language as well, by where they stand.
_TABLES = {
    "documents.papers.table": ("GROUPS", "KINDS"),
    "legal.reasoning.facts": ("FACTS", "ROLES", "LIST_LABELS", "LISTS"),
    "legal.reasoning.regions": ("PROVINCES",),
    "legal.reasoning.tracing": ("DERIVED", "SIZES"),
    "filings.services.sending.content": ("PRIOR_NAMES", "_SENT_TO"),
    "documents.material": ("FIELDS", "TOLD_FIELDS", "DESK_FIELDS", "_PUT"),
    "documents.blocks": ("CALLED", "ADDED"),
    "filings.services.papers.edits": ("KINDS",),
    "filings.views.ordering": ("WAYS",),
}
# Names of tables and columns are read at the desk alone.
_COLUMN = re.compile(r"(Field|ForeignKey|Manager|Constraint|Index)$")


@dataclass(frozen=True)
class Said:
    """A message, with the file that says it first."""

    key: Key
    where: str


def said(root: Path | None = None) -> dict[Key, str]:
    """Every message with the first file that says it, in the order of the files."""
    found: dict[Key, str] = {}
    for one in _everything(root or settings.BASE_DIR):
        found.setdefault(one.key, one.where)
    return found


def _everything(root: Path) -> Iterator[Said]:
    for path in _files(root):
        where = path.relative_to(root).as_posix()
        if _APART.search(where):
            continue
        text = path.read_text(encoding="utf-8")
        keys = _of_code(text, where) if path.suffix == ".py" else _of_template(text, where)
        yield from (Said(key, where) for key in keys)
    for module, names in _TABLES.items():
        where = f"{module.replace('.', '/')}.py"
        for name in names:
            yield from (Said(Key(text), where) for text in _in_table(getattr(import_module(module), name)))
    yield from (Said(Key(text), where) for where, text in corpus.words(root))


def _in_table(table: Any) -> Iterator[str]:
    """The texts of a table, and of the things in it: what programs name things by has no Chinese in it."""
    if isinstance(table, str):
        if is_chinese(table):
            yield table
    elif isinstance(table, Mapping):
        for one in table.values():
            yield from _in_table(one)
    elif isinstance(table, (list, tuple)):
        for one in table:
            yield from _in_table(one)
    elif is_dataclass(table):
        for part in fields(table):
            yield from _in_table(getattr(table, part.name))


def _files(root: Path) -> Iterator[Path]:
    templates = [path for path in (root / "templates").rglob("*") if path.suffix in (".html", ".txt")]
    code = [path for app in APPS for path in (root / app).rglob("*.py")]
    yield from sorted(templates)
    yield from sorted(code)


def _of_template(text: str, where: str) -> Iterator[Key]:
    code = templatize(text, origin=where)
    for match in re.finditer(r"\b(n?p?gettext|_)\(", code):
        yield from _read_call(match[1], code[match.end() :])


def _read_call(name: str, rest: str) -> Iterator[Key]:
    """A call as ``templatize`` writes it: its texts, then a closing bracket."""
    texts, at = [], 0
    literal = re.compile(r"""\s*u?('(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")\s*,?""", re.S)
    while match := literal.match(rest, at):
        texts.append(ast.literal_eval(match[1]))
        at = match.end()
    if texts:
        yield _key(_CALLS[name], texts)


def _of_code(text: str, where: str) -> Iterator[Key]:
    tree = ast.parse(text)
    apart = set(_columns(tree)) if "/models" in where else set()
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call) or id(node) in apart:
            continue
        roles = _CALLS.get(_name(node))
        if roles is None or not node.args:
            continue
        if roles == "id":
            yield from (Key(one) for one in _texts(node.args[0]))
        else:
            texts = [str(one.value) for one in node.args[:2] if isinstance(one, ast.Constant)]
            if texts:
                yield _key(roles, texts)


def _key(roles: str, texts: list[str]) -> Key:
    named = dict(zip(roles.split(), texts, strict=False))
    return Key(named["id"], named.get("context", ""), named.get("plural", ""))


def _texts(node: ast.expr) -> Iterable[str]:
    """The texts that an argument may be: itself, or either side of a choice."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return [node.value]
    if isinstance(node, ast.IfExp):
        return [*_texts(node.body), *_texts(node.orelse)]
    return []


def _columns(tree: ast.Module) -> Iterator[int]:
    """The calls that name a column or a table."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and _COLUMN.search(_name(node)):
            names = [*node.args[:1], *(one.value for one in node.keywords if one.arg == "verbose_name")]
            yield from (id(one) for one in names if isinstance(one, ast.Call))
            # A relation names its column third; whatever wraps a field wraps its call.
            yield from (id(one) for one in node.args[1:] if isinstance(one, ast.Call) and _name(one) == "_")
        if isinstance(node, ast.Assign) and any(
            isinstance(target, ast.Name) and target.id.startswith("verbose_name") for target in node.targets
        ):
            yield id(node.value)


def _name(node: ast.Call) -> str:
    if isinstance(node.func, ast.Name):
        return node.func.id
    return node.func.attr if isinstance(node.func, ast.Attribute) else ""
