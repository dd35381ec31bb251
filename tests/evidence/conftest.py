"""A draft with its holder, and a way to hand in a file."""

import io
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from accounts.actors import Actor, code_digest
from complaints.models import Draft
from complaints.services import open_draft
from evidence.models import Exhibit
from evidence.services import receive

AT = datetime(2026, 3, 16, 10, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
Receive = Callable[..., Exhibit]


@pytest.fixture(autouse=True)
def _own_store(store: Path, keys: Path) -> None:
    """Every test has its own folder of sealed bytes and its own keys."""


@pytest.fixture
def begun(db: None) -> tuple[Draft, Actor]:
    """A draft and the visitor who holds its code."""
    draft, code = open_draft(by=Actor())
    return draft, Actor(codes=(code_digest(code),))


@pytest.fixture
def hand_in(begun: tuple[Draft, Actor]) -> Receive:
    draft, holder = begun

    def hand_in(content: bytes, filename: str = "截图.png", **more: object) -> Exhibit:
        given = {"by": holder, "complaint_id": draft.pk, "at": AT, **more}
        return receive(stream=io.BytesIO(content), filename=filename, **given)

    return hand_in


def stored_files(store: Path) -> list[Path]:
    """The sealed bytes; the list of what was erased stands beside them."""
    files = (path for path in store.rglob("*") if path.is_file())
    return sorted(path for path in files if path.relative_to(store).parts[0] != "erased")
