"""A phone's backup into a complaint: what a worker does. The row is the work; a worker holds it on a lease that it renews.

A pass that is cut off begins anew: reading writes nothing before its end, and a contact that is there already is not
written again.
"""

import hashlib
import logging
import tempfile
import time
import uuid
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import partial
from itertools import islice
from typing import Any, BinaryIO, cast

from django.db import transaction
from django.db.models import Count, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from accounts.actors import Actor
from complaints.ledger import append_entry, hold_ledger
from complaints.models import Act, Complaint, Contact, Draft
from complaints.reading import Reading
from complaints.reading.message import Repeats
from complaints.services import answers_of
from complaints.standing import standing_facts
from core import work as leases
from core.retention_and_limits import IMPORT_TURN
from evidence.examination.run import Exceeded
from evidence.importers.entry import Declared, Entry, NotABackup, Unreadable
from evidence.importers.grouping import CALL, Choice, Grouping, Wanted, key_of, said_in
from evidence.importers.reading import read_confined
from evidence.models import Exhibit, Import, Rendition
from evidence.sealed import sealing
from evidence.services.copying import plain_file
from evidence.services.importing import forget_unfinished, withdraw_copies
from evidence.words import backup_words, extracts

log = logging.getLogger(__name__)
State = Import.State

SHOWN_EVERY = 2.0  # seconds: what the page shows moves as often
TRIES_OF_A_FILE = 2
BATCH = 1_000
LARGEST = 2**31 - 1
MOST_ENTRIES = 1_000_000  # of one file
LISTED = 500  # unreadable lines that are named; the others are counted
LEFT_OUT = (
    "addressee",
    "deadline_words",
    "sender",
    "spans",
    "truncated",
)  # of a reading; the text itself is kept


Progress = Callable[[Import], None]


@dataclass
class _Work:
    """One pass over one file: whose it is, how far it came, and what it counted."""

    imported: Import
    at: datetime
    progress: Progress | None = None  # told what the page shows, as often
    begun: float = field(default_factory=time.monotonic)
    shown: float = field(default_factory=time.monotonic)
    done_bytes: int = 0
    format: str = ""
    read: int = 0
    declared: int | None = None
    unreadable: int = 0
    unreadable_lines: list[tuple[str, int, str]] = field(default_factory=list)

    @property
    def now(self) -> datetime:
        return self.at + timedelta(seconds=time.monotonic() - self.begun)

    def entries(self, source: BinaryIO) -> Iterator[Entry]:
        """The entries of the file; the rest is counted here. Raises NotABackup, LeaseLost."""

        def progress(done: int, _total: int) -> None:
            self.done_bytes = done

        for item in read_confined(
            source, filename=self.imported.exhibit.filename_as_given, progress=progress
        ):
            if isinstance(item, Entry):
                self.read += 1
                if self.read > MOST_ENTRIES:
                    raise NotABackup("too_many", limit=MOST_ENTRIES)
                if storable(item):
                    yield item
                else:
                    self.note(item.part, min(item.line, LARGEST), "unstorable")
            elif isinstance(item, Unreadable):
                self.note(item.part, item.line, item.code)
            elif isinstance(item, Declared):
                self.declared = (self.declared or 0) + item.count
            else:
                self.format = item.slug
            self.breathe()

    def note(self, part: str, line: int, code: str) -> None:
        self.unreadable += 1
        if len(self.unreadable_lines) < LISTED:
            self.unreadable_lines.append((part[:200], line, code))

    def breathe(self) -> None:
        """Show how far it is, now and then. Raises LeaseLost: another worker has the row, or its owner ended it."""
        if time.monotonic() - self.shown < SHOWN_EVERY:
            return
        self.shown = time.monotonic()
        mine = Import.objects.filter(pk=self.imported.pk, claim=self.imported.claim)
        counts = {"read": self.read} if self.imported.state == State.READING else {}
        if not mine.update(done_bytes=self.done_bytes, **counts):
            raise leases.LeaseLost
        if self.progress is not None:
            self.imported.done_bytes, self.imported.read = self.done_bytes, self.read
            self.progress(self.imported)

    def held(self) -> Import:
        """The row, locked, while it is this worker's. Raises LeaseLost."""
        return leases.locked(self.imported, "exhibit__sealed")

    def leave(self, imported: Import, state: str, *, reason: str) -> None:
        """End the pass with what its owner is told; a choice that was being kept keeps nothing of it."""
        with transaction.atomic():
            try:
                held = leases.locked(imported, "exhibit__sealed")
            except leases.LeaseLost:
                return
            held.format = self.format
            forget_unfinished(held)
            _close(held, state, reason)


def storable(entry: Entry) -> bool:
    """Whether the columns of a contact take it: a row that the database refuses would take its whole batch along."""
    words = entry.text + entry.sender + entry.sender_as_written + entry.part
    if "\0" in words or not 0 <= entry.line <= LARGEST or not 0 <= (entry.seconds or 0) <= LARGEST:
        return False
    try:
        words.encode()
    except UnicodeEncodeError:
        return False
    return True


def carry_imports(
    *,
    by: Actor,
    import_id: uuid.UUID | None = None,
    at: datetime | None = None,
    progress: Progress | None = None,
) -> uuid.UUID | None:
    """Do one pass of what is due (of any, when none is named) and return its id; None when nothing is due.

    Whatever happens, the row ends in a state that its owner sees, or is due again.
    """
    at = at or timezone.now()
    imported = _claim(at, import_id)
    if imported is None:
        return None
    work = _Work(imported, at, progress)
    reading = imported.state == State.READING

    def carry() -> None:
        try:
            with plain_file(imported.exhibit.sealed) as source:
                _read(work, source) if reading else _keep(by, work, source)
        except NotABackup as why:
            work.leave(imported, State.REFUSED, reason=backup_words.not_a_backup(why.code, why.facts))

    waiting = State.PENDING if reading else State.KEEPING
    leases.carry_out([imported], carry, ladder=LADDER, waiting=waiting, at=at, leave=work.leave)
    return imported.pk


def _claim(at: datetime, import_id: uuid.UUID | None) -> Import | None:
    with transaction.atomic():
        due = Import.objects.due(at).select_for_update(skip_locked=True, of=("self",))
        if import_id is not None:
            due = due.filter(pk=import_id)
        taken = due.select_related("exhibit__sealed").order_by(_turns_before(), "due_at").first()
        if taken is None:
            return None
        if taken.worn_out:
            forget_unfinished(taken)
            _close(taken, State.FAILED, backup_words.portal_at_fault())
            return None
        state = State.KEEPING if taken.state == State.KEEPING else State.READING
        leases.claim([taken], at=at, state=state, done_bytes=0)
    return taken


def _turns_before() -> Coalesce:
    """How many imports of the same case began in the hour before this one, wherever they stand now.

    Fewest first: the tenth backup of one person waits for the first of everybody who came meanwhile.
    """
    mine = OuterRef("begun_at")
    before = Import.objects.filter(
        exhibit__complaint=OuterRef("exhibit__complaint"), begun_at__lt=mine, begun_at__gte=mine - IMPORT_TURN
    )
    counted = before.order_by().values("exhibit__complaint").annotate(turns=Count("pk")).values("turns")
    return Coalesce(Subquery(counted), 0)


# ── The first pass: whose messages these are ─────────────────────────────────────────────────────────────────────────
def _read(work: _Work, source: BinaryIO) -> None:
    grouping = Grouping()
    for entry in work.entries(source):
        grouping.take(entry)
    if not work.read:
        raise NotABackup("nothing")
    on, respondents = refusal_said(work.imported.exhibit.complaint_id)
    groups = grouping.groups(refused_on=on, respondents=respondents)
    with transaction.atomic():
        held = work.held()
        held.format, held.read, held.declared = work.format, work.read, work.declared
        held.unreadable, held.unreadable_lines = work.unreadable, work.unreadable_lines
        held.claim = held.lease_until = None
        held.done_bytes = held.attempts = 0
        wanted = held.open(held.closed_choice)
        if wanted is None:
            held.moved(State.CHOOSING, closed_groups=held.close([one.as_json() for one in groups])).save()
            return
        choice = Wanted.of(wanted).among(groups)
        held.moved(State.KEEPING, closed_choice=held.close(choice.as_json()), due_at=work.at).save()
        leases.wake("evidence.tasks.carry_import", str(held.pk))


def refusal_said(case_id: uuid.UUID) -> tuple[date | None, list[str]]:
    """The day of the refusal and who is complained about, as the complaint or the draft's answers say it."""
    complaint = Complaint.objects.filter(pk=case_id).prefetch_related("parties").first()
    if complaint is not None:
        said = standing_facts(complaint).get("refusal", {}).get("on")
        named = [one.organisation_name for one in complaint.respondents]
    else:
        draft = Draft.objects.filter(pk=case_id).first()
        answers = answers_of(draft) if draft is not None else {}
        said = answers.get("refusal", {}).get("refusal__on")
        named = [row.get("name", "") for row in answers.get("respondents", {}).get("rows", ())]
    try:
        return (date.fromisoformat(said) if said else None), named
    except (TypeError, ValueError):
        return None, named


# ── The second pass: what was chosen, and nothing else ───────────────────────────────────────────────────────────────
def _keep(by: Actor, work: _Work, source: BinaryIO) -> None:
    choice = Choice.of(work.imported.open(work.imported.closed_choice))
    chosen = repeated = 0
    wanted = _wanted(work, source, choice)
    seen: Counter[bytes] = Counter()
    while batch := list(islice(wanted, BATCH)):
        rows = [_contact(work.imported.exhibit, entry, reading, seen) for entry, reading in batch]
        chosen += len(rows)
        with transaction.atomic():
            repeated += len(rows) - _written(work, rows)
    with transaction.atomic():
        hold_ledger(work.imported.exhibit.complaint_id)  # before the rows, as whoever erases or begins anew
        _finish(by, work, work.held(), chosen=chosen, repeated=repeated)


def _wanted(work: _Work, source: BinaryIO, choice: Choice) -> Iterator[tuple[Entry, Reading | None]]:
    repeats = Repeats()
    for entry in work.entries(source):
        if choice.may_want(entry):
            reading = said_in(entry, repeats)
            if choice.wants(entry, reading):
                yield entry, reading


def _contact(exhibit: Exhibit, entry: Entry, reading: Reading | None, seen: Counter[bytes]) -> Contact:
    said: dict[str, Any] = {}
    if reading is not None:
        whole = reading.as_json()
        said["read"] = {name: value for name, value in whole.items() if value and name not in LEFT_OUT}
    if entry.doubts:
        said["doubts"] = list(entry.doubts)
    if not entry.sender and entry.sender_as_written:
        said["as_written"] = entry.sender_as_written[:64]
    return Contact(
        complaint_id=exhibit.complaint_id,
        channel=entry.channel,
        direction=entry.direction,
        sender=entry.sender[:64],
        received_at=entry.at,
        received_on=entry.on,
        seconds=entry.seconds,
        text=entry.text,
        reading=said,
        exhibit_id=exhibit.pk,
        part=entry.part[:200],
        line=entry.line,
        fingerprint=fingerprint(entry, seen),
    )


def fingerprint(entry: Entry, seen: Counter[bytes]) -> uuid.UUID:
    """The same for the same message or call, whichever backup it stands in: sender, direction, instant, text.

    Where the file knows no instant, two that look alike may be two: the second of a file is like the second of another.
    """
    call = entry.channel == CALL
    day = entry.on.isoformat() if entry.on is not None else ""
    moment = str(int(entry.at.timestamp())) if entry.at is not None else day
    parts = (key_of(entry), entry.direction, moment, str(call), " ".join(entry.text.split()))
    digest = hashlib.sha256("\0".join(parts).encode("utf-8", "replace")).digest()
    if entry.at is None:
        seen[digest[:16]] += 1
        digest = hashlib.sha256(digest + str(seen[digest[:16]]).encode()).digest()
    return uuid.UUID(bytes=digest[:16])


def _written(work: _Work, rows: list[Contact]) -> int:
    """Write the contacts of a batch that are not there yet; how many of the batch stand there out of this file."""
    case_id = work.imported.exhibit.complaint_id
    alive = Draft.objects.select_for_update().filter(pk=case_id).exists()
    held = work.held()
    if not alive and not Complaint.objects.filter(pk=case_id).exists():
        raise leases.LeaseLost  # the draft was discarded
    Contact.objects.bulk_create(rows, ignore_conflicts=True)
    mine = Contact.objects.filter(
        complaint_id=case_id, fingerprint__in=[one.fingerprint for one in rows], exhibit_id=held.exhibit_id
    )
    there = set(mine.values_list("fingerprint", "part", "line"))
    return len(there & {(one.fingerprint, one.part, one.line) for one in rows})


def _finish(by: Actor, work: _Work, held: Import, *, chosen: int, repeated: int) -> None:
    """Count, make the extract, forget the groups and the choice, and write it down."""
    exhibit = held.exhibit
    kept = Contact.objects.filter(complaint_id=exhibit.complaint_id, exhibit_id=exhibit.pk)
    held.chosen, held.kept, held.repeated = chosen, kept.count(), repeated
    detail: dict[str, Any] = {
        "exhibit": str(exhibit.pk),
        "source": exhibit.sha256,
        "read": held.read,
        "kept": held.kept,
        "repeated": repeated,
        "unreadable": held.unreadable,
    }
    append_entry(
        by=by, complaint_id=exhibit.complaint_id, act=Act.CONTACTS_IMPORTED, detail=detail, at=work.now
    )
    if held.kept:
        _extract(by, held, kept, work.now)
    _close(held, State.KEPT, "", kept_at=work.now)


def _extract(by: Actor, held: Import, kept: Any, at: datetime) -> None:
    """The clean copy of a backup: the chosen entries alone, instead of the file."""
    exhibit = held.exhibit
    with tempfile.TemporaryFile() as text:
        extracts.write_extract(
            held, kept.order_by("part", "line", "pk").iterator(chunk_size=BATCH), cast(BinaryIO, text)
        )
        text.seek(0)
        sealed = sealing.store(text)
    with transaction.atomic():
        withdraw_copies(exhibit, reason=backup_words.whole_phone(), at=at)
        sealed.save(force_insert=True)
        clean = Rendition.objects.get(exhibit=exhibit, kind=Rendition.Kind.CLEAN)
        clean.state, clean.reason, clean.sealed = (
            Rendition.State.DONE,
            backup_words.extract(held.kept),
            sealed,
        )
        clean.media_type, clean.tool, clean.made_at = extracts.MEDIA_TYPE, extracts.TOOL, at
        clean.save()
        detail = {
            "exhibit": str(exhibit.pk),
            "source": exhibit.sha256,
            "sha256": sealed.sha256,
            "size": sealed.size,
            "tool": extracts.TOOL,
        }
        append_entry(by=by, complaint_id=exhibit.complaint_id, act=Act.COPY_MADE, detail=detail, at=at)


# ── How a pass ends ──────────────────────────────────────────────────────────────────────────────────────────────────
def _close(held: Import, state: str, reason: str, **changes: Any) -> None:
    held.moved(
        state, reason=reason, closed_groups=None, closed_choice=None, claim=None, lease_until=None, **changes
    ).save()


LADDER = (
    leases.Rung(sealing.Erased, State.REFUSED, backup_words.erased),
    leases.Rung(
        Exceeded, State.REFUSED, partial(backup_words.not_a_backup, "exceeded", {}), tries=TRIES_OF_A_FILE
    ),
    leases.Rung((sealing.SealBroken, FileNotFoundError), State.FAILED, backup_words.portal_at_fault),
    leases.Rung(leases.PASSING, State.FAILED, backup_words.portal_at_fault, tries=Import.MOST_ATTEMPTS),
)
