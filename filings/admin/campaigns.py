"""Campaigns at the desk: a list that is read a page at a time, and a page of figures. Nothing of one person is in it."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.contrib import admin, messages
from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.views.main import ChangeList
from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import (
    FileResponse,
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseNotAllowed,
    HttpResponseRedirect,
)
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from accounts.actors import Actor
from complaints.models import Campaign, Contact
from complaints.search import ways_of_writing
from complaints.services import number_index
from filings import services
from filings.admin.campaign_page import context
from filings.admin.narrowing import AtOrganisation, Choices, Narrowing
from filings.models import CampaignExport, DeskCampaign, Sighting

MOST_HITS = 200
COLUMNS = (
    "basis", "signature", "words", "complaints", "people", "messages", "first_on", "last_on", "last_sent_at", "organisation_id",
)  # fmt: skip


class OfBasis(Narrowing):
    title = gettext_lazy("依据")
    parameter_name = "basis"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Choices:
        return list(Campaign.Basis.choices)

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return queryset.filter(basis=self.value()) if self.value() else queryset


class OfSize(Narrowing):
    title = gettext_lazy("反映的人数")
    parameter_name = "people"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Choices:
        return [("3", _("3 人以上")), ("10", _("10 人以上")), ("100", _("100 人以上"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        chosen = self.value() or ""
        return queryset.filter(people__gte=int(chosen)) if chosen in ("3", "10", "100") else queryset


class Lately(Narrowing):
    title = gettext_lazy("最近收到")
    parameter_name = "within"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Choices:
        return [("7", _("七天内")), ("30", _("三十天内"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        chosen = self.value() or ""
        if chosen not in ("7", "30"):
            return queryset
        return queryset.filter(last_sent_at__gte=timezone.now() - timedelta(days=int(chosen)))


class Order(Narrowing):
    title = gettext_lazy("排序")
    parameter_name = "sort"
    nothing = gettext_lazy("投诉多的在前")

    def lookups(self, request: HttpRequest, model_admin: Any) -> Choices:
        return [("newest", _("最近收到的在前"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return queryset


class CampaignList(ChangeList):
    """Read by where the last page ended, in the order of an index of one organisation's campaigns."""

    after = ""
    older = ""
    newest = ""
    without_search = ""

    def get_queryset(self, request: HttpRequest, exclude_parameters: Any = None) -> QuerySet[Any]:
        self.after = (self.filter_params.pop("after", None) or [""])[-1]
        self.params.pop("after", None)
        return super().get_queryset(request, exclude_parameters)

    def get_results(self, request: HttpRequest) -> None:
        column = "last_sent_at" if request.GET.get("sort") == "newest" else "complaints"
        rows = self.queryset.only(*COLUMNS).order_by(f"-{column}", "-pk")
        if self.after:
            try:
                value, pk = _place(self.after, column)
            except ValueError as error:
                raise IncorrectLookupParameters(error) from error
            rows = rows.filter(**{f"{column}__lte": value}).filter(
                Q(**{f"{column}__lt": value}) | Q(pk__lt=pk)
            )
        found = list(rows[: self.list_per_page + 1])
        page, more = found[: self.list_per_page], len(found) > self.list_per_page
        end = f"{_written(page[-1], column)}~{page[-1].pk}" if more else ""
        self.older = self.get_query_string({"after": end}) if more else ""
        self.newest = self.get_query_string() if self.after else ""
        self.without_search = self.get_query_string(remove=["q"])
        self.result_list = page
        self.result_count = len(page)
        self.full_result_count = None
        self.show_full_result_count = False
        self.show_admin_actions = self.can_show_all = self.multi_page = False
        self.paginator = Paginator(page, self.list_per_page)


def _written(row: DeskCampaign, column: str) -> str:
    return row.last_sent_at.isoformat() if column == "last_sent_at" else str(row.complaints)


def _place(after: str, column: str) -> tuple[Any, int]:
    value, pk = after.split("~")
    if not (pk.isascii() and pk.isdigit() and len(pk) < 19):
        raise ValueError("no such place")
    if column == "last_sent_at":
        at = datetime.fromisoformat(value)
        if at.tzinfo is None:
            raise ValueError("a moment without its zone")
        return at, int(pk)
    if not (value.isascii() and value.isdigit() and len(value) < 10):
        raise ValueError("no such place")
    return int(value), int(pk)


def matching(rows: QuerySet[DeskCampaign], words: str) -> QuerySet[DeskCampaign]:
    """By words of the signature or of what is shown of the text; a number by its keyed hash, among what was sent here."""
    words = " ".join(words.replace("\x00", "").split())
    if not words:
        return rows
    said = Q()
    for way in ways_of_writing(words):
        said |= Q(signature__icontains=way.lower()) | Q(words__icontains=way)
    index = number_index(words) if sum(one.isdigit() for one in words) >= 5 else ""
    if not index:
        return rows.filter(said)
    candidates = Contact.objects.filter(sender_index=index, campaign__isnull=False).order_by()
    sent = Sighting.objects.filter(
        organisation_id__in=rows.values("organisation_id"),
        filing__complaint__contacts__sender_index=index,
        campaign_id__in=list(candidates.values_list("campaign_id", flat=True).distinct()[:MOST_HITS]),
    ).values_list("campaign_id", "senders")
    hit = {
        campaign
        for campaign, senders in sent[: MOST_HITS * 10]
        if any(number_index(one) == index for one in senders)
    }
    return rows.filter(said | Q(campaign_id__in=hit))


@admin.register(DeskCampaign)
class CampaignAdmin(admin.ModelAdmin):
    """For the members of an organisation: campaigns of which two or more complaints were sent to it."""

    actions = None
    list_display = ("what", "shown", "size", "span", "received")
    list_display_links = ("what",)
    list_filter = (OfBasis, OfSize, Lately, Order, AtOrganisation)
    list_per_page = 50
    sortable_by = ()
    search_fields = ("signature",)  # shows the box; ``get_search_results`` does the work
    search_help_text = gettext_lazy("签名或样本里的词，或者发送号码")
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER

    def has_module_permission(self, request: HttpRequest) -> bool:
        return bool(Actor.of(request).organisation_ids)

    def has_view_permission(self, request: HttpRequest, obj: DeskCampaign | None = None) -> bool:
        return self.has_module_permission(request)

    def has_change_permission(self, request: HttpRequest, obj: DeskCampaign | None = None) -> bool:
        return False

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: DeskCampaign | None = None) -> bool:
        return False

    def get_queryset(self, request: HttpRequest) -> QuerySet[DeskCampaign]:
        return DeskCampaign.objects.visible_to(Actor.of(request))

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[CampaignList]:
        return CampaignList

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        return super().changelist_view(request, {"title": _("同类群发"), **(extra_context or {})})

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[DeskCampaign], search_term: str
    ) -> tuple[QuerySet[DeskCampaign], bool]:
        return matching(queryset, search_term), False

    @admin.display(description=gettext_lazy("签名"))
    def what(self, row: DeskCampaign) -> str:
        name = f"【{row.signature}】" if row.signature else str(row)
        return format_html('{}<br><span class="quiet">{}</span>', name, row.get_basis_display())

    @admin.display(description=gettext_lazy("样本（三人以上收到的相同文字）"))
    def shown(self, row: DeskCampaign) -> str:
        return row.words[:80] if row.words and row.basis == Campaign.Basis.TEXT else "—"

    @admin.display(description=gettext_lazy("规模"))
    def size(self, row: DeskCampaign) -> str:
        figures = {"complaints": row.complaints, "people": row.people, "messages": row.messages}
        return _("%(complaints)d 件投诉 · %(people)d 人 · %(messages)d 条") % figures

    @admin.display(description=gettext_lazy("信息的时间"))
    def span(self, row: DeskCampaign) -> str:
        return f"{row.first_on:%Y-%m-%d} — {row.last_on:%Y-%m-%d}" if row.first_on and row.last_on else "—"

    @admin.display(description=gettext_lazy("最近收到"))
    def received(self, row: DeskCampaign) -> str:
        day = f"{timezone.localtime(row.last_sent_at):%Y-%m-%d}"
        return format_html('<span class="on-phone">{}</span>{}', _("最近收到 "), day)

    # ── One campaign ─────────────────────────────────────────────────────────────────────────────────────────────
    def get_urls(self) -> list[URLPattern]:
        own = self.admin_site.admin_view
        return [
            path("<int:campaign_id>/lead/", own(require_POST(self.lead)), name="filings_deskcampaign_lead"),
            path(
                "leads/<uuid:lead_id>/<str:part>/",
                own(require_safe(self.download)),
                name="filings_deskcampaign_download",
            ),
            *super().get_urls(),
        ]

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        row = self._here(request, object_id)
        if request.method not in ("GET", "HEAD"):
            return HttpResponseNotAllowed(["GET", "HEAD"])
        page = {
            **self.admin_site.each_context(request),
            **context(row, actor=Actor.of(request)),
            "title": str(row),
            "opts": self.opts,
        }
        request.current_app = self.admin_site.name  # type: ignore[attr-defined]
        return TemplateResponse(request, "admin/filings/deskcampaign/campaign.html", page)

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        return HttpResponseRedirect(self._address(self._here(request, object_id)))

    def lead(self, request: HttpRequest, campaign_id: int) -> HttpResponse:
        """Hand the campaign out as a lead; the page then offers the files."""
        row = self._here(request, str(campaign_id))
        try:
            services.export_lead(by=Actor.of(request), campaign=row)
        except services.Refused as refused:
            messages.error(request, str(refused))
        else:
            messages.success(request, _("线索已生成并记录，可以在本页下载。"))
        return HttpResponseRedirect(f"{self._address(row)}#lead")

    def download(self, request: HttpRequest, lead_id: UUID, part: str) -> FileResponse:
        kinds = {"letter": "application/pdf", "annex": "text/csv"}
        if part not in kinds:
            raise Http404
        short = str(lead_id)[:8]  # several on one disk, and each annex beside its letter
        filename = {
            "letter": _("公益诉讼线索 %s.pdf") % short,
            "annex": _("公益诉讼线索 %s 附表.csv") % short,
        }[part]
        try:
            export = CampaignExport.objects.get(pk=lead_id)
            stream = services.open_lead(by=Actor.of(request), export=export, annex=part == "annex")
        except CampaignExport.DoesNotExist:
            raise Http404 from None
        return FileResponse(stream, as_attachment=True, filename=filename, content_type=kinds[part])

    def _here(self, request: HttpRequest, object_id: str) -> DeskCampaign:
        if not (object_id.isascii() and object_id.isdigit() and len(object_id) < 19):
            raise Http404
        return get_object_or_404(self.get_queryset(request).select_related("organisation"), pk=int(object_id))

    def _address(self, row: DeskCampaign) -> str:
        return reverse("admin:filings_deskcampaign_change", args=[row.pk], current_app=self.admin_site.name)
