"""The words of exhibits, page by page: kept sealed, found by an index that holds no order, shown where the exhibit is."""

import io
import logging
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import BooleanField, F, Func, Value

from accounts.actors import Actor
from complaints.search import any_bigram_query, as_searched, ways_of_writing
from core.written import plain, wide
from evidence.models import Exhibit, PageWords, Rendition
from evidence.sealed import sealing
from evidence.services.reading import note_read

log = logging.getLogger(__name__)

MAX_TEXT = 400_000  # bytes of a page
MOST_LOOKED_AT = 200  # pages that the index named, opened to see whether they hold the very words
MOST_FOUND = 50
LONGEST_SEARCH = 1000  # signs: more than the line of an address takes
_AROUND = 40  # signs before and after what was found


def keep_text(
    *, exhibit: Exhibit, page: int, text: str, tool: str, at: datetime, scan: str = Rendition.Scan.UNSCANNED
) -> Rendition | None:
    """Keep what a page says: from its text layer, or as it was recognised; ``tool`` names which, with its version.

    Call it inside the transaction that finishes the work. The first text of a page stays: None when there is one, when
    there is nothing to keep, or when the exhibit was erased meanwhile.
    """
    kind = Rendition.Kind.TEXT
    held = Exhibit.objects.select_related("sealed").get(pk=exhibit.pk)
    if (
        held.erased
        or not text.strip()
        or Rendition.objects.filter(exhibit=held, kind=kind, page=page).exists()
    ):
        return None
    sealed = sealing.store(io.BytesIO(text.encode("utf-8", "replace")[:MAX_TEXT]))
    with transaction.atomic():
        sealed.save(force_insert=True)
        kept = Rendition.objects.create(
            exhibit=held,
            kind=kind,
            page=page,
            state=Rendition.State.DONE,
            source_sha256=held.sha256,
            source_type="text/plain",
            media_type="text/plain; charset=utf-8",
            sealed=sealed,
            tool=tool,
            scan=scan,
            made_at=at,
            due_at=at,
        )
        pairs = Func(Value(as_searched(text)), function="anning_bigrams")
        PageWords.objects.create(rendition=kept, exhibit=held, pairs=pairs)
    return kept


def text_of(rendition: Rendition) -> str:
    """The words of one page; "" when there is none to read any more. Who may see them is the caller's to ask."""
    if not rendition.ready or rendition.sealed is None:
        return ""
    with sealing.open_sealed(rendition.sealed) as plain:
        return plain.read(MAX_TEXT).decode("utf-8", "replace")


@dataclass(frozen=True)
class Found:
    """A page that holds the words, and what stands around them."""

    exhibit: Exhibit
    page: int
    before: str
    words: str
    after: str


def find_words(*, by: Actor, words: str, complaint_id: UUID | None = None) -> list[Found]:
    """Pages of the exhibits that ``by`` may see and that say ``words``; at most MOST_FOUND. One sign finds nothing."""
    wanted = " ".join(words.split())[:LONGEST_SEARCH]
    ways = ways_of_writing(wanted)
    # The pages of before have their pairs as they came: wide digits there are looked for as wide ones.
    pairs = any_bigram_query((*ways, wide(ways[0])))
    if not pairs:
        return []
    hit = Func(
        F("pairs"),
        Value(pairs),
        function="",
        template="(%(expressions)s::tsquery)",
        arg_joiner=" @@ ",
        output_field=BooleanField(),
    )
    rows = PageWords.objects.visible_to(by).filter(hit)
    if complaint_id is not None:
        rows = rows.filter(exhibit__complaint_id=complaint_id)
    found: list[Found] = []
    noted: set[UUID] = set()
    for row in rows.order_by("-exhibit__received_at", "exhibit_id", "rendition__page")[:MOST_LOOKED_AT]:
        try:
            text = " ".join(text_of(row.rendition).split())
        except (sealing.Erased, sealing.SealBroken, OSError) as problem:  # one bad page hides no other
            log.error("text of exhibit %s cannot be read back: %s", row.exhibit_id, type(problem).__name__)
            continue
        text, place, end = _place_of(wanted, text)
        if place < 0:
            continue
        before, after = text[max(0, place - _AROUND) : place], text[end : end + _AROUND]
        if row.exhibit_id not in noted:
            note_read(by, row.rendition.exhibit, "pages", None, again=False)
            noted.add(row.exhibit_id)
        found.append(Found(row.rendition.exhibit, row.rendition.page, before, text[place:end], after))
        if len(found) == MOST_FOUND:
            break
    return found


def _place_of(wanted: str, text: str) -> tuple[str, int, int]:
    """Where words stand in a text, in the text as it is where they stand in it, else in its plain form; -1 for nowhere."""
    for said, form in ((text, wanted), (plain(text), plain(wanted))):
        place = said.lower().find(form.lower())
        if place >= 0:
            return said, place, place + len(form)
    return text, -1, -1
