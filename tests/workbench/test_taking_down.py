"""The demonstration takes one call down at its desk, and not again when it is run again."""

from pathlib import Path
from typing import Any

import pytest

from complaints.models import Complaint
from filings.models import Filing
from workbench.demo.people import cast
from workbench.demo.taking_down import take_down_a_call

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("store", "keys")]


def test_one_call_is_taken_down_and_only_once(settings: Any, tmp_path: Path) -> None:
    settings.ANNING_HOME = tmp_path
    everybody = cast()
    assert take_down_a_call(everybody)
    assert not take_down_a_call(everybody)
    filing = Filing.objects.get()
    assert (filing.state, filing.came_by) == ("acknowledged", "telephone")
    assert Complaint.objects.get().complainant.name == "赵小来（演示）"
