"""A mediation goes along ``filings.moves.MEDIATION_MOVES``: the only code that changes its state."""

from datetime import date, datetime
from typing import Any

from accounts.actors import Actor
from complaints.ledger import append_entry
from complaints.models import Act
from core.language import gettext as _
from filings.models import Filing, Mediation, Note
from filings.moves import MEDIATING, State
from filings.news import News
from filings.services.listing.keeping import keep_listing
from filings.services.reach import Refused, hold, roles
from filings.services.sending import notices

LONGEST = 5_000  # characters of what is written
LONGEST_LINE = 200


def hold_mediation(by: Actor, filing: Filing, who: str) -> tuple[Filing, Mediation]:
    """The case, the filing and its mediation that goes on, locked, for the desk or for who complained (``owner``)."""
    held = hold_as(by, filing, who)
    rows = Mediation.objects.select_for_update(of=("self",), no_key=True).filter(filing=held)
    found = rows.under_way().select_related("consent").first()
    if found is None or held.state != State.ACCEPTED:
        raise Refused(_("这件现在没有在调解。没有改动任何内容。"))
    found.filing = held
    return held, found


def hold_as(by: Actor, filing: Filing, who: str) -> Filing:
    held = hold(by, filing)
    if who not in roles(by, held):
        raise Refused(
            _("只有投诉人可以决定要不要调解。没有改动任何内容。")
            if who == "owner"
            else _("只有收到这份材料的机构可以这样办。没有改动任何内容。")
        )
    return held


def check_way(held: Mediation, to: str, who: str) -> None:
    """Refused for a step that is not allowed now."""
    if held.way_to(to, who) is None:
        words = _("调解现在是“%s”，不能这样办。没有改动任何内容。")
        raise Refused(words % Mediation.State(held.state).label)


def apply(
    *,
    by: Actor,
    filing: Filing,
    held: Mediation,
    to: str,
    who: str,
    at: datetime,
    detail: dict[str, Any] | None = None,
    **changes: Any,
) -> None:
    """Move a mediation that the caller has locked, inside its transaction."""
    check_way(held, to, who)
    before = held.state
    held.moved(to, who, **changes)
    held.save()
    filing.mediation = to
    filing.save(update_fields=["mediation"])
    act = Act.MEDIATION_ANSWERED if who == "owner" else Act.MEDIATION_MOVED
    enter(by, filing, held, act, {"from": before, "to": to, **(detail or {})}, at)


def enter(by: Actor, filing: Filing, held: Mediation, act: Act, more: dict[str, Any], at: datetime) -> None:
    detail = {"filing": str(filing.pk), "mediation": held.pk, **more}
    append_entry(by=by, complaint_id=filing.complaint_id, act=act, detail=detail, at=at)


def tell(by: Actor, filing: Filing, text: str, news: News, at: datetime) -> None:
    """What who complained reads in the correspondence, and that there is something to read."""
    Note.objects.create(filing=filing, kind=Note.Kind.REASON, text=text, written_by=by.label, at=at)
    notices.tell_complainant(filing=filing, news=news, at=at)
    keep_listing(filing, at=at)


def lapse(filing: Filing, at: datetime) -> int | None:
    """Of a filing that leaves acceptance another way: its mediation goes on no more, and the consent to it with a
    withdrawal. Its id; it stands in the entry of the move."""
    if filing.mediation not in MEDIATING:
        return None
    held = Mediation.objects.under_way().select_related("consent").get(filing=filing)
    held.moved(Mediation.State.LAPSED, "portal", ended_at=at)
    held.save()
    filing.mediation = held.state
    filing.save(update_fields=["mediation"])
    if filing.state == State.WITHDRAWN:
        end_consent(held, at)
    return held.pk


def end_consent(held: Mediation, at: datetime) -> bool:
    """Withdraw what was consented to for the respondent (个人信息保护法 15); whether there was something to withdraw."""
    consent = held.consent
    if consent is None or consent.withdrawn_at is not None:
        return False
    consent.withdrawn_at = max(at, consent.given_at)
    consent.save(update_fields=["withdrawn_at"])
    return True


def day_of(text: str) -> date | None:
    """A day as a form or a draft has it; None for none. Refused for what is no day."""
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise Refused(_("日期请写成 2026-12-31 这样。没有保存。")) from None


def written(text: str, otherwise: str) -> str:
    text = text.replace("\x00", "").replace("\r\n", "\n").strip()
    if not text or len(text) > LONGEST:
        raise Refused(otherwise)
    return text


def line(text: str, otherwise: str) -> str:
    text = " ".join(text.replace("\x00", "").split())
    if not text or len(text) > LONGEST_LINE:
        raise Refused(otherwise)
    return text
