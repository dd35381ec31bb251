"""The record of an organisation across its cases, for its auditors: who did what when; no case opens here."""

from datetime import date, timedelta
from typing import TYPE_CHECKING

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, QueryDict
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.actors import Actor
from accounts.models import Organisation
from core.retention_and_limits import RECORDS_AT_ONCE, RECORDS_SHOWN
from filings.desk import people, records
from filings.desk.records import Asked

if TYPE_CHECKING:
    from filings.admin.desk import FilingAdmin


def records_page(admin: "FilingAdmin", request: HttpRequest) -> HttpResponse:
    here = records.audited(Actor.of(request))
    if not here:
        raise PermissionDenied
    asked, organisation = _asked(request, here)
    if _meant_otherwise(request.GET, asked):
        messages.warning(
            request,
            _("写的日期用不了（先后颠倒、在将来，或者超过 %(most)d 天），下面是 %(first)s 至 %(last)s 的。")
            % {"most": RECORDS_AT_ONCE.days, "first": asked.first, "last": asked.last},
        )
    lines, more = records.lines(asked)
    query = request.GET.copy()
    query["page"] = str(asked.page + 1)
    context = {
        **admin.admin_site.each_context(request),
        "opts": admin.opts,
        "title": _("谁看过、办过、导出过"),
        "organisations": here,
        "organisation": organisation,
        "asked": asked,
        "kinds": [
            ("", _("全部")),
            (records.READ, _("查看")),
            (records.ACTED, _("办理")),
            (records.OUT, _("导出清单")),
        ],
        "people": records.people_of(asked.organisation),
        "lines": lines,
        "further": f"?{query.urlencode()}" if more else "",
        "exports": records.exports_of(asked),
        "changes": people.changes_of(organisation),
        "longest": RECORDS_AT_ONCE.days,
    }
    request.current_app = admin.admin_site.name  # type: ignore[attr-defined]
    return TemplateResponse(request, "admin/filings/filing/records.html", context)


def _meant_otherwise(given: QueryDict, asked: Asked) -> bool:
    return any(
        given.get(name) and given[name] != day.isoformat()
        for name, day in (("first", asked.first), ("last", asked.last))
    )


def _asked(request: HttpRequest, here: list[Organisation]) -> tuple[Asked, Organisation]:
    """As the address says it; what it says wrongly is left out."""
    given, today = request.GET, timezone.localdate()
    organisation = next((one for one in here if str(one.pk) == given.get("organisation")), here[0])
    last = min(_day(given.get("last", "")) or today, today)
    first = _day(given.get("first", "")) or last - RECORDS_SHOWN + timedelta(days=1)
    first = max(min(first, last), last - RECORDS_AT_ONCE)
    what = given.get("what", "")
    person, page = given.get("person", ""), given.get("page", "")
    return Asked(
        organisation=organisation.pk,
        first=first,
        last=last,
        what=what if what in (records.READ, records.ACTED, records.OUT) else "",
        person=int(person) if person.isdecimal() and len(person) < 10 else None,
        number=given.get("number", "").strip()[:40],
        page=int(page) if page.isdecimal() and 0 < int(page[:5]) < 1000 else 1,
    ), organisation


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        return None
