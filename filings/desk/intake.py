"""What a desk is shown while it takes a complaint down: its own unfinished ones, and what lies there of the same person."""

from dataclasses import dataclass

from accounts.actors import Actor
from complaints.models import Draft, Intake, LedgerEntry, Party
from complaints.services import answers_of, received_and_kept, telephone_index
from evidence.models import Exhibit
from filings.desk.standing import state_label
from filings.models import Filing

MOST_SHOWN = 10


@dataclass(frozen=True)
class Unfinished:
    intake: Intake
    number: str
    name: str


def unfinished(by: Actor) -> list[Unfinished]:
    """What this person began and has not sent, the newest first."""
    rows = Intake.objects.in_hands_of(by).order_by("-begun_at")
    drafts = {one.pk: answers_of(one) for one in Draft.objects.in_hands_of(by)}
    found = []
    for one in rows:
        if one.filed_at is not None:
            found.append(Unfinished(one, one.complaint.number, one.complaint.complainant.name))
        elif one.pk in drafts:
            found.append(Unfinished(one, "", drafts[one.pk].get("you", {}).get("name", "")))
    return found


def of_same_person(by: Actor, intake: Intake, phone: str) -> list[tuple[Filing, str]]:
    """What this person sees at the desk that came from the same telephone. Where who complained is kept closed, it is no way to
    find out whose cases lie there."""
    if not phone or intake.organisation_id in by.masks:
        return []
    people = Party.objects.filter(role=Party.Role.COMPLAINANT, phone_index=telephone_index(phone))
    here = Filing.objects.at_desk(by).not_withdrawn().filter(organisation=intake.organisation_id)
    rows = here.filter(complaint__in=people.values("complaint")).exclude(complaint=intake.pk)
    shown = rows.select_related("complaint").defer("content", "complaint__story").newest_first()
    return [(one, state_label(one.state)) for one in shown[:MOST_SHOWN]]


def files(intake: Intake) -> list[Exhibit]:
    """What was handed in so far, in its order."""
    kept = {
        one.detail["exhibit"] for one in received_and_kept(LedgerEntry.objects.filter(complaint_id=intake.pk))
    }
    return [one for one in Exhibit.objects.of_case(intake.pk).with_copies() if str(one.pk) in kept]
