"""The demonstration: eight complaints through the whole flow; run again, nothing is added."""

import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from complaints.models import Complaint, LedgerEntry
from evidence.models import Exhibit
from filings.bundle import verify
from filings.demo.stories import STORIES
from filings.models import Delivery, Export, Filing

pytestmark = pytest.mark.django_db(transaction=True)


def told() -> dict[str, Any]:
    out = StringIO()
    call_command("demo", json=True, stdout=out)
    answer: dict[str, Any] = json.loads(out.getvalue())
    return answer


def counts() -> list[int]:
    return [model.objects.count() for model in (Complaint, Exhibit, Filing, Delivery, Export)]


def test_the_stories_go_the_whole_way_and_only_once(settings: Any, tmp_path: Path, store: Path) -> None:
    settings.ANNING_HOME = tmp_path
    settings.EMBEDDED_DATABASE = True
    first = told()
    complaints = first["complaints"]
    assert len(complaints) == len(STORIES)
    assert {one["kind"] for one in complaints} == {"harassment", "second_hand_number", "fake_collection"}
    for one, story in zip(complaints, STORIES, strict=True):
        firm = {
            ground["slug"] for ground in one["grounds"] if ground["status"] in ("established", "arguable")
        }
        assert firm & set(story.situations), one["number"]
        assert any(filing["state"] in ("sent", "acknowledged", "decided") for filing in one["filings"])
        assert not verify.check(one["bundle"]).faults
    assert sum(filing["state"] == "decided" for one in complaints for filing in one["filings"]) == 1
    assert Filing.objects.filter(way="email", state="sent").exists()
    before, entries = counts(), LedgerEntry.objects.count()
    assert told() == first
    assert counts() == before
    assert LedgerEntry.objects.count() == entries
    assert (tmp_path / "accounts.txt").stat().st_mode & 0o777 == 0o600


def test_it_stays_away_from_other_databases(settings: Any) -> None:
    settings.EMBEDDED_DATABASE = False
    with pytest.raises(CommandError, match="embedded database"):
        call_command("demo")
