"""Whoever only runs the account that a number is bound to called nobody: no report, no letter about calls names or asks them."""

import re
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest

from documents.claims import claim_data
from documents.excerpts import Telling, excerpts_of
from documents.law import grounds_from
from documents.others import addressed, only_runs
from legal.reasoning.assessment import assess
from tests.documents.asking import ON
from tests.documents.test_pleading import made_of

BANK, CALLS, LENDS = ("江南银行", "bank"), ("融信达", "collector"), ("快易花", "lender")
OPERATES = ("甲通信", "operator")


def row(one: tuple[str, str]) -> dict[str, Any]:
    name, role = one
    return {"name": name, "role": role, "uscc": "", "said": {"role": role, "name": name}}


def fields(*named: tuple[str, str], **more: Any) -> Any:
    return {
        "respondents": [row(one) for one in named],
        "told.number": {"second_hand": True, "accounts_bound": ["江南银行手机银行"]},
        "told.contacts": {"channels": ["call"], "count": 60},
        "told.event": {"first": "2026-03-12", "last": "2026-11-28"},
        "told.debt": {"owed": "others"},
        **more,
    }


def named_in(channel: str, given: Any, to: str = "受理中心") -> list[str]:
    told = addressed(deepcopy(given), to=to, channel=channel, kind="second_hand_number")
    return [one["name"] for one in told["respondents"]]


def test_a_report_of_calls_names_who_may_have_called():
    assert named_in("12321", fields(OPERATES, BANK, CALLS)) == ["甲通信", "融信达"]
    # Who lends is not said to have called, where a collector is; its own people are.
    assert named_in("12321", fields(BANK, CALLS, LENDS)) == ["融信达"]
    called = fields(CALLS, LENDS, **{"told.debt": {"owed": "others", "collected_by": "own_staff"}})
    assert named_in("12321", called) == ["融信达", "快易花"]
    # A bank that signs what came did send it, and one that nobody else is named beside may have.
    signed = fields(BANK, CALLS, messages=[{"sender": "95500", "text": "【江南银行】您的验证码", "at": ""}])
    assert named_in("12321", signed) == ["江南银行", "融信达"]
    assert named_in("12321", fields(OPERATES, BANK)) == ["甲通信", "江南银行"]


def test_a_letter_to_whoever_only_runs_the_account_tells_of_it_and_of_no_calls():
    told = addressed(
        fields(OPERATES, BANK, CALLS), to="江南银行", channel="platform", kind="second_hand_number"
    )
    assert not {"told.contacts", "told.event", "told.debt"} & told.keys()
    assert told["told.number"]["accounts_bound"] == ["江南银行手机银行"]
    # Who got into the account did more: the days are theirs.
    taken = fields(BANK, CALLS)
    taken["told.number"]["account_taken_over"] = True
    assert "told.event" in addressed(taken, to="江南银行", channel="platform", kind="second_hand_number")
    # Nobody else called: then the days and the calls are of this.
    told = addressed(fields(OPERATES, BANK), to="江南银行", channel="platform", kind="second_hand_number")
    assert {"told.contacts", "told.event"} <= told.keys()


@pytest.mark.parametrize(
    ("own", "among", "only"),
    [
        (BANK, (BANK, CALLS), True),
        (BANK, (BANK, OPERATES), False),
        (BANK, (BANK, ("乙银行", "bank"), CALLS), True),
        (("乙银行", "bank"), (BANK, ("乙银行", "bank"), CALLS), False),  # no account is called after it
        (CALLS, (BANK, CALLS), False),
    ],
)
def test_who_only_runs_an_account(own: tuple[str, str], among: tuple[tuple[str, str], ...], only: bool):
    assert only_runs(own, among, ["江南银行手机银行"]) is only


def test_each_is_quoted_what_the_story_tells_of_it():
    story = "打来的自称是“融信达”的，一天打五六个。我跑到银行柜台，柜员说要原来的机主来解绑。"
    of_calls, of_account = (
        [one.text for one in excerpts_of(story, "", telling) if one.proposed]
        for telling in (Telling(on=ON, collects=True), Telling(on=ON, runs=True))
    )
    assert [one[:2] for one in of_calls] == ["打来"]
    assert [one[:2] for one in of_account] == ["我跑"]


@pytest.mark.parametrize(
    ("more", "dated"),
    [
        ({}, True),
        ({"contacts": {"channels": ["call"]}}, False),
        ({"debt": {"owed": "others"}}, False),
        ({"situations": ["account_bound", "former_holder_pursued"]}, False),
    ],
)
def test_since_when_a_number_is_bound_is_said_where_only_that_was_told(more: dict[str, Any], dated: bool):
    facts = {
        "kind": "second_hand_number",
        "situations": ["account_bound"],
        "event": {"first": "2026-03-12", "last": "2026-11-10"},
        "complainant": {"capacity": "subscriber"},
        "number": {"second_hand": True, "accounts_bound": ["江南银行"]},
        "respondents": [{"role": "bank", "name": "江南银行"}],
        **more,
    }
    found = assess(facts, on=ON)
    (bound,) = [one for one in grounds_from(found, channel="court", facts=facts) if one.code == "S5"]
    told = "".join(one.text for one in bound.claim)
    assert ("2026年3月12日起" in told) is dated
    assert "绑定着他人在" in told


def test_a_paper_is_announced_as_one_of_those_on_the_list_of_a_case():
    root = Path(__file__).parents[2]
    files = [
        *root.glob("legal/corpus/**/*.yaml"),
        *root.glob("templates/**/*.html"),
        *root.glob("documents/*.py"),
    ]
    promised = re.compile(r"“文书”里(?:有|的)|书(?:都)?在(?:案件的)?“文书”里|文书：[^，。]*申请书")
    assert [
        (one.name, promised.findall(said)) for one in files if promised.search(said := one.read_text())
    ] == []


def test_that_nobody_else_knows_is_not_told_where_others_were_called():
    facts: dict[str, Any] = {
        "kind": "fake_collection",
        "situations": ["threats_impersonation"],
        "event": {"first": "2026-10-12", "last": "2026-11-10"},
        "debt": {"owed": "others", "threats": ["insult", "publicity"]},
        "respondents": [{"role": "collector", "name": "甲信用服务公司"}],
    }

    def notes(*situations: str) -> list[str]:
        found = assess({**facts, "situations": ["threats_impersonation", *situations]}, on=ON)
        (ground,) = [one for one in found["grounds"] if one["code"] == "F4"]
        return [one["note"] for one in ground["provisions"] if one["strength"] == "adverse"]

    assert not any("名誉" in one for one in notes("contacts_harassed"))
    (said,) = [one for one in notes() if "名誉" in one]
    # What is not known is not said to be so.
    assert said.startswith("有别人知道，才谈得上")


def test_a_claim_does_not_take_whoever_only_runs_an_account_for_who_had_debts_collected():
    facts = {
        "kind": "second_hand_number",
        "situations": ["account_bound", "former_holder_pursued"],
        "event": {"first": "2026-03-12", "last": "2026-11-10"},
        "complainant": {"capacity": "subscriber", "region": "310105"},
        "number": {"second_hand": True, "accounts_bound": ["江南银行手机银行"]},
        "contacts": {"channels": ["call"], "count": 60, "max_per_day": 6},
        "debt": {"owed": "others", "told_them_on": "2026-04-01"},
        "respondents": [{"role": "bank", "name": "江南银行"}, {"role": "collector", "name": "融信达"}],
    }
    said = claim_data(made_of(facts))
    told = "".join(said["narrative"]) + "".join(one["text"] for one in said["reasons"])
    assert "哪一方实施" not in told
    assert "被告1的债权" not in told
    assert "此后被告2没有停止催收" in told
    assert "该号码绑定着他人在被告1的账号" in told
    asked = said["requests"]
    assert "判令融信达立即停止以电话方式向原告（号码＿＿＿＿）催收、侵扰" in asked
    assert not [one for one in asked if "江南银行" in one and ("催收" in one or "债务人" in one)]
    # Where nobody else may have called, the bank may have.
    alone = claim_data(made_of({**facts, "respondents": facts["respondents"][:1]}))
    assert "被告的债权" in "".join(one["text"] for one in alone["reasons"])
