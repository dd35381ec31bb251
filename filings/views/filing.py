"""One filing, for the complainant: see the documents, send, follow, answer, record what came back, take it back."""

from collections.abc import Callable, Sequence
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
from django.views.decorators.http import require_http_methods, require_safe

from accounts.actors import Actor
from complaints.forms import DayField, Prose
from complaints.models import Complaint, LedgerEntry
from complaints.services import owns, record_read
from core.days import with_days_read
from core.language import gettext as to_keep
from core.retention_and_limits import PARKED_UNTOLD
from core.told import unmarked
from evidence.models import Exhibit
from evidence.sealed.erasures import tell_erasures
from evidence.services import NotReceived, receive
from filings import services
from filings.desk.mediation import shown as mediated
from filings.desk.sent import Sent
from filings.handing_in import called, handing_in, uses
from filings.holders import holder_of, on_withdrawal
from filings.models import Filing, FilingDocument, GivenFile, Supplement, whole_case
from filings.moves import Move, State, allowed
from filings.services import on_earlier_facts, roles, supplement_words, why_no_more
from filings.stages import STEPS, stage_of
from filings.standing import again_at, day_words, met_words, opened_among, readings_of, state_words
from filings.views.cases import shown_notes
from filings.views.errands import address_of
from filings.ways.table import is_carried, part_of
from legal.presentation import answer_words


def _filing(request: HttpRequest, filing_id: UUID) -> Filing:
    """The filing, for who may see the whole case; the desk has its own page in admin."""
    whole = whole_case(Actor.of(request)).values("complaint")
    found = Filing.objects.filter(complaint__in=whole).select_related(
        "complaint", "recipient", "consent", "organisation"
    )
    return get_object_or_404(found, pk=filing_id)


class HandedInForm(forms.Form):
    on = DayField(
        label=gettext_lazy("哪天递交的"),
        error_messages={"required": gettext_lazy("请填递交的日期：有期限的，从这一天算。")},
    )
    reference = Prose(
        label=gettext_lazy("对方给的受理编号、工单号（没有可不填）"), max_length=200, required=False
    )
    receipt = forms.FileField(
        label=gettext_lazy("回执的照片、截图或录音（没有可不传）"),
        required=False,
        help_text=gettext_lazy("原样保存，作为这件投诉的一份证据。"),
    )


class ArrivedForm(forms.Form):
    on = DayField(
        label=gettext_lazy("哪天收到的"),
        required=False,
        help_text=gettext_lazy("上诉、复议的期限从收到那天起算。不填按今天。"),
    )


class ReasonForm(forms.Form):
    reason = Prose(
        label=gettext_lazy("说明"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )


class AskedForm(forms.Form):
    """What somebody outside this portal asked for."""

    text = Prose(
        label=gettext_lazy("对方要什么"),
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": gettext_lazy("请写下对方要什么。")},
    )
    missing_material = forms.BooleanField(
        required=False,
        label=gettext_lazy("对方说材料不全，要求补交（补正通知）"),
        help_text=gettext_lazy("勾了的，补齐以后，“自收到全部材料之日起”的期限从那天重新起算。"),
    )


@require_safe
@never_cache
def filing(request: HttpRequest, filing_id: UUID) -> HttpResponse:
    found = _filing(request, filing_id)
    by = Actor.of(request)
    record_read(by=by, complaint=found.complaint, what="filing")
    return _page(request, found)


def _page(request: HttpRequest, found: Filing, *, status: int = 200, **bound: forms.Form) -> HttpResponse:
    by = Actor.of(request)
    owner = owns(by, found.complaint_id)
    offered = {"queued", "sent", "acknowledged", "withdrawn"}
    moves = (
        [move for move in allowed(found.state, roles(by, found)) if move.to not in offered] if owner else []
    )
    may_confirm = owner and found.state in (State.PREPARED, State.FAILED)
    taking = not may_confirm or found.recipient.reachable_as_read
    put_off = found.deliveries.parked().filter(supplement=None).first()
    deliveries = list(found.deliveries.filter(supplement=None))
    today = timezone.localdate()
    silent = owner and services.is_silent(found, today)
    step = services.next_steps(found.complaint, [found], today=today).get(found.pk) if silent else None
    may_withdraw = owner and found.consent.withdrawn_at is None and found.state != State.WITHDRAWN
    notes = shown_notes(found)
    complainants = LedgerEntry.objects.complainants(found.complaint)
    context = {
        "filing": found,
        "complaint": found.complaint,
        "owner": owner,
        "documents": [(one, "" if is_carried(found.way) else uses(one)) for one in found.documents.all()],
        "erased": [one for one in _carried(found) if one.erased],
        "deliveries": deliveries,
        "stage": stage_of(found, today=today, parked=put_off is not None),
        "stage_names": STEPS,
        "step": step,
        "step_address": address_of(found.complaint, step) if step else "",
        "answered_by": _("系统记下：") if part_of(found.way).at_desk else _("对方服务器原话："),
        "acknowledgements": found.acknowledgements.all(),
        "standing": _standing(found, owner),
        "deadlines": [
            (
                one,
                with_days_read(day_words(one.due_on, one.not_before, one.paused_on)),
                with_days_read(met_words(one, found)),
            )
            for one in found.deadlines.all()
        ],
        "notes": notes,
        "given_files": list(found.given_files.with_letters().prefetch_related("letter__services")),
        "mediation": mediated(found, by),
        "referral": services.referral_of(found),
        "headed_notes": [(note, note.heading(complainants)) for note in notes],
        "moves": moves,
        "release": part_of(found.way).release,
        "at_desk": Sent.of(found) if part_of(found.way).at_desk else None,
        "carried": is_carried(found.way),
        "may_confirm": may_confirm and taking,
        "not_taking": may_confirm and not taking,
        "by_hand": owner and not is_carried(found.way) and found.state in (State.QUEUED, State.SENT),
        "may_withdraw": may_withdraw,
        "withdrawing": on_withdrawal(found) if may_withdraw else "",
        "holder": holder_of(found) if owner and found.consent.withdrawn_at else None,
        "unknown": owner and found.state == State.SENT_UNKNOWN,
        "earlier_facts": found.pk in on_earlier_facts(found.complaint),
        "working": found.state == State.QUEUED and is_carried(found.way) and not put_off,
        "again_at": again_at(deliveries),
        "put_off": put_off,
        "untold": PARKED_UNTOLD,
        "supplements": [
            (one, supplement_words(one, owner=owner))
            for one in Supplement.objects.visible_to(by).filter(filing=found)
        ],
        "no_more": why_no_more(found),
        "may_record": owner and "witness" in roles(by, found) and not why_no_more(found),
        "asked_form": bound.get("asked") or AskedForm(prefix="asked"),
        "handed_form": bound.get("handed_in")
        or HandedInForm(prefix="handed", initial={"on": timezone.localdate(found.sent_at)}),
        "arrived_form": bound.get("arrived") or ArrivedForm(prefix="arrived"),
        "remedies": services.remedies_of(found) if owner else [],
        "papers": services.kinds_beside(by, found.complaint, found.channel)
        if found.state != State.WITHDRAWN
        else (),
        "reason_form": bound.get("reason") or ReasonForm(prefix="reason"),
        "reason_needed": _reason_needed(moves),
    }
    offered_forms = {"handed_in": context["by_hand"]}
    if any(form.errors and not offered_forms.get(name, True) for name, form in bound.items()):
        messages.error(request, _("现在不能做这一步，什么都没有改变。这一页显示的是最新状态。"))
    return render(request, "filings/filing.html", context, status=status)


def _reason_needed(moves: Sequence[Move]) -> str:
    """Which of these answers are not written down without a word about them; "" for none."""
    free = [str(move.label) for move in moves if not move.needs_reason]
    if len(free) == len(moves):
        return ""
    return (
        _("必填（“%s”可以不填）：对方怎么答复的。") % _("”“").join(free)
        if free
        else _("必填：对方怎么答复的。")
    )


def _standing(found: Filing, owner: bool) -> str:
    opened = found.state == State.ACKNOWLEDGED and opened_among(readings_of(found), found)
    return state_words(found, owner=owner, opened=opened)


def _carried(found: Filing) -> list[Exhibit]:
    """The exhibits that this filing names, in the order of the case."""
    rows = Exhibit.objects.of_case(found.complaint_id).filter(pk__in=found.exhibits).select_related("sealed")
    return tell_erasures(rows)


def _confirm(request: HttpRequest, found: Filing) -> HttpResponse | None:
    services.confirm(by=Actor.of(request), filing=found)
    messages.success(request, str(part_of(found.way).released))
    return None


def _reason(request: HttpRequest) -> str:
    """What was written beside the act; one that is too long stops it, instead of going on without a word of it."""
    form = ReasonForm(request.POST, prefix="reason")
    if not form.is_valid():
        raise services.Refused(_("没有执行：%s") % " ".join(str(one) for one in form.errors["reason"]))
    return str(form.cleaned_data["reason"])


def _withdraw(request: HttpRequest, found: Filing) -> HttpResponse | None:
    reason = _reason(request)
    gone_out, follows = found.gone_out, on_withdrawal(found)
    after = services.withdraw_consent(by=Actor.of(request), filing=found, reason=reason)
    if after.state == State.QUEUED:
        words = _("撤回时材料正在送出，能不能停下还不知道。结果会显示在这一页。")
    elif gone_out or after.state != State.WITHDRAWN:
        words = follows if gone_out else str(part_of(after.way).withdrawn)
    else:
        words = _("这份材料不会再发出。")
    messages.success(request, _("同意已撤回。") + words)
    return None


def _handed_in(request: HttpRequest, found: Filing) -> HttpResponse | None:
    """The day, the number and what proves it. The file is kept whatever is wrong with the rest."""
    kept = _receipt_kept(request, found)
    form = HandedInForm(request.POST, prefix="handed")
    if not form.is_valid():
        return _page(request, found, status=422, handed_in=form)
    reference, on = form.cleaned_data["reference"], form.cleaned_data["on"]
    if kept and found.state == State.SENT and not reference:
        return None
    try:
        services.record_handed_in(by=Actor.of(request), filing=found, reference=reference, on=on)
    except services.Refused as refused:
        form.add_error("on", str(refused))
        return _page(request, found, status=422, handed_in=form)
    messages.success(request, _registered(Filing.objects.get(pk=found.pk)))
    return None


def _receipt_kept(request: HttpRequest, found: Filing) -> bool:
    """Whether a file came with it and is an exhibit now; one that was refused is said."""
    file = request.FILES.get("handed-receipt")
    if file is None:
        return False
    try:
        exhibit = receive(
            by=Actor.of(request),
            complaint_id=found.complaint_id,
            stream=file,
            filename=file.name or "",
            declared_type=file.content_type or "",
            description=to_keep("递交给“%s”后拿到的回执") % found.addressee[:80],
        )
    except NotReceived as reason:
        messages.error(request, _("“%(name)s”：%(reason)s") % {"name": file.name, "reason": reason})
        return False
    except Complaint.DoesNotExist:
        raise Http404 from None
    messages.success(request, _("回执已原样封存，编为第 %d 号证据。") % exhibit.ordinal)
    return True


def _registered(found: Filing) -> str:
    """That it is written down, and the day that follows from it, if one does."""
    if day := with_days_read(day_words(found.due_on, found.not_before, found.paused_on)):
        return _("已登记。最近的期限：%s。") % day
    # What runs only from its acceptance has a period all the same, as the plan says it.
    way = services.way_today(found.complaint, found.channel)
    due = way["answer_due"] if way else None
    if due is None or not due["days"]:
        return _("已登记。没有查到对方必须答复的期限。")
    return _("已登记。它的期限：%s") % unmarked(answer_words(due))


def _resolve(request: HttpRequest, found: Filing) -> HttpResponse | None:
    proof = _reason(request)
    delivered = request.POST.get("delivered") == "yes"
    services.resolve_unknown(by=Actor.of(request), filing=found, delivered=delivered, proof=proof)
    messages.success(request, _("已记下核实的结果。"))
    return None


def _move(request: HttpRequest, found: Filing) -> HttpResponse | None:
    reason = _reason(request)
    arrived = ArrivedForm(request.POST, prefix="arrived")
    if not arrived.is_valid():
        raise services.Refused(_("没有登记：%s") % " ".join(str(one) for one in arrived.errors["on"]))
    services.move(
        by=Actor.of(request),
        filing=found,
        to=request.POST.get("to", ""),
        reason=reason,
        on=arrived.cleaned_data["on"],
    )
    messages.success(request, _("已登记进展。"))
    return None


def _asked(request: HttpRequest, found: Filing) -> HttpResponse | None:
    form = AskedForm(request.POST, prefix="asked")
    if not form.is_valid():
        return _page(request, found, status=422, asked=form)
    services.record_question(
        by=Actor.of(request),
        filing=found,
        question=form.cleaned_data["text"],
        missing_material=form.cleaned_data["missing_material"],
    )
    messages.success(request, _("已登记对方的要求。在这里写答复、附文件。"))
    return redirect("write_supplement", filing_id=found.pk)


def _no_mediation(request: HttpRequest, found: Filing) -> HttpResponse | None:
    services.decline_to_mediate(by=Actor.of(request), filing=found, why=_reason(request))
    messages.success(request, _("已告诉它：您不要调解了。它会终止调解，告诉您结果。"))
    return None


def _answer(request: HttpRequest, found: Filing) -> HttpResponse | None:
    """What was typed on a page from before answers were supplements: kept as one that is being written, to go on with."""
    kept = services.write_supplement(
        by=Actor.of(request), filing=found, text=request.POST.get("answer-text", "")
    )
    return redirect("supplement", supplement_id=kept.pk)


ACTS: dict[str, Callable[[HttpRequest, Filing], HttpResponse | None]] = {
    "confirm": _confirm,
    "withdraw": _withdraw,
    "asked": _asked,
    "answer": _answer,
    "no-mediation": _no_mediation,
    "handed-in": _handed_in,
    "resolve": _resolve,
    "move": _move,
}


@require_safe
@never_cache
def by_hand(request: HttpRequest, filing_id: UUID) -> HttpResponse:
    """How to hand it in: the steps, the words to copy, which document is for what. Once it is final, and while it is given."""
    found = _filing(request, filing_id)
    if is_carried(found.way) or found.state in (State.PREPARED, State.WITHDRAWN):
        return redirect("filing", filing_id=filing_id)
    by = Actor.of(request)
    record_read(by=by, complaint=found.complaint, what="filing")
    try:
        told = handing_in(found)
    except ValueError:
        messages.error(request, _("存着的内容和您同意的对不上，这里不显示。请不要递交，找运营者核实。"))
        return redirect("filing", filing_id=filing_id)
    owner = owns(by, found.complaint_id)
    context = {
        "filing": found,
        "complaint": found.complaint,
        "owner": owner,
        "told": told,
        "phone": called(found.recipient.contact),
        "exhibits": [(one, str(one.pk) in found.covered) for one in _carried(found)],
        "documents": [(one, uses(one)) for one in found.documents.all()],
        "to_register": owner and found.state in (State.QUEUED, State.SENT),
    }
    return render(request, "filings/by_hand.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def act(request: HttpRequest, filing_id: UUID, act: str) -> HttpResponse:
    """Carry out one act of the complainant; a refusal is shown on the page with what was typed. Its address, opened again,
    leads to the filing."""
    found = _filing(request, filing_id)
    if request.method != "POST" and act in ACTS:
        return redirect("filing", filing_id=filing_id)
    if act not in ACTS or not owns(Actor.of(request), found.complaint_id):
        raise Http404
    try:
        page = ACTS[act](request, found)
    except services.Refused as refused:
        messages.error(request, str(refused))
        fresh = _filing(request, filing_id)
        asked: dict[str, forms.Form] = (
            {"asked": AskedForm(request.POST, prefix="asked")} if act == "asked" else {}
        )
        asked |= {"arrived": ArrivedForm(request.POST, prefix="arrived")} if act == "move" else {}
        return _page(request, fresh, status=409, reason=ReasonForm(request.POST, prefix="reason"), **asked)
    return page or redirect("filing", filing_id=filing_id)


@require_safe
def given_file(request: HttpRequest, filing_id: UUID, file_id: int) -> HttpResponseBase:
    """What the desk gave: saved, not shown by the portal."""
    found = get_object_or_404(GivenFile, pk=file_id, filing=_filing(request, filing_id))
    stream = services.open_given_file(by=Actor.of(request), given=found)
    return FileResponse(stream, as_attachment=True, filename=found.filename, content_type=found.media_type)


@require_safe
def document(request: HttpRequest, filing_id: UUID, document_id: int) -> HttpResponseBase:
    """A document of a filing, as it goes out."""
    found = _filing(request, filing_id)
    wanted = get_object_or_404(FilingDocument.objects.select_related("sealed"), pk=document_id, filing=found)
    stream = services.open_document(by=Actor.of(request), document=wanted)
    return FileResponse(stream, as_attachment=False, filename=wanted.filename, content_type="application/pdf")
