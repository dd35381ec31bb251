"""Every form names, signed, before whom it was shown: what it brings is taken for nobody else's."""

from typing import Any

from django import template
from django.template.base import Parser, Token
from django.template.defaulttags import CsrfTokenNode
from django.utils.html import format_html

from accounts.marks import FIELD, mark_of

register = template.Library()


class MarkedToken(CsrfTokenNode):
    def render(self, context: Any) -> str:
        request = context.get("request")
        if request is None:
            return super().render(context)
        # A page has up to thirty forms, all before the same person: drawn once, as long as the token is the same.
        secret = request.META.get("CSRF_COOKIE")
        known: tuple[Any, str] | None = getattr(request, "_anning_form_fields", None)
        if known is None or secret is None or known[0] != secret:
            mark = mark_of(request)
            field = format_html('<input type="hidden" name="{}" value="{}">', FIELD, mark) if mark else ""
            fields = super().render(context) + field
            known = request._anning_form_fields = (request.META.get("CSRF_COOKIE"), fields)
        return known[1]


@register.tag
def csrf_token(parser: Parser, token: Token) -> MarkedToken:
    return MarkedToken()
