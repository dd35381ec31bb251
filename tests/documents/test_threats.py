"""A threat is told in the words that were told, and where nobody told them, as no more than the answer says."""

from dataclasses import replace
from typing import Any

import pytest

from documents import Claim
from documents.drafting import blocks_of
from tests.documents.asking import ON, case_before

TOWED = "9月17日来电，“明天到你店门口拖车”，有录音"
FACTS: dict[str, Any] = {
    "kind": "fake_collection",
    "situations": ["threats_impersonation"],
    "wishes": ["stop"],
    "event": {"first": "2026-09-10", "last": "2026-11-25"},
    "complainant": {"capacity": "recipient"},
    "contacts": {"channels": ["call"], "count": 210, "night": True},
    "debt": {"owed": "none", "threats": ["violence"], "impersonates": "police", "told_them_on": "2026-09-15"},
    "respondents": [{"role": "collector", "name": "示例资产服务有限公司"}],
}


def claimed(**told: str) -> str:
    case = replace(case_before(FACTS, "court"), details=told)
    return "\n".join(
        block.text for block in blocks_of(Claim(court="甲市乙区人民法院", on=ON, case=case)).blocks
    )


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("", "以言语恐吓原告（日期、原话和记录：＿＿＿＿）"),
        (TOWED, "声称要上门（"),
        ("9月17日来电，“打断你的腿”", "声称要伤人（"),
        ("“明天过来砍你”", "声称要上门、伤人（"),
        ("“你等着”", "以言语恐吓原告（"),
    ],
)
def test_a_threat_to_come_is_not_told_as_one_to_hurt(words: str, said: str):
    text = claimed(words=words)
    assert said in text
    assert words.split("“")[-1].split("”")[0] in text


def test_who_posed_over_a_debt_that_was_never_made_is_told_with_the_day_and_what_was_asked():
    text = claimed(posed="10月9日自称经侦张警官，打110核实没有这回事")
    assert "冒充公安机关工作人员，以虚构的事由要求付款（" in text
    assert "10月9日自称经侦张警官" in text


def test_a_claim_says_that_calls_came_at_night():
    assert "其中有22时至次日8时的" in claimed()
