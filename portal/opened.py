"""By which of the codes that a browser holds a page opens: two people may use one browser, each with a draft."""

from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest

from complaints.models import Access, Complaint, Draft
from evidence.models import Exhibit, Import
from filings.models import Filing, Supplement


def opened_by(request: HttpRequest, codes: Sequence[str]) -> str:
    """The digest, of those given, that opens what the address names. Where it names nothing the code that came last; ""
    where what it names is opened by none of them."""
    match = request.resolver_match
    if match is None or not match.kwargs:
        return codes[-1]
    cases = _cases(match.kwargs)
    if cases is None:
        return ""
    drafts = Draft.objects.filter(pk__in=cases, code_digest__in=codes)
    accesses = Access.objects.in_force().filter(complaint__in=cases, code_digest__in=codes)
    digests = (rows.order_by().values_list("code_digest", flat=True) for rows in (drafts, accesses))
    return next(iter(next(digests).union(*digests)), "")


def _cases(named: dict[str, Any]) -> QuerySet[Any, Any] | list[Any] | None:
    """The ids of the draft or case to which belongs what an address names; None for other things."""
    if "draft_id" in named:
        return [named["draft_id"]]
    if "number" in named:
        return Complaint.objects.filter(number=named["number"]).values("pk")
    if "filing_id" in named:
        return Filing.objects.filter(pk=named["filing_id"]).values("complaint")
    if "supplement_id" in named:
        return Supplement.objects.filter(pk=named["supplement_id"]).values("filing__complaint")
    if "exhibit_id" in named:
        return Exhibit.objects.filter(pk=named["exhibit_id"]).values("complaint_id")
    if "import_id" in named:
        return Import.objects.filter(pk=named["import_id"]).values("exhibit__complaint_id")
    return None
