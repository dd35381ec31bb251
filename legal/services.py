"""The acts of the law: an assessment is made and kept, never changed."""

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from accounts.actors import Actor
from complaints.ledger import append_entry, canonical, digest
from complaints.models import Act, Complaint
from legal.assessment import assess
from legal.corpus.reader import load
from legal.models import Assessment


def assess_complaint(*, by: Actor, complaint: Complaint, at: datetime | None = None) -> Assessment:
    """Assess a complaint as of ``at``: substantive law of the event's last day, procedure of the day of filing.

    Kept with the version of the corpus that made it, and entered into the ledger. Raise FactsError when the facts
    cannot be read.
    """
    at = at or timezone.now()
    today = timezone.localdate(at)
    facts = {key: value for key, value in complaint.facts.items() if key != "id"} | {
        "filing_date": today.isoformat()
    }
    result = assess(facts, on=today)
    with transaction.atomic():
        assessment = Assessment.objects.create(
            complaint=complaint,
            made_at=at,
            made_by=by.label,
            event_on=date.fromisoformat(facts["event"]["last"]),
            filing_on=today,
            corpus_version=load().version,
            facts_digest=digest(canonical(complaint.facts)),
            result=result,
        )
        detail = {
            "assessment": assessment.pk,
            "corpus": assessment.corpus_version,
            "facts": assessment.facts_digest,
            "result": digest(canonical(result)),
        }
        append_entry(by=by, complaint_id=complaint.pk, act=Act.ASSESSED, detail=detail, at=at)
    return assessment
