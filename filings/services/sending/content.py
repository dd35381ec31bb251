"""What leaves: the fields of a case that a channel may carry, frozen as canonical JSON, and documents made of it alone."""

import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from complaints.counting.recount import standing_facts
from complaints.models import Complaint, Contact, Party
from complaints.numbers import NumberError, identity
from complaints.services import told_first
from core.canonical import digest
from documents import material
from documents.law import Ground, Liable, Provision, Remedy, grounds_from
from documents.wording import day
from evidence.models import Exhibit
from filings.models import Filing, Recipient
from filings.moves import GONE_OUT, State
from filings.services.sending.answers import answers, may_tell, rests_on_answers, told, told_in
from filings.services.sending.copies import covered_by
from filings.services.sending.refunds import refund_of
from filings.services.sending.steps import in_time_for, silence_of, silence_said
from filings.services.sending.tally import tally_of
from legal.reasoning.facts import LISTS

VERSION = 1
REFUND = "R5"
MOST_MESSAGES = 100  # printed one by one; the rest is in the exhibits

# Where a filing of ours stands among the earlier steps that the law asks about (facts: prior.to, prior.act).
_PRIOR_OF_CHANNEL = {
    "operator": ("operator", "complaint"),
    "telecom_appeal": ("telecom_appeal", "complaint"),
    "12315_complaint": ("12315", "complaint"),
    "12315_report": ("12315", "report"),
    "12321": ("12321", "report"),
    "consumer_association": ("consumer_association", "complaint"),
    "lender": ("lender", "complaint"),
    "police": ("police", "report"),
    "court": ("court", "suit"),
    "platform": ("respondent", "complaint"),
    # reports of an offence: they settle no dispute, so they close neither the appeal nor 12315
    "cac_12377": ("other_authority", "report"),
    "procuratorate": ("other_authority", "report"),
    "nifa": ("other_authority", "report"),
    "credit_dispute": ("respondent", "complaint"),  # an objection to whoever holds the record, no authority
}
_PRIOR_NAMES = {
    "operator": "电信运营商",
    "respondent": "被投诉方",
    "telecom_appeal": "电信用户申诉受理机构",
    "12315": "市场监督管理部门（12315）",
    "consumer_association": "消费者协会",
    "12321": "12321 举报受理中心",
    "lender": "金融机构",
    "police": "公安机关",
    "court": "人民法院",
    "arbitration": "仲裁机构",
    "other_authority": "其他行政机关",
}


@dataclass(frozen=True)
class Wishes:
    """What the person asks for. ``relief`` are codes of assess, None for all that the law offers; sums in yuan.

    ``unsettled``: they confirm that no other body has taken the dispute.
    """

    relief: tuple[str, ...] | None = None
    asks: tuple[str, ...] = ()
    mental: str = ""
    triple: str = ""
    claims_fraud: bool = False
    cause: str = ""
    jointly: bool = False
    unsettled: bool = False


def case_fields(
    complaint: Complaint,
    allowed: Iterable[str],
    exhibits: list[Exhibit],
    wishes: Wishes | None = None,
    uncovered: Collection[str] = (),
) -> dict[str, Any]:
    """The allowed fields that this case has something to say in, as plain JSON; the rest is not even an empty string.

    In the language of the authorities, whatever language the page is read in. ``uncovered`` as ``uncovered_for`` says.
    """
    with translation.override(settings.LANGUAGE_CODE):
        found = _said(complaint, exhibits, wishes, uncovered)
    names = set(allowed)
    return {name: value for name, value in found.items() if name in names and value}


def _said(
    complaint: Complaint, exhibits: list[Exhibit], wishes: Wishes | None, uncovered: Collection[str]
) -> dict[str, Any]:
    return {
        **_own_side(complaint),
        **answers(complaint),
        **told(complaint),
        "respondents": [_respondent_row(one) for one in complaint.respondents],
        "number": _number(complaint),
        "matter": "；".join(_matter(complaint)),
        "story": complaint.story,
        "messages": _messages(complaint),
        "tally": tally_of(complaint),
        "prior": [_prior_row(row) for row in facts_now(complaint).get("prior", ())],
        "costs": [
            {"what": str(row["what"]), "yuan": str(row["yuan"])}
            for row in complaint.facts.get("loss", {}).get("costs", ())
        ],
        "asks": list(wishes.asks) if wishes else [],
        "exhibits": [_exhibit_row(exhibit, str(exhibit.pk) in uncovered) for exhibit in exhibits],
    }


def _own_side(complaint: Complaint) -> dict[str, str]:
    """Who complains; where that is a child, who acts for it (民法典 23, 27; 民事诉讼法 60)."""
    party, child = complaint.complainant, complaint.child
    person = {
        "name": party.name,
        "phone": party.phone,
        "address": party.address,
        "id_number": party.id_number,
    }
    if child is not None:
        acting = {f"representative.{name}": value for name, value in person.items()}
        return {"complainant.name": child.name, **acting}
    birth, gender = _from_identity(party.id_number or "")
    person |= {"email": party.email, "birth": birth, "gender": gender}
    return {f"complainant.{name}": value for name, value in person.items()}


def _number(complaint: Complaint) -> str:
    """The number that is complained about: never the telephone of a guardian, or of who gave the number up."""
    party = complaint.complainant
    if party.number:
        return str(party.number)
    other = complaint.child is not None or _capacity(complaint) in ("guardian", "former_holder")
    return "" if other else str(party.phone)


def _respondent_row(party: Party) -> dict[str, Any]:
    said: dict[str, Any] = {"role": party.role, "name": party.organisation_name}
    if party.region:
        said["region"] = party.region
    if party.licensed_lender is not None:
        said["licensed_lender"] = party.licensed_lender
    return {"role": party.role, "name": party.organisation_name, "uscc": party.uscc, "said": said}


def _matter(complaint: Complaint) -> list[str]:
    """What the complaint is about; and that a guardian speaks for a child (民法典 23, 27)."""
    said = [str(complaint.get_kind_display()), *complaint.situation_labels()]
    return [*said, _("由监护人代未成年的孩子投诉")] if _capacity(complaint) == "guardian" else said


def _capacity(complaint: Complaint) -> str:
    return str(complaint.facts.get("complainant", {}).get("capacity", ""))


def facts_now(complaint: Complaint) -> dict[str, Any]:
    """The facts as they stand, and as earlier steps also what was sent from here since: a later channel may wait for it."""
    facts = dict(standing_facts(complaint))
    prior = list(facts.get("prior", ()))
    for filing in complaint.filings.filter(state__in=set(GONE_OUT) - {State.SENT_UNKNOWN}).order_by(
        "sent_at"
    ):
        if filing.sent_at is None:
            continue
        to, act = _PRIOR_OF_CHANNEL.get(filing.channel, ("other_authority", "complaint"))
        sent_on = _day(filing.sent_at)
        row: dict[str, Any] = {
            "to": to,
            "act": act,
            "on": sent_on,
            "answered_on": None,
            "channel": filing.channel,
        }
        if filing.answered_at is not None:
            row["answered_on"] = _day(filing.answered_at)
        if filing.state in (State.ACCEPTED, State.DECIDED):
            row["accepted"] = True
        elif filing.state == State.REFUSED:
            row["accepted"] = False
        prior.append(row)
    if prior:
        facts["prior"] = prior
    return facts


def pleaded_in(
    assessment: Mapping[str, Any],
    *,
    complaint: Complaint,
    channel: str,
    allowed: Collection[str],
    fields: Mapping[str, Any],
) -> tuple[Ground, ...]:
    """The grounds as the list of a filing lets them be told: by its facts alone, and no element that rests on another.

    None that rests on an answer which is withheld: its name would give it away.
    """
    tells = may_tell(allowed)
    silent = {one["code"] for one in assessment["grounds"] if not all(map(tells, rests_on_answers(one)))}
    facts = {"kind": complaint.kind, **told_in(fields)}
    found = tuple(
        ground
        for ground in grounds_from(assessment, channel=channel, facts=facts, tells=tells)
        if ground.code not in silent
    )
    if "respondents" in allowed:
        return found
    return tuple(
        replace(ground, liable=tuple(replace(one, named=False) for one in ground.liable)) for ground in found
    )


def freeze(
    *,
    complaint: Complaint,
    recipient: Recipient,
    document: str,
    fields: dict[str, Any],
    grounds: Iterable[Ground],
    wishes: Wishes,
    on: date,
    entry: Mapping[str, Any] | None = None,
) -> dict[str, Any]:
    """The content of a filing: what is written to its row, hashed, and printed.

    ``entry`` is the channel's step of the plan: a dispute whose last day is over there is not put to it (35号令 11(一)).
    """
    pleaded, late = in_time_for(list(grounds), entry or {})
    offered = list(dict.fromkeys(code for ground in pleaded for code in ground.relief))
    if late:
        offered = [code for code in offered if code != REFUND]
    refund = None if late else refund_of(told_in(fields))
    return {
        "version": VERSION,
        "number": complaint.number,
        "kind": complaint.kind,
        "channel": recipient.channel,
        "way": recipient.way,
        "document": document,
        "on": on.isoformat(),
        "recipient": {
            "name": recipient.name,
            "address": recipient.address,
            "phone": recipient.contact,
            "website": recipient.website,
            "email": recipient.email,
        },
        "fields": fields,
        "law": [asdict(ground) for ground in pleaded],
        "relief": [code for code in wishes.relief if code in offered]
        if wishes.relief is not None
        else offered,
        "claim": {
            "refund": str(refund) if refund else "",
            "mental": wishes.mental,
            "triple": wishes.triple if wishes.claims_fraud else "",
            "claims_fraud": wishes.claims_fraud,
            "cause": wishes.cause,
            "jointly": wishes.jointly,
            "unsettled": wishes.unsettled,
        },
        "elsewhere": [ground.title for ground in late],
        "silence": silence_said((entry or {}).get("silence") if "prior" in fields else None, on),
        "seal": {
            "number": complaint.number,
            "digest": digest(complaint.receipt.payload),
            "check_url": settings.PUBLIC_URL + reverse("receipt_public", args=[complaint.receipt.code]),
        },
    }


def content_of(filing: Filing) -> dict[str, Any]:
    """The frozen content of a filing. ValueError when it is not what its digest says."""
    if digest(filing.content) != filing.content_digest:
        raise ValueError(f"the content of filing {filing.pk} is not what was consented to")
    content: dict[str, Any] = json.loads(filing.content)
    return content


def case_of(content: Mapping[str, Any]) -> material.Case:
    """What the documents draw on, from frozen content and nothing else."""
    fields, claim = content["fields"], content["claim"]
    acting = _person(fields, "representative.")
    return material.Case(
        fields=material.FIELDS.keys() & fields,
        complainant=_person(fields, "complainant."),
        representative=acting if acting != material.Person() else None,
        respondents=tuple(material.Respondent(**_printed(row)) for row in fields.get("respondents", ())),
        number=fields.get("number", ""),
        matter=fields.get("matter", ""),
        story=fields.get("story", ""),
        messages=tuple(
            material.Message(**{**row, "at": _moment(row["at"])}) for row in fields.get("messages", ())
        ),
        tally=_tally(fields.get("tally")),
        prior=tuple(
            material.Prior(**{**_printed(row), "on": date.fromisoformat(row["on"]) if row["on"] else None})
            for row in fields.get("prior", ())
        ),
        costs=tuple(
            material.Cost(what=row["what"], yuan=Decimal(row["yuan"])) for row in fields.get("costs", ())
        ),
        stated=_stated(fields),
        exhibits=tuple(
            material.Exhibit(**{**row, "received_at": datetime.fromisoformat(row["received_at"])})
            for row in fields.get("exhibits", ())
        ),
        grounds=tuple(_ground(row) for row in content["law"]),
        relief=tuple(content["relief"]),
        asks=tuple(fields.get("asks", ())),
        refund=_sum(claim["refund"]),
        mental=_sum(claim["mental"]),
        triple=_sum(claim["triple"]),
        claims_fraud=claim["claims_fraud"],
        unsettled=claim.get("unsettled", False),
        elsewhere=tuple(content.get("elsewhere", ())),
        silence=silence_of(content.get("silence")),
    )


def _stated(fields: Mapping[str, Any]) -> int:
    said = told_in(fields).get("contacts", {}).get("count")
    return int(said) if isinstance(said, int | float) else 0


def _tally(said: Mapping[str, Any] | None) -> material.Tally:
    if not said:
        return material.Tally()
    rows = tuple(
        (date.fromisoformat(one["on"]), one["signature"], one["sender"], one["count"]) for one in said["rows"]
    )
    return material.Tally(said=tuple(said["said"]), rows=rows, unlisted=said["unlisted"], unit=said["unit"])


def _person(fields: Mapping[str, Any], owner: str) -> material.Person:
    said = {name.removeprefix(owner): value for name, value in fields.items() if name.startswith(owner)}
    if "birth" in said:
        said["birth"] = date.fromisoformat(said["birth"])
    return material.Person(**said)


def _printed(row: Mapping[str, Any]) -> dict[str, Any]:
    """A row without what a desk's assessment reads of it."""
    return {name: value for name, value in row.items() if name != "said"}


def _ground(row: Mapping[str, Any]) -> Ground:
    return Ground(
        **{
            **row,
            "met": tuple(row["met"]),
            "relief": tuple(row["relief"]),
            "provisions": _provisions(row),
            "remedies": tuple(
                Remedy(**{**one, "provisions": _provisions(one)}) for one in row.get("remedies", ())
            ),
            "liable": tuple(
                Liable(**{**one, "provisions": _provisions(one)}) for one in row.get("liable", ())
            ),
        }
    )


def _provisions(row: Mapping[str, Any]) -> tuple[Provision, ...]:
    return tuple(Provision(**one) for one in row["provisions"])


def _sum(yuan: str) -> Decimal | None:
    return Decimal(yuan) if yuan else None


def _day(moment: datetime) -> str:
    return timezone.localtime(moment).date().isoformat()


def _moment(text: str) -> date | datetime | None:
    if not text:
        return None
    return datetime.fromisoformat(text) if "T" in text else date.fromisoformat(text)


def _from_identity(number: str) -> tuple[str, str]:
    """Date of birth and gender, which a claim must name (民事诉讼法 124), as the identity number says them."""
    try:
        said = identity(number)
    except NumberError:
        return "", ""
    return said.born.isoformat(), "男" if said.male else "女"


def _messages(complaint: Complaint) -> list[dict[str, str]]:
    contacts: list[Contact] = list(told_first(complaint.contacts.all())[: MOST_MESSAGES + 1])
    rows = [
        {"sender": one.sender, "text": one.text, "at": _received(one)} for one in contacts[:MOST_MESSAGES]
    ]
    if len(contacts) > MOST_MESSAGES:
        rest = complaint.contacts.count() - MOST_MESSAGES
        rows.append({"sender": "", "text": _("另有 %d 条，未在此逐条列出。") % rest, "at": ""})
    return rows


def _received(contact: Contact) -> str:
    if contact.received_at is not None:
        return timezone.localtime(contact.received_at).isoformat()
    return contact.received_on.isoformat() if contact.received_on else ""


def _prior_row(row: Mapping[str, Any]) -> dict[str, Any]:
    result = ""
    if row.get("accepted") is False:
        result = "不予受理"
    elif row.get("satisfied") is False:
        result = "已答复，未解决" if row.get("answered_on") else "未解决"
    elif row.get("answered_on"):
        result = f"已于{day(date.fromisoformat(row['answered_on']))}答复"
    elif row.get("accepted"):
        result = "已受理"
    return {
        "to": _PRIOR_NAMES.get(row["to"], row["to"]),
        "on": row.get("on") or "",
        "ticket": str(row.get("ticket") or ""),
        "result": result,
        "said": {name: value for name, value in row.items() if name in LISTS["prior"] and value is not None},
    }


def _source(exhibit: Exhibit, uncovered: bool) -> str:
    given = _("投诉人提交（%s）") % exhibit.get_door_display()
    if not covered_by(exhibit):
        return given
    if uncovered:
        return given + _("；随附的是没有遮盖的副本")
    return given + _("；随附的是遮盖副本，校验值和大小是原件的")


def _exhibit_row(exhibit: Exhibit, uncovered: bool) -> dict[str, Any]:
    clean = exhibit.clean_copy
    return {
        "number": str(exhibit.ordinal),
        "name": exhibit.filename,
        "source": _source(exhibit, uncovered),
        "sha256": exhibit.sha256,
        "size": exhibit.size,
        "received_at": timezone.localtime(exhibit.received_at).isoformat(),
        "proves": exhibit.description,
        "pages": clean.pages if clean is not None else None,
    }
