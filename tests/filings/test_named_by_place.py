"""An entry of the list that stands for many is called by the one body that the letter is written to, once it is known."""

import pytest
from django.test import Client
from django.urls import reverse

from filings import services
from filings.models import Filing, Recipient, Way
from legal.services import assess_complaint
from tests.cases import FACTS, NOW, Case, make_case, make_desk, prepared, queued
from tests.filings.pages import words

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("store", "keys")]
OFFICES = "市场监督管理部门（经营者所在地）"
HERE = "上海市宝山区市场监督管理局"


def listed(channel: str, name: str) -> Recipient:
    return Recipient.objects.create(name=name, channel=channel, way=Way.HAND, contact="110")


@pytest.fixture
def place(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(FACTS["respondents"][0], "region", "310113")


def shown(case: Case, page: str, *args: object) -> str:
    client = Client()
    client.force_login(case.owner)
    return words(client.get(reverse(page, args=args)))


@pytest.mark.usefixtures("place")
def test_the_body_of_the_place_stands_in_the_consent_and_on_every_page_after_it() -> None:
    case = make_case()
    recipient = listed("12315_report", OFFICES)
    assess_complaint(by=case.by, complaint=case.complaint, at=NOW)
    before = shown(case, "consent", case.complaint.number, "12315_report", recipient.pk)
    assert f"把材料提供给 {HERE}" in before
    assert OFFICES not in before
    filing = queued(case, recipient)
    assert f"接收方：{HERE}" in filing.consent.text
    assert filing.consent.recipient_name == filing.addressee == HERE
    for page in (
        shown(case, "case", case.complaint.number),
        shown(case, "filing", filing.pk),
        shown(case, "by_hand", filing.pk),
    ):
        assert HERE in page
        assert OFFICES not in page


@pytest.mark.usefixtures("place")
def test_it_stays_what_the_letter_was_written_to() -> None:
    case = make_case()
    filing = prepared(case, listed("12315_report", OFFICES))
    Recipient.objects.update(name="别的名称")
    assert Filing.objects.get(pk=filing.pk).addressee == HERE


def test_where_the_place_is_not_known_the_list_is_what_is_known() -> None:
    case = make_case()
    filing = prepared(case, listed("12315_report", OFFICES))
    assert filing.addressee == OFFICES


def test_a_desk_is_called_as_it_is() -> None:
    desk, _caseworker = make_desk("示范市监督管理局（演示）")
    shown_to = services.propose_consent(
        complaint=make_case().complaint, recipient=desk, exhibits=(), document="letter", at=NOW
    )
    assert shown_to.recipient_name == desk.name
