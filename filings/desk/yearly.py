"""What an office reports of a calendar year: how much came, what became of it, by which ground it was refused, what was kept.

Numbers alone, and of a desk alone. Acts count in the year in which they were done, of whichever year the case is; of one case
done twice in a year, once.
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q, Sum, TextField
from django.db.models.fields.json import KT
from django.db.models.functions import Cast, ExtractYear
from django.utils.translation import gettext as _

from accounts.actors import Actor
from complaints.models import Act, LedgerEntry
from filings.desk.oversight import KEPT, missed, owed
from filings.models import Deadline, Filing, Mediation, Referral
from filings.moves import MediationState, ReferralState, State
from legal.corpus import load
from legal.reasoning.desk_rules import refusal_grounds

YEARS = 5  # in a report
Number = int | Decimal


@dataclass(frozen=True)
class Figure:
    """One line: a number for each year; ``under`` is part of the line before it."""

    label: str
    numbers: tuple[Number, ...]
    under: bool = False


def figures(by: Actor, years: tuple[int, ...], today: date) -> list[Figure]:
    """The lines of these years, in their order. A fixed number of statements, whatever lies there."""
    told = _told(by, years, today)

    def line(label: str, key: str, under: bool = False) -> Figure:
        return Figure(label, tuple(told[key].get(year, 0) for year in years), under)

    refused = sorted(key for key in told if key.startswith(_REFUSED))
    named = {key: _ground(key.removeprefix(_REFUSED), years) for key in refused}
    return [
        line(_("收到"), "received"),
        line(_("受理"), State.ACCEPTED),
        line(_("不予受理"), State.REFUSED),
        *(line(named[key], key, True) for key in refused),
        line(_("转给别的单位"), State.TRANSFERRED),
        line(_("邀请被投诉方调解"), "invited"),
        line(_("调解达成协议"), "settled"),
        line(_("协议约定支付的金额（元）"), "yuan", True),
        line(_("终止调解"), "ended"),
        line(_("作出处理"), State.DECIDED),
        line(_("不作处理，结案"), State.CLOSED),
        line(_("投诉人撤回"), State.WITHDRAWN),
        line(_("移交后立案"), "opened"),
        line(_("移交后不予立案"), "not_opened"),
        line(_("到期的法定期限：按期"), "kept"),
        line(_("到期的法定期限：逾期"), "missed"),
    ]


_REFUSED = "refused/"
_MOVES = (State.ACCEPTED, State.REFUSED, State.TRANSFERRED, State.DECIDED, State.CLOSED, State.WITHDRAWN)


def _ground(key: str, years: tuple[int, ...]) -> str:
    """As the article has it; what was refused where no list of grounds is on file has none."""
    if not key:
        return _("没有选法定情形的（渠道没有录入）")
    corpus = load()
    # A case is refused by the law of the day on which it came, which may be of the year before.
    days = [date(year, *day) for year in (*years, min(years) - 1) for day in ((1, 1), (12, 31))]
    known = (
        one for day in days for channel in corpus.channels for one in refusal_grounds(corpus, channel, day)
    )
    return next((f"{one.citation} {one.words}" for one in known if one.key == key), key)


def _told(by: Actor, years: tuple[int, ...], today: date) -> Mapping[str, dict[int, Number]]:
    found: defaultdict[str, dict[int, Number]] = defaultdict(dict)
    rows: Any = Filing.objects.at_desk(by).order_by()
    received = rows.filter(sent_at__year__in=years).values(year=ExtractYear("sent_at"))
    for row in received.annotate(number=Count("pk")):
        found["received"][row["year"]] = row["number"]
    for row in _moved(by, years):
        state, year = row["to"], row["year"]
        found[state][year] = found[state].get(year, 0) + row["number"]
        if state == State.REFUSED:
            found[f"{_REFUSED}{row['ground'] or ''}"][year] = row["number"]
    for row in _mediated(rows, years):
        year = row.pop("year")
        for name, number in row.items():
            found[name][year] = number or 0
    invited: Any = Mediation.objects.filter(filing__in=rows, invited_at__year__in=years).order_by()
    for row in invited.values(year=ExtractYear("invited_at")).annotate(number=Count("pk")):
        found["invited"][row["year"]] = row["number"]
    opened: Any = Referral.objects.filter(filing__in=rows, decided_on__year__in=years).order_by()
    decided = opened.filter(state__in=(ReferralState.OPENED, ReferralState.NOT_OPENED))
    for row in decided.values("state", year=ExtractYear("decided_on")).annotate(number=Count("pk")):
        found[row["state"]][row["year"]] = row["number"]
    due = owed(Deadline.objects.filter(filing__in=rows, due_on__year__in=years, due_on__lte=today))
    periods = {"kept": Count("pk", filter=KEPT), "missed": Count("pk", filter=missed(today))}
    for row in due.values(year=ExtractYear("due_on")).annotate(**periods):
        found["kept"][row["year"]], found["missed"][row["year"]] = row["kept"], row["missed"]
    return found


def _moved(by: Actor, years: tuple[int, ...]) -> Any:
    """By where to, of a refusal by its ground: how many of the desk's filings went there in each year, as their record says."""
    here = Filing.objects.at_desk(by).filter(complaint=OuterRef("complaint"))
    moves: Any = LedgerEntry.objects.filter(
        act=Act.FILING_MOVED, at__year__gte=min(years), at__year__lte=max(years), detail__to__in=_MOVES
    ).alias(of=KT("detail__filing"))
    ours = moves.filter(Exists(here.alias(key=Cast("pk", TextField())).filter(key=OuterRef("of"))))
    # Refused or closed before it came to the desk is nothing of the desk's; closing what ended is not its outcome.
    outcome = ~Q(detail__to=State.CLOSED) | Q(detail__from=State.ACCEPTED)
    named = {"to": KT("detail__to"), "ground": KT("detail__ground"), "year": ExtractYear("at")}
    counted = ours.filter(outcome).order_by().values(**named)
    return counted.annotate(number=Count(F("of"), distinct=True))


def _mediated(rows: Any, years: tuple[int, ...]) -> Any:
    over: Any = Mediation.objects.filter(filing__in=rows, ended_at__year__in=years).order_by()
    settled, ended = Q(state=MediationState.SETTLED), Q(state=MediationState.ENDED)
    return over.values(year=ExtractYear("ended_at")).annotate(
        settled=Count("pk", filter=settled), ended=Count("pk", filter=ended), yuan=Sum("yuan", filter=settled)
    )
