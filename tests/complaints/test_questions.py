"""What each kind of complaint is asked; who complains for whom."""

from datetime import date

import pytest
from django.test import Client

from complaints.facts import facts_of
from complaints.models import Draft, Kind, Situation
from complaints.questions import MATTERS, matter_of, matters_for
from legal.reasoning import facts as known_facts
from tests.complaints.test_intake import begin, go

EVERY = [situation.value for situation in Situation]


@pytest.mark.parametrize("kind", Kind.values)
def test_no_fact_is_asked_twice_on_one_page_and_every_choice_is_one_of_the_contract(kind):
    for matter in matters_for(kind, EVERY):
        facts = [ask.fact for ask in matter.asks]
        assert len(facts) == len(set(facts)), matter.slug
        for ask in matter.asks:
            fact = known_facts.FACTS.get(ask.fact)
            if fact is not None and fact.type == "choice" and ask.form == "choice":
                assert {value for value, _label in ask.choices} <= set(fact.values), ask.fact


@pytest.mark.parametrize("kind", Kind.values)
def test_every_kind_can_be_filed_by_a_guardian(kind):
    asked = [ask for matter in matters_for(kind, []) for ask in matter.asks]
    (who,) = [ask for ask in asked if ask.fact == "complainant.capacity"]
    assert "guardian" in {value for value, _label in who.choices}


def test_only_where_a_debt_is_collected_somebody_is_hunted_for_another():
    def offered(kind: str) -> set[str]:
        matter = matter_of("contacts", kind)
        assert matter is not None
        return {
            value for ask in matter.asks if ask.fact == "complainant.capacity" for value, _l in ask.choices
        }

    assert "debtors_contact" in offered("fake_collection")
    assert "debtors_contact" not in offered("harassment")


def test_a_guardian_stays_one_in_the_facts():
    answers = {
        "kind": {"kind": "harassment"},
        "situations": {"situations": ["no_consent"]},
        "event": {"first": "2025-11-01"},
        "contacts": {"complainant__capacity": "guardian"},
    }
    filed = date(2025, 11, 12)
    assert facts_of(answers, filing_date=filed)["complainant"]["capacity"] == "guardian"
    del answers["contacts"]
    assert facts_of(answers, filing_date=filed)["complainant"]["capacity"] == "recipient"


@pytest.mark.django_db
def test_the_page_asks_it_once(client: Client):
    page = begin(client)
    base = page.rsplit("/", 2)[0]
    go(client, f"{base}/situations/", {"situations": ["no_consent"]})
    shown = client.get(f"{base}/contacts/").content.decode()
    assert shown.count("受到打扰的是谁") == 1
    assert "我未成年的孩子" in shown
    assert "欠款人" not in shown
    go(client, f"{base}/contacts/", {"complainant__capacity": "guardian"})
    assert Draft.objects.exists()


def test_the_table_is_whole():
    assert {kind for matter in MATTERS for kind in matter.kinds} == set(Kind.values)


@pytest.mark.parametrize("kind", Kind.values)
def test_what_the_person_wants_is_asked_once_and_open_means_not_asked_for(kind):
    asked = [ask for matter in matters_for(kind, EVERY) for ask in matter.asks if ask.fact == "wishes"]
    (ask,) = asked
    offered = [slug for slug, _label in ask.choices]
    assert {"stop", "make_known"} <= set(offered) <= set(known_facts.FACTS["wishes"].values)
    answers = {
        "kind": {"kind": kind},
        "situations": {"situations": []},
        "event": {"first": "2025-11-01"},
        "loss": {"wishes": offered[:2]},
    }
    filed = date(2025, 11, 12)
    facts = facts_of(answers, filing_date=filed)
    assert known_facts.read(facts)["wishes"] == offered[:2]
    assert "wishes" not in facts_of({**answers, "loss": {"wishes": []}}, filing_date=filed)


def test_a_wish_fits_the_kind_of_complaint():
    def offered(kind: str) -> set[str]:
        (ask,) = [one for matter in matters_for(kind, []) for one in matter.asks if one.fact == "wishes"]
        return {slug for slug, _label in ask.choices}

    assert {"unbind", "keep_number", "end_contract"} <= offered("second_hand_number")
    assert not {"unbind", "keep_number", "end_contract"} & offered("fake_collection")
    assert "clear_credit" in offered("fake_collection")
    assert "clear_credit" not in offered("harassment")


def test_a_wish_that_nobody_knows_is_refused():
    with pytest.raises(known_facts.FactsError, match="wishes"):
        known_facts.read({"kind": "harassment", "event": {"last": "2025-11-01"}, "wishes": ["riches"]})
