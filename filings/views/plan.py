"""What to do next in a case: one step, with why, what it takes, what one gets and by when; the rest folded below."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, OuterRef
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts.actors import Actor
from complaints.counting.recount import counted_since
from complaints.models import Access, Act, Complaint, LedgerEntry, Recount, Statement
from complaints.reading import dangers_told
from complaints.services import record_read
from complaints.stated import Facts
from core.rows_within import keep_rows
from core.told import told
from documents.wished import Wished, wished
from filings import services
from filings.models import Filing
from filings.planned import planned
from filings.views.errands import errands_of, stages_of
from legal.models import Assessment, Overrule
from legal.presentation import shown_clocks, shown_plan
from legal.reasoning.answers import Assessment as Answer
from legal.reasoning.assessment import assess
from legal.reasoning.facts import FactsError
from legal.services import assess_complaint


@never_cache
@require_http_methods(["GET", "POST"])
def plan(request: HttpRequest, number: str) -> HttpResponse:
    """The first visit assesses the case, POST does so anew."""
    by, today = Actor.of(request), timezone.localdate()
    complaint = get_object_or_404(_looked_up(by), number=number)
    assessment = Assessment.objects.latest_of(complaint)
    if assessment is None or request.method == "POST":
        assessment = assess_complaint(by=by, complaint=complaint)
        if request.method == "POST":
            messages.success(request, _("已按今天的法律和最新的事实重新对照。以前的结果仍然保留。"))
            return redirect("law", number=number)
    owner: bool = complaint.own  # type: ignore[attr-defined]
    # Of staff every reading is recorded, also by a code that they hold.
    if (by.is_staff or not owner) and request.method == "GET":
        record_read(by=by, complaint=complaint, what="law")
    filings = list(
        Filing.objects.filter(complaint=complaint)
        .select_related("recipient", "organisation", "consent")
        .defer("content")
        .order_by("prepared_at")
    )
    unchanged = None if complaint.changed else complaint.facts  # type: ignore[attr-defined]
    if unchanged is not None:
        # Nothing was stated or recounted since: it is not asked again.
        keep_rows(complaint, "statements", [])
        keep_rows(complaint, "recounts", [])
    facts = services.facts_now(complaint, filings, unchanged)
    result = _as_it_stands(assessment, facts, today, sent=any(one.gone_out for one in filings))
    steps = services.next_steps(complaint, filings, today=today) if owner and filings else {}
    stages = stages_of(complaint, filings, today=today)
    story = complaint.standing_story if unchanged is None else complaint.story
    urgent = dangers_told(facts.get("debt", {}).get("threats") or (), story)
    wants = wished(facts, result, today)
    laid = planned(
        complaint,
        facts,
        shown_plan(result, complaint.kind),
        shown_clocks(result),
        filings,
        grounds=result["grounds"],
        today=today,
        danger=bool({"life", "violence", "threat"} & {*urgent}),
        heard={channel for one in wants for channel in (*one.channels, *one.helped)} if wants else None,
    )
    context = {
        "complaint": complaint,
        "assessment": assessment,
        "owner": owner,
        "may_send": owner,
        "urgent": urgent,
        "errands": errands_of(complaint, filings, stages, steps) if owner else [],
        "filings": [(one, stages[one.pk]) for one in filings],
        "nearest": min((one.until for one in stages.values() if one.until), default=None),
        "plan": laid,
        # What is wanted and cannot be asked of whom comes first, but of others.
        "elsewhere": [one.title for one in wants if laid.first and _heard_elsewhere(one, laid.first.channel)],
        "unmet": [one for one in wants if not one.channels],
        "asked": sorted({*complaint.keeping_asked}),  # type: ignore[attr-defined]
        "changes": counted_since(complaint, today=today) if complaint.imported else [],  # type: ignore[attr-defined]
        "grounds": _counted(assessment.result, facts),
        "warnings": result.get("warnings", []),
    }
    return render(request, "filings/plan.html", told(context))


def _heard_elsewhere(one: Wished, channel: str) -> bool:
    return bool(one.channels) and channel not in (*one.channels, *one.helped)


def _looked_up(by: Actor) -> Any:
    """The cases that somebody sees whole, each with what its page asks of access and of the record: one statement."""
    entries = LedgerEntry.objects.filter(complaint_id=OuterRef("pk")).order_by()
    own = Access.objects.in_force().of(by).own().filter(complaint=OuterRef("pk"))
    imported = entries.filter(act=Act.CONTACTS_IMPORTED, at__gt=OuterRef("filed_at"))
    kept = entries.filter(act=Act.KEEPING_ASKED).values("detail__on")
    corrected = Overrule.objects.filter(assessment__complaint=OuterRef("pk"), desk=None).order_by()
    return Complaint.objects.whole_to(by).annotate(
        own=Exists(own),
        imported=Exists(imported),
        keeping_asked=ArraySubquery(kept),
        corrected=Exists(corrected),
        # Whether its facts stand otherwise than they were filed.
        changed=Exists(Recount.objects.filter(complaint=OuterRef("pk")))
        | Exists(Statement.objects.filter(complaint=OuterRef("pk"))),
    )


def _as_it_stands(assessment: Assessment, facts: Facts, today: date, *, sent: bool) -> Answer:
    """What is open today: as it was assessed, where that was today and nothing was sent since; else weighed anew, for the
    page alone."""
    named = all("missing" in way for way in assessment.result["plan"])
    if assessment.filing_on == today and named and not sent:
        return assessment.result
    try:
        return assess(facts, on=today)
    except FactsError:
        return assessment.result


def _counted(result: Answer, facts: Facts) -> dict[str, int]:
    """How many grounds stand, and how many lack facts among those that the person chose."""
    chosen = facts.get("situations", ())
    found = {"established": 0, "arguable": 0, "needs_facts": 0}
    for ground in result["grounds"]:
        status = ground["status"]
        if status in ("established", "arguable") or (status == "needs_facts" and ground["slug"] in chosen):
            found[status] += 1
    return found
