"""A complainant asks a lawyer by a link: what it tells before and after the conflict check, and that it works once."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.actors import Actor, code_digest
from accounts.models import Membership
from complaints.models import Access, Act, Complaint, LedgerEntry
from core.retention_and_limits import COUNSEL_LINK_LIFE, COUNSEL_LINKS_A_DAY, SHARE_LIFE
from filings import services
from filings.models import ConflictCheck, CounselLink
from tests.cases import make_case, make_user
from tests.filings.counsel_cases import Led
from tests.filings.pages import words

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("store", "keys")]
LINK = re.compile(r"http://[^<\"]*(/counsel/invitation/[^<\"]*/)")


class Asked:
    """A case of its own; ``led`` has a firm with a lawyer who has another case."""

    def __init__(self) -> None:
        self.led = Led()
        self.case = make_case(at=timezone.now(), name="吴委托")
        self.page = self.led.page(self.case.owner)
        self.lawyer = self.led.member("asked")
        self.lawyer_page = self.led.page(self.lawyer)

    def link(self, **said: str) -> str:
        address = reverse("ask_counsel", args=[self.case.complaint.number])
        found = LINK.search(self.page.post(address, said).content.decode())
        assert found
        return found[1]

    def opens(self, page: Client) -> bool:
        return page.get(reverse("case", args=[self.case.complaint.number])).status_code == 200

    def told(self, answer: Any) -> bool:
        """Whether a page names who is in the case, or its number."""
        return any(
            one in answer.content.decode() for one in ("吴委托", self.case.complaint.number, "示例优选")
        )


@pytest.fixture
def asked() -> Asked:
    return Asked()


def test_it_is_kept_as_a_digest_and_shown_once(asked: Asked) -> None:
    link = asked.link(**{"link-scope": "first"})
    token = link.rstrip("/").rpartition("/")[2]
    row = CounselLink.objects.get()
    assert row.token_digest == code_digest(token)
    assert row.expires_at - row.made_at == COUNSEL_LINK_LIFE
    assert token not in str(CounselLink.objects.values())
    page = asked.page.get(reverse("share", args=[asked.case.complaint.number]))
    assert token not in page.content.decode()
    assert "有一个链接开着" in words(page)
    assert "请律师的链接开着" in words(asked.page.get(reverse("case", args=[asked.case.complaint.number])))
    assert LedgerEntry.objects.get(act=Act.COUNSEL_ASKED).actor == asked.case.by.label


def test_nobody_learns_of_the_case_before_a_lawyer_checks(asked: Asked) -> None:
    link = asked.link(**{"link-scope": "first"})
    for page in (Client(), asked.led.page(make_user("anybody")), asked.lawyer_page):
        answer = page.get(link)
        assert answer.status_code == 200
        assert "有人请律师" in words(answer)
        assert "代理一审" in words(answer)
        assert not asked.told(answer)
        assert answer["Cache-Control"].startswith("max-age=0")
    for page in (Client(), asked.led.page(make_user("nobody")), asked.page):
        assert page.post(link, {"act": "check"}).status_code == 404
    assert not asked.opens(asked.lawyer_page)
    assert not ConflictCheck.objects.exists()


def test_a_lawyer_checks_then_accepts_and_then_it_opens(asked: Asked) -> None:
    link = asked.link(**{"link-scope": "first"})
    refused = asked.lawyer_page.post(link, {"act": "accept"})
    assert refused.status_code == 409
    assert "请先查利益冲突" in words(refused)
    checked = asked.lawyer_page.post(link, {"act": "check"})
    assert checked.status_code == 200
    assert "吴委托" in words(checked)
    assert not asked.opens(asked.lawyer_page)
    entry = LedgerEntry.objects.get(act=Act.CONFLICT_CHECKED)
    assert entry.organisation_ids == [asked.led.firm.pk]
    assert "吴委托" not in str(entry.detail)
    case = words(asked.page.get(reverse("case", args=[asked.case.complaint.number])))
    assert "律所查利益冲突，看到了双方的姓名、名称 示例律所的人员" in case
    assert asked.lawyer_page.post(link, {"act": "accept"}).status_code == 302
    assert asked.opens(asked.lawyer_page)
    access = Access.objects.get(complaint=asked.case.complaint, why=Access.Why.SHARED)
    assert (access.user, access.firm, access.scope) == (asked.lawyer, asked.led.firm, "first")
    assert timezone.localdate(access.until) == timezone.localdate(timezone.now() + SHARE_LIFE)
    assert "请对方做的：代理一审" in words(
        asked.page.get(reverse("case", args=[asked.case.complaint.number]))
    )


def test_it_works_once(asked: Asked) -> None:
    link = asked.link()
    for act in ("check", "accept"):
        asked.lawyer_page.post(link, {"act": act})
    second = asked.led.page(asked.led.member("second"))
    assert second.get(link).status_code == 404
    assert second.post(link, {"act": "check"}).status_code == 404
    assert Access.objects.filter(complaint=asked.case.complaint, why=Access.Why.SHARED).count() == 1


def test_what_a_lawyer_does_not_take_is_used_up(asked: Asked) -> None:
    link = asked.link()
    assert asked.lawyer_page.post(link, {"act": "decline"}).status_code == 302
    assert asked.lawyer_page.get(link).status_code == 404
    assert LedgerEntry.objects.filter(act=Act.SHARE_DECLINED).exists()
    assert not asked.opens(asked.lawyer_page)


def test_a_new_one_its_end_and_a_week_close_it(asked: Asked) -> None:
    first = asked.link()
    second = asked.link()
    assert asked.lawyer_page.get(first).status_code == 404
    assert asked.lawyer_page.get(second).status_code == 200
    asked.page.post(reverse("ask_counsel", args=[asked.case.complaint.number]), {"act": "end"})
    assert asked.lawyer_page.get(second).status_code == 404
    assert LedgerEntry.objects.filter(act=Act.COUNSEL_LINK_ENDED).count() == 2
    token = services.ask_counsel(by=asked.case.by, complaint=asked.case.complaint)
    later = timezone.now() + COUNSEL_LINK_LIFE
    assert services.find_counsel_link(token=token) is not None
    assert services.find_counsel_link(token=token, at=later) is None
    for _turn in range(COUNSEL_LINKS_A_DAY - 3):
        services.ask_counsel(by=asked.case.by, complaint=asked.case.complaint)
    with pytest.raises(services.Refused, match="一天最多"):
        services.ask_counsel(by=asked.case.by, complaint=asked.case.complaint)


def test_only_the_complainant_asks_and_a_firm_s_lawyer_answers(asked: Asked) -> None:
    token = services.ask_counsel(by=asked.case.by, complaint=asked.case.complaint)
    stranger = Actor.of_user(make_user("stranger"))
    with pytest.raises(Complaint.DoesNotExist):
        services.ask_counsel(by=stranger, complaint=asked.case.complaint)
    for by in (stranger, asked.case.by):
        with pytest.raises(services.Refused, match="律所的律师账号"):
            services.check_counsel_link(by=by, token=token)
    Membership.objects.filter(user=asked.lawyer).update(until=timezone.localdate() - timedelta(days=1))
    asked.lawyer.refresh_from_db()
    with pytest.raises(services.Refused):
        services.accept_counsel_link(by=Actor.of_user(asked.lawyer), token=token)
