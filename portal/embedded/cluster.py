"""A PostgreSQL cluster of our own: made, started, adopted, stopped."""

import os
import shutil
import signal
import subprocess
import time
from collections.abc import Iterable
from pathlib import Path

import psycopg
from psycopg import sql

from portal.embedded.programs import (
    ServerFailed,
    data_owner,
    lives,
    postgresql,
    start_apart,
    unprivileged,
    version,
    wait_until_gone,
)

ADMINISTRATOR = "anning_admin"  # owns the cluster; nothing of the portal connects as it
OWNER, WEB = "anning_owner", "anning_web"
PATIENCE = 60  # seconds for a start, a recovery after a crash, or a stop

SETTINGS = {
    "listen_addresses": "",
    "max_connections": "120",
    "shared_buffers": "128MB",
    "timezone": "Asia/Shanghai",
    "log_timezone": "Asia/Shanghai",
    "log_min_error_statement": "panic",  # a statement may hold personal data
    "log_parameter_max_length": "0",
    "log_parameter_max_length_on_error": "0",
}
# For clusters that may be lost at any time (tests): a crash of the machine may destroy them.
CARELESS = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "wal_level": "minimal",
    "max_wal_senders": "0",
}


class Cluster:
    """The cluster in ``data``, reached through the unix socket in ``sockets``.

    Only this machine user can open that folder; whoever can is trusted, and names the role to be.
    """

    def __init__(self, data: Path, sockets: Path, *, careless: bool = False) -> None:
        self.data, self.sockets, self.careless = data, sockets, careless
        self.log = data.parent / f"{data.name}.log"

    def connect(self, database: str = "postgres", user: str = ADMINISTRATOR) -> "psycopg.Connection[tuple]":
        return psycopg.connect(
            host=str(self.sockets), port=5432, dbname=database, user=user, autocommit=True, connect_timeout=10
        )

    def answers(self) -> bool:
        """Whether a server answers. After a kill -9 only this tells; pg_ctl believes a pid file of the dead."""
        command: list[str | Path] = [
            postgresql() / "pg_isready",
            "-q",
            "-t",
            "3",
            "-h",
            self.sockets,
            "-p",
            "5432",
        ]
        return subprocess.run(command, check=False).returncode == 0

    def start(self) -> None:
        """Start the server, or adopt the one that a killed process left running. Raises ServerFailed."""
        if not (self.data / "PG_VERSION").is_file():
            self._make()
        self._check_version()
        deadline = time.monotonic() + PATIENCE
        while not self.answers():
            if time.monotonic() > deadline:
                raise ServerFailed(f"PostgreSQL does not start:\n{self._last_words()}")
            if self._process() is None:
                self._own()
                self._launch()
            time.sleep(0.05)

    def stop(self) -> None:
        process = self._process()
        if process is None:
            return
        os.kill(process, signal.SIGINT)  # "fast": sessions are cut off, everything is written down
        if not wait_until_gone(process, PATIENCE):
            raise ServerFailed(f"PostgreSQL does not stop; see {self.log}")

    def ensure(self, database: str, roles: Iterable[str] = (OWNER, WEB)) -> None:
        """Make the roles and the database, where missing. The owner owns it; the web role is granted what it may."""
        with self.connect() as connection:
            known = {row[0] for row in connection.execute("SELECT rolname FROM pg_roles")}
            for role in set(roles) - known:
                connection.execute(sql.SQL("CREATE ROLE {} LOGIN").format(sql.Identifier(role)))
            if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [database]).fetchone():
                make = sql.SQL("CREATE DATABASE {} OWNER {}")
                connection.execute(make.format(sql.Identifier(database), sql.Identifier(OWNER)))

    def clone(self, template: str, database: str) -> None:
        """Replace ``database`` by a copy of ``template``; whoever is connected to the old one is cut off."""
        names = {
            "new": sql.Identifier(database),
            "old": sql.Identifier(template),
            "owner": sql.Identifier(OWNER),
        }
        with self.connect() as connection:
            connection.execute(sql.SQL("DROP DATABASE IF EXISTS {new} WITH (FORCE)").format(**names))
            make = "CREATE DATABASE {new} TEMPLATE {old} OWNER {owner} STRATEGY FILE_COPY"
            connection.execute(sql.SQL(make).format(**names))

    def _make(self) -> None:
        if self.data.exists():  # a start that was interrupted before the cluster was whole
            shutil.rmtree(self.data)
        self.data.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        part = self.data.with_name(f".{self.data.name}.part")
        shutil.rmtree(part, ignore_errors=True)
        part.mkdir(mode=0o700)
        os.chown(part, data_owner(), -1)
        command: list[str | Path] = [
            *unprivileged(), postgresql() / "initdb", "-D", part, f"--username={ADMINISTRATOR}", "--encoding=UTF8",
            "--locale=C.UTF-8", "--data-checksums", "--auth-local=trust", "--auth-host=reject", "--no-instructions",
        ]  # fmt: skip
        if self.careless:
            command.append("--no-sync")
        done = subprocess.run(command, capture_output=True, text=True, stdin=subprocess.DEVNULL, check=False)
        if done.returncode:
            raise ServerFailed(f"PostgreSQL cannot make its folder {self.data}: {done.stderr.strip()}")
        part.rename(self.data)

    def _check_version(self) -> None:
        made, runs = (
            (self.data / "PG_VERSION").read_text().strip(),
            str(version(postgresql() / "postgres")[0]),
        )
        if made != runs:
            raise ServerFailed(
                f"{self.data} was made by PostgreSQL {made}, this machine runs {runs}: dump it with {made}, or move it away"
            )

    def _launch(self) -> None:
        settings = (
            SETTINGS | (CARELESS if self.careless else {}) | {"unix_socket_directories": str(self.sockets)}
        )
        options = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
        start_apart([*unprivileged(), postgresql() / "postgres", "-D", self.data, *options], self.log)
        time.sleep(0.05)

    def _process(self) -> int | None:
        """The server that the pid file names, when it lives and is one."""
        try:
            process = int((self.data / "postmaster.pid").read_text().split("\n", 1)[0])
            if lives(process) and "postgres" in Path(f"/proc/{process}/comm").read_text():
                return process
        except (OSError, ValueError):
            pass
        return None

    def _own(self) -> None:
        """Give the files to whom the server will be: that changes when namespaces are allowed, or no longer."""
        if os.getuid() == 0 and self.data.stat().st_uid != data_owner():
            for folder, _, files in os.walk(self.data):
                for path in (folder, *(os.path.join(folder, name) for name in files)):
                    os.chown(path, data_owner(), -1, follow_symlinks=False)

    def _last_words(self) -> str:
        return (
            "\n".join(self.log.read_text(errors="replace").splitlines()[-12:]) if self.log.is_file() else ""
        )
