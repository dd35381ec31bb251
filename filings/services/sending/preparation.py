"""Preparing a filing: consent as shown, content frozen, documents made of it and sealed, all in one transaction."""

import io
import uuid
from collections.abc import Collection, Iterable
from dataclasses import asdict
from datetime import date, datetime
from typing import Any, cast

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.actors import Actor
from accounts.models import Consent
from complaints.ledger import append_entry, hold_ledger
from complaints.models import Act, Complaint
from complaints.services import owns, record_read
from core.canonical import canonical, digest
from documents import frozen, material
from documents.claims import Claim, statement_of_claim
from documents.frozen import Content, case_of
from documents.law import Ground
from documents.letters import Letter, complaint_letter
from documents.packs import field_sheet, print_pack
from documents.press import Document as Printed
from evidence.models import Exhibit
from evidence.sealed import sealing
from evidence.services import being_imported
from filings.models import Document, Filing, FilingDocument, Recipient
from filings.services.law import (
    assessment_for,
    check_open,
    declarable,
    in_time_for,
    refund_of,
    silence_said,
)
from filings.services.reach import Refused, check_reachable, covered_by, hold_case, uncovered_for
from filings.services.sending.answers import told_in
from filings.services.sending.consent import ConsentText, chosen_exhibits, fields_of, propose_consent
from filings.services.sending.content import Wishes, case_fields, pleaded_in
from filings.ways.table import part_of
from legal.corrections import as_corrected
from legal.models import Assessment
from legal.reasoning.answers import Way as PlanEntry

VERSION = 1  # of frozen content
REFUND = "R5"  # the relief that asks a sum back


def prepare(
    *,
    by: Actor,
    complaint: Complaint,
    recipient: Recipient,
    consent_digest: str,
    exhibits: Iterable[Any] = (),
    document: str = Document.LETTER,
    wishes: Wishes | None = None,
    uncovered: Iterable[Any] = (),
    at: datetime | None = None,
) -> Filing:
    """Record the consent that was shown and make what will be sent; nothing leaves before ``confirm``.

    ``consent_digest`` is that of the ConsentText on the screen. Refused when the consent would read otherwise now, the
    channel is closed (with why), a clean copy is still being made, or the case went to this recipient before.
    Complaint.DoesNotExist for who may not see the case.
    """
    at, wishes = at or timezone.now(), wishes or Wishes()
    if not Complaint.objects.visible_to(by).filter(pk=complaint.pk).exists():
        raise Complaint.DoesNotExist
    with transaction.atomic():
        case = hold_case(complaint.pk)
        hold_ledger(case.pk)  # nothing that is agreed to here is imported anew meanwhile
        if not owns(by, case.pk):
            raise Refused(_("只有投诉人可以提交材料。没有改动任何内容。"))
        chosen = _checked(case, recipient, document, exhibits)
        whole = uncovered_for(recipient, chosen, uncovered)
        if wishes.unsettled and not declarable(case, recipient.channel):
            raise Refused(
                _(
                    "按您说的情况，已经有别的部门受理，不能写“未由其他部门受理”。没有备材料；请去掉这一项再试。"
                )
            )
        shown = propose_consent(
            complaint=case,
            recipient=recipient,
            exhibits=chosen,
            document=document,
            wishes=wishes,
            uncovered=whole,
        )
        if shown.digest != consent_digest:
            raise Refused(
                _("在您看过之后，要提供的内容有了变化。请重新看一遍同意书再确认；已有的内容都还在。")
            )
        entry = check_open(case, recipient.channel, timezone.localdate(at))
        assessment = assessment_for(by=by, complaint=case, at=at)
        content = _content(case, recipient, document, chosen, whole, wishes, assessment, entry, at)
        filing = _row(by, case, recipient, shown, content, chosen, whole, document, at, assessment.pk)
        made = documents_of(content, entry)
        sealed = {kind: sealing.seal(io.BytesIO(printed.pdf)) for kind, printed in made}
        FilingDocument.objects.bulk_create(
            [
                FilingDocument(
                    filing=filing,
                    kind=kind,
                    sealed=sealed[kind],
                    filename=f"{case.number}-{printed.title}.pdf",
                    sha256=sealed[kind].sha256,
                    size=sealed[kind].size,
                    pages=printed.pages,
                )
                for kind, printed in made
            ]
        )
        _record(by, filing, shown, [one.sha256 for one in sealed.values()], chosen, at)
    return filing


def _content(
    case: Complaint,
    recipient: Recipient,
    document: str,
    chosen: list[Exhibit],
    uncovered: Collection[str],
    wishes: Wishes,
    assessment: Assessment,
    entry: PlanEntry,
    at: datetime,
) -> Content:
    """What leaves, as far as the list of the recipient lets it, the law of it as well."""
    allowed = fields_of(recipient.channel, recipient.way)
    fields = case_fields(case, allowed, chosen, wishes, uncovered)
    grounds = pleaded_in(
        as_corrected(assessment), complaint=case, channel=recipient.channel, allowed=allowed, fields=fields
    )
    return freeze(
        complaint=case,
        recipient=recipient,
        document=document,
        fields=fields,
        grounds=grounds,
        wishes=wishes,
        on=timezone.localdate(at),
        entry=entry,
    )


def freeze(
    *,
    complaint: Complaint,
    recipient: Recipient,
    document: str,
    fields: frozen.Fields,
    grounds: Iterable[Ground],
    wishes: Wishes,
    on: date,
    entry: PlanEntry | None = None,
) -> Content:
    """The content of a filing: what is written to its row, hashed, and printed.

    ``entry`` is the channel's step of the plan: a dispute whose last day is over there is not put to it (35号令 11(一)).
    """
    pleaded, late = in_time_for(list(grounds), entry)
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
        "law": [_law_row(ground) for ground in pleaded],
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
        "silence": silence_said(entry.get("silence") if entry and "prior" in fields else None, on),
        "seal": {
            "number": complaint.number,
            "digest": digest(complaint.receipt.payload),
            "check_url": settings.PUBLIC_URL + reverse("receipt_public", args=[complaint.receipt.code]),
        },
    }


def _law_row(ground: Ground) -> frozen.Ground:
    # The dataclass as JSON has the very fields of the shape.
    return cast(frozen.Ground, asdict(ground))


def _checked(case: Complaint, recipient: Recipient, document: str, exhibits: Iterable[Any]) -> list[Exhibit]:
    """The exhibits, if this may be prepared at all."""
    if case.state == Complaint.State.WITHDRAWN:
        raise Refused(_("这个投诉已经撤回，不能再提交。"))
    check_reachable(recipient)
    if document not in Document.values or (document == Document.CLAIM) != (recipient.channel == "court"):
        raise Refused(_("民事起诉状只能提交给法院，其他渠道请用投诉信。"))
    held = (
        case.filings.filter(recipient=recipient).exclude(state__in=["withdrawn", "refused", "closed"]).first()
    )
    if held is not None:
        raise Refused(
            _("这个投诉已经向“%(name)s”备过材料，现在是“%(state)s”，不能重复提交。")
            % {"name": recipient.name, "state": held.get_state_display()}
        )
    chosen = chosen_exhibits(case, exhibits)
    check_copies(chosen)
    return chosen


def check_copies(chosen: list[Exhibit]) -> None:
    """Refused while a chosen file is still being read or cleaned: nobody could see what leaves."""
    if being_imported(chosen):
        raise Refused(
            _(
                "有一份手机备份还没有导入完。请先选好收入哪些信息，等收入完成再提交；这样您才看得到提供的是什么。"
            )
        )
    waiting = [one.filename for one in chosen if one.clean_copy is None or not one.clean_copy.final]
    if waiting:
        raise Refused(
            _("这些证据的查看副本还在生成：%s。一般不到一分钟，请稍后再试；您选的内容都还在。")
            % "、".join(waiting)
        )


def _row(
    by: Actor,
    case: Complaint,
    recipient: Recipient,
    shown: ConsentText,
    content: Content,
    chosen: list[Exhibit],
    uncovered: Collection[str],
    document: str,
    at: datetime,
    assessment_id: int,
) -> Filing:
    consent = Consent.objects.create(
        case_id=case.pk,
        given_by=by.label,
        recipient_name=shown.recipient_name,
        recipient_contact=shown.recipient_contact,
        purpose=shown.purpose,
        way=shown.way,
        information=shown.information,
        text=shown.text,
        given_at=at,
    )
    text = canonical(content)
    return Filing.objects.create(
        id=uuid.uuid4(),
        complaint=case,
        recipient=recipient,
        organisation=recipient.organisation if part_of(recipient.way).at_desk else None,
        channel=recipient.channel,
        way=recipient.way,
        consent=consent,
        assessment_id=assessment_id,
        document=document,
        content=text,
        content_digest=digest(text),
        exhibits=[str(exhibit.pk) for exhibit in chosen],
        covered={
            str(one.pk): found
            for one in chosen
            if str(one.pk) not in uncovered and (found := covered_by(one))
        },
        uncovered=[str(one.pk) for one in chosen if str(one.pk) in uncovered],
        prepared_at=at,
    )


def _record(
    by: Actor, filing: Filing, shown: ConsentText, documents: list[str], chosen: list[Exhibit], at: datetime
) -> None:
    given = {"consent": filing.consent_id, "recipient": filing.recipient_id, "shown": shown.digest}
    append_entry(by=by, complaint_id=filing.complaint_id, act=Act.CONSENT_GIVEN, detail=given, at=at)
    prepared = {
        "filing": str(filing.pk),
        "recipient": filing.recipient_id,
        "channel": filing.channel,
        "content": filing.content_digest,
        "documents": documents,
        "exhibits": [exhibit.sha256 for exhibit in chosen],
        **({"covered": filing.covered} if filing.covered else {}),
        **({"uncovered": filing.uncovered} if filing.uncovered else {}),
        "assessment": filing.assessment_id,
    }
    append_entry(by=by, complaint_id=filing.complaint_id, act=Act.FILING_PREPARED, detail=prepared, at=at)


def documents_of(content: Content, entry: PlanEntry) -> list[tuple[str, Printed]]:
    """The documents of frozen content; by hand also the print pack and the sheet of the official form's fields."""
    kinds = FilingDocument.Kind
    case, on, to = (
        case_of(content),
        date.fromisoformat(content["on"]),
        material.Recipient(**content["recipient"]),
    )
    seal = material.Seal(**content["seal"])
    made: Letter | Claim
    if content["document"] == Document.CLAIM:
        claim = content["claim"]
        made = Claim(
            court=to.name, on=on, case=case, seal=seal, cause=claim["cause"], jointly=claim["jointly"]
        )
        found = [(kinds.CLAIM, statement_of_claim(made))]
    else:
        made = Letter(channel=content["channel"], recipient=to, on=on, case=case, seal=seal)
        found = [(kinds.LETTER, complaint_letter(made))]
    if content["way"] and part_of(content["way"]).printed:
        soft = entry.get("not_after_soft")  # a limitation of some requests: said in words, not as a last day
        until = entry.get("not_after")
        last = date.fromisoformat(until) if until and not soft else None
        words = "".join(entry["reasons"]) if soft else ""
        found.append((kinds.PRINT_PACK, print_pack(made, recipient=to, not_after=last, answer_due=words)))
        found.append((kinds.FIELD_SHEET, field_sheet(made)))
    return [(str(kind), printed) for kind, printed in found]


def preview(
    *,
    by: Actor,
    complaint: Complaint,
    recipient: Recipient,
    exhibits: Iterable[Any] = (),
    document: str = Document.LETTER,
    wishes: Wishes | None = None,
    uncovered: Iterable[Any] = (),
    at: datetime | None = None,
) -> Printed:
    """The letter or claim as it would go, before any consent; kept nowhere. Refused as ``prepare`` refuses."""
    at, wishes = at or timezone.now(), wishes or Wishes()
    case = Complaint.objects.visible_to(by).get(pk=complaint.pk)
    if not owns(by, case.pk):
        raise Refused(_("只有投诉人可以提交材料。没有改动任何内容。"))
    chosen = _checked(case, recipient, document, exhibits)
    whole = uncovered_for(recipient, chosen, uncovered)
    entry = check_open(case, recipient.channel, timezone.localdate(at))
    assessment = assessment_for(by=by, complaint=case, at=at)
    content = _content(case, recipient, document, chosen, whole, wishes, assessment, entry, at)
    return documents_of({**content, "way": ""}, entry)[0][1]


def open_document(*, by: Actor, document: FilingDocument, at: datetime | None = None) -> io.BufferedReader:
    """The bytes of a document as made. Filing.DoesNotExist for who may not see it; staff reading it is recorded."""
    filing = Filing.objects.visible_to(by).select_related("complaint").get(pk=document.filing_id)
    record_read(by=by, complaint=filing.complaint, what="document", desk=filing.organisation_id, at=at)
    return sealing.open_sealed(document.sealed)
