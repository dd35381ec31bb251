"""What was imported after the filing: shown beside what the assessment rests on, and taken over in one act."""

import io
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.db import DatabaseError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.actors import Actor
from accounts.models import Membership, Organisation
from complaints.counting.recount import counted_since, newly_counted, shown_digest
from complaints.counting.timeline import SHANGHAI, timeline_of
from complaints.ledger import walk
from complaints.models import Act, Complaint, Contact, LedgerEntry, Recount
from complaints.standing import standing_facts
from core.canonical import canonical, digest
from evidence import services as evidence
from evidence.importers.grouping import Wanted
from evidence.models import Import
from filings import services as filings
from filings.services.law import plan_of
from filings.services.older import on_earlier_facts
from filings.services.sending.content import content_of
from legal.corpus import load
from legal.models import Assessment
from legal.reassessing import look
from legal.services import Refused, assess_complaint, assess_recounted
from tests.cases import Case, make_case, make_desk, make_hand_recipient, make_user, prepared, shared
from tests.evidence import backups

pytestmark = pytest.mark.django_db
WORKER = Actor.system("importer")
NUMBER = "10690000123456"
BEGIN = datetime(2026, 2, 21, 9, 30, tzinfo=SHANGHAI)


@pytest.fixture
def case() -> Case:
    return make_case(at=timezone.now() - timedelta(minutes=5))


def phone(days: int = 40) -> bytes:
    """Three offers a day, the first refused at once; a friend's words that are no part of it."""
    rows: list[backups.Row] = []
    for day in range(days):
        for turn in range(3):
            at = BEGIN + timedelta(days=day // 10, hours=turn * 7, minutes=day % 10)
            rows.append((NUMBER, 1, at, f"【示例优选】第{day}-{turn}期全场五折，退订回T"))
    rows.append((NUMBER, 2, BEGIN + timedelta(seconds=30), "T"))
    rows.append((backups.FRIEND_NUMBER, 1, BEGIN, backups.PRIVATE))
    return backups.backup(rows)


def imported(case: Case, content: bytes | None = None) -> Import:
    made = evidence.receive_backup(
        by=case.by,
        complaint_id=case.complaint.pk,
        stream=io.BytesIO(content or phone()),
        filename="sms.xml",
        wanted=Wanted(every=False, senders=(NUMBER,), signatures=()),
    )
    while evidence.carry_imports(by=WORKER, at=timezone.now() + timedelta(seconds=5)):
        pass
    made.refresh_from_db()
    assert made.state == Import.State.KEPT, made.reason
    return made


def new(case: Case) -> list[Any]:
    return counted_since(case.complaint, today=timezone.localdate())


def taken(case: Case) -> Assessment:
    return assess_recounted(by=case.by, complaint=case.complaint, shown=shown_digest(new(case)))


def signed_in(actor: Actor) -> Client:
    client = Client()
    assert actor.user is not None
    client.force_login(actor.user)
    return client


# ── What is new ──────────────────────────────────────────────────────────────────────────────────────────────────────
def test_nothing_is_new_before_an_import_and_all_of_it_after(case: Case) -> None:
    assert new(case) == []
    imported(case)
    found = {one.name: (one.before, one.after) for one in new(case)}
    assert found == {
        "event.last": (case.complaint.facts["event"]["last"], timezone.localdate().isoformat()),
        "contacts.count": (12, 121),  # with the one that was filed
        "contacts.max_per_day": (None, 30),
        "contacts.night": (None, True),
        "contacts.after_refusal": (9, 120),
    }
    words = {one.label: (one.said_before, one.said_after) for one in new(case)}
    assert words["退订（拒绝）后仍收到"] == ("9 条", "120 条")
    assert words["最多的一天"] == ("没有说", "30 条")


def test_what_was_said_is_not_taken_back(case: Case) -> None:
    imported(case)
    said = {
        **case.complaint.facts,
        "contacts": {"channels": ["sms", "call"], "count": 300, "max_per_day": 100, "after_refusal": 200, "night": True,
                     "numbers": ["02100001111", NUMBER]},
        "event": {"first": "2025-01-01", "last": "2026-12-31"},
        "refusal": {"made": True, "on": "2025-02-01", "ways": ["hotline", "sms_reply"]},
    }  # fmt: skip
    counted = timeline_of(case.complaint)
    assert newly_counted(said, counted, today=timezone.localdate()) == []
    denied = {**said, "refusal": {"made": False}}
    rows = {one.name: one.after for one in newly_counted(denied, counted, today=timezone.localdate())}
    assert rows == {"refusal.made": True, "refusal.on": "2026-02-21", "refusal.ways": ["sms_reply"]}


def test_a_clock_that_runs_ahead_makes_no_fact(case: Case) -> None:
    imported(case)
    days = {
        one.name: one.after for one in newly_counted({}, timeline_of(case.complaint), today=date(2026, 2, 22))
    }
    assert days["event.last"] == "2026-02-22"
    assert "event.last" not in {
        one.name for one in newly_counted({}, timeline_of(case.complaint), today=date(2026, 1, 1))
    }


# ── The act ──────────────────────────────────────────────────────────────────────────────────────────────────────────
def test_one_act_takes_it_over_and_changes_nothing_that_was_there(case: Case) -> None:
    first = assess_complaint(by=case.by, complaint=case.complaint)
    filed = dict(case.complaint.facts)
    kept = dict(first.result)
    imported(case)
    changes = new(case)
    second = taken(case)
    assert new(case) == []
    case.complaint.refresh_from_db()
    assert case.complaint.facts == filed
    first.refresh_from_db()
    assert first.result == kept
    assert Assessment.objects.latest_of(case.complaint) == second
    standing = standing_facts(case.complaint)
    assert (standing["contacts"]["count"], standing["contacts"]["after_refusal"]) == (121, 120)
    assert standing["consent"] == filed["consent"]
    assert second.facts_digest == digest(canonical(standing)) != first.facts_digest
    assert second.corpus_version == load().version
    assert second.event_on == timezone.localdate()
    recount = Recount.objects.get()
    assert recount.changes == [[one.name, one.before, one.after] for one in changes]
    entries = list(LedgerEntry.objects.filter(complaint=case.complaint).order_by("sequence"))
    assert [one.act for one in entries[-2:]] == [Act.FACTS_RECOUNTED, Act.ASSESSED]
    assert entries[-2].detail["facts"] == second.facts_digest
    assert NUMBER not in canonical(entries[-2].detail)
    assert walk(case.complaint.pk, entries) == []


def test_an_assessment_by_itself_goes_on_from_what_was_taken_over(case: Case) -> None:
    imported(case)
    untouched = assess_complaint(by=case.by, complaint=case.complaint)
    assert untouched.facts_digest == digest(canonical(case.complaint.facts))  # nothing comes in silently
    made = taken(case)
    again = assess_complaint(by=case.by, complaint=case.complaint)
    assert (again.facts_digest, again.result) == (made.facts_digest, made.result)
    assert [one.changed for one in look(corpus=load(), on=timezone.localdate())] == [[]]


def test_a_second_import_is_laid_over_the_first(case: Case) -> None:
    imported(case)
    taken(case)
    later = [
        (NUMBER, 1, BEGIN + timedelta(days=9, minutes=n), f"【示例优选】又来{n}，退订回T") for n in range(9)
    ]
    imported(case, backups.backup(later))
    assert {one.name: (one.before, one.after) for one in new(case)} == {
        "contacts.count": (121, 130),
        "contacts.after_refusal": (120, 129),
    }
    taken(case)
    assert Recount.objects.count() == 2
    assert standing_facts(case.complaint)["contacts"]["count"] == 130
    assert standing_facts(case.complaint)["contacts"]["max_per_day"] == 30


def test_what_is_confirmed_is_what_was_shown(case: Case) -> None:
    imported(case)
    seen = shown_digest(new(case))
    Contact.objects.create(complaint=case.complaint, channel="sms", sender=NUMBER, received_at=BEGIN)
    with pytest.raises(Refused, match="数出的又变了"):
        assess_recounted(by=case.by, complaint=case.complaint, shown=seen)
    taken(case)
    with pytest.raises(Refused, match="没有新的要写"):
        assess_recounted(by=case.by, complaint=case.complaint, shown=seen)
    assert Recount.objects.count() == 1


def test_not_while_a_backup_is_being_kept(case: Case) -> None:
    made = imported(case)
    Import.objects.filter(pk=made.pk).update(state=Import.State.KEEPING)
    with pytest.raises(Refused, match="正在收入"):
        taken(case)


def test_only_the_complainant_may(case: Case) -> None:
    imported(case)
    firm = Organisation.objects.create(name="示例律所", kind=Organisation.Kind.LAW_FIRM)
    lawyer, stranger = make_user("lawyer"), make_user("stranger")
    Membership.objects.create(user=lawyer, organisation=firm, role=Membership.Role.LAWYER)
    shared(by=case.by, complaint=case.complaint, with_user=lawyer)
    shown = shown_digest(new(case))
    with pytest.raises(Refused, match="只有投诉人"):
        assess_recounted(by=Actor.of_user(lawyer), complaint=case.complaint, shown=shown)
    with pytest.raises(Complaint.DoesNotExist):
        assess_recounted(by=Actor.of_user(stranger), complaint=case.complaint, shown=shown)
    number = case.complaint.number
    seen = signed_in(Actor.of_user(lawyer)).get(reverse("law", args=[number])).content.decode()
    assert "登记以后数出的" in seen
    assert reverse("recount", args=[number]) not in seen
    assert signed_in(Actor.of_user(lawyer)).get(reverse("recount", args=[number])).status_code == 404
    assert not Recount.objects.exists()


def test_a_recount_is_never_changed(case: Case) -> None:
    imported(case)
    taken(case)
    for change in (lambda: Recount.objects.update(changes=[]), lambda: Recount.objects.all().delete()):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()


# ── What was prepared, what comes after ──────────────────────────────────────────────────────────────────────────────
def test_papers_that_one_hands_in_oneself_can_be_handed_in_as_they_are(case: Case) -> None:
    filing = prepared(case, make_hand_recipient("operator"), at=timezone.now())
    imported(case)
    taken(case)
    page = signed_in(case.by).get(reverse("filing", args=[filing.pk])).content.decode()
    assert "也可以就这样递交" in page
    assert "就这样发出" not in page


def test_what_was_prepared_states_the_facts_of_then_and_says_so(case: Case) -> None:
    desk, _caseworker = make_desk()
    filing = prepared(case, desk, at=timezone.now())
    before = (filing.content, filing.content_digest, filing.assessment_id)
    imported(case)
    assert on_earlier_facts(case.complaint) == set()
    made = taken(case)
    filing.refresh_from_db()
    assert (filing.content, filing.content_digest, filing.assessment_id) == before
    assert content_of(filing)["fields"]["contact_answers"]["contacts"]["after_refusal"] == 9
    assert on_earlier_facts(case.complaint) == {filing.pk}
    client = signed_in(case.by)
    page = client.get(reverse("filing", args=[filing.pk])).content.decode()
    assert "这份材料没有跟着改" in page
    assert reverse("earlier_law", args=[case.complaint.number, filing.assessment_id]) in page
    assert "写的是以前的事实" in client.get(reverse("case", args=[case.complaint.number])).content.decode()
    filings.withdraw_consent(by=case.by, filing=filing, reason="")
    anew = prepared(case, desk, at=timezone.now())
    assert anew.assessment_id == made.pk
    assert content_of(anew)["fields"]["contact_answers"]["contacts"]["after_refusal"] == 120
    assert anew.pk not in on_earlier_facts(case.complaint)
    assert "这份材料没有跟着改" not in client.get(reverse("filing", args=[anew.pk])).content.decode()


def test_the_plan_of_a_later_filing_goes_by_what_was_taken_over(case: Case) -> None:
    def last_days() -> dict[str, str | None]:
        return {row["channel"]: row["not_after"] for row in plan_of(case.complaint, timezone.localdate())}

    before = last_days()
    imported(case)
    assert last_days() == before
    made = taken(case)
    assert last_days() != before
    assert last_days() == {row["channel"]: row["not_after"] for row in made.result["plan"]}


# ── Pages and API ────────────────────────────────────────────────────────────────────────────────────────────────────
def test_the_pages_show_old_beside_new_until_it_is_taken_over(case: Case) -> None:
    client, number = signed_in(case.by), case.complaint.number
    places = [reverse("law", args=[number]), reverse("contacts", args=[number])]
    assert all("登记以后数出的" not in client.get(one).content.decode() for one in places)
    old = Assessment.objects.get()
    made = imported(case)
    places.append(reverse("import", args=[made.pk]))
    for one in places:
        page = client.get(one).content.decode()
        assert "<td>9 条</td><td>→ <strong>120 条</strong></td>" in page, one
        assert reverse("recount", args=[number]) in page, one
    here = reverse("recount", args=[number])
    shown = shown_digest(new(case))
    assert shown in client.get(here).content.decode()
    unticked = client.post(here, {"shown": shown})
    assert unticked.status_code == 422
    assert "请先看过，再勾选确认" in unticked.content.decode()
    stale = client.post(here, {"shown": digest("x"), "sure": "on"})
    assert stale.status_code == 422
    assert "数出的又变了" in stale.content.decode()
    assert "checked" not in stale.content.decode()
    assert not Recount.objects.exists()
    done = client.post(here, {"shown": shown, "sure": "on"}, follow=True)
    page = done.content.decode()
    assert "已写进法律对照" in page
    counted = client.get(reverse("law_reasons", args=[number])).content.decode()
    assert "<dt>退订（拒绝）后仍收到</dt><dd>120 条</dd>" in counted
    assert all("登记以后数出的" not in client.get(one).content.decode() for one in places)
    earlier = reverse("earlier_law", args=[number, old.pk])
    assert earlier in counted
    kept = client.get(earlier).content.decode()
    assert "以后又对照过" in kept
    assert "<dt>退订（拒绝）后仍收到</dt><dd>9 条</dd>" in kept
    assert "准备材料" not in kept
    newest = Assessment.objects.latest_of(case.complaint)
    assert newest is not None
    assert client.get(reverse("earlier_law", args=[number, newest.pk])).status_code == 302
    assert "没有新的要写" in client.get(here).content.decode()


def test_an_assessment_of_another_case_is_not_opened_here(case: Case) -> None:
    other = make_case()
    theirs = assess_complaint(by=other.by, complaint=other.complaint)
    here = reverse("earlier_law", args=[case.complaint.number, theirs.pk])
    assert signed_in(case.by).get(here).status_code == 404


def test_the_same_through_the_api(case: Case) -> None:
    client = signed_in(case.by)
    here = f"/api/v1/complaints/{case.complaint.number}/recount/"
    assert client.get(here).json()["changes"] == []
    imported(case)
    found = client.get(here).json()
    assert {"name": "contacts.after_refusal", "before": 9, "after": 120} in found["changes"]
    wrong = client.post(here, {"shown": digest("x")}, content_type="application/json")
    assert wrong.status_code == 409
    assert "数出的又变了" in wrong.json()["detail"]
    assert client.post(here, {}, content_type="application/json").status_code == 400
    made = client.post(here, {"shown": found["shown"]}, content_type="application/json")
    assert made.status_code == 201, made.content
    assert made.json()["id"] == Assessment.objects.latest_of(case.complaint).pk  # type: ignore[union-attr]
    assert client.get(here).json()["changes"] == []
