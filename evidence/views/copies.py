"""The public door for copies: looked at whole, page by page, or played; the original is never shown."""

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts.actors import Actor
from complaints.models import Complaint
from evidence.models import Exhibit, Rendition
from evidence.sealed.erasures import tell_erasures
from evidence.services import find_words, may_add, why_not
from evidence.streams import served
from evidence.viewer import page_context
from evidence.words import reasons

Kind = Rendition.Kind


@require_safe
def copy(request: HttpRequest, exhibit_id: UUID) -> HttpResponseBase:
    return served(request, exhibit_id, Kind.CLEAN)


@require_safe
def thumbnail(request: HttpRequest, exhibit_id: UUID) -> HttpResponseBase:
    return served(request, exhibit_id, Kind.THUMBNAIL)


@require_safe
def waveform(request: HttpRequest, exhibit_id: UUID) -> HttpResponseBase:
    return served(request, exhibit_id, Kind.WAVEFORM)


@require_safe
def picture(request: HttpRequest, exhibit_id: UUID, page: int) -> HttpResponseBase:
    return served(request, exhibit_id, Kind.PAGE, page)


def way_back(by: Actor, exhibit: Exhibit) -> str:
    """The address of the files of the case, for who may add to them; "" for anybody else."""
    if not may_add(by, exhibit.complaint_id):
        return ""
    complaint = Complaint.objects.visible_to(by).filter(pk=exhibit.complaint_id).first()
    if complaint is not None:
        return reverse("case_files", args=[complaint.number])
    return reverse("draft_files", args=[exhibit.complaint_id])


def _came_from(request: HttpRequest, by: Actor, exhibit: Exhibit) -> tuple[str, str]:
    """Where someone else than the complainant goes back to, and its name: the case, or the page of a desk in ``next``.

    ``next`` is followed within this portal alone.
    """
    complaint = Complaint.objects.whole_to(by).filter(pk=exhibit.complaint_id).first()
    if complaint is not None:
        return reverse("case", args=[complaint.number]), str(complaint.number)
    given = request.GET.get("next", "")
    if given.startswith("/") and url_has_allowed_host_and_scheme(given, allowed_hosts=None):
        return given, _("返回")
    return "", ""


def _beside(request: HttpRequest, exhibit: Exhibit, page: int, pages: int) -> dict[str, str]:
    """The addresses of the pages before and after, with the way back."""
    given = request.GET.get("next", "")
    kept = f"?{urlencode({'next': given})}" if given else ""
    addresses = {
        other: reverse("exhibit_page", args=[exhibit.pk, other]) + kept
        for other in (page - 1, page + 1)
        if 1 <= other <= pages
    }
    return {"before": addresses.get(page - 1, ""), "after": addresses.get(page + 1, "")}


@never_cache
@require_safe
def exhibit(request: HttpRequest, exhibit_id: UUID, page: int = 1) -> HttpResponse:
    """A copy in the browser, page by page: staff need not open a stranger's PDF in a program of theirs."""
    by = Actor.of(request)
    shown = get_object_or_404(Exhibit.objects.visible_to(by).with_copies(by), pk=exhibit_id)
    tell_erasures([shown])
    own = way_back(by, shown)
    back, back_name = (own, _("证据文件")) if own else _came_from(request, by, shown)
    clean = shown.shown_copy
    context: dict[str, Any] = {
        "exhibit": shown,
        "clean": clean,
        "page": page,
        "back": back,
        "back_name": back_name,
        "covered": clean is not None and clean.redaction_id is not None,
        "may_redact": bool(own) and not why_not(shown),
        "redacted": shown.redacted_copy,
        "found_type": reasons.type_label(clean.source_type) if clean is not None else "",
        "waits": clean is None or not clean.final,
    }
    if clean is not None and clean.ready:
        of_page = page_context(by, shown, clean, page)
        if of_page is None:
            raise Http404
        context |= of_page | _beside(request, shown, page, of_page["pages"])
    elif page != 1 and not shown.erased:
        raise Http404
    return render(request, "evidence/exhibit.html", context)


@never_cache
@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """The words of exhibits that this visitor may see; in one case when ``case`` names its number."""
    by = Actor.of(request)
    words = " ".join(request.GET.get("words", "").split())
    number = request.GET.get("case", "")[:20]
    complaint = get_object_or_404(Complaint.objects.visible_to(by), number=number) if number else None
    found = find_words(by=by, words=words, complaint_id=complaint.pk if complaint else None)
    context = {"words": words, "found": found, "number": number, "too_short": bool(words) and len(words) < 2}
    return render(request, "evidence/search.html", context)
