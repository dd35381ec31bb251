"""Where the embedded servers live."""

import hashlib
import os
import stat
import tempfile
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[2]


def home() -> Path:
    """The runtime folder: clusters, keys, stored bytes, logs. ``ANNING_HOME`` moves it."""
    return Path(os.environ.get("ANNING_HOME") or REPOSITORY / ".anning").expanduser().resolve()


def sockets_of(folder: Path) -> Path:
    """The folder of the unix sockets of the servers kept in ``folder``.

    A socket's path may have about 100 bytes, so it is a short hashed name in the temporary folder. Its choice is
    written down while the servers run: a command started with another ``TMPDIR`` finds the same sockets.
    """
    record = folder / "run" / "sockets"
    if record.is_file():
        return Path(record.read_text().strip())
    name = hashlib.sha256(str(folder).encode()).hexdigest()[:12]
    return Path(tempfile.gettempdir()) / f"anning-{os.getuid()}-{name}"


def make_sockets(folder: Path) -> Path:
    """Make the sockets' folder and write down where it is.

    Everyone who can open a socket in it is trusted by the servers behind it, so it must be ours alone: a folder
    that someone else put at this name is refused.
    """
    sockets = sockets_of(folder)
    sockets.mkdir(mode=0o700, parents=True, exist_ok=True)
    found = os.lstat(sockets)
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != os.getuid():
        raise PermissionError(f"{sockets} belongs to someone else; set TMPDIR to a folder of your own")
    sockets.chmod(0o700)
    (folder / "run").mkdir(mode=0o700, parents=True, exist_ok=True)
    (folder / "run" / "sockets").write_text(f"{sockets}\n")
    return sockets


def remove_sockets(folder: Path) -> None:
    """Leave nothing behind: the sockets, their folder and its record."""
    sockets = sockets_of(folder)
    if sockets.is_dir():
        for path in sockets.iterdir():
            path.unlink(missing_ok=True)
        sockets.rmdir()
    (folder / "run" / "sockets").unlink(missing_ok=True)
