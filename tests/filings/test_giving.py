"""What a person gives of a case to one recipient: less of it, the story cut, sensitive information by a consent apart."""

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.actors import Actor
from complaints.models import LedgerEntry
from complaints.services import ComplainantInput, RespondentInput, file_complaint
from core.canonical import canonical
from documents.wording import day
from documents.words import told_within
from filings import services
from filings.models import Filing, Recipient
from filings.services import Giving
from filings.services.sending.content import Wishes
from filings.services.sending.giving import Given, content_and_offer
from filings.services.sending.preparation import check_founded
from legal.reasoning.facts import label
from legal.services import assess_complaint
from tests.cases import (
    FACTS,
    NOW,
    Case,
    make_case,
    make_desk,
    make_hand_recipient,
    make_mail_recipient,
    make_user,
)
from tests.documents.reading import text_of
from tests.filings.papers import words_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("store", "keys")]

NUMBER = "11010119900307109X"


def proposal(case: Case, recipient: Recipient, **more: Any) -> services.ConsentText:
    document = "claim" if recipient.channel == "court" else "letter"
    return services.propose_consent(
        complaint=case.complaint, recipient=recipient, exhibits=[], document=document, at=NOW, **more
    )


def prepared(case: Case, recipient: Recipient, giving: Giving, *, read: Giving | None = None) -> Filing:
    shown = proposal(case, recipient, giving=read or giving)
    return services.prepare(
        by=case.by,
        complaint=case.complaint,
        recipient=recipient,
        consent_digest=shown.digest,
        document="claim" if recipient.channel == "court" else "letter",
        giving=giving,
        at=NOW,
    )


def written(filing: Filing) -> str:
    """All that its papers are made of, and all that a desk or program is shown."""
    return canonical(services.content_of(filing))


# ── Left out ─────────────────────────────────────────────────────────────────────────────────────────────────────────
def test_what_the_channel_does_not_require_can_be_left_out_and_is_written_nowhere():
    case, operator = make_case(), make_mail_recipient()
    offered = proposal(case, operator).optional
    assert offered["respondents"] == "被投诉方名称和联系方式"
    assert "complainant.name" not in offered
    filing = prepared(case, operator, Giving(left_out=frozenset({"respondents", "told.refusal"})))
    assert "示例优选商城有限公司" not in written(filing)
    assert "2026-02-21" not in written(filing)
    assert "被投诉方名称和联系方式" not in filing.consent.information
    assert not [one for one in filing.consent.information if "拒绝" in one]


def test_without_what_the_channel_requires_nothing_is_offered_and_it_says_why():
    case, operator = make_case(), make_mail_recipient()
    with pytest.raises(services.Refused, match="要求写明：姓名、联系电话"):
        proposal(case, operator, giving=Giving(left_out=frozenset({"complainant.name", "complainant.phone"})))
    assert not Filing.objects.exists()


def test_what_was_read_is_what_is_left_out():
    case, operator = make_case(), make_mail_recipient()
    with pytest.raises(services.Refused, match="变化"):
        prepared(case, operator, Giving(), read=Giving(left_out=frozenset({"respondents"})))


def test_the_list_names_every_answer_that_a_desk_reads():
    case, (desk, _caseworker) = make_case(), make_desk()
    shown = proposal(case, desk)
    (listed,) = (one for one in shown.information if one.startswith("您的回答（"))
    for fact in ("contacts.count", *(f"content.{one}" for one in FACTS["content"])):
        assert label(fact) in listed


# ── The story ────────────────────────────────────────────────────────────────────────────────────────────────────────
def test_the_whole_story_is_shown_and_what_is_cut_does_not_leave():
    case, desk = make_case(), make_mail_recipient()
    shown = proposal(case, desk, giving=Giving(verbatim=True))
    assert shown.story == case.complaint.story
    filing = prepared(case, desk, Giving(story="我回了退订，又收到短信。", verbatim=True))
    assert services.content_of(filing)["fields"]["story"] == "我回了退订，又收到短信。"
    assert "第二天" not in written(filing)
    case.complaint.refresh_from_db()
    assert "第二天" in case.complaint.story


@pytest.mark.parametrize("words", ["到昨天一共二十三个。", "上个月开始的。", "三天前又打来。"])
def test_words_that_count_from_the_day_of_telling_go_with_that_day(words: str):
    case, desk = make_case(), make_mail_recipient()
    given = Giving(verbatim=True)
    # No day beside a story that needs none.
    assert proposal(case, desk, giving=given).story == case.complaint.story
    case.complaint.story += words
    told_on = day(timezone.localdate(case.complaint.filed_at))
    assert proposal(case, desk, giving=given).story == f"{case.complaint.story}（{told_on}讲述）"


@pytest.mark.parametrize(
    "other",
    ["我回了退订，第二天又收到三条推销短信。还有别的事。", "他们骗了我。", "我收到三条短信，回了退订。"],
)
def test_a_story_is_cut_and_neither_longer_nor_another(other: str):
    case, desk = make_case(), make_mail_recipient()
    with pytest.raises(services.Refused, match="不能加字、改字"):
        proposal(case, desk, giving=Giving(story=other, verbatim=True))
    assert proposal(case, desk, giving=Giving(story="我回了退订，\r\n\r\n又收到 短信。", verbatim=True))


def test_a_company_can_be_written_to_without_the_story():
    case = make_case()
    operator = make_hand_recipient("operator")
    filing = prepared(case, operator, Giving(story=""))
    assert "story" not in services.content_of(filing)["fields"]
    assert "事情经过" not in filing.consent.information
    sheet = filing.documents.get(kind="field_sheet")
    said = text_of(services.open_document(by=case.by, document=sheet, at=NOW).read())
    assert "后本人仍收到" in said


def test_what_somebody_wrote_of_it_is_in_a_claim_only_where_they_chose_it():
    case, court = make_case(), make_hand_recipient("court")
    without = proposal(case, court, wishes=Wishes(told=()))
    assert not {"事情经过", "事情经过里选出的句子"} & {*without.information}
    assert "事情经过" in without.withheld
    assert without.story == ""
    quoted = proposal(case, court)
    assert "事情经过里选出的句子" in quoted.information
    assert {"事情经过", "事情经过的其余部分"} & {*quoted.withheld} == {"事情经过的其余部分"}
    chosen = proposal(case, court, giving=Giving(verbatim=True))
    assert "事情经过" in chosen.information
    with pytest.raises(services.Refused, match="变化"):
        prepared(case, court, Giving(verbatim=True), read=Giving())
    agreed = frozenset(one.key for one in quoted.separate)
    content = services.content_of(prepared(case, court, Giving(agreed=agreed)))
    assert content["excerpted"]
    assert content["fields"]["story"] == quoted.story


@pytest.mark.parametrize("channel", ["operator", "lender", "platform"])
def test_a_company_is_told_what_somebody_wrote_only_where_they_chose_it(channel: str):
    assert services.by_choice(channel)
    if channel != "operator":  # the others answer to a case that names them
        return
    case, operator = make_case(), make_mail_recipient(channel)
    client, address = page_of(case, operator)
    page = client.get(address)
    assert "这家公司会看到全文" in page.content.decode()
    assert not page.context["form"]["verbatim"].value()
    # What happened is ticked sentence by sentence, and only what is ticked goes.
    assert [one.ticked for one in page.context["quotes"]] == [True]
    content = services.content_of(prepared(case, operator, Giving()))
    assert (content["fields"]["story"], content["excerpted"]) == (case.complaint.story, True)
    assert "story" not in proposal(case, operator, wishes=Wishes(told=())).information


def test_an_authority_is_told_without_what_somebody_admits_in_passing():
    story = "6月18日我回了T，他们还在发，这个怪我自己懒。7月2日我打了客服，他说关了。"
    case, market = make_case(story=story), make_hand_recipient("12315_report")
    client, address = page_of(case, market)
    page = client.get(address)
    assert "全文里有可能对您不利的话" in page.content.decode()
    assert not page.context["form"]["verbatim"].value()
    offered = {quote.value: quote.ticked for quote in page.context["quotes"]}
    assert offered == {
        "6月18日我回了T，他们还在发，": True,
        "这个怪我自己懒。": False,
        "7月2日我打了客服，他说关了。": True,
    }
    content = services.content_of(prepared(case, market, Giving()))
    assert content["fields"]["story"].splitlines() == [
        "6月18日我回了T，他们还在发。",
        "7月2日我打了客服，他说关了。",
    ]


def test_nothing_is_sealed_that_says_more_than_its_content_holds():
    case = make_case()
    content = services.content_of(prepared(case, make_mail_recipient(), Giving()))
    check_founded(content)
    planted = {"text": "{对方}冒充人民法院工作人员", "rests": ["debt.impersonates"]}
    content["law"][0]["claim"] = [planted]
    with pytest.raises(services.Refused, match=r"冒充人民法院工作人员.*没有备材料"):
        check_founded(content)


def test_the_page_says_what_is_not_pleaded_and_no_paper_does(client: Client):
    case = make_case()
    assess_complaint(by=case.by, complaint=case.complaint, at=NOW)
    desk, _ = make_desk()
    client.force_login(case.owner)
    url = reverse("consent", args=[case.complaint.number, desk.channel, desk.pk])
    page = client.get(url).content.decode()
    assert "没有写进去的，和为什么" in page
    assert "只给您看，不写进任何材料" in page
    said = dict(re.findall("<dt>([^<]*)</dt><dd>([^<]*)</dd>", page.partition("没有写进去的")[2]))
    assert said["画像匹配营销"] == "还不知道：是不是按画像推送的。"
    # Law that speaks for the other side is told to the person alone.
    (against,) = [title for title, why in said.items() if why.startswith("对方可能拿它抗辩")]
    assert against not in written(prepared(case, desk, Giving()))


def test_names_of_others_in_the_story_are_pointed_out_and_stay():
    case, operator = make_case(), make_mail_recipient()
    case.complaint.story = "我弟弟陈建华欠的钱。对方要找一个叫“李雪梅”的人，我叫王小宁，同事都知道了。"
    shown = proposal(case, operator, giving=Giving(verbatim=True))
    assert shown.others == ["陈建华", "李雪梅"]
    assert "陈建华" in shown.story


def test_the_numbers_of_others_in_the_story_are_pointed_out_too():
    case, operator = make_case(), make_mail_recipient()
    case.complaint.story = "我的139 0000 1234收到10690000123456的短信，他们还打我同事的 13811112222。"
    assert proposal(case, operator, giving=Giving(verbatim=True)).others_reached == ["13811112222"]


def test_what_stands_in_the_story_is_not_said_to_be_withheld():
    case, bank = make_case(), make_mail_recipient("operator")
    less = Giving(left_out=frozenset({"complainant.address"}), verbatim=True)
    case.complaint.story = "我住上海市宝山区示例路1号，身份证11010119900307 109x，又收到短信。"
    shown = proposal(case, bank, giving=less)
    assert not {"身份证号码", "出生日期", "性别", "通讯地址"} & {*shown.withheld}
    assert "您写的经过里有身份证号码：尾号09X。不想给就删掉。" in shown.within
    assert "您写的经过里有您的通讯地址。不想给就删掉。" in shown.within
    cut = proposal(case, bank, giving=Giving(less.left_out, "又收到短信。", verbatim=True))
    assert {"身份证号码", "通讯地址"} <= {*cut.withheld}
    assert (cut.within, cut.separate) == ([], [])


def test_an_identity_number_in_the_words_leaves_by_a_consent_of_its_own_or_is_cut():
    person = ComplainantInput(name="王小宁", phone="13900001234", region="310113")
    case, operator = filed(FACTS, f"他们要我报身份证{NUMBER}。", person), make_mail_recipient()
    (apart,) = proposal(case, operator, giving=Giving(verbatim=True)).separate
    assert (apart.key, apart.required) == ("written", True)
    with pytest.raises(services.Refused, match="删掉号码"):
        prepared(case, operator, Giving(verbatim=True))
    assert not Filing.objects.exists()
    filing = prepared(case, operator, Giving(agreed=frozenset({"written"}), verbatim=True))
    assert "尾号09X" in filing.consent.separate
    Filing.objects.filter(pk=filing.pk).update(state="acknowledged", sent_at=NOW)
    filing.refresh_from_db()
    text = f"再说一次：{NUMBER}，还有13811112222。"
    row = services.write_supplement(by=case.by, filing=filing, text=text, at=NOW)
    client = Client()
    client.force_login(case.owner)
    page = client.get(reverse("supplement", args=[row.pk])).content.decode()
    assert 'name="agreed" value="written"' in page
    assert "可能的他人姓名和电话：13811112222" in page
    asked_for = services.write_supplement(
        by=case.by, filing=filing, text="打来的号码是13922223333，我妈是13811112222。", at=NOW
    )
    theirs = client.get(reverse("supplement", args=[asked_for.pk])).content.decode()
    assert "可能的他人姓名和电话：13811112222" in theirs, "the number that calls is what it is about"


def test_the_hints_stay_after_the_page_was_read_anew():
    person = ComplainantInput(name="王小宁", phone="13900001234", region="310113")
    case, operator = filed(FACTS, "我弟弟陈建华欠的钱。他们天天发短信。", person), make_mail_recipient()
    client = Client()
    client.force_login(case.owner)
    where = reverse("consent", args=[case.complaint.number, "operator", operator.pk])
    assess_complaint(by=case.by, complaint=case.complaint)
    again = client.post(
        where, {"again": "1", "document": "letter", "verbatim": "on", "story": "我弟弟陈建华欠的钱。"}
    )
    for hint in ("可能的他人姓名和电话：陈建华", "只影响给它的这一份", "勾选的不会写进材料"):
        assert hint in again.content.decode()


def test_a_report_of_nobody_and_nothing_is_called_one_before_it_is_agreed_to():
    person = ComplainantInput(name="王小宁", phone="13900001234", region="310113")
    bare = filed({**FACTS, "respondents": []}, "又收到短信。", person)
    centre = make_hand_recipient()
    nobody = Giving(left_out=frozenset({"respondents"}))
    assert any("可能没法办理" in one for one in proposal(bare, centre, giving=nobody).within)
    assert proposal(make_case(), centre).within == []


# ── Sensitive information ────────────────────────────────────────────────────────────────────────────────────────────
def test_an_identity_number_leaves_by_a_consent_of_its_own():
    case, bank = collected(), make_mail_recipient("12363")
    shown = proposal(case, bank)
    (apart,) = shown.separate
    assert "身份证号码" not in shown.information
    assert "核对您的身份" in apart.text
    assert not apart.required
    without = prepared(case, bank, Giving())
    assert NUMBER not in written(without)
    assert without.consent.separate == ""
    other = make_mail_recipient("12363")
    given = prepared(case, other, Giving(agreed=frozenset({"identity"})))
    assert services.content_of(given)["fields"]["complainant.id_number"] == NUMBER
    assert "身份证号码" in given.consent.information
    assert apart.text.partition("：")[0] in given.consent.separate
    entry = LedgerEntry.objects.filter(complaint=case.complaint, act="consent_given").latest("sequence")
    assert entry.detail["separate"] == ["identity"]


def test_a_court_that_requires_the_number_gets_no_claim_without_that_consent():
    case, court = make_case(), make_hand_recipient("court")
    with pytest.raises(services.Refused, match="要求写明：身份证号码"):
        prepared(case, court, Giving())
    assert not Filing.objects.exists()


def test_who_has_no_number_or_writes_where_none_is_needed_is_asked_for_no_such_consent():
    assert proposal(make_case(id_number=""), make_hand_recipient("court")).separate == []
    assert proposal(make_case(), make_mail_recipient()).separate == []


@pytest.mark.parametrize(
    ("born", "whose"),
    [("2012-03-17", "child"), ("2012-03-16", "itself"), ("2009-01-01", "itself"), ("", "child")],
)
def test_a_guardian_consents_apart_for_a_child_under_fourteen_and_from_then_on_the_child(
    born: str, whose: str
):
    case = child(born)
    operator = make_mail_recipient()
    assert [one.key for one in proposal(case, operator).separate] == [whose]
    for other in ("", "child" if whose == "itself" else "itself"):
        with pytest.raises(services.Refused, match="监护人" if whose == "child" else "孩子本人"):
            prepared(case, operator, Giving(agreed=frozenset({other})))
    filing = prepared(case, operator, Giving(agreed=frozenset({whose})))
    assert ("我是监护人" in filing.consent.separate) is (whose == "child")
    assert ("我是孩子本人" in filing.consent.separate) is (whose == "itself")
    assert born not in written(filing) or not born


def test_a_supplement_about_a_child_under_fourteen_needs_the_guardian_s_consent_too():
    case = child("")
    filing = prepared(case, make_mail_recipient(), Giving(agreed=frozenset({"child"})))
    Filing.objects.filter(pk=filing.pk).update(state="acknowledged", sent_at=NOW)
    filing.refresh_from_db()
    row = services.write_supplement(by=case.by, filing=filing, text="又来了三条。", at=NOW)
    shown = services.propose_supplement(supplement=row, at=NOW)
    assert [one.key for one in shown.separate] == ["child"]
    client = Client()
    client.force_login(case.owner)
    assert 'name="agreed" value="child"' in client.get(reverse("supplement", args=[row.pk])).content.decode()
    meant: dict[str, Any] = {"by": case.by, "supplement": row, "consent_digest": shown.digest, "at": NOW}
    with pytest.raises(services.Refused, match="监护人"):
        services.prepare_supplement(**meant)
    made = services.prepare_supplement(**meant, agreed=["child"])
    assert made.consent is not None
    assert "我是监护人" in made.consent.separate


def collected() -> Case:
    """A debt that is not owed, of which a lender answered: the number may be given, and need not."""
    facts: Any = {
        "kind": "fake_collection",
        "event": {"first": "2026-02-20", "last": "2026-03-10"},
        "complainant": {"region": "310113", "capacity": "recipient"},
        "contacts": {"channels": ["sms"], "count": 12},
        "debt": {"owed": "none"},
    }
    person = ComplainantInput(name="王小宁", phone="13900001234", id_number=NUMBER, region="310113")
    return filed(facts, "从来没有借过。", person)


def child(born: str) -> Case:
    facts: Any = {**FACTS, "complainant": {"capacity": "guardian", "region": "310113"}}
    return filed(
        facts,
        "孩子的手表一直收到短信。",
        ComplainantInput(
            name="王大宁",
            phone="13900001234",
            number="13900005678",
            child="王小小",
            child_born=born,
            region="310113",
        ),
    )


def filed(facts: Any, story: str, person: ComplainantInput) -> Case:
    owner = make_user("owner")
    complaint = file_complaint(
        by=Actor.of_user(owner),
        kind=facts["kind"],
        situations=[],
        story=story,
        facts=facts,
        complainant=person,
        respondents=[RespondentInput(role="principal", name="示例消费金融公司", licensed_lender=True)],
        at=NOW,
    ).complaint
    return Case(complaint, owner, Actor.of_user(owner))


# ── The page and the API ─────────────────────────────────────────────────────────────────────────────────────────────
def page_of(case: Case, recipient: Recipient) -> tuple[Client, str]:
    client = Client()
    client.force_login(case.owner)
    assess_complaint(by=case.by, complaint=case.complaint)
    place = {"number": case.complaint.number, "channel": recipient.channel, "recipient_id": recipient.pk}
    return client, reverse("consent", kwargs=place)


def test_the_page_shows_the_whole_story_and_takes_a_shorter_one_after_it_was_read_again():
    case, operator = make_case(at=timezone.now()), make_mail_recipient()
    client, address = page_of(case, operator)
    page = client.post(address, {"document": "letter", "verbatim": "on", "again": "1"})
    assert case.complaint.story in page.content.decode()
    form = {
        "digest": page.context["proposal"].digest,
        "document": "letter",
        "verbatim": "on",
        "agree": "on",
        "story": "又收到短信。",
    }
    unread = client.post(address, form)
    assert unread.status_code == 422
    assert "又收到短信。" in unread.content.decode()
    assert not Filing.objects.exists()
    form |= {"digest": unread.context["proposal"].digest, "left_out": ["respondents"]}
    again = client.post(address, form)
    assert "checked" in again.content.decode().split('value="respondents"')[1].split(">")[0]
    done = client.post(address, form | {"digest": again.context["proposal"].digest})
    assert done.status_code == 302
    fields = services.content_of(Filing.objects.get())["fields"]
    assert fields["story"] == "又收到短信。"
    assert "respondents" not in fields


def test_the_page_asks_for_the_identity_number_apart_and_keeps_what_was_ticked():
    case, court = make_case(), make_hand_recipient("court")
    client, address = page_of(case, court)
    page = client.get(address)
    assert "要凭它核对您的身份" in page.content.decode()
    # What happened months ago is not asked to stop: something else is asked for.
    asking = {"asking": "1", "requests": ["apology"]}
    page = client.post(address, {"document": "claim", "again": "1", **asking})
    form = {
        **asking,
        "digest": page.context["proposal"].digest,
        "document": "claim",
        "agree": "on",
        "story": case.complaint.story,
    }
    refused = client.post(address, form)
    assert "要求写明：身份证号码" in refused.content.decode()
    done = client.post(address, form | {"agreed": "identity"})
    assert done.status_code == 302
    assert "我单独同意把身份证号码提供给这一个接收方" in client.get(done["Location"]).content.decode()


def test_the_page_for_a_court_asks_before_it_takes_what_somebody_wrote():
    case, court = make_case(), make_hand_recipient("court")
    client, address = page_of(case, court)
    page = client.get(address)
    assert "民诉法解释第九十二条" in page.content.decode()
    assert not page.context["form"]["verbatim"].value()
    assert "story" not in page.context["form"].fields
    page = client.post(address, {"document": "claim", "verbatim": "on", "again": "1"})
    assert page.context["proposal"].story == case.complaint.story
    assert "story" in page.context["form"].fields


# ── Sentences of a story that does not go ────────────────────────────────────────────────────────────────────────────
AGAIN, LEFT = "3月1日我在电话里要求停止，客服说不归他们管。", "我在网站上留过号码，3月2日又打来。"


def test_what_the_story_alone_tells_is_quoted_and_what_was_cut_does_not_come_back():
    case, operator = make_case(story=AGAIN + LEFT), make_mail_recipient()
    shown = proposal(case, operator)
    assert [(one.text, one.chosen) for one in shown.excerpts] == [(AGAIN, True), (LEFT, False)]
    assert shown.story == AGAIN
    assert "事情经过里选出的句子" in shown.information
    assert "事情经过的其余部分" in shown.withheld
    filing = prepared(case, operator, Giving())
    assert f"本人另述：“{AGAIN}”" in words_of(services.content_of(filing), None)
    assert "留过号码" not in written(filing)


@pytest.mark.parametrize(
    ("giving", "wishes", "story"),
    [
        (Giving(), Wishes(told=()), ""),
        (Giving(), Wishes(told=(LEFT, "别的一句，3月3日。")), LEFT),
        (Giving(story=LEFT), Wishes(), ""),
        (Giving(story=LEFT), Wishes(told=(AGAIN, LEFT)), LEFT),
        (Giving(story="我从来没有写过的。"), Wishes(), ""),
        (Giving(left_out=frozenset({"story"})), Wishes(told=(AGAIN,)), ""),
        # What was answered of it is left out: nobody proposes what was written of it.
        (Giving(left_out=frozenset({"told.refusal"})), Wishes(), ""),
        (Giving(verbatim=True), Wishes(told=()), AGAIN + LEFT),
    ],
)
def test_the_person_decides_which_sentences_are_quoted(giving: Giving, wishes: Wishes, story: str):
    case, operator = make_case(story=AGAIN + LEFT), make_mail_recipient()
    shown = proposal(case, operator, giving=giving, wishes=wishes)
    assert shown.story == story
    assert (shown.digest == proposal(case, operator).digest) is False
    assert bool(shown.excerpts) is not (
        giving.verbatim or "story" in giving.left_out or "没有" in str(giving.story)
    )


def test_the_sentences_are_folded_with_how_many_are_ticked_and_all_ticks_go_by_one_press():
    case = make_case(
        story=AGAIN
        + LEFT
        + "".join(f"3月{day}日我又打电话要求停止，客服说不归他们管。" for day in range(3, 10)),
        at=timezone.now(),
    )
    client, address = page_of(case, make_mail_recipient())
    page = client.get(address)
    quotes, ticked = page.context["quotes"], page.context["ticked"]
    assert len(quotes) > 6
    assert 0 < ticked == sum(one.ticked for one in quotes)
    shown = page.content.decode()
    assert re.search(rf'<details id="quotes"><summary>[^<]*{len(quotes)} 句，勾了 {ticked} 句', shown)
    again = {"document": "letter", "asking": "1", "telling": "1"}
    page = client.post(address, {**again, "told": [AGAIN], "again": "quotes-none"})
    assert page.context["ticked"] == 0
    assert page.context["proposal"].story == ""
    assert '<details id="quotes" open>' in page.content.decode()
    page = client.post(address, {**again, "told": [LEFT], "again": "quotes-usual"})
    assert [one.ticked for one in page.context["quotes"]] == [one.ticked for one in quotes]
    assert [one.value for one in quotes if one.ticked and one.caution] == []


def test_the_page_keeps_what_was_ticked_and_what_was_cut_while_it_shows_neither():
    case, operator = make_case(story=AGAIN + LEFT, at=timezone.now()), make_mail_recipient()
    client, address = page_of(case, operator)
    page = client.get(address)
    assert re.search(rf'value="{AGAIN}" id="told_1" checked', page.content.decode())
    again = {"document": "letter", "again": "1", "asking": "1", "telling": "1"}
    page = client.post(address, {**again, "told": [LEFT]})
    assert page.context["proposal"].story == LEFT
    whole = client.post(address, {**again, "told": [LEFT], "verbatim": "on"})
    assert f'type="hidden" name="told" value="{LEFT}"' in whole.content.decode()
    cut = client.post(address, {**again, "told": [LEFT], "story": AGAIN})
    assert f'type="hidden" name="story" value="{AGAIN}"' in cut.content.decode()
    assert [one.text for one in cut.context["proposal"].excerpts] == [AGAIN]


def test_programs_are_offered_the_same_choices():
    case, operator = make_case(at=timezone.now()), make_mail_recipient()
    client, _address = page_of(case, operator)
    base = f"/api/v1/complaints/{case.complaint.number}"
    meant = {
        "recipient": operator.pk,
        "left_out": ["told.refusal"],
        "verbatim": True,
        "story": "又收到短信。",
    }
    shown = client.post(f"{base}/consents/", meant, content_type="application/json").json()
    assert "有没有退订或者拒绝过" in shown["optional"]["told.refusal"]
    assert "told.refusal" not in shown["given"]
    assert shown["story"] == "又收到短信。"
    given = client.post(
        f"{base}/filings/",
        {**meant, "consent_digest": shown["digest"], "agree": True},
        content_type="application/json",
    )
    assert given.status_code == 201
    assert given.json()["content"]["fields"]["story"] == "又收到短信。"
    needed = client.post(
        f"{base}/consents/", {**meant, "left_out": ["complainant.name"]}, content_type="application/json"
    )
    assert needed.status_code == 409
    assert "要求写明：姓名" in needed.json()["detail"]


def test_an_identity_number_that_cannot_be_is_pointed_out_before_it_is_printed():
    given = {"complainant.id_number": "110101199003071090"}
    (told,) = told_within(given, given, {}).told
    assert "身份证号码核对不上" in told
    assert told_within({}, {"complainant.id_number": NUMBER}, {}).told == []


# ── A crime is alleged on the express wish alone ─────────────────────────────────────────────────────────────────────
SCAM: dict[str, Any] = {
    "kind": "fake_collection",
    "situations": ["scam"],
    "event": {"first": "2026-03-01", "last": "2026-03-01"},
    "complainant": {"region": "310113", "capacity": "recipient"},
    "respondents": [{"role": "person", "name": "李明远"}],
    "contacts": {"channels": ["call"], "count": 4},
    "debt": {"owed": "none", "claimed": 8800, "impersonates": "police", "paid_under_pressure": 8800},
}


def test_who_ticks_nothing_accuses_nobody_and_can_tick_it():
    complaint = file_complaint(
        by=Actor.of_user(make_user("cheated")),
        kind="fake_collection",
        situations=["scam"],
        story="对方自称民警，要我付款，我付了。",
        facts=SCAM,
        complainant=ComplainantInput(
            name="王小宁", phone="13900001234", id_number=NUMBER, address="示例路1号"
        ),
        respondents=[RespondentInput(role="person", name="李明远")],
        contacts=[],
        at=NOW,
    ).complaint.read_whole()

    def made(wishes: Wishes) -> Given:
        return content_and_offer(
            complaint=complaint,
            recipient=make_hand_recipient("police"),
            document="letter",
            exhibits=[],
            uncovered=(),
            wishes=wishes,
            giving=Giving(),
            on=NOW.date(),
            entry=None,
        )

    quiet = made(Wishes())
    assert "F8" not in {row["code"] for row in quiet.content["law"]}
    assert "诈骗" not in words_of(quiet.content, None)
    assert "本人因此付款8800元" in words_of(quiet.content, None)
    assert "prosecute" in {one.slug for one in quiet.offered.every}
    wished = made(Wishes(requests=("investigate", "prosecute")))
    assert "F8" in {row["code"] for row in wished.content["law"]}
