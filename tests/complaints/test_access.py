"""Who sees a complaint: every kind of Access, from when, until when; and nobody without one."""

from datetime import datetime, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.actors import Actor, code_digest
from accounts.models import Membership, Organisation, User
from complaints.models import Access, Act, Complaint, LedgerEntry
from complaints.services import end_access, file_complaint, grant_access, open_draft
from tests.cases import FACTS, Case, make_case, make_user

pytestmark = pytest.mark.django_db


def sees(actor: Actor, case: Case) -> bool:
    return Complaint.objects.visible_to(actor).filter(pk=case.complaint.pk).exists()


def member(organisation: Organisation, **more: object) -> User:
    user = make_user("member", is_staff=True)
    Membership.objects.create(user=user, organisation=organisation, role="caseworker", **more)
    return User.objects.get(pk=user.pk)


def organisation(name: str = "示例机构", **more: object) -> Organisation:
    return Organisation.objects.create(name=name, kind="regulator", **more)


def test_the_owner_sees_it_and_no_stranger_does():
    case = make_case()
    other = make_case()
    assert sees(case.by, case)
    assert not sees(other.by, case)
    assert not sees(Actor(), case)
    assert not sees(Actor.system("outbox"), case)
    admin = make_user("admin", is_staff=True, is_superuser=True)
    assert not sees(Actor.of_user(admin), case)


def test_who_holds_the_code_sees_the_case_that_the_draft_became():
    draft, code = open_draft(by=Actor())
    by = Actor(codes=(code_digest(code),))
    from complaints.services import ComplainantInput

    filed = file_complaint(
        by=by, kind="harassment", situations=["no_consent"], story="", facts=FACTS, draft=draft,
        complainant=ComplainantInput(name="王小宁"),
    )  # fmt: skip
    assert Complaint.objects.visible_to(by).get() == filed.complaint
    assert not Complaint.objects.visible_to(Actor(codes=(code_digest("AAAAA"),))).exists()
    assert Access.objects.get(complaint=filed.complaint).why == Access.Why.CODE


@pytest.mark.parametrize("why", [Access.Why.SENT, Access.Why.SHARED])
def test_an_organisation_sees_it_through_its_members_of_today(why: str):
    case, office = make_case(), organisation()
    grant_access(by=case.by, complaint=case.complaint, why=why, organisation=office)
    today = timezone.localdate()
    assert sees(Actor.of_user(member(office)), case)
    assert sees(Actor.of_user(member(office, until=today)), case)
    assert not sees(Actor.of_user(member(office, until=today - timedelta(days=1))), case)
    assert not sees(Actor.of_user(member(organisation("另一机构"))), case)
    Organisation.objects.filter(pk=office.pk).update(active=False)
    assert not sees(Actor.of_user(member(office)), case)


def test_a_lawyer_sees_it_from_then_until_then():
    case = make_case()
    now = timezone.now()

    def given(since: datetime, until: datetime | None) -> tuple[bool, Access]:
        lawyer = make_user("lawyer")
        access = Access.objects.create(
            complaint=case.complaint,
            user=lawyer,
            why="shared",
            since=since,
            until=until,
            accepted_at=since,
            granted_by="test",
        )
        return sees(Actor.of_user(lawyer), case), access

    hour = timedelta(hours=1)
    assert given(now - hour, None)[0]
    assert given(now - hour, now + hour)[0]
    assert not given(now + hour, None)[0]
    seen, held = given(now - 2 * hour, now - hour)
    assert not seen
    moments = [now - 2 * hour - timedelta(seconds=1), now - 2 * hour, now - hour]
    found = [Access.objects.in_force(moment).filter(pk=held.pk).exists() for moment in moments]
    assert found == [False, True, False]  # from the first moment on, up to but without the last


def test_an_ended_access_opens_nothing_and_both_are_in_the_ledger():
    case, lawyer = make_case(), make_user("lawyer")
    access = grant_access(by=case.by, complaint=case.complaint, why="shared", user=lawyer)
    again = grant_access(by=case.by, complaint=case.complaint, why="shared", user=lawyer)
    assert access == again
    assert sees(Actor.of_user(lawyer), case)
    end_access(by=case.by, access=access)
    end_access(by=case.by, access=access)
    assert not sees(Actor.of_user(lawyer), case)
    acts = (
        LedgerEntry.objects.filter(complaint=case.complaint)
        .order_by("sequence")
        .values_list("act", flat=True)
    )
    assert list(acts) == [Act.COMPLAINT_FILED, Act.SHARED, Act.SHARE_ENDED]
    assert grant_access(by=case.by, complaint=case.complaint, why="shared", user=lawyer) != access
    assert sees(Actor.of_user(lawyer), case)


def test_an_access_has_exactly_one_subject():
    case, office, user = make_case(), organisation(), make_user("someone")
    row = {"complaint": case.complaint, "why": "shared", "since": timezone.now(), "granted_by": "test"}
    for subjects in ({}, {"user": user, "organisation": office}, {"user": user, "code_digest": "a" * 64}):
        with pytest.raises(IntegrityError, match="access_has_one_subject"), transaction.atomic():
            Access.objects.create(**row, **subjects)
