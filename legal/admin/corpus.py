"""The corpus in admin, to read: articles by how far they are verified, and what must be checked by hand. It has no models."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from django.contrib.admin import AdminSite
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.admin import runs_portal
from legal.corpus import Article, load
from legal.presentation import VERIFIED, address, tag_of
from legal.reasoning import library, unverified, workdays

PER_PAGE = 100
FILTERS = ("verification", "statute", "force")


def corpus_urls(site: AdminSite) -> list[URLPattern]:
    """The pages of the corpus for an admin site; each is an administrator's alone."""

    def mine(view: Callable[[HttpRequest, AdminSite], HttpResponse]) -> Any:
        def guarded(request: HttpRequest) -> HttpResponse:
            if not runs_portal(site, request):
                raise PermissionDenied
            return view(request, site)

        return site.admin_view(guarded)

    return [
        path("law/", mine(corpus), name="law_corpus"),
        path("law/by-hand/", mine(by_hand), name="law_by_hand"),
    ]


def _choices(request: HttpRequest, name: str, values: list[tuple[str, str]]) -> list[dict[str, Any]]:
    """The links of one filter; each keeps the others and goes back to the first page."""
    chosen = request.GET.get(name, "")
    rows = []
    for value, label in [("", _("全部")), *values]:
        kept = {key: request.GET[key] for key in FILTERS if request.GET.get(key) and key != name}
        query = kept | ({name: value} if value else {})
        rows.append({"display": label, "query_string": f"?{urlencode(query)}", "selected": value == chosen})
    return rows


def _wanted(article: Article, request: HttpRequest) -> bool:
    force = request.GET.get("force", "")
    return (
        request.GET.get("verification", "") in ("", article.verification)
        and request.GET.get("statute", "") in ("", article.statute.id)
        and force in ("", library.standing(article, timezone.localdate()))
    )


def _levels() -> dict[str, str]:
    return {"two_copies": _("两份以上"), "one_copy": _("一份"), "number_only": _("只有条号")}


def corpus(request: HttpRequest, site: AdminSite) -> HttpResponse:
    """Every version of every article, filtered by verification, statute and whether it is in force today."""
    today = timezone.localdate()
    statutes = sorted(load().statutes.values(), key=lambda one: one.name)
    found = [
        version.articles[number]
        for statute in statutes
        for number in library.numbers(statute)
        for version in statute.versions
        if number in version.articles and _wanted(version.articles[number], request)
    ]
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("p"))
    levels = _levels()
    rows = [
        {
            "article": article,
            "citation": article.citation(),
            "address": address(article.id, article.start),
            "tag": tag_of(article, today),
            "verified": levels[article.verification],
            "relied_on": len(library.reliances(article.id)),
        }
        for article in page
    ]
    forces = [("current", _("今天有效")), ("past", _("已失效")), ("future", _("尚未施行"))]
    kept = {key: request.GET[key] for key in FILTERS if request.GET.get(key)}
    context = {
        **site.each_context(request),
        "title": _("法律条文"),
        "rows": rows,
        "page": page,
        "query": urlencode(kept),
        "version": load().version,
        "counts": [(levels[key], sum(one.verification == key for one in found)) for key in VERIFIED],
        "filters": [
            (_("核对情况"), _choices(request, "verification", list(levels.items()))),
            (_("今天是否有效"), _choices(request, "force", forces)),
            (_("规定"), _choices(request, "statute", [(one.id, one.name) for one in statutes])),
        ],
    }
    return TemplateResponse(request, "admin/legal/corpus.html", context)


def by_hand(request: HttpRequest, site: AdminSite) -> HttpResponse:
    """What a person must still look up, by kind; and the years that deadlines cannot be counted in yet."""
    today = timezone.localdate()
    groups: dict[str, list[unverified.Check]] = {}
    for check in unverified.to_check(today):
        groups.setdefault(check.what, []).append(check)
    context = {
        **site.each_context(request),
        "title": _("需要人工核对的法律资料"),
        "groups": [(unverified.WHATS[what], what, checks) for what, checks in groups.items()],
        "unknown_years": [year for year in (today.year, today.year + 1) if not workdays.is_known(year)],
    }
    return TemplateResponse(request, "admin/legal/by_hand.html", context)
