"""Sampling what a desk answered, and calling back: who may, which cases, what is counted, and what the record says."""

from collections.abc import Collection
from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.actors import Actor
from accounts.models import Membership, User
from complaints.models import Act, LedgerEntry
from filings import services
from filings.desk import oversight, quality
from filings.models import CallBack, Filing, Note, QualitySample, Recipient, SampledCase
from filings.moves import State
from tests.cases import make_user
from tests.filings.desk_cases import Desk, make_caseworker, make_desk, on_desk
from tests.filings.pages import words
from tests.filings.test_desk_views import signed_in

pytestmark = pytest.mark.django_db
PAGE = "/admin/filings/filing/quality/"


@pytest.fixture
def desk() -> Desk:
    return make_desk()


@pytest.fixture
def head(desk: Desk) -> User:
    user = make_caseworker(desk.organisation, "head")
    user.memberships.update(role=Membership.Role.SUPERVISOR)
    return user


def answered(
    desk: Desk,
    place: int,
    state: str = State.DECIDED,
    days_ago: int = 1,
    owner: User | None = None,
    **more: Any,
) -> Filing:
    filing = on_desk(desk, phone=f"139000000{place:02}", owner=owner)
    at = timezone.now() - timedelta(days=days_ago)
    Filing.objects.filter(pk=filing.pk).update(state=state, answered_at=at, due_on=None, **more)
    return Filing.objects.get(pk=filing.pk)


def drawn(desk: Desk, head: User, count: int = 100) -> QualitySample:
    today = timezone.localdate()
    return services.draw_sample(
        by=Actor.of_user(head),
        organisation=desk.organisation,
        first=today - timedelta(days=10),
        last=today,
        count=count,
    )


def called(head: User, case: SampledCase, **more: Any) -> CallBack:
    return services.record_call_back(by=Actor.of_user(head), case=case, **more)


def test_what_was_answered_in_the_period_and_not_withdrawn_can_be_drawn(desk: Desk, head: User) -> None:
    among = [answered(desk, 1), answered(desk, 2, State.REFUSED), answered(desk, 3, State.CLOSED)]
    answered(desk, 4, State.TRANSFERRED)
    answered(desk, 5, days_ago=40)
    answered(desk, 6, closes_at=timezone.now() + timedelta(days=1))
    on_desk(desk, phone="13900000007")
    answered(make_desk("乙市市场监督管理局", channel="12315_complaint"), 8)
    sample = drawn(desk, head)
    assert sample.among == 3
    assert {one.filing_id for one in sample.cases.all()} == {one.pk for one in among}


def test_it_is_drawn_by_chance_once_and_not_changed(
    desk: Desk, head: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    filings = [answered(desk, place) for place in range(4)]
    asked = list[tuple[int, int]]()

    class Chance:
        def sample(self, among: Collection[Any], count: int) -> list[Any]:
            asked.append((len(among), count))
            return sorted(among)[-count:]

    monkeypatch.setattr("filings.services.quality._by_chance", Chance())
    sample = drawn(desk, head, 2)
    assert asked == [(4, 2)]
    assert {one.filing_id for one in sample.cases.all()} == set(sorted(one.pk for one in filings)[-2:])
    assert (sample.among, QualitySample.append_only, SampledCase.append_only) == (4, True, True)
    with pytest.raises(IntegrityError), transaction.atomic():
        SampledCase.objects.create(sample=sample, filing=sample.cases.all()[0].filing)


def test_only_who_leads_the_desk_draws_and_reads(desk: Desk, head: User) -> None:
    answered(desk, 1)
    sample = drawn(desk, head)
    with pytest.raises(services.Refused, match="只有本机构的主管"):
        drawn(desk, desk.caseworker)
    other = make_desk("乙市市场监督管理局", channel="12315_complaint")
    other.caseworker.memberships.update(role=Membership.Role.SUPERVISOR)
    assert signed_in(desk.caseworker).get(PAGE).status_code == 403
    assert signed_in(other.caseworker).get(f"{PAGE}{sample.pk}/").status_code == 404
    with pytest.raises(QualitySample.DoesNotExist):
        called(other.caseworker, sample.cases.get(), reached=False)
    assert PAGE in signed_in(head).get("/admin/filings/filing/oversight/").content.decode()
    assert PAGE not in signed_in(desk.caseworker).get("/admin/filings/filing/oversight/").content.decode()


def test_a_call_back_is_in_the_record_and_its_words_are_a_note_inside_the_desk(
    desk: Desk, head: User
) -> None:
    owner = make_user("owner")
    filing = answered(desk, 1, owner=owner)
    case = drawn(desk, head).cases.get()
    called(head, case, reached=False)
    called(head, case, reached=True, satisfied=False, words="说没有收到退款")
    entries = LedgerEntry.objects.filter(complaint=filing.complaint_id, act=Act.CALLED_BACK)
    assert [(one.detail["reached"], one.detail["satisfied"]) for one in entries] == [
        (False, None),
        (True, False),
    ]
    assert "退款" not in str([one.detail for one in entries])
    note = Note.objects.get(filing=filing)
    assert (note.kind, note.text) == (Note.Kind.INTERNAL, "说没有收到退款")
    holder = Actor.of_user(owner)
    assert services.roles(holder, filing) >= {"owner"}
    assert not services.notes_for(holder, filing).exists()
    result = quality.result_of(case.sample.cases.all())
    assert (result.called, result.reached, result.satisfied, result.dissatisfied) == (1, 1, 0, 1)


def test_nobody_is_called_who_withdrew_since_nor_satisfied_unreached(desk: Desk, head: User) -> None:
    filing = answered(desk, 1)
    case = drawn(desk, head).cases.get()
    with pytest.raises(services.Refused, match="没有联系上的"):
        called(head, case, reached=False, satisfied=True)
    Filing.objects.filter(pk=filing.pk).update(closes_at=timezone.now() + timedelta(days=1))
    with pytest.raises(services.Refused, match="不再回访"):
        called(head, case, reached=True)
    assert "投诉人撤回了，不再回访" in words(signed_in(head).get(f"{PAGE}{case.sample_id}/"))
    assert not CallBack.objects.exists()


def test_the_pages_draw_count_and_keep_what_was_typed(desk: Desk, head: User) -> None:
    answered(desk, 1)
    page, today = signed_in(head), timezone.localdate()
    typed = {"first": f"{today - timedelta(days=5)}", "last": f"{today}", "count": "0"}
    refused = page.post(PAGE, typed)
    assert refused.status_code == 422
    assert "一次抽 1 到 100 件" in words(refused)
    address = page.post(PAGE, {**typed, "count": "5"})["Location"]
    case = SampledCase.objects.get()
    assert "1 件里抽了 1 件" in words(page.get(address))
    wrong = page.post(address, {"case": case.pk, "ended": "", "text": "写了一半"})
    assert wrong.status_code == 422
    assert "写了一半" in wrong.content.decode()
    assert "回访记下了" in words(page.post(address, {"case": case.pk, "ended": "yes"}, follow=True))
    assert "回访了 1 件，联系上 1 件：满意 1，不满意 0" in words(page.get(address))
    assert "1 / 1" in words(page.get(PAGE))
    assert page.post(PAGE, {**typed, "first": "昨天", "count": "5"}).status_code == 422


def test_each_recipient_of_a_desk_says_what_came_was_answered_and_is_silent_past_its_day(
    desk: Desk, head: User
) -> None:
    late = timezone.localdate() - timedelta(days=1)
    on_desk(desk, phone="13900000001", due_on=late)
    answered(desk, 2)
    silent = Recipient.objects.create(
        name="甲市通信管理局东区分局",
        channel="12315_complaint",
        way=desk.recipient.way,
        organisation=desk.organisation,
        contact="010-00000001",
    )
    on_desk(Desk(desk.organisation, silent, desk.caseworker), phone="13900000003", due_on=late)
    lines = {
        one.label.partition("（")[0]: (one.received, one.answered, one.late)
        for one in oversight.lines(Actor.of_user(head), oversight.BY_RECIPIENT, timezone.localdate())
    }
    assert lines == {"甲市通信管理局": (2, 1, 1), "甲市通信管理局东区分局": (1, 0, 1)}
    assert "甲市通信管理局东区分局" in words(
        signed_in(head).get("/admin/filings/filing/oversight/?by=recipient")
    )


def test_the_words_of_a_call_are_as_long_as_other_words_of_a_desk(desk: Desk, head: User) -> None:
    answered(desk, 1)
    sample = drawn(desk, head)
    case = sample.cases.get()
    with pytest.raises(services.Refused, match="最多 5000 字，现在是 5001 字"):
        called(head, case, reached=True, words="长" * 5001)
    called(head, case, reached=True, words="长" * 5000)
    assert "最多 5000 字" in words(signed_in(head).get(f"/admin/filings/filing/quality/{sample.pk}/"))
