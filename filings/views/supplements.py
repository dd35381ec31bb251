"""A supplement, for the complainant: write and choose, see what leaves, consent, send, follow; or hand in and record."""

from collections.abc import Callable
from datetime import date
from typing import Any, cast
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.actors import Actor
from accounts.services import unsent_here
from complaints.forms import DayField, Prose
from complaints.services import owns, record_read
from evidence import services as evidence
from evidence.models import Exhibit
from evidence.sealed.erasures import tell_erasures
from filings import services
from filings.models import Filing, Supplement, whole_case
from filings.services import covered_by, takes_uncovered
from filings.standing import again_at
from filings.ways.table import is_carried, part_of

State = Supplement.State


class WritingForm(forms.Form):
    """The words, files to receive now, and which of the case go along."""

    text = Prose(label=gettext_lazy("您要说的"), required=False, widget=forms.Textarea(attrs={"rows": 8}))
    exhibits = forms.ModelMultipleChoiceField(
        queryset=Exhibit.objects.none(),
        required=False,
        label=gettext_lazy("已经在这件投诉里的文件，附上哪些"),
        widget=forms.CheckboxSelectMultiple,
    )
    uncovered = forms.ModelMultipleChoiceField(
        queryset=Exhibit.objects.none(),
        required=False,
        label=gettext_lazy("遮盖过的文件，哪些给法院看没有遮盖的"),
        help_text=gettext_lazy("不勾，法院拿到的就是遮盖副本。勾了的，您遮住的内容对方也会看到。"),
        widget=forms.CheckboxSelectMultiple,
    )

    def offer(self, filing: Filing) -> None:
        """Ask about the files that the recipient has not got; about nothing where there are none."""
        held = Exhibit.objects.of_case(filing.complaint_id).filter(sealed__wrapped_key__isnull=False)
        rows = list(held.select_related("sealed").with_copies())
        known = services.with_recipient(filing, rows)
        new = [one for one in rows if one not in known]
        hidden = [one for one in new if covered_by(one)] if takes_uncovered(filing.recipient) else []
        for name, chosen, label in (("exhibits", new, _label), ("uncovered", hidden, _name)):
            if not chosen:
                del self.fields[name]
                continue
            field = cast("forms.ModelMultipleChoiceField[Exhibit]", self.fields[name])
            field.queryset = held.filter(pk__in=[one.pk for one in chosen]).with_copies()
            field.label_from_instance = label  # type: ignore[method-assign,assignment]


class HandedInForm(forms.Form):
    on = DayField(
        label=gettext_lazy("哪天递交的"), error_messages={"required": gettext_lazy("请填递交的日期。")}
    )


class ProofForm(forms.Form):
    proof = Prose(
        label=gettext_lazy("怎么核实的"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": gettext_lazy("请写明怎么核实的。")},
    )


def _name(exhibit: Exhibit) -> str:
    return f"{exhibit.ordinal}. {exhibit.filename}"


def _label(exhibit: Exhibit) -> str:
    copy = exhibit.clean_copy
    about = _("（遮盖副本）") if covered_by(exhibit) else ""
    if copy is None or not copy.final:
        about += _("（还在检查）")
    elif not copy.ready:
        about += _("（没有查看副本）")
    return _name(exhibit) + about


def _own_filing(request: HttpRequest, filing_id: UUID) -> Filing:
    """The filing, for the complainant alone."""
    found = get_object_or_404(
        Filing.objects.filter(complaint__in=whole_case(Actor.of(request)).values("complaint")).select_related(
            "complaint", "recipient"
        ),
        pk=filing_id,
    )
    if not owns(Actor.of(request), found.complaint_id):
        raise Http404
    return found


def _supplement(request: HttpRequest, supplement_id: UUID) -> Supplement:
    """The supplement, for who may see the whole case; the desk reads it on its own page."""
    by = Actor.of(request)
    seen = Supplement.objects.visible_to(by).filter(filing__complaint__in=whole_case(by).values("complaint"))
    related = ("filing__complaint", "filing__recipient", "filing__organisation", "consent", "letter")
    return get_object_or_404(seen.select_related(*related), pk=supplement_id)


@require_http_methods(["GET", "POST"])
@never_cache
def write(request: HttpRequest, filing_id: UUID) -> HttpResponse:
    """Write and choose. What was typed is kept at every step, also when a file is refused or still being looked at."""
    filing = _own_filing(request, filing_id)
    begun = filing.supplements.filter(state__in=Supplement.OPEN).first()
    typed = request.POST or unsent_here(request=request, at=timezone.now())
    form = WritingForm(typed or None, initial=_as_begun(begun))
    form.offer(filing)
    problem = ""
    if request.method == "POST" and form.is_valid():
        kept = _kept_or_why(request, filing, form)
        if isinstance(kept, HttpResponse):
            return kept
        problem, form = kept
    elif request.method == "POST":
        problem = _("页面发来的内容不完整。写的还在下面，请再点一次。")
    context = {
        "filing": filing,
        "complaint": filing.complaint,
        "form": form,
        "questions": services.open_questions(Supplement(filing=filing)),
        "problem": problem,
        "no_more": services.why_no_more(filing),
        "most": services.MOST_CHARACTERS,
    }
    return render(request, "filings/supplement_write.html", context, status=422 if problem else 200)


@require_POST
def correct(request: HttpRequest, filing_id: UUID) -> HttpResponse:
    """Write what the recipient should know by now, and go to see it; nothing leaves before it is consented to."""
    filing = _own_filing(request, filing_id)
    try:
        row = services.write_correction(by=Actor.of(request), filing=filing)
    except services.Refused as refused:
        messages.error(request, str(refused))
        return redirect("filing", filing_id=filing.pk)
    return redirect("supplement", supplement_id=row.pk)


def _as_begun(begun: Supplement | None) -> dict[str, Any]:
    """What was written before: as typed, or as it was consented to and not sent."""
    if begun is None:
        return {}
    text = begun.text
    if begun.state == State.PREPARED and (content := _content(begun)):
        text = content["words"]
    return {"text": text, "exhibits": begun.exhibits, "uncovered": begun.uncovered}


def _kept_or_why(
    request: HttpRequest, filing: Filing, form: WritingForm
) -> HttpResponse | tuple[str, WritingForm]:
    """Take in the files, keep what is written and go to see it; or why not, and the form with all that came."""
    by = Actor.of(request)
    chosen = [one.pk for one in form.cleaned_data.get("exhibits", ())]
    uncovered = [one.pk for one in form.cleaned_data.get("uncovered", ()) if one.pk in chosen]
    if why := services.why_no_more(filing):
        return why, form
    taken, refused = _received(request, filing)
    chosen += [one for one in taken if one not in chosen]
    if not chosen and not refused and not form.cleaned_data["text"].strip():
        return _("还没有写内容，也没有选文件。写一句，或者选一个文件，再继续。"), form
    try:
        kept = services.write_supplement(
            by=by, filing=filing, text=form.cleaned_data["text"], exhibits=chosen, uncovered=uncovered
        )
    except services.Refused as error:
        came = request.POST.copy()
        came.setlist("exhibits", [str(one) for one in chosen])
        again = WritingForm(came)
        again.offer(filing)
        return str(error), again
    if refused:
        return redirect("write_supplement", filing_id=filing.pk)
    return redirect("supplement", supplement_id=kept.pk)


def _received(request: HttpRequest, filing: Filing) -> tuple[list[UUID], bool]:
    """The files that were taken in, new to the recipient, and whether any was refused; each refusal is said."""
    taken: list[UUID] = []
    refused = False
    for file in request.FILES.getlist("files"):
        try:
            exhibit = evidence.receive(
                by=Actor.of(request),
                complaint_id=filing.complaint_id,
                stream=file,
                filename=file.name or "",
                declared_type=file.content_type or "",
                description="",
            )
        except evidence.NotReceived as reason:
            words = {"name": file.name, "reason": reason}
            messages.error(request, _("“%(name)s”：%(reason)s 写的内容和别的文件都还在。") % words)
            refused = True
            continue
        if exhibit.repeated and services.with_recipient(filing, [exhibit]):
            messages.info(request, _("“%s”对方已经有了，没有重复附上。") % file.name)
            continue
        taken.append(exhibit.pk)
    return taken, refused


@require_safe
@never_cache
def supplement(request: HttpRequest, supplement_id: UUID) -> HttpResponse:
    """What leaves or left, and where it stands."""
    found = _supplement(request, supplement_id)
    record_read(by=Actor.of(request), complaint=found.filing.complaint, what="filing")
    return _page(request, found)


def _page(
    request: HttpRequest, found: Supplement, *, status: int = 200, problem: str = "", **bound: forms.Form
) -> HttpResponse:
    filing, way = found.filing, part_of(found.filing.way)
    owner = owns(Actor.of(request), filing.complaint_id)
    files = _files(found)
    writing = owner and found.state == State.WRITING
    cleaning = writing and any(one.clean_copy is None or not one.clean_copy.final for one in files)
    put_off = found.deliveries.parked().first()
    deliveries = list(found.deliveries.order_by("attempt"))
    may_confirm = owner and found.state in (State.PREPARED, State.FAILED)
    taking = not may_confirm or filing.recipient.reachable_as_read
    proposal = None
    if writing:
        try:
            proposal = services.propose_supplement(supplement=found)
        except services.Refused as refused:
            problem = problem or str(refused)
    context = {
        "supplement": found,
        "filing": filing,
        "complaint": filing.complaint,
        "owner": owner,
        "words": services.supplement_words(found, owner=owner),
        "content": _content(found),
        "files": [(one, _label(one), _looked_at(one)) for one in files],
        "proposal": proposal,
        "separate": [(one, one.key in request.POST.getlist("agreed")) for one in proposal.separate]
        if proposal
        else [],
        "others": [*proposal.others, *proposal.others_reached] if proposal else [],
        "cleaning": cleaning,
        "problem": problem,
        "agree": _("同意，生成函给我看") if way.letter_with_supplement else _("同意并送出"),
        "release": way.release,
        "no_more": services.why_no_more(filing),
        "may_confirm": may_confirm and taking,
        "not_taking": may_confirm and not taking,
        "may_change": owner and found.state in Supplement.OPEN,
        "may_cancel": owner and found.state in (State.WRITING, *Supplement.ON_THE_WAY),
        "by_hand": owner and found.state == State.QUEUED and not is_carried(filing.way),
        "working": found.state == State.QUEUED and is_carried(filing.way) and not put_off,
        "unknown": owner and found.state == State.SENT_UNKNOWN,
        "again_at": again_at(deliveries),
        "put_off": put_off,
        "deliveries": deliveries,
        "handed_form": bound.get("handed_in")
        or HandedInForm(prefix="handed", initial={"on": timezone.localdate()}),
        "proof_form": bound.get("resolve") or ProofForm(prefix="proof"),
    }
    return render(request, "filings/supplement.html", context, status=status)


def _files(found: Supplement) -> list[Exhibit]:
    rows = Exhibit.objects.of_case(found.filing.complaint_id).filter(pk__in=found.exhibits)
    return tell_erasures(rows.select_related("sealed").with_copies())


def _looked_at(exhibit: Exhibit) -> bool:
    copy = exhibit.shown_copy
    return copy is not None and copy.ready and not exhibit.erased


def _content(found: Supplement) -> Any:
    """The frozen content; None while it is being written, or where it is not what was consented to."""
    try:
        return services.supplement_content_of(found) if found.content else None
    except ValueError:
        return None


def _agree(request: HttpRequest, found: Supplement) -> HttpResponse | None:
    if found.state != State.WRITING:
        # The second of two clicks, or the page of before: what was agreed to stands as it is shown.
        return None
    if "agree" not in request.POST:
        raise services.Refused(_("还没有勾选同意，所以什么都没有送出。同意请勾选这一项。"))
    ready = services.prepare_supplement(
        by=Actor.of(request),
        supplement=found,
        consent_digest=request.POST.get("digest", ""),
        agreed=request.POST.getlist("agreed"),
    )
    if not part_of(found.filing.way).letter_with_supplement:
        services.confirm_supplement(by=Actor.of(request), supplement=ready)
    return None


def _confirm(request: HttpRequest, found: Supplement) -> HttpResponse | None:
    services.confirm_supplement(by=Actor.of(request), supplement=found)
    return None


def _cancel(request: HttpRequest, found: Supplement) -> HttpResponse | None:
    services.cancel_supplement(by=Actor.of(request), supplement=found)
    messages.success(request, _("已取消，没有发出。附过的文件还在您的投诉里。"))
    return redirect("filing", filing_id=found.filing_id)


def _handed_in(request: HttpRequest, found: Supplement) -> HttpResponse | None:
    form = HandedInForm(request.POST, prefix="handed")
    if not form.is_valid():
        return _page(request, found, status=422, handed_in=form)
    on: date = form.cleaned_data["on"]
    try:
        services.record_supplement_handed_in(by=Actor.of(request), supplement=found, on=on)
    except services.Refused as refused:
        form.add_error("on", str(refused))
        return _page(request, found, status=422, handed_in=form)
    return None


def _resolve(request: HttpRequest, found: Supplement) -> HttpResponse | None:
    form = ProofForm(request.POST, prefix="proof")
    if not form.is_valid():
        return _page(request, found, status=422, resolve=form)
    delivered = request.POST.get("delivered") == "yes"
    services.resolve_supplement(
        by=Actor.of(request), supplement=found, delivered=delivered, proof=form.cleaned_data["proof"]
    )
    return None


ACTS: dict[str, Callable[[HttpRequest, Supplement], HttpResponse | None]] = {
    "agree": _agree,
    "confirm": _confirm,
    "cancel": _cancel,
    "handed-in": _handed_in,
    "resolve": _resolve,
}


@require_http_methods(["GET", "HEAD", "POST"])
def act(request: HttpRequest, supplement_id: UUID, act: str) -> HttpResponse:
    """Carry out one act of the complainant; a refusal is shown on the page as it stands now."""
    found = _supplement(request, supplement_id)
    if request.method != "POST" and act in ACTS:
        return redirect("supplement", supplement_id=supplement_id)
    if act not in ACTS or not owns(Actor.of(request), found.filing.complaint_id):
        raise Http404
    try:
        page = ACTS[act](request, found)
    except services.Refused as refused:
        return _page(request, _supplement(request, supplement_id), status=409, problem=str(refused))
    return page or redirect("supplement", supplement_id=supplement_id)


@require_safe
def letter(request: HttpRequest, supplement_id: UUID) -> HttpResponseBase:
    """The letter as it goes out."""
    found = _supplement(request, supplement_id)
    if found.letter is None:
        raise Http404
    stream = services.open_supplement_letter(by=Actor.of(request), supplement=found)
    name = f"{found.filing.complaint.number}-supplement-{found.number}.pdf"
    return FileResponse(stream, as_attachment=False, filename=name, content_type="application/pdf")
