"""The request to keep records, made of a case for its owner to sign and send; what they say of having sent it is kept."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings
from django.db import models, transaction
from django.db.models import Count, Max, Min
from django.db.models.functions import Coalesce, TruncDate
from django.urls import reverse
from django.utils import timezone

from accounts.actors import Actor
from complaints.ledger import append_entry
from complaints.models import Act, Complaint, Contact
from complaints.services import owns
from complaints.standing import standing_facts
from complaints.stated import as_told, role_read
from core.canonical import digest
from core.days import when_read
from core.language import gettext as _
from documents.law import Provision
from documents.material import Person, Seal
from documents.pleading import roughly
from documents.preservation import PreservationLetter, Sender, preservation_letter
from documents.press import Document
from evidence.models import Exhibit
from filings.models import KeepingRequest, Recipient
from filings.services.reach import Refused, hold_case
from filings.services.sending.content import Wishes, case_fields
from legal.corpus import load
from legal.reasoning.answers import Wording
from legal.reasoning.citing import present
from legal.reasoning.facts import whose_debt
from legal.reasoning.preserving import (
    BY_TELEPHONE,
    Keeping,
    also_cited,
    held_by,
    keeping,
    other_records,
)

# Everything of the person that the letter may hold (个人信息保护法 6): the identity number and the story stay here.
FIELDS = (
    "complainant.name",
    "complainant.phone",
    "representative.name",
    "representative.phone",
    "number",
)
MOST_SENDERS = 60
LONGEST = 200  # of a name, of a number of a consignment
COLLECTING = "collecting"
_LISTED, _THEN = "上列号码在上述期间", "上述期间"  # where no number is known, none is listed
CHANNEL = "operator"  # whose recipients keep records of messages, calls and numbers


@dataclass(frozen=True, kw_only=True)
class Addressee:
    """A company that keeps records, and what is known of how a letter reaches it; "" where it is not."""

    name: str
    address: str = ""
    telephone: str = ""


def addressees(complaint: Complaint) -> list[str]:
    """The names of those to whom it may be addressed."""
    return [one.name for one in reached(complaint)]


def reached(complaint: Complaint) -> list[Addressee]:
    """To whom it may be addressed: those whom the case names and who hold records of it (operators, carriers, platforms,
    banks, payment institutions, shops), then the operators that everybody may write to."""
    kinds, corpus = kinds_of(complaint), load()
    found = [
        Addressee(name=one.organisation_name, address=one.address)
        for one in complaint.respondents
        if held_by(role_read(one.role, complaint.kind), kinds, corpus)
    ]
    if held_by(CHANNEL, kinds, corpus):
        known = Recipient.objects.of_channel(CHANNEL, complaint.complainant.region)
        found += [
            Addressee(name=one.name, address=one.address, telephone=_telephone(one.contact)) for one in known
        ]
    return list({one.name: one for one in reversed(found) if one.name}.values())[::-1]


def _telephone(contact: str) -> str:
    return contact if re.fullmatch(r"[\d-]{3,20}", contact) else ""


def kept(complaint: Complaint) -> Keeping:
    """How long the records of this case are kept, by the days that it tells and by those of its messages."""
    roles = {role_read(one.role, complaint.kind) for one in complaint.respondents}
    return _kept(complaint, kinds_of(complaint), roles)


def _kept(complaint: Complaint, kinds: set[str], roles: Iterable[str]) -> Keeping:
    first, last = _days(complaint)
    return keeping(first=first, last=last, channels=kinds, corpus=load(), roles=roles)


def request_to_keep(*, by: Actor, complaint: Complaint, to: str = "", at: datetime | None = None) -> Document:
    """The letter to ``to``, one of ``addressees`` or nobody yet. Refused for anybody but the complainant, and where
    nobody wrote or called. Complaint.DoesNotExist for who may not see the case."""
    on = timezone.localdate(at or timezone.now())
    case = Complaint.objects.visible_to(by).get(pk=complaint.pk)
    if not owns(by, case.pk):
        raise Refused(_("只有投诉人可以制作保存记录请求函。"))
    kinds = kinds_of(case)
    if not kinds:
        raise Refused(_("这件投诉没有短信、电话，也没有账号、付款、办卡的记录可以请求保存。"))
    whom = next((one for one in reached(case) if one.name == to), None) if to else Addressee(name="")
    if whom is None:
        raise Refused(_("没有这个收函单位。请重新选择，或者留空，打印后自己填写。"))
    roles = {role_read(one.role, case.kind) for one in case.respondents if to and one.organisation_name == to}
    return preservation_letter(_letter(case, whom, roles or {CHANNEL}, kinds, on))


def record_keeping_request(
    *,
    by: Actor,
    complaint: Complaint,
    to: str,
    on: date,
    how: str,
    reference: str = "",
    exhibit: Exhibit | None = None,
    at: datetime | None = None,
) -> KeepingRequest:
    """The complainant sent the request, or handed it over, on a day; ``exhibit`` is what proves it. Twice is once; the
    second time may bring the proof.

    Refused for anybody else and for what cannot be. Complaint.DoesNotExist for who may not see the case.
    """
    at, to, reference = at or timezone.now(), " ".join(to.split()), " ".join(reference.split())
    with transaction.atomic():
        if not Complaint.objects.visible_to(by).filter(pk=complaint.pk).exists():
            raise Complaint.DoesNotExist
        case = hold_case(complaint.pk)
        if not owns(by, case.pk):
            raise Refused(_("只有投诉人可以登记寄出了保存记录请求函。没有改动任何内容。"))
        if not to or len(to) > LONGEST or len(reference) > LONGEST:
            raise Refused(_("请填寄给了谁；名称和单号都不超过 %d 个字。没有登记。") % LONGEST)
        if on > timezone.localdate(at):
            raise Refused(_("寄出的日期不能晚于今天。没有登记。"))
        event = standing_facts(case)["event"]
        if on < date.fromisoformat(event["first"]):
            began = when_read(as_told(event, "first"))
            raise Refused(_("寄出的日期早于您说的事情开始的日期 %s。没有登记，请核对。") % began)
        if how not in KeepingRequest.How.values:
            raise Refused(_("请选择怎么寄出的。没有登记。"))
        if exhibit is not None and (exhibit.complaint_id != case.pk or exhibit.erased):
            raise Refused(_("这份凭证不在这个投诉里，或者已经删除。没有登记。"))
        said = {"to": to, "sent_on": on, "how": how, "reference": reference}
        row = KeepingRequest.objects.filter(complaint=case, **said).first()
        if row is None:
            row = KeepingRequest.objects.create(
                complaint=case, **said, exhibit=exhibit, recorded_at=at, recorded_by=by.label
            )
        elif exhibit is None or row.exhibit_id is not None:
            return row
        else:  # said before, and now there is proof of it
            row.exhibit = exhibit
            row.save(update_fields=["exhibit"])
        detail = {
            "request": row.pk,
            "on": on.isoformat(),
            "how": how,
            "to": digest(to),
            "reference": digest(reference),
            **({"exhibit": str(exhibit.pk), "sha256": exhibit.sha256} if exhibit is not None else {}),
        }
        append_entry(by=by, complaint_id=case.pk, act=Act.KEEPING_ASKED, detail=detail, at=at)
    return row


def _letter(
    case: Complaint, whom: Addressee, roles: set[str], kinds: set[str], on: date
) -> PreservationLetter:
    """To a company only what one of its kind holds; to nobody yet, what an operator would, or else everything."""
    corpus, asked = load(), load().capture.preservation
    theirs = set[str]().union(*(held_by(role, kinds, corpus) for role in roles))
    mine = theirs if whom.name else theirs or kinds
    by_telephone = bool(mine & BY_TELEPHONE)
    said = case_fields(case, FIELDS, [], Wishes())
    # Whose calls a lender made, or had made, is told by their numbers.
    senders, more = _senders(case) if by_telephone or COLLECTING in mine else ((), 0)
    held = _kept(case, mine, roles)
    others = [asked.records[name] for name in asked.records if name in mine]
    keep = (
        *(asked.keep if mine & {"sms", "mms"} else ()),
        *(asked.keep_calls if "call" in mine else ()),
        *(line for one in others for line in one.keep),
    )
    acting = Person(name=said.get("representative.name", ""), phone=said.get("representative.phone", ""))
    cites_sending = held.kept and mine & {"sms", "mms"}
    count, of_one = _told_count(case, senders)
    return PreservationLetter(
        to=whom.name,
        to_address=whom.address,
        to_telephone=whom.telephone,
        count=count,
        only_number=of_one,
        on=on,
        complainant=Person(name=said.get("complainant.name", ""), phone=said.get("complainant.phone", "")),
        represented_by=acting if acting.name or case.child is not None else None,
        number=said.get("number", ""),
        by_telephone=by_telephone,
        formerly=(standing_facts(case).get("complainant") or {}).get("capacity") == "former_holder",
        about=tuple(one.about for one in others),
        senders=senders,
        more_senders=more,
        keep=_ended(keep if senders else tuple(line.replace(_LISTED, _THEN) for line in keep)),
        first=held.first,
        last=held.last,
        months=standing_facts(case)["event"].get("months", ()),
        kept_by=tuple(
            (_provision(present(one.article, one.paragraph, one.item)), one.duty or _sending(one.months))
            for one in held.kept
        ),
        gone=(held.first_gone, held.last_gone) if held.first_gone and held.last_gone else None,
        why_not=held.why_not,
        basis=tuple(map(_provision, also_cited(asked.event, held.last, corpus))) if cites_sending else (),
        procedure=tuple(map(_provision, also_cited(asked.filing, on, corpus))),
        seal=Seal(
            number=case.number,
            digest=digest(case.receipt.payload),
            check_url=settings.PUBLIC_URL + reverse("receipt_public", args=[case.receipt.code]),
        ),
    )


def _told_count(case: Complaint, senders: tuple[Sender, ...]) -> tuple[str, bool]:
    """How often by what the person says, “” where the messages on file are no fewer or not all came by telephone; and whether
    they name the one number that it all came from."""
    told = standing_facts(case).get("contacts") or {}
    if not set(told.get("channels") or ()) <= BY_TELEPHONE:
        return "", False
    alone = len(senders) == 1 and list(told.get("numbers") or ()) == [senders[0].number]
    count, kept = told.get("count") or 0, sum(one.count for one in senders)
    return (roughly("contacts.count", {"contacts": told}) + str(count) if count > kept else "", alone)


def _ended(lines: tuple[str, ...]) -> tuple[str, ...]:
    """One list of several: each line ends as its place in this one asks."""
    *before, last = (line.rstrip("；。") for line in lines)
    return (*(f"{line}；" for line in before), f"{last}。")


def _sending(months: int) -> str:
    return f"保存发送记录至少{months}个月"


def _provision(row: Wording) -> Provision:
    return Provision(
        id=row["id"], citation=row["citation"], text=row["quote"] or None, verified=row["verified"]
    )


def kinds_of(complaint: Complaint) -> set[str]:
    """Messages and calls by their channel, and the other kinds of records that there are."""
    facts = whose_debt(standing_facts(complaint))
    told = set((facts.get("contacts") or {}).get("channels") or ()) & BY_TELEPHONE
    return (
        told
        | other_records(facts, load())
        | set(_received(complaint).values_list("channel", flat=True).distinct().order_by())
    )


# A message has its day, or the hour and minute of it.
_DAY_RECEIVED = Coalesce("received_on", TruncDate("received_at"))


def _received(complaint: Complaint) -> models.QuerySet[Contact]:
    return complaint.contacts.filter(channel__in=BY_TELEPHONE, direction=Contact.Direction.IN)


def _days(complaint: Complaint) -> tuple[date, date]:
    found = _received(complaint).aggregate(first=Min(_DAY_RECEIVED), last=Max(_DAY_RECEIVED))
    event = standing_facts(complaint)["event"]
    firsts = [day for day in (date.fromisoformat(event["first"]), found["first"]) if day]
    lasts = [day for day in (date.fromisoformat(event["last"]), found["last"]) if day]
    return min(firsts), max(lasts)


def _senders(complaint: Complaint) -> tuple[tuple[Sender, ...], int]:
    """The numbers, the busiest first, and how many more there are; of those only told about, the number alone."""
    rows = (
        _received(complaint)
        .exclude(sender="")
        .values("sender")
        .annotate(first=Min(_DAY_RECEIVED), last=Max(_DAY_RECEIVED), count=Count("pk"))
        .order_by("-count", "sender")
    )
    found = [Sender(number=r["sender"], first=r["first"], last=r["last"], count=r["count"]) for r in rows]
    known = {one.number for one in found}
    told = (standing_facts(complaint).get("contacts") or {}).get("numbers") or ()
    found += [Sender(number=one) for one in dict.fromkeys(told) if one not in known]
    return tuple(found[:MOST_SENDERS]), max(0, len(found) - MOST_SENDERS)
