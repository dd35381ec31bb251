"""``createsuperuser``, which asks for an address: nobody signs in without one that was verified."""

import os
from typing import Any

from allauth.account.models import EmailAddress
from django.contrib.auth.management.commands import createsuperuser
from django.core.management import CommandError
from django.utils.translation import gettext as _

from accounts.models import User


def _wrong_with(email: str) -> str:
    """Why no account is made with this address; "" when one can be."""
    if not email.strip():
        return str(_("需要电子邮箱：没有邮箱的账号不能登录。"))
    if EmailAddress.objects.filter(email=email.strip().lower(), verified=True).exists():
        return str(_("这个邮箱已经属于另一个账号。"))
    return ""


class Command(createsuperuser.Command):
    """Whoever runs this answers for the address, as an administrator does who makes an account: no code is sent to it."""

    def handle(self, *args: Any, **options: Any) -> None:
        given = options["email"]
        if not options["interactive"]:
            given = given or os.environ.get("DJANGO_SUPERUSER_EMAIL", "")
        if given is not None and (wrong := _wrong_with(given)):
            raise CommandError(wrong)
        before = list(User.objects.filter(is_superuser=True).values_list("pk", flat=True))
        super().handle(*args, **options)
        for user in User.objects.filter(is_superuser=True).exclude(pk__in=before):
            user.email = user.email.lower()
            user.save(update_fields=["email"])
            EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)

    def get_input_data(self, field: Any, message: str, default: str | None = None) -> Any:
        said = super().get_input_data(field, message, default)
        if field.name == "email" and said is not None and (wrong := _wrong_with(said)):
            self.stderr.write(wrong)
            return None
        return said
