"""The outbox against a real SMTP server and a desk: delivered once, tried again, given up, never twice."""

import threading
from collections.abc import Iterator
from datetime import timedelta
from email.message import EmailMessage
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from accounts.actors import Actor
from complaints.models import Access, Complaint
from evidence.models import Exhibit
from filings import services
from filings.holders import holders
from filings.models import Acknowledgement, Delivery, Filing, Note, Recipient
from filings.moves import State
from filings.services.sending import outbox
from filings.ways import email as mail
from tests.cases import (
    NOW,
    Case,
    add_exhibit,
    make_case,
    make_desk,
    make_hand_recipient,
    make_mail_recipient,
    make_user,
    prepared,
    queued,
    shared,
)
from tests.filings.mailbox import DROP, Mailbox, serving
from tests.filings.pages import words

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("store", "keys")]


@pytest.fixture
def mailbox(settings: Any) -> Iterator[Mailbox]:
    box = Mailbox()
    point_mail_to(settings, box)
    with serving(box):
        yield box


def point_mail_to(settings: Any, box: Mailbox) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", box.port, 30
    settings.DEFAULT_FROM_EMAIL = "anning@portal.example"


def now(filing: Filing) -> Filing:
    return Filing.objects.get(pk=filing.pk)


def states(filing: Filing) -> list[str]:
    return list(filing.deliveries.order_by("attempt").values_list("state", flat=True))


def test_a_desk_opens_the_case_acknowledges_and_counts_the_days():
    case = make_case()
    recipient, caseworker = make_desk()
    filing = queued(case, recipient)
    assert not Filing.objects.visible_to(caseworker).exists()

    assert services.sweep_outbox(at=NOW) == 1

    filing = now(filing)
    assert (filing.state, filing.sent_at) == (State.ACKNOWLEDGED, NOW)
    assert filing.acknowledgements.get().source == Acknowledgement.Source.DESK
    assert filing.acknowledgements.get().reference == case.complaint.number
    assert Filing.objects.visible_to(caseworker).get() == filing
    assert Access.objects.filter(complaint=case.complaint, why=Access.Why.SENT).count() == 1
    assert states(filing) == ["done"]
    assert services.sweep_outbox(at=NOW) == 0


def test_a_desk_sees_the_files_that_were_sent_and_no_others():
    case = make_case(email="")
    first, second, third = (add_exhibit(case, colour=colour) for colour in ("red", "green", "blue"))
    recipient, caseworker = make_desk()
    queued(case, recipient, exhibits=(first,))
    services.sweep_outbox(at=NOW)
    assert list(Exhibit.objects.visible_to(caseworker)) == [first]

    other = Recipient.objects.create(
        name="同一机构的另一渠道",
        channel="cac_12377",
        way="desk",
        organisation=recipient.organisation,
        contact="1",
    )
    queued(case, other, exhibits=(third,))
    services.sweep_outbox(at=NOW)
    assert set(Exhibit.objects.visible_to(caseworker)) == {first, third}
    assert set(Exhibit.objects.visible_to(case.by)) == {first, second, third}
    lawyer = make_user("lawyer")
    shared(by=case.by, complaint=case.complaint, with_user=lawyer, at=NOW)
    assert Exhibit.objects.visible_to(Actor.of_user(lawyer)).count() == 3


def test_confirming_twice_sends_once(mailbox: Mailbox):
    case = make_case(email="")
    filing = queued(case, make_mail_recipient())
    services.confirm(by=case.by, filing=filing, at=NOW)
    services.sweep_outbox(at=NOW)
    with pytest.raises(services.Refused, match="这份材料现在是“已发出”，不用再按"):
        services.confirm(by=case.by, filing=filing, at=NOW)
    assert states(filing) == ["done"]
    assert len(mailbox.received) == 1


def test_a_mail_carries_documents_and_clean_copies_and_keeps_the_answer(mailbox: Mailbox):
    case = make_case(email="")
    exhibit = add_exhibit(case)
    filing = queued(case, make_mail_recipient(), exhibits=(exhibit,))

    services.sweep_outbox(at=NOW)

    filing = now(filing)
    assert filing.state == State.SENT
    assert filing.deliveries.get().answer == "250 2.0.0 Ok: queued as TEST1"
    assert filing.acknowledgements.get().reference == "250 2.0.0 Ok: queued as TEST1"
    message = mailbox.mails()[0]
    assert message["Message-ID"] == f"<{filing.pk}@portal.example>"
    assert message["Subject"] == f"投诉材料 {case.complaint.number}"
    assert "王小宁" not in message["Subject"]
    files = list(message.iter_attachments())
    assert files[0].get_content().startswith(b"%PDF")
    assert files[1].get_filename().startswith("证据1 截图.png")
    with mail.sealing.open_sealed(exhibit.clean_copy.sealed) as plain:
        assert files[1].get_content() == plain.read()
    text = message.get_body().get_content()
    assert filing.documents.get().sha256 in text
    assert "11010119900307109X" not in text


def test_what_does_not_fit_is_named_by_its_hash(mailbox: Mailbox, monkeypatch: pytest.MonkeyPatch):
    case = make_case(email="")
    exhibit = add_exhibit(case)
    filing = queued(case, make_mail_recipient(), exhibits=(exhibit,))
    monkeypatch.setattr(mail, "MAX_MAIL_BYTES", filing.documents.get().size)

    services.sweep_outbox(at=NOW)

    message = mailbox.mails()[0]
    assert len(list(message.iter_attachments())) == 1
    text = message.get_body().get_content()
    assert exhibit.sha256 in text
    assert "邮件放不下" in text


def test_a_server_that_is_down_is_tried_again_with_the_same_bytes(settings: Any):
    box = Mailbox()
    point_mail_to(settings, box)
    filing = queued(make_case(email=""), make_mail_recipient())
    services.sweep_outbox(at=NOW)
    assert states(filing) == ["failed", "waiting"]
    first = now(filing).mail.sha256
    assert services.sweep_outbox(at=NOW) == 0  # not before its time

    with serving(box):
        services.sweep_outbox(at=NOW + timedelta(seconds=11))

    assert states(filing) == ["failed", "done"]
    assert now(filing).state == State.SENT
    assert now(filing).mail.sha256 == first
    assert len(box.received) == 1
    assert {one.idempotency_key for one in filing.deliveries.all()} == {filing.pk}


@pytest.mark.parametrize("where", ["rcpt", "data"])
def test_a_temporary_refusal_is_followed_by_another_attempt(mailbox: Mailbox, where: str):
    filing = queued(make_case(email=""), make_mail_recipient())
    (mailbox.at_rcpt if where == "rcpt" else mailbox.answers).append("451 4.3.0 busy, try again")

    services.sweep_outbox(at=NOW)
    assert now(filing).state == State.QUEUED
    assert filing.deliveries.get(attempt=1).answer == "451 4.3.0 busy, try again"
    services.sweep_outbox(at=NOW + timedelta(minutes=1))

    assert states(filing) == ["failed", "done"]
    assert len(mailbox.received) == 1


@pytest.mark.parametrize("where", ["rcpt", "data"])
def test_a_final_refusal_fails_with_its_words(mailbox: Mailbox, where: str):
    case = make_case(email="")
    filing = queued(case, make_mail_recipient())
    (mailbox.at_rcpt if where == "rcpt" else mailbox.answers).append("550 5.1.1 no such mailbox")

    services.sweep_outbox(at=NOW)

    filing = now(filing)
    assert (filing.state, filing.sent_at) == (State.FAILED, None)
    assert "550 5.1.1 no such mailbox" in filing.notes.get(kind=Note.Kind.REASON).text
    services.move(by=case.by, filing=filing, to=State.QUEUED, at=NOW)
    services.sweep_outbox(at=NOW)
    assert now(filing).state == State.SENT
    assert len(mailbox.received) == 1


def test_it_gives_up_after_the_last_try(settings: Any):
    point_mail_to(settings, Mailbox())
    case = make_case(email="")
    filing = queued(case, make_mail_recipient())
    for turn in range(outbox.MAIL_TRIES):
        assert now(filing).state == State.QUEUED
        services.sweep_outbox(at=NOW + turn * timedelta(days=1))
    assert now(filing).state == State.FAILED
    assert states(filing) == ["failed"] * outbox.MAIL_TRIES

    services.move(by=case.by, filing=filing, to=State.QUEUED, at=NOW)
    assert filing.deliveries.get(state="waiting").tries == 1


def test_an_answer_that_never_came_is_unknown_and_not_sent_again(mailbox: Mailbox):
    case = make_case(email="")
    filing = queued(case, make_mail_recipient())
    mailbox.answers.append(DROP)

    services.sweep_outbox(at=NOW)
    for hours in (1, 24, 240):
        services.sweep_outbox(at=NOW + timedelta(hours=hours))

    assert now(filing).state == State.SENT_UNKNOWN
    assert states(filing) == ["unknown"]
    assert len(mailbox.received) == 1
    assert Complaint.objects.get(pk=case.complaint.pk).state == Complaint.State.IN_PROGRESS


def test_the_unknown_is_settled_with_proof(mailbox: Mailbox):
    case = make_case(email="")
    filing = queued(case, make_mail_recipient())
    mailbox.answers += [DROP, DROP]
    services.sweep_outbox(at=NOW)

    with pytest.raises(services.Refused, match=r"说明.*没有改动"):
        services.resolve_unknown(by=case.by, filing=filing, delivered=False, proof=" ", at=NOW)
    services.resolve_unknown(by=case.by, filing=filing, delivered=False, proof="对方说没有收到", at=NOW)
    services.sweep_outbox(at=NOW)
    assert states(filing) == ["unknown", "unknown"]

    root = Actor.of_user(make_user("root", is_superuser=True))
    services.resolve_unknown(by=root, filing=filing, delivered=True, proof="对方确认收到", at=NOW)
    assert (now(filing).state, now(filing).sent_at) == (State.SENT, NOW)
    with pytest.raises(services.Refused):
        services.resolve_unknown(by=case.by, filing=filing, delivered=True, proof="再来一次", at=NOW)


def test_mails_that_stay_on_this_machine_are_not_called_sent():
    filing = queued(make_case(email=""), make_mail_recipient())
    services.sweep_outbox(at=NOW)
    assert now(filing).state == State.QUEUED
    assert states(filing) == ["failed", "waiting"]


def filing_page(case: Case, filing: Filing) -> str:
    client = Client()
    client.force_login(case.owner)
    return words(client.get(reverse("filing", args=[filing.pk])))


def test_what_we_say_is_not_called_the_word_of_their_server():
    case = make_case(email="")
    filing = queued(case, make_mail_recipient())
    services.sweep_outbox(at=NOW)
    page = filing_page(case, filing)
    assert page.count("本平台没有设置发信服务器") == 1
    assert "对方服务器原话" not in page
    assert "上一次没有发出" in page
    assert "正在发出" not in page


def test_what_their_server_said_is_told_once_as_its_word(mailbox: Mailbox):
    case = make_case(email="")
    mailbox.answers.append("451 4.7.1 greylisted")
    filing = queued(case, make_mail_recipient())
    services.sweep_outbox(at=NOW)
    page = filing_page(case, filing)
    assert "对方服务器原话： 451 4.7.1 greylisted" in page
    assert page.count("greylisted") == 1


def test_the_ledger_tells_the_attempts_without_the_words(mailbox: Mailbox):
    case = make_case(email="")
    mailbox.answers.append("451 4.7.1 <kefu@example.cn> greylisted")
    queued(case, make_mail_recipient())
    services.sweep_outbox(at=NOW)
    services.sweep_outbox(at=NOW + timedelta(minutes=1))

    entries = case.complaint.ledger.filter(act="filing_attempted").order_by("sequence")
    assert [one.detail["outcome"] for one in entries] == ["postponed", "accepted"]
    assert "greylisted" not in str(list(case.complaint.ledger.values_list("detail", flat=True)))


def test_a_lost_worker_that_comes_back_brings_the_truth(mailbox: Mailbox):
    filing = queued(make_case(email=""), make_mail_recipient())
    (row,) = outbox._claim_conversation(NOW)
    Delivery.objects.filter(pk=row.pk).update(handed_over_at=NOW)
    outbox.give_up_abandoned(at=NOW + timedelta(days=1000))
    assert now(filing).state == State.SENT_UNKNOWN

    outbox._sent(row, "250 late", NOW)
    assert now(filing).state == State.SENT
    assert states(filing) == ["done"]


def test_a_worker_that_vanished_before_handing_over_is_followed_by_another(mailbox: Mailbox):
    filing = queued(make_case(email=""), make_mail_recipient())
    claimed = outbox._claim_conversation(NOW)
    assert len(claimed) == 1
    assert services.sweep_outbox(at=NOW) == 0

    services.sweep_outbox(at=NOW + timedelta(days=1000))
    assert states(filing) == ["failed", "waiting"]
    services.sweep_outbox(at=NOW + timedelta(days=1001))
    assert states(filing) == ["failed", "done"]

    outbox._carry_out(claimed, NOW)  # the first worker wakes up: its row is gone, it sends nothing
    assert len(mailbox.received) == 1


def test_a_fault_of_ours_does_not_stop_the_others(mailbox: Mailbox):
    bad, good = (
        queued(make_case(email=""), make_mail_recipient()),
        queued(make_case(email=""), make_mail_recipient()),
    )
    Filing.objects.filter(pk=bad.pk).update(content_digest="sha256:" + "0" * 64)
    services.sweep_outbox(at=NOW)
    assert now(good).state == State.SENT
    assert states(bad) == ["sending"]


def test_withdrawing_before_sending_stops_it(mailbox: Mailbox):
    case = make_case(email="")
    filing = queued(case, make_mail_recipient())
    services.withdraw_consent(by=case.by, filing=filing, at=NOW)
    services.sweep_outbox(at=NOW)
    assert now(filing).state == State.WITHDRAWN
    assert states(filing) == ["cancelled"]
    assert mailbox.received == []


def test_withdrawing_while_a_worker_talks_stops_the_end_mark(
    mailbox: Mailbox, monkeypatch: pytest.MonkeyPatch
):
    case = make_case(email="")
    filing = queued(case, make_mail_recipient())
    real = outbox._point_of_no_return

    def withdrawn_meanwhile(row: Delivery, at: Any) -> bool:
        services.withdraw_consent(by=case.by, filing=filing, at=NOW)
        return real(row, at)

    monkeypatch.setattr(outbox, "_point_of_no_return", withdrawn_meanwhile)
    services.sweep_outbox(at=NOW)
    assert now(filing).state == State.WITHDRAWN
    assert states(filing) == ["cancelled"]
    assert mailbox.received == []


@pytest.mark.parametrize("change", ["lease", "recipient"])
def test_nothing_passes_the_point_of_no_return_that_may_not_leave_any_more(
    mailbox: Mailbox, monkeypatch: pytest.MonkeyPatch, change: str
):
    """The row was given up for dead, or its recipient was switched off, while everything but the end mark was said."""
    filing = queued(make_case(email=""), make_mail_recipient())
    real = outbox._point_of_no_return

    def changed_meanwhile(row: Delivery, at: Any) -> bool:
        if change == "lease":
            outbox.give_up_abandoned(at=NOW + timedelta(days=1000))
        else:
            Recipient.objects.filter(pk=filing.recipient_id).update(active=False)
        return real(row, at)

    monkeypatch.setattr(outbox, "_point_of_no_return", changed_meanwhile)
    row = filing.deliveries.get()
    assert services.deliver(delivery_id=row.pk, at=NOW)
    row.refresh_from_db()
    assert row.handed_over_at is None
    assert mailbox.received == []
    assert not filing.complaint.ledger.filter(act="filing_sending").exists()
    assert row.state == ("failed" if change == "lease" else "parked")


@pytest.mark.parametrize("sizes", [(), (0,), (1, 56, 57, 58), (200_000, 3), (1,) * 12])
def test_attachments_are_filled_in_byte_for_byte_as_the_library_writes_them(sizes: tuple[int, ...]):
    contents = [bytes(range(256)) * (size // 256) + bytes(size % 256) for size in sizes]

    def message(bodies: list[bytes]) -> EmailMessage:
        letter = EmailMessage(policy=mail._SMTP)
        letter.set_content("您好")
        for place, body in enumerate(bodies):
            letter.add_attachment(body, maintype="application", subtype="pdf", filename=f"证据{place}.pdf")
        letter.set_boundary("=_1")
        return letter

    assert mail._filled(message([b""] * len(contents)), contents) == message(contents).as_bytes()


def test_dots_that_begin_a_line_are_doubled_and_no_others():
    said = b".one\r\n..two\r\n.\r\n.\r\nthree. .four\r\n"
    assert mail._stuffed(said) == b"..one\r\n...two\r\n..\r\n..\r\nthree. .four\r\n"
    assert mail._stuffed(b"five\r\n") == b"five\r\n"


def test_withdrawing_after_the_end_mark_tells_the_recipient(
    mailbox: Mailbox, monkeypatch: pytest.MonkeyPatch
):
    case = make_case(email="")
    filing = queued(case, make_mail_recipient())
    real = outbox._point_of_no_return

    def withdrawn_just_after(row: Delivery, at: Any) -> bool:
        agreed = real(row, at)
        held = services.withdraw_consent(by=case.by, filing=filing, at=NOW)
        assert held.state == State.QUEUED
        return agreed

    monkeypatch.setattr(outbox, "_point_of_no_return", withdrawn_just_after)
    services.sweep_outbox(at=NOW)
    assert now(filing).state == State.WITHDRAWN
    assert states(filing) == ["done"]
    first, told = mailbox.mails()
    assert "撤回" in told["Subject"]
    assert told["References"] == first["Message-ID"]
    assert "王小宁" not in told.get_body().get_content()


def test_who_may_have_got_it_is_named_after_a_withdrawal_and_told_no_day_that_nobody_knows(mailbox: Mailbox):
    case = make_case(email="")
    filing = queued(case, make_mail_recipient(), at=NOW - timedelta(days=3))
    mailbox.answers.append(DROP)
    services.sweep_outbox(at=NOW)
    assert now(filing).state == State.SENT_UNKNOWN
    services.withdraw_consent(by=case.by, filing=filing, at=NOW)
    assert now(filing).reached
    (line,) = [one for one in holders(case.complaint) if one.filing == filing]
    assert line.words == "是否收到不明；您已撤回同意，收到的，本平台收不回"
    body = " ".join(filing.notices.get(kind="consent_withdrawn").body.split())
    assert f"材料于{NOW.year}年{NOW.month}月{NOW.day}日发送过，贵单位是否收到不明" in body
    assert "日发出" not in body


def test_the_desk_is_told_of_a_withdrawal():
    case = make_case()
    recipient, caseworker = make_desk()
    filing = queued(case, recipient)
    services.sweep_outbox(at=NOW)
    services.withdraw_consent(by=case.by, filing=filing, reason="不需要了", at=NOW)

    filing = now(filing)
    assert (filing.state, filing.due_on) == (State.WITHDRAWN, None)
    assert filing.consent.withdrawn_at == NOW
    assert any("撤回" in note.text for note in services.notes_for(caseworker, filing))
    services.withdraw_consent(by=case.by, filing=filing, at=NOW)
    assert case.complaint.ledger.filter(act="consent_withdrawn").count() == 1


def test_only_the_complainant_withdraws():
    case = make_case()
    recipient, caseworker = make_desk()
    filing = queued(case, recipient)
    services.sweep_outbox(at=NOW)
    with pytest.raises(services.Refused):
        services.withdraw_consent(by=caseworker, filing=filing, at=NOW)


def test_by_hand_nothing_is_sent_and_the_person_records_it():
    case = make_case(email="")
    filing = queued(case, make_hand_recipient())
    assert not filing.deliveries.exists()
    with pytest.raises(services.Refused, match="晚于今天"):
        services.record_handed_in(by=case.by, filing=filing, on=(NOW + timedelta(days=1)).date(), at=NOW)

    later = NOW + timedelta(days=3)
    services.record_handed_in(by=case.by, filing=filing, reference="  JB-2026-1 ", on=NOW.date(), at=later)

    filing = now(filing)
    assert filing.state == State.ACKNOWLEDGED
    assert filing.sent_at == NOW.replace(hour=12)
    assert filing.acknowledgements.get().reference == "JB-2026-1"


def test_the_number_may_come_later():
    case = make_case(email="")
    filing = prepared(case, make_hand_recipient())
    services.record_handed_in(by=case.by, filing=filing, at=NOW)
    assert now(filing).state == State.SENT
    services.record_handed_in(by=case.by, filing=filing, reference="JB-9", at=NOW)
    assert now(filing).state == State.ACKNOWLEDGED


def test_a_mailed_filing_is_not_handed_in():
    case = make_case(email="")
    filing = queued(case, make_mail_recipient())
    with pytest.raises(services.Refused):
        services.record_handed_in(by=case.by, filing=filing, at=NOW)


@pytest.mark.django_db(transaction=True)
def test_two_sweeps_at_once_send_each_mail_once(mailbox: Mailbox):
    filings = [queued(make_case(email=""), make_mail_recipient()) for _each in range(4)]
    start = threading.Barrier(3)

    def sweep() -> None:
        start.wait()
        try:
            services.sweep_outbox(at=NOW)
        finally:
            connection.close()

    threads = [threading.Thread(target=sweep) for _each in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)

    assert [row.error for row in Delivery.objects.all()] == [""] * len(filings)
    assert sorted(one["Message-ID"] for one in mailbox.mails()) == sorted(
        f"<{filing.pk}@portal.example>" for filing in filings
    )
    assert {now(filing).state for filing in filings} == {State.SENT}
