"""Begin a paper, write in its blocks, take what the case says now, throw it away: each one act."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from accounts.actors import Actor
from complaints.models import Act, Complaint
from complaints.services import owns
from core.canonical import canonical
from core.language import gettext as _
from core.retention_and_limits import MOST_PAPERS
from documents import blocks
from filings.models import Paper, PaperVersion, Recipient
from filings.services.law import check_recipient_of
from filings.services.papers.generated import (
    CLAIM,
    LETTER,
    check_kind,
    firm_of,
    generated,
    quotable_in,
    same_words,
)
from filings.services.papers.versions import (
    LONGEST_BLOCK,
    Clash,
    Read,
    Written,
    add_version,
    base_of,
    check_length,
    drafted_case,
    end_prepared,
    end_what_rests,
    enter_paper,
    heading_of,
    hold_paper,
    hold_to_write,
    keep_version,
    move_paper,
    of_page,
    read_of,
    typed,
)
from filings.services.reach import COURT, Refused, check_reachable
from filings.services.sending.content import Wishes


def begin_paper(
    *,
    by: Actor,
    complaint: Complaint,
    kind: str = "",
    recipient: Recipient | None = None,
    addressee: str = "",
    given: Mapping[str, str] | None = None,
    wishes: Wishes | None = None,
    page: str = "",
    at: datetime | None = None,
) -> Paper:
    """Begin a paper of a kind, or the letter or claim to a recipient, of what was asked for by then (``wishes``; ``page``
    is the form as it was sent, which comes back there). One that is begun already to this recipient is returned as it is.
    Refused for a kind that only a lawyer writes, for one that does not help in this case or that nobody knows, for
    somebody whom it cannot go to and for answers to what it does not ask."""
    at = at or timezone.now()
    with transaction.atomic():
        case = drafted_case(by, complaint)
        begun = case.papers.standing().filter(recipient=recipient).first() if recipient else None
        if begun is not None:
            return begun
        if recipient is not None:
            check_recipient_of(case, recipient)
            check_reachable(recipient)
            # What stands ticked and written on the page of a consent comes from who gives it.
            if given or (wishes is not None and not owns(by, case.pk)):
                raise Refused(_("发给接收方的信，要求由投诉人自己在发送页勾选。没有改动任何内容。"))
        else:
            check_kind(by=by, case=case, slug=kind, addressee=addressee.strip(), given=given or {}, at=at)
        if case.papers.count() >= MOST_PAPERS:
            raise Refused(_("这件投诉已经起草了 %d 份文书，不能再加。") % MOST_PAPERS)
        firm = firm_of(by, case)
        if wishes is not None:
            given = {"wishes": wishes.as_text, "page": page}
        paper = Paper(
            complaint=case,
            kind=kind if recipient is None else CLAIM if recipient.channel == COURT else LETTER,
            recipient=recipient,
            addressee=recipient.name if recipient else addressee.strip(),
            given=canonical(dict(given)) if given else "",
            firm=firm,
            begun_by=by.label,
            begun_at=at,
        )
        made = generated(paper, at=at)
        paper.title = made.title
        paper.save()
        version = add_version(by, paper, made, {}, at)
        enter_paper(by, paper, Act.PAPER_BEGUN, version, at, kind=paper.kind)
    return paper


def edit_paper(
    *,
    by: Actor,
    paper: Paper,
    texts: Mapping[str, str],
    seen: int,
    headings: Mapping[str, str] | None = None,
    page: str = "",
    at: datetime | None = None,
) -> Written:
    """Keep what somebody wrote in the blocks (``headings`` of those that were added), over the version that they had
    before them (``seen``).

    What others changed meanwhile stays: another block is joined, the same block is a clash, and what was written is kept
    beside it. What the same open ``page`` kept before is no clash. Whatever changes ends a consent to the paper that nobody
    confirmed yet. Refused for texts that are too long.
    """
    at = at or timezone.now()
    with transaction.atomic():
        held = hold_to_write(by, paper)
        current, base = held.current, base_of(held, seen)
        mine = _mine(base, texts, headings or {})
        own = of_page(held, base, by, page)
        edits, added, clashes = dict(current.edited), {one.key: one for one in current.put_in}, []
        for key, text in mine.items():
            standing = read_of(current, key)
            # A block that the case has no more since is a clash, too: what was written in it stays in the version aside.
            if standing is None or standing not in (read_of(base, key), text, *own.get(key, ())):
                clashes.append(_clash(key, text, standing))
            elif key in added:
                added[key] = replace(added[key], heading=text.heading, text=text.text)
            else:
                _put(edits, current, key, text.text)
        put_in = list(added.values())
        changed = edits != current.edited or put_in != list(current.put_in)
        if changed:
            check_length(edits, put_in)
        aside = _aside(by, held, base, mine, at) if clashes else None
        ended = False
        if changed:
            keys = sorted(mine.keys() - {one.key for one in clashes})
            current = keep_version(by, held, current, edits, put_in, keys, at, page=page)
            ended = end_what_rests(held, at)
    return Written(current, tuple(clashes), aside, ended)


def _mine(base: PaperVersion, texts: Mapping[str, str], headings: Mapping[str, str]) -> dict[str, Read]:
    """What was written and differs from what its writer had before them."""
    editable = {block.key for block in base.as_generated.blocks if not block.fixed}
    added = {one.key: one for one in base.put_in}
    written = {key: Read(typed(text)) for key, text in texts.items() if key in editable}
    for key, one in added.items():
        if key in texts or key in headings:
            heading = heading_of(headings.get(key, one.heading))
            written[key] = Read(typed(texts.get(key, one.text)), heading)
    if any(len(one.text) > LONGEST_BLOCK for one in written.values()):
        raise Refused(_("有一段超过 %d 个字，没有保存；写的内容还在下面。请缩短后再保存。") % LONGEST_BLOCK)
    return {key: one for key, one in written.items() if one != read_of(base, key)}


def _clash(key: str, mine: Read, theirs: Read | None) -> Clash:
    return Clash(key, mine.text, theirs.whole if theirs else "", mine.heading)


def _aside(
    by: Actor, held: Paper, base: PaperVersion, mine: Mapping[str, Read], at: datetime
) -> PaperVersion:
    """What was written, as it would stand without what others wrote at the same time."""
    kept, added = dict(base.edited), {one.key: one for one in base.put_in}
    for key, one in mine.items():
        if key in added:
            added[key] = replace(added[key], heading=one.heading, text=one.text)
        else:
            _put(kept, base, key, one.text)
    aside = add_version(by, held, base.as_generated, kept, at, added=[*added.values()], aside=True)
    enter_paper(by, held, Act.PAPER_EDITED, aside, at, blocks=sorted(mine), aside=True)
    return aside


def _put(edits: dict[str, str], version: PaperVersion, key: str, text: str) -> None:
    """A text that is the generated one is no edit."""
    block = next(one for one in version.as_generated.blocks if one.key == key)
    if text == typed(block.text):
        edits.pop(key, None)
    else:
        edits[key] = text


def reset_block(*, by: Actor, paper: Paper, key: str, seen: int, at: datetime | None = None) -> Written:
    """A block as generated again; what was written stays in its version."""
    version = paper.versions.filter(number=seen, aside=False).first()
    block = next((one for one in version.as_generated.blocks if one.key == key), None) if version else None
    if block is None:
        raise Refused(_("没有这一段，没有改动任何内容。请重新打开这一页。"))
    return edit_paper(by=by, paper=paper, texts={key: block.text}, seen=seen, at=at)


def update_paper(*, by: Actor, paper: Paper, at: datetime | None = None) -> PaperVersion:
    """Generate the paper anew of the case as it stands; edited blocks stay as edited."""
    at = at or timezone.now()
    with transaction.atomic():
        return _made_anew(by, hold_to_write(by, paper), at, edited=False).version


def quote_in_paper(*, by: Actor, paper: Paper, told: str, put: bool, at: datetime | None = None) -> Written:
    """Quote a sentence of the story in the facts of a letter or a claim, or no more. Refused where somebody wrote the facts,
    and for a sentence that the story does not have or the paper says itself."""
    at = at or timezone.now()
    with transaction.atomic():
        held = hold_to_write(by, paper)
        offered = quotable_in(held, held.current)
        if told not in {one.text for one in offered}:
            raise Refused(_("这一句现在不能这样写进去：事实自己改过，或者案件有变化。没有改动任何内容。"))
        chosen = [one.text for one in offered if (put if one.text == told else one.chosen)]
        answers = held.answers
        wishes = replace(Wishes.of_text(answers.get("wishes", "")), told=tuple(chosen))
        held.given = canonical({**answers, "wishes": wishes.as_text})
        held.save(update_fields=["given"])
        return _made_anew(by, held, at, edited=True)


def _made_anew(by: Actor, held: Paper, at: datetime, *, edited: bool) -> Written:
    current = held.current
    made = generated(held, at=at)
    if same_words(current.as_generated, made):
        return Written(current)
    before = current.digest
    keys = {block.key for block in made.blocks if not block.fixed}
    edits = {key: text for key, text in current.edited.items() if key in keys}
    lost = sorted(current.edited.keys() - keys)
    added = blocks.in_place(current.put_in, current.as_generated, made)
    current = add_version(by, held, made, edits, at, added=added)
    enter_paper(by, held, Act.PAPER_EDITED, current, at, blocks=lost, before=before, generated=True)
    return Written(current, ended=end_what_rests(held, at, edited=edited))


def discard_paper(*, by: Actor, paper: Paper, at: datetime | None = None) -> Paper:
    """Put a paper away; its versions stay to be read. Refused to who did not begin it, but for the complainant."""
    at = at or timezone.now()
    with transaction.atomic():
        held = hold_paper(by, paper)
        if held.begun_by != by.label and not owns(by, held.complaint_id):
            raise Refused(_("这份文书不是您起草的，不能丢弃。没有改动任何内容。"))
        move_paper(held, Paper.State.DISCARDED)
        enter_paper(by, held, Act.PAPER_DISCARDED, held.current, at)
        end_prepared(held, at, edited=False)
    return held
