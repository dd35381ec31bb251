"""What was taken down has its number: the consent to this desk, read out or signed, and what the complainant takes along."""

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.actors import Actor
from complaints.models import Intake
from core.retention_and_limits import INTAKE_CODE_SHOWN
from filings import services
from filings.admin import intake_forms as asked
from filings.admin.intake_frame import address, answer, take_file

if TYPE_CHECKING:
    from filings.admin.desk import FilingAdmin

Answers = dict[str, Any]
AGREE, FORM, RECEIPT = "agree", "form", "receipt"


def agree(admin: "FilingAdmin", request: HttpRequest, by: Actor, row: Intake) -> HttpResponse:
    """The consent to this desk, as it is read out or signed; then it is sent."""
    posted, brought = request.method == "POST", asked.FileForm()
    chosen = request.POST.get("recipient") or request.GET.get("recipient", "")
    shown = _shown(request, by, row, chosen)
    if posted and request.POST.get("act") == "file":
        brought = asked.FileForm(request.POST, request.FILES)
        if take_file(request, by, row, brought):
            return HttpResponseRedirect(request.get_full_path())
    elif posted and shown["to"] is not None:
        proof = request.POST.get("exhibit", "")
        try:
            services.send_intake(
                by=by,
                intake=row,
                recipient=shown["to"],
                consent_digest=request.POST.get("digest", ""),
                agreed=frozenset(request.POST.getlist("separate")),
                heard="heard" in request.POST,
                exhibit=next((one.pk for one in shown["papers"] if str(one.pk) == proof), None),
            )
            messages.success(request, _("已交给本机构，几秒钟以后出现在办件里。"))
            return HttpResponseRedirect(address(row, RECEIPT))
        except services.Refused as refused:
            messages.error(request, str(refused))
    if not posted:
        services.record_intake_read(by=by, intake=row)
    status = 422 if posted else 200
    return answer(
        admin,
        request,
        "intake_agree.html",
        status,
        title=row.complaint.number,
        **shown,
        brought=brought,
        ticked=request.POST,
    )


def _ticked(request: HttpRequest) -> Answers:
    """What was ticked on a page that could not be taken."""
    posted = request.POST
    return {
        "separate": posted.getlist("separate"),
        "heard": "heard" in posted,
        "exhibit": posted.get("exhibit"),
    }


def _shown(request: HttpRequest, by: Actor, row: Intake, chosen: str) -> Answers:
    """The channels of this desk, and the consent to the chosen one; why there is none."""
    offers = services.channels_of_intake(by, row)
    to_open = [one.recipient for one in offers if not one.closed]
    to = next((one for one in to_open if str(one.pk) == chosen), to_open[0] if to_open else None)
    consent, why = None, ""
    if to is not None:
        try:
            consent = services.propose_heard(by=by, intake=row, recipient=to)
        except services.Refused as refused:
            why = str(refused)
    along, papers = services.files_of_intake(row)
    return {
        "row": row, "offers": offers, "to": to, "consent": consent, "why": why, "along": along, "papers": papers,
        "page": AGREE,
    }  # fmt: skip


def form_to_sign(admin: "FilingAdmin", request: HttpRequest, by: Actor, row: Intake) -> HttpResponse:
    """What is printed for a signature: what was taken down, the words of the consent, a line to sign on."""
    shown = _shown(request, by, row, request.GET.get("recipient", ""))
    if shown["consent"] is None:
        return HttpResponseRedirect(address(row, AGREE))
    services.record_intake_read(by=by, intake=row)
    case = row.complaint
    return answer(
        admin,
        request,
        "intake_form.html",
        title=_("登记表 %s") % case.number,
        **shown,
        case=case,
        person=case.complainant,
    )


def receipt_of(admin: "FilingAdmin", request: HttpRequest, by: Actor, intake_id: UUID) -> HttpResponse:
    """Number, receipt and code, to be printed or read out; the code for a while only."""
    since = timezone.now() - INTAKE_CODE_SHOWN
    row = (
        Intake.objects.filter(pk=intake_id, taken_by=by.user, filed_at__gt=since)
        .select_related("complaint__receipt", "organisation")
        .first()
    )
    if row is None or row.organisation_id not in by.desk_ids:
        raise Http404
    receipt = row.complaint.receipt
    public = settings.PUBLIC_URL
    sent = row.complaint.filings.at_desk(by).first()
    # Agreed to, and on its way for the moment that it takes.
    agreed = sent is not None or row.complaint.filings.exists()
    return answer(
        admin, request, "intake_receipt.html", title=_("回执 %s") % row.complaint.number, row=row, page=RECEIPT,
        number=row.complaint.number, receipt=receipt, code=services.code_to_hand_out(by=by, intake=row),
        checked_at=public + reverse("receipt_public", kwargs={"code": receipt.code}),
        opened_at=public + reverse("resume"), sent=sent, agreed=agreed,
    )  # fmt: skip
