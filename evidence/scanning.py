"""Asking a virus scanner (clamd) about bytes, when the operator runs one: ``CLAMD_URL``, tcp:// or unix://."""

import socket
import struct
from typing import IO
from urllib.parse import urlsplit

from django.conf import settings

from evidence.models import Rendition

_PIECE = 128 * 1024
_SECONDS = 60


class ScannerAway(Exception):
    """The scanner is configured but gives no answer; the file is neither sound nor infected."""


def _connected(url: str) -> socket.socket:
    address = urlsplit(url)
    if address.scheme == "unix":
        line = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        line.settimeout(_SECONDS)
        try:
            line.connect(address.path)
        except OSError:
            line.close()
            raise
        return line
    return socket.create_connection((address.hostname or "localhost", address.port or 3310), timeout=_SECONDS)


def _ask(line: socket.socket, stream: IO[bytes]) -> str:
    line.sendall(b"zINSTREAM\0")
    while piece := stream.read(_PIECE):
        line.sendall(struct.pack("!I", len(piece)) + piece)
    line.sendall(struct.pack("!I", 0))
    answer = b""
    while b"\0" not in answer and len(answer) < 4096 and (part := line.recv(4096)):
        answer += part
    return answer.partition(b"\0")[0].decode("utf-8", "replace").strip()


def scan(stream: IO[bytes]) -> str:
    """A value of Rendition.Scan: unscanned when no scanner is configured. Raises ScannerAway."""
    url = settings.CLAMD_URL
    if not url:
        return Rendition.Scan.UNSCANNED
    try:
        with _connected(url) as line:
            answer = _ask(line, stream)
    except OSError as problem:
        raise ScannerAway(str(problem)) from None
    if answer.endswith("FOUND"):
        return Rendition.Scan.INFECTED
    if answer.endswith("OK"):
        return Rendition.Scan.SOUND
    raise ScannerAway(answer)
