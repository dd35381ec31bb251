"""Statements that the ORM writes once a process: asked again with other values, they are only filled in.

To write a statement takes the ORM three times as long as PostgreSQL takes to answer it. It stays the ORM that writes it, by
the same querysets as everywhere, and that reads the answer.
"""

from collections.abc import Callable, Hashable, Iterator, Sequence
from copy import copy
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any, Generic, TypeVar, cast
from uuid import UUID

from django.core.exceptions import EmptyResultSet
from django.db import connections
from django.db.models import QuerySet
from django.db.models.expressions import RawSQL
from django.utils import timezone

T = TypeVar("T")
# What can stand in a statement. None would write another one, and so would an empty list: that is another length.
Value = int | str | UUID | datetime | Sequence[int]
_COMPARED = (int, str, date, UUID)
# Values that nothing written into a queryset has by itself.
_NUMBER, _DAY = 1_987_654_000, datetime(1955, 1, 1, 4, tzinfo=UTC)


class WrittenOnce(Generic[T]):
    """A queryset as a function of its values, which may decide nothing but what is compared with what.

    ValueError at the first call where it asks the clock itself, or where a value stands nowhere in it.
    """

    def __init__(self, write: Callable[..., QuerySet[Any, T]]) -> None:
        self._write = write
        self._known: dict[tuple[int, ...], _Statement | None] = {}

    def __call__(self, *values: Value) -> list[T]:
        lengths = tuple(
            len(one) if isinstance(one, Sequence) and not isinstance(one, str) else -1 for one in values
        )
        if lengths not in self._known:
            self._known[lengths] = _written(self._write, values)
        statement = self._known[lengths]
        return [] if statement is None else statement.ask(_flat(values))


class WrittenAround(Generic[T]):
    """The same of the rows that another queryset, written as ever, says: ``write`` is given what stands for it, to be looked
    up in, and all else on which its statement depends."""

    def __init__(self, write: Callable[..., QuerySet[Any, T]]) -> None:
        self._write = write
        self._known: dict[tuple[Hashable, ...], _Around] = {}

    def __call__(self, which: QuerySet[Any, Any], *how: Hashable) -> list[T]:
        if how not in self._known:
            self._known[how] = _around(self._write(RawSQL(_WHICH, []), *how))  # noqa: S611  (a constant)
        around = self._known[how]
        try:
            sql, params = which.query.sql_with_params()
        except EmptyResultSet:
            return []
        (begins, ends), (before, after) = around.sql, around.params
        return _asked(around.rows, around.compiler, f"{begins}{sql}{ends}", (*before, *params, *after))


_WHICH = "/* which */"


@dataclass(frozen=True)
class _Around:
    """``sql`` and its ``params`` before and after the other statement."""

    rows: QuerySet[Any, Any]
    compiler: Any
    sql: tuple[str, str]
    params: tuple[tuple[Any, ...], tuple[Any, ...]]


def _around(rows: QuerySet[Any, Any]) -> _Around:
    compiler: Any = rows.query.get_compiler(using=rows.db)
    sql, params = compiler.as_sql()
    begins, _which, ends = sql.partition(_WHICH)
    before = begins.count("%s")
    if len(params) != before + ends.count("%s"):
        raise ValueError("the statement has a percent sign of its own")
    return _Around(rows, compiler, (begins, ends), (tuple(params[:before]), tuple(params[before:])))


@dataclass(frozen=True)
class _Place:
    """Of a parameter: which of the values it is."""

    at: int


@dataclass(frozen=True)
class _Statement:
    """``params`` are those of the statement, and in the place of the values, where they go."""

    rows: QuerySet[Any, Any]
    compiler: Any
    sql: str
    params: list[Any]

    def ask(self, values: list[Any]) -> list[Any]:
        params = tuple(_filled(one, values) for one in self.params)
        return _asked(self.rows, self.compiler, self.sql, params)


def _placed(param: Any, places: dict[Any, int]) -> Any:
    if isinstance(param, list):
        return [_placed(one, places) for one in param]
    return _Place(places[param]) if isinstance(param, _COMPARED) and param in places else param


def _filled(param: Any, values: list[Any]) -> Any:
    if isinstance(param, list):
        return [_filled(one, values) for one in param]
    return values[param.at] if isinstance(param, _Place) else param


def _each(params: list[Any]) -> Iterator[Any]:
    for one in params:
        yield from _each(one) if isinstance(one, list) else (one,)


def _asked(rows: QuerySet[Any, T], compiler: Any, sql: str, params: tuple[Any, ...]) -> list[T]:
    """What the ORM reads of the answer to a statement that one of its compilers wrote."""
    filled, again = copy(compiler), cast(Any, rows.all())
    filled.connection = connections[rows.db]
    filled.as_sql = lambda *_given, **_named: (sql, params)
    again.query.get_compiler = lambda *_given, **_named: filled
    return list(again)


def _written(write: Callable[..., QuerySet[Any, Any]], values: Sequence[Value]) -> _Statement | None:
    """None for what can find nothing: one of a list that is empty."""
    given = _stand_ins(values)
    rows = write(*given)
    compiler: Any = rows.query.get_compiler(using=rows.db)
    try:
        sql, found = compiler.as_sql()
    except EmptyResultSet:
        return None
    places = {one: place for place, one in enumerate(_flat(given))}
    params = [_placed(one, places) for one in found]
    used = {one.at for one in _each(params) if isinstance(one, _Place)}
    if frozen := [one for one in _each(params) if isinstance(one, date)]:
        raise ValueError(f"the statement asks the clock itself: {frozen}")
    first = 0
    for one in given:
        here = len(_flat([one]))
        if not used & set(range(first, first + here)):
            raise ValueError(f"a value stands nowhere in the statement: {one}")
        first += here
    return _Statement(rows, compiler, sql, params)


def _stand_ins(values: Sequence[Value]) -> list[Any]:
    given: list[Any] = []
    for place, value in enumerate(values):
        if isinstance(value, str):
            given.append(f"stand-in {place}")
        elif isinstance(value, UUID):
            given.append(UUID(int=_NUMBER + place))
        elif isinstance(value, datetime):
            given.append(_DAY + timedelta(days=place))
        elif isinstance(value, int):
            given.append(_NUMBER + 1_000 * place)
        else:
            given.append([_NUMBER + 1_000 * place + item for item in range(len(value))])
    return given


def _flat(values: Sequence[Any]) -> list[Any]:
    """One after the other; of a moment its day in Shanghai too."""
    flat: list[Any] = []
    for value in values:
        if isinstance(value, datetime):
            flat += [value, timezone.localdate(value)]
        elif isinstance(value, Sequence) and not isinstance(value, str):
            flat += value
        else:
            flat.append(value)
    return flat
