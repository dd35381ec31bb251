"""The pages of a desk's letters: from the case to the letter that was sent, what was typed stays, what who complained reads."""

import io
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.actors import Actor
from accounts.models import Membership, User
from complaints.models import Act, LedgerEntry
from core.days import day_read
from filings import services
from filings.admin import acts
from filings.models import DeskLetter, DeskTemplate, Filing, GivenFile
from filings.moves import State
from tests.accounts.test_unsent import fields_of, forget_session
from tests.filings.desk_cases import make_caseworker, make_desk, on_desk
from tests.filings.pages import forbidden, words
from tests.filings.test_desk_letters import SCAN, Desk, begun, head, issued, who
from tests.filings.test_desk_queue import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk() -> Desk:
    made = make_desk("杭州市示例区市场监督管理局", channel="12315_complaint")
    head(made)
    return made


@pytest.fixture
def owner() -> User:
    return User.objects.create_user("complainant", password="x")


def case_page(filing: Filing) -> str:
    return reverse("admin:filings_filing_change", args=[filing.pk])


def letter_page(letter: DeskLetter) -> str:
    return reverse("admin:filings_filing_letter", args=[letter.filing_id, letter.pk])


def drafted(client: Client, filing: Filing, act: str, text: str = "", **more: str) -> Any:
    filing.refresh_from_db()
    given = {"act": act, "text": text, "seen": acts.standing(filing), "then": "letter", **more}
    return client.post(case_page(filing), given)


def signed(letter: DeskLetter, **more: str) -> dict[str, str]:
    letter.filing.refresh_from_db()
    seen = acts.standing(letter.filing)
    return {
        "act": "issue",
        "text": letter.text,
        "revision": str(letter.revision),
        "seen": seen,
        "reason": letter.answers["reason"],
        **more,
    }


def test_from_the_case_to_decided_with_its_letter_sent_in_three_presses(desk: Desk, owner: User) -> None:
    """Open the form of the act, have the letter drafted, sign."""
    filing = services.move(by=who(desk), filing=on_desk(desk, owner=owner), to=State.ACCEPTED)
    client = signed_in(desk.caseworker)
    assert "拟投诉处理答复书" in words(client.get(case_page(filing)))
    response = drafted(client, filing, "move:decided", "双方和解，退还 30 元。")
    letter = DeskLetter.objects.get()
    assert response["Location"] == letter_page(letter)
    page = client.get(letter_page(letter))
    assert forbidden(page) == []
    assert "双方和解，退还 30 元。" in words(page)
    assert "签发就办理" in words(page)
    sent = client.post(letter_page(letter), signed(letter))
    assert sent["Location"] == case_page(filing)
    filing.refresh_from_db()
    assert (filing.state, filing.decision) == (State.DECIDED, "双方和解，退还 30 元。")
    letter.refresh_from_db()
    shown = words(client.get(case_page(filing)))
    assert f"{letter.title} {letter.number}" in shown
    mine = words(signed_in(owner).get(reverse("filing", args=[filing.pk])))
    assert f"{letter.title} {letter.number}" in mine
    assert day_read(timezone.localdate()) in mine


def test_a_draft_tells_nobody_anything(desk: Desk, owner: User) -> None:
    filing = on_desk(desk, owner=owner)
    client = signed_in(desk.caseworker)
    drafted(client, filing, "move:accepted")
    letter = DeskLetter.objects.get()
    assert "还没有办理，投诉人看不到" in words(client.get(case_page(filing)))
    mine = words(signed_in(owner).get(reverse("filing", args=[filing.pk])))
    assert "受理通知书" not in mine
    assert not LedgerEntry.objects.filter(complaint_id=filing.complaint_id, act=Act.FILING_MOVED).exists()
    dropped = client.post(letter_page(letter), {"act": "drop"}, follow=True)
    assert "没有办理，也没有用掉文号" in words(dropped)
    assert not DeskLetter.objects.exists()


def test_what_was_typed_stays_when_a_colleague_was_quicker(desk: Desk, owner: User) -> None:
    filing = on_desk(desk, owner=owner)
    letter, client = begun(desk, filing), signed_in(desk.caseworker)
    typed = signed(letter, text="我写的一段。")
    services.move(by=who(desk), filing=filing, to=State.ACCEPTED)
    response = client.post(letter_page(letter), typed)
    assert response.status_code == 409
    assert "我写的一段。" in words(response)
    assert not GivenFile.objects.exists()
    services.write_letter(by=who(desk), letter=letter, text="同事写的。", revision=1)
    response = client.post(letter_page(letter), signed(letter, text="我写的一段。"))
    assert response.status_code == 422
    assert "我写的一段。" in words(response)
    assert "同事写的。" in words(response)
    # Refused on the page of the case, what was typed stands there.
    no_ground = drafted(client, on_desk(desk, owner=owner), "move:refused", "不在职责之内。", ground="x")
    assert (no_ground.status_code, "不在职责之内。" in words(no_ground)) == (422, True)


def test_what_was_typed_into_a_letter_outlives_the_session(desk: Desk, owner: User) -> None:
    letter, client = begun(desk, on_desk(desk, owner=owner)), signed_in(desk.caseworker)
    typed = fields_of(client.get(letter_page(letter))) | signed(letter, text="会话结束前写的一段。")
    forget_session(client)
    answer = client.post(letter_page(letter), typed)
    assert "都存着" in client.get(answer["Location"]).content.decode()
    client.force_login(desk.caseworker)
    again = client.get(letter_page(letter))
    assert "会话结束前写的一段。" in words(again)
    assert "还没有提交" in words(again)
    assert not GivenFile.objects.exists()


def test_opening_is_no_service_and_the_desk_does_not_see_it(desk: Desk, owner: User) -> None:
    filing = on_desk(desk, owner=owner)
    letter = issued(desk, begun(desk, filing))
    given, mine, client = GivenFile.objects.get(), signed_in(owner), signed_in(desk.caseworker)
    sentence = "打开、下载，不等于法律上的送达；对方也看不到您打开过没有。"
    assert sentence in words(mine.get(reverse("filing", args=[filing.pk])))
    before = words(client.get(letter_page(letter)))
    entries = LedgerEntry.objects.filter(complaint_id=filing.complaint_id).exclude(act=Act.CASE_READ)
    count = entries.count()
    assert "还没有登记送达" in before
    got = mine.get(reverse("given_file", args=[filing.pk, given.pk]))
    assert b"".join(got.streaming_content).startswith(b"%PDF-")
    assert words(client.get(letter_page(letter))) == before
    assert entries.count() == count


def test_service_is_recorded_and_who_complained_reads_it(desk: Desk, owner: User) -> None:
    filing, today = on_desk(desk, owner=owner), timezone.localdate()
    letter, client = issued(desk, begun(desk, filing)), signed_in(desk.caseworker)
    late = {"act": "served", "how": "post", "served_on": f"{today + timedelta(days=1)}", "reference": "EX1"}
    refused = client.post(letter_page(letter), late)
    assert (refused.status_code, "EX1" in refused.content.decode()) == (422, True)
    file = SimpleUploadedFile("回执.pdf", SCAN)
    client.post(letter_page(letter), {**late, "served_on": f"{today}", "file": file})
    proof = letter.services.get()
    page = reverse("admin:filings_filing_letter_proof", args=[filing.pk, letter.pk, proof.pk])
    assert b"".join(client.get(page).streaming_content) == SCAN
    mine = words(signed_in(owner).get(reverse("filing", args=[filing.pk])))
    assert f"对方登记：邮寄送达，{day_read(today)} EX1" in mine
    assert "回执.pdf" not in mine


def test_a_letter_to_be_stamped_waits_and_leaves_with_its_scan(desk: Desk, owner: User) -> None:
    head(desk, sealed_by_hand=True)
    filing = on_desk(desk, owner=owner)
    client = signed_in(desk.caseworker)
    drafted(client, filing, "move:accepted")
    letter = DeskLetter.objects.get()
    page = client.post(letter_page(letter), signed(letter), follow=True)
    letter.refresh_from_db()
    assert letter.number in words(page)
    assert "上传以前，投诉人看不到" in words(page)
    assert "受理通知书" not in words(signed_in(owner).get(reverse("filing", args=[filing.pk])))
    paper = reverse("admin:filings_filing_letter_paper", args=[filing.pk, letter.pk])
    assert b"".join(client.get(paper).streaming_content).startswith(b"%PDF-")
    file = SimpleUploadedFile("盖章.pdf", SCAN)
    client.post(letter_page(letter), {"act": "stamped", "file": file})
    filing.refresh_from_db()
    assert filing.state == State.ACCEPTED


def test_templates_are_versions_looked_at_with_a_real_case(desk: Desk, owner: User) -> None:
    filing, client = on_desk(desk, owner=owner), signed_in(desk.caseworker)
    home = reverse("admin:filings_filing_letters")
    page = client.get(home)
    assert forbidden(page) == []
    assert "受理通知书" in words(page)
    assert "还没有取过文号" in words(page)
    place = reverse("admin:filings_filing_letter_template", args=[desk.organisation.pk, "acceptance"])
    typed = {"title": "受理告知书", "mark": "受", "text": "{{投诉人}}，{{投诉编号}}已受理。"}
    look = {**typed, "act": "preview", "number": filing.complaint.number}
    shown = client.post(place, look)
    assert f"王小宁，{filing.complaint.number}已受理。" in words(shown)
    assert not DeskTemplate.objects.exists()
    reads = LedgerEntry.objects.filter(complaint_id=filing.complaint_id, act=Act.CASE_READ)
    assert reads.count() == 1
    other = on_desk(make_desk("别的示例局"), owner=owner)
    refused = client.post(place, {**look, "number": other.complaint.number})
    assert (refused.status_code, "没有这个编号的投诉" in words(refused)) == (422, True)
    assert "已受理。" in refused.content.decode()
    client.post(place, {**typed, "act": "save"})
    assert "本机构第 1 版" in words(client.get(home))
    bad = client.post(place, {**typed, "text": "{{身份证}}", "act": "save"})
    assert (bad.status_code, "没有“身份证”这一项" in words(bad)) == (422, True)
    letter = issued(desk, begun(desk, filing))
    assert letter.number in words(client.get(home))


def test_a_caseworker_reads_the_numbers_and_words_nothing(desk: Desk, owner: User) -> None:
    lead = make_caseworker(desk.organisation, "lead")
    Membership.objects.filter(user=lead).update(role=Membership.Role.SUPERVISOR)
    client = signed_in(desk.caseworker)
    assert "机关代字" not in words(client.get(reverse("admin:filings_filing_letters")))
    place = reverse("admin:filings_filing_letter_template", args=[desk.organisation.pk, "acceptance"])
    assert client.get(place).status_code == 404
    assert client.post(place, {"act": "save", "title": "x", "mark": "x", "text": "x"}).status_code == 404
    assert signed_in(lead).get(place).status_code == 200


def test_another_desk_and_who_complained_open_no_draft(desk: Desk, owner: User) -> None:
    letter = begun(desk, on_desk(desk, owner=owner))
    stranger = signed_in(make_desk("别的示例局").caseworker)
    for name in ("letter", "letter_paper"):
        page = reverse(f"admin:filings_filing_{name}", args=[letter.filing_id, letter.pk])
        assert stranger.get(page).status_code == 404
        assert signed_in(owner).get(page).status_code in (302, 403)
    assert Actor.of_user(owner).desk_ids == ()


def test_the_api_tells_of_a_letter_what_the_page_tells(desk: Desk, owner: User) -> None:
    filing, today = on_desk(desk, owner=owner), timezone.localdate()
    services.give_file(by=who(desk), filing=filing, stream=io.BytesIO(SCAN), filename="a.pdf", title="附件")
    letter = issued(desk, begun(desk, filing))
    services.record_service(by=who(desk), letter=letter, how="person", served_on=today)
    mine = signed_in(owner)
    plain, told = mine.get(reverse("api-filing", args=[filing.pk])).json()["given_files"]
    assert (plain["number"], plain["dated_on"], plain["served"]) == (None, None, None)
    assert (told["number"], told["dated_on"]) == (letter.number, f"{today}")
    assert told["served"] == [{"how": "person", "served_on": f"{today}", "reference": ""}]
    assert b"".join(mine.get(told["link"]).streaming_content).startswith(b"%PDF-")
    assert Client().get(told["link"]).status_code == 401


def test_a_colleague_agrees_on_the_page_of_the_case(desk: Desk, owner: User) -> None:
    head(desk, second_look=True)
    filing, other = on_desk(desk, owner=owner), make_caseworker(desk.organisation, "another")
    letter, client = begun(desk, filing), signed_in(desk.caseworker)
    assert "签发先请另一位同事复核" in words(client.get(letter_page(letter)))
    client.post(letter_page(letter), signed(letter))
    assert "正文不能改" in words(client.get(letter_page(letter)))
    page = signed_in(other).get(case_page(filing))
    for part in (letter.text.split()[0], "看这份文书", "同意就照上面的正文取文号"):
        assert part in words(page)
    agreed = {"act": "agree", "row": filing.proposals.get().pk, "seen": acts.standing(filing)}
    signed_in(other).post(case_page(filing), agreed)
    letter.refresh_from_db()
    assert letter.state == DeskLetter.State.ISSUED


def test_a_case_with_letters_costs_one_statement_more(desk: Desk, owner: User) -> None:
    def cost(filing: Filing) -> int:
        with CaptureQueriesContext(connection) as asked:
            assert client.get(case_page(filing)).status_code == 200
        return len([one for one in asked if "SAVEPOINT" not in one["sql"]])

    client, plain, lettered = signed_in(desk.caseworker), on_desk(desk), on_desk(desk)
    for filing in (plain, lettered):
        services.give_file(
            by=who(desk), filing=filing, stream=io.BytesIO(SCAN), filename="a.pdf", title="附件"
        )
        services.move(by=who(desk), filing=filing, to=State.ACCEPTED)
    for kind in ("acceptance", "request"):
        issued(desk, begun(desk, lettered, kind, reason="请补订单截图。"))
    begun(desk, lettered, "decision", reason="双方和解。")
    cost(plain), cost(lettered)
    # Notes came with the request: one more for those.
    assert cost(lettered) <= cost(plain) + 2
