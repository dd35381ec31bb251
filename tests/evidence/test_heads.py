"""The daily head: one a day, over every ledger that grew; one ledger can be shown in it without showing another."""

import copy
import json
from datetime import date, datetime, timedelta
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

import pytest
from django.db import transaction

from accounts.actors import Actor
from complaints.ledger import append_entry
from complaints.models import Act, LedgerEntry
from core.canonical import canonical
from core.digests import digest_of, hasher
from evidence.custody.heads import check_heads
from evidence.custody.merkle import Tree, check_proof, leaf_hash, leaf_text, root_from
from evidence.models import DailyHead, Timestamp
from evidence.services import inclusion_proof, make_heads

SHANGHAI = ZoneInfo("Asia/Shanghai")
NOON = datetime(2026, 3, 16, 12, 0, tzinfo=SHANGHAI)
DAY = timedelta(days=1)


def entry(complaint_id: UUID, at: datetime) -> LedgerEntry:
    with transaction.atomic():
        return append_entry(
            by=Actor.system("test"), complaint_id=complaint_id, act=Act.CASE_READ, detail={}, at=at
        )


def leaves(count: int) -> list[str]:
    return [leaf_hash(leaf_text(str(UUID(int=n)), n + 1, digest_of(bytes([n])))) for n in range(count)]


def textbook(hashes: list[str]) -> str:
    """RFC 9162, 2.1.1, word for word."""
    if len(hashes) == 1:
        return hashes[0]
    k = 1
    while k * 2 < len(hashes):
        k *= 2
    left, right = (bytes.fromhex(textbook(part)[7:]) for part in (hashes[:k], hashes[k:]))
    return digest_of(b"\x01" + left + right)


def test_root_and_every_path_of_every_small_tree() -> None:
    for count in range(1, 34):
        hashes = leaves(count)
        for wanted in range(count):
            tree = Tree(wanted)
            for one in hashes:
                tree.add(one)
            root = tree.root()
            assert root == textbook(hashes)
            assert root_from(hashes[wanted], wanted, count, tree.path) == root
            for other in range(count):
                if other != wanted:
                    try:
                        assert root_from(hashes[other], wanted, count, tree.path) != root
                        assert root_from(hashes[wanted], other, count, tree.path) != root
                    except ValueError:
                        pass
            for path in (tree.path[:-1], [*tree.path, hashes[0]]):
                if path != tree.path:
                    with pytest.raises(ValueError, match="path is too"):
                        root_from(hashes[wanted], wanted, count, path)
    assert Tree().root() == "sha256:" + hasher().hexdigest()


@pytest.mark.django_db
def test_one_head_a_day_each_naming_the_one_before() -> None:
    quiet, busy, later = sorted(uuid4() for _ in range(3))
    entry(quiet, NOON - 5 * DAY)
    entry(busy, NOON - 5 * DAY)
    entry(busy, NOON)
    assert [head.day for head in make_heads(at=NOON)] == [date(2026, 3, 15)]
    assert make_heads(at=NOON + timedelta(hours=11)) == []  # once
    entry(busy, NOON + timedelta(hours=1))
    entry(later, NOON + timedelta(hours=11, minutes=59))
    second, third = make_heads(at=NOON + 2 * DAY)  # a day was missed
    first = DailyHead.objects.get(day=date(2026, 3, 15))
    assert [leaf.complaint_id for leaf in first.leaves.order_by("position")] == [quiet, busy]
    covered = [(leaf.complaint_id, leaf.sequence) for leaf in second.leaves.order_by("position")]
    assert covered == [(busy, 3), (later, 1)]
    assert (third.said["leaves"], third.leaves.count()) == (0, 0)
    assert (second.said["previous"], third.said["previous"]) == (first.digest, second.digest)
    assert first.digest == digest_of(first.payload.encode())
    assert set(Timestamp.objects.values_list("digest", flat=True)) == {
        first.digest,
        second.digest,
        third.digest,
    }
    assert [faults for faults in check_heads() if faults] == []


@pytest.mark.django_db
def test_midnight_is_shanghais() -> None:
    midnight = datetime(2026, 3, 16, 0, 0, tzinfo=SHANGHAI)
    before, after = uuid4(), uuid4()
    entry(before, midnight - timedelta(microseconds=1))
    entry(after, midnight)
    (head,) = make_heads(at=midnight)
    assert head.day == date(2026, 3, 15)
    assert [leaf.complaint_id for leaf in head.leaves.all()] == [before]


@pytest.mark.django_db
def test_an_entry_that_came_late_is_covered_by_the_next_head() -> None:
    """A transaction that ends after its day's head was made, a clock that was set back: nothing falls between."""
    one = uuid4()
    entry(one, NOON - DAY)
    make_heads(at=NOON)
    late = entry(one, NOON - DAY)
    (second,) = make_heads(at=NOON + DAY)
    assert [(leaf.sequence, leaf.entry) for leaf in second.leaves.all()] == [(late.sequence, late.digest)]


@pytest.mark.django_db
def test_a_proof_shows_one_ledger_and_no_other() -> None:
    cases = [uuid4() for _ in range(7)]
    for one in cases:
        entry(one, NOON - DAY)
    (head,) = make_heads(at=NOON)
    for one in cases:
        proof = inclusion_proof(complaint_id=one)
        assert proof is not None
        assert check_proof(json.loads(json.dumps(proof))) == []
        assert proof["digest"] == head.digest
        assert not [other for other in cases if other != one and str(other) in json.dumps(proof)]
    entry(cases[0], NOON)
    make_heads(at=NOON + DAY)
    frozen = inclusion_proof(complaint_id=cases[0], length=1, before=NOON + DAY)
    assert frozen is not None
    assert frozen["digest"] == head.digest
    assert inclusion_proof(complaint_id=cases[0], before=NOON) is None
    assert inclusion_proof(complaint_id=uuid4()) is None


@pytest.mark.django_db
def test_a_changed_proof_does_not_hold() -> None:
    cases = [uuid4() for _ in range(5)]
    for one in cases:
        entry(one, NOON - DAY)
    make_heads(at=NOON)
    proof = inclusion_proof(complaint_id=cases[2])
    assert proof is not None
    other = inclusion_proof(complaint_id=cases[3])
    assert other is not None

    def changed(**changes: object) -> list[str]:
        return check_proof({**copy.deepcopy(proof), **changes})

    leaf = proof["leaf"]
    assert changed(leaf={**leaf, "sequence": 2}) == ["path"]
    assert changed(leaf={**leaf, "complaint": str(uuid4())}) == ["path"]
    assert changed(leaf={**leaf, "entry": digest_of(b"another")}) == ["path"]
    assert changed(leaf=other["leaf"])
    assert changed(path=other["path"])
    assert changed(position=other["position"])
    assert changed(position=5) == ["unreadable: ValueError"]
    assert changed(path=proof["path"][:-1]) == ["unreadable: ValueError"]
    assert changed(digest=digest_of(b"another")) == ["head"]
    said = json.loads(proof["head"])
    assert changed(head=canonical({**said, "portal": "https://elsewhere.invalid"})) == ["head"]
    assert "path" in changed(head=canonical({**said, "root": digest_of(b"another")}))
    assert changed(head=json.dumps(said)) == ["unreadable: ValueError"]
    for nonsense in (None, [], {}, {"head": "[]"}, {**proof, "leaf": None}, {**proof, "digest": "md5:0"}):
        assert check_proof(nonsense)[0].startswith("unreadable")
