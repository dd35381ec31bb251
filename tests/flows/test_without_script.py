"""P32 without script: a whole filing by plain HTTP, from the front page to the signed receipt and the sending."""

from typing import Any

import pytest

from accounts.actors import Actor
from complaints.models import Complaint
from evidence.models import Exhibit
from evidence.services import make_renditions
from filings import services
from filings.models import Filing
from tests.filings.desk_cases import make_desk
from tests.flows import consumer
from tests.flows.plain import Shown, Visitor

pytestmark = pytest.mark.django_db(transaction=True)

ANSWERS: dict[str, dict[str, str | list[str]]] = {
    "understood": {
        "sender": "1069 0123 4567 8",
        "received_on": "2025-11-03",
        "situations": ["no_consent", "optout_ignored"],
        "first": "2025-11-01",
        "last": "2025-11-11",
    },
    "wants": {"loss-wishes": ["stop"]},
    "you": {
        "name": "王小宁",
        "phone": "13900001234",
        "region": "310000",
        "address": "示例市示例路 1 号",
        "agree": "on",
    },
}


def to_the_review(visitor: Visitor, page: Shown) -> Shown:
    """Answer page after page, as the pages themselves lead; then a file, which may come with it."""
    seen: list[str] = []
    while not page.address.endswith("/review/"):
        now = page.address.rstrip("/").rsplit("/", 1)[-1]
        assert page.status == 200, page.text
        assert now not in seen
        seen.append(now)
        page = visitor.send(page, "保存并继续", ANSWERS[now])
    assert seen == ["understood", "wants", "you"]
    page = visitor.get(page.link("证据文件"))
    page = visitor.send(page, "上传", files={"files": ("短信截图.png", consumer.screenshot())})
    assert "已原样封存，编为第 1 号" in page.text
    return visitor.get(page.link("继续"))


def test_a_filing_without_script(live_server: Any, settings: Any) -> None:
    settings.PUBLIC_URL = live_server.url
    desk = make_desk("示例市市场监督管理局", channel="12315_report")
    visitor = Visitor(live_server.url)
    said: dict[str, str | list[str]] = {"text": consumer.MESSAGE, "story": consumer.STORY}
    page = visitor.send(visitor.get("/"), "开始", said)
    page = visitor.send(to_the_review(visitor, page), "内容属实，登记投诉")

    complaint = Complaint.objects.get()
    assert complaint.number in page.text
    token = visitor.get(page.link("下载回执文件")).body.decode().strip()
    stranger = Visitor(live_server.url)
    assert "这个编号的回执是真的" in stranger.get(page.link(live_server.url)).text
    checked = stranger.send(stranger.get("/receipts/check/"), "核验", {"token": token})
    assert "回执是真的，没有被改动" in checked.text
    assert stranger.get(f"/cases/{complaint.number}/").status == 404

    for exhibit in Exhibit.objects.all():
        make_renditions(by=Actor.system("evidence"), exhibit_id=exhibit.pk)
    page = visitor.get(page.link("选发给谁"))
    assert "12348" in page.text
    page = visitor.get(page.link("准备材料", within="12315_report"))
    assert desk.recipient.name in page.text
    page = visitor.send(page, "同意，生成材料给我看", {"agree": "on"})
    pdf = visitor.get(page.link("", within="/documents/"))
    assert pdf.headers["content-type"] == "application/pdf"
    assert pdf.body.startswith(b"%PDF-")
    page = visitor.send(page, "确认并发出")
    assert "现在就看" in page.text
    services.sweep_outbox()
    page = visitor.get(page.link("现在就看"))
    assert "已送到办案台，还没有人看过" in page.text
    filing = Filing.objects.get()
    assert (filing.state, filing.organisation) == ("acknowledged", desk.organisation)
    assert "办理中" in visitor.get(f"/cases/{complaint.number}/").text
