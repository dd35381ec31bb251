"""The DRF door of imports: a backup goes in, its groups are listed, the choice is made. For who owns the case."""

from typing import Any
from uuid import UUID

from django.shortcuts import get_object_or_404
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiResponse, extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.exceptions import NotFound
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.actors import Actor
from complaints.api.lists import whole_case_or_404
from evidence import services
from evidence.importers.grouping import Group, Wanted
from evidence.models import Exhibit, Import
from evidence.services import may_add


class UnreadableSerializer(serializers.Serializer[Any]):
    part = serializers.CharField()
    line = serializers.IntegerField()
    code = serializers.CharField()


class GroupSerializer(serializers.Serializer[Group]):
    """The entries of one sender under one signature; the place in the list is what a choice names."""

    sender = serializers.CharField()
    signature = serializers.CharField()
    kind = serializers.CharField()
    count = serializers.IntegerField()
    sent = serializers.IntegerField()
    first = serializers.CharField()
    last = serializers.CharField()
    refused_on = serializers.CharField()
    after = serializers.IntegerField()
    night = serializers.IntegerField()
    busiest = serializers.IntegerField()
    categories = serializers.DictField(child=serializers.IntegerField())
    channels = serializers.DictField(child=serializers.IntegerField())
    sample = serializers.CharField()


class ImportSerializer(serializers.ModelSerializer[Import]):
    """How far a backup is, and what came of it."""

    exhibit = serializers.UUIDField(source="exhibit_id", read_only=True)
    sha256 = serializers.CharField(source="exhibit.sha256", read_only=True)
    percent = serializers.IntegerField(read_only=True)
    unreadable_lines = serializers.SerializerMethodField()

    class Meta:
        model = Import
        fields: tuple[str, ...] = (
            "id", "exhibit", "sha256", "state", "reason", "format", "percent", "declared", "read", "chosen", "kept",
            "repeated", "unreadable", "unreadable_lines",
        )  # fmt: skip
        read_only_fields = fields

    @extend_schema_field(UnreadableSerializer(many=True))
    def get_unreadable_lines(self, imported: Import) -> list[dict[str, Any]]:
        return [{"part": part, "line": line, "code": code} for part, line, code in imported.unreadable_lines]


class WholeImportSerializer(ImportSerializer):
    round = serializers.DateTimeField(
        source="begun_at", read_only=True, help_text=gettext_lazy("这一遍读取；choose 带上它")
    )
    groups = serializers.SerializerMethodField(help_text=gettext_lazy("等您选择的时候才有；选好以后就删除"))

    class Meta(ImportSerializer.Meta):
        fields = (*ImportSerializer.Meta.fields, "round", "groups")
        read_only_fields = fields

    @extend_schema_field(GroupSerializer(many=True))
    def get_groups(self, imported: Import) -> Any:
        waiting = imported.state == Import.State.CHOOSING
        groups: Any = services.groups_of(imported) if waiting else []
        return GroupSerializer(groups, many=True).data


class ImportInputSerializer(serializers.Serializer[Any]):
    """Without a choice the import waits for ``choose``."""

    file = serializers.FileField(allow_empty_file=True, max_length=1000)
    keep = serializers.ChoiceField(
        choices=["ask", "disturbing", "all"],
        default="ask",
        help_text=gettext_lazy("ask：先读，等选择；disturbing：收入像推销、催收、诈骗的；all：全部收入"),
    )
    senders = serializers.CharField(max_length=10_000, required=False, default="", allow_blank=True)
    signatures = serializers.CharField(max_length=10_000, required=False, default="", allow_blank=True)


class ChoiceSerializer(serializers.Serializer[Any]):
    groups = serializers.ListField(
        child=serializers.IntegerField(min_value=0, max_value=10**6),
        max_length=20_000,
        help_text=gettext_lazy("选中的组在 groups 里的位置，从 0 起"),
    )
    disturbing = serializers.BooleanField(
        default=False, help_text=gettext_lazy("这些组里只收入像推销、催收、诈骗的")
    )
    round = serializers.DateTimeField(
        required=False, help_text=gettext_lazy("groups 是哪一遍读取的；备份后来又读过，就什么也不选")
    )


def _owned(request: Request, number: str) -> Any:
    complaint = whole_case_or_404(request, number)
    if not may_add(Actor.of(request), complaint.pk):  # a lawyer sees the case, not the phone
        raise NotFound
    return complaint


class Imports(APIView):
    """The backups of a case, for its owner."""

    parser_classes = (MultiPartParser,)

    @extend_schema(responses=ImportSerializer(many=True))
    def get(self, request: Request, number: str) -> Response:
        return Response(ImportSerializer(Import.objects.of_case(_owned(request, number).pk), many=True).data)

    @extend_schema(
        request={"multipart/form-data": ImportInputSerializer},
        responses={202: ImportSerializer, 422: OpenApiResponse(OpenApiTypes.OBJECT)},
    )
    def post(self, request: Request, number: str) -> Response:
        """Take a backup: sealed as an exhibit, read by a worker. Ask again at ``imports/{id}/`` how far it is."""
        complaint = _owned(request, number)
        given = ImportInputSerializer(data=request.data)
        given.is_valid(raise_exception=True)
        data = given.validated_data
        file = data["file"]
        senders, signatures = _several(data["senders"]), _several(data["signatures"])
        wanted = None
        if data["keep"] != "ask" or senders or signatures:
            wanted = Wanted(every=data["keep"] == "all", senders=senders, signatures=signatures)
        imported = services.receive_backup(
            by=Actor.of(request),
            complaint_id=complaint.pk,
            stream=file,
            filename=file.name or "",
            declared_type=file.content_type or "",
            door=Exhibit.Door.API,
            wanted=wanted,
        )
        return Response(ImportSerializer(imported).data, status=202)


def _several(given: str) -> tuple[str, ...]:
    return tuple(one.strip() for one in given.split(",") if one.strip())


def _import_or_404(request: Request, import_id: UUID) -> Import:
    return get_object_or_404(Import.objects.visible_to(Actor.of(request)), pk=import_id)


class OneImport(APIView):
    """One backup: how far it is read, and the groups to choose from."""

    @extend_schema(responses=WholeImportSerializer)
    def get(self, request: Request, import_id: UUID) -> Response:
        return Response(WholeImportSerializer(_import_or_404(request, import_id)).data)


class Choose(APIView):
    """Keep the named groups and nothing else; none named keeps nothing."""

    @extend_schema(request=ChoiceSerializer, responses={202: ImportSerializer})
    def post(self, request: Request, import_id: UUID) -> Response:
        by, imported = Actor.of(request), _import_or_404(request, import_id)
        given = ChoiceSerializer(data=request.data)
        given.is_valid(raise_exception=True)
        groups = given.validated_data["groups"]
        if given.validated_data.get("round", imported.begun_at) != imported.begun_at:
            raise services.NotNow(_("备份又读了一遍，各组的位置可能变了。没有选任何一组，请重新读取再选。"))
        if not groups:
            imported = services.decline(by=by, imported=imported)
        else:
            known = range(len(services.groups_of(imported)))
            services.tick(by=by, imported=imported, shown=known, chosen=groups)
            disturbing = given.validated_data["disturbing"]
            imported = services.choose(by=by, imported=imported, disturbing=disturbing)
        return Response(ImportSerializer(imported).data, status=202)


urlpatterns = [
    path("complaints/<str:number>/imports/", Imports.as_view(), name="api-imports"),
    path("imports/<uuid:import_id>/", OneImport.as_view(), name="api-import"),
    path("imports/<uuid:import_id>/choose/", Choose.as_view(), name="api-import-choose"),
]
