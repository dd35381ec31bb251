"""Forms of signing in, where the words of allauth would puzzle."""

from typing import Any

from allauth.account import forms
from allauth.account.models import EmailAddress
from allauth.mfa.base.forms import AuthenticateForm
from allauth.mfa.base.forms import ReauthenticateForm as ReauthenticateByCodeForm
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn.forms import AddWebAuthnForm
from django.core.exceptions import ValidationError
from django.forms import CharField, Form, PasswordInput
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy


class LoginForm(forms.LoginForm):  # type: ignore[misc]  # allauth is not typed
    """The first field is called what is to be typed, not like the button below."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].label = _("用户名或电子邮箱")
        self.fields["login"].widget.attrs.pop("placeholder", None)
        self.fields["password"].widget.attrs.pop("placeholder", None)
        self.fields["password"].required = True

    def clean(self) -> Any:
        """Who gave the right password and has no address is told so; a code to confirm none can be sent to nobody."""
        cleaned = super().clean()
        user = getattr(self, "user", None)
        if user is not None and not user.email and not EmailAddress.objects.filter(user=user).exists():
            raise ValidationError(_("这个账号没有登记电子邮箱，不能登录。请管理员在后台为它填上邮箱。"))
        return cleaned


def _name_email(form: Any) -> None:
    form.fields["email"].label = _("电子邮箱")
    form.fields["email"].widget.attrs.pop("placeholder", None)


class SignupForm(forms.SignupForm):  # type: ignore[misc]
    """An address, and nothing else."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["password1"]
        _name_email(self)


class RequestLoginCodeForm(forms.RequestLoginCodeForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _name_email(self)


def _name_code(form: Any) -> None:
    form.fields["code"].label = _("信里的验证码")
    form.fields["code"].widget.attrs.pop("placeholder", None)
    form.fields["code"].widget.attrs.update(
        autocapitalize="characters", autocorrect="off", spellcheck="false"
    )


class ConfirmLoginCodeForm(forms.ConfirmLoginCodeForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _name_code(self)


class ConfirmEmailCodeForm(forms.ConfirmEmailVerificationCodeForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _name_code(self)


class SecondStepForm(AuthenticateForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].label = _("验证器的六位数，或者恢复码")
        self.fields["code"].widget.attrs.pop("placeholder", None)


class AddPasskeyForm(AddWebAuthnForm):  # type: ignore[misc]
    """A passkey signs in by itself unless somebody wants it only as a second step."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].label = _("给它起个名字")
        self.fields["name"].help_text = _("例如：我的手机")
        self.fields["passwordless"].label = _("只用它就能登录")
        self.fields["passwordless"].help_text = _("每次用手机、电脑的指纹、面容或者锁屏密码确认。")
        self.fields["passwordless"].initial = True


def _in_our_words(form: Any, **labels: Any) -> None:
    """What is asked, without an example in the field that vanishes while somebody types."""
    for name, label in labels.items():
        form.fields[name].label = label
        form.fields[name].widget.attrs.pop("placeholder", None)


class _Twice:
    """A password that is typed twice: what is wrong is said in the portal's words."""

    def clean(self) -> Any:
        cleaned = super().clean()  # type: ignore[misc]
        errors = self._errors.get("password2")  # type: ignore[attr-defined]
        given = (cleaned or {}).get("password1"), (cleaned or {}).get("password2")
        if errors and all(given) and given[0] != given[1]:
            errors[:] = [_("两次填的密码不一样。")]
        return cleaned


class SetPasswordForm(_Twice, forms.SetPasswordForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _in_our_words(self, password1=_("密码"), password2=_("再填一次"))


class ChangePasswordForm(_Twice, forms.ChangePasswordForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _in_our_words(self, oldpassword=_("现在的密码"), password1=_("新密码"), password2=_("新密码再填一次"))


class ResetPasswordKeyForm(_Twice, forms.ResetPasswordKeyForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _in_our_words(self, password1=_("新密码"), password2=_("新密码再填一次"))


class ResetPasswordForm(forms.ResetPasswordForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _name_email(self)


class AddEmailForm(forms.AddEmailForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _name_email(self)


class ReauthenticateForm(forms.ReauthenticateForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _in_our_words(self, password=_("密码"))


class SecondStepAgainForm(ReauthenticateByCodeForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _in_our_words(self, code=_("验证器的六位数，或者恢复码"))


class ActivateAuthenticatorForm(ActivateTOTPForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _in_our_words(self, code=_("验证器现在显示的六位数"))


class NewAccountForm(Form):
    """Of who was invited by mail: the address is known, and confirmed by the link."""

    username = CharField(label=gettext_lazy("用户名"), max_length=150)
    password = CharField(
        label=gettext_lazy("密码"), strip=False, widget=PasswordInput(attrs={"autocomplete": "new-password"})
    )
    password_again = CharField(
        label=gettext_lazy("再写一次密码"),
        strip=False,
        widget=PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("password") != given.get("password_again"):
            self.add_error("password_again", _("两次写的密码不一样。"))
        return given

    def refuse(self, refused: ValidationError) -> None:
        """Beside the field that it is about."""
        for name, words in refused.message_dict.items():
            self.add_error(name if name in self.fields else None, words)
