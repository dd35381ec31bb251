"""Valkey on a unix socket: the broker of later work, and the counters of rate limits."""

import os
import signal
import subprocess
import time
from contextlib import suppress
from pathlib import Path

from redis import Redis
from redis.backoff import NoBackoff
from redis.exceptions import RedisError
from redis.retry import Retry

from portal.embedded.programs import ServerFailed, valkey

PATIENCE = 30


class Broker:
    """Started as a process of its own, so that it outlives a killed supervisor and is adopted by the next start.

    It keeps nothing on disk: what must not be lost is a row in the database, and the sweeps find it.
    """

    def __init__(self, folder: Path, sockets: Path) -> None:
        self.folder, self.sockets = folder, sockets
        self.socket = sockets / "valkey.sock"
        self.log = folder / "valkey.log"

    def _client(self) -> Redis:
        """A client that says at once that nobody answers (the library's own tries again for seconds)."""
        return Redis(unix_socket_path=str(self.socket), socket_timeout=3, retry=Retry(NoBackoff(), 0))

    def answers(self) -> bool:
        with suppress(RedisError), self._client() as client:
            return bool(client.ping())
        return False

    def start(self) -> None:
        if self.answers():
            return
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self.socket.unlink(missing_ok=True)
        self.log.touch(mode=0o600)
        command: list[str | Path] = [
            valkey(), "--port", "0", "--unixsocket", self.socket, "--unixsocketperm", "700", "--save", "", "--appendonly", "no",
            "--dir", self.folder, "--logfile", self.log, "--databases", "256", "--maxmemory", "128mb",
            "--maxmemory-policy", "noeviction", "--daemonize", "no",
        ]  # fmt: skip
        process = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        deadline = time.monotonic() + PATIENCE
        while not self.answers():
            if process.poll() is not None or time.monotonic() > deadline:
                raise ServerFailed(f"Valkey does not start; see {self.log}, or set BROKER_URL to a broker")
            time.sleep(0.02)

    def stop(self) -> None:
        try:
            with self._client() as client:
                process = int(client.info("server")["process_id"])
                with suppress(RedisError):
                    client.shutdown(nosave=True)
        except RedisError:
            return
        deadline = time.monotonic() + PATIENCE
        while _lives(process):
            if time.monotonic() > deadline:
                with suppress(ProcessLookupError):
                    os.kill(process, signal.SIGKILL)
                return
            time.sleep(0.02)


def _lives(process: int) -> bool:
    with suppress(ChildProcessError):
        os.waitpid(process, os.WNOHANG)  # our own child would linger as a zombie
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return True
