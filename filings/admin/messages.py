"""The page of the messages and calls of a case, as a table; reading it is recorded as reading the case."""

from typing import TYPE_CHECKING
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _

from accounts.actors import Actor
from complaints.services import record_read
from filings.admin.news import kept_filters, kept_query
from filings.desk import case
from filings.desk.messages import Wanted, table
from filings.desk.sent import Sent, masked_sent

if TYPE_CHECKING:
    from filings.admin.desk import FilingAdmin


def messages_page(admin: "FilingAdmin", request: HttpRequest, filing_id: UUID) -> HttpResponse:
    filing, actor = admin.sent_here(request, str(filing_id)), Actor.of(request)
    sent = Sent.of(filing)
    if filing.content_closed or sent.broken:
        raise Http404
    if actor.masked(filing.organisation_id, filing.pk):
        sent = masked_sent(sent)
    wanted = Wanted.of(request.GET)
    shown = table(sent, wanted)
    what, desk = case.read_what(filing), filing.organisation_id
    record_read(by=actor, complaint=filing.complaint, what=what, desk=desk)
    query = request.GET.copy()

    def at(page: int) -> str:
        query["page"] = str(page)
        return f"?{query.urlencode()}"

    context = {
        **admin.admin_site.each_context(request),
        "title": _("短信和电话"),
        "opts": admin.opts,
        "filing": filing,
        "wanted": wanted,
        "table": shown,
        "unlisted": sent.unlisted,
        "newer": at(shown.page - 1) if shown.page > 1 else "",
        "older": at(shown.page + 1) if shown.page < shown.pages else "",
        "list": kept_filters(request),
        "onward_query": kept_query(request),
    }
    request.current_app = admin.admin_site.name  # type: ignore[attr-defined]
    return TemplateResponse(request, "admin/filings/filing/messages.html", context)
