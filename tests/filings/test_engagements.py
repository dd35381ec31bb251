"""An engagement: for what, and its end by client or counsel, with what stays said before."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import Membership
from complaints.models import Access, Act, LedgerEntry
from core.retention_and_limits import SHARE_LIFE
from filings import services
from filings.models import Notice
from tests.cases import make_desk, queued, reads_mail
from tests.filings.counsel_cases import Led
from tests.filings.pages import words

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("store", "keys")]


@pytest.fixture
def led() -> Led:
    return Led()


def test_a_share_says_what_it_is_for_and_another_purpose_is_accepted_anew(led: Led) -> None:
    address = led.address("share")
    said = {"lawyer": led.lawyer.username, "scope": "first"}
    assert led.owner_page.post(address, said).status_code == 302
    now = Access.objects.granted().get(why=Access.Why.SHARED)
    assert (now.scope, now.accepted_at) == ("first", None)
    assert "请您做的：代理一审" in words(led.lawyer_page.get(reverse("my_cases")))
    services.accept_share(by=led.by, access=now)
    assert "请对方做的：代理一审" in words(led.owner_page.get(led.address("case")))
    assert "委托人授权给您：代理一审" in words(led.lawyer_page.get(led.address("case")))
    led.owner_page.post(address, {"lawyer": led.lawyer.username})
    assert Access.objects.granted().get(why=Access.Why.SHARED).accepted_at is not None


def test_the_client_is_told_what_stays_before_the_end(led: Led) -> None:
    address = led.address("end_share", led.share.pk)
    before = words(led.owner_page.get(address))
    assert "马上打不开这件投诉" in before
    assert "记录里没有对方导出、下载案卷" in before
    assert Access.objects.granted().filter(pk=led.share.pk).exists()
    services.request_export(by=led.by, complaint=led.complaint)
    assert "对方导出或者下载过案卷，那些收不回" in words(led.owner_page.get(address))
    assert led.owner_page.post(address).status_code == 302
    for name in ("case", "papers", "court_days", "bundle", "law"):
        assert led.lawyer_page.get(led.address(name)).status_code == 404


def test_counsel_ends_it_and_the_client_is_told(led: Led) -> None:
    reads_mail(led.case, at=timezone.now())
    queued(led.case, make_desk(channel="12315_complaint")[0])
    Notice.objects.all().delete()
    address = reverse("give_back", args=[led.share.pk])
    assert "您写的文书留在委托人那里" in words(led.lawyer_page.get(address))
    assert address in led.lawyer_page.get(led.address("case")).content.decode()
    assert led.lawyer_page.post(address).status_code == 302
    assert led.lawyer_page.get(led.address("case")).status_code == 404
    assert LedgerEntry.objects.get(act=Act.SHARE_GIVEN_BACK).actor == f"user:{led.lawyer.pk}"
    assert not LedgerEntry.objects.filter(act=Act.SHARE_DECLINED).exists()
    assert Notice.objects.filter(news="share").exists()
    assert "律师结束代理，不再能看" in words(led.owner_page.get(led.address("case")))
    assert led.lawyer_page.get(address).status_code == 404


def test_nobody_else_ends_it(led: Led) -> None:
    address = reverse("give_back", args=[led.share.pk])
    for page in (led.owner_page, led.page(led.member("colleague"))):
        assert page.get(address).status_code == page.post(address).status_code == 404
    assert led.lawyer_page.post(led.address("end_share", led.share.pk)).status_code == 404
    assert Access.objects.in_force().get(pk=led.share.pk).until == led.share.since + SHARE_LIFE


def test_the_client_reads_who_of_a_firm_can_open_what_was_shared_with_it(led: Led) -> None:
    colleague, gone = led.member("colleague"), led.member("gone")
    Membership.objects.filter(user=gone).update(until=timezone.localdate() - timedelta(days=1))
    offered = services.share(by=led.case.by, complaint=led.complaint, with_organisation=led.firm)
    services.accept_share(by=led.by, access=offered)
    assert "；现在能打开的人：lawyer律、colleague律" in words(led.owner_page.get(led.address("case")))
    assert led.page(colleague).get(led.address("case")).status_code == 200
    assert led.page(gone).get(led.address("case")).status_code == 404


def test_a_deputy_opens_nothing_by_being_one(led: Led) -> None:
    deputy, today = led.member("deputy"), timezone.localdate()
    away = {"away_from": today, "away_until": today, "deputy": deputy}
    Membership.objects.filter(user=led.lawyer).update(**away)
    page = led.page(deputy)
    assert page.get(led.address("case")).status_code == 404
    assert page.get(led.address("firm_entries")).status_code == 404
    assert led.complaint.number not in words(page.get(reverse("counsel_cases")))
