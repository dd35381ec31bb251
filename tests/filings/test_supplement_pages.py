"""The pages on which a complainant adds to a filing, and on which a desk reads it."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.actors import Actor
from accounts.models import User
from evidence.models import Exhibit
from evidence.services import make_renditions
from filings import services
from filings.models import Delivery, Filing, Recipient, Supplement
from filings.moves import State
from tests.cases import NOW, Case, add_exhibit, make_case, make_desk, make_hand_recipient, prepared, queued
from tests.filings.desk_cases import picture
from tests.filings.pages import words

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("store", "keys")]


def at_desk() -> tuple[Case, Filing, Actor]:
    case = make_case()
    recipient, caseworker = make_desk()
    filing = queued(case, recipient)
    services.sweep_outbox(at=NOW)
    return case, Filing.objects.get(pk=filing.pk), caseworker


def signed_in(user: User | None) -> Client:
    client = Client()
    assert user is not None
    client.force_login(user)
    return client


def upload(name: str = "补的截图.png", content: bytes | None = None) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, picture() if content is None else content, content_type="image/png")


def cleaned() -> None:
    for exhibit in Exhibit.objects.all():
        make_renditions(by=Actor.system("evidence"), exhibit_id=exhibit.pk)


def agree(client: Client, row: Supplement) -> Any:
    page = client.get(reverse("supplement", args=[row.pk]))
    digest = page.context["proposal"].digest
    where = reverse("supplement_act", args=[row.pk, "agree"])
    return client.post(where, {"digest": digest, "agree": "on"}, follow=True)


def test_a_question_is_answered_with_a_screenshot_that_opens_at_the_desk():
    case, filing, caseworker = at_desk()
    services.ask(by=caseworker, filing=filing, question="请补一张截图。", missing_material=True)
    me, desk = signed_in(case.owner), signed_in(caseworker.user)
    where = reverse("write_supplement", args=[filing.pk])
    assert "请补一张截图。" in words(me.get(where))

    page = me.post(where, {"text": "截图附上。", "files": upload()}, follow=True)
    row = Supplement.objects.get()
    assert "文件还在检查" in words(page)
    assert "截图附上。" in words(page)
    cleaned()
    page = agree(me, row)
    assert "已确认，还没有送到" in words(page)
    assert "已送到" not in words(page)
    services.sweep_outbox()
    assert "已送到对方的办案台" in words(me.get(reverse("supplement", args=[row.pk])))

    queue = words(desk.get(reverse("admin:filings_filing_changelist"), {"state": "supplemented"}))
    assert "新的补充材料" in queue
    assert "有新的补充材料" in words(desk.get(reverse("admin:index")))
    place = reverse("admin:filings_filing_change", args=[filing.pk])
    page = desk.get(place)
    assert "补的截图.png" in words(page)
    assert "截图附上。" in words(page)
    exhibit = Exhibit.objects.get()
    assert desk.get(reverse("exhibit", args=[exhibit.pk])).status_code == 200
    assert desk.get(reverse("exhibit_copy", args=[exhibit.pk])).status_code == 200
    page = desk.post(place, {"act": "seen", "supplement": str(row.pk)}, follow=True)
    assert "已记录：看过补充材料" in words(page)
    assert "新的补充材料" not in words(page)
    assert "确认看过" in words(me.get(reverse("filing", args=[filing.pk])))


def test_no_heading_stands_over_nothing_while_an_answer_is_waited_for():
    case, filing, caseworker = at_desk()
    me, where = signed_in(case.owner), reverse("filing", args=[filing.pk])
    assert "<h2>补充材料</h2>" in me.get(where).content.decode()
    services.ask(by=caseworker, filing=filing, question="请补一张截图。")
    page = me.get(where).content.decode()
    assert "<h2>补充材料</h2>" not in page
    assert "答复，可以附文件" in page


def test_what_was_typed_outlives_a_refused_file_and_a_second_visit():
    case, filing, _caseworker = at_desk()
    me = signed_in(case.owner)
    where = reverse("write_supplement", args=[filing.pk])
    page = me.post(where, {"text": "打了很久的字。", "files": upload(content=b"")}, follow=True)
    assert "写的内容和别的文件都还在" in words(page)
    assert page.context["form"]["text"].value() == "打了很久的字。"
    assert me.get(where).context["form"]["text"].value() == "打了很久的字。"


def test_what_is_too_long_comes_back_whole_with_its_file_ticked():
    case, filing, _caseworker = at_desk()
    me = signed_in(case.owner)
    long = "长" * (services.MOST_CHARACTERS + 1)
    page = me.post(reverse("write_supplement", args=[filing.pk]), {"text": long, "files": upload()})
    assert page.status_code == 422
    assert str(services.MOST_CHARACTERS + 1) in words(page)
    form = page.context["form"]
    assert form["text"].value() == long
    assert form["exhibits"].value() == [str(Exhibit.objects.get().pk)]


def test_nothing_leaves_without_the_tick():
    case, filing, _caseworker = at_desk()
    me = signed_in(case.owner)
    row = services.write_supplement(by=case.by, filing=filing, text="一句话。")
    page = me.post(reverse("supplement_act", args=[row.pk, "agree"]), {"digest": "x"})
    assert page.status_code == 409
    assert "还没有勾选同意" in words(page)
    row.refresh_from_db()
    assert row.state == Supplement.State.WRITING


def test_nobody_must_withdraw_to_add_a_screenshot():
    case, filing, _caseworker = at_desk()
    me, recipient = signed_in(case.owner), filing.recipient
    where = reverse("consent", args=[case.complaint.number, recipient.channel, recipient.pk])
    assert me.get(where)["Location"] == reverse("write_supplement", args=[filing.pk])
    page = me.get(reverse("case", args=[case.complaint.number]))
    assert reverse("write_supplement", args=[filing.pk]) in page.content.decode()


@pytest.mark.parametrize("state", [State.DECIDED, State.WITHDRAWN, State.PREPARED])
def test_where_nothing_can_be_added_the_page_says_what_is_open(state: str):
    case, filing, _caseworker = at_desk()
    Filing.objects.filter(pk=filing.pk).update(state=state)
    filing.refresh_from_db()
    me = signed_in(case.owner)
    where = reverse("write_supplement", args=[filing.pk])
    assert services.why_no_more(filing) in words(me.get(where))
    page = me.post(where, {"text": "写好的话。"})
    assert page.status_code == 422
    assert "写好的话。" in words(page)
    assert (
        reverse("write_supplement", args=[filing.pk])
        not in me.get(reverse("filing", args=[filing.pk])).content.decode()
    )


def test_by_hand_there_is_a_letter_to_take_along_and_a_day_to_record():
    case = make_case()
    filing = queued(case, make_hand_recipient())
    services.record_handed_in(by=case.by, filing=filing)
    picture_of = add_exhibit(case, colour="blue", name="补的截图.png")
    me = signed_in(case.owner)
    row = services.write_supplement(by=case.by, filing=filing, text="补充。", exhibits=[picture_of])
    page = agree(me, row)
    assert "补充材料的函" in words(page)
    letter = me.get(reverse("supplement_letter", args=[row.pk]))
    assert b"".join(letter.streaming_content).startswith(b"%PDF")
    page = me.post(reverse("supplement_act", args=[row.pk, "confirm"]), follow=True)
    assert "已定稿，等您自己递交" in words(page)
    assert "已送" not in words(page)
    acts = reverse("supplement_act", args=[row.pk, "handed-in"])
    assert me.post(acts, {"handed-on": ""}).status_code == 422
    row.refresh_from_db()
    page = me.post(acts, {"handed-on": timezone.localdate(row.prepared_at).isoformat()}, follow=True)
    assert "您已登记递交" in words(page)


def test_a_decision_typed_while_a_supplement_arrives_is_kept_and_not_carried_out():
    case, filing, caseworker = at_desk()
    services.move(by=caseworker, filing=filing, to=State.ACCEPTED)
    desk = signed_in(caseworker.user)
    place = reverse("admin:filings_filing_change", args=[filing.pk])
    seen = desk.get(place).context["standing"]
    row = services.write_supplement(by=case.by, filing=filing, text="新的一条。")
    agree(signed_in(case.owner), row)
    services.sweep_outbox()
    page = desk.post(place, {"act": "move:decided", "seen": seen, "text": "写好的决定。"})
    assert page.status_code == 409
    assert "写好的决定。" in words(page)
    assert "新的一条。" in words(page)


def test_the_desk_asks_for_missing_material_with_a_tick():
    _case, filing, caseworker = at_desk()
    desk = signed_in(caseworker.user)
    place = reverse("admin:filings_filing_change", args=[filing.pk])
    seen = desk.get(place).context["standing"]
    page = desk.post(place, {"act": "ask", "seen": seen, "text": "请补身份证明。", "tick": "on"}, follow=True)
    assert "补正通知：要求补交材料" in words(page)
    assert filing.notes.get().missing_material


def test_a_prepared_one_that_is_changed_is_consented_to_anew():
    case = make_case()
    filing = queued(case, make_hand_recipient())
    services.record_handed_in(by=case.by, filing=filing)
    me = signed_in(case.owner)
    row = services.write_supplement(by=case.by, filing=filing, text="第一稿。")
    agree(me, row)
    where = reverse("write_supplement", args=[filing.pk])
    assert me.get(where).context["form"]["text"].value() == "第一稿。"
    me.post(where, {"text": "第二稿。"})
    row.refresh_from_db()
    assert row.state == Supplement.State.WITHDRAWN
    assert row.consent is not None
    assert row.consent.withdrawn_at is not None
    assert Supplement.objects.get(state=Supplement.State.WRITING).text == "第二稿。"


def test_a_prepared_one_has_no_button_while_nobody_takes_it():
    case = make_case()
    recipient = make_hand_recipient()
    filing = queued(case, recipient)
    services.record_handed_in(by=case.by, filing=filing)
    row = services.write_supplement(by=case.by, filing=filing, text="第一稿。")
    me = signed_in(case.owner)
    agree(me, row)
    where, button = (
        reverse("supplement", args=[row.pk]),
        reverse("supplement_act", args=[row.pk, "confirm"]),
    )
    assert button in me.get(where).content.decode()
    Recipient.objects.update(active=False)
    page = me.get(where)
    assert "现在不接收材料，这份补充发不出去" in words(page)
    assert button not in page.content.decode()


def test_what_was_not_sent_yet_shows_no_way_to_add():
    case = make_case()
    filing = prepared(case, make_desk()[0])
    page = signed_in(case.owner).get(reverse("filing", args=[filing.pk]))
    assert "补充说明或文件" not in words(page)


def test_who_waits_for_an_answer_is_answered_from_its_own_card():
    case, filing, caseworker = at_desk()
    services.ask(by=caseworker, filing=filing, question="请补一张截图。")
    page = signed_in(case.owner).get(reverse("case", args=[case.complaint.number]))
    assert words(page).count("去答复") == 2
    assert "补充说明或文件" not in words(page)


def test_what_was_cancelled_is_said_to_be_not_sent():
    case, filing, caseworker = at_desk()
    row = services.write_supplement(by=case.by, filing=filing, text="算了。")
    page = signed_in(case.owner).post(reverse("supplement_act", args=[row.pk, "cancel"]), follow=True)
    assert "已取消，没有发出" in words(page)
    assert not Supplement.objects.visible_to(caseworker).exists()


def test_a_second_click_shows_what_was_agreed_to():
    case, filing, _caseworker = at_desk()
    me = signed_in(case.owner)
    row = services.write_supplement(by=case.by, filing=filing, text="一次。")
    digest = me.get(reverse("supplement", args=[row.pk])).context["proposal"].digest
    where = reverse("supplement_act", args=[row.pk, "agree"])
    for _click in range(2):
        page = me.post(where, {"digest": digest, "agree": "on"}, follow=True)
        assert page.status_code == 200
        assert "已确认，还没有送到" in words(page)
    assert row.deliveries.count() == 1


def test_an_empty_desk_keeps_what_was_written():
    case, filing, caseworker = at_desk()
    me = signed_in(case.owner)
    row = services.write_supplement(by=case.by, filing=filing, text="写好的话。")
    User.objects.filter(pk=caseworker.user.pk).update(is_active=False)
    page = agree(me, row)
    assert "写的和选的都存着" in words(page)
    assert "写好的话。" in words(page)
    row.refresh_from_db()
    assert (row.state, row.text) == (Supplement.State.WRITING, "写好的话。")


def test_those_who_run_the_portal_settle_what_nobody_knows():
    case, filing, _caseworker = at_desk()
    row = services.write_supplement(by=case.by, filing=filing, text="一句。")
    agree(signed_in(case.owner), row)
    delivery = row.deliveries.get()
    Delivery.objects.filter(pk=delivery.pk).update(state=Delivery.State.UNKNOWN)
    Supplement.objects.filter(pk=row.pk).update(state=Supplement.State.SENT_UNKNOWN)
    admin = signed_in(User.objects.create_superuser(username="root", password="x"))
    place = reverse("admin:filings_delivery_changelist")
    page = admin.get(place, {"outcome": "unresolved"})
    assert "补充材料 1" in words(page)
    assert "一句。" not in words(page)
    where = reverse("admin:filings_delivery_resolve", args=[delivery.pk])
    admin.post(where, {"delivered": "yes", "proof": "问过了。"})
    row.refresh_from_db()
    assert row.state == Supplement.State.SENT
    assert "补充材料 1" not in words(admin.get(place, {"outcome": "unresolved"}))


def test_words_from_a_page_of_before_are_kept_to_go_on_with():
    case, filing, caseworker = at_desk()
    services.ask(by=caseworker, filing=filing, question="哪一天？")
    where = reverse("filing_act", args=[filing.pk, "answer"])
    page = signed_in(case.owner).post(where, {"answer-text": "打好的答复。"}, follow=True)
    assert "打好的答复。" in words(page)
    assert Supplement.objects.get().state == Supplement.State.WRITING


def test_what_was_asked_for_on_the_telephone_leads_to_its_answer():
    case = make_case()
    filing = queued(case, make_hand_recipient())
    services.record_handed_in(by=case.by, filing=filing)
    me = signed_in(case.owner)
    where = reverse("filing_act", args=[filing.pk, "asked"])
    assert me.post(where, {"asked-text": ""}).status_code == 422
    page = me.post(where, {"asked-text": "要身份证明。", "asked-missing_material": "on"}, follow=True)
    assert "它要求补交材料" in words(page)
    assert "要身份证明。" in words(page)


def test_nothing_written_and_nothing_chosen_begins_nothing():
    case, filing, _caseworker = at_desk()
    page = signed_in(case.owner).post(reverse("write_supplement", args=[filing.pk]), {"text": " "})
    assert page.status_code == 422
    assert "还没有写内容，也没有选文件" in words(page)
    assert not Supplement.objects.exists()
