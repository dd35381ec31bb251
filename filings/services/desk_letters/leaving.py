"""What somebody at the desk presses for a letter: it leaves, its stamped paper leaves, or its number is void."""

import io
from datetime import datetime
from typing import IO, Any

from django.db import transaction
from django.utils import timezone

from accounts.actors import Actor
from complaints.ledger import append_entry
from complaints.models import Act
from complaints.services import record_read
from core.language import gettext as _
from evidence.sealed import sealing
from filings.models import DeskLetter, Proposal
from filings.services.approving import propose
from filings.services.desk_letters.drafting import hold_letter, keep_text, letterhead_of
from filings.services.desk_letters.issuing import (
    check_whole,
    hand_over,
    preview_bytes,
    release,
    takes_second,
)
from filings.services.giving_files import receive_file
from filings.services.reach import Refused

State = DeskLetter.State
LONGEST_VOID = 500


def issue_letter(
    *,
    by: Actor,
    letter: DeskLetter,
    text: str,
    revision: int,
    reason: str | None = None,
    at: datetime | None = None,
) -> DeskLetter:
    """Do the act and send its letter, both or neither. Where another person has to agree, that is asked for first; where the
    organisation stamps by hand, the letter gets its number and waits for the scan."""
    at = at or timezone.now()
    with transaction.atomic():
        filing, held = hold_letter(by, letter)
        keep_text(held, text, reason, revision, at)
        head = letterhead_of(filing)
        check_whole(filing, held)
        if takes_second(filing, held, head):
            detail: dict[str, Any] = {"letter": held.pk}
            propose(by=by, filing=filing, act=Proposal.Act.LETTER, reason=held.text, detail=detail, at=at)
        else:
            release(by, filing, held, head, at, approved=False)
    return held


def issue_stamped(
    *, by: Actor, letter: DeskLetter, stream: IO[bytes], filename: str, at: datetime | None = None
) -> DeskLetter:
    """The stamped paper goes to who complained, and the act is done with it. The scan is sealed as it is, and never opened
    here."""
    at = at or timezone.now()
    received = receive_file(stream, filename)
    with transaction.atomic():
        filing, held = hold_letter(by, letter)
        if held.state != State.SEALING:
            raise Refused(_("这份文书是“%s”，不等盖章。没有改动任何内容。") % held.get_state_display())
        hand_over(by, filing, held, received, at)
    return held


def void_letter(*, by: Actor, letter: DeskLetter, reason: str, at: datetime | None = None) -> DeskLetter:
    """A letter that has a number and did not leave: the number stays used, and why is kept."""
    at, reason = at or timezone.now(), reason.replace("\x00", "").strip()
    with transaction.atomic():
        _filing, held = hold_letter(by, letter)
        if held.state != State.SEALING:
            raise Refused(_("这份文书是“%s”，文号不能作废。没有改动任何内容。") % held.get_state_display())
        if not reason or len(reason) > LONGEST_VOID:
            raise Refused(_("请写明为什么作废，最多 %d 字。没有改动任何内容。") % LONGEST_VOID)
        held.moved(State.VOID, void_reason=reason)
        held.save()
        detail = {"filing": str(held.filing_id), "letter": held.pk, "number": held.number}
        case_id = held.filing.complaint_id
        append_entry(by=by, complaint_id=case_id, act=Act.LETTER_VOIDED, detail=detail, at=at)
    return held


def open_letter(*, by: Actor, letter: DeskLetter, at: datetime | None = None) -> IO[bytes]:
    """A draft as it would be printed now; else the paper with its number. DeskLetter.DoesNotExist for who may not see it."""
    at = at or timezone.now()
    related = ("filing__complaint", "filing__organisation", "organisation", "printed")
    held = DeskLetter.objects.visible_to(by).select_related(*related).get(pk=letter.pk)
    desk = held.filing.organisation_id
    record_read(by=by, complaint=held.filing.complaint, what="document", desk=desk, at=at)
    if held.printed is None:
        return io.BytesIO(preview_bytes(held.filing, held, at))
    return sealing.open_sealed(held.printed)
