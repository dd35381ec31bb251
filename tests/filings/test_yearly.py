"""A calendar year of a desk: what came, what became of it, by which ground, what was kept."""

from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.utils import timezone

from accounts.actors import Actor
from accounts.models import User
from filings import services
from filings.desk import yearly
from filings.models import Deadline, Mediation, Referral
from filings.moves import State
from tests.filings.desk_cases import Desk, make_desk, on_desk
from tests.filings.pages import words
from tests.filings.test_desk_views import signed_in

pytestmark = pytest.mark.django_db
PAGE = "/admin/filings/filing/oversight/"
CHINA = timezone.get_default_timezone()
MAY = datetime(2026, 5, 11, 10, tzinfo=CHINA)
TODAY = (MAY + timedelta(days=200)).date()
GROUND = "投诉举报处理办法:16/三"


@pytest.fixture
def desk() -> Desk:
    return make_desk("甲市市场监督管理局", channel="12315_complaint")


def told(desk: Desk, *years: int) -> dict[str, tuple[Any, ...]]:
    found = yearly.figures(Actor.of_user(desk.caseworker), years, TODAY)
    return {one.label: one.numbers for one in found}


def test_what_was_done_counts_in_its_year_and_a_refusal_by_its_ground(desk: Desk) -> None:
    by, owner = Actor.of_user(desk.caseworker), User.objects.create_user("owner", password="x")
    refused = on_desk(desk, phone="13900000001", at=MAY, owner=owner)
    services.move(by=by, filing=refused, to=State.REFUSED, reason="没有购买记录。", ground=GROUND, at=MAY)
    filing = on_desk(desk, phone="13900000002", at=MAY)
    # The last hour of a year in China is the next one nowhere else.
    eve = datetime(2026, 12, 31, 23, 30, tzinfo=CHINA)
    for to in (State.ACCEPTED, State.DECIDED, State.ACCEPTED, State.DECIDED):
        filing = services.move(by=by, filing=filing, to=to, reason="说明。", at=eve)
    filing = services.move(by=by, filing=filing, to=State.CLOSED, at=eve)
    passed = on_desk(desk, phone="13900000003", at=MAY)
    services.move(
        by=by, filing=passed, to=State.TRANSFERRED, reason="转给丙局。", at=MAY + timedelta(days=365)
    )
    # Of the desk of another organisation nothing counts, of the same case neither.
    other = make_desk("乙市市场监督管理局", channel="12315_complaint")
    theirs = on_desk(other, phone="13900000004", at=MAY)
    services.move(by=Actor.of_user(other.caseworker), filing=theirs, to=State.ACCEPTED, at=MAY)
    lines = told(desk, 2026, 2027)
    assert lines["收到"] == (3, 0)
    assert (lines["受理"], lines["作出处理"], lines["不予受理"]) == ((1, 0), (1, 0), (1, 0))
    (ground,) = [label for label in lines if "第十六条第三项" in label]
    assert "不是为生活消费需要购买" in ground
    assert lines[ground] == (1, 0)
    assert lines["转给别的单位"] == (0, 1)
    assert lines["不作处理，结案"] == (0, 0), "what was answered is closed, not dismissed"


def test_what_mediation_and_cases_of_penalty_came_to_and_what_was_kept(desk: Desk) -> None:
    filing = on_desk(desk, at=MAY, state=State.ACCEPTED)
    common: dict[str, Any] = {
        "filing": filing,
        "respondent": "丙公司",
        "words": "。",
        "asked_by": "x",
        "asked_at": MAY,
    }
    ended = Mediation.State.ENDED
    Mediation.objects.create(**common, state=ended, ended_at=MAY)
    Mediation.objects.create(
        **common, state=Mediation.State.SETTLED, ended_at=MAY, reply="agrees", yuan=Decimal("120.50")
    )
    more: dict[str, Any] = {
        "body": "稽查科",
        "basis": "x",
        "citation": "x",
        "reason": "。",
        "found_on": MAY.date(),
    }
    for state in ("opened", "not_opened"):
        Referral.objects.create(
            filing=filing, state=state, decided_on=MAY.date(), referred_by="x", referred_at=MAY, **more
        )
    for days, step in ((0, "acceptance"), (2, "answer")):
        Deadline.objects.create(
            filing=filing, step=step, what="。", due_on=MAY.date(), counted_from=MAY.date(),
            met_at=MAY + timedelta(days=days),
        )  # fmt: skip
    lines = told(desk, 2026, 2025)
    assert (lines["调解达成协议"], lines["终止调解"]) == ((1, 0), (1, 0))
    assert lines["协议约定支付的金额（元）"] == (Decimal("120.50"), 0)
    assert (lines["移交后立案"], lines["移交后不予立案"]) == ((1, 0), (1, 0))
    assert (lines["到期的法定期限：按期"], lines["到期的法定期限：逾期"]) == ((1, 0), (1, 0))


def test_the_page_shows_a_year_beside_the_one_before_at_the_same_cost(
    desk: Desk, django_assert_num_queries: Any
) -> None:
    year = timezone.localdate().year
    for place in range(3):
        on_desk(desk, phone=f"1390000001{place}", at=MAY.replace(year=year - 1))
    client = signed_in(desk.caseworker)
    page = client.get(f"{PAGE}?year={year}")
    assert f"?year={year}" in client.get(PAGE).content.decode()
    assert "收到 0 3" in words(page)
    assert "付了没有，这里不知道" in words(page)
    assert client.get(f"{PAGE}?year=9999").context["columns"] == (year, year - 1)
    by = Actor.of_user(desk.caseworker)
    assert by.desk_ids
    with django_assert_num_queries(6):
        yearly.figures(by, (year, year - 1), TODAY)
