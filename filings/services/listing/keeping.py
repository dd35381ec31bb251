"""Keeping the lines of the queue beside the filings of a desk, and folding what its numbers are added up of."""

import json
from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID

from django.db import connection, transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from complaints.keyed_pairs import keyed_pairs
from filings.models import Filing, FilingQuerySet, Listing, Note, Supplement
from filings.moves import State
from filings.services.listing.lines import Said, bounded, line_of
from filings.services.sending.content import content_of
from filings.services.supplements.frozen import supplement_content_of

BATCH = 200
_ONE_FOLDER = 0x666F6C64  # the advisory lock: one worker at a time folds
_FOLD = """
WITH gone AS (DELETE FROM filings_desktally RETURNING *)
INSERT INTO filings_desktally
  (organisation_id, assigned_to_id, state, due_on, waiting, supplemented, unnoted, filings)
SELECT organisation_id, assigned_to_id, state, due_on, waiting, supplemented, unnoted, sum(filings)
  FROM gone GROUP BY 1, 2, 3, 4, 5, 6, 7 HAVING sum(filings) <> 0
"""


def keep_listing(filing: Filing, *, at: datetime, new: bool = False) -> None:
    """Make the line of a filing for its desk, when it is released, or make it anew: inside the transaction of the act that
    changed what it says. Nothing was said yet of a ``new`` one. What was withdrawn before it left, or closed, has none."""
    if filing.organisation_id is None:
        return
    closed = filing.closes_at is not None and filing.closes_at <= at
    if closed or (filing.state == State.WITHDRAWN and filing.sent_at is None):
        Listing.objects.filter(filing=filing).delete()
        return
    notes = [] if new else list(filing.notes.all())
    added = [] if new else list(filing.supplements.delivered())
    if (made := listing_of(filing, notes, added, at=at)) is not None:
        _store([made])


def listing_of(
    filing: Filing, notes: Iterable[Note], added: Iterable[Supplement], *, at: datetime
) -> Listing | None:
    """None of what is not what was consented to: nothing of it is shown."""
    try:
        line = line_of(content_of(filing))
    except ValueError:
        return None
    said = [*line.said, *bounded(_said_since(notes, added))]
    return Listing(
        filing=filing,
        complainant=line.complainant,
        respondents="、".join(line.respondents),
        senders="".join(f"\n{one}" for one in line.senders),
        called=line.called,
        situations=line.situations,
        region=line.region,
        yuan=line.yuan,
        sum_of=line.sum_of,
        said=json.dumps(said, ensure_ascii=False, separators=(",", ":")),
        pairs=keyed_pairs("\n".join(text for _where, text in said)),
        made_at=at,
    )


def _said_since(notes: Iterable[Note], added: Iterable[Supplement]) -> Iterable[Said]:
    """What was said between desk and complainant, and inside the desk; of a supplement its words and its files' names."""
    for note in notes:
        yield str(note.get_kind_display()), note.text
    for supplement in added:
        try:
            content = supplement_content_of(supplement)
        except ValueError:
            continue
        yield _("投诉人答复、补充"), content["words"]


def _store(made: Sequence[Listing]) -> None:
    """Each in the place of the line that there is."""
    names = [field.attname for field in Listing._meta.local_concrete_fields if not field.primary_key]
    Listing.objects.bulk_create(made, update_conflicts=True, unique_fields=["filing_id"], update_fields=names)


def sweep_listings(*, at: datetime, most: int = BATCH) -> int:
    """Lines of filings that have none, or one of before it said what the filing is about, a batch of them, and no line more of
    what a withdrawal has closed; how many were made.

    What is not what was consented to gets none and keeps nobody else waiting.
    """
    with transaction.atomic():
        # A line that goes or comes changes its filing too: locked first, as an act does.
        closed = list(_held(Filing.objects.filter(closes_at__lte=at, listing__isnull=False)))
        Listing.objects.filter(filing__in=closed).delete()
    lacking = Filing.objects.filter(
        Q(closes_at__isnull=True) | Q(closes_at__gt=at),
        Q(listing__situations__isnull=True),  # also where there is no line
        organisation__isnull=False,
        sent_at__isnull=False,
    ).order_by("pk")
    rows = list(lacking.prefetch_related("notes")[:most])
    while rows:
        added = _delivered(one.pk for one in rows)
        lines = [listing_of(one, one.notes.all(), added.get(one.pk, ()), at=at) for one in rows]
        if made := [one for one in lines if one is not None]:
            with transaction.atomic():
                list(_held(Filing.objects.filter(pk__in=[one.pk for one in rows])))
                Listing.objects.filter(filing__in=rows, situations__isnull=True).delete()
                # An act that made a line since the rows were read knows more.
                Listing.objects.bulk_create(made, ignore_conflicts=True)
            return len(made)
        rows = list(lacking.filter(pk__gt=rows[-1].pk).prefetch_related("notes")[:most])
    return 0


def _held(filings: FilingQuerySet) -> QuerySet[Filing, UUID]:
    """Locked, in one order."""
    locked = filings.order_by("pk").select_for_update(of=("self",), no_key=True)
    return locked.values_list("pk", flat=True)


def _delivered(filings: Iterable[UUID]) -> dict[UUID, list[Supplement]]:
    found: dict[UUID, list[Supplement]] = {}
    for one in Supplement.objects.delivered().filter(filing__in=list(filings)):
        found.setdefault(one.filing_id, []).append(one)
    return found


def fold_tallies() -> None:
    """Make one row of all those of a sort. Whoever reads meanwhile adds up the rows of before or those of after."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [_ONE_FOLDER])
        if cursor.fetchone()[0]:
            cursor.execute(_FOLD)
