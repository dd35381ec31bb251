"""As which copy an exhibit with parts covered goes: the covered one; uncovered to a court, where the person chooses so."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from evidence.models import Exhibit
from filings.models import Recipient
from filings.services.reach import Refused

COURT = "court"


def covered_by(exhibit: Exhibit) -> str:
    """The id of the redaction as whose copy an exhibit goes to others; "" for one in which nothing is covered."""
    copy = exhibit.redacted_copy
    return str(copy.redaction_id) if copy is not None and copy.ready else ""


def takes_uncovered(recipient: Recipient) -> bool:
    """A court, and no desk that is anything else beside: what a desk was given once it can read for every purpose."""
    if recipient.channel != COURT:
        return False
    desk = recipient.organisation_id
    return desk is None or not Recipient.objects.filter(organisation=desk).exclude(channel=COURT).exists()


def uncovered_for(recipient: Recipient, exhibits: Iterable[Exhibit], wanted: Iterable[Any]) -> frozenset[str]:
    """The ids of the exhibits that this recipient gets uncovered. Refused for whom nobody may choose that, and for what
    does not go along or has nothing covered."""
    chosen = frozenset(str(getattr(one, "pk", one)) for one in wanted)
    if chosen and not takes_uncovered(recipient):
        raise Refused(_("没有遮盖的副本只能给法院；给这个接收方的只能是遮盖副本。没有改动任何内容。"))
    if chosen - {str(one.pk) for one in exhibits if covered_by(one)}:
        raise Refused(_("选了给没有遮盖的副本，但其中有的文件没有附上，或者没有遮盖过。请重新选择。"))
    return chosen
