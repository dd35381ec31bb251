"""A filing that somebody hands in themselves: how, with which words, and what is written down afterwards."""

import io
import re
from datetime import timedelta
from html.parser import HTMLParser
from typing import Any
from urllib.parse import quote

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from accounts.actors import Actor
from documents.filed import made_of
from documents.official import form_of
from documents.packs import sheet_data
from evidence.models import Exhibit
from filings import services
from filings.models import Filing, FilingDocument
from filings.services.sending.content import content_of
from filings.views.filing import HandedInForm as FormOfHandingIn
from tests.cases import Case, add_exhibit, make_case, make_desk, make_hand_recipient, prepared, queued
from tests.documents.reading import text_of
from tests.filings.pages import words

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("store", "keys")]


class ToCopy(HTMLParser):
    """The words that a page offers for copying."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self._inside = False
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if "whole" in (dict(attrs).get("class") or "").split():
            self._inside = True
            self.found.append("")

    def handle_endtag(self, tag: str) -> None:
        self._inside = self._inside and tag != "span"

    def handle_data(self, data: str) -> None:
        if self._inside:
            self.found[-1] += data


def signed_in(case: Case) -> Client:
    client = Client()
    client.force_login(case.owner)
    return client


def picture(name: str = "回执.png") -> SimpleUploadedFile:
    out = io.BytesIO()
    Image.new("RGB", (40, 30), "white").save(out, "PNG")
    return SimpleUploadedFile(name, out.getvalue(), content_type="image/png")


def hand_in(case: Case, filing: Filing, **sent: Any) -> Any:
    on = timezone.localdate().isoformat()
    data = {"handed-on": on, **{f"handed-{key}": value for key, value in sent.items()}}
    return signed_in(case).post(reverse("filing_act", args=[filing.pk, "handed-in"]), data, follow=True)


@pytest.fixture
def case() -> Case:
    return make_case(email="")


def test_every_field_of_the_sheet_can_be_copied_and_nothing_else(case: Case) -> None:
    filing = queued(case, make_hand_recipient(), exhibits=(add_exhibit(case),))
    sheet = sheet_data(made_of(content_of(filing)))
    rows = [*sheet["rows"], *(row for one in sheet["messages"] for row in (*one["rows"], *one["composed"]))]
    page = signed_in(case).get(reverse("by_hand", args=[filing.pk])).content.decode()
    assert ToCopy(page).found == ["\n".join(row["value"]) for row in rows if row["value"]]
    assert [row["name"] for row in rows] == [
        name.strip() for name in re.findall(r"<dt id[^>]*>([^<]*)", page)
    ]
    assert len(set(re.findall(r'id="(field-\d+)"', page))) == len(ToCopy(page).found)


def test_a_report_by_sms_is_written_with_one_tap_and_content_that_is_not_as_consented_is_not_shown(
    case: Case,
) -> None:
    filing = queued(case, make_hand_recipient())
    place = reverse("by_hand", args=[filing.pk])
    page = signed_in(case).get(place).content.decode()
    row = sheet_data(made_of(content_of(filing)))["messages"][0]["composed"][0]
    assert row["name"].endswith("12321")
    assert f'href="sms:12321?&amp;body={quote(row["value"][0])}"' in page
    Filing.objects.filter(pk=filing.pk).update(content_digest="sha256:" + "0" * 64)
    answer = signed_in(case).get(place, follow=True)
    assert "和您同意的对不上" in words(answer)
    assert "field-1" not in answer.content.decode()


def test_the_steps_stand_in_the_order_of_the_channel_and_each_paper_says_what_for(case: Case) -> None:
    recipient = make_hand_recipient()
    filing = queued(case, recipient)
    page = words(signed_in(case).get(reverse("by_hand", args=[filing.pk])))
    places = [page.index(step[-12:]) for step in form_of("12321").hand_in]
    assert places == sorted(places)
    content = signed_in(case).get(reverse("by_hand", args=[filing.pk])).content.decode()
    assert f'href="{recipient.website}"' in content
    assert 'href="tel:12321"' in content
    for use in ("当面交、邮寄用这一份", "网上填表用", "网上能传附件的，传这一份"):
        assert use in page
        assert use in words(signed_in(case).get(reverse("filing", args=[filing.pk])))


def test_only_what_is_final_and_goes_by_hand_is_told_how(case: Case) -> None:
    client = signed_in(case)
    desk, _by = make_desk()
    at_desk, waiting = prepared(case, desk), prepared(case, make_hand_recipient())
    withdrawn = queued(case, make_hand_recipient("operator"))
    services.withdraw_consent(by=case.by, filing=withdrawn)
    for filing in (at_desk, waiting, withdrawn):
        answer = client.get(reverse("by_hand", args=[filing.pk]))
        assert (answer.status_code, answer["Location"]) == (302, reverse("filing", args=[filing.pk]))


def test_day_number_and_photo_of_the_receipt_in_one_form(case: Case) -> None:
    filing = queued(case, make_hand_recipient("operator"))
    page = words(hand_in(case, filing, reference="GD-77", receipt=picture()))
    filing.refresh_from_db()
    kept = Exhibit.objects.get(complaint_id=case.complaint.pk)
    assert filing.state == "acknowledged"
    assert "已登记。最近的期限：" in page
    assert "您登记：对方已收到（编号 GD-77）" in page
    assert "编成" not in str(FormOfHandingIn.base_fields["receipt"].help_text)
    assert f"回执已原样封存，编为第 {kept.ordinal} 号证据" in page
    assert kept.description == f"递交给“{filing.recipient.name}”后拿到的回执"


def test_no_day_is_told_where_none_is_owed(case: Case) -> None:
    filing = queued(case, make_hand_recipient())
    assert "已登记。没有查到对方必须答复的期限。" in words(hand_in(case, filing, receipt=picture()))


def test_the_photo_is_kept_whatever_is_wrong_with_the_rest(case: Case) -> None:
    filing = queued(case, make_hand_recipient())
    tomorrow = timezone.localdate() + timedelta(days=1)
    for wrong in ("", tomorrow.isoformat()):
        page = hand_in(case, filing, on=wrong, receipt=picture())
        assert page.status_code in (409, 422)
    filing.refresh_from_db()
    assert filing.state == "queued"
    assert Exhibit.objects.filter(complaint_id=case.complaint.pk).count() == 1, "the same file twice is one"


def test_the_day_is_written_down_where_the_photo_cannot_be_kept(case: Case) -> None:
    filing = queued(case, make_hand_recipient())
    page = words(hand_in(case, filing, receipt=SimpleUploadedFile("空.png", b"")))
    filing.refresh_from_db()
    assert filing.state == "sent"
    assert "空.png" in page
    assert not Exhibit.objects.filter(complaint_id=case.complaint.pk).exists()


def test_the_receipt_may_come_later(case: Case) -> None:
    filing = queued(case, make_hand_recipient())
    services.record_handed_in(by=case.by, filing=filing)
    page = words(hand_in(case, filing, receipt=picture()))
    filing.refresh_from_db()
    assert filing.state == "sent"
    assert "回执已原样封存" in page
    hand_in(case, filing, reference="JB-1")
    filing.refresh_from_db()
    assert filing.state == "acknowledged"


@pytest.mark.parametrize("proved", [True, False])
def test_what_the_print_set_is_said_to_hold_is_in_it(case: Case, proved: bool) -> None:
    exhibits = (add_exhibit(case),) if proved else ()
    filing = queued(case, make_hand_recipient(), exhibits=exhibits)
    pack = services.open_document(
        by=Actor.of_user(case.owner), document=filing.documents.get(kind=FilingDocument.Kind.PRINT_PACK)
    )
    page = words(signed_in(case).get(reverse("by_hand", args=[filing.pk])))
    assert ("封面、材料、证据目录、递交步骤都在里面" in page) is proved
    assert ("封面、材料、递交步骤都在里面" in page) is not proved
    assert ("证据目录" in text_of(pack.read())) is proved
