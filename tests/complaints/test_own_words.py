"""A row quotes the words that say it, and no others; what was told is not asked again on the next page."""

from datetime import date

import pytest
from django.test import Client

from complaints.reading import facts_told
from complaints.understanding import facts_read, words_of_kinds
from tests.complaints.test_intake import go
from tests.complaints.test_short_way import fields, kept, shown

TODAY = date(2026, 11, 30)
THREATENED = (
    "【示例贷】您的借款8600元已严重逾期，今日18点前未处理将上报征信，起诉到法院，"
    "并移交当地派出所抓捕，同时通知紧急联系人"
)


def test_a_message_s_threat_is_quoted_by_its_own_words() -> None:
    answers = {"kind": {"kind": "fake_collection"}, "message": {"text": THREATENED}}
    read = facts_read(answers, "fake_collection", [], today=TODAY)["pressure", "debt__threats"]
    assert read.value == ["detention", "publicity"]
    assert read.words == "抓捕、通知紧急联系人"


def test_a_story_s_threat_is_quoted_by_its_own_words() -> None:
    story = "他威胁要起诉我，让我坐牢，还骂我"
    told = {one.fact: one for one in facts_told(story, kind="fake_collection", today=TODAY)}
    assert told["debt.threats"].value == ["detention", "insult"]
    assert "起诉" not in told["debt.threats"].words
    assert "威胁" not in told["debt.threats"].words


def test_a_kind_is_spoken_for_by_whole_words_of_the_story() -> None:
    story = "我在营业厅办了个新号，老有人打来找一个叫刘志强的，说他欠网贷。注册饿了么提示已经被注册了。"
    words = words_of_kinds({"story": {"story": story}})["second_hand_number"]
    assert set(words) >= {"办了个新号", "已经被注册"}


def test_no_kind_is_spoken_for_by_scraps_where_another_has_words() -> None:
    story = "帮我妈登记：上个月起一个叫“金福来”的卖收藏品的天天给她打电话，我妈没在他们那买过东西。"
    words = words_of_kinds({"story": {"story": story}})
    assert words["harassment"] == ("没在他们那买过",)
    assert "second_hand_number" not in words


@pytest.mark.django_db
def test_a_day_is_taken_whatever_kind_it_turns_out_to_be(client: Client) -> None:
    story = "我新办的号码，天天接到找张三要钱的催收电话，从11月2日开始，最近的一次是昨天。"
    html = shown(client, go(client, "/start/", {"story": story}))
    assert html.count('name="kind"') > 1
    assert "没有写哪一天" not in html
    assert "最近的一次是昨天" in html
    assert fields(html)["first"][0].endswith("-11-02")


@pytest.mark.django_db
def test_a_total_is_taken_while_the_kind_is_open(client: Client) -> None:
    story = "我新办的号码，天天接到找张三要钱的催收电话，到昨天一共打了三十个。"
    html = shown(client, go(client, "/start/", {"story": story}))
    assert html.count('name="kind"') > 1
    assert fields(html)["contacts-contacts__count"] == ["30"]
    assert "一共打了三十个" in html


@pytest.mark.django_db
def test_a_refusal_in_the_call_is_not_asked_again(client: Client) -> None:
    story = (
        "老被一个卖保健品的打电话骚扰，自称“康寿堂”，从2025年10月15日开始，最近一次是昨天，到现在一共差不多70个。"
        "说了好几次别打了，第二天换个号又打。我没在他们那儿买过东西，也没留过电话。"
    )
    page = go(client, "/start/", {"story": story})
    html = shown(client, page)
    assert "说了好几次别打" in html
    assert "在来电中当场拒绝" in html
    assert "康寿堂" in html
    wants = shown(client, go(client, page, fields(html)))
    assert 'name="refusal-refusal__made"' not in wants
    assert 'name="consent-complainant__consumer_of_respondent"' not in wants


@pytest.mark.django_db
def test_a_platform_told_while_the_kind_was_open_is_the_other_side(client: Client) -> None:
    story = "我新办的号码，天天接到找张三要钱的催收电话。注册饿了么的时候提示这个号已经被注册了。"
    page = go(client, "/start/", {"story": story})
    assert "kind" not in fields(shown(client, page))
    chosen = {"kind": "second_hand_number", "first": "2025-11-01", "last": "2025-11-11"}
    wants = go(client, page, chosen)
    html = shown(client, wants)
    assert "对方是谁" in html
    assert "饿了么" in html
    given = fields(html) | {"named": "饿了么", "party": "中国联通"}
    go(client, wants, given)
    rows = kept()["respondents"]["rows"]
    assert {row["name"]: row["role"] for row in rows} == {"饿了么": "platform", "中国联通": "operator"}
    go(client, wants, given | {"named": ""})
    assert [row["name"] for row in kept()["respondents"]["rows"]] == ["中国联通"]
