"""The queue: what was sent to the caseworker's organisation, narrowed, searched and read a page at a time."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from django.contrib import admin
from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.views.main import ChangeList
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.actors import Actor
from accounts.models import Organisation
from complaints.models import SITUATIONS_OF_KIND, Complaint, Kind, Situation
from filings.desk import paging
from filings.desk.search import few
from filings.desk.standing import SOON
from filings.moves import State

Choices = list[tuple[str, Any]]
AT_WORK = (None, State.ACKNOWLEDGED, State.ACCEPTED, "waiting")  # what Standing leaves of open work alone
COLUMNS = (  # what the list shows, and nothing that must be decrypted
    "channel",
    "state",
    "waiting_since",
    "unseen_since",
    "sent_at",
    "due_on",
    "not_before",
    "paused_on",
    "nearest_on",
    "closes_at",
    "withdrawal_seen_at",
    "complaint__number",
    "complaint__kind",
    "complaint__situations",
    "assigned_to__username",
    "assigned_to__first_name",
    "assigned_to__last_name",
)


class Narrowing(admin.SimpleListFilter):
    """A filter that is folded away unless it is short or in use, and whose first choice says what it leaves."""

    template = "admin/filings/filing/filter.html"
    nothing = _("全部")
    folded = False

    def choices(self, changelist: Any) -> Any:
        first = {
            "selected": self.value() is None,
            "query_string": changelist.get_query_string(remove=[self.parameter_name]),
            "display": self.nothing,
        }
        return [first, *list(super().choices(changelist))[1:]]


class Standing(Narrowing):
    title = _("办理情况")
    parameter_name = "state"
    nothing = _("待办")  # when nothing is searched for; a search looks everywhere

    def lookups(self, request: HttpRequest, model_admin: Any) -> Choices:
        return [
            (State.ACKNOWLEDGED, _("新收到，等待受理")),
            (State.ACCEPTED, _("已受理")),
            ("waiting", _("等待投诉人答复")),
            ("supplemented", _("有新的补充材料")),
            ("unseen", _("投诉人撤回，待确认")),
            (State.DECIDED, State.DECIDED.label),
            (State.REFUSED, State.REFUSED.label),
            (State.TRANSFERRED, State.TRANSFERRED.label),
            (State.CLOSED, State.CLOSED.label),
            (State.WITHDRAWN, State.WITHDRAWN.label),
            ("all", _("全部")),
        ]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        chosen = self.value()
        if chosen == "waiting":
            return queryset.open().filter(waiting_since__isnull=False)  # type: ignore[attr-defined]
        if chosen == "supplemented":
            return queryset.supplemented()  # type: ignore[attr-defined]
        if chosen == "unseen":
            return queryset.unseen_withdrawals()  # type: ignore[attr-defined]
        if chosen == "all" or (chosen is None and request.GET.get("q", "").strip()):
            return queryset
        if chosen is None:
            return queryset.to_do()  # type: ignore[attr-defined]
        return queryset.filter(state=chosen)


class Due(Narrowing):
    title = _("期限")
    parameter_name = "due"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Choices:
        return [("late", _("已逾期")), ("soon", _("三天内到期")), ("none", _("没有查到期限"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        today = timezone.localdate()
        if self.value() == "late":
            return queryset.open().filter(due_on__lt=today)  # type: ignore[attr-defined]
        if self.value() == "soon":
            return queryset.open().filter(due_on__range=(today, today + timedelta(days=SOON)))  # type: ignore[attr-defined]
        if self.value() == "none":
            return queryset.filter(nearest_on__isnull=True)
        return queryset


class Assignee(Narrowing):
    title = _("经办人")
    parameter_name = "who"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Choices:
        return [("me", _("我经办的")), ("nobody", _("没有人经办（包括经办人已离开的）"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        if self.value() == "me":
            return queryset.filter(assigned_to=request.user)
        if self.value() == "nobody":
            return queryset.unassigned()  # type: ignore[attr-defined]
        return queryset


def by_day(request: HttpRequest) -> bool:
    """Whether the list is of open work alone, the only work with a day ahead of it, and not asked for otherwise."""
    chosen, searching = request.GET.get("state"), bool(request.GET.get("q", "").strip())
    at_work = chosen in ((State.ACKNOWLEDGED, State.ACCEPTED, "waiting") if searching else AT_WORK)
    return at_work or request.GET.get("due") in ("late", "soon")


class Order(Narrowing):
    """Only where both orders make sense; elsewhere the last received comes first."""

    title = _("排序")
    parameter_name = "sort"
    nothing = _("期限近的在前")

    def lookups(self, request: HttpRequest, model_admin: Any) -> Choices:
        return [("newest", _("新收到的在前"))] if by_day(request) else []

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return queryset  # QueueList orders, as it must know where a page ends


class OfKind(Narrowing):
    title = _("投诉种类")
    parameter_name = "kind"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Choices:
        return list(Kind.choices)

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        if not self.value():
            return queryset
        return queryset.content_open().filter(complaint__kind=self.value())  # type: ignore[attr-defined]


class InSituation(Narrowing):
    title = _("情形")
    parameter_name = "situation"
    folded = True

    def lookups(self, request: HttpRequest, model_admin: Any) -> Choices:
        of_kind = SITUATIONS_OF_KIND.get(request.GET.get("kind", ""), tuple(Situation))
        return [(situation.value, situation.label) for situation in of_kind]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        if not self.value():
            return queryset
        queryset = queryset.content_open()  # type: ignore[attr-defined]
        rare = few(Complaint.objects.filter(situations__contains=[self.value()]))
        if rare is not None:
            return queryset.filter(complaint_id__in=rare)
        return queryset.filter(complaint__situations__contains=[self.value()])


class AtOrganisation(Narrowing):
    """Only for someone who works for several; Django hides a filter without choices."""

    title = _("机构")
    parameter_name = "desk"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Choices:
        ids = Actor.of(request).organisation_ids
        if len(ids) < 2:
            return []
        return [
            (str(pk), name) for pk, name in Organisation.objects.filter(pk__in=ids).values_list("pk", "name")
        ]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        chosen = self.value() or ""
        return queryset.filter(organisation_id=int(chosen)) if chosen.isdigit() else queryset


FILTERS = (Standing, Due, Assignee, Order, OfKind, InSituation, AtOrganisation)


class QueueList(ChangeList):
    """Django's list without its counts: a page is found by where the last one ended (``filings.desk.paging``)."""

    after = ""
    older = ""  # the query string of the next page; "" on the last
    newest = ""  # that of the first page; "" on it
    without_search = ""

    def get_queryset(self, request: HttpRequest, exclude_parameters: Any = None) -> QuerySet[Any]:
        self.after = (self.filter_params.pop("after", None) or [""])[-1]
        self.params.pop("after", None)
        return super().get_queryset(request, exclude_parameters)

    def get_results(self, request: HttpRequest) -> None:
        by_due = by_day(request) and request.GET.get("sort") != "newest"
        read = paging.nearest_due if by_due else paging.newest
        queue = self.queryset.select_related("complaint", "assigned_to").only(*COLUMNS)
        queue = queue.with_assignees()  # type: ignore[attr-defined]
        withdrawn: list[Any] = []
        if request.GET.get("state") is None and not request.GET.get("q", "").strip():
            # News that asks for a word of the desk stands before what is due, and outside the order of its index.
            if not self.after and request.GET.get("due") not in ("late", "soon"):
                withdrawn = list(queue.unseen_withdrawals().newest_first()[: self.list_per_page])  # type: ignore[attr-defined]
            queue = queue.open()  # type: ignore[attr-defined]
        try:
            page = read(queue, self.after, self.list_per_page)
        except ValueError as error:
            raise IncorrectLookupParameters(error) from error
        page = replace(page, rows=[*withdrawn, *(row for row in page.rows if row not in withdrawn)])
        self.older = self.get_query_string({"after": page.after}) if page.after else ""
        self.newest = self.get_query_string() if self.after else ""
        self.without_search = self.get_query_string(remove=["q"])
        self.result_list = page.rows
        self.result_count = len(page.rows)
        self.full_result_count = None
        self.show_full_result_count = False
        self.show_admin_actions = self.can_show_all = self.multi_page = False
        self.paginator = Paginator(page.rows, self.list_per_page)
