"""Papers of a suit, begun in a case: what the case was told stands in them, and they are set."""

import pytest

from complaints.models import Complaint
from documents.drafting import paper_document
from filings import services
from legal.services import assess_stated, shown_answers
from tests.cases import NOW, make_case
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
