"""The versions of a paper: held, read block by block, kept one after the other, and what rests on the one before ended."""

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime

from accounts.actors import Actor
from complaints.ledger import append_entry
from complaints.models import Act, Complaint
from core.canonical import canonical, digest
from core.language import gettext as _
from core.retention_and_limits import MOST_PAPER_VERSIONS
from core.written import visible
from documents import blocks
from filings.models import PAPER_MOVES, Filing, Paper, PaperVersion
from filings.moves import State
from filings.services.papers.generated import may_draft, may_write
from filings.services.reach import Refused, hold_case
from filings.services.sending.withdrawal import end_consent

LONGEST_BLOCK = 20_000  # characters
LONGEST_EDITS = 60_000  # of all edited blocks together: some hundred pages
LONGEST_HEADING = 80
_HALF = re.compile("[\ud800-\udfff\ufffe\uffff]")
DRAFTING = Actor.system("drafting")


@dataclass(frozen=True)
class Read:
    """A block as it reads: its text, and its heading where somebody gave it one."""

    text: str
    heading: str = ""

    @property
    def whole(self) -> str:
        return f"{self.heading}\n{self.text}" if self.heading else self.text


@dataclass(frozen=True)
class Clash:
    """A block that somebody else changed at the same time: both texts; ``heading`` is mine, of a block that was added."""

    key: str
    mine: str
    theirs: str
    heading: str = ""


@dataclass(frozen=True)
class Written:
    """The version that stands now, what clashed with it, and the version beside it that keeps what clashed. ``ended``: a
    filing that was prepared and not confirmed does not go out any more."""

    version: PaperVersion
    clashes: tuple[Clash, ...] = ()
    aside: PaperVersion | None = None
    ended: bool = False


def drafted_case(by: Actor, complaint: Complaint) -> Complaint:
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
    case = drafted_case(by, paper.complaint)
    held = Paper.objects.visible_to(by).select_for_update(of=("self",), no_key=True).get(pk=paper.pk)
    held.complaint = case
    if held.state == Paper.State.DISCARDED:
        raise Refused(_("这份文书已经不用了，不能再改；写的内容还在下面，可以复制。"))
    return held


def hold_to_write(by: Actor, paper: Paper) -> Paper:
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


def end_what_rests(held: Paper, at: datetime, *, edited: bool = True) -> bool:
    """What was asked or approved was another version; a filing that was prepared before does not go out: of an unedited
    paper only where somebody ``edited`` it now. Whether there was one."""
    if held.state != Paper.State.DRAFTING:
        move_paper(held, Paper.State.DRAFTING)
    return end_prepared(held, at, edited=edited)


def end_prepared(held: Paper, at: datetime, *, edited: bool) -> bool:
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


def add_version(
    by: Actor,
    paper: Paper,
    made: blocks.Paper,
    edits: Mapping[str, str],
    at: datetime,
    *,
    added: Sequence[blocks.Added] = (),
    aside: bool = False,
    page: str = "",
) -> PaperVersion:
    last = last_number(paper)
    if last >= MOST_PAPER_VERSIONS:
        raise Refused(
            _("这份文书已经有 %d 版，不能再加；写的内容还在下面，请复制到一份新起草的文书里。")
            % MOST_PAPER_VERSIONS
        )
    kept, written = canonical(blocks.as_json(made)), canonical(dict(edits))
    put_in = canonical([asdict(one) for one in added]) if added else ""
    bound = [json.loads(one) for one in (kept, written, put_in) if one]
    return PaperVersion.objects.create(
        paper=paper,
        number=last + 1,
        generated=kept,
        edits=written,
        added=put_in,
        digest=digest(canonical(bound)),
        aside=aside,
        page=page,
        written_by=by.label,
        at=at,
    )


def last_number(paper: Paper) -> int:
    """The number of the newest version, aside or not."""
    return paper.versions.order_by("-number").values_list("number", flat=True).first() or 0


def enter_paper(
    by: Actor, paper: Paper, act: str, version: PaperVersion, at: datetime, **more: object
) -> None:
    detail = {"paper": str(paper.pk), "version": version.number, "digest": version.digest, **more}
    append_entry(by=by, complaint_id=paper.complaint_id, act=act, detail=detail, at=at)


def base_of(held: Paper, seen: int) -> PaperVersion:
    base = held.versions.filter(number=seen, aside=False).first()
    if base is None:
        raise Refused(_("页面上的版本不对。写的内容还在下面，请复制，重新打开这一页再粘贴。"))
    return base


def read_of(version: PaperVersion, key: str) -> Read | None:
    """A block as it reads in a version; None where it is not there."""
    own = next((one for one in version.put_in if one.key == key), None)
    if own is not None:
        return Read(typed(own.text), own.heading)
    if key not in {block.key for block in version.as_generated.blocks}:
        return None
    return Read(typed(version.text_of(key)))


def of_page(held: Paper, base: PaperVersion, by: Actor, page: str) -> dict[str, list[Read | None]]:
    """As blocks read in the versions that the same open page kept since: an answer that never came to it is no clash."""
    if not page:
        return {}
    rows = held.versions.filter(number__gt=base.number, aside=False, page=page, written_by=by.label)
    found: dict[str, list[Read | None]] = {}
    for row in rows:
        for key in {*row.edited, *base.edited, *(one.key for one in row.put_in)}:
            found.setdefault(key, []).append(read_of(row, key))
    return found


def typed(text: str) -> str:
    """A text without what nobody sees in it: blanks at the ends of lines, controls, marks of direction, half characters."""
    seen = visible("\n".join(line.rstrip() for line in text.splitlines()))
    return _HALF.sub("", seen)


def heading_of(text: str) -> str:
    """A heading as typed, in one line. Refused, not cut, where it is too long."""
    heading = " ".join(typed(text).split())
    if len(heading) > LONGEST_HEADING:
        raise Refused(_("标题超过 %d 个字，没有保存；写的内容还在下面。请缩短。") % LONGEST_HEADING)
    return heading


def check_length(edits: Mapping[str, str], added: Iterable[blocks.Added]) -> None:
    """Refused where all that somebody wrote is too long together."""
    if sum(map(len, edits.values())) + sum(len(one.whole) for one in added) > LONGEST_EDITS:
        raise Refused(
            _("改过的各段合起来超过 %d 个字，没有保存；写的内容还在下面。请缩短，或者作为附件提交。")
            % LONGEST_EDITS
        )


def keep_version(
    by: Actor,
    held: Paper,
    before: PaperVersion,
    edits: Mapping[str, str],
    added: Sequence[blocks.Added],
    keys: Sequence[str],
    at: datetime,
    *,
    page: str = "",
) -> PaperVersion:
    """The next version, and in the record who changed which blocks of which."""
    kept = add_version(by, held, before.as_generated, edits, at, added=added, page=page)
    enter_paper(by, held, Act.PAPER_EDITED, kept, at, blocks=list(keys), before=before.digest)
    return kept
