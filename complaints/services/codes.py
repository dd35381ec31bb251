"""The code of a case: another one for it, and an account in its place."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from accounts.actors import Actor, code_digest
from accounts.services import hold_account
from complaints.ledger import append_entry
from complaints.models import Access, Act, CodeMail, Complaint, WayBack
from complaints.services.access import owns
from complaints.services.code_mails import tell
from complaints.services.drafts import new_code
from core.language import gettext as _


class NotTakenOver(Exception):
    """The case stays as it is. The message is for people: why, and what to do."""


def replace_code(*, by: Actor, complaint: Complaint, at: datetime | None = None) -> str:
    """Give a case another code, at the wish of its complainant, and return it; the old one opens nothing any more.

    Whoever opened the case with the old one on another device is out by that. The address given at filing is
    told, and the links in mails stay: who stole a code takes nobody's way back. Raise Complaint.DoesNotExist for others.
    """
    at = at or timezone.now()
    with transaction.atomic():
        case = _own_case(by, complaint.pk)
        code = put_code(by, case, at, {})
        tell(case, CodeMail.Kind.REPLACED, at)
    return code


def take_over(*, by: Actor, complaint: Complaint, at: datetime | None = None) -> Complaint:
    """Put a case that its code opens into the account that is signed in: the code ends, the address given at filing is
    told. Raise NotTakenOver, and Complaint.DoesNotExist for who may not open it.
    """
    at = at or timezone.now()
    with transaction.atomic():
        case = _own_case(by, complaint.pk)
        if by.user is None or by.is_staff:
            raise NotTakenOver(
                _("投诉只能转入投诉人自己的账号，工作人员和律师的账号不行。没有改动任何内容。")
            )
        if case.owner_id is not None:
            raise NotTakenOver(_("这件投诉已经在一个账号里。没有改动任何内容。"))
        if not hold_account(by.user):
            raise NotTakenOver(_("这个账号已经注销了。没有改动任何内容。"))
        ended = _end_codes(case, at)
        end_links(case, at)
        access = Access.objects.create(
            complaint=case, user=by.user, why=Access.Why.OWNER, since=at, granted_by=by.label
        )
        case.owner = by.user
        case.save(update_fields=["owner"])
        detail = {"access": access.pk, "ended": ended}
        append_entry(by=by, complaint_id=case.pk, act=Act.TAKEN_OVER, detail=detail, at=at)
        tell(case, CodeMail.Kind.TAKEN_OVER, at)
    return case


def _own_case(by: Actor, complaint_id: UUID) -> Complaint:
    """The case, locked, for its complainant."""
    case = Complaint.objects.select_for_update(no_key=True).get(pk=complaint_id)
    if not owns(by, case.pk):
        raise Complaint.DoesNotExist
    return case


def put_code(
    by: Actor, case: Complaint, at: datetime, how: dict[str, Any], *, act: Act = Act.CODE_REPLACED
) -> str:
    """A new code for a case that the caller locked, inside its transaction, with the entry that says so."""
    code = new_code()
    ended = _end_codes(case, at)
    access = Access.objects.create(
        complaint=case,
        code_digest=code_digest(code),
        code=code,
        why=Access.Why.CODE,
        since=at,
        granted_by=by.label,
    )
    detail = {"access": access.pk, "ended": ended, **how}
    append_entry(by=by, complaint_id=case.pk, act=act, detail=detail, at=at)
    return code


def end_links(case: Complaint, at: datetime) -> None:
    """End the links back of a case: one was used, or it went into an account, of which another mail tells."""
    WayBack.objects.open(at).filter(complaint=case).update(ended_at=at)


def _end_codes(case: Complaint, at: datetime) -> list[int]:
    codes = Access.objects.in_force(at).filter(complaint=case, why=Access.Why.CODE)
    ended = list(codes.order_by("pk").values_list("pk", flat=True))
    Access.objects.filter(pk__in=ended).update(until=at)
    return ended
