"""How proof is captured: ways in words for whoever holds the phone, and which of them each element calls for.

Guidance, not law: it lies beside the grounds in ``capture.yaml``, where a lawyer can edit it without touching them.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from legal.corpus.articles import Reference, read_reference

PICTURES = ("", "message", "calls", "page")


@dataclass(frozen=True, slots=True)
class CaptureWay:
    """One thing to photograph, keep or ask for. ``clock``: it races against the days that a provider keeps records.

    ``limits`` is what it does not prove: a help that promises too much loses in court.
    """

    id: str
    title: str
    why: str
    steps: tuple[str, ...]
    iphone: tuple[str, ...]
    android: tuple[str, ...]
    cost: str
    limits: str
    picture: str
    clock: bool
    basis: tuple[str, ...]  # identities; what is in force on the day is cited


@dataclass(frozen=True, slots=True)
class Records:
    """Records of another kind than messages and calls: in which case there are some, who holds them, what to keep."""

    holders: tuple[str, ...]
    when: Any  # a condition over the facts
    about: str
    keep: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Preservation:
    """What a provider is asked to keep; articles of the day of the event, and of the day of the letter.

    ``telephone`` are the roles that hold records of messages and calls, ``records`` the other kinds by their name.
    """

    keep: tuple[str, ...]
    keep_calls: tuple[str, ...]
    telephone: tuple[str, ...]
    records: Mapping[str, Records]
    event: tuple[Reference, ...]
    filing: tuple[Reference, ...]


@dataclass(frozen=True, slots=True)
class Capture:
    """``elements`` leads from an element (H1.1) to the ids of its ways, the first to be tried first."""

    ways: Mapping[str, CaptureWay]
    elements: Mapping[str, tuple[str, ...]]
    preservation: Preservation

    def ways_for(self, element: str) -> list[CaptureWay]:
        return [self.ways[name] for name in self.elements.get(element, ()) if name in self.ways]


def read_capture(row: Mapping[str, Any]) -> Capture:
    """Raises KeyError for a way without a name or title; what else is missing, ``capture_faults`` tells."""
    asked = row["preservation"]
    ways = [_way(one) for one in row["ways"]]
    return Capture(
        ways={one.id: one for one in ways},
        elements={str(name): tuple(ids) for name, ids in row["elements"].items()},
        preservation=Preservation(
            keep=tuple(asked["keep"]),
            keep_calls=tuple(asked["keep_calls"]),
            telephone=tuple(asked["telephone"]),
            records={
                name: Records(
                    holders=tuple(one["holders"]),
                    when=one["when"],
                    about=one["about"],
                    keep=tuple(one["keep"]),
                )
                for name, one in asked["records"].items()
            },
            event=tuple(read_reference(one) for one in asked["event"]),
            filing=tuple(read_reference(one, "filing") for one in asked["filing"]),
        ),
    )


def _way(row: Mapping[str, Any]) -> CaptureWay:
    return CaptureWay(
        id=row["id"],
        title=row["title"],
        why=row.get("why", ""),
        steps=tuple(row.get("steps", ())),
        iphone=tuple(row.get("iphone", ())),
        android=tuple(row.get("android", ())),
        cost=row.get("cost", ""),
        limits=row.get("limits", ""),
        picture=row.get("picture", ""),
        clock=row.get("clock", False),
        basis=tuple(row.get("basis", ())),
    )


def capture_faults(capture: Capture, elements: Iterable[str]) -> Iterator[str]:
    """What is missing or leads nowhere; the references themselves are checked with all others."""
    known = set(elements)
    for name in sorted(known - set(capture.elements)):
        yield f"capture: nothing says how to prove {name}"
    for name, ids in capture.elements.items():
        if name not in known:
            yield f"capture: no element {name}"
        if not ids:
            yield f"capture {name}: no way"
        for one in ids:
            if one not in capture.ways:
                yield f"capture {name}: no way {one}"
    used = {one for ids in capture.elements.values() for one in ids}
    for way in capture.ways.values():
        for field in ("why", "steps", "cost", "limits", "basis"):
            if not getattr(way, field):
                yield f"capture {way.id}: says nothing of {field}"
        if way.picture not in PICTURES:
            yield f"capture {way.id}: no picture {way.picture}"
        if way.id not in used and way.id not in GENERAL:
            yield f"capture {way.id}: no element leads to it"
    if not capture.preservation.keep or not capture.preservation.keep_calls:
        yield "capture preservation: says nothing of what is to be kept"


GENERAL = ("keep_phone", "notary")  # of use whatever is to be proved; every page of help ends with them
