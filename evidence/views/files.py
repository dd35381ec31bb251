"""The public door for files that come in, to a draft and to a complaint."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts.actors import Actor
from complaints import intake
from complaints.models import Complaint, Draft
from complaints.services import answers_of, counsels
from complaints.views.frame import held_draft, next_page, step_context
from evidence import services
from evidence.models import Exhibit
from evidence.sealed.erasures import tell_erasures
from evidence.services import max_bytes, max_files, may_hand_in


def _taken(request: HttpRequest, case_id: UUID) -> bool:
    """Receive the files of a form, one after the other; each refusal is said, what was taken stays."""
    files = request.FILES.getlist("files")
    if not files:
        messages.error(request, _("还没有选文件。请先选一张截图、账单或录音，再点“上传”。"))
    refused = not files
    for file in files:
        try:
            exhibit = services.receive(
                by=Actor.of(request),
                complaint_id=case_id,
                stream=file,
                filename=file.name or "",
                declared_type=file.content_type or "",
                description=request.POST.get("description", "").strip(),
            )
        except services.NotReceived as reason:
            messages.error(request, _("“%(name)s”：%(reason)s") % {"name": file.name, "reason": reason})
            refused = True
            continue
        except Complaint.DoesNotExist:  # the draft was discarded or its time ended while the bytes came
            raise Http404 from None
        if exhibit.repeated:
            text = _("“%(name)s”和第 %(ordinal)s 号文件一模一样，没有重复保存。")
        else:
            text = _("“%(name)s”已原样封存，编为第 %(ordinal)s 号。")
        messages.success(request, text % {"name": file.name, "ordinal": exhibit.ordinal})
    return not refused


def _erased(request: HttpRequest, draft: Draft) -> None:
    """Erase a file of a draft: it is not filed with it. Twice is once."""
    held = Exhibit.objects.of_case(draft.pk)
    exhibit = next((one for one in held if str(one.pk) == request.POST.get("exhibit")), None)
    if exhibit is None:
        raise Http404
    try:
        services.erase_from_draft(by=Actor.of(request), exhibit=exhibit)
    except Exhibit.DoesNotExist:  # the draft was discarded meanwhile
        raise Http404 from None
    except services.NotNow as reason:  # it was filed meanwhile
        messages.error(request, str(reason))
        return
    text = _("第 %d 号文件的内容已删除，不会随投诉登记；它的哈希值和存证记录保留。")
    messages.success(request, text % exhibit.ordinal)


def _files_page(request: HttpRequest, case_id: UUID, context: dict[str, Any], *, status: int) -> HttpResponse:
    exhibits = tell_erasures(
        Exhibit.objects.of_case(case_id).with_copies().select_related("sealed", "backup")
    )
    context |= {
        "case_id": case_id,
        "max_bytes": max_bytes(".xml"),  # the larger; the door refuses the rest in words
        "exhibits": exhibits,
        "offered": [exhibit.pk for exhibit in exhibits if services.may_hold_messages(exhibit)],
        "ordinary": [
            exhibit.pk
            for exhibit in exhibits
            if hasattr(exhibit, "backup") and services.may_be_evidence(exhibit.backup)
        ],
        "working": any(not copy.final for exhibit in exhibits for copy in exhibit.renditions.all()),
        "max_megabytes": max_bytes() // 1024 // 1024,
        "max_backup_megabytes": max_bytes(".xml") // 1024 // 1024,
        "max_files": max_files(),
        "description": request.POST.get("description", ""),  # stays when a file is refused
    }
    return render(request, "evidence/files.html", context, status=status)


@never_cache
@require_http_methods(["GET", "POST"])
def draft_files(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """The files of a draft: a page of the intake. What comes after the filing, from a tab left open, goes to the case."""
    complaint = Complaint.objects.visible_to(Actor.of(request)).filter(pk=draft_id).first()
    if complaint is not None:
        # Of a filed one others may have it: its own page says so first.
        if request.POST.get("act") == "erase":
            return redirect("case_files", number=complaint.number)
        return case_files(request, number=complaint.number)
    draft = held_draft(request, draft_id)
    answers = answers_of(draft)
    good = True
    if request.POST.get("act") == "erase":
        _erased(request, draft)
        return redirect("draft_files", draft_id=draft.pk)
    if request.method == "POST":
        good = _taken(request, draft.pk)
        if good:
            return redirect("draft_files", draft_id=draft.pk)
    context = step_context(draft, answers, intake.FILES) | {
        "frame": "complaints/intake.html",
        "onward": next_page(draft, answers),
        "imports_address": reverse("draft_imports", kwargs={"draft_id": draft.pk}),
        "capture_address": reverse("capture"),
    }
    return _files_page(request, draft.pk, context, status=200 if good else 422)


@never_cache
@require_http_methods(["GET", "POST"])
def case_files(request: HttpRequest, number: str) -> HttpResponse:
    """The files of a filed complaint: its owner adds what turns up later."""
    by = Actor.of(request)
    complaint = get_object_or_404(Complaint.objects.visible_to(by), number=number)
    if not may_hand_in(by, complaint.pk):
        raise Http404
    good = True
    if request.method == "POST":
        good = _taken(request, complaint.pk)
        if good:
            return redirect("case_files", number=number)
    context = {
        "frame": "evidence/case_frame.html",
        "complaint": complaint,
        "onward": reverse("case", kwargs={"number": number}),
        "imports_address": reverse("case_imports", kwargs={"number": number}),
        "capture_address": reverse("case_capture", kwargs={"number": number}),
    }
    return _files_page(request, complaint.pk, context, status=200 if good else 422)


@never_cache
@login_required
@require_http_methods(["GET", "POST"])
def counsel_files(request: HttpRequest, number: str) -> HttpResponse:
    """The files that a lawyer brings into a case of theirs: added like the complainant's, covered and erased by nobody else."""
    by = Actor.of(request)
    complaint = get_object_or_404(Complaint.objects.visible_to(by), number=number)
    if not counsels(by, complaint.pk):
        raise Http404
    good = request.method != "POST" or _taken(request, complaint.pk)
    if request.method == "POST" and good:
        return redirect("counsel_files", number=number)
    exhibits = Exhibit.objects.of_case(complaint.pk).with_copies(by).select_related("sealed")
    context = {
        "complaint": complaint,
        "exhibits": [one for one in tell_erasures(exhibits) if one.received_by == by.label],
        "max_megabytes": max_bytes() // 1024 // 1024,
        "max_files": max_files(),
        "description": request.POST.get("description", ""),
    }
    return render(request, "evidence/counsel_files.html", context, status=200 if good else 422)
