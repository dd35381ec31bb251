"""A screenshot at the message's step: progress, the proposal beside the picture, what the person made of it."""

import re
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image

from accounts.actors import SESSION_CODES, Actor
from complaints.models import Complaint, Contact, Draft, LedgerEntry
from complaints.reading.screenshots import Line
from complaints.review import inputs_of
from complaints.services import ComplainantInput, file_complaint, save_answers
from complaints.services.drafts import answers_of
from evidence import services
from evidence.models import Exhibit, Rendition
from evidence.recognising.run import Recognised, Unavailable
from evidence.services import recognising
from tests.evidence.conftest import AT
from tests.evidence.screens import as_png

pytestmark = pytest.mark.django_db
DUNNING = "【示例小贷】您的借款已逾期，请处理，拒收请回复R"
DOUBTFUL = "您的账单X888元，退订回T"


def line(text: str, left: int, top: int, *, unsure: str = "", joined: bool = False) -> Line:
    sure = tuple(0.5 if sign in unsure else 1.0 for sign in text)
    return Line(text, left, top, left + 40 * len(text), top + 50, sure, joined)


LINES = (
    line("9:41", 90, 50),
    line("106912345678", 345, 270),
    line("昨天 18:03", 400, 410),
    line(DUNNING[:20], 84, 520, joined=True),
    line(DUNNING[20:], 84, 585),
    line("TD", 1000, 760),
    line("2025年11月5日 09:26", 220, 900),
    line(DOUBTFUL, 84, 1000, unsure="X"),
)
FOUND = Recognised("tool 1", 1170, 2532, LINES)


@pytest.fixture
def holder(begun: tuple[Draft, Actor], client: Client) -> Client:
    session = client.session
    session[SESSION_CODES] = list(begun[1].codes)
    session.save()
    save_answers(by=begun[1], draft=begun[0], step="kind", answers={"kind": "harassment"})
    return client


def shot(holder: Client, draft: Draft) -> str:
    """The address of a screenshot that was handed in."""
    file = SimpleUploadedFile("短信.png", as_png(Image.new("RGB", (117, 253), "white")), "image/png")
    answer = holder.post(reverse("draft_screenshots", args=[draft.pk]), {"file": file})
    assert answer.status_code == 302, answer.content.decode()
    return str(answer["Location"])


def make_copies() -> None:
    while services.make_renditions(by=Actor.system("examiner"), at=AT.replace(year=2030)):
        pass


def recognise(monkeypatch: pytest.MonkeyPatch, found: Recognised = FOUND) -> None:
    make_copies()
    monkeypatch.setattr(recognising, "recognise", lambda _source: found)
    assert services.recognise_pictures(by=Actor.system("reader"), at=AT.replace(year=2030))


def typed(page: str) -> dict[str, str]:
    """What a browser would send of the page as it stands."""
    found = dict(re.findall(r'<textarea name="([^"]+)"[^>]*>\s*([^<]*)</textarea>', page))
    for tag in re.findall(r"<input [^>]+>", page):
        given = dict(re.findall(r'(\w+)="([^"]*)"', tag))
        ticked = given.get("type") not in ("radio", "checkbox") or re.search(r"\bchecked\b", tag)
        if not ticked:
            continue
        if given.get("name") and given.get("type") != "file":
            found[given["name"]] = given.get("value", "")
    found.pop("csrfmiddlewaretoken", None)
    return found


def test_it_is_read_later_and_then_proposed(
    holder: Client, begun: tuple[Draft, Actor], monkeypatch: pytest.MonkeyPatch
) -> None:
    here = shot(holder, begun[0])
    page = holder.get(here).content.decode()
    assert "正在检查图片" in page
    assert 'http-equiv="refresh"' in page
    make_copies()
    assert "正在识别文字" in holder.get(here).content.decode()
    recognise(monkeypatch)
    page = holder.get(here).content.decode()
    assert 'http-equiv="refresh"' not in page
    sent = typed(page)
    assert sent["sender"] == "106912345678"
    assert (sent["m1-text"], sent["m2-text"], sent["m3-text"]) == (DUNNING, "TD", DOUBTFUL)
    assert (sent["m1-side"], sent["m2-side"]) == ("in", "out")
    assert (sent["m1-on"], sent["m1-at"], sent["m3-on"]) == ("", "18:03", "2025-11-05")
    assert "〔X〕" in page
    assert "图上写的是“昨天 18:03”。算不准是哪一天" in page
    assert "main" not in sent
    assert "message" not in answers_of(Draft.objects.get(pk=begun[0].pk))  # nothing is taken over silently


def test_what_was_confirmed_becomes_the_message(
    holder: Client, begun: tuple[Draft, Actor], monkeypatch: pytest.MonkeyPatch
) -> None:
    here = shot(holder, begun[0])
    recognise(monkeypatch)
    sent = typed(holder.get(here).content.decode())
    corrected = {**sent, "m1-text": "改" + DUNNING, "taken_on": "2025-11-06"}
    dated = holder.post(here, {**corrected, "act": "dates"})
    assert dated.status_code == 200
    sent = typed(dated.content.decode())
    assert (sent["m1-text"], sent["m1-on"], sent["m2-on"]) == ("改" + DUNNING, "2025-11-05", "2025-11-05")
    nothing = holder.post(here, {**sent, "act": "use"})
    assert nothing.status_code == 422
    said = nothing.content.decode()
    # Above the picture, where the page begins.
    assert 0 < said.find("请选出最能说明问题的一条") < said.index("<h1>")
    assert f'class="back" href="{reverse("step", args=[begun[0].pk, "tell"])}"' in said
    assert typed(nothing.content.decode())["m1-text"] == "改" + DUNNING
    used = holder.post(here, {**sent, "main": "1", "m2-keep": "on", "act": "use"})
    assert used.status_code == 302
    exhibit = Exhibit.objects.get(complaint_id=begun[0].pk)
    message = answers_of(Draft.objects.get(pk=begun[0].pk))["message"]
    assert message == {
        "text": "改" + DUNNING,
        "sender": "106912345678",
        "channel": "sms",
        "received_on": "2025-11-05",
        "at": "18:03",
        "exhibit": str(exhibit.pk),
        "line": 1,
    }
    kept = Contact.objects.get(complaint_id=begun[0].pk)
    assert (kept.text, kept.direction, kept.exhibit_id, kept.line) == ("TD", "out", exhibit.pk, 2)
    assert kept.received_on == date(2025, 11, 5)
    again = holder.post(here, {**sent, "main": "1", "act": "use"})
    assert again.status_code == 302
    assert not Contact.objects.filter(complaint_id=begun[0].pk).exists()
    entries = LedgerEntry.objects.filter(complaint_id=begun[0].pk).order_by("sequence")
    assert [one.get_act_display() for one in entries if one.detail.get("kept") is not None] == [
        "从截图收入联系记录",
        "移除从截图收入的联系记录",
    ]


def test_what_was_kept_from_a_screenshot_is_found_by_a_search(
    holder: Client, begun: tuple[Draft, Actor], monkeypatch: pytest.MonkeyPatch
) -> None:
    here = shot(holder, begun[0])
    recognise(monkeypatch)
    sent = typed(holder.get(here).content.decode())
    assert holder.post(here, {**sent, "main": "1", "m3-keep": "on", "act": "use"}).status_code == 302
    filed = file_complaint(
        by=begun[1],
        kind="harassment",
        situations=[],
        story="示例。",
        facts={"kind": "harassment", "event": {"first": "2025-11-05", "last": "2025-11-05"}},
        complainant=ComplainantInput(name="王小宁", phone="13900001234"),
        draft=begun[0],
    )
    assert Complaint.objects.matching("您的账单").get() == filed.complaint


def test_the_message_goes_on_naming_its_screenshot(
    holder: Client, begun: tuple[Draft, Actor], monkeypatch: pytest.MonkeyPatch
) -> None:
    here = shot(holder, begun[0])
    recognise(monkeypatch)
    sent = typed(holder.get(here).content.decode())
    holder.post(here, {**sent, "main": "3", "m3-at": "09:26", "act": "use"})
    step = reverse("step", args=[begun[0].pk, "message"])
    shown = typed(holder.get(step).content.decode())
    assert shown["text"] == DOUBTFUL
    holder.post(step, shown)

    def filed() -> dict[str, object]:
        answers = answers_of(Draft.objects.get(pk=begun[0].pk))
        whole = {**answers, "you": {"name": "某人"}, "event": {"first": "2025-11-05"}}
        return vars(inputs_of(whole)["contacts"][0])

    contact = filed()
    assert contact["exhibit_id"] == Exhibit.objects.get(complaint_id=begun[0].pk).pk
    assert (contact["line"], str(contact["received_at"])) == (3, "2025-11-05 09:26:00+08:00")
    holder.post(step, {**shown, "received_on": "2025-11-04"})
    assert filed()["received_at"] is None
    holder.post(step, {**shown, "text": "另一条短信"})
    assert filed()["exhibit_id"] is None


def test_wrong_answers_are_said_and_nothing_is_lost(
    holder: Client, begun: tuple[Draft, Actor], monkeypatch: pytest.MonkeyPatch
) -> None:
    here = shot(holder, begun[0])
    recognise(monkeypatch)
    sent = typed(holder.get(here).content.decode())
    wrong = {"main": "1", "act": "use", "sender": "1.06558E+16", "m1-on": "2999-01-01", "m1-at": "25:99"}
    answer = holder.post(here, {**sent, **wrong, "m1-text": "我改过"})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "第 1 条还有地方要改" in page
    assert typed(page)["m1-text"] == "我改过"
    assert "message" not in answers_of(Draft.objects.get(pk=begun[0].pk))
    assert holder.post(here, {**sent, "act": "dates"}).content.decode().count("请先填截图的日期") >= 1
    empty = holder.post(here, {**sent, "main": "1", "m1-text": " ", "act": "use"})
    assert "选出的这一条没有文字" in empty.content.decode()
    assert holder.post(here, {"act": "use"}).status_code == 422
    nothing = holder.post(reverse("draft_screenshots", args=[begun[0].pk]))
    assert nothing.status_code == 422
    assert "还没有选图片" in nothing.content.decode()


def test_where_nothing_is_recognised_the_rest_goes_on(
    holder: Client, begun: tuple[Draft, Actor], monkeypatch: pytest.MonkeyPatch
) -> None:
    here = shot(holder, begun[0])
    make_copies()

    def refused(_source: object) -> Recognised:
        raise Unavailable("illegal instruction")

    monkeypatch.setattr(recognising, "recognise", refused)
    services.recognise_pictures(by=Actor.system("reader"), at=AT.replace(year=2030))
    page = holder.get(here).content.decode()
    assert "没有识别文字" in page
    assert reverse("step", args=[begun[0].pk, "tell"]) in page
    holder.post(here, {"act": "again"})
    recognise(monkeypatch)
    assert DUNNING in holder.get(here).content.decode()


def test_nobody_else_sees_it(
    holder: Client, begun: tuple[Draft, Actor], monkeypatch: pytest.MonkeyPatch
) -> None:
    here = shot(holder, begun[0])
    recognise(monkeypatch)
    stranger = Client()
    assert stranger.get(here).status_code == 404
    assert stranger.post(here, {"act": "use", "main": "1"}).status_code == 404
    assert stranger.get(reverse("draft_screenshots", args=[begun[0].pk])).status_code == 404


def test_a_picture_from_before_is_read_when_asked(
    holder: Client, begun: tuple[Draft, Actor], monkeypatch: pytest.MonkeyPatch
) -> None:
    here = shot(holder, begun[0])
    make_copies()
    Rendition.objects.filter(kind="lines").delete()
    assert "还没有识别过文字" in holder.get(here).content.decode()
    assert holder.post(here, {"act": "again"}).status_code == 302
    recognise(monkeypatch)
    assert DUNNING in holder.get(here).content.decode()
