"""Who has how much open work at a desk, and how much of it is late."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Q
from django.utils.translation import gettext as _

from accounts.actors import Actor
from accounts.models import User
from filings.desk.people import away_at
from filings.desk.queue import colleagues_of
from filings.desk.standing import person_name
from filings.models import Filing

NOBODY = "nobody"


@dataclass(frozen=True)
class Work:
    """``key`` is the person's, or ``NOBODY``; ``away`` says until when, "" for who is there."""

    key: int | str
    name: str
    here: bool
    open: int
    late: int
    away: str = ""

    @property
    def left(self) -> bool:
        return not self.here and self.key != NOBODY


def workload(by: Actor, today: date) -> list[Work]:
    """At one's desks: whoever left or is away and still has some stands first."""
    work: Any = Filing.objects.at_desk(by).open()
    late = Q(due_on__lt=today)
    rows = work.order_by().values("assigned_to").annotate(open=Count("pk"), late=Count("pk", filter=late))
    counted = {row["assigned_to"]: (row["open"], row["late"]) for row in rows}
    here = {one.pk: one.name for one in colleagues_of(by)}
    away = away_at(by, today)
    left = User.objects.in_bulk([pk for pk in counted if pk is not None and pk not in here])
    names = {**{pk: person_name(one) for pk, one in left.items()}, **here}
    found = [
        Work(pk, name, pk in here, *counted.get(pk, (0, 0)), away=away.get(pk, ""))
        for pk, name in names.items()
    ]
    if None in counted:
        found.append(Work(NOBODY, _("未分派"), False, *counted[None]))
    return sorted(found, key=lambda one: (one.here and not one.away, one.here, -one.open))
