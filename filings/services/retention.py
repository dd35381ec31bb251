"""What becomes of a file at its desk after the complainant withdrew (个人信息保护法 15, 47).

Not accepted yet: its content closes at once. Accepted or answered: the desk names within a few days the law by which it
keeps the file, and until when; else it closes then. Its own decision stays, as does the row until somebody took note.
"""

from datetime import date, datetime, time, timedelta

from django.db import transaction
from django.utils import timezone

from accounts.actors import Actor
from complaints.ledger import append_entry
from complaints.models import Act
from complaints.services import bound_access
from core.language import gettext as _
from core.retention_and_limits import LONGEST_RETENTION, RETENTION_NAMED_IN
from filings.models import Basis, Filing, Retention
from filings.moves import State
from filings.news import News
from filings.services.reach import Refused, hold, roles
from filings.services.sending import notices
from legal.reasoning.workdays import UnknownYear, add_working_days

_TAKEN_UP = (State.ACCEPTED, State.DECIDED, State.REFUSED, State.TRANSFERRED, State.CLOSED)
LONGEST_RULE = 200


def end_of(day: date) -> datetime:
    """The moment at which a day is over in Shanghai."""
    return timezone.make_aware(datetime.combine(day + timedelta(days=1), time()))


def last_day_to_name(withdrawn_on: date) -> date:
    """By when a desk must have named its basis. Without a calendar the same number of natural days: never longer."""
    try:
        return add_working_days(withdrawn_on, RETENTION_NAMED_IN)
    except UnknownYear:
        return withdrawn_on + timedelta(days=RETENTION_NAMED_IN)


def close_after_withdrawal(held: Filing, at: datetime) -> datetime | None:
    """Set when a withdrawn filing closes at its desk, inside the transaction that locked it; None where none has it."""
    if held.organisation_id is None or held.sent_at is None:
        return None
    _close(held, end_of(last_day_to_name(timezone.localdate(at))) if held.state in _TAKEN_UP else at)
    return held.closes_at


def _close(held: Filing, at: datetime) -> None:
    """The row and the access to its files close at the same moment."""
    assert held.organisation_id is not None  # noqa: S101  (only what lies at a desk closes there)
    held.closes_at = at
    held.save(update_fields=["closes_at"])
    bound_access(
        complaint_id=held.complaint_id, organisation_id=held.organisation_id, filing_id=held.pk, until=at
    )


def acknowledge_withdrawal(*, by: Actor, filing: Filing, at: datetime | None = None) -> Filing:
    """A caseworker takes note that the consent was withdrawn; the row leaves the list of work. Twice is once."""
    at = at or timezone.now()
    with transaction.atomic():
        held = hold(by, filing)
        if not roles(by, held) & {"desk", "closed_desk"}:
            raise Refused(_("只有收到这份材料的机构可以确认知悉撤回。没有改动任何内容。"))
        if held.closes_at is None:
            raise Refused(_("投诉人没有撤回对这份材料的同意。没有改动任何内容。"))
        if held.withdrawal_seen_at is not None:
            return held
        held.withdrawal_seen_at = at
        held.save(update_fields=["withdrawal_seen_at"])
        append_entry(
            by=by,
            complaint_id=held.complaint_id,
            act=Act.WITHDRAWAL_SEEN,
            detail={"filing": str(held.pk)},
            at=at,
        )
        notices.tell_complainant(filing=held, news=News.WITHDRAWN, at=at)
    return held


def keep_on_basis(
    *, by: Actor, filing: Filing, basis: str, rule: str, until: date | None, at: datetime | None = None
) -> Retention:
    """Name the law by which the desk keeps a withdrawn file, and until which day: so long it stays open there.

    Refused for anybody but its desk, once the content is closed, and for a basis without its rule or its day.
    """
    at, rule = at or timezone.now(), rule.replace("\x00", "").strip()
    with transaction.atomic():
        held = hold(by, filing)
        if "desk" not in roles(by, held):
            raise Refused(_("材料已经关闭，或者不由本机构办理，不能再写明依据。没有改动任何内容。"))
        if held.closes_at is None:
            raise Refused(_("投诉人没有撤回对这份材料的同意，不需要写明。没有改动任何内容。"))
        if basis not in Basis.values:
            raise Refused(_("请选择继续保存的法律依据。没有改动任何内容。"))
        if not rule or len(rule) > LONGEST_RULE:
            raise Refused(_("请写明依据的具体规定，最多 %d 个字。没有改动任何内容。") % LONGEST_RULE)
        today = timezone.localdate(at)
        if until is None or not today <= until <= today + LONGEST_RETENTION:
            latest = today + LONGEST_RETENTION
            raise Refused(_("请填保存到哪一天：从今天起，最晚 %s。没有改动任何内容。") % latest.isoformat())
        kept = Retention.objects.create(
            filing=held, basis=basis, rule=rule, until=until, named_by=by.label, named_at=at
        )
        _close(held, end_of(until))
        held.withdrawal_seen_at = held.withdrawal_seen_at or at
        held.save(update_fields=["withdrawal_seen_at"])
        detail = {
            "filing": str(held.pk),
            "retention": kept.pk,
            "basis": basis,
            "until": until.isoformat(),
        }
        append_entry(by=by, complaint_id=held.complaint_id, act=Act.KEPT_ON_BASIS, detail=detail, at=at)
        notices.tell_complainant(filing=held, news=News.WITHDRAWN, at=at)
    return kept
