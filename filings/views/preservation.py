"""The request to keep records: what it will say, to whom, the paper to sign, and that it was sent."""

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from accounts.actors import Actor
from complaints.forms import DayField, Prose
from complaints.models import Complaint
from core.language import gettext as to_keep
from evidence.models import Exhibit
from evidence.services import NotReceived, receive
from filings.models import KeepingRequest
from filings.services import (
    LONGEST,
    Refused,
    kept,
    kinds_of,
    reached,
    record_keeping_request,
    request_to_keep,
)
from filings.views.cases import owned_case


class SentForm(forms.Form):
    """That it was sent: to whom, when, how, and what proves it."""

    to = Prose(
        label=gettext_lazy("寄给了谁"),
        max_length=LONGEST,
        widget=forms.TextInput(attrs={"list": "addressees"}),
        error_messages={"required": gettext_lazy("请填寄给了哪一家。")},
    )
    on = DayField(label=gettext_lazy("哪天寄出或递交的"))
    how = forms.ChoiceField(
        label=gettext_lazy("怎么给对方的"),
        choices=KeepingRequest.How.choices,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("请选一种。")},
    )
    reference = Prose(
        label=gettext_lazy("快递单号、挂号信编号或对方给的编号（没有可不填）"),
        max_length=LONGEST,
        required=False,
    )
    proof = forms.FileField(
        label=gettext_lazy("寄件单、签收记录、签过名的函件的照片（以后再补的，照样填一遍，带上照片）"),
        help_text=gettext_lazy("存进这件投诉的证据文件，导出案卷时列在证据目录里。"),
        required=False,
    )


@require_http_methods(["GET", "POST"])
@never_cache
def preservation(request: HttpRequest, number: str) -> HttpResponse:
    """For the complainant: until when, to whom, how to send it, the paper; then the word that it was sent."""
    complaint = owned_case(request, number)
    form = SentForm(
        request.POST or None,
        request.FILES or None,
        prefix="sent",  # the page has a field of another form by the name ``to``
        initial={"on": timezone.localdate()},
    )
    if request.method == "POST" and form.is_valid():
        try:
            row = _recorded(request, complaint, form)
        except (Refused, NotReceived) as reason:
            form.add_error("proof" if isinstance(reason, NotReceived) else None, str(reason))
        else:
            day = f"{row.sent_on:%Y-%m-%d}"
            messages.success(request, _("已登记：%s 要求对方保存记录，已记入存证记录。") % day)
            return redirect("preservation", number=number)
    held = kept(complaint)
    requests = list(complaint.keeping_requests.select_related("exhibit__sealed"))
    context = {
        "complaint": complaint,
        "keeping": held,
        "standing": held.standing(timezone.localdate()),
        "addressees": reached(complaint),
        "kinds": kinds_of(complaint),
        "requests": requests,
        "asked": [one.sent_on for one in requests],
        "form": form,
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "filings/preservation.html", context, status=status)


def _recorded(request: HttpRequest, complaint: Complaint, form: SentForm) -> KeepingRequest:
    said, by = form.cleaned_data, Actor.of(request)
    exhibit: Exhibit | None = None
    if (file := said["proof"]) is not None:
        exhibit = receive(
            by=by,
            complaint_id=complaint.pk,
            stream=file,
            filename=file.name or "",
            declared_type=file.content_type or "",
            description=to_keep("保存记录请求函及寄送凭证"),
        )
    return record_keeping_request(
        by=by,
        complaint=complaint,
        to=said["to"],
        on=said["on"],
        how=said["how"],
        reference=said["reference"],
        exhibit=exhibit,
    )


@require_safe
@never_cache
def preservation_pdf(request: HttpRequest, number: str) -> HttpResponse:
    """The letter to the chosen addressee; nobody is a line to write on."""
    complaint = owned_case(request, number)
    try:
        to = request.GET.get("to", "").strip()
        if len(to) > LONGEST:
            raise Refused(_("收函单位的名称最多 %d 个字。没有生成。") % LONGEST)
        page = request_to_keep(by=Actor.of(request), complaint=complaint, to=to)
    except Refused as reason:
        messages.error(request, str(reason))
        return redirect("preservation", number=number)
    response = HttpResponse(page.pdf, content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="{complaint.number}-preservation.pdf"'
    return response
