"""One invented case as rows that are not stored yet: as filed, as sent to a desk, as it went on there."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random
from typing import cast

from django.utils import timezone

from accounts.actors import Actor, code_digest
from accounts.models import Consent, Organisation, User
from complaints import receipts
from complaints.models import Access, Complaint, Contact, Kind, Party, Receipt, Situation
from complaints.reading import read
from complaints.search import as_searched
from complaints.services import new_code, telephone_index
from core.canonical import canonical, digest
from documents.frozen import Fields
from documents.law import grounds_from
from documents.material import DESK_FIELDS, FIELDS
from filings.models import Acknowledgement, Delivery, Filing, Note, Recipient, Way
from filings.moves import State
from filings.services import OUTBOX, Wishes, answers_of, fields_of, freeze
from legal.models import Assessment
from legal.reasoning.answers import Assessment as Answer
from workbench.seed import material
from workbench.seed.material import Profile

# How a case goes on after its arrival: the steps of the desk (or the complainant), in order.
COURSES: tuple[tuple[State, ...], ...] = (
    (),
    (State.ACCEPTED,),
    (State.ACCEPTED, State.DECIDED),
    (State.ACCEPTED, State.DECIDED, State.CLOSED),
    (State.REFUSED,),
    (State.WITHDRAWN,),
)
FRESH, ONGOING, OLD = (60, 30, 2, 0, 6, 2), (15, 40, 15, 15, 12, 3), (5, 10, 20, 45, 15, 5)
FULL_LAW = 20  # one case in so many carries its whole assessment (some 150 kB); the others one ground of it


@dataclass(frozen=True)
class Desk:
    """A regulator that works here, with its addresses by channel and the people at it."""

    organisation: Organisation
    recipients: Mapping[str, Recipient]
    caseworkers: tuple[Actor, ...]


@dataclass
class Case:
    """``steps`` are the moves of the filing since its arrival: the state, when, and by whom."""

    by: Actor
    complaint: Complaint
    parties: list[Party]
    contacts: list[Contact]
    access: list[Access]
    receipt: Receipt
    assessment: Assessment | None = None
    consent: Consent | None = None
    filing: Filing | None = None
    sent: Access | None = None
    delivery: Delivery | None = None
    acknowledgement: Acknowledgement | None = None
    reasons: dict[str, Note] = field(default_factory=dict)  # by the state that they explain
    question: Note | None = None
    steps: list[tuple[State, datetime, Actor]] = field(default_factory=list)


def invent(random: Random, *, number: str, at: datetime, owner: User | None) -> tuple[Case, Profile]:
    """A complaint as filed at ``at`` by an account, or by a person without one."""
    profile = random.choices(material.PROFILES, material.WEIGHTS)[0]
    brand, company = material.company(random)
    name, phone = material.person(random), material.telephone(random)
    region, sender = random.choice(material.REGIONS), f"10690000{random.randrange(10**6):06d}"
    known = {"brand": brand, "company": company, "name": f"{name[0]}某"}
    said = material.words(random, (*profile.story, *random.sample(material.ANYBODY, 3)), **known)
    if random.randrange(2_000) == 0:
        said.append(f"对方的头像是一只{material.RARE}。")
    facts = material.facts(random, profile, region, sender, timezone.localdate(at))
    complaint = Complaint(
        id=uuid.UUID(int=random.getrandbits(128), version=4),
        number=number,
        kind=profile.kind,
        situations=list(profile.situations),
        owner=owner,
        story="".join(said),
        facts=facts,
        region=region,
        event_first=facts["event"]["first"],
        event_last=facts["event"]["last"],
        filed_at=at,
    )
    parties = [
        Party(
            complaint=complaint,
            role=Party.Role.COMPLAINANT,
            name=name,
            phone=phone,
            phone_index=telephone_index(phone),
            address=f"示例路{random.randrange(1, 999)}号",
            region=region,
        ),
        Party(complaint=complaint, role=profile.role, organisation_name=company, region=region),
    ]
    contacts = [
        _message(random, complaint, profile, sender, known) for _ in range(random.choice((1, 1, 2, 3)))
    ]
    said_by_first = read(contacts[0].text, sender=sender, received=contacts[0].received_on).as_json()
    contacts[0].reading = {
        "read": said_by_first,
        "corrected": {},
    }  # as the intake reads one message of a case
    complaint.searchable = as_searched(
        "\n".join([complaint.story, company, *(f"{one.sender}\n{one.text}" for one in contacts)])
    )
    by, access = _opened(complaint, owner, at)
    receipt = receipts.signed(complaint=complaint, exhibits=[], at=at)
    return Case(by, complaint, parties, contacts, access, receipt), profile


def _message(
    random: Random, complaint: Complaint, profile: Profile, sender: str, known: Mapping[str, str]
) -> Contact:
    text = material.words(random, (random.choice(profile.message),), **known)[0]
    at = complaint.filed_at - timedelta(days=random.randrange(1, 60), minutes=random.randrange(1_440))
    return Contact(
        complaint=complaint,
        channel=Contact.Channel.SMS,
        sender=sender,
        received_at=at,
        received_on=timezone.localdate(at),
        text=text,
    )


def _opened(complaint: Complaint, owner: User | None, at: datetime) -> tuple[Actor, list[Access]]:
    """Who filed, and the Access by which they see it again."""
    if owner is not None:
        by = Actor(user=owner)
        return by, [
            Access(complaint=complaint, user=owner, why=Access.Why.OWNER, since=at, granted_by=by.label)
        ]
    code = new_code()
    by = Actor(codes=(code_digest(code),))
    row = Access(
        complaint=complaint,
        code_digest=by.codes[0],
        code=code,
        why=Access.Why.CODE,
        since=at,
        granted_by=by.label,
    )
    return by, [row]


def send(
    random: Random,
    case: Case,
    profile: Profile,
    *,
    to: Desk,
    result: Answer,
    law: Answer,
    now: datetime,
) -> None:
    """Send it to a desk, and let it go on there until now. ``result`` is what it carries of the whole assessment ``law``."""
    complaint, recipient = case.complaint, to.recipients[profile.channel]
    at = min(complaint.filed_at + timedelta(minutes=random.randrange(5, 600)), now)
    day = timezone.localdate(at)
    case.assessment = Assessment(
        complaint=complaint,
        made_at=at,
        made_by=case.by.label,
        event_on=complaint.event_last,
        filing_on=day,
        corpus_version=law["corpus_version"],
        facts_digest=digest(canonical(complaint.facts)),
        result=result,
    )
    fields = _fields(case, profile)
    case.consent = _consent(case, recipient, fields, at)
    content = canonical(
        freeze(
            complaint=complaint,
            recipient=recipient,
            document="letter",
            fields=fields,
            grounds=grounds_from(result),
            wishes=Wishes(),
            on=day,
        )
    )
    case.filing = Filing(
        id=uuid.UUID(int=random.getrandbits(128), version=4),
        complaint=complaint,
        recipient=recipient,
        organisation=to.organisation,
        channel=recipient.channel,
        way=Way.DESK,
        state=State.ACKNOWLEDGED,
        content=content,
        content_digest=digest(content),
        prepared_at=at,
        sent_at=at,
    )
    _delivered(case, to, at)
    _go_on(random, case, to, now)


def _fields(case: Case, profile: Profile) -> Fields:
    """What this channel may learn of the case; the rest is not even an empty string."""
    person, others = case.parties[0], case.parties[1:]
    labels = [str(Kind(profile.kind).label), *(str(Situation(slug).label) for slug in profile.situations)]
    said: Fields = {
        "complainant.name": person.name,
        "complainant.phone": person.phone,
        "complainant.address": person.address,
        "respondents": [
            {
                "role": one.role,
                "name": one.organisation_name,
                "uscc": "",
                "said": {"role": one.role, "name": one.organisation_name},
            }
            for one in others
        ],
        "number": person.phone,
        "matter": "；".join(labels),
        "story": case.complaint.story,
        "messages": [
            {"sender": one.sender, "text": one.text, "at": timezone.localtime(one.received_at).isoformat()}
            for one in case.contacts
        ],
        **answers_of(case.complaint.facts),
    }
    allowed = fields_of(profile.channel, Way.DESK)
    return cast(Fields, {name: value for name, value in said.items() if value and name in allowed})


def _consent(case: Case, recipient: Recipient, fields: Fields, at: datetime) -> Consent:
    information = [str(label) for name, label in (FIELDS | DESK_FIELDS).items() if name in fields]
    purpose = f"请{recipient.name}处理编号为{case.complaint.number}的投诉"
    return Consent(
        case_id=case.complaint.pk,
        given_by=case.by.label,
        recipient_name=recipient.name,
        recipient_contact=recipient.contact,
        purpose=purpose,
        way="送到本平台上的办案台",
        information=information,
        text=f"接收方：{recipient.name}\n处理目的：{purpose}\n个人信息的种类：{'、'.join(information)}",
        given_at=at,
    )


def _delivered(case: Case, to: Desk, at: datetime) -> None:
    assert case.filing is not None  # noqa: S101  (send has just made it)
    case.delivery = Delivery(
        filing=case.filing,
        attempt=1,
        idempotency_key=case.filing.pk,
        state=Delivery.State.DONE,
        due_at=at,
        started_at=at,
        handed_over_at=at,
        finished_at=at,
        answer="已送到本平台上的办案台",
    )
    case.sent = Access(
        complaint=case.complaint,
        organisation=to.organisation,
        why=Access.Why.SENT,
        filing_id=case.filing.pk,
        channel=case.filing.channel,
        since=at,
        granted_by=OUTBOX.label,
        exhibits=[],
    )
    case.acknowledgement = Acknowledgement(
        filing=case.filing,
        source=Acknowledgement.Source.DESK,
        reference=case.complaint.number,
        at=at,
        recorded_by=OUTBOX.label,
    )


def _go_on(random: Random, case: Case, to: Desk, now: datetime) -> None:
    filing, at = case.filing, case.complaint.filed_at
    assert filing is not None and filing.sent_at is not None  # noqa: S101,PT018  (send has just made it)
    age = (now - at).days
    weights = FRESH if age < 30 else ONGOING if age < 90 else OLD
    caseworker = random.choice(to.caseworkers)
    if random.random() < 0.7:
        filing.assigned_to = caseworker.user
    moment = filing.sent_at
    for state in random.choices(COURSES, weights)[0]:
        moment = min(moment + timedelta(days=random.randrange(1, 15), minutes=random.randrange(600)), now)
        actor = case.by if state == State.WITHDRAWN else caseworker
        case.steps.append((state, moment, actor))
        filing.state = state
        if state in (State.REFUSED, State.DECIDED, State.WITHDRAWN):
            _explained(case, state, moment, actor)
    if filing.state == State.ACCEPTED and random.random() < 0.15:
        filing.waiting_since = moment
        case.question = Note(
            filing=filing,
            kind=Note.Kind.QUESTION,
            text="请补充最近一次收到短信的截图。",
            written_by=caseworker.label,
            at=moment,
        )
    states = Complaint.State
    case.complaint.state = {
        State.DECIDED: states.DECIDED,
        State.REFUSED: states.DECIDED,
        State.CLOSED: states.CLOSED,
        State.WITHDRAWN: states.FILED,
    }.get(State(filing.state), states.IN_PROGRESS)


def _explained(case: Case, state: State, at: datetime, by: Actor) -> None:
    """What refusing, deciding and withdrawing bring with them: the reason, and the date of it."""
    filing, consent = case.filing, case.consent
    assert filing is not None and consent is not None  # noqa: S101,PT018  (send has just made them)
    text = {
        State.REFUSED: "不属于本机构职责范围，请向号码归属地的机构反映。",
        State.DECIDED: "经核实，已责令被投诉方停止发送并删除号码。",
        State.WITHDRAWN: "投诉人撤回了同意。",
    }[state]
    case.reasons[state] = Note(filing=filing, kind=Note.Kind.REASON, text=text, written_by=by.label, at=at)
    if state == State.WITHDRAWN:
        consent.withdrawn_at = at
    else:
        filing.answered_at = at
    if state == State.DECIDED:
        filing.decision = text
