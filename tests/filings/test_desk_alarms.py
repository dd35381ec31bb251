"""What a desk is told without anybody acting: days of tasks, colleagues who left, news that reached nobody; and what a
withdrawal takes out of its lists at once."""

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.actors import Actor
from accounts.models import Membership, User
from complaints.models import Subscription
from core.retention_and_limits import NOTICE_TRIES
from filings import services
from filings.desk import intake
from filings.models import DeskNews, Filing, Notice, Task
from filings.moves import State
from filings.news import News
from tests.filings.desk_cases import Desk, make_caseworker, make_desk, on_desk
from tests.filings.pages import words
from tests.filings.test_desk_queue import signed_in

pytestmark = pytest.mark.django_db
QUEUE = "/admin/filings/filing/"
Kind = DeskNews.Kind


@pytest.fixture
def desk() -> Desk:
    return make_desk()


@pytest.fixture
def owner() -> User:
    return User.objects.create_user("complainant", password="x")


def told(user: User) -> list[str]:
    return [one.words for one in DeskNews.objects.visible_to(Actor.of_user(user)).unread().order_by("pk")]


# ── Tasks ────────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_ones_own_tasks_stand_on_the_first_page_the_nearest_first(desk: Desk) -> None:
    by, other = Actor.of_user(desk.caseworker), make_caseworker(desk.organisation, "second")
    filing, today = on_desk(desk), timezone.localdate()
    for text, person, days in (
        ("以后再说", desk.caseworker, None),
        ("打电话核实", desk.caseworker, 3),
        ("调取记录", desk.caseworker, 0),
        ("别人的事", other, 1),
    ):
        day = None if days is None else today + timedelta(days=days)
        services.set_tasks(by=by, filing=filing, text=text, person=person, due_on=day)
    (done,) = services.set_tasks(by=by, filing=filing, text="做完的", person=desk.caseworker)
    services.finish_task(by=by, task=done)
    gone = on_desk(desk, phone="13900000002")
    services.set_tasks(by=by, filing=gone, text="撤回的", person=desk.caseworker)
    Filing.objects.filter(pk=gone.pk).update(
        state=State.WITHDRAWN, closes_at=timezone.now() + timedelta(days=3)
    )
    client = signed_in(desk.caseworker)
    page = client.get("/admin/")
    shown = words(page)
    assert [one for one in ("别人的事", "做完的", "撤回的") if one in shown] == []
    assert shown.index("调取记录") < shown.index("打电话核实") < shown.index("以后再说")
    assert f"{today:%Y-%m-%d} 以前" in shown
    assert reverse("admin:filings_filing_change", args=[filing.pk]) in page.content.decode()


def test_a_task_sounds_before_its_day_once_and_is_silent_when_it_is_done(desk: Desk) -> None:
    by, other = Actor.of_user(desk.caseworker), make_caseworker(desk.organisation, "second")
    filing, today = on_desk(desk), timezone.localdate()
    (task,) = services.set_tasks(
        by=by, filing=filing, text="核实", person=other, due_on=today + timedelta(days=3)
    )
    services.set_tasks(by=by, filing=filing, text="以后", person=other, due_on=today + timedelta(days=4))
    DeskNews.objects.all().delete()  # that they were given
    for _time in range(2):
        services.sweep_desk_days()
    assert told(other) == [f"要办的事快到日子，或者过了（{task.due_on}）"]
    assert told(desk.caseworker) == []
    services.finish_task(by=Actor.of_user(other), task=task)
    assert told(other) == []
    # Whose it was is at no desk any more: who has the case is told instead.
    Task.objects.filter(text__isnull=False).update(due_on=today, done_at=None)
    Membership.objects.filter(user=other).update(until=today - timedelta(days=1))
    Filing.objects.update(assigned_to=desk.caseworker)
    services.sweep_desk_days()
    assert told(desk.caseworker) == [f"要办的事快到日子，或者过了（{today}）"] * 2


# ── Who left ─────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("how", ["membership", "account"])
def test_that_somebody_left_with_cases_is_told_once_to_who_assigns(desk: Desk, how: str) -> None:
    head, leaver = (make_caseworker(desk.organisation, name) for name in ("head", "leaver"))
    head.memberships.update(role=Membership.Role.SUPERVISOR)
    for place in range(3):
        on_desk(desk, phone=f"1390000000{place}")
    Filing.objects.update(assigned_to=leaver)
    services.sweep_desk_days()
    assert told(head) == []
    if how == "membership":
        leaver.memberships.update(until=timezone.localdate() - timedelta(days=1))
    else:
        User.objects.filter(pk=leaver.pk).update(is_active=False)
    for _time in range(2):
        services.sweep_desk_days()
    assert told(head) == ["有同事离开，其名下的办件都要重新分派"]
    assert told(desk.caseworker) == []


# ── News that reached nobody ─────────────────────────────────────────────────────────────────────────────────────────


def subscribed(filing: Filing) -> Subscription:
    at = timezone.now()
    way = Subscription(complaint=filing.complaint, medium=Subscription.Medium.MAIL, address="a@example.cn")
    way.asked_at = way.confirmed_at = at
    way.save()
    return way


def test_a_mail_to_the_complainant_that_is_given_up_is_told_to_the_desk(
    desk: Desk, owner: User, monkeypatch: Any
) -> None:
    filing, at = on_desk(desk, owner=owner), timezone.now()
    Filing.objects.update(assigned_to=desk.caseworker)
    Notice.objects.create(
        filing=filing, kind=Notice.Kind.PROGRESS, news=News.DECIDED, subscription=subscribed(filing), to="a@example.cn",
        subject="。", created_at=at, due_at=at, attempts=NOTICE_TRIES - 1,
    )  # fmt: skip

    def away(*_given: Any) -> None:
        raise OSError

    monkeypatch.setattr("django.core.mail.backends.locmem.EmailBackend.send_messages", away)
    services.send_notices(at=at)
    assert Notice.objects.get().state == Notice.State.FAILED
    assert told(desk.caseworker) == [f"给投诉人的消息没有送到，要另行告知（{timezone.localdate(at)}）"]


def test_the_case_says_where_no_way_of_news_is_open(desk: Desk) -> None:
    filing = on_desk(desk)
    client, page = signed_in(desk.caseworker), reverse("admin:filings_filing_change", args=[filing.pk])
    said = "投诉人没有开通消息：有了进展，要自己打开本平台才知道。"
    assert said in words(client.get(page))
    subscribed(filing)
    assert said not in words(client.get(page))


# ── Withdrawn ────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_what_is_withdrawn_after_acceptance_leaves_search_filters_and_line_at_once(
    desk: Desk, owner: User
) -> None:
    filing = on_desk(desk, owner=owner, region="110000")
    filing = services.move(by=Actor.of_user(desk.caseworker), filing=filing, to=State.ACCEPTED)
    services.withdraw_consent(by=Actor.of_user(owner), filing=filing)
    filing.refresh_from_db()
    assert filing.closes_at is not None
    assert filing.closes_at > timezone.now(), "the page itself is open still, for a basis to be named"
    client, number = signed_in(desk.caseworker), filing.complaint.number
    for query in (
        {"q": "王小宁"}, {"q": "推销短信"}, {"q": "13900001234"}, {"respondent": "示例优选"}, {"region": "110000"},
        {"kind": "harassment"}, {"situation": "optout_ignored"}, {"sender": "10690000123456"},
    ):  # fmt: skip
        rows = (
            client.get(QUEUE, {"state": "all", **query} if "q" not in query else query).context["queue"].rows
        )
        assert [row.number for row in rows] == [], query
    page = client.get(QUEUE, {"q": number})
    assert [row.number for row in page.context["queue"].rows] == [number]
    shown = words(client.get(QUEUE)) + words(page)
    assert number in shown
    assert [one for one in ("王小宁", "示例优选商城", "10690000123456") if one in shown] == []
    assert client.get(reverse("admin:filings_filing_change", args=[filing.pk])).status_code == 200


def test_what_is_withdrawn_is_no_earlier_case_of_who_calls(desk: Desk, owner: User) -> None:
    here = on_desk(desk, phone="13900001234")
    gone = on_desk(desk, phone="13900001234", owner=owner)
    Filing.objects.filter(pk=gone.pk).update(
        state=State.WITHDRAWN, closes_at=timezone.now() + timedelta(days=5)
    )
    call: Any = type("Call", (), {"organisation_id": desk.organisation.pk, "pk": None})()
    found = intake.of_same_person(Actor.of_user(desk.caseworker), call, "13900001234")
    assert [one.pk for one, _state in found] == [here.pk]
