"""The figures on the first page of the desk, for ``admin/index.html``."""

from typing import Any

from django import template
from django.utils import timezone

from accounts.actors import Actor
from filings.admin import board
from filings.desk.queue import colleagues_of, numbers
from filings.desk.second_person import how_many

register = template.Library()


@register.simple_tag(takes_context=True)
def desk_board(context: dict[str, Any]) -> dict[str, Any]:
    by = Actor.of(context["request"])
    found: dict[str, Any] = {
        "at_desk": bool(by.organisation_ids),
        "runs_portal": bool(by.user and by.user.is_superuser),
        "audits": bool(by.audits),
        "administers": bool(by.administers),
    }
    if found["at_desk"]:
        numbered = numbers(by, timezone.localdate(), colleagues_of(by))
        found["figures"], found["states"] = board.figures(numbered, how_many(by)), board.states(numbered)
        found["duties"], found["most_duties"] = board.duties(by, timezone.localdate()), board.MOST_DUTIES
    if found["runs_portal"]:
        found["unresolved"], found["parked"] = board.unresolved(), board.parked()
        found["unattended"] = board.unattended()
        found["silent"] = board.silent(timezone.localdate())
    return found
