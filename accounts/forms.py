"""Forms of signing in, where the words of allauth would puzzle."""

from typing import Any

from allauth.account import forms
from allauth.account.models import EmailAddress
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _


class LoginForm(forms.LoginForm):  # type: ignore[misc]  # allauth is not typed
    """The first field is called what is to be typed, not like the button below."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].label = _("用户名或电子邮箱")
        self.fields["login"].widget.attrs.pop("placeholder", None)
        self.fields["password"].widget.attrs.pop("placeholder", None)

    def clean(self) -> Any:
        """Who gave the right password and has no address is told so; a code to confirm none can be sent to nobody."""
        cleaned = super().clean()
        user = getattr(self, "user", None)
        if user is not None and not user.email and not EmailAddress.objects.filter(user=user).exists():
            raise ValidationError(_("这个账号没有登记电子邮箱，不能登录。请管理员在后台为它填上邮箱。"))
        return cleaned
