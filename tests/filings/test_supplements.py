"""Supplements: what a complainant adds after a filing went out, from the words to the desk that has seen them."""

import json
import zipfile
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.core import mail as outbox

from accounts.actors import Actor
from accounts.models import User
from complaints.models import Access
from documents.bundle import verify
from evidence.models import Exhibit
from evidence.services import make_renditions
from filings import services
from filings.models import Delivery, Export, Filing, Note, Recipient, Supplement
from filings.moves import State
from filings.services.bundles.issued import portal_trust
from filings.standing import met_words
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
    reads_mail,
    shared,
)
from tests.filings.mailbox import DROP, Mailbox, serving

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("store", "keys")]

LATER = NOW + timedelta(days=3)


def at_desk(*, email: str = "", channel: str = "12315_report") -> tuple[Case, Filing, Actor, Recipient]:
    case = make_case(email=email)
    if email:
        reads_mail(case, email)
    recipient, caseworker = make_desk(channel=channel)
    filing = queued(case, recipient)
    services.sweep_outbox(at=NOW)
    return case, Filing.objects.get(pk=filing.pk), caseworker, recipient


def agreed(case: Case, filing: Filing, *, at: datetime = LATER, **written: Any) -> Supplement:
    """Written and consented to."""
    row = services.write_supplement(by=case.by, filing=filing, at=at, **written)
    shown = services.propose_supplement(supplement=row)
    return services.prepare_supplement(by=case.by, supplement=row, consent_digest=shown.digest, at=at)


def supplemented(case: Case, filing: Filing, *, at: datetime = LATER, **written: Any) -> Supplement:
    """And confirmed and, where the outbox carries it, delivered."""
    row = agreed(case, filing, at=at, **written)
    services.confirm_supplement(by=case.by, supplement=row, at=at)
    services.sweep_outbox(at=at)
    return Supplement.objects.get(pk=row.pk)


def test_what_the_desk_asked_for_arrives_with_its_file():
    case, filing, caseworker, _recipient = at_desk(email="wang@example.cn")
    services.ask(by=caseworker, filing=filing, question="请补一张截图。", at=NOW)
    asked = filing.notes.get(kind=Note.Kind.QUESTION)
    outbox.outbox.clear()
    picture = add_exhibit(case, colour="blue", name="补的截图.png")

    sent = supplemented(case, filing, text="截图附上。", exhibits=[picture])

    filing.refresh_from_db()
    assert (sent.state, sent.question, sent.sent_at) == (Supplement.State.SENT, asked, LATER)
    assert filing.waiting_since is None
    assert filing.unseen_since == LATER
    assert list(Exhibit.objects.visible_to(caseworker)) == [picture]
    assert list(Supplement.objects.visible_to(caseworker)) == [sent]
    content = services.supplement_content_of(sent)
    assert (content["question"], content["words"]) == ("请补一张截图。", "截图附上。")
    assert [one["sha256"] for one in content["exhibits"]] == [picture.sha256]
    delivery = sent.deliveries.get()
    assert (delivery.state, delivery.idempotency_key) == (Delivery.State.DONE, sent.pk)
    assert Access.objects.filter(complaint=case.complaint, why=Access.Why.SENT).count() == 2
    number = case.complaint.number
    subjects = {
        f"投诉 {number}：有问题要您答复（2026-03-16）",
        f"投诉 {number}：补充材料有了结果（2026-03-19）",
    }
    assert {one.subject for one in outbox.outbox} == subjects
    assert filing.deliveries.filter(supplement=None).count() == 1


def test_the_consent_is_its_own_and_is_what_was_shown():
    case, filing, _caseworker, recipient = at_desk()
    picture = add_exhibit(case, colour="blue")
    row = services.write_supplement(by=case.by, filing=filing, text="后来又收到三条。", exhibits=[picture])
    shown = services.propose_supplement(supplement=row)
    assert "后来又收到三条。" in shown.text
    assert picture.filename in shown.text
    assert shown.recipient_name == recipient.name
    services.write_supplement(by=case.by, filing=filing, text="后来又收到四条。", exhibits=[picture])
    with pytest.raises(services.Refused, match="有了变化"):
        services.prepare_supplement(by=case.by, supplement=row, consent_digest=shown.digest)
    now = services.propose_supplement(supplement=Supplement.objects.get())
    done = services.prepare_supplement(by=case.by, supplement=row, consent_digest=now.digest)
    assert done.consent.text == now.text
    assert done.consent_id != filing.consent_id
    acts = list(case.complaint.ledger.order_by("-sequence").values_list("act", "detail")[:2])
    assert [act for act, _detail in acts] == ["supplement_prepared", "consent_given"]
    assert acts[0][1]["content"] == done.content_digest
    assert "后来" not in json.dumps([detail for _act, detail in acts], ensure_ascii=False)


def test_what_was_typed_is_kept_while_a_file_is_still_being_cleaned():
    case, filing, _caseworker, _recipient = at_desk()
    raw = add_exhibit(case, colour="blue", copy=False)
    row = services.write_supplement(by=case.by, filing=filing, text="打了很久的字。", exhibits=[raw])
    shown = services.propose_supplement(supplement=row)
    with pytest.raises(services.Refused, match="还在生成"):
        services.prepare_supplement(by=case.by, supplement=row, consent_digest=shown.digest)
    row.refresh_from_db()
    assert (row.state, row.text, row.exhibits) == (
        Supplement.State.WRITING,
        "打了很久的字。",
        [str(raw.pk)],
    )
    make_renditions(by=Actor.system("evidence"), exhibit_id=raw.pk)
    again = services.propose_supplement(supplement=row)
    services.prepare_supplement(by=case.by, supplement=row, consent_digest=again.digest)


def test_it_is_frozen_and_a_second_click_sends_nothing_twice():
    case, filing, _caseworker, _recipient = at_desk()
    row = agreed(case, filing, text="一次。")
    for _click in range(2):
        services.confirm_supplement(by=case.by, supplement=row, at=LATER)
    for _turn in range(2):
        services.sweep_outbox(at=LATER)
    assert row.deliveries.count() == 1
    services.confirm_supplement(by=case.by, supplement=row, at=LATER)
    assert row.deliveries.count() == 1
    Supplement.objects.filter(pk=row.pk).update(content='{"words": "别的话"}')
    with pytest.raises(ValueError, match="consented"):
        services.supplement_content_of(Supplement.objects.get(pk=row.pk))


def test_one_may_add_on_ones_own_and_after_an_answer_again():
    case, filing, caseworker, _recipient = at_desk()
    services.ask(by=caseworker, filing=filing, question="哪一天？", at=NOW)
    first = supplemented(case, filing, text="二月二十一日。")
    second = supplemented(case, filing, text="我记错了，是二十二日。", at=LATER + timedelta(days=1))
    assert first.question is not None
    assert second.question is None
    assert (first.number, second.number) == (1, 2)
    filing.refresh_from_db()
    assert filing.unseen_since == LATER


def test_it_is_new_at_the_desk_until_somebody_there_says_seen():
    case, filing, caseworker, _recipient = at_desk()
    first = supplemented(case, filing, text="一。")
    second = supplemented(case, filing, text="二。", at=LATER + timedelta(days=1))
    with pytest.raises(services.Refused):
        services.confirm_seen(by=case.by, supplement=first)
    services.confirm_seen(by=caseworker, supplement=first, at=LATER + timedelta(days=2))
    filing.refresh_from_db()
    assert filing.unseen_since == second.sent_at
    services.confirm_seen(by=caseworker, supplement=second, at=LATER + timedelta(days=2))
    filing.refresh_from_db()
    assert filing.unseen_since is None
    assert case.complaint.ledger.filter(act="supplement_seen").count() == 2


@pytest.mark.parametrize("state", ["prepared", "queued", "refused", "decided", "closed", "withdrawn"])
def test_elsewhere_it_says_what_else_is_open(state: str):
    case = make_case()
    recipient, _caseworker = make_desk()
    filing = prepared(case, recipient)
    Filing.objects.filter(pk=filing.pk).update(state=state)
    filing.refresh_from_db()
    with pytest.raises(services.Refused) as refused:
        services.write_supplement(by=case.by, filing=filing, text="补充")
    assert str(refused.value) == services.why_no_more(filing) != ""


def test_only_the_complainant_adds_and_a_stranger_sees_nothing():
    case, filing, caseworker, _recipient = at_desk()
    with pytest.raises(services.Refused):
        services.write_supplement(by=caseworker, filing=filing, text="补充")
    row = agreed(case, filing, text="只给他们看。")
    other = make_desk()[1]
    for stranger in (other, Actor(), make_case().by):
        with pytest.raises(Filing.DoesNotExist):
            services.confirm_supplement(by=stranger, supplement=row)
        assert not Supplement.objects.visible_to(stranger).exists()
    assert not Supplement.objects.visible_to(caseworker).exists()
    lawyer = make_user("lawyer")
    shared(by=case.by, complaint=case.complaint, with_user=lawyer, at=NOW)
    assert Supplement.objects.visible_to(Actor.of_user(lawyer)).get() == row
    services.write_supplement(by=case.by, filing=filing, text="还没想好。")
    assert not Supplement.objects.visible_to(Actor.of_user(lawyer)).filter(state="writing").exists()


def test_a_cancelled_answer_leaves_its_question_open():
    case, filing, caseworker, _recipient = at_desk()
    services.ask(by=caseworker, filing=filing, question="哪一天？", at=NOW)
    row = agreed(case, filing, text="二月。")
    services.confirm_supplement(by=case.by, supplement=row, at=LATER)
    filing.refresh_from_db()
    assert filing.waiting_since is None
    services.cancel_supplement(by=case.by, supplement=row, at=LATER)
    services.sweep_outbox(at=LATER)
    row.refresh_from_db()
    filing.refresh_from_db()
    assert row.state == Supplement.State.WITHDRAWN
    assert row.consent.withdrawn_at == LATER
    assert row.deliveries.get().state == Delivery.State.CANCELLED
    assert filing.waiting_since == NOW


def test_what_is_still_being_written_can_be_thrown_away():
    case, filing, _caseworker, _recipient = at_desk()
    row = services.write_supplement(by=case.by, filing=filing, text="算了。")
    services.cancel_supplement(by=case.by, supplement=row)
    assert not Supplement.objects.exists()


def test_a_file_that_the_desk_has_is_not_sent_again():
    case = make_case()
    recipient, _caseworker = make_desk()
    picture = add_exhibit(case)
    filing = queued(case, recipient, exhibits=(picture,))
    services.sweep_outbox(at=NOW)
    filing.refresh_from_db()
    with pytest.raises(services.Refused, match="对方已经有了"):
        services.write_supplement(by=case.by, filing=filing, exhibits=[picture])


def test_withdrawing_the_filing_stops_what_waits():
    case, filing, caseworker, _recipient = at_desk()
    delivered = supplemented(case, filing, text="已经送到的。")
    waiting = agreed(case, filing, text="还没有送到的。")
    services.confirm_supplement(by=case.by, supplement=waiting, at=LATER)
    services.withdraw_consent(by=case.by, filing=filing, at=LATER)
    services.sweep_outbox(at=LATER)
    for row in (delivered, waiting):
        row.refresh_from_db()
        assert row.consent.withdrawn_at == LATER
    assert (delivered.state, waiting.state) == (Supplement.State.SENT, Supplement.State.WITHDRAWN)
    assert waiting.deliveries.get().state == Delivery.State.CANCELLED
    assert list(Supplement.objects.visible_to(caseworker).values_list("pk", flat=True)) in (
        [],
        [delivered.pk],
    )


def test_a_desk_that_decided_meanwhile_gets_nothing_more():
    case, filing, caseworker, _recipient = at_desk(email="wang@example.cn")
    row = agreed(case, filing, text="晚了一步。")
    services.confirm_supplement(by=case.by, supplement=row, at=LATER)
    services.move(by=caseworker, filing=filing, to=State.ACCEPTED, at=LATER)
    services.move(by=caseworker, filing=filing, to=State.DECIDED, reason="已处理", at=LATER)
    services.sweep_outbox(at=LATER)
    row.refresh_from_db()
    assert (row.state, row.sent_at) == (Supplement.State.FAILED, None)
    assert "已经有了结果" in row.problem


# ── By e-mail: a message of its own, that refers to the first, and never twice ───────────────────────────────────────


@pytest.fixture
def mailbox(settings: Any) -> Iterator[Mailbox]:
    box = Mailbox()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", box.port, 30
    settings.DEFAULT_FROM_EMAIL = "anning@portal.example"
    with serving(box):
        yield box


def by_mail(email: str = "") -> tuple[Case, Filing]:
    case = make_case(email=email)
    if email:
        reads_mail(case, email)
    filing = queued(case, make_mail_recipient())
    services.sweep_outbox(at=NOW)
    return case, Filing.objects.get(pk=filing.pk)


def outcomes(row: Supplement) -> list[str]:
    return list(row.deliveries.order_by("attempt").values_list("state", flat=True))


def test_a_mail_of_its_own_refers_to_the_first(mailbox: Mailbox):
    case, filing = by_mail()
    picture = add_exhibit(case, colour="blue", name="补的截图.png")
    ready = agreed(case, filing, text="截图附上。", exhibits=[picture])
    assert services.open_supplement_letter(by=case.by, supplement=ready).read(4) == b"%PDF"
    services.confirm_supplement(by=case.by, supplement=ready, at=LATER)
    ready.refresh_from_db()
    assert services.supplement_words(ready, owner=True) == "已确认，还没有发出"
    services.sweep_outbox(at=LATER)
    ready.refresh_from_db()
    first, second = mailbox.mails()
    assert second["References"] == second["In-Reply-To"] == first["Message-ID"]
    assert second["Message-ID"] != first["Message-ID"]
    names = [one.get_filename() for one in second.iter_attachments()]
    assert names == [f"{case.complaint.number}-补充材料1.pdf", f"证据{picture.ordinal} 补的截图.png"]
    assert (ready.state, outcomes(ready)) == (Supplement.State.SENT, ["done"])
    assert services.supplement_words(ready, owner=True) == "对方的邮件服务器已接收"
    services.sweep_outbox(at=LATER)
    assert len(mailbox.received) == 2


def test_a_mail_that_was_not_taken_goes_again_with_the_same_bytes(mailbox: Mailbox):
    case, filing = by_mail()
    row = agreed(case, filing, text="再补一句。")
    mailbox.answers = ["451 later"]
    services.confirm_supplement(by=case.by, supplement=row, at=LATER)
    services.sweep_outbox(at=LATER)
    assert outcomes(row) == ["failed", "waiting"]
    services.sweep_outbox(at=LATER + timedelta(days=1))
    row.refresh_from_db()
    assert (row.state, outcomes(row)) == (Supplement.State.SENT, ["failed", "done"])
    assert {one.idempotency_key for one in row.deliveries.all()} == {row.pk}


def test_a_refused_mail_fails_is_told_and_may_be_sent_once_more(mailbox: Mailbox):
    case, filing = by_mail(email="wang@example.cn")
    row = agreed(case, filing, text="再补一句。")
    mailbox.answers = ["550 no"]
    services.confirm_supplement(by=case.by, supplement=row, at=LATER)
    services.sweep_outbox(at=LATER)
    row.refresh_from_db()
    assert (row.state, row.sent_at) == (Supplement.State.FAILED, None)
    assert "550 no" in row.problem
    assert [one["To"] for one in mailbox.mails()][-1] == "wang@example.cn"
    services.confirm_supplement(by=case.by, supplement=row, at=LATER)
    services.sweep_outbox(at=LATER)
    row.refresh_from_db()
    assert (row.state, row.problem) == (Supplement.State.SENT, "")


def test_an_unknown_end_is_found_out_and_never_sent_twice(mailbox: Mailbox):
    case, filing = by_mail()
    row = agreed(case, filing, text="再补一句。")
    mailbox.answers = [DROP]
    services.confirm_supplement(by=case.by, supplement=row, at=LATER)
    services.sweep_outbox(at=LATER)
    services.sweep_outbox(at=LATER + timedelta(days=9))
    row.refresh_from_db()
    assert (row.state, outcomes(row)) == (Supplement.State.SENT_UNKNOWN, ["unknown"])
    assert list(Delivery.objects.unresolved()) == list(row.deliveries.all())
    with pytest.raises(services.Refused):
        services.confirm_supplement(by=case.by, supplement=row, at=LATER)
    with pytest.raises(services.Refused, match="怎么核实"):
        services.resolve_supplement(by=case.by, supplement=row, delivered=True, proof=" ")
    services.resolve_supplement(by=case.by, supplement=row, delivered=True, proof="打电话问过。", at=LATER)
    row.refresh_from_db()
    assert row.sent_at == LATER
    assert not Delivery.objects.unresolved().exists()
    assert len(mailbox.received) == 2

    second = agreed(case, filing, text="还有一句。")
    mailbox.answers = [DROP]
    services.confirm_supplement(by=case.by, supplement=second, at=LATER)
    services.sweep_outbox(at=LATER)
    services.withdraw_consent(by=case.by, filing=filing, at=LATER)
    with pytest.raises(services.Refused, match="撤回同意"):
        services.resolve_supplement(by=case.by, supplement=second, delivered=False, proof="没有收到。")


def test_a_worker_that_vanished_while_sending_leaves_nothing_to_guess(mailbox: Mailbox):
    case, filing = by_mail()
    row = agreed(case, filing, text="再补一句。")
    services.confirm_supplement(by=case.by, supplement=row, at=LATER)
    gone = {"state": "sending", "lease_until": LATER, "claim": uuid4()}
    row.deliveries.update(**gone)
    services.give_up_abandoned(at=LATER + timedelta(hours=1))
    assert outcomes(row) == ["failed", "waiting"]
    row.deliveries.filter(state="waiting").update(**gone, handed_over_at=LATER)
    services.give_up_abandoned(at=LATER + timedelta(hours=1))
    row.refresh_from_db()
    assert (row.state, outcomes(row)) == (Supplement.State.SENT_UNKNOWN, ["failed", "unknown"])


# ── Erased, and in a bundle ──────────────────────────────────────────────────────────────────────────────────────────


def test_erasing_a_file_that_was_added_tells_who_got_it_and_forgets_its_mail(mailbox: Mailbox):
    case, filing = by_mail()
    picture = add_exhibit(case, colour="blue", name="补的截图.png")
    row = supplemented(case, filing, text="截图附上。", exhibits=[picture])
    assert row.mail is not None
    services.erase_exhibit(by=case.by, exhibit=picture, at=LATER)
    row.refresh_from_db()
    assert row.mail is None
    assert "会用邮件告知接收方" in filing.notes.get().text
    services.sweep_outbox(at=LATER)
    assert "证据内容已删除" in mailbox.mails()[-1]["Subject"]


def test_what_was_not_sent_yet_goes_without_an_erased_file(mailbox: Mailbox):
    case, filing = by_mail()
    picture = add_exhibit(case, colour="blue", name="补的截图.png")
    row = agreed(case, filing, text="截图附上。", exhibits=[picture])
    assert [(one.of, one.gone_out) for one in services.carried(picture)] == [(row, False)]
    services.erase_exhibit(by=case.by, exhibit=picture, at=LATER)
    assert not filing.notes.exists()
    services.confirm_supplement(by=case.by, supplement=row, at=LATER)
    services.sweep_outbox(at=LATER)
    names = [one.get_filename() for one in mailbox.mails()[-1].iter_attachments()]
    assert names == [f"{case.complaint.number}-补充材料1.pdf"]


def test_a_bundle_holds_what_was_added_as_far_as_it_was_sent(tmp_path: Path):
    case, filing, _caseworker, _recipient = at_desk()
    supplemented(case, filing, text="送到的话。", exhibits=[add_exhibit(case, colour="blue")])
    agreed(case, filing, text="没有送到的话。")
    export = services.request_export(by=case.by, complaint=case.complaint, at=LATER)
    assert services.build_export(export=export).state == Export.State.DONE
    path = tmp_path / "bundle.zip"
    with services.open_export(by=case.by, export=export) as bundle:
        path.write_bytes(bundle.read())
    report = verify.check(str(path), **portal_trust())
    assert report.faults == []
    with zipfile.ZipFile(path) as opened:
        texts = [opened.read(name).decode() for name in opened.namelist() if "补充材料" in name]
    assert ["送到的话。" in one for one in texts] == [True, False]
    assert not any("没有送到的话。" in one for one in texts)


# ── Days that run from when all the material is there (电信用户申诉处理办法) ──────────────────────────────────────────


def an_appeal() -> tuple[Case, Filing, Actor]:
    case = make_case()
    first = queued(case, make_hand_recipient(channel="operator"), at=NOW - timedelta(days=20))
    services.record_handed_in(by=case.by, filing=first, at=NOW - timedelta(days=20))
    recipient, caseworker = make_desk(channel="telecom_appeal")
    appeal = queued(case, recipient, at=NOW)
    services.sweep_outbox(at=NOW)
    return case, Filing.objects.get(pk=appeal.pk), caseworker


def days_of(filing: Filing) -> list[tuple[Any, Any, bool]]:
    rows = filing.deadlines.filter(step="answer").order_by("pk")
    return [(one.counted_from, one.due_on, one.restarted_at is not None) for one in rows]


def test_what_was_missing_restarts_the_days_once_and_the_first_stays():
    case, appeal, caseworker = an_appeal()
    services.ask(by=caseworker, filing=appeal, question="请补身份证明。", missing_material=True, at=NOW)
    first = [(NOW.date(), NOW.date() + timedelta(days=30), False)]
    assert days_of(appeal) == first

    arrived = NOW + timedelta(days=8)
    supplemented(case, appeal, text="补上了。", at=arrived)
    anew = (arrived.date(), arrived.date() + timedelta(days=30), False)
    assert days_of(appeal) == [(*first[0][:2], True), anew]
    first_row = appeal.deadlines.filter(step="answer").earliest("pk")
    assert met_words(first_row, appeal) == "2026-03-24 材料补齐，从那天重新起算"
    appeal.refresh_from_db()
    assert appeal.due_on == min(appeal.deadlines.get(step="acceptance").due_on, anew[1])
    supplemented(case, appeal, text="再补一点。", at=arrived + timedelta(days=1))
    assert days_of(appeal) == [(*first[0][:2], True), anew]
    assert case.complaint.ledger.filter(act="deadlines_restarted").count() == 1

    again = arrived + timedelta(days=2)
    services.ask(by=caseworker, filing=appeal, question="还缺工单号。", missing_material=True, at=again)
    supplemented(case, appeal, text="工单号。", at=again)
    assert [one[2] for one in days_of(appeal)] == [True, True, False]
    services.move(by=caseworker, filing=appeal, to=State.ACCEPTED, at=again)
    services.move(by=caseworker, filing=appeal, to=State.DECIDED, reason="已处理", at=again)
    assert appeal.deadlines.filter(met_at=again, restarted_at=None, step="answer").count() == 1


def test_what_somebody_outside_asked_for_is_written_down_and_answered():
    case = make_case()
    first = queued(case, make_hand_recipient(channel="operator"), at=NOW - timedelta(days=20))
    services.record_handed_in(by=case.by, filing=first, at=NOW - timedelta(days=20))
    appeal = queued(case, make_hand_recipient(channel="telecom_appeal"), at=NOW)
    services.record_handed_in(by=case.by, filing=appeal, at=NOW)
    appeal.refresh_from_db()
    with pytest.raises(services.Refused):
        services.ask(by=case.by, filing=appeal, question="请补身份证明。")
    services.record_question(
        by=case.by, filing=appeal, question="电话里说缺身份证明。", missing_material=True, at=NOW
    )
    assert appeal.notes.get().heading({case.by.label}) == "您登记：对方要求补交材料"
    row = agreed(case, appeal, text="补上。", at=NOW + timedelta(days=2))
    assert row.question == appeal.notes.get()
    services.confirm_supplement(by=case.by, supplement=row, at=NOW + timedelta(days=2))
    services.record_supplement_handed_in(by=case.by, supplement=row, at=NOW + timedelta(days=3))
    assert [(one[0], one[2]) for one in days_of(appeal)] == [
        (NOW.date(), True),
        ((NOW + timedelta(days=3)).date(), False),
    ]


def test_what_a_desk_asks_is_written_down_by_nobody_else():
    case, filing, _caseworker, _recipient = at_desk()
    with pytest.raises(services.Refused):
        services.record_question(by=case.by, filing=filing, question="他们问了。")


@pytest.mark.parametrize("asked", [False, True])
def test_what_comes_unasked_or_answers_another_question_moves_no_day(asked: bool):
    case, appeal, caseworker = an_appeal()
    before = days_of(appeal)
    if asked:
        services.ask(by=caseworker, filing=appeal, question="您方便哪天接电话？", at=NOW)
    supplemented(case, appeal, text="周一。", at=NOW + timedelta(days=8))
    assert days_of(appeal) == before
    assert not case.complaint.ledger.filter(act="deadlines_restarted").exists()


def test_a_day_that_runs_from_receipt_alone_is_not_restarted():
    case, filing, caseworker, _recipient = at_desk(channel="12315_report")
    before = list(filing.deadlines.values_list("counted_from", "due_on", "restarted_at"))
    services.ask(by=caseworker, filing=filing, question="请补截图。", missing_material=True, at=NOW)
    supplemented(case, filing, text="补上了。")
    assert list(filing.deadlines.values_list("counted_from", "due_on", "restarted_at")) == before


# ── At the desk after a withdrawal, and at a desk where nobody is ────────────────────────────────────────────────────


def test_a_withdrawal_before_acceptance_closes_what_was_added_too():
    case, filing, caseworker, _recipient = at_desk()
    picture = add_exhibit(case, colour="blue")
    row = supplemented(case, filing, text="送到的话。", exhibits=[picture])
    assert list(Exhibit.objects.visible_to(caseworker)) == [picture]
    services.withdraw_consent(by=case.by, filing=filing, at=LATER)
    assert not Supplement.objects.visible_to(caseworker).exists()
    assert not Exhibit.objects.visible_to(caseworker).exists()
    row.refresh_from_db()
    assert row.consent is not None
    assert row.consent.withdrawn_at == LATER


def test_at_an_empty_desk_it_waits_and_leaves_when_somebody_is_there_or_is_given_up():
    case, filing, caseworker, _recipient = at_desk()
    rows = [agreed(case, filing, text="一。")]
    services.confirm_supplement(by=case.by, supplement=rows[0], at=LATER)
    rows.append(agreed(case, filing, text="二。"))
    services.confirm_supplement(by=case.by, supplement=rows[1], at=LATER)
    assert caseworker.user is not None
    User.objects.filter(pk=caseworker.user.pk).update(is_active=False)
    services.sweep_outbox(at=LATER)
    assert [outcomes(row) for row in rows] == [["parked"], ["parked"]]
    services.cancel_supplement(by=case.by, supplement=rows[1], at=LATER)
    User.objects.filter(pk=caseworker.user.pk).update(is_active=True)
    services.sweep_outbox(at=LATER + timedelta(hours=1))
    assert [outcomes(row) for row in rows] == [["done"], ["cancelled"]]
    assert [row.state for row in Supplement.objects.order_by("number")] == ["sent", "withdrawn"]
