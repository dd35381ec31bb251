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
from complaints.counting.timeline import Timeline
from complaints.forms.doubt import BOTH
from complaints.models import Contact, Draft, Kind
from complaints.throttles import too_many_drafts
from complaints.understanding import looks_pasted, named_by_message, shown_by_message, with_named
from complaints.views.codes import hold
from complaints.views.frame import Answers, address_of, step_context
from complaints.views.review import with_source

SHOWN_BY_MESSAGE = ("category", "signature", "opt_out", "amount", "claims_debt", "received_on")


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


def told(answers: Answers, said: dict[str, Any]) -> dict[str, Any]:
    """The steps that the first page answers; what was read in another message before is read anew."""
    story, text = said.get("story", ""), said.get("text", "")
    if not text and looks_pasted(story):
        story, text = (
            "",
            story,
        )  # a message in the place of the story: the next page says whose words they are
    steps: dict[str, Any] = {"story": {"story": story}}
    before = answers.get("message", {})
    if text != before.get("text", ""):
        kept = {"sender": before.get("sender", ""), "channel": before.get("channel") or "sms"}
        kept["received_on"] = before.get("received_on")
        steps["message"] = with_source(before, {"text": text, **kept})
        steps["reading"] = None
    return steps


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
        services.save_steps(by=Actor.of(request), draft=draft, steps=_as_own(answers))
        return redirect(address_of(draft, intake.UNDERSTOOD.slug))
    form = pages.UnderstoodForm(
        request.POST if request.method == "POST" else typed,
        answers=answers,
        counted=cast(Answers, counted.facts()) if counted is not None else None,
        today=timezone.localdate(),
    )
    if request.method == "POST" and form.is_valid():
        steps = _as_understood(answers, form)
        services.save_steps(by=Actor.of(request), draft=draft, steps=steps)
        own = steps.get("tell", {}).get("whose") == "own" and "kind" not in steps
        here = intake.UNDERSTOOD.slug
        return redirect(address_of(draft, here if own else intake.after(here, answers | steps)))
    message = answers.get("message", {}).get("text", "")
    context = {"form": form, "message": message, "story": answers.get("story", {}).get("story", "")}
    return _page(request, draft, answers, intake.UNDERSTOOD.slug, context)


def _as_understood(answers: Answers, form: pages.UnderstoodForm) -> dict[str, Any]:
    """The steps that the page answers. A kind chosen anew leaves what was read under another one for the next page."""
    said = pages.jsonable(form.cleaned_data)
    if said.get("whose") == "own":
        return _as_own(answers)
    kind = said["kind"]
    steps: dict[str, Any] = {"kind": {"kind": kind}, "understood": {"kind": form.kind}}
    if "situations" in said and kind == form.kind:
        both = said.get(BOTH) or answers.get("situations", {}).get(BOTH)
        steps["situations"] = {"situations": said["situations"]} | ({BOTH: True} if both else {})
    message = dict(answers.get("message", {}))
    received = said.get("received_on")
    if "sender" in said:
        message |= {"sender": said["sender"]}
        if not message.get("text"):
            message |= {"text": "", "channel": _way(said)}
    if "numbers" in said:
        told_numbers = said["numbers"].split()
        steps["callers"] = {"numbers": told_numbers}
        # Of nothing but a story the first of them is whom it came from.
        if told_numbers and "sender" not in said and kind != Kind.SECOND_HAND_NUMBER:
            message |= {"sender": told_numbers[0], "text": "", "channel": _way(said)}
    if message.get("text"):
        if received != message.get("received_on"):
            message["at"] = None
        ways = said.get("contacts-contacts__channels")
        if ways and message.get("channel", "sms") not in ways:
            message["channel"] = ways[0]
        message["received_on"] = received
        read = pages.jsonable(answers.get("reading") or shown_by_message(answers))
        steps["reading"] = {name: said.get(name, read.get(name)) for name in SHOWN_BY_MESSAGE}
    if message:
        steps["message"] = message
    # Left empty it happened once: on the first day, or on that of the message.
    last = said["last"] or (received if received and received > said["first"] else None)
    steps["event"] = {"first": said["first"], "last": last}
    for page, given in pages.by_page(form.cleaned_data).items():
        steps[page] = {**answers.get(page, {}), **given}
    if "party" in said and kind == form.kind:
        rows = answers.get("respondents", {}).get("rows")
        names = said["party"].splitlines()
        if rows is None:  # who signed the message comes beside whom the story names
            read = {name: one for name, one in (answers | steps).items() if one}
            names += [one["name"] for one in named_by_message(read, kind)]
        steps["respondents"] = {"rows": with_named(rows or (), names, kind)}
    if "earlier" in said:
        steps["prior"] = {"rows": form.earlier_rows(said["earlier"])}
    named = named_by_message(answers | {name: one for name, one in steps.items() if one}, kind)
    if named:
        steps["respondents"] = {"rows": named}
    return steps


def _as_own(answers: Answers) -> dict[str, Any]:
    """What was given as a message is the person's own story: it is read as that, on the same page."""
    message, story = dict(answers.get("message", {})), answers.get("story", {}).get("story", "")
    own = "\n".join(part for part in (story, message.pop("text", "")) if part)
    tell = {**answers.get("tell", {}), "whose": "own"}
    return {"tell": tell, "story": {"story": own}, "message": message | {"text": ""}, "reading": None}


def _way(said: dict[str, Any]) -> str:
    """How it came, of a number alone: by telephone, unless another way is told."""
    ways = said.get("contacts-contacts__channels") or []
    return str(ways[0]) if len(ways) == 1 else Contact.Channel.CALL.value


def _page(request: HttpRequest, draft: Draft, answers: Answers, slug: str, more: Answers) -> HttpResponse:
    context = step_context(draft, answers, slug) | more
    status = 422 if request.method == "POST" else 200
    return render(request, f"complaints/{slug}.html", context, status=status)
