"""The public door for copies: looked at whole, page by page, or played; the original is never shown."""

import logging
from typing import Any
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
from evidence import services
from evidence.models import Exhibit, Rendition
from evidence.sealed.erasures import tell_erasures
from evidence.sealed.sealing import SealBroken
from evidence.services import MAX_PAGES_DRAWN, MAX_TEXT, find_words, may_add, why_not
from evidence.streams import served
from evidence.words import backup_words, extracts, reasons

log = logging.getLogger(__name__)

Kind = Rendition.Kind
EXTRACT_SHOWN = 64 * 1024  # bytes of a backup's extract on the page of the viewer
SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


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


def _words(by: Actor, exhibit: Exhibit, page: int) -> str:
    """What a page says, read on the record; "" when it says nothing or is not there."""
    found = Rendition.objects.visible_to(by).filter(exhibit=exhibit, kind=Kind.TEXT, page=page).first()
    return _read(by, found, MAX_TEXT) if found is not None else ""


def _read(by: Actor, rendition: Rendition, most: int) -> str:
    try:
        with services.open_rendition(by=by, rendition=rendition) as plain:
            return plain.read(most).decode("utf-8", "replace")
    except Rendition.DoesNotExist:
        return ""
    except (SealBroken, OSError) as problem:
        log.error("text of exhibit %s cannot be read back: %s", rendition.exhibit_id, type(problem).__name__)
        return ""


def _extract_context(by: Actor, exhibit: Exhibit, clean: Rendition) -> dict[str, Any]:
    """The beginning of what was chosen out of a backup, as a table; the whole is the copy itself."""
    head, _gap, body = _read(by, clean, EXTRACT_SHOWN).partition("\n\n")
    lines = body.split("\n")[:-1]  # the last is empty, or was cut off
    return {
        "head": head.split("\n"),
        "columns": lines[0].split("\t") if lines else [],
        "rows": [line.split("\t") for line in lines[1:]],
        "more": clean.sealed is not None and clean.sealed.size > EXTRACT_SHOWN,
        "found_type": backup_words.format_label(exhibit.backup.format),
    }


def _form_of(clean: Rendition) -> str:
    """How the viewer shows a copy: ``picture``, ``paper``, ``table``, ``text``, ``extract``, ``sound`` or ``film``."""
    if clean.tool == extracts.TOOL:
        return "extract"
    if clean.media_type.startswith("text/"):
        return "table" if clean.source_type == SHEET else "text"
    plain = {"application/pdf": "paper", "audio/mp4": "sound", "video/mp4": "film"}
    return plain.get(clean.media_type, "picture")


def _clock(milliseconds: int | None) -> str:
    minutes, seconds = divmod(round((milliseconds or 0) / 1000), 60)
    return f"{minutes}:{seconds:02d}"


def _pages(exhibit: Exhibit, clean: Rendition, form: str) -> int:
    if form == "paper":
        return clean.pages or 1
    if form in ("table", "text"):
        return Rendition.objects.filter(exhibit=exhibit, kind=Kind.TEXT).count() or 1
    return 1


def _page_context(by: Actor, exhibit: Exhibit, clean: Rendition, page: int) -> dict[str, Any]:
    form = _form_of(clean)
    pages = _pages(exhibit, clean, form)
    if not 1 <= page <= pages:
        raise Http404
    if form == "extract":
        return {"form": form, "pages": 1, "waits": False} | _extract_context(by, exhibit, clean)
    words = _words(by, exhibit, page)
    drawn = (
        Rendition.objects.filter(exhibit=exhibit, kind=Kind.PAGE, page=page).first()
        if form == "paper"
        else None
    )
    return {
        "form": form,
        "pages": pages,
        "words": words,
        "rows": [line.split("\t") for line in words.split("\n")] if form == "table" else [],
        "drawn": drawn,
        "waits": drawn is not None and not drawn.final,
        "most_pages": MAX_PAGES_DRAWN,
        "previous": page - 1,
        "following": page + 1 if page < pages else 0,
        "recognised": form in ("paper", "picture") and bool(words),
        "clock": _clock(clean.duration),
        "has_waveform": form in ("sound", "film")
        and Rendition.objects.filter(exhibit=exhibit, kind=Kind.WAVEFORM).exists(),
    }


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
        context |= _page_context(by, shown, clean, page)
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
