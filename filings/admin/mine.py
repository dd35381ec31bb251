"""What one may do at one's desks oneself, when one is away, and from which cases one is recused."""

from functools import partial
from typing import TYPE_CHECKING

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Membership, Recusal
from complaints.models import Complaint
from filings.admin.bulk import desk_actor
from filings.admin.members import deputies_of, leave_of, told_done
from filings.desk import people

if TYPE_CHECKING:
    from filings.admin.desk import FilingAdmin


def mine(admin: "FilingAdmin", request: HttpRequest) -> HttpResponse:
    by, status = desk_actor(request), 200
    rows = (
        Membership.objects.at_work()
        .filter(user=by.user)
        .select_related("organisation", "unit", "deputy", "user")
    )
    if request.method == "POST":
        row = get_object_or_404(rows, organisation=request.POST.get("organisation", "0"))
        if told_done(request, partial(leave_of, request, by, row)):
            return HttpResponseRedirect(request.get_full_path())
        status = 422
    recusals = list(Recusal.objects.filter(person=by.user, organisation__in=by.desk_ids))
    numbers = dict(
        Complaint.objects.filter(pk__in=[one.case_id for one in recusals]).values_list("pk", "number")
    )
    context = {
        **admin.admin_site.each_context(request),
        "opts": admin.opts,
        "title": _("我在办案台"),
        "members": [(people.member(one, timezone.localdate()), deputies_of(one)) for one in rows],
        "recusals": [(one, numbers.get(one.case_id, "")) for one in recusals],
    }
    request.current_app = admin.admin_site.name  # type: ignore[attr-defined]
    return TemplateResponse(request, "admin/filings/filing/mine.html", context, status=status)
