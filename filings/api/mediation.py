"""Mediation, for desks and for who complained: the same steps as on the pages, one call each."""

from typing import Any
from uuid import UUID

from django.http import Http404
from django.utils.translation import gettext_lazy
from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.decorators import api_view
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.actors import Actor
from complaints.services import owns, record_read
from filings import services
from filings.api.acts import MOST_REASON, ProseField, now_of, taken
from filings.api.filing import filing_or_404
from filings.api.shown import FilingSerializer
from filings.desk.mediation import shown
from filings.models import TOLD_TO_RESPONDENT, Mediation, MediationSession


class SessionSerializer(serializers.ModelSerializer[MediationSession]):
    class Meta:
        model = MediationSession
        fields = ("meets_at", "place", "mediator", "called_at", "attendance", "course", "recorded_at")


class ToldSerializer(serializers.Serializer[Any]):
    what = serializers.CharField()
    text = serializers.CharField()


class MediationSerializer(serializers.ModelSerializer[Mediation]):
    """``told`` is what who complained consented to telling the respondent: nothing else may be."""

    told = serializers.SerializerMethodField()
    sessions = serializers.SerializerMethodField()

    @extend_schema_field(ToldSerializer(many=True))
    def get_told(self, _row: Mediation) -> Any:
        return [{"what": label, "text": text} for label, text in self.context["shown"].lines]

    @extend_schema_field(SessionSerializer(many=True))
    def get_sessions(self, _row: Mediation) -> Any:
        return SessionSerializer(self.context["shown"].sessions, many=True).data

    class Meta:
        model = Mediation
        fields: tuple[str, ...] = (
            "id", "state", "respondent", "words", "asked_at", "answered_at", "why_not", "told", "invited_at",
            "answer_by", "reply", "replied_on", "sessions", "terms", "yuan", "pay_by", "ground", "why_ended", "ended_at",
        )  # fmt: skip


class AskMediationSerializer(serializers.Serializer[Any]):
    respondent = ProseField(max_length=200, help_text=gettext_lazy("和谁调解：by-law 里的 respondents 之一"))
    words = ProseField(max_length=MOST_REASON, help_text=gettext_lazy("写给投诉人的话"))


class TellSerializer(serializers.Serializer[Any]):
    tell = serializers.MultipleChoiceField(choices=list(TOLD_TO_RESPONDENT.items()))


class AgreeSerializer(TellSerializer):
    digest = serializers.CharField(max_length=71, help_text=gettext_lazy("consent 给出的哈希值"))
    agreed = serializers.ListField(child=serializers.CharField(max_length=20), required=False, default=list)


class DeclineSerializer(serializers.Serializer[Any]):
    why = ProseField(max_length=MOST_REASON, required=False, allow_blank=True, default="")


class InviteSerializer(serializers.Serializer[Any]):
    answer_by = serializers.DateField(help_text=gettext_lazy("请被投诉方在哪天以前答复"))


class ReplySerializer(serializers.Serializer[Any]):
    reply = serializers.ChoiceField(Mediation.Reply.choices)
    on = serializers.DateField()


class CallSerializer(serializers.Serializer[Any]):
    meets_at = serializers.DateTimeField()
    place = ProseField(max_length=200)
    mediator = ProseField(max_length=200)


class AttendanceSerializer(serializers.Serializer[Any]):
    attendance = serializers.ChoiceField(MediationSession.Attendance.choices)
    course = ProseField(max_length=MOST_REASON)


class SettledSerializer(serializers.Serializer[Any]):
    terms = ProseField(max_length=MOST_REASON)
    yuan = serializers.CharField(max_length=20, required=False, allow_blank=True, default="")
    pay_by = serializers.DateField(required=False, allow_null=True, default=None)
    no_paper = serializers.BooleanField(
        required=False, default=False, help_text=gettext_lazy("已经即时履行，或者双方同意不制作调解书")
    )


class EndSerializer(serializers.Serializer[Any]):
    ground = serializers.CharField(max_length=80, required=False, allow_blank=True, default="")
    reason = ProseField(max_length=MOST_REASON)


class ProposedTellingSerializer(serializers.Serializer[Any]):
    text = serializers.CharField()
    digest = serializers.CharField()
    told = ToldSerializer(many=True)
    separate = serializers.ListField(child=serializers.DictField(child=serializers.CharField()))


class FilingMediation(APIView):
    """The last mediation of a filing, and asking who complained for one."""

    @extend_schema(responses=MediationSerializer)
    def get(self, request: Request, filing_id: UUID) -> Response:
        by, filing = Actor.of(request), filing_or_404(request, filing_id)
        found = shown(filing, by)
        if found is None:
            raise Http404
        record_read(by=by, complaint=filing.complaint, what="filing", desk=filing.organisation_id)
        row: Any = found.row
        row.why_not, row.terms, row.why_ended = found.why_not, found.terms, found.why_ended
        return Response(MediationSerializer(row, context={"shown": found}).data)

    @extend_schema(request=AskMediationSerializer, responses=FilingSerializer)
    def post(self, request: Request, filing_id: UUID) -> Response:
        by, filing, given = taken(request, filing_id, AskMediationSerializer)
        services.ask_mediation(by=by, filing=filing, respondent=given["respondent"], words=given["words"])
        return now_of(request, filing_id)


@extend_schema(request=TellSerializer, responses=ProposedTellingSerializer)
@api_view(["POST"])
def consent(request: Request, filing_id: UUID) -> Response:
    """The consent to show to who complained for telling the respondent these; nothing is told by it."""
    by, filing, given = taken(request, filing_id, TellSerializer)
    found = services.mediation_of(filing)
    if found is None or found.state != Mediation.State.ASKED or not owns(by, filing.complaint_id):
        raise Http404
    found.filing = filing
    proposal, tellable = (
        services.propose_telling(mediation=found, chosen=given["tell"]),
        services.tellable(filing),
    )
    told = [{"what": TOLD_TO_RESPONDENT[name], "text": tellable[name]} for name in proposal.given]
    separate = [{"key": one.key, "text": one.text, "label": one.label} for one in proposal.separate]
    said = {"text": proposal.text, "digest": proposal.digest, "told": told, "separate": separate}
    return Response(ProposedTellingSerializer(said).data)


@extend_schema(request=AgreeSerializer, responses=FilingSerializer)
@api_view(["POST"])
def agree(request: Request, filing_id: UUID) -> Response:
    """Who complained agrees to mediate and to what the respondent is told, as ``consent`` showed it."""
    by, filing, given = taken(request, filing_id, AgreeSerializer)
    services.agree_to_mediate(
        by=by, filing=filing, chosen=given["tell"], consent_digest=given["digest"], agreed=given["agreed"]
    )
    return now_of(request, filing_id)


@extend_schema(request=DeclineSerializer, responses=FilingSerializer)
@api_view(["POST"])
def decline(request: Request, filing_id: UUID) -> Response:
    """Who complained wants no mediation, or none any more."""
    by, filing, given = taken(request, filing_id, DeclineSerializer)
    services.decline_to_mediate(by=by, filing=filing, why=given["why"])
    return now_of(request, filing_id)


@extend_schema(request=InviteSerializer, responses=FilingSerializer)
@api_view(["POST"])
def invite(request: Request, filing_id: UUID) -> Response:
    """The desk invited the respondent by a letter of its own, with what ``told`` says and nothing else."""
    by, filing, given = taken(request, filing_id, InviteSerializer)
    services.invite_respondent(by=by, filing=filing, answer_by=given["answer_by"])
    return now_of(request, filing_id)


@extend_schema(request=ReplySerializer, responses=FilingSerializer)
@api_view(["POST"])
def reply(request: Request, filing_id: UUID) -> Response:
    """What the respondent answered, or that it did not."""
    by, filing, given = taken(request, filing_id, ReplySerializer)
    services.record_reply(by=by, filing=filing, reply=given["reply"], on=given["on"])
    return now_of(request, filing_id)


@extend_schema(request=CallSerializer, responses=FilingSerializer)
@api_view(["POST"])
def call(request: Request, filing_id: UUID) -> Response:
    """A day, a place and who leads it; called again, the new day stands."""
    by, filing, given = taken(request, filing_id, CallSerializer)
    services.call_session(by=by, filing=filing, **given)
    return now_of(request, filing_id)


@extend_schema(request=AttendanceSerializer, responses=FilingSerializer)
@api_view(["POST"])
def attendance(request: Request, filing_id: UUID) -> Response:
    """Who came to it, and how it went."""
    by, filing, given = taken(request, filing_id, AttendanceSerializer)
    services.record_attendance(by=by, filing=filing, **given)
    return now_of(request, filing_id)


@extend_schema(request=SettledSerializer, responses=FilingSerializer)
@api_view(["POST"])
def settle(request: Request, filing_id: UUID) -> Response:
    """Both agreed: the filing is decided by it."""
    by, filing, given = taken(request, filing_id, SettledSerializer)
    services.settle_mediation(by=by, filing=filing, **given)
    return now_of(request, filing_id)


@extend_schema(request=EndSerializer, responses=FilingSerializer)
@api_view(["POST"])
def end(request: Request, filing_id: UUID) -> Response:
    """It ended without agreement, on a ground of the channel where its law names some (``by-law``)."""
    by, filing, given = taken(request, filing_id, EndSerializer)
    services.end_mediation(by=by, filing=filing, ground=given["ground"], reason=given["reason"])
    return now_of(request, filing_id)
