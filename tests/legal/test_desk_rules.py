"""What a desk may decide by the law of its channel: the words are the article's, by the day on which the case came in."""

from datetime import date

from legal.corpus import load
from legal.corpus.checking import faults
from legal.reasoning import desk_rules

CORPUS = load()
BEFORE, SINCE = date(2026, 4, 14), date(2026, 4, 15)


def test_the_grounds_of_refusal_are_those_of_the_day_in_the_words_of_their_article() -> None:
    before = desk_rules.refusal_grounds(CORPUS, "12315_complaint", BEFORE)
    since = desk_rules.refusal_grounds(CORPUS, "12315_complaint", SINCE)
    assert [one.key for one in before] == [f"投诉举报处理暂行办法:15/{item}" for item in "一二三四五六"]
    assert [one.key for one in since] == [f"投诉举报处理办法:16/{item}" for item in "一二三四五六七"]
    for ground, day in [*((one, BEFORE) for one in before), *((one, SINCE) for one in since)]:
        article = CORPUS.article(ground.key.partition("/")[0], day)
        assert article is not None
        assert ground.words
        assert ground.words in (article.text or "")
    appeal = desk_rules.refusal_grounds(CORPUS, "telecom_appeal", SINCE)
    assert [one.citation.rpartition("）")[2] for one in appeal][:2] == ["第十一条第一项", "第十一条第二项"]


def test_a_channel_whose_law_names_no_ground_knows_none() -> None:
    assert desk_rules.refusal_grounds(CORPUS, "cac_12377", SINCE) == []
    assert desk_rules.ways_to_tell(CORPUS, "telecom_appeal", SINCE) == ("", "")


def test_what_does_not_count_and_what_may_be_longer_is_named_with_its_article() -> None:
    stops = desk_rules.pauses(CORPUS, "12315_complaint", SINCE)
    assert {one.slug: one.basis for one in stops} == {
        "examination": "投诉举报处理办法:22",
        "withdrawal_of_mediator": "投诉举报处理办法:21",
    }
    (longer,) = desk_rules.extensions(CORPUS, "police", date(2026, 1, 1))
    assert (longer.basis, longer.days, longer.times) == ("治安管理处罚法@2026:118", 30, 2)
    (earlier,) = desk_rules.extensions(CORPUS, "police", date(2025, 12, 31))
    assert (earlier.basis, earlier.days, earlier.times) == ("治安管理处罚法@2013:99", 30, 1)
    assert desk_rules.extensions(CORPUS, "12315_complaint", SINCE) == []


def test_a_rule_that_names_what_is_not_there_is_found() -> None:
    channel = CORPUS.channels["telecom_appeal"]
    row = channel.parts["desk"]["refusals"][0]
    row["items"].append("九")
    try:
        assert any("no item 九" in one for one in faults(CORPUS))
    finally:
        row["items"].remove("九")
