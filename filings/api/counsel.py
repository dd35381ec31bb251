"""What a lawyer keeps of a case: the days that a court set, for who leads it; notes and hours, for the firm alone."""

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
from complaints.api.lists import whole_case_or_404
from complaints.models import Complaint
from complaints.services import record_read
from filings import services
from filings.api.acts import ProseField
from filings.models import CourtDay, FirmEntry
from filings.services import Refused

MOST = 200  # entries of a firm shown at once


class CourtDaySerializer(serializers.ModelSerializer[CourtDay]):
    """Its ``place`` is the court, the room, the number of the suit, as the summons has it."""

    place = ProseField(max_length=services.LONGEST_PLACE, required=False, allow_blank=True, default="")

    class Meta:
        model = CourtDay
        fields = ("id", "kind", "day", "hour", "place", "entered_by", "entered_at")
        read_only_fields = ("id", "entered_by", "entered_at")


class FirmEntrySerializer(serializers.ModelSerializer[FirmEntry]):
    """A note; with ``minutes`` time that was spent."""

    words = ProseField(max_length=services.LONGEST_ENTRY)
    day = serializers.DateField(required=False, help_text=gettext_lazy("不写是今天"))
    minutes = serializers.IntegerField(
        required=False, allow_null=True, min_value=1, max_value=services.MOST_MINUTES
    )
    person = serializers.CharField(source="person.username", read_only=True)

    class Meta:
        model = FirmEntry
        fields = ("id", "day", "minutes", "words", "person", "written_at")
        read_only_fields = ("id", "person", "written_at")


def _led(request: Request, number: str) -> Complaint:
    """The case, for its complainant or a lawyer with it; 404 for everybody else."""
    complaint = whole_case_or_404(request, number)
    if not services.may_draft(Actor.of(request), complaint):
        raise Http404
    return complaint


def _kept(request: Request, number: str) -> Complaint:
    """A case that a lawyer of the firm has or had, by its number alone."""
    complaint = get_object_or_404(Complaint, number=number)
    if not services.may_keep(Actor.of(request), complaint):
        raise Http404
    return complaint


class CourtDays(APIView):
    """The days of a case that a court set, those that stand; entering one."""

    @extend_schema(responses=CourtDaySerializer(many=True))
    def get(self, request: Request, number: str) -> Response:
        complaint, by = _led(request, number), Actor.of(request)
        record_read(by=by, complaint=complaint, what="days")
        days = CourtDay.objects.visible_to(by).standing().filter(complaint=complaint)
        return Response(CourtDaySerializer(days, many=True).data)

    @extend_schema(request=CourtDaySerializer, responses={201: CourtDaySerializer})
    def post(self, request: Request, number: str) -> Response:
        complaint = _led(request, number)
        given = CourtDaySerializer(data=request.data)
        given.is_valid(raise_exception=True)
        made = services.enter_court_day(by=Actor.of(request), complaint=complaint, **given.validated_data)
        return Response(CourtDaySerializer(made).data, status=201)


@extend_schema(request=None, responses=CourtDaySerializer)
@api_view(["POST"])
def take_back_court_day(request: Request, number: str, day_id: int) -> Response:
    """It was wrong, or the court moved it: it stands no more. Twice is once."""
    complaint, by = _led(request, number), Actor.of(request)
    found = CourtDay.objects.visible_to(by).select_related("complaint")
    court_day = get_object_or_404(found, pk=day_id, complaint=complaint)
    return Response(CourtDaySerializer(services.take_back_court_day(by=by, court_day=court_day)).data)


class FirmEntries(APIView):
    """Notes and hours of one's own firm in a case, the newest first; writing one, while the firm acts in it."""

    @extend_schema(responses=FirmEntrySerializer(many=True))
    def get(self, request: Request, number: str) -> Response:
        complaint, by = _kept(request, number), Actor.of(request)
        entries = FirmEntry.objects.visible_to(by).standing().filter(complaint=complaint)
        return Response(FirmEntrySerializer(entries.select_related("person")[:MOST], many=True).data)

    @extend_schema(request=FirmEntrySerializer, responses={201: FirmEntrySerializer})
    def post(self, request: Request, number: str) -> Response:
        complaint = _kept(request, number)
        given = FirmEntrySerializer(data=request.data)
        given.is_valid(raise_exception=True)
        try:
            made = services.write_entry(by=Actor.of(request), complaint=complaint, **given.validated_data)
        except Complaint.DoesNotExist:
            raise Refused(_("代理已经结束，不能再写。没有保存。")) from None
        return Response(FirmEntrySerializer(made).data, status=201)


@extend_schema(request=None, responses={204: None})
@api_view(["POST"])
def remove_firm_entry(request: Request, entry_id: int) -> Response:
    """Take away a line that one wrote oneself; 404 for anybody else's."""
    by = Actor.of(request)
    mine = FirmEntry.objects.visible_to(by).standing().filter(person=by.user)
    services.remove_entry(by=by, entry=get_object_or_404(mine, pk=entry_id))
    return Response(status=204)
