"""What happened, one matter a page; the codes that lead back to it."""

import re
from collections.abc import Sequence
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from complaints.forms.days import WhenField, earliest, latest
from complaints.forms.fields import (
    DayField,
    MailField,
    Named,
    Prose,
    field_of,
    prose,
)
from complaints.models import SITUATIONS_OF_KIND, Category, Contact, Kind, Situation
from complaints.questions import YES_NO, Matter
from complaints.reading import describe
from core.written import plain

MAX_MESSAGE = 20_000  # characters of one pasted message; a longer text belongs among the files
MAX_STORY = 20_000

KIND_CHOICES = [
    (Kind.HARASSMENT, _("骚扰短信和电话：广告停不下来，退订没有用")),
    (Kind.SECOND_HAND_NUMBER, _("二次号：号码别人用过，前机主的事找到我头上")),
    (Kind.FAKE_COLLECTION, _("不实催收：没有的债、别人的债，却来催我")),
    ("unsure", _("说不清，我先讲讲经过")),
]


class KindForm(forms.Form):
    kind = forms.ChoiceField(
        label=_("您遇到的是哪一种打扰？"),
        choices=KIND_CHOICES,
        widget=forms.RadioSelect,
        error_messages={"required": _("请选一种；说不清就选最后一项。")},
    )

    def __init__(self, *args: Any, told: bool = False, **kwargs: Any) -> None:
        """``told``: the story is told already, so telling it is no way on any more."""
        super().__init__(*args, **kwargs)
        if told:
            field = cast(forms.ChoiceField, self.fields["kind"])
            field.choices = [choice for choice in KIND_CHOICES if choice[0] != "unsure"]


class StoryForm(forms.Form):
    story = prose(
        MAX_STORY,
        label=_("用您自己的话讲讲经过"),
        required=False,
        help_text=_("什么时候开始的、谁发来的、您做过什么。不用讲究格式，也不要写身份证号、银行卡号。"),
    )

    def __init__(self, *args: Any, required: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["story"].required = required
        self.fields["story"].error_messages["required"] = _("请写几句经过，我们才能帮您判断是哪一种。")


def number_shown(given: str) -> str:
    """The number of a message or a call as it is kept; "" where it is said not to be known."""
    given = given.strip()
    if not given or _NOT_KNOWN.search(given):
        return ""
    number = describe(given)
    if not number.accepted:
        raise ValidationError(number.advice)
    if number.kind == "alnum" and not _NAME_OF_SENDER.match(number.number):
        raise ValidationError(
            _(
                "号码里混着字母、汉字。请照短信或来电显示核对，只写数字；只有名字的，写进经过里。不知道就不填。"
            )
        )
    if number.kind != "alnum" and not re.fullmatch(r"\+?[0-9]{5,20}", number.number):
        raise ValidationError(_("请照短信或来电显示填号码，只写数字，5 到 20 位。不知道就不填。"))
    return number.number


# A name that a sender abroad gave itself, or an e-mail address; a number with a letter in it was copied wrongly.
_NAME_OF_SENDER = re.compile(r"[A-Za-z][\x21-\x7e]*$|[\x21-\x7e]+@[\x21-\x7e]+\.[A-Za-z]{2,}$")
# Who writes so instead of a number leaves it open.
_NOT_KNOWN = re.compile(
    r"^[^0-9A-Za-z]*(?:不知道|不清楚|不记得|不晓得|记不清|忘|没有|没显示|无|未知|隐藏)[^0-9]*$"
)


class MessageForm(forms.Form):
    """The message as it came. A file of text in any common Chinese encoding may stand in for pasting."""

    text = prose(
        MAX_MESSAGE,
        label=_("把短信全文粘贴到这里"),
        required=False,
        help_text=_("原样粘贴，一个字也不要改。电话没有文字，可以留空。"),
    )
    file = forms.FileField(
        label=_("或者选一个装着短信的文本文件"),
        required=False,
        help_text=_("手机导出的 .txt 文件，最大 1 MB。"),
    )
    sender = Prose(
        label=_("对方的号码"),
        required=False,
        max_length=64,
        help_text=_("写完整，106 开头的要连后面的子端口一起写，例如 1069012345678。"),
        widget=forms.TextInput(attrs={"inputmode": "tel", "class": "short"}),
    )
    channel = forms.ChoiceField(
        label=_("怎么收到的"), choices=Contact.Channel.choices, widget=forms.RadioSelect, required=False
    )
    received_on = DayField(label=_("收到的日期"), required=False)

    def clean_file(self) -> Any:
        file = self.cleaned_data.get("file")
        if file is not None and file.size > 1024 * 1024:
            raise ValidationError(_("文件超过 1 MB。这一步只要一条短信；整份备份请在“证据文件”一步上传。"))
        return file

    def clean_sender(self) -> str:
        return number_shown(self.cleaned_data["sender"])


class ReadingForm(forms.Form):
    """What was read from the message, to be corrected by the person."""

    category = forms.ChoiceField(
        label=_("这是一条什么信息？"),
        required=False,
        choices=Category.choices,
        widget=forms.RadioSelect,
    )
    signature = Prose(label=_("签名（方括号里的名字）"), required=False, max_length=60)
    opt_out = Prose(
        label=_("退订的写法"), required=False, max_length=60, help_text=_("例如“拒收请回复R”。没有就留空。")
    )
    amount = forms.DecimalField(
        label=_("说到的金额（元）"), required=False, min_value=0, max_value=10**9, decimal_places=2
    )
    received_on = DayField(label=_("收到的日期"), required=False)
    claims_debt = forms.ChoiceField(
        label=_("它说您或者别人欠了钱吗？"), choices=YES_NO, widget=forms.RadioSelect, required=False
    )


class SituationsForm(forms.Form):
    situations = forms.MultipleChoiceField(
        label=_("下面哪些说的是您的情况？"),
        help_text=_("可以选好几项。已经勾上的是根据您写的内容提议的，不对就去掉。"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("请至少选一项最接近的。")},
    )

    def __init__(self, *args: Any, kind: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = cast(forms.MultipleChoiceField, self.fields["situations"])
        field.choices = [(slug.value, slug.label) for slug in SITUATIONS_OF_KIND[kind]]


# Of what came more than once the first day is not taken for the last.
NO_LAST_DAY = _("请填最近的一次是哪天。都在同一天的，填同一天；记不清的，填您能确定的最近的一天，不要猜。")
# A day that is guessed stands in papers as one that was told.
FIRST_DAY_HINT = _("记不清哪一天的，只填月份也可以，不要猜。")
LAST_DAY_HINT = _("还在继续的，填最近收到的那天。只有一次的，填同一天。")


class EventForm(forms.Form):
    first = WhenField(label=_("最早是哪天？"), help_text=FIRST_DAY_HINT)
    last = WhenField(label=_("最近一次是哪天？"), required=False, help_text=LAST_DAY_HINT)

    def __init__(self, *args: Any, once: bool = False, **kwargs: Any) -> None:
        """``once``: it is said to have happened a single time."""
        super().__init__(*args, **kwargs)
        self.once = once

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        first, last = cleaned.get("first"), cleaned.get("last")
        if not last and "last" not in self.errors and not self.once:
            self.add_error("last", NO_LAST_DAY)
        if first and last and latest(last) < earliest(first):
            self.add_error("last", _("最近一次比最早一次还早。请检查这两个日期。"))
        return cleaned


_OF_THE_TOTAL = ("contacts__max_per_day", "contacts__after_refusal")


def check_counts(form: forms.Form, total: object) -> None:
    """Of all that came no more can have come in one day, or after a refusal."""
    if not isinstance(total, int):
        return
    for name, value in [*form.cleaned_data.items()]:
        if name.rpartition("-")[2] in _OF_THE_TOTAL and isinstance(value, int) and value > total:
            form.add_error(name, _("比一共的 %d 次还多。请检查这两个数。") % total)


class MatterForm(forms.Form):
    """The questions of one matter."""

    def __init__(self, *args: Any, matter: Matter, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for ask in matter.asks:
            self.fields[ask.name] = field_of(ask)


class ResumeForm(forms.Form):
    code = forms.CharField(
        label=_("草稿码或案件码"),
        max_length=60,
        help_text=_("20 个字母和数字，例如 ABCDE-FGHJK-23456-MNPQR。大小写、空格和横线都不影响。"),
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "characters", "class": "code"}
        ),
        error_messages={"required": _("请输入码。")},
    )

    def clean_code(self) -> str:
        code = plain(self.cleaned_data["code"])
        if re.fullmatch(r"AN[-\s]?\d{4}[-\s]?\d{6,8}", code.strip().upper()):
            raise ValidationError(
                _(
                    "这是投诉编号，不是案件码。案件码是 20 个字母和数字，在登记后的回执页“案件码”那一块，"
                    "和登记以前的草稿码是同一个。找不到的，点“码丢了”。"
                )
            )
        return code


class AddressForm(forms.Form):
    """The mailbox of whom a case is handed to."""

    email = MailField(
        label=_("本人自己的电子邮箱"),
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
        error_messages={"required": _("请填电子邮箱。"), "invalid": _("这不像一个电子邮箱地址。")},
    )


class WayBackForm(forms.Form):
    email = MailField(
        label=_("登记时填的电子邮箱"),
        error_messages={"required": _("请填电子邮箱。"), "invalid": _("这不像一个电子邮箱地址。")},
    )
    number = Named(
        label=_("投诉编号（不记得可不填）"),
        required=False,
        max_length=60,
        help_text=_("例如 AN-2026-000001。"),
    )

    def clean_number(self) -> str:
        given = "".join(plain(self.cleaned_data["number"]).upper().split())
        if given and not re.fullmatch(r"AN-\d{4}-\d{6,8}", given):
            raise ValidationError(_("投诉编号像 AN-2026-000001。不记得可以不填。"))
        return given


class TelephoneForm(forms.Form):
    telephone = Named(
        label=_("登记时填的电话"),
        max_length=60,
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "tel", "class": "short"}),
        error_messages={"required": _("请填电话。")},
    )


class ReceiptCheckForm(forms.Form):
    token = forms.CharField(
        label=_("回执文件的全文（签名凭证），或者回执的网址"),
        help_text=_("网址也可以只填末尾的 24 个字母和数字。"),
        max_length=40_000,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": _("请粘贴回执内容。")},
    )


def situation_labels(slugs: Sequence[str]) -> list[str]:
    return [str(Situation(slug).label) for slug in slugs]
