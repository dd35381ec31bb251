"""What somebody wants stands in the papers as a request, in words that are so; or it is told beside them why not."""

from typing import Any

import pytest

from documents.others import addressed
from documents.told_besides import authority_told, stopped, tells_of_a_death
from documents.wished import wished
from legal.reasoning.assessment import assess
from tests.documents.asking import ON, asked, offered
from tests.documents.papers.cases import drawn, texts
from tests.documents.test_of_several import FIELDS, RIDES, SHOP
from tests.documents.test_what_a_claim_asserts import changed
from tests.documents.test_who_dunned import COLLECTOR, DUNNED

BOUND: dict[str, Any] = {
    "kind": "second_hand_number",
    "situations": ["account_bound"],
    "wishes": ["unbind", "apology"],
    "event": {"first": "2026-06-22", "last": "2026-11-18"},
    "complainant": {"capacity": "subscriber"},
    "number": {
        "second_hand": True,
        "registrant_is_me": True,
        "accounts_bound": ["快鹿打车"],
        "unpaid_accounts": ["快鹿打车"],
    },
    "respondents": [{"role": "platform", "name": RIDES}],
}
NOT_OWED = "账户“快鹿打车”下没有付的款项与{who}无关，不得以付清为解绑的条件"


@pytest.mark.parametrize(("channel", "who"), [("court", "原告"), ("platform", "通知人")])
def test_what_somebody_else_did_not_pay_is_no_condition_of_parting_the_number(channel: str, who: str):
    (said,) = offered(asked(BOUND, channel))["unbind"].sentences
    assert NOT_OWED.format(who=who) in said
    assert "可以用该号码注册、办理业务" in said
    paid = changed(BOUND, number={"unpaid_accounts": []})
    (said,) = offered(asked(paid, channel))["unbind"].sentences
    assert "没有付的款项" not in said


def test_of_several_it_is_said_of_the_one_whose_account_it_is():
    two = changed(BOUND, number={"accounts_bound": ["快鹿打车", "柚柚商城"]})
    two["respondents"] = [{"role": "platform", "name": name} for name in (RIDES, SHOP)]
    rides, shop = offered(asked(two, "court"))["unbind"].sentences
    assert NOT_OWED.format(who="原告") in rides
    assert "没有付的款项" not in shop


def test_the_unpaid_order_is_told_to_the_one_whose_account_it_is():
    number = {"unpaid_accounts": ["快鹿打车"]}
    for to, unpaid in ((RIDES, ["快鹿打车"]), (SHOP, None)):
        fields: Any = changed(FIELDS, **{"told.number": number})
        sent: Any = addressed(fields, to=to, channel="platform", kind="second_hand_number")
        assert sent["told.number"].get("unpaid_accounts") == unpaid


def test_why_no_apology_is_asked_is_told_beside_the_papers():
    (told,) = [
        one
        for one in wished({**BOUND}, assess(BOUND, on=ON), ON)
        if one.wish == "apology" and not one.channels
    ]  # type: ignore[typeddict-item]
    assert "赔礼道歉要有这样的侵害" in told.why
    assert "说得出名称" not in told.why


@pytest.mark.parametrize(
    ("story", "off"),
    [
        ("10月21号我又打，工号3380的说已经把阅读包给我关了，11月没有再扣。", True),
        ("他们说把业务取消了，11月又扣了15块。", False),
        ("每个月扣12块，10月起那个12块倒是没有了。", True),
        ("每个月扣15块，一直没有人管。", False),
    ],
)
def test_a_story_tells_that_a_charge_was_stopped(story: str, off: bool):
    assert stopped(story) is off


@pytest.mark.parametrize(
    ("day", "whom"),
    [
        ("2026-09-15", "征信机构"),
        ("2026-09-20", "12345热线"),
        ("2026-09-22", "12378"),
        ("2026-09-16", ""),
        ("", ""),
    ],
)
def test_another_authority_has_the_name_that_the_story_gives_it(day: str, whom: str):
    story = (
        "9月15号在征信那边提了异议，10月9号回复说无误。9月20号我又打了12345。9月22号打12378。9月16号没人理。"
    )
    assert authority_told(story, day) == whom


PESTERED: dict[str, Any] = {
    "kind": "fake_collection",
    "situations": ["others_debt", "contacts_harassed"],
    "wishes": ["stop"],
    "event": {"first": "2026-04-10", "last": "2026-11-20"},
    "complainant": {"capacity": "subscriber"},
    "contacts": {"channels": ["call"], "count": 60},
    "debt": {
        "owed": "others",
        "debtor": "侄女",
        "collected_by": "entrusted",
        "contacts_told": 3,
        "told_them_on": "2026-04-16",
    },
    "respondents": [{"role": "collector", "name": COLLECTOR}],
}


@pytest.mark.parametrize(
    ("people", "whom"),
    [
        ("", "停止就该笔债务联系与其无关的人"),
        ("我的女儿和邻居", "停止就该笔债务联系与其无关的原告的亲友等人"),
        ("同事、领导", "停止就该笔债务联系与其无关的原告单位的人员等人"),
    ],
)
def test_only_those_are_called_colleagues_who_are(people: str, whom: str):
    made = asked(PESTERED, "court", details={"people": people} if people else {})
    assert offered(made)["stop"].sentences[0].endswith(whom)


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        ("deletion_request", "把本人不是债务人告知委托贵方催收的一方"),
        ("access_request", "告知委托贵方催收的机构的全称"),
    ],
)
def test_whoever_collects_for_another_is_asked_for_whom_and_to_tell_them(kind: str, said: str):
    assert said in texts(kind, drawn(DUNNED))


def test_the_request_to_part_the_number_says_so_too():
    said = texts("unbinding_request", drawn(BOUND))
    assert "该账号下没有付的款项与本人无关，不以付清为解绑的条件" in said
    assert "没有付的款项" not in texts(
        "unbinding_request", drawn(changed(BOUND, number={"unpaid_accounts": []}))
    )


@pytest.mark.parametrize(
    ("story", "debtor", "died"),
    [
        ("俺爹徐守田今年正月没的，他在消费金融借过钱。", "徐守田", True),
        ("我老伴去世三年了，他们找的是徐守田。", "徐守田", False),
        ("我老伴去世三年了。", "", False),
        ("徐守田没借过，他们打了一年。", "徐守田", False),
    ],
)
def test_a_story_tells_that_whom_they_look_for_has_died(story: str, debtor: str, died: bool) -> None:
    assert tells_of_a_death(story, debtor) is died
