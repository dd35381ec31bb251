"""The queue: who sees what, in which order, found by what, and at what cost."""

import gzip
import re
from datetime import timedelta
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from django.contrib.staticfiles import finders
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.actors import Actor
from accounts.models import Membership, User
from complaints.numbers import telephone
from core.fields import blind_index
from core.written import wide
from filings import services
from filings.models import Filing, Listing
from filings.moves import State
from tests.filings.desk_cases import Desk, make_caseworker, make_desk, on_desk
from tests.filings.pages import forbidden, words

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


def numbers(client: Client, **query: Any) -> list[str]:
    response = client.get(QUEUE, query)
    assert response.status_code == 200
    return [row.number for row in response.context["queue"].rows]


def days(count: int) -> Any:
    return timezone.localdate() + timedelta(days=count)


# ── Who sees what ────────────────────────────────────────────────────────────────────────────────────────────────
def test_the_queue_holds_what_was_sent_to_ones_own_organisation(desk: Desk, caseworker: Client) -> None:
    mine = on_desk(desk)
    other = make_desk("乙市市场监督管理局", channel="12315_complaint")
    theirs = on_desk(other)
    assert numbers(caseworker) == [mine.complaint.number]
    assert numbers(signed_in(other.caseworker)) == [theirs.complaint.number]


def test_a_filing_that_was_not_sent_yet_is_not_on_the_desk(desk: Desk, caseworker: Client) -> None:
    Filing.objects.filter(pk=on_desk(desk).pk).update(state=State.QUEUED, sent_at=None)
    assert numbers(caseworker, state="all") == []


def test_being_an_administrator_opens_no_case(desk: Desk) -> None:
    filing = on_desk(desk)
    root = User.objects.create_superuser("root", password="x")
    client = signed_in(root)
    assert client.get(QUEUE).status_code == 403
    assert client.get(reverse("admin:filings_filing_change", args=[filing.pk])).status_code == 404
    home = client.get("/admin/")
    assert home.status_code == 200
    # Who works there is kept under the same address; the queue and its cases are not linked.
    assert not re.search(f"{QUEUE}(?!members/|typed/)", home.content.decode())


def test_staff_without_an_organisation_and_consumers_stay_outside(desk: Desk) -> None:
    on_desk(desk)
    loose = User.objects.create_user("loose", password="x", is_staff=True)
    assert signed_in(loose).get(QUEUE).status_code == 403
    consumer = User.objects.create_user("consumer", password="x")
    assert signed_in(consumer).get(QUEUE).status_code == 302
    assert Client().get(QUEUE).status_code == 302


def test_without_a_second_factor_the_desk_stays_closed(desk: Desk, caseworker: Client, settings: Any) -> None:
    filing = on_desk(desk)
    settings.STAFF_WITHOUT_SECOND_FACTOR = False
    for path in ("/admin/", QUEUE, f"{QUEUE}{filing.pk}/change/"):
        answer = caseworker.get(path)
        assert answer.status_code == 302
        assert answer["Location"].startswith("/admin/login/")
    assert caseworker.get("/admin/login/")["Location"] == reverse("mfa_activate_totp")


def test_a_membership_that_ended_closes_the_desk(desk: Desk) -> None:
    on_desk(desk)
    desk.caseworker.memberships.update(until=days(-1))
    assert signed_in(desk.caseworker).get(QUEUE).status_code == 403


def test_nothing_is_added_or_deleted_by_hand(desk: Desk, caseworker: Client) -> None:
    filing = on_desk(desk)
    assert caseworker.get(f"{QUEUE}add/").status_code == 403
    assert caseworker.post(f"{QUEUE}{filing.pk}/delete/", {"post": "yes"}).status_code == 403
    assert Filing.objects.filter(pk=filing.pk).exists()


# ── Order, filters, pages ────────────────────────────────────────────────────────────────────────────────────────
def test_open_work_is_listed_by_its_day_and_what_has_none_comes_last(desk: Desk, caseworker: Client) -> None:
    undated = on_desk(desk)
    later = on_desk(desk, due_on=days(9))
    late = on_desk(desk, due_on=days(-2))
    on_desk(desk, state=State.CLOSED)
    assert numbers(caseworker) == [one.complaint.number for one in (late, later, undated)]
    newest = numbers(caseworker, sort="newest", state="all")
    assert len(newest) == 4


def test_days_left_are_words(desk: Desk, caseworker: Client) -> None:
    for count in (-2, 0, 3):
        on_desk(desk, due_on=days(count))
    on_desk(desk)
    text = words(caseworker.get(QUEUE))
    for expected in ("逾期 2 天", "今天到期", "还剩 3 天", "没有查到期限"):
        assert expected in text


@pytest.mark.parametrize("sort", ["", "newest"])
def test_every_filing_stands_on_exactly_one_page(desk: Desk, caseworker: Client, sort: str) -> None:
    """Same days, same moments and missing days included: a page begins where the last one ended."""
    at = timezone.now() - timedelta(days=1)
    made = [on_desk(desk, due_on=days(place % 3) if place % 2 else None, at=at) for place in range(12)]
    from filings.admin.desk import FilingAdmin

    FilingAdmin.list_per_page, before = 5, FilingAdmin.list_per_page
    try:
        seen, query = [], f"?sort={sort}" if sort else "?"
        while query:
            listed = caseworker.get(QUEUE + query).context["queue"]
            assert len(listed.rows) <= 5
            seen += [row.pk for row in listed.rows]
            query = listed.older
    finally:
        FilingAdmin.list_per_page = before
    assert sorted(seen) == sorted(one.pk for one in made)


@pytest.mark.parametrize("after", ["x", "2026-01-01~nobody", "none~", "2026-13-01~" + "0" * 32, "~"])
def test_a_page_that_nobody_gave_out_leads_back_to_the_list(
    desk: Desk, caseworker: Client, after: str
) -> None:
    on_desk(desk)
    for query in ({"after": after}, {"after": after, "sort": "newest"}):
        assert caseworker.get(QUEUE, query, follow=True).status_code == 200


def test_filters_narrow(desk: Desk, caseworker: Client) -> None:
    plain = on_desk(desk, due_on=days(8))
    late = on_desk(desk, due_on=days(-1), kind="fake_collection", situations=("no_debt",))
    soon = on_desk(desk, due_on=days(2), state=State.ACCEPTED)
    done = on_desk(desk, state=State.DECIDED)
    Filing.objects.filter(pk=soon.pk).update(waiting_since=timezone.now(), assigned_to=desk.caseworker)

    def number(*filings: Filing) -> set[str]:
        return {one.complaint.number for one in filings}

    for query, expected in [
        ({"state": "acknowledged"}, number(plain, late)),
        ({"state": "waiting"}, number(soon)),
        ({"state": "decided"}, number(done)),
        ({"state": "all"}, number(plain, late, soon, done)),
        ({"due": "late"}, number(late)),
        ({"due": "soon"}, number(soon)),
        ({"kind": "fake_collection"}, number(late)),
        ({"situation": "no_debt"}, number(late)),
        ({"situation": "no_debt", "kind": "harassment"}, set()),
        ({"who": "me"}, number(soon)),
        ({"who": "nobody"}, number(plain, late)),
    ]:
        assert set(numbers(caseworker, **query)) == expected, query


def test_someone_of_two_organisations_can_look_at_one(desk: Desk) -> None:
    other = make_desk("乙市市场监督管理局", channel="12315_complaint")
    both = make_caseworker(desk.organisation, "both")
    both.memberships.create(organisation=other.organisation, role="caseworker")
    here, there = on_desk(desk), on_desk(other)
    client = signed_in(both)
    assert set(numbers(client)) == {here.complaint.number, there.complaint.number}
    assert numbers(client, desk=str(other.organisation.pk)) == [there.complaint.number]


# ── Search ───────────────────────────────────────────────────────────────────────────────────────────────────────
def test_two_chinese_characters_find_a_case(desk: Desk, caseworker: Client) -> None:
    wanted = on_desk(desk, story="他们冒充法院，说要起诉我。")
    on_desk(desk)
    assert numbers(caseworker, q="冒充") == [wanted.complaint.number]
    assert numbers(caseworker, q="不存在的词") == []


@pytest.mark.parametrize("few", [0, 3_000])
def test_frequent_and_rare_situations_are_found_alike(
    desk: Desk, caseworker: Client, monkeypatch: pytest.MonkeyPatch, few: int
) -> None:
    """Two ways to the same rows: by id when few complaints answer, in the order of the queue when many do."""
    monkeypatch.setattr("filings.desk.search.FEW", few)
    wanted = on_desk(desk, story="他们冒充法院，说要起诉我。100%_\\", situations=("threats_impersonation",))
    on_desk(desk)
    expected = [wanted.complaint.number]
    assert numbers(caseworker, q="冒充") == expected
    assert numbers(caseworker, q="100%_\\") == expected
    assert numbers(caseworker, q="法院", kind="harassment") == expected
    assert numbers(caseworker, q="不存在") == []


def test_a_situation_finds_what_this_desk_was_given_in_the_order_of_the_queue(
    desk: Desk, caseworker: Client
) -> None:
    threats = ("threats_impersonation", "no_debt")
    late = on_desk(desk, kind="fake_collection", situations=threats, due_on=days(-1), phone="13900000001")
    later = on_desk(desk, kind="fake_collection", situations=threats, due_on=days(4), phone="13900000002")
    on_desk(desk, phone="13900000003")
    elsewhere = make_desk("乙市市场监督管理局", channel="12315_complaint")
    on_desk(elsewhere, kind="fake_collection", situations=threats, phone="13900000004")
    both = [late.complaint.number, later.complaint.number]
    assert numbers(caseworker, situation="threats_impersonation") == both
    assert numbers(caseworker, situation="no_debt") == both
    late.refresh_from_db()
    assert set(late.about_at_desk or ()) == {f"{desk.organisation.pk}/{one}" for one in threats}
    # A line that is made anew, or goes, takes with it what its filing is found by.
    Listing.objects.filter(filing=late).update(situations=["no_debt"])
    assert numbers(caseworker, situation="threats_impersonation") == both[1:]
    Listing.objects.filter(filing=late).delete()
    assert numbers(caseworker, situation="no_debt") == both[1:]
    late.refresh_from_db()
    assert late.about_at_desk is None


def test_a_search_looks_beyond_the_open_work(desk: Desk, caseworker: Client) -> None:
    closed = on_desk(desk, state=State.CLOSED, story="他们冒充法院。")
    assert numbers(caseworker, q="冒充") == [closed.complaint.number]


def test_one_character_is_refused_with_a_word(desk: Desk, caseworker: Client) -> None:
    on_desk(desk)
    response = caseworker.get(QUEUE, {"q": "我"})
    assert "请至少输入两个相连的字" in words(response)
    assert not response.context["queue"].rows


def test_a_number_or_a_telephone_finds_a_case(desk: Desk, caseworker: Client) -> None:
    wanted = on_desk(desk, phone="13900007777")
    on_desk(desk)
    number = wanted.complaint.number
    for typed in (
        number,
        number.lower(),
        number.replace("-", ""),
        "13900007777",
        "139 0000 7777",
        "+8613900007777",
    ):
        assert numbers(caseworker, q=typed) == [number], typed
    sender = on_desk(desk, sender="10698888000001")
    assert numbers(caseworker, q="10698888000001") == [sender.complaint.number]


def test_a_telephone_sends_nobody_through_the_whole_desk(desk: Desk, caseworker: Client) -> None:
    """Its holder's case, and those in which it is said: each looked up, by an index."""
    held = on_desk(desk, phone="13900007777")
    said = on_desk(desk, story="对方让我打13900007777。")
    on_desk(desk, phone="13900008888")
    with CaptureQueriesContext(connection) as made:
        assert set(numbers(caseworker, q="13900007777")) == {held.complaint.number, said.complaint.number}
    lines = [one["sql"] for one in made if "complaints_ledgerentry entry" in one["sql"]]
    assert len(lines) == 1
    assert "pairs" not in lines[0]


@pytest.mark.parametrize(
    "kept",
    ["13900007777", "+852 9123 4567", "010-12345678转801", "+86 139–0000\u20117777", "139\u200b0000７７７７"],
)
def test_a_telephone_is_found_however_it_is_written(desk: Desk, caseworker: Client, kept: str) -> None:
    number = telephone(kept, abroad=True)
    wanted = on_desk(desk, phone=number)
    on_desk(desk)
    bare = number.partition("转")[0]
    for typed in (kept, number, bare, wide(bare), f"\u202d{bare[:3]}–{bare[3:]}\u202c", f"{bare} 转 99"):
        assert numbers(caseworker, q=typed) == [wanted.complaint.number], typed


def test_a_telephone_of_before_is_found_as_it_was_kept(desk: Desk, caseworker: Client) -> None:
    """A mobile number behind a 0 was kept with it; its index is the one of then."""
    wanted = on_desk(desk, phone="013900007777")
    wanted.complaint.parties.filter(role="complainant").update(phone_index=blind_index("013900007777"))
    for typed in ("013900007777", "13900007777", "139 0000 7777"):
        assert numbers(caseworker, q=typed) == [wanted.complaint.number], typed


@pytest.mark.parametrize("channel", ["12315_report", "12321"])
def test_what_the_reader_reads_alike_is_found_alike(channel: str) -> None:
    """Wide digits and unseen signs in the message or in what is typed, where the story was sent and where it was not."""
    desk = make_desk("示例举报中心", channel=channel)
    text = "【示例】最新欠款２７９１１元，会员\u200b日，电话０１０－１２３４５６７８，退订回ＴＤ"
    wanted = on_desk(desk, text=text, sender="10690000999999")
    on_desk(desk)
    client = signed_in(desk.caseworker)
    for typed in ("27911", "２７９１１", "会员日", "会员\u200b日", "010-12345678", "010–12345678", "退订回TD",
                  "１０６９００００９９９９９９", "\u202a10690000999999\u202c"):  # fmt: skip
        assert numbers(client, q=typed) == [wanted.complaint.number], typed
    number = wanted.complaint.number
    for typed in (wide(number).replace("-", "－"), number.replace("-", "–"), f"\u2066{number}\u2069"):
        assert numbers(client, q=typed) == [number], typed
    assert numbers(client, q="27912") == []


def test_what_was_not_sent_finds_nothing() -> None:
    """12321 gets the messages and whose they are, and no story."""
    desk = make_desk("示例举报中心", channel="12321")
    filing = on_desk(
        desk,
        story="我女儿在示例小学读书。",
        respondent="告诉了中心的公司",
        text="【示例】限时优惠，退订回T",
    )
    client = signed_in(desk.caseworker)
    assert numbers(client, q="限时优惠") == [filing.complaint.number]
    assert numbers(client, q="示例小学") == []
    assert numbers(client, q="告诉了中心") == [filing.complaint.number]


@pytest.mark.parametrize(
    "typed",
    ["'", "\\", "a" * 5_000, "%_", "退订' & '回", "<script>", "🙂🙂", "AN-2026-99999999999999"],
)
def test_odd_words_are_searched_for_like_any(desk: Desk, caseworker: Client, typed: str) -> None:
    on_desk(desk)
    assert caseworker.get(QUEUE, {"q": typed}, follow=True).status_code == 200


# ── Cost and safety of the page ──────────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize(
    "query", [{}, {"sort": "newest"}, {"kind": "harassment"}, {"q": "退订"}, {"situation": "optout_ignored"}]
)
def test_fifty_rows_cost_as_few_queries_as_one(desk: Desk, caseworker: Client, query: dict[str, str]) -> None:
    on_desk(desk, due_on=days(1))
    with CaptureQueriesContext(connection) as one:
        assert len(numbers(caseworker, **query)) == 1
    for place in range(50):
        on_desk(desk, due_on=days(place % 5))
    with CaptureQueriesContext(connection) as many:
        assert len(numbers(caseworker, **query)) == 50
    assert len(many) <= len(one)  # a full page need not look for filings without a day
    assert len(many) <= 12
    # Campaigns are few; filings are never counted.
    assert [one["sql"] for one in many if "COUNT(" in one["sql"] and "filings_filing" in one["sql"]] == []
    assert "OFFSET" not in " ".join(query["sql"] for query in many)


def test_the_list_carries_its_policy_and_nothing_that_it_forbids(desk: Desk, caseworker: Client) -> None:
    on_desk(desk, due_on=days(1))
    for address in ("/admin/", QUEUE, f"{QUEUE}?q=退订&state=all"):
        response = caseworker.get(address)
        policy = response["Content-Security-Policy"]
        assert "default-src 'self'" in policy
        assert "unsafe" not in policy
        assert forbidden(response) == []


def test_the_first_page_counts_and_links(desk: Desk, caseworker: Client) -> None:
    on_desk(desk, due_on=days(-1))
    on_desk(desk, due_on=days(1))
    Filing.objects.filter(pk=on_desk(desk).pk).update(waiting_since=timezone.now())
    with CaptureQueriesContext(connection) as made:
        response = caseworker.get("/admin/")
    assert len(made) <= 10
    page = response.content.decode()
    shown = re.findall(
        r'<a href="([^"]+)" class="figure[^"]*"><span class="count">(\d+)</span> <span>([^<]+)</span>', page
    )
    assert {label: int(count) for _link, count, label in shown} == {
        "已逾期": 1,
        "三天内到期": 1,
        "没有人经办": 3,
        "等投诉人答复": 1,
        "我经办的待办": 0,
    }
    for link, count, label in shown:
        assert len(caseworker.get(unescape(link)).context["queue"].rows) == int(count), label


def test_a_case_of_who_left_says_so_and_counts_as_nobodys(desk: Desk) -> None:
    gone = make_caseworker(desk.organisation, "zhang", first_name="三", last_name="张")
    filing = on_desk(desk)
    services.assign(by=Actor.of_user(gone), filing=filing, to=gone)
    client = signed_in(desk.caseworker)
    assert not client.get(QUEUE, {"who": "nobody"}).context["queue"].rows
    Membership.objects.filter(user=gone).update(until="2020-01-01")
    listed = client.get(QUEUE, {"who": "nobody"})
    assert [row.pk for row in listed.context["queue"].rows] == [filing.pk]
    assert "张三（已离开）" in words(listed)
    page = words(client.get(reverse("admin:filings_filing_change", args=[filing.pk])))
    assert "张三（已离开）" in page
    assert "请改派" in page


def test_the_queue_is_small_as_it_travels(desk: Desk, caseworker: Client) -> None:
    """35 KB with everything that it brings, and answered compressed."""
    for _place in range(20):
        on_desk(desk)
    page = caseworker.get(QUEUE, headers={"Accept-Encoding": "gzip"})
    assert page["Content-Encoding"] == "gzip"
    brought = set(re.findall(r'(?:src|href)="/static/([^"]+)"', gzip.decompress(page.content).decode()))
    assert brought
    assert not [name for name in brought if re.search("xregexp|jquery", name, re.IGNORECASE)]
    files = {name: len(gzip.compress(Path(str(finders.find(name))).read_bytes())) for name in brought}
    print({"page": len(page.content), **files})  # noqa: T201
    assert len(page.content) + sum(files.values()) <= 35_000
