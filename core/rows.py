"""Rows of several tables inserted with one statement: one way to the database and back instead of one a table."""

from collections.abc import Sequence
from functools import cache
from typing import Any

from django.db import connection, models


@cache
def _fields(model: type[models.Model]) -> "tuple[models.Field[Any, Any], ...]":
    """Those that an insert names; the others the database fills."""
    fields = model._meta.local_concrete_fields
    return tuple(one for one in fields if not one.generated and not isinstance(one, models.AutoField))


def insert_together(
    *tables: Sequence[models.Model], then: str = "SELECT NULL", given: Sequence[Any] = ()
) -> Any:
    """Insert the rows, those of one table in one sequence, and set their keys; an empty sequence is left out.

    ``then`` is one more statement, with its values ``given``: it runs when the rows are written, and its first value
    is returned. No row sees another, so what refers to one does it by a key that is known before and is looked at when all
    is written, as Django's references are.
    """
    filled = [rows for rows in tables if rows]
    parts: list[str] = []
    asked: list[str] = []
    values: list[Any] = []
    for place, rows in enumerate(filled):
        insert, found = _insert(rows)
        parts.append(f"rows_{place} AS ({insert})")
        asked.append(f"ARRAY(SELECT key FROM rows_{place})")  # noqa: S608
        values += found
    parts.append(f"last (value) AS ({then})")
    # PostgreSQL runs what writes in the order in which the outermost statement asks for it.
    asked.append("(SELECT value FROM last)")
    with connection.cursor() as cursor:
        cursor.execute(f"WITH {', '.join(parts)} SELECT {', '.join(asked)}", [*values, *given])
        *keys, value = cursor.fetchone()
    for rows, made in zip(filled, keys, strict=True):
        for row, key in zip(rows, made, strict=True):
            row.pk = key
            row._state.adding, row._state.db = False, connection.alias
    return value


def _insert(rows: Sequence[models.Model]) -> tuple[str, list[Any]]:
    """The insert of rows of one table, which returns their keys, and its values."""
    fields, table = _fields(type(rows[0])), type(rows[0])._meta
    names = ", ".join(connection.ops.quote_name(str(one.column)) for one in fields)
    places = ", ".join(f"({', '.join(['%s'] * len(fields))})" for _row in rows)
    values = [one.get_db_prep_save(one.pre_save(row, add=True), connection) for row in rows for one in fields]
    key = connection.ops.quote_name(str(table.pk and table.pk.column))
    name = connection.ops.quote_name(table.db_table)
    return f"INSERT INTO {name} ({names}) VALUES {places} RETURNING {key} AS key", values  # noqa: S608
