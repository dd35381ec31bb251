"""Lists of the queue as tables: who may take one out, what stands in it, the record of it, and how long it is there."""

import csv
import io
from datetime import datetime, time, timedelta
from pathlib import Path
from typing import Any
from unittest.mock import patch

import openpyxl
import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.actors import Actor
from accounts.models import Consent, Membership, User
from complaints.models import Act, LedgerEntry
from core.retention_and_limits import LIST_EXPORT_LIFE
from evidence.sealed import sealing
from filings import services
from filings.desk import table
from filings.holders import holder_of
from filings.models import Filing, ListExport
from filings.moves import State
from tests.filings.desk_cases import Desk, make_caseworker, make_desk, on_desk
from tests.filings.pages import words
from tests.filings.test_desk_views import signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("store", "keys")]
LISTS = "/admin/filings/filing/lists/"


@pytest.fixture
def desk() -> Desk:
    made = make_desk()
    Membership.objects.filter(user=made.caseworker).update(exports_lists=True)
    return made


def order(desk: Desk, query: str = "", **more: Any) -> ListExport:
    given = {"file_format": "csv", **more}
    return services.order_list(by=Actor.of_user(desk.caseworker), query=query, **given)


def written(export: ListExport) -> ListExport:
    services.sweep_lists(write=table.write_list)
    export.refresh_from_db()
    return export


def content(desk: Desk, export: ListExport) -> bytes:
    return services.open_list(by=Actor.of_user(desk.caseworker), export=export).read()


def rows(desk: Desk, export: ListExport) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content(desk, export).decode("utf-8-sig"))))


def entries(filing: Filing) -> list[dict[str, Any]]:
    found = LedgerEntry.objects.filter(complaint=filing.complaint, act=Act.CASE_READ, detail__has_key="list")
    return [one.detail for one in found]


def test_whoever_sits_at_a_desk_may_not_by_that_take_its_list_out(desk: Desk) -> None:
    on_desk(desk)
    other = signed_in(make_caseworker(desk.organisation, "without"))
    page = other.get(f"{LISTS}?_changelist_filters=")
    assert "您没有导出清单的权限" in words(page)
    refused = other.post(f"{LISTS}?_changelist_filters=", {"format": "csv"})
    assert refused.status_code == 422
    assert "没有导出。" in words(refused)
    assert not ListExport.objects.exists()
    # Nor is it offered; a supervisor still reads who took out what.
    assert ">导出" not in other.get("/admin/filings/filing/").content.decode()
    Membership.objects.filter(user__username="without").update(role=Membership.Role.SUPERVISOR)
    assert ">导出记录</a>" in other.get("/admin/filings/filing/").content.decode()
    Membership.objects.filter(user__username="without").update(exports_lists=True)
    assert ">导出</a>" in other.get("/admin/filings/filing/").content.decode()


def test_the_table_is_the_list_as_it_was_narrowed_without_names(desk: Desk) -> None:
    beijing = on_desk(desk, region="110000", phone="13900000001")
    on_desk(desk, region="310000", phone="13900000002")
    on_desk(make_desk("乙市市场监督管理局", channel="12315_complaint"), region="110000", phone="13900000003")
    export = written(order(desk, "?region=110000&columns=complainant&columns=region&columns=sum"))
    assert (export.state, export.done) == (ListExport.State.DONE, 1)
    assert rows(desk, export) == [
        ["案号", "地区", "金额（元）", "金额是什么"],
        [beijing.complaint.number, "北京", *rows(desk, export)[1][2:]],
    ]
    assert entries(beijing) == [
        {"what": "list", "organisations": [desk.organisation.pk], "list": str(export.pk)}
    ]


def test_names_stand_in_it_for_a_stated_need_alone_and_the_complainant_reads_that(
    desk: Desk, settings: Any
) -> None:
    filing = on_desk(desk)
    name = filing.listing.complainant
    without = written(order(desk))
    assert name not in content(desk, without).decode()
    assert "投诉人" not in rows(desk, without)[0]
    export = written(order(desk, need="向投诉人寄送调解通知"))
    assert name in content(desk, export).decode()
    assert [one["what"] for one in entries(filing)] == ["list", "named-list"]
    head = make_caseworker(desk.organisation, "head")
    head.memberships.update(role=Membership.Role.SUPERVISOR)
    page = words(signed_in(head).get(LISTS))
    assert "本机构谁导出过" in page
    assert "向投诉人寄送调解通知" in page
    assert signed_in(head).get(f"{LISTS}{export.pk}/").status_code == 404, "the file is not the supervisor's"


def test_a_need_brings_the_names_whatever_columns_the_list_has(desk: Desk) -> None:
    on_desk(desk)
    assert rows(desk, written(order(desk, "?columns=state", need="寄送")))[0] == ["案号", "投诉人", "办理"]


def of_two_desks(desk: Desk) -> tuple[Desk, Filing, Filing]:
    """One complaint at two desks at which the caseworker sits, and may take lists out of both."""
    other = make_desk("乙市市场监督管理局", channel="12315_complaint")
    Membership.objects.create(
        user=desk.caseworker, organisation=other.organisation, role="caseworker", exports_lists=True
    )
    here, there = on_desk(desk), on_desk(other, phone="13900000009")
    Filing.objects.filter(pk=there.pk).update(complaint=here.complaint)
    return other, here, there


def test_each_desk_is_in_the_record_of_a_complaint_that_lies_at_both(desk: Desk) -> None:
    other, here, _there = of_two_desks(desk)
    with patch("filings.services.list_exports.ROWS", 1):
        written(order(desk, "?state=all"))
    assert {one["organisations"][0] for one in entries(here)} == {desk.organisation.pk, other.organisation.pk}


def test_the_head_of_one_desk_reads_nothing_of_what_was_taken_out_of_another(desk: Desk) -> None:
    other, _here, _there = of_two_desks(desk)
    written(order(desk, "?state=all", need="乙局的专案"))
    head = make_caseworker(desk.organisation, "head")
    head.memberships.update(role=Membership.Role.SUPERVISOR)
    assert "乙局的专案" not in words(signed_in(head).get(LISTS))
    page = signed_in(desk.caseworker).get(f"{LISTS}?_changelist_filters=desk%3D{other.organisation.pk}")
    assert [one.name for one in page.context["desks"]] == ["乙市市场监督管理局"]


def test_a_file_that_never_was_stands_in_no_record(desk: Desk) -> None:
    filing = on_desk(desk)
    with patch.object(sealing, "store", side_effect=ValueError("x")):
        assert written(order(desk, need="寄送")).state == ListExport.State.FAILED
    assert entries(filing) == []


def test_the_page_reads_none_of_the_cases_of_a_list(desk: Desk) -> None:
    on_desk(desk)
    written(order(desk))
    page = signed_in(desk.caseworker).get(LISTS)
    assert page.context["own"][0].get_deferred_fields() == {"filings"}


def test_a_spreadsheet_has_days_and_sums_as_such_and_no_formula(desk: Desk) -> None:
    filing = on_desk(desk)
    type(filing.listing).objects.filter(pk=filing.pk).update(
        respondents='=HYPERLINK("x")', senders="\n10690000123456"
    )
    query = "?columns=respondent&columns=sender&columns=received"
    book = openpyxl.load_workbook(io.BytesIO(content(desk, written(order(desk, query, file_format="xlsx")))))
    first, second = book.active.iter_rows()
    assert [one.value for one in first] == ["案号", "被投诉方", "号码", "收到"]
    assert [one.data_type for one in second] == ["s", "s", "s", "d"]
    assert [one.value for one in second][1:3] == ['=HYPERLINK("x")', "10690000123456"]
    lines = rows(desk, written(order(desk, query)))
    assert lines[1][1:3] == ['\'=HYPERLINK("x")', "'10690000123456"]


def test_withdrawn_after_it_was_accepted_it_is_in_no_table_though_the_desk_may_read_it_still(
    desk: Desk, django_user_model: Any
) -> None:
    owner = django_user_model.objects.create_user(username="owner")
    filing = on_desk(desk, owner=owner)
    services.move(by=Actor.of_user(desk.caseworker), filing=filing, to=State.ACCEPTED)
    before = written(order(desk, "?state=all", need="寄送"))
    services.withdraw_consent(by=Actor.of_user(owner), filing=filing)
    filing.refresh_from_db()
    assert filing.closes_at > timezone.now()
    after = written(order(desk, "?state=all", need="核对"))
    assert rows(desk, after) == [rows(desk, after)[0]]
    before.refresh_from_db()
    assert before.state == ListExport.State.REMOVED
    assert "它导出的清单里有过这一件；已经下载的，本平台收不回。" in holder_of(filing).words


def test_what_is_withdrawn_is_in_no_table_and_ends_one_that_has_it(desk: Desk) -> None:
    kept, gone = on_desk(desk, phone="13900000001"), on_desk(desk, phone="13900000002")
    both, alone = written(order(desk, "?state=all")), written(order(desk, f"?q={kept.complaint.number}"))
    assert both.done == 2
    Filing.objects.filter(pk=gone.pk).update(closes_at=timezone.now() - timedelta(seconds=1))
    with pytest.raises(services.Refused, match="已经撤回"):
        content(desk, both)
    both.refresh_from_db()
    assert (both.state, both.filings, both.sealed.erased) == (ListExport.State.REMOVED, [], True)
    assert kept.complaint.number in content(desk, alone).decode()
    after = written(order(desk, "?state=all", need="核对"))
    assert [line[0] for line in rows(desk, after)[1:]] == [kept.complaint.number]


def test_the_sweep_removes_what_is_over_and_what_was_withdrawn_without_anybody_asking(
    desk: Desk, django_capture_on_commit_callbacks: Any
) -> None:
    first, second = on_desk(desk, phone="13900000001"), on_desk(desk, phone="13900000002")
    one, other = (written(order(desk, f"?q={filing.complaint.number}")) for filing in (first, second))
    Filing.objects.filter(pk=first.pk).update(closes_at=timezone.now())
    Consent.objects.filter(pk=first.consent_id).update(withdrawn_at=timezone.now())
    assert written(one).state == ListExport.State.REMOVED
    assert written(other).state == ListExport.State.DONE
    with django_capture_on_commit_callbacks(execute=True):
        services.sweep_lists(
            write=table.write_list, at=timezone.now() + LIST_EXPORT_LIFE + timedelta(minutes=1)
        )
    other.refresh_from_db()
    assert other.state == ListExport.State.REMOVED
    with pytest.raises(FileNotFoundError):
        sealing.storage().open(other.sealed.name).read()


def test_a_right_that_was_taken_back_opens_nothing_that_was_made_by_it(desk: Desk) -> None:
    on_desk(desk)
    export, waiting = written(order(desk)), order(desk, "?state=all")
    Membership.objects.filter(user=desk.caseworker).update(exports_lists=False)
    with pytest.raises(services.Refused, match="权限已经收回"):
        content(desk, export)
    assert (written(waiting).state, waiting.reason) == (
        ListExport.State.FAILED, "导出清单的权限已经收回。没有导出。",
    )  # fmt: skip
    Membership.objects.filter(user=desk.caseworker).delete()
    with pytest.raises(ListExport.DoesNotExist):
        services.open_list(by=Actor.of_user(User.objects.get(pk=desk.caseworker.pk)), export=export)


def test_broken_off_and_begun_again_it_enters_each_case_once(desk: Desk) -> None:
    filing = on_desk(desk)
    export = order(desk)
    with patch("filings.services.list_exports._keep", side_effect=OSError):
        services.sweep_lists(write=table.write_list)
    export.refresh_from_db()
    assert (export.state, len(entries(filing))) == (ListExport.State.WAITING, 1)
    ListExport.objects.update(due_at=timezone.now())
    assert written(export).state == ListExport.State.DONE
    assert len(entries(filing)) == 1


def test_two_clicks_from_the_list_to_its_table(desk: Desk, client: Client) -> None:
    filing = on_desk(desk)
    client = signed_in(desk.caseworker)
    queue = client.get("/admin/filings/filing/?state=all")
    page = client.get(reverse("admin:filings_filing_lists") + queue.context["queue"].as_table)
    assert "不写，就不含姓名" in words(page)
    after = client.post(
        page.request["PATH_INFO"] + "?" + page.request["QUERY_STRING"], {"format": "xlsx"}, follow=True
    )
    (export,) = ListExport.objects.all()
    assert export.query == "?state=all"
    assert after.context["working"]
    written(export)
    answer = client.get(f"{LISTS}{export.pk}/")
    book = openpyxl.load_workbook(io.BytesIO(b"".join(answer.streaming_content)))
    assert book.active["A2"].value == filing.complaint.number
    assert client.post(f"{LISTS}{export.pk}/", follow=True).redirect_chain == [(LISTS, 302)]
    assert "这份清单已经删除" in words(client.get(f"{LISTS}{export.pk}/", follow=True))


def test_a_long_list_costs_no_statement_a_row(
    desk: Desk, tmp_path: Path, django_assert_num_queries: Any
) -> None:
    for place in range(4):
        on_desk(desk, phone=f"1390000000{place}")
    export, by = order(desk, "?state=all", need="核对"), Actor.of_user(desk.caseworker)
    with django_assert_num_queries(2):
        taken = table.write_list(by, export, tmp_path / "list.csv", lambda done: None)
    assert len(taken) == 4


# ── Reports, and last month ──────────────────────────────────────────────────────────────────────────────────────────


def lead(desk: Desk) -> None:
    Membership.objects.filter(user=desk.caseworker).update(role=Membership.Role.SUPERVISOR)


def test_each_report_is_a_table_with_the_numbers_of_its_page(desk: Desk) -> None:
    lead(desk)
    late = timezone.localdate() - timedelta(days=1)
    on_desk(desk, region="110000", due_on=late, phone="13900000001")
    on_desk(desk, region="310000", phone="13900000002")
    on_desk(make_desk("乙市市场监督管理局", channel="12315_complaint"), region="110000", phone="13900000003")
    Filing.objects.filter(due_on=late).update(assigned_to=desk.caseworker)
    name = desk.caseworker.username
    reports = [one for one in ListExport.Report if one != ListExport.Report.CASES]
    told = {report: rows(desk, written(order(desk, report=report))) for report in reports}
    month = f"{timezone.localdate():%Y-%m}"
    assert told["months"][0] == ["月份", "收到", "受理", "答复", "按期", "逾期", "按期率（%）"]
    assert len(told["months"]) == 13
    assert sum(int(row[1]) for row in told["months"][1:]) == 2
    assert told["months"][-1][0] == month
    columns = ["收到", "受理", "没有办结", "现在逾期", "答复", "按期", "逾期", "按期率（%）"]
    assert told["region"][0] == ["地区", *columns]
    assert [row[:5] for row in told["region"][1:]] == [
        ["上海", "1", "0", "1", "0"],
        ["北京", "1", "0", "1", "1"],
    ]
    assert told["colleague"][1:][0][:5] in ([name, "1", "0", "1", "1"], ["未分派", "1", "0", "1", "0"])
    assert told["kind"][1][:2] == ["骚扰短信和电话", "2"]
    assert len(told["channel"]) == 2
    assert told["recipient"][0] == ["接收方", *columns]
    assert told["recipient"][1][1:5] == ["2", "0", "2", "1"]
    assert told["situation"][1][:2] == ["退订后仍然发来", "2"]
    assert told["sender"][1][:2] == ["'10690000123456", "2"]
    assert told["ageing"][0] == ["收到多久", "没有办结", "已逾期"]
    assert told["ageing"][1] == ["0 到 7 天", "2", "1"]
    assert told["year"][0][:2] == ["项目", f"{timezone.localdate().year}年"]
    assert told["year"][1][0] == "收到"
    assert sum(int(number) for number in told["year"][1][1:]) == 2
    assert told["people"] == [["经办人", "没有办结", "已逾期"], ["未分派", "1", "0"], [name, "1", "1"]]


def test_a_report_stands_in_the_record_and_in_no_case(desk: Desk) -> None:
    filing = on_desk(desk)
    export = written(order(desk, report="months", need="", file_format="xlsx"))
    assert (export.state, export.filings) == (ListExport.State.DONE, [])
    assert export.expires_at - export.finished_at == LIST_EXPORT_LIFE
    assert entries(filing) == []
    sheet = openpyxl.load_workbook(io.BytesIO(content(desk, export))).active
    # On the first of a month what came yesterday is the month's before.
    received = [sheet[f"B{row}"].value for row in range(2, 14)]
    assert [one for one in received if one != 0] == [1], "a count is a number"
    head = make_caseworker(desk.organisation, "head")
    head.memberships.update(role=Membership.Role.SUPERVISOR)
    assert "最近十二个月" in words(signed_in(head).get(LISTS))
    filing.consent.withdrawn_at = timezone.now()
    filing.consent.save(update_fields=["withdrawn_at"])
    assert content(desk, export), "nobody is in it who could withdraw"


def test_colleagues_are_compared_in_no_table_that_their_page_would_not_show(desk: Desk) -> None:
    on_desk(desk)
    refused = written(order(desk, report="colleague"))
    assert (refused.state, refused.reason) == (
        ListExport.State.FAILED,
        "按经办人的统计只有主管可以导出。没有导出。",
    )
    with pytest.raises(services.Refused, match="没有这份统计"):
        order(desk, report="salaries")


def test_a_report_is_ordered_where_it_is_read_by_whoever_may(desk: Desk) -> None:
    client = signed_in(desk.caseworker)
    pages = ("/admin/filings/filing/oversight/", "/admin/filings/filing/people/")
    assert ["导出“" in words(client.get(page)) for page in pages] == [True, True]
    answer = client.post(LISTS, {"report": "people", "format": "xlsx"})
    assert answer.status_code == 302
    export = ListExport.objects.get()
    assert (export.report, export.query) == ("people", "?")
    assert "data-take" in client.get(written(export) and answer["Location"]).content.decode()
    without = signed_in(make_caseworker(desk.organisation, "without"))
    assert ["导出“" in words(without.get(page)) for page in pages] == [False, False]
    assert without.post(LISTS, {"report": "people", "format": "xlsx"}).status_code == 422


def test_last_month_is_a_table_in_two_actions_from_the_queue(desk: Desk, client: Client) -> None:
    first = timezone.localdate().replace(day=1)
    inside = [timezone.make_aware(datetime.combine(day, time(12))) for day in (first - timedelta(days=1),)]
    begun = inside[0].replace(day=1, hour=0)
    mine = [on_desk(desk, at=at, phone=f"1390000000{place}") for place, at in enumerate([*inside, begun])]
    Filing.objects.filter(pk=mine[0].pk).update(state=State.DECIDED)
    on_desk(desk, at=begun - timedelta(minutes=1), phone="13900000008")
    on_desk(desk, at=timezone.now(), phone="13900000009")
    client = signed_in(desk.caseworker)
    queue = client.get("/admin/filings/filing/")
    page = client.get(LISTS + queue.context["queue"].as_table)  # one
    assert f"上个月（{begun:%Y-%m}）收到的" in words(page)
    for shown in (page, client.get(LISTS)):
        assert "导出会记入每一件的存证记录，投诉人看得到。文件保留 7 天。" in words(shown)
    ordered = client.post(LISTS, {"last_month": "1", "format": "csv"})  # two
    waiting = client.get(ordered["Location"]).content.decode()
    assert "data-working" in waiting
    assert "data-take" not in waiting
    export = written(ListExport.objects.get())
    assert "data-take" in client.get(ordered["Location"]).content.decode()
    assert {row[0] for row in rows(desk, export)[1:]} == {one.complaint.number for one in mine}
    assert "投诉人" not in rows(desk, export)[0]
    assert {"渠道", "收到"} <= {*rows(desk, export)[0]}
    assert f"{begun:%Y-%m-%d}" in {cell for row in rows(desk, export) for cell in row}
    months = client.get("/admin/filings/filing/oversight/").context["months"]
    link = next(link for one, _received, _answered, link in months if one.first == begun.date())
    assert {row.number for row in client.get(link).context["queue"].rows} == {
        one.complaint.number for one in mine
    }
