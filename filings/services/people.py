"""Who sees what of a desk, and what follows for its cases: whoever sees one no more has it no more."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts import rights
from accounts.actors import Actor
from accounts.models import Membership, Organisation, Recusal, Unit, User
from complaints.ledger import append_entry
from complaints.models import Act
from core.language import gettext as _
from filings.models import DeskNews, Filing, Task
from filings.services.approving import approvers
from filings.services.desk_news.telling import tell_desk
from filings.services.reach import Refused, hold, roles

LONGEST_WHY = 500
PEOPLE = Actor.system("people")


def change_rights(
    *,
    by: Actor,
    membership: Membership,
    role: str,
    unit: Unit | None,
    channels: Sequence[str],
    kinds: Sequence[str],
    exports_lists: bool,
    until: date | None,
    takes_complaints: bool = False,
    custodian: bool = False,
    reads_only: bool = False,
    at: datetime | None = None,
) -> int:
    """What somebody at a desk may see and do from now on; what they see no more comes back: how many cases. Raises
    rights.NotChanged."""
    at = at or timezone.now()
    with transaction.atomic():
        held = rights.set_rights(
            by=by,
            membership=membership,
            role=role,
            unit=unit,
            channels=channels,
            kinds=kinds,
            exports_lists=exports_lists,
            until=until,
            takes_complaints=takes_complaints,
            custodian=custodian,
            reads_only=reads_only,
            at=at,
        )
        return _give_back([held.user_id], held.organisation_id, at)


def change_unit(
    *,
    by: Actor,
    organisation: Organisation,
    name: str,
    channels: Sequence[str],
    kinds: Sequence[str],
    unit: Unit | None = None,
    at: datetime | None = None,
) -> Unit:
    """What a unit deals with; what whoever is in it sees no more comes back. Raises rights.NotChanged."""
    at = at or timezone.now()
    with transaction.atomic():
        held = rights.set_unit(
            by=by, organisation=organisation, name=name, channels=channels, kinds=kinds, unit=unit, at=at
        )
        _give_back(list(held.memberships.values_list("user", flat=True)), held.organisation_id, at)
    return held


def _give_back(people: Sequence[int], organisation_id: int, at: datetime) -> int:
    """Of what they have at a desk, what they do not see there any more, or may not act in. One who has left keeps their
    name in it, for who hands all of it over."""
    freed = 0
    for person in User.objects.filter(pk__in=people):
        sees = Actor.of_user(person)
        if organisation_id not in sees.desk_ids:
            continue
        theirs = Filing.objects.open().filter(assigned_to=person, organisation=organisation_id)
        if organisation_id not in sees.reads_only:
            theirs = theirs.exclude(pk__in=Filing.objects.at_desk(sees).values("pk"))
        for filing in theirs.order_by("complaint"):
            _free(hold(PEOPLE, filing), at)
            freed += 1
    return freed


def _free(held: Filing, at: datetime) -> None:
    held.assigned_to = None
    held.save(update_fields=["assigned_to"])
    detail = {"filing": str(held.pk), "to": ""}
    append_entry(by=PEOPLE, complaint_id=held.complaint_id, act=Act.ASSIGNED, detail=detail, at=at)
    tell_desk(filing=held, kind=DeskNews.Kind.FREED, at=at)


# ── 回避: an interest of one's own ────────────────────────────────────────────────────────────────────────────────────


def recuse(*, by: Actor, filing: Filing, why: str, at: datetime | None = None) -> Recusal:
    """Declare an interest of one's own in a case: from then on it is closed to this person, at this desk and any other of
    theirs, and what they had of it is nobody's. Colleagues see that it was declared, and the complainant that somebody did."""
    at = at or timezone.now()
    if why not in Recusal.Why.values:
        raise Refused(_("请选为什么回避。没有改动任何内容。"))
    try:
        with transaction.atomic():
            held = hold(by, filing)
            if "desk" not in roles(by, held) or by.user is None or held.organisation is None:
                raise Refused(_("只有收到这份材料的机构的人员可以声明回避。没有改动任何内容。"))
            detail = {"filing": str(held.pk), "organisations": [held.organisation_id]}
            append_entry(by=by, complaint_id=held.complaint_id, act=Act.RECUSED, detail=detail, at=at)
            made = Recusal.objects.create(
                person=by.user,
                organisation=held.organisation,
                case_id=held.complaint_id,
                why=why,
                declared_at=at,
            )
            mine = Filing.objects.open().filter(complaint=held.complaint_id, assigned_to=by.user)
            for one in mine.select_related("organisation"):
                one.complaint = held.complaint
                _free(one, at)
            Task.objects.filter(
                filing__complaint=held.complaint_id, person=by.user, done_at__isnull=True
            ).update(person=None)
    except IntegrityError:
        raise Refused(_("您已经声明过回避。")) from None
    return made


def lifters(filing: Filing, recusal: Recusal, at: datetime | None = None) -> list[User]:
    """Who may end it: another person at the desk, a supervisor where there is one."""
    return approvers(filing, but=recusal.person, at=at)


def lift_recusal(
    *, by: Actor, filing: Filing, recusal: Recusal, why: str, at: datetime | None = None
) -> Recusal:
    """Somebody else at the desk finds that there is no interest, and says why: the case opens to the person again."""
    at, why = at or timezone.now(), why.replace("\x00", "").strip()
    with transaction.atomic():
        held = hold(by, filing)
        rows = Recusal.objects.in_force().select_for_update(of=("self",)).select_related("person")
        row = rows.filter(pk=recusal.pk, case_id=held.complaint_id, organisation=held.organisation_id).first()
        if row is None:
            raise Refused(_("这项回避已经解除。没有改动任何内容。"))
        if "desk" not in roles(by, held) or by.user is None or by.user not in lifters(held, row, at):
            raise Refused(_("要由另一位同事解除（有主管的，由主管）。没有改动任何内容。"))
        if not why or len(why) > LONGEST_WHY:
            raise Refused(_("请写明为什么不用回避，最多 %d 字。没有改动任何内容。") % LONGEST_WHY)
        row.lifted_at, row.lifted_by, row.lifted_why = at, by.label, why
        row.save(update_fields=["lifted_at", "lifted_by", "lifted_why"])
        detail = {"filing": str(held.pk), "organisations": [held.organisation_id]}
        append_entry(by=by, complaint_id=held.complaint_id, act=Act.RECUSAL_LIFTED, detail=detail, at=at)
    return row
