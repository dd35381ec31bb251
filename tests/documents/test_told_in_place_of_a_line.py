"""A paper leaves no line for what the case tells, nor for what somebody sues to learn; what leaves a doubt stays one."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from documents import Claim, form_of
from documents.blocks import BLANK
from documents.claims import claim_data
from documents.data_told import data_told, paid_into, paid_on
from documents.frozen import _matter
from documents.material import Case, Message, Person, Respondent
from documents.narrative import asked_in
from documents.police import brief_rows, sum_rows
from documents.proof_told import proof_told
from documents.requests.words import _paid_how
from tests.documents.asking import ON, case_before

INSURER = Respondent(role="content_provider", name="陇途财产保险股份有限公司甘肃分公司")
AGENT = Respondent(role="content_provider", name="甘肃安泊保险代理有限公司")
SIGNED = Message(sender="1069", text="【安泊车险】您的车辆续保礼已备好", at=date(2026, 9, 12))
CALLED = Message(sender="138", text="安泊保险的，问我车险续不续。", at=date(2026, 9, 20), call=True)
SOLD: dict[str, Any] = {
    "kind": "harassment",
    "situations": ["nuisance_calls", "data_shared"],
    "wishes": ["stop", "tell_source"],
    "event": {"first": "2026-08-11", "last": "2026-11-23"},
    "complainant": {"capacity": "recipient"},
    "respondents": [{"role": one.role, "name": one.name} for one in (INSURER, AGENT)],
    "contacts": {"channels": ["call", "sms"], "count": 90},
    "content": {"commercial": True, "sender_identified": True},
    "consent": {"status": "none", "separate": False},
    "data": {"shared_with_third_party": True},
}


def of(story: str = "", *messages: Message, **more: Any) -> Case:
    return Case(fields=frozenset({"story"}), story=story, messages=messages, **more)


# ── Whose call or message it was ──────────────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize(
    ("case", "said", "rests"),
    [
        (of("", SIGNED, respondents=(INSURER, AGENT)), "2026年9月12日的短信署名“安泊车险”", ("messages",)),
        (of("", CALLED, respondents=(INSURER, AGENT)), "2026年9月20日的来电自称“安泊保险”", ("messages",)),
        (
            of("又多出来一家，说是甘肃安泊保险代理有限公司，我没打过交道。", respondents=(INSURER, AGENT)),
            "来电人自称该公司",
            ("story",),
        ),
        (
            of("9月3号我打安泊的客服，一个女的说已经加入名单。", respondents=(INSURER, AGENT)),
            "该公司的客服受理过就此的投诉",
            ("story",),
        ),
    ],
)
def test_whose_call_it_was_is_told_by_what_shows_it(case: Case, said: str, rests: tuple[str, ...]) -> None:
    assert proof_told(case, AGENT) == (said, rests)
    assert proof_told(case, INSURER) == ("", ())


def test_what_names_nobody_shows_nothing() -> None:
    unsigned = Message(sender="139", text="哥，年卡最后三个名额", at=date(2026, 7, 2))
    told = of("他们打了我一个月，我没问过是哪家。", unsigned, respondents=(INSURER, AGENT))
    assert proof_told(told, AGENT) == ("", ())


def test_a_claim_has_what_shows_it_and_no_line_for_whoever_nothing_shows() -> None:
    case = replace(case_before(SOLD, "court"), messages=(SIGNED,), story="")
    text = str(claim_data(Claim(court="甲市乙区人民法院", on=ON, case=case)))
    assert "依据：2026年9月12日的短信署名“安泊车险”）" in text
    assert f"依据：{BLANK}" not in text
    assert "sender_proof" in asked_in(case, form_of("court"))


# ── Who gave it to whom ───────────────────────────────────────────────────────────────────────────────────────────────
def test_nobody_is_asked_on_paper_who_gave_their_data_to_whom() -> None:
    case = replace(case_before(SOLD, "court"), story="")
    claim = Claim(court="甲市乙区人民法院", on=ON, case=case)
    text = str(claim_data(claim))
    assert "由哪一方提供给哪一方" not in text
    assert "提供、取得信息的是哪一方，应当由各被告说明" in text
    # Whoever knows it can still say it.
    assert "given_to" in asked_in(case, form_of("court"))
    known = replace(case, details={"given_to": "被告1给被告2，被告2在电话里承认"})
    told = str(claim_data(replace(claim, case=known)))
    assert "被告1给被告2，被告2在电话里承认" in told
    assert "应当由各被告说明）" not in told


# ── A datum in its place ──────────────────────────────────────────────────────────────────────────────────────────────
GUARDIAN = Person(name="谭某")


@pytest.mark.parametrize(
    ("story", "told"),
    [
        ("去年〔2025年〕国庆给他办了个小号，怕接送找不到人。", {"used_since": "2025年国庆"}),
        ("去年〔2025年〕9月我给孩子办的卡。", {"used_since": "2025年9月"}),
        ("手机是买给他联系用的，卡用我身份证办的，号是他在用。", {"registered_name": "法定代理人"}),
        ("给他办了个号，记不得哪天。", {}),
        ("他们说卡是用别人身份证办的。", {}),
    ],
)
def test_what_a_guardian_tells_of_the_number_of_a_child(story: str, told: dict[str, str]) -> None:
    assert data_told(of(story, representative=GUARDIAN)) == told
    assert data_told(of(story)) == {}


FACTS = {"event": {"first": "2026-07-03", "last": "2026-11-20"}, "debt": {"owed": "none"}}


@pytest.mark.parametrize(
    ("story", "on", "into"),
    [
        ("7月9号我顶不住，他讲付500就销掉，我微信转了，转到一个个人的号。", "2026年7月9日", "一个个人的号"),
        (
            "9月3号他们喊我先拿2000，9月5号我转了，转的短信上那个公司账户，结果没用。",
            "2026年9月5日",
            "短信上那个公司账户",
        ),
        ("7月22号俺扫码交了500，说好交了就销案。", "2026年7月22日", ""),
        ("7月9号我转了300。7月12号我又转了200。", "", ""),
        ("7月9号他叫我转账，我没有理。", "", ""),
    ],
)
def test_when_something_was_paid_and_to_what_account(story: str, on: str, into: str) -> None:
    case = of(story, facts=FACTS)
    assert (paid_on(case), paid_into(case)) == (on, into)


def test_the_same_day_is_that_of_the_sentence_before() -> None:
    story = "6月12号那个人说再不交就到店门口去。我刚转正，害怕丢工作，当天转了500元。"
    assert paid_on(of(story, facts=FACTS)) == "2026年6月12日"


def test_a_request_for_what_was_paid_has_its_day_and_account() -> None:
    told = of("7月9号我微信转了，转到一个个人的号。", facts=FACTS)
    assert _paid_how(told) == "付款日期：2026年7月9日，收款的账户：“一个个人的号”"
    assert _paid_how(of("", facts=FACTS)) == "付款日期：＿＿＿＿年＿＿月＿＿日，收款人：＿＿＿＿＿＿"


def test_the_police_learn_the_account_as_far_as_it_is_told() -> None:
    taken = of("提到一张尾号6604的卡，卡是哪个的我不晓得。", paid=Decimal(500), facts=FACTS)
    rows = dict(map(tuple, brief_sums(taken)))
    assert rows["对方收款的户名、账号或者订单号"] == "“一张尾号6604的卡”（本人所述）"


def brief_sums(case: Case) -> list[list[str]]:
    assert sum_rows(case)
    return brief_rows(case, form_of("police"), printed=True)


# ── What nobody did, and what was said ────────────────────────────────────────────────────────────────────────────────
REFUSED: dict[str, Any] = {
    **SOLD,
    "situations": ["optout_ignored"],
    "wishes": ["stop"],
    "respondents": [{"role": AGENT.role, "name": AGENT.name}],
}


@pytest.mark.parametrize(
    ("ways", "offered", "heading"),
    [
        (["sms_reply"], True, "退订以后继续发送"),
        (["at_once", "sms_reply"], True, "明确拒绝以后继续发送"),
        (["sms_reply"], False, "明确拒绝以后继续发送"),
    ],
)
def test_what_was_refused_in_words_is_no_opting_out(ways: list[str], offered: bool, heading: str) -> None:
    refusal = {"made": True, "on": "2026-08-27", "ways": ways}
    content = {**SOLD["content"], "opt_out_offered": offered}
    contacts = {**SOLD["contacts"], "after_refusal": 20}
    facts = {**REFUSED, "refusal": refusal, "content": content, "contacts": contacts}
    headings = [one.heading for one in case_before(facts, "court").grounds]
    assert heading in headings


def test_that_a_guardian_speaks_is_nothing_that_anybody_did() -> None:
    chosen = "骚扰短信和电话；退订以后仍然发送；由监护人代未成年的孩子投诉"
    rows = [{"heading": "退订以后继续发送"}]
    assert _matter(chosen, rows) == "骚扰短信和电话；退订以后继续发送。由监护人代未成年的孩子投诉"
