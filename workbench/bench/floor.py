"""The floor of an intake: the very rows that one leaves, inserted by psycopg without anything above it."""

import secrets
import time
import uuid
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass
from typing import Any

import psycopg
from django.db import connections
from django.db.models import Model
from psycopg import sql
from psycopg.types.json import Jsonb

from complaints.models import Access, CodeMail, Complaint, Contact, LedgerEntry, Party, Receipt

# Before the number is taken, for which everybody waits, and after it with the complaint itself.
BEFORE: tuple[type[Model], ...] = (Party, Contact, Access)
AFTER: tuple[type[Model], ...] = (Receipt, LedgerEntry, CodeMail)
TAKE = (
    "INSERT INTO complaints_numberseries (year, last) VALUES (%(year)s, 1) ON CONFLICT (year)"
    " DO UPDATE SET last = complaints_numberseries.last + 1 RETURNING last"
)


@dataclass(frozen=True)
class Insert:
    model: type[Model]
    values: Mapping[str, Any]

    def statement(self, place: int) -> sql.Composed:
        """Its placeholders carry its place among those it is sent with."""
        names = sql.SQL(", ").join(map(sql.Identifier, self.values))
        places = sql.SQL(", ").join(sql.Placeholder(f"{place}_{name}") for name in self.values)
        table = sql.Identifier(self.model._meta.db_table)
        return sql.SQL("INSERT INTO {} ({}) VALUES ({})").format(table, names, places)


def rows_of(complaint: Complaint) -> list[Insert]:
    """The inserts that would leave what this complaint left, in the order in which filing makes them."""
    inserts = [one for model in BEFORE for one in _inserts(model, "complaint_id", complaint)]
    inserts += _inserts(Complaint, "id", complaint)
    return inserts + [one for model in AFTER for one in _inserts(model, "complaint_id", complaint)]


def _inserts(model: type[Model], key: str, complaint: Complaint) -> list[Insert]:
    table = sql.Identifier(model._meta.db_table)
    counted = model._meta.pk is not None and model._meta.pk.get_internal_type() == "BigAutoField"
    skipped = {"id"} if counted else set()
    columns = [str(one.column) for one in model._meta.local_concrete_fields if not one.generated]
    columns = [name for name in columns if name not in skipped]
    names = sql.SQL(", ").join(map(sql.Identifier, columns))
    read = sql.SQL("SELECT {} FROM {} WHERE {} = %s").format(names, table, sql.Identifier(key))
    jsons = {
        str(one.column) for one in model._meta.local_concrete_fields if one.get_internal_type() == "JSONField"
    }
    with psycopg.connect(**_address()) as direct:
        found = direct.execute(read, [complaint.pk]).fetchall()
    return [
        Insert(
            model,
            {
                name: Jsonb(value) if name in jsons else value
                for name, value in zip(columns, row, strict=True)
            },
        )
        for row in found
    ]


def _address() -> dict[str, Any]:
    parameters = connections["default"].get_connection_params()
    return {name: parameters[name] for name in ("host", "port", "dbname", "user") if parameters.get(name)}


def insert(inserts: list[Insert], *, year: int, times: int, parallel: int) -> float:
    """Insert the rows of so many intakes over so many connections, an intake a transaction; intakes a second.

    What goes wrong in one of them ends the measurement: a rate of rows that were not written is none.
    """
    share = [times // parallel + (place < times % parallel) for place in range(parallel)]
    with ExitStack() as opened, ThreadPoolExecutor(parallel) as threads:
        directs = [opened.enter_context(psycopg.connect(**_address(), autocommit=True)) for _ in share]
        begun = time.perf_counter()
        working = [
            threads.submit(_work, direct, inserts, year, count)
            for direct, count in zip(directs, share, strict=True)
        ]
        errors = [error for work in working if (error := work.exception()) is not None]
        spent = time.perf_counter() - begun
    if errors:
        raise BaseExceptionGroup("the rows of an intake could not be inserted", errors)
    return times / spent


def _work(direct: "psycopg.Connection[Any]", inserts: list[Insert], year: int, times: int) -> None:
    for _ in range(times):
        with direct.transaction():
            _one(direct, inserts, year)


def _one(direct: "psycopg.Connection[Any]", inserts: list[Insert], year: int) -> None:
    """In two statements, as filing does: what needs no number with the taking of it, and all the rest."""
    case = uuid.uuid4()
    own = next(place for place, one in enumerate(inserts) if one.model is Complaint)
    first = [(one, _values(one) | {"complaint_id": case}) for one in inserts[:own]]
    taken = _together(direct, first, TAKE, {"year": year})
    number = f"AN-{year}-{taken[0] if taken else 0:06d}"
    rest = [(inserts[own], _values(inserts[own]) | {"id": case, "number": number})]
    rest += [(one, _values(one) | {"complaint_id": case}) for one in inserts[own + 1 :]]
    _together(direct, rest)


def _values(one: Insert) -> dict[str, Any]:
    """The row's values with new ones where each row has its own."""
    values = dict(one.values)
    if "id" in values:
        values["id"] = uuid.uuid4()
    if values.get("code_digest"):
        values["code_digest"] = secrets.token_hex(32)
    if "payload" in values:
        values["code"] = secrets.token_hex(12)
    return values


def _together(
    direct: "psycopg.Connection[Any]",
    rows: list[tuple[Insert, dict[str, Any]]],
    then: str = "",
    given: Mapping[str, Any] | None = None,
) -> tuple[Any, ...] | None:
    """Insert the rows in one statement; with one more, which returns its row."""
    parts = [one.statement(place) for place, (one, _values) in enumerate(rows)]
    values = {
        f"{place}_{name}": value for place, (_one, row) in enumerate(rows) for name, value in row.items()
    }
    written = sql.SQL(", ").join(
        sql.SQL("{} AS ({})").format(sql.Identifier(f"rows_{place}"), part)
        for place, part in enumerate([*parts, *([sql.SQL(then)] if then else [])])
    )
    asked = sql.Identifier(f"rows_{len(parts)}") if then else None
    end = sql.SQL("SELECT last FROM {}").format(asked) if asked else sql.SQL("SELECT NULL")
    return direct.execute(sql.SQL("WITH {} {}").format(written, end), {**values, **(given or {})}).fetchone()


def statements(inserts: list[Insert]) -> int:
    """Of one intake: those before the number with it, those after it, BEGIN and COMMIT."""
    return 4 if inserts else 0
