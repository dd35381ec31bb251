"""After an outcome: what can still be done, until when, and which court may hear it. Articles are those of the corpus."""

from dataclasses import dataclass, replace
from datetime import date
from types import MappingProxyType
from typing import Any

import pytest

from legal.corpus import load
from legal.corpus.checking import faults
from legal.reasoning.jurisdiction import forums
from legal.reasoning.remedies import remedies_after

ON = date(2026, 11, 20)


@dataclass(frozen=True)
class Defendant:
    name: str
    address: str = ""
    role: str = "operator"


@pytest.mark.parametrize(
    ("channel", "state", "title", "last", "citation"),
    [
        ("court", "refused", "对不予受理、驳回起诉的裁定上诉", "2026-11-30", "第一百七十一条第二款"),
        ("court", "decided", "对一审判决上诉", "2026-12-05", "第一百七十一条第一款"),
        ("12315_report", "refused", "申请行政复议", "2027-01-19", "第二十条第一款"),
        ("review", "decided", "向法院提起行政诉讼", "2026-12-05", "第四十五条"),
    ],
)
def test_a_remedy_has_its_last_day_and_its_article(
    channel: str, state: str, title: str, last: str, citation: str
):
    found = {one.title: one for one in remedies_after(load(), channel, state, ON)}
    assert found[title].last_on == date.fromisoformat(last)
    assert found[title].citation.endswith(citation)


def test_execution_is_counted_from_a_day_that_the_judgement_names():
    found = {one.title: one for one in remedies_after(load(), "court", "decided", ON)}["申请强制执行"]
    assert (found.last_on, found.span, found.begins) == (None, "二年", "判决、调解书写的履行期限届满")


@pytest.mark.parametrize("channel", sorted(load().channels))
@pytest.mark.parametrize("state", ["refused", "decided"])
def test_after_every_channel_something_can_be_done(channel: str, state: str):
    assert remedies_after(load(), channel, state, ON)


@pytest.mark.parametrize(
    "channel", ["operator", "lender", "platform", "nifa", "12321", "consumer_association"]
)
def test_no_review_is_offered_against_who_is_no_authority(channel: str):
    for state in ("refused", "decided"):
        assert "review" not in {one.channel for one in remedies_after(load(), channel, state, ON)}


def test_the_first_choice_is_the_defendants_seat_and_what_is_arguable_comes_last():
    found = forums(
        load(),
        grounds=["H2"],
        defendants=[Defendant("甲商贸有限公司"), Defendant("自称客服的人")],
        regions={"甲商贸有限公司": "330000"},
        home="310113",
        on=ON,
    )
    assert found[0].words == "被告住所地（浙江省）基层人民法院"
    assert [one.title for one in found] == ["被告住所地", "侵权结果发生地", "被侵权人住所地"]
    assert found[-1].arguable
    assert found[0].citations == ("《中华人民共和国民事诉讼法》（2023年修正）第二十二条",)


def test_a_contract_is_not_sued_at_the_place_of_a_tort_and_an_address_is_told_whole():
    company = Defendant("乙通信有限公司", "重庆市示例区一路 1 号")
    found = forums(load(), grounds=["S3"], defendants=[company], regions={}, home="重庆市示例区二路", on=ON)
    assert [one.words for one in found] == [
        "被告住所地（重庆市示例区一路 1 号）基层人民法院",
        "合同履行地（重庆市示例区一路 1 号）基层人民法院",
    ]


def test_a_contract_is_performed_only_by_who_made_it():
    bank = Defendant("丙银行", "上海市一路 1 号", role="bank")
    both = [bank, Defendant("乙通信有限公司", "重庆市一路 1 号")]
    for sued, places in (([bank], []), (both, ["重庆市一路 1 号"])):
        found = forums(load(), grounds=["S1", "S5"], defendants=sued, regions={}, home="310000", on=ON)
        assert [one.place for one in found if one.title == "合同履行地"] == places


def test_of_several_defendants_those_are_named_whose_seat_is_known():
    several = [Defendant("甲公司"), Defendant("乙公司"), Defendant("丙公司", "上海市一路 1 号")]
    regions = {"乙公司": "330000"}
    found = forums(load(), grounds=["H2"], defendants=several, regions=regions, home="310000", on=ON)
    assert [one.words for one in found if one.title == "被告住所地"] == [
        "被告住所地（乙公司，浙江省）基层人民法院",
        "被告住所地（丙公司，上海市一路 1 号）基层人民法院",
    ]


def test_where_no_seat_is_known_the_place_of_the_result_comes_first():
    found = forums(load(), grounds=["H2"], defendants=[Defendant("甲公司")], regions={}, home="310000", on=ON)
    assert found[0].words == "侵权结果发生地（上海市）基层人民法院"


def test_the_check_finds_what_leads_nowhere():
    corpus = load()
    wrong = [
        {
            "states": ["lost"],
            "title": "甲",
            "text": "乙",
            "days": 3,
            "channel": "nowhere",
            "basis": "民事诉讼法:171",
            "para": 9,
        }
    ]
    court = corpus.channels["court"]
    changed = replace(court, parts={**court.parts, "outcomes": wrong})
    told = faults(replace(corpus, channels=MappingProxyType({**corpus.channels, "court": changed})))
    for part in ("no state lost", "needs from and basis", "no channel nowhere", "has no paragraph 9"):
        assert any(part in one for one in told), part


def test_the_public_page_of_a_channel_says_what_follows(client: Any):
    page = client.get("/law/channels/court/").content.decode()
    assert "有了结果，不满意的" in page
    assert "从收到裁定书起 10日" in page
    assert "第二百五十条第一款" in page
