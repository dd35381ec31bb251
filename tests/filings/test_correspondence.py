"""Questions and answers, notes and assignments, sharing, notices: who may, what is written, who reads it."""

from datetime import timedelta
from typing import Any

import pytest
from django.core import mail as outbox

from accounts.actors import Actor
from accounts.models import Membership, Organisation
from complaints.models import Access, Complaint
from filings import services
from filings.models import Filing, Notice, Recipient
from filings.moves import State
from filings.services.sending import notices
from tests.cases import (
    NOW,
    Case,
    make_case,
    make_desk,
    make_mail_recipient,
    make_user,
    queued,
    reads_mail,
    shared,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("store", "keys")]


def at_desk(*, email: str = "") -> tuple[Case, Filing, Actor, Recipient]:
    case = make_case(email=email)
    if email:
        reads_mail(case, email)
    recipient, caseworker = make_desk()
    filing = queued(case, recipient)
    services.sweep_outbox(at=NOW)
    return case, Filing.objects.get(pk=filing.pk), caseworker, recipient


def test_a_question_waits_until_it_is_answered():
    case, filing, caseworker, _recipient = at_desk()
    services.ask(by=caseworker, filing=filing, question="哪一天回的退订？", at=NOW)
    services.ask(by=caseworker, filing=filing, question="有截图吗？", at=NOW + timedelta(days=1))
    assert Filing.objects.get(pk=filing.pk).waiting_since == NOW

    services.answer(by=case.by, filing=filing, text="二月二十一日。", at=NOW + timedelta(days=2))
    assert Filing.objects.get(pk=filing.pk).waiting_since is None
    with pytest.raises(services.Refused, match="没有等您答复"):
        services.answer(by=case.by, filing=filing, text="再补一句", at=NOW)
    words = ("question_asked", "answer_given")
    acts = case.complaint.ledger.filter(act__in=words).order_by("sequence").values_list("act", flat=True)
    assert list(acts) == ["question_asked", "question_asked", "answer_given"]


def test_the_words_stay_out_of_the_ledger():
    case, filing, caseworker, _recipient = at_desk()
    services.ask(by=caseworker, filing=filing, question="您的女儿叫什么名字？", at=NOW)
    services.answer(by=case.by, filing=filing, text="王小安", at=NOW)
    assert "王小安" not in str(list(case.complaint.ledger.values_list("detail", flat=True)))


def test_only_the_desk_asks_and_only_the_complainant_answers():
    case, filing, caseworker, _recipient = at_desk()
    with pytest.raises(services.Refused):
        services.ask(by=case.by, filing=filing, question="？", at=NOW)
    services.ask(by=caseworker, filing=filing, question="哪一天？", at=NOW)
    with pytest.raises(services.Refused):
        services.answer(by=caseworker, filing=filing, text="昨天", at=NOW)
    for stranger in (make_desk()[1], Actor(), make_case().by):
        with pytest.raises(Filing.DoesNotExist):
            services.answer(by=stranger, filing=filing, text="昨天", at=NOW)


@pytest.mark.parametrize("text", ["", "  \n", "长" * 20_001])
def test_nothing_and_too_much_are_refused(text: str):
    _case, filing, caseworker, _recipient = at_desk()
    with pytest.raises(services.Refused):
        services.ask(by=caseworker, filing=filing, question=text, at=NOW)
    assert Filing.objects.get(pk=filing.pk).waiting_since is None


def test_a_decided_case_is_asked_no_more():
    case, filing, caseworker, _recipient = at_desk()
    services.move(by=caseworker, filing=filing, to=State.ACCEPTED, at=NOW)
    services.ask(by=caseworker, filing=filing, question="哪一天？", at=NOW)
    moved = services.move(by=caseworker, filing=filing, to=State.DECIDED, reason="已处理", at=NOW)
    assert moved.waiting_since is None
    with pytest.raises(services.Refused):
        services.ask(by=caseworker, filing=filing, question="还有吗？", at=NOW)
    with pytest.raises(services.Refused):
        services.answer(by=case.by, filing=filing, text="二月", at=NOW)


def test_internal_notes_are_read_at_the_desk_alone():
    case, filing, caseworker, _recipient = at_desk()
    services.note(by=caseworker, filing=filing, text="与三月那批是同一家。", at=NOW)
    assert [one.text for one in services.notes_for(caseworker, filing)] == ["与三月那批是同一家。"]
    assert list(services.notes_for(case.by, filing)) == []
    with pytest.raises(services.Refused):
        services.note(by=case.by, filing=filing, text="我也要写", at=NOW)


def test_a_case_is_given_to_a_colleague_and_to_nobody_else():
    case, filing, caseworker, recipient = at_desk()
    colleague, gone = make_user("colleague", is_staff=True), make_user("gone", is_staff=True)
    shut_out = make_user("shut-out")
    for user, until in ((colleague, None), (gone, NOW.date() - timedelta(days=1)), (shut_out, None)):
        Membership.objects.create(
            user=user, organisation=recipient.organisation, role="caseworker", until=until
        )

    services.assign(by=caseworker, filing=filing, to=colleague, at=NOW)
    assert Filing.objects.get(pk=filing.pk).assigned_to == colleague
    for other in (gone, shut_out, case.owner, make_user("stranger")):
        with pytest.raises(services.Refused):
            services.assign(by=caseworker, filing=filing, to=other, at=NOW)
    services.assign(by=caseworker, filing=filing, to=None, at=NOW)
    entries = case.complaint.ledger.filter(act="assigned").order_by("sequence")
    assert [one.detail["to"] for one in entries] == [f"user:{colleague.pk}", ""]


def test_news_is_mailed_by_its_kind_and_day_alone():
    case, filing, caseworker, _recipient = at_desk(email="wang@example.cn")
    services.move(
        by=caseworker, filing=filing, to=State.REFUSED, reason="不属于本局职责，请找通信管理局。", at=NOW
    )
    services.sweep_outbox(at=NOW)

    assert {one.to[0] for one in outbox.outbox} == {"wang@example.cn"}
    last = outbox.outbox[-1]
    assert last.subject == f"投诉 {case.complaint.number}：不予受理（2026-03-16）"
    assert "不属于本局" not in last.body
    assert "王小宁" not in last.body
    assert filing.recipient.name not in last.body


def test_the_same_news_before_the_mail_leaves_is_one_mail():
    _case, filing, caseworker, _recipient = at_desk(email="wang@example.cn")
    outbox.outbox.clear()
    services.move(by=caseworker, filing=filing, to=State.ACCEPTED, at=NOW)
    services.ask(by=caseworker, filing=filing, question="哪一天？", at=NOW)
    services.ask(by=caseworker, filing=filing, question="几点？", at=NOW)
    services.sweep_outbox(at=NOW)
    assert sorted(one.subject.partition("：")[2] for one in outbox.outbox) == [
        "受理（2026-03-16）",
        "有问题要您答复（2026-03-16）",
    ]


def test_nobody_is_written_to_who_left_no_address():
    _case, filing, caseworker, _recipient = at_desk()
    services.move(by=caseworker, filing=filing, to=State.ACCEPTED, at=NOW)
    assert not Notice.objects.exists()


def test_a_notice_is_tried_again_and_given_up_in_the_end(settings: Any):
    _case, filing, caseworker, _recipient = at_desk(email="wang@example.cn")
    services.move(by=caseworker, filing=filing, to=State.ACCEPTED, at=NOW)
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
    for day in range(8):
        notices.send_due(at=NOW + timedelta(days=day))
    notice = Notice.objects.get(state=Notice.State.FAILED)
    assert notice.attempts == 5
    assert notice.error


def test_a_case_is_shared_and_no_longer():
    case = make_case()
    lawyer = make_user("lawyer")
    by = Actor.of_user(lawyer)
    access = shared(by=case.by, complaint=case.complaint, with_user=lawyer, at=NOW)
    assert Complaint.objects.visible_to(by).get() == case.complaint
    with pytest.raises(services.Refused):
        services.share(by=by, complaint=case.complaint, with_user=make_user("friend"), at=NOW)
    with pytest.raises(services.Refused):
        services.end_share(by=by, access=access)

    services.end_share(by=case.by, access=access)
    assert not Complaint.objects.visible_to(by).exists()


def test_sharing_needs_one_subject_a_future_and_no_regulator():
    case = make_case()
    lawyer = make_user("lawyer")
    firm = Organisation.objects.create(name="示例律师事务所", kind=Organisation.Kind.LAW_FIRM)
    bureau = Organisation.objects.create(name="示例管理局", kind=Organisation.Kind.REGULATOR)
    for wrong in (
        {},
        {"with_user": lawyer, "with_organisation": firm},
        {"with_organisation": bureau},
        {"with_user": case.owner},
        {"with_user": lawyer, "until": NOW - timedelta(days=1)},
    ):
        with pytest.raises(services.Refused):
            services.share(by=case.by, complaint=case.complaint, at=NOW, **wrong)
    assert (
        services.share(by=case.by, complaint=case.complaint, with_organisation=firm, at=NOW).organisation
        == firm
    )
    with pytest.raises(Complaint.DoesNotExist):
        services.share(
            by=Actor.of_user(lawyer), complaint=case.complaint, with_user=make_user("friend"), at=NOW
        )


def test_what_was_sent_is_not_ended_as_a_share():
    case, _filing, _caseworker, _recipient = at_desk()
    with pytest.raises(services.Refused):
        services.end_share(
            by=case.by, access=Access.objects.get(complaint=case.complaint, why=Access.Why.SENT)
        )


def test_days_are_counted_from_arrival_and_from_acceptance():
    case = make_case(email="")
    first = queued(case, make_mail_recipient())
    Filing.objects.filter(pk=first.pk).update(way="hand")
    services.record_handed_in(by=case.by, filing=Filing.objects.get(pk=first.pk), at=NOW)
    deadline = Filing.objects.get(pk=first.pk).deadlines.get()
    assert (deadline.step, deadline.due_on, deadline.provision) == (
        "answer",
        (NOW + timedelta(days=15)).date(),
        "《电信用户申诉处理办法》（工业和信息化部令第35号）第十条",
    )

    later = NOW + timedelta(days=16)
    recipient, caseworker = make_desk(channel="telecom_appeal")
    appeal = queued(case, recipient, at=later)
    services.sweep_outbox(at=later)
    appeal = Filing.objects.get(pk=appeal.pk)
    found = {one.step: one for one in appeal.deadlines.all()}
    assert set(found) == {"acceptance", "answer"}
    assert appeal.due_on == found["acceptance"].due_on == (NOW + timedelta(days=24)).date()  # 清明节放假

    services.move(by=caseworker, filing=appeal, to=State.ACCEPTED, at=later)
    appeal = Filing.objects.get(pk=appeal.pk)
    assert appeal.deadlines.get(step="acceptance").met_at == later
    assert appeal.due_on == found["answer"].due_on


def test_a_day_in_a_year_without_a_calendar_is_absent_with_the_reason():
    case = make_case(email="", at=NOW)
    filing = queued(case, make_mail_recipient(), at=NOW)
    Filing.objects.filter(pk=filing.pk).update(way="hand")
    late = NOW.replace(year=2029)
    services.record_handed_in(by=case.by, filing=Filing.objects.get(pk=filing.pk), at=late)
    deadline = Filing.objects.get(pk=filing.pk).deadlines.get()
    assert deadline.due_on is None
    assert "2029" in deadline.reason
