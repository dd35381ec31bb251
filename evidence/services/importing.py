"""A phone's backup into a complaint: what its owner does. What the worker does stands in ``backups``."""

import logging
import uuid
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts.actors import Actor
from complaints.ledger import append_entry, hold_ledger
from complaints.models import Act, Complaint, Contact, Draft, LedgerEntry
from core import work
from core.language import gettext as _
from evidence.examination.recognition import MAY_HOLD_MESSAGES
from evidence.importers.grouping import Choice, Group, Wanted
from evidence.models import Exhibit, Import, Rendition, Sealed
from evidence.sealed import sealing
from evidence.services.receiving import BACKUP_ENDINGS, looks_like_backup, may_add, plan_copies, receive
from evidence.words import backup_words

log = logging.getLogger(__name__)
State = Import.State


class NotNow(Exception):
    """The import does not stand where this can be done; nothing was changed. The text is for people."""


def may_hold_messages(exhibit: Exhibit) -> bool:
    """Whether a file is worth offering for import, by its name or by what its examination found; reading it decides."""
    if exhibit.erased:
        return False
    copy = exhibit.clean_copy
    found = copy.source_type if copy is not None else ""
    return found in MAY_HOLD_MESSAGES or exhibit.filename.lower().endswith(BACKUP_ENDINGS)


def receive_backup(
    *,
    by: Actor,
    complaint_id: uuid.UUID,
    stream: Any,
    filename: str,
    declared_type: str = "",
    door: str = Exhibit.Door.WEB,
    wanted: Wanted | None = None,
    at: datetime | None = None,
) -> Import:
    """Take a backup into a case or a draft as an exhibit of which no copy is made, and queue its reading.

    Raise as ``receive`` does.
    """
    at = at or timezone.now()
    exhibit = receive(
        by=by,
        complaint_id=complaint_id,
        stream=stream,
        filename=filename,
        declared_type=declared_type,
        door=door,
        copies=False,
        at=at,
    )
    return begin_import(by=by, exhibit=exhibit, wanted=wanted, at=at)


def begin_import(
    *, by: Actor, exhibit: Exhibit, wanted: Wanted | None = None, at: datetime | None = None
) -> Import:
    """Queue the reading of an exhibit. With ``wanted`` the choice is made already; without, its owner is asked.

    One that is on its way, or waits for the choice, is answered as it is; one that ended is read again. Copies that were
    made of the whole file lose their keys. Raise Exhibit.DoesNotExist for whom the case does not belong to, NotNow when
    the content was erased, or when a recipient was given the extract of the choice before.
    """
    at = at or timezone.now()
    if not may_add(by, exhibit.complaint_id):
        raise Exhibit.DoesNotExist
    with transaction.atomic():
        hold_ledger(exhibit.complaint_id)
        exhibit = Exhibit.objects.select_related("sealed").get(pk=exhibit.pk)
        if exhibit.erased:
            raise NotNow(backup_words.erased())
        imported = Import.objects.select_for_update().filter(exhibit=exhibit).first()
        if imported is None:
            if given_away(exhibit):
                raise NotNow(_given_away())
            imported = Import(exhibit=exhibit, begun_at=at, begun_by=by.label, due_at=at)
        elif imported.working or (imported.state == State.CHOOSING and wanted is None):
            return imported
        else:
            if given_away(exhibit):
                raise NotNow(_given_away())
            if imported.state == State.CHOOSING:
                imported.moved(State.REFUSED)
            imported.moved(State.PENDING, reason="", begun_at=at, begun_by=by.label, due_at=at)
        imported.exhibit = exhibit
        _fresh(imported)
        imported.closed_choice = imported.close(wanted.as_json()) if wanted is not None else None
        if not imported.kept:  # the extract of an earlier choice stays until another takes its place
            withdraw_copies(exhibit, reason=backup_words.whole_phone(), at=at)
        imported.save()
        work.wake("evidence.tasks.carry_import", str(imported.pk))
    return imported


def _fresh(imported: Import) -> None:
    imported.read = imported.unreadable = imported.done_bytes = imported.attempts = 0
    imported.declared = imported.closed_groups = imported.claim = imported.lease_until = None
    imported.unreadable_lines = []


def given_away(exhibit: Exhibit) -> bool:
    """Whether a consent names this file, as the entry that follows it says: what that recipient sees must not change any more."""
    prepared = LedgerEntry.objects.filter(
        complaint_id=exhibit.complaint_id, act__in=[Act.FILING_PREPARED, Act.SUPPLEMENT_PREPARED]
    )
    return prepared.filter(detail__exhibits__contains=[exhibit.sha256]).exists()


def being_imported(exhibits: Iterable[Exhibit]) -> bool:
    """Whether of one of these it is not settled yet what there will be to see."""
    unsettled = (State.PENDING, State.READING, State.CHOOSING, State.KEEPING)
    return Import.objects.filter(exhibit__in=list(exhibits), state__in=unsettled).exists()


def _given_away() -> str:
    return _(
        "这份备份的摘录已经同意提供给接收方，不能再改。要补充的，请从手机重新导出一份，再导入新的文件：重复的会自动合并。"
    )


def withdraw_copies(exhibit: Exhibit, *, reason: str, at: datetime) -> None:
    """Destroy the keys of all copies of an exhibit and say why there is none. Inside a transaction."""
    held = list(Rendition.objects.select_for_update(of=("self",)).filter(exhibit=exhibit))
    ids = [one.sealed_id for one in held if one.sealed_id]
    gone = list(Sealed.objects.select_for_update().filter(pk__in=ids, wrapped_key__isnull=False))
    Rendition.objects.filter(exhibit=exhibit).delete()
    Sealed.objects.filter(pk__in=[one.pk for one in gone]).update(wrapped_key=None)
    Rendition.objects.bulk_create(
        Rendition(
            exhibit=exhibit,
            kind=kind,
            state=Rendition.State.REFUSED,
            reason=reason,
            source_sha256=exhibit.sha256,
            due_at=at,
        )
        for kind in (Rendition.Kind.CLEAN, Rendition.Kind.THUMBNAIL)
    )
    for row in gone:
        transaction.on_commit(lambda row=row: sealing.forget(row), robust=True)  # type: ignore[misc]


def groups_of(imported: Import) -> list[Group]:
    """What the owner chooses from, in the order in which it is listed; empty when nothing waits to be chosen."""
    return [Group(**one) for one in imported.open(imported.closed_groups) or ()]


def ticked(imported: Import) -> frozenset[int]:
    """The places of the groups that are ticked so far."""
    return (
        frozenset(imported.open(imported.closed_choice) or ())
        if imported.state == State.CHOOSING
        else frozenset()
    )


def tick(*, by: Actor, imported: Import, shown: Iterable[int], chosen: Iterable[int]) -> Import:
    """Remember the ticks of one page of the list: of ``shown``, those in ``chosen`` and no others."""
    with transaction.atomic():
        held = _held(by, imported, State.CHOOSING)
        there = set(range(len(groups_of(held)))) & set(shown)  # a page may post any number
        places = (ticked(held) - there) | (set(chosen) & there)
        held.closed_choice = held.close(sorted(places))
        held.save(update_fields=["closed_choice"])
    return held


def choose(*, by: Actor, imported: Import, disturbing: bool = False, at: datetime | None = None) -> Import:
    """Keep the ticked groups, and nothing else of the file. ``disturbing``: of them what looks like marketing,
    collection or fraud. Raise NotNow when nothing is ticked.
    """
    at = at or timezone.now()
    with transaction.atomic():
        held = _held(by, imported, State.CHOOSING)
        groups, places = groups_of(held), ticked(held)
        keys = frozenset((groups[one].sender, groups[one].signature) for one in places if one < len(groups))
        if not keys:
            raise NotNow(_("还没有勾选。请勾选要投诉的号码；一个也不要的，点“一条也不收入”。"))
        choice = Choice(disturbing=disturbing, groups=keys)
        held.moved(
            State.KEEPING,
            closed_choice=held.close(choice.as_json()),
            closed_groups=None,
            done_bytes=0,
            attempts=0,
            due_at=at,
        ).save()
        work.wake("evidence.tasks.carry_import", str(held.pk))
    return held


def decline(*, by: Actor, imported: Import, at: datetime | None = None) -> Import:
    """Keep nothing more of a file that waits for the choice; what an earlier choice kept stays."""
    with transaction.atomic():
        held = _held(by, imported, State.CHOOSING)
        if held.kept:
            _end(held, State.KEPT, reason="")
        else:
            _end(held, State.REFUSED, reason=backup_words.declined())
    return held


def may_be_evidence(imported: Import) -> bool:
    """Whether a file may be shown like any other: nothing of a phone was found in it, and it is not called like one."""
    exhibit = imported.exhibit
    found = imported.format or imported.read or imported.kept or imported.unreadable
    if imported.state != State.REFUSED or found or exhibit.erased:
        return False
    return not looks_like_backup(exhibit.filename_as_given)


def treat_as_evidence(*, by: Actor, imported: Import, at: datetime | None = None) -> Exhibit:
    """End an import of what was no backup: the file is examined, and gets the copies of any other exhibit.

    Raise Import.DoesNotExist for others, NotNow for what may hold the messages of a phone.
    """
    at = at or timezone.now()
    with transaction.atomic():
        hold_ledger(imported.exhibit.complaint_id)
        held = _held(by, imported, State.REFUSED)
        if not may_be_evidence(held):
            raise NotNow(_("这个文件里有手机备份的内容，不能当作普通证据。没有改动。"))
        if given_away(held.exhibit):
            raise NotNow(_given_away())
        exhibit = held.exhibit
        held.delete()
        Rendition.objects.filter(exhibit=exhibit).delete()
        plan_copies(exhibit, at)
    return exhibit


def remove_contacts(*, by: Actor, imported: Import, at: datetime | None = None) -> int:
    """Take the contacts of an import out of a draft again; how many. A complaint that was filed keeps what it has."""
    at = at or timezone.now()
    with transaction.atomic():
        case_id = imported.exhibit.complaint_id
        alive = Draft.objects.select_for_update().filter(pk=case_id).exists()
        hold_ledger(case_id)
        held = _held(by, imported, State.KEPT)
        if not alive:
            raise NotNow(_filed())
        removed, _rows = Contact.objects.filter(complaint_id=case_id, exhibit_id=held.exhibit_id).delete()
        withdraw_copies(held.exhibit, reason=backup_words.whole_phone(), at=at)
        held.kept = held.repeated = held.chosen = 0
        _end(held, State.REFUSED, reason=backup_words.removed())
        detail = {"exhibit": str(held.exhibit_id), "removed": removed}
        append_entry(by=by, complaint_id=case_id, act=Act.CONTACTS_REMOVED, detail=detail, at=at)
    return removed


def _filed() -> str:
    return _("投诉已经登记，收入的短信和通话不能再移除。")


def stop_import(exhibit: Exhibit) -> None:
    """When the content of an exhibit is erased: nothing is read of it any more. Inside the transaction of the erasure."""
    held = Import.objects.select_for_update().filter(exhibit=exhibit).first()
    if held is not None and held.state not in (State.KEPT, State.REFUSED):
        held.exhibit = exhibit
        forget_unfinished(held)
        _end(held, State.REFUSED, reason=backup_words.erased())
    case = exhibit.complaint_id
    if not (Complaint.objects.filter(pk=case).exists() or Draft.objects.filter(pk=case).exists()):
        Contact.objects.filter(complaint_id=case, exhibit_id=exhibit.pk).delete()


def forget_unfinished(held: Import) -> None:
    """A choice whose keeping ends before its end keeps nothing; what an earlier one kept stays. Before the state moves."""
    if held.state != State.KEEPING:
        return
    mine = Contact.objects.filter(complaint_id=held.exhibit.complaint_id, exhibit_id=held.exhibit_id)
    later = mine.order_by("pk").values("pk")[held.kept :]  # the earlier choice's rows were written before
    Contact.objects.filter(pk__in=later).delete()


def _end(held: Import, state: str, *, reason: str) -> None:
    held.moved(
        state,
        reason=reason,
        closed_groups=None,
        closed_choice=None,
        claim=None,
        lease_until=None,
        done_bytes=0,
    ).save()


def _held(by: Actor, imported: Import, state: str) -> Import:
    """The row, locked, for its owner. Raise Import.DoesNotExist for others, NotNow when it stands elsewhere."""
    rows = Import.objects.select_related("exhibit__sealed") if by.machine else Import.objects.visible_to(by)
    held = rows.select_for_update(of=("self",)).get(pk=imported.pk)
    if held.state != state:
        raise NotNow(_("这次导入现在是“%s”，没有改动。请刷新页面再看。") % held.get_state_display())
    return held
