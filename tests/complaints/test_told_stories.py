"""Three stories of each kind, told from the first page to the receipt: what they say is known and not asked again."""

import re
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.test import Client

from complaints.models import Complaint
from complaints.standing import value_of
from tests.complaints.test_intake import go
from tests.complaints.test_short_way import YOU, fields, shown

pytestmark = pytest.mark.django_db
H, N, F = "harassment", "second_hand_number", "fake_collection"


@dataclass(frozen=True)
class Told:
    """``facts`` are filed as the story tells them, ``asked`` on no page; ``never`` are situations that it does not tell."""

    kind: str
    story: str
    situations: tuple[str, ...]
    facts: dict[str, Any]
    wishes: tuple[str, ...] = ()
    never: tuple[str, ...] = ()
    respondents: tuple[tuple[str, str], ...] = ()
    prior: tuple[str, ...] = ()
    asked: tuple[str, ...] = field(default=())


STORIES = [
    Told(
        H,
        "我在京东买过一次手机，之后天天有自称京东合作商的人打电话推销保险，半夜也打。我让他们别打了，没用，"
        "打过京东客服，说不是他们。要求他们停止，还要说清楚谁把我电话给他们的。",
        ("optout_ignored", "nuisance_calls"),
        {"refusal.made": True, "refusal.ways": None, "contacts.night": True, "contacts.channels": ["call"]},
        ("stop", "tell_source"),
        prior=("platform",),
        asked=("content__opt_out_offered",),
    ),
    Told(
        H,
        "我收到很多短信说以我的名义办了信用卡，其实是广告，退订要发短信扣一毛钱，上个月到现在一共收到50条。要求退我扣的钱，道歉。",
        ("no_working_optout",),
        {"content.opt_out_fee": 0.1, "content.opt_out_offered": True, "contacts.count": 50},
        ("refund", "apology"),
        asked=("content__opt_out_offered", "content__opt_out_fee"),
    ),
    Told(
        H,
        "去年3月起每天都有推销电话打到我手机上，找过10086投诉，没用，还在继续打。说再打就把我的号码发到网上骂我。",
        ("nuisance_calls",),
        {"contacts.channels": ["call"], "debt.threats": ["insult"]},
        prior=("operator",),
        asked=("content__opt_out_offered", "debt__threats"),
    ),
    Told(
        N,
        "新办的号码是别人用过的二次号，营业厅没告诉我。淘宝、支付宝还绑着前机主的账号，我打了淘宝客服，让解绑，他们不管。我要把号留着。",
        ("number_not_disclosed", "account_bound"),
        {"number.accounts_bound": ["淘宝", "支付宝"], "number.told": False},
        ("unbind", "keep_number"),
        respondents=(("淘宝", "platform"), ("支付宝", "payment_institution")),
        prior=("platform",),
    ),
    Told(
        N,
        "我的旧号码三年前停用了，新机主拿去登录了我的支付宝，转走了2000元，我找支付宝客服，不赔。要求赔偿。",
        ("account_taken_over",),
        {"number.account_taken_over": True, "complainant.capacity": "former_holder"},
        ("damages",),
        respondents=(("支付宝", "payment_institution"),),
        prior=("platform",),
        asked=("number__account_taken_over",),
    ),
    Told(
        N,
        "9月办的联通二次号，天天有人找前机主要债，去过网点，找过运营商，没用。再不还就告诉我单位。叫他们别再打了。",
        ("former_holder_pursued",),
        {"debt.owed": "others", "debt.threats": ["publicity"], "number.second_hand": True},
        ("stop",),
        respondents=(("中国联通", "operator"),),
        prior=("operator",),
        asked=("party", "debt__threats", "debt__owed"),
    ),
    Told(
        F,
        "我同学借了网贷填我当紧急联系人，催收一天打我二十个电话，还给我爸妈打电话，说我是担保人。"
        "我跟他们说了我不是，11月5日说的。威胁说要去我公司闹。",
        ("others_debt", "contacts_harassed", "threats_impersonation"),
        {"debt.owed": "others", "debt.threats": ["publicity"], "contacts.max_per_day": 20},
        never=("no_debt",),
        asked=("debt__owed", "debt__threats", "contacts__max_per_day", "debt__told_them_on"),
    ),
    Told(
        F,
        "8月开始有人天天打电话催我还钱，我从来没在网上借过钱。昨天说再不还就告诉我单位领导，要发给我家里人。",
        ("no_debt", "threats_impersonation"),
        {"debt.owed": "none", "debt.threats": ["publicity"]},
        never=("contacts_harassed", "others_debt"),
        asked=("debt__owed", "debt__threats"),
    ),
    Told(
        F,
        "我欠信用卡3万逾期了两个月，银行委托的催收打给我所有的同事，说我是诈骗犯，骂人。债是我的，"
        "我就是投诉他们骚扰同事，别再打给我同事，向我道歉。",
        ("contacts_harassed", "threats_impersonation"),
        {"debt.owed": "own", "debt.threats": ["insult"]},
        ("stop", "apology"),
        never=("scam", "no_debt", "others_debt", "amount_wrong"),
        asked=("debt__owed", "debt__threats"),
    ),
]


def sent(html: str) -> dict[str, list[str]]:
    """What a browser would send of a page: its inputs, and what stands in its boxes of text."""
    boxes = re.findall(r'<textarea[^>]*name="([\w-]+)"[^>]*>(.*?)</textarea>', html, re.DOTALL)
    return fields(html) | {name: [text.strip()] for name, text in boxes if text.strip()}


@pytest.mark.parametrize("told", STORIES, ids=range(len(STORIES)))
def test_what_is_told_is_known_to_the_receipt_and_not_asked_again(client: Client, told: Told) -> None:
    page = go(client, "/start/", {"story": told.story})
    base = page.rsplit("/", 2)[0]
    said = sent(shown(client, page))
    assert said["kind"] == [told.kind]
    assert set(told.situations) <= set(said["situations"])
    assert not set(told.never) & set(said["situations"])
    assert not {"first", "last"} & said.keys()
    wants = go(client, page, said | {"first": "2025-11-01", "last": "2025-11-11"})
    html = shown(client, wants)
    asked = set(re.findall(r'name="(?:[\w]+-)?([\w]+)"', html.split("<main", 1)[1]))
    assert not set(told.asked) & asked
    chosen = sent(html)
    assert tuple(chosen.get("loss-wishes", ())) == told.wishes
    go(client, wants, chosen)
    go(client, f"{base}/you/", YOU)
    review = shown(client, f"{base}/review/")
    assert told.story in review
    go(client, f"{base}/review/", {})
    filed = Complaint.objects.get().facts
    assert {name: value_of(filed, name) for name in told.facts} == told.facts
    assert tuple(filed.get("wishes", ())) == told.wishes
    named = [(row.get("name"), row["role"]) for row in filed.get("respondents", ())]
    assert tuple(named) == told.respondents
    assert tuple(row["to"] for row in filed.get("prior", ())) == told.prior
