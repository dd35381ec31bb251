"""A hand-off to whoever opens cases of penalty, as its readers see it."""

from accounts.actors import Actor
from filings.desk.sent import hidden_from, without
from filings.models import Filing, Referral
from filings.services import referral_of


def shown(filing: Filing, actor: Actor) -> Referral | None:
    """The last of a filing, without who complained for whom that is closed; None where there was none."""
    found = referral_of(filing)
    if found is not None and (hidden := hidden_from(actor, filing)):
        found.reason, found.words = without(found.reason, hidden), without(found.words, hidden)
    return found
