"""What is filled in where a complaint is taken down: the questions of the intake, asked of somebody who is not at the screen."""

from datetime import datetime
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation
from complaints import forms as pages
from complaints.facts import capacity_of, chosen_situations, facts_of, several_of_a_role
from complaints.forms.fields import DayField, field_of
from complaints.forms.telling import SEPARATOR
from complaints.models import CameBy, Kind
from complaints.questions import HELPER
from complaints.understanding import in_doubt_of_whom, wanted
from legal.asking import open_questions

WISHES, CAPACITY = "wishes", "complainant__capacity"
MOST_ASKED = 6


class ReceivedForm(forms.Form):
    """By which way it came, and when this desk had it."""

    organisation = forms.ChoiceField(label=_("哪个机构收到的"))
    way = forms.ChoiceField(
        label=_("怎样来的"),
        choices=CameBy.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("请选是来电、来访还是来信。")},
    )
    day = DayField(
        label=_("哪天收到的"),
        help_text=_("接到电话、当面说、信到本机构的那一天。法定期限从这一天算，不从录入的这一天算。"),
    )
    time = forms.TimeField(
        label=_("几点"),
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        error_messages={"required": _("请填几点。"), "invalid": _("请按“09:30”的样子填写。")},
    )

    def __init__(self, *args: Any, desks: list[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice: Any = self.fields["organisation"]
        choice.choices = [(str(one.pk), one.name) for one in desks]
        if len(desks) == 1:
            choice.widget = forms.HiddenInput()
            choice.initial = str(desks[0].pk)

    @property
    def received_at(self) -> datetime:
        given = self.cleaned_data
        return timezone.make_aware(datetime.combine(given["day"], given["time"]))


class SaidForm(pages.TellForm):
    """What somebody said, in their words."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, drafted=True, **kwargs)
        story, text = self.fields["story"], self.fields["text"]
        story.label, text.label = _("投诉人说的经过"), _("收到的短信全文")
        story.help_text = _("照投诉人的话写：什么时候开始、谁、多少次、他说过什么。来信的，照信上写的。")
        text.help_text = _("投诉人念的、信里抄的一条，照原样。没有就不填。")
        self.order_fields(["story", "text"])


class FileForm(forms.Form):
    """A letter, or what somebody brought."""

    file = forms.FileField(
        label=_("信的扫描件、投诉人带来的材料"),
        required=False,
        help_text=_("PDF 或者图片，一次一个；原样封存，交给本机构的是查看副本。"),
    )


class PersonForm(pages.YouForm):
    """Who complains, as they say it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["region"].label = _("投诉人在哪个省")
        self.fields["region"].error_messages["required"] = _("请选投诉人所在的省。")
        self.fields["email"].help_text = _("选填。只填投诉人自己说要用的；登记以后，确认信寄到这里。")
        self.fields["address"].help_text = _("选填。有的渠道要用。")
        self.fields["id_number"].help_text = _("选填。要求实名的渠道才用；加密保存。")
        self.fields["agree"].label = _("已经告诉投诉人登记哪些信息、作什么用，投诉人同意登记")
        self.fields["agree"].help_text = ""
        self.fields["agree"].error_messages["required"] = _("投诉人同意，才能登记。")
        if self.only_answers:
            self.fields["phone"].label = _("投诉人的联系电话")
        if "child" in self.fields:
            self.fields["name"].label = _("监护人的姓名")
            self.fields["child"].help_text = ""
            self.fields["child_born"].help_text = _("选填。不填，按不满十四周岁办理。")
        elif "number" in self.fields:
            self.fields["number"].label = _("以前用的、已经停用的号码")
            self.fields["number"].help_text = _("选填。")


class WantedForm(forms.Form):
    """What somebody wants, as whom they complain, and the few open questions that change the law's answer: ``asked``, the same
    each time. Nobody complains here for another adult, who is asked themselves."""

    def __init__(self, data: Any, *, answers: dict[str, Any], kind: str) -> None:
        super().__init__(data)
        self.answers, self.kind = answers, kind
        wishes = pages.ask_named("loss", WISHES, kind)
        self.fields[WISHES] = field_of(wishes)
        self.fields[WISHES].initial = answers.get("loss", {}).get(WISHES) or list(wanted(answers, kind))
        before = answers.get("wants", {})
        self.asked: list[str] = before["asked"] if before.get("kind") == kind else open_now(answers, kind)
        for place in self.asked:
            page, name = place.split(SEPARATOR)
            self.fields[place] = field_of(pages.ask_named(page, name, kind))
            self.fields[place].initial = answers.get(page, {}).get(name)
        capacity: Any = field_of(pages.ask_named(page_of_capacity(kind), CAPACITY, kind))
        capacity.choices = [one for one in capacity.choices if one[0] not in (HELPER, "unknown")]
        capacity.help_text = _("帮别的成年人说的，请他本人来电、来访或者来信。")
        capacity.initial = capacity_of(answers) or None
        self.fields[CAPACITY] = capacity

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        page = page_of_capacity(self.kind)
        given = self.answers.get(page, {}) | {CAPACITY: cleaned.get(CAPACITY)}
        if in_doubt_of_whom({**self.answers, page: given}):
            self.add_error(CAPACITY, _("说的是别人的电话。请选一项：受到打扰的是谁，材料就写谁。"))
        return cleaned


def open_now(answers: dict[str, Any], kind: str) -> list[str]:
    """The questions that weigh most, as whom and against whom somebody complains besides; how often is asked before."""
    situations, today = chosen_situations(answers), timezone.localdate()
    found = open_questions(facts_of(answers, filing_date=today), situations, on=today)
    open_still = [
        f"{one.matter.slug}{SEPARATOR}{one.ask.name}"
        for one in found
        if one.ask.name not in answers.get(one.matter.slug, {})
        and one.ask.fact not in ("contacts.count", "complainant.capacity", "wishes")
    ]
    return open_still[:MOST_ASKED]


def page_of_capacity(kind: str) -> str:
    """Where it is asked as whom somebody complains."""
    return "number" if kind == Kind.SECOND_HAND_NUMBER else "contacts"


def respondents_of(data: Any, answers: dict[str, Any], kind: str) -> Any:
    rows = answers.get("respondents", {}).get("rows") or []
    return pages.RespondentFormSet(data, initial=rows, prefix="respondents", form_kwargs={"kind": kind})


def prior_of(data: Any, answers: dict[str, Any]) -> Any:
    among = several_of_a_role(answers.get("respondents", {}).get("rows", ()))
    rows = answers.get("prior", {}).get("rows") or []
    return pages.PriorFormSet(data, initial=rows, prefix="prior", form_kwargs={"among": among})
