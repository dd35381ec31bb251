"""A share: with whom, until when, accepted before it opens, suspended when the person or the firm is no more."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.actors import Actor
from accounts.models import Membership, Organisation, User
from complaints.models import Access, Act, LedgerEntry
from core.days import day_read
from core.retention_and_limits import LONGEST_SHARE, SHARE_LIFE
from filings import services
from filings.holders import WHOLE, holders
from filings.models import Notice
from tests.callers import caller
from tests.cases import Case, make_case, make_desk, make_user, queued, reads_mail
from tests.filings.pages import words

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("store", "keys")]


class Shared:
    def __init__(self) -> None:
        self.case: Case = make_case(at=timezone.now())
        self.firm = Organisation.objects.create(name="示例律所", kind=Organisation.Kind.LAW_FIRM)
        self.lawyer = make_user("lawyer", first_name="律", last_name="陈")
        self.member = Membership.objects.create(
            user=self.lawyer, organisation=self.firm, role=Membership.Role.LAWYER
        )
        self.owner_page, self.lawyer_page = Client(), Client()
        self.owner_page.force_login(self.case.owner)
        self.lawyer_page.force_login(self.lawyer)

    @property
    def access(self) -> Access:
        return Access.objects.granted().get(why=Access.Why.SHARED)

    def offer(self, **more: Any) -> Any:
        address = reverse("share", args=[self.case.complaint.number])
        return self.owner_page.post(address, {"lawyer": self.lawyer.username, **more})

    def accept(self) -> Any:
        return self.lawyer_page.post(reverse("answer_share", args=[self.access.pk, "accept"]))

    def opens(self) -> set[bool]:
        """What the page and the doors say of the lawyer."""
        number = self.case.complaint.number
        (line,) = [one for one in holders(self.case.complaint) if one.access is not None]
        lawyer = User.objects.get(pk=self.lawyer.pk)
        return {
            line.opens == WHOLE,
            self.lawyer_page.get(reverse("case", args=[number])).status_code == 200,
            caller(lawyer).get(f"/api/v1/complaints/{number}/").status_code == 200,
            self.lawyer_page.get(reverse("bundle", args=[number])).status_code == 200,
        }

    def case_page(self) -> str:
        return words(self.owner_page.get(reverse("case", args=[self.case.complaint.number])))


@pytest.fixture
def shared() -> Shared:
    return Shared()


def test_it_opens_nothing_until_the_lawyer_accepts(shared: Shared) -> None:
    assert shared.offer().status_code == 302
    assert shared.opens() == {False}
    assert "陈律（示例律所）：还没有接受授权，什么都看不到" in shared.case_page()
    mine = words(shared.lawyer_page.get(reverse("my_cases")))
    assert shared.case.complaint.number in mine
    assert "接受以后才能看" in mine
    assert "王小宁" not in mine
    assert shared.accept().status_code == 302
    assert shared.opens() == {True}
    entry = LedgerEntry.objects.get(act=Act.SHARE_ACCEPTED)
    assert entry.actor == f"user:{shared.lawyer.pk}"
    until = timezone.localdate(shared.access.since + SHARE_LIFE)
    assert f"到 {day_read(until)} 为止" in shared.case_page()


def test_what_is_declined_ends(shared: Shared) -> None:
    shared.offer()
    address = reverse("answer_share", args=[shared.access.pk, "decline"])
    assert shared.lawyer_page.post(address).status_code == 302
    assert not Access.objects.granted().filter(why=Access.Why.SHARED).exists()
    assert LedgerEntry.objects.filter(act=Act.SHARE_DECLINED).exists()
    assert "没有接受授权" in shared.case_page()


def test_nobody_else_answers_for_the_lawyer(shared: Shared) -> None:
    shared.offer()
    stranger = Client()
    stranger.force_login(make_user("stranger"))
    for page in (stranger, shared.owner_page):
        for answer in ("accept", "decline"):
            assert page.post(reverse("answer_share", args=[shared.access.pk, answer])).status_code == 404
    assert caller(shared.case.owner).post(f"/api/v1/shares/{shared.access.pk}/accept/").status_code == 404
    assert shared.access.accepted_at is None


def test_it_has_an_end_that_the_complainant_chooses_within_a_year(shared: Shared) -> None:
    today = timezone.localdate()
    for wrong in (today - timedelta(days=1), today + LONGEST_SHARE + timedelta(days=1)):
        refused = shared.offer(until=wrong.isoformat())
        assert refused.status_code == 422
        assert shared.lawyer.username in refused.content.decode()
    assert not Access.objects.filter(why=Access.Why.SHARED).exists()
    shared.offer(until=(today + timedelta(days=10)).isoformat())
    last = today + timedelta(days=10)
    assert f"到 {day_read(last)} 为止" in words(shared.lawyer_page.get(reverse("my_cases")))
    shared.accept()
    assert f"到 {day_read(last)} 为止" in shared.case_page()
    with pytest.raises(services.Refused, match="最长"):
        services.share(
            by=shared.case.by,
            complaint=shared.case.complaint,
            with_user=shared.lawyer,
            until=timezone.now() + LONGEST_SHARE + timedelta(days=1),
        )


def left(shared: Shared) -> None:
    shared.member.until = timezone.localdate() - timedelta(days=1)
    shared.member.save()


def removed(shared: Shared) -> None:
    shared.member.delete()


def firm_off(shared: Shared) -> None:
    Organisation.objects.filter(pk=shared.firm.pk).update(active=False)


@pytest.mark.parametrize("end", [left, removed, firm_off])
def test_it_is_suspended_when_the_membership_or_the_firm_ends(shared: Shared, end: Any) -> None:
    recipient, _caseworker = make_desk()
    queued(shared.case, recipient, at=timezone.now())
    reads_mail(shared.case)
    shared.offer()
    shared.accept()
    end(shared)
    assert shared.opens() == {False}, "at once"
    assert services.sweep_shares() == 1
    assert services.sweep_shares() == 0
    # Back at the firm: what was suspended stays so.
    Organisation.objects.update(active=True)
    Membership.objects.filter(user=shared.lawyer, organisation=shared.firm).delete()
    Membership.objects.create(user=shared.lawyer, organisation=shared.firm, role=Membership.Role.LAWYER)
    assert shared.opens() == {False}
    assert "授权已暂停" in shared.case_page()
    assert "授权已暂停" in words(shared.lawyer_page.get(reverse("my_cases")))
    assert Notice.objects.filter(news="share").exists()
    assert LedgerEntry.objects.filter(act=Act.SHARE_SUSPENDED).count() == 1
    confirm = reverse("confirm_share", args=[shared.case.complaint.number, shared.access.pk])
    assert shared.lawyer_page.post(confirm).status_code == 404
    assert shared.owner_page.post(confirm, {"firm": shared.firm.pk}).status_code == 302
    assert shared.opens() == {True}
    assert LedgerEntry.objects.filter(act=Act.SHARE_CONFIRMED).exists()


def test_a_lawyer_of_another_firm_is_let_in_only_by_that_firms_name_and_accepts_again(shared: Shared) -> None:
    shared.offer()
    shared.accept()
    left(shared)
    services.sweep_shares()
    confirm = reverse("confirm_share", args=[shared.case.complaint.number, shared.access.pk])
    # No lawyer of any firm: nothing to confirm.
    assert "请重新授权" in shared.case_page()
    assert "确认继续授权" not in shared.case_page()
    assert "请重新授权" in words(shared.owner_page.post(confirm, {"firm": shared.firm.pk}, follow=True))
    other = Organisation.objects.create(name="对方公司的律所", kind=Organisation.Kind.LAW_FIRM)
    Membership.objects.create(user=shared.lawyer, organisation=other, role=Membership.Role.LAWYER)
    # The page of before, and none at all.
    for shown in ({"firm": shared.firm.pk}, {}, {"firm": "²"}):
        assert "看到的不一样" in words(shared.owner_page.post(confirm, shown, follow=True))
    assert shared.access.firm == shared.firm
    assert shared.access.suspended_at is not None
    page = shared.owner_page.get(reverse("case", args=[shared.case.complaint.number]))
    assert "确认继续授权（对方公司的律所）" in words(page)
    assert f'name="firm" value="{other.pk}"' in page.content.decode()
    done = words(shared.owner_page.post(confirm, {"firm": other.pk}, follow=True))
    assert "对方再接受一次" in done
    assert shared.opens() == {False}
    shared.accept()
    assert shared.opens() == {True}
    assert shared.access.firm == other


def test_a_firm_is_let_in_by_one_of_its_lawyers(shared: Shared) -> None:
    shared.owner_page.post(
        reverse("share", args=[shared.case.complaint.number]), {"lawyer": shared.firm.name}
    )
    assert shared.opens() == {False}
    shared.accept()
    assert shared.opens() == {True}
    firm_off(shared)
    assert shared.opens() == {False}


def test_the_api_offers_accepts_suspends_and_confirms(shared: Shared) -> None:
    owner, lawyer = caller(shared.case.owner), caller(shared.lawyer)
    shares = f"/api/v1/complaints/{shared.case.complaint.number}/shares/"
    far = (timezone.localdate() + timedelta(days=900)).isoformat()
    assert (
        owner.post(shares, {"lawyer": shared.lawyer.username, "until": far}, format="json").status_code == 400
    )
    made = owner.post(shares, {"lawyer": shared.lawyer.username}, format="json").json()
    assert (made["firm"], made["accepted_at"]) == ("示例律所", None)
    (offer,) = lawyer.get("/api/v1/shares/").json()
    assert offer["number"] == shared.case.complaint.number
    assert lawyer.post(f"/api/v1/shares/{offer['id']}/accept/").json()["accepted_at"]
    left(shared)
    services.sweep_shares()
    (row,) = owner.get(f"/api/v1/complaints/{shared.case.complaint.number}/").json()["shares"]
    assert row["suspended_at"]
    confirm = f"{shares}{row['id']}/confirm/"
    assert row["firm_today"] is None
    assert owner.post(confirm).status_code == 409
    shared.member.until = None
    shared.member.save()
    (row,) = owner.get(f"/api/v1/complaints/{shared.case.complaint.number}/").json()["shares"]
    assert (row["firm_today"], row["firm_today_name"]) == (shared.firm.pk, "示例律所")
    shown = {"firm": row["firm_today"]}
    assert owner.post(confirm, shown, format="json").json()["suspended_at"] is None
    assert owner.post(confirm, shown, format="json").status_code == 409


@pytest.mark.parametrize("end", [left, removed, firm_off])
def test_who_was_a_lawyer_needs_a_second_factor_for_good(shared: Shared, settings: Any, end: Any) -> None:
    shared.offer()
    shared.accept()
    end(shared)
    settings.STAFF_WITHOUT_SECOND_FACTOR = False
    page = Client()
    page.force_login(User.objects.get(pk=shared.lawyer.pk))
    answer = page.get(reverse("my_cases"))
    assert (answer.status_code, answer["Location"]) == (302, reverse("mfa_activate_totp"))
    assert page.get("/api/v1/complaints/").status_code == 403
    assert Actor.of_user(User.objects.get(pk=shared.lawyer.pk)).needs_second_factor


def test_a_lawyers_pages_do_not_call_them_the_complainant(shared: Shared) -> None:
    shared.offer()
    shared.accept()
    number = shared.case.complaint.number
    receipt = words(shared.lawyer_page.get(reverse("receipt", args=[number])))
    assert "发给谁，由投诉人选" in receipt
    assert "我的投诉" not in receipt.split("投诉已登记", 1)[1].split("带签名的回执")[0]
    bundle = reverse("bundle", args=[number])
    assert "投诉人写的经过" in words(shared.lawyer_page.get(bundle))
    assert "您写的经过" in words(shared.owner_page.get(bundle))
    assert "不写投诉人身份" in words(shared.lawyer_page.get(f"{bundle}?for=opponent"))


def test_who_took_a_bundle_with_them_is_named_after_the_share_ended(shared: Shared) -> None:
    shared.offer()
    shared.accept()
    ended = reverse("end_share", args=[shared.case.complaint.number, shared.access.pk])
    shared.owner_page.post(ended)
    assert "陈律（示例律所）" not in shared.case_page()
    shared.offer()
    shared.accept()
    services.request_export(by=Actor.of_user(shared.lawyer), complaint=shared.case.complaint)
    assert "；导出或者下载过案卷，收不回" in shared.case_page()
    ended = reverse("end_share", args=[shared.case.complaint.number, shared.access.pk])
    assert "对方导出或者下载过案卷，收不回。" in words(shared.owner_page.post(ended, follow=True))
    assert "陈律（示例律所）：授权已结束；导出或者下载过案卷，收不回" in shared.case_page()
    assert not [one for one in holders(shared.case.complaint) if one.access]
    shared.offer()
    assert shared.case_page().count("陈律（示例律所）") == 1
