"""A correction of what a recipient holds: a supplement whose words are the portal's first, and the complainant's to change."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from accounts.actors import Actor
from core.language import gettext as _
from filings.models import Filing, Supplement
from filings.services.older import correction_for
from filings.services.reach import Refused, hold
from filings.services.supplements.frozen import supplement_content_of
from filings.services.supplements.writing import check_takes_more, write_supplement


def write_correction(*, by: Actor, filing: Filing, at: datetime | None = None) -> Supplement:
    """Write what a recipient should know by now into the supplement that is being written for it; nothing leaves.

    What was written there before stays. Refused where there is nothing to correct, as ``write_supplement`` refuses else.
    """
    at = at or timezone.now()
    with transaction.atomic():
        held = hold(by, filing)
        check_takes_more(by, held)
        case = held.complaint
        words = correction_for(case, held)
        if not words:
            raise Refused(_("发给它的和您现在说的一样，没有要更正的。没有改动任何内容。"))
        begun = held.supplements.filter(state__in=Supplement.OPEN).select_related("tells_of").first()
        text = _written(begun)
        if begun is not None and begun.tells_of is not None:
            # The words of an earlier correction that was not sent yet give way to these.
            text = text.replace(correction_for(case.as_it_stood(begun.tells_of.made_at), held), "").strip()
        row = write_supplement(
            by=by,
            filing=held,
            text="\n\n".join(part for part in (text, words) if part),
            exhibits=begun.exhibits if begun is not None else (),
            uncovered=begun.uncovered if begun is not None else (),
            at=at,
        )
        row.tells_of = case.statements.order_by("-pk").first()
        row.save(update_fields=["tells_of"])
    return row


def _written(begun: Supplement | None) -> str:
    if begun is None:
        return ""
    return begun.text if begun.state == Supplement.State.WRITING else supplement_content_of(begun)["words"]
