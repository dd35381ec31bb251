"""What a paper lacks of the people, asked before it is made; where nobody is named, how to find out who it is."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts.actors import Actor
from accounts.services import unsent_here
from complaints.forms import ParticularsForm, ReasonForm, answers_in
from complaints.models import Complaint
from complaints.particulars import SLUG, fillable_by
from complaints.services import owns, record_read
from filings import services
from filings.services import COURT
from filings.views.cases import case_of, owned_case
from legal.corpus import load
from legal.models import Assessment
from legal.presentation import shown_plan
from legal.reasoning.facts import FactsError
from legal.reasoning.jurisdiction import Forum, forums
from legal.services import Refused, assess_stated, shown_answers

# Who may learn who it is, in the order in which one asks.
_ASKED = ("operator", "platform", "lender", "12321", "police")
# The papers by which one asks.
_PAPERS = ("explanation_request", "access_request", "court_inquiry", "joinder")


@require_http_methods(["GET", "POST"])
@never_cache
def blanks(request: HttpRequest, number: str, channel: str) -> HttpResponse:
    """Only what this paper lacks, each with why; saved for every later paper. Nothing must be answered. A lawyer with the
    case fills in what the complainant has not."""
    by = Actor.of(request)
    complaint = case_of(request, number)
    if not services.may_draft(by, complaint):
        raise Http404
    own = owns(by, complaint.pk)
    if request.method == "GET":
        record_read(by=by, complaint=complaint, what="document")
    complaint = complaint.read_whole()
    try:
        lacking = services.blanks_for(complaint, channel)
    except services.Refused:
        raise Http404 from None
    posted = request.POST if request.method == "POST" else None
    typed = posted if posted is not None else unsent_here(request=request, at=timezone.now())
    # What was asked on the page stays on it, also where another tab answered it meanwhile.
    only = {*lacking, *(name for name in typed or () if name not in ("shown", "reason"))}
    if not own:
        only &= {*fillable_by(complaint, by.label)}
    form = ParticularsForm(typed, complaint=complaint, only=only, own=own)
    why = ReasonForm(typed, initial={"shown": shown_answers(complaint, SLUG)})
    if posted is not None and form.is_valid() and why.is_valid():
        if _saved(request, complaint, form, why):
            if not own:
                return redirect("papers", number=number)
            return redirect("choose_recipient", number=number, channel=channel)
        complaint = case_of(request, number).read_whole()
    context = {
        "complaint": complaint,
        "client": "" if own else complaint.complainant.name,
        "channel": load().channels[channel],
        "form": form,
        "details": any(name.startswith(services.DETAIL) for name in form.fields),
        "shown": shown_answers(complaint, SLUG),
        "forums": _forums(complaint) if channel == COURT else [],
        "reason": why,
    }
    return render(request, "filings/blanks.html", context, status=422 if posted is not None else 200)


def _saved(request: HttpRequest, complaint: Complaint, form: ParticularsForm, why: ReasonForm) -> bool:
    """Whether it was saved, or there was nothing to save; why not stands on the page, with all that was typed."""
    answers = answers_in(SLUG, form)
    if not any(str(answers[name] or "") != str(form.initial.get(name) or "") for name in answers):
        return True
    try:
        assess_stated(
            by=Actor.of(request),
            complaint=complaint,
            matter=SLUG,
            answers=answers,
            shown=why.cleaned_data["shown"],
        )
    except Refused as refused:
        messages.error(request, str(refused))
        return False
    messages.success(request, _("已保存，以后的材料也会用上。"))
    return True


def _forums(complaint: Complaint) -> list[Forum]:
    drawn = services.drawn_case(complaint, COURT)
    regions = {one.organisation_name: one.region for one in complaint.respondents if one.region}
    own = drawn.complainant
    return forums(
        load(),
        grounds=[row["code"] for row in _pleaded(complaint)],
        defendants=drawn.respondents,
        regions=regions,
        home=own.address or complaint.complainant.region,
        on=timezone.localdate(),
    )


def _pleaded(complaint: Complaint) -> list[Any]:
    latest = Assessment.objects.latest_of(complaint)
    rows = latest.result["grounds"] if latest is not None else []
    return [row for row in rows if row["status"] in ("established", "arguable")]


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def who_is_it(request: HttpRequest, number: str) -> HttpResponse:
    """How somebody finds out whom to sue or to report, with the papers for it; posted, whom the answers name is one of the
    other side."""
    complaint = owned_case(request, number)
    if request.method == "POST":
        try:
            chosen = services.complain_about(
                by=Actor.of(request), complaint=complaint, name=request.POST.get("name", "")
            )
        except (Refused, FactsError) as reason:
            messages.error(request, str(reason))
            return redirect("who_is_it", number=number)
        messages.success(request, _("已把%s写进“对方”。") % chosen.name)
        return redirect("choose_recipient", number=number, channel=chosen.channel)
    latest = Assessment.objects.latest_of(complaint)
    plan = {way["channel"]: way for way in shown_plan(latest.result, complaint.kind)} if latest else {}
    context = {
        "complaint": complaint,
        # A way that takes nothing without a name leads back here.
        "asked": {
            name: plan[name]
            for name in _ASKED
            if name in plan and plan[name]["open"] and not services.names_nobody(complaint, name)
        },
        "likely": services.likely_in(complaint),
        "leads": services.leads_in(complaint),
        "kinds": [one for one in services.kinds_for(Actor.of(request), complaint) if one.slug in _PAPERS],
    }
    return render(request, "filings/who_is_it.html", context)
