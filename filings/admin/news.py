"""The page of news of somebody at a desk, the bell that leads there, and the way from one case to the next."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from itertools import islice
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlencode
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.actors import Actor
from accounts.models import seated
from core.written_once import WrittenOnce
from filings import services
from filings.desk.asked import NEWEST, Asked
from filings.desk.neighbours import Holds, Neighbours, beside
from filings.desk.queue import in_list
from filings.desk.search import TooShort
from filings.desk.searching import candidates
from filings.models import DeskCalendar, DeskNews, Filing, FilingQuerySet, MailChoice

if TYPE_CHECKING:
    from filings.admin.desk import FilingAdmin

MOST_UNREAD, MOST_READ = 200, 50
MOST_LOOKED_INTO = 2_000  # candidates of a search
MOST_COUNTED = 99  # what is more is written as 99+


def _unread(request: HttpRequest) -> list[UUID]:
    """The cases of what this person has not looked at, one each happening, not all without end; asked once a request."""
    known: list[UUID] | None = getattr(request, "_desk_unread", None)
    if known is None:
        actor = Actor.of(request)
        person = actor.user if actor.sees_all else None
        known = _UNREAD(person.pk, actor.desk_ids) if person else list(_unread_of(actor))
        request._desk_unread = known  # type: ignore[attr-defined]
    return known


def _unread_of(actor: Actor) -> QuerySet[DeskNews, UUID]:
    rows = DeskNews.objects.visible_to(actor).unread().order_by()
    return rows.values_list("filing", flat=True)[: MOST_COUNTED + 1]


_UNREAD = WrittenOnce(lambda me, desks: _unread_of(seated(me, desks)))


def unread_among(request: HttpRequest, pks: Collection[UUID]) -> set[UUID]:
    """Of the rows of a page, those in which something happened that this person has not looked at."""
    known = _unread(request)
    if len(known) <= MOST_COUNTED:
        return set(known).intersection(pks)
    rows = DeskNews.objects.visible_to(Actor.of(request)).unread().filter(filing__in=pks)
    return set(rows.order_by().values_list("filing", flat=True))


def how_many_unread(request: HttpRequest, desk: str) -> int:
    """In how many cases something happened that this person has not looked at; ``desk`` is "" for all of theirs."""
    known = _unread(request)
    if len(known) <= MOST_COUNTED and (not known or not desk):
        return len(set(known))
    rows = DeskNews.objects.visible_to(Actor.of(request)).unread().order_by()
    if desk:
        rows = rows.filter(filing__organisation=int(desk))
    return rows.values("filing").distinct().count()


def bell(request: HttpRequest) -> dict[str, Any]:
    """For the head of every page: whether somebody sits at a desk, and how many happenings they have not looked at."""
    if not hasattr(request, "user") or not Actor.of(request).desk_ids:
        return {"at_desk": False, "count": ""}
    found = len(_unread(request))
    return {"at_desk": True, "count": f"{MOST_COUNTED}+" if found > MOST_COUNTED else str(found or "")}


def read_here(request: HttpRequest, filing: Filing) -> None:
    """A case is opened: what was new in it is said on top, and is new no more."""
    known = _unread(request)
    if filing.pk not in known and len(known) <= MOST_COUNTED:
        return
    for one in services.read_news(by=Actor.of(request), filing=filing):
        messages.info(request, _("新消息：%(words)s（%(day)s）") % {"words": one.words, "day": one.on})
    request._desk_unread = [pk for pk in known if pk != filing.pk]  # type: ignore[attr-defined]


def news_page(admin: "FilingAdmin", request: HttpRequest) -> HttpResponse:
    by = Actor.of(request)
    if not by.desk_ids:
        raise PermissionDenied
    if request.method == "POST" and request.POST.get("act") != "calendar":
        return _post(request, by)
    link = _calendar(request, by) if request.method == "POST" else ""
    rows = DeskNews.objects.visible_to(by).select_related("filing__complaint").defer("filing__content")
    unread = list(rows.unread()[: MOST_UNREAD + 1])
    context = {
        **admin.admin_site.each_context(request),
        "title": _("消息"),
        "opts": admin.opts,
        "unread": unread[:MOST_UNREAD],
        "more": len(unread) > MOST_UNREAD,
        "read": list(rows.filter(read_at__isnull=False)[:MOST_READ]),
        "choices": MailChoice.How.choices,
        "chosen": services.mail_choice(by),
        "address": by.user.email if by.user else "",
        "calendars": _calendars(by),
        "link": link,
    }
    request.current_app = admin.admin_site.name  # type: ignore[attr-defined]
    return TemplateResponse(request, "admin/filings/filing/news.html", context)


def _calendar(request: HttpRequest, by: Actor) -> str:
    """The address of a new calendar: shown on this page, and never again."""
    token = services.begin_desk_calendar(by=by, whole=request.POST.get("whole") == "1")
    return settings.PUBLIC_URL + reverse("calendar", kwargs={"calendar_token": token})


def _calendars(by: Actor) -> list[tuple[str, str, bool]]:
    """Which calendars there may be, each with whether its link leads somewhere."""
    there = set(DeskCalendar.objects.filter(person=by.user).values_list("whole", flat=True))
    return [("", _("我经办的"), False in there), ("1", _("本机构全部"), True in there)]


def _post(request: HttpRequest, by: Actor) -> HttpResponse:
    act = request.POST.get("act")
    if act == "read":
        services.read_news(by=by)
        messages.success(request, _("都标为看过了。"))
    elif act == "mail":
        try:
            services.choose_mail(by=by, how=request.POST.get("how", ""))
        except services.Refused as refused:
            messages.error(request, str(refused))
        else:
            messages.success(request, _("邮件的选择已保存。"))
    elif act == "no-calendar":
        services.end_desk_calendar(by=by, whole=request.POST.get("whole") == "1")
        messages.success(request, _("日历链接已停用。"))
    else:
        raise Http404
    return HttpResponseRedirect(reverse("admin:filings_filing_news"))


# ── From one case to the next ────────────────────────────────────────────────────────────────────────────────────────


def kept_filters(request: HttpRequest) -> str:
    """The query string of the list that a page was opened from, as the address of the page carries it."""
    return parse_qs(request.GET.urlencode()).get("_changelist_filters", [""])[0]


@dataclass(frozen=True)
class Listed:
    """The list that a page was opened from, the work to do where from none; ``holds`` tells what of a search answers."""

    queue: FilingQuerySet
    dated: bool
    holds: Holds | None = None


def listed(request: HttpRequest) -> Listed:
    by, asked = Actor.of(request), replace(Asked.of(QueryDict(kept_filters(request))), after="", files="")
    today = timezone.localdate()
    dated = asked.by_day and asked.sort != NEWEST
    queue = in_list(by, asked, today)
    holds: Holds | None = None
    try:
        if asked.q:
            may = candidates(by, queue, asked, today)
            queue, holds = may.queue, may.holds
    except TooShort:
        queue = queue.none()
    return Listed(queue, dated, holds)


def narrowed_list(request: HttpRequest, most: int) -> FilingQuerySet:
    """The same as rows to act upon: of a search those alone that hold its words, ``most`` at most."""
    found = listed(request)
    if found.holds is None:
        return found.queue
    rows = found.queue.order_by("nearest_on", "-sent_at", "-pk").values_list("pk", "listing__said")
    answer = (pk for pk, said in rows[:MOST_LOOKED_INTO] if found.holds(pk, said or ""))
    return Filing.objects.at_desk(Actor.of(request)).filter(pk__in=list(islice(answer, most)))


def neighbours(request: HttpRequest, filing: Filing) -> Neighbours:
    """Before and after a case in the list that it was opened from."""
    found = listed(request)
    return beside(found.queue, filing, dated=found.dated, holds=found.holds)


def kept_query(request: HttpRequest) -> str:
    kept = kept_filters(request)
    return f"?{urlencode({'_changelist_filters': kept})}" if kept else ""


def onward_address(request: HttpRequest, pk: UUID | None) -> str:
    """The page of a case with the list that one came from; the list itself where there is none."""
    if pk is not None:
        return reverse("admin:filings_filing_change", args=[pk]) + kept_query(request)
    kept = kept_filters(request)
    return reverse("admin:filings_filing_changelist") + (f"?{kept}" if kept else "")


def go(request: HttpRequest, filing: Filing, *, back: bool) -> HttpResponse:
    """To the case before or after this one; at the end, to the list."""
    found = neighbours(request, filing)
    pk = found.previous if back else found.next
    if pk is None:
        messages.info(request, _("前面没有了。") if back else _("后面没有了。"))
    return HttpResponseRedirect(onward_address(request, pk))
