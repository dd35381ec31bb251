"""The forms of the intake, one a page. They check what can be checked here and say plainly what to do."""

import re
from collections.abc import Sequence
from datetime import date
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.urls import reverse_lazy
from django.utils import timezone
from django.utils.functional import lazy
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from stdnum.cn import ric, uscc
from stdnum.exceptions import ValidationError as BadNumber

from complaints.facts import UNKNOWN
from complaints.models import SITUATIONS_OF_KIND, Contact, Kind, Party, Situation
from complaints.questions import PRIOR_TO, PROVINCES, Ask, Matter
from complaints.reading import describe

MAX_MESSAGE = 20_000  # characters of one pasted message; a longer text belongs among the files
MAX_STORY = 20_000
EARLIEST = date(2000, 1, 1)
YES_NO = (("yes", _("是")), ("no", _("否")), (UNKNOWN, _("不知道")))
link_lazy = lazy(format_html, SafeString)
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


def not_in_future(day: date | None) -> None:
    """A day that has not come yet cannot be one on which something happened."""
    if day is not None and day > timezone.localdate():
        raise ValidationError(_("这个日期还没到。请检查年份和月份。"))
    if day is not None and day < EARLIEST:
        raise ValidationError(_("请填 2000 年以后的日期。"))


class DayField(forms.DateField):
    """A past day, typed or picked; 2025-11-02, 2025/11/2 and 2025年11月2日 are all understood."""

    # With a largest year of four digits, browsers go on to the month once the year is typed.
    widget = forms.DateInput(attrs={"type": "date", "max": "9999-12-31"}, format="%Y-%m-%d")

    default_error_messages = {
        "required": _("请填日期。记不清就填大概的一天。"),
        "invalid": _("请按“2025-11-02”的样子填写日期。"),
    }

    def __init__(self, **kwargs: Any) -> None:
        formats = ["%Y-%m-%d", "%Y/%m/%d", "%Y.%m.%d", "%Y年%m月%d日"]
        super().__init__(input_formats=formats, validators=[not_in_future], **kwargs)


class Prose(forms.CharField):
    """Free text: line ends unified, control characters dropped, nothing else touched."""

    def to_python(self, value: Any) -> str:
        return CONTROL.sub("", (super().to_python(value) or "").replace("\r\n", "\n"))


def prose(limit: int, **kwargs: Any) -> Prose:
    return Prose(
        max_length=limit,
        strip=True,
        widget=forms.Textarea(attrs={"rows": 8}),
        error_messages={
            "max_length": _(
                "这里最多放 %(limit_value)d 个字，您填了 %(show_value)d 个。文字还在框里没有丢："
                "请把全文存成 .txt 文件，在“证据文件”一步上传，这里只留最要紧的部分。"
            )
        },
        **kwargs,
    )


def digits(value: str) -> str:
    return re.sub(r"[\s\-()（）]", "", value)


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
    sender = forms.CharField(
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
        given = self.cleaned_data["sender"].strip()
        if not given:
            return ""
        number = describe(given)
        if not number.accepted:
            raise ValidationError(number.advice)
        return number.number


class ReadingForm(forms.Form):
    """What was read from the message, to be corrected by the person."""

    category = forms.ChoiceField(
        label=_("这是一条什么信息？"),
        required=False,
        choices=[
            ("marketing", _("推销、广告")),
            ("collection", _("催收欠款")),
            ("verification", _("验证码")),
            ("fraud", _("像诈骗")),
            ("notice", _("通知")),
            ("personal", _("私人信息")),
        ],
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


class EventForm(forms.Form):
    first = DayField(label=_("最早是哪天？"))
    last = DayField(label=_("最近一次是哪天？"), required=False, help_text=_("只有一次就不用填。"))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        first, last = cleaned.get("first"), cleaned.get("last")
        if first and last and last < first:
            self.add_error("last", _("最近一次比最早一次还早。请检查这两个日期。"))
        return cleaned


def field_of(ask: Ask) -> forms.Field:
    """The form field that asks one question; every one may stay unanswered."""
    shared: dict[str, Any] = {"label": ask.label, "required": False, "help_text": ask.hint}
    if ask.form == "yes_no":
        return forms.ChoiceField(choices=YES_NO, widget=forms.RadioSelect, **shared)
    if ask.form == "choice":
        unknown = () if any(value == UNKNOWN for value, _label in ask.choices) else ((UNKNOWN, _("不知道")),)
        return forms.ChoiceField(choices=(*ask.choices, *unknown), widget=forms.RadioSelect, **shared)
    if ask.form == "choices":
        return forms.MultipleChoiceField(choices=ask.choices, widget=forms.CheckboxSelectMultiple, **shared)
    if ask.form == "date":
        return DayField(**shared)
    if ask.form == "count":
        return forms.IntegerField(
            min_value=0,
            max_value=1_000_000,
            error_messages={"invalid": _("请填一个整数，例如 12。")},
            widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
            **shared,
        )
    if ask.form == "yuan":
        return forms.DecimalField(
            min_value=0,
            max_value=10**9,
            decimal_places=2,
            error_messages={"invalid": _("请只填数字，例如 40 或 0.1。")},
            widget=forms.NumberInput(attrs={"inputmode": "decimal", "step": "0.01"}),
            **shared,
        )
    if ask.form == "lines":
        return Prose(max_length=1000, widget=forms.Textarea(attrs={"rows": 4}), **shared)
    return Prose(max_length=200, **shared)


class MatterForm(forms.Form):
    """The questions of one matter."""

    def __init__(self, *args: Any, matter: Matter, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for ask in matter.asks:
            self.fields[ask.name] = field_of(ask)


class PriorForm(forms.Form):
    to = forms.ChoiceField(label=_("找过谁"), choices=[("", _("（没有）")), *PRIOR_TO], required=False)
    act = forms.ChoiceField(
        label=_("怎么找的"),
        choices=[("complaint", _("投诉、申诉")), ("report", _("举报、报警")), ("suit", _("起诉、仲裁"))],
        required=False,
    )
    on = DayField(label=_("哪天"), required=False)
    ticket = Prose(
        label=_("工单号、受理编号"),
        required=False,
        max_length=60,
        help_text=_("选填。短信、客服回复或者回执上有，写进材料里对方查得到。"),
    )
    answered_on = DayField(label=_("对方哪天答复的（没有答复不填）"), required=False)
    satisfied = forms.ChoiceField(
        label=_("结果满意吗"), choices=YES_NO, widget=forms.RadioSelect, required=False
    )
    accepted = forms.ChoiceField(
        label=_("对方正式受理了吗"), choices=YES_NO, widget=forms.RadioSelect, required=False
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not cleaned.get("to") and any(cleaned.get(name) for name in ("on", "answered_on", "ticket")):
            self.add_error("to", _("填了日期或者编号，请也选上找的是谁。"))
        if cleaned.get("to") and not cleaned.get("on"):
            self.add_error("on", _("请填大概的日期：期限从这一天起算。"))
        on, answered = cleaned.get("on"), cleaned.get("answered_on")
        if on and answered and answered < on:
            self.add_error("answered_on", _("答复的日期比找他们的日期还早。"))
        return cleaned


PriorFormSet = forms.formset_factory(PriorForm, extra=2, max_num=6, absolute_max=6, validate_max=True)


class RespondentForm(forms.Form):
    role = forms.ChoiceField(
        label=_("它是什么"),
        choices=[
            ("", _("（不填）")),
            *[choice for choice in Party.Role.choices if choice[0] not in Party.OWN_SIDE],
        ],
        required=False,
    )
    name = Prose(label=_("名称"), required=False, max_length=200, help_text=_("照短信签名、账单或合同写。"))
    uscc = forms.CharField(label=_("统一社会信用代码"), required=False, max_length=18)
    region = forms.ChoiceField(label=_("所在地"), choices=[("", _("（不知道）")), *PROVINCES], required=False)
    licensed_lender = forms.ChoiceField(
        label=_("是银行、消费金融、小贷这类持牌机构吗"),
        choices=YES_NO,
        widget=forms.RadioSelect,
        required=False,
    )

    def __init__(self, *args: Any, kind: str = Kind.FAKE_COLLECTION, **kwargs: Any) -> None:
        """Whether a lender is licensed decides nothing but where to complain of a debt: it is asked there alone."""
        super().__init__(*args, **kwargs)
        if kind != Kind.FAKE_COLLECTION:
            del self.fields["licensed_lender"]
        if kind == Kind.SECOND_HAND_NUMBER:  # 35号令 9: the operator's province takes the appeal
            self.fields["region"].label = _("它在哪个省")
            self.fields["region"].help_text = _(
                "运营商看套餐是哪个省办的，账单、App 首页上有。电信申诉归运营商所在的省管，期限也可能按那个省算；不知道就不选。"
            )

    def clean_uscc(self) -> str:
        code = digits(self.cleaned_data["uscc"]).upper()
        if code:
            try:
                uscc.validate(code)
            except BadNumber:
                raise ValidationError(_("这个代码的校验位不对。请对照营业执照；不确定可以不填。")) from None
        return code


MOST_RESPONDENTS = 6
RespondentFormSet = forms.formset_factory(
    RespondentForm,
    extra=1,
    max_num=MOST_RESPONDENTS,
    absolute_max=MOST_RESPONDENTS,
    validate_max=True,
)


def telephone(given: str) -> str:
    """A mobile or fixed number as it is kept; ValidationError for what is none."""
    number = re.sub(r"^(\+?86|0086)(?=1\d{10}$)", "", digits(given))
    if not re.fullmatch(r"1[3-9]\d{9}|0\d{9,11}|[2-9]\d{6,7}", number):
        raise ValidationError(_("这不像一个手机或座机号码。座机请带区号，例如 02812345678。"))
    return number


class YouForm(forms.Form):
    """Who complains. Only what somebody must have to answer; the rest is asked when a recipient needs it.

    A guardian names the child and the child's number; who gave a number up may name it: their own telephone is not
    what the complaint is about.
    """

    child = Prose(
        label=_("孩子的姓名"),
        max_length=60,
        help_text=_("材料上写孩子是投诉人，您是法定代理人。会加密保存。"),
        error_messages={"required": _("请填孩子的姓名：投诉人、原告写的是孩子。")},
    )
    name = Prose(label=_("姓名"), max_length=60, error_messages={"required": _("请填姓名，材料上要写。")})
    phone = forms.CharField(
        label=_("受到打扰的手机或座机号码"),
        max_length=20,
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel"}),
        error_messages={"required": _("请填受到打扰的号码，对方核查要用。")},
    )
    number = forms.CharField(
        label=_("孩子受到打扰的号码"),
        max_length=20,
        help_text=_("写进材料的“涉案号码”。和您的号码相同也请再填一次。"),
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "off"}),
        error_messages={"required": _("请填孩子受到打扰的号码，对方核查要用。")},
    )
    email = forms.EmailField(
        label=_("电子邮箱"),
        required=False,
        help_text=_("选填。有进展时发一封不含案情的提醒。"),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={"invalid": _("邮箱的写法不对，例如 name@example.com。")},
    )
    region = forms.ChoiceField(
        label=_("您在哪个省"),
        choices=[("", _("请选择")), *PROVINCES],
        help_text=_("决定由哪里的部门受理，以及当地的规定。"),
        error_messages={"required": _("请选您所在的省。")},
    )
    address = Prose(
        label=_("通讯地址"),
        required=False,
        max_length=200,
        help_text=_("选填。电信申诉、12315 投诉和起诉要用，其他渠道不会带上。"),
    )
    id_number = forms.CharField(
        label=_("身份证号"),
        required=False,
        max_length=18,
        help_text=_("选填。只有起诉和要求实名的投诉才用，会加密保存。"),
    )
    agree = forms.BooleanField(
        label=_("我已看过“我们怎样处理您的信息”，同意安宁为办理这件投诉保存和整理以上信息。"),
        help_text=link_lazy(
            '<a href="{}" target="_blank" rel="noopener">{}</a>',
            reverse_lazy("privacy"),
            _("看“我们怎样处理您的信息”（另开一页，这一页填的不会丢）"),
        ),
        error_messages={"required": _("需要您同意才能保存和办理。发给任何人之前，还会另外征求您的同意。")},
    )

    def __init__(self, *args: Any, capacity: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if capacity != "guardian":
            del self.fields["child"]
        if capacity not in ("guardian", "former_holder"):
            del self.fields["number"]
            return
        name, phone, number = self.fields["name"], self.fields["phone"], self.fields["number"]
        phone.label = _("您的联系电话")
        phone.error_messages["required"] = _("请填您的联系电话。")
        if capacity == "guardian":
            name.label = _("您的姓名（监护人）")
        else:
            number.label, number.required = _("您以前用的、已经停用的号码"), False
            number.help_text = _("选填。写进材料的“涉案号码”；您现在的号码不会写成涉案号码。")

    def clean_phone(self) -> str:
        return telephone(self.cleaned_data["phone"])

    def clean_number(self) -> str:
        given: str = self.cleaned_data["number"]
        return telephone(given) if given else ""

    def clean_id_number(self) -> str:
        number = digits(self.cleaned_data["id_number"]).upper()
        if number:
            try:
                ric.validate(number)
            except BadNumber:
                raise ValidationError(_("身份证号的校验位不对，请再核对一遍。")) from None
        return number


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


class ReceiptCheckForm(forms.Form):
    token = forms.CharField(
        label=_("回执全文，或者回执上的核验码"),
        max_length=40_000,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": _("请粘贴回执内容。")},
    )


def chosen(rows: Sequence[dict[str, Any]], key: str) -> list[dict[str, Any]]:
    """The rows of a formset in which ``key`` was filled in, as JSON."""
    return [jsonable(row) for row in rows if row.get(key)]


def jsonable(cleaned: dict[str, Any]) -> dict[str, Any]:
    """Cleaned data as it is kept in a draft: days as ISO text, numbers as plain numbers."""
    return {
        name: value.isoformat()
        if isinstance(value, date)
        else str(value)
        if hasattr(value, "quantize")
        else value
        for name, value in cleaned.items()
    }


def situation_labels(slugs: Sequence[str]) -> list[str]:
    return [str(Situation(slug).label) for slug in slugs]
