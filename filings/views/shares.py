"""Letting a lawyer see a case, by name or by a link, and the end of it: for the complainant, and for whom it is offered to."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from accounts.actors import Actor
from complaints.models import Access, Complaint
from core.retention_and_limits import COUNSEL_LINK_LIFE
from filings import services
from filings.forms import CounselLinkForm, ShareForm
from filings.holders import name_of, took_bundle
from filings.models import CounselLink
from filings.services import covered_exhibits
from filings.views.cases import owned_case


@require_http_methods(["GET", "POST"])
@never_cache
def share(request: HttpRequest, number: str) -> HttpResponse:
    """Let a lawyer see the whole case, with a consent of its own."""
    complaint = owned_case(request, number)
    form = ShareForm(request.POST or None)
    form.offer(covered_exhibits(complaint))
    if request.method == "POST" and form.is_valid():
        by, uncovered = Actor.of(request), form.cleaned_data.get("uncovered", ())
        try:
            services.share(
                by=by,
                complaint=complaint,
                with_user=form.user,
                with_organisation=form.organisation if form.user is None else None,
                until=form.ends,
                uncovered=uncovered,
                scope=form.cleaned_data["scope"],
            )
        except services.Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(
                request,
                _("已请“%s”接受授权。接受以后，对方能看这件投诉的全部内容并导出案卷；您随时可以结束。")
                % form.cleaned_data["lawyer"],
            )
            return redirect("case", number=number)
    return _share_page(request, complaint, form=form, status=422 if request.method == "POST" else 200)


def _share_page(
    request: HttpRequest,
    complaint: Complaint,
    *,
    form: ShareForm | None = None,
    link_form: CounselLinkForm | None = None,
    status: int = 200,
    **more: object,
) -> HttpResponse:
    hidden = covered_exhibits(complaint)
    if form is None:
        form = ShareForm()
        form.offer(hidden)
    if link_form is None:
        link_form = CounselLinkForm(prefix="link")
        link_form.offer(hidden)
    context = {
        "complaint": complaint,
        "form": form,
        "link_form": link_form,
        "open_link": CounselLink.objects.open(timezone.now()).filter(complaint=complaint).first(),
        **more,
    }
    return render(request, "filings/share.html", context, status=status)


@require_POST
@never_cache
def counsel_link(request: HttpRequest, number: str) -> HttpResponse:
    """A link by which a lawyer of the complainant's choice can take the case on, shown once; or the end of the one there is."""
    complaint, by = owned_case(request, number), Actor.of(request)
    if request.POST.get("act") == "end":
        services.end_counsel_link(by=by, complaint=complaint)
        messages.success(request, _("链接作废了。"))
        return redirect("share", number=number)
    form = CounselLinkForm(request.POST, prefix="link")
    form.offer(covered_exhibits(complaint))
    if not form.is_valid():
        return _share_page(request, complaint, link_form=form, status=422)
    said = form.cleaned_data
    try:
        token = services.ask_counsel(
            by=by,
            complaint=complaint,
            scope=said["scope"],
            until=form.ends,
            uncovered=said.get("uncovered", ()),
        )
    except services.Refused as refused:
        form.add_error(None, str(refused))
        return _share_page(request, complaint, link_form=form, status=422)
    link = settings.PUBLIC_URL + reverse("counsel_link", kwargs={"counsel_token": token})
    return _share_page(request, complaint, link=link, days=COUNSEL_LINK_LIFE.days)


@require_http_methods(["GET", "POST"])
def end_share(request: HttpRequest, number: str, access_id: int) -> HttpResponse:
    """The end of a share; what stays with whom it was is said before."""
    complaint = owned_case(request, number)
    rows = Access.objects.select_related("user", "organisation", "firm").filter(complaint=complaint)
    access = get_object_or_404(rows, pk=access_id, why=Access.Why.SHARED)
    took = took_bundle(access)
    if request.method == "GET":
        context = {"complaint": complaint, "access": access, "name": name_of(access), "took": took}
        return render(request, "filings/end_share.html", context)
    services.end_share(by=Actor.of(request), access=access)
    taken = _("对方导出或者下载过案卷，收不回。") if took else ""
    messages.success(request, _("授权已结束。") + taken + _("对方看过的记录仍在存证记录里。"))
    return redirect("case", number=number)


@require_POST
def confirm_share(request: HttpRequest, number: str, access_id: int) -> HttpResponse:
    """A share that was suspended goes on, as the complainant wishes, with the firm that the page named."""
    complaint = owned_case(request, number)
    access = get_object_or_404(Access, pk=access_id, complaint=complaint, why=Access.Why.SHARED)
    try:
        shown = request.POST.get("firm", "")
        firm = int(shown) if shown.isascii() and shown.isdecimal() else None
        again = services.confirm_share(by=Actor.of(request), access=access, firm=firm)
    except services.Refused as refused:
        messages.error(request, str(refused))
    else:
        done = _("授权已恢复。") if again.accepted_at else _("已确认。对方再接受一次，授权才恢复。")
        messages.success(request, done)
    return redirect("case", number=number)


@require_POST
@login_required
def answer_share(request: HttpRequest, access_id: int, answer: str) -> HttpResponse:
    """Whom a case is shared with takes it on, or does not."""
    by = Actor.of(request)
    access = get_object_or_404(services.offers_to(by), pk=access_id)
    acts = {"accept": services.accept_share, "decline": services.decline_share}
    if answer not in acts:
        raise Http404
    try:
        acts[answer](by=by, access=access)
    except services.Refused as refused:
        messages.error(request, str(refused))
    else:
        done = {"accept": _("已接受授权。"), "decline": _("没有接受，授权已经结束。")}
        messages.success(request, done[answer])
    return redirect("my_cases")
