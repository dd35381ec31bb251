"""Large files in pieces, for a page with script: announced, sent on from where it broke off, finished through the one door."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from accounts.actors import Actor
from complaints.models import Complaint
from evidence.models import Upload
from evidence.models.exhibits import plain_name
from evidence.pieces import number_of_bytes, put_piece, shown
from evidence.services import (
    NotNow,
    NotReceived,
    WrongPlace,
    begin_upload,
    cancel_upload,
    find_upload,
    finish_backup,
    finish_upload,
)


def _refused(reason: NotReceived, status: int = 422) -> JsonResponse:
    return JsonResponse({"code": reason.code, "message": str(reason)}, status=status)


def _elsewhere(place: WrongPlace) -> JsonResponse:
    return JsonResponse({"code": "wrong_place", "offset": place.offset}, status=409)


@never_cache
@require_POST
def uploads(request: HttpRequest) -> HttpResponse:
    """Announce a file: ``case`` (the id of the draft or complaint), ``size``, ``name``."""
    given = request.POST
    try:
        upload = begin_upload(
            by=Actor.of(request),
            complaint_id=UUID(given.get("case", "")),
            size=number_of_bytes(given.get("size")),
            filename=given.get("name", ""),
            declared_type=given.get("type", ""),
            description=given.get("description", "").strip(),
            fingerprint=given.get("fingerprint", "")[:64],
        )
    except NotReceived as reason:
        return _refused(reason)
    except (ValueError, Complaint.DoesNotExist):
        raise Http404 from None
    return JsonResponse(shown(upload), status=201)


@never_cache
@require_http_methods(["GET", "HEAD", "PUT", "POST", "DELETE"])
def upload(request: HttpRequest, upload_id: UUID) -> HttpResponse:
    """GET: how far it is. PUT ``?offset=``: the next bytes. POST: it is whole, with ``backup`` of a phone. DELETE: never mind."""
    by = Actor.of(request)
    try:
        if request.method == "PUT":
            return JsonResponse(shown(put_piece(request, by, upload_id)))
        if request.method == "POST":
            return _finished(request, by, upload_id)
        if request.method == "DELETE":
            cancel_upload(by=by, upload_id=upload_id)
            return HttpResponse(status=204)
        return JsonResponse(shown(find_upload(by=by, upload_id=upload_id)))
    except NotReceived as reason:
        return _refused(reason)
    except NotNow as reason:
        return JsonResponse({"code": "not_now", "message": str(reason)}, status=422)
    except WrongPlace as place:
        return _elsewhere(place)
    except (Upload.DoesNotExist, Complaint.DoesNotExist):
        raise Http404 from None


def _finished(request: HttpRequest, by: Actor, upload_id: UUID) -> JsonResponse:
    # Not that of a file it repeats.
    given = find_upload(by=by, upload_id=upload_id).words()["filename"]
    onward: dict[str, str] = {}
    if request.POST.get("backup"):
        imported = finish_backup(by=by, upload_id=upload_id)
        exhibit, onward = imported.exhibit, {"address": reverse("import", args=[imported.pk])}
    else:
        exhibit = finish_upload(by=by, upload_id=upload_id)
    name = {"name": plain_name(given) or exhibit.filename, "ordinal": exhibit.ordinal}
    text = (
        _("“%(name)s”和第 %(ordinal)s 号文件一模一样，没有重复保存。")
        if exhibit.repeated
        else _("“%(name)s”已原样封存，编为第 %(ordinal)s 号。")
    )
    messages.success(request, text % name)  # on the page that the script opens next
    answer = {"exhibit": str(exhibit.pk), "ordinal": exhibit.ordinal, "message": text % name}
    return JsonResponse(answer | onward)
