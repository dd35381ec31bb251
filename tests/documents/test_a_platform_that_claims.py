"""A platform that claims a debt of its own customer is the creditor, and what was taken and given back is owed no more."""

from datetime import date
from typing import Any

import pytest

from complaints.stated import role_filed
from documents.debt_told import ended_in, item_in
from legal.reasoning import facts as known_facts

RIDE = (
    "2025年9月17日晚上我在校门口扫了一辆共享电单车，开了锁骑不动，就点了还车，页面显示“还车成功”，扣了2块。"
    "今年6月24日一家公司打来，说我把车骑丢了，要赔1980元，加违约金一共2376元。可App里那一单明明写着已完成。"
)
CLAIMS: dict[str, Any] = {
    "kind": "fake_collection",
    "event": {"first": "2026-06-24", "last": "2026-11-27"},
    "complainant": {"capacity": "recipient", "consumer_of_respondent": True},
    "debt": {"owed": "none", "claimed": 2376},
    "respondents": [{"role": "platform", "name": "甲"}, {"role": "collector", "name": "乙"}],
}


@pytest.mark.parametrize(
    ("roles", "more", "read"),
    [
        (["platform", "collector"], {}, "trader"),
        (["platform", "lender"], {}, "platform"),
        (["platform"], {"debt": {"owed": "none", "published": ["photo"]}}, "platform"),
        (["platform"], {"complainant": {"consumer_of_respondent": False}}, "platform"),
        (["platform"], {"kind": "harassment"}, "platform"),
        (["platform"], {"debt": {}}, "platform"),
    ],
)
def test_who_claims_of_its_customer_is_the_creditor(
    roles: list[str], more: dict[str, Any], read: str
) -> None:
    assert role_filed("platform", roles, {**CLAIMS, **more}) == read  # type: ignore[typeddict-item]


def test_the_law_reads_the_same_role() -> None:
    assert [row["role"] for row in known_facts.read(CLAIMS)["respondents"]] == ["trader", "collector"]


def test_what_was_given_back_has_ended_with_what_shows_it() -> None:
    told = ended_in(RIDE, "none", ["trader"], date(2026, 11, 29))
    assert told == {
        "ended": "given_back",
        "taken": "共享电单车用车订单",
        "contract": "租赁合同",
        "taken_on": "2025年9月17日",
        "ended_how": "归还、完成",
        "ended_on": "2025年9月17日",
        "ended_proof": "显示“还车成功”的页面、载明“已完成”的订单记录",
    }
    assert ended_in("我扫了一辆共享单车，锁坏了还不了车。", "none", ["trader"], date(2026, 11, 29)) == {}


def test_a_sum_is_not_called_by_what_came_on_top_of_it() -> None:
    assert item_in(RIDE) == "赔偿款和违约金"
    assert item_in("物业说我欠违约金200元。") == "违约金"
