"""From a frozen Export row to the contents of its bundle.

What belongs to the case then is what the ledger names up to the head that the export froze; whatever came after, a
copy made later or an answer that arrived, stays out. So the same row gives the same bundle at any time.
"""

import io
from collections.abc import Callable
from typing import Any, BinaryIO, cast

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts import keys
from complaints.ledger import digest, entry_body, stamp
from complaints.models import Act, Complaint, LedgerEntry
from evidence import sealing
from evidence.models import Exhibit, Sealed
from filings.bundle import (
    Attachment,
    BundleContents,
    BundleError,
    BundleExhibit,
    Copy,
    Letter,
    Omitted,
    Receipt,
)
from filings.models import Delivery, Export, Filing, FilingDocument
from legal.models import Assessment, Overrule

Ledger = list[dict[str, Any]]
_FRONT = (FilingDocument.Kind.CLAIM, FilingDocument.Kind.LETTER)


def contents_of(export: Export) -> BundleContents:
    """Everything that the bundle holds; BundleError when the case is no longer what the export froze."""
    case = Complaint.objects.select_related("receipt").prefetch_related("parties").get(pk=export.complaint_id)
    ledger = _ledger(export)
    prepared = [row["detail"]["filing"] for row in ledger if row["act"] == Act.FILING_PREPARED]
    filings = list(case.filings.filter(pk__in=prepared).order_by("prepared_at", "pk"))
    assessed = [row["detail"]["assessment"] for row in ledger if row["act"] == Act.ASSESSED]
    assessment = Assessment.objects.filter(complaint=case, pk=assessed[-1]).first() if assessed else None
    return BundleContents(
        number=case.number,
        complaint=str(case.pk),
        title="；".join([str(case.get_kind_display()), *case.situation_labels()]),
        recipient=export.recipient,
        prepared_by=_("安宁投诉平台"),
        exported_at=export.requested_at,
        exhibits=_exhibits(export, ledger),
        ledger=ledger,
        facts=case.facts,
        receipt=_receipt(case),
        assessment={**assessment.result, "overrules": _overrules(case, ledger)} if assessment else None,
        letters=_letters(filings),
        attachments=_attachments(filings, ledger),
        omitted=_omitted(export, ledger),
        check_url=settings.PUBLIC_URL + reverse("receipt_public", args=[case.receipt.code]),
    )


def _overrules(case: Complaint, ledger: Ledger) -> list[dict[str, Any]]:
    """What the complainant's lawyers answered beside the machine, as far as the ledger knows it with the same reason."""
    entered = {
        row["detail"]["overrule"]: row["detail"]["reason"]
        for row in ledger
        if row["act"] == Act.ASSESSMENT_OVERRULED
    }
    return [
        {
            "assessment": one.assessment_id,
            "ground": one.ground,
            "status_before": one.status_before,
            "status": one.status,
            "reason": one.reason,
            "made_by": one.made_by,
            "made_at": stamp(one.made_at),
        }
        for one in Overrule.objects.of_case(case).filter(pk__in=entered)
        if digest(one.reason) == entered[one.pk]
    ]


def _opener(sealed: Sealed) -> Callable[[], BinaryIO]:
    return lambda: cast(BinaryIO, sealing.open_sealed(sealed))


def _exhibits(export: Export, ledger: Ledger) -> list[BundleExhibit]:
    copies = {row["detail"]["sha256"] for row in ledger if row["act"] == Act.COPY_MADE}
    rows = Exhibit.objects.of_case(export.complaint_id).filter(pk__in=export.exhibits)
    held = {str(one.pk): one for one in rows.select_related("sealed").with_copies()}
    found = []
    for wanted in export.exhibits:
        exhibit = held.get(wanted)
        if exhibit is None or exhibit.erased:
            raise BundleError(_("有一件证据在导出之后已经删除，案卷不能再生成。请重新导出。"))
        clean = exhibit.clean_copy
        printed = None
        if clean is not None and clean.ready and clean.sealed is not None and clean.sealed.sha256 in copies:
            printed = Copy(media_type=clean.media_type, open=_opener(clean.sealed))
        found.append(
            BundleExhibit(
                number=str(exhibit.ordinal),
                name=exhibit.filename,
                media_type=(clean.source_type if clean else "") or "application/octet-stream",
                sha256=exhibit.sha256,
                size=exhibit.size,
                open=_opener(exhibit.sealed),
                received_at=exhibit.received_at,
                source=_("投诉人提交（%s）") % exhibit.get_door_display(),
                proves=exhibit.description,
                printed=printed,
            )
        )
    return found


def _omitted(export: Export, ledger: Ledger) -> list[Omitted]:
    received = [row["detail"]["exhibit"] for row in ledger if row["act"] == Act.EXHIBIT_RECEIVED]
    left = Exhibit.objects.of_case(export.complaint_id).filter(pk__in=received)
    return [
        Omitted(sha256=exhibit.sha256, why=_("第 %d 件证据没有选入本案卷") % exhibit.ordinal)
        for exhibit in left.exclude(pk__in=export.exhibits)
    ]


def _ledger(export: Export) -> Ledger:
    entries = LedgerEntry.objects.filter(
        complaint=export.complaint_id, sequence__lte=export.ledger_length
    ).order_by("sequence")
    rows = [{**entry_body(entry), "digest": entry.digest} for entry in entries]
    if len(rows) != export.ledger_length or rows[-1]["digest"] != export.ledger_head:
        raise BundleError(_("存证记录和导出时冻结的不一致，案卷没有生成。请联系本平台的维护人员核查。"))
    return rows


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


def _letters(filings: list[Filing]) -> list[Letter]:
    """In front of the exhibits: the newest claim, or the newest letter where nobody has sued."""
    found = [
        document
        for filing in filings
        for document in filing.documents.select_related("sealed")
        if document.kind in _FRONT
    ]
    claims = [document for document in found if document.kind == FilingDocument.Kind.CLAIM]
    chosen = (claims or found)[-1:]
    return [Letter(title=str(one.get_kind_display()), pdf=_read(one)) for one in chosen]


def _attachments(filings: list[Filing], ledger: Ledger) -> list[Attachment]:
    """What was made for each filing, and the other side's own words, as received."""
    ended = {
        (row["detail"]["filing"], row["detail"]["attempt"]): row["detail"]
        for row in ledger
        if row["act"] == Act.FILING_ATTEMPTED
    }
    found = []
    for place, filing in enumerate(filings, 1):
        folder = f"{place:02}-{filing.channel}"
        for document in filing.documents.select_related("sealed"):
            found.append(Attachment(name=f"{folder}/{document.filename}", open=_opener(document.sealed)))
        tried = [
            one for one in filing.deliveries.order_by("attempt") if (str(filing.pk), one.attempt) in ended
        ]
        told = [(one, ended[str(filing.pk), one.attempt]) for one in tried]
        if told:
            answers = "".join(_answer_line(one, detail) for one, detail in told)
            found.append(Attachment(name=f"{folder}/answers.txt", open=_bytes(answers.encode())))
        if filing.mail is not None and any(detail["outcome"] == "accepted" for _one, detail in told):
            found.append(Attachment(name=f"{folder}/mail.eml", open=_opener(filing.mail)))
    return found


def _answer_line(delivery: Delivery, detail: dict[str, Any]) -> str:
    """One attempt; the other side's words only if they are those whose hash stood in the ledger then."""
    words = delivery.answer if digest(delivery.answer) == detail.get("answer") else ""
    return f"#{delivery.attempt} {detail['outcome']}: {words}\n"


def _bytes(content: bytes) -> Callable[[], BinaryIO]:
    return lambda: io.BytesIO(content)
