"""Every kind of paper, by its slug, in the order in which a page lists them. A family of papers is a module with ``KINDS``."""

from __future__ import annotations

from documents.papers import (
    authority,
    elements,
    evidence,
    injunction,
    lawyers_letter,
    notices,
    proceedings,
    remedies,
    rights,
)
from documents.papers.drawn import Drawn
from documents.papers.kinds import GROUPS, Kind, Need

KINDS: dict[str, Kind] = {
    kind.slug: kind
    for family in (
        elements,
        authority,
        evidence,
        injunction,
        proceedings,
        remedies,
        notices,
        rights,
        lawyers_letter,
    )
    for kind in family.KINDS
}


def offered(drawn: Drawn) -> tuple[Kind, ...]:
    """The kinds that help in a case."""
    return tuple(kind for kind in KINDS.values() if kind.offered(drawn))


__all__ = ["GROUPS", "KINDS", "Drawn", "Kind", "Need", "offered"]
