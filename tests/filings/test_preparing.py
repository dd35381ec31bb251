"""What leaves: consent as shown, content frozen, documents of it alone; and what is not prepared."""

import io
import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from accounts.actors import Actor
from accounts.models import Consent
from complaints.models import Complaint, Party
from core.canonical import canonical, digest
from evidence.services import make_renditions, receive
from filings import services
from filings.desk.sent import Sent
from filings.models import Filing, FilingDocument
from filings.moves import State
from legal.services import assess_complaint
from tests.cases import (
    NOW,
    add_exhibit,
    agreeing_to,
    make_case,
    make_desk,
    make_hand_recipient,
    make_mail_recipient,
    make_user,
    prepared,
    queued,
    shared,
)
from tests.counting import Counting
from tests.documents.reading import text_of
from tests.filings.pages import words

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("store", "keys")]


def acts(complaint: Complaint) -> list[str]:
    return list(complaint.ledger.order_by("sequence").values_list("act", flat=True))


def test_who_confirms_sees_before_all_that_the_desk_will_read(client: Client):
    case, (desk, _caseworker) = make_case(), make_desk()
    filing = prepared(case, desk, exhibits=(add_exhibit(case),))
    client.force_login(case.owner)
    page = words(client.get(reverse("filing", args=[filing.pk])))
    sent = Sent.of(filing)
    read = [*sent.people, *sent.others, *sent.answers]
    assert {"contacts", "content"} <= sent.fields["contact_answers"].keys()
    for label, value in read:
        assert label in page
        assert all(line in page for line in value.splitlines())
    for text in (sent.story, sent.fields["matter"], *(one["text"] for one in sent.messages), "截图.png"):
        assert text in page
    assert "对方在办案台看到的全部内容” 看一遍" in page or "对方在办案台看到的全部内容”看一遍" in page


def test_a_prepared_filing_holds_consent_documents_and_ledger():
    case = make_case()
    recipient, _caseworker = make_desk()
    exhibit = add_exhibit(case)

    filing = prepared(case, recipient, exhibits=(exhibit,))

    assert filing.state == State.PREPARED
    assert filing.exhibits == [str(exhibit.pk)]
    assert filing.consent.recipient_name == recipient.name
    assert "姓名" in filing.consent.information
    assert "身份证号码" not in filing.consent.information
    assert exhibit.filename in filing.consent.text
    assert [one.kind for one in filing.documents.all()] == [FilingDocument.Kind.LETTER]
    assert acts(case.complaint)[-3:] == ["assessed", "consent_given", "filing_prepared"]
    assert not filing.deliveries.exists()


def test_the_content_is_frozen_and_says_when_it_was_changed():
    filing = prepared(make_case(), make_desk()[0])

    content = services.content_of(filing)
    assert canonical(content) == filing.content
    assert digest(filing.content) == filing.content_digest

    filing.content = filing.content.replace("王小宁", "王大宁")
    with pytest.raises(ValueError, match=str(filing.pk)):
        services.content_of(filing)


def test_the_letter_prints_what_the_content_says():
    case = make_case()
    filing = prepared(case, make_desk()[0])

    with services.open_document(by=case.by, document=filing.documents.get()) as stream:
        text = text_of(stream.read())

    assert "王小宁" in text
    assert "【示例优选】全场五折" in text
    assert case.complaint.number in text
    assert "11010119900307109X" not in text
    assert "示例路" not in text


def test_by_hand_there_is_also_a_print_pack_and_a_sheet():
    filing = prepared(make_case(), make_hand_recipient())

    kinds = {one.kind for one in filing.documents.all()}
    assert kinds == {
        FilingDocument.Kind.LETTER,
        FilingDocument.Kind.PRINT_PACK,
        FilingDocument.Kind.FIELD_SHEET,
    }


def test_a_claim_goes_to_a_court_and_only_there():
    case = make_case()
    court = make_hand_recipient("court")
    with pytest.raises(services.Refused, match="起诉状"):
        prepared(case, court)

    shown = services.propose_consent(
        complaint=case.complaint, recipient=court, exhibits=(), document="claim", at=NOW
    )
    agreed: dict[str, Any] = {
        "by": case.by,
        "complaint": case.complaint,
        "recipient": court,
        "consent_digest": shown.digest,
        "document": "claim",
        "giving": agreeing_to(shown),
        "at": NOW,
    }
    # What is asked for is part of what was agreed to.
    with pytest.raises(services.Refused, match="有了变化"):
        services.prepare(**agreed, wishes=services.Wishes(requests=("stop", "apology")))
    filing = services.prepare(**agreed, wishes=services.Wishes(requests=("stop",)))

    fields = services.content_of(filing)["fields"]
    assert fields["complainant.birth"] == "1990-03-07"
    assert fields["complainant.gender"] == "男"
    assert filing.documents.filter(kind=FilingDocument.Kind.CLAIM).count() == 1


def test_a_consent_that_reads_otherwise_now_is_not_used():
    case = make_case()
    recipient, _caseworker = make_desk()
    shown = services.propose_consent(
        complaint=case.complaint, recipient=recipient, exhibits=(), document="letter"
    )
    party = case.complaint.parties.get(role=Party.Role.COMPLAINANT)
    party.phone = "13900009999"
    party.save()

    with pytest.raises(services.Refused, match="变化"):
        services.prepare(
            by=case.by, complaint=case.complaint, recipient=recipient, consent_digest=shown.digest, at=NOW
        )
    assert not Filing.objects.exists()
    assert not Consent.objects.exists()


def test_consent_to_one_recipient_does_not_serve_another():
    case = make_case()
    shown = services.propose_consent(
        complaint=case.complaint, recipient=make_desk()[0], exhibits=(), document="letter"
    )
    with pytest.raises(services.Refused):
        services.prepare(
            by=case.by,
            complaint=case.complaint,
            recipient=make_desk()[0],
            consent_digest=shown.digest,
            at=NOW,
        )


def test_a_file_that_was_not_shown_does_not_travel():
    case = make_case()
    recipient, _caseworker = make_desk()
    exhibit = add_exhibit(case)
    shown = services.propose_consent(
        complaint=case.complaint, recipient=recipient, exhibits=(), document="letter"
    )
    with pytest.raises(services.Refused):
        services.prepare(
            by=case.by,
            complaint=case.complaint,
            recipient=recipient,
            consent_digest=shown.digest,
            exhibits=(exhibit,),
            at=NOW,
        )


def test_a_channel_that_is_not_open_says_why():
    case = make_case()
    appeal, _caseworker = make_desk(channel="telecom_appeal")
    with pytest.raises(services.Refused, match="先向运营商投诉"):
        prepared(case, appeal)
    assert not Filing.objects.exists()


def test_what_was_sent_from_here_opens_the_next_channel_in_time():
    case = make_case()
    appeal, _caseworker = make_desk(channel="telecom_appeal")
    by_hand = queued(case, make_hand_recipient("operator"))
    services.record_handed_in(by=case.by, filing=by_hand, reference="GD-1", on=NOW.date(), at=NOW)

    with pytest.raises(services.Refused, match="2026-04-01"):
        prepared(case, appeal, at=NOW + timedelta(days=15))
    filing = prepared(case, appeal, at=NOW + timedelta(days=16))
    assert services.content_of(filing)["fields"]["prior"][0]["on"] == "2026-03-16"


def test_nothing_is_prepared_while_a_copy_is_being_made():
    case = make_case()
    exhibit = add_exhibit(case, copy=False)
    with pytest.raises(services.Refused, match="还在生成"):
        prepared(case, make_desk()[0], exhibits=(exhibit,))


def test_only_what_can_be_looked_at_is_ticked_in_advance_and_the_rest_says_why_not():
    case, recipient = make_case(), make_desk()[0]
    add_exhibit(case, name="好.png")
    unknown = receive(
        by=case.by,
        complaint_id=case.complaint.pk,
        stream=io.BytesIO(b"\x00\x01\x02\x03" * 50),
        filename="怪.bin",
    )
    make_renditions(by=Actor.system("evidence"), exhibit_id=unknown.pk)
    add_exhibit(case, colour="blue", name="新.png", copy=False)
    assess_complaint(by=case.by, complaint=case.complaint, at=NOW)
    client = Client()
    assert case.by.user is not None
    client.force_login(case.by.user)

    page = client.get(f"/cases/{case.complaint.number}/send/{recipient.channel}/{recipient.pk}/")

    boxes = {
        choice.choice_label: choice.data["selected"] for choice in page.context["form"]["exhibits"].subwidgets
    }
    assert boxes == {"1. 好.png": True, "2. 怪.bin（没有查看副本）": False, "3. 新.png（还在检查）": False}
    assert "好.png" in page.context["proposal"].text
    assert "怪.bin" not in page.context["proposal"].text


def test_an_exhibit_of_another_case_is_refused():
    case, other = make_case(), make_case()
    exhibit = add_exhibit(other)
    with pytest.raises(services.Refused, match="不属于"):
        prepared(case, make_desk()[0], exhibits=(exhibit,))


def test_the_same_recipient_gets_it_once_until_it_is_withdrawn():
    case = make_case()
    recipient, _caseworker = make_desk()
    first = prepared(case, recipient)
    with pytest.raises(services.Refused, match="不能重复提交"):
        prepared(case, recipient)

    services.withdraw_consent(by=case.by, filing=first, at=NOW)
    assert prepared(case, recipient).pk != first.pk


def test_only_the_complainant_prepares():
    case = make_case()
    recipient, caseworker = make_desk()
    shown = services.propose_consent(
        complaint=case.complaint, recipient=recipient, exhibits=(), document="letter"
    )
    order = {"complaint": case.complaint, "recipient": recipient, "consent_digest": shown.digest, "at": NOW}
    with pytest.raises(Complaint.DoesNotExist):
        services.prepare(by=caseworker, **order)

    lawyer = make_user("lawyer")
    shared(by=case.by, complaint=case.complaint, with_user=lawyer, at=NOW)
    with pytest.raises(services.Refused, match="只有投诉人"):
        services.prepare(by=Actor.of_user(lawyer), **order)


def test_a_refusal_leaves_no_stored_bytes(store: Path):
    case = make_case()
    recipient, _caseworker = make_desk()
    prepared(case, recipient)
    before = sorted(path for path in store.rglob("*") if path.is_file())
    with pytest.raises(services.Refused):
        prepared(case, recipient)
    assert sorted(path for path in store.rglob("*") if path.is_file()) == before


def test_authorities_read_chinese_whatever_the_page_speaks():
    case = make_case()
    with translation.override("en"):
        filing = prepared(case, make_desk()[0])
    assert "退订后仍然发来" in json.loads(filing.content)["fields"]["matter"]


def test_a_preview_is_kept_nowhere():
    case = make_case()
    printed = services.preview(
        by=case.by, complaint=case.complaint, recipient=make_mail_recipient(), exhibits=(), at=NOW
    )
    assert printed.pdf.startswith(b"%PDF")
    assert not Filing.objects.exists()


def test_a_consent_reads_its_case_once(counted: Counting) -> None:
    """However many facts are weighed one by one: each was read anew before, a hundred statements a page."""
    case, desk = make_case(), make_desk()[0]
    with counted("consent"):
        services.propose_consent(complaint=case.complaint, recipient=desk, exhibits=(), document="letter")
