"""What a lawyer works with: the list of their cases, the conflict check of their firm, the link by which they are asked."""

from datetime import date
from uuid import UUID

from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
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
from core.retention_and_limits import LIST_EXPORT_LIFE
from filings import counsel, counsel_table, services
from filings.models import CounselCalendar, CounselLink, FirmParty, ListExport, Side
from filings.services import Answer

WITHIN = (7, 30)
LISTS_SHOWN = 50


@require_safe
@login_required
@never_cache
def counsel_cases(request: HttpRequest) -> HttpResponse:
    """The cases that were shared with a lawyer, or with their firm, the nearest day first."""
    by, today = Actor.of(request), timezone.localdate()
    if not services.is_counsel(by):
        raise Http404
    asked = _asked(request.GET)
    cases = _narrowed(by, asked, today)
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
        "campaigns": counsel.campaigns_of(by),
        "formats": ListExport.Format.choices,
    }
    return render(request, "filings/counsel_cases.html", context)


def _asked(given: QueryDict) -> dict[str, str]:
    """By what the list is narrowed."""
    return {name: given.get(name, "") for name in ("q", "state", "within", "campaign")}


def _narrowed(by: Actor, asked: dict[str, str], today: date) -> QuerySet[Complaint]:
    return counsel.narrowed(
        counsel.led_by(by, today=today),
        words=asked["q"],
        state=asked["state"],
        within=int(asked["within"]) if asked["within"] in map(str, WITHIN) else None,
        campaign=_campaign(asked),
        today=today,
    )


def _campaign(asked: dict[str, str]) -> int | None:
    return counsel_table.campaign_of(f"?campaign={asked['campaign']}")


@require_http_methods(["GET", "POST"])
@login_required
@never_cache
def counsel_lists(request: HttpRequest) -> HttpResponse:
    """The tables that a lawyer ordered of their cases; POST orders the list as it was narrowed."""
    by, status = Actor.of(request), 200
    if not services.is_counsel(by):
        raise Http404
    if request.method == "POST":
        asked = _asked(request.POST)
        cases = _narrowed(by, asked, timezone.localdate())
        try:
            services.order_cases(
                by=by,
                cases=cases.values_list("pk", flat=True),
                campaign=_campaign(asked),
                file_format=request.POST.get("format", ""),
            )
        except services.Refused as refused:
            messages.error(request, str(refused))
            status = 422
        else:
            return redirect("counsel_lists")
    own = list(ListExport.objects.visible_to(by).of_cases().defer("filings", "cases")[:LISTS_SHOWN])
    working = any(one.state in (ListExport.State.WAITING, ListExport.State.BUILDING) for one in own)
    context = {"own": own, "working": working, "days": LIST_EXPORT_LIFE.days}
    return render(request, "filings/counsel_lists.html", context, status=status)


@require_http_methods(["GET", "POST"])
@login_required
@never_cache
def counsel_list_file(request: HttpRequest, table_id: UUID) -> HttpResponseBase:
    """GET: the table. POST: delete it; that it was taken out stays on record."""
    by = Actor.of(request)
    export = get_object_or_404(ListExport.objects.visible_to(by).of_cases(), pk=table_id)
    try:
        if request.method == "POST":
            services.remove_list(by=by, export=export)
            messages.success(request, _("清单文件删除了。"))
            return redirect("counsel_lists")
        stream = services.open_list(by=by, export=export)
    except services.Refused as refused:
        messages.error(request, str(refused))
        return redirect("counsel_lists")
    kind = ListExport.CONTENT_TYPES[export.format]
    return FileResponse(stream, as_attachment=True, filename=export.filename, content_type=kind)


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


@require_http_methods(["GET", "POST"])
@login_required
@never_cache
def counsel_calendar(request: HttpRequest) -> HttpResponse:
    """The link by which a calendar program reads the days of one's cases: made, and shown, once; ended by a press."""
    by, act, link = Actor.of(request), request.POST.get("act", ""), ""
    if not services.is_counsel(by):
        raise Http404
    if act == "end":
        services.end_counsel_calendar(by=by)
        messages.success(request, _("日历链接已停用。"))
        return redirect("counsel_calendar")
    if act == "begin":
        token = services.begin_counsel_calendar(by=by)
        link = settings.PUBLIC_URL + reverse("calendar", kwargs={"calendar_token": token})
    context = {
        "calendar": CounselCalendar.objects.filter(person=by.user).first(),
        "link": link,
        "tap": f"webcal://{link.partition('://')[2]}" if link else "",
    }
    return render(request, "filings/counsel_calendar.html", context)
