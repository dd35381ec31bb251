"""A large file that comes in pieces, as a request brings one: the same for the page with script and the API."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.http.request import UnreadablePostError
from django.utils.translation import gettext as _

from accounts.actors import Actor
from evidence.models import Upload
from evidence.services import MAX_PIECE, NotReceived, take_piece


def shown(upload: Upload) -> dict[str, Any]:
    """How far it is, as page and API tell it. Sizes in bytes."""
    return {
        "id": str(upload.pk),
        "offset": upload.offset,
        "size": upload.size,
        "largest_piece": MAX_PIECE,
        "expires_at": upload.expires_at.isoformat(),
        "exhibit": str(upload.exhibit_id) if upload.exhibit_id else None,
    }


def number_of_bytes(given: str | None) -> int:
    """A count of bytes; -1, which nothing accepts, for what is none."""
    return int(given) if given and given.isascii() and given.isdecimal() and len(given) < 16 else -1


def put_piece(request: HttpRequest, by: Actor, upload_id: UUID) -> Upload:
    """The body of the request as the next piece. Raises as ``take_piece`` does."""
    try:
        return take_piece(
            by=by,
            upload_id=upload_id,
            offset=number_of_bytes(request.GET.get("offset")),
            stream=request,
            size=number_of_bytes(request.META.get("CONTENT_LENGTH")),
        )
    except UnreadablePostError:
        raise NotReceived("cut_off", _("这一段在路上断了，没有保存。请接着上传。")) from None
