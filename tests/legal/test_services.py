"""An assessment is kept as it was found, with the corpus that made it and an entry in the ledger."""

from datetime import UTC, date, datetime

import pytest
from django.db import DatabaseError, connection, transaction

from accounts.actors import Actor
from complaints.ledger import walk
from complaints.models import LedgerEntry
from complaints.services.filing import ComplainantInput, file_complaint
from legal.corpus import load
from legal.models import Assessment
from legal.reasoning.facts import FactsError
from legal.services import assess_complaint
from tests.legal.cases import OPT_OUT

pytestmark = pytest.mark.django_db

NOON = datetime(2025, 11, 12, 4, tzinfo=UTC)
LATE_EVENING = datetime(2025, 11, 12, 17, tzinfo=UTC)  # the 13th in Shanghai


def filed(facts=OPT_OUT):
    return file_complaint(
        by=Actor(),
        kind="harassment",
        situations=["optout_ignored"],
        story="退订之后又收到推销短信。",
        facts=facts,
        complainant=ComplainantInput(name="王小宁", phone="13900001234"),
        respondents=[],
        contacts=[],
        at=NOON,
    ).complaint


def test_it_is_kept_with_its_corpus_and_entered():
    complaint = filed()
    kept = assess_complaint(by=Actor.system("test"), complaint=complaint, at=NOON)
    assert (kept.event_on, kept.filing_on) == (date(2025, 11, 11), date(2025, 11, 12))
    assert kept.corpus_version == kept.result["corpus_version"] == load().version
    entries = LedgerEntry.objects.filter(complaint_id=complaint.pk).order_by("sequence")
    assert entries.last().act == "assessed"
    assert entries.last().detail["assessment"] == kept.pk
    assert walk(complaint.pk, entries) == []


def test_the_day_is_shanghais():
    kept = assess_complaint(by=Actor.system("test"), complaint=filed(), at=LATE_EVENING)
    assert kept.filing_on == date(2025, 11, 13)


def test_a_new_assessment_follows_and_the_old_one_stays():
    complaint = filed()
    first = assess_complaint(by=Actor.system("test"), complaint=complaint, at=NOON)
    second = assess_complaint(by=Actor.system("test"), complaint=complaint, at=LATE_EVENING)
    assert Assessment.objects.latest_of(complaint) == second
    assert Assessment.objects.filter(complaint=complaint).count() == 2
    assert first.pk != second.pk


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE legal_assessment SET made_by = 'x'",
        "DELETE FROM legal_assessment",
        "TRUNCATE legal_assessment CASCADE",
    ],
)
def test_nobody_changes_it(statement):
    assess_complaint(by=Actor.system("test"), complaint=filed(), at=NOON)
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert Assessment.objects.filter(made_by="system:test").exists()


def test_facts_that_cannot_be_read_leave_nothing():
    complaint = filed({**OPT_OUT, "contacts": {"count": "many"}})
    with pytest.raises(FactsError):
        assess_complaint(by=Actor.system("test"), complaint=complaint, at=NOON)
    assert not Assessment.objects.filter(complaint=complaint).exists()
