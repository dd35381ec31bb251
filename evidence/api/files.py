"""The DRF door of evidence: files come in, clean copies go out, stored bytes are checked."""

from heapq import merge
from itertools import groupby
from typing import Any
from uuid import UUID

from django.http import Http404
from django.http.response import HttpResponseBase
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework import serializers
from rest_framework.parsers import MultiPartParser
from rest_framework.permissions import BasePermission
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.reverse import reverse
from rest_framework.views import APIView

from accounts.actors import Actor
from complaints.api.lists import read_case, whole_case_or_404
from complaints.models import Complaint, LedgerEntry
from evidence import services
from evidence.api import imports
from evidence.api.uploads import OneUpload, Uploads
from evidence.custody import audit
from evidence.custody.heads import check_heads
from evidence.models import DailyLeaf, Exhibit, Rendition
from evidence.sealed.erasures import tell_erasures
from evidence.streams import served

MOST_CASES = 50  # of custody checked by one call


class ExhibitSerializer(serializers.ModelSerializer[Exhibit]):
    """A file as received: what it is, its hash, and whether there is a copy to look at."""

    filename = serializers.CharField(read_only=True)
    description = serializers.CharField(read_only=True)
    erased = serializers.BooleanField(read_only=True)
    erased_words = serializers.CharField(
        read_only=True, help_text=gettext_lazy("内容何时、因何依法删除；没有删除时为空")
    )
    copy_state = serializers.SerializerMethodField()
    copy_reason = serializers.SerializerMethodField(
        help_text=gettext_lazy("为什么没有查看副本，或副本去掉了什么")
    )
    copy = serializers.SerializerMethodField(help_text=gettext_lazy("查看副本的地址；没有副本时为空"))
    redacted = serializers.SerializerMethodField(
        help_text=gettext_lazy("提交给您的是遮盖了一部分的副本；sha256 仍是原件的")
    )

    class Meta:
        model = Exhibit
        fields = (
            "id", "ordinal", "filename", "description", "declared_type", "size", "sha256", "received_at", "door",
            "erased", "erased_words", "copy_state", "copy_reason", "copy", "redacted",
        )  # fmt: skip
        read_only_fields = fields

    def get_copy_state(self, exhibit: Exhibit) -> str:
        return exhibit.shown_copy.state if exhibit.shown_copy else Rendition.State.PENDING.value

    def get_copy_reason(self, exhibit: Exhibit) -> str:
        return exhibit.shown_copy.reason if exhibit.shown_copy else ""

    def get_copy(self, exhibit: Exhibit) -> str:
        if exhibit.shown_copy is None or not exhibit.shown_copy.ready:
            return ""
        return reverse("api-exhibit-copy", args=[exhibit.pk], request=self.context["request"])

    def get_redacted(self, exhibit: Exhibit) -> bool:
        return exhibit.shown_copy is not None and exhibit.shown_copy.redaction_id is not None


class ExhibitInputSerializer(serializers.Serializer[Any]):
    file = serializers.FileField(allow_empty_file=True, max_length=1000)
    description = serializers.CharField(max_length=10_000, required=False, allow_blank=True, default="")


def exhibits_of(complaint: Complaint, request: Request) -> Any:
    """The exhibits of a case as the API answers them."""
    found = Exhibit.objects.of_case(complaint.pk).select_related("sealed").with_copies(Actor.of(request))
    return ExhibitSerializer(tell_erasures(found), many=True, context={"request": request}).data


class Exhibits(APIView):
    """The files of a case."""

    parser_classes = (MultiPartParser,)

    @extend_schema(responses=ExhibitSerializer(many=True))
    def get(self, request: Request, number: str) -> Response:
        return Response(exhibits_of(read_case(request, number, "exhibits"), request))

    @extend_schema(
        request={"multipart/form-data": ExhibitInputSerializer},
        responses={201: ExhibitSerializer, 200: ExhibitSerializer, 422: OpenApiResponse(OpenApiTypes.OBJECT)},
    )
    def post(self, request: Request, number: str) -> Response:
        """Add a file: frozen and hashed as it comes. The same bytes again answer 200 and write nothing."""
        complaint = whole_case_or_404(request, number)
        given = ExhibitInputSerializer(data=request.data)
        given.is_valid(raise_exception=True)
        file = given.validated_data["file"]
        exhibit = services.receive(
            by=Actor.of(request),
            complaint_id=complaint.pk,
            stream=file,
            filename=file.name or "",
            declared_type=file.content_type or "",
            door=Exhibit.Door.API,
            description=given.validated_data["description"],
        )
        shown = ExhibitSerializer(exhibit, context={"request": request}).data
        return Response(shown, status=200 if exhibit.repeated else 201)


class ExhibitCopy(APIView):
    """The clean copy of a file: without metadata. The original is never handed out here."""

    @extend_schema(responses={(200, "application/octet-stream"): OpenApiTypes.BINARY})
    def get(self, request: Request, exhibit_id: UUID) -> HttpResponseBase:
        return served(request, exhibit_id, Rendition.Kind.CLEAN)


# ── Custody ───────────────────────────────────────────────────────────────────────────────────────────────────────────
class Administrator(BasePermission):
    message = _("只有平台的管理员可以核对全部存证。")

    def has_permission(self, request: Request, view: Any) -> bool:
        return bool(request.user.is_authenticated and request.user.is_superuser)


class CustodyInputSerializer(serializers.Serializer[Any]):
    number = serializers.CharField(required=False, max_length=16, help_text=gettext_lazy("只核对这一件"))
    after = serializers.UUIDField(required=False, help_text=gettext_lazy("从上一次回答的 next 接着核对"))


class FaultSerializer(serializers.Serializer[Any]):
    complaint_id = serializers.UUIDField(allow_null=True, help_text=gettext_lazy("总摘要不属于哪一件，为空"))
    place = serializers.CharField()
    reference = serializers.CharField()
    what = serializers.CharField()


class CustodySerializer(serializers.Serializer[Any]):
    cases = serializers.IntegerField()
    entries = serializers.IntegerField()
    exhibits = serializers.IntegerField()
    copies = serializers.IntegerField()
    erased = serializers.IntegerField()
    faults = FaultSerializer(many=True)
    next = serializers.UUIDField(allow_null=True, help_text=gettext_lazy("还没有核对完时，下一次从这里接着"))


class VerifyCustody(APIView):
    """Hash the stored bytes again and walk the ledgers again, a number of cases a call. For administrators."""

    permission_classes = (*APIView.permission_classes, Administrator)

    @extend_schema(request=CustodyInputSerializer, responses=CustodySerializer)
    def post(self, request: Request) -> Response:
        given = CustodyInputSerializer(data=request.data)
        given.is_valid(raise_exception=True)
        number, after = given.validated_data.get("number"), given.validated_data.get("after")
        if number is not None:
            found = Complaint.objects.filter(number=number.strip().upper()).values_list("pk", flat=True)[:1]
            if not found:
                raise Http404
        cases = list(found) if number is not None else _cases_after(after)
        checked = [audit.check_case(case) for case in cases[:MOST_CASES]]
        names = ("entries", "exhibits", "copies", "erased")
        body: dict[str, Any] = {name: sum(getattr(one, name) for one in checked) for name in names}
        faults = [fault for one in checked for fault in one.faults]
        left = cases[MOST_CASES - 1] if len(cases) > MOST_CASES else None
        if number is None and left is None:  # every case was looked at: now what covers them all
            faults += [fault for found in check_heads() for fault in found]
        return Response(
            CustodySerializer({**body, "cases": len(checked), "faults": faults, "next": left}).data
        )


def _cases_after(after: UUID | None) -> list[UUID]:
    """The next cases by id that have a ledger or an exhibit; one more than is checked, when there are more."""
    rows = []
    for model in (LedgerEntry, Exhibit, DailyLeaf):
        known = (
            model._default_manager.filter(complaint_id__gt=after) if after else model._default_manager.all()
        )
        ids = known.order_by("complaint_id").values_list("complaint_id", flat=True).distinct()
        rows.append(list(ids[: MOST_CASES + 1]))
    return [case for case, _same in groupby(merge(*rows))][: MOST_CASES + 1]


urlpatterns = [
    path("complaints/<str:number>/exhibits/", Exhibits.as_view(), name="api-exhibits"),
    path("complaints/<str:number>/uploads/", Uploads.as_view(), name="api-uploads"),
    path("uploads/<uuid:upload_id>/", OneUpload.as_view(), name="api-upload"),
    path("exhibits/<uuid:exhibit_id>/copy/", ExhibitCopy.as_view(), name="api-exhibit-copy"),
    path("verify-custody/", VerifyCustody.as_view(), name="api-verify-custody"),
    *imports.urlpatterns,
]
