"""The demonstration: eight complaints through the whole flow; run again, nothing is added."""

import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.test import Client

from accounts.models import User
from complaints.models import Complaint, Contact, Draft, LedgerEntry
from documents.bundle import verify
from evidence.models import DailyHead, DailyLeaf, Exhibit, Import, Redaction, Rendition
from evidence.services.recognising import recognised
from filings.models import (
    CallBack,
    CampaignExport,
    Delivery,
    DeskCampaign,
    Export,
    Filing,
    ListExport,
    SavedView,
    Sighting,
)
from filings.services.bundles.issued import portal_trust
from filings.services.sending.content import content_of
from workbench.demo.stories import STORIES

pytestmark = pytest.mark.django_db(transaction=True)


def told() -> dict[str, Any]:
    out = StringIO()
    call_command("demo", json=True, stdout=out, stderr=StringIO())
    answer: dict[str, Any] = json.loads(out.getvalue())
    return answer


MADE = (
    Complaint, Draft, Exhibit, Rendition, Import, Contact, Redaction, Filing, Delivery, Export, Sighting, CampaignExport,
    DailyHead,
)  # fmt: skip


def counts() -> dict[str, int]:
    return {model.__name__: model.objects.count() for model in MADE}


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
        assert verify.check(one["bundle"], **portal_trust()).sound
    assert sum(filing["state"] == "decided" for one in complaints for filing in one["filings"]) == 1
    assert Filing.objects.filter(way="email", state="sent").exists()
    assert_shown(first["look"], tmp_path)
    assert_every_act()
    before, entries = counts(), LedgerEntry.objects.count()
    assert told() == first
    assert counts() == before
    assert LedgerEntry.objects.count() == entries
    assert (tmp_path / "accounts.txt").stat().st_mode & 0o777 == 0o600


def assert_every_act() -> None:
    """At the desk one case stands in each state, and nothing that a desk does is missing."""
    alike = Filing.objects.filter(channel="12315_complaint", complaint__in=shared_by_many())
    assert {one.state for one in alike} == {
        "acknowledged", "accepted", "refused", "transferred", "decided", "closed",
    }  # fmt: skip
    assert alike.filter(paused_on__isnull=False).count() == 1
    assert alike.filter(waiting_since__isnull=False).count() == 1
    assert alike.filter(dismissed=True).count() == 1
    assert alike.filter(mediation="willing").count() == 1
    acts = set(LedgerEntry.objects.filter(complaint__filings__in=alike).values_list("act", flat=True))
    assert acts >= {
        "assigned", "note_added", "task_set", "period_paused", "filing_moved", "decision_corrected", "approval_asked",
        "approval_settled", "question_asked", "letter_issued", "letter_served", "mediation_moved", "mediation_answered",
        "referral_moved",
    }  # fmt: skip
    call = Filing.objects.get(came_by="telephone")
    assert (call.state, call.letters.get().state, call.waiting_since) == ("accepted", "issued", None)
    assert list(call.notes.values_list("kind", flat=True)) == ["question", "spoken"]
    assert CallBack.objects.get(case__sample__drawn_by__username="supervisor").satisfied
    assert (SavedView.objects.count(), ListExport.objects.get().state) == (1, "done")


def shared_by_many() -> list[Complaint]:
    return list(Complaint.objects.filter(owner__username="neighbours"))


def assert_shown(looks: list[dict[str, str]], home: Path) -> None:
    """Each of what the overview names is there, for the account that it names; and nothing private came along."""
    for look in looks:
        client = Client()
        if user := User.objects.filter(username=look["account"]).first():
            client.force_login(user)
        assert client.get(look["page"]).status_code == 200, look
    told = {look["page"]: look["what"] for look in looks}
    assert len(told) == len(looks) == 9
    # the backup: counted from what it holds, in what was sent too
    backup = Import.objects.get()
    assert (backup.state, backup.read, backup.kept) == ("kept", 431, 419)
    assert not Contact.objects.filter(text__contains="吃饭").exists()
    sent = Filing.objects.filter(complaint=backup.exhibit.complaint_id, channel="12315_report").get()
    assert "2026年10月22日退订后仍收到380条" in "".join(content_of(sent)["fields"]["tally"]["after_said"])
    # the covered paper: only the copy is at the desk
    paper = Redaction.objects.standing().get()
    desks = Filing.objects.filter(complaint=paper.exhibit.complaint_id)
    assert {one.covered[str(paper.exhibit_id)] for one in desks} == {str(paper.pk)}
    # a screenshot that waits for its owner, whose words were read
    draft = Draft.objects.get()
    lines = Rendition.objects.get(exhibit__complaint_id=draft.pk, kind="lines")
    found = recognised(lines)
    assert found is not None
    assert "示例旗舰店" in found.text
    # the campaign, as its desk tells it, and the lead
    held = DeskCampaign.objects.get()
    assert (held.complaints, held.people, held.messages) == (9, 9, 18)
    assert held.figures["places"] == {"named": [["330100", 3], ["330000", 3]], "others": 2, "unknown": 1}
    assert "双十一预售开启" in held.words
    assert CampaignExport.objects.get().campaign_id == held.campaign_id
    # the head covers the complaints of the days before
    assert DailyLeaf.objects.filter(head=DailyHead.objects.get()).count() == 8
    assert len(list((home / "bundles").glob("*保存记录请求函.pdf"))) == 1


def test_it_stays_away_from_other_databases(settings: Any) -> None:
    settings.EMBEDDED_DATABASE = False
    with pytest.raises(CommandError, match="embedded database"):
        call_command("demo")
