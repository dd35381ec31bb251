"""An exhibit with parts covered on its way: what is consented to, what a desk and a mail get, what a bundle offers."""

import hashlib
import io
import json
from collections.abc import Callable
from email import message_from_bytes
from typing import Any

import pytest
from django.test import Client

from accounts.actors import Actor
from accounts.models import User
from complaints.models import Access, Act, Complaint, LedgerEntry
from documents.bundle.audience import AUDIENCES
from evidence.models import Exhibit, Redaction, Rendition
from evidence.services import (
    keep_boxes,
    make_redactions,
    make_renditions,
    open_redaction,
    order_redaction,
    receive,
)
from evidence.services.recognising import recognise_pictures
from filings import services
from filings.models import Filing, Recipient, Way
from filings.services.bundles.contents import contents_of
from filings.services.bundles.orders import exhibits_of, propose_order, ways_of
from filings.services.sending.content import content_of
from filings.ways import email as mail
from legal.services import assess_complaint
from tests.evidence.writings import typeset, written_page
from tests.flows.world import _desk, _filed, _member, _prepared, _signed_in, routes
from tests.once import once_a_module

pytestmark = pytest.mark.django_db
CANARY = "13800138000"
EXAMINER = Actor.system("examiner")


class Sent:
    """A case with a screenshot and a paper, both covered, and one screenshot that is not."""

    def __init__(self) -> None:
        self.owner = User.objects.create_user(username="owner", password="x")
        self.by = Actor.of_user(self.owner)
        self.case, _code = _filed(self.owner)
        self.picture = self.received(written_page(), "截图.png")
        self.paper = self.received(typeset([f"机主电话 {CANARY}", "第二页"]), "账单.pdf")
        self.open = self.received(written_page(("没有什么要遮",)), "另一张.png")
        while make_renditions(by=EXAMINER):
            pass
        while recognise_pictures(by=Actor.system("reader")):
            pass
        assess_complaint(by=self.by, complaint=self.case)

    def received(self, content: bytes, name: str) -> Exhibit:
        return receive(by=self.by, complaint_id=self.case.pk, stream=io.BytesIO(content), filename=name)

    def cover(self, exhibit: Exhibit, box: list[float]) -> Redaction:
        draft = open_redaction(by=self.by, exhibit=exhibit)
        keep_boxes(by=self.by, redaction=draft, page=1, boxes=[box])
        order_redaction(by=self.by, redaction=draft)
        made = make_redactions(by=Actor.system("redactor"))
        assert made is not None
        assert (made.state, made.reason) == ("done", "")
        return made

    def covered(self) -> tuple[Redaction, Redaction]:
        return self.cover(self.picture, [0.0, 0.35, 1.0, 0.2]), self.cover(self.paper, [0.0, 0.0, 1.0, 0.3])

    @property
    def exhibits(self) -> list[Exhibit]:
        return [self.picture, self.paper, self.open]


@once_a_module
def sent() -> Sent:
    return Sent()


def secrets(exhibits: list[Exhibit]) -> set[str]:
    """The hashes of everything that must not reach who was sent the covered copies."""
    kept = Rendition.objects.filter(exhibit__in=exhibits, redaction__isnull=True, sealed__isnull=False)
    return {one.sealed.sha256 for one in kept.select_related("sealed") if one.sealed} | {
        one.sha256 for one in exhibits
    }


def bodies(client: Client, case: Complaint, exhibit: Exhibit, filing: Filing) -> dict[str, bytes]:
    """The answer of every address that takes an exhibit."""
    return answers_of(client, case, exhibit, filing, lambda route: "exhibit_id>" in route)


def others(client: Client, case: Complaint, exhibit: Exhibit, filing: Filing) -> dict[str, bytes]:
    """The answer of every address that takes a case or a filing, and of every search."""
    return answers_of(client, case, exhibit, filing, lambda route: "exhibit_id>" not in route)


def answers_of(
    client: Client, case: Complaint, exhibit: Exhibit, filing: Filing, wanted: Callable[[str], bool]
) -> dict[str, bytes]:
    known = {"exhibit_id": exhibit.pk, "number": case.number, "filing_id": filing.pk, "object_id": filing.pk}
    found = {}
    for route in routes():
        if not any(f"{name}>" in route for name in known) and "search" not in route:
            continue
        if not wanted(route):
            continue
        where = "/" + route.replace("<int:page>", "1").replace("<path:object_id>", str(filing.pk))
        for name, value in known.items():
            for kind in ("uuid", "str", "path"):
                where = where.replace(f"<{kind}:{name}>", str(value))
        if "<" in where or "logout" in where:
            continue
        for query in ("", f"?words={CANARY}&q={CANARY}"):
            response = client.get(where + query)
            body = b"".join(response.streaming_content) if response.streaming else response.content
            if response.status_code == 200:
                found[where + query] = body
    return found


def test_a_desk_gets_the_covered_copy_and_nothing_else_by_any_address(sent: Sent) -> None:
    first, second = sent.covered()
    desk = _desk("甲市市场监督管理局", "12315_report")
    filing = services.confirm(by=sent.by, filing=_prepared(sent.by, sent.case, desk, sent.exhibits))
    services.sweep_outbox()
    filing.refresh_from_db()
    assert filing.covered == {str(sent.picture.pk): str(first.pk), str(sent.paper.pk): str(second.pk)}
    client = _signed_in(_member("caseworker", desk.organisation, "caseworker", staff=True))  # type: ignore[arg-type]
    forbidden = secrets([sent.picture, sent.paper])
    assert len(forbidden) >= 9  # original, clean copy, thumbnail, page, text: there is something to hide
    of_case = others(client, sent.case, sent.picture, filing)
    assert not {"sha256:" + hashlib.sha256(body).hexdigest() for body in of_case.values()} & forbidden
    assert [one for one, body in of_case.items() if "words=" not in one and CANARY.encode() in body] == []
    for exhibit in (sent.picture, sent.paper):
        answers = bodies(client, sent.case, exhibit, filing)
        copy = Rendition.objects.get(exhibit=exhibit, kind="redacted", page=0)
        shown = {"sha256:" + hashlib.sha256(body).hexdigest() for body in answers.values()}
        assert copy.sealed is not None
        assert copy.sealed.sha256 in shown
        assert not shown & forbidden
        assert [one for one, body in answers.items() if "words=" not in one and CANARY.encode() in body] == []
        page = answers[f"/evidence/{exhibit.pk}/"].decode()
        assert "这是遮盖副本" in page
        assert exhibit.sha256 in page
        assert f"/evidence/{exhibit.pk}/copy" in answers
        assert f"/evidence/{exhibit.pk}/thumbnail" in answers
        assert f"/evidence/{exhibit.pk}/redact/" not in answers
    assert f"/evidence/{sent.paper.pk}/pages/1/picture" in answers
    found = client.get("/evidence/search/", {"words": CANARY}).content.decode()
    assert "没有找到" in found
    own = _signed_in(sent.owner).get("/evidence/search/", {"words": CANARY}).content.decode()
    assert "截图.png" in own
    assert "账单.pdf" in own
    uncovered = bodies(client, sent.case, sent.open, filing)
    clean = Rendition.objects.get(exhibit=sent.open, kind="clean")
    assert clean.sealed is not None
    assert clean.sealed.sha256 in {
        "sha256:" + hashlib.sha256(body).hexdigest() for body in uncovered.values()
    }
    listed = json.loads(client.get(f"/api/v1/filings/{filing.pk}/").content)["exhibits"]
    assert [one["redacted"] for one in listed] == [True, True, False]
    assert [one["sha256"] for one in listed] == [one.sha256 for one in sent.exhibits]


def test_the_consent_says_it_and_binds_it(sent: Sent) -> None:
    desk = _desk("甲市市场监督管理局", "12315_report")
    meant: dict[str, Any] = {
        "complaint": sent.case, "recipient": desk, "exhibits": sent.exhibits, "document": "letter",
    }  # fmt: skip
    before = services.propose_consent(**meant)
    assert "遮盖" not in before.text
    sent.cover(sent.picture, [0.0, 0.35, 1.0, 0.2])
    with pytest.raises(services.Refused):
        services.prepare(by=sent.by, consent_digest=before.digest, **meant)
    now = services.propose_consent(**meant)
    assert "截图.png（只给遮盖了一部分的副本）" in now.text
    filing = services.prepare(by=sent.by, consent_digest=now.digest, **meant)
    rows = content_of(filing)["fields"]["exhibits"]
    assert ["遮盖副本" in row["source"] for row in rows] == [True, False, False]
    entry = LedgerEntry.objects.get(act=Act.FILING_PREPARED)
    assert entry.detail["covered"] == filing.covered


def test_what_was_consented_to_stays_when_it_is_covered_anew(sent: Sent) -> None:
    first, _second = sent.covered()
    desk = _desk("甲市市场监督管理局", "12315_report")
    filing = services.confirm(by=sent.by, filing=_prepared(sent.by, sent.case, desk, sent.exhibits))
    sent.cover(sent.picture, [0.0, 0.1, 1.0, 0.5])
    services.sweep_outbox()
    member = Actor.of_user(_member("caseworker", desk.organisation, "caseworker", staff=True))  # type: ignore[arg-type]
    seen = Rendition.objects.visible_to(member).filter(exhibit=sent.picture)
    assert {one.redaction for one in seen} == {first}
    assert set(Access.objects.get(organisation=desk.organisation).covered) == {sent.picture.pk, sent.paper.pk}
    assert filing.covered[str(sent.picture.pk)] == str(first.pk)


def test_a_mail_carries_the_covered_copy(sent: Sent) -> None:
    sent.covered()
    to = Recipient.objects.create(
        name="某公司", channel="12315_report", way=Way.EMAIL, email="a@example.cn", contact="a@example.cn"
    )
    filing = _prepared(sent.by, sent.case, to, sent.exhibits)
    message = message_from_bytes(mail.build(filing, content_of(filing), at=filing.prepared_at))
    carried = {
        "sha256:" + hashlib.sha256(part.get_payload(decode=True)).hexdigest()  # type: ignore[arg-type]
        for part in message.walk()
        if not part.is_multipart()
    }
    copies = Rendition.objects.filter(kind="redacted", page=0).select_related("sealed")
    assert {one.sealed.sha256 for one in copies if one.sealed} <= carried
    assert not carried & secrets([sent.picture, sent.paper])
    assert carried & secrets([sent.open])


def test_what_is_added_later_goes_covered_as_well(sent: Sent) -> None:
    desk = _desk("甲市市场监督管理局", "12315_report")
    filing = services.confirm(by=sent.by, filing=_prepared(sent.by, sent.case, desk, [sent.open]))
    services.sweep_outbox()
    first, _second = sent.covered()
    row = services.write_supplement(by=sent.by, filing=filing, exhibits=[sent.picture])
    shown = services.propose_supplement(supplement=row)
    assert "截图.png（只给遮盖了一部分的副本）" in shown.text
    row = services.prepare_supplement(by=sent.by, supplement=row, consent_digest=shown.digest)
    assert row.covered == {str(sent.picture.pk): str(first.pk)}
    services.confirm_supplement(by=sent.by, supplement=row)
    services.sweep_outbox()
    member = _member("caseworker", desk.organisation, "caseworker", staff=True)  # type: ignore[arg-type]
    seen = Rendition.objects.visible_to(Actor.of_user(member)).filter(exhibit=sent.picture)
    assert {one.redaction for one in seen} == {first}
    answers = bodies(_signed_in(member), sent.case, sent.picture, filing)
    hashes = {"sha256:" + hashlib.sha256(body).hexdigest() for body in answers.values()}
    assert not hashes & secrets([sent.picture])
    with pytest.raises(services.Refused, match="对方已经有了"):
        services.write_supplement(by=sent.by, filing=filing, exhibits=[sent.picture])


def test_a_bundle_offers_the_uncovered_ones_to_the_court_and_oneself_alone(sent: Sent) -> None:
    sent.covered()
    picture, _paper, other = exhibits_of(sent.case)
    for made_for, ways in {
        "court": ["original", "clean", "redacted", "left_out"],
        "own": ["original", "clean", "redacted", "left_out"],
        "regulator": ["redacted", "left_out"],
        "opponent": ["redacted", "left_out"],
    }.items():
        assert ways_of(picture, AUDIENCES[made_for]) == ways
        groups = propose_order(complaint=sent.case, made_for=made_for).groups or ()
        assert {item.exhibit: item.travels for group in groups for item in group.items}[
            str(picture.pk)
        ] == "redacted"
    assert ways_of(other, AUDIENCES["regulator"]) == ["clean", "left_out"]
    export = services.request_export(by=sent.by, complaint=sent.case)
    carried = {one.sha256: one.ledger_sha256 for one in contents_of(export).exhibits}
    copy = Rendition.objects.select_related("sealed").get(exhibit=sent.picture, kind="redacted", page=0)
    assert copy.sealed is not None
    assert carried[copy.sealed.sha256] == sent.picture.sha256
