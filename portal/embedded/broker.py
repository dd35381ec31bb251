"""Valkey on a unix socket: the broker of later work, and the counters of rate limits."""

import os
import signal
import time
from contextlib import suppress
from pathlib import Path

from redis import Redis
from redis.backoff import NoBackoff
from redis.exceptions import RedisError
from redis.retry import Retry

from portal.embedded.programs import ServerFailed, lives, start_apart, valkey, wait_until_gone

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
        command: list[str | Path] = [
            valkey(), "--port", "0", "--unixsocket", self.socket, "--unixsocketperm", "700", "--save", "", "--appendonly", "no",
            "--dir", self.folder, "--databases", "256", "--maxmemory", "128mb", "--maxmemory-policy", "noeviction",
            "--daemonize", "no", "--loglevel", "warning",
        ]  # fmt: skip
        process = start_apart(command, self.log)
        deadline = time.monotonic() + PATIENCE
        while not self.answers():
            if not lives(process.pid) or time.monotonic() > deadline:
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
        if not wait_until_gone(process, PATIENCE):
            with suppress(ProcessLookupError):
                os.kill(process, signal.SIGKILL)
