"""What the pages share on which a complaint is taken down."""

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.actors import Actor
from complaints.models import Intake
from evidence.services import NotReceived, receive
from filings.admin import intake_forms as asked

if TYPE_CHECKING:
    from filings.admin.desk import FilingAdmin


def address(row: Intake, page: str) -> str:
    return reverse("admin:filings_filing_intake_page", args=[row.pk, page])


def take_file(request: HttpRequest, by: Actor, row: Intake, form: asked.FileForm) -> bool:
    """Whether there was no file, or it was taken."""
    file = request.FILES.get("file")
    if file is None:
        return True
    try:
        receive(
            by=by,
            complaint_id=row.pk,
            stream=file,
            filename=str(file.name),
            declared_type=str(file.content_type or ""),
        )
    except NotReceived as refused:
        form.is_valid()
        form.add_error("file", str(refused))
        return False
    messages.success(request, _("文件收下了，已封存。"))
    return True


def answer(
    admin: "FilingAdmin", request: HttpRequest, template: str, status: int = 200, **more: Any
) -> HttpResponse:
    context = {**admin.admin_site.each_context(request), "opts": admin.opts, **more}
    request.current_app = admin.admin_site.name  # type: ignore[attr-defined]
    return TemplateResponse(request, f"admin/filings/filing/{template}", context, status=status)
