"""Stored bytes are read again in turn, a few at a time, for ever; what is not as recorded is reported and stays red.

So is what was erased and opens all the same. Whoever runs the portal gets one mail of each finding, without a case in it.
"""

import logging
import time
from datetime import datetime

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import IntegrityError, transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from accounts.actors import Actor
from accounts.models import User
from complaints.models import Act, LedgerEntry
from core.language import gettext as _
from core.retention_and_limits import FIXITY_EVERY, FIXITY_LEASE
from evidence.models import Exhibit, FixityFinding, FixityRound, Sealed
from evidence.sealed import sealing

MOST_FOUND = 50  # in one step: a storage that was unplugged is one fault, not a million
LONGEST_NOTE = 500  # characters
RETURNED = "it was erased, and its key is there again"
State = FixityFinding.State
log = logging.getLogger(__name__)


def unreadable(sealed: Sealed) -> str:
    """Why the stored bytes are not what was recorded; "" when they are, or were erased. Raises OSError: storage away."""
    try:
        sealing.recheck(sealed)
    except sealing.Erased:
        return ""
    except sealing.SealBroken as broken:
        return str(broken)
    except FileNotFoundError:
        return "the stored bytes are missing"
    return ""


def _returned(sealed: Sealed) -> bool:
    """Whether these are bytes of an exhibit that was erased by its ledger: their key came back with an older database."""
    exhibit: Exhibit | None = getattr(sealed, "exhibit", None)
    if exhibit is None and (copy := getattr(sealed, "rendition", None)) is not None:
        exhibit = copy.exhibit
    if exhibit is None:
        return False
    entries = LedgerEntry.objects.filter(complaint_id=exhibit.complaint_id, act=Act.EXHIBIT_ERASED)
    return entries.filter(detail__exhibit=str(exhibit.pk)).exists()


def check_fixity(
    *, at: datetime, most_bytes: int | None = None, most_seconds: float = 60
) -> FixityRound | None:
    """One step of the round that is under way, or of a new one when a day has passed; None when there is nothing to do.

    Reads at most about ``most_bytes`` (FIXITY_BYTES), goes on where the step before ended, whoever did that one.
    """
    under_way = _claim(at)
    _look_again(at)
    if under_way is None:
        return None
    budget = settings.FIXITY_BYTES if most_bytes is None else most_bytes
    until = time.monotonic() + most_seconds
    found = read = 0
    ended = False
    while read < budget and time.monotonic() < until and found < MOST_FOUND:
        sealed = _next(under_way)
        if sealed is None:
            ended = True
            break
        try:
            what = unreadable(sealed) or (RETURNED if _returned(sealed) else "")
        except OSError as problem:
            log.error("fixity: the storage does not answer: %s", type(problem).__name__)
            break
        if what and report(sealed, what, at):
            found += 1
        under_way.place = sealed.pk
        under_way.checked += 1
        under_way.size += sealed.size
        read += max(sealed.size, 4096)  # opening costs too
    _keep(under_way, found, at, ended=ended)
    return under_way


def _claim(at: datetime) -> FixityRound | None:
    """Take the round that is under way, unless another worker has it; start one when it is time."""
    with transaction.atomic():
        held = FixityRound.objects.filter(finished_at=None).select_for_update(skip_locked=True).first()
        if held is None:
            if FixityRound.objects.filter(finished_at=None).exists():
                return None
            newest = FixityRound.objects.order_by("-started_at").first()
            if newest is not None and newest.started_at + FIXITY_EVERY > at:
                return None
            try:
                with transaction.atomic():
                    return FixityRound.objects.create(started_at=at, lease_until=at + FIXITY_LEASE)
            except IntegrityError:  # another worker began it this moment
                return None
        if held.lease_until is not None and held.lease_until > at:
            return None
        held.lease_until = at + FIXITY_LEASE
        held.save(update_fields=["lease_until"])
    return held


def _next(under_way: FixityRound) -> Sealed | None:
    rows = Sealed.objects.filter(wrapped_key__isnull=False).order_by("pk")
    rows = rows.select_related("exhibit", "rendition__exhibit")
    return (rows.filter(pk__gt=under_way.place) if under_way.place else rows).first()


def report(sealed: Sealed, what: str, at: datetime) -> bool:
    """Open a finding, unless the object was erased meanwhile, has one, or was answered for; whether it is new."""
    with transaction.atomic():
        if Sealed.objects.filter(pk=sealed.pk, wrapped_key=None).exists():
            return False
        if FixityFinding.objects.filter(sealed=sealed, state__in=[State.OPEN, State.ANSWERED]).exists():
            return False
        FixityFinding.objects.create(sealed=sealed, found_at=at, looked_at=at, what=what[:200])
    log.error("fixity: stored object %s: %s", sealed.pk, what)
    return True


def _look_again(at: datetime) -> None:
    """What was found broken and is sound now, after a restore say, is closed as mended; or it was erased since."""
    rows = FixityFinding.objects.filter(state=State.OPEN).select_related("sealed").order_by("looked_at")
    for finding in rows[:MOST_FOUND]:
        try:
            still = finding.what == RETURNED and not finding.sealed.erased
            what = RETURNED if still else unreadable(finding.sealed)
        except OSError:
            return
        changes = {"looked_at": at} if what else {"looked_at": at, "state": State.MENDED, "closed_at": at}
        FixityFinding.objects.filter(pk=finding.pk, state=State.OPEN).update(**changes)


def _keep(under_way: FixityRound, found: int, at: datetime, *, ended: bool) -> None:
    under_way.found += found
    under_way.stepped_at, under_way.lease_until = at, None
    under_way.finished_at = at if ended else None
    under_way.save(update_fields=FixityRound.append_only_except)


def answer_for(*, by: Actor, finding: FixityFinding, note: str, at: datetime | None = None) -> FixityFinding:
    """Close a finding that cannot be mended, with a reason that stays: bytes are lost, and people were told.

    ValueError without a reason, for one that is too long, and for one that is closed.
    """
    if not note.strip():
        raise ValueError("a reason is needed")
    if len(note.strip()) > LONGEST_NOTE:
        raise ValueError("a reason of so many characters cannot be kept whole")
    at = at or timezone.now()
    with transaction.atomic():
        held = FixityFinding.objects.select_for_update().get(pk=finding.pk)
        if held.state != State.OPEN:
            raise ValueError("this finding is closed")
        held.state, held.closed_at, held.closed_by, held.note = (
            State.ANSWERED,
            at,
            by.label,
            note.strip(),
        )
        held.save(update_fields=["state", "closed_at", "closed_by", "note"])
    return held


def overseers() -> list[str]:
    """Who is told when something is wrong with what is kept: ADMINS, and the superusers who left an address."""
    named = [one[1] for one in settings.ADMINS]
    known = User.objects.filter(is_superuser=True, is_active=True).exclude(email="").order_by("pk")
    return list(dict.fromkeys([*named, *known.values_list("email", flat=True)]))


def tell_of_findings(*, at: datetime) -> int:
    """One mail about the findings that nobody was told of yet; how many. Each is told once, however long it stays open.

    The mail names stored objects, never a case or a person. A server that is away is asked again at the next step; a
    death between its answer and our note sends the same mail twice, with the same Message-ID.
    """
    with transaction.atomic():
        rows = FixityFinding.objects.filter(told_at=None).select_for_update(skip_locked=True).order_by("pk")
        findings = list(rows[:MOST_FOUND])
        if not findings or not (to := overseers()):
            return 0
        try:
            _mail_of(findings, to).send()
        except Exception as problem:  # the server's, the network's or an address's: said and tried again
            log.error("nobody could be told of findings: %s", type(problem).__name__)
            return 0
        FixityFinding.objects.filter(pk__in=[one.pk for one in findings]).update(told_at=at)
    return len(findings)


def _stands(finding: FixityFinding) -> str:
    again = finding.what == RETURNED and finding.state == State.MENDED
    return _("已再次删除") if again else str(finding.get_state_display())


def _mail_of(findings: list[FixityFinding], to: list[str]) -> EmailMessage:
    about = [
        (
            settings.PUBLIC_URL + reverse("admin:evidence_fixityfinding_change", args=[one.pk]),
            one,
            _stands(one),
        )
        for one in findings
    ]
    domain = settings.DEFAULT_FROM_EMAIL.rpartition("@")[2].rstrip(">")
    return EmailMessage(
        _("[安宁] 封存的数据有 %d 处需要查看") % len(findings),
        render_to_string("evidence/mails/findings.txt", {"about": about}),
        to=to,
        headers={"Message-ID": f"<finding-{findings[0].pk}@{domain}>", "Auto-Submitted": "auto-generated"},
    )
