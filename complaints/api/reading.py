"""Calls that keep nothing: reading a message, reading a story, checking a receipt."""

from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from complaints import receipts
from complaints.api.outgoing import JSONObject
from complaints.models import Receipt
from complaints.reading import read, triage
from complaints.throttles import AnonymousCalls, WrongCodes, count_wrong_code
from core import keys


class MessageTextSerializer(serializers.Serializer[Any]):
    text = serializers.CharField(trim_whitespace=False, allow_blank=True)
    sender = serializers.CharField(max_length=64, required=False, allow_blank=True)
    received = serializers.CharField(
        required=False,
        max_length=32,
        help_text=gettext_lazy("收到的日期或时间，如 2025-11-02 或 2025-11-02T21:30"),
    )

    def validate_received(self, received: str) -> date | datetime:
        for known in (date.fromisoformat, datetime.fromisoformat):
            try:
                return known(received)
            except ValueError:
                continue
        raise serializers.ValidationError(_("读不懂，请写成 2025-11-02 或 2025-11-02T21:30。"))


class ReadMessage(APIView):
    """What one message says: category and how sure that is, signature, opt-out, amounts, sender. The text is not kept."""

    @extend_schema(request=MessageTextSerializer, responses=OpenApiTypes.OBJECT)
    def post(self, request: Request) -> Response:
        given = MessageTextSerializer(data=request.data)
        given.is_valid(raise_exception=True)
        data = given.validated_data
        return Response(
            read(
                data["text"], sender=data.get("sender"), received=data.get("received"), explain=True
            ).as_json()
        )


class StoryTextSerializer(serializers.Serializer[Any]):
    story = serializers.CharField(trim_whitespace=False, allow_blank=True)


class Triage(APIView):
    """What a story in a person's own words suggests. The text is not kept."""

    @extend_schema(request=StoryTextSerializer, responses=OpenApiTypes.OBJECT)
    def post(self, request: Request) -> Response:
        given = StoryTextSerializer(data=request.data)
        given.is_valid(raise_exception=True)
        return Response(triage(given.validated_data["story"]).as_json())


class ReceiptTextSerializer(serializers.Serializer[Any]):
    receipt = serializers.CharField(max_length=40_000, help_text=gettext_lazy("回执文件的全文（签名凭证）"))


class ReceiptCheckSerializer(serializers.Serializer[Any]):
    sound = serializers.BooleanField()
    fault = serializers.CharField(allow_blank=True)
    payload = JSONObject(allow_null=True)
    fingerprint = serializers.CharField()


class ReceiptCheck(APIView):
    """Whether a receipt is genuine. Anybody may ask; it names nobody."""

    permission_classes = (AllowAny,)
    authentication_classes = ()
    throttle_classes = (WrongCodes, AnonymousCalls)

    @extend_schema(request=ReceiptTextSerializer, responses=ReceiptCheckSerializer)
    def post(self, request: Request) -> Response:
        given = ReceiptTextSerializer(data=request.data)
        given.is_valid(raise_exception=True)
        token = "".join(given.validated_data["receipt"].split())
        if token.isalnum():
            known = Receipt.objects.filter(code=token.upper()).first()
            token = receipts.token(known) if known else token
        check = receipts.check_token(token)
        if not check.sound:
            count_wrong_code(request)
        body = {"sound": check.sound, "fault": check.fault, "payload": check.payload}
        return Response({**body, "fingerprint": keys.public_key_fingerprint()})
