"""Letters of a desk: what a template may say, numbers without gaps, one act and its letter together, how they are served."""

import io
import threading
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from accounts.actors import Actor
from accounts.models import Membership, User
from complaints.models import Act, LedgerEntry
from filings import services
from filings.models import DeskLetter, Filing, GivenFile, LetterSeries, LetterTemplate, Note, Proposal
from filings.moves import State
from filings.services import Refused
from tests.filings.desk_cases import Desk, make_caseworker, make_desk, on_desk

pytestmark = pytest.mark.django_db

SCAN = b"%PDF-1.7\n1 0 obj <<>> endobj\n%%EOF\n"


@pytest.fixture
def desk() -> Desk:
    made = make_desk("杭州市示例区市场监督管理局", channel="12315_complaint")
    head(made)
    return made


@pytest.fixture
def owner() -> User:
    return User.objects.create_user("complainant", password="x")


def head(desk: Desk, **more: bool) -> LetterTemplate:
    return services.write_desk_letterhead(
        by=who(desk), organisation=desk.organisation, code="杭市监", phone="0571-00000000", **more
    )


def who(desk: Desk) -> Actor:
    return Actor.of_user(desk.caseworker)


def begun(desk: Desk, filing: Filing, kind: str = "acceptance", **given: str) -> DeskLetter:
    return services.begin_letter(by=who(desk), filing=filing, kind=kind, given=given)


def issued(desk: Desk, letter: DeskLetter, by: Actor | None = None) -> DeskLetter:
    return services.issue_letter(
        by=by or who(desk), letter=letter, text=letter.text, revision=letter.revision
    )


def test_accepting_gives_the_letter_with_the_next_number(desk: Desk, owner: User) -> None:
    filing, year = on_desk(desk, owner=owner), timezone.localdate().year
    letter = begun(desk, filing)
    assert "您反映示例优选商城有限公司的投诉" in letter.text
    assert filing.complaint.number in letter.text
    assert "{{" not in letter.text
    filing.refresh_from_db()
    assert filing.state == State.ACKNOWLEDGED  # a draft does nothing
    letter = issued(desk, letter)
    filing.refresh_from_db()
    assert (filing.state, letter.state) == (State.ACCEPTED, DeskLetter.State.ISSUED)
    assert letter.number == f"杭市监投受〔{year}〕1号"
    given = GivenFile.objects.get(filing=filing)
    assert given.title == f"受理通知书 {letter.number}"
    with services.open_given_file(by=Actor.of_user(owner), given=given) as stream:
        assert stream.read(5) == b"%PDF-"
    entry = LedgerEntry.objects.get(complaint_id=filing.complaint_id, act=Act.LETTER_ISSUED)
    assert entry.detail["sha256"] == given.sha256
    assert entry.detail["number"] == letter.number


def test_an_act_that_fails_takes_its_number_back(
    desk: Desk, owner: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = on_desk(desk, owner=owner), on_desk(desk, owner=owner)
    letter = begun(desk, first)

    def fails(**_kw: object) -> None:
        raise RuntimeError("the power went")

    with monkeypatch.context() as patch:
        patch.setattr("filings.services.desk_letters.issuing.move", fails)
        with pytest.raises(RuntimeError):
            issued(desk, letter)
    letter.refresh_from_db()
    first.refresh_from_db()
    assert (letter.state, letter.number, first.state) == ("draft", "", State.ACKNOWLEDGED)
    assert issued(desk, begun(desk, second)).place == 1
    assert issued(desk, letter).place == 2
    assert LetterSeries.objects.get().last == 2


@pytest.mark.django_db(transaction=True)
def test_who_sign_at_once_get_numbers_one_after_the_other(desk: Desk, owner: User) -> None:
    """The first of the year too: neither waits in vain, neither gets the other's."""
    letters = [begun(desk, on_desk(desk, owner=owner)) for _each in range(2)]
    ready, failed = threading.Barrier(2), []

    def sign(letter: DeskLetter) -> None:
        try:
            ready.wait(30)
            issued(desk, letter)
        except Exception as problem:
            failed.append(problem)
        finally:
            connection.close()

    threads = [threading.Thread(target=sign, args=[letter]) for letter in letters]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failed == []
    assert sorted(DeskLetter.objects.values_list("place", flat=True)) == [1, 2]
    assert GivenFile.objects.count() == 2


def test_each_kind_and_organisation_has_its_own_numbers(desk: Desk, owner: User) -> None:
    other = make_desk("宁波市示例区市场监督管理局", channel="12315_complaint")
    services.write_desk_letterhead(by=who(other), organisation=other.organisation, code="甬市监")
    filing = on_desk(desk, owner=owner)
    accepted, decided = (
        issued(desk, begun(desk, filing)),
        begun(desk, filing, "decision", reason="已经和解。"),
    )
    numbers = [accepted, issued(desk, decided), issued(other, begun(other, on_desk(other, owner=owner)))]
    year = timezone.localdate().year
    assert [one.number for one in numbers] == [
        f"杭市监投受〔{year}〕1号",
        f"杭市监投复〔{year}〕1号",
        f"甬市监投受〔{year}〕1号",
    ]
    next_year = timezone.now() + timedelta(days=366)
    later = begun(desk, on_desk(desk, owner=owner))
    services.issue_letter(by=who(desk), letter=later, text=later.text, revision=later.revision, at=next_year)
    later.refresh_from_db()
    assert (later.year, later.place) == (timezone.localdate(next_year).year, 1)


def test_no_letter_without_the_code_of_the_organisation(owner: User) -> None:
    desk = make_desk("无代字示例局")
    with pytest.raises(Refused, match="机关代字"):
        begun(desk, on_desk(desk, owner=owner))


def test_a_refusal_names_the_article_its_words_and_the_ways_left(desk: Desk, owner: User) -> None:
    filing = on_desk(desk, owner=owner)
    ground = services.refusal_grounds(filing)[0]
    with pytest.raises(Refused, match="法定情形"):
        begun(desk, filing, "refusal", reason="不在职责之内。")
    letter = begun(desk, filing, "refusal", reason="不在职责之内。", ground=ground.key)
    for part in (ground.citation, ground.words, "不在职责之内。", "消费者权益保护法", "行政复议", "60日"):
        assert part in letter.text
    issued(desk, letter)
    filing.refresh_from_db()
    assert filing.state == State.REFUSED
    # What the page says of the act is what the act says without a letter.
    assert ground.words in Note.objects.get(filing=filing).text


def test_a_request_a_transfer_a_decision_and_a_closing_do_their_act(desk: Desk, owner: User) -> None:
    filing = on_desk(desk, owner=owner)
    issued(desk, begun(desk, filing, "request", reason="请补订单截图。"))
    filing.refresh_from_db()
    assert filing.waiting_since is not None
    assert Note.objects.get(filing=filing, missing_material=True).text == "请补订单截图。"
    issued(desk, begun(desk, filing))
    issued(desk, begun(desk, filing, "decision", reason="双方和解。"))
    issued(desk, begun(desk, filing, "closing"))
    filing.refresh_from_db()
    assert (filing.state, filing.decision) == (State.CLOSED, "双方和解。")
    moved = on_desk(desk, owner=owner)
    letter = begun(desk, moved, "transfer", reason="住所地在该局辖区。", body="示例县市场监督管理局")
    assert "提供给示例县市场监督管理局，要由您另行同意" in letter.text
    issued(desk, letter)
    moved.refresh_from_db()
    assert moved.state == State.TRANSFERRED
    assert GivenFile.objects.count() == DeskLetter.objects.filter(state="issued").count() == 5


def test_a_period_is_extended_with_its_letter_and_a_second_time_by_two(owner: User) -> None:
    police = make_desk("示例县公安局", channel="police")
    services.write_desk_letterhead(by=who(police), organisation=police.organisation, code="示公")
    filing = services.move(by=who(police), filing=on_desk(police, owner=owner), to=State.ACCEPTED)
    ((row, rule),) = services.extensions_of(filing)
    letter = begun(police, filing, "extension", reason="涉案人多。", basis=rule.basis)
    assert rule.citation in letter.text
    assert "延长30日" in letter.text
    issued(police, letter)
    row.refresh_from_db()
    assert row.added == 30
    make_caseworker(police.organisation, "another")
    again = issued(police, begun(police, filing, "extension", reason="还没有查完。", basis=rule.basis))
    assert again.state == DeskLetter.State.DRAFT
    row.refresh_from_db()
    assert row.added == 30


def test_closing_without_a_decision_takes_two_with_a_letter_too(desk: Desk, owner: User) -> None:
    filing = services.move(by=who(desk), filing=on_desk(desk, owner=owner), to=State.ACCEPTED)
    other = Actor.of_user(make_caseworker(desk.organisation, "another"))
    letter = issued(desk, begun(desk, filing, "closing", reason="双方已自行和解。"))
    filing.refresh_from_db()
    assert (letter.state, filing.state) == ("draft", State.ACCEPTED)
    services.settle(by=other, proposal=Proposal.objects.get(), agree=True)
    filing.refresh_from_db()
    letter.refresh_from_db()
    assert (letter.state, filing.state, filing.dismissed) == ("issued", State.CLOSED, True)
    assert letter.approved_by == other.label


def test_where_the_organisation_wants_it_another_agrees_to_the_very_words(desk: Desk, owner: User) -> None:
    head(desk, second_look=True)
    other = Actor.of_user(make_caseworker(desk.organisation, "another"))
    filing = on_desk(desk, owner=owner)
    letter = issued(desk, begun(desk, filing))
    proposal = Proposal.objects.get()
    assert (letter.state, letter.number, proposal.reason) == ("draft", "", letter.text)
    with pytest.raises(Refused, match="等同事复核"):
        services.write_letter(by=who(desk), letter=letter, text="别的话。", revision=letter.revision)
    with pytest.raises(Refused, match="另一位同事"):
        services.settle(by=who(desk), proposal=proposal, agree=True)
    DeskLetter.objects.update(text="换了的话。")
    with pytest.raises(Refused, match="有了变化"):
        services.settle(by=other, proposal=proposal, agree=True)
    DeskLetter.objects.update(text=proposal.reason)
    services.settle(by=other, proposal=proposal, agree=True)
    letter.refresh_from_db()
    filing.refresh_from_db()
    assert (letter.state, filing.state, letter.place) == ("issued", State.ACCEPTED, 1)


def test_what_was_asked_of_a_second_person_lapses_when_the_case_moves(desk: Desk, owner: User) -> None:
    head(desk, second_look=True)
    make_caseworker(desk.organisation, "another")
    filing = on_desk(desk, owner=owner)
    issued(desk, begun(desk, filing))
    services.move(by=who(desk), filing=filing, to=State.ACCEPTED)
    assert Proposal.objects.get().state == Proposal.State.LAPSED


def test_stamped_by_hand_it_waits_and_the_scan_is_what_is_given(desk: Desk, owner: User) -> None:
    head(desk, sealed_by_hand=True)
    filing = on_desk(desk, owner=owner)
    letter = issued(desk, begun(desk, filing))
    filing.refresh_from_db()
    assert (letter.state, filing.state, GivenFile.objects.count()) == ("sealing", State.ACKNOWLEDGED, 0)
    with pytest.raises(Refused, match="只能是"):
        services.issue_stamped(by=who(desk), letter=letter, stream=io.BytesIO(b"MZ"), filename="a.pdf")
    services.issue_stamped(by=who(desk), letter=letter, stream=io.BytesIO(SCAN), filename="盖章.pdf")
    filing.refresh_from_db()
    assert filing.state == State.ACCEPTED
    with services.open_given_file(by=Actor.of_user(owner), given=GivenFile.objects.get()) as stream:
        assert stream.read() == SCAN


def test_a_void_number_stays_used_and_the_next_one_follows(desk: Desk, owner: User) -> None:
    head(desk, sealed_by_hand=True)
    filing = on_desk(desk, owner=owner)
    letter = issued(desk, begun(desk, filing))
    services.void_letter(by=who(desk), letter=letter, reason="打错了人。")
    again = issued(desk, begun(desk, filing))
    assert (letter.pk != again.pk, again.place) == (True, 2)
    assert DeskLetter.objects.get(pk=letter.pk).number.endswith("1号")


def test_who_wrote_meanwhile_is_not_written_over(desk: Desk, owner: User) -> None:
    letter = begun(desk, on_desk(desk, owner=owner))
    services.write_letter(by=who(desk), letter=letter, text="先写的。", revision=1)
    with pytest.raises(Refused, match="同事改过"):
        services.write_letter(by=who(desk), letter=letter, text="后写的。", revision=1)
    letter.refresh_from_db()
    assert letter.text == "先写的。"
    # Beginning again goes on with what was written.
    assert begun(desk, letter.filing).text == "先写的。"


def test_a_letter_with_a_blank_does_not_leave(desk: Desk, owner: User) -> None:
    letter = begun(desk, on_desk(desk, owner=owner))
    letter.text = "由＿＿＿＿处理。"
    with pytest.raises(Refused, match="空白"):
        issued(desk, letter)
    assert not LetterSeries.objects.exists()


def test_an_edit_is_a_version_and_a_letter_names_its_own(desk: Desk, owner: User) -> None:
    filing = on_desk(desk, owner=owner)
    draft = begun(desk, filing)
    words = {"title": "受理告知书", "mark": "受", "text": "{{投诉人}}，已受理。"}
    for text in (words["text"], "{{投诉人}}：已受理。"):
        made = services.write_template(
            by=who(desk), organisation=desk.organisation, kind="acceptance", **{**words, "text": text}
        )
    assert made.number == 2
    draft.refresh_from_db()
    assert (draft.template, draft.title) == (None, "受理通知书")
    refilled = services.refill_letter(by=who(desk), letter=draft)
    assert (refilled.template, refilled.text) == (made, "王小宁：已受理。")
    letter = issued(desk, refilled)
    assert letter.number.startswith("杭市监受〔")
    entry = LedgerEntry.objects.get(complaint_id=filing.complaint_id, act=Act.LETTER_ISSUED)
    assert entry.detail["template"] == 2
    with pytest.raises(Refused, match="没有“密码”这一项"):
        services.write_template(
            by=who(desk),
            organisation=desk.organisation,
            kind="closing",
            title="结案",
            mark="结",
            text="{{密码}}",
        )
    # A mark that another kind has, or had: else two letters could get one number.
    services.write_template(
        by=who(desk),
        organisation=desk.organisation,
        kind="acceptance",
        title="受理",
        mark="收",
        text="受理。",
    )
    with pytest.raises(Refused, match="另一种文书的"):
        services.write_template(
            by=who(desk),
            organisation=desk.organisation,
            kind="closing",
            title="结案",
            mark="受",
            text="结案。",
        )


def test_only_who_leads_the_desk_words_its_letters(desk: Desk) -> None:
    lead = make_caseworker(desk.organisation, "lead")
    Membership.objects.filter(user=lead).update(role=Membership.Role.SUPERVISOR)
    with pytest.raises(Refused, match="主管"):
        head(desk)
    stranger = make_desk("别的示例局")
    with pytest.raises(Refused, match="主管"):
        services.write_desk_letterhead(by=who(stranger), organisation=desk.organisation, code="假")


def test_service_is_recorded_with_its_proof_and_is_no_opening(desk: Desk, owner: User) -> None:
    filing, today = on_desk(desk, owner=owner), timezone.localdate()
    letter = begun(desk, filing)
    with pytest.raises(Refused, match="还没有发出"):
        services.record_service(by=who(desk), letter=letter, how="post", served_on=today)
    letter = issued(desk, letter)
    given = GivenFile.objects.get()
    before = LedgerEntry.objects.filter(complaint_id=filing.complaint_id).count()
    services.open_given_file(by=Actor.of_user(owner), given=given).close()
    assert LedgerEntry.objects.filter(complaint_id=filing.complaint_id).count() == before
    with pytest.raises(Refused, match="不能早于"):
        services.record_service(by=who(desk), letter=letter, how="post", served_on=today + timedelta(days=1))
    proof = services.record_service(
        by=who(desk),
        letter=letter,
        how="post",
        served_on=today,
        reference="EX000000000CN",
        stream=io.BytesIO(SCAN),
        filename="回执.pdf",
    )
    with services.open_proof(by=who(desk), proof=proof) as stream:
        assert stream.read() == SCAN
    with pytest.raises(DeskLetter.DoesNotExist):
        services.open_proof(by=Actor.of_user(owner), proof=proof)
    assert LedgerEntry.objects.filter(complaint_id=filing.complaint_id, act=Act.LETTER_SERVED).count() == 1


def test_of_a_withdrawn_case_no_letter_leaves_and_its_number_is_void(desk: Desk, owner: User) -> None:
    filing = on_desk(desk, owner=owner)
    begun(desk, filing, "request", reason="请补订单截图。")
    head(desk, sealed_by_hand=True)
    stamped = issued(desk, begun(desk, filing))
    services.withdraw_consent(by=Actor.of_user(owner), filing=filing)
    letter = DeskLetter.objects.get()
    assert (letter.pk, letter.state, letter.place) == (stamped.pk, "void", 1)
    assert not DeskLetter.objects.visible_to(who(desk)).exists()
    with pytest.raises(Refused, match="只有收到这份材料的机构"):
        services.issue_stamped(by=who(desk), letter=letter, stream=io.BytesIO(SCAN), filename="a.pdf")
    assert not GivenFile.objects.exists()


def test_what_was_accepted_without_a_letter_gets_one_once(desk: Desk, owner: User) -> None:
    filing = services.move(by=who(desk), filing=on_desk(desk, owner=owner), to=State.ACCEPTED)
    issued(desk, begun(desk, filing))
    with pytest.raises(Refused, match="已经发过"):
        begun(desk, filing)
    moves = LedgerEntry.objects.filter(complaint_id=filing.complaint_id, act=Act.FILING_MOVED)
    assert moves.filter(detail__to=State.ACCEPTED).count() == 1
