"""Filings as they are answered: a line of a list, and one with all that its reader may know."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.reverse import reverse

from accounts.actors import Actor
from complaints.api.outgoing import JSONObject
from complaints.services import owns
from documents.frozen import Content
from evidence.api.files import ExhibitSerializer
from evidence.models import Exhibit
from evidence.sealed.erasures import tell_erasures
from filings.desk import standing as at_desk
from filings.desk.sent import hidden_from, masked
from filings.models import (
    Acknowledgement,
    Deadline,
    Delivery,
    Filing,
    FilingDocument,
    GivenFile,
    Listing,
    Note,
    ProofOfService,
    Supplement,
)
from filings.moves import allowed
from filings.services import content_of, notes_for, roles, sees_whole_case, supplement_content_of
from filings.standing import opened_among, readings_of, state_words


class FilingRowSerializer(serializers.ModelSerializer[Filing]):
    """One line of a list: nothing that must be decrypted."""

    number = serializers.CharField(source="complaint.number", read_only=True)
    kind = serializers.CharField(source="complaint.kind", read_only=True)
    situations = serializers.ListField(
        source="complaint.situations", child=serializers.CharField(), read_only=True
    )
    closed = serializers.BooleanField(source="content_closed", read_only=True)
    recipient = serializers.CharField(source="recipient.name", read_only=True)
    assigned_to = serializers.CharField(
        source="assigned_to.username", read_only=True, allow_null=True, default=None
    )
    link = serializers.SerializerMethodField()

    class Meta:
        model = Filing
        fields: tuple[str, ...] = (
            "id", "number", "kind", "situations", "recipient", "channel", "came_by", "way", "state", "sent_at", "due_on",
            "not_before", "waiting_since", "unseen_since", "assigned_to", "closes_at", "closed", "link",
        )  # fmt: skip
        read_only_fields = fields

    def get_link(self, filing: Filing) -> str:
        return reverse("api-filing", args=[filing.pk], request=self.context["request"])

    def to_representation(self, filing: Filing) -> dict[str, Any]:
        """In the list of a desk, what a withdrawal closed is number, days and state; its situations are those that were given."""
        row = super().to_representation(filing)
        if self.context.get("at_desk"):
            line: Listing | None = getattr(filing, "listing", None)
            row["situations"] = (line.situations if line else None) or []
        if self.context.get("at_desk") and filing.content_closed:
            row |= {"kind": "", "situations": [], "channel": ""}
        return row


class DeadlineSerializer(serializers.ModelSerializer[Deadline]):
    class Meta:
        model = Deadline
        fields = (
            "step",
            "what",
            "due_on",
            "reason",
            "not_before",
            "provision",
            "counted_from",
            "met_at",
            "met_by",
            "restarted_at",
        )
        read_only_fields = fields


class NoteSerializer(serializers.ModelSerializer[Note]):
    class Meta:
        model = Note
        fields = ("id", "kind", "missing_material", "text", "written_by", "at", "came_by", "said_at")
        read_only_fields = fields


class AcknowledgementSerializer(serializers.ModelSerializer[Acknowledgement]):
    class Meta:
        model = Acknowledgement
        fields = ("source", "reference", "at", "recorded_by")
        read_only_fields = fields


class DeliverySerializer(serializers.ModelSerializer[Delivery]):
    class Meta:
        model = Delivery
        fields = ("attempt", "state", "due_at", "finished_at", "answer", "error")
        read_only_fields = fields


class FilingDocumentSerializer(serializers.ModelSerializer[FilingDocument]):
    link = serializers.SerializerMethodField()

    class Meta:
        model = FilingDocument
        fields = ("id", "kind", "filename", "sha256", "size", "pages", "link")
        read_only_fields = fields

    def get_link(self, document: FilingDocument) -> str:
        place = [document.filing_id, document.pk]
        return reverse("api-filing-document", args=place, request=self.context["request"])


class ServiceSerializer(serializers.ModelSerializer[ProofOfService]):
    class Meta:
        model = ProofOfService
        fields = ("how", "served_on", "reference")
        read_only_fields = fields


class GivenFileSerializer(serializers.ModelSerializer[GivenFile]):
    """What a desk gave to who complained. ``number`` and ``dated_on`` of a letter, null of any other file; ``served`` is what
    the desk recorded of its service."""

    number = serializers.CharField(source="letter.number", allow_null=True)
    dated_on = serializers.DateField(source="letter.dated_on", allow_null=True)
    served = ServiceSerializer(source="letter.services", many=True, allow_null=True)
    link = serializers.SerializerMethodField()

    class Meta:
        model = GivenFile
        fields: tuple[str, ...] = (
            "id", "title", "filename", "media_type", "sha256", "size", "given_at", "number", "dated_on", "served", "link",
        )  # fmt: skip
        read_only_fields = fields

    def get_link(self, given: GivenFile) -> str:
        place = [given.filing_id, given.pk]
        return reverse("api-filing-file", args=place, request=self.context["request"])


def _as_read_by(by: Actor, filing: Filing, said: dict[str, Any]) -> dict[str, Any]:
    """Without who complained, for who may not know it at their desk."""
    if not by.masked(filing.organisation_id, filing.pk):
        return said
    hidden = hidden_from(by, filing)
    return {name: masked(one, hidden) for name, one in said.items()}


class SupplementSerializer(serializers.ModelSerializer[Supplement]):
    """What was added after the filing went out. ``content`` is what was consented to, frozen; null before that."""

    content = serializers.SerializerMethodField()
    link = serializers.SerializerMethodField()

    class Meta:
        model = Supplement
        fields: tuple[str, ...] = (
            "id", "number", "state", "question", "text", "exhibits", "content", "content_digest", "begun_at",
            "prepared_at", "sent_at", "seen_at", "problem", "link",
        )  # fmt: skip
        read_only_fields = fields

    @extend_schema_field(JSONObject(allow_null=True))
    def get_content(self, supplement: Supplement) -> Any:
        """Null also when the stored content is not what its digest says: then nothing of it is shown."""
        try:
            return supplement_content_of(supplement) if supplement.content else None
        except ValueError:
            return None

    def to_representation(self, supplement: Supplement) -> dict[str, Any]:
        said: dict[str, Any] = super().to_representation(supplement)
        return _as_read_by(Actor.of(self.context["request"]), supplement.filing, said)

    def get_link(self, supplement: Supplement) -> str:
        return reverse("api-supplement", args=[supplement.pk], request=self.context["request"])


class FilingSerializer(FilingRowSerializer):
    """A filing for who may see it. ``content`` is what was consented to, frozen; a desk sees nothing else of the case."""

    content = serializers.SerializerMethodField()
    documents = FilingDocumentSerializer(many=True, read_only=True)
    deadlines = DeadlineSerializer(many=True, read_only=True)
    acknowledgements = AcknowledgementSerializer(many=True, read_only=True)
    notes = serializers.SerializerMethodField()
    given_files = serializers.SerializerMethodField()
    exhibits = serializers.SerializerMethodField()
    supplements = serializers.SerializerMethodField()
    deliveries = serializers.SerializerMethodField()
    moves = serializers.SerializerMethodField()
    state_label = serializers.SerializerMethodField()

    class Meta(FilingRowSerializer.Meta):
        fields = (
            *FilingRowSerializer.Meta.fields,
            "document", "prepared_at", "answered_at", "decision", "content_digest", "content", "documents", "exhibits",
            "supplements", "deadlines", "acknowledgements", "deliveries", "notes", "given_files", "moves", "state_label",
        )  # fmt: skip
        read_only_fields = fields

    def _actor(self) -> Actor:
        return Actor.of(self.context["request"])

    def to_representation(self, filing: Filing) -> dict[str, Any]:
        said: dict[str, Any] = super().to_representation(filing)
        return _as_read_by(self._actor(), filing, said)

    @extend_schema_field(JSONObject(allow_null=True))
    def get_content(self, filing: Filing) -> Content | None:
        """Null when the stored content is not what its digest says: then nothing of it is shown."""
        try:
            return content_of(filing)
        except ValueError:
            return None

    @extend_schema_field(NoteSerializer(many=True))
    def get_notes(self, filing: Filing) -> Any:
        return NoteSerializer(notes_for(self._actor(), filing), many=True).data

    @extend_schema_field(GivenFileSerializer(many=True))
    def get_given_files(self, filing: Filing) -> Any:
        rows = filing.given_files.with_letters().prefetch_related("letter__services")
        return GivenFileSerializer(rows, many=True, context=self.context).data

    @extend_schema_field(ExhibitSerializer(many=True))
    def get_exhibits(self, filing: Filing) -> Any:
        found = Exhibit.objects.visible_to(self._actor()).of_case(filing.complaint_id)
        added = [pk for one in self._supplements(filing) for pk in one.exhibits]
        sent = found.filter(pk__in=[*filing.exhibits, *added]).with_copies(self._actor())
        return ExhibitSerializer(tell_erasures(sent), many=True, context=self.context).data

    def _supplements(self, filing: Filing) -> list[Supplement]:
        """Those that the caller may see; read once."""
        if not hasattr(filing, "_supplements_seen"):
            seen = Supplement.objects.visible_to(self._actor()).filter(filing=filing)
            filing._supplements_seen = list(seen)  # type: ignore[attr-defined]
        return filing._supplements_seen  # type: ignore[attr-defined,no-any-return]

    @extend_schema_field(SupplementSerializer(many=True))
    def get_supplements(self, filing: Filing) -> Any:
        return SupplementSerializer(self._supplements(filing), many=True, context=self.context).data

    @extend_schema_field(DeliverySerializer(many=True))
    def get_deliveries(self, filing: Filing) -> Any:
        """How each attempt went: the sender's business, not the recipient's."""
        if not sees_whole_case(self._actor(), filing.complaint_id):
            return []
        return DeliverySerializer(filing.deliveries.filter(supplement=None), many=True).data

    def get_state_label(self, filing: Filing) -> str:
        """The state in words for the caller, by the way that the filing goes and by who says so."""
        by = self._actor()
        if filing.organisation_id in by.organisation_ids:
            return at_desk.state_label(filing.state)
        opened = opened_among(readings_of(filing), filing)
        return state_words(filing, owner=owns(by, filing.complaint_id), opened=opened)

    @extend_schema_field(serializers.ListField(child=serializers.CharField()))
    def get_moves(self, filing: Filing) -> list[str]:
        """The states that the caller may move it to now."""
        return list(dict.fromkeys(move.to for move in allowed(filing.state, roles(self._actor(), filing))))


def shown(filing: Filing, request: Request) -> Any:
    return FilingSerializer(filing, context={"request": request}).data
