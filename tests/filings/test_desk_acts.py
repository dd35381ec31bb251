"""The acts of a desk beside the plain way: refusing by the law's grounds, taking up again, correcting, periods, two persons."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.actors import Actor
from accounts.models import User
from complaints.models import Act, LedgerEntry
from filings import services
from filings.models import DeskNews, Filing, Note, Proposal, Recipient, Task
from filings.moves import State
from filings.services import Refused
from tests.filings.desk_cases import Desk, make_caseworker, make_desk, on_desk
from tests.filings.pages import forbidden, words
from tests.filings.test_desk_queue import signed_in

pytestmark = pytest.mark.django_db

CHINA = timezone.get_default_timezone()
MAY = datetime(2026, 5, 11, 10, tzinfo=CHINA)
GROUND = "投诉举报处理办法:16/三"


@pytest.fixture
def desk() -> Desk:
    return make_desk("甲市市场监督管理局", channel="12315_complaint")


@pytest.fixture
def by(desk: Desk) -> Actor:
    return Actor.of_user(desk.caseworker)


@pytest.fixture
def owner() -> User:
    return User.objects.create_user("complainant", password="x")


def accepted(desk: Desk, owner: User, at: datetime = MAY, **more: Any) -> Filing:
    filing = on_desk(desk, owner=owner, at=at, **more)
    return services.move(by=Actor.of_user(desk.caseworker), filing=filing, to=State.ACCEPTED, at=at)


def decided(desk: Desk, owner: User) -> Filing:
    by = Actor.of_user(desk.caseworker)
    return services.move(by=by, filing=accepted(desk, owner), to=State.DECIDED, reason="已责令改正。", at=MAY)


def again(filing: Filing) -> Filing:
    return Filing.objects.get(pk=filing.pk)


def address(filing: Filing) -> str:
    return reverse("admin:filings_filing_change", args=[filing.pk])


def post(client: Client, filing: Filing, act: str, text: str = "", **more: Any) -> Any:
    seen = client.get(address(filing)).context["standing"]
    return client.post(address(filing), {"act": act, "text": text, "seen": seen, **more})


# ── Refusing ─────────────────────────────────────────────────────────────────────────────────────────────────────────
def test_a_refusal_names_the_ground_of_the_law_and_the_ways_that_are_left(
    desk: Desk, by: Actor, owner: User
) -> None:
    filing = on_desk(desk, owner=owner, at=MAY)
    services.move(by=by, filing=filing, to=State.REFUSED, reason="没有购买记录。", ground=GROUND, at=MAY)
    told = Note.objects.get(filing=filing, kind=Note.Kind.REASON).text
    assert "第十六条第三项：“不是为生活消费需要购买、使用商品或者接受服务" in told
    assert "理由：没有购买记录。" in told
    # 投诉举报处理办法 15: the ways of 消费者权益保护法 39 are told with it.
    assert "（五）向人民法院提起诉讼" in told
    assert "· 对不予受理申请行政复议（《中华人民共和国行政复议法》" in told
    assert "自知道不予受理之日起60日内" in told
    entry = LedgerEntry.objects.get(complaint_id=filing.complaint_id, detail__to=State.REFUSED)
    assert entry.detail["ground"] == GROUND


@pytest.mark.parametrize("ground", ["", "投诉举报处理暂行办法:15/三", "35号令:11/一", "没有"])
def test_what_is_no_ground_of_its_channel_on_its_day_refuses_nothing(
    desk: Desk, by: Actor, owner: User, ground: str
) -> None:
    filing = on_desk(desk, owner=owner, at=MAY)
    with pytest.raises(Refused, match="法定情形"):
        services.move(by=by, filing=filing, to=State.REFUSED, reason="材料不全", ground=ground, at=MAY)
    assert again(filing).state == State.ACKNOWLEDGED


def test_the_page_offers_the_grounds_and_keeps_what_was_typed_without_one(desk: Desk, owner: User) -> None:
    filing = on_desk(desk, owner=owner)
    client = signed_in(desk.caseworker)
    without = post(client, filing, "move:refused", "材料不全，写了很久")
    assert without.status_code == 422
    assert forbidden(without) == []
    assert "请先填写“法定情形”" in words(without)
    assert "写了很久" in without.content.decode()
    assert post(client, filing, "move:refused", "没有购买记录。", ground=GROUND).status_code == 302
    assert again(filing).state == State.REFUSED


# ── Taking up again, correcting, transferring ────────────────────────────────────────────────────────────────────────
def test_what_was_decided_is_taken_up_again_and_no_period_begins_anew(
    desk: Desk, by: Actor, owner: User
) -> None:
    filing = decided(desk, owner)
    periods = list(filing.deadlines.values_list("pk", "met_at"))
    with pytest.raises(Refused, match="请写明理由"):
        services.move(by=by, filing=filing, to=State.ACCEPTED, at=MAY)
    filing = services.move(by=by, filing=filing, to=State.ACCEPTED, reason="发现新的证据。", at=MAY)
    assert (filing.state, filing.decision, filing.answered_at) == (State.ACCEPTED, "", None)
    assert list(filing.deadlines.values_list("pk", "met_at")) == periods
    # The earlier decision is still what was told.
    assert "已责令改正。" in [one.text for one in filing.notes.all()]


def test_a_refusal_is_taken_back_and_the_period_of_acceptance_begins(
    desk: Desk, by: Actor, owner: User
) -> None:
    filing = on_desk(desk, owner=owner, at=MAY)
    services.move(by=by, filing=filing, to=State.REFUSED, reason="没有购买记录。", ground=GROUND, at=MAY)
    later = MAY + timedelta(days=3)
    filing = services.move(by=by, filing=filing, to=State.ACCEPTED, reason="补来了购买记录。", at=later)
    (running,) = filing.deadlines.running()
    assert (running.what, running.counted_from) == ("完成调解：自受理之日起60日", later.date())


def test_what_was_sent_again_since_is_not_taken_up_beside_it(desk: Desk, by: Actor, owner: User) -> None:
    filing = on_desk(desk, owner=owner, at=MAY)
    services.move(by=by, filing=filing, to=State.REFUSED, reason="没有购买记录。", ground=GROUND, at=MAY)
    other = on_desk(desk, owner=owner, at=MAY)
    Filing.objects.filter(pk=other.pk).update(complaint=filing.complaint_id)
    with pytest.raises(Refused, match="又提交了一份同样的材料"):
        services.move(by=by, filing=filing, to=State.ACCEPTED, reason="补来了。", at=MAY)


def test_a_decision_is_corrected_beside_itself(desk: Desk, by: Actor, owner: User) -> None:
    filing = decided(desk, owner)
    services.correct_decision(by=by, filing=filing, text="已责令改正，并处罚款。", at=MAY)
    assert again(filing).decision == "已责令改正，并处罚款。"
    texts = {one.kind: one.text for one in filing.notes.all()}
    assert texts == {Note.Kind.REASON: "已责令改正。", Note.Kind.AMENDED: "已责令改正，并处罚款。"}
    page = Client()
    page.force_login(owner, backend="django.contrib.auth.backends.ModelBackend")
    shown = words(page.get(reverse("filing", args=[filing.pk])))
    assert "已责令改正，并处罚款。" in shown
    assert "更正处理结果" in shown
    with pytest.raises(Refused, match="还没有处理结果"):
        services.correct_decision(by=by, filing=accepted(desk, owner), text="改", at=MAY)


def test_a_transfer_names_the_body_and_why(desk: Desk, owner: User) -> None:
    filing = accepted(desk, owner)
    client = signed_in(desk.caseworker)
    assert post(client, filing, "move:transferred", "属通信管理局职责。").status_code == 422
    sent = post(client, filing, "move:transferred", "属通信管理局职责。", body="乙省通信管理局")
    assert sent.status_code == 302
    assert again(filing).notes.get().text == "转给：乙省通信管理局\n理由：属通信管理局职责。"


# ── Periods ──────────────────────────────────────────────────────────────────────────────────────────────────────────
def test_an_examination_does_not_count_into_the_sixty_days(desk: Desk, by: Actor, owner: User) -> None:
    filing = accepted(desk, owner)
    assert filing.due_on == date(2026, 7, 10)
    filing = services.pause(
        by=by, filing=filing, slug="examination", reason="送检。", at=MAY + timedelta(days=5)
    )
    assert (filing.due_on, filing.not_before) == (None, date(2026, 7, 10))
    page = words(signed_in(desk.caseworker).get(address(filing)))
    assert "2026-05-16 起暂停计算" in page
    assert "逾期" not in page
    filing = services.resume(by=by, filing=filing, at=MAY + timedelta(days=15))
    assert filing.due_on == date(2026, 7, 20)
    assert again(filing).paused_on is None
    acts = LedgerEntry.objects.filter(complaint_id=filing.complaint_id).values_list("act", flat=True)
    assert {Act.PERIOD_PAUSED, Act.PERIOD_RESUMED} <= set(acts)
    told = Note.objects.get(filing=filing, kind=Note.Kind.REASON).text
    assert "鉴定、检测的时间不计入期限（《市场监督管理投诉举报处理办法》" in told


def test_a_new_calendar_counts_what_stood_still_too(desk: Desk, by: Actor, owner: User) -> None:
    filing = accepted(desk, owner)
    filing = services.pause(by=by, filing=filing, slug="examination", reason="送检。", at=MAY)
    services.sweep_deadlines(everything=True)
    assert again(filing).due_on is None
    filing = services.resume(by=by, filing=filing, at=MAY + timedelta(days=10))
    services.sweep_deadlines(everything=True)
    assert again(filing).due_on == filing.due_on == date(2026, 7, 20)


def test_what_is_late_is_not_made_timely(desk: Desk, by: Actor, owner: User) -> None:
    filing = accepted(desk, owner)
    late = datetime(2026, 7, 11, 10, tzinfo=CHINA)
    with pytest.raises(Refused, match="期限已经过了"):
        services.pause(by=by, filing=filing, slug="examination", reason="送检。", at=late)
    with pytest.raises(Refused, match="依法没有"):
        services.pause(by=by, filing=filing, slug="hearing", reason="听证。", at=MAY)
    with pytest.raises(Refused, match="没有暂停"):
        services.resume(by=by, filing=filing, at=MAY)


def test_a_second_extension_takes_two_persons_and_a_third_there_is_not(owner: User) -> None:
    desk = make_desk("甲市公安局", channel="police")
    by, second = Actor.of_user(desk.caseworker), make_caseworker(desk.organisation, "second")
    filing = accepted(desk, owner)
    basis = "治安管理处罚法@2026:118"
    assert filing.due_on == date(2026, 6, 10)
    filing = services.extend(by=by, filing=filing, basis=basis, reason="案情复杂。", at=MAY)
    assert filing.due_on == date(2026, 7, 10)
    with pytest.raises(Refused, match="两个人"):
        services.extend(by=by, filing=filing, basis=basis, reason="还是复杂。", at=MAY)
    asked = services.propose(
        by=by, filing=filing, act=Proposal.Act.EXTEND, reason="还是复杂。", detail={"basis": basis}, at=MAY
    )
    services.settle(by=Actor.of_user(second), proposal=asked, agree=True, at=MAY)
    assert again(filing).due_on == date(2026, 8, 10)  # 8 and 9 August are a weekend
    assert services.extensions_of(again(filing)) == []
    with pytest.raises(Refused, match="次数到了"):
        services.extend(by=by, filing=filing, basis=basis, reason="更复杂。", at=MAY)


def test_no_extension_where_the_law_of_the_channel_knows_none(desk: Desk, by: Actor, owner: User) -> None:
    filing = accepted(desk, owner)
    with pytest.raises(Refused, match="不能延长"):
        services.extend(by=by, filing=filing, basis="治安管理处罚法@2026:118", reason="复杂。", at=MAY)


# ── Inside the desk ──────────────────────────────────────────────────────────────────────────────────────────────────
def test_a_mention_tells_who_can_open_the_case_and_gives_nobody_access(desk: Desk, owner: User) -> None:
    filing = accepted(desk, owner)
    second = make_caseworker(desk.organisation, "second")
    other = make_desk("乙市市场监督管理局", channel="12315_report")
    client = signed_in(desk.caseworker)
    assert post(client, filing, "note", "请看第二张截图", people=[str(second.pk)]).status_code == 302
    assert DeskNews.objects.get(person=second).kind == DeskNews.Kind.MENTIONED
    with pytest.raises(Refused, match="打不开本件"):
        services.note(
            by=Actor.of_user(desk.caseworker), filing=filing, text="看", mentions=[second, other.caseworker]
        )
    assert Note.objects.filter(kind=Note.Kind.INTERNAL).count() == 1
    assert signed_in(other.caseworker).get(address(filing)).status_code == 404


def test_tasks_are_set_a_line_each_and_ticked_off(desk: Desk, owner: User) -> None:
    filing = accepted(desk, owner)
    second = make_caseworker(desk.organisation, "second")
    client = signed_in(desk.caseworker)
    given = {"person": str(second.pk), "day": "2026-12-31"}
    assert post(client, filing, "task", "打电话给商家\n\n调取订单", **given).status_code == 302
    first, _other = Task.objects.order_by("pk")
    assert (first.text, first.person, first.due_on) == ("打电话给商家", second, date(2026, 12, 31))
    assert DeskNews.objects.get(person=second).kind == DeskNews.Kind.TASK
    done = signed_in(second).post(address(filing), {"act": "task-done", "row": str(first.pk)})
    assert done.status_code == 302
    first.refresh_from_db()
    assert first.done_by == f"user:{second.pk}"
    page = Client()
    page.force_login(owner, backend="django.contrib.auth.backends.ModelBackend")
    assert "打电话给商家" not in words(page.get(reverse("filing", args=[filing.pk])))


def test_who_complained_at_their_own_desk_reads_no_task_and_no_proposal(desk: Desk, owner: User) -> None:
    filing = on_desk(desk, owner=desk.caseworker, at=MAY)
    second = make_caseworker(desk.organisation, "second")
    make_caseworker(desk.organisation, "third")
    by = Actor.of_user(second)
    services.move(by=by, filing=filing, to=State.ACCEPTED, at=MAY)
    services.set_tasks(by=by, filing=filing, text="查他本人的考勤")
    services.propose(by=by, filing=filing, act=Proposal.Act.CLOSE, reason="他是本局同事，内部处理。")
    page = address(filing)
    own, theirs = words(signed_in(desk.caseworker).get(page)), words(signed_in(second).get(page))
    for said in ("查他本人的考勤", "他是本局同事，内部处理。"):
        assert (said in own, said in theirs) == (False, True)


def test_what_else_of_one_complaint_lies_here_is_linked_until_it_is_withdrawn(
    desk: Desk, owner: User
) -> None:
    filing = accepted(desk, owner)
    other, elsewhere = on_desk(desk, owner=owner), on_desk(make_desk(), owner=owner)
    report = Recipient.objects.create(
        name="甲局举报", channel="12315_report", way="desk", organisation=desk.organisation, contact="12315"
    )
    of_the_same = {"complaint": filing.complaint_id, "channel": report.channel, "state": State.DECIDED}
    Filing.objects.filter(pk=other.pk).update(recipient=report, **of_the_same)
    Filing.objects.filter(pk=elsewhere.pk).update(**of_the_same)
    client = signed_in(desk.caseworker)
    shown = client.get(address(filing))
    assert "同一投诉，本机构还收到一件：12315举报（违法线索） 已作出处理" in words(shown)
    assert (address(other) in shown.content.decode(), address(elsewhere) in shown.content.decode()) == (
        True,
        False,
    )
    Filing.objects.filter(pk=other.pk).update(closes_at=timezone.now() + timedelta(days=5))
    assert address(other) not in client.get(address(filing)).content.decode()


def test_nobody_else_sets_tasks_extends_or_corrects(desk: Desk, owner: User) -> None:
    filing = decided(desk, owner)
    own = Actor.of_user(owner)
    for act in (
        lambda: services.set_tasks(by=own, filing=filing, text="办"),
        lambda: services.correct_decision(by=own, filing=filing, text="改"),
        lambda: services.pause(by=own, filing=filing, slug="examination", reason="检"),
        lambda: services.propose(by=own, filing=filing, act=Proposal.Act.CLOSE, reason="结"),
        lambda: services.move(by=own, filing=filing, to=State.ACCEPTED, reason="办"),
    ):
        with pytest.raises(Refused):
            act()


def test_a_task_is_set_for_no_day_that_is_over_and_nobody_gets_what_they_have(
    desk: Desk, by: Actor, owner: User
) -> None:
    filing = on_desk(desk, owner=owner)
    client, today = signed_in(desk.caseworker), timezone.localdate()
    late = post(client, filing, "task", "打电话核实", day=str(today - timedelta(days=1)))
    assert late.status_code == 422
    assert "“哪天以前”已经过去" in words(late)
    assert "打电话核实" in late.content.decode()
    assert post(client, filing, "task", "打电话核实", day=str(today)).status_code == 302
    to = {"act": "assign", "to": desk.caseworker.pk}
    assert "已交给" in words(client.post(address(filing), to, follow=True))
    again_said = words(client.post(address(filing), to, follow=True))
    assert "没有改派：经办人还是" in again_said
    assert "已交给" not in again_said
