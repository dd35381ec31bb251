"""A digest names its algorithm; another one is a line in a table, and what was hashed before keeps its own."""

import hashlib
from uuid import uuid4

import pytest
from django.db import transaction

from accounts.actors import Actor
from complaints.ledger import append_entry, walk
from complaints.models import Act, LedgerEntry
from core import digests
from core.digests import digest_of, hasher, named


@pytest.mark.parametrize(
    "wrong",
    [
        "",
        "sha256",
        "sha256:",
        "sha256:00",
        "md5:" + "0" * 32,
        "sha256:" + "G" * 64,
        "sha256:" + "A" * 64,
        "0" * 64,
    ],
)
def test_what_is_no_named_digest(wrong: str) -> None:
    with pytest.raises(ValueError, match="digest|algorithm"):  # noqa: RUF043
        named(wrong)


def test_a_named_digest_round_trips() -> None:
    assert named(digest_of(b"x")) == ("sha256", hashlib.sha256(b"x").digest())
    with pytest.raises(ValueError, match="unknown hash algorithm"):
        hasher("sha257:00")


@pytest.mark.django_db
def test_a_ledger_goes_on_with_another_algorithm(monkeypatch: pytest.MonkeyPatch) -> None:
    """SM3 (GM/T 0004) where the machine's OpenSSL has it; entries are checked by the algorithm that they name."""
    name = "sm3"
    if name not in hashlib.algorithms_available:
        pytest.skip("this OpenSSL has no SM3")
    case, by = uuid4(), Actor.system("test")

    def entry() -> LedgerEntry:
        with transaction.atomic():
            return append_entry(by=by, complaint_id=case, act=Act.CASE_READ, detail={})

    first = entry()
    monkeypatch.setitem(digests.ALGORITHMS, name, lambda: hashlib.new(name))
    monkeypatch.setattr(digests, "CURRENT", name)
    second = entry()
    third = entry()
    assert [one.digest.partition(":")[0] for one in (first, second, third)] == ["sha256", name, name]
    assert (second.previous, third.previous) == (first.digest, second.digest)
    entries = list(LedgerEntry.objects.filter(complaint_id=case).order_by("sequence"))
    assert walk(case, entries) == []
    monkeypatch.delitem(digests.ALGORITHMS, name)
    assert [fault.sequence for fault in walk(case, entries)] == [2, 3]
