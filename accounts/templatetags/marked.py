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
        mark = mark_of(request) if request is not None else ""
        field = format_html('<input type="hidden" name="{}" value="{}">', FIELD, mark) if mark else ""
        return super().render(context) + field


@register.tag
def csrf_token(parser: Parser, token: Token) -> MarkedToken:
    return MarkedToken()
