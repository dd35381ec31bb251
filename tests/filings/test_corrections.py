"""A recipient who holds what was said first is sent a correction: a supplement, seen and consented to like every other."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.actors import Actor
from complaints.stating import answers_now
from filings import services
from filings.models import Filing, Supplement
from filings.moves import State
from filings.services.older import _in_words, holding_older, on_earlier_facts
from legal.services import assess_stated, shown_answers
from tests.cases import Case, make_case, make_desk, prepared, queued
from tests.once import once_a_module

pytestmark = pytest.mark.django_db


@once_a_module
def sent() -> tuple[Case, Filing, Actor]:
    case = make_case(at=timezone.now() - timedelta(minutes=5))
    desk, caseworker = make_desk()
    filing = queued(case, desk, at=timezone.now() - timedelta(seconds=5))
    services.deliver(delivery_id=filing.deliveries.get().pk)
    filing.refresh_from_db()
    return case, filing, caseworker


def said(case: Case, matter: str, **given: Any) -> None:
    answers = {**answers_now(case.complaint, matter), **given}
    shown = shown_answers(case.complaint, matter)
    assess_stated(by=case.by, complaint=case.complaint, matter=matter, answers=answers, shown=shown)


def delivered(case: Case, row: Supplement) -> None:
    shown = services.propose_supplement(supplement=row)
    ready = services.prepare_supplement(by=case.by, supplement=row, consent_digest=shown.digest)
    services.confirm_supplement(by=case.by, supplement=ready)
    services.sweep_outbox()
    row.refresh_from_db()
    assert row.state == Supplement.State.SENT


def test_a_correction_says_what_was_and_what_is_and_leaves_with_a_consent(
    sent: tuple[Case, Filing, Actor],
) -> None:
    case, filing, caseworker = sent
    frozen = filing.content_digest
    said(case, "you", phone="13900009999", id_number="")
    row = services.write_correction(by=case.by, filing=filing)
    assert row.state == Supplement.State.WRITING
    assert "电话　原来：13900001234；现在：13900009999" in row.text
    assert "身份证" not in row.text  # which it never had
    assert row.text in services.propose_supplement(supplement=row).text
    assert holding_older(case.complaint, [filing])  # nothing has left
    delivered(case, row)
    assert holding_older(case.complaint, [filing]) == {}
    filing.refresh_from_db()
    assert filing.content_digest == frozen
    desk = Client()
    assert caseworker.user is not None
    desk.force_login(caseworker.user)
    page = desk.get(reverse("admin:filings_filing_change", args=[filing.pk])).content.decode()
    assert "现在：13900009999" in page
    said(case, "you", phone="13900008888")
    (again,) = holding_older(case.complaint, [filing])[filing.pk]
    assert (again.first, again.now) == ("13900009999", "13900008888")


def test_what_is_being_written_stays_and_an_older_correction_gives_way(
    sent: tuple[Case, Filing, Actor],
) -> None:
    case, filing, _caseworker = sent
    with pytest.raises(services.Refused, match="没有要更正的"):
        services.write_correction(by=case.by, filing=filing)
    services.write_supplement(by=case.by, filing=filing, text="后来又收到三条。")
    said(case, "you", phone="13900009999")
    services.write_correction(by=case.by, filing=filing)
    said(case, "refusal", refusal__on="2026-02-25", refusal__made="yes")
    row = services.write_correction(by=case.by, filing=filing)
    assert row.text.startswith("后来又收到三条。")
    assert row.text.count("更正此前提交的材料") == 1
    assert "13900009999" in row.text
    assert "2026-02-25" in row.text


def test_the_case_page_offers_it_to_the_complainant_alone(sent: tuple[Case, Filing, Actor]) -> None:
    case, filing, caseworker = sent
    said(case, "you", phone="13900009999")
    here, act = reverse("case", args=[case.complaint.number]), reverse("correct_filing", args=[filing.pk])
    client = Client()
    client.force_login(case.owner)
    assert act in client.get(here).content.decode()
    written = client.post(act, follow=True)
    page = written.content.decode()
    assert "现在：13900009999" in page
    assert "单独同意" in page
    assert "还在写，没有发出" in client.get(here).content.decode()
    delivered(case, Supplement.objects.get())
    assert act not in client.get(here).content.decode()
    stranger = Client()
    assert caseworker.user is not None
    stranger.force_login(caseworker.user)
    assert stranger.post(act).status_code == 404


def test_papers_that_wait_with_an_old_telephone_say_so(sent: tuple[Case, Filing, Actor]) -> None:
    case, filing, _caseworker = sent
    waiting = prepared(case, make_desk(channel="12315_complaint")[0], at=timezone.now())
    said(case, "you", id_number="")
    assert on_earlier_facts(case.complaint) == set()
    said(case, "you", phone="13900009999")
    assert on_earlier_facts(case.complaint) == {filing.pk, waiting.pk}
    client = Client()
    client.force_login(case.owner)
    page = client.get(reverse("case", args=[case.complaint.number])).content.decode()
    assert "写的是以前的事实" in page


def test_an_identity_number_is_in_no_correction(sent: tuple[Case, Filing, Actor]) -> None:
    case, filing, _caseworker = sent
    said(case, "you", id_number="")
    assert holding_older(case.complaint, [filing]) == {}
    rows = _in_words([["person.id_number", "11010119900307109X", "110101199003071234"]], case.complaint)
    assert [(one.label, one.first, one.now) for one in rows] == [("身份证号", "", "有更正，请向本人核对。")]


def test_a_story_that_was_told_on_is_shown_whole_before_it_is_consented_to(
    sent: tuple[Case, Filing, Actor],
) -> None:
    case, _filing, _caseworker = sent
    said(case, "story", more="后来又收到两条。")
    recipient, _other = make_desk(channel="12315_complaint")
    client = Client()
    client.force_login(case.owner)
    where = reverse("consent", args=[case.complaint.number, "12315_complaint", recipient.pk])
    assert "后来又收到两条。" in client.get(where).content.decode()


def test_what_a_desk_reads_until_its_day_is_said_to_be_older_although_it_was_withdrawn(
    sent: tuple[Case, Filing, Actor],
) -> None:
    case, filing, caseworker = sent
    services.move(by=caseworker, filing=filing, to=State.ACCEPTED)
    services.withdraw_consent(by=case.by, filing=filing)
    said(case, "you", phone="13900009999")
    filing.refresh_from_db()
    assert list(holding_older(case.complaint, [filing])) == [filing.pk]
    owner = Client()
    owner.force_login(case.owner)
    page = owner.get(reverse("case", args=[case.complaint.number])).content.decode()
    assert f"发给“{filing.recipient.name}”的是更正前的" in page
    assert "您已经撤回了这份材料，不能再补充" in page
    assert reverse("correct_filing", args=[filing.pk]) not in page
    filing.closes_at = timezone.now()
    assert holding_older(case.complaint, [filing]) == {}
