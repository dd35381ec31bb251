"""Seeded cases are whole: every promise of the services holds for them too."""

from datetime import datetime
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.actors import Actor
from accounts.models import User
from complaints.ledger import walk
from complaints.models import Access, Complaint, LedgerEntry, Party
from complaints.receipts import check_token, token
from complaints.services import open_with_code
from core.fields import blind_index
from documents.material import DESK_FIELDS
from filings import services
from filings.models import Deadline, Filing
from filings.moves import MOVES, State
from filings.services.movement import derived_state
from filings.services.sending.content import content_of, matter_of
from legal.reasoning.assessment import assess
from legal.reasoning.facts import read as read_facts
from tests.cases import make_case
from tests.once import once_a_module
from workbench.demo.people import cast
from workbench.seed import fill, material

pytestmark = pytest.mark.django_db

COUNT = 150
AT = datetime(2026, 11, 20, 10, tzinfo=timezone.get_default_timezone())


@once_a_module
def seeded() -> list[Complaint]:
    """Not a statement a case: the cost of a batch does not grow with the cases in it."""
    with CaptureQueriesContext(connection) as queries:
        fill(complaints=COUNT, at=AT)
    assert len(queries) < COUNT
    return list(Complaint.objects.order_by("number").select_related("receipt").prefetch_related("parties"))


def test_numbers_follow_each_other_in_each_year_and_go_on(seeded: list[Complaint]) -> None:
    for year in ("2025", "2026"):
        numbers = [one.number for one in seeded if one.number.startswith(f"AN-{year}")]
        assert numbers == [f"AN-{year}-{place:06d}" for place in range(1, len(numbers) + 1)]
    assert [one.filed_at for one in seeded] == sorted(one.filed_at for one in seeded)
    taken = sum(one.number.startswith("AN-2026") for one in seeded)
    assert make_case(at=AT).complaint.number == f"AN-2026-{taken + 1:06d}"


def test_receipts_are_signed_and_ledgers_hold(seeded: list[Complaint]) -> None:
    for complaint in seeded:
        check = check_token(token(complaint.receipt))
        assert check.sound
        assert check.payload is not None
        assert check.payload["number"] == complaint.number
        entries = list(LedgerEntry.objects.filter(complaint=complaint).order_by("sequence"))
        assert entries[0].act == "complaint_filed"
        assert walk(complaint.pk, entries) == []
    assert LedgerEntry.objects.count() > 5 * COUNT


def test_people_are_encrypted_and_can_be_read_and_found(seeded: list[Complaint]) -> None:
    for complaint in seeded:
        person = complaint.complainant
        assert person.name
        assert person.phone_index == blind_index(person.phone)
        assert person.name not in complaint.searchable
    stored = Party.objects.raw("SELECT id, name AS kept FROM complaints_party WHERE role = 'complainant'")
    names = {one.complainant.name for one in seeded}
    assert not any(one.kept in names for one in stored)


def test_the_facts_can_be_read_by_the_law(seeded: list[Complaint]) -> None:
    for complaint in seeded:
        read_facts(complaint.facts)
        assert complaint.event_first <= complaint.event_last <= timezone.localdate(complaint.filed_at)


def test_filings_lie_at_the_desk_as_if_they_had_been_moved_there(seeded: list[Complaint]) -> None:
    desk = Actor.of_user(User.objects.get(username="seed-caseworker-1"))
    filings = list(Filing.objects.at_desk(desk).select_related("complaint", "consent"))
    assert 0.8 * COUNT < len(filings) < COUNT
    assert {one.state for one in filings} >= {State.ACKNOWLEDGED, State.ACCEPTED, State.DECIDED, State.CLOSED}
    for filing in filings:
        assert content_of(filing)["number"] == filing.complaint.number
        assert derived_state(filing.complaint) == filing.complaint.state
        assert Complaint.objects.visible_to(desk).filter(pk=filing.complaint_id).exists()
        moved = filing.complaint.ledger.filter(act="filing_moved").order_by("sequence")
        states = [(one.detail["from"], one.detail["to"]) for one in moved]
        assert all(to in {move.to for move in MOVES[before]} for before, to in states)
        assert states[-1][1] == filing.state
        unmet = Deadline.objects.filter(filing=filing, met_at=None, due_on__isnull=False)
        nearest = unmet.order_by("due_on").values_list("due_on", flat=True).first()
        assert filing.due_on == (nearest if filing.state in (State.ACKNOWLEDGED, State.ACCEPTED) else None)
    assert any(one.due_on and one.due_on < AT.date() for one in filings)


def test_a_caseworker_can_go_on_with_a_seeded_case(seeded: list[Complaint]) -> None:
    desk = Actor.of_user(User.objects.get(username="seed-caseworker-1"))
    filing = Filing.objects.at_desk(desk).filter(state=State.ACKNOWLEDGED).first()
    assert filing is not None
    ground = next((one.key for one in services.refusal_grounds(filing)), "")
    services.move(by=desk, filing=filing, to=State.REFUSED, reason="不属于本机构职责范围。", ground=ground)
    entries = LedgerEntry.objects.filter(complaint=filing.complaint_id).order_by("sequence")
    assert walk(filing.complaint_id, entries) == []


def test_a_code_opens_its_case(seeded: list[Complaint]) -> None:
    access = Access.objects.filter(why=Access.Why.CODE).first()
    assert access is not None
    assert open_with_code(code=access.code) == access.complaint


def test_the_frequent_word_is_frequent() -> None:
    fill(complaints=COUNT, at=AT)
    assert Complaint.objects.matching(material.COMMON).count() > COUNT / 4


def test_the_same_seed_gives_the_same_cases() -> None:
    runs = []
    for _ in range(2):
        with transaction.atomic():
            fill(complaints=40, seed=7, at=AT)
            rows = Complaint.objects.order_by("number").values_list(
                "id", "number", "story", "filed_at", "state"
            )
            runs.append(list(rows))
            transaction.set_rollback(True)
    assert runs[0] == runs[1]


def test_more_can_be_added_to_what_is_there(seeded: list[Complaint]) -> None:
    fill(complaints=20, at=AT)
    assert Complaint.objects.count() == len(seeded) + 20


def test_where_the_demo_is_its_accounts_sit_at_the_desk_that_is_filled(settings: Any, tmp_path: Any) -> None:
    settings.ANNING_HOME = tmp_path
    people = cast()
    desk = fill(complaints=10, at=AT)
    assert people.caseworker.desk_ids == (desk.organisation.pk,)
    assert Filing.objects.at_desk(people.caseworker).filter(complaint__number__contains="AN-").count() > 5


def test_a_database_of_others_is_left_alone(seeded: list[Complaint], settings: Any) -> None:
    settings.EMBEDDED_DATABASE = False
    with pytest.raises(CommandError, match="DATABASE_URL"):
        call_command("seed", complaints=1, stderr=StringIO())
    settings.EMBEDDED_DATABASE = True
    with pytest.raises(CommandError, match="1 or more"):
        call_command("seed", complaints=0, stderr=StringIO())
    assert Complaint.objects.count() == len(seeded)


def test_a_desk_weighs_seeded_cases_on_their_answers(seeded: list[Complaint]) -> None:
    """Some ground is met in each kind of complaint: the box of the law is not empty."""
    firm: dict[str, list[bool]] = {}
    for filing in Filing.objects.select_related("consent"):
        content = content_of(filing)
        matter = matter_of(content)
        assert matter is not None
        met = [row for row in assess(matter)["grounds"] if row["status"] in ("established", "arguable")]
        firm.setdefault(content["kind"], []).append(bool(met))
        answered = {name for name in DESK_FIELDS if name in content["fields"]}
        assert answered
        assert {DESK_FIELDS[name] for name in answered} <= set(filing.consent.information)
        assert ("case_answers" in answered) is (filing.channel != "12321")
    assert set(firm) == {"harassment", "second_hand_number", "fake_collection"}
    assert all(any(found) for found in firm.values())
