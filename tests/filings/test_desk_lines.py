"""What a line of the queue says: of what this desk was given and of nothing else; and the numbers on the tabs."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.actors import Actor
from accounts.models import Membership
from filings import services
from filings.desk.asked import Asked
from filings.desk.queue import colleagues_of, narrowed, numbers
from filings.desk.standing import days_left
from filings.models import Deadline, DeskTally, Filing, Listing
from filings.moves import State
from filings.services.listing import keeping
from filings.services.listing.lines import line_of
from tests.filings.desk_cases import Desk, make_caseworker, make_desk, on_desk
from tests.filings.pages import words

pytestmark = pytest.mark.django_db
QUEUE = "/admin/filings/filing/"


@pytest.fixture
def desk() -> Desk:
    return make_desk()


@pytest.fixture
def caseworker(desk: Desk) -> Client:
    client = Client()
    client.force_login(desk.caseworker, backend="django.contrib.auth.backends.ModelBackend")
    return client


def found(client: Client, **query: Any) -> set[str]:
    response = client.get(QUEUE, query)
    assert response.status_code == 200
    return {row.number for row in response.context["queue"].rows}


# ── A line ───────────────────────────────────────────────────────────────────────────────────────────────────────────
def test_a_line_says_who_against_whom_from_which_number_how_much_and_when(
    desk: Desk, caseworker: Client
) -> None:
    facts = {"debt": {"owed": "none", "claimed": 27911.5}}
    filing = on_desk(desk, due_on=timezone.localdate() + timedelta(days=3), facts=facts, kind="fake_collection",
                     situations=("no_debt",))  # fmt: skip
    services.assign(by=Actor.of_user(desk.caseworker), filing=filing, to=desk.caseworker)
    response = caseworker.get(QUEUE)
    text, page = words(response), response.content.decode()
    for expected in (
        filing.complaint.number, "新收到", "王小宁", "示例优选商城有限公司", "10690000123456", "27,911.50",
        "还剩 3 天", "分派", desk.caseworker.username,
    ):  # fmt: skip
        assert expected in text, expected
    # The article stands where the pointer rests on the days.
    assert "《示例办法》第十条" in page
    assert "对方称欠的金额" in page
    assert page.count("<tr") == 2  # the heads and one line


def test_a_line_names_no_situation_whose_answers_were_withheld(desk: Desk, caseworker: Client) -> None:
    withheld = {"case_answers", "told.number"}
    number = on_desk(
        desk,
        kind="second_hand_number",
        situations=("account_bound", "former_holder_pursued"),
        facts={"number": {"second_hand": True}},
        withheld=withheld,
    ).complaint.number
    whole = on_desk(desk, kind="second_hand_number", situations=("account_bound",)).complaint.number
    row = next(one for one in caseworker.get(QUEUE).context["queue"].rows if one.number == number)
    assert (row.called, row.situations) == ("号码和电信服务", [])
    assert found(caseworker, situation="account_bound") == {whole}
    assert found(caseworker, situation="former_holder_pursued") == set()
    told = caseworker.get("/api/v1/filings/").json()["results"]
    assert {one["number"]: one["situations"] for one in told} == {number: [], whole: ["account_bound"]}
    asked = caseworker.get("/api/v1/filings/?situation=account_bound").json()["results"]
    assert [one["number"] for one in asked] == [whole]


def test_a_line_of_before_is_made_anew_and_names_no_situation_until_then(
    desk: Desk, caseworker: Client
) -> None:
    filing = on_desk(desk, situations=("optout_ignored",))
    Listing.objects.filter(filing=filing).update(called="", situations=None)
    assert [one.situations for one in caseworker.get(QUEUE).context["queue"].rows] == [None]
    assert services.sweep_listings(at=timezone.now()) == 1
    assert Listing.objects.get(filing=filing).situations == ["optout_ignored"]
    assert services.sweep_listings(at=timezone.now()) == 0


def test_a_line_tells_nothing_that_its_desk_was_not_given() -> None:
    """12321 gets neither the name nor the story; of whom it is about, what its consent lists."""
    desk = make_desk("示例举报中心", channel="12321")
    filing = on_desk(desk, name="欧阳小宁", respondent="示例推销公司", story="我女儿在示例小学读书。")
    line = Listing.objects.get(filing=filing)
    assert (line.complainant, line.respondents, line.yuan) == ("", "示例推销公司", None)
    assert "欧阳" not in line.said
    assert "示例小学" not in line.said
    assert line.senders == "\n10690000123456"


def test_a_sum_is_what_is_asked_for_else_claimed_else_spent() -> None:
    def content(**more: Any) -> Any:
        return {"fields": {"costs": [{"what": "误工", "yuan": "80"}], **more.pop("fields", {})}, **more}

    debt = {"case_answers": {"debt": {"claimed": 900}}}
    asked = [{"sum": "12.5"}, {"sum": ""}, {"sum": "1,000"}]
    for given, yuan, kind in [
        (content(), "80.00", "spent"),
        (content(fields=debt), "900.00", "claimed"),
        (content(fields=debt, requests=asked), "1012.50", "asked"),
        (content(fields=debt, claim={"refund": "7"}), "7.00", "asked"),
        ({"fields": {}, "requests": [{"sum": "NaN"}, {"sum": "很多"}]}, None, ""),
    ]:
        line = line_of(given)
        assert (None if line.yuan is None else str(line.yuan), line.sum_of) == (yuan, kind), given


def test_no_deadline_is_never_said_where_one_runs_that_cannot_be_counted_yet(
    desk: Desk, caseworker: Client
) -> None:
    filing = on_desk(desk)
    assert "没有查到期限" in words(caseworker.get(QUEUE))
    Deadline.objects.create(
        filing=filing, step=Deadline.Step.ANSWER, what="完成调解", reason="2027年的放假安排待公布", counted_from="2026-11-29",
        provision="《示例办法》第二十一条",
    )  # fmt: skip
    response = caseworker.get(QUEUE)
    assert "没有查到期限" not in words(response)
    assert "期限暂不能计算" in words(response)
    assert "2027年的放假安排待公布" in response.content.decode()
    Filing.objects.filter(pk=filing.pk).update(not_before=date(2027, 1, 28))
    assert "不早于 2027-01-28" in words(caseworker.get(QUEUE))
    assert days_left(filing, timezone.localdate()) == ("没有查到期限", "none")
    # Once what ran is over, the law still knows a period: none runs now.
    Filing.objects.filter(pk=filing.pk).update(not_before=None)
    Deadline.objects.filter(filing=filing).update(met_at=timezone.now())
    for page in (QUEUE, f"{QUEUE}{filing.pk}/change/", f"{QUEUE}bulk/"):
        assert "没有在算的期限" in words(caseworker.get(page))
        assert "没有查到期限" not in words(caseworker.get(page))


def test_a_withdrawn_line_shows_its_number_and_nothing_of_the_content(desk: Desk, caseworker: Client) -> None:
    filing = on_desk(desk)
    Filing.objects.filter(pk=filing.pk).update(state=State.WITHDRAWN, closes_at=timezone.now())
    shown = words(caseworker.get(QUEUE))
    assert filing.complaint.number in shown
    assert "撤回待确认" in shown
    for gone in ("王小宁", "示例优选商城", "10690000123456"):
        assert gone not in shown, gone
    assert found(caseworker, q="王小宁") == found(caseworker, respondent="示例优选") == set()
    services.sweep_listings(at=timezone.now())
    assert not Listing.objects.exists()


def test_a_line_that_is_lacking_is_made_by_the_sweep(desk: Desk, caseworker: Client) -> None:
    filing = on_desk(desk)
    services.note(by=Actor.of_user(desk.caseworker), filing=filing, text="已电话核实归属地")
    Listing.objects.all().delete()
    assert filing.complaint.number in words(caseworker.get(QUEUE))
    assert services.sweep_listings(at=timezone.now()) == 1
    assert services.sweep_listings(at=timezone.now()) == 0
    assert found(caseworker, q="核实归属地") == {filing.complaint.number}


def test_a_line_that_an_act_made_meanwhile_is_not_made_older_by_the_sweep(
    desk: Desk, caseworker: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    filing, by = on_desk(desk), Actor.of_user(desk.caseworker)
    Listing.objects.all().delete()

    def overtaken(*given: Any, at: Any) -> Any:
        older = listing_of(*given, at=at)
        monkeypatch.setattr(keeping, "listing_of", listing_of)
        services.note(by=by, filing=filing, text="刚刚电话核实归属地")
        return older

    listing_of = keeping.listing_of
    monkeypatch.setattr(keeping, "listing_of", overtaken)
    services.sweep_listings(at=timezone.now())
    assert found(caseworker, q="核实归属地") == {filing.complaint.number}


def test_what_is_not_what_was_consented_to_keeps_no_other_line_waiting(desk: Desk) -> None:
    broken, *others = sorted((on_desk(desk) for _place in range(3)), key=lambda one: one.pk)
    Listing.objects.all().delete()
    Filing.objects.filter(pk=broken.pk).update(content_digest="sha256:" + "0" * 64)
    made = [services.sweep_listings(at=timezone.now(), most=1) for _turn in range(3)]
    assert made == [1, 1, 0]
    assert set(Listing.objects.values_list("filing", flat=True)) == {one.pk for one in others}


def test_two_filings_of_one_complaint_are_told_apart_by_their_channel(desk: Desk, caseworker: Client) -> None:
    one = on_desk(desk)
    other = on_desk(desk, phone="13900001111")
    Filing.objects.filter(pk=other.pk).update(channel="12321_report")
    second = make_caseworker(desk.organisation, "second")
    for filing in (one, other):
        services.note(by=Actor.of_user(second), filing=filing, text="请看", mentions=[desk.caseworker])
    titles = [Filing.objects.get(pk=filing.pk).channel_title for filing in (one, other)]
    assert titles[0] != titles[1]
    for page in (QUEUE, f"{QUEUE}bulk/", f"{QUEUE}news/"):
        assert all(title in words(caseworker.get(page)) for title in titles), page


def test_columns_are_chosen(desk: Desk, caseworker: Client) -> None:
    on_desk(desk, region="110000")
    shown = words(caseworker.get(QUEUE, {"columns": ["channel", "region", "nonsense"]}))
    assert "北京" in shown
    assert "王小宁" not in shown
    queue = caseworker.get(QUEUE, {"columns": ["region"]}).context["queue"]
    assert [one.name for one in queue.headings] == ["number", "region"]
    assert all("columns=region" in tab.link for tab in queue.tabs if tab.label != "同类群发")


# ── The bar ──────────────────────────────────────────────────────────────────────────────────────────────────────────
def test_the_bar_narrows(desk: Desk, caseworker: Client) -> None:
    long_ago = timezone.now() - timedelta(days=40)
    here = on_desk(desk, region="110000", sender="1069111122223333", respondent="示例甲公司")
    there = on_desk(desk, region="440300", sender="95533", respondent="示例乙公司", at=long_ago)
    colleague = make_caseworker(desk.organisation, "tongshi")
    services.assign(by=Actor.of_user(colleague), filing=there, to=colleague)
    a, b = here.complaint.number, there.complaint.number
    month_ago = (timezone.localdate() - timedelta(days=30)).isoformat()
    for query, expected in [
        ({"region": "110000"}, {a}),
        ({"region": "440000"}, {b}),
        ({"sender": "10691111"}, {a}),
        ({"sender": "91111"}, set()),  # the first digits, not any
        ({"sender": "9"}, {b}),
        ({"respondent": "乙公"}, {b}),
        ({"since": month_ago}, {a}),
        ({"until": month_ago}, {b}),
        ({"channel": desk.recipient.channel}, {a, b}),
        ({"channel": "12321"}, set()),
        ({"who": str(colleague.pk)}, {b}),
        ({"campaign": "4711"}, set()),
        ({"since": "gestern", "region": "x", "due": "never", "who": "'"}, {a, b}),
    ]:
        assert found(caseworker, **query) == expected, query


# ── Numbers ──────────────────────────────────────────────────────────────────────────────────────────────────────────
def tabs_agree(client: Client) -> dict[str, int]:
    """Every tab's number is that of the rows which it leads to."""
    queue = client.get(QUEUE).context["queue"]
    told = {tab.label: tab.count for tab in queue.tabs if tab.label != "同类群发"}
    listed = {
        tab.label: len(client.get(f"{QUEUE}{tab.link}").context["queue"].rows)
        for tab in queue.tabs
        if tab.label != "同类群发"
    }
    assert told == listed
    return told


def acts(desk: Desk, owner: Any) -> Iterator[str]:
    """A desk's day, act by act."""
    by, today = Actor.of_user(desk.caseworker), timezone.localdate()
    first, second, third = (
        on_desk(desk, due_on=today + timedelta(days=left), owner=owner) for left in (-1, 0, 9)
    )
    yield "arrived"
    services.move(by=by, filing=first, to=State.ACCEPTED)
    yield "accepted"
    services.ask(by=by, filing=first, question="请补充截图。")
    yield "asked"
    services.assign(by=by, filing=second, to=make_caseworker(desk.organisation, "zhang"))
    yield "assigned"
    Membership.objects.filter(user__username="zhang").update(until=today - timedelta(days=1))
    yield "left"
    services.move(by=by, filing=second, to=State.TRANSFERRED, reason="已转乙市市场监管局。")
    yield "transferred"
    services.withdraw_consent(by=Actor.of_user(owner), filing=third)
    yield "withdrawn"
    services.acknowledge_withdrawal(by=by, filing=Filing.objects.get(pk=third.pk))
    yield "noted"
    Filing.objects.filter(pk=first.pk).update(unseen_since=timezone.now())
    yield "supplemented"


def test_the_numbers_on_the_tabs_are_exact_after_every_act(
    desk: Desk, caseworker: Client, django_user_model: Any
) -> None:
    on_desk(make_desk("乙市市场监督管理局", channel="12315_complaint"))
    owner = django_user_model.objects.create_user("consumer")
    told = {}
    for place, act in enumerate(acts(desk, owner)):
        if place % 2:
            services.fold_tallies()
        told[act] = tabs_agree(caseworker)
    assert told["arrived"] == {
        "待办": 3, "我的": 0, "新的补充": 0, "没人经办": 3, "今天到期": 1, "逾期": 1, "等答复": 0, "全部": 3,
    }  # fmt: skip
    assert told["accepted"]["我的"] == 1
    assert told["asked"]["等答复"] == 1
    assert (told["assigned"]["没人经办"], told["left"]["没人经办"]) == (1, 2)
    assert told["withdrawn"]["撤回待确认"] == 1
    assert "撤回待确认" not in told["noted"]
    assert told["supplemented"]["新的补充"] == 1


def test_there_are_no_numbers_of_a_desk_that_is_not_ones_own(desk: Desk) -> None:
    other = make_desk("乙市市场监督管理局", channel="12315_complaint")
    for place in (desk, other):
        on_desk(place)
    by, today = Actor.of_user(desk.caseworker), timezone.localdate()
    asked = ("", str(desk.organisation.pk), str(other.organisation.pk))
    numbered = [numbers(by, today, colleagues_of(by), desk=one).all for one in asked]
    assert numbered == [1, 1, 0]


def test_folding_changes_no_number_and_leaves_one_row_a_sort(desk: Desk) -> None:
    by, today = Actor.of_user(desk.caseworker), timezone.localdate()
    for left in (1, 1, 2):
        services.move(by=by, filing=on_desk(desk, due_on=today + timedelta(days=left)), to=State.ACCEPTED)
    before = numbers(by, today, colleagues_of(by))
    assert DeskTally.objects.count() > 3
    services.fold_tallies()
    assert numbers(by, today, colleagues_of(by)) == before
    rows = list(DeskTally.objects.values_list("state", "due_on"))
    assert len(rows) == len(set(rows))
    assert before.all == narrowed(by, Asked(state="all"), today).count() == 3


def test_no_filing_is_read_for_the_numbers(desk: Desk) -> None:
    on_desk(desk)
    by = Actor.of_user(desk.caseworker)
    with CaptureQueriesContext(connection) as made:
        numbers(by, timezone.localdate(), colleagues_of(by))
    assert [one["sql"] for one in made if "filings_filing" in one["sql"]] == []
