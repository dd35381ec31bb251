"""Cases as they lie on a desk, for the tests of the desk. The people, numbers and words are invented."""

import io
import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.utils import timezone
from PIL import Image, ImageDraw

from accounts.actors import Actor
from accounts.models import Consent, Membership, Organisation, User
from complaints.models import Access
from complaints.services import ComplainantInput, ContactInput, RespondentInput, file_complaint, grant_access
from core.canonical import canonical, digest
from documents.law import Ground
from documents.others import addressed
from evidence.services import make_renditions, receive
from filings import services
from filings.models import Deadline, Filing, Recipient, Way
from filings.moves import State
from filings.services.sending.content import Wishes, case_fields
from filings.services.sending.giving import fields_of, freeze
from legal.models import Assessment

ASSESSMENT: dict[str, Any] = {
    "on": "2026-03-02",
    "grounds": [
        {
            "code": "H2",
            "slug": "optout_ignored",
            "status": "established",
            "elements": [
                {
                    "id": "refused",
                    "text": "收件人已经明确拒绝",
                    "status": "met",
                    "because": ["refusal.made"],
                    "burden": "complainant",
                },
                {
                    "id": "again",
                    "text": "拒绝之后仍然发送",
                    "status": "unknown",
                    "because": [],
                    "burden": "complainant",
                    "wanted": "拒绝之后收到的短信截图",
                },
            ],
            "provisions": [
                {
                    "id": "示例法:1",
                    "in_force": ["2021-01-01", None],
                    "citation": "《示例法》第一条",
                    "text": "示例条文的原文。",
                    "verified": "two_copies",
                },
                {
                    "id": "示例办法:2",
                    "in_force": ["2020-01-01", None],
                    "citation": "《示例办法》第二条",
                    "text": "未核对的条文不得出现",
                    "verified": "number_only",
                },
            ],
            "respondents": [{"role": "content_provider", "provisions": ["示例法:1"]}],
            "relief": [{"code": "R1", "text": "停止发送", "provisions": ["示例法:1"]}],
            "evidence_wanted": ["拒绝之后的短信"],
        }
    ],
    "plan": [],
    "warnings": ["超过五个月的收费争议可能不被受理"],
}


@dataclass(frozen=True)
class Desk:
    organisation: Organisation
    recipient: Recipient
    caseworker: User


def make_desk(name: str = "甲市通信管理局", *, channel: str = "telecom_appeal") -> Desk:
    organisation = Organisation.objects.create(name=name, kind=Organisation.Kind.REGULATOR)
    recipient = Recipient.objects.create(
        name=name, channel=channel, way=Way.DESK, organisation=organisation, contact="010-00000000"
    )
    return Desk(organisation, recipient, make_caseworker(organisation, f"jingban-{organisation.pk}"))


def make_caseworker(organisation: Organisation, username: str, **more: Any) -> User:
    user = User.objects.create_user(username=username, password=uuid.uuid4().hex, is_staff=True, **more)
    Membership.objects.create(user=user, organisation=organisation, role=Membership.Role.CASEWORKER)
    return user


def on_desk(
    desk: Desk,
    *,
    state: str = State.ACKNOWLEDGED,
    due_on: date | None = None,
    kind: str = "harassment",
    situations: tuple[str, ...] = ("optout_ignored",),
    story: str = "我回了退订，第二天又收到三条推销短信。",
    name: str = "王小宁",
    phone: str = "13900001234",
    respondent: str = "示例优选商城有限公司",
    text: str = "【示例优选】全场五折，退订回T",
    sender: str = "10690000123456",
    at: datetime | None = None,
    owner: User | None = None,
    facts: dict[str, Any] | None = None,
    region: str = "",
    grounds: Sequence[Ground] = (),
    withheld: Collection[str] = (),
) -> Filing:
    """A complaint that was filed and sent to a desk, with content frozen as the channel allows, but for what is ``withheld``."""
    at = at or timezone.now() - timedelta(days=1)
    day = timezone.localdate(at).isoformat()
    filed = file_complaint(
        by=Actor.of_user(owner) if owner else Actor(),
        kind=kind,
        situations=situations,
        story=story,
        facts={
            "kind": kind,
            "event": {"first": day, "last": day},
            **({"complainant": {"region": region}} if region else {}),
            **(facts or {}),
        },
        complainant=ComplainantInput(name=name, phone=phone, address="示例路 1 号", region=region),
        respondents=[RespondentInput(role="content_provider", name=respondent)],
        contacts=[ContactInput(channel="sms", sender=sender, text=text, received_at=at)],
        at=at,
    )
    complaint = filed.complaint
    channel, to = desk.recipient.channel, desk.recipient.name
    fields = addressed(
        case_fields(complaint, {*fields_of(channel, Way.DESK)} - {*withheld}, []),
        to=to,
        channel=channel,
        kind=kind,
    )
    content = canonical(
        freeze(
            complaint=complaint,
            recipient=desk.recipient,
            document="letter",
            fields=fields,
            grounds=list(grounds),
            wishes=Wishes(),
            on=timezone.localdate(at),
        )
    )
    consent = Consent.objects.create(
        case_id=complaint.pk,
        given_by="visitor",
        recipient_name=desk.recipient.name,
        recipient_contact=desk.recipient.contact,
        purpose="处理投诉",
        way="办案台",
        information=list(fields),
        text="同意",
        given_at=at,
    )
    assessment = Assessment.objects.create(
        complaint=complaint,
        made_at=at,
        made_by="system:test",
        event_on=timezone.localdate(at),
        filing_on=timezone.localdate(at),
        corpus_version="sha256:" + "0" * 64,
        facts_digest="sha256:" + "0" * 64,
        result=ASSESSMENT,
    )
    pk = uuid.uuid4()
    grant_access(
        by=Actor.system("test"),
        complaint=complaint,
        why=Access.Why.SENT,
        organisation=desk.organisation,
        filing_id=pk,
        channel=desk.recipient.channel,
        at=at,
    )
    filing = Filing.objects.create(
        pk=pk,
        complaint=complaint,
        recipient=desk.recipient,
        organisation=desk.organisation,
        channel=desk.recipient.channel,
        way=Way.DESK,
        consent=consent,
        assessment=assessment,
        state=state,
        content=content,
        content_digest=digest(content),
        prepared_at=at,
        sent_at=at,
        due_on=due_on,
    )
    if due_on:
        Deadline.objects.create(
            filing=filing,
            step=Deadline.Step.ANSWER,
            what="答复投诉人",
            due_on=due_on,
            provision="《示例办法》第十条",
            counted_from=timezone.localdate(at),
        )
    services.keep_listing(filing, at=at, new=True)
    return filing


def sent_through_the_house(
    desk: Desk,
    owner: User,
    *,
    word: str = "",
    at: datetime | None = None,
    more: Sequence[tuple[bytes, str]] = (),
) -> Filing:
    """A case that went the whole way: filed, a picture and ``more`` files received and copied, consented to, sent by the
    outbox."""
    at = at or timezone.now()
    by, day = Actor.of_user(owner), timezone.localdate(at)
    facts = {
        "kind": "harassment",
        "situations": ["optout_ignored"],
        "event": {"first": (day - timedelta(days=9)).isoformat(), "last": day.isoformat()},
        "filing_date": day.isoformat(),
        "complainant": {"capacity": "recipient", "consumer_of_respondent": True},
        "respondents": [{"role": "content_provider", "name": "示例优选商城有限公司"}],
        "contacts": {"channels": ["sms"], "count": 23, "max_per_day": 6, "after_refusal": 14},
        "content": {
            "commercial": True,
            "sender_identified": True,
            "opt_out_offered": True,
            "opt_out_works": False,
        },
        "consent": {"status": "none"},
        "refusal": {"made": True, "on": (day - timedelta(days=7)).isoformat(), "ways": ["sms_reply"]},
    }
    complaint = file_complaint(
        by=by,
        kind="harassment",
        situations=["optout_ignored", "no_consent"],
        story=f"我从来没有在这家店买过东西。上周我按短信里写的回了 T，第二天又收到三条，之后每天都有。{word}",
        facts=facts,
        complainant=ComplainantInput(
            name=f"王小宁{word}", phone="13900001234", address=f"示例市示例路 1 号{word}"
        ),
        respondents=[RespondentInput(role="content_provider", name=f"示例优选商城有限公司{word}")],
        contacts=[
            ContactInput(
                channel="sms",
                sender="10690000123456",
                text=f"【示例优选】双十一全场五折，满300减40，点 http://t.example/a 领券，退订回T{word}",
                received_at=at - timedelta(days=back, hours=3),
            )
            for back in (6, 3, 0)
        ],
        at=at,
    ).complaint
    exhibit = receive(
        by=by,
        complaint_id=complaint.pk,
        stream=io.BytesIO(picture()),
        filename=f"短信截图{word}.png",
        description=f"退订之后又收到的三条短信{word}",
        at=at,
    )
    make_renditions(by=Actor.system("renditions"), exhibit_id=exhibit.pk)
    exhibits = [exhibit]
    for content, filename in more:
        held = receive(by=by, complaint_id=complaint.pk, stream=io.BytesIO(content), filename=filename, at=at)
        while make_renditions(by=Actor.system("renditions"), exhibit_id=held.pk):
            pass
        exhibits.append(held)
    shown = services.propose_consent(
        complaint=complaint, recipient=desk.recipient, exhibits=exhibits, document="letter"
    )
    filing = services.prepare(
        by=by,
        complaint=complaint,
        recipient=desk.recipient,
        consent_digest=shown.digest,
        exhibits=exhibits,
        at=at,
    )
    services.confirm(by=by, filing=filing, at=at)
    services.sweep_outbox()
    return Filing.objects.get(pk=filing.pk)


def picture() -> bytes:
    """A drawn screen of a telephone."""
    image = Image.new("RGB", (360, 640), "#f2f2f2")
    draw = ImageDraw.Draw(image)
    for place in range(3):
        draw.rounded_rectangle((20, 40 + place * 190, 320, 200 + place * 190), 14, fill="white")
        for row in range(4):
            draw.line(
                (40, 70 + place * 190 + row * 30, 300 - row * 20, 70 + place * 190 + row * 30), "#777", 6
            )
    out = io.BytesIO()
    image.save(out, "PNG")
    return out.getvalue()
