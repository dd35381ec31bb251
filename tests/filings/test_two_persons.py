"""What takes two persons at a desk: asked for by one, done or declined by another, or over when the case goes on without."""

from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.actors import Actor
from accounts.models import Membership, User
from complaints.models import Act, LedgerEntry
from filings import services
from filings.models import DeskNews, Filing, Note, Proposal
from filings.moves import State
from filings.services import Refused
from tests.filings.desk_cases import Desk, make_caseworker, make_desk
from tests.filings.pages import forbidden, words
from tests.filings.test_desk_acts import MAY, accepted, address, again, decided, post
from tests.filings.test_desk_queue import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk() -> Desk:
    return make_desk("甲市市场监督管理局", channel="12315_complaint")


@pytest.fixture
def by(desk: Desk) -> Actor:
    return Actor.of_user(desk.caseworker)


@pytest.fixture
def owner() -> User:
    return User.objects.create_user("complainant", password="x")


def test_closing_without_a_decision_takes_two_persons(desk: Desk, by: Actor, owner: User) -> None:
    filing = accepted(desk, owner)
    with pytest.raises(Refused, match="两个人"):
        services.move(by=by, filing=filing, to=State.CLOSED, reason="投诉人不再需要。", at=MAY)
    with pytest.raises(Refused, match="没有别的人"):
        services.propose(by=by, filing=filing, act=Proposal.Act.CLOSE, reason="投诉人不再需要。", at=MAY)
    second = make_caseworker(desk.organisation, "second")
    asked = services.propose(by=by, filing=filing, act=Proposal.Act.CLOSE, reason="投诉人不再需要。", at=MAY)
    assert again(filing).state == State.ACCEPTED
    assert not Note.objects.filter(filing=filing).exists()  # the complainant is told nothing yet
    assert DeskNews.objects.filter(person=second, kind=DeskNews.Kind.ASKED).exists()
    with pytest.raises(Refused, match="另一位同事"):
        services.settle(by=by, proposal=asked, agree=True, at=MAY)
    services.settle(by=Actor.of_user(second), proposal=asked, agree=True, at=MAY)
    assert again(filing).state == State.CLOSED
    assert Note.objects.get(filing=filing).text == "投诉人不再需要。"
    told = DeskNews.objects.filter(person=desk.caseworker).values_list("kind", flat=True)
    assert set(told) >= {DeskNews.Kind.SETTLED}
    with pytest.raises(Refused, match="已经是"):
        services.settle(by=Actor.of_user(second), proposal=asked, agree=True, at=MAY)


def dismissed(desk: Desk, owner: User, at: datetime = MAY) -> Filing:
    second = make_caseworker(desk.organisation, f"who-agrees-{desk.organisation.pk}")
    filing = accepted(desk, owner)
    asked = services.propose(
        by=Actor.of_user(desk.caseworker), filing=filing, act=Proposal.Act.CLOSE, reason="已和解。", at=at
    )
    services.settle(by=Actor.of_user(second), proposal=asked, agree=True, at=at)
    return again(filing)


def test_what_was_closed_without_a_decision_was_answered_and_owes_no_day(desk: Desk, owner: User) -> None:
    filing = dismissed(desk, owner, MAY + timedelta(days=2))
    assert (filing.dismissed, filing.answered_at) == (True, MAY + timedelta(days=2))
    assert not filing.deadlines.running().exists()
    page = words(signed_in(desk.caseworker).get(address(filing)))
    assert "2026-05-13 不作处理，结案，在期限内" in page
    assert "还没有办" not in page


def test_after_it_the_ways_are_those_after_a_decision(desk: Desk, owner: User) -> None:
    """It was accepted: a review of the refusal to accept it is none of them."""
    filing = dismissed(desk, owner)
    titles = [one.remedy.title for one in services.remedies_of(filing, today=MAY.date())]
    result = decided(desk, User.objects.create_user("another", password="x"))
    assert titles == [one.remedy.title for one in services.remedies_of(result, today=MAY.date())] != []
    assert not any("不予受理" in title for title in titles)
    filing = dismissed(make_desk("甲市地方金融管理局", channel="local_finance"), owner, timezone.now())
    step = services.next_steps(filing.complaint, [filing], today=timezone.localdate())[filing.pk]
    assert step.title == "申请行政复议"
    case = Client()
    case.force_login(owner, backend="django.contrib.auth.backends.ModelBackend")
    shown = words(case.get(reverse("case", args=[filing.complaint.number])))
    assert "没有处理就结案了。不满意的，可以：申请行政复议" in shown
    assert "没有答复" not in shown
    assert "不满意的，还可以往下走。" in shown


def test_taken_up_again_it_is_dismissed_no_more(desk: Desk, by: Actor, owner: User) -> None:
    filing = dismissed(desk, owner)
    filing = services.move(by=by, filing=filing, to=State.ACCEPTED, reason="又收到材料。", at=MAY)
    assert (filing.dismissed, filing.answered_at) == (False, None)
    filing = services.move(by=by, filing=filing, to=State.DECIDED, reason="已责令改正。", at=MAY)
    filing = services.move(by=by, filing=filing, to=State.CLOSED, at=MAY)
    assert (again(filing).dismissed, filing.decision) == (False, "已责令改正。")


def test_where_there_is_a_supervisor_the_second_is_the_supervisor(desk: Desk, by: Actor, owner: User) -> None:
    filing = accepted(desk, owner)
    second, head = (make_caseworker(desk.organisation, name) for name in ("second", "head"))
    Membership.objects.filter(user=head).update(role=Membership.Role.SUPERVISOR)
    asked = services.propose(by=by, filing=filing, act=Proposal.Act.CLOSE, reason="投诉人不再需要。", at=MAY)
    with pytest.raises(Refused, match="主管"):
        services.settle(by=Actor.of_user(second), proposal=asked, agree=True, at=MAY)
    with pytest.raises(Refused, match="为什么不同意"):
        services.settle(by=Actor.of_user(head), proposal=asked, agree=False, at=MAY)
    services.settle(by=Actor.of_user(head), proposal=asked, agree=False, words="先问投诉人。", at=MAY)
    assert again(filing).state == State.ACCEPTED
    assert Proposal.objects.get().state == Proposal.State.DECLINED


def test_the_page_asks_shows_and_settles(desk: Desk, owner: User) -> None:
    filing = accepted(desk, owner)
    second = make_caseworker(desk.organisation, "second", last_name="李", first_name="复核")
    mine, theirs = signed_in(desk.caseworker), signed_in(second)
    assert post(mine, filing, "propose:close", "投诉人不再需要。").status_code == 302
    assert "等另一位同事复核" in words(mine.get(address(filing)))
    shown = theirs.get(address(filing))
    assert forbidden(shown) == []
    assert "同意并办理" in words(shown)
    row = str(Proposal.objects.get().pk)
    assert post(mine, filing, "agree", row=row).status_code == 422
    assert post(theirs, filing, "agree", row=row).status_code == 302
    assert again(filing).state == State.CLOSED


@pytest.mark.parametrize("act", ["agree", "decline"])
def test_who_agrees_or_declines_has_seen_what_came_since(
    desk: Desk, by: Actor, owner: User, act: str
) -> None:
    filing = accepted(desk, owner)
    services.ask(by=by, filing=filing, question="哪一天？", at=MAY)
    second = signed_in(make_caseworker(desk.organisation, "second"))
    asked = services.propose(by=by, filing=filing, act=Proposal.Act.CLOSE, reason="一直没有答复。", at=MAY)
    page = second.get(address(filing))
    seen = page.context["standing"]
    form = page.content.decode().partition('<section class="asked"')[2].partition("</section>")[0]
    assert f'name="seen" value="{seen}"' in form
    services.answer(by=Actor.of_user(owner), filing=filing, text="三月二日。", at=MAY)
    posted = {"act": act, "row": str(asked.pk), "text": "没有答复，可以结案", "seen": seen}
    answer = second.post(address(filing), posted)
    assert answer.status_code == 409
    assert "您打开本页之后，案件有了变化" in words(answer)
    assert "没有答复，可以结案" in answer.content.decode()
    asked.refresh_from_db()
    assert (again(filing).state, asked.state) == (State.ACCEPTED, Proposal.State.ASKED)


@pytest.mark.parametrize("to", [State.DECIDED, State.TRANSFERRED, State.WITHDRAWN])
def test_what_was_asked_lapses_with_the_state_that_it_was_asked_in(
    desk: Desk, by: Actor, owner: User, to: State
) -> None:
    filing = accepted(desk, owner)
    second = make_caseworker(desk.organisation, "second")
    asked = services.propose(by=by, filing=filing, act=Proposal.Act.CLOSE, reason="已和解。", at=MAY)
    who = Actor.of_user(owner if to == State.WITHDRAWN else second)
    services.move(by=who, filing=filing, to=to, reason="转给：乙局", at=MAY)
    asked.refresh_from_db()
    assert (asked.state, asked.settled_at, asked.settled_by) == (Proposal.State.LAPSED, MAY, None)
    moved = LedgerEntry.objects.get(complaint_id=filing.complaint_id, detail__to=to, act=Act.FILING_MOVED)
    assert moved.detail["lapsed"] == [asked.pk]
    assert DeskNews.objects.filter(person=desk.caseworker, kind=DeskNews.Kind.LAPSED).count() == 1
    assert not DeskNews.objects.filter(kind=DeskNews.Kind.SETTLED).exists()
    if to != State.WITHDRAWN:
        services.move(by=by, filing=filing, to=State.ACCEPTED, reason="收回。", at=MAY)
        with pytest.raises(Refused, match="案件有了变化，不用复核了"):
            services.settle(by=Actor.of_user(second), proposal=asked, agree=True, at=MAY)
        assert "同意并办理" not in words(signed_in(second).get(address(filing)))
