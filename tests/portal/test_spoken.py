"""Pages in their reader's language; what is kept and sent on in the house's, whoever reads."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.html import escape

from accounts.actors import SESSION_CODES, Actor
from accounts.models import Consent, User
from complaints.models import Complaint, LedgerEntry, Subscription
from complaints.services import choose_language, send_code_mails
from core.language import Words, act, beside, gettext, in_house, read_in
from filings import services
from filings.models import Filing, Note, Notice, Recipient
from legal.services import assess_complaint
from tests.cases import (
    NOW,
    make_case,
    make_desk,
    make_hand_recipient,
    make_mail_recipient,
    prepared,
    queued,
)
from tests.documents.reading import squeezed, text_of
from tests.filings.mailbox import Mailbox, serving
from tests.filings.test_delivery import point_mail_to
from tests.spoken import BEGINS, marks_kept

MESSAGE = "【示例优选商城有限公司】双十一预售开启，满200减60，最后5小时！拒收请回复R"
# Codes, digests and keys of a receipt, and moments.
_EACH_TIME = re.compile(
    r"sha256:[0-9a-f]{64}|[0-9a-f]{8,}|[A-Z2-7]{16,}|AN-\d+-\d+|20\d\d-\d\d-\d\dT[\d:.+]+"
)
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("store", "keys")]


def reads(language: str, user: User | None = None) -> Client:
    client = Client(headers={"accept-language": language})
    if user is not None:
        client.force_login(user)
    return client


# ── Which language ───────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("asked", "code", "said"),
    [
        ("", "zh-hans", "让打扰停下来"),
        ("zh-CN,zh;q=0.9", "zh-hans", "让打扰停下来"),
        ("zh-TW,zh;q=0.9", "zh-hant", "讓打擾停下來"),
        ("zh-HK", "zh-hant", "讓打擾停下來"),
        ("fr", "zh-hans", "让打扰停下来"),
    ],
)
def test_a_page_is_in_the_language_that_the_browser_asks_for(asked: str, code: str, said: str) -> None:
    page = reads(asked).get("/help/")
    assert f'<html lang="{code}">' in page.content.decode()
    assert said in page.content.decode()
    assert page["Content-Language"] == code
    assert {"Accept-Language", "Cookie"} <= {one.strip() for one in page["Vary"].split(",")}


def test_what_was_chosen_stays_and_goes_along_with_the_account() -> None:
    user = make_case().owner
    client = reads("zh-CN", user)
    assert "繁體中文" in client.get("/help/").content.decode()
    back = client.post(
        "/language/", {"language": "zh-hant"}, headers={"referer": "http://testserver/help/?a=1"}
    )
    assert back["Location"] == "/help/?a=1"
    assert '<html lang="zh-hant">' in client.get("/help/").content.decode()
    user.refresh_from_db()
    assert user.language == "zh-hant"
    assert Complaint.objects.get(owner=user).language == "zh-hant"
    # On another device it comes with signing in.
    user.set_password("Rain-on-7-roofs")
    user.email = "owner@example.cn"
    user.save()
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    other = reads("zh-CN")
    other.post("/accounts/login/", {"login": user.username, "password": "Rain-on-7-roofs"})
    assert other.cookies["language"].value == "zh-hant"


@pytest.mark.parametrize(
    ("given", "headers"),
    [
        ({"language": "tlh"}, {}),
        ({}, {}),
        ({"language": "zh-hant"}, {"origin": "https://elsewhere.example"}),
    ],
)
def test_no_other_language_and_no_other_site_changes_it(
    given: dict[str, str], headers: dict[str, str]
) -> None:
    client = Client()
    back = client.post("/language/", given, headers={"referer": "https://elsewhere.example/x", **headers})
    assert back["Location"] == "/"
    assert "language" not in client.cookies


def test_the_desk_and_the_programs_door_stay_in_the_language_of_the_house() -> None:
    _desk, caseworker = make_desk()
    client = reads("zh-TW", caseworker.user)
    client.cookies["language"] = "zh-hant"
    page = client.get("/admin/", follow=True)
    assert '<html lang="zh-hans"' in page.content.decode()
    assert client.get("/api/v1/complaints/")["Content-Language"] == "zh-hans"


# ── What is kept ─────────────────────────────────────────────────────────────────────────────────────────────────


def _filed(client: Client, message: str) -> Complaint:
    """Through the pages, as on a phone."""
    answers: dict[str, dict[str, Any]] = {
        "understood": {"kind": "harassment", "situations": ["optout_ignored", "no_consent"], "category": "marketing",
                       "signature": "示例优选商城有限公司", "opt_out": "拒收请回复R", "sender": "1069 0123 4567 8",
                       "received_on": "2025-11-03", "first": "2025-11-01", "last": "2025-11-11",
                       "contacts-contacts__channels": ["sms"], "contacts-contacts__count": "137",
                       "refusal-refusal__made": "yes", "refusal-refusal__ways": ["sms_reply"]},
        "wants": {"loss-wishes": ["stop", "apology"], "contacts-complainant__capacity": "recipient",
                  "refusal-refusal__on": "2025-11-02", "consent-consent__status": "none",
                  "refusal-contacts__after_refusal": "120"},
        "you": {"name": "测试人", "phone": "138 0000 0000", "region": "310000", "agree": "on",
                "email": "reader@example.cn"},
    }  # fmt: skip
    begun = client.post("/start/", {"text": message, "story": "双十一期间天天收到广告，回复退订也没有用。"})
    place = begun["Location"]
    while "/review/" not in place:
        client.get(place)
        slug = place.rstrip("/").split("/")[-1]
        answer = client.post(place, answers[slug])
        assert answer.status_code == 302, answer.content.decode()
        place = answer["Location"]
    client.get(place)
    receipt = client.post(place, {})["Location"]
    assert client.get(receipt).status_code == 200
    return Complaint.objects.get(number=receipt.split("/")[2])


def _sent(client: Client, case: Complaint, recipient: Recipient) -> Filing:
    where = reverse("consent", args=[case.number, recipient.channel, recipient.pk])
    page = client.get(where)
    shown = page.context["proposal"]
    answer = client.post(
        where,
        {"document": "letter", "digest": shown.digest, "agree": "on", "requests": ["stop"]},
        follow=True,
    )
    filing = Filing.objects.filter(complaint=case, recipient=recipient).first()
    assert filing is not None, answer.context.get("problem")
    client.post(reverse("filing_act", args=[filing.pk, "confirm"]), {})
    return filing


def _printed(filing: Filing, by: Any) -> str:
    words = []
    for document in filing.documents.order_by("kind"):
        with services.open_document(by=by, document=document) as paper:
            words.append(squeezed(text_of(paper.read())))
    return "\n".join(words)


def _whole_way(language: str, recipients: list[Recipient], desk: Any) -> tuple[Complaint, Actor]:
    """From the first page to a question of the desk, answered, and the consent taken back."""
    client = reads(language)
    case = _filed(client, MESSAGE)
    client.get(reverse("law", args=[case.number]))
    for recipient in recipients:
        _sent(client, case, recipient)
    services.sweep_outbox()
    first = Filing.objects.get(complaint=case, recipient=recipients[0])
    services.ask(by=desk, filing=first, question="请说明拒收是哪一天。")
    where = reverse("write_supplement", args=[first.pk])
    client.post(where, {"text": "2025年11月2日。"})
    row = first.supplements.get()
    shown = client.get(reverse("supplement", args=[row.pk])).context["proposal"]
    client.post(reverse("supplement_act", args=[row.pk, "agree"]), {"digest": shown.digest, "agree": "on"})
    client.post(reverse("supplement_act", args=[row.pk, "confirm"]), {})
    services.sweep_outbox()
    for filing in Filing.objects.filter(complaint=case, recipient__in=recipients[:2]):
        client.post(reverse("filing_act", args=[filing.pk, "withdraw"]), {"reason": "事情解决了。"})
        filing.refresh_from_db()
        assert filing.consent.withdrawn_at is not None
    services.sweep_outbox()
    return case, Actor(codes=tuple(client.session[SESSION_CODES]))


def _of_nobody(text: str, case: Complaint) -> str:
    """Without the number of the case, and what is another each time."""
    return _EACH_TIME.sub("", text.replace(case.number, ""))


@pytest.fixture
def mailbox(settings: Any) -> Iterator[Mailbox]:
    box = Mailbox()
    point_mail_to(settings, box)
    with serving(box):
        yield box


def test_the_same_case_leaves_the_same_in_every_language(marked: None, mailbox: Mailbox) -> None:
    desk, caseworker = make_desk("甲市市场监督管理局", "12315_report")
    recipients = [desk, make_mail_recipient("cac_12377"), make_hand_recipient()]
    (ours, mine_by), (theirs, theirs_by) = (
        _whole_way(language, recipients, caseworker) for language in ("zh-CN", "en")
    )
    assert (ours.language, theirs.language) == ("zh-hans", "en")
    assert (ours.facts, ours.story, ours.situations) == (theirs.facts, theirs.story, theirs.situations)
    for recipient in recipients:
        one, other = (Filing.objects.get(complaint=case, recipient=recipient) for case in (ours, theirs))
        assert one.state == other.state
        assert _of_nobody(one.content, ours) == _of_nobody(other.content, theirs)
        assert _of_nobody(_printed(one, mine_by), ours) == _of_nobody(_printed(other, theirs_by), theirs)
        mine, read = one.consent, other.consent
        for name in ("purpose", "way", "text", "separate"):
            assert _of_nobody(getattr(mine, name), ours) == _of_nobody(getattr(read, name), theirs)
        assert mine.information == read.information
        # As it was read stands beside the Chinese.
        assert (mine.language, mine.shown) == ("", "")
        assert read.language == "en"
        assert BEGINS in read.shown
        assert [(row.what, row.due_on) for row in one.deadlines.order_by("pk")] == [
            (row.what, row.due_on) for row in other.deadlines.order_by("pk")
        ]
    told = [
        [
            (notice.kind, _of_nobody(notice.subject, case), _of_nobody(notice.body, case))
            for notice in Notice.objects.filter(filing__complaint=case).order_by("created_at", "kind")
            if notice.kind != Notice.Kind.PROGRESS
        ]
        for case in (ours, theirs)
    ]
    assert told[0] == told[1]
    assert [kind for kind, _subject, _body in told[0]] == ["consent_withdrawn"], (
        "the recipient of the mail is told"
    )
    notes = [
        [
            (note.kind, note.text, note.written_by)
            for note in Note.objects.filter(filing__complaint=case).order_by("filing__channel", "pk")
        ]
        for case in (ours, theirs)
    ]
    assert notes[0] == notes[1]
    acts = [
        [
            (entry.act, sorted(entry.detail))
            for entry in LedgerEntry.objects.filter(complaint_id=case.pk).order_by("sequence")
            if not entry.actor.startswith("system:")
        ]
        for case in (ours, theirs)
    ]
    assert acts[0] == acts[1]
    assert marks_kept() == ["Consent.shown (closed)"]


def test_a_consent_is_to_what_was_read_and_changes_with_the_language(marked: None) -> None:
    case = make_case(at=timezone.now())
    assess_complaint(by=case.by, complaint=case.complaint)
    recipient, _caseworker = make_desk()
    where = reverse("consent", args=[case.complaint.number, recipient.channel, recipient.pk])
    read, theirs = reads("en", case.owner).get(where), reads("zh-CN", case.owner).get(where)
    shown = read.context["proposal"]
    assert shown.text.startswith(BEGINS)
    assert shown.original.text == theirs.context["proposal"].text
    form = {"document": "letter", "digest": shown.digest, "agree": "on", "requests": ["stop"]}
    # Who read one language and sends the form in another is shown it again.
    assert reads("zh-CN", case.owner).post(where, form).status_code == 422
    assert not Filing.objects.exists()
    assert reads("en", case.owner).post(where, form).status_code == 302
    kept = Consent.objects.get()
    assert kept.text == shown.original.text
    assert kept.shown.startswith(shown.text)
    page = reads("en", case.owner).get(reverse("filing", args=[Filing.objects.get().pk])).content.decode()
    assert escape(shown.text.splitlines()[0]) in page
    assert escape(kept.text.splitlines()[0]) in page


def test_an_edited_paper_is_agreed_to_in_another_language_and_kept_in_the_house_s(marked: None) -> None:
    case, recipient = make_case(), make_mail_recipient()
    with read_in("en"):
        paper = services.begin_paper(by=case.by, complaint=case.complaint, recipient=recipient, at=NOW)
        services.edit_paper(
            by=case.by, paper=paper, texts={"requests": "请退还98765元。"}, seen=paper.current.number, at=NOW
        )
        filing = prepared(case, recipient)
    consent = filing.consent
    assert "98765元" in consent.separate
    assert BEGINS not in consent.separate + consent.text + filing.content
    assert f"{BEGINS}“请求”里的“98765元”" in consent.shown


def test_an_act_is_refused_in_the_language_of_its_reader(marked: None) -> None:
    @act
    def refuses(*, by: str) -> None:
        raise services.Refused(gettext("“%(name)s”现在不接收材料。") % {"name": gettext("电信运营商")})

    with read_in("en"), pytest.raises(services.Refused) as refused:
        refuses(by="")
    assert str(refused.value) == "⟦“⟦电信运营商⟧”现在不接收材料。⟧"
    with pytest.raises(services.Refused, match=r"^“电信运营商”现在不接收材料。$"):
        refuses(by="")


def test_what_is_said_twice_is_kept_in_the_language_of_the_house(marked: None) -> None:
    with read_in("en"):
        assert beside(lambda: str(gettext("短信"))) == ("短信", "⟦短信⟧")
        with in_house():
            assert gettext("短信") == "短信"
        assert isinstance(gettext("短信"), Words)
    assert beside(lambda: str(gettext("短信"))) == ("短信", "短信")


def test_what_a_page_hands_to_an_act_is_kept_in_the_language_of_the_house(marked: None) -> None:
    kept: list[str] = []

    @act
    def keeps(*, by: str, description: str) -> None:
        kept.append(description)

    with read_in("en"):
        keeps(by="", description=gettext("递交给“%s”后拿到的回执") % "示例")
    assert kept == ["递交给“示例”后拿到的回执"]


def test_a_receipt_says_in_short_what_it_is_in_the_language_in_which_was_filed(marked: None) -> None:
    ours = make_case(at=timezone.now())
    with read_in("en"):
        theirs = make_case(at=timezone.now())
    pages = [
        text_of(reads("en", case.owner).get(reverse("receipt_pdf", args=[case.complaint.number])).content)
        for case in (ours, theirs)
    ]
    said = [
        f"投诉收件回执：{case.complaint.number}" in page
        for case, page in zip((ours, theirs), pages, strict=True)
    ]
    assert said == [False, True]
    # The page itself, in Chinese, whoever opens it.
    assert all("投诉类型骚扰短信和电话" in page for page in pages)


# ── Mails ────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_mails_come_in_the_language_of_the_case(marked: None) -> None:
    with read_in("en"):
        case = make_case(at=timezone.now())
    send_code_mails()
    assert mail.outbox[-1].subject == "⟦请确认这个邮箱⟧"
    Subscription.objects.filter(complaint=case.complaint).update(confirmed_at=timezone.now())
    recipient, _caseworker = make_desk()
    filing = queued(case, recipient, at=timezone.now())
    services.sweep_outbox()
    told = Notice.objects.filter(filing=filing, kind=Notice.Kind.PROGRESS)
    assert told
    assert all(one.subject.startswith(BEGINS) and BEGINS in one.body for one in told)
    # Whoever changes the language gets the next one in it.
    choose_language(by=case.by, language="zh-hans")
