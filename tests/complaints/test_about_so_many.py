"""A count that is told as about so many is said so on every page, until it was counted or typed anew."""

import pytest
from django.test import Client

from complaints.counting.going_on import counted_on
from complaints.counting.recount import Change, counted_exactly, said_counts
from complaints.facts import facts_of
from complaints.models import Contact, Statement
from complaints.review import summary_of
from complaints.services.filing import as_told
from complaints.standing import laid_over
from complaints.stating import in_words
from legal.reasoning.facts import spoken_of
from tests.cases import FACTS as CASE
from tests.cases import NOW, make_case
from tests.complaints.test_intake import go
from tests.complaints.test_short_way import fields, shown

STORY = "从2026年2月20日到3月10日差不多来了70个推销电话，一天最多8个，我没同意过。"
ANSWERS = {
    "kind": {"kind": "harassment"},
    "situations": {"situations": ["no_consent"]},
    "story": {"story": STORY},
    "event": {"first": "2026-02-20", "last": "2026-03-10"},
    "contacts": {"contacts__count": 70, "contacts__max_per_day": 8},
}
FACTS = {"contacts": {"channels": ["call"], "count": 70, "max_per_day": 8, "about": ["count"]}}


def test_the_facts_know_which_counts_are_about_so_many() -> None:
    contacts = facts_of(ANSWERS, filing_date=NOW.date())["contacts"]
    assert (contacts["count"], contacts["max_per_day"], contacts["about"]) == (70, 8, ["count"])


def test_the_review_page_says_about() -> None:
    rows = [(one.label, one.text) for part in summary_of(ANSWERS, str) for one in part["rows"]]
    assert ("一共多少次", "约70") in rows
    assert ("最多的一天有多少次", "8") in rows


@pytest.mark.django_db
def test_the_page_of_what_was_understood_says_about(client: Client) -> None:
    html = shown(
        client, go(client, "/start/", {"story": "天天来推销电话，到现在一共差不多70个了，我没同意过。"})
    )
    assert "约70" in html
    assert fields(html)["contacts-contacts__count"] == ["70"]


def test_the_law_page_and_the_desk_say_about() -> None:
    assert spoken_of(FACTS, "contacts.count", 70) == "约70"
    assert spoken_of(FACTS, "contacts.max_per_day", 8) == "8"
    assert dict(said_counts(FACTS))["一共收到"] == "约70 次"
    assert dict(said_counts(FACTS))["最多的一天"] == "8 次"


@pytest.mark.django_db
@pytest.mark.usefixtures("store", "keys")
def test_a_case_that_no_page_took_down_says_about_as_its_story_does() -> None:
    """Through the API a count comes as a bare number; who says themselves which are rough is not read again."""
    count = CASE["contacts"]["count"]
    filed = make_case(story=f"天天来推销短信，差不多来了{count}条。").complaint
    assert filed.facts["contacts"]["about"] == ["count"]
    assert spoken_of(filed.facts, "contacts.count", count) == f"约{count}"
    assert "about" not in make_case(story=f"天天来推销短信，来了{count}条。").complaint.facts["contacts"]
    said = {"contacts": {"count": 70, "about": []}}
    assert as_told(said, STORY) == said  # type: ignore[arg-type, comparison-overlap]


def test_what_comes_on_top_is_about_as_many_and_what_is_typed_is_exact() -> None:
    came = Contact(channel="call", sender="", received_on=NOW.date())
    one = next(one for one in counted_on(FACTS, [came], on_days={}) if one.name == "contacts.count")
    assert one.after == 71
    typed = Statement(changed='[["contacts.count", 70, 82]]')
    assert "about" not in laid_over(FACTS, [typed])["contacts"]
    other = Statement(changed='[["contacts.max_per_day", 8, 9]]')
    assert laid_over(FACTS, [other])["contacts"]["about"] == ["count"]


def test_what_is_said_otherwise_was_about_as_many_before() -> None:
    rows = [["contacts.count", 70, 82], ["contacts.max_per_day", 8, 9]]
    said = in_words(rows, "harassment", rough={"contacts.count"})
    assert [(one.first, one.now) for one in said] == [("约70", "82"), ("8", "9")]


def test_what_was_counted_is_about_so_many_no_more() -> None:
    counted = Change("contacts.count", 70, 120, "次", rough=True)
    assert counted.said_before == "约70 次"
    assert counted.said_after == "120 次"
    assert [(one.name, one.after) for one in counted_exactly(FACTS, [counted])] == [("contacts.about", None)]
    assert not counted_exactly(FACTS, [Change("contacts.max_per_day", 8, 9, "次")])
