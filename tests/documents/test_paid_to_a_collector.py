"""A debt settled with whoever came to collect it: why that pays the creditor, and that whoever was paid dunned nobody."""

from dataclasses import replace
from typing import Any

import pytest

from documents import Claim, Letter, Recipient
from documents.debt_told import paid_to_agent
from documents.drafting import blocks_of
from tests.documents.asking import ON, case_before
from tests.documents.test_what_a_claim_asserts import changed

LENDER, COLLECTOR = "广东示例小额贷款有限公司", "汕头示例信用服务有限公司"
PAID: dict[str, Any] = {
    "kind": "fake_collection",
    "situations": ["amount_wrong"],
    "wishes": ["confirm_no_debt", "stop"],
    "event": {"first": "2026-03-05", "last": "2026-11-24"},
    "complainant": {"capacity": "recipient", "consumer_of_respondent": True},
    "contacts": {"channels": ["call"], "count": 62},
    "debt": {
        "owed": "settled",
        "claimed": 4860,
        "collected_by": "own_staff",
        "told_them_on": "2026-03-05",
        "paid_to_agent": True,
    },
    "respondents": [
        {"role": "lender", "name": LENDER, "licensed_lender": True},
        {"role": "collector", "name": COLLECTOR},
    ],
}
STORY = (
    "去年12月有个姓林的加我微信，讲他是粤澄委托的中恒达公司，一次还3500就算结清，叫我扫他的码。我扫了3500，他发来一张“结清证明”。"
    "三月初打来，讲章是假的，钱没进公司账。"
)


@pytest.mark.parametrize(
    ("story", "owed", "told"),
    [
        (STORY, "settled", True),
        (STORY, "own", False),
        ("我在App里提前还清了，他们又说还欠200。", "settled", False),
        ("催收员叫我还，我在App里还了3500，有结清证明。", "settled", False),
    ],
)
def test_it_is_told_whom_a_debt_was_settled_with(story: str, owed: str, told: bool) -> None:
    assert paid_to_agent(story, owed) is told


def made(channel: str, facts: dict[str, Any], to: str = LENDER) -> str:
    case = replace(case_before(facts, channel), number="139", addressee=to)
    paper: Claim | Letter
    if channel == "court":
        paper = Claim(court="甲市乙区人民法院", on=ON, case=case)
    else:
        paper = Letter(channel=channel, recipient=Recipient(name=to), on=ON, case=case)
    return "\n".join(block.text for block in blocks_of(paper).blocks)


def test_a_claim_pleads_that_paying_the_collector_paid_the_creditor() -> None:
    text = made("court", PAID)
    assert "原告有理由相信其有权代债权人收款和约定，付款的效力及于债权人" in text
    assert "第一百七十二条" in text
    assert "直接实施上述催收" not in text
    assert "第一百七十二条" not in made("court", changed(PAID, debt={"paid_to_agent": False}))


def test_a_letter_asks_the_creditor_for_whom_it_sent_and_calls_nobody_else_a_caller() -> None:
    text = made("lender", PAID)
    assert "贵公司就已经结清的款项继续向本人催收" in text
    assert "此前受托、收取结清款项的一方" in text
    assert "联系本人的一方" not in text
    assert "提供委托催收的合同，书面说明收款的人与受托的一方的关系" in text
