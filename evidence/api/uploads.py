"""The DRF door for large files in pieces: announced, sent on from where it broke off, finished through the one door."""

from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.exceptions import NotFound
from rest_framework.parsers import BaseParser
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.actors import Actor
from complaints.api.lists import whole_case_or_404
from evidence.models import Exhibit, Upload
from evidence.pieces import put_piece, shown
from evidence.services import (
    WrongPlace,
    begin_upload,
    cancel_upload,
    find_upload,
    finish_backup,
    finish_upload,
)


class Octets(BaseParser):
    """Raw bytes, left in the request to be read in pieces."""

    media_type = "application/octet-stream"

    def parse(self, stream: Any, media_type: str | None = None, parser_context: Any = None) -> dict[str, Any]:
        return {}


class UploadInputSerializer(serializers.Serializer[Any]):
    filename = serializers.CharField(max_length=1000)
    size = serializers.IntegerField(min_value=0, max_value=2**53, help_text=gettext_lazy("整个文件的字节数"))
    declared_type = serializers.CharField(max_length=120, required=False, allow_blank=True, default="")
    description = serializers.CharField(max_length=10_000, required=False, allow_blank=True, default="")
    fingerprint = serializers.RegexField(
        "^[0-9a-f]{64}$",
        required=False,
        default="",
        help_text=gettext_lazy("自己算的标识；同一件投诉里再报同样的标识和大小，就接着传"),
    )


class UploadSerializer(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    offset = serializers.IntegerField(help_text=gettext_lazy("已收到的字节数；下一段从这里开始"))
    size = serializers.IntegerField()
    largest_piece = serializers.IntegerField(help_text=gettext_lazy("一段最多多少字节"))
    expires_at = serializers.DateTimeField()
    exhibit = serializers.UUIDField(allow_null=True, help_text=gettext_lazy("传完以后成为哪一件证据"))


class WrongPlaceSerializer(UploadSerializer):
    detail = serializers.CharField()


class FinishedSerializer(UploadSerializer):
    imported = serializers.UUIDField(
        allow_null=True, help_text=gettext_lazy("手机备份的导入，见 imports/{id}/")
    )


class FinishSerializer(serializers.Serializer[Any]):
    sha256 = serializers.RegexField(
        "^(sha256:)?[0-9a-fA-F]{64}$",
        required=False,
        default="",
        help_text=gettext_lazy("给出时核对，不一致就不收"),
    )
    backup = serializers.BooleanField(
        required=False,
        default=False,
        help_text=gettext_lazy("手机备份：收到就读，不做查看副本；再到 imports/{id}/ 看读出的、作选择"),
    )


class Uploads(APIView):
    @extend_schema(request=UploadInputSerializer, responses={201: UploadSerializer})
    def post(self, request: Request, number: str) -> Response:
        """Announce a file; refused before a byte is sent when it would not be taken (422)."""
        complaint = whole_case_or_404(request, number)
        given = UploadInputSerializer(data=request.data)
        given.is_valid(raise_exception=True)
        upload = begin_upload(
            by=Actor.of(request), complaint_id=complaint.pk, door=Exhibit.Door.API, **given.validated_data
        )
        return Response(shown(upload), status=201)


_OFFSET = OpenApiParameter("offset", OpenApiTypes.INT, required=True, description="这一段从第几个字节开始")


def _found(request: Request, upload_id: UUID) -> Upload:
    try:
        return find_upload(by=Actor.of(request), upload_id=upload_id)
    except Upload.DoesNotExist:
        raise NotFound from None


def _wrong_place(upload: Upload) -> Response:
    told = _("已收到 %(offset)d 字节，共 %(size)d 字节。请从第 %(offset)d 字节接着传。") % {
        "offset": upload.offset,
        "size": upload.size,
    }
    return Response({"detail": told, **shown(upload)}, status=409)


class OneUpload(APIView):
    """A file on its way."""

    parser_classes = (Octets, *APIView.parser_classes)

    @extend_schema(responses=UploadSerializer)
    def get(self, request: Request, upload_id: UUID) -> Response:
        return Response(shown(_found(request, upload_id)))

    @extend_schema(
        parameters=[_OFFSET],
        request={"application/octet-stream": OpenApiTypes.BINARY},
        responses={200: UploadSerializer, 409: WrongPlaceSerializer},
    )
    def put(self, request: Request, upload_id: UUID) -> Response:
        """The next bytes. 409 with the right ``offset`` when they do not begin where the file so far ends."""
        found = _found(request, upload_id)
        try:
            return Response(shown(put_piece(request._request, Actor.of(request), upload_id)))
        except WrongPlace:
            found.refresh_from_db()
            return _wrong_place(found)
        except Upload.DoesNotExist:  # cancelled meanwhile
            raise NotFound from None

    @extend_schema(request=FinishSerializer, responses={200: FinishedSerializer, 409: WrongPlaceSerializer})
    def post(self, request: Request, upload_id: UUID) -> Response:
        """The file is whole: it becomes an exhibit. 409 when bytes are missing. Twice answers the same."""
        found = _found(request, upload_id)
        given = FinishSerializer(data=request.data)
        given.is_valid(raise_exception=True)
        of = {"by": Actor.of(request), "upload_id": upload_id, "sha256": given.validated_data["sha256"]}
        imported = None
        try:
            if given.validated_data["backup"]:
                imported = finish_backup(**of)
                exhibit = imported.exhibit
            else:
                exhibit = finish_upload(**of)
        except WrongPlace:
            return _wrong_place(found)
        except Upload.DoesNotExist:  # cancelled meanwhile
            raise NotFound from None
        whole = {"exhibit": str(exhibit.pk), "imported": str(imported.pk) if imported else None}
        return Response({**shown(found), **whole})

    @extend_schema(responses={204: None})
    def delete(self, request: Request, upload_id: UUID) -> Response:
        """Throw away what came so far; a file that was finished stays."""
        _found(request, upload_id)
        cancel_upload(by=Actor.of(request), upload_id=upload_id)
        return Response(status=204)
