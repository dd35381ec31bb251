"""A threat to tell others is a threat: that their family or work was harassed is said only where it happened."""

from datetime import date

import pytest

from complaints.reading import facts_told, situations_told

DUNNED = "他们天天打电话催我还钱，我从来没有借过钱。"
THREATS = (
    "再不还就告诉你单位。",
    "再不还钱，就告诉我单位领导。",
    "昨天说再不还就告诉我单位领导，要发给我家里人。",
    "威胁要打给我所有的同事。",
    "说要联系我家人。",
    "扬言爆我通讯录。",
    "他说不还钱就把我的照片群发给亲友。",
    "短信里写“今天不处理，将通知您的家人和单位”。",
    "对方威胁说要去我单位找领导。",
    "催收说会打电话给我爸妈，让全村都知道。",
    "说下午三点前不还就联系我的紧急联系人和家人。",
    "恐吓我说要把催收函寄到我公司。",
    "再不接电话就打给我同事。",
    "如果不还就找我父母要。",
    "要发给我家里人。",
    "说给我老婆打电话。",
    "不还就上门找我爸妈。",
)
DONE = (
    "他们打给了我单位领导。",
    "同事都接到了电话，说我欠钱。",
    "我不接电话，他们就打给我同事。",
    "给我爸妈打电话，我妈吓坏了。",
    "天天给我家人打电话。",
    "把我照片发到公司群里了。",
    "已经群发短信给我通讯录的人。",
    "爆了我的通讯录，朋友都来问我。",
    "骚扰我的家人、同事。",
    "打到我单位去了，领导找我谈话。",
    "联系我的朋友，让他们转告我还钱。",
    "威胁我之后，真的打给了我表姐。",
    "说再不还就告诉单位，第二天领导就接到了电话。",
    "他们还给我同事发短信说我是老赖。",
    "我家人被骚扰得睡不好。",
    "公司同事也被打了好多电话。",
)


def situations(story: str) -> set[str]:
    return {one.slug for one in situations_told(story, "fake_collection")}


def threats(story: str) -> list[str]:
    told = facts_told(story, kind="fake_collection", today=date(2026, 11, 29))
    return next((one.value for one in told if one.fact == "debt.threats"), [])


@pytest.mark.parametrize("said", THREATS)
def test_what_is_only_announced_harassed_nobody(said: str) -> None:
    found = situations(DUNNED + said)
    assert "contacts_harassed" not in found
    assert "threats_impersonation" in found
    assert "publicity" in threats(DUNNED + said)


@pytest.mark.parametrize("said", DONE)
def test_what_was_done_is_told_as_done(said: str) -> None:
    assert "contacts_harassed" in situations(DUNNED + said)


def test_that_the_family_was_called_is_no_threat_to_call_it() -> None:
    assert threats(DUNNED + "给我爸妈打电话，我妈吓坏了。") == []
    told = facts_told(DUNNED + "威胁要打给我10个同事。", kind="fake_collection", today=date(2026, 11, 29))
    assert not [one for one in told if one.fact == "debt.contacts_told"]
