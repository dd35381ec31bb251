"""Since when somebody called is told, and is no day on which something else happened first."""

from dataclasses import replace

import pytest

from documents import Claim, Letter, Recipient
from documents.contacts_begun import contacts_begun
from documents.drafting import blocks_of
from tests.documents.asking import ON, case_before

EVENT = {"first": "2026-04-13", "last": "2026-11-21"}
SETTLED = """今年2月27号一次还完，当天短信说“您的合同已结清”。
4月13号我去办解押，他们说系统里还差2300，短信都发结清了也不认。
4月20号我打客服，没人管。
5月6号起恒楚天天打，要的涨成2716。"""


def test_calls_begin_on_the_day_from_which_they_are_told_to_have_come():
    assert contacts_begun(SETTLED, EVENT, ["2026-05-08", "2026-08-15"]) == "2026-05-06"


def test_they_begin_no_later_than_what_is_on_file():
    assert contacts_begun(SETTLED, EVENT, ["2026-05-02"]) == "2026-05-02"
    assert contacts_begun(SETTLED, EVENT, ["2026-04-13"]) == ""


@pytest.mark.parametrize(
    "story",
    [
        "4月13号头一个电话，说我欠钱。5月6号起天天打。",
        "他们早就打过电话。4月13号去办解押。5月6号起天天打。",
        "4月13号去办解押。5月6号又打来电话。",
        "5月6号起天天打电话。",
        "4月13号去办解押，回来没几天就催。",
    ],
)
def test_no_later_day_is_taken_where_some_may_have_come_before(story: str):
    assert contacts_begun(story, EVENT) == ""


FACTS = {
    "kind": "fake_collection",
    "situations": ["amount_wrong"],
    "wishes": ["stop", "confirm_no_debt"],
    "event": EVENT,
    "complainant": {"capacity": "recipient"},
    "contacts": {"channels": ["call"], "count": 60, "first_on": "2026-05-06"},
    "debt": {"owed": "settled", "claimed": 2716, "collected_by": "entrusted", "told_them_on": "2026-05-06"},
    "respondents": [
        {"role": "lender", "name": "皖途汽车金融有限公司"},
        {"role": "collector", "name": "安徽恒楚信用管理有限公司"},
    ],
}


def test_a_paper_counts_from_that_day_and_asks_for_the_records_of_those_days():
    case = replace(case_before(FACTS, "court"), number="139")
    text = "\n".join(b.text for b in blocks_of(Claim(court="甲市乙区人民法院", on=ON, case=case)).blocks)
    assert "自2026年5月6日至11月21日，被告2向原告拨打电话共60次" in text
    assert "4月13日" not in text
    case = replace(case_before(FACTS, "lender"), addressee="皖途汽车金融有限公司")
    letter = Letter(channel="lender", recipient=Recipient(name="皖途汽车金融有限公司"), on=ON, case=case)
    text = "\n".join(b.text for b in blocks_of(letter).blocks)
    assert "保存2026年5月6日至11月21日" in text
    assert "4月13日" not in text
