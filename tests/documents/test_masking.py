"""What a paper outside the court tells of whoever had a number before: no name, no code, no place, nothing they bought."""

from typing import Any

import pytest

from complaints.reading.people import titled_in
from documents.masking import masked, unnamed

SMS = "【柚柚商城】贺女士，您的奶粉已到光谷步行街驿站，取件码8-1-2207，请尽快领取。"
STORY = "老是收到给一个姓贺的女士的取件码，说她买的奶粉到了光谷的驿站，那单是从江夏一个小区到医院的。"
NUMBER = {"second_hand": True}


def fields(**more: Any) -> Any:
    messages = [{"sender": "1069", "text": SMS, "at": ""}]
    return {"told.number": NUMBER, "messages": messages, "story": STORY, **more}


OUTSIDE = ["platform", "operator", "telecom_appeal", "cac_12377", "12315_report", "12315_complaint"]


@pytest.mark.parametrize("channel", OUTSIDE)
def test_outside_a_court_nothing_is_told_of_the_former_users_life(channel: str):
    given = masked(fields(), ["贺女士"], channel)
    (row,) = given["messages"]
    assert row["text"] == "【柚柚商城】某女士，您的某物已到某处驿站，取件码＊＊＊＊，请尽快领取。"
    assert row["masked"]
    assert given["story"] == (
        "老是收到给一个姓某的女士的取件码，说她买的东西到了某处的驿站，那单是从某处一个小区到医院的。"
    )


@pytest.mark.parametrize("channel", ["court", "police"])
def test_a_court_and_the_police_see_it_whole(channel: str):
    assert masked(fields(), ["贺女士"], channel) == fields()


def test_what_is_ones_own_is_told_whole():
    own: Any = fields(**{"told.number": {"second_hand": False}})
    assert masked(own, [], "platform") == own


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("您的验证码是482913，请勿告诉他人", "您的验证码是＊＊＊＊，请勿告诉他人"),
        ("您的快递已到，凭3-2-1188领取", "您的快递已到，凭＊＊＊＊领取"),
        ("您的账单已出，请于5日前还款", "您的账单已出，请于5日前还款"),
        ("车费31块5没有付", "车费31块5没有付"),
    ],
)
def test_only_what_is_theirs_is_taken_out(text: str, told: str):
    assert unnamed(text, [], of_another=True) == told


def test_whom_a_message_speaks_to_by_title_is_no_name_within_a_word():
    assert titled_in(SMS) == ["贺女士"]
    assert titled_in("各位先生您好，联系王先生") == []


def test_the_company_that_signed_a_message_reads_it_whole_but_for_the_code():
    told = fields(**{"told.number": {"second_hand": True, "accounts_bound": ["柚柚商城"]}})
    its = masked(told, ["贺女士"], "platform", "武汉柚柚电子商务有限公司")
    assert its["messages"][0]["text"] == SMS.replace("8-1-2207", "＊＊＊＊")
    assert its["story"] == STORY
    # Nobody else finds anything by it.
    for to, channel in (("武汉捷行网络科技有限公司", "platform"), ("甲通信", "operator"), ("", "cac_12377")):
        others = masked(told, ["贺女士"], channel, to)
        assert "贺女士" not in others["messages"][0]["text"]
        assert "光谷" not in others["story"]
