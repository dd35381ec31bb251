"""Complaints, recipients and filings for the tests of the services. People, numbers and words are invented."""

import io
from copy import deepcopy
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import count
from typing import Any

from django.utils import timezone
from PIL import Image

from accounts.actors import Actor
from accounts.models import Membership, Organisation, User
from complaints.models import Access, Complaint, Subscription
from complaints.services import ComplainantInput, ContactInput, RespondentInput, file_complaint
from complaints.services.code_mails import address_index
from evidence.models import Exhibit
from evidence.services import make_renditions, receive
from filings import services
from filings.models import Filing, Recipient, Way

NOW = datetime(2026, 3, 16, 10, tzinfo=timezone.get_default_timezone())
_turn = count(1)

FACTS: dict[str, Any] = {
    "kind": "harassment",
    "situations": ["optout_ignored"],
    "event": {"first": "2026-02-20", "last": "2026-03-10"},
    "filing_date": "2026-03-16",
    "complainant": {"region": "310113", "capacity": "recipient", "consumer_of_respondent": True},
    "respondents": [
        {"role": "content_provider", "name": "示例优选商城有限公司"},
        {"role": "operator", "name": "示例移动通信公司"},
    ],
    "contacts": {"channels": ["sms"], "count": 12, "after_refusal": 9, "numbers": ["10690000123456"]},
    "content": {
        "commercial": True,
        "sender_identified": True,
        "opt_out_offered": True,
        "opt_out_works": False,
    },
    "consent": {"status": "none"},
    "refusal": {"made": True, "on": "2026-02-21", "ways": ["sms_reply"]},
}


@dataclass(frozen=True)
class Case:
    complaint: Complaint
    owner: User
    by: Actor


def make_user(name: str, **more: Any) -> User:
    return User.objects.create_user(username=f"{name}-{next(_turn)}", password="x", **more)


def facts_at(at: datetime) -> dict[str, Any]:
    """The facts, going on until six days before the complaint: what ended long ago cannot be asked to stop."""
    facts = deepcopy(FACTS)
    facts["event"]["last"] = (at.date() - timedelta(days=6)).isoformat()
    return facts


TOLD = "我回了退订，第二天又收到三条推销短信。"


def make_case(
    *, at: datetime = NOW, email: str = "wang@example.cn", story: str = TOLD, **person: Any
) -> Case:
    owner = make_user("owner")
    by = Actor.of_user(owner)
    who = {
        "name": "王小宁",
        "phone": "13900001234",
        "email": email,
        "id_number": "11010119900307109X",
        "address": "上海市宝山区示例路 1 号",
        "region": "310113",
        **person,
    }
    filed = file_complaint(
        by=by,
        kind="harassment",
        situations=["optout_ignored"],
        story=story,
        facts=facts_at(at),
        complainant=ComplainantInput(**who),
        respondents=[RespondentInput(**one) for one in FACTS["respondents"]],
        contacts=[
            ContactInput(
                channel="sms", sender="10690000123456", text="【示例优选】全场五折，退订回T", received_at=at
            )
        ],
        at=at,
    )
    return Case(filed.complaint, owner, by)


def reads_mail(case: Case, address: str = "wang@example.cn", *, at: datetime = NOW) -> Subscription:
    """A case whose complainant has confirmed their mailbox."""
    return Subscription.objects.create(
        complaint=case.complaint,
        medium=Subscription.Medium.MAIL,
        address=address,
        address_index=address_index(address),
        asked_at=at,
        confirmed_at=at,
    )


def add_exhibit(case: Case, *, colour: str = "red", name: str = "截图.png", copy: bool = True) -> Exhibit:
    image = io.BytesIO()
    Image.new("RGB", (40, 30), colour).save(image, "PNG")
    image.seek(0)
    exhibit = receive(by=case.by, complaint_id=case.complaint.pk, stream=image, filename=name, at=NOW)
    if copy:
        make_renditions(by=Actor.system("evidence"), exhibit_id=exhibit.pk)
    return exhibit


def make_desk(name: str = "甲市市场监督管理局", channel: str = "12315_report") -> tuple[Recipient, Actor]:
    organisation = Organisation.objects.create(name=f"{name}{next(_turn)}", kind=Organisation.Kind.REGULATOR)
    caseworker = make_user("caseworker", is_staff=True)
    Membership.objects.create(user=caseworker, organisation=organisation, role=Membership.Role.CASEWORKER)
    recipient = Recipient.objects.create(
        name=organisation.name,
        channel=channel,
        way=Way.DESK,
        organisation=organisation,
        contact="010-00000000",
    )
    return recipient, Actor.of_user(caseworker)


def make_mail_recipient(channel: str = "operator") -> Recipient:
    return Recipient.objects.create(
        name=f"示例移动客服{next(_turn)}",
        channel=channel,
        way=Way.EMAIL,
        email="kefu@example.cn",
        contact="10086",
    )


def make_hand_recipient(channel: str = "12321") -> Recipient:
    return Recipient.objects.create(
        name=f"示例举报中心{next(_turn)}",
        channel=channel,
        way=Way.HAND,
        contact="12321",
        website="https://example.cn/",
    )


def prepared(
    case: Case,
    recipient: Recipient,
    *,
    exhibits: tuple[Exhibit, ...] = (),
    at: datetime = NOW,
    wishes: services.Wishes | None = None,
) -> Filing:
    shown = services.propose_consent(
        complaint=case.complaint,
        recipient=recipient,
        exhibits=exhibits,
        document="letter",
        wishes=wishes,
        at=at,
    )
    return services.prepare(
        by=case.by,
        complaint=case.complaint,
        recipient=recipient,
        consent_digest=shown.digest,
        exhibits=exhibits,
        giving=agreeing_to(shown),
        wishes=wishes,
        at=at,
    )


def agreeing_to(shown: services.ConsentText) -> services.Giving:
    """Every separate consent that is asked for."""
    return services.Giving(agreed=frozenset(one.key for one in shown.separate))


def queued(
    case: Case,
    recipient: Recipient,
    *,
    exhibits: tuple[Exhibit, ...] = (),
    at: datetime = NOW,
    wishes: services.Wishes | None = None,
) -> Filing:
    made = prepared(case, recipient, exhibits=exhibits, at=at, wishes=wishes)
    return services.confirm(by=case.by, filing=made, at=at)


def shared(
    *, with_user: User | None = None, with_organisation: Organisation | None = None, **more: Any
) -> Access:
    """Shared with somebody and accepted by them, until after today."""
    more.setdefault("until", timezone.now() + timedelta(days=30))
    access = services.share(with_user=with_user, with_organisation=with_organisation, **more)
    if with_user is not None:
        by = Actor.of_user(User.objects.get(pk=with_user.pk))
    else:
        assert with_organisation is not None
        by = Actor(organisation_ids=(with_organisation.pk,))
    return services.accept_share(by=by, access=access, at=more.get("at"))
