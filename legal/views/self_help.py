"""What a person can do alone, step by step: for everybody, and for one case. None of it is a channel."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts.actors import Actor
from complaints.models import Complaint
from complaints.services import owns, record_read
from complaints.standing import standing_facts
from core.told import told
from legal.corpus import load
from legal.reasoning.assessment import assess
from legal.reasoning.facts import FactsError
from legal.services import facts_on


def shown(row: Mapping[str, Any]) -> dict[str, Any]:
    """One way with the citations that it rests on, as in force today."""
    today = timezone.localdate()
    articles = [load().article(identity, today) for identity in row.get("basis", ())]
    return {**row, "citations": [article.citation() for article in articles if article]}


@require_safe
def self_help(request: HttpRequest) -> HttpResponse:
    """Every way there is, without a case."""
    return render(request, "legal/self_help.html", {"ways": told([shown(row) for row in load().self_help])})


@never_cache
@require_safe
def case_self_help(request: HttpRequest, number: str) -> HttpResponse:
    """Those that the facts of a case call for, the others folded below; their results are kept with the case's files."""
    by = Actor.of(request)
    complaint = get_object_or_404(Complaint.objects.whole_to(by), number=number)
    record_read(by=by, complaint=complaint, what="self-help")
    called = _called_for(complaint)
    ways = [shown(row) for row in load().self_help]
    context = {
        "complaint": complaint,
        "ways": [row for row in ways if row["id"] in called],
        "others": [row for row in ways if row["id"] not in called],
        "guardian": standing_facts(complaint).get("complainant", {}).get("capacity") == "guardian",
        "may_keep": owns(by, complaint.pk),
    }
    return render(request, "legal/self_help.html", told(context))


def _called_for(complaint: Complaint) -> set[str]:
    """The ways by id; all of them where the facts cannot be read, as a page of advice should not fail on them."""
    today = timezone.localdate()
    try:
        return {row["id"] for row in assess(facts_on(complaint, today), on=today)["self_help"]}
    except FactsError:
        return {row["id"] for row in load().self_help}
