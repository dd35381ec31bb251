"""From a frozen Export row to the contents of its bundle.

What belongs to the case then is what the ledger names up to the head that the export froze; whatever came after, a
copy made later or an answer that arrived, stays out. So the same row gives the same bundle at any time.
"""

import io
import json
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, BinaryIO, cast

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

import documents
from complaints.ledger import entry_body
from complaints.models import Act, Complaint, LedgerEntry
from complaints.standing import labels_of, situations_of, standing_facts
from core import keys
from core.canonical import digest, stamp
from core.language import gettext as _
from documents import grounds_from, statutes_annex
from documents.bundle import (
    Attachment,
    BundleContents,
    BundleError,
    BundleExhibit,
    Copy,
    Letter,
    Omitted,
    Proof,
    Receipt,
    Token,
)
from documents.bundle.audience import AUDIENCES, ORIGINAL, excerpt
from documents.claims import claim_data
from documents.editable import editable_statement
from documents.filed import made_of
from documents.pleading import event_day
from evidence.models import Exhibit, Rendition, Sealed, Timestamp
from evidence.sealed import sealing
from evidence.sealed.erasures import erasure_words
from evidence.services import inclusion_proof
from filings.models import Delivery, Export, Filing, FilingDocument
from filings.moves import State
from filings.services.bundles.additions import added_to
from filings.services.bundles.orders import ItemText, OrderText, order_of
from filings.services.bundles.stated import stated_in, told_in
from filings.services.sending.content import content_of
from legal.corrections import as_corrected
from legal.models import Assessment, Overrule

Ledger = list[dict[str, Any]]
_FRONT = (FilingDocument.Kind.CLAIM, FilingDocument.Kind.LETTER)


def contents_of(export: Export) -> BundleContents:
    """Everything that the bundle holds; BundleError when the case is no longer what the export froze."""
    cases = Complaint.objects.select_related("receipt").prefetch_related("parties", "recounts", "statements")
    # What was stated after the export is no part of it.
    case = cases.get(pk=export.complaint_id).as_it_stood(export.requested_at)
    audience, order = AUDIENCES[export.made_for], order_of(export)
    ledger = _ledger(export)
    prepared = [row["detail"]["filing"] for row in ledger if row["act"] == Act.FILING_PREPARED]
    filings = list(case.filings.filter(pk__in=prepared).order_by("prepared_at", "pk"))
    assessed = [row["detail"]["assessment"] for row in ledger if row["act"] == Act.ASSESSED]
    assessment = Assessment.objects.filter(complaint=case, pk=assessed[-1]).first() if assessed else None
    front = _front(filings, order["statement"])
    portal = order.get("portal", settings.PUBLIC_URL)
    statutes = _statutes(case, export, assessment, front, ledger) if assessment else None
    letters = [_letter(document) for document in front]
    sued = _claim_of(front)
    if audience.note and not letters:
        letters = [_note(case, export, statutes is not None)]
    return BundleContents(
        number=case.number,
        complaint=str(case.pk),
        title=_matter_of(case),
        recipient=export.recipient,
        prepared_by=_("安宁投诉平台"),
        exported_at=export.requested_at,
        exhibits=_exhibits(export, order, ledger, by=_("原告") if sued else _("投诉人")),
        parties=_parties(sued) if sued else (),
        ledger=excerpt(ledger, audience, export.exhibits, _unsent(filings, front, ledger)),
        facts=case.facts,
        stated=stated_in(case) if audience.facts else None,
        told=told_in(case) if audience.facts else None,
        receipt=_receipt(case) if audience.receipt else None,
        assessment=_assessed(case, assessment, ledger) if assessment and audience.assessment else None,
        letters=letters,
        statutes=statutes,
        attachments=_attachments(filings, ledger, audience.papers),
        omitted=_omitted(export, ledger) if audience.receipt else [],
        audience=audience,
        editable=[_editable(document, export) for document in front] if audience.editable else [],
        volume_bytes=order["megabytes"] << 20,
        proof=_proof(export, order.get("head", "")),
        cited_in=_("诉状编号") if sued else _("原编号"),
        check_url=portal + reverse("receipt_public", args=[case.receipt.code]) if audience.receipt else "",
        page_url=portal + reverse("bundle_public", args=[export.code]) if export.code else "",
    )


def _matter_of(case: Complaint) -> str:
    return "；".join([str(case.get_kind_display()), *labels_of(situations_of(case))])


def _front(filings: list[Filing], statement: str | None) -> list[FilingDocument]:
    """What stands in front of the exhibits: the letter or claim of the filing that was chosen. None: of an order from
    before one could choose, the newest claim, or the newest letter where nobody has sued."""
    found = [
        document
        for filing in filings
        for document in filing.documents.select_related("sealed", "filing")
        if document.kind in _FRONT and statement in (None, str(filing.pk))
    ]
    claims = [document for document in found if document.kind == FilingDocument.Kind.CLAIM]
    return (claims or found)[-1:]


def _letter(document: FilingDocument) -> Letter:
    return Letter(title=str(document.get_kind_display()), pdf=_read(document))


def _claim_of(front: list[FilingDocument]) -> documents.Claim | None:
    """The claim in front, as it was consented to."""
    for document in front:
        if document.kind == FilingDocument.Kind.CLAIM and isinstance(
            made := _said(document), documents.Claim
        ):
            return made
    return None


def _parties(made: documents.Claim) -> list[tuple[str, str]]:
    """Who sues whom for what, for the cover of a bundle that has the claim in it."""
    case = made.told
    acting = case.representative.name if case.representative is not None else ""
    rows = [
        (_("原告"), case.complainant.name),
        (_("法定代理人"), acting),
        (_("被告"), _("、").join(one.name for one in case.respondents if one.name)),
        (_("案由"), str(claim_data(made)["cause"])),
    ]
    return [row for row in rows if row[1]]


def _note(case: Complaint, export: Export, statutes: bool) -> Letter:
    """For the other side: what this is about, without a word on who complains; nothing that the order did not choose."""
    facts = standing_facts(case)
    period = _("至").join(dict.fromkeys(event_day(facts, end) for end in ("first", "last")))
    made = documents.accompanying_note(
        on=timezone.localdate(export.requested_at),
        number=case.number,
        recipient=export.recipient,
        matter=_matter_of(case),
        period=period,
        exhibits=len(export.exhibits),
        statutes=statutes,
    )
    return Letter(title=_("随案说明"), pdf=made.pdf)


def _said(document: FilingDocument) -> documents.Claim | documents.Letter:
    try:
        content = content_of(document.filing)
    except ValueError:
        raise BundleError(_("文书“%s”和备好时的不一致，案卷没有生成。") % document.filename) from None
    return made_of(content)


def _editable(document: FilingDocument, export: Export) -> Attachment:
    """The same words as the PDF, to write on in."""
    made = editable_statement(_said(document), at=export.requested_at)
    return Attachment(name=f"{document.get_kind_display()}.docx", open=_bytes(made))


def _assessed(case: Complaint, assessment: Assessment, ledger: Ledger) -> dict[str, Any]:
    said = [_overrule_row(one) for one in _overrules(case, ledger)]
    return {**assessment.result, "overrules": said}


def _statutes(
    case: Complaint, export: Export, assessment: Assessment, front: list[FilingDocument], ledger: Ledger
) -> Letter | None:
    """The articles of the grounds, as on the day of the event. A letter of complaint brings its own."""
    if any(document.kind == FilingDocument.Kind.LETTER for document in front):
        return None
    sued = _claim_of(front)
    # A claim names its own grounds: others of the case may rest on what was not given to the court.
    grounds = sued.case.grounds if sued else grounds_from(as_corrected(assessment, _overrules(case, ledger)))
    made = statutes_annex(
        grounds,
        on=timezone.localdate(export.requested_at),
        number=case.number,
        event=assessment.event_on,
    )
    return Letter(title=_("法律条文"), pdf=made.pdf) if made is not None else None


def _overrules(case: Complaint, ledger: Ledger) -> list[Overrule]:
    """What the complainant's lawyers answered beside the machine, as far as the ledger knows it with the same reason."""
    entered = {
        row["detail"]["overrule"]: row["detail"]["reason"]
        for row in ledger
        if row["act"] == Act.ASSESSMENT_OVERRULED
    }
    found = Overrule.objects.of_case(case).filter(pk__in=entered).select_related("assessment")
    return [one for one in found if digest(one.reason) == entered[one.pk]]


def _overrule_row(one: Overrule) -> dict[str, Any]:
    return {
        "assessment": one.assessment_id,
        "ground": one.ground,
        "status_before": one.status_before,
        "status": one.status,
        "reason": one.reason,
        "made_by": one.made_by,
        "made_at": stamp(one.made_at),
    }


def _opener(sealed: Sealed) -> Callable[[], BinaryIO]:
    return lambda: cast(BinaryIO, sealing.open_sealed(sealed))


def _exhibits(export: Export, order: OrderText, ledger: Ledger, *, by: str) -> list[BundleExhibit]:
    """``by``: how the papers in front call whoever hands them in."""
    copies = {row["detail"]["sha256"] for row in ledger if row["act"] == Act.COPY_MADE}
    rows = Exhibit.objects.of_case(export.complaint_id).filter(pk__in=export.exhibits)
    held = {str(one.pk): one for one in rows.select_related("sealed").prefetch_related("renditions__sealed")}
    chosen = [(group["title"], item) for group in order["groups"] for item in group["items"]]
    if not order["version"]:  # from before there were orders
        chosen = [("", ItemText(exhibit=one, travels=ORIGINAL)) for one in export.exhibits]
    found = []
    for title, item in chosen:
        exhibit = held.get(item["exhibit"])
        if exhibit is None or exhibit.erased:
            raise BundleError(_("有一件证据在导出之后已经删除，案卷不能再生成。请重新导出。"))
        found.append(_exhibit(export, exhibit, title, item, copies, by))
    return found


def _exhibit(
    export: Export, exhibit: Exhibit, title: str, item: ItemText, copies: set[str], by: str
) -> BundleExhibit:
    copy = _copy(exhibit, item, copies)
    clean = exhibit.clean_copy
    about: dict[str, Any] = {
        "number": item.get("number", str(exhibit.ordinal)),
        "cited_as": "" if item.get("number", "") in ("", str(exhibit.ordinal)) else str(exhibit.ordinal),
        "name": item.get("name", exhibit.filename),
        "proves": item.get("proves", exhibit.description),
        "form": item.get("form", "电子数据"),
        "group": title,
        "ending": _ending(exhibit.filename),
        "travels": item["travels"],
        "received_at": exhibit.received_at,
        "source": _("%(who)s提交（%(door)s）") % {"who": by, "door": exhibit.get_door_display()},
        "details": [*_named(export, exhibit), *_length(exhibit)],
        "picture": _waveform(exhibit, copies),
        "printed": Copy(media_type=copy.media_type, open=_opener(copy.sealed))
        if copy and copy.sealed
        else None,
    }
    if item["travels"] == ORIGINAL:
        return BundleExhibit(
            **about,
            media_type=(clean.source_type if clean else "") or "application/octet-stream",
            sha256=exhibit.sha256,
            size=exhibit.size,
            open=_opener(exhibit.sealed),
        )
    if copy is None or copy.sealed is None:
        raise BundleError(_("证据“%s”的副本已经不在，案卷没有生成。请重新导出。") % item["name"])
    return BundleExhibit(
        **about,
        media_type=copy.media_type,
        sha256=copy.sealed.sha256,
        size=copy.sealed.size,
        open=_opener(copy.sealed),
        ledger_sha256=exhibit.sha256,
    )


def _copy(exhibit: Exhibit, item: ItemText, copies: set[str]) -> Rendition | None:
    """The very copy that was frozen, if the ledger knew it then."""
    for one in exhibit.renditions.all():
        if one.kind in ("thumbnail",) or not one.ready or one.sealed is None:
            continue
        frozen = item.get("copy") if "copy" in item else one.sealed.sha256 if one.kind == "clean" else None
        if one.sealed.sha256 == frozen and frozen in copies:
            return one
    return None


def _ending(filename: str) -> str:
    stem, dot, ending = filename.rpartition(".")
    return ending if stem and dot and ending.isascii() and ending.isalnum() and len(ending) <= 5 else ""


def _named(export: Export, exhibit: Exhibit) -> list[tuple[str, str]]:
    """The name that the file came with, for whom originals may reach: it may hold what the chosen name leaves out."""
    if not AUDIENCES[export.made_for].originals:
        return []
    return [(_("收到时的文件名"), exhibit.filename)]


def _length(exhibit: Exhibit) -> list[tuple[str, str]]:
    """How long a recording is, as its full parse found; nothing for what has no length."""
    clean = exhibit.clean_copy
    if clean is None or not clean.duration:
        return []
    minutes, seconds = divmod(round(clean.duration / 1000), 60)
    return [(_("时长"), _("%(minutes)d 分 %(seconds)d 秒") % {"minutes": minutes, "seconds": seconds})]


def _waveform(exhibit: Exhibit, copies: set[str]) -> Copy | None:
    """Drawn together with the copy that the ledger names, and never again; it has no entry of its own."""
    drawn, clean = exhibit.rendition(Rendition.Kind.WAVEFORM), exhibit.clean_copy
    if drawn is None or not drawn.ready or drawn.sealed is None:
        return None
    if clean is None or clean.sealed is None or clean.sealed.sha256 not in copies:
        return None
    return Copy(media_type=drawn.media_type, open=_opener(drawn.sealed))


def _omitted(export: Export, ledger: Ledger) -> list[Omitted]:
    received = [row["detail"]["exhibit"] for row in ledger if row["act"] == Act.EXHIBIT_RECEIVED]
    left = Exhibit.objects.of_case(export.complaint_id).filter(pk__in=received)
    gone = {row["detail"]["exhibit"]: row for row in ledger if row["act"] == Act.EXHIBIT_ERASED}
    return [
        Omitted(sha256=exhibit.sha256, why=_why_left_out(exhibit, gone.get(str(exhibit.pk))))
        for exhibit in left.exclude(pk__in=export.exhibits)
    ]


def _why_left_out(exhibit: Exhibit, erasure: Mapping[str, Any] | None) -> str:
    """As the frozen ledger knows it: what was erased after the order changes nothing in the bundle."""
    named = _("收到的第 %d 件证据") % exhibit.ordinal
    if erasure is None:
        return named
    at = datetime.fromisoformat(erasure["at"])
    return named + _("：") + erasure_words(at, erasure["detail"]["reason"]).rstrip("。")


def _ledger(export: Export) -> Ledger:
    entries = LedgerEntry.objects.filter(
        complaint=export.complaint_id, sequence__lte=export.ledger_length
    ).order_by("sequence")
    rows = [{**entry_body(entry), "digest": entry.digest} for entry in entries]
    if len(rows) != export.ledger_length or rows[-1]["digest"] != export.ledger_head:
        raise BundleError(_("存证记录和导出时冻结的不一致，案卷没有生成。请联系本平台的维护人员核查。"))
    return rows


def _proof(export: Export, head: str) -> Proof | None:
    """That the ledger stood in the daily head that was stamped when the bundle was ordered; None where none was."""
    if not head:
        return None
    proof = inclusion_proof(
        complaint_id=export.complaint_id, length=export.ledger_length, before=export.requested_at
    )
    stamped = Timestamp.objects.of(head)
    if proof is None or proof["digest"] != head or stamped is None or not stamped.done:
        raise BundleError(
            _("存证记录所在的总摘要和导出时的不一致，案卷没有生成。请联系本平台的维护人员核查。")
        )
    try:
        pem = keys.public_key_pem_named(str(json.loads(proof["head"])["key"]))
    except KeyError as error:
        raise BundleError(_("签发总摘要的密钥 %s 已经不在。") % error) from None
    token = Token(reply=bytes(stamped.token or b""), root=stamped.root.encode())
    return Proof(proof=proof, public_key_pem=pem, token=token)


def _receipt(case: Complaint) -> Receipt:
    receipt = case.receipt
    try:
        pem = keys.public_key_pem_named(receipt.key_id)
    except KeyError:
        raise BundleError(_("签发回执的密钥 %s 已经不在。") % receipt.key_id) from None
    return Receipt(
        payload=receipt.payload, signature=receipt.signature, key_id=receipt.key_id, public_key_pem=pem
    )


def _read(document: FilingDocument) -> bytes:
    with sealing.open_sealed(document.sealed) as plain:
        content = plain.read()
    if digest(content) != document.sha256:
        raise BundleError(_("文书“%s”和备好时的不一致，案卷没有生成。") % document.filename)
    return content


def _attachments(filings: list[Filing], ledger: Ledger, papers: str) -> list[Attachment]:
    """What was made for each filing, and the other side's own words, as received. ``letters``: of those that were sent,
    without the sheets to copy from, the print packs and the mails as they went; ``none``: nothing, for whom the rest
    does not concern. What was not sent, as the frozen ledger knows it, is in a folder that says so."""
    if papers == "none":
        return []
    ended = {
        (row["detail"]["filing"], row["detail"]["attempt"]): row["detail"]
        for row in ledger
        if row["act"] == Act.FILING_ATTEMPTED and "supplement" not in row["detail"]
    }
    found = []
    for place, filing in enumerate(filings, 1):
        gone = _gone(filing, ledger)
        if papers == "letters" and gone != "sent":
            continue
        folder = f"{place:02}-{filing.channel}" + ("" if gone == "sent" else f"-{gone}")
        for document in filing.documents.select_related("sealed"):
            if papers == "letters" and document.kind not in _FRONT:
                continue
            found.append(Attachment(name=f"{folder}/{document.filename}", open=_opener(document.sealed)))
        tried = [
            one
            for one in filing.deliveries.filter(supplement=None).order_by("attempt")
            if (str(filing.pk), one.attempt) in ended
        ]
        told = [(one, ended[str(filing.pk), one.attempt]) for one in tried]
        if told:
            answers = "".join(_answer_line(one, detail) for one, detail in told)
            found.append(Attachment(name=f"{folder}/answers.txt", open=_bytes(answers.encode())))
        if (
            papers == "all"
            and filing.mail is not None
            and any(detail["outcome"] == "accepted" for _one, detail in told)
        ):
            found.append(Attachment(name=f"{folder}/mail.eml", open=_opener(filing.mail)))
        found += added_to(filing, ledger, folder, papers)
    return found


def _unsent(filings: list[Filing], front: list[FilingDocument], ledger: Ledger) -> set[object]:
    """Of the filings that did not go out, but for the one in front, their ids and those of their consents."""
    kept = [
        one
        for one in filings
        if _gone(one, ledger) == "unsent" and one.pk not in {document.filing_id for document in front}
    ]
    return {str(one.pk) for one in kept} | {one.consent_id for one in kept}


def _gone(filing: Filing, ledger: Ledger) -> str:
    """Whether a filing went out: ``sent``, ``unsent``, or ``unknown`` where nobody found out."""
    moves = [row["detail"] for row in ledger if row["act"] == Act.FILING_MOVED]
    states = [one["to"] for one in moves if one["filing"] == str(filing.pk)]
    if State.SENT in states or State.ACKNOWLEDGED in states:
        return "sent"
    last = [one for one in states if one in (State.QUEUED, State.SENT_UNKNOWN)][-1:]
    return "unknown" if last == [State.SENT_UNKNOWN] else "unsent"


def _answer_line(delivery: Delivery, detail: dict[str, Any]) -> str:
    """One attempt; the other side's words only if they are those whose hash stood in the ledger then."""
    words = delivery.answer if digest(delivery.answer) == detail.get("answer") else ""
    return f"#{delivery.attempt} {detail['outcome']}: {words}\n"


def _bytes(content: bytes) -> Callable[[], BinaryIO]:
    return lambda: io.BytesIO(content)
