"""One act on many filings of a desk: looked at first and frozen, then confirmed, with what became of each."""

from typing import Any

from django.db.models import QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import api_view
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.actors import Actor
from accounts.models import Membership, User
from filings import services
from filings.api.acts import MOST_REASON, ProseField
from filings.models import BulkAct, BulkItem, Filing


class NewBulkSerializer(serializers.Serializer[Any]):
    """``filings``, or all open work of one colleague (``of``); the rest as the act needs it."""

    act = serializers.ChoiceField(BulkAct.Act.choices)
    filings = serializers.ListField(
        child=serializers.UUIDField(), required=False, max_length=services.MOST_BULK
    )
    of = serializers.CharField(
        max_length=150, required=False, help_text=gettext_lazy("同事的用户名：他名下没有办结的全部")
    )
    person = serializers.CharField(
        max_length=150, required=False, help_text=gettext_lazy("交给谁，或者要办的事给谁：同事的用户名")
    )
    day = serializers.DateField(required=False, allow_null=True, help_text=gettext_lazy("要办的事，哪天以前"))
    text = ProseField(max_length=MOST_REASON, required=False, allow_blank=True, default="")
    body = ProseField(
        max_length=200, required=False, allow_blank=True, default="", help_text=gettext_lazy("转给哪个单位")
    )
    kind = serializers.ChoiceField(
        [(one.value, one.label) for one in services.BULK_LETTERS],
        required=False,
        help_text=gettext_lazy("发同一种文书的，哪一种"),
    )
    unread_too = serializers.BooleanField(
        required=False, default=False, help_text=gettext_lazy("有您没看过的消息的也办")
    )

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if ("filings" in attrs) == ("of" in attrs):
            raise serializers.ValidationError({"filings": [_("请写办件，或者写是哪位同事的全部，二选一。")]})
        return attrs


class BulkItemSerializer(serializers.ModelSerializer[BulkItem]):
    """``words`` say why not; of a letter its number."""

    filing: Any = serializers.PrimaryKeyRelatedField(read_only=True)
    number = serializers.CharField(source="filing.complaint.number", read_only=True)

    class Meta:
        model = BulkItem
        fields = ("id", "filing", "number", "state", "words")


class BulkSerializer(serializers.ModelSerializer[BulkAct]):
    items = BulkItemSerializer(many=True, read_only=True)

    class Meta:
        model = BulkAct
        fields = ("id", "act", "state", "created_at", "finished_at", "reason", "items")


class LetterSerializer(serializers.Serializer[Any]):
    text = serializers.CharField()


class BulkActs(APIView):
    """Look at what would be done to which filings: nothing is done yet."""

    @extend_schema(request=NewBulkSerializer, responses={201: BulkSerializer})
    def post(self, request: Request) -> Response:
        by = Actor.of(request)
        if not by.desk_ids:
            raise Http404
        form = NewBulkSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        asked = form.validated_data
        person = _colleague(by, asked["person"], "person") if asked.get("person") else None
        given = {
            "person": str(person.pk) if person else "",
            "day": asked["day"].isoformat() if asked.get("day") else "",
            "text": asked["text"],
            "body": asked["body"],
            "kind": asked.get("kind", ""),
        }
        bulk = services.preview_bulk(
            by=by,
            act=asked["act"],
            given=given,
            filings=list(_chosen(by, asked)[: services.MOST_BULK + 1]),
            unread_too=asked["unread_too"],
        )
        return Response(_shown(bulk), status=201)


def _chosen(by: Actor, asked: dict[str, Any]) -> QuerySet[Filing]:
    """What is at the desks of the caller and was named; what is not theirs is not there."""
    rows = Filing.objects.at_desk(by)
    if "of" in asked:
        rows = rows.open().filter(assigned_to=_known(by, asked["of"], "of"))
    else:
        rows = rows.filter(pk__in=asked["filings"])
    rows = rows.select_related("complaint", "recipient", "organisation")
    return rows.defer("content", "complaint__story").order_by("nearest_on", "-sent_at", "pk")


def _colleague(by: Actor, username: str, field: str) -> User:
    """Somebody who works at a desk of the caller today."""
    here = Membership.objects.at_work().filter(organisation__in=by.desk_ids, user__username=username)
    return _or_refused(here, field)


def _known(by: Actor, username: str, field: str) -> User:
    """The same, or somebody who left: their work is handed over too."""
    here = Membership.objects.filter(organisation__in=by.desk_ids, user__username=username)
    return _or_refused(here, field)


def _or_refused(rows: QuerySet[Membership], field: str) -> User:
    found = rows.select_related("user").first()
    if found is None:
        raise serializers.ValidationError({field: [_("本机构没有这位在职成员。没有改动任何内容。")]})
    return found.user


def _bulk_or_404(request: Request, bulk_id: int) -> BulkAct:
    """One's own: who looked at it."""
    by = Actor.of(request)
    if by.user is None or not by.desk_ids:
        raise Http404
    return get_object_or_404(BulkAct, pk=bulk_id, person=by.user)


def _shown(bulk: BulkAct) -> Any:
    rows = BulkAct.objects.prefetch_related("items__filing__complaint")
    return BulkSerializer(rows.get(pk=bulk.pk)).data


@extend_schema(responses=BulkSerializer)
@api_view(["GET"])
def one_bulk(request: Request, bulk_id: int) -> Response:
    """Which filings, and what became of each so far."""
    return Response(_shown(_bulk_or_404(request, bulk_id)))


@extend_schema(request=None, responses=BulkSerializer)
@api_view(["POST"])
def confirm(request: Request, bulk_id: int) -> Response:
    """Let it be done to those that are ready: a few at once, many by the worker. Twice is once."""
    bulk = _bulk_or_404(request, bulk_id)
    return Response(_shown(services.confirm_bulk(by=Actor.of(request), bulk=bulk)))


@extend_schema(request=None, responses=BulkSerializer)
@api_view(["POST"])
def drop(request: Request, bulk_id: int) -> Response:
    """It is not wanted after all."""
    return Response(_shown(services.drop_bulk(by=Actor.of(request), bulk=_bulk_or_404(request, bulk_id))))


@extend_schema(responses=LetterSerializer)
@api_view(["GET"])
def letter(request: Request, bulk_id: int, item_id: int) -> Response:
    """The letter of one case as it would leave, while it is looked at; reading it is recorded."""
    bulk = _bulk_or_404(request, bulk_id)
    if bulk.act != BulkAct.Act.LETTER or bulk.state != BulkAct.State.PREVIEW:
        raise Http404
    ready = bulk.items.filter(state=BulkItem.State.READY)
    item = get_object_or_404(
        ready.select_related("bulk", "filing__complaint", "filing__recipient"), pk=item_id
    )
    return Response({"text": services.show_letter(by=Actor.of(request), item=item)})
