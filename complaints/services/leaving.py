"""Deleting an account (个人信息保护法 47): what it holds of its owner goes, each case goes on by a code."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone

from accounts.actors import Actor
from accounts.services import addresses_of, close_account, hold_account
from complaints.ledger import append_entry
from complaints.models import Access, Act, CodeMail, Complaint, Draft
from complaints.services.code_mails import address_index
from complaints.services.codes import put_code
from complaints.services.drafts import discard_draft
from core.language import gettext as _
from core.language import reader


class NotLeft(Exception):
    """The account stays as it is. The message is for people: why, and what to do."""


@dataclass(frozen=True)
class Held:
    """What an account has: of it the cases go on by code, the help ends, the drafts are deleted."""

    cases: list[Complaint]
    helped: Sequence[Complaint]
    drafts: int
    waiting: int  # of what was helped with: whose person has not confirmed


def held_by(by: Actor) -> Held:
    mine = Access.objects.in_force().filter(user=by.user)
    own = (
        Complaint.objects.filter(access__in=mine.filter(why=Access.Why.OWNER)).distinct().order_by("filed_at")
    )
    owned = Access.objects.own().filter(complaint=OuterRef("pk"))
    others = Complaint.objects.filter(access__in=mine.helping()).annotate(waits=~Exists(owned))
    helped = list(others.distinct().order_by("filed_at"))
    return Held(
        cases=list(own),
        helped=helped,
        drafts=Draft.objects.filter(owner=by.user).count(),
        waiting=sum(case.waits for case in helped),
    )


def leave_account(*, by: Actor, at: datetime | None = None) -> list[tuple[Complaint, str]]:
    """Delete an account at its owner's wish; its cases, each with the code by which it goes on. What was filed, sent and
    written into the records stays: it names nobody of the account. The addresses are told. Raise NotLeft."""
    at = at or timezone.now()
    user = by.user
    if user is None:
        raise NotLeft(_("请先登录。没有改动任何内容。"))
    if by.needs_second_factor or user.is_superuser:
        raise NotLeft(_("工作人员和律师的账号不能在这里注销，请找管理员。没有改动任何内容。"))
    with transaction.atomic():
        # Whoever presses twice at once gets codes once, and those work.
        if not hold_account(user):
            raise NotLeft(_("这个账号已经注销了。没有改动任何内容。"))
        held = held_by(by)
        left = [(case, _leave_case(by, case, at)) for case in held.cases]
        codes = [(case, code) for case, code in left if code]
        for case in held.helped:
            _stop_helping(by, case, at)
        for draft in Draft.objects.filter(owner=user):
            discard_draft(by=by, draft=draft)
        for address in addresses_of(user):
            CodeMail.objects.create(
                kind=CodeMail.Kind.CLOSED,
                to=address,
                to_index=address_index(address),
                language=reader(),
                had_cases=bool(codes),
                created_at=at,
                due_at=at,
            )
        close_account(user=user, at=at)
    return codes


def _leave_case(by: Actor, case: Complaint, at: datetime) -> str:
    """Its new code; "" where the case was taken out of the account a moment ago: it is somebody else's."""
    case = Complaint.objects.select_for_update(no_key=True).get(pk=case.pk)
    if not _end(case, by, Access.Why.OWNER, at):
        return ""
    case.owner = None
    case.save(update_fields=["owner"])
    return put_code(by, case, at, {}, act=Act.ACCOUNT_LEFT)


def _stop_helping(by: Actor, case: Complaint, at: datetime) -> None:
    case = Complaint.objects.select_for_update(no_key=True).get(pk=case.pk)
    ended = _end(case, by, Access.Why.HELPER, at)
    if ended:
        append_entry(by=by, complaint_id=case.pk, act=Act.HELP_ENDED, detail={"ended": ended}, at=at)


def _end(case: Complaint, by: Actor, why: Access.Why, at: datetime) -> list[int]:
    # Not those in force at ``at``: while this waited for the lock another may have ended them after it.
    rows = Access.objects.filter(complaint=case, user=by.user, why=why, until=None)
    ended = list(rows.order_by("pk").values_list("pk", flat=True))
    Access.objects.filter(pk__in=ended).update(until=at)
    return ended
