"""A debt of somebody who died, asked of their child: who it was and when, what was said that day, and by which law it is owed."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from documents import Claim, Letter, Recipient
from documents.cautions import caution_of
from documents.drafting import blocks_of
from documents.told_besides import death_in, death_told_on, tells_of_a_death
from tests.documents.asking import ON, case_before
from tests.documents.test_what_a_claim_asserts import changed

LENDER = "青岛示例消费金融有限公司"
HEIR: dict[str, Any] = {
    "kind": "fake_collection",
    "situations": ["others_debt", "contacts_harassed"],
    "wishes": ["stop", "confirm_no_debt"],
    "event": {"first": "2026-03-05", "last": "2026-11-25"},
    "complainant": {"capacity": "debtors_contact"},
    "contacts": {"channels": ["call"], "count": 97},
    "consent": {"status": "none"},
    "debt": {
        "owed": "others",
        "claimed": 18260,
        "debtor": "徐某田",
        "debtor_dead": True,
        "debtor_kin": "父亲",
        "died": "2026年农历正月",
        "death_told": True,
        "told_them_on": "2026-03-10",
        "collected_by": "own_staff",
        "contacts_told": 5,
    },
    "respondents": [{"role": "lender", "name": LENDER}],
}


@pytest.mark.parametrize(
    ("story", "debtor", "told"),
    [
        ("俺爹徐某田今年正月没的，肝上的毛病。", "徐某田", {"debtor_kin": "父亲", "died": "2026年农历正月"}),
        ("我的妈妈王某兰去年10月3号去世。", "王某兰", {"debtor_kin": "母亲", "died": "2025年10月3日"}),
        ("我爸张某5月病逝，别的我不知道。", "张某", {"debtor_kin": "父亲"}),
        ("我爷爷去年死了，徐某田是邻居。", "徐某田", {}),
        ("不知道是谁。", "父亲（已去世）", {"debtor_kin": "父亲"}),
    ],
)
def test_who_died_and_when_is_told_by_the_clause_that_names_them(
    story: str, debtor: str, told: dict[str, str]
) -> None:
    assert death_in(story, debtor, date(2026, 11, 29)) == told


def test_a_death_was_told_on_the_day_of_which_the_sentence_tells_it() -> None:
    story = "3月10号打来电话，俺说俺爹没了。3月16号打客服，说要继承人配合。"
    assert death_told_on(story, "2026-03-10")
    assert not death_told_on(story, "2026-03-16")


def made(channel: str, facts: dict[str, Any] = HEIR) -> str:
    case = replace(case_before(facts, channel), number="139", addressee=LENDER)
    paper: Claim | Letter
    if channel == "court":
        paper = Claim(court="甲市乙区人民法院", on=ON, case=case)
    else:
        paper = Letter(channel=channel, recipient=Recipient(name=LENDER), on=ON, case=case)
    return "\n".join(block.text for block in blocks_of(paper).blocks)


def test_a_claim_of_an_heir_is_none_of_a_contact() -> None:
    text = made("court")
    assert "所称的借款人系原告的父亲，已于2026年农历正月去世" in text
    assert "原告不是借款人，也不是担保人" in text
    assert "2026年3月10日，原告告知被告债务人已经去世" in text
    assert "第一千一百六十一条" in text.partition("（一）")[2].partition("（二）")[0]
    assert "继承人以所得遗产的实际价值为限清偿" in text
    assert "如认定原告应当清偿，确认原告仅以所得遗产的实际价值为限" in text
    assert "作联系人" not in text
    assert "作为联系人" not in text


def test_a_letter_to_the_lender_says_the_same() -> None:
    text = made("lender")
    assert "所称的借款人系本人的父亲，已于2026年农历正月去世；本人不是借款人，也不是担保人" in text
    assert "告知贵" in text
    assert "债务人已经去世" in text
    assert "并以本人所得遗产的实际价值为限" in text
    assert "欠款人的联系人" not in text


def test_whose_debtor_lives_is_still_a_contact() -> None:
    text = made("court", changed(HEIR, debt={"debtor_dead": False, "death_told": False}))
    assert "把原告当作欠款人的联系人" in text
    assert "第一千一百六十一条" not in text


WENT = (
    "我爸蔺某富去年11月生病走了，他有张信用卡。"
    "今年1月24日，催收公司打我电话，说我爸欠21763元。我当场说人已经走了，卡不是我的。"
    "2月5日我去银行交了死亡证明。我爸只留了乡头三间旧房子，没得存款，房子我们没卖也没过户。"
)


def test_who_went_is_dead_where_the_story_makes_it_plain() -> None:
    assert tells_of_a_death(WENT, "蔺某富")
    assert death_in(WENT, "蔺某富", date(2026, 11, 29)) == {"debtor_kin": "父亲", "died": "2025年11月"}
    assert tells_of_a_death("我妈王某兰前年不在了，火化证在我这。", "王某兰")
    assert not tells_of_a_death("我爸张某去年走了，不晓得在哪里打工。", "张某")


def test_a_death_said_at_once_was_told_on_the_day_of_the_call() -> None:
    assert death_told_on(WENT, "2026-01-24")
    assert not death_told_on("1月24日打来电话。后来人走了。", "2026-01-24")


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("我爸只留了乡头三间旧房子，没得存款，房子我们没卖也没过户。", "admits"),
        ("房子我妈还住着，没有过户。", "admits"),
        ("我没有拿过我爸一分钱遗产。", ""),
        ("2月5日我去银行交了死亡证明。", ""),
    ],
)
def test_what_the_dead_left_is_listed_for_no_creditor(said: str, kept: str) -> None:
    assert caution_of(said, "", owed="others", helped=False) == kept
