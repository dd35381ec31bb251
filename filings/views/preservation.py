"""The request to keep records: what it will say, to whom, and the paper to sign."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts.actors import Actor
from filings.services.preserving import addressees, kept, request_to_keep
from filings.services.reach import Refused
from filings.views.cases import owned_case


@require_safe
@never_cache
def preservation(request: HttpRequest, number: str) -> HttpResponse:
    """For the complainant: until when, to whom, how to send it, and the paper."""
    complaint = owned_case(request, number)
    held = kept(complaint)
    context = {
        "complaint": complaint,
        "keeping": held,
        "standing": held.standing(timezone.localdate()),
        "addressees": addressees(complaint),
    }
    return render(request, "filings/preservation.html", context)


@require_safe
@never_cache
def preservation_pdf(request: HttpRequest, number: str) -> HttpResponse:
    """The letter to the chosen addressee; nobody is a line to write on."""
    complaint = owned_case(request, number)
    try:
        page = request_to_keep(
            by=Actor.of(request), complaint=complaint, to=request.GET.get("to", "").strip()[:200]
        )
    except Refused as reason:
        messages.error(request, str(reason))
        return redirect("preservation", number=number)
    response = HttpResponse(page.pdf, content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="{complaint.number}-preservation.pdf"'
    return response
