"""Filing a complaint: number, receipt, access and first entry in one transaction; what follows from it."""

import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import BooleanField, ExpressionWrapper, Q, QuerySet
from django.utils import timezone

from accounts.actors import Actor
from accounts.models import User
from accounts.services import has_verified, hold_account
from complaints.ledger import append_entry, following, hold_ledger
from complaints.models import (
    BY_DESK,
    Access,
    Act,
    CodeMail,
    Complaint,
    Contact,
    Draft,
    Intake,
    LedgerEntry,
    Party,
    Receipt,
)
from complaints.numbers import trunk
from complaints.reading.hedges import rough_counts
from complaints.receipts import signed
from complaints.search import as_searched
from complaints.services.access import reading_of, reads_for_others
from complaints.services.code_mails import address_index, code_mails
from complaints.stated import Facts, role_filed
from core.canonical import canonical, digest
from core.fields import blind_index
from core.language import gettext as _
from core.language import house, reader
from core.rows import insert_together

MOST_SEARCHED = 100  # contacts out of backups whose words a search finds
_BROUGHT = (Act.CONTACTS_IMPORTED, Act.SCREENSHOT_KEPT)
# Gap-free: the year's row stays locked until the commit.
_COUNTED = " ON CONFLICT (year) DO UPDATE SET last = complaints_numberseries.last + 1 RETURNING last"
_NEXT_NUMBER = f"INSERT INTO complaints_numberseries (year, last) VALUES (%s, 1){_COUNTED}"  # noqa: S608
# The same for an account's case, which holds the account as hold_account does: none where it was closed a moment ago.
_NEXT_NUMBER_OF_ACCOUNT = (
    "INSERT INTO complaints_numberseries (year, last) SELECT %s, 1 FROM"  # noqa: S608
    f" (SELECT 1 FROM {User._meta.db_table} WHERE id = %s AND is_active FOR NO KEY UPDATE) AS account"
    f" WHERE true{_COUNTED}"
)


@dataclass(frozen=True)
class ComplainantInput:
    """Who complains. Only the name and one way to answer are needed; the rest is asked when a recipient needs it.

    A guardian names the ``child``, and when it was ``child_born``; ``number`` is the one that was disturbed where it is
    not ``phone``.
    """

    name: str
    phone: str = ""
    email: str = ""
    id_number: str = ""
    address: str = ""
    region: str = ""
    number: str = ""
    child: str = ""
    child_born: str = ""
    # Who files for this adult, and how they are related; the adult decides everything else.
    helper: str = ""
    helper_relation: str = ""


@dataclass(frozen=True)
class RespondentInput:
    role: str = Party.Role.UNKNOWN
    name: str = ""
    uscc: str = ""
    region: str = ""
    licensed_lender: bool | None = None
    address: str = ""
    legal_representative: str = ""
    phone: str = ""


@dataclass(frozen=True)
class ContactInput:
    """One message or call. ``received_at`` when the minute is known, else ``received_on``."""

    channel: str
    sender: str = ""
    text: str = ""
    received_on: date | None = None
    received_at: datetime | None = None
    exhibit_id: uuid.UUID | None = None  # of the file that it stands in, with its place there
    part: str = ""
    line: int | None = None
    reading: dict[str, Any] = field(default_factory=dict)


class NotFiled(Exception):
    """Nothing was filed, what was typed is kept. The message is for people: why, and what to do."""


@dataclass(frozen=True)
class Filed:
    complaint: Complaint
    receipt: Receipt
    repeated: bool  # the same filing was made before; nothing was written now


def as_told(facts: Facts, story: str) -> Facts:
    """These facts, with which counts the story tells as about so many; who says it themselves is not read again."""
    contacts = facts.get("contacts")
    if not contacts or "about" in contacts or not (about := rough_counts(story, contacts)):
        return facts
    return {**facts, "contacts": {**contacts, "about": about}}


def file_complaint(
    *,
    by: Actor,
    kind: str,
    situations: Sequence[str],
    story: str,
    facts: Facts,
    complainant: ComplainantInput,
    respondents: Sequence[RespondentInput] = (),
    contacts: Sequence[ContactInput] = (),
    draft: Draft | None = None,
    key: uuid.UUID | None = None,
    intake: Intake | None = None,
    at: datetime | None = None,
) -> Filed:
    """File a complaint and give it its number and signed receipt, which names the files received so far.

    ``draft`` becomes the complaint of the same id and is consumed; ``key`` does the same for a caller without a
    draft (an idempotency key). A second call for either returns what the first one made. With ``intake`` the draft is one
    that somebody takes down at a desk: the complaint is that of who told it, opened by its code alone. Raise
    Complaint.DoesNotExist for a draft or a key that is somebody else's, NotFiled where the account was closed a moment ago.
    """
    at = at or timezone.now()
    facts = as_told(facts, story)
    if complainant.helper:
        check_helper(by, complainant.email)
    another = bool(complainant.helper) or intake is not None
    case_id = draft.pk if draft is not None else key or uuid.uuid4()
    complaint = Complaint(
        id=case_id,
        kind=kind,
        situations=list(situations),
        owner=None if another else _owner(by, draft),
        story=story,
        facts=facts,
        region=complainant.region,
        event_first=date.fromisoformat(facts["event"]["first"]),
        event_last=date.fromisoformat(facts["event"]["last"]),
        filed_at=at,
        # In what somebody reads who never saw a page, nobody knows.
        language=reader() if intake is None else house(),
        searchable=_searchable(story, respondents, contacts),
    )
    people = [*_own_side(complaint, complainant), *_respondent_rows(complaint, respondents)]
    try:
        with transaction.atomic():
            record: list[LedgerEntry] = []
            if draft is not None:
                # The account first: who leaves it deletes its drafts while they hold it.
                account = by.user if complainant.helper else complaint.owner
                if account is not None and not hold_account(account):
                    raise _closed()
                held = Draft.objects.visible_to(by) if intake is None else Draft.objects.in_hands_of(by)
                taken, _models = held.filter(pk=draft.pk).delete()  # a second filing waits here
                if not taken:
                    return _filed_before(by, case_id)
                hold_ledger(case_id)
                record = list(LedgerEntry.objects.filter(complaint_id=case_id).order_by("sequence"))
            elif key is not None and Complaint.objects.filter(pk=key).exists():
                return _filed_before(by, case_id)
            receipt = _write(by, complaint, people, contacts, draft, record, intake)
    except (
        IntegrityError
    ):  # the same key at the same moment: the other one was first, and no number was taken here
        if key is None or not Complaint.objects.filter(pk=key).exists():
            raise
        return _filed_before(by, case_id)
    return Filed(complaint, receipt, repeated=False)


def check_helper(by: Actor, address: str) -> None:
    """Who files for an adult is known by an account, as the record tells them from the adult; and the adult confirms at a
    mailbox of their own. Raise NotFiled."""
    if by.user is None:
        raise NotFiled(
            _("替别的成年人登记，请先登录自己的账号：记录里要分得清谁做了什么。没有登记，填的都还在。")
        )
    if by.is_staff:
        raise NotFiled(_("工作人员和律师的账号不能替人登记。没有登记，填的都还在。"))
    if address and has_verified(by.user, address):
        raise NotFiled(_("邮箱要填本人的：这是您自己账号的邮箱。本人没有邮箱就不填。没有登记，填的都还在。"))


def _closed() -> NotFiled:
    return NotFiled(_("这个账号刚刚注销了，账号里的草稿也删除了。没有登记。"))


def _owner(by: Actor, draft: Draft | None) -> User | None:
    return draft.owner if draft is not None and draft.owner is not None else by.user


def received_and_kept(record: Collection[LedgerEntry] | QuerySet[LedgerEntry]) -> list[LedgerEntry]:
    """The receipts of files of one record, one for each file that is there.

    Without those whose content its owner erased: they are not filed with it. And without the second entry of a file
    whose lost bytes came again.
    """
    erased = {entry.detail["exhibit"] for entry in record if entry.act == Act.EXHIBIT_ERASED}
    received = (entry for entry in record if entry.act == Act.EXHIBIT_RECEIVED)
    return [
        entry for entry in received if entry.detail["exhibit"] not in erased and not entry.detail.get("again")
    ]


def told_first(contacts: QuerySet[Contact]) -> QuerySet[Contact]:
    """What the person wrote or confirmed, then what was chosen out of backups."""
    imported = ExpressionWrapper(Q(fingerprint__isnull=False), output_field=BooleanField())
    return contacts.alias(imported=imported).order_by("imported", "pk")


def _write(
    by: Actor,
    complaint: Complaint,
    people: list[Party],
    contacts: Sequence[ContactInput],
    draft: Draft | None,
    record: list[LedgerEntry],
    intake: Intake | None,
) -> Receipt:
    """Number, rows, access, receipt and entry of a complaint that nobody knows yet, inside its transaction."""
    at = complaint.filed_at
    exhibits = [entry.detail["sha256"] for entry in received_and_kept(record)]
    if any(entry.act in _BROUGHT for entry in record):  # the first of them; more would not fit
        room = max(
            0, MOST_SEARCHED - len(contacts)
        )  # a recipient gets as many, what was typed before the others
        chosen = told_first(Contact.objects.filter(complaint_id=complaint.pk)).only("sender", "text")[:room]
        said = "\n".join([complaint.searchable, *(f"{one.sender}\n{one.text}" for one in chosen)])
        complaint.searchable = as_searched(said)
    helped = any(one.role == Party.Role.HELPER for one in people)
    # Before the complaint that they refer to: references are looked at when all is written. The number is taken last, as
    # from here to the commit everybody else who files waits.
    year = timezone.localtime(at).year
    account = by.user if helped else complaint.owner
    place = insert_together(
        people,
        [Contact(complaint=complaint, **vars(contact)) for contact in contacts],
        _accesses(complaint, by, draft, at) if not helped else [_help(complaint, by, at)],
        then=_NEXT_NUMBER if account is None else _NEXT_NUMBER_OF_ACCOUNT,
        given=[year] if account is None else [year, account.pk],
    )
    if place is None:
        raise _closed()
    complaint.number = f"AN-{year}-{place:06d}"
    receipt = signed(complaint=complaint, exhibits=exhibits, at=at)
    detail: dict[str, Any] = {
        "number": complaint.number,
        "facts": digest(canonical(complaint.facts)),
        "exhibits": exhibits,
        "receipt": digest(receipt.payload),
    }
    if helped:
        detail["helper"] = True
    if intake is not None:
        intake.filed_at = at
        intake.save(update_fields=["filed_at"])
        detail |= taken_at_desk(intake) | {
            "way": intake.way,
            "received": timezone.localtime(intake.received_at).isoformat(timespec="minutes"),
            # Said by who took it down: that nobody of theirs is in it (回避).
            "no_interest": True,
        }
    last = record[-1] if record else None
    entry = following(last, by=by, complaint_id=complaint.pk, act=Act.COMPLAINT_FILED, detail=detail, at=at)
    first = CodeMail.Kind.HELP if helped else CodeMail.Kind.CONFIRM
    mails = code_mails(complaint, first, at, people[0].email)
    insert_together([complaint], [receipt], [entry], mails)
    return receipt


def taken_at_desk(intake: Intake) -> dict[str, Any]:
    """What the ledger keeps of what somebody at a desk entered for who complains: that it was not the complainant."""
    return {"helper": BY_DESK, "organisations": [intake.organisation_id]}


def _filed_before(by: Actor, case_id: uuid.UUID) -> Filed:
    complaint = Complaint.objects.visible_to(by).select_related("receipt").get(pk=case_id)
    return Filed(complaint, complaint.receipt, repeated=True)


def _searchable(story: str, respondents: Sequence[RespondentInput], contacts: Sequence[ContactInput]) -> str:
    """What a caseworker may search: the story, the messages, their senders, the respondents; no identity."""
    parts = [story, *(respondent.name for respondent in respondents)]
    for contact in contacts:
        parts += [contact.sender, contact.text]
    return as_searched("\n".join(part for part in parts if part))


def telephone_index(given: str) -> str:
    """The keyed hash by which a telephone is found again, however it was written and whatever extension it has."""
    return blind_index(trunk(given))


def _own_side(complaint: Complaint, person: ComplainantInput) -> list[Party]:
    """The complainant, and the child for whom they speak."""
    complainant = Party(
        complaint=complaint,
        role=Party.Role.COMPLAINANT,
        name=person.name,
        phone=person.phone,
        phone_index=telephone_index(person.phone),
        email=person.email,
        email_index=address_index(person.email),
        id_number=person.id_number,
        address=person.address,
        region=person.region,
        number=person.number,
    )
    child = Party(complaint=complaint, role=Party.Role.CHILD, name=person.child, born=person.child_born)
    helper = Party(
        complaint=complaint, role=Party.Role.HELPER, name=person.helper, relation=person.helper_relation
    )
    if person.helper:
        return [complainant, helper]
    return [complainant, child] if person.child else [complainant]


def _respondent_rows(complaint: Complaint, respondents: Sequence[RespondentInput]) -> list[Party]:
    roles = [one.role for one in respondents]
    facts: Facts = {**complaint.facts, "kind": complaint.kind}
    return [
        Party(
            complaint=complaint,
            role=role_filed(one.role, roles, facts),
            organisation_name=one.name,
            uscc=one.uscc,
            region=one.region,
            licensed_lender=one.licensed_lender,
            address=one.address,
            legal_representative=one.legal_representative,
            phone=one.phone,
        )
        for one in respondents
    ]


def _help(complaint: Complaint, by: Actor, at: datetime) -> Access:
    """Of who files for an adult: the code of the draft ends with it."""
    return Access(complaint=complaint, user=by.user, why=Access.Why.HELPER, since=at, granted_by=by.label)


def _accesses(complaint: Complaint, by: Actor, draft: Draft | None, at: datetime) -> list[Access]:
    """Of the account that files, and of the draft's code."""
    rows = []
    if complaint.owner is not None:  # who began the draft, also when it is filed with its code from elsewhere
        owner = complaint.owner
        rows.append(
            Access(complaint=complaint, user=owner, why=Access.Why.OWNER, since=at, granted_by=by.label)
        )
    if draft is not None:
        rows.append(
            Access(
                complaint=complaint,
                code_digest=draft.code_digest,
                code=draft.code,
                why=Access.Why.CODE,
                since=at,
                granted_by=by.label,
            )
        )
    return rows


def record_read(
    *,
    by: Actor,
    complaint: Complaint,
    what: str = "case",
    desk: int | None = None,
    at: datetime | None = None,
) -> None:
    """Write into the ledger that somebody else read a case; an owner's own reading is nobody's business.

    ``desk`` is the organisation that a filing was sent to, where it is that filing that was read.
    """
    if reads_for_others(by, complaint.pk):
        with transaction.atomic():
            detail = reading_of(by, complaint.pk, what, desk=desk)
            append_entry(by=by, complaint_id=complaint.pk, act=Act.CASE_READ, detail=detail, at=at)


def set_state(*, by: Actor, complaint: Complaint, state: str, at: datetime | None = None) -> Complaint:
    """Set the derived state of a complaint that the caller has locked; called by ``filings.services`` after a filing moved,
    inside its transaction."""
    if complaint.state != state:
        detail = {"from": complaint.state, "to": state}
        complaint.state = state
        complaint.save(update_fields=["state"])
        append_entry(by=by, complaint_id=complaint.pk, act=Act.STATE_CHANGED, detail=detail, at=at)
    return complaint
