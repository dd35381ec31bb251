"""Erasing an exhibit: what goes, what stays, who has it already; then the act."""

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts.actors import Actor
from complaints.models import Complaint, LedgerEntry
from evidence.models import Exhibit
from evidence.sealed.erasures import tell_erasures
from filings import services
from filings.desk.standing import person_name
from filings.models import Export
from filings.services import OWN_REASONS, bundles_with, carried
from filings.views.cases import owned_case


class ErasureForm(forms.Form):
    reason = forms.ChoiceField(
        label=gettext_lazy("为什么删除"),
        choices=[(one.value, one.label) for one in OWN_REASONS],
        widget=forms.RadioSelect,
        initial=OWN_REASONS[0].value,
        error_messages={"required": gettext_lazy("请选择删除的原因。")},
    )
    sure = forms.BooleanField(
        label=gettext_lazy("我知道删除以后谁也恢复不了，也不能再用它作证"),
        error_messages={"required": gettext_lazy("请先确认。没有删除。")},
    )


@require_http_methods(["GET", "POST"])
@never_cache
def erase_exhibit(request: HttpRequest, number: str, ordinal: int) -> HttpResponse:
    complaint = owned_case(request, number)
    by = Actor.of(request)
    found = Exhibit.objects.visible_to(by).with_copies()
    exhibit = get_object_or_404(found, complaint_id=complaint.pk, ordinal=ordinal)
    tell_erasures([exhibit])
    form = ErasureForm(request.POST or None)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                services.erase_exhibit(by=by, exhibit=exhibit, reason=form.cleaned_data["reason"])
            except services.Refused as refusal:
                form.add_error(None, str(refusal))
            else:
                messages.success(
                    request, _("第 %d 号证据的内容已删除，哈希值和存证记录保留。") % exhibit.ordinal
                )
                return redirect("case_files", number=number)
    context = {
        "complaint": complaint,
        "exhibit": exhibit,
        "form": form,
        "carriers": carried(exhibit),
        "bundles": _bundles(complaint, exhibit),
    }
    return render(request, "filings/erase_exhibit.html", context, status=status)


def _bundles(complaint: Complaint, exhibit: Exhibit) -> list[tuple[Export, str]]:
    """The bundles with it, each with who ordered it."""
    made = list(bundles_with(exhibit))
    own = LedgerEntry.objects.complainants(complaint) if made else frozenset()
    return [
        (
            one,
            _("您") if one.actor in own else person_name(one.requested_by) if one.requested_by else _("平台"),
        )
        for one in made
    ]
