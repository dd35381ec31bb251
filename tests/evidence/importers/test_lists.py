"""JSON: sms-ie in both versions, call logs, Xiaomi's cloud, iPhones; and vMessage."""

import json

import pytest

from evidence.importers import NotABackup
from tests.evidence.importers.backups import (
    AT,
    MILLISECONDS,
    MOBILE,
    PORT,
    SPLIT,
    WORDS,
    call,
    lines,
    listed,
    messages,
    only,
    picture_row,
    read,
    row,
    sbr,
    sms,
    unreadable,
    vmsg,
    zipped,
)  # fmt: skip


def test_a_line_is_a_message() -> None:
    data = lines(row(), row(body=SPLIT, type="2"), picture_row())
    first, second, third = messages(data)
    assert (first.line, first.text, first.sender, first.at, first.direction) == (1, WORDS, PORT, AT, "in")
    assert (second.line, second.text, second.direction) == (2, SPLIT, "out")
    # Seconds, not milliseconds.
    assert (third.channel, third.text, third.sender, third.at) == ("mms", WORDS, PORT, AT)


def test_a_broken_line_costs_itself() -> None:
    data = lines(row()) + b'{"address": broken}\n\n[1, 2]\n' + lines(row()) + b'{"address": "10'
    assert [entry.line for entry in messages(data)] == [1, 5]
    assert unreadable(data) == [(2, "malformed"), (4, "malformed"), (6, "cut_off")]


def test_the_zip_of_the_second_version() -> None:
    data = zipped(messages_dot_ndjson=lines(row(), picture_row()), data__PART_1_dot_jpg=b"\xff\xd8\xff" * 50)
    assert [(entry.part, entry.line) for entry in messages(data)] == [
        ("messages.ndjson", 1),
        ("messages.ndjson", 2),
    ]
    assert unreadable(data) == []


@pytest.mark.parametrize("indent", [None, 2])
def test_the_list_of_the_first_version(indent: int | None) -> None:
    found = messages(listed(row(), picture_row(), row(body=SPLIT), indent=indent))
    assert [(entry.line, entry.text) for entry in found] == [(1, WORDS), (2, WORDS), (3, SPLIT)]


def test_a_broken_record_costs_itself() -> None:
    whole = listed(row(), row(), row())
    place = whole.index(b'"_id"', whole.index(b'"_id"') + 1)
    broken = whole[:place] + b"@" + whole[place:]
    assert [entry.line for entry in messages(broken)] == [1, 3]
    assert unreadable(broken) == [(2, "malformed")]


def test_a_word_in_the_place_of_a_record_is_not_repeated() -> None:
    data = listed(row(), "a secret word", 5, None, [WORDS])
    assert unreadable(data) == [(2, "malformed"), (3, "malformed"), (4, "malformed"), (5, "malformed")]


def test_a_list_that_was_cut() -> None:
    whole = listed(row(), row(body=SPLIT), row())
    for length in range(len(listed(row())) + 3, len(whole) - 1, 11):
        items = read(whole[:length])
        assert len(items) == whole[:length].count(b"{")
        assert all(code == "cut_off" for _, code in unreadable(whole[:length]))


def test_emoji_of_two_escapes_and_half_of_one() -> None:
    data = listed(row(body="\U0001f606"), row(body="@@")).replace(b"@@", b"\\ud83d")
    whole, half = messages(data)
    assert whole.text == "\U0001f606"
    assert (half.text, half.doubts) == ("�", ("text_damaged",))


def test_records_deeper_than_any_message() -> None:
    deep = b'[{"address":"10690000","body":' + b"[" * 200_000 + b"]" * 200_000 + b"}," + listed(row())[1:]
    assert [entry.text for entry in messages(deep)] == [WORDS]


def test_calls() -> None:
    data = listed(
        {"number": MOBILE, "date": str(MILLISECONDS), "duration": "61", "type": "3"},
        {"number": "-1", "date": str(MILLISECONDS), "duration": "0", "type": "6"},
    )
    missed, blocked = messages(data)
    assert (missed.channel, missed.direction, missed.seconds, missed.at) == ("call", "missed", 61, AT)
    assert (blocked.direction, blocked.doubts) == ("blocked", ("sender_hidden",))


def test_xiaomi_has_the_beginning_of_a_conversation() -> None:
    entry = {"snippet": WORDS, "localTime": MILLISECONDS, "recipients": f"+86{MOBILE}", "threadId": "12"}
    page = json.dumps(
        {"result": "ok", "data": {"entries": [{"entry": entry}, {"entry": entry}], "watermark": 5}}
    )
    found = messages((page + "\n" + page).encode())  # pages saved behind each other
    assert [one.line for one in found] == [1, 2, 3, 4]
    assert (found[0].sender, found[0].direction, found[0].doubts) == (MOBILE, "unknown", ("summary_only",))
    assert (found[0].text, found[0].at) == (WORDS, AT)


def test_an_iphone_s_list() -> None:
    data = listed(
        {"date": "2026-03-14 09:26:53", "from": f"+86{MOBILE}", "to": "Me", "text": WORDS},
        {"date": "2026-03-14 09:26:53", "from": "Me", "to": PORT, "text": "T"},
    )
    received, sent = messages(data)
    assert (received.direction, received.sender, received.at) == ("in", MOBILE, AT)
    assert received.doubts == ("zone_unknown",)
    assert (sent.direction, sent.sender) == ("out", PORT)


def test_other_json() -> None:
    for other in (b'{"name": "x"}', b"[]", b'[{"title": 1}]', b"{"):
        with pytest.raises(NotABackup, match="json_unknown"):
            read(other)


def test_vmessage_joins_what_it_folded_and_doubts_its_zone() -> None:
    first, second = messages(vmsg() + vmsg(SPLIT.encode(), box="X-MESSAGE-TYPE:SUBMIT"))
    assert (first.text, first.sender, first.direction) == (WORDS, MOBILE, "in")
    # "GMT" in the file, the phone's own clock in truth.
    assert (first.at, first.doubts) == (AT, ("zone_unknown",))
    assert (second.text, second.direction) == (SPLIT, "out")
    assert (first.line, second.line) == (1, 1 + vmsg().count(b"\n"))


@pytest.mark.parametrize("charset", ["UTF-8", "GBK"])
def test_vmessage_charsets(charset: str) -> None:
    assert only(vmsg(charset=charset)).text == WORDS


def test_vmessage_with_plain_words() -> None:
    plain = (
        vmsg(b"@@")
        .replace(b";ENCODING=QUOTED-PRINTABLE", b"")
        .replace(b"=40=40", (SPLIT + "\nTel: 123").encode())
    )
    assert only(plain).text == SPLIT + "\nTel: 123"


def test_a_vmessage_that_was_cut_and_a_draft() -> None:
    data = vmsg(box="X-BOX:DRAFT") + vmsg()[:200] + b"\r\n" + vmsg() + vmsg()[:-20]
    first, second = messages(data)
    assert (first.direction, first.doubts) == ("out", ("zone_unknown", "not_sent"))
    assert second.direction == "in"
    assert [code for _, code in unreadable(data)] == ["cut_off", "cut_off"]


def test_a_packed_backup_of_both_kinds() -> None:
    data = zipped(
        sms_dot_xml=sbr(sms()), calls_dot_xml=sbr(call(), root="calls"), readme_dot_txt=b"hello world"
    )
    assert [(entry.part, entry.channel, entry.line) for entry in messages(data)] == [
        ("sms.xml", "sms", 1),
        ("calls.xml", "call", 1),
    ]
    assert unreadable(data) == [(0, "part_unknown")]
