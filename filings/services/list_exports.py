"""A list of a desk, or a lawyer's cases, as a table: ordered, written by the worker, in each case's record, gone after a week."""

import logging
import shutil
import tempfile
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import datetime
from functools import partial
from io import BufferedReader
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import Q, QuerySet
from django.http import QueryDict
from django.utils import timezone, translation

from accounts.actors import Actor
from accounts.models import Membership, Organisation, User
from complaints.ledger import append_entry
from complaints.models import Act, Complaint, LedgerEntry
from core import work
from core.language import gettext as _
from core.retention_and_limits import (
    LIST_EXPORT_LIFE,
    LIST_EXPORT_TRIES,
    LIST_EXPORTS_KEPT,
    MOST_CASES_LISTED,
    SCRATCH_LIFE,
)
from evidence.models import Sealed
from evidence.sealed import sealing
from filings.desk.asked import Asked
from filings.models import Filing, ListExport, led_cases
from filings.services.reach import Refused

ROWS = 500  # that are entered at a time
Write = Callable[[Actor, ListExport, Path, Callable[[int], None]], dict[UUID, int]]
_PREFIX = "list-"
_log = logging.getLogger(__name__)


def desks_to_take_from(by: Actor) -> list[Organisation]:
    """The desks whose lists this person may take out: a right of its own, given by who administers the members."""
    if by.user is None:
        return []
    given = Membership.objects.at_work().filter(user=by.user, exports_lists=True)
    return list(Organisation.objects.filter(pk__in=given.values("organisation")))


def desks_of_order(by: Actor, query: str) -> list[Organisation]:
    """From whose desks the rows of a list would be, if it were taken out now."""
    asked = Asked.of(QueryDict(query.removeprefix("?")))
    return [one for one in desks_to_take_from(by) if not asked.desk or one.pk == int(asked.desk)]


def order_list(
    *,
    by: Actor,
    query: str = "",
    file_format: str,
    need: str = "",
    report: str = "",
    at: datetime | None = None,
) -> ListExport:
    """Order the list of an address as a table, or a ``report``. Without a ``need`` the complainants' names are left out
    (个人信息保护法 6); a report has none.

    The same order while it waits is that order. Refused without the right, and when too many are kept.
    """
    at = at or timezone.now()
    desks = [one.pk for one in desks_of_order(by, query)]
    asked = replace(Asked.of(QueryDict(query.removeprefix("?"))), after="")
    need = "" if report else " ".join(need.split())
    if not desks or by.user is None:
        raise Refused(_("您没有导出本机构清单的权限。需要的，请本平台的管理员开通。没有导出。"))
    if file_format not in ListExport.Format.values:
        raise Refused(_("请选 Excel 或者 CSV。没有导出。"))
    if report and (report not in ListExport.Report.values or report == ListExport.Report.CASES):
        raise Refused(_("没有这份统计。没有导出。"))
    if len(need) > ListExport.LONGEST_NEED:
        raise Refused(_("理由最多 %d 个字。没有导出。") % ListExport.LONGEST_NEED)
    return _ordered(by.user, by, at, asked.with_(), file_format, need=need, desks=desks, report=report)


def order_cases(
    *,
    by: Actor,
    cases: Iterable[UUID],
    campaign: int | None = None,
    file_format: str,
    at: datetime | None = None,
) -> ListExport:
    """Order cases that this lawyer leads as one table; with a ``campaign`` it says what of each is of that campaign. Cases
    that they do not lead, and withdrawn ones, are left out. Refused where none is left, and as ``order_list`` is.
    """
    at = at or timezone.now()
    firms = firms_of(by)
    if file_format not in ListExport.Format.values:
        raise Refused(_("请选 Excel 或者 CSV。没有导出。"))
    led = led_cases(by).exclude(state=Complaint.State.WITHDRAWN).filter(pk__in=list(cases))
    wanted = list(led.order_by("number").values_list("pk", flat=True)[: MOST_CASES_LISTED + 1])
    if by.user is None or not firms or not wanted:
        raise Refused(_("没有可以导出的案件。没有导出。"))
    if len(wanted) > MOST_CASES_LISTED:
        raise Refused(_("超过 %d 件。请先缩小范围，再导出。") % MOST_CASES_LISTED)
    query = f"?campaign={campaign}" if campaign else ""
    report = ListExport.Report.CASES
    return _ordered(by.user, by, at, query, file_format, desks=firms, report=report, cases=wanted)


def firms_of(by: Actor) -> list[int]:
    """The firms as whose lawyer somebody works today."""
    rows = by.user.memberships_today() if by.user is not None else []
    return [one.organisation_id for one in rows if one.role == Membership.Role.LAWYER]


def _ordered(
    person: User,
    by: Actor,
    at: datetime,
    query: str,
    file_format: str,
    *,
    need: str = "",
    desks: list[int],
    report: str,
    cases: list[UUID] | None = None,
) -> ListExport:
    """The order, or the same one that waits already; Refused when too many are kept."""
    with transaction.atomic():
        User.objects.select_for_update(of=("self",)).get(pk=person.pk)
        mine = ListExport.objects.filter(person=person)
        wanted = (query, file_format, need, desks, report, cases or [])
        for one in mine.filter(state__in=[ListExport.State.WAITING, ListExport.State.BUILDING]):
            if (one.query, one.format, one.need, one.organisations, one.report, one.cases) == wanted:
                return one
        there = [ListExport.State.WAITING, ListExport.State.BUILDING, ListExport.State.DONE]
        if mine.filter(state__in=there).count() >= LIST_EXPORTS_KEPT:
            raise Refused(_("最多同时保留 %d 份清单。请先删掉用不着的。") % LIST_EXPORTS_KEPT)
        export = ListExport.objects.create(
            person=person,
            actor=by.label,
            organisations=desks,
            report=report,
            query=query,
            format=file_format,
            need=need,
            cases=cases or [],
            requested_at=at,
            due_at=at,
        )
        work.wake("filings.tasks.sweep_lists")
    return export


def sweep_lists(*, write: Write, at: datetime | None = None, most: int = 5) -> int:
    """Write what was ordered, and remove what is over; how many were written.

    ``write`` is the read model's: it writes the table to a path, tells how many rows it has so far, and returns the filings
    whose rows are in it, of a lawyer's table the cases, each with its organisation. What it refuses ends the order with its
    words.
    """
    now = at or timezone.now()
    _forget_what_is_over(now)
    _sweep_scratch(now)
    for taken in range(most):
        with transaction.atomic():
            due = ListExport.objects.due(at or timezone.now()).order_by("requested_at")
            export = due.select_for_update(skip_locked=True, of=("self",)).first()
            if export is None:
                return taken
            if export.attempts >= LIST_EXPORT_TRIES:
                work.give_up([export], ListExport.State.FAILED, reason=_not_written(), finished_at=now)
                continue
            work.claim([export], at=at or timezone.now(), state=ListExport.State.BUILDING, done=0)
        _carry_out(export, write, at or timezone.now())
    return most


def _not_written() -> str:
    return _("清单没有生成，原因已经记录给维护人员。请再导出一次。")


_LADDER = (work.Rung(work.PASSING, ListExport.State.FAILED, _not_written, tries=LIST_EXPORT_TRIES),)


def _carry_out(export: ListExport, write: Write, at: datetime) -> None:
    folder = Path(settings.ANNING_HOME) / "scratch"
    folder.mkdir(parents=True, mode=0o700, exist_ok=True)

    def build() -> None:
        with tempfile.TemporaryDirectory(prefix=_PREFIX, dir=folder) as scratch:
            try:
                _build(export, write, Path(scratch) / export.filename)
            except Refused as refused:
                _fail(export, ListExport.State.FAILED, reason=str(refused))
            except (work.LeaseLost, *work.PASSING):
                raise
            except Exception:
                _log.exception("list %s broke off", export.pk)
                _fail(export, ListExport.State.FAILED, reason=_not_written())

    work.carry_out([export], build, ladder=_LADDER, waiting=ListExport.State.WAITING, at=at, leave=_fail)


def _fail(export: ListExport, state: str, *, reason: str) -> None:
    work.end(export, state, reason=reason, finished_at=timezone.now())


def _build(export: ListExport, write: Write, path: Path) -> None:
    if export.person is None:
        raise Refused(_("导出的人已经没有账号。没有导出。"))
    by = Actor.of_user(export.person)
    if not _may_still(by, export):
        raise Refused(_("导出清单的权限已经收回。没有导出。"))

    def progress(done: int) -> None:
        ListExport.objects.filter(pk=export.pk, claim=export.claim).update(done=done)

    with translation.override("zh-hans"):
        taken = write(by, export, path, progress)
    with path.open("rb") as plain:
        sealed = sealing.store(plain)
    _enter(export, by, taken)
    if not _keep(export, sealed, list(taken)):
        sealing.forget(sealed)  # no row was written for these bytes
        raise work.LeaseLost


def _may_still(by: Actor, export: ListExport) -> bool:
    if export.report == ListExport.Report.CASES:
        return not set(export.organisations).isdisjoint(firms_of(by))
    return set(export.organisations) <= {one.pk for one in desks_to_take_from(by)}


def _enter(export: ListExport, by: Actor, taken: dict[UUID, int]) -> None:
    """Into the record of each case, before anybody can have the file; a second attempt adds nothing."""
    if export.report == ListExport.Report.CASES:
        _enter_some(
            export, by, "case-list", sorted(taken.items()), LedgerEntry.objects.filter(complaint__in=taken)
        )
        return
    what = "named-list" if export.named else "list"
    filings = list(taken)
    for first in range(0, len(filings), ROWS):
        rows = Filing.objects.filter(pk__in=filings[first : first + ROWS])
        entries = LedgerEntry.objects.filter(complaint__in=rows.values("complaint"))
        _enter_some(export, by, what, sorted({*rows.values_list("complaint", "organisation")}), entries)


def _enter_some(
    export: ListExport, by: Actor, what: str, whose: list[tuple[UUID, int]], entries: QuerySet[LedgerEntry]
) -> None:
    with transaction.atomic():
        mine = entries.filter(act=Act.CASE_READ, detail__list=str(export.pk))
        entered = {(entry.complaint_id, *entry.organisation_ids) for entry in mine}
        # In one order, so that two tables at a time wait for each other and never in a circle.
        for case, desk in whose:
            if (case, desk) not in entered:
                detail = {"what": what, "organisations": [desk], "list": str(export.pk)}
                append_entry(by=by, complaint_id=case, act=Act.CASE_READ, detail=detail)


def _keep(export: ListExport, sealed: Sealed, taken: list[UUID]) -> bool:
    now, of_cases = timezone.now(), export.report == ListExport.Report.CASES
    with transaction.atomic():
        held = work.still_ours(export)
        if held is None:
            return False
        sealed.save(force_insert=True)
        held.moved(
            ListExport.State.DONE,
            sealed=sealed,
            size=sealed.size,
            filings=[] if of_cases else taken,
            cases=taken if of_cases else [],
            done=len(taken),
            finished_at=now,
            expires_at=now + LIST_EXPORT_LIFE,
            claim=None,
            lease_until=None,
        ).save(
            update_fields=[
                "state",
                "sealed",
                "size",
                "filings",
                "cases",
                "done",
                "finished_at",
                "expires_at",
                "claim",
                "lease_until",
            ]
        )
    return True


# ── Handing it out, and forgetting it ────────────────────────────────────────────────────────────────────────────────


def open_list(*, by: Actor, export: ListExport, at: datetime | None = None) -> BufferedReader:
    """The table as a stream. ListExport.DoesNotExist for who may not have it; Refused while it is not there any more, or
    since a case in it was withdrawn."""
    at = at or timezone.now()
    held = ListExport.objects.visible_to(by).select_related("sealed").get(pk=export.pk)
    if not _may_still(by, held):
        raise Refused(_("导出清单的权限已经收回，不能下载。"))
    if held.state in (ListExport.State.WAITING, ListExport.State.BUILDING):
        raise Refused(_("清单还在生成，请稍后再下载。"))
    if held.state == ListExport.State.FAILED:
        raise Refused(held.reason)
    if held.sealed is None or held.state == ListExport.State.REMOVED or _is_over(held, at):
        raise Refused(_("这份清单已经删除。需要的，请再导出一次。"))
    if held.report == ListExport.Report.CASES and _ended_in(held):
        remove_list(by=Actor.system("lists"), export=held)
        raise Refused(_("清单里有已经撤回的、或者您不再代理的案件，这份清单已经删除。需要的，请再导出一次。"))
    if _withdrawn_in(held):
        remove_list(by=Actor.system("lists"), export=held)
        raise Refused(_("清单里有投诉人已经撤回的投诉，这份清单已经删除。需要的，请再导出一次。"))
    return sealing.open_sealed(held.sealed)


def _is_over(export: ListExport, at: datetime) -> bool:
    return export.expires_at is not None and export.expires_at <= at


def _withdrawn_in(export: ListExport) -> bool:
    """Whether a case was withdrawn since the table was written."""
    return Filing.objects.filter(pk__in=export.filings).not_withdrawn().count() != len(export.filings)


def _ended_in(export: ListExport) -> bool:
    """Whether a case in a lawyer's table was withdrawn since, or is not theirs any more."""
    if export.person is None:
        return True
    led = led_cases(Actor.of_user(export.person)).exclude(state=Complaint.State.WITHDRAWN)
    return led.filter(pk__in=export.cases).count() != len(export.cases)


def remove_list(*, by: Actor, export: ListExport) -> ListExport:
    """Forget the bytes; the row stays. For who took it out, and for the portal. Twice is once.

    Refused while it is being written.
    """
    with transaction.atomic():
        rows = ListExport.objects.all() if by.machine else ListExport.objects.visible_to(by)
        held = rows.select_for_update(of=("self",)).select_related("sealed").get(pk=export.pk)
        if held.state in (ListExport.State.WAITING, ListExport.State.BUILDING):
            raise Refused(_("清单正在生成，做好之后才能删除。"))
        if held.state != ListExport.State.DONE:
            return held
        if (sealed := held.sealed) is not None:
            Sealed.objects.filter(pk=sealed.pk).update(wrapped_key=None)
            transaction.on_commit(partial(sealing.forget, sealed), robust=True)
        held.moved(ListExport.State.REMOVED, filings=[], cases=[]).save(
            update_fields=["state", "filings", "cases"]
        )
    return held


def _forget_what_is_over(at: datetime) -> None:
    oldest = at - LIST_EXPORT_LIFE
    withdrawn = Filing.objects.filter(closes_at__isnull=False, consent__withdrawn_at__gt=oldest)
    over = Q(expires_at__lte=at) | Q(filings__overlap=list(withdrawn.values_list("pk", flat=True)))
    kept = ListExport.objects.kept()
    for export in kept.filter(over).defer("filings"):
        remove_list(by=Actor.system("lists"), export=export)
    for export in kept.of_cases().select_related("person"):
        if _ended_in(export):
            remove_list(by=Actor.system("lists"), export=export)


def _sweep_scratch(at: datetime) -> None:
    """What a killed worker left: plain rows of a desk. Nobody writes at one list for so long."""
    for left in (Path(settings.ANNING_HOME) / "scratch").glob(f"{_PREFIX}*"):
        try:
            if left.stat().st_mtime <= (at - SCRATCH_LIFE).timestamp():
                shutil.rmtree(left, ignore_errors=True)
        except OSError:  # removed meanwhile
            continue
