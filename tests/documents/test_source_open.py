"""Where others may have called, too, no paper says that it all came from the one who is complained about: how much did, the
records tell, and what it is taken from is told."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from documents import Claim, Letter, Recipient
from documents.clauses import pieces_in
from documents.drafting import blocks_of
from documents.letters import parties
from documents.material import Case, Message
from documents.official import form_of
from documents.source_open import source_told
from tests.documents.asking import ON, case_before

NAME = "长沙融得快信息咨询有限公司"
STORY = """今年6月2号起天天接贷款电话，号码天天换。
10月15号我装作要办，加了业务员微信，他叫面签，才晓得是长沙融得快信息咨询有限公司。
11月3号回复，公司说那些号码不是他们的。
到11月27号电话87个，短信5条。里头有没有别家的，我分不清。"""


def test_what_nobody_can_tell_apart_or_is_denied_leaves_open_whose_it_is():
    assert source_told(STORY) == {"source_open": True}
    assert source_told("公司说那些号码不是他们的。") == {"source_open": True}
    assert source_told("电话里头有没有别家的，我分不清。") == {"source_open": True}


@pytest.mark.parametrize(
    "story",
    [
        "打来电话说我欠钱，我说号码不是他的。",
        "客服说号码不是我自己登记的。",
        "我分不清哪个按钮是退订。",
    ],
)
def test_other_doubts_leave_it_as_it_is(story: str):
    assert source_told(story) == {}


def test_the_doubt_itself_stands_in_no_paper():
    told = [one.text for one in pieces_in(STORY) if not one.kind]
    assert not any("分不清" in one or "别家" in one for one in told)
    assert any("号码不是他们的" in one for one in told)


FACTS: dict[str, Any] = {
    "kind": "harassment",
    "situations": ["no_consent", "nuisance_calls"],
    "wishes": ["stop"],
    "event": {"first": "2026-06-02", "last": "2026-11-27"},
    "complainant": {"capacity": "recipient", "consumer_of_respondent": False},
    "contacts": {"channels": ["call", "sms"], "count": 92},
    "content": {"commercial": True, "source_open": True},
    "consent": {"status": "none"},
    "respondents": [{"role": "content_provider", "name": NAME, "consumer": False}],
}
MESSAGES = (
    Message(sender="073160000036", text="机器说有一笔备用金可以领取。", at=date(2026, 6, 9), call=True),
    Message(sender="融得快小易", text="到店面签，定位发您。", at=date(2026, 10, 15)),
)


def case_for(channel: str, facts: dict[str, Any] = FACTS, to: str = "") -> Case:
    return replace(
        case_before(facts, channel), messages=MESSAGES, story=STORY, number="139", addressee=to, details={}
    )


def test_a_claim_counts_what_came_and_says_from_what_it_takes_some_to_be_theirs():
    text = "\n".join(
        b.text for b in blocks_of(Claim(court="甲市乙区人民法院", on=ON, case=case_for("court"))).blocks
    )
    assert "原告共收到电话、短信92次" in text
    assert "其中由被告拨打、发送的次数，以号码的登记和通信记录为准" in text
    assert f"涉案来电、信息中有推销被告{NAME}的商品、服务的" in text
    assert "2026年10月15日的消息由“融得快小易”发来；与来电推销的人联系以后得知是该公司" in text


def test_a_report_of_numbers_asks_whose_they_are():
    case = case_for("12321")
    rows = {row["role"]: row["rows"] for row in parties(case, form_of("12321"))}
    assert rows["被举报方"] == [["名称", NAME]]
    assert any("073160000036（使用人请核查）" in value for some in rows.values() for _label, value in some)
    text = "\n".join(
        b.text
        for b in blocks_of(
            Letter(channel="12321", recipient=Recipient(name="12321"), on=ON, case=case)
        ).blocks
    )
    assert "本人共收到电话、短信92次" in text
    assert "认定其中有推销被举报方的商品、服务的依据：2026年10月15日的消息由“融得快小易”发来" in text


def test_where_nothing_is_open_it_is_theirs():
    facts = {**FACTS, "content": {"commercial": True, "sender_identified": True}}
    text = "\n".join(
        b.text
        for b in blocks_of(Claim(court="甲市乙区人民法院", on=ON, case=case_for("court", facts))).blocks
    )
    assert "被告向原告拨打电话、发送短信共92次" in text
