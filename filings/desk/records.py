"""Who read, decided and took out what at an organisation, across its cases: references and days, nothing of any content."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Exists, OuterRef, Q, UUIDField
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.actors import BY_KEY, Actor
from accounts.models import Membership, Organisation, User
from complaints.models import Act, LedgerEntry
from filings.desk.standing import person_name, state_label
from filings.models import Filing, ListExport
from filings.moves import State

PAGE = 100
READS = (Act.CASE_READ, Act.EXHIBIT_READ)
# What a desk alone moves a filing to.
DECIDED = (State.ACCEPTED, State.REFUSED, State.TRANSFERRED, State.DECIDED, State.CLOSED)
_DONE = (
    Act.QUESTION_ASKED, Act.NOTE_ADDED, Act.ASSIGNED, Act.RECUSED, Act.RECUSAL_LIFTED,
    Act.IDENTITY_ASKED,
    Act.IDENTITY_OPENED,
    Act.IDENTITY_DECLINED, Act.DECISION_CORRECTED,
    Act.APPROVAL_ASKED, Act.APPROVAL_SETTLED, Act.PERIOD_EXTENDED, Act.PERIOD_PAUSED, Act.PERIOD_RESUMED,
    Act.FILE_GIVEN, Act.LETTER_NUMBERED, Act.LETTER_ISSUED, Act.LETTER_VOIDED, Act.LETTER_SERVED, Act.TASK_SET,
    Act.MEDIATION_MOVED, Act.REFERRAL_MOVED, Act.ANSWER_RECORDED, Act.CALLED_BACK,
    Act.TASK_DONE, Act.SUPPLEMENT_SEEN, Act.WITHDRAWAL_SEEN, Act.KEPT_ON_BASIS,
)  # fmt: skip
READ, ACTED, OUT = "read", "acted", "out"


@dataclass(frozen=True)
class Asked:
    """What of the record is asked for."""

    organisation: int
    first: date
    last: date
    what: str = ""  # READ, ACTED, OUT or all
    person: int | None = None
    number: str = ""
    page: int = 1


@dataclass(frozen=True)
class Line:
    at: datetime
    number: str
    what: str
    more: str
    who: str


def audited(by: Actor) -> list[Organisation]:
    """Whose record this person reads."""
    return list(Organisation.objects.filter(pk__in=by.audits).order_by("name"))


def lines(asked: Asked) -> tuple[list[Line], bool]:
    """A page of the newest, and whether there are more."""
    first = (asked.page - 1) * PAGE
    rows = list(_entries(asked).select_related("complaint")[first : first + PAGE + 1])
    names = _names({one.actor for one in rows})
    return [_line(one, names) for one in rows[:PAGE]], len(rows) > PAGE


def _entries(asked: Asked) -> Any:
    start = timezone.make_aware(datetime.combine(asked.first, time()))
    end = timezone.make_aware(datetime.combine(asked.last + timedelta(days=1), time()))
    rows = LedgerEntry.objects.filter(
        at__gte=start, at__lt=end, complaint__filings__organisation=asked.organisation
    )
    rows = rows.filter(_of(asked)).distinct()
    if asked.person is not None:
        rows = rows.filter(actor=f"user:{asked.person}")
    if asked.number:
        rows = rows.filter(complaint__number=asked.number)
    return rows.order_by("-at", "complaint", "-sequence")


def _of(asked: Asked) -> Q:
    """Readings for this organisation, and what its people or its own system did with what was sent to it."""
    here = Filing.objects.filter(
        organisation=asked.organisation, pk=Cast(KeyTextTransform("filing", OuterRef("detail")), UUIDField())
    )
    read = Q(act__in=READS, detail__organisations__contains=[asked.organisation])
    taken = Q(act=Act.CASE_READ, detail__what__in=["list", "named-list"])
    moved = Q(act=Act.FILING_MOVED, detail__to__in=DECIDED)
    acted: Q = (Q(act__in=_DONE) | moved) & ~Q(actor__startswith="system:") & Q(Exists(here))
    kinds: dict[str, Q] = {READ: read & ~taken, OUT: read & taken, ACTED: acted}
    return kinds.get(asked.what, read | acted)


def _line(entry: LedgerEntry, names: dict[str, str]) -> Line:
    to = str(entry.detail.get("to", ""))
    more = entry.about
    if entry.act == Act.FILING_MOVED and to in State.values:
        more = state_label(to)
    return Line(
        entry.at, entry.complaint.number, entry.get_act_display(), more, names.get(entry.actor, entry.actor)
    )


def _names(labels: Collection[str]) -> dict[str, str]:
    ids = [int(one.removeprefix("user:")) for one in labels if one.startswith("user:")]
    people = {f"user:{pk}": person_name(one) for pk, one in User.objects.in_bulk(ids).items()}
    by_key = {
        one: _("业务系统（接口密钥 %s）") % one.removeprefix(BY_KEY)
        for one in labels
        if one.startswith(BY_KEY)
    }
    return people | by_key


def people_of(organisation_id: int) -> list[tuple[int, str]]:
    """Everybody who works or worked there, by name."""
    rows = Membership.objects.filter(organisation=organisation_id).select_related("user")
    return [(one.user_id, person_name(one.user)) for one in rows.order_by("user__username")]


def exports_of(asked: Asked) -> list[tuple[ListExport, str]]:
    """The lists that were taken out in these days: who, how many cases, whether with names and for what."""
    rows = ListExport.objects.filter(
        organisations__contains=[asked.organisation],
        requested_at__date__gte=asked.first,
        requested_at__date__lte=asked.last,
    )
    found: Iterable[ListExport] = rows.select_related("person").defer("filings")[:PAGE]
    return [(one, person_name(one.person) if one.person else "—") for one in found]
