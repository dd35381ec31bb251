"""A child grows up: from fourteen it agrees itself, from eighteen its guardian agrees to nothing; it takes its case over."""

import re
from datetime import date, timedelta
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from accounts.actors import SESSION_CODES, Actor
from complaints import services as acts_on_cases
from complaints.models import Access, Act, Complaint, LedgerEntry
from complaints.services import ComplainantInput, NotHelped, RespondentInput, file_complaint, send_code_mails
from complaints.standing import standing_facts
from filings import services
from filings.services import Giving
from tests.cases import (
    FACTS,
    Case,
    agreeing_to,
    facts_at,
    make_hand_recipient,
    make_mail_recipient,
    make_user,
    prepared,
    reads_mail,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("store")]

LINK = re.compile(r"/own-case/([A-Z0-9-]+)/")
NUMBER = "13900005678"  # the child's


def born(years: int, *, days: int = 0) -> str:
    """The day of birth of somebody who will be so old in so many days; of who was born on a 29th of February the day before."""
    day = timezone.localdate() + timedelta(days=days)
    leaps = (day.month, day.day) == (2, 29)
    return date(day.year - years, day.month, 28 if leaps else day.day).isoformat()


def child_of(age: int, *, days: int = 0, named: bool = True) -> Case:
    owner, at = make_user("guardian"), timezone.now()
    facts = facts_at(at)
    facts["complainant"] |= {"capacity": "guardian", "age": age - bool(days)}
    guardian = ComplainantInput(
        "王小宁",
        phone="13900001234",
        email="wang@example.cn",
        id_number="11010119900307109X",
        region="310113",
        number=NUMBER,
        child="王甜甜" if named else "",
        child_born=born(age, days=days),
    )
    filed = file_complaint(
        by=Actor.of_user(owner),
        kind="harassment",
        situations=["optout_ignored"],
        story="我回了退订，第二天又收到三条推销短信。",
        facts=facts,
        complainant=guardian,
        respondents=[RespondentInput(**one) for one in FACTS["respondents"]],
        at=at,
    )
    return Case(filed.complaint, owner, Actor.of_user(owner))


def page_of(case: Case, client: Client | None = None) -> str:
    if client is None:
        client = Client()
        client.force_login(case.owner)
    return client.get(f"/cases/{case.complaint.number}/").content.decode()


def asked(case: Case, address: str = "tian@example.cn") -> str:
    """The link that the guardian had sent to the child."""
    acts_on_cases.ask_child(by=case.by, complaint=case.complaint, address=address)
    send_code_mails()
    letter = mail.outbox[-1]
    assert letter.to == [address]
    found = LINK.search(str(letter.body))
    assert found
    return found[1]


def taken_over(case: Case) -> Client:
    client = Client()
    answer = client.post(f"/own-case/{asked(case)}/", {"telephone": NUMBER})
    assert answer.status_code == 302, answer.content.decode()
    return client


def actor_of(client: Client) -> Actor:
    return Actor(codes=tuple(client.session[SESSION_CODES]))


def shown_separate(case: Case) -> list[str]:
    shown = services.propose_consent(
        complaint=case.complaint,
        recipient=make_mail_recipient(),
        exhibits=(),
        document="letter",
        at=timezone.now(),
    )
    return [one.key for one in shown.separate]


# ── The day ──────────────────────────────────────────────────────────────────────────────────────────────────────────
def test_on_the_eighteenth_birthday_and_not_before_the_guardian_agrees_to_nothing_more():
    day_before = child_of(18, days=1)
    prepared(day_before, make_mail_recipient(), at=timezone.now())
    assert "满 18 周岁" not in page_of(day_before)
    case = child_of(18)
    with pytest.raises(services.Refused, match="满 18 周岁"):
        prepared(case, make_mail_recipient(), at=timezone.now())
    shown = page_of(case)
    assert "孩子满 18 周岁了：监护人不能再代为同意、发出" in shown
    assert f"/cases/{case.complaint.number}/child/" in shown
    client = Client()
    client.force_login(case.owner)
    recipient = make_hand_recipient()
    client.get(f"/cases/{case.complaint.number}/law/")  # which asks the law
    sending = client.get(f"/cases/{case.complaint.number}/send/12321/{recipient.pk}/").content.decode()
    assert "监护人不能再代为同意" in sending


def test_what_was_prepared_before_the_birthday_is_not_released_after_it():
    case = child_of(18, days=1)
    filing = prepared(case, make_mail_recipient(), at=timezone.now())
    with pytest.raises(services.Refused, match="满 18 周岁"):
        services.confirm(by=case.by, filing=filing, at=timezone.now() + timedelta(days=2))


def test_from_fourteen_the_child_s_own_consent_is_asked_and_before_its_guardian_s():
    assert shown_separate(child_of(14, days=1)) == ["child"]
    case = child_of(14)
    assert shown_separate(case) == ["itself"]
    with pytest.raises(services.Refused, match="孩子本人的同意"):
        refused(case)
    filing = prepared(case, make_mail_recipient(), at=timezone.now())
    assert "我是孩子本人" in filing.consent.separate
    assert "我是监护人" not in filing.consent.separate
    assert "孩子满 14 周岁了：发给谁，要孩子自己同意" in page_of(case)
    assert "满 14 周岁了" not in page_of(child_of(14, days=1))


def refused(case: Case) -> None:
    recipient = make_mail_recipient()
    shown = services.propose_consent(
        complaint=case.complaint, recipient=recipient, exhibits=(), document="letter", at=timezone.now()
    )
    assert agreeing_to(shown).agreed == {"itself"}
    services.prepare(
        by=case.by,
        complaint=case.complaint,
        recipient=recipient,
        consent_digest=shown.digest,
        giving=Giving(),
        at=timezone.now(),
    )


# ── Taking over ──────────────────────────────────────────────────────────────────────────────────────────────────────
def test_an_adult_takes_over_and_the_case_is_theirs_alone():
    case = child_of(18)
    reads_mail(case)
    guardian = Client()
    guardian.force_login(case.owner)
    own = taken_over(case)
    assert "王甜甜" not in str(mail.outbox[-1].body)
    assert guardian.get(f"/cases/{case.complaint.number}/").status_code == 404
    assert not acts_on_cases.owns(case.by, case.complaint.pk)
    assert "满 18 周岁" not in page_of(case, own)
    complaint = Complaint.objects.get(pk=case.complaint.pk)
    assert (complaint.child, complaint.owner) == (None, None)
    person = complaint.complainant
    assert (person.name, person.phone, person.email, person.number) == (
        "王甜甜",
        NUMBER,
        "tian@example.cn",
        "",
    )
    assert person.id_number == "", "the guardian's own"
    assert standing_facts(complaint)["complainant"]["capacity"] == "recipient"
    filing = prepared(Case(complaint, case.owner, actor_of(own)), make_mail_recipient(), at=timezone.now())
    assert "王甜甜" in filing.content
    assert "王小宁" not in filing.content
    assert "法定代理" not in filing.content
    acts = list(LedgerEntry.objects.filter(complaint=complaint).values_list("act", "actor"))
    assert (Act.CHILD_ASKED, f"user:{case.owner.pk}") in acts
    assert (Act.FACTS_STATED, "holder") in acts
    assert "请转入您自己的账号" in own.get(f"/cases/{complaint.number}/code/").content.decode()
    # What the guardian filed leads nobody back, and its mailbox gets no more news.
    assert not complaint.subscriptions.active().exists()
    mail.outbox.clear()
    acts_on_cases.ask_way_back(by=Actor(), address="wang@example.cn")
    send_code_mails()
    assert not [one for one in mail.outbox if "/return/" in str(one.body)]


def test_of_fourteen_the_child_holds_the_case_and_its_guardian_sees_it():
    case = child_of(15)
    own = taken_over(case)
    guardian = Client()
    guardian.force_login(case.owner)
    shown = page_of(case, guardian)
    assert "您在帮忙" in shown
    receipt = guardian.get(f"/cases/{case.complaint.number}/receipt/").content.decode()
    assert "本人还没有确认" not in receipt
    complaint = Complaint.objects.get(pk=case.complaint.pk)
    assert complaint.child is not None, "in court the guardian acts"
    with pytest.raises(services.Refused, match="只有投诉人"):
        prepared(case, make_mail_recipient(), at=timezone.now())
    made = prepared(Case(complaint, case.owner, actor_of(own)), make_mail_recipient(), at=timezone.now())
    assert made.consent.given_by == "holder"
    assert "监护人" in page_of(case, own)
    guardian.post(f"/cases/{case.complaint.number}/helper/", {"act": "end"})
    assert guardian.get(f"/cases/{case.complaint.number}/").status_code == 404


def test_the_guardian_s_browser_or_mailbox_and_a_wrong_number_take_nothing_over():
    case = child_of(18)
    client = Client()
    client.force_login(case.owner)
    own = client.post(f"/cases/{case.complaint.number}/child/", {"email": "wang@example.cn"})
    assert "请填孩子自己的" in own.content.decode()
    token = asked(case)
    assert "请在您自己的手机或电脑上打开" in client.get(f"/own-case/{token}/").content.decode()
    assert client.post(f"/own-case/{token}/", {"telephone": NUMBER}).status_code == 422
    # The guardian's own telephone was filed too; whose the case is is known by the disturbed number.
    assert Client().post(f"/own-case/{token}/", {"telephone": "13900001234"}).status_code == 422
    assert Access.objects.in_force().get(complaint=case.complaint).why == Access.Why.OWNER
    assert Client().get(f"/confirm-help/{token}/").status_code == 404


def test_where_no_mail_can_leave_the_guardian_is_not_told_that_one_goes_to_the_child(settings: Any):
    case = child_of(15)
    client = Client()
    client.force_login(case.owner)
    page = f"/cases/{case.complaint.number}/child/"
    for leaves in (True, False):
        settings.EMAIL_LEAVES = leaves
        assert ("信寄不出去" in client.get(page).content.decode()) is not leaves
        asked = client.post(page, {"email": "tian@example.cn"}, follow=True).content.decode()
        assert ("信几分钟内寄出" in asked) is leaves
        assert ("信寄不出去" in asked) is not leaves


def test_a_child_under_fourteen_is_not_asked():
    case = child_of(14, days=1)
    client = Client()
    client.force_login(case.owner)
    assert client.get(f"/cases/{case.complaint.number}/child/").status_code == 404
    with pytest.raises(NotHelped, match="14"):
        acts_on_cases.ask_child(by=case.by, complaint=case.complaint, address="tian@example.cn")


def test_who_took_over_at_fifteen_is_an_adult_at_eighteen_by_the_same_link():
    case = child_of(17)
    own = taken_over(case)
    later = timezone.now() + timedelta(days=400)
    complaint = Complaint.objects.get(pk=case.complaint.pk)
    by = actor_of(own)
    with pytest.raises(services.Refused, match="满 18 周岁"):
        prepared(Case(complaint, case.owner, by), make_mail_recipient(), at=later)
    mail.outbox.clear()
    acts_on_cases.ask_child(by=by, complaint=complaint, address="tian@example.cn", at=later)
    send_code_mails(at=later)
    found = LINK.search(str(mail.outbox[-1].body))
    assert found
    tried = acts_on_cases.take_over_by_child(by=by, token=found[1], telephone=NUMBER, at=later)
    assert tried is not None
    assert tried.code
    complaint = Complaint.objects.get(pk=case.complaint.pk)
    assert complaint.child is None
    assert not Access.objects.in_force(later).filter(complaint=complaint, user=case.owner).exists()


def test_papers_by_hand_are_asked_the_same_and_so_is_whom_the_case_is_shared_with():
    case = child_of(18)
    with pytest.raises(services.Refused, match="满 18 周岁"):
        services.share(by=case.by, complaint=case.complaint, with_user=make_user("lawyer"), at=timezone.now())
    with pytest.raises(services.Refused, match="满 18 周岁"):
        prepared(case, make_hand_recipient(), at=timezone.now())


def test_words_of_the_mail_name_nobody():
    case = child_of(18)
    asked(case)
    words = f"{mail.outbox[-1].subject}{mail.outbox[-1].body}"
    for secret in ("王甜甜", "王小宁", case.complaint.number, NUMBER, "退订"):
        assert secret not in words


# ── The name of a child ──────────────────────────────────────────────────────────────────────────────────────────────
def test_a_guardian_is_asked_for_the_child_s_name_where_a_paper_is_for_the_child():
    case = child_of(10, named=False)
    for channel in ("operator", "court"):
        lacking = services.blanks_for(case.complaint.read_whole(), channel)
        assert "child_name" in lacking, channel
        assert "own_name" not in lacking
    client = Client()
    client.force_login(case.owner)
    page = f"/cases/{case.complaint.number}/blanks/operator/"
    shown = client.get(page).content.decode()
    assert "孩子的姓名" in shown
    digest = re.search(r'name="shown" value="([^"]+)"', shown)
    assert digest
    client.post(page, {"shown": digest[1], "child_name": "王甜甜"})
    complaint = Complaint.objects.get(pk=case.complaint.pk)
    assert complaint.child is not None
    assert complaint.child.name == "王甜甜"
    assert complaint.complainant.name == "王小宁"
    assert "child_name" not in services.blanks_for(complaint.read_whole(), "operator")
    assert "child_born" in services.blanks_for(complaint.read_whole(), "court")
