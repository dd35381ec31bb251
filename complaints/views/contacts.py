"""The messages and calls of a case, for who sees it whole: counted, drawn over time, and one by one."""

from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts.actors import Actor
from complaints.models import Complaint, Contact
from complaints.services import record_read
from complaints.timeline import Timeline, timeline

PAGE = 50


@require_safe
@never_cache
def contacts(request: HttpRequest, number: str) -> HttpResponse:
    """A page of contacts, found by where the last one ended, below the chart of all of them."""
    by = Actor.of(request)
    complaint = get_object_or_404(Complaint.objects.whole_to(by), number=number)
    record_read(by=by, complaint=complaint, what="contacts")
    after = request.GET.get("after", "")
    rows = Contact.objects.filter(complaint=complaint).order_by("pk")
    if after.isdecimal() and len(after) < 19:
        rows = rows.filter(pk__gt=int(after))
    found = list(rows[: PAGE + 1])
    refusal = complaint.facts.get("refusal", {})
    counted = None if after else timeline(complaint.pk, refused_on=_day(refusal.get("on")))
    context = {
        "complaint": complaint,
        "contacts": found[:PAGE],
        "after": found[PAGE - 1].pk if len(found) > PAGE else None,
        "later": bool(after),
        "timeline": counted,
        "chart": _chart(counted) if counted is not None else None,
    }
    return render(request, "complaints/contacts.html", context)


def _day(said: Any) -> date | None:
    try:
        return date.fromisoformat(said) if said else None
    except (TypeError, ValueError):
        return None


def _chart(counted: Timeline) -> dict[str, Any]:
    """Bars in a box of 600 × 160, with the scale that they stand on."""
    bars = counted.bars()
    top = max((count for _name, count in bars), default=0) or 1
    width = 600 / max(len(bars), 1)
    refused = counted.refused_on.isoformat() if counted.refused_on else ""
    return {
        "top": top,
        "bars": [
            {
                "x": round(place * width, 2),
                "y": round(160 - 150 * count / top, 2),
                "width": round(max(width - 1, 0.5), 2),
                "height": round(150 * count / top, 2),
                "name": name,
                "count": count,
                "after": bool(refused) and name > refused[: len(name)],
            }
            for place, (name, count) in enumerate(bars)
        ],
    }
