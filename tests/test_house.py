"""How the house hangs together: no module imports what imports it, not even from inside a function."""

import ast
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
APPS: list[str] = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"][
    "root_packages"
]

# Imports inside a function that may be: what is imported, by whom, and why not at the top.
READY = "the app registry is not ready while apps.py is read"
HEAVY = "only the kind of file at hand needs it: a confined child starts without"
LATER = {
    (
        "documents.bundle",
        "documents.bundle.printing",
    ): "typst and the letters, only where no other printer is given",
    (
        "complaints.reading.opinion",
        "complaints.reading.learned",
    ): "numpy and the tables come with the first text: who reads none carries neither",
    (
        "complaints.reading.opinion",
        "complaints.reading.own",
    ): "numpy and the tables come with the first text: who reads none carries neither",
    ("complaints.apps", "complaints.reading"): READY,
    ("evidence.examination.child", "evidence.examination.recordings"): HEAVY,
    ("evidence.examination.child", "evidence.examination.sheets"): HEAVY,
    ("evidence.examination.child", "evidence.examination.telephones"): HEAVY,
    ("filings.apps", "core.work"): READY,
    ("filings.apps", "legal.holidays"): READY,
    ("legal.apps", "legal.holidays"): READY,
    ("legal.apps", "legal.reasoning.workdays"): READY,
    ("portal.apps", "portal.checks"): READY,
    (
        "portal.desk",
        "legal.admin",
    ): "this is the site on which admin modules register: it is there before them",
    (
        "portal.desk",
        "filings.admin.news",
    ): "this is the site on which admin modules register: it is there before them",
    ("portal.serving.preparation", "complaints.models"): "read before the apps are ready",
    (
        "workbench.management.commands.train_reader",
        "workbench.training.making",
    ): "how many threads add is said before the library that adds is loaded",
}

# Who imports what; whether inside a function alone.
Edges = dict[tuple[str, str], bool]


def modules() -> dict[str, Path]:
    files = (path for app in APPS for path in (ROOT / app).rglob("*.py") if "migrations" not in path.parts)
    return {
        ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"): path
        for path in files
    }


def imports(name: str, source: str, house: Mapping[str, object], *, package: bool = False) -> Edges:
    """The modules of the house that a module imports; those for the type checker alone are left out."""
    edges: Edges = {}
    home = name if package else name.rpartition(".")[0]
    for node, inside in _statements(ast.parse(source), inside=False):
        for imported in _named(node, home):
            # ``from a.b import c``: the module a.b.c, where there is one, else a name of a.b
            target = imported if imported in house else imported.rpartition(".")[0]
            if target in house and target != name:
                edges[name, target] = inside and edges.get((name, target), True)
    return edges


def _statements(node: ast.AST, *, inside: bool) -> Iterator[tuple[ast.stmt, bool]]:
    for child in ast.iter_child_nodes(node):
        if (
            isinstance(child, ast.If)
            and isinstance(child.test, ast.Name)
            and child.test.id == "TYPE_CHECKING"
        ):
            continue
        if isinstance(child, ast.Import | ast.ImportFrom):
            yield child, inside
        yield from _statements(
            child, inside=inside or isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef)
        )


def _named(node: ast.stmt, home: str) -> list[str]:
    if isinstance(node, ast.Import):
        return [f"{alias.name}.*" for alias in node.names]
    assert isinstance(node, ast.ImportFrom)
    parts = home.split(".")
    above = parts[: len(parts) - node.level + 1] if node.level else []
    base = ".".join([*above, *([node.module] if node.module else [])])
    return [f"{base}.{alias.name}" for alias in node.names]


def edges_of_the_house() -> Edges:
    house = modules()
    found: Edges = {}
    for name, path in house.items():
        found |= imports(name, path.read_text(), house, package=path.name == "__init__.py")
    return found


def circles(edges: Edges) -> list[list[str]]:
    """Every set of modules that reach each other, by name."""
    targets: dict[str, set[str]] = {}
    for source, target in edges:
        targets.setdefault(source, set()).add(target)
    reach = {name: _reached(name, targets) for name in targets}
    found = {frozenset(other for other in reach[name] if name in reach.get(other, ())) for name in targets}
    return sorted(sorted(circle) for circle in found if circle)


def _reached(name: str, targets: Mapping[str, set[str]]) -> set[str]:
    seen: set[str] = set()
    ahead = [name]
    while ahead:
        for target in targets.get(ahead.pop(), ()):
            if target not in seen:
                seen.add(target)
                ahead.append(target)
    return seen


def test_no_module_imports_what_imports_it() -> None:
    assert circles(edges_of_the_house()) == []


def test_an_import_inside_a_function_has_its_reason() -> None:
    assert {edge for edge, inside in edges_of_the_house().items() if inside} == LATER.keys()


def test_work_is_called_by_its_name_alone() -> None:
    """``core.work.wake`` takes the name of a task: only the portal, which runs them, imports a room of tasks."""
    importers = {
        source
        for source, target in edges_of_the_house()
        if target.endswith(".tasks") and not source.startswith("portal.")
    }
    assert importers == set()


def test_a_circle_is_seen_wherever_it_hides() -> None:
    house = dict.fromkeys(("a", "a.one", "a.two", "a.three"))
    lazy = "def act():\n    from a import two\n    return two\n"
    edges = imports("a.one", lazy, house) | imports("a.two", "from a.three import x\n", house)
    assert edges == {("a.one", "a.two"): True, ("a.two", "a.three"): False}
    assert circles(edges) == []
    back = imports("a.three", "class Nouns:\n    def act(self):\n        import a.one\n", house)
    assert circles(edges | back) == [["a.one", "a.three", "a.two"]]
    beside = imports("a.three", "from . import one\n", house)
    assert circles(edges | beside) == [["a.one", "a.three", "a.two"]]
    typed = "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from a.one import x\n"
    assert imports("a.three", typed, house) == {}
