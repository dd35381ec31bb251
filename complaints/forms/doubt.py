"""What was read and is in doubt: nothing is chosen, the likeliest stand first, each with the words that speak for it."""

from collections.abc import Mapping, Sequence
from typing import Any, cast

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from complaints.debts import SITUATION_OF_DEBT, at_odds
from complaints.forms.fields import field_of
from complaints.forms.pages import MatterForm, ReadingForm, SituationsForm
from complaints.models import Kind, Situation
from complaints.questions import Ask
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


BOTH = "both"  # that situations which exclude each other are those of two debts


def which_debt(ask: Ask, said: Mapping[str, str]) -> forms.Field:
    """Whose the debt is, asked where a story says what cannot be true of one debt."""
    field = cast(forms.ChoiceField, field_of(ask))
    choices = cast(list[tuple[str, Any]], field.choices)
    words = {one: (each,) for one, each in said.items()}
    field.choices = [(one, because(label, words.get(one, ()))) for one, label in choices]
    field.help_text = _("您写的里面有几种说法，一笔债只能是其中一种，没有替您选。")
    return field


def with_debt(situations: Sequence[str], owed: str) -> list[str]:
    """The situations with the one that follows from whose the debt is."""
    more = SITUATION_OF_DEBT.get(owed, "")
    return [*situations, more] if more and more not in situations else list(situations)


def ask_of_one_debt(
    form: forms.Form, field: str, *, situations: Sequence[str], owed: str, confirmed: bool = False
) -> None:
    """Of situations that exclude each other, or the answer about the debt, it is said so at the field, once, and asked whether
    they are those of two debts."""
    odd = at_odds(situations, owed)
    if not odd or confirmed:
        return
    form.fields[BOTH] = forms.BooleanField(label=_("是两笔不同的债，都对"), required=False)
    if form[BOTH].data:
        form.cleaned_data[BOTH] = True
        return
    if len(odd) > 1:
        problem = gettext(
            "%(situations)s不能是同一笔债。请只留对的一项；确实是两笔不同的债，勾上下面那一项。"
        )
    else:
        problem = gettext(
            "%(situations)s和您说的这笔债的情况对不上。请改其中一个；确实是两笔不同的债，勾上下面那一项。"
        )
    form.add_error(field, problem % {"situations": listed([f"“{Situation(one).label}”" for one in odd])})


class OneDebtForm(SituationsForm):
    """The situations of a draft, of which those that exclude each other are asked about."""

    def __init__(self, *args: Any, owed: str, confirmed: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.owed, self.confirmed = owed, confirmed

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        chosen = cleaned.get("situations", ())
        ask_of_one_debt(self, "situations", situations=chosen, owed=self.owed, confirmed=self.confirmed)
        return cleaned


class DebtForm(MatterForm):
    """The questions about a debt, of which the first is asked again where the situations chosen exclude the answer."""

    def __init__(self, *args: Any, situations: Sequence[str], confirmed: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.situations, self.confirmed = situations, confirmed

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        owed = cleaned.get("debt__owed") or ""
        ask_of_one_debt(self, "debt__owed", situations=self.situations, owed=owed, confirmed=self.confirmed)
        return cleaned
