"""Bundles: ordered by the owner or their lawyer, built by the worker, fetched when done; and checked by anybody."""

from pathlib import Path
from uuid import UUID

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.actors import Actor
from complaints.services import owns
from complaints.throttles import count_wrong_code, too_many_wrong_codes
from core import keys
from core.retention_and_limits import BUNDLES_KEPT
from documents.bundle import verify
from documents.bundle.audience import AUDIENCES, LEFT_OUT, REDACTED
from filings import services
from filings.models import Export, whole_case
from filings.services import MOST_UPLOADED, Issued, issued_under, was_issued, withheld_from
from filings.views.cases import case_of
from filings.views.ordering import order_from, posted_form, proposed_form, suggestions
from legal.models import Assessment


@require_http_methods(["GET", "POST"])
@never_cache
def bundle(request: HttpRequest, number: str) -> HttpResponse:
    """Choose for whom, put the exhibits in order, ask for a bundle, and watch it being built."""
    complaint = case_of(request, number)
    form = None
    if request.method == "POST":
        form = posted_form(complaint, request.POST.dict())
        try:
            services.request_export(by=Actor.of(request), complaint=complaint, order=order_from(form))
        except services.Refused as refused:
            form.problem = str(refused)
        else:
            messages.success(request, _("已经收下，正在生成。"))
            return redirect("bundle", number=number)
    elif request.GET.get("for") in AUDIENCES:
        form = proposed_form(complaint, request.GET["for"])
    if form is not None:
        withheld = withheld_from(Actor.of(request), complaint.pk)
        for row in form.rows:
            if str(row.exhibit.pk) in withheld:
                row.ways = [way for way in row.ways if way[0] in (REDACTED, LEFT_OUT)]
                if request.method == "GET" and row.travels != LEFT_OUT:
                    row.travels = REDACTED
    exports = list(Export.objects.filter(complaint=complaint).with_stamps().order_by("-requested_at")[:40])
    latest = Assessment.objects.latest_of(complaint) if form is not None else None
    context = {
        "complaint": complaint,
        "person": pgettext("句子里", "您")
        if owns(Actor.of(request), complaint.pk)
        else pgettext("句子里", "投诉人"),
        "exports": exports,
        "kinds": Export.For.choices,
        "form": form,
        "suggestions": suggestions(latest.result if latest else None),
        "most": BUNDLES_KEPT,
        "working": any(
            one.state in (Export.State.WAITING, Export.State.BUILDING, Export.State.UNSTAMPED)
            for one in exports
        ),
        "fingerprint": keys.public_key_fingerprint(),
    }
    status = 400 if form is not None and form.problem else 200
    return render(request, "filings/bundle.html", context, status=status)


def _export(request: HttpRequest, export_id: UUID) -> Export:
    whole = whole_case(Actor.of(request)).values("complaint")
    found = Export.objects.filter(complaint__in=whole).select_related("complaint", "sealed")
    return get_object_or_404(found, pk=export_id)


@require_safe
def download(request: HttpRequest, export_id: UUID) -> HttpResponseBase:
    export = _export(request, export_id)
    if not export.finished:
        raise Http404
    try:
        stream = services.open_export(by=Actor.of(request), export=export)
    except services.Refused as refused:
        messages.error(request, _("案卷打不开：%s") % refused)
        return redirect("bundle", number=export.complaint.number)
    return FileResponse(stream, as_attachment=True, filename=export.filename, content_type="application/zip")


@require_POST
def remove(request: HttpRequest, export_id: UUID) -> HttpResponse:
    export = _export(request, export_id)
    try:
        services.remove_export(by=Actor.of(request), export=export)
    except services.Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("案卷文件已经删除；生成过它的记录还在。"))
    return redirect("bundle", number=export.complaint.number)


@require_POST
def again(request: HttpRequest, export_id: UUID) -> HttpResponse:
    """The same bundle, ordered anew after it failed."""
    export = _export(request, export_id)
    try:
        services.order_again(by=Actor.of(request), export=export)
    except services.Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("已经用同样的选择重新排队，正在生成。"))
    return redirect("bundle", number=export.complaint.number)


# ── For anybody ───────────────────────────────────────────────────────────────────────────────────────────────────


@require_safe
@never_cache
def bundle_public(request: HttpRequest, bundle_code: str) -> HttpResponse:
    """What a printed page leads to: which bundle it is of, by numbers and digests. No name, nothing of the content."""
    if too_many_wrong_codes(request):
        return _answer(request, busy=True)
    found = issued_under(bundle_code)
    if found is None:
        count_wrong_code(request)
        raise Http404
    return _answer(request, issued=found)


@require_safe
def bundle_program(request: HttpRequest) -> HttpResponse:
    """The program that checks bundles, apart from any bundle: who forges one can exchange the program in it too."""
    response = HttpResponse(Path(verify.__file__).read_bytes(), content_type="text/x-python; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="verify.py"'
    return response


@require_http_methods(["GET", "POST"])
@never_cache
def bundle_check(request: HttpRequest) -> HttpResponse:
    """Whether this portal signed a bundle: by its two small files, or by its number and a digest."""
    if request.method != "POST":
        return _answer(request)
    if too_many_wrong_codes(request):
        return _answer(request, busy=True)
    files = [one for name in ("listing", "signature") if (one := request.FILES.get(name)) is not None]
    if any((one.size or 0) > MOST_UPLOADED for one in files):
        return _answer(
            request, problem=_("文件太大。这里只要 signed-files.txt 和 signature.ed25519 两个小文件。")
        )
    listing, signature = request.FILES.get("listing"), request.FILES.get("signature")
    found = was_issued(
        listing=listing.read() if listing else b"",
        signature=signature.read() if signature else b"",
        number=request.POST.get("number", ""),
        digest=request.POST.get("digest", ""),
    )
    if found.verdict not in ("genuine", "incomplete"):
        count_wrong_code(request)
    return _answer(request, issued=found)


def _answer(
    request: HttpRequest, *, issued: Issued | None = None, busy: bool = False, problem: str = ""
) -> HttpResponse:
    context = {
        "issued": issued,
        "busy": busy,
        "problem": problem,
        "typed": request.POST,
        "fingerprint": keys.public_key_fingerprint(),
        "earlier": keys.public_key_fingerprints()[1:],
    }
    status = 429 if busy else 413 if problem else 200
    return render(request, "filings/bundle_check.html", context, status=status)
