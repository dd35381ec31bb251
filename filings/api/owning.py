"""What the complainant alone does with a case: erase the content of an exhibit, open the case to a lawyer, close it again."""

from typing import Any
from uuid import UUID

from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import api_view
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.actors import Actor
from complaints.api.lists import whole_case_or_404
from complaints.models import Access
from evidence.api.files import ExhibitSerializer
from evidence.models import Exhibit
from evidence.sealed.erasures import tell_erasures
from filings import services
from filings.api.cases import OfferSerializer, ShareSerializer
from filings.forms import ShareForm
from filings.services import OWN_REASONS


class EraseSerializer(serializers.Serializer[Any]):
    reason = serializers.ChoiceField(
        [(one.value, one.label) for one in OWN_REASONS], default=OWN_REASONS[0].value
    )


class ShareInputSerializer(serializers.Serializer[Any]):
    lawyer = serializers.CharField(
        max_length=200, help_text=gettext_lazy("律师的用户名、邮箱，或者律所、消费者组织的名称")
    )
    until = serializers.DateField(
        required=False, help_text=gettext_lazy("授权到哪一天，最长一年；不写是 90 天")
    )
    uncovered = serializers.ListField(
        child=serializers.UUIDField(),
        required=False,
        max_length=200,
        help_text=gettext_lazy("遮盖过的文件里给看没有遮盖的；不写的只给看遮盖副本"),
    )


@extend_schema(request=EraseSerializer, responses=ExhibitSerializer)
@api_view(["POST"])
def erase(request: Request, exhibit_id: UUID) -> Response:
    """Destroy the content of an exhibit for good; its hash and the record stay. A second time changes nothing."""
    by = Actor.of(request)
    found = get_object_or_404(Exhibit.objects.visible_to(by), pk=exhibit_id)
    whole_case_or_404(request, found.complaint.number)
    given = EraseSerializer(data=request.data)
    given.is_valid(raise_exception=True)
    services.erase_exhibit(by=by, exhibit=found, reason=given.validated_data["reason"])
    (erased,) = tell_erasures(Exhibit.objects.visible_to(by).with_copies().filter(pk=exhibit_id))
    return Response(ExhibitSerializer(erased, context={"request": request}).data)


@extend_schema(request=ShareInputSerializer, responses={201: ShareSerializer})
@api_view(["POST"])
def share(request: Request, number: str) -> Response:
    """Let a lawyer, a law firm or an association see the whole case, once they accept, until a day or ``end``."""
    complaint = whole_case_or_404(request, number)
    given = ShareInputSerializer(data=request.data)
    given.is_valid(raise_exception=True)
    form = ShareForm({name: given.validated_data.get(name, "") for name in ("lawyer", "until")})
    if not form.is_valid():
        raise serializers.ValidationError(
            {name: [str(one) for one in said] for name, said in form.errors.items()}
        )
    to: dict[str, Any] = (
        {"with_user": form.user} if form.user is not None else {"with_organisation": form.organisation}
    )
    to |= {"uncovered": given.validated_data.get("uncovered", ()), "until": form.ends}
    access = services.share(by=Actor.of(request), complaint=complaint, **to)
    return Response(ShareSerializer(access).data, status=201)


@extend_schema(request=None, responses=ShareSerializer)
@api_view(["POST"])
def end_share(request: Request, number: str, access_id: int) -> Response:
    """Close the case again to whom it was opened; what they read stays in the record."""
    complaint = whole_case_or_404(request, number)
    access = get_object_or_404(Access, pk=access_id, complaint=complaint, why=Access.Why.SHARED)
    ended = services.end_share(by=Actor.of(request), access=access)
    return Response(ShareSerializer(ended).data)


class ConfirmSerializer(serializers.Serializer[Any]):
    firm = serializers.IntegerField(
        required=False,
        allow_null=True,
        default=None,
        help_text=gettext_lazy("授权给律师的必填：您看到的 firm_today；现在不是它就不恢复"),
    )


@extend_schema(request=ConfirmSerializer, responses=ShareSerializer)
@api_view(["POST"])
def confirm_share(request: Request, number: str, access_id: int) -> Response:
    """Let a share go on that was suspended, as the person left the firm or the firm ended. With a firm that is new, the
    person accepts once more."""
    complaint = whole_case_or_404(request, number)
    access = get_object_or_404(Access, pk=access_id, complaint=complaint, why=Access.Why.SHARED)
    given = ConfirmSerializer(data=request.data)
    given.is_valid(raise_exception=True)
    confirmed = services.confirm_share(by=Actor.of(request), access=access, firm=given.validated_data["firm"])
    return Response(ShareSerializer(confirmed).data)


@extend_schema(responses=OfferSerializer(many=True))
@api_view(["GET"])
def offers(request: Request) -> Response:
    """What was shared with the caller: not accepted yet, accepted or suspended."""
    return Response(OfferSerializer(services.offers_to(Actor.of(request)), many=True).data)


def _offered(request: Request, access_id: int) -> Access:
    return get_object_or_404(services.offers_to(Actor.of(request)), pk=access_id)


@extend_schema(request=None, responses=OfferSerializer)
@api_view(["POST"])
def accept_share(request: Request, access_id: int) -> Response:
    """Take on a case that was shared with the caller: from now on it opens."""
    access = services.accept_share(by=Actor.of(request), access=_offered(request, access_id))
    return Response(OfferSerializer(access).data)


@extend_schema(request=None, responses=OfferSerializer)
@api_view(["POST"])
def decline_share(request: Request, access_id: int) -> Response:
    """Not take it on, or give it back."""
    access = services.decline_share(by=Actor.of(request), access=_offered(request, access_id))
    return Response(OfferSerializer(access).data)
