"""A mediation as its readers see it: where it stands, what the respondent may be told, when both meet."""

from dataclasses import dataclass

from accounts.actors import Actor
from filings.desk.sent import hidden_from, without
from filings.models import Filing, Mediation, MediationSession
from filings.services import mediation_of, payment_words


@dataclass(frozen=True)
class Shown:
    """``lines`` are what who complained consented to; ``broken``: not what is stored, none of it is shown."""

    row: Mediation
    state: str
    respondent: str
    lines: list[tuple[str, str]]
    broken: bool
    why_not: str
    terms: str
    why_ended: str
    sessions: list[MediationSession]
    paid: str


def shown(filing: Filing, actor: Actor) -> Shown | None:
    """The last of a filing; None where there was none."""
    found = mediation_of(filing)
    if found is None:
        return None
    hidden = hidden_from(actor, filing)
    try:
        lines, broken = found.lines, False
    except ValueError:
        lines, broken = [], True
    sessions = list(found.sessions.all())
    for one in sessions:
        one.course = without(one.course, hidden)
    return Shown(
        row=found,
        state=str(found.get_state_display()),
        respondent=found.respondent,
        lines=[(label, without(text, hidden)) for label, text in lines],
        broken=broken,
        why_not=without(found.why_not, hidden),
        terms=without(found.terms, hidden),
        why_ended=without(found.why_ended, hidden),
        sessions=sessions,
        paid=payment_words(found.yuan, found.pay_by),
    )
