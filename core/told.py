"""The words of the corpus as their reader reads them: translated where the catalogue knows them, else marked as Chinese.

For pages alone. What is kept or sent on takes them from the corpus itself.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import is_dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext

from core.language import house

CHINESE = "zh-Hans"
# What names a thing to programs: addresses are made of it.
_RAW = frozenset({"id", "identity", "slug", "code", "page", "url", "official", "website", "statute_id"})

_ROOMS = ("legal.", "documents.", "filings.planned", "filings.views.")


def is_chinese(text: str) -> bool:
    return any("\u4e00" <= sign <= "\u9fff" for sign in text)


def told(value: Any) -> Any:
    """A text, or whatever holds texts (lists, tables, things of the corpus), as it is read now."""
    if (
        get_language() == house()
        or value is None
        or isinstance(value, (bool, int, float, SafeString, Promise))
    ):
        return value
    if isinstance(value, str):
        return _text(value)
    if isinstance(value, Mapping):
        return {name: one if name in _RAW else told(one) for name, one in value.items()}
    if isinstance(value, (list, tuple, set, frozenset)):
        return [told(one) for one in value]
    return Told(value) if _is_ours(value) else value


def _text(text: str) -> str:
    if not is_chinese(text):
        return text
    said = gettext(text)
    if said != text:
        return said
    parts = [part for part in re.split(r"(?<=。)", text) if part]
    return _joined(parts) if len(parts) > 1 else _marked(text)


def _marked(text: str) -> SafeString:
    return format_html('<span lang="{}">{}</span>', CHINESE, text)


def _joined(sentences: list[str]) -> SafeString:
    """Sentences that reasoning put together, each as far as the catalogue knows it: the longest run that is one text first."""
    told_of: list[SafeString] = []
    at = 0
    while at < len(sentences):
        for end in range(len(sentences), at, -1):
            run = "".join(sentences[at:end])
            if (said := _known(run)) or end == at + 1:
                told_of.append(conditional_escape(said) if said else _marked(run))
                at = end
                break
    between = "" if (get_language() or "").startswith("zh") else " "
    return format_html_join(between, "{}", ((one,) for one in told_of))


def _known(run: str) -> str:
    """A run of sentences as the catalogue has it, with its full stop or without; "" where it has not."""
    if not is_chinese(run):
        return run
    if (said := gettext(run)) != run:
        return said
    bare = run.removesuffix("。")
    said = gettext(bare)
    return said + (gettext("。").rstrip() if bare != run else "") if said != bare else ""


def _is_ours(value: Any) -> bool:
    """A thing of the corpus or of what is made of it for a page: no row, no form, no date."""
    return is_dataclass(value) and type(value).__module__.startswith(_ROOMS)


class Told:
    """A thing whose texts are told as they are asked for."""

    __slots__ = ("_thing",)

    def __init__(self, thing: Any) -> None:
        object.__setattr__(self, "_thing", thing)

    def __getattr__(self, name: str) -> Any:
        found = getattr(self._thing, name)
        if name in _RAW:
            return found
        return (lambda *given: told(found(*given))) if callable(found) else told(found)

    def __getitem__(self, name: Any) -> Any:
        return told(self._thing[name])

    def __iter__(self) -> Iterator[Any]:
        return (told(one) for one in self._thing)

    def __len__(self) -> int:
        return len(self._thing)

    def __bool__(self) -> bool:
        return bool(self._thing)

    def __eq__(self, other: object) -> bool:
        return bool(self._thing == (other._thing if isinstance(other, Told) else other))

    def __hash__(self) -> int:
        return hash(self._thing)

    def __str__(self) -> str:
        return str(told(str(self._thing)))
