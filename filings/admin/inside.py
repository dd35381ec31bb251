"""What is posted from the page of a case beside its acts: a file for the complainant, a colleague's word, a task that is done."""

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from accounts.actors import Actor
from accounts.models import IdentityNeed, Recusal
from filings import services
from filings.models import Filing, GivenFile

if TYPE_CHECKING:
    from filings.admin.desk import FilingAdmin


def give(admin: "FilingAdmin", request: HttpRequest, filing: Filing, typed: str) -> HttpResponse:
    """A file for the complainant."""
    file = request.FILES.get("file")
    try:
        if file is None:
            raise services.Refused(_("没有选文件。没有给出。"))
        name = str(file.name)
        services.give_file(by=Actor.of(request), filing=filing, stream=file, filename=name, title=typed)
    except services.Refused as refused:
        now = admin.sent_here(request, str(filing.pk))
        return admin.again(request, now, "give", typed, str(refused), status=422)
    messages.success(request, _("文件已给投诉人。"))
    return HttpResponseRedirect(request.get_full_path())


def given_file(admin: "FilingAdmin", request: HttpRequest, filing_id: UUID, file_id: int) -> FileResponse:
    """What was given, saved and not shown; opening it is recorded."""
    filing = admin.sent_here(request, str(filing_id))
    found = get_object_or_404(GivenFile.objects.visible_to(Actor.of(request)), pk=file_id, filing=filing)
    stream = services.open_given_file(by=Actor.of(request), given=found)
    return FileResponse(stream, as_attachment=True, filename=found.filename, content_type=found.media_type)


def settle(admin: "FilingAdmin", request: HttpRequest, filing: Filing, act: str, typed: str) -> HttpResponse:
    """What a colleague asked to be agreed to or must know, a task that is done, or a recusal that is lifted."""
    by, chosen = Actor.of(request), request.POST.get("row", "")
    recusals = Recusal.objects.filter(case_id=filing.complaint_id, organisation=filing.organisation_id)
    needs = IdentityNeed.objects.filter(filing_id=filing.pk)
    rows = {"task-done": filing.tasks, "lift": recusals, "identity-agree": needs, "identity-decline": needs}
    row: Any = rows.get(act, filing.proposals)
    found: Any = row.filter(pk=int(chosen)).first() if chosen.isdecimal() else None
    if found is None:
        raise Http404
    try:
        if act == "task-done":
            services.finish_task(by=by, task=found)
        elif act in ("identity-agree", "identity-decline"):
            agree = act == "identity-agree"
            services.settle_identity(by=by, filing=filing, row=found, agree=agree, words=typed)
        elif act == "lift":
            services.lift_recusal(by=by, filing=filing, recusal=found, why=typed)
        elif act == "take-back":
            services.take_back(by=by, proposal=found)
        else:
            services.settle(by=by, proposal=found, agree=act == "agree", words=typed)
    except services.Refused as refused:
        now = admin.sent_here(request, str(filing.pk))
        return admin.again(request, now, act, typed, str(refused), status=422)
    messages.success(request, _("已记录。"))
    return HttpResponseRedirect(request.get_full_path())
