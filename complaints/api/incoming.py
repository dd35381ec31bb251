"""A complaint as a caller hands it in: checked by the very forms of the intake."""

import threading
from datetime import date, datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from rest_framework import serializers

from complaints import forms
from complaints.api.outgoing import JSONObject
from complaints.forms.people import LONGEST_NUMBER
from complaints.models import Contact, Kind, Party, Situation
from complaints.questions import HELPER, PROVINCES, RELATIONS
from complaints.reading import read
from complaints.services import ComplainantInput, ContactInput, RespondentInput
from core.written import visible

MOST_TEXT = 20_000  # characters, as in the forms
MOST_ALL_TEXT = 200_000  # characters of all messages of one filing together
MOST_CONTACTS = 200  # in one filing; a backup is imported
_PROVINCES = {code[:2] for code, _name in PROVINCES}


def checked(form: Any) -> dict[str, Any]:
    """The cleaned data of a form; its errors as the API's."""
    if not form.is_valid():
        named = {name: list(errors) for name, errors in form.errors.items()}
        raise serializers.ValidationError(
            {name.replace("__all__", "non_field_errors"): e for name, e in named.items()}
        )
    cleaned: dict[str, Any] = form.cleaned_data
    return cleaned


class RegionField(serializers.RegexField):
    """GB/T 2260: 2, 4 or 6 digits that begin with a province."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(r"^(?:[0-9]{2}){1,3}$", **kwargs)

    def to_internal_value(self, data: Any) -> str:
        region: str = super().to_internal_value(data)
        if region and region[:2] not in _PROVINCES:
            raise serializers.ValidationError(
                _("没有这个省级行政区划代码。请填 GB/T 2260 的代码，例如 310113。")
            )
        return region


def _province(region: str) -> str:
    return f"{region[:2]}0000" if region else ""


class ComplainantInputSerializer(serializers.Serializer[Any]):
    """Who complains. The account that calls becomes the owner of the case."""

    name = serializers.CharField(max_length=60)
    phone = serializers.CharField(
        max_length=LONGEST_NUMBER, help_text=gettext_lazy("受到打扰的手机或座机号码")
    )
    region = RegionField(help_text=gettext_lazy("所在地，GB/T 2260，例如 310113"))
    email = serializers.CharField(max_length=254, required=False, allow_blank=True)
    id_number = serializers.CharField(max_length=LONGEST_NUMBER, required=False, allow_blank=True)
    address = serializers.CharField(max_length=200, required=False, allow_blank=True)
    child = serializers.CharField(
        max_length=60,
        required=False,
        allow_blank=True,
        help_text=gettext_lazy("监护人代为投诉时孩子的姓名；填了就必须填 number"),
    )
    child_born = serializers.DateField(
        required=False,
        allow_null=True,
        help_text=gettext_lazy("孩子的出生日期；不填按不满十四周岁办理，见同意书的 separate"),
    )
    helper = serializers.CharField(
        max_length=60,
        required=False,
        allow_blank=True,
        help_text=gettext_lazy(
            "替别的成年人登记时，帮忙的人的姓名。其余都写本人的；本人确认以前不能同意、不能提交"
        ),
    )
    helper_relation = serializers.ChoiceField(
        RELATIONS, required=False, allow_blank=True, help_text=gettext_lazy("帮忙的人是本人的什么人")
    )
    number = serializers.CharField(
        max_length=LONGEST_NUMBER,
        required=False,
        allow_blank=True,
        help_text=gettext_lazy("涉案号码，和 phone 不同时填：孩子的号码、已经停用的号码"),
    )

    def validate(self, attrs: dict[str, Any]) -> Any:
        if attrs.get("helper") and (attrs.get("child") or attrs.get("number")):
            raise serializers.ValidationError({"helper": [_("帮成年人登记的，不填 child 和 number")]})
        capacity = "guardian" if attrs.get("child") else "former_holder" if attrs.get("number") else ""
        capacity = HELPER if attrs.get("helper") else capacity
        given = {**attrs, "region": _province(attrs["region"]), "agree": True}
        cleaned = checked(forms.checking(forms.YouForm, capacity=capacity)(given))
        names = (
            "name",
            "phone",
            "email",
            "id_number",
            "address",
            "child",
            "number",
            "helper",
            "helper_relation",
        )
        born: date | None = cleaned.get("child_born")
        return ComplainantInput(
            region=attrs["region"],
            child_born=born.isoformat() if born else "",
            **{name: cleaned.get(name, "") for name in names},
        )


class RespondentInputSerializer(serializers.Serializer[Any]):
    role = serializers.ChoiceField([one for one in Party.Role.choices if one[0] not in Party.OWN_SIDE])
    name = serializers.CharField(max_length=200, required=False, allow_blank=True)
    uscc = serializers.CharField(max_length=LONGEST_NUMBER, required=False, allow_blank=True)
    region = RegionField(required=False, allow_blank=True)
    licensed_lender = serializers.BooleanField(required=False, allow_null=True)
    address = serializers.CharField(max_length=200, required=False, allow_blank=True)
    legal_representative = serializers.CharField(max_length=100, required=False, allow_blank=True)
    phone = serializers.CharField(max_length=100, required=False, allow_blank=True)

    def validate(self, attrs: dict[str, Any]) -> Any:
        lender = attrs.get("licensed_lender")
        plain = {**attrs, "region": _province(attrs.get("region", "")), "licensed_lender": ""}
        cleaned = checked(forms.checking(forms.RespondentForm)(plain))
        return RespondentInput(
            role=attrs["role"],
            name=cleaned["name"],
            uscc=cleaned["uscc"],
            region=attrs.get("region", ""),
            licensed_lender=lender,
            address=visible(attrs.get("address", "")),
            legal_representative=visible(attrs.get("legal_representative", "")),
            phone=visible(attrs.get("phone", "")),
        )


class ContactInputSerializer(serializers.Serializer[Any]):
    """One message or call, word for word."""

    channel = serializers.ChoiceField(Contact.Channel.choices)
    sender = serializers.CharField(max_length=64, required=False, allow_blank=True)
    text = serializers.CharField(
        max_length=MOST_TEXT, required=False, allow_blank=True, trim_whitespace=False
    )
    received_on = serializers.DateField(required=False, allow_null=True)
    received_at = serializers.DateTimeField(required=False, allow_null=True)

    def validate(self, attrs: dict[str, Any]) -> Any:
        at: datetime | None = attrs.get("received_at")
        day: date | None = timezone.localdate(at) if at else attrs.get("received_on")
        given = {**attrs, "received_on": day.isoformat() if day else ""}
        cleaned = checked(forms.checking(forms.MessageForm)(given))
        if not cleaned["text"] and not cleaned["sender"]:
            raise serializers.ValidationError(_("请至少填号码（sender）或全文（text）。"))
        reading = read(cleaned["text"], sender=cleaned["sender"] or None, received=at or day).as_json()
        return ContactInput(
            channel=attrs["channel"],
            sender=cleaned["sender"],
            text=cleaned["text"],
            received_on=day,
            received_at=at,
            reading={"read": reading, "corrected": {}},
        )


class ComplaintInputSerializer(serializers.Serializer[Any]):
    kind = serializers.ChoiceField(Kind.choices)
    situations = serializers.ListField(
        child=serializers.ChoiceField(Situation.choices), min_length=1, max_length=len(Situation)
    )
    story = serializers.CharField(
        max_length=forms.MAX_STORY, required=False, allow_blank=True, default="", trim_whitespace=False
    )
    facts = JSONObject(
        help_text=gettext_lazy("事实；event.first、event.last 至少一个，次数多于一次的两个都要")
    )
    complainant = ComplainantInputSerializer()
    respondents = RespondentInputSerializer(many=True, required=False, max_length=6)  # type: ignore[call-arg]
    contacts = ContactInputSerializer(many=True, required=False, max_length=MOST_CONTACTS)  # type: ignore[call-arg]

    def to_internal_value(self, data: Any) -> Any:
        """Refuse more text than one call may have read to it, before any of it is read."""
        contacts = data.get("contacts") if isinstance(data, dict) else None
        texts = (
            [one.get("text") for one in contacts if isinstance(one, dict)]
            if isinstance(contacts, list)
            else []
        )
        if sum(len(text) for text in texts if isinstance(text, str)) > MOST_ALL_TEXT:
            raise serializers.ValidationError({"contacts": [_("全文合计最多 %d 个字") % MOST_ALL_TEXT]})
        return super().to_internal_value(data)

    def validate_story(self, story: str) -> str:
        return forms.CONTROL.sub("", story.replace("\r\n", "\n")).strip()

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        attrs["situations"] = list(dict.fromkeys(attrs["situations"]))
        form = forms.checking(forms.SituationsForm, kind=attrs["kind"])
        checked(form({"situations": attrs["situations"]}))
        return attrs


class _Kept(threading.local):
    """The serializers of one thread by language, for all its requests: to make one costs more than what it checks.

    Nothing of a request stays in one. But the words of an error may, in the language in which they were first said; and
    no two threads may say them at once.
    """

    def __init__(self) -> None:
        self.by_language: dict[str | None, ComplaintInputSerializer] = {}


_kept = _Kept()


def complaint_given(data: Any) -> dict[str, Any]:
    """A complaint as it was handed in, checked; raises serializers.ValidationError, by name of what is wrong."""
    language = get_language()
    if language not in _kept.by_language:
        _kept.by_language[language] = ComplaintInputSerializer()
    given: dict[str, Any] = _kept.by_language[language].run_validation(data)
    return given
