"""P27: what a reading needs does not grow with the file. Peaks of Python's own memory, a small file against a larger one."""

import json
import tempfile
import tracemalloc
from collections.abc import Callable
from typing import BinaryIO

import pytest

from evidence.importers import Entry, entries
from tests.evidence.importers.backups import PORT, SPLIT, WORDS, element, mms, row, sms

SMALL, LARGE = 1_000_000, 8_000_000
MARGIN = 1_500_000  # bytes; caches fill, and no more


def _repeated(file: BinaryIO, one: bytes, size: int) -> None:
    for _ in range(size // (len(one) * 100)):
        file.write(one * 100)


def of_messages(file: BinaryIO, size: int) -> None:
    file.write(b'<smses count="1">\n')
    _repeated(file, sms(SPLIT * 8).encode() + b"\n", size)
    file.write(b"</smses>")


def of_pictures(file: BinaryIO, size: int) -> None:
    """MMS with pictures of 400 kB each."""
    picture = element("part", ct="image/jpeg", text="null", data="/9j/" + "QUJD" * 100_000)
    one = mms(picture, element("part", ct="text/plain", text=WORDS)).encode() + b"\n"
    file.write(b'<smses count="1">\n')
    for _ in range(size // len(one)):
        file.write(one)
    file.write(b"</smses>")


def of_lines(file: BinaryIO, size: int) -> None:
    _repeated(file, json.dumps(row(body=SPLIT * 8), ensure_ascii=False).encode() + b"\n", size)


def of_a_list(file: BinaryIO, size: int) -> None:
    file.write(b"[")
    _repeated(file, json.dumps(row(body=SPLIT * 8), ensure_ascii=False).encode() + b",\n", size)
    file.write(json.dumps(row()).encode() + b"]")


def of_open_quotes(file: BinaryIO, size: int) -> None:
    """Again and again a quote that nothing closes within 200 lines."""
    file.write("号码,时间,内容\n".encode())
    line = f"{PORT},2026/3/14,{WORDS * 30}\n".encode()
    block = f'{PORT},2026/3/14 9:26,"没有关上\n'.encode() + line * 230
    for _ in range(size // len(block)):
        file.write(block)


def of_a_table(file: BinaryIO, size: int) -> None:
    file.write("号码,时间,内容\n".encode("gbk"))
    _repeated(file, f'{PORT},2026/3/14 9:26,"{SPLIT * 8}"\n'.encode("gbk"), size)


def peak(write: Callable[[BinaryIO, int], None], size: int) -> tuple[int, int]:
    with tempfile.TemporaryFile() as file:
        write(file, size)
        tracemalloc.start()
        try:
            count = sum(isinstance(item, Entry) for item in entries(file))
            return count, tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()


@pytest.mark.parametrize("write", [of_messages, of_pictures, of_lines, of_a_list, of_a_table, of_open_quotes])
def test_memory_is_flat(write: Callable[[BinaryIO, int], None]) -> None:
    peak(write, SMALL)  # caches fill
    few, small = peak(write, SMALL)
    many, large = peak(write, LARGE)
    assert many > 6 * few > 0
    assert large < small + MARGIN
    assert large < 12_000_000
