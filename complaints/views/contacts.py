"""The messages and calls of a case, for who sees it whole: counted, drawn over time, and one by one."""

from django.db.models import prefetch_related_objects
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts.actors import Actor
from complaints.counting.charts import chart_of
from complaints.counting.recount import counted_since, whole_of
from complaints.counting.timeline import timeline_of
from complaints.counting.told import told_again
from complaints.models import Complaint, Contact
from complaints.services import owns, record_read
from complaints.standing import standing_facts

PAGE = 50


@require_safe
@never_cache
def contacts(request: HttpRequest, number: str) -> HttpResponse:
    """A page of contacts, found by where the last one ended, below the chart of all of them."""
    by = Actor.of(request)
    complaint = get_object_or_404(Complaint.objects.whole_to(by), number=number)
    record_read(by=by, complaint=complaint, what="contacts")
    after = request.GET.get("after", "")
    rows = Contact.objects.filter(complaint=complaint).order_by("pk")
    if after.isdecimal() and len(after) < 19:
        rows = rows.filter(pk__gt=int(after))
    found = list(rows[: PAGE + 1])
    told = [one.pk for one in found if one.fingerprint is None]
    if not after:
        # Both the chart and what it would change ask what was stated since.
        prefetch_related_objects([complaint], "recounts", "statements")
    counted = None if after else timeline_of(complaint)
    changes = counted_since(complaint, today=timezone.localdate(), counted=counted) if counted else []
    context = {
        "complaint": complaint,
        "contacts": found[:PAGE],
        "repeated": counted.repeated if counted else told_again(complaint.pk, among=told) if told else (),
        "after": found[PAGE - 1].pk if len(found) > PAGE else None,
        "timeline": counted,
        "chart": chart_of(counted) if counted is not None else None,
        "told": whole_of(standing_facts(complaint), counted) if counted is not None else None,
        "changes": changes,
        "owner": bool(changes) and owns(by, complaint.pk),
    }
    return render(request, "complaints/contacts.html", context)
