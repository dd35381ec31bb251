"""The pages of drafting: what is typed stays, two people see each other, a lawyer asks and the complainant approves."""

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from filings import services
from filings.models import Paper
from filings.services.papers.generated import letterhead_of
from legal.services import assess_complaint
from tests.callers import caller
from tests.cases import TOLD, make_case, make_mail_recipient
from tests.counting import Counting
from tests.filings.pages import forbidden, words
from tests.filings.test_papers import lawyer_with, prepare

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("store", "keys")]
NEW = "我只要求停止发送，并书面道歉。"


class Drafting:
    def __init__(self, story: str = TOLD) -> None:
        self.case = make_case(at=timezone.now(), story=story)
        assess_complaint(by=self.case.by, complaint=self.case.complaint, at=timezone.now())
        self.recipient = make_mail_recipient()
        self.paper = services.begin_paper(
            by=self.case.by, complaint=self.case.complaint, recipient=self.recipient
        )
        self.lawyer = lawyer_with(self.case)
        self.owner_page, self.lawyer_page = Client(), Client()
        self.owner_page.force_login(self.case.owner)
        assert self.lawyer.user is not None
        self.lawyer_page.force_login(self.lawyer.user)
        self.address = reverse("paper", args=[self.paper.pk])

    def save(self, client: Client, text: str, seen: int, **more: Any) -> Any:
        return client.post(self.address, {"seen": seen, "block-requests": text, **more})


@pytest.fixture
def drafting() -> Drafting:
    return Drafting()


def test_a_button_saves_and_the_page_shows_what_is_different(drafting: Drafting) -> None:
    assert drafting.save(drafting.owner_page, NEW, 1).status_code == 302
    page = drafting.owner_page.get(drafting.address)
    assert not forbidden(page)
    said = words(page)
    assert "已存为第 2 版" in said
    assert "删去：" in said
    assert "增加：" in said
    assert f"{NEW}</textarea>" in page.content.decode()
    back = drafting.save(drafting.owner_page, NEW, 2, do="reset:requests")
    assert back.status_code == 302
    assert not drafting.paper.current.edited


def test_a_press_puts_a_sentence_of_the_story_into_the_facts_and_another_takes_it_out() -> None:
    told, owed = "3月1日我在电话里要求停止，客服说不归他们管。", "我在网站上留过号码，3月2日又打来。"
    drafting = Drafting(story=told + owed)
    facts = lambda: next(one.text for one in drafting.paper.current.as_generated.blocks if one.key == "facts")  # noqa: E731
    assert f"本人另述：“{told}”" in facts()
    page = words(drafting.owner_page.get(drafting.address))
    assert "可能对自己不利。" in page
    put = drafting.owner_page.post(drafting.address, {"seen": 1, "do": f"quote:{owed}"})
    assert put["Location"].endswith("#about-facts")
    assert f"本人另述：“{told}{owed}”" in facts()
    drafting.owner_page.post(drafting.address, {"seen": 2, "do": f"unquote:{told}"})
    assert f"本人另述：“{owed}”" in facts()
    consent = drafting.owner_page.get(
        reverse("consent", args=[drafting.case.complaint.number, "operator", drafting.recipient.pk])
    )
    assert consent.context["proposal"].story == owed
    drafting.save(drafting.owner_page, NEW, 3, **{"block-facts": "我只说这些。"})
    refused = drafting.owner_page.post(drafting.address, {"seen": 4, "do": f"quote:{told}"})
    assert "事实自己改过" in words(refused)
    assert drafting.paper.current.edited["facts"] == "我只说这些。"


def test_two_pages_of_one_block_are_shown_beside_each_other(drafting: Drafting) -> None:
    """Neither is lost: one stands, the other is in its box and in a version of its own."""
    drafting.save(drafting.lawyer_page, NEW, 1)
    page = drafting.save(drafting.owner_page, "我要求赔偿。", 1)
    said = words(page)
    assert page.status_code == 409
    assert "您写的另存为第 3 版" in said
    assert ">\n我要求赔偿。</textarea>" in page.content.decode()
    assert NEW in said
    # Looked at and saved again, over the version that is shown now.
    assert drafting.save(drafting.owner_page, "我要求赔偿和道歉。", 2).status_code == 302
    assert drafting.paper.current.edited["requests"] == "我要求赔偿和道歉。"


def test_the_script_is_told_what_was_saved_and_what_was_not(drafting: Drafting) -> None:
    ask = {"HTTP_ACCEPT": "application/json"}
    told = drafting.owner_page.post(drafting.address, {"seen": 1, "block-requests": NEW}, **ask)
    assert told.json() == {"version": 2, "said": "已自动存为第 2 版。"}
    late = drafting.lawyer_page.post(drafting.address, {"seen": 1, "block-requests": "别的"}, **ask)
    assert late.status_code == 409
    long = drafting.owner_page.post(drafting.address, {"seen": 2, "block-requests": "长" * 20_001}, **ask)
    assert long.status_code == 422
    assert "没有保存" in long.json()["problem"]


def test_what_is_refused_stays_in_its_box(drafting: Drafting) -> None:
    page = drafting.save(drafting.owner_page, "长" * 20_001, 1)
    assert page.status_code == 422
    assert "长" * 20_001 in page.content.decode()


def test_what_came_after_the_session_ended_is_put_back_and_overwrites_nobody(drafting: Drafting) -> None:
    page = drafting.owner_page.get(drafting.address).content.decode()
    fields = dict(
        re.findall(r'type="hidden" name="(form_mark|seen)" value="([^"]*)"', page.split('id="draft"')[1])
    )
    drafting.owner_page.session.flush()
    typed = {**fields, "block-requests": NEW, "block-closing": "如上。"}
    drafting.owner_page.cookies.pop("sessionid", None)
    assert drafting.owner_page.post(drafting.address, typed).status_code == 302
    drafting.lawyer_page.post(drafting.address, {"seen": 1, "block-closing": "请在十日内答复。"})
    drafting.owner_page.force_login(drafting.case.owner)
    back = drafting.owner_page.get(drafting.address)
    assert "您上次写的没有存上" in words(back)
    assert f">\n{NEW}</textarea>" in back.content.decode()
    assert 'name="seen" value="1"' in back.content.decode()
    late = drafting.owner_page.post(drafting.address, typed)
    assert late.status_code == 409
    assert drafting.paper.current.edited == {"requests": NEW, "closing": "请在十日内答复。"}


def test_a_save_says_that_what_was_prepared_does_not_go_out(drafting: Drafting) -> None:
    drafting.save(drafting.owner_page, NEW, 1)
    prepare(drafting.case, drafting.paper, at=timezone.now())
    page = drafting.owner_page.post(
        drafting.address, {"seen": 2, "block-requests": "停止发送。"}, follow=True
    )
    assert "以前备好、还没有发出的那一份不再发出" in words(page)


def test_a_lawyer_sees_the_client_and_asks_and_the_client_approves_what_they_read(drafting: Drafting) -> None:
    page = words(drafting.lawyer_page.get(drafting.address))
    assert "当事人 王小宁" in page
    assert drafting.case.complaint.number in page
    listed = words(drafting.lawyer_page.get(reverse("papers", args=[drafting.case.complaint.number])))
    assert f"当事人 王小宁 {drafting.case.complaint.complainant.phone}" in listed
    assert "您" not in listed.split("已经起草的")[0]
    drafting.save(drafting.lawyer_page, NEW, 1)
    drafting.lawyer_page.post(reverse("paper_act", args=[drafting.paper.pk, "ask"]))
    case_page = words(drafting.owner_page.get(reverse("case", args=[drafting.case.complaint.number])))
    assert f"律师请您确认《{drafting.paper.title}》" in case_page
    address = reverse("approve_paper", args=[drafting.paper.pk])
    assert drafting.lawyer_page.get(address).status_code == 404
    read = drafting.owner_page.get(address)
    assert NEW in words(read)
    version = drafting.paper.current
    done = drafting.owner_page.post(address, {"digest": version.digest})
    assert done.status_code == 302
    drafting.paper.refresh_from_db()
    assert (drafting.paper.state, drafting.paper.approved) == (Paper.State.APPROVED, version)


def test_the_consent_page_shows_what_was_edited_whole_and_lists_what_is_in_doubt(drafting: Drafting) -> None:
    drafting.save(drafting.owner_page, f"{NEW}赔偿98765元。", 1)
    address = reverse(
        "consent", args=[drafting.case.complaint.number, drafting.recipient.channel, drafting.recipient.pk]
    )
    said = words(drafting.owner_page.get(address))
    assert f"{NEW}赔偿98765元。" in said
    assert drafting.paper.current.digest in said
    assert "“98765元”：案件里没有这个金额" in said
    assert "请求按您在文书里改过的写" in said, "and nothing is ticked beside it"


def test_the_pages_of_drafting_read_their_case_once(drafting: Drafting, counted: Counting) -> None:
    drafting.save(drafting.owner_page, NEW, 1)
    for name, address in (
        ("paper", drafting.address),
        ("paper_list", reverse("papers", args=[drafting.case.complaint.number])),
    ):
        with counted(name):
            assert drafting.owner_page.get(address).status_code == 200


def test_every_version_can_be_read_and_taken_as_pdf_and_word(drafting: Drafting) -> None:
    drafting.save(drafting.owner_page, NEW, 1)
    assert NEW in words(drafting.owner_page.get(reverse("paper_version", args=[drafting.paper.pk, 2])))
    pdf = drafting.owner_page.get(reverse("paper_file", args=[drafting.paper.pk, 2, "pdf"]))
    word = drafting.owner_page.get(reverse("paper_file", args=[drafting.paper.pk, 2, "docx"]))
    assert pdf.content.startswith(b"%PDF")
    assert word.content.startswith(b"PK")
    assert (
        drafting.owner_page.get(reverse("paper_file", args=[drafting.paper.pk, 9, "pdf"])).status_code == 404
    )


def test_programs_draft_as_the_pages_do(drafting: Drafting) -> None:
    me, lawyer = caller(drafting.case.owner), caller(drafting.lawyer.user)
    place = f"/api/v1/papers/{drafting.paper.pk}/"
    edited = lawyer.post(f"{place}edit/", {"seen": 1, "texts": {"requests": NEW}}, format="json")
    assert (edited.status_code, edited.data["version"]) == (200, 2)
    late = me.post(f"{place}edit/", {"seen": 1, "texts": {"requests": "我要求赔偿。"}}, format="json")
    assert late.status_code == 409
    assert late.data["clashes"] == [{"key": "requests", "mine": "我要求赔偿。", "theirs": NEW}]
    assert late.data["aside"] == 3
    assert lawyer.post(f"{place}ask/").data["state"] == "asked"
    digest = {"digest": edited.data["digest"]}
    assert lawyer.post(f"{place}approve/", digest, format="json").status_code == 409
    assert me.post(f"{place}approve/", digest, format="json").data["approved"] == 2
    assert me.get(f"{place}versions/2/pdf/").content.startswith(b"%PDF")
    listed = me.get(f"/api/v1/complaints/{drafting.case.complaint.number}/papers/").data
    assert [one["id"] for one in listed["papers"]] == [str(drafting.paper.pk)]
    assert "authority" in {one["slug"] for one in listed["kinds"]}


def test_a_firm_writes_its_letterhead_once_and_its_letters_have_it(drafting: Drafting) -> None:
    """What was made before keeps its own; nobody else writes it."""
    address = reverse("letterhead")
    assert drafting.owner_page.get(address).status_code == 404
    firm = services.firm_today(drafting.lawyer)
    assert firm is not None
    before = letterhead_of(firm)
    lines = {"address": "示例市安宁路1号", "phone": "010-00000000", "signature": "律师：\n执业证号："}
    assert drafting.lawyer_page.post(address, lines).status_code == 302
    assert 'value="示例市安宁路1号"' in drafting.lawyer_page.get(address).content.decode()
    head = letterhead_of(firm)
    assert head.head == ("示例市安宁路1号", "电话：010-00000000")
    assert head.signature == ("律师：", "执业证号：")
    assert (before.name, before.head) == (firm.name, ())
    long = drafting.lawyer_page.post(address, {"head": "一\n" * 20})
    assert long.status_code == 422
    assert "填的还在下面" in words(long)


def test_papers_of_a_case_are_begun_from_its_list(drafting: Drafting) -> None:
    number = drafting.case.complaint.number
    page = drafting.owner_page.get(reverse("papers", args=[number]))
    assert not forbidden(page)
    said = words(page)
    assert drafting.paper.title in said
    assert "授权委托书" in said
    begin = reverse("begin_paper", args=[number, "authority"])
    assert drafting.owner_page.get(begin).status_code == 200
    made = drafting.owner_page.post(begin, {"need-agent_name": "陈律"})
    assert made.status_code == 302
    paper = Paper.objects.get(kind="authority")
    assert "陈律" in paper.current.as_written.blocks[0].text
    assert drafting.owner_page.get(reverse("paper", args=[paper.pk])).status_code == 200
