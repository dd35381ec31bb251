"""A decision is corrected beside itself: the earlier words stay in the correspondence."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from accounts.actors import Actor
from complaints.ledger import append_entry
from complaints.models import Act
from core.language import gettext as _
from filings.models import Filing, Note
from filings.moves import State
from filings.news import News
from filings.services.desk_news.telling import tell_assignee
from filings.services.listing.keeping import keep_listing
from filings.services.reach import Refused, hold, roles
from filings.services.sending import notices


def correct_decision(*, by: Actor, filing: Filing, text: str, at: datetime | None = None) -> Filing:
    """Put other words in place of a decision. The complainant is told, and reads both; no period begins anew."""
    at, text = at or timezone.now(), text.replace("\x00", "").strip()
    with transaction.atomic():
        held = hold(by, filing)
        if "desk" not in roles(by, held):
            raise Refused(_("只有收到这份材料的机构可以更正。没有改动任何内容。"))
        if held.state not in (State.DECIDED, State.CLOSED) or not held.decision:
            raise Refused(_("这件还没有处理结果，不用更正。没有改动任何内容。"))
        if not text or text == held.decision:
            raise Refused(_("更正后的处理结果和原来的一样，或者是空的。没有改动任何内容。"))
        note = Note.objects.create(filing=held, kind=Note.Kind.AMENDED, text=text, written_by=by.label, at=at)
        held.decision = text
        held.save(update_fields=["decision"])
        detail = {"filing": str(held.pk), "note": note.pk}
        append_entry(by=by, complaint_id=held.complaint_id, act=Act.DECISION_CORRECTED, detail=detail, at=at)
        keep_listing(held, at=at)
        tell_assignee(by=by, filing=held, at=at, state=held.state)
        notices.tell_complainant(filing=held, news=News.CORRECTED, at=at)
    return held
