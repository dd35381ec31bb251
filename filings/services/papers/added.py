"""Blocks that somebody puts into a paper, moves and takes out again: each one act, each version kept."""

from dataclasses import replace
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from accounts.actors import Actor
from core.language import gettext as _
from documents import blocks
from filings.models import Paper, PaperVersion
from filings.services.papers.versions import (
    LONGEST_BLOCK,
    Written,
    base_of,
    check_length,
    end_what_rests,
    heading_of,
    hold_to_write,
    keep_version,
    last_number,
    of_page,
    read_of,
    typed,
)
from filings.services.reach import Refused

MOST_ADDED = 20  # blocks put into a paper
ADDED = "added-"  # before the key of one


def add_block(
    *,
    by: Actor,
    paper: Paper,
    text: str,
    after: str,
    heading: str = "",
    page: str = "",
    at: datetime | None = None,
) -> Written:
    """Put a block into a paper, after the one with the key ``after`` ("" at the beginning); among several there, last.
    Refused without words, for what is too long, and for a place where nothing can stand."""
    at = at or timezone.now()
    with transaction.atomic():
        held = hold_to_write(by, paper)
        current = held.current
        if not typed(text):
            raise Refused(_("加的一段还没有写内容，没有加；标题还在下面。"))
        if len(typed(text)) > LONGEST_BLOCK:
            raise Refused(_("加的一段超过 %d 个字，没有加；写的内容还在下面。请缩短后再加。") % LONGEST_BLOCK)
        if after not in blocks.places_in(current.as_generated):
            raise Refused(_("这个位置不能加一段，没有加；写的内容还在下面，请换一个位置。"))
        if len(current.put_in) >= MOST_ADDED:
            raise Refused(
                _("这份文书已经加了 %d 段，不能再加；写的内容还在下面，请并到别的段落里。") % MOST_ADDED
            )
        key = f"{ADDED}{last_number(held) + 1}"  # no key comes twice in a paper
        new = blocks.Added(key=key, heading=heading_of(heading), text=typed(text), after=after)
        added = [*current.put_in, new]
        check_length(current.edited, added)
        kept = keep_version(by, held, current, current.edited, added, [key], at, page=page)
        return Written(kept, ended=end_what_rests(held, at))


def move_block(
    *, by: Actor, paper: Paper, key: str, up: bool, page: str = "", at: datetime | None = None
) -> Written:
    """An added block one place up or down: past the next of its kind, else past a block of the paper. At an end of the
    paper it stays where it is."""
    at = at or timezone.now()
    with transaction.atomic():
        held = hold_to_write(by, paper)
        current = held.current
        own = _added_in(current, key)
        rest = [one for one in current.put_in if one.key != key]
        beside = [one for one in current.put_in if one.after == own.after]
        turn = beside.index(own) + (-1 if up else 1)
        places = blocks.places_in(current.as_generated)
        place = places.index(own.after) + (-1 if up else 1)
        if 0 <= turn < len(beside):
            at_place = rest.index(beside[turn]) + (0 if up else 1)
            added = [*rest[:at_place], own, *rest[at_place:]]
        elif 0 <= place < len(places):
            moved = replace(own, after=places[place])
            added = [*rest, moved] if up else [moved, *rest]
        else:
            return Written(current)
        kept = keep_version(by, held, current, current.edited, added, [key], at, page=page)
        return Written(kept, ended=end_what_rests(held, at))


def remove_block(
    *, by: Actor, paper: Paper, key: str, seen: int, page: str = "", at: datetime | None = None
) -> Written:
    """Take an added block out; it stays in its versions. Refused where somebody wrote in it since ``seen``."""
    at = at or timezone.now()
    with transaction.atomic():
        held = hold_to_write(by, paper)
        current, base = held.current, base_of(held, seen)
        _added_in(current, key)
        own = of_page(held, base, by, page).get(key, ())
        if read_of(current, key) not in (read_of(base, key), *own):
            raise Refused(_("这一段刚才有人改过，没有去掉。请看一看再定。"))
        added = [one for one in current.put_in if one.key != key]
        kept = keep_version(by, held, current, current.edited, added, [key], at, page=page)
        return Written(kept, ended=end_what_rests(held, at))


def _added_in(version: PaperVersion, key: str) -> blocks.Added:
    found = next((one for one in version.put_in if one.key == key), None)
    if found is None:
        raise Refused(_("没有这一段，没有改动任何内容。请重新打开这一页。"))
    return found
