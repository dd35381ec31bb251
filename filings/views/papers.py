"""Papers of a case: begin one, write in it, look at its versions, ask and approve. For the complainant and their lawyer."""

import secrets
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from accounts.actors import Actor
from accounts.services import unsent_here
from complaints.forms import Prose
from complaints.models import Complaint
from complaints.services import owns, record_read
from complaints.standing import standing_facts
from documents.blocks import Paper as Written
from documents.drafting import paper_document
from documents.editable import editable_paper
from documents.papers.kinds import GROUPS, Kind
from documents.papers.table import KINDS
from filings import drafting, services
from filings.models import Paper, PaperVersion, Recipient
from filings.services import Clash, Refused
from filings.views.cases import case_of
from filings.views.requests import quotes_of
from legal.models import Assessment
from legal.presentation import shown_plan

# Before the key of a block, as the names of its fields.
BLOCK, HEADING = "block-", "heading-"
JSON = "application/json"
FORMS = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}


class BeginForm(forms.Form):
    """To whom, and what this kind of paper asks besides the case; nothing must be answered."""

    def __init__(self, kind: Kind, addressees: list[str], data: Any = None, **more: Any) -> None:
        super().__init__(data, **more)
        if len(addressees) > 1:
            choices = [(name, name) for name in addressees]
            self.fields["addressee"] = forms.ChoiceField(label=_("写给谁"), choices=choices)
        for need in kind.needs:
            if "." in need.name:
                continue
            about: dict[str, Any] = {
                "label": _(need.label),
                "help_text": _(need.hint) if need.hint else "",
                "required": False,
            }
            choices = [(value, _(words)) for value, words in need.choices]
            field: forms.Field
            if need.several:
                tick = forms.CheckboxSelectMultiple
                field = forms.MultipleChoiceField(choices=choices, widget=tick, **about)
            elif need.choices:
                field = forms.ChoiceField(choices=[("", _("不填")), *choices], **about)
            else:
                widget = forms.Textarea(attrs={"rows": 4}) if need.long else forms.TextInput()
                field = Prose(max_length=2000, widget=widget, **about)
            self.fields[f"need-{need.name}"] = field

    @property
    def given(self) -> dict[str, str]:
        """The answers, by the name of what was asked."""
        said = {
            name.removeprefix("need-"): " ".join(value) if isinstance(value, list) else value
            for name, value in self.cleaned_data.items()
            if name.startswith("need-")
        }
        return {name: value for name, value in said.items() if value}


def _case(request: HttpRequest, number: str) -> Complaint:
    """The case, for who may write its papers; 404 for everybody else."""
    complaint = case_of(request, number)
    if not services.may_draft(Actor.of(request), complaint):
        raise Http404
    return complaint.read_whole()


def _paper(request: HttpRequest, paper_id: UUID) -> Paper:
    by = Actor.of(request)
    papers = Paper.objects.visible_to(by).select_related("complaint", "recipient", "firm", "approved")
    found = get_object_or_404(papers, pk=paper_id)
    if not services.may_draft(by, found.complaint):
        raise Http404
    return found


@require_http_methods(["GET", "POST"])
@never_cache
def papers(request: HttpRequest, number: str) -> HttpResponse:
    """The papers of a case, and which can be begun; a letter to a recipient is begun here at once."""
    complaint, by = _case(request, number), Actor.of(request)
    if request.method == "POST":
        sent = request.POST.get("recipient", "")
        pk = int(sent) if sent.isascii() and sent.isdecimal() else 0
        company = request.POST.get("company", "")
        known = (
            None if company else get_object_or_404(Recipient.objects.for_case(complaint).reachable(), pk=pk)
        )
        try:
            recipient = known or services.name_recipient(
                by=by, complaint=complaint, channel=request.POST.get("channel", ""), name=company
            )
            begun = services.begin_paper(by=by, complaint=complaint, recipient=recipient)
        except Refused as refused:
            messages.error(request, str(refused))
            return redirect("papers", number=number)
        return redirect("paper", paper_id=begun.pk)
    record_read(by=by, complaint=complaint, what="document")
    kept = Paper.objects.visible_to(by).filter(complaint=complaint).select_related("approved")
    context = {
        "complaint": complaint,
        "client": "" if owns(by, complaint.pk) else complaint.complainant.name,
        "papers": kept.standing(),
        "discarded": kept.filter(state=Paper.State.DISCARDED),
        "groups": _groups(by, complaint),
        "recipients": _recipients(complaint, kept),
    }
    return render(request, "filings/papers.html", context)


def _groups(by: Actor, complaint: Complaint) -> list[tuple[str, list[Kind]]]:
    kinds = services.kinds_for(by, complaint)
    found = [(title, [kind for kind in kinds if kind.group == group]) for group, title in GROUPS.items()]
    return [(title, group) for title, group in found if group]


def _recipients(complaint: Complaint, kept: Any) -> list[tuple[str, Recipient]]:
    """Whom a letter or claim can go to now and has none drafted, with what the channel is called."""
    latest = Assessment.objects.latest_of(complaint)
    plan = shown_plan(latest.result, complaint.kind) if latest else []
    titles = {str(way["channel"]): str(way["title"]) for way in plan if way["open"]}
    begun = {one.recipient_id for one in kept if one.state != Paper.State.DISCARDED}
    found = services.recipients_by(complaint, titles)
    return [
        (title, one)
        for channel, title in titles.items()
        for one in found[channel]
        if one.pk is None or one.pk not in begun
    ]


@require_http_methods(["GET", "POST"])
@never_cache
def begin(request: HttpRequest, number: str, kind: str) -> HttpResponse:
    """What a kind of paper asks for, and begin it."""
    complaint, by = _case(request, number), Actor.of(request)
    found = next((one for one in services.kinds_for(by, complaint) if one.slug == kind), None)
    if found is None:
        raise Http404
    named = [one.name for one in services.addressees_for(complaint, found) if one.name]
    typed = request.POST if request.method == "POST" else unsent_here(request=request, at=timezone.now())
    form = BeginForm(found, named, typed)
    problem = ""
    if request.method == "POST" and form.is_valid():
        to = form.cleaned_data.get("addressee", named[0] if named else "")
        try:
            begun = services.begin_paper(
                by=by, complaint=complaint, kind=kind, addressee=to, given=form.given
            )
        except Refused as refused:
            problem = str(refused)
        else:
            return redirect("paper", paper_id=begun.pk)
    context = {
        "complaint": complaint,
        "kind": found,
        "form": form,
        "people": any("." in need.name for need in found.needs),
        "own": owns(by, complaint.pk),
        "addressee": named[0] if len(named) == 1 else "",
        "problem": problem,
    }
    return render(request, "filings/paper_begin.html", context, status=422 if problem or form.errors else 200)


@require_http_methods(["GET", "POST"])
@never_cache
def paper(request: HttpRequest, paper_id: UUID) -> HttpResponse:
    """The drafting page. The script saves as one types; without it a button does the same."""
    found = _paper(request, paper_id)
    if request.method == "GET":
        record_read(by=Actor.of(request), complaint=found.complaint, what="document")
        # A text that came after its writer's session had ended lies over the version that they had before them.
        return _drafted(request, found, typed=unsent_here(request=request, at=timezone.now()))
    try:
        written, done = _kept(request, found)
    except Refused as refused:
        if _wants_json(request):
            return JsonResponse({"problem": str(refused)}, status=422)
        return _drafted(request, found, typed=request.POST, problem=str(refused), status=422)
    if _wants_json(request):
        return JsonResponse(_told(written), status=409 if written.clashes else 200)
    if written.clashes:
        return _drafted(request, found, typed=request.POST, clashes=written, status=409)
    messages.success(request, _("已存为第 %d 版。") % written.version.number + done + _ended(written))
    return redirect(f"{reverse('paper', args=[found.pk])}{_place(request, written)}")


def _wants_json(request: HttpRequest) -> bool:
    return request.headers.get("Accept") == JSON


def _kept(request: HttpRequest, found: Paper) -> tuple[services.Written, str]:
    """What was written is kept first; then the act of the button that was pressed, and what it did in words."""
    by, fields = Actor.of(request), request.POST
    page = fields.get("page", "")[:32]
    written = services.edit_paper(
        by=by,
        paper=found,
        texts=_texts(fields),
        headings=_texts(fields, HEADING),
        seen=_seen(fields),
        page=page,
    )
    if written.clashes or _wants_json(request):
        return written, ""
    act, _colon, key = fields.get("do", "").partition(":")
    seen = written.version.number
    if act == "reset":
        return services.reset_block(by=by, paper=found, key=key, seen=seen), ""
    if act in ("up", "down"):
        return services.move_block(by=by, paper=found, key=key, up=act == "up", page=page), ""
    if act == "remove":
        removed = services.remove_block(by=by, paper=found, key=key, seen=seen, page=page)
        return removed, _("那一段已去掉，以前的版本里还有。")
    if act in ("quote", "unquote"):
        quoted = services.quote_in_paper(by=by, paper=found, told=key, put=act == "quote")
        return quoted, _("那一句写进去了。") if act == "quote" else _("那一句拿出来了。")
    # What stands in the fields of a new block is put in, whichever button was pressed.
    if act == "add" or fields.get("new-text", "").strip() or fields.get("new-heading", "").strip():
        added = services.add_block(
            by=by,
            paper=found,
            text=fields.get("new-text", ""),
            heading=fields.get("new-heading", ""),
            after=fields.get("new-after", ""),
            page=page,
        )
        return added, _("已加上一段。")
    return written, ""


def _place(request: HttpRequest, written: services.Written) -> str:
    """The block that an act was about, as the page's anchor."""
    act, _colon, key = request.POST.get("do", "").partition(":")
    if act in ("quote", "unquote"):
        return "#about-facts"
    if act == "add" and written.version.put_in:
        key = max((one.key for one in written.version.put_in), key=lambda one: int(one.rpartition("-")[2]))
    return f"#about-{key}" if key and act in ("add", "up", "down", "reset") else ""


def _texts(fields: Mapping[str, Any], before: str = BLOCK) -> dict[str, str]:
    return {
        name.removeprefix(before): str(fields[name]).replace("\r\n", "\n")
        for name in fields
        if name.startswith(before)
    }


def _told(written: services.Written) -> dict[str, Any]:
    """What a save came to, for the script of the page."""
    number = written.version.number
    if not written.clashes:
        said = _("已自动存为第 %d 版。") % number + _ended(written)
        version = written.version
        if doubts := services.doubts_of(version.paper.complaint, version, services.texts_of(version)):
            said += _("有 %d 处案件和法律数据里找不到，按“保存”看是哪些。") % len(doubts)
        return {"version": number, "said": said}
    aside = written.aside.number if written.aside else number
    said = _("同一段有人同时改了，没有覆盖；您写的另存为第 %d 版。按“保存”对照着改。") % aside
    return {"version": number, "said": said}


def _ended(written: services.Written) -> str:
    """That what was prepared of the version before does not go out."""
    return _("以前备好、还没有发出的那一份不再发出，要重新同意。") if written.ended else ""


def _seen(fields: Mapping[str, Any]) -> int:
    """The version that a form was shown over."""
    seen = str(fields.get("seen", ""))
    return int(seen) if seen.isascii() and seen.isdecimal() and len(seen) < 6 else 0


def _drafted(
    request: HttpRequest,
    found: Paper,
    *,
    typed: Any = None,
    problem: str = "",
    clashes: services.Written | None = None,
    status: int = 200,
) -> HttpResponse:
    by, version, given = Actor.of(request), found.current, typed or {}
    found.refresh_from_db(fields=["state", "approved"])
    clashed: tuple[Clash, ...] = clashes.clashes if clashes else ()
    texts, titled = (_texts(typed), _texts(typed, HEADING)) if typed else ({}, {})
    # What is not kept yet is still over the version that its writer saw: saved later, it is joined with what came since.
    seen = _seen(typed) if typed and found.versions.filter(number=_seen(typed), aside=False).exists() else 0
    if clashes:
        seen = 0
        # Only what clashed is not kept yet: the rest stands as it was joined.
        texts = {one.key: one.mine for one in clashed}
        titled = {one.key: one.heading for one in clashed}
    versions = list(found.versions.defer("generated", "edits", "added").order_by("-number")[:30])
    owner = owns(by, found.complaint_id)
    names = drafting.writers(found, [*versions, version], me=by.label)
    context = {
        "paper": found,
        "complaint": found.complaint,
        "client": "" if owner else found.complaint.complainant.name,
        "owner": owner,
        "closed": found.state == Paper.State.DISCARDED or not services.may_write(by, found),
        "seen": seen or version.number,
        "page": str(given.get("page", ""))[:32] or secrets.token_hex(8),
        "shown": drafting.shown(found, version, typed=texts, titled=titled, clashes=clashed),
        "places": drafting.places(version),
        "moves": (("up", _("上移")), ("down", _("下移")), ("remove", _("去掉这一段"))),
        "new": {
            "heading": str(given.get("new-heading", "")),
            "text": str(given.get("new-text", "")),
            # Most of what is added tells more of what happened.
            "after": str(given.get("new-after", "")) or _after_facts(version),
        },
        "versions": [(one, names[one.written_by]) for one in versions],
        "writer": names[version.written_by],
        "aside": clashes.aside if clashes else None,
        "problem": problem,
        "story": found.complaint.standing_story if _told_by_choice(found) else "",
        "quotes": quotes_of(services.quotable_in(found, version)),
        "to_court": found.recipient is None or found.recipient.channel == services.COURT,
        "unsaved": bool(typed) and request.method == "GET",
    }
    return render(request, "filings/paper.html", context, status=status)


def _after_facts(version: PaperVersion) -> str:
    keys = [key for key, _place in drafting.places(version)]
    return next((key for key in ("facts", "messages") if key in keys), keys[-1])


def _told_by_choice(found: Paper) -> bool:
    """Where what the person wrote is told anew before it is handed in, or goes to the other side."""
    if found.recipient is not None:
        owed = standing_facts(found.complaint).get("debt", {}).get("owed", "")
        return services.by_choice(found.recipient.channel, owed, found.complaint.standing_story)
    return found.kind in KINDS and KINDS[found.kind].group == "court"


@require_http_methods(["GET", "HEAD", "POST"])
def act(request: HttpRequest, paper_id: UUID, act: str) -> HttpResponse:
    """Take what the case says now, ask the complainant, or put the paper away."""
    found = _paper(request, paper_id)
    acts = {
        "update": (services.update_paper, _("已按现在的情况更新；改过的段落没有动。")),
        "ask": (services.ask_approval, _("已请投诉人确认。")),
        "discard": (services.discard_paper, _("这份文书不用了；各个版本还能看。")),
    }
    if act not in acts:
        raise Http404
    if request.method != "POST":
        return redirect("paper", paper_id=found.pk)
    perform, done = acts[act]
    try:
        perform(by=Actor.of(request), paper=found)  # type: ignore[operator]
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, done)
        if act == "discard":
            return redirect("papers", number=found.complaint.number)
    return redirect("paper", paper_id=found.pk)


@require_http_methods(["GET", "POST"])
@never_cache
def approve(request: HttpRequest, paper_id: UUID) -> HttpResponse:
    """The complainant reads the whole paper, with every edited block marked, and approves this version."""
    found = _paper(request, paper_id)
    by = Actor.of(request)
    if not owns(by, found.complaint_id):
        raise Http404
    problem = ""
    if request.method == "POST":
        digest, checked = request.POST.get("digest", ""), "checked" in request.POST
        try:
            services.approve_paper(by=by, paper=found, digest=digest, checked=checked)
        except Refused as refused:
            problem = str(refused)
        else:
            messages.success(request, _("已确认这一版。以后再改，要重新确认。"))
            return redirect("paper", paper_id=found.pk)
    context = {
        "paper": found,
        "complaint": found.complaint,
        "shown": drafting.shown(found, found.current),
        "problem": problem,
    }
    return render(request, "filings/paper_approve.html", context, status=422 if problem else 200)


@require_safe
@never_cache
def version(request: HttpRequest, paper_id: UUID, place: int) -> HttpResponse:
    """One version as it was written, with its differences from what was generated."""
    found = _paper(request, paper_id)
    row = get_object_or_404(found.versions, number=place)
    by = Actor.of(request)
    record_read(by=by, complaint=found.complaint, what="document")
    context = {
        "paper": found,
        "complaint": found.complaint,
        "shown": drafting.shown(found, row, compare=False),
        "writer": drafting.writers(found, [row], me=by.label)[row.written_by],
    }
    return render(request, "filings/paper_version.html", context)


@require_safe
@never_cache
def file(request: HttpRequest, paper_id: UUID, place: int, form: str) -> HttpResponse:
    """A version as PDF/A or as a Word file."""
    found = _paper(request, paper_id)
    row: PaperVersion = get_object_or_404(found.versions, number=place)
    if form not in FORMS:
        raise Http404
    record_read(by=Actor.of(request), complaint=found.complaint, what="document")
    written: Written = row.as_written
    made = paper_document(written).pdf if form == "pdf" else editable_paper(written, at=row.at)
    response = HttpResponse(made, content_type=FORMS[form])
    name = f"{found.complaint.number}-{found.kind}-{row.number}.{form}"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
