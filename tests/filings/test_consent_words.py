"""What a consent says of a child, which number is complained about, what a report closes, how a time limit is put."""

from datetime import timedelta
from typing import Any

import pytest

from filings import services
from filings.channels import fields_by_channel
from filings.services.law import assessment_for
from filings.services.sending.content import case_fields, facts_now
from legal.corpus import load
from legal.models import Assessment
from legal.reasoning.facts import LISTS
from tests.cases import (
    NOW,
    Case,
    agreeing_to,
    make_case,
    make_desk,
    make_hand_recipient,
    make_mail_recipient,
    queued,
)
from tests.documents.reading import text_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("store", "keys")]


def _told(case: Case, **facts: Any) -> None:
    case.complaint.facts = {**case.complaint.facts, **facts}


def test_a_guardian_reads_that_a_childs_information_is_sensitive():
    case = make_case()
    shop = make_mail_recipient()
    plain = services.propose_consent(complaint=case.complaint, recipient=shop, exhibits=[], document="letter")
    assert plain.separate == []
    _told(case, complainant={"capacity": "guardian"})
    told = services.propose_consent(complaint=case.complaint, recipient=shop, exhibits=[], document="letter")
    (apart,) = told.separate
    assert "不满十四周岁未成年人的个人信息是敏感个人信息" in apart.text
    assert told.digest != plain.digest


def test_what_another_recipient_got_meanwhile_makes_no_consent_stale():
    case = make_case()
    operator, centre = make_mail_recipient("operator"), make_hand_recipient()
    meant: dict[str, Any] = {"complaint": case.complaint, "recipient": operator, "exhibits": []}
    read = services.propose_consent(**meant, document="letter", at=NOW)
    sent = queued(case, centre)
    services.record_handed_in(by=case.by, filing=sent, reference="JB-1", on=NOW.date(), at=NOW)
    now = services.propose_consent(**meant, document="letter", at=NOW)
    assert "此前投诉的情况" in {*now.withheld} - {*read.withheld}
    assert now.digest == read.digest
    assert services.prepare(by=case.by, consent_digest=read.digest, **meant, at=NOW)


def test_a_former_holder_does_not_complain_about_the_number_they_use_now():
    case = make_case()
    fields = fields_by_channel()["platform"]
    assert case_fields(case.complaint, fields, [])["number"] == "13900001234"
    _told(case, complainant={"capacity": "former_holder"})
    said = case_fields(case.complaint, fields, [])
    assert "number" not in said
    assert said["complainant.phone"] == "13900001234"


def test_a_report_to_the_information_office_closes_neither_the_appeal_nor_12315():
    case = make_case()
    filing = queued(case, make_hand_recipient("cac_12377"))
    services.record_handed_in(by=case.by, filing=filing, reference="WX-1", on=NOW.date(), at=NOW)
    row = facts_now(case.complaint)["prior"][-1]
    assert (row["to"], row["act"]) == ("other_authority", "report")


def test_what_a_desk_here_got_is_not_said_to_have_gone_to_the_centre_of_the_channel():
    case = make_case()
    desk, _caseworker = make_desk("示范省服务中心（演示）", "12321")
    filing = queued(case, desk)
    services.deliver(delivery_id=filing.deliveries.get().pk, at=NOW)
    handed = queued(case, make_hand_recipient("12321"))
    services.record_handed_in(by=case.by, filing=handed, reference="JB-1", on=NOW.date(), at=NOW)
    said = [one["to"] for one in case_fields(case.complaint, fields_by_channel()["court"], [])["prior"]]
    assert said == [desk.name, "12321网络不良与垃圾信息举报受理中心"]


def test_an_earlier_step_without_an_answer_is_not_called_answered():
    case = make_case()
    step = {"to": "operator", "act": "complaint", "on": "2026-02-22", "satisfied": False}
    _told(case, prior=[step])
    (row,) = case_fields(case.complaint, fields_by_channel()["court"], [])["prior"]
    assert row["result"] == "未解决"
    _told(case, prior=[step | {"answered_on": "2026-03-01"}])
    (row,) = case_fields(case.complaint, fields_by_channel()["court"], [])["prior"]
    assert row["result"] == "已答复，对答复不满意"


def test_a_limitation_is_put_in_words_on_a_claim_and_not_as_a_last_day():
    case = make_case()
    court = make_hand_recipient(channel="court")
    shown = services.propose_consent(
        complaint=case.complaint, recipient=court, exhibits=[], document="claim", at=NOW
    )
    filing = services.prepare(
        by=case.by,
        complaint=case.complaint,
        recipient=court,
        consent_digest=shown.digest,
        document="claim",
        giving=agreeing_to(shown),
        at=NOW,
    )
    pack = filing.documents.get(kind="print_pack")
    said = text_of(services.open_document(by=case.by, document=pack, at=NOW).read())
    assert "停止侵害、赔礼道歉不受限制" in said
    assert "最迟在" not in said


def test_law_that_was_corrected_is_read_again():
    case = make_case()
    first = assessment_for(by=case.by, complaint=case.complaint, at=NOW)
    assert assessment_for(by=case.by, complaint=case.complaint, at=NOW).pk == first.pk
    older = Assessment.objects.create(
        complaint=case.complaint,
        made_at=NOW + timedelta(minutes=1),
        made_by=first.made_by,
        event_on=first.event_on,
        filing_on=first.filing_on,
        corpus_version="sha256:" + "0" * 64,
        facts_digest=first.facts_digest,
        result=first.result,
    )
    again = assessment_for(by=case.by, complaint=case.complaint, at=NOW + timedelta(minutes=2))
    assert again.pk != older.pk
    assert again.corpus_version == load().version


@pytest.mark.parametrize("to", sorted(LISTS["prior"]["to"].values))
def test_whom_the_person_asked_before_has_a_name_in_chinese(to: str):
    case = make_case()
    _told(case, prior=[{"to": to, "act": "complaint", "on": "2026-01-05"}])
    (row,) = case_fields(case.complaint, ["prior"], [])["prior"]
    assert row["to"] != to or to.isdecimal()
