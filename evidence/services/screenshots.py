"""A screenshot into a draft: what a person confirmed of it becomes the message of the complaint, and records beside it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts.actors import Actor
from complaints.ledger import append_entry
from complaints.models import Act, Contact, Draft
from complaints.reading import read
from complaints.services import save_answers
from core.language import gettext as _
from evidence.models import Exhibit
from evidence.services.backups import LEFT_OUT
from evidence.services.importing import NotNow

PART = "screenshot"  # of a contact: its line counts the messages of a screenshot, not the lines of a backup


@dataclass(frozen=True)
class Confirmed:
    """One message as the person corrected it. ``place`` is 1 for the topmost of the screenshot."""

    place: int
    text: str
    own: bool = False
    on: date | None = None
    at: time | None = None

    @property
    def instant(self) -> datetime | None:
        return timezone.make_aware(datetime.combine(self.on, self.at)) if self.on and self.at else None


def use_screenshot(
    *,
    by: Actor,
    exhibit: Exhibit,
    sender: str,
    main: Confirmed,
    kept: Sequence[Confirmed] = (),
    at: datetime | None = None,
) -> Draft:
    """Put ``main`` into the answers about the message and keep the others as contacts of the draft.

    A second use of the same screenshot takes the place of the first. Raise NotNow when the complaint is filed already,
    Draft.DoesNotExist for whom it does not belong to.
    """
    at = at or timezone.now()
    case_id = exhibit.complaint_id
    with transaction.atomic():
        draft = Draft.objects.visible_to(by).select_for_update().filter(pk=case_id).first()
        if draft is None:
            raise NotNow(_("投诉已经登记，或者草稿已经不在了，没有改动。"))
        answers: dict[str, Any] = {
            "text": main.text,
            "sender": sender,
            "channel": Contact.Channel.SMS.value,
            "received_on": main.on.isoformat() if main.on else None,
            "at": main.at.isoformat("minutes") if main.on and main.at else None,
            "exhibit": str(exhibit.pk),
            "line": main.place,
        }
        save_answers(by=by, draft=draft, step="message", answers=answers, at=at)
        draft = save_answers(by=by, draft=draft, step="reading", answers=None, at=at)
        before, _rows = Contact.objects.filter(complaint_id=case_id, exhibit_id=exhibit.pk).delete()
        Contact.objects.bulk_create(_contact(exhibit, sender, one) for one in kept)
        if kept or before:
            detail = {
                "exhibit": str(exhibit.pk),
                "source": exhibit.sha256,
                "kept": len(kept),
                "removed": before,
            }
            act = Act.SCREENSHOT_KEPT if kept else Act.SCREENSHOT_REMOVED
            append_entry(by=by, complaint_id=case_id, act=act, detail=detail, at=at)
    return draft


def _contact(exhibit: Exhibit, sender: str, one: Confirmed) -> Contact:
    said: dict[str, Any] = {}
    if not one.own:
        whole = read(one.text, sender=sender or None, received=one.on).as_json()
        said["read"] = {name: value for name, value in whole.items() if value and name not in LEFT_OUT}
    return Contact(
        complaint_id=exhibit.complaint_id,
        channel=Contact.Channel.SMS,
        direction=Contact.Direction.OUT if one.own else Contact.Direction.IN,
        sender=sender[:64],
        received_on=one.on,
        received_at=one.instant,
        text=one.text,
        reading=said,
        exhibit_id=exhibit.pk,
        part=PART,
        line=one.place,
    )
