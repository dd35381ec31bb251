"""Where people are promised something: every sentence shown to them that holds one of ``PROMISES``.

``promises.csv`` names the test that holds each. Searched are templates, mails, the strings of the product's modules
(``verify.py`` among them), the papers, the corpus and the scripts of pages. Not searched: the statutes (their words are the
law's), what the reader looks for in other people's messages, and the demo.
"""

import ast
import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import yaml

ROOT = Path(__file__).resolve().parent.parent
TABLE = Path(__file__).with_name("promises.csv")
APPS = ("core", "accounts", "complaints", "evidence", "legal", "documents", "filings", "portal", "templates")
ELSEWHERE = ("complaints/reading/", "legal/corpus/statutes/", "/migrations/")
# What is done, and to whom; what no one can do or see; that there is no day and no limit; what the portal will do.
PROMISES = (
    r"已经?(?:发出|送[达到出]|收到|确认|完成|算好|撤回|删除|告知|通知|转告)",
    r"算好|完好|只有您|谁也|我们会|等待发出|一条也不|一个字节",
    r"没有(?:(?:查到)?(?:提出的)?期限|\w{0,2}限制|发出|发给)",
    r"改不了|改了就|查得出来|(?:人|份)看不到",
    r"不会(?:发|再发|提供|公开|删除|随|改|动|带|堵)",
)
PROMISE = re.compile("|".join(PROMISES))
ENDS = re.compile(r"[。！？；\n\0]")


@dataclass(frozen=True, order=True)
class Place:
    file: str
    sentence: str


@dataclass(frozen=True)
class Row:
    place: Place
    tests: tuple[str, ...]  # tests/filings/test_delivery.py::test_confirming_twice_sends_once


def places() -> set[Place]:
    """Every place where something is promised today."""
    return {
        Place(name, sentence)
        for app in APPS
        for path in sorted((ROOT / app).rglob("*"))
        if (read := READERS.get(path.suffix))
        and not any(part in (name := path.relative_to(ROOT).as_posix()) for part in ELSEWHERE)
        for text in read(path.read_text())
        for sentence in promising(text)
    }


def promising(text: str) -> Iterator[str]:
    """The sentences of a text that promise something."""
    for sentence in ENDS.split(text):
        if PROMISE.search(sentence):
            yield " ".join(sentence.split())


def rows() -> list[Row]:
    with TABLE.open(newline="") as table:
        return [
            Row(Place(row["file"], row["sentence"]), tuple(row["tests"].split()))
            for row in csv.DictReader(table)
        ]


def is_there(test: str) -> bool:
    """Whether a test of this name stands in the file that is named before it."""
    file, _colons, name = test.partition("::")
    path = ROOT / file
    if not path.is_file():
        return False
    return any(
        isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.name == name.partition("[")[0]
        for node in ast.walk(ast.parse(path.read_text()))
    )


def _module(source: str) -> Iterator[str]:
    """The strings of a module that are no docstrings."""
    tree = ast.parse(source)
    said = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in said:
            yield node.value


def _template(source: str) -> Iterator[str]:
    """What a template says through tags, and what stands between tags and elements."""
    for translated, inline in re.findall(r'{% translate "([^"]*)"|_\("([^"]*)"\)', source):
        yield translated or inline
    yield re.sub(r"{#.*?#}|{%.*?%}|<[^>]*>", "\0", source)


def _data(source: str) -> Iterator[str]:
    def texts(node: object) -> Iterator[str]:
        if isinstance(node, str):
            yield node
        elif isinstance(node, dict):
            for key, value in node.items():
                yield from texts(key)
                yield from texts(value)
        elif isinstance(node, list):
            for value in node:
                yield from texts(value)

    yield from texts(yaml.load(source, Loader=yaml.CBaseLoader))


def _plain(source: str) -> Iterator[str]:
    """Papers and scripts: what stands before a comment."""
    for line in source.splitlines():
        yield re.sub(r"(?<!:)//.*", "", line)


READERS = {
    ".py": _module,
    ".html": _template,
    ".txt": _template,
    ".yaml": _data,
    ".typ": _plain,
    ".js": _plain,
}
