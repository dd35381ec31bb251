"""The closed form: any size comes back, and no change, cut, addition or move goes unseen."""

import io
import random
import uuid
from collections.abc import Iterator

import pytest

from evidence.sealed import cipher
from evidence.sealed.cipher import CHUNK, TAG

HEADER = 11
KEY = bytes(range(32))
OBJECT = uuid.UUID("00000000-0000-4000-8000-000000000001")


def closed(content: bytes, *, object_id: uuid.UUID = OBJECT, key: bytes = KEY) -> bytes:
    return b"".join(cipher.closed_chunks([content], key, object_id=object_id))


def opened(stored: bytes, *, object_id: uuid.UUID = OBJECT, key: bytes = KEY) -> bytes:
    with io.BufferedReader(cipher.OpenedBytes(io.BytesIO(stored), key, object_id=object_id)) as plain:
        return plain.read()


@pytest.mark.parametrize("size", [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 2 * CHUNK, 2 * CHUNK + 7])
def test_what_goes_in_comes_out(size: int) -> None:
    content = random.Random(size).randbytes(size)
    stored = closed(content)
    assert opened(stored) == content
    chunks = max(1, -(-size // CHUNK))
    assert len(stored) == HEADER + size + TAG * chunks
    if size > 16:
        assert content[:16] not in stored


def test_pieces_of_any_length_make_the_same_chunks() -> None:
    content = random.Random(3).randbytes(3 * CHUNK + 11)

    def pieces() -> Iterator[bytes]:
        place, lengths = 0, random.Random(4)
        while place < len(content):
            step = lengths.randrange(1, CHUNK)
            yield content[place : place + step]
            place += step

    stored = b"".join(cipher.closed_chunks(pieces(), KEY, object_id=OBJECT))
    assert opened(stored) == content


def test_the_same_bytes_are_never_closed_alike() -> None:
    assert closed(b"x" * 100) != closed(b"x" * 100)


def _tampered(stored: bytes) -> dict[str, bytes]:
    whole = CHUNK + TAG
    first, second, rest = (
        stored[HEADER : HEADER + whole],
        stored[HEADER + whole : HEADER + 2 * whole],
        stored[HEADER + 2 * whole :],
    )
    head = stored[:HEADER]
    return {
        "nothing left": b"",
        "header only": head,
        "cut in the header": stored[:5],
        "another header": b"ANS2" + stored[4:],
        "another prefix": stored[:4] + bytes([stored[4] ^ 1]) + stored[5:],
        "last byte gone": stored[:-1],
        "last chunk gone": head + first + second,
        "cut after the first chunk": head + first,
        "chunks exchanged": head + second + first + rest,
        "chunk repeated": head + first + first + second + rest,
        "chunk left out": head + second + rest,
        "byte added": stored + b"\0",
        "itself added": stored + stored[HEADER:],
    }


@pytest.mark.parametrize("how", _tampered(closed(b"a" * (2 * CHUNK + 100))))
def test_every_tampering_is_seen(how: str) -> None:
    content = random.Random(9).randbytes(2 * CHUNK + 100)
    with pytest.raises(cipher.SealBroken):
        opened(_tampered(closed(content))[how])


def test_every_single_bit_counts() -> None:
    stored = bytearray(closed(b"twenty plain bytes.."))
    for place in range(4, len(stored)):
        for bit in range(8):
            stored[place] ^= 1 << bit
            with pytest.raises(cipher.SealBroken):
                opened(bytes(stored))
            stored[place] ^= 1 << bit
    assert opened(bytes(stored)) == b"twenty plain bytes.."


def test_bytes_in_another_place_do_not_open() -> None:
    with pytest.raises(cipher.SealBroken):
        opened(closed(b"mine"), object_id=uuid.UUID(int=OBJECT.int + 1))
    with pytest.raises(cipher.SealBroken):
        opened(closed(b"mine"), key=bytes(32))


def test_a_wrapped_key_opens_only_for_its_object(keys: object) -> None:
    key_id, wrapped = cipher.wrap(KEY, object_id=OBJECT)
    assert cipher.unwrap(wrapped, key_id=key_id, object_id=OBJECT) == KEY
    for wrong in (
        {"key_id": key_id, "object_id": uuid.UUID(int=1)},
        {"key_id": "another", "object_id": OBJECT},
    ):
        with pytest.raises(cipher.SealBroken):
            cipher.unwrap(wrapped, **wrong)


def test_words_come_back_even_when_they_are_no_text(keys: object) -> None:
    words = {"filename": "../\u202egnp.exe\x00\ud800", "description": "证明扣费 😀"}
    shut = cipher.close_words(words, KEY, object_id=OBJECT)
    assert cipher.open_words(shut, KEY, object_id=OBJECT) == words
    with pytest.raises(cipher.SealBroken):
        cipher.open_words(shut, KEY, object_id=uuid.UUID(int=1))
