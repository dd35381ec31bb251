"""A recipient that cannot be reached is not offered, not prepared, not released and not delivered to."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Membership, Organisation, User
from complaints.models import Access
from filings import services
from filings.models import Acknowledgement, Delivery, Filing, Notice, Recipient
from filings.moves import State
from filings.services.law import assessment_for
from portal import health
from tests.callers import caller
from tests.cases import (
    NOW,
    Case,
    make_case,
    make_desk,
    make_mail_recipient,
    make_user,
    prepared,
    queued,
    reads_mail,
)
from tests.filings.pages import words

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("store", "keys")]


def organisation(recipient: Recipient) -> None:
    Organisation.objects.filter(pk=recipient.organisation_id).update(active=False)


def recipient_itself(recipient: Recipient) -> None:
    Recipient.objects.filter(pk=recipient.pk).update(active=False)


def members_gone(recipient: Recipient) -> None:
    Membership.objects.filter(organisation=recipient.organisation_id).update(until="2020-01-01")


def members_shut_out(recipient: Recipient) -> None:
    User.objects.filter(memberships__organisation=recipient.organisation_id).update(is_active=False)


def members_off_the_desk(recipient: Recipient) -> None:
    User.objects.filter(memberships__organisation=recipient.organisation_id).update(is_staff=False)


OFF = [organisation, recipient_itself, members_gone, members_shut_out, members_off_the_desk]
Switch = Callable[[Recipient], None]


def pages_of(case: Case) -> Client:
    client = Client()
    client.force_login(case.owner)
    return client


@pytest.mark.parametrize("switch_off", OFF)
def test_it_is_not_offered_and_not_prepared(switch_off: Switch):
    case = make_case()
    recipient, _caseworker = make_desk()
    shown = services.propose_consent(
        complaint=case.complaint, recipient=recipient, exhibits=[], document="letter"
    )
    switch_off(recipient)
    recipient.refresh_from_db()
    assert not recipient.reachable
    assert not Recipient.objects.of_channel(recipient.channel).exists()
    for act in (
        lambda: services.propose_consent(
            complaint=case.complaint, recipient=recipient, exhibits=[], document="letter"
        ),
        lambda: services.prepare(
            by=case.by, complaint=case.complaint, recipient=recipient, consent_digest=shown.digest, at=NOW
        ),
        lambda: services.preview(by=case.by, complaint=case.complaint, recipient=recipient, at=NOW),
    ):
        with pytest.raises(services.Refused, match="现在不接收材料"):
            act()
    assert not Filing.objects.exists()


@pytest.mark.parametrize("switch_off", OFF)
def test_neither_pages_nor_the_api_offer_it(switch_off: Switch):
    case = make_case()
    assessment_for(by=case.by, complaint=case.complaint, at=NOW)
    recipient, _caseworker = make_desk()
    switch_off(recipient)
    number, channel = case.complaint.number, recipient.channel
    client, api = pages_of(case), caller(case.owner)
    assert recipient.name not in words(client.get(reverse("choose_recipient", args=[number, channel])))
    page = client.get(reverse("consent", args=[number, channel, recipient.pk]))
    assert "现在不接收材料" in words(page)
    assert "还有谁" in words(page)
    assert "checkbox" not in page.content.decode()
    assert api.get("/api/v1/recipients/", {"channel": channel}).json() == []
    body = {"recipient": recipient.pk, "consent_digest": "sha256:x", "agree": True}
    for address in (f"/api/v1/complaints/{number}/consents/", f"/api/v1/complaints/{number}/filings/"):
        answer = api.post(address, body, format="json")
        assert (answer.status_code, "现在不接收材料" in answer.json()["detail"]) == (409, True)


@pytest.mark.parametrize("switch_off", OFF)
def test_what_was_prepared_is_not_released(switch_off: Switch):
    case = make_case()
    recipient, _caseworker = make_desk()
    filing = prepared(case, recipient)
    switch_off(recipient)
    with pytest.raises(services.Refused, match="现在不接收材料"):
        services.confirm(by=case.by, filing=filing, at=NOW)
    assert Filing.objects.get().state == State.PREPARED
    page = pages_of(case).get(reverse("filing", args=[filing.pk]))
    assert "现在不接收材料，这份材料发不出去" in words(page)
    assert reverse("choose_recipient", args=[case.complaint.number, filing.channel]) in page.content.decode()
    assert reverse("filing_act", args=[filing.pk, "confirm"]) not in page.content.decode()


def test_the_one_recipient_of_a_channel_that_has_the_case_is_named():
    case = make_case()
    assessment_for(by=case.by, complaint=case.complaint, at=NOW)
    recipient, _caseworker = make_desk()
    address = reverse("choose_recipient", args=[case.complaint.number, recipient.channel])
    filing = prepared(case, recipient)
    assert "已经备好，还没有发出" in words(pages_of(case).get(address))
    services.confirm(by=case.by, filing=filing, at=NOW)
    services.sweep_outbox(at=NOW)
    assert "它已经有您的这件投诉" in words(pages_of(case).get(address))


@pytest.mark.parametrize("switch_off", OFF)
def test_what_is_due_waits_says_why_and_goes_when_somebody_is_there(switch_off: Switch):
    case = make_case()
    recipient, _caseworker = make_desk()
    filing = queued(case, recipient)
    before = (User.objects.filter(memberships__organisation=recipient.organisation_id).get(),)
    switch_off(recipient)
    services.sweep_outbox(at=NOW)
    row = filing.deliveries.get()
    assert (row.state, row.parked_at, row.lease_until) == ("parked", NOW, None)
    assert "现在不接收材料" in row.error
    assert Filing.objects.get().state == State.QUEUED
    assert not Acknowledgement.objects.exists()
    assert not Access.objects.filter(why=Access.Why.SENT).exists()
    own = words(pages_of(case).get(reverse("filing", args=[filing.pk])))
    assert row.error in own
    assert "正在发出" not in own
    root = Client()
    root.force_login(make_user("root", is_staff=True, is_superuser=True))
    assert row.error in words(root.get(reverse("admin:filings_delivery_changelist")))

    Organisation.objects.update(active=True)
    Recipient.objects.update(active=True)
    Membership.objects.update(until=None)
    User.objects.filter(pk=before[0].pk).update(is_active=True, is_staff=True)
    later = NOW + timedelta(minutes=1)
    services.sweep_outbox(at=later)
    row.refresh_from_db()
    assert (row.state, row.error) == ("done", "")
    assert Filing.objects.get().state == State.ACKNOWLEDGED


def test_a_mail_recipient_out_of_use_waits_too(settings: Any):
    case = make_case()
    recipient = make_mail_recipient()
    filing = queued(case, recipient)
    recipient_itself(recipient)
    services.sweep_outbox(at=NOW)
    assert filing.deliveries.get().state == "parked"
    assert filing.deliveries.count() == 1


def test_a_consent_can_be_withdrawn_while_it_waits():
    case = make_case()
    recipient, _caseworker = make_desk()
    filing = queued(case, recipient)
    organisation(recipient)
    services.sweep_outbox(at=NOW)
    services.withdraw_consent(by=case.by, filing=filing, at=NOW)
    assert filing.deliveries.get().state == "cancelled"
    assert Filing.objects.get().state == State.WITHDRAWN


def parked() -> tuple[Case, Recipient, Filing]:
    case = make_case()
    recipient, _caseworker = make_desk()
    filing = queued(case, recipient)
    organisation(recipient)
    services.sweep_outbox(at=NOW)
    return case, recipient, filing


def test_what_waits_for_a_closed_desk_is_counted_apart_and_never_late():
    _case, recipient, filing = parked()
    assert not Delivery.objects.due(NOW + timedelta(days=30)).exists()
    told = health.outbox()
    assert (told["ok"], told["oldest"], told["parked"]) == (True, None, 1)
    root = Client()
    root.force_login(make_user("root", is_staff=True, is_superuser=True))
    board = words(root.get("/admin/"))
    assert "1 等接收方恢复接收" in board
    assert f"{recipient.name} ：未办结 0 件，等着送到 1 件" in board
    listed = words(root.get(reverse("admin:filings_delivery_changelist"), {"outcome": "parked"}))
    assert filing.complaint.number in listed


def test_administrators_see_what_lies_open_at_an_organisation_that_closed():
    case = make_case()
    recipient, _caseworker = make_desk()
    queued(case, recipient)
    services.sweep_outbox(at=NOW)
    root = Client()
    root.force_login(make_user("root", is_staff=True, is_superuser=True))
    assert recipient.name not in words(root.get("/admin/"))
    members_gone(recipient)
    board = words(root.get("/admin/"))
    assert f"{recipient.name} ：未办结 1 件，等着送到 0 件 {case.complaint.number}" in board


def test_after_five_working_days_the_complainant_is_told_once_and_offered_another():
    case, _recipient, filing = parked()  # on a Monday
    reads_mail(case)
    address = reverse("filing", args=[filing.pk])
    other = reverse("choose_recipient", args=[case.complaint.number, filing.channel])
    for days, told in ((7, False), (8, True), (9, True)):
        services.sweep_outbox(at=NOW + timedelta(days=days))
        assert (filing.deliveries.get().told_at is not None) == told
        assert Notice.objects.count() == told
        page = pages_of(case).get(address)
        assert ("已经超过 5 个工作日" in words(page)) == told
        assert other in page.content.decode()
        assert "撤回同意" in words(page)


def test_in_a_year_without_a_calendar_no_day_is_guessed():
    _case, _recipient, filing = parked()
    far = NOW.replace(year=2098)
    filing.deliveries.update(parked_at=far)
    services.sweep_outbox(at=far + timedelta(days=60))
    assert filing.deliveries.get().told_at is None
    assert not Notice.objects.exists()
