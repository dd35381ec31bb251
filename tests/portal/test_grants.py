"""What the web role may do, asked of the database itself."""

import pytest
from django.apps import apps
from django.db import ProgrammingError, connection, transaction

from portal.grants import append_only_tables

pytestmark = pytest.mark.django_db


def _may(table: str) -> set[str]:
    every = ("SELECT", "INSERT", "UPDATE", "DELETE", "TRUNCATE", "REFERENCES", "TRIGGER")
    with connection.cursor() as cursor:
        ask = "SELECT has_table_privilege(current_user, %s, %s)"
        return {name for name in every if cursor.execute(ask, [f'"{table}"', name]).fetchone()[0]}


def test_ledger_exhibits_receipts_and_assessments_are_added_to_and_never_changed():
    append_only = append_only_tables()
    assert {
        "complaints_ledgerentry",
        "complaints_receipt",
        "evidence_exhibit",
        "legal_assessment",
    } <= append_only
    for table in append_only:
        assert _may(table) == {"SELECT", "INSERT"}, table


def test_of_sealed_bytes_only_the_key_can_be_taken_away():
    sealed = apps.get_model("evidence", "Sealed")
    with connection.cursor() as cursor:
        ask = "SELECT has_column_privilege(current_user, %s, %s, 'UPDATE')"
        may = {
            field.column: cursor.execute(ask, [sealed._meta.db_table, field.column]).fetchone()[0]
            for field in sealed._meta.concrete_fields
        }
    assert {name for name, allowed in may.items() if allowed} == set(sealed.append_only_except)


def test_other_tables_are_worked_on_and_none_is_owned():
    for model in apps.get_models():
        if model._meta.db_table not in append_only_tables() and model._meta.managed:
            assert _may(model._meta.db_table) == {"SELECT", "INSERT", "UPDATE", "DELETE"}, model


def test_the_record_of_migrations_is_read_only():
    assert _may("django_migrations") == {"SELECT"}


@pytest.mark.parametrize(
    "statement",
    [
        "ALTER TABLE complaints_ledgerentry DISABLE TRIGGER ALL",
        "TRUNCATE complaints_ledgerentry",
        "DELETE FROM evidence_exhibit",
        "CREATE TABLE elsewhere (n int)",
        "GRANT UPDATE ON complaints_ledgerentry TO anning_web",
        "SET ROLE anning_owner",
    ],
)
def test_the_web_role_cannot_free_itself(statement):
    with connection.cursor() as cursor:
        if statement.startswith("GRANT"):
            with transaction.atomic():
                cursor.execute(statement)  # PostgreSQL only warns that nothing was granted
            assert "UPDATE" not in _may("complaints_ledgerentry")
            return
        with pytest.raises(ProgrammingError), transaction.atomic():
            cursor.execute(statement)
