"""The bytes of one copy as an answer of HTTP, for pages and API alike; the original is never shown."""

import logging
import re
from pathlib import PurePosixPath
from typing import Any
from uuid import UUID

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from accounts.actors import Actor
from evidence import services
from evidence.models import Rendition
from evidence.sealed.erasures import tell_erasures
from evidence.sealed.sealing import SealBroken

log = logging.getLogger(__name__)

Kind = Rendition.Kind
_ENDINGS = {
    "image/jpeg": ".jpg",
    "image/png": ".png",
    "application/pdf": ".pdf",
    "text/plain; charset=utf-8": ".txt",
    "audio/mp4": ".m4a",
    "video/mp4": ".mp4",
}
# Browsers show no PDF under a sandbox: it is handed over to be saved.
_SHOWN = _ENDINGS.keys() - {"application/pdf"}
_KEPT_A_WHILE = (Kind.THUMBNAIL, Kind.REDACTED_TOP, Kind.WAVEFORM)
# What is shown in the place of a copy to whoever was sent the file with parts covered.
_INSTEAD: dict[str, str] = {
    Kind.CLEAN: Kind.REDACTED,
    Kind.PAGE: Kind.REDACTED,
    Kind.THUMBNAIL: Kind.REDACTED_TOP,
}
# Nothing in a copy runs, loads or sends, whatever a browser makes of it.
_CLOSED = "default-src 'none'; style-src 'unsafe-inline'; img-src 'self' data:; media-src 'self'; frame-ancestors 'self'; sandbox"
_RANGE = re.compile(r"bytes=(\d{1,15})-(\d{0,15})")


def _name(rendition: Rendition) -> str:
    stem = PurePosixPath(rendition.exhibit.filename).stem or _("证据")
    page = f"-{rendition.page}" if rendition.page else ""
    return f"{rendition.exhibit.ordinal}-{stem}{page}{_ENDINGS.get(rendition.media_type, '')}"


class _Only:
    """So many bytes of a stream, and no more."""

    def __init__(self, stream: Any, size: int) -> None:
        self._stream, self._left = stream, size

    def read(self, size: int = -1) -> bytes:
        piece: bytes = self._stream.read(min(size, self._left) if size >= 0 else self._left)
        self._left -= len(piece)
        return piece

    def close(self) -> None:
        self._stream.close()


def _range(request: HttpRequest, rendition: Rendition, size: int) -> tuple[int, int] | None:
    """First and last byte that a player asks for; None for the whole. (0, -1) can not be given."""
    asked = _RANGE.fullmatch(request.headers.get("Range", "")) if rendition.duration is not None else None
    if asked is None:
        return None
    first, last = int(asked[1]), min(int(asked[2] or size - 1), size - 1)
    return (first, last) if first <= last else (0, -1)


def _shown(by: Actor, exhibit_id: UUID, kind: str, page: int) -> Rendition | None:
    """The copy of this kind that the visitor may see; the covered one for whoever was sent no other."""
    seen = Rendition.objects.visible_to(by).filter(exhibit_id=exhibit_id)
    found = seen.filter(kind=kind, page=page).first()
    if found is None and kind in _INSTEAD and not seen.filter(kind=Kind.CLEAN).exists():
        covered = seen.filter(kind=_INSTEAD[kind], page=page, redaction__isnull=False)
        return covered.order_by("-redaction__number").first()
    return found


def served(request: HttpRequest, exhibit_id: UUID, kind: str, page: int = 0) -> HttpResponseBase:
    rendition = _shown(Actor.of(request), exhibit_id, kind, page)
    if rendition is None:
        raise Http404
    return sent(request, rendition)


def sent(request: HttpRequest, rendition: Rendition) -> HttpResponseBase:
    """The bytes of one copy, with everything switched off that a browser might do with them."""
    by, exhibit_id, kind = Actor.of(request), rendition.exhibit_id, rendition.kind
    if rendition.sealed is None:
        raise Http404
    if rendition.exhibit.erased:
        words = tell_erasures([rendition.exhibit])[0].erased_words
        return HttpResponse(words, content_type="text/plain; charset=utf-8", status=410)
    size = rendition.sealed.size
    part = _range(request, rendition, size)
    if part == (0, -1):
        return HttpResponse(status=416, headers={"Content-Range": f"bytes */{size}"})
    first, last = part or (0, size - 1)
    try:
        stream = services.open_rendition(by=by, rendition=rendition, start=first)
    except Rendition.DoesNotExist:
        raise Http404 from None
    except (SealBroken, OSError) as problem:
        log.error("copy of exhibit %s cannot be read back: %s", exhibit_id, type(problem).__name__)
        return HttpResponse(
            _("查看副本现在读不出来，已经记下故障；原件和存证记录不受影响。请稍后再试，或告诉工作人员。"),
            content_type="text/plain; charset=utf-8",
            status=503,
        )
    response = FileResponse(_Only(stream, last - first + 1), content_type=rendition.media_type)
    response["Content-Length"] = str(last - first + 1)
    if rendition.duration is not None:
        response["Accept-Ranges"] = "bytes"
    if part is not None:
        response.status_code = 206
        response["Content-Range"] = f"bytes {first}-{last}/{size}"
    attached = rendition.media_type not in _SHOWN
    response["Content-Disposition"] = content_disposition_header(attached, _name(rendition)) or "attachment"
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = _CLOSED
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    response["Cache-Control"] = "private, max-age=300" if kind in _KEPT_A_WHILE else "private, no-store"
    return response
