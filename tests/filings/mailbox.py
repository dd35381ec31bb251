"""A real SMTP server on 127.0.0.1 that answers as a test wants, and keeps what it accepted."""

import asyncio
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from typing import Any

from aiosmtpd.controller import Controller

DROP = "drop"  # take the message (or the address), then hang up without an answer
HANG = "hang"  # take the message and keep silent until told to go on


class Mailbox:
    """``answers`` are given to the next messages in turn, 250 after them; ``at_rcpt`` likewise to RCPT."""

    def __init__(self) -> None:
        self.received: list[bytes] = []
        self.answers: list[str] = []
        self.at_rcpt: list[str] = []
        self.callers: list[tuple[str, int]] = []  # whose connection each recipient was named over
        self.reached = threading.Event()  # the hanging point was reached
        self.go_on = threading.Event()
        self.port = free_port()

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:
        answer = self.at_rcpt.pop(0) if self.at_rcpt else ""
        self.callers.append(session.peer)
        if answer == HANG:
            await self._hang()
        elif answer == DROP:
            server.transport.abort()
            return "421 gone"
        elif answer:
            return answer
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        answer = self.answers.pop(0) if self.answers else "250 2.0.0 Ok: queued as TEST1"
        if answer.startswith(("2", DROP, HANG)):
            self.received.append(envelope.original_content)
        if answer == HANG:
            await self._hang()
            return "250 2.0.0 Ok: queued as LATE1"
        if answer == DROP:
            server.transport.abort()
            return "421 gone"
        return answer

    async def _hang(self) -> None:
        self.reached.set()
        while not self.go_on.is_set():
            await asyncio.sleep(0.01)

    def mails(self) -> list[EmailMessage]:
        return [message_from_bytes(raw, policy=default) for raw in self.received]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def serving(mailbox: Mailbox) -> Iterator[Mailbox]:
    """Run the server as long as the block."""
    controller = Controller(
        mailbox, hostname="127.0.0.1", port=mailbox.port, data_size_limit=60 * 1024 * 1024
    )
    controller.start()
    try:
        yield mailbox
    finally:
        mailbox.go_on.set()
        controller.stop()
