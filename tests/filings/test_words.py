"""What pages, mails and papers say of a state is drawn from that state."""

import io
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from accounts.actors import Actor
from accounts.models import Consent
from complaints.models import Complaint, Draft
from complaints.services import answers_of, grant_access, record_read
from evidence.services import receive
from filings import services
from filings.desk import paging
from filings.desk.case import read_what
from filings.desk.standing import days_left
from filings.models import Filing, Note
from filings.moves import State
from filings.standing import state_words
from legal import services as assessing
from legal.corpus import load
from legal.reasoning import workdays
from legal.services import assess_complaint
from tests.cases import (
    NOW,
    add_exhibit,
    make_case,
    make_desk,
    make_hand_recipient,
    make_mail_recipient,
    make_user,
    prepared,
    queued,
)
from tests.filings.pages import words

pytestmark = pytest.mark.django_db


def page_of(case, name: str, *args) -> str:
    client = Client()
    client.force_login(case.owner)
    return words(client.get(reverse(name, args=args)))


def test_nothing_went_out_until_there_is_a_filing():
    case = make_case()
    assert "还没有发给任何人" in page_of(case, "case", case.complaint.number)
    prepared(case, make_mail_recipient())
    assert "还没有发给任何人" not in page_of(case, "case", case.complaint.number)


def test_whoever_helps_or_is_asked_reads_whose_turn_it_is():
    """A lawyer or a helper confirms nothing: it is not they whom the page waits for."""
    case = make_case()
    filing = prepared(case, make_mail_recipient())
    lawyer = make_user("lawyer")
    grant_access(by=case.by, complaint=case.complaint, user=lawyer, why="shared", at=NOW)
    client = Client()
    client.force_login(lawyer)
    page = words(client.get(reverse("filing", args=[filing.pk])))
    assert "已备好，等投诉人确认" in page
    assert "投诉人同意提供的内容" in page
    assert "等您确认" not in page
    assert "等您确认" in page_of(case, "filing", filing.pk)


def test_what_one_hands_in_oneself_is_waited_for_and_told_by_oneself():
    case = make_case(email="")
    filing = queued(case, make_hand_recipient())
    assert "可以由您去递交了" in page_of(case, "filing", filing.pk)
    assert "等待发出" not in page_of(case, "case", case.complaint.number)

    services.record_handed_in(by=case.by, filing=filing, at=NOW)
    assert "您登记：已递交" in page_of(case, "filing", filing.pk)
    services.record_handed_in(by=case.by, filing=filing, reference="JB-9", at=NOW)
    for page in (page_of(case, "filing", filing.pk), page_of(case, "case", case.complaint.number)):
        assert "您登记：对方已收到（编号 JB-9）" in page
        assert "确认收到" not in page
    lawyer = make_user("lawyer")
    grant_access(by=case.by, complaint=case.complaint, user=lawyer, why="shared", at=NOW)
    assert state_words(Filing.objects.get(), owner=False, opened=False).startswith("投诉人登记：")

    services.move(by=case.by, filing=Filing.objects.get(), to=State.ACCEPTED, at=NOW)
    assert "您登记：已受理" in page_of(case, "filing", filing.pk)


def test_a_desk_has_opened_it_when_somebody_there_opened_it():
    case = make_case(email="")
    recipient, caseworker = make_desk()
    filing = queued(case, recipient)
    assert "等待发出" in page_of(case, "filing", filing.pk)
    services.sweep_outbox(at=NOW)
    for page in (page_of(case, "filing", filing.pk), page_of(case, "case", case.complaint.number)):
        assert "已送到办案台，还没有人看过" in page
        assert "确认收到" not in page
        assert "签收" not in page
    lawyer = Actor.of_user(make_user("lawyer"))
    grant_access(by=case.by, complaint=case.complaint, user=lawyer.user, why="shared", at=NOW)
    record_read(by=lawyer, complaint=case.complaint, what=read_what(filing), desk=recipient.organisation_id)
    assert "还没有人看过" in page_of(case, "filing", filing.pk)

    record_read(
        by=caseworker, complaint=case.complaint, what=read_what(filing), desk=recipient.organisation_id
    )
    for page in (page_of(case, "filing", filing.pk), page_of(case, "case", case.complaint.number)):
        assert "已送到办案台，已有人打开" in page


def test_the_api_says_a_state_as_the_pages_do():
    case = make_case(email="")
    filing = queued(case, make_hand_recipient())
    client = Client()
    client.force_login(case.owner)
    assert client.get(reverse("api-filing", args=[filing.pk])).json()["state_label"] == "可以由您去递交了"


@pytest.mark.parametrize(
    ("channel", "said"), [("operator", "最近的期限：2026年3月31日"), ("12321", "没有查到对方必须答复的期限")]
)
def test_a_day_is_told_where_there_is_one(channel, said):
    case = make_case(email="")
    filing = queued(case, make_hand_recipient(channel))
    client = Client()
    client.force_login(case.owner)
    given = {"handed-on_0": "2026", "handed-on_1": "3", "handed-on_2": "16", "handed-on": "2026-03-16"}
    answer = client.post(reverse("filing_act", args=[filing.pk, "handed-in"]), given, follow=True)
    assert said in words(answer)


def test_a_day_that_was_met_says_by_what_and_whether_in_time():
    case = make_case(email="")
    recipient, caseworker = make_desk(channel="12315_complaint")
    filing = queued(case, recipient)
    services.sweep_outbox(at=NOW)
    owed = "处理并告知（决定是否受理）：自收到投诉之日起7个工作日"
    assert f"{owed}：2026年3月25日" in page_of(case, "filing", filing.pk)

    later = NOW.replace(day=27)
    services.move(by=caseworker, filing=Filing.objects.get(), to=State.ACCEPTED, at=later)
    page = page_of(case, "filing", filing.pk)
    assert "2026年3月27日 受理，晚了 2 天" in page
    assert "完成调解：自受理之日起60日" in page
    assert "已完成" not in page


@pytest.mark.parametrize(
    ("days", "count", "earliest"), [(60, "natural", date(2027, 1, 28)), (30, "working", date(2027, 1, 6))]
)
def test_a_day_that_cannot_be_counted_yet_is_none_before_its_earliest(days, count, earliest):
    assert workdays.not_before(date(2026, 11, 29), days, count) == earliest


def test_the_desk_says_and_sorts_by_the_earliest_day():
    case = make_case(email="", at=NOW)
    recipient, caseworker = make_desk(channel="12315_complaint")
    filing = queued(case, recipient)
    services.sweep_outbox(at=NOW)
    late = NOW.replace(month=11, day=29)
    services.move(by=caseworker, filing=Filing.objects.get(), to=State.ACCEPTED, at=late)
    filing = Filing.objects.get(pk=filing.pk)
    assert (filing.due_on, filing.not_before, filing.nearest_on) == (
        None,
        date(2027, 1, 28),
        date(2027, 1, 28),
    )
    assert days_left(filing, late.date()) == ("不早于 2027-01-28，待放假安排", "open")
    assert "最近的期限：不早于 2027年1月28日，待放假安排" in page_of(case, "case", case.complaint.number)

    later = queued(make_case(email=""), recipient)
    never = queued(make_case(email=""), recipient)
    services.sweep_outbox(at=NOW)
    Filing.objects.filter(pk=later.pk).update(due_on=date(2027, 3, 1))
    Filing.objects.filter(pk=never.pk).update(due_on=None)
    queue = Filing.objects.at_desk(caseworker).open()
    assert [one.pk for one in paging.nearest_due(queue, "", 10).rows] == [filing.pk, later.pk, never.pk]
    first = paging.nearest_due(queue, "", 1)
    assert [one.pk for one in paging.nearest_due(queue, first.after, 1).rows] == [later.pk]


def test_the_receipt_says_that_nothing_was_sent_until_something_was():
    case = make_case(email="")
    number = case.complaint.number
    first = page_of(case, "receipt", number)
    assert "登记了，还没有发给任何人" in first
    assert "下一步：选发给谁" in first
    filing = prepared(case, make_hand_recipient())
    assert "还没有发给任何人" in page_of(case, "receipt", number)
    services.confirm(by=case.by, filing=filing, at=NOW)
    services.record_handed_in(by=case.by, filing=filing, at=NOW)
    later = page_of(case, "receipt", number)
    assert "还没有发给任何人" not in later
    assert "选发给谁" not in later


@pytest.mark.parametrize(
    ("recipient", "said", "unsaid"),
    [
        (make_hand_recipient, "由您自己递交，本平台不发送", "再确认一次以后才发"),
        (make_mail_recipient, "再确认一次以后才发", "本平台不发送"),
    ],
)
def test_a_consent_says_what_comes_next_by_its_way(recipient, said, unsaid):
    case, to = make_case(email=""), recipient()
    assess_complaint(by=case.by, complaint=case.complaint, at=NOW)
    page = page_of(case, "consent", case.complaint.number, to.channel, to.pk)
    assert said in page
    assert unsaid not in page


@pytest.mark.parametrize(
    ("recipient", "said"),
    [
        (make_hand_recipient, "请您自己告诉接收方撤回了同意"),
        (make_mail_recipient, "用邮件告诉接收方您撤回了同意，不带您写的说明"),
        (lambda: make_desk()[0], "接收方在办案台上会看到您撤回了同意，您写的说明它也看得到"),
    ],
)
def test_a_withdrawal_says_who_hears_of_it_and_how(recipient, said):
    case = make_case(email="")
    filing = queued(case, recipient())
    assert said in filing.consent.text
    assert "还没有发出，撤回后就不会发" in page_of(case, "filing", filing.pk)
    Filing.objects.filter(pk=filing.pk).update(state=State.SENT, sent_at=NOW)
    assert said in page_of(case, "filing", filing.pk)

    client = Client()
    client.force_login(case.owner)
    answer = client.post(
        reverse("filing_act", args=[filing.pk, "withdraw"]), {"reason-reason": "想好了"}, follow=True
    )
    assert said in words(answer)
    notes = [(note.kind, note.text) for note in Note.objects.filter(filing=filing)]
    assert notes[0] == ("reason", "想好了")


def test_who_withdrew_without_a_word_is_given_none():
    case = make_case(email="")
    filing = queued(case, make_mail_recipient())
    client = Client()
    client.force_login(case.owner)
    page = words(client.post(reverse("filing_act", args=[filing.pk, "withdraw"]), follow=True))
    assert "同意已撤回。这份材料不会再发出" in page
    assert not Note.objects.filter(filing=filing).exists()


def test_the_day_of_handing_in_is_told_as_ones_own_word_and_no_hour_is_made_up():
    case = make_case(email="")
    filing = queued(case, make_hand_recipient())
    services.record_handed_in(by=case.by, filing=filing, on=NOW.date(), at=NOW.replace(day=18))
    page = page_of(case, "case", case.complaint.number)
    assert "您登记 2026年3月16日 递交" in page
    assert "12:00" not in page


def test_what_the_portal_noted_is_no_word_of_a_server():
    case = make_case(email="")
    filing = queued(case, make_desk()[0])
    services.sweep_outbox(at=NOW)
    page = page_of(case, "filing", filing.pk)
    assert "系统记下： 已送到本平台上的办案台" in page
    assert "对方服务器" not in page


def test_one_organisation_by_two_channels_is_told_apart():
    case = make_case(email="")
    for channel in ("12321", "operator"):
        queued(case, make_hand_recipient(channel))
    page = page_of(case, "case", case.complaint.number)
    titles = [load().channels[channel].title for channel in ("12321", "operator")]
    assert [one for one in titles if one not in page] == []


def test_the_number_of_pages_is_true_from_the_first(client):
    assert "第 1 页，共 6 页（传截图的 7 页）" in words(client.get(reverse("home")))
    client.post(reverse("start"), {"text": "【示例旗舰店】满200减60，拒收请回复R"})
    draft = Draft.objects.get()
    for place, slug in enumerate(("tell", "understood"), 1):
        page = words(client.get(reverse("step", args=[draft.pk, slug])))
        assert f"第 {place} 页，共 6 页" in page
    # A page on which a single matter is changed is none of them.
    assert "第 " not in words(client.get(reverse("step", args=[draft.pk, "story"])))


def test_what_is_over_or_gone_is_refused_in_words_that_are_so():
    case, recipient = make_case(email=""), make_mail_recipient()
    gone, other = add_exhibit(case), add_exhibit(case, colour="blue")
    number = case.complaint.pk
    gone = services.erase_exhibit(by=case.by, exhibit=gone, at=NOW)
    with pytest.raises(services.Refused, match="已经删除，不能再提交"):
        services.propose_consent(
            complaint=case.complaint, recipient=recipient, exhibits=[gone], document="letter"
        )
    order = services.Order(groups=(services.Group(title="", items=(services.Item(exhibit=str(gone.pk)),)),))
    with pytest.raises(services.Refused, match="已经删除。没有导出"):
        services.request_export(by=case.by, complaint=case.complaint, order=order)
    said = {"complaint": case.complaint, "to": "示例公司", "on": NOW.date(), "how": "post", "at": NOW}
    with pytest.raises(services.Refused, match="已经删除"):
        services.record_keeping_request(by=case.by, **said, exhibit=gone)

    filing = queued(case, recipient, exhibits=(other,))
    Filing.objects.filter(pk=filing.pk).update(state=State.SENT_UNKNOWN)
    Consent.objects.filter(filing=filing).update(withdrawn_at=NOW)
    with pytest.raises(services.Refused, match="已经撤回同意，不能重新发送"):
        services.resolve_unknown(by=case.by, filing=filing, delivered=False, proof="问过", at=NOW)

    Complaint.objects.filter(pk=number).update(state=Complaint.State.WITHDRAWN)
    case.complaint.refresh_from_db()
    with pytest.raises(services.Refused, match="已经撤回，不能再提交"):
        prepared(case, make_hand_recipient())
    with pytest.raises(assessing.Refused, match="已经撤回或者结束"):
        assessing.assess_recounted(by=case.by, complaint=case.complaint, shown="", at=NOW)


def test_the_last_page_counts_the_files_that_came(client):
    client.post(reverse("start"), {"kind": "harassment"})
    draft = Draft.objects.get()
    there = reverse("step", args=[draft.pk, "review"])
    assert "已收到 0 个文件" in words(client.get(there))
    receive(
        by=Actor(codes=(draft.code_digest,)),
        complaint_id=draft.pk,
        stream=io.BytesIO(b"one"),
        filename="1.txt",
        at=NOW,
    )
    assert "已收到 1 个文件" in words(client.get(there))


def test_what_was_pasted_stays_as_it_was_pasted_whatever_is_corrected(client):
    client.post(reverse("start"), {"kind": "harassment"})
    draft = Draft.objects.get()
    text = "【禾风家居】周年庆全场八折，\n退订回T "
    client.post(reverse("step", args=[draft.pk, "message"]), {"text": text, "sender": "10690000123456"})
    pasted = answers_of(Draft.objects.get())["message"]["text"]
    assert pasted.split() == text.split()
    read = reverse("step", args=[draft.pk, "reading"])
    assert client.post(read, {"category": "notice", "signature": "别的", "opt_out": ""}).status_code == 302
    assert answers_of(Draft.objects.get())["message"]["text"] == pasted


def test_the_record_says_which_filing_went_where():
    case = make_case(email="")
    recipient, _caseworker = make_desk()
    queued(case, recipient)
    services.sweep_outbox(at=NOW)
    page = page_of(case, "case", case.complaint.number)
    assert f"办理进展（{recipient.name}，已送到）" in page
    assert f"记下送到的凭据（{recipient.name}，办案台，系统自动记下）" in page


def test_a_desk_that_waits_for_an_answer_is_not_said_to_have_looked_at_nothing():
    case = make_case(email="")
    recipient, caseworker = make_desk()
    filing = queued(case, recipient)
    services.sweep_outbox(at=NOW)
    services.ask(by=caseworker, filing=Filing.objects.get(), question="请补一张截图。", at=NOW)
    for page in (page_of(case, "filing", filing.pk), page_of(case, "case", case.complaint.number)):
        assert "已送到办案台，在等答复" in page
        assert "还没有人看过" not in page
