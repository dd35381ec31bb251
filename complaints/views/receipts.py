"""The receipt: kept by who filed, checked by anybody."""

import re
from typing import Any

import segno
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from accounts.actors import Actor
from complaints import receipts
from complaints.forms import ReceiptCheckForm
from complaints.models import Access, Act, Complaint, Kind, Receipt
from complaints.services import awaits_person, helps, is_confirmed, owns
from complaints.standing import dangers_of
from complaints.throttles import count_wrong_code, too_many_wrong_codes
from core import keys


def public_address(receipt: Receipt) -> str:
    return settings.PUBLIC_URL + reverse("receipt_public", kwargs={"code": receipt.code})


def qr_svg(text: str) -> str:
    """A QR code as inline SVG, drawn with attributes only."""
    return segno.make(text, error="m", micro=False).svg_inline(
        border=2, omitsize=True, svgclass=None, lineclass=None
    )


@require_safe
@never_cache
def receipt(request: HttpRequest, number: str) -> HttpResponse:
    """The confirmation to keep: number, codes, signed receipt, what comes next."""
    actor = Actor.of(request)
    complaint = get_object_or_404(Complaint.objects.whole_to(actor).select_related("receipt"), number=number)
    held = Access.objects.in_force().of(actor).filter(complaint=complaint, why=Access.Why.CODE).first()
    address = public_address(complaint.receipt)
    owner = owns(actor, complaint.pk)
    helping = not owner and helps(actor, complaint.pk)
    mailbox = complaint.complainant.email if owner else ""
    context = {
        "complaint": complaint,
        "owner": owner,
        "waits": helping and awaits_person(complaint),
        "urgent": dangers_of(complaint) if owner else [],
        "asked_mailbox": mailbox if mailbox and not is_confirmed(complaint, mailbox) else "",
        "mail_leaves": settings.EMAIL_LEAVES,
        "receipt": complaint.receipt,
        "token": receipts.token(complaint.receipt),
        "address": address,
        "qr": qr_svg(address),
        "code": held.code if held else "",
        "nothing_sent": not complaint.ledger.filter(act=Act.FILING_MOVED).exists(),
    }
    return render(request, "complaints/receipt.html", context)


@require_safe
def receipt_text(request: HttpRequest, number: str) -> HttpResponse:
    """The receipt as a file to keep: the token that proves it offline."""
    complaint = get_object_or_404(
        Complaint.objects.whole_to(Actor.of(request)).select_related("receipt"), number=number
    )
    response = HttpResponse(
        receipts.token(complaint.receipt) + "\n", content_type="text/plain; charset=utf-8"
    )
    response["Content-Disposition"] = f'attachment; filename="{complaint.number}-receipt.txt"'
    return response


# The address that a receipt prints, or the code at its end.
_NAMED = re.compile(r"(?:\S*/receipts/)?([A-Za-z2-7]{24})/?")


def _shown(check: receipts.Check) -> dict[str, Any]:
    if not check.sound or check.payload is None:
        return {"check": check}
    return {
        "check": check,
        "filed_at": parse_datetime(check.payload["filed_at"]),
        "kind": Kind(check.payload["kind"]).label,
    }


@require_safe
@never_cache
def receipt_public(request: HttpRequest, code: str) -> HttpResponse:
    """Anybody who has the receipt's code sees whether it is genuine; no name, no number of a person."""
    if too_many_wrong_codes(request):
        return render(
            request, "complaints/receipt_check.html", {"form": ReceiptCheckForm(), "busy": True}, status=429
        )
    known = Receipt.objects.filter(code=code.upper()).first()
    if known is None:
        count_wrong_code(request)
        raise Http404
    context = _shown(receipts.check_token(receipts.token(known)))
    context |= {"by_code": True, "fingerprint": keys.public_key_fingerprint()}
    return render(request, "complaints/receipt_check.html", context)


@require_http_methods(["GET", "POST"])
def receipt_check(request: HttpRequest) -> HttpResponse:
    """Check a pasted receipt by its signature, which needs no database row; or one that is named by its address."""
    form = ReceiptCheckForm(request.POST or None)
    context: dict[str, Any] = {"form": form, "fingerprint": keys.public_key_fingerprint()}
    if request.method != "POST" or not form.is_valid():
        return render(request, "complaints/receipt_check.html", context)
    given = form.cleaned_data["token"].strip()
    named = _NAMED.fullmatch(given)
    if named is None:
        return render(request, "complaints/receipt_check.html", context | _shown(receipts.check_token(given)))
    if too_many_wrong_codes(request):
        return render(request, "complaints/receipt_check.html", context | {"busy": True}, status=429)
    known = Receipt.objects.filter(code=named[1].upper()).first()
    if known is None:
        count_wrong_code(request)
        form.add_error("token", _("没有找到这个网址的回执。请检查有没有抄错。"))
    else:
        context |= _shown(receipts.check_token(receipts.token(known))) | {"by_code": True}
    return render(request, "complaints/receipt_check.html", context)


@require_safe
def public_key(request: HttpRequest) -> HttpResponse:
    """The key with which receipts and bundles are checked offline."""
    return HttpResponse(keys.public_key_pem(), content_type="application/x-pem-file")
