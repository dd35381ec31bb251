"""What holds for any facts: nothing settled is asked again, nothing out of force is cited, every citation resolves."""

import json
from datetime import date

from hypothesis import example, given, settings
from hypothesis import strategies as st

from complaints.stated import role_read
from documents.frozen import silence_of
from documents.law import grounds_from
from filings.services.law import in_time_for, silence_said
from legal import assess
from legal.comparing import changes
from legal.corpus import load
from legal.corpus.pleadable import addressed
from legal.reasoning import assessment
from legal.reasoning.assessment import Weighed, understand, weigh, weigh_element, weigh_grounds
from tests.legal import strategies
from tests.legal.cases import NO_DEBT

CORPUS = load()
SLOW = settings(max_examples=60)


@SLOW
@given(strategies.facts(), st.data())
def test_one_more_fact_never_turns_established_into_needs_facts(facts, data):
    name = data.draw(st.sampled_from(sorted(strategies.LEAVES)))
    group, _, leaf = name.partition(".")
    without = {**facts, group: {key: value for key, value in facts.get(group, {}).items() if key != leaf}}
    more = {**without, group: {**without[group], leaf: data.draw(strategies.LEAVES[name])}}
    before = {row["code"]: row["status"] for row in assess(without)["grounds"]}
    after = {row["code"]: row["status"] for row in assess(more)["grounds"]}
    for code, status in before.items():
        if status in ("established", "arguable", "not_met"):
            assert after[code] != "needs_facts", (code, name)


@SLOW
@given(strategies.facts(), st.data())
def test_learning_of_a_respondent_or_an_earlier_step_takes_nothing_back(facts, data):
    """Facts of lists: a whole list that was not told before."""
    name = data.draw(st.sampled_from(["respondents", "prior"]))
    without = {key: value for key, value in facts.items() if key != name}
    more = {**without, name: data.draw(strategies.ROWS[name])}
    before = {row["code"]: row["status"] for row in assess(without)["grounds"]}
    after = {row["code"]: row["status"] for row in assess(more)["grounds"]}
    for code, status in before.items():
        if status in ("established", "arguable", "not_met"):
            assert after[code] != "needs_facts", (code, name)


@SLOW
@given(strategies.facts())
def test_every_date_of_the_plan_names_law_in_force_or_none(facts):
    """What a period or a last day rests on was in force on the day that chooses it, and is called by its name."""
    result = assess(facts)
    event, filing = date.fromisoformat(result["on"]), date.fromisoformat(result["filing_date"])
    said = [clock["citation"] for clock in result["clocks"]]
    for step in result["plan"]:
        if step["answer_due"]:
            said.append(step["answer_due"]["citation"])
        for bar in step["bars"]:
            assert bar["passed"] is (bar["not_after"] < filing.isoformat())
            assert set(bar["grounds"]) <= set(CORPUS.grounds)
            if "@" not in bar["basis"]:
                article = CORPUS.article(bar["basis"], filing) or CORPUS.article(bar["basis"], event)
                assert article is not None or filing.year < 2022, (step["channel"], bar["basis"])
        if step["open"] and step["bars"]:
            assert any(not bar["passed"] or bar["soft"] or bar["told_only"] for bar in step["bars"])
        if step["silence"] and step["silence"]["due_on"] and step["open"]:
            assert step["silence"]["due_on"] < filing.isoformat()
    assert all(one.startswith("《") for one in said), said


@SLOW
@given(strategies.facts())
@example(
    {
        "kind": "harassment",
        "event": {"first": "2013-01-01", "last": "2020-12-13"},
        "contacts": {"channels": ["sms"]},
        "content": {"commercial": True, "sender_identified": False},
    }
)
def test_only_law_in_force_is_cited_and_every_citation_resolves(facts):
    result = assess(facts)
    event, filing = date.fromisoformat(result["on"]), date.fromisoformat(result["filing_date"])
    for row in result["grounds"]:
        ids = [provision["id"] for provision in row["provisions"]]
        for part in (*row["relief"], *row["respondents"]):
            ids += part["provisions"]
        began = date.fromisoformat(facts["event"]["first"])
        across = {
            one["id"] for one in row["provisions"] if one["id"].startswith(("短信规定31:", "网络安全法:24"))
        }
        # What was over before the event ended judges the part before; not every event began under it.
        cited = {
            one: CORPUS.article(one, event) or (CORPUS.article(one, began) if one in across else None)
            for one in ids
        }
        for identity, article in cited.items():
            assert article is not None, (row["code"], identity, event)
        for provision in row["provisions"]:
            article = cited[provision["id"]]
            # An article whose number another has since stands as it was when it began, and in no other wording.
            then = CORPUS.article(provision["id"], began) if provision["id"] in across else None
            assert provision["text"] == (then or article).text
            assert provision["text"] is None or provision["quote"] in provision["text"]
            assert provision["verified"] != "number_only" or provision["text"] is None
    for step in result["plan"]:
        for identity in step["provisions"]:
            assert CORPUS.article(identity, filing) or CORPUS.article(identity, event), (
                step["channel"],
                identity,
            )


@SLOW
@given(strategies.facts())
def test_the_plan_is_whole_and_in_order(facts):
    steps = assess(facts)["plan"]
    assert {step["channel"] for step in steps} == set(CORPUS.channels)
    for place, step in enumerate(steps):
        assert step["order"] == place + 1
        assert not {later["channel"] for later in steps[place + 1 :]} & set(step["blocks"])
        assert step["why"]
        if step["open"]:
            assert step["waits_for"] is None
            assert step["not_before"] is None or step["not_before"] <= facts["filing_date"]
        if step["waits_for"]:
            assert next(row for row in steps if row["channel"] == step["waits_for"])["order"] < step["order"]


@SLOW
@given(strategies.facts())
def test_the_same_facts_get_the_same_answer(facts):
    assert assess(facts) == assess(facts)


@SLOW
@given(strategies.facts())
def test_met_and_unmet_name_known_facts(facts):
    for row in assess(facts)["grounds"]:
        for element in row["elements"]:
            if element["status"] == "unknown" and not element["judgement"]:
                assert element["missing"]
            if element["status"] != "unknown":
                assert element["because"]
                assert not element["missing"]


@SLOW
@given(strategies.facts())
def test_no_step_takes_away_a_later_one(facts):
    """A step whose acceptance ends another stands after it, and what another waits for stands before."""
    steps = assess(facts)["plan"]
    place = {step["channel"]: step["order"] for step in steps}
    for step in steps:
        for ended in step["blocks"]:
            assert place[ended] < step["order"], (step["channel"], ended)
        if step["waits_for"]:
            assert step["waits_for"] in place
            assert not step["open"]


@SLOW
@given(strategies.facts())
def test_every_open_step_says_when_an_answer_is_due_or_that_no_time_is_known(facts):
    for step in assess(facts)["plan"]:
        due = step["answer_due"]
        if due is not None:
            assert bool(due["due_on"]) is not bool(due["reason"]), step["channel"]
            assert due["counted_from"] or due["reason"]
        elif step["open"] and step["relevant"]:
            rule = CORPUS.channels[step["channel"]].rule
            known = [row for key in ("answers", "after_acceptance", "later") for row in rule.get(key, ())]
            day = date.fromisoformat(facts["filing_date"])
            assert not any(
                (row.get("since") is None or row["since"] <= day)
                and (row.get("until") is None or day <= row["until"])
                and not row.get("regions")
                and not row.get("when")
                for row in known
            ), step["channel"]


@SLOW
@given(strategies.facts())
def test_a_closed_step_says_why_and_an_open_one_holds_no_excuse(facts):
    for step in assess(facts)["plan"]:
        assert step["open"] or step["reasons"], step["channel"]
        assert step["open"] or all(reason.strip() for reason in step["reasons"])
        assert step["relevant"] or not step["open"]


@SLOW
@given(strategies.facts())
def test_looking_again_on_the_same_day_finds_no_change(facts):
    once, again = assess(facts), assess(facts)
    assert changes(once, again) == []
    kept = json.loads(json.dumps(once, ensure_ascii=False))
    assert changes(kept, again) == []


@SLOW
@given(strategies.facts())
def test_what_is_late_in_a_channel_is_never_pleaded_there_beside_what_is_in_time(facts):
    result = assess(facts)
    for step in result["plan"]:
        grounds = list(grounds_from(result, channel=step["channel"]))
        left, late = in_time_for(grounds, step)
        assert sorted(one.code for one in left + late) == sorted(one.code for one in grounds)
        assert bool(left) is bool(grounds)
        passed = [bar for bar in step["bars"] if bar["passed"] and not bar["soft"] and not bar["told_only"]]
        for one in late:
            assert any(one.code in bar["grounds"] for bar in passed)
        if step["silence"] and step["silence"]["on"]:
            said = silence_of(silence_said(step["silence"], date.fromisoformat(result["filing_date"])))
            assert said is not None
            assert not said.citation or said.citation.startswith("《")


@SLOW
@given(strategies.facts())
def test_nobody_answers_directly_by_an_article_that_speaks_to_others(facts):
    """Over facts with any roles, those of before among them; ``agent`` is read by the kind of complaint."""
    result = assess(facts)
    for row in result["grounds"]:
        for one in row["respondents"]:
            assert one["role"] != "agent" or facts["kind"] == "harassment" or not one["named"]
            ground = CORPUS.grounds[row["code"]]
            given_to = [each for each in ground.respondents if each.role == one["role"]]
            for reference in (each for respondent in given_to for each in respondent.provisions):
                roles = addressed(CORPUS, reference)
                assert not roles or reference.arguable or reference.adverse or one["role"] in roles
        if row["code"] in ("S1", "S8"):
            assert {one["role"] for one in row["respondents"]} <= {"operator", "shop", "person"}


@SLOW
@given(strategies.facts())
def test_entrusting_and_providing_are_cited_together_only_where_both_are_known(facts):
    roles = {role_read(one.get("role", "unknown"), facts["kind"]) for one in facts.get("respondents", ())}
    by = facts.get("debt", {}).get("collected_by")
    for row in assess(facts)["grounds"]:
        cited = {provision["id"] for provision in row["provisions"]}
        if row["code"] in ("F3", "F6"):
            assert "个人信息保护法:23" not in cited or by == "assigned" or "assignee" in roles
            assert "个人信息保护法:21" not in cited or by == "entrusted" or "collector" in roles


@settings(max_examples=20)
@given(strategies.facts())
def test_what_was_weighed_is_kept_only_while_what_it_looked_up_stays(facts):
    """A paper is tried without each of its facts: the grounds say each time what they would say if nothing had been kept."""
    weighed = Weighed()
    tried = [facts]
    for group, said in facts.items():
        if group not in ("kind", "event", "filing_date"):
            tried.append({name: told for name, told in facts.items() if name != group})
        if group != "event" and isinstance(said, dict):
            tried += [
                {**facts, group: {key: told for key, told in said.items() if key != leaf}} for leaf in said
            ]
    for some in [*tried, facts]:
        on = date(2026, 11, 29)
        assert weigh_grounds(understand(some, on), None, weighed) == weigh_grounds(understand(some, on))


def test_a_fact_that_a_ground_never_asks_for_weighs_it_no_second_time(monkeypatch):
    asked = []
    monkeypatch.setattr(
        assessment, "weigh", lambda ground, *rest: asked.append(ground.code) or weigh(ground, *rest)
    )
    weighed, facts = Weighed(), {**NO_DEBT, "number": {"told": True}}
    for some in (facts, NO_DEBT, facts):
        weigh_grounds(understand(some, date(2026, 11, 29)), {"H1", "F1", "S1"}, weighed)
    assert asked.count("H1") == 1


def test_a_fact_that_one_element_asks_for_leaves_the_other_elements_as_they_were(monkeypatch):
    asked = []
    monkeypatch.setattr(
        assessment, "weigh_element", lambda one, *rest: asked.append(one.id) or weigh_element(one, *rest)
    )
    weighed, on = Weighed(), date(2026, 11, 29)
    (first,) = weigh_grounds(understand(NO_DEBT, on), {"F1"}, weighed)
    asks = {one["id"] for one in first["elements"] if "debt.owed" in (*one["because"], *one["missing"])}
    asked.clear()
    less = {**NO_DEBT, "debt": {key: told for key, told in NO_DEBT["debt"].items() if key != "owed"}}
    weigh_grounds(understand(less, on), {"F1"}, weighed)
    assert asks <= set(asked) < {one["id"] for one in first["elements"]}
