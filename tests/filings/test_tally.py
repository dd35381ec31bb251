"""What the messages of a case come to, in a filing: counted as the case holds them, frozen, printed, bounded."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.template.loader import render_to_string

from complaints.models import Complaint, Contact
from documents import Case, Claim, Letter, complaint_letter, form_of, statement_of_claim
from documents.account import account_of
from documents.counted import senders
from documents.frozen import case_of
from documents.letters import facts_data
from documents.material import Recipient
from documents.tally import MOST_ROWS
from documents.wording import day
from filings.desk.sent import Sent, messages
from filings.services.sending.content import tally_of
from tests.cases import NOW
from tests.documents.reading import text_of
from tests.filings.test_canaries import frozen, make_complaint

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("store", "keys")]
SHOP = {"read": {"signature": "示例优选"}}
DAY = timedelta(days=1)


@pytest.fixture
def case() -> Complaint:
    complaint: Complaint = make_complaint()
    Contact.objects.filter(complaint=complaint).delete()
    first = NOW.replace(hour=12, minute=0)
    rows = [
        Contact(complaint=complaint, channel="sms", sender=sender, received_at=first + n * DAY, reading=SHOP)
        for n in range(6)
        for sender in ("10690001", "10690002")
    ]
    rows.append(Contact(complaint=complaint, channel="sms", sender="10698888", received_at=first))
    rows.append(
        Contact(
            complaint=complaint,
            channel="sms",
            direction="out",
            sender="10690001",
            text="TD",
            received_at=first + 2 * DAY + timedelta(hours=1),
        )
    )
    Contact.objects.bulk_create(rows)
    return complaint


def stating(case: Complaint, contacts: dict[str, Any]) -> Case:
    """What papers draw on, where the person says this of what came."""
    content = frozen(case, "operator")
    content["fields"]["told.contacts"] = contacts
    return case_of(content)


def test_a_refusal_is_said_with_whom_how_often_and_when(case: Complaint) -> None:
    first = NOW.date()
    told = tally_of(case)
    assert (told["count"], told["busiest"], told["after"]) == (13, 3, 6)
    assert told["after_said"] == [
        f"【示例优选】（10690001、10690002）：12条；{day(first + 2 * DAY)}退订后仍收到6条"
        f"（{day(first + 3 * DAY)}至{day(first + 5 * DAY)}，单日最多2条）。",
        f"号码10698888：1条（{day(first)}）。",
    ]
    assert (
        told["said"][0]
        == f"【示例优选】（10690001、10690002）：12条（{day(first)}至{day(first + 5 * DAY)}）。"
    )


def test_a_total_that_the_case_does_not_hold_one_by_one_is_not_talked_down(case: Complaint) -> None:
    told = stating(case, {"channels": ["sms"], "count": 46, "after_refusal": 30})
    (counted, *_rest) = account_of(told, form_of("operator"))
    assert "收到短信46条" in counted.text
    assert senders(told)[0] == "其中逐条登记的有13条："
    assert "退订后" not in "".join(senders(told))  # six on file, thirty as said
    told = stating(case, {"channels": ["sms"], "count": 9, "after_refusal": 3})
    assert "收到短信13条" in account_of(told, form_of("operator"))[0].text
    assert "退订后仍收到6条" in senders(told)[0]


def test_a_count_needs_nothing_that_was_typed_in(case: Complaint) -> None:
    Contact.objects.filter(complaint=case).delete()
    told = stating(case, {"channels": ["call"], "count": 58, "max_per_day": 9, "night": True})
    assert tally_of(case) is None
    (counted, *_rest) = account_of(told, form_of("court"))
    assert counted.text.endswith("原告共收到电话58次，最多的一天9次，其中有22时至次日8时的")


def test_letter_and_claim_print_the_sentences_and_the_table(case: Complaint) -> None:
    of_letter, of_claim = case_of(frozen(case, "operator")), case_of(frozen(case, "court"))
    letter = Letter(channel="operator", recipient=Recipient(name="某某"), on=NOW.date(), case=of_letter)
    claim = Claim(court="示例人民法院", on=NOW.date(), case=of_claim)
    for made in (complaint_letter(letter), statement_of_claim(claim)):
        printed = "".join(text_of(made.pdf).split())
        assert "退订后仍收到6条" in printed
        assert "联系记录汇总" in printed
        assert "10698888" in printed


def test_a_desk_reads_it_in_sentences_and_day_by_day_and_no_message_says_how_many_are_not_listed(
    case: Complaint,
) -> None:
    fields = frozen(case, "telecom_appeal")["fields"]
    listed = [*fields["messages"], {"sender": "", "at": "", "text": "另有 321 条，未在此逐条列出。"}]
    sent = Sent({**fields, "messages": listed})
    counted = sent.tally
    assert counted is not None
    assert sum(count for _day, count, _share in counted.days) + counted.unlisted == 13
    assert max(share for _day, _count, share in counted.days) == 100
    assert "tally" not in [label for label, _value in sent.others]
    assert (len(sent.messages), sent.unlisted) == (len(fields["messages"]), listed[-1]["text"])
    page = render_to_string(
        "admin/filings/filing/story.html",
        {"sent": sent, "messages_sent": messages(sent), "filing": {"pk": uuid4()}},
    )
    assert all(sentence in page for sentence in counted.said)
    assert page.count("另有 321 条") == 1
    assert "号码不明" not in page


def test_what_was_frozen_stays_when_more_comes(case: Complaint) -> None:
    content = frozen(case, "operator")
    Contact.objects.create(complaint=case, channel="sms", sender="10690001", received_at=NOW + 9 * DAY)
    assert case_of(content).tally.count == 13
    assert tally_of(case)["count"] == 14


def test_a_long_table_says_how_much_it_leaves_out(case: Complaint) -> None:
    Contact.objects.bulk_create(
        Contact(complaint=case, channel="sms", sender="10690001", received_at=NOW + n * DAY, reading=SHOP)
        for n in range(10, 10 + MOST_ROWS + 30)
    )
    tally = tally_of(case)
    assert len(tally["rows"]) == MOST_ROWS
    assert tally["unlisted"] + sum(one["count"] for one in tally["rows"]) == 13 + MOST_ROWS + 30
    assert facts_data(case_of(frozen(case, "operator")))["tally"]["unlisted"].startswith("另有")


def test_one_message_has_no_tally_and_content_from_before_prints_none(case: Complaint) -> None:
    content = frozen(case, "operator")
    del content["fields"]["tally"]
    assert facts_data(case_of(content))["tally"]["said"] == []
    Contact.objects.exclude(sender="10698888").delete()
    assert tally_of(case) is None
    assert "tally" not in frozen(case, "operator")["fields"]


def test_what_the_person_sought_by_another_way_is_proof_and_not_counted(case: Complaint) -> None:
    Contact.objects.create(complaint=case, channel="wechat", sender="优选小易", received_at=NOW + 9 * DAY)
    case.facts = {**case.facts, "contacts": {"channels": ["call", "sms"], "count": 13}}
    assert tally_of(case)["count"] == 13
    case.facts = {**case.facts, "contacts": {"channels": ["sms", "wechat"], "count": 14}}
    assert tally_of(case)["count"] == 14
