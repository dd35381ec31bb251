"""Every kind of paper of every case: it is made, it leaves no blank unnamed, and the law it names was in force."""

import re
from dataclasses import replace
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from documents import FIELDS
from documents.blocks import Block, said
from documents.founded import unfounded_of
from documents.papers.drawn import within
from documents.papers.kinds import GROUPS
from documents.papers.table import KINDS, Drawn, offered
from legal.corpus import load
from legal.reasoning.facts import FACTS, ROLES
from tests.documents.papers.cases import CALLED, CHILD, MOTHER, drawn
from tests.documents.papers.test_evidence import DEBT, TAKEN
from tests.documents.papers.test_proceedings import PURSUED
from tests.legal import strategies

CHARGED: dict[str, Any] = {
    "kind": "second_hand_number",
    "event": {"first": "2026-04-01", "last": "2026-10-31"},
    "complainant": {"capacity": "subscriber"},
    "respondents": [{"role": "operator", "name": "示例电信股份有限公司重庆渝中分公司"}],
    "number": {"second_hand": True, "told": False, "cancellation_fee": 200},
    "charges": {"residual": True, "item": "视频会员包", "monthly": 25, "months": 7},
}
NOBODY: dict[str, Any] = {
    **CALLED,
    "respondents": [{"role": "unknown"}],
    "content": {"commercial": True, "sender_identified": False},
}
LONG_AGO: dict[str, Any] = {**CALLED, "event": {"first": "2021-05-10", "last": "2021-10-20"}}
BOUND: dict[str, Any] = {
    "kind": "second_hand_number",
    "event": {"first": "2026-08-02", "last": "2026-11-10"},
    "complainant": {"capacity": "subscriber"},
    "respondents": [
        {"role": "bank", "name": "示例银行股份有限公司广州分行"},
        {"role": "operator", "name": "示例通信有限公司广州分公司"},
    ],
    "contacts": {"channels": ["sms"], "count": 37},
    "number": {"second_hand": True, "told": False, "accounts_bound": ["手机银行"]},
}
SCAM: dict[str, Any] = {
    "kind": "fake_collection",
    "event": {"first": "2026-11-10", "last": "2026-11-10"},
    "respondents": [
        {"role": "person", "name": "自称“李警官”的人"},
        {"role": "service_provider", "name": "示例信息技术有限公司"},
    ],
    "contacts": {"channels": ["call", "sms"], "count": 6},
    "content": {"sender_identified": False},
    "debt": {"owed": "none", "claimed": 18000, "impersonates": "police", "paid_under_pressure": 18000},
    "prior": [{"to": "police", "act": "report", "on": "2026-11-10", "accepted": True}],
}
CHILDS: dict[str, Any] = {
    **CALLED,
    "complainant": {"capacity": "guardian"},
    "debt": {"owed": "others", "told_them_on": "2026-10-05", "threats": ["publicity"]},
    "respondents": [{"role": "collector", "name": "重庆示例商务服务有限公司"}],
}
CASES = {
    "called": CALLED,
    "debt": DEBT,
    "taken": TAKEN,
    "pursued": PURSUED,
    "charged": CHARGED,
    "nobody": NOBODY,
    "long ago": LONG_AGO,
    "bound": BOUND,
    "scam": SCAM,
    "child": CHILDS,
}
OF_A_CHILD = {"complainant": CHILD, "representative": MOTHER, "fields": frozenset(FIELDS)}
IN_ANY_SUIT = {"claim_by_elements", "authority", "service_address", "mediation"}
OFFERED: dict[str, set[str]] = {
    "called": IN_ANY_SUIT | {"evidence_preservation", "document_order"},
    "debt": IN_ANY_SUIT | {"evidence_preservation", "document_order"},
    "taken": IN_ANY_SUIT | {"evidence_preservation", "document_order", "court_inquiry"},
    "pursued": IN_ANY_SUIT | {"evidence_preservation", "document_order", "injunction"},
    "charged": IN_ANY_SUIT | {"document_order"},
    "nobody": set(),
    "long ago": IN_ANY_SUIT | {"document_order"},
    "bound": IN_ANY_SUIT | {"evidence_preservation", "document_order"},
    "scam": IN_ANY_SUIT | {"evidence_preservation", "document_order", "court_inquiry", "joinder"},
    "child": IN_ANY_SUIT | {"evidence_preservation", "document_order", "injunction", "guardianship"},
}
_CITED = re.compile(r"《[^《》]+》(?:（[^）]*）)?第[一二三四五六七八九十百零]+条")


def made(name: str, **more: Any) -> Drawn:
    return drawn(CASES[name], **more, **({"case": OF_A_CHILD} if name == "child" else {}))


@pytest.mark.parametrize("name", list(CASES))
def test_a_paper_is_offered_where_the_facts_carry_it(name: str) -> None:
    to_court = {kind.slug for kind in offered(made(name)) if kind.group == "court"}
    assert to_court == OFFERED[name]


@pytest.mark.parametrize("slug", list(KINDS))
@pytest.mark.parametrize("name", list(CASES))
def test_every_sentence_rests_on_something_and_every_blank_has_a_name(name: str, slug: str) -> None:
    paper = KINDS[slug].make(made(name, court=""))
    assert paper.blocks
    keys = [block.key for block in paper.blocks]
    assert len(keys) == len(set(keys))
    for block in paper.blocks:
        for sentence in (one for paragraph in block.paragraphs for one in paragraph):
            assert sentence.text
            assert sentence.rests
        for label, value in block.rows:
            assert value or any(label in one for one in paper.missing), label
    said = paper.title + paper.addressee + "".join(block.heading + block.text for block in paper.blocks)
    assert "None" not in said
    assert "{" not in said


@pytest.mark.parametrize("slug", list(KINDS))
@pytest.mark.parametrize("on", [date(2022, 5, 1), date(2024, 6, 1), date(2026, 11, 22)])
def test_what_a_paper_cites_was_in_force_on_its_day(slug: str, on: date) -> None:
    cases = [case for case in CASES.values() if case["event"]["last"] <= on.isoformat()] or [LONG_AGO]
    for case in cases:
        paper = KINDS[slug].make(drawn(case, on=on))
        # The reasons of the claim are its own: their law is held by the tests of the claim.
        own = ("reasons", "basis") if slug == "claim_by_elements" else ()
        said = "".join(block.text for block in paper.blocks if block.key not in own)
        event = date.fromisoformat(case["event"]["last"])
        assert set(_CITED.findall(said)) <= in_force(on) | in_force(event)


@lru_cache
def in_force(on: date) -> set[str]:
    """Every article of that day, as a paper names it."""
    return {
        within(law) + "第" + place
        for statute in load().statutes.values()
        for version in statute.versions
        for article in version.articles.values()
        if article.in_force(on)
        for law, _, place in [article.citation().rpartition("第")]
    }


def test_a_kind_says_when_it_helps_and_what_it_wins():
    for kind in KINDS.values():
        assert kind.group in GROUPS
        assert all((kind.title, kind.wins, kind.when))
        assert len({need.name for need in kind.needs}) == len(kind.needs)


KNOWN = {
    *FACTS,
    *FIELDS,
    "form",
    "law",
    "prior",
    "respondents",
    "event",
    "complainant",
    "told",
    "disclosed",
    "wishes",
}


@pytest.mark.parametrize("name", list(CASES))
def test_what_a_sentence_rests_on_is_a_fact_a_field_or_an_answer(name: str) -> None:
    of = made(name)
    for kind in offered(of):
        answers = {need.name for need in kind.needs}
        rests = {
            one
            for block in kind.make(of).blocks
            for paragraph in block.paragraphs
            for sentence in paragraph
            for one in sentence.rests
        }
        rests = {one for one in rests if one.removeprefix("ticked:") not in load().requests["kinds"]}
        groups = {one for one in rests if any(fact.startswith(f"{one}.") for fact in FACTS)}
        assert rests <= KNOWN | answers | groups, kind.slug


def test_the_documentation_has_a_row_for_every_paper():
    documented = (Path(__file__).parents[3] / "docs" / "papers.md").read_text()
    for kind in KINDS.values():
        assert f"| {kind.title} `{kind.slug}` |" in documented


def test_what_follows_an_outcome_names_papers_that_there_are():
    named = {row.get("paper") for one in load().channels.values() for row in one.parts.get("outcomes", ())}
    assert {"appeal", "execution"} <= named
    assert named - {None} <= KINDS.keys()


@st.composite
def drawn_anyhow(draw: Any) -> Drawn:
    """Of any facts, with any part of the case given, against somebody with a name, and any questions answered."""
    facts = draw(strategies.facts())
    named = {"role": draw(st.sampled_from(list(ROLES))), "name": "示例有限公司"}
    facts["respondents"] = [named, *facts.get("respondents", [])]
    fields = frozenset(draw(st.lists(st.sampled_from(sorted(FIELDS)), unique=True)))
    of = drawn(facts, case={"fields": fields | {"respondents"}, "facts": facts})
    needs = [need for kind in offered(of) for need in kind.needs if "." not in need.name]
    answered = [need for need in needs if draw(st.booleans())]
    return replace(of, given={need.name: need.choices[0][0] if need.choices else "某物" for need in answered})


@settings(max_examples=80)
@given(drawn_anyhow())
def test_no_sentence_of_any_kind_rests_on_what_the_case_does_not_hold(of: Drawn) -> None:
    for kind in offered(of):
        for to in kind.addressees(of) or (None,):
            addressed = replace(of, addressee=to)
            assert unfounded_of(kind.make(addressed), addressed) == [], kind.slug


def test_an_answer_and_a_tick_carry_what_rests_on_them() -> None:
    of = made("scam", given={"powers": "settle"})
    told = Block(
        key="facts",
        heading="",
        paragraphs=(
            (said("特别授权：代为和解。", "powers"),),
            (said("退还费用", "ticked:refund"),),
            (said("证人到庭", "witness"),),
        ),
    )
    paper = replace(KINDS["authority"].make(of), blocks=(told,))
    ticked = replace(of, case=replace(of.case, ticked=("refund",)))
    assert [one.text for one in unfounded_of(paper, ticked)] == ["证人到庭"]
    unticked = replace(of, case=replace(of.case, ticked=()))
    assert [one.text for one in unfounded_of(paper, unticked)] == ["退还费用", "证人到庭"]
    assert unfounded_of(paper, unticked, {"facts": "我写的"}) == []
