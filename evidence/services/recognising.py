"""Reading the words in pictures. The row is the work to do; one worker of a queue of its own holds it on a lease.

Nothing waits for it: a complaint is filed, and a copy shown, whether or not the words were found.
"""

import io
import logging
import uuid
from datetime import datetime, timedelta

from django.db import DatabaseError, transaction
from django.utils import timezone

from accounts.actors import Actor
from evidence import reasons, sealing
from evidence.examination.run import Exceeded
from evidence.models import Exhibit, Rendition
from evidence.recognising.run import MOST_SAID, Recognised, Unavailable, recognise, understood
from evidence.services.copying import NotMine, plain_file, still_mine, stored_for
from evidence.services.texts import keep_text

log = logging.getLogger(__name__)

LEASE = timedelta(minutes=6)  # longer than a picture may take
TRIES_OF_A_PICTURE = 2  # one that ran out of time or memory: once more, then it is refused
TRIES_OF_THE_PORTAL = 6
State, Kind = Rendition.State, Rendition.Kind


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
        if (
            mine.state == State.WORKING and mine.attempts >= TRIES_OF_THE_PORTAL
        ):  # its workers died, one by one
            mine.moved(State.FAILED, lease_until=None, reason=reasons.no_words("portal")).save()
            return None
        mine.moved(State.WORKING, attempts=mine.attempts + 1, lease_until=at + LEASE)
        mine.save(update_fields=["state", "attempts", "lease_until"])
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
    try:
        _recognise(lines, at)
    except NotMine:
        log.info("the words of exhibit %s were taken over", lines.exhibit_id)
    except Exceeded:
        again = lines.attempts < TRIES_OF_A_PICTURE
        _put_off(lines, at) if again else _end(lines, State.REFUSED, "exceeded")
    except Unavailable as problem:
        log.error("no picture can be read on this machine: %s", problem)
        _end(lines, State.FAILED, "unavailable")
    except (sealing.SealBroken, FileNotFoundError) as problem:
        log.error("a copy of exhibit %s cannot be read back: %s", lines.exhibit_id, type(problem).__name__)
        _end(lines, State.FAILED, "portal")
    except (OSError, DatabaseError) as problem:
        log.warning("the words of exhibit %s put off: %s", lines.exhibit_id, type(problem).__name__)
        again = lines.attempts < TRIES_OF_THE_PORTAL
        _put_off(lines, at) if again else _end(lines, State.FAILED, "portal")
    return lines.exhibit_id


def _recognise(lines: Rendition, at: datetime) -> None:
    picture = _picture(lines)
    if picture is None or picture.sealed is None:
        _end(lines, State.REFUSED, "no_picture")
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


def _end(lines: Rendition, state: str, why: str) -> None:
    with transaction.atomic():
        mine = still_mine(lines)
        if mine is not None:
            mine.moved(state, lease_until=None, reason=reasons.no_words(why)).save()


def _put_off(lines: Rendition, at: datetime) -> None:
    with transaction.atomic():
        mine = still_mine(lines)
        if mine is not None:
            later = at + timedelta(seconds=15 * 2**lines.attempts)
            mine.moved(State.PENDING, lease_until=None, due_at=later).save()


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
    """Best effort: without a broker the sweep finds the row a few seconds later."""
    from evidence.tasks import recognise_pages

    try:
        recognise_pages.delay(str(exhibit_id))
    except Exception as problem:  # whatever a broker's client may raise; the row is safe
        log.warning("the broker took no task: %s", type(problem).__name__)
