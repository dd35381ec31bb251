"""The daily heads for everybody, and for whoever holds a case the proof that it stands in one."""

import base64
import json
from collections.abc import Iterator
from datetime import date

from cryptography.hazmat.primitives.serialization import Encoding
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts.actors import Actor
from complaints.models import Complaint
from complaints.services import record_read
from core import keys
from evidence import services
from evidence.models import DailyHead, Timestamp
from evidence.services import trusted_roots

_A_PAGE = 30


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Http404 from None


def _head(text: str) -> DailyHead:
    return get_object_or_404(DailyHead, day=_day(text))


def _file(content: bytes, name: str, media_type: str) -> HttpResponse:
    response = HttpResponse(content, content_type=media_type)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@require_safe
def heads(request: HttpRequest) -> HttpResponse:
    """What the portal commits itself to, day by day, and how to check it without the portal."""
    rows = DailyHead.objects.order_by("-day")
    if before := request.GET.get("before"):
        rows = rows.filter(day__lt=_day(before))
    shown = list(rows[: _A_PAGE + 1])
    stamps = {one.digest: one for one in Timestamp.objects.filter(digest__in=[one.digest for one in shown])}
    context = {
        "heads": [(head, head.said, stamps.get(head.digest)) for head in shown[:_A_PAGE]],
        "older": shown[_A_PAGE - 1].day if len(shown) > _A_PAGE else None,
        "fingerprint": keys.public_key_fingerprint(),
        "configured": services.timestamping_configured(),
    }
    return render(request, "evidence/heads.html", context)


@require_safe
def heads_lines(request: HttpRequest) -> HttpResponseBase:
    """Every head as one JSON object a line, oldest first; ``after`` (a day) for those that one has not seen."""
    rows = DailyHead.objects.order_by("day")
    if after := request.GET.get("after"):
        rows = rows.filter(day__gt=_day(after))
    return StreamingHttpResponse(
        _lines(list(rows.values_list("day", flat=True))), content_type="application/jsonl"
    )


def _lines(days: list[date]) -> Iterator[str]:
    for start in range(0, len(days), 100):
        heads = list(DailyHead.objects.filter(day__in=days[start : start + 100]).order_by("day"))
        stamped = Timestamp.objects.filter(
            digest__in=[one.digest for one in heads], state=Timestamp.State.DONE
        )
        stamps = {one.digest: one for one in stamped}
        for head in heads:
            stamp = stamps.get(head.digest)
            said = {
                "day": head.day.isoformat(),
                "digest": head.digest,
                "head": head.payload,
                "signature": head.signature,
                "stamped": stamp.gen_time.isoformat() if stamp and stamp.gen_time else None,
                "authority": stamp.authority if stamp else None,
                "demonstration": stamp.demo if stamp else None,
                "token": base64.b64encode(bytes(stamp.token or b"")).decode() if stamp else None,
            }
            yield json.dumps(said, ensure_ascii=False) + "\n"


@require_safe
def head_text(request: HttpRequest, day: str) -> HttpResponse:
    """The very bytes that were hashed, signed and stamped."""
    return _file(_head(day).payload.encode(), f"{day}.json", "application/json")


@require_safe
def head_signature(request: HttpRequest, day: str) -> HttpResponse:
    signature = _head(day).signature
    raw = base64.urlsafe_b64decode(signature + "=" * (-len(signature) % 4))
    return _file(raw, f"{day}.sig", "application/octet-stream")


@require_safe
def head_token(request: HttpRequest, day: str) -> HttpResponse:
    """The authority's reply as it came; 404 while the head is not stamped."""
    stamp = get_object_or_404(Timestamp, digest=_head(day).digest, state=Timestamp.State.DONE)
    return _file(bytes(stamp.token or b""), f"{day}.tsr", "application/timestamp-reply")


@require_safe
def authority(request: HttpRequest) -> HttpResponse:
    """The certificates that the portal trusts for time. Better had from the authority itself."""
    try:
        roots = trusted_roots()
    except (OSError, ValueError):
        roots = []
    if not roots:
        raise Http404
    pem = b"".join(root.public_bytes(Encoding.PEM) for root in roots)
    return _file(pem, "authority.pem", "application/x-pem-file")


@require_safe
@never_cache
def case_custody(request: HttpRequest, number: str) -> HttpResponse:
    """The proof that a case's ledger stands in a daily head, as a file; it holds nothing of any other case."""
    by = Actor.of(request)
    complaint = get_object_or_404(Complaint.objects.whole_to(by), number=number)
    proof = services.inclusion_proof(complaint_id=complaint.pk)
    if proof is None:
        messages.info(
            request, _("存证证明要等到明天零点以后：那时会生成今天的总摘要，把这件投诉的记录包括进去。")
        )
        return redirect("case", number=number)
    record_read(by=by, complaint=complaint, what="ledger")
    stamp = Timestamp.objects.filter(digest=proof["digest"], state=Timestamp.State.DONE).first()
    proof["token"] = base64.b64encode(bytes(stamp.token or b"")).decode() if stamp else None
    text = json.dumps(proof, ensure_ascii=False, indent=1) + "\n"
    return _file(text.encode(), f"{number}-custody.json", "application/json")
