"""What comes to a desk by telephone, at its counter or by post: taken down by who has that right, and the same complaint as
any other, by the same acts. Its number, receipt and code are the complainant's; it goes to this desk alone, by a consent that
was heard there, and to nobody else before they agree by their own code."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from accounts.actors import Actor
from accounts.models import Membership, Organisation
from accounts.services import has_verified
from complaints import services as complaints
from complaints.ledger import hold_ledger
from complaints.models import Access, CameBy, Complaint, Draft, Intake, Party
from complaints.services import ComplainantInput, Filed
from complaints.stated import Facts
from core.language import gettext as _
from core.language import house, read_in
from core.retention_and_limits import INTAKE_CODE_SHOWN, INTAKE_RECEIVED
from evidence.models import Exhibit
from filings.models import Document, Filing, Recipient
from filings.services.law import closed_because, plan_of
from filings.services.reach import Refused, hold_case
from filings.services.sending.consent import ConsentText, propose_consent
from filings.services.sending.giving import Giving
from filings.services.sending.heard import HOW, Heard, How
from filings.services.sending.outbox import release
from filings.services.sending.preparation import prepare
from filings.ways.table import HERE


def desks_to_take_down_at(by: Actor) -> list[Organisation]:
    """The desks at which this person takes complaints down: a right of its own, given by who administers the members."""
    if by.user is None:
        return []
    given = Membership.objects.at_work().filter(user=by.user, takes_complaints=True, reads_only=False)
    return list(
        Organisation.objects.filter(pk__in=given.values("organisation")).exclude(
            kind=Organisation.Kind.LAW_FIRM
        )
    )


def take_down(
    *, by: Actor, organisation: Organisation, way: str, received_at: datetime, at: datetime | None = None
) -> Intake:
    """Begin: by which way it came, and when the desk had it. Refused without the right, and for what cannot be so."""
    at = at or timezone.now()
    _check_right(by, organisation.pk)
    _check_received(way, received_at, at)
    return complaints.begin_intake(by=by, organisation=organisation, way=way, received_at=received_at, at=at)


def correct_intake(
    *, by: Actor, intake: Intake, way: str, received_at: datetime, at: datetime | None = None
) -> Intake:
    """Put right how and when it came, before it is a complaint. Refused as ``take_down`` refuses."""
    _check_received(way, received_at, at or timezone.now())
    return complaints.change_intake(by=by, intake=intake, way=way, received_at=received_at)


def file_intake(
    *,
    by: Actor,
    intake: Intake,
    facts: Facts,
    inputs: Mapping[str, Any],
    no_interest: bool,
    at: datetime | None = None,
) -> Filed:
    """The complaint with its number, receipt and code, by the act that files any. ``no_interest``: who takes it down said that
    neither they nor theirs are in it (回避). A second press returns what the first one made. Raises Refused, NotFiled."""
    at = at or timezone.now()
    with transaction.atomic():
        held = _held(by, intake)
        if held.filed_at is not None:
            case = held.complaint
            return Filed(case, case.receipt, repeated=True)
        _check_right(by, held.organisation_id)
        if not no_interest:
            raise Refused(_("还没有勾选“和本件没有利害关系”。有关系的，请同事登记；没有登记，填的都还在。"))
        _check_another(by, inputs["complainant"])
        draft = Draft.objects.in_hands_of(by).get(pk=held.pk)
        return complaints.file_complaint(by=by, draft=draft, intake=held, facts=facts, at=at, **inputs)


def code_to_hand_out(*, by: Actor, intake: Intake, at: datetime | None = None) -> str:
    """The code of a complaint that this person has just taken down, to be printed or read out; "" once that is over, or the
    complainant has another one."""
    at = at or timezone.now()
    if by.user is None or intake.taken_by_id != by.user.pk or intake.filed_at is None:
        return ""
    if at >= intake.filed_at + INTAKE_CODE_SHOWN:
        return ""
    rows = Access.objects.in_force(at).filter(complaint=intake.pk, why=Access.Why.CODE)
    found = rows.filter(since=intake.filed_at).first()
    return found.code if found else ""


def record_intake_read(*, by: Actor, intake: Intake) -> None:
    """Whoever takes a complaint down reads it, from the moment it is somebody's complaint."""
    complaints.record_read(by=by, complaint=intake.complaint, desk=intake.organisation_id)


# ── Its first filing, to this desk ───────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class Offered:
    """A channel of this desk, and why the case cannot go there; "" where it can."""

    recipient: Recipient
    closed: str


def channels_of_intake(by: Actor, intake: Intake) -> list[Offered]:
    """As what the desk can take it: its own channels of which this person sees the part."""
    case = intake.complaint
    here = Recipient.objects.for_everybody().filter(
        organisation=intake.organisation_id, way__in=HERE, active=True
    )
    part = by.part_of(intake.organisation_id)
    plan = {row["channel"]: row for row in plan_of(case, timezone.localdate(intake.received_at))}
    found = []
    for one in here.order_by("pk"):
        if part is not None and not part.holds(one.channel, case.kind):
            continue
        entry = plan.get(one.channel)
        if entry is None:
            found.append(Offered(one, _("按登记的情况，这个渠道不适用于这件投诉。")))
        else:
            found.append(Offered(one, "" if entry["open"] else closed_because(entry)))
    return sorted(found, key=lambda one: bool(one.closed))


def files_of_intake(intake: Intake) -> tuple[list[Exhibit], list[Exhibit]]:
    """What goes along, and in which of them the complainant's own hand can be seen. A form that was signed after the complaint
    had its number is the proof of the consent, and goes nowhere."""
    held = [one for one in Exhibit.objects.of_case(intake.pk).with_copies() if not one.erased]
    filed = intake.filed_at
    along = [one for one in held if filed is None or one.received_at <= filed]
    if HOW[CameBy(intake.way)] == How.SPOKEN:
        return along, []
    if HOW[CameBy(intake.way)] == How.WRITTEN:
        return along, along
    return along, [one for one in held if one not in along]


def propose_heard(*, by: Actor, intake: Intake, recipient: Recipient) -> ConsentText:
    """The consent to read out, or to print over the line for a signature: in the language of the house, whoever reads it."""
    along, _papers = files_of_intake(intake)
    with read_in(house()):
        return propose_consent(
            complaint=intake.complaint,
            recipient=recipient,
            exhibits=along,
            document=Document.LETTER,
            at=intake.received_at,
        )


def send_intake(
    *,
    by: Actor,
    intake: Intake,
    recipient: Recipient,
    consent_digest: str,
    agreed: frozenset[str] = frozenset(),
    heard: bool = False,
    exhibit: UUID | None = None,
    at: datetime | None = None,
) -> Filing:
    """Record the consent as it was given, and bring the complaint to this desk; with that its writer has it as everybody there.

    ``heard``: every word was read out and agreed to, on the telephone; ``exhibit`` shows a signature, or is the letter.
    Refused as ``prepare`` refuses.
    """
    at = at or timezone.now()
    with transaction.atomic(), read_in(house()):
        hold_case(intake.pk)
        hold_ledger(intake.pk)
        held = _held(by, intake)
        if held.filed_at is None:
            raise Refused(_("还没有登记、取得编号。没有交出。"))
        _check_right(by, held.organisation_id)
        if HOW[CameBy(held.way)] == How.SPOKEN and not heard:
            raise Refused(_("还没有勾选“逐项念过，投诉人同意”。没有交出，登记的都还在。"))
        along, papers = files_of_intake(held)
        paper = next((one for one in papers if one.pk == exhibit), None)
        filing = prepare(
            by=by,
            complaint=held.complaint,
            recipient=recipient,
            consent_digest=consent_digest,
            exhibits=along,
            giving=Giving(agreed=agreed),
            heard=Heard(held, paper),
            at=at,
        )
        filing = release(by=by, held=filing, at=at, as_role="owner")
        complaints.end_intake(intake=held, at=at)
    return filing


def give_up_intake(*, by: Actor, intake: Intake, at: datetime | None = None) -> None:
    """What is no complaint yet is deleted. One that has its number is the complainant's, who did not agree that it comes to
    this desk: nobody here has it any more, and it goes on by its code."""
    at = at or timezone.now()
    with transaction.atomic():
        held = _held(by, intake)
        if held.filed_at is not None:
            complaints.end_intake(intake=held, at=at)
            return
        complaints.discard_draft(by=by, draft=Draft.objects.in_hands_of(by).get(pk=held.pk))


# ── Who may, and what cannot be ──────────────────────────────────────────────────────────────────────────────────────


def _held(by: Actor, intake: Intake) -> Intake:
    """The row, locked, for its writer. Intake.DoesNotExist for everybody else."""
    rows = Intake.objects.in_hands_of(by).select_for_update(of=("self",))
    return rows.select_related("organisation").get(pk=intake.pk)


def _check_right(by: Actor, organisation_id: int) -> None:
    if organisation_id not in [one.pk for one in desks_to_take_down_at(by)]:
        raise Refused(_("您没有登记来电、来访、来信的权限。请机构管理员在“成员”里给。没有改动任何内容。"))


def _check_received(way: str, received_at: datetime, at: datetime) -> None:
    if way not in CameBy.values:
        raise Refused(_("请选是来电、来访还是来信。没有改动任何内容。"))
    if received_at > at:
        raise Refused(_("收到的时间不能晚于现在。没有改动任何内容。"))
    if received_at < at - INTAKE_RECEIVED:
        raise Refused(_("收到的日期早了一年以上。请核对。没有改动任何内容。"))


def _check_another(by: Actor, person: ComplainantInput) -> None:
    """Nobody takes down what they complain of themselves, nor for an adult who is not there to agree."""
    if person.helper:
        raise Refused(_("成年人要自己来电、来访、来信。帮他登记的，请他本人来说。没有登记，填的都还在。"))
    user = by.user
    own_mail = user.email.lower() if user is not None else ""
    same_mail = bool(person.email) and (person.email.lower() == own_mail or has_verified(user, person.email))
    index = complaints.telephone_index(person.phone) if person.phone else ""
    mine = Complaint.objects.filter(owner=user)
    same_phone = (
        bool(index)
        and Party.objects.filter(complaint__in=mine, role=Party.Role.COMPLAINANT, phone_index=index).exists()
    )
    if same_mail or same_phone:
        raise Refused(
            _("这是您自己的邮箱或者电话：自己的投诉不能自己登记，请同事登记。没有登记，填的都还在。")
        )
