"""Looking again at open cases after a change of law, or of the day: what is kept beside what would be answered now.

Nothing is written here. Rows are read in the order of the cases' numbers, a few at a time, so that memory does not depend on
how many there are.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Max, QuerySet, prefetch_related_objects

from complaints.models import Complaint
from complaints.standing import standing_facts
from core.canonical import canonical, digest
from legal.comparing import Change, changes
from legal.corpus import Corpus
from legal.models import Assessment, HolidayNotice
from legal.reasoning import answers
from legal.reasoning.assessment import assess
from legal.reasoning.facts import FactsError
from legal.services import facts_on

BATCH = 50  # cases; an assessment is some 100 kB
OVER = (Complaint.State.CLOSED, Complaint.State.WITHDRAWN)
# Why a result is another one: what differs on the day of the old result already is not the day's doing.
LAW, FACTS, LAW_OR_FACTS, CALENDAR, DAY = CAUSES = ("law", "facts", "law_or_facts", "calendar", "day")


@dataclass(frozen=True, slots=True)
class Looked:
    """One open case looked at again. ``fresh`` is what would be answered now; None where nothing had to be worked out."""

    complaint: Complaint
    before: Assessment | None
    fresh: answers.Assessment | None = None
    changed: list[tuple[Change, str]] = field(default_factory=list)  # each with its cause
    unreadable: str = ""


def open_cases(*, number: str = "", after: str = "") -> QuerySet[Complaint]:
    """The cases that are neither closed nor withdrawn, by number; from behind a number on, or one alone."""
    found = (
        Complaint.objects.exclude(state__in=OVER).order_by("number").only("id", "number", "facts", "state")
    )
    if number:
        found = found.filter(number=number)
    return found.filter(number__gt=after) if after else found


def look(*, corpus: Corpus, on: date, number: str = "", after: str = "", limit: int = 0) -> Iterator[Looked]:
    """Every open case, compared; at most ``limit`` of them when that is not 0."""
    left = limit
    while True:
        size = min(BATCH, left) if limit else BATCH
        batch = list(open_cases(number=number, after=after)[:size])
        if not batch:
            return
        yield from _look_at(batch, corpus, on)
        after, left = batch[-1].number, left - len(batch)
        if number or (limit and left <= 0):
            return


def _look_at(batch: list[Complaint], corpus: Corpus, on: date) -> Iterator[Looked]:
    newest = Assessment.objects.filter(complaint__in=batch).order_by("complaint_id", "-made_at", "-pk")
    kept = {one.complaint_id: one for one in newest.distinct("complaint_id").defer("result")}
    imported = HolidayNotice.objects.aggregate(last=Max("imported_at"))["last"]
    prefetch_related_objects(batch, "recounts", "statements")
    digests = {one.pk: digest(canonical(standing_facts(one))) for one in batch}
    stale = [
        one
        for one in kept.values()
        if not _as_then(one, digests[one.complaint_id], corpus, on) or (imported and imported > one.made_at)
    ]
    results = dict(Assessment.objects.filter(pk__in=[one.pk for one in stale]).values_list("pk", "result"))
    for complaint in batch:
        before = kept.get(complaint.pk)
        if before is None or before.pk not in results:
            yield Looked(complaint, before)
        else:
            yield _compared(complaint, before, results.pop(before.pk), digests[complaint.pk], corpus, on)


def _as_then(before: Assessment, facts_digest: str, corpus: Corpus, on: date) -> bool:
    """Whether the same would be answered: the same law, facts and day make the same answer."""
    return (before.corpus_version, before.facts_digest, before.filing_on) == (
        corpus.version,
        facts_digest,
        on,
    )


def _compared(
    complaint: Complaint,
    before: Assessment,
    result: answers.Assessment,
    facts_digest: str,
    corpus: Corpus,
    on: date,
) -> Looked:
    law, facts = before.corpus_version != corpus.version, before.facts_digest != facts_digest
    lasting = {(True, True): LAW_OR_FACTS, (True, False): LAW, (False, True): FACTS}.get(
        (law, facts), CALENDAR
    )
    try:
        fresh = assess(facts_on(complaint, on), on=on, corpus=corpus)
        found = changes(result, fresh)
        if not found or before.filing_on == on:
            at_once = found
        elif lasting == CALENDAR:  # only the day is another one, as far as can be told
            at_once = []
        else:
            day = before.filing_on
            at_once = changes(result, assess(facts_on(complaint, day), on=day, corpus=corpus))
    except FactsError as error:
        return Looked(complaint, before, unreadable=str(error))
    known = {(*change.key, canonical(change.after)) for change in at_once}
    causes = [lasting if (*change.key, canonical(change.after)) in known else DAY for change in found]
    return Looked(complaint, before, fresh, list(zip(found, causes, strict=True)))
