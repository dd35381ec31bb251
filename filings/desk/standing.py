"""How a case stands, in words for the desk: its state, its days, whose it is. Colour alone says nothing to some."""

from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from filings.models import Filing
from filings.moves import State

OPEN = (State.ACKNOWLEDGED, State.ACCEPTED)  # where an answer is still owed
SOON = 3  # days


def state_label(state: str) -> str:
    """The state as the desk says it; the labels of ``State`` speak to the complainant."""
    return _("新收到，待受理") if state == State.ACKNOWLEDGED else str(State(state).label)


def person_name(person: User) -> str:
    """A colleague's name, Chinese names with the family name first; else what they sign in with."""
    family, given = person.last_name.strip(), person.first_name.strip()
    if not family and not given:
        return person.get_username()
    return f"{family}{given}" if not f"{family}{given}".isascii() else f"{given} {family}".strip()


def days_left(filing: Filing, today: date) -> tuple[str, str]:
    """What to say and how it stands: ``late``, ``soon``, ``ample``, ``none`` (no day is known) or ``over``."""
    if filing.state not in OPEN:
        return _("已办结"), "over"
    if filing.due_on is None:
        return _("没有期限"), "none"
    left = (filing.due_on - today).days
    if left < 0:
        return ngettext("逾期 %(days)d 天", "逾期 %(days)d 天", -left) % {"days": -left}, "late"
    if left == 0:
        return _("今天到期"), "soon"
    words = ngettext("还剩 %(days)d 天", "还剩 %(days)d 天", left) % {"days": left}
    return words, "soon" if left <= SOON else "ample"
