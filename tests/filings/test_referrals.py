"""Handing a case to whoever decides on opening a case of penalty: by which article, its periods, what is told and to whom."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from accounts.actors import Actor
from accounts.models import Membership, Unit, User
from complaints.models import Act, LedgerEntry
from core.days import day_read
from filings import services
from filings.desk_keys import FOR_KEYS
from filings.models import Deadline, DeskNews, Filing, Note, Notice, Referral, WebhookCall
from filings.moves import REFERRAL_MOVES, State
from filings.news import News
from filings.services import Refused, begin_webhook
from filings.stages import stage_of
from legal.reasoning import workdays
from tests.cases import Case, reads_mail
from tests.filings.desk_cases import Desk, make_caseworker, make_desk, on_desk
from tests.filings.pages import words
from tests.filings.test_desk_letters import who
from tests.filings.test_desk_queue import QUEUE, signed_in
from tests.filings.test_mediation_pages import case_page, step_of

pytestmark = pytest.mark.django_db

R = Referral.State
Step = Deadline.Step
DAY = timedelta(days=1)


@pytest.fixture
def owner() -> User:
    return User.objects.create_user("complainant", password="x")


def accepted(owner: User, channel: str = "12315_report", **more: Any) -> tuple[Desk, Filing]:
    desk = make_desk("杭州市示例区市场监督管理局", channel=channel)
    return desk, services.move(by=who(desk), filing=on_desk(desk, owner=owner, **more), to=State.ACCEPTED)


def handed(desk: Desk, filing: Filing, body: str = "执法大队", **more: Any) -> Referral:
    return services.refer(by=who(desk), filing=filing, body=body, reason="线索具体，建议立案。", **more)


def told(filing: Filing) -> str:
    return "\n".join(note.text for note in filing.notes.filter(kind=Note.Kind.REASON))


def test_nobody_goes_on_from_what_was_decided() -> None:
    assert {state for state, ways in REFERRAL_MOVES.items() if ways} == {R.REFERRED}


def test_a_report_is_handed_over_and_told_by_which_article(owner: User) -> None:
    desk, filing = accepted(owner)
    made = handed(desk, filing)
    filing.refresh_from_db()
    assert (made.state, filing.referral, filing.state) == (R.REFERRED, R.REFERRED, State.ACCEPTED)
    assert "移交给本机构的执法大队，由它决定是否立案（《市场监督管理投诉举报处理办法》" in told(filing)
    assert "线索具体，建议立案。" in told(filing)
    entry = LedgerEntry.objects.get(complaint_id=filing.complaint_id, act=Act.REFERRAL_MOVED)
    assert (entry.detail["basis"], entry.detail["to"]) == ("投诉举报处理办法:35", "referred")
    assert "执法大队" not in str(entry.detail)
    assert "还没有决定是否立案" in stage_of(filing, today=timezone.localdate()).next
    with pytest.raises(Refused, match="不能移交立案"):
        handed(desk, filing)


def test_news_of_it_names_nobody(owner: User) -> None:
    desk, filing = accepted(owner)
    person = filing.complaint.complainant
    person.email = "wang@example.cn"
    person.save()
    reads_mail(Case(filing.complaint, owner, Actor.of_user(owner)))
    handed(desk, filing)
    (notice,) = Notice.objects.filter(news=News.REFERRAL)
    assert "执法大队" not in notice.subject + notice.body
    assert "是否立案有进展" in notice.subject + notice.body


def test_the_period_of_a_report_counts_from_its_receipt(owner: User) -> None:
    desk, filing = accepted(owner, at=timezone.now() - 10 * DAY)
    handed(desk, filing)
    row = filing.deadlines.get(step=Step.OPENING)
    received = timezone.localdate(filing.sent_at)
    assert row.counted_from == received
    assert row.what == "核查，决定是否立案：自收到举报之日起15个工作日"
    assert "市场监督管理行政处罚程序规定" in row.provision
    if row.due_on is not None:
        assert row.due_on == workdays.add_working_days(received, 15)
    filing.refresh_from_db()
    assert filing.nearest_on == (row.due_on or row.not_before)


def test_opened_begins_the_days_of_the_penalty_and_ends_those_of_deciding(owner: User) -> None:
    desk, filing = accepted(owner)
    handed(desk, filing)
    services.record_opening(
        by=who(desk), filing=filing, outcome=R.OPENED, number="杭市监立〔2026〕7号", words="已交办。"
    )
    filing.refresh_from_db()
    today = timezone.localdate()
    assert filing.referral == R.OPENED
    assert (filing.deadlines.get(step=Step.OPENING).met_by, filing.state) == ("opened", State.ACCEPTED)
    penalty = filing.deadlines.get(step=Step.PENALTY)
    assert penalty.what == "作出行政处罚决定：自立案之日起90日"
    assert penalty.counted_from == today
    # Whoever reports is told within five days no more, by the rules in force since April 2026.
    assert not filing.deadlines.filter(step=Step.TELLING).exists()
    assert f"执法大队{day_read(today)}决定立案。\n立案的编号：杭市监立〔2026〕7号\n说明：已交办。" in told(
        filing
    )
    assert stage_of(filing, today=today).next == "立案了，等对方作出处理。"
    services.move(by=who(desk), filing=filing, to=State.DECIDED, reason="已处罚。")
    penalty.refresh_from_db()
    assert penalty.met_by == State.DECIDED


def test_who_reported_was_told_within_five_days_by_the_rules_before(owner: User) -> None:
    received = timezone.make_aware(datetime(2026, 3, 2, 10))
    desk, filing = accepted(owner, at=received)
    services.refer(by=who(desk), filing=filing, body="执法大队", reason="线索具体。", at=received + DAY)
    assert filing.referrals.get().basis == "投诉举报处理暂行办法:31"
    decided, recorded = date(2026, 3, 5), received + 12 * DAY
    services.record_opening(
        by=who(desk), filing=filing, outcome=R.NOT_OPENED, on=decided, words="证据不足。", at=recorded
    )
    row = filing.deadlines.get(step=Step.TELLING)
    assert row.what == "告知举报人：自作出是否立案决定之日起5个工作日"
    assert (row.counted_from, row.due_on, row.met_by) == (decided, date(2026, 3, 12), "told")
    assert row.met_at == recorded
    opening = filing.deadlines.get(step=Step.OPENING)
    assert (timezone.localdate(opening.met_at), opening.met_by) == (decided, "not_opened")


def test_a_report_is_not_decided_before_it_is_known_whether_a_case_is_opened(owner: User) -> None:
    desk, filing = accepted(owner)
    handed(desk, filing)
    with pytest.raises(Refused, match="还没有登记结果"):
        services.move(by=who(desk), filing=filing, to=State.DECIDED, reason="已核查。")
    with pytest.raises(Refused, match="请写明理由"):
        services.record_opening(by=who(desk), filing=filing, outcome=R.NOT_OPENED)
    services.record_opening(by=who(desk), filing=filing, outcome=R.NOT_OPENED, words="证据不足。")
    moved = services.move(by=who(desk), filing=filing, to=State.DECIDED, reason="已核查，不予立案。")
    assert moved.state == State.DECIDED


def test_a_clue_found_in_a_dispute_goes_beside_it(owner: User) -> None:
    desk, filing = accepted(owner, "12315_complaint")
    found = timezone.localdate()
    handed(desk, filing, found_on=found)
    assert "这和您的投诉分开办" in told(filing)
    row = filing.deadlines.get(step=Step.OPENING)
    assert (row.counted_from, row.what) == (found, "核查，决定是否立案：自发现线索之日起15个工作日")
    basis = [rule.basis for _row, rule in services.extensions_of(filing) if rule.step == "opening"]
    assert basis == ["投诉举报处理办法:27"]
    services.move(by=who(desk), filing=filing, to=State.DECIDED, reason="双方和解。")
    row.refresh_from_db()
    assert row.met_at is None
    # What is beside is recorded also once the dispute is answered.
    services.record_opening(by=who(desk), filing=filing, outcome=R.OPENED)
    row.refresh_from_db()
    assert row.met_by == "opened"


def test_the_day_of_the_clue_lies_between_receipt_and_today(owner: User) -> None:
    desk, filing = accepted(owner, "12315_complaint")
    for wrong in (timezone.localdate() + DAY, timezone.localdate(filing.sent_at) - DAY):
        with pytest.raises(Refused, match="发现线索的日子"):
            handed(desk, filing, found_on=wrong)


def test_police_days_count_from_the_day_on_which_the_case_was_opened(owner: User) -> None:
    desk, filing = accepted(owner, "police", at=timezone.now() - 8 * DAY)
    before = filing.deadlines.get(step=Step.ANSWER)
    moved = Filing.objects.filter(pk=filing.pk)
    moved.get().deadlines.filter(pk=before.pk).update(counted_from=timezone.localdate() - 5 * DAY)
    handed(desk, filing, "刑侦大队")
    assert not filing.deadlines.filter(step=Step.OPENING).exists()
    services.record_opening(by=who(desk), filing=filing, outcome=R.OPENED)
    after = filing.deadlines.get(step=Step.ANSWER)
    assert after.counted_from == timezone.localdate()
    entry = LedgerEntry.objects.filter(complaint_id=filing.complaint_id, act=Act.REFERRAL_MOVED).last()
    assert entry is not None
    assert entry.detail["deadlines"][0]["deadline"] == after.pk


def test_handed_back_it_can_be_handed_over_again_and_the_period_is_the_same(owner: User) -> None:
    desk, filing = accepted(owner)
    handed(desk, filing)
    row = filing.deadlines.get(step=Step.OPENING)
    services.record_opening(by=who(desk), filing=filing, outcome=R.RETURNED, words="不归本科室。")
    row.refresh_from_db()
    assert row.met_at is None
    filing.refresh_from_db()
    handed(desk, filing, "广告监管科")
    assert filing.deadlines.get(step=Step.OPENING) == row
    assert "退回，没有决定是否立案" in told(filing)


def test_a_withdrawal_ends_the_waiting(owner: User) -> None:
    desk, filing = accepted(owner)
    made = handed(desk, filing)
    services.withdraw_consent(by=Actor.of_user(owner), filing=filing)
    made.refresh_from_db()
    filing.refresh_from_db()
    assert (made.state, filing.referral) == (R.LAPSED, R.LAPSED)


def test_the_unit_is_told_as_far_as_it_can_open_the_case(owner: User) -> None:
    desk, filing = accepted(owner)
    unit = Unit.objects.create(organisation=desk.organisation, name="执法大队")
    other = Unit.objects.create(organisation=desk.organisation, name="申诉科", channels=["telecom_appeal"])
    inside, outside = (make_caseworker(desk.organisation, name) for name in ("zhifa", "shensu"))
    Membership.objects.filter(user=inside).update(unit=unit)
    Membership.objects.filter(user=outside).update(unit=other)
    handed(desk, filing)
    news = DeskNews.objects.filter(kind=DeskNews.Kind.REFERRED)
    assert [one.person for one in news] == [inside]
    services.record_opening(by=Actor.of_user(inside), filing=filing, outcome=R.RETURNED, words="不归我们。")
    filing.refresh_from_db()
    handed(desk, filing, "申诉科")
    assert news.count() == 1
    assert not services.roles(Actor.of_user(outside), filing)


@pytest.mark.parametrize("channel", ["telecom_appeal", "12378", "consumer_association"])
def test_no_other_channel_leads_to_a_case_of_penalty(owner: User, channel: str) -> None:
    desk, filing = accepted(owner, channel)
    with pytest.raises(Refused, match="不能移交立案"):
        handed(desk, filing)
    page = signed_in(desk.caseworker).get(case_page(filing))
    assert "移交立案" not in page.content.decode()


def test_only_the_desk_hands_over_and_records(owner: User) -> None:
    desk, filing = accepted(owner)
    with pytest.raises(Refused, match="只有收到这份材料的机构"):
        services.refer(by=Actor.of_user(owner), filing=filing, body="执法大队", reason="请立案。")
    reader = make_caseworker(desk.organisation, "duzhe")
    Membership.objects.filter(user=reader).update(reads_only=True)
    with pytest.raises(Refused, match="只有收到这份材料的机构"):
        services.refer(by=Actor.of_user(reader), filing=filing, body="执法大队", reason="请立案。")


# ── Pages, list and API ──────────────────────────────────────────────────────────────────────────────────────────────


def test_from_the_page_of_the_case_to_the_page_of_who_complained(owner: User) -> None:
    desk, filing = accepted(owner)
    Unit.objects.create(organisation=desk.organisation, name="执法大队")
    client, own = signed_in(desk.caseworker), signed_in(owner)
    done = step_of(client, filing, "refer:refer", "线索具体。", unit="执法大队")
    assert done.status_code == 302
    page = words(client.get(case_page(filing)))
    assert "已移交，等它决定是否立案" in page
    assert "登记是否立案" in page
    assert "立案" in words(client.get(f"{QUEUE}?state=referred"))
    assert filing.complaint.number in words(client.get(f"{QUEUE}?state=referred"))
    mine = words(own.get(f"/filings/{filing.pk}/"))
    assert "执法大队" in mine
    assert "已移交，等它决定是否立案" in mine
    done = step_of(client, filing, "refer:record", outcome="opened", number="立〔2026〕7号")
    assert done.status_code == 302
    mine = words(own.get(f"/filings/{filing.pk}/"))
    assert "已立案" in mine
    assert "立〔2026〕7号" in mine
    assert filing.complaint.number not in words(client.get(f"{QUEUE}?state=referred"))


def test_a_page_that_is_older_than_the_decision_hands_over_nothing(owner: User) -> None:
    desk, filing = accepted(owner)
    client = signed_in(desk.caseworker)
    seen = {"act": "refer:refer", "text": "线索具体。", "body": "执法大队", "seen": "accepted////"}
    handed(desk, filing)
    assert client.post(case_page(filing), seen).status_code == 409


def test_the_steps_by_the_api(owner: User) -> None:
    desk, filing = accepted(owner)
    Unit.objects.create(organisation=desk.organisation, name="执法大队")
    client, own = signed_in(desk.caseworker), signed_in(owner)
    where = f"/api/v1/filings/{filing.pk}/referral/"

    def post(reader: Client, address: str, **given: str) -> int:
        return reader.post(address, given, content_type="application/json").status_code

    law = client.get(f"/api/v1/filings/{filing.pk}/by-law/").json()["opening"]
    assert (law["beside"], law["units"]) == (False, ["执法大队"])
    assert client.get(where).status_code == 404
    assert post(own, where, body="执法大队", reason="请立案。") == 409
    assert post(client, where, body="执法大队", reason="") == 409
    assert post(client, where, body="执法大队", reason="线索具体。") == 200
    assert own.get(where).json()["state"] == "referred"
    assert post(client, f"{where}record/", outcome="lapsed") == 400
    assert post(client, f"{where}record/", outcome="opened", number="7号") == 200
    assert own.get(where).json()["number"] == "7号"
    stranger = signed_in(User.objects.create_user("stranger", password="x"))
    assert stranger.get(where).status_code == 404
    assert {"api-referral", "api-referral-record"} <= FOR_KEYS.keys()


def test_the_own_system_of_the_organisation_is_told(owner: User) -> None:
    desk, filing = accepted(owner)
    begin_webhook(by=who(desk), organisation=desk.organisation, address="https://example.com/hook")
    handed(desk, filing)
    services.record_opening(by=who(desk), filing=filing, outcome=R.OPENED)
    calls = WebhookCall.objects.filter(filing=filing, event=WebhookCall.Event.REFERRAL)
    assert calls.count() == 2
