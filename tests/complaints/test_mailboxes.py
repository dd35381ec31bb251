"""An address is first sent a link and nothing of the case; the number and all news wait for who reads the mailbox."""

import re
from datetime import timedelta
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.test import Client
from django.utils import timezone

from accounts.actors import Actor
from complaints import services
from complaints.models import Act, CodeMail, Complaint, LedgerEntry, Subscription
from core.retention_and_limits import FILED_MAILS_A_DAY, MAILBOX_LINK_LIFE
from tests.cases import make_user
from tests.complaints.test_codes import PERSON, code_of, signed_in
from tests.hostile.cases import filed

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("store")]

ADDRESS = PERSON["email"]
LINK = re.compile(r"/mailbox/[0-9A-Z-]{23}/")


def sent() -> list[Any]:
    services.send_code_mails()
    letters, mail.outbox = list(mail.outbox), []
    return letters


def link_in(letter: Any) -> str:
    return str(LINK.search(letter.body)[0])  # type: ignore[index]


def confirmed(link: str) -> None:
    assert Client().post(link, {"act": "confirm"}).status_code == 302


def test_the_first_mail_is_a_link_without_number_and_the_number_follows_its_use(
    client: Client, settings: Any
):
    complaint = filed(client, you=PERSON, story={"story": "金丝雀的经过"})
    settings.EMAIL_LEAVES = True
    receipt = f"/cases/{complaint.number}/receipt/"
    assert f"要用 {ADDRESS} 收进展" in client.get(receipt).content.decode()
    (first,) = sent()
    assert first.to == [ADDRESS]
    assert first.subject == "请确认这个邮箱"
    kept = (complaint.number, code_of(complaint), PERSON["name"], PERSON["phone"], "金丝雀")
    for word in kept:
        assert word not in first.subject + first.body
    link, reader = link_in(first), Client()
    for _look in range(2):  # as programs that look at mails do
        page = reader.get(link).content.decode()
        assert "是您吗" in page
        assert complaint.number not in page
    assert sent() == []

    assert "邮箱确认好了" in reader.post(link, {"act": "confirm"}, follow=True).content.decode()
    reader.post(link, {"act": "confirm"})
    assert "要用" not in client.get(receipt).content.decode()
    (second,) = sent()
    assert second.subject == f"投诉 {complaint.number} 已登记"
    assert f"（{timezone.localdate(complaint.filed_at):%Y-%m-%d}）" in second.body
    for word in kept[1:]:
        assert word not in second.body
    entry = LedgerEntry.objects.filter(complaint=complaint).latest("sequence")
    assert (entry.act, entry.about) == (Act.NEWS_BEGUN, "电子邮件")
    assert ADDRESS not in str(entry.detail)
    assert Client().get(f"/cases/{complaint.number}/").status_code == 404, "the link opens no case"


def test_who_filed_nothing_says_so_and_gets_nothing_more(client: Client):
    complaint = filed(client, you=PERSON)
    link = link_in(sent()[0])
    assert "停了" in Client().post(link, {"act": "refuse"}).content.decode()
    assert Client().post(link, {"act": "confirm"}).status_code == 404
    client.post(f"/cases/{complaint.number}/news/", {"act": "mailbox"})
    assert sent() == []
    assert "打开确认链接的人说不是自己的" in client.get(f"/cases/{complaint.number}/news/").content.decode()


def test_before_it_is_confirmed_no_mail_about_the_code_names_the_number(client: Client):
    complaint = filed(client, you=PERSON)
    link = link_in(sent()[0])
    page = f"/cases/{complaint.number}/code/"
    client.post(page)
    services.ask_way_back(by=Actor(), address=ADDRESS)
    for letter in sent():
        assert complaint.number not in letter.subject + letter.body
        assert "一件投诉" in letter.body
    confirmed(link)
    sent()
    client.post(page)
    assert sent()[0].subject == f"投诉 {complaint.number} 的案件码换过了"


def test_a_link_back_that_was_used_with_the_telephone_confirms_the_mailbox(client: Client):
    complaint = filed(client, you=PERSON)
    sent()
    services.ask_way_back(by=Actor(), address=ADDRESS)
    back = re.search(r"/return/[0-9A-Z-]{23}/", sent()[0].body)[0]  # type: ignore[index]
    Client().post(back, {"telephone": PERSON["phone"]})
    assert Subscription.objects.active().get(complaint=complaint).address == ADDRESS


def test_an_account_that_showed_that_it_reads_the_mailbox_is_not_asked(client: Client):
    user = make_user("consumer")
    EmailAddress.objects.create(user=user, email=ADDRESS.upper(), verified=True, primary=True)
    client.force_login(user)
    complaint = filed(client, you=PERSON)
    (letter,) = sent()
    assert letter.subject == f"投诉 {complaint.number} 已登记"
    assert Subscription.objects.active().get().complaint == complaint


def test_a_link_is_over_after_its_time_and_can_be_asked_for_again(client: Client, settings: Any):
    complaint = filed(client, you=PERSON)
    link = link_in(sent()[0])
    later = timezone.now() + MAILBOX_LINK_LIFE + timedelta(minutes=1)
    token = link.strip("/").rpartition("/")[2]
    assert services.confirm_mailbox(token=token, at=later) is None
    assert "信寄不出去" in client.get(f"/cases/{complaint.number}/news/").content.decode()
    settings.EMAIL_LEAVES = True
    assert "确认信几分钟内寄到" in (
        client.post(f"/cases/{complaint.number}/news/", {"act": "mailbox"}, follow=True).content.decode()
    )
    anew = link_in(sent()[0])
    assert anew != link
    assert Client().post(link, {"act": "confirm"}).status_code == 404
    confirmed(anew)


def test_who_asks_once_more_keeps_the_link_until_another_is_made_and_is_told_where_none_is(
    client: Client, settings: Any
):
    settings.EMAIL_LEAVES = True
    complaint = filed(client, you=PERSON)
    page, link = f"/cases/{complaint.number}/news/", link_in(sent()[0])
    for _turn in range(FILED_MAILS_A_DAY - 1):
        for _press in range(2):
            assert "几分钟内寄到" in client.post(page, {"act": "mailbox"}, follow=True).content.decode()
        assert Client().get(link).status_code == 200, "not before the new one is made"
        (letter,) = sent()
        assert Client().get(link).status_code == 404
        link = link_in(letter)
    refused = client.post(page, {"act": "mailbox"})
    assert refused.status_code == 409
    assert "到了上限，没有再寄" in refused.content.decode()
    assert sent() == []
    confirmed(link)
    assert "已经确认过了" in client.post(page, {"act": "mailbox"}).content.decode()


def test_strangers_who_file_with_an_address_use_up_no_day_of_who_asks_on_their_page(
    client: Client, settings: Any
):
    settings.EMAIL_LEAVES = True
    strangers = [Client() for _turn in range(FILED_MAILS_A_DAY)]
    theirs = [filed(stranger, you=PERSON) for stranger in strangers]
    assert len(sent()) == FILED_MAILS_A_DAY
    complaint = filed(client, you=PERSON)
    assert sent() == []
    for stranger, other in zip(strangers, theirs, strict=True):
        assert stranger.post(f"/cases/{other.number}/news/", {"act": "mailbox"}).status_code == 409
    assert client.post(f"/cases/{complaint.number}/news/", {"act": "mailbox"}).status_code == 302
    (letter,) = sent()
    confirmed(link_in(letter))
    assert Subscription.objects.active().get().complaint == complaint


def test_a_mail_that_did_not_leave_goes_out_with_a_link_that_works(client: Client, settings: Any):
    filed(client, you=PERSON)
    backend = settings.EMAIL_BACKEND
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
    services.send_code_mails()
    settings.EMAIL_BACKEND = backend
    services.send_code_mails(at=timezone.now() + timedelta(minutes=5))
    confirmed(link_in(mail.outbox[-1]))
    assert Subscription.objects.active().count() == 1


def test_another_address_is_asked_anew_and_the_old_one_gets_no_news(client: Client):
    complaint = filed(client, you=PERSON)
    confirmed(link_in(sent()[0]))
    sent()
    page = f"/cases/{complaint.number}/statements/you/"
    shown = client.get(page).context
    answers = {name: value for name, value in shown["form"].initial.items() if value}
    said = {**answers, "email": "neu@example.cn", "shown": shown["shown"]}
    assert client.post(page, said).status_code == 302
    assert Complaint.objects.get(pk=complaint.pk).complainant.email == "neu@example.cn"
    (letter,) = sent()
    assert letter.to == ["neu@example.cn"]
    assert LINK.search(letter.body)


def test_only_the_complainant_changes_the_ways_of_news(client: Client, settings: Any):
    complaint = filed(client, you=PERSON)
    link = link_in(sent()[0])
    confirmed(link)
    way = Subscription.objects.get()
    page = f"/cases/{complaint.number}/news/"
    for other in (Client(), signed_in(make_user("stranger"))):
        assert other.get(page).status_code == 404
        assert other.post(page, {"act": "end", "way": way.pk}).status_code == 404
    client.post(page, {"act": "end", "way": way.pk})
    way.refresh_from_db()
    assert way.ended_at
    assert "再发一封确认信" not in client.get(page).content.decode()
    settings.EMAIL_LEAVES = True
    assert "再发一封确认信" in client.get(page).content.decode()
    assert not CodeMail.objects.filter(state="waiting", kind="confirm").exists()
