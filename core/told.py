"""The words of the corpus as their reader reads them: translated where the catalogue knows them, else marked as Chinese.

For pages alone. What is kept or sent on takes them from the corpus itself.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import is_dataclass
from functools import lru_cache
from html import unescape
from typing import Any

from django.utils.functional import Promise
from django.utils.html import conditional_escape, format_html, format_html_join, strip_tags
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext, trans_real

from core.days import with_days_read
from core.language import house
from core.sentences import LONGEST, Forms, sentence

CHINESE = "zh-Hans"
_DEEPEST = 6  # a list of pairs in a place of a sentence in a place of another
_TOGETHER = 12  # sentences that are one text: none that we say has half as many
_MOST = 1000  # runs of one text that are looked at: what we put together has some ninety, what somebody wrote has any number
# What names a thing to programs: addresses are made of it.
_RAW = frozenset({"id", "identity", "slug", "code", "page", "url", "official", "website", "statute_id"})

_ROOMS = ("legal.", "documents.", "filings.planned", "filings.views.")


def is_chinese(text: str) -> bool:
    return any("\u4e00" <= sign <= "\u9fff" for sign in text)


def told(value: Any) -> Any:
    """A text, or whatever holds texts (lists, tables, things of the corpus), as it is read now."""
    if value is None or isinstance(value, (bool, int, float, SafeString, Promise)):
        return value
    if isinstance(value, str):
        return with_days_read(value if get_language() == house() else _text(value))
    if isinstance(value, Mapping):
        return {name: one if name in _RAW else told(one) for name, one in value.items()}
    if isinstance(value, (list, tuple, set, frozenset)):
        return [told(one) for one in value]
    return Told(value) if _is_ours(value) else value


def unmarked(text: str) -> str:
    """The same without marks, for where no markup goes: a heading of the browser, a sentence around it."""
    return unescape(strip_tags(str(told(text))))


def _text(text: str) -> str:
    return _Reading().text(text) if is_chinese(text) else text


def _marked(text: str) -> SafeString:
    return format_html('<span lang="{}">{}</span>', CHINESE, text)


def _left(text: str) -> SafeString:
    """What no catalogue knows. In traditional Chinese it may be what the page itself said in it: nothing of it is simplified."""
    language = get_language() or ""
    if language.startswith("zh") and _simplified(language).isdisjoint(text):
        return conditional_escape(text)
    return _marked(text)


def _message(text: str) -> str:
    """A text that is a message of the catalogue, as it says it, be it the same; "" for any other."""
    said = gettext(text)
    return said if said != text or text in _catalogue(get_language() or "") else ""


class _Reading:
    """One text as it is read back into what it was made of: each part of it once, and no deeper than anything is put together."""

    def __init__(self) -> None:
        self._read: dict[str, str] = {}
        self._partly: set[str] = set()
        self._depth = 0

    def text(self, text: str) -> str:
        if said := self.known(text):
            return said
        parts = [part for part in re.split(r"(?<=。)", text) if part]
        return self._joined(parts) if len(parts) > 1 else _left(text)

    def _joined(self, sentences: list[str]) -> SafeString:
        """Sentences that reasoning put together, each as far as it is known: the longest run that is one text first."""
        told_of: list[SafeString] = []
        at = 0
        while at < len(sentences):
            for end in range(min(at + _TOGETHER, len(sentences)), at, -1):
                run = "".join(sentences[at:end])
                if (said := self.known(run)) or end == at + 1:
                    told_of.append(conditional_escape(said) if said else _left(run))
                    at = end
                    break
        between = "" if (get_language() or "").startswith("zh") else " "
        return format_html_join(between, "{}", ((one,) for one in told_of))

    def known(self, run: str) -> str:
        """A run of sentences as the catalogue has it, with its full stop or without; "" where it has not."""
        if not is_chinese(run):
            return run
        if said := self._read.get(run) or _message(run):
            return said
        if run in self._read or self._depth == _DEEPEST or len(run) > LONGEST or len(self._read) >= _MOST:
            return ""
        self._depth += 1
        self._read[run] = self._made_of(run)
        self._depth -= 1
        return self._read[run]

    def _made_of(self, run: str) -> str:
        """A run by its form, or as a list: first where all is known, else with what is left as it is, which may be what
        somebody wrote."""
        whole, partly = self._of_a_form(run)
        if whole or (whole := self._bare(run)):
            return whole
        said, left = self._listed(run)
        if left or not said:
            self._partly.add(run)
        return said or partly

    def _bare(self, run: str) -> str:
        bare = run.removesuffix("。")
        said = self.known(bare) if bare != run else ""
        return format_html("{}{}", said, gettext("。").rstrip()) if said and bare not in self._partly else ""

    def _of_a_form(self, run: str) -> tuple[str, str]:
        """A sentence by the form that it was made of, with what stands in its places told in turn: one of which all is known,
        and one of which not."""
        partly = ""
        for form, given, loose in _forms(get_language() or "").read(run):
            known = {name: self.known(one) for name, one in given.items()}
            whole = all(known.values()) and not self._partly & set(given.values())
            if not whole and (partly or (loose and not next(iter(known.values())))):
                continue
            parts = {name: conditional_escape(known[name] or self.text(one)) for name, one in given.items()}
            # Each part is escaped.
            said = mark_safe(sentence(str(conditional_escape(gettext(form))), **parts))  # noqa: S308
            if whole:
                return said, ""
            partly = said
        return "", partly

    def _listed(self, run: str) -> tuple[str, bool]:
        """A list of which every part is known, and whether something in a part is not; "" for any other. What is listed may
        have such a sign in itself."""
        for between in ("；", "、"):
            parts = run.split(between)
            if len(parts) == 1:
                continue
            told_of: list[str] = []
            left = False
            while parts and (found := self._next(parts, between)):
                told_of.append(found[0])
                left = left or parts[0] in self._partly
                parts = parts[found[1] :]
            if not parts and len(told_of) > 1:
                return format_html_join(gettext(between), "{}", ((one,) for one in told_of)), left
        return "", False

    def _next(self, parts: list[str], between: str) -> tuple[str, int] | None:
        """What is listed next, and of how many parts it is."""
        for end in range(len(parts), 1, -1):
            if said := _message(between.join(parts[:end])):
                return said, end
        said = self.known(parts[0])
        return (said, 1) if said else None


def _catalogue(language: str) -> Any:
    return getattr(trans_real.translation(language), "_catalog", None) or {}


@lru_cache(maxsize=8)
def _forms(language: str) -> Forms:
    """The forms of the catalogue of a language, which does not change while a process runs."""
    # A message with a plural is kept by more than its words.
    return Forms(one for one in _catalogue(language).keys() if isinstance(one, str))  # noqa: SIM118


@lru_cache(maxsize=8)
def _simplified(language: str) -> frozenset[str]:
    """The signs that the words of the house are written with, and nothing in this language is."""
    messages = [*_catalogue(language).items()]
    said = {sign for _message, text in messages for sign in str(text)}
    return frozenset(sign for message, _text in messages for sign in str(message)) - said


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
