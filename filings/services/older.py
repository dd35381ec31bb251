"""Which recipients hold something older than what the complainant says now, and the correction that can be sent to them."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Max
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from complaints.models import Complaint, Party, Statement
from complaints.models.statements import (
    BORN,
    CHILD,
    COURT,
    DETAILS,
    OF_CHILD,
    PARTICULARS,
    PARTIES,
    PERSON,
    STORY,
)
from complaints.standing import changes_since
from complaints.stating import Said, in_words, rough_of
from documents.frozen import TOLD, Fields
from filings.models import Filing, Supplement
from filings.moves import State
from filings.services.reach import Refused
from filings.services.sending.content import GROUPS, content_of
from filings.services.sending.giving import fields_of

# What goes nowhere without a consent of its own (个人信息保护法 29, 31): that it is another is said, not what it is.
_APART = {f"{PERSON}id_number": _("身份证号"), BORN: _("孩子的出生日期")}
# What papers need besides who somebody is: told with the next paper, no correction of one that went out.
_BESIDES = {
    PARTICULARS,
    COURT,
    DETAILS,
    *(
        f"{PERSON}{name}"
        for name in ("postcode", "gender", "born", "ethnicity", "occupation", "employer", "relation")
    ),
    *(name for name in OF_CHILD if name != BORN),
}
_LISTS = {
    PARTICULARS: "respondents",
    DETAILS: "details",
    STORY: "story",
    "situations": "matter",
    "prior": "prior",
    "respondents": "respondents",
    PARTIES: "respondents",
}


def on_earlier_facts(complaint: Complaint) -> set[UUID]:
    """The filings whose content was made before facts were counted anew or something in it was stated otherwise: they
    state the facts of then."""
    changes = changes_since(complaint)
    if not changes:
        return set()
    made = complaint.filings.exclude(assessment__facts_digest=changes[-1].facts_digest)
    found = set(made.values_list("pk", flat=True))
    stated = [one for one in changes if isinstance(one, Statement)]
    if stated:
        for filing in complaint.filings.filter(prepared_at__lt=stated[-1].made_at).exclude(pk__in=found):
            if _otherwise([one for one in stated if one.made_at > filing.prepared_at], filing):
                found.add(filing.pk)
    return found


def holding_older(complaint: Complaint, filings: Iterable[Filing]) -> dict[UUID, list[Said]]:
    """Of filings that went out, those that say something else than the complainant says now: what they say and what is
    said now, of what that recipient may have alone. A withdrawn one counts for as long as its desk reads it."""
    stated = [one for one in changes_since(complaint) if isinstance(one, Statement)]
    out = [one for one in filings if one.gone_out or _still_read(one)] if stated else []
    told = _told_until(out)
    found = {}
    for filing in out:
        later = [one for one in stated if one.made_at > told.get(filing.pk, filing.prepared_at)]
        rows = [row for row in _otherwise(later, filing) if row[0] not in _BESIDES]
        if rows:
            found[filing.pk] = _in_words(rows, complaint)
    return found


def _still_read(filing: Filing) -> bool:
    return filing.state == State.WITHDRAWN and filing.closes_at is not None and not filing.content_closed


def _in_words(rows: list[list[Any]], complaint: Complaint) -> list[Said]:
    said = in_words([row for row in rows if row[0] not in _APART], complaint.kind, rough=rough_of(complaint))
    names = [row[0] for row in rows if row[0] in _APART]
    return [*said, *(Said(str(_APART[name]), "", gettext("有更正，请向本人核对。")) for name in names)]


def _told_until(filings: list[Filing]) -> dict[UUID, datetime]:
    """When what the recipients of these filings were corrected of was stated, the last of it."""
    if not filings:
        return {}
    rows = Supplement.objects.delivered().filter(filing__in=filings, tells_of__isnull=False).order_by()
    return dict(rows.values_list("filing").annotate(last=Max("tells_of__made_at")))


def correction_for(complaint: Complaint, filing: Filing) -> str:
    """The words of a correction for a recipient who holds something older; "" where there is nothing to correct."""
    rows = holding_older(complaint, [filing]).get(filing.pk, [])
    lines = [_spoken(row) for row in rows]
    return "\n".join([gettext("更正此前提交的材料："), *lines]) if lines else ""


def _spoken(row: Said) -> str:
    words = {"what": row.label, "first": row.first, "now": row.now}
    if not row.first:
        return gettext("%(what)s：%(now)s") % words
    return gettext("%(what)s　原来：%(first)s；现在：%(now)s。") % words


def _otherwise(stated: list[Statement], filing: Filing) -> list[list[Any]]:
    """What was stated, as far as it belongs to what this recipient may have."""
    first: dict[str, Any] = {}
    last: dict[str, Any] = {}
    for statement in stated:
        for name, before, after in statement.rows:
            first.setdefault(name, before)
            last[name] = "\n".join([last[name], after]) if name == STORY and name in last else after
    rows = [[name, first[name], after] for name, after in last.items() if first[name] != after]
    if not rows:
        return []
    try:
        given: Fields = content_of(filing)["fields"]
        allowed = fields_of(filing.channel, filing.way)
    except (ValueError, Refused):  # what it says cannot be told any more, or its channel is no channel now
        return []
    return [row for row in rows if _may_have(row, given, allowed)]


def _may_have(row: list[Any], given: Fields, allowed: Iterable[str]) -> bool:
    """Whether a change is of something that the recipient got, or that nobody had said and its list has room for."""
    name, before, _after = row
    fields = fields_for(name, child="representative.name" in given)
    # The story is left out by choice, and who somebody is is asked for apart.
    new = before is None and name not in (STORY, CHILD, *_APART)
    return bool(fields & set(given)) or (new and bool(fields & set(allowed)))


def fields_for(name: str, *, child: bool = False) -> set[str]:
    """The fields of a filing in which a change would be told; for a child somebody else is the complainant."""
    if name in _LISTS:
        return {_LISTS[name]}
    if name == "loss.costs":
        return {"costs"}
    if name == COURT:
        return set()
    if name == CHILD:
        return {"complainant.name"}
    if name in OF_CHILD or name == f"{PERSON}born":
        leaf = OF_CHILD.get(name, "born")
        return {f"complainant.{'birth' if leaf == 'born' else leaf}"}
    if name == f"{PERSON}number":
        return {"number"}
    if name.startswith(PERSON):
        leaf = name.removeprefix(PERSON)
        return {f"{'representative' if child else Party.Role.COMPLAINANT}.{leaf}"}
    group = name.partition(".")[0]
    return {f"{TOLD}{group}", *(field for field, groups in GROUPS.items() if group in groups)}
