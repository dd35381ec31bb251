"""What every test of a module begins with, made once for all of them.

``@once_a_module`` stands in the place of ``@pytest.fixture`` at a function that makes rows, sealed files and keys of
its own: it runs inside a transaction around the whole module, each test runs in a savepoint of that, gets copies of the
objects and of the files, and leaves nothing behind. A test that must commit has it made for itself alone.
"""

import shutil
from collections.abc import Callable, Iterator
from copy import deepcopy
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

import pytest
from django.conf import settings
from django.core import mail
from django.db import connection, transaction
from django.test import override_settings
from pytest_django.plugin import DjangoDbBlocker

Made = TypeVar("Made")
_makers: dict[tuple[str, str], Callable[[], Any]] = {}


@dataclass
class Room:
    """The module whose tests run now: its transaction, and what was made in it."""

    folder: Path
    around: transaction.Atomic
    made: dict[str, Any] = field(default_factory=dict)
    letters: list[Any] = field(default_factory=list)

    def close(self) -> None:
        global _room
        transaction.set_rollback(True)
        self.around.__exit__(None, None, None)
        _room = None


_room: Room | None = None
# Whether the test that runs now commits.
_commits = False


def once_a_module(make: Callable[[], Made]) -> Any:
    """A fixture of the name of ``make``, which takes no other fixtures."""
    _makers[make.__module__, make.__name__] = make

    @pytest.fixture(name=make.__name__)
    def given(db: None, store: Path, keys: Path) -> Made:
        if _room is None:
            return make()
        mail.outbox.extend(deepcopy(_room.letters))
        made: Made = deepcopy(_room.made[make.__name__])
        return made

    return given


def _opened(folder: Path, makers: dict[str, Callable[[], Any]]) -> Room:
    around = transaction.atomic()
    around._from_testcase = (
        True  # as Django's own around a class of tests: acts may ask for a transaction of their own
    )
    around.__enter__()
    room = Room(folder, around)
    mail.outbox = []
    with override_settings(STORAGES=sealed_in(folder / "store"), KEYS_DIR=folder / "keys"):
        for name, make in makers.items():
            room.made[name] = make()
    room.letters = list(mail.outbox)
    connection.check_constraints()
    return room


@pytest.fixture(scope="module", autouse=True)
def _made_once(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    global _room
    makers = {name: make for (module, name), make in _makers.items() if module == request.module.__name__}
    if not makers or _commits:
        yield
        return
    request.getfixturevalue("django_db_setup")
    blocker: DjangoDbBlocker = request.getfixturevalue("django_db_blocker")
    with blocker.unblock():
        _room = _opened(tmp_path_factory.mktemp("once"), makers)
        yield
        if _room is not None:
            _room.close()


def sealed_in(folder: Path) -> dict[str, Any]:
    """The storages, with the sealed bytes in ``folder``."""
    options = {**settings.STORAGES["sealed"]["OPTIONS"], "location": str(folder)}
    sealed = {**settings.STORAGES["sealed"], "OPTIONS": options}
    return {**settings.STORAGES, "sealed": sealed, "default": sealed}


def put_down(kind: str, folder: Path) -> None:
    """What the module made for ``store`` or ``keys``, into the folder of one test."""
    if _room is not None and (_room.folder / kind).exists():
        shutil.copytree(_room.folder / kind, folder)


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    """A test that commits finds no transaction around it."""
    global _commits
    marker = item.get_closest_marker("django_db")
    _commits = marker is not None and marker.kwargs.get("transaction", False)
    _commits = _commits or bool({"transactional_db", "live_server"} & set(item.fixturenames))
    if _room is not None and _commits:
        _room.close()
