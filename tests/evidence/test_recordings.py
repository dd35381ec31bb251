"""Recordings, films and spreadsheets: what their copies keep, lose and tell, and how they are played."""

import io

import av
import pytest
from django.db.models import Func, Value
from django.test import Client
from django.urls import reverse

from accounts.actors import Actor, code_digest
from complaints.models import Draft
from complaints.services import open_draft
from evidence.examination import recognition, recordings
from evidence.examination.finding import Parts, Refused
from evidence.examination.residue import mp4_residue
from evidence.models import Exhibit, PageWords, Rendition
from evidence.services import erase, make_renditions, receive
from evidence.services.copying import MAX_PAGES_DRAWN, PAGES_AT_ONCE
from evidence.services.texts import find_words, keep_text
from evidence.words import reasons
from tests.evidence import recorded, samples
from tests.evidence.conftest import AT
from tests.evidence.samples import CANARY
from tests.evidence.test_examination import copy_of, examined

# What encoders and muxers write of themselves, with version and settings: from which machine a copy comes is nobody's.
ENCODERS_NOTES = (b"x264", b"libx264", b"Lavc", b"Lavf", b"FFmpeg", b"H.264", b"options:")
EXAMINER = Actor.system("examiner")


@pytest.mark.parametrize("kind", recorded.SOUNDS)
def test_a_recording_keeps_its_sound_and_loses_its_tags(kind: str) -> None:
    with examined(recorded.sound(kind)) as found:
        finding = found.finding
        assert (finding.code, finding.found, finding.media_type) == (
            "",
            recorded.SOUNDS[kind][3],
            "audio/mp4",
        )
        assert found.clean is not None
        assert mp4_residue(found.clean) == []
        found.clean.seek(0)
        clean = found.clean.read()
        (wave,) = found.parts()
    assert CANARY.encode() not in clean
    assert b"+31.2304" not in clean
    assert not [note for note in ENCODERS_NOTES if note in clean]
    assert abs((finding.duration or 0) - 2000) < 120
    with av.open(io.BytesIO(clean)) as again:
        assert not again.metadata.keys() - {"major_brand", "minor_version", "compatible_brands"}
        heard = sum(frame.samples / frame.sample_rate for frame in again.decode(audio=0))
    assert abs(heard - 2) < 0.2
    assert (wave.kind, wave.page, wave.content[:8]) == ("waveform", 0, b"\x89PNG\r\n\x1a\n")


@pytest.mark.parametrize("kind", ["mp3", "mp3 of 8 kHz", "mp2", "aac", "flac"])
def test_a_tag_in_front_hides_no_sound(kind: str) -> None:
    found, clean, _ = copy_of(recorded.tagged(recorded.sound(kind)))
    assert found.finding.found == recorded.SOUNDS[kind][3]
    assert CANARY.encode() not in clean
    assert abs((found.finding.duration or 0) - 2000) < 120


@pytest.mark.parametrize(
    ("beginning", "found"),
    [
        *((bytes([0xFF, second, 0x50, 0xC4]), "audio/mpeg") for second in (0xE2, 0xE3, 0xF2, 0xF3, 0xFA, 0xFB)),
        *((bytes([0xFF, second, 0x50, 0xC4]), "audio/mp2") for second in (0xE4, 0xE5, 0xF4, 0xF5, 0xFC, 0xFD)),
        *((bytes([0xFF, second, 0x50, 0x80]), "audio/aac") for second in (0xF0, 0xF1, 0xF8, 0xF9)),
        ("\ufeff文字".encode("utf-16"), recognition.UNKNOWN),
        (b"\xff\xfb\xff\xff", recognition.UNKNOWN),
        ("MZ、BMW、MAC 地址、caffè".encode()[4:], recognition.UNKNOWN),
    ],
)  # fmt: skip
def test_a_sound_without_a_name_is_known_by_its_first_frame(beginning: bytes, found: str) -> None:
    assert recognition.of_beginning(beginning) == found


@pytest.mark.parametrize(
    ("content", "kind", "way_out"),
    [
        (b"\x02#!SILK_V3" + bytes(900), "SILK", "转成 MP3 或 M4A"),
        (b"#!SILK_V3" + bytes(900), "SILK", "转成 MP3 或 M4A"),
        (b"caff\0\1\0\0" + bytes(900), "CAF", "转成 MP3 或 M4A"),
        (b"FORM\0\0\4\0AIFF" + bytes(900), "AIFF", "转成 MP3 或 M4A"),
        (bytes.fromhex("3026b2758e66cf11a6d900aa0062ce6c") + bytes(900), "WMA", "转成 MP4"),
        (b"RIFF\0\4\0\0AVI LIST" + bytes(900), "AVI", "转成 MP4"),
        ((b"\x47" + bytes(187)) * 5, "TS", "转成 MP4"),
    ],
)
def test_a_recording_without_a_copy_is_told_what_can_be_done(content: bytes, kind: str, way_out: str) -> None:
    with examined(content) as found:
        finding = found.finding
    told = reasons.refusal(finding.code, finding.facts, found=finding.found, filename="语音.amr")
    assert kind in told
    assert way_out in told
    assert "原件已原样封存" in told
    assert not [wrong for wrong in ("截图", "PDF", "损坏", "未能识别") if wrong in told]


@pytest.mark.parametrize(("container", "codec"), [("mp4", "libx264"), ("mov", "mpeg4"), ("webm", "libvpx")])
def test_a_film_is_written_anew_with_a_still(container: str, codec: str) -> None:
    found, clean, still = copy_of(recorded.film(container, codec))
    assert (found.finding.media_type, found.finding.width, found.finding.height) == ("video/mp4", 320, 180)
    assert mp4_residue(io.BytesIO(clean)) == []
    assert CANARY.encode() not in clean
    assert not [note for note in ENCODERS_NOTES if note in clean]
    with av.open(io.BytesIO(clean)) as again:
        shown = [frame.pts * frame.time_base for frame in again.decode(video=0)]
    assert len(shown) == 20
    assert shown == sorted(set(shown))
    assert still.startswith(b"\xff\xd8")
    assert abs((found.finding.duration or 0) - 2000) < 120


def test_a_film_with_sound_keeps_both_and_no_note_of_an_encoder() -> None:
    found, clean, _still = copy_of(recorded.film_with_sound())
    assert found.finding.media_type == "video/mp4"
    assert not [note for note in ENCODERS_NOTES if note in clean]
    with av.open(io.BytesIO(clean)) as again:
        seconds = [float(stream.duration * stream.time_base) for stream in again.streams]  # type: ignore[operator]
        assert [stream.type for stream in again.streams] == ["video", "audio"]
        assert all(abs(length - 2) < 0.25 for length in seconds)
        assert sum(1 for _ in again.decode(video=0)) == 20


def test_a_large_film_becomes_as_large_as_a_screen() -> None:
    found, _clean, _ = copy_of(recorded.film(size=(1080, 1920), seconds=1))
    assert (found.finding.width, found.finding.height) == (720, 1280)


def test_the_same_recording_gives_the_same_copy() -> None:
    given = recorded.sound("amr")
    assert copy_of(given)[1] == copy_of(given)[1]


def test_a_recording_that_breaks_off_is_copied_as_far_as_it_goes() -> None:
    given = recorded.sound("mp3", seconds=4)
    with examined(given[: len(given) // 2]) as found:
        assert found.finding.code == ""
        assert 1500 < (found.finding.duration or 0) < 2500


def test_too_long_is_said_in_minutes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(recordings, "MAX_SOUND_SECONDS", 1)
    source, clean, small, rest = io.BytesIO(recorded.sound("wav")), io.BytesIO(), io.BytesIO(), io.BytesIO()
    with pytest.raises(Refused) as refused:
        recordings.copy_recording(source, "audio/wav", clean, small, Parts(rest))
    assert refused.value.code == "sound_too_long"


def test_a_recording_that_was_not_cleaned_makes_no_copy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(recordings, "blank_mp4_notes", lambda clean: None)
    source, clean, small, rest = io.BytesIO(recorded.sound("wav")), io.BytesIO(), io.BytesIO(), io.BytesIO()
    with pytest.raises(Refused) as refused:
        recordings.copy_recording(source, "audio/wav", clean, small, Parts(rest))
    assert refused.value.code == "cleaning_incomplete"


def test_a_spreadsheet_shows_cells_and_formulas_as_words() -> None:
    given = recorded.sheet(
        [
            ["日期", "金额"],
            ["2025-11-01", 40],
            ["合计", "=SUM(B2:B2)"],
            ["x", '=HYPERLINK("http://a.example","点")'],
        ]
    )
    found, clean, _ = copy_of(given)
    assert clean.decode() == (
        "【工作表：账单】\n日期\t金额\n2025-11-01\t40\n合计\t（公式：=SUM(B2:B2)）\n"
        'x\t（公式：=HYPERLINK("http://a.example","点")）\n'
    )
    assert found.finding.media_type == "text/plain; charset=utf-8"


# ── Kept, shown, searched ────────────────────────────────────────────────────────────────────────────────────────────
@pytest.fixture
def holder(client: Client) -> tuple[Client, Draft, Actor]:
    draft, code = open_draft(by=Actor())
    session = client.session
    session["case_codes"] = [code_digest(code)]
    session.save()
    return client, draft, Actor(codes=(code_digest(code),))


def made(holder: tuple[Client, Draft, Actor], content: bytes, name: str) -> Exhibit:
    exhibit = receive(
        by=holder[2], complaint_id=holder[1].pk, stream=io.BytesIO(content), filename=name, at=AT
    )
    while make_renditions(by=EXAMINER, exhibit_id=exhibit.pk, at=AT) is not None:
        pass
    return exhibit


@pytest.mark.django_db
def test_a_recording_is_played_from_any_place(holder: tuple[Client, Draft, Actor]) -> None:
    exhibit = made(holder, recorded.sound("m4a", seconds=12), "通话.m4a")
    client, address = holder[0], reverse("exhibit_copy", args=[exhibit.pk])
    whole = client.get(address)
    content = b"".join(whole.streaming_content)
    assert (whole["Accept-Ranges"], whole["Content-Length"]) == ("bytes", str(len(content)))
    for first, last in ((0, 1), (0, 65_535), (65_535, 65_536), (65_536, 70_000), (70_001, len(content) - 1)):
        part = client.get(address, headers={"Range": f"bytes={first}-{last}"})
        assert part.status_code == 206
        assert part["Content-Range"] == f"bytes {first}-{last}/{len(content)}"
        assert b"".join(part.streaming_content) == content[first : last + 1]
    rest = client.get(address, headers={"Range": "bytes=70000-"})
    assert b"".join(rest.streaming_content) == content[70_000:]
    assert client.get(address, headers={"Range": f"bytes={len(content)}-"}).status_code == 416
    page = client.get(reverse("exhibit", args=[exhibit.pk])).content.decode()
    assert "<audio controls" in page
    assert "0:12" in page
    assert client.get(reverse("exhibit_waveform", args=[exhibit.pk]))["Content-Type"] == "image/png"


@pytest.mark.django_db
def test_a_paper_is_shown_page_by_page_and_searched(holder: tuple[Client, Draft, Actor]) -> None:
    pages = PAGES_AT_ONCE + 2
    exhibit = made(holder, samples.written(samples.paper(pages=pages)), "合同.pdf")
    drawn = Rendition.objects.filter(exhibit=exhibit, kind="page").order_by("page")
    assert [(one.page, one.state) for one in drawn] == [(number, "done") for number in range(1, pages + 1)]
    assert {(one.width, one.source_sha256) for one in drawn} == {(1240, exhibit.sha256)}
    texts = Rendition.objects.filter(exhibit=exhibit, kind="text")
    assert texts.count() == pages
    assert "PDF text layer" in texts[0].tool
    client = holder[0]
    page = client.get(reverse("exhibit_page", args=[exhibit.pk, 2])).content.decode()
    assert reverse("exhibit_picture", args=[exhibit.pk, 2]) in page
    assert 'rel="prev"' in page
    assert 'rel="next"' in page
    assert "page 2" in page
    assert client.get(reverse("exhibit_page", args=[exhibit.pk, pages + 1])).status_code == 404
    assert client.get(reverse("exhibit_page", args=[exhibit.pk, 0])).status_code == 404
    assert client.get(reverse("exhibit_picture", args=[exhibit.pk, 3])).status_code == 200
    (hit,) = find_words(by=holder[2], words="page 11")
    assert (hit.exhibit, hit.page, hit.words) == (exhibit, 11, "page 11")
    found = client.get(reverse("evidence_search"), {"words": "page 11"}).content.decode()
    assert "<mark>page 11</mark>" in found


@pytest.mark.django_db
def test_words_are_found_by_who_may_see_them_and_gone_with_the_exhibit(
    holder: tuple[Client, Draft, Actor],
) -> None:
    exhibit = made(holder, "您的名片业务已续费40元。".encode(), "短信.txt")
    assert [hit.exhibit for hit in find_words(by=holder[2], words="名片业务")] == [exhibit]
    assert [hit.words for hit in find_words(by=holder[2], words="４０元")] == ["40元"]
    assert find_words(by=holder[2], words="业务名片") == []
    assert find_words(by=holder[2], words="片") == []
    assert find_words(by=Actor(), words="名片业务") == []
    _, other = open_draft(by=Actor())
    assert find_words(by=Actor(codes=(code_digest(other),)), words="名片业务") == []
    erase(by=holder[2], exhibit=exhibit, reason="request", at=AT)
    assert not PageWords.objects.exists()
    assert find_words(by=holder[2], words="名片业务") == []
    assert keep_text(exhibit=exhibit, page=9, text="迟到的文字", tool="x", at=AT) is None


@pytest.mark.django_db
def test_a_long_text_has_pages(holder: tuple[Client, Draft, Actor]) -> None:
    exhibit = made(
        holder, "".join(f"第{line}行：又发来一条短信\n" for line in range(3000)).encode(), "记录.txt"
    )
    first = holder[0].get(reverse("exhibit", args=[exhibit.pk])).content.decode()
    assert "第0行" in first
    assert "1 / 3" in first
    last = holder[0].get(reverse("exhibit_page", args=[exhibit.pk, 3])).content.decode()
    assert "第2999行" in last


@pytest.mark.django_db
def test_recognised_text_stands_beside_a_picture_once(holder: tuple[Client, Draft, Actor]) -> None:
    """What another reader finds in a picture is kept in the same place; the first text of a page stays."""
    exhibit = made(holder, samples.saved(samples.drawn(), "PNG"), "截图.png")
    kept = keep_text(exhibit=exhibit, page=1, text="退订回T", tool="reader 1", at=AT)
    assert kept is not None
    assert keep_text(exhibit=exhibit, page=1, text="别的", tool="reader 2", at=AT) is None
    page = holder[0].get(reverse("exhibit", args=[exhibit.pk])).content.decode()
    assert "退订回T" in page


@pytest.mark.django_db
def test_a_long_paper_has_so_many_pages_drawn_and_says_so(
    holder: tuple[Client, Draft, Actor], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("evidence.services.copying.MAX_PAGES_DRAWN", 2)
    exhibit = made(holder, samples.written(samples.paper(pages=3)), "合同.pdf")
    assert Rendition.objects.filter(exhibit=exhibit, kind="page").count() == 2
    page = holder[0].get(reverse("exhibit_page", args=[exhibit.pk, 3])).content.decode()
    assert f"只为前 {MAX_PAGES_DRAWN} 页" in page


@pytest.mark.django_db
def test_a_spreadsheet_is_shown_as_a_table(holder: tuple[Client, Draft, Actor]) -> None:
    exhibit = made(
        holder, recorded.sheet([["项目", "<script>alert(1)</script>"], ["名片业务", 40]]), "账单.xlsx"
    )
    page = holder[0].get(reverse("exhibit", args=[exhibit.pk])).content.decode()
    assert "<td>名片业务</td><td>40</td>" in page
    assert "<script>alert" not in page


@pytest.mark.django_db
def test_words_of_a_page_are_found_however_they_are_written(holder: tuple[Client, Draft, Actor]) -> None:
    """Pages that were read before have their pairs as they came, with wide digits."""
    said = "最新欠款２７９１１元，会员\u200b日"
    made(holder, said.encode(), "短信.txt")
    for words in ("27911", "２７９１１", "欠款27911元", "会员日"):
        assert len(find_words(by=holder[2], words=words)) == 1, words
    row = PageWords.objects.get()
    PageWords.objects.filter(pk=row.pk).delete()
    PageWords.objects.create(
        rendition=row.rendition, exhibit=row.exhibit, pairs=Func(Value(said), function="anning_bigrams")
    )
    for words in ("27911", "２７９１１", "欠款27911元"):
        assert len(find_words(by=holder[2], words=words)) == 1, words
