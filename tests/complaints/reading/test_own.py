"""What a deployment learned from corrections: bounded, in doubt, of like messages alone, and the same bytes each time."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from complaints.reading import learn_beside, read
from complaints.reading.category import CATEGORIES
from complaints.reading.naming import unnamed
from complaints.reading.relearning import LEAST, Corrected, learn, relearned, used_of

MESSAGES = [
    line.split("\t", 1)
    for line in (Path(__file__).parent / "messages.tsv").read_text("utf-8").splitlines()
    if line
]
FRUIT = "【海川鲜生】亲，您关注的{}到货了，今晚八点门店开放自提，早来的邻居有份，详询店长13812345678"
GOODS = ("阳光玫瑰", "红颜草莓", "麒麟西瓜", "蜜桔", "车厘子")


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Path]:
    yield tmp_path
    learn_beside(None)


def put(place: Path, texts: list[Corrected]) -> bytes:
    assert relearned(place, texts) > 0
    learn_beside(place)
    return (place / "own.npz").read_bytes()


def kept(texts: list[str], category: str) -> list[Corrected]:
    return [Corrected(category, unnamed(text, known=())) for text in texts]


def test_the_same_texts_make_the_same_bytes_in_whatever_order(place: Path) -> None:
    texts = kept([FRUIT.format(one) for one in GOODS], "notice") + kept([MESSAGES[0][1]] * 5, "fraud")
    assert put(place, texts) == put(place, texts[::-1])


def test_too_few_teach_nothing() -> None:
    few = kept([FRUIT.format(one) for one in GOODS[: LEAST - 1]], "notice")
    assert learn(few) is None
    assert used_of(few) == {}
    assert learn([]) is None
    assert learn([*few, *kept([FRUIT.format("蜜桔")], "personal")]) is None, "each category for itself"


def test_a_handful_changes_no_reading_of_other_messages(place: Path) -> None:
    before = [read(text) for _label, text in MESSAGES]
    put(place, kept([FRUIT.format(one) for one in GOODS], "notice"))
    assert read(FRUIT.format("荔枝")).category == "notice"
    assert [read(text) for _label, text in MESSAGES] == before
    learn_beside(None)
    assert [read(text) for _label, text in MESSAGES] == before


def test_however_wrong_the_corrections_nothing_is_told_without_doubt_that_the_reader_does_not_say(
    place: Path,
) -> None:
    """Who wants to blind the reader to fraud files many cases and calls it a notice: its warning stays."""
    before = [read(text, explain=True) for _label, text in MESSAGES]
    wrong = [
        one
        for at, (_label, text) in enumerate(MESSAGES[::20])
        for one in kept([text] * 9, CATEGORIES[at % len(CATEGORIES)])
    ]
    put(place, wrong)
    after = [read(text, explain=True) for _label, text in MESSAGES]
    changed = [(old, new) for old, new in zip(before, after, strict=True) if old.category != new.category]
    assert len(changed) > 10
    for old, new in changed:
        assert new.certain == ""
        assert new.may_be(old.category)
        assert all(new.may_be(one.name) for one in old.alternatives)
        assert all(0 <= one <= 1 for one in (new.confidence, *(two.confidence for two in new.alternatives)))
        assert 1 <= len(new.alternatives) <= 2
    same = [(old, new) for old, new in zip(before, after, strict=True) if old.category == new.category]
    assert all(
        (old.confidence, [one.name for one in old.alternatives])
        == (new.confidence, [one.name for one in new.alternatives])
        for old, new in same
    ), "and takes no doubt away"
    assert all(new.may_be("fraud") for old, new in zip(before, after, strict=True) if old.may_be("fraud"))


def test_a_table_that_goes_or_comes_is_seen_by_who_reads_on(place: Path) -> None:
    text = FRUIT.format("荔枝")
    before = read(text)
    learn_beside(place)
    assert read(text) == before
    put(place, kept([FRUIT.format(one) for one in GOODS], "notice"))
    assert read(text).category == "notice"
    put(place, kept([FRUIT.format(one) for one in GOODS], "fraud"))
    assert read(text).category == "fraud"
    (place / "own.npz").unlink()
    assert read(text) == before


@pytest.mark.parametrize(
    ("text", "gone", "stays"),
    [
        ("请到朝阳区示例路12号3单元502室取件", ("示例路", "502", "单元"), "取件"),
        ("包裹在示例新村三号楼二单元，取件码5-2-1003", ("新村", "1003"), "取件码"),
        ("李晓明先生，您尾号1234的卡欠27911元", ("李晓明", "1234", "27911"), "欠"),
        ("点 t.cn/abc 领取，加微信abcdefg", ("t.cn", "abcdefg"), "领取"),
    ],
)
def test_what_is_kept_has_no_numbers_names_links_or_addresses(
    text: str, gone: tuple[str, ...], stays: str
) -> None:
    masked = unnamed(text, known=())
    assert not any(one in masked for one in gone)
    assert stays in masked
