"""What a device has opened by code: its own drafts and cases, found again without an account."""

from dataclasses import dataclass
from datetime import datetime

from accounts.actors import Actor
from complaints.models import Access, Complaint, Draft


@dataclass(frozen=True)
class Opened:
    """One draft or case; ``code`` only where it was asked for."""

    draft: Draft | None
    complaint: Complaint | None
    changed_at: datetime
    code: str = ""


def opened_here(by: Actor, *, with_codes: bool = False) -> list[Opened]:
    """By the digests that this session holds, the newest first; a code is opened from its row where it is asked for."""
    if not by.codes:
        return []
    drafts = Draft.objects.visible_to(by).filter(code_digest__in=by.codes)
    accesses = Access.objects.in_force().filter(code_digest__in=by.codes).select_related("complaint")
    if not with_codes:
        drafts, accesses = drafts.defer("code"), accesses.defer("code")
    found = [Opened(one, None, one.changed_at, one.code if with_codes else "") for one in drafts]
    found += [
        Opened(None, one.complaint, one.complaint.filed_at, one.code if with_codes else "")
        for one in accesses
    ]
    return sorted(found, key=lambda one: one.changed_at, reverse=True)


def code_of(complaint: Complaint) -> str:
    """The code of a case, to show to its complainant; "" where it has none."""
    access = (
        Access.objects.in_force()
        .filter(complaint=complaint, why=Access.Why.CODE)
        .order_by("-since", "-pk")
        .first()
    )
    return access.code if access is not None else ""


def shares_of(complaint: Complaint) -> list[Access]:
    """Whom the complainant let in, also what is not accepted yet or suspended. A new code ends none of it: who had the old
    one may have let somebody in."""
    granted = Access.objects.granted().filter(complaint=complaint, why=Access.Why.SHARED)
    return list(granted.select_related("user", "organisation", "firm").order_by("pk"))
