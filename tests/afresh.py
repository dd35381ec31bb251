"""The database of a test process after a test that committed: as it was cloned.

Where nothing but rows came, they are deleted with all triggers silent, as only the administrator can, and the
sequences begin again: a hundredth of what a clone costs. Where anything else is not as it was, it is cloned anew.
"""

from dataclasses import dataclass
from typing import Any

import psycopg
from psycopg import sql

from portal.embedded.cluster import Cluster

# Everything beside rows that a test could change and the next must not find.
_SHAPE = """
SELECT md5(string_agg(said, '|' ORDER BY said)) FROM (
    SELECT concat_ws(' ', 'trigger', oid, tgenabled, tgtype, tgrelid, tgfoid, tgdeferrable) FROM pg_trigger
    UNION ALL SELECT concat_ws(' ', 'relation', oid, relname, relkind, relfilenode, relowner, relacl, relrowsecurity)
        FROM pg_class WHERE oid >= 16384
    UNION ALL SELECT concat_ws(' ', 'column', attrelid, attnum, attname, atttypid, attnotnull, attacl)
        FROM pg_attribute WHERE attrelid >= 16384
    UNION ALL SELECT concat_ws(' ', 'default', oid, pg_get_expr(adbin, adrelid)) FROM pg_attrdef
    UNION ALL SELECT concat_ws(' ', 'constraint', oid, conname, condeferrable, condeferred, convalidated)
        FROM pg_constraint
    UNION ALL SELECT concat_ws(' ', 'function', oid, proname, prosrc, proacl, prosecdef) FROM pg_proc WHERE oid >= 16384
    UNION ALL SELECT concat_ws(' ', 'schema', oid, nspname, nspacl) FROM pg_namespace WHERE nspname !~ '^pg_'
    UNION ALL SELECT concat_ws(' ', 'setting', setdatabase, setrole, setconfig) FROM pg_db_role_setting
        WHERE setdatabase IN (0, (SELECT oid FROM pg_database WHERE datname = current_database()))
) AS shape (said)
"""
_TABLES = (
    "SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace ORDER BY 1"
)
_SEQUENCES = "SELECT sequencename, start_value, last_value FROM pg_sequences WHERE schemaname = 'public'"
_OTHERS = """
SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity
WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend'
"""


@dataclass
class Clone:
    """The database ``name``, how it was when it was cloned, and how to make it so again."""

    cluster: Cluster
    template: str
    name: str

    def make(self) -> None:
        self.cluster.clone(self.template, self.name)
        with self.cluster.connect(self.name) as connection:
            self.tables: list[str] = [row[0] for row in connection.execute(_TABLES)]
            self.begun = {name: rows for name in self.tables if (rows := _rows(connection, name))}
            self.sequences: list[Any] = connection.execute(_SEQUENCES).fetchall()
            # A clone may have other numbers than its template: it is compared with itself alone.
            self.shape = connection.execute(_SHAPE).fetchone()

    def again(self) -> None:
        """As it was made, whatever was committed in it; whoever is connected to it is cut off."""
        with self.cluster.connect(self.name) as connection:
            connection.execute(_OTHERS)
            same = connection.execute(_SHAPE).fetchone() == self.shape
            same = same and all(_rows(connection, name) == rows for name, rows in self.begun.items())
            if same:
                self._empty(connection)
        if not same:
            self.make()

    def _empty(self, connection: "psycopg.Connection[Any]") -> None:
        connection.execute("SET session_replication_role = replica")
        for table in self.tables:
            if table not in self.begun:
                connection.execute(sql.SQL("DELETE FROM {}").format(sql.Identifier(table)))
        for name, first, last in self.sequences:
            connection.execute(
                "SELECT setval(format('public.%%I', %s::text)::regclass, %s, %s)",
                [name, last or first, last is not None],
            )


def _rows(connection: "psycopg.Connection[Any]", table: str) -> str | None:
    """What a table holds, as one hash; None when it is empty."""
    told = sql.SQL("SELECT md5(string_agg(entry::text, '|' ORDER BY entry::text)) FROM {} AS entry")
    row = connection.execute(told.format(sql.Identifier(table))).fetchone()
    return row[0] if row else None
