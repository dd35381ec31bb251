"""P23: a whole filing full of canaries; none in a log, a message to a worker, an address, the ledger or a mail."""

import json
import logging
import re
from collections.abc import Iterator
from contextlib import suppress
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from kombu import Connection

from accounts.actors import Actor
from accounts.models import User
from complaints import services as complaints
from complaints.models import Access, LedgerEntry
from evidence.models import Exhibit
from evidence.services import make_renditions
from filings import services
from filings.models import Export, Filing
from filings.services.sending.notices import send_due
from portal.celery import app
from portal.logs import WithoutPersonalData
from tests.evidence import samples
from tests.filings.desk_cases import make_desk
from tests.hostile.cases import filed

CANARIES = {
    "name": "金丝雀甲",
    "phone": "13911110001",
    "email": "canary@example.cn",
    "id_number": "11010119900307109X",
    "address": "金丝雀路乙号",
    "story": "金丝雀丙的经过",
    "message": "金丝雀丁的短信",
    "respondent": "金丝雀戊有限公司",
    "cost": "金丝雀己的花费",
    "file": "金丝雀庚.png",
    "purpose": "金丝雀辛的说明",
    "question": "金丝雀壬的提问",
    "answer": "金丝雀癸的答复",
    "note": "金丝雀子的备注",
    "decision": "金丝雀丑的决定",
}

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("store")]


class Everything(logging.Handler):
    """Every record of every logger, as the portal's own handler would write it."""

    def __init__(self) -> None:
        super().__init__(level=logging.DEBUG)
        self.lines: list[str] = []
        self.setFormatter(logging.Formatter("%(name)s %(message)s"))

    def emit(self, record: logging.LogRecord) -> None:
        copied = logging.makeLogRecord(dict(record.__dict__))
        raw = copied.getMessage()
        WithoutPersonalData().filter(copied)
        self.lines += [
            raw if record.name.startswith(("django.request", "filings", "evidence")) else "",
            self.format(copied),
        ]


@pytest.fixture
def logged() -> Iterator[Everything]:
    """All loggers at INFO, also those that do not tell their parents."""
    handler = Everything()
    loggers = [logging.getLogger(), *(logging.getLogger(name) for name in ("django", "celery"))]
    before = [logger.level for logger in loggers]
    for logger in loggers:
        logger.addHandler(handler)
        logger.setLevel(logging.INFO)
    yield handler
    for logger, level in zip(loggers, before, strict=True):
        logger.removeHandler(handler)
        logger.setLevel(level)


class Followed(Client):
    """A client that remembers every address that it was at or was sent to."""

    def __init__(self) -> None:
        super().__init__()
        self.addresses: list[str] = []

    def request(self, **request: Any) -> Any:
        answer = super().request(**request)
        self.addresses += [
            f"{request['PATH_INFO']}?{request.get('QUERY_STRING', '')}",
            answer.get("Location", ""),
        ]
        if "html" in answer.get("Content-Type", ""):
            self.addresses += re.findall(r'(?:href|src|action)="([^"]*)"', answer.content.decode())
        return answer


def published(broker: str) -> list[str]:
    """What lies in the broker for workers, in every queue: headers, arguments and all."""
    found = []
    with Connection(broker) as connection:
        for name in (one.name for one in app.conf.task_queues):
            queue = connection.SimpleQueue(name)
            with suppress(queue.Empty):
                while True:
                    message = queue.get(block=False)
                    told = [message.headers, message.payload]
                    found.append(json.dumps(told, ensure_ascii=False, default=str))
                    message.ack()
            queue.close()
    return found


def whole_way(client: Followed) -> Filing:
    """From the first page to the decision and the bundle, with a canary wherever something can be written."""
    desk = make_desk("示例市市场监督管理局", channel="12315_report")
    complaint = filed(
        client,
        story={"story": CANARIES["story"]},
        message={"text": f"【示例】{CANARIES['message']}退订回T", "sender": "10690001"},
        refusal={"refusal__made": "yes", "refusal__on": "2025-11-04", "contacts__after_refusal": "3"},
        loss={"loss__what": CANARIES["cost"], "loss__yuan": "3"},
        respondents={
            "respondents-TOTAL_FORMS": "1", "respondents-INITIAL_FORMS": "0",
            "respondents-0-name": CANARIES["respondent"],
        },
        you={
            "name": CANARIES["name"], "phone": CANARIES["phone"], "email": CANARIES["email"],
            "id_number": CANARIES["id_number"], "address": CANARIES["address"], "region": "310000", "agree": "on",
        },
    )  # fmt: skip
    complaints.send_code_mails()
    link = re.search(r"/mailbox/[0-9A-Z-]{23}/", mail.outbox[-1].body)[0]  # type: ignore[index]
    client.post(link, {"act": "confirm"})
    case = f"/cases/{complaint.number}/"
    file = SimpleUploadedFile(CANARIES["file"], samples.saved(samples.drawn(), "PNG"), "image/png")
    client.post(f"{case}files/", {"files": file, "description": CANARIES["purpose"]})
    broken = SimpleUploadedFile(f"坏的{CANARIES['file']}", b"%PDF-1.7 broken", "application/pdf")
    client.post(f"{case}files/", {"files": broken, "description": CANARIES["purpose"]})
    for exhibit in Exhibit.objects.all():
        make_renditions(by=Actor.system("evidence"), exhibit_id=exhibit.pk)
    for path in ("", "receipt/", "law/", "files/", "share/"):
        client.get(case + path)
    page = f"{case}send/12315_report/{desk.recipient.pk}/"
    # The broken file is not ticked in advance: chosen by hand, the consent is shown again before it can be given.
    chosen = [str(one.pk) for one in Exhibit.objects.all()]
    choice = {"document": "letter", "agree": "on", "exhibits": chosen}
    first = re.search(r'name="digest" value="([^"]+)"', client.get(page).content.decode())[1]  # type: ignore[index]
    shown = client.post(page, {**choice, "digest": first, "again": "1"}).content.decode()
    digest = re.search(r'name="digest" value="([^"]+)"', shown)[1]  # type: ignore[index]
    assert digest != first
    client.post(page, {**choice, "digest": digest})
    filing = Filing.objects.get()
    client.post(f"/filings/{filing.pk}/confirm/")
    services.sweep_outbox()
    staff = Followed()
    staff.force_login(User.objects.get(pk=desk.caseworker.pk))
    at_desk = f"/admin/filings/filing/{filing.pk}/change/"
    for act, key in (("move:accepted", ""), ("ask", "question"), ("note", "note")):
        _act(staff, at_desk, act, CANARIES.get(key, ""))
    kept = client.post(f"/filings/{filing.pk}/supplement/", {"text": CANARIES["answer"]})["Location"]
    agreed = {"digest": client.get(kept).context["proposal"].digest, "agree": "on"}
    client.post(f"{kept}agree/", agreed)
    services.sweep_outbox()
    assert CANARIES["answer"] in client.get(kept).content.decode()
    assert filing.supplements.get().sent_at is not None
    _act(staff, at_desk, "move:decided", CANARIES["decision"])
    client.addresses += staff.addresses
    client.get(f"/filings/{filing.pk}/")
    client.post(f"{case}bundle/")
    services.sweep_exports()
    services.sweep_outbox()
    complaints.send_code_mails()
    send_due(at=timezone.now() + timedelta(days=1))
    client.get(f"{case}bundle/")
    client.post("/resume/", {"code": f"{CANARIES['phone']}{CANARIES['name']}"})
    client.post(f"/drafts/{complaint.pk}/nowhere/", {"story": CANARIES["story"]})
    filing.refresh_from_db()
    return filing


def _act(staff: Followed, page: str, act: str, text: str) -> None:
    shown = staff.get(page).content.decode()
    seen = re.search(r'name="seen" value="([^"]*)"', shown)[1]  # type: ignore[index]
    answer = staff.post(page, {"act": act, "seen": seen, "text": text})
    assert answer.status_code == 302, act


def leaked(lines: list[str]) -> list[tuple[str, str]]:
    return [(name, line[:300]) for line in lines for name, canary in CANARIES.items() if canary in line]


def test_a_whole_filing_leaves_no_canary_behind(logged: Everything, broker: str, client: Client) -> None:
    visitor = Followed()
    filing = whole_way(visitor)
    complaint = filing.complaint
    assert filing.state == "decided"
    assert Export.objects.get().state == "done"
    code = Access.objects.get(complaint=complaint, why=Access.Why.CODE).code

    tasks = published(broker)
    ledger = [
        json.dumps([one.actor, one.act, one.detail], ensure_ascii=False) for one in LedgerEntry.objects.all()
    ]
    receipt = [complaint.receipt.payload]
    subjects = [one.subject for one in mail.outbox]
    assert logged.lines
    assert tasks
    assert len(ledger) > 10
    for kind in ("确认这个邮箱", "材料送到", "受理", "有问题要您答复", "有了处理结果"):
        assert any(kind in one for one in subjects), subjects
    for what, lines in {
        "logs": logged.lines,
        "tasks": tasks,
        "addresses": visitor.addresses,
        "ledger": ledger,
        "receipt": receipt,
        "subjects": subjects,
    }.items():
        assert leaked(lines) == [], what
        assert [line for line in lines if code in line or code.replace("-", "") in line] == [], what
    bodies = [f"{one.body}" for one in mail.outbox if CANARIES["email"] in one.to]
    assert bodies
    assert leaked(bodies) == []  # the mail says that there is news, not what it is


def test_a_fault_of_ours_tells_the_log_nothing_of_the_case(
    logged: Everything, monkeypatch: pytest.MonkeyPatch
) -> None:
    visitor = Followed()
    visitor.raise_request_exception = False
    complaint = filed(visitor, story={"story": CANARIES["story"]})

    def broken(*_given: Any, **_more: Any) -> None:
        raise RuntimeError("a fault")

    monkeypatch.setattr("filings.views.cases.stages_of", broken)
    answer = visitor.get(f"/cases/{complaint.number}/?phone={CANARIES['phone']}")
    assert answer.status_code == 500
    assert "故障已经记下" in answer.content.decode()
    said = [line for line in logged.lines if "Internal Server Error" in line]
    assert said
    assert leaked(logged.lines) == []
