"""The DRF door of the law: filing with facts that were checked, assessing, and the state of the law data."""

import uuid
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import Http404
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.generics import ListAPIView
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.actors import Actor
from complaints import forms
from complaints.api.incoming import ComplaintInputSerializer, complaint_given
from complaints.api.lists import ComplaintFilter, NewestComplaints, read_case, whole_case_or_404, whole_cases
from complaints.api.outgoing import ComplaintRowSerializer, FiledSerializer, JSONObject
from complaints.counting.recount import Change, counted_since, shown_digest
from complaints.facts import age_on
from complaints.models import Complaint, Statement
from complaints.questions import HELPER
from complaints.services import ComplainantInput, NotFiled, file_complaint, owns
from complaints.stated import Facts
from complaints.stating import answers_now, in_words, pages_of
from core.canonical import canonical
from legal import services
from legal.models import Assessment
from legal.reasoning import facts as known_facts
from legal.reasoning.assessment import assess

MOST_FACTS = 200_000  # characters of canonical JSON
MOST_KEY = 200


# ── Filing ────────────────────────────────────────────────────────────────────────────────────────────────────────────
def facts_to_file(given: dict[str, Any], today: date) -> Facts:
    """The facts as they are kept: checked by the law's own reading, of this filing's kind, situations and day.

    Raises FactsError, naming the key, and serializers.ValidationError.
    """
    facts = given["facts"]
    if not isinstance(facts, dict):
        raise known_facts.FactsError("facts", _("应为一个 JSON 对象"))
    if facts.get("kind") not in (None, given["kind"]):
        raise known_facts.FactsError("kind", _("和这份投诉的 kind 不一致"))
    facts = _without_nulls(facts) | {
        "kind": given["kind"],
        "situations": given["situations"],
        "filing_date": today.isoformat(),
    }
    person: ComplainantInput = given["complainant"]
    if isinstance(facts.get("complainant", {}), dict):
        helped = facts.get("complainant", {}).get("capacity") == HELPER
        if helped and not person.helper:
            raise known_facts.FactsError("complainant.capacity", _("替成年人登记的，请填 complainant.helper"))
        if person.helper:
            facts["complainant"] = {**facts.get("complainant", {}), "capacity": HELPER}
        facts["complainant"] = {"region": person.region, **facts.get("complainant", {})}
        event = facts.get("event")
        if person.child_born and isinstance(event, dict) and "age" not in facts["complainant"]:
            facts["complainant"]["age"] = _age(person.child_born, event)
    if not facts.get("respondents") and given.get("respondents"):
        facts["respondents"] = [_respondent(one) for one in given["respondents"]]
    if len(canonical(facts)) > MOST_FACTS:
        raise known_facts.FactsError("facts", _("太长：最多 %d 个字") % MOST_FACTS)
    checked = known_facts.read(facts)
    _check_days(checked)
    return checked


def _age(born: str, event: dict[str, Any]) -> int | None:
    """How old a child was when it happened; None where the day cannot be read, which is said later."""
    try:
        return age_on(born, str(event.get("last") or event.get("first") or ""))
    except ValueError:
        return None


def _without_nulls(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _without_nulls(one) for name, one in value.items() if one is not None}
    return [_without_nulls(one) for one in value] if isinstance(value, list) else value


def _respondent(one: Any) -> dict[str, Any]:
    row = {name: getattr(one, name) for name in ("role", "name", "uscc", "region", "licensed_lender")}
    return {name: value for name, value in row.items() if value not in ("", None)}


def _check_days(facts: Facts) -> None:
    for name, day in (("first", facts["event"]["first"]), ("last", facts["event"]["last"])):
        try:
            forms.not_in_future(date.fromisoformat(day))
        except ValidationError as error:
            raise known_facts.FactsError(f"event.{name}", "".join(error.messages)) from None


def _key(request: Request) -> uuid.UUID | None:
    """The id of a filing that may be sent twice: of the caller and of the key that they chose."""
    given = request.headers.get("Idempotency-Key", "").strip()
    if len(given) > MOST_KEY:
        raise serializers.ValidationError({"Idempotency-Key": [_("最多 %d 个字符") % MOST_KEY]})
    return uuid.uuid5(uuid.NAMESPACE_URL, f"anning:{request.user.pk}:{given}") if given else None


def _same(complaint: Complaint, given: dict[str, Any], facts: Facts) -> bool:
    """Whether a filing that came again says what it said before; the day of filing is the portal's own word."""
    before, now = (canonical({**one, "filing_date": ""}) for one in (complaint.facts, facts))
    return before == now and complaint.story == given["story"]


class Complaints(ListAPIView[Complaint]):
    """The complaints that the caller sees whole: their own, and those shared with them. Newest first."""

    serializer_class = ComplaintRowSerializer
    pagination_class = NewestComplaints
    filterset_class = ComplaintFilter
    queryset = Complaint.objects.none()

    def get_queryset(self) -> QuerySet[Complaint]:
        if getattr(self, "swagger_fake_view", False):
            return super().get_queryset()
        return whole_cases(Actor.of(self.request)).only(*ComplaintRowSerializer.Meta.fields[:-1])

    @extend_schema(
        request=ComplaintInputSerializer,
        responses={
            201: FiledSerializer,
            200: FiledSerializer,
            409: OpenApiResponse(
                OpenApiTypes.OBJECT, gettext_lazy("同一个键以前登记过别的内容，或者账号刚刚注销了")
            ),
        },
        parameters=[
            OpenApiParameter(
                "Idempotency-Key",
                str,
                OpenApiParameter.HEADER,
                description=gettext_lazy("您自选的键；同一个键重发，不会登记两次，第二次回答 200"),
            )
        ],
    )
    def post(self, request: Request) -> Response:
        """File a complaint. It gets its number and its signed receipt at once; nothing is sent to anybody yet."""
        at = timezone.now()
        given = complaint_given(request.data)
        facts = facts_to_file(given, timezone.localdate(at))
        try:
            filed = file_complaint(
                by=Actor.of(request),
                kind=given["kind"],
                situations=given["situations"],
                story=given["story"],
                facts=facts,
                complainant=given["complainant"],
                respondents=given.get("respondents", ()),
                contacts=given.get("contacts", ()),
                key=_key(request),
                at=at,
            )
        except NotFiled as refused:
            if not given["complainant"].helper:  # nothing that was given is wrong: the account is gone
                return Response({"detail": str(refused)}, status=409)
            raise serializers.ValidationError({"complainant": {"helper": [str(refused)]}}) from None
        if filed.repeated and not _same(filed.complaint, given, facts):
            number = filed.complaint.number
            words = _(
                "这个 Idempotency-Key 已经用来登记了 %s，内容和这一次不同。这一次没有登记；请换一个键。"
            )
            return Response({"detail": words % number}, status=409)
        filed.complaint.receipt = filed.receipt
        body = FiledSerializer(filed.complaint, context={"request": request}).data
        return Response(body, status=200 if filed.repeated else 201)


# ── Assessing ─────────────────────────────────────────────────────────────────────────────────────────────────────────
class AssessmentSerializer(serializers.ModelSerializer[Assessment]):
    result = JSONObject(read_only=True)

    class Meta:
        model = Assessment
        fields = (
            "id",
            "made_at",
            "made_by",
            "event_on",
            "filing_on",
            "corpus_version",
            "facts_digest",
            "result",
        )
        read_only_fields = fields


class CaseAssessment(APIView):
    """What the law says of a case."""

    @extend_schema(responses=AssessmentSerializer)
    def get(self, request: Request, number: str) -> Response:
        """The newest assessment; 404 when none was made yet."""
        latest = Assessment.objects.latest_of(read_case(request, number, "law"))
        if latest is None:
            raise Http404
        return Response(AssessmentSerializer(latest).data)

    @extend_schema(request=None, responses={201: AssessmentSerializer})
    def post(self, request: Request, number: str) -> Response:
        """Assess as of today and keep the result; earlier ones stay."""
        complaint = whole_case_or_404(request, number)
        made = services.assess_complaint(by=Actor.of(request), complaint=complaint)
        return Response(AssessmentSerializer(made).data, status=201)


class ChangeSerializer(serializers.Serializer[Change]):
    """A fact that the assessment rests on, and what is counted now."""

    name = serializers.CharField()
    before = serializers.JSONField(allow_null=True)
    after = serializers.JSONField()


class RecountSerializer(serializers.Serializer[Any]):
    shown = serializers.CharField(help_text=gettext_lazy("确认时原样送回：您看过的是这些"))
    changes = ChangeSerializer(many=True)


class TakenSerializer(serializers.Serializer[Any]):
    shown = serializers.CharField(max_length=71)


class CaseRecount(APIView):
    """What the contacts imported after the filing changed in the facts. For who owns the case."""

    @extend_schema(responses=RecountSerializer)
    def get(self, request: Request, number: str) -> Response:
        """The counted facts that differ from those of the assessment, before and after; none where nothing is new."""
        complaint = _owned(request, number)
        changes = counted_since(complaint, today=timezone.localdate())
        return Response(RecountSerializer({"shown": shown_digest(changes), "changes": changes}).data)

    @extend_schema(
        request=TakenSerializer,
        responses={
            201: AssessmentSerializer,
            409: OpenApiResponse(OpenApiTypes.OBJECT, gettext_lazy("没有新的，或者和送回的 shown 不一样了")),
        },
    )
    def post(self, request: Request, number: str) -> Response:
        """Take them over and assess anew as of today. What was filed, assessed, prepared and sent before stays."""
        complaint = _owned(request, number)
        given = TakenSerializer(data=request.data)
        given.is_valid(raise_exception=True)
        made = services.assess_recounted(by=Actor.of(request), complaint=complaint, **given.validated_data)
        return Response(AssessmentSerializer(made).data, status=201)


def _owned(request: Request, number: str) -> Complaint:
    complaint = whole_case_or_404(request, number)
    if not owns(Actor.of(request), complaint.pk):
        raise Http404
    return complaint


# ── Statements ────────────────────────────────────────────────────────────────────────────────────────────────────────
class SaidSerializer(serializers.Serializer[Any]):
    """One thing that is said otherwise, in words: what was said before and what is said since."""

    about = serializers.CharField(source="label")
    first = serializers.CharField()
    now = serializers.CharField()


class StatementSerializer(serializers.ModelSerializer[Statement]):
    changes = serializers.SerializerMethodField()

    class Meta:
        model = Statement
        fields = ("id", "made_at", "matter", "changes", "reason", "digest")
        read_only_fields = fields

    @extend_schema_field(SaidSerializer(many=True))
    def get_changes(self, statement: Statement) -> Any:
        return SaidSerializer(in_words(statement.rows, statement.complaint.kind), many=True).data


class MatterSerializer(serializers.Serializer[Any]):
    """A page of questions: what stands there, and the digest of it to send back with a statement."""

    matter = serializers.CharField()
    title = serializers.CharField()
    answers = JSONObject()
    shown = serializers.CharField()


class StatementsSerializer(serializers.Serializer[Any]):
    matters = MatterSerializer(many=True)
    statements = StatementSerializer(many=True)


class StatedSerializer(serializers.Serializer[Any]):
    matter = serializers.SlugField(max_length=20)
    answers = JSONObject(help_text=gettext_lazy("这一页要改的回答；没有写的照现在的不动"))
    shown = serializers.CharField(
        max_length=71,
        required=False,
        help_text=gettext_lazy("您看过的回答的校验值；写了的，中间改过就不保存"),
    )
    reason = serializers.CharField(
        max_length=forms.LONGEST_REASON, required=False, allow_blank=True, default=""
    )

    def validate_answers(self, answers: Any) -> dict[str, Any]:
        if not isinstance(answers, dict):
            raise serializers.ValidationError(_("应为一个 JSON 对象"))
        return answers


class CaseStatements(APIView):
    """What the complainant added or corrected after the filing, and the pages on which they can."""

    @extend_schema(responses=StatementsSerializer)
    def get(self, request: Request, number: str) -> Response:
        """The answers as they stand, page by page, and every statement, oldest first."""
        complaint = read_case(request, number, "law")
        matters = [
            {
                "matter": slug,
                "title": str(title),
                "answers": answers_now(complaint, slug),
                "shown": services.shown_answers(complaint, slug),
            }
            for slug, title in pages_of(complaint.kind).items()
        ]
        made = complaint.statements.select_related("complaint")
        return Response(StatementsSerializer({"matters": matters, "statements": made}).data)

    @extend_schema(
        request=StatedSerializer,
        responses={
            201: StatementSerializer,
            409: OpenApiResponse(OpenApiTypes.OBJECT, gettext_lazy("没有新的，或者中间改过")),
        },
    )
    def post(self, request: Request, number: str) -> Response:
        """Say it anew. What was said first, the receipt and whatever was prepared or sent stay; the case is assessed anew."""
        complaint = whole_case_or_404(request, number)
        by = Actor.of(request)
        if not (owns(by, complaint.pk) or services.advises(by, complaint)):
            raise Http404
        given = StatedSerializer(data=request.data)
        given.is_valid(raise_exception=True)
        said = given.validated_data
        matter = said["matter"]
        if matter not in pages_of(complaint.kind):
            raise serializers.ValidationError({"matter": [_("这一种投诉没有这一页问题")]})
        shown = said.get("shown") or services.shown_answers(complaint, matter)
        try:
            posted = forms.as_posted(complaint, matter, said["answers"])
        except forms.NoSuchAnswer as wrong:
            raise serializers.ValidationError({"answers": {wrong.name: [wrong.why]}}) from None
        except (AttributeError, KeyError, TypeError):
            raise serializers.ValidationError({"answers": [_("和这一页的问题对不上")]}) from None
        form = forms.page_form(complaint, matter, posted)
        if not form.is_valid():
            raise serializers.ValidationError({"answers": form.errors})
        made = services.assess_stated(
            by=by,
            complaint=complaint,
            matter=matter,
            answers=forms.answers_in(matter, form),
            shown=shown,
            reason=said["reason"],
        )
        return Response(StatementSerializer(made).data, status=201)


class Assess(APIView):
    """Facts in, grounds and plan out, as ``manage.py assess`` prints them. Nothing is kept, nothing logged."""

    @extend_schema(
        request=OpenApiTypes.OBJECT,
        responses=OpenApiTypes.OBJECT,
        parameters=[OpenApiParameter("on", date, description=gettext_lazy("提交日期，代替 filing_date"))],
    )
    def post(self, request: Request) -> Response:
        on = request.query_params.get("on")
        try:
            day = date.fromisoformat(on) if on else None
        except ValueError:
            raise serializers.ValidationError({"on": [_("应为 2025-11-11 这样的日期")]}) from None
        return Response(assess(known_facts.read(request.data), on=day))


urlpatterns = [
    path("complaints/", Complaints.as_view(), name="api-complaints"),
    path("complaints/<str:number>/assess/", CaseAssessment.as_view(), name="api-assessment"),
    path("complaints/<str:number>/recount/", CaseRecount.as_view(), name="api-recount"),
    path("complaints/<str:number>/statements/", CaseStatements.as_view(), name="api-statements"),
    path("assess/", Assess.as_view(), name="api-assess"),
]
