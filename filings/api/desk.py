"""What a desk does with a case beside moving it: its periods, tasks, second persons, files, its decision in other words."""

from typing import Any
from uuid import UUID

from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import api_view, parser_classes
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.actors import Actor
from filings import services
from filings.api.acts import (
    MOST_REASON,
    ProseField,
    ReasonSerializer,
    TextSerializer,
    colleague_or_refused,
    now_of,
    taken,
)
from filings.api.filing import filing_or_404
from filings.api.shown import FilingSerializer, GivenFileSerializer
from filings.models import Filing, Proposal, Task


def desk_filing_or_404(request: Request, filing_id: UUID) -> Filing:
    """A filing at a desk of the caller: what is inside a desk is not for the complainant."""
    mine = Filing.objects.at_desk(Actor.of(request)).content_open()
    return get_object_or_404(mine.select_related("complaint", "recipient", "organisation"), pk=filing_id)


# ── What the law of the channel allows now ───────────────────────────────────────────────────────────────────────────────────
class GroundSerializer(serializers.Serializer[Any]):
    ground = serializers.CharField(source="key")
    citation = serializers.CharField()
    words = serializers.CharField()


class ExtensionSerializer(serializers.Serializer[Any]):
    basis = serializers.CharField()
    citation = serializers.CharField()
    needs = serializers.CharField()
    days = serializers.IntegerField(
        allow_null=True, help_text=gettext_lazy("null：法律没有定天数，由 until 说明延到哪天")
    )
    due_on = serializers.DateField(allow_null=True)
    two_persons = serializers.BooleanField(help_text=gettext_lazy("再次延长，要请同事复核"))


class PauseSerializer(serializers.Serializer[Any]):
    slug = serializers.CharField()
    title = serializers.CharField()
    citation = serializers.CharField()


class MediatesSerializer(serializers.Serializer[Any]):
    citation = serializers.CharField()
    letter = serializers.CharField(help_text=gettext_lazy("要制作调解书的依据；没有的为空"))
    ends = GroundSerializer(many=True)
    goes_on = serializers.BooleanField(help_text=gettext_lazy("调解终止以后还要答复"))
    respondents = serializers.ListField(child=serializers.CharField())


class OpensSerializer(serializers.Serializer[Any]):
    citation = serializers.CharField()
    beside = serializers.BooleanField(help_text=gettext_lazy("和这件投诉分开办，不等它"))
    units = serializers.ListField(child=serializers.CharField())


class ByLawSerializer(serializers.Serializer[Any]):
    grounds = GroundSerializer(many=True)
    extensions = ExtensionSerializer(many=True)
    pauses = PauseSerializer(many=True)
    mediation = MediatesSerializer(allow_null=True)
    opening = OpensSerializer(allow_null=True)


@extend_schema(responses=ByLawSerializer)
@api_view(["GET"])
def by_law(request: Request, filing_id: UUID) -> Response:
    """The grounds on which it may be refused, the periods that may be longer or stand still now, whether it is mediated and on
    which grounds that ends, whether it leads to a case of penalty, each with its article."""
    filing = desk_filing_or_404(request, filing_id)
    extensions = [
        {
            "basis": rule.basis,
            "citation": rule.citation,
            "needs": rule.needs,
            "days": rule.days,
            "due_on": row.due_on,
            "two_persons": services.extended(row) > 0,
        }
        for row, rule in services.extensions_of(filing)
    ]
    found = {
        "grounds": services.refusal_grounds(filing),
        "extensions": extensions,
        "pauses": services.pauses_of(filing),
        "mediation": None
        if (rule := services.mediation_rule(filing)) is None
        else {
            "citation": rule.citation,
            "letter": rule.letter,
            "ends": rule.ends,
            "goes_on": rule.goes_on,
            "respondents": list(services.respondents_of(filing)),
        },
        "opening": None
        if (opens := services.opening_rule(filing)) is None
        else {
            "citation": opens.citation,
            "beside": opens.beside,
            "units": services.units_of_desk(filing),
        },
    }
    return Response(ByLawSerializer(found).data)


# ── Periods and the decision ─────────────────────────────────────────────────────────────────────────────────────────────────
class ExtendSerializer(ReasonSerializer):
    basis = serializers.CharField(max_length=80)
    until = serializers.DateField(required=False, help_text=gettext_lazy("法律没有定天数的，延到哪天"))


class StandSerializer(ReasonSerializer):
    slug = serializers.CharField(max_length=80)


@extend_schema(request=ExtendSerializer, responses=FilingSerializer)
@api_view(["POST"])
def extend(request: Request, filing_id: UUID) -> Response:
    """Make a running period longer by an article of the channel; a second time takes another person (``proposals/``)."""
    by, filing, given = taken(request, filing_id, ExtendSerializer)
    until = given["until"].isoformat() if "until" in given else ""
    services.extend(by=by, filing=filing, basis=given["basis"], reason=given["reason"], until=until)
    return now_of(request, filing_id)


@extend_schema(request=StandSerializer, responses=FilingSerializer)
@api_view(["POST"])
def pause(request: Request, filing_id: UUID) -> Response:
    """Let the periods stand still for what the channel does not count into them."""
    by, filing, given = taken(request, filing_id, StandSerializer)
    services.pause(by=by, filing=filing, slug=given["slug"], reason=given["reason"])
    return now_of(request, filing_id)


@extend_schema(request=None, responses=FilingSerializer)
@api_view(["POST"])
def resume(request: Request, filing_id: UUID) -> Response:
    """The periods run on; what they stood still does not count."""
    services.resume(by=Actor.of(request), filing=filing_or_404(request, filing_id))
    return now_of(request, filing_id)


@extend_schema(request=TextSerializer, responses=FilingSerializer)
@api_view(["POST"])
def amend(request: Request, filing_id: UUID) -> Response:
    """Put other words in place of a decision; the complainant is told and reads both."""
    by, filing, given = taken(request, filing_id, TextSerializer)
    services.correct_decision(by=by, filing=filing, text=given["text"])
    return now_of(request, filing_id)


# ── Tasks ────────────────────────────────────────────────────────────────────────────────────────────────────────────────────
class TaskSerializer(serializers.ModelSerializer[Task]):
    person: Any = serializers.SlugRelatedField("username", read_only=True, allow_null=True)

    class Meta:
        model = Task
        fields = ("id", "text", "person", "due_on", "set_at", "done_at")


class NewTasksSerializer(serializers.Serializer[Any]):
    text = ProseField(max_length=MOST_REASON, help_text=gettext_lazy("一行一项"))
    person = serializers.CharField(
        max_length=150, required=False, allow_null=True, help_text=gettext_lazy("同事的用户名")
    )
    due_on = serializers.DateField(required=False, allow_null=True)


class Tasks(APIView):
    """What is to be done in a case, inside its desk; the complainant never sees it."""

    @extend_schema(responses=TaskSerializer(many=True))
    def get(self, request: Request, filing_id: UUID) -> Response:
        filing = desk_filing_or_404(request, filing_id)
        return Response(TaskSerializer(filing.tasks.select_related("person"), many=True).data)

    @extend_schema(request=NewTasksSerializer, responses={201: TaskSerializer(many=True)})
    def post(self, request: Request, filing_id: UUID) -> Response:
        filing = desk_filing_or_404(request, filing_id)
        form = NewTasksSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        given = form.validated_data
        person = colleague_or_refused(filing, given.get("person"), "person")
        made = services.set_tasks(
            by=Actor.of(request), filing=filing, text=given["text"], person=person, due_on=given.get("due_on")
        )
        return Response(TaskSerializer(made, many=True).data, status=201)


@extend_schema(request=None, responses=TaskSerializer)
@api_view(["POST"])
def finish_task(request: Request, task_id: int) -> Response:
    """It is done. Twice is once."""
    mine = Filing.objects.at_desk(Actor.of(request)).content_open()
    task = get_object_or_404(Task.objects.select_related("filing", "person"), pk=task_id, filing__in=mine)
    return Response(TaskSerializer(services.finish_task(by=Actor.of(request), task=task)).data)


# ── Two persons ──────────────────────────────────────────────────────────────────────────────────────────────────────────────
class ProposalSerializer(serializers.ModelSerializer[Proposal]):
    asked_by: Any = serializers.SlugRelatedField("username", read_only=True)
    settled_by: Any = serializers.SlugRelatedField("username", read_only=True, allow_null=True)

    class Meta:
        model = Proposal
        fields = (
            "id", "act", "reason", "detail", "state", "asked_by", "asked_at", "settled_by", "settled_at", "words",
        )  # fmt: skip


class NewProposalSerializer(serializers.Serializer[Any]):
    act = serializers.ChoiceField(Proposal.Act.choices)
    reason = ProseField(max_length=MOST_REASON)
    basis = serializers.CharField(max_length=80, required=False, help_text=gettext_lazy("再次延长的依据"))
    until = serializers.DateField(required=False)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if attrs["act"] == Proposal.Act.EXTEND and not attrs.get("basis"):
            raise serializers.ValidationError({"basis": [_("请写延长的依据。")]})
        return attrs


class SettleSerializer(serializers.Serializer[Any]):
    agree = serializers.BooleanField()
    words = ProseField(max_length=MOST_REASON, required=False, allow_blank=True, default="")


class Proposals(APIView):
    """Acts that take two persons: asked for by one, agreed to or declined by another of the same desk."""

    @extend_schema(responses=ProposalSerializer(many=True))
    def get(self, request: Request, filing_id: UUID) -> Response:
        rows = desk_filing_or_404(request, filing_id).proposals.select_related("asked_by", "settled_by")
        return Response(ProposalSerializer(rows, many=True).data)

    @extend_schema(request=NewProposalSerializer, responses={201: ProposalSerializer})
    def post(self, request: Request, filing_id: UUID) -> Response:
        filing = desk_filing_or_404(request, filing_id)
        form = NewProposalSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        given = form.validated_data
        detail = {}
        if given["act"] == Proposal.Act.EXTEND:
            until = given["until"].isoformat() if "until" in given else ""
            detail = {"basis": given["basis"], "until": until}
        by = Actor.of(request)
        made = services.propose(by=by, filing=filing, act=given["act"], reason=given["reason"], detail=detail)
        return Response(ProposalSerializer(made).data, status=201)


def _proposal_or_404(request: Request, proposal_id: int) -> Proposal:
    mine = Filing.objects.at_desk(Actor.of(request)).content_open()
    rows = Proposal.objects.select_related("filing", "asked_by")
    return get_object_or_404(rows, pk=proposal_id, filing__in=mine)


@extend_schema(request=SettleSerializer, responses=ProposalSerializer)
@api_view(["POST"])
def settle(request: Request, proposal_id: int) -> Response:
    """Another person agrees, which does what was asked, or declines and says why. 409 for who asked."""
    proposal = _proposal_or_404(request, proposal_id)
    form = SettleSerializer(data=request.data)
    form.is_valid(raise_exception=True)
    given = form.validated_data
    done = services.settle(
        by=Actor.of(request), proposal=proposal, agree=given["agree"], words=given["words"]
    )
    return Response(ProposalSerializer(done).data)


@extend_schema(request=None, responses=ProposalSerializer)
@api_view(["POST"])
def take_back(request: Request, proposal_id: int) -> Response:
    """Who asked wants it no more."""
    done = services.take_back(by=Actor.of(request), proposal=_proposal_or_404(request, proposal_id))
    return Response(ProposalSerializer(done).data)


# ── Files for the complainant ────────────────────────────────────────────────────────────────────────────────────────────────
class NewFileSerializer(serializers.Serializer[Any]):
    file = serializers.FileField()
    title = ProseField(max_length=services.LONGEST_FILE_TITLE)


@extend_schema(request=NewFileSerializer, responses={201: GivenFileSerializer})
@api_view(["POST"])
@parser_classes([MultiPartParser])
def give_file(request: Request, filing_id: UUID) -> Response:
    """Give the complainant a file, who is told of it: a PDF, PNG or JPEG, as it is handed over."""
    filing = desk_filing_or_404(request, filing_id)
    form = NewFileSerializer(data=request.data)
    form.is_valid(raise_exception=True)
    file = form.validated_data["file"]
    made = services.give_file(
        by=Actor.of(request),
        filing=filing,
        stream=file,
        filename=file.name or "",
        title=form.validated_data["title"],
    )
    told = filing.given_files.with_letters().prefetch_related("letter__services").get(pk=made.pk)
    return Response(GivenFileSerializer(told, context={"request": request}).data, status=201)
