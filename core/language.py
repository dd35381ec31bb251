"""In whose language something is said: pages in their reader's, everything that is kept or sent on in the house's.

What a service writes (papers, consents, ledgers, mails to others) must not depend on who happens to read. So an act runs in
the language of the house, whoever asked for it; what it refuses with is said again in the reader's, once it is over.
"""

import functools
import inspect
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, ParamSpec, Self, TypeVar, cast

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _django

from core.agreement import agreed

Given = ParamSpec("Given")
Answer = TypeVar("Answer")
_reader: ContextVar[str] = ContextVar("reader", default="")


def house() -> str:
    return settings.LANGUAGE_CODE


def reader() -> str:
    """The language of who reads the answer to this request; that of the house where nobody does."""
    return _reader.get() or house()


def offered(code: str) -> bool:
    """Whether somebody may read in a language."""
    return any(code == one for one, _name in settings.LANGUAGES)


@contextmanager
def read_in(code: str) -> Iterator[None]:
    """What is said inside is said to somebody who reads this language; that of the house for one that is not offered."""
    code = code if offered(code) else house()
    before = _reader.set(code)
    try:
        with translation.override(code):
            yield
    finally:
        _reader.reset(before)


@contextmanager
def in_house() -> Iterator[None]:
    """What is said inside is kept, or goes to others."""
    with translation.override(house()):
        yield


def beside(make: Callable[[], Answer]) -> tuple[Answer, Answer]:
    """The same made twice: in the language of the house, to be kept, and as its reader reads it."""
    with in_house():
        ours = make()
    if reader() == house():
        return ours, ours
    with translation.override(reader()):
        return ours, make()


class Words(str):
    """A sentence in the language in which it was said, that can be told again in another."""

    __slots__ = ("given", "message")

    message: str
    given: Any

    @classmethod
    def say(cls, message: str, given: Any = None) -> Self:
        said = _django(message)
        words = cls(said if given is None else said % given)
        words.message, words.given = message, given
        return words

    def __mod__(self, given: Any) -> "Words":
        words = Words(agreed(str(self), given) % given)
        words.message, words.given = self.message, given
        return words

    def __reduce__(self) -> tuple[type[str], tuple[str]]:
        return str, (str(self),)


class Listed(str):
    """What is listed in one text, and can be listed again in another language."""

    __slots__ = ("between", "parts")

    parts: tuple[str, ...]
    between: str

    def __reduce__(self) -> tuple[type[str], tuple[str]]:
        return str, (str(self),)


def listed(parts: Iterable[str], between: str = "、") -> Listed:
    """These in one text, with what stands between them in the language that is read; sentences have "" between them."""
    parts = tuple(parts)
    sign = (
        _django(between) if between else ("" if (translation.get_language() or "").startswith("zh") else " ")
    )
    made = Listed(sign.join(parts))
    made.parts, made.between = parts, between
    return made


def gettext(message: str) -> str:
    """As Django's, for what may have to be told again: the refusals of services."""
    return Words.say(message)


def said_again(said: Any) -> Any:
    """The same in the language that is read now, as far as it knows what it was made of."""
    if isinstance(said, Listed):
        return listed(map(said_again, said.parts), said.between)
    if isinstance(said, Words):
        given = said.given
        if isinstance(given, Mapping):
            given = {name: said_again(one) for name, one in given.items()}
        elif isinstance(given, tuple):
            given = tuple(said_again(one) for one in given)
        elif given is not None:
            given = said_again(given)
        words = Words.say(said.message, given)
        words.given = said.given
        return words
    return said


def act(function: Callable[Given, Answer]) -> Callable[Given, Answer]:
    """An act: it keeps words in the language of the house, and refuses in the reader's."""

    @functools.wraps(function)
    def acted(*args: Given.args, **kwargs: Given.kwargs) -> Answer:
        if translation.get_language() == house():
            return function(*args, **kwargs)
        try:
            with in_house():
                # A page that hands words over has said them in its reader's language.
                for name, one in kwargs.items():
                    kwargs[name] = said_again(one)
                return function(*args, **kwargs)
        except Exception as refused:
            refused.args = tuple(said_again(one) for one in refused.args)
            raise

    return acted


def acts(front: dict[str, Any], *others: str) -> None:
    """Make acts of what a façade offers: of its functions that are told who acts (``by``), and of others by name."""
    for name in front["__all__"]:
        offer = front[name]
        if inspect.isfunction(offer) and (name in others or "by" in inspect.signature(offer).parameters):
            front[name] = act(cast(Callable[..., Any], offer))
