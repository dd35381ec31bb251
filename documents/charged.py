"""Whom a letter is about: those against whom a ground of this very letter is. The others may hold records, or are left out."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from documents.law import Ground
from documents.material import Respondent

UNKNOWN = "unknown"


def charged(
    among: Iterable[Respondent], grounds: Iterable[Ground], enforces: Iterable[str] = ()
) -> tuple[Respondent, ...]:
    """Those whose act a ground is, else those who answer for one, under what is enforced there before all; all of them
    where the grounds are about none of them."""
    listed, pleaded = tuple(among), tuple(grounds)
    did = {role for ground in pleaded for role in ground.by}
    liable = [one for ground in pleaded for one in ground.liable]
    answering = {one.role for one in liable}
    laws = {*enforces}
    enforced = {
        one.role
        for one in liable
        if any(p.id.partition(":")[0].partition("@")[0] in laws for p in one.provisions)
    }
    for roles in (did, enforced, answering):
        if any(one.role in roles for one in listed):
            return tuple(one for one in listed if one.role in roles or one.role == UNKNOWN)
    return listed


# Of a platform and a sender it is the sender who sends, and the platform that passes on: as the ground says who does it by hand.
_APART = frozenset({"platform", "content_provider"})


def done_by_another(ground: Ground, roles: Iterable[str], there: Iterable[str]) -> bool:
    """Whether both a platform and a sender are complained about, and this was done by the one that has none of ``roles``."""
    theirs, direct = {*roles}, {*ground.direct}
    return bool(theirs) and theirs <= _APART and not theirs & direct and bool(_APART & direct & {*there})


# Whoever only carried it, or only gave out the number, answers for nothing that somebody else did.
CARRYING = frozenset({"operator"})


def answers_for(ground: Ground, roles: Iterable[str]) -> bool:
    """Whether a ground is about one of these roles: it did that, or answers for who did."""
    theirs = {*roles}
    # Of a ground that says of nobody whose it is, nobody is spared.
    if UNKNOWN in theirs or theirs & {*ground.by} or not (ground.by or ground.liable):
        return True
    return bool((theirs - CARRYING) & {one.role for one in ground.liable})


def told_alone(ground: Ground) -> Ground:
    """What others did, as a fact: told to whom it helps, with no law against them."""
    return replace(ground, reasons=(), provisions=(), remedies=(), liable=())
