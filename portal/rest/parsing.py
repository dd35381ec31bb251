"""JSON as this portal takes it: bounded, and without what PostgreSQL or a hash could not hold."""

import json
import math
import re
from collections.abc import Iterator, Mapping
from itertools import count
from typing import IO, Any

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from rest_framework.exceptions import APIException, ParseError
from rest_framework.parsers import BaseParser

DEEPEST = 40  # lists and objects inside one another
_UNKEEPABLE = re.compile("[\x00\ud800-\udfff]")
MOST_VALUES = 50_000  # texts, numbers, lists and objects, counted together


class TooLarge(APIException):
    status_code = 413
    default_detail = gettext_lazy("请求太大，没有保存任何内容。长的材料请作为证据文件上传。")
    default_code = "too_large"


class PlainJSON(BaseParser):
    """UTF-8 JSON up to ``DATA_UPLOAD_MAX_MEMORY_SIZE``; ParseError with a sentence for what cannot be read."""

    media_type = "application/json"

    def parse(
        self,
        stream: IO[Any],
        media_type: str | None = None,
        parser_context: Mapping[str, Any] | None = None,
    ) -> Any:
        most = settings.DATA_UPLOAD_MAX_MEMORY_SIZE or 0
        raw = stream.read(most + 1)
        if len(raw) > most:
            raise TooLarge()
        try:
            value = json.loads(raw.decode("utf-8-sig"), parse_constant=_refuse)
        except UnicodeDecodeError:
            raise ParseError(_("请求不是 UTF-8 编码，没有保存任何内容。")) from None
        except json.JSONDecodeError as error:
            place = {"line": error.lineno, "column": error.colno}
            raise ParseError(
                _("请求不是有效的 JSON（第%(line)s行第%(column)s列），没有保存任何内容。") % place
            ) from None
        except (ValueError, RecursionError):
            raise ParseError(_("请求里有读不了的数，或者嵌套太深，没有保存任何内容。")) from None
        _check(value, DEEPEST, count(1))
        return value


def _refuse(constant: str) -> Any:
    raise ValueError(constant)


def _check(value: Any, deeper: int, turn: Iterator[int]) -> None:
    """Raise ParseError for text with NUL or half a surrogate, for infinite numbers, for what is too deep or too much."""
    if next(turn) > MOST_VALUES:
        raise TooLarge()
    if isinstance(value, str):
        if _UNKEEPABLE.search(value):
            raise ParseError(_("文字里有不能保存的控制符或不完整的字符，没有保存任何内容。请删去后再试。"))
    elif isinstance(value, float):
        if not math.isfinite(value):
            raise ParseError(_("请求里有读不了的数，或者嵌套太深，没有保存任何内容。"))
    elif isinstance(value, dict | list):
        if deeper == 0:
            raise ParseError(_("请求里有读不了的数，或者嵌套太深，没有保存任何内容。"))
        for one in [*value, *value.values()] if isinstance(value, dict) else value:
            _check(one, deeper - 1, turn)
