"""What an exploit would do next, tried for real from inside a process: every act that nothing refuses is told by name.

Acts are calls of the kernel by their numbers, so that no library of Python stands between. An act is refused when the
answer is EPERM; whether it did anything is looked at besides, in the folder that it was given.
"""

import ctypes
import errno
import json
import mmap
import os
import platform
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
HERE = -100  # AT_FDCWD
_COLUMN = 0 if platform.machine() == "x86_64" else 1
_X32 = 0x40000000
_libc = ctypes.CDLL(None, use_errno=True)
_libc.syscall.restype = ctypes.c_long

# name → (number of x86_64, of aarch64, arguments); a word in braces is a path in the folder.
CALLS: dict[str, tuple[int | None, int | None, tuple[Any, ...]]] = {
    "open": (2, None, ("{kept}", os.O_RDONLY)),
    "openat": (257, 56, (HERE, "{kept}", os.O_RDONLY)),
    "openat to write": (257, 56, (HERE, "{kept}", os.O_WRONLY | os.O_TRUNC)),
    "creat": (85, None, ("{new}", 0o600)),
    "openat2": (437, 437, (HERE, "{kept}", bytes(24), 24)),
    "look at a path": (262, 79, (HERE, "{kept}", bytes(256), 0)),
    "unlink": (87, None, ("{kept}",)),
    "unlinkat": (263, 35, (HERE, "{kept}", 0)),
    "rename": (82, None, ("{kept}", "{new}")),
    "renameat": (264, 38, (HERE, "{kept}", HERE, "{new}")),
    "renameat2": (316, 276, (HERE, "{kept}", HERE, "{new}", 0)),
    "truncate": (76, 45, ("{kept}", 0)),
    "chmod": (90, None, ("{kept}", 0o777)),
    "fchmodat": (268, 53, (HERE, "{kept}", 0o777)),
    "link": (86, None, ("{kept}", "{new}")),
    "linkat": (265, 37, (HERE, "{kept}", HERE, "{new}", 0)),
    "symlink": (88, None, ("{kept}", "{new}")),
    "symlinkat": (266, 36, ("{kept}", HERE, "{new}")),
    "mkdir": (83, None, ("{new}", 0o700)),
    "mkdirat": (258, 34, (HERE, "{new}", 0o700)),
    "rmdir": (84, None, ("{empty}",)),
    "mknod": (133, None, ("{new}", 0o010600, 0)),
    "mknodat": (259, 33, (HERE, "{new}", 0o010600, 0)),
    "chown": (92, None, ("{kept}", -1, -1)),
    "fchownat": (260, 54, (HERE, "{kept}", -1, -1, 0)),
    "utimensat": (280, 88, (HERE, "{kept}", None, 0)),
    "setxattr": (188, 5, ("{kept}", "user.x", b"x", 1, 0)),
    "chdir": (80, 49, ("{empty}",)),
    "dup": (32, 23, (0,)),
    "pipe2": (293, 59, (bytes(8), 0)),
    "fcntl": (72, 25, (0, 1)),
    "ioctl": (16, 29, (0, 0x5401, bytes(64))),
    "socket": (41, 198, (1, 1, 0)),
    "network socket": (41, 198, (2, 1, 0)),
    "socketpair": (53, 199, (1, 1, 0, bytes(8))),
    "connect": (42, 203, (-1, bytes(16), 16)),
    "sendto": (44, 206, (-1, b"x", 1, 0, None, 0)),
    "execve": (59, 221, ("{none}", None, None)),
    "execveat": (322, 281, (HERE, "{none}", None, None, 0)),
    "fork": (57, None, ()),
    "clone": (56, 220, (signal.SIGCHLD, 0, 0, 0, 0)),
    "kill": (62, 129, (os.getpid, 0)),
    "kill the parent": (62, 129, (os.getppid, 0)),
    "tkill": (200, 130, (os.getpid, 0)),
    "tgkill": (234, 131, (os.getpid, os.getpid, 0)),
    "rt_sigqueueinfo": (129, 138, (os.getppid, 0, None)),
    "rt_tgsigqueueinfo": (297, 240, (os.getppid, os.getppid, 0, None)),
    "pidfd_open": (434, 434, (os.getppid, 0)),
    "pidfd_send_signal": (424, 424, (-1, 0, None, 0)),
    "pidfd_getfd": (438, 438, (-1, 0, 0)),
    "ptrace": (101, 117, (2, 0, 0, 0)),
    "process_vm_readv": (310, 270, (os.getpid, None, 0, None, 0, 0)),
    "process_vm_writev": (311, 271, (os.getpid, None, 0, None, 0, 0)),
    "mount": (165, 40, ("{empty}", "{empty}", b"tmpfs", 0, None)),
    "umount2": (166, 39, ("{none}", 0)),
    "unshare": (272, 97, (0,)),
    "setns": (308, 268, (-1, 0)),
    "bpf": (321, 280, (0, None, 0)),
    "io_uring_setup": (425, 425, (0, None)),
    "keyctl": (250, 219, (0, -3, 0, 0, 0)),
    "add_key": (248, 217, (None, None, None, 0, 0)),
    "memfd_create": (319, 279, (b"x", 0)),
    "shmget": (29, 194, (0, 0, 0)),
    "shmat": (30, 196, (-1, None, 0)),
    "semget": (64, 190, (0, 0, 0)),
    "msgget": (68, 186, (0x5EED, 0)),
    "mq_open": (240, 180, (b"none", 0, 0, None)),
    "inotify_init1": (294, 26, (0,)),
    "setpriority": (141, 140, (0, 0, 0)),
    "raise a limit": (302, 261, (0, 7, (64).to_bytes(8, sys.byteorder) * 2, None)),
}
# What a system may refuse to everybody, so that a refusal says nothing of the confinement; they are tried all the same.
REFUSED_ELSEWHERE = {
    *("mount", "umount2", "bpf", "io_uring_setup", "keyctl", "add_key", "setxattr", "raise a limit"),
    *("kill the parent", "rt_sigqueueinfo", "rt_tgsigqueueinfo", "pidfd_open"),
}

Act = Callable[[], int]


def _called(number: int, *arguments: Any) -> int:
    """The answer of the kernel, an error as a negative number."""
    given = [one if one is None or isinstance(one, bytes) else ctypes.c_long(one) for one in arguments]
    answer = int(_libc.syscall(ctypes.c_long(number), *given))
    return -ctypes.get_errno() if answer == -1 else answer


def _act(number: int, arguments: tuple[Any, ...], folder: Path) -> Act:
    def done() -> int:
        given = [one() if callable(one) else one for one in arguments]
        given = [
            str(folder / one[1:-1]).encode() if isinstance(one, str) and one[0] == "{" else one
            for one in given
        ]
        answer = _called(number, *(one.encode() if isinstance(one, str) else one for one in given))
        return _as_parent(answer) if number in (57, 56, 220) else answer

    return done


def _as_parent(answer: int) -> int:
    """A process that was started after all ends at once."""
    if answer == 0:
        os._exit(0)
    return answer


def acts(folder: Path) -> dict[str, Act]:
    """Every act that this machine knows; to be asked for before the process is confined."""
    found = {
        name: _act(row[_COLUMN], row[2], folder) for name, row in CALLS.items() if row[_COLUMN] is not None
    }
    if _COLUMN == 0:
        for name in ("fork", "kill", "unlink", "socket"):
            number, _, arguments = CALLS[name]
            assert number is not None
            found[f"{name} of x32"] = _act(_X32 | number, arguments, folder)
        found["execve of x32"] = _act(_X32 | 520, ("{none}", None, None), folder)
    return found


def old_gate(folder: Path) -> dict[str, Act]:
    """The calls of i386, through ``int 0x80`` in a few bytes of machine code: their numbers are others."""
    code = bytes.fromhex("53 89f8 89f3 87ca cd80 5b c3")  # nr, three arguments → eax, ebx, ecx, edx
    # Below 4 GB, writable, executable.
    held = mmap.mmap(-1, 8192, mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS | 0x40, 7)
    held[: len(code)] = code
    place = ctypes.addressof(ctypes.c_char.from_buffer(held))
    call = ctypes.CFUNCTYPE(ctypes.c_int, *[ctypes.c_uint] * 4)(place)
    path, there = 4096, str(folder / "kept").encode()
    held[path : path + len(there) + 1] = there + b"\0"

    def through(*numbers: int) -> Act:
        # The memory must live as long as the act.
        def done(_held: mmap.mmap = held) -> int:
            answer = int(call(*numbers))
            return _as_parent(answer) if numbers[0] == 2 else answer

        return done

    return {
        "getpid of i386": through(20, 0, 0, 0),
        "fork of i386": through(2, 0, 0, 0),
        "open of i386": through(5, place + path, 0, 0),
        "kill of i386": through(37, os.getpid(), 0, 0),
        "unlink of i386": through(10, place + path, 0, 0),
        "execve of i386": through(11, place + path, 0, 0),
        "socketcall of i386": through(102, 1, 0, 0),
    }


def folder_with_files(folder: Path) -> Path:
    """What the acts are about: ``kept`` (0600, with words), ``empty`` (a folder); ``new`` and ``none`` are not there."""
    folder.mkdir(exist_ok=True)
    (folder / "kept").write_text("sealed")
    (folder / "kept").chmod(0o600)
    (folder / "empty").mkdir(exist_ok=True)
    return folder


def untouched(folder: Path) -> bool:
    if {one.name for one in folder.iterdir()} != {"kept", "empty"}:
        return False
    kept = folder / "kept"
    about = kept.stat()
    return (kept.read_text(), about.st_mode & 0o777, about.st_nlink) == ("sealed", 0o600, 1)


def unrefused(tried: dict[str, Act]) -> list[str]:
    return [name for name, act in tried.items() if act() != -errno.EPERM]


def watch(folder: str) -> None:
    """Have the child that is started next try everything once it is confined. It exits 100 and more if an act is done."""
    from evidence.examination import confinement

    tried = acts(Path(folder))
    real = confinement.confine

    def confine(**bounds: int) -> None:
        real(**bounds)
        if done := unrefused(tried):
            os._exit(100 + list(tried).index(done[0]))

    confinement.confine = confine


def main() -> None:
    """``unconfined|confined here|gate FOLDER``: says as JSON what nothing refused."""
    how, which, folder = sys.argv[1:]
    tried = (old_gate if which == "gate" else acts)(Path(folder))
    if how == "confined":
        from evidence.examination.confinement import confine

        confine(memory=400 * 1024 * 1024, seconds=5, output=100_000)
    sys.stdout.write(json.dumps(unrefused(tried)))
    sys.stdout.flush()
    os._exit(0)


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    main()
