"""Reading the words in pictures. The row is the work to do; one worker of a queue of its own holds it on a lease.

Nothing waits for it: a complaint is filed, and a copy shown, whether or not the words were found.
"""

import io
import uuid
from datetime import datetime
from functools import partial

from django.db import transaction
from django.utils import timezone

from accounts.actors import Actor
from core import work
from evidence.examination.run import Exceeded
from evidence.models import Exhibit, Rendition
from evidence.recognising.run import MOST_SAID, Recognised, Unavailable, recognise, understood
from evidence.sealed import sealing
from evidence.services.copying import plain_file, stored_for
from evidence.services.texts import keep_text
from evidence.words import reasons

TRIES_OF_A_PICTURE = 2  # one that ran out of time or memory: once more, then it is refused
State, Kind = Rendition.State, Rendition.Kind
LADDER = (
    work.Rung(Exceeded, State.REFUSED, partial(reasons.no_words, "exceeded"), tries=TRIES_OF_A_PICTURE),
    work.Rung(Unavailable, State.FAILED, partial(reasons.no_words, "unavailable")),
    work.Rung((sealing.SealBroken, FileNotFoundError), State.FAILED, partial(reasons.no_words, "portal")),
    work.Rung(work.PASSING, State.FAILED, partial(reasons.no_words, "portal"), tries=work.PASSING_TRIES),
)


def _claim(at: datetime, exhibit_id: uuid.UUID | None) -> Rendition | None:
    """Take one picture that is due: whole pictures, which somebody looks at, before the pages of long papers."""
    with transaction.atomic():
        due = Rendition.objects.due(at).filter(kind=Kind.LINES)
        if exhibit_id is not None:
            due = due.filter(exhibit_id=exhibit_id)
        due = due.select_for_update(skip_locked=True, of=("self",)).select_related("exhibit__sealed")
        mine = due.order_by("page", "due_at", "exhibit_id").first()
        if mine is None:
            return None
        if mine.worn_out:
            work.give_up([mine], State.FAILED, reason=reasons.no_words("portal"))
            return None
        work.claim([mine], at=at, state=State.WORKING)
    return mine


def recognise_pictures(
    *, by: Actor, exhibit_id: uuid.UUID | None = None, at: datetime | None = None
) -> uuid.UUID | None:
    """Read one picture that is due (of any exhibit, when none is named) and return the exhibit's id; None when none is.

    It is read in the clean copy, never in the original. Whatever happens, the row ends in a visible state or is due
    again.
    """
    at = at or timezone.now()
    lines = _claim(at, exhibit_id)
    if lines is None:
        return None
    work.carry_out([lines], lambda: _recognise(lines, at), ladder=LADDER, waiting=State.PENDING, at=at)
    return lines.exhibit_id


def _recognise(lines: Rendition, at: datetime) -> None:
    picture = _picture(lines)
    if picture is None or picture.sealed is None:
        work.end(lines, State.REFUSED, reason=reasons.no_words("no_picture"))
        return
    with plain_file(picture.sealed) as source:
        found = recognise(source)
    with stored_for(io.BytesIO(found.as_json()), lines) as (mine, sealed):
        mine.moved(
            State.DONE,
            sealed=sealed,
            source_type=picture.media_type,
            media_type="application/json",
            width=found.width,
            height=found.height,
            tool=found.tool,
            reason=reasons.no_words("cut") if found.cut else "" if found.lines else reasons.no_words("none"),
            scan=picture.scan,
            made_at=at,
            lease_until=None,
            claim=None,
        ).save()
        keep_text(
            exhibit=mine.exhibit, page=mine.page, text=found.text, tool=found.tool, at=at, scan=picture.scan
        )


def _picture(lines: Rendition) -> Rendition | None:
    """The picture to read: of the page, where the exhibit has pages, else its clean copy."""
    copies = Rendition.objects.select_related("sealed").filter(exhibit=lines.exhibit, state=State.DONE)
    drawn = copies.filter(kind=Kind.PAGE, page=lines.page).first()
    picture = drawn or copies.filter(kind=Kind.CLEAN, media_type__startswith="image/").first()
    return picture if picture is not None and picture.ready else None


def lines_of(exhibit: Exhibit, page: int = 1) -> Rendition | None:
    """The row that says how far the words of a picture are. Who may see the exhibit is the caller's to ask."""
    rows = Rendition.objects.select_related(
        "sealed"
    )  # not among those fetched with the exhibit, which are of its whole
    return rows.filter(exhibit=exhibit, kind=Kind.LINES, page=page).first()


def recognised(lines: Rendition) -> Recognised | None:
    """What was recognised, with its places; None when there is nothing to read any more."""
    if not lines.ready or lines.sealed is None:
        return None
    with sealing.open_sealed(lines.sealed) as plain:
        return understood(plain.read(MOST_SAID))


def send_to_reader(exhibit_id: uuid.UUID) -> None:
    work.wake("evidence.tasks.recognise_pages", str(exhibit_id))
