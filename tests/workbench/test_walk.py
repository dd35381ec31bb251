"""How many rooms a reader must enter to follow an act, and that the law of a case page is assessed once. Counts, no times."""

import json
import sys
from collections.abc import Callable
from typing import Any

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from accounts.models import Organisation, User
from complaints.models import Complaint
from complaints.numbers import identity
from core.canonical import digest
from filings.desk import law
from legal.reasoning import assessment, facts, planning
from workbench.walk import ACTS, Sort, Visit, invent, sort_of, walk

pytestmark = pytest.mark.django_db

MOST_ROOMS = {"prepare": 7, "case": 10}


@pytest.mark.parametrize("act", ACTS)
def test_an_act_goes_through_few_rooms(act: str) -> None:
    visits = walk(ACTS[act](invent()))
    rooms = [visit.module for visit in visits if visit.sort == Sort.ROOM]
    assert 3 < len(rooms) <= MOST_ROOMS[act], rooms
    # No room of the act hides as something else: each of another sort is of another app, a model, or a package's door.
    own = [visit for visit in visits if visit.module.startswith("filings.") and visit.sort != Sort.ROOM]
    assert {visit.sort for visit in own} <= {Sort.NOUNS, Sort.FACADE}


def test_the_law_of_a_case_page_is_read_and_assessed_once() -> None:
    opened = ACTS["case"](invent())
    law._kept.clear()
    code = {
        assessment.assess.__code__: "assess",
        facts.read.__code__: "read",
        planning.derive.__code__: "derive",
    }
    times: list[str] = []
    counted(code, times, opened)
    assert sorted(times) == ["assess", "derive", "read"]


def counted(code: dict[Any, str], times: list[str], act: Callable[[], Any]) -> None:
    """Write down every call of these functions, by whichever name a module knows them."""

    def called(frame: Any, event: str, _given: Any) -> None:
        if event == "call" and frame.f_code in code:
            times.append(code[frame.f_code])

    before = sys.getprofile()
    sys.setprofile(called)
    try:
        act()
    finally:
        sys.setprofile(before)


def test_a_walk_tells_entries_calls_and_returns() -> None:
    def act() -> None:
        facts.label("kind")
        facts.label("kind")
        digest("a leaf in between is no way out of a room")
        facts.label("kind")
        identity("11010119900307109X")
        facts.label("kind")

    visits = {visit.module: visit for visit in walk(act, app="legal")}
    assert list(visits)[:3] == ["legal.reasoning.facts", "core.canonical", "core.digests"]
    assert visits["legal.reasoning.facts"] == Visit("legal.reasoning.facts", Sort.ROOM, calls=4, returns=1)
    assert visits["core.canonical"].sort == Sort.LEAF
    assert visits["complaints.numbers"].sort == Sort.OTHER


def test_what_is_no_room_stands_apart() -> None:
    sorts = {
        "core.keys": Sort.LEAF,
        "legal.reasoning.numerals": Sort.LEAF,
        "filings.models.filings": Sort.NOUNS,
        "filings.moves": Sort.NOUNS,
        "legal.models": Sort.NOUNS,
        "filings.services.reach": Sort.ROOM,
        "filings.admin.desk": Sort.ROOM,
        "legal.services": Sort.OTHER,
    }
    assert {name: sort_of(name, app="filings", package=False) for name in sorts} == sorts
    assert sort_of("filings.services", app="filings", package=True) == Sort.FACADE


def test_the_command_prints_the_walk_and_keeps_nothing(
    capsys: pytest.CaptureFixture[str], settings: Any
) -> None:
    call_command("walk", "prepare", "--json")
    told = json.loads(capsys.readouterr().out)
    assert told["act"] == "prepare"
    assert told["visits"][0] == {
        "module": "filings.services.sending.preparation",
        "sort": "room",
        **{name: told["visits"][0][name] for name in ("calls", "returns")},
    }
    assert told["rooms"] == sum(visit["sort"] == "room" for visit in told["visits"])
    settings.ALLOWED_HOSTS = ["127.0.0.1"]
    call_command("walk", "case")
    page = capsys.readouterr().out
    assert page.startswith("room: ")
    assert "filings.desk.law" in page
    assert not Complaint.objects.exists()
    assert not User.objects.exists()
    assert not Organisation.objects.exists()


def test_it_walks_no_database_but_its_own(settings: Any) -> None:
    settings.EMBEDDED_DATABASE = False
    with pytest.raises(CommandError, match="DATABASE_URL"):
        call_command("walk", "case")
    assert not Complaint.objects.exists()
