"""Bundles: a frozen row first, built by the worker with progress, sealed, handed to who may see the whole case."""

import io
import json
import logging
import re
import shutil
from collections.abc import Callable, Iterable
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone

from accounts.actors import Actor
from complaints.ledger import append_entry, hold_ledger
from complaints.models import Act, Complaint, LedgerEntry, Statement
from complaints.services import owns, record_read
from core import keys, work
from core.canonical import digest
from core.language import gettext as _
from core.retention_and_limits import BUNDLES_KEPT, EXPORT_TRIES, SCRATCH_LIFE
from documents.bundle import BundleError, Token, build
from evidence.models import Sealed, Timestamp
from evidence.sealed import sealing
from evidence.services import ask_timestamp, stamp_due, stamped_head, timestamping_configured
from filings.models import Export
from filings.models.exports import ExportQuerySet
from filings.services.bundles.contents import contents_of
from filings.services.bundles.orders import Order, carries_whole_phone, frozen, one_group, order_of
from filings.services.reach import Refused, check_withheld, hold_case, sees_whole_case

LONGEST_RECIPIENT = 100
_SCRATCH = re.compile(r"export-([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})-(\d{1,6})")
Progress = Callable[[int, int], None]
_log = logging.getLogger(__name__)


def request_export(
    *,
    by: Actor,
    complaint: Complaint,
    exhibits: Iterable[Any] | None = None,
    order: Order | None = None,
    at: datetime | None = None,
) -> Export:
    """Order a bundle of a case as it stands now: as ``order`` says, or all its exhibits, or ``exhibits`` in that order.

    For the complainant, whoever they shared the case with, and the portal's own commands. The same order again, while
    it waits or is being built, is that order. Refused when it cannot be, or when the case has as many as it may keep.
    """
    at = at or timezone.now()
    if not by.machine and not Complaint.objects.visible_to(by).filter(pk=complaint.pk).exists():
        raise Complaint.DoesNotExist
    wanted = order or Order(groups=None if exhibits is None else one_group(exhibits))
    with transaction.atomic():
        case = hold_case(complaint.pk)
        if not sees_whole_case(by, case.pk):
            raise Refused(_("只有投诉人和获得授权的律师可以导出案卷。没有导出。"))
        hold_ledger(case.pk)  # no file comes in between the list of files and the head of the ledger
        newest = LedgerEntry.objects.filter(complaint=case).order_by("-sequence").first()
        if newest is None:
            raise Refused(_("这个投诉还没有存证记录，不能导出。"))
        head = stamped_head(complaint_id=case.pk, length=newest.sequence, before=at)
        owner = bool(by.machine) or owns(by, case.pk)
        chosen, text = frozen(complaint=case, order=wanted, head=head, owner=owner)
        check_withheld(by, case.pk, wanted.made_for, json.loads(text))
        recipient = _recipient(by, wanted)
        ordered = Export.objects.filter(
            complaint=case, actor=by.label, recipient=recipient, made_for=wanted.made_for
        ).filter(
            ~Exists(Statement.objects.filter(complaint=case, made_at__gt=OuterRef("requested_at"))),
            state__in=[Export.State.WAITING, Export.State.BUILDING],
            exhibits=[str(exhibit.pk) for exhibit in chosen],
        )
        for waiting in ordered:
            if waiting.order == text:
                return waiting  # a second click orders nothing new
        _check_room(case)
        export = Export.objects.create(
            complaint=case,
            requested_by=by.user,
            actor=by.label,
            requested_at=at,
            due_at=at,
            ledger_head=newest.digest,
            ledger_length=newest.sequence,
            recipient=recipient,
            made_for=wanted.made_for,
            exhibits=[str(exhibit.pk) for exhibit in chosen],
            order=text,
            with_time=timestamping_configured(),
            key_id=keys.signing_key_id(),
        )
        detail = {
            "export": str(export.pk),
            "for": export.made_for,
            "order": digest(text),
            "ledger": newest.sequence,
            "exhibits": [exhibit.sha256 for exhibit in chosen],
            "key": export.key_id,
        }
        append_entry(by=by, complaint_id=case.pk, act=Act.EXPORTED, detail=detail, at=at)
        work.wake("filings.tasks.sweep_exports")
    return export


def _check_room(case: Complaint) -> None:
    """Each bundle holds the whole case once more."""
    taken = Export.objects.filter(complaint=case).exclude(
        state__in=[Export.State.FAILED, Export.State.REMOVED]
    )
    if taken.count() >= BUNDLES_KEPT:
        raise Refused(_("一个投诉最多保留 %d 份案卷。请先删掉用不着的，再生成新的。") % BUNDLES_KEPT)


def _recipient(by: Actor, order: Order) -> str:
    """As printed on the cover."""
    given = " ".join(order.recipient.split())
    if len(given) > LONGEST_RECIPIENT:
        raise Refused(_("接收人的名称最多 %d 个字。没有导出。") % LONGEST_RECIPIENT)
    if given:
        return given
    return _name_of(by) if order.made_for == Export.For.OWN else str(Export.For(order.made_for).label)


def _name_of(by: Actor) -> str:
    if by.user is None:
        return str(_("投诉人本人")) if not by.machine else str(_("本平台"))
    return (by.user.get_full_name() or by.user.get_username())[:200]


def sweep_exports(*, at: datetime | None = None, most: int = 5) -> int:
    """Build what was ordered, oldest first; how many were taken. Several sweeps share the work."""
    forget_erased()
    _sweep_scratch(at or timezone.now())
    for taken in range(most):
        export = _claim(at or timezone.now())
        if export is None:
            return taken
        _carry_out(export, None, at or timezone.now())
    return most


def build_export(*, export: Export, progress: Progress | None = None, at: datetime | None = None) -> Export:
    """Build one bundle now, unless it is built or another worker has it; the row as it then is.

    Its time stamp is asked for at once. From an authority that is away it comes later, by a sweep.
    """
    for _turn in range(2):
        claimed = _claim(at or timezone.now(), export.pk)
        if claimed is not None:
            _carry_out(claimed, progress, at or timezone.now())
        held = Export.objects.get(pk=export.pk)
        if claimed is None or held.state != Export.State.UNSTAMPED or not stamp_due(at=timezone.now()):
            break
    return held


def _claim(at: datetime, export_id: UUID | None = None) -> Export | None:
    with transaction.atomic():
        due = Export.objects.due(at).select_for_update(skip_locked=True, of=("self",))
        export = due.filter(**({"pk": export_id} if export_id else {})).first()
        if export is None:
            return None
        if export.worn_out:
            words = _("生成时多次中断，已经停止。投诉和证据没有变化；请联系本平台的维护人员。")
            work.give_up([export], Export.State.FAILED, error=words, finished_at=at)
            transaction.on_commit(lambda: _clear(export), robust=True)  # nobody comes after this
            return None
        work.claim([export], at=at, state=Export.State.BUILDING, done=0, error="")
    return export


def _carry_out(export: Export, progress: Progress | None, at: datetime) -> None:
    mine = Export.objects.filter(pk=export.pk, claim=export.claim)

    def note(done: int, total: int) -> None:
        mine.update(done=done, total=total)
        if progress is not None:
            progress(done, total)

    scratch = Path(settings.ANNING_HOME) / "scratch" / f"export-{export.pk}-{export.attempts}"
    _clear(export)
    scratch.mkdir(parents=True, mode=0o700)

    def write() -> None:
        try:
            _keep(export, *_write(export, scratch / "bundle.zip", note))
        except BundleError as error:
            _fail(export, Export.State.FAILED, error=str(error))
        except (work.LeaseLost, *work.PASSING):
            raise  # another worker has it; or a full disk, a store or a database that is away: tried again
        except Exception:
            _log.exception("export %s broke off", export.pk)
            _fail(export, Export.State.FAILED, error=_not_built())

    try:
        work.carry_out([export], write, ladder=_LADDER, waiting=Export.State.WAITING, at=at, leave=_fail)
    finally:
        shutil.rmtree(scratch, ignore_errors=True)


def _not_built() -> str:
    return _("案卷没有生成，原因已经记录给维护人员。投诉和证据没有变化。")


def _fail(export: Export, state: str, *, error: str) -> None:
    work.end(export, state, error=error, finished_at=timezone.now())


_LADDER = (work.Rung(work.PASSING, Export.State.FAILED, _not_built, tries=EXPORT_TRIES),)


def _clear(export: Export) -> None:
    """Remove what killed workers left of this export: plain pages of somebody's case."""
    for left in (Path(settings.ANNING_HOME) / "scratch").glob(f"export-{export.pk}-*"):
        shutil.rmtree(left, ignore_errors=True)


def _sweep_scratch(at: datetime) -> None:
    """Remove what was left of exports that went on elsewhere, or that this database does not know: plain pages of cases.

    Whoever goes on with an export on this machine has removed its folder already.
    """
    for folder in (Path(settings.ANNING_HOME) / "scratch").glob("export-*"):
        named = _SCRATCH.fullmatch(folder.name)
        try:
            if named is None or folder.stat().st_mtime > (at - SCRATCH_LIFE).timestamp():
                continue
        except OSError:  # removed meanwhile
            continue
        building = Export.objects.filter(pk=named[1], attempts=int(named[2]), state=Export.State.BUILDING)
        if not building.filter(lease_until__gt=at).exists():
            _log.warning("the scratch folder of export %s was left behind, and is removed", named[1])
            shutil.rmtree(folder, ignore_errors=True)


def write_bundle(export: Export, target: Path, *, progress: Progress | None = None) -> Path:
    """Write the zip of an export: a function of its row and of the time stamp of its manifest, which is kept and used
    again. Raises BundleError with a sentence for people."""
    return _write(export, target, progress)[0]


def _write(export: Export, target: Path, progress: Progress | None) -> tuple[Path, str, Timestamp | None]:
    """The zip, the digest of its manifest, and the time stamp in it, if there is one."""
    try:
        key = keys.signing_key_named(export.key_id)
    except KeyError:
        raise BundleError(_("导出时选定的签名密钥 %s 已经不在。") % export.key_id) from None
    manifest, used = "", None

    def stamp(content: bytes) -> Token | None:
        nonlocal manifest, used
        manifest = digest(content)
        if export.manifest_sha256 and manifest != export.manifest_sha256:
            _log.error("export %s is not what its provisional version was", export.pk)
            raise BundleError(
                _(
                    "等可信时间戳的时候，平台的版式或者程序更新过，重新生成的内容和暂行版不再逐字相同，"
                    "时间戳不能放进去。证据和您选的内容都没有变化，请用同样的选择重新生成一份。"
                )
            )
        if export.with_time:
            held = ask_timestamp(digest=manifest, at=timezone.now())
            used = held if held.done else None
        return Token(reply=bytes(used.token or b""), root=used.root.encode()) if used is not None else None

    path = build(
        contents_of(export),
        target,
        sign=key.sign,
        public_key_pem=keys.public_key_pem_named(export.key_id),
        key_id=export.key_id,
        stamp=stamp,
        progress=progress,
    )
    return path, manifest, used


def _keep(export: Export, bundle: Path, manifest: str, stamped: Timestamp | None) -> None:
    """Seal the finished bundle. One that waits for its time stamp is kept too, and is not called final. Raises LeaseLost
    when another worker has the same export meanwhile."""
    with bundle.open("rb") as plain:
        sealed = sealing.store(plain)
    with transaction.atomic():
        held = work.still_ours(export, "sealed")
        if held is not None:
            sealed.save(force_insert=True)
            unstamped = held.sealed
            held.sealed, held.sha256, held.size, held.manifest_sha256 = (
                sealed,
                sealed.sha256,
                sealed.size,
                manifest,
            )
            held.state = Export.State.UNSTAMPED if held.with_time and stamped is None else Export.State.DONE
            held.stamped_at = stamped.gen_time if stamped is not None else None
            held.lease_until = held.claim = None
            held.finished_at = timezone.now()
            held.save(update_fields=Export.append_only_except)
            if unstamped is not None:
                _forget(unstamped)
    if held is None:
        # No row was written for these bytes.
        sealing.forget(sealed)
        raise work.LeaseLost


def _forget(sealed: Sealed) -> None:
    """Destroy the key of a bundle and then its bytes; the row of what was sealed stays."""
    Sealed.objects.filter(pk=sealed.pk).update(wrapped_key=None)
    transaction.on_commit(lambda: sealing.forget(sealed), robust=True)


def open_export(*, by: Actor, export: Export, at: datetime | None = None) -> io.BufferedReader:
    """The finished bundle as a stream. Export.DoesNotExist for who may not have it; Refused while it is not built."""
    held = _visible(by).select_related("sealed").get(pk=export.pk)
    if not held.finished or held.sealed is None or held.sealed.erased:
        raise Refused(held.error or _("案卷还在生成，请稍后再下载。"))
    if not by.machine and not owns(by, held.complaint_id) and carries_whole_phone(held):
        raise Refused(_("这份案卷里有整部手机的备份原件，只有投诉人本人能下载。请自己生成一份。"))
    check_withheld(by, held.complaint_id, held.made_for, order_of(held))
    record_read(by=by, complaint=held.complaint, what="export", at=at)
    return sealing.open_sealed(held.sealed)


def _visible(by: Actor) -> ExportQuerySet:
    return Export.objects.all() if by.machine else Export.objects.visible_to(by)


def remove_export(*, by: Actor, export: Export) -> Export:
    """Forget the bytes of a bundle; its row stays, so that the public page still knows what was issued. Twice is once.

    For whoever ordered it and for the complainant. Export.DoesNotExist for who may not see it.
    """
    with transaction.atomic():
        held = _visible(by).select_for_update(of=("self",)).select_related("sealed").get(pk=export.pk)
        if not by.machine and held.actor != by.label and not owns(by, held.complaint_id):
            raise Refused(_("只有生成这份案卷的人和投诉人可以删除它。没有删除。"))
        if held.state == Export.State.REMOVED:
            return held
        if held.state in (Export.State.WAITING, Export.State.BUILDING):
            raise Refused(_("案卷正在生成，做好之后才能删除。"))
        if held.sealed is not None:
            _forget(held.sealed)
        held.state = Export.State.REMOVED
        held.save(update_fields=["state"])
    return held


def forget_erased(*, most: int = 50) -> int:
    """Remove bundles that hold an exhibit whose content was erased since; how many (个人信息保护法 47)."""
    erased = LedgerEntry.objects.filter(
        complaint=OuterRef("complaint_id"), act=Act.EXHIBIT_ERASED, sequence__gt=OuterRef("ledger_length")
    )
    forgotten = 0
    for export in Export.objects.kept().filter(Exists(erased))[:most]:
        since = LedgerEntry.objects.filter(
            complaint=export.complaint_id, act=Act.EXHIBIT_ERASED, sequence__gt=export.ledger_length
        )
        if {entry.detail["exhibit"] for entry in since} & set(export.exhibits):
            remove_export(by=Actor.system("exports"), export=export)
            forgotten += 1
    return forgotten
