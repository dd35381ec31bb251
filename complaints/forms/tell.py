"""The first page of the way: paste, tell or photograph."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from complaints.forms.fields import prose
from complaints.forms.pages import KIND_CHOICES, MAX_MESSAGE, MAX_STORY


class TellForm(forms.Form):
    """Paste, tell or photograph: any one is enough."""

    text = prose(
        MAX_MESSAGE,
        label=_("收到的短信，原样粘贴到这里"),
        required=False,
        help_text=_("挑最能说明问题的一条，一个字也不要改。"),
    )
    story = prose(
        MAX_STORY,
        label=_("用您自己的话讲讲经过"),
        required=False,
        help_text=_(
            "什么时候开始、谁、多少次、您说过什么。讲清楚了的，下一页给您核对，不再从头问。不要写身份证号、银行卡号。"
        ),
    )
    screenshot = forms.FileField(
        label=_("短信截图"),
        required=False,
        help_text=_("一张里看得到号码、时间和全文最好。我们认出文字，给您核对。"),
        widget=forms.FileInput(attrs={"accept": "image/*"}),
    )
    kind = forms.ChoiceField(
        label=_("您遇到的是哪一种打扰？"),
        choices=[choice for choice in KIND_CHOICES if choice[0] != "unsure"],
        widget=forms.RadioSelect,
        required=False,
    )

    def __init__(self, *args: Any, drafted: bool = False, **kwargs: Any) -> None:
        """``drafted``: of a draft that is there, whose files and kind have pages of their own."""
        super().__init__(*args, **kwargs)
        self.fields["text"].widget.attrs["rows"] = 4
        self.fields["story"].widget.attrs["rows"] = 5
        if drafted:
            del self.fields["screenshot"], self.fields["kind"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        said = any(cleaned.get(name) for name in ("text", "story", "screenshot"))
        if not said and not self.errors and not cleaned.get("kind"):
            self.add_error(
                "text", _("请粘贴短信、写几句经过、选一张截图，三样里有一样就行；不想写的，选一种打扰。")
            )
        return cleaned
