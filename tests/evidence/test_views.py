"""The pages of copies: for those who may see the case; closed headers; a name that survives."""

import pytest
from django.test import Client
from django.urls import reverse

from accounts.actors import SESSION_CODES, Actor
from complaints.models import Draft
from evidence.models import Exhibit
from evidence.services import make_renditions
from tests.evidence import samples
from tests.evidence.conftest import AT, Receive, stored_files
from tests.evidence.samples import drawn, saved, zipped

pytestmark = pytest.mark.django_db


@pytest.fixture
def holder_client(begun: tuple[Draft, Actor], client: Client) -> Client:
    session = client.session
    session[SESSION_CODES] = list(begun[1].codes)
    session.save()
    return client


def made(hand_in: Receive, content: bytes, filename: str) -> Exhibit:
    exhibit = hand_in(content, filename)
    make_renditions(by=Actor.system("examiner"), at=AT)
    return exhibit


def test_the_holder_sees_the_copy(hand_in: Receive, holder_client: Client) -> None:
    exhibit = made(hand_in, samples.pictures_with_a_life()["jpeg with gps"], "家\u202e门口.HEIC")
    answer = holder_client.get(reverse("exhibit_copy", args=[exhibit.pk]))
    body = b"".join(answer.streaming_content)
    assert answer.status_code == 200
    assert answer["Content-Type"] == "image/jpeg"
    assert int(answer["Content-Length"]) == len(body)
    assert samples.CANARY.encode() not in body
    assert answer["Content-Disposition"].startswith("inline; filename*=utf-8''1-")
    assert answer["Content-Disposition"].endswith(".jpg")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer["Content-Security-Policy"]
    assert answer["Cache-Control"] == "private, no-store"
    small = holder_client.get(reverse("exhibit_thumbnail", args=[exhibit.pk]))
    assert small["Content-Type"] == "image/jpeg"


def test_a_paper_is_handed_over_to_be_saved(hand_in: Receive, holder_client: Client) -> None:
    exhibit = made(hand_in, samples.acting_paper(), "账单.pdf")
    answer = holder_client.get(reverse("exhibit_copy", args=[exhibit.pk]))
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"].startswith("attachment")


def test_a_page_with_a_script_is_shown_as_text(hand_in: Receive, holder_client: Client) -> None:
    exhibit = made(hand_in, b"<html><script>alert(1)</script>", "a.html")
    answer = holder_client.get(reverse("exhibit_copy", args=[exhibit.pk]))
    assert answer["Content-Type"] == "text/plain; charset=utf-8"
    assert answer["Content-Disposition"].endswith('1-a.txt"')


@pytest.mark.parametrize("name", ["exhibit_copy", "exhibit_thumbnail"])
def test_for_others_there_is_nothing(name: str, hand_in: Receive, django_user_model: type) -> None:
    exhibit = made(hand_in, saved(drawn(), "PNG"), "a.png")
    visitor = Client()
    assert visitor.get(reverse(name, args=[exhibit.pk])).status_code == 404
    visitor.force_login(django_user_model.objects.create(username="someone"))  # type: ignore[attr-defined]
    assert visitor.get(reverse(name, args=[exhibit.pk])).status_code == 404


def test_without_a_copy_there_is_nothing_not_even_the_original(
    hand_in: Receive, holder_client: Client
) -> None:
    refused = made(hand_in, zipped({"a": b"x"}), "a.zip")
    waiting = hand_in(saved(drawn(), "PNG"))
    for exhibit in (refused, waiting):
        for name in ("exhibit_copy", "exhibit_thumbnail"):
            assert holder_client.get(reverse(name, args=[exhibit.pk])).status_code == 404


def test_only_reading_is_possible(hand_in: Receive, holder_client: Client) -> None:
    exhibit = made(hand_in, saved(drawn(), "PNG"), "a.png")
    assert holder_client.post(reverse("exhibit_copy", args=[exhibit.pk])).status_code == 405


def test_a_copy_that_was_damaged_is_said_so(hand_in: Receive, holder_client: Client, store: object) -> None:
    exhibit = made(hand_in, saved(drawn(), "PNG"), "a.png")
    for file in stored_files(store):  # type: ignore[arg-type]
        file.write_bytes(b"gone")
    answer = holder_client.get(reverse("exhibit_copy", args=[exhibit.pk]))
    assert answer.status_code == 503
    assert "读不出来" in answer.content.decode()
