"""The daily head: one a day over every ledger that grew since the head before, which it names. Signed, then stamped.

Who holds an earlier head, or a token over one, can show that a ledger was not rewritten behind it.
"""

import base64
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone

from complaints.models import LedgerEntry
from core import keys
from core.canonical import GENESIS, canonical, stamp
from core.digests import CURRENT, digest_of
from evidence.custody.merkle import Tree, leaf_hash, leaf_text
from evidence.models import DailyHead, DailyLeaf, Timestamp
from evidence.services.timestamping import ask_timestamp

_LOCK = 0x616E_6E69_6E67  # one portal makes one head at a time
_BATCH = 2000
MOST_DAYS = 31  # missed days made up for in one run; the next goes on


def make_heads(*, at: datetime) -> list[DailyHead]:
    """The heads of every whole day since the last, up to yesterday; none when they are there. Twice is once.

    The first ever covers all that is there. A missed day's head takes the entries by their own time; when it was really
    made stands in it, and in its token.
    """
    made: list[DailyHead] = []
    yesterday = timezone.localdate(at) - timedelta(days=1)
    while len(made) < MOST_DAYS:
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
            last = DailyHead.objects.order_by("-day").first()
            day = last.day + timedelta(days=1) if last else yesterday
            if day > yesterday:
                break
            made.append(_make(day, last, at))
    return made


def _make(day: date, last: DailyHead | None, at: datetime) -> DailyHead:
    tree = Tree()
    batch: list[DailyLeaf] = []
    for complaint_id, sequence, entry in _grown(_end(day)):
        batch.append(
            DailyLeaf(
                head_id=day, position=tree.size, complaint_id=complaint_id, sequence=sequence, entry=entry
            )
        )
        tree.add(leaf_hash(leaf_text(str(complaint_id), sequence, entry)))
        if len(batch) == _BATCH:
            DailyLeaf.objects.bulk_create(batch)
            batch = []
    DailyLeaf.objects.bulk_create(batch)
    key = keys.signing_key_id()
    payload = canonical(
        {
            "algorithm": CURRENT,
            "day": day.isoformat(),
            "key": key,
            "leaves": tree.size,
            "made_at": stamp(at),
            "portal": settings.PUBLIC_URL,
            "previous": last.digest if last else GENESIS,
            "root": tree.root(),
            "version": 1,
        }
    )
    head = DailyHead.objects.create(
        day=day,
        payload=payload,
        digest=digest_of(payload.encode()),
        signature=base64.urlsafe_b64encode(keys.signing_key().sign(payload.encode())).decode().rstrip("="),
        key_id=key,
        made_at=at,
    )
    ask_timestamp(digest=head.digest, at=at)
    return head


def _end(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day + timedelta(days=1), time.min))


def _grown(end: datetime) -> Iterator[tuple[UUID, int, str]]:
    """The newest entry before a moment of each ledger that no leaf covers yet, by complaint; read row by row."""
    same = LedgerEntry.objects.filter(complaint_id=OuterRef("complaint_id"), at__lt=end)
    covered = DailyLeaf.objects.filter(
        complaint_id=OuterRef("complaint_id"), sequence__gte=OuterRef("sequence")
    )
    newest = LedgerEntry.objects.filter(at__lt=end).filter(
        ~Exists(covered), ~Exists(same.filter(sequence__gt=OuterRef("sequence")))
    )
    rows = newest.order_by("complaint_id").values_list("complaint_id", "sequence", "digest")
    return rows.iterator(chunk_size=_BATCH)


def stamped_head(*, complaint_id: UUID, length: int, before: datetime) -> str:
    """The digest of the head that ``inclusion_proof`` with the same words rests on, once it is stamped; else empty."""
    leaves = DailyLeaf.objects.filter(
        complaint_id=complaint_id, sequence__lte=length, head__made_at__lt=before
    )
    found = leaves.order_by("-sequence").values_list("head__digest", flat=True).first()
    stamped = Timestamp.objects.of(found) if found else None
    return found if found and stamped is not None and stamped.done else ""


def inclusion_proof(
    *, complaint_id: UUID, length: int | None = None, before: datetime | None = None
) -> dict[str, Any] | None:
    """That a ledger's entry stands in a daily head, without another case's data; None while no head covers it.

    The newest leaf among the first ``length`` entries, of the heads made ``before`` a moment: both given, the answer is
    the same for ever. Check it with ``evidence.custody.merkle.check_proof``.
    """
    leaves = DailyLeaf.objects.filter(complaint_id=complaint_id).select_related("head")
    if length is not None:
        leaves = leaves.filter(sequence__lte=length)
    if before is not None:
        leaves = leaves.filter(head__made_at__lt=before)
    leaf = leaves.order_by("-sequence").first()
    if leaf is None:
        return None
    tree = Tree(wanted=leaf.position)
    for one in _leaf_hashes(leaf.head):
        tree.add(one)
    tree.root()
    return {
        "version": 1,
        "leaf": {"complaint": str(leaf.complaint_id), "sequence": leaf.sequence, "entry": leaf.entry},
        "position": leaf.position,
        "path": tree.path,
        "head": leaf.head.payload,
        "digest": leaf.head.digest,
        "signature": leaf.head.signature,
    }


def _leaf_hashes(head: DailyHead) -> Iterator[str]:
    rows = DailyLeaf.objects.filter(head=head).order_by("position")
    for complaint_id, sequence, entry in rows.values_list("complaint_id", "sequence", "entry").iterator(
        chunk_size=_BATCH
    ):
        yield leaf_hash(leaf_text(str(complaint_id), sequence, entry), like=head.digest)
