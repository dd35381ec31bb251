"""Facts are read or refused by name; what is not known here is let through."""

import pytest

from legal.reasoning.facts import FACTS, FactsError, label, read
from tests.legal.cases import OPT_OUT, changed


@pytest.mark.parametrize(
    ("facts", "key"),
    [
        ([], "facts"),
        ("x", "facts"),
        ({}, "kind"),
        ({"kind": "spam", "event": {"last": "2025-01-01"}}, "kind"),
        ({"kind": ["harassment"], "event": {"last": "2025-01-01"}}, "kind"),
        ({"kind": "harassment"}, "event"),
        ({"kind": "harassment", "event": "2025-01-01"}, "event"),
        ({"kind": "harassment", "event": {}}, "event.last"),
        ({"kind": "harassment", "event": {"last": "2025-02-30"}}, "event.last"),
        # Of what came more than once one day is not both ends.
        ({"kind": "harassment", "event": {"first": "2025-01-01"}, "contacts": {"count": 2}}, "event.last"),
        ({"kind": "harassment", "event": {"last": "2025-01-01"}, "contacts": {"count": 80}}, "event.first"),
        ({"kind": "harassment", "event": {"last": "20250201"}}, "event.last"),
        ({"kind": "harassment", "event": {"last": 20250201}}, "event.last"),
        ({"kind": "harassment", "event": {"first": "2025-02-02", "last": "2025-02-01"}}, "event.last"),
        (changed(OPT_OUT, filing_date="tomorrow"), "filing_date"),
        (changed(OPT_OUT, contacts="many"), "contacts"),
        (changed(OPT_OUT, contacts__count="3"), "contacts.count"),
        (changed(OPT_OUT, contacts__count=-1), "contacts.count"),
        (changed(OPT_OUT, contacts__count=True), "contacts.count"),
        (changed(OPT_OUT, contacts__count=float("nan")), "contacts.count"),
        (changed(OPT_OUT, contacts__count=float("inf")), "contacts.count"),
        (changed(OPT_OUT, contacts__channels="sms"), "contacts.channels"),
        (changed(OPT_OUT, contacts__channels=["pigeon"]), "contacts.channels[0]"),
        (changed(OPT_OUT, content__commercial="yes"), "content.commercial"),
        (changed(OPT_OUT, consent__status="maybe"), "consent.status"),
        (changed(OPT_OUT, complainant__region="Shanghai"), "complainant.region"),
        (changed(OPT_OUT, respondents={"role": "operator"}), "respondents"),
        (changed(OPT_OUT, respondents=[{"role": "king"}]), "respondents[0].role"),
        (changed(OPT_OUT, respondents=["operator"]), "respondents[0]"),
        (changed(OPT_OUT, prior=[{"to": "operator", "on": "01/02/2025"}]), "prior[0].on"),
        (changed(OPT_OUT, prior=[{"to": "mayor"}]), "prior[0].to"),
        (changed(OPT_OUT, loss={"costs": [{"what": "车费", "yuan": "many"}]}), "loss.costs[0].yuan"),
        (changed(OPT_OUT, situations="optout_ignored"), "situations"),
        (changed(OPT_OUT, prior=[{"act": "complaint", "on": "2025-11-02"}]), "prior[0].to"),
        (changed(OPT_OUT, prior=[{"to": "operator"}, {"to": None}]), "prior[1].to"),
        (changed(OPT_OUT, prior=[{"to": "operator", "reference": 77}]), "prior[0].reference"),
        (changed(OPT_OUT, loss={"costs": [{"yuan": 30}]}), "loss.costs[0].what"),
        (
            changed(OPT_OUT, loss={"costs": [{"what": "车费", "yuan": 3}, {"what": "邮费"}]}),
            "loss.costs[1].yuan",
        ),
        (changed(OPT_OUT, loss={"costs": "车费"}), "loss.costs"),
        (changed(OPT_OUT, number__mislabelled_as="骗" * 201), "number.mislabelled_as"),
        (changed(OPT_OUT, number__accounts_bound=["某", "某" * 1001]), "number.accounts_bound[1]"),
        (changed(OPT_OUT, respondents=[{"name": "某" * 201}]), "respondents[0].name"),
    ],
)
def test_what_cannot_be_read_is_named(facts, key):
    with pytest.raises(FactsError) as refused:
        read(facts)
    assert refused.value.key == key
    assert key in str(refused.value)


def test_a_text_may_be_as_long_as_the_questions_take_it() -> None:
    number = {"mislabelled_as": "骗" * 200, "accounts_bound": ["某" * 1000]}
    assert read({**OPT_OUT, "number": number})["number"] == number
    with pytest.raises(FactsError, match="最多 200 个字，收到 201 个"):
        read({**OPT_OUT, "number": {"mislabelled_as": "骗" * 201}})


def test_null_is_absent_and_strange_keys_pass():
    facts = read(
        {**OPT_OUT, "id": 7, "weather": {"rain": True}, "debt": None, "data": {"source": None, "mood": 3}}
    )
    assert "debt" not in facts
    assert facts["weather"] == {"rain": True}


def test_one_end_of_the_event_is_enough():
    assert read({"kind": "harassment", "event": {"last": "2025-01-02"}})["event"] == {
        "first": "2025-01-02",
        "last": "2025-01-02",
    }


def test_reading_changes_nothing_of_what_it_is_given():
    given = changed(OPT_OUT, debt=None)
    before = repr(given)
    read(given)
    assert repr(given) == before


def test_every_fact_has_a_label():
    assert all(label(name) != name for name in FACTS)


def test_the_number_of_an_earlier_step_is_kept_under_one_name():
    given = [{"to": "operator", "reference": "GD-7"}, {"to": "12315", "ticket": "TS-1", "reference": "TS-2"}]
    assert [row["ticket"] for row in read(changed(OPT_OUT, prior=given))["prior"]] == ["GD-7", "TS-1"]


def test_that_somebody_asked_is_not_called_that_they_were_allowed():
    assert label("consent.separate").endswith("有没有单独问过您同不同意")
