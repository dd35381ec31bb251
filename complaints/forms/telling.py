"""The way to the receipt: told on one page, understood on the next; what is wrong is changed where it is read."""

from collections.abc import Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from complaints.facts import chosen_situations, happened_once
from complaints.forms.days import WhenField, earliest, latest, month_of, which_day
from complaints.forms.doubt import BOTH, ask_of_one_debt, because, either, instead, which_debt, with_debt
from complaints.forms.fields import DayField, Prose, field_of, jsonable
from complaints.forms.pages import (
    FIRST_DAY_HINT,
    KIND_CHOICES,
    LAST_DAY_HINT,
    NO_LAST_DAY,
    MessageForm,
    ReadingForm,
    check_counts,
    number_shown,
)
from complaints.forms.people import MOST_RESPONDENTS
from complaints.models import SITUATIONS_OF_KIND, Kind, Situation
from complaints.questions import MATTERS, PRIOR_TO, Ask, shown
from complaints.reading import Earlier, callers_in, numbers_in
from complaints.understanding import (
    Read,
    as_prior,
    counted_read,
    debt_in_doubt,
    earlier_told,
    facts_read,
    in_doubt_whose,
    kinds_of,
    named_by_story,
    reading_of,
    shown_by_message,
    situations_suggested,
    source_of,
    story_of,
    words_of_kinds,
)
from core.days import when_read, with_days_read

Answers = Mapping[str, Mapping[str, Any]]
MOST_NAME = 200
SEPARATOR = "-"  # between the page that a question belongs to and its field
COUNT = f"contacts{SEPARATOR}contacts__count"
OWED = f"debt{SEPARATOR}debt__owed"
MOST_A_DAY = f"contacts{SEPARATOR}contacts__max_per_day"
KINDS = dict(KIND_CHOICES)
_CHOSEN_DAYS = {
    "first": _("这是您选出的里面最早的一天。实际更早的，改成更早的。"),
    "last": _("这是您选出的里面最近的一天。后来还有的，改成更近的。"),
}
# What is asked as a question is told as a name.
_LABELS = {"kind": _("哪一种打扰"), "situations": _("您的情况"), "received_on": _("这条短信的日期"),
           "first": _("最早的一次"), "last": _("最近的一次"), "category": _("什么信息"), "signature": _("短信签名"),
           "claims_debt": _("说您或者别人欠钱"), "party": _("对方"), "earlier": _("找过谁")}  # fmt: skip


@dataclass(frozen=True)
class Row:
    """A fact that is known already: what it is, where it came from, and the field that changes it."""

    field: forms.BoundField
    label: Any
    value: str
    source: str = ""
    words: str = ""


class UnderstoodForm(forms.Form):
    """What was understood, as fields that hold it, and the few that nothing told."""

    def __init__(
        self,
        data: Any = None,
        *,
        answers: Answers,
        counted: Mapping[str, Mapping[str, Any]] | None = None,
        today: date,
    ) -> None:
        super().__init__(data)
        self.answers, self.today, self.chosen = answers, today, counted or {}
        self.kinds = kinds_of(answers)
        self.kind = self.kinds[0] if len(self.kinds) == 1 else ""
        self.instead = instead(answers, self.kind)
        self.known: dict[str, Read] = {}
        self.more: list[str] = []  # numbers of the other side that were given beside the sender
        self.earlier: list[Earlier] = []
        if in_doubt_whose(answers):
            self.fields["whose"] = forms.ChoiceField(
                label=_("粘贴在短信一栏的这段话是谁写的？"),
                choices=[("sender", _("对方发来的短信原文")), ("own", _("我自己写的经过"))],
                widget=forms.RadioSelect,
                error_messages={"required": _("请选一项：对方的原文和您自己的话，写进材料的地方不一样。")},
            )
        self._ask_kind()
        if self.kind:
            self._ask_situations()
        self._ask_of_message()
        if self.kind:
            add_read(self, answers, self.kind, today=today, counted=counted)
            self._ask_which_debt()
            self._told_of_others()
        self._ask_when(counted or {})
        self._ask_how_often(counted or {})

    # ── What it asks ─────────────────────────────────────────────────────────────────────────────────────────────
    def _ask_kind(self) -> None:
        likely = [*self.kinds, *(one for one in Kind.values if one not in self.kinds)]
        words = words_of_kinds(self.answers) if len(self.kinds) > 1 else {}
        self.fields["kind"] = forms.ChoiceField(
            label=_("您遇到的是哪一种打扰？"),
            choices=[(one, because(KINDS[one], words.get(one, ()))) for one in likely],
            widget=forms.RadioSelect,
            initial=self.kind or None,
            error_messages={"required": _("请选最接近的一种。")},
        )
        if self.kind:
            read = kinds_of({**self.answers, "kind": {}})
            source = gettext("您发来的内容") if read == (self.kind,) else gettext("您选的")
            self.known["kind"] = Read(self.kind, source)
        elif self.kinds:
            self.fields["kind"].help_text = _("从您发来的内容看，排在前面的几种都有可能。")
        else:
            self.fields["kind"].help_text = _(
                "从您发来的内容，我们看不出是哪一种。都不像的，可以拨 12345 或者 12348 问一问。"
            )

    def _ask_situations(self) -> None:
        suggested = situations_suggested(self.answers, self.kind)
        chosen = chosen_situations(self.answers)
        add_situations(self, self.kind, chosen or list(suggested))
        if chosen and {*chosen} != {*suggested}:
            self.known["situations"] = Read(chosen, gettext("您选的"))
        elif suggested:
            words = "、".join(dict.fromkeys(word for some in suggested.values() for word in some))
            self.known["situations"] = Read(list(suggested), gettext("您发来的内容"), words)

    def _ask_of_message(self) -> None:
        message = self.answers.get("message", {})
        self._numbers()
        if not message.get("text"):
            if self.kind == Kind.SECOND_HAND_NUMBER or (message.get("sender") is None and not self.kinds):
                return
            self._sender(message)
            return
        self._sender(message)
        self.fields["received_on"] = DayField(label=_("这条短信是哪天收到的？"), required=False)
        if message.get("received_on"):
            self.known["received_on"] = Read(message["received_on"], self._shown_beside())
        shows = shown_by_message(self.answers)
        read = self.answers.get("reading") or shows
        named: tuple[str, ...] = ("category", "signature", "opt_out", "amount", "claims_debt")
        if read.get("claims_debt") != "yes" and self.kind != Kind.FAKE_COLLECTION:
            named = named[:3]
        if read.get("category") == "collection" and not read.get("opt_out"):
            named = tuple(
                one for one in named if one != "opt_out"
            )  # who demands money offers no way out of it
        for name in named:
            self.fields[name] = ReadingForm.base_fields[name]
            anew = name == "category" and "reading" not in self.answers
            if anew and not read["category"]:
                self.fields[name] = either(self.answers)
                continue
            words = "、".join(reading_of(self.answers).words) if name == "category" else ""
            shown = Read(jsonable(shows).get(name), source_of(self.answers), words)
            self.known[name] = _as_answered(read.get(name), shown)

    def _ask_which_debt(self) -> None:
        if said := debt_in_doubt(self.answers, self.kind):
            self.fields[OWED] = which_debt(ask_named("debt", "debt__owed", self.kind), said)
            self.known.pop(OWED, None)
            # What follows from the answer need not be ticked besides.
            self.fields["situations"].required = False

    def _numbers(self) -> None:
        """The numbers of the other side that the story names; of a message that was pasted the sender is asked beside."""
        said = self.answers.get("callers", {}).get("numbers")
        read = callers_in(story_of(self.answers))
        if said is None and not read:
            return
        self.fields["numbers"] = Prose(
            label=_("对方的号码"),
            required=False,
            max_length=1000,
            help_text=_("一行一个。不是对方的，删掉。"),
            widget=forms.Textarea(attrs={"rows": 2}),
        )
        told = Read("\n".join(read), gettext("您写的经过"), "、".join(read))
        self.known["numbers"] = told if said is None else _as_answered("\n".join(said), told)

    def _told_of_others(self) -> None:
        """Against whom, and whom they asked before: only where the story tells it, or it was answered on this page."""
        rows = self.answers.get("respondents", {}).get("rows")
        told = named_by_story(self.answers, self.kind)
        if told:
            self.fields["party"] = Prose(
                label=_("对方是谁"),
                required=False,
                max_length=600,
                help_text=_("一行一个。不是它的，删掉。"),
                widget=forms.Textarea(attrs={"rows": 2}),
            )
            named = [row["name"] for row in rows or () if row.get("name")]
            words = "、".join(words for _name, words in told if words)
            read = Read("\n".join(name for name, _words in told), gettext("您写的经过"), words)
            self.known["party"] = read if rows is None else _as_answered("\n".join(named), read)
        self.earlier = earlier_told(self.answers, today=self.today)
        answered = self.answers.get("prior", {}).get("rows")
        # What is not told of it, its day and what came of it, is asked on its own page.
        if self.earlier:
            self.fields["earlier"] = forms.MultipleChoiceField(
                label=_("找过谁"),
                required=False,
                help_text=_("没有找过的，去掉勾。"),
                widget=forms.CheckboxSelectMultiple,
                choices=[(one.to, _earlier_words(one)) for one in self.earlier],
            )
            kept = [
                one.to
                for one in self.earlier
                if answered is None or one.to in [row["to"] for row in answered]
            ]
            words = "、".join(one.words for one in self.earlier if one.to in kept)
            self.known["earlier"] = Read(kept, gettext("您写的经过"), words)

    def earlier_rows(self, kept: Sequence[str]) -> list[dict[str, Any]]:
        """The rows of earlier steps: those that were filled in stay as they are, unless they are taken out here."""
        told = {one.to: as_prior(one) for one in self.earlier}
        filled = list(self.answers.get("prior", {}).get("rows", ()))
        stay = [row for row in filled if row["to"] not in told or row["to"] in kept]
        there = [row["to"] for row in stay]
        return [*stay, *(row for to, row in told.items() if to in kept and to not in there)]

    def _sender(self, message: Mapping[str, Any]) -> None:
        if "numbers" in self.fields and not message.get("text") and not message.get("sender"):
            return
        self.fields["sender"] = deepcopy(MessageForm.base_fields["sender"])
        if message.get("text"):
            self.fields["sender"].label = _("这条短信是哪个号码发来的？")
            self.fields["sender"].help_text = _(
                "看短信最上面显示的号码，不是短信里写的电话。106 开头的连后面的子端口一起写。还有别的号码，写在后面，用逗号隔开。"
            )
        if message.get("sender"):
            self.known["sender"] = Read(message["sender"], self._shown_beside())

    def _shown_beside(self) -> str:
        """Where the sender and the day of a message came from: a text alone holds neither."""
        pictured = self.answers.get("message", {}).get("exhibit")
        return source_of(self.answers) if pictured else gettext("您填的")

    def _ask_when(self, counted: Mapping[str, Mapping[str, Any]]) -> None:
        """Days and how often: asked, not taken from one message."""
        self.fields["first"] = WhenField(label=_("最早的一次是哪天？"), help_text=FIRST_DAY_HINT)
        self.fields["last"] = WhenField(
            label=_("最近的一次是哪天？"), required=False, help_text=LAST_DAY_HINT
        )
        event = self.answers.get("event", {})
        # A day is told whatever kind it turns out to be.
        read = facts_read(self.answers, self.kind or Kind.HARASSMENT, [], today=self.today)
        for name in ("first", "last"):
            chosen = counted.get("event", {}).get(name)
            month, words = month_of(story_of(self.answers), name, today=self.today)
            told = read.get(("event", name))
            if told is None and month and not (chosen and (name == "last" or month >= chosen[:7])):
                told = Read(month, gettext("您写的经过"), words)
            if event.get(name):
                self.known[name] = _as_answered(event[name], told)
            elif told is not None:
                self.known[name] = told
            elif chosen:  # what was chosen may be a part of what came
                self.fields[name].initial = chosen
                self.fields[name].help_text = _CHOSEN_DAYS[name]
            elif name == "last" and (hint := which_day(story_of(self.answers), today=self.today)):
                self.fields[name].help_text = hint

    def _ask_how_often(self, counted: Mapping[str, Mapping[str, Any]]) -> None:
        """The total; what was chosen out of a backup or a screenshot is offered for it."""
        if self.kind == Kind.SECOND_HAND_NUMBER or COUNT in self.known:
            return
        chosen = counted.get("contacts", {}).get("count")
        ask = ask_named("contacts", "contacts__count", self.kind or Kind.HARASSMENT)
        told = {} if self.kind else facts_read(self.answers, Kind.HARASSMENT, [], today=self.today)
        self.fields[COUNT] = field_of(ask)
        self.fields[COUNT].label = _("到现在一共多少次？")
        self.fields[COUNT].help_text = _("短信、电话都算，大概的数也可以。")
        page, name = COUNT.split(SEPARATOR)
        if self.kind and (given := self.answers.get(page, {}).get(name)) is not None:
            self.known[COUNT] = Read(given, gettext("您填的"))
        elif (page, name) in told:
            # While the kind is open: not every kind asks how often, so it is no row of what was understood.
            self.fields[COUNT].initial = told[page, name].value
            self.fields[COUNT].help_text = _("您写的经过「%s」") % told[page, name].words
        if chosen:
            self.fields[COUNT].initial = chosen
            self.fields[COUNT].help_text = _("您选出了 %d 条。没有选的、没有存下来的也算进去。") % chosen

    # ── What it shows ────────────────────────────────────────────────────────────────────────────────────────────
    def first_fields(self) -> list[forms.BoundField]:
        """Whose words they are, and the kind, where that is open: everything else follows from it."""
        first = [name for name in ("whose", "kind") if name in self.fields]
        return [self[name] for name in first if name not in self.known or name in self.errors]

    def open_fields(self) -> list[forms.BoundField]:
        """What else nothing told, and what was changed to something that cannot be taken."""
        asked = [name for name in self.fields if name not in self.known or name in self.errors]
        return [self[name] for name in asked if name not in ("whose", "kind")]

    def rows(self) -> list[Row]:
        """What was understood, to be changed in place."""
        return rows_of(self)

    def get_initial_for_field(self, field: forms.Field, field_name: str) -> Any:
        if field_name in self.known:
            return self.known[field_name].value
        return super().get_initial_for_field(field, field_name)

    def clean_numbers(self) -> str:
        lines = self.cleaned_data["numbers"].splitlines()
        return "\n".join(dict.fromkeys(number for line in lines if (number := number_shown(line))))

    def clean_party(self) -> str:
        lines = [one.strip() for one in self.cleaned_data["party"].splitlines() if one.strip()]
        if any(len(one) > MOST_NAME for one in lines) or len(lines) > MOST_RESPONDENTS:
            raise ValidationError(_("一行写一个名称，最多 %d 行。") % MOST_RESPONDENTS)
        return "\n".join(dict.fromkeys(lines))

    def clean_sender(self) -> str:
        several = numbers_in(self.cleaned_data["sender"])
        if len(several) < 2:
            return MessageForm.clean_sender(self)  # type: ignore[arg-type]
        self.more = [one for one in dict.fromkeys(several) if one != several[0]]
        return several[0]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        first, last, received = (cleaned.get(name) for name in ("first", "last", "received_on"))
        often = cleaned.get(COUNT, self.answers.get("contacts", {}).get("contacts__count"))
        if not last and "last" not in self.errors and not happened_once(often):
            self.add_error("last", NO_LAST_DAY)
        chosen, most = self.chosen.get("contacts", {}), cleaned.get(MOST_A_DAY)
        if most and most == chosen.get("max_per_day") and (cleaned.get(COUNT) or 0) > chosen.get("count", 0):
            # More came than was chosen: the busiest day among those is not the busiest of all.
            cleaned[MOST_A_DAY] = None
        if first and received and received < earliest(first):
            self.add_error("first", _("上面的短信比这一天还早。最早的一次请填那一天，或者更早。"))
        if first and last and latest(last) < earliest(first):
            self.add_error("last", _("最近一次比最早一次还早。请检查这两个日期。"))
        check_counts(self, often)
        self._clean_debt(cleaned)
        return cleaned

    def _clean_debt(self, cleaned: dict[str, Any]) -> None:
        """What was chosen is of one debt, or said to be of two. Under another kind than was read it is asked on the next page."""
        if "situations" not in self.fields or cleaned.get("kind") != self.kind:
            return
        owed = cleaned.get(OWED, self.answers.get("debt", {}).get("debt__owed")) or ""
        asked = not self.fields["situations"].required
        if asked and "situations" in cleaned:
            cleaned["situations"] = with_debt(cleaned["situations"], owed)
            if not cleaned["situations"]:
                self.add_error("situations", self.fields["situations"].error_messages["required"])
        two = bool(self.answers.get("situations", {}).get(BOTH))
        chosen = cleaned.get("situations", ())
        ask_of_one_debt(self, "situations", situations=chosen, owed=owed, confirmed=two)


_CAME = {"unanswered": _("没有答复"), "refused": _("没有受理"), "unsolved": _("没有解决")}


def _earlier_words(step: Earlier) -> str:
    to = str(dict(PRIOR_TO)[step.to])
    came = str(_CAME[step.came]) if step.came else ""
    return gettext("，").join(one for one in (to, with_days_read(step.on), came) if one)


def add_situations(form: forms.Form, kind: str, chosen: Sequence[str]) -> None:
    """The situations of a kind, those that are known or suggested ticked."""
    form.fields["situations"] = forms.MultipleChoiceField(
        label=_("下面哪些说的是您的情况？"),
        help_text=_("可以选好几项。"),
        widget=forms.CheckboxSelectMultiple,
        choices=[(one.value, one.label) for one in SITUATIONS_OF_KIND[kind]],
        initial=list(chosen),
        error_messages={"required": _("请至少选一项最接近的。")},
    )


def add_read(
    form: Any,
    answers: Answers,
    kind: str,
    *,
    today: date,
    counted: Mapping[str, Mapping[str, Any]] | None = None,
) -> None:
    """The facts that story and message state, and what was counted, each with the field of its question."""
    situations = chosen_situations({**answers, "kind": {"kind": kind}})
    situations = situations or list(situations_suggested(answers, kind))
    found = facts_read(answers, kind, situations, today=today)
    found = counted_read(counted or {}, kind, situations) | found
    for (page, name), read in found.items():
        field = f"{page}{SEPARATOR}{name}"
        # Days and the total that were only chosen out of more are asked, see UnderstoodForm.
        if page == "event" or (field == COUNT and read.chosen and name not in answers.get(page, {})):
            continue
        form.fields[field] = field_of(ask_named(page, name, kind))
        # Also what was emptied is an answer: it is not read into the page again.
        said = answers.get(page, {})
        form.known[field] = _as_answered(said[name], read) if name in said else read
        form.fields[field].initial = form.known[field].value


def _as_answered(value: Any, read: Read | None) -> Read:
    """An answer that was kept: it stands where it was read, unless it was changed."""
    same = read is not None and jsonable({"": read.value}) == jsonable({"": value})
    return read if read is not None and same else Read(value, gettext("您填的"))


def ask_named(page: str, name: str, kind: str) -> Ask:
    return next(
        ask
        for matter in MATTERS
        if matter.slug == page and kind in matter.kinds
        for ask in matter.asks
        if ask.name == name and kind in ask.kinds
    )


def rows_of(form: Any) -> list[Row]:
    """The known fields of a form as rows, without those that are to be corrected. What was changed rests on no words."""
    rows = []
    for name, read in form.known.items():
        if name in form.fields and name not in form.errors:
            value, was = _words(form, name), _words(form, name, read.value)
            source, words = (read.source, read.words) if value == was else (gettext("您填的"), "")
            rows.append(Row(form[name], _LABELS.get(name, form[name].label), value, source, words))
    return rows


_NOW = object()


def _words(form: Any, name: str, value: Any = _NOW) -> str:
    """A value as it is said; without one, what the form holds now."""
    if value is _NOW:
        changed = form.is_bound and name in getattr(form, "cleaned_data", {})
        value = form.cleaned_data[name] if changed else form.known[name].value
    if SEPARATOR in name:
        page, field = name.split(SEPARATOR)
        ask = ask_named(page, field, form.kind)
        return with_days_read(shown(ask, value, story=story_of(form.answers))) or gettext("没有说")
    if name == "earlier":
        return "\n".join(str(dict(form.fields[name].choices)[one]) for one in value) or gettext("没有找过")
    if name == "situations":
        return "\n".join(str(Situation(one).label) for one in value)
    choices = dict(getattr(form.fields[name], "choices", ()))
    said = choices.get(value, value)
    return when_read(str(said)) if said not in (None, "") else gettext("没有读到")


def by_page(cleaned: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """The answers of questions, by the page that each belongs to."""
    found: dict[str, dict[str, Any]] = {}
    for field, value in jsonable(dict(cleaned)).items():
        if SEPARATOR in field:
            page, name = field.split(SEPARATOR)
            found.setdefault(page, {})[name] = value
    return found
