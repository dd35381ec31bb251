"""Forms of signing in, where the words of allauth would puzzle."""

from typing import Any

from allauth.account import forms
from allauth.account.models import EmailAddress
from allauth.mfa.base.forms import AuthenticateForm
from allauth.mfa.webauthn.forms import AddWebAuthnForm
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _


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
