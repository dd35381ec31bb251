"""No is said on the days and in the ways that a story tells; the words of an answer stand where it tells nothing of it."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from documents.belonging import companies_in
from documents.blocks import Sentence
from documents.each_told import Told, each_told
from documents.material import Case, Respondent
from documents.refusals import as_refused, refusals_told, said
from documents.strangers import of_strangers
from documents.told_of_each import EachTold

FACTS: dict[str, Any] = {
    "event": {"first": "2026-01-20", "last": "2026-11-22"},
    "refusal": {"made": True, "on": "2026-02-08", "ways": ["writing", "at_once", "sms_reply"]},
    "consent": {"status": "withdrawn"},
}
STORY = (
    "2月8日我在微信跟店长讲，疗程我不买了，以后不用通知我。4月5日我又去做了一次。出门的时候我当面又讲了一次，不要再打电话给我。"
    "短信写明“退订回T”，我4月20日、5月12日都回过，没有用。到11月22日，电话41个，2月8日说过不要以后的有60次。"
)
ANSWERED = Sentence(
    text="2026年2月8日起，原告以书面、回复短信的方式、在来电中当场明确拒绝，即使此前有过同意，也已撤回",
    rests=("refusal.made", "refusal.on", "refusal.ways", "consent.status"),
)
AFTER = Sentence(text="此后原告仍收到60次", rests=("contacts.after_refusal",))


def case(story: str, **refusal: Any) -> Case:
    facts = {**FACTS, "refusal": {**FACTS["refusal"], **refusal}}
    return Case(fields=frozenset(), story=story, facts=facts)


def test_the_days_and_ways_of_a_story_stand_in_place_of_those_answered() -> None:
    told = as_refused(ANSWERED, case(STORY))
    assert told.text == (
        "原告于2026年2月8日以微信、4月5日当面、4月20日和5月12日回复T明确拒绝，即使此前有过同意，也已撤回"
    )
    assert "story" in told.rests
    # What came after is counted from the first of them.
    assert as_refused(AFTER, case(STORY)).text == "2026年2月8日以后原告仍收到60次"


@pytest.mark.parametrize(
    "story",
    [
        "他们天天打电话。",
        "2月10日我在微信跟店长讲，不要再发了。",  # another day than was answered
        "2月8日我在微信跟店长讲，不要再发了。",  # of two of the ways nothing is told
    ],
)
def test_an_answer_stands_where_the_story_tells_less(story: str) -> None:
    assert as_refused(ANSWERED, case(story)) == ANSWERED
    assert as_refused(AFTER, case(story)) == AFTER


@pytest.mark.parametrize(
    ("story", "told"),
    [
        (
            "5月20日我跟他们说不配了，不要再打。7月27日他们又打来。我跟她说人不在了，你们不要再打了。",
            "2026年5月20日、7月27日在来电中",
        ),
        ("6月20日短信写着拒收请回复R，我回了个R，6月23日又来一条。", "2026年6月20日回复R"),
        # What they promised is theirs.
        ("9月24日回复说店里答应不再打。", ""),
        ("6月1日客服说以后不要再打给您了。", ""),
        ("到11月20日，说过不要再打以后的有66次。", ""),
    ],
)
def test_a_refusal_is_read_with_its_day_and_way(story: str, told: str) -> None:
    assert said(refusals_told(case(story))) == told


# ── With whom nobody dealt ───────────────────────────────────────────────────────────────────────────────────────────
KNOWN = Respondent(role="content_provider", name="甲店")
STRANGE = Respondent(role="content_provider", name="乙店", told=EachTold(stranger=True))
BASIS = Sentence(
    text="撤回同意以后继续发送、来电，没有依据；各被告主张另有依据的，应当举证", rests=("consent.status",)
)


def test_who_was_never_dealt_with_had_no_consent_that_was_taken_back() -> None:
    both = replace(case(""), respondents=(KNOWN, STRANGE))
    assert "也已撤回；被告2没有取得过原告的同意" in of_strangers(ANSWERED, both).text
    assert "被告2没有取得过原告的同意" in of_strangers(BASIS, both).text
    to_strange = replace(both, addressee="乙店")
    letter = Sentence(text="本人明确拒绝，即使此前有过同意，也已撤回", rests=("refusal.made",))
    assert of_strangers(letter, to_strange).text == "本人明确拒绝"
    assert of_strangers(letter, replace(both, addressee="甲店")) == letter
    assert of_strangers(ANSWERED, replace(both, respondents=(KNOWN,))) == ANSWERED


STORE, LATER = "吉林市江沿房产经纪有限公司", "吉林市暖窝置业顾问有限公司"
SEVERAL = (
    "3月2日我去江沿登记了一下，想往外租。3月5日开始他们打过几回。4月10日江沿又来电话问，我说租完了，往后不用打了。\n"
    "5月份又冒出来一家，暖窝，一张嘴就知道我那房子几楼，我压根没去过他们家。我问电话哪来的，他说“系统里的”。"
    "5月19日我跟他说不卖，别打，他说好。"
)


def test_whom_him_means_is_told_no_and_who_turned_up_was_dealt_with_by_nobody() -> None:
    companies = companies_in(((STORE, "content_provider"), (LATER, "content_provider")), (), SEVERAL)
    told = Told(story=SEVERAL, companies=companies, first=date(2026, 3, 5), last=date(2026, 11, 24))
    found = each_told(told)
    assert found[STORE].refused_on == ("2026-04-10",)
    assert found[LATER].refused_on == ("2026-05-19",)
    assert (found[STORE].stranger, found[LATER].stranger) == (False, True)
    assert found[LATER].since == "2026-05"
