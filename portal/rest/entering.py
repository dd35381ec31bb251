"""Who may call the API: an account, by token or by session; whoever works for an organisation with a second factor.

A token is given out by those who run the portal (``manage.py drf_create_token NAME``) and stands for itself. A session
of a caseworker, supervisor or lawyer, also of a former one, counts as it does at the desk: only with a second factor.
"""

from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework.permissions import BasePermission
from rest_framework.request import Request

from accounts.actors import Actor
from portal.desk import has_second_factor


class StaffWithSecondFactor(BasePermission):
    message = _("工作人员用网页登录调用接口，需要第二重验证。请先设置验证器，或者改用令牌。")

    def has_permission(self, request: Request, view: Any) -> bool:
        if request.auth is not None or not request.user.is_authenticated:
            return True
        if not Actor.of(request).needs_second_factor:
            return True
        return has_second_factor(request._request)
