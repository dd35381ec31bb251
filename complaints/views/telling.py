"""The first two pages of the way: what happened, and how it was understood."""

from typing import Any, cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.actors import Actor
from complaints import forms as pages
from complaints import intake, services
from complaints.answering import as_own, as_understood, told
from complaints.counting.timeline import Timeline
from complaints.models import Draft, Kind
from complaints.throttles import too_many_drafts
from complaints.views.codes import hold
from complaints.views.frame import Answers, address_of, step_context


def begin(request: HttpRequest, said: dict[str, Any]) -> Draft | None:
    """Open a draft with what the first page said; None, with the reason told, where too many were opened."""
    if too_many_drafts(request):
        messages.error(
            request, _("从这个网络开始的草稿太多了。请过一小时再试；已有的草稿都还在，用草稿码可以打开。")
        )
        return None
    draft, code = services.open_draft(by=Actor.of(request))
    hold(request, code)
    steps = told({}, said) | {"tell": {"screenshot": bool(said.get("screenshot"))}}
    if said.get("kind"):
        steps["kind"] = {"kind": said["kind"]}
    return services.save_steps(by=Actor.of(request), draft=draft, steps=steps)


def tell(request: HttpRequest, draft: Draft, answers: Answers, typed: QueryDict | None) -> HttpResponse:
    """The first page of a draft that is there, with what it says so far."""
    initial = {"text": answers.get("message", {}).get("text"), "story": answers.get("story", {}).get("story")}
    data = request.POST if request.method == "POST" else typed
    form = pages.TellForm(data, initial=initial, drafted=True)
    if request.method == "POST" and form.is_valid():
        services.save_steps(by=Actor.of(request), draft=draft, steps=told(answers, form.cleaned_data))
        return redirect(address_of(draft, intake.UNDERSTOOD.slug))
    return _page(request, draft, answers, intake.TELL.slug, {"form": form})


def understood(
    request: HttpRequest,
    draft: Draft,
    answers: Answers,
    typed: QueryDict | None,
    counted: Timeline | None,
) -> HttpResponse:
    """What was understood, each with where it came from; what is wrong is changed in place."""
    instead = request.POST.get("instead")
    if instead in Kind.values:  # the next likeliest kind, by one tap
        services.save_answers(by=Actor.of(request), draft=draft, step="kind", answers={"kind": instead})
        return redirect(address_of(draft, intake.UNDERSTOOD.slug))
    if request.POST.get("own"):  # whose words they are, by one tap
        services.save_steps(by=Actor.of(request), draft=draft, steps=as_own(answers))
        return redirect(address_of(draft, intake.UNDERSTOOD.slug))
    form = pages.UnderstoodForm(
        request.POST if request.method == "POST" else typed,
        answers=answers,
        counted=cast(Answers, counted.facts()) if counted is not None else None,
        today=timezone.localdate(),
    )
    if request.method == "POST" and form.is_valid():
        steps = as_understood(answers, form)
        services.save_steps(by=Actor.of(request), draft=draft, steps=steps)
        own = steps.get("tell", {}).get("whose") == "own" and "kind" not in steps
        here = intake.UNDERSTOOD.slug
        return redirect(address_of(draft, here if own else intake.after(here, answers | steps)))
    message = answers.get("message", {}).get("text", "")
    context = {"form": form, "message": message, "story": answers.get("story", {}).get("story", "")}
    return _page(request, draft, answers, intake.UNDERSTOOD.slug, context)


def _page(request: HttpRequest, draft: Draft, answers: Answers, slug: str, more: Answers) -> HttpResponse:
    context = step_context(draft, answers, slug) | more
    status = 422 if request.method == "POST" else 200
    return render(request, f"complaints/{slug}.html", context, status=status)
