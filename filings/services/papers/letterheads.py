"""What a law firm prints over and under its papers: written by any of its lawyers, on every paper begun or updated since."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from accounts.actors import Actor
from accounts.models import Membership, Organisation
from core.language import gettext as _
from filings.models import LetterTemplate
from filings.services.reach import Refused

MOST_LINES, LONGEST_LINE = 8, 60  # of a letterhead and of a signature block each


def firm_today(by: Actor) -> Organisation | None:
    """The firm as whose lawyer this actor works today."""
    if by.user is None:
        return None
    rows = Membership.objects.lawyers_today().filter(user=by.user).select_related("organisation")
    member = rows.order_by("pk").first()
    return member.organisation if member else None


def write_letterhead(
    *,
    by: Actor,
    address: str = "",
    phone: str = "",
    head: str = "",
    signature: str = "",
    at: datetime | None = None,
) -> LetterTemplate:
    """Write the letterhead and signature block of one's own firm. Versions that were made before keep theirs. Refused for
    who is no lawyer today, and for more lines than a page has room for."""
    at = at or timezone.now()
    for text in (head, signature):
        lines = [one for one in text.splitlines() if one.strip()]
        if len(lines) > MOST_LINES or any(len(one) > LONGEST_LINE for one in lines):
            raise Refused(
                _("抬头和落款各最多 %(lines)d 行，每行最多 %(long)d 个字。没有保存；填的还在下面。")
                % {"lines": MOST_LINES, "long": LONGEST_LINE}
            )
    with transaction.atomic():
        firm = firm_today(by)
        if firm is None:
            raise Refused(_("只有在律所任职的律师可以写律所的抬头。没有改动任何内容。"))
        Organisation.objects.select_for_update().get(pk=firm.pk)
        row = LetterTemplate.objects.filter(organisation=firm).first() or LetterTemplate(organisation=firm)
        row.address, row.phone, row.head, row.signature = address, phone, head, signature
        row.changed_by, row.changed_at = by.label, at
        row.save()
    return row
