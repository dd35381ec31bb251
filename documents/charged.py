"""Whom a letter is about: those against whom a ground of this very letter is. The others may hold records, or are left out."""

from __future__ import annotations

from collections.abc import Iterable

from documents.law import Ground
from documents.material import Respondent

UNKNOWN = "unknown"


def charged(among: Iterable[Respondent], grounds: Iterable[Ground]) -> tuple[Respondent, ...]:
    """Those whose act a ground is, else those who answer for one; all of them where the grounds are about none of them."""
    listed, pleaded = tuple(among), tuple(grounds)
    did = {role for ground in pleaded for role in ground.by}
    answering = {one.role for ground in pleaded for one in ground.liable}
    for roles in (did, answering):
        if any(one.role in roles for one in listed):
            return tuple(one for one in listed if one.role in roles or one.role == UNKNOWN)
    return listed
