"""Drafts: kept on the server from the first step, opened anywhere with a code."""

import json
import secrets
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts.actors import Actor, code_digest
from complaints.models import Complaint, Contact, Draft, Intake
from core.retention_and_limits import DRAFT_LIFE

_ALPHABET = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"  # 32 signs; no I, O, 0, 1, which people misread
CODE_LENGTH = 20  # 100 random bits


def new_code() -> str:
    """A code of 100 random bits, in groups of five that can be read out."""
    plain = "".join(secrets.choice(_ALPHABET) for _ in range(CODE_LENGTH))
    return "-".join(plain[i : i + 5] for i in range(0, CODE_LENGTH, 5))


def open_draft(*, by: Actor, for_another: bool = False, at: datetime | None = None) -> tuple[Draft, str]:
    """Begin a draft and return it with its code; it is found by the code's digest alone.

    ``for_another``: it is nobody's account's, since who writes it is not who complains.
    """
    at = at or timezone.now()
    code = new_code()
    draft = Draft.objects.create(
        code_digest=code_digest(code),
        code=code,
        owner=None if for_another else by.user,
        answers="{}",
        created_at=at,
        changed_at=at,
        expires_at=at + DRAFT_LIFE,
    )
    return draft, code


def answers_of(draft: Draft) -> dict[str, Any]:
    """The answers given so far, by step."""
    answers: dict[str, Any] = json.loads(draft.answers or "{}")
    return answers


def save_answers(
    *, by: Actor, draft: Draft, step: str, answers: dict[str, Any] | None, at: datetime | None = None
) -> Draft:
    """Keep the answers of one step (None forgets the step) and put the end of the draft's life off.

    Raise Draft.DoesNotExist when the draft is not this actor's or its time is over.
    """
    return save_steps(by=by, draft=draft, steps={step: answers}, at=at)


def save_steps(
    *, by: Actor, draft: Draft, steps: Mapping[str, dict[str, Any] | None], at: datetime | None = None
) -> Draft:
    """The same of several steps that one page answers: all of them or none."""
    at = at or timezone.now()
    with transaction.atomic():
        held = Draft.objects.in_hands_of(by).select_for_update().get(pk=draft.pk)
        kept = answers_of(held)
        for step, answers in steps.items():
            if answers is None:
                kept.pop(step, None)
            else:
                kept[step] = answers
        held.answers = json.dumps(kept, ensure_ascii=False)
        held.changed_at, held.expires_at = at, at + DRAFT_LIFE
        held.save(update_fields=["answers", "changed_at", "expires_at"])
    return held


def discard_draft(*, by: Actor, draft: Draft) -> None:
    """Delete a draft at its holder's wish, with the contacts chosen for it out of a backup.

    Files taken in for it lose their keys in the next ``expire`` run.
    """
    with transaction.atomic():
        taken, _ = Draft.objects.in_hands_of(by).filter(pk=draft.pk).delete()
        if taken:  # who adds contacts holds the draft's row: they are all there, or will not be
            Contact.objects.filter(complaint_id=draft.pk).delete()
            Intake.objects.filter(pk=draft.pk).delete()


def expire_drafts(*, by: Actor, at: datetime) -> int:
    """Delete the drafts whose time is over; the number deleted. A filed draft is gone already."""
    with transaction.atomic():
        over = Draft.objects.expired(at).exclude(pk__in=Complaint.objects.values("pk"))
        ids = list(over.select_for_update().values_list("pk", flat=True))
        gone, _ = Draft.objects.filter(pk__in=ids).delete()
        Contact.objects.filter(complaint_id__in=ids).delete()
        Intake.objects.filter(pk__in=ids).delete()
    return gone
