"""A refund for what a seller said: its words in the paper, no condition in the place of a fact, one way out of the contract."""

from dataclasses import replace
from typing import Any

import pytest

from documents.claims import Claim, claim_data
from documents.letters import Letter, letter_data
from documents.material import Recipient
from documents.official import form_of
from documents.requests import requests_of
from documents.requests.catalogue import contradicting
from documents.sales import said_to_sell
from tests.documents.asking import ON, case_before, offered
from tests.documents.test_what_a_litigator_adds import SOLD

STORY = "2026年7月我在店里买了两盒油，1180元。收据在。他说能治斑块我才买的，吃了没有用。"


def told(channel: str, story: str = STORY, facts: dict[str, Any] = SOLD) -> Any:
    return replace(case_before(facts, channel), story=story)


def claimed(story: str, *ticks: str) -> dict[str, Any]:
    case = told("court", story)
    ticked = (*(case.ticked or ()), *ticks)
    return claim_data(Claim(court="甲市乙区人民法院", on=ON, case=replace(case, ticked=ticked)))


@pytest.mark.parametrize(
    ("story", "words"),
    [
        ("他说能治斑块我才买的。", "能治斑块"),
        ("退不退我听公家的，但是店员讲“包过，不过全退”，我这才报的班。", "包过，不过全退"),
        ("老师保证一年拿证，我才交的钱。", "一年拿证"),
        ("推销的称是进口原装，收到的却是三无产品。", "进口原装"),
        ("他说不要再打了，我就挂了。我买了两盒油。", ""),
        ("客服说可以退，可是一直没有退。", ""),
    ],
)
def test_the_words_for_which_somebody_bought_are_read_as_they_stand(story: str, words: str):
    assert said_to_sell(told("court", story)) == words


def test_a_refund_is_argued_with_what_was_said_and_by_the_law_of_true_information():
    data = claimed(STORY)
    (price,) = [one["text"] for one in data["reasons"] if "返还价款" in one["title"]]
    assert price.startswith("被告推销时称“能治斑块”，原告因此购买")
    assert (
        "返还货款、费用，《中华人民共和国消费者权益保护法》（2013年修正）第二十条第一款、第五十二条"
        in "".join(data["basis"])
    )
    letter = letter_data(
        Letter(
            channel="12315_complaint",
            recipient=Recipient(name="收件单位"),
            on=ON,
            case=told("12315_complaint"),
        )
    )
    assert any("“能治斑块”" in one["text"] for one in letter["reasons"])


def test_whoever_enforces_it_is_asked_about_the_words_that_sold():
    case = told("12315_report")
    data = letter_data(Letter(channel="12315_report", recipient=Recipient(name="收件单位"), on=ON, case=case))
    assert "推销时称“能治斑块”有无依据" in "".join(data["requests"])
    assert "第五十六条第一款第六项" in "".join(data["basis"])


def test_where_nobody_said_what_was_promised_no_condition_stands_for_it():
    data = claimed("我在店里买了两盒油，1180元。")
    assert not [one for one in data["reasons"] if "返还价款" in one["title"]]
    assert "不符的，应当退还" not in str(data)
    assert "与推销时的说明、约定不符之处：＿" not in str(data["narrative"])
    assert "第二十条" not in "".join(one for one in data["basis"] if one.startswith("返还货款"))


def test_the_way_out_of_the_contract_is_the_persons_choice_and_one_alone():
    made = offered(requests_of(told("court"), form_of("court"), on=ON))
    assert {"rescind_purchase", "revoke_purchase"} <= made.keys()
    assert not made["rescind_purchase"].wished
    assert not made["revoke_purchase"].wished
    plain = claimed(STORY)
    assert "第五百六十三条" not in str(plain["basis"])
    assert "第一百四十八条" not in str(plain["basis"])
    assert "增加赔偿" not in str(plain)
    ended = claimed(STORY, "rescind_purchase")
    assert "第五百六十三条第一款第四项" in str(ended["basis"])
    assert "第一百四十八条" not in str(ended["basis"])
    undone = claimed(STORY, "revoke_purchase")
    assert "第一百四十八条、第一百五十七条" in str(undone["basis"])
    assert "第五百六十三条" not in str(undone["basis"])
    assert contradicting(["rescind_purchase", "revoke_purchase"]) is not None
