"""Who acted is told from what is known: a leaver stays themselves, and nobody is taken for a party for want of a name."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.actors import Actor
from accounts.models import Membership, User
from complaints.models import Access, Act, LedgerEntry
from complaints.services import grant_access, record_read
from evidence.services import make_renditions, open_rendition
from filings import services
from filings.models import Filing, Note
from filings.moves import State
from filings.services.sending.withdrawal import withdraw_consent
from tests.cases import NOW, add_exhibit, make_case, make_desk, make_user, queued
from tests.filings.desk_cases import make_caseworker
from tests.filings.pages import words
from tests.filings.test_desk_queue import signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("store", "keys")]


def handled() -> tuple[Any, Filing, User]:
    """A case that a caseworker read, accepted, asked about, noted something on, gave to a colleague and decided."""
    case = make_case()
    recipient, actor = make_desk()
    filing = queued(case, recipient)
    services.sweep_outbox(at=NOW)
    by = fresh(actor.user)
    record_read(by=by, complaint=case.complaint, what=f"filing:{filing.pk}", desk=recipient.organisation_id)
    services.move(by=by, filing=filing, to=State.ACCEPTED, at=NOW)
    services.ask(by=by, filing=filing, question="请补一张截图。", at=NOW)
    services.answer(by=case.by, filing=filing, text="补了。", at=NOW)
    services.note(by=by, filing=filing, text="只给同事看。", at=NOW)
    services.assign(by=by, filing=filing, to=None, at=NOW)
    services.overrule_at_desk(
        by=by, filing=filing, ground="H2", status="needs_facts", reason="还要看短信。", at=NOW
    )
    services.move(by=by, filing=filing, to=State.DECIDED, reason="已责令停止发送。", at=NOW)
    assert actor.user is not None
    return case, Filing.objects.get(pk=filing.pk), actor.user


def fresh(user: User | None) -> Actor:
    assert user is not None
    return Actor.of_user(User.objects.get(pk=user.pk))


def out_of_staff(user: User) -> None:
    User.objects.filter(pk=user.pk).update(is_staff=False)


def out_of_use(user: User) -> None:
    User.objects.filter(pk=user.pk).update(is_active=False)


def out_of_the_organisation(user: User) -> None:
    Membership.objects.filter(user=user).delete()


def past_the_last_day(user: User) -> None:
    Membership.objects.filter(user=user).update(until="2020-01-01")


def without_trace(user: User) -> None:
    out_of_staff(user)
    out_of_use(user)
    out_of_the_organisation(user)


LEAVING = [out_of_staff, out_of_use, out_of_the_organisation, past_the_last_day, without_trace]


@pytest.mark.parametrize("leave", LEAVING)
def test_a_leaver_stays_themselves_at_the_desk(leave: Any):
    _case, filing, leaver = handled()
    colleague = make_caseworker(filing.organisation, "tongshi")
    leave(leaver)
    text = words(signed_in(colleague).get(reverse("admin:filings_filing_change", args=[filing.pk])))
    gone = f"{leaver.username}（已离开）"
    for did in (
        f"向投诉人提问 · {gone}",
        f"内部备注 · {gone}",
        f"告知投诉人 · {gone}",
        f"办理进展：已受理 {gone}",
        f"办理进展：已作出处理 {gone}",
        f"要求补充说明 {gone}",
        f"内部备注 {gone}",
        f"分派经办人 {gone}",
        f"更正法律意见 {gone}",
        f"工作人员查看案件 {gone}",
        "投诉人答复 · 投诉人",
        "投诉人已答复 投诉人",
    ):
        assert did in text, did
    assert leaver.username not in text.replace(gone, "")


def test_who_is_there_still_is_not_called_gone():
    _case, filing, caseworker = handled()
    text = words(signed_in(caseworker).get(reverse("admin:filings_filing_change", args=[filing.pk])))
    assert f"办理进展：已作出处理 {caseworker.username}" in text
    assert "已离开" not in text


@pytest.mark.parametrize("leave", [lambda _user: None, *LEAVING])
def test_the_complainant_reads_the_organisation_and_never_themselves(leave: Any):
    case, filing, leaver = handled()
    leave(leaver)
    client = Client()
    client.force_login(case.owner)
    response = client.get(reverse("case", args=[case.complaint.number]))
    told = {(entry.act, entry.sequence): who for entry, who, _about in response.context["entries"]}
    staff = f"user:{leaver.pk}"
    acts = LedgerEntry.objects.filter(complaint=case.complaint, actor=staff)
    assert acts.count() >= 8
    for entry in acts:
        expected = f"{filing.organisation}的人员"
        if entry.act == Act.ASSESSMENT_OVERRULED:
            expected = str(filing.organisation)
        assert told[entry.act, entry.sequence] == expected, entry.act
    assert leaver.username not in response.content.decode()


def test_an_actor_whom_nobody_knows_is_no_party():
    case = make_case()
    known = LedgerEntry.objects.complainants(case.complaint)
    assert known == {"holder", "visitor", f"user:{case.owner.pk}"}
    said = {
        actor: LedgerEntry(complaint=case.complaint, act=Act.FILING_MOVED, actor=actor).who(known)
        for actor in ("user:987654", "somebody", "", "holder", "system:outbox")
    }
    assert said == {
        "user:987654": "工作人员或律师",
        "somebody": "未知的操作人",
        "": "未知的操作人",
        "holder": "投诉人",
        "system:outbox": "平台自动",
    }


def test_the_complainant_is_known_by_what_they_did_under_another_account():
    """Who gave the code while signed in acts under that account, which owns nothing; it is the complainant all the same."""
    case = make_case()
    recipient, caseworker = make_desk()
    grant_access(
        by=case.by, complaint=case.complaint, why=Access.Why.OWNER, user=(other := make_user("other"))
    )
    filing = queued(case, recipient)
    services.sweep_outbox(at=NOW)
    services.ask(by=fresh(caseworker.user), filing=filing, question="几点？", at=NOW)
    services.answer(by=Actor.of_user(other), filing=filing, text="晚上。", at=NOW)
    services.move(by=fresh(caseworker.user), filing=filing, to=State.ACCEPTED, at=NOW)
    withdraw_consent(by=Actor.of_user(other), filing=filing, reason="我不想再追究。")
    assert caseworker.user is not None
    text = words(signed_in(caseworker.user).get(reverse("admin:filings_filing_change", args=[filing.pk])))
    assert "投诉人答复 · 投诉人" in text
    assert other.username not in text


def test_words_of_the_complainant_and_of_the_portal_are_headed_as_theirs():
    case = make_case()
    recipient, caseworker = make_desk()
    filing = queued(case, recipient)
    services.sweep_outbox(at=NOW)
    services.move(by=caseworker, filing=filing, to=State.ACCEPTED, at=NOW)
    withdraw_consent(by=case.by, filing=filing, reason="我不想再追究。")
    assert [note.kind for note in filing.notes.all()] == [Note.Kind.REASON, Note.Kind.REASON]
    assert caseworker.user is not None
    desk = words(signed_in(caseworker.user).get(reverse("admin:filings_filing_change", args=[filing.pk])))
    client = Client()
    client.force_login(case.owner)
    own = words(client.get(reverse("filing", args=[filing.pk])))
    assert "投诉人写的说明 · 投诉人" in desk
    assert "平台告知 · 系统" in desk
    for text in (desk, own):
        assert "投诉人写的说明" in text
        assert "平台告知" in text
        assert "告知投诉人" not in text


def test_a_reading_names_the_organisation_whose_filing_was_read_and_no_other():
    case = make_case()
    recipient, caseworker = make_desk()
    stranger, _other = make_desk("乙市监管局")
    assert caseworker.user is not None
    Membership.objects.create(user=caseworker.user, organisation=stranger.organisation, role="caseworker")
    exhibit = add_exhibit(case)
    filing = queued(case, recipient, exhibits=(exhibit,))
    services.sweep_outbox(at=NOW)
    make_renditions(by=Actor.system("examiner"))
    client = signed_in(caseworker.user)
    client.get(reverse("admin:filings_filing_change", args=[filing.pk]))
    reader = fresh(caseworker.user)
    assert len(reader.organisation_ids) == 2
    services.open_document(by=reader, document=filing.documents.get()).close()
    open_rendition(by=reader, rendition=exhibit.renditions.get(kind="clean")).close()
    read = LedgerEntry.objects.filter(complaint=case.complaint, act__in=[Act.CASE_READ, Act.EXHIBIT_READ])
    assert [entry.organisation_ids for entry in read] == [[recipient.organisation_id]] * 3


def test_a_lawyer_reads_for_the_firm_and_not_for_the_desk_they_also_work_at():
    case = make_case()
    recipient, _caseworker = make_desk()
    firm, _partner = make_desk("某律师事务所")
    lawyer = make_user("lawyer")
    Membership.objects.create(user=lawyer, organisation=recipient.organisation, role="caseworker")
    Membership.objects.create(user=lawyer, organisation=firm.organisation, role="lawyer")
    grant_access(by=case.by, complaint=case.complaint, why=Access.Why.SHARED, user=lawyer)
    queued(case, recipient)
    services.sweep_outbox(at=NOW)
    record_read(by=fresh(lawyer), complaint=case.complaint)
    entry = LedgerEntry.objects.get(complaint=case.complaint, act=Act.CASE_READ)
    assert entry.organisation_ids == [firm.organisation_id]
