"""The desk's queue, one filing, and its documents."""

from datetime import date, datetime, time
from typing import Any
from uuid import UUID

import django_filters
from django.db.models import QuerySet
from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.generics import ListAPIView
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.actors import Actor
from complaints.api.lists import Page
from complaints.models import Kind, Situation
from complaints.search import case_number
from complaints.services import record_read
from filings import services
from filings.api.shown import FilingRowSerializer, FilingSerializer, shown
from filings.desk import search
from filings.desk.case import read_what
from filings.models import Filing, FilingDocument, FilingQuerySet, GivenFile
from filings.moves import State

COLUMNS = (
    "channel", "came_by", "way", "state", "sent_at", "due_on", "not_before", "waiting_since", "unseen_since", "closes_at",
    "recipient__name",
    "complaint__number",
    "complaint__kind", "complaint__situations", "listing__situations", "assigned_to__username",
)  # fmt: skip


class NewestFilings(Page):
    ordering = ("-sent_at", "-id")


class FilingFilter(django_filters.FilterSet):
    state = django_filters.ChoiceFilter(choices=State.choices)
    kind = django_filters.ChoiceFilter(choices=Kind.choices, method="of_kind")
    situation = django_filters.ChoiceFilter(choices=Situation.choices, method="in_situation")
    overdue = django_filters.BooleanFilter(method="past_due")
    waiting = django_filters.BooleanFilter(field_name="waiting_since", lookup_expr="isnull", exclude=True)
    supplemented = django_filters.BooleanFilter(field_name="unseen_since", lookup_expr="isnull", exclude=True)
    received_after = django_filters.DateFilter(method="from_day")
    received_before = django_filters.DateFilter(method="before_day")
    q = django_filters.CharFilter(
        method="with_words", max_length=200, label=gettext_lazy("案号、投诉人电话，或者至少两个相连的字")
    )

    class Meta:
        model = Filing
        fields: list[str] = []

    def of_kind(self, queue: FilingQuerySet, name: str, value: str) -> FilingQuerySet:
        return queue.not_withdrawn().filter(complaint__kind=value)

    def in_situation(self, queue: FilingQuerySet, name: str, value: str) -> FilingQuerySet:
        return queue.not_withdrawn().about(value, Actor.of(self.request).desk_ids)

    def past_due(self, queue: FilingQuerySet, name: str, value: bool) -> FilingQuerySet:
        """Open and past its day; false: all that is not."""
        late = {"due_on__lt": timezone.localdate()}
        return (
            queue.open().filter(**late)
            if value
            else queue.exclude(pk__in=queue.open().filter(**late).values("pk"))
        )

    def from_day(self, queue: FilingQuerySet, name: str, value: date) -> FilingQuerySet:
        return queue.filter(sent_at__gte=timezone.make_aware(datetime.combine(value, time())))

    def before_day(self, queue: FilingQuerySet, name: str, value: date) -> FilingQuerySet:
        return queue.filter(sent_at__lt=timezone.make_aware(datetime.combine(value, time())))

    def with_words(self, queue: FilingQuerySet, name: str, value: str) -> QuerySet[Filing]:
        try:
            # Words may stand in what tells who complained: where that is closed, numbers alone are found.
            numbered = case_number(" ".join(value.split()))
            named = queue if numbered else queue.identity_open(Actor.of(self.request))
            return search.matching(named, value)
        except search.TooShort:
            raise serializers.ValidationError({"q": [_("请至少输入两个相连的字，例如“退订”。")]}) from None


class Queue(ListAPIView[Filing]):
    """What was sent to the caller's organisations, newest first. A consumer finds their filings in their case."""

    serializer_class = FilingRowSerializer
    pagination_class = NewestFilings
    filterset_class = FilingFilter
    queryset = Filing.objects.none()

    def get_queryset(self) -> QuerySet[Filing]:
        if getattr(self, "swagger_fake_view", False):
            return super().get_queryset()
        return Filing.objects.at_desk(Actor.of(self.request))

    def get_serializer_context(self) -> dict[str, Any]:
        return {**super().get_serializer_context(), "at_desk": True}

    def filter_queryset(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        found = super().filter_queryset(queryset)
        return found.select_related("complaint", "recipient", "listing", "assigned_to").only(*COLUMNS)


def filing_or_404(request: Request, filing_id: UUID) -> Filing:
    related = ("complaint", "recipient", "organisation", "assigned_to", "consent")
    return get_object_or_404(
        Filing.objects.visible_to(Actor.of(request)).select_related(*related), pk=filing_id
    )


class OneFiling(APIView):
    """One filing: what was sent, its days, what was said since. Reading by staff is recorded."""

    @extend_schema(responses=FilingSerializer)
    def get(self, request: Request, filing_id: UUID) -> Response:
        filing = filing_or_404(request, filing_id)
        record_read(
            by=Actor.of(request),
            complaint=filing.complaint,
            what=read_what(filing),
            desk=filing.organisation_id,
        )
        return Response(shown(filing, request))


class Document(APIView):
    """A document of a filing, as it goes out. Reading by staff is recorded."""

    @extend_schema(responses={(200, "application/pdf"): OpenApiTypes.BINARY})
    def get(self, request: Request, filing_id: UUID, document_id: int) -> FileResponse:
        filing = filing_or_404(request, filing_id)
        document = get_object_or_404(
            FilingDocument.objects.select_related("sealed"), pk=document_id, filing=filing
        )
        try:
            stream = services.open_document(by=Actor.of(request), document=document)
        except Filing.DoesNotExist:
            raise Http404 from None
        return FileResponse(stream, filename=document.filename, content_type="application/pdf")


class Given(APIView):
    """A file that a desk gave to who complained, a letter with its number among them. Reading by staff is recorded."""

    @extend_schema(responses={(200, "application/octet-stream"): OpenApiTypes.BINARY})
    def get(self, request: Request, filing_id: UUID, file_id: int) -> FileResponse:
        given = get_object_or_404(GivenFile, pk=file_id, filing=filing_or_404(request, filing_id))
        stream = services.open_given_file(by=Actor.of(request), given=given)
        return FileResponse(
            stream, as_attachment=True, filename=given.filename, content_type=given.media_type
        )
