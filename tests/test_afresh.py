"""After a test that committed the next finds the database as it was cloned."""

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import connection

from accounts.models import User
from complaints.models import Complaint, LedgerEntry
from portal.embedded.cluster import Cluster
from tests.afresh import Clone
from tests.cases import make_case
from tests.settings import TEST_DATABASE

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def clone(servers: Cluster, template: str) -> Clone:
    connection.close()
    made = Clone(servers, template, TEST_DATABASE)
    made.make()
    return made


def number(clone: Clone) -> int:
    """The database's own, which only a clone gets anew."""
    with clone.cluster.connect() as administrator:
        row = administrator.execute("SELECT oid FROM pg_database WHERE datname = %s", [clone.name]).fetchone()
    assert row is not None
    return int(row[0])


def again(clone: Clone) -> None:
    connection.close()
    clone.again()


def test_rows_go_even_those_that_nobody_may_delete_and_nothing_is_cloned(clone: Clone) -> None:
    first, before = make_case(), number(clone)
    assert LedgerEntry.objects.exists()
    again(clone)
    assert number(clone) == before
    assert not LedgerEntry.objects.exists()
    assert not Complaint.objects.exists()
    second = make_case()
    assert (second.owner.pk, second.complaint.number) == (first.owner.pk, first.complaint.number)


@pytest.mark.parametrize(
    "statement",
    [
        "ALTER TABLE complaints_ledgerentry DISABLE TRIGGER USER",
        "ALTER TABLE accounts_user ADD COLUMN extra text",
        "GRANT DELETE ON complaints_ledgerentry TO anning_web",
        "GRANT UPDATE (act) ON complaints_ledgerentry TO anning_web",
        "DELETE FROM auth_permission",
        "UPDATE django_content_type SET model = 'another' WHERE model = 'user'",
        "TRUNCATE accounts_user CASCADE",
    ],
)
def test_whatever_else_was_changed_is_cloned_anew(clone: Clone, statement: str) -> None:
    before = number(clone)
    with clone.cluster.connect(clone.name) as administrator:
        administrator.execute("SET session_replication_role = replica")
        administrator.execute(statement)
    again(clone)
    assert number(clone) != before
    assert ContentType.objects.filter(model="user").exists()
    assert not User.objects.exists()
