"""What a lawyer works with: the list of their cases."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts.actors import Actor
from complaints.models import Complaint
from filings import counsel, services

WITHIN = (7, 30)


@require_safe
@login_required
@never_cache
def counsel_cases(request: HttpRequest) -> HttpResponse:
    """The cases that were shared with a lawyer, or with their firm, the nearest day first."""
    by, today = Actor.of(request), timezone.localdate()
    if not services.is_counsel(by):
        raise Http404
    asked = {name: request.GET.get(name, "") for name in ("q", "state", "within")}
    within = int(asked["within"]) if asked["within"] in map(str, WITHIN) else None
    cases = counsel.narrowed(
        counsel.led_by(by, today=today), words=asked["q"], state=asked["state"], within=within, today=today
    )
    try:
        page = counsel.page_of(cases, request.GET.get("after", ""), today=today)
    except ValueError:
        return redirect("counsel_cases")
    further = request.GET.copy()
    further["after"] = page.after
    context = {
        "page": page,
        "asked": asked,
        "narrowed": any(asked.values()),
        "states": Complaint.State.choices,
        "within": WITHIN,
        "today": today,
        "further": further.urlencode() if page.after else "",
        "offers": services.open_offers(by),
    }
    return render(request, "filings/counsel_cases.html", context)
