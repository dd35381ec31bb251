"""What a lawyer or caseworker writes beside an assessment."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from legal.corrections import titles_of
from legal.models import Overrule
from legal.reasoning import answers
from legal.services import LONGEST_REASON


class OverruleForm(forms.Form):
    """Another status for one ground, and why."""

    assessment = forms.IntegerField(widget=forms.HiddenInput)  # the one that the page showed
    ground = forms.ChoiceField(label=gettext_lazy("更正哪一种情形"))
    status = forms.ChoiceField(
        label=gettext_lazy("更正为"),
        choices=Overrule.Status.choices,
        widget=forms.RadioSelect,
        help_text=gettext_lazy(
            "更正为“事实对得上”“可以主张”不会多引任何条文：系统没有引出依据的情形，文书照样不写，要先补上事实。"
            "更正为“还缺事实”“不符合”的，以后的文书不再写这种情形。"
        ),
    )
    reason = forms.CharField(
        label=gettext_lazy("理由"),
        help_text=gettext_lazy("投诉人会看到，也会放进导出的案卷。请写明依据的事实和条文。"),
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={"required": gettext_lazy("请写明理由。")},
    )

    def __init__(self, result: answers.Assessment, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        labels = {str(value): str(label) for value, label in Overrule.Status.choices}
        found = {row["code"]: labels.get(row["status"], row["status"]) for row in result["grounds"]}
        field = self.fields["ground"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101  (it is one, above)
        field.choices = [
            (
                code,
                _("%(code)s %(title)s（系统：%(status)s）")
                % {"code": code, "title": _(title), "status": found[code]},
            )
            for code, title in titles_of(result).items()
        ]
