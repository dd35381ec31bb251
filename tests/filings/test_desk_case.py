"""The case page: what it shows, to whom, what it records, and every act through HTTP."""

import io
import re
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.actors import Actor
from accounts.models import User
from complaints.models import Access, Act, LedgerEntry
from complaints.services import grant_access
from core.canonical import digest
from evidence.services import receive
from filings import services
from filings.models import Filing, Note
from filings.models.case_row import complainants, with_insides
from filings.moves import State
from tests.filings.desk_cases import (
    Desk,
    make_caseworker,
    make_desk,
    on_desk,
    sent_through_the_house,
)
from tests.filings.pages import forbidden, words
from tests.filings.test_desk_queue import signed_in

pytestmark = pytest.mark.django_db

XSS = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "'><svg/onload=alert(1)>",
    "</textarea><script>alert(1)</script>",
    "{{ 7*7 }}{% now 'Y' %}",
    "javascript:alert(1)",
    "\u202egnp.exe<b>",
]


@pytest.fixture
def desk() -> Desk:
    return make_desk()


@pytest.fixture
def caseworker(desk: Desk) -> Client:
    return signed_in(desk.caseworker)


def address(filing: Filing) -> str:
    return reverse("admin:filings_filing_change", args=[filing.pk])


def post(client: Client, filing: Filing, act: str, text: str = "", **more: Any) -> Any:
    """Post an act as the page that is shown now would."""
    seen = client.get(address(filing)).context["standing"]
    return client.post(address(filing), {"act": act, "text": text, "seen": seen, **more})


# ── What it shows, to whom ───────────────────────────────────────────────────────────────────────────────────────
def test_the_page_shows_what_was_sent_and_what_the_law_says(desk: Desk, caseworker: Client) -> None:
    said = {
        "refusal": {"made": True, "on": "2026-01-05"},
        "contacts": {"channels": ["sms"], "after_refusal": 3},
        "content": {"commercial": True},
    }
    filing = on_desk(desk, due_on=timezone.localdate() + timedelta(days=3), facts=said)
    text = words(caseworker.get(address(filing)))
    for expected in (
        filing.complaint.number,
        "退订后仍然发来",
        "还剩 3 天",
        "《示例办法》第十条",
        "我回了退订",
        "王小宁",
        "13900001234",
        "示例优选商城有限公司",
        "【示例优选】全场五折",
        "10690000123456",
        "《中华人民共和国广告法》（2021年修正）第四十三条",
        "拒绝之后又收到几次 3",
        "投诉已登记",
    ):
        assert expected in text
    # The assessment of the whole case is not this desk's.
    for whole in ("收件人已经明确拒绝", "示例条文的原文。", "超过五个月的收费争议", "未核对的条文不得出现"):
        assert whole not in text


def test_the_head_says_who_against_whom_what_is_due_by_which_article_and_what_was_last(
    desk: Desk, caseworker: Client
) -> None:
    filing = on_desk(desk, due_on=timezone.localdate() + timedelta(days=3))
    services.note(by=Actor.of_user(desk.caseworker), filing=filing, text="核对过。")
    page = caseworker.get(address(filing)).content.decode()
    head = page[page.index('<header class="case-head">') : page.index("</header>", page.index("case-head"))]
    due = filing.deadlines.get()
    for expected in ("王小宁", "示例优选商城有限公司", due.what, due.provision, "还剩 3 天", "备注"):
        assert expected in head
    # What is said between desk and complainant, and what is due, come before what the law says.
    places = [page.index(f'<section id="{one}"') for one in ("story", "deadlines", "words", "law", "record")]
    assert places == sorted(places)


def test_only_what_was_consented_to_is_on_the_page() -> None:
    desk = make_desk("示例举报中心", channel="12321")
    filing = on_desk(desk, story="我女儿在示例小学读书。", name="王小宁", phone="13900001234")
    page = signed_in(desk.caseworker).get(address(filing)).content.decode()
    assert "13900001234" in page
    for withheld in ("示例小学", "王小宁", "示例路 1 号"):
        assert withheld not in page


def test_another_organisation_gets_404_alike_for_a_case_and_for_none(desk: Desk) -> None:
    filing = on_desk(desk)
    other = signed_in(make_desk("乙市市场监督管理局", channel="12315_complaint").caseworker)
    for path in (
        address(filing),
        f"/admin/filings/filing/{filing.pk}/history/",
        "/admin/filings/filing/1/change/",
    ):
        assert other.get(path).status_code == 404
    document = reverse("admin:filings_filing_document", args=[filing.pk, 1])
    assert other.get(document).status_code == 404
    assert other.post(address(filing), {"act": "move:accepted"}).status_code == 404
    filing.refresh_from_db()
    assert filing.state == State.ACKNOWLEDGED


def test_a_reading_is_recorded_once_and_a_colleague_sees_it(desk: Desk, caseworker: Client) -> None:
    filing = on_desk(desk)
    caseworker.get(address(filing))
    reads = LedgerEntry.objects.filter(complaint_id=filing.complaint_id, act=Act.CASE_READ)
    assert [(entry.actor, entry.detail) for entry in reads] == [
        (
            f"user:{desk.caseworker.pk}",
            {"what": f"filing:{filing.pk}", "organisations": [desk.organisation.pk]},
        )
    ]
    caseworker.get(address(filing))
    colleague = signed_in(make_caseworker(desk.organisation, "tongshi"))
    shown = words(colleague.get(address(filing)))
    assert f"工作人员查看案件 {desk.caseworker.username} · 连续 2 次" in shown


def test_the_record_keeps_other_recipients_apart(desk: Desk, caseworker: Client) -> None:
    """Whom else the complainant wrote to, and who reads there, is not on this page."""
    from complaints.ledger import append_entry

    filing = on_desk(desk)
    append_entry(
        by=Actor.system("test"),
        complaint_id=filing.complaint_id,
        act=Act.FILING_MOVED,
        detail={"filing": "00000000-0000-4000-8000-000000000000", "to": "refused"},
    )
    append_entry(
        by=Actor(),
        complaint_id=filing.complaint_id,
        act=Act.SHARED,
        detail={"to": "organisation:999", "why": "shared"},
    )
    shown = words(caseworker.get(address(filing)))
    assert "不予受理" not in shown.split("记录")[-1]
    assert "授权查阅" not in shown


def test_the_page_costs_few_queries_however_much_was_said(desk: Desk, caseworker: Client) -> None:
    filing = on_desk(desk)
    with CaptureQueriesContext(connection) as one:
        caseworker.get(address(filing))
    by = Actor.of_user(desk.caseworker)
    for place in range(10):
        services.note(by=by, filing=filing, text=f"备注 {place}")
    with CaptureQueriesContext(connection) as many:
        caseworker.get(address(filing))
    assert len(many) <= len(one) + 1  # the names behind the notes
    assert len(many) <= 30


# ── Acts ─────────────────────────────────────────────────────────────────────────────────────────────────────────
def test_what_comes_with_the_row_is_what_its_tables_hold(desk: Desk) -> None:
    """Read as JSON in the statement of the filing, and not asked for again."""
    filing = on_desk(
        desk, due_on=timezone.localdate() + timedelta(days=5), at=timezone.now() - timedelta(days=3)
    )
    deadline = filing.deadlines.get()
    filing.deadlines.update(met_at=timezone.now(), paused_on=timezone.localdate(), added=3)
    services.ask(by=Actor.of_user(desk.caseworker), filing=filing, question="哪一天？")
    # The table's own order: what has no day yet comes last.
    undated = filing.deadlines.create(
        step="answer", what="答复", reason="放假安排还没有公布", counted_from=timezone.localdate()
    )
    with CaptureQueriesContext(connection) as made:
        (row,) = with_insides(Filing.objects.at_desk(Actor.of_user(desk.caseworker)).filter(pk=filing.pk))
        asked = len(made)
        deadlines, documents = list(row.deadlines.all()), list(row.documents.all())
        assert len(made) == asked
    assert [one.pk for one in deadlines] == [deadline.pk, undated.pk]
    for name, rows in (("deadlines", deadlines), ("documents", documents)):
        kept = list(getattr(Filing.objects.get(pk=filing.pk), name).all())
        values = [
            {field.attname: getattr(one, field.attname) for field in one._meta.concrete_fields}
            for one in kept
        ]
        assert values == [
            {field.attname: getattr(one, field.attname) for field in one._meta.concrete_fields}
            for one in rows
        ]
    assert list(row.deadlines.running()) == [undated]
    assert complainants(row) == LedgerEntry.objects.complainants(row.complaint)
    assert complainants(row).helpers == LedgerEntry.objects.complainants(row.complaint).helpers


def test_a_case_goes_from_the_desk_to_its_end(desk: Desk, caseworker: Client) -> None:
    filing = on_desk(desk)
    for act, text, state in [
        ("move:accepted", "", State.ACCEPTED),
        ("move:decided", "已责令停止发送，并处罚款。", State.DECIDED),
        ("move:closed", "", State.CLOSED),
    ]:
        response = post(caseworker, filing, act, text)
        assert response.status_code == 302
        filing.refresh_from_db()
        assert filing.state == state
    assert filing.decision == "已责令停止发送，并处罚款。"
    moves = LedgerEntry.objects.filter(complaint_id=filing.complaint_id, act=Act.FILING_MOVED)
    assert [entry.detail["to"] for entry in moves] == ["accepted", "decided", "closed"]
    page = caseworker.get(address(filing))
    # What ended is only taken up again, corrected, or noted upon.
    offered = [offer.name for offer in page.context["offers"]]
    assert offered == ["move:accepted", "correct", "letter:closing", "note", "task", "recuse"]


def test_refusing_asks_for_a_reason_and_keeps_it(desk: Desk, caseworker: Client) -> None:
    filing = on_desk(desk)
    without = post(caseworker, filing, "move:refused", "  ")
    assert without.status_code == 422
    assert "请先填写" in words(without)
    filing.refresh_from_db()
    assert filing.state == State.ACKNOWLEDGED
    typed = {"text": "不属于本机关职责。", "ground": "35号令:11/六"}
    assert post(caseworker, filing, "move:refused", **typed).status_code == 302
    filing.refresh_from_db()
    assert filing.state == State.REFUSED
    assert "不属于本机关职责。" in words(caseworker.get(address(filing)))


def test_asking_waits_for_the_complainant(desk: Desk, caseworker: Client) -> None:
    filing = on_desk(desk)
    assert post(caseworker, filing, "ask", "请提供退订短信的截图。").status_code == 302
    filing.refresh_from_db()
    assert filing.waiting_since is not None
    text = words(caseworker.get(address(filing)))
    assert "等投诉人答复" in text
    assert "请提供退订短信的截图。" in text


def test_a_note_stays_inside(desk: Desk, caseworker: Client) -> None:
    filing = on_desk(desk)
    assert post(caseworker, filing, "note", "与某某案合并考虑。").status_code == 302
    note = Note.objects.get(filing=filing)
    assert (note.kind, note.text) == (Note.Kind.INTERNAL, "与某某案合并考虑。")


def test_a_case_is_given_to_a_colleague_and_to_nobody_else(desk: Desk, caseworker: Client) -> None:
    filing = on_desk(desk)
    colleague = make_caseworker(desk.organisation, "tongshi")
    stranger = make_desk("乙市市场监督管理局", channel="12315_complaint").caseworker
    assert post(caseworker, filing, "assign", to=str(colleague.pk)).status_code == 302
    filing.refresh_from_db()
    assert filing.assigned_to == colleague
    assert post(caseworker, filing, "assign", to=str(stranger.pk)).status_code == 422
    assert post(caseworker, filing, "assign", to="x").status_code == 422
    filing.refresh_from_db()
    assert filing.assigned_to == colleague
    assert post(caseworker, filing, "assign", to="").status_code == 302
    filing.refresh_from_db()
    assert filing.assigned_to is None


@pytest.mark.parametrize(
    "act", ["", "move:", "move:closed", "move:withdrawn", "move:queued", "move:nowhere", "delete", "ask:x"]
)
def test_an_act_that_was_not_offered_changes_nothing(desk: Desk, caseworker: Client, act: str) -> None:
    filing = on_desk(desk)
    response = post(caseworker, filing, act, "一段写好的话")
    assert response.status_code == 422
    assert "一段写好的话" in response.content.decode()
    filing.refresh_from_db()
    assert filing.state == State.ACKNOWLEDGED


@pytest.mark.parametrize("text", ["字" * 5_001, "有\x00控制符"])
def test_what_cannot_be_kept_comes_back_to_be_shortened(desk: Desk, caseworker: Client, text: str) -> None:
    filing = on_desk(desk)
    response = post(caseworker, filing, "note", text)
    assert response.status_code == 422
    assert text.strip() in response.content.decode()
    assert not Note.objects.exists()


def test_a_new_line_is_one_character_of_what_may_be_written(desk: Desk, caseworker: Client) -> None:
    filing = on_desk(desk)
    post(caseworker, filing, "note", "字" * 4_998 + "\r\n字")
    assert len(Note.objects.get(filing=filing).text) == 5_000


def test_the_second_of_two_caseworkers_is_told_and_loses_no_word(desk: Desk, caseworker: Client) -> None:
    filing = on_desk(desk)
    seen = caseworker.get(address(filing)).context["standing"]
    services.move(
        by=Actor.of_user(make_caseworker(desk.organisation, "tongshi")), filing=filing, to=State.ACCEPTED
    )
    late = caseworker.post(address(filing), {"act": "move:refused", "seen": seen, "text": "写了很久的理由"})
    assert late.status_code == 409
    text = words(late)
    assert "没有执行" in text
    assert "已受理" in text
    assert "写了很久的理由" in late.content.decode()
    filing.refresh_from_db()
    assert filing.state == State.ACCEPTED


def test_two_who_ask_at_once_ask_one_question(desk: Desk, caseworker: Client) -> None:
    filing = on_desk(desk)
    seen = caseworker.get(address(filing)).context["standing"]
    services.ask(
        by=Actor.of_user(make_caseworker(desk.organisation, "tongshi")),
        filing=filing,
        question="请补充截图。",
    )
    late = caseworker.post(address(filing), {"act": "ask", "seen": seen, "text": "请补充证据。"})
    assert late.status_code == 409
    assert "请补充证据。" in late.content.decode()
    assert Note.objects.filter(kind=Note.Kind.QUESTION).count() == 1


def test_nobody_handles_a_complaint_of_their_own(desk: Desk, caseworker: Client) -> None:
    filing = on_desk(desk, owner=desk.caseworker)
    page = caseworker.get(address(filing))
    assert page.context["offers"] == []
    assert "须由同事办理" in words(page)
    assert post(caseworker, filing, "move:accepted").status_code == 422
    filing.refresh_from_db()
    assert filing.state == State.ACKNOWLEDGED


def test_acts_need_the_token_of_the_form(desk: Desk) -> None:
    filing = on_desk(desk)
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(desk.caseworker, backend="django.contrib.auth.backends.ModelBackend")
    assert strict.post(address(filing), {"act": "move:accepted"}).status_code == 403


# ── Hostile words ────────────────────────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize("word", XSS)
def test_no_word_of_anybody_becomes_markup(desk: Desk, caseworker: Client, word: str) -> None:
    filing = on_desk(
        desk,
        story=f"经过 {word}",
        name=word,
        phone=word,
        respondent=word,
        text=f"【{word}】退订回T",
        sender=word[:60],
    )
    by = Actor.of_user(desk.caseworker)
    services.ask(by=by, filing=filing, question=word)
    services.note(by=by, filing=filing, text=word)
    User.objects.filter(pk=desk.caseworker.pk).update(first_name=word[:30])
    Filing.objects.filter(pk=filing.pk).update(assigned_to=desk.caseworker)
    pages = [
        caseworker.get(address(filing)),
        caseworker.get("/admin/filings/filing/", {"q": word}),
        post(caseworker, filing, "move:nowhere", word),
        post(caseworker, filing, "note", word + "字" * 5_000),
    ]
    for page in pages:
        assert forbidden(page) == []
        content = page.content.decode()
        for markup in ("<script>alert", "<img src=x", "<svg/onload", "<b>"):
            assert markup not in content


def test_hostile_law_is_text_too(desk: Desk, caseworker: Client) -> None:
    """The corpus is ours, yet what somebody answered stands in its traces."""
    filing = on_desk(desk, facts={"number": {"mislabelled_as": XSS[0]}})
    page = caseworker.get(address(filing)).content.decode()
    traces = [caseworker.get(one) for one in re.findall(r'href="([^"]+/grounds/[^"]+)"', page)]
    assert any(XSS[0] in words(one) for one in traces)
    assert [forbidden(one) for one in traces if forbidden(one)] == []


def test_the_page_carries_its_policy(desk: Desk, caseworker: Client) -> None:
    response = caseworker.get(address(on_desk(desk)))
    assert "default-src 'self'" in response["Content-Security-Policy"]
    assert "unsafe" not in response["Content-Security-Policy"]
    assert forbidden(response) == []


# ── A case that went the whole way ───────────────────────────────────────────────────────────────────────────────
@pytest.fixture
def sent(store: Any) -> tuple[Client, Filing]:
    desk = make_desk("示例市市场监督管理局", channel="12315_report")
    return signed_in(desk.caseworker), sent_through_the_house(desk, User.objects.create_user("consumer"))


def test_what_the_outbox_brought_is_whole(sent: tuple[Client, Filing]) -> None:
    client, filing = sent
    assert filing.state == State.ACKNOWLEDGED
    page = client.get(address(filing))
    text = words(page)
    for expected in (
        "短信截图.png",
        "退订之后又收到的三条短信",
        "未查毒",
        "推广",
        "示例优选",
        "1069短信端口",
        "投诉人退订或者拒绝过",
    ):
        assert expected in text
    assert "您" not in text.split("法律对照")[1].split("期限")[0]
    assert text.count(filing.complaint.exhibits.get().sha256) == 1


def test_copies_and_documents_open_and_are_recorded(sent: tuple[Client, Filing]) -> None:
    client, filing = sent
    exhibit = filing.complaint.exhibits.get()
    copy = client.get(reverse("exhibit_copy", args=[exhibit.pk]))
    assert copy.status_code == 200
    assert b"".join(copy.streaming_content)[:8] == b"\x89PNG\r\n\x1a\n"
    document = filing.documents.first()
    assert document is not None
    opened = client.get(reverse("admin:filings_filing_document", args=[filing.pk, document.pk]))
    assert opened["Content-Type"] == "application/pdf"
    assert digest(b"".join(opened.streaming_content)) == document.sha256
    acts = LedgerEntry.objects.filter(complaint_id=filing.complaint_id).values_list("act", flat=True)
    assert Act.EXHIBIT_READ in acts
    assert Act.CASE_READ in acts
    assert "工作人员查看证据" in words(client.get(address(filing)))


def test_an_exhibit_opened_from_a_search_leads_back_to_it_and_nowhere_else(
    sent: tuple[Client, Filing],
) -> None:
    client, filing = sent
    exhibit = reverse("exhibit", args=[filing.complaint.exhibits.get().pk])
    link = f"{exhibit}?{urlencode({'next': address(filing)})}"
    assert f'class="back" href="{address(filing)}"' in client.get(link).content.decode()
    for elsewhere in ("https://example.cn/", "//example.cn/", "/\\example.cn/", "javascript:alert(1)", ""):
        page = client.get(exhibit, {"next": elsewhere}).content.decode()
        assert 'class="back"' not in page


def test_an_exhibit_opened_by_whoever_has_the_case_leads_back_to_the_case(
    sent: tuple[Client, Filing],
) -> None:
    complaint = sent[1].complaint
    lawyer = User.objects.create_user("lawyer")
    owner = Actor.of_user(User.objects.get(username="consumer"))
    grant_access(by=owner, complaint=complaint, why=Access.Why.SHARED, user=lawyer)
    page = signed_in(lawyer).get(reverse("exhibit", args=[complaint.exhibits.get().pk])).content.decode()
    assert f'class="back" href="{reverse("case", args=[complaint.number])}"' in page
    assert "遮盖其中一部分" not in page


def test_an_exhibit_that_was_kept_back_is_not_on_the_page(sent: tuple[Client, Filing]) -> None:
    client, filing = sent
    owner = Actor.of_user(filing.complaint.owner)
    kept = receive(
        by=owner, complaint_id=filing.complaint_id, stream=io.BytesIO(b"private diary"), filename="日记.txt"
    )
    page = client.get(address(filing)).content.decode()
    assert "日记.txt" not in page
    assert str(kept.pk) not in page
    assert kept.sha256 not in page


def test_a_copy_that_failed_says_why(sent: tuple[Client, Filing]) -> None:
    client, filing = sent
    filing.complaint.exhibits.get().renditions.update(
        state="refused", reason="文件含有不能去除的脚本。", sealed=None
    )
    assert "没有查看副本：文件含有不能去除的脚本。" in words(client.get(address(filing)))


def test_content_that_was_changed_is_not_shown(desk: Desk, caseworker: Client) -> None:
    filing = on_desk(desk)
    filing.content = filing.content.replace("王小宁", "张三")
    filing.save(update_fields=["content"])
    page = caseworker.get(address(filing))
    assert page.status_code == 200
    assert "与投诉人同意时的哈希值不一致" in words(page)
    assert "张三" not in words(page)
