"""Powers a process gives up before it reads what a stranger sent: files, network, programs, memory, time."""

import ctypes
import os
import platform
import resource
import struct
import sys

_NEW_USER_AND_NETWORK = 0x10000000 | 0x40000000
_NO_NEW_PRIVILEGES, _SET_SECCOMP, _SECCOMP_FILTER = 38, 22, 2
_NOT_PERMITTED = 0x00050000 | 1  # the call returns EPERM
_ALLOWED = 0x7FFF0000
# architecture → (its audit number, the calls it must not make: socket, connect, execve, execveat, ptrace, kill family)
_FORBIDDEN = {
    "x86_64": (0xC000003E, (41, 42, 59, 322, 101, 62, 200, 234)),
    "aarch64": (0xC00000B7, (198, 203, 221, 281, 117, 129, 130, 131)),
}


def _forbid_calls(libc: ctypes.CDLL) -> bool:
    """A seccomp filter against starting programs, sockets and signals; False where the kernel has none."""
    known = _FORBIDDEN.get(platform.machine())
    if known is None:
        return False
    architecture, calls = known
    steps = [
        (0x20, 0, 0, 4),  # load the architecture
        (0x15, 0, len(calls) + 1, architecture),  # another one: let go to the last line but one
        (0x20, 0, 0, 0),  # load the call's number
        *((0x15, len(calls) - index, 0, call) for index, call in enumerate(calls)),
        (0x06, 0, 0, _ALLOWED),
        (0x06, 0, 0, _NOT_PERMITTED),
    ]
    program = ctypes.create_string_buffer(b"".join(struct.pack("HBBI", *step) for step in steps))
    head = struct.pack("HxxxxxxP", len(steps), ctypes.addressof(program))
    if libc.prctl(_NO_NEW_PRIVILEGES, 1, 0, 0, 0) != 0:
        return False
    return bool(libc.prctl(_SET_SECCOMP, _SECCOMP_FILTER, ctypes.create_string_buffer(head), 0, 0) == 0)


def confine(*, memory: int, seconds: int, output: int, files: int = 0) -> None:
    """Give up what is not needed, for good. ``memory`` and ``output`` in bytes, ``seconds`` of processor time.

    After this nothing can be opened beyond ``files`` descriptors (with 0, no file and no socket at all; those that are
    open go on working), so everything must be imported before. Namespaces and seccomp come on top where the system
    grants them.
    """
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
    resource.setrlimit(resource.RLIMIT_FSIZE, (output, output))
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    if sys.platform == "linux":
        libc = ctypes.CDLL(None, use_errno=True)
        libc.unshare(_NEW_USER_AND_NETWORK)  # root inside has no power outside; refused on some systems
        _forbid_calls(libc)
    resource.setrlimit(resource.RLIMIT_NOFILE, (files, files))
    os.umask(0o077)
