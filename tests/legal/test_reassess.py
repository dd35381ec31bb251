"""After a change of law: whose result changes is found, told in words, and nothing is written unless asked for."""

import io
import json
import shutil
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.actors import Actor
from complaints.models import Complaint, LedgerEntry
from complaints.services import ComplainantInput, file_complaint
from core.canonical import canonical, digest
from legal.comparing import changes, told
from legal.corpus import Corpus, load
from legal.corpus.reader import FOLDER, read_corpus
from legal.models import Assessment
from legal.reasoning.assessment import assess
from legal.reassessing import CALENDAR, DAY, FACTS, LAW, look
from legal.services import assess_complaint
from tests.legal.cases import NO_DEBT, OPT_OUT, RESIDUAL, changed

NOON = datetime(2025, 11, 12, 4, tzinfo=UTC)
DAY_OF_NOON = date(2025, 11, 12)


def filed(facts: dict[str, Any] = OPT_OUT, at: datetime = NOON) -> Complaint:
    return file_complaint(
        by=Actor(),
        kind=facts["kind"],
        situations=facts.get("situations", []),
        story="退订之后又收到推销短信。",
        facts=facts,
        complainant=ComplainantInput(name="王小宁", phone="13900001234"),
        at=at,
    ).complaint


def assessed(facts: dict[str, Any] = OPT_OUT, at: datetime = NOON) -> Complaint:
    complaint = filed(facts, at)
    assess_complaint(by=Actor.system("test"), complaint=complaint, at=at)
    return complaint


def keep_result(complaint: Complaint, facts: dict[str, Any]) -> None:
    """An assessment of other facts than the case has now."""
    Assessment.objects.create(
        complaint=complaint,
        made_at=NOON,
        made_by="system:test",
        event_on=date.fromisoformat(facts["event"]["last"]),
        filing_on=DAY_OF_NOON,
        corpus_version=load().version,
        facts_digest=digest(canonical(facts)),
        result=assess(facts, on=DAY_OF_NOON),
    )


@pytest.fixture
def amended(tmp_path: Path) -> Any:
    """A copy of the corpus with some words replaced, as a lawyer would amend it."""

    def amend(name: str, before: str, after: str) -> Corpus:
        folder = tmp_path / "corpus"
        if not folder.exists():
            shutil.copytree(FOLDER, folder, ignore=shutil.ignore_patterns("*.py", "__pycache__"))
        path = folder / name
        text = path.read_text(encoding="utf-8")
        assert before in text
        path.write_text(text.replace(before, after), encoding="utf-8")
        return read_corpus(folder)

    return amend


def looked_at(corpus: Corpus, on: date = DAY_OF_NOON, **more: Any) -> dict[str, Any]:
    return {one.complaint.number: one for one in look(corpus=corpus, on=on, **more)}


def state() -> tuple[int, int]:
    return Assessment.objects.count(), LedgerEntry.objects.count()


pytestmark = pytest.mark.django_db


def test_the_same_law_facts_and_day_are_not_worked_out_again():
    complaint = assessed()
    one = looked_at(load())[complaint.number]
    assert one.fresh is None
    assert not one.changed


def test_another_version_that_changes_nothing_for_a_case_changes_nothing(amended):
    complaint = assessed()
    corpus = amended("channels/nifa.yaml", "channel: nifa", "channel: nifa # looked through")
    one = looked_at(corpus)[complaint.number]
    assert corpus.version != load().version
    assert one.fresh is not None
    assert one.changed == []


def test_a_changed_wording_is_found_where_it_is_cited_and_nowhere_else(amended):
    concerned, other = assessed(OPT_OUT), assessed(NO_DEBT)
    text = "任何单位或者个人未经当事人同意或者请求"
    corpus = amended("statutes/广告法.yaml", text, f"除法律另有规定外，{text}")
    before = state()
    found = looked_at(corpus)
    assert [cause for _change, cause in found[concerned.number].changed]
    assert {cause for _change, cause in found[concerned.number].changed} == {LAW}
    assert {change.what for change, _cause in found[concerned.number].changed} == {"provisions"}
    said = "".join(line for change, _cause in found[concerned.number].changed for line in told(change))
    assert "第四十三条" in said
    assert "有变动" in said
    assert found[other.number].changed == []
    assert state() == before


def test_a_repeal_takes_a_provision_away_and_says_so(amended):
    complaint = assessed(OPT_OUT)
    corpus = amended("statutes/消法实施条例.yaml", "from: 2024-07-01", "from: 2025-12-01")
    told_now = [
        line for change, _cause in looked_at(corpus)[complaint.number].changed for line in told(change)
    ]
    assert any("不再有 《中华人民共和国消费者权益保护法实施条例》" in line for line in told_now), told_now


def test_a_changed_condition_changes_status_and_element(amended):
    complaint = assessed(OPT_OUT)
    corpus = amended(
        "grounds/H1.yaml", "when: {eq: [consent.status, none]}", "when: {eq: [consent.status, default]}"
    )
    found = {
        (change.part, change.of, change.what): (change.before, change.after)
        for change, _cause in looked_at(corpus)[complaint.number].changed
    }
    before = next(row for row in assess(OPT_OUT)["grounds"] if row["code"] == "H1")["status"]
    assert found["ground", "H1", "status"] == (before, "not_met")
    assert any(part == "element" and of.startswith("H1.") for part, of, _what in found)


def test_a_changed_period_changes_the_channel_and_not_the_days_that_only_move_with_filing(amended):
    complaint = assessed(OPT_OUT)
    corpus = amended("channels/12315_complaint.yaml", "days: 7, count: working", "days: 10, count: working")
    one = looked_at(corpus)[complaint.number]
    (change,) = [change for change, _cause in one.changed if change.of == "12315_complaint"]
    assert (change.what, change.before[0], change.after[0]) == ("answer_due", 7, 10)
    assert "7个工作日" in told(change)[0]
    assert "10个工作日" in told(change)[0]


def test_a_day_later_only_what_the_day_opens_is_another(amended):
    complaint = assessed(RESIDUAL, at=datetime(2025, 9, 5, 4, tzinfo=UTC))
    later = looked_at(load(), on=date(2025, 9, 10))[complaint.number]
    opened = {(change.of, change.what): (change.before, change.after) for change, _cause in later.changed}
    assert opened["telecom_appeal", "open"] == (False, True)
    assert {cause for _change, cause in later.changed} == {DAY}
    corpus = amended("grounds/S3.yaml", "S3", "S3")  # the same words: another day, the same law
    assert {
        cause for _change, cause in looked_at(corpus, on=date(2025, 9, 10))[complaint.number].changed
    } == {DAY}


def test_what_the_law_did_and_what_the_day_did_are_told_apart(amended):
    complaint = assessed(RESIDUAL, at=datetime(2025, 9, 5, 4, tzinfo=UTC))
    corpus = amended("channels/12315_complaint.yaml", "days: 7, count: working", "days: 10, count: working")
    found = looked_at(corpus, on=date(2025, 9, 10))[complaint.number].changed
    causes = {(change.of, change.what): cause for change, cause in found}
    assert causes["telecom_appeal", "open"] == DAY
    assert causes["12315_complaint", "answer_due"] == LAW


def test_other_facts_are_named_as_the_cause():
    complaint = filed(changed(OPT_OUT, consent__status="explicit"))
    keep_result(complaint, OPT_OUT)
    assert {cause for _change, cause in looked_at(load())[complaint.number].changed} == {FACTS}


def test_a_new_holiday_notice_is_looked_at_though_nothing_else_changed():
    from legal.models import HolidayNotice

    complaint = assessed(OPT_OUT)
    HolidayNotice.objects.create(
        year=2030, source_doc="某号通知", imported_at=timezone.now(), imported_by="system:test"
    )
    one = looked_at(load())[complaint.number]
    assert one.fresh is not None
    assert {cause for _change, cause in one.changed} <= {CALENDAR}


def test_closed_and_withdrawn_cases_are_left_alone(amended):
    corpus = amended("channels/12315_complaint.yaml", "days: 7, count: working", "days: 10, count: working")
    over, withdrawn, going_on = (assessed() for _ in range(3))
    Complaint.objects.filter(pk=over.pk).update(state="closed")
    Complaint.objects.filter(pk=withdrawn.pk).update(state="withdrawn")
    assert set(looked_at(corpus)) == {going_on.number}


def test_facts_that_cannot_be_read_stop_nobody_else(amended):
    corpus = amended("channels/12315_complaint.yaml", "days: 7, count: working", "days: 10, count: working")
    bad, good = filed({**OPT_OUT, "contacts": {"count": "many"}}), assessed()
    keep_result(bad, OPT_OUT)
    found = looked_at(corpus)
    assert "contacts.count" in found[bad.number].unreadable
    assert found[good.number].changed


def test_the_newest_assessment_is_the_one_that_is_compared():
    complaint = assessed(at=datetime(2025, 11, 11, 4, tzinfo=UTC))
    newest = assess_complaint(by=Actor.system("test"), complaint=complaint, at=NOON)
    assert looked_at(load())[complaint.number].before == newest


def test_a_limit_and_a_place_to_go_on_from():
    numbers = [assessed().number for _ in range(5)]
    first = list(looked_at(load(), limit=2))
    assert first == numbers[:2]
    assert list(looked_at(load(), after=first[-1])) == numbers[2:]
    assert list(looked_at(load(), number=numbers[3])) == [numbers[3]]
    assert looked_at(load(), limit=2, after=numbers[-1]) == {}


def test_statements_do_not_grow_with_the_cases(amended):
    corpus = amended("channels/12315_complaint.yaml", "days: 7, count: working", "days: 10, count: working")

    def statements() -> int:
        with CaptureQueriesContext(connection) as asked:
            assert all(one.changed for one in look(corpus=corpus, on=DAY_OF_NOON))
        return len(asked)

    assessed()
    few = statements()
    for _ in range(6):
        assessed()
    assert statements() == few


def test_nothing_differs_between_equal_results():
    assert changes(assess(OPT_OUT), assess(OPT_OUT)) == []


# ── The command ──────────────────────────────────────────────────────────────────────────────────────────────────


def run(**options: Any) -> str:
    out = io.StringIO()
    call_command("reassess", stdout=out, stderr=io.StringIO(), **options)
    return out.getvalue()


def test_the_command_shows_old_beside_new_and_changes_nothing(amended, tmp_path):
    complaint = assessed()
    amended("channels/12315_complaint.yaml", "days: 7, count: working", "days: 10, count: working")
    before = state()
    said = run(on="2025-11-12", corpus=str(tmp_path / "corpus"))
    assert complaint.number in said
    assert "7个工作日" in said
    assert "→" in said
    assert "没有改动任何内容" in said
    found = json.loads(run(on="2025-11-12", corpus=str(tmp_path / "corpus"), json=True))
    assert found["counts"]["changed"] == 1
    assert found["cases"][0]["number"] == complaint.number
    assert found["cases"][0]["changes"][0]["because"] == LAW
    assert found["last"] == complaint.number
    assert found["corpus_version"] != load().version
    assert json.loads(run(on="2025-11-12", json=True))["cases"] == []
    assert state() == before


def test_only_what_the_law_changed(amended, tmp_path):
    assessed(RESIDUAL, at=datetime(2025, 9, 5, 4, tzinfo=UTC))
    found = json.loads(run(on="2025-09-10", json=True, because=LAW))
    assert found["cases"] == []
    assert json.loads(run(on="2025-09-10", json=True))["counts"]["because_day"] == 1


def test_keeping_stores_a_new_assessment_and_leaves_the_old_one():
    complaint = assessed(RESIDUAL, at=datetime(2025, 9, 5, 4, tzinfo=UTC))
    assert "保存了 1 件" in run(keep=True)
    kept = Assessment.objects.filter(complaint=complaint).order_by("pk")
    assert [one.made_by for one in kept] == ["system:test", "system:reassess"]
    assert kept[1].filing_on == timezone.localdate()
    assert json.loads(run(json=True))["cases"] == []


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"on": "tomorrow"}, "--on"),
        ({"on": "9999-01-01"}, "年份"),
        ({"limit": -1}, "--limit"),
        ({"number": "AN-1999-000001"}, "AN-1999-000001"),
        ({"corpus": "/nowhere"}, "读不了"),
        ({"keep": True, "on": "2025-11-12"}, "--keep"),
        ({"keep": True, "corpus": str(FOLDER)}, "--keep"),
    ],
)
def test_wrong_options_are_one_sentence(options, said):
    with pytest.raises(CommandError, match=said) as refused:
        run(**options)
    assert "\n" not in str(refused.value)
