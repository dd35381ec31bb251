"""Campaigns for the members of an organisation: from what was sent to it, without anything of one person."""

from typing import Any

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.generics import ListAPIView
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.reverse import reverse
from rest_framework.views import APIView

from accounts.actors import Actor
from complaints.api.lists import Page
from complaints.api.outgoing import JSONObject
from filings.models import DeskCampaign


class NewestCampaigns(Page):
    ordering = ("-last_sent_at", "-id")


class CampaignRowSerializer(serializers.ModelSerializer[DeskCampaign]):
    link = serializers.SerializerMethodField()

    class Meta:
        model = DeskCampaign
        fields = (
            "id", "basis", "signature", "words", "complaints", "people", "messages", "first_on", "last_on", "last_sent_at",
            "link",
        )  # fmt: skip
        read_only_fields = fields

    def get_link(self, row: DeskCampaign) -> str:
        return reverse("api-campaign", args=[row.pk], request=self.context["request"])


class CampaignSerializer(CampaignRowSerializer):
    figures = JSONObject(read_only=True)

    refreshed_at = serializers.DateTimeField(read_only=True)

    class Meta(CampaignRowSerializer.Meta):
        fields = (*CampaignRowSerializer.Meta.fields, "figures", "refreshed_at")  # type: ignore[assignment]
        read_only_fields = fields  # type: ignore[assignment]


class Campaigns(ListAPIView[DeskCampaign]):
    """Campaigns of which two or more complaints were sent to the caller's organisations, the last received first."""

    serializer_class = CampaignRowSerializer
    pagination_class = NewestCampaigns
    queryset = DeskCampaign.objects.none()

    def get_queryset(self) -> QuerySet[Any]:
        if getattr(self, "swagger_fake_view", False):
            return super().get_queryset()
        return DeskCampaign.objects.visible_to(Actor.of(self.request)).defer("figures")


class OneCampaign(APIView):
    """One campaign with its figures: days, numbers, places, grounds, samples."""

    @extend_schema(responses=CampaignSerializer)
    def get(self, request: Request, campaign_id: int) -> Response:
        row = get_object_or_404(DeskCampaign.objects.visible_to(Actor.of(request)), pk=campaign_id)
        return Response(CampaignSerializer(row, context={"request": request}).data)
