"""Supplements by the API: written, consented to, confirmed; read and seen at the desk; an answer in one call."""

import pytest
from django.utils import timezone

from accounts.actors import Actor
from filings import services
from filings.models import Filing, Supplement
from tests.callers import caller
from tests.cases import NOW, Case, add_exhibit, make_case, make_desk, make_hand_recipient, queued

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("store", "keys")]


def at_desk() -> tuple[Case, Filing, Actor]:
    case = make_case()
    recipient, caseworker = make_desk()
    filing = queued(case, recipient)
    services.sweep_outbox(at=NOW)
    return case, Filing.objects.get(pk=filing.pk), caseworker


def test_from_the_words_to_what_the_desk_has_seen():
    case, filing, caseworker = at_desk()
    assert caseworker.user is not None
    me, desk = caller(case.owner), caller(caseworker.user)
    one = f"/api/v1/filings/{filing.pk}"
    asked = {"text": "请补截图。", "missing_material": True}
    assert desk.post(f"{one}/ask/", asked, format="json").data["notes"][0]["missing_material"]
    picture = add_exhibit(case, colour="blue", name="补的截图.png")

    written = me.post(f"{one}/supplements/", {"text": "附上。", "exhibits": [picture.pk]}, format="json")
    assert (written.status_code, written.data["state"]) == (201, "writing")
    assert "附上。" in written.data["consent"]["text"]
    assert desk.get(f"{one}/supplements/").data == []
    place = f"/api/v1/supplements/{written.data['id']}"
    refused = me.post(f"{place}/prepare/", {"consent_digest": "x", "agree": True}, format="json")
    assert refused.status_code == 409
    agree = {"consent_digest": written.data["consent"]["digest"], "agree": True}
    assert me.post(f"{place}/prepare/", {**agree, "agree": False}, format="json").status_code == 400
    assert me.post(f"{place}/prepare/", agree, format="json").data["state"] == "prepared"
    assert me.post(f"{place}/confirm/").data["state"] == "queued"
    assert desk.get(f"{place}/").status_code == 404
    services.sweep_outbox()

    shown = desk.get(f"{one}/").data
    assert shown["unseen_since"]
    assert [row["content"]["words"] for row in shown["supplements"]] == ["附上。"]
    assert [row["id"] for row in shown["exhibits"]] == [str(picture.pk)]
    assert [row["id"] for row in desk.get("/api/v1/filings/?supplemented=true").data["results"]] == [
        str(filing.pk)
    ]
    before = case.complaint.ledger.filter(act="case_read").count()
    assert [row["id"] for row in desk.get(f"{one}/supplements/").data] == [written.data["id"]]
    assert desk.get(f"{place}/").data["content"]["words"] == "附上。"
    assert case.complaint.ledger.filter(act="case_read").count() == before + 2
    assert desk.post(f"{place}/seen/").data["seen_at"]
    assert desk.get(f"{one}/").data["unseen_since"] is None
    assert me.get(f"{place}/").data["seen_at"]


def test_an_answer_in_one_call_is_a_supplement_and_no_second_copy():
    case, filing, caseworker = at_desk()
    services.ask(by=caseworker, filing=filing, question="哪一天？")
    one = f"/api/v1/filings/{filing.pk}"
    answered = caller(case.owner).post(f"{one}/answer/", {"text": "二月二十一日。"}, format="json").data
    assert answered["waiting_since"] is None
    assert [row["kind"] for row in answered["notes"]] == ["question"]
    row = Supplement.objects.get()
    assert (row.state, services.supplement_content_of(row)["words"]) == ("sent", "二月二十一日。")
    assert row.consent is not None
    assert "二月二十一日。" in row.consent.text


def test_by_hand_it_is_handed_in_on_a_day_and_what_was_not_sent_can_be_given_up():
    case = make_case()
    filing = queued(case, make_hand_recipient())
    services.record_handed_in(by=case.by, filing=filing)
    me = caller(case.owner)
    written = me.post(f"/api/v1/filings/{filing.pk}/supplements/", {"text": "补充。"}, format="json").data
    place = f"/api/v1/supplements/{written['id']}"
    agree = {"consent_digest": written["consent"]["digest"], "agree": True}
    me.post(f"{place}/prepare/", agree, format="json")
    assert b"".join(me.get(f"{place}/letter/").streaming_content).startswith(b"%PDF")
    assert me.post(f"{place}/confirm/").data["state"] == "queued"
    on = Supplement.objects.get().prepared_at
    assert on is not None
    assert (
        me.post(f"{place}/handed-in/", {"on": timezone.localdate(on)}, format="json").data["state"] == "sent"
    )
    assert me.post(f"{place}/cancel/").status_code == 409
    again = me.post(f"/api/v1/filings/{filing.pk}/supplements/", {"text": "再补。"}, format="json").data
    assert me.post(f"/api/v1/supplements/{again['id']}/cancel/").status_code == 204
    assert Supplement.objects.count() == 1
