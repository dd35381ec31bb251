"""Looking again at what covers all cases: the chain of daily heads, and every token of trusted time."""

import base64
import binascii
from collections.abc import Iterator
from datetime import timedelta

from cryptography.exceptions import InvalidSignature
from cryptography.x509 import Certificate

from core import keys
from core.canonical import GENESIS, canonical
from core.digests import digest_of
from evidence.custody.audit import Fault
from evidence.custody.merkle import Tree, leaf_hash, leaf_text
from evidence.models import DailyHead, DailyLeaf, Timestamp
from evidence.timestamps import TokenRefused, verify_token


def check_heads() -> Iterator[list[Fault]]:
    """For each day its faults, oldest first. What a head says of a ledger is checked with that case."""
    before: DailyHead | None = None
    for head in DailyHead.objects.order_by("day").iterator(chunk_size=100):
        yield [Fault(None, f"daily head {head.day}", head.digest, what) for what in _wrong(head, before)]
        before = head


def _wrong(head: DailyHead, before: DailyHead | None) -> Iterator[str]:
    if before is not None and head.day != before.day + timedelta(days=1):
        yield f"the head before it is of {before.day}: days are missing"
    try:
        if digest_of(head.payload.encode(), like=head.digest) != head.digest:
            yield "its text does not have its digest"
        said = head.said
        if canonical(said) != head.payload:
            yield "its text is not in the canonical form"
        if (said["day"], said["key"]) != (head.day.isoformat(), head.key_id):
            yield "its text is of another day or key"
        if said["previous"] != (before.digest if before else GENESIS):
            yield "it does not name the head before it"
        yield from _wrong_tree(head, said["leaves"], said["root"])
    except (ValueError, KeyError, TypeError) as problem:
        yield f"it cannot be read: {type(problem).__name__}"
    yield from _wrong_signature(head)
    if Timestamp.objects.of(head.digest) is None:
        yield "no time stamp was ever asked for"


def _wrong_tree(head: DailyHead, leaves: int, root: str) -> Iterator[str]:
    tree = Tree()
    rows = DailyLeaf.objects.filter(head=head).order_by("position")
    for leaf in rows.iterator(chunk_size=2000):
        if leaf.position != tree.size:
            yield f"leaf {tree.size} is missing"
            return
        tree.add(leaf_hash(leaf_text(str(leaf.complaint_id), leaf.sequence, leaf.entry), like=root))
    if tree.size != leaves:
        yield f"it covers {leaves} ledgers, and {tree.size} are there"
    elif tree.root() != root:
        yield "its ledgers do not lead to its root: one of its leaves was changed"


def _wrong_signature(head: DailyHead) -> Iterator[str]:
    public = keys.public_keys().get(head.key_id)
    if public is None:
        yield f"signed with a key that is not the portal's: {head.key_id}"
        return
    try:
        raw = base64.urlsafe_b64decode(head.signature + "=" * (-len(head.signature) % 4))
        public.verify(raw, head.payload.encode())
    except (InvalidSignature, binascii.Error, ValueError):
        yield "its signature does not hold"
    else:
        if base64.urlsafe_b64encode(raw).decode().rstrip("=") != head.signature:
            yield "its signature is not in its canonical spelling"


def check_tokens(roots: list[Certificate]) -> Iterator[Fault | None]:
    """Every token that is there, each with its fault or None."""
    rows = Timestamp.objects.filter(state=Timestamp.State.DONE).order_by("pk")
    for stamp in rows.iterator(chunk_size=200):
        what = _wrong_token(stamp, roots)
        yield Fault(None, "time stamp", stamp.digest, what) if what else None


def _wrong_token(stamp: Timestamp, roots: list[Certificate]) -> str:
    token = bytes(stamp.token or b"")
    try:
        if digest_of(token, like=stamp.token_digest) != stamp.token_digest:
            return "the token's bytes are not those that came"
        if verify_token(token, stamp.digest, roots) != stamp.gen_time:
            return "the token names another moment than its row"
    except (TokenRefused, ValueError) as refused:
        return f"the token does not hold: {refused}"
    return ""
