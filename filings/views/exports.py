"""Bundles: asked for by the owner or their lawyer, built by the worker, fetched when done."""

from uuid import UUID

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from accounts import keys
from accounts.actors import Actor
from filings import services
from filings.models import Export, whole_case
from filings.views.cases import case_of


@require_http_methods(["GET", "POST"])
@never_cache
def bundle(request: HttpRequest, number: str) -> HttpResponse:
    """Ask for a bundle and watch it being built."""
    complaint = case_of(request, number)
    if request.method == "POST":
        try:
            services.request_export(by=Actor.of(request), complaint=complaint)
        except services.Refused as refused:
            messages.error(request, str(refused))
        return redirect("bundle", number=number)
    exports = list(Export.objects.filter(complaint=complaint).order_by("-requested_at")[:20])
    context = {
        "complaint": complaint,
        "exports": exports,
        "working": any(one.state in (Export.State.WAITING, Export.State.BUILDING) for one in exports),
        "fingerprint": keys.public_key_fingerprint(),
    }
    return render(request, "filings/bundle.html", context)


@require_safe
def download(request: HttpRequest, export_id: UUID) -> HttpResponseBase:
    by = Actor.of(request)
    export = get_object_or_404(
        Export.objects.filter(complaint__in=whole_case(by).values("complaint")).select_related(
            "complaint", "sealed"
        ),
        pk=export_id,
    )
    if export.state != Export.State.DONE:
        raise Http404
    try:
        stream = services.open_export(by=by, export=export)
    except services.Refused as refused:
        messages.error(request, _("案卷打不开：%s") % refused)
        return redirect("bundle", number=export.complaint.number)
    name = f"{export.complaint.number}-{export.requested_at:%Y%m%d%H%M}.zip"
    return FileResponse(stream, as_attachment=True, filename=name, content_type="application/zip")
