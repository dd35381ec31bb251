"""What papers need of the people besides who they are: every field with why it is asked, none that must be answered."""

from collections.abc import Collection
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from complaints.details import DETAILS
from complaints.forms.fields import DayField, Named, prose
from complaints.forms.people import LONGEST_NUMBER, WRONG
from complaints.models import Complaint
from complaints.numbers import NumberError, credit_code, identity
from complaints.particulars import LABELS, Particular, particulars_for, particulars_now

REGISTER = "https://www.gsxt.gov.cn/"  # 国家企业信用信息公示系统: asked by hand, never from here
LONGEST_DETAIL = 500
OLDEST = date(1900, 1, 1)
WHY = {
    "own": {
        "address": gettext_lazy("原告、申请人的住所要写；法院、机关按它送达。"),
        "postcode": gettext_lazy("电信申诉的表上要写邮政编码。"),
        "id_number": gettext_lazy("对方凭它核对您是谁；性别和出生日期由它得出，不用另填。"),
        "gender": gettext_lazy("起诉状要写。填了身份证号的不用填。"),
        "born": gettext_lazy("起诉状要写。填了身份证号的不用填。"),
        "ethnicity": gettext_lazy("起诉状有这一栏。不填，纸上留一行。"),
        "occupation": gettext_lazy("起诉状有这一栏。不填，纸上留一行。"),
        "employer": gettext_lazy("起诉状有这一栏。没有工作单位的写“无”。"),
        "relation": gettext_lazy("法定代理人要写明和孩子的关系，例如“父亲”“母亲”。"),
    },
    "child": {
        "name": gettext_lazy("投诉的是孩子：材料上要写孩子的姓名，您是法定代理人。"),
        "born": gettext_lazy("起诉状要写；不满十四周岁的，还要您作为监护人另外同意。"),
        "id_number": gettext_lazy("立案时凭它核对原告。"),
        "address": gettext_lazy("原告的住所，一般是孩子住的地方。"),
        "gender": gettext_lazy("起诉状要写。填了身份证号的不用填。"),
        "ethnicity": gettext_lazy("起诉状有这一栏。不填，纸上留一行。"),
    },
    "respondent": {
        "address": gettext_lazy("没有住所，法院、机关送达不了，往往不收。公司的写营业执照上的住所。"),
        "legal_representative": gettext_lazy("起诉公司要写；分公司、分行写负责人。和住所在同一页查得到。"),
        "phone": gettext_lazy("写得出就写，便于通知。"),
        "gender": gettext_lazy("知道就填。"),
        "employer": gettext_lazy("知道就填。"),
    },
}
_BY_HAND = gettext_lazy("18 位。住所、法定代表人、代码，都可以用全称在{}查到。")
_CALLED = gettext_lazy("国家企业信用信息公示系统")


def _reachable_day(day: date | None) -> None:
    if day is not None and not OLDEST <= day <= timezone.localdate():
        raise ValidationError(_("请填真实的出生日期，例如 1990-03-07。"))


class BornField(DayField):
    """A day of birth, however long ago."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.validators = [_reachable_day]


class ParticularsForm(forms.Form):
    """``only`` names the answers to ask; all of the case where it is None, of the details those that were given. ``own``:
    the complainant fills it in, else their lawyer."""

    def __init__(
        self,
        data: Any = None,
        *,
        complaint: Complaint,
        only: Collection[str] | None = None,
        own: bool = True,
    ) -> None:
        super().__init__(data, initial=particulars_now(complaint))
        self.asked: dict[str, Particular] = {}
        for one in particulars_for(complaint):
            told = one.of != "detail" or bool(self.initial[one.name])
            if told if only is None else one.name in only:
                self.fields[one.name] = _field(one, complaint)
                if one.of == "own" and not own:
                    self.fields[one.name].label = _of_client(one)
                self.asked[one.name] = one

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        for name, one in self.asked.items():
            given = cleaned.get(name)
            if not given or one.field not in ("id_number", "uscc"):
                continue
            kind = "identity" if one.field == "id_number" else "credit_code"
            try:
                cleaned[name] = (
                    identity(given, today=timezone.localdate()).number
                    if kind == "identity"
                    else credit_code(given)
                )
            except NumberError as error:
                self.add_error(name, WRONG[kind][error.reason])
        return cleaned


def _field(one: Particular, complaint: Complaint) -> forms.Field:
    asked: dict[str, Any] = {"label": _label(one, complaint), "required": False, "help_text": _why(one)}
    if one.field == "born":
        return BornField(**asked)
    if one.field == "gender":
        return forms.ChoiceField(choices=[("", _("（不填）")), ("女", _("女")), ("男", _("男"))], **asked)
    if one.field == "postcode":
        wrong = {"invalid": _("邮政编码是 6 位数字。")}
        return forms.RegexField(r"^\d{6}$", strip=True, error_messages=wrong, **asked)
    if one.field in ("id_number", "uscc"):
        return forms.CharField(max_length=LONGEST_NUMBER, **asked)
    if one.of == "detail":
        field = prose(LONGEST_DETAIL, **asked)
        field.widget.attrs["rows"] = 2
        return field
    return Named(max_length=200 if one.field == "address" else 100, **asked)


def _label(one: Particular, complaint: Complaint) -> str:
    if one.of == "court":
        return _("起诉的法院（全称）")
    label = str(LABELS[one.field])
    if one.of == "child":
        return _("孩子的%s") % label
    if one.of == "detail":
        return label
    if one.of == "own":
        return label if one.field == "relation" else _("您的%s") % label
    return _("：").join((complaint.respondents[one.place].organisation_name or _("对方"), label))


def _of_client(one: Particular) -> str:
    return (
        _("法定代理人与孩子的关系") if one.field == "relation" else _("当事人的%s") % str(LABELS[one.field])
    )


def _why(one: Particular) -> str | SafeString:
    if one.of == "court":
        return _("由您写全称，例如“上海市浦东新区人民法院”。可以打 12368 问清楚归哪一家。不填，纸上留一行。")
    if one.of == "detail":
        return str(DETAILS[one.field].why)
    if one.field == "uscc":
        link = '<a href="{}" rel="noreferrer" target="_blank">{}</a>'
        return format_html(str(_BY_HAND), format_html(link, REGISTER, _CALLED))
    return str(WHY[one.of][one.field])
