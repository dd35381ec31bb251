"""Wrong input through the pages: each a clear answer, nothing lost, nothing sent, no 500."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from accounts.actors import Actor
from complaints.models import Complaint, Draft, LedgerEntry
from evidence.models import Exhibit
from evidence.services import make_renditions
from filings.models import Delivery, Filing
from filings.services import sweep_outbox
from legal.services import assess_complaint
from tests.evidence import samples
from tests.filings.desk_cases import make_desk
from tests.hostile.cases import ENOUGH, begin, filed

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("store")]

MESSAGE = "【示例旗舰店】双十一预售开启，满200减60，最后5小时！拒收请回复R"
STEPS = ["kind", "story", "message", "reading", "situations", "event", "contacts", "advertising", "consent"]
STEPS += ["refusal", "opt_out", "source", "loss", "prior", "respondents", "evidence/files", "you", "review"]


def said(response: HttpResponse) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


# ── Empty posts, and posts of nonsense ───────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize(
    "data", [{}, {"\x00": "\x00"}, {"kind": ["a", "b"], "first": "\ud83d", "then": "review"}]
)
@pytest.mark.parametrize("slug", STEPS)
def test_an_empty_or_senseless_post_of_every_page(client: Client, slug: str, data: dict) -> None:
    base = begin(client)
    client.post(f"{base}/message/", {"text": MESSAGE})
    data = {name: value for name, value in data.items() if value != "\ud83d"}
    answer = client.post(f"{base}/{slug}/", data)
    assert answer.status_code in (302, 422)
    if answer.status_code == 422:
        assert re.search('class="errors"|class="notice bad"', answer.content.decode()), slug
    kept = MESSAGE if slug != "message" else ""  # who empties a box has emptied it
    assert kept in client.get(f"{base}/message/").content.decode()
    assert not Complaint.objects.exists()


@pytest.mark.parametrize("path", ["/start/", "/resume/", "/receipts/check/"])
@pytest.mark.parametrize(
    "data", [{}, {"kind": "\x00", "code": "\x00", "token": "\x00"}, {"kind": "x" * 9000}]
)
def test_an_empty_or_senseless_post_outside_a_draft(client: Client, path: str, data: dict) -> None:
    assert client.post(path, data).status_code in (200, 422)


def test_empty_posts_of_a_filed_case(client: Client) -> None:
    complaint, filing = prepared(client)
    assert client.post(f"/cases/{complaint.number}/share/").status_code == 422
    assert client.post(f"/cases/{complaint.number}/files/").status_code == 422
    consent = f"/cases/{complaint.number}/send/12315_report/{make_desk('乙市局', channel='12315_report').recipient.pk}/"
    assert client.post(consent, {}).status_code == 422
    for act in ("handed-in", "resolve", "move"):
        answer = client.post(f"/filings/{filing.pk}/{act}/")
        assert answer.status_code in (409, 422), act
        assert re.search('class="errors"|class="notice bad"', answer.content.decode()), act
    assert client.post(f"/filings/{filing.pk}/no-such-act/").status_code == 404
    filing.refresh_from_db()
    assert filing.state == "prepared"
    assert not Delivery.objects.exists()


def prepared(client: Client) -> tuple[Complaint, Filing]:
    """A complaint filed by the pages, with a filing for a desk that waits for its confirmation."""
    recipient = make_desk("甲市局", channel="12315_report").recipient
    complaint = filed(client, refusal={"refusal__made": "yes", "refusal__on": "2025-11-04"})
    client.get(f"/cases/{complaint.number}/law/")
    page = f"/cases/{complaint.number}/send/12315_report/{recipient.pk}/"
    shown = client.get(page).content.decode()
    digest = re.search(r'name="digest" value="([^"]+)"', shown)[1]  # type: ignore[index]
    answer = client.post(page, {"digest": digest, "document": "letter", "agree": "on"})
    assert answer.status_code == 302, said(answer)
    return complaint, Filing.objects.get()


# ── Too much of everything ───────────────────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize("slug", ["story", "message"])
def test_ten_megabytes_of_text(client: Client, slug: str) -> None:
    base = begin(client)
    text = "字" * (10 * 1024 * 1024 // 3)
    answer = client.post(f"{base}/{slug}/", {"text" if slug == "message" else slug: text})
    assert answer.status_code == 422
    assert "没有丢" in said(answer)
    assert text in answer.content.decode()


def test_more_than_a_form_takes(client: Client) -> None:
    base = begin(client)
    client.post(f"{base}/story/", {"story": "写好的经过"})
    answer = client.post(f"{base}/story/", {"story": "字" * (13 * 1024 * 1024 // 3)})
    assert answer.status_code in (400, 413)
    assert "之前保存的都还在" in said(answer)
    many = client.post(f"{base}/story/", {f"field{place}": "x" for place in range(3000)})
    assert many.status_code in (400, 413)
    assert "之前保存的都还在" in said(many)
    assert "写好的经过" in client.get(f"{base}/story/").content.decode()


def test_five_thousand_emoji_go_the_whole_way(client: Client) -> None:
    emoji = "😀👨‍👩‍👧🏳️‍🌈" * 600
    complaint = filed(client, story={"story": emoji}, message={"text": emoji[:5000], "sender": "10690001"})
    assert complaint.story == emoji
    assert emoji in client.get(f"/cases/{complaint.number}/").content.decode()
    assert client.get(f"/cases/{complaint.number}/law/").status_code == 200


@pytest.mark.parametrize(
    "text", ["\x00\x01\x02甲", "甲\u202e乙", "\u200b\ufeff", "𠮷野家", "a\r\nb", "é" * 300]
)
def test_strange_signs_are_taken_or_said(client: Client, text: str) -> None:
    complaint = filed(
        client,
        story={"story": text},
        respondents={
            "respondents-TOTAL_FORMS": "1", "respondents-INITIAL_FORMS": "0", "respondents-0-name": text[:200]
        },
    )  # fmt: skip
    assert "\x00" not in complaint.story
    assert client.get(f"/cases/{complaint.number}/").status_code == 200


def test_a_message_in_gb18030_and_one_in_no_encoding(client: Client) -> None:
    base = begin(client)
    file = SimpleUploadedFile("短信.txt", MESSAGE.encode("gb18030"), "text/plain")
    assert client.post(f"{base}/message/", {"file": file})["Location"].endswith("/understood/")
    assert "示例旗舰店" in client.get(f"{base}/reading/").content.decode()
    nonsense = SimpleUploadedFile("短信.txt", samples.saved(samples.drawn(), "JPEG"), "text/plain")
    answer = client.post(f"{base}/message/", {"file": nonsense, "sender": "10690001"})
    assert answer.status_code == 422
    assert "读不出文字" in said(answer)
    assert "10690001" in answer.content.decode()
    assert MESSAGE in client.get(f"{base}/message/").content.decode()  # the first one is kept


@pytest.mark.parametrize(
    ("slug", "field"),
    [("message", "received_on"), ("event", "first"), ("event", "last"), ("refusal", "refusal__on")],
)
def test_dates_in_the_future(client: Client, slug: str, field: str) -> None:
    base = begin(client)
    client.post(f"{base}/situations/", ENOUGH["situations"])
    tomorrow = (timezone.localdate() + timedelta(days=1)).isoformat()
    for day, says in (
        (tomorrow, "还没到"),
        ("9999-12-31", "还没到"),
        ("1949-01-01", "2000 年以后"),
        ("0", "请按"),
    ):
        answer = client.post(f"{base}/{slug}/", {**ENOUGH.get(slug, {}), field: day})
        assert answer.status_code == 422
        assert says in said(answer)
        assert day in answer.content.decode()
    today = timezone.localdate().isoformat()
    assert (
        client.post(f"{base}/{slug}/", {"first": "2025-11-01", "last": today, field: today}).status_code
        == 302
    )


# ── Files ────────────────────────────────────────────────────────────────────────────────────────────────────────────
def upload(client: Client, base: str, name: str, content: bytes) -> HttpResponse:
    file = SimpleUploadedFile(name, content, "image/jpeg")
    return client.post(f"{base}/evidence/files/", {"files": file, "description": "用来证明"}, follow=True)


def examined(client: Client, base: str) -> str:
    """What the page says after the worker has looked at the files."""
    for exhibit in Exhibit.objects.all():
        make_renditions(by=Actor.system("evidence"), exhibit_id=exhibit.pk)
    return said(client.get(f"{base}/evidence/files/"))


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("截图.png", samples.png_that_claims(20_000, 20_000), ["20000×20000", "缩小"]),
        ("截图.jpg", samples.zipped({"a.txt": b"words"}), ["后缀是 .jpg", "ZIP 压缩包"]),
        ("账单.pdf", b"%PDF-1.7 broken", ["PDF 已损坏"]),
        ("脚本.svg", b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>', ["SVG"]),
    ],
    ids=["400 megapixels", "zip named jpg", "broken pdf", "svg"],
)
def test_a_file_that_is_not_what_it_seems(client: Client, name: str, content: bytes, says: list[str]) -> None:
    base = begin(client)
    assert upload(client, base, name, content).status_code == 200
    page = examined(client, base)
    for words in says:
        assert words in page
    assert "原件已原样封存" in page
    exhibit = Exhibit.objects.get()
    assert client.get(f"/evidence/{exhibit.pk}/copy").status_code == 404
    for slug, answers in ENOUGH.items():
        client.post(f"{base}/{slug}/", answers)
    assert client.post(f"{base}/review/").status_code == 302  # such a file stands in nobody's way


def test_a_pdf_with_javascript_has_a_copy_without(client: Client) -> None:
    base = begin(client)
    upload(client, base, "账单.pdf", samples.acting_paper())
    assert "去掉了 PDF 里会自动运行的动作和脚本" in examined(client, base)
    answer = client.get(f"/evidence/{Exhibit.objects.get().pk}/copy")
    copy = b"".join(answer.streaming_content)  # type: ignore[attr-defined]
    assert copy.startswith(b"%PDF-")
    for acting in (b"JavaScript", b"app.alert", b"OpenAction", b"/Launch", samples.CANARY.encode()):
        assert acting not in copy
    assert answer["Content-Disposition"].startswith("attachment")


def test_an_empty_file_and_one_over_the_limit(client: Client, settings: Any) -> None:
    settings.EVIDENCE_MAX_BYTES = 1024 * 1024
    base = begin(client)
    upload(client, base, "先到.png", samples.saved(samples.drawn(), "PNG"))
    empty = upload(client, base, "空.png", b"")
    assert (empty.status_code, "0 字节" in said(empty)) == (422, True)
    large = upload(client, base, "大.png", b"x" * (1024 * 1024 + 1))
    assert (large.status_code, "文件超过 1 MB" in said(large)) == (422, True)
    nothing = client.post(f"{base}/evidence/files/", {"description": "用来证明"})
    assert (nothing.status_code, "还没有选文件" in said(nothing)) == (422, True)
    assert "用来证明" in nothing.content.decode()  # what was typed is still there
    assert [one.filename for one in Exhibit.objects.all()] == ["先到.png"]


# ── Twice, too late, and side by side ────────────────────────────────────────────────────────────────────────────────
def test_an_expired_code_says_so_and_opens_nothing(client: Client) -> None:
    base = begin(client)
    code = Draft.objects.get().code
    Draft.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    for address in (f"{base}/story/", f"{base}/evidence/files/", f"{base}/review/"):
        for answer in (client.get(address), client.post(address, {"story": "晚了"})):
            assert answer.status_code == 404
            assert "到期删除" in said(answer)
    answer = client.post("/resume/", {"code": code})
    assert (answer.status_code, "30 天" in said(answer)) == (422, True)


def test_filing_twice_files_once_and_late_pages_lead_to_the_receipt(client: Client) -> None:
    complaint = filed(client)
    base = f"/drafts/{complaint.pk}"
    receipt = f"/cases/{complaint.number}/receipt/"
    for address in (f"{base}/review/", f"{base}/story/", f"{base}/you/"):
        assert client.post(address, {"story": "再来一次"})["Location"] == receipt
        assert client.get(address)["Location"] == receipt
    assert Complaint.objects.count() == 1
    assert LedgerEntry.objects.filter(act="complaint_filed").count() == 1


def test_files_from_a_tab_left_open_go_to_the_case(client: Client) -> None:
    complaint = filed(client)
    answer = upload(client, f"/drafts/{complaint.pk}", "晚到.png", samples.saved(samples.drawn(), "PNG"))
    assert answer.status_code == 200
    assert "晚到.png" in said(answer)
    assert Exhibit.objects.get().complaint_id == complaint.pk


def test_two_tabs_lose_nothing_of_each_other(client: Client) -> None:
    base = begin(client)
    client.post(f"{base}/situations/", ENOUGH["situations"])
    first, second = client, Client()
    second.cookies = client.cookies
    second.post(f"{base}/event/", ENOUGH["event"])
    first.post(f"{base}/story/", {"story": "第一个窗口里写的"})
    second.post(f"{base}/message/", {"text": MESSAGE})
    review = first.get(f"{base}/review/").content.decode()
    for words in ("2025年11月11日", "第一个窗口里写的", MESSAGE):
        assert words in review
    # The kind changed in one tab: a page that no longer belongs leads on instead of failing.
    second.post(f"{base}/kind/", {"kind": "fake_collection"})
    assert first.post(f"{base}/refusal/", {"refusal__made": "yes"}).status_code in (302, 422)
    assert first.post(f"{base}/review/").status_code == 422
    assert not Complaint.objects.exists()


def test_confirming_twice_sends_once(client: Client, transactional_db: None) -> None:
    complaint, filing = prepared(client)
    for _click in range(3):
        assert client.post(f"/filings/{filing.pk}/confirm/").status_code in (302, 409)
    sweep_outbox()
    assert client.post(f"/filings/{filing.pk}/confirm/").status_code == 409
    sweep_outbox()
    assert Delivery.objects.filter(filing=filing).count() == 1
    assert LedgerEntry.objects.filter(complaint=complaint, act="filing_attempted").count() <= 1


def test_preparing_twice_prepares_once(client: Client) -> None:
    complaint, filing = prepared(client)
    page = f"/cases/{complaint.number}/send/12315_report/{filing.recipient_id}/"
    assert client.get(page)["Location"] == f"/filings/{filing.pk}/"
    assert client.post(page, {"agree": "on"})["Location"] == f"/filings/{filing.pk}/"
    assert Filing.objects.count() == 1


def test_consent_to_what_was_not_shown_prepares_nothing(client: Client) -> None:
    recipient = make_desk("甲市局", channel="12315_report").recipient
    complaint = filed(client)
    assess_complaint(by=Actor.system("test"), complaint=complaint)
    page = f"/cases/{complaint.number}/send/12315_report/{recipient.pk}/"
    for digest in ("", "sha256:" + "0" * 64, "x"):
        answer = client.post(page, {"digest": digest, "document": "letter", "agree": "on"})
        assert answer.status_code == 422
        assert "没有准备材料，也没有发出任何内容" in said(answer)
    for wrong in ({"document": "nonsense"}, {"exhibits": ["not-a-uuid"]}, {"exhibits": ["\x00"]}):
        answer = client.post(page, {"document": "letter", "agree": "on", **wrong})
        assert answer.status_code == 422, wrong
    assert not Filing.objects.exists()


@pytest.mark.parametrize(
    "path", ["/cases/AN-2026-999999/", "/drafts/not-a-uuid/story/", "/receipts/X/", "/nowhere"]
)
def test_addresses_that_lead_nowhere(client: Client, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 404
    assert "没有找到这一页" in said(answer)


def test_a_form_from_elsewhere_is_refused_in_words() -> None:
    strict = Client(enforce_csrf_checks=True)
    answer = strict.post("/start/", {"kind": "harassment"})
    assert answer.status_code == 403
    assert "没有执行，也没有存下" in said(answer)
    assert not Draft.objects.exists()
