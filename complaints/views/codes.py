"""Codes: in with one, another one, without one; what this device has opened, and leaving it."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.actors import SESSION_CODES, Actor, code_digest
from accounts.services import find_unsent
from complaints import forms as pages
from complaints import services
from complaints.models import Complaint, WayBack
from complaints.opened import Opened, code_of, opened_here, shares_of
from complaints.services import answers_of
from complaints.throttles import (
    count_wrong_code,
    too_many_ways_back,
    too_many_wrong_codes,
)
from complaints.views.frame import next_page
from core.retention_and_limits import WAY_BACK_LIFE, WAYS_BACK_A_DAY, WRONG_TELEPHONES

MOST_HELD = 50


def hold(request: HttpRequest, *codes: str) -> None:
    """Remember in this session that it holds codes: their digests, never the codes. Of those that were held before the oldest
    make room; what comes together stays together."""
    new = [code_digest(code) for code in codes]
    held = [digest for digest in request.session.get(SESSION_CODES, []) if digest not in new]
    request.session[SESSION_CODES] = [*held, *new][-max(MOST_HELD, len(new)) :]
    if hasattr(request, "_anning_actor"):
        del request._anning_actor


@require_http_methods(["GET", "POST"])
@never_cache
def resume(request: HttpRequest) -> HttpResponse:
    """Open a draft or a case with its code, on any device; without it what this device opened before."""
    form = pages.ResumeForm(request.POST or None)
    if request.method == "GET" or not form.is_valid():
        return _resume(request, form, 200 if request.method == "GET" else 422)
    if too_many_wrong_codes(request):
        form.add_error(None, _("试的次数太多了，请过一分钟再试。"))
        return _resume(request, form, 429)
    opened = services.open_with_code(code=form.cleaned_data["code"])
    if opened is None and (handed_over := _handed_over(form.cleaned_data["code"])):
        return redirect(handed_over)
    if opened is None:
        count_wrong_code(request)
        form.add_error(
            "code",
            _(
                "没有找到这个码。请检查有没有抄错；换过的码不能再用；没有提交的草稿在最后一次修改 30 天后会删除。"
            ),
        )
        return _resume(request, form, 422)
    if isinstance(opened, Complaint) and services.ever_helped(Actor.of(request), opened.pk):
        form.add_error(
            None,
            _("这个浏览器登录的是帮忙的人。这是本人的码：请先退出登录，或者在本人自己的手机上打开。"),
        )
        return _resume(request, form, 422)
    hold(request, form.cleaned_data["code"])
    if find_unsent(request=request, at=timezone.now()):
        return redirect("unsent")
    if isinstance(opened, Complaint):
        return redirect("case", number=opened.number)
    return redirect(next_page(opened, answers_of(opened)))


@require_safe
@never_cache
def back(request: HttpRequest) -> HttpResponse:
    """From a page that is the same for everybody to the reader's own case: the one that this device opened, or their list."""
    by = Actor.of(request)
    here = opened_here(by)
    if len(here) == 1:
        return redirect(_address(here[0]))
    return redirect("my_cases" if by.user is not None and not here else "resume")


def _handed_over(code: str) -> str:
    """The page of a link whose code was typed instead: of a case that is handed to whose it is."""
    pages = {WayBack.Purpose.HELP: "confirm_help", WayBack.Purpose.CHILD: "child_takes_over"}
    for purpose, page in pages.items():
        if services.find_link(token=code, purpose=purpose) is not None:
            return reverse(page, kwargs={"token": code})
    return ""


def _resume(request: HttpRequest, form: pages.ResumeForm, status: int) -> HttpResponse:
    here = [(one, _address(one)) for one in opened_here(Actor.of(request))]
    return render(request, "complaints/resume.html", {"form": form, "here": here}, status=status)


def _address(opened: Opened) -> str:
    if opened.draft is not None:
        return next_page(opened.draft, answers_of(opened.draft))
    return reverse("case", args=[opened.complaint.number]) if opened.complaint else ""


@require_http_methods(["GET", "POST"])
@never_cache
def leave(request: HttpRequest) -> HttpResponse:
    """Forget on this device which drafts and cases were opened here; their codes are shown before."""
    if request.method == "GET":
        here = opened_here(Actor.of(request), with_codes=True)
        return render(request, "complaints/leave.html", {"here": here})
    request.session.flush()
    if (
        "at_once" in request.POST
    ):  # nobody waits for a page; and what the tab knows of leaving must not be cleared
        return HttpResponse(status=204)
    messages.success(request, _("已经离开。这台设备上不能再打开您的草稿和投诉；用码可以在任何设备上再打开。"))
    return redirect("home")


def own_case(request: HttpRequest, number: str) -> Complaint:
    """The complaint, for the complainant alone."""
    by = Actor.of(request)
    complaint = get_object_or_404(Complaint.objects.whole_to(by), number=number)
    if not services.owns(by, complaint.pk):
        raise Http404
    return complaint


@require_http_methods(["GET", "POST"])
@never_cache
def case_code(request: HttpRequest, number: str) -> HttpResponse:
    """The code of a case; another one in its place."""
    complaint = own_case(request, number)
    by = Actor.of(request)
    if request.method == "POST":
        code = services.replace_code(by=by, complaint=complaint)
        hold(request, code)
        messages.success(request, _("换好了。原来的码不能再用，用它打开的别的设备也打不开了。请抄下新的码。"))
        return redirect("case_code", number=number)
    filed, grown = complaint.filed_complainant, services.child_holds(complaint)
    context = {
        "complaint": complaint,
        "code": code_of(complaint),
        "way_back": bool(filed.email and filed.phone_index) and not grown,
        "grown": grown,
        "mail_leaves": settings.EMAIL_LEAVES,
        "shares": shares_of(complaint),
    }
    return render(request, "complaints/case_code.html", context)


@require_POST
@login_required
def take_over(request: HttpRequest, number: str) -> HttpResponse:
    complaint = own_case(request, number)
    try:
        services.take_over(by=Actor.of(request), complaint=complaint)
    except services.NotTakenOver as refused:
        messages.error(request, str(refused))
        return redirect("case", number=number)
    messages.success(request, _("已转入您的账号：以后登录就在“我的案件”里。原来的案件码不能再用。"))
    return redirect("case", number=number)


@require_http_methods(["GET", "POST"])
@never_cache
def way_back(request: HttpRequest) -> HttpResponse:
    """Ask for a link by the address given at filing; the answer is the same whether there is anything or not."""
    form = pages.WayBackForm(request.POST or None)
    status = 200 if request.method == "GET" else 422
    if request.method == "POST" and form.is_valid():
        if not too_many_ways_back(request):
            services.ask_way_back(
                by=Actor.of(request),
                address=form.cleaned_data["email"],
                number=form.cleaned_data["number"],
            )
            return redirect("way_back_asked")
        form.add_error(None, _("从这个网络要的链接太多了，请过一小时再试。以前发出的链接还能用。"))
        status = 429
    return render(request, "complaints/way_back.html", {"form": form}, status=status)


@require_safe
def way_back_asked(request: HttpRequest) -> HttpResponse:
    context = {"most": WAYS_BACK_A_DAY, "hours": int(WAY_BACK_LIFE.total_seconds()) // 3600}
    return render(request, "complaints/way_back_asked.html", context)


@require_http_methods(["GET", "POST"])
@never_cache
def way_back_link(request: HttpRequest, token: str) -> HttpResponse:
    """What a link in a mail opens. Opening it uses nothing up, as programs that look at mails do: the telephone does."""
    if too_many_wrong_codes(request):
        return render(request, "429.html", status=429)
    link = services.find_way_back(token=token)
    if link is None:
        count_wrong_code(request)
        return render(request, "complaints/way_back_ended.html", status=404)
    form = pages.TelephoneForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        tried = services.use_way_back(
            by=Actor.of(request), token=token, telephone=form.cleaned_data["telephone"]
        )
        if tried is None or not (tried.code or tried.left):
            return render(request, "complaints/way_back_ended.html", {"tried": tried}, status=404)
        if tried.code:
            hold(request, tried.code)
            messages.success(request, _("这是新的案件码，请抄下来。原来的码不能再用。"))
            return redirect("case_code", number=tried.complaint.number)
        form.add_error("telephone", _("和登记时填的不一样。还可以试 %d 次，再错链接就作废。") % tried.left)
    context = {"form": form, "complaint": link.complaint, "undoes": link.undoes_id, "tries": WRONG_TELEPHONES}
    return render(
        request, "complaints/way_back_link.html", context, status=422 if request.method == "POST" else 200
    )
