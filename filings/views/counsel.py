"""What a lawyer works with: the list of their cases, the conflict check of their firm, the link by which they are asked."""

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from accounts.actors import Actor
from complaints.forms import Prose
from complaints.models import Access, Complaint
from complaints.services import owns
from complaints.throttles import count_wrong_code, too_many_wrong_codes
from filings import counsel, services
from filings.models import CounselLink, FirmParty, Side
from filings.services import Answer

WITHIN = (7, 30)


@require_safe
@login_required
@never_cache
def counsel_cases(request: HttpRequest) -> HttpResponse:
    """The cases that were shared with a lawyer, or with their firm, the nearest day first."""
    by, today = Actor.of(request), timezone.localdate()
    if not services.is_counsel(by):
        raise Http404
    asked = {name: request.GET.get(name, "") for name in ("q", "state", "within")}
    within = int(asked["within"]) if asked["within"] in map(str, WITHIN) else None
    cases = counsel.narrowed(
        counsel.led_by(by, today=today), words=asked["q"], state=asked["state"], within=within, today=today
    )
    try:
        page = counsel.page_of(cases, request.GET.get("after", ""), today=today)
    except ValueError:
        return redirect("counsel_cases")
    further = request.GET.copy()
    further["after"] = page.after
    context = {
        "page": page,
        "asked": asked,
        "narrowed": any(asked.values()),
        "states": Complaint.State.choices,
        "within": WITHIN,
        "today": today,
        "further": further.urlencode() if page.after else "",
        "offers": services.open_offers(by),
    }
    return render(request, "filings/counsel_cases.html", context)


class PartyForm(forms.Form):
    """Whom a conflict check, or the list for it, is about."""

    name = Prose(label=gettext_lazy("姓名或者名称"), required=False, max_length=services.LONGEST_PARTY)
    uscc = Prose(label=gettext_lazy("统一社会信用代码（有就填）"), required=False, max_length=18)
    side = forms.ChoiceField(
        label=gettext_lazy("在您手里的事里，是哪一方"), choices=Side.choices, widget=forms.RadioSelect
    )


@require_http_methods(["GET", "POST"])
@login_required
@never_cache
def conflicts(request: HttpRequest) -> HttpResponse:
    """Ask one's own firm whether it acts on the other side, and keep the names that it has from elsewhere."""
    by, act = Actor.of(request), request.POST.get("act", "")
    if not services.is_counsel(by):
        raise Http404
    forms_of = {
        name: PartyForm(request.POST if act == name else None, prefix=name) for name in ("check", "add")
    }
    answers: list[Answer] = []
    if act == "remove":
        chosen = request.POST.get("party", "")
        mine = FirmParty.objects.visible_to(by)
        party = get_object_or_404(mine, pk=int(chosen) if chosen.isascii() and chosen.isdecimal() else 0)
        services.unlist_party(by=by, party=party)
        messages.success(request, _("从名单里去掉了。"))
        return redirect("conflicts")
    form = forms_of.get(act)
    if form is not None and form.is_valid():
        try:
            if act == "check":
                answers = services.check_conflicts(by=by, names=[services.Asked(**form.cleaned_data)])
                if not answers:
                    form.add_error("name", _("请填名称，或者统一社会信用代码。"))
            else:
                services.list_party(by=by, **form.cleaned_data)
        except services.Refused as refused:
            form.add_error(None, str(refused))
        else:
            if act == "add":
                messages.success(request, _("记进名单了。"))
                return redirect("conflicts")
    context = {
        "check": forms_of["check"],
        "add": forms_of["add"],
        "answers": answers,
        "parties": FirmParty.objects.visible_to(by),
    }
    wrong = request.method == "POST" and not answers
    return render(request, "filings/conflicts.html", context, status=422 if wrong else 200)


@require_http_methods(["GET", "POST"])
@never_cache
def counsel_link(request: HttpRequest, counsel_token: str) -> HttpResponse:
    """Behind the link of a complainant: that somebody asks for counsel; the names once a lawyer checks; the case once they
    accept. Looking uses nothing up."""
    if too_many_wrong_codes(request):
        return render(request, "429.html", status=429)
    link = services.find_counsel_link(token=counsel_token)
    if link is None:
        count_wrong_code(request)
        return render(request, "filings/link_over.html", status=404)
    by = Actor.of(request)
    lawyer = services.is_counsel(by) and not owns(by, link.complaint_id)
    if request.method == "POST":
        if not lawyer:
            raise Http404
        return _answered(request, by, link, counsel_token)
    return _link_page(request, by, link, [], lawyer=lawyer)


def _answered(request: HttpRequest, by: Actor, link: CounselLink, token: str) -> HttpResponse:
    act, answers = request.POST.get("act", ""), list[Answer]()
    try:
        if act == "check":
            answers = services.check_counsel_link(by=by, token=token)
        elif act == "accept":
            access = services.accept_counsel_link(by=by, token=token)
            messages.success(request, _("已接受授权。"))
            return redirect("case", number=access.complaint.number)
        elif act == "decline":
            services.decline_counsel_link(by=by, token=token)
            messages.success(request, _("没有接受，链接作废了。"))
            return redirect("counsel_cases")
        else:
            raise Http404
    except services.Refused as refused:
        messages.error(request, str(refused))
    return _link_page(request, by, link, answers, lawyer=True)


def _link_page(
    request: HttpRequest, by: Actor, link: CounselLink, answers: list[Answer], *, lawyer: bool
) -> HttpResponse:
    context = {
        "link": link,
        "answers": answers,
        "lawyer": lawyer,
        "checked": lawyer and services.checked_by(by, link),
        "found": any(one.found for one in answers),
    }
    status = 409 if request.method == "POST" and not answers else 200
    return render(request, "filings/counsel_link.html", context, status=status)


@require_http_methods(["GET", "POST"])
@login_required
@never_cache
def give_back(request: HttpRequest, access_id: int) -> HttpResponse:
    """A lawyer ends an engagement that they accepted: what stays with them is said before."""
    by = Actor.of(request)
    mine = services.offers_to(by).filter(accepted_at__isnull=False)
    access: Access = get_object_or_404(mine, pk=access_id)
    if request.method == "POST":
        services.decline_share(by=by, access=access)
        messages.success(request, _("代理结束了，这件投诉您不再能看。"))
        return redirect("counsel_cases")
    return render(request, "filings/give_back.html", {"access": access, "complaint": access.complaint})
