"""How to capture what proves a case: for everybody, and for one case element by element."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts.actors import Actor
from complaints.ledger import days_named
from complaints.models import Act, Complaint
from complaints.services import owns, record_read
from complaints.standing import situations_of, standing_facts
from core.told import told
from legal.corpus import load
from legal.corpus.capturing import GENERAL, CaptureWay
from legal.presentation import address, shown_grounds
from legal.reasoning.assessment import assess
from legal.reasoning.facts import FactsError
from legal.reasoning.preserving import basis, keeping_of
from legal.services import facts_on


def shown_way(way: CaptureWay) -> dict[str, Any]:
    """A way with the articles that it rests on, as in force today, each with its page."""
    today = timezone.localdate()
    articles = [basis(one, today, load()) for one in way.basis]
    links = [{"citation": one.citation(), "page": address(one.id, today)} for one in articles if one]
    phones = [(_("苹果手机"), way.iphone), (_("安卓手机"), way.android)]
    return {"way": way, "links": links, "phones": [(name, steps) for name, steps in phones if steps]}


@require_safe
def capture(request: HttpRequest) -> HttpResponse:
    """Every way there is, without a case."""
    ways = [shown_way(one) for one in load().capture.ways.values()]
    return render(request, "legal/capture.html", {"ways": told(ways)})


@never_cache
@require_safe
def case_capture(request: HttpRequest, number: str) -> HttpResponse:
    """The elements of a case with what would prove each, what is not clear yet first; then the ways, step by step."""
    by = Actor.of(request)
    complaint = get_object_or_404(Complaint.objects.whole_to(by), number=number)
    record_read(by=by, complaint=complaint, what="law")
    grounds = _grounds(complaint)
    kept = keeping_of(standing_facts(complaint), load())
    called = _called(grounds)
    ways = load().capture.ways
    context = {
        "complaint": complaint,
        "grounds": grounds,
        "keeping": kept,
        "standing": kept.standing(timezone.localdate()),
        "asked": [date.fromisoformat(day) for day in days_named(complaint.pk, Act.KEEPING_ASKED)],
        "ways": [shown_way(ways[one]) for one in called],
        "others": [shown_way(one) for one in ways.values() if one.id not in called],
        "own": owns(by, complaint.pk),
    }
    return render(request, "legal/capture.html", told(context))


def _grounds(complaint: Complaint) -> list[dict[str, Any]]:
    """The grounds of the case by today's law, each element with its ways; none where the facts cannot be read."""
    today = timezone.localdate()
    try:
        result = assess(facts_on(complaint, today), on=today)
    except FactsError:
        return []
    found = shown_grounds(result, situations_of(complaint))
    for ground in found:
        ground["elements"].sort(key=lambda one: one["status"] == "met")
    return found


def _called(grounds: Iterable[dict[str, Any]]) -> list[str]:
    """The ids of the ways that the elements call for, each once, and what is of use whatever is to be proved."""
    asked = [way["id"] for ground in grounds for one in ground["elements"] for way in one["ways"]]
    return list(dict.fromkeys([*asked, *GENERAL]))
