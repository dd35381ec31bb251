"""How the API says no: ``{"detail": …, "fields": {…}}``, what happened, what was kept, what to do. Never a bare 500
for wrong input."""

from collections.abc import Iterator
from typing import Any

from django.core.exceptions import ObjectDoesNotExist, PermissionDenied, SuspiciousOperation
from django.core.exceptions import ValidationError as Invalid
from django.http import Http404
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from rest_framework import exceptions
from rest_framework.response import Response
from rest_framework.views import set_rollback

from evidence.sealed.sealing import Erased, SealBroken
from evidence.services import NotNow, NotReceived
from filings.services import Refused
from legal.reasoning.facts import FactsError
from legal.services import Refused as NotByLaw


def refusal(error: Exception, context: dict[str, Any]) -> Response | None:
    """The answer to an error, for REST_FRAMEWORK's EXCEPTION_HANDLER; None for what is a fault of the portal."""
    answer = _answer(error)
    if answer is None:
        return None
    status, body, headers = answer
    set_rollback()
    return Response(body, status=status, headers=headers)


def _answer(error: Exception) -> tuple[int, dict[str, Any], dict[str, str]] | None:
    if isinstance(error, exceptions.ValidationError):
        return 400, _wrong(dict(_flat(error.detail))), {}
    if isinstance(error, FactsError):
        return 400, _wrong({f"facts.{error.key}".removesuffix(".facts"): [str(error)]}), {}
    if isinstance(error, Invalid):
        return 400, _wrong({"": error.messages}), {}
    if isinstance(error, Refused | NotByLaw | NotNow):
        return 409, {"detail": str(error)}, {}
    if isinstance(error, NotReceived):
        return 422, {"detail": str(error), "code": error.code}, {}
    if isinstance(error, Http404 | ObjectDoesNotExist | exceptions.NotFound):
        return 404, {"detail": _("没有找到；或者它不是您能看的。请核对编号。")}, {}
    if isinstance(error, Erased):
        return 410, {"detail": _("内容已依法删除，只保留校验值和存证记录。")}, {}
    if isinstance(error, SealBroken):
        return 503, {"detail": _("内容现在读不出来；存证记录不受影响。请告诉工作人员。")}, {}
    if isinstance(error, PermissionDenied):
        return 403, {"detail": _("您没有做这件事的权限。")}, {}
    if isinstance(error, SuspiciousOperation):
        return 400, {"detail": _("请求的格式不对，没有保存任何内容。")}, {}
    if isinstance(error, exceptions.APIException):
        return error.status_code, {"detail": _words(error)}, _headers(error)
    return None


def _words(error: exceptions.APIException) -> str:
    if isinstance(error, exceptions.NotAuthenticated):
        return _("需要登录，或者在请求头里带上令牌：Authorization: Token …。没有保存任何内容。")
    if isinstance(error, exceptions.AuthenticationFailed):
        return _("令牌或登录无效。请核对令牌，或者向平台的维护人员索取新的。")
    if isinstance(error, exceptions.Throttled):
        return _("请求太频繁，没有处理这一次。请过 %d 秒再试。") % (getattr(error, "wait", None) or 60)
    return str(error.detail)


def _headers(error: exceptions.APIException) -> dict[str, str]:
    found: dict[str, str] = {}
    if getattr(error, "auth_header", None):
        found["WWW-Authenticate"] = error.auth_header  # type: ignore[attr-defined]
    if getattr(error, "wait", None):
        found["Retry-After"] = f"{error.wait:.0f}"  # type: ignore[attr-defined]
    return found


def _wrong(fields: dict[str, list[str]]) -> dict[str, Any]:
    count = len(fields)
    detail = ngettext(
        "有 %(count)d 处填写不对，没有保存任何内容。请按 fields 里的说明改正后重新提交。",
        "有 %(count)d 处填写不对，没有保存任何内容。请按 fields 里的说明改正后重新提交。",
        count,
    ) % {"count": count}
    return {"detail": detail, "fields": fields}


def _flat(detail: Any, place: str = "") -> Iterator[tuple[str, list[str]]]:
    """DRF's nested errors by dotted place: ``contacts[0].text``."""
    if isinstance(detail, dict):
        for name, one in detail.items():
            if isinstance(name, int):
                own = f"{place}[{name}]"
            else:
                own = place if name == "non_field_errors" else f"{place}.{name}" if place else str(name)
            yield from _flat(one, own)
    elif isinstance(detail, list) and any(isinstance(one, dict | list) for one in detail):
        for index, one in enumerate(detail):
            if one:
                yield from _flat(one, f"{place}[{index}]")
    else:
        yield place, [str(one) for one in (detail if isinstance(detail, list) else [detail])]
