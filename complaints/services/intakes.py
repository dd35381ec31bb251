"""What is taken down at a desk for who complains: opened, kept, ended. Whose right it is, and what a desk does with it, is of
``filings.services.intake``."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from accounts.actors import Actor
from accounts.models import Organisation
from complaints.models import Intake
from complaints.services.drafts import open_draft


def takes_down(by: Actor, complaint_id: UUID) -> bool:
    """Whether this person takes the complaint down at their desk, and still has it."""
    return bool(by.desk_ids) and Intake.objects.in_hands_of(by).filter(pk=complaint_id).exists()


def begin_intake(
    *, by: Actor, organisation: Organisation, way: str, received_at: datetime, at: datetime | None = None
) -> Intake:
    """Open a draft that is nobody's account's, and what the desk knows of how it came; the caller knows who may.
    Intake.DoesNotExist for who is no person."""
    at = at or timezone.now()
    if by.user is None:
        raise Intake.DoesNotExist  # a key of an organisation is nobody who could have listened
    with transaction.atomic():
        draft, _code = open_draft(by=by, for_another=True, at=at)
        return Intake.objects.create(
            complaint_id=draft.pk,
            organisation=organisation,
            way=way,
            received_at=received_at,
            taken_by=by.user,
            begun_at=at,
        )


def change_intake(*, by: Actor, intake: Intake, way: str, received_at: datetime) -> Intake:
    """Put right how and when it came, until it is a complaint. Intake.DoesNotExist for everybody else, and after that."""
    with transaction.atomic():
        held = Intake.objects.in_hands_of(by).filter(filed_at=None).select_for_update().get(pk=intake.pk)
        held.way, held.received_at = way, received_at
        held.save(update_fields=["way", "received_at"])
    return held


def end_intake(*, intake: Intake, at: datetime) -> None:
    """Its writer has it no more. For a row that the caller has locked."""
    intake.ended_at = at
    intake.save(update_fields=["ended_at"])
