"""Each card of the plan, and each of "让您的案子更有力", speaks of what the case is about: by situation, as a table."""

import re
from datetime import date
from typing import Any

import pytest

from complaints.questions import MATTERS
from legal.asking import gaps_of
from legal.corpus import load
from legal.reasoning.assessment import assess
from legal.reasoning.cards import card_of
from legal.reasoning.facts import FactsError
from tests.legal.truth import combinations, nested

CORPUS = load()
HARASSMENT = {"H1", "H2", "H3", "H4", "H5", "H6", "H7", "H8", "H9"}
DEBT = {"F1", "F2", "F3", "F4", "F5", "F6", "F7", "F8", "S6"}
# Words that are of some situations alone, with the codes of those.
OF: dict[str, set[str]] = {
    "债|催收|催债|借贷|借过|还清|欠": DEBT,
    "推销|广告|退订": HARASSMENT,
    "绑": {"S5", "S7", "S9"},
    "标记": {"S4"},
    "扣费|订购": {"S3"},
    "违约金|销号": {"S1", "S2", "S10"},
    "补卡": {"S9"},
    "入网": {"S8"},
    "发布": {"F3"},
    "商家": HARASSMENT,
    "追赃|被骗": set(),
}
WAYS = [(ground.code, name) for ground in CORPUS.grounds.values() for name in ground.channels]


def facts_of(code: str, **more: Any) -> dict[str, Any]:
    """Facts that say no more than the kind and the days."""
    days = {"first": "2025-11-01", "last": "2025-11-11"}
    return {"kind": CORPUS.grounds[code].kind, "event": days, **more}


def foreign(words: str, code: str) -> list[str]:
    """What these words say that is of other situations."""
    return [
        found for pattern, codes in OF.items() if code not in codes for found in re.findall(pattern, words)
    ]


def said(code: str, name: str, **more: Any) -> str:
    card = card_of(CORPUS.channels[name], facts_of(code, **more), {code}, CORPUS)  # type: ignore[arg-type]
    assert all((card.plain, card.takes, card.gets, card.never)), "a card with an empty line"
    return "。".join([card.plain, *card.takes, card.gets, card.never])


@pytest.mark.parametrize(("code", "name"), WAYS, ids=lambda one: str(one))
def test_a_card_of_the_plan_speaks_of_nothing_that_the_case_is_not_about(code: str, name: str) -> None:
    assert foreign(said(code, name), code) == []


@pytest.mark.parametrize(("code", "name"), WAYS, ids=lambda one: str(one))
def test_who_was_only_called_is_asked_for_no_message(code: str, name: str) -> None:
    assert "短信" not in said(code, name, contacts={"channels": ["call"]}).replace("向短信、电话所称", "")


def test_an_unbinding_is_told_what_an_operator_can_do_about_it() -> None:
    """It was told that it stops orders and fees, and cannot find out who sends messages."""
    words = said("S5", "operator")
    assert "它可以协助解除绑定。" in words
    assert "绑定在平台那里，要平台来解。" in words
    assert "短信" not in words


@pytest.mark.parametrize(
    ("more", "urgent"),
    [
        ({}, []),
        ({"contacts": {"max_per_day": 300}}, ["一天二百次以上"]),
        ({"debt": {"threats": ["violence"]}}, ["威胁的话"]),
        ({"debt": {"threats": ["insult"]}}, ["辱骂的话"]),
        ({"debt": {"threats": ["insult", "publicity"]}}, ["威胁的话", "辱骂的话"]),
        (
            {"debt": {"impersonates": "court", "paid_under_pressure": 500}},
            ["冒充公检法、律师", "被催着付了钱"],
        ),
        ({"number": {"sim_replaced_by_other": True}}, ["卡被冒名补走"]),
    ],
)
def test_what_makes_the_police_urgent_is_named_and_nothing_else(more: Any, urgent: list[str]) -> None:
    card = card_of(CORPUS.channels["police"], facts_of("F4", **more), {"F4"}, CORPUS)  # type: ignore[arg-type]
    assert card.urgent == urgent


def borne_out(code: str) -> dict[str, Any]:
    """The first facts that bear out one situation alone."""
    ground = CORPUS.grounds[code]
    chosen = {"filing_date": "2025-12-01", "situations": [ground.slug], "wishes": ["stop"]}
    for dotted in combinations(ground, CORPUS):
        facts = {**nested(dotted, ground.kind), **chosen}
        try:
            answer = assess(facts, on=date(2025, 12, 1))
        except FactsError:
            continue
        if next(one for one in answer["grounds"] if one["code"] == code)["status"] in (
            "established",
            "arguable",
        ):
            return facts
    raise AssertionError(code)


@pytest.mark.parametrize("code", CORPUS.grounds)
def test_a_task_of_a_case_is_of_what_was_told_in_it(code: str) -> None:
    """A number that is bound to an account is not first asked what was published about a debt."""
    ground = CORPUS.grounds[code]
    gaps = gaps_of(borne_out(code), [ground.slug], on=date(2025, 12, 1))  # type: ignore[arg-type]
    later = {one.slug for one in MATTERS if one.later}
    spoken_of = {"F3": {"published"}, "F4": {"published", "threats"}}.get(code, set())
    assert not {one.page for one in gaps} & (later - spoken_of)
    for gap in gaps:
        assert foreign(str(gap.title), code) == []
    won = {slug for gap in gaps for slug in gap.gain.grounds}
    of_debt = {one.slug for one in CORPUS.grounds.values() if one.code in DEBT}
    assert code in DEBT or not won & of_debt
