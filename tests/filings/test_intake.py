"""What comes by telephone, at the counter or by post is taken down at the desk and ends in the same complaint. Invented people
and numbers."""

import io
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone

from accounts.actors import Actor, code_digest
from accounts.models import Consent, Membership, User
from complaints import services as complaints
from complaints.facts import facts_of
from complaints.models import Access, Act, CameBy, Complaint, Draft, Intake, LedgerEntry
from complaints.review import inputs_of
from evidence.services import make_renditions, receive
from filings import services
from filings.models import Filing
from filings.services.by_law import received_on
from legal.reasoning import workdays
from tests.filings.desk_cases import Desk, make_caseworker, make_desk, on_desk, picture

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("store", "keys")]
NOW = timezone.now().replace(second=0, microsecond=0)
CAME = NOW - timedelta(days=3)
FIRST, LAST = ((CAME - timedelta(days=days)).date().isoformat() for days in (20, 4))
ANSWERS: dict[str, Any] = {
    "kind": {"kind": "harassment"},
    "situations": {"situations": ["optout_ignored"]},
    "story": {"story": "我回了退订，第二天又收到三条推销短信。"},
    "message": {
        "text": "【示例优选】全场五折，退订回T", "sender": "10690000123456", "channel": "sms", "received_on": LAST,
    },
    "event": {"first": FIRST, "last": LAST},
    "refusal": {"refusal__made": "yes", "refusal__on": FIRST},
    "loss": {"wishes": ["stop"]},
    "respondents": {"rows": [{"role": "content_provider", "name": "示例优选商城有限公司"}]},
    "you": {"name": "李小安", "phone": "13800005678", "region": "310113", "email": "", "address": "示例路 2 号"},
}  # fmt: skip


@pytest.fixture
def desk() -> Desk:
    made = make_desk("甲市市场监督管理局", channel="12315_report")
    Membership.objects.filter(user=made.caseworker).update(takes_complaints=True)
    return made


def actor(user: User) -> Actor:
    return Actor.of_user(User.objects.get(pk=user.pk))


def begun(desk: Desk, way: str = CameBy.TELEPHONE, *, answers: dict[str, Any] | None = None) -> Intake:
    by = actor(desk.caseworker)
    intake = services.take_down(by=by, organisation=desk.organisation, way=way, received_at=CAME, at=NOW)
    draft = Draft.objects.in_hands_of(by).get(pk=intake.pk)
    complaints.save_steps(by=by, draft=draft, steps=answers or ANSWERS)
    return intake


def numbered(desk: Desk, intake: Intake, *, answers: dict[str, Any] | None = None, **more: Any) -> Complaint:
    said = answers or ANSWERS
    filed = services.file_intake(
        by=more.pop("by", actor(desk.caseworker)),
        intake=intake,
        inputs=inputs_of(said),
        facts=facts_of(said, filing_date=timezone.localdate(CAME)),
        no_interest=more.pop("no_interest", True),
        at=NOW,
    )
    intake.refresh_from_db()
    return filed.complaint


def sent(desk: Desk, intake: Intake, **more: Any) -> Filing:
    by = actor(desk.caseworker)
    shown = services.propose_heard(by=by, intake=intake, recipient=desk.recipient)
    given = {"recipient": desk.recipient, "consent_digest": shown.digest, "heard": True, "at": NOW, **more}
    filing = services.send_intake(by=by, intake=intake, **given)
    services.sweep_outbox(at=NOW)
    filing.refresh_from_db()
    return filing


def taken(desk: Desk) -> Filing:
    intake = begun(desk)
    numbered(desk, intake)
    return sent(desk, intake)


def scan(desk: Desk, intake: Intake, name: str = "信.png", *, at: datetime = NOW) -> Any:
    by = actor(desk.caseworker)
    exhibit = receive(by=by, complaint_id=intake.pk, stream=io.BytesIO(picture()), filename=name, at=at)
    make_renditions(by=Actor.system("evidence"), exhibit_id=exhibit.pk)
    return exhibit


def entry(case: Complaint, act: Act) -> LedgerEntry:
    return LedgerEntry.objects.get(complaint=case, act=act)


# ── The same complaint ───────────────────────────────────────────────────────────────────────────────────────────────


def test_a_telephone_call_ends_in_the_same_complaint(desk: Desk) -> None:
    filing = taken(desk)
    case = filing.complaint
    assert (filing.state, filing.came_by, filing.organisation) == (
        "acknowledged",
        "telephone",
        desk.organisation,
    )
    assert case.complainant.name == "李小安"
    assert case.respondents[0].organisation_name == "示例优选商城有限公司"
    assert case.contacts.get().sender == "10690000123456"
    assert case.owner is None
    assert case.receipt.code
    assert Filing.objects.at_desk(actor(desk.caseworker)).filter(pk=filing.pk).exists()
    assert not Draft.objects.filter(pk=case.pk).exists()


def test_it_belongs_to_who_complains_by_their_code_and_to_nobody_at_the_desk(desk: Desk) -> None:
    intake = begun(desk)
    case = numbered(desk, intake)
    by = actor(desk.caseworker)
    code = services.code_to_hand_out(by=by, intake=intake, at=NOW)
    assert complaints.open_with_code(code=code, at=NOW) == case
    person = Actor(codes=(code_digest(code),))
    assert complaints.owns(person, case.pk)
    assert not complaints.owns(by, case.pk)
    # In the browser of whoever took it down its code opens nothing: the complainant acts elsewhere.
    assert not complaints.owns(replace(by, codes=person.codes), case.pk)
    assert not Complaint.objects.visible_to(replace(by, codes=person.codes)).filter(pk=case.pk).exists()


def test_the_code_is_handed_out_for_an_hour_and_not_once_it_was_replaced(desk: Desk) -> None:
    intake = begun(desk)
    case = numbered(desk, intake)
    by, other = actor(desk.caseworker), make_caseworker(desk.organisation, "other")
    code = services.code_to_hand_out(by=by, intake=intake, at=NOW)
    assert code
    assert not services.code_to_hand_out(by=actor(other), intake=intake, at=NOW)
    assert not services.code_to_hand_out(by=by, intake=intake, at=NOW + timedelta(hours=1))
    new = complaints.replace_code(by=Actor(codes=(code_digest(code),)), complaint=case)
    assert new != code
    assert not services.code_to_hand_out(by=by, intake=intake, at=timezone.now())


def test_the_complainant_withdraws_as_from_any_filing(desk: Desk) -> None:
    intake = begun(desk)
    case = numbered(desk, intake)
    code = services.code_to_hand_out(by=actor(desk.caseworker), intake=intake, at=NOW)
    filing = sent(desk, intake)
    services.withdraw_consent(by=Actor(codes=(code_digest(code),)), filing=filing)
    filing.refresh_from_db()
    assert filing.state == "withdrawn"
    assert filing.consent.withdrawn_at is not None
    assert case.filings.count() == 1


def test_pressing_twice_files_once(desk: Desk) -> None:
    intake = begun(desk)
    first, second = numbered(desk, intake), numbered(desk, intake)
    assert first == second
    assert Complaint.objects.count() == 1


def test_what_was_typed_survives_a_crash_before_it_is_filed(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    intake = begun(desk)

    def broken(**_more: Any) -> None:
        raise RuntimeError("the receipt could not be signed")

    monkeypatch.setattr("complaints.services.filing.signed", broken)
    with pytest.raises(RuntimeError, match="signed"):
        numbered(desk, intake)
    monkeypatch.undo()
    intake.refresh_from_db()
    assert intake.filed_at is None
    draft = Draft.objects.in_hands_of(actor(desk.caseworker)).get(pk=intake.pk)
    assert complaints.answers_of(draft)["you"]["name"] == "李小安"
    assert numbered(desk, intake).number


# ── The consent ──────────────────────────────────────────────────────────────────────────────────────────────────────


def test_the_consent_is_kept_as_it_was_read_out_with_how_it_was_given(desk: Desk) -> None:
    intake = begun(desk)
    numbered(desk, intake)
    by = actor(desk.caseworker)
    shown = services.propose_heard(by=by, intake=intake, recipient=desk.recipient)
    consent = sent(desk, intake).consent
    words = "以上各项在电话里逐项念给投诉人听，投诉人口头同意；由接收方记下。"
    assert consent.text == f"{shown.text}\n{words}"
    assert (consent.given_how, consent.given_by, consent.recorded_by) == ("spoken", "holder", by.label)
    assert consent.recipient_name == desk.recipient.name


def test_nothing_goes_before_the_words_were_read_out_or_signed(desk: Desk) -> None:
    intake = begun(desk)
    case = numbered(desk, intake)
    with pytest.raises(services.Refused, match="逐项念过"):
        sent(desk, intake, heard=False)
    assert not case.filings.exists()
    other = begun(desk, CameBy.COUNTER)
    numbered(desk, other)
    with pytest.raises(services.Refused, match="签字的文件"):
        sent(desk, other)
    assert not Consent.objects.exists()


def test_at_the_counter_the_signed_form_is_the_proof_and_stays_with_the_case(desk: Desk) -> None:
    intake = begun(desk, CameBy.COUNTER)
    case = numbered(desk, intake)
    signed = scan(desk, intake, "签字的登记表.png", at=NOW + timedelta(minutes=5))
    filing = sent(desk, intake, exhibit=signed.pk)
    assert filing.exhibits == []
    assert (filing.consent.given_how, filing.consent.exhibit_id) == ("signed", signed.pk)
    assert "签字的登记表是证据 1" in filing.consent.text
    assert entry(case, Act.CONSENT_GIVEN).detail["signed"] == signed.sha256


def test_a_letter_goes_along_and_is_itself_the_consent(desk: Desk) -> None:
    intake = begun(desk, CameBy.POST)
    letter = scan(desk, intake)
    numbered(desk, intake)
    filing = sent(desk, intake, exhibit=letter.pk)
    assert filing.exhibits == [str(letter.pk)]
    assert filing.consent.given_how == "written"
    assert filing.came_by == "post"


def test_it_goes_to_this_desk_alone(desk: Desk) -> None:
    other = make_desk("乙市市场监督管理局", channel="12315_report")
    intake = begun(desk)
    case = numbered(desk, intake)
    with pytest.raises(services.Refused, match="只能交给本机构"):
        sent(replace(desk, recipient=other.recipient), intake)
    filing = sent(desk, intake)
    rows = Access.objects.in_force().filter(complaint=case)
    assert {(one.why, one.organisation) for one in rows} == {("code", None), ("sent", desk.organisation)}
    # By whoever took it down nothing goes anywhere any more.
    by = actor(desk.caseworker)
    shown = services.propose_consent(
        complaint=case, recipient=other.recipient, exhibits=[], document="letter"
    )
    with pytest.raises(services.Refused, match="只有投诉人可以提交"):
        services.prepare(by=by, complaint=case, recipient=other.recipient, consent_digest=shown.digest)
    assert list(case.filings.all()) == [filing]


def test_who_does_not_agree_keeps_a_complaint_that_this_desk_cannot_open(desk: Desk) -> None:
    intake = begun(desk)
    case = numbered(desk, intake)
    by = actor(desk.caseworker)
    code = services.code_to_hand_out(by=by, intake=intake, at=NOW)
    services.give_up_intake(by=by, intake=intake)
    assert not Complaint.objects.visible_to(by).filter(pk=case.pk).exists()
    with pytest.raises(Intake.DoesNotExist):
        sent(desk, intake)
    assert complaints.owns(Actor(codes=(code_digest(code),)), case.pk)
    assert not case.filings.exists()


def test_what_is_no_complaint_yet_is_deleted_when_it_is_given_up(desk: Desk) -> None:
    intake = begun(desk)
    services.give_up_intake(by=actor(desk.caseworker), intake=intake)
    assert not Draft.objects.exists()
    assert not Intake.objects.exists()


# ── When it came ─────────────────────────────────────────────────────────────────────────────────────────────────────


def test_periods_count_from_the_day_on_which_the_desk_had_it() -> None:
    desk = make_desk("甲市市场监督管理局", channel="12315_complaint")
    Membership.objects.filter(user=desk.caseworker).update(takes_complaints=True)
    bought = {**ANSWERS, "consent": {"complainant__consumer_of_respondent": "yes"}}
    intake = begun(desk, answers=bought)
    case = numbered(desk, intake, answers=bought)
    filing = sent(desk, intake)
    came = timezone.localdate(CAME)
    (owed,) = filing.deadlines.all()
    assert (filing.sent_at, owed.counted_from, case.facts["filing_date"]) == (CAME, came, f"{came}")
    # Seven working days of that day, though it was entered later.
    assert owed.due_on == workdays.answer_due(came, 7, "working")
    assert received_on(filing) == came


def test_it_cannot_have_come_tomorrow_nor_years_ago(desk: Desk) -> None:
    by = actor(desk.caseworker)
    for at, why in (
        (NOW + timedelta(minutes=1), "不能晚于现在"),
        (NOW - timedelta(days=366), "早了一年以上"),
    ):
        with pytest.raises(services.Refused, match=why):
            services.take_down(by=by, organisation=desk.organisation, way="telephone", received_at=at, at=NOW)
    with pytest.raises(services.Refused, match="来电、来访还是来信"):
        services.take_down(by=by, organisation=desk.organisation, way="fax", received_at=CAME, at=NOW)


# ── Who may ──────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "changed",
    [{"takes_complaints": False}, {"reads_only": True}, {"role": "auditor"}, {"role": "administrator"}],
    ids=["without the right", "reads only", "auditor", "administrator"],
)
def test_without_the_right_nobody_takes_down(desk: Desk, changed: dict[str, Any]) -> None:
    intake = begun(desk)
    Membership.objects.filter(user=desk.caseworker).update(**changed)
    by = actor(desk.caseworker)
    with pytest.raises(services.Refused, match="没有登记来电"):
        services.take_down(by=by, organisation=desk.organisation, way="post", received_at=CAME, at=NOW)
    with pytest.raises((services.Refused, Intake.DoesNotExist)):
        numbered(desk, intake)
    assert not Complaint.objects.exists()


def test_what_somebody_takes_down_is_nobody_elses(desk: Desk) -> None:
    intake = begun(desk)
    colleague = make_caseworker(desk.organisation, "colleague")
    Membership.objects.filter(user=colleague).update(takes_complaints=True)
    stranger = make_desk("乙市市场监督管理局", channel="12315_report").caseworker
    Membership.objects.filter(user=stranger).update(takes_complaints=True)
    for person in (colleague, stranger):
        by = actor(person)
        assert not Draft.objects.in_hands_of(by).exists()
        assert not complaints.takes_down(by, intake.pk)
        with pytest.raises(Intake.DoesNotExist):
            numbered(desk, intake, by=by)
        with pytest.raises(Complaint.DoesNotExist):
            receive(by=by, complaint_id=intake.pk, stream=io.BytesIO(b"x"), filename="x.txt")
        other = make_desk(f"丙 {person.pk}", channel="12315_report").organisation
        with pytest.raises(services.Refused, match="没有登记来电"):
            services.take_down(by=by, organisation=other, way="post", received_at=CAME, at=NOW)


def test_nobody_takes_down_what_is_their_own_or_of_theirs(desk: Desk) -> None:
    intake = begun(desk)
    with pytest.raises(services.Refused, match="没有利害关系"):
        numbered(desk, intake, no_interest=False)
    User.objects.filter(pk=desk.caseworker.pk).update(email="Li@example.cn")
    own = {**ANSWERS, "you": {**ANSWERS["you"], "email": "li@example.cn"}}
    with pytest.raises(services.Refused, match="自己的投诉不能自己登记"):
        numbered(desk, intake, answers=own)
    on_desk(desk, owner=desk.caseworker, phone="13800005678")
    with pytest.raises(services.Refused, match="自己的投诉不能自己登记"):
        numbered(desk, intake)


def test_an_adult_is_taken_down_by_their_own_word_alone(desk: Desk) -> None:
    helped = {
        **ANSWERS,
        "contacts": {"complainant__capacity": "authorised_helper"},
        "you": {**ANSWERS["you"], "helper": "王大", "helper_relation": "family"},
    }
    intake = begun(desk, answers=helped)
    with pytest.raises(services.Refused, match="自己来电"):
        numbered(desk, intake, answers=helped)


def test_a_declared_interest_closes_the_case_to_who_took_it_down(desk: Desk) -> None:
    filing = taken(desk)
    services.recuse(by=actor(desk.caseworker), filing=filing, why="family")
    by = actor(desk.caseworker)
    assert not Filing.objects.at_desk(by).filter(pk=filing.pk).exists()
    assert not Intake.objects.in_hands_of(by).exists()


# ── What stands in the record ────────────────────────────────────────────────────────────────────────────────────────


def test_the_record_says_who_took_it_down_and_by_which_way(desk: Desk) -> None:
    filing = taken(desk)
    case, by = filing.complaint, actor(desk.caseworker)
    filed, agreed = entry(case, Act.COMPLAINT_FILED), entry(case, Act.CONSENT_GIVEN)
    assert (filed.actor, filed.detail["way"], filed.detail["no_interest"]) == (by.label, "telephone", True)
    assert filed.detail["received"] == timezone.localtime(CAME).isoformat(timespec="minutes")
    assert filed.about == f"来电，{timezone.localdate(CAME)} 收到，由接收的机构登记"
    assert agreed.about == "口头同意，由接收的机构记下"
    complainants = LedgerEntry.objects.complainants(case)
    assert by.label not in complainants | complainants.helpers
    for one in (filed, agreed, entry(case, Act.FILING_PREPARED)):
        assert one.organisation_ids == [desk.organisation.pk]
        assert one.who(complainants, [desk.organisation.name]) == "甲市市场监督管理局的人员"


def test_neither_name_nor_number_stands_in_the_record(desk: Desk) -> None:
    case = taken(desk).complaint
    said = str([one.detail for one in LedgerEntry.objects.filter(complaint=case)])
    for personal in ("李小安", "13800005678", "示例路", "10690000123456"):
        assert personal not in said


def test_a_draft_that_ran_out_takes_its_row_along(desk: Desk) -> None:
    begun(desk)
    complaints.expire_drafts(by=Actor.system("drafts"), at=timezone.now() + timedelta(days=31))
    assert not Intake.objects.exists()
