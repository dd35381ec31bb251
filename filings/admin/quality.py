"""Pages on which who leads a desk samples what it answered, and says what a call back came to."""

from contextlib import suppress
from datetime import date
from typing import TYPE_CHECKING

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.actors import Actor
from filings import services
from filings.admin.bulk import desk_actor
from filings.desk import quality
from filings.models import QualitySample

if TYPE_CHECKING:
    from filings.admin.desk import FilingAdmin

# How a call ended, as the form says it: reached, satisfied.
ENDS = {"yes": (True, True), "no": (True, False), "unsaid": (True, None), "away": (False, None)}


def samples(admin: "FilingAdmin", request: HttpRequest) -> HttpResponse:
    """The samples that were drawn; POST draws one."""
    by, status = desk_actor(request), 200
    desks = services.desks_led_by(by)
    if not desks:
        raise PermissionDenied
    if request.method == "POST":
        try:
            sample = _draw(request, by)
        except services.Refused as refused:
            messages.error(request, str(refused))
            status = 422
        else:
            return HttpResponseRedirect(reverse("admin:filings_filing_sample", args=[sample.pk]))
    today = timezone.localdate()
    typed = {name: request.POST.get(name, "") for name in ("organisation", "first", "last", "count")}
    context = {
        **admin.admin_site.each_context(request),
        "opts": admin.opts,
        "title": _("质量抽查"),
        "desks": desks,
        "typed": typed
        if request.method == "POST"
        else {"first": f"{today.replace(day=1)}", "last": f"{today}"},
        "most": services.MOST_SAMPLED,
        "samples": quality.samples_of(by),
    }
    request.current_app = admin.admin_site.name  # type: ignore[attr-defined]
    return TemplateResponse(request, "admin/filings/filing/samples.html", context, status=status)


def _draw(request: HttpRequest, by: Actor) -> QualitySample:
    desks = services.desks_led_by(by)
    chosen = request.POST.get("organisation", "")
    desk = next((one for one in desks if str(one.pk) == chosen), desks[0])
    count = request.POST.get("count", "")
    first = last = None
    with suppress(ValueError):
        first = date.fromisoformat(request.POST.get("first", ""))
        last = date.fromisoformat(request.POST.get("last", ""))
    if first is None or last is None:
        raise services.Refused(_("日期请写成 2026-12-31 这样。"))
    number = int(count) if count.isascii() and count.isdecimal() else 0
    return services.draw_sample(by=by, organisation=desk, first=first, last=last, count=number)


def sample(admin: "FilingAdmin", request: HttpRequest, sample_id: int) -> HttpResponse:
    """The cases of one sample; POST says what a call came to."""
    by, status = desk_actor(request), 200
    row = get_object_or_404(QualitySample.objects.visible_to(by).select_related("drawn_by"), pk=sample_id)
    if request.method == "POST":
        chosen = request.POST.get("case", "")
        case = get_object_or_404(row.cases, pk=int(chosen) if chosen.isascii() and chosen.isdecimal() else 0)
        try:
            if request.POST.get("ended") not in ENDS:
                raise services.Refused(_("请选回访的结果。没有记下。"))
            reached, satisfied = ENDS[request.POST["ended"]]
            services.record_call_back(
                by=by, case=case, reached=reached, satisfied=satisfied, words=request.POST.get("text", "")
            )
        except services.Refused as refused:
            messages.error(request, str(refused))
            status = 422
        else:
            messages.success(request, _("回访记下了。"))
            return HttpResponseRedirect(request.get_full_path())
    lines = quality.lines_of(row)
    context = {
        **admin.admin_site.each_context(request),
        "opts": admin.opts,
        "title": _("质量抽查"),
        "sample": row,
        "drawn_by": quality.person_name(row.drawn_by),
        "lines": [(one, [(call, quality.person_name(call.by)) for call in one.calls]) for one in lines],
        "result": quality.result_of([one.case for one in lines]),
        "typed": {name: request.POST.get(name, "") for name in ("case", "ended", "text")},
        "ends": [
            ("yes", _("联系上了，满意")),
            ("no", _("联系上了，不满意")),
            ("unsaid", _("联系上了，不愿意说")),
            ("away", _("没有联系上")),
        ],
    }
    request.current_app = admin.admin_site.name  # type: ignore[attr-defined]
    return TemplateResponse(request, "admin/filings/filing/sample.html", context, status=status)
