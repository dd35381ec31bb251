"""Lines of a screenshot into messages: sender, dates, sides, joined lines; what is uncertain is asked."""

import sys
from datetime import date, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from complaints.reading.screenshots import MOST_MESSAGES, Line, Screen, read_screenshot
from complaints.reading.stamps import stamp_of

WIDTH, HEIGHT = 1170, 2532
TAKEN = date(2026, 3, 19)  # a Thursday


def at(
    top: int, left: int, text: str, *, letters: int = 48, joined: bool | None = None, unsure: str = ""
) -> Line:
    wide = sum(letters if ord(sign) > 0x2000 else letters // 2 for sign in text)
    sure = tuple(0.4 if sign in unsure else 1.0 for sign in text)
    return Line(text, left, top, left + wide, top + letters + 4, sure, joined)


def middle(top: int, text: str) -> Line:
    wide = sum(34 if ord(sign) > 0x2000 else 17 for sign in text)
    return Line(text, (WIDTH - wide) // 2, top, (WIDTH + wide) // 2, top + 40)


def own(top: int, text: str) -> Line:
    line = at(top, 0, text)
    return Line(text, WIDTH - 90 - line.right, top, WIDTH - 90, line.bottom, line.sure)


def screen(*lines: Line, taken_on: date | None = TAKEN) -> Screen:
    return read_screenshot(lines, width=WIDTH, height=HEIGHT, taken_on=taken_on)


STATUS = (at(55, 85, "9:41"), at(55, 930, "5G 86"))


# ── Dates ────────────────────────────────────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize(
    ("said", "on", "clock", "asked"),
    [
        ("今天 上午9:26", date(2026, 3, 19), time(9, 26), False),
        ("今天上午9：26", date(2026, 3, 19), time(9, 26), False),
        ("昨天18:03", date(2026, 3, 18), time(18, 3), False),
        ("昨天", date(2026, 3, 18), None, False),
        ("前天 晚上8:15", date(2026, 3, 17), time(20, 15), False),
        ("星期二 下午3:20", date(2026, 3, 17), time(15, 20), False),
        ("周四 10:20", date(2026, 3, 12), time(10, 20), False),  # last week's: today's would say 今天
        ("礼拜天 中午12:05", date(2026, 3, 15), time(12, 5), False),
        ("3月14日 周六 12:30", date(2026, 3, 14), time(12, 30), False),
        ("3月14日(周六)上午12:30", date(2026, 3, 14), time(12, 30), False),
        ("3月14日 周五 12:30", date(2025, 3, 14), time(12, 30), True),  # the weekday says another year
        ("12月31日 23:59", date(2025, 12, 31), time(23, 59), False),
        ("2月29日 08:00", date(2024, 2, 29), time(8, 0), False),
        ("2023年11月5日 12:30", date(2023, 11, 5), time(12, 30), False),
        ("2023年11月5日 周一 12:30", date(2023, 11, 5), time(12, 30), True),
        ("2023/11/5 12:30", date(2023, 11, 5), time(12, 30), False),
        ("2023-11-05 12:30:41", date(2023, 11, 5), time(12, 30), False),
        ("2027年1月1日", date(2027, 1, 1), None, True),
        ("11/05 下午1:02", date(2025, 11, 5), time(13, 2), False),
        ("9:26 PM", date(2026, 3, 19), time(21, 26), True),
        ("凌晨12:40", date(2026, 3, 19), time(0, 40), True),
    ],
)
def test_a_date_is_resolved_against_the_day_of_the_screenshot(
    said: str, on: date, clock: time | None, asked: bool
) -> None:
    found = stamp_of(said, taken_on=TAKEN)
    assert found is not None
    assert (found.on, found.at, found.asked) == (on, clock, asked)


@pytest.mark.parametrize("said", ["今天 上午9:26", "昨天", "周二 10:20", "3月14日 周六 12:30", "9:26"])
def test_without_that_day_it_is_asked(said: str) -> None:
    found = stamp_of(said)
    assert found is not None
    assert (found.on, found.asked) == (None, True)


def test_a_whole_date_needs_no_day() -> None:
    found = stamp_of("2023年11月5日 12:30")
    assert found is not None
    assert (found.on, found.asked) == (date(2023, 11, 5), False)


@pytest.mark.parametrize(
    "said",
    [
        "",
        "TD",
        "12345",
        "明天下午3点前还款",
        "请于11月5日18:00前处理",
        "13月1日 10:00",
        "2月30日 10:00",
        "25:00",
        "9:61",
        "1069",
    ],
)
def test_what_is_no_date(said: str) -> None:
    assert stamp_of(said, taken_on=TAKEN) is None


# ── Layouts ──────────────────────────────────────────────────────────────────────────────────────────────────────────
def test_an_iphone() -> None:
    said = screen(
        *STATUS,
        at(170, 40, "<"),
        middle(290, "106912345678"),
        middle(400, "短信/彩信"),
        middle(450, "今天 上午9:26"),
        at(540, 84, "【示例小贷】您的借款已逾期，请于", joined=True),
        at(606, 84, "11月5日18:00前处理，拒收请回复R"),
        own(760, "TD"),
        middle(820, "已送达"),
        at(2380, 190, "文本信息·短信"),
    )
    assert (said.sender, said.asked) == ("106912345678", ())
    first, second = said.messages
    assert first.text == "【示例小贷】您的借款已逾期，请于11月5日18:00前处理，拒收请回复R"
    assert (first.own, first.on, first.at, first.asked) == (False, TAKEN, time(9, 26), ())
    assert (second.text, second.own) == ("TD", True)
    assert (first.place, second.place) == (1, 2)


def test_an_android_with_the_time_below_each_bubble() -> None:
    said = screen(
        at(50, 85, "上午9:26"),
        at(180, 170, "1069 1234 5678"),
        middle(330, "3月18日 周三"),
        at(460, 100, "您尾号8821的账单已出"),
        at(530, 100, "18:03", letters=30),
        at(700, 100, "退订回T"),
        at(770, 100, "18:05", letters=30),
    )
    assert said.sender == "106912345678"
    assert [(one.text, one.on, one.at) for one in said.messages] == [
        ("您尾号8821的账单已出", date(2026, 3, 18), time(18, 3)),
        ("退订回T", date(2026, 3, 18), time(18, 5)),
    ]


def test_two_bubbles_close_together_are_two_and_a_blank_line_is_none() -> None:
    apart = screen(at(500, 84, "第一条", joined=False), at(575, 84, "第二条"))
    assert [one.text for one in apart.messages] == ["第一条", "第二条"]
    together = screen(at(500, 84, "第一段的文字很长很长很长很长", joined=True), at(620, 84, "第二段"))
    assert [one.text for one in together.messages] == ["第一段的文字很长很长很长很长\n第二段"]
    unknown = screen(at(500, 84, "没有人看过底色的一行文字"), at(560, 84, "第二行"), at(700, 84, "另一条"))
    assert [one.text for one in unknown.messages] == ["没有人看过底色的一行文字第二行", "另一条"]


def test_lines_are_joined_as_they_were_written() -> None:
    wrapped = screen(
        at(500, 84, "點擊查看詳情，地址是 https://t.exa", joined=True), at(560, 84, "mple.cn/a8Kq 退訂回T")
    )
    assert wrapped.messages[0].text == "點擊查看詳情，地址是 https://t.example.cn/a8Kq 退訂回T"
    english = screen(at(500, 84, "Your parcel is waiting for customs", joined=True), at(560, 84, "clearance"))
    assert english.messages[0].text == "Your parcel is waiting for customs clearance"
    ended = screen(
        at(500, 84, "尊敬的客户：", joined=True), at(560, 84, "您的账单已出，请尽快处理，谢谢您的配合")
    )
    assert ended.messages[0].text == "尊敬的客户：\n您的账单已出，请尽快处理，谢谢您的配合"
    number = screen(at(500, 84, "如有疑问请致电客服热线4009", joined=True), at(560, 84, "001234"))
    assert number.messages[0].text == "如有疑问请致电客服热线4009001234"


def test_a_row_recognised_in_pieces_is_one_row() -> None:
    said = screen(at(500, 84, "您的账单"), at(503, 84 + 192 + 40, "已出"), at(498, 900, "9:26", letters=30))
    assert said.messages[0].text == "您的账单 已出"


def test_who_is_no_number_is_asked() -> None:
    said = screen(*STATUS, middle(290, "示例银行"), middle(420, "昨天 10:00"), at(520, 84, "您好"))
    assert (said.sender, said.asked) == ("示例银行", ("sender",))
    nobody = screen(at(900, 84, "截掉了上面的一条短信"))
    assert (nobody.sender, nobody.asked) == ("", ("sender",))
    assert nobody.messages[0].asked == ("date",)
    unsure = screen(Line("1069123X5678".replace("X", "8"), 345, 270, 825, 320, (0.3,) * 12))
    assert (unsure.sender, unsure.asked) == ("106912385678", ("sender",))


def test_signs_that_were_hard_to_read_are_named() -> None:
    said = screen(at(500, 84, "欠款", joined=True), at(560, 84, "X77元，请", unsure="X7"))
    message = said.messages[0]
    assert [message.text[start:end] for start, end in message.doubtful] == ["X77"]
    assert "text" in message.asked


def test_a_wide_bubble_leaves_its_side_open() -> None:
    said = screen(at(700, 240, "这是一条左右都不靠边的短信"))
    assert "side" in said.messages[0].asked


def test_a_word_of_a_button_is_a_message_where_messages_stand() -> None:
    said = screen(middle(290, "10086"), middle(400, "昨天 10:00"), at(500, 84, "取消"), at(2400, 190, "短信"))
    assert [one.text for one in said.messages] == ["取消"]


def test_a_bubble_of_thousands_of_rows_takes_no_longer_a_row() -> None:
    """A page is waiting for it. Counted in calls, not in seconds: a row more must not look at all rows before it."""

    def calls(rows: int) -> int:
        lines = [at(900 + 60 * row, 60, f"第{row}行写满了字", letters=48) for row in range(rows)]
        count = 0

        def called(_frame: object, event: str, _argument: object) -> None:
            nonlocal count
            count += event == "call"

        before = sys.getprofile()
        sys.setprofile(called)
        try:
            said = read_screenshot(lines, width=WIDTH, height=900 + 60 * rows)
        finally:
            sys.setprofile(before)
        assert sum(one.text.count("行") for one in said.messages) == rows
        return count

    assert calls(1600) < 5 * calls(400)


def test_nothing_is_nothing() -> None:
    assert screen() == Screen(asked=("sender",))
    assert screen(at(55, 85, " ")) == Screen(asked=("sender",))


_SIDE = st.integers(0, 100_000)
_ANY = st.builds(
    Line,
    text=st.one_of(
        st.text(max_size=30),
        st.sampled_from(
            ["昨天 18:03", "106912345678", "TD", "周二 10:20", "3月14日", "9:26", "https://a.cn/x", "信息"]
        ),
    ),
    left=_SIDE,
    top=_SIDE,
    right=_SIDE,
    bottom=_SIDE,
    sure=st.lists(st.floats(0, 1), max_size=30).map(tuple),
    joined=st.sampled_from([None, True, False]),
)


@given(
    lines=st.lists(_ANY, max_size=40),
    width=st.integers(-1, 100_000),
    height=st.integers(-1, 100_000),
    taken_on=st.none() | st.dates(),
)
def test_it_never_raises_and_its_places_lie_in_the_text(
    lines: list[Line], width: int, height: int, taken_on: date | None
) -> None:
    said = read_screenshot(lines, width=width, height=height, taken_on=taken_on)
    assert len(said.messages) <= MOST_MESSAGES
    for place, one in enumerate(said.messages, 1):
        assert one.place == place
        assert one.text.strip()
        assert all(0 <= start < end <= len(one.text) for start, end in one.doubtful)
        assert one.on is not None or "date" in one.asked
        if taken_on is not None and one.on is not None and "date" not in one.asked:
            assert one.on <= taken_on


@given(st.text(max_size=40), st.none() | st.dates())
def test_a_date_never_raises(said: str, taken_on: date | None) -> None:
    stamp_of(said, taken_on=taken_on)


@pytest.mark.parametrize("number", ["170 8812 4431", "021-60889231", "1069038812345671"])
def test_a_number_at_the_very_top_is_the_sender_and_no_bar_of_the_telephone(number: str) -> None:
    read = screen(
        at(60, 48, number), middle(220, "2026年3月18日 14:32"), at(340, 84, "三天内不还就派人到你家")
    )
    assert read.sender == number.replace(" ", "").replace("-", "")
    assert read.asked == ()
    # A clock and a battery without a colon are the bar all the same.
    assert screen(at(55, 85, "9 41 86"), at(240, 48, "10690001"), at(400, 84, "您好")).sender == "10690001"
