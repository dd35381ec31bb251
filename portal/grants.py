"""What the web role may do. It owns nothing: the owner of a table can disable its triggers."""

from django.apps import apps
from django.db import connections, transaction
from django.db.models import Field, Model
from psycopg import sql

OWN = "owner"


def _column(model: type[Model], name: str) -> str:
    field = model._meta.get_field(name)
    assert isinstance(field, Field)  # noqa: S101  (a relation from elsewhere has no column here)
    return str(field.column)


def _may_change(model: type[Model]) -> str | sql.Composable:
    """The privileges on one model's table.

    A model that says ``append_only = True`` is read and added to, no more. ``append_only_except = ("column", …)``
    names the columns of it that may still be set (a wrapped key that is erased, for one).
    """
    if not getattr(model, "append_only", False):
        return "SELECT, INSERT, UPDATE, DELETE"
    columns = [_column(model, name) for name in getattr(model, "append_only_except", ())]
    if not columns:
        return "SELECT, INSERT"
    return sql.SQL("SELECT, INSERT, UPDATE ({})").format(
        sql.SQL(", ").join([sql.Identifier(column) for column in columns])
    )


def append_only_tables() -> set[str]:
    return {model._meta.db_table for model in apps.get_models() if getattr(model, "append_only", False)}


def grant() -> None:
    """Give the web role, as the owner, exactly what it needs, in one transaction. With one role alone nothing to do."""
    web, owner = connections["default"].settings_dict["USER"], connections[OWN].settings_dict["USER"]
    if web == owner:
        return
    role = sql.Identifier(web)
    models = {
        model._meta.db_table: model
        for model in apps.get_models(include_auto_created=True)
        if model._meta.managed
    }
    with transaction.atomic(using=OWN), connections[OWN].cursor() as cursor:
        tables = connections[OWN].introspection.table_names(cursor)
        cursor.execute(sql.SQL("GRANT USAGE ON SCHEMA public TO {}").format(role))
        for table in tables:
            # Tables without a model of ours (django_migrations) are read only.
            may = _may_change(models[table]) if table in models else "SELECT"
            privileges = sql.SQL(may) if isinstance(may, str) else may
            names = {"table": sql.Identifier(table), "role": role, "privileges": privileges}
            cursor.execute(sql.SQL("REVOKE ALL ON TABLE {table} FROM PUBLIC, {role}").format(**names))
            cursor.execute(sql.SQL("GRANT {privileges} ON TABLE {table} TO {role}").format(**names))
        cursor.execute(sql.SQL("GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {}").format(role))
