"""Opening evidence for someone. What staff open stands in the ledger, where the complainant can see it."""

import io
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from accounts.actors import Actor
from complaints.ledger import append_entry
from complaints.models import Act, LedgerEntry
from complaints.services import reading_of, reads_for_others
from core.retention_and_limits import ONE_READING
from evidence.models import Exhibit, Rendition
from evidence.sealed import sealing


def note_read(by: Actor, exhibit: Exhibit, what: str, at: datetime | None, *, again: bool = True) -> None:
    """Staff's reading, in the ledger. With ``again=False`` once in ONE_READING for the same person and exhibit."""
    if not reads_for_others(by, exhibit.complaint_id):
        return
    if not again:
        since = (at or timezone.now()) - ONE_READING
        lately = LedgerEntry.objects.filter(
            complaint_id=exhibit.complaint_id, act=Act.EXHIBIT_READ, actor=by.label, at__gt=since
        )
        if lately.filter(detail__contains={"exhibit": str(exhibit.pk), "what": what}).exists():
            return
    with transaction.atomic():
        append_entry(
            by=by,
            complaint_id=exhibit.complaint_id,
            act=Act.EXHIBIT_READ,
            detail={
                "exhibit": str(exhibit.pk),
                "ordinal": exhibit.ordinal,
                **reading_of(by, exhibit.complaint_id, what, exhibit=exhibit.pk),
            },
            at=at,
        )


def open_rendition(
    *, by: Actor, rendition: Rendition, start: int = 0, at: datetime | None = None
) -> io.BufferedReader:
    """The bytes of a copy, from ``start``. Raise Rendition.DoesNotExist when it is not this actor's to see or is not made.

    Thumbnails are part of the case page, whose reading is recorded as such; the copy itself is recorded here.
    A machine of the portal (an export) sees what it was told to take; its act is recorded by who sent it.
    """
    rows = Rendition.objects.select_related("exhibit__sealed", "sealed") if by.machine else None
    held = (rows if rows is not None else Rendition.objects.visible_to(by)).get(pk=rendition.pk)
    if not held.ready or held.sealed is None:
        raise Rendition.DoesNotExist
    stream = sealing.open_sealed(held.sealed, start=start)
    if held.kind == Rendition.Kind.CLEAN:
        note_read(by, held.exhibit, held.kind, at, again=held.duration is None)
    elif held.kind == Rendition.Kind.REDACTED and not held.page:
        note_read(by, held.exhibit, held.kind, at)
    elif held.kind not in (Rendition.Kind.THUMBNAIL, Rendition.Kind.REDACTED_TOP):
        note_read(by, held.exhibit, "pages", at, again=False)
    return stream


def open_original(*, by: Actor, exhibit: Exhibit, at: datetime | None = None) -> io.BufferedReader:
    """The bytes as received: for a bundle, or for the person who gave them. Never shown in a page.

    Raise Exhibit.DoesNotExist when it is not this actor's to see, sealing.Erased when its content was erased.
    """
    rows = Exhibit.objects.select_related("sealed") if by.machine else Exhibit.objects.visible_to(by)
    held = rows.get(pk=exhibit.pk)
    stream = sealing.open_sealed(held.sealed)
    note_read(by, held, "original", at)
    return stream
