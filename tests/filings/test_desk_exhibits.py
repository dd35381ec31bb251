"""The files of a case in the desk's own skin: one after the other, in three sizes, what is written in them beside."""

import io
from datetime import timedelta
from typing import Any

import pytest
from django.template.loader import render_to_string
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.actors import Actor
from accounts.models import User
from complaints.models import Act, LedgerEntry
from evidence.models import Exhibit
from evidence.services import receive
from filings.models import Filing
from tests.counting import Counting
from tests.evidence import samples
from tests.filings.desk_cases import make_desk, sent_through_the_house
from tests.filings.pages import forbidden, words
from tests.filings.test_desk_queue import signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("store", "keys")]


@pytest.fixture
def sent() -> tuple[Client, Filing, list[Exhibit]]:
    """A case that went with three files, and a fourth that was kept back."""
    desk = make_desk("示例市市场监督管理局", channel="12315_report")
    more = [
        (samples.written(samples.paper()), "合同.pdf"),
        (samples.saved(samples.drawn(), "PNG"), "账单.png"),
    ]
    filing = sent_through_the_house(desk, User.objects.create_user("consumer"), more=more)
    files = list(filing.complaint.exhibits.order_by("ordinal"))
    kept = receive(
        by=Actor.of_user(filing.complaint.owner),
        complaint_id=filing.complaint_id,
        stream=io.BytesIO(b"private diary"),
        filename="日记.txt",
    )
    return signed_in(desk.caseworker), filing, [*files, kept]


def at(filing: Filing, exhibit: Exhibit, page: int = 1) -> str:
    name = "admin:filings_filing_exhibit" + ("_page" if page > 1 else "")
    return reverse(name, args=[filing.pk, exhibit.pk, *([page] if page > 1 else [])])


def test_from_the_case_one_reads_file_after_file_and_comes_back_to_it(
    sent: tuple[Client, Filing, list[Exhibit]],
) -> None:
    client, filing, (first, contract, last, _kept) = sent
    kept_list = "?_changelist_filters=who%3Dme"
    case = reverse("admin:filings_filing_change", args=[filing.pk]) + kept_list
    assert f'href="{at(filing, first)}{kept_list}"' in client.get(case).content.decode()
    way = []
    address = at(filing, first) + kept_list
    while address:
        page = client.get(address)
        assert forbidden(page) == []
        html = page.content.decode()
        assert f'href="{case}#exhibits"' in html
        assert "我的案件" not in html
        way.append(words(page).partition("证据 ")[2][:5])
        address = page.context["later"]
    assert way == ["1 / 3", "2 / 3", "3 / 3"]
    assert client.get(at(filing, last)).context["earlier"] == at(filing, contract)
    paper = client.get(at(filing, contract))
    assert (paper.context["before"], paper.context["after"]) == ("", at(filing, contract, 2))
    assert reverse("exhibit_picture", args=[contract.pk, 1]) in paper.content.decode()
    assert client.get(at(filing, contract, 3)).status_code == 404


def test_a_picture_has_three_sizes_and_its_words_beside_it(
    sent: tuple[Client, Filing, list[Exhibit]], monkeypatch: pytest.MonkeyPatch
) -> None:
    client, filing, (first, contract, *_others) = sent
    monkeypatch.setattr("evidence.viewer._words", lambda *_given: "请于今日内还款")
    for size, width in (("", 360), ("1", 360), ("2", 720), ("9", 360)):
        page = client.get(at(filing, first), {"size": size})
        html = page.content.decode()
        assert f'width="{width}"' in html
        assert ("sheet whole" in html) == (size in ("1", "2"))
        beside = html.partition("<aside")[2].partition("</aside>")[0]
        assert "请于今日内还款" in beside
        assert "机器认出来的，可能有错" in beside
    # The size is kept from page to page, and from file to file.
    page = client.get(at(filing, contract), {"size": "2"})
    assert page.context["after"] == at(filing, contract, 2) + "?size=2"
    assert page.context["earlier"] == at(filing, first) + "?size=2"


def test_what_is_opened_is_recorded_and_what_was_not_sent_is_not_there(
    sent: tuple[Client, Filing, list[Exhibit]],
) -> None:
    client, filing, (first, _contract, _last, kept) = sent
    page = client.get(at(filing, first))
    assert "日记.txt" not in page.content.decode()
    assert client.get(at(filing, kept)).status_code == 404
    assert client.get(page.context["sheet"].address).status_code == 200
    read = LedgerEntry.objects.filter(complaint_id=filing.complaint_id, act=Act.EXHIBIT_READ)
    assert read.filter(detail__exhibit=str(first.pk)).exists()
    other = signed_in(make_desk("乙市通信管理局").caseworker)
    assert other.get(at(filing, first)).status_code == 404
    assert client.post(at(filing, first)).status_code == 405
    Filing.objects.filter(pk=filing.pk).update(closes_at=timezone.now() - timedelta(days=1))
    assert client.get(at(filing, first)).status_code == 404


def test_a_file_without_a_copy_says_why_and_leads_on(sent: tuple[Client, Filing, list[Exhibit]]) -> None:
    client, filing, (first, contract, *_others) = sent
    first.renditions.update(state="refused", reason="文件含有不能去除的脚本。", sealed=None)
    page = client.get(at(filing, first))
    assert "没有查看副本：文件含有不能去除的脚本。" in words(page)
    assert page.context["later"] == at(filing, contract)
    assert "单独打开副本" not in words(page)
    assert client.get(at(filing, first, 2)).status_code == 404


def test_of_many_files_and_messages_the_first_ten_stand_open(
    sent: tuple[Client, Filing, list[Exhibit]],
) -> None:
    client, filing, _files = sent
    shown = client.get(reverse("admin:filings_filing_change", args=[filing.pk])).context
    given = {"filing": filing, "documents": [], "sent": shown["sent"]}
    for name, row, inside, of in (
        ("exhibits", 'class="exhibit-name"', "其余 15 件", 25), ("exhibits", 'class="exhibit-name"', "", 10),
        ("messages_sent", "<figure", "其余 1 条", 11), ("messages_sent", "<figure", "", 10),
    ):  # fmt: skip
        template = {"exhibits": "exhibits", "messages_sent": "story"}[name]
        rows = {name: [shown[name][0]] * of}
        html = render_to_string(f"admin/filings/filing/{template}.html", {**given, **rows})
        # Of the story the messages alone: what they come to folds before them.
        html = html[html.rindex("<h3>") :] if template == "story" else html
        open_rows, _folded, rest = html.partition("<details><summary>")
        assert (inside in rest, bool(inside)) == (True, bool(rest))
        assert html.count("<details") == html.count("</details>")
        assert [part.count(row) for part in (open_rows, rest)] == [10, of - 10], (name, of)


def test_the_page_of_a_file_costs_few_statements(
    sent: tuple[Client, Filing, list[Exhibit]], counted: Counting
) -> None:
    client, filing, (first, *_others) = sent
    client.get(at(filing, first))
    with counted("desk_exhibit"):
        client.get(at(filing, first))


def test_the_original_is_nowhere_offered(sent: tuple[Client, Filing, list[Any]]) -> None:
    client, filing, (first, *_others) = sent
    html = client.get(at(filing, first)).content.decode()
    copies = {reverse(name, args=[first.pk]) for name in ("exhibit_copy",)}
    offered = {one.split('"')[0] for one in html.split('src="')[1:] + html.split('href="')[1:]}
    assert {one for one in offered if one.startswith("/evidence/")} <= copies
