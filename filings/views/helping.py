"""Who helps an adult with a case, and a child that takes its own over: asked, confirmed, ended."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts.actors import Actor
from complaints import services
from complaints.forms import AddressForm, TelephoneForm
from complaints.models import Complaint, WayBack
from complaints.questions import RELATIONS
from complaints.throttles import (
    count_text_to,
    count_wrong_code,
    few_help_mails,
    too_many_text_codes,
    too_many_texts_to,
    too_many_wrong_codes,
)
from complaints.views.codes import hold
from core.retention_and_limits import HELP_LINK_LIFE, WRONG_TELEPHONES
from evidence.models import Exhibit
from filings import services as filing
from filings.models import Notice
from filings.views.cases import case_of, owned_case
from legal.corpus import load
from legal.presentation import address

Purpose = WayBack.Purpose


@require_http_methods(["GET", "POST"])
@never_cache
def helper(request: HttpRequest, number: str) -> HttpResponse:
    """For who helps: how the adult confirms. For the adult: who helps, and the end of it. For both: who may act in court."""
    complaint, by = case_of(request, number), Actor.of(request)
    helping = services.helps(by, complaint.pk)
    if not helping and not complaint.is_mine:  # type: ignore[attr-defined]
        raise Http404
    form = AddressForm(
        request.POST if request.POST.get("act") == "ask" else None,
        initial={"email": complaint.complainant.email},
    )
    problem = ""
    if request.method == "POST":
        try:
            answer = _done(request, complaint, form, by, helping=helping)
        except (services.NotHelped, filing.Refused) as refused:
            answer, problem = None, str(refused)
        if answer is not None:
            return answer
    context = {
        "complaint": complaint,
        "helping": helping,
        "waits": helping and services.awaits_person(complaint),
        "party": complaint.helper,
        "relation": relation_of(complaint),
        "form": form,
        "problem": problem,
        "files": _files(complaint) if helping else [],
        "agents": _agents(),
        "days": HELP_LINK_LIFE.days,
        "asked": complaint.code_mails.filter(kind="help").exists(),
        "mail_leaves": settings.EMAIL_LEAVES,
        "text": filing.text_offered(),
        "texted": _texted(complaint),
        "number": request.POST.get("number", ""),
    }
    failed = request.method == "POST"
    return render(request, "filings/helper.html", context, status=422 if failed else 200)


def _done(
    request: HttpRequest, complaint: Complaint, form: AddressForm, by: Actor, *, helping: bool
) -> HttpResponse | None:
    """What follows from a button; None where the page is shown again with what is wrong."""
    act = request.POST.get("act", "")
    if act == "end":
        services.end_help(by=by, complaint=complaint)
        if helping:
            messages.success(request, _("帮忙结束了：您不能再打开这件投诉。"))
            return redirect("my_cases")
        messages.success(request, _("帮忙结束了：帮忙的人不能再打开这件投诉。"))
        return redirect("case", number=complaint.number)
    if not helping:
        return None
    if act == "ask" and form.is_valid():
        with few_help_mails(request, form.cleaned_data["email"]):
            services.ask_person(by=by, complaint=complaint, address=form.cleaned_data["email"])
        if settings.EMAIL_LEAVES:
            messages.success(request, _("已请本人确认：信几分钟内寄出。"))
        else:
            messages.warning(request, _("这里没有接入发信服务器，信寄不出去。"))
        return redirect("helper", number=complaint.number)
    if act == "text":
        return _ask_by_text(request, complaint, by)
    if act == "authorise":
        if "signed" not in request.POST:
            raise services.NotHelped(_("请先勾选：授权书是本人签的。没有改动任何内容。"))
        code = services.authorise_help(by=by, complaint=complaint, exhibit=_exhibit(request, complaint))
        return render(request, "filings/helper_code.html", {"complaint": complaint, "code": code})
    return None


def _ask_by_text(request: HttpRequest, complaint: Complaint, by: Actor) -> HttpResponse:
    if too_many_text_codes(request):
        raise filing.Refused(_("从您的网络要验证码要得太多了，没有发。请过一小时再试。"))
    number = request.POST.get("number", "")
    filing.ask_person_by_text(
        by=by, complaint=complaint, number=number, too_many_here=too_many_texts_to(request, number)
    )
    count_text_to(request, number)
    messages.success(request, _("已请本人确认：短信几分钟内发出。"))
    return redirect("helper", number=complaint.number)


def _texted(complaint: Complaint) -> Notice | None:
    """The text with the code that can still be used."""
    links = WayBack.objects.open(timezone.now()).by_text().filter(complaint=complaint, purpose=Purpose.HELP)
    return Notice.objects.filter(way_back__in=links).order_by("created_at").last()


def _exhibit(request: HttpRequest, complaint: Complaint) -> UUID:
    chosen = request.POST.get("exhibit", "")
    found = next((one for one in _files(complaint) if str(one.pk) == chosen), None)
    if found is None:
        raise services.NotHelped(_("请选出授权书是哪一个文件。没有改动任何内容。"))
    return found.pk


def _files(complaint: Complaint) -> list[Exhibit]:
    kept = Exhibit.objects.of_case(complaint.pk).filter(sealed__wrapped_key__isnull=False)
    return list(kept.select_related("sealed"))


def relation_of(complaint: Complaint) -> str:
    """What who helps is to the complainant, in words; "" where nobody said."""
    party = complaint.helper
    return str(dict(RELATIONS).get(party.relation, "")) if party is not None else ""


def _agents() -> list[dict[str, Any]]:
    """Who may act for somebody in court, in the law's own words of today."""
    today, corpus = timezone.localdate(), load()
    found = []
    for reference in corpus.papers["authority.agents"]:
        article = corpus.find(reference, today)
        if article is not None:
            found.append(
                {
                    "citation": article.citation(reference.paragraph),
                    "words": article.quote(reference.paragraph, None),
                    "address": address(article.id, today),
                }
            )
    return found


@require_http_methods(["GET", "POST"])
@never_cache
def confirm_help(request: HttpRequest, token: str) -> HttpResponse:
    """What the link in the mail to the adult opens: who wants to help, and yes or no. Opening it says nothing."""
    if too_many_wrong_codes(request):
        return render(request, "429.html", status=429)
    link = services.find_link(token=token, purpose=Purpose.HELP)
    if link is None or link.complaint.helper is None:
        count_wrong_code(request)
        return render(request, "filings/link_over.html", status=404)
    if request.POST.get("act") == "refuse":
        if services.refuse_help(by=Actor.of(request), token=token) is None:
            return render(request, "filings/link_over.html", status=404)
        return render(request, "filings/help_refused.html")
    form = _telephone_form(request)
    if request.method == "POST" and form.is_valid():
        answer = _tried(request, form, services.confirm_help, token)
        if answer is not None:
            return answer
    complaint = link.complaint
    context = {
        "complaint": complaint,
        "party": complaint.helper,
        "relation": relation_of(complaint),
        "helped": services.is_helped(complaint),
        # An address can be mistyped: whoever reads it learns no name and no number before they know the telephone.
        "person": complaint.complainant.name[:1] + "＊" * (len(complaint.complainant.name) - 1),
        "form": form,
        "tries": WRONG_TELEPHONES,
        "here": services.ever_helped(Actor.of(request), complaint.pk),
    }
    failed = request.method == "POST"
    return render(request, "filings/confirm_help.html", context, status=422 if failed else 200)


@require_http_methods(["GET", "POST"])
@never_cache
def child(request: HttpRequest, number: str) -> HttpResponse:
    """The guardian asks a child that is old enough to take its case over."""
    complaint, by = owned_case(request, number), Actor.of(request)
    age = services.age_of_child(complaint, timezone.localdate())
    if age is None or age < services.CONSENTS:
        raise Http404
    form = AddressForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            with few_help_mails(request, form.cleaned_data["email"]):
                services.ask_child(by=by, complaint=complaint, address=form.cleaned_data["email"])
        except services.NotHelped as refused:
            form.add_error("email", str(refused))
        else:
            if settings.EMAIL_LEAVES:
                messages.success(request, _("已请孩子接手：信几分钟内寄出。"))
            else:
                messages.warning(request, _("这里没有接入发信服务器，信寄不出去。"))
            return redirect("case", number=number)
    context = {
        "complaint": complaint,
        "form": form,
        "adult": age >= services.ADULT,
        "child": complaint.child,
        "days": HELP_LINK_LIFE.days,
        "holds": services.child_holds(complaint),
    }
    failed = request.method == "POST"
    return render(request, "filings/child.html", context, status=422 if failed else 200)


@require_http_methods(["GET", "POST"])
@never_cache
def child_takes_over(request: HttpRequest, token: str) -> HttpResponse:
    """What the link in the mail to the child opens."""
    if too_many_wrong_codes(request):
        return render(request, "429.html", status=429)
    link = services.find_link(token=token, purpose=Purpose.CHILD)
    if link is None or link.complaint.child is None:
        count_wrong_code(request)
        return render(request, "filings/link_over.html", status=404)
    form = _telephone_form(request)
    if request.method == "POST" and form.is_valid():
        answer = _tried(request, form, services.take_over_by_child, token)
        if answer is not None:
            return answer
    complaint, by = link.complaint, Actor.of(request)
    age = services.age_of_child(complaint, timezone.localdate())
    context = {
        "complaint": complaint,
        "form": form,
        "adult": age is not None and age >= services.ADULT,
        "tries": WRONG_TELEPHONES,
        "here": services.owns(by, complaint.pk) and not services.child_holds(complaint),
    }
    failed = request.method == "POST"
    return render(request, "filings/child_takes_over.html", context, status=422 if failed else 200)


def _telephone_form(request: HttpRequest) -> TelephoneForm:
    form = TelephoneForm(request.POST or None)
    form.fields["telephone"].label = _("您受到打扰的号码")
    return form


def _tried(request: HttpRequest, form: TelephoneForm, act: Any, token: str) -> HttpResponse | None:
    """What came of a telephone at a link: the case, the end of the link, or the page once more with what is wrong."""
    try:
        tried = act(by=Actor.of(request), token=token, telephone=form.cleaned_data["telephone"])
    except services.NotHelped as refused:
        form.add_error(None, str(refused))
        return None
    if tried is None or not (tried.code or tried.left):
        return render(request, "filings/link_over.html", status=404)
    if tried.code:
        hold(request, tried.code)
        messages.success(request, _("现在由您自己管这件投诉。这是您的案件码，请抄下来，不要给别人。"))
        return redirect("case_code", number=tried.complaint.number)
    form.add_error("telephone", _("和登记的号码不一样。还可以试 %d 次，再错链接就作废。") % tried.left)
    return None
