"""Who complains, against whom, and whom they asked before."""

from collections.abc import Iterator, Sequence
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.urls import reverse_lazy
from django.utils import timezone
from django.utils.functional import lazy
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from complaints.forms.fields import (
    DayField,
    MailField,
    Named,
)
from complaints.models import Kind, Party
from complaints.numbers import NumberError, credit_code, identity, telephone
from complaints.questions import HELPER, PRIOR_TO, PROVINCES, RELATIONS, YES_NO

# What was pasted may be longer than the number in it: signs that cannot be seen are counted by the browser.
LONGEST_NUMBER = 60
WRONG = {
    "telephone": {
        "signs": _("这不像一个手机或座机号码。手机号是 11 位；座机请带区号，分机写在后面，例如 02812345678转801。"),
        "abroad": _("这一栏要填内地的手机或座机号码，就是受到打扰的那一个。境外的号码请写在经过里。"),
    },
    "contact": {
        "signs": _("这不像一个电话号码。座机请带区号，例如 02812345678；境外的号码以 + 和国家（地区）代码开头。"),
    },
    "identity": {
        "signs": _("身份证号只有数字，最后一位可能是 X；您填的里面还有别的字，请去掉。"),
        "length": _("身份证号是 18 位，您填的位数不对。请对照证件再填一遍。"),
        "old": _("这是 15 位的旧号码，已经停用。请填现在证件上的 18 位号码。"),
        "born": _("第 7 到 14 位是出生日期，您填的不是一个真实的日期。请对照证件再填一遍。"),
        "future": _("第 7 到 14 位是出生日期，您填的日期还没有到。请对照证件再填一遍。"),
        "check": _("身份证号的校验位不对：18 位里有一位填错了。请对照证件再核对一遍。"),
    },
    "credit_code": {
        "signs": _("统一社会信用代码只有数字和大写字母，没有 I、O、S、V、Z：是不是把 1、0、5、2 看成了字母？不确定可以不填。"),
        "length": _("统一社会信用代码是 18 位，您填的位数不对。请对照营业执照；不确定可以不填。"),
        "check": _("这个代码的校验位不对。请对照营业执照；不确定可以不填。"),
    },
}  # fmt: skip

link_lazy = lazy(format_html, SafeString)


class PriorForm(forms.Form):
    to = forms.ChoiceField(label=_("找过谁"), choices=[("", _("（没有）")), *PRIOR_TO], required=False)
    whom = forms.ChoiceField(
        label=_("找的是哪一家"),
        required=False,
        help_text=_("写进给它的材料；没有选的，给几家的材料里都不写这一次。"),
    )
    act = forms.ChoiceField(
        label=_("怎么找的"),
        choices=[("complaint", _("投诉、申诉")), ("report", _("举报、报警")), ("suit", _("起诉、仲裁"))],
        required=False,
    )
    on = DayField(label=_("哪天"), required=False)
    ticket = Named(
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

    def __init__(self, *args: Any, among: Sequence[str] = (), **kwargs: Any) -> None:
        """``among``: the names of those of one role; where there are none, nobody is asked which of them it was."""
        super().__init__(*args, **kwargs)
        whom = self.fields["whom"]
        if among and isinstance(whom, forms.ChoiceField):
            whom.choices = [("", _("（没有选）")), *((name, name) for name in among)]
        else:
            del self.fields["whom"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not cleaned.get("to") and any(cleaned.get(name) for name in ("on", "answered_on", "ticket")):
            self.add_error("to", _("填了日期或者编号，请也选上找的是谁。"))
        if cleaned.get("to") and not cleaned.get("on"):
            self.add_error("on", _("请填日期：期限从这一天起算。记不清的，填您能确定的一天。"))
        on, answered = cleaned.get("on"), cleaned.get("answered_on")
        if on and answered and answered < on:
            self.add_error("answered_on", _("答复的日期比找他们的日期还早。"))
        return cleaned


PriorFormSet = forms.formset_factory(PriorForm, extra=2, max_num=6, absolute_max=6, validate_max=True)


class RespondentForm(forms.Form):
    anchor = ""
    role = forms.ChoiceField(
        label=_("这是谁？"),
        choices=[
            ("", _("（不填）")),
            *[choice for choice in Party.Role.choices if choice[0] not in Party.OWN_SIDE],
        ],
        required=False,
    )
    name = Named(label=_("名称"), required=False, max_length=200, help_text=_("照短信签名、账单或合同写。"))
    uscc = forms.CharField(label=_("统一社会信用代码"), required=False, max_length=LONGEST_NUMBER)
    region = forms.ChoiceField(label=_("所在地"), choices=[("", _("（不知道）")), *PROVINCES], required=False)
    licensed_lender = forms.ChoiceField(
        label=_("是银行、消费金融公司这类持牌机构吗"),
        help_text=_("放贷的才答。小额贷款公司选“否”，它归地方金融管理部门管。"),
        choices=YES_NO,
        widget=forms.RadioSelect,
        required=False,
    )

    consumer = forms.ChoiceField(
        label=_("在它那里买过、用过东西吗"),
        help_text=_("各家不一样的才答。没有买过、用过的，12315投诉里不写它。"),
        choices=YES_NO,
        widget=forms.RadioSelect,
        required=False,
    )

    def __init__(self, *args: Any, kind: str = Kind.FAKE_COLLECTION, **kwargs: Any) -> None:
        """Whether a lender is licensed decides where to complain of a debt: of a harassment it is not asked."""
        super().__init__(*args, **kwargs)
        role = self.fields["role"]
        fitting = {"", self["role"].value() or "", *Party.ROLES_OF_KIND[Kind(kind)]}
        # Any role is taken, from a program or of before; only those of this kind are offered.
        role.widget.choices = [choice for choice in role.choices if choice[0] in fitting]  # type: ignore[attr-defined]
        if kind == Kind.HARASSMENT:
            del self.fields["licensed_lender"]
        # Of a debt that is not one's own nobody bought anything, but of whoever charges a fee.
        if kind == Kind.FAKE_COLLECTION:
            self.fields["consumer"].label = _("您是它的业主、租客、学员、用户吗")
            self.fields["consumer"].help_text = _("收费的一方才答。是的，可以向12315、消费者协会投诉它。")
        # 35号令 9: the operator's province takes the appeal
        if kind == Kind.SECOND_HAND_NUMBER and (self["role"].value() or "operator") == "operator":
            self.fields["region"].label = _("它在哪个省")
            self.fields["region"].help_text = _(
                "运营商看套餐是哪个省办的，账单、App 首页上有。电信申诉归运营商所在的省管，期限也可能按那个省算；不知道就不选。"
            )

    def clean_uscc(self) -> str:
        given: str = self.cleaned_data["uscc"]
        try:
            return credit_code(given) if given else ""
        except NumberError as error:
            raise ValidationError(WRONG["credit_code"][error.reason]) from None


class _Respondents(forms.BaseFormSet):  # type: ignore[type-arg]
    """``anchor`` of a form: the place in the page of the first of its role, for a link that asks about that one."""

    def __iter__(self) -> Iterator[RespondentForm]:
        seen = set[str]()
        for form in self.forms:
            role = form["role"].value() or ""
            form.anchor = f"{self.prefix}-of-{role}" if role and role not in seen else ""
            seen.add(role)
            yield form


MOST_RESPONDENTS = 6
RespondentFormSet = forms.formset_factory(
    RespondentForm,
    formset=_Respondents,
    extra=1,
    max_num=MOST_RESPONDENTS,
    absolute_max=MOST_RESPONDENTS,
    validate_max=True,
)


def _mail_said() -> str:
    if not settings.EMAIL_LEAVES:
        return gettext("选填。这里没有接入发信服务器，现在寄不出信：看进展、再打开，都用案件码，请收好。")
    return gettext("选填。登记后、有进展时各发一封不含案情的信；案件码丢了，靠它和电话找回。")


_mail_used = lazy(_mail_said, str)


def _person_said() -> str:
    """How an adult confirms that somebody helps them."""
    if not settings.EMAIL_LEAVES and settings.TEXT_URL:
        return gettext(
            "选填。这里没有接入发信服务器，现在寄不出信：登记以后，用本人自己手机收的短信，或者本人签了字的授权书确认。"
        )
    if not settings.EMAIL_LEAVES:
        return gettext("选填。这里没有接入发信服务器，现在寄不出信：登记以后，用本人签了字的授权书确认。")
    if settings.TEXT_URL:
        return gettext(
            "选填。确认信寄到这里，本人点了链接才能往外发。没有邮箱的，登记以后用本人自己手机收的短信，或者本人签了字的授权书。"
        )
    return gettext("选填。确认信寄到这里，本人点了链接才能往外发。没有邮箱的，用本人签了字的授权书。")


class YouForm(forms.Form):
    """Who complains. Only what somebody must have to answer; the rest is asked when a recipient needs it.

    A guardian names the child and the child's number; who gave a number up may name it: their own telephone is not
    what the complaint is about. Who helps an adult names themselves, and of everything else the adult.
    """

    helper = Named(
        label=_("您的姓名（帮忙的人）"),
        max_length=60,
        help_text=_("只给本人看，确认的时候知道是谁在帮忙。不写进发出的材料。"),
        error_messages={"required": _("请填您的姓名：本人要知道是谁在帮忙。")},
    )
    helper_relation = forms.ChoiceField(
        label=_("您和您帮的人是什么关系"),
        choices=[("", _("请选择")), *RELATIONS],
        error_messages={"required": _("请选您和您帮的人是什么关系。")},
    )
    child = Named(
        label=_("孩子的姓名"),
        max_length=60,
        help_text=_("材料上写孩子是投诉人，您是法定代理人。会加密保存。"),
        error_messages={"required": _("请填孩子的姓名：投诉人、原告写的是孩子。")},
    )
    child_born = DayField(
        label=_("孩子的出生日期"),
        required=False,
        help_text=_(
            "选填。起诉状上要写。不满十四周岁的，发给谁都要您作为监护人另外同意；不填，按不满十四周岁办理。"
        ),
    )
    name = Named(label=_("姓名"), max_length=60, error_messages={"required": _("请填姓名，材料上要写。")})
    phone = forms.CharField(
        label=_("受到打扰的手机或座机号码"),
        max_length=LONGEST_NUMBER,
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel"}),
        error_messages={"required": _("请填受到打扰的号码，对方核查要用。")},
    )
    number = forms.CharField(
        label=_("孩子受到打扰的号码"),
        max_length=LONGEST_NUMBER,
        help_text=_("写进材料的号码。和您的号码相同也请再填一次。"),
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "off"}),
        error_messages={"required": _("请填孩子受到打扰的号码，对方核查要用。")},
    )
    email = MailField(
        label=_("电子邮箱"),
        required=False,
        help_text=_mail_used(),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={"invalid": _("邮箱的写法不对，例如 name@example.com。")},
    )
    region = forms.ChoiceField(
        label=_("您在哪个省"),
        choices=[("", _("请选择")), *PROVINCES],
        help_text=_("决定由哪里的部门受理，以及当地的规定。"),
        error_messages={"required": _("请选您所在的省。")},
    )
    address = Named(
        label=_("通讯地址"),
        required=False,
        max_length=200,
        help_text=_("选填。有的渠道要用；带不带，发出之前列给您看。"),
    )
    id_number = forms.CharField(
        label=_("身份证号"),
        required=False,
        max_length=LONGEST_NUMBER,
        help_text=_("选填。要求实名的渠道才用，发出之前列给您看；加密保存。"),
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

    def __init__(
        self, *args: Any, capacity: str = "", own_number: tuple[str, str] = ("", ""), **kwargs: Any
    ) -> None:
        """``own_number``: the one that the story calls the teller's own, and its words."""
        super().__init__(*args, **kwargs)
        # Where another number was disturbed, this one is only called back, wherever it is.
        self.only_answers = capacity in ("guardian", "former_holder")
        if capacity != "guardian":
            del self.fields["child"], self.fields["child_born"]
        if capacity == HELPER:
            self._about_another()
        else:
            del self.fields["helper"], self.fields["helper_relation"]
        if not self.only_answers:
            del self.fields["number"]
            if capacity != HELPER:
                self._told("phone", own_number)
            return
        name, phone, number = self.fields["name"], self.fields["phone"], self.fields["number"]
        phone.label = _("您的联系电话")
        phone.help_text = _("在境外的，写上 + 和国家（地区）代码。")
        phone.error_messages["required"] = _("请填您的联系电话。")
        if capacity == "guardian":
            name.label = _("您的姓名（监护人）")
        else:
            number.label, number.required = _("您以前用的、已经停用的号码"), False
            number.help_text = _("选填。写进材料的号码；您现在的号码不会写成这个号码。")

    def _told(self, name: str, own_number: tuple[str, str]) -> None:
        """A number of the story stands in its place, with its words, until another was given."""
        number, words = own_number
        if number and not self.initial.get(name):
            self.initial = {**self.initial, name: number}
            self.fields[name].help_text = gettext("您写的经过「%s」") % words

    def _about_another(self) -> None:
        """Who helps fills in the same of the adult."""
        said: dict[str, tuple[Any, Any]] = {
            "name": (_("您帮的人的姓名"), _("受到打扰的人。材料上写这个人。")),
            "phone": (_("您帮的人受到打扰的手机或座机号码"), _("本人确认的时候要填这个号码。")),
            "email": (_("您帮的人自己的电子邮箱"), _person_said()),
        }
        for name, (label, hint) in said.items():
            self.fields[name].label, self.fields[name].help_text = label, hint
        self.fields["region"].label = _("您帮的人在哪个省")
        self.fields["region"].error_messages["required"] = _("请选您帮的人所在的省。")
        self.fields["name"].error_messages["required"] = _("请填您帮的人的姓名，材料上要写。")
        self.fields["agree"].label = _(
            "您帮的人知道我在帮忙登记；我们看过“我们怎样处理您的信息”，同意安宁为办理这件投诉保存和整理以上信息。"
        )

    def clean_phone(self) -> str:
        return _telephone(self.cleaned_data["phone"], abroad=self.only_answers)

    def clean_number(self) -> str:
        given: str = self.cleaned_data["number"]
        return _telephone(given) if given else ""

    def clean_id_number(self) -> str:
        given: str = self.cleaned_data["id_number"]
        try:
            return identity(given, today=timezone.localdate()).number if given else ""
        except NumberError as error:
            raise ValidationError(WRONG["identity"][error.reason]) from None


def _telephone(given: str, *, abroad: bool = False) -> str:
    try:
        return telephone(given, abroad=abroad)
    except NumberError as error:
        raise ValidationError(WRONG["contact" if abroad else "telephone"][error.reason]) from None
