"""What a caseworker fills in beside a text."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from filings.models import Basis
from filings.services import LONGEST_RULE


class RetentionForm(forms.Form):
    """The law by which a desk keeps the file of a withdrawn filing, and until when."""

    basis = forms.ChoiceField(
        label=_("法律依据"), choices=[("", "")], error_messages={"required": _("请选择法律依据。")}
    )
    rule = forms.CharField(
        label=_("具体规定（法律、法规的名称和条款）"),
        max_length=LONGEST_RULE,
        error_messages={"required": _("请写明具体规定。")},
    )
    until = forms.DateField(
        label=_("保存到哪一天"),
        widget=forms.DateInput(attrs={"type": "date"}),
        error_messages={"required": _("请填日期。"), "invalid": _("请填日期，例如 2026-12-31。")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        basis = self.fields["basis"]
        basis.choices = [("", _("请选择")), *Basis.choices]  # type: ignore[attr-defined]
