"""Somebody helps an adult: files, brings files, sees; the adult confirms, agrees, ends it. Nothing goes out before."""

import re
from datetime import timedelta
from typing import Any, cast

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.test import Client
from django.utils import timezone

from accounts.actors import SESSION_CODES, Actor, code_digest
from complaints import services as acts_on_cases
from complaints.forms import YouForm
from complaints.models import Access, Act, CodeMail, Complaint, LedgerEntry, WayBack
from complaints.services import NotHelped, send_code_mails
from core.retention_and_limits import HELP_LINK_LIFE, HELP_MAILS_A_DAY, HELP_MAILS_TO_ONE, WRONG_TELEPHONES
from evidence.services import receive
from filings import services
from filings.models import Filing
from legal.corpus import load
from tests.cases import (
    NOW,
    Case,
    add_exhibit,
    facts_at,
    make_case,
    make_desk,
    make_hand_recipient,
    make_mail_recipient,
    make_user,
    prepared,
)
from tests.complaints.test_guardian import intake_of
from tests.complaints.test_intake import go

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("store")]

ADULT = {
    "name": "王秀兰",
    "phone": "13900001234",
    "region": "310000",
    "email": "xiulan@example.cn",
    "agree": "on",
}
HELPER = {"helper": "王小宁", "helper_relation": "child"}
LINK = re.compile(r"/confirm-help/([A-Z0-9-]+)/")


def helped(email: str = "xiulan@example.cn", **person: Any) -> Case:
    return make_case(name="王秀兰", email=email, at=timezone.now(), **HELPER, **person)


def sent_link() -> str:
    """The link that went to the adult, by the worker."""
    send_code_mails()
    found = LINK.search(str(mail.outbox[-1].body))
    assert found, mail.outbox[-1].body
    return found[1]


def confirmed(case: Case) -> Client:
    """The adult, on a device of their own."""
    adult = Client()
    answer = adult.post(f"/confirm-help/{sent_link()}/", {"act": "confirm", "telephone": "139 0000 1234"})
    assert answer.status_code == 302, answer.content.decode()
    return adult


def actor_of(client: Client) -> Actor:
    return Actor(codes=tuple(client.session[SESSION_CODES]))


def signed_in(case: Case) -> Client:
    client = Client()
    client.force_login(case.owner)
    return client


def acts(case: Case) -> list[tuple[str, str]]:
    rows = LedgerEntry.objects.filter(complaint=case.complaint).order_by("sequence")
    return list(rows.values_list("act", "actor"))


# ── Filing ───────────────────────────────────────────────────────────────────────────────────────────────────────────
def test_who_helps_files_with_an_account_and_is_not_the_complainant(settings: Any):
    anonymous = Client()
    base = intake_of(anonymous, "authorised_helper")
    shown = anonymous.get(f"{base}/you/").content.decode()
    assert "请先登录您自己的账号" in shown
    # Without mails nobody can sign up here: that is said, and what can be done.
    assert "现在注册不了" in shown
    assert "由本人重新登记" in shown
    assert "没有账号，注册一个" not in shown
    settings.EMAIL_LEAVES = True
    able = anonymous.get(f"{base}/you/").content.decode()
    assert "现在注册不了" not in able
    assert "没有账号，注册一个" in able
    assert "您帮的人受到打扰的手机或座机号码" in shown
    refused = go(anonymous, f"{base}/you/", {**ADULT, **HELPER}, expect=422)
    assert "请先登录自己的账号" in refused
    assert "王秀兰" in refused, "what was typed stays"
    user = make_user("helper")
    anonymous.force_login(user)
    go(anonymous, f"{base}/you/", {**ADULT, **HELPER})
    review = anonymous.get(f"{base}/review/").content.decode()
    assert "王小宁" in review
    assert "子女" in review
    page = go(anonymous, f"{base}/review/", {})
    case = Complaint.objects.get()
    receipt = anonymous.get(page).content.decode()
    assert "登记了，还没有发给任何人" in receipt
    assert "本人还没有确认：什么都发不出去" in receipt
    assert (case.owner, case.complainant.name, case.helper.name) == (None, "王秀兰", "王小宁")  # type: ignore[union-attr]
    assert case.facts["complainant"]["capacity"] == "authorised_helper"
    assert case.respondents == []
    assert [one.why for one in Access.objects.filter(complaint=case)] == ["helper"]
    assert "王小宁" not in case.searchable + str(case.facts)
    listed = anonymous.get("/cases/").content.decode()
    assert case.number in listed
    assert '<span class="tag">帮忙</span>' in listed


def test_the_form_names_what_is_wrong_and_the_helper_s_own_mailbox_confirms_nothing(client: Client):
    user = make_user("helper")
    EmailAddress.objects.create(user=user, email="own@example.cn", verified=True, primary=True)
    client.force_login(user)
    base = intake_of(client, "authorised_helper")
    wrong = go(client, f"{base}/you/", ADULT, expect=422)
    assert "请填您的姓名：本人要知道是谁在帮忙" in wrong
    assert "请选您和您帮的人是什么关系" in wrong
    own = go(client, f"{base}/you/", {**ADULT, **HELPER, "email": "Own@example.cn"}, expect=422)
    assert "这是您自己账号的邮箱" in own
    assert not Complaint.objects.exists()
    go(client, f"{base}/you/", {**ADULT, **HELPER})
    # The account that would file is looked at again by the service: a draft may be filed by another.
    EmailAddress.objects.create(user=user, email="xiulan@example.cn", verified=True)
    assert go(client, f"{base}/review/", {}).endswith("/you/")
    assert not Complaint.objects.exists()


def test_staff_files_for_nobody():
    _recipient, caseworker = make_desk()
    with pytest.raises(acts_on_cases.NotFiled, match="工作人员"):
        acts_on_cases.check_helper(caseworker, "")


# ── Before the adult has confirmed ───────────────────────────────────────────────────────────────────────────────────
def test_nothing_can_be_agreed_to_or_sent_before_the_adult_confirms():
    case = helped()
    for recipient in (make_mail_recipient(), make_hand_recipient(), make_desk()[0]):
        with pytest.raises(services.Refused, match="只有投诉人"):
            prepared(case, recipient, at=timezone.now())
    client = signed_in(case)
    number = case.complaint.number
    assert client.get(f"/cases/{number}/").status_code == 200
    assert "本人还没有确认：什么都发不出去" in client.get(f"/cases/{number}/").content.decode()
    for page in ("send/operator/", "share/", "code/", "news/", "since/", "statements/", "imports/"):
        assert client.get(f"/cases/{number}/{page}").status_code == 404, page
    assert client.post(f"/cases/{number}/take-over/").status_code == 404
    assert client.post(f"/cases/{number}/code/").status_code == 404
    assert not Filing.objects.exists()


def test_who_helps_brings_files_and_erases_none():
    case = helped()
    exhibit = add_exhibit(case, copy=False)
    client = signed_in(case)
    assert client.get(f"/cases/{case.complaint.number}/files/").status_code == 200
    assert client.get(f"/cases/{case.complaint.number}/files/{exhibit.ordinal}/erase/").status_code == 404
    stranger = Actor.of_user(make_user("stranger"))
    with pytest.raises(Complaint.DoesNotExist):
        receive(by=stranger, complaint_id=case.complaint.pk, stream=None, filename="a.png")


def test_the_mail_to_the_adult_names_nobody_and_no_matter():
    case = helped()
    sent_link()
    [letter] = mail.outbox
    assert letter.to == ["xiulan@example.cn"]
    words = f"{letter.subject}{letter.body}"
    for secret in (
        "王秀兰",
        "王小宁",
        case.complaint.number,
        "13900001234",
        "退订",
        "10690000123456",
        "骚扰",
    ):
        assert secret not in words
    assert "您确认以前，什么都不会发给别人" in words


# ── The adult ────────────────────────────────────────────────────────────────────────────────────────────────────────
def test_the_adult_confirms_on_their_own_device_sees_all_and_gives_each_consent():
    case = helped()
    token = sent_link()
    adult = Client()
    page = f"/confirm-help/{token}/"
    shown = adult.get(page).content.decode()
    assert "王小宁想帮您投诉" in shown
    assert "子女" in shown
    assert "王＊＊" in shown
    for secret in ("王秀兰", case.complaint.number, "13900001234"):
        assert secret not in shown, "an address may be mistyped"
    assert "还没有发给任何人" in shown
    assert adult.get(f"/cases/{case.complaint.number}/").status_code == 404, "looking confirms nothing"
    wrong = adult.post(page, {"act": "confirm", "telephone": "13900009999"})
    assert wrong.status_code == 422
    assert "还可以试 2 次" in wrong.content.decode()
    done = adult.post(page, {"act": "confirm", "telephone": "139 0000 1234"}, follow=True).content.decode()
    code = Access.objects.get(complaint=case.complaint, why="code").code
    assert code in done
    assert adult.get(page).status_code == 404, "once"
    own = adult.get(f"/cases/{case.complaint.number}/").content.decode()
    assert "我回了退订，第二天又收到三条推销短信。" in own
    assert "王小宁" in own
    assert "结束帮忙" in own
    adults = Case(case.complaint, case.owner, actor_of(adult))
    filing = prepared(adults, make_mail_recipient(), at=timezone.now())
    assert filing.consent.given_by == "holder"
    with pytest.raises(services.Refused, match="只有投诉人"):
        prepared(case, make_hand_recipient(), at=timezone.now())
    with pytest.raises(services.Refused):
        services.confirm(by=case.by, filing=filing)
    helper = f"user:{case.owner.pk}"
    assert ("complaint_filed", helper) in acts(case)
    assert ("help_confirmed", "visitor") in acts(case)
    assert ("consent_given", "holder") in acts(case)


def test_the_code_of_the_mail_can_be_typed_instead():
    case = helped()
    adult = Client()
    answer = adult.post("/resume/", {"code": sent_link().lower()})
    assert answer["Location"].startswith("/confirm-help/")
    assert "王小宁想帮您投诉" in adult.get(answer["Location"]).content.decode()
    assert case.complaint.owner is None


def test_the_record_says_who_did_what():
    case = helped()
    adult = confirmed(case)
    add_exhibit(case, copy=False)
    shown = adult.get(f"/cases/{case.complaint.number}/").content.decode()
    record = re.sub(r"\s+", " ", shown[shown.index("存证记录</h2>") :])
    assert re.search(r"投诉已登记.{0,40}帮忙的人", record)
    assert re.search(r"本人确认由别人帮忙.{0,80}投诉人", record)
    assert re.search(r"收到证据文件.{0,40}帮忙的人", record)
    assert "工作人员" not in re.sub("工作人员每看一次", "", record)


def test_the_adult_ends_the_help_and_the_helper_sees_nothing_more():
    case = helped()
    adult, client = confirmed(case), signed_in(case)
    page = f"/cases/{case.complaint.number}/"
    assert client.get(page).status_code == 200
    assert "谁在帮您" in adult.get(f"{page}helper/").content.decode()
    ended = adult.post(f"{page}helper/", {"act": "end"}, follow=True).content.decode()
    assert "帮忙的人不能再打开这件投诉" in ended
    for closed in ("", "law/", "files/", "receipt/", "helper/", "bundle/"):
        assert client.get(f"{page}{closed}").status_code == 404, closed
    assert case.complaint.number not in client.get("/cases/").content.decode()
    assert adult.get(page).status_code == 200
    assert acts(case)[-1] == ("help_ended", "holder")
    assert adult.post(f"{page}helper/", {"act": "end"}).status_code == 302, "twice is once"
    assert [act for act, _who in acts(case)].count("help_ended") == 1


def test_who_helps_ends_it_too_and_nobody_else_does():
    case = helped()
    stranger = Client()
    stranger.force_login(make_user("stranger"))
    page = f"/cases/{case.complaint.number}/helper/"
    assert stranger.post(page, {"act": "end"}).status_code == 404
    client = signed_in(case)
    assert client.post(page, {"act": "end"})["Location"] == "/cases/"
    assert client.get(page).status_code == 404


def test_the_adult_refuses_and_the_case_is_withdrawn_and_closed_to_the_helper():
    case = helped()
    answer = Client().post(f"/confirm-help/{sent_link()}/", {"act": "refuse"})
    assert "帮忙的人不能再打开它，什么都没有发给任何人" in answer.content.decode()
    assert signed_in(case).get(f"/cases/{case.complaint.number}/").status_code == 404
    case.complaint.refresh_from_db()
    assert case.complaint.state == Complaint.State.WITHDRAWN
    assert "help_refused" in [act for act, _who in acts(case)]


def test_who_got_their_code_by_a_paper_loses_nothing_by_an_older_link():
    case = helped()
    token = sent_link()
    acts_on_cases.authorise_help(
        by=case.by, complaint=case.complaint, exhibit=add_exhibit(case, copy=False).pk
    )
    page = f"/confirm-help/{token}/"
    # The link is over; and nothing is refused by one that is not, once the adult owns the case.
    for _state in ("ended", "open"):
        assert acts_on_cases.refuse_help(by=Actor(), token=token) is None
        assert acts_on_cases.confirm_help(by=Actor(), token=token, telephone="13900001234") is None
        answer = Client().post(page, {"act": "refuse"})
        assert answer.status_code == 404
        assert "这个链接不能用了" in answer.content.decode()
        WayBack.objects.update(ended_at=None)
    case.complaint.refresh_from_db()
    assert case.complaint.state != Complaint.State.WITHDRAWN
    assert acts_on_cases.helps(case.by, case.complaint.pk)


def test_the_help_that_ended_first_leaves_the_case_to_the_adult():
    case = helped()
    client, token = signed_in(case), sent_link()
    told = client.get(f"/cases/{case.complaint.number}/helper/").content.decode()
    assert (
        "本人凭发到本人邮箱、手机的链接、码还能确认；没有发过、过期了的，登记时填过本人邮箱才能再要" in told
    )
    assert "您帮着办的 1 件" in (leaving := client.get("/account/delete/").content.decode())
    assert (
        "其中 1 件本人还没有确认：本人凭发到本人邮箱、手机的链接、码还能确认；没有发过、过期了的，登记时填过本人邮箱才能再要"
        in leaving
    )
    acts_on_cases.end_help(by=case.by, complaint=case.complaint)
    adult, page = Client(), f"/confirm-help/{token}/"
    shown = adult.get(page).content.decode()
    assert "王小宁替您登记了一件投诉" in shown
    assert "登记的人不再帮忙，已经看不到这件投诉" in shown
    assert "是我，要帮忙" not in shown
    done = adult.post(page, {"act": "confirm", "telephone": "13900001234"}, follow=True)
    assert Access.objects.get(complaint=case.complaint, why="code").code in done.content.decode()
    own = adult.get(f"/cases/{case.complaint.number}/").content.decode()
    assert "帮忙已经结束，由本人自己办" in own
    assert client.get(f"/cases/{case.complaint.number}/").status_code == 404


def test_who_ended_the_help_is_not_the_adult_in_the_same_browser():
    case = helped()
    client, token = signed_in(case), sent_link()
    page = f"/confirm-help/{token}/"
    client.post(f"/cases/{case.complaint.number}/helper/", {"act": "end"})
    assert "请在本人自己的手机或电脑上打开" in client.get(page).content.decode()
    tried = client.post(page, {"act": "confirm", "telephone": "13900001234"})
    assert tried.status_code == 422
    assert "不能替本人确认" in tried.content.decode()
    assert acts_on_cases.awaits_person(case.complaint)
    Client().post(page, {"act": "confirm", "telephone": "13900001234"})
    code = Access.objects.get(complaint=case.complaint, why="code").code
    assert "这个浏览器登录的是帮忙的人" in client.post("/resume/", {"code": code}).content.decode()


def test_where_the_link_is_over_another_is_had_by_the_mailbox_that_was_filed():
    case = helped()
    acts_on_cases.end_help(by=case.by, complaint=case.complaint)
    later = timezone.now() + HELP_LINK_LIFE
    acts_on_cases.ask_way_back(by=Actor(), address="xiulan@example.cn", at=later)
    mail.outbox.clear()
    send_code_mails(at=later)
    found = LINK.findall("".join(str(one.body) for one in mail.outbox))
    assert acts_on_cases.confirm_help(by=Actor(), token=found[-1], telephone="13900001234", at=later).code  # type: ignore[union-attr]


def test_what_nobody_helps_with_any_more_is_refused_as_well():
    case = helped()
    token = sent_link()
    acts_on_cases.end_help(by=case.by, complaint=case.complaint)
    page = f"/confirm-help/{token}/"
    assert "不认识登记的人，或者不想办：这件投诉就撤回，什么都不会发" in Client().get(page).content.decode()
    assert Client().post(page, {"act": "refuse"}).status_code == 200
    case.complaint.refresh_from_db()
    assert case.complaint.state == Complaint.State.WITHDRAWN
    assert not Filing.objects.exists()


def test_once_the_adult_confirmed_the_receipt_says_no_longer_that_nothing_can_be_sent():
    case = helped()
    client, page = signed_in(case), f"/cases/{case.complaint.number}/receipt/"
    assert "本人还没有确认" in client.get(page).content.decode()
    confirmed(case)
    assert "本人还没有确认" not in client.get(page).content.decode()


def test_where_no_mail_can_leave_nobody_is_told_that_one_goes_to_the_adult(settings: Any):
    case = helped()
    client, page = signed_in(case), f"/cases/{case.complaint.number}/helper/"
    for leaves in (True, False):
        settings.EMAIL_LEAVES = leaves
        shown = client.get(page).content.decode()
        assert ('name="email"' in shown) is leaves, "what could not leave is not asked for"
        assert ("先前的链接和码就作废" in shown) is leaves
        assert ("这里寄不出信" in shown) is not leaves
        asked = client.post(page, {"act": "ask", "email": "xiulan@example.cn"}, follow=True).content.decode()
        assert ("信几分钟内寄出" in asked) is leaves
        assert ("没有收到的，看看垃圾邮件" in asked) is leaves
        hint = str(YouForm(capacity="authorised_helper").fields["email"].help_text)
        assert ("确认信寄到这里" in hint) is leaves
        assert ("寄不出信" in hint) is not leaves


# ── What does not confirm ────────────────────────────────────────────────────────────────────────────────────────────
def test_the_helper_s_browser_confirms_nothing_and_the_adult_s_code_gives_it_no_power():
    case = helped()
    token, client = sent_link(), signed_in(case)
    page = f"/confirm-help/{token}/"
    assert "请在本人自己的手机或电脑上打开" in client.get(page).content.decode()
    tried = client.post(page, {"act": "confirm", "telephone": "13900001234"})
    assert tried.status_code == 422
    assert "不能替本人确认" in tried.content.decode()
    assert acts_on_cases.awaits_person(case.complaint)
    confirmed_on = Client()
    confirmed_on.post(page, {"act": "confirm", "telephone": "13900001234"})
    code = Access.objects.get(complaint=case.complaint, why="code").code
    assert "这个浏览器登录的是帮忙的人" in client.post("/resume/", {"code": code}).content.decode()
    both = Actor.of_user(case.owner, codes=[code_digest(code)])
    assert not acts_on_cases.owns(both, case.complaint.pk)
    with pytest.raises(services.Refused, match="只有投诉人"):
        prepared(Case(case.complaint, case.owner, both), make_mail_recipient(), at=timezone.now())
    services_ended = acts_on_cases.end_help(by=actor_of(confirmed_on), complaint=case.complaint)
    assert services_ended == 1
    assert not acts_on_cases.owns(both, case.complaint.pk), "nor after the help ended"


def test_a_link_ends_after_its_time_and_after_wrong_telephones_and_when_another_is_asked_for():
    case = helped()
    first = sent_link()
    late = timezone.now() + HELP_LINK_LIFE + timedelta(minutes=1)
    find = acts_on_cases.find_link
    assert find(token=first, purpose=WayBack.Purpose.HELP, at=late) is None
    acts_on_cases.ask_person(by=case.by, complaint=case.complaint, address="xiulan@example.cn")
    second = sent_link()
    assert Client().get(f"/confirm-help/{first}/").status_code == 404
    assert "这个链接不能用了" in Client().get(f"/confirm-help/{first}/").content.decode()
    for _time in range(WRONG_TELEPHONES):
        answer = Client().post(f"/confirm-help/{second}/", {"act": "confirm", "telephone": "13900009999"})
    assert answer.status_code == 404
    assert acts_on_cases.awaits_person(case.complaint)
    # A link back is none to confirm with, and the other way round.
    assert Client().get(f"/return/{second}/").status_code == 404


def test_two_who_confirm_at_once_get_one_code():
    case = helped()
    token = sent_link()
    assert acts_on_cases.confirm_help(by=Actor(), token=token, telephone="13900001234")
    assert acts_on_cases.confirm_help(by=Actor(), token=token, telephone="13900001234") is None
    assert Access.objects.in_force().filter(complaint=case.complaint, why="code").count() == 1


def test_asking_is_limited_and_never_goes_to_the_helper_s_own_mailbox():
    case = helped(email="")
    assert not CodeMail.objects.exists()
    EmailAddress.objects.create(user=case.owner, email="own@example.cn", verified=True)
    client = signed_in(case)
    page = f"/cases/{case.complaint.number}/helper/"
    own = client.post(page, {"act": "ask", "email": "OWN@example.cn"})
    assert own.status_code == 422
    assert "请填对方本人的邮箱" in own.content.decode()
    assert client.post(page, {"act": "ask", "email": "x"}).status_code == 422
    for _time in range(HELP_MAILS_A_DAY):
        assert client.post(page, {"act": "ask", "email": "xiulan@example.cn"}).status_code == 302
    assert "到了上限" in client.post(page, {"act": "ask", "email": "other@example.cn"}).content.decode()
    send_code_mails()
    assert len(mail.outbox) == HELP_MAILS_A_DAY
    assert (
        "从您的网络寄到这个邮箱的信今天到了上限" in asked_of(helped(email=""), "127.0.0.1").content.decode()
    )


def asked_of(case: Case, network: str) -> Any:
    client = Client(REMOTE_ADDR=network)
    client.force_login(case.owner)
    said = {"act": "ask", "email": "Xiulan@example.cn"}
    return client.post(f"/cases/{case.complaint.number}/helper/", said)


def test_strangers_who_use_up_the_mails_of_a_mailbox_keep_nobody_from_confirming():
    for _turn in range(HELP_MAILS_TO_ONE):
        helped()  # a filing brings a mail by itself
    send_code_mails()
    assert len(mail.outbox) == HELP_MAILS_A_DAY
    answers = [
        asked_of(helped(email=""), f"203.0.113.{turn}").status_code for turn in range(HELP_MAILS_TO_ONE - 1)
    ]
    assert answers == [302] * (HELP_MAILS_TO_ONE - 1)
    case = helped(email="")
    assert asked_of(case, "198.51.100.7").status_code == 302
    send_code_mails()
    assert WayBack.objects.filter(complaint=case.complaint).exists(), "it went out"
    late = asked_of(helped(email=""), "198.51.100.8")
    assert "寄到这个邮箱的信今天到了上限" in late.content.decode()


def test_a_way_back_of_a_case_that_waits_leads_to_confirming():
    case = helped()
    acts_on_cases.ask_way_back(by=Actor(), address="xiulan@example.cn")
    send_code_mails()
    assert all("/return/" not in str(one.body) for one in mail.outbox)
    assert LINK.search(str(mail.outbox[-1].body))
    assert acts_on_cases.awaits_person(case.complaint)


# ── By a signed paper ────────────────────────────────────────────────────────────────────────────────────────────────
def test_a_signed_authorisation_that_is_an_exhibit_gives_the_adult_their_code_once():
    case = helped(email="")
    client = signed_in(case)
    page = f"/cases/{case.complaint.number}/helper/"
    assert "拍下来，作为证据文件传上来" in client.get(page).content.decode()
    paper = add_exhibit(case, name="授权书.jpg", copy=False)
    shown = client.get(page).content.decode()
    assert "授权书.jpg" in shown
    assert "我请王小宁帮我在安宁登记投诉" in shown
    for missing in ({}, {"signed": "on"}, {"exhibit": str(paper.pk)}, {"signed": "on", "exhibit": "x"}):
        answer = client.post(page, {"act": "authorise", **missing})
        assert answer.status_code == 422
        assert acts_on_cases.awaits_person(case.complaint)
    handed = client.post(page, {"act": "authorise", "signed": "on", "exhibit": str(paper.pk)})
    code = Access.objects.get(complaint=case.complaint, why="code").code
    assert code in handed.content.decode()
    assert "只显示这一次" in handed.content.decode()
    again = client.post(page, {"act": "authorise", "signed": "on", "exhibit": str(paper.pk)})
    assert again.status_code == 422
    assert code not in again.content.decode()
    assert code not in client.get(f"/cases/{case.complaint.number}/receipt/").content.decode()
    entry = LedgerEntry.objects.get(complaint=case.complaint, act=Act.HELP_AUTHORISED)
    assert entry.detail["exhibit"] == str(paper.pk)
    assert entry.detail["sha256"] == paper.sha256
    adult = Client()
    adult.post("/resume/", {"code": code})
    filing = prepared(
        Case(case.complaint, case.owner, actor_of(adult)), make_mail_recipient(), at=timezone.now()
    )
    assert filing.consent.given_by == "holder"
    with pytest.raises(services.Refused):
        prepared(case, make_hand_recipient(), at=timezone.now())


def test_an_exhibit_of_another_case_authorises_nothing():
    case, other = helped(), helped(email="b@example.cn")
    foreign = add_exhibit(other, copy=False)
    with pytest.raises(NotHelped):
        acts_on_cases.authorise_help(by=case.by, complaint=case.complaint, exhibit=foreign.pk)
    with pytest.raises(Complaint.DoesNotExist):
        acts_on_cases.authorise_help(by=other.by, complaint=case.complaint, exhibit=foreign.pk)


# ── What is told ─────────────────────────────────────────────────────────────────────────────────────────────────────
def test_the_page_says_who_may_act_in_court_in_the_law_s_own_words():
    case = helped()
    shown = signed_in(case).get(f"/cases/{case.complaint.number}/helper/").content.decode()
    article = load().article("民事诉讼法:61", NOW.date())
    assert article is not None
    for line in str(article.quote(2, None)).splitlines():
        assert line in shown
    assert "在这里帮忙，不等于当诉讼代理人" in shown
    assert "本人签的授权委托书" in shown


def test_who_helps_stands_in_no_filing():
    case = helped()
    adult = confirmed(case)
    adults = Case(case.complaint, case.owner, actor_of(adult))
    for recipient in (make_mail_recipient(), make_desk()[0]):
        filing = prepared(adults, recipient, at=timezone.now())
        assert "王小宁" not in filing.content + filing.consent.text
        assert "王秀兰" in filing.content


def test_who_helps_is_masked_in_a_message_of_a_collector_as_anybody_else_is():
    at, user = timezone.now(), make_user("helper")
    filed = acts_on_cases.file_complaint(
        by=Actor.of_user(user),
        kind="harassment",
        situations=["optout_ignored"],
        story="",
        facts=cast(Any, {**facts_at(at), "debt": {"owed": "others", "debtor": "王小宁"}}),
        complainant=acts_on_cases.ComplainantInput(
            "王秀兰", phone="13900001234", email="xiulan@example.cn", region="310113", **HELPER
        ),
        contacts=[
            acts_on_cases.ContactInput(
                channel="sms",
                sender="10690000123456",
                text="【某催收】王小宁，您已逾期，请还款。",
                received_at=at,
            )
        ],
        at=at,
    )
    case = Case(filed.complaint, user, Actor.of_user(user))
    adults = Case(case.complaint, user, actor_of(confirmed(case)))
    filing = prepared(adults, make_mail_recipient("operator"), at=at)
    assert "王小宁" not in filing.content + filing.consent.text
    assert "王某某，您已逾期" in filing.content


def test_the_api_has_the_same_rules(client: Client):
    person = {"name": "王秀兰", "phone": "13900001234", "region": "310113", "email": "xiulan@example.cn"}
    body = {
        "kind": "harassment",
        "situations": ["optout_ignored"],
        "story": "",
        "facts": {"event": {"first": "2026-02-20", "last": "2026-03-10"}},
        "complainant": {**person, **HELPER},
    }
    user = make_user("helper")
    client.force_login(user)

    def file(**more: Any) -> Any:
        return client.post("/api/v1/complaints/", {**body, **more}, content_type="application/json")

    pretended = {**body["facts"], "complainant": {"capacity": "authorised_helper"}}  # type: ignore[dict-item]
    assert "complainant.helper" in file(complainant=person, facts=pretended).content.decode()
    EmailAddress.objects.create(user=user, email="own@example.cn", verified=True)
    assert (
        "您自己账号的邮箱"
        in file(complainant={**person, **HELPER, "email": "own@example.cn"}).content.decode()
    )
    made = file()
    assert made.status_code == 201, made.content
    complaint = Complaint.objects.get()
    assert complaint.facts["complainant"]["capacity"] == "authorised_helper"
    assert complaint.owner is None
    with pytest.raises(services.Refused, match="只有投诉人"):
        prepared(Case(complaint, user, Actor.of_user(user)), make_mail_recipient(), at=timezone.now())
    api = f"/api/v1/complaints/{complaint.number}/helper/"

    def call(act: str, **given: str) -> Any:
        return client.post(f"{api}{act}/", given, content_type="application/json")

    assert call("ask", email="own@example.cn").status_code == 409
    assert call("ask", email="x").status_code == 400
    assert call("ask", email="xiulan@example.cn").status_code == 204
    assert call("authorise", exhibit=str(complaint.pk)).status_code == 409
    paper = add_exhibit(Case(complaint, user, Actor.of_user(user)), copy=False)
    code = call("authorise", exhibit=str(paper.pk)).json()["code"]
    assert acts_on_cases.open_with_code(code=code) == complaint
    assert call("authorise", exhibit=str(paper.pk)).status_code == 409
    assert call("end").status_code == 204
    assert call("end").status_code == 404


def test_who_filed_for_themselves_cannot_say_afterwards_that_they_helped(client: Client):
    case = make_case(at=timezone.now())
    client.force_login(case.owner)
    shown = client.get(f"/cases/{case.complaint.number}/statements/contacts/").content.decode()
    assert 'value="guardian"' in shown
    assert "authorised_helper" not in shown
