"""Opening a case to a lawyer, an association or anyone else of the complainant's choice, and closing it again.

A share names a person as somebody of their firm, or a firm; it has an end, opens nothing until it is accepted, and is
suspended when the person leaves the firm or the firm ends, until the complainant confirms it. Where they are of another
firm by then, the complainant confirms that firm by name, and the person accepts once more.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import BooleanField, Exists, ExpressionWrapper, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone

from accounts.actors import Actor
from accounts.models import Membership, Organisation, User
from complaints.ledger import append_entry
from complaints.models import Access, AccessQuerySet, Act, Complaint
from complaints.services import end_access, grant_access, owns
from core.language import gettext as _
from core.retention_and_limits import LONGEST_SHARE, SHARE_LIFE
from filings.news import News
from filings.services.reach import Refused, covered_by, covered_exhibits, hold_case
from filings.services.sending import notices
from filings.services.sending.consent import check_guardian

SHARES = Actor.system("shares")


def share(
    *,
    by: Actor,
    complaint: Complaint,
    with_user: User | None = None,
    with_organisation: Organisation | None = None,
    until: datetime | None = None,
    uncovered: Iterable[Any] = (),
    scope: str = "",
    at: datetime | None = None,
) -> Access:
    """Offer one account, or one organisation, to see the whole case until a day. The complainant's own act.

    Exhibits with a covered copy are shown as that, ``uncovered`` excepted; sharing again with the same one decides anew.
    """
    at = at or timezone.now()
    if (with_user is None) == (with_organisation is None):
        raise Refused(_("请选择一位律师或者一个机构。没有授权任何人。"))
    until = end_of_share(until, at)
    if with_organisation is not None and with_organisation.kind == Organisation.Kind.REGULATOR:
        raise Refused(_("向监管机构提交材料请用“提交”，不要用授权查阅。没有授权任何人。"))
    if with_user is not None and with_user == by.user:
        raise Refused(_("这是您自己的账号，您本来就能看到这个投诉。"))
    with transaction.atomic():
        case = _own(by, complaint)
        check_guardian(case, timezone.localdate(at))
        covered = covered_but(case, uncovered)
        firm = firm_of(with_user, at) if with_user is not None else None
        _end_other(by, case, with_user, with_organisation, firm, scope, at)
        access = grant_access(
            by=by,
            complaint=case,
            why=Access.Why.SHARED,
            user=with_user,
            organisation=with_organisation,
            until=until,
            covered=covered,
            firm=firm,
            pending=True,
            scope=scope,
            at=at,
        )
        if access.until is None or timezone.localdate(access.until) != timezone.localdate(until):
            access.until = until
            access.save(update_fields=["until"])
            _enter(by, access, Act.SHARED, at, until=until.isoformat())
        return access


def end_of_share(until: datetime | None, at: datetime) -> datetime:
    """The day that was chosen, else ``SHARE_LIFE`` from now. Refused for one that is over or too far."""
    until = until or at + SHARE_LIFE
    if until <= at:
        raise Refused(_("授权的截止时间已经过去。没有授权任何人。"))
    if until > at + LONGEST_SHARE:
        raise Refused(_("授权最长 %d 天，请填早一些的日期。没有授权任何人。") % LONGEST_SHARE.days)
    return until


def covered_but(case: Complaint, uncovered: Iterable[Any]) -> dict[UUID, UUID]:
    """The exhibits that are shown with parts covered, by their redaction: all that have one, but for ``uncovered``. Refused
    for one of these that has none."""
    hidden = covered_exhibits(case)
    wanted = {str(getattr(one, "pk", one)) for one in uncovered}
    if wanted - {str(one.pk) for one in hidden}:
        raise Refused(_("选了给看没有遮盖的，但其中有的文件没有遮盖过。没有授权任何人，请重新选择。"))
    return {one.pk: UUID(covered_by(one)) for one in hidden if str(one.pk) not in wanted}


def firm_of(user: User, at: datetime | None = None) -> Organisation | None:
    """The firm as whose lawyer somebody works today; None for who is none."""
    here = Membership.objects.today(at).filter(user=user, role=Membership.Role.LAWYER)
    found = here.select_related("organisation").order_by("pk").first()
    return found.organisation if found else None


def lawyer_today(at: datetime | None = None) -> QuerySet[Membership]:
    """Of the person of an outer row of Access: as whose lawyer they work today, the firm of the row before any other."""
    same = ExpressionWrapper(Q(organisation=OuterRef("firm")), BooleanField())
    here = Membership.objects.today(at).filter(user=OuterRef("user"), role=Membership.Role.LAWYER)
    return here.alias(same=same).order_by("-same", "pk")


def _end_other(
    by: Actor,
    case: Complaint,
    user: User | None,
    organisation: Organisation | None,
    firm: Organisation | None,
    scope: str,
    at: datetime,
) -> None:
    """A share that was suspended, was with somebody of another firm or for something else, is not the one given now."""
    same = Access.objects.granted(at).filter(complaint=case, why=Access.Why.SHARED)
    for row in same.filter(user=user, organisation=organisation):
        other = row.firm_id != (firm.pk if firm else None) or scope not in ("", row.scope)
        if row.suspended_at is not None or other:
            end_access(by=by, access=row, at=at)


def accept_share(*, by: Actor, access: Access, at: datetime | None = None) -> Access:
    """Whom a case is offered to takes it on: from now on it opens. Twice is once. Access.DoesNotExist for anybody else."""
    at = at or timezone.now()
    with transaction.atomic():
        row = _offered(by, access, at)
        if not Access.objects.of(by).filter(pk=row.pk).exists():
            raise Refused(_("您现在不在投诉人授权时写明的律所，不能接受。没有改动任何内容。"))
        if row.accepted_at is None:
            row.accepted_at = at
            row.save(update_fields=["accepted_at"])
            _enter(by, row, Act.SHARE_ACCEPTED, at)
    return row


def decline_share(*, by: Actor, access: Access, at: datetime | None = None) -> Access:
    """They do not take it on, or give it back, of which the complainant is told; it ends. Access.DoesNotExist for anybody
    else."""
    at = at or timezone.now()
    with transaction.atomic():
        row = _offered(by, access, at)
        row.until = at
        row.save(update_fields=["until"])
        _enter(by, row, Act.SHARE_DECLINED if row.accepted_at is None else Act.SHARE_GIVEN_BACK, at)
        if row.accepted_at is not None:
            _tell(row.complaint, at)
    return row


def _offered(by: Actor, access: Access, at: datetime) -> Access:
    hold_case(access.complaint_id)
    return offers_to(by, at).select_for_update(of=("self",)).get(pk=access.pk)


def offers_to(by: Actor, at: datetime | None = None) -> AccessQuerySet:
    """What was shared with this actor, also what opens nothing: not accepted yet, or suspended."""
    mine = Q(user=by.user) if by.user is not None else Q(pk__in=[])
    mine |= Q(organisation_id__in=by.organisation_ids)
    shared = Access.objects.granted(at).filter(mine, why=Access.Why.SHARED)
    return shared.select_related("complaint", "user", "organisation", "firm").order_by("pk")


def open_offers(by: Actor) -> list[Access]:
    """Those that this actor has to answer, or to wait for."""
    return [one for one in offers_to(by) if not one.accepted_at or one.suspended_at]


def is_counsel(by: Actor) -> bool:
    """Whether this actor works as a lawyer today."""
    return by.user is not None and any(
        one.role == Membership.Role.LAWYER for one in by.user.memberships_today()
    )


def confirm_share(
    *, by: Actor, access: Access, firm: int | None = None, at: datetime | None = None
) -> Access:
    """The complainant lets a suspended share go on; the first one ends in the record.

    ``firm`` is the one that the complainant was shown as the person's of today. Refused where it is another by now, or
    none: nobody is let in as whom the complainant did not see. With a new firm it opens once the person accepts again.
    """
    at = at or timezone.now()
    with transaction.atomic():
        case = _own(by, access.complaint)
        today = Subquery(lawyer_today(at).values("organisation")[:1])
        rows = Access.objects.granted(at).select_for_update(of=("self",)).filter(pk=access.pk)
        row = rows.annotate(firm_today=today).first()
        if row is None or row.why != Access.Why.SHARED or row.suspended_at is None:
            raise Refused(_("这项授权没有暂停，或者已经结束。没有改动任何内容。"))
        if row.user is not None:
            _same_as_shown(row.firm_today, firm)
        end_access(by=by, access=row, at=at)
        again = grant_access(
            by=by,
            complaint=case,
            why=Access.Why.SHARED,
            user=row.user,
            organisation=row.organisation,
            until=row.until,
            covered=dict(zip(row.covered, row.redactions, strict=False)),
            firm=Organisation.objects.get(pk=row.firm_today) if row.user else None,
            pending=row.user is not None and row.firm_today != row.firm_id,
            scope=row.scope,
            at=at,
        )
        _enter(by, again, Act.SHARE_CONFIRMED, at)
    return again


def _same_as_shown(today: int | None, shown: int | None) -> None:
    if today is None:
        raise Refused(
            _("对方现在不是律所的律师，这项授权不能恢复。要让对方看，请重新授权。没有改动任何内容。")
        )
    if today != shown:
        raise Refused(_("对方现在所在的律所和您看到的不一样。没有改动任何内容，请看清楚再确认。"))


def sweep_shares(*, at: datetime | None = None) -> int:
    """Suspend what was shared with somebody of a firm who has left it, and with a firm that ended; how many."""
    at = at or timezone.now()
    member = Membership.objects.today(at).filter(
        user=OuterRef("user"), organisation=OuterRef("firm"), role=Membership.Role.LAWYER
    )
    anybody = Membership.objects.today(at).filter(organisation=OuterRef("organisation"))
    gone = Q(firm__isnull=False) & ~Exists(member) | Q(organisation__isnull=False) & ~Exists(anybody)
    found = Access.objects.in_force(at).filter(gone, why=Access.Why.SHARED)
    return sum(_suspend(row, at) for row in found.select_related("complaint"))


def _suspend(row: Access, at: datetime) -> bool:
    with transaction.atomic():
        case = hold_case(row.complaint_id)
        still = Access.objects.in_force(at).select_for_update(of=("self",)).filter(pk=row.pk).first()
        if still is None:
            return False
        still.suspended_at = at
        still.save(update_fields=["suspended_at"])
        _enter(SHARES, still, Act.SHARE_SUSPENDED, at)
        _tell(case, at)
    return True


def _tell(case: Complaint, at: datetime) -> None:
    if filing := case.filings.order_by("prepared_at").first():
        filing.complaint = case
        notices.tell_complainant(filing=filing, news=News.SHARE, at=at)


def end_share(*, by: Actor, access: Access, at: datetime | None = None) -> Access:
    """End a sharing. What was sent to an authority is not ended here: that is a consent withdrawn."""
    with transaction.atomic():
        _own(by, access.complaint)
        if access.why != Access.Why.SHARED:
            raise Refused(_("这不是授权查阅，不能在这里结束。"))
        return end_access(by=by, access=access, at=at)


def _enter(by: Actor, access: Access, act: str, at: datetime, **more: str) -> None:
    append_entry(
        by=by, complaint_id=access.complaint_id, act=act, detail={"access": access.pk, **more}, at=at
    )


def own_case(by: Actor, complaint: Complaint, refused: str) -> Complaint:
    """The case, locked, if it is this actor's; ``refused`` says why not. Complaint.DoesNotExist for who may not see it."""
    if not Complaint.objects.visible_to(by).filter(pk=complaint.pk).exists():
        raise Complaint.DoesNotExist
    if not owns(by, complaint.pk):
        raise Refused(refused)
    return hold_case(complaint.pk)


def _own(by: Actor, complaint: Complaint) -> Complaint:
    return own_case(by, complaint, _("只有投诉人可以授权别人查阅。没有改动任何内容。"))
