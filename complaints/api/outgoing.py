"""A complaint and its parts as they are answered."""

from django.utils.translation import gettext_lazy
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.reverse import reverse

from complaints import receipts
from complaints.models import Complaint, Contact, LedgerEntry, Party


@extend_schema_field(OpenApiTypes.OBJECT)
class JSONObject(serializers.JSONField):
    """JSON whose keys are described elsewhere: facts (``legal.reasoning.facts``), a reading, an entry's detail."""


def links_of(complaint: Complaint, request: Request) -> dict[str, str]:
    """The calls that belong to a case, by what they give."""
    names = {
        "exhibits": "api-exhibits",
        "assessment": "api-assessment",
        "statements": "api-statements",
        "contacts": "api-contacts",
        "ledger": "api-ledger",
        "consents": "api-consents",
        "filings": "api-case-filings",
        "exports": "api-case-exports",
    }
    found = {name: reverse(view, args=[complaint.number], request=request) for name, view in names.items()}
    return {**found, "page": reverse("case", args=[complaint.number], request=request)}


class ComplaintRowSerializer(serializers.ModelSerializer[Complaint]):
    """One line of a list: nothing that must be decrypted."""

    link = serializers.SerializerMethodField()

    class Meta:
        model = Complaint
        fields: tuple[str, ...] = (
            "number", "id", "kind", "situations", "state", "region", "event_first", "event_last", "filed_at", "link",
        )  # fmt: skip
        read_only_fields = fields

    def get_link(self, complaint: Complaint) -> str:
        return reverse("api-complaint", args=[complaint.number], request=self.context["request"])


class FiledSerializer(ComplaintRowSerializer):
    """What filing answers: the number and the signed receipt to keep."""

    links = serializers.SerializerMethodField()
    receipt = serializers.SerializerMethodField(help_text=gettext_lazy("签名的回执，请保存"))

    class Meta(ComplaintRowSerializer.Meta):
        fields = (*ComplaintRowSerializer.Meta.fields, "links", "receipt")
        read_only_fields = fields

    def get_links(self, complaint: Complaint) -> dict[str, str]:
        return links_of(complaint, self.context["request"])

    def get_receipt(self, complaint: Complaint) -> str:
        return receipts.token(complaint.receipt)


class ComplainantSerializer(serializers.ModelSerializer[Party]):
    class Meta:
        model = Party
        fields = ("name", "phone", "email", "id_number", "address", "region")
        read_only_fields = fields


class RespondentSerializer(serializers.ModelSerializer[Party]):
    name = serializers.CharField(source="organisation_name", read_only=True)

    class Meta:
        model = Party
        fields = (
            "role", "name", "uscc", "region", "licensed_lender", "address", "legal_representative", "phone",
        )  # fmt: skip
        read_only_fields = fields


class ContactSerializer(serializers.ModelSerializer[Contact]):
    reading = JSONObject(read_only=True)

    class Meta:
        model = Contact
        fields = (
            "id", "channel", "direction", "sender", "received_on", "received_at", "seconds", "text", "reading",
            "exhibit_id", "part", "line",
        )  # fmt: skip
        read_only_fields = fields


class LedgerEntrySerializer(serializers.ModelSerializer[LedgerEntry]):
    detail = JSONObject(read_only=True)

    class Meta:
        model = LedgerEntry
        fields = ("sequence", "at", "actor", "act", "detail", "previous", "digest")
        read_only_fields = fields
