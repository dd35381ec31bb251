"""Rows by COPY: several times as many a second as INSERT takes, through the same fields and constraints."""

from collections.abc import Sequence

from django.db import connection
from django.db.models import AutoField, Model
from psycopg import sql


def copy_in(rows: Sequence[Model]) -> None:
    """Store new rows of one model and give them their ids, inside the transaction of the caller."""
    if not rows:
        return
    model = type(rows[0])
    fields = [one for one in model._meta.local_concrete_fields if not one.generated]
    with connection.cursor() as cursor:
        if isinstance(model._meta.pk, AutoField):
            asked = "SELECT nextval(pg_get_serial_sequence(%s, %s)) FROM generate_series(1, %s)"
            cursor.execute(asked, [model._meta.db_table, model._meta.pk.column, len(rows)])
            for row, (pk,) in zip(rows, cursor.fetchall(), strict=True):
                row.pk = pk
        command = sql.SQL("COPY {} ({}) FROM STDIN").format(
            sql.Identifier(model._meta.db_table),
            sql.SQL(", ").join(sql.Identifier(str(one.column)) for one in fields),
        )
        with cursor.copy(command) as copy:
            for row in rows:
                copy.write_row(
                    [one.get_db_prep_save(getattr(row, one.attname), connection) for one in fields]
                )
