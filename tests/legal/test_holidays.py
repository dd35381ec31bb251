"""The import of a year's holiday notice. The days of 2027 here are invented for the test: they are no notice."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.urls import reverse

from accounts.actors import Actor
from accounts.models import User
from legal import holidays
from legal.models import CalendarDay, HolidayNotice
from legal.presentation import shown_plan
from legal.reasoning import workdays
from legal.reasoning.assessment import assess
from tests.filings.desk_cases import make_desk
from tests.filings.pages import forbidden, words
from tests.filings.test_desk_queue import signed_in

INVENTED = """# 测试用，虚构
date,kind
2027-01-01,法定节日
2027-01-04,放假调休
2027-01-09,调休上班
2027-05-01~2027-05-02,法定节日
2027-05-03，放假调休
2027-05-08\tmakeup_work
2027-10-01~2027-10-03,statutory_festival
"""
SOURCE = "测试用的虚构通知〔2026〕0号"
AT = datetime(2026, 11, 20, 2, tzinfo=UTC)
IMPORT = "/admin/legal/holidaynotice/add/"


# ── Reading ──────────────────────────────────────────────────────────────────────────────────────────────────────


def test_rows_are_read_with_ranges_labels_and_both_commas() -> None:
    named = holidays.read_notice(INVENTED)
    assert len(named) == 10
    assert named[date(2027, 5, 3)] == "makeup_off"
    assert named[date(2027, 10, 2)] == "statutory_festival"
    year = holidays.whole_year(named)
    assert len(year) == 365
    assert year[date(2027, 1, 3)] == "weekend"
    assert year[date(2027, 1, 5)] == "normal"


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ("", "没有读到任何一天"),
        ("2027-01-01", "不认识“”"),
        ("2027-01-01,放假", "不认识“放假”"),
        ("2027-13-01,法定节日", "看不懂"),
        ("1月1日,法定节日", "看不懂"),
        ("2027-01-03~2027-01-01,法定节日", "先后不对"),
        ("2027-01-01~2099-01-01,法定节日", "先后不对"),
        ("2027-01-01,法定节日\n2027-01-01,放假调休", "第 2 行：2027-01-01 写了两次"),
        ("2027-01-04,调休上班", "不是周六、周日"),
        ("2027-01-04,周末", "不是周六、周日"),
        ("2027-01-02,工作日", "周末上班请写“调休上班”"),
        ("2027-01-01,法定节日\n2028-01-01,法定节日", "一次只能导入一年"),
        ("2026-01-01,法定节日", "已随程序提供"),
        ("2027-01-01,法定节日", "没有录全"),
        (INVENTED.replace("2027-01-01,法定节日", "2027-01-01,放假调休"), "2027-01-01 没有写成“法定节日”"),
    ],
)
def test_what_is_no_notice_is_refused_in_words(rows: str, said: str) -> None:
    with pytest.raises(holidays.NoticeError) as refused:
        holidays.read_notice(rows)
    assert said in str(refused.value)


# ── Counting by it ───────────────────────────────────────────────────────────────────────────────────────────────


def test_an_imported_year_is_counted_by(
    imported_years: None, django_capture_on_commit_callbacks: Any
) -> None:
    assert not workdays.is_known(2027)
    with pytest.raises(workdays.UnknownYear):
        workdays.add_working_days(date(2026, 12, 30), 5)
    with django_capture_on_commit_callbacks(execute=True):
        holidays.import_notice(
            by=Actor.system("test"), named=holidays.read_notice(INVENTED), source=SOURCE, at=AT
        )
    assert workdays.is_known(2027)
    assert workdays.is_working_day(date(2027, 1, 9))
    assert not workdays.is_working_day(date(2027, 1, 4))
    assert workdays.is_festival_day(date(2027, 1, 4))
    assert not workdays.is_festival_day(date(2027, 1, 3))
    assert workdays.is_rest_day(date(2027, 1, 3))
    assert workdays.roll_forward(date(2027, 5, 1)) == date(2027, 5, 4)
    # 12-31; then 1-1 to 1-4 off, 1-5, 1-6, 1-7, 1-8
    assert workdays.add_working_days(date(2026, 12, 30), 5) == date(2027, 1, 8)
    assert workdays.add_working_days(date(2026, 12, 30), 6) == date(2027, 1, 9)
    assert not workdays.is_known(2028)


def test_the_later_of_two_notices_counts_and_both_stay(
    imported_years: None, django_capture_on_commit_callbacks: Any
) -> None:
    right = INVENTED.replace("2027-01-04,放假调休\n2027-01-09,调休上班\n", "")
    for rows in (INVENTED, right):
        with django_capture_on_commit_callbacks(execute=True):
            holidays.import_notice(by=Actor.system("test"), named=holidays.read_notice(rows), source=SOURCE)
    assert workdays.is_working_day(date(2027, 1, 4))
    assert HolidayNotice.objects.count() == 2
    assert [change.day for change in holidays.changes(holidays.read_notice(INVENTED))] == [
        date(2027, 1, 4),
        date(2027, 1, 9),
    ]


def test_the_built_in_years_are_never_asked_of_the_database(imported_years: None) -> None:
    notice = HolidayNotice.objects.create(
        year=2026, source_doc=SOURCE, imported_at=AT, imported_by="system:test"
    )
    CalendarDay.objects.create(notice=notice, date=date(2026, 3, 2), kind="makeup_off")
    holidays.forget()
    assert workdays.is_working_day(date(2026, 3, 2))


@pytest.mark.django_db
@pytest.mark.parametrize("table", ["legal_holidaynotice", "legal_calendarday"])
def test_a_notice_is_never_edited(table: str) -> None:
    holidays.import_notice(
        by=Actor.system("test"), named=holidays.read_notice(INVENTED), source=SOURCE, at=AT
    )
    for statement in (f"UPDATE {table} SET id = id", f"DELETE FROM {table}", f"TRUNCATE {table} CASCADE"):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)


# ── On pages ─────────────────────────────────────────────────────────────────────────────────────────────────────

LATE: dict[str, Any] = {
    "kind": "harassment",
    "event": {"first": "2026-12-01", "last": "2026-12-20"},
    "complainant": {"region": "310113", "consumer_of_respondent": True},
    "respondents": [{"role": "content_provider", "name": "甲商城"}],
    "contacts": {"channels": ["sms"], "count": 30, "after_refusal": 12},
    "content": {"commercial": True},
    "consent": {"status": "none"},
    "refusal": {"made": True, "on": "2026-12-02"},
}


def _answer(channel: str) -> str:
    plan = shown_plan(assess(LATE, on=date(2026, 12, 28)))
    return str(next(way for way in plan if way["channel"] == channel)["answer_label"])


def test_a_page_says_that_the_calendar_is_awaited_until_it_is_imported(
    imported_years: None, django_capture_on_commit_callbacks: Any
) -> None:
    assert "2027年的放假安排待国务院办公厅公布" in _answer("12315_complaint")
    with django_capture_on_commit_callbacks(execute=True):
        holidays.import_notice(by=Actor.system("test"), named=holidays.read_notice(INVENTED), source=SOURCE)
    assert "待国务院办公厅公布" not in _answer("12315_complaint")
    assert "到2027-01-08" in _answer("12315_complaint")  # 7 working days: 12-29, 30, 31, 1-5, 6, 7, 8


@pytest.fixture
def administrator(db: None) -> Client:
    return signed_in(User.objects.create_superuser("root", password="x"))


def test_an_administrator_sees_what_changes_then_imports(
    administrator: Client, imported_years: None, django_capture_on_commit_callbacks: Any
) -> None:
    empty = administrator.get(IMPORT)
    assert empty.status_code == 200
    assert forbidden(empty) == []
    given = {"source_doc": SOURCE, "rows": INVENTED}
    looked = administrator.post(IMPORT, {**given, "step": "look"})
    assert looked.status_code == 200
    assert forbidden(looked) == []
    said = words(looked)
    assert "2027年：10 天和现在知道的不同" in said
    assert "2027-01-09 星期六 周末 调休上班" in said
    assert not HolidayNotice.objects.exists()
    seen = looked.context["seen"]
    edited = {**given, "rows": INVENTED.replace("2027-01-09,调休上班\n", ""), "step": "import", "seen": seen}
    assert administrator.post(IMPORT, edited).status_code == 200
    assert not HolidayNotice.objects.exists()
    with django_capture_on_commit_callbacks(execute=True):
        done = administrator.post(IMPORT, {**given, "step": "import", "seen": seen})
    notice = HolidayNotice.objects.get()
    assert done.status_code == 302
    assert done["Location"] == reverse("admin:legal_holidaynotice_change", args=[notice.pk])
    assert (notice.year, notice.source_doc) == (2027, SOURCE)
    assert notice.imported_by.startswith("user:")
    assert notice.days.count() == 365
    assert workdays.is_known(2027)
    kept = administrator.get(done["Location"])
    assert "2027-01-09 调休上班" in words(kept)
    assert "这一份" in words(administrator.get("/admin/legal/holidaynotice/"))
    assert administrator.post(done["Location"], {"year": 2028}).status_code == 403


def test_wrong_rows_come_back_with_the_reasons(administrator: Client) -> None:
    response = administrator.post(IMPORT, {"source_doc": "", "rows": "2027-01-01,放假", "step": "import"})
    assert response.status_code == 422
    assert "第 1 行：不认识“放假”" in words(response)
    assert "2027-01-01,放假" in response.content.decode()
    assert not HolidayNotice.objects.exists()


def test_only_administrators_import(db: None) -> None:
    caseworker = signed_in(make_desk().caseworker)
    for path in ("/admin/legal/holidaynotice/", IMPORT):
        assert caseworker.get(path).status_code == 403
    given = {"source_doc": SOURCE, "rows": INVENTED, "step": "import"}
    assert caseworker.post(IMPORT, given).status_code == 403
    assert Client().get(IMPORT).status_code == 302
    assert not HolidayNotice.objects.exists()
