"""The cases that a lawyer leads as one table: which, what stands in it, the record, and how long it is there."""

import csv
import io
from datetime import timedelta
from typing import Any

import openpyxl
import pytest
from django.utils import timezone

from accounts.actors import Actor
from accounts.models import Membership
from complaints.models import Access, Act, Campaign, Complaint, Contact, LedgerEntry
from core.retention_and_limits import LIST_EXPORT_LIFE
from filings import services
from filings.desk.table import write_list
from filings.models import Export, ListExport
from filings.services.bundles.orders import Order
from tests.cases import Case, make_case
from tests.filings.counsel_cases import Led
from tests.filings.desk_cases import make_desk
from tests.filings.pages import words

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("store", "keys")]
LIST, TABLES = "/counsel/", "/counsel/lists/"


@pytest.fixture
def led() -> Led:
    return Led()


def another(led: Led, name: str) -> Case:
    case = make_case(at=timezone.now(), name=name)
    led.shared_with(led.lawyer, case)
    return case


def campaign_with(*cases: Case) -> Campaign:
    made = Campaign.objects.create(
        basis="text", signature="示例优选", key="k" * 20, complaints=2, people=2, founded_at=timezone.now()
    )
    for case in cases:
        first = Contact.objects.filter(complaint=case.complaint).order_by("pk").first()
        assert first is not None
        Contact.objects.filter(pk=first.pk).update(campaign=made, signature="示例优选")
    return made


def order(led: Led, file_format: str = "csv", **more: Any) -> ListExport:
    cases = Complaint.objects.values_list("pk", flat=True)
    return services.order_cases(by=led.by, cases=cases, file_format=file_format, **more)


def written(export: ListExport) -> ListExport:
    services.sweep_lists(write=write_list)
    export.refresh_from_db()
    return export


def rows(led: Led, export: ListExport) -> list[dict[str, str]]:
    text = services.open_list(by=led.by, export=export).read().decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))


def entries(case: Case) -> list[dict[str, Any]]:
    found = LedgerEntry.objects.filter(complaint=case.complaint, act=Act.CASE_READ, detail__has_key="list")
    return [one.detail for one in found]


def test_the_cases_of_a_campaign_are_chosen_on_the_list_and_are_one_table(led: Led) -> None:
    other = another(led, "李委托")
    another(led, "孙不相干")
    campaign = campaign_with(led.case, other)
    page = led.lawyer_page.get(LIST)
    assert "同一群发 示例优选，2 件" in words(page)
    narrowed = led.lawyer_page.get(LIST, {"campaign": campaign.pk})
    assert "孙不相干" not in words(narrowed)
    ordered = led.lawyer_page.post(TABLES, {"campaign": campaign.pk, "format": "csv"})
    assert ordered["Location"] == TABLES
    export = written(ListExport.objects.get())
    assert (export.state, export.done) == (ListExport.State.DONE, 2)
    table = rows(led, export)
    assert [one["案号"] for one in table] == sorted([led.complaint.number, other.complaint.number])
    assert {one["委托人"] for one in table} == {"王小宁", "李委托"}
    assert all(one["对方"] and one["这一群发的信息和来电（条）"] == "1" for one in table)
    assert all("诉讼时效" in one["诉讼时效"] for one in table)
    detail = {"what": "case-list", "organisations": [led.firm.pk], "list": str(export.pk)}
    assert entries(led.case) == entries(other) == [detail]
    file = led.lawyer_page.get(f"{TABLES}{export.pk}/")
    assert (file.status_code, file["Content-Type"][:8]) == (200, "text/csv")


def test_a_bundle_for_the_court_stands_beside_its_case_with_its_digest(led: Led) -> None:
    assert [one["给法院的案卷"] for one in rows(led, written(order(led)))] == [""]
    for made_for in (Export.For.OWN, Export.For.COURT):
        bundle = services.request_export(
            by=led.by, complaint=led.complaint, order=Order(groups=None, made_for=made_for)
        )
    built = services.build_export(export=bundle)
    (row,) = rows(led, written(order(led)))
    assert row["给法院的案卷"] == built.filename
    assert f"sha256:{row['案卷的 SHA-256']}" == built.sha256
    assert row["核对案卷的网址"].endswith(f"/bundles/{built.code}/")


def test_it_is_a_spreadsheet_without_formulas_too(led: Led) -> None:
    Complaint.objects.filter(pk=led.complaint.pk).update()
    export = written(order(led, "xlsx"))
    book = openpyxl.load_workbook(io.BytesIO(services.open_list(by=led.by, export=export).read()))
    head, row = list(book.active.iter_rows())
    assert (head[0].value, row[0].value, row[1].value) == ("案号", led.complaint.number, "王小宁")
    assert not [cell for cell in row if cell.data_type == "f"]


def test_what_is_not_led_or_withdrawn_is_in_no_table(led: Led) -> None:
    offered, withdrawn, ended = (make_case(at=timezone.now(), name=f"客{place}") for place in range(3))
    services.share(by=offered.by, complaint=offered.complaint, with_user=led.lawyer)
    own = make_case(at=timezone.now(), name="钱自己")
    Membership.objects.create(user=own.owner, organisation=led.firm, role=Membership.Role.LAWYER)
    for case in (withdrawn, ended):
        led.shared_with(led.lawyer, case)
    Complaint.objects.filter(pk=withdrawn.complaint.pk).update(state=Complaint.State.WITHDRAWN)
    export = order(led)
    share = Access.objects.get(complaint=ended.complaint, user=led.lawyer)
    services.end_share(by=ended.by, access=share)
    assert [one["委托人"] for one in rows(led, written(export))] == ["王小宁"]
    assert entries(offered) == entries(withdrawn) == entries(ended) == entries(own) == []
    with pytest.raises(services.Refused, match="没有可以导出的案件"):
        services.order_cases(by=led.by, cases=[withdrawn.complaint.pk], file_format="csv")
    with pytest.raises(services.Refused, match="没有可以导出的案件"):
        services.order_cases(by=own.by, cases=[own.complaint.pk], file_format="csv")


def test_a_case_that_ends_or_is_withdrawn_ends_the_table_that_has_it(led: Led) -> None:
    another(led, "李委托")
    first, second = written(order(led)), written(order(led))
    Complaint.objects.filter(pk=led.complaint.pk).update(state=Complaint.State.WITHDRAWN)
    refused = led.lawyer_page.get(f"{TABLES}{first.pk}/", follow=True)
    assert "这份清单已经删除" in words(refused)
    services.sweep_lists(write=write_list)
    states = set(ListExport.objects.values_list("state", flat=True))
    assert states == {ListExport.State.REMOVED}
    Complaint.objects.filter(pk=led.complaint.pk).update(state=Complaint.State.FILED)
    third = written(order(led))
    services.end_share(by=led.case.by, access=led.share)
    services.sweep_lists(write=write_list)
    third.refresh_from_db()
    assert (third.state, third.cases, second.pk != first.pk) == (ListExport.State.REMOVED, [], True)


def test_it_is_gone_after_a_week_and_by_a_press(led: Led) -> None:
    export = written(order(led))
    assert export.finished_at is not None
    assert export.expires_at == export.finished_at + LIST_EXPORT_LIFE
    late = timezone.now() + LIST_EXPORT_LIFE + timedelta(minutes=1)
    services.sweep_lists(write=write_list, at=late)
    export.refresh_from_db()
    assert export.state == ListExport.State.REMOVED
    export = written(order(led))
    pressed = led.lawyer_page.post(f"{TABLES}{export.pk}/", follow=True)
    assert "清单文件删除了" in words(pressed)
    assert led.lawyer_page.get(f"{TABLES}{export.pk}/").status_code == 302


def test_nobody_else_has_it_nor_a_lawyer_who_left_the_firm(led: Led) -> None:
    export = written(order(led))
    colleague = led.member("colleague")
    desk = make_desk()
    for page in (led.page(colleague), led.owner_page, led.page(desk.caseworker)):
        assert page.get(f"{TABLES}{export.pk}/").status_code == 404
    assert not ListExport.objects.visible_to(Actor.of_user(desk.caseworker)).exists()
    assert led.owner_page.get(TABLES).status_code == 404
    Membership.objects.filter(user=led.lawyer).update(until=timezone.localdate() - timedelta(days=1))
    assert not ListExport.objects.visible_to(led.by).exists()
    with pytest.raises(ListExport.DoesNotExist):
        services.open_list(by=led.by, export=export)


def test_the_page_says_what_it_is_told_of(led: Led) -> None:
    written(order(led))
    seen = words(led.lawyer_page.get(TABLES))
    assert "导出会记入每一件的存证记录，委托人看得到" in seen
    record = led.owner_page.get(f"/cases/{led.complaint.number}/")
    assert "列入律师导出的案件清单，含姓名" in words(record)
    refused = led.lawyer_page.post(TABLES, {"format": "exe"})
    assert refused.status_code == 422
    assert "请选 Excel 或者 CSV" in words(refused)
