"""The public door to copies: what may be looked at, streamed, never the original."""

import logging
from pathlib import PurePosixPath
from uuid import UUID

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.actors import Actor
from evidence import services
from evidence.models import Rendition
from evidence.sealing import SealBroken

log = logging.getLogger(__name__)

_ENDINGS = {
    "image/jpeg": ".jpg",
    "image/png": ".png",
    "application/pdf": ".pdf",
    "text/plain; charset=utf-8": ".txt",
}
# Nothing in a copy runs, loads or sends, whatever a browser makes of it.
_CLOSED = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src 'self' data:; frame-ancestors 'self'; sandbox"
)


def _name(rendition: Rendition) -> str:
    stem = PurePosixPath(rendition.exhibit.filename).stem or _("证据")
    return f"{rendition.exhibit.ordinal}-{stem}{_ENDINGS.get(rendition.media_type, '')}"


def _served(request: HttpRequest, exhibit_id: UUID, kind: str) -> HttpResponseBase:
    by = Actor.of(request)
    rendition = Rendition.objects.visible_to(by).filter(exhibit_id=exhibit_id, kind=kind).first()
    if rendition is None:
        raise Http404
    try:
        stream = services.open_rendition(by=by, rendition=rendition)
    except Rendition.DoesNotExist:
        raise Http404 from None
    except (SealBroken, OSError) as problem:
        log.error("copy of exhibit %s cannot be read back: %s", exhibit_id, type(problem).__name__)
        return HttpResponse(
            _("查看副本现在读不出来，已经记下故障；原件和存证记录不受影响。请稍后再试，或告诉工作人员。"),
            content_type="text/plain; charset=utf-8",
            status=503,
        )
    response = FileResponse(stream, content_type=rendition.media_type)
    response["Content-Length"] = str(rendition.sealed.size if rendition.sealed else 0)
    # Browsers show no PDF under a sandbox: it is handed over to be saved.
    attached = rendition.media_type not in ("image/jpeg", "image/png", "text/plain; charset=utf-8")
    response["Content-Disposition"] = content_disposition_header(attached, _name(rendition)) or "attachment"
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = _CLOSED
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    response["Cache-Control"] = (
        "private, max-age=300" if kind == Rendition.Kind.THUMBNAIL else "private, no-store"
    )
    return response


@require_safe
def copy(request: HttpRequest, exhibit_id: UUID) -> HttpResponseBase:
    return _served(request, exhibit_id, Rendition.Kind.CLEAN)


@require_safe
def thumbnail(request: HttpRequest, exhibit_id: UUID) -> HttpResponseBase:
    return _served(request, exhibit_id, Rendition.Kind.THUMBNAIL)
