"""Forms of signing in, where the words of allauth would puzzle."""

from typing import Any

from allauth.account import forms
from django.utils.translation import gettext as _


class LoginForm(forms.LoginForm):  # type: ignore[misc]  # allauth is not typed
    """The first field is called what is to be typed, not like the button below."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].label = _("用户名或电子邮箱")
        self.fields["login"].widget.attrs.pop("placeholder", None)
        self.fields["password"].widget.attrs.pop("placeholder", None)
