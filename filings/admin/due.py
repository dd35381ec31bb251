"""How many days are left, in words: colour alone says nothing to some."""

from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from filings.models import Filing
from filings.moves import State

OPEN = (State.ACKNOWLEDGED, State.ACCEPTED)  # where an answer is still owed
SOON = 3  # days


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
