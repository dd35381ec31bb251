"""Bundles: a frozen row first, built by the worker with progress, sealed, handed to who may see the whole case."""

import io
import logging
import shutil
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import DatabaseError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import keys
from accounts.actors import Actor
from complaints.ledger import append_entry, hold_ledger
from complaints.models import Act, Complaint, LedgerEntry
from complaints.services import record_read
from evidence import sealing
from evidence.models import Exhibit
from filings.bundle import BundleError, build
from filings.models import Export
from filings.services.bundling import contents_of
from filings.services.reach import Refused, hold_case, sees_whole_case

LEASE = timedelta(minutes=3)  # renewed by progress
MOST_ATTEMPTS = 3
Progress = Callable[[int, int], None]
_log = logging.getLogger(__name__)


def request_export(
    *, by: Actor, complaint: Complaint, exhibits: Iterable[Any] | None = None, at: datetime | None = None
) -> Export:
    """Order a bundle of a case as it stands now: all its exhibits, or the chosen ones in the order given.

    For the complainant, whoever they shared the case with, and the portal's own commands. The same order again, while
    it waits or is being built, is that order.
    """
    at = at or timezone.now()
    if not by.machine and not Complaint.objects.visible_to(by).filter(pk=complaint.pk).exists():
        raise Complaint.DoesNotExist
    with transaction.atomic():
        case = hold_case(complaint.pk)
        if not sees_whole_case(by, case.pk):
            raise Refused(_("只有投诉人和获得授权的律师可以导出案卷。没有导出。"))
        hold_ledger(case.pk)  # no file comes in between the list of files and the head of the ledger
        chosen = _chosen(case, exhibits)
        ordered = Export.objects.filter(complaint=case, actor=by.label, recipient=_name_of(by)).filter(
            state__in=[Export.State.WAITING, Export.State.BUILDING],
            exhibits=[str(exhibit.pk) for exhibit in chosen],
        )
        if (waiting := ordered.first()) is not None:
            return waiting  # a second click orders nothing new
        newest = LedgerEntry.objects.filter(complaint=case).order_by("-sequence").first()
        if newest is None:
            raise Refused(_("这个投诉还没有存证记录，不能导出。"))
        export = Export.objects.create(
            complaint=case,
            requested_by=by.user,
            actor=by.label,
            requested_at=at,
            ledger_head=newest.digest,
            ledger_length=newest.sequence,
            recipient=_name_of(by),
            exhibits=[str(exhibit.pk) for exhibit in chosen],
            key_id=keys.signing_key_id(),
        )
        detail = {
            "export": str(export.pk),
            "ledger": newest.sequence,
            "exhibits": [exhibit.sha256 for exhibit in chosen],
            "key": export.key_id,
        }
        append_entry(by=by, complaint_id=case.pk, act=Act.EXPORTED, detail=detail, at=at)
        transaction.on_commit(_wake, robust=True)
    return export


def _chosen(case: Complaint, exhibits: Iterable[Any] | None) -> list[Exhibit]:
    """The exhibits to bundle. Refused for one that is not there, or whose clean copy is still being made."""
    found = Exhibit.objects.of_case(case.pk).select_related("sealed").with_copies()
    held = {str(exhibit.pk): exhibit for exhibit in found if not exhibit.erased}
    wanted = list(held) if exhibits is None else [str(getattr(one, "pk", one)) for one in exhibits]
    if len(set(wanted)) != len(wanted) or not set(wanted) <= set(held):
        raise Refused(_("有的证据不在这个投诉里，或者已经删除。没有导出，请重新选择。"))
    chosen = [held[one] for one in wanted]
    waiting = [one.filename for one in chosen if one.clean_copy is None or not one.clean_copy.final]
    if waiting:
        raise Refused(_("这些证据的查看副本还在生成：%s。请稍后再导出。") % "、".join(waiting))
    return chosen


def _name_of(by: Actor) -> str:
    if by.user is None:
        return str(_("投诉人本人")) if not by.machine else str(_("本平台"))
    return (by.user.get_full_name() or by.user.get_username())[:200]


def _wake() -> None:
    from filings.tasks import sweep_exports as task

    try:
        task.apply_async(ignore_result=True, retry=False, expires=60)
    except Exception as error:  # the broker is away: the sweep by the clock finds the row
        _log.warning("no worker could be woken: %s", type(error).__name__)


def sweep_exports(*, at: datetime | None = None, most: int = 5) -> int:
    """Build what was ordered, oldest first; how many were taken. Several sweeps share the work."""
    for taken in range(most):
        export = _claim(at or timezone.now())
        if export is None:
            return taken
        _carry_out(export, None)
    return most


def build_export(*, export: Export, progress: Progress | None = None, at: datetime | None = None) -> Export:
    """Build one bundle now, unless it is built or another worker has it; the row as it then is."""
    claimed = _claim(at or timezone.now(), export.pk)
    if claimed is not None:
        _carry_out(claimed, progress)
    return Export.objects.get(pk=export.pk)


def _claim(at: datetime, export_id: UUID | None = None) -> Export | None:
    with transaction.atomic():
        due = Export.objects.due(at).select_for_update(skip_locked=True, of=("self",))
        export = due.filter(**({"pk": export_id} if export_id else {})).first()
        if export is None:
            return None
        export.state, export.lease_until = Export.State.BUILDING, max(at, timezone.now()) + LEASE
        export.attempts += 1
        export.done = 0
        if export.attempts > MOST_ATTEMPTS:
            export.state, export.lease_until, export.finished_at = Export.State.FAILED, None, at
            export.error = _("生成时多次中断，已经停止。投诉和证据没有变化；请联系本平台的维护人员。")
        export.save(update_fields=["state", "lease_until", "attempts", "done", "error", "finished_at"])
    return export if export.state == Export.State.BUILDING else None


def _carry_out(export: Export, progress: Progress | None) -> None:
    mine = Export.objects.filter(pk=export.pk, state=Export.State.BUILDING, attempts=export.attempts)

    def note(done: int, total: int) -> None:
        mine.update(done=done, total=total, lease_until=timezone.now() + LEASE)
        if progress is not None:
            progress(done, total)

    scratch = Path(settings.ANNING_HOME) / "scratch" / f"export-{export.pk}-{export.attempts}"
    _clear(export)
    scratch.mkdir(parents=True, mode=0o700)
    try:
        _keep(export, write_bundle(export, scratch / "bundle.zip", progress=note))
    except DatabaseError:
        raise
    except BundleError as error:
        mine.update(state=Export.State.FAILED, error=str(error), finished_at=timezone.now(), lease_until=None)
    except Exception:
        _log.exception("export %s broke off", export.pk)
        words = _("案卷没有生成，原因已经记录给维护人员。投诉和证据没有变化。")
        mine.update(state=Export.State.FAILED, error=words, finished_at=timezone.now(), lease_until=None)
    finally:
        shutil.rmtree(scratch, ignore_errors=True)


def _clear(export: Export) -> None:
    """Remove what killed workers left of this export: plain pages of somebody's case."""
    for left in (Path(settings.ANNING_HOME) / "scratch").glob(f"export-{export.pk}-*"):
        shutil.rmtree(left, ignore_errors=True)


def write_bundle(export: Export, target: Path, *, progress: Progress | None = None) -> Path:
    """Write the zip of an export: a function of its row. Raises BundleError with a sentence for people."""
    try:
        key = keys.signing_key_named(export.key_id)
    except KeyError:
        raise BundleError(_("导出时选定的签名密钥 %s 已经不在。") % export.key_id) from None
    return build(
        contents_of(export),
        target,
        sign=key.sign,
        public_key_pem=keys.public_key_pem_named(export.key_id),
        key_id=export.key_id,
        progress=progress,
    )


def _keep(export: Export, bundle: Path) -> None:
    """Seal the finished bundle, unless another worker has finished the same export meanwhile."""
    with bundle.open("rb") as plain:
        sealed = sealing.store(plain)
    with transaction.atomic():
        held = Export.objects.select_for_update().get(pk=export.pk)
        if held.state != Export.State.BUILDING or held.attempts != export.attempts:
            sealing.forget(sealed)
            return
        sealed.save(force_insert=True)
        held.sealed, held.sha256 = sealed, sealed.sha256
        held.state, held.lease_until, held.finished_at = Export.State.DONE, None, timezone.now()
        held.save(update_fields=["sealed", "sha256", "state", "lease_until", "finished_at"])


def open_export(*, by: Actor, export: Export, at: datetime | None = None) -> io.BufferedReader:
    """The finished bundle as a stream. Export.DoesNotExist for who may not have it; Refused while it is not built."""
    held = (
        (Export.objects.all() if by.machine else Export.objects.visible_to(by))
        .select_related("sealed")
        .get(pk=export.pk)
    )
    if held.state != Export.State.DONE or held.sealed is None:
        raise Refused(held.error or _("案卷还在生成，请稍后再下载。"))
    record_read(by=by, complaint=held.complaint, what="export", at=at)
    return sealing.open_sealed(held.sealed)
