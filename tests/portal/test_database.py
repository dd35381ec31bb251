"""The tests' own footing: the web role, its limits, and a fresh database after a test that commits."""

import pytest
from django.db import connection, connections

from accounts.models import User


def _current_user(alias: str) -> str:
    with connections[alias].cursor() as cursor:
        return cursor.execute("SELECT current_user").fetchone()[0]


@pytest.mark.django_db(databases=["default", "owner"])
def test_pages_and_migrations_have_different_roles():
    assert _current_user("default") == "anning_web"
    assert _current_user("owner") == "anning_owner"


@pytest.mark.django_db
def test_the_web_role_owns_no_table():
    with connection.cursor() as cursor:
        owners = cursor.execute(
            "SELECT DISTINCT tableowner FROM pg_tables WHERE schemaname = 'public'"
        ).fetchall()
    assert owners == [("anning_owner",)]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("turn", [1, 2])
def test_what_a_committing_test_leaves_is_gone_for_the_next(turn):
    assert not User.objects.filter(username="left-behind").exists()
    User.objects.create(username="left-behind")
