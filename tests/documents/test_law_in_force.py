"""P15, documents against the corpus: whatever a document cites exists, was in force on the day that matters, and
is quoted word for word or not at all."""

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from documents import Claim, Document, complaint_letter, grounds_from, print_pack, statement_of_claim
from documents.law import Provision
from documents.requests.sums import place_of
from documents.wording import law_by_law
from legal.corpus import load
from legal.reasoning.assessment import assess
from tests.documents.reading import squeezed, words_of
from tests.documents.sample import CASE, letter

REFUSED = {"made": True, "ways": ["sms_reply"]}


def opt_out_ignored(last: str) -> dict[str, Any]:
    year = last[:4]
    return {
        "kind": "harassment",
        "event": {"first": f"{year}-01-01", "last": last},
        "complainant": {"region": "310113", "capacity": "recipient", "consumer_of_respondent": True},
        "contacts": {"channels": ["sms"], "count": 137, "after_refusal": 120},
        "content": {
            "commercial": True,
            "sender_identified": True,
            "opt_out_offered": True,
            "opt_out_works": False,
        },
        "consent": {"status": "withdrawn"},
        "refusal": {**REFUSED, "on": f"{year}-01-02"},
    }


def residual_charge(last: str) -> dict[str, Any]:
    return {
        "kind": "second_hand_number",
        "event": {"first": last[:8] + "01", "last": last},
        "number": {"second_hand": True, "told": False},
        "charges": {"residual": True, "item": "名片业务", "monthly": 40, "months": 5, "last_on": last},
    }


def no_debt(last: str) -> dict[str, Any]:
    return {
        "kind": "fake_collection",
        "event": {"first": last, "last": last},
        "contacts": {"channels": ["sms"], "count": 1},
        "debt": {"owed": "none", "claimed": 27911, "told_them_on": last},
    }


DAYS = [
    "2020-06-01",
    "2021-04-28",
    "2021-04-29",
    "2021-11-01",
    "2024-07-01",
    "2025-12-31",
    "2026-04-30",
    "2026-05-01",
]
BEFORE = date(2026, 4, 30)
PLACE = "第[一二三四五六七八九十百零千]+条(?:之[一二三四五六七八九十]+)?"
CASES = [(make, day) for make in (opt_out_ignored, residual_charge, no_debt) for day in DAYS]


@pytest.fixture(scope="module", params=CASES, ids=lambda case: f"{case[0].__name__} {case[1]}")
def assessment(request: pytest.FixtureRequest) -> Mapping[str, Any]:
    make, last = request.param
    return assess(make(last), on=date(2026, 6, 1))


@pytest.fixture(scope="module")
def documents(assessment: Mapping[str, Any]) -> list[Document]:
    case = replace(CASE, grounds=grounds_from(assessment))
    day = date(2026, 6, 1)
    made = letter("consumer_association", case, day)
    claim = Claim(court="某区人民法院", on=day, case=case)
    return [complaint_letter(made), print_pack(made), statement_of_claim(claim), print_pack(claim)]


def test_every_citation_exists_and_was_in_force_and_every_quotation_is_the_corpus(
    assessment: Mapping[str, Any], documents: list[Document]
):
    corpus, event = load(), date.fromisoformat(assessment["on"])
    for document in documents:
        for identity, quoted in document.cited:
            article = corpus.article(identity, event) or corpus.article(identity, BEFORE)
            assert article is not None, f"{identity} was not in force on {event}"
            # The conduct went on across the day on which one order on short messages took the other's place.
            assert article.in_force(event) or (event > BEFORE and identity.startswith("短信规定31:"))
            if quoted is not None:
                assert article.verification in ("two_copies", "one_copy")
                assert quoted in (article.text or "")


def test_what_is_not_verified_is_never_quoted(assessment: Mapping[str, Any], documents: list[Document]):
    corpus, event = load(), date.fromisoformat(assessment["on"])
    for document in documents:
        unverified = [
            identity
            for identity, _ in document.cited
            if (article := corpus.article(identity, event)) and article.verification == "number_only"
        ]
        quoted = {identity for identity, words in document.cited if words is not None}
        assert quoted.isdisjoint(unverified)


def test_the_page_says_what_the_list_of_citations_says(
    assessment: Mapping[str, Any], documents: list[Document]
):
    every = [p for ground in grounds_from(assessment) for p in ground.provisions]
    for document in documents:
        # A claim rests on nothing that is only arguable, and on nothing that only an authority punishes by.
        # A letter alleges no intent, and tells a mediator of no duty of carriers; what is only to be thought of is not in it.
        claim, apart = "起诉状" in document.title, set(load().requests["enforced"])
        others = {*load().requests["intent"], *load().requests["of_carriers"]["rules"]}
        unsaid = {*load().requests["told_only"]}
        provisions = [
            p
            for p in every
            if (
                p.certain and p.id.partition(":")[0] not in apart
                if claim
                else p.sure and place_of(p.id) not in others and (p.certain or place_of(p.id) not in unsaid)
            )
        ]
        allowed = {place for p in provisions for place in re.findall(PLACE, p.citation)}
        laws = {squeezed(law) for p in provisions for law in re.findall("《.+》", p.citation)}
        running = words_of(document.pdf)
        for identity, quoted in document.cited:
            if quoted is not None:
                assert squeezed(quoted) in running, identity
        argued = running[
            running.index("（一）") : running.index(
                "上述请求的依据"
                if "起诉状" in document.title and "上述请求的依据" in running
                else "证据和证据来源"
                if "起诉状" in document.title
                else "四、请求"
            )
        ]
        if provisions:
            assert set(re.findall(PLACE, argued)) == allowed
            assert set(re.findall("《.+?》(?=（|第)", argued)) == laws


def test_the_cases_do_plead_something():
    pleaded = {
        ground.code for make, day in CASES for ground in grounds_from(assess(make(day), on=date(2026, 6, 1)))
    }
    assert {"H2", "S3", "F1"} <= pleaded


def test_each_of_two_orders_says_of_which_part_it_is():
    across = replace(CASE, began=date(2026, 3, 2), ended=date(2026, 11, 25))
    orders = [Provision(id=f"短信规定{n}:18", citation=f"《规定》（第{n}号）第十八条") for n in ("31", "74")]
    assert law_by_law(orders, of=across) == [
        "《规定》（第31号）第十八条（限于2026年4月30日以前的部分）",
        "《规定》（第74号）第十八条（限于2026年5月1日以后的部分）",
    ]
    after = replace(across, began=date(2026, 6, 1))
    assert law_by_law(orders[1:], of=after) == ["《规定》（第74号）第十八条"]
