"""The pages on which a desk takes a complaint down. Invented people and numbers."""

import logging
import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.actors import Actor
from accounts.models import Membership, User
from complaints.models import Complaint, Draft, Intake
from complaints.services import answers_of
from evidence.models import Exhibit
from evidence.services import make_renditions
from filings import services
from filings.models import Filing
from tests.filings.desk_cases import Desk, make_caseworker, make_desk, on_desk, picture
from tests.filings.pages import words
from tests.filings.test_desk_views import signed_in
from tests.filings.test_intake import FIRST, LAST

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("store", "keys")]
START = "/admin/filings/filing/intake/"
STORY = "我从来没有在这家店买过东西。他们天天发广告短信，一共收到 80 条，我回复了 R，第二天又来。"
PERSON = {"name": "李小安", "phone": "13800005678", "region": "310000", "agree": "on"}
AGAINST = {
    "respondents-TOTAL_FORMS": "1", "respondents-INITIAL_FORMS": "0", "respondents-0-role": "content_provider",
    "respondents-0-name": "示例优选商城有限公司", "prior-TOTAL_FORMS": "0", "prior-INITIAL_FORMS": "0",
}  # fmt: skip


@pytest.fixture
def desk() -> Desk:
    made = make_desk("甲市市场监督管理局", channel="12315_report")
    Membership.objects.filter(user=made.caseworker).update(takes_complaints=True)
    return made


def fresh(user: User) -> Client:
    return signed_in(User.objects.get(pk=user.pk))


def received(desk: Desk, way: str = "telephone", **more: str) -> dict[str, str]:
    now = timezone.localtime()
    given = {"organisation": str(desk.organisation.pk), "way": way, "day": f"{now:%Y-%m-%d}", "time": "00:00"}
    return {**given, **more}


def page(intake: Intake, name: str) -> str:
    return reverse("admin:filings_filing_intake_page", args=[intake.pk, name])


def post(client: Client, address: str, given: dict[str, Any]) -> Any:
    """As the page was last shown."""
    shown = client.get(address)
    seen = re.search(r'name="seen" value="([^"]*)"', shown.content.decode())
    return client.post(address, {**({"seen": seen[1]} if seen else {}), **given})


def begin(client: Client, desk: Desk, way: str = "telephone") -> Intake:
    answer = client.post(START, received(desk, way))
    assert answer.status_code == 302, words(answer)
    return Intake.objects.latest("begun_at")


def told(client: Client, desk: Desk, intake: Intake, **more: Any) -> Any:
    given = {"story": STORY, "text": "", **PERSON, **received(desk, intake.way), **more}
    return post(client, page(intake, "told"), given)


def understood(client: Client, intake: Intake) -> Any:
    address = page(intake, "understood")
    form = client.get(address).context["form"]
    given: dict[str, Any] = {name: one.value() or "" for name, one in ((n, form[n]) for n in form.fields)}
    given |= {"kind": "harassment", "situations": ["optout_ignored"], "first": FIRST, "last": LAST}
    given["sender"] = "10690000123456"
    return post(client, address, {name: one for name, one in given.items() if one not in (None, "")})


def numbered(client: Client, desk: Desk, way: str = "telephone") -> Intake:
    intake = begin(client, desk, way)
    for answer in (
        told(client, desk, intake),
        understood(client, intake),
        post(
            client,
            page(intake, "wanted"),
            {**AGAINST, "wishes": ["stop"], "complainant__capacity": "recipient"},
        ),
        post(client, page(intake, "check"), {"no_interest": "on"}),
    ):
        assert answer.status_code == 302, words(answer)
    intake.refresh_from_db()
    return intake


def test_a_call_is_taken_down_page_by_page_and_lies_on_the_desk(desk: Desk) -> None:
    client = fresh(desk.caseworker)
    intake = numbered(client, desk)
    case = Complaint.objects.get()
    agree = client.get(page(intake, "agree"))
    said = words(agree)
    assert case.number in said
    assert "逐项念给投诉人听" in said
    assert "示例优选商城" in words(client.get(page(intake, "form")))
    sent = client.post(
        page(intake, "agree"),
        {"recipient": str(desk.recipient.pk), "digest": agree.context["consent"].digest, "heard": "on"},
    )
    assert sent["Location"] == page(intake, "receipt")
    assert "正在交给本机构" in words(client.get(page(intake, "receipt")))
    services.sweep_outbox()
    filing = Filing.objects.get()
    assert (filing.state, filing.came_by) == ("acknowledged", "telephone")
    assert case.complainant.name == "李小安"
    receipt = words(client.get(page(intake, "receipt")))
    code = services.code_to_hand_out(by=Actor.of_user(desk.caseworker), intake=intake)
    for said in (case.number, code, case.receipt.code, "已经交给本机构办理"):
        assert said in receipt
    assert case.number in words(client.get("/admin/filings/filing/"))


def test_what_is_not_taken_yet_says_why_and_keeps_every_word(desk: Desk) -> None:
    client = fresh(desk.caseworker)
    intake = begin(client, desk)
    answer = told(client, desk, intake, phone="123")
    said = answer.content.decode()
    assert answer.status_code == 422
    assert "这不像一个手机或座机号码" in said
    assert STORY in said
    # Also in the draft, should the browser be closed now.
    draft = Draft.objects.get(pk=intake.pk)
    assert answers_of(draft)["story"]["story"] == STORY
    assert answers_of(draft)["you"]["name"] == "李小安"
    assert "李小安" in words(client.get(START))


def test_what_was_changed_in_another_window_is_not_overwritten(desk: Desk) -> None:
    client = fresh(desk.caseworker)
    intake = begin(client, desk)
    old = re.search(r'name="seen" value="([^"]*)"', client.get(page(intake, "told")).content.decode())
    assert old is not None
    told(client, desk, intake)
    given = {"story": "另外写的一段话", "text": "", **PERSON, **received(desk), "seen": old[1]}
    answer = client.post(page(intake, "told"), given)
    assert answer.status_code == 409
    assert "另一个窗口里改过" in words(answer)
    assert "另外写的一段话" in answer.content.decode()
    assert answers_of(Draft.objects.get(pk=intake.pk))["story"]["story"] == STORY


def test_what_could_not_be_sent_since_the_session_had_ended_is_put_back(desk: Desk) -> None:
    client = fresh(desk.caseworker)
    intake = begin(client, desk)
    shown = client.get(page(intake, "told")).content.decode()
    mark = re.search(r'name="form_mark" value="([^"]*)"', shown)
    seen = re.search(r'name="seen" value="([^"]*)"', shown)
    assert mark is not None
    assert seen is not None
    client.logout()
    given = {"story": STORY, **PERSON, **received(desk), "seen": seen[1], "form_mark": mark[1]}
    assert client.post(page(intake, "told"), given).status_code == 302
    client.force_login(User.objects.get(pk=desk.caseworker.pk))
    assert STORY in client.get(page(intake, "told")).content.decode()


def test_a_day_that_has_not_come_is_refused_in_words(desk: Desk) -> None:
    client = fresh(desk.caseworker)
    answer = client.post(START, received(desk, day="2099-01-01"))
    assert answer.status_code == 422
    assert "这个日期还没到" in words(answer)
    assert not Intake.objects.exists()


def test_the_same_persons_cases_are_shown_before_it_is_saved(desk: Desk) -> None:
    before = on_desk(desk, phone="138-0000-5678")
    other = on_desk(desk, phone="13900001234")
    client = fresh(desk.caseworker)
    intake = begin(client, desk)
    told(client, desk, intake)
    understood(client, intake)
    post(
        client, page(intake, "wanted"), {**AGAINST, "wishes": ["stop"], "complainant__capacity": "recipient"}
    )
    said = words(client.get(page(intake, "check")))
    assert before.complaint.number in said
    assert other.complaint.number not in said
    # Where who complained is kept closed, a telephone finds nobody.
    desk.organisation.identity = "need"
    desk.organisation.save()
    assert before.complaint.number not in words(fresh(desk.caseworker).get(page(intake, "check")))


def test_a_letter_is_sealed_and_shown_as_the_consent(desk: Desk) -> None:
    client = fresh(desk.caseworker)
    intake = begin(client, desk, "post")
    letter = SimpleUploadedFile("信.png", picture(), "image/png")
    assert told(client, desk, intake, file=letter).status_code == 302
    exhibit = Exhibit.objects.get(complaint_id=intake.pk)
    make_renditions(by=Actor.system("evidence"), exhibit_id=exhibit.pk)
    understood(client, intake)
    post(
        client, page(intake, "wanted"), {**AGAINST, "wishes": ["stop"], "complainant__capacity": "recipient"}
    )
    post(client, page(intake, "check"), {"no_interest": "on"})
    agree = client.get(page(intake, "agree"))
    assert "证据 1：信.png" in words(agree)
    given = {"recipient": str(desk.recipient.pk), "digest": agree.context["consent"].digest}
    assert client.post(page(intake, "agree"), given).status_code == 422
    client.post(page(intake, "agree"), {**given, "exhibit": str(exhibit.pk)})
    services.sweep_outbox()
    assert Filing.objects.get().exhibits == [str(exhibit.pk)]


def test_the_form_of_the_counter_is_printed_signed_and_uploaded(desk: Desk) -> None:
    client = fresh(desk.caseworker)
    intake = numbered(client, desk, "counter")
    form = words(client.get(page(intake, "form")))
    for said in ("李小安", STORY, "接收方：甲市市场监督管理局", "签字："):
        assert said in form
    agree = client.get(page(intake, "agree"))
    signed = SimpleUploadedFile("登记表.png", picture(), "image/png")
    given = {"recipient": str(desk.recipient.pk), "act": "file", "file": signed}
    assert client.post(page(intake, "agree"), given).status_code == 302
    exhibit = Exhibit.objects.get(complaint_id=intake.pk)
    # The words are those that were signed: the paper with the signature is not among what goes.
    now = client.get(page(intake, "agree"))
    assert now.context["consent"].digest == agree.context["consent"].digest
    sent = {
        "recipient": str(desk.recipient.pk),
        "digest": now.context["consent"].digest,
        "exhibit": str(exhibit.pk),
    }
    assert client.post(page(intake, "agree"), sent).status_code == 302
    assert Filing.objects.get().consent.exhibit_id == exhibit.pk


def test_giving_up_says_what_becomes_of_it(desk: Desk) -> None:
    client = fresh(desk.caseworker)
    intake = numbered(client, desk)
    answer = client.post(page(intake, "agree"), {"act": "give-up"}, follow=True)
    assert "归投诉人，凭案件码自己办" in words(answer)
    assert client.get(page(intake, "agree")).status_code == 404
    assert "还没有交给任何地方" in words(client.get(page(intake, "receipt")))
    other = begin(client, desk)
    assert client.post(page(other, "told"), {"act": "give-up"}).status_code == 302
    assert not Draft.objects.filter(pk=other.pk).exists()


def test_nobody_else_finds_the_pages(desk: Desk) -> None:
    client = fresh(desk.caseworker)
    intake = numbered(client, desk)
    unfinished = begin(client, desk)
    colleague = make_caseworker(desk.organisation, "colleague")
    plain = make_caseworker(desk.organisation, "plain")
    stranger = make_desk("乙市市场监督管理局", channel="12315_report").caseworker
    for person in (colleague, stranger):
        Membership.objects.filter(user=person).update(takes_complaints=True)
    reader = make_caseworker(desk.organisation, "reader")
    Membership.objects.filter(user=reader).update(takes_complaints=True, reads_only=True)
    auditor = make_caseworker(desk.organisation, "auditor")
    Membership.objects.filter(user=auditor).update(takes_complaints=True, role="auditor")
    for person in (colleague, plain, stranger, reader, auditor):
        there = fresh(person)
        for name in ("told", "understood", "wanted", "check"):
            assert there.get(page(unfinished, name)).status_code in (403, 404)
        for name in ("agree", "form", "receipt"):
            assert there.get(page(intake, name)).status_code in (403, 404)
        may = person in (colleague, stranger)
        assert (there.get(START).status_code == 200) is may
        assert ("登记来电" in words(there.get("/admin/filings/filing/"))) is may
    assert client.get(f"/drafts/{unfinished.pk}/you/").status_code == 404


def test_neither_addresses_nor_logs_hold_anything_of_a_person(
    desk: Desk, caplog: pytest.LogCaptureFixture
) -> None:
    client = fresh(desk.caseworker)
    with caplog.at_level(logging.DEBUG):
        intake = numbered(client, desk)
        pages = [client.get(page(intake, name)) for name in ("agree", "receipt")]
    code = services.code_to_hand_out(by=Actor.of_user(desk.caseworker), intake=intake)
    for personal in ("李小安", "13800005678", code, "天天发广告"):
        assert personal not in caplog.text
        assert all(
            personal not in link
            for one in pages
            for link in re.findall(r'(?:href|action)="([^"]*)"', one.content.decode())
        )
