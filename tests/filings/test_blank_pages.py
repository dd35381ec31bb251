"""The pages that ask what a paper lacks, say how to find out who it is, and what can be done after an outcome."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.actors import Actor
from complaints.models import Act, Complaint, LedgerEntry
from core.days import day_read
from documents.blocks import BLANK
from documents.claims import Claim, claim_data
from documents.filed import CLAIM, LETTER, made_of
from documents.frozen import Content
from documents.letters import Letter, letter_data
from filings import services
from filings.models import Filing
from filings.moves import State
from filings.services.sending.giving import Giving, content_given
from legal.services import Refused, assess_complaint, assess_stated, shown_answers
from tests.cases import NOW, Case, make_case, make_hand_recipient, make_user, prepared
from tests.filings.pages import words
from tests.filings.test_nobody_named import filed
from tests.filings.test_papers import lawyer_with
from tests.once import once_a_module

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("store", "keys")]
COURT = "上海市浦东新区人民法院"


@once_a_module
def case() -> Case:
    return make_case(id_number="")


@once_a_module
def nobody() -> Case:
    return filed({"role": "unknown"})


def url(case: Case, channel: str = "court") -> str:
    return reverse("blanks", args=[case.complaint.number, channel])


def posted(client: Client, case: Case, **answers: str) -> Any:
    shown = client.get(url(case)).context["shown"]
    return client.post(url(case), {"shown": shown, **answers})


def test_a_detail_stands_where_a_paper_has_a_place_for_it_and_nowhere_else(case: Case, client: Client):
    client.force_login(case.owner)
    asked = [one for one in client.get(url(case)).context["form"].fields if one.startswith("detail_")]
    assert "detail_bought" in asked
    others = client.get(url(case, "telecom_appeal")).context["form"].fields
    assert not any(one.startswith("detail_") for one in others)
    said = "回复T\n对方回复“退订成功”。"
    assert posted(client, case, detail_refused_how=said, detail_bought="3月1日的会员卡").status_code == 302
    # What was given is not asked again.
    assert set(client.get(url(case)).context["form"].fields) & {*asked} == {*asked} - {"detail_bought"}

    complaint = Complaint.objects.get(pk=case.complaint.pk)
    assert complaint.details == {"refused_how": "回复T\n对方回复“退订成功”。", "bought": "3月1日的会员卡"}
    given = {channel: content_of(complaint, channel) for channel in ("court", "telecom_appeal", "12321")}
    claim, letter = made_of(given["court"]), made_of(given["telecom_appeal"])
    assert isinstance(claim, Claim)
    assert isinstance(letter, Letter)
    assert "回复T；对方回复“退订成功”" in str(claim_data(claim)["narrative"])
    assert "回复T；对方回复“退订成功”" in str(letter_data(letter)["account"])
    assert "details" not in given["12321"]["fields"]


def test_how_it_came_about_is_asked_and_no_line_of_the_claim(case: Case, client: Client):
    client.force_login(case.owner)
    page = client.get(url(case))
    assert "经过的细节，空着的材料里就不提" in words(page)
    asked = [name for name in page.context["form"].fields if name.startswith("detail_")]
    left_out = [name for name in asked if not services.leaves_line(name, "court")]
    assert "detail_bought" in left_out
    claim = made_of(content_of(case.complaint, "court"))
    assert isinstance(claim, Claim)
    assert str(claim_data(claim)["narrative"]).count(BLANK) == len(asked) - len(left_out)
    # Who somebody is always leaves one.
    assert services.leaves_line("own_born", "court")


def content_of(complaint: Complaint, channel: str) -> Content:
    """What a recipient of this channel would be given."""
    return content_given(
        complaint=complaint,
        recipient=make_hand_recipient(channel),
        document=CLAIM if channel == "court" else LETTER,
        exhibits=[],
        uncovered=(),
        wishes=services.Wishes(),
        giving=Giving(),
        on=timezone.localdate(NOW),
        entry=None,
    )


def test_only_the_blanks_of_this_paper_are_asked_and_kept_for_the_next(case: Case, client: Client):
    client.force_login(case.owner)
    page = client.get(url(case))
    asked = set(page.context["form"].fields)
    assert {"own_gender", "own_born", "own_id_number", "respondent_0_address", "court"} <= asked
    assert "own_address" not in asked  # was told at the filing
    assert "被告住所地" in words(page)
    assert "建议首选" in words(page)
    # An appeal needs a postcode and neither court nor gender.
    appeal = set(client.get(url(case, "telecom_appeal")).context["form"].fields)
    assert "own_postcode" in appeal
    assert not {"own_gender", "court"} & appeal

    answer = posted(client, case, own_gender="女", respondent_0_address="上海市示例路 9 号", court=COURT)
    assert answer.status_code == 302
    assert answer["Location"] == reverse("choose_recipient", args=[case.complaint.number, "court"])
    left = set(client.get(url(case)).context["form"].fields)
    assert not {"own_gender", "respondent_0_address", "court"} & left
    assert "respondent_1_address" in left


def test_a_claim_is_made_with_what_was_filled_in(case: Case, client: Client):
    client.force_login(case.owner)
    posted(client, case, court=COURT, respondent_0_legal_representative="钱示例")
    made = services.content_of(
        Filing.objects.get(
            pk=claim_of(Case(Complaint.objects.get(pk=case.complaint.pk), case.owner, case.by)).pk
        )
    )
    assert made["court"] == COURT
    assert made["fields"]["respondents"][0]["legal_representative"] == "钱示例"


def claim_of(case: Case) -> Filing:
    court = make_hand_recipient("court")
    # While it goes on: half a year later nothing is left to be stopped.
    at = NOW + timedelta(days=1)
    shown = services.propose_consent(
        complaint=case.complaint, recipient=court, exhibits=(), document="claim", at=at
    )
    return services.prepare(
        by=case.by,
        complaint=case.complaint,
        recipient=court,
        consent_digest=shown.digest,
        document="claim",
        giving=services.Giving(agreed=frozenset(one.key for one in shown.separate)),
        at=at,
    )


def test_wrong_input_loses_nothing_and_says_what_to_do(case: Case, client: Client):
    client.force_login(case.owner)
    answer = posted(client, case, own_id_number="110101199003071", court=COURT)
    assert answer.status_code == 422
    assert "18 位" in words(answer)
    assert answer.context["form"]["court"].value() == COURT
    assert Complaint.objects.get(pk=case.complaint.pk).court == ""


def test_another_tab_that_saved_first_is_not_overwritten_in_silence(case: Case, client: Client):
    client.force_login(case.owner)
    shown = client.get(url(case)).context["shown"]
    posted(client, case, court=COURT)
    late = client.post(url(case), {"shown": shown, "court": "甲市乙区人民法院"})
    assert late.status_code == 422
    assert late.context["form"]["court"].value() == "甲市乙区人民法院"
    assert Complaint.objects.get(pk=case.complaint.pk).court == COURT


def test_nothing_filled_in_goes_on_all_the_same(case: Case, client: Client):
    client.force_login(case.owner)
    assert posted(client, case).status_code == 302
    assert not case.complaint.statements.exists()


def test_who_knows_nobody_is_led_to_how_to_find_out(nobody: Case, client: Client):
    client.force_login(nobody.owner)
    court = make_hand_recipient("court")
    assess_complaint(by=nobody.by, complaint=nobody.complaint)
    who = reverse("who_is_it", args=[nobody.complaint.number])
    assert who in client.get(reverse("law", args=[nobody.complaint.number])).content.decode()
    answer = client.get(reverse("consent", args=[nobody.complaint.number, "court", court.pk]), follow=True)
    assert answer.redirect_chain[-1][0] == reverse("who_is_it", args=[nobody.complaint.number])
    told = words(answer)
    assert "没有备材料，您填的都还在" in told
    assert "12321" in told
    assert "申请法院调查收集" in told


def test_the_day_an_answer_arrived_decides_the_last_day(case: Case, client: Client):
    filing = prepared(case, make_hand_recipient("12315_report"), at=timezone.now() - timedelta(days=9))
    services.record_handed_in(by=case.by, filing=filing, on=timezone.localdate() - timedelta(days=8))
    client.force_login(case.owner)
    act = reverse("filing_act", args=[filing.pk, "move"])
    arrived = timezone.localdate() - timedelta(days=5)
    client.post(act, {"to": "refused", "reason-reason": "不归本局管", "arrived-on": arrived.isoformat()})
    filing.refresh_from_db()
    assert filing.state == State.REFUSED
    assert timezone.localdate(filing.answered_at) == arrived
    last = arrived + timedelta(days=60)
    page = words(client.get(reverse("filing", args=[filing.pk])))
    assert f"最晚 {day_read(last)}" in page
    assert "行政复议法" in page
    assert f"最晚 {day_read(last)}" in words(client.get(reverse("case", args=[case.complaint.number])))


@pytest.mark.parametrize("days", [1, -30])
def test_a_day_that_cannot_be_is_refused_and_nothing_moves(case: Case, days: int):
    filing = prepared(case, make_hand_recipient("12315_report"), at=timezone.now() - timedelta(days=9))
    services.record_handed_in(by=case.by, filing=filing)
    on: date = timezone.localdate() + timedelta(days=days)
    with pytest.raises(services.Refused, match="收到的日期不能"):
        services.move(by=case.by, filing=filing, to="refused", reason="不归它管", on=on)
    filing.refresh_from_db()
    assert filing.state == State.SENT


def test_a_lawyer_fills_in_what_the_complainant_left_and_the_record_says_who(client: Client):
    case = make_case(id_number="")
    lawyer = lawyer_with(case)
    assert lawyer.user is not None
    client.force_login(case.owner)
    posted(client, case, own_gender="女")
    client.force_login(lawyer.user)
    page = client.get(url(case))
    asked = page.context["form"].fields
    assert "own_gender" not in asked
    assert asked["own_born"].label == "当事人的出生日期"
    assert not any(name.startswith("detail") for name in asked), "what happened is the complainant's to tell"
    assert "先不填，接着准备" not in words(page)
    done = posted(client, case, respondent_0_address="上海市示例路 9 号", court=COURT)
    assert done["Location"] == reverse("papers", args=[case.complaint.number])
    complaint = Complaint.objects.get(pk=case.complaint.pk)
    assert complaint.court == COURT
    (entry,) = LedgerEntry.objects.filter(complaint=complaint, act=Act.PARTICULARS_FILLED)
    assert entry.actor == lawyer.label
    assert COURT not in str(entry.detail)
    # Whoever filled it in is no complainant for it, and the complainant reads who it was.
    assert lawyer.label not in LedgerEntry.objects.complainants(complaint)
    client.force_login(case.owner)
    assert "您的律师 律 陈 代填" in words(client.get(reverse("statements", args=[complaint.number])))


def test_a_lawyer_changes_what_they_filled_in_and_nothing_that_the_complainant_said():
    case = make_case(id_number="")
    lawyer, complaint = lawyer_with(case), case.complaint

    def fill(by: Any, matter: str = "particulars", **answers: Any) -> None:
        fresh = Complaint.objects.get(pk=complaint.pk)
        shown = shown_answers(fresh, matter)
        assess_stated(by=by, complaint=fresh, matter=matter, answers=answers, shown=shown)

    fill(lawyer, court=COURT)
    fill(lawyer, court="上海市长宁区人民法院")
    fill(case.by, own_gender="女")
    for answers in ({"own_gender": "男"}, {"own_address": "别处"}, {"detail_used_since": "2023年11月3日"}):
        with pytest.raises(Refused, match="只有投诉人自己能改"):
            fill(lawyer, **answers)
    with pytest.raises(Refused, match="只有投诉人可以补充"):
        fill(lawyer, "told", story="别的经过")
    fill(case.by, court=COURT)
    with pytest.raises(Refused, match="只有投诉人自己能改"):
        fill(lawyer, court="上海市长宁区人民法院")
    stranger = Actor.of_user(make_user("stranger"))
    with pytest.raises(Complaint.DoesNotExist):
        fill(stranger, court=COURT)
