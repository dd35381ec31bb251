"""A paper never says more than the facts: each sentence names what carries it, and goes when that goes."""

import re
from copy import deepcopy
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from documents import Case, Claim, Letter, Recipient, Respondent, form_of, grounds_from
from documents.account import account_of
from documents.blocks import TICKED, Sentence, said
from documents.claims import claim_data, claim_parts
from documents.founded import unfounded, unfounded_in
from documents.frozen import _ground
from documents.law import provisions_of
from documents.letters import letter_data, letter_parts
from documents.material import FIELDS
from documents.narrative import narrative_of
from documents.not_pleaded import not_pleaded
from documents.pleading import worded
from documents.reasons import reasons_of
from documents.requests import is_asked, kinds, requests_of
from legal.corpus import load
from legal.reasoning.assessment import assess
from legal.reasoning.conditions import lookup
from tests.documents.pleaded_cases import CASES
from tests.documents.sample import CASE
from tests.legal import strategies

ON = date(2026, 11, 29)
READ = Path(__file__).with_name("pleaded.txt")
CHANNELS = ("court", "police", "12321", "lender", "operator", "telecom_appeal", "platform", "cac_12377")
# What only a fact may say, and which; a reader knows them by sight.
SAID_ONLY_OF: dict[str, tuple[str, Any]] = {
    "22时至次日8时": ("contacts.night", True),
    "冒用人民法院的名义": ("debt.impersonates", "court"),
    "冒充公安机关工作人员": ("debt.impersonates", "police"),
    "冒充律师": ("debt.impersonates", "lawyer"),
    "已经结清": ("debt.owed", "settled"),
    "是他人的债务": ("debt.owed", "others"),
    "该笔债务不存在": ("debt.owed", "none"),
    "不是债务人": ("debt.owed", "others"),
    "没有告知": ("number.told", False),
    "为他人补办": ("number.sim_replaced_by_other", True),
    "他人登录了": ("number.account_taken_over", True),
}


IMPERSONATED: dict[str, Any] = {
    "kind": "fake_collection",
    "event": {"first": "2026-10-01", "last": "2026-10-20"},
    "complainant": {"region": "310105", "capacity": "recipient"},
    "contacts": {"channels": ["call"], "count": 4},
    "debt": {"owed": "others", "impersonates": "lawyer"},
}


def made_of(facts: dict[str, Any], channel: str = "court", *, accuses: bool = False) -> Claim | Letter:
    grounds = grounds_from(assess(facts, on=ON), channel=channel, facts=facts, accuses=accuses)
    case = Case(
        fields=frozenset(FIELDS),
        respondents=tuple(
            Respondent(role=one.get("role", "unknown"), name=one.get("name", ""))
            for one in facts.get("respondents") or ()
        ),
        facts=facts,
        grounds=grounds,
        relief=tuple(dict.fromkeys(code for one in grounds for code in one.relief)),
        accuses=accuses,
    )
    if channel == "court":
        return Claim(court="甲市乙区人民法院", on=ON, case=case)
    return Letter(channel=channel, recipient=Recipient(name="收件单位"), on=ON, case=case)


def sentences(made: Claim | Letter) -> list[Sentence]:
    form = form_of("court" if isinstance(made, Claim) else made.channel)
    reasons = reasons_of(made.told, form)
    return [*told_in(made), *(one for each in reasons for one in each.sentences)]


def told_in(made: Claim | Letter) -> tuple[Sentence, ...]:
    if isinstance(made, Claim):
        return narrative_of(made.told, made.form).sentences
    return account_of(made.case, form_of(made.channel))


def words(made: Claim | Letter) -> str:
    data = claim_data(made) if isinstance(made, Claim) else letter_data(made)
    return "。".join([*data["account"], *(row["title"] + row["text"] for row in data["reasons"])])


def without(facts: dict[str, Any], *names: str) -> dict[str, Any]:
    """The same facts, less those; the days of the event stay, as every case has them."""
    less = deepcopy(facts)
    for name in names:
        group, _, leaf = name.partition(".")
        if group == "event":
            continue
        if leaf:
            less.get(group, {}).pop(leaf, None)
        else:
            less.pop(group, None)
    return less


SLOW = settings(max_examples=60)


@SLOW
@given(strategies.facts(), st.sampled_from(CHANNELS), st.booleans())
def test_every_sentence_rests_on_facts_it_names_and_every_citation_is_in_force(
    facts: dict[str, Any], channel: str, accuses: bool
):
    made = made_of(facts, channel, accuses=accuses)
    assert unfounded_in(made) == []
    text = words(made)
    assert "您" not in text
    assert not re.search(r"[{}]|\d{4}-\d{2}-\d{2}", text)
    for sign, (name, value) in SAID_ONLY_OF.items():
        if sign in text:
            assert lookup(facts, name) == value, sign
    began, event = (date.fromisoformat(facts["event"][name]) for name in ("first", "last"))
    for provision in provisions_of(made.case.grounds):
        article = load().article(provision.id, event) or load().article(provision.id, began)
        assert article is not None
        assert article.in_force(event) or (began < event and provision.id.startswith("短信规定31:"))


@SLOW
@given(
    strategies.facts(),
    st.sampled_from(sorted(load().channels)),
    st.lists(st.sampled_from(sorted(FIELDS)), unique=True),
    st.booleans(),
    st.sampled_from(["", "对方说是免费的。"]),
)
def test_no_block_of_a_letter_or_claim_says_what_its_fields_do_not_hold(
    facts: dict[str, Any], channel: str, fields: list[str], printed: bool, fraud: str
):
    """People, requests, evidence, what came and what it cost among them, whichever part of a case is given."""
    made = made_of(facts, channel)
    case = replace(
        CASE, fields=frozenset(fields), facts=facts, grounds=made.case.grounds, relief=made.case.relief,
        respondents=made.case.respondents, fraud=fraud,
    )  # fmt: skip
    given_so = replace(made, case=case)
    assert unfounded_in(replace(given_so, printed=printed) if isinstance(made, Letter) else given_so) == []


@settings(max_examples=40)
@given(
    strategies.facts(),
    st.sampled_from(sorted(load().channels)),
    st.sampled_from([{}, {"facts": "事情是这样的。"}, {"requests": "请予处理"}]),
    st.data(),
)
def test_what_is_drawn_first_of_a_paper_stands_in_it_and_what_is_ticked_is_all_that_it_asks(
    facts: dict[str, Any], channel: str, edits: dict[str, str], data: st.DataObject
):
    """Papers whose first parts differ are not drawn to their end (``words_in_turn``): they would be the same otherwise."""
    ticks = data.draw(st.lists(st.sampled_from(sorted(form_of(channel).requests)), max_size=4, unique=True))
    drawn = made_of(facts, channel)
    case = replace(CASE, facts=facts, grounds=drawn.case.grounds, respondents=drawn.case.respondents)
    made = replace(drawn, case=replace(case, ticked=tuple(ticks)), edits=edits)
    printed = claim_data(made) if isinstance(made, Claim) else letter_data(made)
    for part in claim_parts(made) if isinstance(made, Claim) else letter_parts(made):
        assert part in printed.values()
    offering = requests_of(made.told, made.form, on=ON)
    alone = requests_of(made.told, made.form, on=ON, offering=False)
    something = any("of" not in kinds()[one.slug] for one in offering.made)
    assert is_asked(made.told, made.form, but=(), on=ON) is something
    assert (alone.made, alone.sentences, alone.left_out) == (
        offering.made,
        offering.sentences,
        offering.left_out,
    )


def test_a_request_that_nobody_ticked_and_a_party_that_nobody_gave_are_refused():
    case = replace(made_of(PURSUED).case, ticked=("stop",))
    claim = Claim(court="甲市乙区人民法院", on=ON, case=case)
    assert unfounded_in(claim) == []
    asked = [one for one in claim.requests.said if one.rests == ("ticked:stop",)]
    assert asked
    assert unfounded(asked, replace(case, ticked=("apology",))) == asked
    assert (
        unfounded([said("被告：示例公司。", "respondents")], replace(case, fields=frozenset(), facts={}))
        != []
    )


@SLOW
@given(strategies.facts(), st.data())
def test_a_sentence_goes_with_the_facts_it_rests_on(facts: dict[str, Any], data: st.DataObject):
    made = made_of(facts)
    always = {"law", "respondents", "event.first", "event.last", "kind"}
    # What a request needs told goes with the request.
    carried = [
        one for one in sentences(made) if {rest for rest in one.rests if not rest.startswith(TICKED)} - always
    ]
    if not carried:
        return
    one = data.draw(st.sampled_from(carried))
    assert one.text not in {
        other.text for other in sentences(made_of(without(facts, *{*one.rests} - {"kind"})))
    }


# ── One case of each kind of fault ────────────────────────────────────────────────────────────────────────────────


PURSUED: dict[str, Any] = {
    "kind": "fake_collection",
    "event": {"first": "2026-03-02", "last": "2026-05-20"},
    "complainant": {"capacity": "recipient"},
    "respondents": [
        {"role": "collector", "name": "甲催收公司"},
        {"role": "lender", "name": "乙消费金融公司", "licensed_lender": True},
    ],
    "contacts": {"channels": ["call"], "count": 71, "max_per_day": 11, "night": False},
    "debt": {
        "owed": "others",
        "told_them_on": "2026-03-09",
        "threats": ["publicity"],
        "impersonates": "none",
    },
}


def test_the_counts_of_the_person_are_the_counts_of_the_paper():
    told = claim_data(made_of(PURSUED))["account"]  # type: ignore[arg-type]
    assert "自2026年3月2日至5月20日，原告共收到电话71次，最多的一天11次" in told
    entrusted = {**PURSUED, "debt": {**PURSUED["debt"], "collected_by": "entrusted"}}
    told = claim_data(made_of(entrusted))["account"]  # type: ignore[arg-type]
    assert "自2026年3月2日至5月20日，被告1向原告拨打电话共71次，最多的一天11次" in told
    night = {**PURSUED, "contacts": {**PURSUED["contacts"], "night": True}}
    assert "其中有22时至次日8时的" in words(made_of(night))


def test_what_was_answered_with_no_is_not_pleaded():
    text = words(made_of(PURSUED))
    assert "声称要公开、通报" in text
    for never in ("夜间", "22时", "辱骂", "冒充", "律师", "抓人"):
        assert never not in text


def test_a_settled_debt_is_not_admitted_to_exist():
    facts = {**PURSUED, "debt": {"owed": "settled", "claimed": 3200}}
    text = words(made_of(facts))
    assert "催收方据以催收的债务原告已经结清，原告不欠所催收的款项" in text
    assert "债权存在" not in text
    assert "数额有误" not in text


def test_a_debt_of_another_accuses_nobody_of_fraud_whatever_is_wished():
    facts = deepcopy(PURSUED)
    facts["debt"]["impersonates"] = "court"
    for accuses in (False, True):
        made = made_of(facts, "police", accuses=accuses)
        assert "F8" not in {one.code for one in made.case.grounds}
        assert "诈骗" not in words(made)
        assert "没有借过" not in words(made)


SCAM: dict[str, Any] = {
    "kind": "fake_collection",
    "event": {"first": "2026-08-04", "last": "2026-08-04"},
    "complainant": {"capacity": "recipient"},
    "respondents": [
        {"role": "person", "name": "自称“王警官”的人"},
        {"role": "service_provider", "name": "丙通道公司"},
    ],
    "contacts": {"channels": ["call", "sms"], "count": 5},
    "debt": {"owed": "none", "claimed": 9600, "impersonates": "police", "paid_under_pressure": 9600},
}


@pytest.mark.parametrize("channel", ["court", "lender", "local_finance"])
def test_who_denies_a_debt_is_called_no_debtor_and_reserves_what_was_paid(channel: str):
    facts = deepcopy(PURSUED)
    facts["respondents"] = [{"role": "lender", "name": "甲小贷公司"}]
    for owed, heading, reserve in (
        ("none", "就不存在的债务联系{}的亲友、同事", "元，系在催收压力下支付，不是对债务的承认"),
        ("settled", "就已经结清的款项联系{}的亲友、同事", "元，系在催收压力下支付，不是承认尚有欠款"),
    ):
        facts["debt"] |= {"owed": owed, "contacts_told": 3, "paid_under_pressure": 500}
        text = words(made_of(facts, channel))
        assert heading.format("原告" if channel == "court" else "本人") in text
        assert "债务人以外的人" not in text
        assert f"因此付款500{reserve}" in text
    facts["debt"]["owed"] = "others"
    assert "元，系在催收压力下支付，不是对债务的承认" in words(made_of(facts, channel))
    # Who pretends to be the police collects no debt that could be owned to.
    assert "对债务的承认" not in words(made_of(SCAM, "police"))


def test_the_day_a_number_was_got_is_no_day_of_its_release():
    facts: dict[str, Any] = {
        "kind": "second_hand_number",
        "event": {"first": "2026-08-16", "last": "2026-11-27"},
        "complainant": {"capacity": "subscriber"},
        "number": {
            "second_hand": True,
            "told": False,
            "registrant_is_me": True,
            "released_on": "2026-07-01",
            "activated_on": "2026-08-15",
            "accounts_bound": ["示例出行"],
        },
        "respondents": [
            {"role": "operator", "name": "丁通信公司"},
            {"role": "platform", "name": "示例出行公司"},
        ],
    }
    told = [one.text for one in told_in(made_of(facts))]
    text = "。".join(told)
    assert not re.search("(日|于|其)重新启用", text)
    assert "停用该号码，原告于2026年8月15日在被告1办理该号码，两者相隔不足90日" in text
    # It goes on: no days that it would end with.
    assert "自2026年8月16日起，截至2026年11月27日，该号码仍绑定着他人在被告2的账号" in text
    assert "期间，该号码绑定着" not in text
    used = next(at for at, one in enumerate(told) if "该号码曾被他人使用" in one)
    assert used < next(at for at, one in enumerate(told) if "绑定着" in one)


@pytest.mark.parametrize("channel", ["court", "12321", "12315_complaint"])
def test_what_came_after_consent_ended_is_not_left_open(channel: str):
    facts: dict[str, Any] = {
        "kind": "harassment",
        "event": {"first": "2026-07-02", "last": "2026-11-20"},
        "complainant": {"capacity": "recipient", "consumer_of_respondent": True},
        "respondents": [{"role": "content_provider", "name": "甲健身公司"}],
        "contacts": {"channels": ["call", "sms"], "count": 41},
        "content": {"commercial": True},
        "consent": {"status": "withdrawn"},
        "refusal": {"made": True, "on": "2026-07-01"},
    }
    text = words(made_of(facts, channel))
    assert "撤回同意以后继续" in text
    assert "有无依据" not in text


def test_a_crime_is_alleged_on_facts_of_it_and_the_express_wish_alone():
    quiet, wished = made_of(SCAM, "police"), made_of(SCAM, "police", accuses=True)
    assert "诈骗" not in words(quiet)
    # What happened is told all the same.
    assert "自称“王警官”的人冒充公安机关工作人员" in words(quiet)
    assert "本人因此付款9600元" in words(quiet)
    assert {one.code for one in wished.case.grounds} - {one.code for one in quiet.case.grounds} == {"F8"}
    reason = next(one for one in reasons_of(wished.case, form_of("12321")) if "骗取" in one.title)
    assert "是否构成诈骗，请依法查明认定" in reason.text
    assert "违法" not in reason.text


def test_a_carrier_is_no_doer():
    for accuses in (False, True):
        made = made_of(SCAM, "12321", accuses=accuses)
        form = form_of("12321")
        assert "丙通道公司" not in str([one.text for one in account_of(made.case, form)])
        about = [one.text for one in reasons_of(made.case, form) if "丙通道公司" in one.text]
        assert all("责任，依照" in one and "其有无过错请依法查明认定" in one for one in about)


def test_two_grounds_do_not_tell_the_same_facts_twice():
    facts = deepcopy(PURSUED)
    facts |= {"number": {"second_hand": True}, "kind": "second_hand_number"}
    made = made_of(facts)
    assert {"S6", "F2"} <= {one.code for one in made.case.grounds}
    told = [one.text for one in account_of(made.case, form_of("court"))]
    assert len(told) == len(set(told))
    assert words(made).count("2026年3月9日，原告告知") == 1
    assert words(made).count("原告已经说明不是债务人") == 1


def test_an_article_named_again_stands_above_and_liability_is_told_in_one_paragraph():
    data = claim_data(made_of(PURSUED))  # type: ignore[arg-type]
    argued = [row["text"] for row in data["reasons"]]
    assert [row["title"].partition("）")[2] for row in data["reasons"]].count("责任的承担") == 1
    first, again = [text for text in argued[:-1] if "第一千零三十三条第一项" in text]
    assert "前引" not in first
    assert "，以及前引《中华人民共和国民法典》第一千零三十三条第一项" in again
    for row in data["reasons"][:-1]:  # every article with a sentence about what happened
        assert row["text"].index("。") < row["text"].index("依照") if "依照" in row["text"] else True


def test_what_nobody_gave_is_worded_as_open():
    facts: dict[str, Any] = {
        "kind": "second_hand_number",
        "event": {"first": "2026-02-01", "last": "2026-06-30"},
        "complainant": {"capacity": "subscriber"},
        "respondents": [{"role": "operator", "name": "丁通信公司"}],
        "number": {"cancellation_fee": 150, "registrant_is_me": False, "sim_replaced_by_other": True},
        "charges": {"residual": True, "monthly": 12.5, "months": 5},
        "loss": {"costs": [{"what": "交通费", "yuan": 60}]},
    }
    text = words(made_of(facts))
    assert "要求停机、销号时，被告要求支付150元" in text
    assert (
        "是否以显著方式提示、说明过有关条款，应当由提供该条款的被告举证；没有提示、说明的，不成为合同的内容"
        in text
    )
    assert "补卡时怎样核验身份、有无过错，应当由其举证" in text
    assert "由谁、何时、以何种方式订购，订购的确认和记录在被告处，应当由其举证" in text
    facts["number"]["second_hand"] = True
    # What is left over was not cleared: nobody is asked whether it was.
    left_over = words(made_of(facts))
    assert "由谁、何时、以何种方式订购，记录在被告处，应当由其举证" in left_over
    assert "是否清理" not in left_over
    for asserted in ("没有正当理由", "没有尽到核验", "核验有过错", "没有清理"):
        assert asserted not in text


def test_consent_that_was_given_is_not_denied():
    facts: dict[str, Any] = {
        "kind": "harassment",
        "event": {"first": "2026-01-04", "last": "2026-03-08"},
        "complainant": {"capacity": "recipient"},
        "respondents": [{"role": "content_provider", "name": "戊商贸公司"}],
        "contacts": {"channels": ["sms"], "count": 40, "after_refusal": 31},
        "content": {"commercial": True},
        "refusal": {"made": True, "on": "2026-01-20", "ways": ["sms_reply"]},
    }
    for status, sign in (
        ("withdrawn", "明确拒绝，即使此前有过同意，也已撤回"),
        ("bundled", "没有就此单独征求"),
        ("default", "默认勾选"),
    ):
        text = words(made_of({**facts, "consent": {"status": status}}))
        assert sign in text
        assert "没有同意过" not in text
        assert "未经同意" not in text
        assert "此后原告仍收到31条" in text


def test_a_former_holder_is_not_said_to_use_the_number():
    facts: dict[str, Any] = {
        "kind": "second_hand_number",
        "event": {"first": "2026-04-02", "last": "2026-04-05"},
        "complainant": {"capacity": "former_holder"},
        "respondents": [{"role": "person", "name": "己某某"}, {"role": "platform", "name": "庚网络公司"}],
        "number": {"second_hand": True, "account_taken_over": True, "rebound_by_former_holder": False},
    }
    made = made_of(facts)
    text = words(replace(made, case=replace(made.case, number="13900000042")))
    assert "号码13900000042原由原告使用" in text
    assert "原告使用的号码" not in text
    # Own fault and the law on it are for the person's side.
    assert "换绑" not in text
    assert "第一千一百七十三条" not in text
    unsaid = not_pleaded(assess(facts, on=ON), [one.code for one in made.case.grounds], channel="court")
    assert any("第一千一百七十三条" in one.title and "抗辩" in one.why for one in unsaid)


def test_the_door_refuses_a_sentence_that_nothing_carries():
    case = made_of(PURSUED).case
    told = said("催收方冒用人民法院的名义", "debt.impersonates")
    assert unfounded([told], replace(case, facts=without(PURSUED, "debt.impersonates"))) == [told]
    assert unfounded([said("凭空的一句")], case) != []
    assert unfounded([said("凭空的一句", "kind")], case) != []
    assert unfounded([said("原告共收到电话71次", "contacts.count"), said("依照某法", "law")], case) == []
    planted = replace(case.grounds[0], claim=(told,))
    bare = replace(case, facts=without(PURSUED, "debt.impersonates"), grounds=(planted,))
    claim = Claim(court="甲市乙区人民法院", on=ON, case=bare)
    assert f"{told.text}。" in {one.text for one in unfounded_in(claim)}
    # What somebody wrote in its place is theirs.
    edited = replace(claim, edits={"facts": "我写的", "reasons": "我写的"})
    assert unfounded_in(edited) == []


def test_the_panel_says_of_each_ground_why_it_is_not_pleaded():
    facts = {**SCAM, "consent": {"status": "none"}, "content": {"commercial": True}}
    found = assess(facts, on=ON)
    made = made_of(facts, "police")
    lines = {
        one.title: one.why
        for one in not_pleaded(found, [g.code for g in made.case.grounds], channel="police")
    }
    assert "明确要求才写" in lines["以催收、减免为名的诈骗"]
    assert lines["未经同意发送商业信息"] == "它不管这一条。"
    pleaded = [g["code"] for g in found["grounds"]]
    assert "以催收、减免为名的诈骗" not in {
        one.title for one in not_pleaded(found, pleaded, channel="police")
    }
    unknown = assess({**without(facts, "debt.owed"), "situations": ["no_debt"]}, on=ON)
    missing = {one.title: one.why for one in not_pleaded(unknown, [], channel="court")}
    assert missing["根本没有债务却来催收"].startswith("还不知道：")


@pytest.mark.parametrize("code", sorted(load().grounds))
def test_every_ground_has_a_heading_that_is_no_slogan(code: str):
    ground = load().grounds[code]
    for row in ground.pleading.headings:
        for wording in row.wordings:
            assert "或者" not in wording
            assert "您" not in wording
            assert wording != ground.title


def test_what_a_lawyer_set_without_its_facts_is_called_by_its_title_and_told_nothing_of():
    found = assess({"kind": "fake_collection", "event": {"first": "2026-03-02", "last": "2026-03-02"}}, on=ON)
    set_so = [{**row, "status": "arguable"} for row in found["grounds"] if row["code"] == "F4"]
    (ground,) = grounds_from({**found, "grounds": set_so}, titles={"F4": "对您本人的威胁"})  # type: ignore[typeddict-item]
    assert (ground.facts, ground.reasons) == ((), ())
    (reason, *_rest) = reasons_of(replace(made_of(PURSUED).case, grounds=(ground,)), form_of("court"))
    assert reason.title == "（一）对原告的威胁"


def test_content_from_before_reads_as_it_did():
    old = {
        "code": "H2", "title": "退订以后仍然发送", "status": "established", "met": ["您退订或者拒绝过"],
        "provisions": [], "relief": ["R1"],
    }  # fmt: skip
    ground = _ground(old)  # type: ignore[arg-type]
    (reason,) = reasons_of(replace(made_of(PURSUED).case, grounds=(ground,)), form_of("court"))
    assert (reason.title, reason.text) == ("（一）退订以后仍然发送", "原告退订或者拒绝过。")


# ── As a lawyer reads it ──────────────────────────────────────────────────────────────────────────────────────────


def pleaded_text() -> str:
    """What each of the cases pleads, without the articles, which the law of the day chooses."""
    parts = []
    for name, (channel, facts) in CASES.items():
        made, form = made_of(facts, channel), form_of(channel)
        lines = [f"【{name}】{form.title}", *(f"{one.text}。" for one in told_in(made))]
        for reason in reasons_of(made.told, form):
            argued = "".join(f"{one.text}。" for one in reason.sentences if "law" not in one.rests)
            lines += [f"{reason.title}。{argued}"] if argued else []
        parts.append("\n".join(lines))
    return "\n\n".join(parts) + "\n"


def test_who_called_is_not_said_to_be_the_creditor_in_whose_name_they_did():
    def told(*roles: str) -> str:
        respondents = [{"role": role, "name": f"示例{role}公司"} for role in roles]
        return str(told_in(made_of({**IMPERSONATED, "respondents": respondents})))

    assert "来电人冒充律师" in told("lender")
    assert "被告冒充律师" in told("collector")


def test_a_way_of_refusing_is_said_where_somebody_named_it():
    assert worded("refusal.ways", ["sms_reply"]) == "以回复短信的方式"
    assert worded("refusal.ways", ["sms_reply", "at_once"]) == "以回复短信的方式、在来电中当场"
    assert worded("refusal.ways", []) == ""


def test_each_of_the_cases_pleads_as_it_was_read():
    """After a change of the sentences: ``python -m tests.documents.test_pleading``, and read the difference."""
    assert pleaded_text() == READ.read_text()


if __name__ == "__main__":
    READ.write_text(pleaded_text())
