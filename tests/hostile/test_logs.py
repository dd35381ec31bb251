"""What a fault writes into the log: where it happened, never whose words it choked on."""

import io
import logging
import logging.config

import pytest
from django.conf import settings
from django.db import IntegrityError, transaction

from complaints.models import Complaint
from portal.logs import WithoutPersonalData
from tests.cases import make_case

CANARY = "金丝雀甲的经过"


@pytest.mark.django_db
def test_a_failing_row_is_not_quoted() -> None:
    """PostgreSQL quotes the whole row in the DETAIL of a broken constraint."""
    case = make_case().complaint
    formatter = dict(settings.LOGGING["formatters"]["line"])
    factory = logging.config.DictConfigurator({"version": 1}).resolve(formatter.pop("()"))  # type: ignore[attr-defined]
    said = io.StringIO()
    handler = logging.StreamHandler(said)
    handler.setFormatter(factory(formatter["format"]))
    log = logging.Logger("test")
    log.addHandler(handler)
    broken_row = Complaint(
        number="AN-1999-000001",
        kind="no such kind",
        story=CANARY,
        facts={},
        event_first=case.event_first,
        event_last=case.event_last,
        filed_at=case.filed_at,
    )
    with pytest.raises(IntegrityError, match=CANARY) as broken, transaction.atomic():
        broken_row.save(force_insert=True)
    log.error("it broke", exc_info=broken.value)
    assert "IntegrityError" in said.getvalue()
    assert "test_logs.py" in said.getvalue()
    assert CANARY not in said.getvalue()


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("row 1d2e3f40-5a6b-4c7d-8e9f-012345678901 broke", "row 1d2e3f40-5a6b-4c7d-8e9f-012345678901 broke"),
        ("call of 13900000001", "call of …"),
        ("abc13900000001def", "abc…def"),
        ("identity 110101199001011234 in 1d2e3f40-5a6b-4c7d-8e9f-012345678901",
         "identity … in 1d2e3f40-5a6b-4c7d-8e9f-012345678901"),
    ],
)  # fmt: skip
def test_numbers_are_masked_and_the_ids_of_rows_are_not(said: str, kept: str) -> None:
    record = logging.LogRecord("test", logging.ERROR, "", 0, "%s", (said,), None)
    assert WithoutPersonalData().filter(record)
    assert record.getMessage() == kept
