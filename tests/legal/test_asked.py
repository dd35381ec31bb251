"""What the law needs of a kind of complaint can be answered in one: by a question of the intake, or after the filing."""

import pytest

from complaints.models import Kind
from complaints.questions import MATTERS, question_of
from complaints.stating import pages_of
from legal.corpus import load
from legal.reasoning.conditions import fact_names

# Facts that nobody is asked in this kind, each with its reason.
NOT_ASKED = {
    (
        "harassment",
        "number.registrant_is_me",
    ): "one of several signs of a telecom contract; of a harassment the role of "
    "the other side and whether one bought of it are asked",
    ("harassment", "number.sim_replaced_by_other"): "urgent at the police in a second-hand number alone (S9)",
    (
        "fake_collection",
        "number.sim_replaced_by_other",
    ): "urgent at the police in a second-hand number alone (S9)",
    (
        "harassment",
        "number.account_taken_over",
    ): "a theft out of an account is asked of a second-hand number (S7)",
    (
        "fake_collection",
        "number.account_taken_over",
    ): "a theft out of an account is asked of a second-hand number (S7)",
    (
        "fake_collection",
        "consent.status",
    ): "whether consent was asked for separately decides the same element (F6)",
    (
        "harassment",
        "number.cancellation_fee",
    ): "the last day of a dispute over giving up a number, which is no harassment",
    (
        "second_hand_number",
        "debt.illegal_lending",
    ): "whether who lends may lend, where nobody knows a licence: who looks for a former user lent the person none",
    (
        "second_hand_number",
        "content.opt_out_fee",
    ): "the last day of a dispute over what opting out cost, asked of harassment",
}
NOT_ASKED |= {
    (
        "harassment",
        "derived.licensed_lender",
    ): "a bank that advertises is one by its role; of nobody else is a licence asked",
}
NOT_ASKED |= {
    (kind, "derived.from_abroad"): "read off the numbers of the messages and calls that were entered"
    for kind in Kind.values
}
NOT_ASKED |= {
    ("fake_collection", "debt.phone_bill"): "read in what was told",
    ("harassment", "content.own_service"): "read in what was told",
    ("fake_collection", "debt.advance_fee"): "read in what was told",
    ("fake_collection", "debt.paid_to_agent"): "read in what was told",
    ("second_hand_number", "contacts.count"): "read in what was told; in which way they came is asked",
    (
        "fake_collection",
        "number.accounts_bound",
    ): "what a payment institution binds is of a second-hand number",
    ("fake_collection", "number.cancellation_fee"): "the last day of a dispute over giving up a number",
    ("fake_collection", "content.opt_out_fee"): "the last day of a dispute over what opting out cost",
}
NOT_ASKED |= {
    (kind, fact): "read in what was told of a contract that has ended"
    for kind in Kind.values
    for fact in ("debt.taken", "debt.ended")
}
NOT_ASKED |= {
    (
        "fake_collection",
        "complainant.consumer_of_respondent",
    ): "said of whoever charges a fee, and of nobody else"
}
NOT_ASKED |= {
    (
        "second_hand_number",
        "derived.runs_none",
    ): "read off the names of who claims and of the accounts that are bound"
}
NOT_ASKED |= {("harassment", "debt.owed"): "whose debt it is is asked of who is dunned"}
NOT_ASKED |= {
    (kind, "derived.bought_from_some"): "said of each only where the answer for all does not fit every one"
    for kind in ("harassment", "second_hand_number")
}
KNOWN = {"kind", "filing_date"}


def needed(kind: str) -> set[str]:
    """Every fact that a condition of a ground of this kind, or of a channel that such a ground leads to, asks for."""
    corpus = load()
    grounds = [ground for ground in corpus.grounds.values() if ground.kind == kind]
    trees = [tree for ground in grounds for one in ground.elements for tree in (one.when, one.arguable)]
    trees += [one.when for ground in grounds for one in ground.relief]
    trees += [one.when for ground in grounds for one in ground.respondents]
    channels = [
        corpus.channels[name].rule for name in {name for one in grounds for name in one.channels} | {"review"}
    ]
    codes = {ground.code for ground in grounds}
    for rule in channels:
        bars = [bar for bar in rule.get("bars", ()) if codes & set(bar.get("grounds", codes))]
        rows = [*rule.get("needs", ()), *rule.get("notes", ()), *bars]
        trees += [row.get("when") for row in rows] + [rule.get("urgent_when")]
    return {name for tree in trees if tree for name in fact_names(tree, corpus.conditions)} - KNOWN


@pytest.mark.parametrize("kind", Kind.values)
def test_what_the_law_needs_is_asked_or_said_why_not(kind: str) -> None:
    facts = needed(kind)
    open_facts = {fact for fact in facts if question_of(fact, kind) is None}
    excused = {fact for of_kind, fact in NOT_ASKED if of_kind == kind}
    assert open_facts <= excused, "asked nowhere"
    assert excused <= open_facts, "excused without need"


@pytest.mark.parametrize("kind", Kind.values)
def test_a_question_stands_on_a_page_of_its_kind(kind: str) -> None:
    for fact in needed(kind):
        question = question_of(fact, kind)
        assert question is None or question.page in pages_of(kind), fact


def test_whether_one_bought_of_the_other_side_is_asked_of_a_second_hand_number_at_the_intake() -> None:
    question = question_of("complainant.consumer_of_respondent", Kind.SECOND_HAND_NUMBER)
    assert question is not None
    (matter,) = [one for one in MATTERS if one.slug == question.page]
    assert matter.concerns(Kind.SECOND_HAND_NUMBER, ())
