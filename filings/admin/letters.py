"""The page of one letter: a draft with its act, written and looked at, then stamped, sent, served."""

from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.contrib import messages
from django.http import (
    FileResponse,
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    HttpResponseRedirect,
    QueryDict,
)
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.actors import Actor
from accounts.services import unsent_here
from complaints.services import record_read
from filings import services
from filings.admin import acts, news
from filings.desk import case
from filings.models import DeskLetter, Filing, LetterKind, ProofOfService

if TYPE_CHECKING:
    from filings.admin.desk import FilingAdmin

State = DeskLetter.State
TYPED = ("text", "reason", "revision")


def urls(admin: "FilingAdmin") -> list[URLPattern]:
    shown = (("", letter, "letter"), ("paper/", paper, "letter_paper"))
    return [
        path(
            f"<uuid:filing_id>/letters/<int:letter_id>/{more}",
            admin.admin_site.admin_view(partial(view, admin)),
            name=f"filings_filing_{name}",
        )
        for more, view, name in (*shown, ("served/<int:proof_id>/", proof, "letter_proof"))
    ]


def begin(admin: "FilingAdmin", request: HttpRequest, filing: Filing, act: str, typed: str) -> HttpResponse:
    """From the form of an act to the draft of its letter: nothing is done yet."""
    given = {**{name: request.POST.get(name, "") for name in ("ground", "body", "yuan")}, "reason": typed}
    if act.startswith(acts.MEDIATE):
        given["until"] = request.POST.get("day", "")
    if act.startswith(acts.EXTEND):
        given |= {"basis": act.removeprefix(acts.EXTEND), "until": request.POST.get("day", "")}
    try:
        if act == "ask" and "tick" not in request.POST:
            raise services.Refused(_("补正通知书要先勾选“这是补正通知”。没有拟文书。"))
        letter = services.begin_letter(
            by=Actor.of(request), filing=filing, kind=acts.letter_of(act), given=given
        )
    except services.Refused as refused:
        now = admin.sent_here(request, str(filing.pk))
        return admin.again(request, now, act, typed, str(refused), status=422)
    return HttpResponseRedirect(address(request, letter))


def address(request: HttpRequest, letter: DeskLetter) -> str:
    return reverse("admin:filings_filing_letter", args=[letter.filing_id, letter.pk]) + news.kept_query(
        request
    )


def letter(admin: "FilingAdmin", request: HttpRequest, filing_id: UUID, letter_id: int) -> HttpResponse:
    filing, found = _found(admin, request, filing_id, letter_id)
    if request.method == "POST":
        return _act(admin, request, filing, found)
    what, desk = case.read_what(filing), filing.organisation_id
    record_read(by=Actor.of(request), complaint=filing.complaint, what=what, desk=desk)
    typed = unsent_here(request=request, at=timezone.now())
    if typed is not None:
        messages.error(request, _("您上次写的内容放回来了，还没有提交。请看过最新内容再决定。"))
    return _page(admin, request, filing, found, typed=typed)


def _found(
    admin: "FilingAdmin", request: HttpRequest, filing_id: UUID, letter_id: int
) -> tuple[Filing, DeskLetter]:
    filing = admin.sent_here(request, str(filing_id))
    rows = DeskLetter.objects.visible_to(Actor.of(request)).select_related("organisation", "template", "file")
    found = get_object_or_404(rows, pk=letter_id, filing=filing)
    found.filing = filing
    return filing, found


def _act(admin: "FilingAdmin", request: HttpRequest, filing: Filing, found: DeskLetter) -> HttpResponse:
    act = request.POST.get("act", "")
    if act not in _DONE:
        raise Http404
    if act == "issue" and request.POST.get("seen") != acts.standing(filing):
        messages.error(request, admin.overtaken(filing))
        return _page(admin, request, filing, found, typed=request.POST, status=409)
    leaving = request.POST.get("then") == "next"
    following = news.neighbours(request, filing).next if leaving else None
    try:
        words, stays = _DONE[act](request, found)
    except services.Refused as refused:
        messages.error(request, str(refused))
        filing, found = _found(admin, request, filing.pk, found.pk)
        return _page(admin, request, filing, found, typed=request.POST, status=422)
    messages.success(request, words)
    if leaving:
        return HttpResponseRedirect(news.onward_address(request, following))
    back = reverse("admin:filings_filing_change", args=[filing.pk]) + news.kept_query(request)
    return HttpResponseRedirect(address(request, found) if stays else back)


def _written(request: HttpRequest) -> dict[str, Any]:
    revision = request.POST.get("revision", "")
    return {
        "by": Actor.of(request),
        "text": request.POST.get("text", ""),
        "reason": request.POST.get("reason"),
        "revision": int(revision) if revision.isdecimal() else 0,
    }


def _save(request: HttpRequest, found: DeskLetter) -> tuple[str, bool]:
    services.write_letter(letter=found, **_written(request))
    return _("草稿已保存。还没有办理，投诉人看不到。"), True


def _issue(request: HttpRequest, found: DeskLetter) -> tuple[str, bool]:
    now = services.issue_letter(letter=found, **_written(request))
    named = {"title": now.title, "number": now.number}
    if now.state == State.DRAFT:
        return _("已请同事复核。复核以前，什么都没有变。"), False
    if now.state == State.SEALING and now.kind == LetterKind.SETTLEMENT:
        return _(
            "文号是 %(number)s。请打印，双方签字、盖章，再上传扫描件；上传才办结，上传以前，投诉人看不到这份文书。"
        ) % named, True
    if now.state == State.SEALING:
        return _(
            "文号是 %(number)s。请打印、盖章，再上传扫描件；上传以前，投诉人看不到这份文书。"
        ) % named, True
    if now.kind == LetterKind.INVITATION:
        return _("%(title)s %(number)s 已签发。请打印，寄给或者交给被投诉方，再登记送达。") % named, True
    return _("已办理，%(title)s %(number)s 已经给投诉人。") % named, False


def _refill(request: HttpRequest, found: DeskLetter) -> tuple[str, bool]:
    services.refill_letter(by=Actor.of(request), letter=found)
    return _("已按现在的模板重写。"), True


def _drop(request: HttpRequest, found: DeskLetter) -> tuple[str, bool]:
    services.drop_letter(by=Actor.of(request), letter=found)
    return _("草稿不要了。没有办理，也没有用掉文号。"), False


def _stamped(request: HttpRequest, found: DeskLetter) -> tuple[str, bool]:
    file = request.FILES.get("file")
    if file is None:
        raise services.Refused(_("没有选文件。没有给出。"))
    by, name = Actor.of(request), str(file.name)
    now = services.issue_stamped(by=by, letter=found, stream=file, filename=name)
    return _("已办理，%(title)s %(number)s 已经给投诉人。") % {
        "title": now.title,
        "number": now.number,
    }, False


def _void(request: HttpRequest, found: DeskLetter) -> tuple[str, bool]:
    services.void_letter(by=Actor.of(request), letter=found, reason=request.POST.get("why", ""))
    return _("文号已作废，留在登记里。没有办理，投诉人看不到这份文书。"), False


def _served(request: HttpRequest, found: DeskLetter) -> tuple[str, bool]:
    file, day = request.FILES.get("file"), request.POST.get("served_on", "")
    try:
        served_on = date.fromisoformat(day)
    except ValueError:
        served_on = None
    services.record_service(
        by=Actor.of(request),
        letter=found,
        how=request.POST.get("how", ""),
        served_on=served_on,
        reference=request.POST.get("reference", ""),
        stream=file,
        filename=str(file.name) if file else "",
    )
    return _("送达已登记。投诉人看得到方式、日期和单号。"), True


_DONE = {
    "save": _save,
    "issue": _issue,
    "refill": _refill,
    "drop": _drop,
    "stamped": _stamped,
    "void": _void,
    "served": _served,
}


def _page(
    admin: "FilingAdmin",
    request: HttpRequest,
    filing: Filing,
    found: DeskLetter,
    *,
    typed: QueryDict | None = None,
    status: int = 200,
) -> HttpResponse:
    now = {"text": found.text, "reason": found.answers["reason"], "revision": str(found.revision)}
    kept = {name: typed[name] for name in TYPED if name in typed} if typed is not None else {}
    context = {
        **admin.admin_site.each_context(request),
        "title": f"{found.title} {found.number}".strip(),
        "opts": admin.opts,
        "filing": filing,
        "letter": found,
        "written": now | kept,
        "given": typed or {},
        # Where somebody else wrote meanwhile, their words stand beside.
        "theirs": found.text if kept and kept["revision"] != now["revision"] else "",
        "asks": _asks(filing, found),
        "done": services.done_before(filing, found.kind),
        "waits": services.asked_about(found) if found.state == State.DRAFT else None,
        "head": services.letterhead_in_use(found),
        "served": list(found.services.all()) if found.state == State.ISSUED else [],
        "ways": ProofOfService.How.choices,
        "today": timezone.localdate(),
        "standing": acts.standing(filing),
        "longest": services.LONGEST_LETTER,
        "onward_query": news.kept_query(request),
    }
    request.current_app = admin.admin_site.name  # type: ignore[attr-defined]
    return TemplateResponse(request, "admin/filings/filing/letter.html", context, status=status)


def _asks(filing: Filing, found: DeskLetter) -> str:
    """What who complained reads of the act beside the letter; "" where the act says nothing, or was done before."""
    if services.done_before(filing, found.kind) or found.state != State.DRAFT:
        return ""
    labels = {
        LetterKind.REFUSAL: _("理由（投诉人在页面上也会看到）"),
        LetterKind.REQUEST: _("要补的材料（投诉人在页面上也会看到）"),
        LetterKind.TRANSFER: _("为什么转（投诉人在页面上也会看到）"),
        LetterKind.EXTENSION: _("理由（投诉人在页面上也会看到）"),
        LetterKind.DECISION: _("处理结果（投诉人在页面上也会看到）"),
        LetterKind.SETTLEMENT: _("协议的内容（投诉人在页面上也会看到）"),
        LetterKind.ENDING: _("理由（投诉人在页面上也会看到）"),
    }
    label = labels.get(LetterKind(found.kind), "")
    if not label and found.answers["reason"]:
        return _("理由（投诉人在页面上也会看到）")
    return label


def paper(admin: "FilingAdmin", request: HttpRequest, filing_id: UUID, letter_id: int) -> HttpResponseBase:
    """The letter on paper: a draft without a number, else as it is to be stamped or was."""
    _filing, found = _found(admin, request, filing_id, letter_id)
    name = f"{found.title}{found.number or _('草稿')}.pdf"
    try:
        stream = services.open_letter(by=Actor.of(request), letter=found)
    except services.Refused as refused:
        messages.error(request, str(refused))
        return HttpResponseRedirect(address(request, found))
    return FileResponse(stream, as_attachment=True, filename=name, content_type="application/pdf")


def proof(
    admin: "FilingAdmin", request: HttpRequest, filing_id: UUID, letter_id: int, proof_id: int
) -> FileResponse:
    """The receipt for the service of a letter, saved and not shown; opening it is recorded."""
    _filing, found = _found(admin, request, filing_id, letter_id)
    row = get_object_or_404(found.services.exclude(sealed=None).select_related("sealed"), pk=proof_id)
    stream = services.open_proof(by=Actor.of(request), proof=row)
    return FileResponse(stream, as_attachment=True, filename=row.filename, content_type=row.media_type)
