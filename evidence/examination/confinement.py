"""Powers a process gives up before it reads what a stranger sent: files, network, programs, processes, memory, time."""

import ctypes
import os
import platform
import resource
import struct
import sys
from dataclasses import dataclass
from typing import NoReturn

_NEW_USER_AND_NETWORK = 0x10000000 | 0x40000000
_NO_NEW_PRIVILEGES = 38
_SET_FILTER, _ASK_FOR_ACTION = 1, 2
# The filter holds for the threads that libraries have started already.
_ALL_THREADS = 1
_ALLOWED = 0x7FFF0000
_ERROR = 0x00050000
_REFUSED = _ERROR | 1
_NO_SUCH_CALL = _ERROR | 38

# What a process needs that works on what it holds: open descriptors, memory, its own threads, signals to itself, clocks.
# None of them takes a path, reaches another process or makes anything that outlives this one: by numbers of x86_64
# and aarch64, None where there is no such call.
CALLS: dict[str, tuple[int | None, int | None]] = {
    "read": (0, 63), "write": (1, 64), "readv": (19, 65), "writev": (20, 66), "pread64": (17, 67), "pwrite64": (18, 68),
    "lseek": (8, 62), "fstat": (5, 80), "ftruncate": (77, 46), "fsync": (74, 82), "close": (3, 57),
    "mmap": (9, 222), "mprotect": (10, 226), "munmap": (11, 215), "mremap": (25, 216), "madvise": (28, 233),
    "brk": (12, 214), "futex": (202, 98), "sched_yield": (24, 124), "sched_getaffinity": (204, 123), "getcpu": (309, 168),
    "set_robust_list": (273, 99), "rseq": (334, 293), "set_tid_address": (218, 96), "membarrier": (324, 283),
    "sigaltstack": (131, 132), "rt_sigaction": (13, 134), "rt_sigprocmask": (14, 135), "rt_sigreturn": (15, 139),
    "restart_syscall": (219, 128), "exit": (60, 93), "exit_group": (231, 94),
    "getpid": (39, 172), "gettid": (186, 178), "getuid": (102, 174), "geteuid": (107, 175), "getgid": (104, 176),
    "getegid": (108, 177), "getcwd": (79, 17), "uname": (63, 160), "sysinfo": (99, 179), "getrusage": (98, 165),
    "times": (100, 153), "time": (201, None), "gettimeofday": (96, 169), "clock_gettime": (228, 113), "clock_getres": (229, 114),
    "clock_nanosleep": (230, 115), "nanosleep": (35, 101), "getrandom": (318, 278),
}  # fmt: skip
_ONE_THREAD_MORE = 0x00010000
_OF_A_DESCRIPTOR = 0x1000
# How the process exits that cannot be confined: it has read nothing.
EXIT = 78

Step = tuple[int, int, int, int]


class NotConfined(SystemExit):
    """This machine does not let a process give its powers up; no ``except Exception`` on the way lets it go on."""

    def __init__(self, why: str) -> None:
        super().__init__(EXIT)
        self.why = why


@dataclass(frozen=True)
class Machine:
    """An architecture as the kernel names it, which column of CALLS is its own, and the calls with conditions."""

    audit: int
    column: int
    clone: int
    clone3: int
    prlimit64: int
    newfstatat: int
    seccomp: int


MACHINES = {
    "x86_64": Machine(0xC000003E, 0, clone=56, clone3=435, prlimit64=302, newfstatat=262, seccomp=317),
    "aarch64": Machine(0xC00000B7, 1, clone=220, clone3=435, prlimit64=261, newfstatat=79, seccomp=277),
}


def _load(place: int) -> Step:
    return 0x20, 0, 0, place


def _argument(number: int, high: int = 0) -> Step:
    """Half of an argument of the call, counted from 0; both kinds of machine put the lower half first."""
    return _load(16 + 8 * number + 4 * high)


def _end(answer: int) -> Step:
    return 0x06, 0, 0, answer


def _if_equal(value: int, then: list[Step]) -> list[Step]:
    return [(0x15, 0, len(then), value), *then]


def _if_bit(bit: int, then: list[Step]) -> list[Step]:
    return [(0x45, 0, len(then), bit), *then]


def filter_of(machine: Machine) -> list[Step]:
    """The program that the kernel asks about every call: (code, to go on if true, if false, value), as BPF has it.

    What is not named is refused, so are the calls of another architecture and those of x32, whose numbers are others.
    """
    allowed = [_end(_ALLOWED)]
    numbers = [call[machine.column] for call in CALLS.values()]
    return [
        _load(4),
        (0x15, 1, 0, machine.audit),
        _end(_REFUSED),
        _load(0),
        *(step for number in numbers if number is not None for step in _if_equal(number, allowed)),
        # A thread, not a process. The C library tries clone3 first, whose flags cannot be seen here.
        *_if_equal(machine.clone, [_argument(0), *_if_bit(_ONE_THREAD_MORE, allowed), _end(_REFUSED)]),
        *_if_equal(machine.clone3, [_end(_NO_SUCH_CALL)]),
        # Limits may be asked for, none may be set.
        *_if_equal(
            machine.prlimit64,
            [_argument(2), *_if_equal(0, [_argument(2, high=1), *_if_equal(0, allowed)]), _end(_REFUSED)],
        ),
        *_if_equal(machine.newfstatat, [_argument(3), *_if_equal(_OF_A_DESCRIPTOR, allowed), _end(_REFUSED)]),
        _end(_REFUSED),
    ]


def _this_machine() -> Machine | None:
    return MACHINES.get(platform.machine()) if sys.platform == "linux" else None


def possible() -> bool:
    """Whether this machine can confine a process, asked of the kernel; nothing is given up by asking."""
    machine = _this_machine()
    if machine is None:
        return False
    action = ctypes.c_uint32(_ERROR)
    return bool(ctypes.CDLL(None).syscall(machine.seccomp, _ASK_FOR_ACTION, 0, ctypes.byref(action)) == 0)


def _forbid_calls() -> None:
    """Put the filter over every thread. Raises NotConfined."""
    machine = _this_machine()
    if machine is None:
        _give_up(f"no filter is known for {sys.platform} on {platform.machine()}")
    libc = ctypes.CDLL(None, use_errno=True)
    steps = filter_of(machine)
    program = ctypes.create_string_buffer(b"".join(struct.pack("HBBI", *step) for step in steps))
    head = ctypes.create_string_buffer(struct.pack("HxxxxxxP", len(steps), ctypes.addressof(program)))
    if libc.prctl(_NO_NEW_PRIVILEGES, 1, 0, 0, 0) != 0:
        _give_up("new privileges are not refused")
    if libc.syscall(machine.seccomp, _SET_FILTER, _ALL_THREADS, head) != 0:
        _give_up(f"seccomp: {os.strerror(ctypes.get_errno())}")


def _give_up(why: str) -> NoReturn:
    raise NotConfined(why)


def limit(*, memory: int, seconds: int, output: int) -> None:
    """Set bounds for good: ``memory`` and ``output`` in bytes, ``seconds`` of processor time. Files can still be opened.

    For a process that loads libraries with threads of their own before it is confined. A network of its own comes on
    top where the system grants it; where not, the filter refuses sockets all the same.
    """
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
    resource.setrlimit(resource.RLIMIT_FSIZE, (output, output))
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    if sys.platform == "linux":
        # Root inside has no power outside.
        ctypes.CDLL(None).unshare(_NEW_USER_AND_NETWORK)
    os.umask(0o077)


def confine(*, memory: int, seconds: int, output: int) -> None:
    """Give up what is not needed, for good; bounds as in ``limit``. Raises NotConfined, which ends the process.

    After this nothing can be opened: descriptors that are open go on working. Everything must be imported before.
    """
    limit(memory=memory, seconds=seconds, output=output)
    resource.setrlimit(resource.RLIMIT_NOFILE, (0, 0))
    _forbid_calls()
