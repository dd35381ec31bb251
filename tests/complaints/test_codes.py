"""A code can be replaced, a case taken into an account, and a device knows what it opened."""

from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from accounts.actors import Actor, code_digest
from complaints import services
from complaints.models import Access, Act, Complaint, Draft, LedgerEntry, Subscription, WayBack
from tests.cases import make_case, make_desk, make_user
from tests.hostile.cases import ENOUGH, begin, filed

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("store")]

PERSON = {**ENOUGH["you"], "email": "wang@example.cn"}


def code_of(complaint: Complaint) -> str:
    return Access.objects.in_force().get(complaint=complaint, why=Access.Why.CODE).code


def acts(complaint: Complaint) -> list[str]:
    return list(
        LedgerEntry.objects.filter(complaint=complaint).order_by("sequence").values_list("act", flat=True)
    )


def with_code(code: str) -> Client:
    client = Client()
    assert client.post("/resume/", {"code": code}).status_code == 302
    return client


def signed_in(user: Any) -> Client:
    client = Client()
    client.force_login(user)
    return client


def test_a_replaced_code_opens_nothing_and_other_devices_are_out(client: Client):
    complaint = filed(client)
    old, page = code_of(complaint), f"/cases/{complaint.number}/"
    elsewhere = with_code(old)
    assert elsewhere.get(page).status_code == 200

    shown = client.post(f"{page}code/", follow=True).content.decode()
    new = code_of(complaint)
    assert new != old
    assert new in shown
    assert old not in shown
    assert client.get(page).status_code == 200
    assert elsewhere.get(page).status_code == 404
    assert Client().post("/resume/", {"code": old}).status_code == 422
    assert with_code(new).get(page).status_code == 200
    entry = LedgerEntry.objects.filter(complaint=complaint).latest("sequence")
    assert entry.act == Act.CODE_REPLACED
    assert new not in str(entry.detail)
    assert "换了案件码，原来的码不能再用" in client.get(page).content.decode()


def test_only_the_complainant_replaces_a_code():
    case, (_recipient, caseworker) = make_case(), make_desk()
    lawyer = make_user("lawyer")
    services.grant_access(by=case.by, complaint=case.complaint, why=Access.Why.SHARED, user=lawyer)
    for by in (Actor(), caseworker, Actor.of_user(lawyer), make_case().by):
        with pytest.raises(Complaint.DoesNotExist):
            services.replace_code(by=by, complaint=case.complaint)
    assert signed_in(lawyer).post(f"/cases/{case.complaint.number}/code/").status_code == 404
    code = services.replace_code(by=case.by, complaint=case.complaint)
    assert with_code(code).get(f"/cases/{case.complaint.number}/").status_code == 200


def test_this_device_lists_its_own_drafts_and_cases_without_an_account(client: Client):
    complaint = filed(client)
    begin(client)
    draft = Draft.objects.get()
    page = client.get("/resume/").content.decode()
    assert f"/cases/{complaint.number}/" in page
    assert f"/drafts/{draft.pk}/" in page
    assert code_of(complaint) not in page
    assert draft.code not in page
    other = Client().get("/resume/").content.decode()
    assert complaint.number not in other
    services.replace_code(by=Actor(codes=(code_digest(code_of(complaint)),)), complaint=complaint)
    assert complaint.number not in client.get("/resume/").content.decode(), (
        "the code it held is no code any more"
    )


def test_a_page_of_the_law_leads_back_to_the_case(client: Client):
    """It is the same for everybody, and leads each reader to their own: the one case, the list of several, or the code."""
    case = filed(client)
    for page in ("/law/", "/law/situations/", "/law/channels/"):
        mine, nobodys = client.get(page), Client().get(page)
        assert mine.content == nobodys.content
        assert 'href="/resume/back/"' in mine.content.decode()
    assert client.get("/resume/back/").headers["Location"] == f"/cases/{case.number}/"
    assert Client().get("/resume/back/").headers["Location"] == "/resume/"
    begin(client)
    assert client.get("/resume/back/").headers["Location"] == "/resume/"
    assert signed_in(make_user("somebody")).get("/resume/back/").headers["Location"] == "/cases/"


def test_leaving_shows_the_codes_that_it_tells_one_to_copy(client: Client):
    complaint = filed(client)
    begin(client)
    page = client.get("/leave/").content.decode()
    assert "请先抄下这些码" in page
    assert code_of(complaint) in page
    assert Draft.objects.get().code in page
    nothing = Client().get("/leave/").content.decode()
    assert "请先抄下" not in nothing


def test_a_case_opened_by_code_is_taken_into_the_account_for_good(client: Client):
    complaint = filed(client, you=PERSON)
    old, page, user = code_of(complaint), f"/cases/{complaint.number}/", make_user("consumer")
    services.send_code_mails()
    Subscription.objects.update(confirmed_at=timezone.now())
    mail.outbox.clear()
    mine = signed_in(user)
    mine.post("/resume/", {"code": old})
    for told in (mine.get("/cases/"), mine.get(page)):
        assert "不在您的账号里" in told.content.decode()

    assert "也要重新输码" in mine.get("/accounts/logout/").content.decode()
    assert "已转入您的账号" in mine.post(f"{page}take-over/", follow=True).content.decode()
    mine.post("/accounts/logout/")
    gone = mine.get(page)
    assert gone.status_code == 404
    assert "案件码可能换过" in gone.content.decode()
    again = signed_in(user)
    listed = again.get("/cases/").content.decode()
    assert complaint.number in listed
    assert "不在您的账号里" not in listed
    assert again.get(page).status_code == 200
    assert Client().post("/resume/", {"code": old}).status_code == 422
    assert client.get(page).status_code == 404, "the device that filed it is out by that"
    assert acts(complaint)[-1] == Act.TAKEN_OVER
    assert Complaint.objects.get(pk=complaint.pk).owner == user

    services.send_code_mails()
    (told,) = mail.outbox
    assert told.to == [PERSON["email"]]
    assert complaint.number in told.subject
    assert PERSON["name"] not in told.body
    assert WayBack.objects.open(timezone.now()).get().undoes is not None


def test_a_case_is_taken_over_once_and_by_no_staff(client: Client):
    complaint = filed(client)
    code, page = code_of(complaint), f"/cases/{complaint.number}/"
    _recipient, caseworker = make_desk()
    desk = signed_in(caseworker.user)
    desk.post("/resume/", {"code": code})
    assert "转入我的账号" not in desk.get(page).content.decode()
    desk.post(f"{page}take-over/")
    assert Complaint.objects.get(pk=complaint.pk).owner is None

    holder = Actor.of_user(make_user("first"), codes=[code_digest(code)])
    second = Actor.of_user(make_user("second"), codes=[code_digest(code)])
    services.take_over(by=holder, complaint=complaint)
    with pytest.raises(Complaint.DoesNotExist):  # the code is none any more
        services.take_over(by=second, complaint=complaint)
    with pytest.raises(services.NotTakenOver):
        services.take_over(by=holder, complaint=complaint)


def test_who_takes_over_signs_in_first(client: Client):
    complaint = filed(client)
    answer = client.post(f"/cases/{complaint.number}/take-over/")
    assert answer["Location"].startswith("/accounts/login/")
    assert Complaint.objects.get(pk=complaint.pk).owner is None


def test_an_account_finds_its_drafts_again(client: Client):
    user = make_user("consumer")
    client.force_login(user)
    begin(client)
    client.post("/accounts/logout/")
    assert f"/drafts/{Draft.objects.get().pk}/" in signed_in(user).get("/cases/").content.decode()
