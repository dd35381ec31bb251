"""An adult for whom somebody filed confirms by a code that came to a telephone of their own, where a gateway is set."""

import json
import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from accounts.actors import Actor
from complaints import services as acts_on_cases
from complaints.forms import YouForm
from complaints.models import Access, Complaint, Subscription, TextedNumber, WayBack
from complaints.services import NotHelped, forget_ended_ways
from core.retention_and_limits import (
    HELP_LINK_LIFE,
    TEXT_CODES_AN_HOUR,
    TEXT_CODES_FROM_ONE,
    TEXT_CODES_TO_ONE,
    TEXTED_NUMBER_LIFE,
    TEXTS_STOPPED_LIFE,
    WRONG_TELEPHONES,
)
from filings import services
from filings.models import Notice
from tests.cases import Case, make_case, make_user
from tests.filings.test_helpers import acts, helped, sent_link, signed_in
from tests.filings.test_signals import Server, server  # noqa: F401  # a fixture

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("store", "keys")]

OWN, DISTURBED = "13700005678", "13900001234"
CODE = re.compile(r"\b[0-9A-Z]{5}(?:-[0-9A-Z]{5}){3}\b")


def asked(case: Case, client: Client, number: str = OWN, **more: str) -> str:
    page = f"/cases/{case.complaint.number}/helper/"
    said = {"act": "text", "number": number, **more}
    return client.post(page, said, follow=True).content.decode()


def sent(server: Server) -> dict[str, str]:  # noqa: F811
    """What the gateway got last."""
    services.send_signals()
    message: dict[str, str] = json.loads(server.got[-1][2])
    return message


def code_in(message: dict[str, str]) -> str:
    found = CODE.search(message["text"])
    assert found, message
    return found[0]


def test_the_adult_types_the_code_on_their_own_telephone_and_the_case_is_theirs(server: Server):  # noqa: F811
    case = helped(email="")
    client = signed_in(case)
    assert "短信几分钟内发出" in (shown := asked(case, client, "137 0000 5678"))
    assert "短信正在发" in shown
    assert not server.got, "a row first"
    message = sent(server)
    assert message["to"] == OWN
    code = code_in(message)
    assert "短信交给短信服务商了" in client.get(f"/cases/{case.complaint.number}/helper/").content.decode()
    adult = Client()
    page = adult.post("/resume/", {"code": code.lower()})["Location"]
    assert page == f"/confirm-help/{code.lower()}/"
    assert "王小宁想帮您投诉" in adult.get(page).content.decode()
    done = adult.post(page, {"act": "confirm", "telephone": "139 0000 1234"}, follow=True).content.decode()
    assert Access.objects.get(complaint=case.complaint, why="code").code in done
    own = adult.get(f"/cases/{case.complaint.number}/").content.decode()
    assert "用发到本人手机的码和登记的电话" in own
    assert [act for act, _who in acts(case)] == ["complaint_filed", "help_asked", "help_confirmed"]
    assert adult.get(page).status_code == 404, "once"


def test_a_text_holds_the_code_and_nobody_s_name_and_no_matter(server: Server):  # noqa: F811
    case = helped(email="")
    assert "没有姓名，没有编号，没有内容" in asked(case, signed_in(case))
    message = sent(server)
    for secret in (
        "王秀兰",
        "王小宁",
        case.complaint.number,
        DISTURBED,
        "骚扰",
        "投诉",
        "退订",
        "10690000123456",
    ):
        assert secret not in str(message)
    assert set(message) == {"to", "text", "id"}
    assert f"{HELP_LINK_LIFE.days} 天内有效" in message["text"]
    assert "/resume/" in message["text"]
    code = code_in(message)
    assert code not in str([one.body for one in Notice.objects.all()])
    assert code not in str(list(WayBack.objects.values()))


def test_a_text_comes_in_the_language_of_the_case(marked: None, server: Server):  # noqa: F811
    case = helped(email="")
    Complaint.objects.filter(pk=case.complaint.pk).update(language="en")
    services.ask_person_by_text(by=case.by, complaint=case.complaint, number=OWN)
    assert sent(server)["text"].startswith("⟦")


def test_the_code_never_goes_to_the_number_that_is_asked_for_with_it(server: Server):  # noqa: F811
    case = helped(email="", number="13600007777")
    client = signed_in(case)
    shown = client.get(f"/cases/{case.complaint.number}/helper/").content.decode()
    assert "本人的另一个手机号（不能是登记的号码）" in shown
    assert "disturbed_too" not in shown
    assert DISTURBED not in shown, "not proposed"
    for number in (DISTURBED, "139 0000 1234", "13600007777"):
        assert "这是登记的号码：确认时还要填它，码不能也发到它" in asked(
            case, client, number, disturbed_too="1"
        )
    assert not WayBack.objects.exists()
    assert not Notice.objects.exists()
    assert [act for act, _who in acts(case)] == ["complaint_filed"]


def test_what_is_no_mobile_number_and_a_number_of_the_helper_s_own_cases_gets_nothing(server: Server):  # noqa: F811
    case = helped(email="")
    client = signed_in(case)
    assert "请填 11 位手机号" in asked(case, client, "021-12345678")
    assert 'value="021-12345678"' in asked(case, client, "021-12345678"), "what was typed stays"
    own = make_case(phone="13700005678", email="", at=timezone.now())
    Complaint.objects.filter(pk=own.complaint.pk).update(owner=case.owner)
    assert "这是您自己投诉里的号码" in asked(case, client)
    assert not WayBack.objects.exists()
    assert not Notice.objects.exists()


def test_wrong_telephones_end_the_code(server: Server):  # noqa: F811
    case = helped(email="")
    asked(case, signed_in(case))
    page = f"/confirm-help/{code_in(sent(server))}/"
    answers = [
        Client().post(page, {"act": "confirm", "telephone": "13900009999"}).status_code
        for _turn in range(WRONG_TELEPHONES + 1)
    ]
    assert answers == [422] * (WRONG_TELEPHONES - 1) + [404] * 2
    assert Client().post(page, {"act": "confirm", "telephone": DISTURBED}).status_code == 404
    assert acts_on_cases.awaits_person(case.complaint)


def test_few_texts_go_to_one_telephone_whoever_asks_and_for_whatever(server: Server):  # noqa: F811
    for _turn in range(TEXT_CODES_TO_ONE):
        case = helped(email="")
        services.ask_person_by_text(by=case.by, complaint=case.complaint, number=OWN)
    other = make_case(email="", at=timezone.now())
    with pytest.raises(
        services.Refused, match="这个号码今天收的验证码到了上限，没有发。明天再试，或者用邮件、日历。"
    ):
        services.ask_text(by=other.by, complaint=other.complaint, number=OWN, consent=services.text_consent())
    waits = helped(email="")
    with pytest.raises(services.Refused, match="到了上限，没有发。明天再试，或者用别的办法。"):
        services.ask_person_by_text(by=waits.by, complaint=waits.complaint, number=OWN)
    services.send_signals()
    assert len(server.got) == TEXT_CODES_TO_ONE


def test_a_stranger_who_uses_up_the_texts_of_a_telephone_keeps_nobody_from_confirming(server: Server):  # noqa: F811
    stranger = "203.0.113.66"
    for turn in range(TEXT_CODES_FROM_ONE + 1):
        case = helped(email="")
        client = Client(REMOTE_ADDR=stranger)
        client.force_login(case.owner)
        shown = asked(case, client)
        assert ("从您的网络发到这个号码的短信今天到了上限" in shown) is (turn == TEXT_CODES_FROM_ONE)
    case = helped(email="")
    helper = signed_in(case)
    assert "短信几分钟内发出" in asked(case, helper)
    for _turn in range(TEXT_CODES_FROM_ONE):
        shown = asked(case, helper)
    assert "短信今天到了上限，没有发。先前发出的码还能用。" in shown
    code = code_in(sent(server))
    adult = Client().post(f"/confirm-help/{code}/", {"act": "confirm", "telephone": DISTURBED})
    assert adult.status_code == 302


def test_few_texts_a_day_go_to_one_telephone_from_however_many_networks(server: Server):  # noqa: F811
    for network in range(TEXT_CODES_TO_ONE + 2):
        case = helped(email="")
        client = Client(REMOTE_ADDR=f"203.0.{network}.66")
        client.force_login(case.owner)
        shown = asked(case, client)
        assert ("这个号码今天收的验证码到了上限" in shown) is (network >= TEXT_CODES_TO_ONE)
    services.send_signals()
    assert len(server.got) == TEXT_CODES_TO_ONE <= 4


def test_who_holds_the_telephone_ends_all_texts_to_it_and_may_have_them_again(server: Server):  # noqa: F811
    case = helped(email="")
    client = signed_in(case)
    asked(case, client)
    page = no_texts_in(sent(server))
    assert OWN not in page
    first, holder = Client().get(page).content.decode(), Client()
    assert "有人在这里填了您的手机号" in first
    assert not TextedNumber.objects.get().stopped_at, "opening it says nothing"
    waits = helped(email="")
    services.ask_person_by_text(by=waits.by, complaint=waits.complaint, number=OWN)
    assert "停了" in holder.post(page, {"act": "stop"}).content.decode()
    services.send_signals()
    assert len(server.got) == 1, "nor what was asked for before"
    other = make_case(email="", at=timezone.now())
    with pytest.raises(services.Refused, match="用这个号码的人停了本站的短信，没有发。"):
        services.ask_text(by=other.by, complaint=other.complaint, number=OWN, consent=services.text_consent())
    assert "用这个号码的人停了本站的短信，没有发。" in asked(case, client)
    holder.post(page, {"act": "allow"})
    services.ask_text(by=other.by, complaint=other.complaint, number=OWN, consent=services.text_consent())
    assert no_texts_in(sent(server)) == page, "one link for all texts to it"


def test_an_end_of_texts_ends_those_of_every_case_that_has_the_telephone(server: Server):  # noqa: F811
    case = make_case(email="", at=timezone.now())
    services.ask_text(by=case.by, complaint=case.complaint, number=OWN, consent=services.text_consent())
    message = sent(server)
    found = re.search(r"\d{6}", message["text"])
    assert found
    services.confirm_text(by=case.by, complaint=case.complaint, code=found[0])
    assert Client().post(no_texts_in(message), {"act": "stop"}).status_code == 200
    way = Subscription.objects.get()
    assert (way.address, bool(way.ended_at)) == ("", True)
    assert [act for act, _who in acts(case)][-2:] == ["news_begun", "news_ended"]


def test_of_a_telephone_that_got_a_text_its_keyed_hash_alone_is_kept_and_not_for_ever(server: Server):  # noqa: F811
    case = helped(email="")
    asked(case, signed_in(case))
    page = no_texts_in(sent(server))
    row = TextedNumber.objects.get()
    assert OWN not in str(TextedNumber.objects.values())
    assert page.split("/")[-2] not in str(TextedNumber.objects.values())
    forget_ended_ways(at=row.texted_at + TEXTED_NUMBER_LIFE - timedelta(minutes=1))
    Client().post(page, {"act": "stop"})
    forget_ended_ways(at=row.texted_at + TEXTED_NUMBER_LIFE)
    assert TextedNumber.objects.exists(), "its holder wants none for longer"
    row.refresh_from_db()
    forget_ended_ways(at=row.stopped_at + TEXTS_STOPPED_LIFE)
    assert not TextedNumber.objects.exists()
    assert Client().get(page).status_code == 404
    assert Client().post("/no-texts/AAAAA-AAAAA-AAAAA-AAAAA-AAAAA/", {"act": "stop"}).status_code == 404


def no_texts_in(message: dict[str, str]) -> str:
    """The address in a text by which its reader gets no more."""
    found = re.search(r"/no-texts/(?:[A-Z2-7]{5}-){4}[A-Z2-7]{5}/", message["text"])
    assert found, message
    return found[0]


def test_one_address_asks_for_few_an_hour(server: Server):  # noqa: F811
    answers = []
    for turn in range(TEXT_CODES_AN_HOUR + 1):
        case = helped(email="")
        answers.append("从您的网络要验证码要得太多了" in asked(case, signed_in(case), f"1370000{turn:04d}"))
    assert answers == [False] * TEXT_CODES_AN_HOUR + [True]


def test_a_newer_mail_or_text_ends_the_one_before(server: Server):  # noqa: F811
    case = helped()
    client, mailed = signed_in(case), sent_link()
    assert "再发短信，先前的链接和码就作废；再寄信，寄出以后作废。" in asked(case, client)
    assert Client().get(f"/confirm-help/{mailed}/").status_code == 404
    texted = code_in(sent(server))
    acts_on_cases.ask_person(by=case.by, complaint=case.complaint, address="xiulan@example.cn")
    mailed = sent_link()
    assert Client().get(f"/confirm-help/{texted}/").status_code == 404
    assert Client().get(f"/confirm-help/{mailed}/").status_code == 200


@pytest.fixture
def mails_fail(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """The mail server is away until this is undone."""

    def away(_server: Any, _messages: Any) -> int:
        raise ConnectionRefusedError

    monkeypatch.setattr("django.core.mail.backends.locmem.EmailBackend.send_messages", away)
    return monkeypatch


def opens(code: str) -> bool:
    return Client().get(f"/confirm-help/{code}/").status_code == 200


def test_a_mail_that_waits_ends_no_code_that_was_texted_since(
    server: Server,  # noqa: F811
    mails_fail: pytest.MonkeyPatch,
    mailoutbox: list[Any],
):
    case = helped(email="")
    client, at = signed_in(case), timezone.now()
    acts_on_cases.ask_person(by=case.by, complaint=case.complaint, address="x@example.cn")
    acts_on_cases.send_code_mails(at=at)
    asked(case, client)
    code = code_in(sent(server))
    acts_on_cases.send_code_mails(at=at + timedelta(minutes=10))
    assert opens(code)
    mails_fail.undo()
    acts_on_cases.send_code_mails(at=at + timedelta(hours=1))
    assert opens(code)
    assert not mailoutbox, "what was asked for since stands in its place"


def test_a_mail_ends_what_was_asked_for_before_it_once_it_has_gone(
    server: Server,  # noqa: F811
    mails_fail: pytest.MonkeyPatch,
    mailoutbox: list[Any],
):
    case = helped(email="")
    asked(case, signed_in(case))
    texted, at = code_in(sent(server)), timezone.now()
    acts_on_cases.ask_person(by=case.by, complaint=case.complaint, address="x@example.cn")
    acts_on_cases.send_code_mails(at=at)
    acts_on_cases.send_code_mails(at=at + timedelta(minutes=10))
    assert opens(texted), "no mail has gone"
    mails_fail.undo()
    acts_on_cases.send_code_mails(at=at + timedelta(hours=1))
    [letter] = mailoutbox
    found = CODE.search(letter.body)
    assert found
    assert opens(found[0])
    assert not opens(texted)
    assert WayBack.objects.open(timezone.now()).count() == 1, "nor any link of an attempt that failed"


def test_what_the_person_asked_for_at_their_own_mailbox_outlives_a_mail_that_waited(
    mails_fail: pytest.MonkeyPatch, mailoutbox: list[Any]
):
    helped()
    at = timezone.now()
    acts_on_cases.send_code_mails(at=at)
    mails_fail.undo()
    acts_on_cases.ask_way_back(by=Actor(), address="xiulan@example.cn", at=at + timedelta(seconds=1))
    acts_on_cases.send_code_mails(at=at + timedelta(seconds=2))
    assert len(mailoutbox) == 1, "the first one waits"
    acts_on_cases.send_code_mails(at=at + timedelta(hours=1))
    codes = {found[0] for letter in mailoutbox if (found := CODE.search(letter.body))}
    assert len(codes) == 2
    assert all(opens(code) for code in codes)


def test_who_reads_a_text_that_was_not_meant_for_them_refuses_it(server: Server):  # noqa: F811
    case = helped(email="")
    asked(case, signed_in(case))
    answer = Client().post(f"/confirm-help/{code_in(sent(server))}/", {"act": "refuse"})
    assert "什么都没有发给任何人" in answer.content.decode()
    case.complaint.refresh_from_db()
    assert case.complaint.state == Complaint.State.WITHDRAWN


def test_the_helper_s_browser_confirms_nothing_and_others_ask_for_nothing(server: Server):  # noqa: F811
    case = helped(email="")
    client = signed_in(case)
    asked(case, client)
    page = f"/confirm-help/{code_in(sent(server))}/"
    assert "打开链接，或者输入码" in client.get(page).content.decode()
    refused = client.post(page, {"act": "confirm", "telephone": DISTURBED})
    assert "不能替本人确认" in refused.content.decode()
    stranger = Actor.of_user(make_user("stranger"))
    with pytest.raises(Complaint.DoesNotExist):
        services.ask_person_by_text(by=stranger, complaint=case.complaint, number=OWN)
    adult = Client()
    adult.post(page, {"act": "confirm", "telephone": DISTURBED})
    with pytest.raises(NotHelped, match="本人已经能自己打开"):
        services.ask_person_by_text(by=case.by, complaint=case.complaint, number=OWN)


def test_what_the_gateway_does_not_take_is_tried_again_with_the_same_words_and_said(server: Server):  # noqa: F811
    case = helped(email="")
    client = signed_in(case)
    asked(case, client)
    server.answers = [500]
    at = timezone.now()
    for minutes in (0, 30):
        services.send_signals(at=at + timedelta(minutes=minutes))
    assert len(server.got) == 2
    assert len({body for _path, _headers, body in server.got}) == 1
    asked(case, client)
    server.answers = [400]
    services.send_signals()
    shown = client.get(f"/cases/{case.complaint.number}/helper/").content.decode()
    assert "上一条短信可能没有发成" in shown


def test_the_telephone_is_forgotten_a_day_after_its_code_is_over(server: Server):  # noqa: F811
    case = helped(email="")
    asked(case, signed_in(case))
    adult = Client()
    adult.post(f"/confirm-help/{code_in(sent(server))}/", {"act": "confirm", "telephone": DISTURBED})
    over = WayBack.objects.get().ended_at
    assert over is not None
    assert forget_ended_ways(at=over + timedelta(hours=23)) == 0
    assert forget_ended_ways(at=over + timedelta(days=1)) == 1
    link = WayBack.objects.get()
    assert (link.address, link.telephone_index) == ("", "")
    acts_on_cases.forget_code_mails(at=link.expires_at)
    assert not WayBack.objects.exists()


def test_no_mail_server_gets_what_is_a_text(server: Server, mailoutbox: list[Any]):  # noqa: F811
    case = helped(email="")
    asked(case, signed_in(case))
    services.send_notices()
    assert not mailoutbox
    assert sent(server)["to"] == OWN


@pytest.mark.parametrize(
    ("mails", "texts", "said"),
    [
        (True, True, "本人可以用邮件、短信，或者签了字的授权书确认。"),
        (True, False, "这里没有开通短信：本人用邮件，或者签了字的授权书确认。"),
        (False, True, "这里寄不出信：本人用短信，或者签了字的授权书确认。"),
        (False, False, "这里寄不出信，也没有开通短信：本人只能用签了字的授权书确认。"),
    ],
)
def test_the_page_says_by_what_the_adult_can_confirm_here(settings: Any, mails: bool, texts: bool, said: str):
    settings.EMAIL_LEAVES, settings.TEXT_URL = mails, "https://localhost:1/send" if texts else ""
    case = helped(email="")
    client = signed_in(case)
    shown = client.get(f"/cases/{case.complaint.number}/helper/").content.decode()
    assert said in shown
    assert ("发短信给本人" in shown) is texts
    hint = str(YouForm(capacity="authorised_helper").fields["email"].help_text)
    assert ("手机收的短信" in hint) is texts
    assert ("寄不出信" in hint) is not mails
    assert ("请您确认由别人帮忙的短信，只有确认码" in client.get("/privacy/").content.decode()) is texts
    if not texts:
        assert "没有开通短信。没有改动任何内容" in asked(case, client)
        assert not WayBack.objects.exists()
