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
from filings.api.cases import ShareSerializer
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
    """Let a lawyer, a law firm or an association see the whole case, until ``end`` is called."""
    complaint = whole_case_or_404(request, number)
    given = ShareInputSerializer(data=request.data)
    given.is_valid(raise_exception=True)
    form = ShareForm({"lawyer": given.validated_data["lawyer"]})
    if not form.is_valid():
        raise serializers.ValidationError(
            {name: [str(one) for one in said] for name, said in form.errors.items()}
        )
    to: dict[str, Any] = (
        {"with_user": form.user} if form.user is not None else {"with_organisation": form.organisation}
    )
    to["uncovered"] = given.validated_data.get("uncovered", ())
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
