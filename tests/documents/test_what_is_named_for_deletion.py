"""A request to delete names what was told: a card, a birthday, a house; and the data of a close relative who died."""

from typing import Any

import pytest

from documents.named_data import data_named, kin_who_died
from tests.documents.test_what_is_dunned_for import made

ADVERTISED: dict[str, Any] = {
    "kind": "harassment",
    "situations": ["nuisance_calls", "optout_ignored"],
    "wishes": ["stop", "delete"],
    "event": {"first": "2026-05-11", "last": "2026-11-20"},
    "complainant": {"capacity": "recipient", "consumer_of_respondent": True},
    "contacts": {"channels": ["call", "sms"], "count": 85, "max_per_day": 3, "after_refusal": 66},
    "content": {"commercial": True, "sender_identified": True},
    "consent": {"status": "none"},
    "refusal": {"made": True, "on": "2026-05-20", "ways": ["at_once"]},
    "data": {"source": "given"},
    "respondents": [
        {"role": "content_provider", "name": "甲市示例听力技术有限公司", "region": "340202", "consumer": True}
    ],
}
FATHER = (
    "5月9日社区门口做免费听力测试，我爸耳朵背，我就陪他去测了，表上留的是我的电话。7月19日我爸脑出血走了。"
    "我要求他们不要再打，把我和我爸的信息都删掉。"
)


@pytest.mark.parametrize(
    ("story", "named"),
    [
        (
            "去店里要先填一张顾客卡，姓名、电话、生日都要。我要求把顾客卡和电话、生日都删掉。",
            ["顾客卡", "生日"],
        ),
        ("一张嘴就知道我那房子几楼、多少平。", ["房屋的信息"]),
        ("我买了房子，他们天天打。生日那天也打。", []),
    ],
)
def test_what_was_given_or_known_is_named(story: str, named: list[str]) -> None:
    assert data_named(story) == named


def test_of_whom_nobody_died_or_asks_nothing_is_deleted() -> None:
    assert kin_who_died("我爸走了以后留下个老房子，把我的号删了。") == {}
    assert kin_who_died("我爸走了。把我的信息删掉。") == {}
    assert kin_who_died("把我和我爸的信息都删掉。") == {}
    assert kin_who_died(FATHER) == {"late_kin": "父亲", "late_health": ["听力测试结果"]}


def test_a_claim_asks_for_the_data_of_a_father_who_died_and_names_what_was_given() -> None:
    data = {"source": "given", "named": ["顾客卡", "生日"], **kin_who_died(FATHER)}
    text = made("court", {**ADVERTISED, "data": data})
    assert "（包括号码139、顾客卡、生日），并删除原告已故父亲的姓名、听力测试结果等个人信息" in text
    for law in ("第四十九条", "第二十八条第二款"):
        assert law in text
    plain = made("court", ADVERTISED)
    for words in ("已故", "第四十九条", "第二十八条", "顾客卡"):
        assert words not in plain


# ── A sum, and whose people did it ───────────────────────────────────────────────────────────────────────────────────
WANTED: dict[str, Any] = {
    **ADVERTISED,
    "wishes": ["stop", "damages"],
    "contacts": {**ADVERTISED["contacts"], "night": True},
    "loss": {"wished": 500, "wished_as": "精神损失", "mental": "some"},
}


def test_a_sum_is_asked_for_by_the_loss_that_it_is_for() -> None:
    text = made("court", WANTED)
    assert "判令被告赔偿原告精神损失500元" in text
    assert "并有22时至次日8时的" in text
    plain = made("court", {**WANTED, "loss": {"wished": 500, "mental": "some"}})
    assert "判令被告赔偿原告500元" in plain
    assert "精神损失" not in plain


def test_who_lays_it_to_its_staff_is_answered() -> None:
    blamed = made("court", WANTED, story="店长说是美容师个人行为，她管不到每一个人。", excerpted=True)
    assert "被告以工作人员的个人行为抗辩不能免责" in blamed
    assert "第一千一百九十一条第一款" in blamed
    other = made("court", WANTED, story="店长说以后不打了。我说这是你们个人行为。", excerpted=True)
    for words in ("个人行为抗辩", "第一千一百九十一条"):
        assert words not in other
