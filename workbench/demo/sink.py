"""A mail server on 127.0.0.1 that takes everything and forwards nothing: where the demonstration sends its mails."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from aiosmtpd.controller import Controller


class _Box:
    """Counts what came; the messages themselves are kept by the portal, which sent them."""

    def __init__(self) -> None:
        self.received: list[str] = []

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        message_id = next(
            (
                line[11:].strip()
                for line in envelope.content.splitlines()
                if line.lower().startswith(b"message-id:")
            ),
            b"",
        )
        self.received.append(message_id.decode("ascii", "replace"))
        return f"250 2.0.0 Ok: queued as DEMO{len(self.received):04d}"


@contextmanager
def mail_sink() -> Iterator[tuple[int, list[str]]]:
    """Run the sink; yield its port and the Message-IDs that it took, in order."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    box = _Box()
    controller = Controller(box, hostname="127.0.0.1", port=port)
    controller.start()
    try:
        yield port, box.received
    finally:
        controller.stop()
