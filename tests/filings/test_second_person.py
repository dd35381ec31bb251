"""What waits for a second person stands on their first page and in the queue, and nowhere once it is settled."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from accounts.actors import Actor
from accounts.models import Membership, Organisation, User
from filings import services
from filings.models import DeskNews, Proposal
from filings.moves import State
from tests.filings.desk_cases import Desk, make_caseworker, make_desk
from tests.filings.pages import words
from tests.filings.test_desk_acts import accepted
from tests.filings.test_desk_queue import QUEUE, numbers, signed_in

pytestmark = pytest.mark.django_db

NEWS = "/admin/filings/filing/news/"
WAITING = {"state": "second"}


@pytest.fixture
def desk() -> Desk:
    return make_desk("甲市市场监督管理局", channel="12315_complaint")


@pytest.fixture
def supervisor(desk: Desk) -> User:
    user = make_caseworker(desk.organisation, "zhuguan")
    user.memberships.update(role=Membership.Role.SUPERVISOR)
    return user


def asked(desk: Desk, owner: User) -> Proposal:
    now = timezone.now()
    return services.propose(
        by=Actor.of_user(desk.caseworker),
        filing=accepted(desk, owner, now - timedelta(hours=2)),
        act=Proposal.Act.CLOSE,
        reason="投诉人说已经和解。",
        at=now,
    )


def shown(client: Client) -> bool:
    """Whether the first page and the queue count it, both or neither."""
    home, queue = "1 等我复核" in words(client.get("/admin/")), "等复核 1" in words(client.get(QUEUE))
    assert home == queue
    return home


def test_a_second_look_stands_on_the_first_page_and_in_the_queue_of_who_may_give_it(
    desk: Desk, supervisor: User
) -> None:
    owner = User.objects.create_user("complainant", password="x")
    caseworker, third = signed_in(desk.caseworker), make_caseworker(desk.organisation, "third")
    theirs = signed_in(supervisor)
    assert not shown(theirs)
    waits = asked(desk, owner)
    number = waits.filing.complaint.number
    assert shown(theirs)
    assert numbers(theirs, **WAITING) == [number]
    # Not for who asked, nor where a supervisor is, for others; without one, for everybody else.
    assert not shown(caseworker)
    assert not shown(signed_in(third))
    assert numbers(signed_in(third), **WAITING) == []
    elsewhere = make_desk("乙市市场监督管理局", channel="12315_complaint").caseworker
    assert not shown(signed_in(elsewhere))
    services.recuse(by=Actor.of_user(supervisor), filing=waits.filing, why="family")
    assert shown(signed_in(third))
    Membership.objects.filter(user=third).update(reads_only=True)
    assert not shown(signed_in(third))


@pytest.mark.parametrize("end", ["agree", "decline", "take_back", "lapse"])
def test_what_is_settled_waits_no_more_and_no_news_asks_for_it(
    desk: Desk, supervisor: User, end: str
) -> None:
    other = make_caseworker(desk.organisation, "zhuguan2")
    other.memberships.update(role=Membership.Role.SUPERVISOR)
    waits = asked(desk, User.objects.create_user("complainant", password="x"))
    by, mine = Actor.of_user(supervisor), signed_in(other)
    assert "请您复核" in words(mine.get(NEWS))
    assert "消息 1 条没看过" in words(mine.get("/admin/"))
    if end == "take_back":
        services.take_back(by=Actor.of_user(desk.caseworker), proposal=waits)
    elif end == "lapse":
        services.move(by=by, filing=waits.filing, to=State.DECIDED, reason="已责令改正。")
    else:
        services.settle(by=by, proposal=waits, agree=end == "agree", words="还要再查。")
    assert not shown(mine)
    page = words(mine.get(NEWS))
    assert "请您复核" not in page
    assert "请人复核的事，已经了结" in page
    assert "条没看过" not in words(mine.get("/admin/"))


def test_a_custodian_finds_who_waits_to_know_the_complainant(desk: Desk, supervisor: User) -> None:
    filing = asked(desk, User.objects.create_user("complainant", password="x")).filing
    services.settle(
        by=Actor.of_user(supervisor), proposal=Proposal.objects.get(), agree=False, words="再查。"
    )
    keeper = make_caseworker(desk.organisation, "baoguan")
    keeper.memberships.update(custodian=True)
    Organisation.objects.filter(pk=desk.organisation.pk).update(identity=Organisation.Identity.CUSTODIAN)
    caseworker = User.objects.get(pk=desk.caseworker.pk)
    need = services.open_identity(by=Actor.of_user(caseworker), filing=filing, need="要寄送文书")
    assert shown(signed_in(keeper))
    assert not shown(signed_in(supervisor))
    services.settle_identity(by=Actor.of_user(keeper), filing=filing, row=need, agree=True)
    assert not shown(signed_in(keeper))
    assert "请您复核" not in words(signed_in(keeper).get(NEWS))


def test_news_stands_by_the_day_it_happened_and_names_the_day_it_is_about(desk: Desk) -> None:
    filing = accepted(desk, User.objects.create_user("complainant", password="x"))
    today = timezone.localdate()
    due_on = today + timedelta(days=3)
    by, person = Actor.of_user(desk.caseworker), make_caseworker(desk.organisation, "second")
    (task,) = services.set_tasks(by=by, filing=filing, text="打电话核实", person=person, due_on=due_on)
    mine = signed_in(person)
    assert f"{today} {filing.complaint.number} 有事交给您办（{due_on} 以前）" in words(mine.get(NEWS))
    services.finish_task(by=by, task=task)
    assert "有事交给您办" not in words(mine.get(NEWS))
    assert "交给您的事办完了" in words(mine.get(NEWS))
    assert DeskNews.objects.get(person=person).read_at is not None
