"""A phone's backup into a complaint: hand it in, see how far it is read, choose whose messages belong to the case."""

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts.actors import Actor
from complaints import intake
from complaints.counting.recount import counted_since
from complaints.models import Complaint, Draft
from complaints.reading.numbers import describe
from complaints.review import counted_in
from complaints.services import answers_of
from complaints.views.frame import held_draft, next_page, step_context
from evidence import services
from evidence.importers.grouping import CALL, UNSURE, WORDLESS, Group
from evidence.models import Exhibit, Import
from evidence.services import max_bytes, may_add
from evidence.words import backup_words

PAGE = 50  # groups on a page
MOST_WORDS = 1000  # characters of a search: more than the line of an address takes

_KINDS = {
    "marketing": gettext_lazy("推销"),
    "collection": gettext_lazy("催收"),
    "fraud": gettext_lazy("涉嫌诈骗"),
    "verification": gettext_lazy("验证码"),
    "notice": gettext_lazy("通知"),
    "personal": gettext_lazy("个人"),
    CALL: gettext_lazy("电话"),
    UNSURE: gettext_lazy("拿不准"),
    WORDLESS: gettext_lazy("没有文字"),
}


def _taken(request: HttpRequest, case_id: UUID) -> Import | None:
    """Begin with the file of the form, or with an exhibit that is there already; None when it was refused, and said."""
    by = Actor.of(request)
    try:
        if "exhibit" in request.POST:
            wanted = _uuid(request.POST["exhibit"])
            exhibit = Exhibit.objects.of_case(case_id).filter(pk=wanted).first() if wanted else None
            if exhibit is None:
                raise Http404
            return services.begin_import(by=by, exhibit=exhibit)
        file = request.FILES.get("file")
        if file is None:
            messages.error(request, _("还没有选文件。请先选从手机导出的备份，再点“上传并读取”。"))
            return None
        return services.receive_backup(
            by=by,
            complaint_id=case_id,
            stream=file,
            filename=file.name or "",
            declared_type=file.content_type or "",
        )
    except (services.NotReceived, services.NotNow) as reason:
        messages.error(request, str(reason))
    except (Complaint.DoesNotExist, Exhibit.DoesNotExist):  # the draft ended while the bytes came
        raise Http404 from None
    return None


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _list_page(request: HttpRequest, case_id: UUID, context: dict[str, Any], status: int) -> HttpResponse:
    context |= {
        "imports": Import.objects.of_case(case_id),
        "case_id": case_id,
        "max_bytes": max_bytes(".xml"),
        "max_megabytes": max_bytes(".xml") // 1024 // 1024,
        "can_be_read": backup_words.what_can_be_read(),
    }
    return render(request, "evidence/imports.html", context, status=status)


def _frame_of_draft(draft: Draft) -> dict[str, Any]:
    """Beside the way: it goes on at the first page that is not answered yet."""
    answers = answers_of(draft)
    onward = next_page(draft, answers)
    return step_context(draft, answers, intake.FILES) | {
        "frame": "complaints/intake.html",
        "files": reverse("draft_files", args=[draft.pk]),
        "onward": onward,
        "back": onward,
        "home": reverse("draft_imports", args=[draft.pk]),
        "heading": _("导入手机备份"),
    }


def _frame_of_case(complaint: Complaint) -> dict[str, Any]:
    return {
        "frame": "evidence/case_frame.html",
        "complaint": complaint,
        "files": reverse("case_files", args=[complaint.number]),
        "onward": reverse("case_files", args=[complaint.number]),
        "home": reverse("case_imports", args=[complaint.number]),
        "heading": _("导入手机备份"),
    }


@never_cache
@require_http_methods(["GET", "POST"])
def draft_imports(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """The backups of a draft; one that was filed meanwhile goes on as a case."""
    complaint = Complaint.objects.visible_to(Actor.of(request)).filter(pk=draft_id).first()
    if complaint is not None:
        return case_imports(request, number=complaint.number)
    draft = held_draft(request, draft_id)
    if request.method == "POST":
        imported = _taken(request, draft.pk)
        if imported is not None:
            return redirect("import", import_id=imported.pk)
    return _list_page(request, draft.pk, _frame_of_draft(draft), 422 if request.method == "POST" else 200)


@never_cache
@require_http_methods(["GET", "POST"])
def case_imports(request: HttpRequest, number: str) -> HttpResponse:
    """The backups of a filed complaint: its owner adds what the phone still holds."""
    by = Actor.of(request)
    complaint = get_object_or_404(Complaint.objects.visible_to(by), number=number)
    if not may_add(by, complaint.pk):
        raise Http404
    if request.method == "POST":
        imported = _taken(request, complaint.pk)
        if imported is not None:
            return redirect("import", import_id=imported.pk)
    return _list_page(
        request, complaint.pk, _frame_of_case(complaint), 422 if request.method == "POST" else 200
    )


@never_cache
@require_http_methods(["GET", "POST"])
def one_import(request: HttpRequest, import_id: UUID) -> HttpResponse:
    """One backup: being read, waiting for the choice, kept."""
    by = Actor.of(request)
    imported = get_object_or_404(Import.objects.visible_to(by), pk=import_id)
    status = 200
    if request.method == "POST":
        try:
            return _done(request, by, imported)
        except services.NotNow as reason:
            messages.error(request, str(reason))
            imported, status = Import.objects.visible_to(by).get(pk=import_id), 422
    case_id = imported.exhibit.complaint_id
    complaint = Complaint.objects.filter(pk=case_id).first()
    context = _frame_of_case(complaint) if complaint else _frame_of_draft(held_draft(request, case_id))
    context |= {
        "imported": imported,
        "format": backup_words.format_label(imported.format),
        "filed": complaint is not None,
        "unreadable": [
            (part, line, backup_words.unreadable(code)) for part, line, code in imported.unreadable_lines
        ],
        "ordinary": services.may_be_evidence(imported),
        "given_away": imported.state == Import.State.KEPT and services.given_away(imported.exhibit),
    }
    if imported.state == Import.State.CHOOSING:
        context |= _choice(request, imported)
    if complaint is not None and imported.state == Import.State.KEPT:
        context |= {"changes": counted_since(complaint, today=timezone.localdate()), "owner": True}
    if complaint is None and imported.kept:  # what the pages of the intake ask for, counted
        context["counted"] = counted_in(case_id, answers_of(context["draft"]))
    return render(request, "evidence/import.html", context, status=status)


def _choice(request: HttpRequest, imported: Import) -> dict[str, Any]:
    """One page of the list, and how much is ticked on all of them."""
    groups = services.groups_of(imported)
    ticked = services.ticked(imported)
    words = request.GET.get("q", "").strip()[:MOST_WORDS]
    found = [(place, one) for place, one in enumerate(groups) if _answers(one, words)]
    pages = max(1, -(-len(found) // PAGE))
    page = min(_page(request), pages)
    shown = found[(page - 1) * PAGE : page * PAGE]
    return {
        "rows": [
            {
                "place": place,
                "group": one,
                "kind": _KINDS[one.kind],
                "kinds": [(_KINDS[name], count) for name, count in sorted(one.categories.items())],
                "ticked": place in ticked,
                "damaged": "" if (sender := describe(one.sender)).accepted else sender.advice,
                "people": one.kind in ("personal", "verification") or not one.count,
            }
            for place, one in shown
        ],
        "shown": ",".join(str(place) for place, _one in shown),
        "words": words,
        "page": page,
        "pages": pages,
        "found": len(found),
        "group_count": len(groups),
        "ticked_count": len(ticked),
        "ticked_messages": sum(groups[place].count for place in ticked if place < len(groups)),
        "ticked_elsewhere": len(ticked - {place for place, _one in shown}),
        "round": imported.begun_at.isoformat(),
    }


def _answers(group: Group, words: str) -> bool:
    return not words or any(words in text for text in (group.sender, group.signature, group.sample))


def _page(request: HttpRequest) -> int:
    given = request.GET.get("page", "")
    return max(1, int(given)) if given.isdecimal() and len(given) < 7 else 1


def _places(given: list[str]) -> list[int]:
    return [int(one) for text in given for one in text.split(",") if one.isdecimal() and len(one) < 9]


def _done(request: HttpRequest, by: Actor, imported: Import) -> HttpResponse:
    """What a button asks for. Raises NotNow."""
    act = request.POST.get("act", "")
    here = reverse("import", args=[imported.pk])
    if act in ("", "all", "search", "choose"):  # "" is a button that leads to another page of the list
        if request.POST.get("round") != imported.begun_at.isoformat():
            raise services.NotNow(_("这一页已经过时：备份又读了一遍。请按现在的列表重新勾选。"))
        shown, ticks = _places([request.POST.get("shown", "")]), _places(request.POST.getlist("group"))
        services.tick(by=by, imported=imported, shown=shown, chosen=shown if act == "all" else ticks)
        if act == "choose":
            services.choose(by=by, imported=imported, disturbing="disturbing" in request.POST)
            return redirect(here)
        target = request.GET.get("page", "") if act == "all" else request.POST.get("to", "")
        query = {"q": request.POST.get("q", "").strip()[:MOST_WORDS], "page": target}
        return redirect(f"{here}?{_encoded(query)}")
    if act == "decline":
        services.decline(by=by, imported=imported)
    elif act == "again":
        services.begin_import(by=by, exhibit=imported.exhibit)
    elif act == "evidence":
        exhibit = services.treat_as_evidence(by=by, imported=imported)
        messages.success(request, _("第 %d 号文件当作普通证据：正在检查、制作查看副本。") % exhibit.ordinal)
        return redirect(_files_of(exhibit.complaint_id))
    elif act == "remove":
        count = services.remove_contacts(by=by, imported=imported)
        messages.success(request, _("已移除 %d 条。") % count)
    elif act == "erase":
        services.erase_from_draft(by=by, exhibit=imported.exhibit)
        messages.success(
            request,
            _("备份原件和摘录已经删除；收入的短信和通话还在。")
            if imported.kept
            else _("文件的内容已经删除，哈希值和存证记录保留。"),
        )
    else:
        raise services.NotNow(_("页面发来的内容不完整。请刷新页面再试。"))
    return redirect(here)


def _files_of(case_id: UUID) -> str:
    complaint = Complaint.objects.filter(pk=case_id).first()
    if complaint is not None:
        return reverse("case_files", args=[complaint.number])
    return reverse("draft_files", args=[case_id])


def _encoded(query: dict[str, str]) -> str:
    return urlencode({name: value for name, value in query.items() if value})
