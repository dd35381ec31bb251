"""Tables: what iPhone programs and phone assistants export, and what people type themselves, in CSV and Excel."""

import io
from datetime import date, datetime, time

import pytest

from evidence.importers import NotABackup, Unreadable, recognise
from evidence.importers.entry import Entry
from tests.evidence.importers.backups import (
    AT,
    MOBILE,
    PORT,
    SPLIT,
    WORDS,
    messages,
    only,
    read,
    unreadable,
    workbook,
)  # fmt: skip

IMAZING = (
    "\ufeffChat Session,Message Date,Delivered Date,Read Date,Edited Date,Deleted Date,Service,Type,Sender ID,Sender Name,"
    "Status,Replying to,Subject,Text,Attachment,Attachment type\r\n"
)


def csv(*rows: str, encoding: str = "utf-8", end: str = "\r\n") -> bytes:
    return "".join(row + end for row in rows).encode(encoding)


def test_imazing() -> None:
    data = (
        IMAZING
        + f'{PORT},2026-03-14 09:26:53,,,,,SMS,Incoming,{PORT},,Read,,,"{SPLIT}",,\r\n'
        + f"{PORT},2026-03-14 09:27:00,,,,,SMS,Outgoing,,,Sent,,,T,,\r\n"
        + f"{MOBILE},2026-03-14 09:28:00,,,,,iMessage,Incoming,{MOBILE},,Read,,,{WORDS},,\r\n"
    ).encode()
    received, sent, blue = messages(data)
    assert (received.text, received.sender, received.direction, received.at) == (SPLIT, PORT, "in", AT)
    assert received.doubts == ("zone_unknown",)  # the computer's zone, which the file does not name
    # The words before it take three lines.
    assert (sent.direction, sent.sender, sent.line) == ("out", PORT, 5)
    assert (blue.channel, blue.sender) == ("app", MOBILE)


def test_phoneview() -> None:
    data = csv(
        '"direction","timestamp","name","number","content","type"',
        f'"Received","Mar 14, 2026 9:26:53 AM","","{PORT}","{WORDS}","SMS"',
        f'"Sent","Mar 14, 2026 9:26:53 PM","","{PORT}","say ""T""","SMS"',
    )
    received, sent = messages(data)
    assert (received.at, received.direction, received.sender, received.text) == (AT, "in", PORT, WORDS)
    assert (sent.direction, sent.text) == ("out", 'say "T"')
    assert sent.at is not None
    assert sent.at.hour == 21


def test_an_iphone_s_own_columns() -> None:
    data = csv(
        "date,from,to,text", f"2026-03-14 09:26:53,{PORT},Me,{WORDS}", f"2026-03-14 09:26:53,Me,{PORT},R"
    )
    received, sent = messages(data)
    assert (received.direction, received.sender, received.doubts) == ("in", PORT, ("zone_unknown",))
    assert (sent.direction, sent.sender) == ("out", PORT)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "gbk", "utf-16"])
@pytest.mark.parametrize(
    ("heading", "values"),
    [
        ("号码,时间,内容", f"{PORT},2026/3/14 9:26,{WORDS}"),
        ("短信内容,收到时间,发件人", f"{WORDS},2026年3月14日 9:26,{PORT}"),
        ("序号\t发送号码\t日期\t时间\t正文", f"1\t{PORT}\t2026-03-14\t上午9:26\t{WORDS}"),
        ("Phone Number;Date;Time;Message", f"{PORT};14 Mar 2026;09:26;{WORDS}"),
    ],
)
def test_columns_in_any_order_language_and_encoding(encoding: str, heading: str, values: str) -> None:
    entry = only(csv(heading, values, encoding=encoding))
    assert (entry.sender, entry.text, entry.line) == (PORT, WORDS, 2)
    assert entry.at == AT.replace(second=0)
    assert entry.doubts == ("zone_assumed",)


def test_a_title_above_the_heading_and_a_heading_twice() -> None:
    data = csv(
        "骚扰短信记录表,,",
        ",,",
        "号码,时间,内容",
        f"{PORT},2026/3/14 9:26,甲",
        "号码,时间,内容",
        f"{PORT},2026/3/14,乙",
    )
    first, second = messages(data)
    assert (first.line, first.text, second.line, second.text) == (4, "甲", 6, "乙")
    assert (second.at, str(second.on)) == (None, "2026-03-14")


def test_a_list_without_a_heading_in_two_encodings() -> None:
    """Phone assistants write 号码,收/发,日期,"内容", and some change their encoding from line to line."""
    data = (
        f'{PORT},收,2026-03-14 09:26:53,"{SPLIT}"\r\n'.encode("gbk")
        + f'{MOBILE},发,2026-03-14 09:27:53,"{WORDS}"\r\n'.encode()
        + f'{MOBILE},收,2026-03-14 09:28:53,"好的，谢谢"\r\n'.encode("gbk")
    )
    first, second, third = messages(data)
    assert (first.direction, first.sender, first.text, first.at) == ("in", PORT, SPLIT, AT)
    assert (second.direction, second.text, third.text) == ("out", WORDS, "好的，谢谢")
    assert recognise_slug(data) == "assistant_csv"


def recognise_slug(data: bytes) -> str:
    return recognise(io.BytesIO(data), filename="anything.pdf").slug


def test_numbers_that_a_spreadsheet_destroyed_are_refused() -> None:
    data = csv(
        "号码,时间,内容", f"1.06558E+16,2012/9/21 1:20,{WORDS}", f'"=""{PORT}""",2012/9/21 1:20,{WORDS}'
    )
    broken, kept = messages(data)
    assert (broken.sender, broken.sender_as_written) == ("", "1.06558E+16")
    assert broken.doubts == ("sender_damaged", "zone_assumed")
    assert (kept.sender, kept.doubts) == (PORT, ("zone_assumed",))


@pytest.mark.parametrize(
    ("written", "doubt"),
    [
        ("3/4/2024", "date_ambiguous"),
        ("昨天 上午9:26", "date_unknown"),
        ("", "date_unknown"),
        ("2024-02-31", "date_unknown"),
    ],
)
def test_a_date_that_cannot_be_told_is_not_guessed(written: str, doubt: str) -> None:
    entry = only(csv("号码,时间,内容", f"{PORT},{written},{WORDS}"))
    assert (entry.at, entry.on, entry.doubts) == (None, None, (doubt,))


@pytest.mark.parametrize(
    ("written", "hour"),
    [
        ("2026/3/14 下午9:26", 21),
        ("2026-03-14 凌晨0:26", 0),
        ("2026-03-14T01:26:53Z", 9),
        ("2026-03-14 09:26:53+08:00", 9),
        ("14/3/2026 9:26", 9),
        ("3/14/2026 9:26 PM", 21),
        ("1773451613000", 9),
        ("2026.3.14 星期六 9点26分", 9),
        ("Saturday, March 14, 2026 9:26 AM", 9),
        ("20260314 9:26", 9),
    ],
)
def test_writings_of_one_moment(written: str, hour: int) -> None:
    entry = only(csv("号码,时间,内容", f'{PORT},"{written}",{WORDS}'))
    assert entry.at is not None
    assert (str(entry.on), entry.at.hour, entry.at.minute) == ("2026-03-14", hour, 26)


def test_a_list_of_calls() -> None:
    data = csv(
        "序号,起始时间,通信地点,呼叫类型,对方号码,通信时长",
        "1,2026-03-14 09:26:53,上海,被叫,02161234567,1分20秒",
        f"2,2026-03-14 09:30:00,上海,主叫,{MOBILE},00:00:42",
        "3,2026-03-14 09:31:00,上海,被叫,,3",
    )
    first, second, third = messages(data)
    assert (first.channel, first.direction, first.sender, first.seconds) == ("call", "in", "02161234567", 80)
    assert (second.direction, second.seconds) == ("out", 42)
    assert (third.sender, third.doubts) == ("", ("sender_hidden", "zone_assumed"))


def test_an_open_quote_costs_its_own_line() -> None:
    rows = [f"{PORT},2026/3/14 9:26,第{index}条" for index in range(300)]
    rows[10] = f'{PORT},2026/3/14 9:26,"没有关上'
    found = messages(csv("号码,时间,内容", *rows))
    assert len(found) == 299
    assert unreadable(csv("号码,时间,内容", *rows)) == [(12, "quote_open")]
    assert found[10].line == 13


def test_a_quote_inside_words_is_a_quote() -> None:
    assert only(csv("号码,时间,内容", f'{PORT},2026/3/14 9:26,满"99"减20')).text == '满"99"减20'


def test_the_last_line_cut_and_lines_without_columns() -> None:
    data = (
        csv("号码,时间,内容", PORT, f"{PORT},2026/3/14 9:26,{WORDS}", ",,")
        + f'{PORT},2026/3/14 9:26,"{SPLIT}'.encode()
    )
    assert unreadable(data) == [(2, "no_columns"), (5, "cut_off")]
    assert [entry.line for entry in messages(data)] == [3]


def test_what_is_no_table() -> None:
    for other in ("一段话，没有表格。\n又一段，也没有。\n", "a,b,c\n1,2,3\n", "甲,乙\n一,二\n"):
        with pytest.raises(NotABackup, match="table_unknown"):
            read(other.encode())
    for nothing in (b"", b"\n\n ", b"\0\0\0\0"):
        with pytest.raises(NotABackup, match="empty"):
            read(nothing)


def test_a_workbook() -> None:
    data = workbook(
        ["骚扰短信", None, None],
        ["内容", "发送号码", "时间"],
        [SPLIT, PORT, datetime(2026, 3, 14, 9, 26, 53)],
        [WORDS, f"+86 {MOBILE}", "2026/3/14 9:26"],
    )
    first, second = messages(data)
    assert (first.part, first.line, first.text, first.sender, first.at) == ("短信", 3, SPLIT, PORT, AT)
    assert (second.line, second.sender, second.direction, second.doubts) == (
        4,
        MOBILE,
        "in",
        ("zone_assumed",),
    )
    assert recognise_slug(data) == "table_xlsx"


def test_number_cells_are_trusted_as_far_as_they_are_exact() -> None:
    data = workbook(
        ["号码", "日期", "时间", "内容"],
        [106900001234567, date(2026, 3, 14), time(9, 26), "fifteen digits"],
        [1069000012345678, date(2026, 3, 14), time(9, 26), "sixteen: the last one is a guess of the program"],
        [1.06558e16, date(2026, 3, 14), None, "seventeen"],
        [2161234567, None, None, "a landline lost its zero"],
        [float(MOBILE), None, None, "a mobile number as a decimal"],
    )
    exact, sixteen, seventeen, landline, mobile = messages(data)
    assert (exact.sender, exact.at, exact.doubts) == (
        "106900001234567",
        AT.replace(second=0),
        ("zone_assumed",),
    )
    assert (sixteen.sender, sixteen.doubts) == ("", ("sender_damaged", "zone_assumed"))
    assert (seventeen.sender, seventeen.at, str(seventeen.on)) == ("", None, "2026-03-14")
    assert landline.doubts == ("sender_zero_lost", "date_unknown")
    assert (mobile.sender, mobile.sender_as_written) == (MOBILE, MOBILE)


def test_a_date_cell_that_lost_its_format() -> None:
    entry = only(workbook(["号码", "时间", "内容"], [PORT, 46095.393668981481, WORDS]))
    assert entry.at == AT


def test_every_sheet_that_is_a_table_is_read() -> None:
    data = workbook(
        ["号码", "时间", "内容"], [PORT, "2026/3/14 9:26", WORDS],
        说明=[["这一页", "没有短信"]], 通话=[["对方号码", "通话时间", "通话时长"], [MOBILE, "2026/3/14 9:26", "0:42"]],
    )  # fmt: skip
    assert [(entry.part, entry.channel, entry.line) for entry in messages(data)] == [
        ("短信", "sms", 2),
        ("通话", "call", 2),
    ]


def test_a_workbook_of_something_else() -> None:
    with pytest.raises(NotABackup, match="table_unknown"):
        read(workbook(["甲", "乙"], [1, 2]))


def test_nothing_that_is_read_is_counted_as_unread() -> None:
    data = csv(
        "号码,时间,内容", *[f"{PORT},2026/3/14 9:26,第{index}条" for index in range(50)], ",2026/3/14,"
    )
    items = read(data)
    assert sum(isinstance(item, Entry) for item in items) == 50
    assert [item for item in items if isinstance(item, Unreadable)] == [Unreadable(52, "", "no_content")]
