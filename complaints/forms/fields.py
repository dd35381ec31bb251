"""Fields of the intake, and cleaned data as a draft keeps it."""

import re
from collections.abc import Callable, Mapping, Sequence
from copy import deepcopy
from datetime import date
from functools import cache, partial
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from complaints.numbers import mail_address
from complaints.questions import UNKNOWN, YES_NO, Ask
from core.written import visible

EARLIEST = date(2000, 1, 1)
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


def not_in_future(day: date | None) -> None:
    """A day that has not come yet cannot be one on which something happened."""
    if day is not None and day > timezone.localdate():
        raise ValidationError(_("这个日期还没到。请检查年份和月份。"))
    if day is not None and day < EARLIEST:
        raise ValidationError(_("请填 2000 年以后的日期。"))


class DayField(forms.DateField):
    """A past day, typed or picked; 2025-11-02, 2025/11/2 and 2025年11月2日 are all understood."""

    # With a largest year of four digits, browsers go on to the month once the year is typed.
    widget = forms.DateInput(attrs={"type": "date", "max": "9999-12-31"}, format="%Y-%m-%d")

    default_error_messages = {
        "required": _("请填日期。记不清的，填您能确定的一天，不要猜。"),
        "invalid": _("请按“2025-11-02”的样子填写日期。"),
    }

    def __init__(self, **kwargs: Any) -> None:
        formats = ["%Y-%m-%d", "%Y/%m/%d", "%Y.%m.%d", "%Y年%m月%d日"]
        super().__init__(input_formats=formats, validators=[not_in_future], **kwargs)


class Prose(forms.CharField):
    """Free text: line ends unified, control characters dropped, nothing else touched."""

    default_error_messages = {
        "max_length": _(
            "最多 %(limit_value)d 个字，您填了 %(show_value)d 个。文字还在框里没有丢，请缩短后再提交。"
        ),
    }

    def to_python(self, value: Any) -> str:
        return CONTROL.sub("", (super().to_python(value) or "").replace("\r\n", "\n"))


class Named(Prose):
    """A name, an address, a number of a letter: as written, but for what cannot be seen in it."""

    def to_python(self, value: Any) -> str:
        return visible(super().to_python(value))


class MailField(forms.EmailField):
    """An address with the wide and unseen signs of wherever it was copied from put right."""

    def to_python(self, value: Any) -> str:
        return mail_address(super().to_python(value) or "")


def prose(limit: int, **kwargs: Any) -> Prose:
    return Prose(
        max_length=limit,
        strip=True,
        widget=forms.Textarea(attrs={"rows": 8}),
        error_messages={
            "max_length": _(
                "这里最多放 %(limit_value)d 个字，您填了 %(show_value)d 个。文字还在框里没有丢："
                "请把全文存成 .txt 文件，在“证据文件”一步上传，这里只留最要紧的部分。"
            )
        },
        **kwargs,
    )


# Of what is complained about there was one at least; after a refusal there may be none.
_AT_LEAST_ONE = frozenset({"contacts.count", "contacts.max_per_day", "charges.months"})


def field_of(ask: Ask) -> forms.Field:
    """The form field that asks one question; every one may stay unanswered."""
    shared: dict[str, Any] = {"label": ask.label, "required": False, "help_text": ask.hint}
    if ask.form == "yes_no":
        return forms.ChoiceField(choices=YES_NO, widget=forms.RadioSelect, **shared)
    if ask.form == "choice":
        unknown = () if any(value == UNKNOWN for value, _label in ask.choices) else ((UNKNOWN, _("不知道")),)
        return forms.ChoiceField(choices=(*ask.choices, *unknown), widget=forms.RadioSelect, **shared)
    if ask.form == "choices":
        return forms.MultipleChoiceField(choices=ask.choices, widget=forms.CheckboxSelectMultiple, **shared)
    if ask.form == "date":
        return DayField(**shared)
    if ask.form == "count":
        return forms.IntegerField(
            min_value=int(ask.fact in _AT_LEAST_ONE),
            max_value=1_000_000,
            error_messages={
                "invalid": _("请填一个整数，例如 12。"),
                "min_value": _("至少填 %(limit_value)s；不知道就不填。"),
            },
            widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
            **shared,
        )
    if ask.form == "yuan":
        return forms.DecimalField(
            min_value=0,
            max_value=10**9,
            decimal_places=2,
            error_messages={"invalid": _("请只填数字，例如 40 或 0.1。")},
            widget=forms.NumberInput(attrs={"inputmode": "decimal", "step": "0.01"}),
            **shared,
        )
    if ask.form == "lines":
        return Prose(max_length=1000, widget=forms.Textarea(attrs={"rows": 4}), **shared)
    return Prose(max_length=200, **shared)


class _SharedFields(dict[str, forms.Field]):
    """Fields that every new form of a class takes as they are, where a form copies those of its class one by one."""

    def __deepcopy__(self, _known: object) -> dict[str, forms.Field]:
        return dict(self)


@cache
def checking(form: type[forms.Form], **asked: Any) -> Callable[[Mapping[str, Any]], forms.Form]:
    """The form ``form(given, **asked)`` to check what was given, never to be drawn: its copies of the fields are made once, as
    they cost more than the check. A form changes its fields by ``asked`` alone, so that each has fields of its own."""
    shared: type[forms.Form] = type(form.__name__, (form,), {"__module__": form.__module__})
    # Set afterwards: the fields of a class are gathered while it is made.
    shared.base_fields = _SharedFields(deepcopy(form.base_fields))
    return partial(shared, **asked)


def chosen(rows: Sequence[dict[str, Any]], key: str) -> list[dict[str, Any]]:
    """The rows of a formset in which ``key`` was filled in, as JSON."""
    return [jsonable(row) for row in rows if row.get(key)]


def jsonable(cleaned: dict[str, Any]) -> dict[str, Any]:
    """Cleaned data as it is kept in a draft: days as ISO text, numbers as plain numbers."""
    return {
        name: value.isoformat()
        if isinstance(value, date)
        else str(value)
        if hasattr(value, "quantize")
        else value
        for name, value in cleaned.items()
    }
