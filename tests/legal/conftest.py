"""A copy of the law that a test may spoil: one for a module, whole again before each test."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from legal.corpus.reader import FOLDER

_WHOLE = {path.relative_to(FOLDER): path.read_bytes() for path in FOLDER.rglob("*.yaml")}


@pytest.fixture(scope="module")
def _copied(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("law") / "corpus"
    shutil.copytree(FOLDER, folder, ignore=shutil.ignore_patterns("*.py", "__pycache__"))
    return folder


@pytest.fixture
def copied(_copied: Path) -> Iterator[Path]:
    yield _copied
    for path in _copied.rglob("*.yaml"):
        if path.relative_to(_copied) not in _WHOLE:
            path.unlink()
    for name, content in _WHOLE.items():
        if (_copied / name).read_bytes() != content:
            (_copied / name).write_bytes(content)
