"""Notes and hours of a law firm: for its lawyers who have, or had, the case, and for nobody else."""

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Sum
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.actors import Actor
from accounts.services import unsent_here
from complaints.forms import DayField, Prose
from complaints.models import Complaint
from filings import services
from filings.models import FirmEntry

MOST_SHOWN = 200


class EntryForm(forms.Form):
    words = Prose(
        label=gettext_lazy("内容"),
        max_length=services.LONGEST_ENTRY,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": gettext_lazy("请写内容。")},
    )
    minutes = forms.IntegerField(
        label=gettext_lazy("用了几分钟（只是备注的，空着）"),
        required=False,
        min_value=1,
        max_value=services.MOST_MINUTES,
        widget=forms.NumberInput(attrs={"class": "short", "inputmode": "numeric"}),
    )
    day = DayField(label=gettext_lazy("哪一天"))


def _case(request: HttpRequest, number: str) -> Complaint:
    """A case that a lawyer has or had, by its number alone: what else there is of it stays behind its own gate."""
    complaint = get_object_or_404(Complaint, number=number)
    if not services.may_keep(Actor.of(request), complaint):
        raise Http404
    return complaint


@require_http_methods(["GET", "POST"])
@login_required
@never_cache
def firm_entries(request: HttpRequest, number: str) -> HttpResponse:
    complaint, by = _case(request, number), Actor.of(request)
    engaged = services.firm_of(by, complaint) is not None
    typed = request.POST if request.method == "POST" else unsent_here(request=request, at=timezone.now())
    form = EntryForm(typed, initial={"day": timezone.localdate()})
    if request.method == "POST" and form.is_valid():
        try:
            services.write_entry(by=by, complaint=complaint, **form.cleaned_data)
        except Complaint.DoesNotExist:
            form.add_error(None, _("代理已经结束，不能再写。没有保存；写的还在下面，可以复制。"))
        except services.Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("记下了。"))
            return redirect("firm_entries", number=number)
    entries = FirmEntry.objects.visible_to(by).standing().filter(complaint=complaint)
    context = {
        "complaint": complaint,
        "engaged": engaged,
        "form": form,
        "entries": entries.select_related("person")[:MOST_SHOWN],
        "most": MOST_SHOWN,
        "count": entries.count(),
        "minutes": entries.aggregate(sum=Sum("minutes"))["sum"] or 0,
        "me": by.user,
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "filings/firm_entries.html", context, status=status)


@require_POST
@login_required
def remove(request: HttpRequest, entry_id: int) -> HttpResponse:
    by = Actor.of(request)
    mine = FirmEntry.objects.visible_to(by).standing().filter(person=by.user).select_related("complaint")
    entry = get_object_or_404(mine, pk=entry_id)
    services.remove_entry(by=by, entry=entry)
    messages.success(request, _("去掉了。"))
    return redirect("firm_entries", number=entry.complaint.number)


@require_safe
@login_required
@never_cache
def time_log(request: HttpRequest, number: str = "") -> HttpResponse:
    """The hours in one case, or in all that this lawyer has or had."""
    by = Actor.of(request)
    if not services.is_counsel(by):
        raise Http404
    complaint = _case(request, number) if number else None
    file = services.time_log(by=by, complaint=complaint)
    response = HttpResponse(file, content_type="text/csv; charset=utf-8")
    name = f"{number or 'all'}-time-{timezone.localdate():%Y%m%d}.csv"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
