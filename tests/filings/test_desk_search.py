"""Searching the queue: by everything that the desk was given or said, with the words around; by nothing that it was not."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from accounts.actors import Actor
from accounts.models import User
from complaints.keyed_pairs import keyed_pairs
from complaints.models import Act, LedgerEntry
from evidence.services.texts import keep_text
from filings import services
from filings.desk.searching import numbers_meant, snippet_of, words_of
from filings.models import Filing, Listing
from tests.filings.desk_cases import Desk, make_caseworker, make_desk, on_desk, sent_through_the_house
from tests.filings.pages import words

pytestmark = pytest.mark.django_db
QUEUE = "/admin/filings/filing/"


@pytest.fixture
def desk() -> Desk:
    return make_desk()


@pytest.fixture
def caseworker(desk: Desk) -> Client:
    return signed_in(desk.caseworker)


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def found(client: Client, q: str, **more: Any) -> list[str]:
    response = client.get(QUEUE, {"q": q, **more})
    assert response.status_code == 200
    return [row.number for row in response.context["queue"].rows]


def test_a_case_is_found_by_name_note_question_reason_and_answer(desk: Desk, caseworker: Client) -> None:
    by, owner = Actor.of_user(desk.caseworker), User.objects.create_user("consumer")
    filing = on_desk(desk, name="欧阳小宁", owner=owner)
    on_desk(desk)
    services.note(by=by, filing=filing, text="已致电运营商核对")
    services.ask(by=by, filing=filing, question="请提供话费账单。")
    services.answer(by=Actor.of_user(owner), filing=filing, text="账单流水号是七七八一")
    number = [filing.complaint.number]
    for typed in ("欧阳小宁", "小宁 核对", "运营商核对", "话费账单", "七七八一"):
        assert found(caseworker, typed)[:1] == number, typed
    assert found(caseworker, "欧阳小宁 不存在") == []
    services.move(
        by=by, filing=Filing.objects.get(pk=filing.pk), to="transferred", reason="已转号码归属地机关。"
    )
    assert found(caseworker, "号码归属地") == number


def test_a_hit_shows_the_words_around_it_and_where_they_stand(desk: Desk, caseworker: Client) -> None:
    on_desk(desk, story="他们冒充法院，说<b>明天</b>要起诉我。")
    response = caseworker.get(QUEUE, {"q": "明天"})
    page = response.content.decode()
    assert "事情经过" in words(response)
    assert "<mark>明天</mark>" in page
    assert "说&lt;b&gt;" in page
    assert response.context["queue"].rows[0].snippet[1:3] == ("他们冒充法院，说<b>", "明天")


def test_short_numbers_are_numbers(desk: Desk, caseworker: Client) -> None:
    filing = on_desk(desk)
    year, last = filing.complaint.number.split("-")[1:]
    for typed in (f"AN-{year}-{int(last)}", f"{year}-{int(last)}", f"an{int(last)}", last, str(int(last))):
        assert found(caseworker, typed) == [filing.complaint.number], typed
    today = timezone.localdate().replace(year=2026)
    assert numbers_meant("AN-2026-5", today) == (["AN-2026-000005"], True)
    assert numbers_meant("5", today)[0][:2] == ["AN-2026-000005", "AN-2025-000005"]
    assert numbers_meant("退订", today) == ([], False)


def test_a_short_number_of_a_sender_is_found_too(desk: Desk, caseworker: Client) -> None:
    filing = on_desk(desk, sender="95533")
    on_desk(desk, sender="10690000955339")
    assert found(caseworker, "95533", sender="95533") == [filing.complaint.number]
    assert filing.complaint.number in found(caseworker, "95533")
    assert filing.complaint.number not in found(caseworker, "0000955339")


def test_what_another_desk_said_finds_nothing_here(desk: Desk, caseworker: Client) -> None:
    other = make_desk("乙市市场监督管理局", channel="12315_complaint")
    theirs = on_desk(other)
    services.note(by=Actor.of_user(other.caseworker), filing=theirs, text="内部讨论：拟移送")
    on_desk(desk)
    assert found(caseworker, "内部讨论") == []
    assert found(signed_in(other.caseworker), "内部讨论") == [theirs.complaint.number]


def test_no_word_of_the_index_lies_readable(desk: Desk) -> None:
    filing = on_desk(desk, name="欧阳小宁")
    services.note(by=Actor.of_user(desk.caseworker), filing=filing, text="拟移送公安")
    with connection.cursor() as cursor:
        cursor.execute("SELECT row_to_json(one)::text FROM filings_listing AS one")
        stored = str(cursor.fetchall())
    for word in ("欧阳", "小宁", "移送", "退订"):
        assert word not in stored, word
    assert len(Listing.objects.get().pairs) > 20


def test_every_hash_of_a_part_is_among_those_of_the_whole() -> None:
    whole = "【示例】最新欠款27911元，电话010-12345678，退订回TD。会员日"
    for part in ("欠款27911", "12345678", "退订回td", "ＴＤ", "791"):
        assert set(keyed_pairs(part)) <= set(keyed_pairs(whole)), part
    assert not set(keyed_pairs("27912")) <= set(keyed_pairs(whole))
    assert words_of("退") == []
    assert words_of("退 订") == []  # no two signs stand together
    assert snippet_of("", ["退订"]) is None


def test_pages_of_hits_hold_every_hit_once(desk: Desk, caseworker: Client, monkeypatch: Any) -> None:
    """Candidates that only look alike are left out without leaving a page short or a hit away."""
    wanted = [on_desk(desk, story="真的 退订回复 了").complaint.number for _turn in range(7)]
    for _turn in range(9):
        on_desk(desk, story="订回退订，回复退订回。")  # every pair of the words, and not the words
    monkeypatch.setattr("filings.admin.desk.FilingAdmin.list_per_page", 3)
    seen, query = [], "?q=退订回复"
    while query:
        queue = caseworker.get(QUEUE + query).context["queue"]
        assert len(queue.rows) <= 3
        seen += [row.number for row in queue.rows]
        query = queue.older
    assert sorted(seen) == sorted(wanted)


def test_the_text_of_exhibits_is_searched_on_demand_and_then_recorded() -> None:
    desk, owner = make_desk(channel="12315_report"), User.objects.create_user("consumer")
    caseworker = signed_in(desk.caseworker)
    filing = sent_through_the_house(desk, owner)
    other = make_desk("乙市市场监督管理局", channel="12315_complaint")
    on_desk(other)
    exhibit = filing.complaint.exhibits.get()
    keep_text(exhibit=exhibit, page=1, text="账单 尾号4169 逾期", tool="test", at=timezone.now())
    read = LedgerEntry.objects.filter(complaint_id=filing.complaint_id, act=Act.EXHIBIT_READ)
    assert found(caseworker, "尾号4169") == []
    assert not read.exists()
    response = caseworker.get(QUEUE, {"q": "尾号4169", "files": "1"})
    row = response.context["queue"].rows[0]
    assert row.number == filing.complaint.number
    assert row.snippet[2] == "尾号4169"
    assert "第 1 页" in row.snippet[0]
    assert read.count() == 1
    assert found(signed_in(other.caseworker), "尾号4169", files="1") == []


def test_what_was_written_and_not_sent_finds_nothing(desk: Desk, caseworker: Client) -> None:
    owner = User.objects.create_user("consumer")
    filing = on_desk(desk, owner=owner)
    services.write_supplement(by=Actor.of_user(owner), filing=filing, text="昨天又收到三条催款。")
    services.note(by=Actor.of_user(desk.caseworker), filing=filing, text="等补充")
    assert found(caseworker, "三条催款") == []
    assert found(caseworker, "等补充") == [filing.complaint.number]


def test_who_complained_at_their_own_desk_finds_the_case_by_its_number_alone(desk: Desk) -> None:
    own = on_desk(desk, owner=desk.caseworker, name="欧阳小宁", phone="13900007777")
    second = make_caseworker(desk.organisation, "second")
    last = own.complaint.number.rpartition("-")[2]
    services.note(by=Actor.of_user(second), filing=own, text=f"投诉人是本局同事，拟移送纪检，见 {last} 号")
    mine = signed_in(desk.caseworker)
    for typed in ("拟移送纪检", "欧阳小宁", "13900007777", "本局 同事"):
        assert found(mine, typed) == [], typed
        assert found(signed_in(second), typed) == [own.complaint.number], typed
    by_number = mine.get(QUEUE, {"q": last})
    assert [row.number for row in by_number.context["queue"].rows] == [own.complaint.number]
    assert "纪检" not in by_number.content.decode()
    assert found(mine, f"{last} 纪检") == []
    for going in ("next", "previous"):
        other = on_desk(desk)
        gone = mine.get(f"{QUEUE}{other.pk}/{going}/?_changelist_filters=q%3D%E7%BA%AA%E6%A3%80")
        assert str(own.pk) not in gone.headers["location"]
