"""The pages of a draft. Every page keeps what was typed, also when it cannot take it yet."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.db.models import Exists, OuterRef
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from accounts.actors import Actor
from accounts.services import unsent_here
from complaints import facts, intake, services
from complaints import forms as pages
from complaints.counting.timeline import Party, Timeline
from complaints.forms.doubt import BOTH, DebtForm, OneDebtForm
from complaints.models import Act, Complaint, Contact, Draft, LedgerEntry
from complaints.questions import MATTERS, matter_of
from complaints.reading import decode, facts_from, own_number_in, reading_once
from complaints.review import counted_in, inputs_of, summary_of, with_source
from complaints.services import answers_of
from complaints.stated import Groups
from complaints.understanding import (
    as_prior,
    earlier_told,
    reading_of,
    shown_by_message,
    situations_suggested,
    story_of,
    wanted,
)
from complaints.views.frame import address_of, held_draft, next_page, step_context
from complaints.views.telling import tell, understood

Answers = dict[str, Any]
COUNTED = "counted"  # beside the answers of the steps, while a page is shown; never kept
PARTIES = "parties"  # the same: who sent what was chosen out of a backup
ASKED_OF_CONTACTS = ("understood", "event", "contacts", "refusal", "respondents", "review")
ELSEWHERE = (intake.SCREENSHOT.slug, intake.WANTS.slug, intake.FILES)  # pages of evidence and of the law
# Looked for in the statement that brings the draft: most have none, and the last step is a hot one.
HAS_CONTACTS = Exists(Contact.objects.filter(complaint_id=OuterRef("pk")))


def home(request: HttpRequest) -> HttpResponse:
    return render(request, "complaints/home.html", {"form": pages.TellForm()})


@require_http_methods(["GET", "POST"])
@never_cache
@reading_once()
def step(request: HttpRequest, draft_id: UUID, slug: str) -> HttpResponse:
    """One page of the way, or one on which a single matter is changed: show it, or take its answers and go on."""
    drafts = Draft.objects.visible_to(Actor.of(request)).annotate(has_contacts=HAS_CONTACTS)
    draft = drafts.filter(pk=draft_id).first()
    if draft is None:
        complaint = get_object_or_404(Complaint.objects.whole_to(Actor.of(request)), pk=draft_id)
        return redirect("receipt", number=complaint.number)
    answers = answers_of(draft)
    known = {one.slug for one in [*intake.steps_for(answers), *intake.pages_for(answers)]}
    if slug not in known:
        return redirect(next_page(draft, answers))
    if slug in ELSEWHERE:
        return redirect(address_of(draft, slug))
    needed = draft.has_contacts and slug in ASKED_OF_CONTACTS
    counted = counted_in(draft.pk, answers) if needed else None
    if slug == intake.REVIEW.slug:
        return _review(request, draft, answers, counted)
    if counted is not None and slug != intake.UNDERSTOOD.slug:
        answers |= {COUNTED: counted.facts(), PARTIES: counted.parties}
    typed = None if request.method == "POST" else unsent_here(request=request, at=timezone.now())
    if typed is not None:
        messages.info(request, _("您上次写的内容放回了下面，还没有提交。"))
    if slug == intake.TELL.slug:
        return tell(request, draft, answers, typed)
    if slug == intake.UNDERSTOOD.slug:
        return understood(request, draft, answers, typed, counted)
    form = _form(slug, answers, request, typed)
    if request.method == "POST" and form.is_valid() and _may_name(slug, form, Actor.of(request)):
        return _take(request, draft, answers, slug, form)
    context = step_context(draft, answers, slug) | {
        "form": form,
        "is_formset": isinstance(form, forms.BaseFormSet),
    }
    context |= _extras(slug, answers)
    return render(
        request,
        f"complaints/{_template(slug)}.html",
        context,
        status=422 if request.method == "POST" else 200,
    )


def _may_name(slug: str, form: Any, by: Actor) -> bool:
    """Whether who fills this in may file for whom they name; else the form says why not."""
    if slug != intake.YOU.slug or not form.cleaned_data.get("helper"):
        return True
    try:
        services.check_helper(by, form.cleaned_data["email"])
    except services.NotFiled as refused:
        form.add_error(None, str(refused))
        return False
    return True


def _template(slug: str) -> str:
    if slug in ("prior", "respondents"):
        return "rows"
    return slug if slug in ("message", "reading", "you") else "step"


def _form(slug: str, answers: Answers, request: HttpRequest, typed: QueryDict | None) -> Any:
    """The form of a step, filled from the request, what could not be sent before, the draft, or what the message shows."""
    data = request.POST if request.method == "POST" else typed
    files = request.FILES if request.method == "POST" else None
    before = answers.get(slug, {})
    matter = matter_of(slug, answers.get("kind", {}).get("kind", ""))
    two = bool(answers.get("situations", {}).get(BOTH))
    if matter is not None:
        asked: Answers = {"matter": matter, "initial": before or _proposed(answers)}
        if slug == "debt":
            return DebtForm(data, situations=facts.chosen_situations(answers), confirmed=two, **asked)
        return pages.MatterForm(data, **asked)
    if slug == "kind":
        return pages.KindForm(data, told=True, initial=before)
    if slug == "situations":
        return OneDebtForm(
            data,
            kind=answers["kind"]["kind"],
            owed=answers.get("debt", {}).get("debt__owed") or "",
            confirmed=two,
            initial={"situations": facts.chosen_situations(answers) or list(_suggested(answers))},
        )
    if slug in ("prior", "respondents"):
        formset = pages.PriorFormSet if slug == "prior" else pages.RespondentFormSet
        named = answers.get("respondents", {}).get("rows", ())
        among = {"among": facts.several_of_a_role(named)}
        of_kind = among if slug == "prior" else {"kind": answers["kind"]["kind"]}
        rows = before.get("rows") or _proposed_steps(slug, answers) or _proposed_respondents(slug, answers)
        return formset(data, initial=rows, prefix=slug, form_kwargs=of_kind)
    if slug == "you":
        own = own_number_in(story_of(answers))
        return pages.YouForm(data, initial=before, capacity=facts.capacity_of(answers), own_number=own)
    if slug == "story":
        return pages.StoryForm(data, initial=before)
    if slug == "reading":
        return pages.ReadingForm(data, initial=before or shown_by_message(answers))
    if slug == "event":
        once = facts.happened_once(answers.get("contacts", {}).get("contacts__count"))
        return pages.EventForm(data, initial=before or _dates(slug, answers), once=once)
    return pages.MessageForm(data, files, initial=before or _dates(slug, answers))


def _take(request: HttpRequest, draft: Draft, answers: Answers, slug: str, form: Any) -> HttpResponse:
    """Keep the answers of a valid page and go to the next one."""
    if isinstance(form, forms.BaseFormSet):
        key = "to" if slug == "prior" else "name"
        kept: Answers = {"rows": pages.chosen(form.cleaned_data, key)}
        if slug == "respondents":
            kept = {
                "rows": [
                    pages.jsonable(row) for row in form.cleaned_data if row.get("name") or row.get("role")
                ]
            }
    else:
        kept = pages.jsonable({name: value for name, value in form.cleaned_data.items() if name != "file"})
    if slug == "message":
        problem = _take_file(form, kept)
        if problem:
            context = step_context(draft, answers, slug) | {"form": form, "is_formset": False}
            return render(request, "complaints/message.html", context, status=422)
        kept = with_source(answers.get("message", {}), kept)
        if kept != answers.get("message"):
            services.save_answers(by=Actor.of(request), draft=draft, step="reading", answers=None)
            answers.pop("reading", None)
    two = kept.pop(BOTH, False) or answers.get("situations", {}).get(BOTH)
    if two:
        situations = kept if slug == "situations" else answers.get("situations", {})
        answers["situations"] = {**situations, BOTH: True}
        services.save_answers(
            by=Actor.of(request), draft=draft, step="situations", answers=answers["situations"]
        )
    if slug != "situations" or not two:
        services.save_answers(by=Actor.of(request), draft=draft, step=slug, answers=kept)
        answers[slug] = kept
    if request.POST.get("then") == "review" and intake.understood(answers):
        return redirect(address_of(draft, intake.REVIEW.slug))
    return redirect(address_of(draft, intake.after(slug, answers)))


def _take_file(form: Any, kept: Answers) -> bool:
    """Put the text of an uploaded message file in place; True when it cannot be read as text."""
    file = form.cleaned_data.get("file")
    if file is None:
        return False
    text, encoding = decode(file.read())
    if 20 * sum(sign == "\ufffd" or bool(pages.CONTROL.match(sign)) for sign in text) > len(text):
        form.add_error(
            "file",
            _("读不出文字：这个文件不是 UTF-8、UTF-16 或 GB18030 编码的文本。截图请在“证据文件”一步上传。"),
        )
        return True
    if len(text) > pages.MAX_MESSAGE:
        form.add_error("file", _("文件里的文字太长。这一步只要一条短信；整份备份请在“证据文件”一步上传。"))
        return True
    kept["text"] = pages.CONTROL.sub("", text.replace("\r\n", "\n")).strip()
    kept["encoding"] = encoding
    return False


def _proposed(answers: Answers) -> Answers:
    """Facts that the message shows, as the initial answers of the questions about them; each can be changed."""
    shown: Groups = {}
    if answers.get("message", {}).get("text"):
        shown = facts_from(reading_of(answers))
        facts.place_message(shown, answers)  # what the person corrected wins over what was read
    proposed: Answers = dict(shown)
    for folder, counted in answers.get(COUNTED, {}).items():  # of many messages more is known than of one
        proposed[folder] = proposed.get(folder, {}) | counted
    found: Answers = {"wishes": list(wanted(answers, answers["kind"]["kind"]))}
    for matter in MATTERS:
        for ask in matter.asks:
            folder, _dot, key = ask.fact.partition(".")
            value = proposed.get(folder, {}).get(key)
            if value is not None:
                found[ask.name] = (
                    {True: "yes", False: "no"}.get(value, value) if isinstance(value, bool) else value
                )
    return found


def _suggested(answers: Answers) -> dict[str, tuple[str, ...]]:
    """Situations that the story suggests, each with its words."""
    return situations_suggested(answers, answers["kind"]["kind"])


def _words(answers: Answers) -> list[str]:
    return list(dict.fromkeys(word for words in _suggested(answers).values() for word in words))


def _proposed_steps(slug: str, answers: Answers) -> list[Answers]:
    """The earlier steps that the story tells, until the page is answered."""
    if slug != "prior" or "prior" in answers:
        return []
    return [as_prior(one) for one in earlier_told(answers, today=timezone.localdate())]


def _proposed_respondents(slug: str, answers: Answers) -> list[Answers]:
    """Who signed the message, and those who signed most of what was chosen out of a backup; each can be changed."""
    if slug != "respondents":
        return []
    signed = [
        answers.get("reading", {}).get("signature"),
        *(one.signature for one in answers.get(PARTIES, ())),
    ]
    names = [name for name in dict.fromkeys(signed) if name]
    return [{"name": name, "role": "content_provider"} for name in names[: pages.MOST_RESPONDENTS]]


def _dates(slug: str, answers: Answers) -> Answers:
    if slug == "event" and "event" in answers.get(COUNTED, {}):
        return dict(answers[COUNTED]["event"])
    # One message tells neither when it began nor when it was last.
    return {"channel": "sms"} if slug == "message" else {}


def _extras(slug: str, answers: Answers) -> dict[str, Any]:
    """What single pages show besides their form."""
    matter = next((one for one in MATTERS if one.slug == slug), None)
    if matter is not None:
        return {"why": matter.why}
    if slug == "reading":
        reading = reading_of(answers)
        return {
            "message": answers["message"],
            "pieces": pieces(answers["message"]["text"], reading.spans),
            "reading": reading,
        }
    if slug == "situations":
        return {
            "why": _("选出的情形决定接下来问什么；法律上怎么定，以后面的事实为准。"),
            "words": _words(answers),
        }
    whys = {
        "event": _("适用哪一天的法律、期限从哪天算，都看发生的日期。"),
        "prior": _("有的渠道要先找过运营商才受理；有的受理过就不能再去别处。"),
        "respondents": _("知道多少写多少。不知道是谁，可以请运营商和短信公司说明，材料里会写上这个要求。"),
        "story": _("您的原话会原样保留，写进材料的“经过”。"),
    }
    hints = {
        "prior": _("没有找过任何人，直接点“保存并继续”。找过不止两个，保存后回到这一页会多出空位。"),
        "respondents": _("不知道就留空。先写最可能负责的；保存后回到这一页可以再加。"),
    }
    shown: dict[str, Any] = {"why": whys.get(slug, ""), "hint": hints.get(slug, "")}
    if slug == "respondents":
        named = [row.get("name", "") for row in answers.get(slug, {}).get("rows", ())]
        shown["parties"] = [(one, _is_named(one, named)) for one in answers.get(PARTIES, ())]
    return shown


def _is_named(party: Party, names: list[str]) -> bool:
    return bool(party.signature) and any(party.signature in name for name in names)


def pieces(text: str, spans: Mapping[str, Sequence[tuple[int, int]]]) -> list[tuple[str, str]]:
    """The message cut at what was found in it: (text, name of the found thing or "")."""
    marks = sorted((start, end, name) for name, places in spans.items() for start, end in places)
    cut: list[tuple[str, str]] = []
    place = 0
    for start, end, name in marks:
        if start < place:
            continue
        cut += [(text[place:start], ""), (text[start:end], name)]
        place = end
    return [piece for piece in [*cut, (text[place:], "")] if piece[0]]


def _review(request: HttpRequest, draft: Draft, answers: Answers, counted: Timeline | None) -> HttpResponse:
    """Check your answers, then file."""
    missing = intake.missing(answers)
    numbers = counted.numbers if counted is not None else ()
    if request.method == "POST" and not missing:
        inputs = inputs_of(answers)
        try:
            filed = services.file_complaint(
                by=Actor.of(request),
                draft=draft,
                facts=facts.facts_of(answers, filing_date=timezone.localdate(), numbers=numbers),
                **inputs,
            )
        except services.NotFiled as refused:
            messages.error(request, str(refused))
            if not Draft.objects.filter(pk=draft.pk).exists():  # it went with the account
                return redirect("home")
            return redirect(address_of(draft, intake.YOU.slug))
        return redirect("receipt", number=filed.complaint.number)
    context = step_context(draft, answers, intake.REVIEW.slug) | {
        "missing": [(one.title, address_of(draft, one.slug)) for one in missing],
        "sections": summary_of(answers, lambda slug: address_of(draft, slug)),
        "counted": counted,
        "exhibit_count": len(
            services.received_and_kept(
                LedgerEntry.objects.filter(
                    complaint_id=draft.pk, act__in=[Act.EXHIBIT_RECEIVED, Act.EXHIBIT_ERASED]
                )
            )
        ),
        "files_address": address_of(draft, intake.FILES),
    }
    return render(request, "complaints/review.html", context, status=422 if request.method == "POST" else 200)


@require_POST
def discard(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    draft = held_draft(request, draft_id)
    services.discard_draft(by=Actor.of(request), draft=draft)
    messages.success(request, _("草稿已删除。"))
    return redirect("home")
