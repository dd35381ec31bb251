"""Time-stamp authorities of the tests: the local one, and some that misbehave."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from django.test.utils import override_settings

from evidence.timestamps.local import available, local_authority, roots_file

needs_openssl = pytest.mark.skipif(
    not available(), reason="openssl is not installed: everything is unstamped"
)


@contextmanager
def authority(folder: Path) -> Iterator[str]:
    """The local authority as the one of the settings, for as long as the block lasts."""
    with (
        local_authority(folder) as address,
        override_settings(
            TIMESTAMP_URL=address,
            TIMESTAMP_ROOTS=str(roots_file(folder)),
            TIMESTAMP_POLICY="",
            TIMESTAMP_DEMO=False,
        ),
    ):
        yield address


@contextmanager
def answering(answer: Callable[[bytes], tuple[int, dict[str, str], bytes]]) -> Iterator[str]:
    """A server on 127.0.0.1 that answers every POST as told: status, headers, body."""

    class Desk(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            status, headers, body = answer(self.rfile.read(int(self.headers["Content-Length"])))
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        def do_GET(self) -> None:
            raise AssertionError("a redirect was followed")

        def log_message(self, format: str, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Desk)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
