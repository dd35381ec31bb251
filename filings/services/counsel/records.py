"""Notes and hours of a firm in a case: the firm's own, in no record and no bundle of the case, and kept by it afterwards.

They stand in no ledger: that belongs to the complainant, and so would what a firm writes for itself. A line is never edited,
only taken away by who wrote it.
"""

import csv
import io
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from accounts.actors import Actor
from accounts.models import User
from complaints.models import Access, Complaint
from core.language import gettext as _
from core.retention_and_limits import MOST_FIRM_ENTRIES
from documents.leads import safe
from filings.desk.standing import person_name
from filings.models import FirmEntry
from filings.services.papers.generated import firm_of
from filings.services.reach import Refused, hold_case

LONGEST_ENTRY, MOST_MINUTES = 5000, 1440


def may_keep(by: Actor, complaint: Complaint) -> bool:
    """Whether this is a lawyer of a firm who has the case now, or had it: what the firm wrote stays with them."""
    return any(True for _firm in firms_with(by, complaint))


def firms_with(by: Actor, complaint: Complaint) -> list[int]:
    """The firms as whose lawyer this actor accepted the case once, or whose whole firm did, and works there today."""
    if by.user is None:
        return []
    theirs = [one.organisation_id for one in by.user.memberships_today() if one.role == one.Role.LAWYER]
    took = Access.objects.filter(complaint=complaint, why=Access.Why.SHARED, accepted_at__isnull=False)
    named = set(took.filter(user=by.user).values_list("firm_id", flat=True))
    named |= set(took.filter(organisation__isnull=False).values_list("organisation_id", flat=True))
    return [pk for pk in theirs if pk in named]


def write_entry(
    *,
    by: Actor,
    complaint: Complaint,
    words: str,
    minutes: int | None = None,
    day: date | None = None,
    at: datetime | None = None,
) -> FirmEntry:
    """A note, or with ``minutes`` time spent on a day that is not to come. Refused once the engagement has ended;
    Complaint.DoesNotExist for who may not see the case."""
    at, words = at or timezone.now(), words.strip()
    day = day or timezone.localdate(at)
    if not words or len(words) > LONGEST_ENTRY:
        raise Refused(_("请写内容，最多 %d 个字。没有保存；写的还在下面。") % LONGEST_ENTRY)
    if minutes is not None and not 0 < minutes <= MOST_MINUTES:
        raise Refused(_("请填 1 到 %d 分钟。没有保存；写的还在下面。") % MOST_MINUTES)
    if day > timezone.localdate(at):
        raise Refused(_("请填今天或以前的日子。没有保存；写的还在下面。"))
    with transaction.atomic():
        if not Complaint.objects.visible_to(by).filter(pk=complaint.pk).exists():
            raise Complaint.DoesNotExist
        case = hold_case(complaint.pk)
        firm = firm_of(by, case)
        if firm is None or by.user is None:
            raise Refused(_("只有正在代理这件投诉的律师可以写。没有保存。"))
        if case.firm_entries.filter(firm=firm).count() >= MOST_FIRM_ENTRIES:
            raise Refused(_("本所在这件投诉里已经记了 %d 条，不能再加。没有保存。") % MOST_FIRM_ENTRIES)
        return FirmEntry.objects.create(
            firm=firm, complaint=case, person=by.user, day=day, minutes=minutes, words=words, written_at=at
        )


def remove_entry(*, by: Actor, entry: FirmEntry, at: datetime | None = None) -> None:
    """Take away a line that one wrote oneself. FirmEntry.DoesNotExist for anybody else's."""
    with transaction.atomic():
        mine = FirmEntry.objects.visible_to(by).standing().filter(person=by.user)
        held = mine.select_for_update(of=("self",)).get(pk=entry.pk)
        held.removed_at = at or timezone.now()
        held.save(update_fields=["removed_at"])


def time_log(*, by: Actor, complaint: Complaint | None = None) -> bytes:
    """The hours that the firm logged in a case, or in all that this lawyer has or had, as a table for a spreadsheet: oldest
    first, no cell a formula."""
    rows = FirmEntry.objects.visible_to(by).standing().time().select_related("complaint", "person")
    if complaint is not None:
        rows = rows.filter(complaint=complaint)
    out = io.StringIO(newline="")
    table = csv.writer(out)
    table.writerow([_("案件"), _("日期"), _("律师"), _("分钟"), _("做了什么")])
    names: dict[int, str] = {}
    for row in rows.order_by("day", "pk"):
        name = names.setdefault(row.person_id, _named(row.person))
        table.writerow(
            [row.complaint.number, f"{row.day:%Y-%m-%d}", safe(name), row.minutes, safe(row.words)]
        )
    return out.getvalue().encode("utf-8-sig")


def _named(person: User) -> str:
    return person_name(person)
