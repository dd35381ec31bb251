"""A day, or the month where no day is remembered; and what is said where a story tells of lately alone."""

import re
from calendar import monthrange
from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from complaints.forms.fields import DayField, not_in_future
from complaints.reading import undated
from complaints.stated import is_month

_MONTH = re.compile(r"\s*(\d{4})\s*(?:[-/.]|年)\s*(\d{1,2})\s*月?\s*")


class WhenInput(forms.DateInput):
    """A day to be picked and, folded beside it, the month for who remembers no day. Whichever is filled in is the answer."""

    template_name = "pages/when.html"

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        context["month"] = {"name": f"{name}_month", "value": ""}
        if _MONTH.fullmatch(str(value or "")):
            context["widget"]["value"], context["month"]["value"] = None, value
        return context

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> Any:
        return data.get(name) or data.get(f"{name}_month")

    def value_omitted_from_data(self, data: Mapping[str, Any], files: Any, name: str) -> bool:
        return name not in data and f"{name}_month" not in data


class WhenField(DayField):
    """A past day, or a month as 2026-03: a day is a ``date``, a month a text."""

    widget = WhenInput(attrs={"type": "date", "max": "9999-12-31"}, format="%Y-%m-%d")

    def to_python(self, value: Any) -> Any:
        month = _MONTH.fullmatch(value) if isinstance(value, str) else None
        if month is None:
            return super().to_python(value)
        told = f"{int(month[1])}-{int(month[2]):02d}"
        if not is_month(told):
            raise ValidationError(_("请按“2025-11”的样子填写月份。"))
        return told

    def run_validators(self, value: Any) -> None:
        if is_month(value):
            not_in_future(earliest(value))
        else:
            super().run_validators(value)


def earliest(told: date | str) -> date:
    """The first day that it can have been."""
    return told if isinstance(told, date) else date.fromisoformat(f"{told}-01")


def latest(told: date | str) -> date:
    """The last day that it can have been."""
    if isinstance(told, date):
        return told
    year, month = map(int, told.split("-"))
    return date(year, month, monthrange(year, month)[1])


def month_of(story: str, name: str, *, today: date) -> tuple[str, str]:
    """The month in which a story tells that it began (``first``) or last happened, with the words; "" where it tells none."""
    told = undated(story, today=today).get(name)
    if told is None or told.month is None:
        return "", ""
    year, month = told.month
    return f"{year}-{month:02d}", told.words


def which_day(story: str, *, today: date) -> str:
    """What is said beside the question for the last day where a story tells of lately; "" where it does not."""
    told = undated(story, today=today).get("last")
    if told is None or told.month is not None:
        return ""
    return gettext("您写的是「%(words)s」，没有写哪一天。填最近收到的那一天，今天收到的就填今天。") % {
        "words": told.words
    }
