"""Who may see a complaint: sending and sharing write Access rows, here and nowhere else."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from accounts.actors import Actor, code_digest
from accounts.models import Membership, Organisation, User, seated
from complaints.ledger import append_entry
from complaints.models import Access, Act, Complaint, Draft
from core.written_once import WrittenOnce


def grant_access(
    *,
    by: Actor,
    complaint: Complaint,
    why: str,
    user: User | None = None,
    organisation: Organisation | None = None,
    until: datetime | None = None,
    exhibits: Iterable[UUID] | None = None,
    covered: Mapping[UUID, UUID] | None = None,
    uncovered: Iterable[UUID] = (),
    anew: bool = False,
    firm: Organisation | None = None,
    pending: bool = False,
    scope: str = "",
    filing_id: UUID | None = None,
    channel: str = "",
    at: datetime | None = None,
) -> Access:
    """Open a complaint that the caller has locked to one account or one organisation; an access in force for the same
    reason is returned.

    ``exhibits`` limits it to these files: a sending opens what was sent, in a row of its own by ``filing_id``, and adds
    to it what the same filing brings later. ``covered`` names those that went with parts covered, by the redaction:
    from then on they are shown like that alone, by whatever row, until the complainant gives one ``uncovered``.
    Sharing the whole case anew replaces what was ``covered`` before. With ``anew`` a row of its own is written, whatever
    is in force: what was sent later can be told from what was sent first. A share that is ``pending`` opens nothing
    until it is accepted; one with somebody of a ``firm`` opens nothing once they are not.
    """
    files = None if exhibits is None else list(exhibits)
    hidden = dict(covered or {})
    at = at or timezone.now()
    with transaction.atomic(savepoint=False):
        rows = list(
            Access.objects.granted(at).filter(
                complaint=complaint, user=user, organisation=organisation, code_digest="", why=why
            )
        )
        held = next((row for row in rows if row.filing_id == filing_id), None)
        if files is not None:
            _cover_alike(rows, hidden, set(uncovered))
        if held is not None and not anew:
            if held.exhibits is not None and files is not None:
                held.exhibits = list(dict.fromkeys([*held.exhibits, *files]))
                held.covered = list(dict.fromkeys([*held.covered, *hidden]))
                held.redactions = list(dict.fromkeys([*held.redactions, *hidden.values()]))
                held.save(update_fields=["exhibits", "covered", "redactions"])
            elif (
                held.exhibits is None and covered is not None and set(held.redactions) != set(hidden.values())
            ):
                held.covered, held.redactions = list(hidden), list(hidden.values())
                held.save(update_fields=["covered", "redactions"])
                _enter(by, held, hidden, at)
            return held
        access = Access.objects.create(
            complaint=complaint,
            user=user,
            organisation=organisation,
            why=why,
            since=at,
            until=until,
            exhibits=files,
            covered=list(hidden),
            redactions=list(hidden.values()),
            filing_id=filing_id,
            channel=channel,
            firm=firm,
            scope=scope,
            accepted_at=at if why == Access.Why.SHARED and not pending else None,
            granted_by=by.label,
        )
        _enter(by, access, hidden, at)
    return access


def _cover_alike(rows: Iterable[Access], hidden: Mapping[UUID, UUID], uncovered: set[UUID]) -> None:
    """A file that one desk got by several filings is shown to it as it was given last."""
    for row in rows:
        if row.exhibits is None:
            continue
        now = [one for one in row.covered if one not in uncovered]
        now += [one for one in row.exhibits if one in hidden and one not in now]
        if now != row.covered:
            row.covered = now
            row.redactions = list(
                dict.fromkeys([*row.redactions, *(hidden[one] for one in now if one in hidden)])
            )
            row.save(update_fields=["covered", "redactions"])


def bound_access(*, complaint_id: UUID, organisation_id: int, filing_id: UUID, until: datetime) -> None:
    """Let what was sent with a filing be open to its desk until a moment; the caller enters why into the ledger."""
    rows = Access.objects.filter(complaint_id=complaint_id, organisation_id=organisation_id)
    rows.filter(filing_id=filing_id, why=Access.Why.SENT).update(until=until)


def _enter(by: Actor, access: Access, covered: Mapping[UUID, UUID], at: datetime) -> None:
    to = f"organisation:{access.organisation_id}" if access.organisation_id else ""
    to = to or (f"user:{access.user_id}" if access.user_id else "")
    detail: dict[str, object] = {"access": access.pk, "to": to, "why": access.why}
    if covered and access.why == Access.Why.SHARED:  # what was sent says it in its filing's entry
        detail["covered"] = {str(exhibit): str(redaction) for exhibit, redaction in covered.items()}
    append_entry(by=by, complaint_id=access.complaint_id, act=Act.SHARED, detail=detail, at=at)


def owns(by: Actor, complaint_id: UUID) -> bool:
    """Whether this is the complainant: the account that filed, or who holds the case's code."""
    if by.user is not None and not by.codes:
        return bool(_OWNS(by.user.pk, complaint_id, timezone.now()))
    return Access.objects.in_force().of(by).own().filter(complaint=complaint_id).exists()


def _owns(me: int, complaint_id: UUID, at: datetime) -> QuerySet[Access, Any]:
    rows = Access.objects.in_force(at).of(seated(me, ())).own()
    return rows.filter(complaint=complaint_id).values_list("pk", flat=True)


# Asked on every page of a case. What is one's own is of no organisation.
_OWNS = WrittenOnce(_owns)


def choose_language(*, by: Actor, language: str) -> None:
    """In which language somebody reads from now on, and what mails about their own cases are written in."""
    if by.user is not None:
        User.objects.filter(pk=by.user.pk).update(language=language)
    if by.user is not None or by.codes:
        own = Access.objects.in_force().of(by).own()
        Complaint.objects.filter(pk__in=own.values("complaint")).update(language=language)


def end_access(*, by: Actor, access: Access, at: datetime | None = None) -> Access:
    """Close a complaint to whom it was opened; what was read before stays in the ledger."""
    at = at or timezone.now()
    with transaction.atomic():
        held = Access.objects.select_for_update().get(pk=access.pk)
        if held.until is not None and held.until <= at:
            return held
        held.until = at
        held.save(update_fields=["until"])
        append_entry(
            by=by, complaint_id=held.complaint_id, act=Act.SHARE_ENDED, detail={"access": held.pk}, at=at
        )
    return held


def counsels(by: Actor, complaint_id: UUID) -> list[int]:
    """The firms as whose lawyer this actor has the case now: named as a person of theirs, or by a share with the firm."""
    if by.user is None or not by.organisation_ids:
        return []
    shared = Access.objects.in_force().of(by).filter(complaint=complaint_id, why=Access.Why.SHARED)
    named = {one for row in shared for one in (row.firm_id, row.organisation_id) if one}
    firms = Membership.objects.lawyers_today().filter(user=by.user, organisation__in=named)
    return sorted(firms.values_list("organisation", flat=True)) if named else []


def reads_for_others(by: Actor, complaint_id: UUID) -> bool:
    """Whether a reading stands in the ledger: by staff always, else by whom the complainant shared the case with.

    A lawyer whose membership has ended is no staff any more, and may still hold a case that was shared with them.
    """
    if by.is_staff or by.user is None:
        return by.is_staff
    return Access.objects.in_force().of(by).filter(complaint=complaint_id, why=Access.Why.SHARED).exists()


def reading_of(
    by: Actor, complaint_id: UUID, what: str, *, desk: int | None = None, exhibit: UUID | None = None
) -> dict[str, object]:
    """What the ledger keeps of a reading: which part, and for which organisation the reader read it, by reference.

    ``desk`` is the organisation whose filing was read, ``exhibit`` the file; neither for the whole case.
    """
    return {"what": what, "organisations": _read_for(by, complaint_id, desk, exhibit)}


def _read_for(by: Actor, complaint_id: UUID, desk: int | None, exhibit: UUID | None) -> list[int]:
    """Of the reader's organisations those to which this was opened: another one of theirs has not seen it.

    Of whom the complainant named as a person, their firms.
    """
    if desk is not None and desk in by.organisation_ids:
        return [desk]
    opened = (
        Access.objects.in_force().of(by).filter(complaint=complaint_id).exclude(organisation__isnull=True)
    )
    whole = opened.exclude(why=Access.Why.SENT)
    if exhibit is not None:
        whole = opened.filter(Q(exhibits__isnull=True) | Q(exhibits__contains=[exhibit]))
    firms = Membership.objects.lawyers_today().filter(user=by.user)
    for rows in (whole, firms, opened):
        if by.organisation_ids and (found := set(rows.values_list("organisation_id", flat=True))):
            return sorted(found)
    return []


def open_with_code(*, code: str, at: datetime | None = None) -> Draft | Complaint | None:
    """The draft or the complaint that a code opens; None for a wrong code and for an expired one alike."""
    at = at or timezone.now()
    digest = code_digest(code)
    draft = Draft.objects.filter(code_digest=digest, expires_at__gt=at).first()
    if draft is not None:
        return draft
    access = Access.objects.in_force(at).filter(code_digest=digest).select_related("complaint").first()
    return access.complaint if access else None
