"""登记来电、来访、来信: taken down page by page as the person tells it, read back, numbered, agreed to, sent to this desk."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from accounts.actors import Actor
from accounts.services import unsent_here
from complaints import facts, intake
from complaints import forms as pages
from complaints import services as complaints
from complaints.answering import as_own, as_understood, told
from complaints.models import Draft, Intake
from complaints.reading import reading_once
from complaints.review import inputs_of, summary_of
from filings import services
from filings.admin import intake_forms as asked
from filings.admin.bulk import desk_actor
from filings.admin.intake_frame import address, answer, take_file
from filings.admin.intake_numbered import AGREE, FORM, RECEIPT, agree, form_to_sign, receipt_of
from filings.desk.intake import files, of_same_person, unfinished

if TYPE_CHECKING:
    from filings.admin.desk import FilingAdmin

Answers = dict[str, Any]
TOLD, UNDERSTOOD, WANTED, CHECK = "told", "understood", "wanted", "check"
STEPS = (TOLD, UNDERSTOOD, WANTED, CHECK, AGREE, RECEIPT)
# Of the intake's own pages, where each is answered here.
_PLACE = {"story": TOLD, "message": TOLD, "you": TOLD, "respondents": WANTED, "prior": WANTED, "loss": WANTED,
          "contacts": WANTED, "number": WANTED}  # fmt: skip


def urls(admin: "FilingAdmin") -> list[URLPattern]:
    view = admin.admin_site.admin_view
    return [
        path("intake/", view(partial(begin, admin)), name="filings_filing_intake"),
        path(
            "intake/<uuid:intake_id>/<slug:intake_page>/",
            view(never_cache(partial(page_of, admin))),
            name="filings_filing_intake_page",
        ),
    ]


# ── How it came ──────────────────────────────────────────────────────────────────────────────────────────────────────


def begin(admin: "FilingAdmin", request: HttpRequest) -> HttpResponse:
    """Begin one, or go on with one's own."""
    by = desk_actor(request)
    desks = services.desks_to_take_down_at(by)
    if not desks:
        raise PermissionDenied
    posted = request.method == "POST"
    form = asked.ReceivedForm(request.POST if posted else _typed(request), desks=desks, initial=_now())
    if posted and form.is_valid():
        given = form.cleaned_data
        to = next(one for one in desks if str(one.pk) == given["organisation"])
        try:
            row = services.take_down(by=by, organisation=to, way=given["way"], received_at=form.received_at)
            return HttpResponseRedirect(address(row, TOLD))
        except services.Refused as refused:
            form.add_error("day", str(refused))
    return answer(
        admin,
        request,
        "intake.html",
        422 if posted else 200,
        form=form,
        title=_("登记来电、来访、来信"),
        rows=unfinished(by),
    )


def _now() -> dict[str, Any]:
    now = timezone.localtime()
    return {"day": now.date(), "time": now.time().replace(second=0, microsecond=0)}


def _typed(request: HttpRequest) -> QueryDict | None:
    """What could not be sent before, since the session had ended."""
    typed = unsent_here(request=request, at=timezone.now()) if request.method == "GET" else None
    if typed is not None:
        messages.info(request, _("您上次写的内容放回来了，还没有提交。"))
    return typed


# ── Its pages ────────────────────────────────────────────────────────────────────────────────────────────────────────


@reading_once()
def page_of(admin: "FilingAdmin", request: HttpRequest, intake_id: UUID, intake_page: str) -> HttpResponse:
    """One page, for who takes it down; 404 alike for everybody else and for what is not there."""
    by, page = desk_actor(request), intake_page
    if page == RECEIPT:
        return receipt_of(admin, request, by, intake_id)
    rows = Intake.objects.in_hands_of(by).select_related("organisation")
    row = rows.filter(pk=intake_id).first()
    if row is None or page not in (*STEPS, FORM):
        raise Http404
    if request.method == "POST" and request.POST.get("act") == "give-up":
        return _give_up(request, by, row)
    if row.filed_at is not None:
        if page == FORM:
            return form_to_sign(admin, request, by, row)
        if page != AGREE:
            return HttpResponseRedirect(address(row, AGREE))
        return agree(admin, request, by, row)
    draft = Draft.objects.in_hands_of(by).filter(pk=row.pk).first()
    if draft is None or page not in _PAGES:
        raise Http404
    answers = complaints.answers_of(draft)
    if page != TOLD and not answers.get("you", {}).get("name"):
        return HttpResponseRedirect(address(row, TOLD))
    if page in (WANTED, CHECK) and not _is_understood(answers):
        return HttpResponseRedirect(address(row, UNDERSTOOD))
    if request.method == "POST" and request.POST.get("seen", "") != draft.changed_at.isoformat():
        messages.error(request, _("没有保存：这份登记在另一个窗口里改过。写的还在下面，请对照以后再按一次。"))
        return _PAGES[page](admin, request, by, row, draft, answers, 409)
    return _PAGES[page](admin, request, by, row, draft, answers, 0)


def _is_understood(answers: Answers) -> bool:
    return intake.understood(answers) and bool(facts.chosen_situations(answers))


def _keep(by: Actor, draft: Draft, steps: dict[str, Any]) -> None:
    complaints.save_steps(by=by, draft=draft, steps=steps)


def _told(
    admin: "FilingAdmin",
    request: HttpRequest,
    by: Actor,
    row: Intake,
    draft: Draft,
    answers: Answers,
    status: int,
) -> HttpResponse:
    """What was said, by whom, and what they brought; what can be taken is kept, also where something else cannot."""
    posted = request.method == "POST"
    data = request.POST if posted else _typed(request)
    said = {"text": answers.get("message", {}).get("text"), "story": answers.get("story", {}).get("story")}
    came = timezone.localtime(row.received_at)
    forms = (
        asked.SaidForm(data, initial=said),
        asked.PersonForm(data, initial=answers.get("you"), capacity=facts.capacity_of(answers)),
        asked.ReceivedForm(
            data,
            desks=[row.organisation],
            initial={"way": row.way, "day": came.date(), "time": came.time()},
        ),
    )
    brought = asked.FileForm(data, request.FILES if posted else None)
    if posted and not status:
        valid = [one.is_valid() for one in forms]
        file_taken = take_file(request, by, row, brought)
        _keep(by, draft, _steps_told(answers, forms[0], forms[1]))
        if valid[2] and not _corrected(by, row, forms[2]):
            valid[2] = False
        if all(valid) and file_taken:
            stays = "stay" in request.POST
            if stays:
                messages.success(request, _("已保存。还没有登记，没有编号。"))
            return HttpResponseRedirect(address(row, TOLD if stays else UNDERSTOOD))
        draft.refresh_from_db()
    return _page(
        admin,
        request,
        row,
        draft,
        TOLD,
        status or (422 if posted else 200),
        forms=forms,
        brought=brought,
        files=files(row),
    )


def _steps_told(answers: Answers, said: Any, person: Any) -> dict[str, Any]:
    """The steps of what can be taken; what cannot stands on the page alone."""
    steps: dict[str, Any] = {}
    given = {name: said.cleaned_data.get(name, "") for name in ("story", "text") if name not in said.errors}
    if len(given) == 2 and any(given.values()):
        steps = told(answers, given)
    kept = pages.jsonable(dict(person.cleaned_data))
    return steps | {"you": {**answers.get("you", {}), **kept}}


def _corrected(by: Actor, row: Intake, form: asked.ReceivedForm) -> bool:
    """Whether how and when it came is as the form says."""
    try:
        services.correct_intake(by=by, intake=row, way=form.cleaned_data["way"], received_at=form.received_at)
    except services.Refused as refused:
        form.add_error("day", str(refused))
        return False
    return True


def _understood(
    admin: "FilingAdmin",
    request: HttpRequest,
    by: Actor,
    row: Intake,
    draft: Draft,
    answers: Answers,
    status: int,
) -> HttpResponse:
    posted = request.method == "POST"
    if posted and not status and request.POST.get("own"):
        _keep(by, draft, as_own(answers))
        return HttpResponseRedirect(address(row, UNDERSTOOD))
    data = request.POST if posted else _typed(request)
    form = pages.UnderstoodForm(data, answers=answers, today=timezone.localdate())
    if posted and not status and form.is_valid():
        steps = as_understood(answers, form)
        _keep(by, draft, steps)
        now = answers | {name: one for name, one in steps.items() if one is not None}
        return HttpResponseRedirect(address(row, WANTED if _is_understood(now) else UNDERSTOOD))
    return _page(admin, request, row, draft, UNDERSTOOD, status or (422 if posted else 200), form=form)


def _wanted(
    admin: "FilingAdmin",
    request: HttpRequest,
    by: Actor,
    row: Intake,
    draft: Draft,
    answers: Answers,
    status: int,
) -> HttpResponse:
    posted, kind = request.method == "POST", answers["kind"]["kind"]
    data = request.POST if posted else _typed(request)
    form = asked.WantedForm(data, answers=answers, kind=kind)
    against, before = asked.respondents_of(data, answers, kind), asked.prior_of(data, answers)
    if posted and not status and all([form.is_valid(), against.is_valid(), before.is_valid()]):
        of_whom = asked.page_of_capacity(kind)
        named = [pages.jsonable(one) for one in against.cleaned_data if one.get("name") or one.get("role")]
        steps = {
            "wants": {"kind": kind, "asked": form.asked},
            "respondents": {"rows": named},
            "prior": {"rows": pages.chosen(before.cleaned_data, "to")},
        }
        given = pages.by_page(form.cleaned_data)
        given.setdefault("loss", {})[asked.WISHES] = form.cleaned_data[asked.WISHES]
        given.setdefault(of_whom, {})[asked.CAPACITY] = form.cleaned_data[asked.CAPACITY]
        steps |= {page: {**answers.get(page, {}), **said} for page, said in given.items()}
        _keep(by, draft, steps)
        return HttpResponseRedirect(address(row, CHECK))
    return _page(
        admin,
        request,
        row,
        draft,
        WANTED,
        status or (422 if posted else 200),
        form=form,
        against=against,
        before=before,
    )


def _check(
    admin: "FilingAdmin",
    request: HttpRequest,
    by: Actor,
    row: Intake,
    draft: Draft,
    answers: Answers,
    status: int,
) -> HttpResponse:
    """Read back, then numbered."""
    posted = request.method == "POST"
    missing = [(one.title, address(row, _PLACE.get(one.slug, UNDERSTOOD))) for one in intake.missing(answers)]
    if posted and not status and not missing:
        try:
            services.file_intake(
                by=by,
                intake=row,
                inputs=inputs_of(answers),
                facts=facts.facts_of(answers, filing_date=timezone.localdate(row.received_at)),
                no_interest="no_interest" in request.POST,
            )
            return HttpResponseRedirect(address(row, AGREE))
        except (services.Refused, complaints.NotFiled) as refused:
            messages.error(request, str(refused))
    sections = summary_of(answers, lambda slug: address(row, _PLACE.get(slug, UNDERSTOOD)))
    return _page(
        admin, request, row, draft, CHECK, status or (422 if posted else 200),
        sections=sections, missing=missing, files=files(row), no_interest="no_interest" in request.POST,
        same=of_same_person(by, row, answers["you"].get("phone", "")),
    )  # fmt: skip


Page = Callable[["FilingAdmin", HttpRequest, Actor, Intake, Draft, Answers, int], HttpResponse]
_PAGES: dict[str, Page] = {TOLD: _told, UNDERSTOOD: _understood, WANTED: _wanted, CHECK: _check}


def _give_up(request: HttpRequest, by: Actor, row: Intake) -> HttpResponse:
    services.give_up_intake(by=by, intake=row)
    if row.filed_at is None:
        messages.success(request, _("没有登记的已经删去。"))
    else:
        messages.success(request, _("没有交给本机构。这件投诉归投诉人，凭案件码自己办；本机构打不开它了。"))
        return HttpResponseRedirect(address(row, RECEIPT))
    return HttpResponseRedirect(reverse("admin:filings_filing_intake"))


# ── How it looks ─────────────────────────────────────────────────────────────────────────────────────────────────────


def _page(
    admin: "FilingAdmin", request: HttpRequest, row: Intake, draft: Draft, page: str, status: int, **more: Any
) -> HttpResponse:
    titles = {
        TOLD: _("说了什么，是谁说的"),
        UNDERSTOOD: _("这样理解，对吗"),
        WANTED: _("想要什么，找谁"),
        CHECK: _("念一遍，登记"),
    }
    context = {"title": titles[page], "row": row, "page": page, "seen": draft.changed_at.isoformat(), **more}
    return answer(admin, request, f"intake_{page}.html", status, **context)
