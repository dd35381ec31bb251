"""Every move of the table, and every one that is not in it, as each of those who might try."""

import pytest
from django.db import transaction

from accounts.actors import Actor
from accounts.models import Membership
from complaints.models import Complaint
from filings import services
from filings.models import Delivery, Filing, Note
from filings.moves import MOVES, State, find
from tests.cases import (
    NOW,
    Case,
    make_case,
    make_desk,
    make_hand_recipient,
    make_mail_recipient,
    make_user,
    prepared,
    queued,
    shared,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("store", "keys")]

RECIPIENTS = {
    "desk": lambda: make_desk()[0],
    "email": make_mail_recipient,
    "hand": make_hand_recipient,
}
ROLES_OF_OWNER = {"desk": {"owner"}, "email": {"owner", "witness"}, "hand": {"owner", "witness", "bearer"}}


class _Undo(Exception):
    pass


def tried(by: Actor, filing: Filing, state: str, to: str, reason: str) -> bool:
    """Whether the move is made; whatever it did is undone."""
    made = False
    try:
        with transaction.atomic():
            sent_at = (
                None if state in (State.PREPARED, State.QUEUED, State.FAILED, State.SENT_UNKNOWN) else NOW
            )
            Filing.objects.filter(pk=filing.pk).update(state=state, sent_at=sent_at)
            Delivery.objects.filter(filing=filing).update(state=Delivery.State.DONE)
            fresh = Filing.objects.get(pk=filing.pk)
            try:
                moved = services.move(by=by, filing=fresh, to=to, reason=reason, at=NOW)
                made = moved.state == to and Filing.objects.get(pk=filing.pk).state == to
            except services.Refused:
                assert Filing.objects.get(pk=filing.pk).state == state
            raise _Undo
    except _Undo:
        return made


def check_all(by: Actor, roles: set[str], filing: Filing) -> None:
    for state in State.values:
        for to in State.values:
            step = find(state, to, roles)
            assert tried(by, filing, state, to, "理由") == (step is not None), (state, to)
            if step is not None and step.needs_reason:
                assert not tried(by, filing, state, to, "  "), f"{state} → {to} without a reason"


@pytest.mark.parametrize("way", RECIPIENTS)
def test_the_complainant_moves_what_the_table_says(way: str):
    case = make_case()
    check_all(case.by, ROLES_OF_OWNER[way], prepared(case, RECIPIENTS[way]()))


def test_the_outbox_moves_what_the_table_says():
    check_all(Actor.system("outbox"), {"outbox"}, prepared(make_case(), make_mail_recipient()))


def test_who_runs_the_portal_moves_what_the_table_says():
    root = make_user("root", is_superuser=True)
    check_all(Actor.of_user(root), {"portal"}, prepared(make_case(), make_mail_recipient()))


def test_a_desk_moves_what_lies_on_it_and_sees_nothing_before():
    case = make_case()
    recipient, caseworker = make_desk()
    filing = prepared(case, recipient)
    with pytest.raises(Filing.DoesNotExist):
        services.move(by=caseworker, filing=filing, to=State.ACCEPTED, at=NOW)

    services.confirm(by=case.by, filing=filing, at=NOW)
    services.sweep_outbox(at=NOW)
    for state in (
        State.ACKNOWLEDGED,
        State.ACCEPTED,
        State.DECIDED,
        State.REFUSED,
        State.CLOSED,
        State.WITHDRAWN,
    ):
        for to in State.values:
            step = find(state, to, {"desk"})
            alone = step is not None and not step.two_persons
            assert tried(caseworker, filing, state, to, "理由") == alone, (state, to)


def test_other_desks_lawyers_and_strangers_move_nothing():
    case = make_case()
    filing = queued(case, make_desk()[0])
    services.sweep_outbox(at=NOW)
    lawyer = make_user("lawyer")
    shared(by=case.by, complaint=case.complaint, with_user=lawyer, at=NOW)

    for to in State.values:
        for stranger in (make_desk()[1], Actor(), make_case().by):
            with pytest.raises(Filing.DoesNotExist):
                services.move(by=stranger, filing=filing, to=to, reason="理由", at=NOW)
        with pytest.raises(services.Refused):
            services.move(by=Actor.of_user(lawyer), filing=filing, to=to, reason="理由", at=NOW)


def test_nobody_decides_a_case_of_their_own():
    case = make_case()
    recipient, _caseworker = make_desk()
    organisation = recipient.organisation
    assert organisation is not None
    Membership.objects.create(user=case.owner, organisation=organisation, role=Membership.Role.CASEWORKER)
    both = Actor(user=case.owner, organisation_ids=(organisation.pk,))
    filing = queued(Case(case.complaint, case.owner, both), recipient)
    services.sweep_outbox(at=NOW)

    with pytest.raises(services.Refused):
        services.move(by=both, filing=filing, to=State.ACCEPTED, at=NOW)


def decided(case: Case) -> Filing:
    recipient, caseworker = make_desk()
    filing = queued(case, recipient)
    services.sweep_outbox(at=NOW)
    services.move(by=caseworker, filing=filing, to=State.ACCEPTED, at=NOW)
    return services.move(by=caseworker, filing=filing, to=State.DECIDED, reason="已责令停止发送。", at=NOW)


def test_a_decision_is_told_recorded_and_ends_the_deadlines():
    case = make_case()
    filing = decided(case)

    assert (filing.decision, filing.answered_at, filing.due_on) == ("已责令停止发送。", NOW, None)
    assert not filing.deadlines.filter(met_at__isnull=True).exists()
    note = filing.notes.get(kind=Note.Kind.REASON)
    assert note.text == "已责令停止发送。"
    last = case.complaint.ledger.filter(act="filing_moved").order_by("-sequence")[0]
    assert last.detail == {"filing": str(filing.pk), "from": "accepted", "to": "decided", "note": note.pk}
    assert Complaint.objects.get(pk=case.complaint.pk).state == Complaint.State.DECIDED


def test_the_complaint_is_as_far_as_its_filings():
    case = make_case()
    state = lambda: Complaint.objects.get(pk=case.complaint.pk).state  # noqa: E731
    assert state() == "filed"
    by_hand = queued(case, make_hand_recipient())
    assert state() == "filed"
    services.record_handed_in(by=case.by, filing=by_hand, at=NOW)
    assert state() == "in_progress"
    filing = decided(case)
    assert state() == "decided"
    other = queued(case, make_desk()[0])
    services.sweep_outbox(at=NOW)
    assert state() == "decided", "another desk that has it now takes nothing back"
    services.move(by=case.by, filing=by_hand, to=State.WITHDRAWN, at=NOW)
    assert state() == "decided"
    services.move(by=make_member(filing), filing=filing, to=State.CLOSED, at=NOW)
    assert state() == "in_progress", "the other desk has not decided"
    services.move(by=case.by, filing=other, to=State.WITHDRAWN, at=NOW)
    assert state() == "closed"


def make_member(filing: Filing) -> Actor:
    user = make_user("member", is_staff=True)
    assert filing.organisation is not None
    Membership.objects.create(user=user, organisation=filing.organisation, role=Membership.Role.CASEWORKER)
    return Actor.of_user(user)


def test_the_table_knows_every_state_and_leads_out_of_none_that_is_final():
    assert set(MOVES) == set(State.values)
    assert MOVES[State.WITHDRAWN] == ()
    # What is closed is only taken up again, by its desk and with a reason.
    (again,) = MOVES[State.CLOSED]
    assert (again.to, again.who, again.needs_reason) == (State.ACCEPTED, ("desk",), True)
