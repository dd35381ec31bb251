"""News as it is read: of every kind the number, the kind and the day, and nothing else; each once, to who wants it."""

import re
from datetime import date, timedelta
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext

from complaints.models import Subscription
from filings import services
from filings.models import Filing, Notice
from filings.moves import State
from filings.news import OF_STATE, News
from filings.services.sending.notices import send_due, tell_complainant
from tests.cases import NOW, Case, make_case, make_desk, queued, reads_mail

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("store", "keys")]

DAY = timedelta(days=1)
GROUND = "投诉举报处理暂行办法:15/一"


def at_desk(*, read: bool = True, channel: str = "12315_complaint") -> tuple[Case, Filing, Any]:
    case = make_case()
    if read:
        reads_mail(case)
    recipient, caseworker = make_desk(channel=channel)
    filing = queued(case, recipient)
    services.deliver_here(at=NOW)
    return case, Filing.objects.get(pk=filing.pk), caseworker


def letters(at: Any = NOW + 365 * DAY) -> list[Any]:
    mail.outbox.clear()
    send_due(at=at)
    return list(mail.outbox)


def subjects(at: Any = NOW + 365 * DAY) -> list[str]:
    return [one.subject.partition("：")[2] for one in letters(at)]


def on(day: date) -> Any:
    return NOW + (day - NOW.date())


def test_every_move_that_somebody_else_makes_is_news():
    assert set(OF_STATE) == set(State) - {State.PREPARED}


@pytest.mark.parametrize("news", list(News))
def test_a_mail_names_number_kind_and_day_and_nothing_of_the_case(news: News):
    case, filing, caseworker = at_desk()
    services.ask(by=caseworker, filing=filing, question="您丢了390元吗？", at=NOW)
    letters()
    tell_complainant(filing=filing, news=news, at=NOW, day=date(2026, 3, 31))
    (letter,) = letters()
    assert letter.subject == f"投诉 {case.complaint.number}：{news.label}（2026-03-31）"
    assert letter.to == ["wang@example.cn"]
    head, _gap, rest = letter.body.partition("\n\n")
    assert head == f"投诉 {case.complaint.number}\n2026年3月31日：{news.label}"
    known = rest.replace("投诉内容", "")
    for word in (
        "390",
        "王小宁",
        "139",
        "10690000123456",
        "示例",
        "推销",
        "退订",
        filing.recipient.name,
        "12315",
    ):
        assert word not in known + letter.subject
    assert "/accounts/login/?next=%2Fcases%2F" in rest, "signed in, or not at all"


def test_in_english_news_say_what_happened_and_never_what_to_do() -> None:
    """结案 and 撤回 are buttons as well: of a mail they are what became of the case."""
    with translation.override("en"):
        said = {str(news.label) for news in News}
        buttons = {str(gettext(one)) for one in ("结案", "撤回")}
    assert {"Closed", "Withdrawn"} <= said
    assert not said & buttons


def test_a_case_with_a_code_is_opened_with_it():
    case, filing, _caseworker = at_desk()
    type(case.complaint).objects.filter(pk=case.complaint.pk).update(owner=None)
    letters()
    filing.complaint.refresh_from_db()
    tell_complainant(filing=filing, news=News.ASKED, at=NOW)
    (letter,) = letters()
    assert (
        re.findall(r"http://\S+", letter.body) == ["http://testserver/resume/"] or "/resume/" in letter.body
    )


def test_nothing_goes_to_an_address_that_nobody_confirmed_or_that_was_stopped():
    _case, filing, caseworker = at_desk(read=False)
    services.move(by=caseworker, filing=filing, to=State.ACCEPTED, at=NOW)
    assert not Notice.objects.exists()

    case, filing, caseworker = at_desk()
    letters()
    services.move(by=caseworker, filing=filing, to=State.ACCEPTED, at=NOW)
    client = Client()
    client.force_login(case.owner)
    way = Subscription.objects.get(complaint=case.complaint)
    client.post(reverse("news", args=[case.complaint.number]), {"act": "end", "way": way.pk})
    assert letters() == [], "what had not left does not"
    assert set(Notice.objects.values_list("state", flat=True)) == {"done"}


def test_two_workers_send_one_mail():
    _case, filing, caseworker = at_desk()
    letters()
    services.move(by=caseworker, filing=filing, to=State.ACCEPTED, at=NOW)
    assert subjects() == ["受理（2026-03-16）"]
    assert subjects() == []


class TestDays:
    def test_a_day_that_is_near_is_told_once(self, time_machine: Any):
        case, filing, _caseworker = at_desk()
        letters()
        assert filing.due_on is not None
        assert services.sweep_days(at=on(filing.due_on) - 4 * DAY) == 0
        for hours in (0, 1):
            services.sweep_days(at=on(filing.due_on) - 3 * DAY + timedelta(hours=hours))
        assert subjects() == [f"对方的期限快到了（{filing.due_on}）"]
        assert case.complaint.number

    def test_silence_past_the_day_is_told_with_the_step_that_it_opens(self):
        _case, filing, _caseworker = at_desk()
        letters()
        assert filing.due_on is not None
        services.sweep_days(at=on(filing.due_on) + 12 * timedelta(hours=1))
        assert "过了" not in str(subjects()), "the whole last day is the recipient's"
        for _turn in range(2):
            services.sweep_days(at=on(filing.due_on) + DAY)
        assert subjects() == [f"对方的期限过了，下一步可以走了（{filing.due_on}）"]

    def test_what_was_done_in_time_or_waits_for_the_complainant_is_no_silence(self):
        _case, filing, caseworker = at_desk()
        assert filing.due_on is not None
        services.ask(by=caseworker, filing=filing, question="？", at=NOW)
        letters()
        services.sweep_days(at=on(filing.due_on) + DAY)
        services.move(
            by=caseworker, filing=filing, to=State.REFUSED, reason="不归我们管", ground=GROUND, at=NOW
        )
        services.sweep_days(at=on(filing.due_on) + DAY)
        assert subjects() == ["不予受理（2026-03-16）"]

    def test_the_last_day_to_go_on_is_told_a_week_before(self):
        _case, filing, caseworker = at_desk()
        services.move(
            by=caseworker, filing=filing, to=State.REFUSED, reason="不归我们管", ground=GROUND, at=NOW
        )
        letters()
        last = date(2026, 5, 15)
        assert services.sweep_days(at=on(last) - 8 * DAY) == 0
        for day in (7, 6, 0):
            services.sweep_days(at=on(last) - day * DAY)
        assert subjects() == ["您往下走的最后一天快到了（2026-05-15）"]
        assert services.sweep_days(at=on(last) + DAY) == 0

    def test_a_portal_that_was_away_brings_no_old_news(self):
        _case, filing, _caseworker = at_desk()
        assert filing.due_on is not None
        assert services.sweep_days(at=on(filing.due_on) + 8 * DAY) == 0
