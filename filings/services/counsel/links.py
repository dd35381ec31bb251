"""A complainant asks a lawyer by a link: it works once, for a week, and opens nothing by itself.

Whoever opens it learns that somebody asks for counsel, and for what. A lawyer who checks for conflicts in their firm is told
both sides' names; who then accepts has the case as if it had been shared with them by name.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts.actors import Actor, code_digest
from complaints.ledger import append_entry
from complaints.models import Access, Act, Complaint, Party
from complaints.services import grant_access, owns
from core.language import gettext as _
from core.retention_and_limits import COUNSEL_LINK_LIFE, COUNSEL_LINKS_A_DAY
from filings.models import CounselLink, Side
from filings.services.counsel.conflicts import Answer, Asked, check_conflicts
from filings.services.news.calendars import new_token
from filings.services.papers.letterheads import firm_today
from filings.services.reach import Refused, hold_case
from filings.services.sending.consent import check_guardian
from filings.services.shares import SHARES, accept_share, covered_but, end_of_share, own_case


def ask_counsel(
    *,
    by: Actor,
    complaint: Complaint,
    scope: str = "",
    until: datetime | None = None,
    uncovered: Iterable[Any] = (),
    at: datetime | None = None,
) -> str:
    """A new link for a lawyer of the complainant's choice, and return its token; the link before it ends. The complainant's
    own act, refused as ``share`` is."""
    at, token = at or timezone.now(), new_token()
    until = end_of_share(until, at)
    if scope and scope not in Access.Scope.values:
        raise Refused(_("请选请律师做什么。没有改动任何内容。"))
    with transaction.atomic():
        case = _own(by, complaint)
        check_guardian(case, timezone.localdate(at))
        wanted = list(uncovered)
        covered_but(case, wanted)
        if case.counsel_links.filter(made_at__gt=at - timedelta(days=1)).count() >= COUNSEL_LINKS_A_DAY:
            raise Refused(
                _("一天最多开 %d 次请律师的链接，已经到了。没有改动任何内容，明天再试。")
                % COUNSEL_LINKS_A_DAY
            )
        for before in case.counsel_links.filter(used_at__isnull=True, ended_at__isnull=True):
            _end(by, before, at)
        made = CounselLink.objects.create(
            complaint=case,
            token_digest=code_digest(token),
            scope=scope,
            until=until,
            uncovered=[getattr(one, "pk", one) for one in wanted],
            made_by=by.label,
            made_at=at,
            expires_at=at + COUNSEL_LINK_LIFE,
        )
        _enter(by, made, Act.COUNSEL_ASKED, at, scope=scope)
    return token


def end_counsel_link(*, by: Actor, complaint: Complaint, at: datetime | None = None) -> None:
    """Nobody can answer it any more. Twice is once."""
    at = at or timezone.now()
    with transaction.atomic():
        for link in _own(by, complaint).counsel_links.filter(used_at__isnull=True, ended_at__isnull=True):
            _end(by, link, at)


def find_counsel_link(*, token: str, at: datetime | None = None) -> CounselLink | None:
    """The link while it can be answered; looking at it uses nothing up."""
    rows = CounselLink.objects.open(at or timezone.now()).filter(token_digest=code_digest(token))
    return rows.select_related("complaint").first()


def checked_by(by: Actor, link: CounselLink) -> bool:
    """Whether this lawyer has asked their firm of today about the names of the case."""
    firm = firm_today(by)
    return firm is not None and link.checks.filter(person=by.user, firm=firm).exists()


def check_counsel_link(*, by: Actor, token: str, at: datetime | None = None) -> list[Answer]:
    """Ask the firm about both sides of the case that a link is about: the names are told to who asks, and that stands in the
    record of the case."""
    at = at or timezone.now()
    with transaction.atomic():
        link = _held(by, token, at)
        people = link.complaint.people
        own = [one.name for one in people if one.role in (Party.Role.COMPLAINANT, Party.Role.CHILD)]
        asked = [Asked(name, Side.CLIENT) for name in own]
        asked += [
            Asked(one.organisation_name or one.name, Side.OTHER, one.uscc)
            for one in link.complaint.respondents
        ]
        answers = check_conflicts(by=by, names=asked, link=link, at=at)
        firm = firm_today(by)
        _enter(by, link, Act.CONFLICT_CHECKED, at, organisations=[firm.pk] if firm else [])
    return answers


def accept_counsel_link(*, by: Actor, token: str, at: datetime | None = None) -> Access:
    """Take the case on: it opens to this lawyer as somebody of their firm. Refused for who has not checked for conflicts."""
    at = at or timezone.now()
    with transaction.atomic():
        link = _held(by, token, at)
        if not checked_by(by, link):
            raise Refused(_("请先查利益冲突，再接受。没有改动任何内容。"))
        case = link.complaint
        check_guardian(case, timezone.localdate(at))
        _use(by, link, at)
        # What was covered since stays covered; of what is chosen here nothing else became open.
        access = grant_access(
            by=SHARES,
            complaint=case,
            why=Access.Why.SHARED,
            user=by.user,
            until=link.until,
            covered=covered_but(case, link.uncovered),
            firm=firm_today(by),
            pending=True,
            scope=link.scope,
            at=at,
        )
        return accept_share(by=by, access=access, at=at)


def decline_counsel_link(*, by: Actor, token: str, at: datetime | None = None) -> None:
    """Not take it on; the link is used up."""
    at = at or timezone.now()
    with transaction.atomic():
        link = _held(by, token, at)
        _use(by, link, at)
        _enter(by, link, Act.SHARE_DECLINED, at)


def _held(by: Actor, token: str, at: datetime) -> CounselLink:
    """The link with its case, locked, for a lawyer who is not the complainant."""
    found = find_counsel_link(token=token, at=at)
    case = hold_case(found.complaint_id) if found is not None else None
    link = CounselLink.objects.open(at).select_for_update().filter(pk=found.pk).first() if found else None
    if link is None or case is None:
        raise Refused(_("这个链接已经用过、作废了，或者过期了。请委托人再开一个。"))
    if firm_today(by) is None or owns(by, case.pk):
        raise Refused(_("这个链接给律师用：要用律所的律师账号，不能用投诉人自己的。没有改动任何内容。"))
    link.complaint = case
    return link


def _use(by: Actor, link: CounselLink, at: datetime) -> None:
    link.used_at, link.used_by = at, by.label
    link.save(update_fields=["used_at", "used_by"])


def _end(by: Actor, link: CounselLink, at: datetime) -> None:
    link.ended_at = at
    link.save(update_fields=["ended_at"])
    _enter(by, link, Act.COUNSEL_LINK_ENDED, at)


def _enter(by: Actor, link: CounselLink, act: str, at: datetime, **more: object) -> None:
    append_entry(
        by=by, complaint_id=link.complaint_id, act=act, detail={"counsel_link": link.pk, **more}, at=at
    )


def _own(by: Actor, complaint: Complaint) -> Complaint:
    return own_case(by, complaint, _("只有投诉人可以请律师。没有改动任何内容。"))
