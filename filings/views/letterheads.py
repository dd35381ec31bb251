"""The letterhead and signature block of a law firm, for its lawyers."""

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts.actors import Actor
from accounts.services import unsent_here
from complaints.forms import Prose
from filings import services
from filings.models import LetterTemplate


class LetterheadForm(forms.Form):
    address = Prose(label=gettext_lazy("地址"), required=False, max_length=200)
    phone = Prose(label=gettext_lazy("电话"), required=False, max_length=60)
    head = Prose(
        label=gettext_lazy("抬头下面还写什么"),
        help_text=gettext_lazy("一行一项，例如邮编、电子邮箱、网址。"),
        required=False,
        max_length=600,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    signature = Prose(
        label=gettext_lazy("落款"),
        help_text=gettext_lazy("一行一项，写在律所名称下面。以“：”结尾的，后面留签名的地方，例如“律师：”。"),
        required=False,
        max_length=600,
        widget=forms.Textarea(attrs={"rows": 4}),
    )


@require_http_methods(["GET", "POST"])
@login_required
@never_cache
def letterhead(request: HttpRequest) -> HttpResponse:
    """Written once for the firm, printed on the letters that its lawyers draft."""
    by = Actor.of(request)
    firm = services.firm_today(by)
    if firm is None:
        raise Http404
    kept = LetterTemplate.objects.filter(organisation=firm).first()
    names = ("address", "phone", "head", "signature")
    initial = {name: getattr(kept, name) for name in names} if kept else {"signature": "律师：\n执业证号："}
    typed = request.POST if request.method == "POST" else unsent_here(request=request, at=timezone.now())
    form = LetterheadForm(typed, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            services.write_letterhead(by=by, **form.cleaned_data)
        except services.Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("已保存。以后起草或者更新的律师函用新的抬头和落款。"))
            return redirect("letterhead")
    status = 422 if request.method == "POST" else 200
    return render(request, "filings/letterhead.html", {"form": form, "firm": firm}, status=status)
