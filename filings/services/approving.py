"""What takes two persons: one at the desk asks and says why, another does it or declines."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.actors import Actor
from accounts.models import Membership, User
from complaints.ledger import append_entry
from complaints.models import Act
from core.language import gettext as _
from filings.models import DeskNews, Filing, Proposal
from filings.moves import State, find
from filings.services.by_law import extend_held
from filings.services.desk_letters.issuing import release_agreed
from filings.services.desk_news.telling import no_longer_asked, tell_desk
from filings.services.movement import apply
from filings.services.reach import Refused, colleagues, hold, roles

LONGEST_REASON = 5_000


def approvers(filing: Filing, *, but: User | None, at: datetime | None = None) -> list[User]:
    """Who may agree: the supervisors of the organisation other than who asks, else whoever else works there; nobody of a case
    of their own."""
    own = filing.complaint.owner_id
    others = [one for one in colleagues(filing, at) if one.pk not in (own, but.pk if but else None)]
    leading = Membership.objects.at_work(at).filter(
        organisation=filing.organisation_id, role=Membership.Role.SUPERVISOR
    )
    supervisors = set(leading.values_list("user", flat=True))
    return [one for one in others if one.pk in supervisors] or others


def propose(
    *,
    by: Actor,
    filing: Filing,
    act: str,
    reason: str,
    detail: dict[str, Any] | None = None,
    at: datetime | None = None,
) -> Proposal:
    """Ask another person at the desk to agree; nothing is done yet, and the complainant is told nothing."""
    at, reason = at or timezone.now(), reason.replace("\x00", "").strip()
    try:
        with transaction.atomic():
            held = hold(by, filing)
            if "desk" not in roles(by, held) or by.user is None:
                raise Refused(_("只有收到这份材料的机构可以这样办。没有改动任何内容。"))
            if act != Proposal.Act.LETTER and held.state != State.ACCEPTED:
                raise Refused(_("这件现在是“%s”，不能这样办。没有改动任何内容。") % State(held.state).label)
            if not reason or len(reason) > LONGEST_REASON:
                raise Refused(_("请写明理由，最多 %d 字。没有改动任何内容。") % LONGEST_REASON)
            others = approvers(held, but=by.user, at=at)
            if not others:
                raise Refused(_("本机构现在没有别的人可以复核。没有改动任何内容。"))
            made = Proposal.objects.create(
                filing=held, act=act, reason=reason, detail=detail or {}, asked_by=by.user, asked_at=at
            )
            entry = {"filing": str(held.pk), "proposal": made.pk, "what": act}
            append_entry(by=by, complaint_id=held.complaint_id, act=Act.APPROVAL_ASKED, detail=entry, at=at)
            tell_desk(filing=held, kind=DeskNews.Kind.ASKED, at=at, by=by, people=others)
    except IntegrityError:
        raise Refused(_("这一步已经在请同事复核了。没有改动任何内容。")) from None
    return made


def settle(
    *, by: Actor, proposal: Proposal, agree: bool, words: str = "", at: datetime | None = None
) -> Proposal:
    """Agree, which does what was asked, or decline and say why. Refused for who asked, and for who may not agree."""
    at, words = at or timezone.now(), words.replace("\x00", "").strip()
    with transaction.atomic():
        filing, held = _held(by, proposal)
        if by.user is None or by.user not in approvers(filing, but=held.asked_by, at=at):
            raise Refused(_("要由另一位同事复核（有主管的，由主管）。没有改动任何内容。"))
        if not agree and not words:
            raise Refused(_("请写明为什么不同意。没有改动任何内容。"))
        _end(by, filing, held, Proposal.State.AGREED if agree else Proposal.State.DECLINED, words, at)
        if agree:
            _DONE[Proposal.Act(held.act)](by, filing, held, at)
        tell_desk(filing=filing, kind=DeskNews.Kind.SETTLED, at=at, by=by, people=[held.asked_by])
    return held


def take_back(*, by: Actor, proposal: Proposal, at: datetime | None = None) -> Proposal:
    """Who asked wants it no more."""
    at = at or timezone.now()
    with transaction.atomic():
        filing, held = _held(by, proposal)
        if by.user is None or by.user.pk != held.asked_by_id:
            raise Refused(_("只有请求的人可以收回。没有改动任何内容。"))
        _end(by, filing, held, Proposal.State.TAKEN_BACK, "", at)
    return held


def _held(by: Actor, proposal: Proposal) -> tuple[Filing, Proposal]:
    """The case, the filing and the proposal, locked; Filing.DoesNotExist for who may not see the filing."""
    filing = hold(by, proposal.filing)
    if "desk" not in roles(by, filing):
        raise Refused(_("只有收到这份材料的机构可以这样办。没有改动任何内容。"))
    rows = Proposal.objects.select_for_update(of=("self",)).select_related("asked_by")
    held = rows.get(pk=proposal.pk, filing=filing)
    if held.state != Proposal.State.ASKED:
        raise Refused(_("这项复核已经是“%s”。没有改动任何内容。") % held.get_state_display())
    held.filing = filing
    return filing, held


def _end(by: Actor, filing: Filing, held: Proposal, state: str, words: str, at: datetime) -> None:
    held.moved(state, settled_by=by.user, settled_at=at, words=words)
    held.save()
    no_longer_asked(filing=filing, kind=DeskNews.Kind.ASKED, asked_at=held.asked_at, at=at, state=state)
    entry = {"filing": str(filing.pk), "proposal": held.pk, "to": state}
    append_entry(by=by, complaint_id=filing.complaint_id, act=Act.APPROVAL_SETTLED, detail=entry, at=at)


def _close(by: Actor, filing: Filing, held: Proposal, at: datetime) -> None:
    if find(filing.state, State.CLOSED, {"desk"}) is None:
        raise Refused(_("这件后来有了变化，不能再这样办。没有改动任何内容。"))
    apply(by=by, held=filing, to=State.CLOSED, reason=held.reason, at=at, approved=True)


def _extend(by: Actor, filing: Filing, held: Proposal, at: datetime) -> None:
    extend_held(
        by=by,
        held=filing,
        basis=held.detail["basis"],
        reason=held.reason,
        until=held.detail.get("until", ""),
        approved=True,
        at=at,
    )


_DONE: dict[Proposal.Act, Callable[[Actor, Filing, Proposal, datetime], None]] = {
    Proposal.Act.CLOSE: _close,
    Proposal.Act.EXTEND: _extend,
    Proposal.Act.LETTER: release_agreed,
}
