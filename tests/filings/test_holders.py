"""Who can see what of a case: the complainant's page and the gates say the same, in every state."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.actors import Actor
from accounts.models import Membership, Organisation, User
from complaints.models import Access, Act, LedgerEntry
from core.days import day_read
from evidence.models import Exhibit
from filings import services
from filings.holders import NOTHING, SENT, holders, on_withdrawal
from filings.models import Basis, Filing, Recipient
from filings.moves import State
from legal.corpus import load
from tests.callers import caller
from tests.cases import (
    Case,
    add_exhibit,
    make_case,
    make_desk,
    make_hand_recipient,
    make_mail_recipient,
    make_user,
    queued,
    shared,
)
from tests.filings.pages import words

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("store", "keys")]

STORY = "第二天又收到三条推销短信"
START = timezone.now() - timedelta(days=40)


class Sent:
    """A case at a desk with one of its files, forty days ago."""

    def __init__(self, channel: str = "12315_report") -> None:
        self.case: Case = make_case(at=START)
        self.exhibit: Exhibit = add_exhibit(self.case)
        self.recipient, self.desk = make_desk(channel=channel)
        self.filing = self.send(self.recipient)

    def send(self, recipient: Recipient, *, exhibits: tuple[Exhibit, ...] | None = None) -> Filing:
        files = (self.exhibit,) if exhibits is None else exhibits
        filing = queued(self.case, recipient, exhibits=files, at=START)
        services.sweep_outbox(at=START)
        return Filing.objects.get(pk=filing.pk)

    def accept(self) -> None:
        services.move(by=self.desk, filing=self.filing, to=State.ACCEPTED, at=START)

    def ask_and_answer(self) -> None:
        services.ask(by=self.desk, filing=self.filing, question="请说明哪天回的退订？", at=START)
        services.answer(by=self.case.by, filing=self.filing, text="七日回的退订。", at=START)

    def decide(self) -> None:
        services.move(
            by=self.desk, filing=self.filing, to=State.DECIDED, reason="已责令示例优选停止发送。", at=START
        )

    def withdraw(self, days_ago: int = 0) -> None:
        services.withdraw_consent(
            by=self.case.by, filing=self.filing, at=timezone.now() - timedelta(days=days_ago)
        )

    def keep(self, days: int, at_days_ago: int = 0) -> None:
        at = timezone.now() - timedelta(days=at_days_ago)
        services.keep_on_basis(
            by=self.desk,
            filing=self.filing,
            basis=Basis.PERIOD,
            rule="《示例档案条例》第九条",
            until=timezone.localdate(at) + timedelta(days=days),
            at=at,
        )


def before(sent: Sent) -> None:
    sent.ask_and_answer()


def accepted(sent: Sent) -> None:
    sent.accept()


def withdrawn_before_acceptance(sent: Sent) -> None:
    sent.ask_and_answer()
    sent.withdraw()


def withdrawn_after_acceptance(sent: Sent) -> None:
    sent.accept()
    sent.withdraw()


def kept_on_a_basis(sent: Sent) -> None:
    sent.accept()
    sent.withdraw()
    sent.keep(30)


def no_basis_was_named(sent: Sent) -> None:
    sent.accept()
    sent.ask_and_answer()
    sent.withdraw(days_ago=20)


def the_period_is_over(sent: Sent) -> None:
    sent.accept()
    sent.decide()
    # As if it had been named in time: the act itself goes by the clock of the gate.
    sent.withdraw()
    sent.keep(1)
    over = timezone.now() - timedelta(days=1)
    Filing.objects.update(closes_at=over)
    Access.objects.filter(why=Access.Why.SENT).update(until=over)


def decided_then_withdrawn(sent: Sent) -> None:
    sent.accept()
    sent.decide()
    sent.withdraw()


def switched_off(sent: Sent) -> None:
    Organisation.objects.filter(pk=sent.recipient.organisation_id).update(active=False)


def nobody_at_work(sent: Sent) -> None:
    Membership.objects.filter(organisation=sent.recipient.organisation_id).update(until="2020-01-01")


def members_off_the_desk(sent: Sent) -> None:
    User.objects.filter(memberships__organisation=sent.recipient.organisation_id).update(is_staff=False)


STATES: list[tuple[Callable[[Sent], None], str, str]] = [
    (before, SENT, "只能看您同意提供给它的内容"),
    (accepted, SENT, "只能看您同意提供给它的内容"),
    (withdrawn_before_acceptance, NOTHING, "内容和文件已经关闭"),
    (withdrawn_after_acceptance, SENT, "不写明继续保存的法律依据，之后关闭"),
    (kept_on_a_basis, SENT, "《示例档案条例》第九条"),
    (no_basis_was_named, NOTHING, "内容和文件已经关闭"),
    (the_period_is_over, NOTHING, "内容和文件已经关闭"),
    (decided_then_withdrawn, SENT, "不写明继续保存的法律依据，之后关闭"),
    (switched_off, NOTHING, "现在没有人能打开"),
    (nobody_at_work, NOTHING, "现在没有人能打开"),
    (members_off_the_desk, NOTHING, "现在没有人能打开"),
]


def opened_by(actor: Actor, sent: Sent) -> set[str]:
    """Which of the doors to a filing's content let this member of a desk in."""
    assert actor.user is not None
    user = User.objects.get(pk=actor.user.pk)
    client, api, filing = Client(), caller(user), sent.filing
    client.force_login(user)
    document, exhibit = filing.documents.first(), sent.exhibit.pk
    assert document is not None
    page = client.get(reverse("admin:filings_filing_change", args=[filing.pk]))
    search = client.get(reverse("admin:filings_filing_changelist"), {"q": "推销短信"})
    found = api.get("/api/v1/filings/", {"q": "推销短信"})
    addresses = {
        "document": client.get(reverse("admin:filings_filing_document", args=[filing.pk, document.pk])),
        "copy": client.get(f"/evidence/{exhibit}/copy"),
        "thumbnail": client.get(f"/evidence/{exhibit}/thumbnail"),
        "exhibit": client.get(f"/evidence/{exhibit}/"),
        "api": api.get(f"/api/v1/filings/{filing.pk}/"),
        "api document": api.get(f"/api/v1/filings/{filing.pk}/documents/{document.pk}/"),
        "api copy": api.get(f"/api/v1/exhibits/{exhibit}/copy/"),
    }
    opened = {name for name, answer in addresses.items() if answer.status_code == 200}
    assert {
        name for name, answer in addresses.items() if answer.status_code not in (200, 302, 403, 404)
    } == set()
    if page.status_code == 200 and STORY in words(page):
        opened.add("page")
    if search.status_code == 200 and search.context["queue"].rows:
        opened.add("search")
    if found.status_code == 200 and found.json()["results"]:
        opened.add("api search")
    return opened


DOORS = {
    "page", "document", "copy", "thumbnail", "exhibit", "search", "api", "api document", "api copy", "api search",
}  # fmt: skip


@pytest.mark.parametrize(("state", "opens", "said"), STATES, ids=[state.__name__ for state, _o, _s in STATES])
def test_the_page_says_what_the_gates_do(state: Callable[[Sent], None], opens: str, said: str):
    sent = Sent()
    _other, stranger = make_desk()
    state(sent)
    lines = [one for one in holders(sent.case.complaint) if one.filing == sent.filing]
    assert [one.opens for one in lines] == [opens]
    # What is withdrawn is found by nobody at once, whatever its desk may still open.
    found = DOORS - {"search", "api search"} if Filing.objects.get(pk=sent.filing.pk).closes_at else DOORS
    assert opened_by(sent.desk, sent) == (found if opens else set())
    assert opened_by(stranger, sent) == set()
    client = Client()
    client.force_login(sent.case.owner)
    page = words(client.get(reverse("case", args=[sent.case.complaint.number])))
    assert said in page
    assert lines[0].words in page


def test_who_got_it_outside_the_portal_is_named_as_holding_it():
    sent = Sent()
    hand, mail = make_hand_recipient(), make_mail_recipient()
    filing = queued(sent.case, hand, at=START)
    services.record_handed_in(by=sent.case.by, filing=filing, on=timezone.localdate(START), at=START)
    queued(sent.case, mail, at=START)
    said = {one.name.partition("（")[0]: one for one in holders(sent.case.complaint)}
    assert (said[hand.name].opens, "收不回" in said[hand.name].words) == (NOTHING, True)
    assert mail.name not in said
    services.withdraw_consent(by=sent.case.by, filing=filing)
    (held,) = [one for one in holders(sent.case.complaint) if one.filing == filing]
    assert (held.opens, "您已撤回同意，但本平台收不回" in held.words) == (NOTHING, True)


def test_a_sibling_at_the_same_desk_keeps_its_own_files_alone():
    sent = Sent()
    other = add_exhibit(sent.case, colour="blue", name="另一张.png")
    report = Recipient.objects.create(
        name="示例投诉窗口",
        channel="12315_complaint",
        way="desk",
        organisation=sent.recipient.organisation,
        contact="010-00000000",
    )
    sibling = sent.send(report, exhibits=(other,))
    sent.withdraw()
    assert opened_by(sent.desk, sent) & {"copy", "document", "api", "exhibit", "page"} == set()
    client = Client()
    assert sent.desk.user is not None
    client.force_login(sent.desk.user)
    assert client.get(f"/evidence/{other.pk}/copy").status_code == 200
    assert STORY in words(client.get(reverse("admin:filings_filing_change", args=[sibling.pk])))


def test_a_withdrawal_says_what_the_same_organisation_still_has_of_the_case():
    sent = Sent()
    report = Recipient.objects.create(
        name="示例投诉窗口",
        channel="12315_complaint",
        way="desk",
        organisation=sent.recipient.organisation,
        contact="010-00000000",
    )
    told = "同一机构手里还有这件投诉的另 1 件，那里的内容和文件照样能看，包括相同的。"
    assert told not in on_withdrawal(sent.filing)
    sibling = sent.send(report)
    assert told in on_withdrawal(sent.filing)
    sent.withdraw()
    lines = {one.filing: one for one in holders(sent.case.complaint) if one.filing}
    assert told in lines[sent.filing].words
    assert told not in lines[sibling].words
    assert lines[sent.filing].name != lines[sibling].name
    services.withdraw_consent(by=sent.case.by, filing=sibling)
    assert not [one for one in holders(sent.case.complaint) if "照样能看" in one.words]


def test_the_record_says_which_of_several_filings_a_body_read():
    sent = Sent()
    report = Recipient.objects.create(
        name="示例投诉窗口",
        channel="12315_complaint",
        way="desk",
        organisation=sent.recipient.organisation,
        contact="010-00000000",
    )
    sibling = sent.send(report)
    client, owner = Client(), Client()
    assert sent.desk.user is not None
    client.force_login(sent.desk.user)
    owner.force_login(sent.case.owner)
    client.get(reverse("admin:filings_filing_change", args=[sibling.pk]))
    page = words(owner.get(reverse("case", args=[sent.case.complaint.number])))
    assert f"工作人员查看案件（{report.name}（{sibling.channel_title}），收到的材料）" in page


def test_the_page_says_of_a_decided_filing_that_its_consent_was_withdrawn():
    sent = Sent()
    decided_then_withdrawn(sent)
    owner = Client()
    owner.force_login(sent.case.owner)
    page = words(owner.get(reverse("case", args=[sent.case.complaint.number])))
    assert "已作出处理" in page
    assert f"{day_read(timezone.localdate())} 撤回了同意；它作出的处理保留" in page
    lawyer = make_user("lawyer")
    shared(by=sent.case.by, complaint=sent.case.complaint, with_user=lawyer)
    client = Client()
    client.force_login(lawyer)
    page = words(client.get(reverse("filing", args=[sent.filing.pk])))
    assert f"{day_read(timezone.localdate())} 投诉人撤回了同意" in page


def test_what_is_being_written_for_a_withdrawn_filing_says_that_it_cannot_go():
    sent = Sent()
    services.write_supplement(by=sent.case.by, filing=sent.filing, text="后来又收到三条。")
    sent.withdraw()
    owner = Client()
    owner.force_login(sent.case.owner)
    page = words(owner.get(reverse("filing", args=[sent.filing.pk])))
    assert "还在写，没有发出 您已经撤回了这份材料，不能再补充" in page


def test_after_acceptance_a_withdrawal_says_until_when_the_desk_reads_on():
    sent = Sent()
    sent.accept()
    sent.filing.refresh_from_db()
    said = on_withdrawal(sent.filing)
    sent.withdraw()
    sent.filing.refresh_from_db()
    assert sent.filing.closes_at is not None
    until = timezone.localdate(sent.filing.closes_at - timedelta(seconds=1))
    assert f"到 {day_read(until)} 为止它仍能看内容和文件" in said
    assert sent.filing in Filing.objects.visible_to(sent.desk)
    assert [
        one
        for one in holders(sent.case.complaint)
        if f"到 {day_read(until)} 为止它仍能看内容和文件" in one.words
    ]


def test_the_row_stays_in_the_list_until_somebody_took_note_of_the_withdrawal():
    sent = Sent()
    services.assign(by=sent.desk, filing=sent.filing, to=sent.desk.user, at=START)
    sent.ask_and_answer()
    sent.withdraw()
    client, queue = Client(), reverse("admin:filings_filing_changelist")
    assert sent.desk.user is not None
    client.force_login(sent.desk.user)
    number, kind = sent.case.complaint.number, sent.case.complaint.get_kind_display()
    for query in ({}, {"who": "me"}, {"state": "unseen"}, {"q": number}):
        page = client.get(queue, query)
        assert [row.number for row in page.context["queue"].rows] == [number], query
        assert "已撤回" in words(page)
        assert kind not in words(page).partition("筛选")[0]
    assert not client.get(queue, {"kind": "harassment"}).context["queue"].rows
    address = reverse("admin:filings_filing_change", args=[sent.filing.pk])
    page = client.get(address)
    told = words(page)
    assert page.status_code == 200
    assert "已确认知悉" not in told
    assert number in told
    assert "要求补充说明" in told
    for content in (STORY, "七日回的退订", "王小宁", "13900001234", "截图.png"):
        assert content not in told
    assert client.post(address, {"act": "note", "text": "还想写"}).status_code == 409
    assert client.post(address, {"act": "withdrawal-seen"}).status_code == 302
    assert "已确认知悉" in words(client.get(address))
    assert not client.get(queue).context["queue"].rows
    assert client.get(queue, {"state": "withdrawn"}).context["queue"].rows
    entry = LedgerEntry.objects.get(act=Act.WITHDRAWAL_SEEN)
    assert entry.actor == sent.desk.label
    owner = Client()
    owner.force_login(sent.case.owner)
    page = words(owner.get(reverse("case", args=[number])))
    assert "它已确认知悉。" in page
    assert str(Act.WITHDRAWAL_SEEN.label) in page


def test_after_a_withdrawal_the_desk_reads_neither_a_term_nor_news():
    sent = Sent()
    sent.accept()
    Filing.objects.filter(pk=sent.filing.pk).update(unseen_since=START)
    sent.withdraw()
    client = Client()
    assert sent.desk.user is not None
    client.force_login(sent.desk.user)
    address = reverse("admin:filings_filing_change", args=[sent.filing.pk])
    queue = reverse("admin:filings_filing_changelist")
    for page in (client.get(address), client.get(queue, {"state": "unseen"})):
        assert "已撤回，没有期限" in words(page)
        assert "pill unseen" not in page.content.decode()
    assert not client.get(queue, {"state": "supplemented"}).context["queue"].rows
    assert "有新的补充材料" not in words(client.get(reverse("admin:index")))


def test_the_closed_page_says_whose_words_stand_there():
    sent = Sent()
    services.withdraw_consent(by=sent.case.by, filing=sent.filing, reason="不想再投诉了")
    client = Client()
    assert sent.desk.user is not None
    client.force_login(sent.desk.user)
    told = words(client.get(reverse("admin:filings_filing_change", args=[sent.filing.pk])))
    assert "不想再投诉了" in told
    assert "关于撤回的说明（投诉人写了的，原样显示）" in told
    assert "这里只有本机构" not in told


def test_a_decision_stays_where_the_content_closed():
    sent = Sent()
    the_period_is_over(sent)
    client = Client()
    assert sent.desk.user is not None
    client.force_login(sent.desk.user)
    told = words(client.get(reverse("admin:filings_filing_change", args=[sent.filing.pk])))
    assert "已责令示例优选停止发送。" in told
    assert STORY not in told


def test_the_desk_names_its_basis_and_both_see_it():
    sent = Sent()
    sent.accept()
    sent.withdraw()
    client, owner = Client(), Client()
    assert sent.desk.user is not None
    client.force_login(sent.desk.user)
    owner.force_login(sent.case.owner)
    address = reverse("admin:filings_filing_change", args=[sent.filing.pk])
    day = timezone.localdate() + timedelta(days=90)
    given = {"act": "retain", "basis": "duty", "rule": "《示例办法》第三条", "until": day.isoformat()}
    for lacking in ("basis", "rule", "until"):
        answer = client.post(address, given | {lacking: ""})
        assert answer.status_code == 422
        assert lacking == "rule" or "《示例办法》第三条" in answer.content.decode()
    far = (timezone.localdate() + timedelta(days=5000)).isoformat()
    assert client.post(address, given | {"until": far}).status_code == 422
    assert not LedgerEntry.objects.filter(act=Act.KEPT_ON_BASIS).exists()
    assert client.post(address, given).status_code == 302
    for page in (
        client.get(address),
        owner.get(reverse("case", args=[sent.case.complaint.number])),
        owner.get(reverse("filing", args=[sent.filing.pk])),
    ):
        assert "《示例办法》第三条" in words(page)
        assert day.isoformat() in words(page) or day_read(day) in words(page)
    entry = LedgerEntry.objects.get(act=Act.KEPT_ON_BASIS)
    assert (entry.detail["basis"], "示例" in str(entry.detail)) == ("duty", False)
    assert not client.get(reverse("admin:filings_filing_changelist")).context["queue"].rows


def test_nobody_else_takes_note_and_nobody_keeps_what_is_closed_or_was_not_withdrawn():
    sent = Sent()
    _other, stranger = make_desk()
    with pytest.raises(services.Refused):
        services.acknowledge_withdrawal(by=sent.desk, filing=sent.filing)
    with pytest.raises(services.Refused):
        services.acknowledge_withdrawal(by=sent.case.by, filing=sent.filing)
    with pytest.raises(Filing.DoesNotExist):
        services.acknowledge_withdrawal(by=stranger, filing=sent.filing)
    with pytest.raises(services.Refused):
        sent.keep(30)
    sent.withdraw()
    with pytest.raises(services.Refused, match="已经关闭"):
        sent.keep(30)


def test_a_basis_is_an_article_of_the_corpus_in_its_own_words():
    law = load()
    for basis, article, phrase in (
        (Basis.DUTY, "13", "为履行法定职责或者法定义务所必需"),
        (Basis.PERIOD, "47", "法律、行政法规规定的保存期限未届满"),
        (Basis.ARCHIVE, "72", "档案管理活动中的个人信息处理"),
    ):
        assert phrase in str(basis.label)
        provision = law.article(f"个人信息保护法:{article}", timezone.localdate())
        assert provision is not None
        assert phrase in "".join(provision.paragraphs)
