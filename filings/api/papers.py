"""Papers: begun, edited block by block, asked about and approved, version by version. For the complainant and their lawyer."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import api_view
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.actors import Actor
from complaints.api.lists import whole_case_or_404
from complaints.models import Complaint
from complaints.services import record_read
from documents.drafting import paper_document
from documents.editable import editable_paper
from filings import drafting, services
from filings.api.acts import ProseField
from filings.models import Paper, PaperVersion, Recipient

FILES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}


class PaperSerializer(serializers.ModelSerializer[Paper]):
    """A paper, without its words."""

    state_label = serializers.CharField(source="get_state_display", read_only=True)
    approved = serializers.IntegerField(
        source="approved.number", read_only=True, allow_null=True, default=None
    )

    class Meta:
        model = Paper
        fields = (
            "id",
            "kind",
            "title",
            "addressee",
            "recipient",
            "state",
            "state_label",
            "approved",
            "begun_at",
        )
        read_only_fields = fields


class KindSerializer(serializers.Serializer[Any]):
    slug = serializers.CharField()
    title = serializers.CharField()
    group = serializers.CharField()
    by_lawyer = serializers.BooleanField()


class PapersSerializer(serializers.Serializer[Any]):
    papers = PaperSerializer(many=True)
    kinds = KindSerializer(many=True)


class BeginSerializer(serializers.Serializer[Any]):
    """A kind with what it asks for, or a recipient to whom a letter or claim is drafted."""

    kind = serializers.CharField(required=False, max_length=40, default="")
    recipient = serializers.IntegerField(required=False, default=None, min_value=1, max_value=2**62)
    addressee = ProseField(required=False, max_length=200, allow_blank=True, default="")
    given = serializers.DictField(
        child=ProseField(max_length=2000, allow_blank=True), required=False, default=dict
    )


class BlockSerializer(serializers.Serializer[Any]):
    key = serializers.CharField()
    heading = serializers.CharField()
    text = serializers.CharField()
    generated = serializers.CharField()
    edited = serializers.BooleanField()
    fixed = serializers.BooleanField()
    added = serializers.BooleanField(help_text="somebody put it in; nothing is generated in its place")
    anew = serializers.CharField(help_text="what would be generated now, where that differs under an edit")
    doubts = serializers.ListField(child=serializers.CharField())


class ClashSerializer(serializers.Serializer[Any]):
    key = serializers.CharField()
    mine = serializers.CharField()
    theirs = serializers.CharField()


class WholePaperSerializer(PaperSerializer):
    """With the version that stands, block by block. ``stale``: the case says something else by now; ``clashes`` and
    ``aside`` of a 409: what others changed at the same time, and the version that keeps what was sent."""

    version = serializers.IntegerField()
    digest = serializers.CharField()
    stale = serializers.BooleanField()
    places = serializers.ListField(
        child=serializers.CharField(allow_blank=True), help_text="what an added block can follow"
    )
    blocks = BlockSerializer(many=True)
    clashes = ClashSerializer(many=True)
    aside = serializers.IntegerField(allow_null=True)

    class Meta:
        model = Paper
        fields = (
            *PaperSerializer.Meta.fields,
            "version",
            "digest",
            "stale",
            "places",
            "blocks",
            "clashes",
            "aside",
        )
        read_only_fields = fields


class EditSerializer(serializers.Serializer[Any]):
    """``seen`` is the version that the texts were written over; ``texts`` by the key of their block, ``headings`` of added
    ones."""

    seen = serializers.IntegerField(min_value=1)
    texts = serializers.DictField(
        child=ProseField(max_length=services.LONGEST_BLOCK, allow_blank=True), required=False, default=dict
    )
    headings = serializers.DictField(
        child=ProseField(max_length=services.LONGEST_HEADING, allow_blank=True), required=False, default=dict
    )


class AddSerializer(serializers.Serializer[Any]):
    """``after`` is the key of the generated block that it follows, "" at the beginning; ``places`` of a paper are those
    where one can stand."""

    heading = ProseField(max_length=services.LONGEST_HEADING, allow_blank=True, required=False, default="")
    text = ProseField(max_length=services.LONGEST_BLOCK)
    after = serializers.CharField(max_length=40, allow_blank=True)


class ArrangeSerializer(serializers.Serializer[Any]):
    """An added block ``up`` or ``down`` one place, or ``remove`` it as it stood in the version ``seen``."""

    act = serializers.ChoiceField(choices=["up", "down", "remove"])
    seen = serializers.IntegerField(min_value=1)


class ApproveSerializer(serializers.Serializer[Any]):
    """``checked``: the person looked at each doubt and confirmed it."""

    digest = serializers.CharField(max_length=80)
    checked = serializers.BooleanField(default=False)


def _case(request: Request, number: str) -> Complaint:
    complaint = whole_case_or_404(request, number)
    if not services.may_draft(Actor.of(request), complaint):
        raise Http404
    return complaint


def _found(request: Request, paper_id: UUID) -> Paper:
    by = Actor.of(request)
    rows = Paper.objects.visible_to(by).select_related("complaint", "recipient", "firm", "approved")
    found = get_object_or_404(rows, pk=paper_id)
    if not services.may_draft(by, found.complaint):
        raise Http404
    return found


def _given(request: Request, form: type[serializers.Serializer[Any]]) -> dict[str, Any]:
    given = form(data=request.data)
    given.is_valid(raise_exception=True)
    return given.validated_data  # type: ignore[no-any-return]


def _answered(
    request: Request, paper_id: UUID, status: int = 200, written: services.Written | None = None
) -> Response:
    found = _found(request, paper_id)
    shown = drafting.shown(found, found.current)
    clashes = written.clashes if written else ()
    whole = {
        **PaperSerializer(found).data,
        "version": shown.version.number,
        "digest": shown.version.digest,
        "stale": shown.stale,
        "places": [key for key, _words in drafting.places(shown.version)],
        "blocks": BlockSerializer(shown.sections, many=True).data,
        "clashes": ClashSerializer(clashes, many=True).data,
        "aside": written.aside.number if written and written.aside else None,
    }
    return Response(whole, status=status)


class Papers(APIView):
    @extend_schema(responses=PapersSerializer)
    def get(self, request: Request, number: str) -> Response:
        """The papers of a case, and the kinds that help in it. Reading by a lawyer is recorded."""
        complaint, by = _case(request, number), Actor.of(request)
        record_read(by=by, complaint=complaint, what="document")
        rows = Paper.objects.visible_to(by).filter(complaint=complaint).select_related("approved")
        kinds = services.kinds_for(by, complaint)
        return Response(
            {"papers": PaperSerializer(rows, many=True).data, "kinds": KindSerializer(kinds, many=True).data}
        )

    @extend_schema(request=BeginSerializer, responses={201: WholePaperSerializer})
    def post(self, request: Request, number: str) -> Response:
        """Begin a paper. To a recipient to whom one is begun already, that one is answered."""
        complaint, given = _case(request, number), _given(request, BeginSerializer)
        if given["recipient"] is not None:
            rows = Recipient.objects.for_case(complaint).reachable()
            given["recipient"] = get_object_or_404(rows, pk=given["recipient"])
        begun = services.begin_paper(by=Actor.of(request), complaint=complaint, **given)
        return _answered(request, begun.pk, status=201)


class OnePaper(APIView):
    @extend_schema(responses=WholePaperSerializer)
    def get(self, request: Request, paper_id: UUID) -> Response:
        """One paper as it stands, block by block. Reading by a lawyer is recorded."""
        found = _found(request, paper_id)
        record_read(by=Actor.of(request), complaint=found.complaint, what="document")
        return _answered(request, paper_id)


@extend_schema(request=EditSerializer, responses={200: WholePaperSerializer, 409: WholePaperSerializer})
@api_view(["POST"])
def edit(request: Request, paper_id: UUID) -> Response:
    """Keep what was written in blocks. 409 with both texts where somebody changed the same block since ``seen``."""
    found, given = _found(request, paper_id), _given(request, EditSerializer)
    written = services.edit_paper(by=Actor.of(request), paper=found, **given)
    return _answered(request, paper_id, status=409 if written.clashes else 200, written=written)


@extend_schema(request=AddSerializer, responses={201: WholePaperSerializer})
@api_view(["POST"])
def add(request: Request, paper_id: UUID) -> Response:
    """Put a block into it, under a heading or without one."""
    found, given = _found(request, paper_id), _given(request, AddSerializer)
    services.add_block(by=Actor.of(request), paper=found, **given)
    return _answered(request, paper_id, status=201)


@extend_schema(
    operation_id="papers_blocks_arrange", request=ArrangeSerializer, responses=WholePaperSerializer
)
@api_view(["POST"])
def arrange(request: Request, paper_id: UUID, key: str) -> Response:
    """Move an added block, or take it out; its versions keep it."""
    found, given = _found(request, paper_id), _given(request, ArrangeSerializer)
    by = Actor.of(request)
    if given["act"] == "remove":
        services.remove_block(by=by, paper=found, key=key, seen=given["seen"])
    else:
        services.move_block(by=by, paper=found, key=key, up=given["act"] == "up")
    return _answered(request, paper_id)


@extend_schema(request=None, responses=WholePaperSerializer)
@api_view(["POST"])
def update(request: Request, paper_id: UUID) -> Response:
    """Generate it anew of the case as it stands; edited blocks stay."""
    services.update_paper(by=Actor.of(request), paper=_found(request, paper_id))
    return _answered(request, paper_id)


@extend_schema(request=None, responses=WholePaperSerializer)
@api_view(["POST"])
def ask(request: Request, paper_id: UUID) -> Response:
    """A lawyer asks the complainant to approve the version that stands."""
    services.ask_approval(by=Actor.of(request), paper=_found(request, paper_id))
    return _answered(request, paper_id)


@extend_schema(request=ApproveSerializer, responses=WholePaperSerializer)
@api_view(["POST"])
def approve(request: Request, paper_id: UUID) -> Response:
    """The complainant approves the version with this digest; sends nothing to anybody."""
    found, given = _found(request, paper_id), _given(request, ApproveSerializer)
    services.approve_paper(by=Actor.of(request), paper=found, **given)
    return _answered(request, paper_id)


@extend_schema(request=None, responses={204: None})
@api_view(["POST"])
def discard(request: Request, paper_id: UUID) -> Response:
    """Put it away; its versions stay to be read."""
    services.discard_paper(by=Actor.of(request), paper=_found(request, paper_id))
    return Response(status=204)


class VersionFile(APIView):
    @extend_schema(responses={(200, "application/pdf"): OpenApiTypes.BINARY})
    def get(self, request: Request, paper_id: UUID, place: int, form: str) -> HttpResponse:
        """A version as ``pdf`` or ``docx``. Reading by a lawyer is recorded."""
        found = _found(request, paper_id)
        row: PaperVersion = get_object_or_404(found.versions, number=place)
        if form not in FILES:
            raise Http404
        record_read(by=Actor.of(request), complaint=found.complaint, what="document")
        made = (
            paper_document(row.as_written).pdf if form == "pdf" else editable_paper(row.as_written, at=row.at)
        )
        response = HttpResponse(made, content_type=FILES[form])
        name = f"{found.complaint.number}-{found.kind}-{row.number}.{form}"
        response["Content-Disposition"] = f'attachment; filename="{name}"'
        return response
