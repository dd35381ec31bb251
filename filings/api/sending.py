"""Sending a case: whom it can go to, the consent to read, and the filing that it prepares."""

from decimal import Decimal
from typing import Any

from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request as Call
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.actors import Actor
from complaints.api.incoming import RegionField
from complaints.api.lists import whole_case_or_404
from complaints.forms import MAX_STORY
from complaints.models import Complaint
from complaints.services import owns
from documents import channels
from documents.requests import Request
from documents.wording import certain, law_by_law
from filings import services
from filings.api.acts import ProseField
from filings.api.filing import filing_or_404
from filings.api.shown import FilingSerializer, shown
from filings.models import Document, Recipient
from filings.services import Giving, Wishes

MOST_RECIPIENTS = 200


class RecipientSerializer(serializers.ModelSerializer[Recipient]):
    class Meta:
        model = Recipient
        fields = ("id", "name", "channel", "way", "contact", "email", "address", "website", "region")
        read_only_fields = fields


class RecipientQuerySerializer(serializers.Serializer[Any]):
    channel = serializers.SlugField(max_length=24)
    region = RegionField(required=False, default="")


class Recipients(APIView):
    """Whom a channel of the plan ends at: those of the region first, those without a region always."""

    @extend_schema(
        parameters=[
            OpenApiParameter("channel", str, required=True),
            OpenApiParameter("region", str, description=gettext_lazy("GB/T 2260")),
        ],
        responses=RecipientSerializer(many=True),
    )
    def get(self, request: Call) -> Response:
        query = RecipientQuerySerializer(data=request.query_params)
        query.is_valid(raise_exception=True)
        found = Recipient.objects.of_channel(query.validated_data["channel"], query.validated_data["region"])
        return Response(RecipientSerializer(found[:MOST_RECIPIENTS], many=True).data)


class NamingSerializer(serializers.Serializer[Any]):
    channel = serializers.SlugField(max_length=24)
    name = ProseField(max_length=200, help_text=gettext_lazy("案件里写的公司名称，或者这个渠道的接收方名称"))


class CaseRecipients(APIView):
    """Whom a case can be sent to by a channel."""

    @extend_schema(request=NamingSerializer, responses={201: RecipientSerializer})
    def post(self, request: Call, number: str) -> Response:
        """The recipient of that name: a company that the case complains about is one of its own. Nothing is sent."""
        complaint = _own_case(request, number)
        asked = NamingSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        if asked.validated_data["channel"] not in channels():
            raise services.Refused(_("本平台还不能向这个渠道提交材料。您的投诉没有变化。"))
        found = services.name_recipient(by=Actor.of(request), complaint=complaint, **asked.validated_data)
        return Response(RecipientSerializer(found).data, status=201)


class WishesSerializer(serializers.Serializer[Any]):
    """What the person asks for. ``requests`` are those of the consent's ``requests`` that they ticked; absent: what follows
    from the wishes of the case. Nothing else is asked for."""

    requests = serializers.ListField(
        child=serializers.RegexField(r"^[a-z_]+(:[1-9][0-9]?)?$", max_length=40),
        required=False,
        max_length=60,
        help_text=gettext_lazy(
            "勾选的请求，取自同意书的 requests 的 slug；只向其中一方要求的，写 slug:place"
        ),
    )
    sums = serializers.DictField(
        child=serializers.DecimalField(11, 2, min_value=Decimal("0.01")),
        required=False,
        help_text=gettext_lazy("元；名称取自同意书的 requests 的 takes"),
    )
    fraud = ProseField(
        required=False,
        default="",
        allow_blank=True,
        max_length=2000,
        help_text=gettext_lazy("要求增加赔偿的，写明对方怎样故意隐瞒、说假话；没有就不写增加赔偿"),
    )
    cause = serializers.SlugField(
        required=False,
        default="",
        max_length=40,
        help_text=gettext_lazy("案由，取自同意书的 causes；不填按情形"),
    )
    accuses = serializers.BooleanField(
        required=False, default=False, help_text=gettext_lazy("本人明确要指控犯罪、诈骗；默认不指控")
    )
    relief = serializers.ListField(child=serializers.CharField(max_length=20), required=False, max_length=50)
    told = serializers.ListField(
        child=ProseField(max_length=MAX_STORY),
        required=False,
        max_length=200,
        help_text=gettext_lazy("写进事实的句子，取自同意书的 excerpts 的 text；不填按建议的"),
    )
    asks = serializers.ListField(child=ProseField(max_length=300), required=False, max_length=20)
    mental = serializers.DecimalField(11, 2, min_value=0, required=False, help_text=gettext_lazy("元"))
    triple = serializers.DecimalField(11, 2, min_value=0, required=False, help_text=gettext_lazy("元"))
    claims_fraud = serializers.BooleanField(required=False, default=False)
    jointly = serializers.BooleanField(
        required=False, allow_null=True, default=None, help_text=gettext_lazy("连带；不填按法律有没有规定")
    )
    unsettled = serializers.BooleanField(
        required=False, default=False, help_text=gettext_lazy("确认没有别的部门受理过同一争议；属实才填")
    )

    def validate(self, attrs: dict[str, Any]) -> Any:
        return Wishes(
            requests=tuple(attrs["requests"]) if "requests" in attrs else None,
            sums={name: str(yuan) for name, yuan in attrs.get("sums", {}).items()},
            fraud=attrs["fraud"],
            cause=attrs["cause"],
            accuses=attrs["accuses"],
            relief=tuple(attrs["relief"]) if "relief" in attrs else None,
            told=tuple(attrs["told"]) if "told" in attrs else None,
            asks=tuple(attrs.get("asks", ())),
            mental=str(attrs.get("mental") or ""),
            triple=str(attrs.get("triple") or ""),
            claims_fraud=attrs["claims_fraud"],
            jointly=attrs["jointly"],
            unsettled=attrs["unsettled"],
        )


class SendingSerializer(serializers.Serializer[Any]):
    """One recipient, and which files of the case go along."""

    recipient = serializers.IntegerField(min_value=1, max_value=2**62)
    exhibits = serializers.ListField(child=serializers.UUIDField(), required=False, max_length=200)
    uncovered = serializers.ListField(
        child=serializers.UUIDField(),
        required=False,
        max_length=200,
        help_text=gettext_lazy("遮盖过的文件里给没有遮盖的副本的；只有接收方是法院时可以"),
    )
    wishes = WishesSerializer(required=False)
    left_out = serializers.ListField(
        child=serializers.ChoiceField([*services.LABELS]),
        required=False,
        max_length=len(services.LABELS),
        help_text=gettext_lazy("不提供的项目，取自同意书的 optional；渠道要求写明的不能去掉（409）"),
    )
    story = ProseField(
        required=False,
        allow_null=True,
        allow_blank=True,
        max_length=MAX_STORY,
        help_text=gettext_lazy(
            "给它看的经过，只能从原文里删，不能加字、改字（409）；不填就是原文，空字符串是不给"
        ),
    )
    verbatim = serializers.BooleanField(
        required=False,
        default=False,
        help_text=gettext_lazy(
            "把经过原样写进起诉状、给公司的信；不填是不写。起诉状里写了对自己不利的，对方不用再证明（民诉法解释第九十二条）"
        ),
    )


class AgreeingSerializer(serializers.Serializer[Any]):
    agreed = serializers.ListField(
        child=serializers.ChoiceField([*services.SEPARATE]),
        required=False,
        max_length=len(services.SEPARATE),
        help_text=gettext_lazy("本人另外单独同意的敏感个人信息，取自同意书的 separate 的 key"),
    )
    consent_digest = serializers.CharField(max_length=71, help_text=gettext_lazy("同意书的 digest"))
    agree = serializers.BooleanField(help_text=gettext_lazy("本人看过同意书并单独同意；必须为 true"))

    def validate_agree(self, agree: bool) -> bool:
        if not agree:
            raise serializers.ValidationError(_("还没有同意，所以什么都没有准备，也没有发出。"))
        return agree


class SeparateSerializer(serializers.Serializer[Any]):
    key = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]
    text = serializers.CharField(help_text=gettext_lazy("请原样给本人看"))
    information = serializers.ListField(child=serializers.CharField())
    required = serializers.BooleanField(  # type: ignore[assignment]
        help_text=gettext_lazy("不同意就不能提交；否则只是不写")
    )


class PreparingSerializer(AgreeingSerializer, SendingSerializer):
    """One recipient, the files, and the consent that was shown."""


class AskedSerializer(serializers.Serializer[Any]):
    place = serializers.IntegerField()
    name = serializers.CharField()
    role = serializers.CharField()
    wished = serializers.BooleanField()


class RequestSerializer(serializers.Serializer[Any]):
    """One request that the grounds allow, ticked or not."""

    slug = serializers.CharField()
    title = serializers.CharField()
    asked = AskedSerializer(many=True, help_text=gettext_lazy("可以向谁提；空的是向接收方提"))
    wished = serializers.BooleanField(help_text=gettext_lazy("勾上的才写进材料"))
    fixed = serializers.BooleanField(help_text=gettext_lazy("这类材料都写，去不掉"))
    sentences = serializers.ListField(child=serializers.CharField())
    sum = serializers.DecimalField(14, 2, allow_null=True)
    takes = serializers.CharField(
        help_text=gettext_lazy("要本人写金额的，写在 wishes 的 sums、mental 或 triple")
    )
    basis = serializers.SerializerMethodField()
    joint = serializers.SerializerMethodField(help_text=gettext_lazy("可以要求连带的依据"))
    jointly = serializers.BooleanField()
    caution = serializers.CharField()

    def get_basis(self, request: Request) -> list[str]:
        return law_by_law(certain(request.provisions), marked=True)

    def get_joint(self, request: Request) -> list[str]:
        return law_by_law(request.joint, marked=True)


class ExcerptSerializer(serializers.Serializer[Any]):
    text = serializers.CharField()
    quoted = serializers.CharField(help_text=gettext_lazy("材料里引用的样子，请原样给本人看"))
    chosen = serializers.BooleanField()
    caution = serializers.CharField(
        help_text=gettext_lazy(
            "为什么没有建议：admits 对自己不利，others 写到别人，voice 代办的人的口气，undated 日子说不定，harsh 骂人"
        )
    )


class ConsentSerializer(serializers.Serializer[Any]):
    recipient_name = serializers.CharField()
    recipient_contact = serializers.CharField()
    purpose = serializers.CharField()
    way = serializers.CharField()
    information = serializers.ListField(child=serializers.CharField())
    text = serializers.CharField(help_text=gettext_lazy("请原样给本人看"))
    digest = serializers.CharField()
    withheld = serializers.ListField(child=serializers.CharField())
    unnamed = serializers.CharField()
    in_words = serializers.CharField(help_text=gettext_lazy("提供的原文里可能写到不单独提供的"))
    given = serializers.ListField(
        child=serializers.CharField(), help_text=gettext_lazy("要提供的项目，separate 里的也在内")
    )
    optional = serializers.DictField(
        child=serializers.CharField(), help_text=gettext_lazy("可以不提供的项目和名称，见 left_out")
    )
    needed = serializers.ListField(
        child=serializers.CharField(), help_text=gettext_lazy("渠道要求写明的；不提供就不能提交")
    )
    story = serializers.CharField(help_text=gettext_lazy("给它看的经过，请原样给本人看"))
    excerpts = ExcerptSerializer(
        many=True, help_text=gettext_lazy("经过里材料没有写到的句子；由本人勾选，见 told")
    )
    others = serializers.ListField(
        child=serializers.CharField(), help_text=gettext_lazy("经过里可能是他人姓名的词，请提醒本人")
    )
    others_reached = serializers.ListField(
        child=serializers.CharField(), help_text=gettext_lazy("里面可能是他人的手机号码，请提醒本人")
    )
    within = serializers.ListField(
        child=serializers.CharField(), help_text=gettext_lazy("文字里写了没有另外提供的内容，请原样给本人看")
    )
    requests = RequestSerializer(many=True, help_text=gettext_lazy("可以要求的；由本人勾选"))
    asks_nothing = serializers.BooleanField(
        help_text=gettext_lazy("没有提出具体要求：请先问本人；只收有具体请求的渠道不能提交（409）")
    )
    causes = serializers.DictField(
        child=serializers.CharField(), help_text=gettext_lazy("起诉状可选的案由，第一个是按情形的")
    )
    separate = SeparateSerializer(many=True, help_text=gettext_lazy("敏感个人信息，各有各的同意"))


def _own_case(request: Call, number: str) -> Complaint:
    """The case; Refused for who sees it but did not file it."""
    complaint = whole_case_or_404(request, number)
    if not owns(Actor.of(request), complaint.pk):
        raise services.Refused(_("只有投诉人可以提交材料。没有改动任何内容。"))
    return complaint


def _meant(
    request: Call, complaint: Complaint, form: type[SendingSerializer]
) -> tuple[dict[str, Any], dict[str, Any]]:
    """What was asked for, as it came and as the services take it."""
    serializer = form(data=request.data)
    serializer.is_valid(raise_exception=True)
    given = serializer.validated_data
    recipient = get_object_or_404(Recipient.objects.for_case(complaint), pk=given["recipient"])
    return given, {
        "recipient": recipient,
        "exhibits": given.get("exhibits", ()),
        "uncovered": given.get("uncovered", ()),
        "document": Document.CLAIM if recipient.channel == "court" else Document.LETTER,
        "wishes": given.get("wishes"),
        "giving": Giving(
            left_out=frozenset(given.get("left_out", ())),
            story=given.get("story"),
            verbatim=given.get("verbatim", False),
            agreed=frozenset(given.get("agreed", ())),
        ),
    }


class Consents(APIView):
    """The consent to read before anything is prepared."""

    @extend_schema(request=SendingSerializer, responses=ConsentSerializer)
    def post(self, request: Call, number: str) -> Response:
        """The words for one recipient and these files. Nothing is kept."""
        complaint = _own_case(request, number)
        _given, meant = _meant(request, complaint, SendingSerializer)
        return Response(ConsentSerializer(services.propose_consent(complaint=complaint, **meant)).data)


class CaseFilings(APIView):
    """Filings of a case."""

    @extend_schema(request=PreparingSerializer, responses={201: FilingSerializer})
    def post(self, request: Call, number: str) -> Response:
        """Give the consent and prepare the documents. Nothing leaves before ``confirm``."""
        complaint = _own_case(request, number)
        given, meant = _meant(request, complaint, PreparingSerializer)
        filing = services.prepare(
            by=Actor.of(request), complaint=complaint, consent_digest=given["consent_digest"], **meant
        )
        return Response(shown(filing_or_404(request, filing.pk), request), status=201)
