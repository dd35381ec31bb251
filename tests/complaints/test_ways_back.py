"""A lost code: what the address given at filing gets, and what a link and a telephone open."""

import re
from datetime import timedelta
from importlib import import_module
from types import SimpleNamespace
from typing import Any

import pytest
from django.apps import apps
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.actors import Actor, code_digest
from complaints import services
from complaints.models import Access, Act, CodeMail, Complaint, LedgerEntry, Party, Subscription, WayBack
from core.retention_and_limits import FILED_MAILS_A_DAY, WAY_BACK_LIFE, WAYS_BACK_A_DAY, WAYS_BACK_AN_HOUR
from tests.cases import make_user
from tests.complaints.test_codes import PERSON, code_of, signed_in, with_code
from tests.filings.mailbox import Mailbox, serving
from tests.hostile.cases import ENOUGH, filed

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("store")]

ADDRESS, TELEPHONE = PERSON["email"], PERSON["phone"]
LINK = re.compile(r"/return/([0-9A-Z-]{23})/")


def ask(address: str = ADDRESS, number: str = "", network: str = "203.0.113.7") -> str:
    answer = Client().post("/return/", {"email": address, "number": number}, REMOTE_ADDR=network, follow=True)
    return str(answer.content.decode())


def sent() -> list[Any]:
    services.send_code_mails()
    letters, mail.outbox = list(mail.outbox), []
    return letters


def lost(client: Client, **person: str) -> Complaint:
    """A case whose mailbox is confirmed."""
    complaint = filed(client, you={**PERSON, **person})
    sent()
    Subscription.objects.filter(complaint=complaint).update(confirmed_at=timezone.now())
    return complaint


def link_for(complaint: Complaint) -> str:
    ask()
    (letter,) = sent()
    return str(LINK.search(letter.body.partition(complaint.number)[2])[0])  # type: ignore[index]


def test_a_confirmed_address_gets_number_and_way_back_and_no_word_of_the_case(client: Client, settings: Any):
    with serving(Mailbox()) as mailbox:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", mailbox.port
        complaint = filed(client, you=PERSON, story={"story": "金丝雀的经过"})
        assert not mailbox.received, "a row first"
        assert services.send_code_mails() == 1
        link = re.search(r"/mailbox/[0-9A-Z-]{23}/", mailbox.mails()[0].get_content())
        Client().post(link[0], {"act": "confirm"})  # type: ignore[index]
        assert services.send_code_mails() == 1
        ask()
        assert services.send_code_mails() == 1
        _first, letter, back = mailbox.mails()
    assert back["To"] == ADDRESS
    assert LINK.search(back.get_content().partition(complaint.number)[2])
    body = letter.get_content()
    assert letter["To"] == ADDRESS
    assert complaint.number in letter["Subject"]
    assert "/return/" in body
    assert "/resume/" in body
    for kept in (code_of(complaint), PERSON["name"], TELEPHONE, "金丝雀"):
        assert kept not in body
    assert set(CodeMail.objects.values_list("state", flat=True)) == {"done"}


def test_filing_with_an_account_sends_to_the_account(client: Client):
    client.force_login(make_user("consumer"))
    filed(client, you=PERSON)
    token = re.search(r"/mailbox/([0-9A-Z-]{23})/", sent()[0].body)
    services.confirm_mailbox(token=token[1])  # type: ignore[index]
    (letter,) = sent()
    assert "/cases/" in letter.body
    assert "/return/" not in letter.body
    assert "/resume/" not in letter.body


def test_filing_without_an_address_sends_nothing(client: Client):
    filed(client)
    assert not CodeMail.objects.exists()


def test_a_stranger_who_files_with_my_address_fills_no_mailbox():
    for _turn in range(FILED_MAILS_A_DAY + 2):
        filed(Client(), you=PERSON)
    assert len(sent()) == FILED_MAILS_A_DAY


def test_the_answer_is_the_same_whether_anything_was_filed_or_not(client: Client):
    complaint = lost(client)
    known, unknown = ask(), ask("nobody@example.cn")
    wrong_number = ask(number="AN-2020-999999")
    assert known == unknown == wrong_number == ask(number=complaint.number)
    letters = sent()
    assert [letter.to for letter in letters] == [[ADDRESS], [ADDRESS]]
    for letter in letters:
        for kept in (code_of(complaint), PERSON["name"], TELEPHONE):
            assert kept not in letter.body


def test_asking_does_as_much_whether_anything_was_filed_or_not(client: Client):
    lost(client)
    done = []
    for address in (ADDRESS, "nobody@example.cn"):
        with CaptureQueriesContext(connection) as asked:
            services.ask_way_back(by=Actor(), address=address)
        done.append([query["sql"].partition(" VALUES")[0] for query in asked.captured_queries])
    assert done[0] == done[1]


def test_addresses_given_before_there_was_an_index_are_found_again(client: Client):
    complaint = lost(client)
    Party.objects.update(email_index="")
    migration = import_module("complaints.migrations.0014_email_index")
    migration.index_addresses(apps, SimpleNamespace(connection=connection))
    assert link_for(complaint)


def test_link_and_telephone_give_a_new_code_once(client: Client):
    complaint = lost(client)
    old, link, page = code_of(complaint), link_for(complaint), f"/cases/{complaint.number}/"
    device = Client()
    assert link.strip("/").rpartition("/")[2] not in str(list(WayBack.objects.values()))
    for _look in range(3):  # as programs that look at mails do
        assert "登记时的电话" in device.get(link).content.decode()
    assert code_of(complaint) == old

    shown = device.post(link, {"telephone": " +86 139-0000 1234 "}, follow=True).content.decode()
    new = code_of(complaint)
    assert new != old
    assert new in shown
    assert device.get(page).status_code == 200
    assert client.get(page).status_code == 404
    assert with_code(new).get(page).status_code == 200
    assert Client().post(link, {"telephone": TELEPHONE}).status_code == 404
    entry = LedgerEntry.objects.filter(complaint=complaint).latest("sequence")
    assert (entry.act, entry.detail["how"]) == (Act.CODE_REPLACED, "mail")
    assert "用发到登记邮箱的链接和登记的电话" in device.get(page).content.decode()
    (told,) = sent()
    assert told.to == [ADDRESS]
    assert "换过了" in told.subject
    assert new not in told.body


def test_three_wrong_telephones_end_the_link(client: Client):
    complaint = lost(client)
    old, link, stranger = code_of(complaint), link_for(complaint), Client()
    answers = [stranger.post(link, {"telephone": f"1390000000{turn}"}) for turn in range(3)]
    assert [one.status_code for one in answers] == [422, 422, 404]
    assert "还可以试 1 次" in answers[1].content.decode()
    assert "到了上限，链接作废" in answers[2].content.decode()
    assert stranger.post(link, {"telephone": TELEPHONE}).status_code == 404
    assert code_of(complaint) == old
    assert LedgerEntry.objects.filter(complaint=complaint).latest("sequence").act == Act.WAY_BACK_ENDED


def test_a_link_lives_a_day(client: Client):
    complaint = lost(client)
    token = link_for(complaint).strip("/").rpartition("/")[2]
    end = WayBack.objects.get().expires_at
    assert services.find_way_back(token=token, at=end - timedelta(seconds=1))
    assert services.use_way_back(by=Actor(), token=token, telephone=TELEPHONE, at=end) is None
    services.forget_code_mails(at=end)
    assert not WayBack.objects.exists()


def test_without_a_telephone_there_is_no_link_and_no_empty_one_opens(client: Client):
    complaint = lost(client)
    person = complaint.complainant
    token = link_for(complaint).strip("/").rpartition("/")[2]
    person.phone = person.phone_index = ""
    person.save()
    tried = services.use_way_back(by=Actor(), token=token, telephone="")
    assert tried is not None
    assert not tried.code
    ask()
    assert not LINK.search(sent()[0].body)


def test_a_stranger_neither_floods_a_mailbox_nor_keeps_its_owner_out(client: Client):
    """So many mails a day, whoever asks; whoever finds them spent has one that still works."""
    complaint, other = lost(client), lost(Client())
    for turn in range(WAYS_BACK_A_DAY + 4):
        ask(number=other.number, network=f"198.51.100.{turn}")  # of another case with the same address
    letters = sent()
    assert len(letters) == WAYS_BACK_A_DAY
    ask()
    assert sent() == []
    link = LINK.search(letters[-1].body.partition(complaint.number)[2])[0]  # type: ignore[index]
    assert Client().post(link, {"telephone": TELEPHONE}).status_code == 302
    day_after = timezone.now() + WAY_BACK_LIFE
    services.ask_way_back(by=Actor(), address=ADDRESS, at=day_after)
    services.send_code_mails(at=day_after)
    assert [one for one in mail.outbox if "找回" in one.subject]


def test_strangers_who_filed_before_put_nobody_out_of_the_mail(client: Client, monkeypatch: Any):
    monkeypatch.setattr("complaints.services.code_mails.MOST_NAMED", 1)
    lost(Client())
    complaint = lost(client)
    ask(number=complaint.number)
    (letter,) = sent()
    link = LINK.search(letter.body.partition(complaint.number)[2])[0]  # type: ignore[index]
    assert Client().post(link, {"telephone": TELEPHONE}).status_code == 302


def test_a_link_goes_only_to_the_address_of_its_own_case_as_it_was_spelled(client: Client):
    """On some servers another spelling is another person's; who files with it uses up nobody's mails."""
    complaint, spelled = lost(client), ADDRESS.title().replace("Example.Cn", "example.cn")
    other = lost(Client(), email=spelled)
    for asked in ({"number": other.number}, {"address": spelled}, {"number": other.number}):
        ask(**asked)
        (letter,) = sent()
        assert letter.to == [spelled]
        assert other.number in letter.body
        assert complaint.number not in letter.body
    ask(number=other.number)
    assert sent() == []
    for asked in ({"number": complaint.number}, {"address": ADDRESS.upper()}):
        ask(**asked)
        (letter,) = sent()
        assert letter.to == [ADDRESS]
        assert complaint.number in letter.body
        assert other.number not in letter.body


def test_one_network_asks_so_often_an_hour():
    answers = [
        Client().post("/return/", {"email": "a@example.cn"}).status_code
        for _turn in range(WAYS_BACK_AN_HOUR + 1)
    ]
    assert answers == [302] * WAYS_BACK_AN_HOUR + [429]


def test_a_case_in_an_account_is_opened_by_no_mail(client: Client):
    complaint = lost(client)
    link = link_for(complaint)
    mine = signed_in(make_user("consumer"))
    mine.post("/resume/", {"code": code_of(complaint)})
    mine.post(f"/cases/{complaint.number}/take-over/")
    sent()
    assert Client().post(link, {"telephone": TELEPHONE}).status_code == 404
    ask()
    (letter,) = sent()
    assert "请登录打开" in letter.body
    assert not LINK.search(letter.body)


def test_the_mail_that_tells_of_a_take_over_takes_it_back(client: Client):
    """Who stole a code and took the case loses it to who has the mailbox and knows the telephone."""
    complaint = lost(client)
    thief = signed_in(make_user("thief"))
    thief.post("/resume/", {"code": code_of(complaint)})
    thief.post(f"/cases/{complaint.number}/take-over/")
    (told,) = sent()
    link, owner = LINK.search(told.body)[0], Client()  # type: ignore[index]
    page = f"/cases/{complaint.number}/"
    assert thief.post(f"{page}code/").status_code == 302, "another code takes the link from nobody"
    held = with_code(code_of(complaint))
    assert owner.post(link, {"telephone": TELEPHONE}).status_code == 302
    assert held.get(page).status_code == 404
    assert owner.get(page).status_code == 200
    assert thief.get(page).status_code == 404
    assert Complaint.objects.get(pk=complaint.pk).owner is None


def test_a_replaced_code_ends_no_link(client: Client):
    """Who stole a code and replaced it locks nobody out who has the mailbox and knows the telephone."""
    complaint = lost(client)
    link, thief, page = link_for(complaint), with_code(code_of(complaint)), f"/cases/{complaint.number}/"
    thief.post(f"{page}code/")
    owner = Client()
    assert owner.post(link, {"telephone": TELEPHONE}).status_code == 302
    assert owner.get(page).status_code == 200
    assert thief.get(page).status_code == 404


def test_a_share_that_a_thief_made_is_named_and_ended_where_a_new_code_is_shown(client: Client):
    complaint = lost(client)
    link, stranger, page = link_for(complaint), make_user("stranger"), f"/cases/{complaint.number}/"
    thief = Actor(codes=(code_digest(code_of(complaint)),))
    access = services.grant_access(by=thief, complaint=complaint, why=Access.Why.SHARED, user=stranger)
    owner = Client()
    shown = owner.post(link, {"telephone": TELEPHONE}, follow=True).content.decode()
    assert "stranger" in shown
    assert "换码不会结束这些授权" in shown
    assert f"{page}share/{access.pk}/end/" in shown
    assert "不是您授权的请结束" in sent()[0].body
    owner.post(f"{page}share/{access.pk}/end/")
    assert "stranger" not in owner.get(f"{page}code/").content.decode()


def test_a_code_that_is_replaced_on_the_page_is_told_so_often_a_day(client: Client):
    complaint = lost(client)
    old = code_of(complaint)
    for _turn in range(WAYS_BACK_A_DAY + 2):
        client.post(f"/cases/{complaint.number}/code/")
    letters = sent()
    assert len(letters) == WAYS_BACK_A_DAY
    for letter in letters:
        assert letter.to == [ADDRESS]
        assert "在“案件码”那一页换的" in letter.body
        assert "/return/" in letter.body
        for kept in (old, code_of(complaint), PERSON["name"], TELEPHONE):
            assert kept not in letter.body
    ask()
    assert LINK.search(sent()[0].body), "these mails use up none of the ways back"


def test_what_is_no_address_is_said(client: Client):
    page = client.post("/return/", {"email": "wang", "number": "17"})
    assert page.status_code == 422
    assert "这不像一个电子邮箱地址" in page.content.decode()
    assert "投诉编号像" in page.content.decode()
    assert not CodeMail.objects.exists()


@pytest.mark.parametrize(
    ("person", "promised"), [(PERSON, True), ({**PERSON, "email": ""}, False), (ENOUGH["you"], False)]
)
def test_a_way_back_is_promised_where_address_and_telephone_were_filed(
    client: Client, person: dict[str, str], promised: bool, settings: Any
):
    settings.EMAIL_LEAVES = True
    complaint = filed(client, you=person)
    page = client.get(f"/cases/{complaint.number}/code/").content.decode()
    assert ("可以换一个新的" in page) == promised
    assert ("码丢了就打不开了" in page) != promised
