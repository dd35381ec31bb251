"""Mediation: asked of who complained, told to the respondent as far as that was consented to, ended by the law of the channel."""

import io
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from accounts.actors import Actor
from accounts.models import Consent, User
from complaints.models import Act, LedgerEntry
from core.days import day_read
from filings import services
from filings.holders import holders
from filings.models import (
    Deadline,
    DeskLetter,
    DeskNews,
    Filing,
    GivenFile,
    Mediation,
    Note,
    Notice,
    Recipient,
    Task,
)
from filings.moves import MEDIATION_MOVES, State
from filings.news import News
from filings.services import Refused
from tests.cases import Case, reads_mail
from tests.filings.desk_cases import Desk, make_caseworker, make_desk, on_desk
from tests.filings.test_desk_letters import SCAN, begun, head, issued, who

pytestmark = pytest.mark.django_db

M = Mediation.State
FIRM = "示例优选商城有限公司"
DAY = timedelta(days=1)


@pytest.fixture
def desk() -> Desk:
    made = make_desk("杭州市示例区市场监督管理局", channel="12315_complaint")
    head(made)
    return made


@pytest.fixture
def owner() -> User:
    return User.objects.create_user("complainant", password="x")


def mine(owner: User) -> Actor:
    return Actor.of_user(owner)


def accepted(desk: Desk, owner: User, **more: Any) -> Filing:
    return services.move(by=who(desk), filing=on_desk(desk, owner=owner, **more), to=State.ACCEPTED)


def asked(desk: Desk, filing: Filing) -> Mediation:
    return services.ask_mediation(
        by=who(desk), filing=filing, respondent=FIRM, words="双方都愿意谈，建议调解。"
    )


def agreed(owner: User, filing: Filing, *chosen: str) -> Mediation:
    mediation = Mediation.objects.get(filing=filing, state=M.ASKED)
    fields = chosen or ("matter", "story")
    shown = services.propose_telling(mediation=mediation, chosen=fields)
    return services.agree_to_mediate(
        by=mine(owner), filing=filing, chosen=fields, consent_digest=shown.digest
    )


def invited(desk: Desk, owner: User, **more: Any) -> Filing:
    filing = accepted(desk, owner, **more)
    asked(desk, filing)
    agreed(owner, filing)
    services.invite_respondent(by=who(desk), filing=filing, answer_by=timezone.localdate() + 7 * DAY)
    filing.refresh_from_db()
    return filing


def willing(desk: Desk, owner: User) -> Filing:
    filing = invited(desk, owner)
    services.record_reply(by=who(desk), filing=filing, reply="agrees", on=timezone.localdate())
    filing.refresh_from_db()
    return filing


def told(filing: Filing) -> str:
    return "\n".join(note.text for note in filing.notes.filter(kind=Note.Kind.REASON))


def test_the_table_ends_and_nobody_goes_on_from_an_end() -> None:
    ends = {state for state, ways in MEDIATION_MOVES.items() if not ways}
    assert ends == {M.SETTLED, M.ENDED, M.LAPSED}
    for state, ways in MEDIATION_MOVES.items():
        if ways:
            assert {M.ENDED, M.LAPSED} <= {one.to for one in ways}, state
    # Nobody is invited before who complained agreed.
    assert [state for state, ways in MEDIATION_MOVES.items() if M.INVITED in {one.to for one in ways}] == [
        M.AGREED
    ]


def test_who_complained_is_asked_and_told_by_which_article(desk: Desk, owner: User) -> None:
    filing = accepted(desk, owner)
    made = asked(desk, filing)
    filing.refresh_from_db()
    assert (made.state, filing.mediation, filing.state) == (M.ASKED, M.ASKED, State.ACCEPTED)
    assert f"建议和{FIRM}调解（《市场监督管理投诉举报处理办法》" in told(filing)
    assert "双方都愿意谈，建议调解。" in told(filing)
    entry = LedgerEntry.objects.get(complaint_id=filing.complaint_id, act=Act.MEDIATION_MOVED)
    assert entry.detail["basis"] == "投诉举报处理办法:18"
    with pytest.raises(Refused, match="已经在调解"):
        asked(desk, filing)


def test_only_an_accepted_case_of_a_channel_that_mediates_is_mediated(desk: Desk, owner: User) -> None:
    with pytest.raises(Refused, match="现在不能调解"):
        asked(desk, on_desk(desk, owner=owner))
    reports = make_desk("甲市市场监督管理局", channel="12315_report")
    with pytest.raises(Refused, match="现在不能调解"):
        asked(reports, accepted(reports, owner))
    # Of appeals the law of one province alone says that they are mediated, as far as it was compared.
    appeals = make_desk("某省电信用户申诉受理中心")
    with pytest.raises(Refused, match="现在不能调解"):
        asked(appeals, accepted(appeals, owner))
    Recipient.objects.filter(pk=appeals.recipient.pk).update(region="500000")
    filing = Filing.objects.get(recipient=appeals.recipient)
    assert services.may_mediate(filing)
    with pytest.raises(Refused, match="和谁调解"):
        services.ask_mediation(
            by=who(desk), filing=accepted(desk, owner), respondent="别家公司", words="谈谈"
        )


def test_the_respondent_is_told_what_was_ticked_and_nothing_else(desk: Desk, owner: User) -> None:
    filing = accepted(desk, owner)
    asked(desk, filing)
    agreed(owner, filing, "matter", "story")
    letter = begun(desk, filing, "invitation", until=f"{timezone.localdate() + 7 * DAY}")
    assert "我回了退订，第二天又收到三条推销短信。" in letter.text
    assert "王小宁" not in letter.text
    assert "13900001234" not in letter.text
    assert "一名消费者投诉你单位" in letter.text
    consent = Consent.objects.get(mediation__filing=filing)
    assert (consent.recipient_name, consent.information) == (FIRM, ["事由", "事情经过"])
    assert "证据文件不给它" in consent.way
    services.write_letter(
        by=who(desk), letter=letter, text=letter.text + "\n投诉人王小宁", revision=letter.revision
    )
    letter.refresh_from_db()
    with pytest.raises(Refused, match="没有同意给被投诉方看的：王小宁"):
        issued(desk, letter)
    assert Mediation.objects.get().state == M.AGREED


def test_a_consent_is_to_what_was_shown(desk: Desk, owner: User) -> None:
    filing = accepted(desk, owner)
    mediation = asked(desk, filing)
    shown = services.propose_telling(mediation=mediation, chosen=["matter"])
    with pytest.raises(Refused, match="和您刚才看到的不一样"):
        services.agree_to_mediate(
            by=mine(owner), filing=filing, chosen=["matter", "story"], consent_digest=shown.digest
        )
    nothing = services.propose_telling(mediation=mediation, chosen=["complainant.name"])
    with pytest.raises(Refused, match="请至少选"):
        services.agree_to_mediate(
            by=mine(owner), filing=filing, chosen=["complainant.name"], consent_digest=nothing.digest
        )
    with pytest.raises(Refused, match="只有投诉人"):
        services.agree_to_mediate(by=who(desk), filing=filing, chosen=["matter"], consent_digest=shown.digest)
    assert not Consent.objects.filter(mediation__isnull=False).exists()
    agreed(owner, filing)
    assert {one.kind for one in DeskNews.objects.filter(filing=filing)} >= {DeskNews.Kind.MEDIATION}


def test_who_was_invited_is_named_among_those_who_hold_something(desk: Desk, owner: User) -> None:
    filing = accepted(desk, owner)
    asked(desk, filing)
    agreed(owner, filing, "matter", "story")
    assert FIRM not in {one.name for one in holders(filing.complaint)}
    services.invite_respondent(by=who(desk), filing=filing, answer_by=timezone.localdate())
    (held,) = [one for one in holders(filing.complaint) if one.name == FIRM]
    assert "邀请它调解时告诉了它：事由、事情经过" in held.words


def test_nobody_is_invited_before_who_complained_agreed(desk: Desk, owner: User) -> None:
    filing = accepted(desk, owner)
    asked(desk, filing)
    with pytest.raises(Refused, match="等投诉人决定"):
        services.invite_respondent(by=who(desk), filing=filing, answer_by=timezone.localdate())
    with pytest.raises(Refused, match="不能办了"):
        begun(desk, filing, "invitation", until=f"{timezone.localdate()}")


def test_the_invitation_leaves_by_its_letter_and_who_complained_reads_it(desk: Desk, owner: User) -> None:
    filing = accepted(desk, owner)
    asked(desk, filing)
    agreed(owner, filing)
    by_day = timezone.localdate() + 7 * DAY
    letter = issued(desk, begun(desk, filing, "invitation", until=by_day.isoformat(), body="电话调解"))
    mediation = Mediation.objects.get()
    assert (mediation.state, mediation.answer_by) == (M.INVITED, by_day)
    assert letter.number.startswith("杭市监投调〔")
    assert GivenFile.objects.get(filing=filing).title == f"调解邀请书 {letter.number}"
    assert f"已邀请{FIRM}参加调解" in told(filing)


def test_a_refusal_ends_it_on_the_ground_of_the_law_and_limitation_is_told(desk: Desk, owner: User) -> None:
    filing = accepted(desk, owner)
    asked(desk, filing)
    services.decline_to_mediate(by=mine(owner), filing=filing, why="不想谈。")
    with pytest.raises(Refused, match="请选终止调解的法定情形"):
        services.end_mediation(by=who(desk), filing=filing, ground="", reason="投诉人不同意。")
    ended = services.end_mediation(
        by=who(desk), filing=filing, ground="投诉举报处理办法:23/二", reason="投诉人不同意调解。"
    )
    ended.refresh_from_db()
    assert (ended.state, ended.mediation) == (State.DECIDED, M.ENDED)
    assert "投诉人、被投诉人无正当理由不参加调解，或者明确拒绝调解的" in ended.decision
    assert "· 向法院起诉（《中华人民共和国消费者权益保护法》" in ended.decision
    received = timezone.localdate(filing.sent_at)
    assert f"最早到{day_read(received.replace(year=received.year + 3))}" in ended.decision
    assert "诉讼时效" in ended.decision
    # Nobody else heard of it: there is nobody to be told.
    assert not Task.objects.filter(filing=filing).exists()
    assert services.remedies_of(ended)


def test_a_withdrawn_agreement_withdraws_its_consent(desk: Desk, owner: User) -> None:
    filing = invited(desk, owner)
    services.decline_to_mediate(by=mine(owner), filing=filing)
    consent = Consent.objects.get(mediation__filing=filing)
    assert consent.withdrawn_at is not None
    filing.consent.refresh_from_db()
    assert filing.consent.withdrawn_at is None  # what the desk has, it keeps
    with pytest.raises(Refused, match="不要调解"):
        services.record_reply(by=who(desk), filing=filing, reply="agrees", on=timezone.localdate())


def test_the_respondent_that_does_not_answer_is_told_of_the_end(desk: Desk, owner: User) -> None:
    filing = invited(desk, owner)
    today = timezone.localdate()
    with pytest.raises(Refused, match="还没有过"):
        services.record_reply(by=who(desk), filing=filing, reply="silent", on=today)
    later = timezone.now() + 8 * DAY
    services.record_reply(by=who(desk), filing=filing, reply="silent", on=timezone.localdate(later), at=later)
    assert f"{FIRM}：没有答复" in told(filing)
    services.end_mediation(
        by=who(desk), filing=filing, ground="投诉举报处理办法:23/二", reason="对方没有答复。", at=later
    )
    task = Task.objects.get(filing=filing)
    assert f"把终止调解告知{FIRM}" in task.text
    assert "7个工作日内" in task.text


def test_who_came_is_recorded_once_the_day_is_there(desk: Desk, owner: User) -> None:
    filing, now = willing(desk, owner), timezone.now()
    with pytest.raises(Refused, match="没有定过"):
        services.record_attendance(by=who(desk), filing=filing, attendance="both", course="谈了。")
    services.call_session(
        by=who(desk), filing=filing, meets_at=now + 2 * DAY, place="本局二楼调解室", mediator="李调解"
    )
    moved = services.call_session(
        by=who(desk), filing=filing, meets_at=now + 3 * DAY, place="本局二楼调解室", mediator="李调解"
    )
    assert moved.mediation.sessions.count() == 1
    assert "调解改到：" in told(filing)
    with pytest.raises(Refused, match="时间还没有到"):
        services.record_attendance(by=who(desk), filing=filing, attendance="both", course="谈了。")
    services.record_attendance(
        by=who(desk), filing=filing, attendance="respondent", course="投诉人没有来。", at=now + 4 * DAY
    )
    assert "只有被投诉方到" in told(filing)


def test_an_agreement_needs_its_paper_or_that_both_want_none(desk: Desk, owner: User) -> None:
    filing = willing(desk, owner)
    with pytest.raises(Refused, match="应当制作调解书"):
        services.settle_mediation(by=who(desk), filing=filing, terms="退还 30 元。")
    with pytest.raises(Refused, match="金额请写成"):
        services.settle_mediation(by=who(desk), filing=filing, terms="退还。", yuan="三十", no_paper=True)
    day = timezone.localdate() + 10 * DAY
    services.settle_mediation(
        by=who(desk), filing=filing, terms="停止发送，退还费用。", yuan="30.50", pay_by=day, no_paper=True
    )
    filing.refresh_from_db()
    assert (filing.state, filing.mediation) == (State.DECIDED, M.SETTLED)
    assert f"付款：30.5 元，{day_read(day)} 以前。" in filing.decision
    assert "对方不照协议做的，向法院起诉" in filing.decision
    assert "终止调解" not in filing.decision


def test_what_both_sign_waits_for_the_signed_paper(desk: Desk, owner: User) -> None:
    filing = willing(desk, owner)
    day = timezone.localdate() + 10 * DAY
    letter = issued(
        desk, begun(desk, filing, "settlement", reason="停止发送，退还费用。", yuan="30", until=f"{day}")
    )
    assert letter.state == DeskLetter.State.SEALING
    assert Mediation.objects.get().state == M.WILLING
    assert f"投诉人：王小宁\n被投诉人：{FIRM}" in letter.text
    services.issue_stamped(by=who(desk), letter=letter, stream=io.BytesIO(SCAN), filename="调解书.pdf")
    filing.refresh_from_db()
    mediation = Mediation.objects.get()
    assert (filing.state, mediation.state, mediation.pay_by) == (State.DECIDED, M.SETTLED, day)
    assert mediation.yuan == 30
    assert GivenFile.objects.get(filing=filing).title == f"调解书 {letter.number}"


def test_the_period_for_mediating_runs_from_acceptance_and_is_met_by_the_end(desk: Desk, owner: User) -> None:
    filing = willing(desk, owner)
    row = filing.deadlines.get(met_at__isnull=True)
    assert (row.what, row.counted_from) == ("完成调解：自受理之日起60日", timezone.localdate())
    assert row.due_on is not None or row.not_before is not None
    services.end_mediation(by=who(desk), filing=filing, ground="投诉举报处理办法:23/三", reason="谈不拢。")
    row.refresh_from_db()
    assert (row.met_at is not None, row.met_by) == (True, State.DECIDED)


def test_where_the_case_is_still_to_be_answered_it_stays_accepted(owner: User) -> None:
    appeals = make_desk("重庆市电信用户申诉受理中心")
    Recipient.objects.filter(pk=appeals.recipient.pk).update(region="500000")
    appeals.recipient.refresh_from_db()
    filing = accepted(appeals, owner)
    Deadline.objects.create(
        filing=filing,
        step=Deadline.Step.ANSWER,
        what="答复",
        due_on=timezone.localdate() + 30 * DAY,
        counted_from=timezone.localdate(),
    )
    asked(appeals, filing)
    services.decline_to_mediate(by=mine(owner), filing=filing)
    services.end_mediation(by=who(appeals), filing=filing, ground="", reason="投诉人不同意调解。")
    filing.refresh_from_db()
    assert (filing.state, filing.mediation) == (State.ACCEPTED, M.ENDED)
    assert "这件还要给您答复，期限照算" in told(filing)
    assert filing.deadlines.running().filter(what="答复").exists()
    asked(appeals, filing)  # once more is no harm


def test_a_withdrawal_ends_it_and_the_consent_to_it(desk: Desk, owner: User) -> None:
    filing = willing(desk, owner)
    services.withdraw_consent(by=mine(owner), filing=filing)
    mediation = Mediation.objects.get()
    assert mediation.state == M.LAPSED
    assert mediation.consent is not None
    assert mediation.consent.withdrawn_at is not None
    filing.refresh_from_db()
    assert filing.mediation == M.LAPSED


def test_strangers_and_other_desks_do_nothing(desk: Desk, owner: User) -> None:
    filing = invited(desk, owner)
    other = make_desk("宁波市示例区市场监督管理局", channel="12315_complaint")
    stranger = Actor.of_user(User.objects.create_user("stranger", password="x"))
    for by in (who(other), stranger):
        with pytest.raises(Filing.DoesNotExist):
            services.record_reply(by=by, filing=filing, reply="agrees", on=timezone.localdate())
        with pytest.raises(Filing.DoesNotExist):
            services.decline_to_mediate(by=by, filing=filing)
    with pytest.raises(Refused, match="只有投诉人"):
        services.decline_to_mediate(by=who(desk), filing=filing)
    with pytest.raises(Refused, match="只有收到这份材料的机构"):
        services.record_reply(by=mine(owner), filing=filing, reply="agrees", on=timezone.localdate())
    assert set(Mediation.objects.visible_to(who(desk))) == set(Mediation.objects.visible_to(mine(owner)))
    assert not Mediation.objects.visible_to(stranger).exists()
    assert not Mediation.objects.visible_to(who(other)).exists()


def test_every_step_is_news_for_who_complained(desk: Desk, owner: User) -> None:
    filing = accepted(desk, owner)
    person = filing.complaint.complainant
    person.email = "wang@example.cn"
    person.save()
    reads_mail(Case(filing.complaint, owner, mine(owner)))
    asked(desk, filing)
    assert Notice.objects.filter(news=News.MEDIATE).count() == 1
    agreed(owner, filing)
    services.invite_respondent(by=who(desk), filing=filing, answer_by=timezone.localdate())
    (notice,) = Notice.objects.filter(news=News.MEDIATION)
    assert FIRM not in notice.subject + notice.body


def test_a_colleague_who_was_not_there_reads_who_did_what(desk: Desk, owner: User) -> None:
    filing = invited(desk, owner)
    colleague = make_caseworker(desk.organisation, "colleague")
    services.record_reply(
        by=Actor.of_user(colleague), filing=filing, reply="declines", on=timezone.localdate()
    )
    entries = LedgerEntry.objects.filter(complaint_id=filing.complaint_id)
    moved = [one.detail["to"] for one in entries.filter(act=Act.MEDIATION_MOVED).order_by("sequence")]
    assert moved == [M.ASKED, M.INVITED, M.UNWILLING]
    (own,) = entries.filter(act=Act.MEDIATION_ANSWERED)
    assert own.actor == mine(owner).label
    complainants = LedgerEntry.objects.complainants(filing.complaint)
    assert mine(owner).label in complainants
    assert who(desk).label not in complainants
