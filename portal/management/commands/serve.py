"""``make run``: prepares, starts web, workers and beat, starts again what dies, and stops everything on Ctrl-C."""

import errno
import fcntl
import os
import signal
import socket
import time
from argparse import BooleanOptionalAction
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.core.management.base import BaseCommand, CommandError, CommandParser

from portal import embedded
from portal.serving import preparation
from portal.serving.processes import OTHERS_TOO, Processes, next_pause, remove_leftovers, supervised
from portal.tasks import HEARTBEAT, STORAGE, heartbeat, try_storage

START_PATIENCE = 60  # seconds until everything is up


class Stopped(Exception):
    """Someone asked to stop: Ctrl-C, a closed terminal, a supervisor above."""


class Command(BaseCommand):
    help = "Runs the portal: embedded servers, migrations, web, workers and beat. Ctrl-C stops all of it."
    # Seconds until an embedded server that did not start is tried again, and when that is (monotonic clock).
    pause, servers_at = 0, 0.0

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--host", default=os.environ.get("HOST", "127.0.0.1"))
        parser.add_argument("--port", type=int, default=int(os.environ.get("PORT", "8000")))
        parser.add_argument("--prepare-only", action="store_true", help="prepare, start nothing")
        parser.add_argument(
            "--demo", action=BooleanOptionalAction, help="load the demo's cases into an empty database"
        )

    def say(self, line: str) -> None:
        self.stdout.write(line)
        self.stdout.flush()

    def handle(self, *args: Any, **options: Any) -> None:
        if options["demo"] is not None:
            os.environ["ANNING_DEMO"] = "1" if options["demo"] else "0"
        held = embedded.hold()
        with _stoppable():
            try:
                if options["prepare_only"]:
                    if held:
                        held.take()
                    preparation.prepared(self.say)
                    self.say("Prepared. Start with: make run")
                    return
                with _only_one(options["port"]):
                    _port_is_free(options["host"], options["port"])
                    if held:
                        held.take()
                    self._serve(options["host"], options["port"], held)
            except Stopped:
                self.say("\nStopping …")
            finally:
                with _unstoppable():
                    if held:
                        held.release()
        if not options["prepare_only"]:
            self.say("Stopped.")

    def _serve(self, host: str, port: int, held: embedded.Hold | None) -> None:
        preparation.prepared(self.say)
        if preparation.wants_demo(self.say):
            preparation.load_demo(self.say)
        processes = Processes(gently=OTHERS_TOO)
        os.environ["PORT"] = str(port)  # what the children take for their own address
        try:
            remove_leftovers()
            for name, command in supervised(host, port).items():
                processes.start(name, command)
            self._wait_until_up(processes, host, port)
            self._welcome(host, port)
            while True:
                processes.revive(self.say)
                if held:
                    self._keep_servers(held)
                time.sleep(0.5)
        finally:
            with _unstoppable():
                processes.stop()
                remove_leftovers()

    def _keep_servers(self, held: embedded.Hold) -> None:
        """Start again an embedded server that ended; one that does not start is tried again after a pause that doubles."""
        if time.monotonic() < self.servers_at or not (embedded.ended() or self.pause):
            return
        if not self.pause:
            self.say("An embedded server ended by itself; it is started again.")
        try:
            held.renew()
            self.pause = 0
        except embedded.ServerFailed as error:
            self.pause = next_pause(self.pause)
            self.servers_at = time.monotonic() + self.pause
            self.say(f"{error}\nIt is tried again in {self.pause} s.")

    def _wait_until_up(self, processes: Processes, host: str, port: int) -> None:
        """Until the web accepts a connection and a worker gave its signs of life. Raises when the web does not come up."""
        deadline = time.monotonic() + START_PATIENCE
        signs = {HEARTBEAT: heartbeat, STORAGE: try_storage}
        for sign, task in signs.items():
            cache.delete(sign)
            task.delay()
        while not (_accepts(host, port) and all(cache.get(sign) for sign in signs)):
            processes.revive(self.say)
            if time.monotonic() > deadline:
                if not _accepts(host, port):
                    raise CommandError("The web process did not start; its last words are above.")
                self.say(f"Not everything is up after {START_PATIENCE} s; see /healthz.")
                return
            time.sleep(0.1)

    def _welcome(self, host: str, port: int) -> None:
        self.say(
            f"\nAnning 安宁 runs at  http://{_reachable(host)}:{port}/   (desk: /admin/, API: /api/v1/docs/)"
        )
        if not settings.EMAIL_LEAVES:
            self.say(f"Mails do not leave this machine; they become files in {settings.ANNING_HOME / 'mail'}")
        accounts = settings.ANNING_HOME / "accounts.txt"
        if settings.EMBEDDED_DATABASE and accounts.is_file():
            self.say(f"\nDemo accounts ({accounts}):\n{accounts.read_text().rstrip()}")
        self.say("\nStop with Ctrl-C.")


def _reachable(host: str) -> str:
    return "127.0.0.1" if host in {"0.0.0.0", "::", ""} else host  # noqa: S104  (compared, not bound)


def _accepts(host: str, port: int) -> bool:
    try:
        with socket.create_connection((_reachable(host), port), timeout=2):
            return True
    except OSError:
        return False


def _port_is_free(host: str, port: int) -> None:
    """Try the port before anything is started. A web process that is just ending gets a few seconds."""
    if not 0 < port < 65536:
        raise CommandError(f"PORT: expected a number from 1 to 65535, found {port}.")
    deadline = time.monotonic() + 5
    while True:
        try:
            with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as trial:
                trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
                trial.bind((host, port))
            return
        except OSError as error:
            if error.errno != errno.EADDRINUSE:
                raise CommandError(f"Cannot listen on {host}:{port}: {error.strerror}.") from None
            if time.monotonic() > deadline:
                raise CommandError(
                    f"Port {port} is in use by another program. Choose another: PORT={port + 1} make run"
                ) from None
        time.sleep(0.2)


@contextmanager
def _only_one(port: int) -> Iterator[None]:
    """One portal a runtime folder: two would share one schedule, and each address its own."""
    run = settings.ANNING_HOME / "run"
    run.mkdir(mode=0o700, parents=True, exist_ok=True)
    path = run / "serving"
    with open(path, "a+") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            file.seek(0)
            raise CommandError(
                f"Anning runs already from {settings.ANNING_HOME} ({file.read().strip()})."
            ) from None
        file.truncate(0)
        file.write(f"process {os.getpid()}, port {port}")
        file.flush()
        try:
            yield
        finally:
            path.unlink(missing_ok=True)


def _stop(number: int, frame: FrameType | None) -> None:
    raise Stopped


SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


@contextmanager
def _stoppable() -> Iterator[None]:
    before = {number: signal.signal(number, _stop) for number in SIGNALS}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


@contextmanager
def _unstoppable() -> Iterator[None]:
    """While stopping: a second Ctrl-C, or make's own, must not leave half of it behind."""
    before = {number: signal.signal(number, signal.SIG_IGN) for number in SIGNALS}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
