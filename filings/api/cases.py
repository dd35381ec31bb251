"""A whole case, for its owner and for whom they shared it with."""

from typing import Any

from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext_lazy
from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.actors import Actor
from complaints.api.lists import whole_cases
from complaints.api.outgoing import (
    ComplainantSerializer,
    ContactSerializer,
    FiledSerializer,
    JSONObject,
    LedgerEntrySerializer,
    RespondentSerializer,
)
from complaints.models import Access, Complaint, LedgerEntry
from complaints.services import record_read
from complaints.standing import standing_facts
from evidence.api.files import ExhibitSerializer, exhibits_of
from filings.api.shown import FilingRowSerializer
from filings.holders import shares
from filings.models import Filing

MOST = 50  # messages and entries shown with the case; the rest by their own calls


class ShareSerializer(serializers.ModelSerializer[Access]):
    user = serializers.CharField(source="user.username", read_only=True, allow_null=True, default=None)
    firm = serializers.CharField(source="firm.name", read_only=True, allow_null=True, default=None)
    organisation = serializers.CharField(
        source="organisation.name", read_only=True, allow_null=True, default=None
    )

    class Meta:
        model = Access
        fields: tuple[str, ...] = (
            "id", "user", "firm", "organisation", "since", "until", "accepted_at", "suspended_at",
        )  # fmt: skip
        read_only_fields = fields


class OwnShareSerializer(ShareSerializer):
    """A share as the complainant sees it: also as whose lawyer the person works today."""

    firm_today = serializers.IntegerField(read_only=True, allow_null=True)
    firm_today_name = serializers.CharField(read_only=True, allow_null=True)

    class Meta(ShareSerializer.Meta):
        fields = (*ShareSerializer.Meta.fields, "firm_today", "firm_today_name")
        read_only_fields = fields


class OfferSerializer(ShareSerializer):
    """A share as the one sees it with whom it is."""

    number = serializers.CharField(source="complaint.number", read_only=True)

    class Meta(ShareSerializer.Meta):
        fields = ("number", *ShareSerializer.Meta.fields)
        read_only_fields = fields


class CaseSerializer(FiledSerializer):
    """A case as a whole; of messages and ledger the first 50, more through ``links``."""

    facts = JSONObject(read_only=True, help_text=gettext_lazy("登记时所说的事实"))
    standing_story = serializers.CharField(
        read_only=True, help_text=gettext_lazy("登记时的经过，和以后补充的，各有日期")
    )
    standing_facts = serializers.SerializerMethodField(
        help_text=gettext_lazy("加上以后补充、更正的，现在的事实")
    )
    complainant = ComplainantSerializer(read_only=True)
    respondents = RespondentSerializer(many=True, read_only=True)
    contacts = serializers.SerializerMethodField()
    exhibits = serializers.SerializerMethodField()
    filings = serializers.SerializerMethodField()
    ledger = serializers.SerializerMethodField()
    shares = serializers.SerializerMethodField()

    class Meta(FiledSerializer.Meta):
        fields = (
            *FiledSerializer.Meta.fields,
            "story", "standing_story", "facts", "standing_facts", "complainant", "respondents", "contacts", "exhibits", "filings",
            "ledger", "shares",
        )  # fmt: skip
        read_only_fields = fields

    @extend_schema_field(JSONObject())
    def get_standing_facts(self, complaint: Complaint) -> Any:
        return standing_facts(complaint)

    @extend_schema_field(ContactSerializer(many=True))
    def get_contacts(self, complaint: Complaint) -> Any:
        return ContactSerializer(complaint.contacts.all()[:MOST], many=True).data

    @extend_schema_field(ExhibitSerializer(many=True))
    def get_exhibits(self, complaint: Complaint) -> Any:
        return exhibits_of(complaint, self.context["request"])

    @extend_schema_field(FilingRowSerializer(many=True))
    def get_filings(self, complaint: Complaint) -> Any:
        found = Filing.objects.filter(complaint=complaint).select_related(
            "complaint", "recipient", "assigned_to"
        )
        return FilingRowSerializer(found.order_by("prepared_at"), many=True, context=self.context).data

    @extend_schema_field(LedgerEntrySerializer(many=True))
    def get_ledger(self, complaint: Complaint) -> Any:
        newest = LedgerEntry.objects.filter(complaint=complaint).order_by("-sequence")
        return LedgerEntrySerializer(newest[:MOST], many=True).data

    @extend_schema_field(ShareSerializer(many=True))
    def get_shares(self, complaint: Complaint) -> Any:
        rows = list(shares(complaint, timezone.now()))[::-1]
        going_on = [row for row in rows if row.granted]  # type: ignore[attr-defined]
        return OwnShareSerializer(going_on, many=True).data


class Case(APIView):
    """A case by its number. A caseworker reads filings instead: what was sent, and no more."""

    @extend_schema(responses=CaseSerializer)
    def get(self, request: Request, number: str) -> Response:
        found = (
            whole_cases(Actor.of(request)).select_related("receipt").prefetch_related("parties", "statements")
        )
        complaint = get_object_or_404(found, number=number)
        record_read(by=Actor.of(request), complaint=complaint)
        return Response(CaseSerializer(complaint, context={"request": request}).data)
