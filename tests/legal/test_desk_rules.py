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
    # Of a dispute the answer is not, only what is decided of a clue that was found in it.
    assert {one.step for one in desk_rules.extensions(CORPUS, "12315_complaint", SINCE)} == {"opening"}


def test_a_rule_that_names_what_is_not_there_is_found() -> None:
    channel = CORPUS.channels["telecom_appeal"]
    row = channel.parts["desk"]["refusals"][0]
    row["items"].append("九")
    try:
        assert any("no item 九" in one for one in faults(CORPUS))
    finally:
        row["items"].remove("九")


def test_who_mediates_ends_it_on_the_grounds_of_its_article_alone() -> None:
    before = desk_rules.mediation(CORPUS, "12315_complaint", date(2024, 6, 30), "")
    between = desk_rules.mediation(CORPUS, "12315_complaint", BEFORE, "")
    since = desk_rules.mediation(CORPUS, "12315_complaint", SINCE, "")
    assert before is not None
    assert between is not None
    assert since is not None
    assert [one.key for one in before.ends] == [
        f"投诉举报处理暂行办法:21/{item}" for item in "一二三四五六七"
    ]
    # The sixty days of the regulation took the place of the forty-five working days.
    assert "投诉举报处理暂行办法:21/五" not in {one.key for one in between.ends}
    assert between.ends[-1].key == "消法实施条例:46#3"
    assert [one.key for one in since.ends] == [f"投诉举报处理办法:23/{item}" for item in "一二三四五六七八"]
    # What the article goes on to say after its last item is no part of it.
    assert since.ends[-1].words == "法律、法规、规章规定的应当终止调解的其他情形"
    assert (since.tells, since.years, since.goes_on) == (7, 3, False)
    assert since.letter.endswith("第二十四条")


def test_where_no_article_says_so_nobody_mediates() -> None:
    assert desk_rules.mediation(CORPUS, "12315_report", SINCE, "") is None
    assert desk_rules.mediation(CORPUS, "telecom_appeal", SINCE, "") is None
    assert desk_rules.mediation(CORPUS, "telecom_appeal", SINCE, "330000") is None
    there = desk_rules.mediation(CORPUS, "telecom_appeal", SINCE, "500000")
    assert there is not None
    assert (there.basis, there.ends, there.goes_on) == ("重庆市电信条例:25", (), True)
    ours = desk_rules.mediation(CORPUS, "consumer_association", SINCE, "")
    theirs = desk_rules.mediation(CORPUS, "consumer_association", SINCE, "340000")
    assert ours is not None
    assert theirs is not None
    assert (ours.basis, theirs.basis) == ("消费者权益保护法:37", "安徽省消费者权益保护条例:55")


def test_a_ground_of_an_end_that_is_not_there_is_found() -> None:
    row = CORPUS.channels["12315_complaint"].parts["desk"]["mediation"][-1]["ends"][0]
    row["items"].append("九")
    try:
        assert any("投诉举报处理办法:23 has no item 九" in one for one in faults(CORPUS))
    finally:
        row["items"].remove("九")
