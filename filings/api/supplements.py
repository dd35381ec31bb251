"""Supplements: written, consented to, confirmed, followed by the complainant; read and seen at the desk."""

from typing import Any
from uuid import UUID

from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.decorators import api_view
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.actors import Actor
from complaints.services import owns, record_read
from filings import services
from filings.api.acts import ProseField, ResolveSerializer
from filings.api.filing import filing_or_404
from filings.api.sending import AgreeingSerializer, ConsentSerializer
from filings.api.shown import SupplementSerializer
from filings.desk.case import read_what
from filings.models import Supplement
from filings.services import MOST_CHARACTERS


class WritingSerializer(serializers.Serializer[Any]):
    """The words, and which files of the case go along."""

    text = ProseField(max_length=MOST_CHARACTERS, required=False, allow_blank=True, default="")
    exhibits = serializers.ListField(child=serializers.UUIDField(), required=False, max_length=200)
    uncovered = serializers.ListField(child=serializers.UUIDField(), required=False, max_length=200)


class HandedInOnSerializer(serializers.Serializer[Any]):
    on = serializers.DateField()


class WrittenSerializer(SupplementSerializer):
    """With the consent to read, while it is being written."""

    consent = serializers.SerializerMethodField()

    class Meta(SupplementSerializer.Meta):
        fields = (*SupplementSerializer.Meta.fields, "consent")
        read_only_fields = fields

    @extend_schema_field(ConsentSerializer(allow_null=True))
    def get_consent(self, supplement: Supplement) -> Any:
        if supplement.state != Supplement.State.WRITING:
            return None
        return ConsentSerializer(services.propose_supplement(supplement=supplement)).data


def _found(request: Request, supplement_id: UUID) -> Supplement:
    rows = Supplement.objects.visible_to(Actor.of(request)).select_related(
        "filing__complaint", "filing__recipient", "consent"
    )
    return get_object_or_404(rows, pk=supplement_id)


def _answered(request: Request, supplement_id: UUID, status: int = 200) -> Response:
    found = _found(request, supplement_id)
    form = WrittenSerializer if owns(Actor.of(request), found.filing.complaint_id) else SupplementSerializer
    return Response(form(found, context={"request": request}).data, status=status)


def _given(request: Request, form: type[serializers.Serializer[Any]]) -> dict[str, Any]:
    given = form(data=request.data)
    given.is_valid(raise_exception=True)
    return given.validated_data  # type: ignore[no-any-return]


class Supplements(APIView):
    """What was added to a filing after it went out."""

    @extend_schema(responses=SupplementSerializer(many=True))
    def get(self, request: Request, filing_id: UUID) -> Response:
        """Those that the caller may see, in order. Reading by staff is recorded."""
        filing = filing_or_404(request, filing_id)
        by = Actor.of(request)
        record_read(by=by, complaint=filing.complaint, what=read_what(filing), desk=filing.organisation_id)
        rows = Supplement.objects.visible_to(by).filter(filing=filing)
        return Response(SupplementSerializer(rows, many=True, context={"request": request}).data)

    @extend_schema(request=WritingSerializer, responses={201: WrittenSerializer})
    def post(self, request: Request, filing_id: UUID) -> Response:
        """Keep words and files for this recipient; nothing leaves. Again: it replaces what was being written. Answers with
        the consent to read to the complainant."""
        filing = filing_or_404(request, filing_id)
        given = _given(request, WritingSerializer)
        kept = services.write_supplement(
            by=Actor.of(request),
            filing=filing,
            text=given["text"],
            exhibits=given.get("exhibits", ()),
            uncovered=given.get("uncovered", ()),
        )
        return _answered(request, kept.pk, status=201)


@extend_schema(request=None, responses={201: WrittenSerializer})
@api_view(["POST"])
def correct(request: Request, filing_id: UUID) -> Response:
    """Write what was stated since the filing into the supplement that is being written; nothing leaves. 409 where its
    recipient holds nothing older."""
    filing = filing_or_404(request, filing_id)
    kept = services.write_correction(by=Actor.of(request), filing=filing)
    return _answered(request, kept.pk, status=201)


class OneSupplement(APIView):
    @extend_schema(responses=WrittenSerializer)
    def get(self, request: Request, supplement_id: UUID) -> Response:
        """One of them. Reading by staff is recorded."""
        found = _found(request, supplement_id)
        record_read(
            by=Actor.of(request),
            complaint=found.filing.complaint,
            what=read_what(found.filing),
            desk=found.filing.organisation_id,
        )
        return _answered(request, supplement_id)


@extend_schema(request=AgreeingSerializer, responses=WrittenSerializer)
@api_view(["POST"])
def prepare(request: Request, supplement_id: UUID) -> Response:
    """Give the consent that was shown and freeze what will leave. Nothing leaves before ``confirm``."""
    found, given = _found(request, supplement_id), _given(request, AgreeingSerializer)
    services.prepare_supplement(
        by=Actor.of(request),
        supplement=found,
        consent_digest=given["consent_digest"],
        agreed=given.get("agreed", ()),
    )
    return _answered(request, supplement_id)


@extend_schema(request=None, responses=WrittenSerializer)
@api_view(["POST"])
def confirm(request: Request, supplement_id: UUID) -> Response:
    """Release it: into the outbox, or for handing in. A second time changes nothing."""
    services.confirm_supplement(by=Actor.of(request), supplement=_found(request, supplement_id))
    return _answered(request, supplement_id)


@extend_schema(request=None, responses={204: None})
@api_view(["POST"])
def cancel(request: Request, supplement_id: UUID) -> Response:
    """Give up what has not left."""
    services.cancel_supplement(by=Actor.of(request), supplement=_found(request, supplement_id))
    return Response(status=204)


@extend_schema(request=HandedInOnSerializer, responses=WrittenSerializer)
@api_view(["POST"])
def handed_in(request: Request, supplement_id: UUID) -> Response:
    """The complainant handed it in on a day."""
    found, given = _found(request, supplement_id), _given(request, HandedInOnSerializer)
    services.record_supplement_handed_in(by=Actor.of(request), supplement=found, on=given["on"])
    return _answered(request, supplement_id)


@extend_schema(request=ResolveSerializer, responses=WrittenSerializer)
@api_view(["POST"])
def resolve(request: Request, supplement_id: UUID) -> Response:
    """What was found out about a sending whose end nobody knows."""
    found, given = _found(request, supplement_id), _given(request, ResolveSerializer)
    services.resolve_supplement(by=Actor.of(request), supplement=found, **given)
    return _answered(request, supplement_id)


@extend_schema(request=None, responses=SupplementSerializer)
@api_view(["POST"])
def seen(request: Request, supplement_id: UUID) -> Response:
    """A caseworker confirms having looked at it; the complainant reads when. A second time changes nothing."""
    services.confirm_seen(by=Actor.of(request), supplement=_found(request, supplement_id))
    return _answered(request, supplement_id)


class Letter(APIView):
    @extend_schema(responses={(200, "application/pdf"): OpenApiTypes.BINARY})
    def get(self, request: Request, supplement_id: UUID) -> FileResponse:
        """Its letter, where the way needs paper. Reading by staff is recorded."""
        found = _found(request, supplement_id)
        if found.letter_id is None:
            raise Http404
        stream = services.open_supplement_letter(by=Actor.of(request), supplement=found)
        name = f"{found.filing.complaint.number}-supplement-{found.number}.pdf"
        return FileResponse(stream, filename=name, content_type="application/pdf")
