"""What was read and is in doubt: nothing is chosen, the likeliest stand first, each with the words that speak for it."""

from collections.abc import Mapping, Sequence
from typing import Any, cast

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from complaints.forms.pages import ReadingForm
from complaints.models import Kind
from complaints.understanding import reading_of, second_kind
from core.language import listed


def because(label: Any, words: Sequence[str]) -> str:
    """A choice, and the words of the person's own texts that speak for it."""
    if not words:
        return str(label)
    return gettext("%(choice)s（因为写着：%(words)s）") % {"choice": label, "words": listed(words)}


def either(answers: Mapping[str, Mapping[str, Any]]) -> forms.ChoiceField:
    """What the message is, asked where it could not be told without doubt."""
    reading = reading_of(answers)
    words = {one.name: one.words for one in reading.alternatives} | {reading.category: reading.words}
    asked = cast(forms.ChoiceField, ReadingForm.base_fields["category"])
    labels = dict(cast(list[tuple[str, Any]], asked.choices))
    likely = [reading.category, *(one.name for one in reading.alternatives)]
    names = [*likely, *(name for name in labels if name not in likely)]
    return forms.ChoiceField(
        label=asked.label,
        required=False,
        choices=[(name, because(labels[name], words.get(name, ()))) for name in names],
        widget=forms.RadioSelect,
        help_text=_("我们拿不准，没有替您选；像的排在前面。您也不确定的，可以不选。"),
    )


def instead(answers: Mapping[str, Mapping[str, Any]], kind: str) -> dict[str, str]:
    """The kind that a story was understood as, and the next likeliest that it may be meant as; nothing where one was chosen."""
    second = second_kind(answers, kind) if kind else ""
    return (
        {"value": second, "kind": str(Kind(kind).label), "second": str(Kind(second).label)} if second else {}
    )
