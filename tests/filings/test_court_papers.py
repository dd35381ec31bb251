"""Papers of a suit, begun in a case: what the case was told stands in them, and they are set."""

import pytest
from django.test import Client
from django.urls import reverse

from complaints.models import Complaint
from documents.drafting import paper_document
from filings import services
from filings.models import Filing
from legal.services import assess_stated, shown_answers
from tests.cases import NOW, agreeing_to, make_case, make_hand_recipient, make_mail_recipient, prepared
from tests.documents.reading import text_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("store", "keys")]
COURT = "上海市宝山区人民法院"


def test_a_paper_of_a_suit_has_the_court_and_the_seats_that_were_told() -> None:
    case = make_case()
    answers = {"court": COURT, "respondent_0_address": "上海市示例路 9 号", "own_ethnicity": "汉族"}
    assess_stated(
        by=case.by,
        complaint=case.complaint,
        matter="particulars",
        answers=answers,
        shown=shown_answers(case.complaint, "particulars"),
        at=NOW,
    )
    complaint = Complaint.objects.get(pk=case.complaint.pk)
    kinds = {one.slug for one in services.kinds_for(case.by, complaint, NOW) if one.group == "court"}
    assert {"claim_by_elements", "authority", "evidence_preservation", "document_order"} <= kinds
    assert "injunction" not in kinds
    paper = services.begin_paper(
        by=case.by, complaint=complaint, kind="evidence_preservation", given={"stage": "before_suit"}, at=NOW
    )
    made = paper.current.as_written
    assert made.addressee == COURT
    assert "上海市示例路 9 号" in made.blocks[0].text
    assert "民族：汉族" in made.blocks[0].text
    assert "人民法院的名称" not in made.missing
    said = text_of(paper_document(made).pdf)
    assert "诉前证据保全申请书" in said
    assert f"此致{COURT}" in said


def test_beside_a_claim_stand_the_papers_that_go_with_it_and_beside_a_letter_none() -> None:
    case = make_case()
    court = make_hand_recipient("court")
    about = {"complaint": case.complaint, "recipient": court, "document": "claim", "at": NOW}
    shown = services.propose_consent(exhibits=(), **about)
    claim = services.prepare(by=case.by, consent_digest=shown.digest, giving=agreeing_to(shown), **about)
    client = Client()
    client.force_login(case.owner)
    page = client.get(reverse("filing", args=[claim.pk])).content.decode()
    begin = reverse("begin_paper", args=[case.complaint.number, "evidence_preservation"])
    assert f'<a href="{begin}">证据保全申请书</a>' in page
    letter = prepared(case, make_mail_recipient())
    assert "一起用得到的文书" not in client.get(reverse("filing", args=[letter.pk])).content.decode()
    law = client.get(reverse("law", args=[case.complaint.number])).content.decode()
    assert f'<a href="{reverse("papers", args=[case.complaint.number])}">诉讼用的文书' in law
    Filing.objects.filter(pk=claim.pk).update(state="refused", sent_at=NOW, answered_at=NOW)
    page = client.get(reverse("filing", args=[claim.pk])).content.decode()
    assert page.count(reverse("begin_paper", args=[case.complaint.number, "appeal"])) == 2
    assert client.get(reverse("begin_paper", args=[case.complaint.number, "appeal"])).status_code == 200
