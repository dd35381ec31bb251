"""Whether a message that was corrected may be kept, masked, for this deployment to learn from: asked of its person alone."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts.actors import Actor
from complaints import services
from complaints.reading.template import in_words
from complaints.views.codes import own_case


@require_http_methods(["GET", "POST"])
@never_cache
def training(request: HttpRequest, number: str) -> HttpResponse:
    """The masked message whole and what is asked, before anything is kept; afterwards what is kept, until it is ended."""
    complaint = own_case(request, number)
    if not services.learns():
        raise Http404
    by = Actor.of(request)
    if request.method == "POST" and "end" in request.POST:
        if services.end_text(by=by, complaint=complaint):
            messages.success(request, _("不再留了：那段文字删除了，表会重新算。"))
        return redirect("case", number=number)
    if request.method == "POST" and request.POST.get("agree"):
        try:
            services.keep_text(by=by, complaint=complaint, shown=request.POST.get("shown", ""))
        except services.NotKept as refused:
            messages.error(request, str(refused))
            return redirect("training", number=number)
        messages.success(request, _("留下了。随时可以在这一页点“不再留了”。"))
        return redirect("case", number=number)
    kept = services.training_text_of(complaint)
    offer = services.offer_of(complaint) if kept is None else None
    context = {
        "complaint": complaint,
        "kept": kept,
        "offer": offer,
        "text": in_words(kept.text if kept else offer.text if offer else ""),
        "missed": request.method == "POST",
    }
    return render(
        request, "complaints/training.html", context, status=422 if request.method == "POST" else 200
    )
