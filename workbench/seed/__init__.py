"""Fills a database with invented cases: many, quickly, and as the services would have left them.

The services file one case at a time, as people do. Here rows are copied in, a thousand cases at a time, under every
constraint, with numbers in their series, signed receipts, encrypted parties and ledgers whose links hold. There are no
files and no printed documents. The same seed gives the same people, words, states and days on the same day; ciphertexts,
codes and receipts differ, as they must.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random

from django.db import connection, transaction
from django.db.models import prefetch_related_objects
from django.utils import timezone

from accounts.actors import Actor
from accounts.models import Membership, Organisation, User
from complaints.models import Complaint, NumberSeries
from complaints.stated import Facts
from filings.models import Recipient, Way
from legal.reasoning import answers
from legal.reasoning.assessment import assess
from workbench.demo import people as demo
from workbench.demo.people import DOMAIN
from workbench.seed import record
from workbench.seed.case import FULL_LAW, Case, Desk, invent, send
from workbench.seed.copying import copy_in
from workbench.seed.material import PROFILES, Profile

REGULATOR, OTHER_REGULATOR = "示例监管局（性能测试）", "另一家示例监管局（性能测试）"
CASEWORKER = "seed-caseworker-1"
SPAN = timedelta(days=400)  # over which the complaints came in
BATCH = 1_000  # cases a transaction
CASES_AN_ACCOUNT = 4
NO_PASSWORD = "!seeded"  # noqa: S105  (not a hash: nobody can sign in)


@dataclass
class Laws:
    """The assessment of each profile, made once: of the case's own facts but for their days."""

    known: dict[tuple[str, ...], tuple[answers.Assessment, answers.Assessment]] = field(default_factory=dict)

    def of(
        self, profile: Profile, facts: Facts, at: datetime
    ) -> tuple[answers.Assessment, answers.Assessment]:
        """The whole of it, and an abridged one with a single ground."""
        if profile.situations not in self.known:
            whole = assess(facts, on=timezone.localdate(at))
            pleaded = [one for one in whole["grounds"] if one["status"] in ("established", "arguable")]
            self.known[profile.situations] = (
                whole,
                {**whole, "grounds": pleaded[:1], "plan": [], "clocks": []},
            )
        return self.known[profile.situations]


def fill(
    *,
    complaints: int,
    seed: int = 1,
    at: datetime | None = None,
    say: Callable[[int], None] = lambda done: None,
) -> Desk:
    """Add so many complaints, nine in ten of them sent to one regulator; that desk. ``say`` hears how many stand."""
    at = at or timezone.now()
    random = Random(f"{seed}/{Complaint.objects.count()}")  # noqa: S311  (an invention, not a secret)
    desk, other = _main_desk(), _desk(OTHER_REGULATOR, "seed-caseworker-3")
    laws, calendar = Laws(), record.Calendar()
    moments = _moments(random, complaints, at)
    for begin in range(0, complaints, BATCH):
        size = min(BATCH, complaints - begin)
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute("SET LOCAL synchronous_commit = off")
            cases = _batch(random, [next(moments) for _ in range(size)], (desk, other), laws, at)
            _store(cases, calendar)
        say(begin + size)
    return desk


def _main_desk() -> Desk:
    """The demonstration's regulator, whose accounts can sign in and look, where there is one; else an invented one."""
    if Organisation.objects.filter(name=demo.REGULATOR).exists():
        return _desk(demo.REGULATOR, "caseworker", "supervisor")
    return _desk(REGULATOR, CASEWORKER, "seed-caseworker-2")


def _desk(name: str, *usernames: str) -> Desk:
    organisation, _ = Organisation.objects.get_or_create(
        name=name, defaults={"kind": Organisation.Kind.REGULATOR, "contact": "虚构机构，不受理真实投诉"}
    )
    workers = []
    for username in usernames:
        defaults = {"email": f"{username}@{DOMAIN}", "password": NO_PASSWORD, "is_staff": True}
        user, _ = User.objects.get_or_create(username=username, defaults=defaults)
        Membership.objects.get_or_create(
            user=user, organisation=organisation, defaults={"role": Membership.Role.CASEWORKER}
        )
        workers.append(Actor.of_user(user))
    recipients = {}
    for channel in {profile.channel for profile in PROFILES}:
        defaults = {"way": Way.DESK, "organisation": organisation, "contact": "虚构机构，不受理真实投诉"}
        recipients[channel], _ = Recipient.objects.get_or_create(
            channel=channel, name=name, defaults=defaults
        )
    return Desk(organisation, recipients, tuple(workers))


def _moments(random: Random, count: int, at: datetime) -> Iterator[datetime]:
    """When each complaint was filed, in order; the last some minutes ago."""
    step = SPAN / count
    for place in range(count):
        yield at - SPAN + step * (place + 0.9 * random.random())


def _batch(
    random: Random, moments: list[datetime], desks: tuple[Desk, Desk], laws: Laws, now: datetime
) -> list[Case]:
    owners = _accounts(len(moments) // (2 * CASES_AN_ACCOUNT) + 1)
    invented = []
    for place, (number, at) in enumerate(zip(_numbers(moments), moments, strict=True)):
        owner = owners[place % len(owners)] if random.random() < 0.5 else None
        invented.append(invent(random, number=number, at=at, owner=owner))
    cases = [case for case, _profile in invented]
    prefetch_related_objects([case.complaint for case in cases], "recounts", "statements")  # there are none
    for case, profile in invented:
        way = random.random()
        if way < 0.95:
            whole, abridged = laws.of(profile, case.complaint.facts, case.complaint.filed_at)
            carried = whole if random.randrange(FULL_LAW) == 0 else abridged
            send(random, case, profile, to=desks[way > 0.9], result=carried, law=whole, now=now)
    return cases


def _accounts(count: int) -> list[User]:
    first = User.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    names = [f"seed-{first + place}" for place in range(1, count + 1)]
    rows = [User(username=name, email=f"{name}@{DOMAIN}", password=NO_PASSWORD) for name in names]
    return User.objects.bulk_create(rows)


def _numbers(moments: list[datetime]) -> list[str]:
    """The next numbers of each year; the series stays locked until these cases are stored, as it is for the services."""
    taken = []
    years = [timezone.localtime(at).year for at in moments]
    for year in sorted(set(years)):
        NumberSeries.objects.get_or_create(year=year)
        series = NumberSeries.objects.select_for_update().get(pk=year)
        taken += [f"AN-{year}-{series.last + place:06d}" for place in range(1, years.count(year) + 1)]
        series.last += years.count(year)
        series.save(update_fields=["last"])
    return taken


def _store(cases: list[Case], calendar: record.Calendar) -> None:
    """Insert the rows, each table after those that it refers to."""
    sent = [case for case in cases if case.filing is not None]
    copy_in([case.complaint for case in cases])
    copy_in([one for case in cases for one in case.parties])
    copy_in([one for case in cases for one in case.contacts])
    copy_in([case.receipt for case in cases])
    copy_in([case.assessment for case in sent if case.assessment])
    copy_in([case.consent for case in sent if case.consent])
    due = [one for case in sent for one in record.deadlines(case, calendar)]
    for case in sent:
        if case.filing and case.consent and case.assessment:  # their ids are known only now
            case.filing.consent, case.filing.assessment = case.consent, case.assessment
    copy_in([case.filing for case in sent if case.filing])
    copy_in(due)
    copy_in([one for case in cases for one in (*case.access, *([case.sent] if case.sent else []))])
    copy_in([case.delivery for case in sent if case.delivery])
    copy_in([case.acknowledgement for case in sent if case.acknowledgement])
    notes = [note for case in sent for note in (*case.reasons.values(), case.question) if note is not None]
    copy_in(notes)
    copy_in([line for case in sent if (line := record.listing(case)) is not None])
    copy_in([entry for case in cases for entry in record.entries(case)])
