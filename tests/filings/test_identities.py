"""Where an organisation keeps it closed, who complained is a number at its desk until somebody states a need."""

import csv
import io
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts import rights
from accounts.models import IdentityNeed, Membership, Organisation, RightsChange, User
from complaints.models import Act, LedgerEntry
from core.retention_and_limits import IDENTITY_OPEN_LIFE
from filings import services
from filings.admin import acts
from filings.desk import table
from filings.models import DeskNews, Filing, FilingDocument
from tests.filings.desk_cases import Desk, make_caseworker, make_desk, on_desk, sent_through_the_house
from tests.filings.pages import words
from tests.filings.test_desk_views import signed_in
from tests.filings.test_rights import actor, address, keeper_of, listed

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("store", "keys")]
QUEUE = "/admin/filings/filing/"
NAME, PHONE = "欧阳小宁", "13900001234"
STORY = f"我是{NAME}，电话 139 0000 1234，回了退订还在发。"


@pytest.fixture
def desk() -> Desk:
    made = make_desk()
    closed(made, "need")
    return made


def closed(desk: Desk, how: str) -> None:
    Organisation.objects.filter(pk=desk.organisation.pk).update(identity=how)


def told(desk: Desk, **more: Any) -> Filing:
    return on_desk(desk, name=NAME, phone=PHONE, story=STORY, **more)


def opened(desk: Desk, filing: Filing, person: User | None = None) -> IdentityNeed:
    return services.open_identity(by=actor(person or desk.caseworker), filing=filing, need="要打电话核实")


def shows_nobody(text: str) -> None:
    for secret in (NAME, PHONE, "139 0000 1234", "示例路 1 号"):
        assert secret not in text


def test_rows_search_previews_siblings_and_exports_show_the_number_instead(desk: Desk) -> None:
    filing = told(desk)
    number, client = filing.complaint.number, signed_in(desk.caseworker)
    head = client.get(address(filing)).content.decode().partition("</header>")
    shows_nobody(head[0])
    page = client.get(f"{QUEUE}?columns=complainant")
    assert number in words(page)
    shows_nobody(page.content.decode())
    assert [row.complainant for row in page.context["queue"].rows] == [number]
    for query in (NAME, PHONE, "1390000", "139 0000"):
        assert listed(client, f"?q={query}&state=all") == [], query
        kept = {"_changelist_filters": f"q={query}&state=all"}
        assert client.get(f"{QUEUE}bulk/", kept).context["rows"] == [], query
    found = client.get(f"{QUEUE}?q=回了退订&state=all")
    assert [row.number for row in found.context["queue"].rows] == [number], "what happened is found"
    shows_nobody(found.content.decode())
    assert "〔投诉人〕" in str(found.context["queue"].rows[0].said)
    Membership.objects.filter(user=desk.caseworker).update(exports_lists=True)
    export = services.order_list(by=actor(desk.caseworker), query="", file_format="csv", need="上级检查")
    services.sweep_lists(write=table.write_list)
    export.refresh_from_db()
    written = services.open_list(by=actor(desk.caseworker), export=export).read().decode("utf-8-sig")
    shows_nobody(written)
    assert next(iter(csv.DictReader(io.StringIO(written))))["投诉人"] == number


def test_the_case_and_the_api_show_nobody(desk: Desk) -> None:
    filing = told(desk)
    knows = make_caseworker(desk.organisation, "zhidao")
    opened(desk, filing, knows)
    services.note(by=actor(knows), filing=filing, text=f"{NAME}说下周回电")
    services.set_tasks(by=actor(knows), filing=filing, text=f"打 {PHONE}")
    client = signed_in(desk.caseworker)
    page = client.get(address(filing))
    shows_nobody(page.content.decode())
    assert "〔投诉人〕说下周回电" in words(page)
    assert "打 〔投诉人〕" in words(page)
    assert "打开投诉人身份" in words(page)
    api = client.get(f"/api/v1/filings/{filing.pk}/")
    assert api.status_code == 200
    shows_nobody(api.content.decode())
    assert api.json()["number"] == filing.complaint.number
    assert client.get("/api/v1/filings/", {"q": NAME}).json()["results"] == []
    assert client.get("/api/v1/filings/", {"q": filing.complaint.number}).json()["results"] != []
    with pytest.raises(services.Refused, match="先打开投诉人身份"):
        services.begin_letter(by=actor(desk.caseworker), filing=filing, kind="acceptance", given={})


def test_papers_that_name_somebody_stay_closed_until_a_need_is_stated() -> None:
    desk = make_desk("示例市市场监督管理局", channel="12315_report")
    closed(desk, "need")
    owner = User.objects.create_user("owner", password="x")
    filing = sent_through_the_house(desk, owner)
    document = FilingDocument.objects.filter(filing=filing).first()
    assert document is not None
    client = signed_in(desk.caseworker)
    where = [
        reverse("admin:filings_filing_document", args=[filing.pk, document.pk]),
        f"/api/v1/filings/{filing.pk}/documents/{document.pk}/",
    ]
    assert [client.get(one).status_code for one in where] == [404, 404]
    shows = client.get(address(filing)).content.decode()
    assert "王小宁" not in shows
    assert document.filename not in shows
    opened(desk, filing)
    assert [client.get(one).status_code for one in where] == [200, 200]
    assert "王小宁" in words(client.get(address(filing)))


def test_a_stated_need_opens_one_filing_to_one_person_for_a_while_and_stands_in_the_record(
    desk: Desk,
) -> None:
    filing, other = told(desk), told(desk)
    colleague = make_caseworker(desk.organisation, "tongshi")
    client = signed_in(desk.caseworker)
    where = address(filing)
    posted = {"act": "identity", "text": "要打电话核实", "seen": acts.standing(filing)}
    assert client.post(where, {**posted, "text": " "}).status_code == 422
    assert client.post(where, posted).status_code == 302
    assert NAME in words(client.get(where))
    assert listed(client, f"?q={NAME}&state=all") == [filing.complaint.number]
    shows_nobody(client.get(address(other)).content.decode())
    shows_nobody(signed_in(colleague).get(where).content.decode())
    entry = LedgerEntry.objects.get(act=Act.IDENTITY_OPENED)
    assert entry.complaint_id == filing.complaint_id
    assert "核实" not in str(entry.detail), "why is the desk's alone"
    IdentityNeed.objects.update(until=timezone.now() - timedelta(seconds=1))
    shows_nobody(client.get(where).content.decode())
    assert IdentityNeed.objects.get().asked_at + IDENTITY_OPEN_LIFE > timezone.now()


def test_with_custodians_another_person_agrees_or_says_why_not(desk: Desk) -> None:
    closed(desk, "custodian")
    filing = told(desk)
    with pytest.raises(services.Refused, match="没有别的身份保管人"):
        opened(desk, filing)
    keeper = make_caseworker(desk.organisation, "baoguan")
    colleague = make_caseworker(desk.organisation, "tongshi")
    Membership.objects.filter(user__in=[keeper, desk.caseworker]).update(custodian=True)
    row = opened(desk, filing)
    client = signed_in(desk.caseworker)
    shows_nobody(client.get(address(filing)).content.decode())
    with pytest.raises(services.Refused, match="已经在请"):
        opened(desk, filing)
    assert [(one.person, one.kind) for one in DeskNews.objects.all()] == [(keeper, "asked")]
    for nobody in (desk.caseworker, colleague):
        with pytest.raises(services.Refused, match="另一位身份保管人"):
            services.settle_identity(by=actor(nobody), filing=filing, row=row, agree=True)
    custodian = signed_in(keeper)
    assert "要打电话核实" in words(custodian.get(address(filing)))
    assert custodian.post(address(filing), {"act": "identity-decline", "row": row.pk}).status_code == 422
    declined = {"act": "identity-decline", "row": row.pk, "text": "材料够了"}
    assert custodian.post(address(filing), declined).status_code == 302
    shows_nobody(client.get(address(filing)).content.decode())
    again = opened(desk, filing)
    assert custodian.post(address(filing), {"act": "identity-agree", "row": again.pk}).status_code == 302
    assert NAME in words(client.get(address(filing)))
    acts_done = LedgerEntry.objects.filter(act__startswith="identity").order_by("sequence")
    assert list(acts_done.values_list("act", flat=True)) == [
        "identity_asked", "identity_declined", "identity_asked", "identity_opened",
    ]  # fmt: skip


def test_an_administrator_chooses_it_with_a_line_in_the_log(desk: Desk) -> None:
    client = signed_in(keeper_of(desk))
    base = f"{QUEUE}members/{desk.organisation.pk}/"
    assert client.post(base, {"act": "identity", "identity": "nothing"}).status_code == 422
    assert client.post(base, {"act": "identity", "identity": "custodian"}).status_code == 302
    change = RightsChange.objects.get()
    assert (change.before, change.after) == ({"identity": "need"}, {"identity": "custodian"})
    with pytest.raises(rights.NotChanged):
        rights.set_identity(by=actor(desk.caseworker), organisation=desk.organisation, identity="open")


def test_where_it_is_not_closed_nothing_is_hidden(desk: Desk) -> None:
    closed(desk, "open")
    filing = told(desk)
    client: Client = signed_in(desk.caseworker)
    assert NAME in words(client.get(address(filing)))
    assert listed(client, f"?q={NAME}&state=all") == [filing.complaint.number]
    with pytest.raises(services.Refused, match="已经对您打开"):
        opened(desk, filing)
