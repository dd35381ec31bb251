"""A child grows up: from fourteen its own consent counts (个人信息保护法 28, 31), from eighteen its guardian speaks for it no
more (民法典 17, 27). Its guardian asks it to take the case over; until an adult has, nobody agrees to anything."""

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts.actors import Actor, code_digest
from complaints.facts import age_on
from complaints.ledger import append_entry
from complaints.models import Access, Act, CodeMail, Complaint, Kind, LedgerEntry, Subscription, WayBack
from complaints.models.statements import CHILD, PERSON
from complaints.services.access import owns
from complaints.services.code_mails import address_index
from complaints.services.codes import end_links, put_code
from complaints.services.filing import telephone_index
from complaints.services.helping import (
    NotHelped,
    ask_by_mail,
    check_elsewhere,
    hold_link,
    same_telephone,
)
from complaints.services.stating import record_statement
from complaints.services.subscriptions import end as end_news
from complaints.services.ways_back import Tried, wrong_telephone
from complaints.standing import standing_facts, value_of
from core.language import gettext as _

CONSENTS, ADULT = 14, 18  # full years
# What is told of a person: of the child, once it speaks for itself, instead of its guardian.
_OWN = ("id_number", "address", "gender", "ethnicity")
_OF_GUARDIAN = ("postcode", "occupation", "employer", "relation")


def age_of_child(complaint: Complaint, on: date) -> int | None:
    """How old the child is for whom a guardian speaks; None where there is none, or its day of birth is not known."""
    child = complaint.child
    return age_on(child.born, on.isoformat()) if child is not None else None


def guardian_is_over(complaint: Complaint, on: date) -> bool:
    """Whether a case still names a guardian for somebody who is an adult on that day."""
    age = age_of_child(complaint, on)
    return age is not None and age >= ADULT


def child_holds(complaint: Complaint) -> bool:
    """Whether the child has taken the case over."""
    return LedgerEntry.objects.filter(complaint=complaint, act=Act.CHILD_TOOK_OVER).exists()


def ask_child(*, by: Actor, complaint: Complaint, address: str, at: datetime | None = None) -> None:
    """Send the child a link to take its case over. Raise Complaint.DoesNotExist for others than who holds the case, NotHelped
    for why not."""
    at = at or timezone.now()
    with transaction.atomic():
        case = Complaint.objects.select_for_update(no_key=True).get(pk=complaint.pk)
        if not owns(by, case.pk):
            raise Complaint.DoesNotExist
        age = age_of_child(case, timezone.localdate(at))
        if age is None or age < CONSENTS:
            raise NotHelped(_("孩子满 14 周岁以后才能自己接手。没有寄信。"))
        if address_index(address) == case.filed_complainant.email_index and not child_holds(case):
            raise NotHelped(_("这是您登记时填的邮箱。请填孩子自己的；没有寄信。"))
        ask_by_mail(by, case, CodeMail.Kind.CHILD, address, at)
        append_entry(by=by, complaint_id=case.pk, act=Act.CHILD_ASKED, detail={}, at=at)


def take_over_by_child(*, by: Actor, token: str, telephone: str, at: datetime | None = None) -> Tried | None:
    """The child takes its case over: it gets the code, its guardian agrees to nothing any more. Of an adult the papers name no
    guardian, who sees nothing of the case from then on; of a younger one the guardian, who acts in court, sees it.

    None where the link cannot be used any more; NotHelped in the browser of the guardian.
    """
    at = at or timezone.now()
    with transaction.atomic():
        held = hold_link(token, WayBack.Purpose.CHILD, at)
        if held is None:
            return None
        case = held.complaint
        age = age_of_child(case, timezone.localdate(at))
        if age is None or age < CONSENTS:
            return None
        check_elsewhere(owns(by, case.pk) and not child_holds(case))
        person = case.complainant
        if not same_telephone(telephone, telephone_index(person.number or person.phone)):
            return wrong_telephone(by, case, held, at)
        end_links(case, at)
        sees = _end_guardian(by, case, at, sees=age < ADULT)
        code = put_code(by, case, at, {"how": "mail", **sees}, act=Act.CHILD_TOOK_OVER)
        if age >= ADULT:
            own = Actor(user=by.user, organisation_ids=by.organisation_ids, codes=(code_digest(code),))
            _speaks_for_itself(own, case, held.address, at)
    return Tried(case, code)


def _end_guardian(by: Actor, case: Complaint, at: datetime, *, sees: bool) -> dict[str, Any]:
    """End the accesses of the account that filed, as of who was let see before; of a guardian who goes on seeing, by their
    account, one that opens and decides nothing."""
    owner = case.owner
    rows = Access.objects.in_force(at).filter(complaint=case, why__in=[Access.Why.OWNER, Access.Why.HELPER])
    if sees:  # who was let see by the child goes on
        rows = rows.filter(why=Access.Why.OWNER)
    ended = list(rows.order_by("pk").values_list("pk", flat=True))
    Access.objects.filter(pk__in=ended).update(until=at)
    if owner is not None:
        case.owner = None
        case.save(update_fields=["owner"])
    if not sees or owner is None or child_holds(case):
        return {"closed": ended}
    made = Access.objects.create(
        complaint=case, user=owner, why=Access.Why.HELPER, since=at, granted_by=by.label
    )
    return {"closed": ended, "guardian": made.pk}


def _speaks_for_itself(by: Actor, case: Complaint, address: str, at: datetime) -> None:
    """From now on the case is the child's own: papers name nobody who acts for it, news of the guardian's end."""
    for news in Subscription.objects.active().filter(complaint=case).select_for_update():
        end_news(by=by, held=news, at=at)
    person, child = case.complainant, case.child
    assert child is not None  # noqa: S101  (it has an age)
    capacity = "subscriber" if case.kind == Kind.SECOND_HAND_NUMBER else "recipient"
    after = {
        "name": child.name,
        "phone": person.number or person.phone,
        "number": "",
        "email": address,
        **{name: getattr(child, name) for name in _OWN},
        **dict.fromkeys(_OF_GUARDIAN, ""),
    }
    facts = standing_facts(case)
    changes = [["complainant.capacity", value_of(facts, "complainant.capacity"), capacity]]
    if (age := value_of(facts, "complainant.age")) is not None:
        changes.append(["complainant.age", age, None])
    for name, now in after.items():
        if (before := getattr(person, name)) != now:
            changes.append([f"{PERSON}{name}", before or None, now or None])
    changes.append([CHILD, child.name, None])
    record_statement(
        by=by,
        complaint=case,
        matter="you",
        answers={},
        changes=changes,
        reason=_("满十八周岁，本人接手"),
        at=at,
    )
