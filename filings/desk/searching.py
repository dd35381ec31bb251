"""Searching the queue: in what a desk was given and said itself, with the words around each hit.

An index of keyed hashes names the candidates, in the order of the list; each is opened to see whether it holds the words.
"""

import json
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import partial
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from accounts.actors import Actor
from complaints.keyed_pairs import keyed_pairs
from complaints.search import case_number
from core.written import plain
from evidence.services import find_words
from filings.desk.asked import Asked
from filings.desk.masking import masked_said, rows_for
from filings.desk.paging import Page, after_row, nearest_due, newest
from filings.desk.rows import NO_SNIPPET, Row, Snippet, read
from filings.desk.search import TooShort, few, holders_of_telephone
from filings.models import Filing, FilingQuerySet, Supplement

MOST_PAGES = 12  # of candidates that are opened for one page of hits
AROUND = 18  # signs before and after a hit
YEARS = 4  # back, in which a number without its year may have been given
_SHORT = re.compile(r"(AN-?)?(?:(\d{4})-)?(\d{1,6})", re.IGNORECASE | re.ASCII)


@dataclass(frozen=True)
class Pages:
    """How the list is read: in which order, so many rows at a time."""

    by: Actor
    by_day: bool
    size: int

    def read(self, queue: QuerySet[Filing], after: str, *, searched: bool = True) -> Page:
        paged = nearest_due if self.by_day else newest
        page = paged(queue, after, self.size, partial(read, searched=searched))
        return Page(rows_for(self.by, page.rows), page.after)


def numbers_meant(words: str, today: date) -> tuple[list[str], bool]:
    """The numbers of cases that these words may be: whole, or shortened to the year and the last digits, or to those alone;
    and whether they can be nothing else."""
    if number := case_number(words):
        return [number], True
    short = _SHORT.fullmatch(plain(words).strip())
    if short is None:
        return [], False
    years = [short[2]] if short[2] else [str(today.year - back) for back in range(YEARS)]
    return [f"AN-{year}-{int(short[3]):06d}" for year in years], bool(short[1] or short[2])


def words_of(words: str) -> list[str]:
    """What every hit must hold, in small letters; [] where a search would find half of all cases."""
    parts = plain(words).lower().split()
    if not all(keyed_pairs(part) for part in parts):
        parts = [" ".join(parts)]
    return parts if parts and keyed_pairs(parts[0]) else []


@dataclass(frozen=True)
class Candidates:
    """What may answer to the words of a search: rows of the queue, and what tells whether one does.

    ``known`` answer whatever they say: by their number, a telephone, a page of an exhibit. Without ``parts`` all do.
    ``own`` are complaints of who searches: known by their number, and what the desk wrote in them is not looked into.
    """

    queue: FilingQuerySet
    parts: list[str]
    known: Mapping[UUID, Snippet]
    own: Collection[UUID] = ()
    by: Actor = field(default_factory=Actor)

    def snippet(self, pk: UUID, said: str) -> Snippet | None:
        """The words around the hit; None where there is none."""
        if not self.parts:
            return NO_SNIPPET
        if self.by.masks and pk not in self.by.unmasked:
            said = masked_said(said)
        return snippet_of("" if pk in self.own else said, self.parts) or self.known.get(pk)

    def holds(self, pk: UUID, said: str) -> bool:
        return self.snippet(pk, said) is not None


def candidates(by: Actor, queue: FilingQuerySet, asked: Asked, today: date) -> Candidates:
    """Raise TooShort for words that hold no two neighbouring signs."""
    words = " ".join(asked.q.split())
    numbers, surely = numbers_meant(words, today)
    numbered = queue.filter(complaint__number__in=numbers)
    parts = words_of(words)
    if surely or (numbers and not parts):
        return Candidates(numbered, [], {})
    if not parts:
        raise TooShort
    # What is said inside the desk of a case is not read by whoever complained in it.
    foreign = ~Q(complaint__owner=by.user)
    opened, own = queue.not_withdrawn().filter(foreign), list[UUID]()
    named = opened.identity_open(by)
    known = dict.fromkeys(holders_of_telephone(named, words), NO_SNIPPET)
    if numbers:
        owners = dict(numbered.values_list("pk", "complaint__owner"))
        known |= dict.fromkeys(owners, NO_SNIPPET)
        own = [pk for pk, owner in owners.items() if by.user is not None and owner == by.user.pk]
    if asked.files:
        known |= _in_exhibits(by, named, words)
    pairs = list(dict.fromkeys(one for part in parts for one in keyed_pairs(part)))
    hits = Q(listing__pairs__contains=pairs) & foreign
    if not known:
        return Candidates(opened.filter(hits), parts, {}, by=by)
    # By their ids where they are few: to ask for these ids or those words at once, PostgreSQL goes through the whole desk.
    said = few(opened.filter(hits))
    if said is not None:
        return Candidates(queue.filter(pk__in={*known, *said}), parts, known, own, by)
    # A number finds what was withdrawn, too; what was said in it does not.
    standing = Q(closes_at__isnull=True)
    return Candidates(queue.filter(Q(pk__in=known) | (hits & standing)), parts, known, own, by)


def found(by: Actor, queue: FilingQuerySet, asked: Asked, today: date, pages: Pages) -> Page:
    """A page of what answers to the words of a search. Raise TooShort as ``candidates`` does."""
    may, after, hits = candidates(by, queue, asked, today), asked.after, list[Row]()
    for _turn in range(MOST_PAGES):
        page = pages.read(may.queue, after)
        for row in page.rows:
            snippet = may.snippet(row.pk, "" if row.withdrawn else row.said)
            if snippet is not None:
                hits.append(replace(row, snippet=snippet))
        after = page.after
        if not after or len(hits) >= pages.size:
            break
    if len(hits) <= pages.size:
        return Page(hits, after)
    return Page(hits[: pages.size], after_row(hits[pages.size - 1], dated=pages.by_day))


def _in_exhibits(by: Actor, queue: FilingQuerySet, words: str) -> dict[UUID, Snippet]:
    """Filings with a page that says the words, among the exhibits that went with them or were added: what this desk may
    open, and each page that is shown stands in the record as read."""
    pages = {str(hit.exhibit.pk): hit for hit in find_words(by=by, words=words)}
    cases = {hit.exhibit.complaint_id for hit in pages.values()}
    went = [
        *queue.filter(complaint__in=cases).values_list("pk", "exhibits"),
        *Supplement.objects.delivered()
        .filter(filing__in=queue.filter(complaint__in=cases))
        .values_list("filing_id", "exhibits"),
    ]
    found: dict[UUID, Snippet] = {}
    for filing, exhibits in went if pages else ():
        for hit in (pages[one] for one in exhibits if one in pages):
            where = _("证据 %(name)s 第 %(page)d 页") % {"name": hit.exhibit.filename, "page": hit.page}
            found.setdefault(filing, (where, hit.before[-AROUND:], hit.words, hit.after[:AROUND]))
    return found


def snippet_of(said: str, parts: list[str]) -> Snippet | None:
    """Where the first of the words stands, and what is around it; None where one of them stands nowhere."""
    entries = json.loads(said) if said else []
    searched = [plain(text).lower() for _where, text in entries]
    if not all(any(part in text for text in searched) for part in parts):
        return None
    for (where, text), low in zip(entries, searched, strict=True):
        if (place := low.find(parts[0])) >= 0:
            # As it was written, where the form in which it is searched has the same places.
            shown, end = text if len(text) == len(low) else plain(text), place + len(parts[0])
            return where, shown[max(0, place - AROUND) : place], shown[place:end], shown[end : end + AROUND]
    return None
