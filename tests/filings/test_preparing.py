"""What leaves: consent as shown, content frozen, documents of it alone; and what is not prepared."""

import pytest

from filings.models import FilingDocument
from filings.moves import State
from tests.filings.cases import NOW, add_exhibit, make_case, make_desk, make_hand_recipient, prepared

pytestmark = pytest.mark.django_db


def test_a_prepared_filing_holds_consent_documents_and_ledger(store, keys):
    case = make_case()
    recipient, _caseworker = make_desk()
    exhibit = add_exhibit(case)

    filing = prepared(case, recipient, exhibits=(exhibit,))

    assert filing.state == State.PREPARED
    assert filing.consent.recipient_name == recipient.name
    assert "姓名" in filing.consent.information and "身份证号码" not in filing.consent.information
    assert [one.kind for one in filing.documents.all()] == [FilingDocument.Kind.LETTER]
    acts = list(case.complaint.ledger.order_by("sequence").values_list("act", flat=True))
    assert acts[-3:] == ["assessed", "consent_given", "filing_prepared"]
