"""The page of the next step: one thing first, nothing that is done already, the near days before the far ones."""

from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import Membership, Organisation
from complaints.models import Act, Complaint, LedgerEntry
from documents.official import form_of
from documents.requests import asked_instead
from documents.wished import wished
from filings import services
from filings.models import Filing
from filings.planned import Planned, planned
from legal.corpus import load
from legal.presentation import shown_clocks, shown_plan
from legal.reasoning.assessment import assess
from tests.cases import make_case, make_hand_recipient, prepared
from tests.documents.asking import asked
from tests.filings.pages import forbidden, words
from tests.golden.papers import NAMES, ON, case_of, filed

URGENT = ("110", "96110", "12345", "12348")


def laid(facts: dict[str, Any], *, danger: bool = False, today: date = ON) -> Planned:
    result = assess(facts, on=today)
    return planned(
        Complaint(number="AN-2026-000001", kind=facts["kind"]),
        facts,  # type: ignore[arg-type]
        shown_plan(result, facts["kind"]),
        shown_clocks(result),
        [],
        grounds=result["grounds"],
        today=today,
        danger=danger,
        heard={channel for one in wished(facts, result, today) for channel in (*one.channels, *one.helped)},  # type: ignore[arg-type]
    )


def facts_of(name: str) -> dict[str, Any]:
    case = case_of(name)
    about = {key: case[key] for key in ("kind", "situations", "respondents", "wishes")}
    return {**case["facts"], **about, "filing_date": ON.isoformat()}


def test_what_a_way_does_not_do_names_the_article_that_says_so() -> None:
    """Where none does, the file says that it follows from what the recipient is, and the page cites nothing."""
    cited = {channel.name: channel.rule["page"].get("never_by", []) for channel in load().channels.values()}
    assert {name for name, articles in cited.items() if not articles} == {
        "12321", "12363", "12378", "lender", "local_finance", "nifa", "operator", "platform",
    }  # fmt: skip
    found = laid(facts_of("ninety_calls"))
    assert found.first is not None
    steps = {one.channel: one for one in [found.first, *found.others]}
    assert [row["basis"] for row in steps["court"].never_by] == [
        "《中华人民共和国民事诉讼法》（2023年修正）第六十七条"
    ]
    assert all(row["page"] for one in steps.values() for row in one.never_by)


@pytest.mark.parametrize("name", NAMES)
def test_each_case_has_one_thing_first_and_nothing_that_was_done(name: str) -> None:
    facts = facts_of(name)
    found = laid(facts)
    assert found.first is not None
    steps = [found.first, *found.others]
    assert all((one.gets, one.never, one.takes) for one in steps)
    told = {(one["to"], one.get("act")) for one in facts.get("prior", ())}
    assert not {load().channels[one.channel].prior for one in steps} & told
    open_ways = [
        way["channel"] for way in shown_plan(assess(facts, on=ON)) if way["open"] and way["relevant"]
    ]
    assert {one.channel for one in steps} <= {*open_ways}
    soon = [one.soon for one in steps]
    assert soon == sorted(soon, reverse=True)


# Refused, and called again: how often, and whether they ever agreed, nobody said yet.
OPEN_YET: dict[str, Any] = {
    "kind": "harassment",
    "situations": ["after_refusal"],
    "event": {"first": "2026-11-01", "last": "2026-11-20"},
    "complainant": {"capacity": "recipient"},
    "contacts": {"channels": ["sms"], "total": 80},
    "refusal": {"made": True},
    "respondents": [{"role": "unknown", "name": "示例装饰"}],
    "wishes": ["stop"],
}


@pytest.mark.parametrize("name", ["open yet", *NAMES])
def test_what_comes_first_has_something_to_ask_for(name: str) -> None:
    """Nobody is led to a page that takes no material without a request, and finds none ticked."""
    facts = OPEN_YET if name == "open yet" else facts_of(name)
    first = laid(facts).first
    assert first is not None
    if form_of(first.channel).needs_request:
        may = asked(facts, first.channel)
        assert may.made or asked_instead(facts["wishes"], may), first.channel


@pytest.mark.parametrize("name", NAMES)
def test_days_of_this_month_stand_before_those_of_later_years(name: str) -> None:
    found = laid(facts_of(name))
    assert all((date.fromisoformat(one.until) - ON).days <= 31 for one in found.near)
    assert all((date.fromisoformat(one.until) - ON).days > 31 for one in found.later)
    assert all(date.fromisoformat(one.until) < ON for one in found.passed)
    assert [one.until for one in found.later] == sorted(one.until for one in found.later)


def test_records_that_are_soon_gone_lead_to_asking_for_them() -> None:
    keep = [one for one in laid(facts_of("bound_to_an_app")).near if one.press]
    assert keep
    assert keep[0].address == "/cases/AN-2026-000001/preservation/"


def test_a_last_day_that_is_near_comes_first_and_says_so() -> None:
    facts = facts_of("authority_silent")
    near = laid(facts, today=date(2027, 1, 2)).first
    assert near is not None
    assert (near.channel, near.soon) == ("review", True)
    assert "2027-01-10" in near.why


def test_in_danger_the_police_come_first() -> None:
    found = laid(facts_of("code_bombing"), danger=True)
    assert found.first is not None
    assert found.first.channel == "police"


def test_two_ways_that_end_by_one_article_on_one_day_are_one_line() -> None:
    found = laid(facts_of("cousins_debt"))
    days = [*found.near, *found.later]
    assert len(days) == len(set(days))
    assert "行政处罚" in "".join(one.what for one in days)


@pytest.mark.usefixtures("store", "keys", "db")
def test_what_stands_above_is_not_said_again_below_and_a_statute_is_named_once() -> None:
    """One tap deeper: by when it answers and until when it is open are told once, with their articles."""
    complaint = filed(case_of("cousins_debt"))
    client = Client()
    assert complaint.owner is not None
    client.force_login(complaint.owner)
    html = client.get(reverse("law", args=[complaint.number])).content.decode()
    ways = html.split('id="way-')[1:]
    operator = next(one for one in ways if one.startswith("operator"))
    assert operator.count("接到投诉之日起15日") == 1
    police = next(one for one in ways if one.startswith("police"))
    assert police.count("过了只是不再给予治安管理处罚") == 1
    grounds = police.split("依据：", 1)[1].split("</p>", 1)[0]
    assert grounds.count("治安管理处罚法") == 1
    assert grounds.count("第一百一十八条") == 1


# ── The page ──────────────────────────────────────────────────────────────────────────────────────────────────────────
pages = pytest.mark.usefixtures("store", "keys", "db")


def page_of(complaint: Complaint) -> Any:
    client = Client()
    assert complaint.owner is not None
    client.force_login(complaint.owner)
    return client.get(reverse("law", args=[complaint.number]))


@pages
def test_reasons_and_articles_are_one_tap_deeper() -> None:
    case = make_case()
    page = page_of(case.complaint)
    said = words(page)
    assert not forbidden(page)
    assert "先做这一件" in said
    assert "它不做" in said
    assert "已经说清的" not in said
    # Who is asked first here is an operator, to whom the portal sends nothing.
    assert "您同意以前，什么都不会提供给它；要您自己递交的，里面写明怎么交" in said
    assert "才会发出" not in said
    deeper = reverse("law_reasons", args=[case.complaint.number])
    assert deeper in page.content.decode()
    client = Client()
    client.force_login(case.owner)
    reasons = words(client.get(deeper))
    assert "已经说清的" in reasons
    assert "逐条看原文" in reasons
    assert "可以找谁，按先后排好" not in reasons


@pages
def test_what_waits_for_the_person_comes_before_anything_new() -> None:
    case = make_case()
    filing = prepared(case, make_hand_recipient("12321"), at=timezone.now())
    page = page_of(case.complaint)
    said = words(page)
    first = said[said.index("先做这一件") :]
    assert filing.recipient.name in first[:80]
    assert "还在您手里" in first[:120]
    channel = reverse("choose_recipient", args=[case.complaint.number, filing.channel])
    assert channel not in page.content.decode(), "it was prepared already"
    services.withdraw_consent(by=case.by, filing=Filing.objects.get(pk=filing.pk))
    assert channel in page_of(case.complaint).content.decode()


@pages
@pytest.mark.parametrize(
    ("story", "facts"),
    [
        ("他说再不还钱就上门砍死我。", {}),
        ("", {"debt": {"threats": ["violence"]}}),
        ("我真的活不下去了。", {}),
    ],
)
def test_numbers_to_call_stand_before_everything_else_in_danger(story: str, facts: dict[str, Any]) -> None:
    case = case_of("calls_after_no")
    told = filed({**case, "story": story, "facts": {**case["facts"], **facts}})
    page = page_of(told).content.decode()
    main = page[page.index("<main") :]
    places = [main.index(f'href="tel:{number}"') for number in URGENT]
    assert max(places) < main.index("<h1")


@pages
def test_nobody_is_frightened_without_a_danger() -> None:
    main = page_of(make_case().complaint).content.decode().split("<main")[1].split("</main>")[0]
    assert 'href="tel:110"' not in main.split("<h1")[0]


@pages
@pytest.mark.parametrize("page", ["law", "case"])
def test_a_reading_by_staff_is_recorded_also_where_they_hold_the_case_themselves(page: str) -> None:
    case = make_case()
    address = reverse(page, args=[case.complaint.number])
    readings = LedgerEntry.objects.filter(complaint=case.complaint, act=Act.CASE_READ)
    client = Client()
    client.force_login(case.owner)
    assert client.get(address).status_code == 200
    assert not readings.exists()
    firm = Organisation.objects.create(name="示例律师事务所", kind=Organisation.Kind.LAW_FIRM)
    Membership.objects.create(user=case.owner, organisation=firm, role=Membership.Role.LAWYER)
    assert client.get(address).status_code == 200
    assert readings.exists()


@pages
def test_what_the_first_step_cannot_be_asked_for_is_said_on_it() -> None:
    """A report makes it known; that nobody calls again is asked of others, and the card says so."""
    complaint = filed(case_of("calls_after_no"))
    page = words(page_of(complaint))
    assert "这一步提不了、要走下面别的步骤提的：停止打扰" in page
