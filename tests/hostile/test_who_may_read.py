"""Reading more than one may: each way was open once."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import ProgrammingError, connection, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.actors import Actor
from accounts.models import Membership, Organisation
from complaints.models import Access, Act, LedgerEntry
from complaints.services import grant_access, open_draft, owns, record_read
from complaints.services.filing import ComplainantInput, file_complaint
from filings import services
from filings.models import Export
from tests.cases import FACTS, Case, make_case, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def case() -> Case:
    return make_case()


def organisation(kind: str) -> Organisation:
    return Organisation.objects.create(name=f"示例{kind}", kind=kind)


def client_of(user: object) -> Client:
    client = Client()
    client.force_login(user)  # type: ignore[arg-type]
    return client


def test_a_desk_does_not_read_the_receipt_of_what_was_sent_to_it(case: Case) -> None:
    """It names the facts and every file of the case, also those that were not sent."""
    desk = organisation("regulator")
    caseworker = make_user("caseworker", is_staff=True)
    Membership.objects.create(user=caseworker, organisation=desk, role="caseworker")
    grant_access(by=case.by, complaint=case.complaint, organisation=desk, why=Access.Why.SENT, exhibits=[])
    for name in ("receipt", "receipt_text"):
        address = reverse(name, args=[case.complaint.number])
        assert client_of(caseworker).get(address).status_code == 404
        assert client_of(case.owner).get(address).status_code == 200


def lawyer_of(case: Case, *, until: int | None = None) -> object:
    lawyer = make_user("lawyer")
    end = timezone.localdate() + timedelta(days=until) if until is not None else None
    firm = organisation("law_firm")
    Membership.objects.create(user=lawyer, organisation=firm, role="lawyer", until=end)
    grant_access(by=case.by, complaint=case.complaint, user=lawyer, why=Access.Why.SHARED)
    return lawyer


def test_who_was_a_lawyer_reads_on_the_record(case: Case) -> None:
    former = lawyer_of(case, until=-1)
    assert client_of(former).get(reverse("case", args=[case.complaint.number])).status_code == 200
    read = LedgerEntry.objects.filter(complaint=case.complaint, act=Act.CASE_READ)
    assert [entry.actor for entry in read] == [f"user:{former.pk}"]  # type: ignore[attr-defined]
    record_read(by=case.by, complaint=case.complaint)
    assert read.count() == 1


def test_a_case_is_not_shared_with_who_was_a_lawyer(case: Case) -> None:
    former = make_user("former")
    Membership.objects.create(
        user=former,
        organisation=organisation("law_firm"),
        role="lawyer",
        until=timezone.localdate() - timedelta(days=1),
    )
    address = reverse("share", args=[case.complaint.number])
    answer = client_of(case.owner).post(address, {"lawyer": former.username})
    assert answer.status_code == 422
    assert not Access.objects.filter(user=former).exists()


def test_a_lawyer_without_a_second_factor_reads_no_page_of_a_case(case: Case, settings: Any) -> None:
    settings.STAFF_WITHOUT_SECOND_FACTOR = False
    lawyer, address = lawyer_of(case), reverse("case", args=[case.complaint.number])
    answer = client_of(lawyer).get(address)
    assert (answer.status_code, answer["Location"]) == (302, reverse("mfa_activate_totp"))
    assert client_of(case.owner).get(address).status_code == 200


def test_a_right_to_change_accounts_is_no_way_to_a_case() -> None:
    from django.contrib.auth.models import Permission

    clerk = make_user("clerk", is_staff=True)
    clerk.user_permissions.set(Permission.objects.filter(content_type__app_label="accounts"))
    client = client_of(clerk)
    for address in (
        reverse("admin:accounts_user_change", args=[clerk.pk]),
        reverse("admin:accounts_user_add"),
        reverse("admin:accounts_membership_add"),
        reverse("admin:accounts_organisation_add"),
    ):
        assert client.get(address).status_code == 403


def test_the_desk_shows_no_tokens_second_factors_or_addresses() -> None:
    client = client_of(make_user("root", is_staff=True, is_superuser=True))
    assert client.get("/admin/accounts/user/").status_code == 200
    for place in ("authtoken/tokenproxy", "mfa/authenticator", "account/emailaddress", "auth/group"):
        assert client.get(f"/admin/{place}/").status_code == 404


def test_a_draft_stays_its_account_s_when_it_is_filed_with_its_code_elsewhere() -> None:
    account = make_user("account")
    draft, _code = open_draft(by=Actor.of_user(account))
    elsewhere = Actor(codes=(draft.code_digest,))
    filed = file_complaint(
        by=elsewhere,
        draft=draft,
        kind="harassment",
        situations=["optout_ignored"],
        story="",
        facts=FACTS,
        complainant=ComplainantInput(name="王小宁"),
    )
    assert filed.complaint.owner == account
    for by in (Actor.of_user(account), elsewhere):
        assert owns(by, filed.complaint.pk)


def test_ordering_a_bundle_twice_is_one_order(case: Case) -> None:
    first, second = (services.request_export(by=case.by, complaint=case.complaint) for _time in range(2))
    assert first == second
    assert Export.objects.count() == 1
    assert LedgerEntry.objects.filter(complaint=case.complaint, act=Act.EXPORTED).count() == 1


def test_the_web_role_can_not_rewrite_what_was_agreed_to() -> None:
    for act in ("UPDATE accounts_consent SET information = '[]'", "DELETE FROM accounts_consent"):
        with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
            connection.cursor().execute(act)
    connection.cursor().execute("UPDATE accounts_consent SET withdrawn_at = now() WHERE false")
