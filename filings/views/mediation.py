"""Whether to mediate, for who complained: what the respondent would see, agreeing to exactly that, or not."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts.actors import Actor
from complaints.services import owns, record_read
from filings import services
from filings.models import TOLD_TO_RESPONDENT, Filing, Mediation, whole_case
from filings.moves import State


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def mediation(request: HttpRequest, filing_id: UUID) -> HttpResponse:
    """The question, the choice of what is told, the consent to it. What is ticked otherwise is shown anew before it counts."""
    by = Actor.of(request)
    whole = whole_case(by).values("complaint")
    rows = Filing.objects.filter(complaint__in=whole).select_related("complaint", "recipient", "organisation")
    filing = get_object_or_404(rows, pk=filing_id)
    found = services.mediation_of(filing)
    if found is None or not owns(by, filing.complaint_id):
        raise Http404
    found.filing = filing
    if found.state != Mediation.State.ASKED or filing.state != State.ACCEPTED:
        return redirect("filing", filing_id=filing.pk)
    record_read(by=by, complaint=filing.complaint, what="filing")
    if request.method != "POST":
        return _page(request, found, services.FIRST)
    chosen = request.POST.getlist("tell")
    act = request.POST.get("act", "")
    try:
        if act == "decline":
            services.decline_to_mediate(by=by, filing=filing, why=request.POST.get("why", ""))
            messages.success(request, _("已告诉它：您不要调解。对方什么都不知道；它会终止调解，告诉您结果。"))
            return redirect("filing", filing_id=filing.pk)
        if act != "agree":
            return _page(request, found, chosen)
        return _agree(request, found, chosen)
    except services.Refused as refused:
        return _page(request, found, chosen, problem=str(refused))


def _agree(request: HttpRequest, found: Mediation, chosen: list[str]) -> HttpResponse:
    by, shown = Actor.of(request), request.POST.getlist("shown")
    if {*chosen} != {*shown}:
        return _page(request, found, chosen, problem=_("您改了选择：请看过下面要给对方看的，再同意一次。"))
    if "consent" not in request.POST:
        return _page(
            request, found, chosen, problem=_("还没有勾选同意给对方看，什么都没有提供。同意请勾选。")
        )
    services.agree_to_mediate(
        by=by,
        filing=found.filing,
        chosen=chosen,
        consent_digest=request.POST.get("digest", ""),
        agreed=request.POST.getlist("agreed"),
    )
    messages.success(request, _("已告诉它：您同意调解。它会邀请对方。"))
    return redirect("filing", filing_id=found.filing_id)


def _page(
    request: HttpRequest, found: Mediation, chosen: tuple[str, ...] | list[str], *, problem: str = ""
) -> HttpResponse:
    filing, tellable = found.filing, services.tellable(found.filing)
    proposal = None
    try:
        proposal = services.propose_telling(mediation=found, chosen=chosen)
    except services.Refused as refused:
        problem = problem or str(refused)
    rule = services.mediation_rule(filing)
    context = {
        "filing": filing,
        "complaint": filing.complaint,
        "mediation": found,
        "problem": problem,
        "citation": rule.citation if rule else "",
        "choices": [
            (name, TOLD_TO_RESPONDENT[name], text, name in chosen) for name, text in tellable.items()
        ],
        "told": [(TOLD_TO_RESPONDENT[name], tellable[name]) for name in (proposal.given if proposal else ())],
        "proposal": proposal,
        "others": [*proposal.others, *proposal.others_reached] if proposal else [],
        "separate": [(one, one.key in request.POST.getlist("agreed")) for one in proposal.separate]
        if proposal
        else [],
        "why": request.POST.get("why", ""),
    }
    return render(request, "filings/mediation.html", context, status=422 if problem else 200)
