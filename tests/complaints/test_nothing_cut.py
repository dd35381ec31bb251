"""Nothing that was typed is cut silently: no browser is told to, and what is too long is said with the text kept."""

import io
import re
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from evidence.services import NotReceived, receive
from evidence.services.uploading import begin_upload
from filings import services
from filings.models import Filing
from filings.moves import State
from tests.cases import NOW, make_case, make_desk, make_hand_recipient, queued
from tests.hostile.cases import begin

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("store", "keys")]

ROOT = Path(__file__).resolve().parent.parent.parent


def test_no_page_lets_a_browser_cut_what_is_pasted(client: Client):
    written = [
        str(path.relative_to(ROOT))
        for path in sorted((ROOT / "templates").rglob("*.html"))
        if re.search(r"\smaxlength=", path.read_text())
    ]
    assert written == []
    base = begin(client)
    for page in (f"{base}/story/", f"{base}/message/", f"{base}/you/", "/resume/", "/receipts/check/"):
        assert "maxlength" not in client.get(page).content.decode(), page


def test_a_decision_that_is_too_long_is_refused_whole_and_stays():
    case, (recipient, caseworker) = make_case(email=""), make_desk()
    filing = queued(case, recipient)
    services.sweep_outbox(at=NOW)
    services.move(by=caseworker, filing=filing, to=State.ACCEPTED, at=NOW)
    client = Client()
    client.force_login(caseworker.user)
    place = f"/admin/filings/filing/{filing.pk}/change/"
    page = client.get(place).content.decode()
    assert "maxlength" not in page
    seen = re.search(r'name="seen" value="([^"]+)"', page)
    assert seen
    words = "查" * 6_000
    answer = client.post(place, {"act": "move:decided", "seen": seen[1], "text": words})
    assert answer.status_code == 422
    shown = answer.content.decode()
    assert "最多写 5000 字，现在是 6000 字" in shown
    assert words in shown
    assert Filing.objects.get(pk=filing.pk).decision == ""


@pytest.mark.parametrize("act", ["withdraw", "move"])
def test_a_reason_that_is_too_long_stops_the_act(act: str):
    """It was dropped before, and the act went on without it."""
    case = make_case(email="")
    filing = queued(case, make_hand_recipient())
    client, words = Client(), "因为" * 1_500
    client.force_login(case.owner)
    before = Filing.objects.get(pk=filing.pk).state
    answer = client.post(f"/filings/{filing.pk}/{act}/", {"reason-reason": words, "to": State.REFUSED})
    assert answer.status_code == 409
    assert "最多 2000 个字，您填了 3000 个" in answer.content.decode()
    assert words in answer.content.decode()
    assert Filing.objects.get(pk=filing.pk).state == before


def test_what_a_file_shows_is_kept_whole_or_refused():
    case, words = make_case(email=""), "说" * 10_001
    with pytest.raises(NotReceived, match="10001"):
        receive(
            by=case.by,
            complaint_id=case.complaint.pk,
            stream=io.BytesIO(b"x"),
            filename="a.txt",
            description=words,
        )
    with pytest.raises(NotReceived, match="10001"):
        begin_upload(
            by=case.by, complaint_id=case.complaint.pk, filename="a.txt", size=1, description=words, at=NOW
        )


@pytest.mark.parametrize(("page", "field", "most"), [("message", "sender", 64), ("story", "story", 20_000)])
def test_a_field_that_is_too_long_says_how_much_and_keeps_it(
    client: Client, page: str, field: str, most: int
):
    base, words = begin(client), "1" * (most + 1)
    given: dict[str, Any] = {"channel": "sms", field: words}
    answer = client.post(f"{base}/{page}/", given)
    assert answer.status_code == 422
    shown = answer.content.decode()
    assert f"最多{'' if field == 'sender' else '放'} {most} 个字，您填了 {most + 1} 个" in shown
    assert words in shown
