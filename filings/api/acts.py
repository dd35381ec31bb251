"""Acts on one filing, one call each. What is not allowed now answers 409 with the reason; nothing is changed then."""

from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import api_view
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.actors import Actor
from accounts.models import User
from complaints.forms import CONTROL, not_in_future
from filings import services
from filings.api.filing import filing_or_404
from filings.api.shown import FilingSerializer, shown
from filings.models import Filing
from filings.moves import State
from filings.services import MOST_CHARACTERS, colleagues

MOST_REASON = 5_000
# The rest are acts with a call of their own.
BY_HAND = (State.ACCEPTED, State.REFUSED, State.TRANSFERRED, State.DECIDED, State.CLOSED)


class ProseField(serializers.CharField):
    def to_internal_value(self, data: Any) -> str:
        return CONTROL.sub("", super().to_internal_value(data))


class ReasonSerializer(serializers.Serializer[Any]):
    reason = ProseField(max_length=MOST_REASON, required=False, allow_blank=True, default="")


class MoveSerializer(ReasonSerializer):
    to = serializers.ChoiceField([(state.value, state.label) for state in BY_HAND])
    on = serializers.DateField(
        required=False, help_text=gettext_lazy("答复在本平台以外收到的，哪天收到；期限从那天起算")
    )
    ground = serializers.CharField(
        max_length=80,
        required=False,
        allow_blank=True,
        default="",
        help_text=gettext_lazy("不予受理的法定情形：条文和项，例如 投诉举报处理办法:16/三"),
    )


class TextSerializer(serializers.Serializer[Any]):
    text = ProseField(max_length=MOST_CHARACTERS)


class AskSerializer(TextSerializer):
    missing_material = serializers.BooleanField(
        required=False,
        default=False,
        help_text=gettext_lazy("补正通知：要求补交材料；补齐后，自收到全部材料之日起的期限重新起算"),
    )


class SpokenSerializer(TextSerializer):
    way = serializers.ChoiceField([(one.value, one.label) for one in services.SPOKEN_BY])
    said_at = serializers.DateTimeField(help_text=gettext_lazy("什么时候说的"))
    read_back = serializers.BooleanField(help_text=gettext_lazy("念给投诉人听过，投诉人说没有记错"))


class HandedInSerializer(serializers.Serializer[Any]):
    on = serializers.DateField(validators=[not_in_future])
    reference = ProseField(max_length=200, required=False, allow_blank=True, default="")


class AcknowledgeSerializer(serializers.Serializer[Any]):
    reference = ProseField(max_length=200, help_text=gettext_lazy("对方给的受理编号"))


class ResolveSerializer(serializers.Serializer[Any]):
    delivered = serializers.BooleanField()
    proof = ProseField(max_length=MOST_REASON, help_text=gettext_lazy("您怎样核实的"))


class AssignSerializer(serializers.Serializer[Any]):
    to = serializers.CharField(
        max_length=150, allow_null=True, help_text=gettext_lazy("同事的用户名；null 为不分派")
    )


def colleague_or_refused(filing: Filing, username: str | None, field: str) -> User | None:
    """A colleague at the desk of a filing by user name; None where nobody is named."""
    if username is None:
        return None
    found = colleagues(filing).filter(username=username).first()
    if found is None:
        raise serializers.ValidationError({field: [_("本机构没有这位在职成员。没有改动任何内容。")]})
    return found


def taken(
    request: Request, filing_id: UUID, form: type[serializers.Serializer[Any]]
) -> tuple[Actor, Filing, dict[str, Any]]:
    """Who acts, on which filing, with which words; 404 for a filing that is not theirs to see."""
    filing = filing_or_404(request, filing_id)
    serializer = form(data=request.data)
    serializer.is_valid(raise_exception=True)
    return Actor.of(request), filing, serializer.validated_data


def now_of(request: Request, filing_id: UUID) -> Response:
    return Response(shown(filing_or_404(request, filing_id), request))


@extend_schema(request=None, responses=FilingSerializer)
@api_view(["POST"])
def confirm(request: Request, filing_id: UUID) -> Response:
    """The complainant releases it: into the outbox, or for handing in. A second time changes nothing."""
    services.confirm(by=Actor.of(request), filing=filing_or_404(request, filing_id))
    return now_of(request, filing_id)


@extend_schema(request=ReasonSerializer, responses=FilingSerializer)
@api_view(["POST"])
def withdraw(request: Request, filing_id: UUID) -> Response:
    """The complainant withdraws the consent: not sent yet, it stays here; sent, the recipient is told."""
    by, filing, given = taken(request, filing_id, ReasonSerializer)
    services.withdraw_consent(by=by, filing=filing, reason=given["reason"])
    return now_of(request, filing_id)


@extend_schema(request=TextSerializer, responses=FilingSerializer)
@api_view(["POST"])
def answer(request: Request, filing_id: UUID) -> Response:
    """The complainant answers what the desk asked, in words alone: a supplement that is written, consented to and confirmed
    in one step. Whoever calls this has shown the complainant these words and this recipient."""
    by, filing, given = taken(request, filing_id, TextSerializer)
    services.answer(by=by, filing=filing, text=given["text"])
    return now_of(request, filing_id)


@extend_schema(request=HandedInSerializer, responses=FilingSerializer)
@api_view(["POST"])
def handed_in(request: Request, filing_id: UUID) -> Response:
    """The complainant handed it in on a day, and was perhaps given a number."""
    by, filing, given = taken(request, filing_id, HandedInSerializer)
    services.record_handed_in(by=by, filing=filing, reference=given["reference"], on=given["on"])
    return now_of(request, filing_id)


@extend_schema(request=AcknowledgeSerializer, responses=FilingSerializer)
@api_view(["POST"])
def acknowledge(request: Request, filing_id: UUID) -> Response:
    """The number that the recipient gave after an e-mail or a filing by hand."""
    by, filing, given = taken(request, filing_id, AcknowledgeSerializer)
    services.record_acknowledgement(by=by, filing=filing, reference=given["reference"])
    return now_of(request, filing_id)


@extend_schema(request=ResolveSerializer, responses=FilingSerializer)
@api_view(["POST"])
def resolve(request: Request, filing_id: UUID) -> Response:
    """What was found out about a sending whose end nobody knows."""
    by, filing, given = taken(request, filing_id, ResolveSerializer)
    services.resolve_unknown(by=by, filing=filing, delivered=given["delivered"], proof=given["proof"])
    return now_of(request, filing_id)


@extend_schema(request=MoveSerializer, responses=FilingSerializer)
@api_view(["POST"])
def move(request: Request, filing_id: UUID) -> Response:
    """The desk accepts, refuses, decides or closes; so does the complainant for what was answered elsewhere."""
    by, filing, given = taken(request, filing_id, MoveSerializer)
    services.move(
        by=by,
        filing=filing,
        to=given["to"],
        reason=given["reason"],
        ground=given["ground"],
        on=given.get("on"),
    )
    return now_of(request, filing_id)


@extend_schema(request=AskSerializer, responses=FilingSerializer)
@api_view(["POST"])
def ask(request: Request, filing_id: UUID) -> Response:
    """The desk asks the complainant; the days go on."""
    by, filing, given = taken(request, filing_id, AskSerializer)
    services.ask(by=by, filing=filing, question=given["text"], missing_material=given["missing_material"])
    return now_of(request, filing_id)


@extend_schema(request=SpokenSerializer, responses=FilingSerializer)
@api_view(["POST"])
def spoken_answer(request: Request, filing_id: UUID) -> Response:
    """The desk writes down what who complained answered on the telephone or at the counter, of a complaint that it took down."""
    by, filing, given = taken(request, filing_id, SpokenSerializer)
    services.record_spoken_answer(by=by, filing=filing, **given)
    return now_of(request, filing_id)


@extend_schema(request=AskSerializer, responses=FilingSerializer)
@api_view(["POST"])
def asked(request: Request, filing_id: UUID) -> Response:
    """The complainant writes down what a recipient outside this portal asked for."""
    by, filing, given = taken(request, filing_id, AskSerializer)
    services.record_question(
        by=by, filing=filing, question=given["text"], missing_material=given["missing_material"]
    )
    return now_of(request, filing_id)


@extend_schema(request=TextSerializer, responses=FilingSerializer)
@api_view(["POST"])
def note(request: Request, filing_id: UUID) -> Response:
    """A note inside the desk; the complainant never sees it."""
    by, filing, given = taken(request, filing_id, TextSerializer)
    services.note(by=by, filing=filing, text=given["text"])
    return now_of(request, filing_id)


@extend_schema(request=AssignSerializer, responses=FilingSerializer)
@api_view(["POST"])
def assign(request: Request, filing_id: UUID) -> Response:
    """The desk gives the filing to a colleague by user name, or back to nobody."""
    by, filing, given = taken(request, filing_id, AssignSerializer)
    services.assign(by=by, filing=filing, to=colleague_or_refused(filing, given["to"], "to"))
    return now_of(request, filing_id)
