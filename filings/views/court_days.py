"""The days that a court set in a case: entered, taken back, seen by who leads the case."""

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from accounts.actors import Actor
from complaints.forms import Prose
from complaints.models import Complaint
from complaints.services import record_read
from filings import services
from filings.models import CourtDay
from filings.views.cases import case_of


class CourtDayForm(forms.Form):
    kind = forms.ChoiceField(
        label=gettext_lazy("什么日子"), choices=CourtDay.Kind.choices, widget=forms.RadioSelect
    )
    day = forms.DateField(
        label=gettext_lazy("哪一天"),
        input_formats=["%Y-%m-%d", "%Y/%m/%d", "%Y.%m.%d", "%Y年%m月%d日"],
        widget=forms.DateInput(attrs={"type": "date", "max": "9999-12-31"}, format="%Y-%m-%d"),
        error_messages={
            "required": gettext_lazy("请填传票或者通知书上的日子。"),
            "invalid": gettext_lazy("请按“2026-12-31”的样子填写日期。"),
        },
    )
    hour = forms.TimeField(
        label=gettext_lazy("几点（不知道就空着）"),
        required=False,
        widget=forms.TimeInput(attrs={"type": "time", "class": "short"}, format="%H:%M"),
        error_messages={"invalid": gettext_lazy("请按“09:30”的样子填写时间。")},
    )
    place = Prose(label=gettext_lazy("法院、法庭、案号"), required=False, max_length=services.LONGEST_PLACE)


def _case(request: HttpRequest, number: str) -> Complaint:
    """The case, for who leads it; 404 for everybody else."""
    complaint = case_of(request, number)
    if not services.may_draft(Actor.of(request), complaint):
        raise Http404
    return complaint


@require_http_methods(["GET", "POST"])
@never_cache
def court_days(request: HttpRequest, number: str) -> HttpResponse:
    complaint, by = _case(request, number), Actor.of(request)
    form = CourtDayForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            services.enter_court_day(by=by, complaint=complaint, **form.cleaned_data)
        except services.Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("记下了。"))
            return redirect("court_days", number=number)
    if request.method == "GET":
        record_read(by=by, complaint=complaint, what="days")
    days = list(CourtDay.objects.visible_to(by).standing().filter(complaint=complaint))
    context = {"complaint": complaint, "days": days, "today": timezone.localdate(), "form": form}
    return render(
        request, "filings/court_days.html", context, status=422 if request.method == "POST" else 200
    )


@require_POST
def take_back(request: HttpRequest, number: str, day_id: int) -> HttpResponse:
    complaint, by = _case(request, number), Actor.of(request)
    found = CourtDay.objects.visible_to(by).select_related("complaint")
    court_day = get_object_or_404(found, pk=day_id, complaint=complaint)
    services.take_back_court_day(by=by, court_day=court_day)
    messages.success(request, _("收回了。"))
    return redirect("court_days", number=number)
