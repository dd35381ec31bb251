"""What is added or corrected after the filing: the pages of the intake once more, each statement beside what was said first."""

from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from accounts.actors import Actor
from accounts.models import User
from accounts.services import unsent_here
from complaints import forms as pages
from complaints.models import Complaint, LedgerEntry
from complaints.particulars import unnamed_child
from complaints.questions import MATTERS
from complaints.services import is_confirmed, owns
from complaints.standing import labels_of, situations_of, standing_facts
from complaints.stating import Said, changes_of, in_words, pages_of, rough_of
from legal import services
from legal.asking import gaps_of
from legal.models import Assessment
from legal.reasoning.facts import FactsError


def _owned(request: HttpRequest, number: str) -> Complaint:
    """The case, for the complainant alone."""
    by = Actor.of(request)
    complaint = get_object_or_404(Complaint.objects.whole_to(by), number=number)
    if not owns(by, complaint.pk):
        raise Http404
    return complaint


@never_cache
@require_safe
def statements(request: HttpRequest, number: str) -> HttpResponse:
    """Every page of questions of this kind, those of the situations chosen first; below, what was stated when."""
    complaint = _owned(request, number)
    chosen = situations_of(complaint)
    asked = pages_of(complaint.kind)
    aside = {one.slug for one in MATTERS if one.slug in asked and not one.concerns(complaint.kind, chosen)}
    made = list(complaint.statements.all())
    names = _lawyers(complaint, {one.made_by for one in made})
    over = _over(complaint)
    facts, today = standing_facts(complaint), timezone.localdate()
    gaps = [] if over else gaps_of(facts, chosen, on=today)
    context = {
        "complaint": complaint,
        "pages": [(slug, title) for slug, title in asked.items() if slug not in aside],
        "aside": [(slug, title) for slug, title in asked.items() if slug in aside],
        "history": [
            (one, asked.get(one.matter, ""), in_words(one.rows, complaint.kind), names.get(one.made_by, ""))
            for one in reversed(made)
        ],
        "wanted_child": unnamed_child(complaint),
        "over": over,
        "gaps": [(one, labels_of(one.gain.grounds)) for one in gaps],
    }
    return render(request, "legal/statements.html", context)


@never_cache
@require_http_methods(["GET", "POST"])
def statement(request: HttpRequest, number: str, matter: str) -> HttpResponse:
    """One page of questions, filled with what stands; saving it writes a dated statement."""
    complaint = _owned(request, number)
    asked = pages_of(complaint.kind)
    if matter not in asked:
        raise Http404
    posted = request.POST if request.method == "POST" else None
    typed = posted if posted is not None else unsent_here(request=request, at=timezone.now())
    form = pages.page_form(complaint, matter, typed)
    why = pages.ReasonForm(typed, initial={"shown": services.shown_answers(complaint, matter)})
    pending: list[Said] = []
    if posted is not None and form.is_valid() and why.is_valid():
        if _taken(request, complaint, matter, form, why):
            return redirect("statements", number=number)
        # What stands now beside what was typed: saving once more means that.
        rows = changes_of(complaint, matter, pages.answers_in(matter, form))
        pending = in_words(rows, complaint.kind, rough=rough_of(complaint))
    context = {
        "complaint": complaint,
        "matter": matter,
        "title": asked[matter],
        "why_asked": next((one.why for one in MATTERS if one.slug == matter), ""),
        "form": form,
        "reason": why,
        "pending": pending,
        "shown": services.shown_answers(complaint, matter),
        "is_formset": isinstance(form, forms.BaseFormSet),
        "over": _over(complaint),
    }
    return render(request, "legal/statement.html", context, status=422 if posted is not None else 200)


def _taken(request: HttpRequest, complaint: Complaint, matter: str, form: Any, why: pages.ReasonForm) -> bool:
    """Whether the statement was written; why not stands on the page, with all that was typed."""
    before, mailbox = Assessment.objects.latest_of(complaint), complaint.complainant.email
    try:
        services.assess_stated(
            by=Actor.of(request),
            complaint=complaint,
            matter=matter,
            answers=pages.answers_in(matter, form),
            shown=why.cleaned_data["shown"],
            reason=why.cleaned_data["reason"],
        )
    except services.Refused as refused:
        messages.error(request, str(refused))
        return False
    except FactsError as error:
        messages.error(request, _("没有保存：%s") % error)
        return False
    done = _("已保存，写明了今天的日期；登记时的说法和回执没有改。")
    if Assessment.objects.latest_of(complaint) != before:
        done += _("已按新的说法重新对照法律。")
    messages.success(request, done)
    address = form.cleaned_data.get("email") if matter == "you" else ""
    if address and address != mailbox and not is_confirmed(complaint, address) and settings.EMAIL_LEAVES:
        asked = _("要用 %(asked_mailbox)s 收进展：打开几分钟内寄到的确认信，点里面的链接。")
        messages.info(request, asked % {"asked_mailbox": address})
    return True


def _lawyers(complaint: Complaint, labels: set[str]) -> dict[str, str]:
    """The names of those among who wrote that are not the complainant, by their label."""
    others = labels - LedgerEntry.objects.complainants(complaint) if labels else set[str]()
    ids = [int(one.removeprefix("user:")) for one in others if one.startswith("user:")]
    return {
        f"user:{user.pk}": user.get_full_name() or user.username for user in User.objects.filter(pk__in=ids)
    }


def _over(complaint: Complaint) -> bool:
    return complaint.state in (Complaint.State.WITHDRAWN, Complaint.State.CLOSED)
