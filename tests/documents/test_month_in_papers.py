"""Of a month that was told no paper names a day: the first one would be an invention that the records do not bear out."""

import re
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from complaints.stated import event_told
from documents.counted import span
from documents.letters import letter_data
from documents.official import form_of
from documents.papers.table import KINDS
from documents.police import brief_rows
from legal.reasoning import facts as known_facts
from legal.reasoning.assessment import assess
from tests.documents.papers.cases import CALLED, ON, drawn, texts
from tests.documents.test_pleading import made_of, sentences

TOLD: dict[str, Any] = {**CALLED, "event": event_told("2026-07", "2026-11-20")}
FIRST_DAY = re.compile("7月1日|2026-07-01")


def test_the_law_reads_a_month_and_counts_from_its_first_day() -> None:
    read = known_facts.read({**CALLED, "event": {"first": "2026-07", "last": "2026-11-20"}})
    assert read["event"] == TOLD["event"]
    assert known_facts.read(read)["event"] == TOLD["event"]
    for wrong in ("2026-13", "2026-7", "07-2026"):
        with pytest.raises(known_facts.FactsError, match="只知道月份的，写 2025-11"):
            known_facts.read({**CALLED, "event": {"first": wrong, "last": "2026-11-20"}})
    said = assess({**CALLED, "event": {"first": "2026-07", "last": "2026-11-20"}}, ON)
    told = "最早发生的日期只说到2026年7月：期限按这个月里最早可能的一天（2026-07-01）算"
    assert [one for one in said["warnings"] if one.startswith(told)]
    assert (
        said["clocks"]
        == assess({**CALLED, "event": {"first": "2026-07-01", "last": "2026-11-20"}}, ON)["clocks"]
    )


def test_the_period_of_a_paper_is_a_month() -> None:
    assert span(TOLD)[0] == "自2026年7月至11月20日"
    assert span({"event": event_told("2026-07", "2026-07")})[0] == "2026年7月"
    case = replace(made_of(TOLD, "police").case, began=date(2026, 7, 1), ended=date(2026, 11, 20))
    said = ["发生时间", "2026年7月至2026年11月20日"]
    assert brief_rows(case, form_of("police"), printed=False)[0] == said


@pytest.mark.parametrize(
    "channel", ["court", "12321", "telecom_appeal", "12315_report", "police", "platform"]
)
def test_no_letter_and_no_claim_names_its_first_day(channel: str) -> None:
    made = made_of(TOLD, channel)
    said = "".join(one.text for one in sentences(made))
    if channel != "court":
        said += str(letter_data(made))
    assert not FIRST_DAY.search(said)
    assert "2026年7月" in said


def test_no_application_names_its_first_day() -> None:
    named = set()
    for slug in KINDS:
        said = texts(slug, drawn(TOLD))
        assert not FIRST_DAY.search(said), slug
        if "2026年7月" in said:
            named.add(slug)
    assert {"evidence_preservation", "claim_by_elements"} <= named
