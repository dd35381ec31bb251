"""A language in which every word of the house stands between marks: what is shown in it is seen at once, wherever it ends."""

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.apps import apps
from django.test import override_settings
from django.utils.translation import trans_real

from core.fields import EncryptedTextField

BEGINS, ENDS = "⟦", "⟧"
_HAN = re.compile(r"[\u4e00-\u9fff]")


class _Marked:
    """Stands for the catalogue of a language."""

    def gettext(self, message: str) -> str:
        return f"{BEGINS}{message}{ENDS}" if _HAN.search(message) else message

    def ngettext(self, singular: str, plural: str, number: float) -> str:
        return self.gettext(singular if number == 1 else plural)

    def to_language(self) -> str:
        return "en"


@pytest.fixture
def marked(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """English is offered, and says everything in Chinese between marks."""
    languages = [("zh-hans", "简体中文"), ("zh-hant", "繁體中文"), ("en", "English")]
    with override_settings(LANGUAGES=languages):
        trans_real.translation("zh-hans")  # of what is there already nothing changes
        monkeypatch.setitem(trans_real._translations, "en", _Marked())  # type: ignore[attr-defined]
        yield


def marks_kept() -> list[str]:
    """Every column of every row that was written in a reader's language, closed ones as they open."""
    found = []
    for model in apps.get_models():
        if not model._meta.managed or model._meta.proxy:
            continue
        for row in model._default_manager.all():
            for field in model._meta.concrete_fields:
                value = getattr(row, field.attname)
                if BEGINS in _text(value):
                    closed = " (closed)" if isinstance(field, EncryptedTextField) else ""
                    found.append(f"{model.__name__}.{field.name}{closed}")
    return sorted(set(found))


def _text(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)
