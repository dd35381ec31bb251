"""Begin a paper, write in its blocks, take what the case says now, throw it away: each one act, each version kept."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.actors import Actor
from complaints.ledger import append_entry
from complaints.models import Act, Complaint
from complaints.services import owns
from core.canonical import canonical, digest
from core.retention_and_limits import MOST_PAPER_VERSIONS, MOST_PAPERS
from core.written import visible
from documents import blocks
from filings.models import PAPER_MOVES, Filing, Paper, PaperVersion, Recipient
from filings.moves import State
from filings.services.law import check_recipient_of
from filings.services.papers.generated import (
    CLAIM,
    LETTER,
    check_kind,
    firm_of,
    generated,
    may_draft,
    may_write,
    same_words,
)
from filings.services.reach import COURT, Refused, check_reachable, hold_case
from filings.services.sending.content import Wishes
from filings.services.sending.withdrawal import end_consent

LONGEST_BLOCK = 20_000  # characters
LONGEST_EDITS = 60_000  # of all edited blocks together: some hundred pages
_HALF = re.compile("[\ud800-\udfff\ufffe\uffff]")
DRAFTING = Actor.system("drafting")


@dataclass(frozen=True)
class Clash:
    """A block that somebody else changed at the same time: both texts."""

    key: str
    mine: str
    theirs: str


@dataclass(frozen=True)
class Written:
    """The version that stands now, what clashed with it, and the version beside it that keeps what clashed. ``ended``: a
    filing that was prepared and not confirmed does not go out any more."""

    version: PaperVersion
    clashes: tuple[Clash, ...] = ()
    aside: PaperVersion | None = None
    ended: bool = False


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
        case = _case(by, complaint)
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
        version = _add(by, paper, made, {}, at)
        enter_paper(by, paper, Act.PAPER_BEGUN, version, at, kind=paper.kind)
    return paper


def edit_paper(
    *, by: Actor, paper: Paper, texts: Mapping[str, str], seen: int, at: datetime | None = None
) -> Written:
    """Keep what somebody wrote in the blocks, over the version that they had before them (``seen``).

    What others changed meanwhile stays: another block is joined, the same block is a clash, and what was written is kept
    beside it. Whatever changes ends a consent to the paper that nobody confirmed yet. Refused for texts that are too long.
    """
    at = at or timezone.now()
    with transaction.atomic():
        held = _hold_to_write(by, paper)
        current = held.current
        base = held.versions.filter(number=seen, aside=False).first()
        if base is None:
            raise Refused(_("页面上的版本不对。写的内容还在下面，请复制，重新打开这一页再粘贴。"))
        mine = _mine(base, texts)
        edits, clashes = dict(current.edited), []
        standing = {block.key for block in current.as_generated.blocks}
        for key, text in mine.items():
            # A block that the case has no more since is a clash, too: what was written in it stays in the version aside.
            if key not in standing or current.text_of(key) not in (base.text_of(key), text):
                clashes.append(Clash(key, text, current.text_of(key)))
            else:
                _put(edits, current, key, text)
        if edits != current.edited and sum(map(len, edits.values())) > LONGEST_EDITS:
            raise Refused(
                _("改过的各段合起来超过 %d 个字，没有保存；写的内容还在下面。请缩短，或者作为附件提交。")
                % LONGEST_EDITS
            )
        aside = None
        if clashes:
            kept = dict(base.edited)
            for key, text in mine.items():
                _put(kept, base, key, text)
            aside = _add(by, held, base.as_generated, kept, at, aside=True)
            enter_paper(by, held, Act.PAPER_EDITED, aside, at, blocks=sorted(mine), aside=True)
        ended = False
        if edits != current.edited:
            before = current.digest
            current = _add(by, held, current.as_generated, edits, at)
            changed = sorted(key for key in mine if key not in {one.key for one in clashes})
            enter_paper(by, held, Act.PAPER_EDITED, current, at, blocks=changed, before=before)
            ended = _changed(held, at)
    return Written(current, tuple(clashes), aside, ended)


def _mine(base: PaperVersion, texts: Mapping[str, str]) -> dict[str, str]:
    """What was written and differs from what its writer had before them."""
    editable = {block.key for block in base.as_generated.blocks if not block.fixed}
    written = {key: _typed(text) for key, text in texts.items() if key in editable}
    if any(len(text) > LONGEST_BLOCK for text in written.values()):
        raise Refused(_("有一段超过 %d 个字，没有保存；写的内容还在下面。请缩短后再保存。") % LONGEST_BLOCK)
    return {key: text for key, text in written.items() if text != _typed(base.text_of(key))}


def _typed(text: str) -> str:
    """A text without what nobody sees in it: blanks at the ends of lines, controls, marks of direction, half characters."""
    seen = visible("\n".join(line.rstrip() for line in text.splitlines()))
    return _HALF.sub("", seen)


def _put(edits: dict[str, str], version: PaperVersion, key: str, text: str) -> None:
    """A text that is the generated one is no edit."""
    block = next(one for one in version.as_generated.blocks if one.key == key)
    if text == _typed(block.text):
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
        held = _hold_to_write(by, paper)
        current = held.current
        made = generated(held, at=at)
        if same_words(current.as_generated, made):
            return current
        before = current.digest
        keys = {block.key for block in made.blocks if not block.fixed}
        edits = {key: text for key, text in current.edited.items() if key in keys}
        lost = sorted(current.edited.keys() - keys)
        current = _add(by, held, made, edits, at)
        enter_paper(by, held, Act.PAPER_EDITED, current, at, blocks=lost, before=before, generated=True)
        _changed(held, at, edited=False)
    return current


def discard_paper(*, by: Actor, paper: Paper, at: datetime | None = None) -> Paper:
    """Put a paper away; its versions stay to be read. Refused to who did not begin it, but for the complainant."""
    at = at or timezone.now()
    with transaction.atomic():
        held = hold_paper(by, paper)
        if held.begun_by != by.label and not owns(by, held.complaint_id):
            raise Refused(_("这份文书不是您起草的，不能丢弃。没有改动任何内容。"))
        move_paper(held, Paper.State.DISCARDED)
        enter_paper(by, held, Act.PAPER_DISCARDED, held.current, at)
        _end_prepared(held, at, edited=False)
    return held


# ── What the acts share ───────────────────────────────────────────────────────────────────────────────────────────


def _case(by: Actor, complaint: Complaint) -> Complaint:
    if not Complaint.objects.visible_to(by).filter(pk=complaint.pk).exists():
        raise Complaint.DoesNotExist
    case = hold_case(complaint.pk)
    if not may_draft(by, case):
        raise Refused(_("只有投诉人和获得授权的律师可以写文书。没有改动任何内容。"))
    if case.state == Complaint.State.WITHDRAWN:
        raise Refused(_("这个投诉已经撤回，不能再写文书；已有的版本都还在。"))
    return case


def hold_paper(by: Actor, paper: Paper) -> Paper:
    """Lock the case, then the paper. Paper.DoesNotExist for who may not see it; Refused for one that was thrown away."""
    case = _case(by, paper.complaint)
    held = Paper.objects.visible_to(by).select_for_update(of=("self",), no_key=True).get(pk=paper.pk)
    held.complaint = case
    if held.state == Paper.State.DISCARDED:
        raise Refused(_("这份文书已经不用了，不能再改；写的内容还在下面，可以复制。"))
    return held


def _hold_to_write(by: Actor, paper: Paper) -> Paper:
    held = hold_paper(by, paper)
    if not may_write(by, held):
        raise Refused(_("这是律师出具的文书，只有那家律所的律师能改。没有保存；写的内容还在下面，可以复制。"))
    return held


def move_paper(held: Paper, to: str, approved: PaperVersion | None = None) -> None:
    """The only code that changes the state of a paper. Refused where the table does not allow it."""
    if to not in PAPER_MOVES[held.state]:
        raise Refused(_("这份文书现在是“%s”，不能这样改。没有改动任何内容。") % Paper.State(held.state).label)
    held.state, held.approved = to, approved
    held.save(update_fields=["state", "approved"])


def _changed(held: Paper, at: datetime, *, edited: bool = True) -> bool:
    """What was asked or approved was another version; a filing that was prepared before does not go out: of an unedited
    paper only where somebody ``edited`` it now. Whether there was one."""
    if held.state != Paper.State.DRAFTING:
        move_paper(held, Paper.State.DRAFTING)
    return _end_prepared(held, at, edited=edited)


def _end_prepared(held: Paper, at: datetime, *, edited: bool) -> bool:
    if held.recipient_id is None:
        return False
    prepared = Filing.objects.select_for_update(of=("self",), no_key=True).filter(
        complaint=held.complaint_id, recipient=held.recipient_id, state=State.PREPARED
    )
    if not edited:
        prepared = prepared.filter(paper_version__isnull=False)
    # Not by whoever edited: withdrawing a consent is the complainant's act, and this follows from the edit.
    found = list(prepared.select_related("consent", "recipient", "organisation"))
    for filing in found:
        filing.complaint = held.complaint
        end_consent(by=DRAFTING, held=filing, at=at)
    return bool(found)


def _add(
    by: Actor,
    paper: Paper,
    made: blocks.Paper,
    edits: Mapping[str, str],
    at: datetime,
    *,
    aside: bool = False,
) -> PaperVersion:
    last = paper.versions.order_by("-number").values_list("number", flat=True).first() or 0
    if last >= MOST_PAPER_VERSIONS:
        raise Refused(
            _("这份文书已经有 %d 版，不能再加；写的内容还在下面，请复制到一份新起草的文书里。")
            % MOST_PAPER_VERSIONS
        )
    kept, written = canonical(blocks.as_json(made)), canonical(dict(edits))
    return PaperVersion.objects.create(
        paper=paper,
        number=last + 1,
        generated=kept,
        edits=written,
        digest=digest(canonical([json.loads(kept), json.loads(written)])),
        aside=aside,
        written_by=by.label,
        at=at,
    )


def enter_paper(
    by: Actor, paper: Paper, act: str, version: PaperVersion, at: datetime, **more: object
) -> None:
    detail = {"paper": str(paper.pk), "version": version.number, "digest": version.digest, **more}
    append_entry(by=by, complaint_id=paper.complaint_id, act=act, detail=detail, at=at)
