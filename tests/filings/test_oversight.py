"""The year of a desk in numbers: what came, what was answered, what was kept and what was missed."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone

from accounts.actors import Actor
from accounts.models import Consent, Membership, User
from filings import services
from filings.desk import oversight
from filings.models import Deadline, Filing, Listing, Recipient
from filings.moves import State
from tests.filings.desk_cases import Desk, make_caseworker, make_desk, on_desk
from tests.filings.pages import words
from tests.filings.test_desk_views import signed_in

pytestmark = pytest.mark.django_db
PAGE = "/admin/filings/filing/oversight/"
TODAY = date(2026, 5, 20)
AT = datetime(2026, 4, 3, 10, tzinfo=timezone.get_default_timezone())


@pytest.fixture
def desk() -> Desk:
    return make_desk()


def by(desk: Desk) -> Actor:
    return Actor.of_user(desk.caseworker)


def owing(desk: Desk, phone: str, due_on: date, *, met: date | None = None, **changed: Any) -> Filing:
    filing = on_desk(desk, phone=phone, at=AT, due_on=due_on, state=changed.pop("state", State.ACCEPTED))
    Deadline.objects.filter(filing=filing).update(
        met_at=timezone.make_aware(datetime(met.year, met.month, met.day, 9)) if met else None, **changed
    )
    return filing


def test_a_period_is_kept_or_missed_in_the_month_of_its_day_and_some_are_neither(desk: Desk) -> None:
    last = date(2026, 4, 20)
    owing(desk, "13900000001", last, met=last)
    owing(desk, "13900000002", last, met=last + timedelta(days=1))
    owing(desk, "13900000003", last)  # owed, and over
    owing(desk, "13900000004", last, paused_on=date(2026, 4, 10))
    owing(desk, "13900000005", last, restarted_at=AT)
    owing(desk, "13900000006", last, state=State.WITHDRAWN)
    owing(desk, "13900000007", TODAY)  # owed today still
    owing(make_desk("乙市市场监督管理局", channel="12315_complaint"), "13900000008", last)
    given_up = owing(desk, "13900000009", last, state=State.WITHDRAWN)
    Consent.objects.filter(pk=given_up.consent_id).update(withdrawn_at=AT + timedelta(days=40))
    owing(desk, "13900000010", last, met=last, step=Deadline.Step.ANSWER, met_by=State.REFUSED)
    months = {one.first: one for one in oversight.months(by(desk), TODAY)}
    april, may = months[date(2026, 4, 1)], months[date(2026, 5, 1)]
    assert (april.received, april.kept, april.missed, april.share) == (9, 1, 3, 25)
    assert (may.received, may.kept, may.missed, may.share) == (0, 0, 0, None)
    assert next(iter(months)) == date(2025, 6, 1)
    assert len(months) == 12


def test_by_what_counts_what_came_and_how_it_stands(desk: Desk) -> None:
    first = owing(desk, "13900000001", date(2026, 4, 20), met=date(2026, 4, 18))
    Filing.objects.filter(pk=first.pk).update(
        state=State.DECIDED, answered_at=AT, assigned_to=desk.caseworker, due_on=None
    )
    owing(desk, "13900000002", date(2026, 4, 20))
    (line,) = oversight.lines(by(desk), oversight.BY_CHANNEL, TODAY)
    assert (line.received, line.open, line.late, line.answered) == (2, 1, 1, 1)
    assert (line.kept, line.missed, line.share) == (1, 1, 50)
    people = {one.label: one.received for one in oversight.lines(by(desk), oversight.BY_COLLEAGUE, TODAY)}
    assert people == {desk.caseworker.username: 1, "未分派": 1}


def test_passing_a_case_on_is_no_answer_and_a_missed_day_is_never_rounded_away(desk: Desk) -> None:
    passed = on_desk(desk, at=AT)
    Filing.objects.filter(pk=passed.pk).update(state=State.TRANSFERRED, answered_at=AT)
    assert sum(one.answered for one in oversight.months(by(desk), TODAY)) == 0
    assert [one.answered for one in oversight.lines(by(desk), oversight.BY_CHANNEL, TODAY)] == [0]
    assert oversight.Month(TODAY, kept=199, missed=1).share == 99


def test_a_case_without_a_region_stands_in_one_line(desk: Desk) -> None:
    on_desk(desk, phone="13900000001", at=AT)
    Listing.objects.filter(filing=on_desk(desk, phone="13900000002", at=AT)).delete()
    assert [(one.label, one.received) for one in oversight.lines(by(desk), "region", TODAY)] == [
        ("没有填", 2)
    ]


def test_what_a_withdrawal_closed_is_counted_by_nothing_of_its_content(desk: Desk) -> None:
    on_desk(desk, phone="13900000001", at=AT, region="110000")
    gone = on_desk(
        desk, phone="13900000002", at=AT, region="310000", kind="fake_collection", situations=("no_debt",)
    )
    Filing.objects.filter(pk=gone.pk).update(state=State.WITHDRAWN, closes_at=AT)
    found = {of: [one.label for one in oversight.lines(by(desk), of, TODAY)] for of in ("kind", "region")}
    assert found == {"kind": ["骚扰短信和电话"], "region": ["北京"]}
    (channel,) = oversight.lines(by(desk), oversight.BY_CHANNEL, TODAY)
    assert channel.received == 2
    page = words(signed_in(desk.caseworker).get(f"{PAGE}?by=kind"))
    assert "投诉人撤回后内容已经关闭的，不在这张表里。" in page


def test_colleagues_are_compared_for_a_supervisor_alone(desk: Desk) -> None:
    on_desk(desk)
    page = signed_in(desk.caseworker).get(f"{PAGE}?by=colleague")
    assert page.context["heading"] == "渠道"
    assert "按期率" in words(page)
    head = make_caseworker(desk.organisation, "head")
    Membership.objects.filter(user=head).update(role=Membership.Role.SUPERVISOR)
    page = signed_in(head).get(f"{PAGE}?by=colleague")
    assert page.context["heading"] == "经办人"
    assert "未分派" in words(page)


def test_the_page_costs_the_same_whatever_lies_there(desk: Desk, django_assert_num_queries: Any) -> None:
    for place in range(3):
        owing(desk, f"1390000000{place}", date(2026, 4, 20))
    actor = by(desk)
    assert actor.desk_ids
    with django_assert_num_queries(7):
        oversight.months(actor, TODAY)
        oversight.lines(actor, oversight.BY_COLLEAGUE, TODAY)
        oversight.ages(actor, TODAY)


def test_who_does_not_answer_stands_first_one_line_a_body_whatever_its_channels(desk: Desk) -> None:
    name, other = (
        desk.recipient.name,
        Recipient.objects.create(
            name="甲市第二办公室",
            channel="12321_report",
            way="desk",
            organisation=desk.organisation,
            contact="010",
        ),
    )
    again = Recipient.objects.create(
        name=name, channel="12321_report", way="desk", organisation=desk.organisation, contact="010"
    )
    for number in range(3):
        owing(desk, f"1390000001{number}", TODAY + timedelta(days=5))
    late = owing(desk, "13900000020", TODAY - timedelta(days=2))
    also = owing(desk, "13900000021", TODAY - timedelta(days=9))
    Filing.objects.filter(pk=also.pk).update(recipient=again)
    Filing.objects.filter(pk=late.pk).update(recipient=other)
    assert [(one.label, one.late, one.received) for one in oversight.lines(by(desk), "recipient", TODAY)] == [
        (name, 1, 4),
        (other.name, 1, 1),
    ]
    root = User.objects.create_superuser("root", "root@example.cn", "x")
    page = words(signed_in(root).get("/admin/"))
    days = [str(TODAY - timedelta(days=9)), str(TODAY - timedelta(days=2))]
    assert f"{name} " in page
    assert [one in page for one in days] == [True, True]
    assert page.index(days[0]) < page.index(days[1])
    assert late.complaint.number not in page


def test_open_work_is_counted_by_how_long_ago_it_came(desk: Desk) -> None:
    for place, days in enumerate((0, 7, 8, 45, 400, 401)):
        at = timezone.now() - timedelta(days=days)
        on_desk(desk, phone=f"1390000000{place}", at=at, due_on=timezone.localdate() + timedelta(days=1))
    late = on_desk(desk, phone="13900000011", at=timezone.now() - timedelta(days=50), due_on=TODAY)
    Filing.objects.filter(pk=late.pk).update(due_on=timezone.localdate() - timedelta(days=1))
    on_desk(desk, phone="13900000012", state=State.DECIDED)
    on_desk(make_desk("乙市通信管理局"), phone="13900000013")
    ages = oversight.ages(by(desk), timezone.localdate())
    assert [(one.label, one.open, one.late) for one in ages] == [
        ("0 到 7 天", 2, 0),
        ("8 到 15 天", 1, 0),
        ("16 到 30 天", 0, 0),
        ("31 到 60 天", 2, 1),
        ("61 到 90 天", 0, 0),
        ("超过 90 天", 2, 0),
    ]
    page = signed_in(desk.caseworker).get(PAGE)
    assert "没有办结的，放了多久" in words(page)
    assert [share for _age, share in page.context["ages"]] == [100, 50, 0, 100, 0, 100]


def test_accepting_counts_once_in_the_month_of_the_first_time(desk: Desk) -> None:
    actor = by(desk)
    filing = on_desk(desk, at=AT)
    on_desk(desk, phone="13900000002", at=AT)
    may = AT + timedelta(days=30)
    filing = services.move(by=actor, filing=filing, to=State.ACCEPTED, at=AT)
    filing = services.move(by=actor, filing=filing, to=State.DECIDED, reason="已处理。", at=AT)
    services.move(by=actor, filing=filing, to=State.ACCEPTED, reason="新的证据。", at=may)
    # What another desk accepts of the same case is nothing of this one.
    other = make_desk("乙市通信管理局")
    theirs = on_desk(other, phone="13900000003", at=AT)
    waiting = Filing.objects.exclude(pk__in=[filing.pk, theirs.pk]).get()
    Filing.objects.filter(pk=theirs.pk).update(complaint=waiting.complaint_id)
    theirs.refresh_from_db()
    services.move(by=Actor.of_user(other.caseworker), filing=theirs, to=State.ACCEPTED, at=AT)
    months = {one.first: one.accepted for one in oversight.months(actor, TODAY)}
    assert (months[date(2026, 4, 1)], months[date(2026, 5, 1)]) == (1, 0)
    (line,) = oversight.lines(actor, oversight.BY_CHANNEL, TODAY)
    assert (line.received, line.accepted) == (2, 1)


def test_by_situation_each_counts_and_by_number_the_most_frequent_first(desk: Desk, monkeypatch: Any) -> None:
    on_desk(
        desk, phone="13900000001", at=AT, situations=("optout_ignored", "no_consent"), sender="10690000111111"
    )
    on_desk(desk, phone="13900000002", at=AT, sender="10690000222222")
    owing(desk, "13900000003", date(2026, 4, 20))
    Listing.objects.filter(filing__due_on__isnull=False).update(senders="\n10690000222222\n10690000333333")
    found = {one.label: (one.received, one.missed) for one in oversight.lines(by(desk), "situation", TODAY)}
    assert found == {"退订后仍然发来": (3, 1), "没有同意就发来广告": (1, 0)}
    senders = [(one.label, one.received, one.missed) for one in oversight.lines(by(desk), "sender", TODAY)]
    assert senders == [("10690000222222", 2, 1), ("10690000111111", 1, 0)]
    monkeypatch.setattr(oversight, "MOST_SENDERS", 1)
    assert [one.label for one in oversight.lines(by(desk), "sender", TODAY)] == ["10690000222222"]
    page = signed_in(desk.caseworker).get(f"{PAGE}?by=situation")
    assert "一件有几种情形的，每种情形各算一件。" in words(page)
    assert page.content.decode().count("<svg") >= 24 + len(page.context["lines"])
