"""Days that were counted before a holiday notice was known are counted anew when it is: once, with an entry in the ledger."""

from copy import deepcopy
from datetime import date, datetime
from typing import Any

import pytest
from django.core.management import call_command
from django.utils import timezone

from accounts.actors import Actor
from complaints.models import Act, LedgerEntry
from core import work
from filings import services
from filings.models import Deadline, Filing
from filings.moves import State
from filings.services import law
from legal import holidays
from legal.corpus import load
from tests.cases import FACTS, NOW, make_case, make_desk, make_mail_recipient, queued
from tests.legal.test_holidays import INVENTED, SOURCE

pytestmark = pytest.mark.usefixtures("imported_years")

SENT = datetime(2026, 12, 28, 10, tzinfo=timezone.get_default_timezone())
LATER = datetime(2026, 12, 30, 10, tzinfo=timezone.get_default_timezone())


def handed_in(at: datetime = SENT) -> Filing:
    """A letter to the operator, handed in on a day whose fifteenth lies in a year without a calendar."""
    case = make_case(email="")
    filing = queued(case, make_mail_recipient(), at=NOW)
    Filing.objects.filter(pk=filing.pk).update(way="hand")
    services.record_handed_in(by=case.by, filing=Filing.objects.get(pk=filing.pk), at=at)
    return Filing.objects.get(pk=filing.pk)


def import_2027(rows: str = INVENTED, at: datetime = LATER) -> None:
    holidays.import_notice(by=Actor.system("test"), named=holidays.read_notice(rows), source=SOURCE, at=at)


def entries(filing: Filing) -> list[dict[str, Any]]:
    found = LedgerEntry.objects.filter(complaint_id=filing.complaint_id, act=Act.DEADLINES_RECOUNTED)
    return [one.detail for one in found]


def test_a_day_that_waited_for_the_notice_is_filled_when_it_comes() -> None:
    filing = handed_in()
    waiting = filing.deadlines.get()
    assert (waiting.due_on, filing.due_on) == (None, None)
    assert "2027" in waiting.reason
    assert services.sweep_deadlines(at=LATER) == 0  # nothing is known yet
    import_2027()
    assert services.sweep_deadlines(at=LATER) == 1
    filing.refresh_from_db()
    counted = filing.deadlines.get()
    assert (counted.due_on, counted.reason, counted.counted_from) == (date(2027, 1, 12), "", SENT.date())
    assert filing.due_on == date(2027, 1, 12)
    assert entries(filing) == [
        {
            "filing": str(filing.pk),
            "deadlines": [{"deadline": counted.pk, "from": None, "to": "2027-01-12"}],
        }
    ]


def test_counting_again_changes_and_records_nothing() -> None:
    filing = handed_in()
    import_2027()
    assert services.sweep_deadlines(at=LATER) == 1
    assert services.sweep_deadlines(at=LATER) == 0
    assert services.sweep_deadlines(at=LATER, everything=True) == 0
    assert len(entries(filing)) == 1


def test_a_notice_imported_anew_moves_the_days_that_the_first_one_gave() -> None:
    filing = handed_in()
    import_2027()
    services.sweep_deadlines(at=LATER)
    import_2027(INVENTED + "2027-01-12,放假调休\n")
    assert services.sweep_deadlines(at=LATER) == 1
    assert filing.deadlines.get().due_on == date(2027, 1, 13)
    assert entries(filing)[-1]["deadlines"][0]["from"] == "2027-01-12"


def test_what_is_done_or_over_is_left_alone() -> None:
    met, over = handed_in(), handed_in()
    met.deadlines.update(met_at=LATER)
    Filing.objects.filter(pk=over.pk).update(state=State.WITHDRAWN)
    import_2027()
    assert services.sweep_deadlines(at=LATER, everything=True) == 0
    assert set(Deadline.objects.values_list("due_on", flat=True)) == {None}


def test_a_row_that_names_its_article_by_identity_is_found_too() -> None:
    filing = handed_in()
    filing.deadlines.update(provision="35号令:10")  # as earlier versions wrote it
    import_2027()
    assert services.sweep_deadlines(at=LATER) == 1


def test_the_import_wakes_a_worker_and_a_broker_that_is_away_is_no_obstacle(
    monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: Any
) -> None:
    woken: list[tuple[str, int]] = []

    def send(task: str, **options: Any) -> None:
        woken.append((task, options["expires"]))
        raise ConnectionError("away")

    monkeypatch.setattr(work.current_app, "send_task", send)
    with django_capture_on_commit_callbacks(execute=True):
        import_2027()
    assert woken == [("filings.tasks.sweep_deadlines", 600)]
    assert holidays.imported_year(2027) is not None


def test_the_command_says_how_many(capsys: pytest.CaptureFixture[str]) -> None:
    handed_in()
    import_2027(at=timezone.now())
    call_command("recount_deadlines")
    assert "1 个期限有变动" in capsys.readouterr().out
    call_command("recount_deadlines", "--all")
    assert "0 个期限有变动" in capsys.readouterr().out


def test_a_deadline_names_its_article_as_people_write_it() -> None:
    assert handed_in().deadlines.get().provision == "《电信用户申诉处理办法》（工业和信息化部令第35号）第十条"
    for channel in load().channels:
        for event in ("sent", "accepted"):
            for due in law.deadlines_of(make_case().complaint, channel, event=event, begin=NOW.date()):
                assert due.provision.startswith("《"), (channel, due)
                assert len(due.provision) <= 80


def test_the_province_of_the_operator_counts_for_the_appeal() -> None:
    """重庆市电信条例 25: decided on the day it comes, thirty days of mediation from acceptance, beside the answer."""
    case = make_case(email="")
    case.complaint.facts = deepcopy(FACTS)
    case.complaint.facts["respondents"][1]["region"] = "500100"
    sent = law.deadlines_of(case.complaint, "telecom_appeal", event="sent", begin=NOW.date())
    assert [(due.step, due.due_on) for due in sent] == [
        ("acceptance", NOW.date()),
        ("answer", date(2026, 4, 15)),
    ]
    accepted = law.deadlines_of(case.complaint, "telecom_appeal", event="accepted", begin=NOW.date())
    assert [(due.due_on, due.beside) for due in accepted] == [(date(2026, 4, 15), True)]


def test_mediation_from_acceptance_does_not_end_the_answer_that_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(FACTS["respondents"][1], "region", "500100")
    case = make_case(email="")
    recipient, caseworker = make_desk(channel="telecom_appeal")
    first = queued(case, make_mail_recipient())
    Filing.objects.filter(pk=first.pk).update(way="hand")
    services.record_handed_in(by=case.by, filing=Filing.objects.get(pk=first.pk), at=NOW)
    later = NOW.replace(month=4, day=14)
    appeal = queued(case, recipient, at=later)
    services.sweep_outbox(at=later)
    services.move(by=caseworker, filing=Filing.objects.get(pk=appeal.pk), to=State.ACCEPTED, at=later)
    running = Deadline.objects.filter(filing=appeal, step="answer", met_at__isnull=True)
    assert running.count() == 2
    assert Filing.objects.get(pk=appeal.pk).nearest_on is not None
