"""What the pages of drafting show of a paper: block by block what is written, what is generated, what is in doubt."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from django.utils.translation import gettext as _

from accounts.models import User
from complaints.models import LedgerEntry
from documents import blocks
from filings import services
from filings.models import Paper, PaperVersion
from filings.services import Clash, Refused
from legal.reasoning.library import Part, compared


@dataclass(frozen=True)
class Section:
    """A block on the page. ``parts`` are the differences from the generated text; ``anew`` is what would be generated now,
    where that is something else than what the edit was written over; ``theirs`` what somebody else wrote meanwhile.
    ``added``: somebody put it in, under the heading ``titled``; then nothing is generated in its place."""

    key: str
    heading: str
    text: str
    generated: str
    fixed: bool
    numbered: bool
    edited: bool
    parts: tuple[Part, ...] = ()
    anew: str = ""
    doubts: tuple[str, ...] = ()
    theirs: str | None = None
    added: bool = False
    titled: str = ""

    @property
    def rows(self) -> int:
        """As high as its text is long, within reason."""
        return max(3, min(24, sum(1 + len(line) // 36 for line in self.text.splitlines())))


@dataclass(frozen=True)
class Shown:
    """``stale``: the case says something else now than when the version was generated; ``gone``: why nothing is generated
    any more."""

    version: PaperVersion
    sections: list[Section]
    stale: bool = False
    gone: str = ""

    @property
    def doubts(self) -> list[str]:
        return [one for section in self.sections for one in section.doubts]

    @property
    def edited(self) -> list[Section]:
        return [section for section in self.sections if section.edited]


def shown(
    paper: Paper,
    version: PaperVersion,
    *,
    typed: Mapping[str, str] | None = None,
    titled: Mapping[str, str] | None = None,
    clashes: Iterable[Clash] = (),
    at: datetime | None = None,
    compare: bool = True,
) -> Shown:
    """A version as its page has it; ``typed`` are texts that came and are not kept, in place of what stands, ``titled`` the
    headings of added blocks among them."""
    made, gone = version.as_generated, ""
    paper.complaint = paper.complaint.read_whole()
    fresh: blocks.Paper | None = None
    if compare:
        try:
            fresh = services.generated(paper, at=at)
        except Refused as refused:
            gone = str(refused)
    stale = fresh is not None and not services.same_words(made, fresh)
    anew = {block.key: block.text for block in fresh.blocks} if fresh is not None and stale else {}
    headings, theirs = services.headings_of(version), {one.key: one for one in clashes}
    texts = {block.key: (typed or {}).get(block.key, version.text_of(block.key)) for block in made.blocks}
    added = [
        replace(
            one,
            text=(typed or {}).get(one.key, one.text),
            heading=(titled or {}).get(one.key, one.heading),
        )
        for one in version.put_in
    ]
    written = {
        block.key: texts[block.key]
        for block in made.blocks
        if not block.fixed and texts[block.key] != block.text
    }
    written |= {one.key: one.whole for one in added}
    doubts: dict[str, list[str]] = {}
    for doubt in services.doubts_of(paper.complaint, version, written):
        doubts.setdefault(doubt.block, []).extend(services.doubt_words([doubt], headings))

    def put_after(key: str) -> list[Section]:
        return [
            _put_in(one, headings[one.key], tuple(doubts.get(one.key, ())), theirs.get(one.key))
            for one in added
            if one.after == key
        ]

    sections = put_after("")
    for block in made.blocks:
        section = _section(
            block,
            headings[block.key],
            texts[block.key],
            anew=anew.get(block.key, ""),
            doubts=tuple(doubts.get(block.key, ())),
            clash=theirs.get(block.key),
        )
        sections += [section, *put_after(block.key)]
    return Shown(version, sections, stale, gone)


def places(version: PaperVersion) -> list[tuple[str, str]]:
    """Where a block can be put in: the key of what it would follow, and that in words."""
    headings = services.headings_of(version)
    keys = blocks.places_in(version.as_generated)
    return [(key, _("“%s”后面") % headings[key] if key else _("最前面")) for key in keys]


def _put_in(one: blocks.Added, heading: str, doubts: tuple[str, ...], clash: Clash | None) -> Section:
    return Section(
        key=one.key,
        heading=heading,
        text=one.text,
        generated="",
        fixed=False,
        numbered=False,
        edited=True,
        doubts=doubts,
        theirs=clash.theirs if clash else None,
        added=True,
        titled=one.heading,
    )


def _section(
    block: blocks.Block, heading: str, text: str, *, anew: str, doubts: tuple[str, ...], clash: Clash | None
) -> Section:
    edited = not block.fixed and text != block.text
    return Section(
        key=block.key,
        heading=heading,
        text=text,
        generated=block.text,
        fixed=block.fixed,
        numbered=block.numbered,
        edited=edited,
        parts=differences(block.text, text) if edited else (),
        anew=anew if edited and anew != block.text else "",
        doubts=doubts,
        theirs=clash.theirs if clash else None,
    )


# Pairs of equal signs up to which two texts are compared sign by sign: of what repeats, a longer text takes minutes.
MOST_ALIKE = 100_000


def differences(old: str, new: str) -> tuple[Part, ...]:
    """What was taken out and what was put in, in one run of words; all of it where little stayed. Of texts too long to be
    compared sign by sign, all between their first and their last difference."""
    often = Counter(new)
    if sum(count * often[sign] for sign, count in Counter(old).items()) > MOST_ALIKE:
        return _between(old, new)
    how, before, after = compared(old, new)
    if how == "rewritten":
        return (Part("del", old), Part("ins", new))
    merged: list[Part] = []
    left, right = list(before), list(after)
    while left or right:
        if left and left[0].kind == "del":
            merged.append(left.pop(0))
        elif right and right[0].kind == "ins":
            merged.append(right.pop(0))
        elif right:
            merged.append(right.pop(0))
            if left:
                left.pop(0)
        else:
            left.pop(0)
    return tuple(merged)


def _between(old: str, new: str) -> tuple[Part, ...]:
    head = _alike(old, new)
    tail = min(_alike(old[::-1], new[::-1]), min(len(old), len(new)) - head)
    parts = (
        Part("same", old[:head]),
        Part("del", old[head : len(old) - tail]),
        Part("ins", new[head : len(new) - tail]),
        Part("same", old[len(old) - tail :]),
    )
    return tuple(one for one in parts if one.text)


def _alike(one: str, other: str) -> int:
    """How many signs two texts begin with alike."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((place for place, (a, b) in pairs if a != b), min(len(one), len(other)))


def writers(paper: Paper, versions: Iterable[PaperVersion], *, me: str) -> dict[str, str]:
    """Who wrote, by their label, in words for who looks: you, the complainant, a lawyer by name."""
    labels = {paper.begun_by, *(one.written_by for one in versions)} - {me}
    complainants = LedgerEntry.objects.complainants(paper.complaint) if labels else frozenset[str]()
    others = [label for label in labels if label not in complainants and label.startswith("user:")]
    ids = [int(label.removeprefix("user:")) for label in others]
    names = {
        f"user:{user.pk}": user.get_full_name() or user.username for user in User.objects.filter(pk__in=ids)
    }
    known = {label: _("投诉人") if label in complainants else names.get(label, _("律师")) for label in labels}
    return {**known, me: _("您")}
