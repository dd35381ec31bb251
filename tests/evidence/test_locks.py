"""Two connections at one exhibit: an erasure and a worker take their locks in the same order, ledger first, then rows.

The main connection is the erasure, which has the ledger and not the rows yet; the other begins meanwhile.
"""

import threading
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest
from django.db import connection, transaction

from accounts.actors import Actor
from complaints.ledger import hold_ledger
from complaints.models import Draft
from core.work import LeaseLost, end
from evidence.examination.run import Part
from evidence.models import Exhibit, PageWords, Rendition, Sealed
from evidence.services import copying, erase, make_renditions, retry_rendition
from tests.evidence.conftest import AT, Receive
from tests.evidence.samples import drawn, saved

pytestmark = pytest.mark.django_db(transaction=True)


def waits_for_ledger() -> bool:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted AND database ="
            " (SELECT oid FROM pg_database WHERE datname = current_database())"
        )
        return bool(cursor.fetchone()[0])


class Other:
    """What another connection does meanwhile, and how it ended."""

    def __init__(self, act: Callable[[], object]) -> None:
        self.error: BaseException | None = None
        self._act = act
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    def _run(self) -> None:
        try:
            self._act()
        except BaseException as error:
            self.error = error
        finally:
            connection.close()

    def until_it_waits(self) -> bool:
        deadline = time.monotonic() + 60
        while self._thread.is_alive() and time.monotonic() < deadline:
            if waits_for_ledger():
                return True
            time.sleep(0.01)
        return False

    def end(self) -> None:
        self._thread.join(60)
        assert not self._thread.is_alive()


def while_erasing(exhibit: Exhibit, by: Actor, act: Callable[[], object]) -> BaseException | None:
    """``act`` begins when the erasure holds the ledger; then the erasure takes the rows and ends. How ``act`` ended."""
    with transaction.atomic():
        hold_ledger(exhibit.complaint_id)
        other = Other(act)
        assert other.until_it_waits()
        # Whoever waits holds no row: taken at once, or refused.
        list(Rendition.objects.select_for_update(nowait=True).filter(exhibit=exhibit))
        erase(by=by, exhibit=exhibit, reason="request", at=AT)
    other.end()
    return other.error


def failed(exhibit: Exhibit, store: Path) -> Rendition:
    """A copy that failed because its original was away."""
    file = store / exhibit.sealed.name
    content = file.read_bytes()
    file.unlink()
    make_renditions(by=Actor.system("examiner"), at=AT)
    file.write_bytes(content)
    return Rendition.objects.get(exhibit=exhibit, kind="clean", state="failed")


def test_another_try_waits_for_an_erasure_and_finds_nothing_to_try(
    hand_in: Receive, begun: tuple[Draft, Actor], store: Path
) -> None:
    exhibit = hand_in(saved(drawn(), "PNG"))
    clean = failed(exhibit, store)
    ended = while_erasing(exhibit, begun[1], lambda: retry_rendition(by=begun[1], rendition=clean, at=AT))
    assert isinstance(ended, ValueError)
    assert Rendition.objects.get(pk=clean.pk).state == "failed"


def test_a_text_that_comes_while_the_exhibit_is_erased_is_not_kept(
    hand_in: Receive, begun: tuple[Draft, Actor]
) -> None:
    """Kept a moment earlier its key would outlive the erasure, which had listed the copies already."""
    exhibit = hand_in("第一行".encode(), "短信.txt")
    (working, _thumbnail) = copying._claim(AT, exhibit.pk)
    part = Part("text", 1, "text/plain", "迟到的文字".encode())
    keeping = partial(copying._keep_part, working, part, "x", "unscanned", AT)
    assert isinstance(while_erasing(exhibit, begun[1], keeping), LeaseLost)
    assert not Sealed.objects.filter(wrapped_key__isnull=False).exists()
    assert not PageWords.objects.exists()


def test_a_worker_that_gives_up_waits_for_an_erasure(hand_in: Receive, begun: tuple[Draft, Actor]) -> None:
    exhibit = hand_in(saved(drawn(), "PNG"))
    claimed = copying._claim(AT, exhibit.pk)
    failing = partial(end, claimed[0], "failed", reason="broken")
    assert while_erasing(exhibit, begun[1], failing) is None
    assert set(Rendition.objects.values_list("state", flat=True)) == {"refused"}
