"""What pages, mails and papers say of a state is drawn from that state."""

import pytest
from django.test import Client
from django.urls import reverse

from tests.cases import make_case, make_mail_recipient, prepared
from tests.filings.pages import words

pytestmark = pytest.mark.django_db


def page_of(case, name: str, *args) -> str:
    client = Client()
    client.force_login(case.owner)
    return words(client.get(reverse(name, args=args)))


def test_nothing_went_out_until_there_is_a_filing():
    case = make_case()
    assert "还没有发给任何人" in page_of(case, "case", case.complaint.number)
    prepared(case, make_mail_recipient())
    assert "还没有发给任何人" not in page_of(case, "case", case.complaint.number)
