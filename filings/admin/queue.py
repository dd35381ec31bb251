"""The queue: tabs with their numbers, a bar of filters, one line a filing, a page at a time."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from html import escape
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.admin.templatetags.admin_urls import add_preserved_filters
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.loader import render_to_string
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from accounts.actors import Actor
from complaints.models import SITUATIONS_OF_KIND, Kind, Situation
from complaints.questions import PROVINCES
from filings import services
from filings.admin import news
from filings.admin.lines import Drawing, Heading, Tab, head, headings, tabs
from filings.desk import asked as words
from filings.desk import searching
from filings.desk.asked import Asked, as_query
from filings.desk.columns import labels
from filings.desk.paging import Page
from filings.desk.queue import (
    Colleague,
    Numbers,
    Place,
    colleagues_of,
    in_list,
    narrowed,
    numbers,
    places_of,
    views_of,
)
from filings.desk.rows import Row
from filings.desk.search import TooShort
from filings.desk.second_person import how_many
from filings.desk.standing import state_label
from filings.models import DeskCampaign, FilingQuerySet
from legal.corpus import load

ROWS = 50
Choice = tuple[str, str]


@dataclass(frozen=True)
class Chip:
    """A filter in use, and the list without it."""

    label: str
    link: str


@dataclass(frozen=True)
class Queue:
    asked: Asked
    rows: list[Row]
    html: SafeString
    headings: list[Heading]
    tabs: list[Tab]
    older: str  # the query string of the next page; "" on the last
    newest: str  # that of the first page; "" on it

    @property
    def head(self) -> SafeString:
        return head(tuple(self.headings))

    @property
    def tabs_drawn(self) -> SafeString:
        return tabs(self.tabs)

    @property
    def many(self) -> str:
        """The query of a page that begins with this list."""
        query = as_query(self.asked).removeprefix("?")
        return f"?_changelist_filters={_quoted(query)}" if query else ""

    @property
    def as_table(self) -> str:
        """The query of the page that orders this list as a table."""
        return f"?_changelist_filters={_quoted(as_query(self.asked).removeprefix('?'))}"


def queue_page(request: HttpRequest, frame: dict[str, Any], opts: Any, rows: int) -> HttpResponse:
    """``frame`` is what every page of the admin shows."""
    by, today = Actor.of(request), timezone.localdate()
    asked = Asked.of(request.GET)
    refused = False
    if request.method == "POST" and "view" in request.POST:
        refused = not _change_views(request, by, asked)
        if not refused:
            return HttpResponseRedirect(asked.with_())
    try:
        page = _read(by, asked, rows)
    except ValueError:  # a page that nobody gave out
        return HttpResponseRedirect(asked.with_())
    except TooShort:
        messages.warning(request, _("请至少输入两个相连的字，例如“退订”。"))
        page = Page([], "")
    colleagues, places = colleagues_of(by), places_of(by)
    numbered = numbers(by, today, colleagues, desk=asked.desk)
    page = replace(page, rows=_with_withdrawn(by, asked, page.rows, numbered, rows))
    second, unread = _second(by, asked, places), news.how_many_unread(request, asked.desk)
    marked = news.unread_among(request, [one.pk for one in page.rows])
    context = {
        **frame,
        "is_nav_sidebar_enabled": False,  # the page has none: nothing is fetched for it
        "title": _("办件"),
        "opts": opts,
        "takes_complaints": bool(by.takes_complaints & {*by.desk_ids}),
        "lists_called": _("导出") if by.exports_lists else _("导出记录") if by.leads else "",
        "queue": _queue(
            by, asked, page, _tabs(asked, numbered, places, second, unread), opts, colleagues, marked
        ),
        "views": [
            (one, one.made_by_id == by.user.pk if by.user else False, one.query == asked.with_())
            for one in views_of(by)
        ],
        "typed_view": request.POST if refused else None,
        "bar": _bar(asked, places, colleagues, _chips(by, asked)),
    }
    status = 422 if refused else 200
    return TemplateResponse(request, "admin/filings/filing/queue.html", context, status=status)


def _change_views(request: HttpRequest, by: Actor, asked: Asked) -> bool:
    """Keep this list under a name, or delete one that was kept; whether that was done, which is told either way."""
    try:
        if request.POST["view"] == "delete":
            chosen = request.POST.get("pk", "")
            name = services.delete_view(by=by, view_id=int(chosen) if chosen.isdecimal() else 0)
            messages.success(request, _("已删去视图“%s”。") % name)
            return True
        shared = "shared" in request.POST
        view = services.save_view(
            by=by,
            organisation_id=_desk_of_view(by, asked, shared=shared),
            name=request.POST.get("name", ""),
            query=asked.with_(),
            shared=shared,
        )
    except services.Refused as refused:
        messages.error(request, str(refused))
        return False
    told = _("已存下视图“%s”，同事也能用。") if view.shared else _("已存下视图“%s”。")
    messages.success(request, told % view.name)
    return True


def _desk_of_view(by: Actor, asked: Asked, *, shared: bool) -> int:
    """That which the list is of; of a list of several, whose colleagues may have a view is said by who shares it."""
    if asked.desk:
        return int(asked.desk)
    if shared and len(by.desk_ids) > 1:
        raise services.Refused(
            _("没有存下：给同事用的，请先在“机构”里选一个，筛选以后再存。别的机构的同事看不到它。")
        )
    return min(by.desk_ids, default=0)


def _read(by: Actor, asked: Asked, size: int) -> Page:
    queue = in_list(by, asked, timezone.localdate())
    pages = searching.Pages(by=by, by_day=asked.by_day and asked.sort != words.NEWEST, size=size)
    if asked.q:
        return searching.found(by, queue, asked, timezone.localdate(), pages)
    return pages.read(queue, asked.after, searched=False)


def _with_withdrawn(by: Actor, asked: Asked, rows: list[Row], numbered: Numbers, size: int) -> list[Row]:
    """News that asks for a word of the desk stands before what is due, and outside the order of its index."""
    if not numbered.unnoted or not asked.at_work or asked.after or asked.due:
        return rows
    unseen: FilingQuerySet = narrowed(by, asked, timezone.localdate()).unseen_withdrawals()
    withdrawn = searching.Pages(by=by, by_day=False, size=size).read(unseen, "", searched=False).rows
    known = {one.pk for one in withdrawn}
    return [*withdrawn, *(one for one in rows if one.pk not in known)]


def _queue(
    by: Actor,
    asked: Asked,
    page: Page,
    found: list[Tab],
    opts: Any,
    colleagues: list[Colleague],
    unread: set[UUID],
) -> Queue:
    query = as_query(asked).removeprefix("?")
    kept = {"preserved_filters": f"_changelist_filters={_quoted(query)}" if query else "", "opts": opts}
    address = add_preserved_filters(kept, reverse("admin:filings_filing_change", args=[_NOBODY]))
    begins, _nobody, ends = address.partition(_NOBODY)
    drawing = Drawing(
        today=timezone.localdate(),
        link=(begins, ends),
        columns=asked.shown,
        here={(one.desk, one.pk) for one in colleagues},
        unread=unread,
        ticked=frozenset(),
    )
    return Queue(
        asked=asked,
        rows=page.rows,
        html=drawing.rows(page.rows),
        headings=[one for one in headings(asked.shown) if one.shown or one.name == "number"],
        tabs=found,
        older=asked.with_(after=page.after) if page.after else "",
        newest=asked.with_() if asked.after else "",
    )


_NOBODY = "00000000-0000-0000-0000-000000000000"


def _quoted(query: str) -> str:
    return urlencode({"": query}).removeprefix("=")


# ── Tabs: the sorts of work, each with how many there are ─────────────────────────────────────────────────────────────


def _second(by: Actor, asked: Asked, places: list[Place]) -> int:
    """How many wait for this person's second look; counted only where anything waits at all."""
    return how_many(by, desk=asked.desk) if any(one.second for one in places) else 0


def _tabs(asked: Asked, numbered: Numbers, places: list[Place], second: int, unread: int) -> list[Tab]:
    """Each leads to the whole sort: another filter does not go along, nor does its number know of one."""
    plain = Asked(desk=asked.desk, columns=asked.columns)
    sorts: list[tuple[str, int, dict[str, str], str]] = [
        (_("待办"), numbered.todo, {}, ""),
        (_("我的"), numbered.mine, {"who": words.ME}, ""),
        (_("新的补充"), numbered.supplemented, {"state": words.SUPPLEMENTED}, "news"),
        (_("没人经办"), numbered.unassigned, {"who": words.NOBODY}, ""),
        (_("今天到期"), numbered.today, {"due": words.TODAY}, "soon"),
        (_("逾期"), numbered.late, {"due": words.LATE}, "late"),
        (_("等答复"), numbered.waiting, {"state": words.WAITING}, ""),
    ]
    if unread or asked.state == words.UNREAD:
        sorts.insert(2, (_("没看过的"), unread, {"state": words.UNREAD}, "news"))
    if second or asked.state == words.SECOND:
        sorts.append((_("等复核"), second, {"state": words.SECOND}, "news"))
    if numbered.unnoted or asked.state == words.UNSEEN:
        sorts.append((_("撤回待确认"), numbered.unnoted, {"state": words.UNSEEN}, "news"))
    sorts.append((_("全部"), numbered.all, {"state": words.ALL}, ""))
    here = {name: getattr(asked, name) for name in ("state", "due", "who") if getattr(asked, name)}
    found = [
        Tab(
            label,
            count,
            _link(replace(plain, **sort)),  # type: ignore[arg-type]
            current=here == sort and not asked.q,
            urgency=urgency if count else "",
        )
        for label, count, sort, urgency in sorts
    ]
    known = sum(one.campaigns for one in places)
    campaigns = Tab(_("同类群发"), known, reverse("admin:filings_deskcampaign_changelist"))
    return [*found[:-1], campaigns, found[-1]]


@lru_cache(maxsize=500)
def _link(asked: Asked) -> str:
    """Of a tab: the same on every page, and of nobody's words."""
    return as_query(asked)


# ── The bar of filters ────────────────────────────────────────────────────────────────────────────────────────────────


def _bar(asked: Asked, places: list[Place], colleagues: list[Colleague], chips: list[Chip]) -> SafeString:
    """The same for everybody at a desk who asks for the same: drawn once. What names somebody is kept nowhere."""
    said = (replace(asked, after=""), tuple(places), tuple(colleagues), tuple(chips), get_language())
    named = asked.q or asked.respondent or asked.sender
    return _drawn_bar(*said) if named else _known_bar(*said)


def _drawn_bar(
    asked: Asked,
    places: Sequence[Place],
    colleagues: Sequence[Colleague],
    chips: Sequence[Chip],
    _language: str | None,
) -> SafeString:
    # What the form hands on: the tab, which it does not ask for itself.
    kept = [(name, getattr(asked, name)) for name in ("due", "same") if getattr(asked, name)]
    context = {
        "asked": asked,
        "kept": kept,
        "chips": chips,
        "plain": Asked(columns=asked.columns).with_(),
        **_choices(asked, places, colleagues),
        "campaigns": _campaigns(asked, places, chips),
    }
    return render_to_string("admin/filings/filing/queue_filters.html", context)


_known_bar = lru_cache(maxsize=500)(_drawn_bar)


def _choices(asked: Asked, places: Sequence[Place], colleagues: Sequence[Colleague]) -> dict[str, Any]:
    """What can be chosen in the bar: the options of each list."""
    of_kind = SITUATIONS_OF_KIND.get(asked.kind, tuple(Situation))  # type: ignore[call-overload]
    known = labels(get_language())
    channels = load().channels
    names = sorted({channel for one in places for channel in one.channels})
    states = [
        *((str(state), state_label(state)) for state in words.STATES),
        (words.WAITING, _("等投诉人答复")),
        (words.MEDIATED, _("正在调解")),
        (words.REFERRED, _("移交了，还没有决定是否立案")),
        (words.SUPPLEMENTED, _("有新的补充材料")),
        (words.UNREAD, _("有我没看过的消息")),
        (words.SECOND, _("等我复核")),
        (words.UNSEEN, _("投诉人撤回，待确认")),
        (words.ALL, _("全部")),
    ]
    people = [(words.ME, _("我")), (words.NOBODY, _("没有人（包括经办人已离开的）"))]
    people += {one.pk: (str(one.pk), one.name) for one in colleagues}.values()
    desks = [(str(one.pk), one.name) for one in places] if len(places) > 1 else []
    return {
        "kinds": _options([(one.value, known[one]) for one in Kind], asked.kind),
        "situations": _options([(one.value, known[one]) for one in of_kind], asked.situation),
        "channels": _options(
            [(one, channels[one].title if one in channels else one) for one in names], asked.channel
        ),
        "regions": _options([(code, str(name)) for code, name in PROVINCES], asked.region),
        "colleagues": _options(people, asked.who),
        "states": _options(states, asked.state),
        "desks": _options(desks, asked.desk),
        "orders": _options([(words.NEWEST, _("新收到的在前"))], asked.sort),
        "all_headings": headings(asked.shown)[1:],
    }


def _campaigns(asked: Asked, places: Sequence[Place], chips: Sequence[Chip]) -> SafeString:
    """The greatest of each desk; that which is asked for stands among them, however small it is."""
    known = {str(pk): name or _("没有签名") for one in places for pk, name in one.greatest}
    if asked.campaign and chips:
        known.setdefault(asked.campaign, chips[0].label)
    return _options(known.items(), asked.campaign) if known else SafeString()


def _options(choices: Iterable[Choice], chosen: str) -> SafeString:
    rows = (
        f'<option value="{escape(value)}"{" selected" if value == chosen else ""}>{escape(label)}</option>'
        for value, label in choices
    )
    return mark_safe("".join(rows))  # noqa: S308  (both go through escape)


def _chips(by: Actor, asked: Asked) -> list[Chip]:
    """What the bar has no field for."""
    found = []
    if asked.campaign:
        row = DeskCampaign.objects.visible_to(by).filter(campaign=int(asked.campaign)).first()
        found.append(Chip(_("同类群发：%s") % (row or "—"), asked.with_(campaign="")))
    if asked.same:
        said = {
            words.PERSON: _("同一投诉人"), words.RESPONDENT: _("同一被投诉方"), words.SENDER: _("同一号码"),
        }  # fmt: skip
        found.append(Chip(said[asked.same.partition("-")[0]], asked.with_(same="")))
    if asked.due:
        labels = {
            words.LATE: _("已逾期"), words.TODAY: _("今天到期"), words.SOON_DUE: _("三天内到期"),
            words.NO_DAY: _("没有查到期限"),
        }  # fmt: skip
        found.append(Chip(labels[asked.due], asked.with_(due="")))
    return found
