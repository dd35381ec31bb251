"""A message as a whole: the reported one in its printed forms, garbled text, and every string there is."""

import json
from datetime import date

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from complaints.reading import decode, folding, likely_kinds, read, reading_once, told_once, triage
from complaints.reading.folding import LIMIT, fold

CLEAN = (
    "【某资产】余敏某某，目前最新欠款：27911元，现申请特殊减免还9431元即可结清账户，提供结清证明。减免有效时间截止至"
    "2023年10月21日上午10点。过期将永久取消此权益，并追责全款，追究其法律责任，详询****，退订回“T”。"
)
# As the report prints it: traditional, with readings in brackets where the page lacked the character.
GARBLED = (
    "【某資產(chǎn)】余敏某某,目前最新欠款:27911元,現(xiàn)申請?zhí)厥鉁p免還9431元即可結(jié)清賬戶,提供結(jié)清證明。減免有效時間截止至"
    "2023年10月21日上午10點。過期將永久取消此權(quán)益,并追責(zé)全款,追究其法律責(zé)任,詳詢****,退訂回“T”。"
)


@pytest.mark.parametrize(("text", "name"), [(CLEAN, "某资产"), (GARBLED, "某資產")])
def test_the_reported_message(text: str, name: str) -> None:
    reading = read(text, received=date(2023, 10, 20))
    answer = reading.as_json()
    assert answer["category"] == "collection"
    assert answer["signature"] == name
    assert answer["opt_out"]["code"] == "T"
    assert answer["amounts"] == [27911, 9431]
    assert answer["deadline"] == "2023-10-21T10:00"
    assert answer["addressee"] == "余敏某某"
    assert answer["claims_debt"] is True
    assert answer["threats"] == ["lawsuit"]
    assert answer["sender"] is None
    for start, end in answer["spans"]["amounts"]:
        assert text[start:end] in {"27911", "9431"}
    [[start, end]] = answer["spans"]["opt_out"]
    assert text[start:end] == answer["opt_out"]["text"]


@pytest.mark.parametrize(
    "garbled",
    [
        CLEAN.encode("gb18030").decode("latin-1"),
        CLEAN.encode("utf-8").decode("latin-1"),
        "\ufeff" + "\u200b".join(CLEAN),
        CLEAN.replace("。减免", "(1/2)\n(2/2)。减免"),
    ],
)
def test_misread_text(garbled: str) -> None:
    reading = read(garbled)
    assert reading.category == "collection"
    assert reading.signature == "某资产"
    assert reading.opt_out is not None
    for yuan, (start, end) in zip(reading.amounts, reading.spans["amounts"], strict=True):
        assert fold(garbled[start:end]).text == str(yuan) or not garbled[start:end].isascii()


def test_utf8_that_was_read_as_gb18030() -> None:
    folded = fold("您已逾期三天，欠款九百元".encode().decode("gb18030"))
    assert folded.text == "您已逾期三天,欠款九百元"
    assert folded.span(0, len(folded.text)) == (0, len(folded.original))


def test_text_that_is_not_misread_stays() -> None:
    for text in ("Café crème à l'hôtel", "您好", "Ünïcödé", "Привет мир"):
        assert fold(text).original == text
    assert fold("Café crème à l'hôtel").text == "Café crème à l'hôtel"


def test_a_part_number_does_not_split_a_telephone() -> None:
    assert read("(1/2)客服电话400(2/2)1234567【禾风】").phones == ("4001234567",)
    assert read("妇女节(3/8)快乐").as_json()["spans"] == {}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "gb18030"])
def test_decode(encoding: str) -> None:
    text, found = decode(CLEAN.encode(encoding))
    assert text.lstrip("\ufeff") == CLEAN
    assert found.startswith(encoding[:5])


def test_decode_never_fails_and_forgives_a_cut_end() -> None:
    assert decode(CLEAN.encode()[:-2])[1] == "utf-8"
    assert decode(CLEAN.encode("gb18030")[:-1])[0].startswith("【某资产】")
    for data in (b"", b"\x00", b"\xff\xfe\x00", bytes(range(256)), b"\xff" * 99):
        assert isinstance(decode(data)[0], str)


def test_one_character_that_is_read_as_eighteen_makes_no_text_longer_than_what_is_read() -> None:
    folded = fold("ﷺ" * LIMIT)
    assert len(folded.text) == len(folded.shown) == len(folded.places) == LIMIT
    assert folded.truncated
    assert folded.span(0, LIMIT) == (0, LIMIT // 18 + 1)
    assert not fold("ﷺ" * 10).truncated


def test_a_text_is_read_once_while_a_page_is_made_and_forgotten_with_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    folds: list[str] = []
    unmangle = folding.unmangle

    def counted(text: str) -> list[tuple[str, tuple[int, int]]] | None:
        folds.append(text)
        return unmangle(text)

    monkeypatch.setattr(folding, "unmangle", counted)
    with reading_once():
        for _ask in range(3):
            read(CLEAN)
            triage(CLEAN)
            likely_kinds(CLEAN)
        assert folds == [CLEAN]
        with reading_once():  # an act within the act
            read(CLEAN)
        assert folds == [CLEAN]
    read(CLEAN)
    with reading_once():
        read(CLEAN)
    assert len(folds) == 3


def test_of_the_very_same_things_nothing_is_told_again_and_of_equal_ones_it_is() -> None:
    told: list[dict[str, int]] = []

    @told_once
    def counted(facts: dict[str, int]) -> int:
        told.append(facts)
        return len(told)

    facts = {"count": 3}
    with reading_once():
        assert [counted(facts), counted(facts), counted({**facts})] == [1, 1, 2]
    assert [counted(facts), counted(facts)] == [3, 4]


def test_long_text_is_read_as_far_as_the_limit_and_says_so() -> None:
    reading = read(CLEAN + "填" * LIMIT)
    assert reading.truncated
    assert reading.signature == "某资产"
    assert not read(CLEAN).truncated
    assert read("😀" * 5000).category == "personal"


@pytest.mark.parametrize(
    "unit", ["您好欠款27911元退订回T ", "1", "1O", "a-", "退订,请回", "【", "短信", "一二三", "(1/2)", "ÄúºÃ"]
)
def test_a_very_long_text_of_any_kind_is_read(unit: str) -> None:
    """Ten megabytes come back at once, because no pattern goes back over what it has passed."""
    assert read(unit * (10_000_000 // len(unit))).truncated


TEXTS = st.text(max_size=300) | st.lists(
    st.sampled_from(
        [
            *"【】[]()“”0123456789OT元万,.:￥-@ \n",
            "退订",
            "退訂",
            "回",
            "回复",
            "TD",
            "(sī)",
            "(1/2)",
            "(2/2)",
            "欠款",
            "http:",
            "t.cn",
            "www.",
            ".com",
            "10月",
            "21日",
            "今日",
            "前",
            "139",
            "1234",
            "5678",
            "尊敬的",
            "王小",
            "先生",
            "验证码",
            "\u200b",
            "Ⓣ",
            "Ä",
            "ú",
            "鎮",
        ]
    ),
    max_size=60,
).map("".join)


@settings(max_examples=300)
@given(TEXTS)
@example("\ud800")
@example("(1/2)")
@example("¥9" * 50)
def test_any_text_is_read_and_spans_lie_inside_it(text: str) -> None:
    reading = read(text, sender=text[:20], received=date(2025, 11, 2))
    json.dumps(reading.as_json())
    for places in reading.spans.values():
        for start, end in places:
            assert 0 <= start < end <= len(text)
    if reading.opt_out:
        assert text[slice(*reading.opt_out.span)] == reading.opt_out.text
    for name in ("amounts", "phones", "urls"):
        assert len(getattr(reading, name)) == len(reading.spans.get(name, ()))
    for phone, (start, end) in zip(reading.phones, reading.spans.get("phones", ()), strict=True):
        digits = "".join(one for one in fold(text[start:end]).text if one.isdigit() or one in "Oo")
        assert digits.replace("O", "0").replace("o", "0") == phone or not text.isascii()


@settings(max_examples=200)
@given(TEXTS)
def test_folding_is_idempotent_and_reading_with_it(text: str) -> None:
    once = fold(text).text
    twice = fold(once).text
    if twice == once:  # a misread text may fold to one that reads as misread again
        first, second = read(once), read(fold(once).text)
        assert first == second
    assert all(0 <= start < end <= len(text) for start, end in fold(text).places)
