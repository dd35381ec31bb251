"""Masked texts: nothing personal that a rule can find, stable, and cut to what several people received."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from complaints.reading.template import in_words, likeness, mask, shared_words, template

PIECES = st.sampled_from(
    [
        "【示例优选】", "尊敬的", "王先生", "欧阳小明女士", "余敏某某", "，", "。", " ", "27911元", "满300减40", "尾号1234",
        "http://t.example/a8", "www.示例.cn", "t.cn/Rabc", "退订回T", "１２３", "①", "\u200b", "（1/2）", "微信：abcdef",
        "a.b@example.cn", "李**", "一三九零零零零一二三四", "11010119900307109X", "请转告张小三", "司(sī)", "⌗", "⋯", "İ", "ﷺ",
    ]
)  # fmt: skip
MESSAGES = st.lists(PIECES, max_size=14).map("".join) | st.text(max_size=60)


@given(MESSAGES)
@example("\x80¡¡¿¿")
@example("\u200b¡¡¿¿")
def test_masking_what_is_masked_changes_nothing(text: str) -> None:
    assert mask(mask(text)) == mask(text)
    assert template(template(text)) == template(text)


@given(MESSAGES, MESSAGES)
def test_any_text_is_masked_and_shared_words_are_words_of_it(text: str, other: str) -> None:
    assert not any(one.isdigit() and one.isascii() for one in mask(text))
    kept = shared_words(mask(text), [mask(other)], least=2).replace("⋯", "")
    place = 0
    for letter in kept:  # in order, nothing added
        place = mask(text).index(letter, place) + 1


@pytest.mark.parametrize(
    "personal",
    [
        "王小宁", "13900001234", "139 0000 1234", "11010119900307109X", "http://t.example/u/wxn", "t.example/u8",
        "a.b@example.cn", "一三九零零零零一二三四", "T8K2",
    ],
)  # fmt: skip
@pytest.mark.parametrize(
    "around", ["尊敬的{}先生，请还款", "【示例】请转告{}尽快处理欠款", "【示例】{}，您的欠款逾期"]
)
def test_what_names_a_person_is_masked(personal: str, around: str) -> None:
    masked = mask(around.format(personal), known=["王小宁"])
    assert personal not in masked
    assert "请" in masked or "欠款" in masked


def test_names_are_found_where_people_are_spoken_to_or_said_to_owe() -> None:
    assert (
        in_words(mask("【某资产】余敏某某，目前最新欠款:27911元"))
        == "【某资产】〔姓名〕,目前最新欠款:〔数字〕元"
    )
    assert "张小三" not in mask("【示例融信】请转告张小三尽快处理欠款5000元，否则将走访其单位和亲友")
    assert "李明" not in mask("尊敬的李明女士您好，账单已出")


def test_the_same_message_to_two_people_has_one_likeness() -> None:
    first = likeness("【示例优选】王先生，满300减40，点 http://t.example/a8 领券，退订回T")
    again = likeness("【示例优选】欧阳小明女士，满５00减60，点 http://t.example/zz9 领券,退订回t")
    assert first.signature == again.signature == "示例优选"
    assert first.template.replace("先生", "女士") == again.template


def test_a_text_that_says_nothing_is_not_told_from_another_by_its_words() -> None:
    assert likeness("在吗？") == likeness("13900001234")
    assert likeness("在吗？").template == ""
    assert likeness("【示例】8421").template != ""


def test_only_what_several_people_received_is_shown() -> None:
    told = ["请王雨桐女儿尽快还款否则走访", "请赵德胜女儿尽快还款否则走访", "请孙一鸣女儿尽快还款否则走访"]
    shown = shared_words(told[0], told[1:], least=3)
    assert "王雨桐" not in shown
    assert "雨桐" not in shown
    assert "女儿尽快还款否则走访" in shown
    assert shared_words(told[0], told[1:2], least=3) == "⋯"
    assert shared_words(told[0], [told[0], told[0]], least=3) == told[0]
