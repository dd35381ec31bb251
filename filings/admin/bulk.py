"""Many cases in one act: chosen from a list or from a colleague's work, looked at, confirmed, with what became of each."""

import json
from collections.abc import Iterable
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
from filings.admin.lines import Drawing, head, headings
from filings.desk.masking import rows_for
from filings.desk.queue import Colleague, colleagues_of
from filings.desk.rows import read
from filings.desk.workload import NOBODY, workload
from filings.models import BulkAct, BulkItem, Filing, ListExport

if TYPE_CHECKING:
    from filings.admin.desk import FilingAdmin

PERSON, PICKED = "of", "picked"
COLUMNS = ("state", "complainant", "respondent", "matter", "channel", "days", "caseworker")
_ANY = UUID(int=0)
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
    if PICKED in request.GET and not request.GET.getlist("filing"):
        messages.error(request, _("一件也没有勾选。先在列表里勾选，再办理。"))
        return HttpResponseRedirect(news.onward_address(request, None))
    return _choosing(admin, request, by)


def _choosing(admin: "FilingAdmin", request: HttpRequest, by: Actor, *, status: int = 200) -> HttpResponse:
    queue = _chosen_from(request, by).order_by("nearest_on", "-sent_at", "-pk")
    rows, posted = rows_for(by, read(queue[: services.MOST_BULK + 1])), request.POST
    listed, colleagues = rows[: services.MOST_BULK], colleagues_of(by)
    ticked = _uuids(posted.getlist("filing")) if posted else {one.pk for one in listed}
    drawing = _drawing(colleagues, ticked, news.unread_among(request, [one.pk for one in listed]))
    return _answer(
        admin,
        request,
        "bulk_choose.html",
        status,
        title=_("批量办理"),
        rows=listed,
        html=drawing.rows(listed),
        head=head(tuple(one for one in headings(COLUMNS) if one.shown or one.name == "number")),
        more=len(rows) > services.MOST_BULK,
        most=services.MOST_BULK,
        acts=BulkAct.Act.choices,
        act=posted.get("act", BulkAct.Act.ASSIGN),
        typed={name: posted.get(name, "") for name in GIVEN},
        kinds=[(one.value, one.label) for one in services.BULK_LETTERS],
        unread_too="unread" in posted,
        people=list({str(one.pk): one.name for one in colleagues}.items()),
    )


def _drawing(colleagues: list[Colleague], ticked: set[UUID], unread: set[UUID]) -> Drawing:
    before, after = reverse("admin:filings_filing_change", args=[_ANY]).split(str(_ANY))
    return Drawing(
        today=timezone.localdate(),
        link=(before, after),
        columns=COLUMNS,
        here={(one.desk, one.pk) for one in colleagues},
        unread=unread,
        ticked=ticked,
    )


def _chosen_from(request: HttpRequest, by: Actor) -> QuerySet[Filing]:
    of = request.GET.get(PERSON, "")
    if PICKED in request.GET:
        queue: QuerySet[Filing] = Filing.objects.at_desk(by).filter(
            pk__in=_uuids(request.GET.getlist("filing"))
        )
    elif of == NOBODY:
        queue = Filing.objects.at_desk(by).open().filter(assigned_to__isnull=True)
    elif of:
        queue = Filing.objects.at_desk(by).open().filter(assigned_to=int(of) if of.isdecimal() else 0)
    else:
        queue = news.narrowed_list(request, services.MOST_BULK + 1)
    return queue


def _preview(admin: "FilingAdmin", request: HttpRequest, by: Actor) -> HttpResponse:
    found = Filing.objects.at_desk(by).filter(pk__in=_uuids(request.POST.getlist("filing")))
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


def _uuids(texts: Iterable[str]) -> set[UUID]:
    return {one for one in map(_uuid, texts) if one is not None}


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
