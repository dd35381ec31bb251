"""The figures on the first page of the desk, for ``admin/index.html``."""

from typing import Any

from django import template
from django.utils import timezone

from accounts.actors import Actor
from filings.admin import board

register = template.Library()


@register.simple_tag(takes_context=True)
def desk_board(context: dict[str, Any]) -> dict[str, Any]:
    by = Actor.of(context["request"])
    found: dict[str, Any] = {
        "at_desk": bool(by.organisation_ids),
        "runs_portal": bool(by.user and by.user.is_superuser),
    }
    if found["at_desk"]:
        found["figures"] = board.figures(by, timezone.localdate())
        found["states"] = board.states(by)
    if found["runs_portal"]:
        found["unresolved"], found["parked"] = board.unresolved(), board.parked()
        found["unattended"] = board.unattended()
    return found
