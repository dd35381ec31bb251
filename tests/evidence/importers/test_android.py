"""What Android programs write in XML, and every way in which their files are known to be wrong."""

import pytest

from evidence.importers import Declared, Entry, NotABackup, Unreadable
from tests.evidence.importers.backups import (
    AT,
    MILLISECONDS,
    MOBILE,
    PORT,
    SPLIT,
    WORDS,
    call,
    element,
    messages,
    mms,
    only,
    read,
    sbr,
    sms,
    unreadable,
)  # fmt: skip


def test_a_message_and_what_is_known_of_it() -> None:
    assert read(sbr(sms())) == [
        Declared(1),
        Entry(1, "sms", "in", PORT, PORT, AT, AT.date(), WORDS, None, "", ()),
    ]


def test_the_time_is_the_count_and_never_the_readable_date() -> None:
    """The readable date of these files says 1999; one without a count has no time."""
    assert only(sbr(sms())).at == AT
    without = only(sbr(sms(date="null")))
    assert (without.at, without.on, without.doubts) == (None, None, ("date_unknown",))


def test_a_day_is_a_day_in_shanghai() -> None:
    late = only(sbr(sms(date=MILLISECONDS + 7 * 3_600_000 + 9 * 3_600_000)))  # 01:26 of the 15th, 17:26 UTC
    assert str(late.on) == "2026-03-15"


@pytest.mark.parametrize(
    ("box", "direction", "doubts"),
    [
        (1, "in", ()),
        (2, "out", ()),
        (3, "out", ("not_sent",)),
        (5, "out", ("not_sent",)),
        ("x", "unknown", ()),
    ],
)
def test_boxes(box: object, direction: str, doubts: tuple[str, ...]) -> None:
    entry = only(sbr(sms(type=box)))
    assert (entry.direction, entry.doubts) == (direction, doubts)


@pytest.mark.parametrize(
    "written", [f"+86{MOBILE}", f"86{MOBILE}", f"0086{MOBILE}", "+86 170-0000-0001", "170 0000 0001"]
)
def test_one_number_in_many_writings(written: str) -> None:
    entry = only(sbr(sms(address=written)))
    assert (entry.sender, entry.sender_as_written) == (MOBILE, written)


def test_a_gateway_number_is_kept_whole() -> None:
    assert only(sbr(sms(address=f"12520{MOBILE}"))).sender == f"12520{MOBILE}"


def test_a_number_broken_by_a_spreadsheet_is_refused() -> None:
    entry = only(sbr(sms(address="1.06558E+16")))
    assert (entry.sender, entry.sender_as_written, entry.doubts) == ("", "1.06558E+16", ("sender_damaged",))


def test_emoji_written_as_two_halves() -> None:
    data = sbr(sms("恭喜@@中奖")).replace(b"@@", b"&#55357;&#56838;&#xD83D;&#xDE00;")
    assert only(data).text == "恭喜\U0001f606\U0001f600中奖"


def test_half_an_emoji_is_marked() -> None:
    entry = only(sbr(sms("恭喜@@中奖")).replace(b"@@", b"&#55357;"))
    assert (entry.text, entry.doubts) == ("恭喜�中奖", ("text_damaged",))


def test_line_ends_and_the_five_entities_and_no_other() -> None:
    data = sbr(sms("@@")).replace(b"@@", b"a&#10;b &lt;&gt;&amp;&quot;&apos; &other; &amp;lt;")
    assert only(data).text == "a\nb <>&\"' &other; &lt;"


def test_a_nul_is_not_kept() -> None:
    assert only(sbr(sms("甲@@乙")).replace(b"@@", b"\0")).text == "甲乙"


def test_unescaped_signs_and_quotes() -> None:
    raw = sbr(sms("@@"), sms()).replace(b"@@", '满"99"减20 <点击> a="b" 5>3'.encode())
    first, second = messages(raw)
    assert first.text == '满"99"减20 <点击> a="b" 5>3'
    assert (first.sender, second.text, second.line) == (PORT, WORDS, 2)


def test_a_quote_that_never_closes_costs_one_message() -> None:
    broken = f'<sms address="{PORT}" body="没有结束'
    data = sbr(sms(), broken, sms(), sms())
    assert [entry.line for entry in messages(data)] == [1, 3, 4]
    assert unreadable(data) == [(2, "malformed")]


def test_null_is_nothing() -> None:
    assert unreadable(sbr(sms("null", address="null"))) == [(1, "no_content")]
    assert only(sbr(sms("null"))).text == ""


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16-le", "utf-16-be", "utf-16", "gb18030"])
def test_encodings(encoding: str) -> None:
    """The declaration says UTF-8 in all of them: it is not believed."""
    assert [entry.text for entry in messages(sbr(sms(), sms(SPLIT)).decode().encode(encoding))] == [
        WORDS,
        SPLIT,
    ]


def test_utf_16_without_its_mark_and_with_it() -> None:
    marked = b"\xff\xfe" + sbr(sms()).decode().encode("utf-16-le")
    assert only(marked).text == WORDS


def test_a_file_that_was_cut_gives_what_it_has() -> None:
    whole = sbr(sms(), sms(SPLIT), sms(), count=58)
    for length in range(whole.index(b"<sms ") + 5, len(whole) - 12, 7):
        items = read(whole[:length])
        count = sum(isinstance(item, (Entry, Unreadable)) for item in items)
        assert items[0] == Declared(58)
        assert count == whole[:length].count(b"<sms ")  # read or listed, none is lost
        assert all(item.code == "cut_off" for item in items if isinstance(item, Unreadable))


def test_a_false_count_is_told_and_not_believed() -> None:
    items = read(sbr(*[sms()] * 6, count=5085))
    assert (items[0], len(items)) == (Declared(5085), 7)
    assert len(messages(sbr(sms()).replace(b'count="1"', b'count="many"'))) == 1


def test_a_file_without_its_beginning() -> None:
    whole = sbr(sms(), sms(), sms())
    assert len(messages(whole[whole.index(b"<sms ") + 40 :])) == 2


def test_an_mms_has_the_words_of_its_parts_and_its_writer() -> None:
    picture = element(
        "part", seq=0, ct="image/jpeg", name="a.jpg", text="null", data="/9j/" + "Qk1b" * 300_000
    )
    words = element("part", seq=1, ct="text/plain", text=WORDS, data="null")
    smil = element("part", seq=-1, ct="application/smil", text="<smil/>")
    entry, after = messages(sbr(mms(smil, picture, words, address=f"{PORT}~{MOBILE}"), sms()))
    assert (entry.channel, entry.text, entry.sender, entry.at) == ("mms", WORDS, PORT, AT)
    assert (after.line, after.text) == (2, WORDS)


def test_an_mms_to_several_names_the_first() -> None:
    entry = only(sbr(mms(element("part", ct="text/plain", text="T"), msg_box=2, address=f"{PORT}~{MOBILE}")))
    assert (entry.direction, entry.sender, entry.sender_as_written) == ("out", PORT, f"{PORT}~{MOBILE}")


def test_a_picture_broken_into_lines_is_passed_over() -> None:
    data = "&#10;".join(["Qk1b" * 19] * 40_000)
    part = element("part", ct="image/jpeg", text="null", data="@@").replace("@@", data)
    entry = only(sbr(mms(part, element("part", ct="text/plain", text=WORDS))))
    assert (entry.text, entry.doubts) == (WORDS, ())


def test_an_mms_of_pictures_alone_and_one_that_was_cut() -> None:
    picture = element("part", ct="image/jpeg", text="null", data="QUJD" * 5000)
    assert only(sbr(mms(picture))).doubts == ("attachment_only",)
    cut = sbr(sms(), mms(picture))
    assert unreadable(cut[: cut.rindex(b"data=") + 300]) == [(2, "cut_off")]


def test_an_endless_element_is_passed_over() -> None:
    endless = sms("长，" * 900_000)
    data = sbr(sms(), endless, sms())
    found = [(item.line, getattr(item, "code", "")) for item in read(data) if not isinstance(item, Declared)]
    assert found[0] == (1, "")
    assert found[-1][1] == ""
    assert (2, "too_long") in found


@pytest.mark.parametrize(
    ("kind", "direction", "doubts"),
    [
        (1, "in", ()),
        (2, "out", ()),
        (3, "missed", ()),
        (4, "missed", ("voicemail",)),
        (5, "rejected", ()),
        (6, "blocked", ()),
    ],
)
def test_calls(kind: int, direction: str, doubts: tuple[str, ...]) -> None:
    entry = only(sbr(call(type=kind), root="calls"))
    assert (entry.channel, entry.direction, entry.seconds, entry.doubts) == ("call", direction, 42, doubts)
    assert (entry.sender, entry.at) == (MOBILE, AT)


@pytest.mark.parametrize("number", ["-1", "-2", "", "null", "Unknown"])
def test_a_hidden_caller(number: str) -> None:
    entry = only(sbr(call(number, presentation=2), root="calls"))
    assert (entry.sender, entry.doubts) == ("", ("sender_hidden",))


def test_super_backup() -> None:
    log = element(
        "log", number=MOBILE, time="2026年3月14日 01:00:00", date=MILLISECONDS, type=5, name="", new=1, dur=0,
        alias="拒接",
    )  # fmt: skip
    entry = only(sbr(log, root="alllogs"))
    assert (entry.channel, entry.direction, entry.seconds, entry.at) == ("call", "rejected", 0, AT)
    message = only(sbr(sms(), root="allsms"))
    assert (message.text, message.sender) == (WORDS, PORT)


@pytest.mark.parametrize(
    "declaration",
    [
        '<!DOCTYPE smses [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>',
        '<!DOCTYPE smses SYSTEM "file:///etc/passwd">',
        '<!doctype smses [<!ENTITY x SYSTEM "http://127.0.0.1/x">]>',
    ],
)
def test_declarations_are_refused(declaration: str) -> None:
    data = sbr(sms("&b;&x;")).replace(b"<smses", declaration.encode() + b"<smses")
    with pytest.raises(NotABackup, match="xml_entities"):
        read(data)
    with pytest.raises(NotABackup, match="xml_entities"):
        read(data.decode().encode("utf-16"))


def test_other_xml() -> None:
    for other in (b"<html><body>hello</body></html>", b"<?xml version='1.0'?><gpx/>", b"<smsesque/>"):
        with pytest.raises(NotABackup, match="xml_unknown"):
            read(other)
