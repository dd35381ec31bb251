"""How a complainant is told of news: by mail, in a calendar, by the browser, by text message."""

from collections.abc import Callable
from datetime import UTC

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from accounts.actors import Actor
from complaints.models import Complaint, Subscription
from complaints.services import NotAsked, ask_mailbox, end_subscription
from complaints.throttles import (
    count_text_to,
    count_wrong_code,
    too_many_text_codes,
    too_many_texts_to,
    too_many_wrong_codes,
)
from core.mails import sender_domain
from core.retention_and_limits import TEXTS_STOPPED_LIFE
from filings import counsel, services
from filings.calendar_file import calendar_file
from filings.views.cases import owned_case

Medium = Subscription.Medium


@require_http_methods(["GET", "POST"])
@never_cache
def news(request: HttpRequest, number: str) -> HttpResponse:
    """The ways of news of a case, to begin and to stop, each with what goes out by it."""
    complaint = owned_case(request, number)
    if request.method == "GET":
        return _page(request, complaint)
    act = ACTS.get(request.POST.get("act", ""))
    if act is None:
        raise Http404
    return act(request, complaint)


def _page(request: HttpRequest, complaint: Complaint, status: int = 200, **more: object) -> HttpResponse:
    ways = list(Subscription.objects.filter(complaint=complaint).order_by("-pk"))
    address = complaint.complainant.email
    standing = [one for one in ways if one.ended_at is None]
    mailbox = next((one for one in ways if one.medium == Medium.MAIL and one.address == address), None)
    context = {
        "complaint": complaint,
        "address": address,
        "mail_leaves": settings.EMAIL_LEAVES,
        "mailbox": mailbox,
        "push": services.push_offered() and services.push_consent(),
        "push_key": services.push_key() if services.push_offered() else "",
        "browsers": [one for one in standing if one.medium == Medium.PUSH],
        "text": services.text_offered() and services.text_consent(),
        "telephone": next((one for one in standing if one.medium == Medium.TEXT), None),
        "calendar": next((one for one in standing if one.medium == Medium.CALENDAR), None),
        **more,
    }
    return render(request, "filings/news.html", context, status=status)


def _ask_mailbox(request: HttpRequest, complaint: Complaint) -> HttpResponse:
    try:
        ask_mailbox(by=Actor.of(request), complaint=complaint)
    except NotAsked as refused:
        messages.error(request, str(refused))
        return _page(request, complaint, status=409)
    if settings.EMAIL_LEAVES:
        messages.success(request, _("确认信几分钟内寄到您的邮箱。没有的，请看垃圾邮件。"))
    else:
        messages.warning(request, _("这里没有接入发信服务器，信寄不出去。"))
    return redirect("news", number=complaint.number)


def _begin_calendar(request: HttpRequest, complaint: Complaint) -> HttpResponse:
    try:
        token = services.begin_calendar(by=Actor.of(request), complaint=complaint)
    except services.Refused as refused:
        messages.error(request, str(refused))
        return _page(request, complaint, status=409)
    path = reverse("calendar", kwargs={"calendar_token": token})
    link = settings.PUBLIC_URL + path
    return _page(request, complaint, link=link, tap=f"webcal://{link.partition('://')[2]}")


def _end(request: HttpRequest, complaint: Complaint) -> HttpResponse:
    chosen = request.POST.get("way", "")
    rows = Subscription.objects.filter(complaint=complaint)
    way = get_object_or_404(rows, pk=int(chosen) if chosen.isascii() and chosen.isdecimal() else 0)
    end_subscription(by=Actor.of(request), subscription=way)
    messages.success(request, _("停了。"))
    return redirect("news", number=complaint.number)


def _begin_push(request: HttpRequest, complaint: Complaint) -> HttpResponse:
    """With the address that this browser got from its maker; ``consent`` comes back as it was shown."""
    endpoint, consent = request.POST.get("endpoint", ""), request.POST.get("consent", "")
    try:
        services.begin_push(by=Actor.of(request), complaint=complaint, endpoint=endpoint, consent=consent)
    except services.Refused as refused:
        messages.error(request, str(refused))
        return _page(request, complaint, status=409)
    messages.success(request, _("开通了：有进展，这台浏览器会响一下。"))
    return redirect("news", number=complaint.number)


def _ask_text(request: HttpRequest, complaint: Complaint) -> HttpResponse:
    number = request.POST.get("number", "")
    if too_many_text_codes(request):
        messages.error(request, _("从您的网络要验证码要得太多了，没有发。请过一小时再试。"))
        return _page(request, complaint, status=429, number=number)
    try:
        services.ask_text(
            by=Actor.of(request),
            complaint=complaint,
            number=number,
            consent=request.POST.get("consent", ""),
            disturbed_too=bool(request.POST.get("disturbed_too")),
            too_many_here=too_many_texts_to(request, number),
        )
    except services.Refused as refused:
        messages.error(request, str(refused))
        return _page(request, complaint, status=409, number=number)
    count_text_to(request, number)
    return redirect("news", number=complaint.number)


def _confirm_text(request: HttpRequest, complaint: Complaint) -> HttpResponse:
    try:
        services.confirm_text(by=Actor.of(request), complaint=complaint, code=request.POST.get("code", ""))
    except services.Refused as refused:
        messages.error(request, str(refused))
        return _page(request, complaint, status=409)
    messages.success(request, _("手机号验证好了，以后有进展发短信。"))
    return redirect("news", number=complaint.number)


ACTS: dict[str, Callable[[HttpRequest, Complaint], HttpResponse]] = {
    "push": _begin_push,
    "text": _ask_text,
    "code": _confirm_text,
    "mailbox": _ask_mailbox,
    "calendar": _begin_calendar,
    "end": _end,
}


@require_safe
@never_cache
def calendar(request: HttpRequest, calendar_token: str) -> HttpResponse:
    """The days of a case, of a desk, or of the cases that a lawyer leads, for a program that knows the link."""
    if too_many_wrong_codes(request):
        return render(request, "429.html", status=429)
    if complaint := services.find_calendar(token=calendar_token):
        name, due, number = complaint.number, services.days_of(complaint), complaint.number
        events = [(number, day, _("期限")) for day in due]
        events += [(number, day, _("日期")) for day in services.court_days_of(complaint) if day not in due]
    elif desk := services.find_desk_calendar(token=calendar_token):
        name = _("办件期限")
        events = [(number, day, _("期限")) for number, day in services.desk_days(desk)]
    elif lawyer := services.find_counsel_calendar(token=calendar_token):
        name, events = _("代理的案件"), counsel.calendar_of(lawyer, today=timezone.localdate())
    else:
        count_wrong_code(request)
        raise Http404
    at = timezone.now().astimezone(UTC)
    file = calendar_file(name, events, domain=sender_domain(), at=at)
    return HttpResponse(file, content_type="text/calendar; charset=utf-8")


@require_http_methods(["GET", "POST"])
@never_cache
def no_texts(request: HttpRequest, token: str) -> HttpResponse:
    """What the link of a text opens for whoever holds the telephone: an end of all texts to it. Opening it says nothing."""
    if too_many_wrong_codes(request):
        return render(request, "429.html", status=429)
    acts = {"stop": services.stop_texts, "allow": services.allow_texts}
    act = acts.get(request.POST.get("act", ""))
    found = act(by=Actor.of(request), token=token) if act is not None else services.find_texted(token)
    if found is None:
        count_wrong_code(request)
        return render(request, "filings/link_over.html", status=404)
    return render(request, "filings/no_texts.html", {"texted": found, "days": TEXTS_STOPPED_LIFE.days})
