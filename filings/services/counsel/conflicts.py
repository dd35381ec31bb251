"""Whether a firm already acts on the other side (律师法 39): asked of the firm's own cases and its own list, and of nothing else.

The answer is yes or no and whom to ask. Who asked, when, and what came out is kept; the name as a keyed hash.
"""

import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef, Prefetch, Q
from django.utils import timezone

from accounts.actors import Actor
from accounts.models import Organisation, User
from complaints.models import Access, Complaint, Party
from core.fields import blind_index
from core.language import gettext as _
from core.retention_and_limits import CONFLICT_CHECKS_A_DAY, MOST_FIRM_PARTIES
from filings.desk.standing import person_name
from filings.models import ConflictCheck, CounselLink, FirmParty, Side
from filings.services.papers.letterheads import firm_today
from filings.services.reach import Refused

LONGEST_PARTY = 200


@dataclass(frozen=True)
class Asked:
    """A name, and as what its bearer would come: against one of the firm's clients, or as one."""

    name: str
    side: str
    uscc: str = ""


@dataclass(frozen=True)
class Answer:
    asked: Asked
    found: bool
    ask: list[str]  # whom in the firm to ask


def folded(name: str) -> str:
    """As names are compared: width, case and blanks make no other name."""
    return "".join(unicodedata.normalize("NFKC", name).casefold().split())


def check_conflicts(
    *, by: Actor, names: Iterable[Asked], link: CounselLink | None = None, at: datetime | None = None
) -> list[Answer]:
    """Ask the firm of this lawyer about each name. Refused for who is no lawyer today, and past what a day allows: many
    questions would read out who a firm's clients are. The case that a ``link`` is about is not asked."""
    at, wanted = at or timezone.now(), [one for one in names if folded(one.name) or one.uscc.strip()]
    with transaction.atomic():
        firm, me = _firm(by)
        User.objects.select_for_update(no_key=True).get(pk=me.pk)
        earlier = ConflictCheck.objects.filter(person=me, asked_at__gt=at - timedelta(days=1)).count()
        if earlier + len(wanted) > CONFLICT_CHECKS_A_DAY:
            raise Refused(_("一天最多查 %d 个名字，已经到了。没有查，明天再试。") % CONFLICT_CHECKS_A_DAY)
        known = list(_known(firm, me, link, at))
        answers = [_answer(one, known) for one in wanted]
        ConflictCheck.objects.bulk_create(
            ConflictCheck(
                firm=firm,
                person=me,
                link=link,
                side=one.asked.side,
                name_index=blind_index(folded(one.asked.name) or one.asked.uscc.strip().upper()),
                found=one.found,
                asked_at=at,
            )
            for one in answers
        )
    return answers


@dataclass(frozen=True)
class _Known:
    """Somebody in a matter of the firm, and who has that matter."""

    side: str
    name: str
    uscc: str
    has: str


def _answer(asked: Asked, known: Iterable[_Known]) -> Answer:
    name, uscc = folded(asked.name), asked.uscc.strip().upper()
    against = Side.CLIENT if asked.side == Side.OTHER else Side.OTHER
    hit = [
        one.has
        for one in known
        if one.side == against and ((name and one.name == name) or (uscc and one.uscc == uscc))
    ]
    return Answer(asked, bool(hit), list(dict.fromkeys(hit)))


def _known(firm: Organisation, me: User, link: CounselLink | None, at: datetime) -> Iterator[_Known]:
    theirs = Q(firm=firm) | Q(organisation=firm)
    shared = Access.objects.in_force(at).filter(theirs, why=Access.Why.SHARED).select_related("user")
    cases = Complaint.objects.filter(Exists(shared.filter(complaint=OuterRef("pk"))))
    if link is not None:
        cases = cases.exclude(pk=link.complaint_id)
    rows = cases.only("pk", "owner_id").prefetch_related(
        "parties", "statements", Prefetch("access", shared, to_attr="its_counsel")
    )
    for case in rows:
        has = [_called(one.user, me, firm) for one in case.its_counsel]  # type: ignore[attr-defined]
        for party in case.people:
            if party.role == Party.Role.HELPER:
                continue
            side = Side.CLIENT if party.role in Party.OWN_SIDE else Side.OTHER
            for name in {party.name, party.organisation_name} - {""}:
                yield from (_Known(side, folded(name), party.uscc.upper(), one) for one in has)
    for row in FirmParty.objects.standing().filter(firm=firm).select_related("person"):
        yield _Known(row.side, folded(row.name), row.uscc, _called(row.person, me, firm))


def _called(person: User | None, me: User, firm: Organisation) -> str:
    if person is None:
        return firm.name
    return _("您自己") if person == me else person_name(person)


def list_party(*, by: Actor, name: str, side: str, uscc: str = "", at: datetime | None = None) -> FirmParty:
    """Put a name into the list of one's own firm. The same once more is the one that stands."""
    at, name, uscc = at or timezone.now(), " ".join(name.split()), uscc.strip().upper()
    if not name or side not in Side.values:
        raise Refused(_("请填姓名或者名称，选是哪一方。没有改动任何内容。"))
    if len(name) > LONGEST_PARTY or len(uscc) > 18:
        raise Refused(_("名称最多 %d 个字，统一社会信用代码 18 位。没有改动任何内容。") % LONGEST_PARTY)
    with transaction.atomic():
        firm, me = _firm(by)
        Organisation.objects.select_for_update(no_key=True).get(pk=firm.pk)
        mine = FirmParty.objects.visible_to(by).filter(firm=firm)
        index = blind_index(folded(name))
        if same := mine.filter(name_index=index, side=side, uscc=uscc).first():
            return same
        if mine.count() >= MOST_FIRM_PARTIES:
            raise Refused(_("名单里最多 %d 个名字。没有改动任何内容。") % MOST_FIRM_PARTIES)
        return FirmParty.objects.create(
            firm=firm, person=me, side=side, name=name, name_index=index, uscc=uscc, added_at=at
        )


def unlist_party(*, by: Actor, party: FirmParty, at: datetime | None = None) -> None:
    """Take one's own name out of the list. FirmParty.DoesNotExist for anybody else's."""
    with transaction.atomic():
        held = FirmParty.objects.visible_to(by).select_for_update().get(pk=party.pk)
        held.removed_at = at or timezone.now()
        held.save(update_fields=["removed_at"])


def _firm(by: Actor) -> tuple[Organisation, User]:
    firm = firm_today(by)
    if firm is None or by.user is None:
        raise Refused(_("只有在律所任职的律师可以查利益冲突。没有改动任何内容。"))
    return firm, by.user
