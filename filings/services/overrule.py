"""A caseworker's own answer on a ground of the assessment that was sent to their desk. It is seen at that desk alone."""

from datetime import datetime

from django.db import transaction

from accounts.actors import Actor
from core.language import gettext as _
from filings.models import Filing
from filings.services.reach import Refused, hold, roles
from filings.services.sending.content import content_of, matter_of
from legal import services as law
from legal.corrections import found_of
from legal.models import Overrule
from legal.reasoning.assessment import assess


def _shown(filing: Filing, ground: str) -> str | None:
    """What the desk's page says of a ground: the law on the content that was consented to."""
    matter = matter_of(content_of(filing))
    return found_of(assess(matter), ground) if matter else None


def overrule_at_desk(
    *, by: Actor, filing: Filing, ground: str, status: str, reason: str, at: datetime | None = None
) -> Overrule:
    """Set another status beside the machine's. Refused for who does not handle this filing and for words that say nothing."""
    with transaction.atomic():
        held = hold(by, filing)
        if "desk" not in roles(by, held):
            raise Refused(_("本件不由您办理，不能更正对照结果。没有改动任何内容。"))
        try:
            return law.overrule(
                by=by,
                assessment=held.assessment,
                ground=ground,
                status=status,
                reason=reason,
                desk=held.organisation,
                shown=_shown(held, ground),
                at=at,
            )
        except law.Refused as refused:
            raise Refused(str(refused)) from refused
