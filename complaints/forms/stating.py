"""The pages of the intake once more, for what is added or corrected after the filing: the same forms, the same errors."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from complaints.facts import happened_once, several_of_a_role
from complaints.forms.fields import chosen, jsonable, prose
from complaints.forms.pages import EventForm, MatterForm, SituationsForm
from complaints.forms.particulars import ParticularsForm
from complaints.forms.people import PriorFormSet, RespondentFormSet, YouForm
from complaints.models import Complaint
from complaints.particulars import SLUG as PARTICULARS
from complaints.questions import HELPER, Matter, matter_of
from complaints.standing import standing_facts
from complaints.stating import answers_now

Answers = dict[str, Any]
LONGEST_REASON = 1_000
MOST_MORE = 4_000  # characters that are told on at once: they fit into a correction
ROWS = ("prior", "respondents")


class NoSuchAnswer(TypeError):
    """What no page could send: ``name`` says to which question."""

    def __init__(self, name: str, why: str) -> None:
        super().__init__(why)
        self.name, self.why = name, why


class MoreForm(forms.Form):
    """What happened besides, in their own words; below what was told before."""

    more = prose(
        MOST_MORE,
        label=_("要补充的经过"),
        help_text=_("原来写的不改。补充的写明今天的日期，放在后面。不要写身份证号、银行卡号。"),
    )
    more.error_messages["required"] = _("请写要补充的经过。")


class ReasonForm(forms.Form):
    """Why it is said otherwise now, and which answers were on the screen."""

    shown = forms.CharField(widget=forms.HiddenInput, max_length=71)
    reason = prose(
        LONGEST_REASON, label=_("为什么补充、更正"), required=False, help_text=_("选填，例如“记错了日期”。")
    )
    reason.widget.attrs["rows"] = 2


def page_form(complaint: Complaint, slug: str, data: Any = None) -> Any:
    """The form of a page, filled with what stands or with ``data``; None where the kind has no such page."""
    now = answers_now(complaint, slug)
    if slug == "story":
        return MoreForm(data)
    if slug == "situations":
        return SituationsForm(data, kind=complaint.kind, initial=now)
    if slug == "event":
        often = standing_facts(complaint).get("contacts", {}).get("count")
        return EventForm(data, initial=now, once=happened_once(often))
    if slug == "prior":
        among = several_of_a_role(answers_now(complaint, "respondents")["rows"])
        return PriorFormSet(data, initial=now["rows"], prefix=slug, form_kwargs={"among": among})
    if slug == "respondents":
        return RespondentFormSet(data, initial=now["rows"], prefix=slug, form_kwargs={"kind": complaint.kind})
    if slug == "you":
        capacity = standing_facts(complaint).get("complainant", {}).get("capacity", "")
        # Who helps is no matter of what the person corrects.
        form = YouForm(data, initial=now, capacity="" if capacity == HELPER else capacity)
        # It was agreed to at the filing; what goes to anybody is asked about each time.
        del form.fields["agree"]
        return form
    if slug == PARTICULARS:
        return ParticularsForm(data, complaint=complaint)
    matter = matter_of(slug, complaint.kind)
    return MatterForm(data, matter=_asked_since(matter, now), initial=now) if matter is not None else None


def _asked_since(matter: Matter, now: Answers) -> Matter:
    """Who filed for themselves is not somebody who helped: that is another complaint, which another person confirms."""
    if now.get("complainant__capacity") == HELPER:
        return matter
    asks = (
        replace(one, choices=tuple(each for each in one.choices if each[0] != HELPER)) for one in matter.asks
    )
    return replace(matter, asks=tuple(asks))


def answers_in(slug: str, form: Any) -> Answers:
    """The answers of a valid page, as a draft keeps them."""
    if slug == "prior":
        return {"rows": [jsonable(row) for row in chosen(form.cleaned_data, "to")]}
    if slug == "respondents":
        rows = [row for row in form.cleaned_data if row.get("name") or row.get("role")]
        return {"rows": [jsonable(row) for row in rows]}
    return jsonable(form.cleaned_data)


def as_posted(complaint: Complaint, slug: str, given: Mapping[str, Any]) -> Answers:
    """Answers of a program as the page would send them: what is not among them stays as it stands.

    NoSuchAnswer, or another TypeError, for what no page could send.
    """
    now = answers_now(complaint, slug)
    said = {**now, **given}
    form = page_form(complaint, slug)
    if slug not in ROWS:
        return _all_typed(said, form.fields)
    rows = said["rows"]
    # A row that stands already is looked at although it says nothing new.
    standing = min(len(rows), len(now["rows"]))
    posted: Answers = {f"{slug}-TOTAL_FORMS": len(rows), f"{slug}-INITIAL_FORMS": standing}
    for place, row in enumerate(rows):
        typed = _all_typed(row, form.empty_form.fields)
        posted |= {f"{slug}-{place}-{name}": value for name, value in typed.items()}
    return posted


def _all_typed(said: Mapping[str, Any], fields: Mapping[str, forms.Field]) -> Answers:
    """The answers as a page sends them; what it does not ask about is passed over."""
    return {
        name: _several(name, value) if _takes_several(fields[name]) else _typed(name, value)
        for name, value in said.items()
        if value is not None and name in fields
    }


def _takes_several(field: forms.Field) -> bool:
    return isinstance(field, forms.MultipleChoiceField)


def _several(name: str, value: Any) -> list[str]:
    if not isinstance(value, list):
        raise NoSuchAnswer(name, str(_("应为一个列表")))
    return [_typed(name, one) for one in value]


def _typed(name: str, value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if not isinstance(value, str | int | float):
        raise NoSuchAnswer(name, str(_("应为一个值，不是列表或者对象")))
    return str(value)
