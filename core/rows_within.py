"""Rows of another table that came along in one row, as JSON: what would else be a statement of its own."""

from collections.abc import Iterable, Mapping
from typing import Any, TypeVar

from django.db import DEFAULT_DB_ALIAS
from django.db.models import Model

M = TypeVar("M", bound=Model)


def rows_within(model: type[M], rows: Iterable[Mapping[str, Any]] | None) -> list[M]:
    """``rows`` are as ``to_jsonb`` writes them; no column of theirs may be encrypted. None is none."""
    columns = [(field.column or "", field) for field in model._meta.concrete_fields]
    names = [field.attname for _column, field in columns]
    return [
        model.from_db(DEFAULT_DB_ALIAS, names, [field.to_python(row[column]) for column, field in columns])
        for row in rows or ()
    ]


def keep_rows(parent: Model, name: str, rows: list[Any]) -> None:
    """As if they had been prefetched: what ``name`` of the parent has."""
    asked = getattr(parent, name).get_queryset()
    asked._result_cache, asked._prefetch_done = rows, True
    parent.__dict__.setdefault("_prefetched_objects_cache", {})[name] = asked
