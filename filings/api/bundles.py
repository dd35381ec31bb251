"""Bundles: ordered, watched, fetched, removed; and any bundle checked."""

import shutil
import tempfile
from typing import Any
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.http import FileResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.exceptions import APIException
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.reverse import reverse
from rest_framework.views import APIView

from accounts.actors import Actor
from complaints.api.lists import whole_case_or_404
from core.retention_and_limits import MAX_CHECKED_BYTES
from documents.bundle import uploaded, verify
from documents.bundle.audience import CLEAN, LEFT_OUT, ORIGINAL, REDACTED
from evidence.examination.run import Exceeded, Unconfined
from filings import services
from filings.models import Export
from filings.services import (
    FORMS,
    LONGEST_NAME,
    LONGEST_PROVES,
    LONGEST_RECIPIENT,
    LONGEST_TITLE,
    MEGABYTES,
    one_group,
    portal_trust,
)

# What verify.Report says of receipt, time stamp and daily head.
PROOFS = ("none", "present", "valid", "invalid")


class ExportSerializer(serializers.ModelSerializer[Export]):
    number = serializers.CharField(source="complaint.number", read_only=True)
    link = serializers.SerializerMethodField()
    download = serializers.SerializerMethodField(help_text=gettext_lazy("完成后才有"))

    class Meta:
        model = Export
        fields = (
            "id", "number", "made_for", "requested_at", "finished_at", "stamped_at", "state", "done", "total", "error",
            "exhibits", "ledger_length", "ledger_head", "recipient", "key_id", "sha256", "size", "manifest_sha256",
            "link", "download",
        )  # fmt: skip
        read_only_fields = fields

    def get_link(self, export: Export) -> str:
        return reverse("api-export", args=[export.pk], request=self.context["request"])

    def get_download(self, export: Export) -> str:
        if not export.finished:
            return ""
        return reverse("api-export-download", args=[export.pk], request=self.context["request"])


class ExportItemSerializer(serializers.Serializer[Any]):
    exhibit = serializers.UUIDField()
    travels = serializers.ChoiceField(
        [ORIGINAL, CLEAN, REDACTED, LEFT_OUT], required=False, help_text=gettext_lazy("不写就按接收人的种类")
    )
    name = serializers.CharField(required=False, max_length=LONGEST_NAME)
    proves = serializers.CharField(required=False, max_length=LONGEST_PROVES, allow_blank=True)
    form = serializers.ChoiceField(FORMS, required=False)


class ExportGroupSerializer(serializers.Serializer[Any]):
    title = serializers.CharField(required=False, max_length=LONGEST_TITLE, allow_blank=True)
    items = ExportItemSerializer(many=True)  # type: ignore[assignment]


class ExportInputSerializer(serializers.Serializer[Any]):
    exhibits = serializers.ListField(
        child=serializers.UUIDField(),
        required=False,
        max_length=200,
        help_text=gettext_lazy("按此顺序，编成一组；不写就是全部"),
    )
    groups = ExportGroupSerializer(many=True, required=False, help_text=gettext_lazy("分组；代替 exhibits"))
    made_for = serializers.ChoiceField(Export.For.choices, default=Export.For.OWN)
    recipient = serializers.CharField(
        required=False, allow_blank=True, max_length=LONGEST_RECIPIENT, default=""
    )
    statement = serializers.UUIDField(
        required=False, allow_null=True, help_text=gettext_lazy("放在前面的文书属于哪个办件；null 是不放")
    )
    megabytes = serializers.ChoiceField(MEGABYTES, default=0, help_text=gettext_lazy("每个 PDF 最大；0 不限"))

    def order(self) -> services.Order:
        said = self.validated_data
        groups: tuple[services.Group, ...] | None = None
        if "groups" in said:
            groups = tuple(
                services.Group(
                    title=group.get("title", ""),
                    items=tuple(
                        services.Item(**{**item, "exhibit": str(item["exhibit"])}) for item in group["items"]
                    ),
                )
                for group in said["groups"]
            )
        elif "exhibits" in said:
            groups = one_group(said["exhibits"])
        return services.Order(
            made_for=said["made_for"],
            recipient=said["recipient"],
            groups=groups,
            statement=str(said["statement"] or "") if "statement" in said else None,
            megabytes=said["megabytes"],
        )


class CaseExports(APIView):
    """Bundles of a case, for its owner and for whom they shared it with."""

    @extend_schema(request=ExportInputSerializer, responses={201: ExportSerializer})
    def post(self, request: Request, number: str) -> Response:
        """Order a bundle of the case as it stands now; it is built in the background."""
        complaint = whole_case_or_404(request, number)
        given = ExportInputSerializer(data=request.data)
        given.is_valid(raise_exception=True)
        export = services.request_export(by=Actor.of(request), complaint=complaint, order=given.order())
        return Response(ExportSerializer(export, context={"request": request}).data, status=201)


def _export(request: Request, export_id: UUID) -> Export:
    found = Export.objects.visible_to(Actor.of(request)).select_related("complaint")
    return get_object_or_404(found, pk=export_id)


class OneExport(APIView):
    @extend_schema(responses=ExportSerializer)
    def get(self, request: Request, export_id: UUID) -> Response:
        """How far the building is; ``download`` when there is a file, ``error`` when it failed. ``unstamped`` is not final:
        the time stamp is still to come."""
        return Response(ExportSerializer(_export(request, export_id), context={"request": request}).data)

    @extend_schema(responses={204: None})
    def delete(self, request: Request, export_id: UUID) -> Response:
        """Forget the file; that it was issued stays on record."""
        services.remove_export(by=Actor.of(request), export=_export(request, export_id))
        return Response(status=204)


class Download(APIView):
    @extend_schema(responses={(200, "application/zip"): OpenApiTypes.BINARY})
    def get(self, request: Request, export_id: UUID) -> FileResponse:
        """The bundle as a zip; 409 while it is being built."""
        export = _export(request, export_id)
        stream = services.open_export(by=Actor.of(request), export=export)
        return FileResponse(
            stream, as_attachment=True, filename=export.filename, content_type="application/zip"
        )


# ── Checking a bundle ─────────────────────────────────────────────────────────────────────────────────────────────────
class BundleTooLarge(APIException):
    status_code = 413
    default_detail = gettext_lazy("案卷太大，没有检查。请在自己的电脑上运行案卷里的 verify.py，结果相同。")
    default_code = "too_large"


class BundleNotChecked(APIException):
    status_code = 503
    default_detail = gettext_lazy(
        "这台服务器现在不能检查案卷，没有检查，上传的文件也没有留下。请在自己的电脑上运行案卷里的 verify.py，结果相同。"
    )
    default_code = "not_checked"


class BundleInputSerializer(serializers.Serializer[Any]):
    file = serializers.FileField(allow_empty_file=True, max_length=1000)
    fingerprint = serializers.CharField(
        max_length=200,
        required=False,
        allow_blank=True,
        help_text=gettext_lazy("除了本平台自己的公钥以外，还信任的公钥指纹"),
    )

    def validate_fingerprint(self, given: str) -> str:
        try:
            return given and verify.fingerprint_of(given)
        except verify.Unusable as unusable:
            raise serializers.ValidationError(str(unusable)) from None


class BundleFaultSerializer(serializers.Serializer[Any]):
    place = serializers.CharField()
    what = serializers.CharField()


class BundleReportSerializer(serializers.Serializer[Any]):
    """``verify.Report.as_json``, for the description of this API."""

    path = serializers.CharField()
    sound = serializers.BooleanField(help_text=gettext_lazy("没有问题，而且是可信的密钥签的"))
    exit_code = serializers.ChoiceField(
        [0, 1, 2], help_text=gettext_lazy("0 完好；1 有问题；2 前后一致，但没有可信密钥的签名")
    )
    faults = BundleFaultSerializer(many=True)
    notes = serializers.ListField(child=serializers.CharField())
    signature = serializers.ChoiceField(["valid", "invalid", "unchecked", "missing"])
    trust = serializers.ChoiceField(
        ["trusted", "unknown", "unchecked"],
        help_text=gettext_lazy("签它的密钥：可信（本平台的或给出的）；不在其中；没有核对"),
    )
    fingerprint = serializers.CharField()
    key_id = serializers.CharField()
    number = serializers.CharField()
    files = serializers.IntegerField()
    bytes = serializers.IntegerField()
    exhibits = serializers.IntegerField()
    ledger_entries = serializers.IntegerField()
    receipt = serializers.ChoiceField(PROOFS)
    timestamp = serializers.ChoiceField(
        PROOFS,
        help_text=gettext_lazy("present：前后一致，但只有案卷自己带来的证书为它作证"),
    )
    stamped_at = serializers.CharField()
    custody = serializers.ChoiceField(PROOFS)
    custody_day = serializers.CharField()
    custody_until = serializers.IntegerField()
    additions = serializers.ListField(
        child=serializers.CharField(), help_text=gettext_lazy("操作系统自己加的文件，不属于案卷")
    )


class VerifyBundle(APIView):
    """What is sound in a bundle, and what is not, by name: the bundle's own verify.py, which here trusts this portal's keys
    and the ``fingerprint`` given."""

    parser_classes = (MultiPartParser,)

    @extend_schema(request={"multipart/form-data": BundleInputSerializer}, responses=BundleReportSerializer)
    def post(self, request: Request) -> Response:
        given = BundleInputSerializer(data=request.data)
        given.is_valid(raise_exception=True)
        file: UploadedFile = given.validated_data["file"]
        if (file.size or 0) > MAX_CHECKED_BYTES:
            raise BundleTooLarge()
        with tempfile.TemporaryFile() as place:  # without a name: a killed worker leaves nobody's case behind
            shutil.copyfileobj(file, place)
            try:
                report = uploaded.check(
                    place, fingerprint=given.validated_data.get("fingerprint") or None, **portal_trust()
                )
            except uploaded.TooLarge:
                raise BundleTooLarge() from None
            except (Unconfined, Exceeded):
                raise BundleNotChecked() from None
        return Response({**report.as_json(), "path": file.name or ""})
