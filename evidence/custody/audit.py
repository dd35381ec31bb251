"""Looking again: every stored byte against its hash, every hash against the ledger, every ledger against itself."""

import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field

from complaints.ledger import walk
from complaints.models import Act, LedgerEntry
from evidence.models import DailyLeaf, Exhibit, Sealed
from evidence.sealed import sealing
from evidence.services import returned_content


@dataclass(frozen=True)
class Fault:
    """``place`` says where in words, ``reference`` is the id of the exhibit or the number of the ledger's entry."""

    complaint_id: uuid.UUID | None  # None for bytes that only a later app knows: documents, bundles
    place: str
    reference: str
    what: str


@dataclass
class Custody:
    """What was found in one case."""

    complaint_id: uuid.UUID
    entries: int = 0
    exhibits: int = 0
    copies: int = 0
    erased: int = 0
    faults: list[Fault] = field(default_factory=list)

    def blame(self, place: str, reference: object, what: str) -> None:
        self.faults.append(Fault(self.complaint_id, place, str(reference), what))


def _unreadable(sealed: Sealed) -> str:
    """Why the stored bytes are not what was recorded; "" when they are."""
    try:
        sealing.recheck(sealed)
    except sealing.SealBroken as broken:
        return str(broken)
    except FileNotFoundError:
        return "the stored bytes are missing"
    except OSError as problem:
        return f"the storage does not give the bytes: {type(problem).__name__}"
    return ""


def _check_exhibit(
    custody: Custody, exhibit: Exhibit, written: dict[str, LedgerEntry], erased: set[str]
) -> None:
    place, sealed = f"exhibit {exhibit.ordinal}", exhibit.sealed
    entry = written.pop(str(exhibit.pk), None)
    if entry is None:
        custody.blame(place, exhibit.pk, "no entry of the ledger tells of its receipt")
    elif (entry.detail.get("sha256"), entry.detail.get("size")) != (exhibit.sha256, exhibit.size):
        custody.blame(place, exhibit.pk, f"hash or size differ from ledger entry {entry.sequence}")
    if (sealed.sha256, sealed.size) != (exhibit.sha256, exhibit.size):
        custody.blame(place, exhibit.pk, "hash or size differ from those of its stored bytes")
    if sealed.erased:
        custody.erased += 1
        if str(exhibit.pk) not in erased:
            custody.blame(place, exhibit.pk, "its key is gone, and no entry of the ledger says why")
        return
    if str(exhibit.pk) in erased:
        custody.blame(place, exhibit.pk, "the ledger says that it was erased, and its key is there")
    if what := _unreadable(sealed):
        custody.blame(place, exhibit.pk, what)


def _check_copies(custody: Custody, exhibit: Exhibit, made: dict[str, set[str]], erased: set[str]) -> None:
    for rendition in exhibit.renditions.all():
        sealed = rendition.sealed
        if sealed is None or sealed.erased:
            continue
        custody.copies += 1
        place = f"{rendition.kind} copy of exhibit {exhibit.ordinal}"
        if str(exhibit.pk) in erased:
            custody.blame(place, exhibit.pk, "the exhibit was erased, and the key of this copy is there")
        if what := _unreadable(sealed):
            custody.blame(place, exhibit.pk, what)
        if rendition.source_sha256 != exhibit.sha256:
            custody.blame(place, exhibit.pk, "was not made of this exhibit's bytes")
        whole = rendition.kind in ("clean", "redacted") and not rendition.page
        if whole and sealed.sha256 not in made.get(str(exhibit.pk), set()):
            custody.blame(place, exhibit.pk, "its hash stands in no entry of the ledger")


def check_case(complaint_id: uuid.UUID) -> Custody:
    """Read one case whole: memory stays flat for the bytes, one case's entries are held."""
    custody = Custody(complaint_id)
    entries = list(LedgerEntry.objects.filter(complaint_id=complaint_id).order_by("sequence"))
    custody.entries = len(entries)
    for broken in walk(complaint_id, entries):
        custody.blame(f"ledger entry {broken.sequence}", broken.sequence, broken.what)
    written = {str(one.detail.get("exhibit")): one for one in entries if one.act == Act.EXHIBIT_RECEIVED}
    erased = {str(one.detail.get("exhibit")) for one in entries if one.act == Act.EXHIBIT_ERASED}
    made: dict[str, set[str]] = {}
    for one in entries:
        if one.act == Act.COPY_MADE:
            made.setdefault(str(one.detail.get("exhibit")), set()).add(str(one.detail.get("sha256")))
    exhibits = (
        Exhibit.objects.of_case(complaint_id).select_related("sealed").prefetch_related("renditions__sealed")
    )
    for exhibit in exhibits:
        custody.exhibits += 1
        _check_exhibit(custody, exhibit, written, erased)
        _check_copies(custody, exhibit, made, erased)
    for reference, entry in written.items():
        custody.blame(
            f"ledger entry {entry.sequence}",
            entry.sequence,
            f"the exhibit {reference} that it received is gone",
        )
    _check_daily(custody, {one.sequence: one.digest for one in entries})
    return custody


def _check_daily(custody: Custody, digests: dict[int, str]) -> None:
    """What a daily head once said of this ledger still stands in it: nothing was rewritten or cut off behind it."""
    for leaf in DailyLeaf.objects.filter(complaint_id=custody.complaint_id).order_by("sequence"):
        if digests.get(leaf.sequence) != leaf.entry:
            what = f"ledger entry {leaf.sequence} is {'not the one' if leaf.sequence in digests else 'gone'}"
            custody.blame(f"daily head {leaf.head_id}", leaf.sequence, f"{what} that this head covers")


def check_erasures() -> Iterator[Fault]:
    """What the list beside the store says was erased, and the ledger does not: the database is older than the erasure."""
    for one in returned_content():
        if one.said_by == "list":
            what = f"it was erased on {one.on}, says the list beside the store, and it is there: erase_again"
            if not one.exact:
                what = f"the list beside the store says of {one.on} that it was erased, and names other bytes"
            yield Fault(one.exhibit.complaint_id, f"exhibit {one.exhibit.ordinal}", str(one.exhibit.pk), what)


def cases() -> Iterator[uuid.UUID]:
    """Every case that has a ledger or an exhibit, drafts among them."""
    known = (
        LedgerEntry.objects.order_by()
        .values_list("complaint_id")
        .union(
            Exhibit.objects.order_by().values_list("complaint_id"),
            DailyLeaf.objects.order_by().values_list("complaint_id"),
        )
    )
    for (complaint_id,) in known.iterator(chunk_size=2000):
        yield complaint_id


def check_others() -> Iterator[Fault | None]:
    """Every stored object that is neither an exhibit nor a copy, each with its fault or None."""
    others = Sealed.objects.filter(exhibit__isnull=True, rendition__isnull=True, wrapped_key__isnull=False)
    for sealed in others.order_by("pk").iterator(chunk_size=500):
        what = _unreadable(sealed)
        yield Fault(None, "stored document", str(sealed.pk), what) if what else None
