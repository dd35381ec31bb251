"""Conditions are Kleene's: an unknown fact decides nothing, and no fact that is learnt opens a settled condition."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from legal.reasoning.conditions import ConditionError, evaluate, fact_names

T, F, U = {"eq": ["g.t", True]}, {"eq": ["g.f", True]}, {"eq": ["g.u", True]}
FACTS = {"g": {"t": True, "f": False}}


def value(tree, facts=FACTS):
    return evaluate(tree, facts, {"named": T}).value


@pytest.mark.parametrize(
    ("left", "right", "both", "either"),
    [
        (T, T, True, True), (T, F, False, True), (T, U, None, True),
        (F, F, False, False), (F, U, False, None), (U, U, None, None),
    ],
)  # fmt: skip
def test_kleene(left, right, both, either):
    assert value({"all": [left, right]}) is both
    assert value({"all": [right, left]}) is both
    assert value({"any": [left, right]}) is either
    assert value({"any": [right, left]}) is either


def test_not_and_unless_differ_on_the_unknown():
    assert [value({"not": one}) for one in (T, F, U)] == [False, True, None]
    assert [value({"unless": one}) for one in (T, F, U)] == [False, True, True]


@pytest.mark.parametrize(
    ("tree", "facts", "expected"),
    [
        ({"gt": ["a.n", 0]}, {"a": {"n": 0}}, False),
        ({"gt": ["a.n", 0]}, {"a": {"n": 0.1}}, True),
        ({"gt": ["a.n", 0]}, {"a": {}}, None),
        ({"gt": ["a.n", 0]}, {}, None),
        ({"gte": ["a.n", 5]}, {"a": {"n": 5}}, True),
        ({"lt": ["a.n", 5]}, {"a": {"n": 5}}, False),
        ({"present": "a.n"}, {"a": {"n": None}}, None),
        ({"present": "a.n"}, {"a": {"n": ""}}, False),
        ({"present": "a.n"}, {"a": {"n": ["x"]}}, True),
        ({"contains": ["a.n", ["x", "y"]]}, {"a": {"n": ["z", "y"]}}, True),
        ({"contains": ["a.n", ["x"]]}, {"a": {"n": []}}, False),
        ({"in": ["a.n", ["x"]]}, {"a": {"n": "unknown"}}, None),
        ({"after": ["a.x", "a.y"]}, {"a": {"x": "2025-01-02", "y": "2025-01-01"}}, True),
        ({"after": ["a.x", "a.y"]}, {"a": {"x": "2025-01-01", "y": "2025-01-01"}}, False),
        ({"after": ["a.x", "a.y"]}, {"a": {"x": "2025-01-01"}}, None),
        ({"within_days": ["a.x", "a.y", 90]}, {"a": {"x": "2025-01-01", "y": "2025-03-31"}}, True),
        ({"within_days": ["a.x", "a.y", 90]}, {"a": {"x": "2025-01-01", "y": "2025-04-01"}}, False),
        ({"within_days": ["a.x", "a.y", 90]}, {"a": {"x": "2025-01-01", "y": "2025-01-01"}}, True),
        ({"within_days": ["a.x", "a.y", 90]}, {"a": {"x": "2025-01-02", "y": "2025-01-01"}}, None),
        ({"not": {"within_days": ["a.x", "a.y", 90]}}, {"a": {"x": "2025-01-02", "y": "2025-01-01"}}, None),
        ({"role": ["operator"]}, {}, None),
        ({"role": ["operator"]}, {"respondents": [{"role": "unknown"}]}, None),
        ({"role": ["operator"]}, {"respondents": [{"role": "person"}]}, False),
        ({"role": ["operator"]}, {"respondents": [{"role": "person"}, {"role": "unknown"}]}, None),
        ({"role": ["operator"]}, {"respondents": [{"role": "operator"}, {"role": "unknown"}]}, True),
        ({"only_roles": ["person"]}, {"respondents": [{"role": "person"}]}, True),
        ({"only_roles": ["person"]}, {"respondents": [{"role": "person"}, {"role": "unknown"}]}, None),
        ({"only_roles": ["person"]}, {"respondents": [{"role": "platform"}, {"role": "unknown"}]}, False),
        ({"use": "named"}, FACTS, True),
    ],
)  # fmt: skip
def test_words(tree, facts, expected):
    assert value(tree, facts) is expected


def test_the_trace_names_what_decided():
    verdict = evaluate({"any": [U, T, F]}, FACTS, {})
    assert verdict.used == ("g.t",)
    verdict = evaluate({"all": [T, U, F]}, FACTS, {})
    assert (verdict.value, verdict.used) == (False, ("g.f",))
    verdict = evaluate({"all": [T, U]}, FACTS, {})
    assert (verdict.used, verdict.missing) == (("g.t",), ("g.u",))


@pytest.mark.parametrize("tree", [{"maybe": 1}, {"eq": ["a", 1], "gt": ["a", 1]}, {}, {"use": "nothing"}])
def test_a_word_that_is_not_in_the_language(tree):
    with pytest.raises(ConditionError):
        evaluate(tree, {}, {})


NAMES = [f"g.{letter}" for letter in "abcd"]
TREES = st.recursive(
    st.builds(lambda name, wanted: {"eq": [name, wanted]}, st.sampled_from(NAMES), st.booleans()),
    lambda inner: st.one_of(
        st.builds(lambda parts: {"all": parts}, st.lists(inner, min_size=1, max_size=3)),
        st.builds(lambda parts: {"any": parts}, st.lists(inner, min_size=1, max_size=3)),
        st.builds(lambda part: {"not": part}, inner),
    ),
    max_leaves=8,
)


@given(TREES, st.dictionaries(st.sampled_from("abcd"), st.booleans()), st.sampled_from("abcd"), st.booleans())
def test_learning_a_fact_never_changes_what_is_settled(tree, known, letter, answer):
    before = evaluate(tree, {"g": known}, {}).value
    after = evaluate(tree, {"g": {letter: answer, **known}}, {}).value
    assert before is None or after is before


@given(TREES, st.dictionaries(st.sampled_from("abcd"), st.booleans()))
def test_the_facts_of_a_trace_are_facts_of_the_tree(tree, known):
    verdict = evaluate(tree, {"g": known}, {})
    assert set(verdict.used) | set(verdict.missing) <= fact_names(tree, {})
    assert set(verdict.missing).isdisjoint(f"g.{letter}" for letter in known)
    assert (verdict.value is None) == bool(verdict.missing)
