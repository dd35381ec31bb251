"""The public door of the law: what it says for this case, and which ways are open."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts.actors import Actor
from complaints.models import Access, Complaint
from complaints.services import record_read
from legal import services
from legal.corrections import beside, shown_overrules
from legal.models import Assessment, Overrule
from legal.presentation import other_grounds, shown_clocks, shown_grounds, shown_plan, traced


@never_cache
@require_http_methods(["GET", "POST"])
def law(request: HttpRequest, number: str) -> HttpResponse:
    """What the law says for this case, in plain words; the first visit makes the assessment, POST makes it anew."""
    by = Actor.of(request)
    complaint = get_object_or_404(Complaint.objects.whole_to(by), number=number)
    assessment = Assessment.objects.latest_of(complaint)
    if assessment is None or request.method == "POST":
        assessment = services.assess_complaint(by=by, complaint=complaint)
        if request.method == "POST":
            messages.success(request, _("已按今天的法律和最新的事实重新对照。以前的结果仍然保留。"))
            return redirect("law", number=number)
    if request.method == "GET":
        record_read(by=by, complaint=complaint, what="law")
    result: dict[str, Any] = assessment.result
    grounds = shown_grounds(result, complaint.situations)
    if by.is_staff:
        facts = {key: value for key, value in complaint.facts.items() if key != "id"}
        grounds = traced(grounds, facts, assessment.filing_on, assessment.corpus_version)
    own = Access.objects.in_force().of(by).filter(why__in=[Access.Why.OWNER, Access.Why.CODE])
    may_send = own.filter(complaint=complaint).exists()
    said = Overrule.objects.of_case(complaint).select_related("assessment")
    context = {
        "complaint": complaint,
        "assessment": assessment,
        "corrections": beside(grounds, shown_overrules(said, assessment)),
        "may_overrule": not may_send and services.advises(by, complaint),
        "grounds": grounds,
        "others": other_grounds(result, complaint.situations, complaint.kind),
        "plan": shown_plan(result),
        "warnings": result.get("warnings", []),
        "clocks": shown_clocks(result),
        "may_send": may_send,
    }
    return render(request, "legal/law.html", context)
