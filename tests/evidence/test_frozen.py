"""P10: what was received cannot be changed, by trigger (whoever asks) and by grant (as the web role)."""

import io
from collections.abc import Iterator

import pytest
from django.db import DatabaseError, connections, transaction
from django.db.utils import ProgrammingError

from evidence.models import Exhibit, Sealed
from evidence.sealed import sealing
from tests.evidence.conftest import Receive

pytestmark = pytest.mark.django_db


EXHIBIT_COLUMNS = [
    "complaint_id", "sealed_id", "ordinal", "closed_words", "declared_type", "size", "sha256", "received_at",
    "received_by", "door", "id",
]  # fmt: skip


def _refused(statement: str, *, because: type[Exception], says: str) -> None:
    with pytest.raises(because, match=says), transaction.atomic(), connections["default"].cursor() as cursor:
        cursor.execute(statement)


@pytest.mark.parametrize("column", EXHIBIT_COLUMNS)
def test_the_web_role_may_update_no_column(column: str, hand_in: Receive) -> None:
    hand_in(b"bytes")
    _refused(
        f"UPDATE evidence_exhibit SET {column} = {column}", because=ProgrammingError, says="permission denied"
    )


@pytest.mark.parametrize("table", ["evidence_exhibit", "evidence_sealed"])
@pytest.mark.parametrize("statement", ["DELETE FROM {}", "TRUNCATE {} CASCADE"])
def test_the_web_role_may_not_remove(table: str, statement: str, hand_in: Receive) -> None:
    hand_in(b"bytes")
    _refused(statement.format(table), because=ProgrammingError, says="permission denied")


@pytest.mark.parametrize("column", ["id", "name", "size", "sha256", "created_at"])
def test_the_web_role_may_not_rewrite_what_was_sealed(column: str, hand_in: Receive) -> None:
    hand_in(b"bytes")
    _refused(
        f"UPDATE evidence_sealed SET {column} = {column}", because=ProgrammingError, says="permission denied"
    )


def test_a_key_once_destroyed_stays_destroyed() -> None:
    sealed = sealing.seal(io.BytesIO(b"bytes"))
    kept = sealed.wrapped_key
    Sealed.objects.filter(pk=sealed.pk).update(wrapped_key=None)
    with pytest.raises(DatabaseError, match="pgtrigger"), transaction.atomic():
        Sealed.objects.filter(pk=sealed.pk).update(wrapped_key=kept)


@pytest.fixture
def owned(transactional_db: None, hand_in: Receive) -> Iterator[object]:
    """A committed exhibit, and the owner's own connection."""
    hand_in(b"bytes")
    with connections["owner"].cursor() as cursor:
        cursor.execute("SELECT current_user")
        assert cursor.fetchone()[0] == "anning_owner"
        yield cursor


@pytest.mark.django_db(transaction=True, databases=["default", "owner"])
def test_even_the_owner_is_stopped_by_the_triggers(owned: object) -> None:
    statements = [f"UPDATE evidence_exhibit SET {column} = {column}" for column in EXHIBIT_COLUMNS]
    statements += [
        "DELETE FROM evidence_exhibit",
        "TRUNCATE evidence_exhibit CASCADE",
        "DELETE FROM evidence_sealed",
        "TRUNCATE evidence_sealed CASCADE",
        "UPDATE evidence_sealed SET sha256 = 'sha256:0'",
        "UPDATE evidence_sealed SET size = 9",
        "UPDATE evidence_sealed SET name = 'elsewhere'",
    ]
    for statement in statements:
        with pytest.raises(DatabaseError, match="pgtrigger"):
            owned.execute(statement)  # type: ignore[attr-defined]
    assert Exhibit.objects.count() == 1
    assert Sealed.objects.count() == 1


def test_the_orm_is_stopped_too(hand_in: Receive) -> None:
    exhibit = hand_in(b"bytes")
    exhibit.door = "api"
    for act in (exhibit.save, exhibit.delete, lambda: Exhibit.objects.update(ordinal=9)):
        with pytest.raises(DatabaseError), transaction.atomic():
            act()
