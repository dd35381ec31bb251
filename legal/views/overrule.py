"""A lawyer's page beside the machine's answer: another status for a ground, with the reason."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts.actors import Actor
from complaints.models import Complaint
from complaints.services import record_read
from legal import services
from legal.corrections import shown_overrules
from legal.forms import OverruleForm
from legal.models import Assessment, Overrule


@never_cache
@require_http_methods(["GET", "POST"])
def overrule(request: HttpRequest, number: str) -> HttpResponse:
    """For the complainant's lawyer alone; 404 for everybody else. Works on the newest assessment, which must be there."""
    by = Actor.of(request)
    complaint = get_object_or_404(Complaint.objects.whole_to(by), number=number)
    assessment = Assessment.objects.latest_of(complaint)
    if assessment is None or not services.advises(by, complaint):
        raise Http404
    form = OverruleForm(
        assessment.result,
        request.POST if request.method == "POST" else None,
        initial={"assessment": assessment.pk, "ground": request.GET.get("ground", "")},
    )
    if request.method == "POST" and form.is_valid() and _done(by, complaint, form):
        messages.success(
            request, _("已保存。系统原来的结果仍然保留，您的更正写在它旁边，也会放进以后导出的案卷。")
        )
        return redirect("law_reasons", number=number)
    if request.method == "GET":
        record_read(by=by, complaint=complaint, what="law")
    context: dict[str, Any] = {
        "complaint": complaint,
        "assessment": assessment,
        "form": form,
        "corrections": shown_overrules(
            Overrule.objects.of_case(complaint).select_related("assessment"), assessment
        ),
    }
    return render(request, "legal/overrule.html", context, status=422 if form.errors else 200)


def _done(by: Actor, complaint: Complaint, form: OverruleForm) -> bool:
    """Whether it was kept; else the form says why not."""
    given = form.cleaned_data
    shown = Assessment.objects.filter(complaint=complaint, pk=given["assessment"]).first()
    if shown is None:
        raise Http404
    try:
        services.overrule(
            by=by, assessment=shown, ground=given["ground"], status=given["status"], reason=given["reason"]
        )
    except services.Refused as refused:
        form.add_error(None, str(refused))
        return False
    return True
