"""What waits for the person among the cases that a device opened, for ``complaints/resume.html``."""

from collections.abc import Iterable
from uuid import UUID

from django import template

from complaints.opened import Opened
from filings.models import Filing

register = template.Library()


@register.simple_tag
def asked_among(here: Iterable[tuple[Opened, str]]) -> set[UUID]:
    """The cases in which a recipient's question waits for an answer."""
    cases = [one.complaint.pk for one, _address in here if one.complaint is not None]
    if not cases:
        return set()
    waiting = Filing.objects.filter(complaint__in=cases, waiting_since__isnull=False)
    return set(waiting.values_list("complaint", flat=True))
