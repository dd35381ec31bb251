"""The page of figures for everybody: counted once a week of what is a week old, with nobody in it."""

import csv
import io
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import DatabaseError, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.actors import Actor
from complaints.models import Complaint, Kind, Outcome, Party
from complaints.services import ComplainantInput, RespondentInput, file_complaint
from core import keys
from filings import services
from filings.models import Filing, PublicFigures
from filings.moves import State
from filings.services import public_figures
from tests.filings.desk_cases import make_desk, on_desk

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("keys")]

SWEEP = Actor.system("figures")
MONDAY = datetime(2026, 3, 16, 4, tzinfo=UTC)
OLD = MONDAY - timedelta(days=20)  # in February


@pytest.fixture(autouse=True)
def a_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every ten is reached four people late."""
    monkeypatch.setattr(public_figures, "_late", lambda _name: 4)


def complain(turn: int, *, at: datetime = OLD, phone: str | None = None, **more: Any) -> Complaint:
    return file_complaint(
        by=Actor(),
        kind=more.pop("kind", "harassment"),
        situations=more.pop("situations", ["no_consent"]),
        story="欧阳锋天天打来。",
        facts={"kind": "harassment", "event": {"first": "2026-02-01", "last": "2026-02-20"}},
        complainant=ComplainantInput(name="王小宁", phone=phone or f"1390000{turn:04d}"),
        respondents=[RespondentInput(role="person", name="欧阳锋")],
        at=at,
    ).complaint


def publish(at: datetime = MONDAY) -> dict[tuple[str, str, str], int | None]:
    services.publish_figures(by=SWEEP, at=at)
    return told(PublicFigures.objects.latest("week"))


def told(row: PublicFigures) -> dict[tuple[str, str, str], int | None]:
    return {(table, of, item): people for table, of, item, people in row.figures}


def counted(at: datetime = MONDAY) -> dict[tuple[str, str], dict[str, int]]:
    """As it is counted, before it is made untellable."""
    until = at - timedelta(days=7)
    return {(one.table, one.of): one.parts for one in public_figures._groups(until, date(2026, 3, 8))}


def test_who_files_in_the_last_week_shows_neither_today_nor_on_the_next_monday() -> None:
    for turn in range(19):
        complain(turn)
    before = publish()
    assert before["whole", "harassment", ""] == 10
    assert before["situations", "harassment", "no_consent"] == 10
    assert before["months", "harassment", "2026-02"] == 10
    for turn in range(100, 121):
        complain(turn, at=MONDAY - timedelta(days=2))
    for later in (timedelta(minutes=1), timedelta(days=6)):
        assert services.publish_figures(by=SWEEP, at=MONDAY + later) is False
    assert PublicFigures.objects.count() == 1
    assert publish(MONDAY + timedelta(days=7))["whole", "harassment", ""] == 30


def test_one_case_more_changes_nothing_that_is_told() -> None:
    """Two Mondays, one person between them: the two files are the same but for their days."""
    for turn in range(19):
        complain(turn)
    first = publish()
    complain(50, at=MONDAY - timedelta(days=3), situations=["bombing", "profiling"])
    second = publish(MONDAY + timedelta(days=7))
    assert {place: people for place, people in second.items() if place[0] != "months"} == {
        place: people for place, people in first.items() if place[0] != "months"
    }


def test_twenty_complaints_of_one_person_are_one_and_those_of_nobody_none() -> None:
    for turn in range(20):
        complain(turn, phone="13900001234")
    Party.objects.filter(role="complainant", complaint=complain(99)).update(phone_index="")
    assert counted()["situations", "harassment"]["no_consent"] == 1
    assert all(people is None for people in publish().values())


def test_withdrawn_cases_and_filings_are_left_out_and_the_furthest_ending_counts() -> None:
    desk, other = make_desk(), make_desk("乙市通信管理局", channel="12321")
    decided = on_desk(desk, phone="13900000001", at=OLD)
    Filing.objects.filter(pk=decided.pk).update(state=State.CLOSED, answered_at=OLD, decision="罚款")
    refused = on_desk(desk, phone="13900000002", at=OLD)
    Filing.objects.filter(pk=refused.pk).update(state=State.CLOSED, answered_at=OLD)
    ended = on_desk(desk, phone="13900000006", at=OLD)
    Filing.objects.filter(pk=ended.pk).update(state=State.CLOSED, answered_at=OLD, dismissed=True)
    lately = on_desk(other, phone="13900000003", at=OLD)
    Filing.objects.filter(pk=lately.pk).update(state=State.DECIDED, answered_at=MONDAY, decision="已处理")
    gone = on_desk(other, phone="13900000004", at=OLD)
    Filing.objects.filter(pk=gone.pk).update(state=State.WITHDRAWN)
    Complaint.objects.filter(pk=on_desk(desk, phone="13900000005", at=OLD).complaint_id).update(
        state="withdrawn"
    )
    Outcome.objects.create(
        complaint=decided.complaint, kind="stopped", on=OLD.date(), recorded_at=OLD, recorded_by="visitor"
    )
    found = counted()
    assert found["channels", "telecom_appeal"] == {
        "decided": 1, "dismissed": 1, "refused": 1, "transferred": 0, "waiting": 0,
    }  # fmt: skip
    assert found["channels", "12321"] == {
        "decided": 0, "dismissed": 0, "refused": 0, "transferred": 0, "waiting": 1,
    }  # fmt: skip
    assert found["endings", "harassment"] == {
        "decided": 1, "dismissed": 1, "refused": 1, "transferred": 0, "waiting": 1, "not_sent": 1,
    }  # fmt: skip
    assert found["outcomes", "harassment"] == {"stopped": 1, "money": 0, "settled": 0}


def test_nobody_stands_on_the_page_or_in_the_file_and_both_cost_a_statement(client: Client) -> None:
    for turn in range(19):
        complain(turn, phone=f"1380013{turn:04d}")
    publish()
    with CaptureQueriesContext(transaction.get_connection()) as made:
        page = client.get("/statistics/")
        file = client.get("/statistics/figures.csv")
    assert [page.status_code, file.status_code, len(made)] == [200, 200, 2]
    for answer in (page, file):
        words = answer.content.decode()
        assert "没有同意就发来广告" in words
        assert not any(one in words for one in ("欧阳锋", "王小宁", "1380013", "AN-2026"))
    assert "数到 2026年3月8日" in page.content.decode()


def test_the_file_has_a_line_for_every_figure_and_its_dictionary_every_column(client: Client) -> None:
    assert client.get("/statistics/figures.csv").status_code == 404
    assert "还没有公布过数字" in client.get("/statistics/").content.decode()
    for turn in range(19):
        complain(turn)
    publish()
    rows = list(
        csv.DictReader(io.StringIO(client.get("/statistics/figures.csv").content.decode("utf-8-sig")))
    )
    assert {row["week"] for row in rows} == {"2026-03-16"}
    assert {row["until"] for row in rows} == {"2026-03-08"}
    assert [row["people"] == "" for row in rows] == [row["withheld"] == "1" for row in rows]
    assert {row["of"] for row in rows} >= set(Kind.values)
    assert not any(cell.startswith(("=", "+", "-", "@")) for row in rows for cell in row.values())
    other = client.get("/statistics/figures.csv", headers={"accept-language": "zh-Hant"})
    assert other.content == client.get("/statistics/figures.csv").content
    meant = list(
        csv.DictReader(io.StringIO(client.get("/statistics/dictionary.csv").content.decode("utf-8-sig")))
    )
    assert [row["name"] for row in meant if row["what"] == "column"] == list(rows[0])
    assert {row["name"] for row in meant if row["what"] == "table"} == {row["table"] for row in rows}
    assert all(row["meaning"] for row in meant)


def test_a_week_published_before_an_ending_was_counted_keeps_its_own_columns(client: Client) -> None:
    told = {"decided": 20, "refused": None, "transferred": None, "waiting": 10}
    figures = [["whole", "telecom_appeal", "", 40]]
    figures += [["channels", "telecom_appeal", ending, people] for ending, people in told.items()]
    PublicFigures.objects.create(week=date(2026, 3, 9), until=date(2026, 3, 1), figures=figures, made_at=OLD)
    page = client.get("/statistics/").content.decode()
    table = page[page.index('<table class="numbers">') : page.index("</table>")]
    assert (table.count('<th scope="col">'), table.count("<td>")) == (2 + len(told), 1 + len(told))
    assert "没有处理就结案" not in page


def test_how_late_a_ten_is_reached_is_a_secret_of_the_portal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()
    late = {name: public_figures._late(name) for name in ("harassment 1", "harassment 2")}
    assert late == {name: public_figures._late(name) for name in late}
    assert len(set(late.values())) == 2
    monkeypatch.setattr(keys, "index_key", lambda: b"\x01" * 32)
    assert all(public_figures._late(name) != number for name, number in late.items())


def test_a_week_is_never_changed_and_only_the_portal_counts() -> None:
    publish()
    for act in (
        lambda: PublicFigures.objects.update(figures=[]),
        lambda: PublicFigures.objects.all().delete(),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            act()
    with pytest.raises(PermissionError):
        services.publish_figures(by=Actor(), at=MONDAY)
