"""Handing a filing to whoever decides on opening a case of penalty (立案), for desks; reading it, for who complained too."""

from typing import Any
from uuid import UUID

from django.http import Http404
from django.utils.translation import gettext_lazy
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import api_view
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.actors import Actor
from complaints.services import record_read
from filings import services
from filings.api.acts import MOST_REASON, ProseField, ReasonSerializer, now_of, taken
from filings.api.filing import filing_or_404
from filings.api.shown import FilingSerializer
from filings.desk.referral import shown
from filings.models import Referral


class ReferralSerializer(serializers.ModelSerializer[Referral]):
    class Meta:
        model = Referral
        fields = (
            "id", "state", "body", "basis", "citation", "beside", "reason", "found_on", "referred_at", "decided_on",
            "number", "words", "recorded_at",
        )  # fmt: skip
        read_only_fields = fields


class ReferSerializer(ReasonSerializer):
    body = ProseField(
        max_length=80, help_text=gettext_lazy("本机构的科室，by-law 的 units 之一，或者别的科室")
    )
    found_on = serializers.DateField(required=False, help_text=gettext_lazy("哪天发现的线索；举报不用填"))


class OpeningSerializer(serializers.Serializer[Any]):
    outcome = serializers.ChoiceField([(one.value, one.label) for one in services.OUTCOMES])
    on = serializers.DateField(required=False, help_text=gettext_lazy("哪天决定的；不填是今天"))
    number = ProseField(max_length=100, required=False, allow_blank=True, default="")
    words = ProseField(max_length=MOST_REASON, required=False, allow_blank=True, default="")


class FilingReferral(APIView):
    """The last hand-off of a filing, and handing it over."""

    @extend_schema(responses=ReferralSerializer)
    def get(self, request: Request, filing_id: UUID) -> Response:
        by, filing = Actor.of(request), filing_or_404(request, filing_id)
        found = shown(filing, by)
        if found is None:
            raise Http404
        record_read(by=by, complaint=filing.complaint, what="filing", desk=filing.organisation_id)
        return Response(ReferralSerializer(found).data)

    @extend_schema(request=ReferSerializer, responses=FilingSerializer)
    def post(self, request: Request, filing_id: UUID) -> Response:
        by, filing, given = taken(request, filing_id, ReferSerializer)
        services.refer(
            by=by, filing=filing, body=given["body"], reason=given["reason"], found_on=given.get("found_on")
        )
        return now_of(request, filing_id)


@extend_schema(request=OpeningSerializer, responses=FilingSerializer)
@api_view(["POST"])
def record(request: Request, filing_id: UUID) -> Response:
    """What was decided on opening a case: opened, not opened, or handed back undecided."""
    by, filing, given = taken(request, filing_id, OpeningSerializer)
    services.record_opening(
        by=by,
        filing=filing,
        outcome=given["outcome"],
        on=given.get("on"),
        number=given["number"],
        words=given["words"],
    )
    return now_of(request, filing_id)
