"""The first page, which takes a message, a story or a screenshot: whichever it is, the draft exists from then on."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from complaints.forms import TellForm
from complaints.intake import SCREENSHOT, UNDERSTOOD
from complaints.views.frame import address_of
from complaints.views.telling import begin
from evidence.views.screenshots import receive_screenshot


@require_http_methods(["GET", "POST"])
@never_cache
def start(request: HttpRequest) -> HttpResponse:
    """Begin. A screenshot is read before anything else; without one it goes on with what was understood."""
    posted = request.method == "POST"
    form = TellForm(request.POST if posted else None, request.FILES if posted else None)
    if not posted or not form.is_valid():
        return render(request, "complaints/start.html", {"form": form}, status=422 if posted else 200)
    draft = begin(request, form.cleaned_data)
    if draft is None:
        return render(request, "complaints/start.html", {"form": form}, status=429)
    file = form.cleaned_data.get("screenshot")
    if file is None:
        return redirect(address_of(draft, UNDERSTOOD.slug))
    exhibit = receive_screenshot(request, draft, file)
    if exhibit is None:  # why is told where another one can be chosen
        return redirect(address_of(draft, SCREENSHOT.slug))
    return redirect("screenshot", exhibit_id=exhibit.pk)
