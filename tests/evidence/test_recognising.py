"""Words out of pictures: read by the real models in the confined process, kept beside the exhibit, never in its way."""

import io
from datetime import date, time, timedelta

import pytest
import typst
from PIL import Image

from accounts.actors import Actor
from complaints.models import Draft
from complaints.reading.screenshots import Proposed, read_screenshot
from evidence import services
from evidence.examination.run import Exceeded
from evidence.models import Exhibit, Rendition
from evidence.recognising import run
from evidence.services import recognising
from evidence.services.recognising import lines_of, recognised
from evidence.services.texts import find_words
from tests.evidence.conftest import AT, Receive
from tests.evidence.screens import ANDROID, DARK, IPHONE, Date, Look, Said, as_png, screen

pytestmark = pytest.mark.django_db
READER = Actor.system("reader")
EXAMINER = Actor.system("examiner")
DUNNING = "【示例小贷】您在我司的借款27911元已逾期，请于11月5日18:00前处理，否则移交法务。详询4009001234，拒收请回复R"
TRADITIONAL = "【示例小貸】您尾號8821的賬戶逾期，請立即還款，退訂回T"


def copied(exhibit: Exhibit) -> Exhibit:
    while services.make_renditions(by=EXAMINER, exhibit_id=exhibit.pk, at=AT):
        pass
    return Exhibit.objects.get(pk=exhibit.pk)


def plain(text: str) -> str:
    return "".join(text.split())


def corrected(message: Proposed, as_written: str) -> str:
    """The text after a person put right what was named as hard to read, and nothing else."""
    signs = list(message.text)
    for start, end in message.doubtful:
        signs[start:end] = as_written[start:end]
    return "".join(signs)


@pytest.mark.parametrize("look", [IPHONE, DARK, ANDROID], ids=["iphone", "dark", "android"])
def test_what_stands_on_a_telephone_is_read(hand_in: Receive, begun: tuple[Draft, Actor], look: Look) -> None:
    items = [
        Date("昨天 18:03"),
        Said(DUNNING),
        Said("TD", own=True),
        Date("今天 上午9:26"),
        Said(TRADITIONAL),
    ]
    exhibit = copied(hand_in(as_png(screen("1069 1234 5678", items, look))))
    assert services.recognise_pictures(by=READER, at=AT) == exhibit.pk
    assert services.recognise_pictures(by=READER, at=AT) is None
    row = lines_of(exhibit)
    assert row is not None
    found = recognised(row)
    assert found is not None
    assert (row.state, row.source_sha256) == ("done", exhibit.sha256)
    assert row.tool.startswith("rapidocr 3")
    said = read_screenshot(found.lines, width=found.width, height=found.height, taken_on=date(2025, 11, 6))
    assert said.sender == "106912345678"
    assert [plain(one.text) for one in said.messages] == [DUNNING, "TD", TRADITIONAL]
    assert [one.own for one in said.messages] == [False, True, False]
    assert [(one.on, one.at) for one in said.messages] == [
        (date(2025, 11, 5), time(18, 3)),
        (date(2025, 11, 5), time(18, 3)),
        (date(2025, 11, 6), time(9, 26)),
    ]
    hit = find_words(by=begun[1], words="移交法务")
    assert [(one.exhibit.pk, one.page) for one in hit] == [(exhibit.pk, 1)]
    text = exhibit.renditions.get(kind="text", page=1)
    assert (text.tool, text.source_sha256) == (row.tool, exhibit.sha256)


def test_a_long_screenshot_is_read_in_pieces(hand_in: Receive) -> None:
    items: list[Date | Said] = [Date("2025年11月2日 08:15")]
    texts = [
        f"第{number}条：您的第{number * 137}号账单已出。{'请尽快处理，' * (number % 4)}回复T退订。"
        for number in range(1, 31)
    ]
    items += [Said(text) for text in texts]
    picture = screen("1069000012345", items, ANDROID, long=True)
    assert picture.height > 6000
    exhibit = copied(hand_in(as_png(picture)))
    services.recognise_pictures(by=READER, at=AT)
    row = lines_of(exhibit)
    assert row is not None
    found = recognised(row)
    assert found is not None
    said = read_screenshot(found.lines, width=found.width, height=found.height)
    assert len(said.messages) == len(texts)
    # A full stop alone in its line is taken for a letter: whatever is wrong is among what the person is asked to look at.
    assert [corrected(one, text) for one, text in zip(said.messages, texts, strict=True)] == texts
    assert {one.on for one in said.messages} == {date(2025, 11, 2)}
    assert not found.cut


def test_a_picture_without_words_says_so(hand_in: Receive) -> None:
    exhibit = copied(hand_in(as_png(Image.new("RGB", (300, 400), "teal"))))
    services.recognise_pictures(by=READER, at=AT)
    row = lines_of(exhibit)
    assert row is not None
    assert (row.state, row.reason) == ("done", "图里没有找到文字。")
    assert not exhibit.renditions.filter(kind="text").exists()


@pytest.fixture
def waiting(hand_in: Receive) -> Rendition:
    row = lines_of(copied(hand_in(as_png(Image.new("RGB", (300, 400), "teal")))))
    assert row is not None
    return row


def test_only_pages_that_say_nothing_themselves_are_recognised(hand_in: Receive) -> None:
    scan = io.BytesIO()
    pages = [Image.new("RGB", (400, 560), colour) for colour in ("white", "teal")]
    pages[0].save(scan, "PDF", save_all=True, append_images=pages[1:])
    scanned = copied(hand_in(scan.getvalue(), "扫描.pdf"))
    rows = Rendition.objects.filter(exhibit=scanned, kind="lines")
    assert list(rows.order_by("page").values_list("page", "state")) == [(1, "pending"), (2, "pending")]
    typed = copied(hand_in(typst.compile(b"= Invoice 1024\nTotal 27911", format="pdf"), "账单.pdf"))
    assert typed.renditions.filter(kind="text", page=1).exists()
    assert not Rendition.objects.filter(exhibit=typed, kind="lines").exists()


def refuse_with(monkeypatch: pytest.MonkeyPatch, problem: Exception) -> None:
    def refused(_source: object) -> None:
        raise problem

    monkeypatch.setattr(recognising, "recognise", refused)


def test_where_nothing_can_be_recognised_it_is_said_and_may_be_tried_again(
    waiting: Rendition, begun: tuple[Draft, Actor], monkeypatch: pytest.MonkeyPatch
) -> None:
    refuse_with(monkeypatch, run.Unavailable("illegal instruction"))
    services.recognise_pictures(by=READER, at=AT)
    waiting.refresh_from_db()
    assert waiting.state == "failed"
    assert waiting.reason.startswith("没有识别文字")
    assert waiting.exhibit.clean_copy is not None
    assert waiting.exhibit.clean_copy.ready
    services.retry_rendition(by=begun[1], rendition=waiting, at=AT)
    monkeypatch.undo()
    services.recognise_pictures(by=READER, at=AT)
    waiting.refresh_from_db()
    assert waiting.state == "done"


def test_a_library_that_does_not_start_is_no_fault_of_the_picture(
    waiting: Rendition, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(run, "MEMORY", 120 * 1024 * 1024)  # too little for the libraries themselves
    services.recognise_pictures(by=READER, at=AT)
    waiting.refresh_from_db()
    assert waiting.state in ("failed", "pending")
    assert waiting.exhibit.clean_copy is not None
    assert waiting.exhibit.clean_copy.ready


def test_a_picture_that_takes_too_long_is_tried_twice(
    waiting: Rendition, monkeypatch: pytest.MonkeyPatch
) -> None:
    refuse_with(monkeypatch, Exceeded("9"))
    services.recognise_pictures(by=READER, at=AT)
    waiting.refresh_from_db()
    assert (waiting.state, waiting.attempts) == ("pending", 1)
    assert services.recognise_pictures(by=READER, at=AT) is None
    services.recognise_pictures(by=READER, at=AT + timedelta(minutes=5))
    waiting.refresh_from_db()
    assert (waiting.state, waiting.attempts) == ("refused", 2)
    assert "自己输入" in waiting.reason


def test_who_lost_the_lease_writes_nothing(waiting: Rendition, monkeypatch: pytest.MonkeyPatch) -> None:
    found = run.Recognised("tool", 10, 10, ())

    def slowly(_source: object) -> run.Recognised:
        monkeypatch.setattr(recognising, "recognise", lambda _source: found)
        services.recognise_pictures(by=READER, at=AT + timedelta(hours=1))  # another worker, after the lease
        return run.Recognised("late", 10, 10, ())

    monkeypatch.setattr(recognising, "recognise", slowly)
    services.recognise_pictures(by=READER, at=AT)
    waiting.refresh_from_db()
    assert (waiting.state, waiting.tool) == ("done", "tool")


@pytest.mark.parametrize(
    "said",
    [
        b"",
        b"[]",
        b"{}",
        b'{"tool": "x", "width": 1e9, "height": 1, "lines": [], "cut": false}',
        b'{"tool": "x", "width": 1, "height": 1, "lines": [{"text": "a", "box": [0, 0, 1], "sure": [1]}], "cut": false}',
        b'{"tool": "x", "width": 1, "height": 1, "lines": [{"text": "ab", "box": [0, 0, 1, 1], "sure": [1]}], "cut": false}',
        b'{"tool": "x", "width": 1, "height": 1, "lines": [{"text": 1, "box": [0, 0, 1, 1], "sure": [1]}], "cut": false}',
        b'{"tool": "x", "width": 1, "height": 1, "lines": [{"text": "a", "box": [0, 0, 1e400, 1], "sure": [1]}], "cut": 0}',
    ],
)
def test_what_the_other_process_says_is_not_trusted(said: bytes) -> None:
    with pytest.raises(run.Nonsense):
        run.understood(said)
