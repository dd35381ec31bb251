"""Typed text outlives its session: kept for who wrote it, shown to nobody else, carried out for nobody else."""

import html
import re
import time
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.conf import settings
from django.middleware.csrf import rotate_token
from django.template import RequestContext, Template
from django.test import Client, RequestFactory
from django.urls import reverse
from django.utils import timezone

from accounts import services as accounts
from accounts.actors import Actor
from accounts.marks import FIELD
from accounts.models import UnsentText, User
from accounts.throttles import UnsentTextsPerAddress
from accounts.views import _page_of
from complaints import services as complaints
from complaints.models import Access, Draft
from core.retention_and_limits import MAX_UNSENT_TEXT, SESSION_LIFE, UNSENT_TEXT_LIFE, UNSENT_TEXTS
from filings import services
from filings.models import Filing
from legal.services import assess_complaint
from tests.cases import NOW, make_case, make_desk, make_mail_recipient, make_user, queued, shared
from tests.hostile.cases import begin, filed

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("store", "keys")]

DECISION = "经查，被投诉方在用户退订以后仍然发送推销短信，责令改正。\n" * 80
DECISION = DECISION[:2254]


def fields_of(page: Any, act: str = "") -> dict[str, str]:
    """The hidden fields of a form of a page: the first, or the one that names this act."""
    for form in re.findall(r"<form.*?</form>", page.content.decode(), re.S):
        hidden = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', form)
        if FIELD in dict(hidden) and (not act or dict(hidden).get("act") == act):
            return {name: html.unescape(value) for name, value in hidden}
    raise AssertionError("no such form")


def signed_in(user: User, client: Client | None = None) -> Client:
    client = client or Client(enforce_csrf_checks=True)
    client.force_login(user)
    return client


def forget_session(client: Client, *, csrf: bool = False) -> None:
    del client.cookies[settings.SESSION_COOKIE_NAME]
    if csrf:
        del client.cookies[settings.CSRF_COOKIE_NAME]


def decided_too_late(*, csrf: bool = False) -> tuple[Client, User, Filing]:
    """A caseworker who decides an accepted case after their session ended."""
    case, (recipient, caseworker) = make_case(email=""), make_desk()
    filing = queued(case, recipient)
    services.sweep_outbox(at=NOW)
    services.move(by=caseworker, filing=filing, to="accepted", at=NOW)
    assert caseworker.user is not None
    client = signed_in(caseworker.user)
    place = f"/admin/filings/filing/{filing.pk}/change/"
    given = fields_of(client.get(place), "move:decided") | {"text": DECISION}
    forget_session(client, csrf=csrf)
    answer = client.post(place, given)
    assert answer.status_code == 302
    assert answer["Location"] == "/accounts/login/?next=%2Funsent%2F"
    assert "都存着" in client.get(answer["Location"]).content.decode()
    return client, caseworker.user, filing


@pytest.mark.parametrize("csrf", [False, True], ids=["session gone", "session and CSRF cookie gone"])
def test_a_decision_of_2254_signs_survives_the_end_of_its_session(csrf: bool):
    client, user, filing = decided_too_late(csrf=csrf)
    assert Filing.objects.get(pk=filing.pk).decision == ""
    page = signed_in(user, client).get("/unsent/")
    assert html.escape(DECISION) in page.content.decode()
    place = f"/admin/filings/filing/{filing.pk}/change/"
    case = client.get(place).content.decode()
    assert html.escape(DECISION) in case, "put back into its form"
    assert "还没有提交" in case

    given = fields_of(page, "move:decided") | {"text": DECISION}
    assert client.post(place, given).status_code == 302
    assert Filing.objects.get(pk=filing.pk).decision == DECISION.strip()
    assert not UnsentText.objects.exists()
    assert DECISION[:20] not in client.get("/unsent/").content.decode()


def test_what_a_page_brought_along_is_not_shown_as_written():
    digest = f"sha256:{64 * 'a'}"
    client, user, filing = decided_too_late()
    place = f"/admin/filings/filing/{filing.pk}/change/"
    signed_in(user, client)
    given = {**fields_of(client.get(place), "move:decided"), "text": DECISION, "digest": digest}
    forget_session(client)
    client.post(place, given)
    page = signed_in(user, client).get("/unsent/")
    assert digest not in [value for _name, value in page.context["written"]]
    assert ("digest", digest) in page.context["others"]
    assert "登录您的账号，才看得到" in page.content.decode()


def test_no_other_account_sees_it_and_no_other_browser():
    client, user, filing = decided_too_late()
    for other in (make_user("colleague", is_staff=True), make_user("admin", is_superuser=True)):
        assert DECISION[:20] not in signed_in(other, client).get("/unsent/").content.decode()
    forget_session(client)
    assert DECISION[:20] not in client.get("/unsent/").content.decode()
    assert DECISION[:20] not in signed_in(user).get("/unsent/").content.decode(), "another browser"
    stored = str(list(UnsentText.objects.values_list("token_digest", "who", "page", "place")))
    assert client.cookies["unsent"].value not in stored
    assert DECISION[:20] in signed_in(user, client).get("/unsent/").content.decode()
    assert Filing.objects.get(pk=filing.pk).decision == ""


def test_it_is_sealed_in_the_database_and_gone_after_a_day():
    from django.db import connection

    client, user, _filing = decided_too_late()
    with connection.cursor() as cursor:
        cursor.execute("SELECT t::text FROM accounts_unsenttext t")
        assert DECISION[:20] not in str(cursor.fetchall())
    accounts.forget_unsent(at=timezone.now() + UNSENT_TEXT_LIFE - timedelta(minutes=1))
    assert DECISION[:20] in signed_in(user, client).get("/unsent/").content.decode()
    accounts.forget_unsent(at=timezone.now() + UNSENT_TEXT_LIFE)
    assert "这里没有您的内容" in client.get("/unsent/").content.decode()


def test_a_page_of_the_intake_without_account_comes_back_with_the_code():
    client = Client()
    base = begin(client)
    code, story = Draft.objects.get().code, "双十一前后天天收到广告。\n" * 30
    given = fields_of(client.get(f"{base}/story/")) | {"story": story}
    forget_session(client)
    answer = client.post(f"{base}/story/", given)
    assert answer["Location"] == "/resume/"
    assert story[:10] not in client.get("/unsent/").content.decode()

    back = client.post("/resume/", {"code": code})
    assert back["Location"] == "/unsent/"
    page = client.get("/unsent/").content.decode()
    assert story.strip() in page
    assert "有这个码，才看得到" in page
    assert f'action="{base}/story/"' in page
    put_back = client.get(f"{base}/story/").content.decode()
    assert story.strip() in put_back
    assert "还没有提交" in put_back
    assert (
        client.post(f"{base}/story/", fields_of(client.get("/unsent/")) | {"story": story}).status_code == 302
    )
    saved = client.get(f"{base}/story/").content.decode()
    assert story.strip() in saved
    assert "还没有提交" not in saved


def test_an_answer_comes_back_with_the_code_of_its_case_and_with_no_other():
    client = Client()
    complaint = filed(client)
    given = fields_of(client.get(f"/cases/{complaint.number}/code/")) | {"words": "答复"}
    forget_session(client)
    client.post(f"/cases/{complaint.number}/code/", given)
    begin(client)  # another draft on the same device
    assert "答复" not in client.get("/unsent/").content.decode()
    client.post("/resume/", {"code": Access.objects.get(complaint=complaint).code})
    assert "答复" in client.get("/unsent/").content.decode()


def test_of_two_drafts_in_one_browser_each_text_is_for_its_own_code():
    client = Client()
    mine = begin(client)
    code = Draft.objects.get().code
    begin(client)
    sister = Draft.objects.exclude(pk=mine.split("/")[2]).get().code
    given = fields_of(client.get(f"{mine}/story/")) | {"story": "只给我自己看的经过"}
    forget_session(client)
    client.post(f"{mine}/story/", given)
    assert UnsentText.objects.get().who.count(",") == 0
    client.post("/resume/", {"code": sister})
    assert "只给我自己看的经过" not in client.get("/unsent/").content.decode()
    client.post("/resume/", {"code": code})
    assert "只给我自己看的经过" in client.get("/unsent/").content.decode()


def test_however_many_codes_a_browser_holds_of_one_so_many_are_kept():
    client = Client()
    base, marks = begin(client), []
    for _turn in range(UNSENT_TEXTS + 1):
        marks.append(fields_of(client.get(f"{base}/story/")))
        begin(client)  # the list of its codes is another one each time
    forget_session(client)
    for given in marks:
        client.post(f"{base}/story/", given | {"story": "经过"})
    assert UnsentText.objects.count() == UNSENT_TEXTS


def test_text_for_a_page_that_was_closed_meanwhile_is_kept_as_well():
    client = Client()
    complaint = filed(client)
    place = f"/cases/{complaint.number}/code/"
    given = fields_of(client.get(place)) | {"words": "写了很久的答复"}
    holder = Actor(codes=(Access.objects.get(complaint=complaint).code_digest,))
    new = complaints.replace_code(by=holder, complaint=complaint)  # on another device
    assert client.post(place, given)["Location"] == "/unsent/"
    assert "写了很久的答复" in client.get("/unsent/").content.decode()
    assert client.post("/resume/", {"code": new})["Location"] == "/unsent/"
    assert Access.objects.in_force().get(complaint=complaint).code == new


@pytest.mark.parametrize("csrf", [False, True], ids=["session gone", "session and CSRF cookie gone"])
def test_what_a_complainant_writes_to_a_desk_is_put_back_into_its_form(csrf: bool):
    case, (recipient, _caseworker) = make_case(email=""), make_desk()
    filing = queued(case, recipient)
    services.sweep_outbox(at=NOW)
    client, words = signed_in(case.owner), "我在二月二十一日回的退订。" * 60
    place = f"/filings/{filing.pk}/supplement/"
    given = fields_of(client.get(place)) | {"text": words}
    forget_session(client, csrf=csrf)
    client.post(place, given)
    assert words in signed_in(case.owner, client).get(place).content.decode()
    assert client.post(place, fields_of(client.get(place)) | {"text": words}).status_code == 302
    assert not UnsentText.objects.exists()


def test_a_consent_is_given_on_its_own_page_alone():
    """A page that shows neither what is agreed to nor for whom sends no consent; what was written is there."""
    case, recipient = make_case(email=""), make_mail_recipient()
    assess_complaint(by=case.by, complaint=case.complaint)
    client = signed_in(case.owner)
    place = reverse("consent", args=[case.complaint.number, recipient.channel, recipient.pk])
    page = client.get(place)
    given = fields_of(page) | {"document": "letter", "digest": page.context["proposal"].digest, "agree": "on"}
    forget_session(client)
    client.post(
        place, given | {"verbatim": "on", "story": "我回了退订，\n又收到短信。", "left_out": "respondents"}
    )
    unsent = signed_in(case.owner, client).get("/unsent/").content.decode()
    assert f'action="{place}"' not in unsent
    assert "sha256:" not in unsent
    assert f'href="{place}"' in unsent
    assert "又收到短信。" in unsent
    back = client.get(place)
    assert back.context["form"]["story"].value() == "我回了退订，\n又收到短信。"
    assert back.context["form"]["left_out"].value() == ["respondents"]
    assert not back.context["form"]["agree"].value()


@pytest.mark.parametrize(
    ("page", "place", "goes_to"),
    [
        ("", f"/supplements/{UUID(int=1)}/agree/", f"/supplements/{UUID(int=1)}/"),
        ("/cases/X/", f"/supplements/{UUID(int=1)}/agree/", "/cases/X/"),
        ("", "/nowhere/at/all", "/"),
    ],
)
def test_the_page_of_a_consent_is_one_that_opens(page: str, place: str, goes_to: str):
    assert _page_of(accounts.Unsent(UnsentText(), page, place, [])) == goes_to


def test_a_form_of_one_account_is_carried_out_for_no_other():
    case, other = make_case(), make_case()
    client = signed_in(case.owner)
    place = f"/cases/{case.complaint.number}/code/"
    given = fields_of(client.get(place)) | {"words": "我写的"}
    shared(by=case.by, complaint=case.complaint, with_user=other.owner)
    signed_in(other.owner, client)
    client.post(place, given)
    assert not Access.objects.filter(complaint=case.complaint, why=Access.Why.CODE).exists()
    assert "我写的" not in client.get("/unsent/").content.decode()


def test_a_stranger_fills_nothing():
    """What bears no mark of the portal is not kept, and of one person no more than a few."""
    client = Client(enforce_csrf_checks=True)
    for mark in ("", "user:1", "WyJ1c2VyOjEiLCAiL3giXQ:1w:x"):
        answer = client.post("/cases/AN-2026-000001/code/", {FIELD: mark, "words": "陌生人"})
        assert answer.status_code == 403
        page = answer.content.decode()
        assert "没有执行，也没有存下" in page
        assert "按“返回”" not in page
    assert not UnsentText.objects.exists()

    case = make_case()
    mine = signed_in(case.owner)
    place = f"/cases/{case.complaint.number}/code/"
    given = fields_of(mine.get(place))
    mine.cookies.clear()
    for turn in range(UNSENT_TEXTS + 2):
        mine.post(place, given | {"words": f"第{turn}次"})
    assert UnsentText.objects.count() == UNSENT_TEXTS
    too_much = mine.post(place, given | {"words": "长" * MAX_UNSENT_TEXT})
    assert too_much.status_code == 413
    assert "长" * 1000 in too_much.content.decode(), "it can be copied from the answer"
    assert UnsentText.objects.count() == UNSENT_TEXTS


def test_nothing_is_kept_for_no_page_by_an_old_mark_or_too_often(monkeypatch: pytest.MonkeyPatch):
    case = make_case()
    client = signed_in(case.owner, Client())
    place = f"/cases/{case.complaint.number}/code/"
    given = fields_of(client.get(place)) | {"words": "写的话"}
    forget_session(client)
    assert client.post("/no/such/page/", given).status_code == 404
    now = time.time()
    with monkeypatch.context() as later:
        later.setattr("django.core.signing.time.time", lambda: now + SESSION_LIFE.total_seconds() + 1)
        client.post(place, given)
    assert not UnsentText.objects.exists()
    monkeypatch.setattr(UnsentTextsPerAddress, "rate", "1/hour")
    client.post(f"{place}?q=words-of-mine", given)
    assert "words-of-mine" not in str(list(UnsentText.objects.values_list("page", "place")))
    refused = client.post(place, given)
    assert refused.status_code == 429
    assert "从这个网络存下的太多" in refused.content.decode()
    assert "写的话" in refused.content.decode(), "it can be copied from the answer"
    assert UnsentText.objects.count() == 1


def test_two_tabs_that_came_too_late_are_both_kept():
    case = make_case()
    client = signed_in(case.owner)
    place = f"/cases/{case.complaint.number}/code/"
    given = fields_of(client.get(place))
    forget_session(client)
    client.post(place, given | {"words": "第一个标签页写的"})
    client.post(f"{place}?second", given | {"words": "第二个标签页写的"})
    newest = signed_in(case.owner, client).get("/unsent/").content.decode()
    assert "第二个标签页写的" in newest
    assert "还有 1 份" in newest
    client.post(f"{place}?second", fields_of(client.get("/unsent/")))
    assert "第一个标签页写的" in client.get("/unsent/").content.decode()
    assert client.cookies["unsent"].value
    client.post(place, fields_of(client.get("/unsent/")))
    assert client.cookies["unsent"].value == ""


def test_a_form_from_elsewhere_takes_no_place():
    """A page of somebody else with a mark of their own."""
    stranger, client = make_case(), Client(enforce_csrf_checks=True)
    place = f"/cases/{stranger.complaint.number}/code/"
    given = fields_of(signed_in(stranger.owner).get(place)) | {"words": "别处来的"}
    answer = client.post(place, given, headers={"origin": "https://elsewhere.example"})
    assert answer.status_code == 403
    assert "unsent" not in answer.cookies
    assert not UnsentText.objects.exists()
    assert client.post(place, given, headers={"origin": "http://testserver"}).status_code == 302


def test_what_is_not_wanted_is_thrown_away():
    client, user, _filing = decided_too_late()
    signed_in(user, client)
    given = {"csrfmiddlewaretoken": fields_of(client.get("/unsent/"))["csrfmiddlewaretoken"]}
    assert client.post("/unsent/", given).status_code == 302
    assert not UnsentText.objects.exists()


def test_passwords_and_codes_are_not_kept():
    client = Client()
    for page in ("/accounts/login/", "/resume/", "/return/", "/leave/"):
        filed_page = client.get(page).content.decode()
        assert FIELD not in filed_page, page


def test_the_forms_of_a_page_bear_the_same_marks_and_no_other_page_does(rf: RequestFactory) -> None:
    forms = Template("{% csrf_token %}|{% csrf_token %}")
    users = [make_user("one"), make_user("another")]
    drawn = []
    for user in users:
        request = rf.get("/cases/")
        request.user, request.session = user, {}
        first, second = forms.render(RequestContext(request, {})).split("|")
        assert first == second
        rotate_token(request)
        third, _fourth = forms.render(RequestContext(request, {})).split("|")
        assert third != first
        drawn += [first, third]
    assert len(set(drawn)) == 4
