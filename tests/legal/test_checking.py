"""check_corpus, class by class: every way in which a corpus can be unsound is shown on a broken copy and told by its place."""

from collections.abc import Callable
from pathlib import Path

import pytest
import yaml

from legal.corpus import CorpusError, load
from legal.corpus.checking import faults
from legal.corpus.reaching import reachable
from legal.corpus.reader import FOLDER, read_corpus

Spoil = Callable[..., list[str]]


@pytest.fixture
def spoil(copied: Path) -> Spoil:
    """A copy of the corpus in which some words of some files are others; the faults that are then found."""

    def change(*edits: tuple[str, str, str]) -> list[str]:
        for name, before, after in edits:
            path = copied / name
            text = path.read_text(encoding="utf-8")
            assert before in text, (name, before)
            path.write_text(text.replace(before, after, 1), encoding="utf-8")
        return faults(read_corpus(copied))

    return change


@pytest.fixture
def rewrite(copied: Path) -> Spoil:
    """The same with a key of a ground or channel set to another value."""

    def change(name: str, **values: object) -> list[str]:
        path = copied / name
        row = yaml.safe_load(path.read_text(encoding="utf-8"))
        path.write_text(yaml.safe_dump({**row, **values}, allow_unicode=True), encoding="utf-8")
        return faults(read_corpus(copied))

    return change


# ── Gaps and overlaps ────────────────────────────────────────────────────────────────────────────────────────────


def test_a_gap_between_a_statute_and_its_successor(spoil):
    found = spoil(("statutes/短信规定74.yaml", "from: 2026-05-01", "from: 2026-05-02"))
    assert any("短信规定31: 短信规定74 does not follow on the next day" in one for one in found), found


def test_an_overlap_of_a_statute_and_its_successor(spoil):
    found = spoil(("statutes/短信规定74.yaml", "from: 2026-05-01", "from: 2026-04-30"))
    assert any("does not follow on the next day" in one for one in found), found


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        ("since: 2024-07-01, days: 60", "since: 2024-07-02, days: 60", "after_acceptance: gap before 2024-07-02"),
        ("since: 2024-07-01, days: 60", "since: 2024-06-30, days: 60", "2024-06-30 overlaps"),
        ("since: 2020-01-01, until: 2024-06-30, days", "since: 2020-01-01, days", "overlaps"),
        ("since: 2020-01-01, until: 2024-06-30, days", "since: 2025-01-01, until: 2024-06-30, days", "ends before it begins"),
    ],
)  # fmt: skip
def test_gaps_and_overlaps_of_the_periods_of_a_channel(spoil, before, after, told):
    found = spoil(("channels/12315_complaint.yaml", before, after))
    assert any(told in one for one in found), found


@pytest.mark.parametrize(
    ("before", "after"),
    [("all_material: true, ", ""), ("from: 收到申诉材料之日", "from: 收到申诉材料之日, all_material: true")],
)
def test_a_day_that_begins_anew_says_so_in_mark_and_words(spoil, before, after):
    found = spoil(("channels/telecom_appeal.yaml", before, after))
    assert any("all_material belongs to" in one for one in found), found


@pytest.mark.parametrize(
    ("name", "before", "after", "told"),
    [
        (
            "channels/telecom_appeal.yaml",
            "grounds: [S3]",
            "grounds: [F4]",
            "a bar names F4, which does not lead here",
        ),
        (
            "channels/telecom_appeal.yaml",
            "    from: event.last\n    years: 2\n",
            "    when: {eq: [kind, harassment]}\n    from: event.last\n    years: 2\n",
            "no bar speaks for the disputes",
        ),
        ("channels/telecom_appeal.yaml", "    years: 2\n", "", "a bar without a period"),
        ("channels/telecom_appeal.yaml", "region_of: operator", "region_of: mayor", "region_of 'mayor'"),
        (
            "channels/12315_complaint.yaml",
            "law: filing, since: 2026-04-15",
            "law: filing, since: 2026-04-16",
            "12315_complaint bars: gap before 2026-04-16",
        ),
        (
            "channels/review.yaml",
            "since: 2026-01-01, days: 30",
            "since: 2026-01-02, days: 30",
            "review police: gap before 2026-01-02",
        ),
        ("channels/review.yaml", "basis: 电信条例:39", "basis: 电信条例:939", "no article 电信条例:939"),
        (
            "channels/review.yaml",
            "untold_years: 1, basis: 行政复议法:20}",
            "untold_years: 1, basis: 行政复议法:920}",
            "no article 行政复议法:920",
        ),
        ("channels/police.yaml", "    soft: true\n", "", "a soft bar says in lapse what is lost"),
        (
            "channels/court.yaml",
            "lapse: 对方可以拿这一点抗辩，其余请求不受影响, ",
            "",
            "a soft bar says in lapse",
        ),
        ("channels/police.yaml", "{to: [police]", "{to: [mayor]", "nobody called mayor"),
        ("channels/review.yaml", "  - to: police", "  - to: mayor", "nobody of that name"),
        ("channels/review.yaml", "channel: telecom_appeal", "channel: pigeon", "no channel pigeon"),
        (
            "channels/nifa.yaml",
            "authority: false",
            "authority: perhaps",
            "nifa.yaml: authority is true or false",
        ),
        (
            "channels/nifa.yaml",
            "prior: {to: other_authority",
            "prior: {to: pigeon",
            "nifa.yaml prior: to 'pigeon'",
        ),
        ("channels/nifa.yaml", "act: report}", "act: coo}", "nifa.yaml prior: act 'coo'"),
        ("channels/nifa.yaml", "authority: false", "autority: false", "nifa.yaml: no key is called autority"),
        (
            "rules.yaml",
            "since: 2026-05-01, months: 6",
            "since: 2026-05-02, months: 6",
            "records: gap before 2026-05-02",
        ),
        ("rules.yaml", "短信规定74@2026:13", "短信规定74@2026:913", "no article 短信规定74:913"),
    ],
)
def test_bars_authorities_and_records(spoil, name, before, after, told):
    found = spoil((name, before, after))
    assert any(told in one for one in found), found


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("successor: 短信规定74:21", "successor: 短信规定31:20"),  # of the same day
        ("successor: 短信规定74:21", "successor: 短信规定74@2015:21"),  # of a version that there is not
    ],
)
def test_a_successor_comes_after(spoil, before, after):
    found = spoil(("statutes/短信规定31.yaml", before, after))
    assert any("短信规定31:18" in one for one in found), found


AMENDED = """- from: 2027-01-01
  to: null
  citation: （2026年修订）
  articles:
  - number: '26'
    verification: one_copy
    paragraphs:
    - 新的文字。
"""


def test_an_amendment_that_moves_an_article_is_followed_up(spoil, copied):
    """What docs/law.md tells to do when a statute is amended, forgotten step by step."""
    path = copied / "statutes" / "湖南省通信条例.yaml"
    text = path.read_text(encoding="utf-8").replace("  to: null", "  to: 2026-12-31") + AMENDED
    path.write_text(text, encoding="utf-8")
    found = spoil()
    assert any(
        "H1: 湖南省通信条例:25 ends on 2026-12-31 and nothing took its place" in one for one in found
    ), found
    assert any("H1 R10: 湖南省通信条例:51 ends" in one for one in found), found
    text = text.replace("  - number: '25'\n", "  - number: '25'\n    successor: 湖南省通信条例@2027:26\n")
    text = text.replace("  - number: '51'\n", "  - number: '51'\n    repealed: true\n")
    path.write_text(text, encoding="utf-8")
    (only,) = spoil()
    assert "湖南省通信条例:26, which took its place, is not named beside it" in only
    line = "  - {at: 湖南省通信条例:25, para: 1, when: {use: commercial}}\n"
    assert spoil(("grounds/H1.yaml", line, line + line.replace(":25, para: 1", ":26"))) == []


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        ("issuer: 湖南省人民代表大会常务委员会\n", "", "湖南省通信条例.yaml: issuer is missing"),
        ("- from: 2017-08-01", "- from: 去年八月", "湖南省通信条例: from: '去年八月' is no date"),
        ("    verification: one_copy\n", "", "湖南省通信条例.yaml: verification is missing"),
        ("  articles:", "  articles: 无", "湖南省通信条例.yaml"),
    ],
)
def test_a_slip_of_the_pen_names_the_file(spoil, before, after, told):
    with pytest.raises(CorpusError, match=told):
        spoil(("statutes/湖南省通信条例.yaml", before, after))


def test_a_region_written_as_a_number_is_a_region(spoil):
    assert spoil(("statutes/湖南省通信条例.yaml", "region: '43'", "region: 43")) == []


def test_what_came_before_is_not_written(spoil):
    with pytest.raises(CorpusError, match="write successor in the earlier statute"):
        spoil(("statutes/短信规定74.yaml", "id: 短信规定74", "id: 短信规定74\npredecessor: 短信规定31"))


def test_a_version_without_an_end_that_is_not_the_last(spoil):
    found = spoil(("statutes/广告法.yaml", "to: 2018-10-25", "to: null"))
    assert any("has no end but is not the last" in one for one in found), found


# ── Dangling references ──────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("name", "before", "after", "told"),
    [
        ("relief.yaml", "民法典:995", "民法典:9995", "no article 民法典:9995"),
        ("respondents.yaml", "民法典:1168", "民法典:9168", "no article 民法典:9168"),
        ("channels/12315_complaint.yaml", "basis: 消法实施条例:46", "basis: 消法实施条例:946", "no article 消法实施条例:946"),
        ("channels/12315_complaint.yaml", "basis: 消法实施条例:46", "basis: 无此法:46", "no statute 无此法"),
        ("grounds/H9.yaml", "{use: profiled}", "{use: nobody}", "no condition is named 'nobody'"),
        ("rules.yaml", "basis: [征信业管理条例:17,", "basis: [征信业管理条例:917,", "no article 征信业管理条例:917"),
        ("rules.yaml", "grounds: [S7]", "grounds: [S77]", "no ground S77"),
        ("channels/court.yaml", "blocks: [", "blocks: [pigeon, ", "pigeon"),
    ],
)  # fmt: skip
def test_dangling_references(spoil, name, before, after, told):
    found = spoil((name, before, after))
    assert any(told in one for one in found), found


# ── Grounds ──────────────────────────────────────────────────────────────────────────────────────────────────────


def test_every_ground_is_reached_by_some_facts():
    corpus = load()
    assert [ground.code for ground in corpus.grounds.values() if not reachable(ground, corpus)] == []


@pytest.mark.parametrize(
    ("name", "before", "after"),
    [
        # a condition against itself, within one element and between two
        ("grounds/H9.yaml", "when: {all: [{use: profiled}, {use: commercial}]}",
         "when: {all: [{use: profiled}, {not: {use: profiled}}]}"),
        ("grounds/H9.yaml", "when: {all: [{use: profiled}, {use: commercial}]}",
         "when: {not: {eq: [data.profiling, true]}}"),
        ("grounds/S2.yaml", "when: {present: number.activated_on}",
         "when: {after: [number.released_on, number.released_on]}"),
    ],
)  # fmt: skip
def test_a_ground_that_no_facts_can_reach(spoil, name, before, after):
    found = spoil((name, before, after))
    assert any("unreachable: no facts" in one for one in found), found


@pytest.mark.parametrize(
    ("key", "told"),
    [
        ("relief", "H9: no relief"),
        ("channels", "H9: no channel"),
        ("provisions", "H9: no provision"),
        ("respondents", "H9: no respondent"),
        ("elements", "H9: no element"),
    ],
)
def test_a_ground_that_lacks_something(rewrite, key, told):
    assert told in rewrite("grounds/H9.yaml", **{key: []})


def test_a_ground_of_dead_letters(rewrite):
    found = rewrite("grounds/H9.yaml", provisions=["民法总则:111", "侵权责任法:6"])
    assert "H9: none of its provisions is in force any more" in found


def test_a_channel_that_nothing_leads_to(spoil, copied):
    row = yaml.safe_load((FOLDER / "channels" / "nifa.yaml").read_text(encoding="utf-8"))
    added = copied / "channels" / "pigeon.yaml"
    added.write_text(yaml.safe_dump({**row, "channel": "pigeon"}, allow_unicode=True), encoding="utf-8")
    assert "pigeon: no ground leads to this channel" in spoil()


def test_self_help_must_say_what_it_does_not_do(spoil):
    found = spoil(("rules.yaml", "    does_not: 不影响投诉和起诉", "    left_out: 不影响投诉和起诉"))
    assert "self_help blocking: says nothing of does_not" in found


@pytest.mark.parametrize(
    ("name", "before", "after", "told"),
    [
        (
            "respondents.yaml",
            "    - 个人信息保护法:69\n    - {at: 个人信息保护法:21, para: 1, when: {use: entrusted}}\n",
            "    - 民法典:1197\n",
            "F2 lender: 民法典:1197 speaks to platform: write arguable: true, or leave it out",
        ),
        (
            "grounds/F2.yaml",
            "{at: 信用卡办法:68, when: {use: card_debt}}",
            "{at: 信用卡办法:68, when: {role: [bank, lender]}}",
            "F2: 信用卡办法:68 speaks to bank, and may be cited against others alone: give it a condition",
        ),
        (
            "statutes/信用卡办法.yaml",
            "addresses: [bank]",
            "addresses: [banker]",
            "信用卡办法:49 (2011): addresses: no role banker",
        ),
    ],
)
def test_an_article_that_speaks_to_others_is_no_direct_basis(spoil, name, before, after, told):
    assert told in spoil((name, before, after))


def test_an_alternative_that_no_sentence_of_a_paper_resolves_is_told(spoil):
    (only,) = spoil(("grounds/H1.yaml", "- text: 发给了您本人\n", "- text: 发给了您本人或者您的家人\n"))
    assert "H1.3: “发给了您本人或者您的家人” leaves open which" in only


def test_a_sentence_of_a_paper_resolves_its_alternatives(spoil):
    text = '"{本人}停机、销号时被要求支付{number.cancellation_fee}元"'
    found = spoil(("grounds/S10.yaml", text, '"{本人}停机或者销号时被要求支付{number.cancellation_fee}元"'))
    assert found == [
        "S10 pleading facts: “{本人}停机或者销号时被要求支付{number.cancellation_fee}元” leaves open which"
    ]
