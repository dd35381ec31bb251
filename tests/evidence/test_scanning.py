"""Asking a virus scanner: a small server speaks clamd's INSTREAM here, as none is installed."""

import io
import socketserver
import struct
import threading
from collections.abc import Iterator
from typing import Any

import pytest

from accounts.actors import Actor
from core.work import LEASE
from evidence import scanning
from evidence.models import Rendition
from evidence.services import make_renditions
from tests.evidence.conftest import AT, Receive
from tests.evidence.samples import EICAR, drawn, saved


class Clamd(socketserver.BaseRequestHandler):
    """INSTREAM as clamd(8) describes it: lengths in network order, an empty piece at the end."""

    def _exactly(self, size: int) -> bytes:
        content = b""
        while len(content) < size:
            part = self.request.recv(size - len(content))
            if not part:
                raise ConnectionError
            content += part
        return content

    def handle(self) -> None:
        assert self._exactly(10) == b"zINSTREAM\0"
        content = b""
        while size := struct.unpack("!I", self._exactly(4))[0]:
            content += self._exactly(size)
        answer = b"stream: Eicar-Test-Signature FOUND\0" if EICAR in content else b"stream: OK\0"
        self.request.sendall(b"INSTREAM size limit exceeded. ERROR\0" if len(content) > 1_000_000 else answer)


@pytest.fixture
def clamd(settings: Any) -> Iterator[str]:
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Clamd) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        settings.CLAMD_URL = f"tcp://127.0.0.1:{server.server_address[1]}"
        yield settings.CLAMD_URL
        server.shutdown()
        thread.join()


def test_without_a_scanner_nothing_is_claimed(settings: Any) -> None:
    settings.CLAMD_URL = ""
    assert scanning.scan(io.BytesIO(EICAR)) == Rendition.Scan.UNSCANNED


def test_sound_and_infected(clamd: str) -> None:
    assert scanning.scan(io.BytesIO(b"words" * 100_000)) == Rendition.Scan.SOUND
    assert scanning.scan(io.BytesIO(b"x" * 300_000 + EICAR)) == Rendition.Scan.INFECTED


def test_an_answer_that_is_none_is_no_verdict(clamd: str, settings: Any) -> None:
    with pytest.raises(scanning.ScannerAway, match="limit exceeded"):
        scanning.scan(io.BytesIO(b"x" * 1_100_000))
    settings.CLAMD_URL = "tcp://127.0.0.1:1"
    with pytest.raises(scanning.ScannerAway):
        scanning.scan(io.BytesIO(b"x"))
    settings.CLAMD_URL = "unix:///nowhere/clamd.sock"
    with pytest.raises(scanning.ScannerAway):
        scanning.scan(io.BytesIO(b"x"))


@pytest.mark.django_db
def test_what_is_infected_is_not_shown(clamd: str, hand_in: Receive) -> None:
    hand_in(EICAR, "a.txt")
    sound = hand_in(saved(drawn(), "PNG"))
    while make_renditions(by=Actor.system("examiner"), at=AT):
        pass
    infected = Rendition.objects.get(exhibit__ordinal=1, kind="clean")
    assert (infected.state, infected.scan) == ("refused", "infected")
    assert "病毒" in infected.reason
    copies = sound.renditions.exclude(kind="lines")  # its words wait for who reads pictures
    assert set(copies.values_list("state", "scan")) == {("done", "sound")}


@pytest.mark.django_db
def test_a_scanner_that_is_away_makes_the_copy_wait(settings: Any, hand_in: Receive) -> None:
    settings.CLAMD_URL = "tcp://127.0.0.1:1"
    exhibit = hand_in(saved(drawn(), "PNG"))
    make_renditions(by=Actor.system("examiner"), at=AT)
    assert set(exhibit.renditions.values_list("state", flat=True)) == {"pending"}
    settings.CLAMD_URL = ""
    make_renditions(by=Actor.system("examiner"), at=AT + LEASE)
    copies = exhibit.renditions.exclude(kind="lines")
    assert set(copies.values_list("state", "scan")) == {("done", "unscanned")}
