"""The public door of the law: what it says for this case, and which ways are open."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from accounts.actors import Actor
from complaints.counting.recount import counted_since, said_counts, shown_digest
from complaints.models import Complaint
from complaints.services import owns, record_read
from complaints.standing import laid_over, rested_on, standing_facts
from complaints.stated import Facts
from core.told import told
from legal import services
from legal.corrections import beside, shown_overrules
from legal.models import Assessment, Overrule
from legal.presentation import other_grounds, shown_clocks, shown_grounds, shown_plan, traced
from legal.reasoning.answers import Assessment as Answer
from legal.reasoning.assessment import plan
from legal.reasoning.facts import FactsError

MOST_EARLIER = 20  # earlier assessments that a page names


@never_cache
@require_safe
def reasons(request: HttpRequest, number: str) -> HttpResponse:
    """Why the law is on their side, ground by ground: elements, what lacks, the articles word for word."""
    by = Actor.of(request)
    complaint = get_object_or_404(Complaint.objects.whole_to(by), number=number)
    assessment = Assessment.objects.latest_of(complaint)
    if assessment is None:
        assessment = services.assess_complaint(by=by, complaint=complaint)
    record_read(by=by, complaint=complaint, what="law")
    owner = owns(by, complaint.pk)
    context = _laid_out(by, complaint, assessment) | {
        "reasons": True,
        "changes": counted_since(complaint, today=timezone.localdate()),
        "owner": owner,
        "may_overrule": not owner and services.advises(by, complaint),
        "may_send": owner,
        "before": Assessment.objects.filter(complaint=complaint)
        .exclude(pk=assessment.pk)
        .only("pk", "made_at", "filing_on")
        .order_by("-made_at", "-pk")[:MOST_EARLIER],
    }
    return render(request, "legal/law.html", told(context))


@never_cache
@require_safe
def earlier_law(request: HttpRequest, number: str, assessment_id: int) -> HttpResponse:
    """An assessment that others followed, as it was found then, with the counts and dates that it rests on."""
    by = Actor.of(request)
    complaint = get_object_or_404(Complaint.objects.whole_to(by), number=number)
    assessment = get_object_or_404(Assessment, complaint=complaint, pk=assessment_id)
    if Assessment.objects.latest_of(complaint) == assessment:
        return redirect("law", number=number)
    record_read(by=by, complaint=complaint, what="law")
    return render(request, "legal/law.html", told(_laid_out(by, complaint, assessment) | {"earlier": True}))


def _laid_out(by: Actor, complaint: Complaint, assessment: Assessment) -> dict[str, Any]:
    """An assessment for the page, the corrections of the lawyers beside it."""
    result = assessment.result
    facts = _facts_under(complaint, assessment)
    situations = facts.get("situations", complaint.situations)
    grounds = shown_grounds(result, situations)
    if by.is_staff:
        known = facts.copy()
        known.pop("id", None)
        grounds = traced(grounds, known, assessment.filing_on, assessment.corpus_version)
    said = Overrule.objects.of_case(complaint).select_related("assessment")
    return {
        "complaint": complaint,
        "assessment": assessment,
        "rests_on": said_counts(facts),
        "corrections": beside(grounds, shown_overrules(said, assessment)),
        "grounds": grounds,
        "others": other_grounds(result, situations, complaint.kind),
        "plan": shown_plan(_with_missing(result, facts, assessment), complaint.kind),
        "warnings": result.get("warnings", []),
        "clocks": shown_clocks(result),
    }


def _with_missing(result: Answer, facts: Facts, assessment: Assessment) -> Answer:
    """An assessment with what each way misses; one from before that was kept is asked again, for that alone."""
    if all("missing" in way for way in result["plan"]):
        return result
    try:
        ways = plan(facts, on=assessment.filing_on)
    except FactsError:
        return result
    missing = {way["channel"]: way.get("missing", []) for way in ways}
    result = result.copy()
    result["plan"] = [{**way, "missing": missing.get(way["channel"], [])} for way in result["plan"]]
    return result


def _facts_under(complaint: Complaint, assessment: Assessment) -> Facts:
    """The facts that an assessment rests on; those that stand where its digest names none of this case."""
    under = rested_on(complaint, assessment.facts_digest)
    return standing_facts(complaint) if under is None else laid_over(complaint.facts, under)


class RecountForm(forms.Form):
    """The complainant's word for what was counted, and which count they saw."""

    shown = forms.CharField(widget=forms.HiddenInput, max_length=71)
    sure = forms.BooleanField(
        label=gettext_lazy("我看过了：这些是从我选出的短信和通话里数出来的，同意用来对照法律"),
        error_messages={"required": gettext_lazy("请先看过，再勾选确认。没有改动任何内容。")},
    )


@never_cache
@require_http_methods(["GET", "POST"])
def recount(request: HttpRequest, number: str) -> HttpResponse:
    """Newly counted facts beside those of the assessment; the complainant takes them over. 404 for everybody else."""
    by = Actor.of(request)
    complaint = get_object_or_404(Complaint.objects.whole_to(by), number=number)
    if not owns(by, complaint.pk):
        raise Http404
    form = RecountForm(request.POST or None)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                services.assess_recounted(by=by, complaint=complaint, shown=form.cleaned_data["shown"])
            except services.Refused as refused:  # what is new now is to be looked at first
                messages.error(request, str(refused))
                form = RecountForm()
            else:
                messages.success(
                    request,
                    _(
                        "已写进法律对照，下面是新的结果。登记时填写的没有改；以前的对照结果在本页最后，仍然可以看。"
                    ),
                )
                return redirect("law", number=number)
    changes = counted_since(complaint, today=timezone.localdate())
    context = {"complaint": complaint, "changes": changes, "form": form, "shown": shown_digest(changes)}
    return render(request, "legal/recount.html", told(context), status=status)
