"""That a letter was served (送达), by what proof. That somebody opened it here is no service and is not recorded."""

from datetime import date, datetime
from typing import IO

from django.db import transaction
from django.utils import timezone

from accounts.actors import Actor
from complaints.ledger import append_entry
from complaints.models import Act
from complaints.services import record_read
from core.language import gettext as _
from core.retention_and_limits import MOST_PROOFS
from evidence.sealed import sealing
from filings.models import DeskLetter, ProofOfService
from filings.services.desk_letters.drafting import hold_letter
from filings.services.giving_files import receive_file
from filings.services.reach import Refused

LONGEST_REFERENCE = 100


def record_service(
    *,
    by: Actor,
    letter: DeskLetter,
    how: str,
    served_on: date | None,
    reference: str = "",
    stream: IO[bytes] | None = None,
    filename: str = "",
    at: datetime | None = None,
) -> ProofOfService:
    """Record how and when an issued letter was served, with the receipt for it. Who complained reads way, day and number."""
    at, reference = at or timezone.now(), " ".join(reference.replace("\x00", "").split())
    if how not in ProofOfService.How.values or served_on is None:
        raise Refused(_("请选送达方式，填送达日期。没有保存。"))
    if len(reference) > LONGEST_REFERENCE:
        raise Refused(_("单号最多 %d 个字。没有保存。") % LONGEST_REFERENCE)
    received = receive_file(stream, filename) if stream is not None else None
    with transaction.atomic():
        _filing, held = hold_letter(by, letter)
        if held.state != DeskLetter.State.ISSUED or held.dated_on is None:
            raise Refused(_("文书还没有发出，不能登记送达。没有保存。"))
        if not held.dated_on <= served_on <= timezone.localdate(at):
            raise Refused(_("送达日期不能早于文书的日期，也不能晚于今天。没有保存。"))
        if held.services.count() >= MOST_PROOFS:
            raise Refused(_("一份文书最多登记 %d 次送达。没有保存。") % MOST_PROOFS)
        if received is not None:
            received.sealed.save(force_insert=True)
        made = ProofOfService.objects.create(
            letter=held,
            how=how,
            served_on=served_on,
            reference=reference,
            sealed=received.sealed if received else None,
            filename=received.filename if received else "",
            media_type=received.media_type if received else "",
            recorded_by=by.label,
            recorded_at=at,
        )
        detail = {"filing": str(held.filing_id), "letter": held.pk, "how": how, "on": served_on.isoformat()}
        if received is not None:
            detail["sha256"] = received.sealed.sha256
        case_id = held.filing.complaint_id
        append_entry(by=by, complaint_id=case_id, act=Act.LETTER_SERVED, detail=detail, at=at)
    return made


def open_proof(*, by: Actor, proof: ProofOfService, at: datetime | None = None) -> IO[bytes]:
    """The receipt, for the desk that recorded it. DeskLetter.DoesNotExist for who may not see it."""
    letter = DeskLetter.objects.visible_to(by).select_related("filing__complaint").get(pk=proof.letter_id)
    if proof.sealed is None:
        raise ProofOfService.DoesNotExist
    desk = letter.filing.organisation_id
    record_read(by=by, complaint=letter.filing.complaint, what="document", desk=desk, at=at)
    return sealing.open_sealed(proof.sealed)
