"""A sum that a story wants to be paid, and no cost: it is asked for in it, of whoever wrote and called."""

from decimal import Decimal

import pytest

from documents import Claim, Letter, Recipient
from documents.sum_wished import nature_wished, sum_wished
from tests.documents.asking import ON
from tests.documents.test_a_platform_beside_a_sender import FACTS, MALL, SHOP, case_for
from tests.documents.test_handed_on import text_of


@pytest.mark.parametrize(
    ("sentence", "yuan"),
    [
        ("我要求豆丁兔停止发送并且道歉，赔偿我500元。", 500),
        ("我就要他们赔我三百块。", 300),
        ("希望他们给个说法，赔偿精神损失1000元。", 1000),
        ("请求赔偿我的损失共计1.5万元。", 15000),
        ("请求赔偿我3万元。", 30000),
        ("店里说可以赔我200元，我没有要。", None),
        ("客服答应赔偿我50元。", None),
        ("我要求他们道歉，赔偿我的损失。", None),
        ("我要求他们赔我500元。我要求平台也赔我300元。", None),
        ("我不要他们赔偿我500元。", None),
        ("换号花了50元，我要求他们停止发送。", None),
    ],
)
def test_the_only_sum_that_is_wished_for_is_read(sentence: str, yuan: int | None):
    assert sum_wished(f"3月1日起天天有短信。{sentence}") == (None if yuan is None else Decimal(yuan))


WISHED = {**FACTS, "wishes": ["stop", "damages"], "loss": {"wished": 500}}


def test_a_court_is_asked_for_it_of_who_sent_alone_by_what_measures_it():
    text = text_of(Claim(court="甲市乙区人民法院", on=ON, case=case_for("court", WISHED)))
    assert f"判令{SHOP}赔偿原告500元" in text
    assert f"{MALL}赔偿" not in text
    assert "请求根据实际情况确定赔偿数额" in text
    assert "拒绝以后仍收到57次" in text or "拒绝以后仍收到57条" in text
    basis = text[text.index("赔偿损失，") :].partition("；")[0]
    assert "《中华人民共和国个人信息保护法》第六十九条" in basis
    assert "《中华人民共和国消费者权益保护法》（2013年修正）第五十条" in basis


def test_who_mediates_is_asked_for_it_too():
    made = Letter(
        channel="12315_complaint",
        recipient=Recipient(name="市场监督管理局"),
        on=ON,
        case=case_for("12315_complaint", WISHED),
    )
    assert f"请{SHOP}赔偿投诉人500元" in text_of(made)


def test_what_was_spent_is_asked_for_in_its_place():
    facts = {**WISHED, "loss": {"wished": 500, "costs": [{"what": "换号的费用", "yuan": 50}]}}
    text = text_of(Claim(court="甲市乙区人民法院", on=ON, case=case_for("court", facts)))
    assert "赔偿原告500元" not in text


@pytest.mark.parametrize(
    ("story", "nature"),
    [
        ("我要求她们写个道歉给我，赔我500元精神损失。", "精神损失"),
        ("我要求赔偿我精神损失费500元。", "精神损失"),
        ("我要求他们赔我经济损失300元。", "经济损失"),
        ("我要求他们赔我500元。", ""),
        ("他们说可以赔精神损失500元。", ""),
    ],
)
def test_what_kind_of_loss_a_sum_is_wished_for_is_told(story: str, nature: str) -> None:
    assert nature_wished(story) == nature
