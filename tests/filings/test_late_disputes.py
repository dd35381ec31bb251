"""What leaves for an appeal and for a review: without what came too late there, with whose time ran out."""

import json
from collections.abc import Iterable
from datetime import date
from typing import Any

import pytest

from complaints.models import Complaint
from documents.frozen import case_of
from documents.law import grounds_from
from filings.services.sending.content import Wishes, case_fields
from filings.services.sending.giving import fields_of, freeze
from legal.reasoning.assessment import assess
from tests.cases import make_case, make_desk
from tests.documents.reading import words_of
from tests.documents.test_whose_claim import LATE, OPTED_OUT
from tests.filings.desk_cases import make_desk as desk_of
from tests.filings.desk_cases import on_desk
from tests.filings.papers import documents_of
from tests.filings.test_desk_case import address
from tests.filings.test_desk_queue import signed_in

pytestmark = pytest.mark.django_db
ON = date(2026, 11, 20)


def frozen(
    facts: dict[str, Any], channel: str, fields: Iterable[str] = ()
) -> tuple[Complaint, dict[str, Any], Any]:
    case = make_case().complaint
    case.facts = facts
    found = assess(facts, on=ON)
    step = next(row for row in found["plan"] if row["channel"] == channel)
    content = freeze(
        complaint=case,
        recipient=make_desk(channel=channel)[0],
        document="letter",
        fields=case_fields(case, fields_of(channel, "desk"), []),
        grounds=grounds_from(found, channel=channel),
        wishes=Wishes(),
        on=ON,
        entry=step,
    )
    return case, json.loads(json.dumps(content)), step


def test_an_appeal_asks_for_no_charge_that_came_too_late() -> None:
    _, content, step = frozen(LATE, "telecom_appeal")
    # Nobody said that the number had another user.
    assert content["elsewhere"] == ["收取没有订购的业务的费用"]
    assert content["claim"]["refund"] == ""
    assert "R5" not in content["relief"]
    letter = documents_of({**content, "way": ""}, step)[0][1]
    assert "退还已收取的费用" not in words_of(letter.pdf)
    assert "退费金额" not in letter.missing
    _, court, _ = frozen(LATE, "court")
    assert court["claim"]["refund"] == "200"
    assert court["elsewhere"] == []


def test_a_charge_in_time_is_asked_for() -> None:
    charges = {**LATE["charges"], "first_on": "2026-06-10", "last_on": "2026-10-10"}
    recent = {**LATE, "event": {"first": "2026-06-10", "last": "2026-10-10"}, "charges": charges}
    _, content, step = frozen(recent, "telecom_appeal")
    # The charge of June lies more than five months back: it is not asked for there, which is said, and is before a court.
    assert content["claim"]["refund"] == "160"
    assert content["elsewhere"] == ["2026年6月的扣费"]
    letter = words_of(documents_of({**content, "way": ""}, step)[0][1].pdf)
    assert "“2026年6月的扣费”一事另行主张，不在本申诉之内" in letter
    _, court, _ = frozen(recent, "court")
    assert (court["claim"]["refund"], court["elsewhere"]) == ("200", [])


def test_a_review_carries_whose_time_ran_out_and_content_from_before_is_still_read() -> None:
    asked = {**OPTED_OUT, "prior": [{"to": "12315", "act": "complaint", "on": "2026-10-08"}]}
    _, content, _ = frozen(asked, "review")
    silence = case_of(content).silence
    assert silence is not None
    assert (silence.who, silence.due_on) == ("市场监督管理部门", date(2026, 10, 16))
    assert silence.citation == "《中华人民共和国消费者权益保护法》（2013年修正）第四十六条"
    before = {name: value for name, value in content.items() if name not in ("silence", "elsewhere")}
    assert case_of(before).silence is None


def test_a_desk_reads_the_last_day_of_each_dispute_in_its_channel() -> None:
    desk = desk_of("示例申诉受理机构", channel="telecom_appeal")
    filing = on_desk(desk, kind="second_hand_number", facts=LATE)
    said = signed_in(desk.caseworker).get(address(filing)).content.decode()
    assert "本渠道的期限：" in said
    assert "《电信用户申诉处理办法》（工业和信息化部令第35号）第十一条" in said
