"""What is told without doubt and what is not: what is in doubt places no fact, and what stands there is told."""

import subprocess
import sys

import pytest

from complaints.reading import facts_from, kinds_told, read, situations_shown, situations_told, triage
from complaints.reading.category import CATEGORIES
from complaints.reading.message import Repeats
from complaints.reading.story import KINDS

CERTAIN = {
    "marketing": "【禾风家居】双十一全场五折，满1000元再减50元，点击抢购，退订回T",
    "collection": "【蓝海资产】周建平，您的欠款18600元已严重逾期，请今日还清，否则将起诉",
    "verification": "【云图】验证码 339021，5分钟内有效，请勿泄露给他人",
    "fraud": "【医保局】您的医保账户已停用，请立即登录 yb-gx.icu 验证银行卡恢复",
}
IN_DOUBT = "【东风行】您的优惠与账单：本月应还1200.50元，如已还请忽略，详情见APP，退订回T"


@pytest.mark.parametrize(("category", "text"), CERTAIN.items())
def test_what_is_plain_is_told_without_doubt(category: str, text: str) -> None:
    reading = read(text, explain=True)
    assert (reading.category, reading.alternatives, reading.certain) == (category, (), category)
    assert 0.5 < reading.confidence <= 1
    assert reading.words
    assert all(words in text for words in reading.words)


def test_what_is_in_doubt_shows_the_two_likeliest_with_their_words_and_places_no_fact() -> None:
    reading = read(IN_DOUBT, explain=True)
    answer = reading.as_json()
    assert reading.certain == ""
    (other,) = answer["alternatives"]
    assert {answer["category"], other["category"]} < {*CATEGORIES}
    assert answer["confidence"] >= other["confidence"] > 0
    assert answer["words"]
    assert other["words"]
    assert all(words in IN_DOUBT for words in [*answer["words"], *other["words"]])
    facts = facts_from(reading)
    assert "commercial" not in facts["content"]
    assert "debt" not in facts


def test_sums_and_the_way_out_are_told_also_in_doubt() -> None:
    reading = read(IN_DOUBT)
    assert reading.alternatives
    assert [float(yuan) for yuan in reading.amounts] == [1200.5]
    assert reading.opt_out is not None
    assert facts_from(reading)["content"]["opt_out_offered"] is True


def test_a_pass_over_many_reads_as_one_by_one() -> None:
    repeats = Repeats()
    for text in [*CERTAIN.values(), IN_DOUBT, CERTAIN["verification"].replace("339021", "118230")] * 2:
        assert repeats.read(text) == read(text)


@pytest.mark.parametrize(
    ("kind", "story"),
    [
        ("harassment", "每天早上都有推销贷款的电话打来，说了不要还是打，一天十几个"),
        ("second_hand_number", "新办的手机号天天收到写给前机主的催收短信，营业厅没告诉我是别人用过的"),
        ("fake_collection", "我从没借过钱，却天天收到催收短信说我逾期，还打给我爸妈"),
    ],
)
def test_a_story_has_a_second_kind_and_tells_how_sure_it_is(kind: str, story: str) -> None:
    told = triage(story)
    assert told.kind == kind
    assert (told.ranked[0], len(told.ranked)) == (kind, len(KINDS))
    assert 0 < told.confidence <= 1
    assert all(words in story for one in told.alternatives for words in one.words)
    assert kinds_told(story)[0] == kind


def test_an_own_debt_asked_for_as_one_may_stays_outside_the_three_kinds() -> None:
    for story in (
        "我信用卡欠了三万，银行催我还款，我现在没能力还，想协商分期。",
        "我网贷逾期两个月了，平台打电话催我还款，怎么跟他们谈",
    ):
        assert (triage(story).kind, triage(story).situations) == ("other", ())


def test_who_reads_nothing_loads_no_tables() -> None:
    script = (
        "import sys, complaints.reading.message, complaints.reading.story, evidence.importers.grouping;"
        "print(sorted({'numpy', 'complaints.reading.learned'} & set(sys.modules)))"
    )
    answer = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert answer.stdout.strip() == "[]"


def test_a_message_that_offers_a_way_out_shows_nobody_who_took_it() -> None:
    offered = "【示例旗舰店】双十一预售开启，满200减60，最后5小时！拒收请回复R"
    assert situations_shown(offered, "harassment") == []
    told = [one.slug for one in situations_told("我回复了R，第二天又来。", "harassment")]
    assert "optout_ignored" in told


@pytest.mark.parametrize(
    "text",
    [
        "【乐享购商城】亲，您有一张88元无门槛红包即将过期，点 t.lexiang.example/8f 领取，今晚24点失效 拒收回T",
        "【示例家装】春季家装节，免费设计，咨询电话 400-123-4567，回复1参加，仅花9.9元，退订回T",
        "【示例催收】陈建华您好，您的逾期欠款3560元，将联系您的家人和单位，请今日还款",
    ],
)
def test_a_message_shows_nothing_that_only_somebody_who_got_it_can_have_lived_through(text: str) -> None:
    for kind in KINDS[:3]:
        shown = {one.slug for one in situations_shown(text, kind)}
        # That the family will be told stands in the message itself; that it was told does not.
        assert shown <= {"former_holder_pursued", "threats_impersonation"}, (kind, shown)
    assert any(
        one.slug == "no_working_optout"
        for one in situations_told("我退订了，没用，显示退订失败", "harassment")
    )


def test_signs_without_a_word_are_no_message_of_any_sort() -> None:
    for text in ("？？？", "123", "…"):
        assert read(text).certain == "", text


def test_words_that_are_quoted_are_whole_and_said_once() -> None:
    quoted = read(
        "【乐享购商城】亲，您有一张88元无门槛红包即将过期，点 t.lexiang.example/8f 领取，今晚24点失效 拒收回T",
        explain=True,
    ).words
    assert "红包" in quoted
    assert all(len(one) > 1 and not one.isascii() and one[-1] not in "，。" for one in quoted), quoted
    assert not any(one != other and one in other for one in quoted for other in quoted)


def test_a_way_out_is_quoted_whole() -> None:
    for way_out in ("退订回T", "拒收请回复R", "拒收回T"):
        words = read(f"【禾风家居】周年庆全场八折，到店有礼，{way_out}", explain=True).words
        assert way_out in words
        assert not any(one != way_out and one in way_out for one in words)
