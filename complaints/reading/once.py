"""A text that several things ask about while one page is made is read once, and forgotten with the page."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import wraps
from typing import Any, ParamSpec, TypeVar

P = ParamSpec("P")
R = TypeVar("R")
_KNOWN: ContextVar[dict[Any, Any] | None] = ContextVar("known", default=None)


@contextmanager
def reading_once() -> Iterator[None]:
    """Inside, each text is read once by each reader, and each thing told once by each teller. What was read is kept no longer:
    it is somebody's."""
    if _KNOWN.get() is not None:
        yield
        return
    token = _KNOWN.set({})
    try:
        yield
    finally:
        _KNOWN.reset(token)


def once(reader: Callable[P, R]) -> Callable[P, R]:
    """A pure reader of texts, whose results nobody changes, that does not read again inside ``reading_once``."""

    @wraps(reader)
    def asked(*args: P.args, **named: P.kwargs) -> R:
        known = _KNOWN.get()
        if known is None:
            return reader(*args, **named)
        key = (reader, args, tuple(sorted(named.items())) if named else ())
        if key not in known:
            known[key] = reader(*args, **named)
        result: R = known[key]
        return result

    return asked


def told_once(teller: Callable[P, R]) -> Callable[P, R]:
    """A pure teller of things that nobody changes, called by their places: of the very same things it does not tell again
    inside ``reading_once``. They are kept as long, so that no other thing takes the name of one."""

    @wraps(teller)
    def told(*args: P.args, **named: P.kwargs) -> R:
        known = _KNOWN.get()
        if known is None or named:
            return teller(*args, **named)
        key = (teller, *map(id, args))
        if key not in known:
            known[key] = args, teller(*args, **named)
        result: R = known[key][1]
        return result

    return told
