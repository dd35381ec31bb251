"""A lost code: a link to the address given at filing, and the telephone given with it, give a new one."""

import hmac
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from accounts.actors import Actor, code_digest
from complaints.ledger import append_entry
from complaints.models import Access, Act, CodeMail, Complaint, WayBack
from complaints.services.code_mails import address_index, tell
from complaints.services.codes import end_links, put_code
from complaints.services.filing import telephone_index
from complaints.services.subscriptions import read_by_complainant
from core.retention_and_limits import WRONG_TELEPHONES


@dataclass(frozen=True)
class Tried:
    """What a telephone at a link came to: the case and its new code, or how often one may still try."""

    complaint: Complaint
    code: str = ""
    left: int = 0


def ask_way_back(*, by: Actor, address: str, number: str = "", at: datetime | None = None) -> None:
    """Ask for the links of an address. The same happens, and takes as long, whether anything was filed with it or not:
    a row is written, and the worker finds out."""
    at = at or timezone.now()
    CodeMail.objects.create(
        kind=CodeMail.Kind.WAY_BACK,
        to=address,
        to_index=address_index(address),
        number=number,
        created_at=at,
        due_at=at,
    )


def find_way_back(*, token: str, at: datetime | None = None) -> WayBack | None:
    """The link, while it can be used; looking at it uses nothing up."""
    at = at or timezone.now()
    return (
        WayBack.objects.open(at)
        .filter(token_digest=code_digest(token), purpose=WayBack.Purpose.BACK)
        .select_related("complaint")
        .first()
    )


def use_way_back(*, by: Actor, token: str, telephone: str, at: datetime | None = None) -> Tried | None:
    """A new code for who has the link and knows the telephone; it ends the old code, this link and the case's others.

    So many wrong telephones end the link. None where it cannot be used any more.
    """
    at = at or timezone.now()
    with transaction.atomic():
        known = find_way_back(token=token, at=at)
        if known is None:
            return None
        case = Complaint.objects.select_for_update(no_key=True).get(pk=known.complaint_id)
        link = WayBack.objects.open(at).filter(pk=known.pk).select_for_update().first()
        if link is None:
            return None
        filed = case.filed_complainant.phone_index
        if not filed or not hmac.compare_digest(filed, telephone_index(telephone)):
            return wrong_telephone(by, case, link, at)
        how: dict[str, object] = {"how": "mail"}
        if link.undoes is not None:
            how["undone"] = _undo(case, link.undoes, at)
        end_links(case, at)
        code = put_code(by, case, at, how)
        read_by_complainant(case, at)
        tell(case, CodeMail.Kind.CODE_REPLACED, at)
    return Tried(case, code)


def wrong_telephone(by: Actor, case: Complaint, link: WayBack, at: datetime) -> Tried:
    """Count a telephone that is not the one; so many end the link."""
    link.wrong += 1
    link.save(update_fields=["wrong"])
    if link.wrong >= WRONG_TELEPHONES:
        append_entry(by=by, complaint_id=case.pk, act=Act.WAY_BACK_ENDED, detail={"link": link.pk}, at=at)
    return Tried(case, left=WRONG_TELEPHONES - link.wrong)


def _undo(case: Complaint, access: Access, at: datetime) -> int:
    """Take a case out of the account that took it over."""
    Access.objects.filter(pk=access.pk).update(until=at)
    case.owner = None
    case.save(update_fields=["owner"])
    return access.pk
