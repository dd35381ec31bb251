"""Which edited paper a filing prints, and what in it neither the case nor the law on file knows."""

from collections.abc import Iterable, Mapping
from datetime import date

from complaints.models import Complaint
from complaints.standing import standing_facts
from core.canonical import canonical
from core.language import gettext as _
from documents.blocks import ADDED, CALLED
from documents.doubts import Doubt, Known, doubts_in
from filings.models import PaperVersion
from filings.services.sending.content import Edited

KINDS = {
    "article": "法律数据里没有这一条，或者当时没有施行",
    "law": "法律数据里没有这部法律",
    "date": "案件里没有这个日期",
    "sum": "案件里没有这个金额",
    "number": "案件里没有这个数字",
    "person": "案件里没有这个人",
    "organisation": "案件里没有这个单位",
}


def edited_of(complaint: Complaint, version: PaperVersion) -> Edited:
    """What of a version goes in place of generated blocks."""
    headings, texts = headings_of(version), texts_of(version)
    return Edited(
        paper=str(version.paper_id),
        pk=version.pk,
        version=version.number,
        digest=version.digest,
        edits=dict(version.edited),
        added=version.put_in,
        headings={key: headings[key] for key in texts},
        doubts=tuple(doubt_words(doubts_of(complaint, version, texts), headings)),
    )


def texts_of(version: PaperVersion) -> dict[str, str]:
    """Whatever somebody wrote in it, by the key of its block: of an added one with its heading."""
    return {**version.edited, **{one.key: one.whole for one in version.put_in}}


def headings_of(version: PaperVersion) -> dict[str, str]:
    """What the blocks are called, where the paper prints no heading over them too."""
    blocks = version.as_generated.blocks
    called = {block.key: block.heading or CALLED.get(block.key, _("正文")) for block in blocks}
    return {**called, **{one.key: one.heading or _(ADDED) for one in version.put_in}}


def doubts_of(complaint: Complaint, version: PaperVersion, texts: Mapping[str, str]) -> list[Doubt]:
    """What the texts of blocks name that nobody said and no law on file has."""
    if not texts:
        return []
    known = known_of(complaint, version)
    return [doubt for key, text in texts.items() for doubt in doubts_in(key, text, known)]


def known_of(complaint: Complaint, version: PaperVersion) -> Known:
    facts = standing_facts(complaint)
    event = facts.get("event", {})
    days = {version.as_generated.on, *(_day(event.get(end)) for end in ("first", "last"))} - {None}
    names = {one.name for one in complaint.people} | {one.organisation_name for one in complaint.people}
    return Known(
        texts=(
            canonical(facts),
            complaint.standing_story,
            version.as_generated.addressee,
            *(block.text for block in version.as_generated.blocks),
        ),
        names=frozenset(one for one in names if one),
        days=tuple(day for day in days if day is not None),
    )


def _day(value: object) -> date | None:
    return date.fromisoformat(value) if isinstance(value, str) and value else None


def doubt_words(doubts: Iterable[Doubt], headings: Mapping[str, str]) -> list[str]:
    """Each in a line, for who is about to confirm them."""
    return [
        _("“%(block)s”里的“%(text)s”：%(why)s。")
        % {"block": headings.get(one.block, ""), "text": one.text, "why": _(KINDS[one.kind])}
        for one in doubts
    ]
