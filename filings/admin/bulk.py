"""Many cases in one act: chosen from a list or from a colleague's work, looked at, confirmed, with what became of each."""

import json
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.actors import Actor
from filings import services
from filings.admin import news
from filings.desk.queue import colleagues_of
from filings.desk.standing import assignee, days_left, state_label
from filings.desk.workload import NOBODY, workload
from filings.models import BulkAct, BulkItem, Filing, ListExport

if TYPE_CHECKING:
    from filings.admin.desk import FilingAdmin

PERSON = "of"
GIVEN = ("person", "day", "body", "text", "kind")


def desk_actor(request: HttpRequest) -> Actor:
    """Who sits at a desk; nobody else comes in."""
    by = Actor.of(request)
    if not by.desk_ids:
        raise PermissionDenied
    return by


def _answer(
    admin: "FilingAdmin", request: HttpRequest, template: str, status: int = 200, **more: Any
) -> HttpResponse:
    context = {**admin.admin_site.each_context(request), "opts": admin.opts, **more}
    request.current_app = admin.admin_site.name  # type: ignore[attr-defined]
    return TemplateResponse(request, f"admin/filings/filing/{template}", context, status=status)


# ── Choosing ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def choose(admin: "FilingAdmin", request: HttpRequest) -> HttpResponse:
    """The cases of a list as it was narrowed, or of one colleague, with what can be done to all of them."""
    by = desk_actor(request)
    if request.method == "POST":
        return _preview(admin, request, by)
    return _choosing(admin, request, by)


def _choosing(admin: "FilingAdmin", request: HttpRequest, by: Actor, *, status: int = 200) -> HttpResponse:
    rows = list(_chosen_from(request, by)[: services.MOST_BULK + 1])
    today, posted = timezone.localdate(), request.POST
    ticked = set(posted.getlist("filing"))
    return _answer(
        admin,
        request,
        "bulk_choose.html",
        status,
        title=_("批量办理"),
        rows=[
            (
                one,
                state_label(one.state),
                days_left(one, today)[0],
                assignee(one, here=one.assignee_here),  # type: ignore[attr-defined]
                not posted or str(one.pk) in ticked,
            )
            for one in rows[: services.MOST_BULK]
        ],
        more=len(rows) > services.MOST_BULK,
        most=services.MOST_BULK,
        acts=BulkAct.Act.choices,
        act=posted.get("act", BulkAct.Act.ASSIGN),
        typed={name: posted.get(name, "") for name in GIVEN},
        kinds=[(one.value, one.label) for one in services.BULK_LETTERS],
        unread_too="unread" in posted,
        people=list({str(one.pk): one.name for one in colleagues_of(by)}.items()),
    )


def _chosen_from(request: HttpRequest, by: Actor) -> QuerySet[Filing]:
    of = request.GET.get(PERSON, "")
    if of == NOBODY:
        queue: Any = Filing.objects.at_desk(by).open().filter(assigned_to__isnull=True)
    elif of:
        queue = Filing.objects.at_desk(by).open().filter(assigned_to=int(of) if of.isdecimal() else 0)
    else:
        queue = news.narrowed_list(request, services.MOST_BULK + 1)
    queue = queue.select_related("complaint", "assigned_to").defer("content", "complaint__story")
    return queue.with_assignees().order_by("nearest_on", "-sent_at", "-pk")  # type: ignore[no-any-return]


def _preview(admin: "FilingAdmin", request: HttpRequest, by: Actor) -> HttpResponse:
    chosen = {one for one in map(_uuid, request.POST.getlist("filing")) if one is not None}
    found = Filing.objects.at_desk(by).filter(pk__in=chosen)
    rows = (
        found.select_related("complaint", "recipient", "organisation")
        .defer("content", "complaint__story")
        .order_by("nearest_on", "-sent_at")
    )
    given = {name: request.POST.get(name, "") for name in GIVEN}
    try:
        bulk = services.preview_bulk(
            by=by,
            act=request.POST.get("act", ""),
            given=given,
            filings=list(rows),
            unread_too="unread" in request.POST,
        )
    except services.Refused as refused:
        messages.error(request, _("还没有办：%s") % refused)
        return _choosing(admin, request, by, status=422)
    return HttpResponseRedirect(reverse("admin:filings_filing_bulk_shown", args=[bulk.pk]))


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


# ── Looking at it, confirming, what became of it ─────────────────────────────────────────────────────────────────────


def shown(admin: "FilingAdmin", request: HttpRequest, bulk_id: int) -> HttpResponse:
    by = desk_actor(request)
    bulk = BulkAct.objects.filter(pk=bulk_id, person=by.user).first()
    if bulk is None:
        raise Http404
    if request.method == "POST":
        act = request.POST.get("act")
        if act not in ("confirm", "drop"):
            raise Http404
        (services.confirm_bulk if act == "confirm" else services.drop_bulk)(by=by, bulk=bulk)
        return HttpResponseRedirect(request.get_full_path())
    items = list(bulk.items.select_related("filing__complaint").defer("filing__content"))
    letter = _letter_of(request, by, bulk)
    groups = [(state.label, [one for one in items if one.state == state]) for state in BulkItem.State]
    counted = {state.value: sum(one.state == state for one in items) for state in BulkItem.State}
    return _answer(
        admin,
        request,
        "bulk_shown.html",
        title=bulk.get_act_display(),
        bulk=bulk,
        given=_in_words(by, bulk),
        letters=bulk.act == BulkAct.Act.LETTER and bulk.state == BulkAct.State.PREVIEW,
        letter=letter,
        groups=[(label, rows) for label, rows in groups if rows],
        counted=counted,
        dealt_with=counted["done"] + counted["refused"],
        all=len(items) - counted["left_out"],
        unread=sum(one.words == services.unread_words() for one in items),
    )


def _in_words(by: Actor, bulk: BulkAct) -> list[str]:
    """What will be done in each case, as it was filled in: to whom, what is noted, until when."""
    given = {name: str(value) for name, value in json.loads(bulk.given).items() if value}
    if person := given.pop("person", ""):
        names = {str(one.pk): one.name for one in colleagues_of(by)}
        given["person"] = names.get(person, "")  # who left meanwhile is no name any more
    return [given[name] for name in GIVEN if name != "kind" and given.get(name)]


def _letter_of(request: HttpRequest, by: Actor, bulk: BulkAct) -> tuple[BulkItem, str] | None:
    """The letter of the case that was asked for, as it would leave; None where none was."""
    chosen = request.GET.get("letter", "")
    if bulk.act != BulkAct.Act.LETTER or bulk.state != BulkAct.State.PREVIEW or not chosen:
        return None
    ready = bulk.items.filter(state=BulkItem.State.READY, pk=int(chosen) if chosen.isdecimal() else 0)
    item = ready.select_related("bulk", "filing__complaint", "filing__recipient").first()
    if item is None:
        raise Http404
    try:
        return item, services.show_letter(by=by, item=item)
    except services.Refused as refused:
        return item, str(refused)


# ── Colleagues, also those who left ──────────────────────────────────────────────────────────────────────────────────


def people(admin: "FilingAdmin", request: HttpRequest) -> HttpResponse:
    """Who has how much open work at one's desks: whoever left and still has some stands first."""
    by = desk_actor(request)
    return _answer(
        admin,
        request,
        "people.html",
        title=_("同事的办件"),
        people=workload(by, timezone.localdate()),
        reports=[ListExport.Report.PEOPLE] if services.desks_to_take_from(by) else [],
    )
