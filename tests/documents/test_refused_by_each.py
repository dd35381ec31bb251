"""To each of several no was said on its own day, and what came after it is counted by itself; who has the data of another is
told as those said who have them, and took back no consent that nobody gave."""

from dataclasses import replace
from datetime import date
from typing import Any

from documents import Claim
from documents.belonging import companies_in
from documents.drafting import blocks_of
from documents.each_told import Received, Told, each_told
from documents.handed_told import handed_told
from documents.material import Case, Recipient
from documents.papers.drawn import Drawn
from documents.papers.rights import access
from documents.turns import said_to_one
from legal.reasoning.respondents import taken, taken_alone
from tests.documents.asking import ON, case_before

SELLER, BROKER = "宁波甬驰汽车销售服务有限公司", "宁波明舟保险代理有限公司"
ROWS = ((SELLER, "content_provider"), (BROKER, "content_provider"))
CONSUMER = {SELLER: True, BROKER: False}
STORY = """车是我2023年在宁波甬驰汽车销售服务有限公司买的。
今年8月12号店里来电话，问保险回不回店上，我说自己买，别打了，她说好的。8月15号冒出来一个宁波明舟保险代理有限公司，开口就报我车牌。我问哪来的，他说“合作4S店给的名单”。我也说了不买，别打。
9月10号我到甬驰店里问，客户经理说没给过，叫我拿证据。
到11月20号，明舟电话31个、短信6条，说过以后的36回；甬驰电话5个，说过以后的4个。"""
TOLD = Told(
    story=STORY,
    companies=companies_in(ROWS, (), STORY),
    first=date(2026, 8, 12),
    last=date(2026, 11, 20),
    received=(
        Received("13800001016", "甬驰4S店的，问我今年车险回不回店里上。", "2026-08-12", True),
        Received("13800001017", "明舟保险代理的，报得出我车牌。", "2026-08-15", True),
    ),
    count=42,
)
HANDED = handed_told(TOLD, CONSUMER)
EACH = {name: replace(one, handed=HANDED) for name, one in each_told(TOLD).items()}
FACTS: dict[str, Any] = {
    "kind": "harassment",
    "situations": ["data_shared", "nuisance_calls", "optout_ignored"],
    "wishes": ["stop", "tell_source"],
    "event": {"first": "2026-08-12", "last": "2026-11-20"},
    "complainant": {"capacity": "recipient", "consumer_of_respondent": True},
    "contacts": {"channels": ["call", "sms"], "count": 42, "after_refusal": 40},
    "content": {"commercial": True, "sender_identified": True},
    "consent": {"separate": False},
    "refusal": {"made": True, "on": "2026-08-12", "ways": ["at_once", "shop"]},
    "data": {"source": "order", "shared_with_third_party": True},
    "respondents": [{"role": role, "name": name, "consumer": CONSUMER[name]} for name, role in ROWS],
}


def case_for(channel: str, to: str = "") -> Case:
    case = case_before(FACTS, channel)
    parties = tuple(replace(one, told=EACH[one.name]) for one in case.respondents)
    return replace(case, respondents=parties, number="139", addressee=to)


def claim() -> str:
    made = Claim(court="甲市乙区人民法院", on=ON, case=case_for("court"))
    return "\n".join(block.text for block in blocks_of(made).blocks)


def test_no_was_said_to_whom_called_that_day():
    assert EACH[SELLER].refused_on == ("2026-08-12",)
    assert EACH[BROKER].refused_on == ("2026-08-15",)
    assert (EACH[SELLER].after, EACH[BROKER].after) == (4, 36)
    assert not EACH[SELLER].stranger


def test_a_claim_says_when_no_was_said_to_each_and_how_many_came_after():
    text = claim()
    assert "2026年8月12日在来电中向被告1拒绝，2026年8月15日在来电中向被告2拒绝" in text
    assert "此后原告仍收到40次，其中被告1的4次、被告2的36次" in text
    assert "当面告知" not in text


def test_a_letter_to_one_has_its_own_day_and_number():
    facts = said_to_one(FACTS, EACH[BROKER], [EACH[SELLER]])
    assert facts["refusal"] == {"made": True, "on": "2026-08-15", "ways": ["at_once"]}
    assert facts["contacts"]["after_refusal"] == 36


def test_no_day_before_one_first_called_is_a_refusal_to_it():
    own, other = (replace(one, refused_on=(), refused_ways=(), refused_how=()) for one in EACH.values())
    late = said_to_one(FACTS, other, [own])
    assert "refusal" not in late
    assert "after_refusal" not in late["contacts"]
    assert said_to_one(FACTS, own, [other])["refusal"] == FACTS["refusal"]


def test_from_whom_one_has_the_data_is_told_as_they_said_themselves():
    assert HANDED == (SELLER, BROKER, "合作4S店给的名单")
    assert handed_told(TOLD, {SELLER: True, BROKER: True}) == ("", "", "")
    text = claim()
    assert (
        "被告2持有原告在被告1留下的个人信息，称来自“合作4S店给的名单”；原告认为系被告1提供、被告2取得" in text
    )
    assert "被提供给了第三方" not in text


def test_who_has_the_data_of_another_took_back_no_consent():
    text = claim()
    assert "取得信息的一方没有取得过原告的同意" in text
    assert "其中关于撤回同意的规定，只针对被告1" in text
    cited = {p.citation for ground in case_for("court").grounds for p in ground.provisions}
    assert {"《中华人民共和国民法典》第一千零三十五条第一款第一项"} <= cited
    blanked = {**FACTS, "respondents": [{"role": "content_provider"}, FACTS["respondents"][1]]}
    assert taken(FACTS)
    assert not taken_alone(FACTS)
    assert taken_alone(blanked)
    alone = {p.citation for ground in case_before(blanked, "court").grounds for p in ground.provisions}
    assert "《中华人民共和国个人信息保护法》第十五条第一款" in cited - alone
    assert "《中华人民共和国个人信息保护法》第四十七条第一款第四项" in alone


def asked_of(name: str) -> str:
    case = case_for("court", name)
    made = access(Drawn(case=case, on=ON, facts=FACTS, grounds=case.grounds, addressee=Recipient(name=name)))
    return "\n".join(block.text for block in made.blocks)


def test_each_is_asked_what_it_knows_of_the_handing_on():
    assert f"具体说明上述信息是否、在何时、依据什么提供给{BROKER}" in asked_of(SELLER)
    assert f"{BROKER}持有本人在贵方留下的个人信息" in asked_of(SELLER)
    broker = asked_of(BROKER)
    assert "具体说明上述信息由谁、在何时、依据什么提供给贵方" in broker
    assert f"贵方持有本人在{SELLER}留下的个人信息" in broker
    assert "8月12日" not in broker.replace("自2026年8月12日", "")
